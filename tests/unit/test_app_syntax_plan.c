/* SPDX-License-Identifier: Apache-2.0 */
/* Random plans (plan_random.h) written as YAML and read by the application's own reader. */
#include "app/syntax/syntax.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_random.h"

enum { PLANS = 20 };

static const struct plan *from_yaml(struct test *t, struct baton *b, struct str bytes)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    const struct baton_text text = {bytes.ptr, bytes.len};
    const uint32_t source = baton_source(b, (struct baton_text){"plan.yaml", 9}, text);
    const struct baton_node *root = yaml_read(b, source, text);
    struct plan_builder *builder = plan_builder_new(t->arena, t->diags);
    const struct plan *plan = NULL;

    if (!root)
        return NULL;
    plan_builder_read(builder, (const struct node *)(const void *)root);
    return plan_seal(builder, &options, &plan) ? plan : NULL;
}

void test_app_syntax_plan__yaml_brings_back_the_same_plan(struct test *t)
{
    const struct page_source *pages = t->arena->source;
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);
    struct baton *b = baton_new(&(const struct baton_pages){pages->take, pages->give,
                                                            pages->on_full, pages->context}, 0);

    r->t = t;
    for (int i = 0; i < PLANS && t->failures == 0; i++) {
        const struct plan *p = plan_from_json(t, random_plan_text(r)), *again;
        struct text text;
        struct writer *w;

        if (!p)
            break;
        text_init(&text, t->arena);
        w = writer_new(t->arena, WRITER_YAML, &text);
        plan_write(p, w);
        writer_finish(w);
        again = from_yaml(t, b, text_str(&text));
        if (!again || plan_digest(again, t->arena) != plan_digest(p, t->arena))
            test_fail(t, __FILE__, __LINE__, "plan %d does not come back", i);
        diags_init(t->diags, t->arena);
    }
    baton_free(b);
}

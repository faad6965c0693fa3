/* SPDX-License-Identifier: Apache-2.0 */
/* Laws on random plans made from the schema table: see plan_random.h. */
#include "core/plan/ops.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_random.h"

enum { PLANS = 60 };

static const struct plan *again(struct test *t, const struct plan *p, enum writer_form form)
{
    struct text text;
    struct writer *w;
    struct str bytes;

    text_init(&text, t->arena);
    w = writer_new(t->arena, form, &text);
    plan_write(p, w);
    bytes = text_str(&text);
    {
        const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
        struct plan_builder *builder = plan_builder_new(t->arena, t->diags);
        const struct node *root = json_read(
            t->arena, diags_source(t->diags, STR("written.json"), bytes), bytes, t->diags);
        const struct plan *made = NULL;

        if (root)
            plan_builder_read(builder, root);
        return root && plan_seal(builder, &options, &made) ? made : NULL;
    }
}

static void all_equal(struct test *t, const struct plan *a, const struct plan *b)
{
    CHECK_EQ(a->object_count, b->object_count);
    for (uint32_t i = 0; i < a->object_count && i < b->object_count; i++)
        if (!object_equal(a->objects[i], b->objects[i]))
            test_fail(t, __FILE__, __LINE__, "%.*s is not the same",
                      STR_ARG(a->objects[i]->id));
}

static void show_errors(struct test *t, const char *what)
{
    struct text text;

    text_init(&text, t->scratch);
    diags_print(t->diags, &text);
    test_fail(t, __FILE__, __LINE__, "%s\n%.*s", what,
              STR_ARG(str_slice(text_str(&text), 0, 3000)));
}

void test_plan_random__written_and_read_again_is_the_same(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);

    r->t = t;
    for (int i = 0; i < PLANS && t->failures == 0; i++) {
        const struct plan *p = plan_try_json(t, random_plan_text(r)), *q;

        if (!p) {
            show_errors(t, "the random plan is refused");
            return;
        }
        q = again(t, p, i % 2 ? WRITER_JSON : WRITER_JSON_COMPACT);
        if (!q) {
            show_errors(t, "the written plan is refused");
            return;
        }
        all_equal(t, p, q);
        CHECK_EQ(plan_digest(q, t->arena), plan_digest(p, t->arena));
        diags_init(t->diags, t->arena);
    }
    random_all_seen(r);
}

/* A copy shares nothing and is equal; a plan made anew from copies has the same digest. */
void test_plan_random__copies_are_equal(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);

    r->t = t;
    for (int i = 0; i < PLANS / 4 && t->failures == 0; i++) {
        const struct plan *p = plan_try_json(t, random_plan_text(r)), *q = NULL;
        const struct edit gone = {.kind = EDIT_REMOVE, .address = STR("x"), .field = FIELD_ABSENT,
                                  .object = p ? plan_find(p, STR("stakeholder-2"))->number : 0};

        if (!p) {
            show_errors(t, "the random plan is refused");
            return;
        }
        for (uint32_t n = 0; n < p->object_count; n++) {
            const struct object *copy = object_copy(p->objects[n], t->arena);

            if (!object_equal(copy, p->objects[n]))
                test_fail(t, __FILE__, __LINE__, "the copy of %.*s differs",
                          STR_ARG(p->objects[n]->id));
        }
        /* Taking one object out makes every other anew. Some may still need it. */
        if (plan_apply(p, &gone, 1, t->arena, &q, t->diags)) {
            CHECK_EQ(q->object_count, p->object_count - 1);
            for (uint32_t n = 0; n < q->object_count; n++)
                if (!object_equal(q->objects[n], plan_find(p, q->objects[n]->id)))
                    test_fail(t, __FILE__, __LINE__, "%.*s changed",
                              STR_ARG(q->objects[n]->id));
        }
        diags_init(t->diags, t->arena);
    }
}

/* The order of files and of objects in them does not count. */
void test_plan_random__digest_ignores_order(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, "{'program': {'id': 'p'}, 'tasks': {'a': {'title': 'x'}, 'b': {}}, 'teams': {'c': {}}}");
    const struct plan *b = plan_from_json(
        t, "{'teams': {'c': {}}, 'tasks': {'b': {}, 'a': {'title': 'x'}}, 'program': {'id': 'p'}}");
    const struct plan *c = plan_from_json(
        t, "{'teams': {'c': {}}, 'tasks': {'b': {'title': 'x'}, 'a': {}}, 'program': {'id': 'p'}}");

    CHECK(a && b && c && plan_digest(a, t->arena) == plan_digest(b, t->arena) &&
          plan_digest(a, t->arena) != plan_digest(c, t->arena));
}

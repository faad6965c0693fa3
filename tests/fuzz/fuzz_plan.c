/* SPDX-License-Identifier: Apache-2.0 */
/* The plan's own laws, without schedule and forecast, so that many more inputs are tried: what
 * is sealed comes back from its own text, and so does what becomes of it by its own edits. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"
#include "tests/fuzz/pages.h"
#include "tests/fuzz/through.h"

enum { MEMORY_CEILING = 512 << 20 };

static void broken(const char *law, struct str text)
{
    fprintf(stderr, "broken law: %s\n%.*s\n", law, STR_ARG(text));
    abort();
}

/* NULL when it is refused. */
static const struct plan *read_plan(struct arena *arena, struct diags *diags, struct str bytes)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *builder = plan_builder_new(arena, diags);
    const struct node *root = json_read(arena, diags_source(diags, STR("plan"), bytes), bytes,
                                        diags);
    const struct plan *plan = NULL;

    if (!root)
        return NULL;
    plan_builder_read(builder, root);
    return plan_seal(builder, &options, &plan) ? plan : NULL;
}

static struct str written(struct arena *arena, const struct plan *plan)
{
    struct text text;
    struct writer *w;

    text_init(&text, arena);
    w = writer_new(arena, WRITER_JSON, &text);
    plan_write(plan, w);
    return text_str(&text);
}

/* An edited plan is the same whether it was edited or read. Some cannot be read: an option may
 * add an object that it then finds there. */
static void edited(struct arena *arena, const struct plan *plan, const struct edits *edits)
{
    const struct plan *made, *again;
    struct diags diags;

    diags_init(&diags, arena);
    if (!plan_apply(plan, edits->items, edits->count, arena, &made, &diags)) {
        if (diags.error_count == 0)
            broken("a refusal says why", written(arena, plan));
        return;
    }
    diags_init(&diags, arena);
    again = read_plan(arena, &diags, written(arena, made));
    if (again && plan_digest(again, arena) != plan_digest(made, arena))
        broken("an edited plan comes back", written(arena, made));
}

static void each_edits(struct arena *arena, const struct plan *plan, const struct object *o)
{
    for (uint16_t i = 0; i < schema_kinds[o->kind].field_count; i++) {
        const enum field_type_id type = schema_kinds[o->kind].fields[i].type;
        const struct objects *nested = object_value(o, i);

        if (!nested)
            continue;
        if (type == FIELD_TYPE_edits)
            edited(arena, plan, object_value(o, i));
        for (size_t n = 0; (type == FIELD_TYPE_one || type == FIELD_TYPE_many) &&
                           n < nested->count; n++)
            each_edits(arena, plan, nested->items[n]);
    }
}

static void laws(struct arena *arena, struct str bytes)
{
    const struct plan *plan, *again;
    struct diags diags;

    diags_init(&diags, arena);
    plan = read_plan(arena, &diags, bytes);
    if (!plan) {
        if (diags.error_count == 0)
            broken("a refusal says why", bytes);
        return;
    }
    diags_init(&diags, arena);
    again = read_plan(arena, &diags, written(arena, plan));
    if (!again || plan_digest(again, arena) != plan_digest(plan, arena))
        broken("a plan comes back from its text", written(arena, plan));
    for (uint32_t i = 0; i < plan->object_count; i++)
        each_edits(arena, plan, plan->objects[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;

    arena_init(&arena, &source, MEMORY_CEILING);
    if (setjmp(memory_is_full) == 0)
        laws(&arena, (struct str){(const char *)data, size});
    arena_reset(&arena);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A list of edits to apply to a plan, from the form they are written in. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

/* What makes the values; nothing is added to it. Its names are the plan's, for "did you mean". */
static struct plan_builder *builder_for(const struct plan *p, struct arena *owner,
                                        struct diags *out)
{
    struct plan_builder *b = plan_builder_new(owner, out);

    b->names = ARENA_ARRAY(owner, struct str, p->object_count);
    for (uint32_t i = 0; i < p->object_count; i++)
        b->names[b->name_count++] = p->objects[i]->id;
    return b;
}

bool plan_read_edits(const struct plan *p, const struct node *map, struct arena *owner,
                     struct edits *ret_edits, struct diags *out)
{
    struct read_context context = {.owner = owner, .out = out};
    const size_t errors = out->error_count;
    struct edits list;

    if (map->kind != NODE_MAP) {
        diag_error(out, "bad-value", map->at, "edits are a map from addresses to values");
        diag_hint(out, "as in `{token-api.estimate: 3w..4w..7w, r-07: null}`");
        return false;
    }
    context.builder = builder_for(p, owner, out);
    if (!type_edits_parse(&context, NULL, map, &list))
        return false;
    context.list = &list;
    for (size_t i = 0; i < list.count; i++) {
        struct edit *e = (struct edit *)&list.items[i];

        edit_resolve(&context, p, e);
        e->raw = NULL;
    }
    if (out->error_count != errors)
        return false;
    *ret_edits = list;
    return true;
}

struct edits plan_number_edits(const struct plan *p, const struct edits *edits,
                               struct arena *owner)
{
    struct edit *items = array_copy(owner, edits->items, edits->count, sizeof(*items));

    for (size_t i = 0; i < edits->count; i++)
        edit_renumber(p, &items[i]);
    return (struct edits){items, edits->count};
}

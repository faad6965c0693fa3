/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of a plan: a sum of one hash an object, so that neither the order of files nor
 * that of objects counts, and an edited plan's digest follows from the old one. */
#include "core/base/arena.h"
#include "core/plan/ops.h"

/* SplitMix64's finaliser: sums of it do not cancel as sums of plain hashes may. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

struct printing {
    struct text text;
    struct writer *writer;
};

static uint64_t hash_of(const struct object *o, struct printing *to)
{
    /* What nobody stated, and what is private, is not part of the plan. */
    if (schema_kinds[o->kind].flags & KIND_PRIVATE ||
        (!o->stated && schema_kinds[o->kind].flags & KIND_SINGLE))
        return 0;
    text_clear(&to->text);
    text_addf(&to->text, "%s ", schema_kinds[o->kind].name);
    text_add(&to->text, o->id);
    write_fields(o, true, to->writer);
    return mix(str_hash(text_str(&to->text)));
}

static void begin(struct printing *to, struct arena *scratch)
{
    text_init(&to->text, scratch);
    to->writer = writer_new(scratch, WRITER_JSON_COMPACT, &to->text);
}

uint64_t plan_digest(const struct plan *p)
{
    struct arena *scratch = arena_child(p->owner);
    struct printing to;
    uint64_t sum = 0;

    begin(&to, scratch);
    for (uint32_t i = 0; i < p->object_count; i++)
        sum += hash_of(p->objects[i], &to);
    arena_reset(scratch);
    return sum;
}

uint64_t plan_digest_change(const struct plan *before, const struct plan *after)
{
    struct arena *scratch = arena_child(after->owner);
    struct printing to;
    uint64_t change = 0;

    begin(&to, scratch);
    for (uint32_t i = 0; i < after->object_count; i++)
        if (before->objects[i] != after->objects[i])
            change += hash_of(after->objects[i], &to) - hash_of(before->objects[i], &to);
    arena_reset(scratch);
    return change;
}

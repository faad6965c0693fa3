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

static uint64_t whole(const struct plan *p, struct printing *to)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < p->object_count; i++)
        sum += hash_of(p->objects[i], to);
    return sum;
}

/* What an edited plan adds to the digest of the one before. What both share costs nothing. */
static uint64_t change(const struct plan *p, struct printing *to)
{
    const struct plan *before = p->before;
    uint64_t sum = 0;

    for (uint32_t i = 0; i < p->object_count; i++)
        if (before->objects[i] != p->objects[i])
            sum += hash_of(p->objects[i], to) - hash_of(before->objects[i], to);
    return sum;
}

/* A memory of what follows from a sealed plan, and no part of it: two threads that reckon it at the
 * same time write the same number. */
struct digest_memo {
    uint64_t sum;
    bool known;
};

struct digest_memo *digest_memo_new(struct arena *owner)
{
    return ARENA_NEW(owner, struct digest_memo);
}

static uint64_t digest_of(const struct plan *p, struct printing *to)
{
    uint64_t sum;

    if (__atomic_load_n(&p->digest->known, __ATOMIC_ACQUIRE))
        return __atomic_load_n(&p->digest->sum, __ATOMIC_RELAXED);
    sum = p->before ? digest_of(p->before, to) + change(p, to) : whole(p, to);
    __atomic_store_n(&p->digest->sum, sum, __ATOMIC_RELAXED);
    __atomic_store_n(&p->digest->known, true, __ATOMIC_RELEASE);
    return sum;
}

uint64_t plan_digest(const struct plan *p, struct arena *scratch)
{
    struct arena *own;
    struct printing to;
    uint64_t sum;

    if (__atomic_load_n(&p->digest->known, __ATOMIC_ACQUIRE))
        return __atomic_load_n(&p->digest->sum, __ATOMIC_RELAXED);
    own = arena_child(scratch);
    begin(&to, own);
    sum = digest_of(p, &to);
    arena_reset(own);
    return sum;
}

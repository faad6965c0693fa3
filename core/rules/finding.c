/* SPDX-License-Identifier: Apache-2.0 */
/* Findings: starting one, giving it evidence, and putting them in order. */
#include "core/rules/rule.h"

#include <assert.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"

enum { FINDING_CEILING = 1000000, EVIDENCE_CEILING = 16 };

struct finding *finding_add(struct findings *out, const struct rule_input *in,
                            const struct rule *rule, uint32_t subject, const char *format, ...)
{
    struct finding *f;
    struct text text;
    va_list arguments;

    if (!arena_grow(out->owner, (void **)&out->items, out->count, &out->capacity,
                    sizeof(*out->items), FINDING_CEILING))
        out->count--;           /* past the ceiling the last one is written over */
    f = &out->items[out->count++];
    text_init(&text, out->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    *f = (struct finding){ .rule = rule, .state = FINDING_TRUE, .level = rule->level,
                           .subject = subject, .text = text_str(&text), .owner = OBJECT_NONE,
                           .defuse_by = CIVIL_NONE, .cost_minor = INT64_MIN,
                           .judgement = OBJECT_NONE };
    if (subject != OBJECT_NONE)
        f->at = in->plan->objects[subject]->at;
    return f;
}

void finding_evidence(struct findings *out, struct finding *f, uint32_t object, const char *field,
                      const char *format, ...)
{
    struct evidence *items = (struct evidence *)f->evidence;
    struct text text;
    va_list arguments;

    if (!items)
        f->evidence = items = ARENA_ARRAY(out->owner, struct evidence, EVIDENCE_CEILING);
    if (f->evidence_count == EVIDENCE_CEILING)
        return;
    text_init(&text, out->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    items[f->evidence_count++] =
        (struct evidence){ .object = object, .field = field, .value = text_str(&text) };
}

static int by_place(const void *a, const void *b, const void *context)
{
    const struct finding *x = a, *y = b;

    (void)context;
    if (x->at.source != y->at.source)
        return x->at.source < y->at.source ? -1 : 1;
    if (x->at.line != y->at.line)
        return x->at.line < y->at.line ? -1 : 1;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    return str_compare(str_of(x->rule->name), str_of(y->rule->name));
}

static bool absorbed(const struct findings *all, const struct finding *f)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct finding *other = &all->items[i];

        if (other->rule->absorbs && other->subject == f->subject && other->rule != f->rule &&
            other->state == FINDING_TRUE &&
            str_equal(str_of(other->rule->absorbs), str_of(f->rule->name)))
            return true;
    }
    return false;
}

/* Findings are few beside objects, but a broken import can have thousands: compare only within
 * one subject, which sorting by place has put side by side. */
static void absorb(struct findings *all)
{
    size_t kept = 0;

    for (size_t from = 0; from < all->count;) {
        struct findings group = { .items = &all->items[from] };
        bool gone[64] = { false };

        while (from + group.count < all->count && group.count < 64 &&
               all->items[from + group.count].subject == all->items[from].subject)
            group.count++;
        for (size_t i = 0; i < group.count; i++)
            gone[i] = absorbed(&group, &group.items[i]);
        from += group.count;
        for (size_t i = 0; i < group.count; i++)
            if (!gone[i])
                all->items[kept++] = group.items[i];
    }
    all->count = kept;
}

/* --- what people said of a finding --------------------------------------------------------- */

struct str finding_id(const struct plan *p, const struct finding *f, struct arena *owner)
{
    if (f->subject == OBJECT_NONE)
        return str_of(f->rule->name);
    return str_format(owner, "%s/%.*s", f->rule->name, STR_ARG(p->objects[f->subject]->id));
}

const struct finding *finding_find(const struct plan *p, const struct findings *all,
                                   struct str id, struct arena *scratch)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].state != FINDING_UNKNOWN &&
            str_equal(finding_id(p, &all->items[i], scratch), id))
            return &all->items[i];
    return NULL;
}

static bool judges(const struct object *judgement, const struct finding *f)
{
    const struct ref *subject = judgement_get_subject(judgement);

    return str_equal(*judgement_get_rule(judgement), str_of(f->rule->name)) &&
           (subject ? subject->object : OBJECT_NONE) == f->subject;
}

/* Accepted up to and with its day, and only with a reason. One that has run out is still named:
 * the finding is back, and says so. */
static void judge(const struct rule_input *in, struct findings *all)
{
    for (uint32_t j = 0; j < plan_count(in->plan, KIND_judgement); j++) {
        const struct object *judgement = plan_nth(in->plan, KIND_judgement, j);
        const struct when *until = judgement_get_until(judgement);

        if (!until || !judgement_get_because(judgement))
            continue;
        for (size_t i = 0; i < all->count; i++) {
            struct finding *f = &all->items[i];

            if (f->state != FINDING_TRUE || !judges(judgement, f))
                continue;
            f->judgement = judgement->number;
            if (civil_day_of(until->instant) >= civil_day_of(in->plan->as_of))
                f->state = FINDING_ACCEPTED;
        }
    }
}

void rules_check(const struct rule_input *in, struct findings *out)
{
    assert(in->plan && in->scratch && out->owner);
    for (unsigned i = 0; i < rules_count; i++)
        rules_all[i]->check(in, out);
    sort_stable(out->items, out->count, sizeof(*out->items), by_place, NULL, in->scratch);
    absorb(out);
    judge(in, out);
}

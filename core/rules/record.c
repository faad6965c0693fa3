/* SPDX-License-Identifier: Apache-2.0 */
/* What people said of a rule's findings, and what follows: one that is nearly always wrong is
 * demoted (domain.md 9.0, learning). Its findings are notes then, and come after the others. */
#include "core/rules/rule.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

enum {
    MICRO = 1000000,
    DEMOTE_LABELS = 20 * MICRO, /* policy demote.labels: fewer say nothing yet */
    DEMOTE_PRECISION = MICRO / 5 /* policy demote.precision: below it */
};

struct rule_record rule_record(const struct plan *p, const struct rule *rule)
{
    struct rule_record r = {{0}, 0, 0, false};

    for (uint32_t i = 0; i < plan_count(p, KIND_judgement); i++) {
        const struct object *o = plan_nth(p, KIND_judgement, i);
        const uint32_t *label = object_is_withheld(o) ? NULL : judgement_get_label(o);

        if (!label || !str_equal(*judgement_get_rule(o), str_of(rule->name)))
            continue;
        r.by[*label]++;
        r.labelled++;
        r.right += *label != LABEL_FALSE;
    }
    r.demoted = r.labelled > 0 &&
                (int64_t)r.labelled * MICRO >=
                    plan_threshold(p, "demote.labels", DEMOTE_LABELS) &&
                (int64_t)r.right * MICRO <
                    (int64_t)r.labelled *
                        plan_threshold(p, "demote.precision", DEMOTE_PRECISION);
    return r;
}

void rules_demote(const struct plan *p, struct findings *all)
{
    bool *demoted = ARENA_ARRAY(all->owner, bool, rules_count);

    if (plan_count(p, KIND_judgement) == 0)
        return;
    for (unsigned r = 0; r < rules_count; r++)
        demoted[r] = rule_record(p, rules_all[r]).demoted;
    for (size_t i = 0; i < all->count; i++) {
        struct finding *f = &all->items[i];
        unsigned r = 0;

        while (rules_all[r] != f->rule)
            r++;
        if (!demoted[r])
            continue;
        f->demoted = true;
        f->level = DIAG_NOTE;
    }
}

static int by_trust(const void *a, const void *b, const void *context)
{
    const struct finding *x = a, *y = b;

    (void)context;
    return (int)x->demoted - (int)y->demoted;
}

void rules_demoted_last(struct findings *all, struct arena *scratch)
{
    sort_stable(all->items, all->count, sizeof(*all->items), by_trust, NULL, scratch);
}

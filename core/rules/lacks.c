/* SPDX-License-Identifier: Apache-2.0 */
/* What rules could not tell, by what would tell it. */
#include "core/rules/rule.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

static bool knows(const struct lack *l, const struct rule *rule)
{
    for (uint32_t i = 0; i < l->rule_count; i++)
        if (l->rules[i] == rule)
            return true;
    return false;
}

static struct lack *lack_of(struct lack *all, uint32_t *count, struct str missing,
                            const struct findings *findings, struct arena *owner)
{
    for (uint32_t i = 0; i < *count; i++)
        if (str_equal(all[i].missing, missing))
            return &all[i];
    all[*count] = (struct lack){ .missing = missing };
    all[*count].rules = ARENA_ARRAY(owner, const struct rule *, rules_count);
    all[*count].subjects = ARENA_ARRAY(owner, uint32_t, findings->count + 1);
    return &all[(*count)++];
}

/* The rules it lets look, the severe ones first; then in how many places. */
static int by_value(const void *a, const void *b, const void *context)
{
    const struct lack *x = a, *y = b;

    (void)context;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->places != y->places)
        return x->places > y->places ? -1 : 1;
    return str_compare(x->missing, y->missing);
}

uint32_t rules_lacks(const struct findings *findings, struct arena *owner,
                     const struct lack **ret_lacks, uint32_t *ret_rules)
{
    struct lack *all = ARENA_ARRAY(owner, struct lack, findings->count + 1);
    bool *blind = ARENA_ARRAY(owner, bool, rules_count);
    uint32_t count = 0;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->items[i];
        struct lack *l;

        if (f->state != FINDING_UNKNOWN)
            continue;
        l = lack_of(all, &count, f->missing, findings, owner);
        if (!knows(l, f->rule)) {
            l->rules[l->rule_count++] = f->rule;
            l->weight += 1 + (uint32_t)f->rule->level;
        }
        l->places += 1 + f->other_count;
        if (f->subject != OBJECT_NONE)
            l->subjects[l->subject_count++] = f->subject;
        for (unsigned r = 0; r < rules_count; r++)
            blind[r] = blind[r] || rules_all[r] == f->rule;
    }
    sort_stable(all, count, sizeof(*all), by_value, NULL, arena_child(owner));
    *ret_lacks = all;
    *ret_rules = 0;
    for (unsigned r = 0; r < rules_count; r++)
        *ret_rules += blind[r];
    return count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The rules' registry, their parameters, and running them all. */
#include "core/rules/rule.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/rules/list.h"

#define ENTRY(rule) &rule,
const struct rule *const rules_all[] = { RULE_LIST(ENTRY) };
const unsigned rules_count = sizeof(rules_all) / sizeof(rules_all[0]);

const struct rule *rule_find(struct str name)
{
    for (unsigned i = 0; i < rules_count; i++)
        if (str_equal(str_of(rules_all[i]->name), name))
            return rules_all[i];
    return NULL;
}

int64_t rule_parameter(const struct rule_input *in, const struct rule *rule, const char *name)
{
    const struct rule_parameter *p = rule->parameters;
    int64_t value;

    while (!str_equal(str_of(p->name), str_of(name)))
        p++;                    /* asking for one that is not declared is a bug */
    value = plan_threshold(in->plan, str_format(in->scratch, "%s.%s", rule->name, name).ptr,
                           p->default_micro);
    if (in->closing && p->opens != 0)
        value -= p->opens * (value / 1000 * plan_threshold(in->plan, "hysteresis.share", 100000) /
                             1000);
    return value;
}

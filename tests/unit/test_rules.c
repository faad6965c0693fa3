/* SPDX-License-Identifier: Apache-2.0 */
/* The rules' room: which finding stands for its subject, and what labels make of a rule. */
#include "core/rules/rule.h"

#include "tests/unit/plan_fixture.h"

static const char three[] =
    "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
    " 'tasks': {'a': {'estimate': '1w'}, 'b': {'estimate': '1w'}},"
    " 'judgements': {'x': {'rule': 'fuzzy-deadline', 'label': 'false-alarm'},"
    "                'y': {'rule': 'fuzzy-deadline', 'label': 'false-alarm'},"
    "                'z': {'rule': 'fuzzy-deadline', 'label': 'detonated'}},"
    " 'policy': {'thresholds': {'demote.labels': 3, 'demote.precision': 0.5}}}";

static uint32_t number_of(const struct plan *p, const char *id)
{
    return plan_find(p, str_of(id))->number;
}

void test_rules__what_is_held_back_stands_for_its_subject_only_alone(struct test *t)
{
    const struct plan *p = plan_from_json(t, three);
    const uint32_t a = number_of(p, "a"), b = number_of(p, "b");
    struct finding items[] = {{.subject = a, .once = true},
                              {.subject = a},
                              {.subject = b, .once = true},
                              {.subject = a},
                              {.subject = b, .once = true},
                              {.subject = OBJECT_NONE}};
    struct findings all = {.owner = t->arena, .items = items, .count = 6};

    rules_fold(&all, p, t->scratch);
    CHECK_EQ(items[0].under, 1);        /* though it comes first */
    CHECK_EQ(items[1].under, UINT32_MAX);
    CHECK_EQ(items[2].under, UINT32_MAX);
    CHECK_EQ(items[3].under, 1);
    CHECK_EQ(items[4].under, 2);
    CHECK_EQ(items[5].under, UINT32_MAX);
}

void test_rules__labels_demote_one_rule_and_no_other(struct test *t)
{
    const struct plan *p = plan_from_json(t, three);
    const struct rule *poor = rule_find(STR("fuzzy-deadline"));
    const struct rule *good = rule_find(STR("unowned-handoff"));
    const uint32_t a = number_of(p, "a");
    struct finding items[] = {{.rule = poor, .subject = a, .level = DIAG_WARNING},
                              {.rule = good, .subject = a, .level = DIAG_ERROR}};
    struct findings all = {.owner = t->arena, .items = items, .count = 2};
    const struct rule_record record = rule_record(p, poor);

    CHECK_EQ(record.labelled, 3);
    CHECK_EQ(record.right, 1);
    CHECK(record.demoted);
    CHECK(!rule_record(p, good).demoted);       /* no label says nothing */
    rules_demote(p, &all);
    rules_demoted_last(&all, t->scratch);
    CHECK(items[0].rule == good && !items[0].demoted && items[0].level == DIAG_ERROR);
    CHECK(items[1].rule == poor && items[1].demoted && items[1].level == DIAG_NOTE);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Edits: addresses, and plans with edits applied. */
#include "core/syntax/writer.h"
#include "tests/unit/plan_fixture.h"

/* A plan whose assumption holds the edits to try, under if_false. */
static const char frame[] =
    "{'program': {'id': 'p', 'start': '2026-09-07', 'delay_cost': {'per_week': '41k'}},"
    " 'people': {'ann': {}, 'bob': {}},"
    " 'teams': {'red': {'lead': 'ann', 'capacity_from': {'2027-01-04': 3}}, 'blue': {}},"
    " 'systems': {'store': {}, 'queue': {}},"
    " 'tasks': {'dig': {'team': 'red', 'estimate': '2d', 'touches': ['store']},"
    "           'pour': {'after': ['dig SS +1d', 'dig FF'], 'estimate': '3d'}},"
    " 'milestones': {'ga': {'after': ['pour']}},"
    " 'risks': {'r': {'likely': '25%', 'hits': {'dig': '1w'}}},"
    " 'decisions': {'d': {'question': 'Which?', 'options': {'a': {'cost': '3k'}, 'b': {}}}},"
    " 'assumptions': {'if': {'statement': 'so', 'if_false': {";

static const struct plan *framed(struct test *t, const char *edits)
{
    return plan_from_json(t, str_format(t->arena, "%s%s}}}}", frame, edits).ptr);
}

static const struct edits *edits_of(struct test *t, const struct plan *p)
{
    return assumption_get_if_false(plan_get(t, p, "if"));
}

static const struct plan *applied(struct test *t, const char *edits)
{
    const struct plan *p = framed(t, edits), *made = NULL;
    const struct edits *list = p ? edits_of(t, p) : NULL;

    if (!list)
        return NULL;
    if (!plan_apply(p, list->items, list->count, t->arena, &made, t->diags))
        test_fail(t, __FILE__, __LINE__, "refused: %.*s",
                  STR_ARG(t->diags->items[t->diags->count - 1].text));
    return made;
}

void test_plan_apply__sets_and_removes_fields(struct test *t)
{
    const struct plan *p = applied(t, "'dig.estimate': '1w..2w..3w', 'pour.estimate': null,"
                                      "'r.likely': '10%', 'dig.team': 'blue'");

    if (!p)
        return;
    CHECK_EQ(task_get_estimate(plan_get(t, p, "dig"))->shape, SHAPE_QUANTILES);
    CHECK(task_get_estimate(plan_get(t, p, "pour")) == NULL);
    CHECK_EQ(*risk_get_likely(plan_get(t, p, "r")), 100000);
    CHECK_STR(plan_object(p, task_get_team(plan_get(t, p, "dig")))->id, "blue");
    CHECK(task_get_touches(plan_get(t, p, "dig")) != NULL);
}

void test_plan_apply__reaches_members(struct test *t)
{
    const struct plan *p =
        applied(t, "'pour.after[dig FF]': null, 'ga.after[dig]': 'dig SS +2d',"
                   "'dig.touches[queue]': true, 'dig.touches[store]': null,"
                   "'r.hits[dig]': '2w', 'red.capacity_from[2027-02-01]': 5,"
                   "'d.options[a].cost': '4k', 'd.options[b].title': 'Bee',"
                   "'d.options[c]': {'title': 'Sea'}, 'program.delay_cost.per_week': '50k',"
                   "'policy.thresholds[x]': 2, 'program.scheduling.dialect': 'p6'");
    const struct objects *options;

    if (!p)
        return;
    CHECK_EQ(task_get_after(plan_get(t, p, "pour"))->count, 1);
    CHECK_EQ(milestone_get_after(plan_get(t, p, "ga"))->count, 2);
    CHECK_EQ(milestone_get_after(plan_get(t, p, "ga"))->items[1].type, LINK_SS);
    CHECK_EQ(task_get_touches(plan_get(t, p, "dig"))->count, 1);
    CHECK_STR(task_get_touches(plan_get(t, p, "dig"))->items[0].id, "queue");
    CHECK_EQ(risk_get_hits(plan_get(t, p, "r"))->items[0].delay.b.milli, 2000);
    CHECK_EQ(team_get_capacity_from(plan_get(t, p, "red"))->count, 2);
    options = decision_get_options(plan_get(t, p, "d"));
    CHECK_EQ(options->count, 3);
    CHECK_EQ(option_get_cost(options->items[0])->b, 400000);
    CHECK_STR(object_title(options->items[1]), "Bee");
    CHECK(options->items[2]->inside == plan_get(t, p, "d"));
    CHECK_EQ(*delay_cost_get_per_week(program_get_delay_cost(p->program)->items[0]), 5000000);
    CHECK_EQ(plan_threshold(p, "x", 0), 2000000);
    CHECK_EQ(*scheduling_get_dialect(program_get_scheduling(p->program)->items[0]), DIALECT_P6);
}

void test_plan_apply__adds_and_removes_objects(struct test *t)
{
    const struct plan *p =
        applied(t, "'tasks.test': {'estimate': '1w', 'after': ['dig']}, 'ga.after[test]': true,"
                   "'ga.after[pour]': null, 'pour': null, 'r.likely': '5%'");

    if (!p)
        return;
    CHECK(plan_find(p, STR("pour")) == NULL);
    CHECK_EQ(plan_count(p, KIND_task), 2);
    CHECK_STR(plan_object(p, &milestone_get_after(plan_get(t, p, "ga"))->items[0].other)->id,
              "test");
    CHECK_STR(plan_object(p, &task_get_after(plan_get(t, p, "test"))->items[0].other)->id, "dig");
    CHECK_EQ(*risk_get_likely(plan_get(t, p, "r")), 50000);
    CHECK(p->objects[plan_get(t, p, "dig")->number] == plan_get(t, p, "dig"));
}

void test_plan_apply__shares_what_did_not_change(struct test *t)
{
    const struct plan *p = framed(t, "'dig.estimate': '1w'"), *made = NULL;
    const struct edits *list = p ? edits_of(t, p) : NULL;

    if (!list || !plan_apply(p, list->items, list->count, t->arena, &made, t->diags)) {
        CHECK(!"applied");
        return;
    }
    CHECK(plan_get(t, p, "pour") == plan_get(t, made, "pour") ||
          made->objects[plan_get(t, p, "pour")->number] == plan_get(t, p, "pour"));
    CHECK(made->objects[plan_get(t, p, "dig")->number] !=
          p->objects[plan_get(t, p, "dig")->number]);
    CHECK_EQ(task_get_estimate(p->objects[plan_get(t, p, "dig")->number])->b.unit, 'd');
    CHECK(plan_digest(made, t->arena) != plan_digest(p, t->arena));
}

/* Whichever way a plan comes to be, the same statements have the same digest. */
void test_plan_apply__digest_is_of_the_result(struct test *t)
{
    const struct plan *p = framed(t, "'dig.estimate': '1w', 'd.options[a].cost': '4k'"), *made;
    const struct edits *list = p ? edits_of(t, p) : NULL;
    struct text text;
    struct writer *w;
    const struct plan *again;

    if (!list || !plan_apply(p, list->items, list->count, t->arena, &made, t->diags)) {
        CHECK(!"applied");
        return;
    }
    text_init(&text, t->arena);
    w = writer_new(t->arena, WRITER_JSON, &text);
    plan_write(made, w);
    again = plan_from_json(t, str_copy(t->arena, text_str(&text)).ptr);
    CHECK(again && plan_digest(again, t->arena) == plan_digest(made, t->arena));
}

static void refused(struct test *t, const char *edits, const char *code)
{
    CHECK(plan_try_json(t, str_format(t->arena, "%s%s}}}}", frame, edits).ptr) == NULL);
    if (t->diags->count == 0)
        test_fail(t, __FILE__, __LINE__, "no error for %s", edits);
    else
        CHECK_STR(str_of(t->diags->items[t->diags->count - 1].code), code);
}

void test_plan_apply__refuses_wrong_addresses(struct test *t)
{
    refused(t, "'digg.estimate': '1w'", "unknown-id");
    CHECK_STR(t->diags->items[t->diags->count - 1].hint, "did you mean `dig`?");
    refused(t, "'dig.estimat': '1w'", "unknown-key");
    CHECK_STR(t->diags->items[t->diags->count - 1].hint, "did you mean `estimate`?");
    refused(t, "'dig.estimate': 'soon'", "bad-value");
    refused(t, "'dig': '1w'", "bad-address");
    refused(t, "'dig.estimate[x]': '1w'", "bad-address");
    refused(t, "'dig.touches[': true", "bad-address");
    refused(t, "'dig.touches[queue]': 'x'", "bad-address");
    refused(t, "'dig.touches[nobody]': true", "unknown-id");
    refused(t, "'d.options[z].cost': '1k'", "bad-address");
    refused(t, "'program': null", "bad-address");
    refused(t, "'program.id': 'q'", "bad-address");
    refused(t, "'if.if_false': {}", "bad-address");
}

/* Removing what is not there and adding what is does nothing: an option that was carried out
 * stays in its plan. */
void test_plan_apply__may_be_repeated(struct test *t)
{
    const struct plan *p = applied(t, "'dig.touches[queue]': null, 'dig.note': null,"
                                      "'tasks.dig': {'estimate': '9w'}");

    CHECK(p && task_get_touches(plan_get(t, p, "dig"))->count == 1);
    CHECK(p && task_get_estimate(plan_get(t, p, "dig"))->b.milli == 2000);
    CHECK_EQ(t->diags->warning_count, 2);
}

void test_plan_apply__is_all_or_nothing(struct test *t)
{
    const struct plan *p = framed(t, "'dig.started': '2026-10-05', 'dig.finished': '2026-10-01'");
    const struct plan *made = NULL;
    const struct edits *list = p ? edits_of(t, p) : NULL;

    CHECK(list && !plan_apply(p, list->items, list->count, t->arena, &made, t->diags));
    CHECK(made == NULL);
    CHECK_STR(str_of(t->diags->items[t->diags->count - 1].code), "finished-before-started");
}

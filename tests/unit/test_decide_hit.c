/* SPDX-License-Identifier: Apache-2.0 */
/* Ways to a promise: worked by hand, and beside every subset there is. */
#include <string.h>

#include "core/base/sort.h"
#include "core/decide/ease.h"
#include "core/decide/hit.h"
#include "tests/unit/forecast_fixture.h"

enum { SOME = 1024, PLANS = 12, PLANS_MOST = 100, WAYS_MOST = 256 };

static const struct hit_answer *ways_of(struct test *t, const struct plan *p, const char *id,
                                        int32_t wanted_ppm, bool no_capacity)
{
    const struct forecast_options how = {
        .seed = 1, .iterations = SOME, .no_capacity = no_capacity};
    const struct hit_answer *a = NULL;

    if (p)
        CHECK(hit_compute(p, plan_get(t, p, id), wanted_ppm, &how, t->arena, t->scratch, &a,
                          t->diags));
    return a;
}

static uint32_t step_of(const struct hit_answer *a, enum hit_kind kind)
{
    for (uint32_t i = 0; i < a->step_count; i++)
        if (a->steps[i].kind == kind)
            return UINT32_C(1) << i;
    return 0;
}

/* --- by hand -------------------------------------------------------------------------------- */

/* x takes 3 days, a 10 more, or 13 where the risk fires (40 of 100). To be done by day 13, the plan
 * as it is makes it where nothing fires: 60 %. Without x 10 or 13 days: always. With the mitigation
 * 90 %. By day 10: never; without x 60 %, with both 90 %. */
#define BY_HAND(date)                                                                            \
    "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"                     \
    " 'policy': {'team_correlation': '0%'},"                                                     \
    " 'tasks': {'x': {'estimate': '3d..3d..3d', 'cut': 'may', 'people': 2},"                     \
    "           'a': {'estimate': '10d..10d..10d', 'after': ['x']}},"                            \
    " 'milestones': {'m': {'after': ['a']}},"                                                    \
    " 'commitments': {'c': {'milestone': 'm', 'date': '" date "', 'confidence': '80%'}},"        \
    " 'risks': {'r': {'likely': '40%', 'hits': {'a': '3d..3d..3d'},"                             \
    "   'mitigation': {'edits': {'r.likely': '10%'}, 'cost': '2k'}}}}"

static bool is_near(int32_t ppm, int32_t wanted)
{
    return ppm > wanted - 40000 && ppm < wanted + 40000;
}

void test_decide_hit__two_steps_each_reach_it(struct test *t)
{
    const struct hit_answer *a =
        ways_of(t, plan_from_json(t, BY_HAND("2026-12-09")), "c", 0, false);
    uint32_t cut, mitigation;

    if (!a)
        return;
    cut = step_of(a, HIT_CUT);
    mitigation = step_of(a, HIT_MITIGATION);
    CHECK_EQ(a->wanted_ppm, 800000);
    CHECK(is_near(a->now.likely_ppm, 600000) && !a->reached && a->all_tried);
    CHECK_EQ(a->step_count, 2);
    CHECK_EQ(a->way_count, 2);
    if (a->way_count != 2)
        return;
    CHECK_EQ(a->ways[0].steps, cut);
    CHECK_EQ(a->ways[0].likely_ppm, 1000000);
    CHECK_EQ(a->ways[0].cost_minor, 0);
    CHECK_EQ(a->ways[0].work_s, 2 * 3 * DAY_S);     /* two people for three days */
    CHECK_EQ(a->ways[1].steps, mitigation);
    CHECK(is_near(a->ways[1].likely_ppm, 900000));
    CHECK_EQ(a->ways[1].cost_minor, 200000);
}

void test_decide_hit__it_takes_both(struct test *t)
{
    const struct plan *p = plan_from_json(t, BY_HAND("2026-12-04"));
    const struct hit_answer *a = ways_of(t, p, "c", 800000, false);
    const struct hit_answer *more = ways_of(t, p, "c", 950000, false);

    if (!a || !more)
        return;
    CHECK_EQ(a->now.likely_ppm, 0);
    CHECK_EQ(a->way_count, 1);
    if (a->way_count == 1) {
        CHECK_EQ(a->ways[0].steps, step_of(a, HIT_CUT) | step_of(a, HIT_MITIGATION));
        CHECK(is_near(a->ways[0].likely_ppm, 900000));
        CHECK_EQ(a->ways[0].cost_minor, 200000);
    }
    /* 95 % is out of reach: the likeliest is both, the earliest date at it 13 days whatever is
     * mitigated, and then the free step does. */
    CHECK_EQ(more->way_count, 0);
    CHECK_EQ(more->nearest.steps, a->ways[0].steps);
    CHECK_EQ(more->soonest.steps, step_of(more, HIT_CUT));
    CHECK_EQ(calendar_work(p->calendar, p->as_of, more->soonest.at), 13 * DAY_S);
}

void test_decide_hit__what_holds_already_asks_for_nothing(struct test *t)
{
    const struct hit_answer *a =
        ways_of(t, plan_from_json(t, BY_HAND("2026-12-31")), "c", 0, false);

    CHECK(a && a->reached && a->way_count == 0 && a->tried == 0);
}

void test_decide_hit__what_started_is_cut_by_what_remains(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-16', 'as_of': '2026-11-23'},"
           " 'tasks': {'x': {'started': '2026-11-16', 'remaining': '5d..5d..5d', 'cut': 'may'},"
           "           'a': {'estimate': '5d..5d..5d', 'after': ['x']}},"
           " 'milestones': {'m': {'after': ['a']}},"
           " 'risks': {'r': {'likely': '90%', 'hits': {'x': '5d', 'a': '1d..1d..1d'}}},"
           " 'commitments': {'c': {'milestone': 'm', 'date': '2026-11-30'}}}");
    const struct hit_answer *a = ways_of(t, p, "c", 950000, false);

    /* Without x, and without what the risk adds to it: 5 or 6 days. */
    CHECK(a && a->way_count == 1 && a->ways[0].likely_ppm == 1000000);
}

void test_decide_hit__an_option_takes_the_place_of_the_other(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'tasks': {'a': {'estimate': '20d..20d..20d'}, 'b': {'estimate': '20d..20d..20d'}},"
           " 'milestones': {'m': {'after': ['a', 'b']}},"
           " 'decisions': {'d': {'question': 'Which?', 'assume': 'slow', 'options': {"
           "   'slow': {'cost': '1k'},"
           "   'quick': {'cost': '5k', 'edits': {'a.estimate': '1d..1d..1d',"
           "                                     'b.estimate': '15d..15d..15d'}},"
           "   'other': {'cost': '3k', 'edits': {'b.estimate': '1d..1d..1d'}},"
           "   'past': {'deadline': '2026-11-20', 'edits': {'a.estimate': '1d..1d..1d'}}}}},"
           " 'commitments': {'c': {'milestone': 'm', 'date': '2026-12-11'}}}");
    const struct hit_answer *a = ways_of(t, p, "c", 0, false);

    /* `other` alone leaves a, and cannot be had together with `quick`: 4k more than `slow`. */
    CHECK(a && a->step_count == 2 && a->way_count == 1);
    if (a && a->way_count == 1) {
        CHECK_STR(a->steps[__builtin_ctz(a->ways[0].steps)].option->id, "quick");
        CHECK_EQ(a->ways[0].cost_minor, 400000);
    }
}

/* Two people, two tasks of 5 days each for two: one after the other. With one more in the team they
 * still cannot run at once; c, of one, can run beside the first. */
void test_decide_hit__one_more_person_and_the_first_rank(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'teams': {'x': {'capacity': 1, 'rate': '1000 per person-day'}},"
           " 'tasks': {'a': {'team': 'x', 'estimate': '5d..5d..5d'},"
           "           'b': {'team': 'x', 'estimate': '5d..5d..5d'}},"
           " 'milestones': {'m': {'after': ['a']}, 'n': {'after': ['b']}},"
           " 'commitments': {'c': {'milestone': 'm', 'date': '2026-11-27', 'rank': 1},"
           "                 'd': {'milestone': 'n', 'date': '2026-11-27', 'rank': 2}}}");
    const struct hit_answer *a = ways_of(t, p, "d", 0, false);

    if (!a)
        return;
    CHECK_EQ(a->now.likely_ppm, 0);
    CHECK_EQ(a->way_count, 2);
    if (a->way_count != 2)
        return;
    CHECK_EQ(a->ways[0].steps, step_of(a, HIT_FIRST));      /* costs no money, and c its date */
    CHECK_EQ(a->ways[0].promises_ppm[0], 0);
    CHECK_EQ(a->ways[0].promises_ppm[1], 1000000);
    CHECK_EQ(a->ways[1].steps, step_of(a, HIT_PERSON));     /* ten days until the date as it is */
    CHECK_EQ(a->ways[1].cost_minor, 1000000);
    CHECK_EQ(a->ways[1].promises_ppm[0], 1000000);
}

/* --- beside every subset ---------------------------------------------------------------------- */

static unsigned below(struct test *t, unsigned limit)
{
    return (unsigned)test_random_below(t, limit);
}

static const struct plan *random_plan(struct test *t, unsigned tasks, bool people)
{
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
                     " 'teams': {'x': {%s'rate': '%u per person-day'}}, 'tasks': {",
              people ? "'capacity': 2, " : "", 500 + below(t, 900));
    for (unsigned i = 0; i < tasks; i++) {
        const unsigned days = 1 + below(t, 6);

        text_addf(&json, "%s't%u': {'team': 'x', 'estimate': '%ud..%ud..%ud'%s", i > 0 ? ", " : "",
                  i, days, days + 1, 2 * days + 3, below(t, 3) == 0 ? ", 'cut': 'may'" : "");
        if (i > 0)
            text_addf(&json, ", 'after': ['t%u']", below(t, i));
        text_addf(&json, "}");
    }
    text_addf(&json, "}, 'milestones': {'m': {'after': ['t%u', 't%u']}, 'n': {'after': ['t%u']}},"
                     " 'commitments': {'c': {'milestone': 'm', 'date': '2026-12-%02u', 'rank': 2},"
                     "  'd': {'milestone': 'n', 'date': '2026-12-20', 'rank': 1}}, 'risks': {",
              tasks - 1, tasks / 2, tasks / 3, 9 + below(t, 16));
    for (unsigned i = 0; i < 2; i++)
        text_addf(&json, "%s'r%u': {'likely': '%u%%', 'hits': {'t%u': '2d..4d..6d'},"
                         " 'mitigation': {'edits': {'r%u.likely': '5%%'}%s}}", i > 0 ? ", " : "", i,
                  20 + below(t, 60), below(t, tasks), i,
                  below(t, 2) ? ", 'cost': '3k'" : "");
    text_addf(&json, "}, 'decisions': {'e': {'question': 'How?', 'options': {"
                     "'q': {'cost': '2k', 'edits': {'t%u.estimate': '1d..1d..2d'}},"
                     "'s': {'cost': '1k', 'edits': {'t%u.estimate': '1d..1d..2d'}}}}}}",
              below(t, tasks), below(t, tasks));
    text_add_char(&json, '\0');
    return plan_from_json(t, json.ptr);
}

static int32_t likely_with(struct test *t, const struct hit_answer *a, uint32_t steps,
                           bool no_capacity)
{
    const struct forecast_options how = {
        .seed = 1, .iterations = SOME, .no_capacity = no_capacity};
    const struct forecast *f;
    const struct plan *p = a->plan;
    struct edit edits[512];
    struct diags ignored;
    size_t count = 0;

    diags_init(&ignored, t->arena);
    for (uint32_t i = 0; i < a->step_count; i++)
        for (size_t e = 0; steps >> i & 1 && e < a->steps[i].edit_count; e++)
            edits[count++] = a->steps[i].edits[e];
    if ((count > 0 && !plan_apply(a->plan, edits, count, t->arena, &p, &ignored)) ||
        !forecast_compute(p, &how, t->arena, t->scratch, &f, &ignored))
        return -1;
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (str_equal(f->network->plan->objects[f->commitments[i].object]->id, a->commitment->id))
            return f->commitments[i].probability_ppm;
    return -1;
}

struct brute {
    uint32_t steps, unknown, count;
    int64_t cost, work;
};

static int cheapest(const void *left, const void *right, const void *context)
{
    const struct brute *a = left, *b = right;
    const int64_t x[] = {a->unknown, a->cost, a->work, a->count, a->steps};
    const int64_t y[] = {b->unknown, b->cost, b->work, b->count, b->steps};

    (void)context;
    for (int i = 0; i < 5; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

/* Of all subsets of these steps, those that reach while no part of them does. */
static uint32_t by_brute_force(struct test *t, const struct hit_answer *a, uint32_t of,
                               bool no_capacity, struct brute *ret)
{
    static bool reach[1 << HIT_STEPS];
    uint32_t count = 0;

    for (uint32_t steps = 1; steps < UINT32_C(1) << a->step_count; steps++) {
        struct brute b = {.steps = steps};
        bool has_part = false, possible = (steps & ~of) == 0;

        reach[steps] = false;
        for (uint32_t i = 0; i < a->step_count; i++) {
            if (!(steps >> i & 1))
                continue;
            for (uint32_t k = 0; k < i; k++)
                possible &= !(steps >> k & 1) || !hit_excludes(&a->steps[i], &a->steps[k]);
            b.count++;
            b.work += a->steps[i].work_s;
            b.cost += a->steps[i].has_cost ? a->steps[i].cost_minor : 0;
            b.unknown += !a->steps[i].has_cost;
        }
        if (!possible)
            continue;
        reach[steps] = likely_with(t, a, steps, no_capacity) >= a->wanted_ppm;
        for (uint32_t part = (steps - 1) & steps; part != 0; part = (part - 1) & steps)
            has_part |= reach[part];
        if (reach[steps] && !has_part && count < WAYS_MOST)
            ret[count++] = b;
    }
    sort_stable(ret, count, sizeof(ret[0]), cheapest, NULL, t->scratch);
    return count;
}

static void compare(struct test *t, const struct hit_answer *a, const struct brute *all,
                    uint32_t count, uint32_t most)
{
    for (uint32_t i = 0; i < most && i < count; i++)
        if (i >= a->way_count || a->ways[i].steps != all[i].steps)
            test_fail(t, __FILE__, __LINE__, "way %u of %u: %x, by brute force %x", i, count,
                      i < a->way_count ? a->ways[i].steps : 0, all[i].steps);
    if (a->way_count > count)
        test_fail(t, __FILE__, __LINE__, "%u ways, by brute force %u", a->way_count, count);
}

void test_decide_hit__small_plans_give_what_all_subsets_give(struct test *t)
{
    static struct brute all[WAYS_MOST];
    uint32_t found = 0;

    for (unsigned i = 0; (i < PLANS || (found <= 3 && i < PLANS_MOST)) && t->failures == 0; i++) {
        const bool people = i % 2 == 0;
        const struct plan *p = random_plan(t, 4 + below(t, 3), people);
        const struct hit_answer *a = ways_of(t, p, "c", 600000, !people);
        uint32_t count;

        if (!a)
            return;
        if (a->reached || a->step_count > 7 || !a->all_tried)
            continue;
        count = by_brute_force(t, a, a->used, !people, all);
        compare(t, a, all, count, WAYS_MOST);
        CHECK_EQ(a->way_count, count);
        found += count;
    }
    CHECK(found > 3);
}

/* More steps than can all be tried: screened. Where no team binds, the cheap look on as many
 * iterations is the full one, so the cheapest ways of four steps at most are the same. */
void test_decide_hit__screening_finds_the_cheapest_of_all_subsets(struct test *t)
{
    static struct brute all[WAYS_MOST];
    uint32_t found = 0, screened = 0;

    for (unsigned i = 0; i < (screened > 0 ? 40 : 400) && (found < 6 || screened == 0) &&
                         t->failures == 0;
         i++) {
        const struct hit_answer *a =
            ways_of(t, random_plan(t, 16, false), "c", 700000, false);
        uint32_t count, small = 0;

        if (!a)
            return;
        if (a->reached || a->all_tried || __builtin_popcount(a->used) > 8)
            continue;
        count = by_brute_force(t, a, a->used, false, all);
        for (uint32_t k = 0; k < count; k++)
            if (all[k].count <= HIT_SIZE)
                all[small++] = all[k];
        if (small > 0)
            compare(t, a, all, small, a->way_count < 5 ? small : 5);
        found += small;
        screened += a->screened;
    }
    CHECK(screened > 0);
}

/* --- easing ----------------------------------------------------------------------------------- */

static bool eases(struct test *t, const struct plan *p, const char *map)
{
    struct edits edits;
    const struct node *node = tree_from_json(t, map);

    return node && plan_read_edits(p, node, t->arena, &edits, t->diags) &&
           edits_ease(p, edits.items, edits.count);
}

void test_decide_hit__what_eases_is_told_from_what_may_not(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'teams': {'x': {'capacity': 2, 'capacity_from': {'2027-01-04': 3}}},"
           " 'tasks': {'a': {'team': 'x', 'estimate': '2d..3d..5d'},"
           "           'b': {'team': 'x', 'estimate': '1w', 'after': ['a']}},"
           " 'risks': {'r': {'likely': '40%', 'hits': {'a': '1d'}}},"
           " 'milestones': {'m': {'after': ['a', 'b']}}}");

    if (!p)
        return;
    CHECK(eases(t, p, "{'a.estimate': '1d..3d..5d'}"));
    CHECK(!eases(t, p, "{'a.estimate': '1d..3d..6d'}"));
    CHECK(!eases(t, p, "{'a.estimate': '2d..4d..5d'}"));
    CHECK(eases(t, p, "{'b.estimate': '4d'}"));
    CHECK(eases(t, p, "{'b.after[a]': null}"));
    CHECK(!eases(t, p, "{'b.after[a SS]': 'a SS'}"));
    CHECK(eases(t, p, "{'b': null, 'm.after[b]': null}"));
    CHECK(eases(t, p, "{'a.exists': '50%', 'r.likely': '10%'}"));
    CHECK(!eases(t, p, "{'a.exists': '50%', 'r.likely': '50%'}"));
    CHECK(eases(t, p, "{'x.capacity': 3}"));
    CHECK(!eases(t, p, "{'x.capacity': 1}"));
    CHECK(eases(t, p, "{'x.capacity_from': {'2027-01-04': 4}}"));
    CHECK(!eases(t, p, "{'x.capacity_from': {'2027-02-04': 4}}"));
    CHECK(!eases(t, p, "{'x.focus': '80%'}"));
    CHECK(!eases(t, p, "{}"));
}

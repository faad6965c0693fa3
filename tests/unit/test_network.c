/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/network_fixture.h"

#define PROGRAM "'program': {'id': 'prog', 'start': '2026-11-23', 'as_of': '2026-11-23'}, "

static uint32_t links_between(const struct network *n, uint32_t pred, uint32_t succ)
{
    uint32_t count = 0;

    for (uint32_t k = n->link_first[succ]; k < n->link_first[succ + 1]; k++)
        count += n->links[k].pred == pred;
    return count;
}

void test_network__order_puts_predecessors_first_and_ties_by_number(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'c': {'estimate': '1d', 'after': ['b']}, 'd': {'estimate': '1d'},"
        " 'b': {'estimate': '1d', 'after': ['a']}, 'a': {'estimate': '1d'}}}");

    if (!n)
        return;
    CHECK_EQ(n->node_count, 4);
    CHECK_EQ(node_named(t, n, "d"), 0);
    CHECK_EQ(node_named(t, n, "a"), 1);
    CHECK_EQ(node_named(t, n, "b"), 2);
    CHECK_EQ(node_named(t, n, "c"), 3);
    CHECK_EQ(links_between(n, 1, 2), 1);
    CHECK_EQ(links_between(n, 2, 3), 1);
    CHECK_EQ(n->link_count, 2);
}

void test_network__both_lists_of_links_agree(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'b': {'estimate': '1d'},"
        " 'c': {'estimate': '1d', 'after': ['b', 'a SS +1d', 'a']}}}");
    uint32_t seen = 0;

    if (!n)
        return;
    for (uint32_t i = 0; i < n->node_count; i++)
        for (uint32_t k = n->succ_first[i]; k < n->succ_first[i + 1]; k++) {
            CHECK_EQ(n->links[n->succ_link[k]].pred, i);
            CHECK(n->link_first[n->succ_node[k]] <= n->succ_link[k]);
            CHECK(n->succ_link[k] < n->link_first[n->succ_node[k] + 1]);
            seen++;
        }
    CHECK_EQ(seen, 3);
}

void test_network__durations_are_medians(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'teams': {'x': {'focus': '50%'}},"
        " 'tasks': {'q': {'estimate': '3w..4w..7w'}, 'one': {'estimate': '3d'},"
        " 'u': {'estimate': 'uniform(2d, 6d)'}, 'e': {'effort': '10d', 'people': 2, 'team': 'x'},"
        " 'f': {'effort': '7d'}, 'none': {}, 'clock': {'estimate': '2ed'}}}");

    if (!n)
        return;
    CHECK_EQ(n->duration_s[node_named(t, n, "q")], 4 * WEEK_S);
    CHECK_EQ(n->duration_s[node_named(t, n, "one")], 3 * DAY_S);
    CHECK_EQ(n->duration_s[node_named(t, n, "u")], 4 * DAY_S);
    /* 10 person-days by two people at half focus. */
    CHECK_EQ(n->duration_s[node_named(t, n, "e")], 10 * DAY_S);
    CHECK_EQ(n->duration_s[node_named(t, n, "f")], 10 * DAY_S);     /* focus 70 % by default */
    CHECK(n->flags[node_named(t, n, "one")] & NODE_DEFAULTED);      /* its spread */
    CHECK(!(n->flags[node_named(t, n, "q")] & NODE_DEFAULTED));
    CHECK_EQ(n->duration_s[node_named(t, n, "none")], 5 * DAY_S);
    CHECK(n->flags[node_named(t, n, "none")] & NODE_DEFAULTED);
    CHECK_EQ(n->duration_s[node_named(t, n, "clock")], 48 * HOUR_S);
    CHECK(n->flags[node_named(t, n, "clock")] & NODE_ELAPSED);
}

void test_network__lags_in_every_form(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '4d'}, 'w': {'estimate': '1d', 'after': "
        "['a FS +1w']}, 'l': {'estimate': '1d', 'after': ['a FF -2d']}, 'e': {'estimate': '1d',"
        " 'after': ['a +3ed']}, 'p': {'estimate': '1d', 'after': ['a +25%']}}}");

    if (!n)
        return;
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "w")]].lag_s, WEEK_S);
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "l")]].lag_s, -2 * DAY_S);
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "l")]].type, LINK_FF);
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "e")]].lag_s, 72 * HOUR_S);
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "e")]].lag_calendar, 1);
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "p")]].lag_s, DAY_S);
    CHECK_EQ(n->links[n->link_first[node_named(t, n, "p")]].lag_ppm, 250000);
}

void test_network__links_of_summaries_reach_every_leaf(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'s': {'after': ['first']}, 's1': {'parent': 's', 'estimate': '1d'},"
        " 's2': {'parent': 's', 'estimate': '1d'}, 'deep': {'parent': 's'},"
        " 'd1': {'parent': 'deep', 'estimate': '1d'}, 'first': {'estimate': '1d'},"
        " 'last': {'estimate': '1d', 'after': ['s']}, 'beside': {'estimate': '1d',"
        " 'after': ['s SS']}}}");
    uint32_t whole;

    if (!n)
        return;
    CHECK_EQ(links_between(n, node_named(t, n, "first"), node_named(t, n, "s1")), 1);
    CHECK_EQ(links_between(n, node_named(t, n, "first"), node_named(t, n, "d1")), 1);
    whole = node_named(t, n, "s");
    CHECK(whole != NODE_NONE);
    CHECK_EQ(n->role[whole], ROLE_SUMMARY);
    CHECK_EQ(n->link_first[whole + 1] - n->link_first[whole], 3);
    CHECK_EQ(links_between(n, whole, node_named(t, n, "last")), 1);
    CHECK_EQ(node_named(t, n, "deep"), NODE_NONE);
    CHECK_EQ(n->summary_count, 2);
    CHECK_EQ(n->summaries[0], plan_get(t, n->plan, "deep")->number);
}

void test_network__inactive_tasks_have_no_part(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'b': {'estimate': '1d', 'inactive': true,"
        " 'after': ['a']}, 'c': {'estimate': '1d', 'after': ['b']}}}");

    if (!n)
        return;
    CHECK_EQ(n->node_count, 2);
    CHECK_EQ(n->link_count, 0);
    CHECK_EQ(node_named(t, n, "b"), NODE_NONE);
}

void test_network__handoff_is_a_link_with_acceptance(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'teams': {'x': {}, 'y': {}},"
        " 'tasks': {'a': {'estimate': '1d', 'team': 'x'}, 'b': {'estimate': '1d', 'team': 'y'}},"
        " 'handoffs': {'h': {'gives': 'a', 'to': 'b', 'acceptance': '1d..2d..3d'},"
        " 'gone': {'gives': 'a', 'to': 'b', 'state': 'dropped'}}}");
    uint32_t h;

    if (!n)
        return;
    h = node_named(t, n, "h");
    CHECK_EQ(n->role[h], ROLE_HANDOFF);
    CHECK_EQ(n->duration_s[h], 2 * DAY_S);
    CHECK_EQ(links_between(n, node_named(t, n, "a"), h), 1);
    CHECK_EQ(links_between(n, h, node_named(t, n, "b")), 1);
    CHECK_EQ(n->delivery_of[plan_get(t, n->plan, "h")->number], node_named(t, n, "a"));
    CHECK_EQ(node_named(t, n, "gone"), NODE_NONE);
}

void test_network__handoff_of_teams_is_forecast_from_its_dates(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'teams': {'x': {}, 'y': {}}, 'handoffs': {"
        " 'h': {'gives': 'x', 'to': 'y', 'asked': '2026-11-27', 'offered': '2026-12-04'},"
        " 'late': {'gives': 'x', 'to': 'y', 'offered': '2026-11-16'},"
        " 'known': {'gives': 'x', 'to': 'y', 'offered': '2026-11-20', 'created': '2026-10-26'},"
        " 'there': {'gives': 'x', 'to': 'y', 'state': 'delivered', 'delivered': '2026-11-20'}}}");
    uint32_t d;
    double age;

    if (!n)
        return;
    d = n->delivery_of[plan_get(t, n->plan, "h")->number];
    CHECK_EQ(n->role[d], ROLE_DELIVERY);
    CHECK_EQ(n->duration_s[d], 2 * WEEK_S);
    CHECK(n->key[d] != n->key[node_named(t, n, "h")]);
    /* Drawn by the outside view: 1.4 times as long at the median. */
    {
        const struct distribution left = network_duration(n, d, &age);

        CHECK_NEAR(distribution_quantile(&left, 0.5), 1.4 * 2 * WEEK_S, 1);
        CHECK_NEAR(age, 0, 0);
    }
    d = n->delivery_of[plan_get(t, n->plan, "late")->number];
    CHECK(n->flags[d] & NODE_OVERDUE);
    CHECK(n->flags[d] & NODE_DEFAULTED);
    CHECK_EQ(n->duration_s[d], 5 * DAY_S);
    /* Asked for four weeks, four are gone: what is left follows from the record. */
    d = n->delivery_of[plan_get(t, n->plan, "known")->number];
    CHECK(n->flags[d] & NODE_OVERDUE);
    CHECK(!(n->flags[d] & NODE_DEFAULTED));
    CHECK(n->duration_s[d] > 0);
    CHECK(n->duration_s[d] < 8 * WEEK_S);
    d = n->delivery_of[plan_get(t, n->plan, "there")->number];
    CHECK_EQ(n->progress[d], PROGRESS_FINISHED);
    CHECK_EQ(n->progress[node_named(t, n, "there")], PROGRESS_STARTED);
    CHECK_EQ(n->actual_start[node_named(t, n, "there")], at(11, 20, 18));
}

void test_network__milestone_without_predecessors_is_promised(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}}, 'milestones': {"
        " 'm': {'date': '2026-11-27'}, 'led': {'date': '2026-11-27', 'after': ['a']},"
        " 'bare': {}}}");

    if (!n)
        return;
    CHECK_EQ(n->role[node_named(t, n, "m")], ROLE_PROMISED);
    CHECK_EQ(n->duration_s[node_named(t, n, "m")], WEEK_S);
    CHECK_EQ(n->role[node_named(t, n, "led")], ROLE_MILESTONE);
    CHECK_EQ(n->duration_s[node_named(t, n, "led")], 0);
    CHECK_EQ(n->role[node_named(t, n, "bare")], ROLE_MILESTONE);
}

void test_network__open_decision_gates(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}, 'b': {'estimate': '1d'}}, 'decisions': {"
        " 'open': {'question': 'Which?', 'gates': ['a']},"
        " 'made': {'question': 'Which?', 'gates': ['b'], 'state': 'decided',"
        " 'decided': '2026-11-20'}}}");
    uint32_t d;

    if (!n)
        return;
    d = node_named(t, n, "open");
    CHECK_EQ(n->role[d], ROLE_DECISION);
    CHECK_EQ(links_between(n, d, node_named(t, n, "a")), 1);
    CHECK(n->duration_s[d] > 0);
    CHECK_EQ(node_named(t, n, "made"), NODE_NONE);
}

void test_network__open_decision_waits_for_a_session(struct test *t)
{
    /* Every other Thursday from 1 October: 26 November, 10 December. Papers take two days. */
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d'}}, 'forums': {"
        " 'steer': {'repeats': 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', 'starts': '2026-10-01T10:00',"
        " 'minutes': 120, 'latency': '1d'},"
        " 'closed': {'repeats': 'FREQ=WEEKLY;BYDAY=TH', 'starts': '2026-10-01T10:00',"
        " 'skips': ['2026-11-26'], 'minutes': 60, 'latency': '4h', 'preread': '0d'}},"
        " 'decisions': {'soon': {'question': 'Which?', 'forum': 'steer', 'gates': ['a']},"
        " 'skip': {'question': 'Which?', 'forum': 'closed', 'gates': ['a'], 'state': 'ready'}}}");

    if (!n)
        return;
    CHECK_EQ(n->duration_s[node_named(t, n, "soon")], at(11, 27, 12) - at(11, 23, 0));
    CHECK_EQ(n->duration_s[node_named(t, n, "skip")], at(12, 3, 16) - at(11, 23, 0));
    CHECK(!(n->flags[node_named(t, n, "soon")] & NODE_DEFAULTED));
}

void test_network__started_task_keeps_what_is_left(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{'program': {'id': 'prog', 'start': '2026-11-02', 'as_of': '2026-11-23'},"
        " 'tasks': {'said': {'estimate': '4w', 'started': '2026-11-16', 'remaining': '2w'},"
        " 'unsaid': {'estimate': 'uniform(0d, 10d)', 'started': '2026-11-16'},"
        " 'long': {'estimate': 'uniform(1d, 2d)', 'started': '2026-11-02'},"
        " 'over': {'estimate': '2w', 'started': '2026-11-02', 'finished': '2026-11-13'}}}");

    if (!n)
        return;
    CHECK_EQ(n->duration_s[node_named(t, n, "said")], 2 * WEEK_S);
    CHECK_EQ(n->full_s[node_named(t, n, "said")], 4 * WEEK_S);
    /* Five of at most ten days are gone and it is not over: half of the rest at the median. */
    CHECK_NEAR(n->duration_s[node_named(t, n, "unsaid")], 2.5 * DAY_S, 2);
    /* Past all it was estimated: a labelled default. */
    CHECK_EQ(n->duration_s[node_named(t, n, "long")], 5 * DAY_S);
    CHECK(n->flags[node_named(t, n, "long")] & NODE_OVERDUE);
    CHECK_EQ(n->duration_s[node_named(t, n, "over")], 0);
    CHECK_EQ(n->actual_start[node_named(t, n, "over")], at(11, 2, 9));
    CHECK_EQ(n->actual_finish[node_named(t, n, "over")], at(11, 13, 18));
}

/* --- cycles ---------------------------------------------------------------------------------- */

static uint32_t cycles_in(struct test *t, const char *json)
{
    const struct plan *plan = plan_from_json(t, json);
    const struct network *n = NULL;
    uint32_t count = 0;

    if (!plan)
        return 0;
    CHECK(!network_compile(plan, t->arena, t->scratch, &n, t->diags));
    CHECK(n == NULL);
    for (size_t i = 0; i < t->diags->count; i++)
        count += str_equal(str_of(t->diags->items[i].code), STR("cycle"));
    return count;
}

void test_network__cycle_is_said_as_its_shortest_chain(struct test *t)
{
    CHECK_EQ(cycles_in(t, "{" PROGRAM "'tasks': {'a': {'after': ['c']}, 'b': {'after': ['a']},"
                          " 'c': {'after': ['b', 'd']}, 'd': {'after': ['b']}, 'out':"
                          " {'after': ['c']}}}"), 1);
    if (t->diags->count == 0)
        return;
    CHECK_STR(t->diags->items[0].text, "each of these waits for the one before it: "
                                       "a -> b -> c -> a");
    CHECK(t->diags->items[0].where.line == 1);
    CHECK(str_find(t->diags->items[0].hint, STR("plan.json:1")) < t->diags->items[0].hint.len);
}

void test_network__every_cycle_is_said_at_once(struct test *t)
{
    CHECK_EQ(cycles_in(t, "{" PROGRAM "'tasks': {'a': {'after': ['b']}, 'b': {'after': ['a']},"
                          " 'x': {'after': ['y SS']}, 'y': {'after': ['x FF']}}}"), 2);
}

void test_network__link_to_the_own_summary_is_a_cycle(struct test *t)
{
    CHECK_EQ(cycles_in(t, "{" PROGRAM "'tasks': {'s': {}, 'leaf': {'parent': 's',"
                          " 'after': ['s']}}}"), 1);
    if (t->diags->count > 0)
        CHECK_STR(t->diags->items[0].text, "each of these waits for the one before it: "
                                           "leaf -> s -> leaf");
}

void test_network__handoffs_can_close_a_cycle(struct test *t)
{
    CHECK_EQ(cycles_in(t, "{" PROGRAM "'tasks': {'a': {}, 'b': {'after': ['a']}},"
                          " 'handoffs': {'h': {'gives': 'b', 'to': 'a'}}}"), 1);
    if (t->diags->count > 0)
        CHECK_STR(t->diags->items[0].text,
                  "each of these waits for the one before it: a -> b -> h -> a");
}

void test_network__upper_bounds_stand_outside_the_order(struct test *t)
{
    const struct network *n = network_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '1d', 'after': ['b FS at most +2w']},"
        " 'b': {'estimate': '1d', 'after': ['a']}}}");

    if (!n)
        return;
    CHECK_EQ(n->link_count, 1);
    CHECK_EQ(n->bound_count, 1);
    CHECK_EQ(n->bounds[0].link.lag_s, 2 * WEEK_S);
}

void test_network__too_long_is_refused(struct test *t)
{
    const struct plan *plan = plan_from_json(t,
        "{" PROGRAM "'tasks': {'a': {'estimate': '90000w'}}}");
    const struct network *n = NULL;

    if (!plan)
        return;
    CHECK(!network_compile(plan, t->arena, t->scratch, &n, t->diags));
    CHECK(diag_coded(t, "too-long") != NULL);
}

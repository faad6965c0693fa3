/* SPDX-License-Identifier: Apache-2.0 */
/* Search by learning: what it finds keeps links and capacity; what it refutes does not exist. */
#include "core/engine/level.h"
#include "core/engine/level_learn.h"
#include "tests/unit/level_fixture.h"

enum { PLANS = 40, FEW = 7, MANY = 26, TEAMS = 3 };

static uint32_t below(uint64_t *state, uint32_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % limit);
}

static const struct level_problem *random_problem(struct test *t, uint32_t tasks, uint64_t *x)
{
    const struct level_problem *p = NULL;
    const struct schedule *s;
    struct text out;

    text_init(&out, t->arena);
    text_add(&out, STR("{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
                       " 'teams': {"));
    for (int k = 0; k < TEAMS; k++)
        text_addf(&out, "%s't%d': {'capacity': %u}", k ? ", " : "", k, below(x, 3) + 4);
    text_add(&out, STR("}, 'tasks': {"));
    for (uint32_t k = 0; k < tasks; k++) {
        /* One after the other: compilers draw the arguments of a call in orders of their own. */
        const uint32_t people = below(x, 4) + 1, team = below(x, TEAMS), hours = below(x, 6) + 1;

        text_addf(&out, "%s'k%u': {'estimate': '%uh', 'team': 't%u', 'people': %u",
                  k ? ", " : "", k, hours, team, people);
        if (k > 1 && below(x, 3) > 0)
            text_addf(&out, ", 'after': ['k%u']", below(x, k));
        text_add(&out, STR("}"));
    }
    text_add(&out, STR("}}"));
    s = schedule_from_json(t, str_copy(t->arena, text_str(&out)).ptr);
    CHECK(s && level_problem_new(s, t->arena, t->scratch, &p, t->diags));
    return p && p->pure ? p : NULL;
}

/* Links that are broken, and moments at which a team has too few. */
static uint32_t faults(const struct level_problem *p, const int32_t *start, int32_t slots)
{
    const struct pure *q = &p->lists;
    uint32_t wrong = 0;

    for (uint32_t i = 0; i < q->count; i++) {
        int64_t taken[TEAMS + 1] = {0};

        wrong += start[i] < 0 || start[i] + q->duration[i] > slots;
        for (uint32_t k = q->before[0].first[i]; k < q->before[0].first[i + 1]; k++)
            wrong += start[q->before[0].other[k]] + q->duration[q->before[0].other[k]] > start[i];
        for (uint32_t other = 0; other < q->count; other++)
            for (uint32_t k = p->demand_first[other]; k < p->demand_first[other + 1]; k++)
                if (start[other] <= start[i] && start[i] < start[other] + q->duration[other])
                    taken[p->demands[k].team] += p->demands[k].micro;
        for (uint32_t team = 0; team < p->team_count; team++)
            wrong += taken[team] > p->teams[team].micro[0];
    }
    return wrong;
}

/* The least number of slots that is not refuted, each asked for alone from 1 on; 0: none. */
static int32_t least_slots(struct test *t, const struct level_problem *p, struct learn *l)
{
    for (int32_t slots = 1; slots <= l->horizon; slots++) {
        const struct learn_statement s = learn_no_longer(l, slots);
        const enum learn_answer answer = learn_ask(l, &s, 1, UINT64_MAX / 2);

        CHECK(answer != LEARN_UNDECIDED);
        if (answer != LEARN_FOUND)
            continue;
        CHECK_EQ(faults(p, l->found, slots), 0);
        return slots;
    }
    return 0;
}

void test_engine__learning_finds_the_best_of_all_lists(struct test *t)
{
    uint64_t x = test_random(t);
    int plans = 0;

    for (int plan = 0; plan < PLANS; plan++) {
        const struct level_problem *p = random_problem(t, FEW, &x);
        struct learn *l = p ? learn_new(p, p->lists.slots, t->arena, t->scratch) : NULL;
        int32_t best;

        if (!l)
            continue;
        best = shortest(t, p);
        CHECK(learn_begin(l, p->lists.slots));
        CHECK_EQ(least_slots(t, p, l), best);
        /* And from above, each one slot shorter than the last. */
        CHECK(learn_begin(l, p->lists.slots));
        while (learn_ask(l, NULL, 0, UINT64_MAX / 2) == LEARN_FOUND &&
               learn_cut(l, l->found[l->count - 1] - 1))
            CHECK_EQ(faults(p, l->found, l->found[l->count - 1]), 0);
        CHECK_EQ(l->found[l->count - 1], best);
        plans++;
    }
    CHECK(plans >= PLANS / 2);
}

/* Larger plans, with conflicts enough for restarts and forgotten clauses: from below and from above
 * the same, and given again the same. */
void test_engine__learning_from_below_and_above_agree(struct test *t)
{
    uint64_t x = test_random(t), conflicts = 0;

    for (int plan = 0; plan < PLANS / 2; plan++) {
        const struct level_problem *p = random_problem(t, MANY, &x);
        struct learn *l = p ? learn_new(p, p->lists.slots, t->arena, t->scratch) : NULL;
        enum learn_answer answer;
        uint64_t before;
        int32_t best;

        if (!l)
            continue;
        CHECK(learn_begin(l, p->lists.slots));
        best = least_slots(t, p, l);
        before = l->conflicts;
        conflicts += before;
        CHECK(learn_begin(l, p->lists.slots));
        CHECK_EQ(least_slots(t, p, l), best);
        CHECK_EQ((int64_t)l->conflicts, (int64_t)before);
        CHECK(learn_begin(l, p->lists.slots));
        while ((answer = learn_ask(l, NULL, 0, UINT64_MAX / 2)) == LEARN_FOUND &&
               learn_cut(l, l->found[l->count - 1] - 1))
            continue;
        CHECK_EQ(l->found[l->count - 1], best);
        CHECK(!learn_begin(l, 0) || learn_ask(l, NULL, 0, 1000) == LEARN_REFUTED);
    }
    CHECK(conflicts > 0);
}

/* What was looked at and learned under one set of suppositions must not decide another: a search
 * that has answered many gives the answer of one that begins with it. */
void test_engine__learning_under_suppositions_does_not_depend_on_those_before(struct test *t)
{
    uint64_t x = 113;
    uint32_t found = 0, refuted = 0;

    for (int plan = 0; plan < PLANS / 2; plan++) {
        const struct level_problem *p = random_problem(t, MANY, &x);
        struct learn *used = p ? learn_new(p, p->lists.slots, t->arena, t->scratch) : NULL;
        struct learn *fresh = p ? learn_new(p, p->lists.slots, t->arena, t->scratch) : NULL;
        int32_t horizon;

        if (!used)
            continue;
        CHECK(learn_begin(used, p->lists.slots));
        horizon = least_slots(t, p, used) + 1;
        CHECK(learn_begin(used, horizon));
        for (int round = 0; round < 8; round++) {
            struct learn_statement supposed[6];
            enum learn_answer answer;

            for (int k = 0; k < 6; k++) {
                const uint32_t bound = below(&x, 2 * p->lists.count);

                supposed[k] = (struct learn_statement){
                    bound, used->ground[bound] + (int32_t)below(&x, 1 + 3 * (uint32_t)round)};
            }
            answer = learn_ask(used, supposed, 6, UINT64_MAX / 2);
            CHECK(learn_begin(fresh, horizon));
            CHECK_EQ(learn_ask(fresh, supposed, 6, UINT64_MAX / 2), answer);
            CHECK(used->starts >= used->choices);
            if (answer == LEARN_REFUTED) {
                refuted++;
                continue;
            }
            found++;
            CHECK_EQ(faults(p, used->found, horizon), 0);
            for (int k = 0; k < 6; k++) {
                const int32_t start = used->found[supposed[k].k / 2];

                CHECK((supposed[k].k % 2 ? horizon - start : start) >= supposed[k].x);
            }
        }
    }
    CHECK(found > 10 && refuted > 10);
}

void test_engine__few_conflicts_leave_it_open_and_wide_plans_are_not_taken(struct test *t)
{
    uint64_t x = test_random(t);

    for (int plan = 0; plan < PLANS / 4; plan++) {
        const struct level_problem *p = random_problem(t, MANY, &x);
        struct learn *l = p ? learn_new(p, p->lists.slots, t->arena, t->scratch) : NULL;
        enum learn_answer answer;

        if (!l)
            continue;
        CHECK(!learn_new(p, LEARN_CELLS_MOST, t->arena, t->scratch));
        CHECK(learn_begin(l, p->lists.slots));
        answer = learn_ask(l, NULL, 0, 0);
        CHECK(answer == LEARN_UNDECIDED || answer == LEARN_FOUND);
    }
}

void test_engine__the_more_schedules_the_more_are_of_the_population(struct test *t)
{
    static const uint64_t counts[] = {1,     500,    10000,   49999,  50000,
                                      50001, 200000, 4000000, 1u << 30};
    const struct level_options options = {.seed = 1, .schedules = 500, .was_finish = CIVIL_NONE};
    uint64_t x = test_random(t);
    int seen = 0;

    for (int plan = 0; plan < PLANS / 4; plan++) {
        const struct level_problem *p = random_problem(t, MANY, &x);
        const struct level_search *s =
            p ? level_search_new(p, &options, t->arena, t->scratch) : NULL;
        uint64_t before = 0;

        if (!s)
            continue;
        seen++;
        for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
            const uint64_t now = level_learning_of(s, counts[k]);

            CHECK(now <= counts[k] && counts[k] - now >= before);
            before = counts[k] - now;
        }
        CHECK(level_learning_of(s, 200000) <= level_learning_of(s, 50000));
        CHECK(!level_learns(s));
    }
    CHECK(seen > 0);
}

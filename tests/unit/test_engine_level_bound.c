/* SPDX-License-Identifier: Apache-2.0 */
/* The bound of the general case: never above a schedule, be it the best of all lists of a small
 * plan, on random plans of calendars, leave, hires, lags, constraints, facts and three dialects. */
#include "tests/unit/level_fixture.h"

enum { PLANS = 300, FEW = 5, WIDE = 60, MANY = 40, LISTS = 20 };

static unsigned below(struct test *t, unsigned limit)
{
    return (unsigned)test_random_below(t, limit);
}

static const char *pick(struct test *t, const char *const *words, size_t count)
{
    return words[below(t, (unsigned)count)];
}
#define PICK(t, words) pick((t), (words), sizeof(words) / sizeof((words)[0]))

/* What all tasks share; `wild`: everything that makes a plan hard, or what the bound is about. */
static void add_head(struct test *t, struct text *json, bool wild)
{
    static const char *const schedulings[] = {
        "", "", "'dialect': 'msproject'", "'dialect': 'p6'", "'frozen': '1w'",
        "'dialect': 'msproject', 'honor_constraints': false", "'progress': 'progress-override'"};
    static const char *const aways[] = {"", "'2026-11-25..2026-11-26': 1", "'2026-11-27': 2",
                                        "'2026-11-24..2026-12-04': 0.5"};

    text_addf(json, "{'baton': 1, 'program': {'id': 'p', 'start': '2026-11-23', 'as_of':"
                    " '2026-11-23', 'calendar': 'office', 'scheduling': {%s}},"
                    " 'policy': {'team_correlation': '0%%'}, 'calendars': {"
                    "'office': {'week': {'mon-fri': '09:00-12:00 13:00-18:00'},"
                    " 'holidays': ['2026-11-30']},"
                    "'nights': {'week': {'mon-thu': '22:00-06:00', 'sat': '10:00-10:45'}},"
                    "'always': {'week': {'mon-sun': '00:00-24:00'}},"
                    "'halves': {'week': {'tue': '09:30-13:00', 'thu': '13:00-20:15'}}},",
              wild ? PICK(t, schedulings) : "");
    text_addf(json, " 'systems': {'rig': {'units': 1}}, 'people': {"
                    "'ann': {'team': 't1', 'skills': ['x'], 'away': ['2026-11-2%u']},"
                    "'bo': {'team': 't1', 'share': '50%%'},", 4 + below(t, 4));
    text_addf(json, "'eve': {'team': 't1', 'joins': '2026-12-0%u', 'ramp': '1w'%s}},",
              1 + below(t, 8),
              below(t, 2) ? ", 'joins_between': '2026-11-25..2026-12-20'" : "");
    text_addf(json, " 'teams': {'t0': {'capacity': %s", below(t, 2) ? "1.5" : "1");
    text_addf(json, ", 'away': {%s}}, 't1': {'count_people': true}, 't2': {'capacity': %u}},",
              PICK(t, aways), 1 + below(t, 3));
}

static void add_links(struct test *t, struct text *json, unsigned i, bool wild)
{
    static const char *const how[] = {"", "", "", " SS", " FF", " SF", " SS at most +4d"};
    static const char *const lags[] = {"", "", " +1d", " -1d", " +3ed", " +25%", " -3h"};
    unsigned used = 0;

    text_addf(json, ", 'after': [");
    for (unsigned k = 0, count = i > 0 ? below(t, 3) : 0; k < count && used < i; k++) {
        const char *type = wild ? PICK(t, how) : "";
        const unsigned pred = used + below(t, i - used);

        text_addf(json, "%s'a%u%s%s'", k > 0 ? ", " : "", pred, type,
                  wild && type[0] != '\0' && type[3] == '\0' ? PICK(t, lags) : "");
        used = pred + 1;
    }
    text_addf(json, "]");
}

static void add_state(struct test *t, struct text *json)
{
    static const char *const constraints[] = {
        "start-no-earlier", "finish-no-earlier", "must-start", "must-finish", "start-on",
        "finish-on", "expected-finish", "start-no-later", "finish-no-later"};
    const char *constraint = PICK(t, constraints);
    const unsigned day = below(t, 7);

    switch (below(t, 10)) {
    case 0:
        text_addf(json, ", 'started': '2026-11-1%u', 'remaining': '2%uh..2%uh..2%uh'", day, day,
                  day, day);
        break;
    case 1:
    case 2:
        text_addf(json, ", 'constraint': '%s', 'constraint_date': '2026-12-0%u'", constraint,
                  1 + day);
        break;
    case 3:
        text_addf(json, ", 'constraint': 'alap'");
        break;
    case 4:
        text_addf(json, ", 'baseline': {'start': '2026-11-2%u'}", 3 + day);
        break;
    case 5:
        text_addf(json, ", 'started': '2026-11-10', 'finished': '2026-11-1%u'", 1 + day);
        break;
    case 6:
        text_addf(json, ", 'manual': true, 'start': '2026-12-0%u'", 1 + day);
        break;
    default:
        break;
    }
}

static void add_task(struct test *t, struct text *json, unsigned i, bool wild)
{
    static const char *const calendars[] = {"office", "office", "office", "nights", "always",
                                            "halves"};
    static const char *const people[] = {"0.5", "0.8", "1", "1", "1.2", "2"};
    const unsigned hours = 1 + below(t, 60);
    const unsigned team = below(t, 3);
    const char *calendar = wild ? PICK(t, calendars) : "office";

    text_addf(json, "%s'a%u': {'team': 't%u', 'calendar': '%s'", i > 0 ? ", " : "", i, team,
              calendar);
    if (wild && below(t, 6) == 0)
        text_addf(json, ", 'assignments': [{'who': 't%u', 'units': '80%%', 'work': '%uh'}%s]",
                  team, hours, below(t, 2) ? ", {'who': 'ann', 'work': '9h'}" : "");
    else
        text_addf(json, ", 'people': %s", PICK(t, people));
    text_addf(json, ", '%s': '%uh..%uh..%uh'", wild && below(t, 8) == 0 ? "effort" : "estimate",
              hours, hours, hours);
    if (below(t, 4) == 0)
        text_addf(json, ", 'uses': {'%s': 1}", below(t, 2) ? "rig" : "t2");
    if (team == 1 && below(t, 3) == 0)
        text_addf(json, ", 'skills': ['x']");
    if (wild && below(t, 8) == 0)
        text_addf(json, ", 'pauses': ['2026-11-25', '2026-12-0%u']", 1 + below(t, 8));
    if (wild)
        add_state(t, json);
    add_links(t, json, i, wild);
    text_addf(json, "}");
}

/* NULL where the random plan has no dates at all. */
static const struct level_problem *random_problem(struct test *t, unsigned tasks, bool wild)
{
    const struct level_problem *p = NULL;
    const struct network *n;
    const struct schedule *s;
    struct text json;

    text_init(&json, t->arena);
    add_head(t, &json, wild);
    text_addf(&json, " 'tasks': {");
    for (unsigned i = 0; i < tasks; i++)
        add_task(t, &json, i, wild);
    text_addf(&json, "}}");
    n = network_from_json(t, str_copy(t->arena, text_str(&json)).ptr);
    if (!n || !schedule_compute(n, t->arena, t->scratch, &s, t->diags) ||
        !level_problem_new(s, t->arena, t->scratch, &p, t->diags))
        return NULL;
    return p;
}

struct lists {
    const struct level_problem *p;
    struct level_desk desk;     /* points into itself */
    int64_t *keys, *pairs;
    uint32_t *order;
};

static void begin_lists(struct test *t, const struct level_problem *p, struct lists *ret)
{
    const uint32_t count = p->net->node_count;

    ret->p = p;
    ret->keys = ARENA_ARRAY(t->arena, int64_t, count + 1);
    ret->pairs = ARENA_ARRAY(t->arena, int64_t, count + 1);
    ret->order = ARENA_ARRAY(t->arena, uint32_t, count + 1);
    level_desk_init(&ret->desk, p, t->arena);
}

static int64_t finish_of(struct lists *l)
{
    level_list(l->p, false, l->keys, l->pairs, l->order);
    return level_serial(&l->desk, l->order);
}

/* The earliest finish of all lists. */
static int64_t best_finish(struct test *t, const struct level_problem *p)
{
    const uint32_t count = p->net->node_count;
    struct lists l;
    uint32_t order[16], lists = 1;
    int64_t best = INT64_MAX;

    begin_lists(t, p, &l);
    for (uint32_t i = 2; i <= count; i++)
        lists *= i;
    for (uint32_t list = 0; list < lists; list++) {
        permute(list, count, order);
        for (uint32_t i = 0; i < count; i++)
            l.keys[order[i]] = i;
        best = sooner(best, finish_of(&l));
    }
    return best;
}

void test_engine__no_list_of_a_small_general_plan_beats_its_bound(struct test *t)
{
    const unsigned plans = test_rounds(PLANS);
    unsigned tried = 0, met = 0, raised = 0;

    for (unsigned round = 0; round < plans; round++) {
        const struct level_problem *p =
            random_problem(t, 2 + below(t, FEW - 1), round % 4 != 0);
        int64_t best, bound, path = INT64_MIN;

        if (!p || p->net->node_count > FEW + 1)
            continue;
        bound = level_lower_bound(p, t->scratch);
        best = best_finish(t, p);
        for (uint32_t i = 0; i < p->net->node_count; i++)
            path = later(path, p->paused->node[i].early_finish);
        CHECK(bound <= best);
        tried++;
        met += bound == best;
        raised += bound > path && !p->pure;
    }
    CHECK(tried > plans / 2);
    CHECK(met > tried / 4);
    CHECK(raised > tried / 20);
}

void test_engine__no_list_of_a_general_plan_beats_its_bound(struct test *t)
{
    const unsigned plans = test_rounds(WIDE);
    unsigned raised = 0;

    for (unsigned round = 0; round < plans; round++) {
        const struct level_problem *p = random_problem(t, MANY, round % 3 != 0);
        int64_t bound, path = INT64_MIN;
        struct lists l;

        if (!p)
            continue;
        bound = level_lower_bound(p, t->scratch);
        begin_lists(t, p, &l);
        for (unsigned list = 0; list < LISTS; list++) {
            for (uint32_t i = 0; i < p->net->node_count; i++)
                l.keys[i] = below(t, 1000);
            CHECK(bound <= finish_of(&l));
        }
        for (uint32_t i = 0; i < p->net->node_count; i++)
            path = later(path, p->paused->node[i].early_finish);
        raised += bound > path;
    }
    CHECK(raised > 0);
}

/* The finish that nothing beats, worked by hand; the best of all lists meets it. */
static void check_bound(struct test *t, const char *json, int64_t wanted)
{
    const struct level_problem *p = NULL;
    const struct schedule *s = schedule_from_json(t, json);

    CHECK(s && level_problem_new(s, t->arena, t->scratch, &p, t->diags));
    if (!p)
        return;
    CHECK(!p->pure);
    CHECK_EQ(level_lower_bound(p, t->scratch), wanted);
    CHECK_EQ(best_finish(t, p), wanted);
}

#define HEAD "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'}, "

void test_engine__tasks_of_more_than_half_a_team_stand_in_a_row(struct test *t)
{
    /* 1.5 people, so that tasks of one follow each other: 2, 3 and 2 days, though all three are
     * but 4.7 days of the team's; away on the first Thursday, when they pause. */
    check_bound(t,
                HEAD "'teams': {'x': {'capacity': 1.5, 'away': {'2026-11-26': 1.5}}}, 'tasks': {"
                     "'a': {'team': 'x', 'estimate': '2d'}, 'b': {'team': 'x', 'estimate': '3d'},"
                     "'c': {'team': 'x', 'estimate': '2d'}}}",
                at(12, 2, 18));
}

void test_engine__a_bound_sees_when_work_can_begin_and_what_follows_it(struct test *t)
{
    /* Nothing of b and c before the 25th; then four days, and two of what follows both. */
    check_bound(t,
                HEAD "'teams': {'x': {'capacity': 1}}, 'tasks': {"
                     "'a': {'team': 'x', 'estimate': '1d'},"
                     "'b': {'team': 'x', 'estimate': '2d', 'constraint': 'start-no-earlier',"
                     "      'constraint_date': '2026-11-25'},"
                     "'c': {'team': 'x', 'estimate': '2d', 'constraint': 'start-no-earlier',"
                     "      'constraint_date': '2026-11-25'},"
                     "'d': {'estimate': '2d', 'after': ['b +1d', 'c +1d']}}}",
                at(12, 3, 18));
}

void test_engine__a_bound_leaves_out_what_work_under_way_holds(struct test *t)
{
    /* b holds one of two until the 25th; so a, which takes both, begins on the 26th. */
    check_bound(t,
                HEAD "'teams': {'x': {'capacity': 2}}, 'tasks': {"
                     "'a': {'team': 'x', 'people': 2, 'estimate': '2d'},"
                     "'b': {'team': 'x', 'estimate': '9d', 'started': '2026-11-16',"
                     "      'remaining': '3d'}}}",
                at(11, 27, 18));
}

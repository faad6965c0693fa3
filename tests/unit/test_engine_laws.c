/* SPDX-License-Identifier: Apache-2.0 */
/* Laws of the schedule on random plans (domain.md 2.1). BATON_TEST_SEED picks others. */
#include <string.h>

#include "core/base/text.h"
#include "tests/unit/schedule_fixture.h"

enum { TASKS_MOST = 40, LINKS_MOST = 120, PLANS = 60 };

struct random_link {
    uint32_t pred, succ;
    enum link_type type;
    int lag_h;
};
struct random_plan {
    uint32_t task_count, link_count;
    int hours[TASKS_MOST];
    struct random_link links[LINKS_MOST];
    int week;                       /* whole weeks that every date is shifted by */
};

static struct random_plan random_plan(struct test *t, bool only_fs)
{
    struct random_plan p = {.task_count = 2 + (uint32_t)test_random_below(t, TASKS_MOST - 2)};

    for (uint32_t i = 0; i < p.task_count; i++)
        p.hours[i] = test_random_below(t, 6) == 0 ? 0 : (int)test_random_below(t, 60);
    p.link_count = (uint32_t)test_random_below(t, p.task_count * 2);
    for (uint32_t i = 0; i < p.link_count; i++) {
        const uint32_t a = (uint32_t)test_random_below(t, p.task_count);
        const uint32_t b = (uint32_t)test_random_below(t, p.task_count);

        p.links[i] = (struct random_link){
            a < b ? a : b, a < b ? b : a,
            only_fs ? LINK_FS : (enum link_type)test_random_below(t, 4),
            test_random_below(t, 3) > 0 ? 0 : (int)test_random_below(t, 30) - (only_fs ? 0 : 10)};
        if (a == b)
            p.links[i].succ = p.links[i].pred;
    }
    return p;
}

/* `turn`: tasks written in the other order. */
static const struct schedule *schedule_of(struct test *t, const struct random_plan *p, bool turn)
{
    static const char *const types[] = {"FS", "SS", "FF", "SF"};
    const struct civil_date day = civil_of_day(civil_day(2026, 11, 23) + 7 * p->week);
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json, "{'program': {'id': 'prog', 'start': '%d-%02d-%02d', 'as_of': "
                     "'%d-%02d-%02d'}, 'tasks': {",
              day.year, day.month, day.day, day.year, day.month, day.day);
    for (uint32_t n = 0; n < p->task_count; n++) {
        const uint32_t i = turn ? p->task_count - 1 - n : n;

        text_addf(&json, "%s't%u': {'estimate': '%dh', 'after': [", n > 0 ? ", " : "", i,
                  p->hours[i]);
        for (uint32_t k = 0, first = 1; k < p->link_count; k++) {
            const struct random_link *l = &p->links[k];

            if (l->succ != i || l->pred == l->succ)
                continue;
            text_addf(&json, "%s't%u %s %s%dh'", first ? "" : ", ", l->pred, types[l->type],
                      l->lag_h < 0 ? "" : "+", l->lag_h);
            first = 0;
        }
        text_add(&json, STR("]}"));
    }
    text_add(&json, STR("}}"));
    text_add_char(&json, '\0');
    return schedule_from_json(t, json.ptr);
}

static const struct schedule_dates *task(const struct schedule *s, uint32_t i)
{
    char id[16] = {'t'};
    size_t n = 1;

    if (i >= 10)
        id[n++] = (char)('0' + i / 10);
    id[n++] = (char)('0' + i % 10);
    return &s->object[plan_find(s->network->plan, (struct str){id, n})->number];
}

static int64_t work(const struct schedule *s, int64_t from, int64_t to)
{
    return calendar_work(s->network->plan->calendar, from, to);
}

static bool same_dates(const struct schedule_dates *a, const struct schedule_dates *b)
{
    return a->early_start == b->early_start && a->early_finish == b->early_finish &&
           a->late_start == b->late_start && a->late_finish == b->late_finish &&
           a->total_float_s == b->total_float_s && a->free_float_s == b->free_float_s &&
           a->critical == b->critical;
}

void test_engine__law_float_says_whether_late_is_after_early(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        const struct random_plan p = random_plan(t, false);
        const struct schedule *s = schedule_of(t, &p, false);

        for (uint32_t i = 0; s && i < p.task_count; i++) {
            const struct schedule_dates *d = task(s, i);

            CHECK_EQ(work(s, d->early_start, d->late_start) >= 0, d->total_float_s >= 0);
            CHECK(d->total_float_s >= 0);       /* nothing pins a random plan */
            CHECK(d->free_float_s <= d->total_float_s);
            CHECK(d->free_float_s >= 0);
            CHECK(work(s, s->start, d->early_start) >= 0);
        }
    }
}

void test_engine__law_every_link_holds(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        const struct random_plan p = random_plan(t, false);
        const struct schedule *s = schedule_of(t, &p, false);

        for (uint32_t k = 0; s && k < p.link_count; k++) {
            const struct random_link *l = &p.links[k];
            const struct schedule_dates *a = task(s, l->pred), *b = task(s, l->succ);
            const bool leaves_start = l->type == LINK_SS || l->type == LINK_SF;
            const bool meets_finish = l->type == LINK_FF || l->type == LINK_SF;

            if (l->pred == l->succ)
                continue;
            CHECK(work(s, leaves_start ? a->early_start : a->early_finish,
                       meets_finish ? b->early_finish : b->early_start) >= l->lag_h * HOUR_S);
            CHECK(work(s, leaves_start ? a->late_start : a->late_finish,
                       meets_finish ? b->late_finish : b->late_start) >= l->lag_h * HOUR_S);
        }
    }
}

void test_engine__law_another_link_makes_nothing_earlier(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        struct random_plan p = random_plan(t, false);
        const struct schedule *before, *after;

        if (p.link_count == 0)
            continue;
        p.link_count--;
        before = schedule_of(t, &p, false);
        p.link_count++;
        after = schedule_of(t, &p, false);
        for (uint32_t i = 0; before && after && i < p.task_count; i++) {
            CHECK(task(after, i)->early_start >= task(before, i)->early_start);
            CHECK(task(after, i)->early_finish >= task(before, i)->early_finish);
        }
    }
}

void test_engine__law_order_of_input_does_not_matter(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        const struct random_plan p = random_plan(t, false);
        const struct schedule *a = schedule_of(t, &p, false), *b = schedule_of(t, &p, true);

        for (uint32_t i = 0; a && b && i < p.task_count; i++)
            CHECK(same_dates(task(a, i), task(b, i)));
    }
}

void test_engine__law_whole_weeks_shift_everything(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        struct random_plan p = random_plan(t, false);
        const struct schedule *a = schedule_of(t, &p, false), *b;
        const int64_t shift = 7 * CIVIL_DAY_S * 13;

        p.week = 13;
        b = schedule_of(t, &p, false);
        for (uint32_t i = 0; a && b && i < p.task_count; i++) {
            CHECK_EQ(task(b, i)->early_start - task(a, i)->early_start, shift);
            CHECK_EQ(task(b, i)->early_finish - task(a, i)->early_finish, shift);
            CHECK_EQ(task(b, i)->late_start - task(a, i)->late_start, shift);
            CHECK_EQ(task(b, i)->late_finish - task(a, i)->late_finish, shift);
            CHECK_EQ(task(b, i)->total_float_s, task(a, i)->total_float_s);
        }
    }
}

/* The longest way through the plan, by trying every path: finish-to-start links only. */
static int longest_from(const struct random_plan *p, uint32_t i)
{
    int most = 0;

    for (uint32_t k = 0; k < p->link_count; k++)
        if (p->links[k].pred == i && p->links[k].succ != i) {
            const int way = p->links[k].lag_h + longest_from(p, p->links[k].succ);

            most = way > most ? way : most;
        }
    return p->hours[i] + most;
}

void test_engine__law_brute_force_finds_the_same_length(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        struct random_plan p = random_plan(t, true);
        const struct schedule *s;
        int longest = 0;

        p.task_count = p.task_count > 12 ? 12 : p.task_count;
        for (uint32_t k = 0; k < p.link_count; k++)
            if (p.links[k].succ >= p.task_count)
                p.links[k].pred = p.links[k].succ = 0;
        s = schedule_of(t, &p, false);
        for (uint32_t i = 0; i < p.task_count; i++) {
            const int way = longest_from(&p, i);

            longest = way > longest ? way : longest;
        }
        if (s)
            CHECK_EQ(work(s, s->start, s->finish), (int64_t)longest * HOUR_S);
    }
}

/* From the last task back along driving links, durations and lags add up to the whole. */
void test_engine__law_driving_path_adds_up(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        const struct random_plan p = random_plan(t, true);
        const struct schedule *s = schedule_of(t, &p, false);
        int64_t sum = 0;
        uint32_t node = NODE_NONE;

        if (!s)
            return;
        for (uint32_t i = 0; i < s->network->node_count; i++)
            if (s->node[i].early_finish == s->finish)
                node = i;
        for (;;) {
            const uint32_t driver = s->driver[node];

            CHECK(s->longest_path[node]);
            sum += s->network->duration_s[node];
            if (driver == UINT32_MAX)
                break;
            sum += s->network->links[driver].lag_s;
            node = s->network->links[driver].pred;
        }
        CHECK_EQ(sum, work(s, s->start, s->finish));
    }
}

/* Taking a task's duration away shortens the whole by its drag: on one calendar, FS. */
void test_engine__law_drag_is_what_the_task_costs(struct test *t)
{
    for (int round = 0; round < PLANS; round++) {
        struct random_plan p = random_plan(t, true);
        const struct schedule *s = schedule_of(t, &p, false), *without;
        const int64_t *drag = s ? schedule_drag(s, t->arena, t->scratch) : NULL;
        uint32_t i = (uint32_t)test_random_below(t, p.task_count), node = 0;

        if (!s)
            return;
        /* Of a task that costs something, where there is one after a random place. */
        for (uint32_t tries = 0; tries < p.task_count; tries++, i = (i + 1) % p.task_count) {
            node = s->network->node_of[(uint32_t)(task(s, i) - s->object)];
            if (drag[node] > 0)
                break;
        }
        p.hours[i] = 0;
        without = schedule_of(t, &p, false);
        if (without)
            CHECK_EQ(work(s, s->start, s->finish) - work(s, s->start, without->finish),
                     drag[node]);
    }
}

/* A bound holds, or the plan has no dates: by brute force over the same links. */
void test_engine__law_bounds_hold_or_are_impossible(struct test *t)
{
    unsigned impossible = 0, met = 0;

    for (int round = 0; round < PLANS; round++) {
        const struct random_plan p = random_plan(t, true);
        const bool tight = round % 2 == 1 && p.link_count > 0;
        const uint32_t a = tight ? p.links[0].pred : (uint32_t)test_random_below(t, p.task_count);
        const uint32_t b = tight ? p.links[0].succ : (uint32_t)test_random_below(t, p.task_count);
        const int lag_h = tight ? p.links[0].lag_h / 2 : (int)test_random_below(t, 100);
        const struct schedule *free_of = schedule_of(t, &p, false), *s = NULL;
        const struct network *n;
        struct network bounded;
        struct network_bound bound = {.link = {.type = LINK_FS, .lag_s = lag_h * HOUR_S}};

        if (!free_of || a == b)
            continue;
        n = free_of->network;
        bound.pred = n->node_of[(uint32_t)(task(free_of, a) - free_of->object)];
        bound.succ = n->node_of[(uint32_t)(task(free_of, b) - free_of->object)];
        bound.link.pred = bound.pred;
        bound.link.origin = n->object[bound.succ];
        bounded = *n;
        bounded.bounds = &bound;
        bounded.bound_count = 1;
        if (!schedule_compute(&bounded, t->arena, t->scratch, &s, t->diags)) {
            impossible++;
            continue;
        }
        met++;
        CHECK(work(s, task(s, a)->early_finish, task(s, b)->early_start) <= lag_h * HOUR_S);
        for (uint32_t i = 0; i < p.task_count; i++)
            CHECK(task(s, i)->early_start >= task(free_of, i)->early_start);
    }
    CHECK(met > 0);
    CHECK(impossible > 0);
}

/* --- two ways to the same dates --------------------------------------------------------------- */

/* Tasks of three calendars, some under way, done, held, due or without duration, links of all
 * kinds, a summary: what schedule_plain.c hands on to the rules, and what it does not. */
static const char *mixed_plan(struct test *t)
{
    const unsigned count = 3 + (unsigned)test_random_below(t, 30);
    static const char *const how[] = {"", " SS", " FF", " +1d", " SF", " -3h", " +2ed", " +25%"};
    static const char *const facts[] = {
        "'started': '2026-11-16', 'remaining': '3d'", "'started': '2026-11-09', 'finished': "
        "'2026-11-13'", "'estimate': '5d', 'constraint': 'start-no-earlier', "
        "'constraint_date': '2026-12-07'",
        "'estimate': '2d', 'deadline': '2026-12-01'",
        "'estimate': '1d', 'constraint': 'finish-no-later', "
        "'constraint_date': '2026-12-04'",
        "'estimate': '30h', 'parent': 'whole'", "'estimate': '0h'"};
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-%u',"
                     " 'calendar': 'c0'}, 'calendars': {"
                     " 'c0': {'week': {'mon-fri': '09:00-12:00 13:00-18:00'},"
                     "        'holidays': ['2026-11-26', '2026-12-24..2027-01-01']},"
                     " 'c1': {'week': {'mon-sat': '06:00-14:30'}},"
                     " 'c2': {'week': {'mon-sun': '00:00-24:00'}}},"
                     " 'milestones': {'m': {'after': ['k0', 'whole']}}, 'tasks': {'whole': {}",
              15 + (unsigned)test_random_below(t, 15));
    for (unsigned i = 0; i < count; i++) {
        const bool odd = test_random_below(t, 4) == 0;

        text_addf(&json, ", 'k%u': {%s", i,
                  odd ? facts[test_random_below(t, sizeof(facts) / sizeof(facts[0]))] : "");
        if (!odd)
            text_addf(&json, "'estimate': '%uh'", 1 + (unsigned)test_random_below(t, 90));
        if (test_random_below(t, 3) == 0)
            text_addf(&json, ", 'calendar': 'c%u'", (unsigned)test_random_below(t, 3));
        text_addf(&json, ", 'after': [");
        for (unsigned k = i, links = 0; k > 0 && links < 3; k -= k < 5 ? k : 5, links++)
            text_addf(&json, "%s'k%u%s'", links > 0 ? ", " : "",
                      k - 1 - (unsigned)test_random_below(t, k < 5 ? k : 5),
                      test_random_below(t, 3) > 0 ? "" : how[test_random_below(t, 8)]);
        text_addf(&json, "]}");
    }
    text_addf(&json, "}}");
    text_add_char(&json, '\0');
    return json.ptr;
}

/* All that a schedule says, by sums of working time and by the rules alone. */
static unsigned compare_with_rules(struct test *t, const struct network *n)
{
    const struct schedule *plain = NULL, *rules = NULL;
    struct network bound = *n;

    /* An upper bound that never binds: a network with one goes by the rules alone. */
    bound.bound_count = 1;
    bound.bounds = &(struct network_bound){
        .pred = 0, .succ = n->node_count - 1,
        .link = {.pred = 0, .type = LINK_FS, .lag_calendar = 1, .lag_s = INT32_MAX}};
    CHECK(schedule_compute(n, t->arena, t->scratch, &plain, t->diags));
    CHECK(schedule_compute(&bound, t->arena, t->scratch, &rules, t->diags));
    if (!plain || !rules)
        return 0;
    for (uint32_t i = 0; i < n->node_count; i++) {
        CHECK(same_dates(&plain->node[i], &rules->node[i]));
        CHECK_EQ(plain->reason[i], rules->reason[i]);
        CHECK_EQ(plain->driver[i], rules->driver[i]);
        CHECK_EQ(plain->work_start[i], rules->work_start[i]);
        CHECK_EQ(plain->longest_path[i], rules->longest_path[i]);
    }
    for (uint32_t i = 0; i < n->plan->object_count; i++)
        CHECK(same_dates(&plain->object[i], &rules->object[i]));
    CHECK_EQ(plain->start, rules->start);
    CHECK_EQ(plain->finish, rules->finish);
    return n->node_count;
}

void test_engine__law_working_time_gives_the_dates_of_the_rules(struct test *t)
{
    unsigned compared = 0;

    for (int round = 0; round < 400 && t->failures == 0; round++) {
        const struct network *n = network_from_json(t, mixed_plan(t));

        if (!n)
            return;
        compared += compare_with_rules(t, n);
    }
    CHECK(compared > 400);
}

/* More than 34 years at every hour, ahead or behind: nothing of it is kept in 32 bits. */
void test_engine__law_what_is_far_goes_by_the_rules(struct test *t)
{
    static const char *const plans[] = {
        "{'program': {'id': 'p', 'start': '2026-11-23', 'calendar': 'all'}, 'calendars': "
        "{'all': {'week': {'mon-sun': '00:00-24:00'}}}, 'tasks': {'a': {'estimate': '400000h'}, "
        "'b': {'estimate': '3d', 'after': ['a']}, 'c': {'estimate': '9h', 'after': ['b']}, "
        "'d': {'started': '2026-11-02', 'finished': '2026-11-09'}}}",
        "{'program': {'id': 'p', 'start': '2026-11-23', 'calendar': 'all'}, 'calendars': "
        "{'all': {'week': {'mon-sun': '00:00-24:00'}}}, 'tasks': {'a': {'estimate': '2d'}, "
        "'b': {'estimate': '3d', 'after': ['a']}, 'c': {'estimate': '9h', 'after': ['b'], "
        "'deadline': '1950-03-01'}, 'd': {'started': '1940-11-01', 'finished': '1940-11-08'}}}"};

    for (int i = 0; i < 2; i++) {
        const struct network *n = network_from_json(t, plans[i]);

        CHECK(n != NULL);
        if (n)
            compare_with_rules(t, n);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Two plans run side by side give what each gives by itself, and run few rows twice. */
#include "tests/unit/forecast_fixture.h"

enum { PLANS = 60, TASKS_MOST = 30, SOME = 1500 };

static unsigned below(struct test *t, unsigned limit)
{
    return (unsigned)test_random_below(t, limit);
}

static const char *const links[] = {"", "", " SS", " FF", " +1d", " -1d", " +3ed", " +25%"};

static const struct plan *random_plan(struct test *t, unsigned count)
{
    struct text json;

    text_init(&json, t->arena);
    text_addf(&json,
              "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-23'},"
              " 'calendars': {'halves': {'week': {'tue': '09:30-13:00', 'thu': '13:00-20:15'}}},"
              " 'teams': {'x': {}}, 'tasks': {");
    for (unsigned i = 0; i < count; i++) {
        const unsigned days = 1 + below(t, 9);

        text_addf(&json, "%s't%u': {'estimate': '%ud..%ud..%ud'%s%s%s%s", i > 0 ? ", " : "", i,
                  days, days + 1 + below(t, 3), 2 * days + 6,
                  below(t, 2) ? ", 'team': 'x'" : "",
                  below(t, 5) ? "" : ", 'calendar': 'halves'",
                  below(t, 4) ? "" : ", 'exists': '60%'",
                  below(t, 4) ? "" : ", 'rework': '30%'");
        if (i > 0)
            text_addf(&json, ", 'after': ['t%u%s']", below(t, i), links[below(t, 8)]);
        text_addf(&json, "}");
    }
    text_addf(&json, "}, 'drivers': {'d': {'stretch': '0.8..1.0..1.5', 'affects': ['t1', 't2']}},"
                     " 'risks': {'r': {'likely': '40%%', 'hits': {'t0': '1d..2d..4d'}},"
                     " 's': {'likely': '50%%', 'hits': {'t%u': '1d..2d..4d'},"
                     " 'from': '2026-11-25', 'until': '2026-12-25'}},"
                     " 'milestones': {'m': {'after': ['t%u', 't%u']}, 'n': {'after': ['t%u']}},"
                     " 'commitments': {'c': {'milestone': 'm', 'date': '2027-02-01'}}}",
              count / 2, count - 1, count / 2, count / 3);
    text_add_char(&json, '\0');
    return plan_from_json(t, json.ptr);
}

static const struct plan *edited(struct test *t, const struct plan *p, const char *map)
{
    const struct node *node = tree_from_json(t, map);
    struct edits edits;
    const struct plan *made = NULL;

    if (!p || !node || !plan_read_edits(p, node, t->arena, &edits, t->diags) ||
        !plan_apply(p, edits.items, edits.count, t->arena, &made, t->diags))
        test_fail(t, __FILE__, __LINE__, "cannot edit by %s", map);
    return made;
}

static const struct forecast_options how = {
    .seed = 3, .iterations = SOME, .no_sensitivity = true, .no_tasks = true};

static const struct forecast_job *job_of(struct test *t, const struct plan *p)
{
    const struct forecast_job *job = NULL;

    CHECK(p && forecast_job_new(p, &how, t->arena, t->scratch, &job, t->diags));
    return job;
}

/* Runs both, in pieces; returns how many rows ran twice, UINT32_MAX where they share nothing. */
static uint32_t compare(struct test *t, const struct plan *p, const struct plan *q)
{
    const struct forecast_job *jobs[2] = {job_of(t, p), job_of(t, q)};
    const struct forecast_twin *twin;
    struct forecast_partial *parts[2][2], *piece[2];

    if (!jobs[0] || !jobs[1])
        return UINT32_MAX;
    twin = forecast_twin_new(jobs[0], jobs[1], t->arena, t->scratch);
    if (!twin)
        return UINT32_MAX;
    for (int k = 0; k < 2; k++) {
        forecast_run_twin(twin, k == 0 ? 0 : 1024, k == 0 ? 1024 : SOME - 1024, t->arena,
                          t->scratch, piece);
        parts[0][k] = piece[0];
        parts[1][k] = piece[1];
    }
    for (int i = 0; i < 2; i++) {
        const struct forecast *f = forecast_finish(
            jobs[i], forecast_merge(jobs[i], parts[i], 2, t->arena), t->arena, t->scratch);
        const struct forecast *alone = NULL;

        CHECK(forecast_compute(i == 0 ? p : q, &how, t->arena, t->scratch, &alone, t->diags));
        CHECK(alone && f->digest == alone->digest && f->target_count == alone->target_count);
        for (uint32_t k = 0; alone && k < f->target_count; k++)
            for (uint32_t n = 0; n < SOME && t->failures == 0; n++)
                CHECK_EQ(f->targets[k].sorted[n], alone->targets[k].sorted[n]);
    }
    return forecast_twin_rows(twin);
}

void test_engine__side_by_side_is_each_by_itself(struct test *t)
{
    unsigned shared = 0, rows = 0, most = 0;

    for (unsigned i = 0; i < PLANS && t->failures == 0; i++) {
        const unsigned count = 5 + below(t, TASKS_MOST - 5), which = below(t, count);
        const struct plan *p = random_plan(t, count);
        struct text map;
        uint32_t twice;

        text_init(&map, t->arena);
        switch (i % 6) {
        case 0:
            text_addf(&map, "{'t%u.estimate': '1d..2d..3d'}", which);
            break;
        case 1:
            text_addf(&map, "{'r.likely': '90%%', 't%u.exists': '20%%'}", which);
            break;
        case 2:
            text_addf(&map, "{'d.stretch': '0.5..1.0..2.5'}");
            break;
        case 3:
            text_addf(&map, "{'t%u.calendar': 'halves', 't0.rework': '60%%'}", which);
            break;
        case 4:
            text_addf(&map, "{'t%u.constraint': 'start-no-earlier',"
                            " 't%u.constraint_date': '2026-12-20'}", which, which);
            break;
        default:
            text_addf(&map, "{'m.after[t%u]': 't%u +2d', 'c.date': '2027-03-01'}", count - 1,
                      count - 1);
        }
        text_add_char(&map, '\0');
        twice = compare(t, p, edited(t, p, map.ptr));
        if (twice == UINT32_MAX)
            continue;
        shared++;
        rows += twice;
        most += count + 4;
    }
    CHECK(shared > PLANS / 2);
    CHECK(rows < most);         /* how many fewer hangs on the plans drawn */
}

void test_engine__only_what_follows_is_run_again(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'tasks': {'a': {'estimate': '1d..2d..4d'}, 'b': {'estimate': '1d..2d..4d',"
           " 'after': ['a']}, 'c': {'estimate': '1d..2d..4d', 'after': ['a']},"
           " 'd': {'estimate': '1d..2d..4d', 'after': ['b']}},"
           " 'milestones': {'m': {'after': ['c', 'd']}}}");

    CHECK_EQ(compare(t, p, edited(t, p, "{'a.note': 'no matter'}")), 0);
    CHECK_EQ(compare(t, p, edited(t, p, "{'b.estimate': '2d..3d..4d'}")), 3);   /* b, d, m */
    CHECK_EQ(compare(t, p, edited(t, p, "{'m.after[c]': null}")), 1);
    CHECK_EQ(compare(t, p, edited(t, p, "{'a.estimate': '3d..3d..3d'}")), 5);
    CHECK_EQ(compare(t, p, edited(t, p, "{'tasks.e': {'estimate': '1d'}}")), UINT32_MAX);
}

void test_engine__where_teams_bind_nothing_is_shared(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-23', 'as_of': '2026-11-23'},"
           " 'teams': {'x': {'capacity': 1}},"
           " 'tasks': {'a': {'team': 'x', 'estimate': '1d..2d..4d'},"
           "           'b': {'team': 'x', 'estimate': '1d..2d..4d'}}}");

    CHECK_EQ(compare(t, p, edited(t, p, "{'b.estimate': '2d..3d..4d'}")), UINT32_MAX);
}

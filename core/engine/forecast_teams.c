/* SPDX-License-Identifier: Apache-2.0 */
/* Which team is the constraint: the plan simulated again on the same draws, once with people enough
 * in a team and once with one more, for the teams that most is waited for. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/engine/forecast_finish.h"
#include "core/engine/forecast_people.h"

enum {
    ITERATIONS = 1024,
    SIMULATED = 4,              /* teams, at most */
    PROMISES = 8,
    PERSON = 1000000
};

static int by_waiting(const void *left, const void *right, const void *context)
{
    const struct forecast_team *a = left, *b = right;

    (void)context;
    return (a->waited_s < b->waited_s) - (a->waited_s > b->waited_s);
}

static int by_cost(const void *left, const void *right, const void *context)
{
    const struct forecast_team *a = left, *b = right;

    (void)context;
    return (a->p80_s < b->p80_s) - (a->p80_s > b->p80_s);
}

/* Teams and systems, each once: those of a team who have a skill are of that team. A row that needs
 * several waits for each of them. */
static uint32_t add_waits(struct forecast_finisher *x, struct forecast_team *teams)
{
    const struct forecast_people *p = x->job->people;
    uint32_t *index = ARENA_ARRAY(x->scratch, uint32_t, p->team_count + 1), count = 0;

    for (uint32_t t = 0; t < p->team_count; t++) {
        index[t] = 0;
        while (index[t] < count && teams[index[t]].object != p->teams[t].object)
            index[t]++;
        if (index[t] == count)
            teams[count++].object = p->teams[t].object;
    }
    for (uint32_t r = 0; r < x->job->row_count; r++)
        for (uint32_t k = p->need_first[r]; k < p->need_first[r + 1]; k++) {
            bool again = false;

            for (uint32_t m = p->need_first[r]; m < k; m++)
                again = again || index[p->needs[m].team] == index[p->needs[k].team];
            if (!again)
                teams[index[p->needs[k].team]].waited_s += forecast_partial_waited(x->all, r);
        }
    for (uint32_t t = 0; t < count; t++)
        teams[t].waited_s /= x->traced;
    return count;
}

/* What is looked at: the promises of highest rank, or the main target where nothing is promised. */
struct watched {
    uint32_t target[PROMISES];
    int32_t p80[PROMISES];      /* clock seconds, of the base */
    uint32_t count, iterations;
};

enum { LOOK_ENOUGH, LOOK_ONE_MORE, LOOKS };

struct teams_work {
    struct watched watched;
    struct forecast_team *teams;
    uint32_t count, simulated, looks;   /* a team */
    int64_t (*earlier_s)[PROMISES];     /* [simulated * looks] how much each is earlier */
};

static bool is_open(const struct forecast_job *job, uint32_t target)
{
    return target != UINT32_MAX &&
           (job->targets[target] == NODE_NONE || job->row_of[job->targets[target]] != ROW_NONE);
}

static int32_t p80_of(const struct forecast_partial *all, uint32_t target, uint32_t count,
                      int32_t *values)
{
    forecast_partial_target(all, target, values);       /* the first ones are compared */
    return forecast_select(values, count, forecast_rank(count, 800000));
}

static void find_watched(struct forecast_finisher *x, struct watched *w)
{
    const struct forecast_job *job = x->job;

    const uint32_t most = job->lean_iterations > 0 ? job->lean_iterations : ITERATIONS;

    w->iterations = x->all->count < most ? x->all->count : most;
    for (uint32_t c = 0; c < job->commitment_count && w->count < PROMISES; c++)
        if (is_open(job, job->commitment_target[c]))
            w->target[w->count++] = job->commitment_target[c];
    if (w->count == 0 && is_open(job, x->f->main_target))
        w->target[w->count++] = x->f->main_target;
    for (uint32_t i = 0; i < w->count; i++)
        w->p80[i] = p80_of(x->all, w->target[i], w->iterations, x->values);
}

static int64_t work_between(const struct forecast_job *job, uint32_t target, int32_t from,
                            int32_t to)
{
    const uint32_t node = job->targets[target];
    const struct calendar *c =
        job->network->calendars[node == NODE_NONE ? 0 : job->network->own_calendar[node]];

    return calendar_work(c, job->origin + from, job->origin + to);
}

uint32_t forecast_teams_pieces(const struct teams_work *w)
{
    return w ? w->simulated * w->looks : 0;
}

void forecast_teams_piece(const struct forecast_finisher *x, const struct teams_work *work,
                          uint32_t piece, struct arena *scratch)
{
    const struct forecast_job *job = x->job;
    const struct watched *w = &work->watched;
    struct arena *within = arena_child(scratch);
    struct forecast_options options = job->options;
    const struct forecast_partial *all;
    const struct forecast_job *other;
    struct diags silent;
    int32_t *values;

    options.people = (struct level_people){
        piece % work->looks == LOOK_ENOUGH ? LEVEL_UNLIMITED : PERSON,
        work->teams[piece / work->looks].object};
    options.iterations = w->iterations;
    options.no_tasks = true;
    diags_init(&silent, scratch);
    if (forecast_job_new(job->asked, &options, scratch, within, &other, &silent)) {
        all = forecast_run(other, 0, w->iterations, scratch, within);
        values = ARENA_ARRAY(within, int32_t, w->iterations + 1);
        for (uint32_t i = 0; i < w->count; i++)
            work->earlier_s[piece][i] =
                work_between(job, w->target[i], p80_of(all, w->target[i], w->iterations, values),
                             w->p80[i]);
    }
    arena_reset(within);
}

struct teams_work *forecast_begin_teams(struct forecast_finisher *x)
{
    const struct forecast_people *p = x->job->people;
    struct teams_work *w;

    if (!p || x->traced == 0)
        return NULL;
    w = ARENA_NEW(x->scratch, struct teams_work);
    find_watched(x, &w->watched);
    if (w->watched.count == 0)
        return NULL;
    w->teams = ARENA_ARRAY(x->owner, struct forecast_team, p->team_count + 1);
    w->count = add_waits(x, w->teams);
    sort_stable(w->teams, w->count, sizeof(*w->teams), by_waiting, NULL, x->scratch);
    while (w->simulated < w->count && w->simulated < SIMULATED &&
           w->teams[w->simulated].waited_s > 0)
        w->simulated++;
    w->looks = x->job->lean_iterations > 0 ? LOOK_ONE_MORE : LOOKS;
    w->earlier_s = arena_take(x->scratch, w->simulated * LOOKS + 1, sizeof(*w->earlier_s));
    return w;
}

static void price(const struct teams_work *w, uint32_t t)
{
    const int64_t *enough = w->earlier_s[t * w->looks + LOOK_ENOUGH];
    uint32_t worst = 0;

    for (uint32_t i = 1; i < w->watched.count; i++)
        worst = enough[i] > enough[worst] ? i : worst;
    w->teams[t].simulated = true;
    w->teams[t].target = w->watched.target[worst];
    w->teams[t].p80_s = enough[worst];
    w->teams[t].iterations = w->watched.iterations;
    if (w->looks > LOOK_ONE_MORE)
        w->teams[t].one_more_s = w->earlier_s[t * w->looks + LOOK_ONE_MORE][worst];
}

void forecast_end_teams(struct forecast_finisher *x, struct teams_work *w)
{
    if (!w)
        return;
    for (uint32_t t = 0; t < w->count; t++) {
        w->teams[t].target = w->watched.target[0];
        if (t < w->simulated)
            price(w, t);
    }
    sort_stable(w->teams, w->count, sizeof(*w->teams), by_cost, NULL, x->scratch);
    x->f->teams = w->teams;
    x->f->team_count = w->count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The account: simulate each line alone and in order, and take differences. */
#include "core/decide/why.h"

#include <assert.h>

#include "core/base/arena.h"
#include "core/decide/why_job.h"

enum { WORK_MOST_LOG2 = 30, ITERATIONS_LEAST = 512, STOP_RULE_MOST = 20000, P80 = 2,
       ASKS_MOST = 1 << 16 };

/* --- one simulation -------------------------------------------------------------------- */

static const struct forecast_target *target_of(const struct forecast *f,
                                               const struct why_target *t, int32_t *ret_ppm)
{
    const struct plan *p = f->network->plan;

    *ret_ppm = -1;
    for (uint32_t i = 0; t->promised && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];

        if (!str_equal(p->objects[c->object]->id, t->id) || c->target == UINT32_MAX)
            continue;
        *ret_ppm = c->probability_ppm;
        return &f->targets[c->target];
    }
    for (uint32_t i = 0; !t->promised && i < f->target_count; i++)
        if (str_equal(p->objects[f->targets[i].object]->id, t->id))
            return &f->targets[i];
    return NULL;
}

struct why_values why_values_new(struct why_job *job)
{
    return (struct why_values){ARENA_ARRAY(job->scratch, int64_t, job->target_count + 1),
                               ARENA_ARRAY(job->scratch, int32_t, job->target_count + 1)};
}

static bool take_values(const struct why_job *job, const struct forecast *f, struct why_values *v)
{
    for (uint32_t i = 0; i < job->target_count; i++) {
        const struct forecast_target *t = target_of(f, &job->targets[i], &v->ppm[i]);

        if (!t)
            return false;
        v->p80[i] = t->at[P80];
    }
    return true;
}

static bool is_data_date(const struct plan *p, const struct edit *e)
{
    return e->object == p->program->number && e->field == FIELD_program_as_of &&
           e->kind != EDIT_ADD;
}

/* One change of the log on top of a plan; the data date is accounted for by itself. */
static bool apply_change(const struct why_job *job, const struct plan *p, const struct change *c,
                         struct arena *owner, const struct plan **ret_plan)
{
    struct edit *kept;
    struct edits edits;
    struct diags ignored;
    size_t count = 0;

    diags_init(&ignored, owner);
    if (!plan_read_edits(p, c->edits, owner, &edits, &ignored))
        return false;
    kept = ARENA_ARRAY(owner, struct edit, edits.count + 1);
    for (size_t i = 0; i < edits.count; i++)
        if (!job->passes || !is_data_date(p, &edits.items[i]))
            kept[count++] = edits.items[i];
    return plan_apply(p, kept, count, owner, ret_plan, &ignored);
}

/* The later day with some of the lines. */
static bool make_plan(const struct why_job *job, const bool *lines, struct arena *owner,
                      const struct plan **ret_plan)
{
    struct edit *chosen;
    struct diags ignored;
    size_t count = 0;

    if (job->why->by_log) {
        const struct plan *p = job->later;

        for (uint32_t i = 0; i < job->line_count; i++)
            if (lines[i] && !apply_change(job, p, &job->options.log[i], owner, &p))
                return false;
        *ret_plan = p;
        return true;
    }
    chosen = ARENA_ARRAY(owner, struct edit, job->changes.count + 1);
    for (size_t i = 0; i < job->changes.count; i++)
        if (job->lines.line_of[i] != WHY_NO_LINE && lines[job->lines.line_of[i]])
            chosen[count++] = job->changes.items[i];
    diags_init(&ignored, owner);
    return plan_apply(job->later, chosen, count, owner, ret_plan, &ignored);
}

void why_run(struct why_job *job, uint32_t piece, struct arena *owner, struct arena *scratch)
{
    struct why_ask *ask = &job->asks[piece];
    struct forecast_options options = job->options.forecast;
    const struct plan *plan = ask->plan;
    const struct forecast *f;
    struct diags ignored;

    options.hold = ask->hold;
    if (ask->as) {
        options.seed = ask->as->seed;
        options.iterations = ask->as->iterations;
    }
    diags_init(&ignored, owner);
    ask->good = (plan || make_plan(job, ask->lines, owner, &plan)) &&
                forecast_compute(plan, &options, owner, scratch, &f, &ignored) &&
                take_values(job, f, &ask->values);
}

void why_ask_for(struct why_job *job, struct why_ask ask)
{
    assert(job->ask_count < ASKS_MOST);
    if (!job->asks)
        job->asks = ARENA_ARRAY(job->scratch, struct why_ask, ASKS_MOST);
    ask.values = why_values_new(job);
    job->asks[job->ask_count++] = ask;
}

/* --- the ends --------------------------------------------------------------------------- */

static bool find_targets(struct why_job *job, const struct forecast *was,
                         const struct forecast *is)
{
    const bool promised = was->commitment_count > 0 && is->commitment_count > 0;
    const uint32_t count = promised ? is->commitment_count : is->target_count;
    const struct plan *p = is->network->plan;
    int32_t unused;

    job->targets = ARENA_ARRAY(job->owner, struct why_target, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t object = promised ? is->commitments[i].object : is->targets[i].object;
        struct why_target t = {.id = p->objects[object]->id, .promised = promised};

        if (target_of(was, &t, &unused) && target_of(is, &t, &unused)) {
            t.id = str_copy(job->owner, t.id);
            job->targets[job->target_count++] = t;
        }
    }
    return job->target_count > 0;
}

/* So many steps of so large a plan are worth so many iterations. */
static uint32_t most_iterations(const struct why_job *job)
{
    const uint64_t objects = job->before->object_count + 1;
    const uint64_t lines = job->why->by_log ? job->options.log_count
                           : job->changes.count < WHY_LINES ? job->changes.count : WHY_LINES;
    uint64_t most = (UINT64_C(1) << WORK_MOST_LOG2) / objects / (2 * lines + 3);

    most = most / FORECAST_BLOCK * FORECAST_BLOCK;
    return most < ITERATIONS_LEAST ? ITERATIONS_LEAST
           : most > FORECAST_ITERATION_CEILING ? FORECAST_ITERATION_CEILING
                                               : (uint32_t)most;
}

static bool ask_end(struct why_job *job, const struct plan *plan, struct arena *owner,
                    const struct forecast **ret_forecast)
{
    struct arena *rough = arena_child(job->scratch);
    const bool good = forecast_compute(plan, &job->options.forecast, owner, rough, ret_forecast,
                                       job->out);

    arena_reset(rough);
    return good;
}

/* Both ends once, to know what they promise, and by the stop rule how many iterations it takes. */
static bool take_ends(struct why_job *job)
{
    struct arena *ends = arena_child(job->scratch);
    const struct forecast *was, *is;
    const uint32_t most = most_iterations(job);
    struct forecast_options *o = &job->options.forecast;
    bool good;

    if (o->iterations == 0 && most < STOP_RULE_MOST)
        o->iterations = most;
    good = ask_end(job, job->before, ends, &was);
    if (good && o->iterations == 0) {
        o->iterations = was->iterations;
        if (most < was->iterations) {
            o->iterations = most;
            good = ask_end(job, job->before, ends, &was);
        }
    }
    good = good && ask_end(job, job->after, ends, &is);
    if (good && find_targets(job, was, is)) {
        job->first = why_values_new(job);
        job->end = why_values_new(job);
        take_values(job, was, &job->first);
        take_values(job, is, &job->end);
        job->why->kept_unfit = job->options.kept && job->options.kept->capacity != was->capacity;
        job->kept = job->why->kept_unfit ? NULL : job->options.kept;
        for (uint32_t i = 0; i < job->target_count; i++) {
            struct why_target *t = &job->targets[i];

            t->before = job->first.p80[i];
            t->after = job->end.p80[i];
            t->before_ppm = job->first.ppm[i];
            t->after_ppm = job->end.ppm[i];
        }
    }
    job->why->iterations = o->iterations;
    job->why->seed = good ? was->seed : 0;
    arena_reset(ends);
    return good;
}

/* --- time ---------------------------------------------------------------------------------- */

/* The earlier plan with the later data date. Where it will not have it (a fact would lie in the
 * future), the data date is an edit like others. */
static void let_time_pass(struct why_job *job)
{
    const struct when date = {.instant = job->after->as_of,
                              .grain = job->after->as_of % CIVIL_DAY_S == 0 ? GRAIN_DAY
                                                                            : GRAIN_MINUTE};
    const struct edit edit = {.kind = EDIT_SET, .address = STR("program.as_of"),
                              .object = job->before->program->number,
                              .field = FIELD_program_as_of, .inner = UINT16_MAX, .value = &date,
                              .of = &schema_kinds[KIND_program].fields[FIELD_program_as_of]};
    struct diags ignored;

    job->later = job->before;
    if (job->before->as_of == job->after->as_of)
        return;
    diags_init(&ignored, job->scratch);
    if (plan_apply(job->before, &edit, 1, job->owner, &job->later, &ignored))
        job->passes = true;
    else
        job->later = job->before;
}

static bool is_open(const struct object *o)
{
    return o->kind == KIND_task && !task_get_finished(o);
}

/* Open tasks, those under way first; what else is open stays in the line of time itself. */
static void find_tasks(struct why_job *job)
{
    const struct plan *p = job->before;

    job->teams = ARENA_ARRAY(job->scratch, struct str, WHY_TEAMS);
    for (int started = 1; started >= 0; started--)
        for (uint32_t i = 0; i < plan_count(p, KIND_task) && job->team_count < WHY_TEAMS; i++) {
            const struct object *task = plan_nth(p, KIND_task, i);

            if (is_open(task) && (task_get_started(task) != NULL) == (started == 1))
                job->teams[job->team_count++] = task->id;
        }
}

/* Teams with open work, in the plan's order; those of no team last. */
static void find_teams(struct why_job *job)
{
    const struct plan *p = job->before;
    bool alone = false;

    job->teams = ARENA_ARRAY(job->scratch, struct str, plan_count(p, KIND_team) + 2);
    for (uint32_t t = 0; t < plan_count(p, KIND_team); t++) {
        const struct object *team = plan_nth(p, KIND_team, t);
        bool open = false;

        for (uint32_t i = 0; i < plan_count(p, KIND_task) && !open; i++)
            open = is_open(plan_nth(p, KIND_task, i)) &&
                   plan_team_of(p, plan_nth(p, KIND_task, i)) == team;
        if (open)
            job->teams[job->team_count++] = team->id;
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_task) && !alone; i++)
        alone = is_open(plan_nth(p, KIND_task, i)) && !plan_team_of(p, plan_nth(p, KIND_task, i));
    if (alone)
        job->teams[job->team_count++] = (struct str){"", 0};
    /* Work of no team alone is told by no team. */
    if (job->team_count > WHY_TEAMS || (job->team_count == 1 && alone))
        job->team_count = 0;
}

static struct forecast_hold *hold_new(struct why_job *job, uint32_t from, uint32_t without)
{
    struct forecast_hold *hold = ARENA_NEW(job->scratch, struct forecast_hold);
    struct str *teams = ARENA_ARRAY(job->scratch, struct str, job->team_count + 1);

    for (uint32_t i = from; i < job->team_count; i++)
        if (i != without)
            teams[hold->count++] = job->teams[i];
    hold->teams = teams;
    hold->tasks = job->options.by_task;
    hold->now = job->before->as_of;
    return hold;
}

/* The later day; with all teams held at the earlier one; with one more let go each; with all but
 * one held. */
static void ask_teams(struct why_job *job)
{
    if (!job->passes)
        return;
    if (job->options.by_task)
        find_tasks(job);
    else
        find_teams(job);
    why_ask_for(job, (struct why_ask){.plan = job->later});
    for (uint32_t i = 0; i < job->team_count; i++)
        why_ask_for(job, (struct why_ask){.plan = job->later,
                                          .hold = hold_new(job, i, UINT32_MAX)});
    for (uint32_t i = 0; i < job->team_count; i++)
        why_ask_for(job, (struct why_ask){.plan = job->later, .hold = hold_new(job, 0, i)});
}

static void read_teams(struct why_job *job)
{
    bool all = true;

    job->base = job->first;
    if (!job->passes)
        return;
    if (!job->asks[0].good) {
        job->passes = false;
        job->later = job->before;
        job->team_count = 0;
        return;
    }
    job->base = job->asks[0].values;
    job->held = ARENA_ARRAY(job->scratch, struct why_values, job->team_count + 1);
    job->freed = ARENA_ARRAY(job->scratch, struct why_values, job->team_count + 1);
    for (uint32_t i = 0; i < job->team_count; i++) {
        job->held[i] = job->asks[1 + i].values;
        job->freed[i] = job->asks[1 + job->team_count + i].values;
        all = all && job->asks[1 + i].good && job->asks[1 + job->team_count + i].good;
    }
    if (!all)
        job->team_count = 0;
    job->held[job->team_count] = job->base;
}

/* --- the lines --------------------------------------------------------------------------- */

static bool *no_lines(struct why_job *job)
{
    return ARENA_ARRAY(job->scratch, bool, job->line_count + 1);
}

static void make_lines(struct why_job *job)
{
    if (!job->why->by_log) {
        why_lines_new(job->before, &job->changes, job->passes, WHY_LINES, job->scratch,
                      &job->lines);
        job->line_count = job->lines.count;
        return;
    }
    job->line_count = (uint32_t)job->options.log_count;
    job->chain = ARENA_ARRAY(job->scratch, const struct plan *, job->line_count + 1);
    for (uint32_t i = 0; i < job->line_count; i++) {
        const struct plan *last = i > 0 ? job->chain[i - 1] : job->later;

        if (!last || !apply_change(job, last, &job->options.log[i], job->owner, &job->chain[i]))
            break;
    }
}

static void ask_alone(struct why_job *job)
{
    for (uint32_t i = 0; i < job->line_count; i++) {
        bool *lines = no_lines(job);

        lines[i] = true;
        why_ask_for(job, (struct why_ask){.lines = lines});
    }
}

/* Lines that cannot be simulated alone are joined to others, until all can (or one is left). True:
 * ask again. */
static bool read_alone(struct why_job *job)
{
    bool *bad = ARENA_ARRAY(job->scratch, bool, job->line_count + 1), any = false;
    bool *stands = ARENA_ARRAY(job->scratch, bool, job->line_count + 1);

    job->alone = ARENA_ARRAY(job->scratch, struct why_values, job->line_count + 1);
    for (uint32_t i = 0; i < job->line_count; i++) {
        job->alone[i] = job->asks[i].values;
        stands[i] = job->asks[i].good;
        bad[i] = !stands[i];
        any = any || bad[i];
    }
    job->stands = stands;
    if (!any || job->why->by_log)
        return false;
    if (why_lines_join(&job->lines, bad, job->joins++)) {
        job->line_count = job->lines.count;
        return true;
    }
    job->line_count = 0;            /* nothing can be told apart: all of it is interaction */
    return false;
}

static void ask_order(struct why_job *job)
{
    for (uint32_t i = 0; i < job->line_count; i++) {
        bool *lines = no_lines(job);

        for (uint32_t k = 0; k <= i; k++)
            lines[k] = true;
        why_ask_for(job, (struct why_ask){.plan = job->chain ? job->chain[i] : NULL,
                                          .lines = lines});
    }
}

/* A plan refused half-way is counted with the next one that is not. */
static void read_order(struct why_job *job)
{
    job->order = ARENA_ARRAY(job->scratch, struct why_values, job->line_count + 1);
    for (uint32_t i = 0; i < job->line_count; i++)
        job->order[i] = job->asks[i].good ? job->asks[i].values
                        : i > 0           ? job->order[i - 1]
                                          : job->base;
}

/* --- the account --------------------------------------------------------------------------- */

static void settle(struct why_job *job, struct why_effect *const *effects, uint32_t line,
                   const struct why_values *base, const struct why_values *alone,
                   const struct why_values *previous, const struct why_values *now)
{
    for (uint32_t i = 0; i < job->target_count; i++) {
        const bool promised = job->targets[i].promised;
        struct why_effect e = {
            .alone_s = alone->p80[i] - base->p80[i],
            .in_order_s = now->p80[i] - previous->p80[i],
            .alone_ppm = promised ? alone->ppm[i] - base->ppm[i] : 0,
            .in_order_ppm = promised ? now->ppm[i] - previous->ppm[i] : 0};

        e.fair_s = e.low_s = e.high_s = e.in_order_s;
        e.fair_ppm = e.in_order_ppm;
        effects[i][line] = e;
    }
}

static void settle_interaction(struct why_job *job, uint32_t line_count)
{
    for (uint32_t i = 0; i < job->target_count; i++) {
        struct why_target *t = &job->targets[i];
        struct why_effect *rest = &t->interaction;
        const int64_t moves = t->after - t->before;
        const int32_t ppm = t->after_ppm - t->before_ppm;

        *rest = (struct why_effect){.alone_s = moves, .in_order_s = moves, .fair_s = moves,
                                    .alone_ppm = ppm, .in_order_ppm = ppm, .fair_ppm = ppm};
        for (uint32_t n = 0; n < line_count; n++) {
            rest->alone_s -= t->effects[n].alone_s;
            rest->in_order_s -= t->effects[n].in_order_s;
            rest->fair_s -= t->effects[n].fair_s;
            rest->alone_ppm -= t->effects[n].alone_ppm;
            rest->in_order_ppm -= t->effects[n].in_order_ppm;
            rest->fair_ppm -= t->effects[n].fair_ppm;
        }
        rest->low_s = rest->high_s = rest->fair_s;
    }
}

/* The program; time: what no team's work explains, then each team; then the lines. */
static struct why_line *take_lines(struct why_job *job, uint32_t time_count)
{
    const uint32_t program = why_program_lines(job);
    struct why_line *all = ARENA_ARRAY(job->owner, struct why_line,
                                       program + time_count + job->line_count + 1);
    struct why_line *lines = all + program;
    const struct why_line *others = NULL;

    if (!job->why->by_log)
        others = why_lines_take(&job->lines, false, job->line_count > 0, job->owner);
    for (uint32_t i = 0; i < program; i++)
        all[i].kind = (enum why_kind)(WHY_ENGINE + i);
    if (time_count > 0)
        lines[0].kind = WHY_TIME;
    for (uint32_t i = 0; i < job->team_count; i++)
        lines[1 + i] = (struct why_line){
            .kind = job->options.by_task ? WHY_TASK : WHY_TEAM, .team = job->teams[i]};
    for (uint32_t i = 0; i < job->line_count; i++)
        lines[time_count + i] =
            others ? others[i]
                   : (struct why_line){.kind = WHY_CHANGE, .change = &job->options.log[i]};
    return all;
}

static void finish(struct why_job *job)
{
    const uint32_t time_count = job->passes ? 1 + job->team_count : 0;
    const uint32_t program = why_program_lines(job), first = program + time_count;
    struct why_effect **effects = ARENA_ARRAY(job->scratch, struct why_effect *,
                                              job->target_count + 1);
    const struct why_values *last = &job->base;

    job->why->line_count = first + job->line_count;
    job->why->lines = take_lines(job, time_count);
    for (uint32_t i = 0; i < job->target_count; i++)
        job->targets[i].effects = effects[i] =
            ARENA_ARRAY(job->owner, struct why_effect, job->why->line_count + 1);
    why_program_settle(job, effects);
    if (time_count > 0)
        settle(job, effects, program, &job->first, &job->held[0], &job->first, &job->held[0]);
    for (uint32_t i = 0; i < job->team_count; i++)
        settle(job, effects, program + 1 + i, &job->held[0], &job->freed[i], &job->held[i],
               &job->held[i + 1]);
    for (uint32_t i = 0; i < job->line_count; i++) {
        if (job->stands[i])
            settle(job, effects, first + i, &job->base, &job->alone[i], last, &job->order[i]);
        else
            settle(job, effects, first + i, last, &job->order[i], last, &job->order[i]);
        last = &job->order[i];
    }
    if (job->options.orders && job->line_count > 0)
        why_orders_read(job, effects, first);
    settle_interaction(job, job->why->line_count);
}

/* --- rounds -------------------------------------------------------------------------------- */

struct why_job *why_begin(const struct plan *before, const struct plan *after,
                          const struct why_options *options, struct arena *owner,
                          struct arena *scratch, struct diags *out)
{
    struct why_job *job = ARENA_NEW(owner, struct why_job);

    *job = (struct why_job){.before = before, .after = after, .later = before,
                            .options = *options, .owner = owner, .scratch = scratch, .out = out,
                            .why = ARENA_NEW(owner, struct why)};
    job->options.forecast.no_sensitivity = job->options.forecast.no_tasks = true;
    job->changes = edit_diff(before, after, owner);
    *job->why = (struct why){.before = before, .after = after, .changes = job->changes,
                             .by_log = options->log != NULL, .fair = options->orders};
    job->good = take_ends(job);
    if (job->good && job->target_count > 0)
        let_time_pass(job);
    job->stage = job->good && job->target_count > 0 ? STAGE_PROGRAM : STAGE_DONE;
    return job;
}

/* What the last round gave, then what the next one asks. */
uint32_t why_round(struct why_job *job)
{
    bool again = false;

    if (job->stage == STAGE_DONE)
        return 0;
    if (job->stage == STAGE_PROGRAM && !job->asks) {
        why_program_ask(job);
        if (job->ask_count > 0)
            return job->ask_count;
    }
    do {
        if (job->stage == STAGE_PROGRAM) {
            why_program_read(job);
        } else if (job->stage == STAGE_TEAMS) {
            read_teams(job);
            make_lines(job);
        } else if (job->stage == STAGE_ALONE) {
            again = read_alone(job);
        } else if (job->stage == STAGE_ORDER) {
            read_order(job);
        }
        if (job->stage == STAGE_FAIR || (job->stage == STAGE_ORDER && !job->options.orders)) {
            job->stage = STAGE_DONE;
            finish(job);
            return 0;
        }
        job->stage = again ? STAGE_ALONE : job->stage + 1;
        again = false;
        job->ask_count = 0;
        if (job->stage == STAGE_TEAMS)
            ask_teams(job);
        else if (job->stage == STAGE_ALONE)
            ask_alone(job);
        else if (job->stage == STAGE_ORDER)
            ask_order(job);
        else
            why_orders_ask(job);
    } while (job->ask_count == 0);
    return job->ask_count;
}

bool why_finish(struct why_job *job, const struct why **ret_why)
{
    job->why->targets = job->targets;
    job->why->target_count = job->target_count;
    if (job->good)
        *ret_why = job->why;
    return job->good;
}

bool why_compute(const struct plan *before, const struct plan *after,
                 const struct why_options *options, struct arena *owner, struct arena *scratch,
                 const struct why **ret_why, struct diags *out)
{
    struct arena *kept = arena_child(scratch);
    struct why_job *job = why_begin(before, after, options, owner, kept, out);
    uint32_t count;
    bool good;

    while ((count = why_round(job)) > 0)
        for (uint32_t i = 0; i < count; i++) {
            struct arena *work = arena_child(scratch), *rough = arena_child(scratch);

            why_run(job, i, work, rough);
            arena_reset(rough);
            arena_reset(work);
        }
    good = why_finish(job, ret_why);
    arena_reset(kept);
    return good;
}

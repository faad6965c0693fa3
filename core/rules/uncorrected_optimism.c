/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/rules/look.h"

enum { MICRO = 1000000, PROVED_FROM = 4, PAST_CEILING = 512 };

static const struct rule_parameter parameters[] = {
    { "least", 8000000, "finished tasks of a team with an estimate and both actual dates", 0 },
    { "days", 5000000, "working days that its open driving work would take longer in all", 1 },
    { NULL, 0, NULL, 0 }
};

struct past_task {
    int64_t finished;
    int64_t estimate, actual;   /* millionths of a working day */
    int64_t ratio;              /* millionths */
};

static int by_finish(const void *a, const void *b, const void *context)
{
    const struct past_task *x = a, *y = b;

    (void)context;
    return x->finished < y->finished ? -1 : x->finished > y->finished;
}

/* Every task by its team, in the order of the plan. */
struct by_team {
    uint32_t *first;            /* [teams + 1] into task[] */
    uint32_t *task;
};

static struct by_team sort_out(const struct rule_input *in)
{
    const uint32_t teams = plan_count(in->plan, KIND_team), all = plan_count(in->plan, KIND_task);
    struct by_team b = { look_room(in, teams + 1), look_room(in, all) };
    uint32_t *team = look_room(in, all), *next = look_room(in, teams + 1);

    for (uint32_t i = 0; i < all; i++) {
        const struct object *of = plan_team_of(in->plan, plan_nth(in->plan, KIND_task, i));

        team[i] = of ? of->number - in->plan->first[KIND_team] : teams;
        if (team[i] < teams)
            b.first[team[i] + 1]++;
    }
    for (uint32_t t = 0; t < teams; t++) {
        b.first[t + 1] += b.first[t];
        next[t] = b.first[t];
    }
    for (uint32_t i = 0; i < all; i++)
        if (team[i] < teams)
            b.task[next[team[i]]++] = in->plan->first[KIND_task] + i;
    return b;
}

/* What the team has finished, in time; PAST_CEILING of it at most. */
static uint32_t record_of(const struct rule_input *in, const struct by_team *b, uint32_t team,
                          struct past_task *ret)
{
    uint32_t count = 0;

    for (uint32_t i = b->first[team]; i < b->first[team + 1] && count < PAST_CEILING; i++) {
        const struct object *task = in->plan->objects[b->task[i]];
        const struct estimate *first = task_get_first_estimate(task);
        const struct when *from = task_get_started(task), *to = task_get_finished(task);
        struct past_task t;

        if (!from || !to)
            continue;
        t.finished = to->instant;
        t.estimate = look_median_days(in, first ? first : task_get_estimate(task));
        t.actual = look_working_days(in, from->instant, look_end_of(to));
        if (t.estimate <= 0 || t.actual <= 0)
            continue;
        t.ratio = t.actual / 1000 * MICRO / (t.estimate / 1000 + 1);
        ret[count++] = t;
    }
    sort_stable(ret, count, sizeof(*ret), by_finish, NULL, in->scratch);
    return count;
}

static int64_t median_of(const struct past_task *t, uint32_t count, int64_t *room)
{
    for (uint32_t i = 0; i < count; i++)
        room[i] = t[i].ratio;
    sort_i64(room, count);
    return count % 2 ? room[count / 2] : (room[count / 2 - 1] + room[count / 2]) / 2;
}

enum { TAIL_PERCENT = 10 };     /* of an 80 % interval, on either side */

/* The lower end of an 80 % interval of the median, from order statistics: the largest rank below
 * which at most a tenth of a fair coin's throws fall. `room` is sorted. */
static int64_t lower_end(const int64_t *room, uint32_t count)
{
    double term = 1, sum = 0;
    uint32_t rank = 0;

    for (uint32_t i = 0; i < count; i++)
        term /= 2;
    while (rank < count && (sum + term) * 100 <= TAIL_PERCENT) {
        sum += term;
        term = term * (double)(count - rank) / (double)(rank + 1);
        rank++;
    }
    return rank > 0 ? room[rank - 1] : 0;
}

/* Whether correcting each by the median of those before it would have come nearer. */
static bool has_skill(const struct past_task *t, uint32_t count, int64_t *room)
{
    int64_t corrected = 0, stated = 0;

    for (uint32_t i = PROVED_FROM; i < count; i++) {
        const int64_t m = median_of(t, i, room);
        const int64_t miss = t[i].actual - t[i].estimate / 1000 * (m / 1000);
        const int64_t raw = t[i].actual - t[i].estimate;

        corrected += miss < 0 ? -miss : miss;
        stated += raw < 0 ? -raw : raw;
    }
    return corrected < stated;
}

static bool is_corrected(const struct rule_input *in, const struct object *team)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_driver); i++) {
        const struct object *driver = plan_nth(in->plan, KIND_driver, i);
        const struct refs *affects = driver_get_affects(driver);
        const struct triple *stretch = driver_get_stretch(driver);

        for (size_t a = 0; affects && a < affects->count; a++)
            if (affects->items[a].object == team->number && stretch && stretch->b > MICRO)
                return true;
    }
    return false;
}

static struct span scaled(struct span s, int64_t ratio)
{
    s.milli = s.milli * (ratio / 1000) / 1000;
    s.and_milli = s.and_milli * (ratio / 1000) / 1000;
    return s;
}

/* Every estimate of its open work, times the median. */
static uint32_t correct(const struct rule_input *in, const struct by_team *b, uint32_t team,
                        int64_t ratio, struct edit *edits, uint32_t *tasks, int64_t *ret_days)
{
    uint32_t count = 0;

    *ret_days = 0;
    for (uint32_t i = b->first[team]; i < b->first[team + 1]; i++) {
        const struct object *task = in->plan->objects[b->task[i]];
        const struct estimate *left = look_left(task);
        struct estimate *e;

        if (!left || !look_is_open(in, task) ||
            !look_drives(in, task) || (look_is_started(task) && !task_get_remaining(task)))
            continue;
        e = ARENA_NEW(in->scratch, struct estimate);
        *e = (struct estimate){ left->shape, scaled(left->a, ratio), scaled(left->b, ratio),
                                scaled(left->c, ratio) };
        tasks[count] = task->number;
        edits[count++] = look_edit(in, task,
                                   task_get_remaining(task) ? FIELD_task_remaining
                                                            : FIELD_task_estimate,
                                   e);
        *ret_days += look_median_days(in, left) / 1000 * ((ratio - MICRO) / 1000);
    }
    return count;
}

enum { MILLI = 1000, TENTH = 10 };  /* millionths of a thousandth; a record's tail */

/* Three places of a factor. */
static struct str factor(const struct rule_input *in, int64_t micro)
{
    const int64_t milli = (micro + MILLI / 2) / MILLI;

    return str_format(in->scratch, "%lld.%03lld", (long long)(milli / MILLI),
                      (long long)(milli % MILLI));
}

/* The move: a driver on all the team does, as its record came out at P10, P50 and P90. Whatever is
 * estimated later is corrected with it, and no estimate twice. `ratios` are sorted. */
static struct str driver_of(const struct rule_input *in, const struct object *team,
                            const int64_t *ratios, uint32_t count)
{
    const uint32_t last = count - 1;

    return str_format(
        in->scratch,
        "drivers.record-%.*s={title: \"How %.*s kept its estimates\", stretch: "
        "%.*s..%.*s..%.*s, affects: [%.*s]}",
        STR_ARG(team->id), STR_ARG(team->id), STR_ARG(factor(in, ratios[last / TENTH])),
        STR_ARG(factor(in, ratios[count / 2])), STR_ARG(factor(in, ratios[last - last / TENTH])),
        STR_ARG(team->id));
}

static void check_team(const struct rule_input *in, struct findings *out,
                       const struct by_team *b, uint32_t index)
{
    const struct rule *rule = &rule_uncorrected_optimism;
    const struct object *team = plan_nth(in->plan, KIND_team, index);
    const uint32_t all = b->first[index + 1] - b->first[index];
    struct past_task *past = ARENA_ARRAY(in->scratch, struct past_task, PAST_CEILING);
    int64_t *room = ARENA_ARRAY(in->scratch, int64_t, PAST_CEILING);
    struct edit *edits = ARENA_ARRAY(in->scratch, struct edit, all + 1);
    uint32_t *tasks = look_room(in, all);
    const struct ref *lead = team_get_lead(team);
    uint32_t count, open;
    int64_t ratio, low, days;
    struct finding *f;

    open = correct(in, b, index, MICRO, edits, tasks, &days);
    if (open == 0 || is_corrected(in, team))
        return;
    count = record_of(in, b, index, past);
    if (count < (uint32_t)(rule_parameter(in, rule, "least") / MICRO)) {
        finding_unknown(out, in, rule, team->number, "task.finished",
                        "whether %.*s estimates too low cannot be told from %.*s",
                        STR_ARG(look_name(in, team)),
                        STR_ARG(look_count(in, count, "finished task")));
        return;
    }
    if (!has_skill(past, count, room))
        return;
    ratio = median_of(past, count, room);
    low = lower_end(room, count);
    if (low <= MICRO)
        return;
    open = correct(in, b, index, ratio, edits, tasks, &days);
    if (days < rule_parameter(in, rule, "days"))
        return;
    f = finding_add(out, in, rule, team->number,
                    "%.*s has taken %lld.%02lld times its estimates, and the open ones are no "
                    "other",
                    STR_ARG(look_name(in, team)), (long long)(ratio / MICRO),
                    (long long)(ratio / 10000 % 100));
    f->others = tasks;
    f->other_count = open;
    finding_evidence(out, f, team->number, "record",
                     "median of %.*s; at least %lld.%02lld in nine of ten such records",
                     STR_ARG(look_count(in, count, "finished task")), (long long)(low / MICRO),
                     (long long)(low / 10000 % 100));
    finding_evidence(out, f, team->number, "proved",
                     "each corrected by those before it would have come nearer");
    finding_evidence(out, f, team->number, "open", "%.*s, %.*s more",
                     STR_ARG(look_list(in, tasks, open)), STR_ARG(look_days(in, days)));
    f->move = STR("use the corrected estimates where a date is promised, or split the work");
    f->owner = lead ? lead->object : OBJECT_NONE;
    f->without = edits;
    f->without_count = open;
    f->typed = driver_of(in, team, room, count);
    f->adverse = true;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct by_team b = sort_out(in);

    for (uint32_t i = 0; in->network && i < plan_count(in->plan, KIND_team); i++)
        check_team(in, out, &b, i);
}

const struct rule rule_uncorrected_optimism = {
    .name = "uncorrected-optimism",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Estimates as low as those that were too low",
    .why = "A team's own finished work says by how much it takes longer than it thought. Where "
           "that is sure, and correcting by it would have helped before, open estimates made the "
           "same way are too low as well. The price is how much later P80 comes with them "
           "corrected.",
    .test = "A team with open work on the driving path and {least} or more finished tasks with an "
            "estimate and both actual dates, whose median ratio of taken to estimated is above 1 "
            "at the lower end of its 80 % interval, for which correcting each by the median of "
            "those before it came nearer in all, and whose open driving work would take {days} "
            "working days longer or more; unless a driver stretches it already. Unknown with "
            "fewer.",
    .example = "tasks: {a1: {estimate: 1w, started: 2026-09-07, finished: 2026-09-22}}   # ...",
    .move = "The corrected estimate in what is promised; smaller pieces; a look outside.",
    .edit = "a driver on the team: P10, P50 and P90 of what its finished tasks took",
    .days = "P80 with what is feared, simulated on the same draws",
    .source = "reference class forecasting on the team's own record (landmine 11). Not back-tested",
    .about = RULE_ABOUT(team),
    .parameters = parameters,
    .check = check,
};

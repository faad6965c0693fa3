/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/plan/capacity.h"
#include "core/rules/look.h"

enum { WEEKS = 104, WEEK_S = 7 * CIVIL_DAY_S, MICRO = 1000000 };

static const struct rule_parameter parameters[] = {
    { "load", 1000000, "people wanted for each one there is, by the early dates", 1 },
    { "weeks", 2000000, "weeks in a row", 0 },
    { NULL, 0, NULL, 0 }
};

/* People wanted by week, in millionths of a person for a second of work. */
struct demand {
    int64_t monday;             /* of the first week */
    int64_t *wanted;            /* [teams x WEEKS] person-seconds */
    int64_t *work_s;            /* [WEEKS] seconds of work of one person */
    bool *drives;               /* [teams x WEEKS] a task that drives the date is among them */
};

static void add_task(const struct rule_input *in, const struct object *task, uint32_t team,
                     struct demand *d)
{
    const struct object *of = in->plan->objects[in->plan->first[KIND_team] + team];
    const struct calendar *c = plan_calendar_of(in->plan, of);
    const int64_t *people = task_get_people(task);
    const uint32_t node = look_node(in, task);
    int64_t from = in->schedule->work_start[node], to = look_early_finish(in, task);

    if (from < d->monday)
        from = d->monday;
    for (int64_t w = (from - d->monday) / WEEK_S; w < WEEKS; w++) {
        const int64_t begins = d->monday + w * WEEK_S, ends = begins + WEEK_S;
        const int64_t a = from > begins ? from : begins, b = to < ends ? to : ends;

        if (begins >= to)
            break;
        d->wanted[team * WEEKS + w] +=
            calendar_work(c, a, b) * ((people ? *people : MICRO) / 1000) / 1000;
        d->drives[team * WEEKS + w] |= look_drives(in, task);
    }
}

static struct demand demand_of(const struct rule_input *in)
{
    const uint32_t teams = plan_count(in->plan, KIND_team);
    const int64_t day = civil_day_of(in->plan->as_of);
    struct demand d = { (day - civil_weekday(day)) * CIVIL_DAY_S,
                        ARENA_ARRAY(in->scratch, int64_t, (size_t)teams * WEEKS + 1),
                        ARENA_ARRAY(in->scratch, int64_t, WEEKS),
                        ARENA_ARRAY(in->scratch, bool, (size_t)teams * WEEKS + 1) };

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct object *team = plan_team_of(in->plan, task);

        if (team && look_is_open(in, task) && !look_is_summary(in, task))
            add_task(in, task, team->number - in->plan->first[KIND_team], &d);
    }
    return d;
}

/* Millionths of the people there are; 0 where nobody works that week. */
static int64_t load_of(const struct rule_input *in, const struct object *team,
                       const struct demand *d, uint32_t index, uint32_t week)
{
    const struct calendar *c = plan_calendar_of(in->plan, team);
    const int64_t begins = d->monday + (int64_t)week * WEEK_S;
    int64_t there = 0;

    for (int64_t day = begins; day < begins + WEEK_S; day += CIVIL_DAY_S)
        there += calendar_work(c, day, day + CIVIL_DAY_S) *
                 (team_capacity_on(in->plan, team, civil_day_of(day)) / 1000) / 1000;
    if (there == 0)
        return d->wanted[index * WEEKS + week] > 0 ? INT64_MAX : 0;
    return d->wanted[index * WEEKS + week] * 1000 / there * 1000;
}

/* The simulated price of the team: how much later P80 is than with people enough. */
static void price(const struct rule_input *in, struct findings *out, const struct object *team,
                  struct finding *f)
{
    const uint32_t number = look_number(in, team);

    for (uint32_t i = 0; in->forecast && i < in->forecast->team_count; i++) {
        const struct forecast_team *t = &in->forecast->teams[i];

        if (t->object != number || !t->simulated)
            continue;
        f->priced = true;
        f->expected_s = t->p80_s > 0 ? t->p80_s : 0;
        if (t->iterations < in->forecast->iterations)
            finding_evidence(out, f, team->number, "cost", "simulated over the first %u iterations",
                             (unsigned)t->iterations);
    }
}

static const struct edit *one_more(const struct rule_input *in, const struct object *team)
{
    struct edit *e = ARENA_NEW(in->scratch, struct edit);
    int64_t *people = ARENA_NEW(in->scratch, int64_t);

    *people = *team_get_capacity(team) + MICRO;
    *e = look_edit(in, team, FIELD_team_capacity, people);
    return e;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *team,
                   const struct demand *d, uint32_t first, uint32_t weeks, int64_t most)
{
    const int64_t from = d->monday + (int64_t)first * WEEK_S;
    const struct ref *lead = team_get_lead(team);
    struct finding *f = finding_add(
        out, in, &rule_over_committed_team, team->number,
        "%.*s has work for more people than it has, %.*s in a row from %.*s",
        STR_ARG(look_name(in, team)), STR_ARG(look_count(in, weeks, "week")),
        STR_ARG(look_date(in, from)));

    if (most == INT64_MAX)
        finding_evidence(out, f, team->number, "load", "nobody is there in a week with work");
    else
        finding_evidence(out, f, team->number, "load",
                         "%lld.%lld people wanted for each one there, in the fullest week",
                         (long long)(most / MICRO), (long long)(most / (MICRO / 10) % 10));
    finding_evidence(out, f, team->number, "dates", "by early dates, which do not wait for people");
    f->move = STR("put what drives the date first and move the rest out of these weeks, or borrow");
    if (team_get_capacity(team) && !team_get_capacity_from(team)) {
        f->fix = one_more(in, team);
        f->fix_count = 1;
    }
    f->owner = lead ? lead->object : OBJECT_NONE;
    f->defuse_by = from > in->plan->as_of ? from : in->plan->as_of;
    f->defuse_because = "the first of these weeks";
    price(in, out, team, f);
}

/* The first run of weeks in a row over the limit with a driving task in it. */
static void check_team(const struct rule_input *in, struct findings *out,
                       const struct object *team, const struct demand *d)
{
    const struct rule *rule = &rule_over_committed_team;
    const int64_t limit = rule_parameter(in, rule, "load");
    const uint32_t least = (uint32_t)(rule_parameter(in, rule, "weeks") / MICRO);
    const uint32_t index = team->number - in->plan->first[KIND_team];
    uint32_t length = 0;
    int64_t most = 0;
    bool drives = false, any = false;

    for (uint32_t w = 0; w < WEEKS; w++)
        any |= d->drives[index * WEEKS + w];
    if (any && !team_states_capacity(team)) {
        finding_unknown(out, in, rule, team->number, "team.capacity",
                        "whether %.*s has people enough cannot be told",
                        STR_ARG(look_name(in, team)));
        return;
    }
    for (uint32_t w = 0; any && w <= WEEKS; w++) {
        const int64_t load = w < WEEKS ? load_of(in, team, d, index, w) : 0;

        if (load > limit) {
            length++;
            most = load > most ? load : most;
            drives |= d->drives[index * WEEKS + w];
            continue;
        }
        if (length >= least && drives) {
            report(in, out, team, d, w - length, length, most);
            return;
        }
        length = 0;
        most = 0;
        drives = false;
    }
}

static void check(const struct rule_input *in, struct findings *out)
{
    const struct demand d = demand_of(in);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_team); i++)
        check_team(in, out, plan_nth(in->plan, KIND_team, i), &d);
}

const struct rule rule_over_committed_team = {
    .name = "over-committed-team",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "A team on the driving path with more work than people",
    .why = "Work that two teams' worth of people would do at once waits its turn, whatever the "
           "links say. Weeks of it in a row on the driving path are days of the date; the price is "
           "how much later it comes than with people enough, where the simulation found it.",
    .test = "A team whose open work, at its early dates, wants more than {load} people for each "
            "one it has, {weeks} weeks in a row or more, with a task on the driving path among it. "
            "Unknown where a team with such a task states no capacity.",
    .example = "teams: {core: {lead: ann, capacity: 1}}   # and two driving tasks side by side",
    .move = "Another order of the work, a loan, less at once, less scope.",
    .edit = "team.capacity: one more person",
    .no_edit = "where people come and go by date: whom to borrow, or what to put off",
    .days = "P80 with people enough in the team, simulated on the same draws",
    .no_days = "where little waits for it, and it is not simulated",
    .source = "program practice, not back-tested (landmine 8)",
    .about = RULE_ABOUT(team),
    .needs = RULE_NEEDS_SCHEDULE,
    .parameters = parameters,
    .check = check,
};

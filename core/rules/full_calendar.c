/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/calendar/recur.h"
#include "core/rules/look.h"

enum { SESSIONS_MOST = 64, BACK_WEEKS = 12, WEEK_S = 7 * CIVIL_DAY_S,
       MICRO = 1000000 };

static const struct rule_parameter parameters[] = {
    { "share", 400000, "share of the team's working time that its forums take", 1 },
    { "weeks", 3000000, "weeks with no more finished than in the slowest quarter before", 0 },
    { "ahead", 4000000, "weeks ahead whose forums are counted", 0 },
    { "slow", 250000, "share of the last twelve weeks that counts as the slowest", 0 },
    { "finished", 4000000, "tasks finished in twelve weeks, to have a measure", 0 },
    { NULL, 0, NULL, 0 }
};

static int64_t ahead_weeks(const struct rule_input *in)
{
    const int64_t weeks = rule_parameter(in, &rule_full_calendar, "ahead") / MICRO;

    return weeks < 1 ? 1 : weeks;
}

/* Sessions in the next weeks, fewest where they stop. */
static int64_t sessions_ahead(const struct rule_input *in, const struct object *forum)
{
    const struct str *repeats = forum_get_repeats(forum);
    const struct when *starts = forum_get_starts(forum), *expires = forum_get_expires(forum);
    int64_t all[SESSIONS_MOST];
    struct recur_rule rule;
    struct diags ignored;
    size_t count;
    int64_t here = 0;

    diags_init(&ignored, in->scratch);
    if (!repeats || !starts || !recur_parse(*repeats, (struct place){ 0 }, &rule, &ignored))
        return 0;
    count = recur_list(&rule, starts->instant, in->plan->as_of, SESSIONS_MOST, all);
    for (size_t i = 0; i < count; i++)
        here += all[i] <= in->plan->as_of + ahead_weeks(in) * WEEK_S &&
                (!expires || all[i] < look_end_of(expires));
    return here;
}

/* How many of the team are asked to be there, in millionths. */
static int64_t asked_of(const struct rule_input *in, const struct object *forum,
                        const struct object *team, int64_t people)
{
    const struct refs *who = forum_get_attendees(forum);
    int64_t asked = 0;

    for (size_t i = 0; who && i < who->count; i++) {
        const struct object *o = plan_object(in->plan, &who->items[i]);

        if (o == team)
            return people;
        if (o && o->kind == KIND_person && person_get_team(o) &&
            person_get_team(o)->object == team->number)
            asked += MICRO;
    }
    return asked < people ? asked : people;
}

struct load {
    int64_t seconds;            /* of people, in the weeks ahead */
    const struct object *most;  /* the forum that takes most of it */
    int64_t most_s;
};

static struct load load_of(const struct rule_input *in, const struct object *team, int64_t people)
{
    struct load l = { 0, NULL, 0 };

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_forum); i++) {
        const struct object *forum = plan_nth(in->plan, KIND_forum, i);
        const int64_t *minutes = forum_get_minutes(forum);
        const int64_t asked = asked_of(in, forum, team, people);
        int64_t s;

        if (!minutes || asked == 0)
            continue;
        s = sessions_ahead(in, forum) * *minutes * 60 * (asked / 1000) / 1000;
        l.seconds += s;
        if (s > l.most_s) {
            l.most = forum;
            l.most_s = s;
        }
    }
    return l;
}

/* Tasks finished by week, the last first. */
static uint32_t finished_of(const struct rule_input *in, const struct object *team,
                            int64_t by_week[BACK_WEEKS])
{
    uint32_t all = 0;

    for (unsigned w = 0; w < BACK_WEEKS; w++)
        by_week[w] = 0;
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct when *finished = task_get_finished(task);
        const int64_t ago = finished ? in->plan->as_of - finished->instant : -1;

        if (plan_team_of(in->plan, task) != team || ago < 0 || ago >= BACK_WEEKS * (int64_t)WEEK_S)
            continue;
        by_week[ago / WEEK_S]++;
        all++;
    }
    return all;
}

/* Whether each of the last weeks had no more than the slowest share of the twelve. */
static bool is_slow(const int64_t by_week[BACK_WEEKS], unsigned weeks, int64_t share)
{
    const int64_t slowest = share * BACK_WEEKS / MICRO;
    int64_t sorted[BACK_WEEKS];

    if (slowest < 1)
        return false;
    for (unsigned w = 0; w < BACK_WEEKS; w++)
        sorted[w] = by_week[w];
    sort_i64(sorted, BACK_WEEKS);
    for (unsigned w = 0; w < weeks && w < BACK_WEEKS; w++)
        if (by_week[w] > sorted[(slowest < BACK_WEEKS ? slowest : BACK_WEEKS) - 1])
            return false;
    return true;
}

static void check_team(const struct rule_input *in, struct findings *out,
                       const struct object *team)
{
    const struct rule *rule = &rule_full_calendar;
    const unsigned weeks = (unsigned)(rule_parameter(in, rule, "weeks") / MICRO);
    const int64_t *people = team_get_capacity(team);
    const struct ref *lead = team_get_lead(team);
    int64_t by_week[BACK_WEEKS], there, share;
    struct load l;
    struct finding *f;
    uint32_t *others;

    if (!people) {
        if (load_of(in, team, MICRO).seconds > 0)
            finding_unknown(out, in, rule, team->number, "team.capacity",
                            "which share of its time %.*s sits in forums cannot be told",
                            STR_ARG(look_name(in, team)));
        return;
    }
    l = load_of(in, team, *people);
    there = calendar_work(plan_calendar_of(in->plan, team), in->plan->as_of,
                          in->plan->as_of + ahead_weeks(in) * WEEK_S) *
            (*people / 1000) / 1000;
    share = there > 0 ? l.seconds * 1000 / there * 1000 : 0;
    if (share <= rule_parameter(in, rule, "share") || !l.most)
        return;
    if (finished_of(in, team, by_week) < (uint32_t)(rule_parameter(in, rule, "finished") / MICRO)) {
        finding_unknown(out, in, rule, team->number, "task.finished",
                        "whether %.*s ships less for all its meetings cannot be told",
                        STR_ARG(look_name(in, team)));
        return;
    }
    if (!is_slow(by_week, weeks, rule_parameter(in, rule, "slow")))
        return;
    f = finding_add(out, in, rule, team->number,
                    "%.*s sits in forums for %.*s of its time, and finishes less than it did",
                    STR_ARG(look_name(in, team)),
                    STR_ARG(look_percent(in, share > 10 * MICRO ? 10 * MICRO : (int32_t)share)));
    others = look_room(in, 1);
    others[0] = l.most->number;
    f->others = others;
    f->other_count = 1;
    finding_evidence(out, f, l.most->number, "minutes", "takes most: %lld person-hours a week",
                     (long long)(l.most_s / 3600 / ahead_weeks(in)));
    finding_evidence(out, f, team->number, "finished",
                     "%lld, %lld and %lld tasks in the last three weeks", (long long)by_week[0],
                     (long long)by_week[1], (long long)by_week[2]);
    f->move = str_format(in->scratch, "cancel or merge what produces nothing; begin with %.*s",
                         STR_ARG(l.most->id));
    f->owner = lead ? lead->object : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
    if (!forum_get_expires(l.most) || forum_get_expires(l.most)->instant > f->defuse_by)
        look_fix(f, look_set_day(in, l.most, FIELD_forum_expires, f->defuse_by));
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_team); i++)
        check_team(in, out, plan_nth(in->plan, KIND_team, i));
}

const struct rule rule_full_calendar = {
    .name = "full-calendar",
    .level = DIAG_NOTE,
    .title = "The calendar is full and nothing ships",
    .why = "Meetings are the coordination that the work needs, up to a point. Past it, a team "
           "spends its weeks saying what it has no time to do. Both have to be there: the hours, "
           "and less finished than before.",
    .test = "A team whose forums take more than {share} of its working time in the next {ahead} "
            "weeks and that in each of the last {weeks} weeks finished no more tasks than in the "
            "slowest {slow} of the last twelve. Unknown with fewer than {finished} tasks "
            "finished in those twelve, or without a capacity.",
    .example = "forums: {sync: {repeats: FREQ=DAILY, starts: 2027-01-04T09:00, minutes: 240, "
               "attendees: [core]}}",
    .move = "Fewer forums, by what each produces.",
    .edit = "forum.expires: one reporting period from now, of the one that takes most",
    .no_days = "a forum takes no time of work in the plan",
    .source = "program practice, not back-tested (landmine 21)",
    .about = RULE_ABOUT(forum),
    .parameters = parameters,
    .check = check,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Durations: what people stated about the work left, and labelled defaults where nobody did. */
#include "core/base/number.h"
#include "core/plan/defaults.h"
#include "core/network/compile.h"

#define PPM 1000000.0
#define LN2 0.69314718055994531

static int32_t clamp_s(double seconds)
{
    const int64_t s = number_round(seconds);

    return s < 0 ? 0 : s > INT32_MAX ? INT32_MAX : (int32_t)s;
}

static double default_s(const struct network *net, const struct calendar *c)
{
    return (double)default_micro(net->plan, DEFAULT_TASK_DAYS) / PPM *
           (double)calendar_usual_day_s(c);
}

static struct duration of_point(double seconds)
{
    struct duration d = { .whole = distribution_of_point(seconds > 0 ? seconds : 0) };

    d.whole.least = 0;
    d.full_s = d.left_s = clamp_s(seconds);
    return d;
}

/* Nobody said anything: a labelled default with the spread of single numbers. */
static struct duration of_nothing(const struct network *net, const struct calendar *c)
{
    const double seconds = default_s(net, c);
    struct duration d = { .whole = { DISTRIBUTION_RECORD, 0, seconds, 0, 0, NULL },
                          .defaulted = true };

    d.full_s = d.left_s = clamp_s(seconds);
    return d;
}

static struct duration of_distribution(struct distribution whole, double age_s)
{
    struct duration d = { .whole = whole, .age_s = age_s };

    d.full_s = clamp_s((double)distribution_median(&whole));
    d.left_s = age_s > 0 ? clamp_s(distribution_quantile_given(&whole, age_s, 0.5)) : d.full_s;
    d.defaulted = distribution_is_default(&whole);
    return d;
}

/* Where the passes begin what has not started: dates are counted from here. */
static int64_t now_of(const struct network *net)
{
    return net->plan->start > net->plan->as_of ? net->plan->start : net->plan->as_of;
}

static double working_age(const struct network *net, const struct node_draft *n,
                          const struct calendar *c)
{
    const struct object *o = net->plan->objects[n->object];
    int64_t until = net->plan->as_of, age;

    if (o->kind == KIND_task && task_get_suspended(o)) {
        const int64_t suspended = network_start_instant(task_get_suspended(o));

        until = suspended < until ? suspended : until;
    }
    age = calendar_work(c, n->actual_start, until);
    return age > 0 ? (double)age : 0;
}

static bool whole_of_task(const struct network *net, const struct object *task,
                          const struct calendar *c, struct distribution *ret)
{
    const struct estimate *estimate = task_get_estimate(task), *effort = task_get_effort(task);
    const int64_t *people = task_get_people(task);
    const struct object *team = plan_team_of(net->plan, task);
    const int32_t *focus = team && team->kind == KIND_team ? team_get_focus(team) : NULL;
    double focus_ppm;

    if (estimate) {
        *ret = distribution_of_estimate(estimate, c);
        ret->record = net->record;
        return true;
    }
    if (!effort)
        return false;
    focus_ppm = focus && *focus > 0 ? (double)*focus
                                    : (double)default_micro(net->plan, DEFAULT_FOCUS);
    focus_ppm = focus_ppm > 0 ? focus_ppm : PPM;
    *ret = distribution_scaled(distribution_of_estimate(effort, c),
                               PPM * PPM / ((double)(people && *people > 0 ? *people : 1000000) *
                                            focus_ppm));
    return true;
}

/* The pauses of a task from a moment on, in working time; added to what is estimated. */
static struct distribution with_pauses(const struct object *task, const struct calendar *c,
                                       int64_t from, struct distribution whole)
{
    const struct day_ranges *pauses = task_get_pauses(task);
    const int64_t median = distribution_median(&whole);
    int64_t rest = 0;

    for (size_t i = 0; pauses && i < pauses->count; i++) {
        const int64_t first = pauses->items[i].from_day * CIVIL_DAY_S;
        const int64_t end = (pauses->items[i].to_day + 1) * CIVIL_DAY_S;

        if (from < end)
            rest += calendar_work(c, from > first ? from : first, end);
    }
    if (rest <= 0 || median <= 0)
        return whole;
    return distribution_scaled(whole, (double)(median + rest) / (double)median);
}

/* Past all but a thousandth of what was estimated, the estimate says nothing any more. */
static bool is_outlived(const struct distribution *whole, double age_s)
{
    return age_s >= distribution_quantile(whole, 0.999);
}

static struct duration of_started_task(const struct network *net, const struct node_draft *n,
                                       const struct object *task, const struct calendar *c)
{
    const struct estimate *left = task_get_remaining(task);
    struct distribution whole;
    const bool has_whole = whole_of_task(net, task, c, &whole);
    struct duration d;

    if (left) {
        const int64_t from = task_get_resumes(task)
                                 ? network_start_instant(task_get_resumes(task))
                                 : net->plan->as_of;

        d = of_distribution(with_pauses(task, c, from, distribution_of_estimate(left, c)), 0);
        d.full_s = has_whole ? clamp_s((double)distribution_median(&whole))
                             : clamp_s(working_age(net, n, c) + d.left_s);
        return d;
    }
    if (has_whole) {
        const double age = working_age(net, n, c);

        if (age <= 0 || !is_outlived(&whole, age))
            return of_distribution(whole, age);
    }
    d = of_nothing(net, c);
    d.overdue = has_whole;
    if (has_whole)
        d.full_s = clamp_s((double)distribution_median(&whole));
    return d;
}

static struct duration of_task(const struct network *net, const struct node_draft *n,
                               const struct object *task, const struct calendar *c)
{
    const bool *event = task_get_event(task);
    struct distribution whole;

    if (n->progress == PROGRESS_STARTED)
        return of_started_task(net, n, task, c);
    if (!whole_of_task(net, task, c, &whole)) {
        if (event && *event)
            return of_point(0);
        if (!task_get_remaining(task)) {
            if (n->progress == PROGRESS_FINISHED)
                return of_point((double)calendar_work(c, n->actual_start, n->actual_finish));
            return of_nothing(net, c);
        }
        whole = distribution_of_estimate(task_get_remaining(task), c);
    } else if (task_get_remaining(task) && n->progress == PROGRESS_NOT_STARTED) {
        whole = distribution_of_estimate(task_get_remaining(task), c);
    }
    if (whole.kind == DISTRIBUTION_RECORD && whole.b <= 0)
        return of_point(0);
    return of_distribution(with_pauses(task, c, INT64_MIN, whole), 0);
}

/* Until a stated date. Past dates that nobody changed are overdue: what is left then is the outside
 * view on the time since the date was first on the table, given that this much has passed, and a
 * labelled default where nobody says since when. */
static struct duration of_date(const struct network *net, const struct calendar *c,
                               int64_t date, int64_t since)
{
    const int64_t stated = calendar_work(c, now_of(net), date);
    struct duration d;

    if (stated <= 0 && calendar_work(c, net->plan->as_of, date) > 0)
        return of_point(0);         /* before the program begins */
    if (stated > 0) {
        const double p50 = (double)outside_view_factor(net->plan, 0.5) / PPM * (double)stated;
        const double p80 = (double)outside_view_factor(net->plan, 0.8) / PPM * (double)stated;

        d = of_distribution(distribution_of_lognormal(p50, p80, 0.8), 0);
        d.full_s = d.left_s = clamp_s((double)stated);
        return d;
    }
    if (since != CIVIL_NONE && calendar_work(c, since, date) > 0) {
        const double asked = (double)calendar_work(c, since, date);
        const double age = (double)calendar_work(c, since, net->plan->as_of);

        d = of_distribution(
            distribution_of_lognormal(
                (double)outside_view_factor(net->plan, 0.5) / PPM * asked,
                (double)outside_view_factor(net->plan, 0.8) / PPM * asked, 0.8),
            age);
    } else {
        d = of_nothing(net, c);
    }
    d.overdue = true;
    return d;
}

static int64_t earlier_of(const struct when *w, int64_t so_far)
{
    const int64_t at = w ? network_start_instant(w) : CIVIL_NONE;

    return at != CIVIL_NONE && (so_far == CIVIL_NONE || at < so_far) ? at : so_far;
}

static struct duration of_delivery(const struct network *net, const struct object *handoff,
                                   const struct calendar *c)
{
    const struct estimate *lead_time = handoff_get_lead_time(handoff);
    const struct when *date = handoff_get_offered(handoff);
    int64_t since = earlier_of(handoff_get_created(handoff), CIVIL_NONE);

    if (lead_time) {
        const struct when *ordered = handoff_get_ordered(handoff);
        const int64_t age = ordered ? calendar_work(c, network_start_instant(ordered),
                                                    net->plan->as_of) : 0;
        const struct distribution whole = distribution_of_estimate(lead_time, c);

        if (age <= 0 || !is_outlived(&whole, (double)age))
            return of_distribution(whole, age > 0 ? (double)age : 0);
    }
    if (!date)
        date = handoff_get_asked(handoff);
    if (!date)
        return of_nothing(net, c);
    return of_date(net, c, network_finish_instant(date, c), since);
}

static struct duration of_acceptance(const struct network *net, const struct object *handoff,
                                     const struct node_draft *n, const struct calendar *c)
{
    const struct estimate *stated = handoff_get_acceptance(handoff);
    const struct span *mean = policy_get_acceptance(net->plan->policy);
    const double age = n->progress == PROGRESS_STARTED ? working_age(net, n, c) : 0;
    double mean_s;
    struct duration d;

    if (stated) {
        const struct distribution whole = distribution_of_estimate(stated, c);

        if (age <= 0 || !is_outlived(&whole, age))
            return of_distribution(whole, age);
    }
    mean_s = mean ? (double)span_seconds(mean, c)
                  : (double)default_micro(net->plan, DEFAULT_ACCEPTANCE_DAYS) / PPM *
                        (double)calendar_usual_day_s(c);
    if (mean_s <= 0)
        return of_point(0);
    /* Without memory: what has passed says nothing about what is left. */
    d = of_distribution(distribution_of_exponential(mean_s), 0);
    d.full_s = d.left_s = clamp_s(mean_s * LN2);
    d.defaulted = true;
    return d;
}

static struct duration of_decision(const struct network *net, const struct object *decision)
{
    const struct object *forum = plan_object(net->plan, decision_get_forum(decision));
    const uint32_t *state = decision_get_state(decision);
    const struct calendar *c = net->plan->calendar;
    const struct span *preread = forum ? forum_get_preread(forum) : NULL;
    int64_t from = net->plan->as_of, until;
    struct duration d;
    bool defaulted;

    /* Papers must be in before the session, and they are not written yet. */
    if (forum && (!state || *state == DECISION_RAISED || *state == DECISION_FRAMED))
        from = calendar_add(c, from, preread ? span_seconds(preread, c)
                                             : default_micro(net->plan, DEFAULT_PREREAD_DAYS) *
                                                   calendar_usual_day_s(c) / 1000000);
    until = network_session(net->plan, forum, from, &defaulted);
    d = of_point((double)(until - now_of(net)));
    d.defaulted = defaulted;
    return d;
}

bool duration_is_elapsed(const struct plan *plan, const struct node_draft *d)
{
    const struct object *o = plan->objects[d->object];
    const struct estimate *e = NULL;

    if (d->role == ROLE_DECISION || d->role == ROLE_SUMMARY)
        return true;
    if (o->kind == KIND_task && d->role == ROLE_TASK) {
        e = task_get_estimate(o);
        if (!e)
            e = task_get_effort(o);
        if (!e || (d->progress == PROGRESS_STARTED && task_get_remaining(o)))
            e = task_get_remaining(o);
    } else if (d->role == ROLE_HANDOFF) {
        e = handoff_get_acceptance(o);
    } else if (d->role == ROLE_DELIVERY) {
        e = handoff_get_lead_time(o);
    }
    return e && estimate_is_elapsed(e);
}

struct duration duration_of(const struct network *net, const struct node_draft *n,
                            const struct calendar *c)
{
    const struct object *o = net->plan->objects[n->object];
    struct duration d;

    switch ((enum node_role)n->role) {
    case ROLE_TASK:
        d = of_task(net, n, o, c);
        break;
    case ROLE_PROMISED:
        d = of_date(net, c, network_finish_instant(milestone_get_date(o), c),
                    earlier_of(milestone_get_estimated(o), CIVIL_NONE));
        break;
    case ROLE_DELIVERY:
        d = of_delivery(net, o, c);
        break;
    case ROLE_HANDOFF:
        d = of_acceptance(net, o, n, c);
        break;
    case ROLE_DECISION:
        d = of_decision(net, o);
        break;
    case ROLE_MILESTONE:
    case ROLE_SUMMARY:
    default:
        d = of_point(0);
        break;
    }
    if (n->progress == PROGRESS_FINISHED)
        d.left_s = 0;
    return d;
}

struct distribution network_duration(const struct network *n, uint32_t node, double *ret_age_s)
{
    const struct node_draft draft = {
        .object = n->object[node], .role = n->role[node], .progress = n->progress[node],
        .actual_start = n->actual_start[node], .actual_finish = n->actual_finish[node],
    };
    const struct duration d = duration_of(n, &draft, n->calendars[n->calendar[node]]);

    *ret_age_s = n->progress[node] == PROGRESS_FINISHED ? 0 : d.age_s;
    if (n->progress[node] == PROGRESS_FINISHED)
        return distribution_of_point(0);
    return d.whole;
}

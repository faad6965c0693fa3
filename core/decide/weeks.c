/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/weeks.h"

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/plan/capacity.h"

enum { WEEK = 7, PPM = 1000000, MONTHS = 12 * WEEKS_MOST / 52 + 2 };

struct counting {
    const struct schedule *s;
    const struct network *n;
    const struct plan *p;
    struct weeks *w;
    int64_t *load_s, *room_s, *burn_minor;
    uint32_t *under_way;        /* [week_count * WEEK] */
    uint32_t *row_of;           /* [object_count]: row of a team, UINT32_MAX */
};

static bool is_counted(const struct counting *c, uint32_t node, int64_t *ret_from, int64_t *ret_to)
{
    const struct object *o = c->p->objects[c->n->object[node]];
    const struct schedule_dates *d = &c->s->object[o->number];

    if (c->n->role[node] != ROLE_TASK || c->n->progress[node] == PROGRESS_FINISHED ||
        o->kind != KIND_task || d->early_start == CIVIL_NONE)
        return false;
    *ret_from = d->early_start > c->p->as_of ? d->early_start : c->p->as_of;
    *ret_to = d->early_finish;
    return *ret_from < *ret_to;
}

static int64_t people_of(const struct object *task)
{
    const int64_t *people = task_get_people(task);

    return people ? *people : PPM;
}

static void find_teams(struct counting *c, struct arena *owner)
{
    uint32_t *team = ARENA_ARRAY(owner, uint32_t, plan_count(c->p, KIND_team) + 1);

    for (uint32_t i = 0; i < c->p->object_count; i++)
        c->row_of[i] = UINT32_MAX;
    for (uint32_t i = 0; i < plan_count(c->p, KIND_team); i++) {
        const struct object *o = plan_nth(c->p, KIND_team, i);

        if (!team_states_capacity(o))
            continue;
        c->row_of[o->number] = c->w->team_count;
        team[c->w->team_count++] = o->number;
    }
    c->w->team = team;
}

static void find_end(struct counting *c)
{
    int64_t last = c->p->as_of, from, to;

    for (uint32_t node = 0; node < c->n->node_count; node++)
        if (is_counted(c, node, &from, &to) && to > last)
            last = to;
    c->w->first_day = civil_day_of(c->p->as_of);
    c->w->first_day -= civil_weekday(c->w->first_day);
    c->w->week_count = (uint32_t)((civil_day_of(last) - c->w->first_day) / WEEK) + 1;
    if (c->w->week_count > WEEKS_MOST)
        c->w->week_count = WEEKS_MOST;
}

static void add_load(struct counting *c, const struct object *task, const struct calendar *calendar,
                     int64_t from, int64_t to)
{
    const struct object *team = plan_team_of(c->p, task);
    const uint32_t row = team ? c->row_of[team->number] : UINT32_MAX;
    const int64_t days = (int64_t)c->w->week_count * WEEK;

    for (int64_t day = civil_day_of(from); day * CIVIL_DAY_S < to; day++)
        if (day - c->w->first_day >= 0 && day - c->w->first_day < days)
            c->under_way[day - c->w->first_day]++;
    for (uint32_t k = 0; row != UINT32_MAX && k < c->w->week_count; k++) {
        const int64_t begin = (c->w->first_day + (int64_t)k * WEEK) * CIVIL_DAY_S;
        const int64_t a = from > begin ? from : begin, end = begin + WEEK * CIVIL_DAY_S;
        const int64_t b = to < end ? to : end;

        if (a < b)
            c->load_s[(size_t)row * c->w->week_count + k] +=
                calendar_work(calendar, a, b) * (people_of(task) / 1000) / 1000;
    }
}

/* Months from the data date's on. */
static int64_t month_begin(const struct counting *c, int month)
{
    const struct civil_date d = civil_of_day(civil_day_of(c->p->as_of));

    return civil_day(d.year, d.month + month, 1);
}

static void add_burn(struct counting *c, const struct object *task, const struct calendar *calendar,
                     int64_t from, int64_t to)
{
    const struct object *team = plan_team_of(c->p, task);
    const struct rate *rate = team && team->kind == KIND_team ? team_get_rate(team) : NULL;
    int64_t unit_s;

    if (!rate)
        return;
    unit_s = rate->unit == 'h' ? 3600
             : rate->unit == 'w' ? calendar_usual_week_s(calendar)
                                 : calendar_usual_day_s(calendar);
    for (int m = 0; unit_s > 0 && m < MONTHS; m++) {
        const int64_t begin = month_begin(c, m) * CIVIL_DAY_S;
        const int64_t end = month_begin(c, m + 1) * CIVIL_DAY_S;
        const int64_t a = from > begin ? from : begin, b = to < end ? to : end;

        if (a < b)
            c->burn_minor[m] += number_round((double)calendar_work(calendar, a, b) *
                                             (double)rate->minor * (double)people_of(task) / PPM /
                                             (double)unit_s);
    }
}

static void fill_room(struct counting *c)
{
    const int64_t days = (int64_t)c->w->week_count * WEEK;
    const int64_t today = civil_day_of(c->p->as_of);
    int64_t most = 0;

    for (int64_t d = 0; d < days; d++) {
        const int64_t day = c->w->first_day + d;
        int64_t people = 0;

        for (uint32_t t = 0; day >= today && t < c->w->team_count; t++) {
            const struct object *team = c->p->objects[c->w->team[t]];
            const struct calendar *calendar = plan_calendar_of(c->p, team);
            const int64_t there = team_capacity_on(c->p, team, day);

            people += there;
            c->room_s[(size_t)t * c->w->week_count + (size_t)(d / WEEK)] +=
                calendar_work(calendar, day * CIVIL_DAY_S, (day + 1) * CIVIL_DAY_S) *
                (there / 1000) / 1000;
        }
        most = people > most ? people : most;
    }
    c->w->headcount_micro = most;
}

static void find_peaks(struct counting *c)
{
    struct weeks *w = c->w;

    w->busiest_team = w->busiest_week = UINT32_MAX;
    for (uint32_t t = 0; t < w->team_count; t++)
        for (uint32_t k = 0; k < w->week_count; k++) {
            const int64_t load = c->load_s[(size_t)t * w->week_count + k];
            const int64_t room = c->room_s[(size_t)t * w->week_count + k];
            /* Work in a week in which nobody is there counts as more than any other. */
            const int64_t ppm = room > 0 ? number_round((double)load / (double)room * PPM)
                                : load > 0 ? INT64_MAX : 0;

            if (ppm > w->busiest_ppm) {
                w->busiest_ppm = ppm;
                w->busiest_team = t;
                w->busiest_week = k;
            }
        }
    for (uint32_t d = 0; d < w->week_count * WEEK; d++)
        if (c->under_way[d] > w->wip) {
            w->wip = c->under_way[d];
            w->wip_day = w->first_day + d;
        }
    for (int m = 0; m < MONTHS; m++)
        if (c->burn_minor[m] > w->burn_minor) {
            w->burn_minor = c->burn_minor[m];
            w->burn_month = month_begin(c, m);
        }
}

void weeks_compute(const struct schedule *s, struct arena *owner, struct arena *scratch,
                   struct weeks *ret_weeks)
{
    struct weeks *w = ret_weeks;
    struct counting c = {s, s->network, s->network->plan, w, NULL, NULL, NULL, NULL, NULL};
    int64_t from, to;
    size_t cells;

    *w = (struct weeks){.busiest_team = UINT32_MAX, .busiest_week = UINT32_MAX};
    c.row_of = ARENA_ARRAY(scratch, uint32_t, (size_t)c.p->object_count + 1);
    find_teams(&c, owner);
    find_end(&c);
    cells = (size_t)w->team_count * w->week_count + 1;
    c.load_s = ARENA_ARRAY(owner, int64_t, cells);
    c.room_s = ARENA_ARRAY(owner, int64_t, cells);
    c.under_way = ARENA_ARRAY(scratch, uint32_t, (size_t)w->week_count * WEEK + 1);
    c.burn_minor = ARENA_ARRAY(scratch, int64_t, MONTHS);
    for (uint32_t node = 0; node < c.n->node_count; node++) {
        const struct calendar *calendar = c.n->calendars[c.n->calendar[node]];
        const struct object *task = c.p->objects[c.n->object[node]];

        if (!is_counted(&c, node, &from, &to))
            continue;
        add_load(&c, task, calendar, from, to);
        add_burn(&c, task, calendar, from, to);
    }
    fill_room(&c);
    find_peaks(&c);
    w->load_s = c.load_s;
    w->room_s = c.room_s;
}

int weeks_measure_of(const struct object *guardrail)
{
    static const char *const ids[] = {"budget", "burn", "headcount", "roi", "wip", "date"};
    const uint32_t *measure = guardrail_get_measure(guardrail);

    if (measure)
        return (int)*measure;
    for (int i = 0; i < (int)(sizeof(ids) / sizeof(ids[0])); i++)
        if (str_equal(guardrail->id, str_of(ids[i])))
            return i;
    return -1;
}

/* How many of a sorted list are at most `limit`. */
static uint32_t at_most(const int64_t *sorted, uint32_t count, int64_t limit)
{
    uint32_t from = 0, to = count;

    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;

        if (sorted[middle] <= limit)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

int32_t weeks_holds_ppm(const struct object *guardrail, const struct forecast *f)
{
    const int64_t *money = guardrail_get_limit(guardrail);
    const int32_t *share = guardrail_get_limit_share(guardrail);

    switch (weeks_measure_of(guardrail)) {
    case GUARDRAIL_BUDGET:
        return money && f->cost.known && f->cost.limit == *money ? f->cost.within_ppm : -1;
    case GUARDRAIL_BURN:
        if (!money || f->cost.dearest_count == 0)
            return -1;
        return (int32_t)((int64_t)at_most(f->cost.dearest, f->cost.dearest_count, *money) * PPM /
                         f->cost.dearest_count);
    case GUARDRAIL_ROI:
        if (!share || !f->value.known)
            return -1;
        return PPM - (int32_t)((int64_t)at_most(f->value.roi_ppm, f->value.roi_count,
                                                (int64_t)*share - 1) * PPM / f->value.roi_count);
    default:
        return -1;
    }
}

static bool is_broken(const struct object *guardrail, const struct weeks *w,
                      const struct forecast *f, int64_t finish_p50)
{
    const int64_t *money = guardrail_get_limit(guardrail);
    const int64_t *items = guardrail_get_limit_people(guardrail);
    const struct when *date = guardrail_get_limit_date(guardrail);

    const int32_t holds_ppm = weeks_holds_ppm(guardrail, f);

    if (holds_ppm >= 0)
        return holds_ppm < PPM / 2;
    switch (weeks_measure_of(guardrail)) {
    case GUARDRAIL_BURN:
        return money && w->burn_minor > *money;
    case GUARDRAIL_HEADCOUNT:
        return items && w->headcount_micro > *items;
    case GUARDRAIL_WIP:
        return items && (int64_t)w->wip * PPM > *items;
    case GUARDRAIL_DATE:
        return date && finish_p50 != CIVIL_NONE && finish_p50 > network_finish_instant(date, NULL);
    default:
        return false;
    }
}

uint32_t weeks_breaks(const struct plan *plan, const struct weeks *weeks,
                      const struct forecast *forecast, int64_t finish_p50, struct arena *owner,
                      const uint32_t **ret_guardrails)
{
    uint32_t *list = ARENA_ARRAY(owner, uint32_t, plan_count(plan, KIND_guardrail) + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan_count(plan, KIND_guardrail); i++) {
        const struct object *o = plan_nth(plan, KIND_guardrail, i);

        if (is_broken(o, weeks, forecast, finish_p50))
            list[count++] = o->number;
    }
    *ret_guardrails = list;
    return count;
}

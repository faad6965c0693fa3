/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/causes.h"
#include "core/report/pictures.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/edit/edit.h"
#include "core/report/kept_read.h"
#include "core/syntax/tree.h"

#define NB "\xc2\xa0"

enum {
    RANGES_MOST = 24,
    TASKS_MOST = 60,
    CAUSES_MOST = 15,
    DECISIONS_MOST = 20,
    CURVE_STEPS = 40,
    PPM = 1000000,
    DRIVES_PPM = PICTURE_DRIVES_PPM
};

const struct named_picture pictures_all[] = {
    {"promises", "the plan has nothing that can be forecast", picture_of_promises},
    {"curve", "nothing is forecast", picture_of_curve},
    {"timeline", "no work is open", picture_of_timeline},
    {"causes", "no cause holds the date", picture_of_causes},
    {"why", "name the plan before with --since", picture_of_why},
    {"decisions", "no open decision has a last moment", picture_of_decisions},
    {"chain", "no work drives a promise in a quarter of the simulations", picture_of_chain},
    {"matrix", "no hand-off between teams is open", picture_of_matrix},
    {"load", "no team states its capacity", picture_of_load},
    {"burn", "no rate and no cost is stated", picture_of_burn},
    {"joint", "a promise, rates or costs and a budget are needed", picture_of_joint},
    {"trend", "two kept forecasts are needed: a store keeps them", picture_of_trend},
    {"fever", "two kept forecasts, or a baseline of the promised milestone before the promised "
              "date, are needed", picture_of_fever},
    {"reliability", "no kept forecast of a promise is decided yet", picture_of_reliability},
};
const unsigned pictures_count = sizeof(pictures_all) / sizeof(pictures_all[0]);

void say_picture(struct document *d, const struct picture *picture)
{
    if (!picture)
        return;
    document_blank(d);
    document_picture(d, picture);
}

void draw_into(const struct report_input *in, struct document *d,
               const struct picture *(*draw)(const struct report_input *))
{
    if (in->pictures && in->forecast)
        say_picture(d, draw(in));
}

/* --- the axis of dates ---------------------------------------------------------------------- */

static void widen(int64_t *from, int64_t *to, int64_t at)
{
    if (at == CIVIL_NONE)
        return;
    *from = *from == CIVIL_NONE || at < *from ? at : *from;
    *to = *to == CIVIL_NONE || at > *to ? at : *to;
}

/* Mondays, firsts of months, of quarters, or of years: as many as a picture has room for. */
static void add_ticks(const struct report_input *in, struct picture_frame *f)
{
    enum { TICKS = 400, WEEKS_MOST = 9 };
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil_date date = civil_of_day(civil_day_of(f->from));
    const int64_t long_s = f->to - f->from;
    const int step = long_s > 3000 * CIVIL_DAY_S ? 12 : long_s > 900 * CIVIL_DAY_S ? 6
                     : long_s > 400 * CIVIL_DAY_S ? 3 : 1;
    struct axis_tick *ticks = ARENA_ARRAY(in->owner, struct axis_tick, TICKS);
    int64_t monday = civil_day_of(f->from);

    f->ticks = ticks;
    while (civil_weekday(monday) != 0)
        monday++;
    for (; long_s <= WEEKS_MOST * 7 * CIVIL_DAY_S && monday * CIVIL_DAY_S <= f->to; monday += 7) {
        date = civil_of_day(monday);
        ticks[f->tick_count++] = (struct axis_tick){
            monday * CIVIL_DAY_S,
            str_format(in->owner, "%d" NB "%s", date.day, months[date.month - 1])};
    }
    while (long_s > WEEKS_MOST * 7 * CIVIL_DAY_S && f->tick_count < TICKS) {
        int64_t at;

        if (++date.month > 12) {
            date.month = 1;
            date.year++;
        }
        at = civil_day(date.year, date.month, 1) * CIVIL_DAY_S;
        if (at > f->to || date.year > CIVIL_YEAR_LAST)
            return;
        if ((date.month - 1) % step == 0)
            ticks[f->tick_count++] = (struct axis_tick){
                at, date.month == 1 || step >= 6
                        ? str_format(in->owner, "%s %d", months[date.month - 1], date.year)
                        : str_of(months[date.month - 1])};
    }
}

void picture_axis(const struct report_input *in, struct picture_frame *f, int64_t from, int64_t to)
{
    const int64_t margin = (to - from) / 24 + 3 * CIVIL_DAY_S;

    f->from = from - margin;
    f->to = to + margin;
    add_ticks(in, f);
}

/* Beside an id: the title, unless it says the same. */
static struct str title_beside(const struct object *o)
{
    const struct str title = object_title(o);

    return object_is_withheld(o) || str_equal_nocase(title, o->id) ? STR("") : title;
}

/* In a sentence: "Title" (id). */
struct str picture_quoted(const struct report_input *in, const struct object *o)
{
    const struct str title = title_beside(o);

    return title.len == 0 ? o->id
                          : str_format(in->owner, "\"%.*s\" (%.*s)", STR_ARG(title),
                                       STR_ARG(o->id));
}

struct str picture_called(const struct report_input *in, struct str id)
{
    const struct plan *p = in->forecast ? forecast_plan(in) : in->plan;
    const struct object *o = plan_find(p, id);

    return o && !object_is_withheld(o) ? picture_quoted(in, o) : id;
}

/* --- ranges --------------------------------------------------------------------------------- */

static const struct forecast_target *target_of(const struct report_input *in,
                                               const struct forecast_commitment *c)
{
    return c->target == UINT32_MAX ? NULL : &in->forecast->targets[c->target];
}

static const struct forecast_target *same_target(const struct report_input *in,
                                                 const struct forecast_target *t)
{
    const struct plan *p = forecast_plan(in);

    if (!in->forecast_before || !in->before || t->node == NODE_NONE)
        return NULL;
    for (uint32_t i = 0; i < in->forecast_before->target_count; i++) {
        const struct forecast_target *other = &in->forecast_before->targets[i];

        if (other->node != NODE_NONE && other->sorted &&
            str_equal(in->forecast_before->network->plan->objects[other->object]->id,
                      p->objects[t->object]->id))
            return other;
    }
    return NULL;
}

/* What was last said of a promise: by the plan it is compared with, else by what a store kept
 * before this data date. P10 P50 P80 P90 as instants. */
static bool said_before(const struct report_input *in, const struct forecast_target *t,
                        struct str promise, int64_t ret_at[4])
{
    const struct forecast_target *other = same_target(in, t);
    const struct kept_series *series;
    const uint32_t count = other ? 0 : kept_read(in, &series);

    if (other) {
        for (int q = 0; q < 4; q++)
            ret_at[q] = other->at[q];
        return true;
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t n = series[i].count; str_equal(series[i].id, promise) && n-- > 0;) {
            const struct kept_moment *m = &series[i].moments[n];

            if (m->as_of >= in->plan->as_of || m->p10 == CIVIL_NONE)
                continue;
            ret_at[0] = m->p10;
            ret_at[1] = m->p50;
            ret_at[2] = m->p80;
            ret_at[3] = m->p90;
            return true;
        }
    return false;
}

static struct picture_range range_of(const struct report_input *in,
                                     const struct forecast_target *t, struct str label,
                                     int64_t mark)
{
    const struct forecast *f = in->forecast;
    int64_t before[4];
    struct picture_range r = {
        .label = label, .p10 = t->at[0], .p25 = forecast_quantile(f, t, PPM / 4), .p50 = t->at[1],
        .p75 = forecast_quantile(f, t, 3 * (PPM / 4)), .p90 = t->at[3],
        .mark = mark == CIVIL_NONE ? PICTURE_NONE : mark, .ghost = PICTURE_NONE, .ink = INK_TEXT};

    r.said[0] = say_iso(in, finish_day(r.p10));
    r.said[1] = say_iso(in, finish_day(r.p50));
    r.said[2] = say_iso(in, finish_day(r.p90));
    r.said[3] = say_iso(in, mark);
    if (said_before(in, t, label, before)) {
        r.ghost = before[2];
        r.said[4] = say_iso(in, finish_day(before[2]));
    }
    return r;
}

/* "summer about 30 % by 2027-06-30; ...": the first three. */
static struct str sentence_of_promises(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    struct text t;
    unsigned said = 0;

    text_init(&t, in->owner);
    for (uint32_t i = 0; i < f->commitment_count && said < 3; i++) {
        const struct forecast_commitment *c = &f->commitments[i];

        if (!target_of(in, c))
            continue;
        text_addf(&t, "%s%.*s is %.*s likely by %.*s, and 80" NB "%% likely by %.*s",
                  said++ ? "; " : "",
                  STR_ARG(picture_quoted(in, p->objects[c->object])),
                  STR_ARG(say_likely(in, c->probability_ppm)),
                  STR_ARG(say_date(in, c->date)),
                  STR_ARG(say_day(in, finish_day(target_of(in, c)->at[2]))));
    }
    if (f->commitment_count > said)
        text_addf(&t, "; and %u more", f->commitment_count - said);
    text_add_char(&t, '.');
    return text_str(&t);
}

/* What the marks are, of those that are drawn. */
static struct str with_legend(const struct report_input *in, struct str sentence,
                              const struct picture_range *items, size_t count)
{
    bool mark = false, ghost = false;

    for (size_t i = 0; i < count; i++) {
        mark = mark || items[i].mark != PICTURE_NONE;
        ghost = ghost || items[i].ghost != PICTURE_NONE;
    }
    return str_format(in->owner,
                      "%.*s The line holds 80" NB "%% of the simulations, the dot is the "
                      "middle%s%s.",
                      STR_ARG(sentence), mark ? ", the stroke the promise" : "",
                      ghost ? ", the ring what was 80" NB "% likely last time" : "");
}

const struct picture *picture_of_promises(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    struct picture_range *items = ARENA_ARRAY(in->owner, struct picture_range, RANGES_MOST);
    struct picture_frame frame = {.owner = in->owner};
    int64_t from = CIVIL_NONE, to = CIVIL_NONE;
    size_t count = 0;

    for (uint32_t i = 0; i < f->commitment_count && count < RANGES_MOST; i++)
        if (target_of(in, &f->commitments[i])) {
            const struct object *o = p->objects[f->commitments[i].object];

            items[count] = range_of(in, target_of(in, &f->commitments[i]), o->id,
                                    f->commitments[i].date);
            items[count++].title = title_beside(o);
        }
    frame.title = STR("What was promised, and when it will come.");
    frame.sentence = count > 0 ? sentence_of_promises(in) : (struct str){NULL, 0};
    for (uint32_t i = 0; count == 0 && i < f->target_count && i < RANGES_MOST; i++) {
        const struct forecast_target *t = &f->targets[i];

        items[i] = range_of(in, t, t->node == NODE_NONE ? STR("all work")
                                                        : p->objects[t->object]->id, CIVIL_NONE);
        if (t->node != NODE_NONE)
            items[i].title = title_beside(p->objects[t->object]);
        if (i + 1 == f->target_count || i + 1 == RANGES_MOST) {
            count = i + 1;
            frame.title = STR("When it will come.");
            frame.sentence = str_format(
                in->owner, "Nothing is promised; %.*s comes at P50 on %.*s, at P80 on %.*s.",
                STR_ARG(items[i].label), STR_ARG(say_day(in, finish_day(t->at[1]))),
                STR_ARG(say_day(in, finish_day(t->at[2]))));
        }
    }
    if (count == 0)
        return NULL;
    frame.sentence = with_legend(in, frame.sentence, items, count);
    for (size_t i = 0; i < count; i++) {
        widen(&from, &to, items[i].p10);
        widen(&from, &to, items[i].p90);
        widen(&from, &to, items[i].mark == PICTURE_NONE ? CIVIL_NONE : items[i].mark);
        widen(&from, &to, items[i].ghost == PICTURE_NONE ? CIVIL_NONE : items[i].ghost);
    }
    picture_axis(in, &frame, from, to);
    return picture_ranges(&frame, items, count);
}

/* --- the curve ------------------------------------------------------------------------------ */

static struct str iso_of(struct arena *owner, int64_t instant)
{
    struct text t;

    text_init(&t, owner);
    civil_print_date(&t, finish_day(instant));
    return text_str(&t);
}

static size_t samples_of(const struct forecast *f, const struct forecast_target *t,
                         struct picture_sample *ret)
{
    for (int i = 0; i <= CURVE_STEPS; i++) {
        /* From P1 to P99: the very ends are one run each. */
        const int32_t ppm = i == 0 ? PPM / 100 : i == CURVE_STEPS ? PPM / 100 * 99
                                               : PPM / CURVE_STEPS * i;

        ret[i] = (struct picture_sample){forecast_quantile(f, t, ppm), ppm};
    }
    return CURVE_STEPS + 1;
}

const struct picture *picture_of_curve(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct forecast_commitment *c =
        f->main_commitment < f->commitment_count ? &f->commitments[f->main_commitment] : NULL;
    struct picture_sample curve[CURVE_STEPS + 1], ghost[CURVE_STEPS + 1];
    struct picture_frame frame = {.owner = in->owner};
    const struct forecast_target *t, *before;
    struct picture_rule rules[3];
    static const int32_t kept_ppm[] = {100000, 500000, 800000, 900000};
    int64_t from = CIVIL_NONE, to = CIVIL_NONE, kept[4];
    size_t ghosts = 0, rule_count = 0;
    struct picture *p;

    if (f->main_target >= f->target_count || !f->targets[f->main_target].sorted)
        return NULL;
    t = &f->targets[f->main_target];
    samples_of(f, t, curve);
    before = same_target(in, t);
    if (before)
        ghosts = samples_of(in->forecast_before, before, ghost);
    else if (c && said_before(in, t, forecast_plan(in)->objects[c->object]->id, kept))
        for (; ghosts < 4; ghosts++)
            ghost[ghosts] = (struct picture_sample){kept[ghosts], kept_ppm[ghosts]};
    widen(&from, &to, curve[0].at);
    widen(&from, &to, curve[CURVE_STEPS].at);
    if (ghosts > 0) {
        widen(&from, &to, ghost[0].at);
        widen(&from, &to, ghost[ghosts - 1].at);
    }
    if (c) {
        widen(&from, &to, c->date);
        rules[rule_count++] = (struct picture_rule){
            c->date, str_format(in->owner, "promised %.*s: %.*s", STR_ARG(say_iso(in, c->date)),
                                STR_ARG(say_likely(in, c->probability_ppm))), INK_PROMISE};
    }
    rules[rule_count++] = (struct picture_rule){
        t->at[1], str_format(in->owner, "P50 %.*s", STR_ARG(iso_of(in->owner, t->at[1]))),
        INK_FORECAST};
    rules[rule_count++] = (struct picture_rule){
        t->at[2], str_format(in->owner, "P80 %.*s", STR_ARG(iso_of(in->owner, t->at[2]))),
        INK_ACTION};
    frame.title = str_format(in->owner, "How likely %.*s is by each date.",
                             STR_ARG(say_target(in, t)));
    frame.sentence = c
        ? str_format(in->owner, "80" NB "%% by %.*s; promised %.*s, %.*s likely.",
                     STR_ARG(say_day(in, finish_day(t->at[2]))), STR_ARG(say_date(in, c->date)),
                     STR_ARG(say_likely(in, c->probability_ppm)))
        : str_format(in->owner, "50" NB "%% by %.*s, 80" NB "%% by %.*s; nothing is promised.",
                     STR_ARG(say_day(in, finish_day(t->at[1]))),
                     STR_ARG(say_day(in, finish_day(t->at[2]))));
    picture_axis(in, &frame, from, to);
    p = picture_curve(&frame, curve, CURVE_STEPS + 1, ghost, ghosts, rules, rule_count, iso_of);
    if (ghosts > 0) {
        picture_key(p, KEY_LINE, INK_FORECAST, "now");
        picture_key(p, KEY_DASHED_LINE, INK_GHOST, "the last forecast");
    }
    if (c)
        picture_key_in_text(p, KEY_RULE, "promised");
    picture_key_in_text(p, KEY_DASHED_RULE, "P50, P80");
    return p;
}

/* --- the timeline --------------------------------------------------------------------------- */

static int earlier_first(const void *left, const void *right, const void *context)
{
    const struct forecast_task *a = *(const struct forecast_task *const *)left;
    const struct forecast_task *b = *(const struct forecast_task *const *)right;

    (void)context;
    return (a->start_p50 > b->start_p50) - (a->start_p50 < b->start_p50);
}

static int driving_first(const void *left, const void *right, const void *context)
{
    const struct forecast_task *a = *(const struct forecast_task *const *)left;
    const struct forecast_task *b = *(const struct forecast_task *const *)right;

    (void)context;
    return (a->criticality_any_ppm < b->criticality_any_ppm) -
           (a->criticality_any_ppm > b->criticality_any_ppm);
}

static struct picture_task bar_of(const struct report_input *in, const struct forecast_task *task)
{
    const struct object *o = forecast_plan(in)->objects[task->object];
    const bool point = o->kind == KIND_milestone;
    struct picture_task t = {.label = o->id, .title = title_beside(o),
                             .start = point ? task->p50 : task->start_p50,
                             .p10 = task->p10, .p50 = task->p50, .p90 = task->p90,
                             .baseline_start = PICTURE_NONE, .baseline_finish = PICTURE_NONE,
                             .weight_ppm = task->criticality_any_ppm, .is_point = point};

    if (o->kind == KIND_task && task_get_baseline(o) && task_get_baseline(o)->count > 0) {
        const struct object *b = task_get_baseline(o)->items[0];

        if (baseline_get_start(b) && baseline_get_finish(b)) {
            t.baseline_start = baseline_get_start(b)->instant;
            t.baseline_finish = baseline_get_finish(b)->instant;
        }
    }
    t.said[0] = say_iso(in, t.start);
    t.said[1] = say_iso(in, finish_day(t.p10));
    t.said[2] = say_iso(in, finish_day(t.p50));
    t.said[3] = say_iso(in, finish_day(t.p90));
    return t;
}

static void add_timeline_keys(struct picture *p, const struct picture_task *bars, size_t count,
                              bool promised)
{
    bool driving = false, other = false, point = false, held = false;

    for (size_t i = 0; i < count; i++) {
        driving = driving || (!bars[i].is_point && bars[i].weight_ppm >= DRIVES_PPM);
        other = other || (!bars[i].is_point && bars[i].weight_ppm < DRIVES_PPM);
        point = point || bars[i].is_point;
        held = held || bars[i].baseline_start != PICTURE_NONE;
    }
    if (driving)
        picture_key(p, KEY_BAR, INK_FORECAST, "to P50, drives often");
    if (other)
        picture_key(p, KEY_SOFT_BAR, INK_SOFT, "to P50, other work");
    picture_key(p, KEY_WHISKER, INK_DIM, "P10 to P90");
    if (point)
        picture_key(p, KEY_DIAMOND, INK_PROMISE, "milestone");
    if (held)
        picture_key(p, KEY_THIN, INK_GHOST, "baseline");
    if (promised)
        picture_key(p, KEY_DASHED_RULE, INK_PROMISE, "promised");
}

const struct picture *picture_of_timeline(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    const struct forecast_task **open =
        ARENA_ARRAY(in->owner, const struct forecast_task *, f->task_count + 1);
    struct picture_frame frame = {.owner = in->owner};
    struct picture_rule rules[RANGES_MOST];
    int64_t from = CIVIL_NONE, to = CIVIL_NONE;
    struct picture_task *bars;
    uint32_t count = 0, driving = 0, shown;
    size_t rule_count = 0;
    struct picture *drawn;

    for (uint32_t i = 0; i < f->task_count; i++) {
        const struct object *o = p->objects[f->tasks[i].object];

        if ((o->kind == KIND_task || o->kind == KIND_milestone) && !object_is_withheld(o) &&
            f->tasks[i].p90 > in->plan->as_of)
            open[count++] = &f->tasks[i];
    }
    if (count == 0)
        return NULL;
    sort_stable(open, count, sizeof(open[0]), driving_first, NULL, in->owner);
    shown = count < TASKS_MOST ? count : TASKS_MOST;
    sort_stable(open, shown, sizeof(open[0]), earlier_first, NULL, in->owner);
    bars = ARENA_ARRAY(in->owner, struct picture_task, shown);
    for (uint32_t i = 0; i < shown; i++) {
        bars[i] = bar_of(in, open[i]);
        driving += open[i]->criticality_any_ppm >= DRIVES_PPM;
        widen(&from, &to, bars[i].start);
        widen(&from, &to, bars[i].p90);
    }
    for (uint32_t i = 0; i < f->commitment_count && rule_count < RANGES_MOST; i++) {
        const int64_t date = f->commitments[i].date;
        uint32_t same = 0, before = 0;

        widen(&from, &to, date);
        for (uint32_t k = 0; k < f->commitment_count; k++) {
            same += f->commitments[k].date == date;
            before += k < i && f->commitments[k].date == date;
        }
        if (before == 0)            /* promises of one date are one line */
            rules[rule_count++] = (struct picture_rule){
                date, same == 1 ? p->objects[f->commitments[i].object]->id
                                : say_count(in, same, "promise", "promises"), INK_PROMISE};
    }
    frame.title = STR("What is open, and when it really runs.");
    frame.sentence = str_format(
        in->owner, "%.*s of %u open, from %.*s to %.*s at P90; %u of them drive%s %s in at "
                   "least 20 %% of simulations.",
        STR_ARG(say_count(in, shown, "item", "items")), count, STR_ARG(say_day(in, from)),
        STR_ARG(say_day(in, finish_day(to))), driving, driving == 1 ? "s" : "",
        f->commitment_count > 0 ? "a promise" : "the end");
    picture_axis(in, &frame, from, to);
    drawn = picture_timeline(&frame, bars, shown, rules, rule_count);
    add_timeline_keys(drawn, bars, shown, f->commitment_count > 0);
    return drawn;
}

/* --- causes, why, decisions ----------------------------------------------------------------- */

/* What a risk's mitigation is said to cost. */
static int64_t mitigation_cost(const struct object *o)
{
    const struct objects *list = o->kind == KIND_risk ? risk_get_mitigation(o) : NULL;
    const int64_t *cost =
        list && list->count > 0 ? mitigation_get_cost(list->items[0]) : NULL;

    return cost ? *cost : PICTURE_NONE;
}

/* Of a hand-off there may be two causes: when it is given, and when it is accepted. */
static struct str title_of_cause(const struct report_input *in,
                                 const struct forecast_sensitivity *s)
{
    const struct str title = title_beside(forecast_plan(in)->objects[s->object]);
    const char *what = s->is_delivery ? "delivery" : "acceptance";

    if (s->kind != SENSITIVITY_HANDOFF)
        return title;
    return title.len == 0 ? str_of(what)
                          : str_format(in->owner, "%s of %.*s", what, STR_ARG(title));
}

const struct picture *picture_of_causes(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = forecast_plan(in);
    struct picture_bar bars[CAUSES_MOST];
    struct picture_frame frame = {.owner = in->owner};
    bool priced = false, work = false, other = false;
    struct picture *drawn;
    size_t count = 0;

    for (uint32_t i = 0; i < f->sensitivity_count && count < CAUSES_MOST; i++) {
        const struct forecast_sensitivity *s = &f->sensitivity[i];

        if (s->p80_s <= 0)
            break;
        bars[count] = (struct picture_bar){
            .label = p->objects[s->object]->id, .title = title_of_cause(in, s), .value = s->p80_s,
            .second = mitigation_cost(p->objects[s->object]), .said = say_days(in, s->p80_s),
            .ink = s->kind == SENSITIVITY_TASK ? INK_FORECAST : INK_ACTION};
        work = work || s->kind == SENSITIVITY_TASK;
        other = other || s->kind != SENSITIVITY_TASK;
        if (bars[count].second != PICTURE_NONE) {
            bars[count].said_second = say_money(in, bars[count].second);
            priced = true;
        }
        count++;
    }
    if (count == 0)
        return NULL;
    frame.title = str_format(in->owner, "What holds %.*s.",
                             STR_ARG(say_target(in, &f->targets[f->sensitivity[0].target])));
    frame.sentence = str_format(
        in->owner, "P80 comes %.*s earlier without %.*s: the most that one cause holds.",
        STR_ARG(bars[0].said), STR_ARG(picture_quoted(in, p->objects[f->sensitivity[0].object])));
    drawn = picture_bars(&frame, "causes", bars, count, "days of P80",
                         priced ? "mitigation costs" : NULL);
    if (work)
        picture_key(drawn, KEY_BAR, INK_FORECAST, "work");
    if (other)
        picture_key(drawn, KEY_BAR, INK_ACTION, "a risk, hand-off, decision or common cause");
    if (priced)
        picture_key(drawn, KEY_SOFT_BAR, INK_GHOST, "what its mitigation costs");
    return drawn;
}

static struct str calendar_days(const struct report_input *in, int64_t seconds)
{
    const int64_t tenths = seconds >= 0 ? (seconds * 10 + CIVIL_DAY_S / 2) / CIVIL_DAY_S
                                        : -((-seconds * 10 + CIVIL_DAY_S / 2) / CIVIL_DAY_S);
    const int64_t size = tenths < 0 ? -tenths : tenths;

    return str_format(in->owner, "%s%lld.%lld d", tenths > 0 ? "+" : tenths < 0 ? "-" : "",
                      (long long)(size / 10), (long long)(size % 10));
}

static int64_t size_of(int64_t value)
{
    return value < 0 ? -value : value;
}

/* The first edit of a change that may be shown; the data date only where it is all that moved. */
static struct str change_label(const struct report_input *in, const struct change *c)
{
    const struct str as_of = STR("program.as_of");
    struct str first = {NULL, 0};
    size_t others = 0;

    for (size_t i = 0; i < c->edits->count; i++) {
        const struct edit_line edit = change_line(c, i, in->owner);

        if (!shows_edit(in, &edit) || (first.len > 0 && str_equal(edit.address, as_of)))
            continue;
        others += first.len > 0 && !str_equal(first, as_of);
        first = first.len == 0 || str_equal(first, as_of) ? edit.address : first;
    }
    return first.len == 0 ? STR("a change")
           : others == 0  ? first
                          : str_format(in->owner, "%.*s +%zu", STR_ARG(first), others);
}

static struct str label_of(const struct report_input *in, const struct why_line *line)
{
    switch (line->kind) {
    case WHY_ENGINE:
        return STR("the engine");
    case WHY_DEFAULTS:
        return STR("defaults");
    case WHY_OUTSIDE_VIEW:
        return STR("the outside view");
    case WHY_RUNS:
        return STR("number of simulations");
    case WHY_TIME:
        return STR("time passed");
    case WHY_TEAM:
    case WHY_TASK:
        return line->team.len > 0 ? str_format(in->owner, "time: %.*s", STR_ARG(line->team))
                                  : STR("time: no team");
    case WHY_CHANGE:
        return change_label(in, line->change);
    case WHY_WITHHELD:
        return STR(WITHHELD_NAME);
    case WHY_EDITS:
        break;
    }
    return edit_line_of(in->why->before, &in->why->changes.items[line->edits[0]], in->owner)
        .address;
}

const struct picture *picture_of_why(const struct report_input *in)
{
    const struct why *why = in->why;
    const struct why_target *t =
        why && why->target_count > 0 ? &why->targets[0] : NULL;
    struct picture_frame frame = {.owner = in->owner};
    struct picture_step *steps;
    struct picture *p;
    size_t count = 0;

    for (uint32_t i = 0; why && i < why->target_count; i++)   /* what moved most */
        if (size_of(why->targets[i].after - why->targets[i].before) >
            size_of(t->after - t->before))
            t = &why->targets[i];
    if (!t || t->before == CIVIL_NONE || t->after == CIVIL_NONE)
        return NULL;
    steps = ARENA_ARRAY(in->owner, struct picture_step, why->line_count + 1);
    for (uint32_t i = 0; i < why->line_count; i++) {
        const struct why_line *line = &why->lines[i];
        const int64_t value = t->effects[i].in_order_s;

        if (value == 0)
            continue;
        steps[count].label = label_of(in, line);
        steps[count].title = line->kind == WHY_EDITS || line->kind == WHY_CHANGE
                                 ? title_at(in, steps[count].label) : STR("");
        steps[count].value = value;
        steps[count++].said = calendar_days(in, value);
    }
    if (t->interaction.in_order_s != 0)
        steps[count++] = (struct picture_step){
            .label = STR("interaction"), .value = t->interaction.in_order_s,
            .said = calendar_days(in, t->interaction.in_order_s)};
    frame.title = str_format(in->owner, "Why %.*s moved.",
                             STR_ARG(picture_called(in, t->id)));
    frame.sentence = str_format(
        in->owner, "P80 went from %.*s to %.*s (%.*s) in %.*s that add up.",
        STR_ARG(say_day(in, finish_day(t->before))), STR_ARG(say_day(in, finish_day(t->after))),
        STR_ARG(calendar_days(in, t->after - t->before)),
        STR_ARG(say_count(in, count, "step", "steps")));
    p = picture_waterfall(&frame, t->before, t->after, iso_of(in->owner, t->before),
                          iso_of(in->owner, t->after), steps, count);
    for (int sign = 1; sign >= -1; sign -= 2)
        for (size_t i = 0; i < count; i++)
            if (sign * steps[i].value > 0) {
                picture_key(p, KEY_BAR, sign > 0 ? INK_ACTION : INK_GOOD,
                            sign > 0 ? "later" : "earlier");
                break;
            }
    return p;
}

const struct picture *picture_of_decisions(const struct report_input *in)
{
    const struct plan *p = forecast_plan(in);
    struct picture_bar bars[DECISIONS_MOST];
    const struct object *first = NULL;
    struct picture_frame frame = {.owner = in->owner};
    size_t count = 0, late = 0;

    for (uint32_t i = 0; i < in->decide_by_count && count < DECISIONS_MOST; i++) {
        const struct decide_by *d = &in->decide_by[i];
        const int64_t left = d->last_moment == CIVIL_NONE ? 0 : d->last_moment - in->plan->as_of;

        if (d->last_moment == CIVIL_NONE || object_is_withheld(p->objects[d->decision]))
            continue;
        first = count == 0 ? p->objects[d->decision] : first;
        late += d->is_late;
        bars[count++] = (struct picture_bar){
            .label = p->objects[d->decision]->id, .title = title_beside(p->objects[d->decision]),
            .value = left > 0 ? left : 0,
            .second = PICTURE_NONE,
            .said = str_format(in->owner, "%s%.*s", d->is_late ? "too late: " : "by ",
                               STR_ARG(say_iso(in, d->last_moment))),
            .ink = d->is_late ? INK_BAD : INK_ACTION};
    }
    if (count == 0)
        return NULL;
    frame.title = STR("Decisions, by the time that is left.");
    frame.sentence = str_format(in->owner, "%.*s open with a last moment, %zu of them late; the "
                                           "first is %.*s.",
                                STR_ARG(say_count(in, count, "decision is", "decisions are")), late,
                                STR_ARG(picture_quoted(in, first)));
    return picture_bars(&frame, "decisions", bars, count, "last moment", NULL);
}

/* --- the chain ------------------------------------------------------------------------------ */

const struct picture *picture_of_chain(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct network *n = f->network;
    const struct plan *p = n->plan;
    struct picture_node nodes[PICTURE_CHAIN_MOST];
    struct picture *drawn;
    struct picture_frame frame = {.owner = in->owner};
    const struct forecast_task *best[PICTURE_CHAIN_MOST];
    size_t count = 0;

    /* The work that drives the main promise most often, at most as many as there is room for, in
     * the order of its dates. */
    for (uint32_t i = 0; i < f->task_count; i++) {
        const struct forecast_task *t = &f->tasks[i];
        size_t at;

        if (t->criticality_ppm < PPM / 4 || t->p90 <= in->plan->as_of ||
            object_is_withheld(p->objects[t->object]))
            continue;
        for (at = count; at > 0 && best[at - 1]->criticality_ppm < t->criticality_ppm; at--)
            if (at < PICTURE_CHAIN_MOST)
                best[at] = best[at - 1];
        if (at < PICTURE_CHAIN_MOST) {
            best[at] = t;
            count += count < PICTURE_CHAIN_MOST;
        }
    }
    if (count == 0 || f->main_target >= f->target_count)
        return NULL;
    sort_stable(best, count, sizeof(best[0]), earlier_first, NULL, in->owner);
    for (size_t i = 0; i < count; i++) {
        const struct object *o = p->objects[best[i]->object];
        const uint32_t team = best[i]->node == NODE_NONE ? OBJECT_NONE : n->team[best[i]->node];

        nodes[i] = (struct picture_node){
            o->id, team != OBJECT_NONE ? p->objects[team]->id : str_of(schema_kinds[o->kind].name),
            str_format(in->owner, "drives it in %.*s",
                       STR_ARG(say_share(in, best[i]->criticality_ppm))),
            best[i]->criticality_ppm >= PPM / 2 ? INK_ACTION : INK_FORECAST, title_beside(o)};
    }
    frame.title = str_format(in->owner, "What %.*s hangs on, in order of dates.",
                             STR_ARG(say_target(in, &f->targets[f->main_target])));
    frame.sentence = str_format(in->owner,
                                "%.*s in at least 25 %% of simulations, from %.*s to %.*s.",
                                STR_ARG(say_count(in, count, "step drives it",
                                                  "steps drive it")),
                                STR_ARG(picture_quoted(in, p->objects[best[0]->object])),
                                STR_ARG(picture_quoted(in, p->objects[best[count - 1]->object])));
    drawn = picture_chain(&frame, nodes, count);
    for (size_t i = 0; i < count; i++)
        if (nodes[i].ink == INK_ACTION) {
            picture_key(drawn, KEY_BAR, INK_ACTION, "in half of the simulations or more");
            break;
        }
    return drawn;
}

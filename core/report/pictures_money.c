/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures of money: spending by month, date and cost together. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/engine/budget.h"
#include "core/report/pictures.h"

enum { PPM = 1000000, UP_TICKS = 5, TICKS_MOST = 16 };

/* Round amounts from..to, in words. */
static size_t money_ticks(const struct report_input *in, int64_t from, int64_t to,
                          struct axis_tick *ret)
{
    const int64_t step = scale_step(to - from, UP_TICKS);
    size_t count = 0;

    for (int64_t at = from / step * step; at <= to && count < TICKS_MOST; at += step)
        if (at >= from)
            ret[count++] = (struct axis_tick){at, say_money(in, at)};
    return count;
}

/* --- spending ------------------------------------------------------------------------------- */

/* Entries of the ledger up to the data date, in the order of their days, then what is spent. */
static size_t add_ledger(const struct report_input *in, struct picture_moment *moments)
{
    const struct object *budget = budget_of(in->plan);
    const struct day_amounts *ledger = budget ? guardrail_get_spent_by(budget) : NULL;
    int64_t last = INT64_MIN;
    size_t count = 0;

    for (size_t n = 0; ledger && n < ledger->count; n++) {
        const struct day_amount *next = NULL;

        for (size_t i = 0; i < ledger->count; i++)
            if (ledger->items[i].from_day > last &&
                (!next || ledger->items[i].from_day < next->from_day))
                next = &ledger->items[i];
        if (!next || (next->from_day + 1) * CIVIL_DAY_S > in->plan->as_of)
            break;
        last = next->from_day;
        moments[count++] = (struct picture_moment){
            .at = (last + 1) * CIVIL_DAY_S, .low = PICTURE_NONE, .middle = PICTURE_NONE,
            .high = PICTURE_NONE, .real = budget_minor(next)};
        moments[count - 1].said[0] = say_iso(in, last * CIVIL_DAY_S);
        moments[count - 1].said[3] = say_money(in, budget_minor(next));
    }
    return count;
}

/* The first month by whose end a quantile is over the limit; CIVIL_NONE: never. */
static int64_t crossing(const struct forecast_cost *cost, bool high)
{
    for (uint32_t i = 0; cost->limit != INT64_MIN && i < cost->spend_count; i++)
        if ((high ? cost->spend[i].p90 : cost->spend[i].p50) > cost->limit)
            return cost->spend[i].at;
    return CIVIL_NONE;
}

static struct str sentence_of_burn(const struct report_input *in)
{
    const struct forecast_cost *cost = &in->forecast->cost;
    const int64_t likely = crossing(cost, false), early = crossing(cost, true);
    struct text t;

    text_init(&t, in->owner);
    text_addf(&t, "%.*s is spent; at completion %.*s at P50, %.*s to %.*s from P10 to P90",
              STR_ARG(say_money(in, cost->spent)), STR_ARG(say_money(in, cost->p50)),
              STR_ARG(say_money(in, cost->p10)), STR_ARG(say_money(in, cost->p90)));
    if (cost->limit == INT64_MIN) {
        text_add(&t, STR("; no limit is stated."));
        return text_str(&t);
    }
    text_addf(&t, "; the limit of %.*s holds in %.*s of simulations",
              STR_ARG(say_money(in, cost->limit)), STR_ARG(say_chance(in, cost->within_ppm)));
    if (likely != CIVIL_NONE)
        text_addf(&t, ", and half of the simulations are past it by %.*s",
                  STR_ARG(say_day(in, finish_day(likely))));
    else if (early != CIVIL_NONE)
        text_addf(&t, ", and one simulation in ten is past it by %.*s",
                  STR_ARG(say_day(in, finish_day(early))));
    text_add_char(&t, '.');
    return text_str(&t);
}

const struct picture *picture_of_burn(const struct report_input *in)
{
    const struct forecast_cost *cost = &in->forecast->cost;
    const struct object *budget = budget_of(in->plan);
    const struct day_amounts *ledger = budget ? guardrail_get_spent_by(budget) : NULL;
    struct picture_moment *moments =
        ARENA_ARRAY(in->owner, struct picture_moment,
                    cost->spend_count + (ledger ? ledger->count : 0) + 2);
    struct picture_frame frame = {.owner = in->owner, .title = STR("Spent, and what it will be.")};
    struct axis_tick ticks[TICKS_MOST];
    struct picture *p;
    int64_t top = cost->limit == INT64_MIN ? 0 : cost->limit;
    size_t count;

    if (!cost->known || cost->spend_count == 0)
        return NULL;
    count = add_ledger(in, moments);
    moments[count] = (struct picture_moment){.at = in->plan->as_of, .low = cost->spent,
                                             .middle = cost->spent, .high = cost->spent,
                                             .real = cost->spent};
    moments[count].said[0] = say_iso(in, in->plan->as_of);
    moments[count].said[1] = moments[count].said[3] = say_money(in, cost->spent);
    count++;
    for (uint32_t i = 0; i < cost->spend_count; i++) {
        const struct forecast_spend *s = &cost->spend[i];

        moments[count] = (struct picture_moment){.at = s->at, .low = s->p10, .middle = s->p50,
                                                 .high = s->p90, .real = PICTURE_NONE};
        moments[count].said[0] = say_iso(in, finish_day(s->at));
        moments[count].said[1] = say_money(in, s->p50);
        moments[count].said[2] = str_format(in->owner, "%.*s to %.*s",
                                            STR_ARG(say_money(in, s->p10)),
                                            STR_ARG(say_money(in, s->p90)));
        top = s->p90 > top ? s->p90 : top;
        count++;
    }
    frame.sentence = sentence_of_burn(in);
    picture_axis(in, &frame, moments[0].at, moments[count - 1].at);
    top += top / 12 + 1;
    p = picture_band(&frame, "burn", moments, count,
                        cost->limit == INT64_MIN ? PICTURE_NONE : cost->limit,
                        cost->limit == INT64_MIN
                            ? STR("")
                            : str_format(in->owner, "limit %.*s",
                                         STR_ARG(say_money(in, cost->limit))),
                        false, ticks, money_ticks(in, 0, top, ticks), 0, top);
    picture_key(p, KEY_LINE, INK_PROMISE, "spent");
    picture_key(p, KEY_LINE, INK_FORECAST, "P50");
    picture_key(p, KEY_BAND, INK_HEAT_2, "P10 to P90");
    if (cost->limit != INT64_MIN)
        picture_key(p, KEY_ACROSS, INK_PROMISE, "the limit");
    return p;
}

/* --- date and cost together ------------------------------------------------------------------- */

static int32_t part_of(int64_t value, int64_t from, int64_t to)
{
    const double part = (double)(value - from) / (double)(to - from);

    return part <= 0 ? 0 : part >= 1 ? PPM : (int32_t)(part * PPM + 0.5);
}

static struct axis_tick *squared(const struct report_input *in, const struct axis_tick *ticks,
                                 size_t count, int64_t from, int64_t to)
{
    struct axis_tick *made = ARENA_ARRAY(in->owner, struct axis_tick, count + 1);

    for (size_t i = 0; i < count; i++)
        made[i] = (struct axis_tick){part_of(ticks[i].at, from, to), ticks[i].label};
    return made;
}

static void find_bounds(const struct forecast_cost *cost, int64_t date, int64_t *from, int64_t *to,
                        int64_t *low, int64_t *high)
{
    *from = *to = date;
    *low = *high = cost->limit;
    for (uint32_t i = 0; i < cost->outcome_count; i++) {
        const struct forecast_outcome *o = &cost->outcomes[i];

        *from = o->finish < *from ? o->finish : *from;
        *to = o->finish > *to ? o->finish : *to;
        *low = o->cost < *low ? o->cost : *low;
        *high = o->cost > *high ? o->cost : *high;
    }
    *low -= (*high - *low) / 12 + 1;
    *high += (*high - *low) / 12 + 1;
}

const struct picture *picture_of_joint(const struct report_input *in)
{
    const struct forecast *f = in->forecast;
    const struct forecast_cost *cost = &f->cost;
    const struct forecast_commitment *c =
        f->main_commitment < f->commitment_count ? &f->commitments[f->main_commitment] : NULL;
    struct picture_frame frame = {.owner = in->owner}, dates = {.owner = in->owner};
    struct axis_tick ticks[TICKS_MOST];
    struct point *points;
    struct str shares[4], name;
    struct picture *p;
    int64_t from, to, low, high;
    size_t up_count;

    if (!c || !cost->known || cost->limit == INT64_MIN || cost->outcome_count == 0)
        return NULL;
    find_bounds(cost, c->date, &from, &to, &low, &high);
    picture_axis(in, &dates, from, to);
    points = ARENA_ARRAY(in->owner, struct point, cost->outcome_count);
    for (uint32_t i = 0; i < cost->outcome_count; i++)
        points[i] = (struct point){part_of(cost->outcomes[i].finish, dates.from, dates.to),
                                   part_of(cost->outcomes[i].cost, low, high)};
    for (int q = 0; q < 4; q++)
        shares[q] = say_chance(in, cost->quarter_ppm[q]);
    name = picture_quoted(in, forecast_plan(in)->objects[c->object]);
    frame.title = str_format(in->owner, "%.*s: date and cost together.", STR_ARG(name));
    frame.sentence = str_format(
        in->owner, "In time and within the limit of %.*s in %.*s of simulations; late and within "
                   "in %.*s, in time and over in %.*s, late and over in %.*s.",
        STR_ARG(say_money(in, cost->limit)), STR_ARG(shares[0]), STR_ARG(shares[1]),
        STR_ARG(shares[2]), STR_ARG(shares[3]));
    frame.ticks = squared(in, dates.ticks, dates.tick_count, dates.from, dates.to);
    frame.tick_count = dates.tick_count;
    up_count = money_ticks(in, low, high, ticks);
    p = picture_joint(&frame, points, cost->outcome_count,
                      part_of(c->date, dates.from, dates.to), part_of(cost->limit, low, high),
                      shares, STR("finish"), STR("cost"),
                      squared(in, ticks, up_count, low, high), up_count);
    picture_key(p, KEY_DOT, INK_SOFT, "a simulation");
    picture_key(p, KEY_RULE, INK_PROMISE, "promised");
    picture_key(p, KEY_ACROSS, INK_PROMISE, "the limit");
    return p;
}

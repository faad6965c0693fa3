/* SPDX-License-Identifier: Apache-2.0 */
/* What stops work now, since when, who clears it, and what a week more of it costs. */
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/decide/delay_cost.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static bool is_overdue(const struct report_input *in, const struct object *blocker)
{
    const struct when *by = blocker_get_by(blocker);

    return by && by->instant + CIVIL_DAY_S <= in->plan->as_of;
}

/* Open, and to be shown. */
static bool is_listed(const struct object *blocker)
{
    return !object_is_withheld(blocker) && !blocker_get_cleared(blocker);
}

/* What a week more costs the promise that loses most by it. */
struct price {
    bool known;
    const struct object *commitment;    /* NULL: no promise loses a day */
    int64_t late_s;                     /* working seconds of its P80 */
    int64_t cost_minor;                 /* INT64_MIN: nobody agreed a cost of delay */
};

static const struct forecast *forecast_with(const struct report_input *in, struct str blocker)
{
    for (size_t i = 0; i < in->variant_count; i++)
        if (str_equal(in->variants[i].name, blocker))
            return in->variants[i].forecast;
    return NULL;
}

/* By id: an audience may not see every promise, and the other plan has a risk more. */
static const struct forecast_commitment *same_in(const struct forecast *f, struct str id)
{
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (str_equal(f->network->plan->objects[f->commitments[i].object]->id, id))
            return f->commitments[i].target == UINT32_MAX ? NULL : &f->commitments[i];
    return NULL;
}

static void compare(const struct report_input *in, const struct forecast_commitment *before,
                    const struct forecast *with, struct price *price)
{
    const struct object *o = in->forecast->network->plan->objects[before->object];
    const struct object *shown = plan_find(in->plan, o->id);
    const struct object *cost = delay_cost_of(in->plan, shown);
    const struct forecast_commitment *after = same_in(with, o->id);
    int64_t from, to, late_s;

    if (before->target == UINT32_MAX || !after || !shown || object_is_withheld(shown))
        return;
    from = in->forecast->targets[before->target].at[2];
    to = with->targets[after->target].at[2];
    late_s = calendar_work(in->plan->calendar, from, to);
    if (late_s <= price->late_s)
        return;
    *price = (struct price){true, shown, late_s, INT64_MIN};
    if (cost)
        price->cost_minor = number_round(delay_cost_minor(cost, in->plan, before->date, to) -
                                         delay_cost_minor(cost, in->plan, before->date, from));
}

static struct price price_of(const struct report_input *in, const struct object *blocker)
{
    const struct forecast *with = forecast_with(in, blocker->id);
    struct price price = {with && in->forecast, NULL, 0, INT64_MIN};

    for (uint32_t i = 0; price.known && i < in->forecast->commitment_count; i++)
        compare(in, &in->forecast->commitments[i], with, &price);
    return price;
}

static void say_price_of(const struct report_input *in, const struct object *blocker,
                         struct document *d)
{
    const struct price price = price_of(in, blocker);
    struct line *line;

    if (!price.known)
        return;
    line = document_paragraph(d, 4, 11);
    line_add(line, TONE_DIM, STR("price  "));
    if (!price.commitment) {
        line_add(line, TONE_PLAIN, STR("a week more moves the P80 of no promise"));
        return;
    }
    line_addf(line, TONE_PLAIN, "a week more costs %.*s of the P80 of %.*s",
              STR_ARG(say_days(in, price.late_s)), STR_ARG(price.commitment->id));
    line_counts(line, &blocker->number, 1);
    if (price.cost_minor != INT64_MIN && price.cost_minor > 0)
        line_addf(line, TONE_PLAIN, ", %.*s at the agreed cost of delay",
                  STR_ARG(say_money(in, price.cost_minor)));
    line_counts(line, &blocker->number, 1);
}

static void say_blocker(const struct report_input *in, const struct object *o, struct document *d)
{
    const struct object *owner = plan_object(in->plan, blocker_get_owner(o));
    const struct refs *blocks = blocker_get_blocks(o);
    const struct when *since = blocker_get_since(o), *by = blocker_get_by(o);
    const struct str *next = blocker_get_next(o);
    struct line *line = document_paragraph(d, 0, 2);

    line_add(line, TONE_BAD, STR("■ "));
    line_add(line, TONE_STRONG, o->id);
    line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(object_title(o)));
    if (since) {
        const int64_t days = (in->plan->as_of - since->instant) / CIVIL_DAY_S;

        line_addf(document_right(d), TONE_DIM, "since %.*s (%.*s)",
                  STR_ARG(say_day(in, since->instant)),
                  STR_ARG(say_count(in, days > 0 ? (size_t)days : 0, "day", "days")));
        line_counts(document_right(d), &o->number, 1);
    }
    if (blocks && blocks->count > 0) {
        line = document_paragraph(d, 4, 11);
        line_add(line, TONE_DIM, STR("stops  "));
        for (size_t i = 0; i < blocks->count; i++)
            line_addf(line, TONE_PLAIN, "%s%.*s", i > 0 ? ", " : "",
                      STR_ARG(blocks->items[i].id));
    }
    line = document_paragraph(d, 4, 11);
    line_add(line, TONE_DIM, STR("next   "));
    line_add(line, next ? TONE_ACTION : TONE_BAD, next ? *next : STR("no next step is stated"));
    line_addf(line, owner ? TONE_PLAIN : TONE_BAD, " (%.*s%s%.*s%s)",
              STR_ARG(say_who(in->plan, owner)), by ? ", by " : "",
              STR_ARG(by ? say_date(in, by->instant) : STR("")),
              is_overdue(in, o) ? ": past" : "");
    line_counts(line, &o->number, 1);
    say_price_of(in, o, d);
}

static bool text(const struct report_input *in, struct document *out)
{
    bool any = false;

    say_masthead(in, out);
    document_blank(out);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++) {
        const struct object *o = plan_nth(in->plan, KIND_blocker, i);

        if (!is_listed(o))
            continue;
        say_blocker(in, o, out);
        any = true;
    }
    if (!any)
        line_add(document_paragraph(out, 0, 0), TONE_GOOD, STR("No blocker is open."));
    return true;
}

static void json_blocker(const struct report_input *in, const struct object *o, struct writer *w)
{
    const struct object *owner = plan_object(in->plan, blocker_get_owner(o));
    const struct refs *blocks = blocker_get_blocks(o);
    const struct when *since = blocker_get_since(o), *by = blocker_get_by(o);
    const struct str *next = blocker_get_next(o);
    const struct price price = price_of(in, o);

    writer_map_begin(w, false);
    writer_key_text(w, "id", o->id);
    writer_key_text(w, "title", object_title(o));
    writer_key(w, STR("blocks"));
    writer_list_begin(w, true);
    for (size_t i = 0; blocks && i < blocks->count; i++)
        writer_text(w, blocks->items[i].id);
    writer_list_end(w);
    json_id(w, "owner", in->plan, owner ? owner->number : OBJECT_NONE);
    json_date(in, w, "since", since ? since->instant : CIVIL_NONE);
    if (next)
        writer_key_text(w, "next", *next);
    else
        writer_key_null(w, "next");
    json_date(in, w, "by", by ? by->instant : CIVIL_NONE);
    writer_key_bool(w, "overdue", is_overdue(in, o));
    if (price.known)
        writer_key_fixed(w, "week_costs_days", working_milli_days(in, price.late_s), 3);
    else
        writer_key_null(w, "week_costs_days");
    json_id(w, "week_costs_promise", in->plan,
            price.commitment ? price.commitment->number : OBJECT_NONE);
    if (price.cost_minor != INT64_MIN)
        writer_key_fixed(w, "week_costs", price.cost_minor, 2);
    else
        writer_key_null(w, "week_costs");
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "blocked");
    writer_key(out, STR("blockers"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++)
        if (is_listed(plan_nth(in->plan, KIND_blocker, i)))
            json_blocker(in, plan_nth(in->plan, KIND_blocker, i), out);
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_blocked = {
    .name = "blocked",
    .title = "What stops work now",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};

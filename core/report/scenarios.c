/* SPDX-License-Identifier: Apache-2.0 */
/* The plan as it is beside the plan as it might be: every promise and the cost of each. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/changes.h"
#include "core/syntax/writer.h"

enum { P50 = 1, P80 = 2 };

/* One column of figures: as it is (0), or a scenario. */
struct side {
    struct str name;
    const struct forecast *forecast;
};

static size_t sides_of(const struct report_input *in, const struct side **ret)
{
    struct side *sides = ARENA_ARRAY(in->owner, struct side, in->variant_count + 1);
    size_t count = 0;

    sides[count++] = (struct side){STR("as it is"), in->forecast};
    for (size_t i = 0; i < in->variant_count; i++)
        if (in->variants[i].forecast)
            sides[count++] = (struct side){in->variants[i].name, in->variants[i].forecast};
    *ret = sides;
    return count;
}

static const struct forecast_commitment *promise_in(const struct forecast *f, struct str id)
{
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (str_equal(f->network->plan->objects[f->commitments[i].object]->id, id))
            return &f->commitments[i];
    return NULL;
}

/* By promise where something is promised, else by milestone. */
static const struct forecast_target *target_in(const struct forecast *f, struct str id,
                                               int32_t *ret_ppm)
{
    const struct forecast_commitment *c = promise_in(f, id);

    *ret_ppm = -1;
    if (c && c->target != UINT32_MAX) {
        *ret_ppm = c->probability_ppm;
        return &f->targets[c->target];
    }
    for (uint32_t i = 0; !c && i < f->target_count; i++)
        if (f->targets[i].node != NODE_NONE &&
            str_equal(f->network->plan->objects[f->targets[i].object]->id, id))
            return &f->targets[i];
    return NULL;
}

/* The ids that are compared: every promise of any side; without any, the milestones of the plan. */
static size_t ids_of(const struct report_input *in, const struct side *sides, size_t side_count,
                     const struct str **ret)
{
    size_t most = in->forecast->target_count + 1, count = 0;
    struct str *ids;

    for (size_t s = 0; s < side_count; s++)
        most += sides[s].forecast->commitment_count;
    ids = ARENA_ARRAY(in->owner, struct str, most);
    for (size_t s = 0; s < side_count; s++) {
        const struct forecast *f = sides[s].forecast;

        for (uint32_t i = 0; i < f->commitment_count; i++) {
            const struct str id = f->network->plan->objects[f->commitments[i].object]->id;
            size_t k = 0;

            while (k < count && !str_equal(ids[k], id))
                k++;
            if (k == count)
                ids[count++] = id;
        }
    }
    for (uint32_t i = 0; count == 0 && i < in->forecast->target_count; i++)
        if (in->forecast->targets[i].node != NODE_NONE)
            ids[count++] =
                in->forecast->network->plan->objects[in->forecast->targets[i].object]->id;
    *ret = ids;
    return count;
}

static void say_row(const struct report_input *in, const struct side *side,
                    const struct side *base, struct str id, bool first, struct table *table)
{
    int32_t ppm, was_ppm;
    const struct forecast_target *t = target_in(side->forecast, id, &ppm);
    const struct forecast_target *was = target_in(base->forecast, id, &was_ppm);
    struct line *cells = table_row(table, in->owner);

    if (first)
        line_add(&cells[0], TONE_STRONG, id);
    line_add(&cells[1], side == base ? TONE_DIM : TONE_PLAIN, side->name);
    if (!t) {
        line_add(&cells[2], TONE_DIM, STR("not there"));
        return;
    }
    if (ppm >= 0)
        line_add(&cells[2], verdict_of(ppm).tone, say_chance(in, ppm));
    line_add(&cells[3], TONE_FORECAST, say_iso(in, finish_day(t->at[P50])));
    line_add(&cells[4], TONE_FORECAST, say_iso(in, finish_day(t->at[P80])));
    if (was && side != base)
        line_add(&cells[5], t->at[P80] > was->at[P80]   ? TONE_BAD
                            : t->at[P80] < was->at[P80] ? TONE_GOOD
                                                        : TONE_DIM,
                 say_shift(in, was->at[P80], t->at[P80]));
}

static void say_promises(const struct report_input *in, const struct side *sides, size_t count,
                         struct document *d)
{
    const struct column columns[] = {left_column(NULL, true), left_column(NULL, true),
                                     right_column("likely"), left_column("P50", false),
                                     left_column("P80", false), right_column("moves")};
    const struct str *ids;
    const size_t id_count = ids_of(in, sides, count, &ids);
    struct table *table;

    document_blank(d);
    table = document_table(d, 0, columns, 6);
    for (size_t i = 0; i < id_count; i++)
        for (size_t s = 0; s < count; s++)
            say_row(in, &sides[s], &sides[0], ids[i], s == 0, table);
}

static void say_costs(const struct report_input *in, const struct side *sides, size_t count,
                      struct document *d)
{
    const struct column columns[] = {left_column(NULL, true), right_column("cost P50"),
                                     right_column("P80"), right_column("moves"),
                                     right_column("inside the limit"),
                                     right_column("all promises")};
    struct table *table;

    document_blank(d);
    table = document_table(d, 0, columns, 6);
    for (size_t s = 0; s < count; s++) {
        const struct forecast *f = sides[s].forecast;
        const struct forecast_cost *c = &f->cost, *was = &sides[0].forecast->cost;
        struct line *cells = table_row(table, in->owner);

        line_add(&cells[0], s == 0 ? TONE_DIM : TONE_PLAIN, sides[s].name);
        line_add(&cells[1], TONE_PLAIN, c->known ? say_money(in, c->p50) : STR("-"));
        line_add(&cells[2], TONE_PLAIN, c->known ? say_money(in, c->p80) : STR("-"));
        if (s > 0 && c->known && was->known)
            line_addf(&cells[3], c->p50 > was->p50 ? TONE_BAD : TONE_DIM, "%s%.*s",
                      c->p50 >= was->p50 ? "+" : "", STR_ARG(say_money(in, c->p50 - was->p50)));
        line_add(&cells[4], TONE_PLAIN,
                 c->known && c->limit != INT64_MIN ? say_share(in, c->within_ppm) : STR("-"));
        line_add(&cells[5], TONE_PLAIN,
                 f->joint_ppm >= 0 ? say_chance(in, f->joint_ppm) : STR("-"));
    }
}

/* What each is, and what became of those that do not fit. */
static void say_list(const struct report_input *in, struct document *d)
{
    document_blank(d);
    for (size_t i = 0; i < in->variant_count; i++) {
        const struct variant *v = &in->variants[i];
        struct line *line = document_paragraph(d, 0, 4);

        line_add(line, TONE_STRONG, v->name);
        if (v->plan && in->withheld == 0) {
            const struct edits edits = edit_diff(in->plan, v->plan, in->owner);

            line_addf(line, TONE_DIM, "  %zu edit%s", edits.count, edits.count == 1 ? "" : "s");
            if (edits.count == 0)
                line_add(line, TONE_DIM, STR(": the plan is so already"));
        }
        if (v->title.len > 0)
            line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(v->title));
        if (v->fault.len > 0)
            line_addf(line, TONE_BAD, "  cannot be simulated: %.*s", STR_ARG(v->fault));
    }
    if (in->variant_count == 0)
        line_addf(document_paragraph(d, 0, 2), TONE_PLAIN,
                  "No scenario is kept. To keep one: baton scenario %.*s NAME id.field=value",
                  STR_ARG(in->command));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct side *sides;
    size_t count;

    say_masthead(in, out);
    if (in->forecast && in->variant_count > 0) {
        count = sides_of(in, &sides);
        say_promises(in, sides, count, out);
        say_costs(in, sides, count, out);
    }
    say_list(in, out);
    if (in->forecast && in->variant_count > 0)
        line_addf(document_paragraph(out, 0, 2), TONE_DIM,
                  "%u iterations each, on the same random numbers; P80 moves in days of the "
                  "calendar", in->forecast->iterations);
    return true;
}

static void json_side(const struct report_input *in, struct writer *w, const struct side *sides,
                      size_t count, size_t nth)
{
    const struct forecast *f = sides[nth].forecast;
    const struct str *ids;
    const size_t id_count = ids_of(in, sides, count, &ids);

    writer_key(w, STR("finishes"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < id_count; i++) {
        int32_t ppm;
        const struct forecast_target *t = target_in(f, ids[i], &ppm);

        if (!t)
            continue;
        writer_map_begin(w, true);
        writer_key_text(w, "id", ids[i]);
        json_probability(w, "probability", ppm);
        json_instant(in, w, "p50", t->at[P50]);
        json_instant(in, w, "p80", t->at[P80]);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_probability(w, "joint_probability", f->joint_ppm);
    if (f->cost.known) {
        writer_key_fixed(w, "cost_p50", f->cost.p50, 2);
        writer_key_fixed(w, "cost_p80", f->cost.p80, 2);
    } else {
        writer_key_null(w, "cost_p50");
        writer_key_null(w, "cost_p80");
    }
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct side *sides = NULL;
    size_t count = 0, nth = 1;

    json_begin(in, w, "scenarios");
    if (in->forecast) {
        count = sides_of(in, &sides);
        writer_key_i64(w, "iterations", in->forecast->iterations);
        writer_key_i64(w, "seed", (int64_t)in->forecast->seed);
        writer_key(w, STR("as_it_is"));
        writer_map_begin(w, false);
        json_side(in, w, sides, count, 0);
        writer_map_end(w);
    }
    writer_key(w, STR("scenarios"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < in->variant_count; i++) {
        const struct variant *v = &in->variants[i];

        writer_map_begin(w, false);
        writer_key_text(w, "name", v->name);
        writer_key_text(w, "because", v->title.ptr ? v->title : STR(""));
        if (v->fault.len > 0)
            writer_key_text(w, "fault", v->fault);
        if (v->plan) {
            const struct edits edits = edit_diff(in->plan, v->plan, in->owner);

            writer_key(w, STR("edits"));
            edit_write(&edits, w);
        }
        if (in->forecast && v->forecast)
            json_side(in, w, sides, count, nth++);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_end(in, w);
    return true;
}

const struct report report_scenarios = {
    .name = "scenarios",
    .title = "What is beside what might be",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};

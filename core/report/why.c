/* SPDX-License-Identifier: Apache-2.0 */
/* Why a date moved: a line a change, in days that add up. */
#include "core/decide/why.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/defaults.h"
#include "core/report/causes.h"
#include "core/report/changes.h"
#include "core/syntax/tree.h"
#include "core/report/pictures.h"
#include "core/syntax/writer.h"

enum { QUIET_SHOWN = 6, POINT_PPM = 10000 };

static struct str points_text(const struct report_input *in, int64_t tenths)
{
    return say_tenths(in, tenths, "");
}

static enum tone tone_of_days(int64_t value)
{
    return value > 0 ? TONE_BAD : value < 0 ? TONE_GOOD : TONE_DIM;
}

/* --- one target ------------------------------------------------------------------------- */

struct account {
    const struct report_input *in;
    const struct why_target *target;
    struct table *table;
    struct printed alone, in_order, points, fair;
};

/* Whole tenths between which it fell, or with the error of what was sampled. */
static void say_range(const struct account *a, const struct why_effect *e, struct line *cell)
{
    const struct report_input *in = a->in;

    if (e->low_s != e->high_s)
        line_addf(cell, TONE_DIM, "%.*s…%.*s",
                  STR_ARG(say_tenths(in, printed_round(e->low_s, TENTH_S), "")),
                  STR_ARG(say_tenths(in, printed_round(e->high_s, TENTH_S), "")));
    if (e->error_s > 0)
        line_addf(cell, TONE_DIM, " ±%.*s",
                  STR_ARG(str_slice(say_tenths(in, printed_round(e->error_s, TENTH_S), ""), 1,
                                    20)));
}

/* The cells of a row, by the account that is asked for; the last is the caller's. By object: days
 * alone, in order. By log: days in order, alone. Over orders: the average, its range. */
static struct line *say_row(struct account *a, const struct why_effect *e)
{
    const struct report_input *in = a->in;
    const int64_t alone = printed_next(&a->alone, e->alone_s);
    const int64_t in_order = printed_next(&a->in_order, e->in_order_s);
    const int64_t fair = printed_next(&a->fair, e->fair_s);
    const int32_t ppm = in->why->fair ? e->fair_ppm : in->why->by_log ? e->in_order_ppm
                                                                      : e->alone_ppm;
    const int64_t first = in->why->fair ? fair : in->why->by_log ? in_order : alone;
    struct line *cells = table_row(a->table, in->owner);

    line_add(&cells[0], tone_of_days(first), say_tenths(in, first, "\xc2\xa0""d"));
    if (in->why->fair)
        say_range(a, e, &cells[1]);
    else
        line_add(&cells[1], TONE_DIM,
                 say_tenths(in, in->why->by_log ? alone : in_order, "\xc2\xa0""d"));
    if (a->target->promised)
        line_add(&cells[2], TONE_DIM, points_text(in, printed_next(&a->points, ppm)));
    return &cells[3];
}

static bool is_quiet(const struct why_effect *e)
{
    return e->alone_s == 0 && e->in_order_s == 0 && e->alone_ppm == 0 && e->in_order_ppm == 0 &&
           e->low_s == 0 && e->high_s == 0;
}

static uint32_t edits_on(const struct why_line *line)
{
    return line->kind == WHY_CHANGE ? line->change->edits->count : line->edit_count;
}

static struct str address_on(const struct why *why, const struct why_line *line, uint32_t nth)
{
    const struct node *item;

    if (line->kind != WHY_CHANGE)
        return why->changes.items[line->edits[nth]].address;
    for (item = line->change->edits->first; nth > 0; nth--)
        item = item->next;
    return item->name;
}

/* Edits of a difference are taken out where reports are narrowed; those of a log are asked here. */
static bool is_edit_shown(const struct report_input *in, const struct why_line *line, uint32_t nth)
{
    struct edit_line edit;

    if (line->kind != WHY_CHANGE)
        return true;
    edit = change_line(line->change, nth, in->owner);
    return shows_edit(in, &edit);
}

static uint32_t shown_on(const struct report_input *in, const struct why_line *line)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < edits_on(line); i++)
        count += is_edit_shown(in, line, i);
    return count;
}

static void say_quiet(const struct report_input *in, const struct why_target *t,
                      struct document *d)
{
    const struct why *why = in->why;
    uint32_t count = 0;
    struct line *line;

    for (uint32_t n = 0; n < why->line_count; n++)
        count += is_quiet(&t->effects[n]) ? shown_on(in, &why->lines[n]) : 0;
    if (count == 0)
        return;
    line = document_paragraph(d, 2, 2);
    line_addf(line, TONE_DIM, "exactly 0: %u other edit%s (", count, count == 1 ? "" : "s");
    count = 0;
    for (uint32_t n = 0; n < why->line_count; n++)
        for (uint32_t i = 0; is_quiet(&t->effects[n]) && i < edits_on(&why->lines[n]); i++) {
            if (!is_edit_shown(in, &why->lines[n], i))
                continue;
            if (count == QUIET_SHOWN && !in->everything)
                line_add(line, TONE_DIM, STR(", ..."));
            else if (count < QUIET_SHOWN || in->everything)
                line_addf(line, TONE_DIM, "%s%.*s", count > 0 ? ", " : "",
                          STR_ARG(address_on(why, &why->lines[n], i)));
            count++;
        }
    line_add(line, TONE_DIM, STR(")"));
}

static void say_head(const struct report_input *in, const struct why_target *t,
                     struct document *d)
{
    struct line *line = document_paragraph(d, 0, 2);
    const int64_t tenths = printed_round(t->after - t->before, TENTH_S);

    line_add(line, TONE_STRONG, t->id);
    line_addf(line, TONE_PLAIN, "  P80 %.*s → %.*s (",
              STR_ARG(say_iso(in, finish_day(t->before))),
              STR_ARG(say_iso(in, finish_day(t->after))));
    line_add(line, tone_of_days(tenths), say_tenths(in, tenths, "\xc2\xa0""d"));
    line_add(line, TONE_PLAIN, STR(")"));
    if (t->promised)
        line_addf(line, TONE_PLAIN, "; likely %.*s → %.*s",
                  STR_ARG(say_chance(in, t->before_ppm)), STR_ARG(say_chance(in, t->after_ppm)));
}

/* The program that the kept forecast was made with is this one, and says the same. */
static bool is_same_program(const struct report_input *in, const struct why_target *t)
{
    const struct why_kept *kept = in->why->kept;
    bool same = str_equal(kept->engine, str_of(in->version));

    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        same = same && kept->defaults[i] == defaults[i].micro;
    for (uint32_t n = 0; n < in->why->line_count; n++)
        same = same && (in->why->lines[n].kind > WHY_OUTSIDE_VIEW || is_quiet(&t->effects[n]));
    return same;
}

static void say_target_account(const struct report_input *in, const struct why_target *t,
                               struct document *d)
{
    const struct why *why = in->why;
    const struct column columns[] = {
        right_column(why->fair ? "average" : why->by_log ? "in order" : "alone"),
        right_column(why->fair ? "range" : why->by_log ? "alone" : "in order"),
        right_column(t->promised ? "points" : NULL), left_column(NULL, true)};
    const int64_t moves = t->after - t->before;
    const int32_t ppm = t->after_ppm - t->before_ppm;
    const struct why_effect total = {.alone_s = moves, .in_order_s = moves, .fair_s = moves,
                                     .alone_ppm = ppm, .in_order_ppm = ppm, .fair_ppm = ppm};
    struct account a = {.in = in, .target = t, .alone = {0, TENTH_S}, .in_order = {0, TENTH_S},
                        .fair = {0, TENTH_S}, .points = {0, POINT_PPM / 10}};

    document_blank(d);
    say_head(in, t, d);
    a.table = document_table(d, 2, columns, 4);
    for (uint32_t n = 0; n < in->why->line_count; n++) {
        const struct why_line *line = &in->why->lines[n];

        if (is_quiet(&t->effects[n]) &&
            (line->kind > WHY_OUTSIDE_VIEW || is_same_program(in, t)))
            continue;
        say_cause(in, line, say_row(&a, &t->effects[n]));
    }
    if (!why->kept || is_same_program(in, t))
        line_add(say_row(&a, &(struct why_effect){0}), TONE_PLAIN,
                 str_format(in->owner, "the engine, defaults, outside view: %s%s%s",
                            why->kept ? "" : "both plans by ", in->version,
                            why->kept ? " then and now" : ""));
    line_add(say_row(&a, &t->interaction), TONE_PLAIN,
             STR("interaction: what the changes do together, beyond each alone"));
    a.alone = a.in_order = a.fair = (struct printed){0, TENTH_S};
    a.points = (struct printed){0, POINT_PPM / 10};
    line_add(say_row(&a, &total), TONE_STRONG, STR("in all"));
    say_quiet(in, t, d);
}

/* --- the report ---------------------------------------------------------------------------- */

static bool is_wanted(const struct report_input *in, const struct why_target *t)
{
    return in->subject.len == 0 || str_equal(in->subject, t->id);
}

static bool find_wanted(const struct report_input *in)
{
    const struct why *why = in->why;
    struct str *names = ARENA_ARRAY(in->owner, struct str, why->target_count + 1), near;

    for (uint32_t i = 0; i < why->target_count; i++) {
        names[i] = why->targets[i].id;
        if (is_wanted(in, &why->targets[i]))
            return true;
    }
    if (in->subject.len == 0)
        return true;
    near = diag_nearest(in->subject, names, why->target_count);
    diag_error(in->out, "unknown-id", (struct place){0},
               "no promise that both plans make is named `%.*s`", STR_ARG(in->subject));
    if (near.len > 0)
        diag_hint(in->out, "did you mean `%.*s`?", STR_ARG(near));
    return false;
}

static bool is_still(const struct report_input *in, const struct why_target *t)
{
    bool still = t->after == t->before && t->after_ppm == t->before_ppm;

    for (uint32_t n = 0; n < in->why->line_count; n++)
        still = still && is_quiet(&t->effects[n]);
    return still && !in->everything && in->subject.len == 0;
}

/* What no change moves needs no account. */
static void say_still(const struct report_input *in, struct document *d)
{
    const struct why *why = in->why;
    struct line *line = NULL;

    for (uint32_t i = 0; i < why->target_count; i++) {
        if (!is_still(in, &why->targets[i]))
            continue;
        if (!line) {
            document_blank(d);
            line = document_paragraph(d, 0, 2);
            line_add(line, TONE_PLAIN, STR("not moved, by any change: "));
        } else {
            line_add(line, TONE_PLAIN, STR(", "));
        }
        line_add(line, TONE_STRONG, why->targets[i].id);
    }
}

/* A week without an edit is told as such. */
static void say_no_edit(const struct why *why, struct line *line)
{
    bool edits = false, time = false;

    for (uint32_t n = 0; n < why->line_count; n++) {
        const struct why_line *on = &why->lines[n];

        for (uint32_t i = 0; on->kind >= WHY_EDITS && i < edits_on(on); i++)
            edits = edits || !str_equal(address_on(why, on, i), STR("program.as_of"));
        edits = edits || on->kind == WHY_WITHHELD;
        time = time || on->kind == WHY_TIME;
    }
    if (!edits && !time)
        line_add(line, TONE_DIM, STR(" Nothing was changed and no day passed."));
    else if (!edits)
        line_addf(line, TONE_DIM, " Nothing was changed in these %lld days: all of it is time%s.",
                  (long long)((why->after->as_of - why->before->as_of) / CIVIL_DAY_S),
                  why->kept ? " or the program" : "");
}

static void say_method(const struct report_input *in, struct line *line)
{
    const struct why *why = in->why;

    if (why->fair && why->orders > 0)
        line_addf(line, TONE_DIM, "average: what a change adds, over %u sampled orders of the "
                  "changes (±: half the 95 %% interval); range: the least and the most seen. ",
                  why->orders);
    else if (why->fair)
        line_add(line, TONE_DIM, STR("average: what a change adds, over all orders of the changes "
                                     "(every subset simulated); range: the least and the most. "));
    else
        line_addf(line, TONE_DIM, "alone: the change by itself made to the earlier plan; in order: "
                  "on top of those above it, %s. ", why->by_log ? "in time" : "by object");
    line_addf(line, TONE_DIM, "Days of the calendar at P80, points of probability (%s). Every "
              "step: %u iterations on the same random numbers, seed %llu.",
              why->fair ? "average" : why->by_log ? "in order" : "alone", why->iterations,
              (unsigned long long)why->seed);
    if (why->kept)
        line_addf(line, TONE_DIM, " It begins with the forecast that was kept for %.*s.",
                  STR_ARG(str_slice(why->kept->at, 0, 10)));
    if (why->kept_unfit)
        line_add(line, TONE_DIM, STR(" The forecast kept then is passed over: it was asked with "
                                     "other capacity."));
    say_no_edit(why, line);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct why *why = in->why;

    if (!find_wanted(in))
        return false;
    say_masthead(in, out);
    if (why->target_count == 0)
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("Nothing is promised in both plans, so there is no movement to explain."));
    for (uint32_t i = 0; i < why->target_count; i++)
        if (is_wanted(in, &why->targets[i]) && !is_still(in, &why->targets[i]))
            say_target_account(in, &why->targets[i], out);
    if (in->pictures)
        say_picture(out, picture_of_why(in));
    say_still(in, out);
    document_blank(out);
    say_method(in, document_paragraph(out, 0, 2));
    return true;
}

static void json_effect(const struct report_input *in, struct writer *w,
                        const struct why_target *t, const struct why_effect *e)
{
    writer_key_i64(w, "alone_seconds", e->alone_s);
    writer_key_i64(w, "in_order_seconds", e->in_order_s);
    if (in->why->fair) {
        writer_key_i64(w, "average_seconds", e->fair_s);
        writer_key_i64(w, "least_seconds", e->low_s);
        writer_key_i64(w, "most_seconds", e->high_s);
        writer_key_i64(w, "error_seconds", e->error_s);
    }
    if (!t->promised)
        return;
    if (in->why->fair)
        writer_key_fixed(w, "average_probability", e->fair_ppm, 6);
    writer_key_fixed(w, "alone_probability", e->alone_ppm, 6);
    writer_key_fixed(w, "in_order_probability", e->in_order_ppm, 6);
}

static const char *const cause_names[] = {
    [WHY_ENGINE] = "engine", [WHY_DEFAULTS] = "defaults", [WHY_OUTSIDE_VIEW] = "outside-view",
    [WHY_RUNS] = "runs", [WHY_TIME] = "time", [WHY_TEAM] = "team", [WHY_TASK] = "task",
    [WHY_EDITS] = "edits", [WHY_CHANGE] = "edits", [WHY_WITHHELD] = "withheld"};

/* As in the log: with something withheld beside it, a reason may well speak of that. */
static bool is_reason_shown(const struct report_input *in, const struct why_line *line)
{
    return shown_on(in, line) == edits_on(line) && !names_withheld(in, line->change->why);
}

static void json_line(const struct report_input *in, struct writer *w,
                      const struct why_target *t, uint32_t n)
{
    const struct why_line *line = &in->why->lines[n];

    writer_map_begin(w, true);
    writer_key_text(w, "cause", str_of(cause_names[line->kind]));
    if (line->kind == WHY_TEAM)
        writer_key_text(w, "team", line->team);
    if (line->kind == WHY_TASK)
        writer_key_text(w, "task", line->team);
    if (line->kind == WHY_CHANGE) {
        writer_key_i64(w, "change", line->change->seq);
        writer_key_text(w, "id", line->change->id);
        writer_key_text(w, "at", line->change->at);
        if (in->who)
            writer_key_text(w, "by", line->change->by);
        writer_key_text(w, "reason", is_reason_shown(in, line) ? line->change->why : STR(""));
    }
    json_effect(in, w, t, &t->effects[n]);
    writer_key(w, STR("edits"));
    writer_list_begin(w, true);
    for (uint32_t i = 0; i < edits_on(line); i++)
        if (is_edit_shown(in, line, i))
            writer_text(w, address_on(in->why, line, i));
    writer_list_end(w);
    writer_map_end(w);
}

static void json_target(const struct report_input *in, struct writer *w,
                        const struct why_target *t)
{
    const struct why_effect none = {0};

    writer_map_begin(w, false);
    writer_key_text(w, "id", t->id);
    json_instant(in, w, "p80_before", t->before);
    json_instant(in, w, "p80_after", t->after);
    writer_key_i64(w, "moves_seconds", t->after - t->before);
    json_probability(w, "probability_before", t->before_ppm);
    json_probability(w, "probability_after", t->after_ppm);
    writer_key(w, STR("lines"));
    writer_list_begin(w, false);
    for (uint32_t n = 0; n < in->why->line_count; n++)
        json_line(in, w, t, n);
    for (int cause = WHY_ENGINE; !in->why->kept && cause <= WHY_OUTSIDE_VIEW; cause++) {
        writer_map_begin(w, true);
        writer_key_text(w, "cause", str_of(cause_names[cause]));
        json_effect(in, w, t, &none);
        writer_map_end(w);
    }
    writer_map_begin(w, true);
    writer_key_text(w, "cause", STR("interaction"));
    json_effect(in, w, t, &t->interaction);
    writer_map_end(w);
    writer_list_end(w);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct why *why = in->why;

    if (!find_wanted(in))
        return false;
    json_begin(in, w, "why");
    json_changes(in, w);
    writer_key_i64(w, "iterations", why->iterations);
    writer_key_i64(w, "seed", (int64_t)why->seed);
    writer_key_text(w, "order", why->by_log ? STR("time") : STR("object"));
    if (why->fair)
        writer_key_i64(w, "sampled_orders", why->orders);
    writer_key(w, STR("targets"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < why->target_count; i++)
        if (is_wanted(in, &why->targets[i]))
            json_target(in, w, &why->targets[i]);
    writer_list_end(w);
    json_end(in, w);
    return true;
}

const struct report report_why = {
    .name = "why",
    .title = "Why a date moved, in days that add up",
    .needs = REPORT_OTHER | REPORT_WHY,
    .narrows = true,
    .text = text,
    .json = json,
};

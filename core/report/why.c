/* SPDX-License-Identifier: Apache-2.0 */
/* Why a date moved: a line a change, in days that add up. */
#include "core/decide/why.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/changes.h"
#include "core/report/pictures.h"
#include "core/syntax/writer.h"

enum { EDITS_SHOWN = 3, QUIET_SHOWN = 6, TENTH_S = 8640, POINT_PPM = 10000 };

/* Tenths of a calendar day (or points) of parts that are printed one under the other: each is
 * what the rounded sum grows by, so that the printed parts add up to the printed sum. */
struct printed {
    int64_t sum, unit;
};

static int64_t rounded(int64_t value, int64_t unit)
{
    return value >= 0 ? (value + unit / 2) / unit : -((-value + unit / 2) / unit);
}

static int64_t next_part(struct printed *p, int64_t value)
{
    const int64_t before = rounded(p->sum, p->unit);

    p->sum += value;
    return rounded(p->sum, p->unit) - before;
}

static struct str tenths_text(const struct report_input *in, int64_t tenths, const char *unit)
{
    const int64_t size = tenths < 0 ? -tenths : tenths;

    return str_format(in->owner, "%s%lld.%lld%s", tenths > 0 ? "+" : tenths < 0 ? "-" : "±",
                      (long long)(size / 10), (long long)(size % 10), unit);
}

static struct str points_text(const struct report_input *in, int64_t tenths)
{
    return tenths_text(in, tenths, "");
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
    struct printed alone, in_order, points;
};

/* The cells of a row: days alone, days in order, points alone; the last is the caller's. */
static struct line *say_row(struct account *a, const struct why_effect *e)
{
    const struct report_input *in = a->in;
    const int64_t alone = next_part(&a->alone, e->alone_s);
    const int64_t in_order = next_part(&a->in_order, e->in_order_s);
    struct line *cells = table_row(a->table, in->owner);

    line_add(&cells[0], tone_of_days(alone), tenths_text(in, alone, "\xc2\xa0""d"));
    line_add(&cells[1], TONE_DIM, tenths_text(in, in_order, "\xc2\xa0""d"));
    if (a->target->promised)
        line_add(&cells[2], TONE_DIM, points_text(in, next_part(&a->points, e->alone_ppm)));
    return &cells[3];
}

static bool is_quiet(const struct why_effect *e)
{
    return e->alone_s == 0 && e->in_order_s == 0 && e->alone_ppm == 0 && e->in_order_ppm == 0;
}

static void say_edits(const struct report_input *in, const struct why_line *line,
                      struct line *cell)
{
    const struct why *why = in->why;
    uint32_t shown = line->edit_count < EDITS_SHOWN || in->everything ? line->edit_count
                                                                      : EDITS_SHOWN;

    for (uint32_t i = 0; i < shown; i++) {
        if (i > 0)
            line_add(cell, TONE_PLAIN, STR("; "));
        say_change(in, &why->changes.items[line->edits[i]], cell);
    }
    if (shown < line->edit_count)
        line_addf(cell, TONE_DIM, "; and %u more with it (--all)", line->edit_count - shown);
}

static void say_time(const struct report_input *in, struct line *cell)
{
    const struct plan *a = in->why->before, *b = in->why->after;

    line_addf(cell, TONE_PLAIN, "time passed, the plan as it was: data date %.*s → %.*s",
              STR_ARG(say_iso(in, a->as_of)), STR_ARG(say_iso(in, b->as_of)));
}

static void say_quiet(const struct report_input *in, const struct why_target *t,
                      struct document *d)
{
    const struct why *why = in->why;
    uint32_t count = 0;
    struct line *line;

    for (uint32_t n = 0; n < why->line_count; n++)
        count += is_quiet(&t->effects[n]) ? why->lines[n].edit_count : 0;
    if (count == 0)
        return;
    line = document_paragraph(d, 2, 2);
    line_addf(line, TONE_DIM, "exactly 0: %u other edit%s (", count, count == 1 ? "" : "s");
    count = 0;
    for (uint32_t n = 0; n < why->line_count; n++)
        for (uint32_t i = 0; is_quiet(&t->effects[n]) && i < why->lines[n].edit_count; i++) {
            const struct edit *e = &why->changes.items[why->lines[n].edits[i]];

            if (count == QUIET_SHOWN && !in->everything)
                line_add(line, TONE_DIM, STR(", ..."));
            else if (count < QUIET_SHOWN || in->everything)
                line_addf(line, TONE_DIM, "%s%.*s", count > 0 ? ", " : "", STR_ARG(e->address));
            count++;
        }
    line_add(line, TONE_DIM, STR(")"));
}

static void say_head(const struct report_input *in, const struct why_target *t,
                     struct document *d)
{
    struct line *line = document_paragraph(d, 0, 2);
    const int64_t tenths = rounded(t->after - t->before, TENTH_S);

    line_add(line, TONE_STRONG, t->id);
    line_addf(line, TONE_PLAIN, "  P80 %.*s → %.*s (",
              STR_ARG(say_iso(in, finish_day(t->before))),
              STR_ARG(say_iso(in, finish_day(t->after))));
    line_add(line, tone_of_days(tenths), tenths_text(in, tenths, "\xc2\xa0""d"));
    line_add(line, TONE_PLAIN, STR(")"));
    if (t->promised)
        line_addf(line, TONE_PLAIN, "; likely %.*s → %.*s",
                  STR_ARG(say_chance(in, t->before_ppm)), STR_ARG(say_chance(in, t->after_ppm)));
}

static void say_target_account(const struct report_input *in, const struct why_target *t,
                               struct document *d)
{
    const struct column columns[] = {right_column("alone"), right_column("in order"),
                                     right_column(t->promised ? "points" : NULL),
                                     left_column(NULL, true)};
    const struct why_effect total = {t->after - t->before, t->after - t->before,
                                     t->after_ppm - t->before_ppm, t->after_ppm - t->before_ppm};
    struct account a = {.in = in, .target = t, .alone = {0, TENTH_S}, .in_order = {0, TENTH_S},
                        .points = {0, POINT_PPM / 10}};

    document_blank(d);
    say_head(in, t, d);
    a.table = document_table(d, 2, columns, 4);
    for (uint32_t n = 0; n < in->why->line_count; n++) {
        const struct why_line *line = &in->why->lines[n];

        if (is_quiet(&t->effects[n]))
            continue;
        if (line->kind == WHY_TIME)
            say_time(in, say_row(&a, &t->effects[n]));
        else
            say_edits(in, line, say_row(&a, &t->effects[n]));
    }
    line_add(say_row(&a, &(struct why_effect){0}), TONE_PLAIN,
             str_format(in->owner, "the engine: both plans simulated by %s", in->version));
    line_add(say_row(&a, &t->interaction), TONE_PLAIN,
             STR("interaction: what the changes do together, beyond each alone"));
    a.alone = a.in_order = (struct printed){0, TENTH_S};
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
    line_addf(document_paragraph(out, 0, 2), TONE_DIM,
              "alone: the change by itself made to the earlier plan; in order: on top of those "
              "above it, by object. Days of the calendar at P80, points of probability (alone). "
              "Every step: %u iterations on the same random numbers, seed %llu.",
              why->iterations, (unsigned long long)why->seed);
    return true;
}

static void json_effect(struct writer *w, const struct why_target *t, const struct why_effect *e)
{
    writer_key_i64(w, "alone_seconds", e->alone_s);
    writer_key_i64(w, "in_order_seconds", e->in_order_s);
    if (!t->promised)
        return;
    writer_key_fixed(w, "alone_probability", e->alone_ppm, 6);
    writer_key_fixed(w, "in_order_probability", e->in_order_ppm, 6);
}

static void json_line(const struct report_input *in, struct writer *w,
                      const struct why_target *t, uint32_t n)
{
    const struct why_line *line = &in->why->lines[n];

    writer_map_begin(w, true);
    writer_key_text(w, "cause", line->kind == WHY_TIME ? STR("time") : STR("edits"));
    json_effect(w, t, &t->effects[n]);
    writer_key(w, STR("edits"));
    writer_list_begin(w, true);
    for (uint32_t i = 0; i < line->edit_count; i++)
        writer_text(w, in->why->changes.items[line->edits[i]].address);
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
    writer_map_begin(w, true);
    writer_key_text(w, "cause", STR("engine"));
    json_effect(w, t, &none);
    writer_map_end(w);
    writer_map_begin(w, true);
    writer_key_text(w, "cause", STR("interaction"));
    json_effect(w, t, &t->interaction);
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
    writer_key(w, STR("targets"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < why->target_count; i++)
        if (is_wanted(in, &why->targets[i]))
            json_target(in, w, &why->targets[i]);
    writer_list_end(w);
    json_end(w);
    return true;
}

const struct report report_why = {
    .name = "why",
    .title = "Why a date moved, in days that add up",
    .needs = REPORT_OTHER | REPORT_WHY,
    .text = text,
    .json = json,
};

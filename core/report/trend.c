/* SPDX-License-Identifier: Apache-2.0 */
/* The milestone trend: what was forecast, against the day on which it was. Flat is steady, rising
 * slips, and a line that rises as steeply as the diagonal never arrives. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/csv_write.h"
#include "core/report/believed.h"
#include "core/report/kept_read.h"
#include "core/report/pictures.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { SHOWN = 16, UP_TICKS = 8 };

static struct str shift_text(const struct report_input *in, int64_t from, int64_t to)
{
    const int64_t days = (finish_day(to) - finish_day(from)) / CIVIL_DAY_S;

    return str_format(in->owner, "%s%lld\xc2\xa0""d", days > 0 ? "+" : days == 0 ? "±" : "",
                      (long long)days);
}

static enum tone tone_of_shift(int64_t from, int64_t to)
{
    return to > from ? TONE_BAD : to < from ? TONE_GOOD : TONE_DIM;
}

/* A trend of many is read from as many as a page holds, the first and the last among them. */
static bool is_in_sample(const struct report_input *in, const struct kept_series *s, uint32_t i)
{
    const uint32_t last = s->count - 1;

    if (in->everything || s->count <= SHOWN || i == last)
        return true;
    return i == 0 || (uint64_t)i * (SHOWN - 1) / last != (uint64_t)(i - 1) * (SHOWN - 1) / last;
}

/* --- words ------------------------------------------------------------------------------------ */

/* "P80 moved +15 d in the 7 d between the first forecast and the last": what the line does. */
static void say_slope(const struct report_input *in, const struct kept_series *s, struct line *line)
{
    const struct kept_moment *first = &s->moments[0], *last = &s->moments[s->count - 1];
    const int64_t passed = (last->as_of - first->as_of) / CIVIL_DAY_S;
    const int64_t moved = (finish_day(last->p80) - finish_day(first->p80)) / CIVIL_DAY_S;
    unsigned later = 0, sooner = 0;

    for (uint32_t i = 1; i < s->count; i++) {
        later += s->moments[i].p80 > s->moments[i - 1].p80;
        sooner += s->moments[i].p80 < s->moments[i - 1].p80;
    }
    line_add(line, TONE_PLAIN, STR("P80 moved "));
    line_add(line, tone_of_shift(first->p80, last->p80), shift_text(in, first->p80, last->p80));
    line_addf(line, TONE_PLAIN, " in %lld days (later %u times, sooner %u)", (long long)passed,
              later, sooner);
    if (moved >= passed && passed > 0)
        line_add(line, TONE_BAD, STR(": it moves away as fast as time passes"));
    line_add(line, TONE_PLAIN, STR("."));
}

static void say_head(const struct report_input *in, const struct kept_series *s,
                     struct document *d)
{
    const struct kept_moment *last = &s->moments[s->count - 1];
    struct line *line = document_paragraph(d, 0, 2);

    line_add(line, TONE_STRONG, s->id);
    if (last->date != CIVIL_NONE)
        line_addf(line, TONE_PLAIN, "  promised %.*s", STR_ARG(say_iso(in, last->date)));
    line_addf(line, TONE_FORECAST, "  P80 %.*s", STR_ARG(say_iso(in, finish_day(last->p80))));
    if (s->promised)
        line_addf(line, verdict_of(last->ppm).tone, "  %.*s likely",
                  STR_ARG(say_chance(in, last->ppm)));
    line = document_paragraph(d, 2, 2);
    if (s->count == 1)
        line_add(line, TONE_DIM, STR("One forecast only: the next one starts the trend."));
    else
        say_slope(in, s, line);
    say_belief_of(in, s->id, 2, d);
}

/* --- the chart in text: time runs down, the forecast across ----------------------------------- */

static void widen(int64_t *from, int64_t *to, int64_t at)
{
    if (at == CIVIL_NONE)
        return;
    *from = *from == CIVIL_NONE || at < *from ? at : *from;
    *to = *to == CIVIL_NONE || at > *to ? at : *to;
}

static void find_span(const struct kept_series *s, int64_t *ret_from, int64_t *ret_to)
{
    *ret_from = *ret_to = CIVIL_NONE;
    for (uint32_t i = 0; i < s->count; i++) {
        widen(ret_from, ret_to, s->moments[i].p10);
        widen(ret_from, ret_to, s->moments[i].p50);
        widen(ret_from, ret_to, s->moments[i].p80);
        widen(ret_from, ret_to, s->moments[i].p90);
        widen(ret_from, ret_to, s->moments[i].date);
    }
}

static void say_chart(const struct report_input *in, const struct kept_series *s,
                      struct document *d)
{
    struct ranges *ranges;
    int64_t from, to;

    find_span(s, &from, &to);
    ranges = document_ranges(d, 2, from - 3 * CIVIL_DAY_S, to + 3 * CIVIL_DAY_S);
    ranges->legend = line_new(in->owner);
    line_add(ranges->legend, TONE_DIM,
             s->promised ? STR("P10 ├●┤ P90  ┆ promised") : STR("P10 ├●┤ P90"));
    ranges_months(in, ranges);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct kept_moment *m = &s->moments[i];
        struct line *label;

        if (!is_in_sample(in, s, i))
            continue;
        label = line_new(in->owner);
        line_add(label, TONE_PLAIN, say_iso(in, m->as_of));
        ranges_add(ranges, in->owner,
                   (struct range){.label = label, .low = m->p10, .middle = m->p50, .high = m->p90,
                                  .mark = m->date, .tone = s->promised ? verdict_of(m->ppm).tone
                                                                       : TONE_FORECAST});
    }
}

static void say_table(const struct report_input *in, const struct kept_series *s,
                      struct document *d)
{
    const struct column columns[] = {
        left_column("reported", false), left_column(s->promised ? "promised" : NULL, false),
        right_column(s->promised ? "likely" : NULL), left_column("P50", false),
        right_column("moves"), left_column("P80", false), right_column("moves"),
        left_column(NULL, false)};
    struct table *table = document_table(d, 0, columns, 8);
    const struct kept_moment *before = NULL;
    uint32_t left = 0;

    for (uint32_t i = 0; i < s->count; i++) {
        const struct kept_moment *m = &s->moments[i];
        struct line *cells;

        if (!is_in_sample(in, s, i)) {
            left++;
            continue;
        }
        cells = table_row(table, in->owner);
        line_add(&cells[0], TONE_PLAIN, say_iso(in, m->as_of));
        if (s->promised) {
            line_add(&cells[1], before && before->date != m->date ? TONE_WARN : TONE_DIM,
                     m->date == CIVIL_NONE ? STR("-") : say_iso(in, m->date));
            line_add(&cells[2], verdict_of(m->ppm).tone,
                     m->ppm < 0 ? STR("-") : say_chance(in, m->ppm));
        }
        line_add(&cells[3], TONE_FORECAST, say_iso(in, finish_day(m->p50)));
        line_add(&cells[5], TONE_FORECAST, say_iso(in, finish_day(m->p80)));
        if (before) {
            line_add(&cells[4], tone_of_shift(before->p50, m->p50),
                     shift_text(in, before->p50, m->p50));
            line_add(&cells[6], tone_of_shift(before->p80, m->p80),
                     shift_text(in, before->p80, m->p80));
            if (before->date != m->date && s->promised)
                line_add(&cells[7], TONE_WARN, STR("new date"));
            else if (!str_equal(before->engine, m->engine))
                line_add(&cells[7], TONE_DIM, STR("engine"));
        }
        before = m;
    }
    if (left > 0)
        line_addf(document_paragraph(d, 2, 4), TONE_DIM,
                  "%u forecasts between them are not shown (--all)", left);
}

/* --- the picture ------------------------------------------------------------------------------ */

static const struct picture *draw(const struct report_input *in, const struct kept_series *s)
{
    const struct kept_moment *last = &s->moments[s->count - 1];
    struct picture_moment *moments = ARENA_ARRAY(in->owner, struct picture_moment, s->count + 1);
    struct picture_frame across = {.owner = in->owner}, up = {.owner = in->owner};
    struct picture *p;
    int64_t from, to;

    if (s->count < 2)
        return NULL;
    find_span(s, &from, &to);
    picture_axis(in, &across, s->moments[0].as_of, last->as_of);
    picture_axis(in, &up, from, to);
    while (up.tick_count > UP_TICKS) {              /* every other one, from the first */
        struct axis_tick *ticks = ARENA_ARRAY(in->owner, struct axis_tick, up.tick_count);
        size_t count = 0;

        for (size_t i = 0; i < up.tick_count; i += 2)
            ticks[count++] = up.ticks[i];
        up.ticks = ticks;
        up.tick_count = count;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        const struct kept_moment *m = &s->moments[i];

        moments[i] = (struct picture_moment){.at = m->as_of, .low = m->p50, .middle = m->p50,
                                             .high = m->p80, .real = PICTURE_NONE};
        moments[i].said[0] = say_iso(in, m->as_of);
        moments[i].said[1] = say_iso(in, finish_day(m->p50));
        moments[i].said[2] = str_format(in->owner, "to P80 %.*s",
                                        STR_ARG(say_iso(in, finish_day(m->p80))));
        moments[i].said[3] = STR("");
    }
    across.title = str_format(in->owner, "How the forecast of %.*s moved.",
                              STR_ARG(picture_called(in, s->id)));
    across.sentence = str_format(
        in->owner, "P80 went from %.*s (said on %.*s) to %.*s (said on %.*s).",
        STR_ARG(say_day(in, finish_day(s->moments[0].p80))),
        STR_ARG(say_day(in, s->moments[0].as_of)), STR_ARG(say_day(in, finish_day(last->p80))),
        STR_ARG(say_day(in, last->as_of)));
    p = picture_band(&across, "trend", moments, s->count,
                        last->date == CIVIL_NONE ? PICTURE_NONE : last->date,
                        last->date == CIVIL_NONE
                            ? STR("")
                            : str_format(in->owner, "promised %.*s",
                                         STR_ARG(say_iso(in, last->date))),
                        true, up.ticks, up.tick_count, up.from, up.to);
    picture_key(p, KEY_LINE, INK_FORECAST, "P50, by the day it was said");
    picture_key(p, KEY_BAND, INK_HEAT_2, "up to P80");
    if (last->date != CIVIL_NONE)
        picture_key(p, KEY_ACROSS, INK_PROMISE, "promised");
    if (across.to > up.from && across.from < up.to)
        picture_key(p, KEY_DASHED_LINE, INK_GHOST, "the day itself: reached");
    return p;
}

/* Of the first promise that has one. */
const struct picture *picture_of_trend(const struct report_input *in)
{
    const struct kept_series *series;
    const uint32_t count = kept_read(in, &series);

    for (uint32_t i = 0; i < count; i++)
        if (series[i].promised && series[i].count > 1)
            return draw(in, &series[i]);
    return NULL;
}

/* --- the report ------------------------------------------------------------------------------- */

static bool is_wanted(const struct report_input *in, const struct kept_series *s, bool promises)
{
    if (s->count == 0)
        return false;
    if (in->subject.len > 0)
        return str_equal(in->subject, s->id);
    /* The end of everything is asked for by the program's id. */
    return s->promised == promises && !str_equal(s->id, in->plan->program->id);
}

static bool find_wanted(const struct report_input *in, const struct kept_series **ret_series,
                        uint32_t *ret_count, bool *ret_promises)
{
    struct str *names, near;
    uint32_t shown = 0;

    *ret_count = kept_read(in, ret_series);
    names = ARENA_ARRAY(in->owner, struct str, *ret_count + 1);
    *ret_promises = *ret_count > 0 && (*ret_series)[0].promised;
    for (uint32_t i = 0; i < *ret_count; i++) {
        names[i] = (*ret_series)[i].id;
        shown += is_wanted(in, &(*ret_series)[i], *ret_promises);
    }
    if (shown > 0 || in->subject.len == 0)
        return true;
    near = diag_nearest(in->subject, names, *ret_count);
    diag_error(in->out, "unknown-id", (struct place){0},
               "no kept forecast says anything of `%.*s`", STR_ARG(in->subject));
    if (near.len > 0)
        diag_hint(in->out, "did you mean `%.*s`?", STR_ARG(near));
    return false;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct kept_series *series;
    uint32_t count, said = 0;
    bool promises;

    if (!find_wanted(in, &series, &count, &promises))
        return false;
    say_masthead(in, out);
    for (uint32_t i = 0; i < count; i++) {
        const struct kept_series *s = &series[i];

        if (!is_wanted(in, s, promises) || (said > 0 && str_equal(s->id, in->subject)))
            continue;
        said++;
        document_blank(out);
        say_head(in, s, out);
        if (in->pictures)
            say_picture(out, draw(in, s));
        else
            say_chart(in, s, out);
        say_table(in, s, out);
    }
    document_blank(out);
    if (said == 0)
        line_add(document_paragraph(out, 0, 2), TONE_PLAIN,
                 STR("No forecast is kept yet: `baton brief` and `baton forecast --keep` keep one, "
                     "and --every DAYS computes those of the past."));
    else
        line_add(document_paragraph(out, 0, 2), TONE_DIM,
                 STR("reported: the data date of the plan that was forecast; of several on one day "
                     "the last. new date: promised anew. engine: simulated by another Baton than "
                     "the one before. Days of the calendar."));
    return true;
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct kept_series *series;
    uint32_t count;
    bool promises;

    if (!find_wanted(in, &series, &count, &promises))
        return false;
    json_begin(in, w, "trend");
    writer_key(w, STR("series"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_wanted(in, &series[i], promises))
            continue;
        writer_map_begin(w, false);
        writer_key_text(w, "id", series[i].id);
        writer_key_bool(w, "promised", series[i].promised);
        json_believed(in, w, series[i].id);
        writer_key(w, STR("forecasts"));
        writer_list_begin(w, false);
        for (uint32_t k = 0; k < series[i].count; k++) {
            const struct kept_moment *m = &series[i].moments[k];

            writer_map_begin(w, true);
            json_date(in, w, "as_of", m->as_of);
            json_date(in, w, "date", m->date);
            json_probability(w, "probability", m->ppm);
            json_instant(in, w, "p10", m->p10);
            json_instant(in, w, "p50", m->p50);
            json_instant(in, w, "p80", m->p80);
            json_instant(in, w, "p90", m->p90);
            writer_key_text(w, "engine", m->engine);
            writer_key_i64(w, "seq", m->seq);
            writer_map_end(w);
        }
        writer_list_end(w);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_end(in, w);
    return true;
}

static struct str date_cell(const struct report_input *in, int64_t at)
{
    return at == CIVIL_NONE ? STR("") : say_iso(in, at);
}

static bool csv(const struct report_input *in, struct text *out)
{
    static const struct str heads[] = {
        {"id", 2}, {"reported", 8}, {"promised", 8}, {"probability", 11}, {"p10", 3}, {"p50", 3},
        {"p80", 3}, {"p90", 3}, {"seq", 3}};
    const struct kept_series *series;
    uint32_t count;
    bool promises;

    if (!find_wanted(in, &series, &count, &promises))
        return false;
    csv_row(out, heads, 9);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; is_wanted(in, &series[i], promises) && k < series[i].count; k++) {
            const struct kept_moment *m = &series[i].moments[k];
            struct text share;

            text_init(&share, in->owner);
            if (m->ppm >= 0)
                text_add_fixed(&share, m->ppm, 6, 0);
            csv_row(out,
                    (const struct str[]){
                        series[i].id, say_iso(in, m->as_of), date_cell(in, m->date),
                        text_str(&share), date_cell(in, finish_day(m->p10)),
                        date_cell(in, finish_day(m->p50)), date_cell(in, finish_day(m->p80)),
                        date_cell(in, finish_day(m->p90)),
                        str_format(in->owner, "%lld", (long long)m->seq)},
                    9);
        }
    return true;
}

const struct report report_trend = {
    .name = "trend",
    .title = "What was forecast, by the day on which it was",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
    .csv = csv,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/changed.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/causes.h"
#include "core/syntax/writer.h"

enum { CAUSES_SHOWN = 4, TARGETS_SHOWN = 4 };

static int largest_first(const void *left, const void *right, const void *context)
{
    const struct moved_by *a = left, *b = right;

    (void)context;
    return (a->size_s < b->size_s) - (a->size_s > b->size_s);
}

static bool moves_by(const struct why_effect *e)
{
    return e->in_order_s != 0 || e->in_order_ppm != 0;
}

static bool is_still(const struct why_target *t, uint32_t line_count)
{
    bool still = t->after == t->before && t->after_ppm == t->before_ppm;

    for (uint32_t n = 0; n < line_count; n++)
        still = still && !moves_by(&t->effects[n]);
    return still;
}

static bool is_shown(const struct report_input *in, const struct why_target *t)
{
    return shows_id(in, t->id);
}

uint32_t changed_by(const struct report_input *in, const struct why_target *t,
                    const struct moved_by **ret)
{
    struct moved_by *items = ARENA_ARRAY(in->owner, struct moved_by, in->why->line_count + 1);
    uint32_t count = 0;

    for (uint32_t n = 0; n < in->why->line_count; n++) {
        const int64_t s = t->effects[n].in_order_s;

        /* Other runs of the same are no news, unless they show. */
        if (in->why->lines[n].kind == WHY_RUNS && printed_round(s, TENTH_S) == 0)
            continue;
        if (moves_by(&t->effects[n]))
            items[count++] = (struct moved_by){n, s < 0 ? -s : s};
    }
    sort_stable(items, count, sizeof(items[0]), largest_first, NULL, in->owner);
    *ret = items;
    return count;
}

static enum tone tone_of_days(int64_t value)
{
    return value > 0 ? TONE_BAD : value < 0 ? TONE_GOOD : TONE_DIM;
}

/* What a claim of a target says; no predicate: there is none. */
static void add_cited(const struct report_input *in, struct line *line, enum tone tone,
                      const struct why_target *t, const char *predicate, struct str words)
{
    if (*predicate)
        line_cite(line, tone,
                  str_format(in->owner, "%.*s.%s", STR_ARG(t->id), predicate), words);
    else
        line_add(line, tone, words);
}

static void say_head(const struct report_input *in, const struct why_target *t,
                     struct document *d)
{
    struct line *line = document_paragraph(d, 2, 4);
    const int64_t tenths = printed_round(t->after - t->before, TENTH_S);

    add_cited(in, line, TONE_STRONG, t, "id", t->id);
    line_add(line, TONE_FORECAST, STR("  P80 "));
    add_cited(in, line, TONE_FORECAST, t, t->promised ? "p80.before" : "",
              say_iso(in, finish_day(t->before)));
    line_add(line, TONE_FORECAST, STR(" → "));
    add_cited(in, line, TONE_FORECAST, t, t->promised ? "p80" : "",
              say_iso(in, finish_day(t->after)));
    line_add(line, TONE_FORECAST, STR(" ("));
    add_cited(in, line, tone_of_days(tenths), t, "moved",
              say_tenths(in, tenths, "\xc2\xa0""d"));
    line_add(line, TONE_PLAIN, STR(")"));
    if (!t->promised)
        return;
    line_add(line, TONE_PLAIN, STR("; likely "));
    add_cited(in, line, TONE_PLAIN, t, "likely.before", say_chance(in, t->before_ppm));
    line_add(line, TONE_PLAIN, STR(" → "));
    add_cited(in, line, TONE_PLAIN, t, "likely", say_chance(in, t->after_ppm));
}

static void say_part(struct table *table, const struct report_input *in, struct printed *printed,
                     int64_t value, struct line **ret_cell)
{
    const int64_t tenths = printed_next(printed, value);
    struct line *cells = table_row(table, in->owner);

    line_add(&cells[0], tone_of_days(tenths), say_tenths(in, tenths, "\xc2\xa0""d"));
    *ret_cell = &cells[1];
}

/* What is left would print as nothing. */
static bool is_nothing(struct printed printed, int64_t left)
{
    return printed_next(&printed, left) == 0;
}

/* The largest by name, the others as one: together what it moved. */
static void say_causes(const struct report_input *in, const struct why_target *t,
                       struct document *d)
{
    const struct column columns[] = {right_column(NULL), left_column(NULL, true)};
    struct printed printed = {0, TENTH_S};
    const struct moved_by *causes;
    const uint32_t count = changed_by(in, t, &causes);
    const uint32_t shown = in->everything || count <= CAUSES_SHOWN + 1 ? count : CAUSES_SHOWN;
    int64_t left = t->after - t->before;
    struct table *table;
    struct line *cell;

    if (count == 0)
        return;
    table = document_table(d, 4, columns, 2);
    for (uint32_t i = 0; i < shown; i++) {
        const int64_t value = t->effects[causes[i].line].in_order_s;

        say_part(table, in, &printed, value, &cell);
        say_cause(in, &in->why->lines[causes[i].line], cell);
        left -= value;
    }
    if (shown == count && is_nothing(printed, left))
        return;
    say_part(table, in, &printed, left, &cell);
    if (shown < count)
        line_addf(cell, TONE_DIM, "%u smaller causes together (baton why, or --all)",
                  count - shown);
    else
        line_add(cell, TONE_DIM, STR("interaction: what they do together"));
}

void say_changed(const struct report_input *in, struct document *d)
{
    const struct why *why = in->why;
    struct line *still = NULL;
    uint32_t said = 0;

    if (in->since.len == 0)
        return;
    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("CHANGED"));
    line_addf(document_right(d), TONE_DIM, "since %.*s", STR_ARG(in->since));
    if (!why) {
        line_add(document_paragraph(d, 2, 4), TONE_PLAIN,
                 STR("No honest forecast was possible then, or is now, so no movement can be "
                     "told."));
        return;
    }
    for (uint32_t i = 0; i < why->target_count; i++) {
        const struct why_target *t = &why->targets[i];

        if (!is_shown(in, t) || is_still(t, why->line_count))
            continue;
        if (++said > TARGETS_SHOWN && !in->everything)
            continue;
        say_head(in, t, d);
        if (in->audience.len == 0)
            say_causes(in, t, d);
    }
    if (said > TARGETS_SHOWN && !in->everything)
        line_addf(document_paragraph(d, 2, 4), TONE_DIM, "and %u more that moved (--all)",
                  said - TARGETS_SHOWN);
    for (uint32_t i = 0; i < why->target_count; i++) {
        const struct why_target *t = &why->targets[i];

        if (!is_shown(in, t) || !is_still(t, why->line_count))
            continue;
        if (!still)
            still = document_paragraph(d, 2, 4);
        line_addf(still, TONE_DIM, "%s%.*s", still->count == 0 ? "not moved: " : ", ",
                  STR_ARG(t->id));
    }
    if (why->target_count == 0)
        line_add(document_paragraph(d, 2, 4), TONE_PLAIN,
                 STR("Nothing that was promised then is promised now."));
}

void json_changed(const struct report_input *in, struct writer *w)
{
    const struct why *why = in->why;

    if (in->since.len == 0)
        return;
    writer_key(w, STR("changed"));
    writer_map_begin(w, false);
    writer_key_text(w, "since", in->since);
    writer_key(w, STR("moved"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; why && i < why->target_count; i++) {
        const struct why_target *t = &why->targets[i];
        const struct moved_by *causes;
        uint32_t count;

        if (!is_shown(in, t))
            continue;
        count = in->audience.len == 0 ? changed_by(in, t, &causes) : 0;
        writer_map_begin(w, false);
        writer_key_text(w, "id", t->id);
        json_instant(in, w, "p80_before", t->before);
        json_instant(in, w, "p80_after", t->after);
        writer_key_i64(w, "moves_seconds", t->after - t->before);
        json_probability(w, "probability_before", t->before_ppm);
        json_probability(w, "probability_after", t->after_ppm);
        writer_key(w, STR("causes"));
        writer_list_begin(w, false);
        for (uint32_t k = 0; k < count; k++) {
            struct line *words = line_new(in->owner);
            struct text said;

            say_cause(in, &why->lines[causes[k].line], words);
            text_init(&said, in->owner);
            for (size_t n = 0; n < words->count; n++)
                text_add(&said, words->spans[n].text);
            writer_map_begin(w, true);
            writer_key_i64(w, "seconds", t->effects[causes[k].line].in_order_s);
            writer_key_text(w, "what", text_str(&said));
            writer_map_end(w);
        }
        writer_list_end(w);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_map_end(w);
}

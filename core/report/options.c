/* SPDX-License-Identifier: Apache-2.0 */
/* Every move that the plan states and nobody has made: what each buys the least likely promise. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/believed.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { POINT = 10000 };

static int by_gain(const void *a, const void *b, const void *context)
{
    const struct gain *x = *(const struct gain *const *)a, *y = *(const struct gain *const *)b;

    (void)context;
    if (x->on.likely_ppm[0] != y->on.likely_ppm[0])
        return x->on.likely_ppm[0] > y->on.likely_ppm[0] ? -1 : 1;
    return x->on.p80[0] < y->on.p80[0] ? -1 : x->on.p80[0] > y->on.p80[0];
}

/* Those that may be shown, the best first. */
static size_t moves_of(const struct report_input *in, const struct gain ***ret_moves)
{
    const struct gains *g = in->gains;
    const struct gain **moves = ARENA_ARRAY(in->owner, const struct gain *, g ? g->count + 1 : 1);
    size_t count = 0;

    for (uint32_t i = 0; g && i < g->count; i++)
        if (!object_is_withheld(in->plan->objects[g->items[i].object]))
            moves[count++] = &g->items[i];
    sort_stable(moves, count, sizeof(moves[0]), by_gain, NULL, in->owner);
    *ret_moves = moves;
    return count;
}

static struct str signed_days(const struct report_input *in, int64_t from, int64_t to)
{
    const int64_t s = calendar_work(in->plan->calendar, from, to);

    return str_format(in->owner, "%s%.*s", s > 0 ? "+" : "", STR_ARG(say_days(in, s)));
}

static void say_move(const struct report_input *in, const struct gain *m, struct table *table,
                     struct document *d)
{
    const struct gains *g = in->gains;
    const struct object *o = in->plan->objects[m->object];
    const long long points = ((long long)m->on.likely_ppm[0] - g->now.likely_ppm[0]) / POINT;
    struct line *cells = table_row(table, d->owner);

    line_add(&cells[0], TONE_STRONG, o->id);
    if (m->kind == GAIN_OPTION)
        line_addf(&cells[0], TONE_STRONG, ".%.*s", STR_ARG(m->option->id));
    line_addf(&cells[0], TONE_PLAIN, " %.*s%s",
              STR_ARG(m->kind == GAIN_OPTION ? object_title(m->option) : object_title(o)),
              m->kind == GAIN_OPTION ? m->assumed ? " (assumed already)" : "" : " (mitigate)");
    line_addf(&cells[1], points > 0 ? TONE_GOOD : TONE_PLAIN, "%.*s",
              STR_ARG(say_chance(in, m->on.likely_ppm[0])));
    line_addf(&cells[2], points > 0 ? TONE_GOOD : TONE_DIM, "%s%lld", points > 0 ? "+" : "",
              points);
    line_add(&cells[3], TONE_FORECAST, say_day(in, finish_day(m->on.p80[0])));
    line_add(&cells[4], TONE_PLAIN, signed_days(in, g->now.p80[0], m->on.p80[0]));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column("move", true), right_column("likely"),
                                     right_column("points"), left_column("P80", false),
                                     right_column("days")};
    const struct gains *g = in->gains;
    const struct gain **moves;
    const size_t count = moves_of(in, &moves);
    struct table *table;

    say_masthead(in, out);
    document_blank(out);
    if (count == 0) {
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("No open decision states an option with edits, and no open risk a "
                     "mitigation."));
        return true;
    }
    line_addf(document_paragraph(out, 0, 0), TONE_PLAIN,
              "%.*s is %.*s likely now, P80 %.*s. Alone, each of these would make it:",
              STR_ARG(g->promises[0]), STR_ARG(say_chance(in, g->now.likely_ppm[0])),
              STR_ARG(say_day(in, finish_day(g->now.p80[0]))));
    table = document_table(out, 0, columns, 5);
    for (size_t i = 0; i < count; i++)
        say_move(in, moves[i], table, out);
    if (g->together_count > 1 && g->together.likely_ppm[0] >= 0)
        line_addf(document_paragraph(out, 0, 2), TONE_STRONG,
                  "The best %u of them together: %.*s likely, P80 %.*s.", g->together_count,
                  STR_ARG(say_chance(in, g->together.likely_ppm[0])),
                  STR_ARG(say_day(in, finish_day(g->together.p80[0]))));
    say_belief_of(in, g->promises[0], 0, out);
    document_blank(out);
    line_addf(document_paragraph(out, 0, 2), TONE_DIM,
              "Options of open decisions and mitigations of open risks, each simulated in %u runs "
              "on the same random numbers. `baton decide` has costs, risks and last moments; "
              "`baton hit` also tries cuts, people and another order.", g->iterations);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct gains *g = in->gains;
    const struct gain **moves;
    const size_t count = moves_of(in, &moves);

    json_begin(in, out, "options");
    if (g)
        writer_key_text(out, "promise", g->promises[0]);
    else
        writer_key_null(out, "promise");
    json_probability(out, "likely", g ? g->now.likely_ppm[0] : -1);
    json_instant(in, out, "p80", g ? g->now.p80[0] : CIVIL_NONE);
    json_believed(in, out, g ? g->promises[0] : STR(""));
    writer_key(out, STR("moves"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < count; i++) {
        writer_map_begin(out, true);
        json_id(out, "of", in->plan, moves[i]->object);
        if (moves[i]->kind == GAIN_OPTION)
            writer_key_text(out, "option", moves[i]->option->id);
        else
            writer_key_null(out, "option");
        writer_key_bool(out, "assumed", moves[i]->assumed);
        writer_key_bool(out, "together", moves[i]->together);
        json_probability(out, "likely", moves[i]->on.likely_ppm[0]);
        json_instant(in, out, "p80", moves[i]->on.p80[0]);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_probability(out, "together", g && g->together_count > 1 ? g->together.likely_ppm[0] : -1);
    json_end(in, out);
    return true;
}

const struct report report_options = {
    .name = "options",
    .title = "Every move that could be made, and what it buys",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST | REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};

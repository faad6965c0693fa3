/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/levelled.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/writer.h"

enum { GAP_PARTS = 10000 };

static struct str id_of_node(const struct report_input *in, uint32_t node)
{
    return in->plan->objects[in->level->network->object[node]]->id;
}

struct str say_waited_for(const struct report_input *in, uint32_t node)
{
    const struct level_wait *wait = &in->level->wait[node];
    struct text t;

    text_init(&t, in->owner);
    if (wait->reason == LEVEL_NOT_LATER)
        return text_str(&t);
    text_addf(&t, "%.*s", STR_ARG(say_days(in, wait->work_s)));
    if (wait->team != OBJECT_NONE && wait->skill.len > 0)
        text_addf(&t, " for %.*s in %.*s", STR_ARG(wait->skill),
                  STR_ARG(in->plan->objects[wait->team]->id));
    else if (wait->team != OBJECT_NONE)
        text_addf(&t, " for %.*s", STR_ARG(in->plan->objects[wait->team]->id));
    if (wait->behind != NODE_NONE)
        text_addf(&t, "%s %.*s", wait->reason == LEVEL_TEAM ? ", behind" : ", after",
                  STR_ARG(id_of_node(in, wait->behind)));
    else if (wait->team != OBJECT_NONE && wait->reason == LEVEL_PAUSED)
        text_add(&t, STR(", while too few are there"));
    else if (wait->team != OBJECT_NONE)
        text_addf(&t, ", until %s there",
                  in->plan->objects[wait->team]->kind == KIND_system ? "it is" : "people are");
    return text_str(&t);
}

/* Parts of ten thousand by which the finish is past the bound, of the time from start to bound. */
static int64_t gap_of(const struct level *level)
{
    const int64_t over = level->finish - level->lower_bound;
    const int64_t whole = level->lower_bound - level->start;

    return whole > 0 ? (over * GAP_PARTS + whole / 2) / whole : 0;
}

static int64_t working_between(const struct report_input *in, int64_t from, int64_t to)
{
    return calendar_work(in->plan->calendar, from, to);
}

static void say_whole(const struct report_input *in, struct document *out)
{
    const struct level *level = in->level;
    const int64_t cost_s = working_between(in, in->schedule->finish, level->finish);
    const int64_t won_s = working_between(in, level->finish, level->own_finish);
    struct line *line = document_paragraph(out, 0, 0);
    struct text gap;

    line_addf(line, TONE_STRONG, "Finish %.*s with the people there are",
              STR_ARG(say_date(in, finish_day(level->finish))));
    if (cost_s > 0)
        line_addf(line, TONE_PLAIN,
                  ": %.*s later than if every team had the people it needs (%.*s)",
                  STR_ARG(say_days(in, cost_s)),
                  STR_ARG(say_date(in, finish_day(in->schedule->finish))));
    line_add(line, TONE_PLAIN, STR(". "));
    if (won_s > 0)
        line_addf(line, TONE_PLAIN,
                  "In the teams' own order (rank, then dates) it would be %.*s: the order below "
                  "saves %.*s. ",
                  STR_ARG(say_date(in, finish_day(level->own_finish))),
                  STR_ARG(say_days(in, won_s)));
    if (level->finish <= level->lower_bound) {
        line_add(line, TONE_PLAIN, STR("No order finishes sooner. "));
    } else {
        text_init(&gap, in->owner);
        text_add_fixed(&gap, gap_of(level), 2, 0);
        line_addf(line, TONE_PLAIN, "No order finishes before %.*s (gap %.*s %%). ",
                  STR_ARG(say_date(in, finish_day(level->lower_bound))),
                  STR_ARG(text_str(&gap)));
    }
    line_addf(line, TONE_DIM, "%lld of %lld schedules tried.", (long long)level->schedules_used,
              (long long)level->schedules_asked);
    if (level->overload_count > 0)
        line_addf(line, TONE_WARN, " %u with a fixed date take people who are not there.",
                  level->overload_count);
}

void say_levelled(const struct report_input *in, const uint32_t *chosen, uint32_t count,
                  uint32_t shown, struct document *out)
{
    const struct column columns[] = {left_column("id", false), left_column("title", true),
                                     left_column("start", false), left_column("finish", false),
                                     left_column("waited", true)};
    uint32_t rows = 0, later = 0;
    struct table *table;

    say_masthead(in, out);
    say_whole(in, out);
    document_blank(out);
    table = document_table(out, 0, columns, 5);
    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = in->plan->objects[chosen[i]];
        const struct level_dates *dates = &in->level->object[chosen[i]];
        const uint32_t node = in->network->node_of[chosen[i]];
        const bool waited = node != NODE_NONE && in->level->wait[node].reason != LEVEL_NOT_LATER;
        struct line *cells;

        later += waited;
        if (dates->start == CIVIL_NONE || (!waited && !in->everything) || rows == shown)
            continue;
        rows++;
        cells = table_row(table, out->owner);
        line_add(&cells[0], TONE_PLAIN, o->id);
        if (!str_equal_nocase(object_title(o), o->id))
            line_add(&cells[1], TONE_PLAIN, object_title(o));
        line_add(&cells[2], TONE_PLAIN, say_iso(in, dates->start));
        line_add(&cells[3], TONE_PLAIN, say_iso(in, finish_day(dates->finish)));
        if (waited)
            line_add(&cells[4], TONE_WARN, say_waited_for(in, node));
    }
    document_blank(out);
    line_addf(document_paragraph(out, 0, 0), TONE_DIM,
              "%u of %u are later than without capacity; %u shown%s", later, count, rows,
              in->everything ? "" : " (--all shows the rest)");
}

void json_levelled(const struct report_input *in, struct writer *w)
{
    const struct level *level = in->level;

    json_instant(in, w, "finish_without_capacity", in->schedule->finish);
    json_instant(in, w, "own_order_finish", level->own_finish);
    json_instant(in, w, "lower_bound", level->lower_bound);
    writer_key_fixed(w, "gap", gap_of(level), 4);
    writer_key_i64(w, "schedules_asked", level->schedules_asked);
    writer_key_i64(w, "schedules_used", level->schedules_used);
    writer_key_i64(w, "overloads", level->overload_count);
}

void json_levelled_row(const struct report_input *in, uint32_t object, struct writer *w)
{
    static const char *const reasons[] = {"", "team", "follows", "away"};
    const uint32_t node = in->network->node_of[object];
    const struct level_wait *wait = node == NODE_NONE ? NULL : &in->level->wait[node];

    json_instant(in, w, "start", in->level->object[object].start);
    json_instant(in, w, "finish", in->level->object[object].finish);
    if (!wait || wait->reason == LEVEL_NOT_LATER ||
        in->level->object[object].start == CIVIL_NONE) {
        writer_key_null(w, "waited_for");
        return;
    }
    writer_key(w, STR("waited_for"));
    writer_map_begin(w, true);
    writer_key_text(w, "reason", str_of(reasons[wait->reason]));
    json_id(w, "team", in->plan, wait->team);
    if (wait->skill.len > 0)
        writer_key_text(w, "skill", wait->skill);
    json_id(w, "behind", in->plan,
            wait->behind == NODE_NONE ? OBJECT_NONE : in->level->network->object[wait->behind]);
    writer_key_i64(w, "work_s", wait->work_s);
    writer_key_text(w, "text", say_waited_for(in, node));
    writer_map_end(w);
}

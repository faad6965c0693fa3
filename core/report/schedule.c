/* SPDX-License-Identifier: Apache-2.0 */
/* One date each: what can and must happen when, by the precedence method. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/report/levelled.h"
#include "core/syntax/writer.h"

enum { SHOWN = 60 };

static bool has_dates(const struct report_input *in, uint32_t object)
{
    return in->schedule->object[object].early_start != CIVIL_NONE;
}

/* [object_count] whether each is a summary. */
static const bool *find_summaries(const struct report_input *in)
{
    bool *summary = ARENA_ARRAY(in->owner, bool, in->plan->object_count);

    for (uint32_t i = 0; i < in->network->summary_count; i++)
        summary[in->network->summaries[i]] = true;
    return summary;
}

static const char *kind_of(const struct object *o, bool summary)
{
    const bool *event = o->kind == KIND_task ? task_get_event(o) : NULL;

    if (summary)
        return "summary";
    return o->kind == KIND_milestone || (event && *event) ? "milestone" : "task";
}

static bool is_finished(const struct report_input *in, uint32_t object)
{
    const uint32_t node = in->network->node_of[object];

    return node != NODE_NONE && in->network->progress[node] == PROGRESS_FINISHED;
}

static int by_early_start(const void *left, const void *right, const void *context)
{
    const struct schedule_dates *dates = context;
    const struct schedule_dates *a = &dates[*(const uint32_t *)left];
    const struct schedule_dates *b = &dates[*(const uint32_t *)right];

    if (a->early_start != b->early_start)
        return a->early_start < b->early_start ? -1 : 1;
    return (a->early_finish > b->early_finish) - (a->early_finish < b->early_finish);
}

/* What is still to be done, in order of early start; finished work and summaries on request. */
static uint32_t choose(const struct report_input *in, uint32_t *chosen)
{
    const struct plan *p = in->plan;
    const bool *summary = find_summaries(in);
    uint32_t count = 0;

    for (uint32_t n = 0; n < p->object_count; n++) {
        const enum kind kind = p->objects[n]->kind;

        if ((kind == KIND_task || kind == KIND_milestone) && has_dates(in, n) &&
            !object_is_withheld(p->objects[n]) &&
            (in->everything || (!is_finished(in, n) && !summary[n])))
            chosen[count++] = n;
    }
    sort_stable(chosen, count, sizeof(chosen[0]), by_early_start, in->schedule->object,
                in->owner);
    return count;
}

/* Past what a page holds, what is critical or nearly so stays. */
static uint32_t keep_tightest(const struct report_input *in, uint32_t *chosen, uint32_t count)
{
    int64_t *floats = ARENA_ARRAY(in->owner, int64_t, count);
    uint32_t kept = 0;
    int64_t most;

    if (in->everything || count <= SHOWN)
        return count;
    for (uint32_t i = 0; i < count; i++)
        floats[i] = in->schedule->object[chosen[i]].total_float_s;
    sort_i64(floats, count);
    most = floats[SHOWN - 1];
    for (uint32_t i = 0; i < count && kept < SHOWN; i++)
        if (in->schedule->object[chosen[i]].total_float_s <= most)
            chosen[kept++] = chosen[i];
    return kept;
}

static void say_row(const struct report_input *in, uint32_t n, const int64_t *drag_s,
                    struct line *cells)
{
    const uint32_t node = in->network->node_of[n];
    const struct object *o = in->plan->objects[n];
    const struct schedule_dates *dates = &in->schedule->object[n];
    const bool late = dates->total_float_s < 0;
    const enum tone tone = late ? TONE_BAD : dates->critical ? TONE_WARN : TONE_PLAIN;

    line_add(&cells[0], tone, late ? STR("■") : dates->critical ? STR("▲") : STR(" "));
    line_add(&cells[1], dates->critical ? TONE_STRONG : TONE_PLAIN, o->id);
    if (!str_equal_nocase(object_title(o), o->id))
        line_add(&cells[2], TONE_PLAIN, object_title(o));
    line_add(&cells[3], TONE_PLAIN, say_iso(in, dates->early_start));
    line_add(&cells[4], TONE_PLAIN, say_iso(in, finish_day(dates->early_finish)));
    line_add(&cells[5], tone, say_days(in, dates->total_float_s));
    if (node != NODE_NONE && drag_s[node] > 0)
        line_add(&cells[6], TONE_PLAIN, say_days(in, drag_s[node]));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column(NULL, false), left_column("id", false),
                                     left_column("title", true), left_column("start", false),
                                     left_column("finish", false), right_column("float"),
                                     right_column("drag")};
    uint32_t *chosen = ARENA_ARRAY(in->owner, uint32_t, in->plan->object_count);
    const uint32_t count = choose(in, chosen), kept = keep_tightest(in, chosen, count);
    const int64_t *drag_s = schedule_drag(in->schedule, in->owner, in->owner);
    struct table *table;
    struct line *line;

    if (in->level) {
        say_levelled(in, chosen, count, in->everything ? count : SHOWN, out);
        return true;
    }
    say_masthead(in, out);
    line = document_paragraph(out, 0, 0);
    line_addf(line, TONE_PLAIN, "Finish %.*s on stated medians, by the rules of %s. ",
              STR_ARG(say_date(in, finish_day(in->schedule->finish))),
              in->network->dialect == DIALECT_MSPROJECT ? "Microsoft Project"
              : in->network->dialect == DIALECT_P6      ? "Primavera P6"
                                                        : "Baton");
    line_add(line, TONE_DIM, STR("One date says nothing about its chance: baton forecast does."));
    document_blank(out);
    table = document_table(out, 0, columns, 7);
    for (uint32_t i = 0; i < kept; i++)
        say_row(in, chosen[i], drag_s, table_row(table, out->owner));
    document_blank(out);
    line = document_paragraph(out, 0, 0);
    line_add(line, TONE_WARN, STR("▲"));
    line_add(line, TONE_DIM, STR(" critical   "));
    line_add(line, TONE_BAD, STR("■"));
    line_add(line, TONE_DIM, STR(" too late: negative float   drag: its cost"));
    if (kept < count)
        line_addf(line, TONE_DIM, "   %u with more float not shown (--all)", count - kept);
    return true;
}

static void json_row(const struct report_input *in, uint32_t n, bool summary,
                     const int64_t *drag_s, struct writer *w)
{
    const uint32_t node = summary ? NODE_NONE : in->network->node_of[n];
    const struct object *o = in->plan->objects[n];
    const struct schedule_dates *dates = &in->schedule->object[n];
    const struct str *source =
        o->kind == KIND_task ? task_get_source_id(o) : milestone_get_source_id(o);
    const struct object *team = plan_team_of(in->plan, o);
    const bool dated = has_dates(in, n);

    writer_map_begin(w, true);
    writer_key_text(w, "id", o->id);
    if (source)
        writer_key_text(w, "source_id", *source);
    else
        writer_key_null(w, "source_id");
    writer_key_text(w, "kind", str_of(kind_of(o, summary)));
    if (team)
        writer_key_text(w, "team", team->id);
    else
        writer_key_null(w, "team");
    json_instant(in, w, "early_start", dates->early_start);
    json_instant(in, w, "early_finish", dated ? dates->early_finish : CIVIL_NONE);
    json_instant(in, w, "late_start", dated ? dates->late_start : CIVIL_NONE);
    json_instant(in, w, "late_finish", dated ? dates->late_finish : CIVIL_NONE);
    if (dated) {
        writer_key_i64(w, "total_float_s", dates->total_float_s);
        writer_key_i64(w, "free_float_s", dates->free_float_s);
    } else {
        writer_key_null(w, "total_float_s");
        writer_key_null(w, "free_float_s");
    }
    writer_key_bool(w, "critical", dated && dates->critical);
    writer_key_bool(w, "longest_path",
                    node != NODE_NONE && in->schedule->longest_path[node]);
    writer_key_i64(w, "drag_s", node != NODE_NONE ? drag_s[node] : 0);
    /* Dates under capacity, when asked for. */
    if (in->level) {
        json_levelled_row(in, n, w);
    } else {
        writer_key_null(w, "start");
        writer_key_null(w, "finish");
        writer_key_null(w, "waited_for");
    }
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const bool *summary = find_summaries(in);
    const int64_t *drag_s = schedule_drag(in->schedule, in->owner, in->owner);

    json_begin(in, out, "schedule");
    writer_key_text(out, "dialect", str_of(choice_list_dialect.words[in->network->dialect]));
    writer_key_bool(out, "capacity", in->level != NULL);
    json_instant(in, out, "start", in->level ? in->level->start : in->schedule->start);
    json_instant(in, out, "finish", in->level ? in->level->finish : in->schedule->finish);
    if (in->level)
        json_levelled(in, out);
    writer_key(out, STR("tasks"));
    writer_list_begin(out, false);
    for (uint32_t n = 0; n < in->plan->object_count; n++)
        if ((in->plan->objects[n]->kind == KIND_task ||
             in->plan->objects[n]->kind == KIND_milestone) &&
            !object_is_withheld(in->plan->objects[n]))
            json_row(in, n, summary[n], drag_s, out);
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_schedule = {
    .name = "schedule",
    .title = "One date each",
    .needs = REPORT_PLAN | REPORT_SCHEDULE,
    .narrows = true,
    .text = text,
    .json = json,
};

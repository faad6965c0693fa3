/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/levelled.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/engine/level_moves.h"
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
    else if (wait->reason == LEVEL_KEPT)
        text_add(&t, STR(", kept where it was"));
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
    const int64_t won_s = level->own_finish == CIVIL_NONE
                              ? 0
                              : working_between(in, level->finish, level->own_finish);
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
    if (level->own_finish == CIVIL_NONE)
        line_add(line, TONE_PLAIN, STR("The teams' own order (rank, then dates) does not keep "
                                       "every \"at most\" link. "));
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

/* --- what moved since an old schedule --------------------------------------------------------- */

struct moved {
    uint32_t tasks, compared, unknown;  /* unknown: not in the old schedule */
    int64_t work_s;             /* by how much their starts moved, either way */
    double people, person_s;    /* on them, and by how much for each */
};

/* People on a node: what it takes of all its teams, or one where it takes of none. */
static double people_on(const struct report_input *in, uint32_t node)
{
    const struct object *o = in->plan->objects[in->level->network->object[node]];
    const int64_t *people = o->kind == KIND_task ? task_get_people(o) : NULL;

    return people ? (double)*people / 1000000 : 1;
}

static bool has_moved(const struct report_input *in, uint32_t node)
{
    const struct level *l = in->level;

    return l->was && l->was[node] != CIVIL_NONE &&
           l->network->progress[node] == PROGRESS_NOT_STARTED &&
           civil_day_of(l->was[node]) != civil_day_of(l->node[node].start);
}

static struct moved count_moved(const struct report_input *in)
{
    const struct network *n = in->level->network;
    struct moved m = {0};

    for (uint32_t node = 0; node < n->node_count; node++) {
        const int64_t was = in->level->was[node], is = in->level->node[node].start;
        int64_t by;

        if (n->role[node] != ROLE_TASK || n->progress[node] != PROGRESS_NOT_STARTED)
            continue;
        m.unknown += was == CIVIL_NONE;
        m.compared += was != CIVIL_NONE;
        if (!has_moved(in, node))
            continue;
        by = was < is ? working_between(in, was, is) : working_between(in, is, was);
        m.tasks++;
        m.work_s += by;
        m.people += people_on(in, node);
        m.person_s += people_on(in, node) * (double)by;
    }
    return m;
}

static void say_moved(const struct report_input *in, struct document *out)
{
    const struct level *l = in->level;
    const struct moved m = count_moved(in);
    struct line *line = document_paragraph(out, 0, 0);

    if (m.tasks == 0)
        line_addf(line, TONE_GOOD, "Nothing begins on another day than in the old schedule. ");
    else
        line_addf(line, TONE_PLAIN,
                  "Against the old schedule %u of %u tasks begin on another day: %.*s in all, %lld "
                  "%s to tell (%.*s, counted for each of them). ",
                  m.tasks, m.compared, STR_ARG(say_days(in, m.work_s)),
                  (long long)(m.people + 0.5), m.people < 1.5 ? "person" : "people",
                  STR_ARG(say_days(in, (int64_t)(m.person_s + 0.5))));
    if (l->moved_s < l->first_moved_s)
        line_addf(line, TONE_PLAIN, "The first order of this finish moved %.*s so counted; of %lld "
                                    "more none moves less. ",
                  STR_ARG(say_days(in, (int64_t)(l->first_moved_s + 0.5))),
                  (long long)l->settle_tried);
    if (m.unknown > 0)
        line_addf(line, TONE_PLAIN, "%u %s not in it. ", m.unknown, m.unknown == 1 ? "is" : "are");
    if (l->was_finish != CIVIL_NONE)
        line_addf(line, TONE_PLAIN, "It finished %.*s; ",
                  STR_ARG(say_date(in, finish_day(l->was_finish))));
    if (l->held_finish > l->finish)
        line_addf(line, TONE_PLAIN, "its order, kept, now gives %.*s (--schedules 1 keeps it).",
                  STR_ARG(say_date(in, finish_day(l->held_finish))));
    else
        line_addf(line, TONE_PLAIN, "no order that was tried does better than its own.");
}

/* --- what re-sequencing would buy ------------------------------------------------------------- */

static const struct level_reach *find_reach(const struct report_input *in, uint32_t *ret_count)
{
    return level_moves(in->level, in->owner, arena_child(in->owner), ret_count);
}

static void say_move(const struct report_input *in, const struct level_move *move, int64_t before,
                     struct document *out)
{
    struct line *line = document_paragraph(out, 4, 6);

    line_addf(line, TONE_PLAIN, "%.*s: %.*s ahead of %.*s, ",
              STR_ARG(in->plan->objects[move->team]->id), STR_ARG(id_of_node(in, move->node)),
              STR_ARG(id_of_node(in, move->ahead_of)));
    line_addf(line, TONE_GOOD, "%.*s",
              STR_ARG(say_days(in, working_between(in, move->finish, before))));
}

static void say_reach(const struct report_input *in, const struct level_reach *r,
                      struct document *out)
{
    struct line *line = document_paragraph(out, 2, 4);
    int64_t before = r->own;

    line_addf(line, TONE_STRONG, "%.*s", STR_ARG(in->plan->objects[r->commitment]->id));
    line_addf(line, TONE_PLAIN, ": %.*s instead of %.*s, %.*s sooner",
              STR_ARG(say_date(in, finish_day(r->finish))),
              STR_ARG(say_date(in, finish_day(r->own))),
              STR_ARG(say_days(in, working_between(in, r->finish, r->own))));
    if (r->finish <= r->least)
        line_add(line, TONE_PLAIN, STR("; no order gives more"));
    if (r->worse != OBJECT_NONE && !object_is_withheld(in->plan->objects[r->worse]))
        line_addf(line, TONE_WARN, "; it costs %.*s %.*s",
                  STR_ARG(in->plan->objects[r->worse]->id),
                  STR_ARG(say_days(in, working_between(in, r->worse_own, r->worse_finish))));
    for (uint32_t i = 0; i < r->move_count; before = r->moves[i++].finish)
        say_move(in, &r->moves[i], before, out);
}

void say_resequencing(const struct report_input *in, struct document *out)
{
    uint32_t count, said = 0;
    const struct level_reach *all = find_reach(in, &count);
    const struct level_move *first = NULL;

    for (uint32_t i = 0; i < count; i++) {
        if (all[i].move_count == 0 || object_is_withheld(in->plan->objects[all[i].commitment]))
            continue;
        if (said++ == 0) {
            first = &all[i].moves[0];
            document_blank(out);
            line_add(document_heading(out), TONE_STRONG,
                     STR("Days available by re-sequencing, on stated medians"));
        }
        say_reach(in, &all[i], out);
    }
    if (said > 0) {
        line_addf(document_paragraph(out, 2, 4), TONE_DIM,
                  "with its chances: baton whatif %.*s '%.*s.ahead_of=[%.*s]'",
                  STR_ARG(in->command), STR_ARG(id_of_node(in, first->node)),
                  STR_ARG(id_of_node(in, first->ahead_of)));
    } else if (count > 0) {
        document_blank(out);
        line_add(document_paragraph(out, 0, 0), TONE_DIM,
                 STR("No few moves in a team's order bring a promise forward."));
    }
}

void json_resequencing(const struct report_input *in, struct writer *w)
{
    uint32_t count;
    const struct level_reach *all = find_reach(in, &count);

    writer_key(w, STR("resequencing"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < count; i++) {
        const struct level_reach *r = &all[i];

        if (object_is_withheld(in->plan->objects[r->commitment]))
            continue;
        writer_map_begin(w, false);
        json_id(w, "commitment", in->plan, r->commitment);
        json_instant(in, w, "own_order_finish", r->own);
        json_instant(in, w, "finish", r->finish);
        json_instant(in, w, "finish_without_capacity", r->least);
        writer_key(w, STR("moves"));
        writer_list_begin(w, false);
        for (uint32_t k = 0; k < r->move_count; k++) {
            const struct level_move *move = &r->moves[k];

            writer_map_begin(w, true);
            json_id(w, "task", in->plan, in->level->network->object[move->node]);
            json_id(w, "ahead_of", in->plan, in->level->network->object[move->ahead_of]);
            json_id(w, "team", in->plan, move->team);
            json_instant(in, w, "finish", move->finish);
            writer_map_end(w);
        }
        writer_list_end(w);
        json_id(w, "costs", in->plan, r->worse);
        json_instant(in, w, "costs_finish",
                     r->worse == OBJECT_NONE ? CIVIL_NONE : r->worse_finish);
        writer_map_end(w);
    }
    writer_list_end(w);
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
    if (in->level->was)
        say_moved(in, out);
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
    say_resequencing(in, out);
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
    json_resequencing(in, w);
    if (level->was) {
        const struct moved m = count_moved(in);

        writer_key(w, STR("against_old"));
        writer_map_begin(w, true);
        json_instant(in, w, "finish", level->was_finish);
        json_instant(in, w, "order_kept_finish", level->held_finish);
        writer_key_i64(w, "tasks_moved", m.tasks);
        writer_key_i64(w, "tasks_compared", m.compared);
        writer_key_i64(w, "moved_work_s", m.work_s);
        writer_key_i64(w, "people_told", (int64_t)(m.people + 0.5));
        writer_key_i64(w, "moved_person_s", (int64_t)(m.person_s + 0.5));
        if (level->settle_tried > 0) {
            writer_key_i64(w, "first_moved_person_s", (int64_t)(level->first_moved_s + 0.5));
            writer_key_i64(w, "settle_schedules", level->settle_tried);
        }
        writer_map_end(w);
    }
}

void json_levelled_row(const struct report_input *in, uint32_t object, struct writer *w)
{
    static const char *const reasons[] = {"", "team", "follows", "away"};
    const uint32_t node = in->network->node_of[object];
    const struct level_wait *wait = node == NODE_NONE ? NULL : &in->level->wait[node];

    json_instant(in, w, "start", in->level->object[object].start);
    json_instant(in, w, "finish", in->level->object[object].finish);
    if (node != NODE_NONE && in->level->was)
        json_instant(in, w, "was_start", in->level->was[node]);
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

/* SPDX-License-Identifier: Apache-2.0 */
/* The same facts in the technical wording: what drives the date, who waits for what. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/report/pictures.h"
#include "core/report/tell.h"

extern const struct report report_eng;

enum { DRIVING_MOST = 8, LANDMINES = 8, DRIVES_FROM = 200000 };

static int most_first(const void *left, const void *right, const void *context)
{
    const struct forecast_task *a = *(const struct forecast_task *const *)left;
    const struct forecast_task *b = *(const struct forecast_task *const *)right;

    (void)context;
    if (a->criticality_ppm != b->criticality_ppm)
        return a->criticality_ppm < b->criticality_ppm ? 1 : -1;
    /* Of those that always decide it the longest: there most can be gained. */
    return (a->p50 - a->start_p50 < b->p50 - b->start_p50) -
           (a->p50 - a->start_p50 > b->p50 - b->start_p50);
}

/* A chain is read in the order in which it is worked on. */
static int by_start(const void *left, const void *right, const void *context)
{
    const struct forecast_task *a = *(const struct forecast_task *const *)left;
    const struct forecast_task *b = *(const struct forecast_task *const *)right;

    (void)context;
    return (a->start_p50 > b->start_p50) - (a->start_p50 < b->start_p50);
}

static void say_driving(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    struct column columns[] = {left_column("Work", true), left_column("Team", false),
                               right_column("Drives"), left_column("Starts", false),
                               left_column("P50", false), left_column("P90", false)};
    const struct forecast_task **tasks =
        ARENA_ARRAY(t->in->owner, const struct forecast_task *, (f ? f->task_count : 0) + 1);
    struct table *table;
    bool has_team = false;
    size_t count = 0;

    for (uint32_t i = 0; f && i < f->task_count; i++)
        if (forecast_plan(t->in)->objects[f->tasks[i].object]->kind == KIND_task &&
            f->tasks[i].criticality_ppm >= DRIVES_FROM)
            tasks[count++] = &f->tasks[i];
    sort_stable(tasks, count, sizeof(tasks[0]), most_first, NULL, t->in->owner);
    if (count == 0) {
        tell_nothing(t, "No single task decides the date in a fifth of the simulations.");
        return;
    }
    count = count < DRIVING_MOST ? count : DRIVING_MOST;
    sort_stable(tasks, count, sizeof(tasks[0]), by_start, NULL, t->in->owner);
    for (size_t i = 0; i < count; i++)
        has_team |= claim_at(t, forecast_plan(t->in)->objects[tasks[i]->object]->id, "team") !=
                    NULL;
    if (!has_team)                  /* a column of dashes says nothing */
        for (unsigned c = 1; c + 1 < sizeof(columns) / sizeof(columns[0]); c++)
            columns[c] = columns[c + 1];
    table = document_table(t->d, 0, columns, has_team ? 6 : 5);
    for (size_t i = 0; i < count; i++) {
        const struct object *o = plan_find(
            t->in->plan, forecast_plan(t->in)->objects[tasks[i]->object]->id);
        struct line *cells;
        unsigned at = 0;

        if (!o || object_is_withheld(o))
            continue;
        cells = table_row(table, t->d->owner);
        cite(t, &cells[at++], TONE_PLAIN, o->id, "title");
        if (has_team)
            cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "team");
        cite_cell(t, &cells[at++], TONE_STRONG, o->id, "drives");
        cite_cell(t, &cells[at++], TONE_FORECAST, o->id, "start.p50");
        cite_cell(t, &cells[at++], TONE_FORECAST, o->id, "p50");
        cite_cell(t, &cells[at++], TONE_FORECAST, o->id, "p90");
    }
    line_add(tell_paragraph(t), TONE_DIM,
             STR("Drives: in how many of the simulations it decides the date. P50: half of them "
                 "have it done by then. P90: nine in ten do."));
}

static void say_interfaces(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_interface); i++) {
        const struct object *o = plan_nth(p, KIND_interface, i);
        const uint32_t *state = object_is_withheld(o) ? NULL : interface_get_state(o);
        struct line *line;

        if (object_is_withheld(o) || (state && *state != INTERFACE_DRAFT))
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        cite_with(t, line, " is still a ", o->id, "state", "");
        if (!state)
            line_add(line, TONE_PLAIN, STR(" is not said to be agreed"));
        cite_with(t, line, ", to be agreed by ", o->id, "agree_by", "");
        cite_who_with(t, line, "; ", o->id, "owner", " answers for it");
        line_add(line, TONE_PLAIN, STR("."));
    }
    if (said == 0)
        tell_nothing(t, plan_count(p, KIND_interface) > 0 ? "Every interface named is agreed."
                                                          : "No interface is named.");
}

/* "Maya Ortiz was to check it by Fri 13 Nov." */
static void say_check(const struct telling *t, struct line *line, const struct object *o)
{
    const struct when *by = assumption_get_check_by(o);
    const bool late = by && by->instant < t->in->plan->as_of;

    if (cite_who_with(t, line, " ", o->id, "owner", late ? " was to check it" : " checks it"))
        cite_with(t, line, " by ", o->id, "check_by", "");
    else
        line_add(line, TONE_WARN, STR(" Nobody is named to check it"));
    line_add(line, TONE_PLAIN, STR("."));
}

static void say_unknowns(const struct telling *t)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_question); i++) {
        const struct object *o = plan_nth(p, KIND_question, i);

        struct line *line;

        if (object_is_withheld(o) || !question_is_open(p, o))
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_PLAIN, o->id, "title");
        if (cite_who_with(t, line, " To be answered by ", o->id, "ask", ""))
            cite_with(t, line, ", until ", o->id, "by", "");
        else
            line_add(line, TONE_WARN, STR(" Nobody is named to answer"));
        line_add(line, TONE_PLAIN, STR("."));
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_assumption); i++) {
        const struct object *o = plan_nth(p, KIND_assumption, i);
        struct line *line;

        if (object_is_withheld(o) || !assumption_is_open(p, o))
            continue;
        said++;
        line = tell_item(t);
        line_add(line, TONE_PLAIN, STR("Assumed, and not checked: "));
        cite(t, line, TONE_PLAIN, o->id, "title");
        line_add(line, TONE_PLAIN, STR("."));
        say_check(t, line, o);
    }
    if (said == 0)
        tell_nothing(t, "No open question and no assumption is written down.");
}

static void say_capacity(const struct telling *t)
{
    static const struct tell_column columns[] = {{"Team", "title", false, true},
                                                 {"People", "capacity", true, false},
                                                 {"Open tasks", "open-tasks", true, false},
                                                 {"Hand-offs to give", "open-handoffs", true,
                                                  false}};

    tell_table_or(t, KIND_team, NULL, columns, 4, "No team is stated.");
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "eng", "for engineering");

    tell_bottom_line(&t);
    tell_dimensions(&t);
    tell_heading(&t, "Promises");
    tell_promises(&t, true);
    tell_heading(&t, "What drives the date");
    say_driving(&t);
    draw_into(in, out, picture_of_chain);
    draw_into(in, out, picture_of_causes);
    draw_into(in, out, picture_of_timeline);
    tell_heading(&t, "Hand-offs still open");
    if (tell_handoff_table(&t) == 0)
        tell_nothing(&t, "None.");
    draw_into(in, out, picture_of_matrix);
    tell_heading(&t, "Interfaces not agreed");
    say_interfaces(&t);
    tell_heading(&t, "Unknowns");
    say_unknowns(&t);
    tell_heading(&t, "Capacity");
    say_capacity(&t);
    draw_into(in, out, picture_of_load);
    tell_heading(&t, "Findings and moves");
    tell_landmines(&t, LANDMINES, true);
    tell_heading(&t, "Asks");
    tell_decisions(&t);
    tell_path(&t);
    tell_actions(&t, SIZE_MAX);
    tell_heading(&t, "How sure we are");
    tell_confidence(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_eng, in, out);
}

const struct report report_eng = {
    .name = "eng",
    .title = "For engineering: what drives the date, hand-offs, interfaces, unknowns",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};

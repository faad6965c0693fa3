/* SPDX-License-Identifier: Apache-2.0 */
/* The 14 checks of DCMA-EA PAM 200.1 (October 2012), with the formula and population of each:
 * public descriptions disagree on both, so neither is left to be guessed (domain.md 2.5).
 */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/calendar/calendar.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum {
    CHECKS = 14,
    LONG_DAYS = 44,             /* working days: high float, high duration */
    TEST_DAYS = 600,            /* the delay of the critical path test */
    SUBJECTS_SHOWN = 5,
    PPM = 1000000
};

enum limit { AT_MOST, AT_LEAST, NO_LIMIT };

struct definition {
    const char *name;
    const char *formula;
    enum limit limit;
    int32_t limit_ppm;
    bool is_count;              /* the limit is on the count itself: none */
};

struct check {
    const struct definition *as;
    const char *unknown;        /* why it cannot be computed; NULL: it was */
    int64_t count, population;
    int64_t value_ppm;
    bool passes;
    const char *note;
    uint32_t subjects[SUBJECTS_SHOWN];
    uint32_t subject_count;
};

struct dcma {
    const struct report_input *in;
    const struct network *n;
    const struct schedule *s;
    int64_t day_s;
    int64_t incomplete;         /* discrete tasks not finished: the usual population */
    struct check checks[CHECKS];
};

/* Incomplete discrete tasks: no milestones, hand-offs, decisions, summaries. */
static bool is_counted(const struct dcma *d, uint32_t node)
{
    const struct object *o = d->n->plan->objects[d->n->object[node]];
    const bool *event = o->kind == KIND_task ? task_get_event(o) : NULL;

    return d->n->role[node] == ROLE_TASK && !(event && *event) &&
           d->n->progress[node] != PROGRESS_FINISHED;
}

static void hit(struct dcma *d, struct check *c, uint32_t node)
{
    if (c->subject_count < SUBJECTS_SHOWN)
        c->subjects[c->subject_count++] = d->n->object[node];
    c->count++;
}

/* A share of its population against its limit; of nobody there is nothing to fail. */
static void judge(struct check *c)
{
    c->value_ppm = c->population > 0 ? c->count * PPM / c->population : 0;
    if (c->as->is_count)
        c->passes = c->count == 0;
    else
        c->passes = c->as->limit == AT_LEAST
                        ? c->population == 0 || c->value_ppm >= c->as->limit_ppm
                        : c->value_ppm <= c->as->limit_ppm;
}

/* --- 1 to 5: the network itself ------------------------- */

static void check_logic(struct dcma *d, struct check *c)
{
    const struct network *n = d->n;
    int64_t dangling = 0;

    for (uint32_t i = 0; i < n->node_count; i++) {
        bool starts = false, finishes = false;

        if (!is_counted(d, i))
            continue;
        for (uint32_t k = n->link_first[i]; k < n->link_first[i + 1]; k++)
            starts |= n->links[k].type == LINK_FS || n->links[k].type == LINK_SS;
        for (uint32_t k = n->succ_first[i]; k < n->succ_first[i + 1]; k++)
            finishes |= n->links[n->succ_link[k]].type == LINK_FS ||
                        n->links[n->succ_link[k]].type == LINK_FF;
        if (n->link_first[i] == n->link_first[i + 1] ||
            n->succ_first[i] == n->succ_first[i + 1])
            hit(d, c, i);
        else
            dangling += !starts || !finishes;
    }
    c->population = d->incomplete;
    if (dangling > 0)
        c->note = str_format(d->in->owner,
                             "%lld more dangle: no link drives the start, or none follows the "
                             "finish", (long long)dangling).ptr;
}

static int64_t lag_of(const struct network_link *link)
{
    return link->lag_ppm != 0 ? link->lag_ppm : link->lag_s;
}

static void check_links(struct dcma *d)
{
    const struct network *n = d->n;
    struct check *leads = &d->checks[1], *lags = &d->checks[2], *types = &d->checks[3];

    for (uint32_t i = 0; i < n->node_count; i++)
        for (uint32_t k = n->link_first[i]; k < n->link_first[i + 1]; k++) {
            if (n->progress[i] == PROGRESS_FINISHED)
                continue;
            leads->population++;
            if (lag_of(&n->links[k]) < 0)
                hit(d, leads, i);
            else if (lag_of(&n->links[k]) > 0)
                hit(d, lags, i);
            types->count += n->links[k].type == LINK_FS;
        }
    lags->population = types->population = leads->population;
}

static bool is_hard(uint8_t kind)
{
    return kind == CONSTRAINT_MUST_START || kind == CONSTRAINT_MUST_FINISH ||
           kind == CONSTRAINT_START_NO_LATER || kind == CONSTRAINT_FINISH_NO_LATER;
}

/* --- 5 to 10: each incomplete task ------------------------- */

static int64_t baseline_duration_s(const struct dcma *d, const struct object *task, uint32_t node)
{
    const struct objects *baseline = task_get_baseline(task);
    const struct span *span =
        baseline && baseline->count > 0 ? baseline_get_duration(baseline->items[0]) : NULL;

    return span ? span_seconds(span, d->n->calendars[d->n->calendar[node]])
                : d->n->duration_s[node];
}

static bool has_resources(const struct dcma *d, const struct object *task, uint32_t node)
{
    return d->n->assignment_first[node] != d->n->assignment_first[node + 1] ||
           task_get_team(task) || task_get_effort(task) || task_get_fixed_cost(task);
}

static bool is_dated_wrongly(const struct dcma *d, uint32_t node)
{
    const struct schedule_dates *dates = &d->s->node[node];
    const int64_t now = d->n->plan->as_of;

    if (d->n->actual_start[node] != CIVIL_NONE && d->n->actual_start[node] > now)
        return true;
    if (d->n->progress[node] == PROGRESS_NOT_STARTED && dates->early_start < now)
        return true;
    return dates->early_finish < now;
}

static void check_tasks(struct dcma *d)
{
    const struct network *n = d->n;
    bool any_resources = false;

    for (uint32_t i = 0; i < n->node_count; i++) {
        const struct object *task = n->plan->objects[n->object[i]];
        const int64_t day_s = calendar_usual_day_s(n->calendars[n->calendar[i]]);
        const int64_t float_s = d->s->node[i].total_float_s;

        if (n->role[i] == ROLE_TASK && n->actual_finish[i] != CIVIL_NONE &&
            n->actual_finish[i] > n->plan->as_of)
            hit(d, &d->checks[8], i);
        if (!is_counted(d, i))
            continue;
        if (is_hard(n->constraint[i].kind) || is_hard(n->constraint2[i].kind))
            hit(d, &d->checks[4], i);
        if (float_s > LONG_DAYS * day_s)
            hit(d, &d->checks[5], i);
        if (float_s < 0)
            hit(d, &d->checks[6], i);
        if (baseline_duration_s(d, task, i) > LONG_DAYS * day_s)
            hit(d, &d->checks[7], i);
        if (is_dated_wrongly(d, i))
            hit(d, &d->checks[8], i);
        any_resources |= has_resources(d, task, i);
        if (n->duration_s[i] >= day_s && !has_resources(d, task, i))
            hit(d, &d->checks[9], i);
    }
    for (unsigned c = 4; c <= 9; c++)
        d->checks[c].population = d->incomplete;
    if (!any_resources)
        d->checks[9].unknown = "no task names a resource, a team or a cost";
}

/* --- 11 and 14: against the baseline ------------------------- */

static int64_t baseline_finish(const struct object *task)
{
    const struct objects *baseline = task_get_baseline(task);
    const struct when *finish =
        baseline && baseline->count > 0 ? baseline_get_finish(baseline->items[0]) : NULL;

    return finish ? finish->instant : CIVIL_NONE;
}

static void check_baseline(struct dcma *d)
{
    static const char none[] = "no task states a baseline";
    const struct network *n = d->n;
    struct check *missed = &d->checks[10], *bei = &d->checks[13];
    bool any = false;

    for (uint32_t i = 0; i < n->node_count; i++) {
        const struct object *task = n->plan->objects[n->object[i]];
        const bool done = n->progress[i] == PROGRESS_FINISHED;
        int64_t due;

        if (n->role[i] != ROLE_TASK)
            continue;
        due = baseline_finish(task);
        any |= due != CIVIL_NONE;
        bei->count += done;
        bei->population += (due != CIVIL_NONE && due <= n->plan->as_of) ||
                           (due == CIVIL_NONE && done);
        if (due == CIVIL_NONE || due > n->plan->as_of)
            continue;
        missed->population++;
        if (!done || civil_day_of(n->actual_finish[i] - 1) > civil_day_of(due))
            hit(d, missed, i);
    }
    if (!any)
        missed->unknown = bei->unknown = none;
}

/* --- 12 and 13: the critical path ------------------------- */

static uint32_t first_critical(const struct dcma *d)
{
    uint32_t found = NODE_NONE;

    for (uint32_t i = 0; i < d->n->node_count; i++)
        if (is_counted(d, i) && d->s->longest_path[i] && !(d->n->flags[i] & NODE_MANUAL) &&
            (found == NODE_NONE || d->s->node[i].early_start < d->s->node[found].early_start))
            found = i;
    return found;
}

/* The same network with one task longer; only the arrays that differ are its own. */
static bool finish_with_delay(const struct dcma *d, uint32_t node, int64_t delay_s,
                              int64_t *ret_finish)
{
    struct arena *owner = d->in->owner;
    struct network *longer = ARENA_NEW(owner, struct network);
    const size_t count = d->n->node_count;
    const struct schedule *s;
    struct diags silent;

    *longer = *d->n;
    longer->duration_s = ARENA_ARRAY(owner, int32_t, count);
    longer->full_s = ARENA_ARRAY(owner, int32_t, count);
    memcpy(longer->duration_s, d->n->duration_s, count * sizeof(longer->duration_s[0]));
    memcpy(longer->full_s, d->n->full_s, count * sizeof(longer->full_s[0]));
    if (longer->full_s[node] > INT32_MAX - delay_s)
        return false;
    longer->duration_s[node] += (int32_t)delay_s;
    longer->full_s[node] += (int32_t)delay_s;
    diags_init(&silent, owner);
    if (!schedule_compute(longer, owner, owner, &s, &silent))
        return false;
    *ret_finish = s->finish;
    return true;
}

static void check_path(struct dcma *d, struct check *c)
{
    const uint32_t node = first_critical(d);
    const struct calendar *calendar;
    int64_t finish, moved, day_s;

    if (node == NODE_NONE || d->n->assignment_first[node] != d->n->assignment_first[node + 1]) {
        c->unknown = node == NODE_NONE ? "no open task is on the longest path"
                                       : "the first critical task is driven by its resources' work";
        return;
    }
    calendar = d->n->calendars[d->n->calendar[node]];
    day_s = calendar_usual_day_s(calendar);
    if (!finish_with_delay(d, node, TEST_DAYS * day_s, &finish)) {
        c->unknown = "the plan cannot be scheduled with the delay";
        return;
    }
    moved = calendar_work(calendar, d->s->finish, finish);
    c->subjects[c->subject_count++] = d->n->object[node];
    c->count = (moved + day_s / 2) / day_s;
    c->population = TEST_DAYS;
    c->value_ppm = moved * PPM / (TEST_DAYS * day_s);
    c->passes = c->count == TEST_DAYS;
}

/* The first promise by rank: its date and the early finish it hangs on. */
static bool find_target(const struct dcma *d, int64_t *ret_finish, int64_t *ret_date)
{
    const struct plan *p = d->n->plan;
    int64_t best = INT64_MAX;

    for (uint32_t i = 0; i < plan_count(p, KIND_commitment); i++) {
        const struct object *o = plan_nth(p, KIND_commitment, i);
        const uint32_t node = network_commitment_node(d->n, o);
        const int64_t *rank = commitment_get_rank(o);
        const struct when *date = commitment_get_date(o);

        if (node == NODE_NONE || !date || (rank ? *rank : INT64_MAX - 1) >= best)
            continue;
        best = rank ? *rank : INT64_MAX - 1;
        *ret_finish = d->s->node[node].early_finish;
        *ret_date = (civil_day_of(date->instant) + 1) * CIVIL_DAY_S;
    }
    if (best != INT64_MAX)
        return true;
    *ret_finish = d->s->finish;
    *ret_date = d->n->must_finish_by;
    return *ret_date != CIVIL_NONE;
}

static void check_cpli(struct dcma *d, struct check *c)
{
    const struct calendar *calendar = d->n->plan->calendar;
    int64_t finish, date, path;

    if (!find_target(d, &finish, &date)) {
        c->unknown = "nothing is promised, and no date must be met";
        return;
    }
    path = calendar_work(calendar, d->n->plan->as_of, finish);
    if (path <= 0) {
        c->unknown = "what is promised is already finished";
        return;
    }
    c->count = (path + calendar_work(calendar, finish, date)) / d->day_s;
    c->population = path / d->day_s;
    c->value_ppm = (path + calendar_work(calendar, finish, date)) * PPM / path;
    c->passes = c->value_ppm >= c->as->limit_ppm;
}

/* --- all of them ------------------------- */

static const struct definition definitions[CHECKS] = {
    {"Logic", "no predecessor or no successor / incomplete tasks", AT_MOST, 50000, false},
    {"Leads", "links with a negative lag / links to open work", AT_MOST, 0, true},
    {"Lags", "links with a positive lag / links to open work", AT_MOST, 50000, false},
    {"Link types", "finish-to-start links / links to open work", AT_LEAST, 900000, false},
    {"Hard constraints", "must start or finish on, start or finish no later / incomplete tasks",
     AT_MOST, 50000, false},
    {"High float", "total float above 44 working days / incomplete tasks", AT_MOST, 50000, false},
    {"Negative float", "total float below 0 / incomplete tasks", AT_MOST, 0, true},
    {"High duration", "baseline (else remaining) duration above 44 working days / incomplete tasks",
     AT_MOST, 50000, false},
    {"Invalid dates", "open before the data date, or done after it / incomplete tasks", AT_MOST, 0,
     true},
    {"Resources", "a day or longer without resource, team or cost / incomplete tasks", AT_MOST, 0,
     true},
    {"Missed tasks", "finished late or not yet / tasks with a baseline finish up to now", AT_MOST,
     50000, false},
    {"Critical path test", "days the finish moves when a critical task takes 600 longer / 600",
     NO_LIMIT, 0, false},
    {"CPLI", "(critical path + float to the promised date) / critical path, in working days",
     AT_LEAST, 950000, false},
    {"BEI", "finished / (baseline finish up to now + finished without a baseline), tasks",
     AT_LEAST, 950000, false},
};

static struct dcma *compute(const struct report_input *in)
{
    struct dcma *d = ARENA_NEW(in->owner, struct dcma);

    d->in = in;
    d->n = in->network;
    d->s = in->schedule;
    d->day_s = calendar_usual_day_s(in->plan->calendar);
    for (unsigned c = 0; c < CHECKS; c++)
        d->checks[c].as = &definitions[c];
    for (uint32_t i = 0; i < d->n->node_count; i++)
        d->incomplete += is_counted(d, i);
    check_logic(d, &d->checks[0]);
    check_links(d);
    check_tasks(d);
    check_baseline(d);
    for (unsigned c = 0; c < CHECKS; c++)
        judge(&d->checks[c]);
    d->checks[11].passes = d->checks[12].passes = false;
    check_path(d, &d->checks[11]);
    check_cpli(d, &d->checks[12]);
    return d;
}

static struct str say_value(const struct report_input *in, const struct check *c)
{
    if (c->as->limit == AT_LEAST && c->population >= 0 && c->as->limit_ppm == 950000)
        return str_format(in->owner, "%lld.%02lld", (long long)(c->value_ppm / PPM),
                          (long long)(c->value_ppm % PPM / 10000));
    if (c->as->is_count || c->as->limit == NO_LIMIT)
        return str_format(in->owner, "%lld", (long long)c->count);
    return str_format(in->owner, "%lld.%lld\xc2\xa0%%", (long long)(c->value_ppm / 10000),
                      (long long)(c->value_ppm % 10000 / 1000));
}

static const char *limit_of(const struct check *c)
{
    if (c->as->limit == NO_LIMIT)
        return "600";
    if (c->as->is_count)
        return "0";
    if (c->as->limit == AT_MOST)
        return "≤\xc2\xa0""5\xc2\xa0%";
    return c->as->limit_ppm == 900000 ? "≥\xc2\xa0""90\xc2\xa0%" : "≥\xc2\xa0""0.95";
}

static void say_check(const struct dcma *d, unsigned number, struct line *cells)
{
    const struct check *c = &d->checks[number];

    line_addf(&cells[0], TONE_DIM, "%u", number + 1);
    if (c->unknown)
        line_add(&cells[1], TONE_DIM, STR("○\xc2\xa0unknown"));
    else
        line_add(&cells[1], c->passes ? TONE_GOOD : TONE_BAD,
                 c->passes ? STR("●\xc2\xa0pass") : STR("■\xc2\xa0""fail"));
    line_add(&cells[2], TONE_STRONG, str_of(c->as->name));
    line_addf(&cells[2], TONE_PLAIN, ": %s", c->as->formula);
    if (c->unknown)
        line_addf(&cells[2], TONE_DIM, ". Not computed: %s", c->unknown);
    if (c->note)
        line_addf(&cells[2], TONE_DIM, ". %s", c->note);
    for (uint32_t i = 0; !c->unknown && !c->passes && i < c->subject_count; i++)
        line_addf(&cells[2], TONE_DIM, "%s%.*s", i == 0 ? ". " : ", ",
                  STR_ARG(d->in->plan->objects[c->subjects[i]]->id));
    if (!c->unknown && !c->passes && c->count > c->subject_count && c->subject_count > 1)
        line_add(&cells[2], TONE_DIM, STR(", ..."));
    if (c->unknown)
        return;
    line_addf(&cells[3], TONE_PLAIN, "%lld/%lld", (long long)c->count, (long long)c->population);
    line_add(&cells[4], TONE_STRONG, say_value(d->in, c));
    line_add(&cells[5], TONE_PLAIN, str_of(limit_of(c)));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {right_column("#"), left_column(NULL, false),
                                     left_column("check: formula", true), right_column("of"),
                                     right_column("value"), right_column("limit")};
    const struct dcma *d = compute(in);
    struct table *table;
    unsigned passed = 0, known = 0;

    say_masthead(in, out);
    line_addf(document_paragraph(out, 0, 0), TONE_PLAIN,
              "DCMA 14-point assessment. Incomplete tasks: %lld, without summaries, milestones, "
              "hand-offs and decisions. A working day is the calendar's.",
              (long long)d->incomplete);
    document_blank(out);
    table = document_table(out, 0, columns, 6);
    for (unsigned c = 0; c < CHECKS; c++) {
        say_check(d, c, table_row(table, out->owner));
        known += !d->checks[c].unknown;
        passed += !d->checks[c].unknown && d->checks[c].passes;
    }
    document_blank(out);
    line_addf(document_paragraph(out, 0, 0), TONE_STRONG, "%u of %u passed, %u not computed.",
              passed, known, CHECKS - known);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct dcma *d = compute(in);

    json_begin(in, out, "dcma");
    writer_key_i64(out, "incomplete_tasks", d->incomplete);
    writer_key(out, STR("checks"));
    writer_list_begin(out, false);
    for (unsigned i = 0; i < CHECKS; i++) {
        const struct check *c = &d->checks[i];

        writer_map_begin(out, false);
        writer_key_i64(out, "number", i + 1);
        writer_key_text(out, "name", str_of(c->as->name));
        writer_key_text(out, "formula", str_of(c->as->formula));
        if (c->unknown) {
            writer_key_text(out, "unknown", str_of(c->unknown));
            writer_key_null(out, "passes");
        } else {
            writer_key_null(out, "unknown");
            writer_key_bool(out, "passes", c->passes);
            writer_key_i64(out, "count", c->count);
            writer_key_i64(out, "population", c->population);
            writer_key_fixed(out, "value", c->value_ppm, 6);
        }
        writer_key(out, STR("subjects"));
        writer_list_begin(out, true);
        for (uint32_t k = 0; k < c->subject_count; k++)
            writer_text(out, in->plan->objects[c->subjects[k]]->id);
        writer_list_end(out);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_dcma = {
    .name = "dcma",
    .title = "The 14 checks of DCMA",
    .needs = REPORT_PLAN | REPORT_SCHEDULE,
    .text = text,
    .json = json,
};

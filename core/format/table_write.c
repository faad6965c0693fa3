/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as a table of tasks, in the words that the reader of tables guesses; durations are days of
 * eight hours, as there. Cells that a spreadsheet would take for a formula get an apostrophe. */
#include "core/base/arena.h"
#include "core/format/export.h"

enum { DAY_WORK_S = 8 * 3600 };

static const char *const fixed[TABLE_FIXED] = {
    "ID", "Task Name", "Outline Level", "Parent", "Duration", "Start", "Finish", "Predecessors",
    "Resource Names", "% Complete", "Milestone", "Deadline", "Constraint Type", "Constraint Date",
    "Actual Start", "Actual Finish", "Remaining Duration", "Baseline Start", "Baseline Finish",
    "Baseline Duration"};

/* "[NAME]" of "NAME: value"; empty where it is no such. */
static struct str head_of(struct export *x, struct str custom)
{
    const size_t colon = str_find(custom, STR(": "));

    return colon < custom.len ? str_format(x->owner, "[%.*s]", STR_ARG(str_slice(custom, 0, colon)))
                              : (struct str){NULL, 0};
}

static int column_of(const struct table_out *t, struct str head)
{
    for (int i = TABLE_FIXED; i < t->count; i++)
        if (str_equal(t->heads[i], head))
            return i;
    return -1;
}

/* "Reported On" of the field reported_on; false: the field is no part of a reported status. */
static bool reported_head(struct export *x, const struct field *field, struct str *ret_head)
{
    struct text head;
    bool first = true;

    if (!str_starts(str_of(field->name), STR("reported")))
        return false;
    text_init(&head, x->owner);
    for (const char *c = field->name; *c; c++) {
        text_add_char(&head, *c == '_' ? ' ' : first ? (char)(*c - 'a' + 'A') : *c);
        first = *c == '_';
    }
    *ret_head = text_str(&head);
    return true;
}

/* A column for each part of a reported status that any task states. */
static void add_reported_heads(struct export *x, const struct export_row *rows, size_t row_count,
                               struct table_out *ret)
{
    const struct kind_info *info = &schema_kinds[KIND_task];
    struct str head;

    for (uint16_t f = 0; f < info->field_count; f++)
        for (size_t r = 0; r < row_count && reported_head(x, &info->fields[f], &head); r++)
            if (rows[r].object->kind == KIND_task && object_value(rows[r].object, f)) {
                if (ret->count < TABLE_COLUMNS && column_of(ret, head) < 0)
                    ret->heads[ret->count++] = head;
                break;
            }
}

void table_heads(struct export *x, const struct export_row *rows, size_t row_count,
                 struct table_out *ret)
{
    for (ret->count = 0; ret->count < TABLE_FIXED; ret->count++)
        ret->heads[ret->count] = str_of(fixed[ret->count]);
    for (size_t r = 0; r < row_count; r++) {
        const struct object *o = rows[r].object;
        const struct texts *custom = o->kind == KIND_task ? task_get_custom(o) : NULL;

        for (size_t i = 0; custom && i < custom->count; i++) {
            const struct str head = head_of(x, custom->items[i]);

            if (head.len > 0 && ret->count < TABLE_COLUMNS && column_of(ret, head) < 0)
                ret->heads[ret->count++] = export_cell(x, head);
        }
    }
    add_reported_heads(x, rows, row_count, ret);
}


static void add_amount(struct text *t, int64_t s, bool elapsed)
{
    const int64_t day = elapsed ? CIVIL_DAY_S : DAY_WORK_S;
    const int64_t unit = s % day == 0 ? day : s % 60 == 0 ? 3600 : 1;

    text_add_fixed(t, s / unit * 1000000 + s % unit * 1000000 / unit, 6, 0);
    text_addf(t, "%s%s", elapsed ? "e" : "", unit == day ? "d" : unit == 3600 ? "h" : "s");
}

static struct str amount(struct export *x, const struct object *o, const struct estimate *e)
{
    struct text t;
    int64_t seconds;
    bool elapsed;

    text_init(&t, x->owner);
    if (export_duration(x, o, e, &seconds, &elapsed))
        add_amount(&t, seconds, elapsed);
    return text_str(&t);
}

static struct str date(struct export *x, int64_t at)
{
    struct text t;

    text_init(&t, x->owner);
    if (at != CIVIL_NONE)
        civil_print_instant(&t, at);
    return text_str(&t);
}

static struct str links_of(struct export *x, const struct object *o)
{
    static const char *const types[] = {"FS", "SS", "FF", "SF"};
    size_t count;
    const struct export_link *links = export_links(x, o, &count);
    struct text t;

    text_init(&t, x->owner);
    for (size_t i = 0; i < count; i++) {
        const struct export_link *l = &links[i];
        const bool percent = l->lag_kind == LAG_PERCENT || l->lag_kind == LAG_PERCENT_ELAPSED;
        const bool lag = percent ? l->lag_ppm != 0 : l->lag_s != 0;

        text_addf(&t, "%s%.*s", i > 0 ? ";" : "", STR_ARG(l->pred->id));
        if (l->type != LINK_FS || lag)
            text_add(&t, str_of(types[l->type]));
        if (!lag)
            continue;
        if ((percent ? l->lag_ppm : l->lag_s) > 0)
            text_add_char(&t, '+');
        if (percent) {
            text_add_fixed(&t, l->lag_ppm, 4, 0);
            text_add_char(&t, '%');
        } else {
            add_amount(&t, l->lag_s, l->lag_kind == LAG_ELAPSED);
        }
    }
    return text_str(&t);
}

static struct str name_of(const struct object *team)
{
    return team_get_title(team) ? *team_get_title(team) : team->id;
}

static struct str resources_of(struct export *x, const struct object *o)
{
    const struct objects *list = o->kind == KIND_task ? task_get_assignments(o) : NULL;
    const struct object *team = o->kind == KIND_task ? plan_object(x->plan, task_get_team(o))
                                                     : NULL;
    struct text t;

    text_init(&t, x->owner);
    for (size_t i = 0; list && i < list->count; i++) {
        const struct object *who = plan_object(x->plan, assignment_get_who(list->items[i]));
        const int32_t *units = assignment_get_units(list->items[i]);

        if (!who || who->kind != KIND_team)
            continue;
        if (assignment_get_work(list->items[i]))
            export_lose(x, EXPORT_ASSIGNMENTS, o->at);
        text_addf(&t, "%s%.*s", t.len > 0 ? ";" : "", STR_ARG(name_of(who)));
        if (units && *units != 1000000) {
            text_add_char(&t, '[');
            text_add_fixed(&t, *units, 4, 0);
            text_add(&t, STR("%]"));
        }
    }
    if (t.len == 0 && team)
        text_add(&t, name_of(team));
    return text_str(&t);
}

/* "As Soon As Possible" stands there too: it says that the start is no constraint. */
static void add_constraint(struct export *x, const struct object *o, struct str cells[])
{
    static const char *const words[] = {
        "As Soon As Possible", "As Late As Possible", "Start No Earlier Than",
        "Finish No Earlier Than", "Start No Later Than", "Finish No Later Than", "Must Start On",
        "Must Finish On", "Must Start On", "Must Finish On", "As Soon As Possible"};
    const uint32_t *kind = o->kind == KIND_task ? task_get_constraint(o) : NULL;
    const struct when *hold = o->kind == KIND_milestone ? milestone_get_not_before(o) : NULL;

    cells[12] = str_of(words[kind ? *kind : 0]);
    if (kind)
        cells[13] = date(x, *kind == CONSTRAINT_FINISH_NO_EARLIER ||
                                *kind == CONSTRAINT_FINISH_NO_LATER ||
                                *kind == CONSTRAINT_FINISH_ON || *kind == CONSTRAINT_MUST_FINISH
                            ? export_finish_of(x, o, task_get_constraint_date(o))
                            : export_start_of(x, o, task_get_constraint_date(o)));
    if (o->kind == KIND_milestone && !hold && !milestone_get_after(o))
        hold = milestone_get_date(o);
    if (hold) {
        cells[12] = str_of(words[CONSTRAINT_START_NO_EARLIER]);
        cells[13] = date(x, export_start_of(x, o, hold));
    }
}

static void add_baseline(struct export *x, const struct object *o, struct str cells[])
{
    const struct objects *list = task_get_baseline(o);
    const struct object *b = list && list->count > 0 ? list->items[0] : NULL;
    struct text t;

    if (!b)
        return;
    cells[17] = date(x, export_start_of(x, o, baseline_get_start(b)));
    cells[18] = date(x, export_finish_of(x, o, baseline_get_finish(b)));
    if (!baseline_get_duration(b))
        return;
    text_init(&t, x->owner);
    add_amount(&t, span_seconds(baseline_get_duration(b), plan_calendar_of(x->plan, o)),
               baseline_get_duration(b)->elapsed);
    cells[19] = text_str(&t);
}

static void add_custom(struct export *x, const struct table_out *t, const struct object *o,
                       struct str cells[])
{
    const struct texts *custom = task_get_custom(o);

    for (size_t i = 0; custom && i < custom->count; i++) {
        const struct str text = custom->items[i], head = head_of(x, text);
        const int column = head.len > 0 ? column_of(t, head) : -1;

        if (column < 0 || cells[column].len > 0)
            export_lose_field(x, KIND_task, FIELD_task_custom, o->at);
        else
            cells[column] = export_cell(x, str_slice(text, head.len, text.len));
    }
}

static void add_reported(struct export *x, const struct table_out *t, const struct object *o,
                         struct str cells[])
{
    const struct kind_info *info = &schema_kinds[KIND_task];
    struct str head;

    for (uint16_t f = 0; f < info->field_count; f++) {
        const void *value = object_value(o, f);
        const int column = value && reported_head(x, &info->fields[f], &head) ? column_of(t, head)
                                                                              : -1;
        struct text cell;

        if (column < 0)
            continue;
        text_init(&cell, x->owner);
        if (info->fields[f].type == FIELD_TYPE_ref) {
            const struct object *who = plan_object(x->plan, value);

            text_add(&cell, who && who->kind == KIND_person && person_get_name(who)
                                ? *person_get_name(who) : ((const struct ref *)value)->id);
        } else {
            field_print_line(&info->fields[f], value, &cell);
        }
        cells[column] = export_cell(x, text_str(&cell));
    }
}

void table_cells(struct export *x, const struct table_out *t, const struct export_row *row,
                 struct str cells[TABLE_COLUMNS])
{
    const struct object *o = row->object;
    const bool task = o->kind == KIND_task;
    const struct object *parent = plan_object(x->plan, task ? task_get_parent(o)
                                                            : milestone_get_parent(o));
    const int32_t *done = task ? task_get_done(o) : NULL;
    const struct str *source = task ? task_get_source_id(o) : milestone_get_source_id(o);
    const bool *event = task ? task_get_event(o) : NULL;

    for (int i = 0; i < TABLE_COLUMNS; i++)
        cells[i] = (struct str){NULL, 0};
    if (source && !str_equal(*source, o->id))
        export_lose_field(x, o->kind, schema_field(o->kind, STR("source_id")), o->at);
    cells[0] = o->id;
    cells[1] = export_cell(x, export_title(o));
    cells[2] = str_format(x->owner, "%u", (unsigned)row->level);
    if (parent)
        cells[3] = parent->id;
    cells[4] = task ? row->is_summary ? cells[4] : amount(x, o, task_get_estimate(o)) : STR("0d");
    cells[5] = date(x, x->start[o->number]);
    cells[6] = date(x, x->finish[o->number]);
    cells[7] = links_of(x, o);
    cells[8] = export_cell(x, resources_of(x, o));
    if (done)
        cells[9] = str_format(x->owner, "%d%%", (int)(*done / 10000));
    cells[10] = !task || (event && *event) ? STR("Yes") : STR("No");
    cells[11] = task ? date(x, export_finish_of(x, o, task_get_deadline(o))) : cells[11];
    add_constraint(x, o, cells);
    cells[14] = date(x, export_start_of(x, o, task ? task_get_started(o)
                                                   : milestone_get_reached(o)));
    cells[15] = date(x, export_finish_of(x, o, task ? task_get_finished(o)
                                                    : milestone_get_reached(o)));
    if (!task)
        return;
    cells[16] = amount(x, o, task_get_remaining(o));
    add_baseline(x, o, cells);
    add_custom(x, t, o, cells);
    add_reported(x, t, o, cells);
}

static void add_cell(struct text *out, struct str s)
{
    bool quote = false;

    for (size_t i = 0; i < s.len; i++)
        quote |= s.ptr[i] == ',' || s.ptr[i] == '"' || s.ptr[i] == '\n' || s.ptr[i] == '\r';
    if (!quote) {
        text_add(out, s);
        return;
    }
    text_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            text_add_char(out, '"');
        text_add_char(out, s.ptr[i]);
    }
    text_add_char(out, '"');
}

void table_lose(struct export *x)
{
    for (uint32_t i = 0; i < plan_count(x->plan, KIND_calendar); i++)
        export_lose(x, EXPORT_CALENDARS, plan_nth(x->plan, KIND_calendar, i)->at);
    for (uint32_t i = 0; i < plan_count(x->plan, KIND_team); i++)
        export_lose(x, EXPORT_TEAM_IDS, plan_nth(x->plan, KIND_team, i)->at);
}

void table_write(struct export *x, struct text *out)
{
    struct str cells[TABLE_COLUMNS];
    struct table_out t;
    size_t count;
    const struct export_row *rows = export_rows(x, &count);

    table_heads(x, rows, count, &t);
    for (int i = 0; i < t.count; i++) {
        if (i > 0)
            text_add_char(out, ',');
        add_cell(out, t.heads[i]);
    }
    text_add(out, STR("\r\n"));
    for (size_t r = 0; r < count; r++) {
        table_cells(x, &t, &rows[r], cells);
        for (int i = 0; i < t.count; i++) {
            if (i > 0)
                text_add_char(out, ',');
            add_cell(out, cells[i]);
        }
        text_add(out, STR("\r\n"));
    }
    table_lose(x);
}

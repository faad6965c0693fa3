/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of tasks (CSV, and spreadsheets that the application turns into CSV): a row a task, by a
 * header of words that people use. Predecessors are written as in Microsoft Project, "3FS+2d;4SS",
 * by the ids of the table, or by row numbers where it has none. */
#include "core/format/table.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/format/format.h"
#include "core/format/loose.h"
#include "core/format/made.h"
#include "core/format/table_head.h"
#include "core/format/xer_table.h"

enum { LEVEL_MOST = 50, DAY_WORK_S = 8 * 3600 };

struct row {
    const struct node *node;
    struct str cell[C_MOST];
    struct place at[C_MOST];
    struct str uid;
    struct made *made;
    uint32_t first_child, next, last_child;     /* rows; UINT32_MAX: none */
    bool placed;
};

struct table {
    struct arena *owner;
    struct diags *out;
    struct loose loose;
    const struct node *header;
    int column[COLUMN_MOST];            /* enum column, or -1 */
    int index[C_MOST];                  /* the column, or -1 */
    signed char link[COLUMN_MOST];      /* of Jira: 1 the row blocks it, -1 it is blocked */
    bool by_code;                       /* predecessors are codes of the WBS */
    struct row *row;
    uint32_t row_count;
    struct map ids, resources;
    struct str *uids;
    struct made *root, *tasks, *resource_list, *assignments;
    uint32_t resource_count;
    struct diag_places held, counted_days, left, elsewhere;
};

/* --- the header ------------------------------------------------------------------------------ */

static bool map_stated(struct table *t, const struct node *mapping)
{
    for (const struct node *m = mapping ? mapping->first : NULL; m; m = m->next) {
        int field = -1, i = 0;
        const struct node *h = t->header->first;

        for (int f = 0; f < C_MOST; f++)
            if (str_equal(table_field_name(f), m->name))
                field = f;
        if (field < 0)
            return diag_error(t->out, "unknown-key", node_name_at(m),
                              "there is no field '%.*s' of a table", STR_ARG(m->name));
        t->index[field] = -2;       /* stated: not guessed */
        if (str_trim(m->text).len == 0)
            continue;
        for (; h && i < COLUMN_MOST; h = h->next, i++)
            if (str_equal_nocase(str_trim(h->text), str_trim(m->text)))
                break;
        if (!h || i == COLUMN_MOST)
            return diag_error(t->out, "unknown-column", m->at, "the table has no column '%.*s'",
                              STR_ARG(str_slice(m->text, 0, 60)));
        t->column[i] = field;
        t->index[field] = i;
    }
    return true;
}

/* "Outward issue link (Blocks)" of a Jira export, as often as an issue has such links. */
static signed char link_of(struct str head)
{
    const bool out = str_starts(head, STR("Outward issue link ("));

    if (!out && !str_starts(head, STR("Inward issue link (")))
        return 0;
    return !str_ends(head, STR("(Blocks)")) ? 0 : out ? 1 : -1;
}

static bool map_columns(struct table *t, const struct node *mapping)
{
    int i = 0;

    for (int c = 0; c < COLUMN_MOST; c++)
        t->column[c] = -1;
    for (int f = 0; f < C_MOST; f++)
        t->index[f] = -1;
    if (!map_stated(t, mapping))
        return false;
    for (const struct node *h = t->header->first; h && i < COLUMN_MOST; h = h->next, i++) {
        const int field = table_field_of(h->text);

        t->link[i] = link_of(h->text);

        if (field < 0 || t->index[field] != -1 || t->column[i] >= 0)
            continue;
        t->column[i] = field;
        t->index[field] = i;
    }
    return true;
}

static void say_mapping(const struct table *t)
{
    struct text read, left;
    int i = 0;
    const struct node *first = NULL;
    size_t left_count = 0;

    text_init(&read, t->owner);
    text_init(&left, t->owner);
    for (const struct node *h = t->header->first; h && i < COLUMN_MOST; h = h->next, i++) {
        const struct str head = str_slice(str_trim(h->text), 0, 40);

        if (t->column[i] >= 0) {
            text_addf(&read, "%s%.*s = '%.*s'", read.len > 0 ? ", " : "",
                      STR_ARG(table_field_name(t->column[i])), STR_ARG(head));
        } else if (head.len > 0 && t->link[i] == 0) {
            first = first ? first : h;
            text_addf(&left, "%s%.*s", left_count++ > 0 ? ", " : "", STR_ARG(head));
        }
    }
    diag_note(t->out, "mapping", t->header->at, "columns are read as %.*s",
              STR_ARG(text_str(&read)));
    if (left_count > 0)
        diag_note(t->out, "kept-columns", first->at,
                  "columns that are no field here, kept as custom fields: %.*s (%zu in the file)",
                  STR_ARG(text_str(&left)), left_count);
    diag_note_places(t->out, "left-out-columns", &t->left,
                     "not carried over: cells of several lines in columns that are no field here");
}

/* --- rows ------------------------------------------------------------------------------------ */

static bool has(const struct row *r, int c)
{
    return r->cell[c].len > 0;
}

static void read_rows(struct table *t, const struct node *records)
{
    t->row = ARENA_ARRAY(t->owner, struct row, records->count + 1);
    t->uids = ARENA_ARRAY(t->owner, struct str, records->count + 1);
    for (const struct node *n = t->header->next; n; n = n->next) {
        struct row *r = &t->row[t->row_count];
        bool any = false;
        int i = 0;

        *r = (struct row){.node = n, .first_child = UINT32_MAX, .next = UINT32_MAX,
                          .last_child = UINT32_MAX};
        for (const struct node *c = n->first; c && i < COLUMN_MOST; c = c->next, i++) {
            if (t->column[i] < 0)
                continue;
            r->cell[t->column[i]] = t->column[i] == C_NAME ? c->text : str_trim(c->text);
            r->at[t->column[i]] = c->at;
            any |= str_trim(c->text).len > 0;
        }
        for (int c = 0; c < C_MOST; c++)
            if (r->at[c].line == 0)
                r->at[c] = n->at;
        if (any)
            t->row_count++;
    }
}

/* "04-Jan-27 A" of a Primavera layout: an actual date; "04-Jan-27*": a constraint holds it. */
static bool is_actual(struct str cell)
{
    return cell.len > 2 && str_ends(cell, STR(" A"));
}

static struct str without_mark(struct str cell)
{
    if (is_actual(cell))
        return str_trim(str_slice(cell, 0, cell.len - 2));
    return cell.len > 1 && str_ends(cell, STR("*")) ? str_trim(str_slice(cell, 0, cell.len - 1))
                                                    : cell;
}

static void learn_dates(struct table *t)
{
    static const int dates[] = {C_START, C_FINISH, C_DEADLINE, C_CONSTRAINT_DATE, C_ACTUAL_START,
                                C_ACTUAL_FINISH, C_BASELINE_START, C_BASELINE_FINISH,
                                C_REPORTED_ON, C_REPORTED_UNTIL};

    for (uint32_t i = 0; i < t->row_count; i++)
        for (size_t d = 0; d < sizeof(dates) / sizeof(dates[0]); d++)
            loose_date_look(&t->loose, without_mark(t->row[i].cell[dates[d]]));
    t->loose.day_first = t->loose.saw_day_first && !t->loose.saw_month_first;
}

/* How many predecessors end after what waits for them begins, as a map names them; false where
 * it has not all. */
static bool count_contradictions(const struct table *t, const struct map *ids, uint32_t *ret_count)
{
    struct loose_ids known = {ids, t->uids};
    uint32_t pred;

    *ret_count = 0;
    for (uint32_t i = 0; i < t->row_count; i++) {
        const struct row *r = &t->row[i];
        struct str rest = r->cell[C_PREDECESSORS], piece;
        const char separator = str_find_char(rest, ';') < rest.len ? ';' : ',';
        int64_t start, finish;
        bool timed;

        while (rest.len > 0 && str_split(&rest, separator, &piece)) {
            if (str_trim(piece).len == 0)
                continue;
            if (!loose_link_find(&known, str_trim(piece), &pred))
                return false;
            *ret_count += loose_date_read(&t->loose, without_mark(r->cell[C_START]), &start,
                                          &timed) &&
                          loose_date_read(&t->loose, without_mark(t->row[pred].cell[C_FINISH]),
                                          &finish, &timed) && finish > start;
        }
    }
    return true;
}

/* Without ids, predecessors are row numbers or codes of the WBS: whichever all of them are, and of
 * two the one that the dates contradict less; people see codes, not numbers of rows. */
static void choose_wbs(struct table *t)
{
    uint32_t by_code, by_row;
    struct map codes;

    map_init(&codes, t->owner);
    for (uint32_t i = 0; i < t->row_count; i++)
        if (has(&t->row[i], C_WBS) && !map_insert(&codes, t->row[i].cell[C_WBS], i, NULL))
            return;
    if (t->index[C_PREDECESSORS] < 0 || !count_contradictions(t, &codes, &by_code) ||
        (count_contradictions(t, &t->ids, &by_row) && by_row < by_code))
        return;
    t->ids = codes;
    t->by_code = true;
}

static void name_rows(struct table *t)
{
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct row *r = &t->row[i];

        r->uid = has(r, C_ID) ? r->cell[C_ID] : str_format(t->owner, "%u", (unsigned)i + 1);
        if (str_equal(r->uid, STR("0")))
            r->uid = STR("00");     /* 0 is the project itself, in the reader behind */
        t->uids[i] = r->uid;
        map_set(&t->ids, has(r, C_ID) ? r->cell[C_ID] : r->uid, i);
    }
    for (uint32_t i = 0; i < t->row_count; i++)     /* Jira's parents are named by number */
        if (has(&t->row[i], C_ALIAS))
            map_insert(&t->ids, t->row[i].cell[C_ALIAS], i, NULL);
    if (t->index[C_ID] < 0 && t->index[C_WBS] >= 0)
        choose_wbs(t);
}

static bool date_of(const struct table *t, const struct row *r, int c, bool finish,
                    int64_t *ret_instant)
{
    bool has_time;

    if (!has(r, c))
        return false;
    if (!loose_date_read(&t->loose, without_mark(r->cell[c]), ret_instant, &has_time))
        return diag_error(t->out, "bad-value", r->at[c], "'%.*s' is not a date",
                          STR_ARG(str_slice(r->cell[c], 0, 40)));
    if (!has_time)
        *ret_instant += (finish ? 17 : 8) * 3600;
    return true;
}

static int64_t weekdays(int64_t from, int64_t to)
{
    int64_t count = 0;

    for (int64_t day = civil_day_of(from); day <= civil_day_of(to) && count < 60000; day++)
        count += civil_weekday(day) < 5;
    return count;
}

static void read_duration(struct table *t, struct row *r, int64_t start, int64_t finish)
{
    struct loose_amount a;
    bool milestone = false;

    loose_flag_read(r->cell[C_MILESTONE], &milestone);
    if (milestone)
        made_number(r->made, "Milestone", 1, r->at[C_MILESTONE]);
    if (has(r, C_DURATION)) {
        if (!loose_amount_read(&t->loose, r->cell[C_DURATION], &a) || a.percent || a.seconds < 0) {
            diag_error(t->out, "bad-value", r->at[C_DURATION], "'%.*s' is not a duration",
                       STR_ARG(str_slice(r->cell[C_DURATION], 0, 40)));
            return;
        }
        made_seconds(r->made, "Duration", a.seconds, r->at[C_DURATION]);
        made_number(r->made, "DurationFormat", a.elapsed ? 8 : 7, r->at[C_DURATION]);
    } else if (milestone) {
        made_seconds(r->made, "Duration", 0, r->at[C_MILESTONE]);
    } else if (start != CIVIL_NONE && finish != CIVIL_NONE && finish >= start) {
        diag_places_add(&t->counted_days, t->owner, r->at[C_FINISH]);
        made_seconds(r->made, "Duration", weekdays(start, finish) * DAY_WORK_S, r->at[C_FINISH]);
    }
}

static const char done_words[] = "|done|complete|completed|closed|resolved|finished|erledigt|"
                                 "abgeschlossen|fertig|termin\xc3\xa9|achev\xc3\xa9|hecho|"
                                 "terminado|";
static const char begun_words[] = "|in progress|started|active|ongoing|underway|under way|wip|"
                                  "in arbeit|laufend|en cours|en curso|in corso|";

/* Whether a cell is one of the words between bars. */
static bool is_word(struct str cell, const char *all)
{
    char key[40];
    size_t n = 0;

    if (cell.len == 0 || cell.len > sizeof(key) - 2)
        return false;
    key[n++] = '|';
    for (size_t i = 0; i < cell.len; i++)
        key[n++] = cell.ptr[i] == '|' ? ' ' : table_lower(cell.ptr[i]);
    key[n++] = '|';
    return str_find(str_of(all), (struct str){key, n}) < str_of(all).len;
}

static void read_progress(struct table *t, struct row *r, int64_t start, int64_t finish)
{
    int64_t ppm = 0, instant;
    bool begun, ended;
    struct loose_amount a;

    if (has(r, C_DONE) && !loose_share_read(r->cell[C_DONE], &ppm) &&
        !str_equal_nocase(r->cell[C_DONE], STR("no")))
        diag_error(t->out, "bad-value", r->at[C_DONE], "'%.*s' is not a percentage",
                   STR_ARG(str_slice(r->cell[C_DONE], 0, 40)));
    if (!has(r, C_DONE) && is_word(r->cell[C_STATUS], done_words))
        ppm = 1000000;
    begun = ppm > 0 || is_actual(r->cell[C_START]) ||
            (!has(r, C_DONE) && is_word(r->cell[C_STATUS], begun_words));
    ended = ppm >= 1000000 || is_actual(r->cell[C_FINISH]);
    if (ppm > 0)
        made_number(r->made, "PercentComplete", ppm / 10000, r->at[C_DONE]);
    if (date_of(t, r, C_ACTUAL_START, false, &instant) ||
        (begun && (instant = start) != CIVIL_NONE))
        made_instant(r->made, "ActualStart", instant, r->at[C_START]);
    if (date_of(t, r, C_ACTUAL_FINISH, true, &instant) ||
        (ended && (instant = finish) != CIVIL_NONE))
        made_instant(r->made, "ActualFinish", instant, r->at[C_FINISH]);
    if (has(r, C_REMAINING) && loose_amount_read(&t->loose, r->cell[C_REMAINING], &a) &&
        !a.percent)
        made_seconds(r->made, "RemainingDuration", a.seconds, r->at[C_REMAINING]);
    else if (ppm > 0 && ppm < 1000000 && has(r, C_DURATION) &&
             loose_amount_read(&t->loose, r->cell[C_DURATION], &a) && !a.percent)
        made_seconds(r->made, "RemainingDuration", a.seconds / 1000 * (1000000 - ppm) / 1000,
                     r->at[C_DONE]);
}

/* A start without predecessors is where somebody put it. */
static void read_constraint(struct table *t, struct row *r, int64_t start)
{
    static const char *const kinds[] = {"as soon as possible", "as late as possible",
                                        "must start on", "must finish on", "start no earlier than",
                                        "start no later than", "finish no earlier than",
                                        "finish no later than"};
    int64_t instant;

    if (has(r, C_CONSTRAINT)) {
        for (int k = 0; k < 8; k++)
            if (str_equal_nocase(r->cell[C_CONSTRAINT], str_of(kinds[k]))) {
                made_number(r->made, "ConstraintType", k, r->at[C_CONSTRAINT]);
                if (date_of(t, r, C_CONSTRAINT_DATE, k == 3 || k >= 6, &instant))
                    made_instant(r->made, "ConstraintDate", instant, r->at[C_CONSTRAINT_DATE]);
                return;
            }
        diag_error(t->out, "bad-value", r->at[C_CONSTRAINT], "'%.*s' is not a constraint",
                   STR_ARG(str_slice(r->cell[C_CONSTRAINT], 0, 40)));
    } else if (start != CIVIL_NONE && !has(r, C_PREDECESSORS)) {
        diag_places_add(&t->held, t->owner, r->at[C_START]);
        made_number(r->made, "ConstraintType", 4, r->at[C_START]);
        made_instant(r->made, "ConstraintDate", start, r->at[C_START]);
    }
}

static uint32_t resource_of(struct table *t, struct str name, struct place at)
{
    struct made *r;
    uint32_t uid;

    if (map_find(&t->resources, name, &uid))
        return uid;
    uid = ++t->resource_count;
    map_set(&t->resources, name, uid);
    r = made_map(t->resource_list, "Resource", at);
    made_number(r, "UID", uid, at);
    made_number(r, "Type", 1, at);
    made_text(r, "Name", name, at);
    return uid;
}

/* "Ann[50%];Bob" */
static void read_resources(struct table *t, const struct row *r)
{
    const char separator = str_find_char(r->cell[C_RESOURCES], ';') < r->cell[C_RESOURCES].len
                               ? ';' : ',';
    struct str rest = r->cell[C_RESOURCES], piece;

    while (str_split(&rest, separator, &piece)) {
        const size_t bracket = str_find_char(piece, '[');
        const struct str name = str_trim(str_slice(piece, 0, bracket));
        struct made *a;
        int64_t ppm;

        if (name.len == 0)
            continue;
        a = made_map(t->assignments, "Assignment", r->at[C_RESOURCES]);
        made_text(a, "TaskUID", r->uid, r->at[C_RESOURCES]);
        made_number(a, "ResourceUID", resource_of(t, name, r->at[C_RESOURCES]),
                    r->at[C_RESOURCES]);
        if (bracket < piece.len &&
            loose_share_read(str_slice(piece, bracket + 1, str_find_char(piece, ']')), &ppm)) {
            struct text units;

            text_init(&units, t->owner);
            text_add_fixed(&units, ppm, 6, 0);
            made_text(a, "Units", text_str(&units), r->at[C_RESOURCES]);
        }
    }
}

static int64_t level_of(const struct table *t, const struct row *r, int64_t otherwise)
{
    int64_t level = otherwise;

    if (has(r, C_LEVEL) && str_to_i64(r->cell[C_LEVEL], &level))
        return level < 0 ? 0 : level;
    if (t->index[C_PARENT] < 0 && has(r, C_WBS)) {
        level = 1;
        for (size_t i = 0; i + 1 < r->cell[C_WBS].len; i++)
            level += r->cell[C_WBS].ptr[i] == '.';
    }
    return level;
}

static void read_baseline(struct table *t, struct row *r)
{
    struct made *m = NULL;
    struct loose_amount a;
    int64_t start = CIVIL_NONE, finish = CIVIL_NONE;

    date_of(t, r, C_BASELINE_START, false, &start);
    date_of(t, r, C_BASELINE_FINISH, true, &finish);
    if (start == CIVIL_NONE && finish == CIVIL_NONE && !has(r, C_BASELINE_DURATION))
        return;
    m = made_map(r->made, "Baseline", r->at[C_BASELINE_START]);
    made_instant(m, "Start", start, r->at[C_BASELINE_START]);
    made_instant(m, "Finish", finish, r->at[C_BASELINE_FINISH]);
    if (loose_amount_read(&t->loose, r->cell[C_BASELINE_DURATION], &a) && !a.percent &&
        a.seconds >= 0) {
        made_seconds(m, "Duration", a.seconds, r->at[C_BASELINE_DURATION]);
        made_number(m, "DurationFormat", a.elapsed ? 8 : 7, r->at[C_BASELINE_DURATION]);
    }
}

/* A status as people report it, with its day, who says it, why and until when: each as the field of
 * the schema that its column is named by. Another word than a status stays what a column said. */
static struct str status_of(struct str word)
{
    const struct field *field = &schema_kinds[KIND_task].fields[FIELD_task_reported];

    for (uint32_t i = 0; i < field->choices->count; i++)
        if (str_equal_nocase(word, str_of(field->choices->words[i])))
            return str_of(field->choices->words[i]);
    return STR("");
}

static void read_reported(struct table *t, struct row *r)
{
    int64_t instant;

    if (has(r, C_REPORTED))
        made_text(r->made, "reported", status_of(r->cell[C_REPORTED]), r->at[C_REPORTED]);
    for (int c = C_REPORTED_ON; c <= C_REPORTED_UNTIL; c++) {
        struct text day;

        if (!has(r, c))
            continue;
        if (c != C_REPORTED_ON && c != C_REPORTED_UNTIL) {
            made_text(r->made, str_copy(t->owner, table_field_name(c)).ptr, r->cell[c], r->at[c]);
            continue;
        }
        text_init(&day, t->owner);
        if (date_of(t, r, c, false, &instant))
            civil_print_date(&day, instant);
        made_text(r->made, str_copy(t->owner, table_field_name(c)).ptr, text_str(&day), r->at[c]);
    }
}

/* "[Site]" as Baton writes it, or any other header that is no field: the name of a custom field, in
 * which no colon stands. */
static struct str custom_name(struct table *t, struct str head)
{
    head = str_trim(head);
    if (head.len > 2 && head.ptr[0] == '[' && head.ptr[head.len - 1] == ']')
        head = str_slice(head, 1, head.len - 1);
    head = str_copy(t->owner, head);
    for (size_t i = 0; i < head.len; i++)
        if (head.ptr[i] == ':' || (unsigned char)head.ptr[i] < ' ')
            ((char *)(uintptr_t)head.ptr)[i] = head.ptr[i] == ':' ? ';' : ' ';
    return head;
}

static bool is_line(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7f)
            return false;
    return true;
}

/* What a column says that is no field here is kept, so that an export gives it back. */
static void read_custom(struct table *t, struct row *r)
{
    const struct node *cell = r->node->first;
    int i = 0;

    for (const struct node *h = t->header->first; h && cell && i < COLUMN_MOST;
         h = h->next, cell = cell->next, i++) {
        const struct str value = str_trim(cell->text);
        struct made *m;

        if ((t->column[i] >= 0 && t->column[i] != C_STATUS &&
             (t->column[i] != C_REPORTED || status_of(value).len > 0)) || value.len == 0 ||
            t->link[i] != 0 || str_trim(h->text).len == 0)
            continue;
        if (!is_line(value)) {
            diag_places_add(&t->left, t->owner, cell->at);
            continue;
        }
        m = made_map(r->made, "ExtendedAttribute", cell->at);
        made_text(m, "FieldID", custom_name(t, h->text), cell->at);
        made_text(m, "Value", value, cell->at);
    }
}

static void read_row(struct table *t, struct row *r, int64_t level)
{
    const struct loose_ids known = {&t->ids, t->uids};
    int64_t start = CIVIL_NONE, finish = CIVIL_NONE, instant;

    r->placed = true;
    r->made = made_map(t->tasks, "Task", r->node->at);
    made_text(r->made, "UID", r->uid, r->at[C_ID]);
    made_text(r->made, "Name", str_trim(r->cell[C_NAME]), r->at[C_NAME]);
    made_text(r->made, "WBS", r->cell[C_WBS], r->at[C_WBS]);
    made_number(r->made, "OutlineLevel", level_of(t, r, level), r->at[C_LEVEL]);
    date_of(t, r, C_START, false, &start);
    date_of(t, r, C_FINISH, true, &finish);
    made_instant(r->made, "Start", start, r->at[C_START]);
    made_instant(r->made, "Finish", finish, r->at[C_FINISH]);
    read_duration(t, r, start, finish);
    read_progress(t, r, start, finish);
    read_constraint(t, r, start);
    if (date_of(t, r, C_DEADLINE, true, &instant))
        made_instant(r->made, "Deadline", instant, r->at[C_DEADLINE]);
    if (has(r, C_PREDECESSORS))
        loose_links_read(&t->loose, r->cell[C_PREDECESSORS], r->at[C_PREDECESSORS], &known,
                         r->made, t->out);
    read_resources(t, r);
    read_baseline(t, r);
    read_reported(t, r);
    read_custom(t, r);
}

/* --- the outline ----------------------------------------------------------------------------- */

static void add_child(struct table *t, uint32_t parent, uint32_t child)
{
    struct row *p = &t->row[parent];

    if (p->last_child == UINT32_MAX)
        p->first_child = child;
    else
        t->row[p->last_child].next = child;
    p->last_child = child;
}

static void place_tree(struct table *t, uint32_t row, int64_t level)
{
    read_row(t, &t->row[row], level);
    for (uint32_t c = t->row[row].first_child; c != UINT32_MAX && level < LEVEL_MOST;
         c = t->row[c].next)
        place_tree(t, c, level + 1);
}

/* Rows in the order of the outline: as they stand, or by what each names as its parent. */
static void place_rows(struct table *t)
{
    bool *inside = ARENA_ARRAY(t->owner, bool, t->row_count + 1);
    uint32_t parent;

    for (uint32_t i = 0; i < t->row_count && t->index[C_PARENT] >= 0; i++)
        if (has(&t->row[i], C_PARENT) && map_find(&t->ids, t->row[i].cell[C_PARENT], &parent) &&
            parent != i) {
            add_child(t, parent, i);
            inside[i] = true;
        }
    for (uint32_t i = 0; i < t->row_count; i++)
        if (!inside[i])
            place_tree(t, i, 1);
    for (uint32_t i = 0; i < t->row_count; i++)
        if (!t->row[i].placed) {
            diag_error(t->out, "parent-cycle", t->row[i].at[C_PARENT],
                       "the parents of '%.*s' lead back to it, or are too many",
                       STR_ARG(str_slice(t->row[i].uid, 0, 60)));
            return;
        }
}

static bool has_words_as_ids(const struct table *t)
{
    int64_t number;

    for (uint32_t i = 0; i < t->row_count; i++)
        if (!str_to_i64(t->row[i].uid, &number))
            return true;
    return false;
}

static void add_link(struct table *t, uint32_t after, uint32_t pred, struct place at)
{
    struct made *link = made_map(t->row[after].made, "PredecessorLink", at);

    made_text(link, "PredecessorUID", t->uids[pred], at);
    made_number(link, "Type", 1, at);
}

/* Each link stands with both its issues in Jira: it counts once. */
static void read_links(struct table *t)
{
    struct map seen;

    map_init(&seen, t->owner);
    for (uint32_t i = 0; i < t->row_count; i++) {
        const struct node *cell = t->row[i].node->first;
        uint32_t other;

        for (int c = 0; cell && c < COLUMN_MOST; cell = cell->next, c++) {
            const bool forward = t->link[c] > 0;

            if (t->link[c] == 0 || str_trim(cell->text).len == 0)
                continue;
            if (!map_find(&t->ids, str_trim(cell->text), &other) || other == i)
                diag_places_add(&t->elsewhere, t->owner, cell->at);
            else if (map_insert_u64(&seen, forward ? (uint64_t)i << 32 | other
                                                   : (uint64_t)other << 32 | i, 1, NULL))
                add_link(t, forward ? other : i, forward ? i : other, cell->at);
        }
    }
}

static void report(struct table *t)
{
    say_mapping(t);
    if (t->by_code)
        diag_note(t->out, "assumed-predecessors", t->header->at,
                  "predecessors are read as codes of the WBS, not as numbers of rows");
    diag_note_places(t->out, "left-out-external-links", &t->elsewhere,
                     "not carried over: links to issues that are not in the file");
    diag_note_places(t->out, "assumed-constraints", &t->held,
                     "starts of tasks without predecessors, kept as start-no-earlier");
    diag_note_places(t->out, "approximated-durations", &t->counted_days,
                     "durations counted from start to finish as days of 8 hours, Monday to Friday");
    if (t->loose.saw_day_first && t->loose.saw_month_first)
        diag_warning(t->out, "mixed-dates", t->header->at,
                     "some dates can only be day/month, others only month/day");
}

static const struct node *records_of(struct str bytes, uint32_t source, struct arena *owner,
                                     struct diags *out)
{
    struct str text;

    if (!xer_decode(bytes, source, owner, out, &text))
        return NULL;
    out->sources[source - 1].bytes = text;
    return csv_read(owner, source, text, 0, out);
}

bool table_read(struct plan_builder *b, struct str bytes, uint32_t source,
                const struct node *mapping, struct arena *owner, struct diags *out)
{
    struct table *t = ARENA_NEW(owner, struct table);
    const struct node *records = records_of(bytes, source, owner, out);
    struct mspdi_options options = {.dialect = DIALECT_NATIVE};

    if (!records || !records->first)
        return false;
    *t = (struct table){.owner = owner, .out = out, .header = table_header_of(records),
                        .loose = {DAY_WORK_S, 5 * DAY_WORK_S, 20 * DAY_WORK_S, .start_s = 28800}};
    map_init(&t->ids, owner);
    map_init(&t->resources, owner);
    t->root = made_root(owner, records->at);
    t->tasks = made_map(t->root, "Tasks", records->at);
    t->resource_list = made_map(t->root, "Resources", records->at);
    t->assignments = made_map(t->root, "Assignments", records->at);
    if (!map_columns(t, mapping))
        return false;
    read_rows(t, records);
    learn_dates(t);
    name_rows(t);
    place_rows(t);
    read_links(t);
    report(t);
    options.own_ids = has_words_as_ids(t);
    return out->error_count == 0 && mspdi_read_tree(b, &t->root->node, &options, owner, out);
}

bool table_mapping(struct str bytes, uint32_t source, const struct node *mapping,
                   struct arena *owner, struct diags *out, struct text *ret_yaml)
{
    struct table *t = ARENA_NEW(owner, struct table);
    const struct node *records = records_of(bytes, source, owner, out);

    if (!records || !records->first)
        return false;
    *t = (struct table){.owner = owner, .out = out, .header = table_header_of(records)};
    if (!map_columns(t, mapping))
        return false;
    text_add(ret_yaml, STR("# Which column of the table is what; \"\" leaves a field out.\n"));
    for (int f = 0; f < C_MOST; f++) {
        const struct node *h = t->header->first;

        for (int i = 0; h && i < t->index[f]; i++)
            h = h->next;
        text_addf(ret_yaml, "%.*s: \"", STR_ARG(table_field_name(f)));
        for (size_t i = 0; t->index[f] >= 0 && h && i < str_trim(h->text).len; i++) {
            const char c = str_trim(h->text).ptr[i];

            if (c == '"' || c == '\\')
                text_add_char(ret_yaml, '\\');
            text_add_char(ret_yaml, (unsigned char)c < ' ' ? ' ' : c);
        }
        text_add(ret_yaml, STR("\"\n"));
    }
    return true;
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    return table_read(b, bytes, source, NULL, owner, out);
}

const struct format format_table = {
    .name = "table",
    .title = "a table of tasks (CSV)",
    .recognise_text = table_recognise,
    .read_text = read,
};

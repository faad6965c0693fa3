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
#include "core/format/xer_table.h"

enum { COLUMN_MOST = 300, LEVEL_MOST = 50, DAY_WORK_S = 8 * 3600, HEADER_LOOK = 8192 };

enum column { C_ID, C_NAME, C_WBS, C_LEVEL, C_PARENT, C_DURATION, C_REMAINING, C_START, C_FINISH,
              C_PREDECESSORS, C_RESOURCES, C_DONE, C_MILESTONE, C_DEADLINE, C_CONSTRAINT,
              C_CONSTRAINT_DATE, C_ACTUAL_START, C_ACTUAL_FINISH, C_BASELINE_START,
              C_BASELINE_FINISH, C_BASELINE_DURATION, C_MOST };

/* Words between bars, lower case; the first is the field's own name. */
static const char *const words[C_MOST] = {
    [C_ID] = "|id|#|key|issue key|task id|activity id|nr|no|no.|unique id|uid|code|",
    [C_NAME] = "|name|task name|task|title|summary|activity|activity name|subject|work item|"
               "vorgangsname|vorgang|aufgabe|nom|nom de la t\xc3\xa2" "che|nombre de tarea|",
    [C_WBS] = "|wbs|wbs code|outline number|psp-code|",
    [C_LEVEL] = "|level|outline level|indent|gliederungsebene|",
    [C_PARENT] = "|parent|parent id|parent key|parent task|epic|",
    [C_DURATION] = "|duration|estimate|length|days|effort|dauer|dur\xc3\xa9" "e|duraci\xc3\xb3n|",
    [C_REMAINING] = "|remaining|remaining duration|remaining estimate|",
    [C_START] = "|start|start date|begin|begin date|planned start|anfang|beginn|d\xc3\xa9" "but|"
                "comienzo|",
    [C_FINISH] = "|finish|finish date|end|end date|due|due date|planned finish|ende|fin|",
    [C_PREDECESSORS] = "|predecessors|predecessor|depends on|dependencies|after|blocked by|"
                       "vorg\xc3\xa4nger|pr\xc3\xa9" "d\xc3\xa9" "cesseurs|predecesoras|",
    [C_RESOURCES] = "|resources|resource names|resource|assignee|assigned to|team|owner|who|"
                    "ressourcennamen|",
    [C_DONE] = "|done|% complete|percent complete|% done|complete|progress|% abgeschlossen|",
    [C_MILESTONE] = "|milestone|is milestone|meilenstein|",
    [C_DEADLINE] = "|deadline|stichtag|",
    [C_CONSTRAINT] = "|constraint|constraint type|",
    [C_CONSTRAINT_DATE] = "|constraint_date|constraint date|",
    [C_ACTUAL_START] = "|actual_start|actual start|started|",
    [C_ACTUAL_FINISH] = "|actual_finish|actual finish|finished|completed|",
    [C_BASELINE_START] = "|baseline_start|baseline start|",
    [C_BASELINE_FINISH] = "|baseline_finish|baseline finish|",
    [C_BASELINE_DURATION] = "|baseline_duration|baseline duration|",
};

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
    struct row *row;
    uint32_t row_count;
    struct map ids, resources;
    struct str *uids;
    struct made *root, *tasks, *resource_list, *assignments;
    uint32_t resource_count;
    struct diag_places held, counted_days, left;
};

/* --- the header ------------------------------------------------------------------------------ */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The field that a header's words mean; -1: none. */
static int field_of(struct str head)
{
    char key[64];
    size_t n = 0;

    head = str_trim(head);
    if (head.len == 0 || head.len > sizeof(key) - 2)
        return -1;
    key[n++] = '|';
    for (size_t i = 0; i < head.len; i++)
        key[n++] = head.ptr[i] == '\n' ? ' ' : lower(head.ptr[i]);
    key[n++] = '|';
    for (int i = 0; i < C_MOST; i++) {
        const struct str all = str_of(words[i]);

        if (str_find(all, (struct str){key, n}) < all.len)
            return i;
    }
    return -1;
}

static struct str field_name(int field)
{
    const struct str all = str_of(words[field]);

    return str_slice(all, 1, 1 + str_find_char(str_slice(all, 1, all.len), '|'));
}

static bool is_enough(const bool has[C_MOST])
{
    return (has[C_NAME] || has[C_ID]) &&
           (has[C_DURATION] || has[C_START] || has[C_FINISH] || has[C_PREDECESSORS]);
}

/* The first line alone, cut at each of the three separators in turn. */
static bool recognise(struct str bytes)
{
    struct str line;

    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_slice(bytes, 3, bytes.len);
    line = str_slice(bytes, 0, HEADER_LOOK);
    line.len = str_find_char(line, '\n');
    for (const char *separator = ",;\t"; *separator; separator++) {
        struct str rest = line, piece;
        bool has[C_MOST] = {false};

        while (str_split(&rest, *separator, &piece)) {
            int field;

            piece = str_trim(piece);
            if (piece.len > 1 && piece.ptr[0] == '"' && piece.ptr[piece.len - 1] == '"')
                piece = str_slice(piece, 1, piece.len - 1);
            field = field_of(piece);
            if (field >= 0)
                has[field] = true;
        }
        if (is_enough(has))
            return true;
    }
    return false;
}

static bool map_stated(struct table *t, const struct node *mapping)
{
    for (const struct node *m = mapping ? mapping->first : NULL; m; m = m->next) {
        int field = -1, i = 0;
        const struct node *h = t->header->first;

        for (int f = 0; f < C_MOST; f++)
            if (str_equal(field_name(f), m->name))
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
        const int field = field_of(h->text);

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
                      STR_ARG(field_name(t->column[i])), STR_ARG(head));
        } else if (head.len > 0) {
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

static void learn_dates(struct table *t)
{
    static const int dates[] = {C_START, C_FINISH, C_DEADLINE, C_CONSTRAINT_DATE, C_ACTUAL_START,
                                C_ACTUAL_FINISH, C_BASELINE_START, C_BASELINE_FINISH};

    for (uint32_t i = 0; i < t->row_count; i++)
        for (size_t d = 0; d < sizeof(dates) / sizeof(dates[0]); d++)
            loose_date_look(&t->loose, t->row[i].cell[dates[d]]);
    t->loose.day_first = t->loose.saw_day_first && !t->loose.saw_month_first;
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
}

static bool date_of(const struct table *t, const struct row *r, int c, bool finish,
                    int64_t *ret_instant)
{
    bool has_time;

    if (!has(r, c))
        return false;
    if (!loose_date_read(&t->loose, r->cell[c], ret_instant, &has_time))
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

static void read_progress(struct table *t, struct row *r, int64_t start, int64_t finish)
{
    int64_t ppm = 0, instant;
    struct loose_amount a;

    if (has(r, C_DONE) && !loose_share_read(r->cell[C_DONE], &ppm) &&
        !str_equal_nocase(r->cell[C_DONE], STR("no")))
        diag_error(t->out, "bad-value", r->at[C_DONE], "'%.*s' is not a percentage",
                   STR_ARG(str_slice(r->cell[C_DONE], 0, 40)));
    if (ppm > 0)
        made_number(r->made, "PercentComplete", ppm / 10000, r->at[C_DONE]);
    if (date_of(t, r, C_ACTUAL_START, false, &instant) ||
        (ppm > 0 && (instant = start) != CIVIL_NONE))
        made_instant(r->made, "ActualStart", instant, r->at[C_START]);
    if (date_of(t, r, C_ACTUAL_FINISH, true, &instant) ||
        (ppm >= 1000000 && (instant = finish) != CIVIL_NONE))
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

        if (t->column[i] >= 0 || value.len == 0 || str_trim(h->text).len == 0)
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

static void report(struct table *t)
{
    say_mapping(t);
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
    *t = (struct table){.owner = owner, .out = out, .header = records->first,
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
    *t = (struct table){.owner = owner, .out = out, .header = records->first};
    if (!map_columns(t, mapping))
        return false;
    text_add(ret_yaml, STR("# Which column of the table is what; \"\" leaves a field out.\n"));
    for (int f = 0; f < C_MOST; f++) {
        const struct node *h = t->header->first;

        for (int i = 0; h && i < t->index[f]; i++)
            h = h->next;
        text_addf(ret_yaml, "%.*s: \"", STR_ARG(field_name(f)));
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
    .recognise_text = recognise,
    .read_text = read,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Activity codes, and user-defined fields of activities, parts of the WBS, resources and
 * assignments, kept as "name: value"; those of anything else are counted as left out. What Baton
 * wrote there goes to the fields that it is of. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/format/xer_read.h"

enum { ID_MOST = 120 };         /* as a plan may have them */

struct customs {
    struct xer_custom *items;
    size_t count, capacity;
};

/* Rows of a table by their id. */
static void index_rows(struct xer *x, const struct xer_table *table, const char *id,
                       struct map *ret_map)
{
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell cell;

    map_init(ret_map, x->owner);
    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);

        if (xer_cell(&r, id, &cell))
            map_set(ret_map, cell.text, (uint32_t)i);
    }
}

/* A column of the row of that id; empty where there is none. */
static struct str look(struct xer *x, const struct xer_table *table, const struct map *map,
                       struct str id, const char *column, const char *or_else)
{
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell cell;
    struct xer_record r;
    uint32_t row;

    if (!table || !map_find(map, id, &row))
        return (struct str){NULL, 0};
    r = xer_record_of(&x->tables, table, row, cells);
    if (xer_cell(&r, column, &cell) || (or_else && xer_cell(&r, or_else, &cell)))
        return str_copy(x->owner, cell.text);
    return (struct str){NULL, 0};
}

/* --- types of fields ------------------------------------------------------------------------- */

static enum xer_owner owner_of(struct str table)
{
    static const char *const tables[] = {"TASK", "RSRC", "PROJWBS", "TASKRSRC"};

    for (int i = 0; i < 4; i++)
        if (str_equal_nocase(table, str_of(tables[i])))
            return (enum xer_owner)i;
    return XER_OF_OTHERS;
}

/* What Baton calls fields of its own. */
static enum xer_own own_of(struct xer_field_type *t)
{
    if (str_equal(t->label, STR("Baton id")))
        return XER_OWN_ID;
    if (str_equal(t->label, STR("Baton calendar")))
        return XER_OWN_CALENDAR;
    t->which = str_slice(t->label, 15, t->label.len);
    if (str_starts(t->label, STR("Link as stated")))
        return XER_OWN_LINK;
    if (str_equal(t->label, STR("Deadline")))
        return XER_OWN_DEADLINE;
    return xer_baseline_label(t->label, &t->which, &t->part) ? XER_OWN_BASELINE : XER_OWN_NONE;
}

void xer_index_fields(struct xer *x)
{
    const struct xer_table *table = xer_table_find(&x->tables, "UDFTYPE");
    struct str *cells = xer_cells_new(table, x->owner);
    struct xer_cell cell;

    map_init(&x->field_type_of, x->owner);
    if (table)
        x->field_types = ARENA_ARRAY(x->owner, struct xer_field_type, table->row_count + 1);
    for (size_t i = 0; table && i < table->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, table, i, cells);
        struct xer_field_type *t = &x->field_types[i];

        if (!xer_cell(&r, "udf_type_id", &cell))
            continue;
        map_set(&x->field_type_of, cell.text, (uint32_t)i);
        if (xer_cell(&r, "udf_type_label", &cell) || xer_cell(&r, "udf_type_name", &cell))
            t->label = cell.text;
        if (xer_cell(&r, "table_name", &cell))
            t->table = cell.text;
        t->owner = owner_of(t->table);
        t->own = own_of(t);
    }
}

/* NULL: the file has no such type. */
static const struct xer_field_type *type_of_value(struct xer *x, const struct xer_record *r)
{
    struct xer_cell type;
    uint32_t index;

    return xer_cell(r, "udf_type_id", &type) && map_find(&x->field_type_of, type.text, &index)
               ? &x->field_types[index] : NULL;
}

/* --- values ---------------------------------------------------------------------------------- */

/* What came over of the row of that id. */
static struct xer_custom find_owner(struct xer *x, enum xer_owner owner, struct str id)
{
    struct xer_custom c = {.owner = owner};
    uint32_t index;

    if (owner == XER_OF_TASK && map_find(&x->tasks, id, &index))
        c.of = x->task[index].draft;
    else if (owner == XER_OF_RESOURCE && x->resource_draft && map_find(&x->resources, id, &index))
        c.of = x->resource_draft[index];
    else if (owner == XER_OF_SUMMARY && map_find(&x->summaries, id, &index))
        c.of = x->summary_draft[index];
    else if (owner == XER_OF_ASSIGNMENT && map_find(&x->assignments, id, &index))
        c.of = x->assignment_draft[index];
    else
        return c;
    c.key = xer_custom_key(owner, index);
    return c;
}

static void add(struct xer *x, struct customs *c, const struct xer_record *r,
                struct xer_custom made, struct str name, struct str value, enum xer_loss loss)
{
    if (!made.of || name.len == 0 || value.len == 0 || c->count >= PLAN_OBJECT_CEILING) {
        xer_lose(x, loss, xer_row_place(&x->tables, r->row));
        return;
    }
    name = str_copy(x->owner, name);
    for (size_t i = 0; i < name.len; i++)       /* the first colon is the end of the name */
        if (name.ptr[i] == ':')
            ((char *)(uintptr_t)name.ptr)[i] = ';';
    arena_grow(x->owner, (void **)&c->items, c->count, &c->capacity, sizeof(*c->items),
               PLAN_OBJECT_CEILING);
    made.text = xer_clean(x, str_format(x->owner, "%.*s: %.*s", STR_ARG(name), STR_ARG(value)));
    made.at = xer_row_place(&x->tables, r->row);
    c->items[c->count++] = made;
}

/* A value that says what Primavera has no column for; false: it is a field like others. */
static bool read_own(struct xer *x, const struct xer_record *r, const struct xer_field_type *t,
                     const struct xer_custom *of)
{
    struct xer_cell cell;
    int64_t instant;

    switch (t->own) {
    case XER_OWN_ID:
    case XER_OWN_CALENDAR: return true;
    case XER_OWN_LINK: return xer_cell(r, "udf_text", &cell) &&
                              xer_stated_link(x, of, t->which, cell.text);
    case XER_OWN_DEADLINE:
        if (!of->of || (t->owner != XER_OF_TASK && t->owner != XER_OF_SUMMARY) ||
            !xer_date(x, r, "udf_date", &instant))
            return false;
        xer_set_when(x, of->of, FIELD_task_deadline, instant, xer_cell_place(r, "udf_date"));
        return true;
    case XER_OWN_BASELINE: return xer_baseline_field(x, r, of, t->which, t->part);
    case XER_OWN_NONE: break;
    }
    return false;
}

static void read_fields(struct xer *x, struct customs *c)
{
    const struct xer_table *values = xer_table_find(&x->tables, "UDFVALUE");
    const struct xer_table *codes = xer_table_find(&x->tables, "UDFCODE");
    struct str *cells = xer_cells_new(values, x->owner);
    struct map code_of;

    index_rows(x, codes, "udf_code_id", &code_of);
    for (size_t i = 0; values && i < values->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, values, i, cells);
        const struct xer_field_type *type = type_of_value(x, &r);
        struct xer_cell id, value;
        struct xer_custom of;
        struct str text = {NULL, 0};

        if (type && (type->own == XER_OWN_ID || type->own == XER_OWN_CALENDAR))
            continue;
        if (!type || type->owner == XER_OF_OTHERS || !xer_cell(&r, "fk_id", &id)) {
            xer_lose(x, XER_CUSTOM_FIELDS, xer_row_place(&x->tables, r.row));
            continue;
        }
        of = find_owner(x, type->owner, id.text);
        of.at = xer_row_place(&x->tables, r.row);
        if (read_own(x, &r, type, &of))
            continue;
        if (xer_cell(&r, "udf_text", &value) || xer_cell(&r, "udf_number", &value) ||
            xer_cell(&r, "udf_date", &value))
            text = value.text;
        else if (xer_cell(&r, "udf_code_id", &value))
            text = look(x, codes, &code_of, value.text, "udf_code_name", "short_name");
        add(x, c, &r, of, type->label, text, XER_CUSTOM_FIELDS);
    }
}

/* Codes are told from fields by the end of their name, so that an export makes codes of them. */
static struct str code_name(struct xer *x, struct str type)
{
    return type.len == 0 ? type : str_format(x->owner, "%.*s [code]", STR_ARG(type));
}

static void read_codes(struct xer *x, struct customs *c)
{
    const struct xer_table *types = xer_table_find(&x->tables, "ACTVTYPE");
    const struct xer_table *codes = xer_table_find(&x->tables, "ACTVCODE");
    const struct xer_table *rows = xer_table_find(&x->tables, "TASKACTV");
    struct str *cells = xer_cells_new(rows, x->owner);
    struct map type_of, code_of;

    index_rows(x, types, "actv_code_type_id", &type_of);
    index_rows(x, codes, "actv_code_id", &code_of);
    for (size_t i = 0; rows && i < rows->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, rows, i, cells);
        struct xer_cell type, code, task;

        if (xer_cell(&r, "task_id", &task) && xer_cell(&r, "actv_code_type_id", &type) &&
            xer_cell(&r, "actv_code_id", &code))
            add(x, c, &r, find_owner(x, XER_OF_TASK, task.text),
                code_name(x, look(x, types, &type_of, type.text, "actv_code_type", NULL)),
                look(x, codes, &code_of, code.text, "short_name", "actv_code_name"),
                XER_ACTIVITY_CODES);
        else
            xer_lose(x, XER_ACTIVITY_CODES, xer_row_place(&x->tables, r.row));
    }
}

static int by_owner(const void *a, const void *b, const void *context)
{
    const struct xer_custom *x = a, *y = b;

    (void)context;
    return (x->key > y->key) - (x->key < y->key);
}

/* --- ids that Baton wrote -------------------------------------------------------------------- */

bool xer_is_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') ||
              (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
              (i > 0 && (s.ptr[i] == '-' || s.ptr[i] == '_'))))
            return false;
    return s.len > 0 && s.len <= ID_MOST;
}

bool xer_own_id(struct xer *x, const char *table, struct str row, struct str *ret_id)
{
    uint32_t index;

    if (!x->own_ids || !map_find(&x->own, str_format(x->owner, "%s %.*s", table, STR_ARG(row)),
                                 &index))
        return false;
    *ret_id = x->own_ids[index];
    return true;
}

/* Of a calendar the value is "ROW ID", because calendars have no fields of users. */
void xer_find_own_ids(struct xer *x)
{
    const struct xer_table *values = xer_table_find(&x->tables, "UDFVALUE");
    struct str *cells = xer_cells_new(values, x->owner);
    struct map taken;
    uint32_t count = 0;

    map_init(&x->own, x->owner);
    map_init(&taken, x->owner);
    for (size_t i = 0; values && i < values->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, values, i, cells);
        const struct xer_field_type *type = type_of_value(x, &r);
        struct xer_cell row, value;
        struct str table, key, id;

        if (!type || (type->own != XER_OWN_ID && type->own != XER_OWN_CALENDAR) ||
            !xer_cell(&r, "fk_id", &row) || !xer_cell(&r, "udf_text", &value))
            continue;
        table = type->table;
        key = row.text;
        id = value.text;
        if (type->own == XER_OWN_CALENDAR) {
            table = STR("CALENDAR");
            key = str_slice(id, 0, str_find_char(id, ' '));
            id = str_slice(id, key.len + 1, id.len);
        }
        if (!xer_is_id(id) || !map_insert(&taken, id, 1, NULL))
            continue;
        if (!x->own_ids)
            x->own_ids = ARENA_ARRAY(x->owner, struct str, values->row_count);
        if (map_insert(&x->own, str_format(x->owner, "%.*s %.*s", STR_ARG(table), STR_ARG(key)),
                       count, NULL))
            x->own_ids[count++] = str_copy(x->owner, id);
    }
}

static const uint16_t custom_field[] = {
    [XER_OF_TASK] = FIELD_task_custom, [XER_OF_RESOURCE] = FIELD_team_custom,
    [XER_OF_SUMMARY] = FIELD_task_custom, [XER_OF_ASSIGNMENT] = FIELD_assignment_custom};

void xer_read_custom(struct xer *x)
{
    struct customs c = {.items = NULL};

    read_codes(x, &c);
    read_fields(x, &c);
    sort_stable(c.items, c.count, sizeof(*c.items), by_owner, NULL, x->owner);
    for (size_t i = 0; i < c.count;) {
        const struct xer_custom first = c.items[i];
        struct str *texts;
        struct texts all = {NULL, 0};
        size_t end = i;

        while (end < c.count && c.items[end].key == first.key)
            end++;
        texts = ARENA_ARRAY(x->owner, struct str, end - i);
        for (; i < end; i++)
            texts[all.count++] = c.items[i].text;
        all.items = texts;
        draft_set(x->builder, first.of, custom_field[first.owner], &all, first.at);
    }
}

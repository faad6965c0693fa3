/* SPDX-License-Identifier: Apache-2.0 */
/* Activity codes, and user-defined fields of activities and resources, kept as "name: value"; those
 * of anything else are counted as left out. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/format/xer_read.h"

struct custom {
    struct object_draft *of;
    uint32_t order;             /* tasks, then resources, each as they stand in the file */
    struct str text;
    struct place at;
};

struct customs {
    struct custom *items;
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

enum owner { OF_TASK, OF_RESOURCE, OF_OTHERS };

static enum owner owner_of(struct str table)
{
    if (str_equal_nocase(table, STR("TASK")))
        return OF_TASK;
    return str_equal_nocase(table, STR("RSRC")) ? OF_RESOURCE : OF_OTHERS;
}

/* The task or resource of that id, where it came over. */
static struct custom find_owner(struct xer *x, enum owner owner, struct str id)
{
    struct custom c = {.of = NULL};
    uint32_t index;

    if (owner == OF_TASK && map_find(&x->tasks, id, &index))
        c = (struct custom){.of = x->task[index].draft, .order = index};
    else if (owner == OF_RESOURCE && x->resource_draft && map_find(&x->resources, id, &index))
        c = (struct custom){.of = x->resource_draft[index], .order = x->task_count + index};
    return c;
}

static void add(struct xer *x, struct customs *c, const struct xer_record *r, struct custom made,
                struct str name, struct str value, enum xer_loss loss)
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

/* Fields of Baton's own. */
static bool is_own(struct str label)
{
    return str_equal(label, STR("Baton id")) || str_equal(label, STR("Baton calendar"));
}

static void read_fields(struct xer *x, struct customs *c)
{
    const struct xer_table *types = xer_table_find(&x->tables, "UDFTYPE");
    const struct xer_table *values = xer_table_find(&x->tables, "UDFVALUE");
    const struct xer_table *codes = xer_table_find(&x->tables, "UDFCODE");
    struct str *cells = xer_cells_new(values, x->owner);
    struct map type_of, code_of;

    index_rows(x, types, "udf_type_id", &type_of);
    index_rows(x, codes, "udf_code_id", &code_of);
    for (size_t i = 0; values && i < values->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, values, i, cells);
        struct xer_cell type, id, value;
        struct str text = {NULL, 0};
        enum owner owner = OF_OTHERS;

        if (xer_cell(&r, "udf_type_id", &type) &&
            is_own(look(x, types, &type_of, type.text, "udf_type_label", NULL)))
            continue;
        if (xer_cell(&r, "udf_type_id", &type) && xer_cell(&r, "fk_id", &id))
            owner = owner_of(look(x, types, &type_of, type.text, "table_name", NULL));
        if (owner == OF_OTHERS) {
            xer_lose(x, XER_CUSTOM_FIELDS, xer_row_place(&x->tables, r.row));
            continue;
        }
        if (xer_cell(&r, "udf_text", &value) || xer_cell(&r, "udf_number", &value) ||
            xer_cell(&r, "udf_date", &value))
            text = value.text;
        else if (xer_cell(&r, "udf_code_id", &value))
            text = look(x, codes, &code_of, value.text, "udf_code_name", "short_name");
        add(x, c, &r, find_owner(x, owner, id.text),
            look(x, types, &type_of, type.text, "udf_type_label", "udf_type_name"), text,
            XER_CUSTOM_FIELDS);
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
            add(x, c, &r, find_owner(x, OF_TASK, task.text),
                code_name(x, look(x, types, &type_of, type.text, "actv_code_type", NULL)),
                look(x, codes, &code_of, code.text, "short_name", "actv_code_name"),
                XER_ACTIVITY_CODES);
        else
            xer_lose(x, XER_ACTIVITY_CODES, xer_row_place(&x->tables, r.row));
    }
}

static int by_owner(const void *a, const void *b, const void *context)
{
    const struct custom *x = a, *y = b;

    (void)context;
    return (x->order > y->order) - (x->order < y->order);
}

/* --- ids that Baton wrote -------------------------------------------------------------------- */

static bool is_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') ||
              (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
              (i > 0 && (s.ptr[i] == '-' || s.ptr[i] == '_'))))
            return false;
    return s.len > 0 && s.len < 200;
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
    const struct xer_table *types = xer_table_find(&x->tables, "UDFTYPE");
    const struct xer_table *values = xer_table_find(&x->tables, "UDFVALUE");
    struct str *cells = xer_cells_new(values, x->owner);
    struct map type_of, taken;
    uint32_t count = 0;

    map_init(&x->own, x->owner);
    map_init(&taken, x->owner);
    index_rows(x, types, "udf_type_id", &type_of);
    for (size_t i = 0; values && i < values->row_count; i++) {
        const struct xer_record r = xer_record_of(&x->tables, values, i, cells);
        struct xer_cell type, row, value;
        struct str label, table, key, id;

        if (!xer_cell(&r, "udf_type_id", &type) || !xer_cell(&r, "fk_id", &row) ||
            !xer_cell(&r, "udf_text", &value))
            continue;
        label = look(x, types, &type_of, type.text, "udf_type_label", NULL);
        if (!is_own(label))
            continue;
        table = look(x, types, &type_of, type.text, "table_name", NULL);
        key = row.text;
        id = value.text;
        if (str_equal(label, STR("Baton calendar"))) {
            table = STR("CALENDAR");
            key = str_slice(id, 0, str_find_char(id, ' '));
            id = str_slice(id, key.len + 1, id.len);
        }
        if (!is_id(id) || !map_insert(&taken, id, 1, NULL))
            continue;
        if (!x->own_ids)
            x->own_ids = ARENA_ARRAY(x->owner, struct str, values->row_count);
        if (map_insert(&x->own, str_format(x->owner, "%.*s %.*s", STR_ARG(table), STR_ARG(key)),
                       count, NULL))
            x->own_ids[count++] = str_copy(x->owner, id);
    }
}

void xer_read_custom(struct xer *x)
{
    struct customs c = {.items = NULL};

    read_codes(x, &c);
    read_fields(x, &c);
    sort_stable(c.items, c.count, sizeof(*c.items), by_owner, NULL, x->owner);
    for (size_t i = 0; i < c.count;) {
        const struct custom first = c.items[i];
        struct str *texts;
        struct texts all = {NULL, 0};
        size_t end = i;

        while (end < c.count && c.items[end].order == first.order)
            end++;
        texts = ARENA_ARRAY(x->owner, struct str, end - i);
        for (; i < end; i++)
            texts[all.count++] = c.items[i].text;
        all.items = texts;
        draft_set(x->builder, first.of,
                  first.order < x->task_count ? FIELD_task_custom : FIELD_team_custom, &all,
                  first.at);
    }
}

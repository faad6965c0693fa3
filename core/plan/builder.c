/* SPDX-License-Identifier: Apache-2.0 */
/* From trees to drafts. What depends on other objects is left to plan_seal. */
#include <assert.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

enum { NEAREST_WORK_CEILING = 2000000 };

struct plan_builder *plan_builder_new(struct arena *owner, struct diags *out)
{
    struct plan_builder *b = ARENA_NEW(owner, struct plan_builder);

    b->owner = owner;
    b->out = out;
    b->errors_before = out->error_count;
    map_init(&b->ids, owner);
    return b;
}

/* --- drafts ---------------------------------------------------------------------------- */

struct object_draft *draft_new(struct plan_builder *b, enum kind kind, struct str id,
                               struct place at)
{
    struct object_draft *draft = ARENA_NEW(b->owner, struct object_draft);

    draft->o = (struct object){.kind = kind, .number = OBJECT_NONE, .id = id, .at = at,
                               .key = str_hash(id)};
    return draft;
}

/* The stable key of a nested object is of its whole path. */
uint64_t nested_key(struct arena *owner, const struct object *inside, const char *field,
                    struct str id)
{
    const struct str name = str_of(field);
    char path[LINE_ROOM];
    struct text text;
    size_t at = 16;

    if (at + name.len + id.len + 2 > sizeof(path)) {
        text_init(&text, owner);
        text_addf(&text, "%016llx.%s[", (unsigned long long)inside->key, field);
        text_add(&text, id);
        return str_hash(text_str(&text));
    }
    for (size_t i = 0; i < 16; i++)
        path[i] = "0123456789abcdef"[inside->key >> (60 - 4 * i) & 15];
    path[at++] = '.';
    memcpy(path + at, name.ptr, name.len);
    at += name.len;
    path[at++] = '[';
    if (id.len > 0)
        memcpy(path + at, id.ptr, id.len);
    return str_hash((struct str){path, at + id.len});
}

struct object_draft *draft_nested(struct plan_builder *b, const struct object *inside,
                                  const struct field *field, struct str id, struct place at)
{
    struct object_draft *draft = draft_new(b, field->nested, id, at);

    draft->o.inside = inside;
    draft->o.key = nested_key(b->owner, inside, field->name, id);
    return draft;
}

static void draft_room(struct arena *owner, struct object_draft *draft, size_t room)
{
    struct cell *cells = ARENA_ARRAY(owner, struct cell, room);
    const size_t used = bits_set(draft->o.stated);

    if (used > 0)
        memcpy(cells, draft->cells, used * sizeof(*cells));
    draft->cells = cells;
    draft->o.cells = cells;
    draft->room = (uint16_t)room;
}

void draft_put(struct arena *owner, struct object_draft *draft, uint16_t field,
               const void *value, struct place at)
{
    const uint64_t bit = UINT64_C(1) << field;
    const size_t used = bits_set(draft->o.stated);
    const size_t slot = bits_set(draft->o.stated & (bit - 1));

    assert(field < schema_kinds[draft->o.kind].field_count);
    if (!(draft->o.stated & bit)) {
        if (used == draft->room)
            draft_room(owner, draft, used < 4 ? 4 : used * 2);
        memmove(draft->cells + slot + 1, draft->cells + slot,
                (used - slot) * sizeof(*draft->cells));
        draft->o.stated |= bit;
    }
    draft->cells[slot] = (struct cell){value, at};
}

void draft_set(struct plan_builder *b, struct object_draft *draft, uint16_t field,
               const void *value, struct place at)
{
    const size_t size = field_types[schema_kinds[draft->o.kind].fields[field].type].size;

    assert(!b->sealed);
    draft_put(b->owner, draft, field, array_copy(b->owner, value, 1, size), at);
}

static struct place place_of(const struct diags *out, struct place at, struct str *ret_name)
{
    *ret_name = at.source > 0 && at.source <= out->source_count ? out->sources[at.source - 1].name
                                                                : STR("an import");
    return at;
}

/* Whether the tree has reported this very key before: a key that stands twice in one map. */
static bool is_known_duplicate(const struct diags *out, struct place at)
{
    if (out->dropped > 0)
        return true;        /* nobody will see this one */
    for (size_t i = 0; i < out->count; i++) {
        const struct diag *said = &out->items[i];

        if (said->where.source == at.source && said->where.line == at.line &&
            said->where.column == at.column && name_is("duplicate-key", str_of(said->code)))
            return true;
    }
    return false;
}

static void stated_twice(struct plan_builder *b, struct str id, struct place at,
                         const struct object *first)
{
    struct str name;
    const struct place before = place_of(b->out, first->at, &name);

    if (is_known_duplicate(b->out, at))
        return;
    diag_error(b->out, "duplicate-id", at, "the id `%.*s` is stated twice", STR_ARG(id));
    diag_hint(b->out, "it first stands at %.*s:%u:%u, as a %s; ids are unique in the whole program",
              STR_ARG(name), before.line, before.column, schema_kinds[first->kind].name);
}

static bool bad_id(struct diags *out, struct str id, struct place at)
{
    diag_error(out, "bad-id", at, "'%.*s' is not an id", STR_ARG(str_slice(id, 0, 60)));
    diag_hint(out, "an id has letters, digits, - and _ only, starts with a letter or a digit, and "
                   "has %d bytes at most", ID_CEILING);
    return false;
}

/* An importer's id is made of the file's own, so it is judged here too. */
struct object_draft *plan_builder_add(struct plan_builder *b, enum kind kind, struct str id,
                                      struct place at)
{
    struct object_draft *draft;
    uint32_t old;

    assert(!b->sealed && !(schema_kinds[kind].flags & KIND_NESTED));
    if (schema_kinds[kind].flags & KIND_SINGLE) {
        struct object_draft **single = kind == KIND_program ? &b->program : &b->policy;

        if (!*single)
            *single = draft_new(b, kind, str_of(schema_kinds[kind].name), at);
        return *single;
    }
    draft = draft_new(b, kind, str_copy(b->owner, id), at);
    if (!is_id(id)) {
        bad_id(b->out, id, at);
        return draft;
    }
    if (!map_insert_hashed(&b->ids, draft->o.key, draft->o.id, (uint32_t)b->count, &old)) {
        stated_twice(b, id, at, &b->drafts[old]->o);
        return draft;
    }
    if (!arena_grow(b->owner, (void **)&b->drafts, b->count, &b->room, sizeof(*b->drafts),
                    PLAN_OBJECT_CEILING)) {
        if (b->count == PLAN_OBJECT_CEILING && b->out->error_count == b->errors_before)
            diag_error(b->out, "too-many-objects", at, "a plan has %d objects at most",
                       PLAN_OBJECT_CEILING);
        return draft;
    }
    b->drafts[b->count++] = draft;
    return draft;
}

struct object_draft *plan_builder_nest(struct plan_builder *b, struct object_draft *inside,
                                       uint16_t field, struct str id, struct place at)
{
    const struct field *info = &schema_kinds[inside->o.kind].fields[field];
    struct objects *now = (struct objects *)object_value(&inside->o, field);
    const struct objects none = {NULL, 0};
    struct object_draft *draft = draft_nested(b, &inside->o, info, str_copy(b->owner, id), at);
    const struct object **items;

    assert(is_nesting(info));
    if (!now) {
        draft_set(b, inside, field, &none, at);
        now = (struct objects *)object_value(&inside->o, field);
    }
    /* The room is the next power of two, so that it need not be kept. */
    if ((now->count & (now->count - 1)) == 0) {
        items = ARENA_ARRAY(b->owner, const struct object *, now->count ? now->count * 2 : 1);
        if (now->count > 0)
            memcpy(items, now->items, now->count * sizeof(*items));
        now->items = items;
    }
    ((const struct object **)now->items)[now->count++] = &draft->o;
    return draft;
}

bool plan_builder_has(const struct plan_builder *b, struct str id)
{
    uint32_t unused;

    return map_find(&b->ids, id, &unused);
}

struct object *builder_current(struct plan_builder *b)
{
    return b->current;
}

struct str builder_nearest_id(struct plan_builder *b, struct str wanted)
{
    if (b->nearest_work > NEAREST_WORK_CEILING)
        return (struct str){NULL, 0};
    if (!b->names) {
        b->names = ARENA_ARRAY(b->owner, struct str, b->count + 1);
        for (size_t i = 0; i < b->count; i++)
            b->names[i] = b->drafts[i]->o.id;
        b->name_count = b->count;
    }
    b->nearest_work += b->name_count;
    return diag_nearest(wanted, b->names, b->name_count);
}

/* --- trees ----------------------------------------------------------------------------- */

static bool field_unknown(struct read_context *context, const struct object *o,
                          const struct node *item)
{
    const struct kind_info *info = &schema_kinds[o->kind];
    struct str names[64];
    struct str where;

    for (uint16_t i = 0; i < info->field_count; i++)
        names[i] = str_of(info->fields[i].name);
    where = o->inside || info->flags & KIND_SINGLE
                ? str_format(context->out->owner, "`%s`", info->section)
                : str_format(context->out->owner, "%s `%.*s`", info->name, STR_ARG(o->id));
    return unknown_key(context, "unknown-key", item, where.ptr, names, info->field_count);
}

/* schema_field, but the few fields that a file states again and again are found at once. */
static uint16_t field_named(struct read_context *context, enum kind kind, struct str name)
{
    uint16_t *known, field;
    size_t at = (size_t)kind * 8 + name.len;

    if (name.len > 1)
        at += (size_t)(unsigned char)name.ptr[0] * 4 + (unsigned char)name.ptr[name.len - 1];
    known = &context->known[at % READ_KNOWN];
    if (*known > 0 && *known <= schema_kinds[kind].field_count &&
        name_is(schema_kinds[kind].fields[*known - 1].name, name))
        return *known - 1;
    field = schema_field(kind, name);
    if (field != FIELD_ABSENT)
        *known = field + 1;
    return field;
}

bool draft_read(struct read_context *context, struct object_draft *draft, const struct node *node)
{
    struct plan_builder *b = context->builder;
    struct object *outer = b->current;
    const struct kind_info *info = &schema_kinds[draft->o.kind];
    bool good = true;

    if (node->kind == NODE_NULL)
        return true;
    if (node->kind != NODE_MAP) {
        diag_error(context->out, "bad-value", node->at, "`%.*s`: a map of fields is wanted",
                   STR_ARG(draft->o.id));
        diag_hint(context->out, "write it as in `%.*s: {%s: ...}`", STR_ARG(draft->o.id),
                  info->fields[0].name);
        return false;
    }
    if (!draft->cells && node->count > 0)
        draft_room(b->owner, draft,
                   node->count < info->field_count ? node->count : info->field_count);
    b->current = &draft->o;
    for (const struct node *item = node->first; item; item = item->next) {
        const uint16_t field = field_named(context, draft->o.kind, item->name);
        void *value;

        if (field == FIELD_ABSENT) {
            good = field_unknown(context, &draft->o, item);
            continue;
        }
        if (object_cell(&draft->o, field)) {
            good = false;
            if (!is_known_duplicate(context->out, node_name_at(item)))
                diag_error(context->out, "duplicate-key", node_name_at(item),
                           "`%s` is stated in another file too", info->fields[field].name);
            continue;
        }
        value = arena_take(b->owner, 1, field_types[info->fields[field].type].size);
        if (!field_types[info->fields[field].type].parse(context, &info->fields[field], item,
                                                         value)) {
            draft->refused |= UINT64_C(1) << field;
            good = false;
            /* Of nested objects keep what could be read, for the checks that follow. */
            if (!is_nesting(&info->fields[field]) || ((struct objects *)value)->count == 0)
                continue;
        }
        draft_put(b->owner, draft, field, value, item->at);
    }
    b->current = outer;
    return good;
}

static bool is_reserved(struct str id)
{
    return name_is("program", id) || name_is("policy", id);
}

static bool read_object(struct read_context *context, enum kind kind, const struct node *item)
{
    struct object_draft *draft;
    size_t objects = context->builder->count;

    if (!is_id(item->name))
        return bad_id(context->out, item->name, node_name_at(item));
    if (is_reserved(item->name)) {
        diag_error(context->out, "bad-id", node_name_at(item), "the id `%.*s` is taken",
                   STR_ARG(item->name));
        diag_hint(context->out, "it names the section of the program itself; choose another");
        return false;
    }
    draft = plan_builder_add(context->builder, kind, item->name, node_name_at(item));
    return draft_read(context, draft, item) && context->builder->count > objects;
}

static bool read_section(struct read_context *context, enum kind kind, const struct node *section)
{
    const struct kind_info *info = &schema_kinds[kind];
    bool good = true;

    if (section->kind == NODE_NULL)
        return true;
    if (section->kind != NODE_MAP) {
        diag_error(context->out, "bad-value", section->at, "`%s` is a map%s", info->section,
                   info->flags & KIND_SINGLE ? " of fields" : " from ids to maps of fields");
        if (!(info->flags & KIND_SINGLE))
            diag_hint(context->out, "write it as in `%s: {some-id: {%s: ...}}`", info->section,
                      info->fields[0].name);
        return false;
    }
    if (!(info->flags & KIND_SINGLE))
        map_reserve(&context->builder->ids, section->count);
    if (info->flags & KIND_SINGLE)
        return draft_read(context, plan_builder_add(context->builder, kind, (struct str){NULL, 0},
                                                    node_name_at(section)), section);
    for (const struct node *item = section->first; item; item = item->next)
        good = read_object(context, kind, item) && good;
    return good;
}

static bool check_version(struct read_context *context, const struct node *item)
{
    if (item->kind == NODE_SCALAR && name_is("1", str_trim(item->text)))
        return true;
    diag_error(context->out, "wrong-version", item->at,
               "this program reads plan files of version 1");
    diag_hint(context->out, "write `baton: 1`, or use a newer program");
    return false;
}

static bool unknown_section(struct read_context *context, const struct node *item, bool private)
{
    struct str names[KIND_COUNT + 1];
    size_t count = 0;

    names[count++] = STR("baton");
    for (int k = 0; k < KIND_COUNT; k++)
        if (!(schema_kinds[k].flags & KIND_NESTED) &&
            !(schema_kinds[k].flags & KIND_PRIVATE) == !private)
            names[count++] = str_of(schema_kinds[k].section);
    return unknown_key(context, "unknown-section", item,
                       private ? "a file of beliefs" : "a plan file", names, count);
}

static bool read_root(struct plan_builder *b, const struct node *root, bool private)
{
    struct read_context context = {.owner = b->owner, .out = b->out, .builder = b};
    bool good = true;
    enum kind kind;

    assert(!b->sealed);
    if (root->kind == NODE_NULL)
        return true;
    if (root->kind != NODE_MAP) {
        diag_error(b->out, "bad-value", root->at, "a plan file is a map of sections");
        diag_hint(b->out, "it starts as in `baton: 1`, then `program: {id: my-program}`");
        return false;
    }
    for (const struct node *item = root->first; item; item = item->next) {
        if (name_is("baton", item->name)) {
            good = check_version(&context, item) && good;
        } else if (!schema_section(item->name, &kind)) {
            good = unknown_section(&context, item, private);
        } else if (!private && schema_kinds[kind].flags & KIND_PRIVATE) {
            good = diag_error(b->out, "belief-in-plan", node_name_at(item),
                              "private beliefs never stand in a plan file");
            diag_hint(b->out, "move `%s` to a folder outside version control, and name it with "
                              "--beliefs", schema_kinds[kind].section);
        } else if (private && !(schema_kinds[kind].flags & KIND_PRIVATE)) {
            good = diag_error(b->out, "unknown-section", node_name_at(item),
                              "a file of beliefs holds beliefs only, no `%s`",
                              schema_kinds[kind].section);
        } else {
            good = read_section(&context, kind, item) && good;
        }
    }
    return good;
}

bool plan_builder_read(struct plan_builder *b, const struct node *root)
{
    return read_root(b, root, false);
}

bool plan_builder_read_beliefs(struct plan_builder *b, const struct node *root)
{
    return read_root(b, root, true);
}

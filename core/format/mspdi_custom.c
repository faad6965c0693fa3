/* SPDX-License-Identifier: Apache-2.0 */
/* Custom fields of an MSPDI file (formats.md 2.4), Baton's own among them. */
#include "core/format/mspdi_read.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { CUSTOM_CEILING = 1000 };

static bool is_own(const struct mspdi *m, struct str field)
{
    for (size_t i = 0; i < m->id_field_count; i++)
        if (str_equal(field, m->id_fields[i]))
            return true;
    return false;
}

void mspdi_read_custom(struct mspdi *m, const struct node *from, struct object_draft *draft,
                       uint16_t field)
{
    struct str *items = NULL, name, value;
    uint32_t named;
    size_t count = 0, capacity = 0;

    for (const struct node *n = from->first; n; n = n->next) {
        if (!str_equal(n->name, STR("ExtendedAttribute")) || n->kind != NODE_MAP ||
            !mspdi_text(m, n, "FieldID", &name) ||
            (!mspdi_text(m, n, "Value", &value) && !mspdi_text(m, n, "ValueGUID", &value)) ||
            is_own(m, name))
            continue;
        if (!arena_grow(m->owner, (void **)&items, count, &capacity, sizeof(*items),
                        CUSTOM_CEILING))
            break;
        mspdi_lose(m, LOSS_CUSTOM_FIELDS, n->at);
        if (map_find(&m->field_names, name, &named))
            name = m->names[named];
        items[count++] = str_format(m->owner, "%.*s: %.*s", STR_ARG(name), STR_ARG(value));
    }
    if (count > 0) {
        const struct texts texts = { .items = items, .count = count };

        draft_set(m->builder, draft, field, &texts, mspdi_at(m, from, "ExtendedAttribute"));
    }
}

/* "Mia Torres" as person-mia-torres, who is made where nobody is called so. Letters that an id has
 * not are told apart by a number made of all of them. */
static struct ref person_of(struct mspdi *m, struct str name, struct place at)
{
    struct text id;
    struct object_draft *person;
    struct ref ref = {.object = OBJECT_NONE, .at = at};
    bool gap = false, foreign = false;
    uint32_t number = 2166136261u;

    text_init(&id, m->owner);
    text_add(&id, STR("person"));
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] - 'A' + 'a')
                                                                : name.ptr[i];

        number = (number ^ (unsigned char)c) * 16777619u;
        foreign = foreign || (unsigned char)c >= 0x80;
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
            gap = true;
            continue;
        }
        if (gap || i == 0)
            text_add_char(&id, '-');
        gap = false;
        text_add_char(&id, c);
    }
    if (foreign)
        text_addf(&id, "-%u", (unsigned)number);
    ref.id = text_str(&id);
    if (plan_builder_has(m->builder, ref.id))
        return ref;
    person = plan_builder_add(m->builder, KIND_person, ref.id, at);
    if (person)
        draft_set(m->builder, person, FIELD_person_name, &name, at);
    return ref;
}

void mspdi_read_reported(struct mspdi *m, const struct node *task, struct object_draft *draft)
{
    const struct kind_info *info = &schema_kinds[KIND_task];
    struct read_context context = {.owner = m->owner, .out = m->out, .builder = m->builder};

    for (uint16_t i = 0; i < info->field_count; i++) {
        const struct field *field = &info->fields[i];
        const struct node *node = str_starts(str_of(field->name), STR("reported"))
                                      ? node_find(task, str_of(field->name)) : NULL;
        void *value;

        if (!node)
            continue;
        value = arena_take(m->owner, 1, field_types[field->type].size);
        if (field->type == FIELD_TYPE_ref)
            *(struct ref *)value = person_of(m, str_trim(node->text), node->at);
        else if (!field_types[field->type].parse(&context, field, node, value))
            continue;
        draft_set(m->builder, draft, i, value, node->at);
    }
}

void mspdi_find_id_fields(struct mspdi *m)
{
    const struct node *fields = node_find(m->root, STR("ExtendedAttributes"));
    struct str alias, field;

    map_init(&m->field_names, m->owner);
    for (const struct node *f = fields ? fields->first : NULL; f; f = f->next) {
        if (f->kind != NODE_MAP || !mspdi_text(m, f, "Alias", &alias) ||
            !mspdi_text(m, f, "FieldID", &field))
            continue;
        if (str_equal(alias, STR("Baton id")) && m->id_field_count < MSPDI_ID_FIELDS)
            m->id_fields[m->id_field_count++] = field;
        else if (str_starts(alias, STR("Baton field ")) && m->name_count < MSPDI_NAMES &&
                 map_insert(&m->field_names, field, m->name_count, NULL))
            m->names[m->name_count++] = str_slice(alias, 12, alias.len);
    }
}

/* "ID SOURCE": ids hold no blanks. */
static struct str first_word(struct str s)
{
    return str_slice(s, 0, str_find_char(s, ' '));
}

void mspdi_find_own_ids(struct mspdi *m, const struct node *section, struct mspdi_own *own)
{
    struct str uid, field, value;
    struct map taken;
    uint32_t count = 0;

    if (m->id_field_count == 0)
        return;
    map_init(&own->index, m->owner);
    map_init(&taken, m->owner);
    own->ids = ARENA_ARRAY(m->owner, struct str, section->count + 1);
    own->sources = ARENA_ARRAY(m->owner, struct str, section->count + 1);
    for (const struct node *t = section->first; t; t = t->next) {
        if (t->kind != NODE_MAP || !mspdi_text(m, t, "UID", &uid))
            continue;
        for (const struct node *n = t->first; n; n = n->next)
            if (str_equal(n->name, STR("ExtendedAttribute")) && n->kind == NODE_MAP &&
                mspdi_text(m, n, "FieldID", &field) && is_own(m, field) &&
                mspdi_text(m, n, "Value", &value) && count < section->count &&
                map_insert(&taken, first_word(value), 1, NULL)) {
                own->ids[count] = first_word(value);
                own->sources[count] = str_slice(value, own->ids[count].len + 1, value.len);
                map_insert(&own->index, uid, count++, NULL);
                break;
            }
    }
}

void mspdi_find_calendar_ids(struct mspdi *m)
{
    const struct node *fields = node_find(m->root, STR("ExtendedAttributes")), *list = NULL;
    struct mspdi_own *own = &m->own_calendar;
    struct str text;
    uint32_t count = 0;

    map_init(&m->calendar_ids, m->owner);
    for (const struct node *f = fields ? fields->first : NULL; f && !list; f = f->next)
        if (f->kind == NODE_MAP && mspdi_text(m, f, "Alias", &text) &&
            str_starts(text, STR("Baton rules ")))
            list = node_find(f, STR("ValueList"));
    if (!list)
        return;
    map_init(&own->index, m->owner);
    own->ids = ARENA_ARRAY(m->owner, struct str, list->count + 1);
    own->sources = ARENA_ARRAY(m->owner, struct str, list->count + 1);
    for (const struct node *v = list->first; v; v = v->next) {
        struct str id;
        size_t blank;

        if (v->kind != NODE_MAP || !mspdi_text(m, v, "Value", &text))
            continue;
        blank = str_find_char(text, ' ');
        id = first_word(str_slice(text, blank + 1, text.len));
        if (blank < text.len && count < list->count &&
            map_insert(&m->calendar_ids, id, 1, NULL) &&
            map_insert(&own->index, str_slice(text, 0, blank), count, NULL)) {
            own->sources[count] = str_slice(text, blank + id.len + 2, text.len);
            own->ids[count++] = id;
        }
    }
}

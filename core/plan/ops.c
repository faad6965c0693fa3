/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/ops.h"

#include <stdarg.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/calendar/recur.h"

bool bad_value(struct read_context *context, const struct field *field, const struct node *node,
               const char *format, ...)
{
    const struct field_type *type = &field_types[field->type];
    struct text why;
    va_list arguments;

    text_init(&why, context->out->owner);
    va_start(arguments, format);
    text_addv(&why, format, arguments);
    va_end(arguments);
    diag_error(context->out, "bad-value", node->at, "`%s`: %.*s", field->name,
               STR_ARG(text_str(&why)));
    if (type->example[0] != '\0')
        diag_hint(context->out, "write it as in `%s: %s`", field->name, type->example);
    return false;
}

/* Enough of a value to recognise it in a message. */
static struct str shown(struct str s)
{
    size_t end = s.len > 60 ? 60 : s.len;

    while (end < s.len && end > 0 && ((unsigned char)s.ptr[end] & 0xc0) == 0x80)
        end--;
    return str_slice(s, 0, end);
}

bool unknown_key(struct read_context *context, const char *code, const struct node *item,
                 const char *where, const struct str *names, size_t count)
{
    const struct str near = diag_nearest(item->name, names, count);
    struct text all;

    diag_error(context->out, code, node_name_at(item), "%s has no key `%.*s`", where,
               STR_ARG(shown(item->name)));
    if (near.len > 0) {
        diag_hint(context->out, "did you mean `%.*s`?", STR_ARG(near));
        return false;
    }
    text_init(&all, context->out->owner);
    for (size_t i = 0; i < count; i++) {
        text_add(&all, i > 0 ? STR(", ") : STR(""));
        text_add(&all, names[i]);
    }
    diag_hint(context->out, "its keys are %.*s", STR_ARG(text_str(&all)));
    return false;
}

bool scalar_of(struct read_context *context, const struct field *field, const struct node *node,
               struct str *ret_text)
{
    if (node->kind == NODE_NULL)
        return bad_value(context, field, node, "there is no value");
    if (node->kind != NODE_SCALAR)
        return bad_value(context, field, node, "one value is wanted, not a %s",
                         node->kind == NODE_LIST ? "list" : "map");
    *ret_text = str_trim(node->text);
    return true;
}

bool member_read(struct read_context *context, const struct field *field, enum field_type_id as,
                 const struct node *node, void *ret_value)
{
    struct fault fault = {"it cannot be read", {NULL, 0}};
    struct recur_rule rule;
    struct str s;

    if (!scalar_of(context, field, node, &s))
        return false;
    /* The calendar names the part of a rule that is wrong; the shape alone is checked below. */
    if (as == FIELD_TYPE_rrule && !recur_parse(s, node->at, &rule, context->out))
        return false;
    if (!scalar_types[as].read(field, s, ret_value, &fault)) {
        bad_value(context, field, node, "'%.*s': %s", STR_ARG(shown(s)), fault.why);
        if (fault.near.len > 0)
            diag_hint(context->out, "did you mean `%.*s`?", STR_ARG(fault.near));
        return false;
    }
    if (as == FIELD_TYPE_text || as == FIELD_TYPE_rrule)
        *(struct str *)ret_value = str_copy(context->owner, *(struct str *)ret_value);
    if (as == FIELD_TYPE_ref)
        ((struct ref *)ret_value)->at = node->at;
    return true;
}

bool list_of(struct read_context *context, const struct field *field, const struct node *node,
             const struct node **ret_first, size_t *ret_count)
{
    if (node->kind == NODE_LIST) {
        *ret_first = node->first;
        *ret_count = node->count;
        return true;
    }
    if (node->kind == NODE_SCALAR) {
        *ret_first = node;
        *ret_count = 1;
        return true;
    }
    return bad_value(context, field, node, node->kind == NODE_MAP ? "a list is wanted, not a map"
                                                                  : "there is no value");
}

bool map_of(struct read_context *context, const struct field *field, const struct node *node)
{
    if (node->kind == NODE_MAP)
        return true;
    return bad_value(context, field, node,
                     node->kind == NODE_NULL ? "there is no value" : "a map is wanted");
}

bool is_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9');

        if (!letter && (i == 0 || (c != '-' && c != '_')))
            return false;
    }
    return s.len > 0 && s.len <= ID_CEILING;
}

bool next_word(struct str *rest, struct str *ret_word)
{
    size_t from = 0, to;

    while (from < rest->len && (rest->ptr[from] == ' ' || rest->ptr[from] == '\t'))
        from++;
    to = from;
    while (to < rest->len && rest->ptr[to] != ' ' && rest->ptr[to] != '\t')
        to++;
    *ret_word = str_slice(*rest, from, to);
    *rest = str_slice(*rest, to, rest->len);
    return to > from;
}

void write_scalar_text(struct writer *w, struct str s)
{
    bool plain = s.len > 0 && s.ptr[0] != '-' && s.ptr[0] != '.' && s.ptr[0] != '%';

    for (size_t i = 0; i < s.len && plain; i++) {
        const char c = s.ptr[i];

        plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '.' || c == '-' || c == '+' || c == '%' || c == '_';
    }
    if (plain)
        writer_plain(w, s);
    else
        writer_text(w, s);
}

void write_value(enum field_type_id type, const struct field *field, const void *value,
                 struct writer *w)
{
    char room[LINE_ROOM];
    struct text text;

    switch (type) {
    case FIELD_TYPE_text:
    case FIELD_TYPE_rrule:
        writer_text(w, *(const struct str *)value);
        return;
    case FIELD_TYPE_flag:
        writer_bool(w, *(const bool *)value);
        return;
    case FIELD_TYPE_count:
        writer_i64(w, *(const int64_t *)value);
        return;
    case FIELD_TYPE_amount:
        writer_fixed(w, *(const int64_t *)value, 6);
        return;
    case FIELD_TYPE_ref:
        writer_text(w, ((const struct ref *)value)->id);
        return;
    default:
        break;
    }
    /* What these types print is never longer than the room: an arena is not needed. */
    text = (struct text){.ptr = room, .capacity = sizeof(room)};
    scalar_types[type].text(field, value, &text);
    if (type == FIELD_TYPE_choice)
        writer_text(w, text_str(&text));
    else
        write_scalar_text(w, text_str(&text));
}

static void add_line(enum field_type_id type, const struct field *field, const void *value,
                     struct text *out)
{
    const struct member_ops *members = member_types[type];

    if (scalar_types[type].text) {
        scalar_types[type].text(field, value, out);
        return;
    }
    if (members && !members->map) {
        for (size_t i = 0; i < members->count(value); i++) {
            if (i > 0)
                text_add(out, STR(", "));
            members->key(value, i, out);
        }
        return;
    }
    field_types[type].print(field, value, writer_new(out->owner, WRITER_JSON_COMPACT, out));
}

void field_print_line(const struct field *field, const void *value, struct text *out)
{
    add_line(field->type, field, value, out);
}

void value_refs(const struct field *field, void *value,
                void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    if (field_types[field->type].each_ref)
        field_types[field->type].each_ref(field, value, visit, context);
}

void *array_copy(struct arena *owner, const void *items, size_t count, size_t size)
{
    void *made = arena_room(owner, count > 0 ? count : 1, size);

    if (count > 0)
        memcpy(made, items, count * size);
    return made;
}

void *array_splice(struct arena *owner, const void *items, size_t count, size_t size, size_t at,
                   const void *with, size_t *ret_count)
{
    const char *from = items;
    const size_t after = at < count ? count - at - 1 : 0;
    char *made = arena_take(owner, count + 1, size), *to = made;

    if (at > 0)
        memcpy(to, from, at * size);
    to += at * size;
    if (with) {
        memcpy(to, with, size);
        to += size;
    }
    if (after > 0)
        memcpy(to, from + (at + 1) * size, after * size);
    *ret_count = at + (with ? 1 : 0) + after;
    return made;
}

void print_members(const struct member_ops *ops, const struct field *field, const void *value,
                   struct writer *w)
{
    const size_t count = ops->count(value);
    char room[LINE_ROOM];

    if (!ops->map) {
        writer_list_begin(w, true);
        for (size_t i = 0; i < count; i++)
            ops->print(field, value, i, w);
        writer_list_end(w);
        return;
    }
    writer_map_begin(w, true);
    for (size_t i = 0; i < count; i++) {
        struct text key = {.ptr = room, .capacity = sizeof(room)};

        ops->key(value, i, &key);
        writer_key(w, text_str(&key));
        ops->print(field, value, i, w);
    }
    writer_map_end(w);
}

void list_schema(struct writer *w, const char *definition)
{
    writer_key(w, STR("oneOf"));
    writer_list_begin(w, false);
    writer_map_begin(w, true);
    writer_key(w, STR("$ref"));
    writer_text(w, str_of(definition));
    writer_map_end(w);
    writer_map_begin(w, true);
    writer_key_text(w, "type", STR("array"));
    writer_key(w, STR("items"));
    writer_map_begin(w, true);
    writer_key(w, STR("$ref"));
    writer_text(w, str_of(definition));
    writer_map_end(w);
    writer_map_end(w);
    writer_list_end(w);
}

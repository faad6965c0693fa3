/* SPDX-License-Identifier: Apache-2.0 */
/* Members of lists and maps, for those who compare plans. */
#include "core/plan/member.h"

#include "core/base/arena.h"
#include "core/plan/ops.h"

bool member_possible(const struct field *field)
{
    return member_types[field->type] != NULL && field->type != FIELD_TYPE_one;
}

size_t member_count(const struct field *field, const void *value)
{
    return value ? member_types[field->type]->count(value) : 0;
}

static void link_key(const struct link *link, bool typed, struct text *out)
{
    static const char *const words[] = {[LINK_FS] = "FS", [LINK_SS] = "SS", [LINK_FF] = "FF",
                                        [LINK_SF] = "SF"};

    text_add(out, link->other.id);
    if (typed)
        text_addf(out, " %s", words[link->type]);
}

bool member_key(const struct field *field, const void *value, size_t i, bool typed,
                struct arena *owner, struct str *ret_key)
{
    struct text text;

    text_init(&text, owner);
    if (field->type == FIELD_TYPE_links)
        link_key(&((const struct links *)value)->items[i], typed, &text);
    else
        member_types[field->type]->key(value, i, &text);
    *ret_key = text_str(&text);
    return text.len > 0;
}

size_t member_find(const struct field *field, const void *value, struct str key)
{
    const size_t count = member_count(field, value);
    size_t i = 0;

    while (i < count && !member_types[field->type]->named(value, i, key))
        i++;
    return i;
}

#define ALONE(type)                                                                            \
    case FIELD_TYPE_##type: {                                                                  \
        struct type *made = ARENA_NEW(owner, struct type);                                     \
        *made = (struct type){((const struct type *)value)->items + i, 1};                     \
        return made;                                                                           \
    }

const void *member_alone(const struct field *field, const void *value, size_t i,
                         struct arena *owner)
{
    switch (field->type) {
        ALONE(texts)
        ALONE(refs)
        ALONE(links)
        ALONE(hits)
        ALONE(amounts)
        ALONE(day_ranges)
        ALONE(day_amounts)
    case FIELD_TYPE_many: {
        struct objects *made = ARENA_NEW(owner, struct objects);

        *made = (struct objects){((const struct objects *)value)->items + i, 1};
        return made;
    }
    case FIELD_TYPE_thresholds: {
        const struct thresholds *v = value;
        struct thresholds *made = ARENA_NEW(owner, struct thresholds);

        *made = (struct thresholds){v->names + i, v->micro + i, v->at + i, 1};
        return made;
    }
    default:
        return NULL;
    }
}

/* A text as JSON prints it has quotes; a line for people needs none. */
static struct str without_quotes(struct str s)
{
    if (s.len >= 2 && s.ptr[0] == '"' && str_find_char(s, '\\') == s.len)
        return str_slice(s, 1, s.len - 1);
    return s;
}

void member_print_line(const struct field *field, const void *value, size_t i, struct text *out)
{
    const struct member_ops *ops = member_types[field->type];
    struct text text;

    if (!ops->map && field->type != FIELD_TYPE_links)
        return;
    text_init(&text, out->owner);
    ops->print(field, value, i, writer_new(out->owner, WRITER_JSON_COMPACT, &text));
    text_add(out, without_quotes(text_str(&text)));
}

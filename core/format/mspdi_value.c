/* SPDX-License-Identifier: Apache-2.0 */
/* Values of MSPDI elements, and setting fields from them. */
#include "core/format/mspdi_read.h"

#include "core/base/arena.h"
#include "core/base/text.h"

void mspdi_lose(struct mspdi *m, enum mspdi_loss loss, struct place at)
{
    diag_places_add(&m->lost[loss], m->owner, at);
}

/* The words of a file as an id: what an id may not have becomes '-'. */
static void add_slug(struct text *t, struct str words)
{
    for (size_t i = 0; i < words.len && i < 100; i++) {
        const char c = words.ptr[i];
        const bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z');

        if (i == 0 && (!good || (c >= '0' && c <= '9')))
            text_add_char(t, 't');
        text_add_char(t, good || (i > 0 && c == '_') ? c : '-');
    }
}

static const struct mspdi_own *own_of(const struct mspdi *m, char letter)
{
    return letter == 't' ? &m->own_task : letter == 'r' ? &m->own_team
           : letter == 'c' ? &m->own_calendar : NULL;
}

struct str mspdi_source(struct mspdi *m, char letter, struct str uid)
{
    const struct mspdi_own *had = own_of(m, letter);
    uint32_t own;

    if (had && had->ids && map_find(&had->index, uid, &own) && had->sources[own].len > 0)
        return had->sources[own];
    return uid;
}

struct str mspdi_id(struct mspdi *m, char letter, struct str uid)
{
    const struct mspdi_own *had = own_of(m, letter);
    struct text t;
    uint32_t own;

    if (had && had->ids && map_find(&had->index, uid, &own))
        return had->ids[own];
    text_init(&t, m->owner);
    if (m->options.own_ids && letter == 't') {
        add_slug(&t, uid);
        return text_str(&t);
    }
    text_add_char(&t, letter);
    text_add(&t, uid);
    /* A calendar that the list does not name, beside one of that id. */
    while (letter == 'c' && map_find(&m->calendar_ids, text_str(&t), &own))
        text_add_char(&t, 'x');
    return text_str(&t);
}

struct ref mspdi_ref(struct mspdi *m, char letter, const struct node *uid)
{
    return (struct ref){ .id = mspdi_id(m, letter, str_trim(uid->text)),
                         .object = OBJECT_NONE,
                         .at = uid->at };
}

static uint8_t *slot_of(struct mspdi_children *c, struct str name)
{
    const unsigned char *p = (const unsigned char *)name.ptr;
    const size_t n = name.len;
    size_t at = n == 0 ? 0 : n * 7 + p[0] * 31u + p[n / 2] * 61u + p[n - 1] * 17u;

    for (at &= MSPDI_SLOTS - 1; c->slots[at] > 0; at = (at + 1) & (MSPDI_SLOTS - 1))
        if (str_equal(c->nodes[c->slots[at] - 1]->name, name))
            break;
    return &c->slots[at];
}

void mspdi_look_into(struct mspdi *m, const struct node *element)
{
    struct mspdi_children *c = &m->children;
    size_t count = 0;

    *c = (struct mspdi_children){.of = element};
    for (const struct node *n = element->first; n; n = n->next) {
        uint8_t *slot = slot_of(c, n->name);

        if (*slot > 0)
            continue;           /* the first of a name is found */
        if (count == MSPDI_CHILDREN) {
            c->of = NULL;
            return;
        }
        c->nodes[count++] = n;
        *slot = (uint8_t)count;
    }
}

const struct node *mspdi_find(struct mspdi *m, const struct node *parent, struct str name)
{
    const struct mspdi_children *c = &m->children;
    uint8_t slot;

    if (c->of != parent || parent->kind != NODE_MAP)
        return node_find(parent, name);
    slot = *slot_of(&m->children, name);
    return slot > 0 ? c->nodes[slot - 1] : NULL;
}

bool mspdi_text(struct mspdi *m, const struct node *parent, const char *name,
                struct str *ret_value)
{
    const struct node *node = mspdi_find(m, parent, str_of(name));

    if (!node || node->kind != NODE_SCALAR)
        return false;
    *ret_value = str_trim(node->text);
    return !str_is_empty(*ret_value);
}

struct place mspdi_at(struct mspdi *m, const struct node *parent, const char *name)
{
    const struct node *node = mspdi_find(m, parent, str_of(name));

    return node ? node->at : parent->at;
}

static bool refuse(struct mspdi *m, const struct node *parent, const char *name, struct str value,
                   const char *wanted)
{
    diag_error(m->out, "bad-value", mspdi_at(m, parent, name), "'%.*s' is not %s, as <%s> must be",
               STR_ARG(value), wanted, name);
    return false;
}

bool mspdi_integer(struct mspdi *m, const struct node *parent, const char *name,
                   int64_t *ret_value)
{
    struct str value;

    if (!mspdi_text(m, parent, name, &value))
        return false;
    return str_to_i64(value, ret_value) || refuse(m, parent, name, value, "a whole number");
}

bool mspdi_flag(struct mspdi *m, const struct node *parent, const char *name, bool *ret_value)
{
    struct str value;

    if (!mspdi_text(m, parent, name, &value))
        return false;
    if (str_equal(value, STR("1")) || str_equal_nocase(value, STR("true")))
        *ret_value = true;
    else if (str_equal(value, STR("0")) || str_equal_nocase(value, STR("false")))
        *ret_value = false;
    else
        return refuse(m, parent, name, value, "0 or 1");
    return true;
}

/* Exporters write costs as "1.5E7" too: shift the point by the exponent, exactly. */
static bool fixed_with_exponent(struct str value, int decimals, int64_t *ret_value)
{
    size_t e = 0;
    int64_t exponent;

    while (e < value.len && value.ptr[e] != 'e' && value.ptr[e] != 'E')
        e++;
    if (e == value.len)
        return str_to_fixed(value, decimals, ret_value);
    if (!str_to_i64(str_slice(value, e + 1, value.len), &exponent) || exponent < -30 ||
        exponent > 15 - decimals)
        return false;
    if (decimals + exponent < 0) {
        *ret_value = 0;
        return str_to_fixed(str_slice(value, 0, e), 0, &exponent);
    }
    return str_to_fixed(str_slice(value, 0, e), decimals + (int)exponent, ret_value);
}

bool mspdi_fixed(struct mspdi *m, const struct node *parent, const char *name, int decimals,
                 int64_t *ret_value)
{
    struct str value;

    if (!mspdi_text(m, parent, name, &value))
        return false;
    return fixed_with_exponent(value, decimals, ret_value) ||
           refuse(m, parent, name, value, "a number");
}

bool mspdi_date(struct mspdi *m, const struct node *parent, const char *name,
                int64_t *ret_instant)
{
    struct str value;
    bool has_time;

    if (!mspdi_text(m, parent, name, &value))
        return false;
    return civil_parse(value, ret_instant, &has_time) ||
           refuse(m, parent, name, value, "a date between 1900 and 2200 (2026-11-23T09:00:00)");
}

/* Takes "12.5" and a unit letter off the front; in seconds. */
static bool take_part(struct str *rest, int64_t *seconds)
{
    size_t digits = 0;
    int64_t micro, unit;

    while (digits < rest->len && ((rest->ptr[digits] >= '0' && rest->ptr[digits] <= '9') ||
                                  rest->ptr[digits] == '.'))
        digits++;
    if (digits == 0 || digits == rest->len || digits > 12 ||
        !str_to_fixed(str_slice(*rest, 0, digits), 3, &micro))
        return false;
    switch (rest->ptr[digits]) {
    case 'H': unit = 3600; break;
    case 'M': unit = 60; break;
    case 'S': unit = 1; break;
    default: return false;
    }
    *seconds += (micro * unit + 500) / 1000;
    *rest = str_slice(*rest, digits + 1, rest->len);
    return true;
}

static bool parse_duration(struct str value, int64_t *ret_s)
{
    const bool negative = str_starts(value, STR("-"));
    struct str rest = str_slice(value, negative, value.len);
    int64_t seconds = 0, days;
    size_t t;

    if (!str_starts(rest, STR("P")))
        return false;
    rest = str_slice(rest, 1, rest.len);
    t = str_find_char(rest, 'T');
    if (t > 0) {                /* whole days before the T: clock days */
        if (t > 8 || rest.ptr[t - 1] != 'D' || !str_to_i64(str_slice(rest, 0, t - 1), &days))
            return false;
        seconds = days * CIVIL_DAY_S;
    }
    rest = str_slice(rest, t + 1, rest.len);
    while (rest.len > 0)
        if (!take_part(&rest, &seconds))
            return false;
    *ret_s = negative ? -seconds : seconds;
    return true;
}

bool mspdi_duration(struct mspdi *m, const struct node *parent, const char *name, int64_t *ret_s)
{
    struct str value;
    int64_t seconds;

    if (!mspdi_text(m, parent, name, &value))
        return false;
    if (!parse_duration(value, &seconds))
        return refuse(m, parent, name, value, "a duration like PT8H0M0S");
    if (seconds > INT32_MAX || seconds < -INT32_MAX)
        return refuse(m, parent, name, value, "shorter than 68 years of work");
    *ret_s = seconds;
    return true;
}

struct span mspdi_span(int64_t seconds, bool elapsed)
{
    struct span s = { .milli = seconds * 1000, .unit = 's', .elapsed = elapsed };

    if (seconds % 3600 == 0)
        s = (struct span){ .milli = seconds / 3600 * 1000, .unit = 'h', .elapsed = elapsed };
    else if (seconds % 60 == 0)
        s = (struct span){ .milli = seconds / 60 * 1000, .unit = 'm', .elapsed = elapsed };
    return s;
}

/* formats.md 2.2: the even ones of each block are elapsed. */
bool mspdi_format_is_elapsed(int64_t format)
{
    return ((format >= 3 && format <= 12) || (format >= 35 && format <= 44) || format == 20 ||
            format == 52) && format % 2 == 0;
}

bool mspdi_format_is_percent(int64_t format)
{
    return format == 19 || format == 20 || format == 51 || format == 52;
}

void mspdi_set_text(struct mspdi *m, struct object_draft *d, uint16_t field, struct str value,
                    struct place at)
{
    draft_set(m->builder, d, field, &value, at);
}

void mspdi_set_when(struct mspdi *m, struct object_draft *d, uint16_t field, int64_t instant,
                    struct place at)
{
    const struct when value = { .instant = instant, .grain = GRAIN_MINUTE };

    draft_set(m->builder, d, field, &value, at);
}

void mspdi_set_span(struct mspdi *m, struct object_draft *d, uint16_t field, int64_t seconds,
                    bool elapsed, struct place at)
{
    const struct span value = mspdi_span(seconds, elapsed);

    draft_set(m->builder, d, field, &value, at);
}

void mspdi_set_flag(struct mspdi *m, struct object_draft *d, uint16_t field, struct place at)
{
    const bool value = true;

    draft_set(m->builder, d, field, &value, at);
}

void mspdi_set_choice(struct mspdi *m, struct object_draft *d, uint16_t field, uint32_t value,
                      struct place at)
{
    draft_set(m->builder, d, field, &value, at);
}

bool mspdi_copy_date(struct mspdi *m, const struct node *from, const char *name,
                     struct object_draft *d, uint16_t field)
{
    int64_t instant;

    if (!mspdi_date(m, from, name, &instant))
        return false;
    mspdi_set_when(m, d, field, instant, mspdi_at(m, from, name));
    return true;
}

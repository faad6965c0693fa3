/* SPDX-License-Identifier: Apache-2.0 */
/* Field type links: "design", "design SS +1w", "tests FF -2d", "x +3ed", "x +25%", "x +25e%",
 * "x FS at most +2w". */
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

static bool no(struct fault *fault, const char *why)
{
    fault->why = why;
    return false;
}

static const char *const type_words[] = {[LINK_FS] = "FS", [LINK_SS] = "SS", [LINK_FF] = "FF",
                                         [LINK_SF] = "SF"};

static bool type_word(struct str s, enum link_type *ret_type)
{
    for (int i = 0; i < 4; i++)
        if (name_is(type_words[i], s)) {
            *ret_type = (enum link_type)i;
            return true;
        }
    return false;
}

/* "+25%", "-10%", "+25e%". */
static bool share_read(struct str s, struct link *link, struct fault *fault)
{
    const bool elapsed = s.len > 1 && s.ptr[s.len - 2] == 'e';
    int64_t ppm;

    if (!str_to_fixed(str_slice(s, 0, s.len - (elapsed ? 2 : 1)), 4, &ppm) || ppm > 1000000000 ||
        ppm < -1000000000)
        return no(fault, "the lag is not a share of the predecessor's duration, such as +25%");
    link->lag_kind = elapsed ? LAG_PERCENT_ELAPSED : LAG_PERCENT;
    link->lag_ppm = (int32_t)ppm;
    return true;
}

static bool lag_read(struct str s, struct link *link, struct fault *fault)
{
    if (s.ptr[0] != '+' && s.ptr[0] != '-')
        return no(fault, "after the id come a type (FS, SS, FF, SF) and a lag with its sign, such "
                         "as +2d or -1w");
    if (s.ptr[s.len - 1] == '%')
        return share_read(s, link, fault);
    if (!span_read(s, &link->lag, fault))
        return false;
    link->lag_kind = link->lag.elapsed ? LAG_ELAPSED : LAG_WORKING;
    return true;
}

/* On true the id is a slice of `s`. */
static bool link_read(struct str s, struct link *ret_link, struct fault *fault)
{
    struct link link = {.type = LINK_FS, .lag_kind = LAG_WORKING};
    struct str rest = s, after, word;

    if (!next_word(&rest, &link.other.id))
        return no(fault, "there is no predecessor");
    if (!is_id(link.other.id))
        return no(fault, "the predecessor is not an id");
    link.other.object = OBJECT_NONE;
    link.lag.unit = 's';
    after = rest;
    if (next_word(&after, &word) && type_word(word, &link.type))
        rest = after;
    after = rest;
    if (next_word(&after, &word) && name_is("at", word)) {
        if (!next_word(&after, &word) || !name_is("most", word))
            return no(fault, "`at` is followed by `most`: x FS at most +2w");
        link.at_most = true;
        rest = after;
    }
    rest = str_trim(rest);
    if (rest.len > 0 && !lag_read(rest, &link, fault))
        return false;
    *ret_link = link;
    return true;
}

static bool lag_is_zero(const struct link *l)
{
    return l->lag.milli == 0 && l->lag.and_milli == 0 && l->lag_ppm == 0;
}

static void link_text(const struct link *l, struct text *out)
{
    text_add(out, l->other.id);
    if (l->type != LINK_FS || l->at_most) {
        text_add_char(out, ' ');
        text_add(out, str_of(type_words[l->type]));
    }
    if (l->at_most)
        text_add(out, STR(" at most"));
    if (lag_is_zero(l))
        return;
    text_add_char(out, ' ');
    if (l->lag_kind == LAG_PERCENT || l->lag_kind == LAG_PERCENT_ELAPSED) {
        if (l->lag_ppm >= 0)
            text_add_char(out, '+');
        text_add_fixed(out, l->lag_ppm, 4, 0);
        text_add(out, l->lag_kind == LAG_PERCENT ? STR("%") : STR("e%"));
        return;
    }
    if (l->lag.milli >= 0 && l->lag.and_milli >= 0)
        text_add_char(out, '+');
    span_text(&l->lag, out);
}

/* A lag of nothing is no lag, however it was written. */
static bool link_equal(const struct link *a, const struct link *b)
{
    if (!str_equal(a->other.id, b->other.id) || a->type != b->type || a->at_most != b->at_most)
        return false;
    if (lag_is_zero(a) || lag_is_zero(b))
        return lag_is_zero(a) && lag_is_zero(b);
    return a->lag_kind == b->lag_kind && a->lag_ppm == b->lag_ppm && span_equal(&a->lag, &b->lag);
}

bool type_links_parse(struct read_context *context, const struct field *field,
                      const struct node *node, void *ret_value)
{
    const struct node *item;
    struct link *items;
    size_t count, n = 0;

    if (!list_of(context, field, node, &item, &count))
        return false;
    items = ARENA_ARRAY(context->owner, struct link, count ? count : 1);
    for (size_t left = count; left > 0; left--, item = item->next) {
        struct fault fault = {0};
        struct str s;

        if (!scalar_of(context, field, item, &s))
            continue;
        if (!link_read(s, &items[n], &fault)) {
            bad_value(context, field, item, "'%.*s': %s", STR_ARG(str_slice(s, 0, 60)),
                      fault.why);
            continue;
        }
        items[n].other.at = item->at;
        n++;
    }
    *(struct links *)ret_value = (struct links){items, n};
    return n == count;
}

static size_t links_count(const void *value)
{
    return ((const struct links *)value)->count;
}

static void links_key(const void *value, size_t i, struct text *out)
{
    link_text(&((const struct links *)value)->items[i], out);
}

/* Addressed by "predecessor" (the first of it), "predecessor TYPE" or "predecessor TYPE n". */
static bool links_named(const void *value, size_t i, struct str key)
{
    const struct links *v = value;
    const struct link *l = &v->items[i];
    struct str rest = key, word;
    enum link_type type;
    int64_t n = 1;

    if (!next_word(&rest, &word) || !str_equal(word, l->other.id))
        return false;
    if (!next_word(&rest, &word))
        return true;
    if (!type_word(word, &type) || type != l->type)
        return false;
    if (next_word(&rest, &word) && !str_to_i64(word, &n))
        return false;
    for (size_t before = 0; before < i; before++)
        if (v->items[before].type == type && str_equal(v->items[before].other.id, l->other.id))
            n--;
    return n == 1;
}

static void links_print(const struct field *field, const void *value, size_t i, struct writer *w)
{
    char room[LINE_ROOM];
    struct text text = {.ptr = room, .capacity = sizeof(room)};

    (void)field;
    links_key(value, i, &text);
    writer_text(w, text_str(&text));
}

static void links_splice(const void *value, size_t at, const void *with, struct arena *owner,
                         void *ret_value)
{
    const struct links *v = value, *n = with;
    struct links *made = ret_value;

    made->items = array_splice(owner, v->items, v->count, sizeof(*v->items), at,
                               n ? n->items : NULL, &made->count);
}

const struct member_ops members_of_links = {
    links_count, links_key, links_named, links_print, links_splice, false,
};

void type_links_print(const struct field *field, const void *value, struct writer *w)
{
    print_members(&members_of_links, field, value, w);
}

bool type_links_equal(const struct field *field, const void *a, const void *b)
{
    const struct links *x = a, *y = b;

    (void)field;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!link_equal(&x->items[i], &y->items[i]))
            return false;
    return true;
}

void type_links_copy(const struct field *field, const void *value, struct arena *owner,
                     void *ret_value)
{
    const struct links *v = value;
    struct link *items = array_copy(owner, v->items, v->count, sizeof(*v->items));

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        items[i].other.id = str_copy(owner, items[i].other.id);
    *(struct links *)ret_value = (struct links){items, v->count};
}

void type_links_schema(const struct field *field, struct writer *w)
{
    (void)field;
    list_schema(w, "#/$defs/link");
}

/* What a predecessor may be. A hand-off is itself a link, and cannot be one's end. */
void type_links_refs(const struct field *field, void *value,
                     void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    struct links *v = value;

    (void)field;
    for (size_t i = 0; i < v->count; i++)
        visit(context, (struct ref *)&v->items[i].other, KIND_BIT(task) | KIND_BIT(milestone));
}

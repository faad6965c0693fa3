/* SPDX-License-Identifier: Apache-2.0 */
#include "core/edit/splice.h"

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/edit/said.h"
#include "core/plan/ops.h"
#include "core/syntax/writer.h"

enum { LINE_MOST = 100, STEP = 2, ALIGN_MOST = 1 << 20 };

struct piece {                  /* bytes from .. to become the text */
    size_t from, to;
    struct str text;
};

struct splicing {
    struct arena *owner;
    struct diags *out;
    struct str s;
    struct str eol;
    bool json, good;
    struct piece *pieces;
    size_t count, room;
};

/* What happens to the children of one map or list. */
struct surgery {
    const struct node **children;
    bool *gone;                 /* [count] */
    uint32_t count;
    struct str *added;          /* texts, each behind child [behind - 1] */
    uint32_t *behind;
    uint32_t added_count;
};

static void put(struct splicing *s, size_t from, size_t to, struct str text)
{
    arena_grow(s->owner, (void **)&s->pieces, s->count, &s->room, sizeof(*s->pieces), SIZE_MAX);
    s->pieces[s->count++] = (struct piece){from, to, text};
}

static bool fail(struct splicing *s, const char *code, const struct node *n, const char *why,
                 const char *hint)
{
    if (s->good) {
        diag_error(s->out, code, n->at, "%s", why);
        diag_hint(s->out, "%s", hint);
    }
    s->good = false;
    return false;
}

/* --- places ------------------------------------------------------------------------------ */

static char byte_at(const struct splicing *s, size_t at)
{
    return at < s->s.len ? s->s.ptr[at] : '\0';
}

static bool is_any(char c, const char *set)
{
    return str_find_char(str_of(set), c) < str_of(set).len;
}

static bool is_flow(const struct splicing *s, const struct node *n)
{
    return byte_at(s, n->offset) == '{' || byte_at(s, n->offset) == '[';
}

static size_t line_start(const struct splicing *s, size_t at)
{
    while (at > 0 && s->s.ptr[at - 1] != '\n')
        at--;
    return at;
}

/* Behind the line break. */
static size_t next_line(const struct splicing *s, size_t at)
{
    while (at < s->s.len && s->s.ptr[at] != '\n')
        at++;
    return at < s->s.len ? at + 1 : at;
}

static size_t start_of(const struct node *parent, const struct node *child)
{
    return parent->kind == NODE_MAP ? child->name_offset : child->offset;
}

/* Where the entry begins in its line, if nothing but blanks (and in a block list its dash)
 * stands before it. */
static bool begins_line(const struct splicing *s, const struct node *parent,
                        const struct node *child, size_t *ret_column)
{
    size_t at = start_of(parent, child);
    const size_t from = line_start(s, at);

    if (parent->kind == NODE_LIST && !is_flow(s, parent)) {
        while (at > from && byte_at(s, at - 1) == ' ')
            at--;
        if (at == from || byte_at(s, at - 1) != '-')
            return false;
        at--;
    }
    *ret_column = at - from;
    for (size_t i = from; i < at; i++)
        if (byte_at(s, i) != ' ')
            return false;
    return true;
}

/* Whether the rest of the line is empty but for a comma and a comment. */
static bool ends_line(const struct splicing *s, size_t at, bool *ret_comma)
{
    *ret_comma = false;
    for (; at < s->s.len && byte_at(s, at) != '\n'; at++) {
        const char c = byte_at(s, at);

        if (c == '#' && at > 0 && is_any(byte_at(s, at - 1), " \t,"))
            return true;
        if (c == ',' && !*ret_comma)
            *ret_comma = true;
        else if (c != ' ' && c != '\t' && c != '\r')
            return false;
    }
    return true;
}

static bool has_hash(const struct splicing *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (byte_at(s, i) == '#' && i > 0 && is_any(byte_at(s, i - 1), " \t\r\n,[{"))
            return true;
    return false;
}

/* Between its parts; a # inside a text is no comment. */
static bool has_comment(const struct splicing *s, const struct node *n)
{
    size_t at = n->offset;

    if (n->kind != NODE_MAP && n->kind != NODE_LIST)
        return false;
    for (const struct node *c = n->first; c; c = c->next) {
        const size_t from = start_of(n, c);

        if (has_hash(s, at, from) || has_comment(s, c) ||
            (n->kind == NODE_MAP && c->offset > from + c->name.len &&
             has_hash(s, from + c->name.len, c->offset)))
            return true;
        at = c->end > from ? c->end : from;
    }
    return has_hash(s, at, n->end);
}

/* An anchor or a tag, which libyaml counts as a part of its value. */
static bool is_decorated(const struct splicing *s, const struct node *n)
{
    const char c = byte_at(s, n->offset);

    return !s->json && n->end > n->offset && (c == '&' || c == '!' || c == '*');
}

static bool refuse_decorated(struct splicing *s, const struct node *n)
{
    return fail(s, "anchored-value", n, "an anchor or a tag stands before this value, so it is not "
                "changed here", "take the & or ! out of the file, or change the value by hand");
}

/* --- a value as a whole ------------------------------------------------------------------ */

static bool replace(struct splicing *s, const struct node *n, struct str raw)
{
    size_t from = n->offset;
    const bool block = (n->kind == NODE_MAP || n->kind == NODE_LIST) && !is_flow(s, n);

    if (is_decorated(s, n))
        return refuse_decorated(s, n);
    if (has_comment(s, n))
        return fail(s, "comment-in-the-way", n, "this value holds a comment and would have to be "
                    "written anew", "change it by hand, or move the comment above it");
    if (n->end == n->offset) {
        const char before = from > 0 ? byte_at(s, from - 1) : ' ';

        put(s, from, from, str_format(s->owner, "%s%.*s",
                                      before == ':' || before == '-' ? " " : ": ", STR_ARG(raw)));
        return true;
    }
    if (block) {                    /* up to the line of its key */
        size_t at = from;

        while (at > 0 && is_any(byte_at(s, at - 1), " \r\n"))
            at--;
        if (at > 0 && byte_at(s, at - 1) == ':') {
            put(s, at, n->end, str_format(s->owner, " %.*s", STR_ARG(raw)));
            return true;
        }
    }
    put(s, from, n->end, raw);
    return true;
}

/* --- children of a flow ------------------------------------------------------------------ */

static bool cut_flow(struct splicing *s, const struct node *n, const struct surgery *g)
{
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t last = i;
        size_t column, from = start_of(n, g->children[i]), to;
        bool comma;

        if (!g->gone[i])
            continue;
        while (last + 1 < g->count && g->gone[last + 1])
            last++;
        to = g->children[last]->end;
        if (!s->json && begins_line(s, n, g->children[i], &column) && ends_line(s, to, &comma) &&
            next_line(s, to) < n->end) {
            from = line_start(s, from);
            to = next_line(s, to);
        } else if (last + 1 < g->count) {
            to = start_of(n, g->children[last + 1]);
        } else if (i > 0) {
            from = g->children[i - 1]->end;
        }
        for (uint32_t k = i; k < last; k++)
            if (has_hash(s, g->children[k]->end, start_of(n, g->children[k + 1])))
                return false;
        if (last + 1 < g->count && to == start_of(n, g->children[last + 1]) &&
            has_hash(s, g->children[last]->end, to))
            return false;
        if (i > 0 && from == g->children[i - 1]->end &&
            has_hash(s, from, start_of(n, g->children[i])))
            return false;
        put(s, from, to, STR(""));
        i = last;
    }
    return true;
}

/* Behind the last kept child of those before; without one, before the first kept behind. */
static void add_to_flow(struct splicing *s, const struct node *n, const struct surgery *g,
                        uint32_t k, bool *first)
{
    uint32_t left = g->behind[k], right;
    size_t column;
    bool comma;

    while (left > 0 && g->gone[left - 1])
        left--;
    for (right = g->behind[k]; right < g->count && g->gone[right]; right++)
        ;
    if (left == 0 && right == g->count) {
        put(s, n->offset + 1, n->offset + 1,
            str_format(s->owner, "%s%.*s", *first ? "" : ", ", STR_ARG(g->added[k])));
        *first = false;
    } else if (left == 0) {
        const size_t at = start_of(n, g->children[right]);

        put(s, at, at, str_format(s->owner, "%.*s, ", STR_ARG(g->added[k])));
    } else {
        const struct node *c = g->children[left - 1];
        const bool lined = begins_line(s, n, c, &column) && ends_line(s, c->end, &comma);

        if (lined && left == g->count && (!s->json || !comma)) {
            size_t line_end = next_line(s, c->end);

            while (line_end > c->end && is_any(byte_at(s, line_end - 1), "\r\n"))
                line_end--;
            if (!*first)
                put(s, line_end, line_end, STR(","));
            else if (!comma)
                put(s, c->end, c->end, STR(","));
            put(s, line_end, line_end, str_format(s->owner, "%.*s%*s%.*s", STR_ARG(s->eol),
                                                  (int)column, "", STR_ARG(g->added[k])));
            if (comma && k + 1 == g->added_count)
                put(s, line_end, line_end, STR(","));
            *first = false;
        } else {
            put(s, c->end, c->end, str_format(s->owner, ", %.*s", STR_ARG(g->added[k])));
        }
    }
}

/* --- children of a block ----------------------------------------------------------------- */

static bool cut_block(struct splicing *s, const struct node *n, const struct surgery *g,
                      size_t column)
{
    uint32_t left = g->count;

    for (uint32_t i = 0; i < g->count; i++) {
        size_t own;

        if (!g->gone[i])
            continue;
        left--;
        if (!begins_line(s, n, g->children[i], &own) || own != column)
            return false;
    }
    if (left == 0 && g->added_count == 0) {
        const size_t at = line_start(s, start_of(n, g->children[0]));

        put(s, at, at, str_format(s->owner, "%*s%s%.*s", (int)column + STEP, "",
                                  n->kind == NODE_MAP ? "{}" : "[]", STR_ARG(s->eol)));
    }
    for (uint32_t i = 0; i < g->count; i++)
        if (g->gone[i])
            put(s, line_start(s, start_of(n, g->children[i])), next_line(s, g->children[i]->end),
                STR(""));
    return true;
}

static void add_to_block(struct splicing *s, const struct node *n, const struct surgery *g,
                         uint32_t k, size_t column)
{
    const uint32_t behind = g->behind[k];
    const size_t at = behind == 0 ? line_start(s, start_of(n, g->children[0]))
                                  : next_line(s, g->children[behind - 1]->end);
    const bool open = at == s->s.len && at > 0 && byte_at(s, at - 1) != '\n';
    const char *dash = n->kind == NODE_LIST ? "- " : "";
    struct text text;
    struct str rest = g->added[k], line;

    text_init(&text, s->owner);
    if (open)
        text_add(&text, s->eol);
    for (bool first = true; str_split(&rest, '\n', &line); first = false) {
        if (!first)
            text_add(&text, s->eol);
        if (line.len > 0)
            text_addf(&text, "%*s%s", (int)column, "", first ? dash : "");
        text_add(&text, line);
    }
    if (!open)
        text_add(&text, s->eol);
    put(s, at, at, text_str(&text));
}

static bool operate(struct splicing *s, const struct node *n, const struct surgery *g)
{
    bool first = true;
    size_t column = 0;

    if (is_decorated(s, n))
        return refuse_decorated(s, n);
    if (is_flow(s, n)) {
        if (!cut_flow(s, n, g))
            return false;
        for (uint32_t k = 0; k < g->added_count; k++)
            add_to_flow(s, n, g, k, &first);
        return true;
    }
    if (g->count == 0)
        return false;
    /* All entries of a block begin in one column; the first may stand behind a dash. */
    if (!begins_line(s, n, g->children[0], &column)) {
        const size_t at = start_of(n, g->children[0]);

        if (n->kind == NODE_LIST || g->gone[0])
            return false;
        column = at - line_start(s, at);
    }
    if (!cut_block(s, n, g, column))
        return false;
    for (uint32_t k = 0; k < g->added_count; k++)
        add_to_block(s, n, g, k, column);
    return true;
}

/* --- part by part ------------------------------------------------------------------------ */

static struct surgery surgery_new(struct splicing *s, const struct node *n, uint32_t added)
{
    struct surgery g = {.count = n->count};
    uint32_t i = 0;

    g.children = ARENA_ARRAY(s->owner, const struct node *, n->count + 1);
    g.gone = ARENA_ARRAY(s->owner, bool, n->count + 1);
    g.added = ARENA_ARRAY(s->owner, struct str, added + 1);
    g.behind = ARENA_ARRAY(s->owner, uint32_t, added + 1);
    for (const struct node *c = n->first; c; c = c->next)
        g.children[i++] = c;
    return g;
}

static void add(struct surgery *g, uint32_t behind, struct str text)
{
    g->behind[g->added_count] = behind;
    g->added[g->added_count++] = text;
}

static struct str entry_of(struct splicing *s, const struct said *m)
{
    return m->raw_key.len == 0 ? m->raw
                               : str_format(s->owner, "%.*s: %.*s", STR_ARG(m->raw_key),
                                            STR_ARG(m->raw));
}

static bool splice_value(struct splicing *s, const struct node *n, const struct said *was,
                         const struct said *is);

/* What both have stands in one order, and what is new behind it. */
static bool keeps_order(const struct said *was, const struct said *is)
{
    const struct said *w = was->first, *i = is->first;

    for (; i; i = i->next) {
        while (w && !str_equal(w->key, i->key) && !said_find(is, w->key))
            w = w->next;
        if (!w)
            break;
        if (!str_equal(w->key, i->key))
            return false;
        w = w->next;
    }
    for (; i; i = i->next)
        if (said_find(was, i->key))
            return false;
    return true;
}

static bool splice_map(struct splicing *s, const struct node *n, const struct said *was,
                       const struct said *is)
{
    struct surgery g = surgery_new(s, n, is->count);
    bool any = false;

    for (uint32_t i = 0; i < g.count; i++) {
        const struct said *w = said_find(was, g.children[i]->name);
        const struct said *m = said_find(is, g.children[i]->name);

        g.gone[i] = w && !m;
        any = any || g.gone[i];
        if (m && (!w || !str_equal(w->raw, m->raw)) &&
            !(w ? splice_value(s, g.children[i], w, m) : replace(s, g.children[i], m->raw)))
            return false;
    }
    for (const struct said *w = was->first; w; w = w->next) {
        const struct said *m = said_find(is, w->key);

        if ((!m || !str_equal(m->raw, w->raw)) && !node_find(n, w->key))
            return false;               /* stated in another form than the usual one */
    }
    for (const struct said *m = is->first; m; m = m->next)
        if (!said_find(was, m->key) && !node_find(n, m->key)) {
            add(&g, g.count, entry_of(s, m));
            any = true;
        }
    return !any || operate(s, n, &g);
}

/* The longest common subsequence: which items stay. pairs[i]: the new place of old item i. */
static bool align(struct splicing *s, const struct said *const *a, uint32_t m,
                  const struct said *const *b, uint32_t n, uint32_t *pairs)
{
    uint32_t *most;
    const size_t row = (size_t)n + 1;

    if ((size_t)(m + 1) * row > ALIGN_MOST)
        return false;
    most = ARENA_ARRAY(s->owner, uint32_t, (size_t)(m + 1) * row);
    for (uint32_t i = m; i-- > 0;)
        for (uint32_t j = n; j-- > 0;) {
            const uint32_t down = most[(i + 1) * row + j], right = most[i * row + j + 1];

            most[i * row + j] = str_equal(a[i]->raw, b[j]->raw)
                                    ? most[(i + 1) * row + j + 1] + 1
                                : down > right ? down
                                               : right;
        }
    for (uint32_t i = 0, j = 0; i < m;) {
        pairs[i] = UINT32_MAX;
        if (j < n && str_equal(a[i]->raw, b[j]->raw))
            pairs[i++] = j++;
        else if (j < n && most[i * row + j + 1] > most[(i + 1) * row + j])
            j++;
        else
            i++;
    }
    return true;
}

static const struct said **items_of(struct splicing *s, const struct said *list)
{
    const struct said **items = ARENA_ARRAY(s->owner, const struct said *, list->count + 1);
    uint32_t i = 0;

    for (const struct said *item = list->first; item; item = item->next)
        items[i++] = item;
    return items;
}

static bool splice_list(struct splicing *s, const struct node *n, const struct said *was,
                        const struct said *is)
{
    const struct said **a = items_of(s, was), **b = items_of(s, is);
    struct surgery g = surgery_new(s, n, is->count);
    uint32_t *pairs = ARENA_ARRAY(s->owner, uint32_t, was->count + 1);
    uint32_t i = 0, j = 0;
    bool any = false;

    if (n->count != was->count || !align(s, a, was->count, b, is->count, pairs))
        return false;
    /* Between two that stay: pair the others, then take out or add what is left. */
    while (i < was->count || j < is->count) {
        const bool stays = i < was->count && pairs[i] != UINT32_MAX;

        if (i < was->count && stays && pairs[i] == j) {
            i++;
            j++;
        } else if (i < was->count && !stays && j < is->count) {
            uint32_t next = i;

            while (next < was->count && pairs[next] == UINT32_MAX)
                next++;
            if (j < (next < was->count ? pairs[next] : is->count)) {
                if (!splice_value(s, g.children[i], a[i], b[j]))
                    return false;
                i++;
                j++;
            } else {
                g.gone[i++] = true;
                any = true;
            }
        } else if (i < was->count && !stays) {
            g.gone[i++] = true;
            any = true;
        } else {
            add(&g, i, b[j++]->raw);
            any = true;
        }
    }
    return !any || operate(s, n, &g);
}

/* In its parts where the text has those of the value before; otherwise as a whole. */
static bool splice_value(struct splicing *s, const struct node *n, const struct said *was,
                         const struct said *is)
{
    const size_t mark = s->count;
    const bool alike = n->kind == was->kind && was->kind == is->kind;

    if (alike && is->kind == NODE_MAP && is->count > 0 && keeps_order(was, is) &&
        splice_map(s, n, was, is))
        return true;
    if (alike && is->kind == NODE_LIST && is->count > 0 && splice_list(s, n, was, is))
        return true;
    if (!s->good)
        return false;
    s->count = mark;
    return replace(s, n, is->raw);
}

/* --- objects ------------------------------------------------------------------------------ */

static bool splice_object(struct splicing *s, const struct node *n, const struct object *was,
                          const struct object *is)
{
    const struct said *a = said_of(was, s->json, s->owner), *b = said_of(is, s->json, s->owner);

    if (n->kind == NODE_NULL)
        return replace(s, n, b->raw);
    if (n->kind == NODE_MAP && splice_map(s, n, a, b))
        return true;
    return s->good ? fail(s, "cannot-splice", n, "the layout of this object is none that can be "
                          "changed piece by piece", "change it by hand")
                   : false;
}

/* `id: {...}` in one line, or, where its neighbours are blocks or it is long, as a block; inside
 * braces there are no blocks. */
static struct str new_object(struct splicing *s, const struct object *o, bool blocks, bool braces)
{
    const struct str key = said_key(o->id, s->json, s->owner);
    const struct str flow = said_of(o, s->json, s->owner)->raw;
    struct text text;
    struct str rest, line;
    struct writer *w;

    text_init(&text, s->owner);
    if (s->json || o->stated == 0 || braces ||
        (!blocks && key.len + flow.len + 2 * STEP <= LINE_MOST))
        return str_format(s->owner, "%.*s: %.*s", STR_ARG(key), STR_ARG(flow));
    w = writer_new(s->owner, WRITER_YAML, &text);
    write_fields(o, false, w);
    rest = text_str(&text);
    text_init(&text, s->owner);
    text_addf(&text, "%.*s:", STR_ARG(key));
    while (str_split(&rest, '\n', &line))
        text_addf(&text, "\n%*s%.*s", line.len > 0 ? STEP : 0, "", STR_ARG(line));
    return text_str(&text);
}

static bool is_block_map(const struct splicing *s, const struct node *n)
{
    return n && n->kind == NODE_MAP && !is_flow(s, n);
}

static const struct node *last_of(const struct node *map)
{
    const struct node *last = map->first;

    while (last && last->next)
        last = last->next;
    return last;
}

static const struct object *same_kind(const struct plan *p, struct str id, enum kind kind)
{
    const struct object *o = plan_find(p, id);

    return o && o->kind == kind ? o : NULL;
}

/* How many objects of the kind are new. */
static uint32_t count_new(const struct plan *before, const struct plan *after, enum kind kind)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan_count(after, kind); i++)
        count += !same_kind(before, plan_nth(after, kind, i)->id, kind);
    return count;
}

static bool splice_section(struct splicing *s, const struct node *n, const struct plan *before,
                           const struct plan *after, enum kind kind, uint32_t new_count)
{
    struct surgery g = surgery_new(s, n, new_count);
    const struct node *last = n->kind == NODE_MAP ? last_of(n) : NULL;
    bool any = new_count > 0;

    for (uint32_t i = 0; i < g.count; i++) {
        const struct object *was = same_kind(before, g.children[i]->name, kind);
        const struct object *is = same_kind(after, g.children[i]->name, kind);

        g.gone[i] = was && !is;
        any = any || g.gone[i];
        if (was && is && !object_equal(was, is) && !splice_object(s, g.children[i], was, is))
            return false;
    }
    for (uint32_t i = 0; new_count > 0 && i < plan_count(after, kind); i++) {
        const struct object *o = plan_nth(after, kind, i);

        if (!same_kind(before, o->id, kind))
            add(&g, g.count, new_object(s, o, is_block_map(s, last), is_flow(s, n)));
    }
    if (!any)
        return true;
    if (n->kind == NODE_NULL || g.count == 0) {     /* an empty section */
        struct text text;

        text_init(&text, s->owner);
        for (uint32_t k = 0; k < g.added_count; k++)
            text_addf(&text, "%s%.*s", k ? ", " : "{", STR_ARG(g.added[k]));
        text_add_char(&text, '}');
        return replace(s, n, text_str(&text));
    }
    return operate(s, n, &g) ||
           fail(s, "cannot-splice", n, "the layout of this section is none that can be changed "
                "piece by piece", "change it by hand");
}

/* A section of its own, at the end of the file. */
static void new_section(struct splicing *s, const struct plan *before, const struct plan *after,
                        enum kind kind, struct text *out)
{
    const struct kind_info *info = &schema_kinds[kind];
    const bool single = info->flags & KIND_SINGLE;
    bool first = true;

    text_addf(out, s->json ? "\"%s\": " : "%s:", info->section);
    if (single && s->json) {
        text_add(out, said_of(plan_nth(after, kind, 0), true, s->owner)->raw);
        return;
    }
    if (single) {
        struct str rest = new_object(s, plan_nth(after, kind, 0), true, false), line;

        str_split(&rest, '\n', &line);
        text_addf(out, "\n%.*s", STR_ARG(rest));
        return;
    }
    if (s->json)
        text_add_char(out, '{');
    for (uint32_t i = 0; i < plan_count(after, kind); i++) {
        const struct object *o = plan_nth(after, kind, i);
        struct str rest, line;

        if (same_kind(before, o->id, kind))
            continue;
        rest = new_object(s, o, false, false);
        if (s->json)
            text_addf(out, "%s%.*s", first ? "" : ", ", STR_ARG(rest));
        while (!s->json && str_split(&rest, '\n', &line))
            text_addf(out, "\n%*s%.*s", line.len > 0 ? STEP : 0, "", STR_ARG(line));
        first = false;
    }
    if (s->json)
        text_add_char(out, '}');
}

/* --- files -------------------------------------------------------------------------------- */

static int by_place(const void *left, const void *right, const void *context)
{
    const struct piece *a = left, *b = right;
    const bool inserts_a = a->from == a->to, inserts_b = b->from == b->to;

    (void)context;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return inserts_a == inserts_b ? 0 : inserts_a ? -1 : 1;
}

static bool join_pieces(struct splicing *s, const struct node *root, struct str *ret_made)
{
    struct text text;
    size_t at = 0;

    if (s->count == 0) {
        *ret_made = s->s;
        return true;
    }
    sort_stable(s->pieces, s->count, sizeof(*s->pieces), by_place, NULL, s->owner);
    text_init(&text, s->owner);
    for (size_t i = 0; i < s->count; i++) {
        const struct piece *p = &s->pieces[i];

        if (p->from < at)
            return fail(s, "cannot-splice", root, "two of the edits change the same text",
                        "make them one after the other");
        text_add(&text, str_slice(s->s, at, p->from));
        text_add(&text, p->text);
        at = p->to;
    }
    text_add(&text, str_slice(s->s, at, s->s.len));
    *ret_made = text_str(&text);
    return true;
}

/* The first that states anything; `count` where none does. */
static size_t first_map(const struct splice_file *files, size_t count)
{
    size_t i = 0;

    while (i < count && files[i].root->kind != NODE_MAP)
        i++;
    return i;
}

/* Which file a new object of the kind goes to: the last that has its section, else the first. */
static size_t home_of(const struct splice_file *files, size_t count, enum kind kind)
{
    const struct str section = str_of(schema_kinds[kind].section);
    size_t home = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        const struct node *n = node_find(files[i].root, section);

        if (n && (home == SIZE_MAX || n->count > 0))
            home = i;
    }
    return home == SIZE_MAX ? first_map(files, count) : home;
}

static bool splice_root(struct splicing *s, const struct node *root, const struct plan *before,
                        const struct plan *after, const size_t *homes, size_t file)
{
    struct surgery g = surgery_new(s, root, KIND_COUNT);

    for (int k = 0; k < KIND_COUNT && s->good; k++) {
        const struct kind_info *info = &schema_kinds[k];
        const struct node *n = node_find(root, str_of(info->section));
        const uint32_t fresh = homes[k] == file ? count_new(before, after, (enum kind)k) : 0;
        struct text text;

        if (info->flags & (KIND_PRIVATE | KIND_NESTED))
            continue;
        if (info->flags & KIND_SINGLE) {
            const struct object *was = plan_count(before, (enum kind)k) > 0
                                           ? plan_nth(before, (enum kind)k, 0)
                                           : NULL;
            const struct object *is = was ? plan_nth(after, (enum kind)k, 0) : NULL;

            if (!was || !is || object_equal(was, is))
                continue;
            if (n && !splice_object(s, n, was, is))
                return false;
            if (n || homes[k] != file || is->stated == 0)
                continue;
        } else if (n) {
            if (!splice_section(s, n, before, after, (enum kind)k, fresh))
                return false;
            continue;
        } else if (fresh == 0) {
            continue;
        }
        text_init(&text, s->owner);
        new_section(s, before, after, (enum kind)k, &text);
        add(&g, g.count, text_str(&text));
    }
    if (s->good && g.added_count > 0 && !operate(s, root, &g))
        return fail(s, "cannot-splice", root, "this file has no place for a new section",
                    "add the section by hand");
    return s->good;
}

bool splice_plan(const struct plan *before, const struct plan *after, struct splice_file *files,
                 size_t count, struct arena *owner, struct diags *out)
{
    size_t homes[KIND_COUNT];
    bool good = true;

    for (int k = 0; k < KIND_COUNT; k++)
        homes[k] = home_of(files, count, (enum kind)k);
    for (size_t i = 0; i < count; i++) {
        const size_t line = str_find_char(files[i].bytes, '\n');
        struct splicing s = {.owner = owner, .out = out, .s = files[i].bytes, .good = true};

        s.eol = line > 0 && line < s.s.len && s.s.ptr[line - 1] == '\r' ? STR("\r\n") : STR("\n");
        s.json = files[i].root->kind == NODE_MAP && is_flow(&s, files[i].root);
        if (first_map(files, count) == count)
            good = fail(&s, "cannot-splice", files[i].root, "this file states nothing yet",
                        "write its first line, baton: 1, by hand");
        else if (files[i].root->kind == NODE_MAP)
            good = splice_root(&s, files[i].root, before, after, homes, i) &&
                   join_pieces(&s, files[i].root, &files[i].made) && good;
    }
    return good;
}

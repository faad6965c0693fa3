/* SPDX-License-Identifier: Apache-2.0 */
/* The forms by name, and what several of them share. */
#include "core/document/form.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/list.h"

#define NB "\xc2\xa0"

enum { CHART_WIDTH = 76, FLAT_CEILING = 1 << 22 };

#define ENTRY(form) &form,
const struct document_form *const forms_all[] = {FORM_LIST(ENTRY)};
const unsigned forms_count = sizeof(forms_all) / sizeof(forms_all[0]);

const struct document_form *form_find(struct str name)
{
    for (unsigned i = 0; i < forms_count; i++)
        if (str_equal(name, str_of(forms_all[i]->name)))
            return forms_all[i];
    return NULL;
}

/* --- words ---------------------------------------------------------------------------------- */

struct str line_words(const struct line *l, struct arena *owner)
{
    struct text text;

    text_init(&text, owner);
    for (size_t i = 0; l && i < l->count; i++)
        text_add(&text, plain_text(owner, l->spans[i].text, false));
    return text_str(&text);
}

struct str document_title(const struct document *d, struct arena *owner)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct block *b = &d->blocks[i];
        struct str words, right;

        if (b->kind != BLOCK_HEADING && b->kind != BLOCK_PARAGRAPH)
            continue;
        words = str_trim(line_words(b->line, owner));
        right = str_trim(line_words(b->right, owner));
        if (right.len > 0)
            return str_format(owner, "%.*s, %.*s", STR_ARG(words), STR_ARG(right));
        return words;
    }
    return STR("Baton");
}

struct str cut_bytes(struct arena *owner, struct str s, size_t most)
{
    static const char dots[] = "\xe2\x80\xa6";
    size_t at = 0;

    if (s.len <= most)
        return s;
    while (at < s.len) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c), step = length ? length : 1;

        if (at + step + sizeof(dots) - 1 > most)
            break;
        at += step;
    }
    return str_format(owner, "%.*s%s", STR_ARG(str_slice(s, 0, at)), dots);
}

/* --- a list of lines ------------------------------------------------------------------------ */

struct flattening {
    struct arena *owner;
    struct flat *items;
    size_t count, capacity;
};

static void flatten(struct flattening *f, enum flat_kind kind, const struct line *line)
{
    if (line && line->count > 0 &&
        arena_grow(f->owner, (void **)&f->items, f->count, &f->capacity, sizeof(f->items[0]),
                   FLAT_CEILING))
        f->items[f->count++] = (struct flat){kind, line};
}

static void join(struct line *to, const struct line *from)
{
    for (size_t i = 0; from && i < from->count; i++)
        line_cite(to, from->spans[i].tone, from->spans[i].claim, from->spans[i].text);
}

static void flatten_block(struct flattening *f, const struct block *b)
{
    struct line *line = b->line;

    if (b->right && b->right->count > 0) {
        line = line_new(f->owner);
        join(line, b->line);
        line_add(line, TONE_DIM, STR(" \xc2\xb7 "));
        join(line, b->right);
    }
    flatten(f, b->kind == BLOCK_HEADING    ? FLAT_HEADING
               : b->kind == BLOCK_VERBATIM ? FLAT_CHART
               : b->indent > 0             ? FLAT_ITEM : FLAT_PARAGRAPH, line);
}

static void flatten_table(struct flattening *f, const struct table *t)
{
    for (size_t r = 0; r < t->row_count; r++) {
        struct line *line = line_new(f->owner);

        for (unsigned c = 0; c < t->column_count; c++) {
            const struct line *cell = &t->rows[r][c];

            if (str_trim(line_words(cell, f->owner)).len == 0)
                continue;
            if (line->count > 0)
                line_add(line, TONE_DIM, c == 1 ? STR(": ") : STR(" \xc2\xb7 "));
            if (line->count > 0 && t->columns[c].title)
                line_addf(line, TONE_DIM, "%s" NB, t->columns[c].title);
            for (size_t i = 0; i < cell->count; i++)
                line_cite(line, c == 0 ? TONE_STRONG : cell->spans[i].tone,
                          cell->spans[i].claim, cell->spans[i].text);
        }
        flatten(f, FLAT_ITEM, line);
    }
}

static struct str chart_text(const struct block *b, struct arena *owner)
{
    const struct text_form form = {.width = CHART_WIDTH};
    struct document one;
    struct text text;

    document_init(&one, owner);
    text_init(&text, owner);
    one.blocks = (struct block *)(uintptr_t)b;
    one.count = 1;
    document_write_text(&one, &form, arena_child(owner), &text);
    return text_str(&text);
}

const struct flat *document_flatten(const struct document *d, struct arena *owner,
                                    size_t *ret_count)
{
    struct flattening f = {.owner = owner};

    for (size_t i = 0; i < d->count; i++) {
        const struct block *b = &d->blocks[i];
        struct line *line;

        switch (b->kind) {
        case BLOCK_BLANK:
            break;
        case BLOCK_HEADING:
        case BLOCK_PARAGRAPH:
        case BLOCK_VERBATIM:
            flatten_block(&f, b);
            break;
        case BLOCK_TABLE:
            flatten_table(&f, b->table);
            break;
        case BLOCK_RANGES:
        case BLOCK_PICTURE:
            line = line_new(owner);
            line_add(line, TONE_PLAIN, chart_text(b, owner));
            flatten(&f, FLAT_CHART, line);
            break;
        }
    }
    *ret_count = f.count;
    return f.items;
}

struct str flat_rest(const struct flat *flats, size_t from, size_t count, const char *what,
                     struct arena *owner)
{
    size_t red = 0;

    for (size_t i = from; i < count; i++) {
        bool bad = false;

        for (size_t n = 0; n < flats[i].line->count; n++)
            bad = bad || flats[i].line->spans[n].tone == TONE_BAD;
        red += bad ? 1 : 0;
    }
    return str_format(owner, "%zu more %s not fit in %s, %zu of them red; the page (--format html) "
                             "has them all.", count - from,
                      count - from == 1 ? "line does" : "lines do", what, red);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"

enum {
    SOURCE_CEILING = 1 << 20,
    QUOTE_BEFORE = 60,      /* columns of a long line shown before the place */
    QUOTE_MOST = 96,        /* and in all */
    QUOTE_BYTES = 6 * QUOTE_MOST
};

void diags_init(struct diags *d, struct arena *owner)
{
    *d = (struct diags){.owner = owner};
}

uint32_t diags_source(struct diags *d, struct str name, struct str bytes)
{
    if (!arena_grow(d->owner, (void **)&d->sources, d->source_count, &d->source_capacity,
                    sizeof(d->sources[0]), SOURCE_CEILING))
        return 0;
    d->sources[d->source_count] = (struct diag_source){str_copy(d->owner, name), bytes};
    return (uint32_t)++d->source_count;
}

void diags_hide(struct diags *d, uint32_t source)
{
    assert(source <= d->source_count);
    if (source > 0)
        d->sources[source - 1].bytes = (struct str){NULL, 0};
}

static void add(struct diags *d, enum diag_level level, const char *code, struct place where,
                const char *format, va_list arguments)
{
    struct text text;

    d->error_count += level == DIAG_ERROR;
    d->warning_count += level == DIAG_WARNING;
    d->last_kept = arena_grow(d->owner, (void **)&d->items, d->count, &d->capacity,
                              sizeof(d->items[0]), DIAG_CEILING);
    if (!d->last_kept) {
        d->dropped++;
        return;
    }
    text_init(&text, d->owner);
    text_addv(&text, format, arguments);
    d->items[d->count++] = (struct diag){
        .level = level, .code = code, .where = where, .text = text_str(&text)};
}

bool diag_error(struct diags *d, const char *code, struct place where, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(d, DIAG_ERROR, code, where, format, arguments);
    va_end(arguments);
    return false;
}

bool diag_warning(struct diags *d, const char *code, struct place where, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(d, DIAG_WARNING, code, where, format, arguments);
    va_end(arguments);
    return false;
}

bool diag_note(struct diags *d, const char *code, struct place where, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(d, DIAG_NOTE, code, where, format, arguments);
    va_end(arguments);
    return false;
}

void diag_places_add(struct diag_places *p, struct arena *owner, struct place at)
{
    if (p->total < UINT32_MAX)
        p->total++;
    if (arena_grow(owner, (void **)&p->items, p->count, &p->capacity, sizeof(*p->items),
                   DIAG_PLACES))
        p->items[p->count++] = at;
}

/* ", lines 5, 8 and others"; the columns where all stand in one line; nothing for one place. */
static void add_places(struct text *out, const struct diag_places *p)
{
    size_t named = 0;
    bool one_line = true;

    for (size_t i = 0; i < p->count; i++)
        one_line = one_line && p->items[i].line == p->items[0].line;
    for (size_t i = 0; i < p->count; i++) {
        const struct place at = p->items[i];
        const uint32_t value = one_line ? at.column : at.line;

        if (i > 0 && (one_line ? p->items[i - 1].column : p->items[i - 1].line) == value)
            continue;
        if (named == DIAG_NAMED) {
            text_add(out, STR(" and others"));
            return;
        }
        if (named++ == 0) {
            if (one_line && p->items[p->count - 1].column == value)
                return;
            text_add(out, one_line ? STR(", columns ") : STR(", lines "));
        } else {
            text_add(out, STR(", "));
        }
        text_addf(out, "%u", (unsigned)value);
    }
}

static const struct diag_places *keep_places(struct diags *d, const struct diag_places *p)
{
    struct diag_places *kept = ARENA_NEW(d->owner, struct diag_places);

    *kept = *p;
    kept->items = ARENA_ARRAY(d->owner, struct place, p->count);
    memcpy(kept->items, p->items, p->count * sizeof(*p->items));
    return kept;
}

void diag_note_places(struct diags *d, const char *code, const struct diag_places *p,
                      const char *format, ...)
{
    va_list arguments;
    struct text text;

    if (p->total == 0)
        return;
    va_start(arguments, format);
    add(d, DIAG_NOTE, code, p->items[0], format, arguments);
    va_end(arguments);
    if (!d->last_kept)
        return;
    text_init(&text, d->owner);
    text_add(&text, d->items[d->count - 1].text);
    text_addf(&text, " (%u in the file", (unsigned)p->total);
    add_places(&text, p);
    text_add_char(&text, ')');
    d->items[d->count - 1].text = text_str(&text);
    d->items[d->count - 1].places = keep_places(d, p);
}

void diag_hint(struct diags *d, const char *format, ...)
{
    struct text text;
    va_list arguments;

    if (!d->last_kept)
        return;
    assert(d->count > 0);
    text_init(&text, d->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    d->items[d->count - 1].hint = text_str(&text);
}

/* By source, line, column; what has no place comes last. */
static int by_place(const void *left, const void *right, const void *context)
{
    const struct place *a = &(*(const struct diag *const *)left)->where;
    const struct place *b = &(*(const struct diag *const *)right)->where;
    const uint32_t source_a = a->source - 1, source_b = b->source - 1;

    (void)context;
    if (source_a != source_b)
        return source_a < source_b ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* How far the lines of a source are counted: places come sorted, so one pass is enough. */
struct line_cursor {
    uint32_t source;
    uint32_t line;
    size_t offset;
};

/* The line of a place, or as much of a long one as a quote may show: a hostile file is one
 * line of many megabytes with a thousand faults. */
static bool find_line(struct line_cursor *at, struct place where, struct str bytes,
                      struct str *ret_line)
{
    const uint32_t source = where.source, line = where.line;
    const size_t before = where.column ? where.column - 1 : 0;

    if (at->source != source || at->line > line)
        *at = (struct line_cursor){source, 1, 0};
    while (at->line < line) {
        const size_t rest = str_find_char(str_slice(bytes, at->offset, bytes.len), '\n');

        if (at->offset + rest >= bytes.len)
            return false;
        at->offset += rest + 1;
        at->line++;
    }
    *ret_line = str_slice(bytes, at->offset, bytes.len);
    if (before < ret_line->len) {
        const struct str rest = str_slice(*ret_line, before, before + QUOTE_BYTES);

        ret_line->len = before + str_find_char(rest, '\n');
    } else {
        ret_line->len = str_find_char(*ret_line, '\n');
    }
    if (str_ends(*ret_line, STR("\r")))
        ret_line->len--;
    return true;
}

/* One character as it may safely stand on a terminal; a tab is one blank, so that the
 * caret below stands right. Returns its bytes in the source. */
static size_t add_visible(struct text *out, struct str line, size_t at)
{
    uint32_t c;
    const size_t length = str_decode(line, at, &c);

    if (length == 0)
        text_add(out, STR("\xef\xbf\xbd"));
    else if (c == '\t')
        text_add_char(out, ' ');
    else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
             (c >= 0x2066 && c <= 0x2069))
        text_add_char(out, '?');
    else
        text_add(out, str_slice(line, at, at + length));
    return length ? length : 1;
}

/* A message may quote what the user wrote: nothing of it may drive the terminal. */
static void add_clean(struct text *out, struct str s)
{
    size_t at = 0;

    while (at < s.len) {
        if (s.ptr[at] == '\n') {
            text_add_char(out, '\n');
            at++;
        } else {
            at += add_visible(out, s, at);
        }
    }
}

/* Step back from `at` to the first byte of its character. */
static size_t character_start(struct str line, size_t at)
{
    if (at > line.len)
        at = line.len;
    for (int i = 0; i < 3 && at > 0 && at < line.len && (line.ptr[at] & 0xc0) == 0x80; i++)
        at--;
    return at;
}

/* The line, and carets under [column, column + length). Long lines are cut around the place;
 * the bytes are bounded too, because marks take no columns. */
static void add_quote(struct text *out, struct arena *scratch, struct str line, struct place where)
{
    const size_t place = character_start(line, where.column ? where.column - 1 : 0);
    const size_t finish = place + (where.length ? where.length : 1);
    const bool cut_left = place > QUOTE_MOST;
    size_t at = cut_left ? character_start(line, place - QUOTE_BEFORE) : 0;
    size_t columns = cut_left ? 3 : 0, caret_at = 0, caret_to = 0;
    struct text shown;

    text_init(&shown, scratch);
    text_add(&shown, cut_left ? STR("...") : STR(""));
    for (;;) {
        const size_t before = shown.len;

        if (at <= place)
            caret_at = columns;
        if (at <= finish)
            caret_to = columns;
        if (at >= line.len || columns >= QUOTE_MOST || shown.len >= QUOTE_BYTES)
            break;
        at += add_visible(&shown, line, at);
        columns += str_width(str_slice(text_str(&shown), before, shown.len));
    }
    if (caret_to <= caret_at)
        caret_to = caret_at + 1;
    text_addf(out, "%5u | %.*s%s\n", where.line, STR_ARG(text_str(&shown)),
              at < line.len ? "..." : "");
    text_addf(out, "      | %*s^", (int)caret_at, "");
    text_add_repeat(out, STR("~"), caret_to - caret_at - 1);
    text_add_char(out, '\n');
}

static void print_one(const struct diags *d, const struct diag *diag, struct line_cursor *cursor,
                      struct text *out)
{
    static const char *const levels[] = {"note", "warning", "error"};
    const struct place where = diag->where;
    struct str line;

    if (where.source > 0 && where.source <= d->source_count) {
        add_clean(out, d->sources[where.source - 1].name);
        if (where.line > 0)
            text_addf(out, ":%u:%u", where.line, where.column);
        text_add(out, STR(": "));
    }
    text_addf(out, "%s[%s]: ", levels[diag->level], diag->code);
    add_clean(out, diag->text);
    text_add_char(out, '\n');
    if (where.source > 0 && where.source <= d->source_count && where.line > 0 &&
        d->sources[where.source - 1].bytes.len > 0 &&
        find_line(cursor, where, d->sources[where.source - 1].bytes, &line))
        add_quote(out, d->owner, line, where);
    if (diag->hint.len > 0) {
        text_add(out, STR("  = help: "));
        add_clean(out, diag->hint);
        text_add_char(out, '\n');
    }
}

void diags_print(const struct diags *d, struct text *out)
{
    const struct diag **sorted = ARENA_ARRAY(d->owner, const struct diag *, d->count);
    struct line_cursor cursor = {0, 0, 0};

    for (size_t i = 0; i < d->count; i++)
        sorted[i] = &d->items[i];
    sort_stable(sorted, d->count, sizeof(sorted[0]), by_place, NULL, d->owner);
    for (size_t i = 0; i < d->count; i++)
        print_one(d, sorted[i], &cursor, out);
    if (d->dropped > 0)
        text_addf(out, "and %zu more, not shown\n", d->dropped);
}

struct str diag_nearest(struct str wanted, const struct str *names, size_t count)
{
    struct str nearest = {NULL, 0};
    unsigned best = (unsigned)(wanted.len < 96 ? wanted.len / 3 : 0);

    for (size_t i = 0; i < count; i++) {
        unsigned far;

        if (nearest.ptr && best == 0)
            break;
        if (str_equal_nocase(wanted, names[i]))
            return names[i];
        far = str_distance(wanted, names[i], best);
        if (far <= best && (!nearest.ptr || far < best)) {
            nearest = names[i];
            best = far;
        }
    }
    return nearest;
}

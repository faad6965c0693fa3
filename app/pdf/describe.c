/* SPDX-License-Identifier: Apache-2.0 */
/* An incremental update (ISO 32000-1, 7.5.6): the objects that change stand once more behind the
 * end, with a table of their places that points back to the first one. Nothing that cairo wrote is
 * touched, so what is described wrongly could never be drawn wrongly.
 */
#include "app/pdf/describe.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OBJECTS_MOST = 1 << 20, ENTRY = 20 };

static const char figure[] = "<< /Type /StructElem\n   /S /Figure\n";
static const char catalog[] = "<< /Type /Catalog\n";

struct update {
    const char *from;           /* the PDF */
    size_t len;
    char *ptr;                  /* what is appended */
    size_t used, room;
    bool full;                  /* there was no memory */
    struct { unsigned number; size_t at; } *places;
    size_t count;
};

static void add(struct update *u, const char *bytes, size_t len)
{
    if (u->full)
        return;
    if (u->used + len > u->room) {
        const size_t room = 2 * (u->used + len);
        char *ptr = realloc(u->ptr, room);

        if (!ptr) {
            u->full = true;
            return;
        }
        u->ptr = ptr;
        u->room = room;
    }
    memcpy(u->ptr + u->used, bytes, len);
    u->used += len;
}

static void addf(struct update *u, const char *format, ...)
{
    char line[128];
    va_list list;
    int len;

    va_start(list, format);
    len = vsnprintf(line, sizeof(line), format, list);
    va_end(list);
    add(u, line, len > 0 && len < (int)sizeof(line) ? (size_t)len : 0);
}

/* --- what is there ---------------------------------------------------------------------------- */

/* Whether these bytes stand at a place. */
static bool is_at(const struct update *u, size_t at, const char *bytes)
{
    const size_t len = strlen(bytes);

    return at <= u->len && len <= u->len - at && memcmp(u->from + at, bytes, len) == 0;
}

/* The number behind the last of these words in the last of the PDF; 0: there is none. */
static size_t number_behind(const struct update *u, const char *words)
{
    const size_t len = strlen(words), begin = u->len > 4096 ? u->len - 4096 : 0;
    size_t value = 0;

    for (size_t at = u->len > len ? u->len - len : 0; at > begin; at--)
        if (is_at(u, at, words)) {
            for (at += len; at < u->len && u->from[at] >= '0' && u->from[at] <= '9'; at++)
                value = value < OBJECTS_MOST * 4096ul ? value * 10 + (size_t)(u->from[at] - '0')
                                                      : value;
            return value;
        }
    return 0;
}

/* Where the dictionary of an object begins, by its entry in the table; 0: nowhere. */
static size_t find_object(const struct update *u, size_t entries, unsigned number)
{
    const size_t entry = entries + (size_t)number * ENTRY;
    char head[32];
    size_t at = 0;

    if (entry + ENTRY > u->len || u->from[entry + 17] != 'n')
        return 0;
    for (size_t i = 0; i < 10; i++) {
        const char c = u->from[entry + i];

        if (c < '0' || c > '9')
            return 0;
        at = at * 10 + (size_t)(c - '0');
    }
    snprintf(head, sizeof(head), "%u 0 obj\n", number);
    return is_at(u, at, head) ? at + strlen(head) : 0;
}

/* --- what is new ------------------------------------------------------------------------------ */

/* A text as UTF-16 in hexadecimal: of harmless UTF-8, as the core gives it. */
static void add_text(struct update *u, struct baton_text text)
{
    for (size_t at = 0; at < text.len;) {
        const unsigned char c = (unsigned char)text.ptr[at];
        const size_t more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
        unsigned long code = more == 0 ? c : c & (0x3fu >> more);

        if (at + more >= text.len)
            return;
        for (size_t i = 1; i <= more; i++)
            code = code << 6 | ((unsigned char)text.ptr[at + i] & 0x3fu);
        if (code >= 0x10000)
            addf(u, "%04lX%04lX", 0xd800 + ((code - 0x10000) >> 10),
                 0xdc00 + ((code - 0x10000) & 0x3ff));
        else
            addf(u, "%04lX", code);
        at += more + 1;
    }
}

/* The object once more, up to the end of its dictionary. */
static bool begin_object(struct update *u, unsigned number, size_t at)
{
    size_t end = at;

    while (end < u->len && !is_at(u, end, "\n>>\nendobj"))
        end++;
    if (end == u->len)
        return false;
    u->places[u->count].number = number;
    u->places[u->count++].at = u->len + u->used;
    addf(u, "%u 0 obj\n", number);
    add(u, u->from + at, end - at);
    return true;
}

static bool add_figure(struct update *u, unsigned number, size_t at, const struct baton_block *b)
{
    if (!begin_object(u, number, at))
        return false;
    addf(u, "\n   /Alt <FEFF");
    add_text(u, b->title);
    addf(u, "0020");
    add_text(u, b->sentence);
    addf(u, ">\n>>\nendobj\n");
    return true;
}

static const struct baton_block *next_picture(const struct baton_document *d, size_t *at)
{
    while (*at < d->block_count)
        if (d->blocks[(*at)++].kind == BATON_BLOCK_PICTURE)
            return &d->blocks[*at - 1];
    return NULL;
}

/* Figures are numbered as they are drawn. False: this is not what was expected. */
static bool add_objects(struct update *u, const struct baton_document *d, size_t entries,
                        size_t objects)
{
    size_t picture = 0;

    for (unsigned number = 1; number < objects; number++) {
        const size_t at = find_object(u, entries, number);

        if (at > 0 && is_at(u, at, figure)) {
            const struct baton_block *b = next_picture(d, &picture);

            if (!b || !add_figure(u, number, at, b))
                return false;
        } else if (at > 0 && is_at(u, at, catalog)) {
            if (!begin_object(u, number, at))
                return false;
            addf(u, "\n   /Lang (en)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\n"
                    "endobj\n");
        }
    }
    return !next_picture(d, &picture);
}

static void add_table(struct update *u, size_t objects, size_t before)
{
    const size_t at = u->len + u->used;

    addf(u, "xref\n");
    for (size_t i = 0; i < u->count; i++)
        addf(u, "%u 1\n%010zu 00000 n \n", u->places[i].number, u->places[i].at);
    addf(u, "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %zu 0 R\n   /Prev %zu\n>>\n"
            "startxref\n%zu\n%%%%EOF\n", objects, number_behind(u, "/Root "),
         number_behind(u, "/Info "), before, at);
}

bool pdf_describe(const struct baton_document *d, struct baton_text *bytes)
{
    struct update u = {.from = bytes->ptr, .len = bytes->len};
    const size_t table = number_behind(&u, "startxref\n");
    const size_t objects = number_behind(&u, "/Size ");
    char head[48], *whole;
    bool known;

    snprintf(head, sizeof(head), "xref\n0 %zu\n", objects);
    if (objects == 0 || objects > OBJECTS_MOST || !is_at(&u, table, head))
        return true;
    u.places = calloc(objects, sizeof(*u.places));
    if (!u.places)
        return false;
    known = add_objects(&u, d, table + strlen(head), objects);
    if (known)
        add_table(&u, objects, table);
    whole = known && !u.full ? realloc((char *)(uintptr_t)bytes->ptr, u.len + u.used) : NULL;
    if (whole) {
        memcpy(whole + u.len, u.ptr, u.used);
        *bytes = (struct baton_text){whole, u.len + u.used};
    }
    free(u.ptr);
    free(u.places);
    return whole || (!known && !u.full);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* xml.c - XML by expat's callbacks.
 *
 * An element becomes a map only when an attribute or a child shows that it is one; until
 * then it waits in its frame with its text. Any DOCTYPE ends the reading, so there are no entities
 * but XML's own five. Leaving by a full arena loses the parser's memory, as in yaml.c.
 */
#include <expat.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "app/syntax/cursor.h"
#include "app/syntax/syntax.h"

enum { FRAMES = BATON_DEPTH_CEILING + 2, NAME_SHOWN = 60 };

/* An open element. */
struct frame {
    struct baton_text name;     /* local; in the source, or kept by the tree */
    struct baton_place at;
    size_t offset;
    size_t text_from;           /* of its own text in the buffer */
    size_t slice;               /* ... or how much of it stands in the source as it is */
    size_t text_offset;         /* byte where that begins in the source */
    struct baton_place text_at;
    bool begun;                 /* it is a map */
};

struct xml {
    struct baton *b;
    struct baton_tree *tree;
    struct cursor cursor;
    struct baton_text bytes;
    XML_Parser parser;
    struct frame frames[FRAMES];
    unsigned depth;
    char *text;                 /* of all open elements, the innermost last */
    size_t text_len, text_capacity;
    bool stopped;               /* a problem is recorded */
};

static void stop(struct xml *x)
{
    x->stopped = true;
    XML_StopParser(x->parser, XML_FALSE);
}

static size_t here(const struct xml *x)
{
    const XML_Index index = XML_GetCurrentByteIndex(x->parser);

    return index < 0 ? 0 : (size_t)index < x->bytes.len ? (size_t)index : x->bytes.len;
}

static struct baton_place place_at(struct xml *x, size_t offset, size_t length)
{
    cursor_to_byte(&x->cursor, offset);
    return cursor_place(&x->cursor, length);
}

static size_t here_length(const struct xml *x)
{
    const int count = XML_GetCurrentByteCount(x->parser);

    return count > 0 ? (size_t)count : 0;
}

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

/* The same bytes where they stand in the source, if they do; else NULL's offset back. */
static bool stands_at(const struct xml *x, size_t offset, const char *s, size_t length)
{
    return offset <= x->bytes.len && length <= x->bytes.len - offset &&
           memcmp(x->bytes.ptr + offset, s, length) == 0;
}

/* The name of the element whose tag begins at `offset`, where it will live on. */
static struct baton_text keep_name(struct xml *x, size_t offset, const char *name)
{
    const char *local = local_name(name);
    const struct baton_text text = {local, strlen(local)};
    const size_t at = offset + 1 + (size_t)(local - name);

    if (stands_at(x, at, local, text.len))
        return (struct baton_text){x->bytes.ptr + at, text.len};
    return baton_tree_keep(x->tree, text);
}

static struct baton_event event_of(const struct frame *f)
{
    return (struct baton_event){.name = f->name,
                                .name_at = f->at,
                                .name_offset = f->offset,
                                .at = f->at,
                                .offset = f->offset,
                                .end = f->offset};
}

static bool is_blank(const char *s, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (s[i] != ' ' && s[i] != '\t' && s[i] != '\n' && s[i] != '\r')
            return false;
    return true;
}

/* The text of the innermost element: a slice of the source where it stands there as it is, else
 * in the buffer. */
static struct baton_text own_text(const struct xml *x, const struct frame *f)
{
    if (f->slice > 0)
        return (struct baton_text){x->bytes.ptr + f->text_offset, f->slice};
    return (struct baton_text){x->text + f->text_from, x->text_len - f->text_from};
}

/* Make a map of the innermost element. Blanks before its first child are layout. */
static void make_map(struct xml *x)
{
    struct frame *f = &x->frames[x->depth - 1];
    struct baton_event e;

    if (f->begun)
        return;
    f->begun = true;
    if (is_blank(own_text(x, f).ptr, own_text(x, f).len)) {
        x->text_len = f->text_from;
        f->slice = 0;
    }
    e = event_of(f);
    e.kind = BATON_NODE_MAP;
    if (!baton_tree_begin(x->tree, &e))
        stop(x);
}

static void add_attribute(struct xml *x, const char *name, const char *value)
{
    const struct frame *f = &x->frames[x->depth - 1];
    const char *local = local_name(name);
    struct baton_event e = event_of(f);

    e.kind = BATON_NODE_SCALAR;
    e.style = BATON_STYLE_QUOTED;
    e.name = (struct baton_text){local, strlen(local)};
    e.text = (struct baton_text){value, strlen(value)};
    e.end = f->offset + here_length(x);
    if (!x->stopped && !baton_tree_scalar(x->tree, &e))
        stop(x);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *x = context;
    struct frame *f;

    if (x->depth > 0)
        make_map(x);
    if (x->stopped)
        return;
    if (x->depth >= FRAMES) {   /* the tree has refused the depth before */
        stop(x);
        return;
    }
    f = &x->frames[x->depth++];
    f->offset = here(x);
    f->text_from = x->text_len;
    f->slice = 0;
    f->begun = false;
    f->at = place_at(x, f->offset, here_length(x));
    f->name = keep_name(x, f->offset, name);
    for (; *attributes && !x->stopped; attributes += 2) {
        if (strcmp(attributes[0], "xmlns") == 0 || strncmp(attributes[0], "xmlns:", 6) == 0)
            continue;
        make_map(x);
        if (!x->stopped)
            add_attribute(x, attributes[0], attributes[1]);
    }
}

static bool room_for(struct xml *x, size_t more)
{
    size_t wanted = x->text_capacity ? x->text_capacity : 4096;
    char *text;

    if (more <= x->text_capacity - x->text_len)
        return true;
    while (wanted < x->text_len + more)
        wanted *= 2;
    text = realloc(x->text, wanted);
    if (!text)
        return false;
    x->text = text;
    x->text_capacity = wanted;
    return true;
}

/* Behind what the innermost element has so far. */
static bool add_text(struct xml *x, struct frame *f, const char *s, size_t more)
{
    const size_t slice = f->slice;

    if (x->text_len == f->text_from && stands_at(x, f->text_offset + slice, s, more)) {
        f->slice += more;
        return true;
    }
    if (!room_for(x, slice + more))
        return false;
    if (slice > 0)
        memcpy(x->text + x->text_len, x->bytes.ptr + f->text_offset, slice);
    memcpy(x->text + x->text_len + slice, s, more);
    x->text_len += slice + more;
    f->slice = 0;
    return true;
}

static void XMLCALL on_text(void *context, const XML_Char *s, int length)
{
    struct xml *x = context;
    const size_t more = (size_t)length;
    struct frame *f;
    size_t before;

    if (x->depth == 0 || x->stopped)
        return;
    f = &x->frames[x->depth - 1];
    before = f->slice + x->text_len - f->text_from;
    if (f->begun && before == 0 && is_blank(s, more))
        return;
    if (before == 0) {
        f->text_offset = here(x);
        f->text_at = place_at(x, f->text_offset, here_length(x));
    }
    if (before + more > BATON_SCALAR_CEILING) {
        problem(x->b, "too-large", f->text_at, NULL, "a value has too many bytes: %d is the most",
                BATON_SCALAR_CEILING);
        stop(x);
    } else if (!add_text(x, f, s, more)) {
        problem(x->b, "out-of-memory", f->text_at, NULL, "no memory to read XML with");
        stop(x);
    }
}

/* Text beside attributes or children. */
static bool add_mixed_text(struct xml *x, const struct frame *f, struct baton_text text)
{
    struct baton_event e = event_of(f);

    while (text.len > 0 && is_blank(text.ptr, 1)) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && is_blank(text.ptr + text.len - 1, 1))
        text.len--;
    if (text.len == 0)
        return true;
    e.kind = BATON_NODE_SCALAR;
    e.style = BATON_STYLE_PLAIN;
    e.name = (struct baton_text){"#text", 5};
    e.name_at = e.at = f->text_at;
    e.name_offset = e.offset = f->text_offset;
    e.end = f->text_offset + text.len;
    e.text = text;
    return baton_tree_scalar(x->tree, &e);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
    struct xml *x = context;
    const size_t behind = here(x) + here_length(x);
    struct frame *f;
    struct baton_text text;
    struct baton_event e;
    bool fine;

    (void)name;
    if (x->stopped || x->depth == 0)
        return;
    f = &x->frames[--x->depth];
    text = own_text(x, f);
    if (f->begun) {
        fine = add_mixed_text(x, f, text) && baton_tree_end(x->tree, behind);
    } else {
        e = event_of(f);
        e.end = behind;
        if (text.len > 0) {
            e.kind = BATON_NODE_SCALAR;
            e.at = f->text_at;
            e.offset = f->text_offset;
            e.end = here(x);
            e.text = text;
        }
        fine = baton_tree_scalar(x->tree, &e);
    }
    x->text_len = f->text_from;
    if (!fine)
        stop(x);
}

/* expat speaks up inside the declaration; it began at the last "<!DOCTYPE" before. */
static size_t doctype_start(const struct xml *x)
{
    static const char word[] = "<!DOCTYPE";
    const size_t length = sizeof(word) - 1;

    for (size_t at = here(x) + 1; at-- > 0;)
        if (stands_at(x, at, word, length))
            return at;
    return here(x);
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int has_subset)
{
    struct xml *x = context;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    if (!x->stopped)
        problem(x->b, "doctype", place_at(x, doctype_start(x), 9),
                "no planning tool writes one; remove the <!DOCTYPE ...> if you trust the file",
                "a document type is declared here, and Baton reads none");
    stop(x);
}

/* What 0x80..0x9f mean in Windows code page 1252, -1 for nothing. */
static const int windows_1252[32] = {
    0x20ac, -1,     0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, -1,     0x017d, -1,     -1,     0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, -1,     0x017e, 0x0178};

static int same_letters(const char *a, const char *b)
{
    while (*a && *b && (*a == *b || (*a | 32) == *b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static int XMLCALL on_encoding(void *context, const XML_Char *name, XML_Encoding *encoding)
{
    (void)context;
    if (!same_letters(name, "windows-1252") && !same_letters(name, "cp1252"))
        return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++)
        encoding->map[i] = i >= 0x80 && i < 0xa0 ? windows_1252[i - 0x80] : i;
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    return XML_STATUS_OK;
}

/* The innermost open element, for messages. */
static void report_unclosed(struct xml *x, struct baton_place at, const char *what)
{
    const struct frame *f = &x->frames[x->depth - 1];
    const size_t shown = f->name.len < NAME_SHOWN ? f->name.len : NAME_SHOWN;

    problem(x->b, "xml-syntax", at, NULL, "%s: <%.*s> of line %u is still open", what, (int)shown,
            f->name.ptr, f->at.line);
}

static void report(struct xml *x)
{
    const enum XML_Error error = XML_GetErrorCode(x->parser);
    const size_t at = here(x);
    const bool ended = at >= x->bytes.len;
    const struct baton_place place = place_at(x, at, 1);

    if (x->stopped)
        return;
    if (error == XML_ERROR_TAG_MISMATCH && x->depth > 0)
        report_unclosed(x, place, "this tag closes another element");
    else if (ended && x->depth > 0)
        report_unclosed(x, place, "the file ends too early");
    else if (error == XML_ERROR_NO_ELEMENTS)
        problem(x->b, "xml-syntax", place, NULL, "the file ends before its first element");
    else if (error == XML_ERROR_UNKNOWN_ENCODING)
        problem(x->b, "xml-encoding", place, "save the file as UTF-8", "an unknown encoding");
    else if (error == XML_ERROR_UNDEFINED_ENTITY)
        problem(x->b, "xml-syntax", place, "write &amp; for the sign & itself",
                "an entity that nobody declared");
    else
        problem(x->b, "xml-syntax", place, NULL, "%s", XML_ErrorString(error));
}

static void parse(struct xml *x)
{
    enum { PIECE = 1 << 28 };
    size_t at = 0;

    do {
        const size_t left = x->bytes.len - at, piece = left < PIECE ? left : PIECE;

        if (XML_Parse(x->parser, x->bytes.ptr + at, (int)piece, piece == left) != XML_STATUS_OK) {
            report(x);
            x->stopped = true;
        }
        at += piece;
    } while (at < x->bytes.len && !x->stopped);
}

const struct baton_node *xml_read(struct baton *b, uint32_t source, struct baton_text bytes)
{
    const bool has_mark = bytes.len >= 3 && memcmp(bytes.ptr, "\xef\xbb\xbf", 3) == 0;
    struct xml x = {.b = b, .bytes = bytes};

    cursor_init(&x.cursor, source, bytes, has_mark ? 3 : 0);
    x.parser = XML_ParserCreate(NULL);
    if (!x.parser || !room_for(&x, 1)) {
        problem(b, "out-of-memory", cursor_place(&x.cursor, 0), NULL, "no memory to read XML with");
        if (x.parser)
            XML_ParserFree(x.parser);
        return NULL;
    }
    x.tree = baton_tree_new(b, source, true);
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, on_start, on_end);
    XML_SetCharacterDataHandler(x.parser, on_text);
    XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
    XML_SetUnknownEncodingHandler(x.parser, on_encoding, NULL);
    parse(&x);
    XML_ParserFree(x.parser);
    free(x.text);
    return x.stopped ? NULL : baton_tree_finish(x.tree);
}

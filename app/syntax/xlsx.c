/* SPDX-License-Identifier: Apache-2.0 */
/* A spreadsheet as a table: minizip takes the parts out of the archive, expat reads them.
 *
 * Every part has a ceiling of size and of how far it may swell, so that a few kilobytes do not
 * become gigabytes; rows and columns have theirs. Formulas are not looked at: the value that the
 * tool stored beside each is. */
#include "app/syntax/syntax.h"

#include <expat.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    PART_CEILING = 256 << 20, RATIO_CEILING = 400, RATIO_FROM = 1 << 20, STRING_CEILING = 4000000,
    STYLE_CEILING = 70000, FORMAT_CEILING = 5000, COLUMN_CEILING = 300, ROW_CEILING = 1100000,
    GAP_CEILING = 10000, CELL_CEILING = 1 << 20, DEPTH_CEILING = 40, NAME = 300,
    SHEET_NAME = 124            /* bytes; a sheet's name has 31 characters at most */
};

/* --- a growing text -------------------------------------------------------------------------- */

struct grown {
    char *ptr;
    size_t len, room;
    bool failed;
};

static void add(struct grown *g, const char *bytes, size_t length)
{
    if (g->failed || g->len + length > PART_CEILING) {
        g->failed = true;
        return;
    }
    if (g->len + length + 1 > g->room) {
        const size_t room = 2 * (g->len + length) + 256;
        char *ptr = realloc(g->ptr, room);

        g->failed = !ptr;
        if (!ptr)
            return;
        g->ptr = ptr;
        g->room = room;
    }
    memcpy(g->ptr + g->len, bytes, length);
    g->len += length;
    g->ptr[g->len] = '\0';
}

/* --- the archive in memory ------------------------------------------------------------------- */

struct memory {
    struct baton_text bytes;
    size_t at;
};

static void *open_memory(void *opaque, const char *name, int mode)
{
    (void)name;
    (void)mode;
    ((struct memory *)opaque)->at = 0;
    return opaque;
}

static unsigned long read_memory(void *opaque, void *stream, void *into, unsigned long length)
{
    struct memory *m = stream;
    const size_t left = m->bytes.len - m->at;

    (void)opaque;
    if (length > left)
        length = (unsigned long)left;
    memcpy(into, m->bytes.ptr + m->at, length);
    m->at += length;
    return length;
}

static unsigned long write_memory(void *opaque, void *stream, const void *from,
                                  unsigned long length)
{
    (void)opaque;
    (void)stream;
    (void)from;
    (void)length;
    return 0;
}

static long tell_memory(void *opaque, void *stream)
{
    (void)opaque;
    return (long)((struct memory *)stream)->at;
}

static long seek_memory(void *opaque, void *stream, unsigned long offset, int origin)
{
    struct memory *m = stream;
    const size_t from = origin == ZLIB_FILEFUNC_SEEK_CUR ? m->at
                        : origin == ZLIB_FILEFUNC_SEEK_END ? m->bytes.len : 0;

    (void)opaque;
    if (offset > m->bytes.len - from)
        return -1;
    m->at = from + offset;
    return 0;
}

static int close_memory(void *opaque, void *stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

/* Past the end nothing can be read, which is no fault of the medium. */
static int error_of_memory(void *opaque, void *stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

struct book {
    unzFile zip;
    char *message;
    char **strings;             /* shared ones */
    size_t string_count, string_room;
    unsigned char *style;       /* of a cell's style: STYLE_... */
    size_t style_count;
    unsigned char *custom;      /* by number of a custom format, from 164 */
    bool dates_1904;
    const char *wanted;         /* the name of a sheet, or NULL: the first */
    char sheet_id[NAME], sheet[NAME], read[NAME];   /* read: the name of that sheet */
    struct grown others;        /* names of the other sheets, as 'A', 'B' */
    bool found;
};

enum { STYLE_PLAIN, STYLE_DATE, STYLE_PERCENT };

static bool fail(struct book *b, const char *what)
{
    snprintf(b->message, XLSX_MESSAGE, "%s", what);
    return false;
}

/* A part of the archive, whole. False: there is none, or it is refused (then a message stands). */
static bool read_part(struct book *b, const char *name, struct baton_text *ret)
{
    unz_file_info info;
    char *bytes;
    int got;

    if (unzLocateFile(b->zip, name, 1) != UNZ_OK ||
        unzGetCurrentFileInfo(b->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
        return false;
    if (info.uncompressed_size > PART_CEILING ||
        (info.uncompressed_size > RATIO_FROM &&
         info.uncompressed_size / RATIO_CEILING > info.compressed_size))
        return fail(b, "a part of the spreadsheet swells beyond measure when it is unpacked");
    bytes = malloc(info.uncompressed_size + 1);
    if (!bytes || unzOpenCurrentFile(b->zip) != UNZ_OK) {
        free(bytes);
        return fail(b, "a part of the spreadsheet cannot be unpacked");
    }
    got = unzReadCurrentFile(b->zip, bytes, (unsigned)info.uncompressed_size);
    if (unzCloseCurrentFile(b->zip) != UNZ_OK || got < 0 ||
        (size_t)got != info.uncompressed_size) {
        free(bytes);
        return fail(b, "a part of the spreadsheet is damaged");
    }
    *ret = (struct baton_text){bytes, (size_t)got};
    return true;
}

/* --- parsing --------------------------------------------------------------------------------- */

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon ? colon + 1 : name;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(local(attributes[0]), name) == 0)
            return attributes[1];
    return "";
}

struct parse {
    struct book *b;
    XML_Parser parser;
    unsigned depth;
    struct grown text;          /* of the cell or string that is open */
    bool in_text, in_string, in_xfs;
    struct grown out;           /* of a sheet */
    unsigned row, column;
    bool in_row;                /* a cell of this row was seen: at `column` */
    char kind[16];
    unsigned style;
};

static void no_doctype(void *data, const char *name, const char *system, const char *public_id,
                       int internal)
{
    struct parse *p = data;

    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    fail(p->b, "the spreadsheet declares a document type, which none needs");
    XML_StopParser(p->parser, XML_FALSE);
}

static bool enter(struct parse *p)
{
    if (++p->depth <= DEPTH_CEILING)
        return true;
    fail(p->b, "the spreadsheet is nested too deep");
    XML_StopParser(p->parser, XML_FALSE);
    return false;
}

static bool parse_part(struct book *b, const char *name, XML_StartElementHandler start,
                       XML_EndElementHandler end, XML_CharacterDataHandler characters,
                       struct parse *p)
{
    struct baton_text bytes;
    bool good;

    *p = (struct parse){.b = b};
    if (!read_part(b, name, &bytes))
        return false;
    p->parser = XML_ParserCreate(NULL);
    if (!p->parser) {
        free((char *)(uintptr_t)bytes.ptr);
        return fail(b, "there is no memory left");
    }
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, start, end);
    XML_SetCharacterDataHandler(p->parser, characters);
    XML_SetStartDoctypeDeclHandler(p->parser, no_doctype);
    good = XML_Parse(p->parser, bytes.ptr, (int)bytes.len, 1) == XML_STATUS_OK;
    if (!good && b->message[0] == '\0')
        snprintf(b->message, XLSX_MESSAGE, "%s, line %lu: %s", name,
                 XML_GetCurrentLineNumber(p->parser),
                 XML_ErrorString(XML_GetErrorCode(p->parser)));
    XML_ParserFree(p->parser);
    free((char *)(uintptr_t)bytes.ptr);
    return good && b->message[0] == '\0';
}

static void leave(void *data, const char *name)
{
    (void)name;
    ((struct parse *)data)->depth--;
}

static void take_characters(void *data, const char *text, int length)
{
    struct parse *p = data;

    if (p->in_text && p->text.len < CELL_CEILING)
        add(&p->text, text, (size_t)length);
}

/* --- the workbook ---------------------------------------------------------------------------- */

/* Bytes of a sheet's name in a message: cut between characters. */
static int length_of(const char *name)
{
    size_t length = strlen(name);

    length = length > SHEET_NAME ? SHEET_NAME : length;
    while (length > 0 && ((unsigned char)name[length] & 0xc0) == 0x80)
        length--;
    return (int)length;
}

static void add_other(struct book *b, const char *name)
{
    const bool first = b->others.len == 0;

    if (b->others.len + SHEET_NAME > XLSX_MESSAGE / 2) {
        if (b->others.ptr[b->others.len - 1] == '\'')
            add(&b->others, " and more", 9);
        return;
    }
    add(&b->others, first ? "'" : ", '", first ? 1 : 3);
    add(&b->others, name, (size_t)length_of(name));
    add(&b->others, "'", 1);
}

static void take_sheet(struct book *b, const char *name, const char *id)
{
    if (b->found || (b->wanted && strcasecmp(name, b->wanted) != 0)) {
        add_other(b, name);
        return;
    }
    b->found = true;
    snprintf(b->sheet_id, NAME, "%s", id);
    snprintf(b->read, NAME, "%s", name);
}

static void start_workbook(void *data, const char *name, const char **attributes)
{
    struct parse *p = data;

    if (!enter(p))
        return;
    if (strcmp(local(name), "workbookPr") == 0) {
        const char *old = attribute(attributes, "date1904");

        p->b->dates_1904 = strcmp(old, "1") == 0 || strcmp(old, "true") == 0;
    }
    if (strcmp(local(name), "sheet") == 0)
        take_sheet(p->b, attribute(attributes, "name"), attribute(attributes, "id"));
}

static void start_relations(void *data, const char *name, const char **attributes)
{
    struct parse *p = data;
    const char *target = attribute(attributes, "Target");

    if (!enter(p) || strcmp(local(name), "Relationship") != 0 ||
        strcmp(attribute(attributes, "Id"), p->b->sheet_id) != 0)
        return;
    snprintf(p->b->sheet, NAME, "%s%s", target[0] == '/' ? "" : "xl/",
             target + (target[0] == '/'));
}

/* Days, months, years, hours or seconds, outside quotes and brackets. */
static unsigned char style_of_format(const char *format)
{
    bool quoted = false, bracket = false;

    for (; *format; format++) {
        if (*format == '"')
            quoted = !quoted;
        if (*format == '[' || *format == ']')
            bracket = *format == '[';
        if (!quoted && !bracket && strchr("dDmMyYhH", *format))
            return STYLE_DATE;
        if (!quoted && *format == '%')
            return STYLE_PERCENT;
    }
    return STYLE_PLAIN;
}

static unsigned char style_of_number(const struct book *b, unsigned long number)
{
    if ((number >= 14 && number <= 22) || (number >= 45 && number <= 47))
        return STYLE_DATE;
    if (number == 9 || number == 10)
        return STYLE_PERCENT;
    return number >= 164 && number < 164 + FORMAT_CEILING ? b->custom[number - 164] : STYLE_PLAIN;
}

static void start_styles(void *data, const char *name, const char **attributes)
{
    struct parse *p = data;
    unsigned long number = strtoul(attribute(attributes, "numFmtId"), NULL, 10);

    if (!enter(p))
        return;
    if (strcmp(local(name), "numFmt") == 0 && number >= 164 && number < 164 + FORMAT_CEILING)
        p->b->custom[number - 164] = style_of_format(attribute(attributes, "formatCode"));
    if (strcmp(local(name), "cellXfs") == 0)
        p->in_xfs = true;
    else if (p->in_xfs && strcmp(local(name), "xf") == 0 && p->b->style_count < STYLE_CEILING)
        p->b->style[p->b->style_count++] = style_of_number(p->b, number);
}

static void end_styles(void *data, const char *name)
{
    struct parse *p = data;

    p->depth--;
    if (strcmp(local(name), "cellXfs") == 0)
        p->in_xfs = false;
}

/* --- shared strings -------------------------------------------------------------------------- */

static void start_strings(void *data, const char *name, const char **attributes)
{
    struct parse *p = data;

    (void)attributes;
    if (!enter(p))
        return;
    if (strcmp(local(name), "si") == 0)
        p->text.len = 0;
    p->in_text = strcmp(local(name), "t") == 0;
}

static void end_strings(void *data, const char *name)
{
    struct parse *p = data;
    struct book *b = p->b;

    p->depth--;
    p->in_text = false;
    if (strcmp(local(name), "si") != 0)
        return;
    if (b->string_count == b->string_room) {
        const size_t room = b->string_room ? 2 * b->string_room : 256;
        char **strings = room > STRING_CEILING ? NULL : realloc(b->strings,
                                                                room * sizeof(*strings));

        if (!strings) {
            fail(b, "the spreadsheet has too many texts");
            XML_StopParser(p->parser, XML_FALSE);
            return;
        }
        b->strings = strings;
        b->string_room = room;
    }
    b->strings[b->string_count] = malloc(p->text.len + 1);
    if (!b->strings[b->string_count])
        return;
    memcpy(b->strings[b->string_count], p->text.len > 0 ? p->text.ptr : "", p->text.len);
    b->strings[b->string_count++][p->text.len] = '\0';
}

/* --- the sheet ------------------------------------------------------------------------------- */

static void add_cell(struct parse *p, const char *text)
{
    if (!strpbrk(text, ",;\t\"\r\n")) {
        add(&p->out, text, strlen(text));
        return;
    }
    add(&p->out, "\"", 1);
    for (; *text; text++) {
        if (*text == '"')
            add(&p->out, "\"", 1);
        /* A line of the table is a row of the sheet, so that places are right. */
        add(&p->out, *text == '\n' || *text == '\r' ? " " : text, 1);
    }
    add(&p->out, "\"", 1);
}

/* Days since 1899-12-30, or since 1904, as ISO 8601; by the civil-from-days method. */
static void add_date(struct parse *p, double serial)
{
    char text[120];
    const long long second = (long long)(serial * 86400.0 + 0.5);
    const long day = (long)(second / 86400) - (p->b->dates_1904 ? 24107 : 25569);
    const int of_day = (int)(second % 86400);
    const long z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    const long doe = z - era * 146097;
    const long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    const int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    const long year = yoe + era * 400 + (month <= 2);

    if (of_day > 0)
        snprintf(text, sizeof(text), "%04ld-%02d-%02ldT%02d:%02d:%02d", year, month,
                 doy - (153 * mp + 2) / 5 + 1, of_day / 3600, of_day / 60 % 60, of_day % 60);
    else
        snprintf(text, sizeof(text), "%04ld-%02d-%02ld", year, month,
                 doy - (153 * mp + 2) / 5 + 1);
    add_cell(p, text);
}

static void add_number(struct parse *p, const char *text)
{
    const unsigned char style = p->style < p->b->style_count ? p->b->style[p->style]
                                                             : STYLE_PLAIN;
    char *end;
    const double value = strtod(text, &end);
    char percent[40];

    if (end == text || *end != '\0' || value != value || value > 3e6 || value < -3e6)
        add_cell(p, text);
    else if (style == STYLE_DATE && value >= 1)
        add_date(p, value);
    else if (style == STYLE_PERCENT) {
        snprintf(percent, sizeof(percent), "%.6g%%", value * 100);
        add_cell(p, percent);
    } else
        add_cell(p, text);
}

static void finish_cell(struct parse *p)
{
    const char *text = p->text.len > 0 ? p->text.ptr : "";

    if (strcmp(p->kind, "s") == 0) {
        const unsigned long i = strtoul(text, NULL, 10);

        add_cell(p, i < p->b->string_count ? p->b->strings[i] : "");
    } else if (strcmp(p->kind, "b") == 0) {
        add_cell(p, strcmp(text, "1") == 0 ? "TRUE" : "FALSE");
    } else if (p->kind[0] == '\0' || strcmp(p->kind, "n") == 0) {
        add_number(p, text);
    } else if (strcmp(p->kind, "e") != 0) {
        add_cell(p, text);
    }
}

/* "AB12" is column 27. */
static unsigned column_of(const char *reference, unsigned otherwise)
{
    unsigned column = 0;

    for (; *reference >= 'A' && *reference <= 'Z' && column < 20000; reference++)
        column = column * 26 + (unsigned)(*reference - 'A' + 1);
    return column > 0 ? column - 1 : otherwise;
}

static void start_row(struct parse *p, const char **attributes)
{
    unsigned long row = strtoul(attribute(attributes, "r"), NULL, 10);

    if (row <= p->row)
        row = p->row + 1;
    if (row > ROW_CEILING || row > p->row + GAP_CEILING) {
        fail(p->b, "the spreadsheet has too many rows, or too large a gap between two");
        XML_StopParser(p->parser, XML_FALSE);
        return;
    }
    for (; p->row + 1 < row; p->row++)
        add(&p->out, "\n", 1);
    p->row = (unsigned)row;
    p->column = 0;
    p->in_row = false;
}

static void start_sheet(void *data, const char *name, const char **attributes)
{
    struct parse *p = data;

    if (!enter(p))
        return;
    name = local(name);
    if (strcmp(name, "row") == 0)
        start_row(p, attributes);
    if (strcmp(name, "c") == 0) {
        const unsigned column = column_of(attribute(attributes, "r"),
                                          p->column + p->in_row);

        for (; p->column < column && p->column < COLUMN_CEILING; p->column++)
            add(&p->out, ",", 1);
        p->in_row = true;
        p->text.len = 0;
        p->style = (unsigned)strtoul(attribute(attributes, "s"), NULL, 10);
        snprintf(p->kind, sizeof(p->kind), "%.15s", attribute(attributes, "t"));
    }
    p->in_text = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
}

static void end_sheet(void *data, const char *name)
{
    struct parse *p = data;

    p->depth--;
    p->in_text = false;
    name = local(name);
    if (strcmp(name, "c") == 0 && p->column < COLUMN_CEILING)
        finish_cell(p);
    if (strcmp(name, "row") == 0)
        add(&p->out, "\n", 1);
    if (p->out.failed) {
        fail(p->b, "the spreadsheet is too large");
        XML_StopParser(p->parser, XML_FALSE);
    }
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool read_book(struct book *b, struct baton_text *ret_table)
{
    struct parse p;
    bool good = parse_part(b, "xl/workbook.xml", start_workbook, leave, take_characters, &p);

    if (!good)
        return false;
    if (b->wanted && !b->found) {
        snprintf(b->message, XLSX_MESSAGE, "it has no sheet '%.*s'; its sheets are %s",
                 length_of(b->wanted), b->wanted, b->others.len > 0 ? b->others.ptr : "not named");
        return false;
    }
    parse_part(b, "xl/_rels/workbook.xml.rels", start_relations, leave, take_characters, &p);
    if (b->sheet[0] == '\0')
        snprintf(b->sheet, NAME, "xl/worksheets/sheet1.xml");
    parse_part(b, "xl/styles.xml", start_styles, end_styles, take_characters, &p);
    parse_part(b, "xl/sharedStrings.xml", start_strings, end_strings, take_characters, &p);
    free(p.text.ptr);
    if (b->message[0] != '\0')
        return false;
    good = parse_part(b, b->sheet, start_sheet, end_sheet, take_characters, &p);
    free(p.text.ptr);
    if (!good || p.out.len == 0) {
        free(p.out.ptr);
        if (b->message[0] == '\0')
            snprintf(b->message, XLSX_MESSAGE, "sheet '%.*s' has no cells%s%s",
                     length_of(b->read), b->read,
                     b->others.len > 0 ? "; its other sheets are " : "",
                     b->others.len > 0 ? b->others.ptr : "");
        return false;
    }
    if (b->others.len > 0)
        snprintf(b->message, XLSX_MESSAGE, "sheet '%.*s' is read; not carried over: %s",
                 length_of(b->read), b->read, b->others.ptr);
    *ret_table = (struct baton_text){p.out.ptr, p.out.len};
    return true;
}

enum xlsx_result xlsx_to_csv(struct baton_text bytes, const char *sheet,
                             struct baton_text *ret_table, char ret_message[XLSX_MESSAGE])
{
    struct memory memory = {bytes, 0};
    zlib_filefunc_def functions = {open_memory, read_memory, write_memory, tell_memory,
                                   seek_memory, close_memory, error_of_memory, &memory};
    struct book b = {.message = ret_message, .wanted = sheet};
    bool is_book, good = false;

    ret_message[0] = '\0';
    if (bytes.len < 4 || memcmp(bytes.ptr, "PK\x03\x04", 4) != 0)
        return XLSX_NONE;
    b.zip = unzOpen2("memory", &functions);
    if (!b.zip)
        return XLSX_NONE;
    is_book = unzLocateFile(b.zip, "xl/workbook.xml", 1) == UNZ_OK;
    b.style = calloc(STYLE_CEILING, 1);
    b.custom = calloc(FORMAT_CEILING, 1);
    if (is_book && b.style && b.custom)
        good = read_book(&b, ret_table);
    else
        fail(&b, "there is no memory left");
    unzClose(b.zip);
    for (size_t i = 0; i < b.string_count; i++)
        free(b.strings[i]);
    free(b.strings);
    free(b.style);
    free(b.custom);
    free(b.others.ptr);
    return !is_book ? XLSX_NONE : good ? XLSX_TABLE : sheet && !b.found && b.others.len > 0
                                                         ? XLSX_NO_SHEET : XLSX_BAD;
}

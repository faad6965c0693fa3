/* SPDX-License-Identifier: Apache-2.0 */
#include "app/syntax/yaml_problem.h"

#include <string.h>

#include "include/baton.h"

/* --- characters --------------------------------------------------------------------------- */

/* Length of the UTF-8 sequence at p with `left` bytes to go and its character; 0: it is none. */
static size_t decode(const unsigned char *p, size_t left, uint32_t *ret_character)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    const size_t length = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    uint32_t c = p[0] & (length == 1 ? 0x7fu : 0x7fu >> length);

    if (length > left || (length > 1 && (p[0] < 0xc2 || p[0] > 0xf4)))
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return 0;
    *ret_character = c;
    return length;
}

/* YAML 1.2, production 1, less the byte order mark inside a text. */
static bool is_allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7f) || c == 0x85 ||
           (c >= 0xa0 && c < 0xfffe && c != 0xfeff) || c >= 0x10000;
}

/* The next byte at or behind `at` that is not allowed; the text's length when there is none. */
static size_t find_bad(struct baton_text bytes, size_t at, uint32_t *ret_character,
                       size_t *ret_length)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;

    while (at < bytes.len) {
        if (p[at] >= 0x20 && p[at] < 0x7f) {
            at++;
            continue;
        }
        *ret_length = decode(p + at, bytes.len - at, ret_character);
        if (*ret_length == 0 || !is_allowed(*ret_character))
            return at;
        at += *ret_length;
    }
    return bytes.len;
}

bool yaml_check_characters(struct baton *b, struct cursor cursor)
{
    const struct baton_text bytes = cursor.bytes;
    size_t at = cursor.byte, length;
    uint32_t c = 0;
    bool fine = true;

    while ((at = find_bad(bytes, at, &c, &length)) < bytes.len) {
        const char *line_end;

        fine = false;
        cursor_to_byte(&cursor, at);
        if (length == 0)
            problem(b, "invalid-utf8", cursor_place(&cursor, 1), "save the file as UTF-8",
                    "byte 0x%02x is not valid UTF-8", (unsigned)(unsigned char)bytes.ptr[at]);
        else
            problem(b, "control-character", cursor_place(&cursor, length),
                    "remove it, or write it as an escape in double quotes",
                    "the character U+%04X is not allowed in YAML", (unsigned)c);
        line_end = memchr(bytes.ptr + at, '\n', bytes.len - at);
        at = line_end ? (size_t)(line_end - bytes.ptr) : bytes.len;
    }
    return fine;
}

/* --- faults of the syntax ------------------------------------------------------------------- */

struct phrase {
    const char *context;        /* what libyaml says begins so; "" is any */
    const char *problem;
    const char *text;
    const char *hint;
    bool is_open;               /* something was opened and not closed */
    bool at_context;            /* the place to look at is where it began */
};

static const struct phrase phrases[] = {
    {"", "mapping values are not allowed", "a colon where no key can be",
     "a text with a colon and a blank in it stands in quotes; a key stands on a line of its own, "
     "indented like its neighbours", false, false},
    {"while scanning a quoted scalar", "found unexpected end of stream",
     "a quote that is never closed", "close it; a quote inside a text in single quotes is written "
     "twice", true, true},
    {"while scanning a quoted scalar", "found unexpected document indicator",
     "a quote that is not closed before the document ends", "close it", true, true},
    {"while scanning a simple key", "could not find expected ':'", "a line that is no 'key: value'",
     "a key is followed by a colon and a blank", false, true},
    {"while parsing a flow mapping", "did not find expected ',' or '}'",
     "a comma or a closing brace is missing", "close what this { opened, or put a comma between "
     "two entries", true, true},
    {"while parsing a flow sequence", "did not find expected ',' or ']'",
     "a comma or a closing bracket is missing", "close what this [ opened, or put a comma between "
     "two entries", true, true},
    {"while parsing a flow node", "did not find expected node content", "a value is missing here",
     "write a value between two commas", true, false},
    {"while parsing a block mapping", "did not find expected key",
     "this line fits no map around it", "indent the keys of one map alike; a text that goes on "
     "over several lines is indented deeper than its key", false, false},
    {"while parsing a block collection", "did not find expected '-' indicator",
     "this line fits no list around it", "begin each entry with '- ' in the same column", false,
     false},
    {"", "block sequence entries are not allowed", "a list's dash where none can be",
     "begin the list on a line of its own, or write [a, b]", false, false},
    {"", "block mapping entries are not allowed", "a key where none can be",
     "begin the map on a line of its own", false, false},
    {"while scanning a block scalar", "", "a block text that YAML cannot take",
     "behind | or > stands nothing, and its lines are indented with blanks", false, false},
    {"", "found unknown escape character", "an unknown escape in double quotes",
     "write \\\\ for a backslash, or use single quotes", false, false},
    {"while scanning an anchor", "", "an anchor or alias without a name",
     "a text that begins with & or * stands in quotes", false, false},
    {"while scanning an alias", "", "an anchor or alias without a name",
     "a text that begins with & or * stands in quotes", false, false},
    {"while scanning a directive", "", "an unknown directive",
     "a value that begins with % stands in quotes", false, false},
    {"", "found undefined tag handle", "a tag that nobody declared",
     "a text that begins with ! stands in quotes", false, false},
    {"", "found incompatible YAML document", "another version of YAML", "leave the %YAML line out",
     false, false},
    {"while parsing a node", "", "a value is missing here", NULL, false, false},
};

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static const struct phrase *phrase_of(const struct yaml_fault *fault)
{
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
        if (begins(fault->context, phrases[i].context) &&
            begins(fault->problem, phrases[i].problem))
            return &phrases[i];
    return NULL;
}

bool yaml_fault_is_open(const struct yaml_fault *fault)
{
    const struct phrase *phrase = phrase_of(fault);

    return phrase && phrase->is_open;
}

/* A character that begins nothing: a tab in the indentation, or a sign that YAML keeps. */
static void report_character(struct baton *b, struct cursor *cursor)
{
    const char c = cursor->byte < cursor->bytes.len ? cursor->bytes.ptr[cursor->byte] : '\0';

    if (c == '\t')
        problem(b, "tab", cursor_place(cursor, 1), "replace it with blanks",
                "a tab stands where YAML wants blanks");
    else
        problem(b, "yaml-syntax", cursor_place(cursor, 1), "put the text in quotes",
                "no value begins with '%c'", c);
}

/* A tab between the start of the line and the cursor is what confuses, whatever was said. */
static bool indented_by_tab(const struct cursor *cursor)
{
    const struct baton_text bytes = cursor->bytes;

    for (size_t at = cursor->line_start; at < bytes.len; at++) {
        if (bytes.ptr[at] == '\t')
            return true;
        if (bytes.ptr[at] != ' ')
            return false;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* "a:1" above "b: 2": to YAML a text of two lines, and the fault is the second line's colon. Where
 * the line above has no key and this one has, the one above is meant: the cursor goes there. */
static bool go_to_broken_key(struct cursor *cursor)
{
    const char *p = cursor->bytes.ptr;
    const size_t fault = cursor->byte, line = cursor->line_start;
    size_t from, to;

    if (line <= cursor->skipped || memchr(p + line, ':', fault - line))
        return false;
    for (to = line - 1; to > cursor->skipped && is_blank(p[to - 1]); to--)
        ;
    for (from = to; from > cursor->skipped && p[from - 1] != '\n'; from--)
        ;
    while (from < to && is_blank(p[from]))
        from++;
    if (from == to || p[from] == '#' || p[from] == '-' || p[to - 1] == ':')
        return false;
    for (size_t at = from; at + 1 < to; at++)
        if (p[at] == ':' && is_blank(p[at + 1]))
            return false;
    cursor_to_byte(cursor, from);
    return true;
}

void yaml_fault_report(struct baton *b, struct cursor *cursor, const struct yaml_fault *fault)
{
    const struct phrase *phrase = phrase_of(fault);

    cursor_to_byte(cursor, fault->byte);
    if (begins(fault->problem, "found character that cannot start any token")) {
        report_character(b, cursor);
        return;
    }
    if (indented_by_tab(cursor)) {
        cursor_to_byte(cursor, cursor->line_start);
        while (cursor->bytes.ptr[cursor->byte] != '\t')
            cursor_to_byte(cursor, cursor->byte + 1);
        report_character(b, cursor);
        return;
    }
    if (begins(fault->problem, "mapping values are not allowed") && go_to_broken_key(cursor)) {
        problem(b, "yaml-syntax", cursor_place(cursor, 1),
                "a key is followed by a colon and a blank", "a line that is no 'key: value'");
        return;
    }
    if (phrase && phrase->at_context)
        cursor_to_byte(cursor, fault->context_byte);
    if (phrase)
        problem(b, "yaml-syntax", cursor_place(cursor, 1), phrase->hint, "%s", phrase->text);
    else
        problem(b, "yaml-syntax", cursor_place(cursor, 1), NULL, "%s%s%s", fault->context,
                fault->context[0] ? ": " : "", fault->problem);
}

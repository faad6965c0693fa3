/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/tree.h"

/* Reading goes on after a fault inside one token, so that a file shows all of them; a fault
 * of the structure ends it, because what follows could only be guessed. */
struct json {
    struct arena *owner;
    struct tree_builder *tree;
    struct diags *out;
    struct str bytes;
    size_t at;
    size_t line_start;          /* byte */
    uint32_t line;
    uint32_t source;
};

static struct place place_at(const struct json *j, size_t offset, size_t length)
{
    return (struct place){j->source, j->line, (uint32_t)(offset - j->line_start + 1),
                          (uint32_t)length};
}

static bool syntax_error(struct json *j, const char *what)
{
    return diag_error(j->out, "json-syntax", place_at(j, j->at, 1), "%s", what);
}

static void skip_blanks(struct json *j)
{
    while (j->at < j->bytes.len) {
        const char c = j->bytes.ptr[j->at];

        if (c == '\n') {
            j->line++;
            j->line_start = j->at + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
        j->at++;
    }
}

static char peek(const struct json *j)
{
    return j->at < j->bytes.len ? j->bytes.ptr[j->at] : '\0';
}

static void bad_utf8(struct json *j, size_t at)
{
    diag_error(j->out, "invalid-utf8", place_at(j, at, 1), "byte 0x%02x is not valid UTF-8",
               (unsigned)(unsigned char)j->bytes.ptr[at]);
    diag_hint(j->out, "save the file as UTF-8");
}

static bool hex4(struct str s, size_t at, uint32_t *ret_value)
{
    uint32_t value = 0;

    if (at + 4 > s.len)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        const char c = s.ptr[i];

        if (c >= '0' && c <= '9')
            value = value * 16 + (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            value = value * 16 + (uint32_t)((c | 32) - 'a' + 10);
        else
            return false;
    }
    *ret_value = value;
    return true;
}

static void add_character(struct text *t, uint32_t c)
{
    if (c < 0x80) {
        text_add_char(t, (char)c);
    } else if (c < 0x800) {
        text_add_char(t, (char)(0xc0 | c >> 6));
        text_add_char(t, (char)(0x80 | (c & 63)));
    } else if (c < 0x10000) {
        text_add_char(t, (char)(0xe0 | c >> 12));
        text_add_char(t, (char)(0x80 | (c >> 6 & 63)));
        text_add_char(t, (char)(0x80 | (c & 63)));
    } else {
        text_add_char(t, (char)(0xf0 | c >> 18));
        text_add_char(t, (char)(0x80 | (c >> 12 & 63)));
        text_add_char(t, (char)(0x80 | (c >> 6 & 63)));
        text_add_char(t, (char)(0x80 | (c & 63)));
    }
}

/* \uXXXX or a surrogate pair at `at` (the backslash): its length, 0 when malformed. */
static size_t unicode_escape(struct str s, size_t at, struct text *into)
{
    uint32_t c, low;

    if (!hex4(s, at + 2, &c))
        return 0;
    if (c < 0xd800 || c >= 0xe000) {
        add_character(into, c);
        return 6;
    }
    if (c >= 0xdc00 || at + 8 > s.len || s.ptr[at + 6] != '\\' || s.ptr[at + 7] != 'u' ||
        !hex4(s, at + 8, &low) || low < 0xdc00 || low >= 0xe000)
        return 0;
    add_character(into, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
    return 12;
}

/* One escape at j->at (the backslash), passed over. */
static void read_escape(struct json *j, struct text *into)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const size_t next = j->at + 1;
    size_t length;

    if (next >= j->bytes.len) {
        j->at = next;
        return;
    }
    for (size_t i = 0; i < sizeof(from) - 1; i++) {
        if (j->bytes.ptr[next] == from[i]) {
            text_add_char(into, to[i]);
            j->at += 2;
            return;
        }
    }
    length = j->bytes.ptr[next] == 'u' ? unicode_escape(j->bytes, j->at, into) : 0;
    if (length == 0)
        diag_error(j->out, "json-syntax", place_at(j, j->at, 2),
                   j->bytes.ptr[next] == 'u' ? "\\u wants four hexadecimal digits, and a surrogate "
                                               "its other half"
                                             : "unknown escape in a string");
    /* after a fault only the backslash is passed over: a quote behind it must still be seen */
    j->at += length ? length : 1;
}

/* Bytes that need no look: anything but a quote, a backslash, a control character, above ASCII. */
static size_t plain_run(struct str s, size_t at)
{
    while (at < s.len) {
        const unsigned char c = (unsigned char)s.ptr[at];

        if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80)
            break;
        at++;
    }
    return at;
}

/* One character that plain_run stopped at, passed over and added to `into`, unless that is
 * NULL (nothing is escaped yet). */
static void read_odd(struct json *j, struct text *into)
{
    const unsigned char c = (unsigned char)j->bytes.ptr[j->at];
    uint32_t character;
    size_t length = 1;

    if (c < 0x20) {
        diag_error(j->out, "json-syntax", place_at(j, j->at, 1),
                   "control character 0x%02x inside a string", (unsigned)c);
        diag_hint(j->out, "write it as \\u%04x", (unsigned)c);
        if (c == '\n') {
            j->line++;
            j->line_start = j->at + 1;
        }
    } else {
        length = str_decode(j->bytes, j->at, &character);
        if (length == 0) {
            bad_utf8(j, j->at);
            length = 1;
        }
    }
    if (into)
        text_add(into, str_slice(j->bytes, j->at, j->at + length));
    j->at += length;
}

/* A string at j->at (its opening quote). A line break inside it is taken for a forgotten
 * quote: the reading ends there. */
static bool read_string(struct json *j, struct str *ret_text)
{
    const struct place from = place_at(j, j->at, 1);
    const size_t start = j->at + 1;
    struct text decoded;
    bool escaped = false;

    j->at++;
    for (;;) {
        const size_t run = j->at;

        j->at = plain_run(j->bytes, run);
        if (escaped)
            text_add(&decoded, str_slice(j->bytes, run, j->at));
        if (j->at >= j->bytes.len || j->bytes.ptr[j->at] == '\n')
            return diag_error(j->out, "json-syntax", from, "a string without its closing quote");
        if (j->bytes.ptr[j->at] == '"')
            break;
        if (j->bytes.ptr[j->at] == '\\') {
            if (!escaped) {
                text_init(&decoded, j->owner);
                text_add(&decoded, str_slice(j->bytes, start, j->at));
                escaped = true;
            }
            read_escape(j, &decoded);
        } else {
            read_odd(j, escaped ? &decoded : NULL);
        }
    }
    *ret_text = escaped ? text_str(&decoded) : str_slice(j->bytes, start, j->at);
    j->at++;
    return true;
}

static size_t digits(struct str s, size_t at)
{
    size_t count = 0;

    while (at + count < s.len && s.ptr[at + count] >= '0' && s.ptr[at + count] <= '9')
        count++;
    return count;
}

/* RFC 8259 section 6: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? */
static bool is_number(struct str s)
{
    size_t at = s.len && s.ptr[0] == '-', count = digits(s, at);

    if (count == 0 || (count > 1 && s.ptr[at] == '0'))
        return false;
    at += count;
    if (at < s.len && s.ptr[at] == '.') {
        count = digits(s, at + 1);
        if (count == 0)
            return false;
        at += 1 + count;
    }
    if (at < s.len && (s.ptr[at] | 32) == 'e') {
        at++;
        if (at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-'))
            at++;
        count = digits(s, at);
        if (count == 0)
            return false;
        at += count;
    }
    return at == s.len;
}

/* Letters, digits and what numbers are made of. */
static struct str word_at(const struct json *j)
{
    size_t to = j->at;

    while (to < j->bytes.len) {
        const char c = j->bytes.ptr[to];

        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && !(c >= '0' && c <= '9') && c != '+' &&
            c != '-' && c != '.' && c != '_')
            break;
        to++;
    }
    return str_slice(j->bytes, j->at, to);
}

static void check_word(struct json *j, struct str word)
{
    if (str_equal(word, STR("true")) || str_equal(word, STR("false")) ||
        str_equal(word, STR("null")) || is_number(word))
        return;
    diag_error(j->out, "json-syntax", place_at(j, j->at, word.len), "'%.*s' is no JSON value",
               (int)(word.len < 40 ? word.len : 40), word.ptr);
    if (digits(word, 0) > 0)
        diag_hint(j->out, "a number has no leading zero and digits on both sides of its point; "
                          "anything else stands in quotes");
    else
        diag_hint(j->out, "a text stands in double quotes; the words are true, false and null");
}

static bool missing_value(struct json *j)
{
    if (j->at >= j->bytes.len)
        return syntax_error(j, "the file ends where a value should be");
    if (peek(j) == '\'')
        return syntax_error(j, "a text stands in double quotes, not in single ones");
    if (peek(j) == '/' || peek(j) == '#')
        return syntax_error(j, "JSON has no comments");
    return syntax_error(j, "a value is missing here");
}

struct json_key {
    struct str name;
    struct place at;
    size_t offset;
};

static bool read_scalar(struct json *j, const struct json_key *key)
{
    const size_t offset = j->at;
    struct place at = place_at(j, offset, 1);
    enum node_kind kind = NODE_SCALAR;
    enum node_style style = NODE_PLAIN;
    struct str text;

    if (peek(j) == '"') {
        style = NODE_QUOTED;
        if (!read_string(j, &text))
            return false;
    } else {
        text = word_at(j);
        if (text.len == 0)
            return missing_value(j);
        check_word(j, text);
        j->at += text.len;
        if (str_equal(text, STR("null"))) {
            kind = NODE_NULL;
            text = (struct str){NULL, 0};
        }
    }
    at.length = (uint32_t)(j->at - offset);
    return tree_scalar(j->tree, kind, style, key->name, key->at, key->offset, text, at, offset,
                       j->at);
}

static bool read_key(struct json *j, struct json_key *ret_key)
{
    skip_blanks(j);
    if (peek(j) != '"') {
        syntax_error(j, peek(j) == '}' ? "a comma before a closing brace"
                                       : "a key in double quotes is missing here");
        return false;
    }
    ret_key->offset = j->at;
    ret_key->at = place_at(j, j->at, 1);
    if (!read_string(j, &ret_key->name))
        return false;
    ret_key->at.length = (uint32_t)(j->at - ret_key->offset);
    skip_blanks(j);
    if (peek(j) != ':')
        return syntax_error(j, "a colon is missing behind a key");
    j->at++;
    return true;
}

/* After a value: close what closes here, or pass the comma. False at the end or on a fault. */
static bool read_separator(struct json *j, const char *open, size_t *depth)
{
    while (*depth > 0) {
        const char close = open[*depth - 1] == '{' ? '}' : ']';

        skip_blanks(j);
        if (peek(j) == ',') {
            j->at++;
            return true;
        }
        if (peek(j) != close)
            return syntax_error(j, j->at >= j->bytes.len
                                       ? "the file ends inside a list or map"
                                       : close == '}' ? "a comma or a closing brace is missing here"
                                                      : "a comma or a closing bracket is missing "
                                                        "here");
        j->at++;
        (*depth)--;
        if (!tree_end(j->tree, j->at))
            return false;
    }
    return false;
}

/* Values one behind the other; `open` remembers what each closing sign must be. True when the
 * root value is complete. */
static bool read_values(struct json *j)
{
    char open[TREE_DEPTH_CEILING];
    size_t depth = 0;

    do {
        struct json_key key = {{NULL, 0}, {0, 0, 0, 0}, 0};
        char c;

        if (depth > 0 && open[depth - 1] == '{' && !read_key(j, &key))
            return false;
        skip_blanks(j);
        c = peek(j);
        while (c == '[' || c == '{') {
            const char close = c == '{' ? '}' : ']';

            if (!tree_begin(j->tree, c == '{' ? NODE_MAP : NODE_LIST, key.name, key.at, key.offset,
                            place_at(j, j->at, 1), j->at))
                return false;
            open[depth++] = c;
            j->at++;
            skip_blanks(j);
            if (peek(j) == close)
                break;
            key = (struct json_key){{NULL, 0}, {0, 0, 0, 0}, 0};
            if (c == '{' && !read_key(j, &key))
                return false;
            skip_blanks(j);
            c = peek(j);
        }
        if (c != '[' && c != '{' && !read_scalar(j, &key))
            return false;
    } while (read_separator(j, open, &depth));
    return depth == 0 && j->at <= j->bytes.len;
}

const struct node *json_read(struct arena *owner, uint32_t source, struct str bytes,
                             struct diags *out)
{
    const size_t errors = out->error_count;
    struct json j = {
        .owner = owner, .out = out, .bytes = bytes, .line = 1, .source = source};

    if (str_starts(bytes, STR("\xef\xbb\xbf"))) {
        j.at = 3;
        j.line_start = 3;
    }
    if (bytes.len > UINT32_MAX) {
        diag_error(out, "too-large", place_at(&j, j.at, 1), "the file is larger than 4 GiB");
        return NULL;
    }
    j.tree = tree_builder_new(owner, source, false, out);
    skip_blanks(&j);
    if (j.at >= bytes.len) {
        diag_error(out, "empty-file", (struct place){source, 1, 1, 0}, "the file is empty");
        return NULL;
    }
    if (!read_values(&j))
        return NULL;
    skip_blanks(&j);
    if (j.at < bytes.len)
        syntax_error(&j, "there is more behind the value");
    return out->error_count == errors ? tree_finish(j.tree) : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/tree.h"

struct csv {
    struct arena *owner;
    struct tree_builder *tree;
    struct diags *out;
    struct str bytes;
    size_t at;
    size_t line_start;
    uint32_t line;
    uint32_t source;
    char separator;
};

static const struct place nowhere = {0, 0, 0, 0};

static struct place place_at(const struct csv *c, size_t offset, size_t length)
{
    return (struct place){c->source, c->line, (uint32_t)(offset - c->line_start + 1),
                          (uint32_t)length};
}

/* The most frequent of , ; and tab in the first record, outside quotes. */
static char guess_separator(struct str bytes, size_t at)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;

    for (; at < bytes.len && (quoted || (bytes.ptr[at] != '\n' && bytes.ptr[at] != '\r')); at++) {
        const char c = bytes.ptr[at];

        if (c == '"')
            quoted = !quoted;
        commas += !quoted && c == ',';
        semicolons += !quoted && c == ';';
        tabs += !quoted && c == '\t';
    }
    if (semicolons > commas && semicolons >= tabs)
        return ';';
    return tabs > commas ? '\t' : ',';
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r';
}

/* Pass CR LF, LF or CR at `at`. */
static void pass_break(struct csv *c)
{
    const char *p = c->bytes.ptr;

    c->at += p[c->at] == '\r' && c->at + 1 < c->bytes.len && p[c->at + 1] == '\n' ? 2 : 1;
    c->line++;
    c->line_start = c->at;
}

/* A field at its opening quote: "" is one quote, separators and line breaks are text. */
static bool read_quoted(struct csv *c, struct str *ret_text)
{
    const struct place from = place_at(c, c->at, 1);
    struct text decoded;
    size_t run = c->at + 1;
    bool doubled = false;

    c->at = run;
    while (c->at < c->bytes.len) {
        if (is_break(c->bytes.ptr[c->at])) {
            pass_break(c);
        } else if (c->bytes.ptr[c->at] != '"') {
            c->at++;
        } else if (c->at + 1 < c->bytes.len && c->bytes.ptr[c->at + 1] == '"') {
            if (!doubled)
                text_init(&decoded, c->owner);
            doubled = true;
            text_add(&decoded, str_slice(c->bytes, run, c->at + 1));
            c->at += 2;
            run = c->at;
        } else {
            break;
        }
    }
    if (c->at >= c->bytes.len)
        return diag_error(c->out, "csv-syntax", from, "a field without its closing quote");
    *ret_text = str_slice(c->bytes, run, c->at);
    if (doubled) {
        text_add(&decoded, *ret_text);
        *ret_text = text_str(&decoded);
    }
    c->at++;
    return true;
}

static bool at_field_end(const struct csv *c)
{
    return c->at >= c->bytes.len || c->bytes.ptr[c->at] == c->separator ||
           is_break(c->bytes.ptr[c->at]);
}

static bool read_field(struct csv *c)
{
    const size_t offset = c->at;
    struct place at = place_at(c, offset, 1);
    enum node_style style = NODE_PLAIN;
    struct str text;

    if (c->at < c->bytes.len && c->bytes.ptr[c->at] == '"') {
        style = NODE_QUOTED;
        if (!read_quoted(c, &text))
            return false;
        if (!at_field_end(c)) {
            diag_error(c->out, "csv-syntax", place_at(c, c->at, 1),
                       "text behind the closing quote of a field");
            diag_hint(c->out, "a quote inside a quoted field is written twice");
        }
    }
    while (!at_field_end(c))
        c->at++;
    if (style == NODE_PLAIN)
        text = str_slice(c->bytes, offset, c->at);
    if (c->line == at.line)
        at.length = (uint32_t)(c->at - offset);
    return tree_scalar(c->tree, NODE_SCALAR, style, (struct str){NULL, 0}, nowhere, 0, text, at,
                       offset, c->at);
}

static bool read_record(struct csv *c)
{
    if (!tree_begin(c->tree, NODE_LIST, (struct str){NULL, 0}, nowhere, 0, place_at(c, c->at, 1),
                    c->at))
        return false;
    for (;;) {
        if (!read_field(c))
            return false;
        if (c->at >= c->bytes.len || c->bytes.ptr[c->at] != c->separator)
            break;
        c->at++;
    }
    return tree_end(c->tree, c->at);
}

static bool read_records(struct csv *c)
{
    if (!tree_begin(c->tree, NODE_LIST, (struct str){NULL, 0}, nowhere, 0, place_at(c, c->at, 1),
                    c->at))
        return false;
    while (c->at < c->bytes.len) {
        if (is_break(c->bytes.ptr[c->at]))
            pass_break(c);
        else if (!read_record(c))
            return false;
    }
    return tree_end(c->tree, c->at);
}

/* Every line with a bad byte, once. */
static void check_utf8(struct csv *c)
{
    struct csv line = *c;
    size_t bad;

    while (!str_is_utf8(str_slice(line.bytes, line.at, line.bytes.len), &bad)) {
        bad += line.at;
        for (; line.at < bad; line.at++) {
            if (line.bytes.ptr[line.at] == '\n') {
                line.line++;
                line.line_start = line.at + 1;
            }
        }
        diag_error(c->out, "invalid-utf8", place_at(&line, bad, 1),
                   "byte 0x%02x is not valid UTF-8", (unsigned)(unsigned char)line.bytes.ptr[bad]);
        diag_hint(c->out, "save the file as UTF-8");
        line.at += str_find_char(str_slice(line.bytes, bad, line.bytes.len), '\n');
    }
}

const struct node *csv_read(struct arena *owner, uint32_t source, struct str bytes, char separator,
                            struct diags *out)
{
    const size_t errors = out->error_count;
    struct csv c = {.owner = owner,
                    .out = out,
                    .bytes = bytes,
                    .line = 1,
                    .source = source};

    if (str_starts(bytes, STR("\xef\xbb\xbf"))) {
        c.at = 3;
        c.line_start = 3;
    }
    c.separator = separator ? separator : guess_separator(bytes, c.at);
    if (bytes.len > UINT32_MAX) {
        diag_error(out, "too-large", place_at(&c, c.at, 1), "the file is larger than 4 GiB");
        return NULL;
    }
    if (str_trim(str_slice(bytes, c.at, bytes.len)).len == 0) {
        diag_error(out, "empty-file", (struct place){source, 1, 1, 0}, "the file is empty");
        return NULL;
    }
    check_utf8(&c);
    c.tree = tree_builder_new(owner, source, false, out);
    if (!read_records(&c))
        return NULL;
    return out->error_count == errors ? tree_finish(c.tree) : NULL;
}

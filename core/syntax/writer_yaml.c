/* SPDX-License-Identifier: Apache-2.0 */
/* writer_yaml.c - YAML that a 1.1 and a 1.2 reader take for the same values. */
#include <assert.h>

#include "core/base/arena.h"
#include "core/syntax/writer_form.h"

enum {
    INDENT = 2,
    SIMPLE_KEY_MOST = 240   /* characters; YAML allows 1024 on one line, escapes included */
};

static struct writer_level *top(struct writer *w)
{
    return w->depth ? &w->levels[w->depth - 1] : NULL;
}

static bool in_flow(const struct writer *w)
{
    return w->depth > 0 && w->levels[w->depth - 1].flow;
}

/* A new line, indented; nothing before the first byte of the text, and nothing behind the
 * dash of a list's item, where its first entry may stand. */
static void start_entry(struct writer *w, const struct writer_level *level)
{
    const struct writer_level *outer = w->depth > 1 ? &w->levels[w->depth - 2] : NULL;

    if (level->count == 0 && (!outer || !outer->is_map))
        return;
    text_add_char(w->out, '\n');
    text_add_repeat(w->out, STR(" "), level->indent);
}

/* Before an entry of a list, or nothing where a key stands already. */
static void before_item(struct writer *w)
{
    struct writer_level *level = top(w);

    if (!level || level->is_map)
        return;
    if (level->flow) {
        text_add(w->out, level->count ? STR(", ") : STR(""));
    } else {
        start_entry(w, level);
        text_add(w->out, STR("- "));
    }
    level->count++;
}

void yaml_before_value(struct writer *w)
{
    before_item(w);
    if (w->has_key)
        text_add_char(w->out, ' ');
    w->has_key = false;
}

void yaml_begin(struct writer *w, bool is_map, bool flow)
{
    const bool had_key = w->has_key;
    const size_t outer = w->depth ? top(w)->indent + INDENT : 0;
    struct writer_level *level;

    before_item(w);
    flow = flow || in_flow(w);
    level = writer_open(w, is_map, flow);
    level->indent = outer;
    if (flow) {
        text_add(w->out, had_key ? STR(" ") : STR(""));
        text_add_char(w->out, is_map ? '{' : '[');
    }
}

/* An empty block has no form but the flow one. */
void yaml_end(struct writer *w)
{
    const struct writer_level *level = &w->levels[--w->depth];

    if (level->flow)
        text_add_char(w->out, level->is_map ? '}' : ']');
    else if (level->count == 0 && w->depth > 0 && top(w)->is_map)
        text_add(w->out, level->is_map ? STR(" {}") : STR(" []"));
    else if (level->count == 0)
        text_add(w->out, level->is_map ? STR("{}") : STR("[]"));
}

/* --- which text needs which quotes ----------------------------------------------------- */

/* What a plain or literal scalar may hold: what YAML prints, less its line breaks. */
static bool is_printable(uint32_t c)
{
    return (c >= 0x20 && c < 0x7f) ||
           (c > 0xa0 && c != 0x2028 && c != 0x2029 && c != 0xfeff && c != 0xfffe && c != 0xffff);
}

static bool all_printable(struct str s, bool lines)
{
    size_t at = 0;

    while (at < s.len) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c);

        if (length == 0 || (!is_printable(c) && !(lines && c == '\n')))
            return false;
        at += length;
    }
    return true;
}

static bool is_one_of(char c, const char *set)
{
    return str_find_char(str_of(set), c) < str_of(set).len;
}

/* Whether the text may stand bare as far as YAML's grammar goes. */
static bool is_bare(struct str s, bool flow)
{
    if (s.len == 0 || s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ' || !all_printable(s, false) ||
        str_starts(s, STR("---")) || str_starts(s, STR("...")))
        return false;
    if (is_one_of(s.ptr[0], ",[]{}#&*!|>'\"%@`?:"))
        return false;
    if (s.ptr[0] == '-' && (s.len == 1 || is_one_of(s.ptr[1], " ,[]{}")))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : ' ';

        if (c == ':' && (next == ' ' || (flow && is_one_of(next, ",[]{}?"))))
            return false;
        if (c == '#' && i > 0 && s.ptr[i - 1] == ' ')
            return false;
        if (flow && is_one_of(c, ",[]{}?"))
            return false;
    }
    return true;
}

/* Words that YAML 1.1 or 1.2 reads as null, a boolean, a number's name, a merge or a default. */
static bool is_reserved(struct str s)
{
    static const char *const words[] = {"~",    "null", "true",  "false", "yes", "no",
                                        "on",   "off",  "y",     "n",     "<<",  "=",
                                        ".nan", ".inf", "-.inf", "+.inf", "nan", "inf"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(s, str_of(words[i])))
            return true;
    return false;
}

/* Whether some YAML might take it for a number, a time or a date: it begins like one and has
 * no letter that none of them has. Also "3w" and "70%": values of Baton, no texts. */
static bool looks_typed(struct str s)
{
    const size_t sign = s.len > 0 && is_one_of(s.ptr[0], "+-.");

    return s.len > sign && is_one_of(s.ptr[sign], "0123456789.");
}

/* A literal block keeps every byte if the first line begins with neither blank nor break, and
 * the text ends in at most one break. */
static bool fits_literal(struct str s)
{
    return str_find_char(s, '\n') < s.len && s.ptr[0] != ' ' && s.ptr[0] != '\n' &&
           !str_ends(s, STR("\n\n")) && all_printable(s, true);
}

static void add_escaped(struct text *out, struct str s)
{
    size_t at = 0;

    text_add_char(out, '"');
    while (at < s.len) {
        uint32_t c = 0xfffd;
        const size_t length = str_decode(s, at, &c);

        if (c == '"' || c == '\\')
            text_addf(out, "\\%c", (char)c);
        else if (c == '\n')
            text_add(out, STR("\\n"));
        else if (c == '\t')
            text_add(out, STR("\\t"));
        else if (c == '\r')
            text_add(out, STR("\\r"));
        else if (length == 0)
            text_add(out, STR("\xef\xbf\xbd"));
        else if (!is_printable(c))
            text_addf(out, "\\u%04x", (unsigned)c);
        else
            text_add(out, str_slice(s, at, at + length));
        at += length ? length : 1;
    }
    text_add_char(out, '"');
}

static void add_literal(struct writer *w, struct str s, size_t indent)
{
    struct str line;

    text_add(w->out, str_ends(s, STR("\n")) ? STR("|") : STR("|-"));
    if (str_ends(s, STR("\n")))
        s.len--;
    while (str_split(&s, '\n', &line)) {
        text_add_char(w->out, '\n');
        if (line.len > 0)
            text_add_repeat(w->out, STR(" "), indent);
        text_add(w->out, line);
    }
}

static void add_inline(struct writer *w, struct str s, bool typed)
{
    if (is_bare(s, in_flow(w)) && (typed || (!is_reserved(s) && !looks_typed(s))))
        text_add(w->out, s);
    else
        add_escaped(w->out, s);
}

void yaml_add_scalar(struct writer *w, struct str s, bool typed)
{
    yaml_before_value(w);
    if (!in_flow(w) && fits_literal(s))
        add_literal(w, s, w->depth ? top(w)->indent + INDENT : INDENT);
    else
        add_inline(w, s, typed);
}

void yaml_key(struct writer *w, struct str key)
{
    struct writer_level *level = top(w);
    const bool is_long = key.len > SIMPLE_KEY_MOST;

    if (level->flow)
        text_add(w->out, level->count ? STR(", ") : STR(""));
    else
        start_entry(w, level);
    level->count++;
    text_add(w->out, is_long ? STR("? ") : STR(""));
    add_inline(w, key, false);
    if (is_long && !level->flow) {
        text_add_char(w->out, '\n');
        text_add_repeat(w->out, STR(" "), level->indent);
    } else if (is_long) {
        text_add_char(w->out, ' ');
    }
    text_add_char(w->out, ':');
    w->has_key = true;
}

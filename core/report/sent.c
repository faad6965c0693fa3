/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a report back: what a reader sees, and the claims behind it. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/verify.h"

enum { LINE_CEILING = 1 << 20, PART_CEILING = 1 << 20 };

struct reader {
    struct sent *sent;
    struct str bytes;
    size_t at;
    unsigned number;
    struct text part;           /* the words so far */
    struct str claim;           /* that say them */
    bool blank;                 /* a blank is due before the next word */
    unsigned depth;             /* spans open inside that of a claim */
    unsigned drawn;             /* figures, and names of tables, it is in */
};

static struct str rest(const struct reader *r)
{
    return str_slice(r->bytes, r->at, r->bytes.len);
}

static struct sent_line *line_of(struct reader *r)
{
    struct sent *s = r->sent;

    if (s->count == 0 || s->lines[s->count - 1].number != r->number) {
        if (!arena_grow(s->owner, (void **)&s->lines, s->count, &s->capacity,
                        sizeof(s->lines[0]), LINE_CEILING))
            return NULL;
        s->lines[s->count++] = (struct sent_line){.number = r->number, .at = r->at,
                                                  .drawn = r->drawn > 0};
    }
    return &s->lines[s->count - 1];
}

static void end_part(struct reader *r)
{
    const struct str text = str_trim(text_str(&r->part));
    struct sent_line *line = text.len > 0 || r->claim.len > 0 ? line_of(r) : NULL;

    if (line && arena_grow(r->sent->owner, (void **)&line->parts, line->count, &line->capacity,
                           sizeof(line->parts[0]), PART_CEILING))
        line->parts[line->count++] =
            (struct sent_part){r->claim, str_copy(r->sent->owner, text)};
    text_clear(&r->part);
    r->blank = false;
}

static void end_line(struct reader *r)
{
    r->sent->broken |= r->claim.len > 0;
    end_part(r);
    r->claim = STR("");
    r->number++;
}

static void begin_claim(struct reader *r, struct str id)
{
    end_part(r);
    r->sent->broken |= r->claim.len > 0;
    r->claim = id;
}

static void end_claim(struct reader *r)
{
    end_part(r);
    r->claim = STR("");
}

static void add_char(struct reader *r, char c)
{
    if (c == ' ' || c == '\t' || c == '\r') {
        r->blank = true;
        return;
    }
    if (r->blank && r->part.len > 0)
        text_add_char(&r->part, ' ');
    r->blank = false;
    text_add_char(&r->part, c);
}

static bool take(struct reader *r, struct str what)
{
    if (!str_starts(rest(r), what))
        return false;
    r->at += what.len;
    return true;
}

/* U+00A0 is a blank here; entities are what they stand for. */
static bool take_special(struct reader *r)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'},
                    {"&#39;", '\''}, {"&apos;", '\''}, {"&nbsp;", ' '}, {"&#160;", ' '},
                    {"&#xa0;", ' '}, {"\xc2\xa0", ' '}};

    for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
        if (take(r, str_of(entities[i].entity))) {
            add_char(r, entities[i].c);
            return true;
        }
    return false;
}

/* --- Markdown ------------------------------------------------------------------------------- */

static bool take_comment(struct reader *r)
{
    size_t end;
    struct str inside;

    if (!take(r, STR("<!--")))
        return false;
    end = str_find(rest(r), STR("-->"));
    inside = str_trim(str_slice(rest(r), 0, end));
    r->at += end + 3 < rest(r).len ? end + 3 : rest(r).len;
    if (str_starts(inside, STR("c ")))
        begin_claim(r, str_trim(str_slice(inside, 2, inside.len)));
    else if (str_equal(inside, STR("/c")))
        end_claim(r);
    else if (str_starts(inside, STR("baton ")))
        r->sent->about = str_slice(inside, 6, inside.len);
    for (size_t i = 0; i < inside.len; i++)
        r->number += inside.ptr[i] == '\n';
    return true;
}

static void read_markdown(struct reader *r)
{
    while (r->at < r->bytes.len) {
        const char c = r->bytes.ptr[r->at];

        if (str_starts(rest(r), STR("```")) && (r->at == 0 || r->bytes.ptr[r->at - 1] == '\n'))
            r->drawn = !r->drawn;
        if (take_comment(r) || take_special(r))
            continue;
        r->at++;
        if (c == '\n')
            end_line(r);
        else if (c == '\\' && r->at < r->bytes.len && r->bytes.ptr[r->at] != '\n')
            add_char(r, r->bytes.ptr[r->at++]);
        else if (c == '*' || c == '`' || c == '|' || c == '#')
            add_char(r, ' ');
        else
            add_char(r, c);
    }
    end_line(r);
}

/* --- HTML ----------------------------------------------------------------------------------- */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static struct str attribute(struct str tag, struct str name)
{
    const size_t at = str_find(tag, name);
    struct str value;

    if (at >= tag.len)
        return STR("");
    value = str_slice(tag, at + name.len, tag.len);
    return str_slice(value, 0, str_find_char(value, '"'));
}

static bool is_block(struct str name)
{
    static const char *const names[] = {"p", "li", "tr", "h1", "h2", "h3", "h4", "div", "table",
                                        "section", "br", "ul", "header", "footer", "figure",
                                        "caption", "summary", "details", "figcaption", "pre"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal_nocase(name, str_of(names[i])))
            return true;
    return false;
}

/* What no reader sees, or what is a picture of a table that is there too. */
static bool skip(struct reader *r, struct str name, const char *element, const char *end)
{
    if (!str_equal_nocase(name, str_of(element)))
        return false;
    r->at += str_find(rest(r), str_of(end));
    return true;
}

static void read_tag(struct reader *r)
{
    const size_t end = str_find_char(rest(r), '>');
    const struct str tag = str_slice(rest(r), 1, end);
    const bool closes = tag.len > 0 && tag.ptr[0] == '/';
    struct str name = str_slice(tag, closes, tag.len);
    size_t length = 0;

    while (length < name.len && is_name(name.ptr[length]))
        length++;
    name = str_slice(name, 0, length);
    r->at += end + 1 < rest(r).len ? end + 1 : rest(r).len;
    if (!closes && str_find(tag, STR("data-claim=\"")) < tag.len) {
        begin_claim(r, attribute(tag, STR("data-claim=\"")));
        r->depth = 0;
    } else if (r->claim.len > 0 && str_equal_nocase(name, STR("span"))) {
        if (!closes)
            r->depth++;
        else if (r->depth > 0)
            r->depth--;
        else
            end_claim(r);
    } else if (str_equal_nocase(name, STR("meta")) &&
               str_find(tag, STR("name=\"baton\"")) < tag.len) {
        r->sent->about = attribute(tag, STR("content=\""));
    } else if (!closes &&
               (skip(r, name, "style", "</style") || skip(r, name, "script", "</script") ||
                skip(r, name, "svg", "</svg") || skip(r, name, "title", "</title"))) {
        return;
    } else if (is_block(name)) {
        end_line(r);
        if (str_equal_nocase(name, STR("figure")) || str_equal_nocase(name, STR("caption")))
            r->drawn = closes ? r->drawn - (r->drawn > 0) : r->drawn + 1;
    } else if (str_equal_nocase(name, STR("td")) || str_equal_nocase(name, STR("th"))) {
        add_char(r, ' ');
    }
}

static void read_html(struct reader *r)
{
    while (r->at < r->bytes.len) {
        const char c = r->bytes.ptr[r->at];

        if (take_comment(r) || take_special(r))
            continue;
        if (c == '<') {
            read_tag(r);
            continue;
        }
        r->at++;
        add_char(r, c == '\n' ? ' ' : c);
    }
    end_line(r);
}

struct str sent_about(struct str about, const char *key)
{
    struct str rest = about, piece;

    while (str_split(&rest, ' ', &piece))
        if (str_starts(piece, str_of(key)))
            return str_slice(piece, str_of(key).len, piece.len);
    return STR("");
}

void sent_read(struct str bytes, struct arena *owner, struct sent *ret)
{
    struct reader r = {.sent = ret, .bytes = bytes, .number = 1};

    *ret = (struct sent){.owner = owner};
    text_init(&r.part, owner);
    ret->html = str_starts(str_trim(bytes), STR("<!doctype")) ||
                str_starts(str_trim(bytes), STR("<!DOCTYPE")) ||
                str_starts(str_trim(bytes), STR("<html"));
    ret->marked = ret->html || str_find(bytes, STR("<!--c ")) < bytes.len ||
                  str_find(bytes, STR("<!--baton ")) < bytes.len;
    if (ret->html)
        read_html(&r);
    else
        read_markdown(&r);
}

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
    struct text styles;         /* of a page, and its scripts */
    struct str claim;           /* that say them */
    bool row;                   /* a line of a table */
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
                                                  .drawn = r->drawn > 0, .row = r->row};
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

/* --- what no reader sees --------------------------------------------------------------------- */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static void check_hides(struct reader *r, struct str name, struct str tag)
{
    const char *how = sent_hides(r->sent->owner, name, tag);

    if (how)
        r->sent->hidden = how;
}

/* --- Markdown ------------------------------------------------------------------------------- */

static bool take_comment(struct reader *r)
{
    size_t end;
    struct str inside;

    if (!take(r, STR("<!--")))
        return false;
    end = str_find(rest(r), STR("-->"));
    r->sent->cut |= end >= rest(r).len;
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

/* HTML in it, which renderers take over. */
static void check_markdown_tag(struct reader *r)
{
    const struct str tag = str_slice(rest(r), 1, str_find_char(rest(r), '>'));
    size_t length = 0;

    while (length < tag.len && is_name(tag.ptr[length]))
        length++;
    if (str_equal_nocase(str_slice(tag, 0, length), STR("style")))
        r->sent->hidden = "hidden by its style";
    check_hides(r, str_slice(tag, 0, length), tag);
}

static void read_markdown(struct reader *r)
{
    while (r->at < r->bytes.len) {
        const char c = r->bytes.ptr[r->at];

        if (str_starts(rest(r), STR("```")) && (r->at == 0 || r->bytes.ptr[r->at - 1] == '\n'))
            r->drawn = !r->drawn;
        if (r->at == 0 || r->bytes.ptr[r->at - 1] == '\n')
            r->row = c == '|';
        if (str_starts(rest(r), STR("~~")) && !r->drawn)
            r->sent->hidden = "struck out with ~~";
        if (c == '<' && !r->drawn)
            check_markdown_tag(r);
        if (take_comment(r) || take_special(r))
            continue;
        r->at++;
        if (c == '\n')
            end_line(r);
        else if (c == '\\' && r->at < r->bytes.len && r->bytes.ptr[r->at] != '\n')
            add_char(r, r->bytes.ptr[r->at++]);
        else if (c == ' ' && r->drawn)
            text_add_char(&r->part, c);         /* where a bar begins is what it says */
        else if (c == '*' || c == '`' || c == '|' || c == '#')
            add_char(r, ' ');
        else
            add_char(r, c);
    }
    end_line(r);
}

/* --- HTML ----------------------------------------------------------------------------------- */

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

/* Characters that a page may write in two ways, in one. */
static struct str in_one_way(struct str s, struct arena *owner)
{
    static const char *const ways[][2] = {
        {"&quot;", "\""}, {"&#39;", "'"}, {"&nbsp;", "\xc2\xa0"}, {"&gt;", ">"}};
    struct text t;

    text_init(&t, owner);
    for (size_t at = 0; at < s.len;) {
        const struct str left = str_slice(s, at, s.len);
        size_t way = 0;

        while (way < 4 && (*left.ptr != '&' || !str_starts(left, str_of(ways[way][0]))))
            way++;
        if (way < 4)
            text_add(&t, str_of(ways[way][1]));
        else
            text_add_char(&t, *left.ptr);
        at += way < 4 ? strlen(ways[way][0]) : 1;
    }
    return text_str(&t);
}

/* A drawing: its words, and where every mark of it stands. Blanks count as one, and an element that
 * is closed in another way is the same: a browser that saves the page writes it so. */
static void take_drawing(struct reader *r, struct str tag)
{
    const size_t end = str_find(rest(r), STR("</svg"));
    const struct str svg = str_slice(rest(r), 0, end);
    struct sent *s = r->sent;
    struct text marks;
    bool closing = false;

    text_init(&marks, s->owner);
    text_add(&marks, tag);
    for (size_t i = 0; i < svg.len; i++) {
        const char c = svg.ptr[i] == '\n' ? ' ' : svg.ptr[i];
        const char next = i + 1 < svg.len ? svg.ptr[i + 1] : ' ';

        if (closing || (c == '<' && next == '/')) {
            closing = c != '>';
            continue;
        }
        if (c == '<' && marks.len > 0 && marks.ptr[marks.len - 1] != ' ')
            text_add_char(&marks, ' ');
        if (!(c == '/' && next == '>') &&
            !(c == ' ' && marks.len > 0 && marks.ptr[marks.len - 1] == ' '))
            text_add_char(&marks, c);
    }
    if (arena_grow(s->owner, (void **)&s->drawings, s->drawing_count, &s->drawing_capacity,
                   sizeof(s->drawings[0]), LINE_CEILING))
        s->drawings[s->drawing_count++] = in_one_way(str_trim(text_str(&marks)), s->owner);
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
    check_hides(r, name, tag);
    if (!closes && str_equal_nocase(name, STR("style")))
        text_add(&r->styles, str_slice(rest(r), 0, str_find(rest(r), STR("</style"))));
    if (!closes && str_equal_nocase(name, STR("script")))
        text_add(&r->styles, str_slice(rest(r), 0, str_find(rest(r), STR("</script"))));
    if (str_equal_nocase(name, STR("link")))
        text_add(&r->styles, tag);
    if (!closes && str_equal_nocase(name, STR("svg")))
        take_drawing(r, tag);
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
        r->row = str_equal_nocase(name, STR("tr")) && !closes;
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The next word; false: there is none. */
static bool take_word(struct str *rest, struct str *ret)
{
    size_t from = 0, to;

    while (from < rest->len && is_blank(rest->ptr[from]))
        from++;
    for (to = from; to < rest->len && !is_blank(rest->ptr[to]);)
        to++;
    *ret = str_slice(*rest, from, to);
    *rest = str_slice(*rest, to, rest->len);
    return ret->len > 0;
}

struct str sent_about(struct str about, const char *key)
{
    struct str rest = about, piece;

    while (take_word(&rest, &piece))
        if (str_starts(piece, str_of(key)))
            return str_slice(piece, str_of(key).len, piece.len);
    return STR("");
}

/* More than half of its lines: a title that wrapped in its cell may begin one with that mark. */
static bool is_quoted(struct str bytes)
{
    size_t lines = 0, quoted = 0;
    struct str line;

    while (str_split(&bytes, '\n', &line)) {
        lines += str_trim(line).len > 0;
        quoted += line.len > 0 && line.ptr[0] == '>';
    }
    return quoted * 2 > lines;
}

struct str sent_unquoted(struct str bytes, struct arena *owner)
{
    struct text text;
    bool begins = true;

    if (!is_quoted(bytes))
        return bytes;
    text_init(&text, owner);
    for (size_t i = 0; i < bytes.len; i++) {
        const char next = i + 1 < bytes.len ? bytes.ptr[i + 1] : '\n';

        if (begins && bytes.ptr[i] == '>' && (next == '>' || is_blank(next))) {
            i += next == ' ';
            continue;
        }
        begins = bytes.ptr[i] == '\n';
        text_add_char(&text, bytes.ptr[i]);
    }
    return text_str(&text);
}

/* The last place where those words stand one after the other, however their line is broken; behind
 * an empty line, where asked. bytes.len: none. */
enum place_of_words { ANYWHERE, BEHIND_BLANK };

static size_t last_words(struct str bytes, const char *first, const char *second,
                         enum place_of_words where)
{
    for (size_t at = bytes.len; at-- > 0;) {
        struct str left = str_slice(bytes, at, bytes.len), word;
        size_t before = at, breaks = 0;

        if ((at > 0 && !is_blank(bytes.ptr[at - 1])) || !str_starts(left, str_of(first)))
            continue;
        if (!take_word(&left, &word) || !str_equal(word, str_of(first)) ||
            !take_word(&left, &word) || !str_starts(word, str_of(second)))
            continue;
        while (before > 0 && is_blank(bytes.ptr[before - 1]))
            breaks += bytes.ptr[--before] == '\n';
        if (where == ANYWHERE || breaks > 1)
            return at;
    }
    return bytes.len;
}

/* "for=exec of= seed=1": as far as words are of that form. */
static struct str run_in(struct str rest)
{
    struct str left = rest, word;
    size_t to = 0;

    while (take_word(&left, &word) && str_find_char(word, '=') < word.len)
        to = (size_t)(word.ptr - rest.ptr) + word.len;
    return str_trim(str_slice(rest, 0, to));
}

bool sent_list(struct str bytes, struct str *ret_ids, struct str *ret_about)
{
    const size_t mark = STR("Facts:").len, run = STR("Run:").len;
    const size_t about = last_words(bytes, "Run:", "for=", ANYWHERE);
    const size_t at = last_words(str_slice(bytes, 0, about), "Facts:", "", BEHIND_BLANK);
    struct str first, ids;

    if (at >= about)
        return false;
    *ret_ids = ids = str_trim(str_slice(bytes, at + mark, about));
    if (!take_word(&ids, &first))
        return false;
    first = str_slice(first, 0, first.len - (first.len > 0));   /* its comma or full stop */
    if (about == bytes.len && str_find_char(first, '.') >= first.len)
        return false;           /* no id */
    *ret_about = run_in(str_slice(bytes, about + (about < bytes.len ? run : 0), bytes.len));
    return true;
}

/* Ours says of which run it is in a line of its own; without that, it begins with its heading.
 * Plain text may hold what looks like a mark: a title that somebody wrote. */
static bool is_markdown(struct str bytes)
{
    const struct str run = STR("<!--baton "), text = str_trim(bytes);

    return str_starts(text, run) || str_find(bytes, STR("\n<!--baton ")) < bytes.len ||
           (str_starts(text, STR("#")) && str_find(bytes, STR("<!--c ")) < bytes.len);
}

void sent_read(struct str bytes, struct arena *owner, struct sent *ret)
{
    struct reader r = {.sent = ret, .bytes = bytes, .number = 1};

    *ret = (struct sent){.owner = owner};
    text_init(&r.part, owner);
    text_init(&r.styles, owner);
    ret->html = str_starts(str_trim(bytes), STR("<!doctype")) ||
                str_starts(str_trim(bytes), STR("<!DOCTYPE")) ||
                str_starts(str_trim(bytes), STR("<html"));
    ret->marked = ret->html || is_markdown(bytes);
    if (ret->html)
        read_html(&r);
    else
        read_markdown(&r);
    ret->style = text_str(&r.styles);
    ret->cut |= ret->html && !str_ends(str_trim(bytes), STR("</html>"));
}

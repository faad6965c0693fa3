/* SPDX-License-Identifier: Apache-2.0 */
/* Plain text read back. It carries no ids, so the words that were sent are laid along the words of
 * the register as it is told again: where they agree, they say the claims that the register's
 * do; a word put in the place of another says that one's claim, and contradicts it.
 *
 * The longest stretch of words that stands in both goes first, wherever it stands: paragraphs may
 * be moved, cut, or broken elsewhere. Rows of a table are one line, cells wrapped or not; whole
 * ones that a mail program ran together are those they were.
 */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/report/verify.h"

enum {
    TOKEN_CEILING = 1 << 22, LINE_CEILING = 1 << 20,
    NEAR = 24,                  /* tokens a change may skip in the register */
    FAR_LEAST = 4,              /* tokens in a row that make a moved stretch */
    GAP_MOST = 64,
    STRANGE = 16,               /* a word that is not the register's, in leaps of the others */
    TRIES_MOST = 64             /* places where a word stands that are looked at */
};

/* A word or a mark of punctuation. */
struct token {
    struct str text;
    bool blank;                 /* a blank stands before it */
    bool begins;                /* it is the first of its line of the file */
    bool apart;                 /* and the line before is empty */
    unsigned line;              /* in the file */
    uint32_t span;              /* of a claim, from 1; 0: words of no claim */
    uint32_t block;             /* paragraph or row, from 1; 0: not known */
    uint32_t twin;              /* of the register, from 1; 0: stands there nowhere */
};

struct tokens {
    struct arena *owner;
    struct token *items;
    size_t count, capacity;
    struct str *claims;         /* by span */
    size_t span_count, span_capacity;
};

/* --- words ---------------------------------------------------------------------------------- */

static bool is_mark(char c)
{
    return str_find_char(STR("\"'()[]{},;:.!?"), c) < 14;
}

struct scan {
    struct tokens *out;
    struct text word;
    uint32_t *spans;            /* of each byte of the word */
    size_t span_capacity;
    uint32_t span, block;
    unsigned line;
    bool blank, begins, apart;
};

static void add_token(struct scan *s, size_t from, size_t to)
{
    struct tokens *t = s->out;

    if (!arena_grow(t->owner, (void **)&t->items, t->count, &t->capacity, sizeof(t->items[0]),
                    TOKEN_CEILING))
        return;
    t->items[t->count++] = (struct token){
        .text = str_copy(t->owner, str_slice(text_str(&s->word), from, to)), .blank = s->blank,
        .begins = s->begins, .apart = s->apart, .line = s->line, .span = s->spans[from],
        .block = s->block};
    s->blank = s->begins = s->apart = false;
}

/* Marks at its ends are tokens of their own: they may belong to the sentence around a claim. */
static void end_word(struct scan *s)
{
    size_t from = 0, to = s->word.len;

    while (from < to && is_mark(s->word.ptr[from]))
        add_token(s, from, from + 1), from++;
    while (to > from && is_mark(s->word.ptr[to - 1]))
        to--;
    if (to > from)
        add_token(s, from, to);
    for (; to < s->word.len; to++)
        if (to >= from)
            add_token(s, to, to + 1);
    text_clear(&s->word);
}

static void add_byte(struct scan *s, char c)
{
    if (arena_grow(s->out->owner, (void **)&s->spans, s->word.len, &s->span_capacity,
                   sizeof(s->spans[0]), TOKEN_CEILING)) {
        s->spans[s->word.len] = s->span;
        text_add_char(&s->word, c);
    }
}

/* "\x01NUMBER ID\x02": pieces of one span are one. Returns the bytes read. */
static size_t begin_span(struct scan *s, struct str rest, struct map *numbers)
{
    const size_t blank = str_find_char(rest, ' '), end = str_find_char(rest, '\x02');
    struct tokens *t = s->out;
    uint32_t at = (uint32_t)t->span_count + 1;

    if (map_insert(numbers, str_slice(rest, 1, blank), at, &at)) {
        at = (uint32_t)t->span_count + 1;
        if (arena_grow(t->owner, (void **)&t->claims, t->span_count, &t->span_capacity,
                       sizeof(t->claims[0]), TOKEN_CEILING))
            t->claims[t->span_count++] = str_slice(rest, blank + 1, end);
    }
    s->span = at;
    return end + 1;
}

static size_t skip_color(struct str rest)
{
    size_t at = 2;

    while (at < rest.len && !((rest.ptr[at] >= 'a' && rest.ptr[at] <= 'z') ||
                              (rest.ptr[at] >= 'A' && rest.ptr[at] <= 'Z')))
        at++;
    return at + 1;
}

static void scan_text(struct str bytes, struct arena *owner, struct tokens *ret)
{
    struct scan s = {.out = ret, .line = 1, .begins = true, .apart = true};
    struct map numbers;
    bool empty = true;          /* of the line so far */

    *ret = (struct tokens){.owner = owner};
    text_init(&s.word, owner);
    map_init(&numbers, owner);
    for (size_t i = 0; i < bytes.len; i++) {
        const char c = bytes.ptr[i];
        const struct str rest = str_slice(bytes, i, bytes.len);

        if (c == '\x04') {
            end_word(&s);
            s.block++;
        } else if (c == '\x01') {
            i += begin_span(&s, rest, &numbers) - 1;
        } else if (c == '\x03') {
            s.span = 0;
        } else if (str_starts(rest, STR("\x1b["))) {
            i += skip_color(rest) - 1;
        } else if (c == '\n') {
            end_word(&s);
            s.apart |= empty;
            s.blank = s.begins = empty = true;
            s.line++;
        } else if (c == ' ' || c == '\t' || c == '\r' || str_starts(rest, STR("\xc2\xa0"))) {
            end_word(&s);
            s.blank = true;
            i += str_starts(rest, STR("\xc2\xa0"));
        } else {
            empty = false;
            add_byte(&s, c);
        }
    }
    end_word(&s);
}

/* --- the same words in both ----------------------------------------------------------------- */

struct along {
    struct tokens *sent;
    const struct tokens *told;
    struct map first;           /* a word's first place in the register, from 1 */
    uint32_t *next;             /* and the next place of the same word */
};

static void index_told(struct along *a)
{
    const struct tokens *t = a->told;
    struct map last;

    map_init(&a->first, t->owner);
    map_init(&last, t->owner);
    a->next = ARENA_ARRAY(t->owner, uint32_t, t->count + 1);
    for (size_t i = 0; i < t->count; i++) {
        uint32_t before;

        if (!map_insert(&a->first, t->items[i].text, (uint32_t)i + 1, NULL) &&
            map_find(&last, t->items[i].text, &before))
            a->next[before - 1] = (uint32_t)i + 1;
        map_set(&last, t->items[i].text, (uint32_t)i + 1);
    }
}

static size_t length_of(const struct along *a, size_t sent, size_t told)
{
    size_t n = 0;

    while (sent + n < a->sent->count && told + n < a->told->count &&
           str_equal(a->sent->items[sent + n].text, a->told->items[told + n].text))
        n++;
    return n;
}

/* Where the words from `sent` on stand in the register; 0: nowhere that is worth it. `due`: where
 * the register goes on; `skipped`: words since then that it does not have. */
static size_t best_place(const struct along *a, size_t sent, size_t due, size_t skipped,
                         size_t *ret_place)
{
    size_t best = 0, best_score = 0, length = length_of(a, sent, due);
    const struct token *told = a->told->items;
    uint32_t at = 0;

    if (length > 0 && (length >= FAR_LEAST || skipped == 0)) {
        *ret_place = due;
        best = length;
        best_score = length + NEAR;
    }
    map_find(&a->first, a->sent->items[sent].text, &at);
    for (unsigned tries = 0; at > 0 && tries < TRIES_MOST; at = a->next[at - 1], tries++) {
        const size_t place = at - 1;
        const bool near = place >= due && place <= due + NEAR &&
                          (told[place].block == told[due].block ||
                           (due > 0 && told[place].block == told[due - 1].block));

        length = length_of(a, sent, place);
        if ((length < FAR_LEAST && sent + length < a->sent->count && !near) ||
            (near && length == 1 && place - due > skipped + 1))
            continue;
        if (length + (near ? FAR_LEAST : 0) > best_score) {
            best_score = length + (near ? FAR_LEAST : 0);
            best = length;
            *ret_place = place;
        }
    }
    return best;
}

static void find_twins(struct along *a)
{
    size_t due = 0, skipped = 0;

    for (size_t i = 0; i < a->sent->count;) {
        size_t place = 0;
        const size_t length = best_place(a, i, due, skipped, &place);

        for (size_t n = 0; n < length; n++)
            a->sent->items[i + n].twin = (uint32_t)(place + n + 1);
        if (length > 0)
            due = place + length;
        skipped = length > 0 ? 0 : skipped + 1;
        i += length > 0 ? length : 1;
    }
}

/* --- words in the place of others ----------------------------------------------------------- */

static void fill_gap(struct along *a, size_t from, size_t to)
{
    struct token *sent = a->sent->items;
    const struct token *told = a->told->items;
    const size_t before = from > 0 ? sent[from - 1].twin : 0;      /* told[before] is due */
    size_t after = to < a->sent->count ? sent[to].twin - 1 : a->told->count;
    size_t room;

    if (to == a->sent->count)
        for (after = before; after < a->told->count &&
                             (before == 0 || told[after].block == told[before - 1].block);)
            after++;
    if (after < before || after - before > GAP_MOST)
        return;
    room = after - before;
    for (size_t i = from; i < to; i++) {
        const size_t n = i - from < room ? i - from : room - 1;

        if (room > 0) {
            sent[i].span = told[before + n].span;
            sent[i].block = told[before + n].block;
        } else if (before > 0 && after < a->told->count &&
                   told[before - 1].span == told[after].span) {
            sent[i].span = told[after].span;
            sent[i].block = told[after].block;
        }
    }
}

static void take_claims(struct along *a)
{
    struct token *sent = a->sent->items;

    for (size_t i = 0; i < a->sent->count; i++)
        if (sent[i].twin > 0) {
            sent[i].span = a->told->items[sent[i].twin - 1].span;
            sent[i].block = a->told->items[sent[i].twin - 1].block;
        }
    for (size_t i = 0; i < a->sent->count;) {
        size_t to = i;

        while (to < a->sent->count && sent[to].twin == 0)
            to++;
        if (to > i)
            fill_gap(a, i, to);
        i = to > i ? to : i + 1;
    }
    a->sent->claims = a->told->claims;
    a->sent->span_count = a->told->span_count;
}

/* --- lines ---------------------------------------------------------------------------------- */

static bool ends_sentence(struct str s)
{
    return s.len == 1 && str_find_char(STR(".!?:"), s.ptr[0]) < 4;
}

/* Whether a line of the register may end before the token: another paragraph or row begins in
 * the file too. Otherwise pieces of two are said as one. */
static bool is_seam(const struct tokens *t, const struct tokens *told, size_t i)
{
    const struct token *now = &t->items[i], *before = &t->items[i - 1];
    const bool last = before->twin > 0 && (before->twin == told->count ||
                                           told->items[before->twin].block != before->block);
    const bool first =
        now->twin > 0 && (now->twin == 1 || told->items[now->twin - 2].block != now->block);

    /* A row wider than the lines leaves lines of blanks alone where it was broken anew. */
    if (before->twin > 0 && now->twin == before->twin + 1 && !first)
        return false;
    if (now->apart)
        return true;
    if (now->block == before->block)
        return false;
    if (last && first)          /* two that were run together are whole, one after the other */
        return true;
    return now->begins && (last || first || ends_sentence(before->text));
}

static void add_text(struct text *text, const struct token *t)
{
    if (t->blank && text->len > 0)
        text_add_char(text, ' ');
    text_add(text, t->text);
}

static void add_part(struct sent *sent, struct sent_line *line, struct str claim,
                     const struct text *text)
{
    if (arena_grow(sent->owner, (void **)&line->parts, line->count, &line->capacity,
                   sizeof(line->parts[0]), LINE_CEILING))
        line->parts[line->count++] =
            (struct sent_part){claim, str_copy(sent->owner, text_str(text))};
}

/* The tokens [from, to) as one line; the pieces of a span that wrapped in its cell are one. */
static void add_line(struct sent *sent, const struct tokens *t, size_t from, size_t to)
{
    struct sent_line *line;

    if (from >= to || !arena_grow(sent->owner, (void **)&sent->lines, sent->count,
                                  &sent->capacity, sizeof(sent->lines[0]), LINE_CEILING))
        return;
    line = &sent->lines[sent->count++];
    *line = (struct sent_line){.number = t->items[from].line};
    for (size_t i = from; i < to;) {
        const uint32_t span = t->items[i].span;
        struct text text;
        bool begun = false;

        text_init(&text, sent->owner);
        if (span == 0) {
            while (i < to && t->items[i].span == 0)
                add_text(&text, &t->items[i++]);
            add_part(sent, line, STR(""), &text);
            continue;
        }
        for (size_t n = from; n < i && !begun; n++)
            begun = t->items[n].span == span;
        for (size_t n = i; n < to && !begun; n++)
            if (t->items[n].span == span)
                add_text(&text, &t->items[n]);
        if (!begun)
            add_part(sent, line, t->claims[span - 1], &text);
        while (i < to && t->items[i].span == span)
            i++;
    }
}

static void make_lines(const struct tokens *t, const struct tokens *told, struct arena *owner,
                       struct sent *ret)
{
    size_t from = 0;

    *ret = (struct sent){.owner = owner};
    for (size_t i = 1; i < t->count; i++)
        if (told ? is_seam(t, told, i) : t->items[i].block != t->items[i - 1].block) {
            add_line(ret, t, from, i);
            from = i;
        }
    add_line(ret, t, from, t->count);
}

/* Whether the text ends inside a sentence or a word of the register. */
static bool ends_within(const struct tokens *sent, const struct tokens *told)
{
    const struct token *last = sent->count > 0 ? &sent->items[sent->count - 1] : NULL;
    const struct token *before = sent->count > 1 ? last - 1 : NULL;

    if (!last)
        return true;
    for (size_t i = 0; i < sent->count; i++)    /* a list that is not whole */
        if (sent->items[i].apart && sent->items[i].twin == 0 &&
            str_equal(sent->items[i].text, STR("Facts")))
            return true;
    if (last->twin == 0) {
        const size_t due = before ? before->twin : 0;

        return (last->apart && str_starts(STR("Facts:"), last->text)) ||
               ((due > 0 || !before) && due < told->count &&
                str_starts(told->items[due].text, last->text));
    }
    return last->twin < told->count && told->items[last->twin].block == last->block &&
           !ends_sentence(last->text);
}

size_t sent_read_text(struct str bytes, struct str marked, struct arena *owner, struct sent *ret,
                      struct sent *ret_told)
{
    struct tokens sent, told;
    struct along along = {.sent = &sent, .told = &told};
    size_t strange = 0, leaps = 0;

    scan_text(bytes, owner, &sent);
    scan_text(marked, owner, &told);
    index_told(&along);
    find_twins(&along);
    take_claims(&along);
    make_lines(&sent, &told, owner, ret);
    make_lines(&told, NULL, owner, ret_told);
    ret->cut = ends_within(&sent, &told);
    for (size_t i = 0; i < sent.count; i++) {
        strange += sent.items[i].twin == 0;
        leaps += i > 0 && sent.items[i].twin != sent.items[i - 1].twin + 1;
    }
    return strange * STRANGE + leaps;
}

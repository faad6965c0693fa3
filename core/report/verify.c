/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a report that was sent still says what the plan says.
 *
 * The register is told again from the plan, and what was sent is read back. Then: every claim it
 * cites exists and is worded as the claim is; every line cites what a line of the register
 * cites; outside claims stands no number, date, name, status, promise or negation but where the
 * register has the same words around it; nothing that must be said is missing. The words
 * between may be edited, lines may be left out or reordered.
 */
#include "core/report/verify.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/report/tell.h"
#include "core/syntax/writer.h"

struct verifying {
    struct report_input *in;        /* narrowed as the report says */
    struct claims *set;
    struct sent sent, told;         /* what was sent; what the register says */
    struct str file;
    struct map worded;              /* "id\ntext" of the register */
    struct map around;              /* "before word after" outside its claims */
    struct map cited;
    size_t facts, problems;
};

/* --- what it says of itself ----------------------------------------------------------------- */

static struct str part_of(struct str about, const char *key)
{
    struct str rest = about, piece;

    while (str_split(&rest, ' ', &piece))
        if (str_starts(piece, str_of(key)))
            return str_slice(piece, str_of(key).len, piece.len);
    return STR("");
}

static void lie(struct verifying *v, const char *code, unsigned line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void lie(struct verifying *v, const char *code, unsigned line, const char *format, ...)
{
    struct text text;
    va_list arguments;

    text_init(&text, v->in->owner);
    text_addf(&text, "%.*s", STR_ARG(v->file));
    if (line > 0)
        text_addf(&text, ", line %u", line);
    text_add(&text, STR(": "));
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    diag_error(v->in->out, code, (struct place){0}, "%.*s", STR_ARG(text_str(&text)));
    v->problems++;
}

static bool check_run(struct verifying *v)
{
    const struct str about = v->sent.about;
    const struct forecast *f = v->in->forecast;
    struct arena *owner = v->in->owner;
    const struct str inputs =
        str_format(owner, "%llx", (unsigned long long)v->in->plan->digest);
    const struct str seed = str_format(owner, "%llu", f ? (unsigned long long)f->seed : 0ULL);
    const struct str iterations = str_format(owner, "%u", f ? f->iterations : 0);

    if (about.len == 0) {
        lie(v, "no-run", 0, "it does not say of which run it is; send it as Markdown or HTML");
        return false;
    }
    if (!str_equal(part_of(about, "inputs="), inputs))
        lie(v, "other-plan", 0, "it was made of another state of the plan (%.*s, now %.*s)",
            STR_ARG(part_of(about, "inputs=")), STR_ARG(inputs));
    if (!str_equal(part_of(about, "seed="), seed) ||
        !str_equal(part_of(about, "iterations="), iterations))
        lie(v, "other-run", 0,
            "it was made with seed %.*s and %.*s iterations, this is %.*s and %.*s",
            STR_ARG(part_of(about, "seed=")), STR_ARG(part_of(about, "iterations=")),
            STR_ARG(seed), STR_ARG(iterations));
    return true;
}

/* --- claims --------------------------------------------------------------------------------- */

static struct str single_blanks(struct arena *owner, struct str s)
{
    struct text text;

    text_init(&text, owner);
    for (size_t i = 0; i < s.len; i++) {
        const bool hard = (unsigned char)s.ptr[i] == 0xc2 && i + 1 < s.len &&
                          (unsigned char)s.ptr[i + 1] == 0xa0;

        i += hard;
        if (!hard && s.ptr[i] != ' ' && s.ptr[i] != '\n')
            text_add_char(&text, s.ptr[i]);
        else if (text.len > 0 && text.ptr[text.len - 1] != ' ')
            text_add_char(&text, ' ');
    }
    return str_trim(text_str(&text));
}

static bool is_worded(const struct verifying *v, const struct claim *c, struct str text)
{
    struct arena *owner = v->in->owner;
    const struct str key = str_format(owner, "%.*s\n%.*s", STR_ARG(c->id), STR_ARG(text));
    uint32_t ignored;

    return map_find(&v->worded, key, &ignored) ||
           str_equal(text, single_blanks(owner, say_claim(v->in, c, CITE_PROSE))) ||
           str_equal(text, single_blanks(owner, say_claim(v->in, c, CITE_TABLE)));
}

static void check_part(struct verifying *v, const struct sent_line *line,
                       const struct sent_part *part)
{
    const struct claim *c = claim_find(v->set, part->claim);

    v->facts++;
    if (!c) {
        lie(v, "no-claim", line->number, "'%.*s' cites %.*s, and there is no such claim for this "
            "reader", STR_ARG(part->text), STR_ARG(part->claim));
        return;
    }
    map_insert(&v->cited, part->claim, 0, NULL);
    if (!is_worded(v, c, part->text))
        lie(v, "contradicts", line->number, "%.*s is '%.*s', and not '%.*s'",
            STR_ARG(c->id), STR_ARG(single_blanks(v->in->owner, say_claim(v->in, c, CITE_PROSE))),
            STR_ARG(part->text));
}

/* --- lines ---------------------------------------------------------------------------------- */

/* Whether the claims of one line stand in the other, in the same order. */
static bool is_within(const struct sent_line *few, const struct sent_line *many)
{
    size_t at = 0;

    for (size_t i = 0; i < few->count; i++) {
        if (few->parts[i].claim.len == 0)
            continue;
        while (at < many->count && !str_equal(many->parts[at].claim, few->parts[i].claim))
            at++;
        if (at++ >= many->count)
            return false;
    }
    return true;
}

static void check_line(struct verifying *v, const struct sent_line *line)
{
    struct text ids;

    for (size_t i = 0; i < v->told.count; i++)
        if (is_within(line, &v->told.lines[i]))
            return;
    text_init(&ids, v->in->owner);
    for (size_t i = 0; i < line->count; i++)
        if (line->parts[i].claim.len > 0)
            text_addf(&ids, "%s%.*s", ids.len > 0 ? ", " : "", STR_ARG(line->parts[i].claim));
    lie(v, "rearranged", line->number, "no line of the register says these together: %.*s",
        STR_ARG(text_str(&ids)));
}

/* --- words outside claims ------------------------------------------------------------------- */

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

/* Without marks of punctuation at both ends. */
static struct str bare(struct str word)
{
    static const char marks[] = ".,;:!?()\"'-";
    size_t from = 0, to = word.len;

    while (from < to && str_find_char(str_of(marks), word.ptr[from]) < sizeof(marks) - 1)
        from++;
    while (to > from && str_find_char(str_of(marks), word.ptr[to - 1]) < sizeof(marks) - 1)
        to--;
    return str_slice(word, from, to);
}

/* Words that promise, judge, deny or date. */
static bool is_loaded(struct str word)
{
    static const char *const words[] = {
        "not", "no", "never", "none", "nothing", "all", "every", "only", "without", "cannot",
        "will", "promise", "promised", "promises", "guarantee", "guaranteed", "commit", "committed",
        "certain", "certainly", "definitely", "sure", "surely", "safe", "fine", "track", "course",
        "green", "amber", "red", "grey", "off", "risk", "done", "finished", "met", "missed", "go",
        "late", "early", "agreed", "approved", "accepted", "likely", "unlikely", "percent", "week",
        "weeks", "day", "days", "month", "months", "half", "double", "twice", "zero", "one", "two",
        "three", "four", "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand",
        "million", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december", "today", "tomorrow", "next", "soon",
        "free", "cheap", "saved", "confirmed", "decided", "resolved", "solved", "fixed"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(word, str_of(words[i])))
            return true;
    return false;
}

/* Whether the word could say something true or false: then the register must have it in the same
 * place. A capital letter is a name. */
static bool is_factual(struct str word, bool first)
{
    const unsigned char c = word.len > 0 ? (unsigned char)word.ptr[0] : 0;

    return has_digit(word) || is_loaded(word) || (c >= 'A' && c <= 'Z' && !first) || c == '$' ||
           (c >= 0x80);
}

struct words {
    const struct sent_line *line;
    struct str *items;          /* a claim is one word: "<>" */
    bool *first;                /* of a sentence */
    size_t count;
};

static struct words words_of(const struct sent_line *line, struct arena *owner)
{
    struct words w = {line, NULL, NULL, 0};
    size_t room = 2;
    bool first = true;

    for (size_t i = 0; i < line->count; i++)
        room += line->parts[i].text.len + 1;
    w.items = ARENA_ARRAY(owner, struct str, room);
    w.first = ARENA_ARRAY(owner, bool, room);
    w.items[w.count++] = STR("");
    for (size_t i = 0; i < line->count; i++) {
        struct str rest = line->parts[i].text, piece;

        if (line->parts[i].claim.len > 0) {
            w.items[w.count++] = STR("<>");
            first = false;
            continue;
        }
        while (str_split(&rest, ' ', &piece)) {
            if (bare(piece).len > 0) {
                w.first[w.count] = first;
                w.items[w.count++] = bare(piece);
                first = false;
            }
            if (piece.len > 0 && str_find_char(STR(".:!?-"), piece.ptr[piece.len - 1]) < 5)
                first = true;
        }
    }
    w.items[w.count] = STR("");
    return w;
}

static struct str around(const struct words *w, size_t i, struct arena *owner)
{
    return str_format(owner, "%.*s %.*s %.*s", STR_ARG(w->items[i - 1]), STR_ARG(w->items[i]),
                      STR_ARG(w->items[i + 1]));
}

static void learn(struct verifying *v)
{
    map_init(&v->worded, v->in->owner);
    map_init(&v->around, v->in->owner);
    map_init(&v->cited, v->in->owner);
    for (size_t i = 0; i < v->told.count; i++) {
        const struct sent_line *line = &v->told.lines[i];
        const struct words w = words_of(line, v->in->owner);

        for (size_t n = 1; n < w.count; n++)
            map_insert(&v->around, around(&w, n, v->in->owner), 0, NULL);
        for (size_t n = 0; n < line->count; n++)
            if (line->parts[n].claim.len > 0)
                map_insert(&v->worded,
                           str_format(v->in->owner, "%.*s\n%.*s", STR_ARG(line->parts[n].claim),
                                      STR_ARG(line->parts[n].text)), 0, NULL);
    }
}

static void check_words(struct verifying *v, const struct sent_line *line)
{
    const struct words w = words_of(line, v->in->owner);
    uint32_t ignored;

    for (size_t i = 1; i < w.count; i++) {
        if (str_equal(w.items[i], STR("<>")) || !is_factual(w.items[i], w.first[i]) ||
            map_find(&v->around, around(&w, i, v->in->owner), &ignored))
            continue;
        lie(v, "no-fact", line->number, "'%.*s' rests on no claim",
            STR_ARG(str_trim(around(&w, i, v->in->owner))));
        return;
    }
}

/* --- what must be said ---------------------------------------------------------------------- */

static bool is_named_with(const struct verifying *v, struct str id)
{
    const struct str subject = str_slice(id, 0, str_find_char(id, '.') + 1);

    for (size_t i = 0; i < v->sent.count; i++) {
        const struct sent_line *line = &v->sent.lines[i];
        bool is_there = false, is_named = false;

        for (size_t n = 0; n < line->count; n++) {
            is_there |= str_equal(line->parts[n].claim, id);
            is_named |= str_starts(line->parts[n].claim, subject) &&
                        (str_ends(line->parts[n].claim, STR(".title")) ||
                         str_ends(line->parts[n].claim, STR(".id")));
        }
        if (is_there && is_named)
            return true;
    }
    return false;
}

static void check_musts(struct verifying *v)
{
    uint32_t ignored;

    for (size_t i = 0; i < v->set->count; i++) {
        const struct claim *c = v->set->items[i];

        if (!c->must)
            continue;
        if (!map_find(&v->cited, c->id, &ignored))
            lie(v, "left-out", 0, "%.*s ('%.*s') may not be left out", STR_ARG(c->id),
                STR_ARG(say_claim(v->in, c, CITE_PROSE)));
        else if (c->kind == CLAIM_STATUS && !is_named_with(v, c->id))
            lie(v, "left-out", 0, "%.*s is said, and of whom is not", STR_ARG(c->id));
    }
}

/* --- the report ----------------------------------------------------------------------------- */

/* The register again, in the form of the file, read back the way the file is. */
static bool tell_again(struct verifying *v, struct str name)
{
    const struct report *r = report_find(name);
    struct document d;
    struct text bytes;

    if (!r || !r->narrows)
        return false;
    document_init(&d, v->in->owner);
    v->in->pictures = v->sent.html;
    if (!report_say(r, v->in, &d) || d.about.len == 0)
        return false;
    text_init(&bytes, v->in->owner);
    if (v->sent.html)
        document_write_html(&d, &(struct html_form){STR("")}, &bytes);
    else
        document_write_markdown(&d, v->in->owner, &bytes);
    sent_read(text_str(&bytes), v->in->owner, &v->told);
    return true;
}

static bool text(const struct report_input *in, struct document *out)
{
    struct report_input narrowed = *in;
    struct verifying v = {.in = &narrowed, .file = in->command};
    struct str name, subject, audience;
    struct line *line;

    sent_read(in->subject, in->owner, &v.sent);
    name = part_of(v.sent.about, "for=");
    subject = part_of(v.sent.about, "of=");
    audience = part_of(v.sent.about, "audience=");
    narrowed.subject = subject;
    narrowed.command = STR(".");
    if (audience.len > 0)
        report_narrow(&narrowed, audience);
    v.set = claims_of(&narrowed);
    if (!check_run(&v))
        return true;
    if (!tell_again(&v, name)) {
        lie(&v, "no-run", 0, "it says it is '%.*s', and there is no such register",
            STR_ARG(name));
        return true;
    }
    learn(&v);
    if (v.sent.broken)
        lie(&v, "broken-mark", 0, "a claim is opened and not closed in its line");
    for (size_t i = 0; i < v.sent.count; i++) {
        const struct sent_line *at = &v.sent.lines[i];

        for (size_t n = 0; n < at->count; n++)
            if (at->parts[n].claim.len > 0)
                check_part(&v, at, &at->parts[n]);
        check_line(&v, at);
        check_words(&v, at);
    }
    check_musts(&v);
    line = document_paragraph(out, 0, 4);
    line_add(line, v.problems == 0 ? TONE_GOOD : TONE_BAD,
             v.problems == 0 ? STR("ok  ") : STR("refused  "));
    line_addf(line, TONE_PLAIN, "%.*s: %.*s, ", STR_ARG(v.file), STR_ARG(name));
    if (v.problems == 0)
        line_addf(line, TONE_PLAIN, "%.*s agree with the plan",
                  STR_ARG(say_count(in, v.facts, "fact", "facts")));
    else
        line_add(line, TONE_PLAIN, say_count(in, v.problems, "problem", "problems"));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    struct document d;

    document_init(&d, in->owner);
    text(in, &d);
    json_begin(in, out, "verify");
    writer_key_text(out, "file", in->command);
    writer_key(out, STR("problems"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < in->out->count; i++)
        if (in->out->items[i].level == DIAG_ERROR) {
            writer_map_begin(out, true);
            writer_key_text(out, "code", str_of(in->out->items[i].code));
            writer_key_text(out, "text", in->out->items[i].text);
            writer_map_end(out);
        }
    writer_list_end(out);
    json_end(out);
    return true;
}

const struct report report_verify = {
    .name = "verify",
    .title = "Whether a report that was sent still says what the plan says",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .text = text,
    .json = json,
};

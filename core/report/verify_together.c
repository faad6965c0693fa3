/* SPDX-License-Identifier: Apache-2.0 */
/* Whether reports that were sent rest on the same claims, found from the reports alone.
 *
 * Nothing is told again: there is no plan. What two of them say of one claim must agree; a number
 * outside claims is named, unless it is how registers speak of probability ("80 % likely"); what
 * is off in one may not be left out of another that names it; all must be of one run. Other words
 * outside claims are judged by what claims say (`together_words.c`). What one report alone says,
 * nothing here can judge.
 */
#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/report/agree.h"
#include "core/report/figures.h"
#include "core/report/together.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { SAYING_CEILING = 1 << 20 };

void together_lie(struct together *v, size_t file, const char *code, unsigned line,
                  const char *format, ...)
{
    struct text text;
    va_list arguments;

    text_init(&text, v->in->owner);
    text_addf(&text, "%.*s", STR_ARG(v->items[file].name));
    if (line > 0)
        text_addf(&text, ", line %u", line);
    text_add(&text, STR(": "));
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    diag_error(v->in->out, code, (struct place){0}, "%.*s", STR_ARG(text_str(&text)));
    v->items[file].problems++;
    v->problems++;
}

struct str together_place(const struct together *v, size_t file, unsigned line)
{
    return line == 0 ? v->items[file].name
                     : str_format(v->owner, "%.*s, line %u", STR_ARG(v->items[file].name), line);
}

unsigned together_row(const struct sent_report *r, const struct sent_line *line)
{
    unsigned row = 1;

    if (!r->sent.html)
        return line->number;
    for (size_t i = 0; i < line->at && i < r->bytes.len; i++)
        row += r->bytes.ptr[i] == '\n';
    return row;
}

/* --- runs ----------------------------------------------------------------------------------- */

static const char *const run_keys[] = {"inputs=", "seed=", "iterations="};
enum { RUN_KEYS = sizeof(run_keys) / sizeof(run_keys[0]) };

static bool is_same_run(struct str a, struct str b)
{
    for (unsigned i = 0; i < RUN_KEYS; i++)
        if (!str_equal(sent_about(a, run_keys[i]), sent_about(b, run_keys[i])))
            return false;
    return true;
}

static struct str run_in_words(const struct together *v, struct str about)
{
    return str_format(v->owner, "plan %.*s, seed %.*s, %.*s iterations",
                      STR_ARG(sent_about(about, run_keys[0])),
                      STR_ARG(sent_about(about, run_keys[1])),
                      STR_ARG(sent_about(about, run_keys[2])));
}

/* All must be of one run; those of another are named, and compared among themselves. */
static void check_runs(struct together *v)
{
    size_t first = v->count;

    for (size_t i = 0; i < v->count; i++) {
        const struct str about = v->items[i].sent.about;

        v->items[i].run = i;
        if (!v->items[i].sent.marked && !v->items[i].list_only) {
            together_lie(v, i, "no-ids", 0, "it is plain text without ids, so nothing in it can be "
                "compared; send it with --facts, or prove it with --plan");
            continue;
        }
        if (about.len == 0) {
            together_lie(v, i, "no-run", 0,
                         "it does not say of which run it is; send it as it was made");
            continue;
        }
        for (size_t n = i; n-- > 0;)
            if (v->items[n].sent.about.len > 0 && is_same_run(about, v->items[n].sent.about))
                v->items[i].run = v->items[n].run;
        if (first == v->count)
            first = i;
        else if (!is_same_run(about, v->items[first].sent.about))
            together_lie(v, i, "other-run", 0, "it rests on another run (%.*s) than %.*s (%.*s)",
                STR_ARG(run_in_words(v, about)), STR_ARG(v->items[first].name),
                STR_ARG(run_in_words(v, v->items[first].sent.about)));
    }
}

/* --- what is said of one claim -------------------------------------------------------------- */

struct str together_key(const struct together *v, size_t run, struct str claim)
{
    return str_format(v->owner, "%zu %.*s", run, STR_ARG(claim));
}

static struct str audience_of(const struct together *v, size_t file)
{
    return sent_about(v->items[file].sent.about, "audience=");
}

/* What an audience may not see is counted for it, and called "a withheld item": two audiences are
 * told other counts of one program, and both are right. */
static bool is_of_audience(struct str claim, struct str a, struct str b)
{
    static const char *const counted[] = {".withheld", ".promises", ".promises.off",
                                          ".promises.at-risk", ".promises.on-course",
                                          ".open-tasks", ".open-handoffs"};
    const struct str item = STR("withheld item");

    for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
        if (str_ends(claim, str_of(counted[i])))
            return true;
    return str_find(a, item) < a.len || str_find(b, item) < b.len;
}

/* An object may be said by its id or by its title: the reports say themselves which is whose. */
static bool is_id_of(const struct together *v, const struct saying *s, struct str title)
{
    uint32_t at;
    const struct str claim = str_format(v->owner, "%.*s.title", STR_ARG(s->words));

    if (str_find_char(s->words, ' ') < s->words.len || s->words.len == 0)
        return false;
    if (map_find(&v->first, together_key(v, v->items[s->file].run, claim), &at))
        return words_agree(v->sayings[at - 1].words, title);
    return str_ends(s->claim, STR(".hangs-on"));
}

/* "d-1 Which gauge?" of a brief is "Which gauge?". */
static struct str without_id(const struct saying *s)
{
    const struct str subject = str_slice(s->claim, 0, str_find_char(s->claim, '.'));

    return str_starts(s->words, subject) && s->words.len > subject.len &&
                   s->words.ptr[subject.len] == ' '
               ? str_slice(s->words, subject.len + 1, s->words.len)
               : s->words;
}

static bool do_agree(const struct together *v, const struct saying *a, const struct saying *b)
{
    /* A report's own figures are counted by their places in it: of another they say nothing. */
    if (is_figure(a->claim) &&
        !str_equal(v->items[a->file].sent.about, v->items[b->file].sent.about))
        return true;
    return words_agree(a->words, b->words) || words_agree(without_id(a), without_id(b)) ||
           is_id_of(v, a, b->words) ||
           is_id_of(v, b, a->words) ||
           ((v->items[a->file].withholds || v->items[b->file].withholds) &&
            !str_equal(audience_of(v, a->file), audience_of(v, b->file)) &&
            is_of_audience(a->claim, a->words, b->words));
}

static void say(struct together *v, struct saying s)
{
    struct sent_report *r = &v->items[s.file];
    uint32_t at, number = (uint32_t)v->saying_count + 1;

    r->facts++;
    r->withholds |= str_ends(s.claim, STR(".withheld"));
    if (!arena_grow(v->owner, (void **)&v->sayings, v->saying_count, &v->saying_capacity,
                    sizeof(v->sayings[0]), SAYING_CEILING))
        return;
    if (!s.drawn)
        map_insert(&r->cites, s.claim, number, NULL);
    if (map_insert(&v->first, together_key(v, r->run, s.claim), number, &at)) {
        v->claims++;
    } else {
        const uint32_t last = v->sayings[at - 1].last;

        v->sayings[(last > 0 ? last : at) - 1].next = number;
        v->sayings[at - 1].last = number;
    }
    v->sayings[v->saying_count++] = s;
}

/* Whether it was said before of the same claim in the same words to the same audience. */
static bool is_repeated(const struct together *v, uint32_t first, uint32_t number)
{
    const struct saying *s = &v->sayings[number - 1];

    for (uint32_t n = first; n != number; n = v->sayings[n - 1].next)
        if (v->sayings[n - 1].line > 0 && str_equal(v->sayings[n - 1].words, s->words) &&
            str_equal(audience_of(v, v->sayings[n - 1].file), audience_of(v, s->file)))
            return true;
    return false;
}

/* A saying against all before it of its claim; each wording is looked at once. */
static void check_saying(struct together *v, uint32_t first, uint32_t number)
{
    const struct saying *s = &v->sayings[number - 1];

    if (s->line == 0 || is_repeated(v, first, number))
        return;
    for (uint32_t n = first; n != number; n = v->sayings[n - 1].next) {
        const struct saying *other = &v->sayings[n - 1];

        if (other->line == 0 || do_agree(v, s, other))
            continue;
        together_lie(v, s->file, "contradicts", s->line, "%.*s is '%.*s' here, and '%.*s' in %.*s",
            STR_ARG(s->claim), STR_ARG(s->words), STR_ARG(other->words),
            STR_ARG(together_place(v, other->file, other->line)));
        return;
    }
}

static void check_sayings(struct together *v)
{
    for (uint32_t n = 1; n <= v->saying_count; n++) {
        const struct saying *s = &v->sayings[n - 1];
        uint32_t first;

        if (map_find(&v->first, together_key(v, v->items[s->file].run, s->claim), &first))
            check_saying(v, first, n);
    }
}

static void say_list(struct together *v, size_t file)
{
    struct sent_report *r = &v->items[file];
    struct str rest, about, piece, line;

    if (!sent_list(r->bytes, &rest, &about))
        return;
    while (str_split(&rest, '\n', &line))
        while (str_split(&line, ' ', &piece)) {
            if (str_ends(piece, STR(",")) || str_ends(piece, STR(".")))
                piece = str_slice(piece, 0, piece.len - 1);
            if (piece.len > 0)
                say(v, (struct saying){.claim = str_trim(piece), .file = file});
        }
}

static void say_all(struct together *v)
{
    for (size_t i = 0; i < v->count; i++) {
        const struct sent *s = &v->items[i].sent;

        if (v->items[i].list_only)
            say_list(v, i);
        for (size_t n = 0; n < s->count && s->marked; n++)
            for (size_t k = 0; k < s->lines[n].count; k++)
                if (s->lines[n].parts[k].claim.len > 0)
                    say(v, (struct saying){.claim = s->lines[n].parts[k].claim,
                                           .words = s->lines[n].parts[k].text,
                                           .file = i,
                                           .line = together_row(&v->items[i], &s->lines[n]),
                                           .drawn = s->lines[n].drawn});
        if (s->broken && s->marked)
            together_lie(v, i, "broken-mark", 0, "a claim is opened and not closed in its line");
    }
}

static void count_shared(struct together *v)
{
    for (uint32_t n = 0; n < v->saying_count; n++) {
        const struct saying *s = &v->sayings[n];
        uint32_t at;

        if (!map_find(&v->first, together_key(v, v->items[s->file].run, s->claim), &at) ||
            at != n + 1)
            continue;
        for (uint32_t k = s->next; k > 0; k = v->sayings[k - 1].next)
            if (v->sayings[k - 1].file != s->file) {
                v->shared++;
                break;
            }
    }
}

/* --- numbers in no claim -------------------------------------------------------------------- */

enum { AROUND = 2 };            /* words before and after one that are looked at */

struct outside {
    struct str *words;          /* AROUND empty ones at both ends; "<>": a claim */
    size_t count;
};

static struct outside outside_of(const struct sent_line *line, struct arena *owner)
{
    struct outside o = {.count = AROUND};
    size_t room = AROUND * 2;

    for (size_t i = 0; i < line->count; i++)
        room += line->parts[i].text.len + 1;
    o.words = ARENA_ARRAY(owner, struct str, room);
    for (size_t i = 0; i < line->count; i++) {
        struct str rest = line->parts[i].text, piece;

        if (line->parts[i].claim.len > 0) {
            o.words[o.count++] = STR("<>");
            continue;
        }
        while (str_split(&rest, ' ', &piece))
            if (piece.len > 0 && (word_bare(piece).len > 0))
                o.words[o.count++] = word_bare(piece);
    }
    return o;
}

static bool has_claim(const struct sent_line *line, const char *part)
{
    for (size_t i = 0; i < line->count; i++)
        if (str_find(line->parts[i].claim, str_of(part)) < line->parts[i].claim.len)
            return true;
    return false;
}

/* A part of the id of a claim beside it, between dots: the month of a row. */
static bool is_part_of_id(const struct sent_line *line, struct str word)
{
    for (size_t i = 0; i < line->count; i++) {
        struct str rest = line->parts[i].claim, piece;

        while (str_split(&rest, '.', &piece))
            if (str_equal(piece, word))
                return true;
    }
    return false;
}

/* How registers say which probability a date has: "P80", "80 % likely by", "dates that are 50 %
 * likely", "it is less than 80 % likely". */
static bool is_manner(const struct sent_line *line, const struct outside *o, size_t i)
{
    static const char *const quantiles[] = {"P10", "P50", "P80", "P90"};
    const struct str *w = o->words;

    for (size_t n = 0; n < sizeof(quantiles) / sizeof(quantiles[0]); n++)
        if (str_equal(w[i], str_of(quantiles[n])))
            return true;
    if (!str_equal(w[i + 1], STR("%")))
        return false;
    if (str_equal(w[i + 2], STR("likely")) && i + 3 < o->count + AROUND &&
        (str_equal(w[i], STR("50")) || str_equal(w[i], STR("80"))) &&
        (str_equal(w[i + 3], STR("by")) ||
         (str_equal(w[i - 1], STR("are")) && str_equal(w[i - 2], STR("that"))) ||
         (str_equal(w[i - 1], STR("than")) && str_equal(w[i - 2], STR("less")))))
        return true;
    if (!str_equal(w[i], STR("80")))
        return false;
    return has_claim(line, "p80") || str_equal(w[i + 2], STR("by")) ||
           (str_equal(w[i + 2], STR("date")) && str_equal_nocase(w[i - 1], STR("the"))) ||
           (str_equal(w[i + 2], STR("likely")) && str_equal(w[i - 1], STR("is")) &&
            (str_equal(w[i - 2], STR("date")) || str_equal(w[i - 2], STR("that"))));
}

/* What the brief calls the kinds of what is to be done. */
static bool is_move(struct str word)
{
    static const char *const words[] = {"replan", "decide", "agree", "review", "settle", "defuse",
                                        "unblock", "chase"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal(word, str_of(words[i])))
            return true;
    return false;
}

/* The brief numbers what is to be done, says how much it folds, and how to go on. */
static bool is_of_brief(struct str name, const struct outside *o, size_t i)
{
    const struct str *w = o->words;
    const bool begins = i == AROUND || (i == AROUND + 2 && str_equal(w[AROUND], STR("by")));
    int64_t number;

    if (!str_equal(name, STR("brief")))
        return false;
    return (begins && w[i].len == 1 && str_to_i64(w[i], &number) &&
            is_move(w[i + 1])) ||
           (str_equal(w[AROUND], STR("and")) && str_equal(w[AROUND + 2], STR("more"))) ||
           (str_equal(w[AROUND], STR("next")) && str_equal(w[AROUND + 1], STR("baton")) &&
            i == AROUND + 3) ||
           str_equal(w[i - 1], STR("{milestone")) ||
           (str_equal(w[i], STR("5")) && str_equal(w[i - 1], STR("of")) &&
            str_equal(w[i - 2], STR("<>")));
}

static void check_numbers(struct together *v, size_t file, const struct sent_line *line)
{
    const struct outside o = outside_of(line, v->owner);

    for (size_t i = AROUND; i < o.count; i++) {
        if (!word_has_digit(o.words[i]) || is_manner(line, &o, i) ||
            is_part_of_id(line, o.words[i]) ||
            is_of_brief(sent_about(v->items[file].sent.about, "for="), &o, i))
            continue;
        together_lie(v, file, "no-fact", together_row(&v->items[file], line),
                     "'%.*s' rests on no claim",
                     STR_ARG(str_trim(str_format(v->owner, "%.*s %.*s %.*s",
                                                 STR_ARG(o.words[i - 1]), STR_ARG(o.words[i]),
                                                 STR_ARG(o.words[i + 1])))));
        return;
    }
}

/* --- what is off ---------------------------------------------------------------------------- */

static bool says_off(const struct saying *s)
{
    return str_ends(s->claim, STR(".status")) &&
           (s->line == 0 ? false : words_agree(s->words, STR("off course")));
}

/* The first saying of that report of the subject as a promise; NULL: it does not tell of it. */
static const struct saying *tells_of(const struct together *v, size_t file, struct str subject)
{
    static const char *const predicates[] = {"likely", "p50", "p80", "date", "may-promise"};
    static const char *const names[] = {"title", "id"};
    uint32_t at;

    for (size_t i = 0; i < sizeof(predicates) / sizeof(predicates[0]); i++)
        if (map_find(&v->items[file].cites,
                     str_format(v->owner, "%.*s%s", STR_ARG(subject), predicates[i]), &at))
            return &v->sayings[at - 1];
    if (!map_find(&v->first,
                  together_key(v, v->items[file].run,
                               str_format(v->owner, "%.*sdate", STR_ARG(subject))), &at))
        return NULL;                    /* no promise: the program stands in every head */
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (map_find(&v->items[file].cites,
                     str_format(v->owner, "%.*s%s", STR_ARG(subject), names[i]), &at))
            return &v->sayings[at - 1];
    return NULL;
}

static void check_off(struct together *v, const struct saying *off)
{
    const struct str subject = str_slice(off->claim, 0, off->claim.len - STR("status").len);
    uint32_t ignored;

    for (size_t i = 0; i < v->count; i++) {
        const struct saying *told = tells_of(v, i, subject);

        if (i == off->file || v->items[i].run != v->items[off->file].run || !told ||
            map_find(&v->items[i].cites, off->claim, &ignored))
            continue;
        together_lie(v, i, "left-out", told->line,
            "it tells of %.*s, and leaves out that it is off course, as %.*s says",
            STR_ARG(str_slice(subject, 0, subject.len - 1)),
            STR_ARG(together_place(v, off->file, off->line)));
    }
}

static void check_all_off(struct together *v)
{
    struct map seen;

    map_init(&seen, v->owner);
    for (size_t n = 0; n < v->saying_count; n++) {
        const struct saying *s = &v->sayings[n];

        if (says_off(s) &&
            map_insert(&seen, together_key(v, v->items[s->file].run, s->claim), 0, NULL))
            check_off(v, s);
    }
}

/* --- the report ----------------------------------------------------------------------------- */

static void read_all(struct together *v)
{
    const struct report_input *in = v->in;

    v->count = in->sent_count;
    v->items = ARENA_ARRAY(v->owner, struct sent_report, v->count + 1);
    map_init(&v->first, v->owner);
    for (size_t i = 0; i < v->count; i++) {
        struct sent_report *r = &v->items[i];
        struct str ids, about;

        r->name = in->sent[i].name;
        r->bytes = in->sent[i].bytes;
        map_init(&r->cites, v->owner);
        sent_read(r->bytes, v->owner, &r->sent);
        if (!r->sent.marked) {
            r->bytes = sent_unquoted(r->bytes, v->owner);
            sent_read(r->bytes, v->owner, &r->sent);
        }
        if (r->sent.marked || !sent_list(r->bytes, &ids, &about) || about.len == 0)
            continue;
        r->list_only = true;
        r->sent.about = about;
    }
}

static void check(struct together *v)
{
    read_all(v);
    check_runs(v);
    say_all(v);
    check_sayings(v);
    for (size_t i = 0; i < v->count; i++)
        for (size_t n = 0; n < v->items[i].sent.count && v->items[i].sent.marked; n++)
            if (!v->items[i].sent.lines[n].drawn)
                check_numbers(v, i, &v->items[i].sent.lines[n]);
    check_all_off(v);
    together_check_words(v);
    count_shared(v);
}

static void say_file(const struct together *v, const struct sent_report *r, struct document *out)
{
    const struct report_input *in = v->in;
    const struct str of = sent_about(r->sent.about, "for=");
    struct line *line = document_paragraph(out, 0, 4);

    line_add(line, r->problems == 0 ? TONE_GOOD : TONE_BAD,
             r->problems == 0 ? STR("ok  ") : STR("refused  "));
    line_addf(line, TONE_PLAIN, "%.*s: %.*s, %.*s", STR_ARG(r->name),
              STR_ARG(of.len > 0 ? of : STR("?")),
              STR_ARG(say_count(in, r->facts, "fact", "facts")));
    if (r->problems > 0)
        line_addf(line, TONE_PLAIN, ", %.*s",
                  STR_ARG(say_count(in, r->problems, "problem", "problems")));
    if (r->list_only)
        line_add(line, TONE_PLAIN, STR("; text: its ids and its run are compared, its words are "
                                       "not"));
}

static bool text(const struct report_input *in, struct document *out)
{
    struct together v = {.in = in, .owner = in->owner};
    struct line *line;

    check(&v);
    for (size_t i = 0; i < v.count; i++)
        say_file(&v, &v.items[i], out);
    line = document_paragraph(out, 0, 0);
    line_addf(line, TONE_PLAIN, "%.*s say %.*s, %zu of them in more than one",
              STR_ARG(say_count(in, v.count, "report", "reports")),
              STR_ARG(say_count(in, v.claims, "claim", "claims")), v.shared);
    line_add(line, TONE_PLAIN, v.problems == 0 ? STR(": none contradicts another.") : STR("."));
    line_add(line, TONE_DIM, STR(" What one report alone says, other words outside claims, and "
                                 "what stands in pictures are proven with --plan only."));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    struct together v = {.in = in, .owner = in->owner};

    check(&v);
    json_begin(in, out, "verify-together");
    writer_key_i64(out, "claims", (int64_t)v.claims);
    writer_key_i64(out, "shared", (int64_t)v.shared);
    writer_key(out, STR("files"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < v.count; i++) {
        const struct sent_report *r = &v.items[i];

        writer_map_begin(out, true);
        writer_key_text(out, "file", r->name);
        writer_key_text(out, "register", sent_about(r->sent.about, "for="));
        writer_key_i64(out, "facts", (int64_t)r->facts);
        writer_key_bool(out, "words_compared", r->sent.marked);
        writer_key_i64(out, "problems", (int64_t)r->problems);
        writer_map_end(out);
    }
    writer_list_end(out);
    verify_json_end(in, out);
    return true;
}

const struct report report_verify_together = {
    .name = "verify-together",
    .claimless = true,
    .title = "Whether reports that were sent rest on the same claims",
    .text = text,
    .json = json,
};

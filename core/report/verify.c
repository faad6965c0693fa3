/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a report that was sent still says what the plan says.
 *
 * The register is told again from the plan, and what was sent is read back. Then: every claim it
 * cites exists and is worded as the claim is; every line cites what a line of the register
 * cites; outside claims stands no number, date, name, status, promise or negation but where the
 * register has the same words around it; nothing that must be said is missing. The words
 * between may be edited, lines may be left out or reordered.
 */
#include "core/report/verifying.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/figures.h"
#include "core/report/sent_words.h"
#include "core/syntax/writer.h"

/* --- what it says of itself ----------------------------------------------------------------- */

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
        str_format(owner, "%llx", (unsigned long long)plan_digest(v->in->plan, owner));
    const struct str seed = str_format(owner, "%llu", f ? (unsigned long long)f->seed : 0ULL);
    const struct str iterations = str_format(owner, "%u", f ? f->iterations : 0);
    const struct plan *p = v->in->plan;
    const struct str read_on = p->read_on > p->as_of ? say_iso(v->in, p->read_on) : STR("");

    if (about.len == 0 && !v->sent.marked)
        return true;            /* plain text says it only with --facts */
    if (about.len == 0) {
        lie(v, "no-run", 0, "it does not say of which run it is: its last line is missing, or it "
            "was cut off; send it as it was made");
        return false;
    }
    if (!str_equal(sent_about(about, "inputs="), inputs))
        lie(v, "other-plan", 0, "it was made of another state of the plan (%.*s, now %.*s)",
            STR_ARG(sent_about(about, "inputs=")), STR_ARG(inputs));
    if (!str_equal(sent_about(about, "seed="), seed) ||
        !str_equal(sent_about(about, "iterations="), iterations))
        lie(v, "other-run", 0,
            "it was made with seed %.*s and %.*s iterations, this is %.*s and %.*s",
            STR_ARG(sent_about(about, "seed=")), STR_ARG(sent_about(about, "iterations=")),
            STR_ARG(seed), STR_ARG(iterations));
    if (!str_equal(sent_about(about, "today="), read_on))
        lie(v, "other-day", 0, "it was read %s%.*s, this %s%.*s: verify it with the same --today",
            sent_about(about, "today=").len > 0 ? "on " : "on its data date",
            STR_ARG(sent_about(about, "today=")), read_on.len > 0 ? "on " : "on its data date",
            STR_ARG(read_on));
    return true;
}

/* --- claims --------------------------------------------------------------------------------- */

/* A figure of the report's own is what the register says there. */
static const struct claim *find_claim(struct verifying *v, struct str id)
{
    if (is_figure(id))
        for (size_t i = 0; i < v->told.count; i++)
            for (size_t n = 0; n < v->told.lines[i].count; n++)
                if (str_equal(v->told.lines[i].parts[n].claim, id)) {
                    claims_add(v->set, (struct claim){.id = id, .kind = CLAIM_TEXT,
                                                      .subject = OBJECT_NONE,
                                                      .text = v->told.lines[i].parts[n].text});
                    break;
                }
    return claim_find(v->set, id);
}

static bool is_worded(const struct verifying *v, const struct claim *c, struct str text)
{
    struct arena *owner = v->in->owner;
    const struct str key = str_format(owner, "%.*s\n%.*s", STR_ARG(c->id), STR_ARG(text));
    uint32_t ignored;

    return map_find(&v->worded, key, &ignored) ||
           str_equal(text, words_blanks(owner, say_claim(v->in, c, CITE_PROSE)));
}

static void check_part(struct verifying *v, const struct sent_line *line,
                       const struct sent_part *part)
{
    const struct claim *c = find_claim(v, part->claim);

    v->facts++;
    if (!c) {
        lie(v, "no-claim", line->number, "'%.*s' cites %.*s, and there is no such claim for this "
            "reader", STR_ARG(part->text), STR_ARG(part->claim));
        return;
    }
    map_insert(&v->cited, part->claim, 0, NULL);
    if (!is_worded(v, c, part->text))
        lie(v, "contradicts", line->number, "%.*s is '%.*s', and not '%.*s'",
            STR_ARG(c->id), STR_ARG(words_blanks(v->in->owner, say_claim(v->in, c, CITE_PROSE))),
            STR_ARG(part->text));
}

/* --- lines ---------------------------------------------------------------------------------- */

/* Whether the claims of one line stand in the other, in the same order. False in *ret_same: not in
 * the same words. */
static bool is_within(const struct sent_line *few, const struct sent_line *many, bool *ret_same)
{
    size_t at = 0;

    *ret_same = true;
    for (size_t i = 0; i < few->count; i++) {
        if (few->parts[i].claim.len == 0)
            continue;
        while (at < many->count && !str_equal(many->parts[at].claim, few->parts[i].claim))
            at++;
        if (at >= many->count)
            return false;
        *ret_same = *ret_same && str_equal(many->parts[at].text, few->parts[i].text);
        at++;
    }
    return true;
}

/* A sentence says "about 25 %"; that a table elsewhere says "25 %" is no reason to say it here. Of
 * a claim whose own words those are, it is. */
static void check_forms(struct verifying *v, const struct sent_line *line,
                        const struct sent_line *told)
{
    size_t at = 0;

    for (size_t i = 0; i < line->count; i++) {
        const struct sent_part *part = &line->parts[i];
        const struct claim *c = part->claim.len > 0 ? find_claim(v, part->claim) : NULL;

        if (!c)
            continue;
        while (at < told->count && !str_equal(told->parts[at].claim, part->claim))
            at++;
        if (at < told->count && !str_equal(told->parts[at].text, part->text) &&
            is_worded(v, c, part->text) &&
            !str_equal(part->text,
                       words_blanks(v->in->owner, say_claim(v->in, c, CITE_PROSE))))
            lie(v, "contradicts", line->number, "%.*s is '%.*s' in that sentence, and not '%.*s'",
                STR_ARG(c->id), STR_ARG(told->parts[at].text), STR_ARG(part->text));
        at++;
    }
}

static void check_line(struct verifying *v, const struct sent_line *line)
{
    const struct sent_line *found = NULL;
    struct text ids;
    bool same;

    for (size_t i = 0; i < v->told.count; i++)
        if (is_within(line, &v->told.lines[i], &same)) {
            if (same)
                return;
            found = found ? found : &v->told.lines[i];
        }
    if (found) {
        check_forms(v, line, found);
        return;
    }
    text_init(&ids, v->in->owner);
    for (size_t i = 0; i < line->count; i++)
        if (line->parts[i].claim.len > 0)
            text_addf(&ids, "%s%.*s", ids.len > 0 ? ", " : "", STR_ARG(line->parts[i].claim));
    lie(v, "rearranged", line->number, "no line of the register says these together: %.*s",
        STR_ARG(text_str(&ids)));
}

/* --- words outside claims ------------------------------------------------------------------- */

static void learn_denials(struct verifying *v, const struct words *w)
{
    struct arena *owner = v->in->owner;

    for (size_t n = 1; n <= w->count; n++)
        map_insert(&v->beside, words_pair(w->items[n - 1], w->items[n], owner), 0, NULL);
    for (size_t n = 1; n < w->count; n++)
        if (word_is_denial(w->items[n]))
            map_insert(&v->denied, words_pair(w->items[n - 1], w->items[n + 1], owner), 0, NULL);
}

static void learn(struct verifying *v)
{
    map_init(&v->beside, v->in->owner);
    map_init(&v->denied, v->in->owner);
    map_init(&v->worded, v->in->owner);
    map_init(&v->around, v->in->owner);
    map_init(&v->cited, v->in->owner);
    v->told_words = ARENA_ARRAY(v->in->owner, struct words, v->told.count + 1);
    for (size_t i = 0; i < v->told.count; i++) {
        const struct sent_line *line = &v->told.lines[i];
        const struct words w = words_of(line, v->in->owner);

        v->told_words[i] = w;
        for (size_t n = 1; n < w.count; n++)
            map_insert(&v->around, words_around(&w, n, v->in->owner), 0, NULL);
        learn_denials(v, &w);
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
        if (w.is_claim[i] || !word_is_factual(w.items[i], w.first[i]) ||
            map_find(&v->around, words_around(&w, i, v->in->owner), &ignored))
            continue;
        lie(v, "no-fact", line->number, "'%.*s' rests on no claim",
            STR_ARG(str_trim(words_around(&w, i, v->in->owner))));
        return;
    }
    for (size_t i = 1; i <= w.count; i++) {
        const struct str both = words_pair(w.items[i - 1], w.items[i], v->in->owner);

        if (map_find(&v->denied, both, &ignored) && !map_find(&v->beside, both, &ignored)) {
            lie(v, "no-fact", line->number, "between '%.*s' and '%.*s' the register denies, and "
                "this does not", STR_ARG(w.items[i - 1]), STR_ARG(w.items[i]));
            return;
        }
    }
}

/* Which way it goes: "3 days earlier" and "3 days later" stand in like sentences, so the word must
 * be one of a line with the same claims. */
static void check_direction(struct verifying *v, const struct sent_line *line)
{
    const struct words w = words_of(line, v->in->owner);
    bool same, cites = false;

    for (size_t n = 1; n < w.count; n++)
        cites |= w.is_claim[n];
    for (size_t n = 1; cites && n < w.count; n++) {
        bool found = false, is_compared = false;

        if (w.is_claim[n] || !word_is_direction(w.items[n]))
            continue;
        for (size_t i = 0; i < v->told.count && !found; i++) {
            const struct words *told = &v->told_words[i];

            if (!is_within(line, &v->told.lines[i], &same))
                continue;
            is_compared = true;
            for (size_t k = 1; k < told->count && !found; k++)
                found = str_equal_nocase(told->items[k], w.items[n]);
        }
        if (is_compared && !found) {
            lie(v, "no-fact", line->number, "'%.*s' is no word of the register's sentence",
                STR_ARG(w.items[n]));
            return;
        }
    }
}

/* --- tables, and what no reader sees ---------------------------------------------------------- */

/* The words of a row outside its claims, in order. */
static bool is_in_row(const struct words *few, const struct words *many)
{
    size_t at = 1;

    for (size_t i = 1; i < few->count; i++) {
        while (at < many->count && !str_equal(few->items[i], many->items[at]))
            at++;
        if (at++ >= many->count)
            return false;
    }
    return true;
}

/* A row is no prose: it may be left out, and so may its columns, but its words are those of the
 * register's row with the same claims. */
static void check_row(struct verifying *v, const struct sent_line *line)
{
    const struct words w = words_of(line, v->in->owner);
    bool same;

    if (!line->row)
        return;
    for (size_t i = 0; i < v->told.count; i++)
        if (v->told.lines[i].row && is_within(line, &v->told.lines[i], &same) &&
            is_in_row(&w, &v->told_words[i]))
            return;
    lie(v, "no-fact", line->number, "no table of the register has a row of these words");
}

static bool has_drawing(const struct sent *s, struct str drawing)
{
    for (size_t i = 0; i < s->drawing_count; i++)
        if (str_equal(s->drawings[i], drawing))
            return true;
    return false;
}

/* In Markdown: a line of a block as it is. */
static bool has_drawn_line(const struct sent *s, const struct sent_line *line)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->lines[i].drawn && s->lines[i].count == line->count &&
            (line->count == 0 || str_equal(s->lines[i].parts[0].text, line->parts[0].text)))
            return true;
    return false;
}

static void check_hidden(struct verifying *v)
{
    if (v->sent.hidden)
        lie(v, "hidden", 0, "words are %s: a reader does not see what it says", v->sent.hidden);
    if (v->sent.style.len > 0 && !str_equal(v->sent.style, v->told.style))
        lie(v, "hidden", 0, "its style or script is not that of our pages, and can hide words");
    for (size_t i = 0; i < v->sent.drawing_count; i++)
        if (!has_drawing(&v->told, v->sent.drawings[i]))
            lie(v, "contradicts", 0, "a drawing is not the register's");
    for (size_t i = 0; i < v->sent.count && !v->sent.html; i++)
        if (v->sent.lines[i].drawn && !has_drawn_line(&v->told, &v->sent.lines[i]))
            lie(v, "contradicts", v->sent.lines[i].number,
                "a drawing is not the register's");
}

/* Of many promises the brief draws one picture: a red one must be in it. */
static void check_drawn_must(struct verifying *v, const struct claim *c)
{
    const struct str id = v->in->plan->objects[c->subject]->id;
    bool missing = false;

    for (size_t i = 0; i < v->told.drawing_count; i++)
        missing |= str_find(v->told.drawings[i], STR("p-ranges")) < v->told.drawings[i].len &&
                   !has_drawing(&v->sent, v->told.drawings[i]);
    for (size_t i = 0; i < v->told.count && !v->told.html; i++) {
        const struct sent_line *line = &v->told.lines[i];
        const struct words w = words_of(line, v->in->owner);
        bool named = false;

        for (size_t n = 1; line->drawn && n < w.count; n++)
            named |= str_equal(w.items[n], id);
        missing |= named && !has_drawn_line(&v->sent, line);
    }
    if (missing)
        lie(v, "left-out", 0, "the picture that shows %.*s ('%.*s') may not be left out",
            STR_ARG(c->id), STR_ARG(say_claim(v->in, c, CITE_PROSE)));
}

/* --- how sure ------------------------------------------------------------------------------- */

/* Whether the line says how likely what it says of the forecast is. */
static bool says_how_sure(struct verifying *v, const struct sent_line *line)
{
    static const char *const words[] = {"P10", "P50", "P80", "P90", "%", "four", "half",
                                        "expected", "range"};
    const struct words w = words_of(line, v->in->owner);

    for (size_t i = 0; i < line->count; i++) {
        const struct claim *c =
            line->parts[i].claim.len > 0 ? find_claim(v, line->parts[i].claim) : NULL;

        if (c && (c->kind == CLAIM_CHANCE || c->kind == CLAIM_SHARE || c->kind == CLAIM_STATUS))
            return true;
    }
    for (size_t i = 1; i < w.count; i++)
        for (size_t n = 0; n < sizeof(words) / sizeof(words[0]); n++)
            if (str_equal_nocase(w.items[i], str_of(words[n])))
                return true;
    return false;
}

/* A simulated date or sum whose probability is cut off is a promise. */
static void check_sure(struct verifying *v, const struct sent_line *line)
{
    const struct claim *bare = NULL;
    bool same;

    for (size_t i = 0; i < line->count && !bare; i++) {
        const struct claim *c =
            line->parts[i].claim.len > 0 ? find_claim(v, line->parts[i].claim) : NULL;

        if (c && c->low != INT64_MIN && (c->kind == CLAIM_FINISH || c->kind == CLAIM_MONEY))
            bare = c;
    }
    if (!bare || says_how_sure(v, line))
        return;
    for (size_t i = 0; i < v->told.count; i++)
        if (is_within(line, &v->told.lines[i], &same)) {
            if (says_how_sure(v, &v->told.lines[i]))
                lie(v, "bare-date", line->number, "%.*s is said without how likely it is",
                    STR_ARG(bare->id));
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

/* The overall status may not be left out where the register says it. */
static bool is_told(const struct verifying *v, struct str id)
{
    for (size_t i = 0; i < v->told.count; i++)
        for (size_t n = 0; n < v->told.lines[i].count; n++)
            if (str_equal(v->told.lines[i].parts[n].claim, id))
                return true;
    return false;
}

static void check_musts(struct verifying *v)
{
    const struct object *program = v->in->plan->program;
    uint32_t ignored;

    for (size_t i = 0; i < v->set->count; i++) {
        const struct claim *c = v->set->items[i];
        const bool overall = c->kind == CLAIM_STATUS && c->value == STATUS_IS_OFF &&
                             c->subject == program->number && is_told(v, c->id);

        if (!c->must && !overall)
            continue;
        if (str_equal(v->name, STR("brief")) && !is_told(v, c->id)) {
            if (c->kind == CLAIM_STATUS && c->subject != OBJECT_NONE)
                check_drawn_must(v, c);
            continue;
        }
        if (!map_find(&v->cited, c->id, &ignored))
            lie(v, "left-out", 0, "%.*s ('%.*s') may not be left out", STR_ARG(c->id),
                STR_ARG(say_claim(v->in, c, CITE_PROSE)));
        else if (c->kind == CLAIM_STATUS && !overall && !is_named_with(v, c->id))
            lie(v, "left-out", 0, "%.*s is said, and of whom is not", STR_ARG(c->id));
    }
}

/* What the list names and the text says nowhere was cut off, or out. */
static void check_all_said(struct verifying *v, struct str ids)
{
    struct str piece, first = STR("");
    size_t missing = 0;
    uint32_t ignored;

    while (str_split(&ids, ' ', &piece)) {
        piece = str_slice(piece, 0, piece.len - (str_ends(piece, STR(",")) || ids.len == 0));
        if (map_find(&v->cited, piece, &ignored) || !is_told(v, piece))
            continue;
        first = missing++ == 0 ? piece : first;
    }
    if (missing > 0)
        lie(v, "cut-off", 0, "its facts name %zu that it does not say (%.*s first): send it whole, "
            "or take them out of the list too", missing, STR_ARG(first));
}

/* The list of facts at the end of a text has every id that is said, and none that is not. */
static void check_list(struct verifying *v, struct str bytes)
{
    struct str rest, all, about, piece;
    struct map listed;
    uint32_t ignored;

    if (v->sent.marked || !sent_list(bytes, &rest, &about))
        return;
    map_init(&listed, v->in->owner);
    all = rest = words_blanks(v->in->owner, rest);
    while (str_split(&rest, ' ', &piece)) {
        piece = str_slice(piece, 0, piece.len - (str_ends(piece, STR(",")) || rest.len == 0));
        map_insert(&listed, piece, 0, NULL);
        if (!find_claim(v, piece))
            lie(v, "no-claim", 0, "its facts name %.*s, and there is no such claim for this "
                "reader", STR_ARG(piece));
    }
    for (size_t i = 0; i < v->sent.count; i++)
        for (size_t n = 0; n < v->sent.lines[i].count; n++) {
            const struct str id = v->sent.lines[i].parts[n].claim;

            if (id.len > 0 && !map_find(&listed, id, &ignored) &&
                map_insert(&listed, id, 0, NULL))
                lie(v, "no-claim", v->sent.lines[i].number,
                    "it says %.*s, and its facts do not name that", STR_ARG(id));
        }
    check_all_said(v, all);
}

/* --- the report ----------------------------------------------------------------------------- */

static void check(struct verifying *v, struct str bytes)
{
    sent_read(bytes, v->in->owner, &v->sent);
    if (!v->sent.marked) {
        bytes = sent_unquoted(bytes, v->in->owner);
        sent_read(bytes, v->in->owner, &v->sent);
    }
    if (!check_run(v))
        return;
    if (!(v->sent.marked ? verify_tell_again(v) : verify_tell_text(v, bytes))) {
        lie(v, "no-run", 0, "it says it is '%.*s', and there is no such register",
            STR_ARG(sent_about(v->sent.about, "for=")));
        return;
    }
    if (!v->sent.marked)
        check_run(v);
    v->set = claims_of(v->in);
    learn(v);
    if (v->sent.marked)
        check_hidden(v);
    if (v->sent.cut)
        lie(v, "cut-off", 0, "it ends in the middle: send it whole, as it was made");
    if (v->sent.broken)
        lie(v, "broken-mark", 0, "a claim is opened and not closed in its line");
    for (size_t i = 0; i < v->sent.count; i++) {
        const struct sent_line *at = &v->sent.lines[i];

        for (size_t n = 0; n < at->count; n++)
            if (at->parts[n].claim.len > 0)
                check_part(v, at, &at->parts[n]);
        check_line(v, at);
        check_words(v, at);
        check_direction(v, at);
        check_row(v, at);
        check_sure(v, at);
    }
    check_list(v, bytes);
    check_musts(v);
}

static bool text(const struct report_input *in, struct document *out)
{
    struct arena *scratch = arena_child(in->owner);
    struct report_input whole = *in, narrowed;
    struct verifying v = {.whole = &whole, .in = &narrowed, .file = in->command};
    struct line *line;

    whole.owner = scratch;
    narrowed = whole;
    check(&v, in->subject);
    line = document_paragraph(out, 0, 4);
    line_add(line, v.problems == 0 ? TONE_GOOD : TONE_BAD,
             v.problems == 0 ? STR("ok  ") : STR("refused  "));
    line_addf(line, TONE_PLAIN, "%.*s: %.*s%s, ", STR_ARG(v.file),
              STR_ARG(v.name.len > 0 ? str_copy(in->owner, v.name) : STR("?")),
              v.sent.marked ? "" : " as text");
    if (v.problems == 0)
        line_addf(line, TONE_PLAIN, "%.*s agree with the plan",
                  STR_ARG(say_count(in, v.facts, "fact", "facts")));
    else
        line_add(line, TONE_PLAIN, say_count(in, v.problems, "problem", "problems"));
    arena_reset(scratch);
    return true;
}

void verify_json_end(const struct report_input *in, struct writer *out)
{
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
    json_end(in, out);
}

static bool json(const struct report_input *in, struct writer *out)
{
    struct document d;

    document_init(&d, in->owner);
    text(in, &d);
    json_begin(in, out, "verify");
    writer_key_text(out, "file", in->command);
    verify_json_end(in, out);
    return true;
}

const struct report report_verify = {
    .name = "verify",
    .claimless = true,
    .title = "Whether a report that was sent still says what the plan says",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .text = text,
    .json = json,
};

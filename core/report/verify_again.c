/* SPDX-License-Identifier: Apache-2.0 */
/* The register told again, of which a report that was sent says it is one, or seems to be. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/sent_words.h"
#include "core/report/tell.h"
#include "core/report/verifying.h"

/* The path in "next: baton check PATH": how the reader named the plan, which is no fact. */
static struct str path_in(struct str words)
{
    const struct str mark = STR("next: baton ");
    const size_t at = str_find(words, mark);
    struct str rest = str_slice(words, at + mark.len, words.len), verb, path;

    if (at >= words.len || !str_split(&rest, ' ', &verb) || !str_split(&rest, ' ', &path))
        return STR(".");
    return str_slice(path, 0, str_find_char(path, '\n'));
}

static struct str path_of(const struct verifying *v)
{
    struct text text;

    text_init(&text, v->whole->owner);
    for (size_t i = 0; i < v->sent.count; i++)
        for (size_t n = 0; n < v->sent.lines[i].count; n++)
            text_addf(&text, "%s%.*s", n > 0 ? " " : "\n",
                      STR_ARG(v->sent.lines[i].parts[n].text));
    return path_in(text_str(&text));
}

/* What the register says to that reader. False: there is no such register. */
static bool say_again(struct verifying *v, struct str name, struct str subject,
                      struct str audience, bool everything, struct str path,
                      struct document *ret)
{
    const struct report *r = report_find(name);

    if (!r || !r->narrows)
        return false;
    v->name = name;
    *v->in = *v->whole;
    v->in->subject = subject;
    v->in->command = path;
    v->in->everything = everything;
    v->in->pictures = v->sent.html;
    if (audience.len > 0)
        report_narrow(v->in, audience);
    document_init(ret, v->in->owner);
    return report_say(r, v->in, ret) && ret->about.len > 0;
}

/* In the form of the file, read back the way the file is. */
bool verify_tell_again(struct verifying *v)
{
    const struct str about = v->sent.about;
    struct document d;
    struct text bytes;

    if (!say_again(v, sent_about(about, "for="), sent_about(about, "of="),
                   sent_about(about, "audience="), sent_about(about, "all=").len > 0,
                   path_of(v), &d))
        return false;
    text_init(&bytes, v->in->owner);
    if (v->sent.html)
        document_write_html(&d, &(struct html_form){STR("")}, &bytes);
    else
        document_write_markdown(&d, v->in->owner, &bytes);
    sent_read(text_str(&bytes), v->in->owner, &v->told);
    return true;
}

/* --- plain text ----------------------------------------------------------------------------- */

/* What a text may be: a register, of what, for whom. */
struct guess {
    const char *name;
    struct str subject;
    bool for_itself;            /* narrowed to the reader it is named after */
    bool everything;            /* nothing folded */
};

static size_t guesses_of(const struct report_input *in, struct guess **ret)
{
    static const struct guess fixed[] = {
        {"exec", {"", 0}, true, false}, {"eng", {"", 0}, true, false},
        {"finance", {"", 0}, true, false},
        {"sales", {"", 0}, true, false}, {"release", {"", 0}, true, false},
        {"brief", {"", 0}, false, false},
        {"brief", {"", 0}, false, true},
        {"program", {"", 0}, true, false}, {"charter", {"", 0}, false, false},
        {"risk-register", {"", 0}, false, false}, {"dependency-map", {"", 0}, false, false},
        {"design-review", {"", 0}, false, false}, {"prfaq", {"", 0}, false, false},
        {"postmortem", {"", 0}, false, false}};
    const uint32_t teams = plan_count(in->plan, KIND_team);
    const uint32_t decisions = plan_count(in->plan, KIND_decision);
    size_t count = sizeof(fixed) / sizeof(fixed[0]);

    *ret = ARENA_ARRAY(in->owner, struct guess, count + teams + decisions);
    for (size_t i = 0; i < count; i++)
        (*ret)[i] = fixed[i];
    for (uint32_t i = 0; i < teams; i++)
        (*ret)[count++] = (struct guess){"team", plan_nth(in->plan, KIND_team, i)->id, true, false};
    for (uint32_t i = 0; i < decisions; i++)
        (*ret)[count++] =
            (struct guess){"decision", plan_nth(in->plan, KIND_decision, i)->id, false,
                                        false};
    return count;
}

static size_t longest_line(struct str bytes)
{
    size_t longest = 0;
    struct str line;

    while (str_split(&bytes, '\n', &line))
        longest = str_width(line) > longest ? str_width(line) : longest;
    return longest;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

enum { WIDTHS = 6, WIDTHS_OF_GUESS = 2 };

/* The text laid along the register's, of the glyphs and of the width that fits best: lines may have
 * been broken anew, so its own lines do not say which it was made for. Returns how far from the
 * register it is. */
static size_t lay_along(struct verifying *v, struct str bytes, struct document *d, unsigned most)
{
    struct arena *owner = v->in->owner;
    const size_t widths[WIDTHS] = {80, longest_line(bytes), 100, 120, 132, 160};
    struct str ids, about;
    size_t least = SIZE_MAX;

    if (sent_list(bytes, &ids, &about))
        report_say_claims(d);
    for (unsigned i = 0; i < most && least > 0; i++) {
        const struct text_form form = {.width = (unsigned)widths[i], .ascii = is_ascii(bytes),
                                       .marks = true};
        struct sent sent, told;
        struct text text;
        size_t strange;

        text_init(&text, owner);
        document_write_text(d, &form, owner, &text);
        strange = sent_read_text(bytes, text_str(&text), owner, &sent, &told);
        if (strange < least) {
            least = strange;
            sent.about = v->sent.about;
            v->sent = sent;
            v->told = told;
        }
    }
    return least;
}

/* The head of a document, in words. */
static struct str head_of(const struct document *d)
{
    struct text text;

    text_init(&text, d->owner);
    for (size_t i = 0; d->count > 0 && d->blocks[0].line && i < d->blocks[0].line->count; i++)
        text_add(&text, d->blocks[0].line->spans[i].text);
    return words_blanks(d->owner, text_str(&text));
}

static bool try_guess(struct verifying *v, struct str bytes, const struct guess *g,
                      struct document *ret)
{
    const struct str name = str_of(g->name);

    return say_again(v, name, g->subject,
                     v->whole->audience.len > 0 ? v->whole->audience
                     : !g->for_itself           ? STR("")
                     : g->subject.len > 0       ? g->subject
                                                : name,
                     g->everything, path_in(bytes), ret);
}

/* Which register a text is: the one whose head it has, else that which has the most of its
 * words. */
static bool guess_text(struct verifying *v, struct str bytes)
{
    const struct str words = words_blanks(v->whole->owner, bytes);
    struct guess *guesses;
    const size_t count = guesses_of(v->whole, &guesses);
    size_t least = SIZE_MAX, best = count;
    struct document d;

    for (unsigned headless = 0; headless < 2 && best == count; headless++)
        for (size_t i = 0; i < count && least > 0; i++) {
            size_t strange;

            if (!try_guess(v, bytes, &guesses[i], &d) ||
                (!headless && str_find(words, head_of(&d)) >= words.len))
                continue;
            strange = lay_along(v, bytes, &d, WIDTHS_OF_GUESS);
            if (strange < least) {
                least = strange;
                best = i;
            }
        }
    if (best == count || !try_guess(v, bytes, &guesses[best], &d))
        return false;
    lay_along(v, bytes, &d, WIDTHS);
    return true;
}

/* With --facts a text says itself which register of which run it is. */
bool verify_tell_text(struct verifying *v, struct str bytes)
{
    struct str ids, about;
    struct document d;

    if (!sent_list(bytes, &ids, &about))
        return guess_text(v, bytes);
    if (about.len == 0) {
        const bool told = guess_text(v, bytes);

        v->sent.cut = true;     /* the run stands behind the list */
        return told;
    }
    v->sent.about = about;
    if (!say_again(v, sent_about(about, "for="), sent_about(about, "of="),
                   sent_about(about, "audience="), sent_about(about, "all=").len > 0,
                   path_in(bytes), &d))
        return false;
    lay_along(v, bytes, &d, WIDTHS);
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A claim in words, and the head and JSON that registers share. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/asks.h"
#include "core/report/behind.h"
#include "core/report/causes.h"
#include "core/report/changed.h"
#include "core/report/figures.h"
#include "core/report/tell.h"
#include "core/syntax/writer.h"

#define NB "\xc2\xa0"

static const int32_t example_of_status[] = {0, 600000, 900000, -1};

static struct verdict verdict_of_claim(const struct claim *c)
{
    return verdict_of(example_of_status[c->value]);
}

/* "0.93", "1.08". */
static struct str say_ratio(const struct report_input *in, int64_t micro)
{
    struct text text;

    text_init(&text, in->owner);
    text_add_fixed(&text, (micro + (micro < 0 ? -5000 : 5000)) / 10000, 2, 2);
    return text_str(&text);
}

static struct str say_weeks(const struct report_input *in, int64_t micro)
{
    struct text text;

    text_init(&text, in->owner);
    text_add_fixed(&text, (micro + (micro < 0 ? -50000 : 50000)) / 100000, 1, 1);
    text_add(&text, micro == 1000000 ? STR(NB "week") : STR(NB "weeks"));
    return text_str(&text);
}

/* For a table: rounding makes nothing certain. */
static struct str say_exact(const struct report_input *in, int32_t ppm)
{
    if (ppm > 0 && ppm < 10000)
        return STR("<1" NB "%");
    if (ppm > 990000 && ppm < 1000000)
        return STR(">99" NB "%");
    return say_chance(in, ppm);
}

/* ... where a sign is no word. */
static struct str say_exactly(const struct report_input *in, int32_t ppm)
{
    const struct str said = say_exact(in, ppm);

    if (said.len > 0 && (said.ptr[0] == '<' || said.ptr[0] == '>'))
        return str_format(in->owner, "%s" NB "%.*s", said.ptr[0] == '<' ? "under" : "over",
                          STR_ARG(str_slice(said, 1, said.len)));
    return said;
}

/* "1 working day", "1.2 working days": dates that move are said in days of the calendar. */
static struct str say_days_long(const struct report_input *in, int64_t working_s)
{
    const struct str brief = say_days(in, working_s);
    const struct str number = str_slice(brief, 0, str_find(brief, STR(NB "d")));

    return str_format(in->owner, "%.*s" NB "working" NB "%s", STR_ARG(number),
                      str_equal(number, STR("1")) ? "day" : "days");
}

/* "25 %", "nearly 80 %": rounded as in prose; in a table "about" goes without saying. */
static struct str say_likely_briefly(const struct report_input *in, int32_t ppm)
{
    const struct str said = say_likely(in, ppm), about = STR("about" NB);

    return str_starts(said, about) ? str_slice(said, about.len, said.len) : said;
}

/* "$97k" of $96,800: in a sentence money of five figures is told in whole thousands. */
static struct str say_money_roughly(const struct report_input *in, int64_t minor)
{
    enum { FROM_MINOR = 1000000, BELOW_MINOR = 10 * FROM_MINOR, STEP_MINOR = 100000 };
    const int64_t size = minor < 0 ? -minor : minor;
    const int64_t rounded = (size + STEP_MINOR / 2) / STEP_MINOR * STEP_MINOR;

    if (size < FROM_MINOR || size >= BELOW_MINOR)
        return say_money(in, minor);
    return say_money(in, minor < 0 ? -rounded : rounded);
}

/* "4 points". */
static struct str say_points(const struct report_input *in, int64_t ppm)
{
    const int64_t points = (ppm + (ppm < 0 ? -5000 : 5000)) / 10000;

    return str_format(in->owner, "%lld" NB "%s", (long long)points,
                      points == 1 ? "point" : "points");
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* Whether "2026-12-18" stands at i, alone. */
static bool is_day(struct str s, size_t i, int64_t *ret_instant)
{
    static const char shape[] = "dddd-dd-dd";
    bool has_time;

    if (s.len - i < sizeof(shape) - 1 || (i > 0 && is_word_byte(s.ptr[i - 1])) ||
        (s.len - i > sizeof(shape) - 1 && is_word_byte(s.ptr[i + sizeof(shape) - 1])))
        return false;
    for (size_t n = 0; n < sizeof(shape) - 1; n++)
        if (shape[n] == 'd' ? s.ptr[i + n] < '0' || s.ptr[i + n] > '9' : s.ptr[i + n] != '-')
            return false;
    return civil_parse(str_slice(s, i, i + sizeof(shape) - 1), ret_instant, &has_time);
}

/* "ga-march (All customers moved)" at i: the title first, as people name it; the bytes read. */
static size_t add_named(const struct report_input *in, struct str words, size_t i,
                        struct text *text)
{
    const struct str rest = str_slice(words, i, words.len);
    const struct str id = str_slice(rest, 0, str_find(rest, STR(" (")));
    const struct object *o = id.len < rest.len && (i == 0 || words.ptr[i - 1] == ' ')
                                 ? plan_find(in->plan, id)
                                 : NULL;
    struct str title, after;

    if (!o || object_is_withheld(o))
        return 0;
    title = object_title(o);
    after = str_slice(rest, id.len + 2, rest.len);
    if (title.len == 0 || !str_starts(after, title) || after.len == title.len ||
        after.ptr[title.len] != ')')
        return 0;
    text_addf(text, "\"%.*s\"", STR_ARG(title));
    if (!str_equal_nocase(title, id))
        text_addf(text, " (%.*s)", STR_ARG(id));
    return id.len + 2 + title.len + 1;
}

/* "1.2 d" at i, as rules write working days: the bytes read. */
static size_t add_working_days(struct str words, size_t i, struct text *text)
{
    size_t end = i, blank;

    if (i > 0 && is_word_byte(words.ptr[i - 1]))
        return 0;
    while (end < words.len && ((words.ptr[end] >= '0' && words.ptr[end] <= '9') ||
                               (words.ptr[end] == '.' && end > i)))
        end++;
    blank = str_starts(str_slice(words, end, words.len), STR(NB)) ? sizeof(NB) - 1 : 1;
    if (end == i || end + blank >= words.len ||
        (blank == 1 && words.ptr[end] != ' ') || words.ptr[end + blank] != 'd' ||
        (end + blank + 1 < words.len && is_word_byte(words.ptr[end + blank + 1])))
        return 0;
    text_addf(text, "%.*s" NB "working" NB "%s", STR_ARG(str_slice(words, i, end)),
              str_equal(str_slice(words, i, end), STR("1")) ? "day" : "days");
    return end + blank + 1 - i;
}

/* The week of a date that rests on what nobody stated, as it is said everywhere else. */
static bool is_coarse_finish(const struct report_input *in, int64_t instant)
{
    const struct forecast *f = in->forecast;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];

        if (c->target != UINT32_MAX && c->defaulted_ppm + c->stale_ppm >= CLAIM_COARSE_FROM &&
            finish_day(f->targets[c->target].at[2]) == instant)
            return true;
    }
    return false;
}

/* Words of a rule as prose has them: "asked for 2026-12-18" is "asked for Fri 18 Dec", and what
 * has a title is called by it. */
static struct str say_dated(const struct report_input *in, struct str words)
{
    struct text text;

    text_init(&text, in->owner);
    for (size_t i = 0; i < words.len;) {
        const size_t named = add_named(in, words, i, &text);
        const size_t days = named > 0 ? 0 : add_working_days(words, i, &text);
        int64_t instant;

        if (named + days > 0) {
            i += named + days;
        } else if (is_day(words, i, &instant)) {
            if (str_ends(text_str(&text), STR(" likely is ")) && is_coarse_finish(in, instant))
                text_addf(&text, "the %.*s", STR_ARG(say_rough(in, instant, true)));
            else
                text_add(&text, say_date(in, instant));
            i += STR("2026-12-18").len;
        } else {
            text_add_char(&text, words.ptr[i++]);
        }
    }
    return text_str(&text);
}

struct str say_claim(const struct report_input *in, const struct claim *c, enum cite_form form)
{
    const bool table = form == CITE_TABLE || form == CITE_CELL;
    struct text text;

    switch (c->kind) {
    case CLAIM_NAME:
        return c->text;
    case CLAIM_TEXT:
        return say_plainly(in, c->worded && !table ? say_dated(in, c->text) : c->text);
    case CLAIM_STATUS:
        return table ? str_format(in->owner, "%s" NB "%s", verdict_of_claim(c).symbol,
                                  verdict_of_claim(c).word)
                     : str_of(verdict_of_claim(c).word);
    case CLAIM_CHANCE:
        return form == CITE_TABLE   ? say_exact(in, (int32_t)c->value)
               : form == CITE_CELL  ? say_exactly(in, (int32_t)c->value)
               : form == CITE_BRIEF ? say_likely_briefly(in, (int32_t)c->value)
                                    : say_likely(in, (int32_t)c->value);
    case CLAIM_SHARE:
        return say_share(in, (int32_t)c->value);
    case CLAIM_FINISH:
        return table ? say_iso(in, finish_day(c->value))
                     : str_format(in->owner, "%s%.*s",
                                  c->coarse && form == CITE_PROSE ? "the " : "",
                                  STR_ARG(say_rough(in, finish_day(c->value), c->coarse)));
    case CLAIM_INSTANT:
        return table ? say_iso(in, c->value) : say_date(in, c->value);
    case CLAIM_DAYS:
        return str_format(in->owner, "%s%.*s", c->at_most ? "at most" NB : "",
                          STR_ARG(table ? say_days(in, c->value) : say_days_long(in, c->value)));
    case CLAIM_MONEY:
        return table ? say_money(in, c->value) : say_money_roughly(in, c->value);
    case CLAIM_RATIO:
        return say_ratio(in, c->value);
    case CLAIM_MONTHS:
        return say_weeks(in, c->value);
    case CLAIM_POINTS:
        return say_points(in, c->value);
    case CLAIM_MOVED:
        return table ? say_tenths(in, printed_round(c->value, TENTH_S), NB "days")
                     : say_moved(in, printed_round(c->value, TENTH_S));
    case CLAIM_COUNT:
        break;
    }
    text_init(&text, in->owner);
    text_add_i64(&text, c->value);
    return text_str(&text);
}

enum tone tone_of_claim(const struct claim *c)
{
    return c->kind == CLAIM_STATUS ? verdict_of_claim(c).tone : TONE_PLAIN;
}

const struct claim *claim_at(const struct telling *t, struct str subject, const char *predicate)
{
    return claim_of(t->set, subject, predicate);
}

static bool put(const struct telling *t, struct line *l, enum tone tone, enum cite_form form,
                struct str subject, const char *predicate)
{
    const struct claim *c = claim_at(t, subject, predicate);

    if (!c)
        return false;
    if (c->kind == CLAIM_STATUS)
        tone = tone_of_claim(c);
    line_cite(l, tone, c->id, say_claim(t->in, c, form));
    return true;
}

bool cite(const struct telling *t, struct line *l, enum tone tone, struct str subject,
          const char *predicate)
{
    return put(t, l, tone, CITE_PROSE, subject, predicate);
}

bool cite_cell(const struct telling *t, struct line *cell, enum tone tone, struct str subject,
               const char *predicate)
{
    if (put(t, cell, tone, CITE_CELL, subject, predicate))
        return true;
    line_add(cell, TONE_DIM, STR("-"));
    return false;
}

bool cite_brief(const struct telling *t, struct line *cell, enum tone tone, struct str subject,
                const char *predicate)
{
    if (put(t, cell, tone, CITE_BRIEF, subject, predicate))
        return true;
    line_add(cell, TONE_DIM, STR("-"));
    return false;
}

void cite_as(const struct telling *t, struct line *l, enum tone tone, struct str subject,
             const char *predicate, struct str text)
{
    const struct claim *c = claim_at(t, subject, predicate);

    if (c)
        line_cite(l, tone, c->id, text);
    else
        line_add(l, tone, text);
}

bool cite_with(const struct telling *t, struct line *l, const char *before, struct str subject,
               const char *predicate, const char *after)
{
    if (!claim_at(t, subject, predicate))
        return false;
    line_add(l, TONE_PLAIN, str_of(before));
    cite(t, l, TONE_PLAIN, subject, predicate);
    line_add(l, TONE_PLAIN, str_of(after));
    return true;
}

void cite_quoted(const struct telling *t, struct line *l, struct str subject)
{
    line_add(l, TONE_PLAIN, STR("\""));
    cite(t, l, TONE_PLAIN, subject, "title");
    line_add(l, TONE_PLAIN, STR("\""));
}

static void cite_id_after(const struct telling *t, struct line *l, struct str subject)
{
    const struct claim *title = claim_at(t, subject, "title");

    map_insert(t->named, subject, 0, NULL);
    if (title && !str_equal_nocase(title->text, subject))
        cite_with(t, l, " (", subject, "id", ")");
}

void cite_named(const struct telling *t, struct line *l, struct str subject)
{
    cite_quoted(t, l, subject);
    cite_id_after(t, l, subject);
}

void cite_titled(const struct telling *t, struct line *l, struct str subject)
{
    cite(t, l, TONE_PLAIN, subject, "title");
    cite_id_after(t, l, subject);
}

/* The one person of that name; NULL: none, or several. */
static const struct object *person_called(const struct plan *p, struct str name)
{
    const struct object *found = NULL;

    for (uint32_t i = 0; i < plan_count(p, KIND_person); i++) {
        const struct object *o = plan_nth(p, KIND_person, i);

        if (object_is_withheld(o) || !str_equal(object_title(o), name))
            continue;
        if (found)
            return NULL;
        found = o;
    }
    return found;
}

static void introduce(const struct telling *t, struct line *l, const struct object *who)
{
    const struct object *program = t->in->plan->program;
    const bool pays = plan_object(t->in->plan, program_get_sponsor(program)) == who;
    const bool has_role = claim_at(t, who->id, "role");
    const char *before = " (";

    if (!map_insert_u64(t->introduced, who->number, 0, NULL))
        return;
    if (cite_with(t, l, before, who->id, "role", ""))
        before = ", ";
    if (cite_with(t, l, before, who->id, "team", ""))
        before = ", ";
    if (pays) {
        line_add(l, TONE_PLAIN, str_of(before));
        line_add(l, TONE_PLAIN, STR("sponsor"));
    }
    if (has_role || pays || claim_at(t, who->id, "team"))
        line_add(l, TONE_PLAIN, STR(")"));
}

bool cite_who(const struct telling *t, struct line *l, enum tone tone, struct str subject,
              const char *predicate)
{
    const struct claim *c = claim_at(t, subject, predicate);
    const struct object *who = c ? person_called(t->in->plan, c->text) : NULL;

    if (!cite(t, l, tone, subject, predicate))
        return false;
    if (who)
        introduce(t, l, who);
    return true;
}

bool cite_who_with(const struct telling *t, struct line *l, const char *before,
                   struct str subject, const char *predicate, const char *after)
{
    if (!claim_at(t, subject, predicate))
        return false;
    line_add(l, TONE_PLAIN, str_of(before));
    cite_who(t, l, TONE_PLAIN, subject, predicate);
    line_add(l, TONE_PLAIN, str_of(after));
    return true;
}

bool cite_first(const struct telling *t, struct line *l, enum tone tone, struct str subject,
                const char *predicate)
{
    const struct claim *c = claim_at(t, subject, predicate);

    if (c)
        line_cite(l, tone, c->id, say_first(t, say_claim(t->in, c, CITE_PROSE)));
    return c;
}

struct str say_first(const struct telling *t, struct str s)
{
    return plan_find(t->in->plan, str_slice(s, 0, str_find_char(s, ' ')))
               ? s
               : say_capital(t->in, s);
}

struct claims *claims_of(const struct report_input *in)
{
    struct claim_input from = claims_input(in);
    struct claims *set;

    from.earned = earned_value_plan(in->plan, in->owner);
    set = claims_new(&from, in->owner);
    put_moves(in, set);
    put_behind_promises(in, set);
    put_asked(in, set);
    claims_ground(set);
    return set;
}

struct str tell_about(const struct report_input *in, const char *name)
{
    struct str read_on = STR("");

    if (in->plan->read_on > in->plan->as_of)
        read_on = str_format(in->owner, " today=%.*s", STR_ARG(say_iso(in, in->plan->read_on)));
    return str_format(in->owner, "for=%s of=%.*s audience=%.*s%s%.*s inputs=%llx seed=%llu "
                      "iterations=%u",
                      name, STR_ARG(in->subject), STR_ARG(in->audience),
                      in->everything ? " all=yes" : "", STR_ARG(read_on),
                      (unsigned long long)plan_digest(in->plan, in->owner),
                      (unsigned long long)(in->forecast ? in->forecast->seed : 0),
                      in->forecast ? in->forecast->iterations : 0);
}

struct telling tell_begin(const struct report_input *in, struct document *d, const char *register_,
                          const char *words)
{
    const struct telling t = {in, claims_of(in), d,
                              ARENA_ARRAY(in->owner, const char *, QUESTIONS_MOST),
                              ARENA_NEW(in->owner, size_t), ARENA_NEW(in->owner, struct map),
                              ARENA_NEW(in->owner, struct map)};
    const struct str program = in->plan->program->id;
    struct line *line = document_heading(d);

    map_init(t.introduced, in->owner);
    map_init(t.named, in->owner);
    if (!program_get_title(in->plan->program))
        line_add(line, TONE_STRONG, STR("Program "));       /* an id, of an imported file say */
    cite(&t, line, TONE_STRONG, program, "title");
    line_addf(line, TONE_PLAIN, ": %s", words);
    line_add(document_right(d), TONE_DIM, STR("as of "));
    line_cite(document_right(d), TONE_DIM, claim_at(&t, program, "as_of")->id,
              str_format(in->owner, "%.*s" NB "%d", STR_ARG(say_date(in, in->plan->as_of)),
                         civil_of_day(civil_day_of(in->plan->as_of)).year));
    say_read_on(in, document_right(d));
    d->about = tell_about(in, register_);
    return t;
}

void tell_heading(const struct telling *t, const char *words)
{
    document_blank(t->d);
    line_add(document_heading(t->d), TONE_STRONG, str_of(words));
}

struct line *tell_paragraph(const struct telling *t)
{
    return document_paragraph(t->d, 0, 0);
}

struct line *tell_item(const struct telling *t)
{
    return document_paragraph(t->d, 2, 4);
}

void tell_nothing(const struct telling *t, const char *words)
{
    line_add(tell_item(t), TONE_DIM, str_of(words));
}

/* --- JSON ----------------------------------------------------------------------------------- */

static const char *const kind_names[] = {"name", "text", "status", "probability", "share",
                                         "finish", "date", "working-days", "money", "count",
                                         "ratio", "weeks", "calendar-days", "points"};

static void json_value(const struct report_input *in, const struct claim *c, struct writer *w)
{
    switch (c->kind) {
    case CLAIM_NAME:
    case CLAIM_TEXT:
        writer_key_text(w, "value", c->text);
        break;
    case CLAIM_STATUS:
        writer_key_text(w, "value", str_of(verdict_of_claim(c).rag));
        break;
    case CLAIM_CHANCE:
    case CLAIM_SHARE:
    case CLAIM_RATIO:
    case CLAIM_MONTHS:
    case CLAIM_POINTS:
        writer_key_fixed(w, "value", c->value, 6);
        break;
    case CLAIM_FINISH:
        json_instant(in, w, "value", c->value);
        if (c->low != INT64_MIN) {
            json_instant(in, w, "low", c->low);
            json_instant(in, w, "high", c->high);
        }
        break;
    case CLAIM_INSTANT:
        json_instant(in, w, "value", c->value);
        break;
    case CLAIM_DAYS:
        writer_key_fixed(w, "value", working_milli_days(in, c->value), 3);
        writer_key_bool(w, "bound", c->at_most);
        break;
    case CLAIM_MOVED:
        writer_key_fixed(w, "value", c->value * 1000 / CIVIL_DAY_S, 3);
        break;
    case CLAIM_MONEY:
        writer_key_fixed(w, "value", c->value, 2);
        break;
    case CLAIM_COUNT:
        writer_key_i64(w, "value", c->value);
        break;
    }
}

static void json_valued(const struct report_input *in, const struct claim *c, struct writer *w)
{
    writer_key_text(w, "kind", str_of(kind_names[c->kind]));
    json_value(in, c, w);
    writer_key_text(w, "said", say_claim(in, c, CITE_PROSE));
}

bool tell_json(const struct report *r, const struct report_input *in, struct writer *w)
{
    struct document d;
    struct claims *set;

    document_init(&d, in->owner);
    if (!report_claim_all(r, in, &d, &set))
        return false;
    json_begin(in, w, r->name);
    json_claims(in, set, &d, json_valued, w);
    writer_map_end(w);
    return true;
}

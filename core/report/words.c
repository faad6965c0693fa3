/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/words.h"

#include "core/claim/claim.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/calendar/calendar.h"

#define NB "\xc2\xa0"       /* a blank that never breaks */

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

enum { PPM = 1000000, GOOD_FROM = 800000, RISK_FROM = 500000, PERCENT = 10000 };

struct verdict verdict_of(int32_t probability_ppm)
{
    static const struct verdict unknown = {TONE_DIM, "○", "unknown", "grey"};
    static const struct verdict off = {TONE_BAD, "■", "off course", "red"};
    static const struct verdict risk = {TONE_WARN, "▲", "at risk", "amber"};
    static const struct verdict good = {TONE_GOOD, "●", "on course", "green"};

    if (probability_ppm < 0)
        return unknown;
    if (probability_ppm < RISK_FROM)
        return off;
    return probability_ppm < GOOD_FROM ? risk : good;
}

/* --- dates ---------------------------------------------------------------------------------- */

int64_t finish_day(int64_t finish)
{
    return finish == CIVIL_NONE ? finish : civil_day_of(finish - 1) * CIVIL_DAY_S;
}

/* Whether a day and a month alone could be taken for another year's. */
static bool needs_year(const struct report_input *in, int64_t instant)
{
    const int64_t days = in->plan ? (instant - in->plan->as_of) / CIVIL_DAY_S : 0;

    return !in->plan || days > 300 || days < -300;
}

struct str say_day(const struct report_input *in, int64_t instant)
{
    struct civil_date date;

    if (instant == CIVIL_NONE)
        return STR("-");
    date = civil_of_day(civil_day_of(instant));
    if (needs_year(in, instant))
        return str_format(in->owner, "%d" NB "%s" NB "%d", date.day, months[date.month - 1],
                          date.year);
    return str_format(in->owner, "%d" NB "%s", date.day, months[date.month - 1]);
}

struct str say_date(const struct report_input *in, int64_t instant)
{
    if (instant == CIVIL_NONE)
        return STR("-");
    return str_format(in->owner, "%s" NB "%.*s", weekdays[civil_weekday(civil_day_of(instant))],
                      STR_ARG(say_day(in, instant)));
}

struct str say_rough(const struct report_input *in, int64_t instant, bool coarse)
{
    int64_t day;

    if (!coarse || instant == CIVIL_NONE)
        return say_day(in, instant);
    day = civil_day_of(instant);
    return str_format(in->owner, "week" NB "of" NB "%.*s",
                      STR_ARG(say_day(in, (day - civil_weekday(day)) * CIVIL_DAY_S)));
}

struct str say_iso(const struct report_input *in, int64_t instant)
{
    struct text text;

    if (instant == CIVIL_NONE)
        return STR("-");
    text_init(&text, in->owner);
    civil_print_date(&text, instant);
    return text_str(&text);
}

struct str say_capital(const struct report_input *in, struct str s)
{
    struct text text;

    if (s.len == 0 || s.ptr[0] < 'a' || s.ptr[0] > 'z')
        return s;
    text_init(&text, in->owner);
    text_add_char(&text, (char)(s.ptr[0] - 'a' + 'A'));
    text_add(&text, str_slice(s, 1, s.len));
    return text_str(&text);
}

/* --- numbers ---------------------------------------------------------------------------------- */

int percent_of_five(int32_t ppm)
{
    return (int)((ppm + PPM / 40) / (PPM / 20)) * 5;
}

struct str say_likely(const struct report_input *in, int32_t ppm)
{
    const int percent = percent_of_five(ppm);
    const bool is_below = (percent == 50 && ppm < RISK_FROM) || (percent == 80 && ppm < GOOD_FROM);

    if (ppm < 0)
        return STR("unknown");
    if (percent < 5)
        return STR("under" NB "5" NB "%");
    if (percent > 95)
        return STR("over" NB "95" NB "%");
    /* The word on a status line must not contradict its number. */
    return str_format(in->owner, "%s" NB "%d" NB "%%", is_below ? "nearly" : "about",
                      percent);
}

struct str say_share(const struct report_input *in, int32_t ppm)
{
    if (ppm < 0)
        return STR("-");
    return str_format(in->owner, "%d" NB "%%", (ppm + PERCENT / 2) / PERCENT);
}

struct str say_chance(const struct report_input *in, int32_t ppm)
{
    /* 3.84 / n in tenths of a percent, rounded up. */
    const uint32_t runs = in->forecast ? in->forecast->iterations : 1;
    const uint32_t tenths = (3840 + runs - 1) / runs;

    if (ppm == 0 && tenths < 1000)
        return str_format(in->owner, "<%u.%u" NB "%%", tenths / 10, tenths % 10);
    if (ppm == PPM && tenths < 1000)
        return str_format(in->owner, ">%u.%u" NB "%%", (1000 - tenths) / 10, (1000 - tenths) % 10);
    /* Nor is anything rounded up to a better status. */
    if ((ppm >= 795000 && ppm < 800000) || (ppm >= 495000 && ppm < 500000))
        return say_share(in, ppm - 5000);
    return say_share(in, ppm);
}

struct str say_days(const struct report_input *in, int64_t working_s)
{
    const int64_t day = in->plan ? calendar_usual_day_s(in->plan->calendar) : 8 * 3600;
    const int64_t size = working_s < 0 ? -working_s : working_s;
    const int64_t tenths = (size * 10 + day / 2) / (day > 0 ? day : 1);
    struct text text;

    text_init(&text, in->owner);
    if (working_s < 0 && tenths > 0)
        text_add_char(&text, '-');
    text_add_fixed(&text, tenths >= 100 ? (tenths + 5) / 10 * 10 : tenths, 1, 0);
    text_add(&text, STR(NB "d"));
    return text_str(&text);
}

int64_t working_milli_days(const struct report_input *in, int64_t working_s)
{
    const int64_t day = in->plan ? calendar_usual_day_s(in->plan->calendar) : 8 * 3600;
    const int64_t half = working_s < 0 ? -day / 2 : day / 2;

    return day > 0 ? (working_s * 1000 + half) / day : 0;
}

struct str say_currency(const struct report_input *in)
{
    const struct str *code = in->plan ? program_get_currency(in->plan->program) : NULL;
    const struct str currency = code ? *code : STR("");

    return str_equal(currency, STR("USD"))   ? STR("$")
           : str_equal(currency, STR("EUR")) ? STR("€")
           : str_equal(currency, STR("GBP")) ? STR("£")
           : currency.len > 0 ? str_format(in->owner, "%.*s" NB, STR_ARG(currency))
                              : currency;
}

struct str say_money(const struct report_input *in, int64_t minor)
{
    const int64_t size = minor < 0 ? -minor : minor, units = (size + 50) / 100;
    struct text text;

    text_init(&text, in->owner);
    if (minor < 0)
        text_add_char(&text, '-');
    text_add(&text, say_currency(in));
    if (units >= 999950) {
        text_add_fixed(&text, (units + 5000) / 10000, 2, 0);
        text_add_char(&text, 'M');
    } else if (units >= 1000) {
        text_add_fixed(&text, units >= 100000 ? (units + 500) / 1000 * 10 : (units + 50) / 100, 1,
                       0);
        text_add_char(&text, 'k');
    } else {
        text_add_i64(&text, units);
    }
    return text_str(&text);
}

struct str say_count(const struct report_input *in, size_t count, const char *one,
                     const char *many)
{
    return str_format(in->owner, "%zu" NB "%s", count, count == 1 ? one : many);
}

/* --- names ------------------------------------------------------------------------------------ */

const struct plan *forecast_plan(const struct report_input *in)
{
    return in->forecast ? in->forecast->network->plan : in->plan;
}

struct str say_title(const struct plan *p, uint32_t object)
{
    return object_title(p->objects[object]);
}

struct str say_target(const struct report_input *in, const struct forecast_target *target)
{
    return target->node == NODE_NONE ? STR("all work")
                                     : say_title(forecast_plan(in), target->object);
}

struct str say_object(const struct report_input *in, const struct plan *p, uint32_t object)
{
    const struct object *o = p->objects[object];
    const struct str title = object_title(o);

    if (o->kind == KIND_handoff && !object_is_withheld(o)) {
        const struct object *giver = handoff_giving_team(p, o);
        const struct object *taker = handoff_taking_team(p, o);
        const struct str *what = handoff_get_what(o);

        return str_format(in->owner, "%.*s %.*s" NB "→" NB "%.*s%s%.*s", STR_ARG(o->id),
                          STR_ARG(giver ? giver->id : handoff_get_gives(o)->id),
                          STR_ARG(taker ? taker->id : handoff_get_to(o)->id), what ? ": " : "",
                          STR_ARG(what ? *what : STR("")));
    }
    if (str_equal_nocase(title, o->id))
        return o->id;
    return str_format(in->owner, "%.*s %.*s", STR_ARG(o->id), STR_ARG(title));
}

struct str say_who(const struct plan *p, const struct object *who)
{
    (void)p;
    return who ? object_title(who) : STR("nobody");
}

struct str say_place(const struct report_input *in, struct place at)
{
    if (at.source == 0 || at.source > in->out->source_count)
        return STR("");
    return str_format(in->owner, "%.*s:%u", STR_ARG(in->out->sources[at.source - 1].name),
                      at.line);
}

/* --- the plan ------------------------------------------------------------------------- */

bool find_subject(const struct report_input *in, const struct object **ret_object)
{
    const struct object *found = plan_find(in->plan, in->subject);
    struct str *ids, nearest;
    size_t count = 0;

    if (found && !object_is_withheld(found)) {
        *ret_object = found;
        return true;
    }
    ids = ARENA_ARRAY(in->owner, struct str, in->plan->object_count);
    for (uint32_t i = 0; i < in->plan->object_count; i++)
        if (in->plan->objects[i]->id.len > 0 && !object_is_withheld(in->plan->objects[i]))
            ids[count++] = in->plan->objects[i]->id;
    nearest = diag_nearest(in->subject, ids, count);
    diag_error(in->out, "unknown-id", (struct place){0}, "nothing in the plan has the id '%.*s'",
               STR_ARG(in->subject));
    if (nearest.len > 0)
        diag_hint(in->out, "the nearest is '%.*s'", STR_ARG(nearest));
    return false;
}

struct column left_column(const char *title, bool flexible)
{
    return (struct column){title, ALIGN_LEFT, flexible};
}

struct column right_column(const char *title)
{
    return (struct column){title, ALIGN_RIGHT, false};
}

void say_read_on(const struct report_input *in, struct line *line)
{
    const struct plan *p = in->plan;

    if (p->read_on <= p->as_of)
        return;
    line_add(line, TONE_DIM, STR(", read on "));
    line_cite(line, TONE_DIM, str_format(in->owner, "%.*s.read-on", STR_ARG(p->program->id)),
              say_date(in, p->read_on));
}

void say_masthead(const struct report_input *in, struct document *d)
{
    const struct object *program = in->plan->program;
    const struct str title = object_title(program);
    struct line *line = document_heading(d);

    line_cite(line, TONE_STRONG, str_format(in->owner, "%.*s.id", STR_ARG(program->id)),
              program->id);
    if (!str_equal(title, program->id)) {
        line_add(line, TONE_PLAIN, STR("  "));
        line_cite(line, TONE_PLAIN, str_format(in->owner, "%.*s.title", STR_ARG(program->id)),
                  title);
    }
    line_add(document_right(d), TONE_DIM, STR("as of "));
    line_cite(document_right(d), TONE_DIM,
              str_format(in->owner, "%.*s.as_of", STR_ARG(program->id)),
              str_format(in->owner, "%.*s" NB "%d", STR_ARG(say_date(in, in->plan->as_of)),
                         civil_of_day(civil_day_of(in->plan->as_of)).year));
    say_read_on(in, document_right(d));
}

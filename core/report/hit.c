/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest ways to a promise, each with what it gives up. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/edit/edit.h"
#include "core/report/believed.h"
#include "core/report/changes.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { WAYS_SHOWN = 5, POINT = 10000, HOUR_S = 3600, DAY_S = 86400 };

static const char *const kinds[] = {"rank", "decide", "mitigate", "add", "drop", "cut"};

static struct str title_of(const struct report_input *in, const struct hit_step *s)
{
    const struct object *o = in->plan->objects[s->object];

    switch (s->kind) {
    case HIT_FIRST:
        return str_format(in->owner, "%.*s before all other promises", STR_ARG(o->id));
    case HIT_OPTION:
        if (!s->option)
            return o->id;
        return str_format(in->owner, "%.*s: %.*s (%.*s)", STR_ARG(o->id),
                          STR_ARG(object_title(s->option)), STR_ARG(s->option->id));
    case HIT_PERSON:
        return str_format(in->owner, "one more %s %.*s, from the data date on",
                          o->kind == KIND_system ? "of" : "in", STR_ARG(o->id));
    case HIT_MITIGATION:
    case HIT_DROP:
    case HIT_CUT:
        break;
    }
    return str_equal(object_title(o), o->id)
        ? o->id
        : str_format(in->owner, "%.*s %.*s", STR_ARG(o->id), STR_ARG(object_title(o)));
}

/* What one step gives up, beside what it does to other promises. */
static struct str gives_up(const struct report_input *in, const struct hit_step *s)
{
    struct text t;

    if (object_is_withheld(in->plan->objects[s->object]))
        return STR("what it gives up is withheld");
    text_init(&t, in->owner);
    switch (s->kind) {
    case HIT_CUT:
        text_addf(&t, "%.*s of one person's work not done", STR_ARG(say_days(in, s->work_s)));
        break;
    case HIT_DROP:
        text_add(&t, STR("what it brings; the taker does without it"));
        break;
    case HIT_FIRST:
        text_add(&t, STR("the order of the other promises; undone at any time"));
        break;
    case HIT_PERSON:
        if (s->people_s > 0)
            text_addf(&t, "%.*s of one person", STR_ARG(say_days(in, s->people_s)));
        break;
    case HIT_OPTION:
        text_add(&t, s->one_way ? STR("a one-way door") : STR(""));
        if (!s->one_way && s->undone_until != CIVIL_NONE)
            text_addf(&t, "can be undone until %.*s", STR_ARG(say_day(in, s->undone_until)));
        if (!s->one_way && s->undone_until == CIVIL_NONE)
            text_add(&t, STR("can be undone at any time"));
        break;
    case HIT_MITIGATION:
        if (s->done_by == CIVIL_NONE)
            text_add(&t, STR("as if it were done now"));
        else
            text_addf(&t, "to be done by %.*s", STR_ARG(say_day(in, s->done_by)));
        break;
    }
    if (!s->has_cost)
        text_addf(&t, "%snobody said what it costs", t.len > 0 ? "; " : "");
    else if (s->cost_minor != 0)
        text_addf(&t, "%s%.*s", t.len > 0 ? "; " : "", STR_ARG(say_money(in, s->cost_minor)));
    return text_str(&t);
}

/* --- text ------------------------------------------------------------------------------------ */

static struct str price_of(const struct report_input *in, const struct hit_way *way)
{
    struct text t;

    text_init(&t, in->owner);
    if (way->cost_minor != 0 || way->unknown_costs == 0)
        text_addf(&t, "%s%.*s", way->cost_minor > 0 ? "+" : "",
                  STR_ARG(way->cost_minor != 0 ? say_money(in, way->cost_minor) : STR("no money")));
    if (way->unknown_costs > 0)
        text_addf(&t, "%s%u without a stated cost", t.len > 0 ? ", " : "", way->unknown_costs);
    return text_str(&t);
}

static void say_losses(const struct report_input *in, const struct hit_way *way,
                       struct document *d)
{
    const struct hit_answer *a = in->hit;
    struct line *line = NULL;

    for (uint32_t i = 0; i < a->promise_count; i++) {
        const int32_t was = a->now.promises_ppm[i], is = way->promises_ppm[i];

        if (a->promises[i] == a->commitment || was < 0 || is < 0 ||
            (is > was - POINT && is < was + POINT))
            continue;
        if (!line) {
            line = document_paragraph(d, 4, 6);
            line_add(line, TONE_DIM, STR("other promises: "));
        } else {
            line_add(line, TONE_PLAIN, STR(", "));
        }
        line_add(line, TONE_STRONG, a->promises[i]->id);
        line_addf(line, is < was ? TONE_BAD : TONE_GOOD, " %.*s → %.*s",
                  STR_ARG(say_share(in, was)), STR_ARG(say_share(in, is)));
    }
}

/* Characters of a word that no shell reads as anything else. */
static bool is_safe(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              memchr("._-=%:,/+@", c, 10)))
            return false;
    }
    return true;
}

/* A text that YAML reads as that text without quotes: a word that begins with a letter and is no
 * other value, or a share. */
static bool is_plain(struct str s)
{
    static const char *const others[] = {"true", "false", "null", "yes", "no", "on", "off"};

    for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (str_equal(s, str_of(others[i])))
            return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == ':' || s.ptr[i] == ',')
            return false;
    return s.len > 0 && is_safe(s) &&
           ((s.ptr[0] >= 'a' && s.ptr[0] <= 'z') || s.ptr[s.len - 1] == '%');
}

static struct str for_shell(const struct report_input *in, const struct edit *e)
{
    struct str typed = edit_typed(e, in->owner);
    const size_t value = e->address.len + 1;
    struct text t;

    if (typed.len > value + 2 && typed.ptr[value] == '"' &&
        is_plain(str_slice(typed, value + 1, typed.len - 1)))
        typed = str_format(in->owner, "%.*s=%.*s", STR_ARG(e->address),
                           STR_ARG(str_slice(typed, value + 1, typed.len - 1)));
    if (is_safe(typed))
        return typed;
    text_init(&t, in->owner);
    text_add_char(&t, '\'');
    for (size_t i = 0; i < typed.len; i++)
        if (typed.ptr[i] == '\'')
            text_add(&t, STR("'\\''"));
        else
            text_add_char(&t, typed.ptr[i]);
    text_add_char(&t, '\'');
    return text_str(&t);
}

static void say_repeat(const struct report_input *in, const struct hit_way *way,
                       struct document *d)
{
    const struct hit_answer *a = in->hit;
    bool withheld = false;
    struct line *line;

    for (uint32_t i = 0; i < a->step_count; i++)
        withheld = withheld || (way->steps >> i & 1 && a->steps[i].withheld);
    if (withheld) {
        line_add(document_paragraph(d, 4, 6), TONE_DIM,
                 STR("what repeats it is not all for this audience"));
        return;
    }
    line = document_verbatim(d);
    line_addf(line, TONE_ACTION, "    baton whatif %.*s", STR_ARG(in->command));
    for (uint32_t i = 0; i < a->step_count; i++)
        for (size_t e = 0; way->steps >> i & 1 && e < a->steps[i].edit_count; e++)
            line_addf(line, TONE_ACTION, " %.*s",
                      STR_ARG(for_shell(in, &a->steps[i].edits[e])));
}

static void say_way(const struct report_input *in, const struct hit_way *way, uint32_t number,
                    struct document *d)
{
    const struct hit_answer *a = in->hit;
    struct line *line = document_paragraph(d, 0, 4);

    if (number > 0)
        line_addf(line, TONE_STRONG, "%2u  ", number);
    else
        line_add(line, TONE_PLAIN, STR("    "));
    line_add(line, verdict_of(way->likely_ppm).tone, say_share(in, way->likely_ppm));
    line_addf(line, TONE_PLAIN, " likely, %.*s by ", STR_ARG(say_share(in, a->wanted_ppm)));
    line_add(line, TONE_FORECAST, say_iso(in, finish_day(way->at)));
    line_addf(line, TONE_DIM, "  %.*s", STR_ARG(price_of(in, way)));
    if (way->within_ppm >= 0 && way->within_ppm < 500000 && a->now.within_ppm >= 500000)
        line_addf(line, TONE_BAD, "; breaks the budget: %.*s → %.*s inside",
                  STR_ARG(say_share(in, a->now.within_ppm)),
                  STR_ARG(say_share(in, way->within_ppm)));
    for (uint32_t i = 0; i < a->step_count; i++) {
        const struct hit_step *s = &a->steps[i];

        if (!(way->steps >> i & 1))
            continue;
        line = document_paragraph(d, 4, 6);
        line_addf(line, TONE_ACTION, "%s ", kinds[s->kind]);
        line_add(line, TONE_PLAIN, title_of(in, s));
        line_addf(line, TONE_DIM, ": %.*s", STR_ARG(gives_up(in, s)));
    }
    say_losses(in, way, d);
    say_repeat(in, way, d);
}

static bool is_later(const struct hit_answer *a, const struct hit_step *s)
{
    return a->capacity && s->eases && s->known &&
           (s->at >= a->now.at + HOUR_S || s->likely_ppm <= a->now.likely_ppm - POINT / 10);
}

/* Half a day of the date and a tenth of a point are nothing to choose by. */
static bool is_quiet(const struct report_input *in, const struct hit_step *s)
{
    const struct hit_answer *a = in->hit;
    const int64_t moves = s->at - a->now.at;
    const int32_t gains = s->likely_ppm - a->now.likely_ppm;

    return !in->everything && s->known && !is_later(a, s) && moves < DAY_S / 2 &&
           moves > -DAY_S / 2 && gains < POINT / 10 && gains > -POINT / 10;
}

static void say_alone(const struct report_input *in, struct document *d)
{
    const struct hit_answer *a = in->hit;
    const struct str by =
        str_format(in->owner, "%.*s by", STR_ARG(say_share(in, a->wanted_ppm)));
    const struct column columns[] = {left_column("each step alone", true), right_column("likely"),
                                     left_column(by.ptr, false), right_column("moves")};
    struct table *table;
    uint32_t odd = 0, quiet = 0;

    for (uint32_t i = 0; i < a->step_count; i++)
        quiet += is_quiet(in, &a->steps[i]);
    if (a->step_count == 0)
        return;
    document_blank(d);
    if (quiet == a->step_count) {
        line_addf(document_paragraph(d, 0, 2), TONE_DIM, "%.*s tried, and none moves it (--all).",
                  STR_ARG(say_count(in, quiet, "step was", "steps were")));
        return;
    }
    table = document_table(d, 0, columns, 4);
    for (uint32_t i = 0; i < a->step_count; i++) {
        const struct hit_step *s = &a->steps[i];
        struct line *cells;

        if (is_quiet(in, s))
            continue;
        cells = table_row(table, d->owner);
        line_addf(&cells[0], TONE_ACTION, "%s ", kinds[s->kind]);
        line_add(&cells[0], TONE_PLAIN, title_of(in, s));
        if (!s->known) {
            line_add(&cells[1], TONE_DIM, STR("cannot be made"));
            continue;
        }
        line_add(&cells[1], verdict_of(s->likely_ppm).tone, say_share(in, s->likely_ppm));
        line_add(&cells[2], TONE_FORECAST, say_iso(in, finish_day(s->at)));
        line_add(&cells[3], s->at > a->now.at ? TONE_BAD : s->at < a->now.at ? TONE_GOOD : TONE_DIM,
                 say_shift(in, a->now.at, s->at));
        if (is_later(a, s)) {
            line_add(&cells[3], TONE_WARN, STR(" (*)"));
            odd++;
        }
    }
    if (quiet > 0)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM,
                  "and %.*s alone (--all)",
                  STR_ARG(say_count(in, quiet, "step that moves nothing",
                                    "steps that move nothing")));
    if (odd > 0)
        line_add(document_paragraph(d, 0, 2), TONE_WARN,
                 STR("(*) Less to do or more people, and yet later: list scheduling. Teams take "
                     "what is ready in their own order, so what is free sooner can take the people "
                     "that the promise waits for. It is no fault of the figures; another order of "
                     "the work would not have it."));
}

static void say_run(const struct report_input *in, struct document *d)
{
    const struct hit_answer *a = in->hit;
    const uint32_t used = (uint32_t)__builtin_popcount(a->used);
    const int32_t tenths = (a->error_ppm + POINT / 10 - 1) / (POINT / 10);
    struct line *line;

    if (a->step_count == 0)
        return;
    document_blank(d);
    line = document_paragraph(d, 0, 2);
    line_addf(line, TONE_DIM,
              "%.*s simulated in full, %u iterations each on the same random numbers (seed %llu): "
              "good to ±%d.%d points.",
              STR_ARG(say_count(in, a->tried, "set of steps", "sets of steps")), a->iterations,
              (unsigned long long)a->seed, tenths / 10, tenths % 10);
    if (a->all_tried)
        line_addf(line, TONE_DIM, " Among them is every set of %.*s.",
                  STR_ARG(used == a->step_count
                              ? STR("these steps")
                              : str_format(in->owner, "the %.*s anything",
                                           STR_ARG(say_count(in, used, "step that gains",
                                                             "steps that gain")))));
    else
        line_addf(line, TONE_DIM,
                  " %u sets were screened first%s, on %u iterations; a way that the screening "
                  "misses is not told.", a->screened,
                  a->capacity ? " with the order in teams of the medians frozen" : "",
                  a->screen_iterations);
    if (a->left_out > 0)
        line_addf(line, TONE_WARN, " %.*s not tried: at most %d are.",
                  STR_ARG(say_count(in, a->left_out, "step more was", "steps more were")),
                  HIT_STEPS);
}

static void say_none(const struct report_input *in, struct document *d)
{
    const struct hit_answer *a = in->hit;
    struct line *line;

    if (a->step_count == 0 || a->nearest.steps == 0) {
        line = document_paragraph(d, 0, 2);
        line_add(line, TONE_BAD, STR("Not reachable: "));
        line_add(line, TONE_PLAIN,
                 a->step_count > 0
                     ? STR("nothing that the plan says can be done moves it. Promise the date "
                           "above, or find a step that is not in the plan yet.")
                     : STR("the plan says nothing that could be done: no scope that may be cut, "
                           "no option, no mitigation with edits, no team with stated people. "
                           "State some, or promise the date above."));
        return;
    }
    line = document_paragraph(d, 0, 2);
    line_add(line, TONE_BAD, STR("Not reachable "));
    line_add(line, TONE_PLAIN,
             STR("with what the plan says can be done. The likeliest it can be:"));
    say_way(in, &a->nearest, 0, d);
    if (a->soonest.steps != a->nearest.steps) {
        document_blank(d);
        line_addf(document_paragraph(d, 0, 2), TONE_PLAIN,
                  "The earliest date that would be %.*s likely:",
                  STR_ARG(say_share(in, a->wanted_ppm)));
        say_way(in, &a->soonest, 0, d);
    }
    document_blank(d);
    line = document_paragraph(d, 0, 2);
    line_addf(line, TONE_PLAIN, "So: promise ");
    line_add(line, TONE_FORECAST, say_iso(in, finish_day(a->soonest.at)));
    line_addf(line, TONE_PLAIN, ", or %.*s, or find a step that is not in the plan yet.",
              STR_ARG(say_share(in, a->nearest.likely_ppm)));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct hit_answer *a = in->hit;
    struct line *line;

    say_masthead(in, out);
    document_blank(out);
    line = document_paragraph(out, 0, 2);
    line_add(line, TONE_STRONG, a->commitment->id);
    line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(object_title(a->commitment)));
    if (a->stuck) {
        line_add(document_paragraph(out, 0, 2), TONE_BAD,
                 STR("No date, or nothing that can be forecast leads to it."));
        return true;
    }
    line = document_paragraph(out, 2, 2);
    line_addf(line, TONE_PLAIN, "promised %.*s, ", STR_ARG(say_iso(in, finish_day(a->date))));
    line_addf(line, verdict_of(a->now.likely_ppm).tone, "%.*s likely",
              STR_ARG(say_share(in, a->now.likely_ppm)));
    line_addf(line, TONE_PLAIN, "; wanted %.*s, which would be ",
              STR_ARG(say_share(in, a->wanted_ppm)));
    line_add(line, TONE_FORECAST, say_iso(in, finish_day(a->now.at)));
    say_belief_of(in, a->commitment->id, 2, out);
    document_blank(out);
    if (a->reached) {
        line_add(document_paragraph(out, 0, 2), TONE_GOOD,
                 STR("It is that likely already: nothing has to be given up."));
        return true;
    }
    for (uint32_t i = 0; i < a->way_count && (i < WAYS_SHOWN || in->everything); i++) {
        if (i > 0)
            document_blank(out);
        say_way(in, &a->ways[i], i + 1, out);
    }
    if (a->way_count > WAYS_SHOWN && !in->everything)
        line_addf(document_paragraph(out, 0, 2), TONE_DIM, "and %.*s (--all)",
                  STR_ARG(say_count(in, a->way_count - WAYS_SHOWN, "dearer way", "dearer ways")));
    if (a->way_count == 0)
        say_none(in, out);
    say_alone(in, out);
    say_run(in, out);
    return true;
}

/* --- JSON ------------------------------------------------------------------------------------ */

static void json_money(struct writer *w, const char *key, bool known, int64_t minor)
{
    if (known)
        writer_key_fixed(w, key, minor, 2);
    else
        writer_key_null(w, key);
}

static void json_step(const struct report_input *in, const struct hit_step *s, struct writer *w)
{
    const struct hit_answer *a = in->hit;
    const bool hidden = object_is_withheld(in->plan->objects[s->object]);
    struct edits edits = {s->edits, s->edit_count};

    writer_map_begin(w, false);
    writer_key_text(w, "kind", str_of(kinds[s->kind]));
    json_id(w, "object", in->plan, s->object);
    if (s->option)
        writer_key_text(w, "option", s->option->id);
    writer_key(w, STR("edits"));
    edit_write(&edits, w);
    json_money(w, "cost", s->has_cost && !hidden, s->cost_minor);
    writer_key_fixed(w, "cut_days", working_milli_days(in, s->work_s), 3);
    writer_key_fixed(w, "person_days", working_milli_days(in, s->people_s), 3);
    json_date(in, w, "done_by", s->done_by);
    json_date(in, w, "undone_until", s->undone_until);
    if (in->audience.len > 0)
        writer_key_bool(w, "withheld", s->withheld);
    writer_key_bool(w, "one_way", s->one_way);
    json_probability(w, "probability", s->known ? s->likely_ppm : -1);
    json_instant(in, w, "at_confidence", s->known ? s->at : CIVIL_NONE);
    writer_key_bool(w, "eases_and_is_later", is_later(a, s));
    writer_map_end(w);
}

static void json_way(const struct report_input *in, const struct hit_way *way, struct writer *w)
{
    const struct hit_answer *a = in->hit;

    writer_map_begin(w, false);
    writer_key(w, STR("steps"));
    writer_list_begin(w, true);
    for (uint32_t i = 0; i < a->step_count; i++)
        if (way->steps >> i & 1)
            writer_i64(w, i);
    writer_list_end(w);
    json_probability(w, "probability", way->likely_ppm);
    json_instant(in, w, "at_confidence", way->at);
    json_money(w, "cost", way->unknown_costs == 0, way->cost_minor);
    writer_key_i64(w, "steps_without_cost", way->unknown_costs);
    writer_key_fixed(w, "cut_days", working_milli_days(in, way->work_s), 3);
    json_money(w, "program_cost_p50", way->has_cost, way->program_minor);
    json_probability(w, "within_budget", way->within_ppm);
    writer_key(w, STR("commitments"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < a->promise_count; i++) {
        writer_map_begin(w, true);
        writer_key_text(w, "id", a->promises[i]->id);
        json_probability(w, "before", a->now.promises_ppm[i]);
        json_probability(w, "after", way->promises_ppm[i]);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_map_end(w);
}

static void json_search(const struct report_input *in, struct writer *w)
{
    const struct hit_answer *a = in->hit;

    writer_key(w, STR("now"));
    json_way(in, &a->now, w);
    writer_key(w, STR("steps"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < a->step_count; i++)
        json_step(in, &a->steps[i], w);
    writer_list_end(w);
    writer_key(w, STR("ways"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < a->way_count; i++)
        json_way(in, &a->ways[i], w);
    writer_list_end(w);
    writer_key(w, STR("likeliest"));
    json_way(in, &a->nearest, w);
    writer_key(w, STR("earliest"));
    json_way(in, &a->soonest, w);
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct hit_answer *a = in->hit;

    json_begin(in, w, "hit");
    writer_key_text(w, "commitment", a->commitment->id);
    json_date(in, w, "date", a->stuck ? CIVIL_NONE : a->date);
    json_probability(w, "wanted", a->wanted_ppm);
    json_believed(in, w, a->commitment->id);
    writer_key_bool(w, "forecastable", !a->stuck);
    writer_key_bool(w, "reached", a->reached);
    writer_key_bool(w, "reachable", a->reached || a->way_count > 0);
    if (!a->stuck)
        json_search(in, w);
    writer_key_i64(w, "tried", a->tried);
    writer_key_i64(w, "screened", a->screened);
    writer_key_bool(w, "all_tried", a->all_tried);
    writer_key_i64(w, "not_tried_steps", a->left_out);
    writer_key_bool(w, "capacity", a->capacity);
    writer_key_i64(w, "iterations", a->iterations);
    writer_key_i64(w, "screen_iterations", a->screen_iterations);
    writer_key_i64(w, "seed", (int64_t)a->seed);
    json_end(in, w);
    return true;
}

const struct report report_hit = {
    .name = "hit",
    .title = "Ways to a promise",
    .needs = REPORT_HIT,
    .narrows = true,
    .text = text,
    .json = json,
};

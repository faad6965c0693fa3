/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/causes.h"

#include "core/base/text.h"
#include "core/plan/defaults.h"
#include "core/report/changes.h"
#include "core/syntax/tree.h"

enum { EDITS_SHOWN = 3 };

int64_t printed_round(int64_t value, int64_t unit)
{
    return value >= 0 ? (value + unit / 2) / unit : -((-value + unit / 2) / unit);
}

int64_t printed_next(struct printed *p, int64_t value)
{
    const int64_t before = printed_round(p->sum, p->unit);

    p->sum += value;
    return printed_round(p->sum, p->unit) - before;
}

struct str say_tenths(const struct report_input *in, int64_t tenths, const char *unit)
{
    const int64_t size = tenths < 0 ? -tenths : tenths;

    return str_format(in->owner, "%s%lld.%lld%s", tenths > 0 ? "+" : tenths < 0 ? "-" : "±",
                      (long long)(size / 10), (long long)(size % 10), unit);
}

/* How many edits with it an audience may not see. */
static void say_hidden(size_t count, struct line *cell)
{
    if (count > 0)
        line_addf(cell, TONE_DIM, "; %zu edit%s with it not for this audience", count,
                  count == 1 ? "" : "s");
}

struct str say_moved(const struct report_input *in, int64_t tenths)
{
    const int64_t size = tenths < 0 ? -tenths : tenths;

    if (size == 0)
        return STR("not at all");
    if (size % 10 == 0)
        return str_format(in->owner, "%lld\xc2\xa0%s %s", (long long)(size / 10),
                          size == 10 ? "day" : "days", tenths > 0 ? "later" : "earlier");
    return str_format(in->owner, "%lld.%lld\xc2\xa0" "days %s", (long long)(size / 10),
                      (long long)(size % 10), tenths > 0 ? "later" : "earlier");
}

static void say_edits(const struct report_input *in, const struct why_line *line,
                      struct line *cell)
{
    const struct why *why = in->why;
    struct edit_line edit;
    struct str last = STR("");
    uint32_t shown = line->edit_count < EDITS_SHOWN || in->everything ? line->edit_count
                                                                      : EDITS_SHOWN;

    for (uint32_t i = 0; i < shown; i++) {
        if (i > 0)
            line_add(cell, TONE_PLAIN, STR("; "));
        edit = edit_line_of(in->before, &why->changes.items[line->edits[i]], in->owner);
        say_edit_titled(in, &edit, &last, cell);
    }
    if (shown < line->edit_count)
        line_addf(cell, TONE_DIM, "; and %u more with it (--all)", line->edit_count - shown);
    say_hidden(line->withheld, cell);
}

static bool has_teams(const struct why *why)
{
    for (uint32_t n = 0; n < why->line_count; n++)
        if (why->lines[n].kind == WHY_TEAM || why->lines[n].kind == WHY_TASK)
            return true;
    return false;
}

/* --- the program ------------------------------------------------------------------------- */

static void say_engine(const struct report_input *in, struct line *cell)
{
    const struct why_kept *kept = in->why->kept;

    if (str_equal(kept->engine, str_of(in->version)))
        line_addf(cell, TONE_PLAIN, "the engine: %s then and now", in->version);
    else
        line_addf(cell, TONE_PLAIN, "the engine: %.*s then, %s now", STR_ARG(kept->engine),
                  in->version);
}

static struct str number_text(const struct report_input *in, int64_t micro)
{
    struct text text;

    text_init(&text, in->owner);
    text_add_fixed(&text, micro, 6, 0);
    return text_str(&text);
}

/* What stood in then and does so no more with that value. */
static void say_numbers(const struct report_input *in, bool outside_view, struct line *cell)
{
    const int64_t *then = in->why->kept->defaults;
    unsigned known = 0, count = 0;

    line_add(cell, TONE_PLAIN, outside_view ? STR("the outside view: ") : STR("defaults: "));
    for (unsigned i = 0; i < DEFAULT_COUNT; i++) {
        if (defaults[i].outside_view != outside_view || then[i] == DEFAULT_UNKNOWN)
            continue;
        known++;
        if (then[i] == defaults[i].micro)
            continue;
        line_addf(cell, TONE_PLAIN, "%s%s %.*s → %.*s", count++ > 0 ? ", " : "",
                  defaults[i].name, STR_ARG(number_text(in, then[i])),
                  STR_ARG(number_text(in, defaults[i].micro)));
    }
    if (known == 0)
        line_add(cell, TONE_PLAIN, STR("not kept then, so in the engine's line"));
    else if (count == 0)
        line_add(cell, TONE_PLAIN, STR("the same then and now"));
}

static void say_runs(const struct report_input *in, struct line *cell)
{
    line_addf(cell, TONE_PLAIN, "runs: %u (seed %llu) then, %u (seed %llu) now",
              in->why->kept->iterations, (unsigned long long)in->why->kept->seed,
              in->why->iterations, (unsigned long long)in->why->seed);
}

static void say_time(const struct report_input *in, struct line *cell)
{
    const struct plan *a = in->why->before, *b = in->why->after;

    line_addf(cell, TONE_PLAIN, "time passed, the plan as it was%s: data date %.*s → %.*s",
              has_teams(in->why) ? ", but for work that waited" : "",
              STR_ARG(say_iso(in, a->as_of)), STR_ARG(say_iso(in, b->as_of)));
}

static void say_team(const struct report_input *in, const struct why_line *line,
                     struct line *cell)
{
    const int64_t days = (in->why->after->as_of - in->why->before->as_of) / CIVIL_DAY_S;
    const struct object *o = line->team.len > 0 ? plan_find(in->why->after, line->team) : NULL;

    line_addf(cell, TONE_PLAIN, "%lld day%s without progress %s%.*s",
              (long long)days, days == 1 ? "" : "s",
              line->kind == WHY_TASK ? "in " : "in open work of ",
              STR_ARG(o && !object_is_withheld(o) ? object_title(o)
                      : line->team.len > 0        ? line->team
                                                  : STR("no team")));
}

/* Its edits; when, why and by which change; who only where the one who keeps the program asked. */
static void say_logged(const struct report_input *in, const struct change *c, struct line *cell)
{
    const size_t count = c->edits->count;
    size_t shown = 0, folded = 0, hidden = 0;
    struct str last = STR("");

    for (size_t i = 0; i < count; i++) {
        const struct edit_line line = change_line(c, i, in->owner);

        if (!shows_edit(in, &line)) {
            hidden++;
            continue;
        }
        if (shown >= EDITS_SHOWN && !in->everything) {
            folded++;
            continue;
        }
        if (shown++ > 0)
            line_add(cell, TONE_PLAIN, STR("; "));
        say_edit_titled(in, &line, &last, cell);
    }
    if (folded > 0)
        line_addf(cell, TONE_DIM, "; and %zu more with it (--all)", folded);
    say_hidden(hidden, cell);
    if (c->why.len > 0 && hidden == 0 && !names_withheld(in, c->why))
        line_addf(cell, TONE_PLAIN, " — %.*s", STR_ARG(c->why));
    line_addf(cell, TONE_DIM, "  (%.*s, change %lld", STR_ARG(str_slice(c->at, 0, 10)),
              (long long)c->seq);
    if (in->who && c->by.len > 0)
        line_addf(cell, TONE_DIM, " by %.*s", STR_ARG(c->by));
    line_add(cell, TONE_DIM, STR(")"));
}

void say_cause(const struct report_input *in, const struct why_line *line, struct line *cell)
{
    switch (line->kind) {
    case WHY_ENGINE:
        say_engine(in, cell);
        break;
    case WHY_DEFAULTS:
        say_numbers(in, false, cell);
        break;
    case WHY_OUTSIDE_VIEW:
        say_numbers(in, true, cell);
        break;
    case WHY_RUNS:
        say_runs(in, cell);
        break;
    case WHY_TIME:
        say_time(in, cell);
        break;
    case WHY_TEAM:
    case WHY_TASK:
        say_team(in, line, cell);
        break;
    case WHY_CHANGE:
        say_logged(in, line->change, cell);
        break;
    case WHY_EDITS:
        say_edits(in, line, cell);
        break;
    case WHY_WITHHELD:
        line_add(cell, TONE_DIM, STR("a change that is not for this audience"));
        break;
    }
}

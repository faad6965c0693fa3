/* SPDX-License-Identifier: Apache-2.0 */
/* What a register asks of whom, and what each step towards the promises gains.
 *
 * What helps the worst promise comes first. Where no step in the plan brings a promise back,
 * the honest ask is for another date or for less scope, and it is said.
 */
#include "core/report/tell.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/plan/plan.h"

enum { POINT = 10000, GOOD_FROM = 800000, RISK_FROM = 500000, DATES_ASKED = 3 };

/* The place of a promise among those that gains tell of; or as many as there are. */
static uint32_t place_of(const struct gains *g, struct str id)
{
    uint32_t i = 0;

    while (g && i < g->promise_count && !str_equal(g->promises[i], id))
        i++;
    return g ? i : 0;
}

/* How likely the steps of the plan together make it; -1: nothing is known to help. */
static int32_t best_of(const struct gains *g, struct str id)
{
    const uint32_t at = place_of(g, id);
    int32_t best = -1;

    if (!g || at == g->promise_count)
        return -1;
    if (g->together_count > 1 && g->together.likely_ppm[0] >= 0)
        best = g->together.likely_ppm[at];
    for (uint32_t i = 0; i < g->count; i++)
        if (g->items[i].on.likely_ppm[at] > best)
            best = g->items[i].on.likely_ppm[at];
    return best;
}

void tell_outlook(const struct telling *t, const struct object *promise)
{
    const struct str program = t->in->plan->program->id;
    const struct gains *g = t->in->gains;
    struct line *line = tell_paragraph(t);

    if (!g || g->count == 0) {
        line_add(line, TONE_PLAIN, STR("No step in this plan says what it would change. So the "
                                       "date or the scope has to give."));
    } else if (best_of(g, promise->id) >= GOOD_FROM) {
        line_add(line, TONE_PLAIN, STR("The steps below can bring it back."));
    } else if (claim_at(t, program, "together.likely") &&
               str_equal(g->promises[0], promise->id)) {
        cite_with(t, line, "All helpful steps in this plan together make it ", program,
                  "together.likely", " likely. So the date or the scope has to give.");
    } else {
        line_add(line, TONE_PLAIN,
                 STR("No step in this plan brings it back. So the date or the scope has to give."));
    }
}

/* --- dates ---------------------------------------------------------------------------------- */

struct promise {
    const struct object *object;
    int32_t ppm;
};

static int worst_first(const void *left, const void *right, const void *context)
{
    const struct promise *a = left, *b = right;

    (void)context;
    return (a->ppm > b->ppm) - (a->ppm < b->ppm);
}

/* Promises that are off and that no step brings back, the worst first. */
static size_t hopeless(const struct telling *t, struct promise **ret)
{
    const struct forecast *f = t->in->forecast;
    struct promise *items =
        ARENA_ARRAY(t->in->owner, struct promise, f ? f->commitment_count + 1 : 1);
    size_t count = 0;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *run = forecast_plan(t->in)->objects[f->commitments[i].object];
        const struct object *o = object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);

        if (o && f->commitments[i].target != UINT32_MAX &&
            f->commitments[i].probability_ppm < RISK_FROM &&
            best_of(t->in->gains, o->id) < GOOD_FROM)
            items[count++] = (struct promise){o, f->commitments[i].probability_ppm};
    }
    sort_stable(items, count, sizeof(items[0]), worst_first, NULL, t->in->owner);
    *ret = items;
    return count;
}

static void say_by_whom(const struct telling *t, struct line *line, const struct object *o,
                        const char *who, const char *by)
{
    const struct str program = t->in->plan->program->id;

    if (!cite_first(t, line, TONE_STRONG, o->id, who) &&
        !cite_first(t, line, TONE_STRONG, program, "sponsor"))
        line_add(line, TONE_STRONG, STR("Whoever pays for it"));
    cite_with(t, line, ", by ", o->id, by, "");
    line_add(line, TONE_PLAIN, STR(":"));
}

static void ask_date(const struct telling *t, const struct object *o)
{
    struct line *line = tell_item(t);

    say_by_whom(t, line, o, "made_by", "unbelieved-commitment.defuse-by");
    line_add(line, TONE_PLAIN, STR(" move "));
    cite_quoted(t, line, o->id);
    cite_with(t, line, " from ", o->id, "date", "");
    cite_with(t, line, " to ", o->id, "p80", ", which is 80 % likely");
    line_add(line, TONE_PLAIN, STR(". Or cut its scope."));
}

/* --- decisions ------------------------------------------------------------------------------ */

struct asked {
    const struct object *decision;
    int32_t gain_ppm;               /* of its best option, for the worst promise */
    int64_t by;
};

static int most_helpful_first(const void *left, const void *right, const void *context)
{
    const struct asked *a = left, *b = right;
    const int32_t x = a->gain_ppm / POINT, y = b->gain_ppm / POINT;

    (void)context;
    if (x != y)
        return x > y ? -1 : 1;
    return (a->by > b->by) - (a->by < b->by);
}

static int32_t gain_of(const struct telling *t, const struct object *decision)
{
    const struct gains *g = t->in->gains;
    int32_t best = 0;

    for (uint32_t i = 0; g && i < g->count; i++)
        if (g->items[i].object == decision->number &&
            g->items[i].on.likely_ppm[0] - g->now.likely_ppm[0] > best)
            best = g->items[i].on.likely_ppm[0] - g->now.likely_ppm[0];
    return best;
}

/* Those that a promise waits for. */
static size_t open_decisions(const struct telling *t, struct asked **ret)
{
    const struct report_input *in = t->in;
    struct asked *items = ARENA_ARRAY(in->owner, struct asked, in->decide_by_count + 1);
    size_t count = 0;

    for (uint32_t i = 0; i < in->decide_by_count; i++) {
        const struct object *run = forecast_plan(in)->objects[in->decide_by[i].decision];
        const struct object *o = object_is_withheld(run) ? NULL : plan_find(in->plan, run->id);

        if (o && decision_get_question(o) && claim_at(t, o->id, "decide-by"))
            items[count++] =
                (struct asked){o, gain_of(t, o), in->decide_by[i].last_moment};
    }
    sort_stable(items, count, sizeof(items[0]), most_helpful_first, NULL, in->owner);
    *ret = items;
    return count;
}

/* What each option makes of the worst promise, where it says. */
static void say_options(const struct telling *t, struct line *line, const struct object *o)
{
    const struct objects *options = decision_get_options(o);
    const struct str promise = t->in->gains ? t->in->gains->promises[0] : STR("");
    struct arena *owner = t->in->owner;
    size_t said = 0;

    for (size_t i = 0; options && i < options->count; i++) {
        const char *id = str_format(owner, "%.*s", STR_ARG(options->items[i]->id)).ptr;

        if (!claim_at(t, o->id, str_format(owner, "%s.likely", id).ptr))
            continue;
        cite_with(t, line, said == 0 ? " With \"" : ", with \"", o->id,
                  str_format(owner, "%s.title", id).ptr, "\"");
        cite_with(t, line, " (", o->id, str_format(owner, "%s.cost", id).ptr, ")");
        if (said++ == 0) {
            line_add(line, TONE_PLAIN, STR(" "));
            cite(t, line, TONE_PLAIN, promise, "id");
            line_add(line, TONE_PLAIN, STR(" is"));
        }
        cite_with(t, line, " ", o->id, str_format(owner, "%s.likely", id).ptr,
                  said == 1 ? " likely" : "");
    }
    if (said > 0)
        line_add(line, TONE_PLAIN, STR("."));
}

static void ask_decision(const struct telling *t, const struct object *o)
{
    const bool named = claim_at(t, o->id, "decider");
    struct line *line = tell_item(t);

    say_by_whom(t, line, o, "decider", "decide-by");
    line_add(line, TONE_PLAIN, named ? STR(" decide ") : STR(" name somebody to decide "));
    cite(t, line, TONE_PLAIN, o->id, "id");
    line_add(line, TONE_PLAIN, STR(", \""));
    cite(t, line, TONE_PLAIN, o->id, "question");
    line_add(line, TONE_PLAIN, STR("\"."));
    say_options(t, line, o);
}

void tell_asks(const struct telling *t)
{
    struct promise *promises;
    struct asked *asked;
    const size_t dates = hopeless(t, &promises), decisions = open_decisions(t, &asked);

    for (size_t i = 0; i < dates && i < DATES_ASKED; i++)
        ask_date(t, promises[i].object);
    if (dates > DATES_ASKED)
        line_add(tell_item(t), TONE_PLAIN,
                 STR("The same of every other promise that is off: P80 in the table is the date "
                     "to ask for."));
    for (size_t i = 0; i < decisions; i++)
        ask_decision(t, asked[i].decision);
    if (dates + decisions == 0)
        tell_nothing(t, "Nothing. No promise needs another date, and no decision is due.");
}

/* --- the path to green ---------------------------------------------------------------------- */

/* Promises that may be shown; the columns of the table. */
struct columns {
    uint32_t promises[GAIN_PROMISES];
    unsigned count;
};

static void say_chances(const struct telling *t, const struct columns *c, struct line *cells,
                        struct str subject, const char *prefix)
{
    const struct gains *g = t->in->gains;

    for (unsigned i = 0; i < c->count; i++) {
        const uint32_t at = c->promises[i];

        if (!prefix)
            cite_cell(t, &cells[3 + i], TONE_PLAIN, g->promises[at], "likely");
        else
            cite_cell(t, &cells[3 + i], TONE_PLAIN, subject,
                      at == 0 ? str_format(t->in->owner, "%slikely", prefix).ptr
                              : str_format(t->in->owner, "%s%.*s", prefix,
                                           STR_ARG(g->promises[at])).ptr);
    }
}

static void say_step(const struct telling *t, const struct gain *gain, const struct columns *c,
                     struct table *table)
{
    const struct object *o = t->in->plan->objects[gain->object];
    struct line *cells = table_row(table, t->d->owner);
    const char *prefix = "mitigated.";

    cite(t, &cells[0], TONE_STRONG, o->id, "id");
    line_add(&cells[0], TONE_PLAIN, STR(" "));
    if (gain->option) {
        prefix = str_format(t->in->owner, "%.*s.", STR_ARG(gain->option->id)).ptr;
        cite(t, &cells[0], TONE_PLAIN, o->id, str_format(t->in->owner, "%stitle", prefix).ptr);
        if (gain->assumed)
            line_add(&cells[0], TONE_DIM, STR(" (already assumed)"));
        cite_cell(t, &cells[1], TONE_PLAIN, o->id, "decider");
        cite_cell(t, &cells[2], TONE_PLAIN, o->id, "decide-by");
    } else {
        line_add(&cells[0], TONE_PLAIN, STR("mitigate: "));
        cite(t, &cells[0], TONE_PLAIN, o->id, "title");
        cite_cell(t, &cells[1], TONE_PLAIN, o->id, "owner");
        cite_cell(t, &cells[2], TONE_PLAIN, o->id, "review");
    }
    say_chances(t, c, cells, o->id, prefix);
}

/* Helps any promise shown by a point or more: what only harms is no step on the path to green. */
static bool is_worth_saying(const struct gains *g, const struct gain *gain,
                            const struct columns *c)
{
    bool is = false;

    for (unsigned i = 0; i < c->count; i++) {
        const uint32_t at = c->promises[i];
        const int32_t moved = gain->on.likely_ppm[at] - g->now.likely_ppm[at];

        is |= moved >= POINT;
    }
    return is;
}

static bool moves(const struct gains *g, uint32_t promise)
{
    for (uint32_t i = 0; i < g->count; i++) {
        const int32_t moved = g->items[i].on.likely_ppm[promise] - g->now.likely_ppm[promise];

        if (moved >= POINT || moved <= -POINT)
            return true;
    }
    return false;
}

/* The least likely, and what else any step moves. */
static struct columns columns_of(const struct telling *t)
{
    const struct gains *g = t->in->gains;
    struct columns c = {{0}, 0};

    for (uint32_t i = 0; g && i < g->promise_count; i++)
        if (plan_find(t->in->plan, g->promises[i]) && claim_at(t, g->promises[i], "likely") &&
            (i == 0 || moves(g, i)))
            c.promises[c.count++] = i;
    return c;
}

/* Promises that no step helps: said, since their rows alone would have to be compared. */
static void say_unhelped(const struct telling *t, struct line *line)
{
    const struct gains *g = t->in->gains;
    unsigned said = 0;

    for (uint32_t i = 0; i < g->promise_count; i++)
        if (plan_find(t->in->plan, g->promises[i]) && g->now.likely_ppm[i] < GOOD_FROM &&
            best_of(g, g->promises[i]) - g->now.likely_ppm[i] < POINT)
            cite_with(t, line, said++ == 0 ? " No step here helps " : " or ", g->promises[i], "id",
                      "");
    if (said > 0)
        line_add(line, TONE_PLAIN, STR("."));
}

static void say_sum(const struct telling *t)
{
    const struct gains *g = t->in->gains;
    const struct str program = t->in->plan->program->id;
    struct line *line = tell_paragraph(t);

    if (!claim_at(t, program, "together.likely")) {
        line_add(line, TONE_PLAIN, STR("No two of these steps help together."));
        say_unhelped(t, line);
        return;
    }
    line_add(line, TONE_PLAIN, STR("With the best of each, "));
    cite(t, line, TONE_STRONG, g->promises[0], "id");
    cite_with(t, line, " is 80 % likely by ", program, "together.p80", ".");
    line_add(line, TONE_PLAIN, g->together.likely_ppm[0] >= GOOD_FROM
                                   ? STR(" That is a path to green.")
                                   : STR(" That is not green yet."));
    say_unhelped(t, line);
}

void tell_path(const struct telling *t, bool all)
{
    const struct gains *g = t->in->gains;
    const struct str program = t->in->plan->program->id;
    const struct columns c = columns_of(t);
    struct column columns[3 + GAIN_PROMISES] = {left_column("Step", true),
                                                left_column("For", false),
                                                left_column("By", false)};
    struct table *table;
    struct line *cells;

    if (c.count == 0 || c.promises[0] != 0 || g->count == 0) {
        tell_nothing(t, "No option and no mitigation in the plan says what it would change, so no "
                        "gain can be simulated.");
        return;
    }
    line_add(tell_paragraph(t), TONE_PLAIN,
             STR("How likely each promise becomes with each step, simulated on the same random "
                 "numbers."));
    for (unsigned i = 0; i < c.count; i++)
        columns[3 + i] = right_column(
            str_format(t->in->owner, "%.*s", STR_ARG(g->promises[c.promises[i]])).ptr);
    table = document_table(t->d, 0, columns, 3 + c.count);
    cells = table_row(table, t->d->owner);
    line_add(&cells[0], TONE_PLAIN, STR("as it stands"));
    say_chances(t, &c, cells, STR(""), NULL);
    for (uint32_t i = 0; i < g->count; i++)
        if (!object_is_withheld(t->in->plan->objects[g->items[i].object]) &&
            (all || is_worth_saying(g, &g->items[i], &c)))
            say_step(t, &g->items[i], &c, table);
    if (claim_at(t, program, "together.likely")) {
        cells = table_row(table, t->d->owner);
        line_add(&cells[0], TONE_STRONG, STR("the best of each together"));
        say_chances(t, &c, cells, program, "together.");
    }
    say_sum(t);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The path to green: what each step that the plan knows makes of the promises. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/tell.h"

enum { POINT = 10000, GOOD_FROM = 800000 };

/* The place of a promise among those that gains tell of; or as many as there are. */
static uint32_t place_of(const struct gains *g, struct str id)
{
    uint32_t i = 0;

    while (g && i < g->promise_count && !str_equal(g->promises[i], id))
        i++;
    return g ? i : 0;
}

int32_t best_chance(const struct gains *g, struct str id)
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

static const char *who_of(const struct gain *gain)
{
    return gain->option ? "decider" : "mitigation.owner";
}

static const char *by_of(const struct gain *gain)
{
    return gain->option ? "decide-by" : "mitigation.by";
}

/* Somebody is to take it, by a day. What the reader may not see is not held against it. */
static bool is_whole(const struct telling *t, const struct gain *gain)
{
    const struct object *o = t->in->plan->objects[gain->object];

    return object_is_withheld(o) ||
           (claim_at(t, o->id, who_of(gain)) && claim_at(t, o->id, by_of(gain)));
}

/* A path is one where the promise is 80 % likely with it and each step has somebody and a day. */
static bool is_path(const struct telling *t, const struct object *promise)
{
    const struct gains *g = t->in->gains;
    const uint32_t at = place_of(g, promise->id);
    bool together = g->together_count > 1 && g->together.likely_ppm[0] >= 0 &&
                    g->together.likely_ppm[at] >= GOOD_FROM;

    for (uint32_t i = 0; i < g->count; i++) {
        if (g->items[i].on.likely_ppm[at] >= GOOD_FROM && is_whole(t, &g->items[i]))
            return true;
        together = together && (!g->items[i].together || is_whole(t, &g->items[i]));
    }
    return together;
}

/* " That would be a path to green, but nobody is named for r-07, and d-05 has no day." */
static void say_whether_green(const struct telling *t, struct line *line)
{
    const struct gains *g = t->in->gains;
    unsigned said = 0;

    if (g->together.likely_ppm[0] < GOOD_FROM) {
        line_add(line, TONE_PLAIN, STR(" That is not green yet."));
        return;
    }
    for (uint32_t i = 0; i < g->count; i++) {
        const struct gain *gain = &g->items[i];
        const struct str id = t->in->plan->objects[gain->object]->id;

        if (!gain->together || is_whole(t, gain))
            continue;
        line_add(line, TONE_WARN, said++ == 0 ? STR(" That would be a path to green, but ")
                                              : STR(" and "));
        cite(t, line, TONE_WARN, id, "id");
        line_add(line, TONE_WARN, claim_at(t, id, who_of(gain))  ? STR(" has no day")
                                  : claim_at(t, id, by_of(gain)) ? STR(" has nobody to take it")
                                                                 : STR(" has nobody and no day"));
    }
    line_add(line, TONE_PLAIN, said == 0 ? STR(" That is a path to green.") : STR("."));
}

void tell_outlook(const struct telling *t, const struct object *promise)
{
    const struct gains *g = t->in->gains;
    struct line *line = tell_paragraph(t);

    if (best_chance(g, promise->id) >= GOOD_FROM) {
        line_add(line, TONE_PLAIN,
                 is_path(t, promise)
                     ? STR("The steps below can bring it back.")
                     : STR("The steps below could bring it back, once each has somebody to take it "
                           "and a day."));
        return;
    }
    line_add(line, TONE_STRONG,
             g && g->count > 0
                 ? STR("No step in this plan brings it back, so the date or the scope has to give.")
                 : STR("No step in this plan says what it would change, so the date or the scope "
                       "has to give."));
    if (cite_who_with(t, line, " That is for ", promise->id, "made_by", " to say") ||
        cite_who_with(t, line, " That is for ", t->in->plan->program->id, "sponsor",
                      " to say")) {
        cite_with(t, line, ", by ", promise->id, "change-by", "");
        line_add(line, TONE_PLAIN, STR("."));
    }
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

    if (gain->option) {
        prefix = str_format(t->in->owner, "%.*s.", STR_ARG(gain->option->id)).ptr;
        line_add(&cells[0], TONE_PLAIN, STR("Decide for "));
        cite(t, &cells[0], TONE_PLAIN, o->id, str_format(t->in->owner, "%stitle", prefix).ptr);
        cite_with(t, &cells[0], " (", o->id, "id", ")");
        if (gain->assumed)
            line_add(&cells[0], TONE_DIM, STR(", as already assumed"));
    } else {
        line_add(&cells[0], TONE_PLAIN, STR("Mitigate "));
        cite_titled(t, &cells[0], o->id);
    }
    cite_cell(t, &cells[1], TONE_PLAIN, o->id, who_of(gain));
    cite_cell(t, &cells[2], TONE_PLAIN, o->id, by_of(gain));
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
            best_chance(g, g->promises[i]) - g->now.likely_ppm[i] < POINT) {
            line_add(line, TONE_PLAIN, said++ == 0 ? STR(" No step here helps ") : STR(" or "));
            cite_again(t, line, plan_find(t->in->plan, g->promises[i]));
        }
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
    cite_quoted(t, line, g->promises[0]);
    cite_with(t, line, " is 80\xc2\xa0% likely by ", program, "together.p80", ".");
    say_whether_green(t, line);
    say_unhelped(t, line);
}

void tell_path(const struct telling *t)
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
             STR("How likely each promise becomes with each step:"));
    for (unsigned i = 0; i < c.count; i++)
        columns[3 + i] = right_column(
            str_format(t->in->owner, "%.*s", STR_ARG(g->promises[c.promises[i]])).ptr);
    table = document_table(t->d, 0, columns, 3 + c.count);
    cells = table_row(table, t->d->owner);
    line_add(&cells[0], TONE_PLAIN, STR("As it stands"));
    say_chances(t, &c, cells, STR(""), NULL);
    for (uint32_t i = 0; i < g->count; i++)
        if (!object_is_withheld(t->in->plan->objects[g->items[i].object]))
            say_step(t, &g->items[i], &c, table);
    if (claim_at(t, program, "together.likely")) {
        cells = table_row(table, t->d->owner);
        line_add(&cells[0], TONE_STRONG, STR("The best of each together"));
        say_chances(t, &c, cells, program, "together.");
    }
    say_sum(t);
}

void tell_together(const struct telling *t)
{
    const struct gains *g = t->in->gains;
    const struct columns c = columns_of(t);
    const struct str program = t->in->plan->program->id;
    struct line *line;
    unsigned said = 0, smaller = 0;

    if (c.count == 0 || c.promises[0] != 0 || g->count == 0) {
        tell_nothing(t, "No option and no mitigation in the plan says what it would change, so no "
                        "gain can be simulated.");
        return;
    }
    line = tell_paragraph(t);
    if (!claim_at(t, program, "together.likely")) {
        line_add(line, TONE_PLAIN, STR("No two steps help together."));
        say_unhelped(t, line);
        return;
    }
    line_add(line, TONE_PLAIN, STR("Taken together, the steps that help ("));
    for (uint32_t i = 0; i < g->count; i++)
        if (g->items[i].together && is_worth_saying(g, &g->items[i], &c) &&
            !object_is_withheld(t->in->plan->objects[g->items[i].object]))
            cite_with(t, line, said++ > 0 ? ", " : "", t->in->plan->objects[g->items[i].object]->id,
                      "id", "");
    for (uint32_t i = 0; i < g->count; i++) {
        const struct object *o = t->in->plan->objects[g->items[i].object];

        if (!g->items[i].together || is_worth_saying(g, &g->items[i], &c) || object_is_withheld(o))
            continue;
        line_add(line, TONE_PLAIN, smaller++ > 0 ? STR(", ")
                                   : said > 0    ? STR(", and for less than a point each ")
                                                 : STR("each for less than a point: "));
        cite_again(t, line, o);
    }
    line_add(line, TONE_PLAIN, STR(") make "));
    cite(t, line, TONE_PLAIN, g->promises[0], "id");
    cite_with(t, line, " ", program, "together.gain", " likelier:");
    cite_with(t, line, " ", program, "together.likely", " likely");
    cite_with(t, line, ", and 80\xc2\xa0% likely by ", program, "together.p80", "");
    line_add(line, TONE_PLAIN, STR("."));
    say_whether_green(t, line);
    line_add(line, TONE_PLAIN, STR(" Their points do not add up, since they act on the same "
                                   "work."));
    say_unhelped(t, line);
}

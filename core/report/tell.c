/* SPDX-License-Identifier: Apache-2.0 */
/* The parts that several registers have. */
#include "core/report/tell.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/simulated.h"

enum { COLUMNS_MOST = 11, IN_FULL = 6, WORST_FEW = 4, VIEWS_DIFFER = 100000 };

#define NB "\xc2\xa0"

static bool is_shown(const struct object *o)
{
    return o && !object_is_withheld(o);
}

void cite_again(const struct telling *t, struct line *line, const struct object *o)
{
    uint32_t ignored;

    if (map_find(t->named, o->id, &ignored))
        cite(t, line, TONE_PLAIN, o->id, "id");
    else
        cite_named(t, line, o->id);
}

const struct object *tell_priced(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;

    for (uint32_t i = 0; f && i < f->commitment_count; i++)
        if (f->commitments[i].target != UINT32_MAX &&
            f->targets[f->commitments[i].target].at[2] > t->in->plan->as_of) {
            const struct object *o = forecast_plan(t->in)->objects[f->commitments[i].object];

            return object_is_withheld(o) ? NULL : plan_find(t->in->plan, o->id);
        }
    return NULL;
}

static const struct object *stated_of(const struct telling *t, uint32_t number)
{
    const struct object *o = forecast_plan(t->in)->objects[number];

    return object_is_withheld(o) ? NULL : plan_find(t->in->plan, o->id);
}

const struct object *tell_worst(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    const struct object *worst = NULL;
    int32_t least = INT32_MAX;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);

        if (o && f->commitments[i].target != UINT32_MAX &&
            f->commitments[i].probability_ppm < least) {
            worst = o;
            least = f->commitments[i].probability_ppm;
        }
    }
    return worst;
}

void tell_no_promise(const struct telling *t, struct line *line)
{
    const struct str program = t->in->plan->program->id;

    line_add(line, TONE_STRONG,
             t->in->forecast ? STR("Nothing is promised, so nothing is on course or off course.")
                             : STR("No honest forecast is possible yet."));
    if (cite_with(t, line, " All work is 80\xc2\xa0% likely to be finished by ", program,
                  "finish.p80", ""))
        cite_with(t, line, ", and 50\xc2\xa0% likely by ", program, "finish.p50", ".");
}

/* --- promises ------------------------------------------------------------------------------- */

/* Where nobody reports a status, nothing is hidden by leaving its column out. */
static bool is_any_reported(const struct telling *t)
{
    for (uint32_t i = 0; i < plan_count(t->in->plan, KIND_commitment); i++)
        if (commitment_get_reported(plan_nth(t->in->plan, KIND_commitment, i)))
            return true;
    return false;
}

/* Of many promises the least and the most: a list of fifteen shares is no news. */
static void say_between(const struct telling *t, const char *words, const char *predicate)
{
    const struct forecast *f = t->in->forecast;
    const struct object *least = NULL, *most = NULL;
    struct line *line;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);
        const struct claim *c = o ? claim_at(t, o->id, predicate) : NULL;

        if (c && (!least || c->value < claim_at(t, least->id, predicate)->value))
            least = o;
        if (c && (!most || c->value > claim_at(t, most->id, predicate)->value))
            most = o;
    }
    if (!least)
        return;
    line = tell_paragraph(t);
    line_add(line, TONE_PLAIN, str_of(words));
    cite_with(t, line, "from ", least->id, predicate, " of ");
    cite_quoted(t, line, least->id);
    cite_with(t, line, " to ", most->id, predicate, " of ");
    cite_quoted(t, line, most->id);
    line_add(line, TONE_PLAIN, STR("."));
}

/* One claim of each promise in one sentence: "Believed: "Evidence pack" 30 %; "Pilot" 60 %." */
static void say_of_each(const struct telling *t, const char *words, const char *predicate)
{
    const struct forecast *f = t->in->forecast;
    struct line *line = NULL;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);

        if (!o || !claim_at(t, o->id, predicate))
            continue;
        if (!line) {
            line = tell_paragraph(t);
            line_add(line, TONE_PLAIN, str_of(words));
        } else {
            line_add(line, TONE_PLAIN, STR("; "));
        }
        cite_quoted(t, line, o->id);
        cite_with(t, line, " ", o->id, predicate, "");
    }
    if (line)
        line_add(line, TONE_PLAIN, STR("."));
}

/* What the table shows, and in which columns. */
struct promises {
    bool all;           /* with what the technical wording adds */
    bool brief;         /* what is off alone, and no P50: many promises on one page */
    bool compared, reported, trend;
};

static struct table *promises_table(const struct telling *t, const struct promises *p)
{
    struct column columns[COLUMNS_MOST];
    unsigned count = 0;

    columns[count++] = left_column("Promise", true);
    columns[count++] = left_column("Promised", false);
    if (!p->brief)
        columns[count++] = left_column("P50", false);
    columns[count++] = left_column(p->brief ? "80" NB "% likely by" : "P80", false);
    columns[count++] = right_column("Likely");
    if (p->compared)
        columns[count++] = right_column("Before");
    columns[count++] = left_column("Status", false);
    if (p->trend)
        columns[count++] = left_column("Trend", false);
    if (p->reported && !p->brief)
        columns[count++] = left_column("Reported", false);
    return document_table(t->d, 0, columns, count);
}

static bool has_trend(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;

    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);

        if (o && claim_at(t, o->id, "trend"))
            return true;
    }
    return false;
}

static void say_promise(const struct telling *t, const struct promises *p, const struct object *o,
                        struct table *table)
{
    struct line *cells = table_row(table, t->d->owner);
    unsigned at = 0;

    if (p->brief) {
        cite_titled(t, &cells[at++], o->id);
        cite_brief(t, &cells[at++], TONE_PLAIN, o->id, "date");
        cite_brief(t, &cells[at++], TONE_FORECAST, o->id, "p80");
        cite_brief(t, &cells[at++], TONE_PLAIN, o->id, "likely");
        if (p->compared)
            cite_brief(t, &cells[at++], TONE_DIM, o->id, "likely.before");
        cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "status");
        if (p->trend)
            cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "trend");
        return;
    }
    cite(t, &cells[at++], TONE_PLAIN, o->id, "title");
    cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "date");
    cite_cell(t, &cells[at++], TONE_FORECAST, o->id, "p50");
    cite_cell(t, &cells[at++], TONE_FORECAST, o->id, "p80");
    cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "likely");
    if (p->compared)
        cite_cell(t, &cells[at++], TONE_DIM, o->id, "likely.before");
    cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "status");
    if (p->trend)
        cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "trend");
    if (p->reported)
        cite_cell(t, &cells[at++], TONE_PLAIN, o->id, "reported");
}

static void say_meaning(const struct telling *t, const struct promises *p)
{
    struct line *line;

    line = tell_paragraph(t);
    if (p->brief) {
        cite_with(t, line, "On course: from ", t->in->plan->program->id, "on-course-from",
                  " likely.");
        cite_with(t, line, " Off course: below ", t->in->plan->program->id, "off-course-below",
                  ".");
        line_add(line, TONE_PLAIN, STR(" \"Nearly\" is just below such a mark."));
        return;
    }
    line_add(line, TONE_DIM, STR("P50: half of the simulations finish by then. P80: four in five "
                                 "do. Likely: the share that keeps the promised date."));
    if (p->reported)
        line_add(line, TONE_DIM, STR(" Status is computed; reported is what its people say."));
    if (p->trend)
        line_add(line, TONE_DIM, STR(" Trend: over the last three reports; an arrow from five "
                                     "points on."));
}

/* Those that the short table leaves out, in a sentence each status; of many, how many. What is off
 * is named whatever their number. */
static void say_others(const struct telling *t, enum claim_status status, const char *count,
                       const bool *shown)
{
    static const char *const words[] = {"Also: ", "At risk: ", "On course: ", "Unknown: "};
    const struct forecast *f = t->in->forecast;
    const struct str program = t->in->plan->program->id;
    const struct claim *all = claim_at(t, program, count);
    struct line *line = NULL;

    if (!all)
        return;
    if (status != STATUS_IS_OFF && all->value > IN_FULL) {
        line = tell_paragraph(t);
        line_add(line, TONE_PLAIN, str_of(words[status]));
        cite_with(t, line, "", program, count, " promises.");
        return;
    }
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);
        const struct claim *c = o ? claim_at(t, o->id, "status") : NULL;

        if (!c || (enum claim_status)c->value != status || shown[i])
            continue;
        if (!line) {
            line = tell_paragraph(t);
            line_add(line, TONE_PLAIN, str_of(words[status]));
        } else {
            line_add(line, TONE_PLAIN, STR("; "));
        }
        cite_quoted(t, line, o->id);
        line_add(line, TONE_PLAIN, STR(" ("));
        if (status == STATUS_IS_OFF) {
            cite(t, line, TONE_PLAIN, o->id, "status");
            line_add(line, TONE_PLAIN, STR(", "));
        }
        cite_with(t, line, "", o->id, "likely", " likely");
        if (status == STATUS_IS_OFF)
            cite_with(t, line, ", 80" NB "% likely by ", o->id, "p80", "");
        line_add(line, TONE_PLAIN, STR(")"));
    }
    if (line)
        line_add(line, TONE_PLAIN, STR("."));
}

/* The rows of the table: all, or the few that are off and least likely. */
static const bool *shown_rows(const struct telling *t, bool few)
{
    const struct forecast *f = t->in->forecast;
    bool *shown = ARENA_ARRAY(t->in->owner, bool, f->commitment_count);

    for (uint32_t i = 0; !few && i < f->commitment_count; i++)
        shown[i] = true;
    for (unsigned n = 0; few && n < WORST_FEW; n++) {
        uint32_t worst = UINT32_MAX;

        for (uint32_t i = 0; i < f->commitment_count; i++) {
            const struct object *o = stated_of(t, f->commitments[i].object);
            const struct claim *status = o ? claim_at(t, o->id, "status") : NULL;

            if (!shown[i] && status && status->value == STATUS_IS_OFF &&
                (worst == UINT32_MAX ||
                 f->commitments[i].probability_ppm < f->commitments[worst].probability_ppm))
                worst = i;
        }
        if (worst != UINT32_MAX)
            shown[worst] = true;
    }
    return shown;
}

static void say_table(const struct telling *t, struct promises p)
{
    const struct forecast *f = t->in->forecast;
    struct table *table;
    const bool *shown;
    bool few;

    if (!f || f->commitment_count == 0) {
        tell_nothing(t, "No promise is stated. State one first: the milestone that others count "
                        "on, its date, and to whom it is promised.");
        return;
    }
    few = p.brief && f->commitment_count > IN_FULL;
    p.compared = t->in->forecast_before;
    p.reported = is_any_reported(t);
    p.trend = has_trend(t);
    shown = shown_rows(t, few);
    table = promises_table(t, &p);
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);

        if (o && shown[i])
            say_promise(t, &p, o, table);
    }
    if (few) {
        say_others(t, STATUS_IS_OFF, "promises.off", shown);
        say_others(t, STATUS_IS_RISK, "promises.at-risk", shown);
        say_others(t, STATUS_IS_UNKNOWN, "promises.unknown", shown);
        say_others(t, STATUS_IS_GOOD, "promises.on-course", shown);
    }
    say_meaning(t, &p);
    tell_because(t);
    if (!p.brief)
        tell_reported(t);
    if (!p.brief)
        say_of_each(t, "Believed in private (the middle answer): ", "belief");
    if (!p.all)
        return;
    say_of_each(t, "Believed to come in the week of (the middle answer): ", "belief.week");
    if (f->commitment_count > IN_FULL)
        say_between(t, "Of other programs that stated such dates, the share that kept them: ",
                    "outside-view");
    else
        say_of_each(t, "Of other programs that stated such dates, the share that kept them: ",
                    "outside-view");
}

void tell_promises(const struct telling *t, bool all)
{
    say_table(t, (struct promises){.all = all});
}

void tell_promises_briefly(const struct telling *t)
{
    say_table(t, (struct promises){.brief = true});
}

/* --- landmines, decisions, actions ---------------------------------------------------------- */

/* What it costs, of which promise. */
static void say_price(const struct telling *t, const struct finding *f, struct line *line)
{
    const struct str id = t->in->plan->objects[f->subject]->id;
    const char *days = str_format(t->in->owner, "%s.days", f->rule->name).ptr;
    const struct object *priced = tell_priced(t);

    if (!claim_at(t, id, days))
        return;
    if (f->between) {
        cite_with(t, line, " The date that is 80" NB "% likely is ", id, days,
                  " past what is promised.");
        return;
    }
    line_add(line, TONE_PLAIN, f->adverse ? STR(" If it comes so, ") : STR(" Mended, "));
    if (priced)
        cite_again(t, line, priced);
    else
        line_add(line, TONE_PLAIN, STR("the end"));
    cite_with(t, line, f->adverse ? " is " : " comes ", id, days,
              f->adverse ? " later." : " earlier.");
}

enum { FIRSTS_MOST = 32 };      /* sentences that count others; later findings stand alone */

/* The first few that are like it by name, after the number of all. */
static void say_alike(const struct telling *t, const struct finding *first, struct line *line)
{
    enum { NAMED = 3 };
    const struct findings *all = t->in->findings;
    int named = 0;

    for (const struct finding *f = first + 1; f < all->items + all->count && named < NAMED; f++)
        if (is_shown(t->in->plan->objects[f->subject]) && findings_are_alike(first, f)) {
            line_add(line, TONE_PLAIN, named == 0           ? STR("")
                                       : named + 1 == NAMED ? STR(" and ") : STR(", "));
            cite_quoted(t, line, t->in->plan->objects[f->subject]->id);
            named++;
        }
    line_add(line, TONE_PLAIN, STR(" the first."));
}

static void say_landmine(const struct telling *t, const struct finding *f, bool move)
{
    const struct str id = t->in->plan->objects[f->subject]->id;
    const char *rule = f->rule->name;
    struct arena *owner = t->in->owner;
    struct line *line = tell_item(t);

    cite_first(t, line, TONE_PLAIN, id, rule);
    line_add(line, TONE_PLAIN, STR("."));
    say_price(t, f, line);
    if (cite_who_with(t, line, " For ", id, str_format(owner, "%s.owner", rule).ptr, "")) {
        cite_with(t, line, ", by ", id, str_format(owner, "%s.defuse-by", rule).ptr, "");
        line_add(line, TONE_PLAIN, STR("."));
    } else if (cite_with(t, line, " By ", id, str_format(owner, "%s.defuse-by", rule).ptr, "")) {
        line_add(line, TONE_PLAIN, STR("."));
    }
    if (move)
        cite_with(t, line, " What to do: ", id, str_format(owner, "%s.move", rule).ptr, ".");
    if (cite_with(t, line, " And ", id, str_format(owner, "%s.alike", rule).ptr,
                  " more like it, with "))
        say_alike(t, f, line);
}

static bool has_alike(const struct telling *t, const struct finding *f)
{
    return claim_at(t, t->in->plan->objects[f->subject]->id,
                    str_format(t->in->owner, "%s.alike", f->rule->name).ptr);
}

/* Whether a sentence before counts it. */
static bool is_like_any(const struct finding *const *firsts, size_t count, const struct finding *f)
{
    for (size_t i = 0; i < count; i++)
        if (findings_are_alike(firsts[i], f))
            return true;
    return false;
}

size_t tell_landmines(const struct telling *t, size_t most, bool moves)
{
    const struct findings *all = t->in->findings;
    const struct finding **firsts;
    size_t said = 0, left = 0, first_count = 0;
    struct map subjects;

    map_init(&subjects, t->in->owner);
    firsts = ARENA_ARRAY(t->in->owner, const struct finding *, FIRSTS_MOST);
    for (size_t i = 0; all && i < all->count; i++) {
        const struct finding *f = &all->items[i];

        if (f->state != FINDING_TRUE || f->level == DIAG_NOTE || f->subject == OBJECT_NONE ||
            !is_shown(t->in->plan->objects[f->subject]) || is_like_any(firsts, first_count, f))
            continue;
        /* One sentence a subject, but what speaks for many is said all the same. */
        if (said < most &&
            (map_insert_u64(&subjects, f->subject, 0, NULL) || has_alike(t, f))) {
            say_landmine(t, f, moves);
            said++;
            if (first_count < FIRSTS_MOST && has_alike(t, f))
                firsts[first_count++] = f;
        } else {
            left++;
        }
    }
    if (said == 0)
        tell_nothing(t, "Nothing found.");
    return left;
}

static void say_options(const struct telling *t, const struct object *decision)
{
    const struct objects *options = decision_get_options(decision);

    for (size_t i = 0; options && i < options->count; i++) {
        const struct str id = options->items[i]->id;
        const bool *nothing = option_get_nothing(options->items[i]);
        struct arena *owner = t->in->owner;
        struct line *line = document_paragraph(t->d, 4, 6);
        bool costs;

        cite(t, line, TONE_STRONG, decision->id,
             str_format(owner, "%.*s.title", STR_ARG(id)).ptr);
        line_add(line, TONE_PLAIN, STR(":"));
        costs = cite_with(t, line, " ", decision->id,
                          str_format(owner, "%.*s.cost", STR_ARG(id)).ptr, "");
        if (!option_get_edits(options->items[i])) {
            line_add(line, TONE_PLAIN,
                     nothing && *nothing ? costs ? STR("; all stays as it is.")
                                                 : STR(" all stays as it is.")
                     : costs ? STR("; what it changes is not stated.")
                             : STR(" neither its cost nor what it changes is stated."));
            continue;
        }
        line_add(line, TONE_PLAIN, costs ? STR(",") : STR(" no cost stated,"));
        if (t->in->gains &&
            claim_at(t, decision->id, str_format(owner, "%.*s.likely", STR_ARG(id)).ptr)) {
            line_add(line, TONE_PLAIN, STR(" "));
            cite(t, line, TONE_PLAIN, t->in->gains->promises[0], "id");
            cite_with(t, line, " is then ", decision->id,
                      str_format(owner, "%.*s.likely", STR_ARG(id)).ptr, " likely");
            cite_with(t, line, ", and 80\xc2\xa0% likely by ", decision->id,
                      str_format(owner, "%.*s.p80", STR_ARG(id)).ptr, "");
        } else {
            line_add(line, TONE_PLAIN, STR(" what it changes is not stated"));
        }
        line_add(line, TONE_PLAIN, STR("."));
    }
}

static void say_decision(const struct telling *t, const struct object *o)
{
    struct line *line = tell_item(t);

    cite(t, line, TONE_STRONG, o->id, "question");
    cite_with(t, line, " (", o->id, "id", ")");
    if (!cite_who_with(t, line, " For ", o->id, "decider", ""))
        line_add(line, TONE_WARN, STR(" Nobody is named to decide"));
    if (!cite_with(t, line, ", by ", o->id, "decide-by", "."))
        line_add(line, TONE_PLAIN, str_of(decision_get_gates(o)
            ? "; no promise waits for what it gates, so it has no last day."
            : "; it has no last day until the plan says what waits for it (`gates`)."));
    say_options(t, o);
}

/* The promise that options are told of, named before they are. */
static void introduce_options(const struct telling *t)
{
    const struct gains *g = t->in->gains;
    const struct gain *any = NULL;

    for (uint32_t i = 0; g && i < g->count; i++)
        if (g->items[i].option && !object_is_withheld(t->in->plan->objects[g->items[i].object]))
            any = &g->items[i];
    if (any && claim_at(t, g->promises[0], "likely")) {
        struct line *line = tell_paragraph(t);

        line_add(line, TONE_PLAIN, STR("Each option, with what it makes of "));
        cite_named(t, line, g->promises[0]);
        line_add(line, TONE_PLAIN, STR(":"));
    }
}

void tell_decisions(const struct telling *t)
{
    size_t said = 0;

    introduce_options(t);

    for (uint32_t i = 0; i < t->in->decide_by_count; i++) {
        const struct object *o = stated_of(t, t->in->decide_by[i].decision);

        if (is_shown(o) && decision_get_question(o)) {
            say_decision(t, o);
            said++;
        }
    }
    if (said == 0)
        tell_nothing(t, "No decision is open.");
}

static int by_due(const void *left, const void *right, const void *context)
{
    const struct object *a = *(const struct object *const *)left;
    const struct object *b = *(const struct object *const *)right;
    const int64_t x = action_get_due(a) ? action_get_due(a)->instant : INT64_MAX;
    const int64_t y = action_get_due(b) ? action_get_due(b)->instant : INT64_MAX;

    (void)context;
    return (x > y) - (x < y);
}

void tell_actions(const struct telling *t, size_t most)
{
    const struct plan *p = t->in->plan;
    const uint32_t all = plan_count(p, KIND_action);
    const struct object **open = ARENA_ARRAY(t->in->owner, const struct object *, (size_t)all + 1);
    size_t count = 0;

    for (uint32_t i = 0; i < all; i++) {
        const struct object *o = plan_nth(p, KIND_action, i);

        if (is_shown(o) && !action_get_done(o))
            open[count++] = o;
    }
    sort_stable(open, count, sizeof(open[0]), by_due, NULL, t->in->owner);
    for (size_t i = 0; i < count && i < most; i++) {
        struct line *line = tell_item(t);

        cite(t, line, TONE_PLAIN, open[i]->id, "title");
        if (!cite_who_with(t, line, ": ", open[i]->id, "owner", ""))
            line_add(line, TONE_WARN, STR(": nobody is named"));
        if (!cite_with(t, line, ", due ", open[i]->id, "due", "."))
            line_add(line, TONE_WARN, STR(", no date."));
    }
    if (count == 0)
        tell_nothing(t, "No action is open.");
}

/* --- money ---------------------------------------------------------------------------------- */

/* Promises of which a register says what their delay costs. */
static unsigned delays_priced(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    unsigned count = 0;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);

        count += o && claim_at(t, o->id, "delay-cost.p80");
    }
    return count;
}

void tell_money(const struct telling *t)
{
    const struct str program = t->in->plan->program->id;
    struct line *line = tell_paragraph(t);

    if (cite_with(t, line, "The cost is expected to be ", program, "cost.p50", "")) {
        cite_with(t, line, ", and is 80" NB "% likely to be at most ", program, "cost.p80", "");
        line_add(line, TONE_PLAIN, STR("."));
        if (cite_with(t, line, " The budget of ", program, "cost.limit", " is ")) {
            cite_with(t, line, "", program, "cost.within", " likely to be enough.");
            cite_with(t, line, " It is ", program, "cost.within-on-time",
                      " likely that it is enough and that every promise is kept.");
        }
    } else {
        line_add(line, TONE_DIM, STR("No rate and no cost is stated, so no money is forecast."));
    }
    if (cite_with(t, line, " A week of delay costs ", program, "delay-cost", ""))
        cite_who_with(t, line, ", agreed by ", program, "delay-cost.agreed_by", "");
    if (claim_at(t, program, "delay-cost"))
        line_add(line, TONE_PLAIN, STR("."));
    if (claim_at(t, program, "delay-cost") && delays_priced(t) > 1)
        line_add(line, TONE_PLAIN,
                 STR(" The delays of promises overlap in time, so their costs must not be "
                     "added up."));
}

bool tell_knows_money(const struct telling *t)
{
    const struct str program = t->in->plan->program->id;

    return claim_at(t, program, "cost.p50") || claim_at(t, program, "delay-cost");
}

/* --- confidence ----------------------------------------------------------------------------- */

/* What happened to others: not what is computed here, and said apart from it. */
static void say_outside_view(const struct telling *t, struct line *line)
{
    const struct object *worst = tell_worst(t);
    const struct claim *likely = worst ? claim_at(t, worst->id, "likely") : NULL;
    const struct claim *view = worst ? claim_at(t, worst->id, "outside-view") : NULL;

    if (!worst || !view)
        return;
    line_add(line, TONE_PLAIN, STR(" That is from this plan alone. By the published record of "
                                   "commercial projects (Little), a date stated as far ahead as "
                                   "that of "));
    cite_again(t, line, worst);
    cite_with(t, line, " is kept in ", worst->id, "outside-view", " of cases");
    line_add(line, TONE_PLAIN,
             !likely || !view                               ? STR(".")
             : likely->value + VIEWS_DIFFER < view->value
                 ? STR(": this plan stands worse than that.")
             : likely->value > view->value + VIEWS_DIFFER
                 ? STR(": the plan is more hopeful than that, so doubt its figure first.")
                 : STR(": the two agree."));
}

void tell_confidence(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    struct line *line = tell_paragraph(t);

    if (!f) {
        line_add(line, TONE_WARN, STR("No honest forecast is possible yet."));
        return;
    }
    line_add(line, TONE_PLAIN, STR("The plan as it stands on "));
    cite(t, line, TONE_PLAIN, t->in->plan->program->id, "as_of");
    line_add(line, TONE_PLAIN, STR(" was simulated "));
    line_cite(line, TONE_PLAIN, STR("run.iterations"),
              str_format(t->in->owner, "%u", f->iterations));
    line_add(line, TONE_PLAIN,
             f->capacity ? STR(" times, with the people each team has.")
                         : STR(" times, whatever people each team has, so dates may be later."));
    say_outside_view(t, line);
}

void tell_confidence_plainly(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    struct line *line = tell_paragraph(t);

    if (!f) {
        line_add(line, TONE_WARN, STR("No honest forecast is possible yet."));
        return;
    }
    line_add(line, TONE_PLAIN,
             STR("The plan was simulated many times, with other durations within its estimates"));
    line_add(line, TONE_PLAIN,
             f->capacity ? STR(" and the people each team has.")
                         : STR(" but whatever people each team has, so dates may be later."));
    line_add(line, TONE_PLAIN, STR(" \"Likely\" is the share of these simulations."));
    say_outside_view(t, line);
    if (!t->in->forecast_before)
        line_add(line, TONE_PLAIN, STR(" What moved is not told: no earlier forecast was given."));
}

/* --- hand-offs ------------------------------------------------------------------------------ */

/* "Token API v2 in staging (ho-14), Identity to Billing" */
static void say_sides(const struct telling *t, const struct object *o, struct line *line)
{
    const struct object *gives = handoff_giving_team(t->in->plan, o);
    const struct object *takes = handoff_taking_team(t->in->plan, o);

    if (cite(t, line, TONE_STRONG, o->id, "what"))
        cite_with(t, line, " (", o->id, "id", ")");
    else
        cite(t, line, TONE_STRONG, o->id, "id");
    line_add(line, TONE_PLAIN, STR(", "));
    if (is_shown(gives))
        cite(t, line, TONE_PLAIN, gives->id, "title");
    else
        cite(t, line, TONE_PLAIN, o->id, "gives");
    line_add(line, TONE_PLAIN, STR(" to "));
    if (is_shown(takes))
        cite(t, line, TONE_PLAIN, takes->id, "title");
    else
        cite(t, line, TONE_PLAIN, o->id, "to");
}

static bool is_same_day(const struct telling *t, const struct object *handoff)
{
    const struct claim *asked = claim_at(t, handoff->id, "asked");
    const struct claim *offered = claim_at(t, handoff->id, "offered");

    return asked && offered && asked->value == offered->value;
}

size_t tell_handoffs(const struct telling *t, tell_wanted *wanted, const struct object *team)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++) {
        const struct object *o = plan_nth(p, KIND_handoff, i);
        struct line *line;

        if (!is_shown(o) || !handoff_is_open(p, o->number) || !wanted(p, o, team))
            continue;
        said++;
        line = tell_item(t);
        say_sides(t, o, line);
        line_add(line, TONE_PLAIN, STR("."));
        if (is_same_day(t, o)) {
            cite_with(t, line, " Asked and offered for ", o->id, "asked", "");
            cite_with(t, line, "; ", o->id, "by-asked", " likely to be in time");
            line_add(line, TONE_PLAIN, STR("."));
        } else if (cite_with(t, line, " Asked for ", o->id, "asked", "")) {
            cite_with(t, line, ", offered for ", o->id, "offered", "");
            cite_with(t, line, "; ", o->id, "by-asked", " likely to be in time");
            line_add(line, TONE_PLAIN, STR("."));
        } else if (cite_with(t, line, " Offered for ", o->id, "offered", "")) {
            line_add(line, TONE_PLAIN, STR("; no date is asked for."));
        } else {
            line_add(line, TONE_WARN, STR(" No date is asked for or offered."));
        }
        cite_with(t, line, " It is 80\xc2\xa0% likely to be accepted by ", o->id, "accepted.p80",
                  ".");
    }
    return said;
}

size_t tell_handoff_table(const struct telling *t)
{
    static const char *const dates[] = {"asked", "offered", "by-asked", "accepted.p80"};
    const struct column columns[] = {left_column("Hand-off", true), left_column("Asked", false),
                                     left_column("Offered", false), right_column("In time"),
                                     left_column("P80", false)};
    const struct plan *p = t->in->plan;
    struct table *table = NULL;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++) {
        const struct object *o = plan_nth(p, KIND_handoff, i);
        struct line *cells;

        if (!is_shown(o) || !handoff_is_open(p, o->number))
            continue;
        if (!table)
            table = document_table(t->d, 0, columns, 5);
        said++;
        cells = table_row(table, t->d->owner);
        say_sides(t, o, &cells[0]);
        for (unsigned n = 0; n < 4; n++)
            cite_cell(t, &cells[1 + n], TONE_PLAIN, o->id, dates[n]);
    }
    if (said > 0)
        line_add(tell_paragraph(t), TONE_DIM,
                 STR("In time: how likely it is accepted by the asked date. P80: four in five "
                     "simulations have it accepted by then."));
    return said;
}

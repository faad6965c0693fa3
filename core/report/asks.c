/* SPDX-License-Identifier: Apache-2.0 */
/* What a register asks of whom: one list, by date.
 *
 * Another date where no step brings a promise back; the work that the worst promise hangs on; open
 * decisions; mitigations that help; the findings that cost most. Each says by when, of whom, what,
 * what it gains, and what it costs to leave it. What gains next to nothing is left out.
 */
#include "core/report/asks.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/plan/plan.h"

#define NB "\xc2\xa0"
#define LARGEST "moved-by-1.days"   /* of a promise: how far the largest cause moved it */

enum {
    POINT = 10000, GOOD_FROM = 800000,
    DATES_ASKED = 3, DECISIONS_ASKED = 3, MITIGATIONS_ASKED = 3, FINDINGS_ASKED = 3,
    REPORTS_ASKED = 3, GATES_NAMED = 2,
    HALF_DAYS = 2,          /* a finding that costs less than half a day is not asked about */
    DRIVES_FROM = 100000    /* of the runs: then work is what the promise hangs on */
};

static int by_weight(const void *left, const void *right, const void *context)
{
    const struct ask *a = left, *b = right;

    (void)context;
    return (a->weight < b->weight) - (a->weight > b->weight);
}

static int by_date(const void *left, const void *right, const void *context)
{
    const struct ask *a = left, *b = right;

    (void)context;
    return (a->at > b->at) - (a->at < b->at);
}

/* Of those found from `from` on the heaviest `most` stay. True: some are left out. */
static bool keep_most(const struct telling *t, struct asks *all, size_t from, size_t most)
{
    const size_t count = all->count - from;

    sort_stable(all->items + from, count, sizeof(all->items[0]), by_weight, NULL, t->in->owner);
    all->count = from + (count < most ? count : most);
    return count > most;
}

static void add(const struct telling *t, struct asks *all, struct ask ask)
{
    const struct claim *by =
        ask.by ? claim_at(t, (ask.dated ? ask.dated : ask.object)->id, ask.by) : NULL;

    if (!by) {                      /* nobody can say how long it can wait: not past the report */
        ask.by = "next-update";
        ask.dated = t->in->plan->program;
        by = claim_at(t, ask.dated->id, ask.by);
    }
    ask.at = by ? by->value : INT64_MAX;
    all->items[all->count++] = ask;
}

static const struct object *stated_of(const struct telling *t, uint32_t number)
{
    const struct object *o = forecast_plan(t->in)->objects[number];

    return object_is_withheld(o) ? NULL : plan_find(t->in->plan, o->id);
}

/* --- what is found -------------------------------------------------------------------------- */

/* Until when a promise can still be changed, else by the next report. One day for every reason to
 * ask, so that the day stays as the reasons come and go. */
static struct ask with_last_day(const struct telling *t, struct ask ask)
{
    if (claim_at(t, ask.object->id, "change-by")) {
        ask.by = "change-by";
    } else {
        ask.by = "next-update";
        ask.dated = t->in->plan->program;
    }
    return ask;
}

/* Promises below 80 % that no step brings there, the worst first. */
static bool find_dates(const struct telling *t, struct asks *all)
{
    const struct forecast *f = t->in->forecast;
    const size_t from = all->count;

    for (uint32_t i = 0; f && i < f->commitment_count; i++) {
        const struct object *o = stated_of(t, f->commitments[i].object);

        if (o && f->commitments[i].target != UINT32_MAX &&
            f->commitments[i].probability_ppm < GOOD_FROM &&
            best_chance(t->in->gains, o->id) < GOOD_FROM)
            add(t, all,
                with_last_day(t, (struct ask){.kind = ASK_DATE, .object = o, .who = "made_by",
                                              .weight = -f->commitments[i].probability_ppm}));
    }
    return keep_most(t, all, from, DATES_ASKED);
}

/* What the worst promise hangs on most, where that promise is not kept anyway: to be made shorter
 * before it begins, or by the next report where it has begun. */
static void find_work(const struct telling *t, struct asks *all)
{
    const struct forecast *f = t->in->forecast;
    const struct object *worst = tell_worst(t), *program = t->in->plan->program;

    for (uint32_t i = 0; worst && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];
        const struct object *o = c->hangs_on != OBJECT_NONE && c->hangs_on_ppm >= DRIVES_FROM
                                     ? stated_of(t, c->hangs_on)
                                     : NULL;
        const struct claim *start = o ? claim_at(t, o->id, "start.p50") : NULL;
        const char *who;

        if (stated_of(t, c->object) != worst || !o || o->kind != KIND_task ||
            c->probability_ppm >= GOOD_FROM)
            continue;
        who = claim_at(t, o->id, "owner") ? "owner" : "team";
        if (start && start->value > t->in->plan->as_of)
            add(t, all, (struct ask){.kind = ASK_WORK, .object = o, .who = who,
                                     .by = "start.p50"});
        else
            add(t, all, (struct ask){.kind = ASK_WORK, .object = o, .who = who,
                                     .by = "next-update", .dated = program});
    }
}

static int32_t gain_of(const struct telling *t, const struct object *o)
{
    const struct gains *g = t->in->gains;
    int32_t best = 0;

    for (uint32_t i = 0; g && i < g->count; i++)
        if (g->items[i].object == o->number &&
            g->items[i].on.likely_ppm[0] - g->now.likely_ppm[0] > best)
            best = g->items[i].on.likely_ppm[0] - g->now.likely_ppm[0];
    return best;
}

/* Somebody has to be named well before the last day on which to decide: by the next report. */
static struct ask when_named(const struct telling *t, struct ask ask)
{
    const struct object *program = t->in->plan->program;
    const struct claim *last = claim_at(t, ask.object->id, "decide-by");
    const struct claim *next = claim_at(t, program->id, "next-update");

    if (claim_at(t, ask.object->id, "decider") || !next || next->value >= last->value)
        return ask;
    ask.by = "next-update";
    ask.dated = program;
    return ask;
}

static bool costs_half_a_day(const struct telling *t, const struct object *promise)
{
    return claim_at(t, promise->id, LARGEST)->value * HALF_DAYS >= CIVIL_DAY_S;
}

/* Those that a promise waits for. */
static bool find_decisions(const struct telling *t, struct asks *all)
{
    const struct report_input *in = t->in;
    const size_t from = all->count;

    for (uint32_t i = 0; i < in->decide_by_count; i++) {
        const struct object *o = stated_of(t, in->decide_by[i].decision);

        if (o && decision_get_question(o) && claim_at(t, o->id, "decide-by"))
            add(t, all, when_named(t, (struct ask){.kind = ASK_DECISION, .object = o,
                                                   .who = "decider", .by = "decide-by",
                                                   .weight = gain_of(t, o)}));
    }
    return keep_most(t, all, from, DECISIONS_ASKED);
}

static bool find_mitigations(const struct telling *t, struct asks *all)
{
    const struct gains *g = t->in->gains;
    const size_t from = all->count;

    for (uint32_t i = 0; g && i < g->count; i++) {
        const struct object *o = t->in->plan->objects[g->items[i].object];

        if (g->items[i].kind == GAIN_MITIGATION && !object_is_withheld(o) &&
            gain_of(t, o) >= POINT)
            add(t, all, (struct ask){.kind = ASK_MITIGATION, .object = o,
                                     .who = "mitigation.owner", .by = "mitigation.by",
                                     .weight = gain_of(t, o)});
    }
    return keep_most(t, all, from, MITIGATIONS_ASKED);
}

/* About neither a promise nor a decision, which are asked about already. */
static bool find_findings(const struct telling *t, struct asks *all)
{
    const struct findings *findings = t->in->findings;
    const int64_t day = calendar_usual_day_s(t->in->plan->calendar);
    struct arena *owner = t->in->owner;
    struct map subjects;
    size_t said = 0;

    map_init(&subjects, owner);
    for (size_t i = 0; findings && i < findings->count; i++) {
        const struct finding *f = &findings->items[i];
        const struct object *o =
            f->subject == OBJECT_NONE ? NULL : t->in->plan->objects[f->subject];
        const char *rule = f->rule->name;

        if (f->state != FINDING_TRUE || f->level == DIAG_NOTE || !o || object_is_withheld(o) ||
            o->kind == KIND_commitment || o->kind == KIND_decision ||
            !(f->priced || f->bounded) || f->expected_s * HALF_DAYS < day ||
            f->adverse ||   /* nothing is lost yet: its teams settle that */
            !map_insert_u64(&subjects, f->subject, 0, NULL))
            continue;
        if (said++ == FINDINGS_ASKED)
            return true;
        add(t, all, (struct ask){.kind = ASK_FINDING, .object = o, .finding = f,
                                 .who = str_format(owner, "%s.owner", rule).ptr,
                                 .by = str_format(owner, "%s.defuse-by", rule).ptr});
    }
    return false;
}

/* Work that nothing was reported of, where that moved a promise more than anything else did. The
 * engineering report has no more of it, so what is left out is not spoken of. */
static void find_reports(const struct telling *t, struct asks *all)
{
    const struct forecast *f = t->in->forecast;
    const size_t from = all->count;
    struct map found;

    map_init(&found, t->in->owner);
    for (uint32_t i = 0; f && t->in->why && i < f->commitment_count; i++) {
        const struct object *promise = stated_of(t, f->commitments[i].object);
        const struct object *work = promise ? work_behind_move(t, promise) : NULL;

        if (work && claim_at(t, work->id, "silent") && costs_half_a_day(t, promise) &&
            map_insert(&found, work->id, 0, NULL))
            add(t, all, (struct ask){.kind = ASK_REPORT, .object = work, .who = "silent.of",
                                     .by = "next-update", .dated = t->in->plan->program,
                                     .weight = claim_at(t, promise->id, LARGEST)->value});
    }
    keep_most(t, all, from, REPORTS_ASKED);
}

/* --- what is said --------------------------------------------------------------------------- */

static void say_date_moved(const struct telling *t, struct line *line, const struct object *o)
{
    const struct claim *status = claim_at(t, o->id, "status");
    const bool close = status && status->value == STATUS_IS_RISK;

    line_add(line, TONE_PLAIN, close ? STR("Choose for ") : STR("Move "));
    if (o == tell_worst(t))         /* an ask is read alone: by its title, but for the first */
        cite(t, line, TONE_PLAIN, o->id, "id");
    else
        cite_named(t, line, o->id);
    cite_with(t, line, close ? ": move it from " : " from ", o->id, "date", "");
    cite_with(t, line, " to ", o->id, "p80", "");
    line_add(line, TONE_PLAIN, close ? STR(", cut its scope") : STR(", or cut its scope"));
    if (close)
        cite_with(t, line, ", or keep it, ", o->id, "likely", " likely");
    if (cite_with(t, line, "; its delay would cost up to ", o->id, "delay-cost.p80", ""))
        line_add(line, TONE_PLAIN, STR(" (date and cost: 80" NB "% likely)."));
    else
        line_add(line, TONE_PLAIN, STR(" (that date is 80" NB "% likely)."));
}

static void say_work(const struct telling *t, struct line *line, const struct object *o)
{
    line_add(line, TONE_PLAIN, STR("Take work out of "));
    cite_named(t, line, o->id);
    line_add(line, TONE_PLAIN, STR(", or add people."));
    cite_with(t, line, " In ", tell_worst(t)->id, "hangs-on.share", " of the simulations");
    cite_with(t, line, " it decides when ", tell_worst(t)->id, "id", " is done");
    if (cite_with(t, line, ", and \"", tell_worst(t)->id, "hangs-on.next", "\""))
        cite_with(t, line, " in ", tell_worst(t)->id, "hangs-on.next.share", "");
    line_add(line, TONE_PLAIN, STR("."));
    line_add(line, TONE_PLAIN, STR(" What that gains the plan does not say."));
}

/* "Work waits for it: "Billing cut-over", "Security review"." */
static void say_gated(const struct telling *t, struct line *line, const struct object *o)
{
    const struct refs *gates = decision_get_gates(o);
    size_t said = 0, left = 0;

    for (size_t i = 0; gates && i < gates->count; i++) {
        const struct object *gated = plan_find(t->in->plan, gates->items[i].id);

        if (!gated || object_is_withheld(gated))
            continue;
        if (said == GATES_NAMED) {
            left++;
            continue;
        }
        line_add(line, TONE_PLAIN, said++ == 0 ? STR(" Work waits for it: ") : STR(", "));
        cite_quoted(t, line, gated->id);
    }
    if (left > 0)
        line_add(line, TONE_PLAIN, STR(" and more"));
    line_add(line, TONE_PLAIN, said > 0 ? STR(".") : STR(" Work waits for it."));
}

/* " The answers are "Dual-issue" ($36k) or "Cutover"", unended; false: nothing is said. */
static bool say_answers(const struct telling *t, struct line *line, const struct object *o)
{
    const struct objects *options = decision_get_options(o);
    struct arena *owner = t->in->owner;

    for (size_t i = 0; options && i < options->count; i++) {
        const struct str id = options->items[i]->id;

        line_add(line, TONE_PLAIN, i == 0 ? options->count == 1 ? STR(" The answer is \"")
                                                             : STR(" The answers are \"")
                                   : i + 1 < options->count ? STR(", \"")
                                                            : STR(" or \""));
        cite(t, line, TONE_PLAIN, o->id, str_format(owner, "%.*s.title", STR_ARG(id)).ptr);
        line_add(line, TONE_PLAIN, STR("\""));
        cite_with(t, line, " (", o->id, str_format(owner, "%.*s.cost", STR_ARG(id)).ptr, ")");
    }
    return options && options->count > 0;
}

/* The option that helps most, where one does. */
static void say_options(const struct telling *t, struct line *line, const struct object *o)
{
    const struct gains *g = t->in->gains;
    struct arena *owner = t->in->owner;
    const struct gain *best = NULL;
    unsigned known = 0;

    for (uint32_t i = 0; g && i < g->count; i++)
        if (g->items[i].object == o->number && g->items[i].option) {
            known++;
            if (!best || g->items[i].on.likely_ppm[0] > best->on.likely_ppm[0])
                best = &g->items[i];
        }
    if (!best)
        return;
    if (best->on.likely_ppm[0] - g->now.likely_ppm[0] < POINT) {
        say_gated(t, line, o);
        if (say_answers(t, line, o)) {
            if (known > 1)
                cite_with(t, line, "; none makes ", g->promises[0], "id", " a point likelier");
            line_add(line, TONE_PLAIN, STR("."));
        }
        return;
    }
    cite_with(t, line, " The answer \"", o->id,
              str_format(owner, "%.*s.title", STR_ARG(best->option->id)).ptr, "\"");
    cite_with(t, line, " (", o->id, str_format(owner, "%.*s.cost", STR_ARG(best->option->id)).ptr,
              ")");
    line_add(line, TONE_PLAIN, STR(" makes "));
    cite(t, line, TONE_PLAIN, g->promises[0], "id");
    cite_with(t, line, " ", o->id, str_format(owner, "%.*s.gain", STR_ARG(best->option->id)).ptr,
              " likelier.");
}

static void say_decision(const struct telling *t, struct line *line, const struct object *o)
{
    line_add(line, TONE_PLAIN, claim_at(t, o->id, "decider") ? STR("Decide \"")
                                                             : STR("Name somebody to decide \""));
    cite(t, line, TONE_PLAIN, o->id, "question");
    line_add(line, TONE_PLAIN, STR("\" ("));
    cite(t, line, TONE_PLAIN, o->id, "id");
    map_insert(t->named, o->id, 0, NULL);
    line_add(line, TONE_PLAIN, STR(")"));
    if (!claim_at(t, o->id, "decider"))
        cite_with(t, line, "; ", o->id, "decide-by", " is the last day to decide");
    line_add(line, TONE_PLAIN, STR("."));
    say_options(t, line, o);
    if (map_insert(t->named, STR("delay-cost"), 0, NULL))       /* of all decisions: once */
        cite_with(t, line, " A later answer can cost ", t->in->plan->program->id, "delay-cost",
                  " a week.");
}

static void say_mitigation(const struct telling *t, struct line *line, const struct object *o)
{
    line_add(line, TONE_PLAIN, STR("Mitigate "));
    cite_named(t, line, o->id);
    cite_with(t, line, " for ", o->id, "mitigation.cost", "");
    line_add(line, TONE_PLAIN, STR(": that makes "));
    cite(t, line, TONE_PLAIN, t->in->gains->promises[0], "id");
    cite_with(t, line, " ", o->id, "mitigated.gain", " likelier.");
}

static void say_finding_asked(const struct telling *t, struct line *line, const struct ask *ask)
{
    const struct str id = ask->object->id;
    const char *rule = ask->finding->rule->name;
    const struct object *priced = tell_priced(t);
    struct arena *owner = t->in->owner;

    cite_first(t, line, TONE_PLAIN, id, rule);
    line_add(line, TONE_PLAIN, STR(". "));
    if (cite_first(t, line, TONE_PLAIN, id, str_format(owner, "%s.move", rule).ptr))
        line_add(line, TONE_PLAIN, STR("."));
    if (!claim_at(t, id, str_format(owner, "%s.days", rule).ptr))
        return;
    line_add(line, TONE_PLAIN, STR(" Left as it is, it costs "));
    if (priced) {
        cite_again(t, line, priced);
        line_add(line, TONE_PLAIN, STR(" "));
    }
    cite_with(t, line, "", id, str_format(owner, "%s.days", rule).ptr, ".");
}

/* "Say how "New label queue" (label-queue) stands: no progress reported in 7 days by Label tooling.
 * Counted as none, that moves ga-march up to 2.8 days later." */
static void say_silent(const struct telling *t, struct line *line, const struct object *o)
{
    const struct forecast *f = t->in->forecast;
    unsigned said = 0;

    line_add(line, TONE_PLAIN, STR("Say how "));
    cite_again(t, line, o);
    cite_with(t, line, " stands: ", o->id, "silent", ".");
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *promise = stated_of(t, f->commitments[i].object);

        if (!promise || work_behind_move(t, promise) != o || !costs_half_a_day(t, promise))
            continue;
        line_add(line, TONE_PLAIN, said++ == 0 ? STR(" Counted as none, that moves ")
                                               : STR(" and "));
        cite_again(t, line, promise);
        cite_with(t, line, " up to ", promise->id, LARGEST, "");
    }
    line_add(line, TONE_PLAIN, said > 0 ? STR(".") : STR(""));
}

/* " (asked before, for Tue 17 Nov)", where that day has passed. */
static void say_asked_before(const struct telling *t, struct line *line, const struct ask *ask)
{
    const struct claim *before = claim_at(t, ask->object->id, ask_predicate(t->in, ask, ""));

    if (before && before->value < t->in->plan->as_of)
        cite_with(t, line, " (asked before, for ", ask->object->id, ask_predicate(t->in, ask, ""),
                  ")");
}

static void say_ask(const struct telling *t, const struct ask *ask)
{
    const struct object *program = t->in->plan->program, *o = ask->object;
    struct line *line = tell_item(t);

    if (!ask->by || !cite(t, line, TONE_STRONG, (ask->dated ? ask->dated : o)->id, ask->by))
        line_add(line, TONE_STRONG, STR("Now"));
    say_asked_before(t, line, ask);
    line_add(line, TONE_STRONG, STR(", "));
    if ((!ask->who || !cite_who(t, line, TONE_STRONG, o->id, ask->who)) &&
        !cite_who(t, line, TONE_STRONG, program->id, "sponsor"))
        line_add(line, TONE_STRONG, STR("whoever pays"));
    line_add(line, TONE_STRONG, STR(": "));
    switch (ask->kind) {
    case ASK_DATE:
        say_date_moved(t, line, o);
        break;
    case ASK_WORK:
        say_work(t, line, o);
        break;
    case ASK_DECISION:
        say_decision(t, line, o);
        break;
    case ASK_MITIGATION:
        say_mitigation(t, line, o);
        break;
    case ASK_FINDING:
        say_finding_asked(t, line, ask);
        break;
    case ASK_REPORT:
        say_silent(t, line, o);
        break;
    }
}

struct asks asks_find(const struct telling *t)
{
    const size_t most = (t->in->forecast ? t->in->forecast->commitment_count : 0) +
                        t->in->decide_by_count + (t->in->gains ? t->in->gains->count : 0) +
                        (t->in->forecast ? t->in->forecast->commitment_count : 0) + FINDINGS_ASKED +
                        2;
    struct asks all = {ARENA_ARRAY(t->in->owner, struct ask, most), 0, false};

    all.more |= find_dates(t, &all);
    find_work(t, &all);
    all.more |= find_decisions(t, &all);
    all.more |= find_mitigations(t, &all);
    all.more |= find_findings(t, &all);
    find_reports(t, &all);
    sort_stable(all.items, all.count, sizeof(all.items[0]), by_date, NULL, t->in->owner);
    return all;
}

/* Decisions that nothing promised waits for: named once, since nobody can say until when. */
static void say_undated(const struct telling *t)
{
    struct line *line = NULL;

    for (uint32_t i = 0; i < t->in->decide_by_count; i++) {
        const struct object *o = stated_of(t, t->in->decide_by[i].decision);

        if (!o || !decision_get_question(o) || claim_at(t, o->id, "decide-by"))
            continue;
        if (line) {
            line_add(line, TONE_PLAIN, STR("; "));
        } else {
            line = tell_paragraph(t);
            line_add(line, TONE_PLAIN, STR("Also open, with no last day, because no promise waits "
                                           "for it: "));
        }
        cite_named(t, line, o->id);
        cite_who_with(t, line, ", for ", o->id, "decider", "");
    }
    if (line)
        line_add(line, TONE_PLAIN, STR("."));
}

void tell_asks(const struct telling *t)
{
    const struct asks all = asks_find(t);

    if (all.count == 0) {
        if (tell_worst(t) || !t->in->forecast)
            tell_nothing(t, "Nothing. No promise needs another date, and no decision is due.");
        else
            tell_nothing(t, "First a promise: which milestone, by what date, to whom. Until one is "
                            "stated, nothing can be late, and nothing is asked for.");
        return;
    }
    for (size_t i = 0; i < all.count; i++)
        say_ask(t, &all.items[i]);
    say_undated(t);
    if (all.more)
        line_add(tell_paragraph(t), TONE_DIM, STR("The report for engineering has the rest."));
}

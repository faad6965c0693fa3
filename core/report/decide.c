/* SPDX-License-Identifier: Apache-2.0 */
/* The queue of decisions by what waiting costs; and one decision in full, with every option. */
#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/decide/delay_cost.h"
#include "core/decide/options.h"
#include "core/report/believed.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { WEEK_S = 7 * CIVIL_DAY_S, PPM = 1000000, COLUMNS = 5 };

static const char *const states[] = {"raised",       "framed",  "ready",    "in forum",  "decided",
                                     "communicated", "enacted", "reviewed", "withdrawn", "lapsed"};

static const char *state_of(const struct object *d)
{
    const uint32_t *state = decision_get_state(d);

    return states[state ? *state : decision_get_decided(d) ? DECISION_DECIDED : DECISION_RAISED];
}

static struct str option_name(const struct object *option)
{
    return option ? option->id : STR("nobody decides");
}

static struct str worth_text(const struct report_input *in, const struct options *o, double worth)
{
    return o->money ? say_money(in, number_round(worth))
                    : str_format(in->owner, "%lld\xc2\xa0" "d of the date",
                                 (long long)number_round(worth / CIVIL_DAY_S));
}

/* --- the queue ------------------------------------------------------------------------------ */

struct place_in_queue {
    const struct options *o;
    struct cd3 cd3;
    bool known;
    double weeks;               /* left until the last moment; at least a day */
};

static int dearest_first(const void *a, const void *b, const void *context)
{
    const struct place_in_queue *x = a, *y = b;

    (void)context;
    if (x->known != y->known)
        return x->known ? -1 : 1;
    if (x->cd3.middle != y->cd3.middle)
        return x->cd3.middle > y->cd3.middle ? -1 : 1;
    return 0;
}

/* Cost a week over weeks left; low and high by what waiting moves at P50 and at P80, and by the
 * time left with and without the reserve between them. */
static struct place_in_queue place_of(const struct report_input *in, const struct options *o)
{
    struct place_in_queue p = {.o = o};
    double cost[3], weeks[3], p50, p80;

    if (!o->wait_known || !o->has_by || o->by.last_moment == CIVIL_NONE)
        return p;
    p.known = true;
    p.weeks = (double)(o->by.last_moment - in->plan->as_of) / WEEK_S;
    p.weeks = p.weeks < 1.0 / 7 ? 1.0 / 7 : p.weeks;
    p80 = (double)o->wait_s;
    p50 = (double)o->wait_p50_s;
    cost[0] = p50 < p80 ? p50 : p80;
    cost[1] = p80;
    cost[2] = p50 < p80 ? p80 : p50;
    weeks[0] = weeks[1] = p.weeks;
    weeks[2] = p.weeks + (double)o->by.confidence_s /
                             (double)calendar_usual_week_s(in->plan->calendar);
    p.cd3 = cd3_of(cost, weeks);
    return p;
}

static size_t queue_of(const struct report_input *in, struct place_in_queue **ret_queue)
{
    struct place_in_queue *queue =
        ARENA_ARRAY(in->owner, struct place_in_queue, in->option_table_count + 1);
    struct cd3 *ranks = ARENA_ARRAY(in->owner, struct cd3, in->option_table_count + 1);
    size_t count = 0, known = 0;

    for (uint32_t i = 0; i < in->option_table_count; i++)
        if (!object_is_withheld(in->plan->objects[in->option_tables[i]->decision->number]))
            queue[count++] = place_of(in, in->option_tables[i]);
    sort_stable(queue, count, sizeof(queue[0]), dearest_first, NULL, in->owner);
    for (size_t i = 0; i < count && queue[i].known; i++)
        ranks[known++] = queue[i].cd3;
    cd3_rank(ranks, known);
    for (size_t i = 0; i < known; i++)
        queue[i].cd3 = ranks[i];
    *ret_queue = queue;
    return count;
}

static void say_queue_row(const struct report_input *in, const struct place_in_queue *p,
                          struct table *table, struct document *d)
{
    const struct options *o = p->o;
    const struct object *decider = plan_object(in->plan, decision_get_decider(o->decision));
    const bool late = o->has_by && o->by.is_late;
    struct line *cells = table_row(table, d->owner);

    if (p->known)
        line_addf(&cells[0], TONE_DIM, "%s%u", p->cd3.tied ? "=" : "", p->cd3.rank);
    line_addf(&cells[1], TONE_STRONG, "%.*s", STR_ARG(o->decision->id));
    line_addf(&cells[1], TONE_PLAIN, " %.*s ", STR_ARG(object_title(o->decision)));
    line_addf(&cells[1], decider ? TONE_DIM : TONE_BAD, "(%.*s)",
              STR_ARG(say_who(in->plan, decider)));
    line_addf(&cells[2], late ? TONE_BAD : TONE_PLAIN, "%.*s%s",
              STR_ARG(o->has_by && o->by.last_moment != CIVIL_NONE
                          ? say_day(in, o->by.last_moment)
                      : o->by_withheld ? STR("withheld") : STR("no date")),
              late ? " late" : "");
    if (o->wait_known)
        line_add(&cells[3], TONE_PLAIN, say_days(in, o->wait_s));
    if (o->wait_known && o->wait_minor != INT64_MIN)
        line_addf(&cells[3], TONE_PLAIN, " %.*s", STR_ARG(say_money(in, o->wait_minor)));
    line_add(&cells[4], TONE_PLAIN,
             o->best == UINT32_MAX ? STR("-") : option_name(o->effects[o->best].option));
}

static void say_decided(const struct report_input *in, struct document *d)
{
    bool begun = false;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *o = plan_nth(in->plan, KIND_decision, i);
        const struct str *outcome = decision_get_outcome(o);
        const struct when *review = decision_get_review(o), *at = decision_get_decided(o);
        struct line *line;

        if (object_is_withheld(o) || decision_is_open(o))
            continue;
        if (!begun) {
            document_blank(d);
            line_add(document_heading(d), TONE_PLAIN, STR("Decided"));
            begun = true;
        }
        line = document_paragraph(d, 2, 4);
        line_add(line, TONE_STRONG, o->id);
        line_addf(line, TONE_PLAIN, " %.*s: %.*s (%s%s%.*s)", STR_ARG(object_title(o)),
                  STR_ARG(outcome ? *outcome : STR("no outcome is stated")), state_of(o),
                  at ? " " : "", STR_ARG(at ? say_day(in, at->instant) : STR("")));
        if (review)
            line_addf(line, review->instant <= in->plan->as_of ? TONE_WARN : TONE_DIM,
                      ", review %.*s", STR_ARG(say_day(in, review->instant)));
    }
}

/* What people privately think of the promises, beside what the columns say. */
static void say_beliefs(const struct report_input *in, const struct options *o,
                        struct document *d)
{
    for (uint32_t i = 0; i < o->promise_count; i++)
        say_belief_of(in, o->promises[i]->id, 2, d);
}

static void say_queue(const struct report_input *in, struct document *d)
{
    const struct column columns[COLUMNS] = {left_column(NULL, false), left_column("decision", true),
                                            left_column("decide by", false),
                                            right_column("a week costs"),
                                            left_column("best", false)};
    struct place_in_queue *queue;
    const size_t count = queue_of(in, &queue);
    struct table *table;

    document_blank(d);
    if (count == 0)
        line_add(document_paragraph(d, 0, 0), TONE_GOOD, STR("Nothing waits for a decision."));
    else
        line_add(document_heading(d), TONE_PLAIN, STR("Waiting for a decision"));
    table = document_table(d, 2, columns, COLUMNS);
    for (size_t i = 0; i < count; i++)
        say_queue_row(in, &queue[i], table, d);
    if (count > 0 && queue[0].o->promise_count > 0) {
        document_blank(d);
        say_beliefs(in, queue[0].o, d);
    }
    say_decided(in, d);
    document_blank(d);
    if (count > 0)
        line_add(document_paragraph(d, 0, 2), TONE_DIM,
                 STR("In the order of what a week of waiting costs over the weeks left (CD3); = "
                     "means that the order with the one before could turn within what P50 and P80 "
                     "leave open. A week's cost: working days of P80 of the first promise, at the "
                     "best option."));
}

/* --- one decision -------------------------------------------------------------------------- */

static void say_by(const struct report_input *in, const struct options *o, struct document *d)
{
    const struct decide_by *by = &o->by;
    struct line *line;

    if (o->by_withheld) {
        line_add(document_paragraph(d, 2, 4), TONE_DIM,
                 STR("What it must be decided for is a withheld item."));
        return;
    }
    if (!o->has_by || by->last_moment == CIVIL_NONE) {
        line_add(document_paragraph(d, 2, 4), TONE_DIM,
                 STR("No promise waits for what it gates, so there is no last moment."));
        return;
    }
    line = document_paragraph(d, 2, 4);
    line_add(line, TONE_PLAIN, STR("decide by "));
    line_add(line, by->is_late ? TONE_BAD : TONE_STRONG, say_date(in, by->last_moment));
    line_addf(line, TONE_PLAIN, ": %.*s is promised for %.*s; less the chain from %.*s, %.*s; less "
              "the reserve between P50 and P80, %.*s",
              STR_ARG(forecast_plan(in)->objects[by->commitment]->id),
              STR_ARG(say_day(in, by->date)),
              STR_ARG(forecast_plan(in)->objects[by->gated]->id),
              STR_ARG(say_days(in, by->chain_s)), STR_ARG(say_days(in, by->confidence_s)));
    if (by->option_s > 0)
        line_addf(line, TONE_PLAIN, "; less carrying it out, %.*s",
                  STR_ARG(say_days(in, by->option_s)));
    line = document_paragraph(d, 2, 4);
    line_addf(line, TONE_PLAIN, "the next session's outcome is known %.*s",
              STR_ARG(say_date(in, by->next_known)));
    if (by->last_known == CIVIL_NONE)
        line_add(line, TONE_BAD, STR(": after that; no session is left before it"));
    else
        line_addf(line, TONE_PLAIN, ", the last one in time %.*s",
                  STR_ARG(say_date(in, by->last_known)));
    if (by->forum_defaulted)
        line_add(line, TONE_DIM, STR(" (no forum is stated: a week stands in)"));
}

static void say_cells(struct table *t, struct document *d, const char *label, struct line **ret)
{
    *ret = table_row(t, d->owner);
    line_add(&(*ret)[0], TONE_DIM, str_of(label));
}

static struct str signed_days(const struct report_input *in, int64_t s)
{
    return str_format(in->owner, "%s%.*s", s > 0 ? "+" : "", STR_ARG(say_days(in, s)));
}

/* One table of so many options from `first` on, and nobody deciding. */
static void say_table(const struct report_input *in, const struct options *o, uint32_t first,
                      uint32_t count, struct document *d)
{
    const uint32_t nobody = o->count - 1;
    struct column columns[COLUMN_CEILING];
    uint32_t index[COLUMN_CEILING];
    struct table *t;
    struct line *cells;
    struct text number;
    uint32_t n = 0;

    columns[0] = left_column(NULL, false);
    for (uint32_t i = first; i < first + count; i++)
        index[n++] = i;
    index[n++] = nobody;
    for (uint32_t i = 0; i < n; i++)
        columns[i + 1] = left_column(NULL, true);
    t = document_table(d, 2, columns, n + 1);
    say_cells(t, d, "", &cells);
    for (uint32_t i = 0; i < n; i++) {
        const struct object *option = o->effects[index[i]].option;

        line_add(&cells[i + 1], index[i] == o->best ? TONE_GOOD : TONE_STRONG,
                 option_name(option));
        if (option && !str_equal(object_title(option), option->id))
            line_addf(&cells[i + 1], TONE_PLAIN, " %.*s", STR_ARG(object_title(option)));
    }
#define ROW(label, ...)                                                                        \
    do {                                                                                       \
        say_cells(t, d, label, &cells);                                                        \
        for (uint32_t i = 0; i < n; i++) {                                                     \
            const struct option_effect *e = &o->effects[index[i]];                             \
            const struct option_effect *base = &o->effects[nobody];                            \
            struct line *cell = &cells[i + 1];                                                 \
            (void)base;                                                                        \
            if (!e->known)                                                                     \
                line_add(cell, TONE_BAD, STR("cannot be applied"));                            \
            else                                                                               \
                __VA_ARGS__                                                                    \
        }                                                                                      \
    } while (0)
    if (o->target)
        ROW("P50", {
            line_add(cell, TONE_FORECAST, say_day(in, finish_day(e->p50)));
        });
    if (o->target)
        ROW("P80", {
            line_add(cell, TONE_FORECAST, say_day(in, finish_day(e->p80)));
            if (e != base && base->known)
                line_addf(cell, TONE_PLAIN, " (%.*s)",
                          STR_ARG(signed_days(in, calendar_work(in->plan->calendar, base->p80,
                                                                e->p80))));
        });
    for (uint32_t p = 0; p < o->promise_count; p++) {
        const char *label =
            str_format(in->owner, "%.*s%c", STR_ARG(o->promises[p]->id), 0).ptr;

        ROW(label, line_add(cell, verdict_of(e->likely_ppm[p]).tone,
                            say_chance(in, e->likely_ppm[p])););
    }
    if (o->effects[nobody].has_cost)
        ROW("cost P50", {
            line_add(cell, TONE_PLAIN, say_money(in, e->cost_minor));
            if (e->within_ppm >= 0)
                line_addf(cell, TONE_DIM, ", %.*s inside", STR_ARG(say_chance(in, e->within_ppm)));
        });
    ROW("person-days", {
        text_init(&number, in->owner);
        text_add_fixed(&number, (working_milli_days(in, e->load_s) + 50) / 100, 1, 0);
        line_addf(cell, TONE_PLAIN, "%s%.*s", e->load_s > 0 ? "+" : "",
                  STR_ARG(text_str(&number)));
    });
    ROW("undone until", {
        const struct when *until = e->option ? option_get_reversible_until(e->option) : NULL;

        line_add(cell, TONE_PLAIN, until       ? say_day(in, until->instant)
                                   : e->option ? STR("any time")
                                               : STR("-"));
    });
    ROW("dies", line_addf(cell, e->dead ? TONE_BAD : TONE_PLAIN, "%.*s%s",
                          STR_ARG(e->dies == CIVIL_NONE ? STR("never") : say_day(in, e->dies)),
                          e->dead ? ", past" : ""););
    ROW("brings", {
        const struct refs *risks = e->option ? option_get_risks(e->option) : NULL;

        for (size_t r = 0; risks && r < risks->count; r++)
            line_addf(cell, TONE_PLAIN, "%s%.*s", r > 0 ? ", " : "",
                      STR_ARG(risks->items[r].id));
        if (!risks || risks->count == 0)
            line_add(cell, TONE_PLAIN, STR("no risk stated"));
    });
    ROW("busiest week", {
        const struct weeks *k = &e->weeks;

        if (!e->has_weeks || k->busiest_team == UINT32_MAX ||
            k->team[k->busiest_team] == OBJECT_NONE)
            line_add(cell, TONE_DIM, STR("-"));
        else
            line_addf(cell, k->busiest_ppm > PPM ? TONE_WARN : TONE_PLAIN, "%.*s %.*s, %.*s",
                      STR_ARG(in->plan->objects[k->team[k->busiest_team]]->id),
                      STR_ARG(k->busiest_ppm == INT64_MAX
                                  ? STR("without anybody")
                                  : say_share(in, (int32_t)(k->busiest_ppm > INT32_MAX
                                                                ? INT32_MAX : k->busiest_ppm))),
                      STR_ARG(say_day(in, (k->first_day + 7 * (int64_t)k->busiest_week) *
                                              CIVIL_DAY_S)));
    });
    ROW("breaks", {
        for (uint32_t b = 0; b < e->break_count; b++)
            line_addf(cell, TONE_BAD, "%s%.*s", b > 0 ? ", " : "",
                      STR_ARG(in->plan->objects[e->breaks[b]]->id));
        if (e->break_count == 0)
            line_add(cell, TONE_PLAIN, STR("none"));
    });
#undef ROW
}

static void say_threshold(const struct options *o, struct document *d)
{
    const struct option_threshold *t = &o->threshold;
    struct line *line;

    if (t->address.len == 0)
        return;
    line = document_paragraph(d, 2, 4);
    if (!t->found) {
        line_addf(line, TONE_PLAIN, "%.*s stays best whatever %.*s is, up to %s.",
                  STR_ARG(option_name(o->effects[o->best].option)), STR_ARG(t->address),
                  t->likely ? "100 %" : "eight times what is stated");
        return;
    }
    line_addf(line, TONE_PLAIN, "%.*s is best until %.*s ",
              STR_ARG(option_name(o->effects[o->best].option)), STR_ARG(t->address));
    if (t->likely)
        line_addf(line, TONE_STRONG, "passes %lld %%", (long long)((t->at_ppm + 5000) / 10000));
    else
        line_addf(line, TONE_STRONG, "takes %lld.%02lld times what is stated",
                  (long long)(t->at_ppm / PPM), (long long)(t->at_ppm % PPM / 10000));
    line_addf(line, TONE_PLAIN, "; beyond, %.*s.", STR_ARG(option_name(t->then)));
}

static void say_information(const struct report_input *in, const struct options *o,
                            struct document *d)
{
    const struct str *test = decision_get_test(o->decision);
    struct line *line = document_paragraph(d, 2, 4);
    double net;

    line_addf(line, TONE_PLAIN, "Knowing everything beforehand would be worth %.*s on average",
              STR_ARG(worth_text(in, o, o->evpi)));
    if (!o->has_test) {
        line_add(line, TONE_PLAIN, STR("; no test is described."));
        return;
    }
    net = o->evsi - (o->money ? (double)o->test_cost_minor : 0) - o->test_delay;
    line_addf(line, TONE_PLAIN, "; the test%s%.*s %.*s", test ? ", " : "",
              STR_ARG(test ? *test : STR("")), STR_ARG(worth_text(in, o, o->evsi)));
    if (o->money)
        line_addf(line, TONE_PLAIN, ", at a cost of %.*s",
                  STR_ARG(say_money(in, o->test_cost_minor + number_round(o->test_delay))));
    line_add(line, net > 0 ? TONE_GOOD : TONE_WARN,
             net > 0 ? STR(": do it first.") : STR(": not worth it."));
}

static void say_outcome(const struct report_input *in, const struct object *d_o,
                        struct document *d)
{
    const struct str *outcome = decision_get_outcome(d_o), *because = decision_get_because(d_o);
    const struct str *dissent = decision_get_dissent(d_o);
    const struct when *review = decision_get_review(d_o);
    const int64_t *reopened = decision_get_reopened(d_o);
    struct line *line;

    if (outcome) {
        line = document_paragraph(d, 2, 4);
        line_addf(line, TONE_STRONG, "chosen: %.*s", STR_ARG(*outcome));
        if (because)
            line_addf(line, TONE_PLAIN, ", because %.*s", STR_ARG(*because));
    }
    if (dissent)
        line_addf(document_paragraph(d, 2, 4), TONE_PLAIN, "against it: %.*s", STR_ARG(*dissent));
    if (review)
        line_addf(document_paragraph(d, 2, 4), TONE_PLAIN, "looked at again %.*s",
                  STR_ARG(say_date(in, review->instant)));
    if (reopened && *reopened > 0)
        line_addf(document_paragraph(d, 2, 4), TONE_WARN, "reopened %.*s",
                  STR_ARG(say_count(in, (size_t)*reopened, "time", "times")));
}

/* The tables of one page hold so many options beside nobody deciding. */
enum { ABREAST = 3 };

static void say_one(const struct report_input *in, const struct options *o, struct document *d)
{
    const struct object *decider = plan_object(in->plan, decision_get_decider(o->decision));
    const struct when *raised = decision_get_raised(o->decision);
    struct line *line = document_heading(d);

    line_addf(line, TONE_STRONG, "%.*s", STR_ARG(o->decision->id));
    line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(object_title(o->decision)));
    line = document_paragraph(d, 2, 4);
    line_addf(line, TONE_PLAIN, "%s; decides: ", state_of(o->decision));
    line_add(line, decider ? TONE_STRONG : TONE_BAD, say_who(in->plan, decider));
    if (raised)
        line_addf(line, TONE_DIM, "; raised %.*s", STR_ARG(say_day(in, raised->instant)));
    if (!decision_is_open(o->decision)) {
        say_outcome(in, o->decision, d);
        return;
    }
    say_by(in, o, d);
    if (o->wait_known) {
        line = document_paragraph(d, 2, 4);
        line_addf(line, TONE_PLAIN, "each week later moves P80 by %.*s",
                  STR_ARG(say_days(in, o->wait_s)));
        if (o->wait_minor != INT64_MIN)
            line_addf(line, TONE_PLAIN, " and costs %.*s", STR_ARG(say_money(in, o->wait_minor)));
    }
    document_blank(d);
    for (uint32_t first = 0; first < o->count - 1 || first == 0; first += ABREAST) {
        const uint32_t left = o->count - 1 - first;

        say_table(in, o, first, left < ABREAST ? left : ABREAST, d);
        document_blank(d);
    }
    say_beliefs(in, o, d);
    if (o->best != UINT32_MAX) {
        line = document_paragraph(d, 2, 4);
        line_add(line, TONE_GOOD, option_name(o->effects[o->best].option));
        line_addf(line, TONE_PLAIN, " is best: least %s on average over %u runs.",
                  o->money ? "lost by delay and spent on it" : "late", o->iterations);
        say_threshold(o, d);
        say_information(in, o, d);
    }
    document_blank(d);
    line_add(document_paragraph(d, 0, 2), TONE_DIM,
             STR("Every column is simulated with the same random numbers, decided at the next "
                 "session. Dies: the last moment for that option alone."));
}

static bool is_one(const struct report_input *in)
{
    return in->subject.len > 0;
}

static bool find_one(const struct report_input *in, const struct options **ret_options)
{
    const struct object *o;

    if (!find_subject(in, &o))
        return false;
    for (uint32_t i = 0; i < in->option_table_count; i++)
        if (in->option_tables[i]->decision->number == o->number) {
            *ret_options = in->option_tables[i];
            return true;
        }
    return diag_error(in->out, "wrong-kind", (struct place){0}, "%.*s is no decision",
                      STR_ARG(in->subject));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct options *one = NULL;

    if (is_one(in) && !find_one(in, &one))
        return false;
    say_masthead(in, out);
    if (!is_one(in)) {
        say_queue(in, out);
        return true;
    }
    document_blank(out);
    say_one(in, one, out);
    return true;
}

/* --- JSON ---------------------------------------------------------------------- */

static void json_breaks(const struct report_input *in, const struct option_effect *e,
                        struct writer *w)
{
    writer_key(w, STR("breaks"));
    writer_list_begin(w, true);
    for (uint32_t i = 0; i < e->break_count; i++)
        writer_text(w, in->plan->objects[e->breaks[i]]->id);
    writer_list_end(w);
}

/* Person-days that are planned of those there are, by team, from `load_from` on. */
static void json_weeks(const struct report_input *in, const struct weeks *k, bool known,
                       struct writer *w)
{
    const int64_t day_s = calendar_usual_day_s(in->plan->calendar);

    if (!known) {
        writer_key_null(w, "load");
        return;
    }
    json_date(in, w, "load_from", k->first_day * CIVIL_DAY_S);
    writer_key(w, STR("load"));
    writer_map_begin(w, false);
    for (uint32_t t = 0; t < k->team_count; t++) {
        if (k->team[t] == OBJECT_NONE || object_is_withheld(in->plan->objects[k->team[t]]))
            continue;
        writer_key(w, in->plan->objects[k->team[t]]->id);
        writer_list_begin(w, true);
        for (uint32_t i = 0; i < k->week_count; i++)
            writer_fixed(w, day_s > 0 ? k->load_s[(size_t)t * k->week_count + i] * 10 / day_s : 0,
                         1);
        writer_list_end(w);
    }
    writer_map_end(w);
    writer_key_i64(w, "wip", k->wip);
    writer_key_fixed(w, "burn_month", k->burn_minor, 2);
    writer_key_fixed(w, "headcount", k->headcount_micro / 1000, 3);
}

static void json_effect(const struct report_input *in, const struct options *o,
                        const struct option_effect *e, struct writer *w)
{
    writer_map_begin(w, false);
    if (e->option)
        writer_key_text(w, "option", e->option->id);
    else
        writer_key_null(w, "option");
    writer_key_bool(w, "known", e->known);
    json_instant(in, w, "p50", e->known ? e->p50 : CIVIL_NONE);
    json_instant(in, w, "p80", e->known ? e->p80 : CIVIL_NONE);
    writer_key(w, STR("likely"));
    writer_map_begin(w, true);
    for (uint32_t p = 0; e->known && p < o->promise_count; p++) {
        writer_key(w, o->promises[p]->id);
        if (e->likely_ppm[p] < 0)
            writer_null(w);
        else
            writer_fixed(w, e->likely_ppm[p], 6);
    }
    writer_map_end(w);
    if (e->has_cost)
        writer_key_fixed(w, "cost_p50", e->cost_minor, 2);
    else
        writer_key_null(w, "cost_p50");
    json_probability(w, "within_budget", e->within_ppm);
    json_breaks(in, e, w);
    json_weeks(in, &e->weeks, e->has_weeks, w);
    writer_key_fixed(w, "person_days", working_milli_days(in, e->load_s), 3);
    json_instant(in, w, "dies", e->dies);
    json_instant(in, w, "last_session_known", e->last_known);
    writer_key_i64(w, "worth", number_round(e->worth));
    writer_map_end(w);
}

static void json_one(const struct report_input *in, const struct options *o, struct writer *w)
{
    const struct object *decider = plan_object(in->plan, decision_get_decider(o->decision));

    writer_map_begin(w, false);
    writer_key_text(w, "id", o->decision->id);
    writer_key_text(w, "state", str_of(state_of(o->decision)));
    json_id(w, "decider", in->plan, decider ? decider->number : OBJECT_NONE);
    json_instant(in, w, "decide_by", o->has_by ? o->by.last_moment : CIVIL_NONE);
    json_instant(in, w, "next_session_known", o->has_by ? o->by.next_known : CIVIL_NONE);
    json_instant(in, w, "last_session_known", o->has_by ? o->by.last_known : CIVIL_NONE);
    if (o->wait_known)
        writer_key_fixed(w, "days_per_week_of_waiting", working_milli_days(in, o->wait_s), 3);
    else
        writer_key_null(w, "days_per_week_of_waiting");
    writer_key_text(w, "worth_in", o->money ? STR("minor units") : STR("clock seconds"));
    if (o->best != UINT32_MAX && o->effects[o->best].option)
        writer_key_text(w, "best", o->effects[o->best].option->id);
    else
        writer_key_null(w, "best");
    writer_key_i64(w, "evpi", number_round(o->evpi));
    if (o->has_test)
        writer_key_i64(w, "evsi", number_round(o->evsi));
    else
        writer_key_null(w, "evsi");
    if (o->threshold.found) {
        writer_key_text(w, "threshold_input", o->threshold.address);
        writer_key_fixed(w, "threshold", o->threshold.at_ppm, 6);
    }
    writer_key(w, STR("promises"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < o->promise_count; i++) {
        writer_map_begin(w, true);
        writer_key_text(w, "id", o->promises[i]->id);
        json_believed(in, w, o->promises[i]->id);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_key(w, STR("options"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < o->count && decision_is_open(o->decision); i++)
        json_effect(in, o, &o->effects[i], w);
    writer_list_end(w);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct options *one = NULL;
    struct place_in_queue *queue;
    size_t count;

    if (is_one(in) && !find_one(in, &one))
        return false;
    json_begin(in, out, "decide");
    writer_key(out, STR("decisions"));
    writer_list_begin(out, false);
    if (is_one(in)) {
        json_one(in, one, out);
    } else {
        count = queue_of(in, &queue);
        for (size_t i = 0; i < count; i++)
            json_one(in, queue[i].o, out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_decide = {
    .name = "decide",
    .title = "What waits for a decision",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST | REPORT_OPTIONS,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The longest chain to a promise, a milestone or a task: team by team, days that add up. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/believed.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

struct step {
    uint32_t node;
    uint32_t object, team;
    int64_t from, to;           /* instants: since the step before, or the data date */
    int64_t work_s;             /* working seconds between, on the program's calendar */
};

struct chain {
    const struct object *of;
    struct step *items;         /* in time */
    uint32_t count;
    int64_t sum_s;
};

static uint32_t target_node(const struct report_input *in, const struct object *o)
{
    return o->kind == KIND_commitment ? network_commitment_node(in->network, o)
                                      : in->network->node_of[o->number];
}

/* The team behind a node: a hand-off's acceptance is the taker's, its delivery the giver's. */
static uint32_t team_of(const struct report_input *in, uint32_t node)
{
    const struct network *n = in->network;
    const struct object *o = in->plan->objects[n->object[node]];
    const struct object *team;

    if (n->team[node] != OBJECT_NONE)
        return n->team[node];
    team = o->kind != KIND_handoff            ? plan_team_of(in->plan, o)
           : n->role[node] == ROLE_DELIVERY ? handoff_giving_team(in->plan, o)
                                            : handoff_taking_team(in->plan, o);
    return team ? team->number : OBJECT_NONE;
}

/* Back along what held each node where it is. The day of a step is that of the event that drives
 * the next one: its finish, or its start where the link is from a start. */
static void walk(const struct report_input *in, uint32_t node, struct chain *chain)
{
    const struct network *n = in->network;
    const struct schedule *s = in->schedule;
    int64_t event = s->node[node].early_finish;
    uint32_t length = 1;
    int64_t before;

    for (uint32_t at = node; s->reason[at] == REASON_LINK && length <= n->node_count; length++)
        at = n->links[s->driver[at]].pred;
    chain->items = ARENA_ARRAY(in->owner, struct step, length);
    chain->count = length;
    for (uint32_t i = length; i-- > 0;) {
        const struct network_link *link;

        chain->items[i] = (struct step){.node = node, .object = n->object[node],
                                        .team = team_of(in, node), .to = event};
        if (i == 0)
            break;
        link = &n->links[s->driver[node]];
        node = link->pred;
        event = link->type == LINK_FS || link->type == LINK_FF ? s->node[node].early_finish
                                                               : s->node[node].early_start;
    }
    before = in->plan->as_of > n->start ? in->plan->as_of : n->start;
    for (uint32_t i = 0; i < length; i++) {
        struct step *step = &chain->items[i];

        step->from = before;
        if (step->to > before)
            before = step->to;
        step->work_s = calendar_work(in->plan->calendar, step->from, before);
        chain->sum_s += step->work_s;
    }
}

static bool find_chain(const struct report_input *in, struct chain *chain)
{
    uint32_t node;

    *chain = (struct chain){0};
    if (!find_subject(in, &chain->of))
        return false;
    node = target_node(in, chain->of);
    if (node == NODE_NONE)
        return diag_error(in->out, "wrong-kind", (struct place){0},
                          "nothing leads to %.*s: it is neither work nor promised",
                          STR_ARG(chain->of->id));
    walk(in, node, chain);
    return true;
}

static bool same_stretch(const struct chain *c, uint32_t a, uint32_t b)
{
    return c->items[a].team == c->items[b].team;
}

static int32_t criticality_of(const struct report_input *in, uint32_t object)
{
    const struct object *o =
        in->forecast ? plan_find(forecast_plan(in), in->plan->objects[object]->id) : NULL;

    return o && in->forecast->by_object[o->number]
               ? in->forecast->by_object[o->number]->criticality_ppm
               : -1;
}

static void say_step(const struct report_input *in, const struct step *step, struct table *table,
                     struct document *d)
{
    const int32_t drives = criticality_of(in, step->object);
    struct line *cells;

    if (step->work_s == 0 && in->network->role[step->node] != ROLE_TASK && !in->everything)
        return;
    cells = table_row(table, d->owner);
    line_add(&cells[0], TONE_PLAIN, say_object(in, in->plan, step->object));
    line_add(&cells[1], TONE_PLAIN, say_day(in, finish_day(step->to)));
    line_add(&cells[2], TONE_STRONG, say_days(in, step->work_s));
    if (drives >= 0)
        line_add(&cells[3], TONE_DIM, say_share(in, drives));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column(NULL, true), right_column("until"),
                                     right_column("days"), right_column("drives")};
    struct chain chain;
    struct table *table = NULL;
    uint32_t stretches = 0;

    if (!find_chain(in, &chain))
        return false;
    say_masthead(in, out);
    document_blank(out);
    line_addf(document_heading(out), TONE_PLAIN, "The longest chain to %.*s: %.*s",
              STR_ARG(say_object(in, in->plan, chain.of->number)),
              STR_ARG(say_days(in, chain.sum_s)));
    say_belief_of(in, chain.of->id, 0, out);
    for (uint32_t i = 0; i < chain.count; i++) {
        if (i == 0 || !same_stretch(&chain, i - 1, i)) {
            int64_t sum = 0;
            struct line *line;

            for (uint32_t k = i; k < chain.count && same_stretch(&chain, i, k); k++)
                sum += chain.items[k].work_s;
            if (sum == 0 && chain.items[i].team == OBJECT_NONE && !in->everything)
                continue;
            line = document_paragraph(out, 0, 2);
            line_add(line, TONE_STRONG,
                     chain.items[i].team == OBJECT_NONE
                         ? STR("no team")
                         : say_title(in->plan, chain.items[i].team));
            line_add(document_right(out), TONE_STRONG, say_days(in, sum));
            table = document_table(out, 2, columns, 4);
            stretches++;
        }
        if (table)
            say_step(in, &chain.items[i], table, out);
    }
    document_blank(out);
    line_addf(document_paragraph(out, 0, 2), TONE_DIM,
              "At the owners' numbers, from the data date, in working days of the program: each "
              "step from the one before to its own end, waiting included, so that they add up. "
              "%.*s. Drives: how often it is on the driving path in the simulation.",
              STR_ARG(say_count(in, stretches, "stretch of one team", "stretches of one team")));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    struct chain chain;

    if (!find_chain(in, &chain))
        return false;
    json_begin(in, out, "chain");
    writer_key_text(out, "to", chain.of->id);
    writer_key_fixed(out, "days", working_milli_days(in, chain.sum_s), 3);
    json_believed(in, out, chain.of->id);
    writer_key(out, STR("steps"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < chain.count; i++) {
        const struct step *step = &chain.items[i];

        writer_map_begin(out, true);
        json_id(out, "id", in->plan, step->object);
        json_id(out, "team", in->plan, step->team);
        json_instant(in, out, "from", step->from);
        json_instant(in, out, "to", step->to);
        writer_key_fixed(out, "days", working_milli_days(in, step->work_s), 3);
        json_probability(out, "criticality", criticality_of(in, step->object));
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_chain = {
    .name = "chain",
    .title = "The longest chain to a promise, team by team",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};

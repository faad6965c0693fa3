/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

/* Teams wait for each other in a ring. Only hand-offs with a whole team at an end count: between
 * tasks the network itself proves an order. */
static bool is_team_level(const struct rule_input *in, const struct object *handoff)
{
    const struct object *gives = plan_object(in->plan, handoff_get_gives(handoff));
    const struct object *to = plan_object(in->plan, handoff_get_to(handoff));

    return look_handoff_is_open(handoff) && ((gives && gives->kind == KIND_team) ||
                                             (to && to->kind == KIND_team));
}

struct waits {
    const struct rule_input *in;
    uint32_t teams;
    uint8_t *waits;             /* [teams * teams]: row waits for column, by any chain */
};

static void close_over(struct waits *w)
{
    for (uint32_t k = 0; k < w->teams; k++)
        for (uint32_t i = 0; i < w->teams; i++)
            for (uint32_t j = 0; w->waits[i * w->teams + k] && j < w->teams; j++)
                if (w->waits[k * w->teams + j])
                    w->waits[i * w->teams + j] = 1;
}

static void report(const struct waits *w, struct findings *out, const uint32_t *ring,
                   uint32_t count)
{
    const struct rule_input *in = w->in;
    const struct object *team = in->plan->objects[ring[0]];
    struct finding *f = finding_add(out, in, &rule_team_cycle, team->number,
                                    "%.*s wait for each other in a ring",
                                    STR_ARG(look_list(in, ring, count)));

    f->others = ring + 1;
    f->other_count = count - 1;
    finding_evidence(out, f, team->number, "hand-offs", "each of these teams waits, through "
                     "open hand-offs between whole teams, for every other");
    f->move = STR("break the ring where it is cheapest: a stub, an interim date, a first version");
    f->owner = team_get_lead(team) ? team_get_lead(team)->object : OBJECT_NONE;
}

enum { TEAM_CEILING = 512 };    /* the closure is cubic; past this nobody reads a ring */

static void check(const struct rule_input *in, struct findings *out)
{
    struct waits w = { .in = in, .teams = plan_count(in->plan, KIND_team) };
    const uint32_t first = in->plan->first[KIND_team];
    bool *told;

    if (w.teams < 2 || w.teams > TEAM_CEILING)
        return;
    w.waits = arena_take(in->scratch, (size_t)w.teams * w.teams, 1);
    told = ARENA_ARRAY(in->scratch, bool, w.teams);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *h = plan_nth(in->plan, KIND_handoff, i);
        const struct object *from = handoff_giving_team(in->plan, h);
        const struct object *to = handoff_taking_team(in->plan, h);

        if (is_team_level(in, h) && from && to && from != to)
            w.waits[(to->number - first) * w.teams + (from->number - first)] = 1;
    }
    close_over(&w);
    for (uint32_t i = 0; i < w.teams; i++) {
        uint32_t *ring, count = 0;

        if (told[i] || !w.waits[i * w.teams + i])
            continue;
        ring = ARENA_ARRAY(in->scratch, uint32_t, w.teams);
        for (uint32_t j = i; j < w.teams; j++)
            if (w.waits[i * w.teams + j] && w.waits[j * w.teams + i]) {
                ring[count++] = first + j;
                told[j] = true;
            }
        report(&w, out, ring, count);
    }
}

const struct rule rule_team_cycle = {
    .name = "team-cycle",
    .level = DIAG_WARNING,
    .title = "Teams wait for each other in a ring",
    .why = "Each team is right to wait, and together nobody moves. Between tasks the network "
           "would refuse such a ring; between whole teams it hides.",
    .test = "A set of teams in which each waits for every other through open hand-offs that have "
            "a whole team at an end.",
    .example = "handoffs: {ho-1: {gives: core, to: web}, ho-2: {gives: web, to: core}}",
    .move = "Break it where it costs least: a stub, an interim decision, a first version without "
            "the input.",
    .no_edit = "where the ring is cheapest to break is for its teams to say",
    .no_days = "which wait goes is not known",
    .no_unknown = "it counts what is stated",
    .source = "program practice, not back-tested (landmine 40)",
    .about = RULE_ABOUT(handoff),
    .check = check,
};

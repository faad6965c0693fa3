/* SPDX-License-Identifier: Apache-2.0 */
/* What the plan says can be done, as edits. */
#include "core/decide/hit.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/decide/decide_by.h"
#include "core/decide/ease.h"
#include "core/plan/capacity.h"

enum { PERSON = 1000000, CANDIDATES = 4096 };

struct finding_steps {
    const struct plan *plan;
    const struct network *network;
    const struct object *commitment;
    const bool *leads;          /* [node_count] the promise hangs on it */
    int64_t until;
    bool capacity;
    struct arena *owner, *scratch;
    struct candidate *items;
    size_t count, capacity_of_items;
};

struct candidate {
    struct hit_step step;
    bool leads;
};

static void add(struct finding_steps *x, struct hit_step step, bool leads)
{
    if (step.edit_count > 0 &&
        arena_grow(x->scratch, (void **)&x->items, x->count, &x->capacity_of_items,
                   sizeof(x->items[0]), CANDIDATES)) {
        step.eases = edits_ease(x->plan, step.edits, step.edit_count);
        x->items[x->count++] = (struct candidate){step, leads};
    }
}

static struct edit set_field(const struct finding_steps *x, const struct object *o,
                             uint16_t field, const void *value)
{
    const struct field *of = &schema_kinds[o->kind].fields[field];

    return (struct edit){.kind = value ? EDIT_SET : EDIT_REMOVE,
                         .address = str_format(x->owner, "%.*s.%s", STR_ARG(o->id), of->name),
                         .object = o->number, .field = field, .inner = UINT16_MAX, .of = of,
                         .value = value};
}

/* --- scope --------------------------------------------------------------------------------- */

/* Risks would add their hits to work that is not done. */
static size_t drop_hits(const struct finding_steps *x, const struct object *task,
                        struct edit *edits)
{
    size_t count = 0;

    for (uint32_t i = 0; i < plan_count(x->plan, KIND_risk); i++) {
        const struct object *risk = plan_nth(x->plan, KIND_risk, i);
        const struct hits *hits = risk_get_hits(risk);

        for (size_t h = 0; hits && h < hits->count; h++)
            if (hits->items[h].target.object == task->number) {
                struct edit e = set_field(x, risk, FIELD_risk_hits, NULL);

                e.key = task->id;
                e.address = str_format(x->owner, "%.*s.hits[%.*s]", STR_ARG(risk->id),
                                       STR_ARG(task->id));
                if (edits)
                    edits[count] = e;
                count++;
                break;
            }
    }
    return count;
}

/* Its links stay: what came after it still comes after all that came before it. */
static void add_cut(struct finding_steps *x, const struct object *task, uint32_t node)
{
    const struct network *n = x->network;
    const bool started = n->progress[node] == PROGRESS_STARTED;
    const int64_t *people = task_get_people(task);
    struct estimate *nothing = ARENA_NEW(x->owner, struct estimate);
    int32_t *never = ARENA_NEW(x->owner, int32_t);
    struct hit_step step = {.kind = HIT_CUT, .object = task->number, .has_cost = true,
                            .done_by = CIVIL_NONE, .undone_until = CIVIL_NONE};
    struct edit *edits =
        ARENA_ARRAY(x->owner, struct edit, drop_hits(x, task, NULL) + 2);

    *nothing = (struct estimate){.shape = SHAPE_SINGLE, .b = {.unit = 'd'}};
    edits[step.edit_count++] = started ? set_field(x, task, FIELD_task_remaining, nothing)
                                       : set_field(x, task, FIELD_task_exists, never);
    step.edit_count += drop_hits(x, task, edits + step.edit_count);
    if (!started && task_get_fixed_cost(task))
        edits[step.edit_count++] = set_field(x, task, FIELD_task_fixed_cost, NULL);
    step.edits = edits;
    step.work_s = n->duration_s[node] * (people ? *people : PERSON) / PERSON;
    add(x, step, x->leads[node]);
}

static void add_cuts(struct finding_steps *x)
{
    const struct network *n = x->network;

    for (uint32_t i = 0; i < plan_count(x->plan, KIND_task); i++) {
        const struct object *task = plan_nth(x->plan, KIND_task, i);
        const uint32_t *cut = task_get_cut(task);
        const uint32_t node = n->node_of[task->number];

        if (cut && *cut == CUT_MAY && node != NODE_NONE && n->role[node] == ROLE_TASK &&
            n->progress[node] != PROGRESS_FINISHED && (x->leads[node] || x->capacity))
            add_cut(x, task, node);
    }
}

static void add_drops(struct finding_steps *x)
{
    static const uint32_t dropped = HANDOFF_DROPPED;

    for (uint32_t i = 0; i < plan_count(x->plan, KIND_handoff); i++) {
        const struct object *o = plan_nth(x->plan, KIND_handoff, i);
        const uint32_t *cut = handoff_get_cut(o);
        const uint32_t node = x->network->node_of[o->number];
        struct hit_step step = {.kind = HIT_DROP, .object = o->number, .has_cost = true,
                                .done_by = CIVIL_NONE, .undone_until = CIVIL_NONE};
        struct edit *edit;

        if (!cut || *cut != CUT_MAY || node == NODE_NONE ||
            x->network->progress[node] == PROGRESS_FINISHED || !x->leads[node])
            continue;
        edit = ARENA_NEW(x->owner, struct edit);
        *edit = set_field(x, o, FIELD_handoff_state, &dropped);
        step.edits = edit;
        step.edit_count = 1;
        add(x, step, true);
    }
}

/* --- decisions and risks --------------------------------------------------------------------- */

static int64_t cost_of(const struct object *option)
{
    const struct triple *cost = option ? option_get_cost(option) : NULL;
    const struct distribution d = cost ? distribution_of_triple(cost) : (struct distribution){0};

    return cost ? (int64_t)distribution_quantile(&d, 0.5) : 0;
}

static const struct object *assumed_of(const struct object *decision)
{
    const struct objects *options = decision_get_options(decision);
    const struct str *assume = decision_get_assume(decision);

    for (size_t i = 0; options && assume && i < options->count; i++)
        if (str_equal(options->items[i]->id, *assume))
            return options->items[i];
    return NULL;
}

/* Taken at the forum's next session, as `decide` has it. One whose deadline is past is none. */
static void add_option(struct finding_steps *x, const struct object *decision,
                       const struct object *option)
{
    const struct object *assumed = assumed_of(decision);
    const struct when *until = option_get_reversible_until(option);
    const struct when *deadline = option_get_deadline(option);
    const uint32_t *door = decision_get_type(decision);
    struct edit *edit = ARENA_NEW(x->owner, struct edit);

    if (option == assumed || !option_get_edits(option) ||
        (deadline && network_finish_instant(deadline, NULL) < x->plan->as_of))
        return;
    *edit = set_field(x, decision, FIELD_decision_assume, &option->id);
    add(x, (struct hit_step){.kind = HIT_OPTION, .object = decision->number, .option = option,
                             .edits = edit, .edit_count = 1, .has_cost = true,
                             .cost_minor = cost_of(option) - cost_of(assumed),
                             .done_by = CIVIL_NONE,
                             .undone_until = until ? until->instant : CIVIL_NONE,
                             .one_way = door && *door == DOOR_ONE_WAY},
        true);
}

static void add_options(struct finding_steps *x)
{
    for (uint32_t i = 0; i < plan_count(x->plan, KIND_decision); i++) {
        const struct object *o = plan_nth(x->plan, KIND_decision, i);
        const struct objects *options = decision_get_options(o);

        for (size_t n = 0; decision_is_open(o) && options && n < options->count; n++)
            add_option(x, o, options->items[n]);
    }
}

static void add_mitigations(struct finding_steps *x)
{
    for (uint32_t i = 0; i < plan_count(x->plan, KIND_risk); i++) {
        const struct object *o = plan_nth(x->plan, KIND_risk, i);
        const struct objects *m = risk_get_mitigation(o);
        const uint32_t *state = risk_get_state(o);
        const struct edits *edits = m && m->count > 0 ? mitigation_get_edits(m->items[0]) : NULL;
        const int64_t *cost = edits ? mitigation_get_cost(m->items[0]) : NULL;
        const struct when *by = edits ? mitigation_get_by(m->items[0]) : NULL;

        if (edits && (!state || *state == RISK_OPEN))
            add(x, (struct hit_step){.kind = HIT_MITIGATION, .object = o->number,
                                     .edits = edits->items, .edit_count = edits->count,
                                     .has_cost = cost != NULL, .cost_minor = cost ? *cost : 0,
                                     .done_by = by ? by->instant : CIVIL_NONE,
                                     .undone_until = CIVIL_NONE},
                true);
    }
}

/* --- people and order ------------------------------------------------------------------------ */

static int64_t unit_s(const struct rate *rate, const struct calendar *c)
{
    return rate->unit == 'h'   ? 3600
           : rate->unit == 'w' ? calendar_usual_week_s(c)
                               : calendar_usual_day_s(c);
}

/* From the data date on, every day; paid until the promise's date at the confidence. */
static void add_person(struct finding_steps *x, const struct object *team)
{
    const struct calendar *c = plan_calendar_of(x->plan, team);
    const struct day_amounts *from = team_get_capacity_from(team);
    const int64_t *people = team_get_capacity(team);
    const struct rate *rate = team_get_rate(team);
    struct hit_step step = {.kind = HIT_PERSON, .object = team->number, .has_cost = rate != NULL,
                            .done_by = CIVIL_NONE, .undone_until = CIVIL_NONE};
    struct edit *edits = ARENA_ARRAY(x->owner, struct edit, 2);

    if (people) {
        int64_t *more = ARENA_NEW(x->owner, int64_t);

        *more = *people + PERSON;
        edits[step.edit_count++] = set_field(x, team, FIELD_team_capacity, more);
    }
    if (from && from->count > 0) {
        struct day_amount *items = ARENA_ARRAY(x->owner, struct day_amount, from->count);
        struct day_amounts *all = ARENA_NEW(x->owner, struct day_amounts);

        for (size_t i = 0; i < from->count; i++) {
            items[i] = from->items[i];
            items[i].micro += PERSON;
        }
        *all = (struct day_amounts){items, from->count};
        edits[step.edit_count++] = set_field(x, team, FIELD_team_capacity_from, all);
    }
    step.edits = edits;
    step.people_s = calendar_work(c, x->plan->as_of, x->until);
    if (rate && unit_s(rate, c) > 0)
        step.cost_minor =
            (int64_t)((double)rate->minor * (double)step.people_s / (double)unit_s(rate, c));
    add(x, step, true);
}

static void add_unit(struct finding_steps *x, const struct object *system)
{
    struct edit *edit = ARENA_NEW(x->owner, struct edit);
    int64_t *more = ARENA_NEW(x->owner, int64_t);

    *more = *system_get_units(system) + PERSON;
    *edit = set_field(x, system, FIELD_system_units, more);
    add(x, (struct hit_step){.kind = HIT_PERSON, .object = system->number, .edits = edit,
                             .edit_count = 1, .done_by = CIVIL_NONE, .undone_until = CIVIL_NONE},
        true);
}

static void add_people(struct finding_steps *x)
{
    bool *busy = ARENA_ARRAY(x->scratch, bool, x->plan->object_count + 1);

    for (uint32_t node = 0; x->capacity && node < x->network->node_count; node++)
        if (x->network->team[node] != OBJECT_NONE &&
            x->network->progress[node] != PROGRESS_FINISHED)
            busy[x->network->team[node]] = true;
    for (uint32_t i = 0; x->capacity && i < plan_count(x->plan, KIND_team); i++) {
        const struct object *team = plan_nth(x->plan, KIND_team, i);

        if (team_states_capacity(team) && busy[team->number])
            add_person(x, team);
    }
    for (uint32_t i = 0; x->capacity && i < plan_count(x->plan, KIND_system); i++)
        if (system_get_units(plan_nth(x->plan, KIND_system, i)))
            add_unit(x, plan_nth(x->plan, KIND_system, i));
}

/* Before all other promises: the first rank, those before it one lower. */
static void add_first(struct finding_steps *x)
{
    const int64_t *own = commitment_get_rank(x->commitment);
    const uint32_t count = plan_count(x->plan, KIND_commitment);
    struct edit *edits = ARENA_ARRAY(x->owner, struct edit, count + 1);
    struct hit_step step = {.kind = HIT_FIRST, .object = x->commitment->number, .has_cost = true,
                            .done_by = CIVIL_NONE, .undone_until = CIVIL_NONE};
    int64_t *first = ARENA_NEW(x->owner, int64_t);

    *first = 1;
    edits[step.edit_count++] = set_field(x, x->commitment, FIELD_commitment_rank, first);
    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = plan_nth(x->plan, KIND_commitment, i);
        const int64_t *rank = commitment_get_rank(o);
        int64_t *lower;

        if (o == x->commitment || !rank || (own && *rank > *own))
            continue;
        lower = ARENA_NEW(x->owner, int64_t);
        *lower = *rank + 1;
        edits[step.edit_count++] = set_field(x, o, FIELD_commitment_rank, lower);
    }
    step.edits = edits;
    if (x->capacity && count > 1 && !(own && *own == 1 && step.edit_count == 1))
        add(x, step, true);
}

/* --- all of it ------------------------------------------------------------------------------- */

static const bool *leads_to(const struct network *n, const struct object *commitment,
                            struct arena *scratch)
{
    bool *leads = ARENA_ARRAY(scratch, bool, n->node_count + 1);
    const uint32_t target = network_commitment_node(n, commitment);

    if (target != NODE_NONE)
        leads[target] = true;
    for (uint32_t node = n->node_count; node-- > 0;)
        for (uint32_t k = n->link_first[node]; leads[node] && k < n->link_first[node + 1]; k++)
            leads[n->links[k].pred] = true;
    return leads;
}

/* What the promise hangs on first; of scope the most work first; else as the plan has them. */
static int by_promise(const void *left, const void *right, const void *context)
{
    const struct candidate *a = left, *b = right;

    (void)context;
    if (a->leads != b->leads)
        return a->leads ? -1 : 1;
    if (a->step.kind == HIT_CUT && b->step.kind == HIT_CUT && a->step.work_s != b->step.work_s)
        return a->step.work_s > b->step.work_s ? -1 : 1;
    return (a->step.kind > b->step.kind) - (a->step.kind < b->step.kind);
}

bool hit_excludes(const struct hit_step *a, const struct hit_step *b)
{
    return a->kind == HIT_OPTION && b->kind == HIT_OPTION && a->object == b->object;
}

uint32_t hit_find_steps(const struct plan *plan, const struct network *network,
                        const struct object *commitment, int64_t until, bool capacity,
                        struct arena *owner, struct arena *scratch, struct hit_step *ret_steps,
                        uint32_t *ret_left_out)
{
    struct finding_steps x = {.plan = plan, .network = network, .commitment = commitment,
                              .until = until, .capacity = capacity, .owner = owner,
                              .scratch = scratch};
    uint32_t count = 0;

    x.leads = leads_to(network, commitment, scratch);
    add_first(&x);
    add_options(&x);
    add_mitigations(&x);
    add_people(&x);
    add_drops(&x);
    add_cuts(&x);
    sort_stable(x.items, x.count, sizeof(x.items[0]), by_promise, NULL, scratch);
    for (; count < x.count && count < HIT_STEPS; count++)
        ret_steps[count] = x.items[count].step;
    *ret_left_out = (uint32_t)(x.count - count);
    return count;
}

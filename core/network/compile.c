/* SPDX-License-Identifier: Apache-2.0 */
/* A sealed plan becomes arrays: options, drafts of nodes and links, their order, the arrays. */
#include "core/network/compile.h"

#include "core/base/sort.h"
#include "core/network/distribution.h"
#include "core/plan/defaults.h"

#define KEY_STEP UINT64_C(0x9E3779B97F4A7C15)

static void read_options(struct network *net, const struct object *s)
{
    const uint32_t *dialect = s ? scheduling_get_dialect(s) : NULL;
    const uint32_t *progress = s ? scheduling_get_progress(s) : NULL;
    const uint32_t *float_kind = s ? scheduling_get_total_float(s) : NULL;
    const bool *honor = s ? scheduling_get_honor_constraints(s) : NULL;
    const bool *own_finish = s ? scheduling_get_open_ends_own_finish(s) : NULL;
    const bool *from_finish = s ? scheduling_get_from_finish(s) : NULL;
    const struct span *slack = s ? scheduling_get_critical_slack(s) : NULL;
    const struct when *finish_by = s ? scheduling_get_must_finish_by(s) : NULL;

    net->dialect = dialect ? (enum dialect)*dialect : DIALECT_NATIVE;
    net->progress_mode = progress ? (enum progress_mode)*progress : PROGRESS_RETAINED;
    net->float_kind = float_kind ? (enum float_kind)*float_kind : FLOAT_SMALLEST;
    net->honor_constraints = honor ? *honor : net->dialect == DIALECT_MSPROJECT;
    net->open_ends_own_finish = own_finish && *own_finish;
    net->from_finish = from_finish && *from_finish;
    net->must_finish_by = CIVIL_NONE;
    net->critical_slack_s = slack ? span_seconds(slack, net->plan->calendar) : 0;
    if (net->from_finish && scheduling_get_finish(s))
        finish_by = scheduling_get_finish(s);
    if (finish_by)
        net->must_finish_by = network_finish_instant(finish_by, net->plan->calendar);
    net->start = net->plan->start;
    net->data_date = net->dialect == DIALECT_MSPROJECT ? CIVIL_NONE : net->plan->as_of;
}

/* What single numbers came to, where the policy states it; never falling, nor nothing. */
static const double *own_record(const struct plan *plan, struct arena *owner)
{
    double *record = ARENA_ARRAY(owner, double, DISTRIBUTION_RECORDED);
    bool stated = false;

    for (unsigned i = 0, k = 0; i < DISTRIBUTION_RECORDED; i++) {
        const enum default_number which = (enum default_number)(OUTSIDE_SINGLE_P5 + k);
        int64_t micro = 1000000;    /* the median is the number itself */

        if (i != DISTRIBUTION_RECORDED / 2 - 1) {
            micro = default_micro(plan, which);
            stated = stated || micro != defaults[which].micro;
            k++;
        }
        record[i] = (double)(micro > 1000 ? micro : 1000) / 1e6;
        if (i > 0 && record[i] < record[i - 1])
            record[i] = record[i - 1];
    }
    return stated ? record : NULL;
}

static struct network *new_network(const struct plan *plan, struct arena *owner)
{
    struct network *net = ARENA_NEW(owner, struct network);
    const struct objects *list = program_get_scheduling(plan->program);

    net->plan = plan;
    net->record = own_record(plan, owner);
    read_options(net, list && list->count > 0 ? list->items[0] : NULL);
    return net;
}

static void start_compiler(struct compiler *c)
{
    const uint32_t count = c->plan->object_count;

    c->base = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    c->delivery = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    c->earliest_hub = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    c->latest_hub = ARENA_ARRAY(c->scratch, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        c->base[i] = c->delivery[i] = c->earliest_hub[i] = c->latest_hub[i] = NODE_NONE;
    map_init(&c->calendar_index, c->scratch);
    map_init(&c->intersections, c->scratch);
    compile_calendar(c, c->plan->calendar);
    compile_calendar(c, calendar_always(c->owner));
    compile_hierarchy(c);
}

/* --- arrays ---------------------------------------------------------------------------------- */

static void take_arrays(struct network *net, struct arena *owner)
{
    const size_t n = net->node_count + 1;

    net->object = ARENA_ARRAY(owner, uint32_t, n);
    net->key = ARENA_ARRAY(owner, uint64_t, n);
    net->role = ARENA_ARRAY(owner, uint8_t, n);
    net->progress = ARENA_ARRAY(owner, uint8_t, n);
    net->calendar = ARENA_ARRAY(owner, uint16_t, n);
    net->own_calendar = ARENA_ARRAY(owner, uint16_t, n);
    net->duration_s = ARENA_ARRAY(owner, int32_t, n);
    net->full_s = ARENA_ARRAY(owner, int32_t, n);
    net->actual_start = ARENA_ARRAY(owner, int64_t, n);
    net->actual_finish = ARENA_ARRAY(owner, int64_t, n);
    net->not_before = ARENA_ARRAY(owner, int64_t, n);
    net->pinned_start = ARENA_ARRAY(owner, int64_t, n);
    net->pinned_finish = ARENA_ARRAY(owner, int64_t, n);
    net->levelling_s = ARENA_ARRAY(owner, int32_t, n);
    net->deadline = ARENA_ARRAY(owner, int64_t, n);
    net->constraint = ARENA_ARRAY(owner, struct network_constraint, n);
    net->constraint2 = ARENA_ARRAY(owner, struct network_constraint, n);
    net->flags = ARENA_ARRAY(owner, uint8_t, n);
    net->team = ARENA_ARRAY(owner, uint32_t, n);
    net->link_first = ARENA_ARRAY(owner, uint32_t, n);
    net->succ_first = ARENA_ARRAY(owner, uint32_t, n);
    net->assignment_first = ARENA_ARRAY(owner, uint32_t, n);
}

static uint64_t key_of(const struct compiler *c, const struct node_draft *d)
{
    const uint64_t key = c->plan->objects[d->object]->key;

    /* The second node of one object draws apart from the first. */
    return d->role == ROLE_DELIVERY || (d->flags & NODE_EARLIEST) ? key + KEY_STEP : key;
}

static void say_too_long(struct compiler *c, struct place at, const char *what)
{
    diag_error(c->out, "too-long", at, "this %s is longer than 68 years", what);
    diag_hint(c->out, "check its unit");
}

static void write_duration(struct compiler *c, struct node_draft *d)
{
    const struct duration t = duration_of(c->net, d, c->calendars[d->calendar]);

    d->duration_s = t.left_s;
    d->full_s = t.full_s;
    if (t.defaulted)
        d->flags |= NODE_DEFAULTED;
    if (t.overdue)
        d->flags |= NODE_OVERDUE;
    if (t.left_s == INT32_MAX || t.full_s == INT32_MAX)
        say_too_long(c, c->plan->objects[d->object]->at, "duration");
}

static void write_node(struct compiler *c, uint32_t node, struct node_draft *d)
{
    struct network *net = c->net;

    write_duration(c, d);
    net->object[node] = d->object;
    net->key[node] = key_of(c, d);
    net->role[node] = d->role;
    net->progress[node] = d->progress;
    net->calendar[node] = d->calendar;
    net->own_calendar[node] = d->own_calendar;
    net->duration_s[node] = d->duration_s;
    net->full_s[node] = d->full_s;
    net->actual_start[node] = d->actual_start;
    net->actual_finish[node] = d->actual_finish;
    net->not_before[node] = d->not_before;
    net->pinned_start[node] = d->pinned_start;
    net->pinned_finish[node] = d->pinned_finish;
    net->levelling_s[node] = d->levelling_s;
    net->deadline[node] = d->deadline;
    net->constraint[node] = d->constraint;
    net->constraint2[node] = d->constraint2;
    net->flags[node] = d->flags;
    net->team[node] = d->team;
}

static void write_assignments(struct compiler *c, const uint32_t *order)
{
    struct network *net = c->net;
    uint32_t used = 0;

    net->assignments = ARENA_ARRAY(c->owner, struct network_assignment,
                                   c->assignment_count + 1);
    for (uint32_t i = 0; i < net->node_count; i++) {
        const struct node_draft *d = &c->nodes[order[i]];

        net->assignment_first[i] = used;
        for (uint32_t k = 0; k < d->assignment_count; k++)
            net->assignments[used++] = c->assignments[d->assignment_first + k];
    }
    net->assignment_first[net->node_count] = used;
}

/* --- links ----------------------------------------------------------------------------------- */

static uint16_t lag_calendar_of(const struct compiler *c, const struct link_draft *l)
{
    const struct objects *list = program_get_scheduling(c->plan->program);
    const uint32_t *stated = list && list->count > 0
                                 ? scheduling_get_lag_calendar(list->items[0]) : NULL;
    const uint32_t which = stated ? *stated : c->net->dialect == DIALECT_P6
                                                  ? LAG_CALENDAR_PREDECESSOR
                                                  : LAG_CALENDAR_SUCCESSOR;

    if (l->lag_kind == LAG_ELAPSED || l->lag_kind == LAG_PERCENT_ELAPSED ||
        which == LAG_CALENDAR_ALWAYS)
        return 1;
    if (which == LAG_CALENDAR_PROGRAM)
        return 0;
    return c->nodes[which == LAG_CALENDAR_PREDECESSOR ? l->pred : l->succ].own_calendar;
}

static struct network_link compiled_link(struct compiler *c, const struct link_draft *l,
                                         const uint32_t *node_of_draft)
{
    struct network_link link = {
        .pred = node_of_draft[l->pred], .type = l->type, .lag_kind = l->lag_kind,
        .lag_ppm = l->lag_ppm, .origin = l->origin,
    };
    int64_t lag_s = 0;

    if (l->lag_kind == LAG_PERCENT || l->lag_kind == LAG_PERCENT_ELAPSED)
        lag_s = (int64_t)c->nodes[l->pred].full_s * l->lag_ppm / 1000000;
    else if (l->lag)
        lag_s = span_seconds(l->lag, c->calendars[lag_calendar_of(c, l)]);
    link.lag_calendar = lag_s == 0 && l->lag_ppm == 0 ? 0 : lag_calendar_of(c, l);
    if (lag_s > INT32_MAX || lag_s < -INT32_MAX)
        say_too_long(c, l->at, "lag");
    else
        link.lag_s = (int32_t)lag_s;
    return link;
}

static void count_links(struct compiler *c, const uint32_t *node_of_draft)
{
    struct network *net = c->net;

    for (size_t i = 0; i < c->link_count; i++) {
        const struct link_draft *l = &c->links[i];

        if (l->at_most) {
            net->bound_count++;
            continue;
        }
        net->link_count++;
        net->link_first[node_of_draft[l->succ]]++;
        net->succ_first[node_of_draft[l->pred]]++;
    }
    for (uint32_t i = 1; i <= net->node_count; i++) {
        net->link_first[i] += net->link_first[i - 1];
        net->succ_first[i] += net->succ_first[i - 1];
    }
    net->links = ARENA_ARRAY(c->owner, struct network_link, net->link_count + 1);
    net->succ_link = ARENA_ARRAY(c->owner, uint32_t, net->link_count + 1);
    net->succ_node = ARENA_ARRAY(c->owner, uint32_t, net->link_count + 1);
    net->bounds = ARENA_ARRAY(c->owner, struct network_bound, net->bound_count + 1);
}

static int by_predecessor(const void *a, const void *b, const void *context)
{
    const uint32_t x = ((const struct network_link *)a)->pred;
    const uint32_t y = ((const struct network_link *)b)->pred;

    (void)context;
    return x < y ? -1 : x > y ? 1 : 0;
}

static void write_links(struct compiler *c, const uint32_t *node_of_draft)
{
    struct network *net = c->net;
    uint32_t bounds = 0;

    count_links(c, node_of_draft);
    bounds = net->bound_count;
    for (size_t i = c->link_count; i-- > 0;) {
        const struct link_draft *l = &c->links[i];
        const struct network_link link = compiled_link(c, l, node_of_draft);

        if (l->at_most)
            net->bounds[--bounds] =
                (struct network_bound){ link.pred, node_of_draft[l->succ], link };
        else
            net->links[--net->link_first[node_of_draft[l->succ]]] = link;
    }
    for (uint32_t i = 0; i < net->node_count; i++)
        sort_stable(&net->links[net->link_first[i]], net->link_first[i + 1] - net->link_first[i],
                    sizeof(struct network_link), by_predecessor, NULL, c->scratch);
    for (uint32_t i = net->node_count; i-- > 0;)
        for (uint32_t k = net->link_first[i + 1]; k-- > net->link_first[i];) {
            const uint32_t at = --net->succ_first[net->links[k].pred];

            net->succ_link[at] = k;
            net->succ_node[at] = i;
        }
}

static void write_maps(struct compiler *c, const uint32_t *node_of_draft)
{
    const uint32_t count = c->plan->object_count;
    struct network *net = c->net;

    net->node_of = ARENA_ARRAY(c->owner, uint32_t, count + 1);
    net->delivery_of = ARENA_ARRAY(c->owner, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t draft = c->is_summary[i] ? c->latest_hub[i] : c->base[i];

        net->node_of[i] = draft == NODE_NONE ? NODE_NONE : node_of_draft[draft];
        net->delivery_of[i] =
            c->delivery[i] == NODE_NONE ? NODE_NONE : node_of_draft[c->delivery[i]];
    }
}

static void write_network(struct compiler *c, const uint32_t *order)
{
    struct network *net = c->net;
    uint32_t *node_of_draft = ARENA_ARRAY(c->scratch, uint32_t, c->node_count + 1);

    net->node_count = (uint32_t)c->node_count;
    take_arrays(net, c->owner);
    for (uint32_t i = 0; i < net->node_count; i++) {
        node_of_draft[order[i]] = i;
        write_node(c, i, &c->nodes[order[i]]);
    }
    write_assignments(c, order);
    write_links(c, node_of_draft);
    write_maps(c, node_of_draft);
    compile_summaries(c);
    net->calendars = ARENA_ARRAY(c->owner, const struct calendar *, c->calendar_count);
    net->calendar_count = (uint32_t)c->calendar_count;
    for (size_t i = 0; i < c->calendar_count; i++)
        net->calendars[i] = c->calendars[i];
    network_note_asks(net, c->owner);
}

bool network_compile(const struct plan *plan, struct arena *owner, struct arena *scratch,
                     const struct network **ret_network, struct diags *out)
{
    struct compiler c = { .plan = plan, .net = new_network(plan, owner), .owner = owner,
                          .scratch = scratch, .out = out };
    const size_t errors_before = out->error_count;
    uint32_t *order;

    start_compiler(&c);
    compile_nodes(&c);
    compile_leaves(&c);
    compile_links(&c);
    if (c.too_many && out->error_count == errors_before)
        diag_error(out, "too-many-links", plan->program->at,
                   "this plan has more than %d links, or more than %d calendars",
                   NETWORK_LINK_CEILING, NETWORK_CALENDAR_CEILING);
    if (c.too_many)
        return false;
    order = ARENA_ARRAY(scratch, uint32_t, c.node_count + 1);
    if (!compile_order(&c, order))
        return false;
    write_network(&c, order);
    if (out->error_count > errors_before)
        return false;
    *ret_network = c.net;
    return true;
}

uint32_t network_commitment_node(const struct network *n, const struct object *commitment)
{
    const struct ref *ref = commitment_get_milestone(commitment);

    return ref && ref->object != OBJECT_NONE ? n->node_of[ref->object] : NODE_NONE;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

enum { TEAMS = 64, SHOWN = 6 };     /* of one system: a bit each; pairs that are written out */

static const struct rule_parameter parameters[] = {
    { "apart", 5000000, "working days: one after the other, if no further apart than this", 0 },
    { "criticality", 200000, "share of runs in which one of the two must drive a date", 1 },
    { NULL, 0, NULL, 0 }
};

struct touch {
    uint32_t task, node;
    uint32_t team;              /* index into teams[] */
    int64_t start, until;       /* until: its finish and `apart` more */
};

struct crowd {                  /* who works on one system */
    struct touch *items;
    uint32_t count;
    uint32_t team[TEAMS];
    uint32_t team_count;
    uint64_t knows[TEAMS];      /* bit b of [a]: a and b have some link, hand-off or interface */
};

struct meeting {                /* two teams on one system at a time, without a word in the plan */
    uint32_t first, second;     /* tasks; the second starts later */
    int64_t start;              /* of the second */
};

static uint32_t team_index(struct crowd *c, uint32_t team)
{
    uint32_t i = 0;

    while (i < c->team_count && c->team[i] != team)
        i++;
    if (i == c->team_count && i < TEAMS)
        c->team[c->team_count++] = team;
    return i;
}

/* Touches of all systems, in one pass over the tasks: [first[s]] .. [first[s + 1]]. */
static struct touch *gather(const struct rule_input *in, uint32_t *first)
{
    const uint32_t systems = plan_count(in->plan, KIND_system);
    const uint32_t base = in->plan->first[KIND_system];
    struct touch *all = NULL;

    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
            const struct object *task = plan_nth(in->plan, KIND_task, i);
            const struct refs *touches = task_get_touches(task);
            const struct object *team = touches ? plan_team_of(in->plan, task) : NULL;

            if (!team || !look_is_open(in, task) || look_is_summary(in, task) ||
                look_early_start(in, task) == CIVIL_NONE)
                continue;
            for (size_t t = 0; t < touches->count; t++) {
                const uint32_t s = touches->items[t].object - base;

                if (pass == 1)
                    all[first[s]] = (struct touch){ task->number, look_node(in, task),
                                                    team->number, look_early_start(in, task), 0 };
                first[pass == 1 ? s : s + 1]++;
            }
        }
        for (uint32_t s = 0; pass == 0 && s < systems; s++)
            first[s + 1] += first[s];
        if (pass == 0)
            all = ARENA_ARRAY(in->scratch, struct touch, first[systems] + 1);
    }
    for (uint32_t s = systems; s > 0; s--)      /* the second pass moved every first to its end */
        first[s] = first[s - 1];
    first[0] = 0;
    return all;
}

static void acquaint(struct crowd *c, uint32_t a, uint32_t b)
{
    if (a < TEAMS && b < TEAMS) {
        c->knows[a] |= UINT64_C(1) << b;
        c->knows[b] |= UINT64_C(1) << a;
    }
}

/* A path of links between two tasks on the system acquaints their teams: one pass in the order of
 * the network, with a bit for each team that was met on the way. */
static void acquaint_by_paths(const struct rule_input *in, struct crowd *c, uint64_t *met)
{
    const struct network *n = in->network;
    uint32_t low = UINT32_MAX, high = 0;

    for (uint32_t i = 0; i < c->count; i++) {
        if (c->items[i].node < low)
            low = c->items[i].node;
        if (c->items[i].node > high)
            high = c->items[i].node;
    }
    for (uint32_t node = low; node <= high; node++)
        met[node] = 0;
    for (uint32_t i = 0; i < c->count; i++)
        met[c->items[i].node] = UINT64_C(1) << c->items[i].team;
    for (uint32_t node = low; node <= high; node++)
        for (uint32_t l = n->link_first[node]; l < n->link_first[node + 1]; l++)
            if (n->links[l].pred >= low)
                met[node] |= met[n->links[l].pred];
    for (uint32_t i = 0; i < c->count; i++)
        for (uint32_t t = 0; t < c->team_count; t++)
            if (met[c->items[i].node] >> t & 1)
                acquaint(c, c->items[i].team, t);
}

static uint32_t known_index(const struct crowd *c, const struct object *team)
{
    uint32_t i = 0;

    while (team && i < c->team_count && c->team[i] != team->number)
        i++;
    return team && i < c->team_count ? i : TEAMS;
}

/* Somebody wrote down that the two have to do with each other on this system. */
static void acquaint_by_record(const struct rule_input *in, struct crowd *c,
                               const struct object *system)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *h = plan_nth(in->plan, KIND_handoff, i);
        const uint32_t giving = known_index(c, handoff_giving_team(in->plan, h));
        const uint32_t taking = known_index(c, handoff_taking_team(in->plan, h));

        acquaint(c, giving, taking);
    }
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_interface); i++) {
        const struct object *interface = plan_nth(in->plan, KIND_interface, i);
        const struct ref *of = interface_get_system(interface);
        const struct refs *between = interface_get_between(interface);

        for (size_t a = 0; of && of->object == system->number && between && a < between->count; a++)
            for (size_t b = 0; b < a; b++)
                acquaint(c, known_index(c, plan_object(in->plan, &between->items[a])),
                         known_index(c, plan_object(in->plan, &between->items[b])));
    }
}

static int by_start(const void *a, const void *b, const void *context)
{
    const struct touch *x = a, *y = b;

    (void)context;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->task < y->task ? -1 : x->task > y->task;
}

static bool matters(const struct rule_input *in, uint32_t a, uint32_t b, int64_t limit)
{
    return look_criticality(in, in->plan->objects[a]) >= limit ||
           look_criticality(in, in->plan->objects[b]) >= limit;
}

/* Sweep by start; of each team keep the task that is there longest. One meeting a pair of teams. */
static uint32_t meet(const struct rule_input *in, struct crowd *c, struct meeting *meetings)
{
    const int64_t limit = rule_parameter(in, &rule_undeclared_dependency, "criticality");
    const struct touch *there[TEAMS] = { NULL };
    uint32_t count = 0;

    for (uint32_t i = 0; i < c->count; i++) {
        const struct touch *now = &c->items[i];

        for (uint32_t t = 0; t < c->team_count && count < SHOWN; t++) {
            if (t == now->team || !there[t] || there[t]->until < now->start ||
                c->knows[t] >> now->team & 1 || !matters(in, there[t]->task, now->task, limit))
                continue;
            meetings[count++] = (struct meeting){ there[t]->task, now->task, now->start };
            acquaint(c, t, now->team);
        }
        if (!there[now->team] || there[now->team]->until < now->until)
            there[now->team] = now;
    }
    return count;
}

/* What is feared: the second of them has to wait for the first. */
static const struct edit *with_the_link(const struct rule_input *in, const struct meeting *m)
{
    const struct object *task = in->plan->objects[m->second];
    const struct links *now = task_get_after(task);
    const size_t had = now ? now->count : 0;
    struct link *items = ARENA_ARRAY(in->scratch, struct link, had + 1);
    struct links *all = ARENA_NEW(in->scratch, struct links);

    for (size_t i = 0; i < had; i++)
        items[i] = now->items[i];
    items[had] = (struct link){ .other = { .id = in->plan->objects[m->first]->id,
                                          .object = m->first } };
    all->items = items;
    all->count = had + 1;
    return look_set(in, task, FIELD_task_after, all);
}

static void report(const struct rule_input *in, struct findings *out, const struct object *system,
                   const struct meeting *m, uint32_t count)
{
    const struct ref *owner = system_get_owner(system);
    uint32_t *others = look_room(in, 2 * count);
    const struct object *a = plan_team_of(in->plan, in->plan->objects[m[0].first]);
    const struct object *b = plan_team_of(in->plan, in->plan->objects[m[0].second]);
    struct finding *f = finding_add(
        out, in, &rule_undeclared_dependency, system->number,
        "%.*s and %.*s work on %.*s in the same weeks, and nothing in the plan ties them%s",
        STR_ARG(object_title(a)), STR_ARG(object_title(b)), STR_ARG(look_name(in, system)),
        count > 1 ? "; nor others" : "");

    for (uint32_t i = 0; i < count; i++) {
        others[2 * i] = m[i].first;
        others[2 * i + 1] = m[i].second;
        finding_evidence(out, f, m[i].second, "touches", "from %.*s on, beside %.*s; no path, no "
                         "hand-off and no interface between their teams",
                         STR_ARG(look_date(in, m[i].start)),
                         STR_ARG(in->plan->objects[m[i].first]->id));
    }
    f->others = others;
    f->other_count = look_unique(others, 2 * count);
    f->move = str_format(in->scratch,
                         "ask %.*s and %.*s who changes what first; write the hand-off, or an "
                         "interface that says there is none",
                         STR_ARG(object_title(a)), STR_ARG(object_title(b)));
    f->without = with_the_link(in, &m[0]);
    f->without_count = 1;
    f->adverse = true;
    f->owner = owner ? owner->object : OBJECT_NONE;
    f->defuse_by = m[0].start > in->plan->as_of ? m[0].start : in->plan->as_of;
    f->defuse_because = "the second of them starts then";
}

static void check_system(const struct rule_input *in, struct findings *out,
                         const struct object *system, struct crowd *c, uint64_t *met)
{
    const int64_t apart = rule_parameter(in, &rule_undeclared_dependency, "apart");
    struct meeting meetings[SHOWN];
    uint32_t kept = 0, count;

    for (uint32_t i = 0; i < c->count; i++) {
        struct touch t = c->items[i];

        t.team = team_index(c, t.team);
        t.until = look_shift(in, look_early_finish(in, in->plan->objects[t.task]), apart);
        if (t.team < TEAMS)
            c->items[kept++] = t;
    }
    c->count = kept;
    if (c->team_count < 2)
        return;
    acquaint_by_paths(in, c, met);
    acquaint_by_record(in, c, system);
    sort_stable(c->items, c->count, sizeof(c->items[0]), by_start, NULL, in->scratch);
    count = meet(in, c, meetings);
    if (count > 0)
        report(in, out, system, meetings, count);
}

/* By system: whether any task, done or open, says that it touches it. */
static const bool *touched_systems(const struct rule_input *in)
{
    bool *touched = ARENA_ARRAY(in->scratch, bool, plan_count(in->plan, KIND_system) + 1);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct refs *touches = task_get_touches(plan_nth(in->plan, KIND_task, i));

        for (size_t t = 0; touches && t < touches->count; t++)
            touched[touches->items[t].object - in->plan->first[KIND_system]] = true;
    }
    return touched;
}

static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t systems = plan_count(in->plan, KIND_system);
    uint32_t *first = look_room(in, systems + 1);
    const bool *touched;
    struct touch *all;
    uint64_t *met;

    if (!in->network || !in->schedule || !in->forecast || systems == 0)
        return;
    touched = touched_systems(in);
    all = gather(in, first);
    met = ARENA_ARRAY(in->scratch, uint64_t, in->network->node_count + 1);
    for (uint32_t s = 0; s < systems; s++) {
        struct crowd *c = ARENA_NEW(in->scratch, struct crowd);

        c->items = all + first[s];
        c->count = first[s + 1] - first[s];
        if (c->count > 1)
            check_system(in, out, plan_nth(in->plan, KIND_system, s), c, met);
        else if (!touched[s])
            finding_unknown(out, in, &rule_undeclared_dependency,
                            plan_nth(in->plan, KIND_system, s)->number, "task.touches",
                            "which teams meet on %.*s cannot be told",
                            STR_ARG(look_name(in, plan_nth(in->plan, KIND_system, s))));
    }
}

const struct rule rule_undeclared_dependency = {
    .name = "undeclared-dependency",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Two teams on one system, and nothing between them",
    .why = "Both change or need the same system in the same weeks, and the plan knows of no path, "
           "hand-off or interface between the teams. Such a dependency is usually found when one "
           "breaks the other. A pattern of stated facts: it says where to ask, not that it is so.",
    .test = "A system that open tasks of two teams touch at the same time, or at most {apart} "
            "working days after each other (early dates), one of them driving a date in "
            "{criticality} of runs or more, where no path leads between the teams' tasks on it, "
            "no hand-off between the teams, and no interface of the system names both. One "
            "finding a system. Unknown of a system that no task says it touches.",
    .example = "tasks: {api: {team: core, touches: [store]}, page: {team: web, touches: [store]}}",
    .move = "A conversation of the two teams; then a hand-off, a link or an interface.",
    .no_edit = "who changes what first is for both to say",
    .days = "P80 with what is feared, simulated on the same draws: the second of them waits for "
            "the first",
    .source = "program practice, not back-tested (landmine 03)",
    .about = RULE_ABOUT(system),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};

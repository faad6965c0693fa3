/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

struct collision {
    const struct object *task;
    struct day_range window;
    int64_t p10, p90;           /* of the task's finish */
};

/* The first announced window of a system that lies ahead and that the task's finish may meet. */
static bool meets(const struct rule_input *in, const struct object *task,
                  const struct object *system, struct collision *ret)
{
    const struct day_ranges *changes = system_get_changes(system);
    const struct forecast_task *t = look_task(in, task);

    for (size_t i = 0; t && changes && i < changes->count; i++) {
        const struct day_range w = changes->items[i];

        if (w.to_day < civil_day_of(in->plan->as_of) || civil_day_of(t->p50) < w.from_day ||
            civil_day_of(t->p50) > w.to_day)
            continue;
        *ret = (struct collision){ task, w, t->p10, t->p90 };
        return true;
    }
    return false;
}

/* What is feared: it lands on the day after. */
static void fear_the_wait(const struct rule_input *in, struct finding *f, const struct collision *c)
{
    static const uint32_t kind = CONSTRAINT_FINISH_NO_EARLIER;
    struct edit *edits = ARENA_ARRAY(in->scratch, struct edit, 2);
    struct when *day = ARENA_NEW(in->scratch, struct when);

    if (task_get_constraint(c->task))
        return;
    *day = (struct when){ (c->window.to_day + 1) * CIVIL_DAY_S, GRAIN_DAY };
    edits[0] = look_edit(in, c->task, FIELD_task_constraint, &kind);
    edits[1] = look_edit(in, c->task, FIELD_task_constraint_date, day);
    f->without = edits;
    f->without_count = 2;
    f->adverse = true;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *system,
                   const struct collision *c)
{
    const struct object *owner = plan_owner_of(in->plan, c->task);
    const int64_t from = c->window.from_day * CIVIL_DAY_S;
    uint32_t *others = look_room(in, 1);
    struct finding *f = finding_add(
        out, in, &rule_window_collision, system->number,
        "%.*s comes to land on %.*s while it changes or is frozen (%.*s to %.*s)",
        STR_ARG(look_name(in, c->task)), STR_ARG(look_name(in, system)),
        STR_ARG(look_date(in, from)),
        STR_ARG(look_date(in, c->window.to_day * CIVIL_DAY_S)));

    others[0] = c->task->number;
    f->others = others;
    f->other_count = 1;
    finding_evidence(out, f, c->task->number, "finish", "between %.*s and %.*s in 80 %% of runs, "
                     "its median within the window",
                     STR_ARG(look_date(in, c->p10)), STR_ARG(look_date(in, c->p90)));
    finding_evidence(out, f, c->task->number, "criticality", "drives the date in %.*s of runs",
                     STR_ARG(look_percent(in, look_criticality(in, c->task))));
    f->move = STR("pull it in before the window, ask for an exception now, or land it in stages");
    fear_the_wait(in, f, c);
    f->owner = owner ? owner->number : OBJECT_NONE;
    f->defuse_by = from > in->plan->as_of ? from : in->plan->as_of;
    f->defuse_because = "the window opens then";
}

/* One finding a system: the task that drives the date most of those that meet a window. */
static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t systems = plan_count(in->plan, KIND_system);
    const uint32_t base = in->plan->first[KIND_system];
    uint32_t *worst = look_room(in, systems);   /* object of the task, 0: none (a program is 0) */

    for (uint32_t i = 0; in->forecast && i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct refs *touches = task_get_touches(task);
        struct collision c;

        for (size_t t = 0; touches && t < touches->count; t++) {
            const struct object *system = plan_object(in->plan, &touches->items[t]);
            uint32_t *slot = &worst[system->number - base];

            if (look_is_open(in, task) && meets(in, task, system, &c) &&
                (*slot == 0 || look_criticality(in, task) >
                                   look_criticality(in, in->plan->objects[*slot])))
                *slot = task->number;
        }
    }
    for (uint32_t s = 0; s < systems; s++) {
        const struct object *system = in->plan->objects[base + s];
        struct collision c;

        if (worst[s] != 0 && meets(in, in->plan->objects[worst[s]], system, &c))
            report(in, out, system, &c);
    }
}

const struct rule rule_window_collision = {
    .name = "window-collision",
    .level = DIAG_WARNING,
    .title = "Work that lands in a closed window",
    .why = "A freeze or an announced change does not move for a task that is late. What comes to "
           "land in it waits for the next window or is done over. By the forecast's median of the "
           "task and the stated days of the system; no record of such collisions was tested.",
    .test = "An open task whose simulated median finish lies within an entry of `changes` of a "
            "system it touches. One finding a system: the task that drives the date most.",
    .example = "systems: {store: {changes: [2027-02-01..2027-02-12]}}   # a task touches it",
    .move = "Earlier, with an exception asked for early, or in stages around it.",
    .no_edit = "earlier, an exception or in stages: a choice",
    .days = "P80 with what is feared, simulated on the same draws: it lands on the day after the "
            "window",
    .no_days = "of a task that a constraint holds already",
    .source = "program practice, not back-tested (landmine 41)",
    .about = RULE_ABOUT(system),
    .needs = RULE_NEEDS_FORECAST,
    .check = check,
};

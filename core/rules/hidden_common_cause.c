/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"

static const struct rule_parameter parameters[] = {
    { "teams", 3000000, "teams whose open work touches it", 0 },
    { NULL, 0, NULL, 0 }
};

static bool names(const struct refs *refs, uint32_t object)
{
    for (size_t i = 0; refs && i < refs->count; i++)
        if (refs->items[i].object == object)
            return true;
    return false;
}

/* A driver on the system, or on the tasks that touch it, or a risk that sits in it. */
static bool is_declared(const struct rule_input *in, const struct object *system)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_driver); i++) {
        const struct object *driver = plan_nth(in->plan, KIND_driver, i);
        const struct refs *affects = driver_get_affects(driver);

        if (names(affects, system->number))
            return true;
        for (size_t k = 0; affects && k < affects->count; k++) {
            const struct object *o = plan_object(in->plan, &affects->items[k]);

            if (o && o->kind == KIND_task && names(task_get_touches(o), system->number))
                return true;
        }
    }
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_risk); i++) {
        const struct ref *at = risk_get_system(plan_nth(in->plan, KIND_risk, i));

        if (at && at->object == system->number)
            return true;
    }
    return false;
}

/* No task, done or open, says that it touches it. */
static bool is_untouched(const struct rule_input *in, const struct object *system)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++)
        if (names(task_get_touches(plan_nth(in->plan, KIND_task, i)), system->number))
            return false;
    return true;
}

static void check_system(const struct rule_input *in, struct findings *out,
                         const struct object *system)
{
    const uint32_t all = plan_count(in->plan, KIND_team);
    uint32_t *teams = ARENA_ARRAY(in->scratch, uint32_t, all + 1);
    const struct ref *owner = system_get_owner(system);
    uint32_t count = 0;
    bool drives = false;
    struct finding *f;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const struct object *team = plan_team_of(in->plan, task);
        uint32_t k = 0;

        if (!team || !names(task_get_touches(task), system->number) || !look_is_open(in, task))
            continue;
        drives = drives || look_drives(in, task);
        while (k < count && teams[k] != team->number)
            k++;
        if (k == count)
            teams[count++] = team->number;
    }
    if (!drives ||
        count < (uint32_t)(rule_parameter(in, &rule_hidden_common_cause, "teams") / 1000000))
        return;
    f = finding_add(out, in, &rule_hidden_common_cause, system->number,
                    "%u teams rest on %.*s, and nothing in the plan says what if it is late",
                    (unsigned)count, STR_ARG(look_name(in, system)));
    f->others = teams;
    f->other_count = count;
    finding_evidence(out, f, system->number, "teams", "%.*s",
                     STR_ARG(look_list(in, teams, count)));
    finding_evidence(out, f, system->number, "drivers", "no driver and no risk names it");
    f->move = STR("declare a driver or a risk on it, sized by its owner");
    f->owner = owner ? owner->object : OBJECT_NONE;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_system); i++) {
        const struct object *system = plan_nth(in->plan, KIND_system, i);

        if (is_declared(in, system))
            continue;
        if (is_untouched(in, system))
            finding_unknown(out, in, &rule_hidden_common_cause, system->number, "task.touches",
                            "who rests on %.*s cannot be told", STR_ARG(look_name(in, system)));
        else
            check_system(in, out, system);
    }
}

const struct rule rule_hidden_common_cause = {
    .name = "hidden-common-cause",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Many teams rest on one thing nobody watches",
    .why = "When one system or vendor is late, everybody on it is late together. Simulated as if "
           "they were independent, the risk disappears from the forecast and not from the world.",
    .test = "A system that open work of at least {teams} teams touches, some of it on the driving "
            "path, with no driver on it (or on a task that touches it) and no risk in it. Unknown "
            "where no task says that it touches it.",
    .example = "systems: {vendor: {kind: vendor}}   # touched by tasks of three teams",
    .move = "Declare a shared driver or a risk; look for an alternative; reserve its capacity.",
    .no_edit = "how likely and how bad it is only its owner can size",
    .no_days = "what it would cost hangs on that size",
    .source = "AACE 57R-09 (risk drivers) (landmine 13). Not back-tested",
    .about = RULE_ABOUT(system),
    .needs = RULE_NEEDS_FORECAST,
    .parameters = parameters,
    .check = check,
};

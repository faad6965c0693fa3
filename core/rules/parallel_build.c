/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/text.h"


static bool is_agreed(const struct object *interface)
{
    const uint32_t *state = interface_get_state(interface);

    return interface_get_agreed(interface) || (state && *state != INTERFACE_DRAFT);
}

/* When it is expected to be agreed: the stated date, never before the data date. */
static int64_t expected_agreement(const struct rule_input *in, const struct object *interface)
{
    const struct when *by = interface_get_agree_by(interface);

    if (!by)
        return INT64_MAX;
    return by->instant > in->plan->as_of ? by->instant : in->plan->as_of;
}

static bool touches(const struct object *task, const struct object *interface)
{
    const struct refs *used = interface_get_used_by(interface);
    const struct refs *systems = task_get_touches(task);
    const struct ref *system = interface_get_system(interface);

    for (size_t i = 0; used && i < used->count; i++)
        if (used->items[i].object == task->number)
            return true;
    if (used)
        return false;
    for (size_t i = 0; system && systems && i < systems->count; i++)
        if (systems->items[i].object == system->object)
            return true;
    return false;
}

/* A hand-off that names the interface ties its two sides to it. */
static bool is_handed_over(const struct rule_input *in, const struct object *task,
                           const struct object *interface)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *h = plan_nth(in->plan, KIND_handoff, i);
        const struct ref *through = handoff_get_interface(h);

        if (through && through->object == interface->number &&
            (handoff_get_gives(h)->object == task->number ||
             handoff_get_to(h)->object == task->number))
            return true;
    }
    return false;
}

struct side {
    const struct object *team;
    bool uses;                  /* some task of it is tied to the interface */
    const struct object *task;  /* the first of its tasks to run before the agreement */
    int64_t start;
};

static int64_t start_of(const struct rule_input *in, const struct object *task)
{
    const struct when *started = task_get_started(task);

    return started ? started->instant : look_early_start(in, task);
}

static void look_for_side(const struct rule_input *in, const struct object *interface,
                          int64_t agreement, struct side *side)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        int64_t start;

        if (plan_team_of(in->plan, task) != side->team || !look_is_open(in, task) ||
            !(touches(task, interface) || is_handed_over(in, task, interface)))
            continue;
        side->uses = true;
        start = start_of(in, task);
        if (start == CIVIL_NONE || start >= agreement || (side->task && start >= side->start))
            continue;
        side->task = task;
        side->start = start;
    }
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *interface, const struct side *a, const struct side *b,
                   int64_t agreement)
{
    const struct ref *owner = interface_get_owner(interface);
    struct finding *f = finding_add(
        out, in, &rule_parallel_build, interface->number,
        "%.*s and %.*s build on %.*s before it is agreed", STR_ARG(a->team->id),
        STR_ARG(b->team->id), STR_ARG(look_name(in, interface)));
    uint32_t *others = ARENA_ARRAY(in->scratch, uint32_t, 2);

    others[0] = a->task->number;
    others[1] = b->task->number;
    f->others = others;
    f->other_count = 2;
    finding_evidence(out, f, interface->number, "state", "draft");
    finding_evidence(out, f, a->task->number, "start", "%.*s", STR_ARG(look_date(in, a->start)));
    finding_evidence(out, f, b->task->number, "start", "%.*s", STR_ARG(look_date(in, b->start)));
    if (agreement != INT64_MAX)
        finding_evidence(out, f, interface->number, "agree_by", "%.*s",
                         STR_ARG(look_date(in, agreement)));
    f->move = STR("agree the interface (or a stub and a contract test), or hold one side back");
    f->owner = owner ? owner->object : OBJECT_NONE;
    f->defuse_by = a->start > b->start ? a->start : b->start;
    if (f->defuse_by > in->plan->as_of)
        look_fix(f, look_set_day(in, interface, FIELD_interface_agree_by, f->defuse_by));
    if (f->defuse_by < in->plan->as_of)
        f->defuse_by = in->plan->as_of;
    f->defuse_because = "the second side starts building then";
}

static void say_unknown(const struct rule_input *in, struct findings *out,
                        const struct object *interface, const char *missing)
{
    finding_unknown(out, in, &rule_parallel_build, interface->number, missing,
                    "whether two teams build on %.*s before it is agreed cannot be told",
                    STR_ARG(look_name(in, interface)));
}

/* Whether two of its teams have work left at all. */
static bool interface_has_ahead(const struct rule_input *in, const struct refs *between)
{
    unsigned teams = 0;

    for (size_t t = 0; t < between->count; t++)
        for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
            const struct object *task = plan_nth(in->plan, KIND_task, i);

            if (plan_team_of(in->plan, task) == plan_object(in->plan, &between->items[t]) &&
                look_is_open(in, task)) {
                teams++;
                break;
            }
        }
    return teams > 1;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_interface); i++) {
        const struct object *interface = plan_nth(in->plan, KIND_interface, i);
        const struct refs *between = interface_get_between(interface);
        const int64_t agreement = expected_agreement(in, interface);
        struct side sides[2] = { { NULL, false, NULL, 0 }, { NULL, false, NULL, 0 } };
        unsigned found = 0, tied = 0;

        if (is_agreed(interface))
            continue;
        if (!between) {
            say_unknown(in, out, interface, "interface.between");
            continue;
        }
        for (size_t t = 0; t < between->count && found < 2; t++) {
            sides[found] = (struct side){ plan_object(in->plan, &between->items[t]), false,
                                           NULL, 0 };
            look_for_side(in, interface, agreement, &sides[found]);
            tied += sides[found].uses;
            found += sides[found].task != NULL;
        }
        if (found == 2)
            report(in, out, interface, &sides[0], &sides[1], agreement);
        else if (tied < 2 && interface_has_ahead(in, between))
            say_unknown(in, out, interface, "interface.used_by");
    }
}

const struct rule rule_parallel_build = {
    .name = "parallel-build",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Two teams build before the interface is agreed",
    .why = "Work built on a draft is work built on a guess; it is done again once the real "
           "contract is known. It shows up at integration, when it costs most.",
    .test = "An interface that is not agreed, and tasks of two of its teams that use it (by "
            "used_by, by a hand-off through it, or by touching its system) and start before it is "
            "to be agreed. Unknown where it names no teams, or two of its teams have open work and "
            "nothing says which of it uses it.",
    .example = "interfaces: {page-api: {between: [core, web], state: draft, used_by: [api, page]}}",
    .move = "Agree it before the second side starts: a stub and a contract test are enough.",
    .edit = "interface.agree_by: the day the second side starts",
    .no_edit = "where both have started: which side to hold back is for them to agree",
    .no_days = "how much is built twice is not in the plan",
    .source = "program practice, not back-tested (landmine 07)",
    .about = RULE_ABOUT(interface),
    .check = check,
};

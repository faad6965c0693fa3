/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/plan/capacity.h"
#include "core/rules/look.h"

enum { TENTH = 100000 };        /* of a person, for printing */

static const struct rule_parameter parameters[] = {
    { "people", 500000, "people more than there are today", 0 },
    { NULL, 0, NULL, 0 }
};

/* The first day from which more people are counted on than there are today; CIVIL_NONE: none. */
static int64_t raise_of(const struct rule_input *in, const struct object *team, int64_t *ret_more)
{
    const struct day_amounts *from = team_get_capacity_from(team);
    const int64_t today = civil_day_of(in->plan->as_of);
    const int64_t least = rule_parameter(in, &rule_unhired_capacity, "people");
    int64_t now = team_get_capacity(team) ? *team_get_capacity(team) : 0, first = CIVIL_NONE;

    for (size_t i = 0; from && i < from->count; i++)
        if (from->items[i].from_day <= today)
            now = from->items[i].micro;
    for (size_t i = 0; from && i < from->count; i++)
        if (from->items[i].from_day > today && from->items[i].micro >= now + least &&
            (first == CIVIL_NONE || from->items[i].from_day < first)) {
            first = from->items[i].from_day;
            *ret_more = from->items[i].micro - now;
        }
    return first;
}

/* The team as it is today: what rises above it later is left out. */
static const struct edit *as_today(const struct rule_input *in, const struct object *team)
{
    const struct day_amounts *from = team_get_capacity_from(team);
    struct day_amount *items = ARENA_ARRAY(in->scratch, struct day_amount, from->count + 1);
    struct day_amounts *kept = ARENA_NEW(in->scratch, struct day_amounts);
    const int64_t today = civil_day_of(in->plan->as_of);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);
    int64_t now = team_get_capacity(team) ? *team_get_capacity(team) : 0;

    kept->items = items;
    for (size_t i = 0; i < from->count; i++)
        if (from->items[i].from_day <= today)
            now = from->items[i].micro;
    for (size_t i = 0; i < from->count; i++)
        if (from->items[i].from_day <= today || from->items[i].micro <= now)
            items[kept->count++] = from->items[i];
    *e = look_edit(in, team, FIELD_team_capacity_from, kept->count > 0 ? kept : NULL);
    return e;
}

/* Its open task that drives the date and is not over by then: the one that drives most. */
static const struct object *leaning(const struct rule_input *in, const struct object *team,
                                    int64_t from)
{
    const struct object *found = NULL;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_task); i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);

        if (plan_team_of(in->plan, task) == team && look_is_open(in, task) &&
            look_drives(in, task) && look_early_finish(in, task) > from &&
            (!found || look_criticality(in, task) > look_criticality(in, found)))
            found = task;
    }
    return found;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_team); i++) {
        const struct object *team = plan_nth(in->plan, KIND_team, i);
        const struct ref *lead = team_get_lead(team);
        int64_t more = 0;
        const int64_t day = raise_of(in, team, &more);
        const struct object *task =
            day == CIVIL_NONE ? NULL : leaning(in, team, day * CIVIL_DAY_S);
        uint32_t *others;
        struct finding *f;

        if (!task)
            continue;
        f = finding_add(out, in, &rule_unhired_capacity, team->number,
                        "the plan counts on %lld.%lld people more in %.*s from %.*s",
                        (long long)(more / 1000000), (long long)(more / TENTH % 10),
                        STR_ARG(look_name(in, team)), STR_ARG(look_date(in, day * CIVIL_DAY_S)));
        others = look_room(in, 1);
        others[0] = task->number;
        f->others = others;
        f->other_count = 1;
        finding_evidence(out, f, team->number, "capacity_from", "%.*s",
                         STR_ARG(look_date(in, day * CIVIL_DAY_S)));
        finding_evidence(out, f, task->number, "criticality",
                         "is not over by then, and drives the date in %.*s of runs",
                         STR_ARG(look_percent(in, look_criticality(in, task))));
        f->move = STR("re-plan without them, or say who they are and when they start");
        f->owner = lead ? lead->object : OBJECT_NONE;
        f->without = f->fix = as_today(in, team);
        f->without_count = f->fix_count = 1;
        f->adverse = true;
        f->defuse_by = day * CIVIL_DAY_S;
        f->defuse_because = "they are counted on from then";
    }
}

const struct rule rule_unhired_capacity = {
    .name = "unhired-capacity",
    .level = DIAG_WARNING,
    .title = "The plan leans on people who are not there yet",
    .why = "People who are still to come start later than planned and are slow at first, and the "
           "dates already count on them. The price is how much later P80 comes without them.",
    .test = "A team whose capacity_from rises by {people} people or more after the data date, "
            "with an open task on the driving path that is not over by then.",
    .example = "teams: {core: {lead: ann, capacity: 2, capacity_from: {2027-03-01: 4}}}",
    .move = "A plan without them beside it; names and start dates; less scope.",
    .edit = "team.capacity: without them",
    .days = "P80 with what is feared, simulated on the same draws",
    .source = "program practice, not back-tested (landmine 35)",
    .about = RULE_ABOUT(team),
    .needs = RULE_NEEDS_FORECAST | RULE_NEEDS_SCHEDULE,
    .parameters = parameters,
    .check = check,
};

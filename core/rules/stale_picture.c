/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static const struct rule_parameter parameters[] = {
    { "age", 1500000, "reporting periods without a word, at most", 1 },
    { "share", 200000, "share of the open tasks on the driving path that may be older", 1 },
    { NULL, 0, NULL, 0 }
};

static void check(const struct rule_input *in, struct findings *out)
{
    const struct rule *rule = &rule_stale_picture;
    const int64_t most =
        look_cadence_micro_days(in) / 1000 * (rule_parameter(in, rule, "age") / 1000);
    const uint32_t all = plan_count(in->plan, KIND_task);
    uint32_t *stale = look_room(in, all);
    uint32_t count = 0, told = 0, driving = 0;
    int64_t oldest = CIVIL_NONE;
    struct finding *f;

    for (uint32_t i = 0; in->network && i < all; i++) {
        const struct object *task = plan_nth(in->plan, KIND_task, i);
        const int64_t last = look_last_word(in, task);

        if (!look_is_open(in, task) || look_is_summary(in, task) || !look_drives(in, task))
            continue;
        driving++;
        if (last == CIVIL_NONE)
            continue;
        told++;
        if (look_working_days(in, last, in->plan->as_of) <= most)
            continue;
        stale[count++] = task->number;
        if (oldest == CIVIL_NONE || last < oldest)
            oldest = last;
    }
    if (told == 0 || count <= driving * (rule_parameter(in, rule, "share") / 1000) / 1000)
        return;                 /* where no task tells, there is no picture to call old */
    f = finding_add(out, in, rule, stale[0],
                    "nobody has said anything lately about %u of the %u tasks that drive the date",
                    (unsigned)count, (unsigned)driving);
    f->others = stale + 1;
    f->other_count = count - 1;
    finding_evidence(out, f, stale[0], "tasks", "%.*s", STR_ARG(look_list(in, stale, count)));
    finding_evidence(out, f, stale[0], "oldest word", "%.*s", STR_ARG(look_date(in, oldest)));
    if (told < driving)
        finding_evidence(out, f, OBJECT_NONE, "not told", "%u state neither updated nor estimated",
                         (unsigned)(driving - told));
    f->move = STR("ask the owners of these what is left, before anything is said from this plan");
    f->owner = plan_owner_of(in->plan, in->plan->objects[stale[0]])
                   ? plan_owner_of(in->plan, in->plan->objects[stale[0]])->number
                   : OBJECT_NONE;
    f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
    f->defuse_because = "one reporting period";
}

const struct rule rule_stale_picture = {
    .name = "stale-picture",
    .level = DIAG_WARNING,
    .title = "A plan older than its data date",
    .why = "The forecast takes what was last said about each task as true today. Where that was "
           "weeks ago, the date below is weeks old too, whatever the data date says. A fact of the "
           "plan.",
    .test = "More than {share} of the open tasks on the driving path whose updated and estimated "
            "both lie more than {age} reporting periods before the data date. Silent where no such "
            "task states either.",
    .example = "tasks: {api: {estimate: 3w..4w..6w, updated: 2026-10-30}}   # as_of: 2027-01-04",
    .move = "A round of questions to the owners; a shorter cadence.",
    .no_edit = "what is left only the owners know",
    .no_days = "what the news will be is not known",
    .no_unknown = "a date of the last word that is not there is old",
    .source = "GAO Schedule Assessment Guide, practice 9 (landmine 58). Not back-tested",
    .about = RULE_ABOUT(task),
    .parameters = parameters,
    .check = check,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/text.h"

static const struct rule_parameter parameters[] = {
    { "options", 2000000, "answers looked at, beside doing nothing", 0 },
    { NULL, 0, NULL, 0 }
};

static uint32_t options_of(const struct object *decision)
{
    const struct objects *options = decision_get_options(decision);
    uint32_t count = 0;

    for (size_t i = 0; options && i < options->count; i++) {
        const bool *nothing = option_get_nothing(options->items[i]);

        count += !(nothing && *nothing);
    }
    return count;
}

/* Still to be walked through: nothing has been carried out. */
static bool is_ahead(const struct object *decision)
{
    const uint32_t *state = decision_get_state(decision);

    return look_decision_is_open(decision) ||
           (state && (*state == DECISION_DECIDED || *state == DECISION_COMMUNICATED));
}

/* When the first thing behind it starts: until then it can be looked at again. */
static int64_t first_step(const struct rule_input *in, const struct object *decision)
{
    const struct refs *gates = decision_get_gates(decision);
    int64_t first = CIVIL_NONE;

    for (size_t i = 0; gates && i < gates->count; i++) {
        const struct object *o = plan_object(in->plan, &gates->items[i]);
        const int64_t start = o ? look_early_start(in, o) : CIVIL_NONE;

        if (start != CIVIL_NONE && (first == CIVIL_NONE || start < first))
            first = start;
    }
    return first;
}

static void report(const struct rule_input *in, struct findings *out,
                   const struct object *decision, bool few, bool bare)
{
    const struct ref *driver = decision_get_driver(decision);
    const struct ref *decider = decision_get_decider(decision);
    const int64_t step = first_step(in, decision);
    struct finding *f = finding_add(
        out, in, &rule_one_way_door, decision->number,
        "%.*s cannot be undone, and %s%s%s", STR_ARG(look_name(in, decision)),
        few ? "too few answers were looked at" : "", few && bare ? "; " : "",
        bare ? "nothing says what the answers rest on" : "");

    finding_evidence(out, f, decision->number, "type", "one-way");
    finding_evidence(out, f, decision->number, "options", "%u beside doing nothing",
                     (unsigned)options_of(decision));
    if (bare)
        finding_evidence(out, f, decision->number, "evidence", "none");
    f->move = STR("write a second answer and a way back (or when to stop), and what each rests on");
    f->owner = driver ? driver->object : decider ? decider->object : OBJECT_NONE;
    if (step != CIVIL_NONE) {
        f->defuse_by = step > in->plan->as_of ? step : in->plan->as_of;
        f->defuse_because = "what waits for it starts then";
    }
}

static void check(const struct rule_input *in, struct findings *out)
{
    const uint32_t least = (uint32_t)(rule_parameter(in, &rule_one_way_door, "options") / 1000000);

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *decision = plan_nth(in->plan, KIND_decision, i);
        const uint32_t *type = decision_get_type(decision);
        const bool few = options_of(decision) < least;
        const bool bare = !decision_get_evidence(decision) && !decision_get_because(decision);

        if (type && *type == DOOR_ONE_WAY && is_ahead(decision) && (few || bare))
            report(in, out, decision, few, bare);
    }
}

const struct rule rule_one_way_door = {
    .name = "one-way-door",
    .level = DIAG_WARNING,
    .title = "A step that cannot be undone, taken lightly",
    .why = "Deleting data, cutting over, publishing an interface, signing a contract: what cannot "
           "be undone deserves more than one answer and a reason. A fact of the plan; it says "
           "nothing about whether the answer is right.",
    .test = "A one-way decision that is not carried out yet, with fewer than {options} options "
            "beside doing nothing, or with neither evidence nor because.",
    .example = "decisions: {d-1: {question: Delete the old store?, type: one-way, "
               "options: {yes: {}}}}",
    .move = "A second option, a rehearsed way back, a criterion for stopping.",
    .no_edit = "a second answer and a way back have to be thought of",
    .no_days = "whether the answer is wrong is not known",
    .no_unknown = "what is stated is the finding",
    .source = "program practice, not back-tested (landmine 55)",
    .about = RULE_ABOUT(decision),
    .absorbs = "no-do-nothing-option",
    .parameters = parameters,
    .check = check,
};

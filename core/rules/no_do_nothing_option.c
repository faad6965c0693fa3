/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

static bool has_nothing(const struct objects *options)
{
    for (size_t i = 0; options && i < options->count; i++) {
        const bool *nothing = option_get_nothing(options->items[i]);

        if (nothing && *nothing)
            return true;
    }
    return false;
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_decision); i++) {
        const struct object *d = plan_nth(in->plan, KIND_decision, i);
        const struct objects *options = decision_get_options(d);
        const struct ref *driver = decision_get_driver(d);
        struct finding *f;

        if (!look_decision_is_open(d) || !options || options->count == 0 || has_nothing(options))
            continue;
        f = finding_add(out, in, &rule_no_do_nothing_option, d->number,
                        "decision %.*s does not say what happens if nobody decides",
                        STR_ARG(look_name(in, d)));
        finding_evidence(out, f, d->number, "options", "%zu, none of them to do nothing",
                         options->count);
        f->move = STR("write the option of doing nothing beside the others, with its cost");
        f->typed = str_format(in->scratch,
                              "%.*s.options[do-nothing]={title: Do nothing, nothing: true}",
                              STR_ARG(d->id));
        f->owner = driver ? driver->object
                   : decision_get_decider(d) ? decision_get_decider(d)->object
                                             : OBJECT_NONE;
    }
}

const struct rule rule_no_do_nothing_option = {
    .name = "no-do-nothing-option",
    .level = DIAG_NOTE,
    .title = "A decision without the option of doing nothing",
    .why = "Doing nothing is what happens when a session is cancelled. Where it is not among the "
           "options, its cost is not on the table and waiting looks free.",
    .test = "An open decision with options, none of which says nothing: true.",
    .example = "decisions: {d-1: {question: Which format?, options: {old: {}, new: {}}}}",
    .move = "Add the option; Baton works out what it costs.",
    .edit = "decision.options: one that does nothing, to be filled in",
    .no_days = "an option not chosen moves nothing",
    .no_unknown = "the option is there or not",
    .source = "program practice, not back-tested",
    .about = RULE_ABOUT(decision),
    .check = check,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"
#include "app/verbs/scenario.h"
#include "app/verbs/study.h"

const struct flag flag_edits_file = {
    .name = "file", .value = "FILE",
    .doc = "more edits, a YAML map from addresses to values, before those on the command line"};

const struct flag flag_mitigate = {
    .name = "mitigate", .value = "RISKS",
    .doc = "as if the mitigations of these risks were done now: r-07,r-03, or all; what they "
           "cost is not in the program's cost"};

static const struct flag flag_save = {
    .name = "save", .value = "NAME", .doc = "keep the edits as a scenario (baton scenario)"};

static const struct flag *const flags[] = {
    &flag_edits_file, &flag_mitigate, &flag_save, &flag_why, &flag_by, &flag_dated, &flag_replace,
    &flag_audience, &flag_all, &flag_html, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity, &flag_capacity_mode, NULL};

/* False: a problem says why. */
static bool mitigated(const struct request *request, struct baton_edits *edits)
{
    const char *risks = request_value(request, &flag_mitigate);
    bool good = true;

    if (risks && strcmp(risks, "all") == 0)
        return baton_edits_mitigate(edits, text_of(NULL));
    while (risks && *risks) {
        const size_t length = strcspn(risks, ",");

        good = baton_edits_mitigate(edits, (struct baton_text){risks, length}) && good;
        risks += length + (risks[length] == ',');
    }
    return good;
}

/* The plan with the edits; NULL: the answer is refused, and says every fault. */
static const struct baton_plan *edited(const struct request *request, struct answer *answer,
                                       const struct baton_plan *plan)
{
    struct baton_edits *edits = baton_edits_new(answer->b, plan);
    const char *path = request_value(request, &flag_edits_file);
    const struct baton_plan *made = NULL;
    const struct baton_node *root;
    bool good;

    good = mitigated(request, edits);
    if (path) {
        root = load_tree(answer, path);
        good = root && baton_edits_add_map(edits, root) && good;
    }
    good = edits_of_request(request, answer, 1, edits) && good;
    /* After a fault too: what is wrong with the others is said with it. */
    good = baton_edits_apply(edits, &made) && good;
    /* A tree may be given although something in it was refused. */
    good = good && baton_problem_count(answer->b, BATON_ERROR) == 0;
    if (!good)
        answer->outcome = OUTCOME_UNUSABLE;
    return good ? made : NULL;
}

static void run(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan, *made;
    struct baton_study *before, *after;
    struct shelf shelf;

    if (!study_check_request(request, answer))
        return;
    if (!request->arguments[1] && !request_has(request, &flag_edits_file) &&
        !request_has(request, &flag_mitigate)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "there is no edit to try",
                      "for example: baton whatif plan.yaml token-api.estimate=3w..4w..7w");
        return;
    }
    plan = load_plan(request, answer);
    made = plan ? edited(request, answer, plan) : NULL;
    if (!made)
        return;
    before = baton_study_new(answer->b, plan);
    after = baton_study_new(answer->b, made);
    if (!study_compare(request, answer, BATON_NEEDS_FORECAST, before, after))
        return;
    study_print(request, answer, "whatif", after, NULL);
    if (request_has(request, &flag_save) && shelf_open(request, answer, "scenario", &shelf))
        scenario_keep(request, answer, &shelf, request_value(request, &flag_save), plan, made);
}

const struct verb verb_whatif = {
    .name = "whatif",
    .summary = "what edits would do to every promise; never stored",
    .detail = "Each EDIT is id.field=value, id.field[key]=value for one member of a list or map, "
              "section.id={field: value} for something new, or id= to take something out; values "
              "are written as in a plan file, and nothing behind the = takes the field out. Both "
              "plans are simulated on the same random numbers, so what differs is what the edits "
              "do. Works on files of other tools too.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or -"},
                  {"EDIT", false, "id.field=value, any number of them"}},
    .many = true,
    .flags = flags,
    .example = "examples/sherlock token-api.remaining=1w..2w..3w r-07=",
    .json_kind = "whatif",
    .permission = PERMIT_READER,
    .run = run,
};

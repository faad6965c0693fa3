/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static const struct flag flag_exit_code = {
    .name = "exit-code", .doc = "exit 1 when the plans differ"};
static const struct flag flag_edits = {
    .name = "edits", .doc = "the list of edits alone, as `baton whatif --file` reads it back"};

static const struct flag *const flags[] = {
    &flag_exit_code, &flag_edits, &flag_audience, &flag_all, &flag_html, &flag_iterations,
    &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

static void run(const struct request *request, struct answer *answer)
{
    const bool bare = request_has(request, &flag_edits);
    const unsigned needs = bare ? 0 : BATON_WANTS_FORECAST;
    const struct baton_plan *a, *b;
    struct baton_study *before, *after;

    if (bare && request_has(request, &flag_audience)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "--edits is to be read back whole: it cannot be given for one audience",
                      "leave --edits or --audience out");
        return;
    }
    if (!study_check_request(request, answer))
        return;
    a = load_plan_of(request, answer, request->arguments[0]);
    b = a ? load_plan_of(request, answer, request->arguments[1]) : NULL;
    if (!b)
        return;
    before = baton_study_new(answer->b, a);
    after = baton_study_new(answer->b, b);
    if (!study_compare(request, answer, needs, before, after))
        return;
    study_print(request, answer, bare ? "edits" : "diff", after, NULL);
    if (answer->outcome == OUTCOME_DONE && request_has(request, &flag_exit_code) &&
        baton_plan_digest(a) != baton_plan_digest(b))
        answer->outcome = OUTCOME_FINDINGS;
}

const struct verb verb_diff = {
    .name = "diff",
    .summary = "what is stated otherwise in another plan, and what that moves",
    .detail = "Compares two plans object by object, whatever the order, layout and comments of "
              "their files: + stated now, ~ stated otherwise, - no longer stated. Below, what it "
              "does to every promise (likely, P50, P80) and to the cost, on the same random "
              "numbers. Files of other tools are compared like any other.",
    .arguments = {{"A", true, "the earlier plan: a file or a folder of *.yaml"},
                  {"B", true, "the later one"}},
    .flags = flags,
    .example = "old/plan.yaml new/plan.yaml --exit-code",
    .json_kind = "diff",
    .permission = PERMIT_READER,
    .run = run,
};

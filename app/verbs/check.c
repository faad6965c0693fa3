/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/verbs/study.h"

static const struct flag flag_fail_on = {
    .name = "fail-on", .value = "LEVEL", .choices = "error warning none",
    .doc = "exit 1 from this level on: error (default), warning or none"};
static const struct flag flag_dcma = {
    .name = "dcma", .doc = "the 14 checks of DCMA instead, with formula and population"};

static const struct flag *const flags[] = {
    &flag_fail_on, &flag_dcma, &flag_all, &flag_html, &flag_audience, &flag_iterations, &flag_seed,
    &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

static void run(const struct request *request, struct answer *answer)
{
    const char *fail_on = request_value(request, &flag_fail_on);
    struct baton_study *study = NULL;
    enum baton_level least = BATON_ERROR;

    if (request_has(request, &flag_dcma) && request_has(request, &flag_audience)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "--dcma counts every task: it cannot be given for one audience",
                      "leave --dcma or --audience out");
        return;
    }
    if (request_has(request, &flag_dcma)) {
        answer_with_report(request, answer, "dcma", NULL);
        return;
    }
    answer_with_report(request, answer, "check", &study);
    if (!study || answer->bytes.len == 0 || (fail_on && strcmp(fail_on, "none") == 0))
        return;
    if (fail_on && strcmp(fail_on, "warning") == 0)
        least = BATON_WARNING;
    if (baton_study_findings(study, least) > 0)
        answer->outcome = OUTCOME_FINDINGS;
}

const struct verb verb_check = {
    .name = "check",
    .summary = "what is about to go wrong, what it costs, who can defuse it",
    .detail = "Runs every rule on the plan and its forecast. Each finding has evidence, expected "
              "days, a date until when it can be defused, an owner and a move. For CI: exit 1 "
              "when there is one of the level of --fail-on or above.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock --fail-on warning",
    .json_kind = "check",
    .permission = PERMIT_READER,
    .run = run,
};

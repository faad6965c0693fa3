/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static const struct flag flag_of = {
    .name = "of", .value = "WHO", .doc = "only what is to be asked of this person or team"};

static void run(const struct request *request, struct answer *answer)
{
    struct request about = *request;

    about.arguments[1] = request_value(request, &flag_of);
    answer_with_report(&about, answer, "ask", NULL);
}

static const struct flag *const flags[] = {
    &flag_of, &flag_all, &flag_html, &flag_audience, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

const struct verb verb_ask = {
    .name = "ask",
    .summary = "the questions this plan cannot answer yet, each with whom to ask",
    .detail = "Missing estimates and owners, single numbers on the driving path, hand-offs nobody "
              "answered or that have no acceptance test, open questions, assumptions to check, "
              "stakeholders without a measure or with two for one outcome, tests that the giver "
              "does not call done, blockers without a next step: as short texts to paste into a "
              "message, by the days of P80 that the answer can take away.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock --of s-iyer",
    .json_kind = "ask",
    .permission = PERMIT_READER,
    .run = run,
};

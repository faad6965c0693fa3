/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static const struct flag flag_team = {
    .name = "team", .value = "TEAM",
    .doc = "what others wait on from TEAM, and what it waits for"};

static void run(const struct request *request, struct answer *answer)
{
    struct request about = *request;

    about.arguments[1] = request_value(request, &flag_team);
    answer_with_report(&about, answer, "handoffs", NULL);
}

static const struct flag *const flags[] = {
    &flag_team, &flag_all, &flag_html, &flag_audience, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

const struct verb verb_handoffs = {
    .name = "handoffs",
    .summary = "who waits on whom for what, and until when",
    .detail = "Every open hand-off, the longest wait first: asked, offered, the day by which the "
              "taker's schedule needs it, P50 and P80 of delivery and of acceptance, float, slips, "
              "state, and the interface it rests on. With --team what others wait on from that "
              "team, and what it waits for.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "examples/sherlock --team billing",
    .json_kind = "handoffs",
    .permission = PERMIT_READER,
    .run = run,
};

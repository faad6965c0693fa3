/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "parity", NULL);
}

static const struct flag *const flags[] = {&flag_html, &flag_all, &flag_dialect, NULL};

const struct verb verb_parity = {
    .name = "parity",
    .summary = "how far a file's own dates agree with the computed ones",
    .detail = "For an imported file: how many tasks agree with the dates its own tool stored, "
              "on early and late start and finish, the first disagreement whose predecessors "
              "all agree, and the likely cause.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder)"}},
    .flags = flags,
    .example = "plan.xml",
    .json_kind = "parity",
    .permission = PERMIT_READER,
    .run = run,
};

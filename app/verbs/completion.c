/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/manual.h"

static const struct flag *const flags[] = {NULL};

static void run(const struct request *request, struct answer *answer)
{
    if (!manual_completion(answer, request->arguments[0]))
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value", "SHELL is bash, zsh or fish", NULL);
}

const struct verb verb_completion = {
    .name = "completion",
    .summary = "what makes a shell complete verbs and flags",
    .detail = "For bash: eval \"$(baton completion bash)\". For zsh: save it as _baton in a folder "
              "of $fpath. For fish: baton completion fish | source.",
    .arguments = {{"SHELL", true, "bash, zsh or fish"}},
    .flags = flags,
    .example = "bash",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

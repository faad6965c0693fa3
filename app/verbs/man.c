/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "app/verbs/manual.h"

static const struct flag *const flags[] = {NULL};

static void run(const struct request *request, struct answer *answer)
{
    const char *name = request->arguments[0];
    const struct verb *verb = name ? verb_find(name) : NULL;
    char text[128];

    if (name && !verb) {
        snprintf(text, sizeof(text), "there is no verb '%.60s'", name);
        answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-verb", text,
                      "baton --help lists them");
        return;
    }
    manual_page(answer, verb);
}

const struct verb verb_man = {
    .name = "man",
    .summary = "the man page of a verb, as troff",
    .detail = "Without VERB: baton(1). Read one with: baton man brief | man -l -",
    .arguments = {{"VERB", false, "brief, check..."}},
    .flags = flags,
    .example = "brief --output baton-brief.1",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

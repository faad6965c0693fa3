/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "app/verbs/study.h"

static const struct flag *const flags[] = {NULL};

static void run(const struct request *request, struct answer *answer)
{
    enum { ROOM = 128 };
    const char *form = request_has(request, &flag_json)
                           ? "{\n  \"format_version\": \"1.0\",\n  \"kind\": \"version\",\n"
                             "  \"engine\": \"%s\"\n}\n"
                           : "baton %s\n";

    answer->made = malloc(ROOM);
    if (!answer->made)
        return;
    snprintf(answer->made, ROOM, form, baton_version());
    answer->bytes = text_of(answer->made);
}

const struct verb verb_version = {
    .name = "version",
    .summary = "the version of this program",
    .detail = "It stands as `engine` in every JSON document.",
    .flags = flags,
    .example = "",
    .json_kind = "version",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

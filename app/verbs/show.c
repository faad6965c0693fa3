/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/verbs/since.h"
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    const char *id = request->arguments[1];

    /* No id of an object has a full stop. */
    if (id && strchr(id, '.'))
        since_claim(request, answer, request_value(request, &flag_looked_since));
    else
        answer_with_report(request, answer, "show", NULL);
}

static const struct flag *const flags[] = {
    &flag_all, &flag_looked_since, &flag_html, &flag_audience, &flag_iterations, &flag_seed,
    &flag_threads, NULL};

const struct verb verb_show = {
    .name = "show",
    .summary = "one object as it was stated, or what a claim was derived from",
    .detail = "Every field somebody stated, where it stands, and which other objects refer to "
              "it. Of a claim such as ga-march.p80 or ga-march.date: what it says, by which rule, "
              "and what it was derived from, down to stated facts and the run; with --since also "
              "what compares two plans: ga-march.moved, ga-march.likely.before.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or -"},
                  {"ID", true, "the id of anything in the plan, or of a claim: OBJECT.WHAT"}},
    .flags = flags,
    .example = "examples/sherlock ho-14",
    .json_kind = "show",
    .permission = PERMIT_READER,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/ground.h"
#include "app/verbs/since.h"
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    struct baton_study *study = since_study(request, answer, "picture", false);

    if (study && study_take_kept(answer))
        study_print(request, answer, "picture", study, request->arguments[1]);
}

static const struct flag *const flags[] = {
    &flag_looked_since, &flag_svg, &flag_html, &flag_audience, &flag_iterations, &flag_seed,
    &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

const struct verb verb_picture = {
    .name = "picture",
    .summary = "the pictures of a program: as SVG, as a page, or drawn in text",
    .detail = "promises (the range of every promise), curve (how likely by each date), timeline "
              "(open work with its ranges), causes (what holds the date, in days), why (the steps "
              "since an earlier plan), decisions (by the time that is left), chain (what the main "
              "promise hangs on), matrix (who waits on whom), load (people wanted by week), burn "
              "(spending by month), joint (date and cost together), and of a store trend, fever "
              "(the buffer) and reliability (said against happened). Each has a sentence that says "
              "what it shows, and its data as a table.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, a store, or -"},
                  {"NAME", false, "which one (default: all)"}},
    .flags = flags,
    .example = "examples/sherlock curve --svg",
    .json_kind = "picture",
    .permission = PERMIT_READER,
    .run = run,
};

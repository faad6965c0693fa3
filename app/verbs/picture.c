/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

static void run(const struct request *request, struct answer *answer)
{
    answer_with_report(request, answer, "picture", NULL);
}

static const struct flag *const flags[] = {
    &flag_svg, &flag_html, &flag_audience, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

const struct verb verb_picture = {
    .name = "picture",
    .summary = "the pictures of a program: as SVG, as a page, or as bars of text",
    .detail = "promises (the range of every promise), curve (how likely by each date), timeline "
              "(open work with its ranges), causes (what holds the date, in days), decisions (by "
              "the time that is left), chain (what the main promise hangs on). Each has a sentence "
              "that says what it shows, and its data as a table.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or -"},
                  {"NAME", false, "which one (default: all)"}},
    .flags = flags,
    .example = "examples/sherlock curve --svg",
    .json_kind = "picture",
    .permission = PERMIT_READER,
    .run = run,
};

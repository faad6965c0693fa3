/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "app/verbs/study.h"

const struct flag flag_confidence = {
    .name = "at-least", .value = "P",
    .doc = "the confidence to reach, as 80%; --at 80% says the same. Default: what the commitment "
           "states, else 80%"};

/* In millionths; -1: no share between 0 and 1. */
static int32_t share_of(const char *text)
{
    char *end;
    long whole = strtol(text, &end, 10), part = 0, scale = 10000;

    if (end == text || whole < 0 || whole > 100)
        return -1;
    for (end += *end == '.'; *end >= '0' && *end <= '9'; end++, scale /= 10)
        part += (*end - '0') * (scale / 10);
    end += *end == '%';
    whole = whole * 10000 + part;
    return *end != '\0' || whole <= 0 || whole >= 1000000 ? -1 : (int32_t)whole;
}

/* `--at 80%` is a confidence, `--at 2026-11-23` a day of a store: taken out of the request, so that
 * nobody looks for that day. */
static const char *confidence_of(struct request *request)
{
    const char *at = request_value(request, &flag_at);
    const char *confidence = request_value(request, &flag_confidence);
    const size_t length = at ? strlen(at) : 0;
    unsigned left = 0;

    if (length == 0 || at[length - 1] != '%')
        return confidence;
    for (unsigned i = 0; i < request->given_count; i++)
        if (request->given[i] != &flag_at) {
            request->values[left] = request->values[i];
            request->given[left++] = request->given[i];
        }
    request->given_count = left;
    return at;
}

static void run(const struct request *asked, struct answer *answer)
{
    struct request mine = *asked, *request = &mine;
    const char *confidence = confidence_of(request);
    const int32_t wanted = confidence ? share_of(confidence) : 0;
    const struct baton_plan *plan;
    struct baton_study *study;
    uint32_t object;

    if (!study_check_request(request, answer))
        return;
    if (wanted < 0) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                      "--at-least takes a share between 0 and 100 %", "for example 80%");
        return;
    }
    if (!request->arguments[1]) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "which promise?",
                      "baton hit PLAN COMMITMENT; baton ls PLAN commitments lists them");
        return;
    }
    plan = load_plan(request, answer);
    if (!plan)
        return;
    if (request_has(request, &flag_audience) &&
        !baton_object_seen(answer->b, plan, text_of(request->arguments[1]),
                           text_of(request_value(request, &flag_audience)), &object)) {
        answer->outcome = OUTCOME_NOT_FOUND;
        return;
    }
    study = baton_study_new(answer->b, plan);
    if (study_hit(request, answer, request->arguments[1], wanted, study))
        study_print(request, answer, "hit", study, request->arguments[1]);
}

static const struct flag *const flags[] = {
    &flag_confidence, &flag_audience, &flag_all, &flag_html, &flag_iterations, &flag_seed,
    &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

const struct verb verb_hit = {
    .name = "hit",
    .summary = "the cheapest ways to keep a promise at a confidence, and what each gives up",
    .detail = "Tries what the plan itself says can be done: scope that may be cut (cut: may), "
              "options of open decisions, mitigations of risks, one person more in a team that "
              "states its people, and putting this promise first. A way is a set of such steps "
              "that reaches the confidence while none of its parts does; each was simulated in "
              "full on the same random numbers, and ends with the what-if that repeats it. Where "
              "none reaches it: the likeliest and the earliest that these steps give.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, a store, or -"},
                  {"COMMITMENT", false, "the promise"}},
    .flags = flags,
    .example = "examples/sherlock ga-march --at 60%",
    .json_kind = "hit",
    .permission = PERMIT_READER,
    .run = run,
};

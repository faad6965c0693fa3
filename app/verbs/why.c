/* SPDX-License-Identifier: Apache-2.0 */
#include "app/os/file.h"
#include "app/verbs/study.h"

static const struct flag *const flags[] = {
    &flag_all,
    &flag_html, &flag_iterations, &flag_seed, &flag_dialect, &flag_capacity, &flag_no_capacity,
    NULL};

/* A B, A B COMMITMENT or COMMITMENT A B. */
static unsigned first_plan(const struct request *request)
{
    const char *first = request->arguments[0];

    return request->arguments[2] && file_kind_of(first) == FILE_ABSENT &&
           file_kind_of(request->arguments[2]) != FILE_ABSENT;
}

static void run(const struct request *request, struct answer *answer)
{
    const struct baton_forecast_options how = {
        .seed = (uint64_t)request_number(request, &flag_seed, 1),
        .iterations = (uint32_t)request_number(request, &flag_iterations, 0)};
    const unsigned at = first_plan(request);
    const struct baton_plan *a, *b;
    struct baton_study *before, *after;

    if (!study_check_request(request, answer))
        return;
    a = load_plan_of(request, answer, request->arguments[at]);
    b = a ? load_plan_of(request, answer, request->arguments[at + 1]) : NULL;
    if (!b)
        return;
    before = baton_study_new(answer->b, a);
    after = baton_study_new(answer->b, b);
    baton_study_compare(after, before);
    if (!baton_study_why(after, &how)) {
        answer->outcome = OUTCOME_NO_FORECAST;
        return;
    }
    study_print(request, answer, "why", after, request->arguments[at ? 0 : 2]);
}

const struct verb verb_why = {
    .name = "why",
    .summary = "why a date moved between two plans, in days that add up",
    .detail = "Each change's part in the movement of P80 and of the probability of every promise "
              "that both plans make: by itself (with a named interaction for what changes do "
              "together) and on top of those before it, by object. Time is a cause of its own: the "
              "plan as it was, asked on the later day. Each step is simulated again on the same "
              "random numbers, so a change that affects nothing is exactly 0. Between two git "
              "revisions: git worktree add ../old REVISION; baton why ../old/plan plan.",
    .arguments = {{"A", true, "the earlier plan: a file or a folder of *.yaml"},
                  {"B", true, "the later one"},
                  {"COMMITMENT", false, "only this one; may also stand first"}},
    .flags = flags,
    .example = "old/plan.yaml new/plan.yaml ga-march",
    .json_kind = "why",
    .permission = PERMIT_READER,
    .run = run,
};

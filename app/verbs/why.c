/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/os/file.h"
#include "app/verbs/ground.h"
#include "app/verbs/since.h"
#include "app/verbs/study.h"

static const struct flag flag_since = {
    .name = "since", .value = "WHEN",
    .doc = "of a store: the changes after that date or sequence, one by one in time"};
static const struct flag flag_orders = {
    .name = "orders", .doc = "what each change adds, averaged over all orders, with its range"};

static const struct flag flag_by_what = {
    .name = "by", .value = "WHAT", .choices = "team task",
    .doc = "time that passed without progress by team (default), or by task: twelve, those "
           "under way first"};

/* Whether time is told by task. */
static bool is_by_task(const struct request *request)
{
    const char *what = request_value(request, &flag_by_what);

    return what && strcmp(what, "task") == 0;
}

static const struct flag *const flags[] = {
    &flag_since, &flag_orders, &flag_by_what, &flag_names, &flag_audience, &flag_all, &flag_html,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity,
    &flag_capacity_mode, &flag_confidence, &flag_edits_file, &flag_mitigate, NULL};

/* The plan as it was then: where it states no data date, that of the day. */
static const struct baton_plan *plan_at(const struct request *request, struct answer *answer,
                                        struct ground *g, int64_t seq,
                                        const struct baton_change *next)
{
    const char *since = request_value(request, &flag_since);
    struct request then = *request;
    int64_t day;

    if (strlen(since) >= 10 && baton_day((struct baton_text){since, 10}, &day))
        then.today = day;
    else if (next && next->at.len >= 10 &&
             baton_day((struct baton_text){next->at.ptr, 10}, &day))
        then.today = day;
    then.read_on = 0;           /* as it was read then */
    return ground_plan(&then, answer, g, seq);
}

/* PLAN --since WHEN, PLAN COMMITMENT --since WHEN or COMMITMENT PLAN --since WHEN. */
static void explain_log(const struct request *request, struct answer *answer)
{
    const char *const *arguments = request->arguments;
    const unsigned at = !ground_is_store(arguments[0]) && arguments[1] &&
                        ground_is_store(arguments[1]);
    struct baton_why_options how = {.orders = request_has(request, &flag_orders),
                                    .by_task = is_by_task(request)};
    struct baton_change *changes;
    struct baton_kept *kept;
    const struct baton_plan *a, *b;
    struct baton_study *before, *after;
    int64_t from, until;
    struct ground *g;

    if (!ground_is_store(arguments[at])) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "no-store", "--since asks a store, and PLAN is "
                      "none", "name two plans, or make a store: baton init");
        return;
    }
    g = ground_open(request, answer, arguments[at]);
    if (!g || !ground_point(answer, g, &until) ||
        !ground_seq(answer, g, request_value(request, &flag_since), &from))
        return;
    if (from > until)
        from = until;
    if (!ground_changes(answer, g, from, until, &changes, &how.change_count))
        return;
    a = plan_at(request, answer, g, from, how.change_count ? changes : NULL);
    b = a ? ground_plan(request, answer, g, until) : NULL;
    if (!b)
        return;
    how.changes = changes;
    if (!ground_forecasts_then(answer, g, from, &kept, &how.kept_count))
        return;
    how.kept = kept;
    before = baton_study_new(answer->b, a);
    after = baton_study_new(answer->b, b);
    if (study_explain(request, answer, &how, before, after))
        study_print(request, answer, "why", after, arguments[at ? 0 : 1]);
}

/* A B, A B COMMITMENT or COMMITMENT A B. */
static unsigned first_plan(const struct request *request)
{
    const char *first = request->arguments[0];

    return request->arguments[2] && file_kind_of(first) == FILE_ABSENT &&
           !ground_is_store(first) &&
           (file_kind_of(request->arguments[2]) != FILE_ABSENT ||
            ground_is_store(request->arguments[2]));
}

/* Ids of claims have a full stop, and name no file. */
static bool is_claim(const char *argument)
{
    return argument && strchr(argument, '.') && file_kind_of(argument) == FILE_ABSENT &&
           !ground_is_store(argument);
}

/* PLAN CLAIM, CLAIM PLAN, or CLAIM of the plan in this folder: what it was derived from. What
 * follows PLAN CLAIM are arguments of the question whose figure it is: edits of a what-if. */
static bool explain_claim(const struct request *request, struct answer *answer)
{
    const char *first = request->arguments[0], *second = request->arguments[1];
    const bool figure = second && strchr(second, ':') && is_claim(second);
    struct request asked = *request;

    if ((request->arguments[2] && !figure) || (second && is_claim(first) == is_claim(second)) ||
        (!second && !is_claim(first)))
        return false;
    asked.arguments[0] = !second ? "." : is_claim(first) ? second : first;
    asked.arguments[1] = is_claim(first) ? first : second;
    since_claim(&asked, answer, request_value(request, &flag_since));
    return true;
}

static void run(const struct request *request, struct answer *answer)
{
    struct baton_why_options how = {.orders = request_has(request, &flag_orders),
                                    .by_task = is_by_task(request)};
    const unsigned at = first_plan(request);
    const struct baton_plan *a, *b;
    struct baton_study *before, *after;

    if (explain_claim(request, answer) || !study_check_request(request, answer))
        return;
    if (request->more_count > 0) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "two plans and a commitment are all that why takes",
                      "only the id of a what-if's figure is followed by edits");
        return;
    }
    if (request_has(request, &flag_since)) {
        explain_log(request, answer);
        return;
    }
    if (!request->arguments[at + 1]) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "two plans are wanted, or a store "
                      "and --since", "for example: baton why old/ new/, or baton why plan --since "
                      "2026-11-16");
        return;
    }
    a = load_plan_of(request, answer, request->arguments[at]);
    b = a ? load_plan_of(request, answer, request->arguments[at + 1]) : NULL;
    if (!b)
        return;
    before = baton_study_new(answer->b, a);
    after = baton_study_new(answer->b, b);
    if (study_explain(request, answer, &how, before, after))
        study_print(request, answer, "why", after, request->arguments[at ? 0 : 2]);
}

const struct verb verb_why = {
    .name = "why",
    .summary = "why a date moved, in days that add up; or what a claim was derived from",
    .detail = "Each change's part in the movement of P80 and of the probability of every promise "
              "that both plans make: by itself (with a named interaction for what changes do "
              "together) and on top of those before it. Of a store with --since, the changes of "
              "its log in time, each with its day, reason and number; of two plans, their "
              "difference by object. Time is a cause of its own, by team: what it costs that open "
              "work waited. With --orders, the average over all orders (every subset of up to 7 "
              "changes, of more a sample with its error). Each step is simulated again on the "
              "same random numbers, so a change that affects nothing is exactly 0. Between two "
              "git revisions: git worktree add ../old REVISION; baton why ../old/plan plan. Of a "
              "claim (`baton why PLAN ga-march.p80`): what it was derived from, down to stated "
              "facts and the run, as `baton show` does. Of a figure of a question: `baton why PLAN "
              "hit/ga-march:now.1 --at 60%`, `baton why PLAN whatif:ga-march.p80 EDIT...`; of any "
              "command, with --why ID behind it.",
    .arguments = {{"A", true, "the earlier plan, or with --since a store; or a plan "
                                "of which B is a claim"},
                  {"B", false, "the later plan, or the id of a claim: OBJECT.WHAT"},
                  {"COMMITMENT", false, "only this one; may also stand first. Of the figure of a "
                                     "what-if: its edits"}},
    .many = true,
    .flags = flags,
    .example = "old/plan.yaml new/plan.yaml ga-march",
    .json_kind = "why",
    .permission = PERMIT_READER,
    .run = run,
};

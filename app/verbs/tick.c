/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { DAY_S = 86400 };

static const struct flag *const flags[] = {&flag_dated, &flag_by, &flag_dry_run, &flag_all,
                                           &flag_audience, NULL};

/* "2026-11-23T09:30:00Z" as seconds; the plan's own time is taken to be the log's. */
static bool seconds_of(const char *at, int64_t *ret_s)
{
    int hour, minute, second;
    int64_t day;

    if (!baton_day((struct baton_text){at, 10}, &day) ||
        sscanf(at + 10, "T%2d:%2d:%2d", &hour, &minute, &second) != 3)
        return false;
    *ret_s = day * DAY_S + hour * 3600 + minute * 60 + second;
    return true;
}

/* The plan with what is due kept in it. NULL: nothing is due, or the answer is refused. */
static const struct baton_plan *keep(struct answer *answer, const struct baton_plan *plan,
                                     int64_t now)
{
    struct baton_edits *list = baton_edits_new(answer->b, plan);
    const struct baton_plan *made = NULL;
    const struct baton_text *edits = NULL;
    const size_t count = baton_tick(answer->b, plan, now, &edits);

    if (count == 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (!edit_of_text(answer, edits[i].ptr, list))
            return NULL;
    return baton_edits_apply(list, &made) ? made : NULL;
}

/* Read, see what is due, write it behind what was read. Where somebody wrote meanwhile (another
 * clock, or a person who answered) the store refuses what is no longer so (exit 4), and the next
 * run looks again: a step is only ever written onto a plan that does not have it. */
static void tick_store(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan, *made;
    struct ground *g;
    char at[21];
    int64_t now;

    if (!ground_now(request, answer, at) || !seconds_of(at, &now))
        return;
    g = ground_open(request, answer, request->arguments[0]);
    plan = g ? ground_plan(request, answer, g, g->head.seq) : NULL;
    if (!plan)
        return;
    answer->outcome = OUTCOME_DONE;
    made = keep(answer, plan, now);
    if (made)
        record_and_print(request, answer, g, g->head.seq, plan, made, "tick");
    else if (baton_problem_count(answer->b, BATON_ERROR) > 0)
        answer->outcome = OUTCOME_UNUSABLE;
    else
        print_changes(request, answer, plan, NULL, 0);
}

static void run(const struct request *request, struct answer *answer)
{
    struct request other = *request;

    if (!other.arguments[0])
        other.arguments[0] = ".";
    if (ground_is_store(other.arguments[0])) {
        tick_store(&other, answer);
        return;
    }
    other.arguments[1] = request_value(request, &flag_dated);
    answer_with_report(&other, answer, "tick", NULL);
}

const struct verb verb_tick = {
    .name = "tick",
    .summary = "the clock of escalations: what is due now is kept, once",
    .detail = "Runs every escalation up to now (or --dated) and keeps each step that is due as an "
              "event of the escalation: in a store, as a change of its log. Safe to run twice and "
              "from several machines at once: a step that is kept is never kept again. Messages "
              "are drafts: baton escalate PLAN ID. On plan files it prints what is due and writes "
              "nothing. Run it from cron, once an hour or so; a late run gives the same steps.",
    .arguments = {{"PLAN", false, "a store, a plan file, or a folder of *.yaml"}},
    .flags = flags,
    .example = "plan",
    .json_kind = "tick",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

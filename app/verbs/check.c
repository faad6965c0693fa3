/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/ground.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

static const struct flag flag_fail_on = {
    .name = "fail-on", .value = "LEVEL", .choices = "error warning none",
    .doc = "exit 1 from this level on: error (default), warning or none"};
static const struct flag flag_dcma = {
    .name = "dcma", .doc = "the 14 checks of DCMA instead, with formula and population"};
static const struct flag flag_fix = {
    .name = "fix", .value = "FINDING",
    .doc = "what the move of that finding (RULE/SUBJECT) would do; --apply writes it"};
static const struct flag flag_apply = {.name = "apply", .doc = "with --fix: write the edits"};
static const struct flag flag_baseline = {
    .name = "baseline", .value = "DATE",
    .doc = "a plan file that accepts all there is until DATE, to begin with what is new"};
static const struct flag flag_before = {
    .name = "before", .value = "FILE",
    .doc = "check --json of last time: what was open closes a little past its threshold"};
static const struct flag flag_sarif = {
    .name = "sarif", .doc = "SARIF 2.1.0, for code hosts and editors"};
static const struct flag flag_record = {
    .name = "record", .doc = "how findings of each rule ended, by their labels, and its precision"};

static const struct flag *const flags[] = {
    &flag_fail_on, &flag_dcma, &flag_fix, &flag_apply, &flag_baseline, &flag_before, &flag_sarif,
    &flag_record,
    &flag_all, &flag_html, &flag_audience, &flag_why, &flag_by, &flag_iterations, &flag_seed,
    &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

/* What the edits would do to every promise. */
static void preview(const struct request *request, struct answer *answer,
                    const struct baton_plan *plan, const struct baton_text *edits, size_t count)
{
    struct baton_edits *list = baton_edits_new(answer->b, plan);
    const struct baton_plan *made = NULL;
    struct baton_study *before, *after;
    bool good = true;

    for (size_t i = 0; i < count; i++)
        good = edit_of_text(answer, edits[i].ptr, list) && good;
    if (!baton_edits_apply(list, &made) || !good) {
        answer->outcome = OUTCOME_UNUSABLE;
        return;
    }
    before = baton_study_new(answer->b, plan);
    after = baton_study_new(answer->b, made);
    /* Without a forecast there is nothing to compare but what is stated. */
    if (study_compare(request, answer, BATON_WANTS_FORECAST, before, after)) {
        study_print(request, answer, "whatif", after, NULL);
    } else if (answer->outcome == OUTCOME_NO_FORECAST) {
        answer->outcome = OUTCOME_DONE;
        study_print(request, answer, "diff", after, NULL);
    }
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    return edits_of_request(request, answer, 1, edits);
}

/* As if somebody had typed them behind `set`. */
static void apply(const struct request *request, struct answer *answer,
                  const struct baton_text *edits, size_t count)
{
    struct request set = *request;

    if (!set.arguments[0])
        set.arguments[0] = ".";
    set.more_count = 0;
    set.arguments[1] = edits[0].ptr;
    set.arguments[2] = NULL;
    for (size_t i = 1; i < count && i <= MORE_MOST; i++)
        set.more[set.more_count++] = edits[i].ptr;
    record_request(&set, answer, gather);
}

static void fix(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan;
    const struct baton_text *edits = NULL;
    struct baton_study *study;
    struct baton_report_info info;
    size_t count;

    if (!study_check_request(request, answer))
        return;
    plan = load_plan(request, answer);
    if (!plan || !baton_report_find("check", &info))
        return;
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, info.needs, NULL, study))
        return;
    answer->outcome = OUTCOME_DONE;
    count = baton_study_fix(study, text_of(request_value(request, &flag_fix)),
                            text_of(request_value(request, &flag_audience)), &edits);
    if (count == 0) {
        answer->outcome = OUTCOME_NOT_FOUND;
    } else if (request_has(request, &flag_apply)) {
        baton_problems_forget(answer->b);   /* that there is no forecast is no reason not to */
        apply(request, answer, edits, count);
    } else {
        preview(request, answer, plan, edits, count);
    }
}

/* The findings that were open then, for the studies of this answer. */
static bool take_before(const struct request *request, struct answer *answer)
{
    const struct baton_node *root = load_tree(answer, request_value(request, &flag_before));

    if (!root)
        return false;
    answer->before = root;
    return true;
}

/* A report that is asked for in place of the findings; NULL: none. */
static const char *other_report(const struct request *request)
{
    return request_has(request, &flag_dcma)       ? "dcma"
           : request_has(request, &flag_baseline) ? "baseline"
           : request_has(request, &flag_record)   ? "record"
                                                  : NULL;
}

static void run(const struct request *request, struct answer *answer)
{
    const char *fail_on = request_value(request, &flag_fail_on);
    const char *until = request_value(request, &flag_baseline);
    struct baton_study *study = NULL;
    struct request other = *request;
    enum baton_level least = BATON_ERROR;
    int64_t day;

    if (request_has(request, &flag_dcma) && request_has(request, &flag_audience)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "--dcma counts every task: it cannot be given for one audience",
                      "leave --dcma or --audience out");
        return;
    }
    if (until && !baton_day(text_of(until), &day)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value", "--baseline takes a date",
                      "as in --baseline 2027-03-31");
        return;
    }
    if (request_has(request, &flag_before) && !take_before(request, answer))
        return;
    if (request_has(request, &flag_fix)) {
        fix(request, answer);
        return;
    }
    if (other_report(request)) {
        other.arguments[1] = until;
        answer_with_report(&other, answer, other_report(request), NULL);
        return;
    }
    answer_with_report(request, answer, request_has(request, &flag_sarif) ? "sarif" : "check",
                       &study);
    if (study && ground_of_plan(answer) && !request_has(request, &flag_audience))
        ground_keep_findings(answer, ground_of_plan(answer), study);
    if (!study || answer->bytes.len == 0 || (fail_on && strcmp(fail_on, "none") == 0))
        return;
    if (fail_on && strcmp(fail_on, "warning") == 0)
        least = BATON_WARNING;
    if (baton_study_findings(study, least, text_of(request_value(request, &flag_audience))) > 0)
        answer->outcome = OUTCOME_FINDINGS;
}

const struct verb verb_check = {
    .name = "check",
    .summary = "what is about to go wrong, what it costs, who can defuse it",
    .detail = "Runs every rule on the plan and its forecast. Each finding has evidence, expected "
              "days, a date until when it can be defused, an owner and a move; its id is "
              "RULE/SUBJECT. `baton allow` accepts one until a day and for a reason; --baseline "
              "accepts all there is, into a file to put beside the plan. For CI: exit 1 when "
              "there is one of the level of --fail-on or above that is not accepted; with "
              "--audience only what it may see counts.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, a store, or - (default: this "
                                  "folder)"}},
    .flags = flags,
    .example = "examples/sherlock --fail-on warning",
    .json_kind = "check",
    .permission = PERMIT_READER,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "app/verbs/compose.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

static const struct flag flag_choose = {
    .name = "choose", .value = "OPTION",
    .doc = "decide it: the option's edits are applied, the outcome is stated"};
static const struct flag flag_dissent = {
    .name = "dissent", .value = "TEXT", .doc = "with --choose: what was said against it"};
static const struct flag flag_again = {
    .name = "review", .value = "DATE", .doc = "with --choose: when it is looked at again"};
static const struct flag flag_reopen = {
    .name = "reopen", .doc = "take the decision back to the table, and count it"};
static const struct flag flag_lapse = {
    .name = "lapse", .doc = "state that it was decided by default, by nobody"};
static const struct flag flag_would = {
    .name = "would-choose", .value = "OPTION",
    .doc = "at the review: what would be chosen today; another option than then is regret"};
static const struct flag flag_record_of = {
    .name = "record", .doc = "the decision record, in Markdown"};

static bool refuse(struct answer *answer, const char *code, const char *text, const char *hint)
{
    answer_refuse(answer, OUTCOME_UNUSABLE, code, text, hint);
    return false;
}

/* Exactly one person decides. */
static bool check_decider(const struct request *request, struct answer *answer,
                          struct baton_edits *edits, const char *id)
{
    const char *by = request_value(request, &flag_by);
    const struct baton_text decider = compose_stated(answer, edits, id, "decider");

    if (!by)
        return refuse(answer, "bad-usage", "a decision needs the one who took it",
                      "add --by WHO, and --because \"...\"");
    if (decider.len == 0)
        return compose_value(answer, edits, id, "decider", by);
    if (decider.len != strlen(by) || memcmp(decider.ptr, by, decider.len) != 0)
        return refuse(answer, "not-the-decider", "somebody else is to decide this",
                      "baton set PLAN ID.decider=WHO changes who decides, and says so");
    return true;
}

static bool is_decision(struct answer *answer, const struct baton_edits *edits, const char *id)
{
    const struct baton_plan *plan = baton_edits_plan(edits);
    const uint32_t object = id ? baton_object_find(plan, text_of(id)) : BATON_NO_OBJECT;

    if (object != BATON_NO_OBJECT &&
        strcmp(baton_kind(baton_object_kind(plan, object)).name, "decision") == 0)
        return true;
    answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-decision", "there is no such decision",
                  "baton decide PLAN lists them");
    return false;
}

static bool is_decided(struct answer *answer, const struct baton_edits *edits, const char *id)
{
    return compose_stated(answer, edits, id, "decided").len > 0;
}

static bool choose(const struct request *request, struct answer *answer,
                   struct baton_edits *edits, const char *id)
{
    const char *option = request_value(request, &flag_choose);
    const char *because = request_value(request, &flag_why);
    const char *dissent = request_value(request, &flag_dissent);
    const char *again = request_value(request, &flag_again);
    char date[DATE_SIZE];

    if (is_decided(answer, edits, id))
        return refuse(answer, "already-decided", "it is decided already",
                      "--reopen takes it back to the table first, and counts it");
    if (!because)
        return refuse(answer, "bad-usage", "a decision needs its reason",
                      "add --because \"...\"");
    return check_decider(request, answer, edits, id) &&
           baton_edits_choose(edits, text_of(id), text_of(option)) &&
           compose_date(answer, edits, NULL, date) &&
           compose_value(answer, edits, id, "state", "decided") &&
           compose_value(answer, edits, id, "decided", date) &&
           compose_text(answer, edits, id, "outcome", option) &&
           compose_text(answer, edits, id, "because", because) &&
           (!dissent || compose_text(answer, edits, id, "dissent", dissent)) &&
           (!again || (compose_date(answer, edits, again, date) &&
                       compose_value(answer, edits, id, "review", date)));
}

static bool reopen(struct answer *answer, struct baton_edits *edits, const char *id)
{
    const struct baton_text before = compose_stated(answer, edits, id, "reopened");
    char count[24];
    long times = 0;

    if (!is_decided(answer, edits, id))
        return refuse(answer, "not-decided", "nobody decided it yet", NULL);
    for (size_t i = 0; i < before.len && before.ptr[i] >= '0' && before.ptr[i] <= '9'; i++)
        times = times * 10 + before.ptr[i] - '0';
    snprintf(count, sizeof(count), "%ld", times + 1);
    return compose_value(answer, edits, id, "reopened", count) &&
           compose_value(answer, edits, id, "state", "framed") &&
           compose_removal(answer, edits, id, "decided") &&
           compose_removal(answer, edits, id, "outcome");
}

static bool lapse(const struct request *request, struct answer *answer,
                  struct baton_edits *edits, const char *id)
{
    const char *because = request_value(request, &flag_why);
    char date[DATE_SIZE];

    if (is_decided(answer, edits, id))
        return refuse(answer, "already-decided", "it is decided already", NULL);
    return compose_date(answer, edits, NULL, date) &&
           compose_value(answer, edits, id, "state", "lapsed") &&
           compose_value(answer, edits, id, "decided", date) &&
           compose_text(answer, edits, id, "because",
                        because ? because : "nobody decided in time");
}

static bool review(const struct request *request, struct answer *answer,
                   struct baton_edits *edits, const char *id)
{
    char date[DATE_SIZE];

    if (!is_decided(answer, edits, id))
        return refuse(answer, "not-decided", "nobody decided it yet", NULL);
    return compose_date(answer, edits, NULL, date) &&
           compose_value(answer, edits, id, "reviewed", date) &&
           compose_value(answer, edits, id, "state", "reviewed") &&
           compose_text(answer, edits, id, "would_choose", request_value(request, &flag_would));
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    const char *id = request->arguments[1];

    if (!is_decision(answer, edits, id))
        return false;
    if (request_has(request, &flag_choose))
        return choose(request, answer, edits, id);
    if (request_has(request, &flag_reopen))
        return reopen(answer, edits, id);
    if (request_has(request, &flag_would))
        return review(request, answer, edits, id);
    return lapse(request, answer, edits, id);
}

static void run(const struct request *request, struct answer *answer)
{
    const char *id = request->arguments[1];
    const struct baton_plan *plan;
    struct baton_study *study;

    if (request_has(request, &flag_choose) || request_has(request, &flag_reopen) ||
        request_has(request, &flag_lapse) || request_has(request, &flag_would)) {
        if (request_has(request, &flag_audience)) {
            refuse(answer, "bad-usage", "--audience is of what is shown, not of a step",
                   "leave it out: who decides may see what is decided");
            return;
        }
        record_request(request, answer, gather);
        return;
    }
    plan = study_check_request(request, answer) ? load_plan(request, answer) : NULL;
    if (!plan)
        return;
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, BATON_NEEDS_FORECAST, NULL, study))
        return;
    baton_study_decide(study, text_of(id));
    study_print(request, answer,
                request_has(request, &flag_record_of) ? "decision_record" : "decide", study, id);
}

static const struct flag *const flags[] = {
    &flag_choose, &flag_by, &flag_why, &flag_dissent, &flag_again, &flag_reopen, &flag_lapse,
    &flag_would, &flag_record_of, &flag_dry_run, &flag_against, &flag_id, &flag_dated, &flag_all,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity,
    &flag_audience, &flag_html, NULL};

const struct verb verb_decide = {
    .name = "decide",
    .summary = "what waits for a decision, what each option does, and deciding it",
    .detail = "Without ID the queue, by what a week of waiting costs over the time left. With "
              "ID one decision in full: when it must be taken and why then, what waiting "
              "costs, every option and nobody deciding side by side on the same random "
              "numbers, what knowing more would be worth, and where the best option changes. "
              "--choose applies the option's edits and states outcome, reason and dissent, in "
              "a store or in plan files; --dry-run shows what it would change and what it does "
              "to every promise.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, a store, or -"},
                  {"ID", false, "one decision"}},
    .flags = flags,
    .example = "examples/sherlock d-05",
    .json_kind = "decide",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

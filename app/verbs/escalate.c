/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { DAY_S = 86400, FIELDS = 1500 };

static const struct flag flag_ask = {
    .name = "ask", .value = "TEXT", .doc = "open an escalation of ID that asks this, and write it"};
static const struct flag flag_did = {
    .name = "did", .value = "WHAT",
    .choices = "acknowledged progressed reassigned rejected snoozed de-escalated merged resolved "
               "reopened",
    .doc = "keep what somebody did with the escalation ID; --because says why"};
static const struct flag flag_until = {
    .name = "until", .value = "DATE", .doc = "of a snooze, or of --dry-run"};
static const struct flag flag_to = {
    .name = "to", .value = "WHO", .doc = "of a reassignment: an id of the plan"};
static const struct flag flag_into = {
    .name = "into", .value = "ID", .doc = "of a merge: the escalation that goes on"};
static const struct flag flag_ahead = {
    .name = "dry-run", .doc = "who would be told when until --until, if nobody did anything"};

static const struct flag *const flags[] = {
    &flag_ask, &flag_did, &flag_until, &flag_to, &flag_into, &flag_ahead, &flag_why, &flag_by,
    &flag_dated, &flag_against, &flag_id, &flag_html, &flag_audience, &flag_all, NULL};

/* Seconds of --dated, else of the plan's data date at nine in the morning. */
static int64_t now_of(const struct request *request, const struct baton_plan *plan)
{
    const char *dated = request_value(request, &flag_dated);
    int hour = 9, minute = 0;
    int64_t day;

    if (!dated || !baton_day((struct baton_text){dated, strlen(dated) < 10 ? strlen(dated) : 10},
                             &day))
        return baton_plan_as_of(plan) / DAY_S * DAY_S + 9 * 3600;
    if (strlen(dated) > 10)
        sscanf(dated + 10, "T%2d:%2d", &hour, &minute);
    return day * DAY_S + hour * 3600 + minute * 60;
}

static bool refuse(struct answer *answer, const char *text, const char *hint)
{
    answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", text, hint);
    return false;
}

/* A quotation in YAML. */
static void add_words(char *out, size_t size, const char *key, const char *words)
{
    size_t at = strlen(out);

    at += (size_t)snprintf(out + at, size - at, "%s%s: \"", at > 0 ? ", " : "", key);
    for (; *words && at + 4 < size; words++) {
        if (*words == '"' || *words == '\\')
            out[at++] = '\\';
        out[at++] = (unsigned char)*words < ' ' ? ' ' : *words;
    }
    snprintf(out + at, size - at, "\"");
}

static void add_word(char *out, size_t size, const char *key, const char *word)
{
    const size_t at = strlen(out);

    snprintf(out + at, size - at, "%s%s: %.200s", at > 0 ? ", " : "", key, word);
}

/* What --did needs beside itself. */
static bool is_said(const struct request *request, struct answer *answer)
{
    const char *did = request_value(request, &flag_did);
    const char *until = request_value(request, &flag_until);
    int64_t day;

    if (strcmp(did, "snoozed") == 0 && (!until || !request_has(request, &flag_why)))
        return refuse(answer, "a snooze has an end and a reason", "--until DATE --because WHY");
    if (until && !baton_day(text_of(until), &day))
        return refuse(answer, "--until takes a date", "as in --until 2026-12-04");
    if (strcmp(did, "reassigned") == 0 && !request_has(request, &flag_to))
        return refuse(answer, "to whom is it given?", "--to WHO");
    if (strcmp(did, "merged") == 0 && !request_has(request, &flag_into))
        return refuse(answer, "into which escalation?", "--into ID");
    if ((strcmp(did, "rejected") == 0 || strcmp(did, "de-escalated") == 0) &&
        !request_has(request, &flag_why))
        return refuse(answer, "why?", "--because WHY");
    return true;
}

static struct baton_text event_of(const struct request *request, struct answer *answer,
                                  const struct baton_plan *plan)
{
    char fields[FIELDS] = "";

    if (request_value(request, &flag_until))
        add_word(fields, sizeof(fields), "until", request_value(request, &flag_until));
    if (request_value(request, &flag_to)) {
        add_word(fields, sizeof(fields), "to", "[");
        strncat(fields, request_value(request, &flag_to), 200);
        strcat(fields, "]");
    }
    if (request_value(request, &flag_into))
        add_word(fields, sizeof(fields), "into", request_value(request, &flag_into));
    if (request_value(request, &flag_why))
        add_words(fields, sizeof(fields), "because", request_value(request, &flag_why));
    return baton_escalation_event(answer->b, plan, text_of(request->arguments[1]),
                                  text_of(request_value(request, &flag_did)),
                                  now_of(request, plan), text_of(fields));
}

static struct baton_text opening_of(const struct request *request, struct answer *answer,
                                    const struct baton_plan *plan)
{
    struct baton_report_info info = {NULL, NULL, 0};
    struct baton_study *study = baton_study_new(answer->b, plan);
    const struct baton_text none = {NULL, 0};

    baton_report_find("check", &info);
    if (!study_compute(request, answer, info.needs, NULL, study))
        return none;
    answer->outcome = OUTCOME_DONE;
    return baton_escalation_open(study, text_of(request->arguments[1]),
                                 text_of(request_value(request, &flag_ask)),
                                 now_of(request, plan));
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    return edit_of_text(answer, request->arguments[1], edits);
}

/* As if somebody had typed it behind `set`. */
static void write(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan = load_plan(request, answer);
    struct request set = *request;
    struct baton_text edit;

    if (!plan)
        return;
    edit = request_has(request, &flag_ask) ? opening_of(request, answer, plan)
                                           : event_of(request, answer, plan);
    if (!edit.ptr) {
        answer->outcome = OUTCOME_NOT_FOUND;
        return;
    }
    set.arguments[1] = edit.ptr;
    record_request(&set, answer, gather);
}

static void run(const struct request *request, struct answer *answer)
{
    struct request other = *request;

    if (request_has(request, &flag_ahead)) {
        if (!request_has(request, &flag_until)) {
            refuse(answer, "until when is it played forward?", "--until DATE");
            return;
        }
        other.arguments[1] = request_value(request, &flag_until);
        answer_with_report(&other, answer, "tick", NULL);
        return;
    }
    if (!request_has(request, &flag_ask) && !request_has(request, &flag_did)) {
        answer_with_report(request, answer, "escalate", NULL);
        return;
    }
    if (!request->arguments[1])
        refuse(answer, "which one?", "baton escalate PLAN ID --ask TEXT, or --did WHAT");
    else if (request_has(request, &flag_ask) || is_said(request, answer))
        write(request, answer);
}

const struct verb verb_escalate = {
    .name = "escalate",
    .summary = "escalations: the note of one, what happened to it, who would be told when",
    .detail = "Without ID lists them. With the ID of one gives its note, ask first, and what the "
              "lint finds: no judging of people, one page, both sides in their own words. --ask "
              "opens one: ladder, timers, severity, date and impact are taken as they stand now, "
              "and stay. --did keeps what somebody did. --dry-run --until DATE plays the clock "
              "forward. Baton drafts; a person sends. `baton tick` is the clock.",
    .arguments = {{"PLAN", true, "a store, a plan file, or a folder of *.yaml"},
                  {"ID", false, "an escalation; with --ask what is to be escalated"}},
    .flags = flags,
    .example = "examples/sherlock",
    .json_kind = "escalate",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

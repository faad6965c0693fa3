/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"

enum { TYPED = 1200 };

static const struct flag flag_until = {
    .name = "until", .value = "DATE", .doc = "accepted up to and with that day"};
static const struct flag flag_label = {
    .name = "label", .value = "HOW", .choices = "defused detonated false-alarm",
    .doc = "how it ended, for the record of its rule"};

static const struct flag *const flags[] = {&flag_until, &flag_label, &flag_why, &flag_by,
                                           &flag_against, &flag_id, &flag_dated, &flag_dry_run,
                                           &flag_all, NULL};

static bool refuse(struct answer *answer, const char *text, const char *hint)
{
    answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", text, hint);
    return false;
}

/* A quotation in YAML: what stands in it ends neither the text nor the line. */
static void quote(const char *text, char *out, size_t size)
{
    size_t at = 0;

    for (; *text && at + 3 < size; text++) {
        if (*text == '"' || *text == '\\')
            out[at++] = '\\';
        out[at++] = *text == '\n' || *text == '\t' ? ' ' : *text;
    }
    out[at] = '\0';
}

static bool is_usable(const struct request *request, struct answer *answer)
{
    const char *until = request_value(request, &flag_until);
    const char *finding = request->arguments[1];
    const char *why = request_value(request, &flag_why);
    struct baton_text names[256];
    unsigned count = baton_rule_count();
    int64_t day;

    if (!until && !request_has(request, &flag_label))
        return refuse(answer, "until when is it accepted?",
                      "--until DATE --because WHY; or --label defused, detonated or false-alarm");
    if (until && !baton_day(text_of(until), &day))
        return refuse(answer, "--until takes a date", "as in --until 2027-01-15");
    if (until && (!why || !*why))
        return refuse(answer, "a finding is accepted for a reason", "say it with --because");
    for (unsigned i = 0; i < count && i < 256; i++) {
        const size_t length = strlen(baton_rule(i).name);

        names[i] = text_of(baton_rule(i).name);
        if (strncmp(finding, names[i].ptr, length) == 0 &&
            (finding[length] == '/' || finding[length] == '\0'))
            return strlen(finding) < 500 || refuse(answer, "that is no id of a finding", NULL);
    }
    return refuse(answer, "no rule has that name",
                  "the id of a finding is RULE/SUBJECT; baton check --json gives it, and baton "
                  "explain lists the rules");
}

/* Of "rule/subject", or "rule": one object for a finding and a day. */
static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    const char *finding = request->arguments[1], *slash = strchr(finding, '/');
    const char *until = request_value(request, &flag_until);
    const char *label = request_value(request, &flag_label);
    const char *why = request_value(request, &flag_why);
    const int rule = slash ? (int)(slash - finding) : (int)strlen(finding);
    static char typed[2 * TYPED];
    char said[TYPED], date[16] = "", words[TYPED + 32] = "";

    quote(why ? why : "", said, sizeof(said));
    if (until)
        snprintf(date, sizeof(date), "%.10s", until);
    if (why)
        snprintf(words, sizeof(words), ", because: \"%s\"", said);
    snprintf(typed, sizeof(typed),
             "judgements.%s-%.*s%s%s%s%.4s%.2s%.2s={rule: %.*s%s%s%s%s%s%s%s}",
             label ? "ended" : "accepted", rule, finding, slash ? "-" : "", slash ? slash + 1 : "",
             until ? "-until-" : "", until ? until : "", until ? until + 5 : "",
             until ? until + 8 : "",
             rule, finding, slash ? ", subject: " : "", slash ? slash + 1 : "",
             until ? ", until: " : "", date, label ? ", label: " : "", label ? label : "", words);
    return edit_of_text(answer, typed, edits);
}

static void run(const struct request *request, struct answer *answer)
{
    if (is_usable(request, answer))
        record_request(request, answer, gather);
}

const struct verb verb_allow = {
    .name = "allow",
    .summary = "accept a finding until a day and for a reason, or say how it ended",
    .detail = "An accepted finding is neither shown nor counted by `check`, the brief and `next` "
              "until the day has passed; `check --all` shows it. --label keeps how a finding "
              "ended; `check --record` sums that up, rule by rule. Written into the plan as a "
              "judgement, as by `baton set`.",
    .arguments = {{"PLAN", true, "a store, a plan file, or a folder of *.yaml"},
                  {"FINDING", true, "RULE/SUBJECT, as in unowned-handoff/ho-14"}},
    .flags = flags,
    .example = "plan unowned-handoff/ho-14 --until 2026-12-11 --because 'the new lead starts then'",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

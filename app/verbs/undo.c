/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "app/verbs/record.h"

enum { MESSAGE = 600 };

static const struct flag *const flags[] = {&flag_why, &flag_by, &flag_id, &flag_dated,
                                           &flag_dry_run, &flag_all, NULL};

static bool say(struct answer *answer, enum outcome outcome, const char *code, const char *text,
                const char *hint)
{
    answer_refuse(answer, outcome, code, text, hint);
    return false;
}

/* The change of the request; without one the last. */
static bool seq_of(const struct request *request, struct answer *answer, const struct ground *g,
                   int64_t *ret_seq)
{
    const char *typed = request->arguments[1];
    char *rest, text[MESSAGE];
    long long seq;

    *ret_seq = g->head.seq;
    if (typed) {
        seq = strtoll(typed, &rest, 10);
        if (*typed == '\0' || *rest != '\0') {
            snprintf(text, sizeof(text), "'%.80s' is no number of a change", typed);
            return say(answer, OUTCOME_UNUSABLE, "bad-value", text, "baton log shows them");
        }
        *ret_seq = seq;
    }
    if (*ret_seq < 1 || *ret_seq > g->head.seq) {
        snprintf(text, sizeof(text), "there is no change %lld", (long long)*ret_seq);
        return say(answer, OUTCOME_NOT_FOUND, "no-such-change", text, "baton log shows them");
    }
    if (*ret_seq == 1)
        return say(answer, OUTCOME_UNUSABLE, "bad-value",
                   "change 1 is the plan itself; it cannot be undone", NULL);
    return true;
}

/* What it changed and somebody changed again since. */
static bool is_free(struct answer *answer, const struct baton_change *undo,
                    const struct baton_change *later, size_t count)
{
    char text[MESSAGE];
    size_t i, j;
    bool free_of = true;

    for (size_t n = 0; n < count; n++)
        if (baton_change_clash(undo, &later[n], &i, &j)) {
            const struct baton_change_line line = baton_change_line(answer->b, &later[n], j);

            snprintf(text, sizeof(text), "change %lld by %.*s made %.*s %.*s since",
                     (long long)later[n].seq, later[n].by.len ? (int)later[n].by.len : 8,
                     later[n].by.len ? later[n].by.ptr : "somebody", (int)line.address.len,
                     line.address.ptr, line.after.len > 0 ? (int)line.after.len : 7,
                     line.after.len > 0 ? line.after.ptr : "nothing");
            free_of = say(answer, OUTCOME_CONFLICT, "conflict", text,
                          "undo that one first, or set what you want");
        }
    return free_of;
}

static void run(const struct request *request, struct answer *answer)
{
    struct ground *g = ground_open(request, answer, request->arguments[0]);
    const struct baton_plan *plan, *made = NULL;
    struct baton_change *changes, undo;
    struct baton_edits *edits;
    char source[64];
    int64_t seq;
    size_t count;

    if (!g || !seq_of(request, answer, g, &seq) ||
        !ground_changes(answer, g, seq - 1, g->head.seq, &changes, &count))
        return;
    undo = changes[0];
    undo.edits = changes[0].undo;
    undo.undo = changes[0].edits;
    if (!is_free(answer, &undo, changes + 1, count - 1))
        return;
    plan = ground_plan(request, answer, g, g->head.seq);
    if (!plan)
        return;
    edits = baton_edits_new(answer->b, plan);
    if (!baton_edits_add_map(edits, undo.edits) || !baton_edits_apply(edits, &made)) {
        say(answer, OUTCOME_CONFLICT, "conflict",
            "what was changed since needs what would be taken back", "undo that first");
        return;
    }
    snprintf(source, sizeof(source), "undo of %lld", (long long)seq);
    record_and_print(request, answer, g, g->head.seq, plan, made, source);
}

const struct verb verb_undo = {
    .name = "undo",
    .summary = "take a change back, by a change that does the opposite",
    .detail = "Nothing leaves the log: the change that takes back stands behind it and can be "
              "undone too. Where something it stated was changed again since, nothing is done "
              "(exit 4).",
    .arguments = {{"PLAN", true, "a store: a folder with baton.db, its path, or postgres://..."},
                  {"SEQ", false, "number of the change (default: the last)"}},
    .flags = flags,
    .example = "plan 12 --because 'it was a misreading'",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/verbs/form.h"
#include "app/verbs/study.h"

const struct flag *const flags_of_record[] = {
    &flag_why, &flag_by, &flag_against, &flag_id, &flag_dated, &flag_dry_run, &flag_all,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity,
    NULL};

void answer_add(const struct request *request, struct answer *answer, const char *line)
{
    const struct baton_text report = answer->bytes;
    const size_t length = strlen(line);
    char *bytes;

    if (request_has(request, &flag_json) || !(bytes = malloc(report.len + length)))
        return;
    memcpy(bytes, report.ptr, report.len);
    memcpy(bytes + report.len, line, length);
    free(answer->made);    /* the report so far, where a line was added before */
    answer->made = bytes;
    answer->bytes = (struct baton_text){bytes, report.len + length};
}

void print_changes(const struct request *request, struct answer *answer,
                   const struct baton_plan *plan, const struct baton_change *changes,
                   size_t count)
{
    const struct baton_report_options options = {
        .json = request_has(request, &flag_json),
        .width = request->width,
        .color = request->color,
        .ascii = request_has(request, &flag_ascii),
        .everything = request_has(request, &flag_all),
        .audience = text_of(request_value(request, &flag_audience)),
        .explain = text_of(request_value(request, &flag_explain)),
        .changes = changes,
        .change_count = count};

    answer->outcome = OUTCOME_DONE;
    form_print(request, answer, baton_study_new(answer->b, plan), "log", &options);
}

static void preview(const struct request *request, struct answer *answer, struct ground *g,
                    const struct baton_plan *plan, const struct baton_plan *made)
{
    struct baton_change change = {
        .seq = g->head.seq + 1, .against = g->head.seq, .id = text_of("dry-run"),
        .why = text_of(request_value(request, &flag_why))};
    char at[21];
    struct baton_text line;

    if (!ground_now(request, answer, at))
        return;
    change.at = text_of(at);
    line = baton_change_write(answer->b, &change, plan, made);
    if (baton_change_read(answer->b, text_of("this change"), line, &change))
        print_changes(request, answer, plan, &change, 1);
}

void record_and_print(const struct request *request, struct answer *answer, struct ground *g,
                      int64_t against, const struct baton_plan *plan,
                      const struct baton_plan *made, const char *source)
{
    struct baton_change *changes;
    int64_t seq = 0;
    size_t count;

    if (request_has(request, &flag_dry_run)) {
        preview(request, answer, g, plan, made);
        return;
    }
    if (!ground_record(request, answer, g, against, plan, made, source, &seq))
        return;
    if (seq == 0)
        print_changes(request, answer, made, NULL, 0);
    else if (ground_changes(answer, g, seq - 1, seq, &changes, &count))
        print_changes(request, answer, made, changes, count);
}

bool edit_and_apply(const struct request *request, struct answer *answer, edit_gather *gather,
                    const struct baton_plan *plan, const struct baton_plan **ret_made)
{
    struct baton_edits *edits = baton_edits_new(answer->b, plan);
    bool good = gather(request, answer, edits);

    /* After a fault too: what is wrong with the others is said with it. */
    good = baton_edits_apply(edits, ret_made) && good;
    good = good && baton_problem_count(answer->b, BATON_ERROR) == 0;
    if (!good && answer->outcome != OUTCOME_UNREACHABLE && answer->outcome != OUTCOME_NOT_FOUND &&
        answer->outcome != OUTCOME_CONFLICT)
        answer->outcome = OUTCOME_UNUSABLE;
    return good;
}

void record_request(const struct request *request, struct answer *answer, edit_gather *gather)
{
    const struct baton_plan *plan, *made = NULL;
    struct ground *g;
    int64_t against;

    if (!ground_is_store(request->arguments[0])) {
        edit_files(request, answer, gather);
        return;
    }
    g = ground_open(request, answer, request->arguments[0]);
    if (!g)
        return;
    if (!ground_seq(answer, g, request_value(request, &flag_against), &against))
        return;
    plan = ground_plan(request, answer, g, against);
    if (plan && edit_and_apply(request, answer, gather, plan, &made))
        record_and_print(request, answer, g, against, plan, made, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { FRAME = 256 };

static const struct flag flag_to = {
    .name = "to", .value = "FORMAT", .choices = "log yaml json mspdi xer csv xlsx ics mermaid",
    .doc = "in which format (default: the log of a store)"};

static const struct flag *const flags[] = {&flag_to, &flag_at, &flag_dialect, NULL};

struct out {
    char *bytes;
    size_t len, room;
    bool full;
};

static void add(struct out *out, const char *text, size_t length)
{
    if (out->len + length > out->room) {
        const size_t room = 2 * (out->len + length) + FRAME;
        char *bytes = realloc(out->bytes, room);

        out->full = out->full || !bytes;
        if (!bytes)
            return;
        out->bytes = bytes;
        out->room = room;
    }
    memcpy(out->bytes + out->len, text, length);
    out->len += length;
}

/* The change stands last, as it is stored, so that its bytes can be cut out again. */
static bool take_row(void *context, const struct store_row *row)
{
    struct out *out = context;
    char frame[FRAME];

    snprintf(frame, sizeof(frame), "{\"before\":\"%.64s\",\"hash\":\"%.64s\",\"change\":",
             row->before.ptr, row->hash.ptr);
    add(out, frame, strlen(frame));
    add(out, row->line.ptr, row->line.len);
    add(out, "}\n", 2);
    return !out->full;
}

static void write_log(const struct request *request, struct answer *answer)
{
    const char *path = request->arguments[0] ? request->arguments[0] : ".";
    struct ground *g = ground_open(request, answer, path);
    struct out out = {NULL, 0, 0, false};
    char head[STORE_PROGRAM + FRAME];
    enum store_result result;

    if (!g)
        return;
    snprintf(head, sizeof(head), "{\"baton_log\":1,\"program\":\"%s\"}\n",
             store_program(g->store));
    add(&out, head, strlen(head));
    result = store_read_since(g->store, 0, g->head.seq, take_row, &out);
    answer->made = out.bytes;
    if (result != STORE_DONE)
        ground_refuse(answer, g, result);
    else if (out.full)
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
    else
        answer->bytes = (struct baton_text){out.bytes, out.len};
}

/* A plan in a format of another tool, or as a plan file. */
static void write_plan(const struct request *request, struct answer *answer, const char *to)
{
    const struct baton_plan *plan = load_plan(request, answer);
    struct baton_study *study;

    if (!plan)
        return;
    if (strcmp(to, "yaml") == 0 || strcmp(to, "json") == 0) {
        answer->bytes = baton_plan_write(answer->b, plan, strcmp(to, "json") == 0);
        return;
    }
    study = baton_study_new(answer->b, plan);
    if (!baton_study_schedule(study) || !baton_export(answer->b, study, to, &answer->bytes))
        answer->outcome = OUTCOME_UNUSABLE;
}

static void run(const struct request *request, struct answer *answer)
{
    const char *to = request_value(request, &flag_to);

    if (!to || strcmp(to, "log") == 0)
        write_log(request, answer);
    else
        write_plan(request, answer, to);
}

const struct verb verb_export = {
    .name = "export",
    .summary = "a plan for another tool, or the whole log of a store",
    .detail = "With --to FORMAT any plan: mspdi (Microsoft Project XML), xer (Primavera), csv and "
              "xlsx (a row a task), ics (milestones, promises, forums), mermaid (a chart), yaml "
              "and json (a plan file). What the format cannot say is a note (--notes). Without it "
              "the log of a store as JSON lines: one line a change, each with the hash before "
              "it and its own; baton import reads it "
              "back into any store and checks every link. What is kept beside the log (forecasts, "
              "scenarios) is not in it.",
    .arguments = {{"PLAN", false, "any plan; for the log a store: a folder with baton.db "
                                  "(default: this folder), its path, or postgres://..."}},
    .flags = flags,
    .example = "examples/sherlock --to mspdi -o plan.xml",
    .permission = PERMIT_READER,
    .run = run,
};

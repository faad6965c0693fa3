/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/verbs/record.h"

enum { FRAME = 256 };

static const struct flag *const flags[] = {NULL};

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

static void run(const struct request *request, struct answer *answer)
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

const struct verb verb_export = {
    .name = "export",
    .summary = "the whole log of a store as JSON lines, with its hashes",
    .detail = "One line a change, each with the hash before it and its own; baton import reads it "
              "back into any store and checks every link. What is kept beside the log (forecasts, "
              "scenarios) is not in it.",
    .arguments = {{"PLAN", false, "a store: a folder with baton.db (default: this folder), its "
                                  "path, or postgres://..."}},
    .flags = flags,
    .example = "plan -o plan.log",
    .permission = PERMIT_READER,
    .run = run,
};

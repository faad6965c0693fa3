/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "app/os/file.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { MESSAGE = 600 };

static const struct flag *const flags[] = {&flag_why, &flag_by, &flag_id, &flag_dated, NULL};

/* Where the store is made: --store, the folder itself, or the folder of the file. */
static const char *place_of(const struct request *request, const char *path, char *room,
                            size_t size)
{
    const char *store = request_value(request, &flag_store);
    const char *slash = strrchr(path, '/');

    if (store)
        return store;
    if (file_kind_of(path) == FILE_FOLDER)
        return path;
    if (!slash)
        return ".";
    snprintf(room, size, "%.*s", (int)(slash - path), path);
    return slash == path ? "/" : room;
}

static void run(const struct request *request, struct answer *answer)
{
    const char *path = request->arguments[0] ? request->arguments[0] : ".";
    const struct baton_read_options how = {.today = request->today, .read_on = request->read_on};
    const struct baton_plan *plan, *empty;
    char room[MESSAGE], text[MESSAGE];
    const char *place = place_of(request, path, room, sizeof(room));
    struct ground *g;
    int64_t seq;

    if (ground_is_store(path)) {
        answer_refuse(answer, OUTCOME_CONFLICT, "store-exists", "there is a store already",
                      "baton apply brings a plan file into it");
        return;
    }
    plan = load_files(request, answer, path);
    if (!plan)
        return;
    g = ground_create(request, answer, place, baton_plan_id(plan));
    if (!g)
        return;
    if (!baton_plan_empty(answer->b, baton_plan_id(plan), &how, &empty) ||
        !ground_record(request, answer, g, 0, empty, plan, "init", &seq)) {
        store_abandon(g->store);
        return;
    }
    snprintf(text, sizeof(text), "%.*s: change 1 of a new store holds the plan\nnext: baton log "
             "%.200s%s%s\n", (int)baton_plan_id(plan).len, baton_plan_id(plan).ptr, g->name,
             store_is_address(place) ? "#" : "",
             store_is_address(place) ? store_program(g->store) : "");
    answer->bytes = store_copy(text_of(text));
    answer->made = (char *)(uintptr_t)answer->bytes.ptr;
}

const struct verb verb_init = {
    .name = "init",
    .summary = "make a store of a plan: from then on every change is kept",
    .detail = "Reads a plan (a file, a folder, a file of another tool) and makes a store with it "
              "as its first change: baton.db beside it, or where --store says. From then on the "
              "store is the plan: a folder that holds baton.db is read from it, and its *.yaml "
              "files come in again through baton apply.",
    .arguments = {{"FROM", false, "a plan: a file, a folder of *.yaml, or - (default: this "
                                  "folder)"}},
    .flags = flags,
    .example = "examples/sherlock --store sherlock.db",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

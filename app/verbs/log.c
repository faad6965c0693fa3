/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "app/verbs/record.h"

enum { SHOWN_USUAL = 20 };

static const struct flag flag_since = {
    .name = "since", .value = "WHEN", .doc = "changes after that date or sequence"};
static const struct flag flag_about = {
    .name = "about", .value = "ID", .doc = "only changes that touch ID, or ID.field"};
static const struct flag flag_who = {.name = "who", .value = "NAME", .doc = "only those by NAME"};
static const struct flag flag_last = {
    .name = "last", .value = "N", .number = true, .least = 1,
    .doc = "at most the last N (default: 20, with --all every one)"};
static const struct flag flag_ndjson = {
    .name = "ndjson", .doc = "the lines of the log as they are stored, one a change"};

static const struct flag *const flags[] = {&flag_since, &flag_about, &flag_who, &flag_last,
                                           &flag_ndjson, &flag_audience, &flag_all, NULL};

static bool is_wanted(const struct request *request, const struct baton_change *c)
{
    const char *about = request_value(request, &flag_about);
    const char *who = request_value(request, &flag_who);

    return (!about || baton_change_concerns(c, text_of(about))) &&
           (!who || (c->by.len == strlen(who) && memcmp(c->by.ptr, who, c->by.len) == 0));
}

/* Those wanted, in their order, moved to the front. */
static size_t choose(const struct request *request, struct baton_change *changes, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (is_wanted(request, &changes[i]))
            changes[kept++] = changes[i];
    return kept;
}

/* The stored lines: their bytes stand in one buffer. */
struct lines {
    char *bytes;
    size_t len, room;
    bool full;
};

static bool take_line(void *context, const struct store_row *row)
{
    struct lines *l = context;

    if (l->len + row->line.len + 1 > l->room) {
        const size_t room = 2 * (l->len + row->line.len + 1);
        char *bytes = realloc(l->bytes, room);

        if (!bytes) {
            l->full = true;
            return false;
        }
        l->bytes = bytes;
        l->room = room;
    }
    memcpy(l->bytes + l->len, row->line.ptr, row->line.len);
    l->len += row->line.len;
    l->bytes[l->len++] = '\n';
    return true;
}

static void print_lines(struct answer *answer, struct ground *g, int64_t after, int64_t until)
{
    struct lines l = {NULL, 0, 0, false};
    const enum store_result result =
        store_read_since(g->store, after, until, take_line, &l);

    answer->made = l.bytes;
    answer->bytes = (struct baton_text){l.bytes, l.len};
    if (result != STORE_DONE)
        ground_refuse(answer, g, result);
    else if (l.full)
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
}

static void run(const struct request *request, struct answer *answer)
{
    const char *path = request->arguments[0] ? request->arguments[0] : ".";
    const bool all = request_has(request, &flag_all);
    const bool narrow = request_has(request, &flag_about) || request_has(request, &flag_who);
    const int64_t last =
        request_number(request, &flag_last, all ? INT64_MAX : SHOWN_USUAL);
    int64_t until, after = 0;
    const struct baton_plan *plan;
    struct baton_change *changes;
    struct ground *g;
    size_t count;

    if (!ground_is_store(path)) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "no-store", "PLAN is no store, so it has no log",
                      "baton init makes one");
        return;
    }
    g = ground_open(request, answer, path);
    if (!g || !ground_point(answer, g, &until) ||
        (request_has(request, &flag_since) &&
         !ground_seq(answer, g, request_value(request, &flag_since), &after)))
        return;
    if (request_has(request, &flag_ndjson) && !request_has(request, &flag_audience)) {
        print_lines(answer, g, after, until);
        return;
    }
    if (!narrow && until - after > last)
        after = until - last;
    plan = ground_plan(request, answer, g, until);
    if (!plan || !ground_changes(answer, g, after, until, &changes, &count))
        return;
    count = choose(request, changes, count);
    if ((int64_t)count > last) {
        changes += count - (size_t)last;
        count = (size_t)last;
    }
    print_changes(request, answer, plan, changes, count);
}

const struct verb verb_log = {
    .name = "log",
    .summary = "what was changed, when, by whom and why",
    .detail = "The changes of a store, oldest first, each with its edits and what they replaced. "
              "Times are UTC. For an --audience nobody is named, and edits of what it may not see "
              "are counted only.",
    .arguments = {{"PLAN", false, "a store: a folder with baton.db (default: this folder), its "
                                  "path, or postgres://..."}},
    .flags = flags,
    .example = "plan --since 2026-11-16 --about token-api",
    .json_kind = "log",
    .permission = PERMIT_READER,
    .run = run,
};

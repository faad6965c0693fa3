/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/host.h"
#include "app/verbs/record.h"

enum { MESSAGE = 600, CONTEXT_LINES = 2000 };

static const struct flag flag_replay = {
    .name = "replay",
    .doc = "also apply every change from the first on, and compare with each snapshot"};

static const struct flag flag_last = {
    .name = "last", .value = "HASH",
    .doc = "a last hash that was printed before: it must still be in the chain"};

static const struct flag *const flags[] = {&flag_replay, &flag_last, NULL};

/* A walk along the chain. `fault` is empty as long as all is well. */
struct walk {
    struct baton *b;            /* for reading lines; made anew now and then */
    unsigned lines;
    int64_t seq;                /* of the last good change */
    char hash[BATON_HASH + 1];
    char at[32];                /* its time */
    char fault[MESSAGE];
    const char *last;           /* a hash kept elsewhere, or NULL ... */
    int64_t last_seq;           /* ... and the change that has it */
};

static bool wrong(struct walk *w, const char *what)
{
    snprintf(w->fault, sizeof(w->fault), "%s", what);
    return false;
}

static bool is_text(struct baton_text a, const char *b)
{
    return a.len == strlen(b) && memcmp(a.ptr, b, a.len) == 0;
}

static bool same_text(struct baton_text a, struct baton_text b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool check_row(struct walk *w, const struct store_row *row)
{
    char hash[BATON_HASH + 1], at[32];
    struct baton_change change;

    if (row->seq != w->seq + 1)
        return wrong(w, "it is missing");
    if (!is_text(row->before, w->hash))
        return wrong(w, "it does not follow the change before it");
    baton_log_chain(w->hash, row->line, hash);
    if (!is_text(row->hash, hash))
        return wrong(w, "its hash is not that of what it says");
    if (w->lines++ % CONTEXT_LINES == 0) {
        if (w->b)
            baton_free(w->b);
        w->b = baton_new(&host_pages, 0);
    }
    if (!baton_change_read(w->b, text_of("a change"), row->line, &change))
        return wrong(w, "it cannot be read");
    if (change.seq != row->seq || !same_text(change.id, row->id))
        return wrong(w, "its number or id is not what it says itself");
    snprintf(at, sizeof(at), "%.*s", (int)change.at.len, change.at.ptr);
    if (strcmp(at, w->at) < 0)
        return wrong(w, "its time is before that of the change before it");
    memcpy(w->at, at, sizeof(at));
    memcpy(w->hash, hash, sizeof(hash));
    w->seq = row->seq;
    if (w->last && strcmp(w->last, hash) == 0)
        w->last_seq = row->seq;
    return true;
}

static bool take_row(void *context, const struct store_row *row)
{
    return check_row(context, row);
}

static bool refuse(struct answer *answer, const struct ground *g, int64_t seq, const char *what)
{
    char text[MESSAGE * 2];

    snprintf(text, sizeof(text), "%.200s: change %lld: %s", g->name, (long long)seq, what);
    answer_refuse(answer, OUTCOME_FINDINGS, "broken-chain", text,
                  "what stands before it is as it was written; restore a backup, or import an "
                  "export");
    return false;
}

static bool walk_log(struct answer *answer, struct ground *g, struct walk *w)
{
    enum store_result result;

    baton_log_start(text_of(store_program(g->store)), w->hash);
    result = store_read_since(g->store, 0, INT64_MAX, take_row, w);
    if (w->b)
        baton_free(w->b);
    if (w->fault[0] != '\0')
        return refuse(answer, g, w->seq + 1, w->fault);
    if (result == STORE_DAMAGED)
        return refuse(answer, g, w->seq + 1, store_message(g->store));
    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    if (w->seq < g->head.seq)
        return refuse(answer, g, w->seq + 1, "it is missing");
    if (w->seq > g->head.seq && w->seq > 0)
        return refuse(answer, g, g->head.seq + 1, "the head does not know it");
    if (strcmp(w->hash, g->head.hash) != 0)
        return refuse(answer, g, w->seq, "the head has another hash");
    return true;
}

/* Whoever keeps a hash sees whether that log is still there: a restored copy that is older, and a
 * log written anew, have a whole chain too. */
static bool check_last(const struct walk *w, const struct ground *g, struct answer *answer)
{
    char text[MESSAGE * 2];

    if (!w->last || w->last_seq > 0)
        return true;
    snprintf(text, sizeof(text),
             "%.200s: the store went backwards: none of its %lld changes has the hash %.64s",
             g->name, (long long)w->seq, w->last);
    answer_refuse(answer, OUTCOME_FINDINGS, "store-went-backwards", text,
                  "an older copy was restored, or the log was written anew; compare with a backup "
                  "or an export from when that hash was printed");
    return false;
}

static void run(const struct request *request, struct answer *answer)
{
    const char *path = request->arguments[0] ? request->arguments[0] : ".";
    struct ground *g = ground_open(request, answer, path);
    struct walk w = {.last = request_value(request, &flag_last)};
    char text[MESSAGE];
    int64_t sound = 0, unsound = 0;
    enum store_result result;

    if (!g)
        return;
    result = store_check(g->store);
    if (w.last && strlen(w.last) != BATON_HASH) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                      "--last takes the 64 digits that baton verify prints", NULL);
        return;
    }
    if (!walk_log(answer, g, &w) || !check_last(&w, g, answer))
        return;
    if (result != STORE_DONE) {
        ground_refuse(answer, g, result);
        return;
    }
    if (!ground_check_snapshots(request, answer, g, request_has(request, &flag_replay), &sound,
                                &unsound))
        return;
    snprintf(text, sizeof(text),
             "%s: %lld change%s, each chained to the one before; %lld snapshot%s fit%s\n"
             "last hash %s\n", store_program(g->store), (long long)w.seq, w.seq == 1 ? "" : "s",
             (long long)sound, sound == 1 ? "" : "s", sound == 1 ? "s" : "", w.hash);
    if (w.last)
        snprintf(text + strlen(text), sizeof(text) - strlen(text),
                 "the hash of --last is that of change %lld\n", (long long)w.last_seq);
    answer->bytes = store_copy(text_of(text));
    answer->made = (char *)(uintptr_t)answer->bytes.ptr;
}

const struct verb verb_verify = {
    .name = "verify",
    .summary = "walk the whole chain of a store; name the first bad link",
    .detail = "Computes the hash of every change anew: a byte altered, a change dropped, added or "
              "moved is found (exit 1). Prints the last hash: whoever keeps it elsewhere and "
              "gives it to --last can tell whether an older copy was restored or the log written "
              "anew.",
    .arguments = {{"PLAN", false, "a store: a folder with baton.db (default: this folder), its "
                                  "path, or postgres://..."}},
    .flags = flags,
    .example = "plan",
    .permission = PERMIT_READER,
    .run = run,
};

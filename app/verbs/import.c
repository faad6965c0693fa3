/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/record.h"

enum { MESSAGE = 600, CONTEXT_LINES = 2000 };

static const char before_key[] = "{\"before\":\"", hash_key[] = "\",\"hash\":\"",
                  change_key[] = "\",\"change\":";

static const struct flag *const flags[] = {NULL};

/* An export, cut into rows whose texts are slices of its bytes but for the ids. */
struct log {
    struct store_row *rows;
    size_t count;
    struct baton_text program;
};

static bool fault(struct answer *answer, size_t line, const char *what)
{
    char text[MESSAGE];

    snprintf(text, sizeof(text), "line %zu of the log: %s", line, what);
    answer_refuse(answer, OUTCOME_UNUSABLE, "broken-chain", text, "nothing was written");
    return false;
}

static bool take(struct baton_text *rest, const char *word)
{
    const size_t length = strlen(word);

    if (rest->len < length || memcmp(rest->ptr, word, length) != 0)
        return false;
    rest->ptr += length;
    rest->len -= length;
    return true;
}

static bool take_hash(struct baton_text *rest, struct baton_text *ret)
{
    if (rest->len < BATON_HASH)
        return false;
    *ret = (struct baton_text){rest->ptr, BATON_HASH};
    rest->ptr += BATON_HASH;
    rest->len -= BATON_HASH;
    return true;
}

static bool next_line(struct baton_text *rest, struct baton_text *ret)
{
    const char *end = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t length = end ? (size_t)(end - rest->ptr) : rest->len;

    if (rest->len == 0)
        return false;
    *ret = (struct baton_text){rest->ptr, length};
    rest->ptr += length + (end ? 1 : 0);
    rest->len -= length + (end ? 1 : 0);
    return true;
}

static bool read_head(struct answer *answer, struct baton_text *rest, struct log *log)
{
    struct baton_text line;
    const char *end;

    if (!next_line(rest, &line) || !take(&line, "{\"baton_log\":1,\"program\":\""))
        return fault(answer, 1, "this is no log that baton export wrote");
    end = memchr(line.ptr, '"', line.len);
    if (!end || end == line.ptr || end - line.ptr > STORE_PROGRAM)
        return fault(answer, 1, "it names no program");
    log->program = (struct baton_text){line.ptr, (size_t)(end - line.ptr)};
    return true;
}

static bool read_row(struct answer *answer, struct baton *b, struct baton_text line, size_t number,
                     const char *last, struct store_row *row, char ret_hash[BATON_HASH + 1])
{
    struct baton_change change;

    if (!take(&line, before_key) || !take_hash(&line, &row->before) || !take(&line, hash_key) ||
        !take_hash(&line, &row->hash) || !take(&line, change_key) || line.len < 2 ||
        line.ptr[line.len - 1] != '}')
        return fault(answer, number, "it is not as baton export writes it");
    row->line = (struct baton_text){line.ptr, line.len - 1};
    row->seq = (int64_t)number - 1;
    if (memcmp(row->before.ptr, last, BATON_HASH) != 0)
        return fault(answer, number, "it does not follow the change before it");
    baton_log_chain(last, row->line, ret_hash);
    if (memcmp(row->hash.ptr, ret_hash, BATON_HASH) != 0)
        return fault(answer, number, "its hash is not that of what it says");
    if (!baton_change_read(b, text_of("a change"), row->line, &change) ||
        change.seq != row->seq)
        return fault(answer, number, "it is no change, or has another number");
    row->id = store_copy(change.id);
    return row->id.ptr && answer_keep(answer, row->id);
}

static bool read_rows(struct answer *answer, struct baton_text rest, struct log *log)
{
    struct baton *b = NULL;
    struct baton_text line;
    char last[BATON_HASH + 1], hash[BATON_HASH + 1];
    size_t room = 0;
    bool good = true;

    baton_log_start(log->program, last);
    while (good && next_line(&rest, &line)) {
        if (log->count == room) {
            struct store_row *rows;

            room = room ? room * 2 : 1024;
            rows = realloc(log->rows, room * sizeof(*rows));
            good = rows;
            log->rows = rows ? rows : log->rows;
        }
        if (log->count % CONTEXT_LINES == 0) {
            if (b)
                baton_free(b);
            b = baton_new(&host_pages, 0);
        }
        good = good && read_row(answer, b, line, log->count + 2, last, &log->rows[log->count],
                                hash);
        memcpy(last, hash, sizeof(last));
        log->count += good;
    }
    if (b)
        baton_free(b);
    return good;
}

static void bring_in(const struct request *request, struct answer *answer, const struct log *log)
{
    const char *where = request_value(request, &flag_store);
    struct ground *g = ground_create(request, answer, where ? where : ".", log->program);
    char text[MESSAGE];
    enum store_result result;

    if (!g)
        return;
    result = store_import(g->store, log->rows, log->count);
    if (result == STORE_DONE)
        result = store_head(g->store, &g->head);
    if (result != STORE_DONE) {
        ground_refuse(answer, g, result);
        store_abandon(g->store);
        return;
    }
    if (!ground_make_snapshots(request, answer, g))
        return;
    snprintf(text, sizeof(text), "%s: %zu changes, every link checked\nlast hash %s\n",
             store_program(g->store), log->count, g->head.hash);
    answer->bytes = store_copy(text_of(text));
    answer->made = (char *)(uintptr_t)answer->bytes.ptr;
}

static void run(const struct request *request, struct answer *answer)
{
    struct log log = {NULL, 0, {NULL, 0}};
    struct baton_text bytes, rest;
    char message[FILE_MESSAGE];

    if (!file_read(request->arguments[0], &bytes, message)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "unreadable-file", message, NULL);
        return;
    }
    if (!answer_keep(answer, bytes)) {
        file_release(bytes);
        return;
    }
    rest = bytes;
    if (read_head(answer, &rest, &log) && read_rows(answer, rest, &log))
        bring_in(request, answer, &log);
    free(log.rows);
}

const struct verb verb_import = {
    .name = "import",
    .summary = "make a store of an exported log, every link checked",
    .detail = "Reads what baton export wrote, computes every hash anew, applies every change, and "
              "only then has a store: baton.db in this folder, or where --store says (of either "
              "database).",
    .arguments = {{"LOG", true, "what baton export wrote; - for standard input"}},
    .flags = flags,
    .example = "plan.log --store postgres://db/baton",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

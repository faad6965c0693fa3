/* SPDX-License-Identifier: Apache-2.0 */
#include "app/store/store.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/store/backend.h"

enum { ATTEMPTS = 8, FIRST_PAUSE_MS = 50 };

bool store_is_address(const char *where)
{
    return strncmp(where, "postgres://", 11) == 0 || strncmp(where, "postgresql://", 13) == 0;
}

enum store_result store_fail(struct store *s, enum store_result result, const char *format, ...)
{
    va_list arguments;
    size_t length;

    va_start(arguments, format);
    vsnprintf(s->message, sizeof(s->message), format, arguments);
    va_end(arguments);
    length = strlen(s->message);
    while (length > 0 && s->message[length - 1] == '\n')
        s->message[--length] = '\0';
    return result;
}

struct baton_text store_copy(struct baton_text text)
{
    char *copy = malloc(text.len + 1);

    if (!copy)
        return (struct baton_text){NULL, 0};
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return (struct baton_text){copy, text.len};
}

enum store_result store_open(const char *where, const struct store_options *options,
                             struct store **ret_store)
{
    struct store *s = calloc(1, sizeof(*s));

    *ret_store = s;
    if (!s)
        return STORE_UNREACHABLE;
    s->no_notify = options->no_notify;
    s->backend = store_is_address(where) ? &backend_postgres : &backend_sqlite;
    if (options->program && strlen(options->program) > STORE_PROGRAM)
        return store_fail(s, STORE_DAMAGED, "the program's id is longer than %d bytes",
                          STORE_PROGRAM);
    return s->backend->open(s, where, options);
}

void store_close(struct store *s)
{
    if (!s)
        return;
    s->backend->close(s);
    free(s);
}

void store_abandon(struct store *s)
{
    struct store_head head;

    if (store_head(s, &head) == STORE_DONE && head.seq == 0)
        s->backend->abandon(s);
}

const char *store_message(const struct store *s)
{
    return s ? s->message : "there is no memory left";
}

const char *store_program(const struct store *s)
{
    return s->program;
}

enum store_result store_head(struct store *s, struct store_head *ret_head)
{
    return s->backend->head(s, ret_head);
}

static void pause_ms(unsigned ms)
{
    const struct timespec pause = {ms / 1000, (long)(ms % 1000) * 1000000};

    nanosleep(&pause, NULL);
}

/* A change may have been taken although the answer was lost: then its id is there, and that is
 * success of this call, not a repetition. */
static enum store_result append_again(struct store *s, const struct store_head *head,
                                      const struct store_row *row)
{
    enum store_result result = STORE_UNREACHABLE;
    unsigned pause = FIRST_PAUSE_MS;
    int64_t seq;

    for (int i = 1; i < ATTEMPTS && s->again; i++, pause *= 2) {
        /* Jitter by the id: two writers do not come back together. */
        pause_ms(pause + (unsigned)(row->id.len > 0 ? row->id.ptr[row->id.len - 1] : 0) % 16 *
                             pause / 16);
        s->again = false;
        result = s->backend->find(s, row->id, &seq);
        if (result == STORE_DONE)
            return seq == row->seq ? STORE_DONE : STORE_REPEATED;
        if (result == STORE_ABSENT)
            result = s->backend->append(s, head, row);
    }
    return result;
}

enum store_result store_append(struct store *s, const struct store_head *head,
                               struct baton_text id, struct baton_text line,
                               struct store_head *ret_head)
{
    struct store_head next = {.seq = head->seq + 1};
    struct store_row row = {.seq = next.seq, .id = id, .line = line,
                            .before = {head->hash, BATON_HASH}, .hash = {next.hash, BATON_HASH}};
    enum store_result result;

    baton_log_chain(head->hash, line, next.hash);
    s->again = false;
    result = s->backend->append(s, head, &row);
    if (result != STORE_DONE && s->again)
        result = append_again(s, head, &row);
    if (result == STORE_REPEATED && ret_head)
        s->backend->find(s, id, &ret_head->seq);
    if (result == STORE_DONE && ret_head)
        *ret_head = next;
    return result;
}

enum store_result store_import(struct store *s, const struct store_row *rows, size_t count)
{
    return s->backend->import(s, rows, count);
}

enum store_result store_read_since(struct store *s, int64_t after, int64_t until,
                                   bool (*take)(void *context, const struct store_row *row),
                                   void *context)
{
    return s->backend->read_since(s, after, until, take, context);
}

enum store_result store_find(struct store *s, struct baton_text id, int64_t *ret_seq)
{
    return s->backend->find(s, id, ret_seq);
}

enum store_result store_wait(struct store *s, int64_t seq, int timeout_ms)
{
    return s->backend->wait(s, seq, timeout_ms);
}

enum store_result store_put_snapshot(struct store *s, const struct store_snapshot *snapshot)
{
    return s->backend->put_snapshot(s, snapshot);
}

enum store_result store_drop_snapshots(struct store *s, int64_t after, int64_t before)
{
    return s->backend->drop_snapshots(s, after, before);
}

enum store_result store_get_snapshot(struct store *s, int64_t seq, struct store_snapshot *ret)
{
    return s->backend->get_snapshot(s, seq, ret);
}

void store_release_snapshot(struct store_snapshot *snapshot)
{
    free((void *)(uintptr_t)snapshot->log_hash.ptr);
    free((void *)(uintptr_t)snapshot->plan.ptr);
    free((void *)(uintptr_t)snapshot->plan_hash.ptr);
}

enum store_result store_keep(struct store *s, const struct store_item *item)
{
    return s->backend->keep(s, item);
}

enum store_result store_kept(struct store *s, const char *kind, const char *name,
                             bool (*take)(void *context, const struct store_item *item),
                             void *context)
{
    return s->backend->kept(s, kind, name, take, context);
}

enum store_result store_forget(struct store *s, const char *kind, const char *name)
{
    return s->backend->forget(s, kind, name);
}

enum store_result store_check(struct store *s)
{
    return s->backend->check(s);
}

enum store_result store_duty(struct store *s, const char *duty, const char *holder, int for_ms,
                             int64_t *ret_epoch)
{
    return s->backend->duty(s, duty, holder, for_ms, ret_epoch);
}

enum store_result store_outbox(struct store *s, const char *kind, const char *subject,
                               const char *due, int64_t epoch)
{
    return s->backend->outbox(s, kind, subject, due, epoch);
}

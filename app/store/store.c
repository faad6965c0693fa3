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
    if (options->known)
        s->known = *options->known;
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

/* --- looking back -------------------------------------------------------------------------- */

static bool take_known(void *context, const struct store_row *row)
{
    struct store_head *at = context;

    at->seq = row->seq;
    snprintf(at->hash, sizeof(at->hash), "%.*s", (int)row->hash.len, row->hash.ptr);
    return false;
}

static enum store_result went_backwards(struct store *s, const struct store_head *now)
{
    s->backwards = true;
    return store_fail(s, STORE_BACKWARDS,
                      "the store went backwards: change %lld with the hash %.16s... was seen, "
                      "and now %s %lld; an older copy or another log is in its place",
                      (long long)s->known.seq, s->known.hash,
                      now->seq < s->known.seq ? "its last is" : "it has another as",
                      (long long)(now->seq < s->known.seq ? now->seq : s->known.seq));
}

/* The log is only ever added to, so what was seen is there, or this is not that log any more. */
static enum store_result look_back(struct store *s, const struct store_head *now)
{
    struct store_head there = {.seq = 0};
    enum store_result result = STORE_DONE;

    if (s->known.seq == 0)
        return STORE_DONE;
    if (now->seq < s->known.seq)
        return went_backwards(s, now);
    if (now->seq == s->known.seq)
        there = *now;
    else
        result = s->backend->read_since(s, s->known.seq - 1, s->known.seq, take_known, &there);
    if (result != STORE_DONE)
        return result;
    return strcmp(there.hash, s->known.hash) == 0 ? STORE_DONE : went_backwards(s, now);
}

static enum store_result refuse_to_write(struct store *s)
{
    if (!s->backwards)
        return STORE_DONE;
    return store_fail(s, STORE_BACKWARDS, "the store went backwards, so nothing is written to it");
}

enum store_result store_head(struct store *s, struct store_head *ret_head)
{
    struct store_head now = {.seq = 0};
    enum store_result result = s->backend->head(s, &now);

    if (result == STORE_DONE)
        result = look_back(s, &now);
    if (result != STORE_DONE)
        return result;
    s->known = *ret_head = now;
    return STORE_DONE;
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

    result = refuse_to_write(s);
    if (result != STORE_DONE)
        return result;
    baton_log_chain(head->hash, line, next.hash);
    s->again = false;
    result = s->backend->append(s, head, &row);
    if (result != STORE_DONE && s->again)
        result = append_again(s, head, &row);
    if (result == STORE_REPEATED && ret_head)
        s->backend->find(s, id, &ret_head->seq);
    if (result == STORE_DONE)
        s->known = next;
    if (result == STORE_DONE && ret_head)
        *ret_head = next;
    return result;
}

enum store_result store_import(struct store *s, const struct store_row *rows, size_t count)
{
    const enum store_result result = refuse_to_write(s);

    return result == STORE_DONE ? s->backend->import(s, rows, count) : result;
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
    const enum store_result result = refuse_to_write(s);

    return result == STORE_DONE ? s->backend->put_snapshot(s, snapshot) : result;
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
    const enum store_result result = refuse_to_write(s);

    return result == STORE_DONE ? s->backend->keep(s, item) : result;
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

/* --- duties and leases --------------------------------------------------------------------- */

enum store_result store_duty(struct store *s, const char *duty, const char *holder, int for_ms,
                             int64_t *ret_epoch)
{
    const enum store_result result = refuse_to_write(s);

    return result == STORE_DONE ? s->backend->duty(s, duty, holder, for_ms, ret_epoch) : result;
}

enum store_result store_duty_release(struct store *s, const char *duty, const char *holder,
                                     int64_t epoch)
{
    return s->backend->duty_release(s, duty, holder, epoch);
}

enum store_result store_outbox(struct store *s, const char *duty, int64_t epoch,
                               const struct store_due *due)
{
    const enum store_result result = refuse_to_write(s);

    return result == STORE_DONE ? s->backend->outbox(s, duty, epoch, due) : result;
}

enum store_result store_lease_add(struct store *s, const char *queue, const char *name,
                                  struct baton_text body)
{
    const enum store_result result = refuse_to_write(s);

    if (result == STORE_DONE && (strlen(queue) > STORE_PROGRAM || strlen(name) > STORE_PROGRAM))
        return store_fail(s, STORE_DAMAGED, "the name of a piece of work is longer than %d bytes",
                          STORE_PROGRAM);
    return result == STORE_DONE ? s->backend->lease_add(s, queue, name, body) : result;
}

enum store_result store_lease_take(struct store *s, const char *queue, const char *holder,
                                   int for_ms, struct store_lease *ret)
{
    enum store_result result = refuse_to_write(s);

    if (result == STORE_DONE)
        result = s->backend->lease_take(s, queue, holder, for_ms, ret);
    if (result == STORE_DONE)
        snprintf(ret->queue, sizeof(ret->queue), "%s", queue);
    return result;
}

enum store_result store_lease_renew(struct store *s, const struct store_lease *lease, int for_ms)
{
    return s->backend->lease_renew(s, lease, for_ms);
}

/* What lasts no longer is anybody's. */
enum store_result store_lease_release(struct store *s, const struct store_lease *lease)
{
    return s->backend->lease_renew(s, lease, 0);
}

enum store_result store_lease_finish(struct store *s, const struct store_lease *lease,
                                     struct baton_text result)
{
    const enum store_result may = refuse_to_write(s);

    return may == STORE_DONE ? s->backend->lease_finish(s, lease, result) : may;
}

enum store_result store_lease_list(struct store *s, const char *queue,
                                   bool (*take)(void *context, const struct store_piece *piece),
                                   void *context)
{
    return s->backend->lease_list(s, queue, take, context);
}

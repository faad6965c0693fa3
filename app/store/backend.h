/* SPDX-License-Identifier: Apache-2.0 */
/* backend.h - what a database must do for store.h. Only this room sees it. */
#ifndef BATON_APP_STORE_BACKEND_H
#define BATON_APP_STORE_BACKEND_H

#include "app/store/store.h"

struct backend {
    enum store_result (*open)(struct store *s, const char *where,
                              const struct store_options *options);
    void (*close)(struct store *s);
    void (*abandon)(struct store *s);   /* of a new store: leave nothing of it */
    enum store_result (*head)(struct store *s, struct store_head *ret_head);
    enum store_result (*append)(struct store *s, const struct store_head *head,
                                const struct store_row *row);
    enum store_result (*import)(struct store *s, const struct store_row *rows, size_t count);
    enum store_result (*read_since)(struct store *s, int64_t after, int64_t until,
                                    bool (*take)(void *, const struct store_row *), void *context);
    enum store_result (*find)(struct store *s, struct baton_text id, int64_t *ret_seq);
    enum store_result (*wait)(struct store *s, int64_t seq, int timeout_ms);
    enum store_result (*put_snapshot)(struct store *s, const struct store_snapshot *snapshot);
    enum store_result (*drop_snapshots)(struct store *s, int64_t after, int64_t before);
    enum store_result (*get_snapshot)(struct store *s, int64_t seq, struct store_snapshot *ret);
    enum store_result (*keep)(struct store *s, const struct store_item *item);
    enum store_result (*kept)(struct store *s, const char *kind, const char *name,
                              bool (*take)(void *, const struct store_item *), void *context);
    enum store_result (*forget)(struct store *s, const char *kind, const char *name);
    enum store_result (*check)(struct store *s);
    enum store_result (*duty)(struct store *s, const char *duty, const char *holder, int for_ms,
                              int64_t *ret_epoch);
    enum store_result (*duty_release)(struct store *s, const char *duty, const char *holder,
                                      int64_t epoch);
    enum store_result (*outbox)(struct store *s, const char *duty, int64_t epoch,
                                const struct store_due *due);
    enum store_result (*lease_add)(struct store *s, const char *queue, const char *name,
                                   struct baton_text body);
    enum store_result (*lease_take)(struct store *s, const char *queue, const char *holder,
                                    int for_ms, struct store_lease *ret);
    enum store_result (*lease_renew)(struct store *s, const struct store_lease *lease, int for_ms);
    enum store_result (*lease_finish)(struct store *s, const struct store_lease *lease,
                                      struct baton_text result);
    enum store_result (*lease_list)(struct store *s, const char *queue,
                                    bool (*take)(void *, const struct store_piece *),
                                    void *context);
};

struct store {
    const struct backend *backend;
    void *connection;                   /* the backend's */
    bool no_notify;
    bool again;                         /* what failed last may do the next time */
    struct store_head known;            /* the latest seen; seq 0: none */
    bool backwards;                     /* found to hold less than that: nothing is written */
    char program[STORE_PROGRAM + 1];
    char message[STORE_MESSAGE];
};

extern const struct backend backend_sqlite;
extern const struct backend backend_postgres;

enum store_result store_fail(struct store *s, enum store_result result, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

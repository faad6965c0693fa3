/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - where the log of a program is kept: one interface, two databases.
 *
 * A store holds the changes of one program, each chained to the one before by its hash, numbered
 * from 1 without a gap. Rows are the truth: whatever else it holds (snapshots of the plan,
 * forecasts) can be made anew or lost without harm to the log. It neither reads nor judges a
 * change; app/verbs/ground.h does.
 *
 * WHERE is the path of a SQLite file, or postgres://USER@HOST,HOST:PORT/DATABASE?...[#PROGRAM]
 * (a connection string of libpq; several hosts are tried in turn).
 */
#ifndef BATON_APP_STORE_STORE_H
#define BATON_APP_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "include/baton.h"

struct store;

enum store_result {
    STORE_DONE,
    STORE_ABSENT,           /* no store there, or no such row */
    STORE_PRESENT,          /* there is one already */
    STORE_STALE,            /* the head is not where the change says */
    STORE_REPEATED,         /* a change of this id is in the log already */
    STORE_NEWER,            /* made by a newer Baton */
    STORE_DAMAGED,          /* the database says so, or rows contradict one another */
    STORE_READ_ONLY,
    STORE_FULL,             /* the disk */
    STORE_BACKWARDS,        /* it holds less than it held, or another log */
    STORE_UNREACHABLE       /* server or file; also one that stays locked */
};

enum { STORE_MESSAGE = 400, STORE_PROGRAM = 200, STORE_VERSION = 2 };

struct store_head {
    int64_t seq;                        /* 0: no change yet */
    char hash[BATON_HASH + 1];
};

struct store_options {
    const char *program;    /* make the store of that program; NULL: open what is there */
    bool no_notify;         /* PostgreSQL: neither notify nor listen; wait() polls */
    const struct store_head *known;     /* where the caller's cursor stands, or NULL */
};

/* *ret_store is given whatever the result, so that store_message() has words; NULL only without
 * memory. Close it in any case. Applies what migrations the store lacks; where it may not be
 * written, an older one is used as it is. */
enum store_result store_open(const char *where, const struct store_options *options,
                             struct store **ret_store);
void store_close(struct store *s);
/* Take back the making of one that holds no change yet; close it then. */
void store_abandon(struct store *s);
/* What went wrong last, for people. */
const char *store_message(const struct store *s);
const char *store_program(const struct store *s);
/* A copy that ends with a NUL, by malloc; {NULL, 0} without memory. */
struct baton_text store_copy(struct baton_text text);
/* Whether it is written like a PostgreSQL address. */
bool store_is_address(const char *where);

/* Also looks back: STORE_BACKWARDS where the log no longer holds the last change that this handle
 * (or the cursor that it was opened with) has seen, as when an old copy was restored. It then
 * refuses to write until it is opened anew. */
enum store_result store_head(struct store *s, struct store_head *ret_head);

/* What a row says; texts are the store's until its next call. */
struct store_row {
    int64_t seq;
    struct baton_text id, line;
    struct baton_text before, hash;     /* hexadecimal */
};

/* Add the line as change head->seq + 1; its hash is computed here. All or nothing; when it returns
 * STORE_DONE the change is on the disk. After a lost connection it is tried again with the same id,
 * which is applied once. *ret_head (may be NULL): the new head; after STORE_REPEATED the
 * sequence that the id has. */
enum store_result store_append(struct store *s, const struct store_head *head,
                               struct baton_text id, struct baton_text line,
                               struct store_head *ret_head);
/* Many at once, in one transaction (import); the rows bring their hashes. */
enum store_result store_import(struct store *s, const struct store_row *rows, size_t count);

/* Rows after < seq <= until, in order, to `take`; it returns false to stop. */
enum store_result store_read_since(struct store *s, int64_t after, int64_t until,
                                   bool (*take)(void *context, const struct store_row *row),
                                   void *context);
/* The sequence of the change of that id. */
enum store_result store_find(struct store *s, struct baton_text id, int64_t *ret_seq);
/* Return when the head may be past `seq`, at the latest after that many milliseconds. */
enum store_result store_wait(struct store *s, int64_t seq, int timeout_ms);

/* A whole plan at a point of the log: what opening reads instead of the log. */
struct store_snapshot {
    int64_t seq;
    struct baton_text log_hash;         /* of the log there: a snapshot of another log is none */
    struct baton_text plan, plan_hash;
};
enum store_result store_put_snapshot(struct store *s, const struct store_snapshot *snapshot);
/* Drop those between, so that few are kept. */
enum store_result store_drop_snapshots(struct store *s, int64_t after, int64_t before);
/* The latest at or before `seq`. The texts are the caller's to free() once STORE_DONE. */
enum store_result store_get_snapshot(struct store *s, int64_t seq, struct store_snapshot *ret);
void store_release_snapshot(struct store_snapshot *snapshot);

/* What is kept beside the log, by kind and name: forecasts, scenarios, baselines, cursors, saved
 * lists of edits. `body` is JSON. A second of the same name replaces the first. */
struct store_item {
    struct baton_text kind, name, at, body;
    int64_t seq;                        /* of the log when it was kept */
};
enum store_result store_keep(struct store *s, const struct store_item *item);
/* By kind, in the order of seq, then at, then name. `name` NULL: all. */
enum store_result store_kept(struct store *s, const char *kind, const char *name,
                             bool (*take)(void *context, const struct store_item *item),
                             void *context);
enum store_result store_forget(struct store *s, const char *kind, const char *name);

/* Whether the database itself finds its file or tables whole. */
enum store_result store_check(struct store *s);

/* A duty that one process does at a time (clocks, sending): taken, or kept by who has it, for so
 * many milliseconds of the database's own clock. STORE_STALE: another holds it. *ret_epoch grows
 * whenever it is taken anew: a fencing token for what is written. */
enum store_result store_duty(struct store *s, const char *duty, const char *holder, int for_ms,
                             int64_t *ret_epoch);
/* Give it back before its time. STORE_STALE: it was lost already. */
enum store_result store_duty_release(struct store *s, const char *duty, const char *holder,
                                     int64_t epoch);
/* Say that something due was done. STORE_REPEATED: it was said before. STORE_STALE: the duty is no
 * longer in that epoch, so another may be at it, and nothing is noted. */
struct store_due {
    const char *kind, *subject, *due;
};
enum store_result store_outbox(struct store *s, const char *duty, int64_t epoch,
                               const struct store_due *due);

/* Work in pieces, for several workers: each piece is leased to one at a time and finished once. A
 * worker that dies, or is late, loses its piece to the next that asks. */
enum store_result store_lease_add(struct store *s, const char *queue, const char *name,
                                  struct baton_text body);
struct store_lease {
    char queue[STORE_PROGRAM + 1], name[STORE_PROGRAM + 1];
    int64_t token;                      /* 1 for who takes it first, and so on */
    struct baton_text body;             /* the caller's to free() */
};
/* The first piece by name that nobody has. STORE_ABSENT: there is none now. */
enum store_result store_lease_take(struct store *s, const char *queue, const char *holder,
                                   int for_ms, struct store_lease *ret);
/* STORE_STALE of these three: another has taken it since, or it is finished. */
enum store_result store_lease_renew(struct store *s, const struct store_lease *lease, int for_ms);
enum store_result store_lease_release(struct store *s, const struct store_lease *lease);
/* ... with the same result again it is done, as it was: an answer may have been lost. */
enum store_result store_lease_finish(struct store *s, const struct store_lease *lease,
                                     struct baton_text result);
/* Every piece in the order of names, finished or not. */
struct store_piece {
    struct baton_text name, holder, result;
    int64_t token;
    bool finished;
};
enum store_result store_lease_list(struct store *s, const char *queue,
                                   bool (*take)(void *context, const struct store_piece *piece),
                                   void *context);

#endif

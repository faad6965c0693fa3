/* SPDX-License-Identifier: Apache-2.0 */
/* ground.h - a store as the verbs see it: the plan at any point of its log, and changes to it.
 *
 *     g = ground_open(request, answer, path);          the head: g->head
 *     plan = ground_plan(request, answer, g, seq);     the plan after change `seq`
 *     ground_changes(answer, g, a, b, &changes, &n);   what changed after a, up to b
 *     ground_record(request, answer, g, plan, made, NULL, &seq);
 *
 * Opening reads the latest snapshot and at most some changes after it, never the whole log.
 */
#ifndef BATON_APP_VERBS_GROUND_H
#define BATON_APP_VERBS_GROUND_H

#include "app/store/store.h"
#include "app/verbs/verb.h"

struct ground {
    struct ground *next;        /* of the same answer, which closes them all */
    struct store *store;
    struct store_head head;     /* when it was opened, or after what was recorded */
    char *where;                /* as the user named it, without what stands behind @ */
    char *name;                 /* ... and without user and password: for messages */
    char *when;                 /* behind @ or of --at; NULL: the head */
};

enum {
    SNAPSHOT_EVERY = 64,        /* changes; opening at the head applies fewer than twice as many */
    SNAPSHOT_KEPT = 1024        /* of the older ones each such is kept: for points in the past */
};

/* Whether PLAN names a store: a folder that holds baton.db, a SQLite file, an address of
 * PostgreSQL; each may end in @SEQ or @DATE. */
bool ground_is_store(const char *path);
/* NULL: the answer is refused, and says why. Released with the answer. */
struct ground *ground_open(const struct request *request, struct answer *answer,
                           const char *path);
/* Make an empty one. */
struct ground *ground_create(const struct request *request, struct answer *answer,
                             const char *path, struct baton_text program);
void ground_release(struct ground *grounds);

/* "2026-11-23", "2026-11-23T09:30" or a sequence: the last change by then. NULL: the head. Times of
 * the log are UTC. False: the answer is refused. */
bool ground_seq(struct answer *answer, struct ground *g, const char *when, int64_t *ret_seq);
/* ... of what the user asked for by @ or --at. */
bool ground_point(struct answer *answer, struct ground *g, int64_t *ret_seq);

/* The day of the first change. */
bool ground_first_day(struct answer *answer, struct ground *g, int64_t *ret_day);

/* The plan after that change. NULL: the answer is refused. */
const struct baton_plan *ground_plan(const struct request *request, struct answer *answer,
                                     struct ground *g, int64_t seq);
/* Changes after < seq <= until, in order. False: the answer is refused. */
bool ground_changes(struct answer *answer, struct ground *g, int64_t after, int64_t until,
                    struct baton_change **ret_changes, size_t *ret_count);

/* Keep the forecast of a study of the plan at the head, to be scored later (store_kept, kind
 * "forecast"). One of the same change, date and figures is kept once. False: the store refuses. */
bool ground_keep_forecast(struct answer *answer, struct ground *g,
                          const struct baton_study *study);
/* ... where it is kept by the way: a store that cannot be written is no fault then. */
void ground_keep_quietly(struct answer *answer, struct ground *g,
                         const struct baton_study *study);
/* Keep which findings are open in a checked study of the plan at the head, for hysteresis the next
 * time (store_kept, kind "findings", name "open"); and say to a study what was kept. */
void ground_keep_findings(struct answer *answer, struct ground *g,
                          const struct baton_study *study);
void ground_remember(struct answer *answer, struct ground *g, struct baton_study *study);
/* Keep a body (JSON) under that name, as of the head. False: the answer is refused. */
bool ground_keep(struct answer *answer, struct ground *g, const char *kind, const char *name,
                 struct baton_text body);
/* Who asks: --by, or their name on this machine; NULL where nobody says. */
const char *ground_user(const struct request *request);
/* What it keeps of that kind, in the order it was kept; of that name only (NULL: all). False: the
 * answer is refused. */
bool ground_kept(struct answer *answer, struct ground *g, const char *kind, const char *name,
                 struct baton_kept **ret_items, size_t *ret_count);
/* ... the forecasts that were kept when `seq` was the last change. */
bool ground_forecasts_then(struct answer *answer, struct ground *g, int64_t seq,
                           struct baton_kept **ret_items, size_t *ret_count);
/* PLAN as a store, the plan it had then, and the forecasts it keeps of it. NULL: the answer is
 * refused, for one because it is no store. */
struct ground *ground_past(const struct request *request, struct answer *answer,
                           const struct baton_plan **ret_plan, struct baton_kept **ret_items,
                           size_t *ret_count);
/* The store that PLAN of the request named, when it is asked about as it is now; else NULL. */
struct ground *ground_of_plan(const struct answer *answer);

/* Whether each snapshot is what it says, and of this log; with `replay` also whether the changes
 * give it. One that does not fit is a finding (exit 1) and false. */
bool ground_check_snapshots(const struct request *request, struct answer *answer,
                            struct ground *g, bool replay, int64_t *ret_sound,
                            int64_t *ret_unsound);
/* Apply every change of a log that was brought in, and write the snapshots it would have. */
bool ground_make_snapshots(const struct request *request, struct answer *answer,
                           struct ground *g);

/* Flags of the verbs that write. */
extern const struct flag flag_why, flag_by, flag_id, flag_dated, flag_against, flag_dry_run;

/* Record what leads from `plan`, the plan after change `against`, to `made`. Where the log has
 * moved on since, edits of what nobody touched are merged; another value of what somebody did is a
 * conflict (exit 4), with both values and who wrote them. `source`: what made it, or NULL.
 * False: the answer is refused. *ret_seq: the change's; 0 where nothing is stated otherwise. */
bool ground_record(const struct request *request, struct answer *answer, struct ground *g,
                   int64_t against, const struct baton_plan *plan,
                   const struct baton_plan *made, const char *source, int64_t *ret_seq);
/* The time of a change made now: --dated, else the clock's; UTC. False: refused. */
bool ground_now(const struct request *request, struct answer *answer, char ret_at[21]);

/* Say what the store said. Always false. */
bool ground_refuse(struct answer *answer, const struct ground *g, enum store_result result);

#endif

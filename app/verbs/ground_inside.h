/* SPDX-License-Identifier: Apache-2.0 */
/* ground_inside.h - what ground.c and ground_record.c share. */
#ifndef BATON_APP_VERBS_GROUND_INSIDE_H
#define BATON_APP_VERBS_GROUND_INSIDE_H

#include "app/verbs/ground.h"

struct timing {
    char at[32];                /* "" where there is no such change */
};
struct hashing {
    char hash[BATON_HASH + 1];
};

/* Refuse the answer. Always false. */
bool ground_say(struct answer *answer, enum outcome outcome, const char *code, const char *hint,
                const char *format, ...) __attribute__((format(printf, 5, 6)));
enum store_result ground_time_of(struct ground *g, int64_t seq, struct timing *ret);
enum store_result ground_hash_of(struct ground *g, int64_t seq, struct hashing *ret);
/* A plan of its own text. NULL: refused. */
const struct baton_plan *ground_read_text(struct baton *b, const char *name,
                                          struct baton_text text,
                                          const struct baton_read_options *how);
/* "2026-11-23", or with a time behind T. */
bool ground_is_time(const char *when);

#endif

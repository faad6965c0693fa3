/* SPDX-License-Identifier: Apache-2.0 */
/* host.h - memory, clock, terminal and interrupts: the rest of what the core must not know. */
#ifndef BATON_APP_OS_HOST_H
#define BATON_APP_OS_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "include/baton.h"

/* Pages from malloc. When there are no more, prints a message to standard error and leaves the
 * process with exit code 70. */
extern const struct baton_pages host_pages;

/* Days since 1970-01-01 of the local date. */
int64_t host_today(void);
/* Seconds of a clock that never goes back, from whenever. */
double host_seconds(void);
/* Seconds of processor that this process has taken, all its threads together. */
double host_core_seconds(void);

/* The time in UTC: 2026-11-23T09:30:00Z. */
void host_now(char ret_at[21]);
/* 32 hexadecimal digits that nobody else has. */
void host_random(char ret_digits[33]);
/* The widest kernels this processor can run; BATON_VECTORS=base or avx2 asks for narrower ones. */
enum baton_vectors host_vectors(void);

bool host_is_terminal(int descriptor);
/* Columns of the terminal behind standard output: COLUMNS, else the system's; 0: unknown. */
unsigned host_columns(void);
/* An environment variable, or NULL; an empty one is NULL too. */
const char *host_variable(const char *name);

/* SIGINT leaves with 130, a closed pipe (SIGPIPE) quietly with 141. */
void host_catch_signals(void);
/* From now on until host_unwatch the first SIGINT only asks to stop; a second leaves as ever. */
void host_watch_interrupt(void);
bool host_interrupted(void);
void host_unwatch_interrupt(void);

#endif

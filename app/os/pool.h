/* SPDX-License-Identifier: Apache-2.0 */
/* pool.h - threads: run one function for each of `count` pieces, on at most `threads` threads. */
#ifndef BATON_APP_OS_POOL_H
#define BATON_APP_OS_POOL_H

#include <stdbool.h>

/* Processors this process may use; at least 1. */
unsigned pool_processors(void);

/* work(context, piece, thread) for piece = 0 .. count - 1, in no particular order; thread is
 * 0 .. threads - 1, and one thread runs one piece at a time. Returns when all are done. Falls
 * back to fewer threads where the system gives no more; 1 runs on the caller's own. */
void pool_run(unsigned threads, unsigned count,
              void (*work)(void *context, unsigned piece, unsigned thread), void *context);

#endif

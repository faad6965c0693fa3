/* SPDX-License-Identifier: Apache-2.0 */
/* watch.h - waits until what is at a path is written.
 *
 * What decides are names, sizes and times of the files; Linux's inotify only wakes sooner than the
 * clock would, so where it is missing (or BATON_WATCH=poll) the same happens a little later.
 */
#ifndef BATON_APP_OS_WATCH_H
#define BATON_APP_OS_WATCH_H

#include <stdbool.h>
#include <stdint.h>

struct watch {
    const char *path;           /* a file, or a folder whose *.yaml and *.yml count */
    int bell;                   /* inotify; -1: there is none */
    uint64_t plan, store;       /* how they were when last looked at */
};

void watch_begin(struct watch *w, const char *path);
/* From now on only what is written later counts: of the plan's files, before they are read; of a
 * store in the folder, after, since reading it keeps what was forecast. */
void watch_reads(struct watch *w);
void watch_has_read(struct watch *w);
/* Wait until something is written, and then rests for 200 ms (two seconds at most). False: it was
 * interrupted (host.h). */
bool watch_wait(struct watch *w);
void watch_end(struct watch *w);

#endif

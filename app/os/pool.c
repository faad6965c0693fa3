/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE     /* for the set of processors */
#include "app/os/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

enum { THREADS_MOST = 256 };

/* What all threads of one run share: the next piece nobody has taken. */
struct run {
    atomic_uint next;
    unsigned count;
    void (*work)(void *context, unsigned piece, unsigned thread);
    void *context;
};

struct runner {
    struct run *run;
    unsigned thread;
    pthread_t handle;
};

unsigned pool_processors(void)
{
#ifdef __linux__
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
#endif
    const long online = sysconf(_SC_NPROCESSORS_ONLN);

    return online > 0 ? (unsigned)online : 1;
}

static void *take_pieces(void *argument)
{
    const struct runner *self = argument;
    struct run *run = self->run;
    unsigned piece;

    while ((piece = atomic_fetch_add(&run->next, 1)) < run->count)
        run->work(run->context, piece, self->thread);
    return NULL;
}

void pool_run(unsigned threads, unsigned count,
              void (*work)(void *context, unsigned piece, unsigned thread), void *context)
{
    struct runner runners[THREADS_MOST];
    struct run run = {.count = count, .work = work, .context = context};
    unsigned started = 1;

    atomic_init(&run.next, 0);
    if (threads > count)
        threads = count;
    if (threads > THREADS_MOST)
        threads = THREADS_MOST;
    for (; started < threads; started++) {
        runners[started] = (struct runner){.run = &run, .thread = started};
        if (pthread_create(&runners[started].handle, NULL, take_pieces, &runners[started]) != 0)
            break;
    }
    runners[0] = (struct runner){.run = &run, .thread = 0};
    take_pieces(&runners[0]);
    while (--started > 0)
        pthread_join(runners[started].handle, NULL);
}

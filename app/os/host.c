/* SPDX-License-Identifier: Apache-2.0 */
#include "app/os/host.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_NO_MEMORY = 70, EXIT_INTERRUPTED = 130, EXIT_PIPE = 141, COLUMNS_MOST = 1000,
       LARGE_PAGE = 2 << 20 };

/* What an arena takes in large pieces it fills from one end to the other, so the system may give
 * it in large pages: a fault of 4 KB costs as much as reading some hundred bytes of a plan. */
static void *take(void *context, size_t bytes)
{
    void *page;

    (void)context;
    if (bytes < LARGE_PAGE)
        return malloc(bytes);
    if (posix_memalign(&page, LARGE_PAGE, bytes) != 0)
        return NULL;
    madvise(page, bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);  /* may be refused: no matter */
    return page;
}

static void give(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(page);
}

static void leave_full(void *context, size_t wanted)
{
    (void)context;
    fprintf(stderr, "baton: out of memory (%zu bytes more were needed)\n", wanted);
    _Exit(EXIT_NO_MEMORY);
}

const struct baton_pages host_pages = {take, give, leave_full, NULL};

double host_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double host_core_seconds(void)
{
    struct timespec taken;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &taken);
    return (double)taken.tv_sec + (double)taken.tv_nsec / 1e9;
}

/* The local date is shown by the calendar, so its days are counted as if it were in UTC. */
int64_t host_today(void)
{
    const time_t now = time(NULL);
    struct tm local;
    int64_t years, days;

    if (!localtime_r(&now, &local))
        return (int64_t)now / 86400;
    /* Days before the year, then the day in it (Gregorian rule; years since 1601, the first of
     * a cycle of 400). */
    years = local.tm_year + 1900 - 1601;
    days = years * 365 + years / 4 - years / 100 + years / 400 + local.tm_yday;
    return days - 134774;       /* 1601-01-01 to 1970-01-01 */
}

void host_now(char ret_at[21])
{
    const time_t now = time(NULL);
    struct tm utc;

    if (!gmtime_r(&now, &utc) || strftime(ret_at, 21, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        snprintf(ret_at, 21, "1970-01-01T00:00:00Z");
}

void host_random(char ret_digits[33])
{
    unsigned char bytes[16];

    /* It cannot fail for so few bytes once the system runs. */
    while (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        ;
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(ret_digits + 2 * i, 3, "%02x", bytes[i]);
}

bool host_is_terminal(int descriptor)
{
    return isatty(descriptor) == 1;
}

unsigned host_columns(void)
{
    const char *said = host_variable("COLUMNS");
    struct winsize size;
    long columns;
    char *rest;

    if (said) {
        columns = strtol(said, &rest, 10);
        if (*rest == '\0' && columns > 0 && columns <= COLUMNS_MOST)
            return (unsigned)columns;
    }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

const char *host_variable(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

/* The only state of this file: a handler has no other way to say that it was called. */
static volatile sig_atomic_t is_watched, was_interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (!is_watched || was_interrupted)
        _exit(EXIT_INTERRUPTED);
    was_interrupted = 1;
}

void host_watch_interrupt(void)
{
    is_watched = 1;
}

bool host_interrupted(void)
{
    return was_interrupted;
}

void host_unwatch_interrupt(void)
{
    is_watched = 0;
}

static void on_pipe(int signal_number)
{
    (void)signal_number;
    _exit(EXIT_PIPE);
}

void host_catch_signals(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    sigemptyset(&action.sa_mask);
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, NULL);
    action.sa_handler = on_pipe;
    sigaction(SIGPIPE, &action, NULL);
}

enum baton_vectors host_vectors(void)
{
    const char *asked = host_variable("BATON_VECTORS");
    enum baton_vectors most = BATON_VECTORS_BASE;

#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        most = BATON_VECTORS_AVX2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        most = BATON_VECTORS_AVX512;
#endif
    if (asked && strcmp(asked, "base") == 0)
        return BATON_VECTORS_BASE;
    if (asked && strcmp(asked, "avx2") == 0 && most > BATON_VECTORS_AVX2)
        return BATON_VECTORS_AVX2;
    return most;
}

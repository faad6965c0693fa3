/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.c - nanoseconds a question to a calendar, and microseconds to build one, for calendars
 * from no exceptions to one on nearly every day of the years.
 *
 * Usage: calendar. One thread, processor time; random instants within three years, so that no
 * branch is foreseen. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/draw.h"
#include "core/calendar/calendar.h"

enum { QUESTIONS = 1000000, HOUR = 3600, REPEATS = 20 };

struct bench {
    struct arena owner, scratch;
    struct diags out;
    int64_t at[QUESTIONS], delta_s[QUESTIONS];
};

static void *take_page(void *context, size_t bytes)
{
    (void)context;
    return malloc(bytes);
}

static void give_page(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(page);
}

static void fail_full(void *context, size_t wanted)
{
    (void)context;
    fprintf(stderr, "calendar: no memory for %zu bytes\n", wanted);
    exit(1);
}

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int64_t below(uint32_t index, uint32_t purpose, uint32_t limit)
{
    return draw_u32(1, 2, index, purpose) % limit;
}

/* Weekdays of eight hours, and `count` days off or half off over `span` days from `first`. */
static const struct calendar *build(struct bench *b, uint32_t count, int64_t first, uint32_t span,
                                    double *ret_ns)
{
    static const struct shift eight[] = {{9 * HOUR, 12 * HOUR}, {13 * HOUR, 18 * HOUR}};
    struct calendar_exception *e = ARENA_ARRAY(&b->owner, struct calendar_exception, count);
    struct calendar_spec spec = {.name = STR("bench"), .exceptions = e, .exception_count = count};
    const struct calendar *c = NULL;
    double began;

    for (int i = 0; i < 7; i++)
        spec.week[i] = (struct shift_day){true, i < 5 ? 2 : 0, eight};
    for (uint32_t i = 0; i < count; i++) {
        e[i].from_day = e[i].to_day = first + below(i, 3, span);
        e[i].work = (struct shift_day){true, (uint32_t)below(i, 7, 2), eight};
    }
    began = now_ns();
    for (int i = 0; i < REPEATS; i++)
        if (!calendar_build(&spec, &b->owner, &b->scratch, &c, &b->out))
            exit(1);
    *ret_ns = (now_ns() - began) / REPEATS;
    return c;
}

static void measure(struct bench *b, uint32_t count, int64_t first, uint32_t span)
{
    const int64_t origin = civil_day(2026, 1, 1) * CIVIL_DAY_S;
    double build_ns, add_ns, work_ns, finish_ns;
    const struct calendar *c = build(b, count, first, span, &build_ns);
    volatile int64_t sink;
    int64_t sum = 0;

    add_ns = now_ns();
    for (int i = 0; i < QUESTIONS; i++)
        sum += calendar_add(c, b->at[i], b->delta_s[i]);
    work_ns = now_ns();
    add_ns = work_ns - add_ns;
    for (int i = 0; i + 1 < QUESTIONS; i++)
        sum += calendar_work(c, b->at[i], b->at[i + 1]);
    finish_ns = now_ns();
    work_ns = finish_ns - work_ns;
    for (int i = 0; i < QUESTIONS; i++)
        sum += calendar_finish_at(c, origin, b->delta_s[i]);
    finish_ns = now_ns() - finish_ns;
    sink = sum;
    (void)sink;
    printf("%10u %10.1f %8.1f %8.1f %10.1f\n", count, build_ns / 1e3, add_ns / QUESTIONS,
           work_ns / QUESTIONS, finish_ns / QUESTIONS);
}

int main(void)
{
    static const struct page_source pages = {take_page, give_page, fail_full, NULL};
    static struct bench b;
    const int64_t first = civil_day(2026, 1, 1);

    arena_init(&b.owner, &pages, 0);
    arena_init(&b.scratch, &pages, 0);
    diags_init(&b.out, &b.owner);
    for (uint32_t i = 0; i < QUESTIONS; i++) {
        b.at[i] = (first + below(i, 4, 3 * 365)) * CIVIL_DAY_S + below(i, 5, CIVIL_DAY_S);
        b.delta_s[i] = 1 + below(i, 6, 2000 * HOUR);
    }
    printf("%10s %10s %8s %8s %10s\n", "exceptions", "build us", "add ns", "work ns", "finish ns");
    measure(&b, 0, first, 1);
    measure(&b, 10, first, 365);
    measure(&b, 150, first, 15 * 365);
    measure(&b, 3000, first, 15 * 365);
    measure(&b, 1000000, CIVIL_DAY_FIRST, CIVIL_DAY_LAST - CIVIL_DAY_FIRST + 1);
    arena_reset(&b.scratch);
    arena_reset(&b.owner);
    return 0;
}

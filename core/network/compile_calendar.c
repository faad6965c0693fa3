/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars of a network: each once, by index. */
#include "core/network/compile.h"

uint16_t compile_calendar(struct compiler *c, const struct calendar *calendar)
{
    const uint64_t key = (uint64_t)(uintptr_t)calendar;
    uint32_t index = 0;

    if (map_find_u64(&c->calendar_index, key, &index))
        return (uint16_t)index;
    if (!arena_grow(c->scratch, (void **)&c->calendars, c->calendar_count,
                    &c->calendar_capacity, sizeof(struct calendar *),
                    NETWORK_CALENDAR_CEILING)) {
        c->too_many = true;
        return 0;
    }
    index = (uint32_t)c->calendar_count++;
    c->calendars[index] = calendar;
    map_insert_u64(&c->calendar_index, key, index, NULL);
    return (uint16_t)index;
}

uint16_t compile_intersection(struct compiler *c, uint16_t a, uint16_t b, struct place at)
{
    const uint64_t key = (uint64_t)a << 16 | b;
    const struct calendar *both;
    struct diags quiet;
    uint32_t index = 0;

    if (a == b || b == 1)
        return a;
    if (a == 1)
        return b;
    if (map_find_u64(&c->intersections, key, &index))
        return (uint16_t)index;
    diags_init(&quiet, c->scratch);
    if (calendar_intersect(c->calendars[a], c->calendars[b], c->owner, c->scratch, &both,
                           &quiet)) {
        index = compile_calendar(c, both);
    } else {
        index = a;
        diag_warning(c->out, "no-common-time", at,
                     "the calendars \"%.*s\" and \"%.*s\" have no working time in common; the "
                     "second is left aside", STR_ARG(calendar_name(c->calendars[a])),
                     STR_ARG(calendar_name(c->calendars[b])));
    }
    map_insert_u64(&c->intersections, key, index, NULL);
    return (uint16_t)index;
}

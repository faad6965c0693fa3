/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/text.h"
#include "core/calendar/inside.h"

bool calendar_intersect(const struct calendar *a, const struct calendar *b, struct arena *owner,
                        struct arena *scratch, const struct calendar **ret_calendar,
                        struct diags *out)
{
    const struct arena_mark mark = arena_mark(scratch);
    struct calendar *c;
    struct run_builder runs = {.scratch = scratch};
    struct shapes shapes;
    uint32_t i = 0, j = 0;

    assert(owner != scratch);
    if (a->runs == b->runs) {       /* the same calendar, or one that says nothing of its own */
        *ret_calendar = a;
        return true;
    }
    c = ARENA_NEW(owner, struct calendar);
    shapes_init(&shapes, owner, scratch);
    while (i < a->run_count && j < b->run_count) {
        const int64_t a_next = a->run_day[i + 1], b_next = b->run_day[j + 1];

        run_add(&runs, (int32_t)(a->run_day[i] > b->run_day[j] ? a->run_day[i] : b->run_day[j]),
                shapes_week_both(&shapes, a->runs[i].week, b->runs[j].week));
        i += a_next <= b_next;
        j += b_next <= a_next;
    }
    c->name = str_format(owner, "%.*s and %.*s", STR_ARG(a->name), STR_ARG(b->name));
    c->is_intersection = true;
    c->usual_day_s = a->usual_day_s;
    c->usual_week_s = a->usual_week_s;
    run_finish(&runs, owner, c);
    arena_rewind(scratch, mark);
    if (c->total_s == 0)
        return diag_error(out, "no-working-time", (struct place){0},
                          "calendars '%.*s' and '%.*s' never work at the same time",
                          STR_ARG(a->name), STR_ARG(b->name));
    *ret_calendar = c;
    return true;
}

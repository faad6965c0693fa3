/* SPDX-License-Identifier: Apache-2.0 */
/* The plan's calendars, built from what is stated: parents first, in any order of input. */
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

/* Holidays first, so that special days win over them. */
static void add_exceptions(const struct object *o, struct arena *scratch,
                           struct calendar_spec *spec)
{
    const struct day_ranges *holidays = calendar_get_holidays(o);
    const struct exceptions *special = calendar_get_special(o);
    const size_t off = holidays ? holidays->count : 0;
    const size_t count = off + (special ? special->count : 0);
    struct calendar_exception *items = ARENA_ARRAY(scratch, struct calendar_exception, count + 1);

    for (size_t i = 0; i < off; i++)
        items[i] = (struct calendar_exception){
            .from_day = holidays->items[i].from_day, .to_day = holidays->items[i].to_day,
            .work = {.given = true}, .at = object_place(o, FIELD_calendar_holidays)};
    if (special && special->count > 0)
        memcpy(items + off, special->items, special->count * sizeof(*items));
    spec->exceptions = items;
    spec->exception_count = count;
}

static int64_t usual_day(const struct object *o, struct diags *out)
{
    const struct span *day = calendar_get_day(o);

    if (!day)
        return 0;
    if (day->elapsed || day->unit == 'd' || day->unit == 'w' || span_nominal_s(day) <= 0 ||
        span_nominal_s(day) > CIVIL_DAY_S) {
        diag_error(out, "bad-value", object_place(o, FIELD_calendar_day),
                   "`day` of calendar `%.*s` is a span of hours, at most 24", STR_ARG(o->id));
        diag_hint(out, "write it as in `day: 7.5h`");
        return 0;
    }
    return span_nominal_s(day);
}

static bool build_one(struct plan *p, const struct calendar **built, const struct object *o,
                      const struct calendar *standard, struct arena *scratch, struct diags *out)
{
    const struct object *parent = plan_object(p, calendar_get_parent(o));
    const struct week *week = calendar_get_week(o);
    const struct alternates *alternates = calendar_get_alternate_weeks(o);
    struct calendar_spec spec = {.name = o->id, .at = o->at};

    /* Holidays alone mean the usual week with these holidays. */
    if (parent)
        spec.parent = built[parent->number - p->first[KIND_calendar]];
    else if (!week && !alternates)
        spec.parent = standard;
    if (week)
        memcpy(spec.week, week->day, sizeof(spec.week));
    if (alternates) {
        spec.alternates = alternates->items;
        spec.alternate_count = alternates->count;
    }
    add_exceptions(o, scratch, &spec);
    spec.usual_day_s = usual_day(o, out);
    return calendar_build(&spec, p->owner, scratch, &built[o->number - p->first[KIND_calendar]],
                          out);
}

/* The chain of a calendar's parents that are not built yet, nearest first; false past the
 * ceiling, and in a loop, which has its own error. */
static bool parents_first(const struct plan *p, const struct calendar *const *built,
                          const struct object *o, const struct object **chain, size_t *ret_count,
                          struct diags *out)
{
    size_t count = 0;

    while (o && !built[o->number - p->first[KIND_calendar]]) {
        for (size_t i = 0; i < count; i++)
            if (chain[i] == o)
                return false;
        if (count == CALENDAR_DEPTH_CEILING) {
            diag_error(out, "calendar-too-deep", chain[0]->at,
                       "calendar `%.*s` has more than %d parents above it",
                       STR_ARG(chain[0]->id), CALENDAR_DEPTH_CEILING);
            return false;
        }
        chain[count++] = o;
        o = plan_object(p, calendar_get_parent(o));
    }
    *ret_count = count;
    return true;
}

bool plan_build_calendars(struct plan *p, struct diags *out)
{
    const uint32_t count = plan_count(p, KIND_calendar);
    const struct calendar **built = ARENA_ARRAY(p->owner, const struct calendar *, count + 1);
    const struct calendar *standard = calendar_standard(p->owner);
    struct arena *scratch = arena_child(p->owner);
    const struct object *chain[CALENDAR_DEPTH_CEILING];
    const struct ref *own = program_get_calendar(p->program);
    bool good = true;

    for (uint32_t i = 0; i < count; i++) {
        size_t deep = 0;

        if (!parents_first(p, built, plan_nth(p, KIND_calendar, i), chain, &deep, out)) {
            good = false;
            built[i] = standard;
        }
        while (deep > 0)
            if (!build_one(p, built, chain[--deep], standard, scratch, out)) {
                good = false;
                built[chain[deep]->number - p->first[KIND_calendar]] = standard;
            }
    }
    arena_reset(scratch);
    p->calendars = built;
    p->calendar = own && own->object != OBJECT_NONE
                      ? built[own->object - p->first[KIND_calendar]]
                      : standard;
    return good;
}

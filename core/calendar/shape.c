/* SPDX-License-Identifier: Apache-2.0 */
/* Distinct days and weeks: a calendar of a million exceptions has a handful of them. */
#include <assert.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/calendar/inside.h"

/* Room for the shifts of two days, cut by one another. */
enum { DRAFT_CEILING = 2 * CALENDAR_SHIFT_CEILING + 2 };

struct draft {
    struct day_shift shifts[DRAFT_CEILING];
    uint32_t count;
    int32_t work_s;
};

void shapes_init(struct shapes *s, struct arena *owner, struct arena *scratch)
{
    *s = (struct shapes){.owner = owner, .scratch = scratch};
    map_init(&s->days, scratch);
    map_init(&s->weeks, scratch);
    map_init(&s->pairs, scratch);
}

static struct str shift_bytes(const struct day_shift *shifts, uint32_t count)
{
    return (struct str){(const char *)shifts, count * sizeof(*shifts)};
}

static void list_day(struct shapes *s, const struct day_shape *shape)
{
    arena_grow(s->scratch, (void **)&s->day_list, s->day_count, &s->day_capacity,
               sizeof(*s->day_list), SIZE_MAX);
    s->day_list[s->day_count++] = shape;
}

void shapes_know(struct shapes *s, const struct day_shape *shape)
{
    if (map_insert(&s->days, shift_bytes(shape->shifts, shape->count), (uint32_t)s->day_count,
                   NULL))
        list_day(s, shape);
}

static const struct day_shape *intern(struct shapes *s, const struct draft *draft)
{
    const struct str bytes = shift_bytes(draft->shifts, draft->count);
    struct day_shift *shifts;
    struct day_shape *shape;
    uint32_t found;

    if (map_find(&s->days, bytes, &found))
        return s->day_list[found];
    shifts = ARENA_ARRAY(s->owner, struct day_shift, draft->count);
    memcpy(shifts, draft->shifts, bytes.len);
    shape = ARENA_NEW(s->owner, struct day_shape);
    *shape = (struct day_shape){shifts, draft->count, draft->work_s};
    shapes_know(s, shape);
    return shape;
}

/* Add a shift that begins no earlier than the last one; one that touches or overlaps it makes
 * it longer. */
static void draft_add(struct draft *draft, int32_t from_s, int32_t to_s)
{
    struct day_shift *last = draft->count ? &draft->shifts[draft->count - 1] : NULL;

    if (to_s <= from_s)
        return;
    if (last && from_s <= last->to_s) {
        if (to_s > last->to_s) {
            draft->work_s += to_s - last->to_s;
            last->to_s = to_s;
        }
        return;
    }
    assert(draft->count < DRAFT_CEILING);
    draft->shifts[draft->count++] = (struct day_shift){from_s, to_s, draft->work_s};
    draft->work_s += to_s - from_s;
}

const struct day_shape *shapes_none(struct shapes *s)
{
    struct draft draft;

    draft.count = 0;
    draft.work_s = 0;
    return intern(s, &draft);
}

static bool check_shift(const struct shift *shift, struct place at, struct diags *out)
{
    if (shift->from_s < 0 || shift->from_s >= CIVIL_DAY_S)
        return diag_error(out, "bad-shift", at, "a shift begins outside its day");
    if (shift->to_s <= shift->from_s) {
        diag_error(out, "bad-shift", at, "a shift ends at %02d:%02d, before it begins at %02d:%02d",
                   shift->to_s / 3600, shift->to_s / 60 % 60, shift->from_s / 3600,
                   shift->from_s / 60 % 60);
        diag_hint(out, "a shift that passes midnight ends after 24:00: 22:00-30:00");
        return false;
    }
    if (shift->to_s - shift->from_s > CIVIL_DAY_S)
        return diag_error(out, "bad-shift", at, "a shift is longer than 24 hours");
    return true;
}

bool shapes_stated(struct shapes *s, const struct shift_day *work, struct place at,
                   const struct day_shape **ret_shape, struct diags *out)
{
    struct shift sorted[CALENDAR_SHIFT_CEILING];
    struct draft draft;

    *ret_shape = shapes_none(s);
    if (work->count > CALENDAR_SHIFT_CEILING)
        return diag_error(out, "bad-shift", at, "a day has %u shifts, more than %d", work->count,
                          (int)CALENDAR_SHIFT_CEILING);
    for (uint32_t i = 0; i < work->count; i++) {
        const struct shift shift = work->shifts[i];
        uint32_t slot = i;

        if (!check_shift(&shift, at, out))
            return false;
        for (; slot > 0 && sorted[slot - 1].from_s > shift.from_s; slot--)
            sorted[slot] = sorted[slot - 1];
        sorted[slot] = shift;
    }
    draft.count = 0;
    draft.work_s = 0;
    for (uint32_t i = 0; i < work->count; i++) {
        if (i > 0 && sorted[i].from_s < sorted[i - 1].to_s)
            return diag_error(out, "bad-shift", at,
                              "two shifts of a day overlap: one begins at %02d:%02d, before the "
                              "other ends", sorted[i].from_s / 3600, sorted[i].from_s / 60 % 60);
        draft_add(&draft, sorted[i].from_s, sorted[i].to_s);
    }
    *ret_shape = intern(s, &draft);
    return true;
}

static int32_t spill_s(const struct day_shape *shape)
{
    return shape->count ? shape->shifts[shape->count - 1].to_s - CIVIL_DAY_S : 0;
}

const struct day_shape *shapes_compiled(struct shapes *s, const struct day_shape *before,
                                        const struct day_shape *stated)
{
    struct draft draft;

    if (spill_s(before) <= 0 && spill_s(stated) <= 0)
        return stated;
    draft.count = 0;
    draft.work_s = 0;
    draft_add(&draft, 0, spill_s(before));
    for (uint32_t i = 0; i < stated->count; i++) {
        const int32_t to_s = stated->shifts[i].to_s;

        draft_add(&draft, stated->shifts[i].from_s, to_s < CIVIL_DAY_S ? to_s : CIVIL_DAY_S);
    }
    return intern(s, &draft);
}

static const struct day_shape *day_both(struct shapes *s, const struct day_shape *a,
                                        const struct day_shape *b)
{
    uint32_t i = 0, j = 0;
    struct draft draft;

    if (a == b)
        return a;
    draft.count = 0;
    draft.work_s = 0;
    while (i < a->count && j < b->count) {
        const struct day_shift *x = &a->shifts[i], *y = &b->shifts[j];

        draft_add(&draft, x->from_s > y->from_s ? x->from_s : y->from_s,
                  x->to_s < y->to_s ? x->to_s : y->to_s);
        if (x->to_s < y->to_s)
            i++;
        else
            j++;
    }
    return intern(s, &draft);
}

_Static_assert(7 * (CALENDAR_SHIFT_CEILING + 1) + 1 <= UINT8_MAX, "shifts of a week fit a byte");

/* Its shifts as one list, and where in it every bucket begins. */
static void week_list(struct week_shape *week, struct arena *owner)
{
    struct week_shift *all, *last;
    uint32_t count = 0;

    for (int i = 0; i < 7; i++)
        count += week->day[i]->count;
    all = ARENA_ARRAY(owner, struct week_shift, count + 2);
    last = all;
    for (int i = 0; i < 7; i++)
        for (uint32_t k = 0; k < week->day[i]->count; k++) {
            const struct day_shift *shift = &week->day[i]->shifts[k];

            *++last = (struct week_shift){i * CIVIL_DAY_S + shift->from_s,
                                          week->before_s[i] + shift->before_s,
                                          shift->to_s - shift->from_s};
        }
    all[count + 1] = (struct week_shift){INT32_MAX, INT32_MAX, 0};
    for (uint32_t i = 0, clock = 0, work = 0; i < WEEK_BUCKETS; i++) {
        while (all[clock + 1].at_s <= (int32_t)(i << WEEK_BITS))
            clock++;
        while (all[work + 1].before_s <= (int32_t)(i << WEEK_BITS))
            work++;
        week->of_clock[i] = (uint8_t)clock;
        week->of_work[i] = (uint8_t)work;
    }
    week->shifts = all;
    week->inverse = week->before_s[7] > 0
        ? (UINT64_C(1) << WEEK_INVERSE_BITS) / (uint32_t)week->before_s[7] : 0;
}

const struct week_shape *shapes_week(struct shapes *s, const struct day_shape *const day[7])
{
    struct week_shape *week;
    struct str key = {(const char *)day, 7 * sizeof(*day)};
    uint32_t found;

    if (map_find(&s->weeks, key, &found))
        return s->week_list[found];
    week = ARENA_NEW(s->owner, struct week_shape);
    for (int i = 0; i < 7; i++) {
        week->day[i] = day[i];
        week->before_s[i + 1] = week->before_s[i] + day[i]->work_s;
    }
    week_list(week, s->owner);
    key.ptr = (const char *)week->day;
    map_insert(&s->weeks, key, (uint32_t)s->week_count, NULL);
    arena_grow(s->scratch, (void **)&s->week_list, s->week_count, &s->week_capacity,
               sizeof(*s->week_list), SIZE_MAX);
    s->week_list[s->week_count++] = week;
    return week;
}

/* Pairs of weeks meet again and again; what they have in common is worked out once. */
const struct week_shape *shapes_week_both(struct shapes *s, const struct week_shape *a,
                                          const struct week_shape *b)
{
    const struct week_shape *const pair[2] = {a, b}, **kept;
    const struct day_shape *day[7];
    const struct week_shape *week;
    uint32_t found;

    if (map_find(&s->pairs, (struct str){(const char *)pair, sizeof(pair)}, &found))
        return s->pair_list[found];
    for (int i = 0; i < 7; i++)
        day[i] = day_both(s, a->day[i], b->day[i]);
    week = shapes_week(s, day);
    kept = ARENA_ARRAY(s->scratch, const struct week_shape *, 2);
    memcpy(kept, pair, sizeof(pair));
    map_insert(&s->pairs, (struct str){(const char *)kept, sizeof(pair)},
               (uint32_t)s->pair_count, NULL);
    arena_grow(s->scratch, (void **)&s->pair_list, s->pair_count, &s->pair_capacity,
               sizeof(*s->pair_list), SIZE_MAX);
    s->pair_list[s->pair_count++] = week;
    return week;
}

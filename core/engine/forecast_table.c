/* SPDX-License-Identifier: Apache-2.0 */
#include "core/engine/forecast_table.h"

#include <assert.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/str.h"

enum {
    SHAPE_CEILING = 8 * 1000 * 1000,
    MULTIPLE_MOST = 1 << 14     /* larger ones take a larger scale */
};

struct shape_slot {
    bool used;
    struct distribution like;   /* in units of one of its numbers */
    double age;                 /* of which this much is spent */
    int32_t shape;
    double scale;               /* of its multiples, in the unit that `like` is in */
};

void forecast_scores_init(struct forecast_scores *scores, double weight)
{
    for (uint32_t i = 0; i < SCORE_KNOTS; i++) {
        const uint32_t octave = i / 64, cell = i % 64;
        const double d = (double)((UINT64_C(64) + cell) << octave) / 64 * SCORE_TAIL;
        const double z = i + 1 == SCORE_KNOTS ? 0 : number_normal_quantile(d / (1 << 25));

        scores->knot[i] = (int32_t)number_round(z * weight * (1 << SCORE_BITS));
    }
    for (uint32_t i = 0; i + 1 < SCORE_KNOTS; i++)
        scores->pair[i] = (uint64_t)(uint32_t)(scores->knot[i + 1] - scores->knot[i]) << 32 |
                          (uint32_t)scores->knot[i];
}

int32_t forecast_score(const struct forecast_scores *scores, uint32_t draw)
{
    const uint32_t upper = -(draw >> 31);
    uint32_t d = ((draw ^ upper) & 0x7fffffff) >> 7, bits;
    float f;
    int32_t cell, part, z;

    d = d < SCORE_TAIL ? SCORE_TAIL : d;
    f = (float)d;               /* exact: 24 bits */
    memcpy(&bits, &f, sizeof(bits));
    cell = (int32_t)(bits >> SCORE_CELL_BITS) - (132 << 6);
    part = (int32_t)(bits & ((1 << SCORE_CELL_BITS) - 1));
    z = scores->knot[cell];
    z += ((scores->knot[cell + 1] - z) * part) >> SCORE_CELL_BITS;
    return (z ^ (int32_t)upper) - (int32_t)upper;
}

int32_t forecast_shape_at(const struct forecast_shape *shape, int32_t score)
{
    int32_t at = score + SCORE_MOST, cell, part;
    int64_t low;

    at = at < 0 ? 0 : at > 2 * SCORE_MOST - 1 ? 2 * SCORE_MOST - 1 : at;
    cell = at >> SHAPE_CELL_BITS;
    part = (at & ((1 << SHAPE_CELL_BITS) - 1)) >> (SHAPE_CELL_BITS - SHAPE_PART_BITS);
    low = shape->knot[cell];
    return (int32_t)(low + (((shape->knot[cell + 1] - low) * part) >> SHAPE_PART_BITS));
}

/* What is left after `age`; `spent` is the probability of having finished by then. */
struct rest {
    const struct distribution *d;
    double age, spent;
};

static struct rest rest_of(const struct distribution *d, double age)
{
    return (struct rest){d, age, age > 0 ? distribution_cdf(d, age) : 0};
}

static double rest_at(const struct rest *rest, double p)
{
    const double last = 1 - 1.0 / (1 << 30);
    double at = rest->spent + p * (1 - rest->spent), value;

    at = at > last ? last : at;
    value = distribution_quantile(rest->d, at) - rest->age;
    return value > 0 ? value : 0;
}

static double knot_score(uint32_t knot)
{
    const double z =
        (double)((int64_t)knot * (1 << SHAPE_CELL_BITS) - SCORE_MOST) / (1 << SCORE_BITS);

    return z < -SCORE_CUT ? -SCORE_CUT : z > SCORE_CUT ? SCORE_CUT : z;
}

void forecast_shapes_init(struct forecast_shapes *shapes, struct arena *owner)
{
    double *p = ARENA_ARRAY(owner, double, SHAPE_KNOTS);

    for (uint32_t i = 0; i < SHAPE_KNOTS; i++)
        p[i] = number_normal_cdf(knot_score(i));
    *shapes = (struct forecast_shapes){.owner = owner, .slot_count = 64, .p = p};
    shapes->slots = ARENA_ARRAY(owner, struct shape_slot, shapes->slot_count);
}

static struct forecast_shape *shape_make(const struct rest *rest, double scale, const double *p,
                                         struct arena *owner)
{
    struct forecast_shape *shape = ARENA_NEW(owner, struct forecast_shape);

    for (uint32_t i = 0; i < SHAPE_KNOTS; i++)
        shape->knot[i] = (int32_t)number_round(rest_at(rest, p[i]) / scale *
                                               (1 << FACTOR_BITS));
    for (uint32_t i = 0; i < SHAPE_KNOTS; i++) {
        const int32_t next = shape->knot[i + 1 < SHAPE_KNOTS ? i + 1 : i];

        shape->pair[i] = (uint64_t)(uint32_t)(next - shape->knot[i]) << 32 |
                         (uint32_t)shape->knot[i];
    }
    shape->most = shape->knot[SHAPE_KNOTS - 1];
    shape->gentle = true;
    for (uint32_t i = 1; i < SHAPE_KNOTS; i++)
        if (shape->knot[i] - shape->knot[i - 1] >= 1 << (32 - SHAPE_PART_BITS))
            shape->gentle = false;
    return shape;
}

static uint64_t like_hash(const struct distribution *d, double age)
{
    double parts[6];

    parts[0] = d->kind;
    parts[1] = d->a;
    parts[2] = d->b;
    parts[3] = d->c;
    parts[4] = d->least;
    parts[5] = age;
    return str_hash((struct str){(const char *)parts, sizeof(parts)});
}

/* Neither is above the other: -Wfloat-equal has nothing to say. */
static bool same(double x, double y)
{
    return x >= y && x <= y;
}

static bool like_equal(const struct distribution *x, const struct distribution *y)
{
    return x->kind == y->kind && same(x->a, y->a) && same(x->b, y->b) && same(x->c, y->c) &&
           same(x->least, y->least);
}

static struct shape_slot *slot_of(struct shape_slot *slots, size_t count,
                                  const struct distribution *like, double age)
{
    size_t at = like_hash(like, age) & (count - 1);

    while (slots[at].used && !(like_equal(&slots[at].like, like) && same(slots[at].age, age)))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static void slots_double(struct forecast_shapes *shapes)
{
    const size_t wanted = shapes->slot_count * 2;
    struct shape_slot *slots = ARENA_ARRAY(shapes->owner, struct shape_slot, wanted);

    for (size_t i = 0; i < shapes->slot_count; i++)
        if (shapes->slots[i].used)
            *slot_of(slots, wanted, &shapes->slots[i].like, shapes->slots[i].age) =
                shapes->slots[i];
    shapes->slots = slots;
    shapes->slot_count = wanted;
}

/* A number of the distribution that is cheap to know and grows with it. */
static double unit_of(const struct distribution *d)
{
    switch (d->kind) {
    case DISTRIBUTION_SPLIT_LOGNORMAL:
        return d->b > 0 ? d->b : d->c;
    case DISTRIBUTION_LOGNORMAL:
    case DISTRIBUTION_RECORD:
        return d->b;
    case DISTRIBUTION_PERT:
    case DISTRIBUTION_TRIANGULAR:
    case DISTRIBUTION_UNIFORM:
        return d->c;
    case DISTRIBUTION_POINT:
    case DISTRIBUTION_EXPONENTIAL:
        break;
    }
    return d->a;
}

/* The same shape in units of `by`; -0 becomes 0, so that equal numbers have equal bytes. */
static struct distribution like_of(const struct distribution *d, double by)
{
    struct distribution like = *d;

    if (d->kind != DISTRIBUTION_LOGNORMAL)  /* its a is a spread */
        like.a = d->a / by + 0.0;
    like.b = d->b / by + 0.0;
    like.c = d->c / by + 0.0;
    like.least = d->least / by + 0.0;
    return like;
}

static void slot_fill(struct forecast_shapes *shapes, struct shape_slot *slot,
                      const struct distribution *like, double age)
{
    const struct rest rest = rest_of(like, age);
    const double most = rest_at(&rest, shapes->p[SHAPE_KNOTS - 1]);
    const double median = rest_at(&rest, number_normal_cdf(0));
    const double least = rest_at(&rest, shapes->p[0]);
    bool room;

    *slot = (struct shape_slot){
        .used = true, .like = *like, .age = age, .shape = FORECAST_CONSTANT, .scale = median};
    if (most - least <= most * 1e-9)
        return;
    if (median < most / MULTIPLE_MOST)
        slot->scale = most / MULTIPLE_MOST;
    slot->shape = (int32_t)shapes->count;
    room = arena_grow(shapes->owner, (void **)&shapes->items, shapes->count, &shapes->capacity,
                      sizeof(shapes->items[0]), SHAPE_CEILING);
    assert(room);
    (void)room;
    shapes->items[shapes->count++] = shape_make(&rest, slot->scale, shapes->p, shapes->owner);
}

void forecast_shapes_find(struct forecast_shapes *shapes, const struct distribution *d,
                          double age, int32_t *ret_shape, int64_t *ret_scale)
{
    const double unit = unit_of(d);
    struct distribution like;
    struct shape_slot *slot;

    *ret_shape = FORECAST_CONSTANT;
    if (d->kind == DISTRIBUTION_POINT || unit <= 0) {
        const double value = distribution_quantile(d, 0.5) - (age > 0 ? age : 0);

        *ret_scale = value > 0 ? number_round(value) : 0;
        return;
    }
    like = like_of(d, unit);
    age = age > 0 ? age / unit : 0;
    if (shapes->count * 2 >= shapes->slot_count)
        slots_double(shapes);
    slot = slot_of(shapes->slots, shapes->slot_count, &like, age);
    if (!slot->used)
        slot_fill(shapes, slot, &like, age);
    *ret_shape = slot->shape;
    *ret_scale = number_round(slot->scale * unit);
}

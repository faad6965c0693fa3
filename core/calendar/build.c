/* SPDX-License-Identifier: Apache-2.0 */
/* From a spec to a calendar: what is stated is painted day by day over the years, lowest
 * layer first; then equal days are gathered into runs. */
#include <assert.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/calendar/inside.h"

enum { STEP_CEILING = 4 * CALENDAR_EXCEPTION_CEILING };

struct build {
    const struct calendar_spec *spec;
    struct arena *owner, *scratch;
    struct diags *out;
    struct shapes shapes;
    struct calendar *calendar;
    bool failed;

    /* The exceptions as unrolled so far. */
    struct stated_days *exceptions;
    size_t exception_count, exception_capacity;
    const struct day_shape *shape;      /* of the exception being unrolled */
    uint32_t days_left;                 /* below the ceiling */
    uint32_t steps_left;                /* of unrolling */

    const struct day_shape **stated;    /* [CALENDAR_DAYS] NULL: the plain week */
    int32_t first, last;                /* days painted, last < first: none */
};

static const struct day_shape *state_day(struct build *b, const struct shift_day *work,
                                         struct place at)
{
    const struct day_shape *shape;

    if (!shapes_stated(&b->shapes, work, at, &shape, b->out))
        b->failed = true;
    return shape;
}

static void state_week(struct build *b)
{
    struct calendar *c = b->calendar;
    const struct calendar *parent = b->spec->parent;

    for (int i = 0; i < 7; i++) {
        if (parent)
            shapes_know(&b->shapes, parent->plain[i]);
        if (b->spec->week[i].given)
            c->own[i] = state_day(b, &b->spec->week[i], b->spec->at);
        c->plain[i] = c->own[i] ? c->own[i] : parent ? parent->plain[i] : shapes_none(&b->shapes);
    }
}

static int32_t day_index(int64_t day)
{
    if (day < CIVIL_DAY_FIRST)
        return 0;
    return day > CIVIL_DAY_LAST ? CALENDAR_DAYS - 1 : (int32_t)(day - CIVIL_DAY_FIRST);
}

/* Count days against the ceiling. */
static bool spend(struct build *b, int32_t first, int32_t last)
{
    const uint32_t days = (uint32_t)(last - first) + 1;

    if (days > b->days_left)
        return false;
    b->days_left -= days;
    return true;
}

static void fail_too_many(struct build *b, struct place at)
{
    b->failed = true;
    diag_error(b->out, "too-many-exceptions", at,
               "the exceptions of calendar '%.*s' cover more than %d days, or search the years too "
               "often", STR_ARG(b->spec->name), (int)CALENDAR_EXCEPTION_CEILING);
}

static void state_alternates(struct build *b)
{
    const struct calendar_spec *spec = b->spec;
    struct stated_week *weeks = ARENA_ARRAY(b->owner, struct stated_week, spec->alternate_count);
    uint32_t count = 0;

    for (size_t i = 0; i < spec->alternate_count; i++) {
        const struct calendar_alternate *a = &spec->alternates[i];
        struct stated_week *week = &weeks[count];

        if (a->to_day < a->from_day) {
            b->failed = true;
            diag_error(b->out, "bad-exception", a->at, "alternate weeks end before they begin");
            continue;
        }
        for (int day = 0; day < 7; day++)
            week->day[day] = state_day(b, &a->week[day], a->at);
        if (a->to_day < CIVIL_DAY_FIRST || a->from_day > CIVIL_DAY_LAST)
            continue;
        week->first = day_index(a->from_day);
        week->last = day_index(a->to_day);
        if (!spend(b, week->first, week->last)) {
            fail_too_many(b, a->at);
            break;
        }
        count++;
    }
    b->calendar->alternates = weeks;
    b->calendar->alternate_count = count;
}

static bool add_exception(void *context, int64_t from_day, int64_t to_day)
{
    struct build *b = context;
    const int32_t first = day_index(from_day), last = day_index(to_day);

    if (!spend(b, first, last))
        return false;
    arena_grow(b->scratch, (void **)&b->exceptions, b->exception_count, &b->exception_capacity,
               sizeof(*b->exceptions), SIZE_MAX);
    b->exceptions[b->exception_count++] = (struct stated_days){first, last, b->shape};
    return true;
}

static void state_exceptions(struct build *b)
{
    const struct calendar_spec *spec = b->spec;
    struct stated_days *kept;

    for (size_t i = 0; i < spec->exception_count; i++) {
        const struct calendar_exception *e = &spec->exceptions[i];

        b->shape = state_day(b, &e->work, e->at);
        if (!unroll_check(e, b->out)) {
            b->failed = true;
            continue;
        }
        if (!unroll_exception(e, &b->steps_left, add_exception, b)) {
            fail_too_many(b, e->at);
            break;
        }
    }
    kept = ARENA_ARRAY(b->owner, struct stated_days, b->exception_count);
    for (size_t i = 0; i < b->exception_count; i++)
        kept[i] = b->exceptions[i];
    b->calendar->exceptions = kept;
    b->calendar->exception_count = (uint32_t)b->exception_count;
}

static void paint(struct build *b, int32_t day, const struct day_shape *shape)
{
    b->stated[day] = shape;
    if (day < b->first)
        b->first = day;
    if (day > b->last)
        b->last = day;
}

/* `nearer`: the days that calendars below this one give in their own week. */
static void paint_alternates(struct build *b, const struct calendar *c,
                             const struct day_shape *const nearer[7])
{
    const struct day_shape *given[7];

    for (int i = 0; i < 7; i++)
        given[i] = nearer[i] ? nearer[i] : c->own[i];
    if (c->parent)
        paint_alternates(b, c->parent, given);
    for (uint32_t i = 0; i < c->alternate_count; i++) {
        const struct stated_week *week = &c->alternates[i];

        for (int32_t day = week->first; day <= week->last; day++)
            paint(b, day, nearer[day % 7] ? nearer[day % 7] : week->day[day % 7]);
    }
}

static void paint_exceptions(struct build *b, const struct calendar *c)
{
    if (c->parent)
        paint_exceptions(b, c->parent);
    for (uint32_t i = 0; i < c->exception_count; i++)
        for (int32_t day = c->exceptions[i].first; day <= c->exceptions[i].last; day++)
            paint(b, day, c->exceptions[i].shape);
}

static bool has_special_days(const struct calendar *c)
{
    for (; c; c = c->parent)
        if (c->alternate_count || c->exception_count)
            return true;
    return false;
}

/* The shape of a day after painting. */
static const struct day_shape *stated_on(const struct build *b, int32_t day)
{
    if (day >= 0 && b->stated && b->stated[day])
        return b->stated[day];
    return b->calendar->plain[(day + 7) % 7];
}

/* How many days from `day` on follow `length` days that repeat, looking at the compiled days up
 * to `last`. */
static int32_t repeats(const struct day_shape *const *compiled, int32_t day, int32_t length,
                       int32_t last)
{
    int32_t next = day + length;

    while (next <= last && compiled[next] == compiled[next - length])
        next++;
    return next <= last + 1 ? next - day : 0;
}

/* The week that `compiled` follows from `day` on: a repeating week of a fortnight or more (an
 * alternate week), or else one shape for some days (an exception). */
static int32_t special_run(struct build *b, const struct day_shape *const *compiled, int32_t day,
                           int32_t last, const struct week_shape **ret_week)
{
    const int32_t same = repeats(compiled, day, 1, last);
    const int32_t weekly = repeats(compiled, day, 7, last);
    const bool is_weekly = weekly >= 14 && weekly > same;
    const struct day_shape *week[7];

    for (int32_t i = 0; i < 7; i++)
        week[(day + i) % 7] = compiled[is_weekly ? day + i : day];
    *ret_week = shapes_week(&b->shapes, week);
    return is_weekly ? weekly : same;
}

/* The runs of the days painted, and of the day after: a shift of the last evening may cut it. */
static void compile_special(struct build *b, const struct week_shape *plain,
                            struct run_builder *runs)
{
    const int32_t last = b->last + 1 < CALENDAR_DAYS ? b->last + 1 : b->last;
    const struct day_shape **compiled = ARENA_ARRAY(b->scratch, const struct day_shape *,
                                                    (size_t)last + 1);
    const struct week_shape *week;
    int32_t day = b->first;

    for (int32_t i = day; i <= last; i++)
        compiled[i] = shapes_compiled(&b->shapes, stated_on(b, i - 1), stated_on(b, i));
    while (day <= last) {
        int32_t next = day;

        while (next <= last && compiled[next] == plain->day[next % 7])
            next++;
        week = plain;
        if (next == day)
            next += special_run(b, compiled, day, last, &week);
        run_add(runs, day, week);
        day = next;
    }
    if (day < CALENDAR_DAYS)
        run_add(runs, day, plain);
}

static void compile(struct build *b)
{
    struct run_builder runs = {.scratch = b->scratch};
    const struct day_shape *day[7];
    const struct week_shape *plain;

    for (int i = 0; i < 7; i++)
        day[i] = shapes_compiled(&b->shapes, b->calendar->plain[(i + 6) % 7],
                                 b->calendar->plain[i]);
    plain = shapes_week(&b->shapes, day);
    b->calendar->usual_week_s = plain->before_s[7];
    if (b->first > 0)
        run_add(&runs, 0, plain);
    if (b->last >= b->first)
        compile_special(b, plain, &runs);
    run_finish(&runs, b->owner, b->calendar);
}

/* See usual_day_s in calendar.h. */
static int64_t usual_day(const struct build *b)
{
    const struct calendar *c = b->calendar;
    int64_t usual = 0;
    int most = 0;
    bool given = false;

    for (int i = 0; i < 7; i++)
        given = given || c->own[i];
    if (!given && c->parent)
        return c->parent->usual_day_s;
    for (int i = 0; i < 7; i++) {
        int same = 0;

        for (int j = 0; j < 7; j++)
            same += c->plain[j]->work_s == c->plain[i]->work_s;
        if (c->plain[i]->work_s > 0 &&
            (same > most || (same == most && c->plain[i]->work_s > usual))) {
            usual = c->plain[i]->work_s;
            most = same;
        }
    }
    if (usual == 0)
        for (int32_t day = b->first; day <= b->last; day++)
            if (stated_on(b, day)->work_s > usual)
                usual = stated_on(b, day)->work_s;
    return usual;
}

/* Most people's calendars say nothing of their own: they share what their parent is. */
static bool says_nothing(const struct calendar_spec *spec)
{
    for (int i = 0; i < 7; i++)
        if (spec->week[i].given)
            return false;
    return spec->parent && spec->alternate_count == 0 && spec->exception_count == 0;
}

static void share_parent(struct calendar *c, const struct calendar_spec *spec)
{
    const struct str name = c->name;

    *c = *spec->parent;
    c->name = name;
    if (spec->usual_day_s > 0)
        c->usual_day_s = spec->usual_day_s;
}

static bool build(struct build *b)
{
    static const struct day_shape *const none_given[7];
    struct calendar *c = b->calendar;

    state_week(b);
    state_alternates(b);
    state_exceptions(b);
    if (b->failed)
        return false;
    if (has_special_days(c)) {
        b->stated = ARENA_ARRAY(b->scratch, const struct day_shape *, CALENDAR_DAYS);
        paint_alternates(b, c, none_given);
        paint_exceptions(b, c);
    }
    compile(b);
    if (c->total_s == 0) {
        diag_error(b->out, "no-working-time", b->spec->at, "calendar '%.*s' never works",
                   STR_ARG(b->spec->name));
        diag_hint(b->out, "give it shifts on at least one day of the week");
        return false;
    }
    c->usual_day_s = b->spec->usual_day_s > 0 ? b->spec->usual_day_s : usual_day(b);
    if (c->usual_week_s == 0)
        c->usual_week_s = 5 * c->usual_day_s;
    return true;
}

bool calendar_build(const struct calendar_spec *spec, struct arena *owner, struct arena *scratch,
                    const struct calendar **ret_calendar, struct diags *out)
{
    const struct arena_mark mark = arena_mark(scratch);
    struct build b = {
        .spec = spec,
        .owner = owner,
        .scratch = scratch,
        .out = out,
        .calendar = ARENA_NEW(owner, struct calendar),
        .days_left = CALENDAR_EXCEPTION_CEILING,
        .steps_left = STEP_CEILING,
        .first = CALENDAR_DAYS,
        .last = -1,
    };
    bool built;

    assert(owner != scratch);
    assert(!spec->parent || !spec->parent->is_intersection);
    if (spec->parent && spec->parent->depth + 1 > CALENDAR_DEPTH_CEILING)
        return diag_error(out, "too-deep", spec->at,
                          "calendar '%.*s' has more than %d parents above it",
                          STR_ARG(spec->name), (int)CALENDAR_DEPTH_CEILING);
    b.calendar->name = str_copy(owner, spec->name);
    if (says_nothing(spec)) {
        share_parent(b.calendar, spec);
        *ret_calendar = b.calendar;
        return true;
    }
    b.calendar->parent = spec->parent;
    b.calendar->depth = spec->parent ? spec->parent->depth + 1 : 0;
    shapes_init(&b.shapes, owner, scratch);
    built = build(&b);
    if (!built)
        return false;           /* the errors may live in the scratch */
    arena_rewind(scratch, mark);
    *ret_calendar = b.calendar;
    return true;
}

static const struct calendar *build_plain(struct str name, const struct shift *shifts,
                                          uint32_t count, int days, struct arena *owner)
{
    struct calendar_spec spec = {.name = name};
    const struct calendar *calendar = NULL;
    struct arena *scratch = arena_child(owner);
    struct diags out;
    bool built;

    diags_init(&out, scratch);
    for (int i = 0; i < 7; i++)
        spec.week[i] = (struct shift_day){true, i < days ? count : 0, shifts};
    built = calendar_build(&spec, owner, scratch, &calendar, &out);
    arena_reset(scratch);
    assert(built);
    return built ? calendar : NULL;
}

const struct calendar *calendar_standard(struct arena *owner)
{
    static const struct shift shifts[] = {{9 * 3600, 12 * 3600}, {13 * 3600, 18 * 3600}};

    return build_plain(STR("standard"), shifts, 2, 5, owner);
}

const struct calendar *calendar_always(struct arena *owner)
{
    static const struct shift whole_day = {0, CIVIL_DAY_S};

    return build_plain(STR("always"), &whole_day, 1, 7, owner);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/capacity.h"

#include "core/base/arena.h"
#include "core/base/sort.h"

enum { PERSON = 1000000, PPM = 1000000 };

/* --- who states anything --------------------------------------------------------------------- */

bool team_states_capacity(const struct object *o)
{
    const bool *counted;

    if (o->kind == KIND_system)
        return system_get_units(o) != NULL;
    counted = team_get_count_people(o);
    return team_get_capacity(o) || team_get_capacity_from(o) || (counted && *counted);
}

bool plan_states_capacity(const struct plan *p)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++)
        if (team_states_capacity(plan_nth(p, KIND_team, i)))
            return true;
    for (uint32_t i = 0; i < plan_count(p, KIND_system); i++)
        if (team_states_capacity(plan_nth(p, KIND_system, i)))
            return true;
    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++)
        if (task_get_skills(plan_nth(p, KIND_task, i)))
            return true;
    return false;
}

/* --- one person ------------------------------------------------------------------------------ */

int64_t person_share_of(const struct object *person, const struct object *team)
{
    const struct ref *own = person_get_team(person);
    const struct amounts *also = person_get_also(person);
    const int32_t *share = person_get_share(person);

    if (own && own->object == team->number)
        return share ? *share : PERSON;
    for (size_t i = 0; also && i < also->count; i++)
        if (also->items[i].of.object == team->number)
            return also->items[i].micro;
    return 0;
}

bool person_can(const struct object *person, const struct texts *skills)
{
    const struct texts *has = person_get_skills(person);

    for (size_t i = 0; i < skills->count; i++) {
        size_t k = 0;

        while (has && k < has->count && !str_equal(has->items[k], skills->items[i]))
            k++;
        if (!has || k == has->count)
            return false;
    }
    return true;
}

static int64_t join_day(const struct object *person)
{
    const struct when *joins = person_get_joins(person);

    return joins ? civil_day_of(joins->instant) : INT64_MIN;
}

static bool joins_later(const struct plan *p, const struct object *person)
{
    return join_day(person) > civil_day_of(p->as_of);
}

bool person_is_expected(const struct plan *p, const struct object *person)
{
    return person_get_joins_between(person) && joins_later(p, person);
}

const uint8_t capacity_ramp_eighths[CAPACITY_RAMP] = {1, 3, 5, 7, 8};

bool person_ramp_days(const struct plan *p, const struct object *person,
                      const struct object *team, int64_t day, int64_t ret_days[CAPACITY_RAMP])
{
    const struct span *ramp = person_get_ramp(person);
    const struct calendar *c = plan_calendar_of(p, team);
    const int64_t from = day * CIVIL_DAY_S, takes_s = ramp ? span_seconds(ramp, c) : 0;

    for (int i = 0; i < CAPACITY_RAMP; i++) {
        const int64_t part_s = takes_s * i / (CAPACITY_RAMP - 1);

        ret_days[i] = i == 0 ? day : civil_day_of(ramp && ramp->elapsed
                                                      ? from + part_s
                                                      : calendar_next_start(
                                                            c, calendar_add(c, from, part_s)));
    }
    return takes_s > 0;
}

/* Eighths of them that are there on a day, by how long ago they joined. */
static int64_t ramp_eighths(const struct plan *p, const struct object *person,
                            const struct object *team, int64_t joined, int64_t day)
{
    int64_t days[CAPACITY_RAMP], eighths = 0;

    if (day < joined)
        return 0;
    if (!person_ramp_days(p, person, team, joined, days))
        return 8;
    for (int i = 0; i < CAPACITY_RAMP; i++)
        if (days[i] <= day)
            eighths = capacity_ramp_eighths[i];
    return eighths;
}

static bool is_away(const struct object *person, int64_t day)
{
    const struct day_ranges *away = person_get_away(person);
    const struct when *left = person_get_left(person);

    if (left && civil_day_of(left->instant) <= day)
        return true;
    for (size_t i = 0; away && i < away->count; i++)
        if (away->items[i].from_day <= day && day <= away->items[i].to_day)
            return true;
    return false;
}

/* How hires are taken: by kind, and one of them as if joined on a day. */
struct hires {
    enum capacity_hires kind;
    const struct capacity_joined *joined;       /* or NULL */
};

enum { ALL_ALONG = INT32_MIN, NEVER = INT32_MAX };

/* The day from which they are there and ramp up; ALL_ALONG: they have. */
static int64_t day_of(const struct plan *p, const struct object *person, const struct hires *h)
{
    if (!person_get_joins(person))
        return ALL_ALONG;
    if (h->joined && h->joined->person == person)
        return h->joined->day;
    if (h->kind != HIRES_LIKELY && person_is_expected(p, person))
        return h->kind == HIRES_ALL ? ALL_ALONG : NEVER;
    return join_day(person);
}

/* What a team has of them on a day. */
static int64_t presence(const struct plan *p, const struct object *person,
                        const struct object *team, int64_t day, const struct hires *h)
{
    const int64_t share = person_share_of(person, team);
    const int64_t joined = share > 0 ? day_of(p, person, h) : NEVER;

    if (joined == NEVER || is_away(person, day))
        return 0;
    return joined == ALL_ALONG ? share
                               : share * ramp_eighths(p, person, team, joined, day) / 8;
}

/* Who gives them time while they ramp up; NULL: nobody does. */
static const struct object *mentor_of(const struct plan *p, const struct object *person)
{
    return person_get_mentoring(person) && person_get_ramp(person) && person_get_joins(person)
               ? plan_object(p, person_get_mentor(person))
               : NULL;
}

/* What a team has less of a mentor on a day, for one hire. */
static int64_t mentoring(const struct plan *p, const struct object *person,
                         const struct object *team, int64_t day, const struct hires *h)
{
    const struct object *mentor = mentor_of(p, person);
    int64_t joined;

    if (!mentor || mentor == person || person_share_of(mentor, team) == 0 ||
        is_away(person, day))
        return 0;
    joined = day_of(p, person, h);
    if (joined == NEVER || joined == ALL_ALONG || day < joined ||
        ramp_eighths(p, person, team, joined, day) == 8)
        return 0;
    return presence(p, mentor, team, day, h) * *person_get_mentoring(person) / PPM;
}

/* --- a team ---------------------------------------------------------------------------------- */

static int64_t people_of(const struct object *team, int64_t day)
{
    const struct day_amounts *from = team_get_capacity_from(team);
    const int64_t *capacity = team_get_capacity(team);
    int64_t people = capacity ? *capacity : 0;
    int64_t since = INT64_MIN;

    for (size_t i = 0; from && i < from->count; i++)
        if (from->items[i].from_day <= day && from->items[i].from_day >= since) {
            since = from->items[i].from_day;
            people = from->items[i].micro;
        }
    return people;
}

static int64_t amount_away(const struct day_amounts *away, int64_t day)
{
    int64_t sum = 0;

    for (size_t i = 0; away && i < away->count; i++)
        if (away->items[i].from_day <= day && day <= away->items[i].to_day)
            sum += away->items[i].micro;
    return sum;
}

static bool stands_on(const struct object *standing, int64_t day)
{
    const struct when *from = standing_get_from(standing), *until = standing_get_until(standing);

    return (!from || civil_day_of(from->instant) <= day) &&
           (!until || day <= civil_day_of(until->instant));
}

int32_t capacity_standing_ppm(const struct object *team, int64_t day)
{
    const struct objects *all = team_get_standing(team);
    int64_t sum = 0;

    for (size_t i = 0; all && i < all->count; i++) {
        const int32_t *share = standing_get_share(all->items[i]);

        sum += share && stands_on(all->items[i], day) ? *share : 0;
    }
    return (int32_t)(sum < PPM ? sum : PPM);
}

/* People that standing work takes beside its shares. */
static int64_t standing_people(const struct plan *p, const struct object *team, int64_t day)
{
    const struct objects *all = team_get_standing(team);
    const struct calendar *c = plan_calendar_of(p, team);
    const int64_t week_s = calendar_usual_week_s(c), day_s = calendar_usual_day_s(c);
    int64_t sum = 0;

    for (size_t i = 0; all && i < all->count; i++) {
        const int64_t *people = standing_get_people(all->items[i]);
        const int64_t *days = standing_get_days_a_week(all->items[i]);

        if (!stands_on(all->items[i], day))
            continue;
        sum += people ? *people : 0;
        if (days && week_s > 0)
            sum += (int64_t)((double)*days * (double)day_s / (double)week_s);
    }
    return sum;
}

static int64_t people_there(const struct plan *p, const struct object *team, int64_t day,
                            const struct hires *h)
{
    const bool *counted = team_get_count_people(team);
    int64_t people = counted && *counted ? 0 : people_of(team, day);

    for (uint32_t i = 0; i < plan_count(p, KIND_person); i++) {
        const struct object *person = plan_nth(p, KIND_person, i);
        const int64_t share = person_share_of(person, team);

        people -= mentoring(p, person, team, day, h);
        if (share == 0)
            continue;
        people += presence(p, person, team, day, h);
        if (!(counted && *counted) && !joins_later(p, person))
            people -= share;    /* the number stated has them already */
    }
    people -= amount_away(team_get_away(team), day);
    return people > 0 ? people : 0;
}

static int64_t all_on(const struct plan *p, const struct object *of, int64_t day,
                      const struct hires *h)
{
    int64_t amount;

    if (!team_states_capacity(of))
        return INT64_MAX;
    if (of->kind == KIND_system) {
        amount = *system_get_units(of) - amount_away(system_get_away(of), day);
    } else {
        const int64_t share = PPM - capacity_standing_ppm(of, day);

        amount = people_there(p, of, day, h);
        amount = amount / PPM * share + amount % PPM * share / PPM;
        amount -= standing_people(p, of, day);
    }
    return amount > 0 ? amount : 0;
}

int64_t capacity_on(const struct plan *p, const struct object *of, int64_t day,
                    enum capacity_hires hires)
{
    const struct hires h = {.kind = hires};

    return all_on(p, of, day, &h);
}

int64_t team_capacity_on(const struct plan *p, const struct object *team, int64_t day)
{
    return capacity_on(p, team, day, HIRES_LIKELY);
}

static bool can_one(const struct object *person, const struct texts *const *sets, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (person_can(person, sets[k]))
            return true;
    return false;
}

static int64_t skilled_on(const struct plan *p, const struct object *team,
                          const struct texts *const *sets, size_t set_count, int64_t day,
                          const struct hires *h)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_person); i++) {
        const struct object *person = plan_nth(p, KIND_person, i);
        const struct object *mentor = mentor_of(p, person);

        if (mentor && can_one(mentor, sets, set_count))
            sum -= mentoring(p, person, team, day, h);
        if (person_share_of(person, team) > 0 && can_one(person, sets, set_count))
            sum += presence(p, person, team, day, h);
    }
    return sum > 0 ? sum : 0;
}

int64_t capacity_skilled_on(const struct plan *p, const struct object *team,
                            const struct texts *const *sets, size_t set_count, int64_t day,
                            enum capacity_hires hires)
{
    const struct hires h = {.kind = hires};

    return skilled_on(p, team, sets, set_count, day, &h);
}

int64_t capacity_joined_on(const struct plan *p, const struct object *of,
                           const struct texts *const *sets, size_t set_count, int64_t day,
                           const struct capacity_joined *joined)
{
    const struct hires h = {.kind = HIRES_NONE, .joined = joined};

    return sets ? skilled_on(p, of, sets, set_count, day, &h) : all_on(p, of, day, &h);
}

/* --- the days on which it changes ------------------------------------------------------------ */

struct days {
    int64_t *items;
    size_t count, capacity;
    struct arena *owner;
};

static void add_day(struct days *d, int64_t day)
{
    if (arena_grow(d->owner, (void **)&d->items, d->count, &d->capacity, sizeof(int64_t),
                   SIZE_MAX / 16))
        d->items[d->count++] = day;
}

static void add_ranges(struct days *d, const struct day_amounts *away)
{
    for (size_t i = 0; away && i < away->count; i++) {
        add_day(d, away->items[i].from_day);
        add_day(d, away->items[i].to_day + 1);
    }
}

static void add_person(struct days *d, const struct plan *p, const struct object *person,
                       const struct object *team)
{
    const struct day_ranges *away = person_get_away(person);
    const struct when *left = person_get_left(person);
    int64_t days[CAPACITY_RAMP];

    if (left)
        add_day(d, civil_day_of(left->instant));
    for (size_t k = 0; away && k < away->count; k++) {
        add_day(d, away->items[k].from_day);
        add_day(d, away->items[k].to_day + 1);
    }
    if (!person_get_joins(person))
        return;
    add_day(d, join_day(person));
    if (person_ramp_days(p, person, team, join_day(person), days))
        for (int i = 1; i < CAPACITY_RAMP; i++)
            add_day(d, days[i]);
}

int64_t *capacity_days(const struct plan *p, const struct object *of, struct arena *owner,
                       size_t *ret_count)
{
    struct days d = {.owner = owner};
    const struct day_amounts *from;
    const struct objects *standing;

    if (of->kind == KIND_system) {
        add_ranges(&d, system_get_away(of));
        sort_i64(d.items, d.count);
        *ret_count = d.count;
        return d.items;
    }
    from = team_get_capacity_from(of);
    standing = team_get_standing(of);
    for (size_t i = 0; from && i < from->count; i++)
        add_day(&d, from->items[i].from_day);
    add_ranges(&d, team_get_away(of));
    for (size_t i = 0; standing && i < standing->count; i++) {
        const struct object *its = standing->items[i];

        if (standing_get_from(its))
            add_day(&d, civil_day_of(standing_get_from(its)->instant));
        if (standing_get_until(its))
            add_day(&d, civil_day_of(standing_get_until(its)->instant) + 1);
    }
    for (uint32_t i = 0; i < plan_count(p, KIND_person); i++) {
        const struct object *person = plan_nth(p, KIND_person, i);
        const struct object *mentor = mentor_of(p, person);

        if (person_share_of(person, of) > 0 || (mentor && person_share_of(mentor, of) > 0))
            add_person(&d, p, person, of);
    }
    sort_i64(d.items, d.count);
    *ret_count = d.count;
    return d.items;
}

size_t capacity_working_days(const struct plan *p, const struct object *of, int64_t *days,
                             size_t count)
{
    const struct calendar *c = plan_calendar_of(p, of);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const int64_t next = calendar_next_start(c, days[i] * CIVIL_DAY_S);
        const int64_t day = next < CALENDAR_BEYOND / 2 ? civil_day_of(next) : days[i];

        if (kept == 0 || day > days[kept - 1])
            days[kept++] = day;
    }
    return kept;
}

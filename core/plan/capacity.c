/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/capacity.h"

enum { PERSON = 1000000 };

bool team_states_capacity(const struct object *team)
{
    return team_get_capacity(team) || team_get_capacity_from(team);
}

bool plan_states_capacity(const struct plan *p)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_team); i++)
        if (team_states_capacity(plan_nth(p, KIND_team, i)))
            return true;
    return false;
}

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

int64_t team_capacity_on(const struct plan *p, const struct object *team, int64_t day)
{
    const struct day_amounts *away = team_get_away(team);
    int64_t people;

    if (!team_states_capacity(team))
        return INT64_MAX;
    people = people_of(team, day);
    for (size_t i = 0; away && i < away->count; i++)
        if (away->items[i].from_day <= day && day <= away->items[i].to_day)
            people -= away->items[i].micro;
    for (uint32_t i = 0; i < plan_count(p, KIND_person); i++) {
        const struct object *person = plan_nth(p, KIND_person, i);
        const struct ref *of = person_get_team(person);

        if (of && of->object == team->number && is_away(person, day))
            people -= PERSON;
    }
    return people > 0 ? people : 0;
}

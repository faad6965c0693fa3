/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a sealed plan: who is whose, which calendar, which threshold. */
#include "core/plan/plan.h"

#include "core/plan/ops.h"

struct place object_place(const struct object *o, uint16_t field)
{
    const struct cell *cell = object_cell(o, field);

    return cell ? cell->at : o->at;
}

/* The value of the field of this name and type, where the kind has one. */
static const void *value_named(const struct object *o, const char *name, enum field_type_id type)
{
    const uint16_t field = schema_field(o->kind, str_of(name));

    if (field == FIELD_ABSENT || schema_kinds[o->kind].fields[field].type != type)
        return NULL;
    return object_value(o, field);
}

struct str object_title(const struct object *o)
{
    static const char *const names[] = {"title", "name", "question", "statement", "what"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct str *title = value_named(o, names[i], FIELD_TYPE_text);

        if (title && title->len > 0)
            return *title;
    }
    return o->id;
}

const struct object *plan_find(const struct plan *p, struct str id)
{
    uint32_t number;

    return map_find(p->ids, id, &number) ? p->objects[number] : NULL;
}

static const struct object *outermost(const struct object *o)
{
    while (o->inside)
        o = o->inside;
    return o;
}

/* A team, or the team of a task, a milestone or a person. */
static const struct object *team_behind(const struct plan *p, const struct object *o)
{
    if (!o || o->kind == KIND_team)
        return o;
    return plan_object(p, value_named(o, "team", FIELD_TYPE_ref));
}

const struct object *handoff_giving_team(const struct plan *p, const struct object *handoff)
{
    return team_behind(p, plan_object(p, handoff_get_gives(handoff)));
}

const struct object *handoff_taking_team(const struct plan *p, const struct object *handoff)
{
    return team_behind(p, plan_object(p, handoff_get_to(handoff)));
}

const struct object *plan_team_of(const struct plan *p, const struct object *o)
{
    o = outermost(o);
    if (o->kind == KIND_handoff)
        return handoff_giving_team(p, o);
    if (o->kind == KIND_system) {
        const struct object *owner = plan_object(p, system_get_owner(o));

        return team_behind(p, owner);
    }
    return team_behind(p, o);
}

static const struct object *lead_of(const struct plan *p, const struct object *team)
{
    return team ? plan_object(p, team_get_lead(team)) : NULL;
}

/* A person answers alone, a team by its lead. */
static const struct object *answering(const struct plan *p, const struct object *who)
{
    return who && who->kind == KIND_team ? lead_of(p, who) : who;
}

/* The named side of a hand-off, else its team's lead, else the owner of the task itself. */
static const struct object *side_of(const struct plan *p, const struct ref *named,
                                    const struct object *team, const struct ref *what)
{
    const struct object *end = plan_object(p, what), *who = plan_object(p, named);

    if (!who)
        who = lead_of(p, team);
    if (!who && end)
        who = plan_object(p, value_named(end, "owner", FIELD_TYPE_ref));
    return who;
}

const struct object *handoff_giver_of(const struct plan *p, const struct object *handoff)
{
    return side_of(p, handoff_get_giver(handoff), handoff_giving_team(p, handoff),
                   handoff_get_gives(handoff));
}

const struct object *handoff_taker_of(const struct plan *p, const struct object *handoff)
{
    return side_of(p, handoff_get_taker(handoff), handoff_taking_team(p, handoff),
                   handoff_get_to(handoff));
}

const struct object *plan_owner_of(const struct plan *p, const struct object *o)
{
    /* By kind what answers for it, most exact first; a nested object may have its own owner. */
    static const char *const names[] = {"owner",   "decider", "made_by", "chair",   "ask",
                                        "manager", "sponsor"};

    if (o->kind == KIND_person)
        return o;
    if (o->kind == KIND_handoff)
        return handoff_giver_of(p, o);
    if (o->kind == KIND_team)
        return lead_of(p, o);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const struct object *who = plan_object(p, value_named(o, names[i], FIELD_TYPE_ref));

        who = answering(p, who);
        if (who)
            return who;
    }
    if (o->inside)
        return plan_owner_of(p, o->inside);
    return lead_of(p, plan_team_of(p, o));
}

static const struct calendar *calendar_at(const struct plan *p, const struct ref *ref)
{
    if (!ref || ref->object == OBJECT_NONE)
        return NULL;
    return p->calendars[ref->object - p->first[KIND_calendar]];
}

const struct calendar *plan_calendar_of(const struct plan *p, const struct object *o)
{
    const struct calendar *own;
    const struct object *team;

    o = outermost(o);
    own = calendar_at(p, value_named(o, "calendar", FIELD_TYPE_ref));
    if (own)
        return own;
    /* What a hand-off takes after delivery is the taker's time. */
    team = o->kind == KIND_handoff ? handoff_taking_team(p, o) : plan_team_of(p, o);
    own = team ? calendar_at(p, team_get_calendar(team)) : NULL;
    return own ? own : p->calendar;
}

bool blocker_is_open_on(const struct plan *p, const struct object *blocker, struct str id)
{
    const struct refs *blocks = blocker_get_blocks(blocker);

    for (uint32_t i = 0; !blocker_get_cleared(blocker) && blocks && i < blocks->count; i++) {
        const struct object *work = plan_object(p, &blocks->items[i]);

        if (work && str_equal(work->id, id))
            return true;
    }
    return false;
}

int64_t plan_threshold(const struct plan *p, const char *name, int64_t default_micro)
{
    const struct thresholds *t = policy_get_thresholds(p->policy);

    for (size_t i = 0; t && i < t->count; i++)
        if (name_is(name, t->names[i]))
            return t->micro[i];
    return default_micro;
}

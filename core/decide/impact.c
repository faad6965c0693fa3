/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/impact.h"

#include "core/base/arena.h"
#include "core/base/text.h"

static bool is_open(const struct object *o)
{
    const bool *inactive = o->kind == KIND_task ? task_get_inactive(o) : NULL;

    if (o->kind == KIND_milestone)
        return !milestone_get_reached(o);
    return o->kind == KIND_task && !task_get_finished(o) && !(inactive && *inactive);
}

/* Systems that cannot work without this one, and itself. */
static bool *fallen_systems(const struct plan *p, const struct object *system, struct arena *owner)
{
    bool *fallen = ARENA_ARRAY(owner, bool, (size_t)p->object_count + 1);
    bool more = true;

    fallen[system->number] = true;
    while (more) {
        more = false;
        for (uint32_t i = 0; i < plan_count(p, KIND_system); i++) {
            const struct object *o = plan_nth(p, KIND_system, i);
            const struct refs *on = system_get_depends_on(o);

            for (size_t r = 0; on && r < on->count && !fallen[o->number]; r++)
                if (on->items[r].object != OBJECT_NONE && fallen[on->items[r].object])
                    fallen[o->number] = more = true;
        }
    }
    return fallen;
}

static bool touches_any(const struct object *task, const bool *fallen)
{
    const struct refs *touches = task_get_touches(task);

    for (size_t i = 0; touches && i < touches->count; i++)
        if (touches->items[i].object != OBJECT_NONE && fallen[touches->items[i].object])
            return true;
    return false;
}

/* What a blocker stops: a hand-off is stopped at what it gives. Each once. */
static uint32_t stopped_work(const struct plan *p, const struct object *blocker,
                             uint32_t *ret_objects)
{
    const struct refs *blocks = blocker_get_blocks(blocker);
    uint32_t count = 0;

    for (size_t i = 0; !blocker_get_cleared(blocker) && blocks && i < blocks->count; i++) {
        const struct object *o = plan_object(p, &blocks->items[i]);
        uint32_t k = 0;

        o = o && o->kind == KIND_handoff ? plan_object(p, handoff_get_gives(o)) : o;
        while (o && k < count && ret_objects[k] != o->number)
            k++;
        if (o && k == count && is_open(o))
            ret_objects[count++] = o->number;
    }
    return count;
}

uint32_t impact_work(const struct plan *p, const struct object *subject, struct arena *owner,
                     const uint32_t **ret_objects)
{
    uint32_t *objects = ARENA_ARRAY(owner, uint32_t, (size_t)p->object_count + 1);
    const struct object *one = subject->kind == KIND_handoff
                                   ? plan_object(p, handoff_get_gives(subject)) : subject;
    const bool *fallen =
        subject->kind == KIND_system ? fallen_systems(p, subject, owner) : NULL;
    uint32_t count = 0;

    *ret_objects = objects;
    if (subject->kind == KIND_blocker)
        return stopped_work(p, subject, objects);
    if (one && is_open(one))
        objects[count++] = one->number;
    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct object *o = plan_nth(p, KIND_task, i);

        if (is_open(o) && (fallen ? touches_any(o, fallen)
                                  : one && one->kind == KIND_team && plan_team_of(p, o) == one))
            objects[count++] = o->number;
    }
    return count;
}

struct str impact_edit(const struct plan *p, const struct object *subject, struct arena *owner)
{
    const uint32_t *objects;
    const uint32_t count = impact_work(p, subject, owner, &objects);
    struct text t;

    if (count == 0)
        return (struct str){NULL, 0};
    text_init(&t, owner);
    text_addf(&t, "risks.if-%.*s-is-late={title: a week longer, likely: 100%%, hits: {",
              STR_ARG(subject->id));
    for (uint32_t i = 0; i < count; i++)
        text_addf(&t, "%s%.*s: 1w..1w..1w", i > 0 ? ", " : "", STR_ARG(p->objects[objects[i]]->id));
    text_add(&t, STR("}}"));
    text_add_char(&t, '\0');
    return str_slice(text_str(&t), 0, t.len - 1);
}

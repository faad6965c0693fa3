/* SPDX-License-Identifier: Apache-2.0 */
/* What rules ask of the log. */
#include "core/base/arena.h"
#include "core/rules/look.h"

bool look_is_import(const struct change *c)
{
    return c->seq <= 1 || str_equal(c->source, STR("init")) || str_starts(c->source, STR("import"));
}

uint32_t look_steps(const struct rule_input *in, const struct object *o, uint16_t field,
                    int64_t since, const struct look_step **ret_steps)
{
    const struct field *of = &schema_kinds[o->kind].fields[field];
    const uint32_t first = in->past ? past_first(in->past, o->id) : 0;
    struct look_step *steps;
    struct past_step s;
    uint32_t most = 0, count = 0;

    *ret_steps = NULL;
    while (in->past && past_step(in->past, first + most, o->id, &s))
        most++;
    if (most == 0)
        return 0;
    steps = ARENA_ARRAY(in->scratch, struct look_step, most);
    for (uint32_t i = first; i < first + most; i++) {
        past_step(in->past, i, o->id, &s);
        if (s.what != PAST_SET || s.partly || !str_equal(s.field, str_of(of->name)) ||
            (since != CIVIL_NONE && s.at <= since))
            continue;
        steps[count++] = (struct look_step){
            .at = s.at, .by = s.change->by, .change = s.change,
            .before = past_value(&s, of, false, in->scratch),
            .after = past_value(&s, of, true, in->scratch) };
    }
    *ret_steps = steps;
    return count;
}

int64_t look_last_step(const struct rule_input *in, const struct object *o)
{
    int64_t last = CIVIL_NONE;
    struct past_step s;

    for (uint32_t i = in->past ? past_first(in->past, o->id) : 0;
         in->past && past_step(in->past, i, o->id, &s); i++)
        if (s.at != CIVIL_NONE && s.at > last)
            last = s.at;
    return last;
}

int64_t look_first_seen(const struct rule_input *in, const struct object *o)
{
    struct past_step s;

    for (uint32_t i = in->past ? past_first(in->past, o->id) : 0;
         in->past && past_step(in->past, i, o->id, &s); i++)
        if (s.what == PAST_ADDED)
            return look_is_import(s.change) ? CIVIL_NONE : s.at;
    return CIVIL_NONE;
}

int64_t look_last_word(const struct rule_input *in, const struct object *task)
{
    const struct when *updated = task_get_updated(task), *estimated = task_get_estimated(task);
    int64_t last = look_last_step(in, task);

    if (updated && updated->instant > last)
        last = updated->instant;
    if (estimated && estimated->instant > last)
        last = estimated->instant;
    return last;
}

int64_t look_median_days(const struct rule_input *in, const struct estimate *e)
{
    return e ? look_working_days(in, in->plan->start, look_after(in, in->plan->start, e, 0.5)) : 0;
}

const struct estimate *look_left(const struct object *task)
{
    return task_get_remaining(task) ? task_get_remaining(task) : task_get_estimate(task);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The account: simulate each line alone and in order, and take differences. */
#include "core/decide/why.h"

#include <string.h>

#include "core/base/arena.h"
#include "core/decide/why_lines.h"

enum { WORK_MOST_LOG2 = 31, ITERATIONS_LEAST = 512, P80 = 2 };

/* What one simulation says of every target. */
struct values {
    int64_t *p80;
    int32_t *ppm;
};

struct account {
    const struct plan *before, *after, *later;  /* later: the earlier plan, on the later day */
    struct forecast_options options;
    struct arena *owner, *scratch;
    struct edits changes;
    struct why_target *targets;
    uint32_t target_count;
    struct edit *chosen;        /* [changes.count]: those of the step being simulated */
};

/* --- one simulation -------------------------------------------------------------------- */

static const struct forecast_target *target_of(const struct forecast *f,
                                               const struct why_target *t, int32_t *ret_ppm)
{
    const struct plan *p = f->network->plan;

    *ret_ppm = -1;
    for (uint32_t i = 0; t->promised && i < f->commitment_count; i++) {
        const struct forecast_commitment *c = &f->commitments[i];

        if (!str_equal(p->objects[c->object]->id, t->id) || c->target == UINT32_MAX)
            continue;
        *ret_ppm = c->probability_ppm;
        return &f->targets[c->target];
    }
    for (uint32_t i = 0; !t->promised && i < f->target_count; i++)
        if (str_equal(p->objects[f->targets[i].object]->id, t->id))
            return &f->targets[i];
    return NULL;
}

static struct values values_new(struct account *a, struct arena *owner)
{
    return (struct values){ARENA_ARRAY(owner, int64_t, a->target_count + 1),
                           ARENA_ARRAY(owner, int32_t, a->target_count + 1)};
}

static bool take_values(struct account *a, const struct forecast *f, struct values *v)
{
    for (uint32_t i = 0; i < a->target_count; i++) {
        const struct forecast_target *t = target_of(f, &a->targets[i], &v->ppm[i]);

        if (!t)
            return false;
        v->p80[i] = t->at[P80];
    }
    return true;
}

/* The values of a plan; false where it has no forecast, or not all of the targets. */
static bool simulate(struct account *a, const struct plan *plan, struct values *v)
{
    struct arena *work = arena_child(a->scratch), *rough = arena_child(a->scratch);
    const struct forecast *f;
    struct diags ignored;
    bool good;

    diags_init(&ignored, work);
    good = forecast_compute(plan, &a->options, work, rough, &f, &ignored) && take_values(a, f, v);
    arena_reset(rough);
    arena_reset(work);
    return good;
}

/* ... of the later day with the edits whose line is `line`, or, `cumulated`, up to `line`. */
static bool simulate_edits(struct account *a, const struct why_lines *lines, uint32_t line,
                           bool cumulated, struct values *v)
{
    struct arena *work = arena_child(a->scratch);
    const struct plan *made;
    struct diags ignored;
    size_t count = 0;
    bool good;

    for (size_t i = 0; i < a->changes.count; i++)
        if (lines->line_of[i] != WHY_NO_LINE &&
            (cumulated ? lines->line_of[i] <= line : lines->line_of[i] == line))
            a->chosen[count++] = a->changes.items[i];
    diags_init(&ignored, work);
    good = plan_apply(a->later, a->chosen, count, work, &made, &ignored) && simulate(a, made, v);
    arena_reset(work);
    return good;
}

/* --- what both plans have ----------------------------------------------------------------- */

static bool find_targets(struct account *a, const struct forecast *was, const struct forecast *is)
{
    const bool promised = was->commitment_count > 0 && is->commitment_count > 0;
    const uint32_t count = promised ? is->commitment_count : is->target_count;
    const struct plan *p = is->network->plan;
    int32_t unused;

    a->targets = ARENA_ARRAY(a->owner, struct why_target, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t object = promised ? is->commitments[i].object : is->targets[i].object;
        struct why_target t = {.id = p->objects[object]->id, .promised = promised};

        if (target_of(was, &t, &unused) && target_of(is, &t, &unused)) {
            t.id = str_copy(a->owner, t.id);
            a->targets[a->target_count++] = t;
        }
    }
    return a->target_count > 0;
}

/* As many iterations as asked for, unless so many steps of so large a plan take too long. */
static uint32_t iterations_for(const struct account *a, const struct forecast *f, uint32_t steps)
{
    const uint64_t nodes = f->network->node_count + 1;
    uint64_t most = (UINT64_C(1) << WORK_MOST_LOG2) / nodes / (steps + 1);

    most = most / FORECAST_BLOCK * FORECAST_BLOCK;
    if (most < ITERATIONS_LEAST)
        most = ITERATIONS_LEAST;
    return f->iterations < most || a->options.iterations > 0 ? f->iterations : (uint32_t)most;
}

static bool ask(struct account *a, const struct plan *plan, struct arena *owner,
                const struct forecast **ret_forecast, struct diags *out)
{
    struct arena *rough = arena_child(a->scratch);
    const bool good = forecast_compute(plan, &a->options, owner, rough, ret_forecast, out);

    arena_reset(rough);
    return good;
}

/* --- time ---------------------------------------------------------------------------------- */

/* The earlier plan with the later data date. Where it will not have it (a fact would lie in the
 * future), the data date is an edit like others. */
static void let_time_pass(struct account *a, struct values *v, bool *ret_passes)
{
    const struct when date = {.instant = a->after->as_of,
                              .grain = a->after->as_of % CIVIL_DAY_S == 0 ? GRAIN_DAY
                                                                          : GRAIN_MINUTE};
    const struct edit edit = {.kind = EDIT_SET, .address = STR("program.as_of"),
                              .object = a->before->program->number,
                              .field = FIELD_program_as_of, .inner = UINT16_MAX, .value = &date,
                              .of = &schema_kinds[KIND_program].fields[FIELD_program_as_of]};
    struct diags ignored;

    a->later = a->before;
    *ret_passes = false;
    if (a->before->as_of == a->after->as_of)
        return;
    diags_init(&ignored, a->scratch);
    if (!plan_apply(a->before, &edit, 1, a->owner, &a->later, &ignored) ||
        !simulate(a, a->later, v)) {
        a->later = a->before;
        return;
    }
    *ret_passes = true;
}

/* --- the account --------------------------------------------------------------------------- */

static void settle(struct account *a, struct why_effect *const *effects, uint32_t line,
                   const struct values *base, const struct values *alone,
                   const struct values *previous, const struct values *now)
{
    for (uint32_t i = 0; i < a->target_count; i++) {
        const bool promised = a->targets[i].promised;

        effects[i][line] = (struct why_effect){
            .alone_s = alone->p80[i] - base->p80[i],
            .in_order_s = now->p80[i] - previous->p80[i],
            .alone_ppm = promised ? alone->ppm[i] - base->ppm[i] : 0,
            .in_order_ppm = promised ? now->ppm[i] - previous->ppm[i] : 0};
    }
}

static void settle_interaction(struct account *a, uint32_t line_count)
{
    for (uint32_t i = 0; i < a->target_count; i++) {
        struct why_target *t = &a->targets[i];
        struct why_effect *rest = &t->interaction;

        *rest = (struct why_effect){.alone_s = t->after - t->before,
                                    .in_order_s = t->after - t->before,
                                    .alone_ppm = t->after_ppm - t->before_ppm,
                                    .in_order_ppm = t->after_ppm - t->before_ppm};
        for (uint32_t n = 0; n < line_count; n++) {
            rest->alone_s -= t->effects[n].alone_s;
            rest->in_order_s -= t->effects[n].in_order_s;
            rest->alone_ppm -= t->effects[n].alone_ppm;
            rest->in_order_ppm -= t->effects[n].in_order_ppm;
        }
    }
}

/* Lines that cannot be simulated alone are joined to others, until all can (or one is left). */
static struct values *alone_all(struct account *a, struct why_lines *lines)
{
    for (unsigned round = 0;; round++) {
        struct values *alone = ARENA_ARRAY(a->scratch, struct values, lines->count + 1);
        bool *bad = ARENA_ARRAY(a->scratch, bool, lines->count + 1);
        bool good = true;

        for (uint32_t i = 0; i < lines->count; i++) {
            alone[i] = values_new(a, a->scratch);
            bad[i] = !simulate_edits(a, lines, i, false, &alone[i]);
            good = good && !bad[i];
        }
        if (good || !why_lines_join(lines, bad, round))
            return good ? alone : NULL;
    }
}

static void copy_values(struct account *a, struct values *to, const struct values *from)
{
    memcpy(to->p80, from->p80, a->target_count * sizeof(*to->p80));
    memcpy(to->ppm, from->ppm, a->target_count * sizeof(*to->ppm));
}

static void account_for(struct account *a, struct why *why)
{
    struct values base = values_new(a, a->scratch), first = values_new(a, a->scratch),
                  now = values_new(a, a->scratch), previous = values_new(a, a->scratch), *alone;
    struct why_effect **effects = ARENA_ARRAY(a->scratch, struct why_effect *,
                                              a->target_count + 1);
    struct why_lines lines;
    bool passes;

    for (uint32_t i = 0; i < a->target_count; i++) {
        first.p80[i] = a->targets[i].before;
        first.ppm[i] = a->targets[i].before_ppm;
    }
    let_time_pass(a, &base, &passes);
    if (!passes)
        copy_values(a, &base, &first);
    why_lines_new(a->before, &a->changes, passes, WHY_LINES, a->scratch, &lines);
    alone = alone_all(a, &lines);
    why->line_count = (alone ? lines.count : 0) + passes;
    why->lines = why_lines_take(&lines, passes, alone != NULL, a->owner);
    for (uint32_t i = 0; i < a->target_count; i++)
        a->targets[i].effects = effects[i] =
            ARENA_ARRAY(a->owner, struct why_effect, why->line_count + 1);
    if (passes)
        settle(a, effects, 0, &first, &base, &first, &base);
    copy_values(a, &previous, &base);
    for (uint32_t i = 0; alone && i < lines.count; i++) {
        /* A plan refused half-way is counted with the next one that is not. */
        if (!simulate_edits(a, &lines, i, true, &now))
            copy_values(a, &now, &previous);
        settle(a, effects, i + passes, &base, &alone[i], &previous, &now);
        copy_values(a, &previous, &now);
    }
    settle_interaction(a, why->line_count);
}

static void take_ends(struct account *a, const struct forecast *was, const struct forecast *is)
{
    struct values before = values_new(a, a->scratch), after = values_new(a, a->scratch);

    take_values(a, was, &before);
    take_values(a, is, &after);
    for (uint32_t i = 0; i < a->target_count; i++) {
        a->targets[i].before = before.p80[i];
        a->targets[i].after = after.p80[i];
        a->targets[i].before_ppm = before.ppm[i];
        a->targets[i].after_ppm = after.ppm[i];
    }
}

bool why_compute(const struct plan *before, const struct plan *after,
                 const struct forecast_options *options, struct arena *owner,
                 struct arena *scratch, const struct why **ret_why, struct diags *out)
{
    struct account a = {.before = before, .after = after, .options = *options, .owner = owner,
                        .scratch = arena_child(scratch)};
    struct arena *ends = arena_child(scratch);
    struct why *why = ARENA_NEW(owner, struct why);
    const struct forecast *was, *is;
    uint32_t iterations;
    bool good;

    a.options.no_sensitivity = a.options.no_tasks = true;
    a.changes = edit_diff(before, after, owner);
    a.chosen = ARENA_ARRAY(a.scratch, struct edit, a.changes.count + 1);
    good = ask(&a, before, ends, &was, out);
    if (good) {
        const uint32_t lines = a.changes.count < WHY_LINES ? (uint32_t)a.changes.count : WHY_LINES;

        iterations = iterations_for(&a, was, 2 * lines + 3);
        a.options.iterations = iterations;
        good = (iterations == was->iterations || ask(&a, before, ends, &was, out)) &&
               ask(&a, after, ends, &is, out);
    }
    if (good) {
        *why = (struct why){.before = before, .after = after, .changes = a.changes,
                            .iterations = a.options.iterations, .seed = was->seed};
        if (find_targets(&a, was, is)) {
            take_ends(&a, was, is);
            account_for(&a, why);
        }
        why->targets = a.targets;
        why->target_count = a.target_count;
        *ret_why = why;
    }
    arena_reset(ends);
    arena_reset(a.scratch);
    return good;
}

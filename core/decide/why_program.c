/* SPDX-License-Identifier: Apache-2.0 */
/* What the program itself moved since the earlier plan's forecast was kept: the same plan on the
 * same day, from what was said then to what is said now. First the engine, by the defaults, the
 * outside view and the runs of then; then each of those as it is today. */
#include "core/base/arena.h"
#include "core/decide/why_job.h"
#include "core/plan/defaults.h"

enum { OF_THEN, OUR_DEFAULTS, ALL_OF_TODAY, STEPS };

static bool same_runs(const struct why_job *job)
{
    return job->kept->seed == job->why->seed && job->kept->iterations == job->why->iterations;
}

uint32_t why_program_lines(const struct why_job *job)
{
    return !job->kept ? 0 : same_runs(job) ? 3 : 4;
}

/* With what differs from today's stated in the policy: all of it, or the outside view alone. */
static const struct plan *plan_of_then(struct why_job *job, bool all)
{
    int64_t *numbers = ARENA_ARRAY(job->scratch, int64_t, DEFAULT_COUNT);
    const struct plan *made = job->before;
    struct diags ignored;

    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        numbers[i] = all || defaults[i].outside_view ? job->kept->defaults[i] : DEFAULT_UNKNOWN;
    diags_init(&ignored, job->scratch);
    return defaults_restore(job->before, numbers, true, job->owner, &made, &ignored)
               ? made : job->before;
}

/* Only what can differ is simulated: usually nothing. */
void why_program_ask(struct why_job *job)
{
    const struct plan *plans[STEPS];

    if (!job->kept)
        return;
    plans[OF_THEN] = plan_of_then(job, true);
    plans[OUR_DEFAULTS] = plan_of_then(job, false);
    plans[ALL_OF_TODAY] = job->before;
    for (int i = 0; i < STEPS; i++)
        if ((job->asked_then[i] = plans[i] != job->before || !same_runs(job)))
            why_ask_for(job, (struct why_ask){.plan = plans[i], .as = job->kept});
}

/* What was kept of a target; NULL: nothing. */
static const struct why_said *said_of(const struct why_job *job, const struct why_target *t)
{
    for (uint32_t i = 0; i < job->kept->said_count; i++) {
        const struct why_said *s = &job->kept->said[i];

        if (s->promised == t->promised && str_equal(s->id, t->id))
            return s;
    }
    return NULL;
}

static void begin_with_said(struct why_job *job)
{
    job->said = why_values_new(job);
    for (uint32_t i = 0; i < job->target_count; i++) {
        struct why_target *t = &job->targets[i];
        const struct why_said *said = said_of(job, t);
        const bool known = said && said->p80 != CIVIL_NONE && (!t->promised || said->ppm >= 0);

        job->said.p80[i] = t->before = known ? said->p80 : job->then[OF_THEN].p80[i];
        job->said.ppm[i] = t->before_ppm =
            known && t->promised ? said->ppm : job->then[OF_THEN].ppm[i];
    }
}

/* A step that could not be simulated is told with the engine. */
void why_program_read(struct why_job *job)
{
    uint32_t at = job->ask_count;
    const struct why_values *next = &job->first;

    if (!job->kept)
        return;
    for (int i = STEPS - 1; i >= 0; i--) {
        if (job->asked_then[i] && job->asks[--at].good)
            next = &job->asks[at].values;
        job->then[i] = *next;
    }
    begin_with_said(job);
    job->why->kept = job->kept;
}

static void settle(const struct why_job *job, struct why_effect *const *effects, uint32_t line,
                   const struct why_values *from, const struct why_values *to)
{
    for (uint32_t i = 0; i < job->target_count; i++) {
        const int64_t s = to->p80[i] - from->p80[i];
        const int32_t ppm = job->targets[i].promised ? to->ppm[i] - from->ppm[i] : 0;

        effects[i][line] = (struct why_effect){.alone_s = s, .in_order_s = s, .fair_s = s,
                                               .low_s = s, .high_s = s, .alone_ppm = ppm,
                                               .in_order_ppm = ppm, .fair_ppm = ppm};
    }
}

void why_program_settle(const struct why_job *job, struct why_effect *const *effects)
{
    if (!job->kept)
        return;
    settle(job, effects, 0, &job->said, &job->then[OF_THEN]);
    settle(job, effects, 1, &job->then[OF_THEN], &job->then[OUR_DEFAULTS]);
    settle(job, effects, 2, &job->then[OUR_DEFAULTS], &job->then[ALL_OF_TODAY]);
    if (!same_runs(job))
        settle(job, effects, 3, &job->then[ALL_OF_TODAY], &job->first);
}

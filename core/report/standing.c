/* SPDX-License-Identifier: Apache-2.0 */
/* How promises stand, as the claims have it: with what the reports before said of them. */
#include "core/base/arena.h"
#include "core/claim/status.h"
#include "core/decide/earned_value.h"
#include "core/plan/plan.h"
#include "core/report/kept_read.h"
#include "core/report/tell.h"

static struct said_before *said_of(struct said_before *said, uint32_t *count, struct str promise)
{
    for (uint32_t i = 0; i < *count; i++)
        if (str_equal(said[i].promise, promise))
            return &said[i];
    said[*count] = (struct said_before){.promise = promise, .ppm = -1, .first_ppm = -1};
    return &said[(*count)++];
}

/* Kept forecasts of earlier data dates; without one, what the reader looked at last. */
static void find_said(const struct report_input *in, struct claim_input *ret)
{
    const struct kept_series *series = NULL;
    const uint32_t series_count = in->kept_count > 0 ? kept_read(in, &series) : 0;
    const uint32_t target_count = in->why ? in->why->target_count : 0;
    struct said_before *said =
        ARENA_ARRAY(in->owner, struct said_before, (size_t)series_count + target_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < series_count; i++)
        for (uint32_t k = 0; series[i].promised && k < series[i].count; k++) {
            const struct kept_moment *m = &series[i].moments[k];
            struct said_before *s;

            if (m->as_of >= in->plan->as_of || m->ppm < 0)
                continue;
            s = said_of(said, &count, series[i].id);
            s->first_ppm = s->ppm;
            s->ppm = m->ppm;
        }
    for (uint32_t i = 0; i < target_count; i++) {
        const struct why_target *t = &in->why->targets[i];
        struct said_before *s = t->promised ? said_of(said, &count, t->id) : NULL;

        if (s && s->ppm < 0)
            s->ppm = t->before_ppm;
    }
    ret->said = said;
    ret->said_count = count;
}

struct claim_input claims_input(const struct report_input *in)
{
    struct claim_input from = {
        .plan = in->plan, .forecast = in->forecast, .forecast_before = in->forecast_before,
        .urgent = in->urgent, .urgent_count = in->urgent_count,
        .parts = in->parts, .findings = in->findings,
        .decide_by = in->decide_by, .decide_by_count = in->decide_by_count, .gains = in->gains,
        .audience = in->audience, .withheld = in->withheld,
        .promises_withheld = in->promises_withheld};

    find_said(in, &from);
    return from;
}

struct verdict verdict_of_promise(const struct report_input *in,
                                  const struct forecast_commitment *c)
{
    static const int32_t example[] = {0, 600000, 900000, -1};
    const struct claim_input from = claims_input(in);

    return verdict_of(example[status_of_promise(&from, c).status]);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/decide/belief.h"

#include "core/base/number.h"

enum { PPM = 1000000, LEAST_PPM = 50000 };

/* When it came; CIVIL_NONE: not yet, or nobody says when. */
static int64_t came_at(const struct plan *p, const struct object *o)
{
    const struct when *when = NULL;

    switch (o->kind) {
    case KIND_commitment:
        o = plan_object(p, commitment_get_milestone(o));
        return o ? came_at(p, o) : CIVIL_NONE;
    case KIND_milestone:
        when = milestone_get_reached(o);
        break;
    case KIND_task:
        when = task_get_finished(o);
        break;
    case KIND_handoff:
        when = handoff_get_delivered(o);
        break;
    default:
        break;
    }
    return when ? when->instant : CIVIL_NONE;
}

/* Whether it was kept, where somebody says so without a date. */
static bool is_settled(const struct object *o, bool *ret_kept)
{
    const uint32_t *state = o->kind == KIND_commitment ? commitment_get_state(o) : NULL;

    if (!state || (*state != COMMITMENT_MET && *state != COMMITMENT_MISSED))
        return false;
    *ret_kept = *state == COMMITMENT_MET;
    return true;
}

static void score_probability(struct belief_score *s, int32_t ppm)
{
    const double p = (double)ppm / PPM, o = s->kept ? 1 : 0;
    const int32_t most = PPM - LEAST_PPM;
    const int32_t held = ppm < LEAST_PPM ? LEAST_PPM : ppm > most ? most : ppm;

    s->has_probability = true;
    s->brier = (p - o) * (p - o);
    s->log_loss = -number_log((double)(s->kept ? held : PPM - held) / PPM);
}

struct belief_score belief_score_of(const struct plan *p, const struct object *pulse)
{
    const struct object *o = plan_object(p, pulse_get_about(pulse));
    const struct when *by = pulse_get_by(pulse), *date = pulse_get_date(pulse);
    const int32_t *ppm = pulse_get_probability(pulse);
    struct belief_score s = {.came = CIVIL_NONE};

    if (!o || object_is_withheld(o))
        return s;
    s.came = came_at(p, o);
    s.known = s.came != CIVIL_NONE;
    if (s.known && by)
        s.kept = civil_day_of(s.came) <= civil_day_of(by->instant);
    if ((s.known && by) || is_settled(o, &s.kept)) {
        s.known = true;
        if (ppm)
            score_probability(&s, *ppm);
    }
    if (s.came != CIVIL_NONE && date) {
        const int64_t day = civil_day_of(s.came), monday = civil_day_of(date->instant);

        s.has_days = true;
        s.days = day < monday ? day - monday : day > monday + 6 ? day - monday - 6 : 0;
    }
    return s;
}

struct belief_scores belief_scores_of(const struct plan *p)
{
    struct belief_scores all = {0};

    for (uint32_t i = 0; i < plan_count(p, KIND_pulse); i++) {
        const struct object *o = plan_nth(p, KIND_pulse, i);
        const struct belief_score s =
            object_is_withheld(o) ? (struct belief_score){0} : belief_score_of(p, o);

        if (s.has_probability) {
            all.probabilities++;
            all.brier += s.brier;
            all.log_loss += s.log_loss;
        }
        if (s.has_days) {
            all.dates++;
            all.days += (double)(s.days < 0 ? -s.days : s.days);
        }
    }
    if (all.probabilities > 0) {
        all.brier /= all.probabilities;
        all.log_loss /= all.probabilities;
    }
    if (all.dates > 0)
        all.days /= all.dates;
    return all;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* When an open decision can be known: the next session of its forum, and the forum's latency. */
#include "core/base/arena.h"
#include "core/calendar/recur.h"
#include "core/network/network.h"
#include "core/plan/defaults.h"

#define PPM INT64_C(1000000)

enum { SKIPS_CEILING = 1000 };

static bool is_skipped(const struct object *forum, int64_t instant)
{
    const struct day_ranges *skips = forum_get_skips(forum);
    const int64_t day = civil_day_of(instant);

    for (size_t i = 0; skips && i < skips->count; i++)
        if (day >= skips->items[i].from_day && day <= skips->items[i].to_day)
            return true;
    return false;
}

/* The start of the first session at or after `from`, or CIVIL_NONE. */
static int64_t next_session(const struct plan *plan, const struct object *forum, int64_t from)
{
    const struct str *repeats = forum_get_repeats(forum);
    const struct when *starts = forum_get_starts(forum), *expires = forum_get_expires(forum);
    const int64_t first = starts ? network_start_instant(starts) : plan->start;
    const int64_t last = expires ? network_finish_instant(expires, NULL) : INT64_MAX;
    struct recur_rule rule;
    struct arena workings;      /* for what the parser may say; it was said on reading already */
    struct diags quiet;
    int64_t at;
    bool good;

    if (!repeats)
        return starts && first >= from && first <= last ? first : CIVIL_NONE;
    arena_init(&workings, plan->owner->source, 0);
    diags_init(&quiet, &workings);
    good = recur_parse(*repeats, (struct place){ 0 }, &rule, &quiet);
    arena_reset(&workings);
    if (!good)
        return CIVIL_NONE;
    at = recur_next(&rule, first, from - 1);
    for (int i = 0; i < SKIPS_CEILING && at != CIVIL_NONE && is_skipped(forum, at); i++)
        at = recur_next(&rule, first, at);
    return at == CIVIL_NONE || at > last ? CIVIL_NONE : at;
}

int64_t network_session(const struct plan *plan, const struct object *forum, int64_t from,
                        bool *ret_defaulted)
{
    const struct calendar *c = plan->calendar;
    const int64_t at = forum ? next_session(plan, forum, from) : CIVIL_NONE;
    const int64_t days = default_micro(plan, DEFAULT_LATENCY_DAYS);
    const int64_t day_s = calendar_usual_day_s(c);
    const struct span *latency = forum ? forum_get_latency(forum) : NULL;
    const int64_t *minutes = forum ? forum_get_minutes(forum) : NULL;

    if (ret_defaulted)
        *ret_defaulted = at == CIVIL_NONE;
    if (at == CIVIL_NONE)
        return calendar_add(c, from, days * day_s / PPM);
    return calendar_add(c, at + (minutes ? 60 * *minutes
                                       : 60 * default_micro(plan, DEFAULT_SESSION_MINUTES) / PPM),
                        latency ? span_seconds(latency, c) : day_s);
}

/* --- reports ---------------------------------------------------------------------------------- */

static bool gives_reports(const struct object *forum)
{
    const struct texts *outputs = forum_get_outputs(forum);

    for (size_t i = 0; outputs && i < outputs->count; i++)
        if (str_find(outputs->items[i], STR("report")) < outputs->items[i].len ||
            str_find(outputs->items[i], STR("status")) < outputs->items[i].len)
            return true;
    return false;
}

int64_t network_next_report(const struct plan *plan, const struct object **ret_forum)
{
    const struct span *cadence = program_get_cadence(plan->program);
    int64_t next = CIVIL_NONE;

    *ret_forum = NULL;
    for (uint32_t i = 0; i < plan_count(plan, KIND_forum); i++) {
        const struct object *forum = plan_nth(plan, KIND_forum, i);
        const int64_t at = gives_reports(forum)
                               ? next_session(plan, forum, plan->as_of + CIVIL_DAY_S)
                               : CIVIL_NONE;

        if (at == CIVIL_NONE || (next != CIVIL_NONE && at >= next))
            continue;
        next = at;
        *ret_forum = forum;
    }
    if (next != CIVIL_NONE)
        return next;
    if (cadence) {              /* a rhythm is of the wall clock */
        struct span clock = *cadence;

        clock.elapsed = true;
        return plan->as_of + span_seconds(&clock, plan->calendar);
    }
    return plan->as_of + 7 * CIVIL_DAY_S;
}

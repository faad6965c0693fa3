/* SPDX-License-Identifier: Apache-2.0 */
/* defaults.h - the numbers that stand in where nobody stated one, and the outside view: the
 * published record of how stated dates and single numbers turned out.
 *
 * Each is a threshold of the policy by the name it has here, so a program that has a record of its
 * own states it. A forecast is kept with the values that stood in then; restoring states them in
 * the policy, which is how `why` tells what a change of them moved. */
#ifndef BATON_CORE_PLAN_DEFAULTS_H
#define BATON_CORE_PLAN_DEFAULTS_H

#include "core/plan/plan.h"

enum default_number {
    DEFAULT_TASK_DAYS,          /* a task without an estimate */
    DEFAULT_FOCUS,              /* of a team that states none: effort to duration */
    DEFAULT_ACCEPTANCE_DAYS,    /* the mean, of a hand-off that states none */
    DEFAULT_LATENCY_DAYS,       /* of a decision without a session to come */
    DEFAULT_PREREAD_DAYS,       /* of a forum that states none */
    DEFAULT_SESSION_MINUTES,
    DEFAULT_TEAM_CORRELATION,
    OUTSIDE_P50,                /* factors on the time that a stated date leaves */
    OUTSIDE_P80,
    OUTSIDE_SINGLE_P5,          /* factors on a single number, at its quantiles; the median is it */
    OUTSIDE_SINGLE_P10,
    OUTSIDE_SINGLE_P20,
    OUTSIDE_SINGLE_P80,
    OUTSIDE_SINGLE_P90,
    OUTSIDE_SINGLE_P95,
    OUTSIDE_SINGLE_P99,
    DEFAULT_COUNT
};

struct default_info {
    const char *name;           /* "default-duration.days" */
    int64_t micro;              /* what stands in */
    bool outside_view;          /* other people's record, and not chosen by us */
};
extern const struct default_info defaults[DEFAULT_COUNT];

#define DEFAULT_UNKNOWN INT64_MIN

/* In millionths: of the policy, else what stands in. Never below 0, nor above a million. */
int64_t default_micro(const struct plan *p, enum default_number which);
/* DEFAULT_COUNT where there is none of that name. */
enum default_number default_find(struct str name);

/* The plan as a program would take it whose defaults (`outside_view`: and whose outside view) were
 * `micro`, [DEFAULT_COUNT], DEFAULT_UNKNOWN where nobody knows: what differs from today's and the
 * policy leaves open is stated there. *ret_plan may be `p` itself. */
bool defaults_restore(const struct plan *p, const int64_t *micro, bool outside_view,
                      struct arena *owner, const struct plan **ret_plan, struct diags *out);

#endif

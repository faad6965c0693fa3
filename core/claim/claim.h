/* SPDX-License-Identifier: Apache-2.0 */
/* claim.h - one fact, with an id and what it was derived from.
 *
 * Registers choose, order and word claims; none can add one. The id is made of the subject and
 * what is said of it, so it stays the same from run to run and can be typed:
 *
 *   ga-march.p80        computed: of a promise likely, status, p10, p50, p80, p90, outside-view,
 *                       hangs-on, may-promise; of a task or hand-off drives, p50, p80, by-asked...
 *   ga-march.date       stated: any field of any object, by its name in the plan file
 *   ho-09.unowned-handoff.days      of a finding, by its rule
 *   d-05.dual.likely    of an option of a decision, simulated
 *   sherlock.cost.p80   of the program
 *   token-api.stated    what is stated of it to count
 *   run.seed            of the simulation
 *
 * Objects are those of the plan as stated. A set made of a plan narrowed to an audience holds no
 * claim about what is withheld.
 */
#ifndef BATON_CORE_CLAIM_CLAIM_H
#define BATON_CORE_CLAIM_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/map.h"
#include "core/decide/decide_by.h"
#include "core/decide/earned_value.h"
#include "core/decide/gains.h"
#include "core/rules/rule.h"

enum claim_kind {
    CLAIM_NAME,         /* text */
    CLAIM_TEXT,         /* text: a sentence, or a value as the plan file has it */
    CLAIM_STATUS,       /* value: enum claim_status */
    CLAIM_CHANCE,       /* value: simulated probability, ppm; low, high: 95 % of simulation error */
    CLAIM_SHARE,        /* value: ppm */
    CLAIM_FINISH,       /* value: instant; low, high: P10 and P90 */
    CLAIM_INSTANT,      /* value: instant of a day that is stated or counted */
    CLAIM_DAYS,         /* value: working seconds */
    CLAIM_MONEY,        /* value: minor units */
    CLAIM_COUNT,        /* value */
    CLAIM_RATIO,        /* value: millionths */
    CLAIM_MONTHS,       /* value: millionths of a period of the baseline */
    CLAIM_MOVED,        /* value: clock seconds, of a date that moved */
    CLAIM_POINTS        /* value: by how much a probability is higher, ppm */
};

enum claim_status { STATUS_IS_OFF, STATUS_IS_RISK, STATUS_IS_GOOD, STATUS_IS_UNKNOWN };

/* What a claim rests on: another claim, or a field that somebody stated. */
struct claim_from {
    struct str claim;           /* absent: a field */
    uint32_t object;
    uint16_t field;
};

struct claim {
    struct str id;
    enum claim_kind kind;
    uint32_t subject;           /* OBJECT_NONE: the run */
    int64_t value, low, high;   /* low, high: INT64_MIN where nothing is known of them */
    struct str text;
    bool coarse;                /* said to the week: what drives it is a default or old */
    bool at_most;               /* a bound, not simulated */
    bool simulated;             /* rests on the run */
    bool worded;                /* a rule wrote it, no person: its days are worded anew */
    bool must;                  /* a register may not leave it out */
    const char *how;            /* by which rule, in words */
    struct arena *owner;
    struct claim_from *from;
    size_t from_count, from_capacity;
    const uint32_t *counts;     /* objects that were counted for it: it rests on what is stated of
                                   each (claim_counted) */
    uint32_t counted;
};

struct claims {
    struct arena *owner;
    const struct plan *plan;
    struct claim **items; /* in the order they were made; stated ones as they are asked for */
    size_t count, capacity;
    struct map by_id;
};

/* A finding that must be defused before the next report, and the promise that it bears on, or the
 * program: see status.h. */
struct urgent {
    struct str promise;
    const struct finding *finding;
    bool withheld;              /* the reader may not know which */
};

/* What the reports before said of a promise. */
struct said_before {
    struct str promise;
    int32_t ppm;                /* in the last one; -1: nothing */
    int32_t first_ppm;          /* in the one before that; -1: there is none */
};

/* What a program is made of beside its dates and its money, and how each part stands by what was
 * found of it: see dimensions.c. */
enum dimension { DIMENSION_SCOPE, DIMENSION_PEOPLE, DIMENSION_RISKS, DIMENSION_DECISIONS,
                 DIMENSIONS };
struct part {
    enum claim_status status;
    const struct finding *first;        /* what it stands so for; NULL: nothing was found */
    bool withheld;
};

struct claim_input {
    const struct plan *plan;
    const struct forecast *forecast;            /* NULL: none possible */
    const struct forecast *forecast_before;     /* NULL: nothing to compare with */
    const struct said_before *said;             /* of promises that were reported before */
    uint32_t said_count;
    const struct urgent *urgent;
    uint32_t urgent_count;
    const struct part *parts;                   /* [DIMENSIONS]; NULL: nothing was checked */
    const struct findings *findings;
    const struct decide_by *decide_by;
    uint32_t decide_by_count;
    const struct gains *gains;                  /* NULL: not simulated */
    const struct earned_plan *earned;           /* NULL: no baseline states a cost */
    struct str audience;
    uint32_t withheld;
    bool promises_withheld;
};

/* Cost: the rows of the forecast, and the findings. */
struct claims *claims_new(const struct claim_input *in, struct arena *owner);
/* One more, that rests on nothing yet, or on what its maker put into `from` (with `owner`). NULL:
 * there is one of that id, which stands. */
struct claim *claims_add(struct claims *set, struct claim claim);
/* ... that rests on these. */
void claims_add_on(struct claims *set, struct claim claim, const struct str *from, size_t count);
/* What it rests on. Claim may be NULL; a field that is not stated adds nothing. */
void rest_on(struct claim *c, struct str claim);
void rest_on_field(struct claim *c, const struct object *o, uint16_t field);
/* The nth of the objects it counts, as a claim: TASK.stated, what people state of it in numbers.
 * NULL: it is withheld. */
const struct claim *claim_counted(struct claims *set, const struct claim *c, uint32_t nth);
/* From so much of what drives a promise defaulted or stale on, its dates are said to the week. */
enum { CLAIM_COARSE_FROM = 200000 };

/* By id; NULL: no such claim. A field that is stated becomes a claim when it is asked for. */
const struct claim *claim_find(struct claims *set, struct str id);
const struct claim *claim_of(struct claims *set, struct str subject, const char *predicate);
/* Every claim rests on something: one of the whole plan on the digest of all that is stated. */
void claims_ground(struct claims *set);
/* Where a derivation ends that does not end at a field: the seed, the iterations, the inputs. */
bool claim_is_ground(struct str id);
/* Whether the end of a reported status has passed, on the day on which the plan is read. */
bool reported_is_past(const struct plan *p, const struct when *until);
/* Whether the status is computed as red, and so on. */
enum claim_status claim_status_of(int32_t ppm, int32_t stale_ppm);
/* The share of what drives a promise that is old: all of it where the plan is. */
int32_t claim_stale_ppm(const struct forecast_commitment *c);

/* Findings that differ by their subject alone: the first has a claim RULE.alike where at least so
 * many follow it. */
enum { ALIKE_LEAST = 3 };
bool findings_are_alike(const struct finding *a, const struct finding *b);

#endif

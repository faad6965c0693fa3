/* SPDX-License-Identifier: Apache-2.0 */
/* level_pure.h - schedule generation for the pure case: one calendar, links from finish to start
 * without lag, capacities that do not change. Private to levelling.
 *
 * Time is slots, the greatest common divisor of the durations. Four resources share a
 * word of 64 bits, 15 bits each and a guard bit, so that one subtraction compares four; where units
 * are few, a byte a slot instead, and 32 slots at once; of four teams at most, those bytes in one
 * lane (level_lanes.h). A schedule of 120 activities takes microseconds, which is what a search is
 * made of.
 */
#ifndef BATON_CORE_ENGINE_LEVEL_PURE_H
#define BATON_CORE_ENGINE_LEVEL_PURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum {
    PURE_UNIT_CEILING = 32767,          /* units of a resource in a word */
    PURE_SLOT_CEILING = 4 << 20,        /* words of the profile */
    PURE_BYTE_CEILING = 255,            /* units of a resource in a byte */
    PURE_LANE_CEILING = 127,            /* the same in a byte of a lane */
    PURE_LANE_TEAMS = 4,
    PURE_SIGHT = 32,                    /* slots seen at once */
    PURE_CUT = INT32_MAX
};
#define PURE_GUARDS UINT64_C(0x8000800080008000)

struct pure_use {
    uint32_t word;
    uint64_t units;
};

struct pure_byte_use {
    uint32_t team;
    uint8_t units;
};

/* Links one way: those before an activity when time runs forward, or backward. */
struct pure_links {
    uint32_t *first;            /* [count + 1] */
    uint32_t *other;
};

struct pure {
    uint32_t count;             /* activities, in topological order */
    int32_t *duration;          /* slots */
    struct pure_links before[2];        /* of time running forward and backward */
    uint32_t *use_first;        /* [count + 1] */
    struct pure_use *uses;
    uint32_t word_count;
    uint64_t *capacity;         /* [word_count] */
    int32_t slots;              /* durations in all: no schedule is longer */
    int32_t *tail[2];           /* [count] the longest way from its finish to the end, each way */
    /* The same in bytes, a row of slots a team, where units are few and nothing is long: 32 slots
     * are seen at once. It gives the same dates. */
    bool narrow;
    uint32_t team_count;
    uint32_t *byte_first;       /* [count + 1] */
    struct pure_byte_use *byte_uses;
    uint8_t *byte_capacity;     /* [team_count] */
    /* The same in lanes: see level_lanes.h. */
    bool laned;
    uint32_t lane_empty;        /* a slot where nothing is taken */
    uint32_t *lane_units;       /* [count] */
    uint32_t *weight;           /* [count] scarce work: what makes a stretch of a list dense */
};

/* The memory of one thread. */
struct pure_desk {
    const struct pure *problem;
    uint64_t *left;             /* [slots][word_count] what is free; guard bits set */
    uint8_t *rows;              /* [team_count][row_bytes] the same where narrow */
    size_t row_bytes;
    uint32_t *slots;            /* [slots] the same where laned */
    unsigned vectors;           /* enum forecast_vectors: how wide lanes may be */
    uint32_t placed;            /* activities that the last generation placed */
    int32_t filled;             /* slots of the schedule just made */
    int32_t dirty;              /* slots of the profile that are not as at first */
    int32_t *start, *finish;    /* [count], in the direction of time */
    uint32_t *bucket;           /* [slots + 2] */
    /* Of parallel generation. */
    uint64_t *free;             /* [words] */
    uint32_t *place, *waits;    /* [count] in the list; links to wait for */
    uint32_t *ready, *running;  /* [count] */
};

void pure_desk_init(struct pure_desk *d, const struct pure *problem, unsigned vectors,
                    struct arena *owner);

/* Serial generation: each activity of a list in turn as early as links and capacity allow, with
 * time running backward where asked. The list respects the links of that direction. Returns the
 * slots in all; PURE_CUT as soon as they will be `limit` or more. Cost: activities + links + slots
 * looked at. */
int32_t pure_serial(struct pure_desk *d, bool backward, const uint32_t *order, int32_t limit);

/* Parallel generation, time running forward: at each moment whatever of the list may begin does, in
 * its order. Packs better than serial generation where nothing is known yet. */
void pure_parallel(struct pure_desk *d, const uint32_t *order);

/* The activities by the schedule just made, as a list for the other direction of time: the latest
 * finish first. What it gives there is never longer (double justification: Valls, Ballestin
 * and Quintanilla 2005). Ties by number, so that links are respected. */
void pure_turned(struct pure_desk *d, bool backward, uint32_t *ret_order);
/* The same as a list for the same direction: the earliest start first. */
void pure_ordered(struct pure_desk *d, bool backward, uint32_t *ret_order);

#endif

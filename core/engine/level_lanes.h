/* SPDX-License-Identifier: Apache-2.0 */
/* level_lanes.h - serial generation where at most four teams bind: a slot is one lane of 32 bits, a
 * byte a team, so that one addition asks four teams and one vector asks many slots. Private to
 * levelling.
 *
 * One source, level_lanes_body.h, is compiled for the base instruction set and for AVX2 (with
 * AVX-512 it took a tenth longer: decision 0187); which one runs cannot be seen in any date
 * (tests/unit/test_engine_level_pure.c).
 */
#ifndef BATON_CORE_ENGINE_LEVEL_LANES_H
#define BATON_CORE_ENGINE_LEVEL_LANES_H

#include "core/engine/level_pure.h"

/* As pure_serial. */
typedef int32_t level_lanes_serial(struct pure_desk *d, bool backward, const uint32_t *order,
                                   int32_t limit);

level_lanes_serial level_lanes_base;
#ifdef __x86_64__
level_lanes_serial level_lanes_avx2;
#endif

#endif

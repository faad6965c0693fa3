/* SPDX-License-Identifier: Apache-2.0 */
/* Serial generation in lanes for processors with AVX-512 (F, BW, DQ, VL). */
#define LANES_SERIAL level_lanes_avx512
#define LANES 16
#include "core/engine/level_lanes_body.h"

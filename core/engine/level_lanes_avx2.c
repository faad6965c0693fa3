/* SPDX-License-Identifier: Apache-2.0 */
/* Serial generation in lanes for processors with AVX2. */
#define LANES_SERIAL level_lanes_avx2
#define LANES 8
#include "core/engine/level_lanes_body.h"

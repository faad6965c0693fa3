/* SPDX-License-Identifier: Apache-2.0 */
/* Serial generation in lanes for any machine. */
#define LANES_SERIAL level_lanes_base
#define LANES 4
#include "core/engine/level_lanes_body.h"

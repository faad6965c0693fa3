/* SPDX-License-Identifier: Apache-2.0 */
/* The steps for processors with AVX2. */
#define STEPS forecast_steps_avx2
#define STEPS_NAME "avx2"
#include "core/engine/forecast_steps_body.h"

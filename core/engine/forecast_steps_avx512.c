/* SPDX-License-Identifier: Apache-2.0 */
/* The steps for processors with AVX-512 (F, BW, DQ, VL). */
#define STEPS forecast_steps_avx512
#define STEPS_NAME "avx512"
#include "core/engine/forecast_steps_body.h"

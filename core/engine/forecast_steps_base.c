/* SPDX-License-Identifier: Apache-2.0 */
/* The steps for any machine. */
#define STEPS forecast_steps_base
#define STEPS_NAME "base"
#include "core/engine/forecast_steps_body.h"

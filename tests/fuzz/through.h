/* SPDX-License-Identifier: Apache-2.0 */
/* through.h - what every fuzz harness does with its bytes: all the way through the door. */
#ifndef BATON_TESTS_FUZZ_THROUGH_H
#define BATON_TESTS_FUZZ_THROUGH_H

#include <stddef.h>
#include <stdint.h>

#include "include/baton.h"

typedef const struct baton_node *fuzz_reader(struct baton *b, uint32_t source,
                                             struct baton_text bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* `read` is NULL for texts that are no trees. Read, schedule, forecast a little, check,
 * report. Aborts where a law is broken: a refusal
 * without an error, an error outside the text, a plan that does not come back from its own JSON. */
void fuzz_through(const uint8_t *data, size_t size, fuzz_reader *read);

#endif

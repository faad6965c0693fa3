/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/through.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_through(data, size, NULL);
    return 0;
}

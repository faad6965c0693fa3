/* SPDX-License-Identifier: Apache-2.0 */
#include "app/syntax/syntax.h"
#include "tests/fuzz/through.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_through(data, size, yaml_read);
    return 0;
}

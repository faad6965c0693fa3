/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever YAML says, the writer can say again: as YAML and as JSON. */
#include "app/syntax/syntax.h"
#include "core/syntax/tree.h"
#include "tests/fuzz/rewrite.h"
#include "tests/fuzz/through.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rewrite_law(data, size, rewrite_read_yaml);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/through.h"

static const struct baton_node *json_read_bytes(struct baton *b, uint32_t source,
                                                struct baton_text bytes)
{
    (void)bytes;        /* the source has them */
    return baton_json_read(b, source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_through(data, size, json_read_bytes);
    return 0;
}

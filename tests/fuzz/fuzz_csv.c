/* SPDX-License-Identifier: Apache-2.0 */
/* CSV stands behind no door yet, so its reader is called as it is; what it gives must survive
 * being written as YAML and as JSON. */
#include "core/base/arena.h"
#include "core/syntax/tree.h"
#include "tests/fuzz/rewrite.h"
#include "tests/fuzz/through.h"

static const struct node *read_csv(struct rewrite *r, struct str bytes)
{
    return csv_read(&r->arena, diags_source(&r->diags, STR("table"), bytes), bytes, 0, &r->diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rewrite_law(data, size, read_csv);
    return 0;
}

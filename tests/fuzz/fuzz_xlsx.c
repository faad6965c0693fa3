/* SPDX-License-Identifier: Apache-2.0 */
/* A spreadsheet as the text of a table, and that as a plan: an archive, its parts, their XML. */
#include <stdlib.h>

#include "app/syntax/syntax.h"
#include "tests/fuzz/through.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char message[XLSX_MESSAGE];
    struct baton_text table;

    if (xlsx_to_csv((struct baton_text){(const char *)data, size}, NULL, &table, message) ==
        XLSX_TABLE) {
        fuzz_through((const uint8_t *)table.ptr, table.len, NULL);
        free((char *)(uintptr_t)table.ptr);
    }
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* csv_write.h - a row of a table for other programs (RFC 4180). */
#ifndef BATON_CORE_SYNTAX_CSV_WRITE_H
#define BATON_CORE_SYNTAX_CSV_WRITE_H

#include <stddef.h>

#include "core/base/str.h"

struct text;

/* A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers, with
 * their signs, do not. */
void csv_row(struct text *out, const struct str *cells, size_t count);

#endif

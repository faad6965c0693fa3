/* SPDX-License-Identifier: Apache-2.0 */
/* tables.h - what is stated and computed, as tables for spreadsheets: promises, tasks, hand-offs,
 * risks, decisions, findings, and every claim with its value. Of an input that was narrowed
 * to an audience, only what they may see. */
#ifndef BATON_CORE_REPORT_TABLES_H
#define BATON_CORE_REPORT_TABLES_H

#include "core/document/book.h"
#include "core/report/report.h"

/* `told`: the report's document, the first sheet; NULL: none. */
void report_book(const struct report_input *in, const struct document *told, struct book *b);

#endif

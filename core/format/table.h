/* SPDX-License-Identifier: Apache-2.0 */
/* table.h - which column of a table of tasks is what. */
#ifndef BATON_CORE_FORMAT_TABLE_H
#define BATON_CORE_FORMAT_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"

struct arena;
struct node;
struct plan_builder;
struct text;

struct format;
extern const struct format format_table;

/* Read with columns as `mapping` says, {name: "Task", duration: "Effort"}, and guessed where it
 * says nothing; an empty column leaves a field out. */
bool table_read(struct plan_builder *b, struct str bytes, uint32_t source,
                const struct node *mapping, struct arena *owner, struct diags *out);
/* The mapping of a table as a file to edit. False: it has no header that could be one. */
bool table_mapping(struct str bytes, uint32_t source, const struct node *mapping,
                   struct arena *owner, struct diags *out, struct text *ret_yaml);

#endif

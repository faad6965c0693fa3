/* SPDX-License-Identifier: Apache-2.0 */
/* table_head.h - the fields of a table of tasks, and the words by which its header names them. */
#ifndef BATON_CORE_FORMAT_TABLE_HEAD_H
#define BATON_CORE_FORMAT_TABLE_HEAD_H

#include <stdbool.h>

#include "core/base/str.h"

struct node;

enum { COLUMN_MOST = 300 };

enum column { C_ID, C_NAME, C_WBS, C_LEVEL, C_PARENT, C_DURATION, C_REMAINING, C_START, C_FINISH,
              C_PREDECESSORS, C_RESOURCES, C_DONE, C_MILESTONE, C_DEADLINE, C_CONSTRAINT,
              C_CONSTRAINT_DATE, C_ACTUAL_START, C_ACTUAL_FINISH, C_BASELINE_START,
              C_BASELINE_FINISH, C_BASELINE_DURATION, C_STATUS, C_ALIAS, C_REPORTED, C_REPORTED_ON,
              C_REPORTED_BY, C_REPORTED_BECAUSE, C_REPORTED_UNTIL, C_MOST };

char table_lower(char c);
/* The field that a header's words mean; -1: none. */
int table_field_of(struct str head);
struct str table_field_name(int field);
/* Whether a text is a table: its header stands in one of the first lines. */
bool table_recognise(struct str bytes);
/* The first of the first records that is a header; else the first. */
const struct node *table_header_of(const struct node *records);

#endif

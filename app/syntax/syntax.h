/* SPDX-License-Identifier: Apache-2.0 */
/* syntax.h - YAML (libyaml) and XML (expat) as events through the door, with byte-exact places.
 *
 * Hostile input ends in a problem with its place: depth, size, aliases and entities are bounded,
 * nothing outside the text is ever read.
 */
#ifndef BATON_APP_SYNTAX_SYNTAX_H
#define BATON_APP_SYNTAX_SYNTAX_H

#include "include/baton.h"

/* The root of the text, or NULL: the problems say why. `source` is the number baton_source gave
 * for the same bytes. */
const struct baton_node *yaml_read(struct baton *b, uint32_t source, struct baton_text bytes);
/* The root element's local name is the name of the node. DOCTYPE is refused. */
const struct baton_node *xml_read(struct baton *b, uint32_t source, struct baton_text bytes);

/* A spreadsheet (Office Open XML) as the text of a table: the sheet of that name, or its first
 * where `sheet` is NULL; dates as ISO 8601, a line a row. XLSX_BAD: it is one, but the message says
 * what is wrong; XLSX_NO_SHEET: ... which sheets it has. With XLSX_TABLE the message is empty, or
 * names the sheet that was read and those that were not. The bytes are malloc's. */
enum xlsx_result { XLSX_NONE, XLSX_TABLE, XLSX_BAD, XLSX_NO_SHEET };
enum { XLSX_MESSAGE = 800 };
enum xlsx_result xlsx_to_csv(struct baton_text bytes, const char *sheet,
                             struct baton_text *ret_table, char ret_message[XLSX_MESSAGE]);

#endif

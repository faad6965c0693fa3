/* SPDX-License-Identifier: Apache-2.0 */
/* yaml_problem.h - what is wrong with a YAML text, in words that help. */
#ifndef BATON_APP_SYNTAX_YAML_PROBLEM_H
#define BATON_APP_SYNTAX_YAML_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "app/syntax/cursor.h"

struct baton;

/* A fault as libyaml reports it, with bytes for its characters. */
struct yaml_fault {
    const char *problem;        /* "did not find expected key" */
    const char *context;        /* "while parsing a block mapping" */
    size_t byte;
    size_t context_byte;
};

/* Whether something was opened and never closed: nothing behind it can be trusted. */
bool yaml_fault_is_open(const struct yaml_fault *fault);
void yaml_fault_report(struct baton *b, struct cursor *cursor, const struct yaml_fault *fault);

/* Bytes that are not UTF-8 and characters YAML does not allow: one problem a line. True when
 * there is none. */
bool yaml_check_characters(struct baton *b, struct cursor cursor);

#endif

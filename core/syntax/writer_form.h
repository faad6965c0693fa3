/* SPDX-License-Identifier: Apache-2.0 */
/* writer_form.h - what the forms of writer.h share among themselves. */
#ifndef BATON_CORE_SYNTAX_WRITER_FORM_H
#define BATON_CORE_SYNTAX_WRITER_FORM_H

#include "core/base/str.h"
#include "core/base/text.h"
#include "core/syntax/writer.h"

/* An open map or list. */
struct writer_level {
    bool is_map;
    bool flow;              /* YAML: on one line */
    size_t count;           /* entries begun */
    size_t indent;          /* blanks before an entry of a block */
};

struct writer {
    struct text *out;
    struct arena *owner;
    enum writer_form form;
    struct writer_level *levels;
    size_t depth;
    size_t capacity;
    bool has_key;           /* a key stands and waits for its value */
};

/* JSON: a string in quotes; bytes that are not UTF-8 become U+FFFD. */
void json_add_string(struct text *out, struct str s);
/* YAML: what stands before a value, and the value itself in the lightest quotes that re-read as
 * the same text (`typed`: as the same plain value). */
void yaml_before_value(struct writer *w);
void yaml_add_scalar(struct writer *w, struct str s, bool typed);
void yaml_begin(struct writer *w, bool is_map, bool flow);
void yaml_end(struct writer *w);
void yaml_key(struct writer *w, struct str key);

struct writer_level *writer_open(struct writer *w, bool is_map, bool flow);

#endif

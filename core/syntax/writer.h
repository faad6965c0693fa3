/* SPDX-License-Identifier: Apache-2.0 */
/* writer.h - structured text out: one interface, written as JSON or as YAML.
 *
 * The caller says what there is (maps, lists, typed scalars); the writer quotes,
 * indents and separates. Never refuses: what is asked is written.
 */
#ifndef BATON_CORE_SYNTAX_WRITER_H
#define BATON_CORE_SYNTAX_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;
struct text;

enum writer_form { WRITER_JSON, WRITER_JSON_COMPACT, WRITER_YAML };

struct writer;

struct writer *writer_new(struct arena *owner, enum writer_form form, struct text *out);
/* `flow` asks YAML for {a: b} or [a, b] on one line; JSON ignores it. */
void writer_map_begin(struct writer *w, bool flow);
void writer_map_end(struct writer *w);
void writer_list_begin(struct writer *w, bool flow);
void writer_list_end(struct writer *w);
void writer_key(struct writer *w, struct str key);
void writer_text(struct writer *w, struct str value);   /* quoted where the form needs it */
void writer_plain(struct writer *w, struct str value);  /* YAML: as it is; JSON: a string */
void writer_i64(struct writer *w, int64_t value);
void writer_fixed(struct writer *w, int64_t value, int decimals);   /* value / 10^decimals */
void writer_bool(struct writer *w, bool value);
void writer_null(struct writer *w);
void writer_finish(struct writer *w);                   /* a last newline */

/* Short forms for members of a map. */
void writer_key_text(struct writer *w, const char *key, struct str value);
void writer_key_i64(struct writer *w, const char *key, int64_t value);
void writer_key_fixed(struct writer *w, const char *key, int64_t value, int decimals);
void writer_key_bool(struct writer *w, const char *key, bool value);
void writer_key_null(struct writer *w, const char *key);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* changed.h - what moved since a reader last looked, by how much and why, in a few lines. */
#ifndef BATON_CORE_REPORT_CHANGED_H
#define BATON_CORE_REPORT_CHANGED_H

#include "core/report/words.h"

struct writer;

/* Under a heading of its own; nothing where the reader has nothing to compare with (in->since). For
 * an audience what moved is said, and not by what. */
void say_changed(const struct report_input *in, struct document *d);
/* Member `changed`. */
void json_changed(const struct report_input *in, struct writer *w);

#endif

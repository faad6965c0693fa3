/* SPDX-License-Identifier: Apache-2.0 */
/* made.h - a tree made of another format, with the places of what was read.
 *
 * Spreadsheets, MPX, GanttProject and Planner say what MSPDI says, in other words: their readers
 * make the elements of Microsoft Project's XML and hand them to the reader of MSPDI, so that there
 * is one model of tasks, links, calendars and losses for all of them. TaskJuggler and Mermaid say
 * what a plan file says: theirs make the maps and lists of one.
 */
#ifndef BATON_CORE_FORMAT_MADE_H
#define BATON_CORE_FORMAT_MADE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/str.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"

struct arena;
struct plan_builder;

struct made {
    struct node node;
    struct made *last;          /* child */
    struct arena *owner;
};

struct made *made_root(struct arena *owner, struct place at);
struct made *made_map(struct made *parent, const char *name, struct place at);
struct made *made_list(struct made *parent, const char *name, struct place at);
/* A child with a text; nothing where the text is empty. Texts are not copied. */
void made_text(struct made *parent, const char *name, struct str text, struct place at);
void made_number(struct made *parent, const char *name, int64_t value, struct place at);
void made_instant(struct made *parent, const char *name, int64_t instant, struct place at);
void made_seconds(struct made *parent, const char *name, int64_t seconds, struct place at);

struct mspdi_options {
    enum dialect dialect;
    bool own_ids;               /* a task's id is its UID, as far as an id may be that */
};

bool mspdi_read_tree(struct plan_builder *b, const struct node *root,
                     const struct mspdi_options *options, struct arena *owner, struct diags *out);

#endif

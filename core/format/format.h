/* SPDX-License-Identifier: Apache-2.0 */
/* format.h - a file of some other tool, read into a plan.
 *
 * One file a format: core/format/mspdi.c defines `format_mspdi`; its name in the folder's
 * list is its registration. A format is recognised by content, never by a file's name. What cannot
 * be carried over is said as notes: silence is a bug.
 */
#ifndef BATON_CORE_FORMAT_FORMAT_H
#define BATON_CORE_FORMAT_FORMAT_H

#include <stdbool.h>

#include "core/base/diag.h"
#include "core/base/str.h"

struct arena;
struct node;
struct plan_builder;

/* A format is a tree (XML, JSON) or a plain text; the functions of the other are NULL. */
struct format {
    const char *name;       /* "mspdi" */
    const char *title;      /* "Microsoft Project XML" */
    /* Whether the tree, or the text by its first bytes, is one of ours. */
    bool (*recognise)(const struct node *root);
    bool (*recognise_text)(struct str bytes);
    /* Fill the builder. False: an error stands in the diags. `owner` must live as long as
     * the builder's arena. */
    bool (*read)(struct plan_builder *b, const struct node *root, struct arena *owner,
                 struct diags *out);
    bool (*read_text)(struct plan_builder *b, struct str bytes, uint32_t source,
                      struct arena *owner, struct diags *out);
    /* Instead of `read`: a tracker, whose words may be mapped (tracker.h); mapping may be NULL. */
    bool (*read_mapped)(struct plan_builder *b, const struct node *root,
                        const struct node *mapping, struct arena *owner, struct diags *out);
};

extern const struct format *const formats_all[];
extern const unsigned formats_count;

/* The format of a tree or of a text, or NULL. */
const struct format *format_recognise(const struct node *root);
const struct format *format_recognise_text(struct str bytes);
/* Read a tree by its format; a mapping is for trackers, others refuse one ("no-mapping"). */
bool format_read(const struct format *f, struct plan_builder *b, const struct node *root,
                 const struct node *mapping, struct arena *owner, struct diags *out);

#endif

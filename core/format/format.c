/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/format.h"

#include <stddef.h>

#include "core/format/list.h"
#include "core/syntax/tree.h"

#define ENTRY(format) &format,
const struct format *const formats_all[] = { FORMAT_LIST(ENTRY) };
const unsigned formats_count = sizeof(formats_all) / sizeof(formats_all[0]);

const struct format *format_recognise(const struct node *root)
{
    for (unsigned i = 0; i < formats_count; i++)
        if (formats_all[i]->recognise && formats_all[i]->recognise(root))
            return formats_all[i];
    return NULL;
}

const struct format *format_recognise_text(struct str bytes)
{
    for (unsigned i = 0; i < formats_count; i++)
        if (formats_all[i]->recognise_text && formats_all[i]->recognise_text(bytes))
            return formats_all[i];
    return NULL;
}

bool format_read(const struct format *f, struct plan_builder *b, const struct node *root,
                 const struct node *mapping, struct arena *owner, struct diags *out)
{
    if (f->read_mapped)
        return f->read_mapped(b, root, mapping, owner, out);
    if (mapping) {
        diag_error(out, "no-mapping", mapping->at, "%s takes no mapping", f->title);
        diag_hint(out, "a mapping is for tables, spreadsheets and trackers");
        return false;
    }
    return f->read(b, root, owner, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/plan/ops.h"

void object_write(const struct plan *p, const struct object *o, struct writer *w)
{
    (void)p;
    write_fields(o, false, w);
}

void plan_write(const struct plan *p, struct writer *w)
{
    writer_map_begin(w, false);
    writer_key_i64(w, "baton", 1);
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct kind_info *info = &schema_kinds[k];
        const uint32_t count = plan_count(p, (enum kind)k);

        if (count == 0 || info->flags & KIND_PRIVATE)
            continue;
        if (info->flags & KIND_SINGLE) {
            if (!plan_nth(p, (enum kind)k, 0)->stated)
                continue;
            writer_key(w, str_of(info->section));
            write_fields(plan_nth(p, (enum kind)k, 0), false, w);
            continue;
        }
        writer_key(w, str_of(info->section));
        writer_map_begin(w, false);
        for (uint32_t i = 0; i < count; i++) {
            const struct object *o = plan_nth(p, (enum kind)k, i);

            writer_key(w, o->id);
            write_fields(o, o->stated == 0, w);
        }
        writer_map_end(w);
    }
    writer_map_end(w);
}

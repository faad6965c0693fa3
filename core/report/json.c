/* SPDX-License-Identifier: Apache-2.0 */
/* What the JSON of every report shares. */
#include "core/base/text.h"
#include "core/calendar/civil.h"
#include "core/report/figures.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static struct str instant_text(const struct report_input *in, int64_t instant, bool day)
{
    struct text text;

    text_init(&text, in->owner);
    if (day)
        civil_print_date(&text, instant);
    else
        civil_print_instant(&text, instant);
    return text_str(&text);
}

void json_instant(const struct report_input *in, struct writer *w, const char *key,
                  int64_t instant)
{
    if (instant == CIVIL_NONE)
        writer_key_null(w, key);
    else
        writer_key_text(w, key, instant_text(in, instant, false));
}

void json_date(const struct report_input *in, struct writer *w, const char *key, int64_t instant)
{
    if (instant == CIVIL_NONE)
        writer_key_null(w, key);
    else
        writer_key_text(w, key, instant_text(in, instant, true));
}

void json_probability(struct writer *w, const char *key, int32_t ppm)
{
    if (ppm < 0)
        writer_key_null(w, key);
    else
        writer_key_fixed(w, key, ppm, 6);
}

void json_id(struct writer *w, const char *key, const struct plan *p, uint32_t object)
{
    if (object == OBJECT_NONE)
        writer_key_null(w, key);
    else
        writer_key_text(w, key, p->objects[object]->id);
}

void json_begin(const struct report_input *in, struct writer *w, const char *kind)
{
    const struct plan *p = in->plan;

    writer_map_begin(w, false);
    writer_key_text(w, "format_version", STR("1.0"));
    writer_key_text(w, "kind", str_of(kind));
    if (p) {
        writer_key_text(w, "program", p->program->id);
        if (p->as_of % CIVIL_DAY_S == 0)
            json_date(in, w, "as_of", p->as_of);
        else
            json_instant(in, w, "as_of", p->as_of);
        writer_key_text(w, "inputs",
                        str_format(in->owner, "%016llx",
                                   (unsigned long long)plan_digest(p, in->owner)));
    }
    writer_key_text(w, "engine", str_of(in->version));
    if (p)
        writer_key_i64(w, "import_notes", (int64_t)in->note_count);
    if (p && in->audience.len > 0) {
        writer_key_text(w, "audience", in->audience);
        writer_key_i64(w, "withheld", in->withheld);
    }
}

void json_end(const struct report_input *in, struct writer *w)
{
    if (in->said)
        figures_json(in, in->said, in->text, w);
    writer_map_end(w);
}

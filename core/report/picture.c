/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures by themselves: one by name, or all that there is something to draw in. */
#include "core/base/text.h"
#include "core/report/pictures.h"
#include "core/syntax/writer.h"

enum { PICTURES_MOST = 32 };

static bool find_named(const struct report_input *in, const struct named_picture **ret_named)
{
    struct str names[PICTURES_MOST], nearest;

    *ret_named = NULL;
    if (in->subject.len == 0)
        return true;
    for (unsigned i = 0; i < pictures_count; i++) {
        if (str_equal(in->subject, str_of(pictures_all[i].name))) {
            *ret_named = &pictures_all[i];
            return true;
        }
        names[i] = str_of(pictures_all[i].name);
    }
    nearest = diag_nearest(in->subject, names, pictures_count);
    diag_error(in->out, "unknown-picture", (struct place){0}, "there is no picture '%.*s'",
               STR_ARG(in->subject));
    if (nearest.len > 0)
        diag_hint(in->out, "the nearest is '%.*s'", STR_ARG(nearest));
    else
        diag_hint(in->out, "there are: promises, curve, timeline, causes, why, decisions, chain, "
                           "matrix, load, burn, joint, trend, fever, reliability");
    return false;
}

static bool say(const struct report_input *in, struct document *d)
{
    const struct named_picture *one;
    unsigned drawn = 0;

    if (!find_named(in, &one))
        return false;
    say_masthead(in, d);
    for (unsigned i = 0; i < pictures_count; i++) {
        const struct picture *picture =
            one && one != &pictures_all[i] ? NULL : pictures_all[i].draw(in);

        if (!picture)
            continue;
        document_blank(d);
        document_picture(d, picture);
        drawn++;
    }
    if (drawn == 0)
        line_add(document_paragraph(d, 0, 0), TONE_PLAIN,
                 one ? str_format(in->owner, "There is nothing to draw: %s.", one->lacks)
                     : STR("There is nothing to draw."));
    return true;
}

/* The tables of the pictures. */
static bool json(const struct report_input *in, struct writer *w)
{
    const struct named_picture *one;

    if (!find_named(in, &one))
        return false;
    json_begin(in, w, "picture");
    writer_key(w, STR("pictures"));
    writer_list_begin(w, false);
    for (unsigned i = 0; i < pictures_count; i++) {
        const struct picture *p =
            one && one != &pictures_all[i] ? NULL : pictures_all[i].draw(in);

        if (!p)
            continue;
        writer_map_begin(w, false);
        writer_key_text(w, "name", str_of(pictures_all[i].name));
        writer_key_text(w, "title", p->title);
        writer_key_text(w, "sentence", p->sentence);
        writer_key(w, STR("columns"));
        writer_list_begin(w, true);
        for (unsigned c = 0; c < p->column_count; c++)
            writer_text(w, p->columns[c]);
        writer_list_end(w);
        writer_key(w, STR("rows"));
        writer_list_begin(w, false);
        for (size_t r = 0; r < p->row_count; r++) {
            writer_list_begin(w, true);
            for (unsigned c = 0; c < p->column_count; c++)
                writer_text(w, p->rows[r].cells[c].ptr ? p->rows[r].cells[c] : STR(""));
            writer_list_end(w);
        }
        writer_list_end(w);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_end(in, w);
    return true;
}

const struct report report_picture = {
    .name = "picture",
    .title = "Pictures",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST | REPORT_FINDINGS | REPORT_OWN,
    .narrows = true,
    .text = say,
    .json = json,
};

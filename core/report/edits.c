/* SPDX-License-Identifier: Apache-2.0 */
/* The way from one plan to the other as a list of edits, in the form that reads back. */
#include "core/base/text.h"
#include "core/report/changes.h"
#include "core/syntax/writer.h"

static bool text(const struct report_input *in, struct document *out)
{
    struct str rest, piece;
    struct text yaml;
    struct writer *w;

    text_init(&yaml, in->owner);
    w = writer_new(in->owner, WRITER_YAML, &yaml);
    edit_write(&in->changes, w);
    rest = text_str(&yaml);
    while (str_split(&rest, '\n', &piece))
        line_add(document_verbatim(out), TONE_PLAIN, piece);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "edits");
    json_changes(in, out);
    json_end(in, out);
    return true;
}

const struct report report_edits = {
    .name = "edits",
    .title = "From one plan to the other, as edits",
    .needs = REPORT_OTHER,
    .text = text,
    .json = json,
};

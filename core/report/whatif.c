/* SPDX-License-Identifier: Apache-2.0 */
/* A plan with edits that nobody has decided on: what they would do to every promise. */
#include "core/report/changes.h"
#include "core/syntax/writer.h"

static bool text(const struct report_input *in, struct document *out)
{
    say_masthead(in, out);
    say_moves(in, out);
    say_changes(in, out);
    line_add(document_paragraph(out, 0, 2), TONE_DIM,
             STR("Nothing was changed: this is a what-if."));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "whatif");
    json_changes(in, out);
    json_moves(in, out);
    json_end(in, out);
    return true;
}

const struct report report_whatif = {
    .name = "whatif",
    .title = "What edits would do to every promise",
    .needs = REPORT_OTHER | REPORT_FORECAST,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* What was just written into plan files. */
#include "core/report/changes.h"
#include "core/syntax/writer.h"

static bool text(const struct report_input *in, struct document *out)
{
    say_changes(in, out);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "edited");
    json_changes(in, out);
    json_end(in, out);
    return true;
}

const struct report report_edited = {
    .name = "edited",
    .title = "What was written into the plan's files",
    .needs = REPORT_OTHER,
    .text = text,
    .json = json,
};

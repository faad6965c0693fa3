/* SPDX-License-Identifier: Apache-2.0 */
/* Two plans: what is stated otherwise, and what that does to every promise. */
#include "core/report/changes.h"
#include "core/syntax/writer.h"

static bool text(const struct report_input *in, struct document *out)
{
    say_masthead(in, out);
    say_changes(in, out);
    say_moves(in, out);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "diff");
    json_changes(in, out);
    json_moves(in, out);
    json_end(in, out);
    return true;
}

const struct report report_diff = {
    .name = "diff",
    .title = "Two plans: what is stated otherwise, and what it moves",
    .needs = REPORT_OTHER | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};

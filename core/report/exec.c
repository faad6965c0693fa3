/* SPDX-License-Identifier: Apache-2.0 */
/* One page for who pays and decides: domain.md 7.1. */
#include "core/report/asks.h"
#include "core/report/pictures.h"

extern const struct report report_exec;

static bool text(const struct report_input *in, struct document *out)
{
    const struct telling t = tell_begin(in, out, "exec", "for executives");

    const struct object *worst = tell_worst(&t);
    const struct claim *status = worst ? claim_at(&t, worst->id, "status") : NULL;

    tell_bottom_line(&t);
    if (!worst)
        tell_longest(&t);
    if (status && status->value == STATUS_IS_OFF)
        tell_outlook(&t, worst);
    tell_watermelons(&t);
    tell_heading(&t, "What we ask, by date");
    tell_asks(&t);
    /* Without a promise there is nothing to bring back. */
    if (!in->forecast || in->forecast->commitment_count > 0) {
        tell_heading(&t, "Path to green");
        tell_together(&t);
        tell_heading(&t, "Promises");
        tell_promises_briefly(&t);
    }
    if (!in->forecast_before)       /* on one page: what changed instead */
        draw_into(in, out, picture_of_promises);
    tell_changes_briefly(&t);
    tell_asked(&t);
    if (tell_knows_money(&t)) {
        tell_heading(&t, "Money");
        tell_money(&t);
    }
    tell_heading(&t, "How sure we are");
    tell_confidence_plainly(&t);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_exec, in, out);
}

const struct report report_exec = {
    .name = "exec",
    .title = "For executives: one page, bottom line first",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};

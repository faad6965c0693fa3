/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings are open, by id: kept beside a log, so that the next check knows what was,
 * and what was seen for the first time. */
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static void json_ids(const struct report_input *in, bool once, struct writer *out)
{
    writer_list_begin(out, false);
    for (size_t i = 0; i < in->findings->count; i++)
        if (in->findings->items[i].state != FINDING_UNKNOWN && in->findings->items[i].once == once)
            writer_text(out, finding_id(in->plan, &in->findings->items[i], in->owner));
    writer_list_end(out);
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "open");
    writer_key(out, STR("findings"));
    json_ids(in, false, out);
    writer_key(out, STR("seen_once"));
    json_ids(in, true, out);
    json_end(in, out);
    return true;
}

static bool text(const struct report_input *in, struct document *out)
{
    for (size_t i = 0; i < in->findings->count; i++)
        if (in->findings->items[i].state != FINDING_UNKNOWN)
            line_addf(document_paragraph(out, 0, 2), TONE_PLAIN, "%.*s%s",
                      STR_ARG(finding_id(in->plan, &in->findings->items[i], in->owner)),
                      in->findings->items[i].once ? " (seen once)" : "");
    return true;
}

const struct report report_open = {
    .name = "open",
    .title = "Which findings are open",
    .needs = REPORT_PLAN | REPORT_FINDINGS,
    .text = text,
    .json = json,
};

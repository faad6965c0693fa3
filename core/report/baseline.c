/* SPDX-License-Identifier: Apache-2.0 */
/* Every finding there is, accepted for now: a plan file to stand beside the plan. */
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { USUAL_DAYS = 90 };

/* The subject of the request: a date; absent: a quarter of a year. */
static struct str until_of(const struct report_input *in)
{
    if (in->subject.len > 0)
        return in->subject;
    return say_iso(in, in->plan->as_of + (int64_t)USUAL_DAYS * CIVIL_DAY_S);
}

static void write_one(const struct report_input *in, const struct finding *f, struct writer *w)
{
    const bool about_plan = f->subject == OBJECT_NONE;

    writer_key(w, str_format(in->owner, "accepted-%s%s%.*s", f->rule->name, about_plan ? "" : "-",
                             STR_ARG(about_plan ? STR("")
                                                : in->plan->objects[f->subject]->id)));
    writer_map_begin(w, true);
    writer_key_text(w, "rule", str_of(f->rule->name));
    if (!about_plan)
        writer_key_text(w, "subject", in->plan->objects[f->subject]->id);
    writer_key(w, STR("until"));
    writer_plain(w, until_of(in));
    writer_key_text(w, "because", STR("found by the first check, not looked at yet"));
    writer_key(w, STR("dated"));
    writer_plain(w, say_iso(in, in->plan->as_of));
    writer_map_end(w);
}

/* The judgements themselves. Returns how many. */
static size_t write_all(const struct report_input *in, struct writer *w)
{
    size_t count = 0;

    writer_key(w, STR("judgements"));
    writer_map_begin(w, false);
    for (size_t i = 0; i < in->findings->count; i++)
        if (in->findings->items[i].state == FINDING_TRUE) {
            write_one(in, &in->findings->items[i], w);
            count++;
        }
    writer_map_end(w);
    return count;
}

static bool text(const struct report_input *in, struct document *out)
{
    struct str rest, piece;
    struct text yaml;
    struct writer *w;

    text_init(&yaml, in->owner);
    text_add(&yaml, STR("# Findings accepted as they were found; take a line out to see it again.\n"
                        "baton: 1\n"));
    w = writer_new(in->owner, WRITER_YAML, &yaml);
    writer_map_begin(w, false);
    write_all(in, w);
    writer_map_end(w);
    rest = text_str(&yaml);
    while (str_split(&rest, '\n', &piece))
        if (piece.len > 0 || rest.len > 0)
            line_add(document_verbatim(out), TONE_PLAIN, piece);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "baseline");
    write_all(in, out);
    json_end(in, out);
    return true;
}

const struct report report_baseline = {
    .name = "baseline",
    .title = "What is found now, accepted for a while",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_FINDINGS_ALONE,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* A check-in: at most eight questions a team, prefilled, as a message, a table, or a form. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/csv_write.h"
#include "core/report/questions.h"
#include "core/syntax/writer.h"

/* A message of plain lines, to be pasted: what stands between is for whoever sends it. */
static void say_team(const struct question_sheet *sheet, struct document *d)
{
    const struct question *q = sheet->items;
    struct line *line;

    document_blank(d);
    line = document_heading(d);
    line_add(line, TONE_PLAIN, object_title(sheet->team));
    if (sheet->lead)
        line_addf(document_right(d), TONE_DIM, "to %.*s", STR_ARG(object_title(sheet->lead)));
    if (sheet->count == 0) {
        line_add(document_paragraph(d, 0, 2), TONE_GOOD, STR("Nothing to ask: all is fresh."));
        return;
    }
    for (size_t i = 0; i < sheet->count; i++) {
        line = document_paragraph(d, 0, 3);
        line_addf(line, TONE_PLAIN, "%zu. %.*s (%.*s): %.*s", i + 1,
                  STR_ARG(object_title(q[i].subject)), STR_ARG(q[i].subject->id),
                  STR_ARG(q[i].prompt));
        if (q[i].current.len > 0)
            line_addf(line, TONE_STRONG, " Now: %.*s.", STR_ARG(q[i].current));
        line_addf(line, TONE_DIM, " [%.*s]", STR_ARG(q[i].why));
    }
}

static bool is_asked_in_private(const struct question_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++)
        if (question_is_private(&sheet->items[i]))
            return true;
    return false;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct question_sheet *sheets;
    bool secret = false;
    size_t count;

    if (!questions_ask(in, &sheets, &count))
        return false;
    say_masthead(in, out);
    for (size_t i = 0; i < count; i++)
        say_team(&sheets[i], out);
    document_blank(out);
    if (count == 0)
        line_add(document_paragraph(out, 0, 2), TONE_GOOD,
                 STR("Nothing to ask of any team: all that matters is fresh."));
    for (size_t i = 0; i < count; i++)
        secret = secret || is_asked_in_private(&sheets[i]);
    if (secret)
        line_add(document_paragraph(out, 0, 2), TONE_DIM,
                 STR("What is asked in private is shown to nobody: published is a median of three "
                     "or more."));
    if (count > 0)
        line_addf(document_paragraph(out, 0, 2), TONE_DIM,
                  "As a form to fill in: baton checkin %.*s %.*s --form; as a table: --csv. What "
                  "comes back: baton checkin %.*s --read FILE", STR_ARG(in->command),
                  STR_ARG(in->subject.len > 0 ? in->subject : STR("all")), STR_ARG(in->command));
    return true;
}

static bool csv(const struct report_input *in, struct text *out)
{
    static const struct str heads[] = {{"team", 4}, {"id", 2}, {"what", 4}, {"question", 8},
                                       {"field", 5}, {"now", 3}, {"answer", 6}, {"by", 2},
                                       {"dated", 5}, {"why", 3}};
    const struct question_sheet *sheets;
    size_t count;

    if (!questions_ask(in, &sheets, &count))
        return false;
    csv_row(out, heads, 10);
    for (size_t t = 0; t < count; t++) {
        const struct question *q = sheets[t].items;

        for (size_t i = 0; i < sheets[t].count; i++) {
            const bool secret = question_is_private(&q[i]);

            csv_row(out,
                    (const struct str[]){sheets[t].team->id, q[i].subject->id,
                                         object_title(q[i].subject), q[i].prompt,
                                         str_of(q[i].field), q[i].current, STR(""),
                                         secret && sheets[t].lead ? sheets[t].lead->id : STR(""),
                                         secret ? say_iso(in, in->plan->as_of) : STR(""),
                                         q[i].why},
                    10);
        }
    }
    return true;
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct question_sheet *sheets;
    size_t count;

    if (!questions_ask(in, &sheets, &count))
        return false;
    json_begin(in, w, "checkin");
    writer_key(w, STR("questions"));
    writer_list_begin(w, false);
    for (size_t t = 0; t < count; t++) {
        const struct question *q = sheets[t].items;

        for (size_t i = 0; i < sheets[t].count; i++) {
            writer_map_begin(w, true);
            writer_key_text(w, "team", sheets[t].team->id);
            writer_key_text(w, "id", q[i].subject->id);
            writer_key_text(w, "field", str_of(q[i].field));
            writer_key_text(w, "now", q[i].current);
            writer_key_text(w, "question", q[i].prompt);
            writer_key_text(w, "why", q[i].why);
            writer_map_end(w);
        }
    }
    writer_list_end(w);
    json_end(in, w);
    return true;
}

const struct report report_checkin = {
    .name = "checkin",
    .title = "What to ask each team this week",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
    .csv = csv,
};

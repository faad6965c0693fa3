/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of a pulse, to paste into a message: what do you believe, privately? */
#include "core/plan/beliefs.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static bool find(const struct report_input *in, const struct object **ret_person)
{
    *ret_person = NULL;
    if (in->subject.len == 0)
        return true;
    if (!find_subject(in, ret_person))
        return false;
    if ((*ret_person)->kind == KIND_person)
        return true;
    return diag_error(in->out, "wrong-kind", (struct place){0}, "%.*s is no person",
                      STR_ARG(in->subject));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct object *const *questions;
    const struct object *person;
    size_t count;

    if (!find(in, &person))
        return false;
    count = belief_questions(in->plan, person, in->owner, &questions);
    say_masthead(in, out);
    document_blank(out);
    line_addf(document_paragraph(out, 0, 0), TONE_PLAIN, "%s%.*s%s", person ? "For " : "",
              STR_ARG(person ? object_title(person) : STR("")),
              person ? ": what do you believe?" : "What do you believe?");
    line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
             STR("Of each, as much as you like to say: how likely is it by that date, in percent? "
                 "When will it really come, from ... to ...? Your confidence, 1 to 5?"));
    document_blank(out);
    for (size_t i = 0; i < count; i++) {
        const int64_t by = belief_deadline(questions[i]);
        struct line *line = document_paragraph(out, 0, 4);

        line_addf(line, TONE_DIM, "%2zu. ", i + 1);
        line_addf(line, TONE_STRONG, "%.*s", STR_ARG(object_title(questions[i])));
        line_addf(line, TONE_DIM, " (%.*s)", STR_ARG(questions[i]->id));
        if (by != CIVIL_NONE)
            line_addf(line, TONE_PLAIN, ", by %.*s", STR_ARG(say_date(in, by)));
    }
    if (count == 0)
        line_add(document_paragraph(out, 0, 0), TONE_DIM,
                 STR("No promise and no hand-off of theirs is open."));
    document_blank(out);
    line_add(document_paragraph(out, 0, 2), TONE_DIM,
             STR("Your answers are shown to nobody: published is a median of three people or "
                 "more, with no name."));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct object *const *questions;
    const struct object *person;
    size_t count;

    if (!find(in, &person))
        return false;
    count = belief_questions(in->plan, person, in->owner, &questions);
    json_begin(in, out, "sheet");
    json_id(out, "for", in->plan, person ? person->number : OBJECT_NONE);
    writer_key(out, STR("questions"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < count; i++) {
        writer_map_begin(out, true);
        writer_key_text(out, "about", questions[i]->id);
        writer_key_text(out, "title", object_title(questions[i]));
        json_date(in, out, "by", belief_deadline(questions[i]));
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_sheet = {
    .name = "sheet",
    .title = "What to ask of private beliefs",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};

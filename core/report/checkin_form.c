/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of a check-in as a form to fill in: YAML whose values stand there already. */
#include "core/base/text.h"
#include "core/report/questions.h"
#include "core/syntax/writer.h"

/* Words of users in a comment stay on its line. */
static struct str one_line(const struct report_input *in, struct str s)
{
    struct text t;

    text_init(&t, in->owner);
    for (size_t i = 0; i < s.len; i++)
        text_add_char(&t, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
    return text_str(&t);
}

/* What stops it now, quoted: a title may be anything. With several, the first stands for all: left
 * as it is it says that nothing has changed. */
static void say_blocked(const struct report_input *in, const struct object *task,
                        struct document *d)
{
    const struct plan *p = in->plan;
    const struct object *open = NULL;
    struct text t;
    struct str title;

    for (uint32_t i = 0; i < plan_count(p, KIND_blocker) && !open; i++) {
        const struct object *o = plan_nth(p, KIND_blocker, i);

        if (!object_is_withheld(o) && blocker_is_open_on(p, o, task->id))
            open = o;
    }
    if (!open) {
        line_add(document_verbatim(d), TONE_PLAIN, STR("    blocked:"));
        return;
    }
    text_init(&t, in->owner);
    title = one_line(in, object_title(open));
    for (size_t i = 0; i < title.len; i++) {
        if (title.ptr[i] == '\'')
            text_add_char(&t, '\'');
        text_add_char(&t, title.ptr[i]);
    }
    line_addf(document_verbatim(d), TONE_PLAIN, "    blocked: '%.*s'", STR_ARG(text_str(&t)));
}

static void say_one(const struct report_input *in, const struct question *q, size_t number,
                    struct document *d)
{
    const bool started = str_equal(str_of(q->field), STR("remaining"));

    line_addf(document_verbatim(d), TONE_DIM, "  # %zu. %.*s: %.*s  [%.*s]", number,
              STR_ARG(one_line(in, object_title(q->subject))), STR_ARG(q->prompt), STR_ARG(q->why));
    line_addf(document_verbatim(d), TONE_PLAIN, "  %.*s:", STR_ARG(q->subject->id));
    line_addf(document_verbatim(d), TONE_PLAIN, "    %s:%s%.*s", q->field,
              q->current.len > 0 ? " " : "", STR_ARG(q->current));
    if (started)
        line_add(document_verbatim(d), TONE_PLAIN, STR("    finished:"));
    if (q->subject->kind == KIND_task)
        say_blocked(in, q->subject, d);
}

/* By whom and of when stands beside it: it is read into the book of private beliefs. */
static void say_private(const struct report_input *in, const struct question_sheet *sheet,
                        size_t number, struct document *d)
{
    const struct question *q = &sheet->items[number];
    const struct str lead = sheet->lead ? sheet->lead->id : STR("");

    line_addf(document_verbatim(d), TONE_DIM, "  # %zu. %.*s: %.*s  [%.*s]", number + 1,
              STR_ARG(one_line(in, object_title(q->subject))), STR_ARG(q->prompt), STR_ARG(q->why));
    line_addf(document_verbatim(d), TONE_PLAIN, "  %.*s-%.*s:", STR_ARG(sheet->team->id),
              STR_ARG(q->subject->id));
    line_addf(document_verbatim(d), TONE_PLAIN, "    about: %.*s", STR_ARG(q->subject->id));
    line_addf(document_verbatim(d), TONE_PLAIN, "    by:%s%.*s", lead.len > 0 ? " " : "",
              STR_ARG(lead));
    line_addf(document_verbatim(d), TONE_PLAIN, "    dated: %.*s",
              STR_ARG(say_iso(in, in->plan->as_of)));
    line_add(document_verbatim(d), TONE_PLAIN, STR("    probability:"));
}

static bool say_beliefs(const struct report_input *in, const struct question_sheet *sheets,
                        size_t count, struct document *d)
{
    bool begun = false;

    for (size_t t = 0; t < count; t++) {
        const struct question *q = sheets[t].items;

        for (size_t i = 0; i < sheets[t].count; i++) {
            if (!question_is_private(&q[i]))
                continue;
            if (!begun) {
                line_add(document_verbatim(d), TONE_DIM,
                         STR("# In private: shown to nobody, published only as a median of three "
                             "or more. by: whose belief it is. "
                             "Doubts stand only here; instead of probability also earliest and "
                             "latest, dates."));
                line_add(document_verbatim(d), TONE_PLAIN, STR("beliefs:"));
            }
            begun = true;
            say_private(in, &sheets[t], i, d);
        }
    }
    return begun;
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct question_sheet *sheets;
    size_t count, open = 0;

    if (!questions_ask(in, &sheets, &count))
        return false;
    line_addf(document_verbatim(out), TONE_DIM, "# Check-in, %.*s. Change what is not so any more, "
              "and send it back.", STR_ARG(say_iso(in, in->plan->as_of)));
    line_add(document_verbatim(out), TONE_DIM,
             STR("# A value left as it is says that it is still so; take out what you cannot "
                 "say."));
    line_add(document_verbatim(out), TONE_DIM,
             STR("# finished: the day.  blocked: by what, in a few words; no: not any more."));
    line_addf(document_verbatim(out), TONE_PLAIN, "checkin: %.*s",
              STR_ARG(say_iso(in, in->plan->as_of)));
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < sheets[t].count; i++)
            open += !question_is_private(&sheets[t].items[i]);
    line_add(document_verbatim(out), TONE_PLAIN, open > 0 ? STR("answers:") : STR("answers: {}"));
    for (size_t t = 0; t < count; t++) {
        const struct question *q = sheets[t].items;

        line_addf(document_verbatim(out), TONE_DIM, "  # --- %.*s ---",
                  STR_ARG(one_line(in, object_title(sheets[t].team))));
        for (size_t i = 0; i < sheets[t].count; i++)
            if (!question_is_private(&q[i]))
                say_one(in, &q[i], i + 1, out);
    }
    if (!say_beliefs(in, sheets, count, out)) {
        line_add(document_verbatim(out), TONE_DIM,
                 STR("# No belief is asked. To add one in private (or with earliest, latest: "
                     "dates):"));
        line_addf(document_verbatim(out), TONE_DIM, "# beliefs: {mine: {about: PROMISE, by: WHO, "
                  "dated: %.*s, probability: 40%%}}", STR_ARG(say_iso(in, in->plan->as_of)));
    }
    return true;
}

static bool json(const struct report_input *in, struct writer *w)
{
    json_begin(in, w, "checkin-form");
    json_end(in, w);
    return true;
}

const struct report report_checkin_form = {
    .name = "checkin_form",
    .title = "A check-in as a form",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/believed.h"

#include "core/base/text.h"
#include "core/plan/beliefs.h"
#include "core/syntax/writer.h"

static void count(struct believed *b, const struct object *pulse)
{
    const int64_t answers = *pulse_get_answers(pulse), dated = pulse_get_dated(pulse)->instant;

    b->answers = b->answers == 0 || answers < b->answers ? answers : b->answers;
    b->dated = b->dated == CIVIL_NONE || dated > b->dated ? dated : b->dated;
}

bool believed_of(const struct report_input *in, struct str id, struct believed *ret)
{
    const struct object *about = plan_find(in->plan, id);
    const struct object *pulse;

    *ret = (struct believed){.probability_ppm = -1, .date = CIVIL_NONE, .dated = CIVIL_NONE};
    if (!about || object_is_withheld(in->plan->objects[about->number]))
        return false;
    pulse = belief_latest(in->plan, about, BELIEF_PROBABILITY);
    if (pulse) {
        ret->probability_ppm = *pulse_get_probability(pulse);
        count(ret, pulse);
    }
    pulse = belief_latest(in->plan, about, BELIEF_DATE);
    if (pulse) {
        ret->date = pulse_get_date(pulse)->instant;
        count(ret, pulse);
    }
    pulse = belief_latest(in->plan, about, BELIEF_VOTE);
    if (pulse) {
        ret->vote = *pulse_get_vote(pulse);
        count(ret, pulse);
    }
    return ret->answers > 0;
}

static void add(const struct report_input *in, const struct believed *b, struct text *t)
{
    if (b->probability_ppm >= 0)
        text_addf(t, "%.*s", STR_ARG(say_likely(in, b->probability_ppm)));
    if (b->date != CIVIL_NONE)
        text_addf(t, "%s%.*s", t->len > 0 ? ", " : "", STR_ARG(say_rough(in, b->date, true)));
    if (b->vote > 0)
        text_addf(t, "%svote %lld of 5", t->len > 0 ? ", " : "", (long long)b->vote);
}

struct str say_believed(const struct report_input *in, const struct believed *b)
{
    struct text t;

    text_init(&t, in->owner);
    add(in, b, &t);
    return text_str(&t);
}

struct str say_believed_whole(const struct report_input *in, const struct believed *b)
{
    return str_format(in->owner, "%.*s (%.*s, %.*s)", STR_ARG(say_believed(in, b)),
                      STR_ARG(say_count(in, (size_t)b->answers, "answer", "answers")),
                      STR_ARG(say_day(in, b->dated)));
}

void say_belief_of(const struct report_input *in, struct str id, unsigned indent,
                   struct document *d)
{
    struct believed b;

    if (believed_of(in, id, &b))
        line_addf(document_paragraph(d, indent, indent + 2), TONE_PLAIN,
                  "believed of %.*s: %.*s", STR_ARG(id), STR_ARG(say_believed_whole(in, &b)));
}

void json_believed(const struct report_input *in, struct writer *w, struct str id)
{
    struct believed b;

    if (!believed_of(in, id, &b)) {
        writer_key_null(w, "belief");
        return;
    }
    writer_key(w, STR("belief"));
    writer_map_begin(w, true);
    json_probability(w, "probability", b.probability_ppm);
    json_date(in, w, "week", b.date);
    if (b.vote > 0)
        writer_key_i64(w, "vote", b.vote);
    else
        writer_key_null(w, "vote");
    writer_key_i64(w, "answers", b.answers);
    json_date(in, w, "dated", b.dated);
    writer_map_end(w);
}

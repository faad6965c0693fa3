/* SPDX-License-Identifier: Apache-2.0 */
/* What moved since the report before, and by which change, as claims. */
#include "core/report/changed.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/causes.h"
#include "core/report/tell.h"

#define NB "\xc2\xa0"

enum { CAUSES_SHOWN = 3, LEAST_TENTHS = 5, PROMISES_SHOWN = 4 };

static struct str words_of(const struct report_input *in, const struct why_line *cause)
{
    struct line *line = line_new(in->owner);
    struct text text;

    say_cause(in, cause, line);
    text_init(&text, in->owner);
    for (size_t i = 0; i < line->count; i++)
        text_add(&text, line->spans[i].text);
    return text_str(&text);
}

static void put_causes(const struct report_input *in, struct claims *set,
                       const struct why_target *t, const struct object *o)
{
    const struct moved_by *causes;
    const uint32_t count = changed_by(in, t, &causes);

    for (uint32_t i = 0; i < count && i < CAUSES_SHOWN; i++) {
        const struct why_line *cause = &in->why->lines[causes[i].line];
        const int64_t moved = t->effects[causes[i].line].in_order_s;
        const struct str id = str_format(in->owner, "%.*s.moved-by-%u", STR_ARG(o->id), i + 1);

        struct claim *c = claims_add(
            set, (struct claim){.id = id, .kind = CLAIM_TEXT, .subject = o->number,
                                .text = words_of(in, cause), .simulated = true,
                                .how = "a change between the two plans"});

        rest_on(c, STR("run.before.inputs"));
        rest_on(c, STR("run.inputs"));
        c = claims_add(set, (struct claim){
            .id = str_format(in->owner, "%.*s.days", STR_ARG(id)), .kind = CLAIM_MOVED,
            .subject = o->number, .value = moved, .simulated = true,
            .how = "how far P80 moves when it is made on top of those before it, on the same "
                   "draws"});
        rest_on(c, id);
        rest_on(c, STR("run.before.digest"));
        rest_on(c, STR("run.digest"));
    }
}

void put_moves(const struct report_input *in, struct claims *set)
{
    for (uint32_t i = 0; in->why && i < in->why->target_count; i++) {
        const struct why_target *t = &in->why->targets[i];
        const struct object *o = plan_find(in->plan, t->id);
        struct claim *c;

        if (!o || object_is_withheld(o))
            continue;
        c = claims_add(set, (struct claim){
            .id = str_format(in->owner, "%.*s.moved", STR_ARG(o->id)), .kind = CLAIM_MOVED,
            .subject = o->number, .value = t->after - t->before, .simulated = true,
            .how = "from the P80 before to the P80 now"});
        rest_on(c, str_format(in->owner, "%.*s.p80.before", STR_ARG(o->id)));
        rest_on(c, str_format(in->owner, "%.*s.p80", STR_ARG(o->id)));
        if (in->withheld == 0)
            put_causes(in, set, t, o);
    }
}

/* --- said ----------------------------------------------------------------------------------- */

static void say_causes(const struct telling *t, const struct object *o)
{
    for (unsigned i = 1; i <= CAUSES_SHOWN; i++) {
        const char *cause = str_format(t->in->owner, "moved-by-%u", i).ptr;
        const char *days = str_format(t->in->owner, "%s.days", cause).ptr;
        const struct claim *c = claim_at(t, o->id, days);
        struct line *line;

        if (!c || (c->value < LEAST_TENTHS * TENTH_S && c->value > -LEAST_TENTHS * TENTH_S))
            continue;
        line = document_paragraph(t->d, 4, 6);
        cite(t, line, TONE_STRONG, o->id, days);
        cite_with(t, line, ": ", o->id, cause, ".");
    }
}

static bool is_still(const struct telling *t, const struct object *o)
{
    const struct claim *now = claim_at(t, o->id, "likely");
    const struct claim *then = claim_at(t, o->id, "likely.before");
    const struct claim *moved = claim_at(t, o->id, "moved");

    return now && then && now->value == then->value && (!moved || moved->value == 0);
}

static void say_move(const struct telling *t, const struct object *o)
{
    struct line *line = tell_item(t);

    cite_named(t, line, o->id);
    if (is_still(t, o)) {
        line_add(line, TONE_PLAIN, STR(" has not moved."));
        return;
    }
    cite_with(t, line, " was ", o->id, "likely.before", " likely");
    cite_with(t, line, " and is ", o->id, "likely", ".");
    if (cite_with(t, line, " The date that is 80" NB "% likely moved ", o->id, "moved", ""))
        cite_with(t, line, ", from ", o->id, "p80.before", "");
    else
        cite_with(t, line, " The date that is 80" NB "% likely moved from ", o->id, "p80.before",
                  "");
    cite_with(t, line, " to ", o->id, "p80", ".");
    say_causes(t, o);
}

void tell_changes(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    const struct str program = t->in->plan->program->id;
    size_t said = 0;

    if (!f || !t->in->forecast_before) {
        tell_nothing(t, "There is no earlier forecast to compare with.");
        return;
    }
    cite_with(t, tell_paragraph(t), "Since the plan as of ", program, "as_of.before", ":");
    for (uint32_t i = 0; i < f->commitment_count; i++) {
        const struct object *run = forecast_plan(t->in)->objects[f->commitments[i].object];
        const struct object *o =
            object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);

        if (!o || !claim_at(t, o->id, "likely.before"))
            continue;
        say_move(t, o);
        said++;
    }
    if (said == 0)
        tell_nothing(t, "Nothing that is promised now was promised then.");
}

/* One line a promise: its move, and the largest cause of it where that is half a day. */
static void say_move_briefly(const struct telling *t, const struct object *o)
{
    const struct claim *days = claim_at(t, o->id, "moved-by-1.days");
    struct line *line = tell_item(t);

    cite_quoted(t, line, o->id);
    cite_with(t, line, ": ", o->id, "moved", "");
    if (days && (days->value >= LEAST_TENTHS * TENTH_S ||
                 days->value <= -LEAST_TENTHS * TENTH_S)) {
        cite_with(t, line, claim_at(t, o->id, "moved-by-2") ? ". The largest of several causes: "
                                                            : ". The cause: ",
                  o->id, "moved-by-1", "");
        cite_with(t, line, " (", o->id, "moved-by-1.days", ")");
    }
    line_add(line, TONE_PLAIN, STR("."));
}

void tell_changes_briefly(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    const struct str program = t->in->plan->program->id;
    struct line *line;
    size_t said = 0;

    if (!f || !t->in->forecast_before)
        return;
    tell_heading(t, "What changed");
    line = tell_paragraph(t);
    cite_with(t, line, "Since ", program, "as_of.before", "");
    for (uint32_t i = 0; i < f->commitment_count && said < PROMISES_SHOWN; i++) {
        const struct object *run = forecast_plan(t->in)->objects[f->commitments[i].object];
        const struct object *o =
            object_is_withheld(run) ? NULL : plan_find(t->in->plan, run->id);
        const struct claim *moved = o ? claim_at(t, o->id, "moved") : NULL;

        if (!moved || (moved->value < TENTH_S && moved->value > -TENTH_S))
            continue;
        if (said++ == 0)
            line_add(line, TONE_PLAIN,
                     STR(", the date that is 80" NB "% likely moved as follows."));
        say_move_briefly(t, o);
    }
    if (said == 0)
        line_add(line, TONE_PLAIN,
                 STR(" the date that is 80" NB "% likely has moved for no promise."));
}

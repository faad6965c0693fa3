/* SPDX-License-Identifier: Apache-2.0 */
/* What moved since the report before, and by which change, as claims. */
#include "core/report/changed.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/behind.h"
#include "core/report/causes.h"
#include "core/report/tell.h"

#define NB "\xc2\xa0"

enum { CAUSES_SHOWN = 3, LEAST_TENTHS = 5, PROMISES_SHOWN = 4 };

/* A cause, with what took it back: the progress that a team reported belongs to the time that its
 * work waited. */
struct cause {
    uint32_t line;
    int64_t moved_s;
    bool netted;
};

static int largest_first(const void *left, const void *right, const void *context)
{
    const struct cause *a = left, *b = right;
    const int64_t x = a->moved_s < 0 ? -a->moved_s : a->moved_s;
    const int64_t y = b->moved_s < 0 ? -b->moved_s : b->moved_s;

    (void)context;
    return (x < y) - (x > y);
}

static struct cause *waiting_of(const struct report_input *in, struct cause *causes,
                                uint32_t count, const struct why_line *line)
{
    const struct object *team = line->kind == WHY_TEAM ? NULL : team_of_cause(in, line);

    for (uint32_t i = 0; team && i < count; i++)
        if (in->why->lines[causes[i].line].kind == WHY_TEAM &&
            team_of_cause(in, &in->why->lines[causes[i].line]) == team)
            return &causes[i];
    return NULL;
}

/* Lines of teams stand before those of edits, so what is netted is there already. */
static uint32_t causes_of(const struct report_input *in, const struct why_target *t,
                          struct cause **ret_causes)
{
    struct cause *causes = ARENA_ARRAY(in->owner, struct cause, in->why->line_count + 1);
    uint32_t count = 0;

    for (uint32_t n = 0; n < in->why->line_count; n++) {
        const int64_t moved = t->effects[n].in_order_s;
        struct cause *waiting;

        if (moved == 0 || (in->why->lines[n].kind == WHY_RUNS &&
                           printed_round(moved, TENTH_S) == 0))
            continue;
        waiting = waiting_of(in, causes, count, &in->why->lines[n]);
        if (waiting) {
            waiting->moved_s += moved;
            waiting->netted = true;
        } else {
            causes[count++] = (struct cause){n, moved, false};
        }
    }
    sort_stable(causes, count, sizeof(causes[0]), largest_first, NULL, in->owner);
    *ret_causes = causes;
    return count;
}

/* Of work that nothing was reported of: that it is so, and whom to ask. */
static void put_silent(const struct report_input *in, struct claims *set, struct str id,
                       const struct object *task)
{
    const struct claim *cause = claim_find(set, id);

    claims_add_on(set, (struct claim){
                        .id = str_format(in->owner, "%.*s.silent", STR_ARG(task->id)),
                        .kind = CLAIM_TEXT, .subject = task->number, .text = cause->text,
                        .simulated = true, .worded = true,
                        .how = "what moved a promise that waits for it"},
                  (const struct str[]){id}, 1);
    claims_add_on(set, (struct claim){
                        .id = str_format(in->owner, "%.*s.silent.of", STR_ARG(task->id)),
                        .kind = CLAIM_NAME, .subject = task->number,
                        .text = say_whom_to_ask(in, task),
                        .how = "who answers for the work"},
                  (const struct str[]){id}, 1);
}

/* What is behind work that did not get on. */
static void put_waited(const struct report_input *in, struct claims *set, struct str id,
                       const struct why_line *line, const struct object *promise, bool alone)
{
    const struct object *team = line->kind == WHY_TEAM ? team_of_cause(in, line) : NULL;
    const struct object *task = team ? work_that_waited(in, team, promise) : NULL;
    const struct str behind = str_format(in->owner, "%.*s.behind", STR_ARG(id));

    if (task) {
        put_behind(in, set, behind, promise, task, true);
        if (!claim_find(set, behind))
            return;
        claims_add_on(set, (struct claim){
                            .id = str_format(in->owner, "%.*s.work", STR_ARG(id)),
                            .kind = CLAIM_NAME, .subject = promise->number, .text = task->id,
                            .how = "the open work of that team that decides most often"},
                      (const struct str[]){id, STR("run.digest")}, 2);
        if (alone)
            put_silent(in, set, id, task);
    } else if (team)
        claims_add_on(set, (struct claim){
                            .id = behind, .kind = CLAIM_TEXT, .subject = promise->number,
                            .text = str_format(in->owner, "the plan does not say why, so ask %.*s",
                                               STR_ARG(say_whom_to_ask(in, team))),
                            .how = "who answers for the team whose work waited"},
                      (const struct str[]){id}, 1);
}

static void put_causes(const struct report_input *in, struct claims *set,
                       const struct why_target *t, const struct object *o)
{
    struct cause *causes;
    const uint32_t count = causes_of(in, t, &causes);

    for (uint32_t i = 0; i < count && i < CAUSES_SHOWN; i++) {
        const struct why_line *cause = &in->why->lines[causes[i].line];
        const int64_t moved = causes[i].moved_s;
        const struct str id = str_format(in->owner, "%.*s.moved-by-%u", STR_ARG(o->id), i + 1);

        claims_add_on(set, (struct claim){.id = id, .kind = CLAIM_TEXT, .subject = o->number,
                                       .text = say_cause_plainly(
                                           in, cause, !causes[i].netted ? CAUSE_ALONE
                                                      : moved > 0       ? CAUSE_LESS
                                                                        : CAUSE_MORE),
                                       .simulated = true, .worded = true,
                                       .how = "a change between the two plans"},
                      (const struct str[]){STR("run.before.inputs"), STR("run.inputs")}, 2);
        claims_add_on(set, (struct claim){
                            .id = str_format(in->owner, "%.*s.days", STR_ARG(id)),
                            .kind = CLAIM_MOVED, .subject = o->number, .value = moved,
                            .simulated = true,
                            .how = "how far P80 moves when it is made on top of those before it, "
                                   "on the same draws; the time a team's work waited with the "
                                   "progress it reported"},
                      (const struct str[]){id, STR("run.before.digest"), STR("run.digest")}, 3);
        put_waited(in, set, id, cause, o, !causes[i].netted);
    }
    if (count > 1)
        claims_add_on(set, (struct claim){
                            .id = str_format(in->owner, "%.*s.moved-by-others.days",
                                             STR_ARG(o->id)),
                            .kind = CLAIM_MOVED, .subject = o->number,
                            .value = (printed_round(t->after - t->before, TENTH_S) -
                                      printed_round(causes[0].moved_s, TENTH_S)) * TENTH_S,
                            .simulated = true,
                            .how = "how far P80 moved, less what its largest cause moved it, both "
                                   "as they are printed"},
                      (const struct str[]){
                          str_format(in->owner, "%.*s.moved", STR_ARG(o->id)),
                          str_format(in->owner, "%.*s.moved-by-1.days", STR_ARG(o->id))}, 2);
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
        if (claim_at(t, o->id, str_format(t->in->owner, "%s.behind", cause).ptr)) {
            line_add(line, TONE_PLAIN, STR(" "));
            cite_first(t, line, TONE_PLAIN, o->id,
                       str_format(t->in->owner, "%s.behind", cause).ptr);
            line_add(line, TONE_PLAIN, STR("."));
        }
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

const struct object *work_behind_move(const struct telling *t, const struct object *promise)
{
    const struct claim *work = claim_at(t, promise->id, "moved-by-1.work");

    return work ? plan_find(t->in->plan, work->text) : NULL;
}

static bool is_half_a_day(const struct claim *days)
{
    return days && (days->value >= LEAST_TENTHS * TENTH_S ||
                    days->value <= -LEAST_TENTHS * TENTH_S);
}

/* One line a promise: its move; the largest cause of it where that is half a day, with what is
 * behind it; and the others together, where they are as much. */
static void say_move_briefly(const struct telling *t, const struct object *o, struct map *said)
{
    const struct claim *behind = claim_at(t, o->id, "moved-by-1.behind");
    struct line *line = tell_item(t);

    cite_again(t, line, o);
    cite_with(t, line, ": ", o->id, "moved", ".");
    if (!is_half_a_day(claim_at(t, o->id, "moved-by-1.days")))
        return;
    cite_with(t, line,
              claim_at(t, o->id, "moved-by-2") ? " The largest cause (" : " The cause (", o->id,
              "moved-by-1.days", "): ");
    cite(t, line, TONE_PLAIN, o->id, "moved-by-1");
    line_add(line, TONE_PLAIN, STR("."));
    if (behind && map_insert(said, behind->text, 0, NULL)) {
        line_add(line, TONE_PLAIN, STR(" "));
        cite_first(t, line, TONE_PLAIN, o->id, "moved-by-1.behind");
        line_add(line, TONE_PLAIN, STR("."));
    } else if (behind) {
        cite_with(t, line, " That is ", o->id, "moved-by-1.work", " too.");
    }
    if (is_half_a_day(claim_at(t, o->id, "moved-by-others.days")))
        cite_with(t, line, " All else together: ", o->id, "moved-by-others.days", ".");
}

void tell_changes_briefly(const struct telling *t)
{
    const struct forecast *f = t->in->forecast;
    const struct str program = t->in->plan->program->id;
    struct map behind;              /* what was said already of another promise */
    struct line *line;
    size_t said = 0;

    if (!f || !t->in->forecast_before)
        return;
    map_init(&behind, t->in->owner);
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
                     STR(", the date that is 80" NB "% likely moved as follows, in days of the "
                         "calendar."));
        say_move_briefly(t, o, &behind);
    }
    if (said == 0)
        line_add(line, TONE_PLAIN,
                 STR(" the date that is 80" NB "% likely has moved for no promise."));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Through the eyes of one team. */
#include "core/base/text.h"
#include "core/report/tell.h"

extern const struct report report_team;

enum { FORTNIGHT_S = 14 * CIVIL_DAY_S, PERCENT = 10000 };

static bool is_given(const struct plan *p, const struct object *handoff,
                     const struct object *team)
{
    return handoff_giving_team(p, handoff) == team;
}

static bool is_taken(const struct plan *p, const struct object *handoff,
                     const struct object *team)
{
    return handoff_taking_team(p, handoff) == team;
}

/* Work that is under way, or that half of the runs begin within the fortnight. */
static size_t say_work(const struct telling *t, const struct object *team)
{
    const struct plan *p = t->in->plan;
    const struct network *n = t->in->network;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct object *o = plan_nth(p, KIND_task, i);
        const uint32_t node = n->node_of[o->number];
        struct line *line;
        bool begun;

        if (object_is_withheld(o) || plan_team_of(p, o) != team || node == NODE_NONE ||
            n->role[node] != ROLE_TASK || n->progress[node] == PROGRESS_FINISHED)
            continue;
        begun = n->progress[node] != PROGRESS_NOT_STARTED;
        if (!begun && t->in->schedule->node[node].early_start >= p->as_of + FORTNIGHT_S)
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_STRONG, o->id, "title");
        line_add(line, TONE_PLAIN, begun ? STR(": under way") : STR(": can begin"));
        cite_with(t, line, ". Half of the simulations have it done by ", o->id, "p50", "");
        cite_with(t, line, ", nine in ten by ", o->id, "p90", "");
        line_add(line, TONE_PLAIN, STR("."));
        if (claim_at(t, o->id, "drives") && claim_at(t, o->id, "drives")->value >= PERCENT)
            cite_with(t, line, " In ", o->id, "drives", " of the simulations it decides when the "
                      "program is done.");
    }
    return said;
}

static size_t say_actions(const struct telling *t, const struct object *team)
{
    const struct plan *p = t->in->plan;
    size_t said = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_action); i++) {
        const struct object *o = plan_nth(p, KIND_action, i);
        const struct object *owner =
            object_is_withheld(o) ? NULL : plan_object(p, action_get_owner(o));
        const struct object *of =
            owner && !object_is_withheld(owner) ? plan_object(p, person_get_team(owner)) : NULL;
        struct line *line;

        if (of != team || action_get_done(o))
            continue;
        said++;
        line = tell_item(t);
        cite(t, line, TONE_PLAIN, o->id, "title");
        cite_with(t, line, ": ", o->id, "owner", "");
        cite_with(t, line, ", due ", o->id, "due", "");
        line_add(line, TONE_PLAIN, STR("."));
    }
    return said;
}

/* "Billing: 2 hand-offs to give and 9 tasks open." */
static void say_load(const struct telling *t, const struct object *team)
{
    const struct claim *gives = claim_at(t, team->id, "open-handoffs");
    const struct claim *tasks = claim_at(t, team->id, "open-tasks");
    struct line *line = tell_paragraph(t);

    cite(t, line, TONE_STRONG, team->id, "title");
    if (gives && tasks) {
        if (gives->value == 0)
            line_add(line, TONE_PLAIN, STR(" has no hand-off to give"));
        else
            cite_with(t, line, " has ", team->id, "open-handoffs",
                      gives->value == 1 ? " hand-off still to give" : " hand-offs still to give");
        cite_with(t, line, " and ", team->id, "open-tasks",
                  tasks->value == 1 ? " open task." : " open tasks.");
    }
    tell_standing(t, tell_paragraph(t));
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct object *team;
    struct telling t;

    if (!find_subject(in, &team))
        return false;
    if (team->kind != KIND_team) {
        diag_error(in->out, "unknown-id", (struct place){0}, "'%.*s' is no team",
                   STR_ARG(in->subject));
        diag_hint(in->out, "baton ls PLAN team lists them");
        return false;
    }
    t = tell_begin(in, out, "team",
                   str_format(in->owner, "for %.*s", STR_ARG(object_title(team))).ptr);
    say_load(&t, team);
    tell_heading(&t, "What others wait on from us");
    if (tell_handoffs(&t, is_given, team) == 0)
        tell_nothing(&t, "Nothing.");
    tell_heading(&t, "What we wait for");
    if (tell_handoffs(&t, is_taken, team) == 0)
        tell_nothing(&t, "Nothing.");
    tell_heading(&t, "This fortnight");
    if (say_work(&t, team) + say_actions(&t, team) == 0)
        tell_nothing(&t, "Nothing is planned to be under way.");
    tell_heading(&t, "Promises this serves");
    tell_promises(&t, false);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    return tell_json(&report_team, in, out);
}

const struct report report_team = {
    .name = "team",
    .title = "For one team: who waits for it, what it waits for, this fortnight",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};

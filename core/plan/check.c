/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of a plan that contradict one another. An error where no reading makes sense; a
 * warning where one does, and then it says which is taken. */
#include "core/base/arena.h"
#include "core/plan/beliefs.h"
#include "core/plan/capacity.h"
#include "core/plan/ops.h"

struct checking {
    const struct plan *plan;
    struct diags *out;
};

/* By days: a date without a time says no more than its day. */
static bool before(const struct when *a, const struct when *b)
{
    return civil_day_of(a->instant) < civil_day_of(b->instant);
}

static struct str when_str(const struct checking *c, const struct when *when)
{
    struct text text;

    text_init(&text, c->out->owner);
    type_when_text(NULL, when, &text);
    return text_str(&text);
}

static const char *kind_name(const struct object *o)
{
    return schema_kinds[o->kind].name;
}

/* `first` must not be after `second`; both are fields of one object. */
static void in_order(const struct checking *c, const struct object *o, uint16_t first,
                     uint16_t second, const char *code)
{
    const struct when *a = object_value(o, first), *b = object_value(o, second);
    const struct field *fields = schema_kinds[o->kind].fields;

    if (!a || !b || !before(b, a))
        return;
    diag_error(c->out, code, object_place(o, second),
               "%s `%.*s`: `%s` %.*s is before `%s` %.*s", kind_name(o), STR_ARG(o->id),
               fields[second].name, STR_ARG(when_str(c, b)), fields[first].name,
               STR_ARG(when_str(c, a)));
    diag_hint(c->out, "one of the two dates is wrong");
}

/* What has really happened cannot lie after the data date. */
static void not_in_future(const struct checking *c, const struct object *o, uint16_t field)
{
    const struct when *when = object_value(o, field);
    const struct when as_of = {c->plan->as_of, GRAIN_DAY};

    if (!when || !before(&as_of, when))
        return;
    diag_warning(c->out, "fact-in-future", object_place(o, field),
                 "%s `%.*s`: `%s` %.*s is after the data date %.*s", kind_name(o),
                 STR_ARG(o->id), schema_kinds[o->kind].fields[field].name,
                 STR_ARG(when_str(c, when)), STR_ARG(when_str(c, &as_of)));
    diag_hint(c->out, "only what has happened by the data date is a fact: correct the date, or "
                      "`as_of` of the program");
}

/* --- estimates ------------------------------------------------------------------------- */

/* Spans of mixed units have an order only on a calendar. */
static void check_estimate(const struct checking *c, const struct object *o, uint16_t field,
                           const struct estimate *e)
{
    const struct calendar *calendar = plan_calendar_of(c->plan, o);
    const struct span *const slots[3] = {&e->a, &e->b, &e->c};
    int64_t last = 0;

    for (int i = 0; i < 3; i++) {
        int64_t s;

        if (!slots[i]->unit)
            continue;
        s = span_seconds(slots[i], calendar);
        if (s < last) {
            diag_error(c->out, "bad-value", object_place(o, field),
                       "`%s`: on the calendar of `%.*s` its values are out of order",
                       schema_kinds[o->kind].fields[field].name, STR_ARG(o->id));
            diag_hint(c->out, "its week has another number of days than five: use one unit");
            return;
        }
        last = s;
    }
}

static bool one_unit(const struct estimate *e)
{
    const struct span *const slots[3] = {&e->a, &e->b, &e->c};
    char unit = '\0';

    for (int i = 0; i < 3; i++) {
        if (slots[i]->and_unit || (unit && slots[i]->unit && slots[i]->unit != unit))
            return false;
        unit = slots[i]->unit ? slots[i]->unit : unit;
    }
    return true;
}

static void check_estimates(const struct checking *c, const struct object *o)
{
    const struct kind_info *info = &schema_kinds[o->kind];

    for (uint64_t left = o->stated; left; left &= left - 1) {
        const uint16_t field = (uint16_t)__builtin_ctzll(left);

        if (info->fields[field].type == FIELD_TYPE_estimate &&
            !one_unit(object_value(o, field)))
            check_estimate(c, o, field, object_value(o, field));
    }
}

/* --- people and teams -------------------------------------------------------------------- */

static void check_mentor(const struct checking *c, const struct object *o)
{
    const struct ref *mentor = person_get_mentor(o);

    if (mentor && mentor->object == o->number) {
        diag_error(c->out, "self-mentor", object_place(o, FIELD_person_mentor),
                   "person `%.*s` cannot be their own mentor", STR_ARG(o->id));
        diag_hint(c->out, "name who helps them while they ramp up");
    } else if (person_get_mentoring(o) && !mentor && !draft_refused(o, FIELD_person_mentor)) {
        diag_warning(c->out, "unused-mentoring", object_place(o, FIELD_person_mentoring),
                     "person `%.*s`: `mentoring` without `mentor` takes nobody's time",
                     STR_ARG(o->id));
        diag_hint(c->out, "name in `mentor` whose time it is");
    } else if (person_get_mentoring(o) && !person_get_ramp(o) &&
               !draft_refused(o, FIELD_person_ramp)) {
        diag_warning(c->out, "unused-mentoring", object_place(o, FIELD_person_mentoring),
                     "person `%.*s`: `mentoring` without `ramp` lasts no time", STR_ARG(o->id));
        diag_hint(c->out, "say in `ramp` how long it takes until they do a whole person's work");
    }
}

static void check_hire(const struct checking *c, const struct object *o)
{
    const struct day_ranges *between = person_get_joins_between(o);
    const struct when *joins = person_get_joins(o);

    if (between && between->count != 1) {
        diag_error(c->out, "bad-hire", object_place(o, FIELD_person_joins_between),
                   "person `%.*s`: `joins_between` is one range, from its P10 to its P90",
                   STR_ARG(o->id));
        diag_hint(c->out, "write `joins_between: 2027-01-04..2027-04-30`");
    } else if (between && !joins && !draft_refused(o, FIELD_person_joins)) {
        diag_error(c->out, "bad-hire", object_place(o, FIELD_person_joins_between),
                   "person `%.*s`: `joins_between` without the likely day", STR_ARG(o->id));
        diag_hint(c->out, "write the day as likely to be missed as not in `joins`");
    } else if (between && (civil_day_of(joins->instant) < between->items[0].from_day ||
                           civil_day_of(joins->instant) > between->items[0].to_day)) {
        diag_error(c->out, "bad-hire", object_place(o, FIELD_person_joins),
                   "person `%.*s`: `joins` %.*s is not within `joins_between`", STR_ARG(o->id),
                   STR_ARG(when_str(c, joins)));
        diag_hint(c->out, "the likely day lies between P10 and P90");
    }
    if (person_get_ramp(o) && !joins && !draft_refused(o, FIELD_person_joins)) {
        diag_warning(c->out, "unused-ramp", object_place(o, FIELD_person_ramp),
                     "person `%.*s`: `ramp` without `joins` does nothing", STR_ARG(o->id));
        diag_hint(c->out, "say in `joins` when it began");
    }
    check_mentor(c, o);
}

static void check_person(const struct checking *c, const struct object *o)
{
    const struct amounts *also = person_get_also(o);
    const struct ref *team = person_get_team(o);
    int64_t promised = 0;

    check_hire(c, o);
    in_order(c, o, FIELD_person_joins, FIELD_person_left, "left-before-joined");
    if (person_get_share(o) && !team && !draft_refused(o, FIELD_person_team)) {
        diag_warning(c->out, "unused-share", object_place(o, FIELD_person_share),
                     "person `%.*s`: a share of their time, and no team that has it",
                     STR_ARG(o->id));
        diag_hint(c->out, "write `team`, or name the team in `also`");
    }
    for (uint32_t i = 0; i < plan_count(c->plan, KIND_team); i++)
        promised += person_share_of(o, plan_nth(c->plan, KIND_team, i));
    if (promised > 1000000) {
        diag_warning(c->out, "shared-past-whole", object_place(o, also ? FIELD_person_also
                                                                       : FIELD_person_team),
                     "person `%.*s`: teams count on %lld%% of their time", STR_ARG(o->id),
                     (long long)((promised + 5000) / 10000));
        diag_hint(c->out, "lower `share`, or a share in `also`, so that they add to 100%% at most");
    }
    for (size_t i = 0; also && i < also->count; i++) {
        const struct amount_of *a = &also->items[i];

        if (team && a->of.object != OBJECT_NONE && a->of.object == team->object) {
            diag_warning(c->out, "doubled-share", a->of.at,
                         "person `%.*s`: `also` names their own team `%.*s`; only `share` counts",
                         STR_ARG(o->id), STR_ARG(a->of.id));
            diag_hint(c->out, "the share of their own team stands in `share`");
        } else if (a->micro > 1000000) {
            diag_error(c->out, "bad-value", a->of.at,
                       "person `%.*s`: `%.*s` cannot have more than all of their time",
                       STR_ARG(o->id), STR_ARG(a->of.id));
            diag_hint(c->out, "write a share up to 100%%");
        }
    }
}

static void check_team(const struct checking *c, const struct object *o)
{
    const struct objects *standing = team_get_standing(o);
    const bool *counted = team_get_count_people(o);

    if (counted && *counted && (team_get_capacity(o) || team_get_capacity_from(o))) {
        diag_warning(c->out, "capacity-twice", object_place(o, FIELD_team_count_people),
                     "team `%.*s` states its capacity and counts its people; they are counted",
                     STR_ARG(o->id));
        diag_hint(c->out, "remove one of the two");
    }
    for (size_t i = 0; standing && i < standing->count; i++) {
        const struct object *its = standing->items[i];

        in_order(c, its, FIELD_standing_from, FIELD_standing_until, "finishes-before-start");
        if (standing_get_people(its) || standing_get_share(its) ||
            standing_get_days_a_week(its))
            continue;
        diag_warning(c->out, "empty-standing", its->at,
                     "team `%.*s`: standing work `%.*s` takes nobody", STR_ARG(o->id),
                     STR_ARG(its->id));
        diag_hint(c->out, "write `share: 20%%`, `days_a_week: 2` or `people: 1`");
    }
}

/* --- what tasks take --------------------------------------------------------------------- */

static void check_uses(const struct checking *c, const struct object *o)
{
    const struct amounts *uses = task_get_uses(o);
    const struct object *team = uses ? plan_team_of(c->plan, o) : NULL;

    for (size_t i = 0; uses && i < uses->count; i++) {
        const struct object *of = plan_object(c->plan, &uses->items[i].of);

        if (!of)
            continue;
        if (of == team) {
            diag_warning(c->out, "uses-own-team", uses->items[i].of.at,
                         "task `%.*s`: `uses` names its own team; it takes these beside `people`",
                         STR_ARG(o->id));
            diag_hint(c->out, "how many of its own team it takes stands in `people`");
        } else if (of->kind == KIND_system && !system_get_units(of) &&
                   !system_get_calendar(of)) {
            diag_warning(c->out, "uses-without-limit", uses->items[i].of.at,
                         "task `%.*s` uses `%.*s`, which states no units: nobody waits for it",
                         STR_ARG(o->id), STR_ARG(of->id));
            diag_hint(c->out, "write `units` at the system, or name it in `touches` instead");
        }
    }
}

static void check_skills(const struct checking *c, const struct object *o)
{
    const struct texts *skills = task_get_skills(o);
    const struct object *team = skills ? plan_team_of(c->plan, o) : NULL;
    const struct texts *of_team = team && team->kind == KIND_team ? team_get_skills(team) : NULL;

    if (!skills || !team || team->kind != KIND_team)
        return;
    for (uint32_t i = 0; i < plan_count(c->plan, KIND_person); i++) {
        const struct object *person = plan_nth(c->plan, KIND_person, i);

        if (person_share_of(person, team) > 0 && person_can(person, skills))
            return;
    }
    for (size_t i = 0; i < skills->count; i++) {
        size_t k = 0;

        while (of_team && k < of_team->count && !str_equal(of_team->items[k], skills->items[i]))
            k++;
        if (of_team && k < of_team->count)
            continue;
        diag_warning(c->out, "unknown-skill", object_place(o, FIELD_task_skills),
                     "task `%.*s` needs `%.*s`, and nobody of `%.*s` is said to have all it "
                     "needs; it waits for anybody of the team", STR_ARG(o->id),
                     STR_ARG(str_slice(skills->items[i], 0, 60)), STR_ARG(team->id));
        diag_hint(c->out, "name it in `skills` of a person or of the team");
        return;
    }
}

static void check_ahead(const struct checking *c, const struct object *o)
{
    const struct refs *ahead = task_get_ahead_of(o);

    for (size_t i = 0; ahead && i < ahead->count; i++)
        if (ahead->items[i].object == o->number) {
            diag_error(c->out, "self-link", ahead->items[i].at,
                       "task `%.*s` goes ahead of itself", STR_ARG(o->id));
            diag_hint(c->out, "remove it from its own `ahead_of`");
        }
}

/* --- tasks ----------------------------------------------------------------------------- */

static bool is_zero(const struct estimate *e)
{
    return e->shape == SHAPE_SINGLE && e->b.milli == 0 && e->b.and_milli == 0;
}

static void check_constraint(const struct checking *c, const struct object *o, uint16_t kind_field,
                             uint16_t date_field)
{
    const uint32_t *kind = object_value(o, kind_field);
    const bool dated = object_value(o, date_field) != NULL;
    const bool wants_date = kind && *kind != CONSTRAINT_ASAP && *kind != CONSTRAINT_ALAP;
    const struct field *fields = schema_kinds[o->kind].fields;

    if (wants_date && !dated && !draft_refused(o, date_field)) {
        diag_error(c->out, "missing-key", object_place(o, kind_field),
                   "task `%.*s`: a constraint of this kind needs `%s`", STR_ARG(o->id),
                   fields[date_field].name);
        diag_hint(c->out, "write `%s: 2027-02-01`", fields[date_field].name);
    } else if (dated && !wants_date && !draft_refused(o, kind_field)) {
        diag_warning(c->out, "unused-date", object_place(o, date_field),
                     "task `%.*s`: `%s` has no constraint it belongs to, and is ignored",
                     STR_ARG(o->id), fields[date_field].name);
        diag_hint(c->out, "write `%s: start-no-earlier`, or another kind", fields[kind_field].name);
    }
}

static void check_task(const struct checking *c, const struct object *o)
{
    const struct estimate *estimate = task_get_estimate(o), *remaining = task_get_remaining(o);
    const bool *event = task_get_event(o);

    in_order(c, o, FIELD_task_started, FIELD_task_finished, "finished-before-started");
    in_order(c, o, FIELD_task_suspended, FIELD_task_resumes, "resumed-before-suspended");
    not_in_future(c, o, FIELD_task_started);
    not_in_future(c, o, FIELD_task_finished);
    check_uses(c, o);
    check_skills(c, o);
    check_ahead(c, o);
    check_constraint(c, o, FIELD_task_constraint, FIELD_task_constraint_date);
    check_constraint(c, o, FIELD_task_constraint2, FIELD_task_constraint2_date);
    if (estimate && task_get_effort(o)) {
        diag_warning(c->out, "estimate-and-effort", object_place(o, FIELD_task_effort),
                     "task `%.*s` states both an estimate and an effort; the estimate is taken",
                     STR_ARG(o->id));
        diag_hint(c->out, "remove one of the two");
    }
    if (estimate && is_zero(estimate) && !task_get_source_id(o) && !(event && *event)) {
        diag_warning(c->out, "zero-estimate", object_place(o, FIELD_task_estimate),
                     "task `%.*s` takes no time", STR_ARG(o->id));
        diag_hint(c->out, "an event without a duration belongs under `milestones`");
    }
    if (task_get_finished(o) && remaining && span_nominal_s(&remaining->b) > 0) {
        diag_warning(c->out, "remaining-after-finish", object_place(o, FIELD_task_remaining),
                     "task `%.*s` is finished, and still has work left; it is taken as finished",
                     STR_ARG(o->id));
        diag_hint(c->out, "remove `remaining`, or `finished`");
    }
}

/* --- links ----------------------------------------------------------------------------- */

static void check_links(const struct checking *c, const struct object *o,
                        const struct links *links)
{
    /* Doubles are looked for among the first few: nobody writes hundreds by hand. */
    const size_t most = links->count < 64 ? links->count : 64;

    for (size_t i = 0; i < links->count; i++)
        if (links->items[i].other.object == o->number) {
            diag_error(c->out, "self-link", links->items[i].other.at, "`%.*s` follows itself",
                       STR_ARG(o->id));
            diag_hint(c->out, "remove it from its own `after`");
        }
    for (size_t i = 1; i < most; i++)
        for (size_t j = 0; j < i; j++)
            if (links->items[i].other.object == links->items[j].other.object &&
                links->items[i].other.object != OBJECT_NONE &&
                links->items[i].type == links->items[j].type &&
                links->items[i].at_most == links->items[j].at_most) {
                diag_warning(c->out, "duplicate-link", links->items[i].other.at,
                             "`%.*s` follows `%.*s` twice in the same way; both hold",
                             STR_ARG(o->id), STR_ARG(links->items[i].other.id));
                diag_hint(c->out, "keep the one with the greater lag");
                break;
            }
}

static const struct links *links_of(const struct object *o)
{
    if (o->kind == KIND_task)
        return task_get_after(o);
    return o->kind == KIND_milestone ? milestone_get_after(o) : NULL;
}

static void check_handoff(const struct checking *c, const struct object *o)
{
    const struct object *gives = plan_object(c->plan, handoff_get_gives(o));
    const struct object *to = plan_object(c->plan, handoff_get_to(o));
    const struct links *links = to ? links_of(to) : NULL;

    in_order(c, o, FIELD_handoff_delivered, FIELD_handoff_accepted, "accepted-before-delivered");
    not_in_future(c, o, FIELD_handoff_delivered);
    not_in_future(c, o, FIELD_handoff_accepted);
    if (gives && gives == to) {
        diag_error(c->out, "self-link", object_place(o, FIELD_handoff_to),
                   "hand-off `%.*s` gives `%.*s` to itself", STR_ARG(o->id), STR_ARG(to->id));
        diag_hint(c->out, "`gives` and `to` are two different tasks, milestones or teams");
    }
    for (size_t i = 0; gives && links && i < links->count; i++)
        if (links->items[i].other.object == gives->number) {
            diag_warning(c->out, "doubled-handoff", links->items[i].other.at,
                         "`%.*s` follows `%.*s` here, and by hand-off `%.*s` too",
                         STR_ARG(to->id), STR_ARG(gives->id), STR_ARG(o->id));
            diag_hint(c->out, "a hand-off is itself the link: remove `%.*s` from `after`",
                      STR_ARG(gives->id));
            break;
        }
}

/* --- decisions ------------------------------------------------------------------------- */

/* `assume` and `outcome` name one of the decision's own options. */
static void check_duty(const struct checking *c, const struct object *o)
{
    const struct objects *turns = duty_get_turns(o);

    for (size_t i = 0; turns && i < turns->count; i++)
        in_order(c, turns->items[i], FIELD_turn_from, FIELD_turn_until, "finishes-before-start");
}

static void check_option_name(const struct checking *c, const struct object *o, uint16_t field)
{
    const struct objects *options = decision_get_options(o);
    const struct str *name = object_value(o, field);
    struct str *names, near;

    if (!name || (!options && draft_refused(o, FIELD_decision_options)))
        return;
    names = ARENA_ARRAY(c->out->owner, struct str, (options ? options->count : 0) + 1);
    for (size_t i = 0; options && i < options->count; i++) {
        names[i] = options->items[i]->id;
        if (str_equal(names[i], *name))
            return;
    }
    diag_error(c->out, "unknown-option", object_place(o, field),
               "decision `%.*s` has no option `%.*s`", STR_ARG(o->id),
               STR_ARG(str_slice(*name, 0, 60)));
    near = diag_nearest(*name, names, options ? options->count : 0);
    if (near.len > 0)
        diag_hint(c->out, "did you mean `%.*s`?", STR_ARG(near));
    else
        diag_hint(c->out, "`%s` is the id of one of its `options`",
                  schema_kinds[o->kind].fields[field].name);
}

static void check_decision(const struct checking *c, const struct object *o)
{
    in_order(c, o, FIELD_decision_raised, FIELD_decision_decided, "decided-before-raised");
    not_in_future(c, o, FIELD_decision_decided);
    check_option_name(c, o, FIELD_decision_assume);
    check_option_name(c, o, FIELD_decision_outcome);
}

/* --- outcomes -------------------------------------------------------------------------- */

static void check_outcome(const struct checking *c, const struct object *o, uint16_t field)
{
    const struct objects *outcomes = program_get_outcomes(c->plan->program);
    const struct str *name = object_value(o, field);

    if (!name)
        return;
    for (size_t i = 0; outcomes && i < outcomes->count; i++)
        if (str_equal(outcomes->items[i]->id, *name))
            return;
    diag_warning(c->out, "unknown-outcome", object_place(o, field),
                 "%s `%.*s`: the program has no outcome `%.*s`", kind_name(o), STR_ARG(o->id),
                 STR_ARG(str_slice(*name, 0, 60)));
    diag_hint(c->out, "outcomes stand under `program`, in `outcomes`");
}

/* Fewer than three answers are nobody's to show, and a vote has five values. */
static void check_pulse(const struct checking *c, const struct object *o)
{
    const int64_t *answers = pulse_get_answers(o), *vote = pulse_get_vote(o);

    if (answers && *answers < BELIEF_LEAST) {
        diag_error(c->out, "too-few-answers", object_place(o, FIELD_pulse_answers),
                   "pulse `%.*s`: a belief is published of three people or more", STR_ARG(o->id));
        diag_hint(c->out, "take it out; `baton pulse` publishes once enough have answered");
    }
    if (vote && (*vote < 1 || *vote > 5))
        diag_error(c->out, "bad-value", object_place(o, FIELD_pulse_vote),
                   "pulse `%.*s`: `vote` is 1 to 5", STR_ARG(o->id));
}

static void check_object(const struct checking *c, const struct object *o)
{
    const struct links *links = links_of(o);

    if (links)
        check_links(c, o, links);
    check_estimates(c, o);
    switch (o->kind) {
    case KIND_task:
        check_task(c, o);
        check_outcome(c, o, FIELD_task_outcome);
        break;
    case KIND_person:
        check_person(c, o);
        break;
    case KIND_team:
        check_team(c, o);
        break;
    case KIND_milestone:
        not_in_future(c, o, FIELD_milestone_reached);
        break;
    case KIND_handoff:
        check_handoff(c, o);
        break;
    case KIND_decision:
        check_decision(c, o);
        break;
    case KIND_duty:
        check_duty(c, o);
        break;
    case KIND_risk:
        in_order(c, o, FIELD_risk_from, FIELD_risk_until, "finishes-before-start");
        break;
    case KIND_blocker:
        in_order(c, o, FIELD_blocker_since, FIELD_blocker_cleared, "cleared-before-since");
        not_in_future(c, o, FIELD_blocker_cleared);
        break;
    case KIND_stakeholder:
        check_outcome(c, o, FIELD_stakeholder_outcome);
        break;
    case KIND_pulse:
        check_pulse(c, o);
        break;
    case KIND_belief:
        in_order(c, o, FIELD_belief_earliest, FIELD_belief_latest, "finishes-before-start");
        break;
    default:
        break;
    }
}

void plan_check_facts(const struct plan *p, const struct object *only, struct diags *out)
{
    const struct checking c = {p, out};

    if (only) {
        check_object(&c, only);
        return;
    }
    for (uint32_t i = 0; i < p->object_count; i++)
        check_object(&c, p->objects[i]);
}

/* --- loops ----------------------------------------------------------------------------- */

/* Follow one reference field of a kind upwards; each loop is said once, as its chain. */
static void check_loop(const struct plan *p, enum kind kind, uint16_t field, const char *code,
                       struct arena *scratch, struct diags *out)
{
    const uint32_t first = p->first[kind], count = plan_count(p, kind);
    uint32_t *seen = ARENA_ARRAY(scratch, uint32_t, count + 1);     /* 1 + where a walk began */

    for (uint32_t i = 0; i < count; i++) {
        const struct object *o = p->objects[first + i], *at;
        struct text chain;

        while (o && !seen[o->number - first]) {
            seen[o->number - first] = i + 1;
            o = plan_object(p, object_value(o, field));
            if (o && o->kind != kind)
                o = NULL;
        }
        if (!o || seen[o->number - first] != i + 1)
            continue;
        text_init(&chain, out->owner);
        at = o;
        do {
            if (chain.len < 400) {
                text_add(&chain, at->id);
                text_add(&chain, STR(" -> "));
            }
            at = plan_object(p, object_value(at, field));
        } while (at != o);
        text_add(&chain, o->id);
        diag_error(out, code, object_place(o, field), "`%s` goes in a circle: %.*s",
                   schema_kinds[kind].fields[field].name, STR_ARG(text_str(&chain)));
        diag_hint(out, "remove one of these");
    }
}

void plan_check_loops(const struct plan *p, struct arena *scratch, struct diags *out)
{
    check_loop(p, KIND_task, FIELD_task_parent, "parent-cycle", scratch, out);
    check_loop(p, KIND_calendar, FIELD_calendar_parent, "calendar-cycle", scratch, out);
    check_loop(p, KIND_person, FIELD_person_manager, "manager-cycle", scratch, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/decide_by.h"
#include "core/network/distribution.h"

enum { MICRO = 1000000, DEFAULT_DRIVING_PPM = 200000 };

/* --- the same object in both plans -------------------------------------------------------- */

uint32_t look_number(const struct rule_input *in, const struct object *o)
{
    const struct object *there;

    if (!in->network)
        return OBJECT_NONE;
    if (in->network->plan == in->plan)
        return o->number;
    there = plan_find(in->network->plan, o->id);
    return there ? there->number : OBJECT_NONE;
}

const struct object *look_stated(const struct rule_input *in, uint32_t number)
{
    if (number == OBJECT_NONE || !in->network)
        return NULL;
    if (in->network->plan == in->plan)
        return in->plan->objects[number];
    return plan_find(in->plan, in->network->plan->objects[number]->id);
}

uint32_t look_node(const struct rule_input *in, const struct object *o)
{
    const uint32_t number = look_number(in, o);

    return number == OBJECT_NONE ? NODE_NONE : in->network->node_of[number];
}

/* --- results ------------------------------------------------------------------------------ */

const struct forecast_task *look_task(const struct rule_input *in, const struct object *o)
{
    const uint32_t number = look_number(in, o);

    return in->forecast && number != OBJECT_NONE ? in->forecast->by_object[number] : NULL;
}

const struct forecast_commitment *look_commitment(const struct rule_input *in,
                                                  const struct object *commitment)
{
    const uint32_t number = look_number(in, commitment);

    for (uint32_t i = 0; in->forecast && i < in->forecast->commitment_count; i++)
        if (in->forecast->commitments[i].object == number)
            return &in->forecast->commitments[i];
    return NULL;
}

const struct forecast_target *look_target(const struct rule_input *in, const struct object *o)
{
    const uint32_t number = look_number(in, o);

    for (uint32_t i = 0; in->forecast && i < in->forecast->target_count; i++)
        if (in->forecast->targets[i].object == number)
            return &in->forecast->targets[i];
    return NULL;
}

const struct forecast_handoff *look_handoff(const struct rule_input *in,
                                            const struct object *handoff)
{
    const uint32_t number = look_number(in, handoff);

    for (uint32_t i = 0; in->forecast && i < in->forecast->handoff_count; i++)
        if (in->forecast->handoffs[i].object == number)
            return &in->forecast->handoffs[i];
    return NULL;
}

int32_t look_criticality(const struct rule_input *in, const struct object *o)
{
    const struct forecast_task *task = look_task(in, o);

    return task ? task->criticality_ppm : 0;
}

bool look_drives(const struct rule_input *in, const struct object *o)
{
    const uint32_t node = look_node(in, o);

    if (in->forecast)
        return look_criticality(in, o) >=
               plan_threshold(in->plan, "driving-path.criticality", DEFAULT_DRIVING_PPM);
    return in->schedule && node != NODE_NONE && in->schedule->node[node].critical;
}

/* --- facts -------------------------------------------------------------------------------- */

bool look_is_summary(const struct rule_input *in, const struct object *task)
{
    const uint32_t number = look_number(in, task);

    if (number == OBJECT_NONE)
        return false;
    for (uint32_t i = 0; i < in->network->summary_count; i++)
        if (in->network->summaries[i] == number)
            return true;
    return false;
}

bool look_is_open(const struct rule_input *in, const struct object *o)
{
    const uint32_t node = look_node(in, o);

    return node != NODE_NONE && in->network->progress[node] != PROGRESS_FINISHED;
}

bool look_is_started(const struct object *task)
{
    return task_get_started(task) && !task_get_finished(task);
}

enum handoff_state look_handoff_state(const struct object *handoff)
{
    const uint32_t *state = handoff_get_state(handoff);

    if (state)
        return (enum handoff_state)*state;
    if (handoff_get_accepted(handoff))
        return HANDOFF_ACCEPTED;
    if (handoff_get_delivered(handoff))
        return HANDOFF_DELIVERED;
    return handoff_get_offered(handoff) ? HANDOFF_OFFERED : HANDOFF_ASKED;
}

bool look_handoff_is_open(const struct object *handoff)
{
    const enum handoff_state state = look_handoff_state(handoff);

    return state != HANDOFF_ACCEPTED && state != HANDOFF_DROPPED && state != HANDOFF_DELIVERED;
}

bool look_commitment_is_active(const struct object *commitment)
{
    const uint32_t *state = commitment_get_state(commitment);

    return !state || *state == COMMITMENT_ACTIVE;
}

bool look_decision_is_open(const struct object *decision)
{
    return decision_is_open(decision);
}

static int64_t early(const struct rule_input *in, const struct object *o, bool start)
{
    const uint32_t number = look_number(in, o);

    if (!in->schedule || number == OBJECT_NONE)
        return CIVIL_NONE;
    return start ? in->schedule->object[number].early_start
                 : in->schedule->object[number].early_finish;
}

int64_t look_early_start(const struct rule_input *in, const struct object *o)
{
    return early(in, o, true);
}

int64_t look_early_finish(const struct rule_input *in, const struct object *o)
{
    return early(in, o, false);
}

int64_t look_late_start(const struct rule_input *in, const struct object *o)
{
    const uint32_t number = look_number(in, o);

    return in->schedule && number != OBJECT_NONE &&
                   in->schedule->object[number].early_start != CIVIL_NONE
               ? in->schedule->object[number].late_start
               : CIVIL_NONE;
}

int64_t look_end_of(const struct when *when)
{
    return when->grain == GRAIN_MINUTE ? when->instant : when->instant + CIVIL_DAY_S;
}

int64_t look_need_by(const struct rule_input *in, const struct object *handoff)
{
    const struct when *asked = handoff_get_asked(handoff);
    const struct object *to = plan_object(in->plan, handoff_get_to(handoff));

    if (asked)
        return asked->instant;
    return to ? look_late_start(in, to) : CIVIL_NONE;
}

/* --- time --------------------------------------------------------------------------------- */

int64_t look_working_days(const struct rule_input *in, int64_t from, int64_t to)
{
    const int64_t day = calendar_usual_day_s(in->plan->calendar);

    return calendar_work(in->plan->calendar, from, to) * MICRO / (day > 0 ? day : CIVIL_DAY_S);
}

int64_t look_shift(const struct rule_input *in, int64_t from, int64_t micro_days)
{
    const int64_t day = calendar_usual_day_s(in->plan->calendar);

    return calendar_add(in->plan->calendar, from, micro_days * day / MICRO);
}

static int64_t step(const struct rule_input *in, int64_t from, const struct estimate *e, double p,
                    int sign)
{
    const struct distribution d = distribution_of_estimate(e, in->plan->calendar);
    const int64_t seconds = (int64_t)distribution_quantile(&d, p) * sign;

    return estimate_is_elapsed(e) ? from + seconds
                                  : calendar_add(in->plan->calendar, from, seconds);
}

int64_t look_after(const struct rule_input *in, int64_t from, const struct estimate *e, double p)
{
    return step(in, from, e, p, 1);
}

int64_t look_before(const struct rule_input *in, int64_t from, const struct estimate *e, double p)
{
    return step(in, from, e, p, -1);
}

int64_t look_soon(const struct rule_input *in)
{
    return look_shift(in, in->plan->as_of, plan_threshold(in->plan, "act.days", 2 * MICRO));
}

int64_t look_while_scope_moves(const struct rule_input *in, int64_t date, int64_t far)
{
    const int64_t share = plan_threshold(in->plan, "act.share", MICRO / 4);

    return date - (far - in->plan->as_of) / 1000 * (share / 1000);
}

int64_t look_cadence_micro_days(const struct rule_input *in)
{
    const struct span *cadence = program_get_cadence(in->plan->program);
    const int64_t day = calendar_usual_day_s(in->plan->calendar);

    return cadence ? span_seconds(cadence, in->plan->calendar) * MICRO / day
                   : (int64_t)5 * MICRO;
}

bool look_is_away(const struct object *person, int64_t from, int64_t to)
{
    const struct when *left = person_get_left(person);
    const struct day_ranges *away = person_get_away(person);

    if (left && left->instant <= to)
        return true;
    for (size_t i = 0; away && i < away->count; i++)
        if (away->items[i].from_day <= civil_day_of(to) &&
            away->items[i].to_day >= civil_day_of(from))
            return true;
    return false;
}

/* --- words -------------------------------------------------------------------------------- */

struct str look_days(const struct rule_input *in, int64_t micro_days)
{
    const int64_t half = micro_days < 0 ? -MICRO / 2 : MICRO / 2;
    const int64_t days = (micro_days + half) / MICRO;

    return str_format(in->scratch, "%lld d", (long long)days);
}

struct str look_percent(const struct rule_input *in, int32_t ppm)
{
    return str_format(in->scratch, "%d %%", (ppm + 5000) / 10000);
}

struct str look_likely(const struct rule_input *in, int32_t ppm)
{
    const int32_t points = (ppm + 25000) / 50000 * 5;

    if (points < 5)
        return STR("under 5 %");
    if (points > 95)
        return STR("over 95 %");
    /* As reports round it: never up to a better status. */
    return str_format(in->scratch, "%s %d %%",
                      (points == 50 && ppm < 500000) || (points == 80 && ppm < 800000) ? "nearly"
                                                                                      : "about",
                      points);
}

struct str look_date(const struct rule_input *in, int64_t instant)
{
    struct text t;

    text_init(&t, in->scratch);
    if (instant == CIVIL_NONE)
        text_add(&t, STR("no date"));
    else
        civil_print_date(&t, instant);
    return text_str(&t);
}

struct str look_name(const struct rule_input *in, const struct object *o)
{
    const struct str title = object_title(o);

    if (str_equal(title, o->id))
        return o->id;
    return str_format(in->scratch, "%.*s (%.*s)", STR_ARG(o->id), STR_ARG(title));
}

struct str look_count(const struct rule_input *in, uint64_t count, const char *noun)
{
    return str_format(in->scratch, "%llu %s%s", (unsigned long long)count, noun,
                      count == 1 ? "" : "s");
}

struct str look_list(const struct rule_input *in, const uint32_t *objects, uint32_t count)
{
    const uint32_t shown = count > 4 ? 3 : count;
    struct text t;

    text_init(&t, in->scratch);
    for (uint32_t i = 0; i < shown; i++) {
        if (i > 0)
            text_add(&t, i + 1 == count ? STR(" and ") : STR(", "));
        text_add(&t, in->plan->objects[objects[i]]->id);
    }
    if (shown < count)
        text_addf(&t, " and %u more", (unsigned)(count - shown));
    return text_str(&t);
}

uint32_t *look_room(const struct rule_input *in, uint32_t count)
{
    return ARENA_ARRAY(in->scratch, uint32_t, count + 1);
}

uint32_t look_unique(uint32_t *objects, uint32_t count)
{
    uint32_t kept = 0;

    for (uint32_t i = 1; i < count; i++) {      /* lists in a sentence are short */
        const uint32_t o = objects[i];
        uint32_t at = i;

        for (; at > 0 && objects[at - 1] > o; at--)
            objects[at] = objects[at - 1];
        objects[at] = o;
    }
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || objects[kept - 1] != objects[i])
            objects[kept++] = objects[i];
    return kept;
}

/* --- edits and paths ---------------------------------------------------------------------- */

struct edit look_edit(const struct rule_input *in, const struct object *o, uint16_t field,
                      const void *value)
{
    const struct field *of = &schema_kinds[o->kind].fields[field];

    return (struct edit){ .kind = value ? EDIT_SET : EDIT_REMOVE,
                          .address = str_format(in->scratch, "%.*s.%s", STR_ARG(o->id), of->name),
                          .object = o->number,
                          .field = field,
                          .inner = UINT16_MAX,
                          .of = of,
                          .value = value };
}

const struct edit *look_set_day(const struct rule_input *in, const struct object *o,
                                uint16_t field, int64_t instant)
{
    struct when *day = ARENA_NEW(in->scratch, struct when);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *day = (struct when){ civil_day_of(instant) * CIVIL_DAY_S, GRAIN_DAY };
    *e = look_edit(in, o, field, day);
    return e;
}

const struct edit *look_set(const struct rule_input *in, const struct object *o, uint16_t field,
                            const void *value)
{
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *e = look_edit(in, o, field, value);
    return e;
}

void look_fix(struct finding *f, const struct edit *edit)
{
    f->fix = edit;
    f->fix_count = 1;
}

void look_fix_promise(const struct rule_input *in, struct finding *f,
                      const struct object *commitment)
{
    const struct forecast_commitment *c = look_commitment(in, commitment);
    const struct when *date = commitment_get_date(commitment);
    int64_t p80;

    if (!c || c->target == UINT32_MAX || !date)
        return;
    p80 = in->forecast->targets[c->target].at[2];
    if (p80 > look_end_of(date))
        look_fix(f, look_set_day(in, commitment, FIELD_commitment_date, p80));
}

const struct edit *look_without_handoff(const struct rule_input *in, const struct object *handoff)
{
    static const uint32_t dropped = HANDOFF_DROPPED;
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    *e = look_edit(in, handoff, FIELD_handoff_state, &dropped);
    return e;
}

bool look_reaches(const struct rule_input *in, const struct object *from, const struct object *to)
{
    const uint32_t a = look_node(in, from), b = look_node(in, to);
    const struct network *n = in->network;
    uint8_t *seen;

    if (a == NODE_NONE || b == NODE_NONE || b <= a)     /* links go up in the order */
        return false;
    seen = arena_take(in->scratch, b - a + 1, 1);
    seen[0] = 1;
    for (uint32_t node = a; node < b; node++) {
        if (!seen[node - a])
            continue;
        for (uint32_t i = n->succ_first[node]; i < n->succ_first[node + 1]; i++)
            if (n->succ_node[i] <= b)
                seen[n->succ_node[i] - a] = 1;
    }
    return seen[b - a] != 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What to ask whom, the form they fill in, and what was published of it. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/plan/beliefs.h"
#include "core/plan/ops.h"

enum { PROMISES_MOST = 5 };

int64_t belief_deadline(const struct object *o)
{
    const struct when *when = NULL;

    switch (o->kind) {
    case KIND_commitment:
        when = commitment_get_date(o);
        break;
    case KIND_handoff:
        when = handoff_get_offered(o) ? handoff_get_offered(o) : handoff_get_asked(o);
        break;
    case KIND_milestone:
        when = milestone_get_date(o);
        break;
    default:
        break;
    }
    return when ? when->instant : CIVIL_NONE;
}

static bool is_active(const struct object *commitment)
{
    const uint32_t *state = commitment_get_state(commitment);

    return !state || *state == COMMITMENT_ACTIVE;
}

static bool is_open(const struct object *handoff)
{
    const uint32_t *state = handoff_get_state(handoff);

    return !state || *state < HANDOFF_DELIVERED;
}

static bool is_of(const struct plan *p, const struct object *handoff, const struct object *person)
{
    const struct object *team = person ? plan_object(p, person_get_team(person)) : NULL;

    return person && (handoff_giver_of(p, handoff) == person ||
                      handoff_taker_of(p, handoff) == person ||
                      (team && (handoff_giving_team(p, handoff) == team ||
                                handoff_taking_team(p, handoff) == team)));
}

static int by_rank(const void *a, const void *b, const void *context)
{
    const int64_t *x = commitment_get_rank(*(const struct object *const *)a);
    const int64_t *y = commitment_get_rank(*(const struct object *const *)b);
    const int64_t i = x ? *x : INT64_MAX, j = y ? *y : INT64_MAX;

    (void)context;
    return i < j ? -1 : i > j;
}

static int by_deadline(const void *a, const void *b, const void *context)
{
    const int64_t x = belief_deadline(*(const struct object *const *)a);
    const int64_t y = belief_deadline(*(const struct object *const *)b);

    (void)context;
    if ((x == CIVIL_NONE) != (y == CIVIL_NONE))
        return x == CIVIL_NONE ? 1 : -1;
    return x < y ? -1 : x > y;
}

size_t belief_questions(const struct plan *p, const struct object *person, struct arena *owner,
                        const struct object *const **ret_objects)
{
    const uint32_t promises = plan_count(p, KIND_commitment), all = plan_count(p, KIND_handoff);
    const struct object **list =
        ARENA_ARRAY(owner, const struct object *, (size_t)promises + all + 1);
    size_t count = 0, first;

    for (uint32_t i = 0; i < promises; i++) {
        const struct object *o = plan_nth(p, KIND_commitment, i);

        if (!object_is_withheld(o) && is_active(o))
            list[count++] = o;
    }
    sort_stable(list, count, sizeof(list[0]), by_rank, NULL, owner);
    first = count = count < PROMISES_MOST ? count : PROMISES_MOST;
    for (uint32_t i = 0; i < all; i++) {
        const struct object *o = plan_nth(p, KIND_handoff, i);

        if (!object_is_withheld(o) && is_open(o) && is_of(p, o, person))
            list[count++] = o;
    }
    sort_stable(list + first, count - first, sizeof(list[0]), by_deadline, NULL, owner);
    *ret_objects = list;
    return count < BELIEF_QUESTIONS ? count : BELIEF_QUESTIONS;
}

/* One line of a comment: what people wrote may hold line breaks. */
static void add_comment(struct text *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        text_add_char(out, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
}

void beliefs_write_form(const struct plan *p, const struct object *person, struct arena *owner,
                        struct text *out)
{
    const struct object *const *questions;
    const size_t count = belief_questions(p, person, owner, &questions);

    text_add(out, STR("# "));
    add_comment(out, object_title(p->program));
    text_add(out, STR(": what do you believe? For "));
    add_comment(out, object_title(person));
    text_add(out, STR(".\n# Leave blank what you do not want to answer. Your answers are shown to "
                      "nobody:\n# published is a median of three people or more, with no name.\n"
                      "baton: 1\nbeliefs:\n"));
    for (size_t i = 0; i < count; i++) {
        const struct object *o = questions[i];
        const int64_t by = belief_deadline(o);

        text_add(out, STR("  # "));
        add_comment(out, object_title(o));
        if (by != CIVIL_NONE) {
            text_add(out, STR(": by "));
            civil_print_date(out, by);
        }
        text_addf(out, "\n  %.*s:\n    about: %.*s\n    by: %.*s\n    dated: ", STR_ARG(o->id),
                  STR_ARG(o->id), STR_ARG(person->id));
        day_text(civil_day_of(p->as_of), out);
        text_add(out, STR("\n    probability:    # that it is kept: 0% to 100%\n"
                          "    earliest:       # when it will really come, between ...\n"
                          "    latest:         # ... and: 2027-04-15 or 2027-04\n"
                          "    vote:           # your confidence: 1 (none) to 5 (sure)\n"));
    }
}

const struct object *belief_latest(const struct plan *p, const struct object *about,
                                   enum belief_measure measure)
{
    const struct object *latest = NULL;

    for (uint32_t i = 0; i < plan_count(p, KIND_pulse); i++) {
        const struct object *o = plan_nth(p, KIND_pulse, i);

        if (object_is_withheld(o) || pulse_get_about(o)->object != about->number)
            continue;
        if (measure == BELIEF_PROBABILITY ? !pulse_get_probability(o)
            : measure == BELIEF_DATE      ? !pulse_get_date(o)
                                          : !pulse_get_vote(o))
            continue;
        if (!latest || pulse_get_dated(o)->instant >= pulse_get_dated(latest)->instant)
            latest = o;
    }
    return latest;
}

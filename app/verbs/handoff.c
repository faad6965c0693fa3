/* SPDX-License-Identifier: Apache-2.0 */
/* The handshake of a hand-off: each step by the right side, as edits. */
#include <stdio.h>
#include <string.h>

#include "app/verbs/compose.h"
#include "app/verbs/record.h"

enum { GIVER = BATON_SIDE_GIVES, TAKER = BATON_SIDE_TAKES };

/* One step: who may take it, and from which states. */
struct step {
    const struct flag *flag;
    unsigned side;
    const char *from;           /* states, by blanks */
    const char *to;
    const char *who;
    const char *what;           /* the date field it states, or NULL */
};

static const struct flag flag_ask = {
    .name = "ask", .value = "DATE", .doc = "the taker asks for another date"};
static const struct flag flag_offer = {
    .name = "offer", .value = "DATE", .doc = "the giver offers a date; an earlier answer is kept"};
static const struct flag flag_agree = {
    .name = "agree", .doc = "the taker agrees to the date offered"};
static const struct flag flag_deliver = {
    .name = "deliver", .doc = "the giver has delivered"};
static const struct flag flag_accept = {
    .name = "accept", .doc = "the taker has accepted what was delivered"};
static const struct flag flag_refuse = {
    .name = "refuse", .value = "REASON",
    .doc = "the taker refuses the offer or the delivery, the giver what is asked"};
static const struct flag flag_drop = {
    .name = "drop", .value = "REASON", .doc = "either side: it is not needed any more"};
static const struct flag flag_on = {
    .name = "on", .value = "DATE", .doc = "when it happened; default: the data date"};

static const struct step steps[] = {
    {&flag_ask, TAKER, "asked offered agreed refused", "asked", "the taker", "asked"},
    {&flag_offer, GIVER, "asked offered agreed refused", "offered", "the giver", "offered"},
    {&flag_agree, TAKER, "offered", "agreed", "the taker", NULL},
    {&flag_deliver, GIVER, "asked offered agreed refused", "delivered", "the giver", "delivered"},
    {&flag_accept, TAKER, "delivered", "accepted", "the taker", "accepted"},
    {&flag_refuse, TAKER | GIVER, "asked offered delivered", "refused", "the other side", NULL},
    {&flag_drop, TAKER | GIVER, "asked offered agreed delivered refused", "dropped",
     "one of its sides", NULL},
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static const struct step *step_of(const struct request *request, unsigned *ret_count)
{
    const struct step *found = NULL;

    *ret_count = 0;
    for (unsigned i = 0; i < STEPS; i++)
        if (request_has(request, steps[i].flag)) {
            found = &steps[i];
            ++*ret_count;
        }
    return found;
}

static bool refuse(struct answer *answer, const char *code, const char *hint, const char *form,
                   const char *a, const char *b)
{
    char text[300];

    snprintf(text, sizeof(text), form, a, b);
    answer_refuse(answer, OUTCOME_UNUSABLE, code, text, hint);
    return false;
}

static bool is_among(const char *words, const char *word)
{
    const char *at = strstr(words, word);
    const size_t length = strlen(word);

    return at && (at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0');
}

/* What is refused is the other side's: an ask by the giver, an offer or a delivery by the taker. */
static unsigned side_of(const struct step *step, const char *state)
{
    if (step->flag == &flag_refuse)
        return strcmp(state, "asked") == 0 ? GIVER : TAKER;
    return step->side;
}

static bool check(const struct request *request, struct answer *answer,
                  const struct baton_edits *edits, const struct step *step, const char *id,
                  const char *state)
{
    const char *by = request_value(request, &flag_by);
    unsigned side;

    if (!is_among(step->from, state))
        return refuse(answer, "wrong-step", "baton handoffs shows where each stands",
                      "--%s does not follow on %s", step->flag->name, state);
    if (!by)
        return refuse(answer, "bad-usage", "add --by WHO: a person of the plan",
                      "a step of a hand-off is taken by somebody: --%s by %s", step->flag->name,
                      step->who);
    side = baton_handoff_sides(baton_edits_plan(edits), text_of(id), text_of(by));
    if (side & BATON_SIDE_UNKNOWN)
        return refuse(answer, "unknown-person", NULL, "the plan knows no person %s%s", by, "");
    if (!(side & side_of(step, state)))
        return refuse(answer, "wrong-side", "the giver, the taker and the people of their teams "
                      "answer for a hand-off", "--%s is not for %s to say", step->flag->name, by);
    return true;
}

/* The date that is replaced is kept, with the day until which it stood. */
static bool keep_answer(const struct request *request, struct answer *answer,
                        struct baton_edits *edits, const char *id, const char *field,
                        const char *date)
{
    const struct baton_text before = compose_stated(answer, edits, id, field);
    const char *because = request_value(request, &flag_why);
    char where[48], value[200], today[DATE_SIZE];

    if (before.len == 0 || (before.len == strlen(date) && !memcmp(before.ptr, date, before.len)))
        return true;
    if (!compose_date(answer, edits, request_value(request, &flag_on), today))
        return false;
    snprintf(where, sizeof(where), "was[%zu]",
             baton_members(baton_edits_plan(edits), text_of(id), text_of("was")) + 1);
    if (because && strlen(because) < 80 && !strpbrk(because, "\"\\\n"))
        snprintf(value, sizeof(value), "{%s: %.*s, until: %s, because: \"%s\"}", field,
                 (int)before.len, before.ptr, today, because);
    else
        snprintf(value, sizeof(value), "{%s: %.*s, until: %s}", field, (int)before.len, before.ptr,
                 today);
    return compose_value(answer, edits, id, where, value);
}

static bool state_step(const struct request *request, struct answer *answer,
                       struct baton_edits *edits, const struct step *step, const char *id,
                       const char *state)
{
    const char *value = request_value(request, step->flag);
    char date[DATE_SIZE];

    if (step->flag == &flag_ask || step->flag == &flag_offer) {
        if (!compose_date(answer, edits, value, date) ||
            !keep_answer(request, answer, edits, id, step->what, date) ||
            !compose_value(answer, edits, id, step->what, date))
            return false;
    } else if (step->what &&
               (!compose_date(answer, edits, request_value(request, &flag_on), date) ||
                !compose_value(answer, edits, id, step->what, date))) {
        return false;
    }
    if (step->flag == &flag_refuse && !compose_text(answer, edits, id, "refused_because", value))
        return false;
    if (step->flag == &flag_drop && !compose_text(answer, edits, id, "note", value))
        return false;
    if (step->flag == &flag_refuse && strcmp(state, "delivered") == 0 &&
        !compose_removal(answer, edits, id, "delivered"))
        return false;
    if (strcmp(state, "refused") == 0 && step->flag != &flag_drop &&
        !compose_removal(answer, edits, id, "refused_because"))
        return false;
    return compose_value(answer, edits, id, "state", step->to);
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    const char *id = request->arguments[1];
    const struct baton_plan *plan = baton_edits_plan(edits);
    const uint32_t object = baton_object_find(plan, text_of(id));
    unsigned count;
    const struct step *step = step_of(request, &count);
    struct baton_text stated;
    char state[16] = "asked";

    if (object == BATON_NO_OBJECT ||
        strcmp(baton_kind(baton_object_kind(plan, object)).name, "handoff") != 0) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-handoff", "there is no such hand-off",
                      "baton handoffs lists them");
        return false;
    }
    if (count != 1)
        return refuse(answer, "bad-usage",
                      "one of --ask, --offer, --agree, --deliver, --accept, --refuse, --drop",
                      "one step at a time%s%s", "", "");
    stated = compose_stated(answer, edits, id, "state");
    if (stated.len > 0 && stated.len < sizeof(state)) {
        memcpy(state, stated.ptr, stated.len);
        state[stated.len] = '\0';
    }
    return check(request, answer, edits, step, id, state) &&
           state_step(request, answer, edits, step, id, state);
}

static void run(const struct request *request, struct answer *answer)
{
    record_request(request, answer, gather);
}

static const struct flag *const flags[] = {
    &flag_ask, &flag_offer, &flag_agree, &flag_deliver, &flag_accept, &flag_refuse, &flag_drop,
    &flag_by, &flag_why, &flag_on, &flag_dry_run, &flag_against, &flag_id, &flag_dated, &flag_all,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity,
    NULL};

const struct verb verb_handoff = {
    .name = "handoff",
    .summary = "one step of a hand-off's handshake, by the right side",
    .detail = "Asked, offered, agreed, delivered, accepted; or refused with a reason, asked or "
              "offered anew, dropped. The giver offers and delivers; the taker asks, agrees and "
              "accepts, and acceptance is an event of its own; what is refused is the other "
              "side's. An answer that is replaced is kept, so that slips count. Written like "
              "`baton set`; --dry-run shows what it would change.",
    .arguments = {{"PLAN", true, "a store, a plan file, or a folder of *.yaml"},
                  {"ID", true, "the hand-off"}},
    .flags = flags,
    .example = "plan ho-14 --offer 2026-12-18 --by s-iyer --because 'the review comes first'",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rules/look.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { NAMED = 4 };             /* conditions that are written out */

static bool has(const struct texts *list, struct str text)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal_nocase(str_trim(list->items[i]), str_trim(text)))
            return true;
    return false;
}

/* What the giver would call done if it took on all that the taker tests. */
static const struct edit *take_on(const struct rule_input *in, const struct object *handoff,
                                  const struct texts *wanted, const struct texts *done)
{
    struct str *items = ARENA_ARRAY(in->scratch, struct str, wanted->count + done->count);
    struct texts *all = ARENA_NEW(in->scratch, struct texts);
    struct edit *e = ARENA_NEW(in->scratch, struct edit);

    all->items = items;
    for (size_t i = 0; i < done->count; i++)
        items[all->count++] = done->items[i];
    for (size_t i = 0; i < wanted->count; i++)
        if (!has(done, wanted->items[i]))
            items[all->count++] = wanted->items[i];
    *e = look_edit(in, handoff, FIELD_handoff_done_when, all);
    return e;
}

static void report(const struct rule_input *in, struct findings *out, const struct object *handoff,
                   size_t missing, struct str first)
{
    const struct texts *wanted = handoff_get_accepted_when(handoff);
    const struct texts *done = handoff_get_done_when(handoff);
    const struct object *giver = handoff_giver_of(in->plan, handoff);
    const int64_t need_by = look_need_by(in, handoff);
    struct finding *f = finding_add(
        out, in, &rule_done_mismatch, handoff->number,
        "the giver of %.*s will call it done without '%.*s', which its taker tests",
        STR_ARG(look_name(in, handoff)), STR_ARG(first));

    finding_evidence(out, f, handoff->number, "accepted_when", "%.*s, %zu of them not in done_when",
                     STR_ARG(look_count(in, wanted->count, "test")), missing);
    for (size_t i = 0; i < done->count && i < NAMED; i++)
        finding_evidence(out, f, handoff->number, "done_when", "%.*s", STR_ARG(done->items[i]));
    f->move = STR("agree one acceptance test now, and add the time it takes");
    f->fix = take_on(in, handoff, wanted, done);
    f->fix_count = 1;
    f->owner = giver ? giver->number : OBJECT_NONE;
    if (need_by != CIVIL_NONE) {
        f->defuse_by = need_by > in->plan->as_of ? need_by : in->plan->as_of;
        f->defuse_because = "the taker wants it then; a test learnt of later is rework";
    }
}

static void report_empty(const struct rule_input *in, struct findings *out,
                         const struct object *handoff)
{
    struct finding *f = finding_add(out, in, &rule_done_mismatch, handoff->number,
                                    "whether both sides of %.*s mean the same by done cannot be "
                                    "told: it states no acceptance test",
                                    STR_ARG(look_name(in, handoff)));

    f->state = FINDING_UNKNOWN;
    f->missing = STR("handoff.accepted_when");
    f->move = STR("have the taker write down how it will test what it gets");
}

static void check(const struct rule_input *in, struct findings *out)
{
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_handoff); i++) {
        const struct object *handoff = plan_nth(in->plan, KIND_handoff, i);
        const struct texts *wanted = handoff_get_accepted_when(handoff);
        const struct texts *done = handoff_get_done_when(handoff);
        struct str first = STR("");
        size_t missing = 0;

        if (!look_handoff_is_open(handoff))
            continue;
        if (done && done->count > 0 && !(wanted && wanted->count > 0)) {
            report_empty(in, out, handoff);
            continue;
        }
        for (size_t t = 0; done && wanted && t < wanted->count; t++) {
            if (has(done, wanted->items[t]))
                continue;
            if (missing++ == 0)
                first = wanted->items[t];
        }
        if (missing > 0 && done->count > 0)
            report(in, out, handoff, missing, first);
    }
}

const struct rule rule_done_mismatch = {
    .name = "done-mismatch",
    .level = DIAG_WARNING,
    .grave = true,
    .title = "Two meanings of done",
    .why = "The taker tests something that the giver does not count as part of the work. It will "
           "be delivered on the day and sent back the day after. A comparison of two lists, word "
           "for word: it explains a refusal, it does not give its probability.",
    .test = "An open hand-off with an entry of accepted_when that is not among its done_when "
            "(letters' case aside). Unknown where done_when is stated and accepted_when is not.",
    .example = "handoffs: {ho-1: {gives: api, to: page, done_when: [merged], "
               "accepted_when: [merged, load test green]}}",
    .move = "One list both sides signed; time in the plan for what it adds.",
    .edit = "handoff.done_when: with the taker's tests",
    .no_days = "what a missing test costs is found after the delivery",
    .source = "program practice, not back-tested (landmine 19)",
    .about = RULE_ABOUT(handoff),
    .check = check,
};

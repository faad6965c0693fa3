/* SPDX-License-Identifier: Apache-2.0 */
/* The table of field types, and the operations that all types of one text share. */
#include <string.h>

#include "core/base/arena.h"
#include "core/plan/ops.h"

static bool scalar_parse(struct read_context *context, const struct field *field,
                         const struct node *node, void *ret_value)
{
    return member_read(context, field, field->type, node, ret_value);
}

static void scalar_print(const struct field *field, const void *value, struct writer *w)
{
    write_value(field->type, field, value, w);
}

static void scalar_copy(const struct field *field, const void *value, struct arena *owner,
                        void *ret_value)
{
    (void)owner;
    memcpy(ret_value, value, field_types[field->type].size);
}

static void str_value_copy(const struct field *field, const void *value, struct arena *owner,
                           void *ret_value)
{
    (void)field;
    *(struct str *)ret_value = str_copy(owner, *(const struct str *)value);
}

static void ref_copy(const struct field *field, const void *value, struct arena *owner,
                     void *ret_value)
{
    struct ref *copy = ret_value;

    (void)field;
    *copy = *(const struct ref *)value;
    copy->id = str_copy(owner, copy->id);
}

static void ref_refs(const struct field *field, void *value,
                     void (*visit)(void *context, struct ref *ref, uint64_t kinds), void *context)
{
    visit(context, value, field->kinds);
}

#define SCALAR(name_, ctype, copy_, refs_, doc_, example_)                                     \
    [FIELD_TYPE_##name_] = {.name = #name_, .size = sizeof(ctype), .doc = doc_,                \
                            .example = example_, .parse = scalar_parse,                        \
                            .print = scalar_print, .equal = type_##name_##_equal,              \
                            .copy = copy_, .schema = type_##name_##_schema, .each_ref = refs_}
#define COMPOUND(name_, ops, ctype, refs_, doc_, example_)                                     \
    [FIELD_TYPE_##name_] = {.name = #name_, .size = sizeof(ctype), .doc = doc_,                \
                            .example = example_, .parse = type_##ops##_parse,                  \
                            .print = type_##ops##_print, .equal = type_##ops##_equal,          \
                            .copy = type_##ops##_copy, .schema = type_##ops##_schema,          \
                            .each_ref = refs_}

const struct field_type field_types[FIELD_TYPE_COUNT] = {
    SCALAR(text, struct str, str_value_copy, NULL, "Words.", "Token API v2"),
    SCALAR(flag, bool, scalar_copy, NULL, "true or false.", "true"),
    SCALAR(count, int64_t, scalar_copy, NULL, "A whole number, zero or more.", "3"),
    SCALAR(amount, int64_t, scalar_copy, NULL, "A number, zero or more.", "2.5"),
    SCALAR(percent, int32_t, scalar_copy, NULL,
           "A share with its % sign; 0.7 alone is refused, as it may mean 0.7% or 70%.", "70%"),
    SCALAR(money, int64_t, scalar_copy, NULL,
           "An amount in the program's currency, at most two decimals; k and M stand for "
           "thousands and millions.", "41k"),
    SCALAR(choice, uint32_t, scalar_copy, NULL, "One of the words listed.", ""),
    SCALAR(span, struct span, scalar_copy, NULL,
           "A number with its unit: w, d, h, m, s of working time on the calendar of the object "
           "(a day is that calendar's usual day), or ew, ed, eh, em, es of elapsed time; a "
           "smaller unit may follow.", "1w 3d"),
    SCALAR(estimate, struct estimate, scalar_copy, NULL,
           "Three spans P10..P50..P90, the split lognormal (a flat side is allowed); one span, "
           "the owner's median; or by name pert(min, mode, max), tri(min, mode, max), "
           "trigen(P10, mode, P90), uniform(min, max), lognormal(P50, P90).", "3w..4w..7w"),
    SCALAR(factor, struct triple, scalar_copy, NULL,
           "A factor above zero, in any form of an estimate: 1.0 changes nothing.",
           "0.9..1.0..1.4"),
    SCALAR(cost, struct triple, scalar_copy, NULL,
           "Money in any form of an estimate; below zero is a saving (a single amount only).",
           "40k..80k..150k"),
    SCALAR(when, struct when, scalar_copy, NULL,
           "A date, a date with a time, a month or a quarter; the last two mean the end of that "
           "period.", "2026-11-23"),
    COMPOUND(day_ranges, day_ranges, struct day_ranges, NULL,
             "A list of days and of ranges of days, both ends included.",
             "[2026-11-26, 2026-12-24..2027-01-01]"),
    COMPOUND(day_amounts, day_amounts, struct day_amounts, NULL,
             "A map from days to numbers.", "{2027-01-04: 3}"),
    COMPOUND(texts, texts, struct texts, NULL, "A list of words.", "[decisions, actions]"),
    SCALAR(ref, struct ref, ref_copy, ref_refs, "The id of another object.", "token-api"),
    COMPOUND(refs, refs, struct refs, type_refs_refs, "A list of ids.", "[token-api, ga]"),
    COMPOUND(links, links, struct links, type_links_refs,
             "A list of predecessors: an id, a type (FS, SS, FF or SF; FS when absent) and a lag: "
             "working (+1w), elapsed (+3ed), a share of the predecessor's duration (+25%, or "
             "+25e% of it as elapsed time); `at most` bounds the distance from above.",
             "[design, build SS +1w, review FS at most +2w]"),
    COMPOUND(week, week, struct week, NULL,
             "A map from weekdays (mon, mon-fri, \"tue,thu\") to shifts; an empty text is no "
             "work; a shift may pass midnight.",
             "{mon-fri: \"09:00-12:00 13:00-18:00\", sat: \"\"}"),
    COMPOUND(exceptions, exceptions, struct exceptions, NULL,
             "A list of days with other hours: `date`, or `from` and `to`; `hours` (absent: no "
             "work); `repeats`: daily, weekly, monthly or yearly, with `every`, `times`, `days` "
             "and `week_starts` (weekly), `day` or `nth` and `weekday` (monthly), and `month` "
             "(yearly).",
             "[{date: 2026-12-23, hours: \"09:00-12:00\"}, "
             "{from: 2026-01-01, repeats: yearly, month: 5, day: 1}]"),
    COMPOUND(alternates, alternates, struct alternates, NULL,
             "A list of other weeks between two days; days not given do not work.",
             "[{from: 2027-03-01, to: 2027-03-31, week: {mon-sat: \"08:00-18:00\"}}]"),
    COMPOUND(hits, hits, struct hits, type_hits_refs,
             "A map from tasks or milestones to the delay, as an estimate.",
             "{billing-cutover: 2w..3w..6w}"),
    COMPOUND(amounts, amounts, struct amounts, type_amounts_refs,
             "A map from ids to numbers, or to shares with a % sign.",
             "{billing: 50%, staging: 1}"),
    SCALAR(rate, struct rate, scalar_copy, NULL,
           "Money per person-hour, person-day or person-week.", "1100 per person-day"),
    SCALAR(rrule, struct str, str_value_copy, NULL, "A recurrence rule of RFC 5545.",
           "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
    COMPOUND(edits, edits, struct edits, type_edits_refs,
             "A map from addresses (id.field, id.field[key], id.field[key].inner) to new values; "
             "an empty value removes. `tasks.new-id: {...}` adds an object, `old-id:` removes one. "
             "Between braces an address with brackets stands in quotes.",
             "{billing-cutover.estimate: 1w..2w..3w, r-07.likely: 10%}"),
    COMPOUND(one, objects, struct objects, type_objects_refs, "One map of fields.", ""),
    COMPOUND(many, objects, struct objects, type_objects_refs,
             "A map from ids to maps of fields; or a list of such maps, whose ids are then 1, "
             "2, 3...", ""),
    COMPOUND(thresholds, thresholds, struct thresholds, NULL, "A map from names to numbers.",
             "{unowned-handoff.slips: 2}"),
};

#define TEXT_TYPE(name) [FIELD_TYPE_##name] = {type_##name##_read, type_##name##_text}
const struct scalar_ops scalar_types[FIELD_TYPE_COUNT] = {
    TEXT_TYPE(text), TEXT_TYPE(flag), TEXT_TYPE(count), TEXT_TYPE(amount), TEXT_TYPE(percent),
    TEXT_TYPE(money), TEXT_TYPE(choice), TEXT_TYPE(span), TEXT_TYPE(estimate),
    TEXT_TYPE(factor), TEXT_TYPE(cost), TEXT_TYPE(when), TEXT_TYPE(ref), TEXT_TYPE(rate),
    TEXT_TYPE(rrule),
};

const struct member_ops *const member_types[FIELD_TYPE_COUNT] = {
    [FIELD_TYPE_texts] = &members_of_texts,
    [FIELD_TYPE_refs] = &members_of_refs,
    [FIELD_TYPE_links] = &members_of_links,
    [FIELD_TYPE_hits] = &members_of_hits,
    [FIELD_TYPE_amounts] = &members_of_amounts,
    [FIELD_TYPE_day_ranges] = &members_of_day_ranges,
    [FIELD_TYPE_day_amounts] = &members_of_day_amounts,
    [FIELD_TYPE_thresholds] = &members_of_thresholds,
    [FIELD_TYPE_many] = &members_of_objects,
};

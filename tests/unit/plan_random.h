/* SPDX-License-Identifier: Apache-2.0 */
/* plan_random.h - random plans, made from the schema table itself.
 *
 * Every field of every kind is filled sooner or later with a value its type can produce, so a law
 * tested on these plans holds for a new field without another line of test. A new field
 * type needs one case in random_value(): the test fails until it has one.
 */
#ifndef BATON_TESTS_UNIT_PLAN_RANDOM_H
#define BATON_TESTS_UNIT_PLAN_RANDOM_H

#include "core/base/arena.h"
#include "tests/unit/plan_fixture.h"

enum { RANDOM_OBJECTS = 3, RANDOM_DEPTH = 2 };

struct random_plan {
    struct test *t;
    struct text *out;
    bool seen[KIND_COUNT][64];      /* fields filled so far, over all plans */
    unsigned depth;                 /* of nested objects and edits */
    unsigned number;                /* of the object being made, within its kind */
    unsigned share;                 /* of the fields filled, in percent */
};

static inline uint64_t random_below(struct random_plan *r, uint64_t limit)
{
    return test_random_below(r->t, limit);
}

static inline const char *random_of(struct random_plan *r, const char *const *words, size_t count)
{
    return words[random_below(r, count)];
}
#define RANDOM_OF(r, ...)                                                                      \
    random_of(r, (const char *const[]){__VA_ARGS__},                                           \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static inline void random_fields(struct random_plan *r, enum kind kind);

/* Days grow with the number of the field, so that facts stand in order. */
static inline struct str random_day(struct random_plan *r, uint16_t field)
{
    struct text text;

    text_init(&text, r->t->scratch);
    civil_print_date(&text, (19000 + 60 * (int64_t)field + (int64_t)random_below(r, 50)) *
                                CIVIL_DAY_S);
    return text_str(&text);
}

static inline void random_when(struct random_plan *r, uint16_t field)
{
    const struct str day = random_day(r, field);

    switch (random_below(r, 4)) {
    case 0:
        text_addf(r->out, "'%.*sT%02d:%02d'", STR_ARG(day), (int)random_below(r, 24),
                  (int)random_below(r, 60));
        break;
    case 1:
        text_addf(r->out, "'%.*s:%02d'", STR_ARG(str_format(r->t->scratch, "%.*sT10:15",
                                                            STR_ARG(day))),
                  (int)random_below(r, 60));
        break;
    default:
        text_addf(r->out, "'%.*s'", STR_ARG(day));
        break;
    }
}

static inline const char *random_shape(struct random_plan *r, const char *low, const char *middle,
                                       const char *high)
{
    const uint64_t form = random_below(r, 7);

    if (form < 4)
        return str_format(r->t->scratch, form == 0   ? "%s..%s..%s"
                                         : form == 1 ? "pert(%s, %s, %s)"
                                         : form == 2 ? "tri(%s,%s,%s)"
                                                     : "trigen(%s, %s, %s)",
                          low, middle, high).ptr;
    if (form < 6)
        return str_format(r->t->scratch, form == 4 ? "uniform(%s, %s)" : "lognormal(%s, %s)",
                          low, high).ptr;
    return middle;
}

/* The id of an object that stands before the one being made. */
static inline const char *random_ref(struct random_plan *r, uint64_t kinds, uint16_t field,
                                     enum kind own)
{
    enum kind allowed[KIND_COUNT];
    unsigned count = 0, number;
    enum kind kind;

    for (int k = 0; k < KIND_COUNT; k++)
        if ((kinds == 0 || kinds & UINT64_C(1) << k) &&
            !(schema_kinds[k].flags & (KIND_NESTED | KIND_PRIVATE | KIND_SINGLE)))
            allowed[count++] = (enum kind)k;
    kind = allowed[field % count];
    if (kind == own && r->number == 0 && r->depth == 0)
        return NULL;
    number = (unsigned)random_below(r, kind == own && r->depth == 0 ? r->number : RANDOM_OBJECTS);
    return str_format(r->t->scratch, "%s-%u", schema_kinds[kind].name, number).ptr;
}

static inline void random_text(struct random_plan *r)
{
    text_addf(r->out, "'%s'",
              RANDOM_OF(r, "plain words", "true", "null", "12", "~", "a: b # c", "- x", "{y}",
                        "it\\u0027s \\\"said\\\"", "Gr\\u00fc\\u00dfe \\u2192", "two\\nlines", "",
                        "tab\\there", "[1, 2]", "2026-11-23", "1e3", "0x1f", "@at %pc", "x"));
}

static inline void random_edits(struct random_plan *r)
{
    static const char *const fixed[] = {
        "'task-0.after[milestone-0 SS]': 'milestone-0 SS +2d'",
        "'task-1.touches[system-0]': true",
        "'team-0.capacity_from[2027-02-01]': 4.5",
        "'policy.thresholds[a.b]': 0.25",
        "'calendar-0.holidays[2027-05-01..2027-05-03]': true",
        "'risk-0.hits[task-0]': '1w 2d'",
        "'decision-0.options[o1].cost': '3k'",
        "'decision-0.options[o9]': {'title': 'Nine', 'edits': {'task-0.title': 'x'}}",
        "'tasks.made-by-edit': {'estimate': '2d'}",
        "'action-0': null",
        "'task-0.note': null",
    };
    const size_t first = random_below(r, 5), count = random_below(r, 6);

    for (size_t i = 0; i < count; i++)
        text_addf(r->out, "%s%s", i > 0 ? ", " : "", fixed[first + i]);
}

static inline void random_value(struct random_plan *r, enum kind kind, uint16_t index)
{
    const struct field *field = &schema_kinds[kind].fields[index];
    struct text *out = r->out;
    const char *ref, *other;

    switch (field->type) {
    case FIELD_TYPE_text:
        if (kind == KIND_program && index == FIELD_program_id)
            text_add(out, STR("'the-program'"));
        else if (kind == KIND_decision &&
                 (index == FIELD_decision_assume || index == FIELD_decision_outcome))
            text_add(out, STR("'o1'"));
        else
            random_text(r);
        break;
    case FIELD_TYPE_flag:
        text_add(out, random_below(r, 2) ? STR("true") : STR("false"));
        break;
    case FIELD_TYPE_count:
        if (str_equal(str_of(field->name), STR("answers"))) {  /* three at least */
            text_addf(out, "%d", 3 + (int)random_below(r, 90));
            break;
        }
        if (str_equal(str_of(field->name), STR("vote"))) {     /* 1 to 5 */
            text_addf(out, "%d", 1 + (int)random_below(r, 5));
            break;
        }
        text_add_i64(out, (int64_t)random_below(r, 1000));
        break;
    case FIELD_TYPE_amount:
        text_add_fixed(out, (int64_t)random_below(r, 10000000), 6, 0);
        break;
    case FIELD_TYPE_percent:
        text_addf(out, "'%d.%d%%'", (int)random_below(r, 100), (int)random_below(r, 100));
        break;
    case FIELD_TYPE_money:
        text_addf(out, "'%s'", RANDOM_OF(r, "41k", "4.5M", "1200", "96000.50", "0", "0.05", "1.25k",
                                         "1000000", "123456789.1"));
        break;
    case FIELD_TYPE_choice:
        text_addf(out, "'%s'", field->choices->words[random_below(r, field->choices->count)]);
        break;
    case FIELD_TYPE_span:
        if (kind == KIND_calendar)
            text_add(out, STR("'7.5h'"));
        else
            text_addf(out, "'%s%s'", field->flags & FIELD_SIGNED ? RANDOM_OF(r, "-", "+", "") : "",
                      RANDOM_OF(r, "1w 3d", "1.5d", "4h", "30m", "45s", "3ed", "2ew 1ed", "0d",
                                "4h 30m", "0.125w"));
        break;
    case FIELD_TYPE_estimate:
        text_addf(out, "'%s'", random_shape(r, RANDOM_OF(r, "1d", "1.5d", "4h"),
                                            RANDOM_OF(r, "3d", "2d 4h", "3.25d"),
                                            RANDOM_OF(r, "60w", "30w 1d", "40d")));
        break;
    case FIELD_TYPE_factor:
        text_addf(out, "'%s'", random_shape(r, RANDOM_OF(r, "0.9", "0.75"), "1.0",
                                            RANDOM_OF(r, "1.4", "2", "1.000001")));
        break;
    case FIELD_TYPE_cost:
        text_addf(out, "'%s'", random_shape(r, "40k", RANDOM_OF(r, "80k", "80000.25"), "1.5M"));
        break;
    case FIELD_TYPE_when:
        random_when(r, index);
        break;
    case FIELD_TYPE_day_ranges:
        if (kind == KIND_person && index == FIELD_person_joins_between) {
            text_addf(out, "'1990-01-01..2090-%02d-01'", 1 + (int)random_below(r, 12));
            break;
        }
        text_addf(out, "['%.*s', '2027-06-01..2027-06-%02d', '2028-02']",
                  STR_ARG(random_day(r, index)), 1 + (int)random_below(r, 30));
        break;
    case FIELD_TYPE_day_amounts:
        text_addf(out, "{'%.*s': %d.5%s}", STR_ARG(random_day(r, index)), (int)random_below(r, 9),
                  field->flags & FIELD_RANGES ? ", '2029-01-01..2029-02-01': 2" : "");
        break;
    case FIELD_TYPE_texts:
        text_add_char(out, '[');
        for (uint64_t left = random_below(r, 3); left > 0; left--) {
            random_text(r);
            text_add(out, STR(", "));
        }
        random_text(r);
        text_add_char(out, ']');
        break;
    case FIELD_TYPE_ref:
        ref = random_ref(r, field->kinds, index, kind);
        text_addf(out, "'%s'", ref);
        break;
    case FIELD_TYPE_refs:
        ref = random_ref(r, field->kinds, index, kind);
        other = random_ref(r, field->kinds, index, kind);
        text_addf(out, "['%s', '%s']", ref, other);
        break;
    case FIELD_TYPE_links:
        text_addf(out, "['%s-%u%s']", kind == KIND_task ? "task" : "milestone",
                  (unsigned)random_below(r, r->number),
                  RANDOM_OF(r, "", " SS", " FF -2d", " SF +1w 2d", " +3ed", " +25%", " SS -12.5e%",
                            " FS at most +2w", " FF at most", " FS +0d"));
        break;
    case FIELD_TYPE_week:
        text_addf(out, "{'mon%s': '09:00-12:00 13:00-18:00', 'sat': '%s'}",
                  RANDOM_OF(r, "", "-fri", "-wed,fri"),
                  RANDOM_OF(r, "", "22:00-06:00", "00:00-24:00", "08:30:15-09:00"));
        break;
    case FIELD_TYPE_exceptions:
        text_addf(out, "[%s, '2027-03-01']",
                  RANDOM_OF(r, "{'date': '2026-12-23', 'hours': '09:00-12:00'}",
                            "{'from': '2026-12-24', 'to': '2027-01-01'}",
                            "{'from': '2026-01-01', 'repeats': 'yearly', 'month': 5, 'day': 1}",
                            "{'from': '2026-01-01', 'to': '2030-01-01', 'repeats': 'yearly',"
                            " 'month': 11, 'nth': 4, 'weekday': 'thu', 'times': 3}",
                            "{'from': '2026-01-01', 'repeats': 'monthly', 'nth': 'last',"
                            " 'weekday': 'fri', 'every': 3, 'hours': '10:00-11:00'}",
                            "{'from': '2026-01-31', 'to': '2027-01-31', 'repeats': 'monthly'}",
                            "{'from': '2026-01-05', 'to': '2026-06-30', 'repeats': 'weekly',"
                            " 'days': 'mon,wed-thu', 'every': 2, 'week_starts': 'sun'}",
                            "{'from': '2026-01-05', 'to': '2026-02-01', 'repeats': 'daily',"
                            " 'every': 10}"));
        break;
    case FIELD_TYPE_alternates:
        text_add(out, STR("[{'from': '2027-03-01', 'to': '2027-03-31', 'week': {'mon-sat': "
                          "'08:00-18:00'}}]"));
        break;
    case FIELD_TYPE_hits:
        text_addf(out, "{'task-%u': '%s', 'milestone-0': '2d'}", (unsigned)random_below(r, 3),
                  random_shape(r, "1d", "2d", "1w"));
        break;
    case FIELD_TYPE_amounts:
        ref = random_ref(r, field->kinds, index, kind);
        text_addf(out, "{'%s': %s}", ref, RANDOM_OF(r, "1", "0.5", "'25%'", "0.125"));
        break;
    case FIELD_TYPE_rate:
        text_addf(out, "'%s per person-%s'", RANDOM_OF(r, "1100", "1.5k", "99.95"),
                  RANDOM_OF(r, "hour", "day", "week"));
        break;
    case FIELD_TYPE_rrule:
        text_addf(out, "'FREQ=%s'", RANDOM_OF(r, "DAILY", "WEEKLY;INTERVAL=2;BYDAY=TH",
                                              "MONTHLY;BYDAY=1MO;COUNT=5"));
        break;
    case FIELD_TYPE_thresholds:
        text_addf(out, "{'unowned-handoff.slips': %d, 'x.y': '30%%', 'z': -0.5}",
                  (int)random_below(r, 9));
        break;
    case FIELD_TYPE_edits:
        text_add_char(out, '{');
        random_edits(r);
        text_add_char(out, '}');
        break;
    case FIELD_TYPE_one:
        r->depth++;
        random_fields(r, field->nested);
        r->depth--;
        break;
    case FIELD_TYPE_many:
        r->depth++;
        text_add(out, kind == KIND_decision || random_below(r, 2) ? STR("{'o1': ") : STR("["));
        {
            const bool list = out->ptr[out->len - 1] == '[';

            random_fields(r, field->nested);
            text_add(out, list ? STR(", ") : STR(", 'o2': "));
            random_fields(r, field->nested);
            text_add_char(out, list ? ']' : '}');
        }
        r->depth--;
        break;
    default:
        test_fail(r->t, __FILE__, __LINE__, "plan_random.h has no value for %s.%s",
                  schema_kinds[kind].name, field->name);
        text_add(out, STR("null"));
    }
}

/* Some fields cannot be made: a reference to its own kind by the first object of it. */
static inline bool random_possible(struct random_plan *r, enum kind kind, uint16_t index)
{
    const struct field *field = &schema_kinds[kind].fields[index];

    if (field->type == FIELD_TYPE_links)
        return r->number > 0;
    if (field->type == FIELD_TYPE_ref || field->type == FIELD_TYPE_refs ||
        field->type == FIELD_TYPE_amounts)
        return random_ref(r, field->kinds, index, kind) != NULL;
    return true;
}

static inline bool random_wanted(struct random_plan *r, enum kind kind, uint16_t index,
                                 bool before)
{
    const struct field *fields = schema_kinds[kind].fields;
    const struct str name = str_of(fields[index].name);

    if (fields[index].flags & FIELD_REQUIRED)
        return true;
    /* An option is wanted by the names of options; a constraint by its date. */
    if (kind == KIND_decision && index == FIELD_decision_options)
        return true;
    if (index > 0 && str_starts(name, str_of(fields[index - 1].name)) &&
        (str_ends(name, STR("_date")) || str_ends(name, STR("_between"))))
        return before;
    return random_below(r, 100) < r->share;
}

static inline void random_fields(struct random_plan *r, enum kind kind)
{
    const struct kind_info *info = &schema_kinds[kind];
    bool first = true, before = false;

    text_add_char(r->out, '{');
    for (uint16_t i = 0; i < info->field_count; i++) {
        before = random_wanted(r, kind, i, before) && random_possible(r, kind, i);
        if (!before)
            continue;
        r->seen[kind][i] = true;
        text_addf(r->out, "%s'%s': ", first ? "" : ", ", info->fields[i].name);
        random_value(r, kind, i);
        first = false;
    }
    text_add_char(r->out, '}');
}

/* A whole plan file in the JSON of plan_fixture.h. */
static inline const char *random_plan_text(struct random_plan *r)
{
    struct text out;

    text_init(&out, r->t->arena);
    r->out = &out;
    r->share = 20 + (unsigned)random_below(r, 80);
    text_add(&out, STR("{'baton': 1"));
    for (int k = 0; k < KIND_COUNT; k++) {
        const struct kind_info *info = &schema_kinds[k];

        if (info->flags & (KIND_NESTED | KIND_PRIVATE))
            continue;
        text_addf(&out, ",\n'%s': ", info->section);
        if (info->flags & KIND_SINGLE) {
            random_fields(r, (enum kind)k);
            continue;
        }
        text_add_char(&out, '{');
        for (r->number = 0; r->number < RANDOM_OBJECTS; r->number++) {
            text_addf(&out, "%s\n  '%s-%u': ", r->number > 0 ? "," : "", info->name, r->number);
            random_fields(r, (enum kind)k);
        }
        r->number = 0;
        text_add_char(&out, '}');
    }
    text_add_char(&out, '}');
    return str_copy(r->t->arena, text_str(&out)).ptr;
}

/* The fields that no plan has had yet, as errors of the test. */
static inline void random_all_seen(struct random_plan *r)
{
    for (int k = 0; k < KIND_COUNT; k++)
        for (uint16_t i = 0; i < schema_kinds[k].field_count; i++)
            if (!r->seen[k][i] && !(schema_kinds[k].flags & KIND_PRIVATE))
                test_fail(r->t, __FILE__, __LINE__, "%s.%s was never filled",
                          schema_kinds[k].name, schema_kinds[k].fields[i].name);
}

#endif

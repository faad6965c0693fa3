/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a plan is said at its place, all of it at once, with what to do. */
#include "core/syntax/writer.h"
#include "tests/unit/plan_fixture.h"

static const struct diag *found(struct test *t, const char *code)
{
    for (size_t i = 0; i < t->diags->count; i++)
        if (str_equal(str_of(t->diags->items[i].code), str_of(code)))
            return &t->diags->items[i];
    test_fail(t, __FILE__, __LINE__, "no problem '%s' was said", code);
    return NULL;
}

static void expect(struct test *t, const struct diag *d, unsigned line, unsigned column,
                   const char *hint)
{
    if (!d)
        return;
    CHECK_EQ(d->where.line, line);
    CHECK_EQ(d->where.column, column);
    CHECK_STR(d->hint, hint);
}

void test_plan_errors__five_mistakes_are_five_errors(struct test *t)
{
    CHECK(plan_try_json(t, "{'program': {'id': 'p'},\n"
                           " 'taks': {},\n"
                           " 'teams': {'red': {'lead': 'ann'}},\n"
                           " 'people': {'anne': {}},\n"
                           " 'tasks': {'dig': {'estimat': '2d'},\n"
                           "           'pour': {'estimate': '2 days',\n"
                           "                    'team': 'dig'}}}") == NULL);
    CHECK_EQ(t->diags->error_count, 5);
    expect(t, found(t, "unknown-section"), 2, 2, "did you mean `tasks`?");
    expect(t, found(t, "unknown-id"), 3, 28, "did you mean `anne`?");
    expect(t, found(t, "unknown-key"), 5, 20, "did you mean `estimate`?");
    expect(t, found(t, "bad-value"), 6, 33, "write it as in `estimate: 3w..4w..7w`");
    expect(t, found(t, "wrong-kind"), 7, 29, "name another object, or another field");
}

/* A mistake is said once: what only follows from it is not. */
void test_plan_errors__nothing_follows_from_a_mistake(struct test *t)
{
    CHECK(plan_try_json(
              t, "{'tasks': {'a': {'estimat': '1w', 'constraint': 'must-start',"
                 "                 'constraint_date': 'soon'}, 'b': {'after': ['a']}},"
                 " 'handoffs': {'h': {'gives': 'not an id', 'to': 'b'}},"
                 " 'decisions': {'d': {'question': 'q', 'assume': 'x', 'options': {"
                 "   'x': {'cots': '3k'}, 'y': {}}}}}") == NULL);
    CHECK_EQ(t->diags->error_count, 4);
}

/* One plan, one problem: its code. */
static void refused(struct test *t, const char *json, const char *code)
{
    diags_init(t->diags, t->arena);
    CHECK(plan_try_json(t, json) == NULL);
    CHECK_EQ(t->diags->error_count, 1);
    if (t->diags->count == 0 || !str_equal(str_of(t->diags->items[0].code), str_of(code)))
        test_fail(t, __FILE__, __LINE__, "%s: wanted %s, got %s", json, code,
                  t->diags->count ? t->diags->items[0].code : "nothing");
    else if (t->diags->items[0].where.source == 0)
        test_fail(t, __FILE__, __LINE__, "%s: no place", code);
    else if (t->diags->items[0].hint.len == 0)
        test_fail(t, __FILE__, __LINE__, "%s: no hint", code);
}

static void warned(struct test *t, const char *json, const char *code)
{
    diags_init(t->diags, t->arena);
    CHECK(plan_from_json(t, json) != NULL);
    if (t->diags->count != 1 || !str_equal(str_of(t->diags->items[0].code), str_of(code)))
        test_fail(t, __FILE__, __LINE__, "%s: wanted the warning %s, got %s", json, code,
                  t->diags->count ? t->diags->items[0].code : "nothing");
    else if (t->diags->items[0].hint.len == 0)
        test_fail(t, __FILE__, __LINE__, "%s: no hint", code);
}

void test_plan_errors__forms(struct test *t)
{
    refused(t, "{'baton': 2}", "wrong-version");
    refused(t, "[1]", "bad-value");
    refused(t, "{'tasks': [{}]}", "bad-value");
    refused(t, "{'tasks': {'a': 'x'}}", "bad-value");
    refused(t, "{'tasks': {'a': {'title': ['x']}}}", "bad-value");
    refused(t, "{'tasks': {'a': {'title': null}}}", "bad-value");
    refused(t, "{'tasks': {'a b': {}}}", "bad-id");
    refused(t, "{'tasks': {'-a': {}}}", "bad-id");
    refused(t, "{'tasks': {'program': {}}}", "bad-id");
    refused(t, "{'tasks': {'a': {}}, 'teams': {'a': {}}}", "duplicate-id");
    refused(t, "{'program': {'id': 'a'}, 'teams': {'a': {}}}", "duplicate-id");
    refused(t, "{'program': {'id': 'a b'}}", "bad-id");
    refused(t, "{'program': {'title': 'x'}}", "missing-key");
    refused(t, "{'handoffs': {'h': {'gives': 'a'}}, 'tasks': {'a': {}}}", "missing-key");
    refused(t, "{'tasks': {'a': {'reported': 'gren'}}}", "bad-value");
    CHECK_STR(t->diags->items[0].hint, "did you mean `green`?");
    refused(t, "{'tasks': {'a': {'assignments': [{'units': '50%'}]}}}", "missing-key");
    refused(t, "{'risks': {'r': {'hits': {'x': '1w'}}}}", "unknown-id");
}

/* Private beliefs are never in a plan file. */
void test_plan_errors__beliefs_stay_out(struct test *t)
{
    struct plan_builder *b;
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    const struct plan *p = NULL;
    struct text text;
    struct writer *w;

    refused(t, "{'beliefs': {'b': {}}}", "belief-in-plan");
    diags_init(t->diags, t->arena);
    b = plan_builder_new(t->arena, t->diags);
    plan_builder_read(b, tree_from_json(t, "{'tasks': {'a': {}}, 'people': {'x': {}}}"));
    plan_builder_read_beliefs(b, tree_from_json(t, "{'beliefs': {'secret': {'about': 'a',"
                                                   " 'by': 'x', 'probability': '45%'}}}"));
    CHECK(plan_seal(b, &options, &p));
    CHECK(p && plan_count(p, KIND_belief) == 1);
    /* Read, they are still never written, and no part of the plan's identity. */
    text_init(&text, t->arena);
    w = writer_new(t->arena, WRITER_JSON, &text);
    if (p)
        plan_write(p, w);
    CHECK_EQ(str_find(text_str(&text), STR("secret")), text.len);
    CHECK(p && plan_digest(p, t->arena) ==
                   plan_digest(plan_from_json(t, "{'tasks': {'a': {}}, 'people': {'x': {}}}"),
                               t->arena));
    diags_init(t->diags, t->arena);
    b = plan_builder_new(t->arena, t->diags);
    CHECK(!plan_builder_read_beliefs(b, tree_from_json(t, "{'tasks': {}}")));
}

void test_plan_errors__facts_that_contradict(struct test *t)
{
    refused(t, "{'tasks': {'a': {'started': '2026-11-06', 'finished': '2026-10-26'}}}",
            "finished-before-started");
    refused(t, "{'tasks': {'a': {'suspended': '2026-11-06', 'resumes': '2026-10-26'}}}",
            "resumed-before-suspended");
    refused(t, "{'tasks': {'a': {'constraint': 'must-start'}}}", "missing-key");
    refused(t, "{'tasks': {'a': {'after': ['a']}}}", "self-link");
    refused(t, "{'teams': {'a': {}}, 'handoffs': {'h': {'gives': 'a', 'to': 'a'}}}", "self-link");
    refused(t, "{'decisions': {'d': {'question': 'q', 'assume': 'cut', 'options': {'cat': {}}}}}",
            "unknown-option");
    CHECK_STR(t->diags->items[0].hint, "did you mean `cat`?");
    refused(t, "{'decisions': {'d': {'question': 'q', 'outcome': 'cut'}}}", "unknown-option");
    refused(t, "{'tasks': {'a': {'parent': 'b'}, 'b': {'parent': 'a'}}}", "parent-cycle");
    refused(t, "{'tasks': {'a': {'parent': 'a'}}}", "parent-cycle");
    refused(t, "{'people': {'a': {'manager': 'b'}, 'b': {'manager': 'a'}}}", "manager-cycle");
    refused(t, "{'calendars': {'a': {'week': {'mon': ''}}}}", "no-working-time");
    refused(t, "{'calendars': {'a': {'day': '1d'}}}", "bad-value");

    warned(t, "{'tasks': {'a': {'started': '2026-11-24'}}}", "fact-in-future");
    warned(t, "{'tasks': {'a': {'estimate': '1w', 'effort': '2w'}}}", "estimate-and-effort");
    warned(t, "{'tasks': {'a': {'estimate': '0d'}}}", "zero-estimate");
    warned(t, "{'tasks': {'a': {'constraint_date': '2026-12-01'}}}", "unused-date");
    warned(t, "{'tasks': {'a': {'finished': '2026-11-02', 'remaining': '1w'}}}",
           "remaining-after-finish");
    warned(t, "{'tasks': {'a': {}, 'b': {'after': ['a', 'a +1d']}}}", "duplicate-link");
    warned(t, "{'tasks': {'a': {'outcome': 'x'}}}", "unknown-outcome");
}

/* A hand-off is itself the link: writing the same link under `after` too is a warning. */
void test_plan_errors__doubled_handoff(struct test *t)
{
    warned(t, "{'tasks': {'a': {}, 'b': {'after': ['a']}},"
              " 'handoffs': {'h': {'gives': 'a', 'to': 'b'}}}", "doubled-handoff");
}

void test_plan_errors__parents_in_any_order(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'calendars': {'c': {'parent': 'b'}, 'b': {'parent': 'a'},"
           " 'a': {'week': {'mon': '09:00-10:00'}}}}");

    CHECK(p && calendar_usual_week_s(p->calendars[0]) == 3600);
    refused(t, "{'calendars': {'a': {'parent': 'b'}, 'b': {'parent': 'a'}}}", "calendar-cycle");
}

/* Files of a folder merge by kind, and the program may be stated in parts. */
void test_plan_errors__files_merge(struct test *t)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct plan *p = NULL;

    CHECK(plan_builder_read(b, tree_from_json(t, "{'program': {'id': 'p'}, 'tasks': {'a': {}}}")));
    CHECK(plan_builder_read(
        b, tree_from_json(t, "{'program': {'why': 'so'}, 'tasks': {'b': {}}}")));
    CHECK(plan_seal(b, &options, &p));
    CHECK(p && plan_count(p, KIND_task) == 2);
    CHECK(p && str_equal(*program_get_why(p->program), STR("so")));
    b = plan_builder_new(t->arena, t->diags);
    CHECK(plan_builder_read(b, tree_from_json(t, "{'program': {'id': 'p'}}")));
    CHECK(!plan_builder_read(b, tree_from_json(t, "{'program': {'id': 'q'}}")));
    found(t, "duplicate-key");
}

void test_plan_errors__no_data_date(struct test *t)
{
    const struct seal_options options = {.today = CIVIL_NONE};
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct plan *p = NULL;

    plan_builder_read(b, tree_from_json(t, "{'program': {'id': 'p'}}"));
    CHECK(!plan_seal(b, &options, &p) && p == NULL);
    found(t, "no-data-date");
}

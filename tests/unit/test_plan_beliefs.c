/* SPDX-License-Identifier: Apache-2.0 */
/* Private answers: what is published of them, and that nothing of fewer than three ever is. */
#include "core/plan/beliefs.h"
#include "tests/unit/plan_fixture.h"

#define PLAN                                                                                   \
    "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-23'},"                   \
    "'people': {'ann': {}, 'bob': {}, 'cat': {}, 'dan': {}, 'eve': {}, 'fay': {}},"            \
    "'tasks': {'work': {'estimate': '2w'}}, 'milestones': {'ga': {'after': ['work']}},"        \
    "'commitments': {'promise': {'milestone': 'ga', 'date': '2026-12-18'}}}"

static struct beliefs *book_of(struct test *t, const struct plan *p)
{
    return beliefs_new(p, t->arena, t->diags);
}

/* One person's answers about the promise, as the fields between the braces. */
static bool answer(struct test *t, struct beliefs *b, const char *who, const char *fields)
{
    struct text text;
    size_t count;

    text_init(&text, t->arena);
    text_addf(&text, "{'beliefs': {'promise': {'by': '%s', %s}}}", who, fields);
    text_add_char(&text, '\0');
    return beliefs_read_form(b, tree_from_json(t, text.ptr), 1, &count);
}

static size_t published(struct beliefs *b, const struct str **ret_edits)
{
    beliefs_publish(b, civil_day(2026, 11, 23));
    return beliefs_edits(b, ret_edits);
}

static struct str book_text(struct test *t, const struct beliefs *b)
{
    struct text text;

    text_init(&text, t->arena);
    beliefs_write_book(b, &text);
    return text_str(&text);
}

/* 20, 35 and 90 %: the median is 35, to ten points 40 (half up). Dates 7, 16 and 30 December: the
 * median is Wednesday 16, of the week of Monday 14. Votes 2, 2, 5: 2. */
void test_plan_beliefs__three_make_a_median(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    const struct str *edits;
    struct beliefs *b;

    if (!p)
        return;
    b = book_of(t, p);
    CHECK(answer(t, b, "ann", "'dated': '2026-11-20', 'probability': '90%', 'latest': '2026-12-07',"
                              " 'vote': 5"));
    CHECK(answer(t, b, "bob", "'dated': '2026-11-20', 'probability': 20, 'latest': '2026-12-30',"
                              " 'vote': 2"));
    CHECK_EQ(published(b, &edits), 0);
    CHECK(answer(t, b, "cat", "'dated': '2026-11-20', 'probability': '35 %',"
                              " 'earliest': '2026-12-15', 'latest': '2026-12-17', 'vote': 2"));
    CHECK_EQ(published(b, &edits), 1);
    CHECK_STR(edits[0], "pulses.pulse-promise-1={about: promise, dated: 2026-11-23, answers: 3, "
                        "probability: 40%, date: 2026-12-14, vote: 2, by: 2026-12-18}");
    /* Of four values the doubtful half is heard: see the next test. */
}

/* Each kind of answer needs three of its own: three probabilities and two dates publish no date. */
void test_plan_beliefs__each_measure_needs_three(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    const struct str *edits;
    struct beliefs *b;

    if (!p)
        return;
    b = book_of(t, p);
    answer(t, b, "ann", "'dated': '2026-11-20', 'probability': 10, 'latest': '2026-12-07'");
    answer(t, b, "bob", "'dated': '2026-11-20', 'probability': 30, 'latest': '2027-01-20'");
    answer(t, b, "cat", "'dated': '2026-11-20', 'probability': 50");
    answer(t, b, "dan", "'dated': '2026-11-20', 'probability': 90");
    CHECK_EQ(published(b, &edits), 1);
    /* 10 30 50 90: the lower of the two in the middle. */
    CHECK_STR(edits[0], "pulses.pulse-promise-1={about: promise, dated: 2026-11-23, answers: 4, "
                        "probability: 30%, by: 2026-12-18}");
    CHECK(str_find(edits[0], STR("date: ")) == edits[0].len);
}

/* The same form twice is one answer; a later one takes the place of one that waits. */
void test_plan_beliefs__one_answer_a_person(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    const struct str *edits;
    struct beliefs *b;

    if (!p)
        return;
    b = book_of(t, p);
    for (int i = 0; i < 3; i++)
        answer(t, b, "ann", "'dated': '2026-11-20', 'vote': 5");
    answer(t, b, "bob", "'dated': '2026-11-20', 'vote': 5");
    CHECK_EQ(published(b, &edits), 0);
    answer(t, b, "ann", "'dated': '2026-11-21', 'vote': 1");
    answer(t, b, "ann", "'dated': '2026-11-19', 'vote': 4");    /* older: passed over */
    answer(t, b, "cat", "'dated': '2026-11-20', 'vote': 1");
    CHECK_EQ(published(b, &edits), 1);
    CHECK(str_find(edits[0], STR("vote: 1")) < edits[0].len);
}

/* Each answer is in one publication: those of the first do not come again, so that what one more
 * person adds can never be had by subtracting. What is published is forgotten. */
void test_plan_beliefs__each_answer_is_published_once(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    const struct str *edits;
    struct beliefs *b;

    if (!p)
        return;
    b = book_of(t, p);
    answer(t, b, "ann", "'dated': '2026-11-20', 'vote': 5");
    answer(t, b, "bob", "'dated': '2026-11-20', 'vote': 5");
    answer(t, b, "cat", "'dated': '2026-11-20', 'vote': 5");
    CHECK_EQ(published(b, &edits), 1);
    beliefs_done(b, 1);
    CHECK_EQ(beliefs_edits(b, &edits), 0);
    CHECK(str_find(book_text(t, b), STR(", 5")) == book_text(t, b).len);
    /* All three again, and one more: only the one is new. */
    answer(t, b, "ann", "'dated': '2026-11-20', 'vote': 1");
    answer(t, b, "bob", "'dated': '2026-11-20', 'vote': 1");
    answer(t, b, "cat", "'dated': '2026-11-20', 'vote': 1");
    answer(t, b, "dan", "'dated': '2026-11-20', 'vote': 1");
    CHECK_EQ(published(b, &edits), 0);
    answer(t, b, "eve", "'dated': '2026-11-20', 'vote': 2");
    CHECK_EQ(published(b, &edits), 0);
    answer(t, b, "ann", "'dated': '2026-11-22', 'vote': 3");    /* a new answer of hers */
    CHECK_EQ(published(b, &edits), 1);
    CHECK(str_find(edits[0], STR("answers: 3, vote: 2")) < edits[0].len);
}

/* The book read back is the same book; and whoever died between the book and the plan finds
 * the publication again, once. */
void test_plan_beliefs__the_book_survives(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    const struct str *edits;
    struct beliefs *b, *again;
    struct str written, json;

    if (!p)
        return;
    b = book_of(t, p);
    answer(t, b, "ann", "'dated': '2026-11-20', 'vote': 5, 'probability': 40");
    answer(t, b, "bob", "'dated': '2026-11-20', 'vote': 4");
    answer(t, b, "cat", "'dated': '2026-11-20', 'vote': 3");
    CHECK_EQ(published(b, &edits), 1);
    written = book_text(t, b);
    json = str_copy(t->arena, written);
    again = book_of(t, p);
    CHECK(beliefs_read_book(again, json_read(t->arena, diags_source(t->diags, STR("b"), json), json,
                                             t->diags), 1));
    CHECK(str_equal(book_text(t, again), written));
    CHECK_EQ(beliefs_edits(again, &edits), 1);
    beliefs_done(again, 1);
    CHECK_EQ(beliefs_edits(again, &edits), 0);
}

/* Wrong answers in every field, all said at once, and none of them quoted. */
void test_plan_beliefs__errors_quote_nothing(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    static const char *const secrets[] = {"zebra", "177", "2099", "quagga", "okapi"};
    struct beliefs *b;
    struct text text;
    size_t count;

    if (!p)
        return;
    b = book_of(t, p);
    CHECK(!beliefs_read_form(
        b, tree_from_json(t, "{'beliefs': {'promise': {'by': 'zebra', 'dated': 'zebra',"
                             " 'probability': '177%', 'earliest': '2099', 'latest': 'quagga',"
                             " 'vote': 'okapi', 'zebra': 177}, 'okapi': {'by': 'ann',"
                             " 'dated': '2026-11-20', 'vote': 3}, 'quagga': 177}}"),
        2, &count));
    CHECK_EQ(count, 0);
    CHECK_EQ(t->diags->error_count, 8);
    for (size_t i = 0; i < t->diags->source_count; i++)
        t->diags->sources[i].bytes = STR("");  /* as the door registers them */
    text_init(&text, t->arena);
    diags_print(t->diags, &text);
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
        CHECK(str_find(text_str(&text), str_of(secrets[i])) == text.len);
    /* The good one beside them was not taken either. */
    CHECK(str_find(book_text(t, b), STR("ann")) == book_text(t, b).len);
}

/* What a check-in brings, as a form and as a table, is what the form of pulse would bring: the same
 * book. What stands beside it is not looked at, and what is left blank is no answer. */
void test_plan_beliefs__a_check_in_brings_the_same(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);
    struct beliefs *b, *form, *table;
    size_t count;

    if (!p)
        return;
    b = book_of(t, p);
    answer(t, b, "ann", "'dated': '2026-11-20', 'probability': '40%'");
    answer(t, b, "bob", "'dated': '2026-11-20', 'probability': '90%'");
    form = book_of(t, p);
    CHECK(beliefs_read_checkin(
        form, tree_from_json(t, "{'checkin': '2026-11-20', 'answers': {'work': {'remaining': 7}},"
                                " 'beliefs': {'x': {'about': 'promise', 'by': 'ann',"
                                " 'dated': '2026-11-20', 'probability': '40%'}, 'y': {'about':"
                                " 'promise', 'by': 'bob', 'dated': '2026-11-20', 'vote': '',"
                                " 'probability': 90},"
                                " 'z': {'about': 'promise', 'by': '', 'dated': '',"
                                " 'probability': ''}}}"), 1, &count));
    CHECK_EQ(count, 2);
    CHECK(str_equal(book_text(t, form), book_text(t, b)));
    table = book_of(t, p);
    CHECK(beliefs_read_checkin(
        table, tree_from_json(t, "[['team', 'ID', 'field', 'answer', 'by', 'dated'],"
                                 " ['a', 'work', 'remaining', '2w', '', ''],"
                                 " ['a', 'promise', 'belief', '40%', 'ann', '2026-11-20'],"
                                 " ['a', 'promise', 'Belief', '90', 'bob', '2026-11-20'],"
                                 " ['a', 'promise', 'belief', '', 'cat', '2026-11-20'],"
                                 " ['a', 'promise', 'belief']]"), 1, &count));
    CHECK_EQ(count, 2);
    CHECK(str_equal(book_text(t, table), book_text(t, b)));
    /* One answer, whatever it measures. */
    CHECK(beliefs_read_checkin(
        book_of(t, p), tree_from_json(t, "{'beliefs': {'x': {'about': 'promise', 'by': 'ann',"
                                         " 'dated': '2026-11-20', 'probability': '40%',"
                                         " 'latest': '2027-02-01'}}}"), 1, &count));
    CHECK_EQ(count, 1);
    /* None at all is no fault. */
    CHECK(beliefs_read_checkin(table, tree_from_json(t, "{'answers': {}}"), 1, &count));
    CHECK_EQ(count, 0);
    CHECK(beliefs_read_checkin(table, tree_from_json(t, "[]"), 1, &count));
    CHECK_EQ(t->diags->error_count, 0);
    /* Whose it is has to be said; then nothing of it is taken. */
    CHECK(!beliefs_read_checkin(
        table, tree_from_json(t, "[['id', 'field', 'answer', 'dated'],"
                                 " ['promise', 'belief', '10%', '2026-11-21']]"), 1, &count));
    CHECK(!beliefs_read_checkin(
        table, tree_from_json(t, "{'beliefs': {'promise': {'by': 'ann', 'vote': 3,"
                                 " 'dated': '2026-11-21'}, 'ga': {'vote': 1}}}"), 1, &count));
    CHECK(!beliefs_read_checkin(table, tree_from_json(t, "{'beliefs': 'promise'}"), 1, &count));
    CHECK(str_equal(book_text(t, table), book_text(t, b)));
}

/* A plan cannot state that fewer than three said so. */
void test_plan_beliefs__a_pulse_of_two_is_refused(struct test *t)
{
    CHECK(!plan_try_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-02'}, 'tasks': {'work': {'estimate': '2w'}},"
           "'pulses': {'u': {'about': 'work', 'dated': '2026-11-20', 'answers': 2}}}"));
    CHECK_EQ(t->diags->error_count, 1);
}

/* Promises by rank, then the hand-offs of the person's team by date. */
void test_plan_beliefs__asks_what_concerns_a_person(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-23'},"
           "'people': {'ann': {'team': 'a'}}, 'teams': {'a': {}, 'b': {}, 'c': {}},"
           "'milestones': {'ga': {'date': '2027-01-08'}},"
           "'commitments': {'second': {'milestone': 'ga', 'date': '2027-01-08', 'rank': 2},"
           " 'first': {'milestone': 'ga', 'date': '2027-01-15', 'rank': 1},"
           " 'kept': {'milestone': 'ga', 'date': '2026-11-02', 'state': 'met'}},"
           "'handoffs': {'late': {'gives': 'a', 'to': 'b', 'asked': '2026-12-18'},"
           " 'soon': {'gives': 'b', 'to': 'a', 'asked': '2026-12-04'},"
           " 'others': {'gives': 'b', 'to': 'c', 'asked': '2026-12-01'},"
           " 'done': {'gives': 'a', 'to': 'b', 'state': 'accepted'}}}");
    const struct object *const *list;

    if (!p)
        return;
    CHECK_EQ(belief_questions(p, plan_find(p, STR("ann")), t->arena, &list), 4);
    CHECK_STR(list[0]->id, "first");
    CHECK_STR(list[1]->id, "second");
    CHECK_STR(list[2]->id, "soon");
    CHECK_STR(list[3]->id, "late");
    CHECK_EQ(belief_questions(p, NULL, t->arena, &list), 2);
}

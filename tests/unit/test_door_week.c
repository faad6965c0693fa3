/* SPDX-License-Identifier: Apache-2.0 */
/* What the week is made of: a check-in and its answers, a baseline, scenarios side by side. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "tests/unit/door_fixture.h"

/* Twelve tasks of red run; blue has a hand-off that comes near, and one that has moved. */
static const struct baton_plan *plan_new(struct test *t, struct baton *b)
{
    const struct baton_read_options how = {.today = 20780};
    const struct baton_plan *plan = NULL;
    const struct baton_node *root;
    char *json = ARENA_ARRAY(t->arena, char, 8192);
    size_t used;

    used = (size_t)snprintf(
        json, 8192,
        "{\"baton\": 1, \"program\": {\"id\": \"p\", \"start\": \"2026-11-02\","
        " \"as_of\": \"2026-11-23\"}, \"teams\": {\"red\": {}, \"blue\": {}}, \"tasks\": {");
    for (int i = 0; i < 12; i++)
        used += (size_t)snprintf(json + used, 8192 - used,
                                 "\"t%d\": {\"team\": \"red\", \"started\": \"2026-11-09\","
                                 " \"remaining\": \"1w..2w..%dw\"},", i, 3 + i);
    snprintf(json + used, 8192 - used,
             "\"last\": {\"estimate\": \"1w..1w..2w\", \"after\": [\"t0\", \"t11\"]},"
             " \"give\": {\"team\": \"blue\", \"estimate\": \"1w..2w..3w\"}},"
             " \"handoffs\": {\"ho\": {\"gives\": \"give\", \"to\": \"last\", \"what\": \"W\","
             " \"asked\": \"2026-12-04\", \"offered\": \"2026-12-11\", \"state\": \"offered\"}},"
             " \"milestones\": {\"m\": {\"after\": [\"last\"]}},"
             " \"commitments\": {\"c\": {\"milestone\": \"m\", \"date\": \"2027-02-26\"}}}");
    root = baton_json_read(b, baton_source(b, text_of("plan.json"), text_of(json)));
    CHECK(root && baton_plan_read(b, &root, 1, &how, &plan));
    return plan;
}

static struct baton_study *study_new(struct test *t, struct baton *b,
                                     const struct baton_plan *plan)
{
    const struct baton_forecast_options how = {.seed = 1, .iterations = 512};
    struct baton_study *s = baton_study_new(b, plan);

    CHECK(baton_study_schedule(s) && baton_study_forecast(s, &how));
    return s;
}

static struct str report(struct baton *b, const struct baton_study *s, const char *name,
                         struct baton_report_options how)
{
    struct baton_text bytes = {NULL, 0};

    baton_report(b, s, name, &how, &bytes);
    return (struct str){bytes.ptr, bytes.len};
}

static bool says(struct str s, const char *what)
{
    return str_find(s, str_of(what)) < s.len;
}

static unsigned count_of(struct str s, const char *what)
{
    unsigned count = 0;
    size_t at;

    while ((at = str_find(s, str_of(what))) < s.len) {
        count++;
        s = str_slice(s, at + 1, s.len);
    }
    return count;
}

static const struct baton_plan *answered(struct test *t, struct baton *b,
                                         const struct baton_plan *plan, const char *json)
{
    const struct baton_node *root =
        baton_json_read(b, baton_source(b, text_of("answers"), text_of(json)));
    struct baton_edits *edits = baton_edits_new(b, plan);
    const struct baton_plan *made = NULL;

    CHECK(root != NULL);
    return root && baton_edits_add_answers(edits, root) && baton_edits_apply(edits, &made) ? made
                                                                                           : NULL;
}

/* At most eight a team, those on which most hangs first; what was answered today is not asked. */
void test_door_week__a_check_in_asks_little(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *plan = plan_new(t, b), *made;
    const struct baton_report_options how = {.csv = true};
    struct str s = report(b, study_new(t, b, plan), "checkin", how);

    CHECK_EQ(count_of(s, "\r\nred,"), 8);
    CHECK_EQ(count_of(s, "\r\nblue,"), 2);
    /* The widest on the driving path. */
    CHECK(says(s, "answer,by,dated,why\r\nred,t11,"));
    made = answered(t, b, plan, "{\"answers\": {\"t11\": {\"remaining\": \"1w..2w..14w\"},"
                                " \"ho\": {\"offered\": \"2026-12-11\"}}}");
    CHECK(made != NULL);
    if (made) {
        s = report(b, study_new(t, b, made), "checkin", how);
        CHECK(!says(s, "red,t11,"));
        CHECK(!says(s, "blue,ho,"));
        CHECK_EQ(baton_members(made, text_of("ho"), text_of("was")), 0);
    }
    baton_free(b);
}

/* Another date of a hand-off keeps the one before; the same date does not, however written. */
void test_door_week__a_moved_date_is_kept(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *plan = plan_new(t, b), *once, *twice;
    const struct baton_report_options json = {.json = true, .subject = text_of("ho")};
    struct str s;

    once = answered(t, b, plan, "{\"answers\": {\"ho\": {\"offered\": \"2026-12-18\"}}}");
    twice = once ? answered(t, b, once, "[[\"id\", \"field\", \"answer\"],"
                                        " [\"ho\", \"asked\", \"2026-12-07\"],"
                                        " [\"ho\", \"offered\", \"same\"]]") : NULL;
    CHECK(twice != NULL);
    if (twice) {
        CHECK_EQ(baton_members(once, text_of("ho"), text_of("was")), 1);
        CHECK_EQ(baton_members(twice, text_of("ho"), text_of("was")), 2);
        s = report(b, baton_study_new(b, twice), "show", json);
        CHECK(says(s, "2026-12-18"));
        CHECK(says(s, "2026-12-11"));
        CHECK(says(s, "2026-12-04"));
    }
    baton_free(b);
}

/* Blank is no answer; work that is finished has nothing left; a few words make a blocker. */
void test_door_week__answers_are_edits(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *plan = plan_new(t, b), *made;
    const struct baton_report_options about = {.json = true, .subject = text_of("t1")};
    struct str s;

    made = answered(t, b, plan, "{\"answers\": {\"t0\": {\"remaining\": \"\", \"blocked\": null},"
                                " \"t1\": {\"remaining\": \"1w\", \"finished\": \"2026-11-20\"},"
                                " \"t2\": {\"blocked\": \"no lamps\"}}}");
    CHECK(made != NULL);
    if (made) {
        s = report(b, baton_study_new(b, made), "show", about);
        CHECK(says(s, "2026-11-20") && !says(s, "remaining"));
        s = report(b, baton_study_new(b, made), "show",
                   (struct baton_report_options){.json = true, .subject = text_of("b-t2")});
        CHECK(says(s, "no lamps"));
        s = report(b, baton_study_new(b, made), "show",
                   (struct baton_report_options){.json = true, .subject = text_of("t0")});
        CHECK(!says(s, "updated"));
    }
    /* All or nothing, and what is no form is said. */
    CHECK(!answered(t, b, plan, "{\"answers\": {\"t0\": {\"remaining\": \"soon\"}}}"));
    CHECK(!answered(t, b, plan, "{\"t0\": 1}"));
    CHECK(!answered(t, b, plan, "[[\"id\", \"said\"]]"));
    CHECK_EQ(baton_problem_count(b, BATON_ERROR), 3);
    baton_free(b);
}

/* `no`, however said, makes no blocker and clears the one that is open; its title says that it is
 * still so, other words that it is called so now. */
void test_door_week__blocked_no_is_no_blocker(struct test *t)
{
    static const char *const no[] = {"\"no\"", "\"None\"", "\"not\"", "\"nothing\"",
                                     "\"not any more.\"", "\"-\"", "false"};
    const struct baton_report_options about = {.json = true, .subject = text_of("b-t2")};
    char answer[128];

    for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
        struct baton *b = baton_new(&pages, 0);
        const struct baton_plan *plan = plan_new(t, b), *made;

        snprintf(answer, sizeof(answer), "{\"answers\": {\"t2\": {\"blocked\": %s}}}", no[i]);
        made = answered(t, b, plan, answer);
        CHECK(made && baton_object_find(made, text_of("b-t2")) == BATON_NO_OBJECT);
        plan = answered(t, b, plan, "{\"answers\": {\"t2\": {\"blocked\": \"no lamps\"}}}");
        made = plan ? answered(t, b, plan, answer) : NULL;
        CHECK(made && says(report(b, baton_study_new(b, made), "show", about), "cleared"));
        made = plan ? answered(t, b, plan,
                               "[[\"id\", \"field\", \"answer\"],"
                               " [\"t2\", \"blocked\", \"no lamps\"]]") : NULL;
        CHECK(made && baton_object_find(made, text_of("b-t2-2")) == BATON_NO_OBJECT);
        CHECK(made && !says(report(b, baton_study_new(b, made), "show", about), "cleared"));
        made = plan ? answered(t, b, plan, "{\"answers\": {\"t2\": {\"blocked\": \"no oil\"}}}")
                    : NULL;
        CHECK(made && baton_object_find(made, text_of("b-t2-2")) == BATON_NO_OBJECT);
        CHECK(made && says(report(b, baton_study_new(b, made), "show", about), "no oil"));
        CHECK_EQ(baton_problem_count(b, BATON_ERROR), 0);
        baton_free(b);
    }
}

/* What has not happened yet is no fact; the day of the form is the measure. */
void test_door_week__no_fact_of_a_check_in_is_to_come(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *plan = plan_new(t, b);

    CHECK(answered(t, b, plan, "{\"answers\": {\"t0\": {\"finished\": \"2026-11-23\"}}}"));
    CHECK(answered(t, b, plan, "{\"checkin\": \"2026-11-24\","
                               " \"answers\": {\"t0\": {\"finished\": \"2026-11-24\"}}}"));
    CHECK_EQ(baton_problem_count(b, BATON_ERROR), 0);
    CHECK(!answered(t, b, plan, "{\"answers\": {\"t0\": {\"finished\": \"2026-11-24\"}}}"));
    CHECK(!answered(t, b, plan, "{\"answers\": {\"last\": {\"started\": \"2027-11-24\"}}}"));
    CHECK(!answered(t, b, plan, "{\"checkin\": \"soon\", \"answers\": {}}"));
    CHECK_EQ(baton_problem_count(b, BATON_ERROR), 3);
    CHECK(answered(t, b, plan, "{\"answers\": {\"ho\": {\"offered\": \"2026-11-20\"}}}"));
    CHECK(baton_problem_count(b, BATON_WARNING) >= 1);
    baton_free(b);
}

/* A date offered answers what was asked; what is agreed stays so while its date does. */
void test_door_week__an_offer_is_a_step(struct test *t)
{
    static const char *const from[] = {"asked", "agreed", "agreed"};
    static const char *const date[] = {"2026-12-11", "2026-12-11", "2026-12-18"};
    static const char *const to[] = {"\"offered\"", "\"agreed\"", "\"offered\""};
    const struct baton_report_options about = {.json = true, .subject = text_of("ho")};
    char text[128];

    for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
        struct baton *b = baton_new(&pages, 0);
        const struct baton_plan *plan = plan_new(t, b), *made;
        struct str s;

        snprintf(text, sizeof(text), "{\"answers\": {\"ho\": {\"state\": \"%s\"}}}", from[i]);
        plan = answered(t, b, plan, text);
        snprintf(text, sizeof(text), "{\"answers\": {\"ho\": {\"offered\": \"%s\"}}}", date[i]);
        made = plan ? answered(t, b, plan, text) : NULL;
        CHECK(made != NULL);
        if (made) {
            s = report(b, baton_study_new(b, made), "show", about);
            s = str_slice(s, str_find(s, STR("\"state\"")), s.len);
            CHECK(says(str_slice(s, 0, s.len < 40 ? s.len : 40), to[i]));
        }
        baton_free(b);
    }
}

static const struct baton_plan *edited(struct test *t, struct baton *b,
                                       const struct baton_plan *plan, const char *json)
{
    const struct baton_node *root =
        baton_json_read(b, baton_source(b, text_of("edits"), text_of(json)));
    struct baton_edits *edits = baton_edits_new(b, plan);
    const struct baton_plan *made = NULL;

    CHECK(root && baton_edits_add_map(edits, root) && baton_edits_apply(edits, &made));
    return made;
}

/* What became of the plan that was agreed: later, added, gone; a promise that was moved. */
void test_door_week__a_baseline_says_what_became_of_it(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *agreed = plan_new(t, b);
    const struct baton_plan *now = edited(
        t, b, agreed, "{\"last.estimate\": \"3w..3w..4w\", \"t5\": null,"
                      " \"tasks.new\": {\"estimate\": \"1w\"}, \"c.date\": \"2027-03-26\"}");
    struct baton_study *before = study_new(t, b, agreed), *after = study_new(t, b, now);
    struct str s;

    CHECK(baton_study_compare(after, before) >= 4);
    s = report(b, after, "variance",
               (struct baton_report_options){.json = true, .since = text_of("agreed")});
    CHECK(says(s, "\"against\": \"agreed\""));
    CHECK(says(s, "\"later\": 2,"));
    CHECK(says(s, "\"sooner\": 0,"));
    CHECK(says(s, "\"added\": 1,"));
    CHECK(says(s, "\"gone\": 1,"));
    CHECK(says(s, "2027-02-26") && says(s, "2027-03-26"));
    baton_free(b);
}

/* Side by side on the same draws: one that states nothing new is the plan as it is; one that does
 * not fit says why. */
void test_door_week__scenarios_stand_side_by_side(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *plan = plan_new(t, b);
    const struct baton_plan *quick = edited(t, b, plan, "{\"t11.remaining\": \"1w..1w..2w\"}");
    const struct baton_variant variants[] = {
        {.name = text_of("quick"), .title = text_of("two more"), .study = study_new(t, b, quick)},
        {.name = text_of("same"), .study = study_new(t, b, plan)},
        {.name = text_of("old"), .fault = text_of("there is no t99")}};
    struct baton_study *base = study_new(t, b, plan);
    struct str s = report(b, base, "scenarios", (struct baton_report_options){
                              .json = true, .variants = variants, .variant_count = 3});

    CHECK_EQ(count_of(s, "\"name\": "), 3);
    CHECK(says(s, "\"because\": \"two more\""));
    CHECK(says(s, "\"fault\": \"there is no t99\""));
    CHECK(says(s, "t11.remaining"));
    /* The plan as it is, and `same`: the same P80. */
    s = str_slice(s, str_find(s, STR("\"p80\": ")), s.len);
    CHECK(count_of(s, str_copy(t->arena, str_slice(s, 0, 30)).ptr) >= 2);
    baton_free(b);
}

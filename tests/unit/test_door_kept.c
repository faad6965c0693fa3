/* SPDX-License-Identifier: Apache-2.0 */
/* What a store keeps, read back by reports: trend and score, against figures worked out by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/door_fixture.h"

/* `done` was met on 3 Feb, `late` was due on 15 Feb and is not finished on 1 March; `open` is due
 * later. */
static const char plan_text[] =
    "{\"baton\": 1, \"program\": {\"id\": \"p\", \"start\": \"2027-01-04\","
    " \"as_of\": \"2027-03-01\"}, \"tasks\": {"
    "\"a\": {\"estimate\": \"1w\", \"started\": \"2027-01-04\", \"finished\": \"2027-02-03\"},"
    " \"b\": {\"estimate\": \"2w..3w..9w\"}},"
    " \"milestones\": {\"m\": {\"after\": [\"a\"]}},"
    " \"commitments\": {\"done\": {\"milestone\": \"m\", \"date\": \"2027-02-05\"},"
    " \"late\": {\"milestone\": \"b\", \"date\": \"2027-02-15\"},"
    " \"open\": {\"milestone\": \"b\", \"date\": \"2027-06-30\"}}}";

#define SAID(day, done, p80, late, open) \
    "{\"as_of\": \"" day "\", \"engine\": \"0.1.0\", \"commitments\": [" \
    "{\"id\": \"done\", \"date\": \"2027-02-05\", \"probability\": " done "," \
    " \"p10\": \"2027-01-20\", \"p50\": \"2027-02-01T12:00:00\", \"p80\": \"" p80 "\"," \
    " \"p90\": \"2027-03-10\"}," \
    "{\"id\": \"late\", \"date\": \"2027-02-15\", \"probability\": " late "," \
    " \"reported\": \"green\"," \
    " \"p10\": \"2027-02-01\", \"p50\": \"2027-02-10\", \"p80\": \"2027-02-20\"," \
    " \"p90\": \"2027-02-25\"}," \
    "{\"id\": \"open\", \"date\": \"2027-06-30\", \"probability\": " open "," \
    " \"p10\": \"2027-04-01\", \"p50\": \"2027-05-10\", \"p80\": \"2027-06-20\"," \
    " \"p90\": \"2027-06-25\"}], \"milestones\": []}"

/* The second of 18 January replaces the first; that of 8 February is after `done` was finished.
 * Out of order, as a store may give them. */
static const char *const bodies[] = {
    SAID("2027-01-18", "0.5", "2027-02-02T00:00:00", "0.9", "0.9"),
    SAID("2027-01-25", "0.6", "2027-02-10T00:00:00", "0.3", "0.9"),
    SAID("2027-01-18", "0.8", "2027-02-02T00:00:00", "0.3", "0.9"),
    SAID("2027-02-08", "0.99", "2027-02-03T18:00:00", "0.3", "0.9"),
};
enum { BODIES = sizeof(bodies) / sizeof(bodies[0]) };

struct kept_case {
    struct baton *b;
    struct baton_study *study;
    struct baton_kept items[BODIES];
};

static void begin(struct test *t, struct kept_case *c)
{
    const struct baton_read_options how = {.today = 20823};
    const struct baton_plan *plan = NULL;
    const struct baton_node *root;

    c->b = baton_new(&pages, 0);
    root = baton_json_read(c->b, baton_source(c->b, text_of("plan.json"), text_of(plan_text)));
    CHECK(root && baton_plan_read(c->b, &root, 1, &how, &plan));
    c->study = baton_study_new(c->b, plan);
    CHECK(baton_study_schedule(c->study));
    for (int i = 0; i < BODIES; i++)
        c->items[i] = (struct baton_kept){
            .kind = text_of("forecast"), .seq = i + 1,
            .body = baton_json_read(c->b, baton_source(c->b, text_of("kept"), text_of(bodies[i])))};
}

static struct str report(struct kept_case *c, const char *name, bool csv, const char *subject)
{
    const struct baton_report_options options = {.json = !csv, .csv = csv, .kept = c->items,
                                                 .kept_count = BODIES,
                                                 .subject = text_of(subject)};
    struct baton_text bytes = {NULL, 0};

    baton_report(c->b, c->study, name, &options, &bytes);
    return (struct str){bytes.ptr, bytes.len};
}

static bool says(struct str s, const char *what)
{
    return str_find(s, str_of(what)) < s.len;
}

/* done: (0.2^2 + 0.4^2) / 2 = 0.1; late: 0.3^2, three times; the mean of both 0.095, and of saying
 * 50 % always 0.25. P80 of done: held by one of two; of late: never. */
void test_door_kept__scores_are_those_worked_out_by_hand(struct test *t)
{
    struct kept_case c;
    struct str s;

    begin(t, &c);
    s = report(&c, "score", false, "");
    CHECK(says(s, "\"decided\": 2,"));
    CHECK(says(s, "\"open\": 1,"));
    CHECK(says(s, "\"brier\": 0.095,"));
    CHECK(says(s, "\"brier_of_base_rate\": 0.25,"));
    CHECK(says(s, "\"held_p80\": 0.25,"));
    CHECK(says(s, "\"held_p50\": 0,"));
    CHECK(says(s, "\"finished\": \"2027-02-03T"));
    CHECK(says(s, "\"forecasts\": 2,"));
    CHECK(says(s, "\"said\": 0.7,"));
    CHECK(says(s, "\"brier\": 0.1"));
    CHECK(says(s, "\"brier\": 0.09\n"));
    baton_free(c.b);
}

/* late: three greens (of 18 January the last counts), all of them computed off, none kept. */
void test_door_kept__what_was_reported_is_scored_beside_it(struct test *t)
{
    struct kept_case c;
    struct str s;

    begin(t, &c);
    s = report(&c, "score", false, "");
    s = str_slice(s, str_find(s, STR("\"reported\": [")), s.len);
    CHECK(says(s, "\"id\": \"late\","));
    CHECK(!says(s, "\"id\": \"done\","));
    CHECK(says(s, "\"green\": 3,"));
    CHECK(says(s, "\"green_kept\": 0,"));
    CHECK(says(s, "\"red\": 0,"));
    CHECK(says(s, "\"last_greens\": 3,"));
    CHECK(says(s, "\"hollow\": 1\n"));
    baton_free(c.b);
}

/* By data date; of one date the last that was kept. */
void test_door_kept__the_trend_is_by_data_date(struct test *t)
{
    struct kept_case c;
    struct str s;

    begin(t, &c);
    s = report(&c, "trend", true, "done");
    CHECK(str_equal(s, STR(
        "id,reported,promised,probability,p10,p50,p80,p90,seq\r\n"
        "done,2027-01-18,2027-02-05,0.8,2027-01-19,2027-02-01,2027-02-01,2027-03-09,3\r\n"
        "done,2027-01-25,2027-02-05,0.6,2027-01-19,2027-02-01,2027-02-09,2027-03-09,2\r\n"
        "done,2027-02-08,2027-02-05,0.99,2027-01-19,2027-02-01,2027-02-03,2027-03-09,4\r\n")));
    CHECK_EQ(report(&c, "trend", false, "nothing").len, 0);
    CHECK_EQ(baton_problem_count(c.b, BATON_ERROR), 1);
    baton_free(c.b);
}

/* What a store holds may be anything. */
void test_door_kept__hostile_bodies_are_passed_over(struct test *t)
{
    static const char *const hostile[BODIES] = {
        "{\"as_of\": \"x\"}", "[1, 2]", "{\"as_of\": \"2027-01-18\", \"commitments\": 3}",
        ("{\"as_of\": \"2027-01-18\", \"commitments\": [{\"id\": \"done\"}, {}, [], "
         "{\"id\": \"done\", \"p80\": \"2027-02-01\", \"probability\": 7}]}")};
    struct kept_case c;
    struct str s;

    begin(t, &c);
    for (int i = 0; i < BODIES; i++)
        c.items[i].body = baton_json_read(
            c.b, baton_source(c.b, text_of("kept"), text_of(hostile[i])));
    s = report(&c, "score", false, "");
    CHECK(says(s, "\"decided\": 0,"));
    s = report(&c, "trend", false, "");
    CHECK(says(s, "\"probability\": null"));
    CHECK(report(&c, "trend", true, "").len > 0);
    baton_free(c.b);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The door: contexts, recognition, and the way from bytes to a report without an application. */
#include <stdlib.h>
#include <string.h>

#include "include/baton.h"
#include "tests/unit/harness.h"

static size_t pages_out;

static void *take(void *context, size_t bytes)
{
    (void)context;
    pages_out++;
    return malloc(bytes);
}

static void give(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    pages_out--;
    free(page);
}

static void on_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    abort();
}

static const struct baton_pages pages = {take, give, on_full, NULL};

static struct baton_text text_of(const char *s)
{
    return (struct baton_text){s, strlen(s)};
}

static struct str str_of_text(struct baton_text t)
{
    return (struct str){t.ptr, t.len};
}

static const char plan_text[] =
    "{\"baton\": 1, \"program\": {\"id\": \"small\", \"start\": \"2027-01-04\"},"
    " \"tasks\": {\"one\": {\"estimate\": \"1w..2w..4w\"},"
    " \"two\": {\"estimate\": \"2d..3d..9d\", \"after\": [\"one\"]}},"
    " \"milestones\": {\"done\": {\"after\": [\"two\"]}},"
    " \"commitments\": {\"promise\": {\"milestone\": \"done\", \"date\": \"2027-02-05\"}}}";

static const struct baton_plan *read_plan(struct baton *b, const char *text)
{
    const struct baton_read_options how = {.today = 20823};     /* 2027-01-05 */
    const uint32_t source = baton_source(b, text_of("plan.json"), text_of(text));
    const struct baton_node *root = baton_json_read(b, source);
    const struct baton_plan *plan = NULL;

    return root && baton_plan_read(b, &root, 1, &how, &plan) ? plan : NULL;
}

static struct baton_text report(struct baton *b, struct baton_study *s, const char *name)
{
    const struct baton_report_options options = {.json = true};
    struct baton_text bytes = {NULL, 0};

    return baton_report(b, s, name, &options, &bytes) == BATON_DONE ? bytes
                                                                  : (struct baton_text){NULL, 0};
}

void test_door__knows_a_text_by_its_first_bytes(struct test *t)
{
    static const struct {
        const char *bytes;
        size_t length;
        enum baton_syntax syntax;
    } texts[] = {
        {"baton: 1\n", 9, BATON_SYNTAX_YAML},
        {"\xef\xbb\xbf{}", 5, BATON_SYNTAX_JSON},
        {"\n  [1]", 6, BATON_SYNTAX_JSON},
        {"<?xml version='1.0'?>", 21, BATON_SYNTAX_XML},
        {"\xff\xfe<\0?\0", 6, BATON_SYNTAX_XML},
        {"", 0, BATON_SYNTAX_EMPTY},
        {" \n\t", 3, BATON_SYNTAX_EMPTY},
        {"\x89PNG\r\n", 6, BATON_SYNTAX_REFUSED},
        {"PK\x03\x04", 4, BATON_SYNTAX_REFUSED},
        {"abc\0def", 7, BATON_SYNTAX_REFUSED},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const char *what = "unset";

        CHECK_EQ(baton_syntax_of((struct baton_text){texts[i].bytes, texts[i].length}, &what),
                 texts[i].syntax);
        CHECK_EQ(what != NULL, texts[i].syntax == BATON_SYNTAX_REFUSED);
    }
}

void test_door__gives_every_page_back(struct test *t)
{
    const size_t before = pages_out;
    struct baton *b = baton_new(&pages, 0);
    const struct baton_forecast_options options = {.iterations = 512};
    struct baton_study *s = baton_study_new(b, read_plan(b, plan_text));

    CHECK(baton_study_schedule(s));
    CHECK(baton_study_forecast(s, &options));
    baton_study_check(s, 2);
    CHECK(report(b, s, "brief").len > 0);
    CHECK(pages_out > before);
    baton_free(b);
    CHECK_EQ(pages_out, before);
}

/* The same bytes from one call as from workers that run uneven pieces in another order. */
void test_door__pieces_of_a_job_make_the_same_forecast(struct test *t)
{
    const struct baton_forecast_options options = {.iterations = 1024, .seed = 5};
    struct baton *one = baton_new(&pages, 0), *many = baton_new(&pages, 0);
    struct baton_worker *workers[2] = {baton_worker_new(&pages, 0), baton_worker_new(&pages, 0)};
    struct baton_study *a = baton_study_new(one, read_plan(one, plan_text));
    struct baton_study *b = baton_study_new(many, read_plan(many, plan_text));
    struct baton_partial *parts[3], *all;
    struct baton_job *job;
    struct str x, y;

    CHECK(baton_study_schedule(a) && baton_study_schedule(b));
    CHECK(baton_study_forecast(a, &options));
    job = baton_job_new(b, &options);
    CHECK_EQ(baton_job_wants(job, NULL), 1024);
    parts[2] = baton_job_run(job, workers[1], 768, 256);
    parts[0] = baton_job_run(job, workers[0], 0, 256);
    parts[1] = baton_job_run(job, workers[1], 256, 512);
    all = baton_job_merge(job, parts, 3);
    CHECK_EQ(baton_job_wants(job, all), 1024);
    for (uint32_t pieces = baton_job_finish_begin(job, all); pieces-- > 0;)
        baton_job_finish_piece(job, workers[pieces % 2], pieces);
    baton_job_finish_end(job);
    baton_worker_free(workers[0]);
    baton_worker_free(workers[1]);
    x = str_of_text(report(one, a, "forecast"));
    y = str_of_text(report(many, b, "forecast"));
    CHECK(x.len > 0 && str_equal(x, y));
    baton_free(one);
    baton_free(many);
}

void test_door__says_where_a_plan_is_wrong(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    struct str problems;

    CHECK(!read_plan(b, "{\"baton\": 1, \"tasks\": {\"a\": {\"after\": [\"b\"]}}}"));
    CHECK_EQ(baton_problem_count(b, BATON_ERROR), 1);
    problems = str_of_text(baton_problems(b, BATON_ERROR));
    CHECK(str_starts(problems, STR("plan.json:1:40: error[unknown-id]: ")));
    baton_free(b);
}

void test_door__refuses_what_is_no_plan(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);

    CHECK(!read_plan(b, "[1, 2]"));
    CHECK(str_starts(str_of_text(baton_problems(b, BATON_ERROR)),
                     STR("plan.json:1:1: error[unknown-format]: ")));
    baton_free(b);
}

void test_door__a_report_that_lacks_what_it_reads_is_unfit(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    struct baton_study *s = baton_study_new(b, read_plan(b, plan_text));
    const struct baton_report_options options = {.json = true};
    struct baton_text bytes;

    CHECK_EQ(baton_report(b, s, "schedule", &options, &bytes), BATON_UNFIT);
    CHECK_EQ(baton_report(b, NULL, "ls", &options, &bytes), BATON_UNFIT);
    CHECK_EQ(baton_report(b, s, "no-such-report", &options, &bytes), BATON_UNFIT);
    CHECK_EQ(baton_report(b, s, "ls", &options, &bytes), BATON_DONE);
    CHECK_EQ(baton_report(b, s, "show", &options, &bytes), BATON_NOT_FOUND);
    baton_free(b);
}

void test_door__another_dialect_overrules_the_plan(struct test *t)
{
    const struct baton_read_options how = {.today = 20823, .dialect = text_of("msproject")};
    struct baton *b = baton_new(&pages, 0);
    const uint32_t source = baton_source(b, text_of("plan.json"), text_of(plan_text));
    const struct baton_node *root = baton_json_read(b, source);
    const struct baton_plan *plain = read_plan(b, plan_text), *plan;
    struct baton_study *s;
    struct str json;

    CHECK(baton_plan_read(b, &root, 1, &how, &plan));
    CHECK(baton_plan_digest(plan) != baton_plan_digest(plain));
    s = baton_study_new(b, plan);
    CHECK(baton_study_schedule(s));
    json = str_of_text(report(b, s, "schedule"));
    CHECK(str_find(json, STR("\"dialect\": \"msproject\"")) < json.len);
    baton_free(b);
}

void test_door__any_field_can_be_asked_for(struct test *t)
{
    struct baton *b = baton_new(&pages, 0);
    const struct baton_plan *plan = read_plan(b, plan_text);
    const uint32_t one = baton_object_find(plan, text_of("one"));

    CHECK(one != BATON_NO_OBJECT);
    CHECK_EQ(baton_object_find(plan, text_of("three")), BATON_NO_OBJECT);
    CHECK_STR(str_of_text(baton_object_id(plan, one)), "one");
    CHECK_STR(str_of_text(baton_get(b, plan, one, text_of("estimate"))), "1w..2w..4w");
    CHECK(!baton_get(b, plan, one, text_of("team")).ptr);
    CHECK(!baton_get(b, plan, one, text_of("colour")).ptr);
    CHECK_EQ(baton_object_place(plan, one).line, 1);
    baton_free(b);
}

void test_door__days_are_those_of_the_calendar(struct test *t)
{
    int64_t day = -1;

    CHECK(baton_day(text_of("1970-01-01"), &day));
    CHECK_EQ(day, 0);
    CHECK(baton_day(text_of("2028-02-29"), &day));
    CHECK_EQ(day, 21243);
    CHECK(!baton_day(text_of("2027-02-29"), &day));
    CHECK(!baton_day(text_of("2027-02-28T10:00"), &day));
    CHECK(!baton_day(text_of("tomorrow"), &day));
}

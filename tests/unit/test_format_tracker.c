/* SPDX-License-Identifier: Apache-2.0 */
/* Trackers: what each one's file says, as a plan. The fixtures are seeds of the fuzzer too. */
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/tracker.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "tests/unit/harness.h"

static const struct plan *plan_of(struct test *t, const char *name)
{
    const struct seal_options options = {.today = 0};
    const struct plan *plan = NULL;
    const struct format *format;
    const struct node *root;
    struct plan_builder *b;
    struct str bytes;
    uint32_t source;

    if (!test_read_file(t, str_copy(t->arena, str_format(t->arena,
                                                         "tests/fuzz/corpus/json/tracker-%s.json",
                                                         name)).ptr, &bytes)) {
        test_fail(t, __FILE__, __LINE__, "no fixture %s", name);
        return NULL;
    }
    source = diags_source(t->diags, STR("issues.json"), bytes);
    root = json_read(t->arena, source, bytes, t->diags);
    format = root ? format_recognise(root) : NULL;
    CHECK(format != NULL);
    if (!format)
        return NULL;
    CHECK_STR(str_of(format->name), name);
    b = plan_builder_new(t->arena, t->diags);
    CHECK(format_read(format, b, root, NULL, t->arena, t->diags));
    CHECK(plan_seal(b, &options, &plan));
    return plan;
}

/* The shape all fixtures share: a finished item before an open one. */
static void check_pair(struct test *t, const struct plan *p, const char *first, const char *second)
{
    const struct object *a = p ? plan_find(p, str_of(first)) : NULL;
    const struct object *b = p ? plan_find(p, str_of(second)) : NULL;

    CHECK(a && b);
    if (!a || !b)
        return;
    CHECK(task_get_finished(a) && task_get_finished(a)->instant == civil_day(2027, 1,
                                                                             8) * CIVIL_DAY_S);
    CHECK(task_get_started(a) != NULL);
    CHECK(!task_get_started(b) && !task_get_finished(b));
    CHECK(task_get_after(b) && task_get_after(b)->count == 1);
    if (task_get_after(b))
        CHECK_STR(task_get_after(b)->items[0].other.id, first);
    CHECK(plan_owner_of(p, b) != NULL);
}

void test_format_tracker__github(struct test *t)
{
    const struct plan *p = plan_of(t, "github");

    check_pair(t, p, "item-1", "item-2");
    if (!p)
        return;
    CHECK_EQ(plan_count(p, KIND_task), 2);      /* neither the pull request nor what nobody wants */
    CHECK_EQ(plan_count(p, KIND_commitment), 1);
    CHECK(plan_find(p, STR("web")) != NULL);    /* by its label */
    CHECK(commitment_get_date(plan_nth(p, KIND_commitment, 0))->instant ==
          civil_day(2027, 5, 28) * CIVIL_DAY_S);
}

void test_format_tracker__gitlab(struct test *t)
{
    const struct plan *p = plan_of(t, "gitlab");

    check_pair(t, p, "item-1", "item-2");
    if (!p || !plan_find(p, STR("item-2")))
        return;
    CHECK_EQ(span_seconds(&task_get_effort(plan_find(p, STR("item-2")))->b, p->calendar), 36000);
    CHECK(task_get_deadline(plan_find(p, STR("item-2")))->instant ==
          civil_day(2027, 3, 1) * CIVIL_DAY_S);
}

void test_format_tracker__redmine(struct test *t)
{
    const struct plan *p = plan_of(t, "redmine");
    const struct object *o;

    check_pair(t, p, "item-5", "item-6");
    o = p ? plan_find(p, STR("item-6")) : NULL;
    if (!o)
        return;
    CHECK_EQ(span_seconds(&task_get_effort(o)->b, p->calendar), 59400);     /* 16.5 h */
    CHECK_EQ(span_seconds(&task_get_after(o)->items[0].lag, p->calendar), 2 * 8 * 3600);
    CHECK_EQ(plan_count(p, KIND_commitment), 1);
}

void test_format_tracker__azure(struct test *t)
{
    const struct plan *p = plan_of(t, "azure");

    check_pair(t, p, "item-11", "item-12");
    if (p && plan_find(p, STR("item-12")))
        CHECK_EQ(span_seconds(&task_get_effort(plan_find(p, STR("item-12")))->b, p->calendar),
                 72000);
}

void test_format_tracker__linear(struct test *t)
{
    const struct plan *p = plan_of(t, "linear");

    check_pair(t, p, "POR-1", "POR-2");
    CHECK(p && plan_count(p, KIND_commitment) == 1);
}

void test_format_tracker__bugzilla(struct test *t)
{
    const struct plan *p = plan_of(t, "bugzilla");

    check_pair(t, p, "item-100", "item-101");
    if (p)      /* a milestone without a date promises nothing */
        CHECK(plan_count(p, KIND_milestone) == 1 && plan_count(p, KIND_commitment) == 0);
}

/* Times of a tracker carry a zone; here they are UTC. What is no date is counted, not guessed. */
void test_format_tracker__times_are_utc(struct test *t)
{
    static const struct {
        const char *json;
        int64_t instant;
    } known[] = {
        {"{\"at\": \"2024-01-31T10:11:12.000+0000\"}", 10 * 3600 + 11 * 60 + 12},
        {"{\"at\": \"2024-01-31T10:11:12Z\"}", 10 * 3600 + 11 * 60 + 12},
        {"{\"at\": \"2024-01-31T10:11:12.123456+02:00\"}", 8 * 3600 + 11 * 60 + 12},
        {"{\"at\": \"2024-01-31T10:11:12-0130\"}", 11 * 3600 + 41 * 60 + 12},
        {"{\"at\": \"2024-01-31\"}", 0},
    };
    static const char *const none[] = {
        "{\"at\": \"yesterday\"}", "{\"at\": \"2024-13-31T10:11:12Z\"}",
            "{\"at\": \"2024-01-31T10:11\"}"};
    struct tracker tracker;
    const struct node *n;

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        n = json_read(t->arena, diags_source(t->diags, STR("x"), str_of(known[i].json)),
                      str_of(known[i].json), t->diags);
        CHECK(tracker_init(&tracker, "x", n, NULL, t->arena, t->diags));
        CHECK_EQ(tracker_instant(&tracker, n, "at"),
                 civil_day(2024, 1, 31) * CIVIL_DAY_S + known[i].instant);
        CHECK_EQ(tracker.lost[TRACKER_BAD_DATES].total, 0);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        n = json_read(t->arena, diags_source(t->diags, STR("x"), str_of(none[i])), str_of(none[i]),
                      t->diags);
        CHECK(tracker_init(&tracker, "x", n, NULL, t->arena, t->diags));
        CHECK(tracker_instant(&tracker, n, "at") == CIVIL_NONE);
        CHECK_EQ(tracker.lost[TRACKER_BAD_DATES].total, 1);
    }
}

/* --- a mapping ---------------------------------------------------------------------------- */

static const struct plan *mapped(struct test *t, const char *mapping)
{
    static const char issues[] =
        "{\"issues\": ["
        "{\"id\": 1, \"subject\": \"a\", \"tracker\": {\"name\": \"Task\"},"
        " \"project\": {\"name\": \"Pier\"},"
        " \"category\": {\"name\": \"Backend\"}, \"status\": {\"name\": \"Polishing\"},"
        " \"assigned_to\": {\"name\": \"Ann Lee\"}, \"estimated_hours\": 8,"
        " \"created_on\": \"2026-11-02T09:00:00Z\","
        " \"relations\": [{\"issue_id\": 1, \"issue_to_id\": 2, \"relation_type\": \"gates\"}]},"
        "{\"id\": 2, \"subject\": \"b\", \"tracker\": {\"name\": \"Task\"},"
        " \"project\": {\"name\": \"Pier\"},"
        " \"status\": {\"name\": \"Parked\"}, \"created_on\": \"2026-11-02T09:00:00Z\"},"
        "{\"id\": 3, \"subject\": \"c\", \"tracker\": {\"name\": \"Task\"},"
        " \"project\": {\"name\": \"Pier\"},"
        " \"status\": {\"name\": \"New\"}, \"created_on\": \"2026-11-02T09:00:00Z\","
        " \"relations\": [{\"issue_id\": 1, \"issue_to_id\": 3, \"relation_type\": \"gates\"}]}]}";
    const struct seal_options options = {.today = 0};
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct plan *plan = NULL;
    const uint32_t first = diags_source(t->diags, STR("issues"), str_of(issues));
    const uint32_t second = diags_source(t->diags, STR("map"), str_of(mapping));
    const struct node *root = json_read(t->arena, first, str_of(issues), t->diags);
    const struct node *map = json_read(t->arena, second, str_of(mapping), t->diags);
    const struct format *format = format_recognise(root);

    CHECK(map && format);
    if (!map || !format || !format_read(format, b, root, map, t->arena, t->diags) ||
        !plan_seal(b, &options, &plan))
        return NULL;
    return plan;
}

void test_format_tracker__a_mapping_says_what_words_mean(struct test *t)
{
    const struct plan *p = mapped(t, "{\"teams\": {\"backend\": \"payments\"},"
                                     " \"people\": {\"ann lee\": \"ann\"},"
                                     " \"states\": {\"polishing\": \"doing\","
                                     "             \"Parked\": \"dropped\"},"
                                     " \"relations\": {\"gates\": \"before\"},"
                                     " \"estimates\": \"none\", \"prefix\": \"web\"}");
    const struct object *a = p ? plan_find(p, STR("web-1")) : NULL;
    const struct object *c = p ? plan_find(p, STR("web-3")) : NULL;

    CHECK(a && c);
    if (!a || !c)
        return;
    CHECK(!plan_find(p, STR("web-2")));         /* parked */
    CHECK_STR(*task_get_source_id(a), "web:1");
    CHECK_STR(task_get_team(a)->id, "payments");
    CHECK_STR(task_get_owner(a)->id, "ann");
    CHECK(task_get_started(a) != NULL);
    CHECK(!task_get_effort(a) && !task_get_estimate(a));
    CHECK(task_get_after(c) && task_get_after(c)->count == 1);
    /* Teams and people of the mapping stand as empty: what they are, the plan says. */
    CHECK(plan_find(p, STR("payments")) && !team_get_title(plan_find(p, STR("payments"))));
    CHECK(plan_find(p, STR("ann")) && !person_get_name(plan_find(p, STR("ann"))));
}

void test_format_tracker__a_wrong_mapping_is_refused_with_every_fault(struct test *t)
{
    CHECK(!mapped(t, "{\"states\": {\"Polishing\": \"busy\"},"
                     " \"relations\": {\"gates\": \"under\"},"
                     " \"estimates\": \"guess\", \"colour\": \"red\", \"teams\": [1]}"));
    CHECK_EQ(t->diags->error_count, 5);
}

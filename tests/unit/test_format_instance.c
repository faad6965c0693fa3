/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/format.h"
#include "core/plan/plan.h"
#include "tests/unit/harness.h"

/* The plan of a fixture of tests/truncate, or NULL. */
static const struct plan *plan_of(struct test *t, struct str bytes, const char *wanted)
{
    const struct seal_options options = {.today = 0};
    const uint32_t source = diags_source(t->diags, STR("instance"), bytes);
    struct plan_builder *b = plan_builder_new(t->arena, t->diags);
    const struct format *format = format_recognise_text(bytes);
    const struct plan *plan = NULL;

    CHECK(format != NULL);
    if (!format)
        return NULL;
    CHECK_STR(str_of(format->name), wanted);
    if (!format->read_text(b, bytes, source, t->arena, t->diags))
        return NULL;
    return plan_seal(b, &options, &plan) ? plan : NULL;
}

static const struct plan *plan_from_file(struct test *t, const char *path, const char *format)
{
    const struct plan *plan;
    struct str bytes;

    if (!test_read_file(t, path, &bytes)) {
        test_fail(t, __FILE__, __LINE__, "no file %s", path);
        return NULL;
    }
    plan = plan_of(t, bytes, format);
    CHECK(plan != NULL);
    return plan;
}

static int64_t units_of(const struct object *task, size_t n)
{
    const struct objects *all = task_get_assignments(task);

    return all && n < all->count ? *assignment_get_units(all->items[n]) : -1;
}

static void check_small(struct test *t, const struct plan *p)
{
    const struct object *j2 = plan_find(p, STR("j2")), *j4 = plan_find(p, STR("j4"));
    const struct object *r1 = plan_find(p, STR("r1"));

    CHECK_EQ(plan_count(p, KIND_task), 5);
    CHECK_EQ(plan_count(p, KIND_team), 2);
    CHECK(j2 && j4 && r1);
    if (!j2 || !j4 || !r1)
        return;
    CHECK_STR(*task_get_source_id(j2), "2");
    CHECK_EQ(span_seconds(&task_get_estimate(j2)->b, p->calendar), 3 * 3600);
    CHECK_EQ(units_of(j2, 0), 2000000);
    CHECK_EQ(units_of(j2, 1), 1000000);
    CHECK_EQ(*team_get_capacity(r1), 2000000);
    CHECK_EQ(task_get_after(j4)->count, 1);
    CHECK_STR(task_get_after(j4)->items[0].other.id, "j2");
    CHECK_EQ(p->start, civil_day(2000, 1, 1) * CIVIL_DAY_S);
    CHECK_EQ(p->as_of, p->start);
    CHECK_EQ(calendar_day_work(p->calendar, civil_day(2000, 1, 1)), CIVIL_DAY_S);
}

void test_format__psplib_becomes_a_plan(struct test *t)
{
    const struct plan *p = plan_from_file(t, "tests/truncate/small.sm", "psplib");

    if (p)
        check_small(t, p);
}

void test_format__wrapped_patterson_lines_are_one_job(struct test *t)
{
    const struct plan *p = plan_from_file(t, "tests/truncate/small.rcp", "patterson");

    if (p)
        check_small(t, p);
}

void test_format__time_lags_become_links_from_start_to_start(struct test *t)
{
    const struct plan *p = plan_from_file(t, "tests/truncate/small.sch", "rcpspmax");
    const struct links *after;

    if (!p)
        return;
    after = task_get_after(plan_find(p, STR("j3")));
    CHECK_EQ(after->count, 1);                  /* 1 -> 3 [2] */
    CHECK_EQ(after->items[0].type, LINK_SS);
    CHECK_EQ(after->items[0].lag.milli, 2000);
    CHECK(!after->items[0].at_most);
    after = task_get_after(plan_find(p, STR("j1")));
    CHECK_EQ(after->count, 2);                  /* 0 -> 1 [0], and 1 -> 2 [-4] */
    CHECK_STR(after->items[1].other.id, "j2");
    CHECK(after->items[1].at_most);
    CHECK_EQ(after->items[1].lag.milli, 4000);
    CHECK_STR(*task_get_source_id(plan_find(p, STR("j0"))), "0");
}

void test_format__broken_instances_are_refused_at_their_place(struct test *t)
{
    CHECK(plan_of(t, STR("2 1\n1\n0 0 1 2\n5 1\n"), "patterson") == NULL);
    CHECK_STR(str_of(t->diags->items[0].code), "cut-off");
    CHECK_EQ(t->diags->items[0].where.line, 5);
    CHECK(plan_of(t, STR("2 1\n1\n0 0 1 3\n5 1 0\n"), "patterson") == NULL);
    CHECK_STR(str_of(t->diags->items[1].code), "bad-value");
    CHECK_EQ(t->diags->items[1].where.line, 3);
    CHECK_EQ(t->diags->items[1].where.column, 7);
    CHECK(plan_of(t, STR("2 1\n1\n0 0 1 2\n5 1 0\n7"), "patterson") == NULL);
    CHECK_STR(str_of(t->diags->items[2].code), "trailing-text");
    CHECK(format_recognise_text(STR("baton: 1\n")) == NULL);
    CHECK(format_recognise_text(STR("\n")) == NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Reading Primavera texts: what they say, in whatever form, and what is refused. */
#include "core/base/arena.h"
#include "tests/unit/xer_fixture.h"

#define ONE_TASK XER_TASKS XER_TASK("1", "1", "TT_Task", "TK_NotStart", "A", "16", "16") "\n"
#define FILE_OF(rest) XER_HEAD XER_PROJECT XER_CALENDARS rest "%E\n"

static const struct object *get(struct test *t, const struct plan *p, const char *id)
{
    const struct object *o = p ? plan_find(p, str_of(id)) : NULL;

    if (!o)
        test_fail(t, __FILE__, __LINE__, "there is no %s", id);
    return o;
}

static bool has_note(const struct test *t, const char *code, uint32_t line)
{
    for (size_t i = 0; i < t->diags->count; i++)
        if (str_equal(str_of(t->diags->items[i].code), str_of(code)))
            return t->diags->items[i].where.line == line;
    return false;
}

/* Refused with this code at this line and column. */
static void refused(struct test *t, const char *text, const char *code, uint32_t line,
                    uint32_t column)
{
    const size_t before = t->diags->count;

    CHECK(plan_from_xer_bytes(t, xer_bytes(t, text)) == NULL);
    for (size_t i = before; i < t->diags->count; i++) {
        const struct diag *d = &t->diags->items[i];

        if (d->level != DIAG_ERROR)
            continue;
        CHECK_STR(str_of(d->code), code);
        CHECK_EQ(d->where.line, line);
        CHECK_EQ(d->where.column, column);
        return;
    }
    test_fail(t, __FILE__, __LINE__, "no error says %s", code);
}

static const struct plan *plan_from_file(struct test *t, const char *path)
{
    const struct plan *plan;
    struct str bytes;

    if (!test_read_file(t, path, &bytes)) {
        test_fail(t, __FILE__, __LINE__, "no file %s", path);
        return NULL;
    }
    plan = plan_from_xer_bytes(t, bytes);
    CHECK(plan != NULL);
    return plan;
}

void test_format_xer__a_small_project(struct test *t)
{
    const struct plan *p = plan_from_file(t, "tests/truncate/small.xer");
    const struct object *frame = get(t, p, "B30"), *crew = get(t, p, "resource-1");
    const struct object *found = get(t, p, "B10"), *ground = get(t, p, "wbs-DEPOT-GRD");
    const struct object *loe = get(t, p, "B99");

    if (!frame || !crew || !found || !ground || !loe)
        return;
    CHECK_STR(*program_get_title(p->program), "New depot");
    CHECK_STR(*program_get_currency(p->program), "EUR");
    CHECK_EQ(p->as_of, (civil_day(2026, 11, 23) * 24 + 8) * 3600);
    CHECK_STR(*task_get_title(frame), "Frame, \xe2\x80\x9csteel\xe2\x80\x9d");
    CHECK_STR(task_get_parent(frame)->id, "wbs-DEPOT-BLD");
    CHECK_STR(*task_get_title(ground), "Ground works");
    CHECK_EQ(*task_get_constraint(frame), CONSTRAINT_START_NO_EARLIER);
    CHECK_EQ(*task_get_constraint2(frame), CONSTRAINT_FINISH_NO_LATER);
    CHECK_STR(task_get_team(frame)->id, "resource-1");
    CHECK_EQ(*assignment_get_units(task_get_assignments(frame)->items[0]), 4000000);
    CHECK_STR(*team_get_title(crew), "Steel crew");
    CHECK_EQ(*team_get_capacity(crew), 4000000);
    CHECK_EQ(task_get_after(found)->count, 2);
    CHECK_EQ(task_get_after(found)->items[1].type, LINK_FF);
    CHECK_EQ(task_get_after(found)->items[1].lag.milli, -4000);
    CHECK_EQ(*task_get_inactive(loe), true);
    CHECK(!plan_find(p, STR("resource-2")));
    CHECK(has_note(t, "left-out-resources", 41));
    CHECK(has_note(t, "left-out-external-links", 37));
    CHECK(has_note(t, "left-out-notes", 57));
}

void test_format_xer__calendars(struct test *t)
{
    const struct plan *p = plan_from_file(t, "tests/truncate/small.xer");
    const struct object *g30 = get(t, p, "G30");
    const int64_t tuesday = civil_day(2026, 11, 24), christmas = civil_day(2026, 12, 25);

    if (!g30)
        return;
    /* Half a day by an exception; Christmas off, for who is based on it too; weeks of their own. */
    CHECK_EQ(calendar_day_work(p->calendar, tuesday), 4 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, tuesday + 1), 8 * 3600);
    CHECK_EQ(calendar_day_work(p->calendar, tuesday + 4), 0);
    CHECK_EQ(calendar_day_work(p->calendar, christmas), 0);
    CHECK_EQ(calendar_day_work(plan_calendar_of(p, g30), christmas), 0);
    CHECK_EQ(calendar_day_work(plan_calendar_of(p, g30), tuesday + 4), 24 * 3600);
}

void test_format_xer__columns_in_any_order(struct test *t)
{
    /* Other letters, other order, unknown columns, a long row, a short one, a line that goes on. */
    const struct plan *p = plan_from_xer(t, FILE_OF(
        "%T;WHATEVER\n%F;x\n%R;1\n%R\n"
        "%T;task\n%F;nobody;TASK_CODE;target_drtn_hr_cnt;Task_Id;task_name;proj_id\n"
        "%R;?;A;12,5;1;Long\nname;7;more;still more\n%R;?;B;;2\n"));
    const struct object *a = get(t, p, "A"), *b = get(t, p, "B");

    if (!a || !b)
        return;
    CHECK_STR(*task_get_title(a), "Long name");
    CHECK_EQ(span_seconds(&task_get_estimate(a)->b, p->calendar), 45000);
    CHECK(has_note(t, "left-out-tables", 11));
}

void test_format_xer__empty_is_not_zero(struct test *t)
{
    const struct plan *p = plan_from_xer(t, FILE_OF(
        "%T;TASK\n%F;task_code;target_drtn_hr_cnt;task_id;task_name\n"
        "%R;A;12,5;1;Long\nname;more\n%R;B;;2\n%R;C;0;3\n"));
    const struct object *a = get(t, p, "A"), *b = get(t, p, "B"), *c = get(t, p, "C");

    if (!a || !b || !c)
        return;
    CHECK_EQ(span_seconds(&task_get_estimate(a)->b, p->calendar), 45000);
    CHECK_STR(*task_get_title(a), "Long name");
    CHECK(task_get_estimate(b) == NULL);
    CHECK_EQ(task_get_estimate(c)->b.milli, 0);
}

/* The bytes as UTF-16 with a mark. */
static struct str as_utf16(struct test *t, struct str bytes, bool big)
{
    struct text out;

    text_init(&out, t->arena);
    text_add(&out, big ? STR("\xfe\xff") : STR("\xff\xfe"));
    for (size_t i = 0; i < bytes.len; i++) {
        if (big)
            text_add_char(&out, '\0');
        text_add_char(&out, bytes.ptr[i]);
        if (!big)
            text_add_char(&out, '\0');
    }
    return text_str(&out);
}

void test_format_xer__encodings(struct test *t)
{
    const char *named = XER_HEAD XER_PROJECT XER_CALENDARS
        "%T;TASK\n%F;task_id;task_code;target_drtn_hr_cnt;task_name\n%R;1;A;8;";
    const struct str windows = xer_bytes(t, str_format(t->arena, "%s\x80 caf\xe9\n", named).ptr);
    const struct str utf8 = xer_bytes(t, str_format(t->arena, "\xef\xbb\xbf%scaf\xc3\xa9\n",
                                                    named).ptr);
    const struct str plain = xer_bytes(t, str_format(t->arena, "%scafe\n", named).ptr);
    const struct str texts[] = {windows, utf8, as_utf16(t, plain, false), as_utf16(t, plain, true)};
    static const char *const wanted[] = {"\xe2\x82\xac caf\xc3\xa9", "caf\xc3\xa9", "cafe", "cafe"};

    for (int i = 0; i < 4; i++) {
        const struct plan *p = plan_from_xer_bytes(t, texts[i]);
        const struct object *a = get(t, p, "A");

        if (a)
            CHECK_STR(*task_get_title(a), wanted[i]);
    }
    CHECK(plan_from_xer_bytes(t, str_slice(texts[2], 0, texts[2].len - 1)) == NULL);
}

/* Russian from Windows-1251, UTF-16 without a mark, and a file whose first line is gone. */
void test_format_xer__encodings_without_a_word(struct test *t)
{
    static const char named[] = XER_PROJECT XER_CALENDARS
        "%T;TASK\n%F;task_id;task_code;target_drtn_hr_cnt;task_name\n%R;1;A;8;";
    const struct str russian = xer_bytes(
        t, str_format(t->arena, XER_HEAD "%s\xca\xeb\xe0\xe4\xea\xe0 \xb9 5\n", named).ptr);
    const struct str plain = xer_bytes(t, str_format(t->arena, XER_HEAD "%scafe\n", named).ptr);
    const struct str little = as_utf16(t, plain, false), big = as_utf16(t, plain, true);
    const struct str texts[] = {russian, str_slice(little, 2, little.len),
                                str_slice(big, 2, big.len),
                                xer_bytes(t, str_format(t->arena, "%scafe\n", named).ptr)};
    static const char *const wanted[] = {
        "\xd0\x9a\xd0\xbb\xd0\xb0\xd0\xb4\xd0\xba\xd0\xb0 \xe2\x84\x96 5", "cafe", "cafe", "cafe"};

    for (int i = 0; i < 4; i++) {
        const struct plan *p = plan_from_xer_bytes(t, texts[i]);
        const struct object *a = get(t, p, "A");

        if (a)
            CHECK_STR(*task_get_title(a), wanted[i]);
    }
}

/* Tables that are missing as a whole are said, and what they would tell is left out. */
void test_format_xer__missing_tables(struct test *t)
{
    const struct plan *p = plan_from_xer(t, XER_HEAD XER_PROJECT
        "%T;TASK\n%F;task_id;proj_id;wbs_id;clndr_id;task_code;target_drtn_hr_cnt\n"
        "%R;1;7;3;1;A;8\n%T;TASKRSRC\n%F;taskrsrc_id;task_id;proj_id;rsrc_id\n%R;1;1;7;5\n%E\n");
    const struct object *a = get(t, p, "A");

    CHECK(a && !task_get_parent(a) && !task_get_assignments(a));
    CHECK(has_note(t, "left-out-wbs", 7));
    CHECK(has_note(t, "left-out-assignments", 10));
}

void test_format_xer__several_projects(struct test *t)
{
    const struct plan *p = plan_from_xer(t, XER_HEAD
        "%T;PROJECT\n%F;proj_id;proj_short_name;clndr_id;last_recalc_date;plan_start_date;"
        "orig_proj_id\n%R;7;P;1;2026-11-23 08:00;2026-11-02 08:00\n"
        "%R;8;P-B1;1;2026-11-01 08:00;2026-11-02 08:00;7\n%R;9;empty;1;;;\n"
        XER_CALENDARS "%T;TASK\n%F;task_id;proj_id;task_code;target_drtn_hr_cnt\n"
        "%R;1;7;A;8\n%R;2;8;A;8\n"
        XER_LINKS "%R;1;2;7;8;PR_FS;0\n");

    CHECK_EQ(p ? plan_count(p, KIND_task) : 0, 1);
    CHECK(has_note(t, "baselines", 5));
    CHECK(has_note(t, "left-out-projects", 6));
    CHECK(has_note(t, "left-out-external-links", 17));
}

#define COPIES(of_9)                                                                           \
    XER_HEAD "%T;PROJECT\n%F;proj_id;clndr_id;last_recalc_date;plan_start_date;orig_proj_id;"  \
    "sum_base_proj_id;project_flag\n%R;7;1;2026-11-23 08:00;2026-11-02 08:00;;9;Y\n"           \
    "%R;8;1;;;7;;N\n%R;9;1;;;" of_9 ";;Y\n%R;10;1;;;;;N\n" XER_CALENDARS                      \
    "%T;TASK\n%F;task_id;proj_id;task_code;target_drtn_hr_cnt;target_start_date;"              \
    "target_end_date;act_start_date;early_end_date;target_work_qty\n%R;1;7;A;8\n%R;2;7;B;8\n"  \
    "%R;3;8;A;16;2026-11-02 08:00;2026-11-03 17:00\n"                                          \
    "%R;4;9;A;24;2026-11-09 08:00;2026-11-11 17:00;2026-11-10 08:00;2026-11-12 17:00;48\n"     \
    "%R;5;9;B;4;;;2026-11-16 08:00;2026-11-16 12:00\n%R;6;9;gone;4\n%R;7;10;A;1\n"

/* The copy that the project names is its baseline, whether it says whose copy it is or not; others
 * are counted. Planned dates count, actual ones where there are none. */
void test_format_xer__projects_that_are_baselines(struct test *t)
{
    static const char *const files[] = {COPIES("7"), COPIES("")};

    for (int i = 0; i < 2; i++) {
        const struct plan *p = plan_from_xer(t, files[i]);
        const struct object *a = get(t, p, "A"), *b = get(t, p, "B");
        const struct objects *base = a ? task_get_baseline(a) : NULL;
        const struct objects *others = a ? task_get_baselines(a) : NULL;

        CHECK_EQ(p ? plan_count(p, KIND_task) : 0, 2);
        CHECK(base && others && others->count == 1 && b && task_get_baseline(b));
        if (!base || !others || !b || !task_get_baseline(b))
            continue;
        CHECK_EQ(baseline_get_start(base->items[0])->instant,
                 civil_day(2026, 11, 9) * CIVIL_DAY_S + 8 * 3600);
        CHECK_EQ(baseline_get_finish(base->items[0])->instant,
                 civil_day(2026, 11, 11) * CIVIL_DAY_S + 17 * 3600);
        CHECK_EQ(baseline_get_duration(base->items[0])->milli, 24000);
        CHECK_EQ(baseline_get_work(base->items[0])->milli, 48000);
        CHECK_STR(others->items[0]->id, "1");
        CHECK_EQ(baseline_get_duration(others->items[0])->milli, 16000);
        CHECK(!baseline_get_work(others->items[0]));
        CHECK_EQ(baseline_get_start(task_get_baseline(b)->items[0])->instant,
                 civil_day(2026, 11, 16) * CIVIL_DAY_S + 8 * 3600);
        CHECK(has_note(t, "baselines", 5));
        CHECK(has_note(t, "left-out-baselines", 7));
        CHECK(has_note(t, "left-out-baseline-tasks", 19));
    }
}

void test_format_xer__codes_that_are_no_ids(struct test *t)
{
    const struct plan *p = plan_from_xer(t, FILE_OF(
        "%T;TASK\n%F;task_id;task_code;target_drtn_hr_cnt\n"
        "%R;1;A 1.0;8\n%R;2;A-1-0;8\n%R;3;#;8\n"));
    const struct object *a = get(t, p, "A-1-0"), *b = get(t, p, "A-1-0-2"), *c = get(t, p, "x");

    if (a && b && c) {
        CHECK_STR(*task_get_source_id(a), "A 1.0");
        CHECK_STR(*task_get_source_id(b), "A-1-0");
        CHECK_STR(*task_get_source_id(c), "#");
    }
}

void test_format_xer__refuses(struct test *t)
{
    refused(t, FILE_OF(ONE_TASK "%R;1;7;1;TT_Task;TK_NotStart;B;8;8\n"), "duplicate-id", 12, 4);
    refused(t, FILE_OF(ONE_TASK XER_LINKS XER_LINK("1", "5", "PR_FS", "0")), "unknown-id", 14, 6);
    refused(t, FILE_OF(ONE_TASK XER_LINKS XER_LINK("1", "1", "PR_XX", "0")), "bad-value", 14, 12);
    refused(t, FILE_OF(XER_TASKS "%R;1;7;3;TT_Task\n"), "unknown-id", 11, 8);
    refused(t, FILE_OF(XER_TASKS "%R;1;7;1;TT_Task;;A;8;x\n"), "bad-value", 11, 23);
    refused(t, FILE_OF(XER_TASKS "%R;1;7;1;TT_Task;;A;-8\n"), "bad-value", 11, 21);
    refused(t, FILE_OF(XER_TASKS "%R;1;7;1;TT_Task;;A;8;8;yesterday\n"), "bad-value", 11, 25);
    refused(t, FILE_OF("%R;1\n" ONE_TASK), "duplicate-id", 9, 4);
    refused(t, XER_HEAD "%R;1\n", "not-a-table-row", 2, 1);
    refused(t, XER_HEAD, "empty-plan", 1, 1);
    refused(t, XER_HEAD XER_PROJECT "%T;CALENDAR\n%F;clndr_id;clndr_data\n"
            "%R;1;(0||CalendarData()((0||DaysOfWeek()((0||9()())))))\n" ONE_TASK,
            "bad-calendar", 7, 46);
}

/* Bits of a small file turned over, and every beginning of it: a plan, or an error at a place. */
static void read_broken(struct test *t, struct str bytes)
{
    struct arena *own = arena_child(t->arena);
    const struct seal_options options = {.today = 0};
    struct diags diags;
    const struct plan *plan;
    struct plan_builder *b;
    uint32_t source;

    diags_init(&diags, own);
    source = diags_source(&diags, STR("plan.xer"), bytes);
    b = plan_builder_new(own, &diags);
    if (format_recognise_text(bytes) &&
        !(format_recognise_text(bytes)->read_text(b, bytes, source, own, &diags) &&
          plan_seal(b, &options, &plan))) {
        CHECK(diags.error_count > 0);
        for (size_t i = 0; i < diags.count; i++)
            if (diags.items[i].level == DIAG_ERROR)
                CHECK(diags.items[i].where.source == source && diags.items[i].where.line > 0);
    }
    arena_reset(own);
}

void test_format_xer__broken_bytes(struct test *t)
{
    struct str bytes;
    char *copy;

    if (!test_read_file(t, "tests/truncate/small.xer", &bytes)) {
        test_fail(t, __FILE__, __LINE__, "no file");
        return;
    }
    copy = ARENA_ARRAY(t->arena, char, bytes.len);
    for (size_t i = 0; i < bytes.len; i++)
        copy[i] = bytes.ptr[i];
    for (size_t i = 0; i < bytes.len; i++) {
        read_broken(t, str_slice(bytes, 0, i));
        for (int bit = 0; bit < 8; bit += 1 + (int)(i % 3)) {
            copy[i] = (char)(bytes.ptr[i] ^ (1 << bit));
            read_broken(t, (struct str){copy, bytes.len});
        }
        copy[i] = bytes.ptr[i];
    }
}

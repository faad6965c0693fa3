/* SPDX-License-Identifier: Apache-2.0 */
/* What a log says of one object: its steps, in time, with the values as they were. */
#include "core/edit/past.h"
#include "tests/unit/plan_random.h"

static const char *const lines[] = {
    ("{'seq':1,'id':'x1','at':'2026-10-01T08:00:00Z',"
    "'against':0,'edits':{'program.start':'2026-09-07',"
    "'tasks.dig':{'estimate':'2d'},'handoffs.h':{'gives':'dig','to':'pour','offered':"
    "'2026-12-04'}},'undo':{'program.start':null,'dig':null,'h':null}}"),
    ("{'seq':2,'id':'x2','at':'2026-11-02T10:30:00Z','by':'ann','why':'wet','against':1,'edits':"
    "{'h.offered':'2026-12-11','dig.estimate':'3d','dig.touches[quay]':true},'undo':"
    "{'h.offered':'2026-12-04','dig.estimate':'2d','dig.touches[quay]':null}}"),
    ("{'seq':3,'id':'x3','at':'2026-11-03T10:30:00Z','against':2,'edits':{'dig':null},"
    "'undo':{'tasks.dig':{'estimate':'3d'}}}"),
};

static const struct past *past_of(struct test *t, struct change *log)
{
    for (size_t i = 0; i < 3; i++) {
        struct text line;
        const struct node *root;

        text_init(&line, t->arena);
        for (const char *c = lines[i]; *c; c++)
            text_add_char(&line, *c == '\'' ? '"' : *c);
        root = json_read(t->arena, diags_source(t->diags, STR("log"), text_str(&line)),
                         text_str(&line), t->diags);
        CHECK(root && change_read(root, &log[i], t->diags));
    }
    return past_new(log, 3, t->arena);
}

void test_edit_past__steps_of_an_object_stand_in_time(struct test *t)
{
    const struct field *estimate = &schema_kinds[KIND_task].fields[FIELD_task_estimate];
    struct change log[3];
    const struct past *p = past_of(t, log);
    const uint32_t first = past_first(p, STR("dig"));
    const struct estimate *e;
    struct past_step s;

    CHECK_EQ(past_count(p), 7);
    CHECK_EQ(past_begin(p), civil_day(2026, 10, 1) * CIVIL_DAY_S + 8 * 3600);
    CHECK(past_step(p, first, STR("dig"), &s));
    CHECK_EQ(s.what, PAST_ADDED);
    CHECK_EQ(s.kind, KIND_task);
    e = past_value(&s, estimate, true, t->arena);
    CHECK(e && e->b.milli == 2000);
    CHECK(past_value(&s, estimate, false, t->arena) == NULL);
    CHECK(past_step(p, first + 1, STR("dig"), &s));
    CHECK_EQ(s.what, PAST_SET);
    CHECK_STR(s.field, "estimate");
    CHECK_STR(s.change->by, "ann");
    CHECK_EQ(s.at, civil_day(2026, 11, 2) * CIVIL_DAY_S + 10 * 3600 + 1800);
    e = past_value(&s, estimate, false, t->arena);
    CHECK(e && e->b.milli == 2000);
    e = past_value(&s, estimate, true, t->arena);
    CHECK(e && e->b.milli == 3000);
    CHECK(past_step(p, first + 2, STR("dig"), &s));
    CHECK(s.partly && str_equal(s.field, STR("touches")));
    CHECK(past_step(p, first + 3, STR("dig"), &s));
    CHECK_EQ(s.what, PAST_REMOVED);
    e = past_value(&s, estimate, false, t->arena);
    CHECK(e && e->b.milli == 3000);
    CHECK(!past_step(p, first + 4, STR("dig"), &s));
    CHECK(!past_step(p, past_first(p, STR("nobody")), STR("nobody"), &s));
}

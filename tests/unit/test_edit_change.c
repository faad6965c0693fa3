/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a log: their line, their chain, what clashes; laws on random plans. */
#include "core/edit/change.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_random.h"

enum { PLANS = 20 };

static const struct plan *small(struct test *t, const char *estimate)
{
    return plan_from_json(t, str_format(t->arena,
                                        "{'program': {'id': 'p'}, 'tasks': {'dig': {'estimate': "
                                        "'%s'}, 'pour': {'after': ['dig']}}}", estimate).ptr);
}

static bool read_line(struct test *t, struct str line, struct change *ret)
{
    const struct node *root =
        json_read(t->arena, diags_source(t->diags, STR("change"), line), line, t->diags);

    return root && change_read(root, ret, t->diags);
}

void test_edit_change__a_line_says_all_and_reads_back(struct test *t)
{
    const struct change head = {.seq = 8, .against = 7, .id = STR("x1"),
                                .at = STR("2026-11-23T09:30:00Z"), .by = STR("ann"),
                                .why = STR("wet \"ground\"\n")};
    const struct str line = change_write(&head, small(t, "2d"), small(t, "3d"), t->arena);
    struct edit_line edit;
    struct change c;

    CHECK_STR(line, "{\"seq\":8,\"id\":\"x1\",\"at\":\"2026-11-23T09:30:00Z\",\"by\":\"ann\","
                    "\"why\":\"wet \\\"ground\\\"\\n\",\"against\":7,"
                    "\"edits\":{\"dig.estimate\":\"3d\"},\"undo\":{\"dig.estimate\":\"2d\"}}");
    if (!read_line(t, line, &c)) {
        test_fail(t, __FILE__, __LINE__, "the line is refused");
        return;
    }
    CHECK_EQ(c.seq, 8);
    CHECK_EQ(c.against, 7);
    CHECK(str_equal(c.why, head.why) && str_equal(c.id, head.id) && str_equal(c.by, head.by));
    edit = change_line(&c, 0, t->arena);
    CHECK_EQ(edit.sign, '~');
    CHECK_STR(edit.before, "2d");
    CHECK_STR(edit.after, "3d");
}

/* sha256sum of the texts says the same. */
void test_edit_change__the_chain_is_what_it_says(struct test *t)
{
    char first[SHA256_HEX + 1], second[SHA256_HEX + 1];

    change_chain_start(STR("pier"), first);
    CHECK_STR(str_of(first),
              "9192360f6e836d744aa94061796e8651c8ef1841639daffd5c032c44fd3e36a3");
    change_chain(str_of(first), STR("{}"), second);
    CHECK_STR(str_of(second),
              "20bb5c4ba2e3aea19c8430df38f81e6b6c487525138686677537444076f45850");
}

void test_edit_change__other_trees_are_refused(struct test *t)
{
    static const char *const wrong[] = {
        "[]", "{'seq': 0, 'id': 'a', 'at': 'b', 'against': 0, 'edits': {}, 'undo': {}}",
        "{'seq': 1, 'at': 'b', 'against': 0, 'edits': {}, 'undo': {}}",
        "{'seq': 1, 'id': 'a', 'at': 'b', 'edits': {}, 'undo': {}}",
        "{'seq': 1, 'id': 'a', 'at': 'b', 'against': 0, 'edits': [], 'undo': {}}",
        "{'seq': 1, 'id': 'a', 'at': 'b', 'against': 0, 'edits': {}}"};
    struct change c;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        const size_t errors = t->diags->error_count;

        CHECK(!change_read(tree_from_json(t, wrong[i]), &c, t->diags));
        CHECK_EQ(t->diags->error_count, errors + 1);
    }
}

void test_edit_change__knows_what_is_about_the_same(struct test *t)
{
    static const struct {
        const char *a, *b;
        bool touches;
    } pairs[] = {{"dig.team", "dig.team", true},
                 {"dig.team", "dig.owner", false},
                 {"dig", "dig.team", true},
                 {"tasks.dig", "dig.team", true},
                 {"tasks.dig", "milestones.dig", true},
                 {"dig.after", "dig.after[a]", true},
                 {"dig.after[a]", "dig.after[b]", false},
                 {"d.options[a]", "d.options[a].cost", true},
                 {"dig.team", "dig-2.team", false},
                 {"dig", "dig2", false},
                 {"program.as_of", "program.title", false}};

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        CHECK_EQ(change_touches(str_of(pairs[i].a), str_of(pairs[i].b)), pairs[i].touches);
        CHECK_EQ(change_touches(str_of(pairs[i].b), str_of(pairs[i].a)), pairs[i].touches);
    }
}

static const struct plan *apply_map(struct test *t, const struct plan *p, const struct node *map)
{
    const struct plan *made = NULL;
    struct edits edits;

    return plan_read_edits(p, map, t->arena, &edits, t->diags) &&
                   plan_apply(p, edits.items, edits.count, t->arena, &made, t->diags)
               ? made
               : NULL;
}

/* From the line alone: `edits` leads from a to b, `undo` from b back to a. */
void test_edit_change__leads_there_and_back(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);

    r->t = t;
    for (int i = 0; i < PLANS && t->failures == 0; i++) {
        const struct plan *a = plan_try_json(t, random_plan_text(r)),
                          *b = plan_try_json(t, random_plan_text(r)), *there, *back;
        const struct change head = {.seq = 1, .id = STR("x"), .at = STR("y")};
        struct change c;

        if (!a || !b) {
            test_fail(t, __FILE__, __LINE__, "a random plan is refused");
            return;
        }
        if (!read_line(t, change_write(&head, a, b, t->arena), &c)) {
            test_fail(t, __FILE__, __LINE__, "the line is refused");
            return;
        }
        there = apply_map(t, a, c.edits);
        CHECK(there && plan_digest(there, t->arena) == plan_digest(b, t->arena));
        back = there ? apply_map(t, there, c.undo) : NULL;
        CHECK(back && plan_digest(back, t->arena) == plan_digest(a, t->arena));
        diags_init(t->diags, t->arena);
    }
}

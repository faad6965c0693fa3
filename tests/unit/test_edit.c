/* SPDX-License-Identifier: Apache-2.0 */
/* Edits of two plans: what a difference says, and laws on random plans (plan_random.h). */
#include "core/edit/edit.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_random.h"

enum { PLANS = 40 };

static struct str yaml_of(struct test *t, const struct edits *edits)
{
    struct text text;
    struct writer *w;

    text_init(&text, t->arena);
    w = writer_new(t->arena, WRITER_JSON_COMPACT, &text);
    edit_write(edits, w);
    return text_str(&text);
}

/* The errors alone, in short. */
static struct str errors_of(struct test *t)
{
    struct text text;

    text_init(&text, t->scratch);
    for (size_t i = 0; i < t->diags->count; i++)
        if (t->diags->items[i].level == DIAG_ERROR)
            text_addf(&text, "%s: %.*s\n", t->diags->items[i].code,
                      STR_ARG(t->diags->items[i].text));
    return str_slice(text_str(&text), 0, 2000);
}

/* Every edit as a line, one after the other. */
static struct str lines_of(struct test *t, const struct plan *a, const struct plan *b)
{
    const struct edits edits = edit_diff(a, b, t->arena);
    struct text text;

    text_init(&text, t->arena);
    for (size_t i = 0; i < edits.count; i++) {
        const struct edit_line line = edit_line_of(a, &edits.items[i], t->arena);

        text_addf(&text, "%c %.*s|%.*s|%.*s\n", line.sign, STR_ARG(line.address),
                  STR_ARG(line.before), STR_ARG(line.after));
    }
    return text_str(&text);
}

static const struct plan *apply(struct test *t, const struct plan *a, const struct edits *edits)
{
    const struct plan *made = NULL;

    if (a && plan_apply(a, edits->items, edits->count, t->arena, &made, t->diags))
        return made;
    test_fail(t, __FILE__, __LINE__, "the edits are refused: %.*s\n%.*s", STR_ARG(errors_of(t)),
              STR_ARG(str_slice(yaml_of(t, edits), 0, 2000)));
    return NULL;
}

void test_edit__says_what_changed(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, "{'program': {'id': 'p', 'title': 'Old', 'delay_cost': {'per_week': '41k'}},"
           " 'teams': {'red': {}, 'blue': {}}, 'systems': {'store': {}, 'queue': {}},"
           " 'tasks': {'dig': {'team': 'red', 'estimate': '2d', 'touches': ['store'],"
           "                   'note': 'wet'},"
           "           'pour': {'after': ['dig SS', 'dig FF'], 'estimate': '3d'}, 'gone': {}},"
           " 'risks': {'r': {'likely': '25%', 'hits': {'dig': '1w'}}},"
           " 'decisions': {'d': {'question': 'Which?', 'options': {'a': {'cost': '3k'},"
           " 'b': {}}}}}");
    const struct plan *b = plan_from_json(
        t, "{'program': {'id': 'p', 'title': 'New', 'delay_cost': {'per_week': '50k'}},"
           " 'teams': {'red': {}, 'blue': {}}, 'systems': {'store': {}, 'queue': {}},"
           " 'tasks': {'dig': {'team': 'blue', 'estimate': '2d', 'touches': ['store', 'queue']},"
           "           'pour': {'after': ['dig SS +1d'], 'estimate': '3d'},"
           "           'test': {'estimate': '1w', 'after': ['dig']}},"
           " 'risks': {'r': {'likely': '25%', 'hits': {'dig': '2w'}}},"
           " 'decisions': {'d': {'question': 'Which?', 'options': {'a': {'cost': '4k'},"
           " 'c': {'title': 'Sea'}}}}}");

    if (!a || !b)
        return;
    CHECK_STR(lines_of(t, a, b), "~ program.title|Old|New\n"
                                 "~ program.delay_cost.per_week|41k|50k\n"
                                 "~ dig.team|red|blue\n"
                                 "+ dig.touches[queue]||\n"
                                 "- dig.note|wet|\n"
                                 "~ pour.after[dig SS]|dig SS|dig SS +1d\n"
                                 "- pour.after[dig FF]||\n"
                                 "- gone||\n"
                                 "+ tasks.test||estimate: 1w, after: dig\n"
                                 "~ r.hits[dig]|1w|2w\n"
                                 "~ d.options[a].cost|3k|4k\n"
                                 "- d.options[b]||\n"
                                 "+ d.options[c]||title: Sea\n");
}

/* Where members cannot say the new order, the whole field is stated. */
void test_edit__keeps_the_order_of_lists(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, "{'program': {'id': 'p'}, 'systems': {'x': {}, 'y': {}, 'z': {}},"
           " 'tasks': {'dig': {'touches': ['x', 'y']}}}");
    const struct plan *b = plan_from_json(
        t, "{'program': {'id': 'p'}, 'systems': {'x': {}, 'y': {}, 'z': {}},"
           " 'tasks': {'dig': {'touches': ['z', 'x', 'y']}}}");
    const struct edits edits = edit_diff(a, b, t->arena);
    const struct plan *made = apply(t, a, &edits);

    CHECK_STR(lines_of(t, a, b), "~ dig.touches|x, y|z, x, y\n");
    CHECK(made && plan_digest(made, t->arena) == plan_digest(b, t->arena));
}

/* A task becomes a milestone of the same id. */
void test_edit__an_id_may_change_its_kind(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, "{'program': {'id': 'p'}, 'tasks': {'x': {}, 'y': {'after': ['x']}}}");
    const struct plan *b = plan_from_json(
        t, "{'program': {'id': 'p'}, 'tasks': {'y': {'after': ['x']}}, 'milestones': {'x': {}}}");
    const struct edits edits = edit_diff(a, b, t->arena);
    const struct plan *made = apply(t, a, &edits);

    CHECK(made && plan_digest(made, t->arena) == plan_digest(b, t->arena));
    CHECK_EQ(edits.count, 2);
}

/* --- laws ------------------------------------------------------------------------------ */

static const struct plan *random_plan(struct random_plan *r)
{
    struct test *t = r->t;
    const struct plan *p = plan_try_json(t, random_plan_text(r));

    if (!p)
        test_fail(t, __FILE__, __LINE__, "the random plan is refused\n%.*s",
                  STR_ARG(errors_of(t)));
    return p;
}

/* The plan without some objects that nothing needs, so that plans differ in their objects too. */
static const struct plan *thinned(struct random_plan *r, const struct plan *p)
{
    for (int tries = 0; p && tries < 12; tries++) {
        const uint32_t n = (uint32_t)random_below(r, p->object_count);
        const struct edit gone = {.kind = EDIT_REMOVE, .address = p->objects[n]->id, .object = n,
                                  .field = UINT16_MAX, .inner = UINT16_MAX};
        struct diags ignored;

        diags_init(&ignored, r->t->scratch);
        if (!(schema_kinds[p->objects[n]->kind].flags & KIND_SINGLE))
            plan_apply(p, &gone, 1, r->t->arena, &p, &ignored);
    }
    return p;
}

static void holds(struct test *t, const char *law, const struct plan *got,
                  const struct plan *wanted)
{
    struct str lines;

    if (!got || plan_digest(got, t->arena) == plan_digest(wanted, t->arena))
        return;
    lines = lines_of(t, got, wanted);
    test_fail(t, __FILE__, __LINE__, "%s: these differ still\n%.*s", law,
              STR_ARG(str_slice(lines, 0, 2000)));
}

void test_edit__applying_a_difference_gives_the_other_plan(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);
    size_t seen[3] = {0};

    r->t = t;
    for (int i = 0; i < PLANS && t->failures == 0; i++) {
        const struct plan *a = thinned(r, random_plan(r)), *b = thinned(r, random_plan(r));
        struct edits edits;

        if (!a || !b)
            return;
        edits = edit_diff(a, b, t->arena);
        for (size_t e = 0; e < edits.count; e++)
            seen[edits.items[e].kind]++;
        holds(t, "apply(a, diff(a, b)) = b", apply(t, a, &edits), b);
        CHECK_EQ(edit_diff(a, a, t->arena).count, 0);
        diags_init(t->diags, t->arena);
    }
    CHECK(seen[EDIT_SET] > 0 && seen[EDIT_ADD] > 0 && seen[EDIT_REMOVE] > 0);
    random_all_seen(r);
}

void test_edit__an_inverse_takes_edits_back(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);

    r->t = t;
    for (int i = 0; i < PLANS && t->failures == 0; i++) {
        const struct plan *a = thinned(r, random_plan(r)), *b = thinned(r, random_plan(r)), *made;
        struct edits edits, back;

        if (!a || !b)
            return;
        edits = edit_diff(a, b, t->arena);
        made = apply(t, a, &edits);
        CHECK(edit_inverse(a, &edits, t->arena, &back, t->diags));
        holds(t, "undo", made ? apply(t, made, &back) : NULL, a);
        diags_init(t->diags, t->arena);
    }
}

void test_edit__differences_compose(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);

    r->t = t;
    for (int i = 0; i < PLANS / 2 && t->failures == 0; i++) {
        const struct plan *a = thinned(r, random_plan(r)), *b = thinned(r, random_plan(r)),
                          *c = thinned(r, random_plan(r));
        struct edits first, second, both;

        if (!a || !b || !c)
            return;
        first = edit_diff(a, b, t->arena);
        second = edit_diff(b, c, t->arena);
        if (!edit_compose(a, &first, &second, t->arena, &both, t->diags))
            test_fail(t, __FILE__, __LINE__, "they do not compose");
        else
            holds(t, "compose", apply(t, a, &both), c);
        diags_init(t->diags, t->arena);
    }
}

/* Thinning may leave edits that address what is gone; a file that says so is refused, so only
 * plans that can be read themselves are asked to. */
static const struct plan *readable(struct random_plan *r)
{
    const struct plan *whole = random_plan(r), *thin = thinned(r, whole), *read;
    struct test *t = r->t;
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *builder;
    const struct node *root;
    struct text text;

    if (!whole)
        return NULL;
    text_init(&text, t->arena);
    plan_write(thin, writer_new(t->arena, WRITER_JSON, &text));
    root = json_read(t->arena, diags_source(t->diags, STR("thin.json"), text_str(&text)),
                     text_str(&text), t->diags);
    builder = plan_builder_new(t->arena, t->diags);
    plan_builder_read(builder, root);
    if (plan_seal(builder, &options, &read))
        whole = read;
    diags_init(t->diags, t->arena);
    return whole;
}

/* A list read back from its own text makes the same plan. */
void test_edit__a_written_list_reads_back(struct test *t)
{
    struct random_plan *r = ARENA_NEW(t->arena, struct random_plan);

    r->t = t;
    for (int i = 0; i < PLANS && t->failures == 0; i++) {
        const struct plan *a = readable(r), *b = readable(r);
        struct edits edits, again;
        struct str text;
        const struct node *root;

        if (!a || !b)
            return;
        edits = edit_diff(a, b, t->arena);
        text = yaml_of(t, &edits);
        root = json_read(t->arena, diags_source(t->diags, STR("edits.json"), text), text,
                         t->diags);
        if (!root || !plan_read_edits(a, root, t->arena, &again, t->diags)) {
            test_fail(t, __FILE__, __LINE__, "the written edits are refused\n%.*s",
                      STR_ARG(errors_of(t)));
            return;
        }
        CHECK_EQ(again.count, edits.count);
        holds(t, "read back", apply(t, a, &again), b);
        diags_init(t->diags, t->arena);
    }
}

/* A refused list changes nothing, and every fault is told. */
void test_edit__is_all_or_nothing(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, "{'program': {'id': 'p'}, 'tasks': {'dig': {'estimate': '2d'}}}");
    const struct node *root = tree_from_json(
        t, "{'dig.estimate': '3d', 'digg.team': 'x', 'dig.estimat': '1w', 'dig.people': 'many'}");
    struct edits edits = {NULL, 7};

    CHECK(!plan_read_edits(p, root, t->arena, &edits, t->diags));
    CHECK_EQ(t->diags->error_count, 3);
    CHECK_EQ(edits.count, 7);
    CHECK_EQ(task_get_estimate(plan_get(t, p, "dig"))->b.milli, 2000);
}

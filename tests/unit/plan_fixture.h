/* SPDX-License-Identifier: Apache-2.0 */
/* plan_fixture.h - sealed plans for the unit tests, from text.
 *
 * The text is a plan file in JSON, in which ' stands for " so that it reads well in C:
 *
 *   const struct plan *p = plan_from_json(t,
 *       "{'program': {'id': 'p', 'start': '2026-09-07'},"
 *       " 'tasks': {'dig': {'estimate': '2d'}, 'pour': {'after': ['dig SS +1d']}}}");
 *
 * Today is Monday 2026-11-23. NULL after a failed check when the plan is refused.
 */
#ifndef BATON_TESTS_UNIT_PLAN_FIXTURE_H
#define BATON_TESTS_UNIT_PLAN_FIXTURE_H

#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "tests/unit/harness.h"

static inline const struct node *tree_from_json(struct test *t, const char *json)
{
    struct str bytes = str_copy(t->arena, str_of(json));

    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] == '\'')
            ((char *)bytes.ptr)[i] = '"';
    return json_read(t->arena, diags_source(t->diags, STR("plan.json"), bytes), bytes, t->diags);
}

/* NULL when it is refused; the errors stand in t->diags. */
static inline const struct plan *plan_try_json(struct test *t, const char *json)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *builder = plan_builder_new(t->arena, t->diags);
    const struct node *root = tree_from_json(t, json);
    const struct plan *plan = NULL;

    if (!root)
        return NULL;
    plan_builder_read(builder, root);
    return plan_seal(builder, &options, &plan) ? plan : NULL;
}

static inline const struct plan *plan_from_json(struct test *t, const char *json)
{
    const struct plan *plan = plan_try_json(t, json);
    struct text text;

    if (!plan) {
        text_init(&text, t->scratch);
        diags_print(t->diags, &text);
        test_fail(t, __FILE__, __LINE__, "the plan is refused:\n%.*s", STR_ARG(text_str(&text)));
    }
    return plan;
}

/* The object of the id; fails the test when there is none. */
static inline const struct object *plan_get(struct test *t, const struct plan *p, const char *id)
{
    const struct object *o = plan_find(p, str_of(id));

    if (!o)
        test_fail(t, __FILE__, __LINE__, "no object '%s'", id);
    return o;
}

#endif

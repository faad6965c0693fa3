/* SPDX-License-Identifier: Apache-2.0 */
/* What is late with a system, a team or a task. */
#include "core/decide/impact.h"
#include "tests/unit/plan_fixture.h"

#define PLAN                                                                                   \
    "{'program': {'id': 'p', 'start': '2026-11-23'}, 'teams': {'red': {}, 'blue': {}},"        \
    "'systems': {'db': {}, 'api': {'depends_on': ['db']}, 'site': {'depends_on': ['api']},"    \
    " 'other': {}},"                                                                           \
    "'tasks': {'a': {'team': 'red', 'estimate': '1d', 'touches': ['db']},"                     \
    "'b': {'team': 'blue', 'estimate': '1d', 'touches': ['site']},"                            \
    "'c': {'team': 'blue', 'estimate': '1d', 'touches': ['other']},"                           \
    "'done': {'team': 'red', 'estimate': '1d', 'touches': ['db'], 'started': '2026-11-02',"    \
    " 'finished': '2026-11-03'}},"                                                             \
    "'handoffs': {'ho': {'gives': 'a', 'to': 'b'}}}"

static struct str names(struct test *t, const struct plan *p, const char *subject)
{
    const uint32_t *work;
    const uint32_t count = impact_work(p, plan_find(p, str_of(subject)), t->arena, &work);
    struct text text;

    text_init(&text, t->arena);
    for (uint32_t i = 0; i < count; i++)
        text_addf(&text, "%.*s ", STR_ARG(p->objects[work[i]]->id));
    return text_str(&text);
}

void test_decide_impact__reaches_what_cannot_work_without_it(struct test *t)
{
    const struct plan *p = plan_from_json(t, PLAN);

    if (!p)
        return;
    CHECK_STR(names(t, p, "db"), "a b ");   /* site needs api needs db */
    CHECK_STR(names(t, p, "site"), "b ");
    CHECK_STR(names(t, p, "other"), "c ");
    CHECK_STR(names(t, p, "blue"), "b c ");
    CHECK_STR(names(t, p, "red"), "a ");
    CHECK_STR(names(t, p, "ho"), "a ");
    CHECK_STR(names(t, p, "done"), "");
    CHECK_STR(impact_edit(p, plan_find(p, STR("site")), t->arena),
              "risks.if-site-is-late={title: a week longer, likely: 100%, hits: {b: 1w..1w..1w}}");
    CHECK_EQ(impact_edit(p, plan_find(p, STR("done")), t->arena).len, 0);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* network_fixture.h - compiled networks for the unit tests, from the text of plan_fixture.h. */
#ifndef BATON_TESTS_UNIT_NETWORK_FIXTURE_H
#define BATON_TESTS_UNIT_NETWORK_FIXTURE_H

#include "core/network/network.h"
#include "tests/unit/plan_fixture.h"

/* NULL after a failed check when the plan or the network is refused. */
static inline const struct network *network_from_json(struct test *t, const char *json)
{
    const struct plan *plan = plan_from_json(t, json);
    const struct network *network = NULL;
    struct text text;

    if (!plan || network_compile(plan, t->arena, t->scratch, &network, t->diags))
        return network;
    text_init(&text, t->scratch);
    diags_print(t->diags, &text);
    test_fail(t, __FILE__, __LINE__, "the network is refused:\n%.*s", STR_ARG(text_str(&text)));
    return NULL;
}

static inline uint32_t node_named(struct test *t, const struct network *n, const char *id)
{
    const struct object *o = plan_get(t, n->plan, id);

    return o ? n->node_of[o->number] : NODE_NONE;
}

/* 2026-11-23 09:00 and the like. */
static inline int64_t at(int month, int day, int hour)
{
    return civil_day(2026, month, day) * CIVIL_DAY_S + hour * 3600;
}

static inline const struct diag *diag_coded(struct test *t, const char *code)
{
    for (size_t i = 0; i < t->diags->count; i++)
        if (str_equal(str_of(t->diags->items[i].code), str_of(code)))
            return &t->diags->items[i];
    return NULL;
}

enum { HOUR_S = 3600, DAY_S = 8 * HOUR_S, WEEK_S = 5 * DAY_S };

#endif

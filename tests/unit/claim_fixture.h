/* SPDX-License-Identifier: Apache-2.0 */
/* claim_fixture.h - what claims rest on, for the unit tests. */
#ifndef BATON_TESTS_UNIT_CLAIM_FIXTURE_H
#define BATON_TESTS_UNIT_CLAIM_FIXTURE_H

#include "core/claim/claim.h"

/* Whether the claim `id` names `claim` among what it was derived from. */
static inline bool rests_on(const struct claims *set, const char *id, const char *claim)
{
    uint32_t at;

    if (!map_find(&set->by_id, str_of(id), &at))
        return false;
    for (unsigned i = 0; i < set->items[at]->from_count; i++)
        if (str_equal(set->items[at]->from[i].claim, str_of(claim)))
            return true;
    return false;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits on whom. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/waits.h"
#include "core/report/pictures.h"

enum { TEAMS_MOST = 24 };

static struct str name_of(const struct report_input *in, uint32_t team)
{
    return team == OBJECT_NONE ? STR("nobody's") : in->plan->objects[team]->id;
}

/* Rows give, columns take: the picture's rows are those who wait, so it is turned. */
const struct picture *picture_of_matrix(const struct report_input *in)
{
    const struct waits *w = waits_compute(in->plan, in->forecast, in->owner);
    const uint32_t count = w->team_count;
    struct picture_frame frame = {.owner = in->owner, .title = STR("Who waits on whom.")};
    struct picture_cell *cells;
    struct picture *p;
    struct str *labels;
    uint32_t most = UINT32_MAX;
    size_t waiting = 0, unagreed = 0;

    if (count < 2 || count > TEAMS_MOST || !in->forecast)
        return NULL;
    cells = ARENA_ARRAY(in->owner, struct picture_cell, (size_t)count * count);
    labels = ARENA_ARRAY(in->owner, struct str, count);
    for (uint32_t g = 0; g < count; g++) {
        labels[g] = name_of(in, w->teams[g]);
        for (uint32_t t = 0; t < count; t++) {
            const struct wait_cell *from = &w->cells[g * count + t];
            const uint32_t at = t * count + g;

            if (from->handoffs == 0)
                continue;
            cells[at] = (struct picture_cell){from->wait_s + 1, say_days(in, from->wait_s),
                                              from->unagreed > 0};
            waiting += from->wait_s > 0;
            unagreed += from->unagreed > 0;
            if (most == UINT32_MAX || cells[at].value > cells[most].value)
                most = at;
        }
    }
    if (most == UINT32_MAX)
        return NULL;
    frame.sentence =
        waiting == 0
            ? str_format(in->owner, "At P80 no team waits for another past the day it asked for; "
                                    "%.*s with an interface that is not agreed (ring).",
                         STR_ARG(say_count(in, unagreed, "pair has work", "pairs have work")))
            : str_format(in->owner,
                         "%.*s waits longest, %.*s at P80 for %.*s; %.*s in all, %zu with an "
                         "interface that is not agreed (ring). What stands above the diagonal is "
                         "feedback.",
                         STR_ARG(labels[most / count]), STR_ARG(cells[most].said),
                         STR_ARG(labels[most % count]),
                         STR_ARG(say_count(in, waiting, "pair waits", "pairs wait")), unagreed);
    p = picture_matrix(&frame, labels, count, cells, "for whom");
    if (unagreed > 0)
        picture_key(p, KEY_RING, INK_ACTION, "interface not agreed");
    return p;
}

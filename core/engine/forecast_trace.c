/* SPDX-License-Identifier: Apache-2.0 */
/* What drove it: the links that held every row where it was, followed back from what was
 * promised. One bit a promise, so one pass serves them all; equal latest links all count. */
#include <string.h>

#include "core/engine/forecast_people.h"

static uint32_t *mask_row(struct forecast_space *space, uint32_t row)
{
    return space->mask + (size_t)row * space->lanes;
}

static void mark(struct forecast_space *space, uint32_t row, const uint32_t *from,
                 const int32_t *got, int32_t lag_s, const int32_t *wanted)
{
    uint32_t *mask = mask_row(space, row), any = 0;

    for (uint32_t i = 0; i < space->lanes; i++) {
        const uint32_t tight = got[i] + lag_s == wanted[i] ? from[i] : 0;

        mask[i] |= tight;
        any |= tight;
    }
    space->any[row] = space->any[row] || any != 0;
}

static const int32_t *point_of(const struct forecast_space *space,
                               const struct forecast_group *group,
                               const struct forecast_link *link)
{
    return (group->from_start ? space->start : space->finish) + (size_t)link->row * space->lanes;
}

/* A group that takes a way: its latest links are tight where the bound it gives is. */
static void trace_by_way(const struct forecast_job *job, struct forecast_space *space,
                         uint32_t r, const struct forecast_group *group, const int32_t *wanted)
{
    const uint32_t lanes = space->lanes;
    const struct forecast_link *link = &job->links[group->link_first];
    const uint32_t *from = mask_row(space, r);
    uint32_t *masked = space->draws;

    forecast_group_bound(job, space, &job->rows[r], group, space->bound, space->other);
    for (uint32_t i = 0; i < lanes; i++)
        masked[i] = space->bound[i] == wanted[i] ? from[i] : 0;
    for (uint32_t n = 0; n < group->link_count; n++, link++) {
        if (group->percent)     /* it goes alone: where the bound is tight it drove */
            mark(space, link->row, masked, space->other, 0, space->other);
        else
            mark(space, link->row, masked, point_of(space, group, link), link->lag_s,
                 space->other);
    }
}

static void trace_row(const struct forecast_job *job, struct forecast_space *space, uint32_t r)
{
    const struct forecast_row *row = &job->rows[r];
    const size_t at = (size_t)r * space->lanes;

    for (uint32_t g = 0; g < row->group_count; g++) {
        const struct forecast_group *group = &job->groups[row->group_first + g];
        const int32_t *wanted = (group->to_finish ? space->finish : space->start) + at;

        if (group->route == ROUTE_NONE && !group->percent) {
            const struct forecast_link *link = &job->links[group->link_first];

            for (uint32_t n = 0; n < group->link_count; n++, link++)
                mark(space, link->row, mask_row(space, r), point_of(space, group, link),
                     link->lag_s, wanted);
        } else {
            trace_by_way(job, space, r, group, wanted);
        }
    }
}

/* Whose people it waited for. */
static void trace_people(struct forecast_space *space, uint32_t r)
{
    const uint32_t lanes = space->lanes;
    const int32_t *behind = space->behind + (size_t)r * lanes;
    const uint32_t *from = mask_row(space, r);

    for (uint32_t i = 0; i < lanes; i++) {
        if (behind[i] == ROW_NONE || from[i] == 0)
            continue;
        mask_row(space, (uint32_t)behind[i])[i] |= from[i];
        space->any[behind[i]] = true;
    }
}

static void seed_end(const struct forecast_job *job, struct forecast_space *space, unsigned bit)
{
    const uint32_t lanes = space->lanes;

    forecast_kernel_finish(job, space, ROW_NONE, space->more);
    for (uint32_t e = 0; e < job->end_count; e++) {
        const uint32_t row = job->ends[e];
        uint32_t *mask = mask_row(space, row);

        forecast_kernel_finish(job, space, (int32_t)row, space->other);
        for (uint32_t i = 0; i < lanes; i++)
            mask[i] |= space->other[i] == space->more[i] ? UINT32_C(1) << bit : 0;
        space->any[row] = true;
    }
}

static void count_row(const struct forecast_job *job, struct forecast_space *space, uint32_t r,
                      uint32_t count, uint32_t *critical)
{
    const uint32_t *mask = mask_row(space, r);

    for (uint32_t bit = 0; bit < job->trace_bits; bit++) {
        uint32_t sum = 0;

        for (uint32_t i = 0; i < count; i++)
            sum += mask[i] >> bit & 1;
        critical[(size_t)bit * job->row_count + r] += sum;
    }
    if (job->trace_bits > 0) {
        uint32_t sum = 0;

        for (uint32_t i = 0; i < count; i++)
            sum += mask[i] != 0;
        critical[(size_t)job->trace_bits * job->row_count + r] += sum;
    }
}

void forecast_kernel_trace(const struct forecast_job *job, struct forecast_space *space,
                           uint32_t count, uint32_t *critical)
{
    const uint32_t lanes = space->lanes;

    memset(space->mask, 0, (size_t)job->row_count * lanes * sizeof(*space->mask));
    memset(space->any, 0, job->row_count * sizeof(*space->any));
    for (uint32_t bit = 0; bit < job->trace_bits; bit++) {
        const int32_t row = job->trace_row[bit];
        uint32_t *mask;

        if (row == ROW_NONE) {
            seed_end(job, space, bit);
            continue;
        }
        mask = mask_row(space, (uint32_t)row);
        for (uint32_t i = 0; i < lanes; i++)
            mask[i] |= UINT32_C(1) << bit;
        space->any[row] = true;
    }
    for (uint32_t k = job->row_count; k-- > 0;) {
        const uint32_t r = forecast_row_at(job, k);

        if (!space->any[r])
            continue;
        count_row(job, space, r, count, critical);
        trace_row(job, space, r);
        if (job->people && people_are_needed(job, r))
            trace_people(space, r);
    }
}

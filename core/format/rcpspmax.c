/* SPDX-License-Identifier: Apache-2.0 */
/* Instances with least and greatest time lags (RCPSP/max, .sch; ProGen/max of Schwindt 1996).
 * "n r 0 0"; for each of n + 2 activities its number, modes, number of successors, successors and
 * as many lags in brackets, from start to start; then for each its number, mode, duration and
 * requests; the capacities at last. A negative lag bounds from above: see instance.h. */
#include "core/base/arena.h"
#include "core/format/format.h"
#include "core/format/instance.h"
#include "core/plan/plan.h"

static bool recognise(struct str bytes)
{
    unsigned on_first_line;

    return scan_is_numbers(bytes, "-[]", &on_first_line) && on_first_line == 4 &&
           str_find_char(bytes, '[') < bytes.len;
}

static bool read_successors(struct scan *s, struct instance *i, uint32_t job, struct arena *owner)
{
    const int64_t most = INSTANCE_PERIOD_CEILING;
    const size_t first = i->link_count;
    int64_t number, modes, count, value;

    if (!scan_number(s, "the number of the next activity", job, job, &number))
        return false;
    i->at[job] = s->token_at;
    if (!scan_number(s, "the number of modes (Baton reads one)", 1, 1, &modes) ||
        !scan_number(s, "a number of successors", 0, i->job_count, &count))
        return false;
    for (int64_t k = 0; k < count; k++)
        if (!scan_number(s, "the number of a successor", 0, i->job_count - 1, &value) ||
            !instance_link(i, (struct instance_link){job, (uint32_t)value, true, 0}, s, owner))
            return false;
    for (int64_t k = 0; k < count; k++)
        if (!scan_number(s, "a lag", -most, most, &i->links[first + (size_t)k].lag))
            return false;
    return true;
}

static bool read_requests(struct scan *s, struct instance *i, uint32_t job)
{
    int64_t number, mode;

    if (!scan_number(s, "the number of the next activity", job, job, &number) ||
        !scan_number(s, "the number of its mode", 1, 1, &mode) ||
        !scan_number(s, "a duration", 0, INSTANCE_PERIOD_CEILING, &i->periods[job]))
        return false;
    for (uint32_t r = 0; r < i->resource_count; r++)
        if (!scan_number(s, "a request", 0, INSTANCE_UNIT_CEILING,
                         &i->demand[(size_t)job * i->resource_count + r]))
            return false;
    return true;
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    const struct place start = {source, 1, 1, 0};
    struct instance i;
    struct scan s;
    int64_t jobs, resources, zero;

    scan_init(&s, bytes, source, out);
    if (!scan_number(&s, "the number of activities", 1, INSTANCE_JOB_CEILING - 2, &jobs) ||
        !scan_number(&s, "the number of resources", 0, INSTANCE_RESOURCE_CEILING, &resources) ||
        !scan_number(&s, "0: Baton reads renewable resources", 0, 0, &zero) ||
        !scan_number(&s, "0: Baton reads renewable resources", 0, 0, &zero))
        return false;
    instance_init(&i, jobs + 2, resources, owner);
    i.id = "rcpsp-max";
    i.title = "RCPSP/max instance";
    for (uint32_t job = 0; job < i.job_count; job++)
        if (!read_successors(&s, &i, job, owner))
            return false;
    for (uint32_t job = 0; job < i.job_count; job++)
        if (!read_requests(&s, &i, job))
            return false;
    for (uint32_t r = 0; r < i.resource_count; r++)
        if (!scan_number(&s, "a capacity", 0, INSTANCE_UNIT_CEILING, &i.capacity[r]))
            return false;
    return scan_rest_is_blank(&s) && instance_build(&i, b, owner, start, out);
}

const struct format format_rcpspmax = {
    .name = "rcpspmax",
    .title = "RCPSP/max instance (.sch)",
    .recognise_text = recognise,
    .read_text = read,
};

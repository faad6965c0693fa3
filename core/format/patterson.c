/* SPDX-License-Identifier: Apache-2.0 */
/* Instances in Patterson's form (.rcp; RG300 too): numbers and blanks only. The counts of jobs and
 * resources, the capacities, then for each job its duration, requests, number of successors and
 * successors. Lines may wrap anywhere, so they mean nothing. */
#include "core/base/arena.h"
#include "core/format/format.h"
#include "core/format/instance.h"
#include "core/plan/plan.h"

static bool recognise(struct str bytes)
{
    unsigned on_first_line;

    return scan_is_numbers(bytes, "", &on_first_line) && on_first_line == 2;
}

static bool read_job(struct scan *s, struct instance *i, uint32_t job, struct arena *owner)
{
    int64_t count, succ;

    if (!scan_number(s, "a duration", 0, INSTANCE_PERIOD_CEILING, &i->periods[job]))
        return false;
    i->at[job] = s->token_at;
    for (uint32_t r = 0; r < i->resource_count; r++)
        if (!scan_number(s, "a request", 0, INSTANCE_UNIT_CEILING,
                         &i->demand[(size_t)job * i->resource_count + r]))
            return false;
    if (!scan_number(s, "a number of successors", 0, i->job_count, &count))
        return false;
    for (int64_t k = 0; k < count; k++)
        if (!scan_number(s, "the number of a successor", 1, i->job_count, &succ) ||
            !instance_link(i, (struct instance_link){job, (uint32_t)succ - 1, false, 0}, s, owner))
            return false;
    return true;
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    const struct place start = {source, 1, 1, 0};
    struct instance i;
    struct scan s;
    int64_t jobs, resources;

    scan_init(&s, bytes, source, out);
    if (!scan_number(&s, "the number of jobs", 1, INSTANCE_JOB_CEILING, &jobs) ||
        !scan_number(&s, "the number of resources", 0, INSTANCE_RESOURCE_CEILING, &resources))
        return false;
    instance_init(&i, jobs, resources, owner);
    i.id = "patterson";
    i.title = "Patterson instance";
    i.first_number = 1;
    for (uint32_t r = 0; r < i.resource_count; r++)
        if (!scan_number(&s, "a capacity", 0, INSTANCE_UNIT_CEILING, &i.capacity[r]))
            return false;
    for (uint32_t job = 0; job < i.job_count; job++)
        if (!read_job(&s, &i, job, owner))
            return false;
    return scan_rest_is_blank(&s) && instance_build(&i, b, owner, start, out);
}

const struct format format_patterson = {
    .name = "patterson",
    .title = "Patterson instance (.rcp)",
    .recognise_text = recognise,
    .read_text = read,
};

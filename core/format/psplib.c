/* SPDX-License-Identifier: Apache-2.0 */
/* PSPLIB instances of one mode (.sm): Kolisch and Sprecher 1996. Sections under headings; what
 * stands below them is read as numbers, whatever the columns. */
#include "core/base/arena.h"
#include "core/format/format.h"
#include "core/format/instance.h"
#include "core/plan/plan.h"

enum { LOOKED_AT = 4096 };

static bool has(struct str bytes, const char *words)
{
    return str_find(bytes, str_of(words)) < bytes.len;
}

static bool recognise(struct str bytes)
{
    const struct str head = str_slice(bytes, 0, LOOKED_AT);

    return has(head, "jobs (incl. supersource/sink )") && has(head, "PRECEDENCE RELATIONS:");
}

/* "  - renewable      :  4   R" */
static bool read_heading(struct scan *s, const char *words, int64_t least, int64_t most,
                         int64_t *ret_value)
{
    return scan_past(s, words) && scan_past(s, ":") &&
           scan_number(s, words, least, most, ret_value);
}

static bool read_successors(struct scan *s, struct instance *i, struct arena *owner)
{
    int64_t number, modes, count, succ;

    for (uint32_t job = 0; job < i->job_count; job++) {
        if (!scan_number(s, "the number of the next job", job + 1, job + 1, &number))
            return false;
        i->at[job] = s->token_at;
        if (!scan_number(s, "the number of modes (Baton reads one)", 1, 1, &modes) ||
            !scan_number(s, "a number of successors", 0, i->job_count, &count))
            return false;
        for (int64_t k = 0; k < count; k++) {
            if (!scan_number(s, "the number of a successor", 1, i->job_count, &succ) ||
                !instance_link(i, (struct instance_link){job, (uint32_t)succ - 1, false, 0}, s,
                               owner))
                return false;
        }
    }
    return true;
}

static bool read_requests(struct scan *s, struct instance *i)
{
    int64_t number, mode;

    for (uint32_t job = 0; job < i->job_count; job++) {
        if (!scan_number(s, "the number of the next job", job + 1, job + 1, &number) ||
            !scan_number(s, "the number of its mode", 1, 1, &mode) ||
            !scan_number(s, "a duration", 0, INSTANCE_PERIOD_CEILING, &i->periods[job]))
            return false;
        for (uint32_t r = 0; r < i->resource_count; r++)
            if (!scan_number(s, "a request", 0, INSTANCE_UNIT_CEILING,
                             &i->demand[(size_t)job * i->resource_count + r]))
                return false;
    }
    return true;
}

static bool read(struct plan_builder *b, struct str bytes, uint32_t source, struct arena *owner,
                 struct diags *out)
{
    const struct place start = {source, 1, 1, 0};
    struct instance i;
    struct scan s;
    int64_t jobs, renewable, other;

    scan_init(&s, bytes, source, out);
    if (!read_heading(&s, "jobs (incl. supersource/sink )", 1, INSTANCE_JOB_CEILING, &jobs) ||
        !read_heading(&s, "- renewable", 0, INSTANCE_RESOURCE_CEILING, &renewable) ||
        !read_heading(&s, "- nonrenewable", 0, 0, &other) ||
        !read_heading(&s, "- doubly constrained", 0, 0, &other) ||
        !scan_past(&s, "PRECEDENCE RELATIONS:"))
        return false;
    instance_init(&i, jobs, renewable, owner);
    i.id = "psplib";
    i.title = "PSPLIB instance";
    i.first_number = 1;
    scan_line(&s);
    scan_line(&s);
    if (!read_successors(&s, &i, owner) || !scan_past(&s, "REQUESTS/DURATIONS:"))
        return false;
    scan_line(&s);
    scan_line(&s);
    scan_line(&s);
    if (!read_requests(&s, &i) || !scan_past(&s, "RESOURCEAVAILABILITIES:"))
        return false;
    scan_line(&s);
    scan_line(&s);
    for (uint32_t r = 0; r < i.resource_count; r++)
        if (!scan_number(&s, "a capacity", 0, INSTANCE_UNIT_CEILING, &i.capacity[r]))
            return false;
    return instance_build(&i, b, owner, start, out);
}

const struct format format_psplib = {
    .name = "psplib",
    .title = "PSPLIB instance (.sm)",
    .recognise_text = recognise,
    .read_text = read,
};

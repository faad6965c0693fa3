/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/instance.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/plan.h"

enum { LOOKED_AT = 65536, MICRO = 1000000, NUMBER_MOST = 18 };

/* --- numbers --------------------------------------------------------------------------------- */

void scan_init(struct scan *s, struct str bytes, uint32_t source, struct diags *out)
{
    *s = (struct scan){.bytes = bytes, .source = source, .line = 1, .out = out};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '[' || c == ']';
}

static void step(struct scan *s)
{
    if (s->bytes.ptr[s->at++] == '\n') {
        s->line++;
        s->line_start = s->at;
    }
}

static void skip_blanks(struct scan *s)
{
    while (s->at < s->bytes.len && is_blank(s->bytes.ptr[s->at]))
        step(s);
}

static struct place place_here(const struct scan *s, size_t length)
{
    return (struct place){s->source, s->line, (uint32_t)(s->at - s->line_start) + 1,
                          (uint32_t)length};
}

bool scan_number(struct scan *s, const char *what, int64_t least, int64_t most, int64_t *ret_value)
{
    struct str token;
    size_t from;

    skip_blanks(s);
    if (s->at >= s->bytes.len)
        return diag_error(s->out, "cut-off", place_here(s, 0), "the text ends before %s", what);
    from = s->at;
    while (from < s->bytes.len && !is_blank(s->bytes.ptr[from]))
        from++;
    token = str_slice(s->bytes, s->at, from);
    s->token_at = place_here(s, token.len);
    if (token.len > NUMBER_MOST || !str_to_i64(token, ret_value) || *ret_value < least ||
        *ret_value > most)
        return diag_error(s->out, "bad-value", s->token_at,
                          "'%.*s' is not %s: a whole number from %lld to %lld",
                          STR_ARG(str_slice(token, 0, 40)), what, (long long)least,
                          (long long)most);
    s->at = from;
    return true;
}

void scan_line(struct scan *s)
{
    while (s->at < s->bytes.len && s->bytes.ptr[s->at] != '\n')
        s->at++;
    if (s->at < s->bytes.len)
        step(s);
}

bool scan_past(struct scan *s, const char *words)
{
    const struct str rest = str_slice(s->bytes, s->at, s->bytes.len);
    const size_t found = str_find(rest, str_of(words));
    const size_t to = s->at + found + str_of(words).len;

    if (found == rest.len)
        return diag_error(s->out, "cut-off", place_here(s, 0), "no '%s' follows", words);
    while (s->at < to)
        step(s);
    return true;
}

bool scan_rest_is_blank(struct scan *s)
{
    skip_blanks(s);
    return s->at >= s->bytes.len ||
           diag_error(s->out, "trailing-text", place_here(s, 1),
                      "more text follows where the instance has ended");
}

static bool is_among(char c, const char *also)
{
    for (; *also; also++)
        if (*also == c)
            return true;
    return false;
}

bool scan_is_numbers(struct str bytes, const char *also, unsigned *ret_on_first_line)
{
    const size_t most = bytes.len < LOOKED_AT ? bytes.len : LOOKED_AT;
    unsigned count = 0, numbers = 0;
    bool first_line = true, inside = false;

    for (size_t i = 0; i < most; i++) {
        const char c = bytes.ptr[i];
        const bool digit = c >= '0' && c <= '9';

        if (!digit && c != ' ' && c != '\t' && c != '\r' && c != '\n' && !is_among(c, also))
            return false;
        if (c == '\n' && numbers > 0)
            first_line = false;
        if (digit && !inside) {
            numbers++;
            count += first_line;
        }
        inside = digit;
    }
    *ret_on_first_line = count;
    return numbers > 0;
}

/* --- the plan -------------------------------------------------------------------------------- */

void instance_init(struct instance *i, int64_t jobs, int64_t resources, struct arena *owner)
{
    *i = (struct instance){.job_count = (uint32_t)jobs, .resource_count = (uint32_t)resources};
    i->periods = ARENA_ARRAY(owner, int64_t, i->job_count);
    i->at = ARENA_ARRAY(owner, struct place, i->job_count);
    i->demand = ARENA_ARRAY(owner, int64_t, (size_t)i->job_count * i->resource_count + 1);
    i->capacity = ARENA_ARRAY(owner, int64_t, i->resource_count + 1);
}

bool instance_link(struct instance *i, struct instance_link link, struct scan *s,
                   struct arena *owner)
{
    if (!arena_grow(owner, (void **)&i->links, i->link_count, &i->link_capacity,
                    sizeof(i->links[0]), INSTANCE_LINK_CEILING))
        return diag_error(s->out, "too-many-links", s->token_at, "more than %d links",
                          INSTANCE_LINK_CEILING);
    i->links[i->link_count++] = link;
    return true;
}

struct builder {
    const struct instance *instance;
    struct plan_builder *b;
    struct arena *owner;
    struct place at;
};

static struct span hours(int64_t count)
{
    return (struct span){.milli = count * 1000, .unit = 'h'};
}

static struct str numbered(struct builder *m, char letter, uint32_t number)
{
    return str_format(m->owner, "%c%u", letter, (unsigned)number);
}

static void set_text(struct builder *m, struct object_draft *d, uint16_t field, struct str text,
                     struct place at)
{
    draft_set(m->b, d, field, &text, at);
}

static void build_calendar(struct builder *m)
{
    static const struct shift whole[] = {{0, CIVIL_DAY_S}};
    struct object_draft *d = plan_builder_add(m->b, KIND_calendar, STR("hours"), m->at);
    const struct span day = hours(24);
    struct week week;

    if (!d)
        return;
    for (int i = 0; i < 7; i++)
        week.day[i] = (struct shift_day){true, 1, whole};
    draft_set(m->b, d, FIELD_calendar_week, &week, m->at);
    draft_set(m->b, d, FIELD_calendar_day, &day, m->at);
}

static void build_program(struct builder *m)
{
    struct object_draft *d = plan_builder_add(m->b, KIND_program, STR("instance"), m->at);
    const struct when start = {civil_day(2000, 1, 1) * CIVIL_DAY_S, GRAIN_DAY};
    const struct ref calendar = {STR("hours"), OBJECT_NONE, m->at};

    if (!d)
        return;
    set_text(m, d, FIELD_program_id, str_of(m->instance->id), m->at);
    set_text(m, d, FIELD_program_title, str_of(m->instance->title), m->at);
    draft_set(m->b, d, FIELD_program_start, &start, m->at);
    draft_set(m->b, d, FIELD_program_as_of, &start, m->at);
    draft_set(m->b, d, FIELD_program_calendar, &calendar, m->at);
}

static void build_teams(struct builder *m)
{
    const uint32_t kind = RESOURCE_EQUIPMENT;

    for (uint32_t r = 0; r < m->instance->resource_count; r++) {
        struct object_draft *d =
            plan_builder_add(m->b, KIND_team, numbered(m, 'r', r + 1), m->at);
        const int64_t micro = m->instance->capacity[r] * MICRO;

        if (!d)
            return;
        draft_set(m->b, d, FIELD_team_capacity, &micro, m->at);
        draft_set(m->b, d, FIELD_team_kind, &kind, m->at);
        set_text(m, d, FIELD_team_source_id, str_format(m->owner, "%u", (unsigned)r + 1), m->at);
    }
}

static struct ref job_ref(struct builder *m, uint32_t job)
{
    return (struct ref){numbered(m, 'j', job + m->instance->first_number), OBJECT_NONE,
                        m->instance->at[job]};
}

/* A negative lag from a to b bounds a from above: a starts at most -lag after b. So does a lag of 0
 * to a smaller number: jobs that start together form no cycle then. */
static bool is_upper_bound(const struct instance_link *l)
{
    return l->from_start && (l->lag < 0 || (l->lag == 0 && l->succ < l->pred));
}

static uint32_t job_that_states(const struct instance_link *l)
{
    return is_upper_bound(l) ? l->pred : l->succ;
}

static struct link link_of(struct builder *m, const struct instance_link *l)
{
    struct link link = {.type = l->from_start ? LINK_SS : LINK_FS, .lag = {.unit = 'h'}};

    if (is_upper_bound(l)) {
        link.other = job_ref(m, l->succ);
        link.at_most = true;
        link.lag = hours(-l->lag);
        return link;
    }
    link.other = job_ref(m, l->pred);
    if (l->lag > 0)
        link.lag = hours(l->lag);
    return link;
}

static void build_assignments(struct builder *m, struct object_draft *d, uint32_t job)
{
    const struct instance *i = m->instance;

    for (uint32_t r = 0; r < i->resource_count; r++) {
        const int64_t units = i->demand[(size_t)job * i->resource_count + r];
        const struct ref who = {numbered(m, 'r', r + 1), OBJECT_NONE, i->at[job]};
        const int32_t ppm = (int32_t)units * MICRO;
        struct object_draft *a;

        if (units == 0)
            continue;
        a = plan_builder_nest(m->b, d, FIELD_task_assignments, numbered(m, 'a', r + 1), i->at[job]);
        if (!a)
            return;
        draft_set(m->b, a, FIELD_assignment_who, &who, i->at[job]);
        draft_set(m->b, a, FIELD_assignment_units, &ppm, i->at[job]);
    }
}

/* ret_first: [job_count + 1]; ret_links: [link_count], by the job that states them. */
static void sort_links(const struct instance *i, size_t *ret_first,
                       const struct instance_link **ret)
{
    for (size_t k = 0; k < i->link_count; k++)
        ret_first[job_that_states(&i->links[k]) + 1]++;
    for (uint32_t j = 0; j < i->job_count; j++)
        ret_first[j + 1] += ret_first[j];
    for (size_t k = i->link_count; k-- > 0;)
        ret[--ret_first[job_that_states(&i->links[k]) + 1]] = &i->links[k];
    for (uint32_t j = 0; j < i->job_count; j++)
        ret_first[j] = ret_first[j + 1];
    ret_first[i->job_count] = i->link_count;
}

static bool build_job(struct builder *m, uint32_t job, const struct instance_link **stated,
                      size_t count)
{
    const struct instance *i = m->instance;
    const struct estimate estimate = {.shape = SHAPE_SINGLE, .b = hours(i->periods[job])};
    struct object_draft *d =
        plan_builder_add(m->b, KIND_task, job_ref(m, job).id, i->at[job]);
    struct link *items = ARENA_ARRAY(m->owner, struct link, count + 1);
    const struct links links = {items, count};

    if (!d)
        return false;
    set_text(m, d, FIELD_task_source_id,
             str_format(m->owner, "%u", (unsigned)(job + i->first_number)), i->at[job]);
    draft_set(m->b, d, FIELD_task_estimate, &estimate, i->at[job]);
    for (size_t k = 0; k < count; k++)
        items[k] = link_of(m, stated[k]);
    if (count > 0)
        draft_set(m->b, d, FIELD_task_after, &links, i->at[job]);
    build_assignments(m, d, job);
    return true;
}

bool instance_build(const struct instance *i, struct plan_builder *b, struct arena *owner,
                    struct place at, struct diags *out)
{
    struct builder m = {i, b, owner, at};
    const size_t errors = out->error_count;
    size_t *first = ARENA_ARRAY(owner, size_t, i->job_count + 1);
    const struct instance_link **links =
        ARENA_ARRAY(owner, const struct instance_link *, i->link_count + 1);

    build_calendar(&m);
    build_program(&m);
    build_teams(&m);
    sort_links(i, first, links);
    for (uint32_t job = 0; job < i->job_count; job++)
        if (!build_job(&m, job, links + first[job], first[job + 1] - first[job]))
            return false;
    return out->error_count == errors;
}

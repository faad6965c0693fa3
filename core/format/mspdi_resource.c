/* SPDX-License-Identifier: Apache-2.0 */
/* Resources of an MSPDI file become teams; assignments become a task's own (formats.md 2.5). */
#include "core/format/mspdi_read.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { RESOURCE_WORK_TYPE = 1 };

static void read_capacity(struct mspdi *m, const struct node *node, struct object_draft *draft)
{
    uint32_t kind = RESOURCE_PERSON;
    int64_t units;
    const bool stated = mspdi_fixed(m, node, "MaxUnits", 6, &units);

    if (stated && units < 0) {
        diag_error(m->out, "bad-value", mspdi_at(m, node, "MaxUnits"),
                   "the most there is of a resource is zero or more");
    } else if (stated) {
        draft_set(m->builder, draft, FIELD_team_capacity, &units, mspdi_at(m, node, "MaxUnits"));
        if (units > 1000000)
            kind = RESOURCE_TEAM;
    }
    mspdi_set_choice(m, draft, FIELD_team_kind, kind, node->at);
    if (node_find(node, STR("AvailabilityPeriods")) &&
        node_find(node, STR("AvailabilityPeriods"))->count > 1)
        mspdi_lose(m, LOSS_AVAILABILITY, mspdi_at(m, node, "AvailabilityPeriods"));
}

static void note_rates(struct mspdi *m, const struct node *node)
{
    struct str rate;
    int64_t value;

    if (mspdi_text(m, node, "StandardRate", &rate) && str_to_fixed(rate, 4, &value) && value != 0)
        mspdi_lose(m, LOSS_RATES, mspdi_at(m, node, "StandardRate"));
}

static void lose_custom(struct mspdi *m, const struct node *node)
{
    if (node_find(node, STR("ExtendedAttribute")))
        mspdi_lose(m, LOSS_OTHER_CUSTOM_FIELDS, mspdi_at(m, node, "ExtendedAttribute"));
}

static void read_resource(struct mspdi *m, const struct node *node)
{
    struct object_draft *draft;
    struct str uid, name, calendar;
    int64_t type = RESOURCE_WORK_TYPE;

    if (!mspdi_text(m, node, "UID", &uid)) {
        diag_error(m->out, "missing-uid", node->at, "this resource has no <UID>");
        return;
    }
    mspdi_integer(m, node, "Type", &type);
    if (!map_insert(&m->resources, uid, (uint32_t)type, NULL)) {
        diag_error(m->out, "duplicate-uid", mspdi_at(m, node, "UID"),
                   "two resources have the UID %.*s", STR_ARG(uid));
        return;
    }
    if (type != RESOURCE_WORK_TYPE) {
        mspdi_lose(m, LOSS_COST_RESOURCES, node->at);
        lose_custom(m, node);
        return;
    }
    if (!mspdi_text(m, node, "Name", &name)) {     /* MS Project's own placeholder and blank rows */
        lose_custom(m, node);
        return;
    }
    draft = plan_builder_add(m->builder, KIND_team, mspdi_id(m, 'r', uid), node->at);
    if (!draft)
        return;
    mspdi_set_text(m, draft, FIELD_team_source_id, mspdi_source(m, 'r', uid),
                   mspdi_at(m, node, "UID"));
    mspdi_set_text(m, draft, FIELD_team_title, name, mspdi_at(m, node, "Name"));
    read_capacity(m, node, draft);
    note_rates(m, node);
    mspdi_read_baselines(m, node, draft, UINT16_MAX, FIELD_team_baselines);
    mspdi_read_custom(m, node, draft, FIELD_team_custom);
    if (mspdi_text(m, node, "CalendarUID", &calendar) && map_find(&m->calendars, calendar, NULL)) {
        struct ref ref = mspdi_ref(m, 'c', node_find(node, STR("CalendarUID")));

        draft_set(m->builder, draft, FIELD_team_calendar, &ref, ref.at);
    }
}

static bool is_named(struct mspdi *m, const struct node *resource)
{
    struct str name;

    return mspdi_text(m, resource, "Name", &name);
}

/* Resources that no assignment uses are kept too: they are capacity. A nameless one that
 * works on something is kept under its UID. */
static void name_the_nameless(struct mspdi *m, const struct node *resources)
{
    const struct node *assignments = node_find(m->root, STR("Assignments"));
    struct map used;
    struct str uid;

    if (!assignments)
        return;
    map_init(&used, m->owner);
    for (const struct node *a = assignments->first; a; a = a->next)
        if (mspdi_text(m, a, "ResourceUID", &uid))
            map_set(&used, uid, 1);
    for (const struct node *r = resources->first; r; r = r->next) {
        struct object_draft *draft;
        uint32_t type;

        if (!str_equal(r->name, STR("Resource")) || is_named(m, r) ||
            !mspdi_text(m, r, "UID", &uid) ||
            !map_find(&m->resources, uid, &type) || type != RESOURCE_WORK_TYPE ||
            !map_find(&used, uid, NULL) || plan_builder_has(m->builder, mspdi_id(m, 'r', uid)))
            continue;
        draft = plan_builder_add(m->builder, KIND_team, mspdi_id(m, 'r', uid), r->at);
        if (draft) {
            mspdi_set_text(m, draft, FIELD_team_source_id, mspdi_source(m, 'r', uid),
                           mspdi_at(m, r, "UID"));
            read_capacity(m, r, draft);
        }
    }
}

void mspdi_read_resources(struct mspdi *m)
{
    const struct node *resources = node_find(m->root, STR("Resources"));

    if (!resources)
        return;
    mspdi_find_own_ids(m, resources, &m->own_team);
    for (const struct node *r = resources->first; r; r = r->next)
        if (str_equal(r->name, STR("Resource")))
            read_resource(m, r);
    name_the_nameless(m, resources);
}

/* --- assignments --------------------------------------------------------------------------- */

enum { TIMEPHASED_REMAINING = 1, SPLIT_LEAST_S = 8 * 3600, PAUSE_CEILING = 10000 };

static bool is_weekday(int64_t instant)
{
    return (civil_day_of(instant) + 3) % 7 < 5;     /* 1970-01-01 was a Thursday */
}

/* A stretch of a weekday without work, between two with work. */
static bool is_split(struct mspdi *m, const struct node *node, struct place *ret_at)
{
    bool worked = false, paused = false;
    int64_t type, from, to, work;

    for (const struct node *t = node->first; t; t = t->next) {
        if (!str_equal(t->name, STR("TimephasedData")) ||
            !mspdi_integer(m, t, "Type", &type) || type != TIMEPHASED_REMAINING ||
            !mspdi_date(m, t, "Start", &from) || !mspdi_date(m, t, "Finish", &to))
            continue;
        work = 0;
        mspdi_duration(m, t, "Value", &work);
        if (work > 0 && paused)
            return true;
        worked |= work > 0;
        if (work == 0 && worked && to - from >= SPLIT_LEAST_S && is_weekday(from) &&
            is_weekday(to)) {
            paused = true;
            *ret_at = t->at;
        }
    }
    return false;
}

/* The days that a piece of time-phased data works on: a day's piece may end at the hour at which
 * the next begins. */
static bool worked_days(struct mspdi *m, const struct node *t, int64_t *ret_first,
                        int64_t *ret_last)
{
    int64_t type, from, to, work = 0;

    if (!str_equal(t->name, STR("TimephasedData")) || !mspdi_integer(m, t, "Type", &type) ||
        type != TIMEPHASED_REMAINING || !mspdi_date(m, t, "Start", &from) ||
        !mspdi_date(m, t, "Finish", &to) || to <= from)
        return false;
    mspdi_duration(m, t, "Value", &work);
    *ret_first = civil_day_of(from);
    *ret_last = *ret_first + (to - from + CIVIL_DAY_S - 1) / CIVIL_DAY_S - 1;
    return work > 0;
}

/* Days between two pieces of work, without the weekends at their ends. */
static void read_pauses(struct mspdi *m, const struct node *node, struct object_draft *draft,
                        struct place at)
{
    struct day_range *items = NULL;
    size_t count = 0, capacity = 0;
    int64_t first, last, until = INT64_MAX;

    for (const struct node *t = node->first; t; t = t->next) {
        if (!worked_days(m, t, &first, &last))
            continue;
        for (int64_t from = until == INT64_MAX ? first : until + 1, to = first - 1; from <= to;) {
            if (!is_weekday(from * CIVIL_DAY_S)) {
                from++;
            } else if (!is_weekday(to * CIVIL_DAY_S)) {
                to--;
            } else {
                if (arena_grow(m->owner, (void **)&items, count, &capacity, sizeof(*items),
                               PAUSE_CEILING))
                    items[count++] = (struct day_range){.from_day = from,
                                                        .to_day = to};
                break;
            }
        }
        until = until == INT64_MAX || last > until ? last : until;
    }
    if (count > 0) {
        const struct day_ranges value = { .items = items, .count = count };

        draft_set(m->builder, draft, FIELD_task_pauses, &value, at);
    }
}

/* Uneven work: what counts is when the assignment starts and finishes. */
static void read_shape(struct mspdi *m, const struct node *node, struct object_draft *draft)
{
    static const uint32_t contours[] = { CONTOUR_BACK_LOADED, CONTOUR_FRONT_LOADED,
                                         CONTOUR_DOUBLE_PEAK, CONTOUR_EARLY_PEAK,
                                         CONTOUR_LATE_PEAK, CONTOUR_BELL, CONTOUR_TURTLE };
    int64_t contour = 0;
    struct place at = node->at;

    if (mspdi_integer(m, node, "WorkContour", &contour) && contour != 0) {
        at = mspdi_at(m, node, "WorkContour");
        mspdi_lose(m, LOSS_CONTOURS, at);
        if (contour >= 1 && contour <= 7)       /* 8: by hand */
            mspdi_set_choice(m, draft, FIELD_assignment_contour, contours[contour - 1], at);
    } else if (is_split(m, node, &at)) {
        mspdi_lose(m, LOSS_SPLITS, at);
    } else {
        return;
    }
    mspdi_set_flag(m, draft, FIELD_assignment_uneven, at);
}

static void note_losses(struct mspdi *m, const struct node *node)
{
    int64_t value;

    if (mspdi_integer(m, node, "LevelingDelay", &value) && value != 0)
        mspdi_lose(m, LOSS_ASSIGNMENT_LEVELLING, mspdi_at(m, node, "LevelingDelay"));
}

static void set_work(struct mspdi *m, const struct node *node, const char *name,
                     struct object_draft *draft, uint16_t field)
{
    int64_t seconds;

    if (mspdi_duration(m, node, name, &seconds))
        mspdi_set_span(m, draft, field, seconds, false, mspdi_at(m, node, name));
}

/* By the file's own number, so that its next version finds it again; else by its place. */
static struct str assignment_id(struct mspdi *m, const struct node *node, uint32_t ordinal)
{
    struct str uid;
    int64_t number;

    if (mspdi_text(m, node, "UID", &uid) && str_to_i64(uid, &number) && number >= 0 &&
        map_insert(&m->assignments, uid, 1, NULL))
        return str_format(m->owner, "a%lld", (long long)number);
    uid = str_format(m->owner, "%u", (unsigned)ordinal);
    return str_format(m->owner, "%c%.*s", map_insert(&m->assignments, uid, 1, NULL) ? 'a' : 'n',
                      STR_ARG(uid));
}

static void read_assignment(struct mspdi *m, const struct node *node, uint32_t ordinal)
{
    const struct node *resource = node_find(node, STR("ResourceUID"));
    struct object_draft *draft;
    struct str task, uid;
    struct place at;
    struct ref who;
    uint32_t index, type;
    int64_t units, delay;
    int32_t ppm;

    if (!mspdi_text(m, node, "TaskUID", &task) || !mspdi_text(m, node, "ResourceUID", &uid))
        return;
    if (str_equal(uid, STR("-65535"))) {    /* the placeholder of "nobody": not scheduling */
        if (map_find(&m->tasks, task, &index) && m->drafts[index] && is_split(m, node, &at)) {
            read_pauses(m, node, m->drafts[index], at);
            mspdi_lose(m, LOSS_TASK_SPLITS, at);
        }
        lose_custom(m, node);
        return;
    }
    if (!map_find(&m->tasks, task, &index)) {
        if (!str_equal(task, STR("0")))
            diag_error(m->out, "unknown-id", mspdi_at(m, node, "TaskUID"),
                       "no task has the UID %.*s", STR_ARG(task));
        return;
    }
    if (!map_find(&m->resources, uid, &type)) {
        diag_error(m->out, "unknown-id", resource->at, "no resource has the UID %.*s",
                   STR_ARG(uid));
        return;
    }
    if (type != RESOURCE_WORK_TYPE || !m->drafts[index]) {
        lose_custom(m, node);
        return;
    }
    draft = plan_builder_nest(m->builder, m->drafts[index], FIELD_task_assignments,
                              assignment_id(m, node, ordinal), node->at);
    if (!draft)
        return;
    who = mspdi_ref(m, 'r', resource);
    draft_set(m->builder, draft, FIELD_assignment_who, &who, who.at);
    if (mspdi_fixed(m, node, "Units", 6, &units) && units >= 0 && units <= INT32_MAX) {
        ppm = (int32_t)units;
        draft_set(m->builder, draft, FIELD_assignment_units, &ppm, mspdi_at(m, node, "Units"));
    }
    set_work(m, node, "Work", draft, FIELD_assignment_work);
    set_work(m, node, "RemainingWork", draft, FIELD_assignment_remaining);
    if (mspdi_integer(m, node, "Delay", &delay) && delay != 0 && delay > -357913941 &&
        delay < 357913941)      /* tenths of a minute; INT32_MAX / 6 */
        mspdi_set_span(m, draft, FIELD_assignment_delay, delay * 6, false,
                       mspdi_at(m, node, "Delay"));
    mspdi_copy_date(m, node, "Start", draft, FIELD_assignment_start);
    mspdi_copy_date(m, node, "Finish", draft, FIELD_assignment_finish);
    read_shape(m, node, draft);
    mspdi_read_baselines(m, node, draft, UINT16_MAX, FIELD_assignment_baselines);
    mspdi_read_custom(m, node, draft, FIELD_assignment_custom);
    note_losses(m, node);
    if (!m->task_first_assignment[index]) {     /* the first resource stands for its team */
        m->task_first_assignment[index] = node;
        draft_set(m->builder, m->drafts[index], FIELD_task_team, &who, who.at);
    }
}

void mspdi_read_assignments(struct mspdi *m)
{
    const struct node *assignments = node_find(m->root, STR("Assignments"));
    uint32_t ordinal = 0;

    if (!assignments)
        return;
    for (const struct node *a = assignments->first; a; a = a->next)
        if (str_equal(a->name, STR("Assignment")))
            read_assignment(m, a, ++ordinal);
}

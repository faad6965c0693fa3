/* SPDX-License-Identifier: Apache-2.0 */
/* Items of a tracker as a plan. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/format/tracker.h"
#include "core/plan/plan.h"

enum {
    ID_MOST = 60,
    /* finished items that make a record (domain: below, no track record) */
    RECORD_LEAST = 5,
    WORK_DAY_S = 8 * 3600
};

struct making {
    struct tracker *t;
    struct plan_builder *b;
    struct map ids;             /* id -> 1: taken */
    struct map items;           /* key -> index of the item */
    struct str *id;             /* [item_count] */
    struct str *milestone_id;   /* [milestone_count] */
    bool *has_children;
    int64_t as_of;
    uint32_t recorded, recorded_all, by_points;     /* items that got an estimate from the record */
};

/* --- ids -------------------------------------------------------------------------------------- */

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An id of what somebody called it, that nothing else has. */
static struct str id_of(struct making *m, struct str name, const char *prefix)
{
    struct text text;
    struct str id;
    uint32_t taken, n = 2;

    text_init(&text, m->t->owner);
    for (size_t i = 0; i < name.len && text.len < ID_MOST; i++) {
        if (is_plain(name.ptr[i]) || (name.ptr[i] == '_' && text.len > 0))
            text_add_char(&text, name.ptr[i]);
        else if (text.len > 0 && text.ptr[text.len - 1] != '-')
            text_add_char(&text, '-');
    }
    while (text.len > 0 && text.ptr[text.len - 1] == '-')
        text.len--;
    if (text.len == 0 || (text.ptr[0] >= '0' && text.ptr[0] <= '9'))
        id = str_format(m->t->owner, "%s%s%.*s", prefix, text.len ? "-" : "",
                        STR_ARG(text_str(&text)));
    else
        id = str_copy(m->t->owner, text_str(&text));
    name = id;
    while (map_find(&m->ids, id, &taken))
        id = str_format(m->t->owner, "%.*s-%u", STR_ARG(name), n++);
    map_set(&m->ids, id, 1);
    return id;
}

/* --- values
 * ------------------------------------------------------------------------------------ */

static void set_text(struct making *m, struct object_draft *d, uint16_t field, struct str text,
                     struct place at)
{
    if (text.len > 0)
        draft_set(m->b, d, field, &text, at);
}

static void set_ref(struct making *m, struct object_draft *d, uint16_t field, struct str id,
                    struct place at)
{
    const struct ref ref = {id, OBJECT_NONE, at};

    if (id.len > 0)
        draft_set(m->b, d, field, &ref, at);
}

static void set_day(struct making *m, struct object_draft *d, uint16_t field, int64_t instant,
                    struct place at)
{
    struct when when = {.grain = GRAIN_DAY};

    if (instant == CIVIL_NONE)
        return;
    when.instant = civil_day_of(instant) * CIVIL_DAY_S;
    draft_set(m->b, d, field, &when, at);
}

static struct span days_of(int64_t seconds, int64_t day_s)
{
    int64_t milli = (seconds * 1000 + day_s / 2) / day_s;

    milli = milli < 100 ? 100 : (milli + 50) / 100 * 100;      /* tenths of a day are enough */
    return (struct span){.milli = milli, .unit = 'd'};
}

static void set_hours(struct making *m, struct object_draft *d, uint16_t field, int64_t seconds,
                      struct place at)
{
    struct estimate e = {.shape = SHAPE_SINGLE};

    e.b = (struct span){.milli = (seconds * 10 + 1800) / 3600 * 100, .unit = 'h'};
    if (e.b.milli <= 0)
        e.b.milli = 100;
    draft_set(m->b, d, field, &e, at);
}

/* --- the record of finished items
 * ---------------------------------------------------------------- */

/* Working time between two instants on Monday to Friday, a day being a third of the clock's. Good
 * enough for a record whose spread is a factor of ten; at least an hour. */
static int64_t worked_s(int64_t from, int64_t to)
{
    const int64_t first = civil_day_of(from), last = civil_day_of(to);
    int64_t days = 0;

    if (to <= from)
        return 3600;
    if (last - first > 10000)
        return (last - first) * 5 / 7 * WORK_DAY_S;
    for (int64_t day = first; day < last; day++)
        days += civil_weekday(day) < 5;
    if (days == 0)
        return (to - from) / 3 > 3600 ? (to - from) / 3 : 3600;
    return days * WORK_DAY_S;
}

static int by_size(const void *a, const void *b, const void *context)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    (void)context;
    return (x > y) - (x < y);
}

/* Durations of finished items like this one, sorted; or of points: seconds a point. */
static size_t record_of(const struct making *m, const struct tracker_item *like, bool same_team,
                        bool same_type, bool per_point, int64_t *ret)
{
    size_t count = 0;

    for (size_t i = 0; i < m->t->item_count; i++) {
        const struct tracker_item *item = &m->t->items[i];
        int64_t took;

        if (item->state != TRACKER_DONE || item->started == CIVIL_NONE ||
            item->finished == CIVIL_NONE || m->has_children[i] ||
            (same_team && !str_equal(item->team, like->team)) ||
            (same_type && !str_equal(item->type, like->type)) ||
            (per_point && item->points_milli <= 0))
            continue;
        took = worked_s(item->started, item->finished);
        ret[count++] = per_point ? took * 1000 / item->points_milli : took;
    }
    sort_stable(ret, count, sizeof(*ret), by_size, NULL, m->t->owner);
    return count;
}

static int64_t quantile(const int64_t *sorted, size_t count, unsigned percent)
{
    return sorted[(count - 1) * percent / 100];
}

struct recorded {               /* one for each team and type that was asked for */
    struct str team, type;
    bool per_point, own, known;
    int64_t p10, p50, p90;
};

struct records {
    struct recorded *items;
    size_t count, capacity;
    int64_t *space;
};

/* The record for an item: of its team and type, else of its team, else of all. */
static const struct recorded *find_record(struct making *m, struct records *r,
                                          const struct tracker_item *item)
{
    const bool per_point = item->points_milli > 0;
    struct recorded made = {.team = item->team, .type = item->type, .per_point = per_point};
    size_t count;

    for (size_t i = 0; i < r->count; i++)
        if (r->items[i].per_point == per_point && str_equal(r->items[i].team, item->team) &&
            str_equal(r->items[i].type, item->type))
            return &r->items[i];
    if (!r->space)
        r->space = ARENA_ARRAY(m->t->owner, int64_t, m->t->item_count + 1);
    count = record_of(m, item, true, true, per_point, r->space);
    made.own = count >= RECORD_LEAST;
    if (!made.own)
        count = record_of(m, item, true, false, per_point, r->space);
    if (count < RECORD_LEAST)
        count = record_of(m, item, false, false, per_point, r->space);
    made.known = count >= RECORD_LEAST;
    if (made.known) {
        made.p10 = quantile(r->space, count, 10);
        made.p50 = quantile(r->space, count, 50);
        made.p90 = quantile(r->space, count, 90);
    }
    arena_grow(m->t->owner, (void **)&r->items, r->count, &r->capacity, sizeof(*r->items),
               TRACKER_ITEM_CEILING);
    r->items[r->count] = made;
    return &r->items[r->count++];
}

static void set_estimate(struct making *m, struct records *r, struct object_draft *d,
                         const struct tracker_item *item)
{
    const struct recorded *record;
    struct estimate e = {.shape = SHAPE_QUANTILES};
    int64_t scale;

    if (item->effort_s > 0) {
        set_hours(m, d, FIELD_task_effort, item->effort_s, item->at);
        return;
    }
    if (item->state == TRACKER_DONE || m->t->mapping.estimates == TRACKER_BY_NOTHING ||
        m->t->mapping.estimates == TRACKER_BY_WORK ||
        (m->t->mapping.estimates == TRACKER_BY_POINTS && item->points_milli <= 0))
        return;
    record = find_record(m, r, item);
    if (!record->known)
        return;
    scale = record->per_point ? item->points_milli : 1000;
    e.a = days_of(record->p10 * scale / 1000, WORK_DAY_S);
    e.b = days_of(record->p50 * scale / 1000, WORK_DAY_S);
    e.c = days_of(record->p90 * scale / 1000, WORK_DAY_S);
    draft_set(m->b, d, FIELD_task_estimate, &e, item->at);
    set_text(m, d, FIELD_task_evidence,
             str_format(m->t->owner, "the record of finished items of %s in this file%s",
                        record->own ? "this team and type" : "all kinds",
                        record->per_point ? ", by points" : ""),
             item->at);
    if (record->per_point)
        m->by_points++;
    else if (record->own)
        m->recorded++;
    else
        m->recorded_all++;
}

/* --- objects
 * -------------------------------------------------------------------------------------- */

/* Names and the ids they got. */
struct names {
    struct map of;
    struct str *ids;
    size_t count, capacity;
};

static struct str name_id(struct making *m, struct names *n, enum kind kind, struct str name,
                          struct place at)
{
    struct object_draft *d;
    uint32_t index;

    if (name.len == 0)
        return name;
    if (map_find(&n->of, name, &index))
        return n->ids[index];
    arena_grow(m->t->owner, (void **)&n->ids, n->count, &n->capacity, sizeof(*n->ids),
               TRACKER_ITEM_CEILING);
    n->ids[n->count] = id_of(m, name, kind == KIND_team ? "team" : "person");
    d = plan_builder_add(m->b, kind, n->ids[n->count], at);
    if (d)
        set_text(m, d, kind == KIND_team ? FIELD_team_title : FIELD_person_name, name, at);
    map_set(&n->of, name, (uint32_t)n->count);
    return n->ids[n->count++];
}

/* A team or a person that the mapping names by its id; what it is stands where the mapping does. */
static struct str mapped_id(struct making *m, struct names *n, enum kind kind, struct str id,
                            struct place at)
{
    const struct str mark = str_format(m->t->owner, "\n%.*s", STR_ARG(id));
    uint32_t known;

    if (!map_insert(&n->of, mark, 0, &known))
        return id;
    if (!map_find(&m->ids, id, &known)) {
        map_set(&m->ids, id, 1);
        plan_builder_add(m->b, kind, id, at);
    }
    return id;
}

static struct str source_id(const struct making *m, struct str key)
{
    return m->t->mapping.prefix.len > 0
        ? str_format(m->t->owner, "%.*s:%.*s", STR_ARG(m->t->mapping.prefix), STR_ARG(key)) : key;
}

static bool is_kept(const struct making *m, size_t i)
{
    return m->t->items[i].state != TRACKER_DROPPED;
}

/* Whether `from` is reached from `to` by parents: then `to` cannot become its parent. */
static bool parents_loop(const struct making *m, size_t item)
{
    size_t at = item, steps = 0;
    uint32_t up;

    while (m->t->items[at].parent.len > 0 && map_find(&m->items, m->t->items[at].parent, &up)) {
        at = up;
        if (at == item || ++steps > m->t->item_count)
            return true;
    }
    return false;
}

static void resolve_parents(struct making *m)
{
    for (size_t i = 0; i < m->t->item_count; i++) {
        struct tracker_item *item = &m->t->items[i];
        uint32_t up;

        if (item->parent.len == 0)
            continue;
        if (!map_find(&m->items, item->parent, &up) || !is_kept(m, up) || parents_loop(m, i)) {
            tracker_lose(m->t, TRACKER_LOST_PARENTS, item->at);
            item->parent = (struct str){NULL, 0};
            continue;
        }
        m->has_children[up] = true;
    }
}

/* Links of one item that would close a loop are left out: trackers do not refuse them. Depth first
 * over links already taken; cost: items + links for each new link at worst, bounded. */
struct walk {
    const uint32_t *first, *next, *to;
};

static bool reaches(const struct making *m, const struct walk *w, uint32_t from, uint32_t goal,
                    uint32_t *stack, uint32_t *seen, uint32_t round)
{
    size_t depth = 0;

    (void)m;
    stack[depth++] = from;
    seen[from] = round;
    while (depth > 0) {
        const uint32_t at = stack[--depth];

        if (at == goal)
            return true;
        for (uint32_t l = w->first[at]; l != UINT32_MAX; l = w->next[l])
            if (seen[w->to[l]] != round) {
                seen[w->to[l]] = round;
                stack[depth++] = w->to[l];
            }
    }
    return false;
}

struct taken {
    struct link link;
    uint32_t after;
};

/* The links that can stand: both ends in the file, no loop, none twice. */
static size_t resolve_links(struct making *m, struct taken *ret)
{
    struct tracker *t = m->t;
    uint32_t *first = ARENA_ARRAY(t->owner, uint32_t, t->item_count + 1);
    uint32_t *next = ARENA_ARRAY(t->owner, uint32_t, t->link_count + 1);
    uint32_t *to = ARENA_ARRAY(t->owner, uint32_t, t->link_count + 1);
    uint32_t *stack = ARENA_ARRAY(t->owner, uint32_t, t->item_count + 1);
    uint32_t *seen = ARENA_ARRAY(t->owner, uint32_t, t->item_count + 1);
    const struct walk walk = {first, next, to};
    size_t count = 0;

    for (size_t i = 0; i < t->item_count; i++)
        first[i] = UINT32_MAX;
    for (size_t l = 0; l < t->link_count; l++) {
        const struct tracker_link *link = &t->links[l];
        uint32_t a, b;
        bool twice = false;

        if (!map_find(&m->items, link->before, &a) || !map_find(&m->items, link->after, &b) ||
            !is_kept(m, a) || !is_kept(m, b)) {
            tracker_lose(t, TRACKER_LOST_LINKS, link->at);
            continue;
        }
        for (uint32_t n = first[a]; n != UINT32_MAX; n = next[n])
            twice = twice || to[n] == b;
        if (twice)
            continue;
        /* A summary's dates are its children's: a link of it would hold them all. */
        if (a == b || m->has_children[a] || m->has_children[b] ||
            reaches(m, &walk, b, a, stack, seen, (uint32_t)l + 1)) {
            tracker_lose(t, TRACKER_LOOPS, link->at);
            continue;
        }
        to[count] = b;
        next[count] = first[a];
        first[a] = (uint32_t)count;
        ret[count] = (struct taken){{.other = {m->id[a], OBJECT_NONE, link->at},
                                     .lag = {.milli = link->lag_days * 1000, .unit = 'd'}}, b};
        count++;
    }
    return count;
}

static void set_progress(struct making *m, struct object_draft *d, const struct tracker_item *item,
                         size_t i)
{
    int64_t started = item->started, finished = item->finished;

    if (m->has_children[i] || item->state == TRACKER_OPEN)
        return;
    if (item->state == TRACKER_DONE && finished == CIVIL_NONE)
        finished = item->updated != CIVIL_NONE ? item->updated : m->as_of - CIVIL_DAY_S;
    if (finished != CIVIL_NONE && finished >= m->as_of)
        finished = m->as_of - CIVIL_DAY_S;
    if (started == CIVIL_NONE || started >= m->as_of) {
        tracker_lose(m->t, TRACKER_NO_START, item->at);
        started = item->created != CIVIL_NONE ? item->created : m->as_of - CIVIL_DAY_S;
    }
    if (started >= m->as_of)
        started = m->as_of - CIVIL_DAY_S;
    if (item->state == TRACKER_DONE) {
        set_day(m, d, FIELD_task_started, started < finished ? started : finished, item->at);
        set_day(m, d, FIELD_task_finished, finished, item->at);
        return;
    }
    set_day(m, d, FIELD_task_started, started, item->at);
    if (item->left_s > 0)
        set_hours(m, d, FIELD_task_remaining, item->left_s, item->at);
}

static void add_tasks(struct making *m, struct names *teams, struct names *people)
{
    struct taken *taken = ARENA_ARRAY(m->t->owner, struct taken, m->t->link_count + 1);
    const size_t taken_count = resolve_links(m, taken);
    uint32_t *of_first = ARENA_ARRAY(m->t->owner, uint32_t, m->t->item_count + 2);
    struct link *links = ARENA_ARRAY(m->t->owner, struct link, taken_count + 1);
    struct records records = {NULL, 0, 0, NULL};

    for (size_t l = 0; l < taken_count; l++)
        of_first[taken[l].after + 1]++;
    for (size_t i = 0; i < m->t->item_count; i++)
        of_first[i + 1] += of_first[i];
    for (size_t l = 0; l < taken_count; l++)        /* each item's from its place on, in order */
        links[of_first[taken[l].after]++] = taken[l].link;
    for (size_t i = m->t->item_count; i > 0; i--)
        of_first[i] = of_first[i - 1];
    of_first[0] = 0;
    for (size_t i = 0; i < m->t->item_count; i++) {
        const struct tracker_item *item = &m->t->items[i];
        const struct links after = {links + of_first[i], of_first[i + 1] - of_first[i]};
        const struct tracker_word *owner;
        struct object_draft *d;
        uint32_t up;

        if (!is_kept(m, i)) {
            tracker_lose(m->t, TRACKER_DROPPED_ITEMS, item->at);
            continue;
        }
        d = plan_builder_add(m->b, KIND_task, m->id[i], item->at);
        if (!d)
            continue;
        set_text(m, d, FIELD_task_title, item->title, item->at);
        set_text(m, d, FIELD_task_source_id, source_id(m, item->key), item->at);
        set_text(m, d, FIELD_task_kind, item->type, item->at);
        if (item->parent.len > 0 && map_find(&m->items, item->parent, &up))
            set_ref(m, d, FIELD_task_parent, m->id[up], item->at);
        set_ref(m, d, FIELD_task_team, item->mapped_team.len > 0
                                           ? mapped_id(m, teams, KIND_team, item->mapped_team,
                                                       item->at)
                                           : name_id(m, teams, KIND_team, item->team, item->at),
                item->at);
        owner = tracker_word_find(&m->t->mapping.people, item->owner);
        set_ref(m, d, FIELD_task_owner,
                owner ? mapped_id(m, people, KIND_person, owner->id, item->at)
                      : name_id(m, people, KIND_person, item->owner, item->at), item->at);
        set_day(m, d, FIELD_task_updated, item->updated, item->at);
        set_day(m, d, FIELD_task_deadline, item->due, item->at);
        if (m->has_children[i])
            continue;
        set_estimate(m, &records, d, item);
        set_progress(m, d, item, i);
        if (item->state == TRACKER_OPEN && item->start_date != CIVIL_NONE &&
            item->start_date > m->as_of) {
            const uint32_t kind = CONSTRAINT_START_NO_EARLIER;

            draft_set(m->b, d, FIELD_task_constraint, &kind, item->at);
            set_day(m, d, FIELD_task_constraint_date, item->start_date, item->at);
        }
        if (after.count > 0)
            draft_set(m->b, d, FIELD_task_after, &after, item->at);
    }
}

static bool is_of(const struct making *m, size_t i, const struct tracker_milestone *mile)
{
    return is_kept(m, i) && !m->has_children[i] &&
           str_equal(m->t->items[i].milestone, mile->key);
}

/* A milestone, and a promise where it has a date that is still to come: whoever set the date of a
 * version told others. */
static void add_milestones(struct making *m)
{
    struct tracker *t = m->t;

    for (size_t n = 0; n < t->milestone_count; n++) {
        const struct tracker_milestone *mile = &t->milestones[n];
        struct link *links;
        struct links after = {NULL, 0};
        struct object_draft *d;
        bool open = false;
        size_t count = 0;

        for (size_t i = 0; i < t->item_count; i++)
            count += is_of(m, i, mile);
        links = ARENA_ARRAY(t->owner, struct link, count + 1);
        after.items = links;
        for (size_t i = 0; i < t->item_count; i++) {
            if (!is_of(m, i, mile))
                continue;
            open = open || t->items[i].state != TRACKER_DONE;
            links[after.count++] = (struct link){.other = {m->id[i], OBJECT_NONE, mile->at},
                                                 .lag = {.unit = 'd'}};
        }
        if (after.count == 0)
            continue;
        d = plan_builder_add(m->b, KIND_milestone, m->milestone_id[n], mile->at);
        if (!d)
            continue;
        set_text(m, d, FIELD_milestone_title, mile->title, mile->at);
        set_text(m, d, FIELD_milestone_source_id, source_id(m, mile->key), mile->at);
        set_day(m, d, FIELD_milestone_date, mile->due, mile->at);
        draft_set(m->b, d, FIELD_milestone_after, &after, mile->at);
        if (!open || mile->due == CIVIL_NONE || mile->reached != CIVIL_NONE)
            continue;
        d = plan_builder_add(m->b, KIND_commitment,
                             id_of(m, str_format(t->owner, "%.*s-by-date",
                                                 STR_ARG(m->milestone_id[n])), "promise"),
                             mile->at);
        if (!d)
            continue;
        set_text(m, d, FIELD_commitment_title, mile->title, mile->at);
        set_ref(m, d, FIELD_commitment_milestone, m->milestone_id[n], mile->at);
        set_day(m, d, FIELD_commitment_date, mile->due, mile->at);
    }
}

static void widen(int64_t *from, int64_t *to, int64_t at)
{
    if (at == CIVIL_NONE)
        return;
    *from = *from == CIVIL_NONE || at < *from ? at : *from;
    *to = *to == CIVIL_NONE || at > *to ? at : *to;
}

/* The data date is the day after the last thing that happened: a file does not know today. */
static void add_program(struct making *m)
{
    int64_t from = CIVIL_NONE, to = CIVIL_NONE;
    struct object_draft *d;

    for (size_t i = 0; i < m->t->item_count; i++) {
        const struct tracker_item *item = &m->t->items[i];

        widen(&from, &to, item->created);
        widen(&from, &to, item->started);
        widen(&from, &to, item->finished);
        widen(&from, &to, item->updated);
    }
    if (from == CIVIL_NONE)
        from = to = 0;
    m->as_of = (civil_day_of(to) + 1) * CIVIL_DAY_S;
    d = plan_builder_add(m->b, KIND_program, STR("program"), m->t->at);
    if (!d)
        return;
    /* With a prefix the plan is no program of its own, and its name is free for a team. */
    set_text(m, d, FIELD_program_id, m->t->mapping.prefix.len > 0
                                         ? m->t->mapping.prefix
                                         : id_of(m, m->t->program, "program"), m->t->at);
    set_text(m, d, FIELD_program_title, m->t->program, m->t->at);
    set_day(m, d, FIELD_program_start, from, m->t->at);
    set_day(m, d, FIELD_program_as_of, m->as_of, m->t->at);
}

static const struct {
    const char *code, *text;
} losses[TRACKER_LOSS_COUNT] = {
    [TRACKER_LOST_LINKS] = {"left-out-links", "links to items that the file does not hold"},
    [TRACKER_LOST_RELATIONS] = {"left-out-relations", "links that are no dependency"},
    [TRACKER_LOST_PARENTS] = {"left-out-parents", "parents that the file does not hold"},
    [TRACKER_DROPPED_ITEMS] = {"left-out-dropped", "items that nobody will do"},
    [TRACKER_PULL_REQUESTS] = {"left-out-pull-requests", "pull requests"},
    [TRACKER_SECOND_OWNERS] = {"left-out-owners", "assignees beyond the first"},
    [TRACKER_BAD_DATES] = {"left-out-dates", "dates that are none"},
    [TRACKER_LOOPS] = {"left-out-loops", "links that close a loop or hang on a summary"},
    [TRACKER_NO_START] = {"assumed-start",
                          "items under way or done of which no start is known; the day they were "
                          "created is taken"},
};

static void say_losses(struct making *m)
{
    struct tracker *t = m->t;

    for (int i = 0; i < TRACKER_LOSS_COUNT; i++)
        diag_note_places(t->out, losses[i].code, &t->lost[i], "%s", losses[i].text);
    if (m->recorded > 0)
        diag_note(t->out, "estimates-from-record", t->at,
                  "estimates from the finished items of the same team and type: %u", m->recorded);
    if (m->recorded_all > 0)
        diag_note(t->out, "estimates-from-record", t->at,
                  "estimates from finished items of other kinds, for want of their own: %u",
                  m->recorded_all);
    if (m->by_points > 0)
        diag_note(t->out, "estimates-from-points", t->at,
                  "estimates from points and the time that finished points took: %u",
                  m->by_points);
    diag_note(t->out, "assumed-data-date", t->at,
              "the data date is the day after the last thing that happened in the file");
}

/* What the mapping says of an item: by its status, its labels, and the names it goes by. */
static void apply_words(struct making *m, struct tracker_item *item)
{
    struct tracker *t = m->t;
    const struct tracker_mapping *mapping = &t->mapping;
    const struct tracker_word *state = tracker_word_find(&mapping->states, item->status);
    const struct tracker_word *team = NULL;

    for (size_t i = 0; i < item->label_count && !state; i++)
        state = tracker_word_find(&mapping->states, t->labels[item->first_label + i]);
    if (state)
        item->state = (enum tracker_state)state->value;
    for (size_t i = 0; i < item->label_count && !team; i++)
        team = tracker_word_find(&mapping->teams, t->labels[item->first_label + i]);
    if (!team)
        team = tracker_word_find(&mapping->teams, item->team);
    if (!team)
        team = tracker_word_find(&mapping->teams, item->owner);
    if (team)
        item->mapped_team = team->id;
    if (mapping->estimates != TRACKER_BY_DEFAULT && mapping->estimates != TRACKER_BY_WORK)
        item->effort_s = TRACKER_UNKNOWN;
    if (mapping->estimates != TRACKER_BY_DEFAULT && mapping->estimates != TRACKER_BY_POINTS)
        item->points_milli = TRACKER_UNKNOWN;
}

bool tracker_build(struct tracker *t, struct plan_builder *b)
{
    struct making m = {.t = t, .b = b};
    struct names teams = {.ids = NULL}, people = {.ids = NULL};
    const char *prefix = str_copy(t->owner, t->mapping.prefix).ptr;
    uint32_t twice;

    if (t->item_count == 0)
        return diag_error(t->out, "no-tasks", t->at, "there is no item in this %s file", t->name);
    if (t->program.len == 0)
        t->program = str_of(t->name);
    map_init(&m.ids, t->owner);
    map_init(&m.items, t->owner);
    map_init(&teams.of, t->owner);
    map_init(&people.of, t->owner);
    m.id = ARENA_ARRAY(t->owner, struct str, t->item_count);
    m.milestone_id = ARENA_ARRAY(t->owner, struct str, t->milestone_count + 1);
    m.has_children = ARENA_ARRAY(t->owner, bool, t->item_count);
    add_program(&m);
    for (size_t i = 0; i < t->item_count; i++) {
        if (map_find(&m.items, t->items[i].key, &twice))
            return diag_error(t->out, "duplicate-id", t->items[i].at,
                              "the item %.*s stands in the file twice",
                              STR_ARG(t->items[i].key));
        map_set(&m.items, t->items[i].key, (uint32_t)i);
        m.id[i] = id_of(&m, t->items[i].key, t->mapping.prefix.len > 0 ? prefix : "item");
        apply_words(&m, &t->items[i]);
    }
    /* With a prefix, ids stand for as long as the tracker's own do, and clash with nobody's. */
    for (size_t n = 0; n < t->milestone_count; n++)
        m.milestone_id[n] = id_of(&m, t->mapping.prefix.len > 0
                                          ? str_format(t->owner, "%s-milestone-%.*s", prefix,
                                                       STR_ARG(t->milestones[n].key))
                                          : t->milestones[n].title, "milestone");
    resolve_parents(&m);
    add_tasks(&m, &teams, &people);
    add_milestones(&m);
    say_losses(&m);
    return true;
}

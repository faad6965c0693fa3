/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/tracker.h"

#include "core/base/arena.h"
#include "core/base/text.h"

enum { INSTANT_MOST = 40 };

bool tracker_init(struct tracker *t, const char *name, const struct node *root,
                  const struct node *mapping, struct arena *owner, struct diags *out)
{
    *t = (struct tracker){.owner = owner, .out = out, .name = name, .at = root->at};
    map_init(&t->milestone_of, owner);
    return !mapping || tracker_mapping_read(&t->mapping, mapping, owner, out);
}

void tracker_label(struct tracker *t, struct str label)
{
    struct tracker_item *item = &t->items[t->item_count - 1];

    label = str_trim(label);
    if (label.len == 0 || t->label_count >= TRACKER_LINK_CEILING)
        return;
    arena_grow(t->owner, (void **)&t->labels, t->label_count, &t->label_capacity,
               sizeof(*t->labels), TRACKER_LINK_CEILING);
    if (item->label_count++ == 0)
        item->first_label = t->label_count;
    t->labels[t->label_count++] = label;
}

void tracker_labels(struct tracker *t, const struct node *list, const char *key)
{
    for (const struct node *n = list ? list->first : NULL; n; n = n->next)
        tracker_label(t, n->kind == NODE_SCALAR ? n->text : tracker_text(n, key));
}

bool tracker_relate(struct tracker *t, struct str words, struct str key, struct str other,
                    struct place at)
{
    const struct tracker_word *known = tracker_word_find(&t->mapping.relations, words);

    if (!known)
        return false;
    if (known->value == TRACKER_BEFORE)
        tracker_link_add(t, key, other, 0, at);
    else if (known->value == TRACKER_AFTER)
        tracker_link_add(t, other, key, 0, at);
    else
        tracker_lose(t, TRACKER_LOST_RELATIONS, at);
    return true;
}

struct tracker_item *tracker_add(struct tracker *t, struct str key, const struct node *at)
{
    if (t->item_count >= TRACKER_ITEM_CEILING) {
        diag_error(t->out, "too-many-items", at->at, "more than %d items", TRACKER_ITEM_CEILING);
        return NULL;
    }
    arena_grow(t->owner, (void **)&t->items, t->item_count, &t->item_capacity, sizeof(*t->items),
               TRACKER_ITEM_CEILING);
    t->items[t->item_count] = (struct tracker_item){
        .key = key, .at = at->at, .created = CIVIL_NONE, .started = CIVIL_NONE,
        .finished = CIVIL_NONE, .updated = CIVIL_NONE, .start_date = CIVIL_NONE,
        .due = CIVIL_NONE, .effort_s = TRACKER_UNKNOWN, .left_s = TRACKER_UNKNOWN,
        .points_milli = TRACKER_UNKNOWN};
    return &t->items[t->item_count++];
}

struct tracker_milestone *tracker_add_milestone(struct tracker *t, struct str key,
                                                const struct node *at)
{
    uint32_t index;

    if (map_find(&t->milestone_of, key, &index))
        return &t->milestones[index];
    arena_grow(t->owner, (void **)&t->milestones, t->milestone_count, &t->milestone_capacity,
               sizeof(*t->milestones), TRACKER_ITEM_CEILING);
    map_set(&t->milestone_of, key, (uint32_t)t->milestone_count);
    t->milestones[t->milestone_count] = (struct tracker_milestone){
        .key = key, .title = key, .at = at->at, .due = CIVIL_NONE, .reached = CIVIL_NONE};
    return &t->milestones[t->milestone_count++];
}

void tracker_link_add(struct tracker *t, struct str before, struct str after, int64_t lag_days,
                      struct place at)
{
    if (t->link_count >= TRACKER_LINK_CEILING)
        return;
    arena_grow(t->owner, (void **)&t->links, t->link_count, &t->link_capacity, sizeof(*t->links),
               TRACKER_LINK_CEILING);
    t->links[t->link_count++] = (struct tracker_link){before, after, lag_days, at};
}

void tracker_lose(struct tracker *t, enum tracker_loss loss, struct place at)
{
    diag_places_add(&t->lost[loss], t->owner, at);
}

/* --- values ------------------------------------------------------------------------------- */

struct str tracker_text(const struct node *map, const char *key)
{
    const struct node *n = map && map->kind == NODE_MAP ? node_find(map, str_of(key)) : NULL;

    if (!n || n->kind != NODE_SCALAR ||
        (n->style == NODE_PLAIN && str_equal(n->text, STR("null"))))
        return (struct str){NULL, 0};
    return str_trim(n->text);
}

const struct node *tracker_child(const struct node *map, const char *key)
{
    const struct node *n = map && map->kind == NODE_MAP ? node_find(map, str_of(key)) : NULL;

    return n && (n->kind == NODE_MAP || n->kind == NODE_LIST) ? n : NULL;
}

int64_t tracker_milli(const struct node *map, const char *key)
{
    const struct str s = tracker_text(map, key);
    int64_t milli;

    /* A number of more digits is cut: "2.50000001". */
    return s.len > 0 && str_to_fixed(s, 3, &milli) && milli >= 0 ? milli : TRACKER_UNKNOWN;
}

/* Seconds that a zone is ahead: "Z", "+01:00", "+0000". False: there is none. */
static bool zone_of(struct str s, int64_t *ret_s)
{
    int64_t hours, minutes = 0;

    if (s.len == 0)
        return false;
    *ret_s = 0;
    if (s.ptr[0] == 'Z' || s.ptr[0] == 'z')
        return true;
    if ((s.ptr[0] != '+' && s.ptr[0] != '-') || s.len < 3 ||
        !str_to_i64(str_slice(s, 1, 3), &hours))
        return false;
    if (s.len >= 5 && !str_to_i64(str_slice(s, s.len - 2, s.len), &minutes))
        return false;
    *ret_s = (s.ptr[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return hours <= 15 && minutes < 60;
}

static bool instant_of(struct str s, int64_t *ret_instant)
{
    struct str clock, rest;
    int64_t zone_s = 0, instant;
    bool has_time;
    size_t at = 19;

    if (s.len == 10)
        return civil_parse(s, ret_instant, &has_time);
    if (s.len < 19 || s.len > INSTANT_MOST)
        return false;
    clock = str_slice(s, 0, 19);
    if (!civil_parse(clock, &instant, &has_time))
        return false;
    if (at < s.len && s.ptr[at] == '.')     /* a fraction of a second */
        for (at++; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';)
            at++;
    rest = str_slice(s, at, s.len);
    if (rest.len > 0 && !zone_of(rest, &zone_s))
        return false;
    *ret_instant = instant - zone_s;
    return true;
}

int64_t tracker_instant(struct tracker *t, const struct node *map, const char *key)
{
    const struct str s = tracker_text(map, key);
    int64_t instant;

    if (s.len == 0)
        return CIVIL_NONE;
    if (instant_of(s, &instant))
        return instant;
    tracker_lose(t, TRACKER_BAD_DATES, node_find(map, str_of(key))->at);
    return CIVIL_NONE;
}

int64_t tracker_day(struct tracker *t, const struct node *map, const char *key)
{
    const int64_t instant = tracker_instant(t, map, key);

    return instant == CIVIL_NONE ? CIVIL_NONE : civil_day_of(instant) * CIVIL_DAY_S;
}

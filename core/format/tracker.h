/* SPDX-License-Identifier: Apache-2.0 */
/* tracker.h - what issue trackers have in common, and how it becomes a plan.
 *
 * A reader of one tracker (jira.c, github.c, ...) fills items; tracker_build makes of them teams,
 * people, tasks, milestones, promises and links, and says what it took for granted. Times are
 * converted to UTC. Nothing is made up: an item without an estimate gets the record of finished
 * items of its team and type where there are five of them, labelled, else none.
 */
#ifndef BATON_CORE_FORMAT_TRACKER_H
#define BATON_CORE_FORMAT_TRACKER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/base/str.h"
#include "core/calendar/civil.h"
#include "core/syntax/tree.h"

struct arena;
struct plan_builder;

enum tracker_state { TRACKER_OPEN, TRACKER_DOING, TRACKER_DONE, TRACKER_DROPPED };

enum { TRACKER_UNKNOWN = -1, TRACKER_ITEM_CEILING = 1 << 20, TRACKER_LINK_CEILING = 1 << 22 };

struct tracker_item {
    struct str key;             /* as the tracker shows it: "UT-26", "#13" */
    struct str title, type, team, owner, parent;
    struct str milestone;       /* its key among the milestones */
    struct place at;
    enum tracker_state state;
    int64_t created, started, finished, updated;    /* instants; CIVIL_NONE */
    int64_t start_date, due;                        /* days' beginnings; CIVIL_NONE */
    int64_t effort_s, left_s;   /* person-seconds; TRACKER_UNKNOWN */
    int64_t points_milli;       /* TRACKER_UNKNOWN */
};

struct tracker_milestone {
    struct str key, title;
    struct place at;
    int64_t due, reached;       /* CIVIL_NONE */
};

struct tracker_link {           /* `after` cannot start before `before` has finished */
    struct str before, after;
    int64_t lag_days;
    struct place at;
};

enum tracker_loss {
    TRACKER_LOST_LINKS,         /* to items that the file does not hold */
    TRACKER_LOST_RELATIONS,     /* links that are no dependency */
    TRACKER_LOST_PARENTS,
    TRACKER_DROPPED_ITEMS,
    TRACKER_PULL_REQUESTS,
    TRACKER_SECOND_OWNERS,
    TRACKER_BAD_DATES,
    TRACKER_LOOPS,
    TRACKER_NO_START,           /* finished or under way, and nobody knows since when */
    TRACKER_LOSS_COUNT
};

struct tracker {
    struct arena *owner;
    struct diags *out;
    const char *name;           /* "Jira" */
    struct str program;         /* an id of the program; what it is called */
    struct place at;
    struct tracker_item *items;
    size_t item_count, item_capacity;
    struct tracker_milestone *milestones;
    size_t milestone_count, milestone_capacity;
    struct tracker_link *links;
    size_t link_count, link_capacity;
    struct map milestone_of;
    uint32_t lost[TRACKER_LOSS_COUNT];
    struct place lost_at[TRACKER_LOSS_COUNT];
};

void tracker_init(struct tracker *t, const char *name, const struct node *root,
                  struct arena *owner, struct diags *out);
/* A new item with nothing known; NULL past the ceiling ("too-many-items"). */
struct tracker_item *tracker_add(struct tracker *t, struct str key, const struct node *at);
struct tracker_milestone *tracker_add_milestone(struct tracker *t, struct str key,
                                                const struct node *at);
void tracker_link_add(struct tracker *t, struct str before, struct str after, int64_t lag_days,
                      struct place at);
void tracker_lose(struct tracker *t, enum tracker_loss loss, struct place at);

/* ISO 8601 with or without zone ("2024-01-31T10:11:12.000+0000", "...Z", a date alone) to UTC;
 * CIVIL_NONE where absent, and counted where it is no date. */
int64_t tracker_instant(struct tracker *t, const struct node *map, const char *key);
int64_t tracker_day(struct tracker *t, const struct node *map, const char *key);
/* A number of the map, times 1000; TRACKER_UNKNOWN where there is none. */
int64_t tracker_milli(const struct node *map, const char *key);
struct str tracker_text(const struct node *map, const char *key);
const struct node *tracker_child(const struct node *map, const char *key);  /* a map or list */

/* False: an error stands in the diags ("no-tasks"). */
bool tracker_build(struct tracker *t, struct plan_builder *b);

#endif

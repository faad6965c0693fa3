/* SPDX-License-Identifier: Apache-2.0 */
/* tracker.h - what issue trackers have in common, and how it becomes a plan.
 *
 * A reader of one tracker (jira.c, github.c, ...) fills items; tracker_build makes of them teams,
 * people, tasks, milestones, promises and links, and says what it took for granted. Times are
 * converted to UTC. Nothing is made up: an item without an estimate gets the record of finished
 * items of its team and type where there are five of them, labelled, else none.
 *
 * A mapping says how the tracker's words become Baton's, where the guess is not good enough:
 *
 *     teams:     {backend: payments}      a label, component, project, area, assignee: a team's id
 *     people:    {Ann Lee: ann}           how the tracker names somebody: a person's id
 *     states:    {In review: doing}       a status or label: open, doing, done, dropped
 *     relations: {gates: before}          a link's words: before, after, none
 *     estimates: points                   work, points, history or none; default: what there is
 *     points:    Effort (dev)             the custom field of points (Jira)
 *     prefix:    web                      of ids; source ids begin "web:"
 *
 * Words compare without regard to upper and lower case.
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

enum tracker_relation { TRACKER_BEFORE, TRACKER_AFTER, TRACKER_NONE };

enum tracker_estimates {
    TRACKER_BY_DEFAULT, TRACKER_BY_WORK, TRACKER_BY_POINTS, TRACKER_BY_HISTORY, TRACKER_BY_NOTHING
};

struct tracker_word {
    struct str word;
    struct str id;              /* of a team or a person */
    uint32_t value;             /* enum tracker_state, enum tracker_relation */
};

struct tracker_words {
    struct tracker_word *items;
    size_t count;
};

struct tracker_mapping {        /* all empty: nothing is mapped */
    struct tracker_words teams, people, states, relations;
    enum tracker_estimates estimates;
    struct str points, prefix;
};

enum { TRACKER_WORD_CEILING = 4096 };

enum { TRACKER_UNKNOWN = -1, TRACKER_ITEM_CEILING = 1 << 20, TRACKER_LINK_CEILING = 1 << 22 };

struct tracker_item {
    struct str key;             /* as the tracker shows it: "UT-26", "#13" */
    struct str title, type, team, owner, parent;
    struct str mapped_team;     /* its id, by the mapping */
    struct str status;          /* in the tracker's own word */
    size_t first_label, label_count;    /* of the tracker's labels */
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
    struct tracker_mapping mapping;
    bool many_projects;         /* so that a number alone is no key */
    struct tracker_item *items;
    size_t item_count, item_capacity;
    struct str *labels;
    size_t label_count, label_capacity;
    struct tracker_milestone *milestones;
    size_t milestone_count, milestone_capacity;
    struct tracker_link *links;
    size_t link_count, link_capacity;
    struct map milestone_of;
    struct diag_places lost[TRACKER_LOSS_COUNT];
};

/* `mapping` may be NULL. False: the mapping is wrong, and the diags say where. */
bool tracker_init(struct tracker *t, const char *name, const struct node *root,
                  const struct node *mapping, struct arena *owner, struct diags *out);
/* What a mapping says; errors: "bad-mapping". */
bool tracker_mapping_read(struct tracker_mapping *m, const struct node *mapping,
                          struct arena *owner, struct diags *out);
const struct tracker_word *tracker_word_find(const struct tracker_words *words, struct str word);
/* Another name that the last item added goes by: a label, a component, a project. */
void tracker_label(struct tracker *t, struct str label);
/* ... each scalar of a list, or the `key` of each map in it. */
void tracker_labels(struct tracker *t, const struct node *list, const char *key);
/* A link in the tracker's own words, from `key` to `other`, where the mapping knows them. */
bool tracker_relate(struct tracker *t, struct str words, struct str key, struct str other,
                    struct place at);
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

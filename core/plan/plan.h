/* SPDX-License-Identifier: Apache-2.0 */
/* plan.h - a plan: a sealed snapshot of a program as people stated it.
 *
 * Filled through a builder, sealed once, read-only from then on, so threads may
 * share it. It holds what was stated, never what was computed. Objects stand in the order
 * of the kinds and, within a kind, in the order of the input.
 */
#ifndef BATON_CORE_PLAN_PLAN_H
#define BATON_CORE_PLAN_PLAN_H

#include "core/plan/object.h"

struct arena;
struct diags;
struct node;
struct plan_builder;
struct writer;

enum { PLAN_OBJECT_CEILING = 8 * 1000 * 1000 };

struct plan {
    struct arena *owner;
    const struct object *const *objects;    /* by number */
    uint32_t object_count;
    uint32_t first[KIND_COUNT + 1];         /* objects of kind k: first[k] .. first[k + 1] - 1 */
    const struct object *program;           /* never NULL: made when not stated */
    const struct object *policy;            /* never NULL */
    const struct object *beliefs;           /* reserved: always NULL in a plan */
    const struct calendar *const *calendars;/* of calendar object n: [n - first[KIND_calendar]] */
    const struct calendar *calendar;        /* the program's */
    int64_t start;                          /* instants; the program's start, or the earliest date
                                               stated, or as_of */
    int64_t as_of;                          /* the data date: its day's start, or its time */
    int64_t read_on;                        /* the day on which it is read, where somebody says it:
                                               what is old is so then; never before as_of */
    bool as_of_stated;
    bool start_stated;
    const struct plan *before;              /* the plan it is an edit of, same objects; or NULL */
    struct digest_memo *digest;             /* see plan_digest */
    const struct map *ids;
};

/* --- building ------------------------------------------------------------------------- */

struct plan_builder *plan_builder_new(struct arena *owner, struct diags *out);

/* Add everything a plan file says (a tree as in design.md §4). The trees must live until
 * plan_seal; the plan keeps nothing of them. Call once a file; a
 * folder's files merge by kind; an id stated twice is error "duplicate-id" with both places. Errors
 * are collected: "unknown-key", "unknown-section", "bad-value", "wrong-version"... */
bool plan_builder_read(struct plan_builder *b, const struct node *root);
/* The private folder of --beliefs: the same form, section `beliefs` only. */
bool plan_builder_read_beliefs(struct plan_builder *b, const struct node *root);

/* For importers: objects and values directly. The object and field must exist in the schema;
 * `value` is of the field's C type and is copied shallowly (what it points at must
 * live as long as the builder's arena). Refs need only `id` and `at`. */
struct object_draft;
struct object_draft *plan_builder_add(struct plan_builder *b, enum kind kind, struct str id,
                                      struct place at);
struct object_draft *plan_builder_nest(struct plan_builder *b, struct object_draft *inside,
                                       uint16_t field, struct str id, struct place at);
void draft_set(struct plan_builder *b, struct object_draft *draft, uint16_t field,
               const void *value, struct place at);
bool plan_builder_has(const struct plan_builder *b, struct str id);

/* After a reader said false, plan_seal may still be called: it then says what else is wrong,
 * and refuses. */
struct seal_options {
    int64_t today;          /* as_of where the program states none; CIVIL_NONE: it must */
    int64_t read_on;        /* plan.read_on, where it is later than as_of; 0: as_of */
};

/* Check what was built and freeze it: resolves references ("unknown-id" with the nearest
 * known one; "wrong-kind"), builds calendars, checks required fields, collisions of
 * stable keys, parents that form a loop ("parent-cycle"), facts that contradict (finished before
 * started...). On false *ret_plan is untouched and the errors stand in the diags. */
bool plan_seal(struct plan_builder *b, const struct seal_options *options,
               const struct plan **ret_plan);

/* --- reading ---------------------------------------------------------------------------- */

/* A digest of everything stated, independent of layout, order of files and comments. Reckoned when
 * first asked for, and remembered: whoever only reads a plan does not wait for it. Threads may
 * ask at the same time, each with its own scratch. */
uint64_t plan_digest(const struct plan *p, struct arena *scratch);

const struct object *plan_find(const struct plan *p, struct str id);    /* NULL: none */
static inline const struct object *plan_object(const struct plan *p, const struct ref *ref)
{
    return ref && ref->object != OBJECT_NONE ? p->objects[ref->object] : NULL;
}
static inline uint32_t plan_count(const struct plan *p, enum kind kind)
{
    return p->first[kind + 1] - p->first[kind];
}
static inline const struct object *plan_nth(const struct plan *p, enum kind kind, uint32_t n)
{
    return p->objects[p->first[kind] + n];
}
/* The calendar an object is worked on: its own, else its team's, else the program's. */
const struct calendar *plan_calendar_of(const struct plan *p, const struct object *o);
const struct object *plan_team_of(const struct plan *p, const struct object *o);   /* or NULL */
/* Who answers: owner (or giver...), else the team's lead; NULL when nobody does. */
const struct object *plan_owner_of(const struct plan *p, const struct object *o);
/* Both sides of a hand-off, by the defaults of design.md §4. NULL when nobody answers. */
const struct object *handoff_giving_team(const struct plan *p, const struct object *handoff);
const struct object *handoff_taking_team(const struct plan *p, const struct object *handoff);
const struct object *handoff_giver_of(const struct plan *p, const struct object *handoff);
const struct object *handoff_taker_of(const struct plan *p, const struct object *handoff);

/* Whether it stops that object now. */
bool blocker_is_open_on(const struct plan *p, const struct object *blocker, struct str id);

/* A span as seconds on a calendar (a day is that calendar's usual day; elapsed: clock time). */
int64_t span_seconds(const struct span *s, const struct calendar *c);
/* A threshold of the policy, else the default given (millionths). */
int64_t plan_threshold(const struct plan *p, const char *name, int64_t default_micro);

/* --- who may see ------------------------------------------------------------------------- */

#define WITHHELD_NAME "a withheld item"

/* The plan as `audience` may see it. What states an audience without that name keeps its number
 * and kind, is called WITHHELD_NAME, and has no field; what refers to it calls it that; edits of
 * it are left out. `also` (or NULL): the plan this one was made of by edits; what is withheld
 * there is withheld here. The plan itself where nothing is withheld. Texts that people wrote are
 * not searched for names. Reports only: schedules and forecasts are made of the whole plan. */
const struct plan *plan_for_audience(const struct plan *p, struct str audience,
                                     const struct plan *also, struct arena *owner,
                                     uint32_t *ret_withheld);
/* Whether it is one of those: then nothing but its number and kind may be read. */
bool object_is_withheld(const struct object *o);

/* --- writing ------------------------------------------------------------------------------ */

/* The whole plan in the form of a plan file; reading it back gives the same plan. Private kinds
 * are left out. object_write gives the map of one object's stated fields. */
void plan_write(const struct plan *p, struct writer *w);
void object_write(const struct plan *p, const struct object *o, struct writer *w);
/* JSON Schema (draft 2020-12) of a plan file; the reference manual as Markdown. */
void schema_write_json_schema(struct writer *w);
void schema_write_manual(struct text *out);

/* What stands beside the address of an edit: its value, null where it removes. */
void edit_print_value(const struct edit *edit, struct writer *w);

/* Edits to apply to this plan, of a map from addresses to values. They may change edits that
 * the plan holds. Errors: "bad-address", "unknown-id", "unknown-key", "bad-value". On false
 * *ret_edits is untouched. */
bool plan_read_edits(const struct plan *p, const struct node *map, struct arena *owner,
                     struct edits *ret_edits, struct diags *out);

/* The edits with the object numbers of this plan: lists made for another one that has the same
 * objects, such as the plan that an earlier list leaves. */
struct edits plan_number_edits(const struct plan *p, const struct edits *edits,
                               struct arena *owner);

/* The edits, and before them what they leave to settle: where they take an object out, the edits of
 * it that the plan holds elsewhere (in options, mitigations, assumptions) go too. */
struct edits plan_settle_edits(const struct plan *p, const struct edits *edits,
                               struct arena *owner);

/* A plan with the edits applied, in their order. Errors as in plan_seal; all or nothing. The
 * edits' values must be of the fields' types; they are copied. Where no object comes or goes,
 * objects that are not edited are shared with `p`, which must live as long, and numbers stay:
 * cost is the edited objects and a copy of the table of objects. Otherwise the plan is
 * built anew. */
bool plan_apply(const struct plan *p, const struct edit *edits, size_t count, struct arena *owner,
                const struct plan **ret_plan, struct diags *out);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* baton.h - the one door to Baton's core.
 *
 * Bytes become a tree, trees become a plan, a plan becomes a study (schedule, forecast,
 * findings), a study becomes a report. The core opens no file, reads no clock, starts no
 * thread and takes its memory from you:
 *
 *     struct baton *b = baton_new(&pages, 0);
 *     uint32_t source = baton_source(b, name, bytes);
 *     const struct baton_node *root = baton_json_read(b, source);
 *     if (baton_plan_read(b, &root, 1, &how, &plan) &&
 *         baton_study_schedule(study = baton_study_new(b, plan)))
 *         baton_report(study, "schedule", &options, &text);
 *     ... what went wrong stands in baton_problems(b, ...) ...
 *     baton_free(b);
 *
 * Everything given back lives until baton_free of its context, unless said otherwise. A context
 * is used by one thread at a time; plans, studies and jobs are read-only once made, so threads
 * may share them.
 */
#ifndef BATON_H
#define BATON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* UTF-8, not terminated by NUL unless said. {NULL, 0} is absent. */
struct baton_text {
    const char *ptr;
    size_t len;
};

const char *baton_version(void);        /* "0.1.0", terminated */

/* --- context -------------------------------------------------------------------------- */

struct baton;

/* Where memory comes from. May be called from any thread that runs a worker. */
struct baton_pages {
    void *(*take)(void *context, size_t bytes);     /* NULL when there is none */
    void (*give)(void *context, void *page, size_t bytes);
    void (*on_full)(void *context, size_t wanted);  /* must not return */
    void *context;
};

/* `limit` is in bytes; 0 is no limit. Never NULL: without memory, on_full is called. */
struct baton *baton_new(const struct baton_pages *pages, size_t limit);
void baton_free(struct baton *b);

/* How wide the kernels of its simulations may be: never wider than what the processor has, since
 * nothing checks. The answers are the same bytes; only the time differs. Default: base. */
enum baton_vectors { BATON_VECTORS_BASE, BATON_VECTORS_AVX2, BATON_VECTORS_AVX512 };
void baton_set_vectors(struct baton *b, enum baton_vectors vectors);

/* --- sources and problems --------------------------------------------------------------- */

/* A place in a source. line and column count from 1, in lines and bytes; source 0: nowhere. */
struct baton_place {
    uint32_t source, line, column, length;
};

enum baton_level { BATON_NOTE, BATON_WARNING, BATON_ERROR };

/* Register a text as the user named it; its number stands in places. `bytes` is not copied
 * and must live as long as the context. */
uint32_t baton_source(struct baton *b, struct baton_text name, struct baton_text bytes);
/* Problems of that source name their place and quote nothing: it holds what is private. */
void baton_source_hide(struct baton *b, uint32_t source);

/* Add a problem that was found outside the core. `code` is a kebab-case word that lives for
 * ever; hint may be absent. Returns false, so that a reader may `return baton_problem(...)`. */
bool baton_problem(struct baton *b, enum baton_level level, const char *code,
                   struct baton_place where, struct baton_text text, struct baton_text hint);

/* How many were found, those too many to keep included. */
size_t baton_problem_count(const struct baton *b, enum baton_level level);

/* All of them at `least` and above, in the order of their places: file:line:column, the line,
 * a caret, what to do. */
struct baton_text baton_problems(struct baton *b, enum baton_level least);
/* What was said so far is told no more, and stands in the way of nothing that follows. */
void baton_problems_forget(struct baton *b);

/* One of those kept, in the order in which they were found. A note may tell of many places at once:
 * `place_count` of them, `where` the first. */
struct baton_found {
    enum baton_level level;
    const char *code;
    struct baton_text source, text, hint;
    struct baton_place where;
    size_t place_count;
};
size_t baton_found_count(const struct baton *b);
struct baton_found baton_found(const struct baton *b, size_t nth);
struct baton_place baton_found_place(const struct baton *b, size_t nth, size_t place);

/* The nearest of `names` to what was written, for "did you mean"; absent when none is near. */
struct baton_text baton_nearest(struct baton_text wanted, const struct baton_text *names,
                                size_t count);

/* --- from bytes to a tree --------------------------------------------------------------- */

/* What a text looks like, by its first bytes. */
enum baton_syntax {
    BATON_SYNTAX_YAML,          /* any other text */
    BATON_SYNTAX_JSON,
    BATON_SYNTAX_XML,
    BATON_SYNTAX_EMPTY,         /* blanks at most */
    BATON_SYNTAX_REFUSED        /* known to be something Baton does not read */
};

/* *ret_what names what was refused, terminated ("a PNG image"); NULL otherwise. */
enum baton_syntax baton_syntax_of(struct baton_text bytes, const char **ret_what);

/* A tree is pushed by the reader of a syntax, event by event, with byte-exact positions. */
enum baton_node_kind { BATON_NODE_NULL, BATON_NODE_SCALAR, BATON_NODE_LIST, BATON_NODE_MAP };
enum baton_node_style { BATON_STYLE_PLAIN, BATON_STYLE_QUOTED, BATON_STYLE_BLOCK };

struct baton_event {
    enum baton_node_kind kind;
    enum baton_node_style style;    /* of a scalar */
    struct baton_text name;         /* its key, or the element's local name; empty in a list */
    struct baton_place name_at;
    size_t name_offset;             /* byte where the key begins */
    struct baton_text text;         /* of a scalar; copied, as is the name, unless they are slices
                                       of the source */
    struct baton_place at;          /* where the value begins */
    size_t offset, end;             /* byte range of the value; a list's: see baton_tree_end */
};

/* Ceilings of every tree: deeper, longer or more is an error of the input. */
enum { BATON_DEPTH_CEILING = 64, BATON_SCALAR_CEILING = 1 << 20 };

struct baton_tree;
struct baton_node;

/* `repeats`: whether a key may stand twice in a map (XML). Elsewhere it is a problem. */
struct baton_tree *baton_tree_new(struct baton *b, uint32_t source, bool repeats);
/* Each returns false once the tree is refused; its problem is recorded, and the reader stops. */
bool baton_tree_begin(struct baton_tree *t, const struct baton_event *event);   /* map or list */
bool baton_tree_end(struct baton_tree *t, size_t end_offset);
bool baton_tree_scalar(struct baton_tree *t, const struct baton_event *event);
/* A copy that lives as long as the tree: for a name that comes before its value. */
struct baton_text baton_tree_keep(struct baton_tree *t, struct baton_text text);
/* The root, or NULL when refused or empty. */
const struct baton_node *baton_tree_finish(struct baton_tree *t);

/* JSON is read here, and tables (CSV: a list of rows). NULL when refused: the problems say why. */
const struct baton_node *baton_json_read(struct baton *b, uint32_t source);
const struct baton_node *baton_csv_read(struct baton *b, uint32_t source);

/* --- from trees to a plan ----------------------------------------------------------------- */

struct baton_plan;

/* "2026-11-23" as days since 1970-01-01. False: no such date. */
bool baton_day(struct baton_text text, int64_t *ret_day);

struct baton_read_options {
    int64_t today;              /* days since 1970-01-01: the data date where none is stated */
    int64_t read_on;            /* the day from which the age of what is stated counts, where it is
                                   later than the data date; 0: the data date */
    struct baton_text dialect;  /* overrules the plan's own: native, msproject, p6; or absent */
    const struct baton_node *mapping;   /* of a table: which column is what; or NULL */
};

/* One plan of one or more trees: plan files merge by kind; a file of another tool stands
 * alone. Recognised by content. False: the problems say why. */
bool baton_plan_read(struct baton *b, const struct baton_node *const *roots, size_t count,
                     const struct baton_read_options *options,
                     const struct baton_plan **ret_plan);

/* Texts that are no trees (Primavera XER, benchmark instances), recognised by content. The source
 * must have been registered with its bytes. */
bool baton_is_instance(struct baton_text bytes);
bool baton_instance_read(struct baton *b, uint32_t source, const struct baton_read_options *options,
                         const struct baton_plan **ret_plan);

/* The names of what can be read, for messages: "a Baton plan (YAML or JSON), ...". */
const char *baton_formats(void);

/* --- to and from other tools ------------------------------------------------------------------ */

struct baton_study;

/* Formats that a plan can be written in. Beyond these, a plan file: baton_plan_write. */
unsigned baton_export_count(void);
const char *baton_export_name(unsigned export, const char **ret_title);
/* The plan of a study with its schedule, as that format; what the format cannot say is a note.
 * False: there is none of that name. */
bool baton_export(struct baton *b, const struct baton_study *s, const char *format,
                  struct baton_text *ret_bytes);
/* The columns of a table as they are read, as YAML to edit. False: it is no table. */
bool baton_table_mapping(struct baton *b, uint32_t source, const struct baton_node *mapping,
                         struct baton_text *ret_yaml);

/* A tracker that the plan names. */
enum { BATON_TRACKER_PROJECTS = 64, BATON_TRACKER_WRITES = 8 };
struct baton_tracker {
    struct baton_text id, url, query, user, secret, points;     /* absent: not stated */
    const char *system;         /* "jira-cloud"; NULL: not stated */
    struct baton_place place;
    struct baton_text projects[BATON_TRACKER_PROJECTS], writes[BATON_TRACKER_WRITES];
    size_t project_count, write_count;
};
size_t baton_tracker_count(const struct baton_plan *plan);
struct baton_tracker baton_tracker(const struct baton_plan *plan, size_t nth);
/* How its words become Baton's, for baton_read_options.mapping. NULL: a problem says what is wrong
 * with it. */
const struct baton_node *baton_tracker_mapping(struct baton *b, const struct baton_plan *plan,
                                               size_t nth);

/* --- edits ---------------------------------------------------------------------------------- */

/* A list of edits to a plan, each an address (id.field, id.field[key], section.id for a new
 * object, id for a whole one) and a value. */
struct baton_edits;
struct baton_edits *baton_edits_new(struct baton *b, const struct baton_plan *plan);
/* `at` is where the address stands; `value` NULL removes. */
void baton_edits_add(struct baton_edits *e, struct baton_text address, struct baton_place at,
                     const struct baton_node *value);
/* Every entry of a map from addresses to values. False: it is none, and a problem says so. */
bool baton_edits_add_map(struct baton_edits *e, const struct baton_node *map);
/* The answers of a check-in, as its form (`answers: {ID: {field: value}}`) or as a table with the
 * columns id, field and answer. A task that was answered about is `updated`; `blocked` becomes a
 * blocker. False: it is neither, and a problem says so. */
bool baton_edits_add_answers(struct baton_edits *e, const struct baton_node *answers);
/* What an imported plan states otherwise: its tasks, teams and calendars are added, changed, and
 * taken out where they came from such a file and are gone; what people added beside them stays.
 * Objects are known by their ids, which importers make of the source's own. */
bool baton_edits_add_import(struct baton_edits *e, const struct baton_plan *imported);
/* What a tracker's answer states otherwise, by the objects that came from it (their source ids
 * begin with its id and a colon) and new ones. Nothing goes unless `remove`: what the answer no
 * longer holds is counted. False: an id is somebody else's, and a problem says whose. */
bool baton_edits_add_sync(struct baton_edits *e, const struct baton_plan *imported,
                          struct baton_text tracker, bool remove, size_t *ret_missing);
/* What was chosen, before all others: the option's edits, and those settled that the plan holds
 * elsewhere of an object they take out. False: there is no such decision or option, and a problem
 * says so. */
bool baton_edits_choose(struct baton_edits *e, struct baton_text decision,
                        struct baton_text option);
/* ... and what is to be done about a risk (absent: about every open one), as its mitigation says.
 * False: it says nothing. */
bool baton_edits_mitigate(struct baton_edits *e, struct baton_text risk);
/* On which sides of a hand-off somebody stands: its giver or taker, or one of their teams. */
enum { BATON_SIDE_GIVES = 1, BATON_SIDE_TAKES = 2, BATON_SIDE_UNKNOWN = 4 };
unsigned baton_handoff_sides(const struct baton_plan *plan, struct baton_text handoff,
                             struct baton_text person);
/* Of how many members a field of nested objects is; 0 where nobody stated it. */
size_t baton_members(const struct baton_plan *plan, struct baton_text id,
                     struct baton_text field);
/* The edit that makes each open piece of an object's work a week longer, terminated; NULL where no
 * open work is there. */
const char *baton_impact_edit(struct baton *b, const struct baton_plan *plan, uint32_t object);
/* The plan they are edits of. */
const struct baton_plan *baton_edits_plan(const struct baton_edits *e);
/* The plan with all of them applied, or none: then the problems name every fault. */
bool baton_edits_apply(struct baton_edits *e, const struct baton_plan **ret_plan);

/* A plan's files with what leads from one plan to the other written into their texts: every other
 * byte stays (core/edit/splice.h). `made` is `bytes` where nothing changes. False: the problems say
 * why. Read the texts again and compare the digests before writing any. */
struct baton_file {
    struct baton_text bytes, made;
    const struct baton_node *root;
};
bool baton_splice(struct baton *b, const struct baton_plan *before,
                  const struct baton_plan *after, struct baton_file *files, size_t count);

/* The whole plan as a plan file. */
struct baton_text baton_plan_write(struct baton *b, const struct baton_plan *plan, bool json);

struct baton_text baton_plan_id(const struct baton_plan *plan);
int64_t baton_plan_as_of(const struct baton_plan *plan);    /* seconds since 1970, local */
uint64_t baton_plan_digest(const struct baton_plan *plan);  /* of everything stated */

/* --- changes: the log of a program ------------------------------------------------------------ */

enum { BATON_HASH = 64 };       /* SHA-256 in hexadecimal digits */
void baton_hash(struct baton_text bytes, char ret_hash[BATON_HASH + 1]);
/* The hash before the first change, and after a change's line. */
void baton_log_start(struct baton_text program, char ret_hash[BATON_HASH + 1]);
void baton_log_chain(const char *before, struct baton_text line, char ret_hash[BATON_HASH + 1]);

struct baton_change {
    int64_t seq, against;       /* its place in the log; the one its maker had seen */
    struct baton_text id, at, by, why, source;  /* at: 2026-11-23T09:30:00Z; absent: not stated */
    const struct baton_node *edits, *undo;      /* maps from addresses to values */
};
/* One line of JSON: what leads from one plan to the other, and what takes it back. */
struct baton_text baton_change_write(struct baton *b, const struct baton_change *c,
                                     const struct baton_plan *before,
                                     const struct baton_plan *after);
/* `line` is not copied. False: the problems say why. */
bool baton_change_read(struct baton *b, struct baton_text name, struct baton_text line,
                       struct baton_change *ret_change);
size_t baton_change_count(const struct baton_change *c);    /* of edits */
struct baton_change_line {
    char sign;                  /* + stated now, ~ stated otherwise, - no longer stated */
    struct baton_text address, before, after;
};
struct baton_change_line baton_change_line(struct baton *b, const struct baton_change *c,
                                           size_t nth);
/* Whether both state the same thing differently: the first edit of each that does. */
bool baton_change_clash(const struct baton_change *mine, const struct baton_change *theirs,
                        size_t *ret_mine, size_t *ret_theirs);
/* Whether an edit of it is about this id, or this id.field. */
bool baton_change_concerns(const struct baton_change *c, struct baton_text address);
/* The plan before the first change. */
bool baton_plan_empty(struct baton *b, struct baton_text program,
                      const struct baton_read_options *options,
                      const struct baton_plan **ret_plan);

/* --- the schema and any object by it -------------------------------------------------------- */

struct baton_kind_info {        /* terminated texts */
    const char *name;           /* handoff */
    const char *section;        /* handoffs */
    const char *title;          /* Hand-off */
    const char *doc;
    bool nested, single, confidential;
    unsigned field_count;
};

struct baton_field_info {
    const char *name;
    const char *type;
    const char *doc;
    const char *written;        /* how the type is written */
    const char *example;
    bool required, personal;
};

unsigned baton_kind_count(void);
struct baton_kind_info baton_kind(unsigned kind);                       /* < baton_kind_count() */
struct baton_field_info baton_field(unsigned kind, unsigned field);     /* < its field_count */

struct baton_text baton_schema_json(struct baton *b);       /* JSON Schema, draft 2020-12 */
struct baton_text baton_schema_manual(struct baton *b);     /* Markdown */

#define BATON_NO_OBJECT UINT32_MAX
uint32_t baton_object_count(const struct baton_plan *plan);
uint32_t baton_object_find(const struct baton_plan *plan, struct baton_text id);
/* False: there is none that `audience` (or absent: anybody) may see, and a problem says so. */
bool baton_object_seen(struct baton *b, const struct baton_plan *plan, struct baton_text id,
                       struct baton_text audience, uint32_t *ret_object);
struct baton_text baton_object_id(const struct baton_plan *plan, uint32_t object);
unsigned baton_object_kind(const struct baton_plan *plan, uint32_t object);
struct baton_place baton_object_place(const struct baton_plan *plan, uint32_t object);
/* One field as a line of text; absent when nobody stated it or the kind has none of that name. */
struct baton_text baton_get(struct baton *b, const struct baton_plan *plan, uint32_t object,
                            struct baton_text field);

/* --- from a plan to results ------------------------------------------------------------------ */

/* A plan and whatever has been computed of it. Each step needs the one before. */
struct baton_study;
struct baton_study *baton_study_new(struct baton *b, const struct baton_plan *plan);

/* The network and one date each. False: the plan cannot be scheduled (a cycle, an impossible
 * bound); the problems show the chain. */
bool baton_study_schedule(struct baton_study *s);

/* Dates under capacity, searched in rounds of pieces that threads outside may run side by side:
 * new, then while (pieces = baton_search_round) run each, then finish. One may stop after any
 * round. Seed and schedules alone decide the result. Needs the schedule. NULL or false: the
 * problems say why. */
struct baton_search_options {
    uint64_t seed;              /* 0 counts as 1 */
    uint64_t schedules;         /* at most */
    const struct baton_node *from;      /* an old schedule to begin with, as its report in JSON says
                                           it; NULL: none. It is compared with what is found */
};
struct baton_search;
struct baton_search *baton_search_new(struct baton_study *s,
                                      const struct baton_search_options *options);
uint32_t baton_search_round(struct baton_search *s);    /* 0: done */
void baton_search_run(struct baton_search *s, uint32_t piece);
uint64_t baton_search_used(const struct baton_search *s);  /* schedules, as of the last round */
/* Schedules of two kinds, of which one takes much longer: how many of so many would be search by
 * learning, and whether the round that is about to run is. */
uint64_t baton_search_learning_of(const struct baton_search *s, uint64_t schedules);
bool baton_search_learns(const struct baton_search *s);
bool baton_search_finish(struct baton_search *s);

struct baton_forecast_options {
    uint64_t seed;              /* 0 counts as 1 */
    uint32_t iterations;        /* exact; 0: the stop rule decides */
    bool dates_only;            /* targets, promises and money; nothing of what drives them */
    bool no_capacity;           /* as if every team had the people it needs */
    bool arcs;                  /* the cheap mode: the order in teams of the medians, as links */
    bool hurried;               /* fewer iterations on a large plan where teams bind */
    bool weeks;                 /* also what teams are taken for by week, where they bind */
    bool lean;                  /* and there, of what drives dates, only what findings rest on */
};
enum { BATON_ITERATION_CEILING = 1000000, BATON_BLOCK = 256 };

/* The simulation, in pieces that threads outside may run: compile a job, run blocks of
 * iterations, merge them, look again, finish. Any cut into blocks gives the same bytes. */
struct baton_job;
struct baton_partial;
struct baton_worker;            /* the memory of one thread */

struct baton_worker *baton_worker_new(const struct baton_pages *pages, size_t limit);
void baton_worker_free(struct baton_worker *w);     /* and every partial it ran */

/* Dates under capacity by the teams' own order alone, without a search. Needs the schedule. */
bool baton_study_own(struct baton_study *s);

/* NULL: no honest forecast is possible, and the problems name the facts to get first. */
struct baton_job *baton_job_new(struct baton_study *s,
                                const struct baton_forecast_options *options);
/* Iterations to have in all before looking again; equal to those in `so_far` (NULL: none): done. */
uint32_t baton_job_wants(const struct baton_job *job, const struct baton_partial *so_far);
/* Iterations first .. first + count - 1; both multiples of BATON_BLOCK, save the last count. */
struct baton_partial *baton_job_run(const struct baton_job *job, struct baton_worker *w,
                                    uint32_t first, uint32_t count);
/* In any order. The parts may be freed afterwards. */
struct baton_partial *baton_job_merge(const struct baton_job *job,
                                      struct baton_partial *const *parts, uint32_t count);
/* As many as that and no more, whatever it was made for. */
void baton_job_set_iterations(struct baton_job *job, uint32_t iterations);
/* Two jobs run side by side, of the second only what can differ from the first: parts as
 * baton_job_run gives them. NULL: they have nothing to share. */
struct baton_twin;
struct baton_twin *baton_twin_new(struct baton_job *before, struct baton_job *after);
void baton_twin_run(const struct baton_twin *t, struct baton_worker *w, uint32_t first,
                    uint32_t count, struct baton_partial *ret_parts[2]);
/* What is known so far of the promise of first rank: how likely, and its P80 as a day since 1970.
 * False: nothing is promised that can be forecast. */
bool baton_job_peek(const struct baton_job *job, const struct baton_partial *so_far,
                    struct baton_text *ret_id, int32_t *ret_likely_ppm, int64_t *ret_p80_day);
void baton_job_finish(struct baton_job *job, const struct baton_partial *all);
/* The same in pieces that threads may run side by side, each with a worker of its own: begin, which
 * returns how many there are, each of them once, end. Between, nothing else is asked of the
 * context. */
uint32_t baton_job_finish_begin(struct baton_job *job, const struct baton_partial *all);
void baton_job_finish_piece(const struct baton_job *job, struct baton_worker *w, uint32_t piece);
void baton_job_finish_end(struct baton_job *job);

/* All of the above on this thread. */
bool baton_study_forecast(struct baton_study *s, const struct baton_forecast_options *options);

/* How many iterations its forecast ran; 0 without one. */
uint32_t baton_study_iterations(const struct baton_study *s);

/* Set beside a study the one it is to be compared with: their plans' difference as edits, from
 * `before` to `s`. Both of one context. Returns how many edits. Forecasts of the same seed and
 * number of iterations compare draw by draw. */
size_t baton_study_compare(struct baton_study *s, const struct baton_study *before);

/* Why the dates of `s` are not those of the study it is compared with: each change's part. While
 * there is a round of pieces, each of them is run once, in any order, on any thread that has a
 * worker. The changes (of a log, from the one plan to the other) must outlive the study. False:
 * one of the two has no forecast. */
struct baton_why_options {
    struct baton_forecast_options forecast;
    bool orders;                /* also averaged over all orders of the changes */
    bool by_task;               /* time by task instead of by team */
    const struct baton_change *changes; /* NULL: those of the difference */
    size_t change_count;
    /* Forecasts kept between the earlier plan's last change and the next. The last one of its data
     * date is what the account begins with, and changes of the program since are causes too. */
    const struct baton_kept *kept;
    size_t kept_count;
};
struct baton_why;
struct baton_why *baton_why_new(struct baton_study *s, const struct baton_why_options *options);
uint32_t baton_why_round(struct baton_why *w);  /* 0: done */
void baton_why_run(struct baton_why *w, struct baton_worker *worker, uint32_t piece);
bool baton_why_finish(struct baton_why *w);

/* The cheapest ways to a promise at a confidence, in millionths (0: what it states, else 80 %), in
 * rounds of pieces like baton_why. NULL: there is no such commitment. False: the plan has no
 * forecast. */
struct baton_hit;
struct baton_hit *baton_hit_new(struct baton_study *s, struct baton_text commitment,
                                int32_t wanted_ppm, const struct baton_forecast_options *options);
uint32_t baton_hit_round(struct baton_hit *h);  /* 0: done */
void baton_hit_run(struct baton_hit *h, struct baton_worker *worker, uint32_t piece);
bool baton_hit_finish(struct baton_hit *h);

/* What each option does of every open decision (`decision` absent), at most BATON_DECISIONS; or of
 * that one, open or not. Needs the forecast. On this thread; a few simulations an option. False:
 * there is no such decision. */
enum { BATON_DECISIONS = 24 };
bool baton_study_decide(struct baton_study *s, struct baton_text decision);

/* For the rules, before they are asked: the changes of the store up to the plan, which must outlive
 * the study; and the ids of the findings that were open when it was last checked. */
void baton_study_log(struct baton_study *s, const struct baton_change *changes, size_t count);
void baton_study_before(struct baton_study *s, const struct baton_text *findings, size_t count);
/* ... and of those that it saw for the first time and held back: from now on (even for none) what
 * neither list has and need not be defused soon is held back in its turn. */
void baton_study_once(struct baton_study *s, const struct baton_text *findings, size_t count);
/* The ids of `check --json` or of the report `open`, in the tree of that text. Returns how many. */
size_t baton_findings_of(struct baton *b, const struct baton_node *root,
                         const struct baton_text **ret_findings);
size_t baton_once_of(struct baton *b, const struct baton_node *root,
                     const struct baton_text **ret_findings);
/* Findings of every rule, priced where there is a forecast: the `most` most valuable are
 * re-simulated, the rest screened. */
void baton_study_check(struct baton_study *s, unsigned most);
/* What must be defused before the next report, for the status of promises, where nothing is to be
 * checked: the grave rules alone, unpriced. Nothing without a forecast. */
void baton_study_status(struct baton_study *s);
/* How many are true, not accepted and not held back; for an audience (or absent) only those it may
 * see. */
size_t baton_study_findings(const struct baton_study *s, enum baton_level least,
                            struct baton_text audience);
/* The move of the finding of that id (RULE/SUBJECT) as edits, each as somebody would type it:
 * `address=value`, terminated. 0: there is none, or it is asked already; the problems say so. */
size_t baton_study_fix(const struct baton_study *s, struct baton_text finding,
                       struct baton_text audience, const struct baton_text **ret_edits);

/* Simulate what each option of an open decision and each mitigation would gain; nothing without a
 * forecast. Cost: a simulation a step, thirteen at most. */
void baton_study_gains(struct baton_study *s);

/* --- escalations ------------------------------------------------------------------------------ */

/* What the clock of every escalation has due at `now` (seconds since 1970, local) and the plan does
 * not keep yet, as edits that keep it, each as somebody would type it, terminated. */
size_t baton_tick(struct baton *b, const struct baton_plan *plan, int64_t now,
                  const struct baton_text **ret_edits);
/* The edit that opens an escalation of the object `id` at `now`: ladder, timers, severity and date
 * as they stand in the checked study. Terminated; absent: there is no such object, or it cannot be
 * escalated, and the problems say so. */
struct baton_text baton_escalation_open(const struct baton_study *s, struct baton_text id,
                                        struct baton_text ask, int64_t now);
/* The edit that keeps what somebody did: `what` is an event's word (acknowledged, rejected...),
 * `fields` its other fields as YAML of a flow map without the braces, or absent. */
struct baton_text baton_escalation_event(struct baton *b, const struct baton_plan *plan,
                                         struct baton_text id, struct baton_text what, int64_t now,
                                         struct baton_text fields);

/* --- private beliefs ----------------------------------------------------------------------- */

/* What people answered in private: a book that is no part of a plan (core/plan/beliefs.h). Read the
 * book and the forms with a context of their own, whose problems would quote them; nothing that
 * this says does. */
struct baton_beliefs;
struct baton_beliefs *baton_beliefs_new(struct baton *b, const struct baton_plan *plan);
/* `root` NULL: what `hidden` could not read; its faults are said by their places alone. False: the
 * problems say why, and nothing of it is taken. */
bool baton_beliefs_form(struct baton_beliefs *s, struct baton_text name,
                        const struct baton *hidden, const struct baton_node *root,
                        size_t *ret_answers);
/* ... of a check-in, form or table: what stands beside its other answers; none is no fault. */
bool baton_beliefs_checkin(struct baton_beliefs *s, struct baton_text name,
                           const struct baton *hidden, const struct baton_node *root,
                           size_t *ret_answers);
bool baton_beliefs_book(struct baton_beliefs *s, struct baton_text name,
                        const struct baton *hidden, const struct baton_node *root);
/* Publish what three people or more answered, dated `day` (since 1970), as edits that wait in the
 * book until baton_beliefs_done says that so many of them are in the plan: each as somebody would
 * type it, terminated. */
void baton_beliefs_publish(struct baton_beliefs *s, int64_t day);
size_t baton_beliefs_edits(const struct baton_beliefs *s, const struct baton_text **ret_edits);
void baton_beliefs_done(struct baton_beliefs *s, size_t count);
struct baton_text baton_beliefs_write(const struct baton_beliefs *s);
/* A form for that person to fill in. Absent: no such person, and a problem says so. */
struct baton_text baton_beliefs_sheet(struct baton *b, const struct baton_plan *plan,
                                      struct baton_text person);

/* --- from results to bytes ------------------------------------------------------------------- */

enum {                          /* what a report reads, to be computed before */
    BATON_NEEDS_PLAN = 1,
    BATON_NEEDS_SCHEDULE = 2,
    BATON_NEEDS_FORECAST = 4,
    BATON_NEEDS_FINDINGS = 8,
    BATON_WANTS_FORECAST = 16,  /* reads one where it is possible, and says so where not */
    BATON_NEEDS_OTHER = 32,     /* another study to compare with: baton_study_compare */
    BATON_NEEDS_WHY = 64,       /* and why they differ: baton_why_new */
    BATON_WANTS_GAINS = 128,    /* what each possible step would gain: baton_study_gains */
    BATON_NEEDS_OPTIONS = 256,  /* what options do: baton_study_decide */
    BATON_NEEDS_HIT = 512,      /* ways to a promise: baton_hit_new */
    BATON_NEEDS_OWN = 1024,     /* dates by the teams' own order: baton_study_own */
    BATON_FINDINGS_ALONE = 2048, /* it says findings, and of the forecast only what they rest on */
    BATON_NEEDS_WEEKS = 4096,   /* what teams are taken for by week: an option of the forecast */
    BATON_NEEDS_STATUS = 8192   /* how promises stand, without findings: baton_study_status */
};

struct baton_report_info {
    const char *name;
    const char *title;
    unsigned needs;
};

unsigned baton_report_count(void);
struct baton_report_info baton_report_info(unsigned report);
bool baton_report_find(const char *name, struct baton_report_info *ret_info);

/* What a store keeps beside its log (forecasts, scenarios...), for reports on it. */
struct baton_kept {
    struct baton_text kind, name, at;   /* at: 2026-11-23T09:30:00Z */
    int64_t seq;                /* where the log stood */
    const struct baton_node *body;
};

/* The plan of the report as it might be, for reports that set such studies side by side. */
struct baton_variant {
    struct baton_text name, title;
    struct baton_text fault;    /* why it cannot be; absent: it can */
    const struct baton_study *study;    /* NULL where it cannot */
};

/* A report as it was sent, for `verify-together`. */
struct baton_sent {
    struct baton_text name, bytes;
};

struct baton_report_options {
    bool json;
    bool csv;                   /* its figures as a table (RFC 4180); BATON_UNFIT: it has none */
    bool markdown;              /* the document as Markdown; ids of claims stand in comments */
    bool facts;                 /* text ends with the ids of the claims it cites */
    bool html;                  /* one page that stands alone, with pictures */
    bool svg;                   /* the first picture of the report as a file of its own */
    const char *format;         /* a form for other programs, by its name (baton_form); or NULL */
    struct baton_text table;    /* with a format: that table of its workbook, as CSV */
    unsigned width;             /* of text; 0: 80; never wider */
    bool color;
    bool ascii;                 /* every glyph has a plain one */
    struct baton_text subject;  /* an id, a kind or a rule, for reports about one */
    struct baton_text explain;  /* ids of claims that the report says: instead of the report, what
                                   each was derived from */
    bool who;                   /* changes with who made them: `why` */
    bool everything;            /* nothing folded or counted instead of shown */
    unsigned weeks;             /* how far ahead, for reports by week; 0: as a page holds */
    struct baton_text command;  /* how the reader named the plan, for next steps */
    struct baton_text audience; /* only what they may see is named, and what is withheld is
                                   counted; absent: everything. Not for a report on two plans, nor
                                   for dcma and parity: BATON_UNFIT */
    const struct baton_change *changes; /* of a log, for the report `log` */
    size_t change_count;
    const struct baton_kept *kept;      /* in the order it was kept, for `trend`, `score` ... */
    size_t kept_count;
    struct baton_text since;    /* when the reader last looked, in words, for `brief` of a study
                                   that is compared with that moment; absent: nothing is said */
    const struct baton_variant *variants;   /* for `scenarios` */
    size_t variant_count;
    const struct baton_sent *sent;
    size_t sent_count;
};

enum baton_outcome {
    BATON_DONE,
    BATON_NOT_FOUND,            /* the subject; a problem says so, with the nearest known */
    BATON_UNFIT                 /* something it needs was not computed */
};

/* A report by its name. `s` may be NULL for one that needs no plan. */
enum baton_outcome baton_report(struct baton *b, const struct baton_study *s, const char *name,
                                const struct baton_report_options *options,
                                struct baton_text *ret_bytes);

struct baton_form_info {
    const char *name, *title;   /* "slack", "a message of Slack, in blocks" */
};
unsigned baton_form_count(void);
struct baton_form_info baton_form(unsigned form);

/* --- a document, for what draws outside the core ------------------------------------------------
 *
 * What a page would show, with pictures as marks in hundredths of a pixel. All text is harmless
 * UTF-8. Lives as long as the context. */

enum baton_tone { BATON_TONE_PLAIN, BATON_TONE_STRONG, BATON_TONE_DIM, BATON_TONE_GOOD,
                  BATON_TONE_WARN, BATON_TONE_BAD, BATON_TONE_FORECAST, BATON_TONE_ACTION };
enum baton_block_kind { BATON_BLOCK_BLANK, BATON_BLOCK_HEADING, BATON_BLOCK_PARAGRAPH,
                        BATON_BLOCK_TABLE, BATON_BLOCK_RANGES, BATON_BLOCK_VERBATIM,
                        BATON_BLOCK_PICTURE };
enum baton_mark_kind { BATON_MARK_LINE, BATON_MARK_RECT, BATON_MARK_DOT, BATON_MARK_PATH,
                       BATON_MARK_TEXT };
enum baton_ink { BATON_INK_AXIS, BATON_INK_GRID, BATON_INK_TEXT, BATON_INK_DIM,
                 BATON_INK_FORECAST, BATON_INK_SOFT, BATON_INK_PROMISE, BATON_INK_ACTION,
                 BATON_INK_GOOD, BATON_INK_WARN, BATON_INK_BAD, BATON_INK_GHOST,
                 BATON_INK_HEAT_0, BATON_INK_HEAT_5 = BATON_INK_HEAT_0 + 5,
                 BATON_INK_ZONE_WARN, BATON_INK_ZONE_BAD, BATON_INK_PAPER, BATON_INK_COUNT };

struct baton_span {
    enum baton_tone tone;
    struct baton_text text;
};
struct baton_line {
    const struct baton_span *spans;
    size_t count;
};
struct baton_column {
    struct baton_text title;
    bool right, flexible;
};
struct baton_point {
    int32_t x, y;
};
struct baton_mark {
    enum baton_mark_kind kind;
    enum baton_ink ink;
    bool dashed, filled, strong;
    int32_t x, y, to_x, to_y;   /* of a line; a rectangle's size; a dot's radius in to_x */
    const struct baton_point *points;
    size_t point_count;
    int anchor;                 /* of a text: 0 start, 1 middle, 2 end */
    struct baton_text text;
};
struct baton_block {
    enum baton_block_kind kind;
    unsigned indent;            /* of a paragraph: not 0 makes it an item of a list */
    struct baton_line line, right;
    const struct baton_column *columns;
    unsigned column_count;
    const struct baton_line *cells;     /* [row_count][column_count] */
    size_t row_count;
    struct baton_text title, sentence;  /* of a picture */
    int32_t width, height;
    const struct baton_mark *marks;
    size_t mark_count;
};
struct baton_document {
    struct baton_text title, about, date;   /* about: of which run; date: 2026-11-23 */
    const struct baton_block *blocks;
    size_t block_count;
};

/* The report as a document, by the same options as baton_report. */
enum baton_outcome baton_report_document(struct baton *b, const struct baton_study *s,
                                         const char *name,
                                         const struct baton_report_options *options,
                                         struct baton_document *ret_document);

/* --- rules ------------------------------------------------------------------------------------ */

struct baton_rule_info {        /* terminated texts; NULL where there is none */
    const char *name;
    enum baton_level level;
    const char *title;
    const char *why;
    const char *test;
    const char *example;
    const char *move;
    const char *source;
};

unsigned baton_rule_count(void);
struct baton_rule_info baton_rule(unsigned rule);

#endif

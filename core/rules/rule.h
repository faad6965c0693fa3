/* SPDX-License-Identifier: Apache-2.0 */
/* rule.h - a landmine rule: given the plan and what was computed, what is about to go wrong?
 *
 * One file a rule: core/rules/unowned_handoff.c defines `rule_unowned_handoff`; its name in
 * the folder's list is its registration. A rule reads records for facts and results for
 * numbers; it adds findings with evidence and, where the condition can be taken away, the
 * edits that take it away, so that pricing can re-simulate. It never invents a number.
 */
#ifndef BATON_CORE_RULES_RULE_H
#define BATON_CORE_RULES_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/diag.h"
#include "core/edit/past.h"
#include "core/engine/forecast.h"
#include "core/engine/schedule.h"
#include "core/network/network.h"
#include "core/plan/plan.h"

struct arena;

/* True, false, or unknown with the missing field named. */
enum finding_state {
    FINDING_TRUE,
    FINDING_ACCEPTED,           /* true, and somebody said until when that is accepted, and why */
    FINDING_UNKNOWN
};

struct evidence {               /* one fact: whose, which, what */
    uint32_t object;            /* OBJECT_NONE: of the run */
    const char *field;          /* schema name, or the computed quantity's name */
    struct str value;           /* as printed */
};

struct finding {
    const struct rule *rule;
    enum finding_state state;
    enum diag_level level;
    uint32_t subject;           /* the root object; one finding a root subject and rule */
    const uint32_t *others;     /* further subjects */
    uint32_t other_count;
    struct str text;            /* one sentence that stands alone */
    struct str missing;         /* of FINDING_UNKNOWN: the field that would tell */
    const struct evidence *evidence;
    uint32_t evidence_count;
    struct str move;            /* what to do, in words: starts with a verb */
    const struct edit *fix;     /* the move as edits; NULL when it cannot be */
    uint32_t fix_count;
    struct str typed;           /* or as one edit that somebody might type, where it brings in
                                   something new; empty: none */
    const struct edit *without; /* edits that take the condition away, for pricing; NULL */
    uint32_t without_count;
    bool adverse;               /* `without` makes what is feared true instead: the price is how
                                   much later P80 comes with it */
    uint32_t owner;             /* object of a person or team, OBJECT_NONE */
    int64_t defuse_by;          /* last instant the move still works, CIVIL_NONE: unknown */
    const char *defuse_because; /* derivation in words */
    /* filled by pricing */
    bool priced;                /* expected_s is simulated; else "at most", or nothing */
    bool bounded;
    bool between;               /* what lies between two dates (finding_price): no run without it */
    uint32_t shared;            /* the bound is of so many taken away together; 0: of it alone */
    bool frozen;                /* priced with the order in teams frozen as at the medians */
    bool held;                  /* below its threshold again, and not yet past the share at which it
                                   closes: policy hysteresis.share */
    bool demoted;               /* its rule is nearly always wrong by its labels: a note then,
                                   behind the others; policy demote.labels, demote.precision */
    bool once;                  /* seen for the first time by a check that knows of one before, and
                                   more than policy hysteresis.first-days to defuse it: check holds
                                   it back until the next */
    uint32_t under;             /* index of the finding of the same subject that says more, which it
                                   is folded under; UINT32_MAX: it stands for its subject */
    int64_t expected_s;         /* working seconds of the main commitment's P80 */
    int64_t cost_minor;         /* at the agreed cost of delay; INT64_MIN: none agreed */
    uint32_t judgement;         /* of FINDING_ACCEPTED, or one that has run out: the object that
                                   says so; OBJECT_NONE */
    struct place at;            /* where the subject stands in the input */
};

struct findings {
    struct arena *owner;
    struct finding *items;
    size_t count;
    size_t capacity;
    bool frozen;                /* costs were screened with the order in teams frozen, */
    uint32_t confirmed;         /* and the first so many simulated in full */
    unsigned idle;              /* rules that had nothing to look at: no object of their kinds */
};

struct rule_input {
    const struct plan *plan;
    const struct network *network;      /* the forecast's, with assumed options */
    const struct schedule *schedule;    /* may be NULL where the network has a cycle */
    const struct forecast *forecast;    /* NULL: no honest forecast was possible; rules that need it
                                           say FINDING_UNKNOWN or stay silent */
    const struct past *past;            /* what the store's log says; NULL: there is no store */
    const struct str *before;           /* ids of the findings that were open when last checked */
    size_t before_count;
    bool recorded;                      /* what the last check saw is known: those, and */
    const struct str *once;             /* the ids of what it saw for the first time */
    size_t once_count;
    bool closing;                       /* thresholds are those at which a finding closes */
    bool grave_only;                    /* no other rule is asked */
    struct arena *scratch;              /* lives as long as the findings */
};

/* A threshold of a rule: policy in the plan (`policy: thresholds: {NAME.parameter: n}`). */
struct rule_parameter {
    const char *name;
    int64_t default_micro;      /* millionths */
    const char *doc;            /* with its unit */
    int opens;                  /* +1: a finding opens above it, and closes the share of policy
                                   hysteresis.share lower; -1: below it; 0: no such thing */
};

/* What a rule cannot do without; where it is missing the rule says so and is not asked. */
enum { RULE_NEEDS_FORECAST = 1, RULE_NEEDS_SCHEDULE = 2, RULE_NEEDS_PAST = 4 };
#define RULE_ABOUT(kind) (UINT64_C(1) << KIND_##kind)

struct rule {
    const char *name;           /* kebab-case */
    enum diag_level level;
    bool grave;                 /* one of those that cost promises: a status is no better than at
                                   risk while one must be defused before the next report */
    const char *title;
    const char *why;            /* two or three sentences for `explain` */
    const char *test;           /* the exact condition, with parameters */
    const char *example;        /* a plan fragment that fires it */
    const char *move;           /* what usually helps */
    /* What its findings have, in words of its page; each of these pairs has one at least, and
     * tests/rules holds the fixtures against them. */
    const char *edit;           /* what `check --fix` writes; NULL: never a field of the plan */
    const char *no_edit;        /* why (or when) the move is a question: --fix writes it down as an
                                   action of its owner, until its defuse-by */
    const char *days;           /* where the expected days come from; NULL: it never has any */
    const char *no_days;        /* why (or when) it has none */
    const char *no_unknown;     /* why it is never unknown; NULL: it is, where something lacks */
    const char *source;         /* domain.md row, published source */
    uint64_t about;             /* it looks at objects of these kinds alone; 0: at any plan */
    unsigned needs;
    const char *absorbs;        /* rule that this one absorbs on the same subject, or NULL */
    const struct rule_parameter *parameters;    /* ends with a NULL name; may be NULL */
    void (*check)(const struct rule_input *in, struct findings *out);
};

/* Every rule, in order of name. */
extern const struct rule *const rules_all[];
extern const unsigned rules_count;
const struct rule *rule_find(struct str name);
int64_t rule_parameter(const struct rule_input *in, const struct rule *rule, const char *name);

/* Start a finding on `subject`; fill in the rest through the pointer (valid until the next). */
struct finding *finding_add(struct findings *out, const struct rule_input *in,
                            const struct rule *rule, uint32_t subject, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void finding_evidence(struct findings *out, struct finding *f, uint32_t object, const char *field,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Start one that says that it cannot be told, and what would tell: "handoff.created". The text says
 * what cannot be told. */
struct finding *finding_unknown(struct findings *out, const struct rule_input *in,
                                const struct rule *rule, uint32_t subject, const char *missing,
                                const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Its cost is known without a run: what lies between two instants. */
void finding_price(const struct rule_input *in, struct finding *f, int64_t from, int64_t to);

/* RULE/SUBJECT, or RULE for a finding about the plan itself: the same from run to run. */
struct str finding_id(const struct plan *p, const struct finding *f, struct arena *owner);
/* Whether its move is an edit of what it is about; else --fix writes it down as an action. */
bool finding_has_edit(const struct finding *f);
/* That action where somebody has written it down already and it is not done; NULL. */
const struct object *finding_asked(const struct plan *p, const struct finding *f,
                                   struct arena *scratch);
/* Its move as edits that somebody might type; returns how many: at least one. */
uint32_t finding_typed(const struct plan *p, const struct finding *f, struct arena *owner,
                       const struct str **ret_edits);

/* The finding of that id, true or accepted; NULL. */
const struct finding *finding_find(const struct plan *p, const struct findings *all,
                                   struct str id, struct arena *scratch);

/* How a rule's findings ended, by the labels that people gave them. */
struct rule_record {
    uint32_t by[3];             /* enum finding_label */
    uint32_t labelled;
    uint32_t right;             /* the mine went off, or somebody took it away */
    bool demoted;               /* policy demote.labels of them at least, and right in less than
                                   demote.precision (defaults: 20, 0.2) */
};
/* Labels that are withheld are not counted. */
struct rule_record rule_record(const struct plan *p, const struct rule *rule);
/* Mark the findings of demoted rules and make them notes; put them behind the others. */
void rules_demote(const struct plan *p, struct findings *all);
void rules_demoted_last(struct findings *all, struct arena *scratch);

/* What is missing, so that rules cannot tell: the most valuable first. */
struct lack {
    struct str missing;         /* "handoff.created", "an honest forecast" */
    const struct rule **rules;  /* that it lets look */
    uint32_t rule_count;
    uint32_t weight;            /* of those: an error counts 3, a warning 2, a note 1 */
    uint32_t *subjects;         /* of the findings; one may stand for more places */
    uint32_t subject_count;
    uint32_t places;
};
/* Returns how many; *ret_rules is the number of rules that could not look everywhere. */
uint32_t rules_lacks(const struct findings *findings, struct arena *owner,
                     const struct lack **ret_lacks, uint32_t *ret_rules);

/* Run every rule; absorb, keep open what has not closed yet, mark what is accepted, sort by place
 * (of demoted rules behind the others), no prices. */
void rules_check(const struct rule_input *in, struct findings *out);
/* Screen an upper bound for every finding from the simulation already run, then re-simulate
 * the `most` most valuable with the same draws (design.md 5). Sorts by value, then defuse-by, and
 * folds what is about the same subject under its most valuable finding (that is not held back). */
void rules_price(const struct rule_input *in, const struct forecast_options *options,
                 unsigned most, struct findings *findings, struct arena *scratch);

/* The last step, for whoever does not price. */
void rules_fold(struct findings *findings, const struct plan *p, struct arena *scratch);

#endif

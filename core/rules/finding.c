/* SPDX-License-Identifier: Apache-2.0 */
/* Findings: starting one, giving it evidence, and putting them in order. */
#include "core/rules/rule.h"

#include <assert.h>

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/edit/edit.h"
#include "core/rules/look.h"

enum {
    FINDING_CEILING = 1000000,
    EVIDENCE_CEILING = 16,
    FIRST_DAYS = 5 * 1000000    /* policy hysteresis.first-days, working days in millionths */
};

struct finding *finding_add(struct findings *out, const struct rule_input *in,
                            const struct rule *rule, uint32_t subject, const char *format, ...)
{
    struct finding *f;
    struct text text;
    va_list arguments;

    if (!arena_grow(out->owner, (void **)&out->items, out->count, &out->capacity,
                    sizeof(*out->items), FINDING_CEILING))
        out->count--;           /* past the ceiling the last one is written over */
    f = &out->items[out->count++];
    text_init(&text, out->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    *f = (struct finding){ .rule = rule, .state = FINDING_TRUE, .level = rule->level,
                           .subject = subject, .text = text_str(&text), .owner = OBJECT_NONE,
                           .defuse_by = CIVIL_NONE, .cost_minor = INT64_MIN,
                           .judgement = OBJECT_NONE, .under = UINT32_MAX };
    if (subject != OBJECT_NONE)
        f->at = in->plan->objects[subject]->at;
    return f;
}

struct finding *finding_unknown(struct findings *out, const struct rule_input *in,
                                const struct rule *rule, uint32_t subject, const char *missing,
                                const char *format, ...)
{
    const struct str what = str_of(missing);
    const size_t dot = str_find_char(what, '.');
    struct finding *f;
    struct text text;
    va_list arguments;

    text_init(&text, out->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    f = finding_add(out, in, rule, subject, "%.*s", STR_ARG(text_str(&text)));
    f->state = FINDING_UNKNOWN;
    f->missing = what;
    f->move = str_format(in->scratch, "%s %.*s", dot < what.len ? "state" : "get",
                         STR_ARG(dot < what.len ? str_slice(what, dot + 1, what.len) : what));
    return f;
}

void finding_evidence(struct findings *out, struct finding *f, uint32_t object, const char *field,
                      const char *format, ...)
{
    struct evidence *items = (struct evidence *)f->evidence;
    struct text text;
    va_list arguments;

    if (!items)
        f->evidence = items = ARENA_ARRAY(out->owner, struct evidence, EVIDENCE_CEILING);
    if (f->evidence_count == EVIDENCE_CEILING)
        return;
    text_init(&text, out->owner);
    va_start(arguments, format);
    text_addv(&text, format, arguments);
    va_end(arguments);
    items[f->evidence_count++] =
        (struct evidence){ .object = object, .field = field, .value = text_str(&text) };
}

static int by_place(const void *a, const void *b, const void *context)
{
    const struct finding *x = a, *y = b;

    (void)context;
    if (x->at.source != y->at.source)
        return x->at.source < y->at.source ? -1 : 1;
    if (x->at.line != y->at.line)
        return x->at.line < y->at.line ? -1 : 1;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    return str_compare(str_of(x->rule->name), str_of(y->rule->name));
}

static bool absorbed(const struct findings *all, const struct finding *f)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct finding *other = &all->items[i];

        if (other->rule->absorbs && other->subject == f->subject && other->rule != f->rule &&
            other->state == FINDING_TRUE && (!other->demoted || f->demoted) &&
            str_equal(str_of(other->rule->absorbs), str_of(f->rule->name)))
            return true;
    }
    return false;
}

/* Findings are few beside objects, but a broken import can have thousands: compare only within
 * one subject, which sorting by place has put side by side. */
static void absorb(struct findings *all)
{
    size_t kept = 0;

    for (size_t from = 0; from < all->count;) {
        struct findings group = { .items = &all->items[from] };
        bool gone[64] = { false };

        while (from + group.count < all->count && group.count < 64 &&
               all->items[from + group.count].subject == all->items[from].subject)
            group.count++;
        for (size_t i = 0; i < group.count; i++)
            gone[i] = absorbed(&group, &group.items[i]);
        from += group.count;
        for (size_t i = 0; i < group.count; i++)
            if (!gone[i])
                all->items[kept++] = group.items[i];
    }
    all->count = kept;
}

/* --- its move as edits ----------------------------------------------------------------------- */

bool finding_has_edit(const struct finding *f)
{
    return f->fix_count > 0 || f->typed.len > 0;
}

/* act-RULE-SUBJECT, and a number behind it where earlier ones are done. */
static struct str action_id(const struct plan *p, const struct finding *f, unsigned nth,
                            struct arena *owner)
{
    const struct str subject =
        f->subject == OBJECT_NONE ? STR("plan") : p->objects[f->subject]->id;

    if (nth <= 1)
        return str_format(owner, "act-%s-%.*s", f->rule->name, STR_ARG(subject));
    return str_format(owner, "act-%s-%.*s-%u", f->rule->name, STR_ARG(subject), nth);
}

const struct object *finding_asked(const struct plan *p, const struct finding *f,
                                   struct arena *scratch)
{
    const struct object *found;

    for (unsigned nth = 1; (found = plan_find(p, action_id(p, f, nth, scratch))); nth++)
        if (found->kind == KIND_action && !action_get_done(found))
            return found;
    return NULL;
}

/* Who does it: a person, or the lead of a team. */
static const struct object *person_of(const struct plan *p, uint32_t owner)
{
    const struct object *o = owner == OBJECT_NONE ? NULL : p->objects[owner];

    if (o && o->kind == KIND_team)
        o = plan_object(p, team_get_lead(o));
    return o && o->kind == KIND_person ? o : NULL;
}

/* `key: "words"`, so that any words come through. */
static void add_said(struct text *t, const char *key, struct str words)
{
    text_addf(t, "%s: \"", key);
    for (size_t i = 0; i < words.len; i++) {
        const char c = words.ptr[i];

        if (c == '"' || c == '\\')
            text_add(t, STR("\\"));
        text_add(t, c == '\n' ? STR(" ") : (struct str){ words.ptr + i, 1 });
    }
    text_add(t, STR("\""));
}

static struct str action_of(const struct plan *p, const struct finding *f, struct arena *owner)
{
    const struct object *person = person_of(p, f->owner);
    unsigned nth = 1;
    struct text t;

    while (plan_find(p, action_id(p, f, nth, owner)))
        nth++;
    text_init(&t, owner);
    text_addf(&t, "actions.%.*s={", STR_ARG(action_id(p, f, nth, owner)));
    add_said(&t, "title", f->move);
    if (person)
        text_addf(&t, ", owner: %.*s", STR_ARG(person->id));
    text_add(&t, STR(", due: "));
    civil_print_date(&t, f->defuse_by > p->as_of ? f->defuse_by : p->as_of);
    if (f->subject != OBJECT_NONE)
        text_addf(&t, ", of: %.*s", STR_ARG(p->objects[f->subject]->id));
    add_said(&t, ", note", f->text);
    text_add(&t, STR("}"));
    return text_str(&t);
}

uint32_t finding_typed(const struct plan *p, const struct finding *f, struct arena *owner,
                       const struct str **ret_edits)
{
    struct str *edits = ARENA_ARRAY(owner, struct str, f->fix_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < f->fix_count; i++)
        edits[count++] = edit_typed(&f->fix[i], owner);
    if (f->typed.len > 0)
        edits[count++] = f->typed;
    if (count == 0)
        edits[count++] = action_of(p, f, owner);
    *ret_edits = edits;
    return count;
}

/* --- what people said of a finding --------------------------------------------------------- */

struct str finding_id(const struct plan *p, const struct finding *f, struct arena *owner)
{
    if (f->subject == OBJECT_NONE)
        return str_of(f->rule->name);
    return str_format(owner, "%s/%.*s", f->rule->name, STR_ARG(p->objects[f->subject]->id));
}

const struct finding *finding_find(const struct plan *p, const struct findings *all,
                                   struct str id, struct arena *scratch)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].state != FINDING_UNKNOWN &&
            str_equal(finding_id(p, &all->items[i], scratch), id))
            return &all->items[i];
    return NULL;
}

/* What no rule can leave open: until when, and who. */
static void complete(const struct rule_input *in, struct findings *all)
{
    const struct ref *manager = program_get_manager(in->plan->program);
    const struct ref *sponsor = program_get_sponsor(in->plan->program);

    for (size_t i = 0; i < all->count; i++) {
        struct finding *f = &all->items[i];

        if (f->state == FINDING_UNKNOWN)
            continue;
        if (f->defuse_by == CIVIL_NONE) {
            f->defuse_by = look_shift(in, in->plan->as_of, look_cadence_micro_days(in));
            f->defuse_because = "one reporting period; the move has no date of its own";
        }
        if (f->owner == OBJECT_NONE && (manager || sponsor))
            f->owner = manager ? manager->object : sponsor->object;
    }
}

static bool judges(const struct object *judgement, const struct finding *f)
{
    const struct ref *subject = judgement_get_subject(judgement);

    return str_equal(*judgement_get_rule(judgement), str_of(f->rule->name)) &&
           (subject ? subject->object : OBJECT_NONE) == f->subject;
}

/* Accepted up to and with its day, and only with a reason. One that has run out is still named:
 * the finding is back, and says so. */
static void judge(const struct rule_input *in, struct findings *all)
{
    for (uint32_t j = 0; j < plan_count(in->plan, KIND_judgement); j++) {
        const struct object *judgement = plan_nth(in->plan, KIND_judgement, j);
        const struct when *until = judgement_get_until(judgement);

        if (!until || !judgement_get_because(judgement))
            continue;
        for (size_t i = 0; i < all->count; i++) {
            struct finding *f = &all->items[i];

            if (f->state != FINDING_TRUE || !judges(judgement, f))
                continue;
            f->judgement = judgement->number;
            if (civil_day_of(until->instant) >= civil_day_of(in->plan->as_of))
                f->state = FINDING_ACCEPTED;
        }
    }
}

/* --- running them --------------------------------------------------------------------------- */

static bool has_any(const struct plan *p, uint64_t kinds)
{
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        if (kinds >> kind & 1 && plan_count(p, kind) > 0)
            return true;
    return false;
}

static const char *lacks(const struct rule_input *in, const struct rule *rule)
{
    if (rule->needs & RULE_NEEDS_SCHEDULE && !in->schedule)
        return "a schedule";
    if (rule->needs & RULE_NEEDS_FORECAST && !in->forecast)
        return "an honest forecast";
    if (rule->needs & RULE_NEEDS_PAST && !in->past)
        return "a log of changes (baton init)";
    return NULL;
}

static void run_all(const struct rule_input *in, struct findings *out)
{
    for (unsigned i = 0; i < rules_count; i++) {
        const struct rule *rule = rules_all[i];
        const char *missing = lacks(in, rule);

        if (in->grave_only && !rule->grave)
            continue;
        if (rule->about && !has_any(in->plan, rule->about))
            out->idle++;
        else if (missing)
            finding_unknown(out, in, rule, OBJECT_NONE, missing, "%s cannot be looked for",
                            rule->name);
        else
            rule->check(in, out);
    }
}

static bool holds(const struct findings *all, const struct finding *f)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].rule == f->rule && all->items[i].subject == f->subject)
            return true;
    return false;
}

/* What was open and is below its threshold again stays until it is past the one at which it closes:
 * the rules are asked once more with those, and of what they say only that is taken. */
static void keep_open(const struct rule_input *in, struct findings *out)
{
    struct rule_input closing = *in;
    struct findings wider = { .owner = out->owner };
    struct map was;

    if (in->before_count == 0)
        return;
    map_init(&was, in->scratch);
    for (size_t i = 0; i < in->before_count; i++)
        map_set(&was, in->before[i], 0);
    closing.closing = true;
    run_all(&closing, &wider);
    for (size_t i = 0; i < wider.count; i++) {
        struct finding *f = &wider.items[i];
        struct finding *kept;

        if (f->state != FINDING_TRUE || holds(out, f) ||
            !map_find(&was, finding_id(in->plan, f, in->scratch), NULL))
            continue;
        kept = finding_add(out, in, f->rule, f->subject, "%.*s", STR_ARG(f->text));
        *kept = *f;
        kept->held = true;
    }
}

/* New since the last check, and there is time: the next one tells whether it stays. One that was
 * seen once by the last has stayed. */
static void hold_back(const struct rule_input *in, struct findings *all)
{
    const int64_t soon = look_shift(in, in->plan->as_of,
                                    plan_threshold(in->plan, "hysteresis.first-days", FIRST_DAYS));
    struct map seen;

    if (!in->recorded)
        return;
    map_init(&seen, in->scratch);
    for (size_t i = 0; i < in->before_count; i++)
        map_set(&seen, in->before[i], 0);
    for (size_t i = 0; i < in->once_count; i++)
        map_set(&seen, in->once[i], 0);
    for (size_t i = 0; i < all->count; i++) {
        struct finding *f = &all->items[i];

        f->once = f->state == FINDING_TRUE && f->defuse_by > soon &&
                  !map_find(&seen, finding_id(in->plan, f, in->scratch), NULL);
    }
}

void rules_check(const struct rule_input *in, struct findings *out)
{
    assert(in->plan && in->scratch && out->owner);
    run_all(in, out);
    keep_open(in, out);
    rules_demote(in->plan, out);
    sort_stable(out->items, out->count, sizeof(*out->items), by_place, NULL, in->scratch);
    absorb(out);
    complete(in, out);
    judge(in, out);
    hold_back(in, out);
    rules_demoted_last(out, in->scratch);
}

void rules_fold(struct findings *findings, const struct plan *p, struct arena *scratch)
{
    uint32_t *first = ARENA_ARRAY(scratch, uint32_t, p->object_count + 1);

    /* What is held back stands for its subject only where nothing else does. */
    for (int once = 0; once <= 1; once++)
        for (size_t i = 0; i < findings->count; i++) {
            const struct finding *f = &findings->items[i];

            if (f->state == FINDING_TRUE && f->subject != OBJECT_NONE && f->once == (once == 1) &&
                first[f->subject] == 0)
                first[f->subject] = (uint32_t)i + 1;
        }
    for (size_t i = 0; i < findings->count; i++) {
        struct finding *f = &findings->items[i];

        f->under = UINT32_MAX;
        if (f->state == FINDING_TRUE && f->subject != OBJECT_NONE && first[f->subject] != i + 1)
            f->under = first[f->subject] - 1;
    }
}

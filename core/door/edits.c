/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of edits from outside: gathered as one map, read and applied at once. */
#include "core/base/text.h"
#include "core/decide/impact.h"
#include "core/door/door.h"
#include "core/edit/splice.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"

struct baton_edits {
    struct baton *b;
    const struct plan *plan;
    struct node *items;
    size_t count, capacity;
    struct edits chosen;        /* applied before all others */
};

struct baton_edits *baton_edits_new(struct baton *b, const struct baton_plan *plan)
{
    struct baton_edits *e = ARENA_NEW(&b->owner, struct baton_edits);

    e->b = b;
    e->plan = (const struct plan *)(const void *)plan;
    return e;
}

struct baton *edits_context(const struct baton_edits *e)
{
    return e->b;
}

const struct plan *edits_plan(const struct baton_edits *e)
{
    return e->plan;
}

static struct node *item_new(struct baton_edits *e)
{
    arena_grow(&e->b->owner, (void **)&e->items, e->count, &e->capacity, sizeof(*e->items),
               SIZE_MAX);
    return &e->items[e->count++];
}

void baton_edits_add(struct baton_edits *e, struct baton_text address, struct baton_place at,
                     const struct baton_node *value)
{
    struct node *item = item_new(e);

    if (value)
        *item = *(const struct node *)(const void *)value;
    else
        *item = (struct node){.kind = NODE_NULL, .at = door_place(at)};
    item->name = door_str(address);
    node_set_name_at(item, door_place(at));
}

bool baton_edits_add_map(struct baton_edits *e, const struct baton_node *map)
{
    const struct node *root = (const struct node *)(const void *)map;

    if (root->kind != NODE_MAP) {
        diag_error(&e->b->diags, "bad-value", root->at,
                   "edits are a map from addresses to values");
        diag_hint(&e->b->diags, "one on each line, as in `token-api.estimate: 3w..4w..7w`");
        return false;
    }
    for (const struct node *item = root->first; item; item = item->next)
        *item_new(e) = *item;
    return true;
}

static bool is_said(const struct diags *d, const struct diag *what)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].where.source == what->where.source &&
            d->items[i].where.line == what->where.line &&
            d->items[i].where.column == what->where.column &&
            str_equal(d->items[i].text, what->text))
            return true;
    return false;
}

/* Sealing the edited plan says again what is odd in the plan itself. */
static void take_over(struct diags *to, const struct diags *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct diag *d = &from->items[i];

        if (is_said(to, d))
            continue;
        if (d->level == DIAG_ERROR)
            diag_error(to, d->code, d->where, "%.*s", STR_ARG(d->text));
        else if (d->level == DIAG_WARNING)
            diag_warning(to, d->code, d->where, "%.*s", STR_ARG(d->text));
        else
            diag_note(to, d->code, d->where, "%.*s", STR_ARG(d->text));
        if (d->hint.len > 0)
            diag_hint(to, "%.*s", STR_ARG(d->hint));
    }
}

const struct baton_plan *baton_edits_plan(const struct baton_edits *e)
{
    return (const struct baton_plan *)(const void *)e->plan;
}

bool baton_edits_choose(struct baton_edits *e, struct baton_text decision,
                        struct baton_text option)
{
    const struct object *o = plan_find(e->plan, door_str(decision));
    const struct objects *options =
        o && o->kind == KIND_decision ? decision_get_options(o) : NULL;
    struct str names[16];
    size_t count = 0;
    struct str near;

    for (size_t i = 0; options && i < options->count; i++) {
        const struct edits *edits = option_get_edits(options->items[i]);

        if (count < sizeof(names) / sizeof(names[0]))
            names[count++] = options->items[i]->id;
        if (!str_equal(options->items[i]->id, door_str(option)))
            continue;
        if (edits)
            e->chosen = plan_settle_edits(e->plan, edits, &e->b->owner);
        return true;
    }
    if (!options)
        return diag_error(&e->b->diags, "unknown-decision", (struct place){0},
                          "%.*s is no decision with options", (int)decision.len, decision.ptr);
    near = diag_nearest(door_str(option), names, count);
    diag_error(&e->b->diags, "unknown-option", o->at, "%.*s has no option %.*s",
               (int)decision.len, decision.ptr, (int)option.len, option.ptr);
    if (near.len > 0)
        diag_hint(&e->b->diags, "did you mean %.*s?", STR_ARG(near));
    return false;
}

static const struct edits *mitigation_of(const struct object *risk)
{
    const struct objects *m = risk_get_mitigation(risk);

    return m && m->count > 0 ? mitigation_get_edits(m->items[0]) : NULL;
}

static void mitigate(struct baton_edits *e, const struct object *risk)
{
    const struct edits settled =
        plan_settle_edits(e->plan, mitigation_of(risk), &e->b->owner);
    struct edit *all =
        ARENA_ARRAY(&e->b->owner, struct edit, e->chosen.count + settled.count + 1);

    for (size_t i = 0; i < e->chosen.count; i++)
        all[i] = e->chosen.items[i];
    for (size_t i = 0; i < settled.count; i++)
        all[e->chosen.count + i] = settled.items[i];
    e->chosen = (struct edits){all, e->chosen.count + settled.count};
}

bool baton_edits_mitigate(struct baton_edits *e, struct baton_text risk)
{
    const struct object *o = risk.len > 0 ? plan_find(e->plan, door_str(risk)) : NULL;

    for (uint32_t i = 0; risk.len == 0 && i < plan_count(e->plan, KIND_risk); i++) {
        const struct object *each = plan_nth(e->plan, KIND_risk, i);
        const uint32_t *state = risk_get_state(each);

        if ((!state || *state == RISK_OPEN) && mitigation_of(each))
            mitigate(e, each);
    }
    if (risk.len == 0)
        return true;
    if (o && o->kind == KIND_risk && mitigation_of(o)) {
        mitigate(e, o);
        return true;
    }
    diag_error(&e->b->diags, "no-mitigation", o ? o->at : (struct place){0},
               "%.*s is no risk whose mitigation says what it changes", (int)risk.len, risk.ptr);
    diag_hint(&e->b->diags, "a risk states it: mitigation: {edits: {r-07.likely: 10%%}}");
    return false;
}

bool baton_edits_apply(struct baton_edits *e, const struct baton_plan **ret_plan)
{
    struct baton *b = e->b;
    const struct plan *made = NULL, *from = e->plan;
    struct node map = {.kind = NODE_MAP, .first = e->items, .count = (uint32_t)e->count};
    struct diags said;
    struct edits edits;
    bool good;

    for (size_t i = 0; i < e->count; i++)
        e->items[i].next = i + 1 < e->count ? &e->items[i + 1] : NULL;
    diags_init(&said, &b->owner);
    said.sources = b->diags.sources;
    said.source_count = b->diags.source_count;
    good = (e->chosen.count == 0 ||
            plan_apply(e->plan, e->chosen.items, e->chosen.count, &b->owner, &from, &said)) &&
           plan_read_edits(from, &map, &b->owner, &edits, &said) &&
           plan_apply(from, edits.items, edits.count, &b->owner, &made, &said);
    take_over(&b->diags, &said);
    if (good)
        *ret_plan = (const struct baton_plan *)(const void *)made;
    return good;
}

bool baton_splice(struct baton *b, const struct baton_plan *before,
                  const struct baton_plan *after, struct baton_file *files, size_t count)
{
    struct splice_file *texts = ARENA_ARRAY(&b->owner, struct splice_file, count + 1);
    bool good;

    for (size_t i = 0; i < count; i++)
        texts[i] = (struct splice_file){
            .bytes = door_str(files[i].bytes), .made = door_str(files[i].bytes),
            .root = (const struct node *)(const void *)files[i].root};
    good = splice_plan((const struct plan *)(const void *)before,
                       (const struct plan *)(const void *)after, texts, count, &b->owner,
                       &b->diags);
    for (size_t i = 0; i < count; i++)
        files[i].made = door_text(texts[i].made);
    return good;
}

static const struct plan *plan_of(const struct baton_plan *plan)
{
    return (const struct plan *)(const void *)plan;
}

/* The person, or one of the team that gives or takes. */
static bool stands_for(const struct plan *p, const struct object *who, const struct object *side,
                       const struct object *team)
{
    const struct object *own = plan_object(p, person_get_team(who));

    return who == side || (own && own == team);
}

unsigned baton_handoff_sides(const struct baton_plan *plan, struct baton_text handoff,
                             struct baton_text person)
{
    const struct plan *p = plan_of(plan);
    const struct object *o = plan_find(p, door_str(handoff));
    const struct object *who = plan_find(p, door_str(person));
    unsigned sides = 0;

    if (!o || o->kind != KIND_handoff || !who || who->kind != KIND_person)
        return BATON_SIDE_UNKNOWN;
    if (stands_for(p, who, handoff_giver_of(p, o), handoff_giving_team(p, o)))
        sides |= BATON_SIDE_GIVES;
    if (stands_for(p, who, handoff_taker_of(p, o), handoff_taking_team(p, o)))
        sides |= BATON_SIDE_TAKES;
    return sides;
}

size_t baton_members(const struct baton_plan *plan, struct baton_text id, struct baton_text field)
{
    const struct object *o = plan_find(plan_of(plan), door_str(id));
    const uint16_t index = o ? schema_field(o->kind, door_str(field)) : UINT16_MAX;
    const struct objects *nested = index != UINT16_MAX ? object_value(o, index) : NULL;

    return nested && schema_kinds[o->kind].fields[index].type == FIELD_TYPE_many ? nested->count
                                                                                 : 0;
}

const char *baton_impact_edit(struct baton *b, const struct baton_plan *plan, uint32_t object)
{
    return impact_edit(plan_of(plan), plan_of(plan)->objects[object], &b->owner).ptr;
}

/* --- answers of a check-in ------------------------------------------------------------------- */

struct answering {
    struct baton_edits *e;
    struct diags *out;
    const struct node *table, *form;    /* what came back: one of the two */
    int64_t day;                        /* of the check-in, an instant */
};

static bool is_blank(const struct node *n)
{
    return n->kind == NODE_NULL || (n->kind == NODE_SCALAR && str_trim(n->text).len == 0);
}

static void answer_with(struct answering *a, struct str address, struct place at,
                        const struct node *value)
{
    struct baton_edits *e = a->e;
    struct node *item = item_new(e);

    *item = value ? *value : (struct node){.kind = NODE_NULL, .at = at};
    item->name = address;
    node_set_name_at(item, at);
    item->next = NULL;
}

static struct node *scalar_new(struct answering *a, struct str name, struct str text,
                               enum node_style style, struct place at)
{
    struct node *n = ARENA_NEW(&a->e->b->owner, struct node);

    *n = (struct node){.kind = NODE_SCALAR, .style = (uint8_t)style, .name = name, .text = text,
                       .at = at, .name_at = node_spot(at)};
    return n;
}

static struct str today_of(struct answering *a)
{
    struct text text;

    text_init(&text, &a->e->b->owner);
    civil_print_date(&text, a->day);
    return text_str(&text);
}

/* Somebody spoke of it today. */
static void set_today(struct answering *a, const struct object *o, const char *field,
                      struct place at)
{
    answer_with(a, str_format(&a->e->b->owner, "%.*s.%s", STR_ARG(o->id), field), at,
                scalar_new(a, (struct str){NULL, 0}, today_of(a), NODE_PLAIN, at));
}

/* blockers.b-ID: {title, blocks: [ID], since}; b-ID-2 and so on where that one is taken. */
static void add_blocker(struct answering *a, struct str id, struct str title, struct place at)
{
    struct arena *owner = &a->e->b->owner;
    struct node *map = ARENA_NEW(owner, struct node), *list = ARENA_NEW(owner, struct node);
    struct node *name = scalar_new(a, STR("title"), title, NODE_QUOTED, at);
    struct node *since = scalar_new(a, STR("since"), today_of(a), NODE_PLAIN, at);
    struct str free_id = str_format(owner, "b-%.*s", STR_ARG(id));

    for (int n = 2; plan_find(a->e->plan, free_id); n++)
        free_id = str_format(owner, "b-%.*s-%d", STR_ARG(id), n);
    *list = (struct node){.kind = NODE_LIST, .name = STR("blocks"), .at = at,
                          .name_at = node_spot(at),
                          .count = 1,
                          .first = scalar_new(a, (struct str){NULL, 0}, id, NODE_PLAIN, at)};
    name->next = list;
    list->next = since;
    *map = (struct node){.kind = NODE_MAP, .at = at, .name_at = node_spot(at),
                         .count = 3, .first = name};
    answer_with(a, str_format(owner, "blockers.%.*s", STR_ARG(free_id)), at, map);
}

/* Whether what came back clears the blocker under its own name. */
static bool clears(const struct answering *a, const struct object *blocker)
{
    const struct node *entry = a->form ? node_find(a->form, blocker->id) : NULL;
    const struct node *heads = a->table ? a->table->first : NULL;

    if (entry && entry->kind == NODE_MAP) {
        const struct node *cleared = node_find(entry, STR("cleared"));

        return cleared && !is_blank(cleared);
    }
    for (const struct node *row = heads ? heads->next : NULL; row; row = row->next) {
        const struct node *i = node_cell(row, node_column(heads, STR("id")));
        const struct node *f = node_cell(row, node_column(heads, STR("field")));
        const struct node *s = node_cell(row, node_column(heads, STR("answer")));

        if (i && f && s && !is_blank(s) && str_equal(str_trim(i->text), blocker->id) &&
            str_equal(str_trim(f->text), STR("cleared")))
            return true;
    }
    return false;
}

/* The words in which people say that nothing stops them. */
static bool is_no(struct str s)
{
    static const struct str words[] = {{"no", 2}, {"none", 4}, {"not", 3}, {"nothing", 7},
                                       {"not any more", 12}, {"no longer", 9}, {"false", 5},
                                       {"-", 1}};

    while (s.len > 0 && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == '!'))
        s.len--;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_nocase(s, words[i]))
            return true;
    return false;
}

/* A form has a title on one line. */
static bool is_title(struct str said, struct str title)
{
    bool same = said.len == title.len;

    for (size_t i = 0; same && i < said.len; i++)
        same = said.ptr[i] == ((unsigned char)title.ptr[i] < ' ' ? ' ' : title.ptr[i]);
    return same;
}

/* What stops one thing alone is cleared, or called otherwise, by what is said of that. */
static void answer_blocker(struct answering *a, const struct object *blocker, const char *field,
                           struct str id, const struct node *value)
{
    struct arena *owner = &a->e->b->owner;

    if (blocker_get_blocks(blocker)->count > 1) {
        diag_error(a->out, "bad-answer", value->at,
                   "`%.*s` stops other work than `%.*s` too: which of them is meant?",
                   STR_ARG(blocker->id), STR_ARG(id));
        diag_hint(a->out, "answer under its own name, as in `%.*s: {%s: ...}`, or take `%.*s` out "
                          "of its `blocks`", STR_ARG(blocker->id), field, STR_ARG(id));
    } else if (str_equal(str_of(field), STR("cleared"))) {
        set_today(a, blocker, field, value->at);
    } else {
        answer_with(a, str_format(owner, "%.*s.%s", STR_ARG(blocker->id), field), value->at,
                    scalar_new(a, (struct str){NULL, 0}, str_trim(value->text), NODE_QUOTED,
                               value->at));
    }
}

/* `no` clears what is open; its title says that it is still so, other words that it is called so
 * now. Where nothing is open they make a blocker. */
static void take_blocked(struct answering *a, struct str id, const struct node *value)
{
    const struct plan *p = a->e->plan;
    const struct str said = str_trim(value->text);
    const struct object *open = NULL;
    size_t count = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_blocker); i++) {
        const struct object *o = plan_nth(p, KIND_blocker, i);

        if (!blocker_is_open_on(p, o, id))
            continue;
        if (!is_no(said) && is_title(said, object_title(o)))
            return;
        if (clears(a, o))
            continue;
        if (is_no(said))
            answer_blocker(a, o, "cleared", id, value);
        open = o;
        count++;
    }
    if (is_no(said))
        return;
    if (count == 0) {
        add_blocker(a, id, said, value->at);
    } else if (count == 1) {
        answer_blocker(a, open, "title", id, value);
    } else {
        diag_error(a->out, "bad-answer", value->at, "%zu blockers stop `%.*s`: which of them is "
                   "meant?", count, STR_ARG(id));
        diag_hint(a->out, "leave `blocked` as it is, say `no`, or answer under their own names, as "
                          "in `%.*s: {title: ...}`", STR_ARG(open->id));
    }
}

/* The same day, however written. */
static bool is_stated(struct answering *a, const struct when *before, const struct node *value,
                      struct str *ret_before)
{
    struct text text;
    int64_t now;
    bool has_time;

    text_init(&text, &a->e->b->owner);
    field_print_line(&schema_kinds[KIND_handoff].fields[FIELD_handoff_offered], before, &text);
    *ret_before = text_str(&text);
    return str_equal(str_trim(value->text), *ret_before) ||
           (civil_parse(str_trim(value->text), &now, &has_time) && now == before->instant);
}

/* Another date of a hand-off: the one before is kept, with the day until which it stood. */
static void keep_date(struct answering *a, const struct object *handoff, struct str field,
                      const struct node *value)
{
    struct arena *owner = &a->e->b->owner;
    const bool asked = str_equal(field, STR("asked"));
    const struct when *before =
        asked ? handoff_get_asked(handoff)
        : str_equal(field, STR("offered")) ? handoff_get_offered(handoff) : NULL;
    const struct objects *was = handoff_get_was(handoff);
    struct node *map = ARENA_NEW(owner, struct node), *date, *until;
    struct str stated;

    if (!before || value->kind != NODE_SCALAR || is_stated(a, before, value, &stated))
        return;
    date = scalar_new(a, asked ? STR("asked") : STR("offered"), stated, NODE_PLAIN,
                      value->at);
    until = scalar_new(a, STR("until"), today_of(a), NODE_PLAIN, value->at);
    date->next = until;
    *map = (struct node){.kind = NODE_MAP, .at = value->at,
                         .name_at = node_spot(value->at), .count = 2, .first = date};
    answer_with(a, str_format(owner, "%.*s.was[%zu]", STR_ARG(handoff->id),
                              (was ? was->count : 0) + 1), value->at, map);
}

/* A date offered is a step of the handshake, as by `baton handoff --offer`: it answers what was
 * asked, and another date than the one that was agreed to or refused is an offer anew. */
static void take_offer(struct answering *a, const struct object *handoff,
                       const struct node *value)
{
    struct arena *owner = &a->e->b->owner;
    const struct node *entry = a->form ? node_find(a->form, handoff->id) : NULL;
    const struct node *said =
        entry && entry->kind == NODE_MAP ? node_find(entry, STR("state")) : NULL;
    const struct when *before = handoff_get_offered(handoff);
    const uint32_t *stated = handoff_get_state(handoff);
    const uint32_t state = stated ? *stated : HANDOFF_ASKED;
    struct str same;
    int64_t now;
    bool has_time;

    if ((said && !is_blank(said)) || value->kind != NODE_SCALAR)
        return;
    if (civil_parse(str_trim(value->text), &now, &has_time) &&
        now < a->day / CIVIL_DAY_S * CIVIL_DAY_S) {
        diag_warning(a->out, "offered-in-past", value->at,
                     "`%.*s`: the date offered is before the check-in", STR_ARG(handoff->id));
        diag_hint(a->out, "offer a date to come, or say `delivered: DATE`");
    }
    if (state != HANDOFF_ASKED && ((state != HANDOFF_AGREED && state != HANDOFF_REFUSED) ||
                                   (before && is_stated(a, before, value, &same))))
        return;
    answer_with(a, str_format(owner, "%.*s.state", STR_ARG(handoff->id)), value->at,
                scalar_new(a, (struct str){NULL, 0}, STR("offered"), NODE_PLAIN, value->at));
    if (state == HANDOFF_REFUSED && handoff_get_refused_because(handoff))
        answer_with(a, str_format(owner, "%.*s.refused_because", STR_ARG(handoff->id)), value->at,
                    NULL);
}

/* What has happened has happened by the day of the check-in. */
static void check_fact(struct answering *a, struct str field, const struct node *value)
{
    static const struct str facts[] = {{"started", 7}, {"finished", 8}, {"cleared", 7},
                                       {"delivered", 9}, {"accepted", 8}};
    int64_t when;
    bool has_time;

    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        if (str_equal(field, facts[i]) && value->kind == NODE_SCALAR &&
            civil_parse(str_trim(value->text), &when, &has_time) &&
            when >= a->day / CIVIL_DAY_S * CIVIL_DAY_S + CIVIL_DAY_S) {
            diag_error(a->out, "fact-in-future", value->at,
                       "`%.*s: %.*s` is after the check-in of %.*s", STR_ARG(field),
                       STR_ARG(str_trim(value->text)), STR_ARG(today_of(a)));
            diag_hint(a->out, "only what has happened is a fact: state the day on which it did, or "
                              "what is left as `remaining`");
        }
}

static void take_answer(struct answering *a, struct str id, struct str field,
                        const struct node *value)
{
    const struct object *o = plan_find(a->e->plan, id);
    const struct place at = value->at;

    if (str_equal(field, STR("blocked"))) {
        if (value->kind != NODE_SCALAR)
            diag_error(a->out, "bad-answer", at, "`blocked` takes a few words: by what");
        else
            take_blocked(a, id, value);
    } else {
        if (o && o->kind == KIND_handoff)
            keep_date(a, o, field, value);
        check_fact(a, field, value);
        answer_with(a, str_format(&a->e->b->owner, "%.*s.%.*s", STR_ARG(id), STR_ARG(field)), at,
                    value);
        if (o && o->kind == KIND_handoff && str_equal(field, STR("offered")))
            take_offer(a, o, value);
        /* Finished work has nothing left. */
        if (o && o->kind == KIND_task && str_equal(field, STR("finished")) &&
            task_get_remaining(o))
            answer_with(a, str_format(&a->e->b->owner, "%.*s.remaining", STR_ARG(id)), at, NULL);
    }
    if (o && o->kind == KIND_task && str_equal(field, STR("estimate")))
        set_today(a, o, "estimated", at);
}

/* It has a day on which somebody last spoke of it. */
static bool is_dated(const struct object *o)
{
    return o->kind == KIND_task || o->kind == KIND_handoff;
}

/* {ID: {field: value}}: what is left blank is no answer. */
static void take_form(struct answering *a, const struct node *answers)
{
    for (const struct node *n = answers->first; n; n = n->next) {
        const struct object *o = plan_find(a->e->plan, n->name);
        const struct node *finished = n->kind == NODE_MAP ? node_find(n, STR("finished")) : NULL;
        bool answered = false;

        if (n->kind != NODE_MAP) {
            if (!is_blank(n))
                diag_error(a->out, "bad-answer", n->at, "an answer is a map from fields to values");
            continue;
        }
        for (const struct node *f = n->first; f; f = f->next) {
            if (is_blank(f) || (str_equal(f->name, STR("remaining")) && finished &&
                                !is_blank(finished)))
                continue;
            take_answer(a, n->name, f->name, f);
            answered = true;
        }
        if (answered && o && is_dated(o))
            set_today(a, o, "updated", node_name_at(n));
    }
}

/* Rows with columns id, field and answer; "same" says that it is still so. A belief is private, and
 * no edit. */
static bool take_table(struct answering *a, const struct node *table)
{
    const struct node *heads = table->first;
    const uint32_t id = heads ? node_column(heads, STR("id")) : UINT32_MAX;
    const uint32_t field = heads ? node_column(heads, STR("field")) : UINT32_MAX;
    const uint32_t said = heads ? node_column(heads, STR("answer")) : UINT32_MAX;

    if (id == UINT32_MAX || field == UINT32_MAX || said == UINT32_MAX)
        return diag_error(a->out, "bad-answer", table->at,
                          "a table of answers has the columns id, field and answer");
    for (const struct node *row = heads->next; row; row = row->next) {
        const struct node *i = node_cell(row, id), *f = node_cell(row, field);
        const struct node *s = node_cell(row, said);
        const struct object *o = i ? plan_find(a->e->plan, str_trim(i->text)) : NULL;
        struct node value;

        if (!i || !f || !s || is_blank(s) || str_equal_nocase(str_trim(f->text), STR("belief")))
            continue;
        value = *s;
        value.text = str_trim(s->text);
        value.style = NODE_PLAIN;
        if (!str_equal_nocase(value.text, STR("same")))
            take_answer(a, str_trim(i->text), str_trim(f->text), &value);
        if (o && is_dated(o))
            set_today(a, o, "updated", s->at);
    }
    return true;
}

/* The day of the form; where it states none, the data date. */
static void read_day(struct answering *a, const struct node *day)
{
    int64_t instant;
    bool has_time;

    if (!day || is_blank(day))
        return;
    if (day->kind == NODE_SCALAR && civil_parse(str_trim(day->text), &instant, &has_time))
        a->day = instant;
    else
        diag_error(a->out, "bad-answer", day->at, "`checkin` is the day of the answers: a date");
}

bool baton_edits_add_answers(struct baton_edits *e, const struct baton_node *answers)
{
    const struct node *root = (const struct node *)(const void *)answers, *form;
    struct answering a = {.e = e, .out = &e->b->diags, .day = e->plan->as_of};
    const size_t errors = a.out->error_count;

    a.table = root->kind == NODE_LIST ? root : NULL;
    if (a.table)
        return take_table(&a, root) && a.out->error_count == errors;
    form = root->kind == NODE_MAP ? node_find(root, STR("answers")) : NULL;
    if (!form || form->kind != NODE_MAP)
        return diag_error(a.out, "bad-answer", root->at,
                          "a form of a check-in has `answers: {ID: {field: value}}`");
    for (const struct node *n = root->first; n; n = n->next)
        if (n != form && !str_equal(n->name, STR("baton")) &&
            !str_equal(n->name, STR("checkin")) && !str_equal(n->name, STR("beliefs")))
            diag_error(a.out, "unknown-section", node_name_at(n),
                       "a form of a check-in holds `checkin`, `answers` and `beliefs` only");
    a.form = form;
    read_day(&a, node_find(root, STR("checkin")));
    take_form(&a, form);
    return a.out->error_count == errors;
}

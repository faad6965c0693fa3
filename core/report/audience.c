/* SPDX-License-Identifier: Apache-2.0 */
/* Narrowing what a report reads to what one audience may see. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/options.h"
#include "core/edit/change.h"
#include "core/edit/edit.h"
#include "core/report/figures.h"
#include "core/report/words.h"
#include "core/syntax/tree.h"

/* Ids and titles of what is withheld, of `p` and then of `before` (or NULL): generated sentences
 * are searched for them. */
static size_t add_names(const struct plan *p, const struct plan *seen, struct str *names,
                        size_t count)
{
    for (uint32_t i = 0; p && i < p->object_count; i++) {
        const struct object *o = p->objects[i];

        if (!object_is_withheld(seen->objects[i]))
            continue;
        names[count++] = o->id;
        if (!str_equal(object_title(o), o->id))
            names[count++] = object_title(o);
    }
    return count;
}

static struct texts names_of(const struct report_input *in, const struct plan *p,
                             const struct plan *before)
{
    const size_t most = (size_t)p->object_count + (before ? before->object_count : 0);
    struct str *names = ARENA_ARRAY(in->owner, struct str, most * 2 + 1);
    const size_t count = add_names(before, in->before, names, add_names(p, in->plan, names, 0));

    return (struct texts){names, count};
}

/* What may stand inside an id; every byte of a character beyond ASCII counts. */
static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static bool names_one(struct str s, struct str name)
{
    size_t from = 0;

    while (name.len > 0) {
        const size_t at = from + str_find(str_slice(s, from, s.len), name);
        const size_t end = at + name.len;

        if (at >= s.len)
            return false;
        if ((at == 0 || !is_word(s.ptr[at - 1])) && (end == s.len || !is_word(s.ptr[end])))
            return true;
        from = at + 1;
    }
    return false;
}

bool names_withheld(const struct report_input *in, struct str s)
{
    for (size_t i = 0; i < in->withheld_names.count; i++)
        if (names_one(s, in->withheld_names.items[i]))
            return true;
    return false;
}

bool shows_id(const struct report_input *in, struct str id)
{
    const struct object *now = plan_find(in->plan, id);

    return in->audience.len == 0 || (now && !object_is_withheld(now));
}

/* --- edits -------------------------------------------------------------------------------- */

/* The id an address is about: before the first dot, or behind it where a section stands there. */
static struct str subject_of(struct str address)
{
    const size_t dot = str_find_char(address, '.');
    const struct str head = str_slice(address, 0, dot);
    struct str rest = str_slice(address, dot + 1, address.len);
    enum kind kind;

    if (dot == address.len || !schema_section(head, &kind) ||
        schema_kinds[kind].flags & KIND_SINGLE)
        return head;
    rest = str_slice(rest, 0, str_find_char(rest, '.'));
    return str_slice(rest, 0, str_find_char(rest, '['));
}

static bool is_section(struct str name)
{
    enum kind kind;

    return schema_section(name, &kind);
}

static bool line_names_withheld(const struct report_input *in, const struct edit_line *line)
{
    return names_withheld(in, line->address) || names_withheld(in, line->before) ||
           names_withheld(in, line->after);
}

bool shows_edit(const struct report_input *in, const struct edit_line *line)
{
    const struct str id = subject_of(line->address);

    return in->audience.len == 0 ||
           ((is_section(id) || shows_id(in, id)) && !line_names_withheld(in, line));
}

/* An edit of the difference between the plans. */
static bool is_edit_hidden(const struct report_input *in, const struct edit *e)
{
    const struct edit_line line = edit_line_of(in->before, e, in->owner);

    return (e->object != OBJECT_NONE && object_is_withheld(in->before->objects[e->object])) ||
           line_names_withheld(in, &line);
}

static void narrow_changes(struct report_input *in)
{
    struct edit *kept = ARENA_ARRAY(in->owner, struct edit, in->changes.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < in->changes.count; i++)
        if (!is_edit_hidden(in, &in->changes.items[i]))
            kept[count++] = in->changes.items[i];
    in->edits_withheld = in->changes.count - count;
    in->changes = (struct edits){kept, count};
}

static bool is_hidden(const struct plan *p, uint32_t object)
{
    return object != OBJECT_NONE && object_is_withheld(p->objects[object]);
}

/* --- findings --------------------------------------------------------------------------- */

/* About a withheld object, or resting on one, in its numbers or in its words. */
static bool is_finding_hidden(const struct report_input *in, const struct finding *f)
{
    const struct plan *p = in->plan;

    if (is_hidden(p, f->subject) || names_withheld(in, f->text) || names_withheld(in, f->move) ||
        names_withheld(in, f->missing))
        return true;
    for (uint32_t i = 0; i < f->other_count; i++)
        if (is_hidden(p, f->others[i]))
            return true;
    for (uint32_t i = 0; i < f->evidence_count; i++)
        if (is_hidden(p, f->evidence[i].object) || names_withheld(in, f->evidence[i].value))
            return true;
    return false;
}

/* What stays urgent is so for whoever may not know what it is. */
static void narrow_urgent(struct report_input *in)
{
    struct urgent *urgent = ARENA_ARRAY(in->owner, struct urgent, (size_t)in->urgent_count + 1);

    for (uint32_t i = 0; i < in->urgent_count; i++) {
        urgent[i] = in->urgent[i];
        urgent[i].withheld = is_finding_hidden(in, urgent[i].finding);
    }
    in->urgent = urgent;
    if (in->parts) {
        struct part *parts = ARENA_ARRAY(in->owner, struct part, DIMENSIONS);

        for (unsigned d = 0; d < DIMENSIONS; d++) {
            parts[d] = in->parts[d];
            parts[d].withheld = parts[d].first && is_finding_hidden(in, parts[d].first);
        }
        in->parts = parts;
    }
}

static const struct findings *narrow_findings(const struct report_input *in)
{
    const struct findings *all = in->findings;
    struct findings *kept = ARENA_NEW(in->owner, struct findings);

    kept->owner = in->owner;
    kept->items = ARENA_ARRAY(in->owner, struct finding, all->count + 1);
    kept->capacity = all->count + 1;
    for (size_t i = 0; i < all->count; i++)
        if (!is_finding_hidden(in, &all->items[i]))
            kept->items[kept->count++] = all->items[i];
    kept->idle = all->idle;
    rules_fold(kept, in->plan, in->owner);
    return kept;
}

/* --- forecast ----------------------------------------------------------------------------- */

/* A copy of a list without the rows about what is withheld. */
#define NARROW(owner, plan, list, count, type, object)                                         \
    do {                                                                                       \
        type *kept_ = ARENA_ARRAY(owner, type, (size_t)(count) + 1);                           \
        uint32_t n_ = 0;                                                                       \
        for (uint32_t i_ = 0; i_ < (count); i_++)                                              \
            if (!is_hidden(plan, (list)[i_] object))                                           \
                kept_[n_++] = (list)[i_];                                                      \
        (list) = kept_;                                                                        \
        (count) = n_;                                                                          \
    } while (0)

/* Teams, and what they cost of a target that is shown. */
static void narrow_teams(struct arena *owner, const struct plan *p, struct forecast *f,
                         const uint32_t *moved)
{
    struct forecast_team *teams =
        ARENA_ARRAY(owner, struct forecast_team, (size_t)f->team_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < f->team_count; i++)
        if (!is_hidden(p, f->teams[i].object) && moved[f->teams[i].target] < f->target_count) {
            teams[count] = f->teams[i];
            teams[count++].target = moved[f->teams[i].target];
        }
    f->teams = teams;
    f->team_count = count;
}

/* Targets are pointed at by number: those withheld go behind the last, and keep one. */
static void narrow_targets(struct arena *owner, const struct plan *p, struct forecast *f)
{
    struct forecast_target *targets = ARENA_ARRAY(owner, struct forecast_target,
                                                  (size_t)f->target_count + 1);
    uint32_t *moved = ARENA_ARRAY(owner, uint32_t, (size_t)f->target_count + 1);
    struct forecast_commitment *commitments = (struct forecast_commitment *)f->commitments;
    struct forecast_sensitivity *causes = (struct forecast_sensitivity *)f->sensitivity;
    uint32_t count = 0, shown = 0;

    for (unsigned hidden = 0; hidden < 2; hidden++) {
        for (uint32_t i = 0; i < f->target_count; i++)
            if (is_hidden(p, f->targets[i].object) == (hidden == 1)) {
                targets[count] = f->targets[i];
                moved[i] = count++;
            }
        if (hidden == 0)
            shown = count;
    }
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (commitments[i].target != UINT32_MAX)
            commitments[i].target = moved[commitments[i].target];
    for (uint32_t i = 0; i < f->sensitivity_count; i++)
        causes[i].target = moved[causes[i].target];
    if (f->target_count > 0 && f->main_target < f->target_count)
        f->main_target = moved[f->main_target];
    f->targets = targets;
    f->target_count = shown;
    narrow_teams(owner, p, f, moved);
}

static bool hides_any(const struct plan *p, enum kind kind)
{
    for (uint32_t i = 0; i < plan_count(p, kind); i++)
        if (object_is_withheld(plan_nth(p, kind, i)))
            return true;
    return false;
}

/* `all` is of the plan `stated`, or of one simulated in its place; `p` is what is seen there. */
static const struct forecast *narrow_forecast(const struct report_input *in,
                                              const struct forecast *all, const struct plan *stated,
                                              const struct plan *p)
{
    const struct plan *whole = all->network->plan;
    struct forecast *f = ARENA_NEW(in->owner, struct forecast);
    struct network *network = ARENA_NEW(in->owner, struct network);
    const uint32_t main = all->main_commitment == UINT32_MAX
                              ? OBJECT_NONE
                              : all->commitments[all->main_commitment].object;
    uint32_t withheld;

    if (whole != stated)
        p = plan_for_audience(whole, in->audience, stated, in->owner, &withheld);
    *f = *all;
    *network = *f->network;
    network->plan = p;
    f->network = network;
    NARROW(in->owner, p, f->commitments, f->commitment_count, struct forecast_commitment,
           .object);
    NARROW(in->owner, p, f->sensitivity, f->sensitivity_count, struct forecast_sensitivity,
           .object);
    NARROW(in->owner, p, f->tasks, f->task_count, struct forecast_task, .object);
    NARROW(in->owner, p, f->merges, f->merge_count, struct forecast_merge_point, .object);
    NARROW(in->owner, p, f->limits, f->limit_count, struct forecast_limit, .pred);
    NARROW(in->owner, p, f->limits, f->limit_count, struct forecast_limit, .succ);
    NARROW(in->owner, p, f->handoffs, f->handoff_count, struct forecast_handoff, .object);
    NARROW(in->owner, p, f->assumed, f->assumed_count, uint32_t, );
    narrow_targets(in->owner, p, f);
    f->main_commitment = UINT32_MAX;        /* found anew among those that are left */
    for (uint32_t i = 0; main != OBJECT_NONE && i < f->commitment_count; i++)
        if (f->commitments[i].object == main)
            f->main_commitment = i;
    /* "All three together" would tell of one that is withheld. */
    if (f->commitment_count < all->commitment_count) {
        f->joint_ppm = -1;
        f->cost.within_and_on_time_ppm = -1;
    }
    if (hides_any(p, KIND_guardrail)) {         /* its limit, and what its ledger says */
        f->cost.limit = INT64_MIN;
        f->cost.spent = INT64_MIN;
        f->cost.stated = INT64_MIN;
        f->cost.spend_count = f->cost.outcome_count = f->cost.dearest_count = 0;
    }
    return f;
}

/* --- options of decisions ------------------------------------------------------------------ */

/* The same member of a masked decision's options. */
static const struct object *option_seen(const struct object *decision, const struct object *option)
{
    const struct objects *options = decision_get_options(decision);

    for (size_t i = 0; option && options && i < options->count; i++)
        if (str_equal(options->items[i]->id, option->id))
            return options->items[i];
    return NULL;
}

static void narrow_effect(const struct report_input *in, const struct options *o,
                          const struct options *all, struct option_effect *e)
{
    int32_t *likely = ARENA_ARRAY(in->owner, int32_t, (size_t)all->promise_count + 1);
    struct weeks *k = &e->weeks;
    uint32_t kept = 0;

    for (uint32_t i = 0; e->known && i < all->promise_count; i++)
        if (!is_hidden(in->plan, all->promises[i]->number))
            likely[kept++] = e->likely_ppm[i];
    e->option = option_seen(o->decision, e->option);
    e->likely_ppm = likely;
    NARROW(in->owner, in->plan, e->breaks, e->break_count, uint32_t, );
    if (hides_any(in->plan, KIND_guardrail))
        e->within_ppm = -1;
    if (!o->target)
        e->p50 = e->p80 = CIVIL_NONE;
    if (e->has_weeks && k->busiest_team != UINT32_MAX &&
        is_hidden(in->plan, k->team[k->busiest_team]))
        k->busiest_team = UINT32_MAX;
}

static const struct options *narrow_options(const struct report_input *in,
                                            const struct options *all)
{
    const struct plan *p = in->plan;
    struct options *o = ARENA_NEW(in->owner, struct options);
    const struct object **promises =
        ARENA_ARRAY(in->owner, const struct object *, (size_t)all->promise_count + 1);
    struct option_effect *effects = ARENA_ARRAY(in->owner, struct option_effect, all->count + 1);

    *o = *all;
    o->decision = p->objects[all->decision->number];
    o->promise_count = 0;
    for (uint32_t i = 0; i < all->promise_count; i++)
        if (!is_hidden(p, all->promises[i]->number))
            promises[o->promise_count++] = p->objects[all->promises[i]->number];
    o->promises = promises;
    o->by_withheld = o->has_by && (is_hidden(forecast_plan(in), o->by.commitment) ||
                                   is_hidden(forecast_plan(in), o->by.gated));
    if (o->by_withheld)
        o->has_by = false;
    if (o->target) {
        const struct object *there = plan_find(p, o->target->id);

        o->target = there && !object_is_withheld(there) ? there : NULL;
    }
    if (names_withheld(in, o->threshold.address))
        o->threshold.address = STR("");
    o->threshold.then = option_seen(o->decision, o->threshold.then);
    for (uint32_t i = 0; i < all->count; i++) {
        effects[i] = all->effects[i];
        narrow_effect(in, o, all, &effects[i]);
    }
    o->effects = effects;
    return o;
}

/* After the forecast: its plan says what the chain of a date runs through. */
static void narrow_tables(struct report_input *in)
{
    const struct options **tables =
        ARENA_ARRAY(in->owner, const struct options *, (size_t)in->option_table_count + 1);
    uint32_t count = 0;

    for (uint32_t i = 0; i < in->option_table_count; i++)
        if (!is_hidden(in->plan, in->option_tables[i]->decision->number))
            tables[count++] = narrow_options(in, in->option_tables[i]);
    in->option_tables = tables;
    in->option_table_count = count;
}

/* --- why a date moved, and ways to a promise ------------------------------------------------- */

static bool is_change_hidden(const struct report_input *in, const struct change *c)
{
    for (size_t i = 0; i < c->edits->count; i++) {
        const struct edit_line line = change_line(c, i, in->owner);

        if (shows_edit(in, &line))
            return false;
    }
    return true;
}

/* What a line says; its days stay, so that they still add up. */
static struct why_line narrow_line(const struct report_input *in, const struct why *all,
                                   const struct why_line *line)
{
    uint32_t *kept = ARENA_ARRAY(in->owner, uint32_t, (size_t)line->edit_count + 1);
    struct why_line narrowed = *line;

    if (names_withheld(in, line->team))
        narrowed.team = STR(WITHHELD_NAME);
    if (line->kind == WHY_CHANGE && is_change_hidden(in, line->change))
        return (struct why_line){.kind = WHY_WITHHELD};
    if (line->kind != WHY_EDITS)
        return narrowed;
    narrowed.edits = kept;
    narrowed.edit_count = 0;
    for (uint32_t i = 0; i < line->edit_count; i++)
        if (!is_edit_hidden(in, &all->changes.items[line->edits[i]]))
            kept[narrowed.edit_count++] = line->edits[i];
    narrowed.withheld = line->edit_count - narrowed.edit_count;
    return narrowed.edit_count > 0 ? narrowed : (struct why_line){.kind = WHY_WITHHELD};
}

static void narrow_why(struct report_input *in)
{
    const struct why *all = in->why;
    struct why *why = ARENA_NEW(in->owner, struct why);
    struct why_target *targets =
        ARENA_ARRAY(in->owner, struct why_target, (size_t)all->target_count + 1);
    struct why_line *lines = ARENA_ARRAY(in->owner, struct why_line, (size_t)all->line_count + 1);

    *why = *all;
    why->before = in->before;
    why->after = in->plan;
    why->target_count = 0;
    for (uint32_t i = 0; i < all->target_count; i++)
        if (!names_withheld(in, all->targets[i].id))
            targets[why->target_count++] = all->targets[i];
    for (uint32_t n = 0; n < all->line_count; n++)
        lines[n] = narrow_line(in, all, &all->lines[n]);
    why->targets = targets;
    why->lines = lines;
    in->why = why;
}

/* The same member of a masked decision; a step with anything in it that is withheld says no
 * edits. */
static void narrow_step(const struct report_input *in, struct hit_step *s)
{
    const struct object *o = in->plan->objects[s->object];

    s->withheld = object_is_withheld(o);
    for (size_t i = 0; i < s->edit_count; i++)
        s->withheld = s->withheld || names_withheld(in, edit_typed(&s->edits[i], in->owner));
    if (s->option)
        s->option = object_is_withheld(o) ? NULL : option_seen(o, s->option);
    if (s->withheld)
        s->edit_count = 0;
}

static void narrow_way(const struct report_input *in, const struct hit_answer *all,
                       struct hit_way *way)
{
    int32_t *likely = ARENA_ARRAY(in->owner, int32_t, (size_t)all->promise_count + 1);
    uint32_t kept = 0;

    for (uint32_t i = 0; way->promises_ppm && i < all->promise_count; i++)
        if (!is_hidden(in->plan, all->promises[i]->number))
            likely[kept++] = way->promises_ppm[i];
    if (way->promises_ppm)
        way->promises_ppm = likely;
    if (hides_any(in->plan, KIND_guardrail))
        way->within_ppm = -1;
}

static void narrow_hit(struct report_input *in)
{
    const struct hit_answer *all = in->hit;
    struct hit_answer *a = ARENA_NEW(in->owner, struct hit_answer);
    const struct object **promises =
        ARENA_ARRAY(in->owner, const struct object *, (size_t)all->promise_count + 1);
    struct hit_step *steps = ARENA_ARRAY(in->owner, struct hit_step, (size_t)all->step_count + 1);
    struct hit_way *ways = ARENA_ARRAY(in->owner, struct hit_way, (size_t)all->way_count + 1);

    *a = *all;
    a->plan = in->plan;
    a->promise_count = 0;
    for (uint32_t i = 0; i < all->promise_count; i++)
        if (!is_hidden(in->plan, all->promises[i]->number))
            promises[a->promise_count++] = all->promises[i];
    for (uint32_t i = 0; i < all->step_count; i++) {
        steps[i] = all->steps[i];
        narrow_step(in, &steps[i]);
    }
    for (uint32_t i = 0; i < all->way_count; i++) {
        ways[i] = all->ways[i];
        narrow_way(in, all, &ways[i]);
    }
    narrow_way(in, all, &a->now);
    narrow_way(in, all, &a->nearest);
    narrow_way(in, all, &a->soonest);
    a->promises = promises;
    a->steps = steps;
    a->ways = ways;
    in->hit = a;
}

/* --- all of it ------------------------------------------------------------------------------ */

/* What a report compares with. What is withheld in either plan is withheld in both; counted are
 * those of either. */
static void narrow_before(struct report_input *in, const struct plan *stated)
{
    const struct plan *whole = in->before;
    uint32_t withheld;

    in->before = plan_for_audience(whole, in->audience, stated, in->owner, &withheld);
    for (uint32_t i = 0; i < whole->object_count; i++)
        in->withheld += object_is_withheld(in->before->objects[i]) &&
                        !plan_find(stated, whole->objects[i]->id);
}

static void narrow_variants(struct report_input *in, const struct plan *stated)
{
    struct variant *kept = ARENA_ARRAY(in->owner, struct variant, in->variant_count + 1);
    uint32_t withheld;

    for (size_t i = 0; i < in->variant_count; i++) {
        const struct plan *whole = in->variants[i].plan;

        kept[i] = in->variants[i];
        if (!whole)
            continue;
        kept[i].plan = plan_for_audience(whole, in->audience, stated, in->owner, &withheld);
        if (kept[i].forecast)
            kept[i].forecast = narrow_forecast(in, kept[i].forecast, whole, kept[i].plan);
        if (names_withheld(in, kept[i].title))
            kept[i].title = STR("");
        if (names_withheld(in, kept[i].fault))
            kept[i].fault = STR("of something about " WITHHELD_NAME);
    }
    in->variants = kept;
}

void report_narrow(struct report_input *in, struct str audience)
{
    const struct plan *stated = in->plan, *before = in->before;

    in->audience = audience;
    in->who = false;
    if (in->earlier) {
        struct report_input *earlier = ARENA_NEW(in->owner, struct report_input);

        *earlier = *in->earlier;
        report_narrow(earlier, audience);
        in->earlier = earlier;
    }
    in->plan = plan_for_audience(stated, audience, before, in->owner, &in->withheld);
    if (before)
        narrow_before(in, stated);
    if (in->withheld > 0)
        in->withheld_names = names_of(in, stated, before);
    if (in->why)
        narrow_why(in);
    if (in->withheld == 0)
        return;
    in->promises_withheld = hides_any(in->plan, KIND_commitment);
    if (before)
        narrow_changes(in);
    narrow_variants(in, stated);
    if (in->hit)
        narrow_hit(in);
    if (in->findings)
        in->findings = narrow_findings(in);
    narrow_urgent(in);
    if (in->gains && !shows_id(in, in->gains->promises[0]))
        in->gains = NULL;
    if (in->forecast_before)
        in->forecast_before = narrow_forecast(in, in->forecast_before, before, in->before);
    if (in->forecast) {
        in->forecast = narrow_forecast(in, in->forecast, stated, in->plan);
        NARROW(in->owner, forecast_plan(in), in->decide_by, in->decide_by_count,
               struct decide_by, .decision);
        narrow_tables(in);
    } else {
        in->decide_by_count = in->option_table_count = 0;
    }
}

bool report_claim_all(const struct report *r, const struct report_input *in,
                      struct document *out, struct claims **ret_claims)
{
    if (!r->text(in, out))
        return false;
    /* A register that withholds nothing has nothing to say of it. */
    if (in->withheld > 0 || (in->audience.len > 0 && out->about.len == 0)) {
        struct line *line = document_paragraph(out, 0, 2);

        line_cite(line, TONE_DIM,
                  str_format(in->owner, "%.*s.withheld", STR_ARG(in->plan->program->id)),
                  str_format(in->owner, "%u", in->withheld));
        line_addf(line, TONE_DIM, "\xc2\xa0%s withheld from %.*s.",
                  in->withheld == 1 ? "item" : "items", STR_ARG(in->audience));
    }
    dates_alike(in, out);
    *ret_claims = figures_cite(r, in, out);
    return true;
}

bool report_say(const struct report *r, const struct report_input *in, struct document *out)
{
    struct claims *ignored;

    return report_claim_all(r, in, out, &ignored);
}

void report_say_claims(struct document *d)
{
    const struct str *claims;
    const size_t count = document_claims(d, d->owner, &claims);
    struct line *line;

    if (count == 0)
        return;
    document_blank(d);
    line = document_paragraph(d, 0, 7);
    line_add(line, TONE_DIM, STR("Facts: "));
    for (size_t i = 0; i < count; i++)
        line_addf(line, TONE_DIM, "%s%.*s", i > 0 ? ", " : "", STR_ARG(claims[i]));
    line_add(line, TONE_DIM, STR("."));
    if (d->about.len > 0)
        line_addf(document_verbatim(d), TONE_DIM, "Run: %.*s", STR_ARG(d->about));
}

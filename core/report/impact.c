/* SPDX-License-Identifier: Apache-2.0 */
/* What being late somewhere reaches, who works there, and where teams meet without knowing. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/impact.h"
#include "core/report/changes.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum { SHOWN = 12 };

struct meeting {                /* two tasks of two teams on one system at the same time */
    const struct object *a, *b;
    int64_t from, to;
    bool declared;              /* one of them follows the other, or a hand-off joins the teams */
};

/* The plan as stated: the other one has the week of delay in it. */
static bool find(const struct report_input *in, const struct object **ret_subject)
{
    struct report_input stated = *in;

    stated.plan = in->before;
    return find_subject(&stated, ret_subject);
}

static bool follows(const struct object *a, const struct object *b)
{
    const struct links *after = task_get_after(a);

    for (size_t i = 0; after && i < after->count; i++)
        if (after->items[i].other.object == b->number)
            return true;
    return false;
}

static bool hands_over(const struct plan *p, const struct object *a, const struct object *b)
{
    for (uint32_t i = 0; i < plan_count(p, KIND_handoff); i++) {
        const struct object *o = plan_nth(p, KIND_handoff, i);
        const struct object *gives = handoff_giving_team(p, o), *takes = handoff_taking_team(p, o);

        if ((gives == a && takes == b) || (gives == b && takes == a))
            return true;
    }
    return false;
}

static const struct schedule_dates *dates_of(const struct report_input *in, const struct object *o)
{
    const struct object *there = plan_find(in->plan, o->id);
    const struct schedule_dates *d = there ? &in->schedule->object[there->number] : NULL;

    return d && d->early_start != CIVIL_NONE ? d : NULL;
}

static size_t meetings_of(const struct report_input *in, const uint32_t *work, uint32_t count,
                          const struct meeting **ret_items)
{
    const struct plan *p = in->before;
    struct meeting *items = NULL;
    size_t n = 0, capacity = 0;

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = i + 1; k < count; k++) {
            const struct object *a = p->objects[work[i]], *b = p->objects[work[k]];
            const struct object *ours = plan_team_of(p, a), *theirs = plan_team_of(p, b);
            const struct schedule_dates *x = dates_of(in, a), *y = dates_of(in, b);
            struct meeting m = {a, b, 0, 0, false};

            if (!ours || !theirs || ours == theirs || !x || !y)
                continue;
            m.from = x->early_start > y->early_start ? x->early_start : y->early_start;
            m.to = x->early_finish < y->early_finish ? x->early_finish : y->early_finish;
            m.declared = follows(a, b) || follows(b, a) || hands_over(p, ours, theirs);
            if (m.from < m.to && arena_grow(in->owner, (void **)&items, n, &capacity,
                                            sizeof(*items), 1 << 20))
                items[n++] = m;
        }
    *ret_items = items;
    return n;
}

static void say_meetings(const struct report_input *in, const struct object *subject,
                         const uint32_t *work, uint32_t count, struct document *d)
{
    const struct meeting *items;
    const size_t n = subject->kind == KIND_system ? meetings_of(in, work, count, &items) : 0;

    if (n == 0)
        return;
    document_blank(d);
    line_add(document_heading(d), TONE_PLAIN, STR("Two teams change it at the same time"));
    for (size_t i = 0; i < n && (i < SHOWN || in->everything); i++) {
        struct line *line = document_paragraph(d, 2, 4);

        line_addf(line, TONE_PLAIN, "%.*s to %.*s: %.*s (%.*s) and %.*s (%.*s)",
                  STR_ARG(say_day(in, items[i].from)),
                  STR_ARG(say_day(in, finish_day(items[i].to))), STR_ARG(items[i].a->id),
                  STR_ARG(plan_team_of(in->before, items[i].a)->id), STR_ARG(items[i].b->id),
                  STR_ARG(plan_team_of(in->before, items[i].b)->id));
        if (!items[i].declared)
            line_add(line, TONE_WARN, in->withheld == 0
                                          ? STR(": no link or hand-off joins them")
                                          : STR(": nothing that is shown here joins them"));
    }
    if (n > SHOWN && !in->everything)
        line_addf(document_paragraph(d, 2, 4), TONE_DIM, "and %zu more (--all)", n - SHOWN);
}

/* An announced change or freeze while somebody builds on it. */
static void say_changes_during(const struct report_input *in, const struct object *subject,
                               const uint32_t *work, uint32_t count, struct document *d)
{
    const struct day_ranges *changes =
        subject->kind == KIND_system ? system_get_changes(subject) : NULL;

    for (size_t c = 0; changes && c < changes->count; c++)
        for (uint32_t i = 0; i < count; i++) {
            const struct object *o = in->before->objects[work[i]];
            const struct schedule_dates *when = dates_of(in, o);
            const int64_t from = changes->items[c].from_day * CIVIL_DAY_S;
            const int64_t to = (changes->items[c].to_day + 1) * CIVIL_DAY_S;

            if (when && when->early_start < to && from < when->early_finish)
                line_addf(document_paragraph(d, 2, 4), TONE_WARN,
                          "changes %.*s while %.*s is built on it", STR_ARG(say_day(in, from)),
                          STR_ARG(o->id));
        }
}

static void say_work(const struct report_input *in, const uint32_t *work, uint32_t count,
                     struct document *d)
{
    struct line *line = document_paragraph(d, 2, 4);

    line_addf(line, TONE_PLAIN, "open work there: ");
    if (count == 0)
        line_add(line, TONE_PLAIN, STR("none"));
    for (uint32_t i = 0; i < count && (i < SHOWN || in->everything); i++) {
        const struct object *o = in->before->objects[work[i]];
        const struct object *team = plan_team_of(in->before, o);

        line_addf(line, TONE_PLAIN, "%s%.*s", i > 0 ? ", " : "", STR_ARG(o->id));
        if (team)
            line_addf(line, TONE_DIM, "\xc2\xa0(%.*s)", STR_ARG(team->id));
    }
    if (count > SHOWN && !in->everything)
        line_addf(line, TONE_DIM, " and %u more (--all)", count - SHOWN);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct object *subject, *owner;
    const uint32_t *work;
    uint32_t count;
    struct line *line;

    if (!find(in, &subject))
        return false;
    count = impact_work(in->before, subject, in->owner, &work);
    owner = plan_owner_of(in->before, subject);
    say_masthead(in, out);
    document_blank(out);
    line = document_heading(out);
    line_addf(line, TONE_PLAIN, "%s ", schema_kinds[subject->kind].title);
    line_addf(line, TONE_STRONG, "%.*s", STR_ARG(subject->id));
    line_addf(line, TONE_PLAIN, " %.*s", STR_ARG(object_title(subject)));
    if (subject->kind != KIND_team) {
        line = document_paragraph(out, 2, 4);
        line_addf(line, owner ? TONE_PLAIN : TONE_BAD, "answers for it: %.*s",
                  STR_ARG(say_who(in->before, owner)));
    }
    say_work(in, work, count, out);
    say_changes_during(in, subject, work, count, out);
    say_meetings(in, subject, work, count, out);
    document_blank(out);
    line_add(document_heading(out), TONE_PLAIN, STR("Each piece of it a week longer"));
    say_moves(in, out);
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct object *subject, *owner;
    const struct meeting *items;
    const uint32_t *work;
    uint32_t count;
    size_t n;

    if (!find(in, &subject))
        return false;
    count = impact_work(in->before, subject, in->owner, &work);
    owner = plan_owner_of(in->before, subject);
    n = subject->kind == KIND_system ? meetings_of(in, work, count, &items) : 0;
    json_begin(in, out, "impact");
    writer_key_text(out, "subject", subject->id);
    json_id(out, "owner", in->before, owner ? owner->number : OBJECT_NONE);
    writer_key(out, STR("work"));
    writer_list_begin(out, true);
    for (uint32_t i = 0; i < count; i++)
        writer_text(out, in->before->objects[work[i]]->id);
    writer_list_end(out);
    writer_key(out, STR("meetings"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < n; i++) {
        writer_map_begin(out, true);
        writer_key_text(out, "a", items[i].a->id);
        writer_key_text(out, "b", items[i].b->id);
        json_date(in, out, "from", items[i].from);
        json_date(in, out, "to", finish_day(items[i].to));
        writer_key_bool(out, "declared", items[i].declared);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_moves(in, out);
    json_end(in, out);
    return true;
}

const struct report report_impact = {
    .name = "impact",
    .title = "What being late there reaches",
    .needs = REPORT_OTHER | REPORT_SCHEDULE | REPORT_FORECAST,
    .narrows = true,
    .text = text,
    .json = json,
};

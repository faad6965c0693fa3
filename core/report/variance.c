/* SPDX-License-Identifier: Apache-2.0 */
/* A plan beside its baseline: promises that were changed or moved, and the work that moved most. */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/report/changes.h"
#include "core/syntax/writer.h"

enum { SHOWN = 12 };

/* Work or a milestone in both plans, by the precedence method's early dates. */
struct moved {
    struct str id;
    int64_t start, finish, start_before, finish_before;
    bool finished;              /* now */
};

struct variance {
    struct moved *items;        /* that which moved most first */
    uint32_t count, later, sooner, added, gone;
    uint32_t due, missed;       /* to be finished by now by the baseline; of those, not or late */
};

static bool has_dates(const struct schedule *s, const struct object *o)
{
    return (o->kind == KIND_task || o->kind == KIND_milestone) &&
           s->object[o->number].early_finish != CIVIL_NONE;
}

static bool is_finished(const struct network *n, uint32_t object)
{
    const uint32_t node = n->node_of[object];

    return node != NODE_NONE && n->progress[node] == PROGRESS_FINISHED;
}

static int64_t size_of(const struct moved *m)
{
    const int64_t s = m->finish - m->finish_before;

    return s < 0 ? -s : s;
}

static int most_first(const void *left, const void *right, const void *context)
{
    const int64_t a = size_of(left), b = size_of(right);

    (void)context;
    return (a < b) - (a > b);
}

static struct variance variance_of(const struct report_input *in)
{
    const struct plan *p = in->plan, *q = in->before;
    struct variance v = {.items = ARENA_ARRAY(in->owner, struct moved, p->object_count + 1)};

    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i], *was;
        struct moved m;

        if (object_is_withheld(o) || !has_dates(in->schedule, o))
            continue;
        was = plan_find(q, o->id);
        if (!was || !has_dates(in->schedule_before, was)) {
            v.added++;
            continue;
        }
        m = (struct moved){.id = o->id, .start = in->schedule->object[i].early_start,
                           .finish = in->schedule->object[i].early_finish,
                           .start_before = in->schedule_before->object[was->number].early_start,
                           .finish_before = in->schedule_before->object[was->number].early_finish,
                           .finished = is_finished(in->network, i)};
        v.later += m.finish > m.finish_before;
        v.sooner += m.finish < m.finish_before;
        if (m.finish_before <= p->as_of && o->kind == KIND_task) {
            v.due++;
            v.missed += !m.finished || m.finish > m.finish_before;
        }
        v.items[v.count++] = m;
    }
    for (uint32_t i = 0; i < q->object_count; i++)
        v.gone += !object_is_withheld(q->objects[i]) &&
                  has_dates(in->schedule_before, q->objects[i]) &&
                  !plan_find(p, q->objects[i]->id);
    sort_stable(v.items, v.count, sizeof(v.items[0]), most_first, NULL, in->owner);
    return v;
}

/* Promises whose dates were changed since, and those that came or went: what a baseline is for. */
static void say_promised(const struct report_input *in, struct document *d)
{
    const struct plan *p = in->plan, *q = in->before;
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan_count(p, KIND_commitment); i++) {
        const struct object *o = plan_nth(p, KIND_commitment, i), *was = plan_find(q, o->id);
        const struct when *date = commitment_get_date(o);
        const struct when *before = was && was->kind == KIND_commitment ? commitment_get_date(was)
                                                                        : NULL;
        struct line *line;

        if (!date || (before && before->instant == date->instant))
            continue;
        line = document_paragraph(d, 0, 2);
        line_add(line, TONE_WARN, STR("promised anew: "));
        line_add(line, TONE_STRONG, o->id);
        if (before)
            line_addf(line, TONE_PLAIN, "  %.*s → %.*s", STR_ARG(say_iso(in, before->instant)),
                      STR_ARG(say_iso(in, date->instant)));
        else
            line_addf(line, TONE_PLAIN, "  %.*s (no promise then)",
                      STR_ARG(say_iso(in, date->instant)));
        count++;
    }
    for (uint32_t i = 0; i < plan_count(q, KIND_commitment); i++) {
        const struct object *was = plan_nth(q, KIND_commitment, i);

        if (object_is_withheld(was) || plan_find(p, was->id))
            continue;
        line_addf(document_paragraph(d, 0, 2), TONE_BAD, "no longer promised: %.*s",
                  STR_ARG(was->id));
        count++;
    }
    if (count == 0)
        line_add(document_paragraph(d, 0, 2), TONE_DIM, STR("No promised date was changed."));
}

static void say_work(const struct report_input *in, const struct variance *v, struct document *d)
{
    const struct column columns[] = {left_column(NULL, true), left_column("start was", false),
                                     left_column("is", false), left_column("finish was", false),
                                     left_column("is", false), right_column("moves")};
    const uint32_t moving = v->later + v->sooner;
    const uint32_t most = in->everything || moving <= SHOWN ? moving : SHOWN;
    struct table *table;
    struct line *line;

    document_blank(d);
    line = document_paragraph(d, 0, 2);
    line_addf(line, TONE_PLAIN, "Of %u tasks and milestones in both, %u finish later and %u "
              "sooner; %u are new, %u are gone.", v->count, v->later, v->sooner, v->added, v->gone);
    if (v->due > 0)
        line_addf(line, v->missed > 0 ? TONE_WARN : TONE_PLAIN,
                  " Of %u tasks due by now, %u were missed.", v->due, v->missed);
    if (most == 0)
        return;
    table = document_table(d, 0, columns, 6);
    for (uint32_t i = 0; i < most; i++) {
        const struct moved *m = &v->items[i];
        struct line *cells = table_row(table, in->owner);

        line_add(&cells[0], TONE_STRONG, m->id);
        line_add(&cells[1], TONE_DIM, say_iso(in, m->start_before));
        line_add(&cells[2], TONE_PLAIN, say_iso(in, m->start));
        line_add(&cells[3], TONE_DIM, say_iso(in, finish_day(m->finish_before)));
        line_add(&cells[4], TONE_PLAIN, say_iso(in, finish_day(m->finish)));
        line_add(&cells[5], m->finish > m->finish_before ? TONE_BAD : TONE_GOOD,
                 say_shift(in, m->finish_before, m->finish));
    }
    if (most < moving)
        line_addf(document_paragraph(d, 2, 4), TONE_DIM, "and %u more (--all)", moving - most);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct variance v = variance_of(in);

    say_masthead(in, out);
    line_addf(document_paragraph(out, 0, 2), TONE_PLAIN, "against %.*s", STR_ARG(in->since));
    say_promised(in, out);
    say_moves(in, out);
    say_work(in, &v, out);
    if (in->edits_withheld > 0)
        line_addf(document_paragraph(out, 0, 2), TONE_DIM, "%zu more edit%s not for this audience",
                  in->edits_withheld, in->edits_withheld == 1 ? " is" : "s are");
    line_addf(document_paragraph(out, 0, 2), TONE_DIM,
              "Dates of work are those of the precedence method at the stated medians, without "
              "waiting for people; %zu edit%s lie between (baton diff).", in->changes.count,
              in->changes.count == 1 ? "" : "s");
    return true;
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct variance v = variance_of(in);

    json_begin(in, w, "variance");
    writer_key_text(w, "against", in->since);
    json_changes(in, w);
    json_moves(in, w);
    writer_key_i64(w, "later", v.later);
    writer_key_i64(w, "sooner", v.sooner);
    writer_key_i64(w, "added", v.added);
    writer_key_i64(w, "gone", v.gone);
    writer_key_i64(w, "due", v.due);
    writer_key_i64(w, "missed", v.missed);
    writer_key(w, STR("work"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < v.count; i++) {
        const struct moved *m = &v.items[i];

        writer_map_begin(w, true);
        writer_key_text(w, "id", m->id);
        json_instant(in, w, "start_before", m->start_before);
        json_instant(in, w, "start", m->start);
        json_instant(in, w, "finish_before", m->finish_before);
        json_instant(in, w, "finish", m->finish);
        writer_key_bool(w, "finished", m->finished);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_end(in, w);
    return true;
}

const struct report report_variance = {
    .name = "variance",
    .title = "What became of the plan as it was agreed",
    .needs = REPORT_OTHER | REPORT_SCHEDULE | REPORT_FORECAST_IF_POSSIBLE,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/changes.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/decide/ease.h"
#include "core/report/believed.h"
#include "core/syntax/writer.h"

enum { P50 = 1, P80 = 2, CHANGES_SHOWN = 60, VALUE_MOST = 400, HOUR_S = 3600, ODD_PPM = 1000 };

/* --- edits ----------------------------------------------------------------------------- */

struct tone_and_sign tone_of(char sign)
{
    return sign == '+'   ? (struct tone_and_sign){TONE_GOOD, "+"}
           : sign == '-' ? (struct tone_and_sign){TONE_BAD, "-"}
                         : (struct tone_and_sign){TONE_WARN, "~"};
}

static struct str shortened(const struct report_input *in, struct str s)
{
    size_t end = VALUE_MOST;

    if (s.len <= VALUE_MOST)
        return s;
    while (end > 0 && ((unsigned char)s.ptr[end] & 0xc0) == 0x80)
        end--;
    return str_format(in->owner, "%.*s…", STR_ARG(str_slice(s, 0, end)));
}

void say_change(const struct report_input *in, const struct edit *e, struct line *out)
{
    const struct edit_line line = edit_line_of(in->before, e, in->owner);
    const struct tone_and_sign look = tone_of(line.sign);

    line_addf(out, look.tone, "%s\xc2\xa0", look.sign);
    line_add(out, TONE_STRONG, line.address);
    if (line.before.len > 0) {
        line_add(out, TONE_PLAIN, STR("  "));
        line_add(out, TONE_DIM, shortened(in, line.before));
    }
    if (line.after.len > 0) {
        line_add(out, TONE_PLAIN, line.before.len > 0 ? STR(" → ") : STR("  "));
        line_add(out, TONE_PLAIN, shortened(in, line.after));
    }
}

void say_changes(const struct report_input *in, struct document *d)
{
    const size_t count = in->changes.count;
    size_t signs[3] = {0};

    document_blank(d);
    for (size_t i = 0; i < count; i++) {
        const char sign = edit_line_of(in->before, &in->changes.items[i], in->owner).sign;

        signs[sign == '+' ? 0 : sign == '~' ? 1 : 2]++;
        if (i < CHANGES_SHOWN || in->everything)
            say_change(in, &in->changes.items[i], document_paragraph(d, 0, 4));
    }
    if (count > CHANGES_SHOWN && !in->everything)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM, "and %zu more (--all)",
                  count - CHANGES_SHOWN);
    if (in->edits_withheld > 0)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM, "%zu edit%s not for this audience",
                  in->edits_withheld, in->edits_withheld == 1 ? "" : "s");
    if (count == 0 && in->edits_withheld == 0)
        line_add(document_paragraph(d, 0, 0), TONE_PLAIN, STR("Nothing was stated otherwise."));
    else if (count > 0)
        line_addf(document_paragraph(d, 0, 2), TONE_DIM,
                  "%zu stated now, %zu stated otherwise, %zu no longer stated", signs[0], signs[1],
                  signs[2]);
    if (!str_equal(in->before->program->id, in->plan->program->id))
        line_addf(document_paragraph(d, 0, 2), TONE_WARN,
                  "The programs have other ids: %.*s and %.*s. Objects are compared by id all the "
                  "same.", STR_ARG(in->before->program->id), STR_ARG(in->plan->program->id));
}

/* --- moves ----------------------------------------------------------------------------- */

/* Numbers in a forecast are of its own plan. */
static struct str id_in(const struct forecast *f, uint32_t object)
{
    return f->network->plan->objects[object]->id;
}

static const struct forecast_target *target_of(const struct forecast *f,
                                               const struct forecast_commitment *c)
{
    return c && c->target != UINT32_MAX ? &f->targets[c->target] : NULL;
}

static const struct forecast_commitment *promise_in(const struct forecast *f, struct str id)
{
    for (uint32_t i = 0; i < f->commitment_count; i++)
        if (str_equal(id_in(f, f->commitments[i].object), id))
            return &f->commitments[i];
    return NULL;
}

static const struct forecast_target *target_in(const struct forecast *f,
                                               const struct forecast_target *like, struct str id)
{
    for (uint32_t i = 0; i < f->target_count; i++)
        if ((f->targets[i].node == NODE_NONE) == (like->node == NODE_NONE) &&
            (like->node == NODE_NONE || str_equal(id_in(f, f->targets[i].object), id)))
            return &f->targets[i];
    return NULL;
}

static struct str target_id(const struct forecast *f, const struct forecast_target *t)
{
    return t->node == NODE_NONE ? STR("all work") : id_in(f, t->object);
}

static uint32_t promises_of(const struct forecast *was, const struct forecast *is,
                            struct move *moves)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < is->commitment_count; i++) {
        const struct forecast_commitment *c = &is->commitments[i];
        const struct str id = id_in(is, c->object);
        const struct forecast_commitment *old = promise_in(was, id);

        moves[count++] = (struct move){id, old, c, target_of(was, old), target_of(is, c)};
    }
    for (uint32_t i = 0; i < was->commitment_count; i++) {
        const struct forecast_commitment *c = &was->commitments[i];
        const struct str id = id_in(was, c->object);

        if (!promise_in(is, id))
            moves[count++] = (struct move){id, c, NULL, target_of(was, c), NULL};
    }
    return count;
}

static uint32_t targets_of(const struct forecast *was, const struct forecast *is,
                           struct move *moves)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < is->target_count; i++) {
        const struct forecast_target *t = &is->targets[i];
        const struct str id = target_id(is, t);

        moves[count++] = (struct move){id, NULL, NULL, target_in(was, t, id), t};
    }
    for (uint32_t i = 0; i < was->target_count; i++) {
        const struct forecast_target *t = &was->targets[i];

        if (!target_in(is, t, target_id(was, t)))
            moves[count++] = (struct move){target_id(was, t), NULL, NULL, t, NULL};
    }
    return count;
}

uint32_t moves_of(const struct report_input *in, const struct move **ret_moves)
{
    const struct forecast *was = in->forecast_before, *is = in->forecast;
    struct move *moves = ARENA_ARRAY(in->owner, struct move,
                                     was->commitment_count + is->commitment_count +
                                         was->target_count + is->target_count + 1);

    *ret_moves = moves;
    return was->commitment_count + is->commitment_count > 0 ? promises_of(was, is, moves)
                                                            : targets_of(was, is, moves);
}

int32_t move_likely(const struct forecast_commitment *c)
{
    return c && c->target != UINT32_MAX ? c->probability_ppm : -1;
}

struct str say_shift(const struct report_input *in, int64_t before, int64_t after)
{
    const int64_t days = (finish_day(after) - finish_day(before)) / CIVIL_DAY_S;

    return str_format(in->owner, "%s%lld\xc2\xa0""d", days > 0 ? "+" : days == 0 ? "±" : "",
                      (long long)days);
}

static void say_quantile(const struct report_input *in, const struct move *m, unsigned q,
                         struct line *date, struct line *shift)
{
    if (m->after)
        line_add(date, TONE_FORECAST, say_iso(in, finish_day(m->after->at[q])));
    else
        line_add(date, TONE_DIM, STR("-"));
    if (m->before && m->after) {
        const bool later = m->after->at[q] > m->before->at[q];

        line_add(shift, later                                    ? TONE_BAD
                        : m->after->at[q] < m->before->at[q] ? TONE_GOOD
                                                                 : TONE_DIM,
                 say_shift(in, m->before->at[q], m->after->at[q]));
    }
}

static void say_likelihood(const struct report_input *in, const struct move *m,
                           struct line *cell)
{
    const int32_t was = move_likely(m->promise_before), is = move_likely(m->promise);

    if (!m->promise) {
        line_add(cell, TONE_DIM, STR("no longer promised"));
        return;
    }
    if (!m->promise_before)
        line_add(cell, TONE_DIM, STR("new: "));
    else if (was != is)
        line_addf(cell, TONE_DIM, "%.*s → ",
                  STR_ARG(was < 0 ? say_share(in, was) : say_chance(in, was)));
    line_add(cell, verdict_of(is).tone, is < 0 ? say_share(in, is) : say_chance(in, is));
}

static void say_cost(const struct report_input *in, struct document *d)
{
    const struct forecast_cost *was = &in->forecast_before->cost, *is = &in->forecast->cost;
    struct line *line;

    if (!is->known)
        return;
    line = document_paragraph(d, 0, 6);
    line_addf(line, TONE_PLAIN, "cost  %.*s at P50", STR_ARG(say_money(in, is->p50)));
    if (was->known)
        line_addf(line, TONE_PLAIN, " (%s%.*s)", is->p50 >= was->p50 ? "+" : "",
                  STR_ARG(say_money(in, is->p50 - was->p50)));
    line_addf(line, TONE_PLAIN, ", %.*s at P80", STR_ARG(say_money(in, is->p80)));
    if (was->known)
        line_addf(line, TONE_PLAIN, " (%s%.*s)", is->p80 >= was->p80 ? "+" : "",
                  STR_ARG(say_money(in, is->p80 - was->p80)));
    if (was->known && is->limit != INT64_MIN && was->limit != INT64_MIN)
        line_addf(line, TONE_PLAIN, "; inside the limit %.*s → %.*s",
                  STR_ARG(say_share(in, was->within_ppm)), STR_ARG(say_share(in, is->within_ppm)));
}

/* Edits that only make things easier, and a finish that is later all the same: only where teams
 * take what is ready in a fixed order. */
static bool is_odd(const struct move *m)
{
    const int32_t was = move_likely(m->promise_before), is = move_likely(m->promise);

    return m->before && m->after &&
           (m->after->at[P80] >= m->before->at[P80] + HOUR_S || (is >= 0 && is <= was - ODD_PPM));
}

static bool may_be_odd(const struct report_input *in)
{
    return in->forecast->capacity && in->forecast_before->capacity && in->edits_withheld == 0 &&
           edits_ease(in->before, in->changes.items, in->changes.count);
}

static void say_odd(const struct report_input *in, const struct move *moves, uint32_t count,
                    struct document *d)
{
    struct line *line = NULL;

    for (uint32_t i = 0; i < count && may_be_odd(in); i++) {
        if (!is_odd(&moves[i]))
            continue;
        if (!line) {
            line = document_paragraph(d, 0, 2);
            line_add(line, TONE_WARN, STR("Less to do or more people, and yet later: "));
        } else {
            line_add(line, TONE_WARN, STR(", "));
        }
        line_add(line, TONE_STRONG, moves[i].id);
    }
    if (line)
        line_add(line, TONE_WARN,
                 STR(". That is list scheduling: teams take what is ready in their own order, so "
                     "what is free sooner can take the people that this waits for. Without "
                     "capacity (--no-capacity) it would not be later."));
}

void say_moves(const struct report_input *in, struct document *d)
{
    const struct move *moves;
    const struct column columns[] = {left_column(NULL, true),   left_column("likely", false),
                                     left_column("P50", false), right_column("moves"),
                                     left_column("P80", false), right_column("moves")};
    struct table *table;
    uint32_t count;

    if (!in->forecast || !in->forecast_before)
        return;
    document_blank(d);
    count = moves_of(in, &moves);
    table = document_table(d, 0, columns, 6);
    for (uint32_t i = 0; i < count; i++) {
        struct line *cells = table_row(table, d->owner);

        line_add(&cells[0], TONE_STRONG, moves[i].id);
        if (moves[i].promise || moves[i].promise_before)
            say_likelihood(in, &moves[i], &cells[1]);
        say_quantile(in, &moves[i], P50, &cells[2], &cells[3]);
        say_quantile(in, &moves[i], P80, &cells[4], &cells[5]);
    }
    for (uint32_t i = 0; i < count; i++)
        if (moves[i].promise || moves[i].promise_before)
            say_belief_of(in, moves[i].id, 0, d);
    say_cost(in, d);
    say_odd(in, moves, count, d);
    line_addf(document_paragraph(d, 0, 2), TONE_DIM,
              "%u iterations each, on the same random numbers; days of the calendar",
              in->forecast->iterations);
}

/* --- JSON ------------------------------------------------------------------------------ */

static void json_quantile(const struct report_input *in, struct writer *w, const char *key,
                          const struct move *m, unsigned q)
{
    writer_key(w, str_of(key));
    writer_map_begin(w, true);
    json_instant(in, w, "before", m->before ? m->before->at[q] : CIVIL_NONE);
    json_instant(in, w, "after", m->after ? m->after->at[q] : CIVIL_NONE);
    if (m->before && m->after)
        writer_key_i64(w, "moves_seconds", m->after->at[q] - m->before->at[q]);
    else
        writer_key_null(w, "moves_seconds");
    writer_map_end(w);
}

static void json_money(struct writer *w, const char *key, const struct forecast_cost *was,
                       const struct forecast_cost *is, int64_t before, int64_t after)
{
    writer_key(w, str_of(key));
    writer_map_begin(w, true);
    if (was->known)
        writer_key_fixed(w, "before", before, 2);
    else
        writer_key_null(w, "before");
    if (is->known)
        writer_key_fixed(w, "after", after, 2);
    else
        writer_key_null(w, "after");
    writer_map_end(w);
}

void json_moves(const struct report_input *in, struct writer *w)
{
    const struct forecast *was = in->forecast_before, *is = in->forecast;
    const struct move *moves;
    uint32_t count;

    if (!was || !is) {
        writer_key_null(w, "commitments");
        return;
    }
    count = moves_of(in, &moves);
    writer_key_i64(w, "iterations", is->iterations);
    writer_key_i64(w, "seed", (int64_t)is->seed);
    writer_key(w, was->commitment_count + is->commitment_count > 0 ? STR("commitments")
                                                                   : STR("finishes"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < count; i++) {
        writer_map_begin(w, false);
        writer_key_text(w, "id", moves[i].id);
        writer_key(w, STR("probability"));
        writer_map_begin(w, true);
        json_probability(w, "before", move_likely(moves[i].promise_before));
        json_probability(w, "after", move_likely(moves[i].promise));
        writer_map_end(w);
        json_quantile(in, w, "p50", &moves[i], P50);
        json_quantile(in, w, "p80", &moves[i], P80);
        json_believed(in, w, moves[i].id);
        if (may_be_odd(in))
            writer_key_bool(w, "easier_and_later", is_odd(&moves[i]));
        writer_map_end(w);
    }
    writer_list_end(w);
    if (was->cost.known || is->cost.known) {
        writer_key(w, STR("cost"));
        writer_map_begin(w, false);
        json_money(w, "p50", &was->cost, &is->cost, was->cost.p50, is->cost.p50);
        json_money(w, "p80", &was->cost, &is->cost, was->cost.p80, is->cost.p80);
        writer_map_end(w);
    }
}

void json_changes(const struct report_input *in, struct writer *w)
{
    writer_key(w, STR("before"));
    writer_map_begin(w, true);
    writer_key_text(w, "program", in->before->program->id);
    json_date(in, w, "as_of", in->before->as_of);
    writer_key_text(w, "inputs",
                    str_format(in->owner, "%016llx",
                               (unsigned long long)plan_digest(in->before, in->owner)));
    writer_map_end(w);
    writer_key(w, STR("edits"));
    edit_write(&in->changes, w);
    writer_key(w, STR("lines"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < in->changes.count; i++) {
        const struct edit_line line =
            edit_line_of(in->before, &in->changes.items[i], in->owner);

        writer_map_begin(w, true);
        writer_key_text(w, "sign", (struct str){&line.sign, 1});
        writer_key_text(w, "address", line.address);
        writer_key_text(w, "before", line.before.ptr ? line.before : STR(""));
        writer_key_text(w, "after", line.after.ptr ? line.after : STR(""));
        writer_map_end(w);
    }
    writer_list_end(w);
    if (in->audience.len > 0)
        writer_key_i64(w, "edits_withheld", (int64_t)in->edits_withheld);
}

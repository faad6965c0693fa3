/* SPDX-License-Identifier: Apache-2.0 */
/* How good the kept forecasts were, now that some dates have come. Weekly forecasts of one promise
 * are one fact told many times, so each promise counts once: the mean over its forecasts. */
#include "core/base/arena.h"
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/syntax/csv_write.h"
#include "core/report/kept_read.h"
#include "core/report/pictures.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

enum {
    REPORTS_LAST = 12, SLIP_DAYS = 30, SLIP_PART = 10, RISK_FROM = 500000,
    BINS = 5,
    PPM = 1000000,
    RECORD_LEAST = 5,           /* promises: fewer are no record, fewer than twelve indicate one */
    RECORD_FULL = 12,
    DEPTH_MOST = 64             /* milestones that wait for milestones */
};

/* What came of the forecasts of one promise. */
struct scored {
    const struct kept_series *series;
    int64_t finish;             /* CIVIL_NONE: not finished */
    uint32_t chances;           /* forecasts whose promised date is decided */
    int64_t said_ppm;           /* sums over them */
    int64_t brier_ppm;
    uint32_t met;
    uint32_t p50_known, p50_held, p80_known, p80_held;
};

struct bin {
    double said, met, weight;   /* sums over promises; a promise's forecasts weigh one together */
    uint32_t forecasts;
};

struct score {
    struct scored *items;
    uint32_t count;             /* promises with a decided forecast */
    uint32_t open;              /* promises without one yet */
    double brier, base_brier;   /* means over promises */
    double p50_held, p80_held;
    uint32_t p50_count, p80_count;      /* promises */
    struct bin bins[BINS];
};

/* When it really finished; what has no date of its own has when all it waits for had. */
static int64_t really_finished(const struct network *n, uint32_t node, int depth)
{
    int64_t last = CIVIL_NONE;

    if (n->progress[node] == PROGRESS_FINISHED)
        return n->actual_finish[node];
    if (n->role[node] != ROLE_MILESTONE || depth >= DEPTH_MOST)
        return CIVIL_NONE;
    for (uint32_t i = n->link_first[node]; i < n->link_first[node + 1]; i++) {
        const int64_t at = really_finished(n, n->links[i].pred, depth + 1);

        if (at == CIVIL_NONE)
            return CIVIL_NONE;
        last = last == CIVIL_NONE || at > last ? at : last;
    }
    return last;
}

static int64_t finish_of(const struct report_input *in, struct str id)
{
    const struct object *o = plan_find(in->plan, id);
    const uint32_t node = o && o->kind == KIND_commitment
                              ? network_commitment_node(in->network, o)
                              : NODE_NONE;

    return node == NODE_NONE ? CIVIL_NONE : really_finished(in->network, node, 0);
}

/* 1: finished by then; 0: not; -1: not known yet. */
static int held(const struct report_input *in, int64_t finish, int64_t until)
{
    if (until == CIVIL_NONE)
        return -1;
    if (finish != CIVIL_NONE)
        return finish <= until;
    return in->plan->as_of > until ? 0 : -1;
}

static struct scored score_one(const struct report_input *in, const struct kept_series *s)
{
    struct scored r = {.series = s, .finish = finish_of(in, s->id)};

    for (uint32_t i = 0; i < s->count; i++) {
        const struct kept_moment *m = &s->moments[i];
        const int p50 = held(in, r.finish, m->p50), p80 = held(in, r.finish, m->p80);
        const int met = m->date == CIVIL_NONE || m->ppm < 0
                            ? -1
                            : held(in, r.finish, m->date + CIVIL_DAY_S);

        if (r.finish != CIVIL_NONE && m->as_of >= r.finish)
            continue;                   /* it was no forecast any more */
        r.p50_known += p50 >= 0;
        r.p50_held += p50 == 1;
        r.p80_known += p80 >= 0;
        r.p80_held += p80 == 1;
        if (met < 0)
            continue;
        r.chances++;
        r.met += met == 1;
        r.said_ppm += m->ppm;
        r.brier_ppm += (int64_t)(m->ppm - met * PPM) * (m->ppm - met * PPM) / PPM;
    }
    return r;
}

static void add_bins(const struct report_input *in, struct score *s, const struct scored *r)
{
    for (uint32_t i = 0; i < r->series->count; i++) {
        const struct kept_moment *m = &r->series->moments[i];
        const int met = m->date == CIVIL_NONE || m->ppm < 0
                            ? -1
                            : held(in, r->finish, m->date + CIVIL_DAY_S);
        struct bin *bin;

        if (met < 0 || (r->finish != CIVIL_NONE && m->as_of >= r->finish))
            continue;
        bin = &s->bins[m->ppm >= PPM ? BINS - 1 : m->ppm / (PPM / BINS)];
        bin->weight += 1.0 / r->chances;
        bin->said += (double)m->ppm / r->chances;
        bin->met += (double)met / r->chances;
        bin->forecasts++;
    }
}

static struct score score_all(const struct report_input *in)
{
    const struct kept_series *series;
    const uint32_t count = kept_read(in, &series);
    struct score s = {.items = ARENA_ARRAY(in->owner, struct scored, count + 1)};
    double rate = 0;

    for (uint32_t i = 0; i < count; i++) {
        const struct scored r = score_one(in, &series[i]);

        if (!series[i].promised)
            continue;
        if (r.p50_known > 0) {
            s.p50_held += (double)r.p50_held / r.p50_known;
            s.p50_count++;
        }
        if (r.p80_known > 0) {
            s.p80_held += (double)r.p80_held / r.p80_known;
            s.p80_count++;
        }
        if (r.chances == 0) {
            s.open++;
            continue;
        }
        s.items[s.count++] = r;
        s.brier += (double)r.brier_ppm / r.chances / PPM;
        rate += (double)r.met / r.chances;
        add_bins(in, &s, &r);
    }
    if (s.count == 0)
        return s;
    s.brier /= s.count;
    rate /= s.count;
    for (uint32_t i = 0; i < s.count; i++) {
        const double met = (double)s.items[i].met / s.items[i].chances;

        s.base_brier += met * (1 - rate) * (1 - rate) + (1 - met) * rate * rate;
    }
    s.base_brier /= s.count;
    return s;
}

static int32_t ppm_of(double share)
{
    return (int32_t)number_round(share * PPM);
}

/* Wilson's 95 % interval of a share of so many. */
static void interval(double p, double n, int32_t *ret_low, int32_t *ret_high)
{
    const double z = 1.959963984540054, d = 1 + z * z / n;
    const double middle = (p + z * z / (2 * n)) / d;
    const double half = z * number_sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d;

    *ret_low = middle - half < 0 ? 0 : ppm_of(middle - half);
    *ret_high = middle + half > 1 ? PPM : ppm_of(middle + half);
}

/* --- what people reported ------------------------------------------------------------------- */

/* Of one promise: statuses reported beside its forecasts. */
struct reported {
    uint32_t green, kept;       /* decided ones: said green, and kept */
    uint32_t red, missed;
    uint32_t last, hollow;      /* of the last greens: those computed off, or followed by a slip */
    int64_t first_margin, last_margin;  /* days from P80 to the date, at the first and the last */
};

/* Within thirty days P80 is later by more than a tenth of what was left. */
static bool slips_after(const struct kept_series *s, uint32_t i)
{
    const struct kept_moment *m = &s->moments[i];

    for (uint32_t k = i + 1; k < s->count; k++)
        if (s->moments[k].as_of <= m->as_of + SLIP_DAYS * CIVIL_DAY_S &&
            (s->moments[k].p80 - m->p80) * SLIP_PART > m->p80 - m->as_of)
            return true;
    return false;
}

static struct reported reported_of(const struct report_input *in, const struct kept_series *s)
{
    const int64_t finish = finish_of(in, s->id);
    struct reported r = {0};

    for (uint32_t i = s->count; i-- > 0;) {
        const struct kept_moment *m = &s->moments[i];
        const int met = m->date == CIVIL_NONE ? -1 : held(in, finish, m->date + CIVIL_DAY_S);

        if (finish != CIVIL_NONE && m->as_of >= finish)
            continue;
        if (m->reported == STATUS_GREEN && m->date != CIVIL_NONE &&
            r.last < REPORTS_LAST) {
            r.first_margin = (m->date - finish_day(m->p80)) / CIVIL_DAY_S;
            r.last_margin = r.last == 0 ? r.first_margin : r.last_margin;
            r.last++;
            r.hollow += (m->ppm >= 0 && m->ppm < RISK_FROM) || slips_after(s, i);
        }
        r.green += m->reported == STATUS_GREEN && met >= 0;
        r.kept += m->reported == STATUS_GREEN && met == 1;
        r.red += m->reported == STATUS_RED && met >= 0;
        r.missed += m->reported == STATUS_RED && met == 0;
    }
    return r;
}

/* --- words ------------------------------------------------------------------------------------ */

static struct str hundredths(const struct report_input *in, double value)
{
    const int64_t v = (int64_t)number_round(value * 1000);

    return str_format(in->owner, "%lld.%03lld", (long long)(v / 1000), (long long)(v % 1000));
}

static void say_share_held(const struct report_input *in, const char *what, double sum,
                           uint32_t count, struct document *d)
{
    struct line *line;
    int32_t low, high;

    if (count == 0)
        return;
    interval(sum / count, count, &low, &high);
    line = document_paragraph(d, 2, 4);
    line_addf(line, TONE_PLAIN, "finished by the %s that was said: ", what);
    line_add(line, TONE_STRONG, say_share(in, ppm_of(sum / count)));
    line_addf(line, TONE_DIM, "  (%u promise%s; 95 %% interval %.*s to %.*s)", count,
              count == 1 ? "" : "s", STR_ARG(say_share(in, low)), STR_ARG(say_share(in, high)));
}

static void say_summary(const struct report_input *in, const struct score *s, struct document *d)
{
    struct line *line = document_paragraph(d, 0, 2);

    if (s->count == 0 && s->p80_count == 0) {
        line_addf(line, TONE_PLAIN, "Nothing to score yet: of %u promise%s in kept forecasts none "
                  "has come due.", s->open, s->open == 1 ? "" : "s");
        return;
    }
    line_addf(line, TONE_PLAIN, "%u promise%s decided, %u still open: ", s->count,
              s->count == 1 ? "" : "s", s->open);
    line_add(line, s->count < RECORD_LEAST ? TONE_WARN : TONE_PLAIN,
             s->count < RECORD_LEAST  ? STR("no track record yet.")
             : s->count < RECORD_FULL ? STR("indicative only.")
                                      : STR("a track record."));
    say_share_held(in, "P50", s->p50_held, s->p50_count, d);
    say_share_held(in, "P80", s->p80_held, s->p80_count, d);
    if (s->count == 0)
        return;
    line = document_paragraph(d, 2, 4);
    line_addf(line, TONE_PLAIN, "Brier score %.*s (0 is perfect, saying 50 %% each time is 0.250; "
              "saying the share that was really met, %.*s)",
              STR_ARG(hundredths(in, s->brier)), STR_ARG(hundredths(in, s->base_brier)));
}

static void say_promises(const struct report_input *in, const struct score *s, struct document *d)
{
    const struct column columns[] = {
        left_column(NULL, true), left_column("promised", false), left_column("finished", false),
        right_column("forecasts"), right_column("said"), right_column("met"),
        right_column("Brier")};
    struct table *table;

    if (s->count == 0)
        return;
    document_blank(d);
    table = document_table(d, 0, columns, 7);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct scored *r = &s->items[i];
        const struct kept_moment *last = &r->series->moments[r->series->count - 1];
        struct line *cells = table_row(table, in->owner);

        line_add(&cells[0], TONE_STRONG, r->series->id);
        line_add(&cells[1], TONE_PLAIN,
                 last->date == CIVIL_NONE ? STR("-") : say_iso(in, last->date));
        line_add(&cells[2], r->finish == CIVIL_NONE ? TONE_BAD : TONE_PLAIN,
                 r->finish == CIVIL_NONE ? STR("not yet") : say_iso(in, finish_day(r->finish)));
        line_addf(&cells[3], TONE_PLAIN, "%u", r->chances);
        line_add(&cells[4], TONE_PLAIN,
                 say_share(in, (int32_t)(r->said_ppm / (int64_t)r->chances)));
        line_add(&cells[5], r->met == r->chances ? TONE_GOOD : TONE_BAD,
                 r->met == r->chances ? STR("yes")
                 : r->met == 0        ? STR("no")
                                      : str_format(in->owner, "%u of %u", r->met, r->chances));
        line_add(&cells[6], TONE_PLAIN,
                 hundredths(in, (double)r->brier_ppm / r->chances / PPM));
    }
}

/* "late: reported green 3 times and kept 0 of them. Of its last 3 greens 3 ..." */
static void say_reported(const struct report_input *in, struct document *d)
{
    const struct kept_series *series;
    const uint32_t count = kept_read(in, &series);
    bool begun = false;

    for (uint32_t i = 0; i < count; i++) {
        const struct reported r = reported_of(in, &series[i]);
        struct line *line;

        if (r.last == 0 && r.red == 0)
            continue;
        if (!begun)
            document_blank(d);
        begun = true;
        line = document_paragraph(d, 0, 2);
        line_add(line, TONE_STRONG, series[i].id);
        if (r.green + r.red > 0)
            line_addf(line, TONE_PLAIN, " was reported green %.*s, and kept in %u of them; red "
                      "%.*s, and missed in %u of them.",
                      STR_ARG(say_count(in, r.green, "time", "times")), r.kept,
                      STR_ARG(say_count(in, r.red, "time", "times")), r.missed);
        else
            line_add(line, TONE_PLAIN, STR(" is reported green."));
        if (r.last == 0)
            continue;
        line_addf(line, TONE_PLAIN, " Of its last %u greens %u were computed off course, or "
                  "followed within %d days by a slip of more than a tenth of what was left: ",
                  r.last, r.hollow, SLIP_DAYS);
        line_add(line, TONE_STRONG,
                 say_share(in, (int32_t)((int64_t)r.hollow * PPM / r.last)));
        line_add(line, TONE_PLAIN, STR("."));
        if (r.last_margin < r.first_margin)
            line_addf(line, TONE_PLAIN, " From the first of them to the last the margin between "
                      "P80 and the date went from %lld to %lld days.", (long long)r.first_margin,
                      (long long)r.last_margin);
    }
}

static uint32_t scores_of(const struct report_input *in, const struct score *s,
                          struct picture_score **ret)
{
    struct picture_score *scores = ARENA_ARRAY(in->owner, struct picture_score, BINS);
    uint32_t count = 0;

    for (int i = 0; i < BINS; i++) {
        const struct bin *b = &s->bins[i];
        struct picture_score *score = &scores[count];

        if (b->forecasts == 0)
            continue;
        score->said_ppm = (int32_t)number_round(b->said / b->weight);
        score->happened_ppm = ppm_of(b->met / b->weight);
        score->count = b->forecasts;
        interval(b->met / b->weight, b->weight, &score->low_ppm, &score->high_ppm);
        count++;
    }
    *ret = scores;
    return count;
}

static const struct picture *draw(const struct report_input *in, const struct score *s)
{
    struct picture_score *scores;
    const uint32_t count = scores_of(in, s, &scores);
    const struct picture_frame frame = {
        .owner = in->owner, .title = STR("Said and happened."),
        .sentence = str_format(
            in->owner, "Of %.*s with a decided promise; on the dashed line what was said is what "
                       "happened. A promise's forecasts weigh as one together.",
            STR_ARG(say_count(in, s->count, "series of forecasts", "series of forecasts")))};

    struct picture *p;

    if (count == 0)
        return NULL;
    p = picture_reliability(&frame, scores, count);
    picture_key(p, KEY_DOT, INK_FORECAST, "happened");
    picture_key(p, KEY_LINE, INK_SOFT, "what so few allow");
    picture_key(p, KEY_DASHED_LINE, INK_GHOST, "as said");
    return p;
}

const struct picture *picture_of_reliability(const struct report_input *in)
{
    const struct score s = score_all(in);

    return draw(in, &s);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct score s = score_all(in);

    say_masthead(in, out);
    say_summary(in, &s, out);
    say_promises(in, &s, out);
    say_reported(in, out);
    say_picture(out, draw(in, &s));
    document_blank(out);
    line_add(document_paragraph(out, 0, 2), TONE_DIM,
             STR("Each promise counts once: the mean over the forecasts kept before it was "
                 "finished. A date that has passed unfinished counts as not met."));
    return true;
}

static void json_reported(const struct report_input *in, struct writer *w)
{
    const struct kept_series *series;
    const uint32_t count = kept_read(in, &series);

    writer_key(w, STR("reported"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < count; i++) {
        const struct reported r = reported_of(in, &series[i]);

        if (r.last == 0 && r.red == 0)
            continue;
        writer_map_begin(w, false);
        writer_key_text(w, "id", series[i].id);
        writer_key_i64(w, "green", r.green);
        writer_key_i64(w, "green_kept", r.kept);
        writer_key_i64(w, "red", r.red);
        writer_key_i64(w, "red_missed", r.missed);
        writer_key_i64(w, "last_greens", r.last);
        json_probability(w, "hollow",
                         r.last > 0 ? (int32_t)((int64_t)r.hollow * PPM / r.last) : -1);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct score s = score_all(in);

    json_begin(in, w, "score");
    writer_key_i64(w, "decided", s.count);
    writer_key_i64(w, "open", s.open);
    if (s.count > 0) {
        writer_key_fixed(w, "brier", ppm_of(s.brier), 6);
        writer_key_fixed(w, "brier_of_base_rate", ppm_of(s.base_brier), 6);
    } else {
        writer_key_null(w, "brier");
        writer_key_null(w, "brier_of_base_rate");
    }
    json_probability(w, "held_p50", s.p50_count > 0 ? ppm_of(s.p50_held / s.p50_count) : -1);
    json_probability(w, "held_p80", s.p80_count > 0 ? ppm_of(s.p80_held / s.p80_count) : -1);
    writer_key(w, STR("promises"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < s.count; i++) {
        const struct scored *r = &s.items[i];

        writer_map_begin(w, true);
        writer_key_text(w, "id", r->series->id);
        json_instant(in, w, "finished", r->finish);
        writer_key_i64(w, "forecasts", r->chances);
        json_probability(w, "said", (int32_t)(r->said_ppm / (int64_t)r->chances));
        json_probability(w, "met", (int32_t)((int64_t)r->met * PPM / r->chances));
        writer_key_fixed(w, "brier", r->brier_ppm / r->chances, 6);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_reported(in, w);
    json_end(in, w);
    return true;
}

const struct report report_score = {
    .name = "score",
    .title = "How good the kept forecasts were",
    .needs = REPORT_PLAN | REPORT_SCHEDULE,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Demand against capacity by team and week, and what pushes what. */
#include "core/engine/load.h"

#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/base/text.h"
#include "core/plan/capacity.h"
#include "core/syntax/csv_write.h"
#include "core/report/levelled.h"
#include "core/report/pictures.h"
#include "core/syntax/writer.h"

enum {
    WEEKS_A_ROW = 9, WEEKS_SHOWN = 18, PUSHES_SHOWN = 12, WEEK_DAYS = 7, WEEKS_DRAWN = 52,
    PPM = 1000000
};

struct view {
    const struct load *load;
    const struct load_team **teams;     /* those that are shown */
    uint32_t count, hidden;     /* hidden: nothing is wanted of them */
    const struct object *only;          /* NULL: all */
};

static bool is_wanted(const struct load *load, const struct load_team *t)
{
    for (uint32_t week = 0; week < load->week_count; week++)
        if (t->wanted[week] > 0 || t->placed[week] > 0)
            return true;
    return false;
}

static bool find_view(const struct report_input *in, uint32_t weeks, struct view *ret)
{
    const struct object *only = NULL;

    if (in->subject.len > 0 && !find_subject(in, &only))
        return false;
    if (only && only->kind != KIND_team && only->kind != KIND_system)
        return diag_error(in->out, "wrong-kind", (struct place){0},
                          "`%.*s` is a %s: load is about teams and systems", STR_ARG(only->id),
                          schema_kinds[only->kind].name);
    if (only && !team_states_capacity(only) && only->kind == KIND_system)
        return diag_error(in->out, "no-capacity", (struct place){0},
                          "`%.*s` states no units: nobody waits for it", STR_ARG(only->id));
    *ret = (struct view){.load = load_compute(in->level, weeks,
                                              in->forecast ? in->forecast->week_count : 0,
                                              in->owner), .only = only};
    ret->teams = ARENA_ARRAY(in->owner, const struct load_team *, ret->load->team_count + 1);
    for (uint32_t i = 0; i < ret->load->team_count; i++) {
        const struct load_team *t = &ret->load->teams[i];

        if ((only && only->number != t->object) ||
            object_is_withheld(in->plan->objects[t->object]))
            continue;
        if (only || in->everything || is_wanted(ret->load, t))
            ret->teams[ret->count++] = t;
        else
            ret->hidden++;
    }
    return true;
}

static int64_t week_at(const struct load *load, uint32_t week)
{
    return (load->first_day + (int64_t)week * WEEK_DAYS) * CIVIL_DAY_S;
}

static struct str name_of(const struct report_input *in, const struct load_team *t)
{
    const struct str id = in->plan->objects[t->object]->id;

    return t->skill.len == 0 ? id
                             : str_format(in->owner, "%.*s: %.*s", STR_ARG(id), STR_ARG(t->skill));
}

/* What a team is taken for in the runs; NULL: there are none, or it does not bind there. */
static const struct forecast_week_team *runs_of(const struct report_input *in,
                                                const struct load *load, const struct load_team *t)
{
    const struct forecast *f = in->forecast;

    for (uint32_t i = 0; f && f->weeks_from == load->first_day && i < f->week_team_count; i++)
        if (f->week_teams[i].object == t->object &&
            f->week_teams[i].level_team == (uint32_t)(t - load->teams))
            return &f->week_teams[i];
    return NULL;
}

/* Of a week that no run reaches nothing. */
static int64_t run_week(const struct report_input *in, const int64_t *weeks, uint32_t week)
{
    return week < in->forecast->week_count ? weeks[week] : 0;
}

/* Wanted over there, in ppm; INT32_MAX where something is wanted and nobody is there. */
static int32_t share_of(int64_t wanted, int64_t there)
{
    double share;

    if (wanted == 0)
        return 0;
    if (there <= 0)
        return INT32_MAX;
    share = (double)wanted / (double)there * PPM + 0.5;
    return share > INT32_MAX ? INT32_MAX : (int32_t)share;
}

/* Thousandths of person-days. */
static int64_t milli_days(const struct load_team *t, int64_t work)
{
    return t->day_s > 0 ? (int64_t)((double)work / (double)t->day_s / 1000 + 0.5) : 0;
}

/* --- what pushes what ------------------------------------------------------------------------- */

static int longest_first(const void *left, const void *right, const void *context)
{
    const struct level_wait *wait = context;
    const int64_t a = wait[*(const uint32_t *)left].work_s;
    const int64_t b = wait[*(const uint32_t *)right].work_s;

    return (a < b) - (a > b);
}

/* Nodes that wait for people or units, the longest first. */
static uint32_t find_pushed(const struct report_input *in, const struct view *v,
                            const uint32_t **ret_nodes)
{
    const struct level *l = in->level;
    uint32_t *nodes = ARENA_ARRAY(in->owner, uint32_t, l->network->node_count + 1), count = 0;

    for (uint32_t node = 0; node < l->network->node_count; node++) {
        const struct level_wait *w = &l->wait[node];

        if (w->reason == LEVEL_TEAM && w->team != OBJECT_NONE &&
            (!v->only || v->only->number == w->team) &&
            !object_is_withheld(in->plan->objects[l->network->object[node]]) &&
            !object_is_withheld(in->plan->objects[w->team]))
            nodes[count++] = node;
    }
    sort_stable(nodes, count, sizeof(nodes[0]), longest_first, l->wait, in->owner);
    *ret_nodes = nodes;
    return count;
}

static void say_pushed(const struct report_input *in, const struct view *v, struct document *d)
{
    const struct column columns[] = {left_column("id", false), left_column("title", true),
                                     left_column("starts", false), left_column("waits", true)};
    const uint32_t *nodes, count = find_pushed(in, v, &nodes);
    const uint32_t shown = in->everything || count <= PUSHES_SHOWN ? count : PUSHES_SHOWN;
    struct table *table;

    document_blank(d);
    if (count == 0) {
        line_add(document_paragraph(d, 0, 0), TONE_GOOD,
                 STR("Nothing waits for people: every task can start when its links allow."));
        return;
    }
    line_add(document_heading(d), TONE_STRONG, STR("What waits, and behind what"));
    table = document_table(d, 0, columns, 4);
    for (uint32_t i = 0; i < shown; i++) {
        const uint32_t object = in->level->network->object[nodes[i]];
        const struct object *o = in->plan->objects[object];
        struct line *cells = table_row(table, d->owner);

        line_add(&cells[0], TONE_PLAIN, o->id);
        if (!str_equal_nocase(object_title(o), o->id))
            line_add(&cells[1], TONE_PLAIN, object_title(o));
        line_add(&cells[2], TONE_PLAIN, say_iso(in, in->level->node[nodes[i]].start));
        line_add(&cells[3], TONE_WARN, say_waited_for(in, nodes[i]));
    }
    if (shown < count)
        line_addf(document_paragraph(d, 0, 0), TONE_DIM, "and %u more (--all)", count - shown);
}

/* --- weeks ------------------------------------------------------------------------------------ */

static struct str cell_of(const struct report_input *in, const struct load_team *t, uint32_t week)
{
    const int32_t share = share_of(t->wanted[week], t->there[week]);

    if (share == 0)
        return STR("\xc2\xb7");
    if (share == INT32_MAX)
        return STR("none!");
    return str_format(in->owner, "%d%s", (share + 5000) / 10000,
                      t->wanted[week] > t->there[week] ? "!" : "");
}

/* Which tasks are wanted of the team in that week: what its cell rests on. */
static void count(const struct report_input *in, const struct view *v, const struct load_team *t,
                  int64_t week, struct line *cell)
{
    const uint32_t *objects;
    const uint32_t counted = load_counted(in->level, v->load, (uint32_t)(t - v->load->teams), week,
                                          in->owner, &objects);

    line_counts(cell, objects, counted);
}

/* The row below a team's own: what it is taken for in the runs. */
static void add_runs(const struct report_input *in, const struct view *v,
                     const struct load_team *t, uint32_t from, uint32_t to, struct line *cells)
{
    const int64_t *p80 = runs_of(in, v->load, t)->p80;

    line_add(&cells[0], TONE_DIM, STR("  runs, P80"));
    for (uint32_t week = from; week < to; week++) {
        const int32_t share = share_of(run_week(in, p80, week), t->there[week]);

        line_add(&cells[1 + week - from], TONE_DIM,
                 share == 0 ? STR("\xc2\xb7") : share == INT32_MAX ? STR("none!")
                 : str_format(in->owner, "%d", (share + 5000) / 10000));
        count(in, v, t, LOAD_ANY_WEEK, &cells[1 + week - from]);
    }
}

static void say_weeks(const struct report_input *in, const struct view *v, uint32_t from,
                      uint32_t to, struct document *d)
{
    struct column columns[WEEKS_A_ROW + 1] = {left_column("% of", false)};
    struct table *table;

    for (uint32_t week = from; week < to; week++) {
        const struct civil_date date = civil_of_day(civil_day_of(week_at(v->load, week)));

        columns[1 + week - from] =
            right_column(str_format(in->owner, "%02d-%02d%c", date.month, date.day, '\0').ptr);
    }
    document_blank(d);
    table = document_table(d, 0, columns, 1 + to - from);
    for (uint32_t i = 0; i < v->count; i++) {
        const struct load_team *t = v->teams[i];
        struct line *cells = table_row(table, d->owner);

        line_add(&cells[0], t->over_count > 0 ? TONE_STRONG : TONE_PLAIN, name_of(in, t));
        for (uint32_t week = from; week < to; week++)
            line_add(&cells[1 + week - from],
                     t->wanted[week] > t->there[week] ? TONE_BAD
                     : t->wanted[week] == 0           ? TONE_DIM
                                                      : TONE_PLAIN,
                     cell_of(in, t, week));
        for (uint32_t week = from; week < to; week++)
            count(in, v, t, week, &cells[1 + week - from]);
        if (runs_of(in, v->load, t) && (v->only || t->over_count > 0))
            add_runs(in, v, t, from, to, table_row(table, d->owner));
    }
}

static const struct picture *draw(const struct report_input *in, const struct view *v)
{
    const size_t weeks = v->load->week_count;
    struct picture_frame f = {.owner = in->owner, .title = STR("Load by team and week."),
                              .sentence = STR("People wanted on the dates that links alone allow, "
                                              "as a share of those who are there; hatched: over "
                                              "100 %."),
                              .from = week_at(v->load, 0),
                              .to = week_at(v->load, (uint32_t)weeks)};
    struct str *labels = ARENA_ARRAY(in->owner, struct str, v->count + 1);
    int32_t *value = ARENA_ARRAY(in->owner, int32_t, v->count * weeks + 1);
    struct ranges months = {.from = f.from, .to = f.to};
    struct picture *p;
    struct axis_tick *ticks;

    if (v->count == 0)
        return NULL;
    ranges_months(in, &months);
    ticks = ARENA_ARRAY(in->owner, struct axis_tick, months.tick_count + 1);
    for (size_t i = 0; i < months.tick_count; i++)
        ticks[i] = (struct axis_tick){months.ticks[i].at, months.ticks[i].label};
    f.ticks = ticks;
    f.tick_count = months.tick_count;
    for (uint32_t i = 0; i < v->count; i++) {
        labels[i] = name_of(in, v->teams[i]);
        for (uint32_t week = 0; week < weeks; week++) {
            const int32_t share = share_of(v->teams[i]->wanted[week], v->teams[i]->there[week]);

            value[i * weeks + week] = share < 10 * PPM ? share : 10 * PPM;
        }
    }
    p = picture_heat(&f, labels, v->count, weeks, value, PPM);
    picture_key(p, KEY_BAND, INK_HEAT_2, "line: how full; top: full");
    picture_key(p, KEY_HATCHED, INK_ACTION, "over full");
    return p;
}

const struct picture *picture_of_load(const struct report_input *in)
{
    struct report_input all = *in;
    struct view v;

    all.subject = (struct str){NULL, 0};
    if (!in->level || !plan_states_capacity(in->plan) || !find_view(&all, WEEKS_DRAWN, &v))
        return NULL;
    return draw(&all, &v);
}

/* --- what it costs ---------------------------------------------------------------------- */

static void say_costs(const struct report_input *in, const struct view *v, struct document *d)
{
    const struct forecast *f = in->forecast;
    const struct plan *p = f ? forecast_plan(in) : NULL;
    uint32_t said = 0;

    for (uint32_t i = 0; f && i < f->team_count; i++) {
        const struct forecast_team *t = &f->teams[i];
        const struct object *o = p->objects[t->object];
        struct line *line;

        if (!t->simulated || object_is_withheld(o) ||
            (v->only && !str_equal(v->only->id, o->id)) ||
            working_milli_days(in, t->p80_s) < 500)
            continue;
        if (said++ == 0) {
            document_blank(d);
            line_add(document_heading(d), TONE_STRONG, STR("What it costs at P80"));
        }
        line = document_paragraph(d, 0, 2);
        line_addf(line, said == 1 ? TONE_WARN : TONE_PLAIN, "%.*s costs %.*s %.*s",
                  STR_ARG(o->id), STR_ARG(say_target(in, &f->targets[t->target])),
                  STR_ARG(say_days(in, t->p80_s)));
        line_addf(line, TONE_PLAIN, "; one more %s every day buys %.*s.",
                  o->kind == KIND_system ? "of it" : "person",
                  STR_ARG(say_days(in, t->one_more_s)));
    }
    if (f && said == 0) {
        document_blank(d);
        line_add(document_paragraph(d, 0, 0), TONE_DIM,
                 v->only ? STR("At P80 it holds no promise back by half a day.")
                         : STR("At P80 no team holds a promise back by half a day."));
    }
}

static bool text(const struct report_input *in, struct document *out)
{
    const uint32_t weeks = in->weeks > 0 || in->everything ? in->weeks : 0;
    uint32_t shown, over = 0;
    struct line *line;
    struct view v;

    if (!find_view(in, weeks, &v))
        return false;
    say_masthead(in, out);
    if (!plan_states_capacity(in->plan)) {
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("No team states how many people it has: write `capacity` at the teams."));
        return true;
    }
    for (uint32_t i = 0; i < v.count; i++)
        over += v.teams[i]->over_count > 0;
    line = document_paragraph(out, 0, 0);
    line_addf(line, TONE_PLAIN,
              "People wanted, in %% of those who are there, by week from its Monday; ");
    line_addf(line, over > 0 ? TONE_WARN : TONE_GOOD, "%s over 100 %% in some week.",
              over == 0 ? "nobody is" : over == 1 ? "1 is" : str_format(in->owner, "%u are%c",
                                                                        over, '\0').ptr);
    shown = in->weeks > 0 || in->everything || v.load->week_count <= WEEKS_SHOWN
                ? v.load->week_count : WEEKS_SHOWN;
    if (in->pictures)
        say_picture(out, draw(in, &v));
    for (uint32_t from = 0; from < shown && v.count > 0; from += WEEKS_A_ROW)
        say_weeks(in, &v, from, from + WEEKS_A_ROW < shown ? from + WEEKS_A_ROW : shown, out);
    line = document_paragraph(out, 0, 2);
    line_add(line, TONE_BAD, STR("!"));
    line_add(line, TONE_DIM, STR(" more than there is, so work waits"));
    if (shown < v.load->week_count)
        line_addf(line, TONE_DIM, "   %u more weeks (--weeks N, --all)",
                  v.load->week_count - shown);
    if (v.hidden > 0)
        line_addf(line, TONE_DIM, "   %u with nothing to do left out", v.hidden);
    say_pushed(in, &v, out);
    say_costs(in, &v, out);
    if (!v.only)
        say_resequencing(in, out);
    return true;
}

/* --- for other programs ----------------------------------------------------------------- */

static void json_weeks(const struct report_input *in, const struct load *load,
                       const struct load_team *t, struct writer *w)
{
    const struct forecast_week_team *runs = runs_of(in, load, t);

    writer_key(w, STR("weeks"));
    writer_list_begin(w, false);
    for (uint32_t week = 0; week < load->week_count; week++) {
        writer_map_begin(w, true);
        json_date(in, w, "week", week_at(load, week));
        writer_key_fixed(w, "there_days", milli_days(t, t->there[week]), 3);
        writer_key_fixed(w, "wanted_days", milli_days(t, t->wanted[week]), 3);
        writer_key_fixed(w, "placed_days", milli_days(t, t->placed[week]), 3);
        if (runs) {
            writer_key_fixed(w, "p50_days", milli_days(t, run_week(in, runs->p50, week)), 3);
            writer_key_fixed(w, "p80_days", milli_days(t, run_week(in, runs->p80, week)), 3);
        }
        writer_key_bool(w, "over", t->wanted[week] > t->there[week]);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static bool json(const struct report_input *in, struct writer *w)
{
    const struct forecast *f = in->forecast;
    const uint32_t *nodes;
    struct view v;
    uint32_t count;

    if (!find_view(in, in->weeks, &v))
        return false;
    json_begin(in, w, "load");
    writer_key(w, STR("teams"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < v.count; i++) {
        const struct load_team *t = v.teams[i];

        writer_map_begin(w, false);
        json_id(w, "id", in->plan, t->object);
        if (t->skill.len > 0)
            writer_key_text(w, "skill", t->skill);
        writer_key_i64(w, "weeks_over", t->over_count);
        writer_key_i64(w, "waiting_tasks", t->waiting_count);
        writer_key_i64(w, "waited_s", t->waited_s);
        json_weeks(in, v.load, t, w);
        writer_map_end(w);
    }
    writer_list_end(w);
    count = find_pushed(in, &v, &nodes);
    writer_key(w, STR("waits"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; i < count; i++) {
        writer_map_begin(w, true);
        json_id(w, "id", in->plan, in->level->network->object[nodes[i]]);
        json_levelled_row(in, in->level->network->object[nodes[i]], w);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_key(w, STR("costs"));
    writer_list_begin(w, false);
    for (uint32_t i = 0; f && i < f->team_count; i++) {
        const struct forecast_team *t = &f->teams[i];

        if (!t->simulated || object_is_withheld(forecast_plan(in)->objects[t->object]))
            continue;
        writer_map_begin(w, true);
        json_id(w, "id", forecast_plan(in), t->object);
        json_id(w, "target", forecast_plan(in), f->targets[t->target].object);
        writer_key_fixed(w, "p80_days", working_milli_days(in, t->p80_s), 3);
        writer_key_fixed(w, "one_more_days", working_milli_days(in, t->one_more_s), 3);
        writer_map_end(w);
    }
    writer_list_end(w);
    json_end(in, w);
    return true;
}

static struct str days_cell(const struct report_input *in, const struct load_team *t, int64_t work)
{
    struct text text;

    text_init(&text, in->owner);
    text_add_fixed(&text, milli_days(t, work), 3, 0);
    return text_str(&text);
}

static bool csv(const struct report_input *in, struct text *out)
{
    static const struct str heads[] = {{"id", 2}, {"skill", 5}, {"week", 4}, {"there_days", 10},
                                       {"wanted_days", 11}, {"placed_days", 11}, {"over", 4},
                                       {"p50_days", 8}, {"p80_days", 8}};
    struct view v;

    if (!find_view(in, in->weeks, &v))
        return false;
    csv_row(out, heads, 9);
    for (uint32_t i = 0; i < v.count; i++)
        for (uint32_t week = 0; week < v.load->week_count; week++) {
            const struct load_team *t = v.teams[i];
            const struct forecast_week_team *runs = runs_of(in, v.load, t);

            csv_row(out,
                    (const struct str[]){
                        in->plan->objects[t->object]->id, t->skill,
                        say_iso(in, week_at(v.load, week)), days_cell(in, t, t->there[week]),
                        days_cell(in, t, t->wanted[week]), days_cell(in, t, t->placed[week]),
                        t->wanted[week] > t->there[week] ? STR("yes") : STR("no"),
                        runs ? days_cell(in, t, run_week(in, runs->p50, week)) : STR(""),
                        runs ? days_cell(in, t, run_week(in, runs->p80, week)) : STR("")},
                    9);
        }
    return true;
}

const struct report report_load = {
    .name = "load",
    .title = "Load by team and week",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_OWN | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_WEEKS,
    .narrows = true,
    .text = text,
    .json = json,
    .csv = csv,
};

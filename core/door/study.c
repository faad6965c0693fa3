/* SPDX-License-Identifier: Apache-2.0 */
/* From a plan to results: schedule, forecast, findings. */
#include "core/door/door.h"
#include "core/edit/edit.h"
#include "core/report/findings.h"
#include "core/report/kept_read.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

static const struct forecast_job *job_of(const struct baton_job *job)
{
    return job->job;
}

static struct forecast_partial *partial_of(const struct baton_partial *p)
{
    return (struct forecast_partial *)(void *)(uintptr_t)p;
}

struct baton_study *baton_study_new(struct baton *b, const struct baton_plan *plan)
{
    struct baton_study *s = ARENA_NEW(&b->owner, struct baton_study);

    s->b = b;
    s->plan = (const struct plan *)(const void *)plan;
    s->findings.owner = &b->owner;
    return s;
}

bool baton_study_schedule(struct baton_study *s)
{
    struct baton *b = s->b;

    if (s->schedule)
        return true;
    if (!network_compile(s->plan, &b->owner, &b->scratch, &s->network, &b->diags))
        return false;
    arena_clear(&b->scratch);
    if (!schedule_compute(s->network, &b->owner, &b->scratch, &s->schedule, &b->diags))
        return false;
    arena_clear(&b->scratch);
    return true;
}

static struct forecast_options options_of(const struct baton *b,
                                          const struct baton_forecast_options *options)
{
    return (struct forecast_options){.seed = options->seed,
                                     .iterations = options->iterations,
                                     .no_sensitivity = options->dates_only,
                                     .no_tasks = options->dates_only,
                                     .vectors = b->vectors,
                                     .no_capacity = options->no_capacity,
                                     .arcs = options->arcs,
                                     .hurried = options->hurried,
                                     .lean = options->lean,
                                     .weeks = options->weeks};
}

static int64_t instant_of(const struct node *row, struct str name)
{
    int64_t instant;
    bool has_time;

    return civil_parse(node_text(row, name), &instant, &has_time) ? instant : CIVIL_NONE;
}

/* The starts of an old schedule: under capacity where it has them. What it does not know begins as
 * early as it can. False: it is none, and the problems say so. */
static bool read_old(struct baton *b, const struct schedule *now, const struct node *old,
                     struct level_options *how)
{
    const struct network *n = now->network;
    const struct node *rows = node_find(old, STR("tasks"));
    int64_t *from = ARENA_ARRAY(&b->owner, int64_t, n->node_count + 1);
    int64_t *was = ARENA_ARRAY(&b->owner, int64_t, n->node_count + 1);

    if (!str_equal(node_text(old, STR("kind")), STR("schedule")) || !rows)
        return diag_error(&b->diags, "not-a-schedule", old->at,
                          "this is not what baton schedule --json writes");
    for (uint32_t i = 0; i < n->node_count; i++) {
        from[i] = now->node[i].early_start;
        was[i] = CIVIL_NONE;
    }
    for (const struct node *row = rows->first; row; row = row->next) {
        const struct object *o =
            row->kind == NODE_MAP ? plan_find(n->plan, node_text(row, STR("id"))) : NULL;
        const uint32_t node = o ? n->node_of[o->number] : NODE_NONE;
        int64_t start = node == NODE_NONE ? CIVIL_NONE : instant_of(row, STR("start"));

        if (node != NODE_NONE && start == CIVIL_NONE)
            start = instant_of(row, STR("early_start"));
        if (start != CIVIL_NONE)
            from[node] = was[node] = start;
    }
    how->from = from;
    how->was = was;
    how->was_finish = instant_of(old, STR("finish"));
    return true;
}

struct baton_search *baton_search_new(struct baton_study *s,
                                      const struct baton_search_options *options)
{
    struct baton *b = s->b;
    struct baton_search *search = ARENA_NEW(&b->owner, struct baton_search);
    const struct node *old = (const struct node *)(const void *)options->from;
    struct level_options how = {.seed = options->seed, .schedules = options->schedules,
                                .vectors = b->vectors, .was_finish = CIVIL_NONE};
    const struct level_problem *problem;
    bool made;

    if (old && !read_old(b, s->schedule, old, &how))
        return NULL;
    search->study = s;
    made = level_problem_new(s->schedule, &b->owner, &b->scratch, &problem, &b->diags);
    if (made)
        search->search = level_search_new(problem, &how, &b->owner, &b->scratch);
    arena_clear(&b->scratch);
    return made ? search : NULL;
}

uint32_t baton_search_round(struct baton_search *s)
{
    return level_round(s->search);
}

uint64_t baton_search_used(const struct baton_search *s)
{
    return level_used(s->search);
}

uint64_t baton_search_learning_of(const struct baton_search *s, uint64_t schedules)
{
    return level_learning_of(s->search, schedules);
}

bool baton_search_learns(const struct baton_search *s)
{
    return level_learns(s->search);
}

void baton_search_run(struct baton_search *s, uint32_t piece)
{
    level_run(s->search, piece);
}

bool baton_search_finish(struct baton_search *s)
{
    struct baton *b = s->study->b;
    const bool made = level_finish(s->search, &b->owner, &b->scratch, &s->study->level, &b->diags);

    arena_clear(&b->scratch);
    return made;
}

bool baton_study_own(struct baton_study *s)
{
    struct baton *b = s->b;
    const bool made = level_own(s->schedule, &b->owner, &b->scratch, &s->level, &b->diags);

    arena_clear(&b->scratch);
    return made;
}

struct baton_job *baton_job_new(struct baton_study *s,
                                const struct baton_forecast_options *options)
{
    struct baton *b = s->b;
    struct baton_job *job = ARENA_NEW(&b->owner, struct baton_job);
    bool made;

    s->options = options_of(s->b, options);
    job->study = s;
    made = forecast_job_new(s->plan, &s->options, &b->owner, &b->scratch, &job->job, &b->diags);
    arena_clear(&b->scratch);
    s->forecast_refused = !made;
    return made ? job : NULL;
}

uint32_t baton_job_wants(const struct baton_job *job, const struct baton_partial *so_far)
{
    return forecast_wants(job_of(job), partial_of(so_far));
}

struct baton_partial *baton_job_run(const struct baton_job *job, struct baton_worker *w,
                                    uint32_t first, uint32_t count)
{
    struct forecast_partial *p =
        forecast_run(job_of(job), first, count, &w->owner, &w->scratch);

    arena_clear(&w->scratch);
    return (struct baton_partial *)(void *)p;
}

struct baton_partial *baton_job_merge(const struct baton_job *job,
                                      struct baton_partial *const *parts, uint32_t count)
{
    struct baton *b = job->study->b;
    struct forecast_partial **all = ARENA_ARRAY(&b->scratch, struct forecast_partial *, count);
    struct forecast_partial *merged;

    for (uint32_t i = 0; i < count; i++)
        all[i] = partial_of(parts[i]);
    merged = forecast_merge(job_of(job), all, count, &b->owner);
    arena_clear(&b->scratch);
    return (struct baton_partial *)(void *)merged;
}

void baton_job_set_iterations(struct baton_job *job, uint32_t iterations)
{
    job->job = forecast_job_with(job->job, iterations, &job->study->b->owner);
}

static const struct forecast_twin *twin_of(const struct baton_twin *t)
{
    return (const struct forecast_twin *)(const void *)t;
}

struct baton_twin *baton_twin_new(struct baton_job *before, struct baton_job *after)
{
    struct baton *b = before->study->b;
    const struct forecast_twin *twin =
        forecast_twin_new(job_of(before), job_of(after), &b->owner, &b->scratch);

    arena_clear(&b->scratch);
    return (struct baton_twin *)(uintptr_t)twin;
}

void baton_twin_run(const struct baton_twin *t, struct baton_worker *w, uint32_t first,
                    uint32_t count, struct baton_partial *ret_parts[2])
{
    struct forecast_partial *parts[2];

    forecast_run_twin(twin_of(t), first, count, &w->owner, &w->scratch, parts);
    arena_clear(&w->scratch);
    for (int i = 0; i < 2; i++)
        ret_parts[i] = (struct baton_partial *)(void *)parts[i];
}

bool baton_job_peek(const struct baton_job *job, const struct baton_partial *so_far,
                    struct baton_text *ret_id, int32_t *ret_likely_ppm, int64_t *ret_p80_day)
{
    struct str id;
    int64_t p80;

    if (!so_far || !forecast_peek(job_of(job), partial_of(so_far), &id, ret_likely_ppm, &p80))
        return false;
    *ret_id = door_text(id);
    *ret_p80_day = civil_day_of(p80 - 1);
    return true;
}

void baton_job_finish(struct baton_job *job, const struct baton_partial *all)
{
    struct baton *b = job->study->b;

    job->study->forecast =
        forecast_finish(job_of(job), partial_of(all), &b->owner, &b->scratch);
    arena_clear(&b->scratch);
}

uint32_t baton_job_finish_begin(struct baton_job *job, const struct baton_partial *all)
{
    struct baton *b = job->study->b;

    job->finishing = forecast_finish_begin(job_of(job), partial_of(all), &b->owner, &b->scratch);
    return forecast_finish_pieces(job->finishing);
}

void baton_job_finish_piece(const struct baton_job *job, struct baton_worker *w, uint32_t piece)
{
    forecast_finish_piece(job->finishing, piece, &w->scratch);
    arena_clear(&w->scratch);
}

void baton_job_finish_end(struct baton_job *job)
{
    job->study->forecast = forecast_finish_end(job->finishing);
    arena_clear(&job->study->b->scratch);
}

bool baton_study_forecast(struct baton_study *s, const struct baton_forecast_options *options)
{
    struct baton *b = s->b;
    bool made;

    s->options = options_of(s->b, options);
    made = forecast_compute(s->plan, &s->options, &b->owner, &b->scratch, &s->forecast,
                            &b->diags);
    arena_clear(&b->scratch);
    s->forecast_refused = !made;
    return made;
}

void baton_study_log(struct baton_study *s, const struct baton_change *changes, size_t count)
{
    struct baton *b = s->b;
    struct change *log = ARENA_ARRAY(&b->owner, struct change, count + 1);

    for (size_t i = 0; i < count; i++)
        log[i] = door_change(&changes[i]);
    s->past = past_new(log, count, &b->owner);
}

static const struct str *ids_of(struct baton_study *s, const struct baton_text *findings,
                                size_t count)
{
    struct str *ids = ARENA_ARRAY(&s->b->owner, struct str, count + 1);

    for (size_t i = 0; i < count; i++)
        ids[i] = str_copy(&s->b->owner, door_str(findings[i]));
    return ids;
}

void baton_study_before(struct baton_study *s, const struct baton_text *findings, size_t count)
{
    s->before = ids_of(s, findings, count);
    s->before_count = count;
}

void baton_study_once(struct baton_study *s, const struct baton_text *findings, size_t count)
{
    s->recorded = true;
    s->once = ids_of(s, findings, count);
    s->once_count = count;
}

/* Rules read the network of the forecast, with a schedule of that network; without a forecast,
 * those of the plan as stated. Their scratch lives as long as their findings. */
static struct rule_input rules_of(struct baton_study *s)
{
    struct baton *b = s->b;
    struct rule_input in = {.plan = s->plan, .network = s->network, .schedule = s->schedule,
                            .forecast = s->forecast, .past = s->past, .scratch = &b->kept};
    struct diags silent;

    diags_init(&silent, &b->owner);
    if (s->forecast) {
        in.network = s->forecast->network;
        if (!schedule_compute(in.network, &b->owner, &b->scratch, &in.schedule, &silent))
            in.schedule = NULL;
    }
    return in;
}

void baton_study_check(struct baton_study *s, unsigned most)
{
    struct baton *b = s->b;
    struct rule_input in = rules_of(s);

    in.before = s->before;
    in.before_count = s->before_count;
    in.recorded = s->recorded;
    in.once = s->once;
    in.once_count = s->once_count;
    rules_check(&in, &s->findings);
    if (s->forecast) {
        rules_price(&in, &s->options, most, &s->findings, &b->scratch);
        s->decide_by_count = decide_by_compute(in.network, s->forecast, &b->owner, &b->scratch,
                                               &s->decide_by);
    } else {
        rules_fold(&s->findings, s->plan, &b->scratch);
    }
    s->urgent_count = urgent_find(&in, &s->findings, &b->owner, &s->urgent);
    dimensions_find(&in, &s->findings, s->parts);
    arena_clear(&b->scratch);
    s->checked = true;
}

void baton_study_status(struct baton_study *s)
{
    struct baton *b = s->b;
    struct rule_input in = rules_of(s);
    struct findings *grave = ARENA_NEW(&b->owner, struct findings);

    if (!s->forecast)
        return;
    in.grave_only = true;
    grave->owner = &b->owner;
    rules_check(&in, grave);
    s->urgent_count = urgent_find(&in, grave, &b->owner, &s->urgent);
    arena_clear(&b->scratch);
}

void baton_study_gains(struct baton_study *s)
{
    if (!s->forecast)
        return;
    s->gains = gains_compute(s->plan, s->forecast, &s->b->owner, &s->b->scratch);
    arena_clear(&s->b->scratch);
}

uint32_t baton_study_iterations(const struct baton_study *s)
{
    return s->forecast ? s->forecast->iterations : 0;
}

size_t baton_study_compare(struct baton_study *s, const struct baton_study *before)
{
    s->other = before;
    s->changes = edit_diff(before->plan, s->plan, &s->b->owner);
    return s->changes.count;
}

struct baton_hit {
    struct baton_study *study;
    struct hit_job *job;
};

struct baton_hit *baton_hit_new(struct baton_study *s, struct baton_text commitment,
                                int32_t wanted_ppm, const struct baton_forecast_options *options)
{
    struct baton *b = s->b;
    const struct object *o = plan_find(s->plan, door_str(commitment));
    const struct forecast_options how = options_of(b, options);
    struct baton_hit *h = ARENA_NEW(&b->owner, struct baton_hit);

    if (!o || o->kind != KIND_commitment) {
        diag_error(&b->diags, "unknown-commitment", (struct place){0},
                   "there is no commitment `%.*s`", (int)commitment.len, commitment.ptr);
        diag_hint(&b->diags, "baton ls PLAN commitments lists them");
        return NULL;
    }
    *h = (struct baton_hit){s, hit_begin(s->plan, o, wanted_ppm, &how, &b->owner, &b->kept,
                                         &b->diags)};
    return h;
}

uint32_t baton_hit_round(struct baton_hit *h)
{
    return hit_round(h->job);
}

void baton_hit_run(struct baton_hit *h, struct baton_worker *worker, uint32_t piece)
{
    hit_run(h->job, piece, arena_child(&worker->scratch), arena_child(&worker->scratch));
    arena_clear(&worker->scratch);
}

bool baton_hit_finish(struct baton_hit *h)
{
    return hit_finish(h->job, &h->study->hit);
}

struct baton_why {
    struct baton_study *study;
    struct why_job *job;
};

struct baton_why *baton_why_new(struct baton_study *s, const struct baton_why_options *options)
{
    struct baton *b = s->b;
    struct baton_why *w = ARENA_NEW(&b->owner, struct baton_why);
    struct change *log = NULL;
    struct why_options how = {.forecast = options_of(b, &options->forecast),
                              .orders = options->orders, .by_task = options->by_task};

    if (options->changes) {
        log = ARENA_ARRAY(&b->owner, struct change, options->change_count + 1);
        for (size_t i = 0; i < options->change_count; i++)
            log[i] = door_change(&options->changes[i]);
        how.log = log;
        how.log_count = options->change_count;
    }
    for (size_t i = options->kept_count; i > 0 && !how.kept; i--) {
        const struct kept kept = door_kept(&options->kept[i - 1]);

        how.kept = kept_for_why(&kept, s->other->plan, &b->owner);
    }
    *w = (struct baton_why){s, why_begin(s->other->plan, s->plan, &how, &b->owner, &b->kept,
                                         &b->diags)};
    return w;
}

uint32_t baton_why_round(struct baton_why *w)
{
    return why_round(w->job);
}

void baton_why_run(struct baton_why *w, struct baton_worker *worker, uint32_t piece)
{
    why_run(w->job, piece, arena_child(&worker->scratch), arena_child(&worker->scratch));
    arena_clear(&worker->scratch);
}

bool baton_why_finish(struct baton_why *w)
{
    return why_finish(w->job, &w->study->why);
}

static size_t findings_in(struct baton *b, const struct baton_node *root, struct str key,
                          const struct baton_text **ret_findings)
{
    const struct node *node = (const struct node *)(const void *)root;
    const struct node *list = node ? node_find(node, key) : NULL;
    struct baton_text *ids = ARENA_ARRAY(&b->owner, struct baton_text,
                                         list ? (size_t)list->count + 1 : 1);
    size_t count = 0;

    for (const struct node *n = list ? list->first : NULL; n; n = n->next) {
        const struct str state = n->kind == NODE_MAP ? node_text(n, STR("state")) : STR("true");
        const struct str id = n->kind == NODE_MAP ? node_text(n, STR("id")) : n->text;

        if (id.len > 0 && (str_equal(state, STR("true")) || str_equal(state, STR("accepted"))))
            ids[count++] = door_text(id);
    }
    *ret_findings = ids;
    return count;
}

size_t baton_findings_of(struct baton *b, const struct baton_node *root,
                         const struct baton_text **ret_findings)
{
    return findings_in(b, root, STR("findings"), ret_findings);
}

size_t baton_once_of(struct baton *b, const struct baton_node *root,
                     const struct baton_text **ret_findings)
{
    return findings_in(b, root, STR("seen_once"), ret_findings);
}

static struct report_input findings_of(const struct baton_study *s, struct baton_text audience)
{
    struct report_input in = {.plan = s->plan, .findings = &s->findings, .owner = &s->b->owner,
                              .out = &s->b->diags};

    if (audience.len > 0)
        report_narrow(&in, door_str(audience));
    return in;
}

size_t baton_study_findings(const struct baton_study *s, enum baton_level least,
                            struct baton_text audience)
{
    const struct report_input in = findings_of(s, audience);
    size_t count = 0;

    for (int level = least; level <= (int)BATON_ERROR; level++)
        count += count_findings(in.findings, (enum diag_level)level);
    return count;
}

size_t baton_study_fix(const struct baton_study *s, struct baton_text finding,
                       struct baton_text audience, const struct baton_text **ret_edits)
{
    struct baton *b = s->b;
    const struct report_input in = findings_of(s, audience);
    const struct finding *f =
        finding_find(s->plan, in.findings, door_str(finding), &b->owner);
    struct baton_text *edits;
    const struct str *typed;
    uint32_t count;

    if (!f) {
        diag_error(&b->diags, "unknown-finding", (struct place){0}, "there is no finding `%.*s`",
                   (int)finding.len, finding.ptr);
        diag_hint(&b->diags, "an id is RULE/SUBJECT, as in unowned-handoff/ho-14");
        return 0;
    }
    if (!finding_has_edit(f) && finding_asked(s->plan, f, &b->owner)) {
        const struct object *asked = finding_asked(s->plan, f, &b->owner);

        diag_error(&b->diags, "asked-already", asked->at,
                   "the move of `%.*s` is for people, and `%.*s` asks for it already",
                   (int)finding.len, finding.ptr, STR_ARG(asked->id));
        diag_hint(&b->diags, "%.*s.done=DATE says that it was done", STR_ARG(asked->id));
        return 0;
    }
    count = finding_typed(s->plan, f, &b->owner, &typed);
    edits = ARENA_ARRAY(&b->owner, struct baton_text, count);
    for (uint32_t i = 0; i < count; i++)
        edits[i] = door_text(typed[i]);
    *ret_edits = edits;
    return count;
}

static bool is_asked(const struct object *o, struct baton_text decision)
{
    return decision.len > 0 ? str_equal(o->id, door_str(decision)) : decision_is_open(o);
}

bool baton_study_decide(struct baton_study *s, struct baton_text decision)
{
    struct baton *b = s->b;

    s->option_tables = ARENA_ARRAY(&b->owner, const struct options *, BATON_DECISIONS);
    s->option_table_count = 0;
    for (uint32_t i = 0; i < plan_count(s->plan, KIND_decision); i++) {
        const struct object *o = plan_nth(s->plan, KIND_decision, i);

        if (s->option_table_count == BATON_DECISIONS || !is_asked(o, decision))
            continue;
        options_compute(s->forecast->network, s->forecast, s->plan, o, &s->options, &b->owner,
                        &b->scratch, &s->option_tables[s->option_table_count++]);
        arena_clear(&b->scratch);
    }
    return decision.len == 0 || s->option_table_count > 0;
}

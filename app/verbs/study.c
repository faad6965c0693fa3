/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/os/pool.h"
#include "app/verbs/compose.h"
#include "app/verbs/form.h"
#include "app/verbs/ground.h"

#define PROGRESS_S 0.2         /* between two lines of progress */

enum {
    PROGRESS_WIDTH = 78,
    LOOK_WIDTH = 24,        /* of the promise's id in the first look */
    FIRST_LOOK = 1024,      /* iterations, */
    FIRST_LOOK_LEAST = 2048,/* and how many the stop rule asks for before it looks */
    THREADS_MOST = 256,
    SCHEDULES_USUAL = 5000,
    SCHEDULES_PROBED = 500, /* to see how fast the machine is */
    SCHEDULES_SHARE = 20,   /* where that took less than so much of the time, once more with */
    SCHEDULES_MORE = 4,     /* so many times as many */
    SCHEDULES_THOUSANDS = 1000000000,   /* at most, where seconds are asked for */
    PRICED_MOST = 10,       /* findings re-simulated: more than the seven that a page shows */
    LOG_MOST = 20000,       /* changes that rules look at: the last ones */
    PATH_SHOWN = 200,       /* characters of a file's name in a problem */
    PIECE_BLOCKS = 4        /* iterations a piece: small enough to share fairly */
};

/* One round of the simulation: pieces of iterations, run on several threads; of one job, or of two
 * side by side. */
struct round {
    const struct baton_job *job;
    const struct baton_twin *twin;      /* NULL: of one */
    struct baton_worker **workers;
    struct baton_partial **parts, **others;
    uint32_t from, to;
};

/* What is simulated again once the runs are over. */
struct finish {
    const struct baton_job *job;
    struct baton_worker **workers;
};

static void finish_piece(void *context, unsigned piece, unsigned thread)
{
    struct finish *finish = context;

    if (!finish->workers[thread])
        finish->workers[thread] = baton_worker_new(&host_pages, 0);
    baton_job_finish_piece(finish->job, finish->workers[thread], piece);
}

static void finish(struct baton_job *job, const struct baton_partial *all, unsigned threads,
                   struct baton_worker **workers)
{
    struct finish finish = {job, workers};

    pool_run(threads, baton_job_finish_begin(job, all), finish_piece, &finish);
    baton_job_finish_end(job);
}

static void run_piece(void *context, unsigned piece, unsigned thread)
{
    struct round *round = context;
    const uint32_t size = PIECE_BLOCKS * BATON_BLOCK;
    const uint32_t first = round->from + piece * size;
    const uint32_t count = round->to - first < size ? round->to - first : size;
    struct baton_partial *both[2];

    if (!round->workers[thread])
        round->workers[thread] = baton_worker_new(&host_pages, 0);
    if (!round->twin) {
        round->parts[piece] = baton_job_run(round->job, round->workers[thread], first, count);
        return;
    }
    baton_twin_run(round->twin, round->workers[thread], first, count, both);
    round->parts[piece] = both[0];
    round->others[piece] = both[1];
}

static unsigned threads_of(const struct request *request)
{
    const char *variable = host_variable("BATON_THREADS");
    const int64_t otherwise = variable ? strtoll(variable, NULL, 10) : pool_processors();
    const int64_t threads = request_number(request, &flag_threads, otherwise);

    return threads < 1 ? 1 : threads > THREADS_MOST ? THREADS_MOST : (unsigned)threads;
}

/* On a terminal, what is known so far; written over by the answer. */
static void show_first_look(const struct baton_job *job, const struct baton_partial *so_far,
                            uint32_t have, uint32_t wants)
{
    struct baton_text id;
    char date[DATE_SIZE];
    int32_t ppm;
    int64_t day;

    if (!baton_job_peek(job, so_far, &id, &ppm, &day))
        return;
    compose_day(day, date);
    fprintf(stderr, "\rfirst look, %u of %u runs: %.*s %d %%, P80 %s ", have, wants,
            id.len > LOOK_WIDTH ? LOOK_WIDTH : (int)id.len, id.ptr, ppm / 10000, date);
    fflush(stderr);
}

/* `most` iterations in all: those of a round, but on a terminal a first look at a few. */
static uint32_t round_of(const struct request *request, uint32_t have, uint32_t wants)
{
    return request->watched && have == 0 && wants > FIRST_LOOK ? FIRST_LOOK : wants;
}

/* Run the job until it wants no more, and beside it its twin. Any number of threads, and any
 * rounds, give the same bytes. */
static bool simulate(const struct request *request, struct baton_job *job,
                     const struct baton_twin *twin, struct baton_job *other)
{
    struct baton_worker *workers[THREADS_MOST] = {NULL};
    const unsigned threads = threads_of(request);
    struct baton_partial *so_far = NULL, *beside = NULL;
    uint32_t have = 0, wants;
    bool looked = false;

    while ((wants = baton_job_wants(job, have >= FIRST_LOOK_LEAST ? so_far : NULL)) > have) {
        const uint32_t to = round_of(request, have, wants);
        const unsigned pieces = (to - have + PIECE_BLOCKS * BATON_BLOCK - 1) /
                                (PIECE_BLOCKS * BATON_BLOCK);
        struct baton_partial **parts = calloc(2 * ((size_t)pieces + 1), sizeof(parts[0]));
        struct round round = {job, twin, workers, parts, parts + pieces + 1, have, to};

        if (!parts)
            return false;
        pool_run(threads, pieces, run_piece, &round);
        round.parts[pieces] = so_far;
        round.others[pieces] = beside;
        so_far = baton_job_merge(job, round.parts, pieces + (so_far ? 1 : 0));
        if (twin)
            beside = baton_job_merge(other, round.others, pieces + (beside ? 1 : 0));
        have = to;
        free(parts);
        if (request->watched && have < wants) {
            show_first_look(job, so_far, have, wants);
            looked = true;
        }
    }
    if (looked)
        fprintf(stderr, "\r%*s\r", PROGRESS_WIDTH, "");
    finish(job, so_far, threads, workers);
    if (twin)
        finish(other, beside, threads, workers);
    for (unsigned i = 0; i < THREADS_MOST; i++)
        if (workers[i])
            baton_worker_free(workers[i]);
    return true;
}

static bool by_arcs(const struct request *request)
{
    const char *mode = request_value(request, &flag_capacity_mode);

    return mode && strcmp(mode, "arcs") == 0;
}

static struct baton_forecast_options options_of(const struct request *request)
{
    return (struct baton_forecast_options){
        .seed = (uint64_t)request_number(request, &flag_seed, 1),
        .iterations = (uint32_t)request_number(request, &flag_iterations, 0),
        .no_capacity = request_has(request, &flag_no_capacity),
        .arcs = by_arcs(request)};
}

static bool refuse_memory(struct answer *answer)
{
    answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
    return false;
}

/* What asks for findings alone may look at fewer iterations: it says by how many. */
static bool compute_forecast(const struct request *request, struct answer *answer, unsigned needs,
                             const struct baton_forecast_options *how, struct baton_study *study)
{
    struct baton_forecast_options usual = options_of(request);
    struct baton_job *job;

    usual.hurried = needs & BATON_NEEDS_FINDINGS && !(needs & BATON_WANTS_GAINS);
    usual.lean = needs & BATON_FINDINGS_ALONE;
    usual.weeks = needs & BATON_NEEDS_WEEKS;
    job = baton_job_new(study, how ? how : &usual);

    if (!job) {
        answer->outcome = OUTCOME_NO_FORECAST;
        return false;
    }
    return simulate(request, job, NULL, NULL) || refuse_memory(answer);
}

/* Both plans, side by side where the second has much in common with the first; else one after the
 * other, with as many iterations. */
static bool compute_pair(const struct request *request, struct answer *answer,
                         const struct baton_forecast_options *how, struct baton_study *before,
                         struct baton_study *after)
{
    struct baton_job *first = baton_job_new(before, how);
    struct baton_job *second = first ? baton_job_new(after, how) : NULL;
    const struct baton_twin *twin;

    if (!second) {
        answer->outcome = OUTCOME_NO_FORECAST;
        return false;
    }
    twin = baton_twin_new(first, second);
    if (twin)
        return simulate(request, first, twin, second) || refuse_memory(answer);
    if (!simulate(request, first, NULL, NULL))
        return refuse_memory(answer);
    baton_job_set_iterations(second, baton_study_iterations(before));
    return simulate(request, second, NULL, NULL) || refuse_memory(answer);
}

bool study_check_request(const struct request *request, struct answer *answer)
{
    if (request_has(request, &flag_old) && !request_has(request, &flag_search)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                      "--from needs --capacity: it begins a search", NULL);
        return false;
    }
    if (request_has(request, &flag_capacity) && request_has(request, &flag_no_capacity)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                      "--capacity and --no-capacity exclude each other", NULL);
        return false;
    }
    if (request_number(request, &flag_iterations, 0) > BATON_ITERATION_CEILING) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                      "--iterations takes at most 1000000", NULL);
        return false;
    }
    return true;
}

struct search {
    struct baton_search *search;
};

static void run_island(void *context, unsigned piece, unsigned thread)
{
    struct search *search = context;

    (void)thread;
    baton_search_run(search->search, piece);
}

/* One line on the terminal, written over; nothing for what takes less than a second. */
static void show_progress(double began, uint64_t used, uint64_t asked, double *shown)
{
    const double now = host_seconds();

    if (now - began < 1 || now - *shown < PROGRESS_S)
        return;
    *shown = now;
    fprintf(stderr, "\r%llu of %llu schedules tried (Ctrl-C takes the best so far) ",
            (unsigned long long)used, (unsigned long long)asked);
    fflush(stderr);
}

/* A round as short as this is not worth waking threads for, which take as long. */
#define ROUND_SHORT_S 2e-4

/* How long schedules take, of the population ([0]) and of search by learning ([1]); and when to
 * stop, by the clock of the request (0: when all are used). */
struct pace {
    double seconds[2];
    uint64_t schedules[2];
    double until;
};

static double now_for(const struct request *request)
{
    return request_has(request, &flag_core_seconds) ? host_core_seconds() : host_seconds();
}

/* Any number of threads gives the same. Interrupted, or out of time: the best of the rounds that
 * are whole. */
static struct baton_search *run_search(const struct request *request, struct baton_study *study,
                                       const struct baton_node *old, uint64_t schedules,
                                       struct pace *pace)
{
    const struct baton_search_options options = {
        .seed = (uint64_t)request_number(request, &flag_seed, 1), .schedules = schedules,
        .from = old};
    struct search search = {baton_search_new(study, &options)};
    const double began = host_seconds();
    double shown = 0, round_began = now_for(request);
    uint64_t used = 0;
    double took = 0;
    uint32_t pieces = 1;
    bool learns = false;

    if (request->stoppable)
        host_watch_interrupt();
    while (search.search && pieces > 0) {
        const double now = now_for(request);

        pieces = baton_search_round(search.search);
        pace->seconds[learns] += now - round_began;
        pace->schedules[learns] += baton_search_used(search.search) - used;
        used = baton_search_used(search.search);
        learns = baton_search_learns(search.search);
        took = now - round_began;
        round_began = now;
        if (used > 0 && ((request->stoppable && host_interrupted()) ||
                         (pace->until > 0 && now >= pace->until)))
            break;
        if (request->watched)
            show_progress(began, used, schedules, &shown);
        if (pieces > 0)
            pool_run(took < ROUND_SHORT_S ? 1 : threads_of(request), pieces, run_island, &search);
    }
    if (request->stoppable)
        host_unwatch_interrupt();
    if (shown > 0)
        fprintf(stderr, "\r%*s\r", PROGRESS_WIDTH, "");
    return search.search;
}

static double seconds_of(const struct baton_search *search, const struct pace *pace,
                         uint64_t schedules)
{
    const uint64_t learning = baton_search_learning_of(search, schedules);
    const uint64_t of[2] = {schedules - learning, learning};
    double sum = 0;

    for (int kind = 0; kind < 2; kind++)
        if (pace->schedules[kind] > 0)
            sum += pace->seconds[kind] * (double)of[kind] / (double)pace->schedules[kind];
    return sum;
}

/* The most schedules, in thousands, that take at most so many seconds; one thousand at least. All
 * sizes are looked at, two percent apart, for more may take less. */
static uint64_t schedules_of(const struct baton_search *search, const struct pace *pace,
                             double seconds)
{
    uint64_t most = 1;

    for (uint64_t n = 1; n < SCHEDULES_THOUSANDS; n += 1 + n / 50)
        if (seconds_of(search, pace, n * 1000) <= seconds)
            most = n;
    return most * 1000;
}

/* As many schedules as take about so many seconds here: one or two short searches say how fast the
 * machine is on this plan. The search then depends on that number alone, so that it can be
 * repeated. */
static uint64_t schedules_in(const struct request *request, struct baton_study *study,
                             const struct baton_node *old, double seconds)
{
    const double began = now_for(request);
    uint64_t tried = SCHEDULES_PROBED;
    struct pace pace = {.until = 0};
    struct baton_search *search = run_search(request, study, old, tried, &pace);

    if (now_for(request) - began < seconds / SCHEDULES_SHARE) {
        tried *= SCHEDULES_MORE;
        pace = (struct pace){.until = 0};
        search = run_search(request, study, old, tried, &pace);
    }
    seconds -= now_for(request) - began;
    if (seconds <= 0 || !search)
        return tried;
    return schedules_of(search, &pace, seconds);
}

/* The schedule to begin with, if one is named. False: it cannot be read; the answer is refused. */
static bool read_old(const struct request *request, struct answer *answer,
                     const struct baton_node **ret_old)
{
    const char *path = request_value(request, &flag_old);
    char message[FILE_MESSAGE];
    struct baton_text bytes;

    *ret_old = NULL;
    if (!path)
        return true;
    if (!file_read(path, &bytes, message)) {
        char text[PATH_SHOWN + FILE_MESSAGE + 4];

        snprintf(text, sizeof(text), "%.*s: %s", PATH_SHOWN, path, message);
        answer_refuse(answer, OUTCOME_UNUSABLE, "unreadable-file", text, NULL);
        return false;
    }
    if (!answer_keep(answer, bytes)) {
        free((char *)(uintptr_t)bytes.ptr);
        return refuse_memory(answer);
    }
    *ret_old = baton_json_read(answer->b, baton_source(answer->b, text_of(path), bytes));
    if (!*ret_old)
        answer->outcome = OUTCOME_UNUSABLE;
    return *ret_old != NULL;
}

static bool search_dates(const struct request *request, struct answer *answer,
                         struct baton_study *study)
{
    const struct flag *clock =
        request_has(request, &flag_core_seconds) ? &flag_core_seconds : &flag_seconds;
    const int64_t seconds = request_number(request, clock, 0);
    struct pace pace = {.until = clock == &flag_core_seconds ? (double)seconds : 0};
    uint64_t schedules = (uint64_t)request_number(request, &flag_schedules, SCHEDULES_USUAL);
    const struct baton_node *old;
    struct baton_search *search;

    if (!read_old(request, answer, &old))
        return false;
    if (seconds > 0 && !request_has(request, &flag_schedules))
        schedules = schedules_in(request, study, old, (double)seconds);
    search = run_search(request, study, old, schedules, &pace);
    if (search && baton_search_finish(search))
        return true;
    answer->outcome = OUTCOME_UNUSABLE;
    return false;
}

/* Of a plan in a store: its log, at most the last changes of it, and what was found there last. */
static bool remember(struct answer *answer, struct baton_study *study)
{
    struct ground *g = answer->grounds;
    struct baton_change *changes;
    int64_t seq;
    size_t count;

    if (answer->before) {
        const struct baton_text *findings;

        count = baton_findings_of(answer->b, answer->before, &findings);
        baton_study_before(study, findings, count);
    }
    if (!g)
        return true;
    if (!ground_point(answer, g, &seq) ||
        !ground_changes(answer, g, seq > LOG_MOST ? seq - LOG_MOST : 0, seq, &changes, &count))
        return false;
    baton_study_log(study, changes, count);
    if (ground_of_plan(answer) && !answer->before)
        ground_remember(answer, g, study);
    return true;
}

/* Compute what the report reads. False: the answer is refused. */
bool study_compute(const struct request *request, struct answer *answer, unsigned needs,
                   const struct baton_forecast_options *how, struct baton_study *study)
{
    const unsigned forecast = BATON_NEEDS_FORECAST | BATON_WANTS_FORECAST;

    if (needs & (BATON_NEEDS_SCHEDULE | BATON_NEEDS_FINDINGS | forecast) &&
        !baton_study_schedule(study)) {
        answer->outcome = OUTCOME_UNUSABLE;
        return false;
    }
    if (needs & BATON_NEEDS_OWN && !baton_study_own(study)) {
        answer->outcome = OUTCOME_UNUSABLE;
        return false;
    }
    if (request_has(request, &flag_search) && !search_dates(request, answer, study))
        return false;
    if (needs & forecast && !compute_forecast(request, answer, needs, how, study) &&
        (needs & BATON_NEEDS_FORECAST || answer->outcome != OUTCOME_NO_FORECAST))
        return false;
    if (needs & (BATON_NEEDS_FINDINGS | BATON_NEEDS_STATUS) && !answer->kept &&
        !study_take_kept(answer))
        return false;
    if (needs & BATON_NEEDS_FINDINGS) {
        if (!remember(answer, study))
            return false;
        baton_study_check(study, PRICED_MOST);
    } else if (needs & BATON_NEEDS_STATUS) {
        if (!remember(answer, study))
            return false;
        baton_study_status(study);
    }
    if (needs & BATON_WANTS_GAINS)
        baton_study_gains(study);
    return true;
}

bool study_take_kept(struct answer *answer)
{
    struct ground *g = ground_of_plan(answer);
    struct baton_kept *items = NULL;
    size_t count = 0;

    if (g && !ground_kept(answer, g, "forecast", NULL, &items, &count))
        return false;
    answer->kept = items;
    answer->kept_count = count;
    return true;
}

void study_print(const struct request *request, struct answer *answer, const char *report,
                 const struct baton_study *study, const char *subject)
{
    struct baton_report_options options = {
        .json = request_has(request, &flag_json),
        .html = request_has(request, &flag_html),
        .svg = request_has(request, &flag_svg),
        .csv = request_has(request, &flag_csv),
        .changes = answer->changes,
        .change_count = answer->change_count,
        .since = answer->since,
        .kept = answer->kept,
        .kept_count = answer->kept_count,
        .variants = answer->variants,
        .variant_count = answer->variant_count,
        .width = request->width,
        .color = request->color,
        .ascii = request_has(request, &flag_ascii),
        .subject = text_of(subject),
        .who = request_has(request, &flag_names),
        .everything = request_has(request, &flag_all),
        .weeks = (unsigned)request_number(request, &flag_weeks, 0),
        .audience = text_of(request_value(request, &flag_audience)),
        .command = text_of(request->arguments[0] ? request->arguments[0] : ".")};

    if (form_take(request, answer, &options))
        form_print(request, answer, study, report, &options);
}

bool study_compare(const struct request *request, struct answer *answer, unsigned needs,
                   struct baton_study *before, struct baton_study *after)
{
    struct baton_forecast_options how = options_of(request);

    how.dates_only = true;
    if (needs == BATON_NEEDS_FORECAST) {
        if (!study_compute(request, answer, BATON_NEEDS_SCHEDULE, NULL, before) ||
            !study_compute(request, answer, BATON_NEEDS_SCHEDULE, NULL, after) ||
            !compute_pair(request, answer, &how, before, after))
            return false;
        baton_study_compare(after, before);
        return true;
    }
    if (!study_compute(request, answer, needs, &how, before))
        return false;
    if (how.iterations == 0)
        how.iterations = baton_study_iterations(before);
    if (!study_compute(request, answer, needs, &how, after))
        return false;
    baton_study_compare(after, before);
    return true;
}

bool study_dates(const struct request *request, struct answer *answer, uint32_t iterations,
                 struct baton_study *study)
{
    struct baton_forecast_options how = options_of(request);

    how.dates_only = true;
    if (how.iterations == 0)
        how.iterations = iterations;
    return study_compute(request, answer, BATON_NEEDS_FORECAST, &how, study);
}

bool study_is_possible(const struct request *request, const struct baton_plan *plan)
{
    const struct baton_forecast_options how = options_of(request);
    struct baton *b = baton_new(&host_pages, 0);
    struct baton_study *study = baton_study_new(b, plan);
    const bool possible = baton_study_schedule(study) && baton_job_new(study, &how);

    baton_free(b);
    return possible;
}

struct explaining {
    struct baton_why *why;
    struct baton_worker **workers;
};

static void run_step(void *context, unsigned piece, unsigned thread)
{
    struct explaining *e = context;

    if (!e->workers[thread])
        e->workers[thread] = baton_worker_new(&host_pages, 0);
    baton_why_run(e->why, e->workers[thread], piece);
}

bool study_explain(const struct request *request, struct answer *answer,
                   struct baton_why_options *how, struct baton_study *before,
                   struct baton_study *after)
{
    struct baton_worker *workers[THREADS_MOST] = {NULL};
    struct explaining e = {NULL, workers};
    const uint32_t iterations = how->forecast.iterations;
    uint32_t pieces;

    how->forecast = options_of(request);
    if (how->forecast.iterations == 0)
        how->forecast.iterations = iterations;
    baton_study_compare(after, before);
    e.why = baton_why_new(after, how);
    while ((pieces = baton_why_round(e.why)) > 0)
        pool_run(threads_of(request), pieces, run_step, &e);
    for (unsigned i = 0; i < THREADS_MOST; i++)
        if (workers[i])
            baton_worker_free(workers[i]);
    if (!baton_why_finish(e.why))
        answer->outcome = OUTCOME_NO_FORECAST;
    return answer->outcome == OUTCOME_DONE;
}

struct hitting {
    struct baton_hit *hit;
    struct baton_worker **workers;
};

static void run_set(void *context, unsigned piece, unsigned thread)
{
    struct hitting *h = context;

    if (!h->workers[thread])
        h->workers[thread] = baton_worker_new(&host_pages, 0);
    baton_hit_run(h->hit, h->workers[thread], piece);
}

bool study_hit(const struct request *request, struct answer *answer, const char *commitment,
               int32_t wanted_ppm, struct baton_study *study)
{
    const struct baton_forecast_options how = options_of(request);
    struct baton_worker *workers[THREADS_MOST] = {NULL};
    struct hitting h = {baton_hit_new(study, text_of(commitment), wanted_ppm, &how), workers};
    uint32_t pieces, done = 0;

    if (!h.hit) {
        answer->outcome = OUTCOME_NOT_FOUND;
        return false;
    }
    while ((pieces = baton_hit_round(h.hit)) > 0) {
        pool_run(threads_of(request), pieces, run_set, &h);
        done += pieces;
        if (request->watched)
            fprintf(stderr, "\r%u sets of steps simulated ", done);
    }
    if (request->watched && done > 0)
        fprintf(stderr, "\r%*s\r", PROGRESS_WIDTH, "");
    for (unsigned i = 0; i < THREADS_MOST; i++)
        if (workers[i])
            baton_worker_free(workers[i]);
    if (!baton_hit_finish(h.hit))
        answer->outcome = OUTCOME_NO_FORECAST;
    return answer->outcome == OUTCOME_DONE;
}

void answer_with_report(const struct request *request, struct answer *answer, const char *report,
                        struct baton_study **ret_study)
{
    struct baton_report_info info = {NULL, NULL, 0};
    const struct baton_plan *plan;
    struct baton_study *study;

    if (!study_check_request(request, answer))
        return;
    plan = load_plan(request, answer);
    if (!plan)
        return;
    if (!baton_report_find(report, &info)) {
        answer_refuse(answer, OUTCOME_INTERNAL, "unfit", "there is no such report", NULL);
        return;
    }
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, info.needs, NULL, study))
        return;
    if (ret_study)
        *ret_study = study;
    study_print(request, answer, report, study, request->arguments[1]);
}

void answer_without_plan(const struct request *request, struct answer *answer,
                         const char *report)
{
    study_print(request, answer, report, NULL, request->arguments[0]);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/host.h"
#include "app/verbs/compose.h"
#include "app/verbs/ground.h"
#include "app/verbs/study.h"

enum { POINTS_MOST = 1000 };

static const struct flag flag_every = {
    .name = "every", .value = "DAYS", .number = true, .least = 1,
    .doc = "also what would have been forecast every so many days, computed now from the plan as "
           "it was then; nothing of it is kept"};
static const struct flag flag_since = {
    .name = "since", .value = "DATE", .doc = "with --every: from that day on (default: the first "
                                             "change)"};

static const struct flag *const flags[] = {
    &flag_every, &flag_since, &flag_csv, &flag_html, &flag_svg, &flag_audience, &flag_all,
    &flag_iterations, &flag_seed, &flag_threads, &flag_capacity, &flag_no_capacity,
    &flag_capacity_mode, NULL};

/* Room for `more` further items. */
static bool make_room(struct answer *answer, struct baton_kept **items, size_t count, size_t more)
{
    const size_t bytes = (count + more + 1) * sizeof(**items);
    struct baton_kept *grown = malloc(bytes);

    if (!grown || !answer_keep(answer, (struct baton_text){(const char *)grown, bytes})) {
        free(grown);
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
        return false;
    }
    if (count > 0)
        memcpy(grown, *items, count * sizeof(**items));
    *items = grown;
    return true;
}

/* The forecast of the plan as it was on that day, in a context of its own: what was wrong with it
 * then is no news. Absent: none was possible. */
static struct baton_text forecast_then(const struct request *request, struct ground *g,
                                       int64_t seq, int64_t day)
{
    const struct baton_report_options as = {.json = true};
    struct answer then = {.b = baton_new(&host_pages, 0)};
    struct baton_text body, copy = {NULL, 0};
    const struct baton_plan *plan;
    struct request asked = *request;
    struct baton_study *study;

    asked.today = day;
    asked.read_on = 0;       /* as it was read then */
    baton_set_vectors(then.b, host_vectors());
    plan = ground_plan(&asked, &then, g, seq);
    study = plan ? baton_study_new(then.b, plan) : NULL;
    if (study && study_dates(&asked, &then, 0, study) &&
        baton_report(then.b, study, "kept", &as, &body) == BATON_DONE)
        copy = store_copy(body);
    answer_release(&then);
    return copy;
}

static bool add_point(const struct request *request, struct answer *answer, struct ground *g,
                      int64_t day, struct baton_kept *items, size_t *count)
{
    char when[DATE_SIZE];
    struct baton_text body;
    const struct baton_node *root;
    int64_t seq;

    compose_day(day, when);
    if (!ground_seq(answer, g, when, &seq))
        return false;
    body = forecast_then(request, g, seq, day);
    if (!body.ptr)
        return true;
    if (!answer_keep(answer, body)) {
        free((void *)(uintptr_t)body.ptr);
        return false;
    }
    root = baton_json_read(answer->b, baton_source(answer->b, text_of("a forecast"), body));
    items[(*count)++] = (struct baton_kept){.kind = text_of("forecast"), .seq = seq, .body = root};
    return root != NULL;
}

/* Every so many days back from the last change's day or today, whichever the plan speaks of. */
static bool add_points(const struct request *request, struct answer *answer, struct ground *g,
                       struct baton_kept **items, size_t *count)
{
    const int64_t every = request_number(request, &flag_every, 7);
    const char *since = request_value(request, &flag_since);
    int64_t from, to = request->today, days[POINTS_MOST];
    size_t point_count = 0;

    if (!ground_first_day(answer, g, &from))
        return false;
    if (since) {
        int64_t day;

        if (!baton_day(text_of(since), &day)) {
            answer_refuse(answer, OUTCOME_UNUSABLE, "bad-value", "--since takes a date",
                          "dates are written 2026-11-23");
            return false;
        }
        from = day > from ? day : from;
    }
    for (int64_t day = to; day >= from && point_count < POINTS_MOST; day -= every)
        days[point_count++] = day;
    if (!make_room(answer, items, *count, point_count))
        return false;
    while (point_count-- > 0)
        if (!add_point(request, answer, g, days[point_count], *items, count))
            return false;
    return true;
}

static void run(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan;
    struct baton_kept *items;
    struct ground *g;
    size_t count;

    if (!study_check_request(request, answer))
        return;
    g = ground_past(request, answer, &plan, &items, &count);
    if (!g)
        return;
    if (request_has(request, &flag_every) && !add_points(request, answer, g, &items, &count))
        return;
    answer->kept = items;
    answer->kept_count = count;
    study_print(request, answer, "trend", baton_study_new(answer->b, plan),
                request->arguments[1]);
}

const struct verb verb_trend = {
    .name = "trend",
    .summary = "what was forecast, against the day on which it was: does it keep slipping?",
    .detail = "The milestone trend of every promise, or of one promise or milestone, from the "
              "forecasts that a store keeps (`baton brief`, `baton forecast --keep`): the promised "
              "date, how likely it was said to be, P50 and P80 by report date. Flat is steady; a "
              "line that rises as fast as time passes never arrives. --every DAYS adds what would "
              "have been forecast in the past, simulated now on the plan as it was then.",
    .arguments = {{"PLAN", false, "a store: a folder with baton.db (default: this folder), its "
                                  "path, or postgres://..."},
                  {"ID", false, "only this promise, or a milestone"}},
    .flags = flags,
    .example = "plan ga-march --every 7",
    .json_kind = "trend",
    .permission = PERMIT_READER,
    .run = run,
};

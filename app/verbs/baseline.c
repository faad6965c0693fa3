/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/verbs/baseline.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { MESSAGE = 700 };

static const struct flag flag_take = {
    .name = "take", .doc = "keep the plan as it is now under that name"};

static const struct flag *const flags[] = {
    &flag_take, &flag_why, &flag_by, &flag_replace, &flag_remove, &flag_dated, &flag_all,
    &flag_audience, &flag_html, &flag_iterations, &flag_seed, &flag_threads, &flag_capacity,
    &flag_no_capacity, &flag_capacity_mode, NULL};

const struct baton_plan *baseline_plan(const struct request *request, struct answer *answer,
                                       const struct shelf *shelf, const struct shelf_item *item)
{
    struct request then = *request;
    int64_t day;

    /* A plan that states no data date was of the day on which it was kept. */
    if (item->date.len == 10 && baton_day(item->date, &day))
        then.today = day;
    then.read_on = 0;           /* as it was read then */
    if (shelf->g)
        return ground_plan(&then, answer, shelf->g, item->seq);
    return load_files(&then, answer, item->path);
}

void baseline_label(const struct shelf_item *item, char *ret_label, size_t room)
{
    char seq[32] = "";

    if (item->seq > 0)
        snprintf(seq, sizeof(seq), ", change %lld", (long long)item->seq);
    snprintf(ret_label, room, "baseline %.*s (%.*s%s)%s%.*s", (int)item->name.len, item->name.ptr,
             (int)item->date.len, item->date.ptr ? item->date.ptr : "", seq,
             item->why.len > 0 ? ": " : "", (int)(item->why.len > 200 ? 200 : item->why.len),
             item->why.ptr ? item->why.ptr : "");
}

static void list(const struct request *request, struct answer *answer, const struct shelf *shelf)
{
    struct shelf_item *items;
    size_t count, size = 0;
    FILE *out;

    if (!shelf_read(answer, shelf, NULL, &items, &count))
        return;
    out = open_memstream(&answer->made, &size);
    if (!out) {
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
        return;
    }
    if (request_has(request, &flag_json))
        fputs("{\"format_version\": \"1.0\", \"kind\": \"baselines\", \"baselines\": [", out);
    for (size_t i = 0; i < count; i++) {
        char label[MESSAGE];

        if (request_has(request, &flag_json)) {
            fprintf(out, "%s{\"name\": \"%.*s\", \"date\": \"%.*s\", \"seq\": %lld}",
                    i > 0 ? ", " : "", (int)items[i].name.len, items[i].name.ptr,
                    (int)items[i].date.len, items[i].date.ptr ? items[i].date.ptr : "",
                    (long long)items[i].seq);
            continue;
        }
        baseline_label(&items[i], label, sizeof(label));
        fprintf(out, "%s%s%.*s%s\n", label + strlen("baseline "),
                items[i].by.len > 0 ? "  by " : "",
                (int)items[i].by.len, items[i].by.ptr ? items[i].by.ptr : "",
                memchr(items[i].name.ptr, '~', items[i].name.len) ? "  (replaced since)" : "");
    }
    if (request_has(request, &flag_json))
        fputs("]}\n", out);
    else if (count == 0)
        fprintf(out, "No baseline is kept. To keep one: baton baseline %.300s NAME --take\n",
                shelf->g ? shelf->g->name : shelf->plan);
    fclose(out);
    answer->bytes = (struct baton_text){answer->made, size};
}

static void take(const struct request *request, struct answer *answer, const struct shelf *shelf,
                 const struct baton_plan *plan)
{
    const bool replaces = shelf_has(shelf, request->arguments[1]);
    size_t size = 0;
    FILE *out;

    if (!shelf_put(request, answer, shelf, request->arguments[1], plan, plan))
        return;
    out = open_memstream(&answer->made, &size);
    if (!out)
        return;
    fprintf(out, "kept as baseline %.80s%s\nnext: baton baseline %.300s %.80s\n",
            request->arguments[1],
            replaces ? "; the one before it stays, as the last NAME~N of the list" : "",
            shelf->g ? shelf->g->name : shelf->plan, request->arguments[1]);
    fclose(out);
    answer->bytes = (struct baton_text){answer->made, size};
}

static void compare(const struct request *request, struct answer *answer,
                    const struct shelf *shelf, const struct baton_plan *plan)
{
    const struct baton_plan *was;
    struct baton_study *before, *after;
    struct shelf_item *items;
    char label[MESSAGE];
    size_t count;

    if (!shelf_read(answer, shelf, request->arguments[1], &items, &count) ||
        !(was = baseline_plan(request, answer, shelf, &items[0])))
        return;
    before = baton_study_new(answer->b, was);
    after = baton_study_new(answer->b, plan);
    if (!study_compare(request, answer, BATON_NEEDS_SCHEDULE | BATON_WANTS_FORECAST, before, after))
        return;
    answer->outcome = OUTCOME_DONE;         /* without a forecast the dates are compared */
    baseline_label(&items[0], label, sizeof(label));
    answer->since = text_of(label);
    study_print(request, answer, "variance", after, NULL);
}

static void run(const struct request *request, struct answer *answer)
{
    const char *name = request->arguments[1];
    const struct baton_plan *plan;
    struct shelf shelf;

    if (!study_check_request(request, answer) ||
        !shelf_open(request, answer, "baseline", &shelf))
        return;
    if (!name && !request_has(request, &flag_take) && !request_has(request, &flag_remove)) {
        list(request, answer, &shelf);
        return;
    }
    if (!name) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "a name is wanted",
                      "as in: baton baseline plan agreed --take");
        return;
    }
    if (request_has(request, &flag_remove)) {
        shelf_remove(answer, &shelf, name);
        return;
    }
    plan = shelf.g ? ground_plan(request, answer, shelf.g, shelf.g->head.seq)
                   : load_files(request, answer, shelf.plan);
    if (!plan)
        return;
    if (request_has(request, &flag_take))
        take(request, answer, &shelf, plan);
    else
        compare(request, answer, &shelf, plan);
}

const struct verb verb_baseline = {
    .name = "baseline",
    .summary = "the plan as it was agreed, kept by name, and what became of it",
    .detail = "Without a name, what is kept. With --take the plan as it is now is kept "
              "under the name; an existing one is replaced with --replace only, and the "
              "earlier one stays beside it, so that a re-baselining is seen. With a name "
              "alone, the variance: promised dates that were changed, how likely each "
              "promise was and is, P50 and P80, the cost, and the work whose dates moved "
              "most. `baton brief PLAN --since NAME` takes the name too. A store keeps the "
              "change; beside plan files the whole plan is a file of the folder baselines/. "
              "(To accept findings for now: baton check --baseline.)",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or a store"},
                  {"NAME", false, "its name"}},
    .flags = flags,
    .example = "plan agreed --take --because 'steering, 1 October'",
    .json_kind = "variance",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

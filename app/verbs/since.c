/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/since.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/verbs/baseline.h"
#include "app/verbs/compose.h"
#include "app/verbs/study.h"

enum { NAME_MOST = 256, BODY = 200, DAY_S = 86400, LINES_MOST = 40 };

const struct flag flag_looked_since = {
    .name = "since", .value = "WHEN",
    .doc = "what changed since: a date or change of the store, or another plan (default, of a "
           "store: since you last looked)"};
const struct flag flag_reader = {
    .name = "reader", .value = "NAME",
    .doc = "of a store: who looks (default: your name on this machine)"};
const struct flag flag_peek = {
    .name = "peek", .doc = "of a store: write nothing, neither the forecast nor that you looked"};

/* --- from a point of the log to now ----------------------------------------------------------- */

/* The plan after `seq` with what changed since; one that states no data date is of `day`. */
static bool from_log(const struct request *request, struct answer *answer, struct ground *g,
                     int64_t seq, int64_t day, struct since *ret)
{
    struct request then = *request;

    then.today = day;
    then.read_on = 0;       /* as it was read then */
    if (!ground_changes(answer, g, seq, g->head.seq, &ret->changes, &ret->change_count))
        return false;
    if (!ground_forecasts_then(answer, g, seq, &ret->kept, &ret->kept_count))
        return false;
    ret->plan = ground_plan(&then, answer, g, seq);
    return ret->plan != NULL;
}

static void set_label(struct since *since, const char *what, int64_t seq)
{
    char date[DATE_SIZE];

    compose_day(baton_plan_as_of(since->plan) / DAY_S, date);
    if (!what)
        snprintf(since->label, sizeof(since->label), "%s, change %lld", date, (long long)seq);
    else if (seq > 0)
        snprintf(since->label, sizeof(since->label), "%.200s (%s, change %lld)", what, date,
                 (long long)seq);
    else
        snprintf(since->label, sizeof(since->label), "%.200s (%s)", what, date);
}

/* A baseline of that name. */
static bool from_baseline(const struct request *request, struct answer *answer,
                          const struct shelf *shelf, const char *name, struct since *ret)
{
    struct shelf_item *items;
    size_t count;

    if (!shelf_read(answer, shelf, name, &items, &count))
        return false;
    ret->plan = baseline_plan(request, answer, shelf, &items[0]);
    baseline_label(&items[0], ret->label, sizeof(ret->label));
    return ret->plan != NULL;
}

bool since_named(const struct request *request, struct answer *answer, struct ground *g,
                 const char *when, struct since *ret_since)
{
    struct since since = {.plan = NULL};
    const struct shelf shelf = {
        .g = g, .plan = request->arguments[0] ? request->arguments[0] : ".", .kind = "baseline"};
    int64_t seq, day;

    if (shelf_has(&shelf, when)) {
        if (!from_baseline(request, answer, &shelf, when, &since))
            return false;
    } else if (ground_is_store(when) || file_kind_of(when) != FILE_ABSENT) {
        since.plan = load_plan_of(request, answer, when);
        if (!since.plan)
            return false;
        set_label(&since, when, 0);
    } else if (g) {
        if (!ground_seq(answer, g, when, &seq))
            return false;
        if (strlen(when) < 10 || !baton_day((struct baton_text){when, 10}, &day))
            day = request->today;
        if (!from_log(request, answer, g, seq, day, &since))
            return false;
        set_label(&since, NULL, seq);
    } else {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "no-history",
                      "PLAN is no store, so it has no past",
                      "name another plan: --since old/, as git worktree add ../old REVISION makes");
        return false;
    }
    *ret_since = since;
    return true;
}

/* --- the cursor of a reader ------------------------------------------------------------------- */

struct look {
    long long seq, day;         /* the plan that was seen */
    long long from_seq, from_day;       /* what it was compared with; from_seq -1: nothing */
    bool known;
};

static bool take_look(void *context, const struct store_item *item)
{
    struct look *l = context;
    char body[BODY];

    snprintf(body, sizeof(body), "%.*s", (int)item->body.len, item->body.ptr);
    l->known = sscanf(body, "{\"seq\":%lld,\"day\":%lld,\"from_seq\":%lld,\"from_day\":%lld}",
                      &l->seq, &l->day, &l->from_seq, &l->from_day) == 4;
    return false;
}

/* What is written is what take_look reads. */
static void note_look(struct ground *g, const char *reader, const struct look *l)
{
    char body[BODY];
    struct store_item item = {.kind = text_of("cursor"), .name = text_of(reader),
                              .seq = g->head.seq};
    char at[32];

    snprintf(body, sizeof(body),
             "{\"seq\":%lld,\"day\":%lld,\"from_seq\":%lld,\"from_day\":%lld}", l->seq, l->day,
             l->from_seq, l->from_day);
    compose_day(l->day, at);
    strcat(at, "T00:00:00Z");
    item.at = text_of(at);
    item.body = text_of(body);
    store_keep(g->store, &item);        /* a store that cannot be written is no fault here */
}

bool since_looked(const struct request *request, struct answer *answer, struct ground *g,
                  const struct baton_plan *plan, const char *reader, bool note,
                  struct since *ret_since)
{
    struct look last = {.known = false};
    struct look now = {.seq = g->head.seq, .day = baton_plan_as_of(plan) / DAY_S, .from_seq = -1};
    enum store_result result;

    reader = reader ? reader : request_value(request, &flag_reader);
    reader = reader ? reader : ground_user(request);
    reader = reader ? reader : "reader";
    *ret_since = (struct since){.plan = NULL};
    result = store_kept(g->store, "cursor", reader, take_look, &last);
    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    if (last.known && last.seq <= now.seq) {
        const bool same = last.seq == now.seq && last.day == now.day;

        now.from_seq = same ? last.from_seq : last.seq;
        now.from_day = same ? last.from_day : last.day;
    }
    if (note)
        note_look(g, reader, &now);
    if (now.from_seq < 0)
        return true;
    if (!from_log(request, answer, g, now.from_seq, now.from_day, ret_since))
        return false;
    set_label(ret_since, "you last looked", now.from_seq);
    return true;
}

/* --- why -------------------------------------------------------------------------------------- */

void since_explain(const struct request *request, struct answer *answer,
                   const struct since *since, struct baton_study *study)
{
    struct baton_why_options how = {.changes = since->changes,
                                    .change_count = since->change_count,
                                    .kept = since->kept, .kept_count = since->kept_count};
    struct baton_study *before;

    if (!since->plan)
        return;
    answer->since = store_copy(text_of(since->label));
    if (!answer_keep(answer, answer->since))
        answer->since = text_of(NULL);
    if (baton_study_iterations(study) == 0 || !study_is_possible(request, since->plan))
        return;
    /* As many iterations as the page itself, so that both say the same dates; many changes of a
     * large plan are worth fewer (core/decide/why.h). */
    if (since->change_count <= LINES_MOST)
        how.forecast.iterations = baton_study_iterations(study);
    before = baton_study_new(answer->b, since->plan);
    if (!study_explain(request, answer, &how, before, study))
        answer->outcome = OUTCOME_DONE;
}

struct baton_study *since_study(const struct request *request, struct answer *answer,
                                const char *report, bool looks)
{
    const char *when = request_value(request, &flag_looked_since);
    struct baton_report_info info = {NULL, NULL, 0};
    struct since since = {.plan = NULL};
    const struct baton_plan *plan;
    struct baton_study *study;
    struct ground *g;

    plan = study_check_request(request, answer) ? load_plan(request, answer) : NULL;
    if (!plan)
        return NULL;
    g = ground_of_plan(answer);
    if (g && looks &&
        !since_looked(request, answer, g, plan, NULL,
                      !request_has(request, &flag_peek) && !request_has(request, &flag_explain),
                      &since))
        return NULL;
    if (when && !since_named(request, answer, g, when, &since))
        return NULL;
    baton_report_find(report, &info);
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, info.needs, NULL, study))
        return NULL;
    since_explain(request, answer, &since, study);
    return study;
}

/* ... with the forecast of then, whose figures are claims too. */
static void compare(const struct request *request, struct answer *answer,
                    const struct since *since, struct baton_study *study)
{
    struct baton_why_options how = {.changes = since->changes,
                                    .change_count = since->change_count};
    struct baton_forecast_options dates = {.iterations = baton_study_iterations(study)};
    struct baton_study *before;

    if (!since->plan || dates.iterations == 0 || !study_is_possible(request, since->plan))
        return;
    dates.seed = (uint64_t)request_number(request, &flag_seed, 1);
    how.forecast.iterations = dates.iterations;
    before = baton_study_new(answer->b, since->plan);
    if (study_compute(request, answer, ASKED_NEEDS, &dates, before) &&
        !study_explain(request, answer, &how, before, study))
        answer->outcome = OUTCOME_DONE;
}

/* The first id of the list that is of a report: its name, and what stands behind the slash. False:
 * none is. */
static bool figure_of(const char *id, char *ret_name, char *ret_subject)
{
    size_t colon, name;

    if (!strchr(id, ':'))
        return false;
    while (strcspn(id, ",") < strcspn(id, ":"))
        id += strcspn(id, ",") + 1;
    colon = strcspn(id, ":");
    name = strcspn(id, "/:+");
    snprintf(ret_name, NAME_MOST, "%.*s", (int)name, id);
    name = strcspn(id, "/:");
    snprintf(ret_subject, NAME_MOST, "%.*s", (int)(name < colon ? colon - name - 1 : 0),
             id + name + 1);
    return true;
}

/* Reports that read more than a study of one plan: their verb is asked again, which writes
 * nothing. Those of two plans or of edits want them as arguments, too. */
static const struct verb *verb_again(const char *name)
{
    static const char *const names[] = {"decide", "impact", "blocked", "hit", "whatif", "log",
                                        "trend", "score", "checkin", "pulse"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return verb_find(name);
    return NULL;
}

/* PLAN, what the id is about, then what the asker adds. */
static void ask_again(const struct request *request, struct answer *answer,
                      const struct verb *verb, char *subject)
{
    struct request again = *request;
    unsigned at = 1;

    again.verb = verb;
    again.arguments[1] = again.arguments[2] = NULL;
    again.more_count = 0;
    if (*subject)
        again.arguments[at++] = subject;
    if (request->arguments[2])
        again.arguments[at++] = request->arguments[2];
    for (unsigned i = 0; i < request->more_count; i++)
        if (at < ARGUMENT_MOST && verb->arguments[at].name)
            again.arguments[at++] = request->more[i];
        else
            again.more[again.more_count++] = request->more[i];
    if (again.given_count < FLAG_MOST) {
        again.given[again.given_count] = &flag_explain;
        again.values[again.given_count++] = request->arguments[1];
    }
    verb->run(&again, answer);
}

/* A figure of a report is told again with what that report reads. False: the answer is refused. */
static bool take_needs(const char *name, struct answer *answer, struct baton_report_info *info)
{
    const unsigned asked = BATON_NEEDS_OTHER | BATON_NEEDS_WHY | BATON_NEEDS_HIT |
                           BATON_NEEDS_OPTIONS;
    struct baton_report_info own = {NULL, NULL, 0};

    if (!baton_report_find(name, &own)) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-claim",
                      "no report has the name before the colon", NULL);
        return false;
    }
    if (own.needs & asked) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-claim",
                      "that figure is of a question with arguments of its own",
                      "add --why and the id to the command that said it");
        return false;
    }
    info->needs |= own.needs;
    return study_take_kept(answer);
}

void since_claim(const struct request *request, struct answer *answer, const char *when)
{
    struct baton_report_info info = {NULL, NULL, 0};
    struct since since = {.plan = NULL};
    const struct baton_plan *plan;
    char name[NAME_MOST], subject[NAME_MOST];
    const bool is_figure = figure_of(request->arguments[1], name, subject);
    struct baton_study *study;

    if (is_figure && strcmp(name, "whatif") == 0 && !request->arguments[2] &&
        request->more_count == 0 && !request_has(request, &flag_edits_file) &&
        !request_has(request, &flag_mitigate)) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-claim",
                      "that figure is of a what-if, and its edits are not said",
                      "for example: baton why PLAN whatif:ga-march.p80 "
                      "token-api.estimate=3w..4w..7w");
        return;
    }
    if (is_figure && verb_again(name)) {
        ask_again(request, answer, verb_again(name), subject);
        return;
    }
    if (!study_check_request(request, answer))
        return;
    plan = load_plan(request, answer);
    if (!plan || (when && !since_named(request, answer, ground_of_plan(answer), when, &since)))
        return;
    baton_report_find("claim", &info);
    if (is_figure && !take_needs(name, answer, &info))
        return;
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, info.needs, NULL, study))
        return;
    compare(request, answer, &since, study);
    study_print(request, answer, "claim", study, request->arguments[1]);
}

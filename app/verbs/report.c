/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/verbs/form.h"
#include "app/verbs/ground.h"
#include "app/verbs/since.h"
#include "app/verbs/study.h"

static const struct flag flag_for = {
    .name = "for", .value = "READER",
    .doc = "exec (default), eng, finance, sales, team:ID, release, or program: the whole in one "
           "page (default with --html); only what that reader may see, unless --audience says "
           "otherwise"};
static const struct flag flag_doc = {
    .name = "doc", .value = "NAME",
    .doc = "a document instead: charter, decision:ID, risk-register, dependency-map, "
           "design-review, prfaq or postmortem; what the plan does not know stands as a question"};
static const struct flag flag_plan = {
    .name = "plan", .value = "PLAN",
    .doc = "of verify: the plan the reports are about; default: ."};

static const struct flag flag_together = {
    .name = "together",
    .doc = "of verify: compare the reports with each other, without a plan: what two say of one "
           "claim must agree; what one alone says is not proven"};

static const struct flag *const flags[] = {
    &flag_for, &flag_doc, &flag_looked_since, &flag_peek, &flag_plan, &flag_together,
    &flag_format, &flag_table, &flag_paper, &flag_html, &flag_md, &flag_facts,
    &flag_audience, &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity,
    &flag_no_capacity, NULL};

/* What a register compares with: --since, or of a store the plan of the report before. */
static bool find_since(const struct request *request, struct answer *answer,
                       const struct baton_plan *plan, bool note, struct since *ret)
{
    const char *when = request_value(request, &flag_looked_since);
    struct ground *g = ground_of_plan(answer);

    *ret = (struct since){.plan = NULL};
    if (when)
        return since_named(request, answer, g, when, ret);
    return !g || since_looked(request, answer, g, plan, "report",
                              note && !request_has(request, &flag_peek), ret);
}

/* Both on the same draws, and which change moved what. `asked`: also what was asked then. */
static bool compare(const struct request *request, struct answer *answer, const struct since *since,
                    bool asked, struct baton_study *study)
{
    struct baton_why_options how = {.changes = since->changes,
                                    .change_count = since->change_count};
    struct baton_forecast_options dates = {
        .seed = (uint64_t)request_number(request, &flag_seed, 1), .dates_only = !asked,
        .iterations = baton_study_iterations(study)};
    struct baton_study *before = baton_study_new(answer->b, since->plan);

    if (dates.iterations == 0 || !study_is_possible(request, since->plan))
        return true;
    if (!study_compute(request, answer, asked ? ASKED_NEEDS : BATON_WANTS_FORECAST, &dates,
                       before))
        return false;
    how.forecast.iterations = dates.iterations;
    if (!study_explain(request, answer, &how, before, study))
        answer->outcome = OUTCOME_DONE;
    return true;
}

/* Everything a register reads. `note`: a report is made, which the next one compares with; `asked`:
 * it says what became of what was asked. NULL: the answer is refused. */
static struct baton_study *study_of(const struct request *request, struct answer *answer,
                                    const char *path, bool note, bool asked)
{
    const struct baton_plan *plan = load_plan_of(request, answer, path);
    struct baton_study *study;
    struct since since;

    if (!plan || !study_take_kept(answer) ||
        !find_since(request, answer, plan, note, &since))
        return NULL;
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer,
                       BATON_NEEDS_SCHEDULE | BATON_NEEDS_FINDINGS | BATON_WANTS_FORECAST |
                           BATON_WANTS_GAINS | BATON_NEEDS_OWN, NULL, study) ||
        (since.plan && !compare(request, answer, &since, asked, study)))
        return NULL;
    return study;
}

static struct baton_report_options options_of(const struct request *request)
{
    return (struct baton_report_options){.json = request_has(request, &flag_json),
                                         .markdown = request_has(request, &flag_md),
                                         .html = request_has(request, &flag_html),
                                         .facts = request_has(request, &flag_facts),
                                         .width = request->width,
                                         .color = request->color,
                                         .ascii = request_has(request, &flag_ascii)};
}

/* --- verify --------------------------------------------------------------------------------- */

static bool read_file(struct answer *answer, const char *path, struct baton_text *ret_bytes)
{
    char problem[FILE_MESSAGE];

    if (!file_read(path, ret_bytes, problem)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "unreadable", path, problem);
        return false;
    }
    return answer_keep(answer, *ret_bytes);
}

/* What one file came to, behind the others. */
static void append(struct answer *answer, struct baton_text bytes)
{
    const size_t before = answer->made ? strlen(answer->made) : 0;
    char *room = realloc(answer->made, before + bytes.len + 1);

    if (!room)
        return;
    memcpy(room + before, bytes.ptr, bytes.len);
    room[before + bytes.len] = '\0';
    answer->made = room;
    answer->bytes = text_of(room);
}

static void verify_one(const struct request *request, struct answer *answer,
                       const struct baton_study *study, const char *path)
{
    struct baton_report_options options = options_of(request);
    const size_t before = baton_problem_count(answer->b, BATON_ERROR);

    if (!read_file(answer, path, &options.subject))
        return;
    options.command = text_of(path);
    options.kept = answer->kept;
    options.kept_count = answer->kept_count;
    answer->bytes = text_of("");
    form_print(request, answer, study, "verify", &options);
    append(answer, answer->bytes);
    if (baton_problem_count(answer->b, BATON_ERROR) > before)
        answer->outcome = OUTCOME_FINDINGS;
}

/* The reports beside each other; no plan is read. */
static void verify_together(const struct request *request, struct answer *answer)
{
    struct baton_report_options options = options_of(request);
    struct baton_sent sent[MORE_MOST + 1];

    if (request_has(request, &flag_plan) || request->more_count == 0) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      request->more_count == 0 ? "--together compares two reports or more"
                                               : "--together reads no plan",
                      "baton report verify FILE FILE... --together, or --plan PLAN, which proves "
                      "each against the plan");
        return;
    }
    for (unsigned i = 0; i <= request->more_count; i++) {
        const char *path = i == 0 ? request->arguments[1] : request->more[i - 1];

        sent[i].name = text_of(path);
        if (!read_file(answer, path, &sent[i].bytes))
            return;
    }
    options.sent = sent;
    options.sent_count = request->more_count + 1;
    form_print(request, answer, NULL, "verify-together", &options);
    if (baton_problem_count(answer->b, BATON_ERROR) > 0)
        answer->outcome = OUTCOME_FINDINGS;
}

static void verify(const struct request *request, struct answer *answer)
{
    const char *plan = request_value(request, &flag_plan);
    struct baton_study *study;

    if (!request->arguments[1]) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "verify names no file",
                      "baton report verify FILE... --plan PLAN");
        return;
    }
    if (request_has(request, &flag_together)) {
        verify_together(request, answer);
        return;
    }
    study = study_of(request, answer, plan ? plan : ".", false, true);
    if (!study)
        return;
    verify_one(request, answer, study, request->arguments[1]);
    for (unsigned i = 0; i < request->more_count; i++)
        verify_one(request, answer, study, request->more[i]);
}

/* --- registers ------------------------------------------------------------------------------ */

static const char *const registers[] = {"exec", "eng", "finance", "sales", "release", "program",
                                        NULL};
static const char *const documents[] = {"charter", "risk-register", "dependency-map",
                                        "design-review", "prfaq", "postmortem", NULL};

static bool is_among(const char *name, const char *const *names)
{
    while (*names && strcmp(name, *names) != 0)
        names++;
    return *names;
}

/* "team:ID" and "decision:ID": the report's name and of what; else the name alone. */
static const char *split(const char *asked, const char *name, const char **ret_of)
{
    const size_t length = strlen(name);

    *ret_of = strncmp(asked, name, length) == 0 && asked[length] == ':' ? asked + length + 1
                                                                       : NULL;
    return *ret_of ? name : asked;
}

static void run(const struct request *request, struct answer *answer)
{
    const char *reader = request_value(request, &flag_for);
    const char *wanted = request_value(request, &flag_doc);
    const char *audience = request_value(request, &flag_audience);
    const char *path = request->arguments[0] ? request->arguments[0] : ".";
    struct baton_report_options options = options_of(request);
    struct baton_study *study;
    const char *name, *of;

    if (!study_check_request(request, answer) || !form_take(request, answer, &options))
        return;
    reader = reader || wanted ? reader : options.html ? "program" : "exec";
    if (strcmp(path, "verify") == 0) {
        verify(request, answer);
        return;
    }
    name = wanted ? split(wanted, "decision", &of) : split(reader, "team", &of);
    if (request->arguments[1] || (!of && !is_among(name, wanted ? documents : registers))) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      request->arguments[1] ? "report takes one plan"
                      : wanted              ? "--doc names no document Baton knows"
                                            : "--for names no reader Baton knows",
                      wanted ? "--doc charter, decision:ID, risk-register, dependency-map, "
                               "design-review, prfaq or postmortem"
                             : "--for exec, eng, finance, sales, team:ID, release or program");
        return;
    }
    study = study_of(request, answer, path, !request_has(request, &flag_explain),
                     !wanted && strcmp(name, "exec") == 0);
    if (!study)
        return;
    options.command = text_of(path);
    options.subject = text_of(of);
    options.kept = answer->kept;
    options.kept_count = answer->kept_count;
    options.audience = text_of(audience ? audience : wanted ? reader : of ? of : name);
    form_print(request, answer, study, name, &options);
}

const struct verb verb_report = {
    .name = "report",
    .summary = "the same facts for one reader: exec, eng, finance, sales, a team, a release",
    .detail = "A register chooses, orders and words claims; it cannot add one. Every number, date, "
              "name and status comes from a claim: `baton show PLAN CLAIM` prints what it was "
              "derived from. In Markdown each stands between comments with its id, which no reader "
              "sees. What the reader may not see is withheld and counted. `baton report verify "
              "FILES... --plan PLAN` proves that reports, edited by hand or not, still say what "
              "the plan says: exit 1 names each number, date, name or status that does not. With "
              "--together it compares the reports with each other instead, for whoever has no "
              "plan.",
    .arguments = {{"PLAN", false, "a file, a folder of *.yaml, or - (default: this folder); or "
                                  "the word verify"},
                  {"FILE", false, "of verify: reports as they were sent: Markdown, HTML or text"}},
    .many = true,
    .flags = flags,
    .example = "examples/sherlock --for exec",
    .json_kind = "exec",
    .permission = PERMIT_READER,
    .run = run,
};

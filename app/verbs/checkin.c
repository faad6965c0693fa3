/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "app/verbs/book.h"
#include "app/verbs/compose.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"
#include "app/syntax/syntax.h"

enum { FRESH_DAYS = 6, DAY_S = 86400, MESSAGE = 600 };

static const struct flag flag_form = {
    .name = "form", .doc = "the questions as a form to fill in (YAML), prefilled"};
static const struct flag flag_read = {
    .name = "read", .value = "FILE",
    .doc = "the form or table that came back, as edits with what they move; nothing is written"};
static const struct flag flag_apply = {
    .name = "apply", .doc = "with --read: make them so, all or nothing"};

static const struct flag *const flags[] = {
    &flag_form, &flag_csv, &flag_read, &flag_apply, &flag_beliefs, &flag_why, &flag_by,
    &flag_against, &flag_id, &flag_dated,
    &flag_audience, &flag_all, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity,
    &flag_capacity_mode, &flag_html, NULL};

/* --- asking ----------------------------------------------------------------------------------- */

/* What was changed in the last days is not asked about again. */
static bool take_changes(struct answer *answer, const struct baton_plan *plan)
{
    struct ground *g = ground_of_plan(answer);
    const int64_t day = baton_plan_as_of(plan) / DAY_S - FRESH_DAYS;
    struct baton_change *changes;
    char when[DATE_SIZE];
    int64_t first, seq = 0;

    if (!g)
        return true;
    if (!ground_first_day(answer, g, &first))
        return false;
    compose_day(day, when);
    if (day >= first && !ground_seq(answer, g, when, &seq))
        return false;
    if (!ground_changes(answer, g, seq, g->head.seq, &changes, &answer->change_count))
        return false;
    answer->changes = changes;
    return true;
}

static void ask(const struct request *request, struct answer *answer)
{
    const bool form = request_has(request, &flag_form);
    const struct baton_plan *plan = load_plan(request, answer);
    struct baton_study *study;

    if (!plan || !take_changes(answer, plan))
        return;
    study = baton_study_new(answer->b, plan);
    if (!study_compute(request, answer, BATON_NEEDS_SCHEDULE | BATON_WANTS_FORECAST, NULL, study))
        return;
    answer->outcome = OUTCOME_DONE;     /* without a forecast it asks by age */
    study_print(request, answer, form ? "checkin_form" : "checkin", study, request->arguments[1]);
}

/* --- reading what came back ------------------------------------------------------------------- */

static bool ends_in(const char *s, const char *ending)
{
    const size_t length = strlen(s), size = strlen(ending);

    return length >= size && strcmp(s + length - size, ending) == 0;
}

/* The tree of what came back. It holds what is private: nothing of it is quoted. */
static const struct baton_node *read_reply(struct answer *answer, const char *path,
                                           struct baton_text bytes, bool table)
{
    const uint32_t source = baton_source(answer->b, text_of(path), bytes);
    const struct baton_node *root;
    const char *what;

    if (table)
        root = baton_csv_read(answer->b, source);
    else if (baton_syntax_of(bytes, &what) == BATON_SYNTAX_JSON)
        root = baton_json_read(answer->b, source);
    else
        root = yaml_read(answer->b, source, bytes);
    baton_source_hide(answer->b, source);
    return root;
}

/* Beside --read a second word is a team of the plan: not one more file. */
static bool check_team(const struct request *request, struct answer *answer,
                       const struct baton_plan *plan)
{
    static const char *const endings[] = {".yaml", ".yml", ".json", ".csv", ".xlsx"};
    const char *team = request->arguments[1];
    const uint32_t object = team ? baton_object_find(plan, text_of(team)) : BATON_NO_OBJECT;
    char text[MESSAGE];

    if (!team || strcmp(team, "all") == 0 ||
        (object != BATON_NO_OBJECT &&
         strcmp(baton_kind(baton_object_kind(plan, object)).name, "team") == 0))
        return true;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (ends_in(team, endings[i])) {
            snprintf(text, sizeof(text), "--read takes one file at a time: %.200s is not read",
                     team);
            answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", text,
                          "read them one after the other, each with --apply");
            return false;
        }
    snprintf(text, sizeof(text), "no team is named `%.200s`", team);
    answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-id", text, "baton ls PLAN teams lists them");
    return false;
}

/* The edits, and what is believed: into answer->book, which writes it once the edits are made. */
static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    const char *path = request_value(request, &flag_read);
    const bool table = ends_in(path, ".csv") || ends_in(path, ".xlsx");
    const bool apply = request_has(request, &flag_apply);
    struct book *book = answer->book;
    const struct baton_node *root;
    struct baton_text bytes;
    bool good;

    if (!check_team(request, answer, baton_edits_plan(edits)))
        return false;
    book_begin(book, answer, baton_edits_plan(edits));
    if (!load_contents(answer, path, &bytes) ||
        (apply && request_has(request, &flag_beliefs) && !book_open(book, request)))
        return false;
    good = book_read_checkin(book, path, bytes, table);
    if (!book->readable)
        return false;
    root = read_reply(answer, path, bytes, table);
    good = root && baton_edits_add_answers(edits, root) && good;
    return good && (!apply || book->answers == 0 || book_is_named(request, answer));
}

/* How many came is told; what they say is not. */
static void say_beliefs(const struct request *request, struct answer *answer, bool kept)
{
    const size_t count = answer->book->answers;
    char line[MESSAGE];

    if (count == 0)
        return;
    snprintf(line, sizeof(line), "\n%zu private answer%s%s\n", count, count == 1 ? "" : "s",
             kept ? " kept; baton pulse PLAN --beliefs FOLDER publishes what three or more say"
                  : ", not part of the plan and shown to nobody");
    answer_add(request, answer, line);
}

static void preview(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan = load_plan(request, answer), *made = NULL;
    struct baton_study *before, *after;
    char line[MESSAGE];

    if (!plan || !edit_and_apply(request, answer, gather, plan, &made))
        return;
    before = baton_study_new(answer->b, plan);
    after = baton_study_new(answer->b, made);
    if (!study_compare(request, answer, BATON_WANTS_FORECAST, before, after) &&
        answer->outcome != OUTCOME_NO_FORECAST)
        return;
    answer->outcome = OUTCOME_DONE;
    study_print(request, answer, "diff", after, NULL);
    say_beliefs(request, answer, false);
    snprintf(line, sizeof(line), "\nnothing written yet\nnext: baton checkin %.200s --read %.200s "
             "--apply%s\n", request->arguments[0] ? request->arguments[0] : ".",
             request_value(request, &flag_read),
             answer->book->answers > 0 ? " --beliefs FOLDER" : "");
    answer_add(request, answer, line);
}

static void apply_edits(const struct request *request, struct answer *answer)
{
    const char *path = request->arguments[0];
    const struct baton_plan *plan, *made = NULL;
    struct ground *g;
    int64_t against;

    if (!ground_is_store(path)) {
        edit_files(request, answer, gather);
        return;
    }
    g = ground_open(request, answer, path);
    if (!g || !ground_seq(answer, g, request_value(request, &flag_against), &against))
        return;
    plan = ground_plan(request, answer, g, against);
    if (plan && edit_and_apply(request, answer, gather, plan, &made))
        record_and_print(request, answer, g, against, plan, made, "checkin");
}

/* The edits first: what is said twice is kept once, so who is stopped between reads it again. */
static void apply(const struct request *request, struct answer *answer)
{
    apply_edits(request, answer);
    if (answer->outcome == OUTCOME_DONE && answer->book->answers > 0 && book_write(answer->book))
        say_beliefs(request, answer, true);
}

static void read_back(const struct request *request, struct answer *answer)
{
    struct book book = {.lock = -1};

    answer->book = &book;
    if (request_has(request, &flag_apply))
        apply(request, answer);
    else
        preview(request, answer);
    book_close(&book);
    answer->book = NULL;
}

static void run(const struct request *request, struct answer *answer)
{
    if (!study_check_request(request, answer))
        return;
    if (request_has(request, &flag_apply) && !request_has(request, &flag_read)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "--apply goes with --read FILE", NULL);
        return;
    }
    if (request_has(request, &flag_read))
        read_back(request, answer);
    else
        ask(request, answer);
}

const struct verb verb_checkin = {
    .name = "checkin",
    .summary = "what to ask each team this week: few questions, prefilled; and the answers back",
    .detail = "At most eight questions a team, those on which most days of P80 hang first, each "
              "with what is stated now and why it is asked: what is left of work that runs, "
              "whether what could run has started, dates of hand-offs that come near or are "
              "unlikely, blockers, and what is believed of the promise that most of the team's "
              "work hangs on. What anybody spoke of in the last six days is not asked again. "
              "As a message to paste, as a table (--csv), or as a form (--form). --read takes a "
              "form or table back as edits, with what they move; --apply makes them so, all or "
              "nothing; every fault is told with its line. Beliefs are no edits: they go to the "
              "folder of --beliefs, as those of pulse do, and no output shows one.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or a store"},
                  {"TEAM", false, "a team, or all (default)"}},
    .flags = flags,
    .example = "examples/sherlock identity --form",
    .json_kind = "checkin",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Private beliefs: the questions, the answers read back, and what three or more say together. */
#include <stdint.h>
#include <stdio.h>

#include "app/verbs/book.h"
#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { DAY_S = 86400, TEXT_ROOM = 400 };

static const struct flag flag_of = {
    .name = "of", .value = "WHO", .doc = "with --sheet or --form: whom to ask, an id of a person"};
static const struct flag flag_questions = {
    .name = "sheet", .doc = "the questions, to paste into a message"};
static const struct flag flag_form = {
    .name = "form", .doc = "a form for --of WHO to fill in, as YAML"};

static const struct flag *const flags[] = {
    &flag_questions, &flag_form, &flag_of, &flag_beliefs, &flag_dated, &flag_dry_run, &flag_all,
    &flag_html, &flag_audience,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity,
    NULL};

struct taking {
    const struct request *request;
    struct answer *answer;
    const struct baton_plan *plan;
    struct book book;
};

static bool refuse(struct answer *answer, const char *text, const char *hint)
{
    answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", text, hint);
    return false;
}

/* All faults of all forms at once. */
static bool read_forms(struct taking *t)
{
    const struct request *r = t->request;
    bool good = true;

    for (unsigned i = 0; r->arguments[1] && i <= r->more_count; i++)
        good = book_read_forms(&t->book, i == 0 ? r->arguments[1] : r->more[i - 1]) && good;
    return good;
}

/* --- taking ---------------------------------------------------------------------------------- */

/* The same words whatever the book holds. */
static void say_taken(struct taking *t)
{
    const char *form = request_has(t->request, &flag_json)
        ? "{\n  \"format_version\": \"1.0\",\n  \"kind\": \"pulse-answers\",\n  \"forms\": %zu,\n"
          "  \"answers\": %zu,\n  \"dry_run\": %s\n}\n"
        : "%zu %s, %zu %s. %s\nWhat three people or more answered is published together, by "
          "`baton pulse`; nobody's own answer is shown.\n";
    const bool dry = request_has(t->request, &flag_dry_run);
    char text[TEXT_ROOM];

    if (request_has(t->request, &flag_json))
        snprintf(text, sizeof(text), form, t->book.forms, t->book.answers,
                 dry ? "true" : "false");
    else
        snprintf(text, sizeof(text), form, t->book.forms, t->book.forms == 1 ? "form" : "forms",
                 t->book.answers, t->book.answers == 1 ? "answer" : "answers",
                 dry ? "Nothing is kept." : "Kept.");
    t->answer->outcome = OUTCOME_DONE;
    t->answer->bytes = store_copy(text_of(text));
    t->answer->made = (char *)(uintptr_t)t->answer->bytes.ptr;
}

/* The edits stand where further arguments would. */
static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    for (unsigned i = 0; i < request->more_count; i++)
        if (!edit_of_text(answer, request->more[i], edits))
            return false;
    return true;
}

/* By nobody: whoever ran the command need not be among those who answered. */
static void publish(struct taking *t, const struct baton_text *edits, size_t count)
{
    struct request set = *t->request;

    set.more_count = 0;
    for (size_t i = 0; i < count && i < MORE_MOST; i++)
        set.more[set.more_count++] = edits[i].ptr;
    if (ground_is_store(set.arguments[0]) && set.given_count < FLAG_MOST) {
        set.given[set.given_count] = &flag_by;
        set.values[set.given_count++] = "pulse";
    }
    record_request(&set, t->answer, gather);
    if (t->answer->outcome != OUTCOME_DONE)
        return;
    baton_beliefs_done(t->book.beliefs, set.more_count);
    book_write(&t->book);
}

static void show(const struct taking *t)
{
    struct baton_study *study = baton_study_new(t->answer->b, t->plan);

    if (study_compute(t->request, t->answer, BATON_WANTS_FORECAST, NULL, study))
        study_print(t->request, t->answer, "pulse", study, NULL);
}

static void publish_or_say(struct taking *t)
{
    const struct baton_text *edits;
    size_t count;

    baton_beliefs_publish(t->book.beliefs, baton_plan_as_of(t->plan) / DAY_S);
    if (!book_write(&t->book))
        return;
    count = baton_beliefs_edits(t->book.beliefs, &edits);
    if (count > 0)
        publish(t, edits, count);
    else if (t->request->arguments[1])
        say_taken(t);
    else
        show(t);
}

/* Without a form: publish what waits, and show what is published. */
static void take(const struct request *request, struct answer *answer)
{
    struct taking t = {.request = request, .answer = answer};

    if (!request_has(request, &flag_dry_run) && !book_is_named(request, answer))
        return;
    t.plan = load_plan(request, answer);
    if (!t.plan)
        return;
    book_begin(&t.book, answer, t.plan);
    if (request_has(request, &flag_dry_run)) {
        /* The book is not looked at: what a form would complete is nobody's to try out. */
        if (read_forms(&t))
            say_taken(&t);
        return;
    }
    if (book_open(&t.book, request) && read_forms(&t))
        publish_or_say(&t);
    book_close(&t.book);
}

static void print_form(const struct request *request, struct answer *answer)
{
    const char *who = request_value(request, &flag_of);
    const struct baton_plan *plan;

    if (!who) {
        refuse(answer, "whose form?", "--of WHO, an id of a person of the plan");
        return;
    }
    plan = load_plan(request, answer);
    if (!plan)
        return;
    answer->bytes = baton_beliefs_sheet(answer->b, plan, text_of(who));
    answer->outcome = answer->bytes.ptr ? OUTCOME_DONE : OUTCOME_NOT_FOUND;
}

static void run(const struct request *request, struct answer *answer)
{
    struct request other = *request;

    if (request_has(request, &flag_form)) {
        print_form(request, answer);
        return;
    }
    if (request_has(request, &flag_questions)) {
        other.arguments[1] = request_value(request, &flag_of);
        answer_with_report(&other, answer, "sheet", NULL);
        return;
    }
    if (request->arguments[1] || request_has(request, &flag_beliefs))
        take(request, answer);
    else
        answer_with_report(request, answer, "pulse", NULL);
}

const struct verb verb_pulse = {
    .name = "pulse",
    .summary = "what people privately believe, beside promise and simulation",
    .detail = "Without FORM: what is published, beside what is promised and simulated, and what "
              "earlier beliefs were worth (Brier and log score). --sheet prints the questions, "
              "--form --of WHO a form to fill in; FORMs that come back are read into the folder of "
              "--beliefs, all faults at once, and with --dry-run only looked at. Once three people "
              "or more have answered the same, their median is published as a pulse of the plan, "
              "rounded, with no name, and the answers are forgotten; --beliefs without FORM "
              "publishes what check-ins brought. No output, log, export or message holds less.",
    .arguments = {{"PLAN", false, "a store, a plan file, or a folder of *.yaml"},
                  {"FORM", false, "forms that were filled in, or folders of them"}},
    .many = true,
    .flags = flags,
    .example = "examples/sherlock --sheet --of a-novak",
    .json_kind = "pulse",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

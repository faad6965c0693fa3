/* SPDX-License-Identifier: Apache-2.0 */
/* Private beliefs: the questions, the answers read back, and what three or more say together.
 *
 * Forms and the book are read in a context of their own, whose problems are thrown away: nothing
 * that this verb prints, records or refuses depends on an answer that is not published.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/host.h"
#include "app/os/private.h"
#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"
#include "app/syntax/syntax.h"

enum { DAY_S = 86400, PATH_ROOM = 4096, TEXT_ROOM = 400 };

static const struct flag flag_of = {
    .name = "of", .value = "WHO", .doc = "with --sheet or --form: whom to ask, an id of a person"};
static const struct flag flag_questions = {
    .name = "sheet", .doc = "the questions, to paste into a message"};
static const struct flag flag_form = {
    .name = "form", .doc = "a form for --of WHO to fill in, as YAML"};
static const struct flag flag_beliefs = {
    .name = "beliefs", .value = "FOLDER",
    .doc = "where answers wait in private: a folder that only you can read, not of the plan's"};

static const struct flag *const flags[] = {
    &flag_questions, &flag_form, &flag_of, &flag_beliefs, &flag_dated, &flag_dry_run, &flag_all,
    &flag_audience,
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity, &flag_no_capacity,
    NULL};

struct taking {
    const struct request *request;
    struct answer *answer;
    const struct baton_plan *plan;
    struct baton_beliefs *book;
    char path[PATH_ROOM];       /* of the book */
    size_t forms, answers;
};

static bool refuse(struct answer *answer, const char *text, const char *hint)
{
    answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", text, hint);
    return false;
}

static bool refuse_file(struct taking *t, const char *path, const char *message)
{
    char text[PATH_ROOM + FILE_MESSAGE + 4];

    snprintf(text, sizeof(text), "%.4000s: %s", path, message);
    answer_refuse(t->answer, OUTCOME_UNUSABLE, "unreadable-file", text, NULL);
    return false;
}

/* --- reading in private ---------------------------------------------------------------------- */

static const struct baton_node *tree_of(struct baton *hidden, struct baton_text bytes)
{
    const char *what;
    const uint32_t source = baton_source(hidden, text_of("a form"), bytes);

    switch (baton_syntax_of(bytes, &what)) {
    case BATON_SYNTAX_YAML:
        return yaml_read(hidden, source, bytes);
    case BATON_SYNTAX_JSON:
        return baton_json_read(hidden, source);
    case BATON_SYNTAX_XML:
    case BATON_SYNTAX_EMPTY:
    case BATON_SYNTAX_REFUSED:
    default:
        return NULL;
    }
}

/* One file, read and forgotten. */
static bool read_private(struct taking *t, const char *path, bool is_book)
{
    struct baton *hidden = baton_new(&host_pages, 0);
    const struct baton_node *root;
    struct baton_text bytes;
    char message[FILE_MESSAGE];
    size_t answers = 0;
    bool good;

    if (!file_read(path, &bytes, message)) {
        baton_free(hidden);
        return refuse_file(t, path, message);
    }
    root = tree_of(hidden, bytes);
    if (is_book)
        good = baton_beliefs_book(t->book, text_of(path), hidden, root);
    else
        good = baton_beliefs_form(t->book, text_of(path), hidden, root, &answers);
    t->answers += answers;
    t->forms += !is_book;
    baton_free(hidden);
    file_release(bytes);
    if (!good)
        t->answer->outcome = OUTCOME_UNUSABLE;
    return good;
}

static bool read_folder(struct taking *t, const char *folder)
{
    static const char *const endings[] = {".yaml", ".yml", ".json", NULL};
    char message[FILE_MESSAGE], **paths;
    bool good = true;

    if (!file_list(folder, endings, &paths, message))
        return refuse_file(t, folder, message);
    for (size_t i = 0; paths[i]; i++)
        good = read_private(t, paths[i], false) && good;
    file_list_release(paths);
    return good;
}

/* All faults of all forms at once. */
static bool read_forms(struct taking *t)
{
    const struct request *r = t->request;
    bool good = true;

    for (unsigned i = 0; i <= r->more_count; i++) {
        const char *path = i == 0 ? r->arguments[1] : r->more[i - 1];

        good = (file_kind_of(path) == FILE_FOLDER ? read_folder(t, path)
                                                  : read_private(t, path, false)) &&
               good;
    }
    return good;
}

/* --- taking ---------------------------------------------------------------------------------- */

static bool write_book(struct taking *t)
{
    char message[FILE_MESSAGE];

    return private_write(t->path, baton_beliefs_write(t->book), message) ||
           refuse_file(t, t->path, message);
}

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
        snprintf(text, sizeof(text), form, t->forms, t->answers, dry ? "true" : "false");
    else
        snprintf(text, sizeof(text), form, t->forms, t->forms == 1 ? "form" : "forms", t->answers,
                 t->answers == 1 ? "answer" : "answers", dry ? "Nothing is kept." : "Kept.");
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
    baton_beliefs_done(t->book, set.more_count);
    write_book(t);
}

static void take_locked(struct taking *t)
{
    const struct baton_text *edits;
    size_t count;

    if (file_kind_of(t->path) != FILE_ABSENT && !read_private(t, t->path, true))
        return;
    if (!read_forms(t))
        return;
    baton_beliefs_publish(t->book, baton_plan_as_of(t->plan) / DAY_S);
    if (!write_book(t))
        return;
    count = baton_beliefs_edits(t->book, &edits);
    if (count == 0)
        say_taken(t);
    else
        publish(t, edits, count);
}

static void take(const struct request *request, struct answer *answer)
{
    const char *folder = request_value(request, &flag_beliefs);
    struct taking t = {.request = request, .answer = answer};
    char message[FILE_MESSAGE];
    int lock;

    if (!folder && !request_has(request, &flag_dry_run)) {
        refuse(answer, "where do answers wait in private?",
               "--beliefs FOLDER: one that only you can read; it is made where it is not there");
        return;
    }
    if (folder && strlen(folder) > PATH_ROOM - 40) {
        refuse(answer, "the name of the folder is too long", NULL);
        return;
    }
    t.plan = load_plan(request, answer);
    if (!t.plan)
        return;
    t.book = baton_beliefs_new(answer->b, t.plan);
    if (request_has(request, &flag_dry_run)) {
        /* The book is not looked at: what a form would complete is nobody's to try out. */
        if (read_forms(&t))
            say_taken(&t);
        return;
    }
    if (!private_open(folder, &lock, message)) {
        refuse_file(&t, folder, message);
        return;
    }
    snprintf(t.path, sizeof(t.path), "%s/answers.json", folder);
    take_locked(&t);
    private_close(lock);
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
    if (request->arguments[1])
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
              "rounded, with no name, and the answers are forgotten. No output, log, export or "
              "message holds less.",
    .arguments = {{"PLAN", false, "a store, a plan file, or a folder of *.yaml"},
                  {"FORM", false, "forms that were filled in, or folders of them"}},
    .many = true,
    .flags = flags,
    .example = "examples/sherlock --sheet --of a-novak",
    .json_kind = "pulse",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

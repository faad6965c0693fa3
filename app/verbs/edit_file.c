/* SPDX-License-Identifier: Apache-2.0 */
/* Edits written into plan files in place: spliced, read again, compared, then renamed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { MESSAGE = 700, FILES_MOST = 10000 };

struct editing {
    const struct request *request;
    struct answer *answer;
    char **paths;               /* of a folder; NULL: the one below */
    const char *path;
    struct baton_file *files;
    size_t count;
    const struct baton_plan *plan, *made;
};

static const char *path_of(const struct editing *e, size_t i)
{
    return e->paths ? e->paths[i] : e->path;
}

static bool refuse(struct answer *answer, enum outcome outcome, const char *code, const char *path,
                   const char *what, const char *hint)
{
    char text[MESSAGE];

    snprintf(text, sizeof(text), "%.300s: %.300s", path, what);
    answer_refuse(answer, outcome, code, text, hint);
    return false;
}

/* --- reading --------------------------------------------------------------------------------- */

static bool list_files(struct editing *e)
{
    static const char *const endings[] = {".yaml", ".yml", NULL};
    const enum file_kind kind = file_kind_of(e->path);
    char message[FILE_MESSAGE];

    e->count = 1;
    if (strcmp(e->path, "-") == 0 || kind == FILE_OTHER)
        return refuse(e->answer, OUTCOME_UNUSABLE, "not-editable", e->path,
                      "only a file can be edited in its place",
                      "baton whatif tries edits on what is read from elsewhere");
    if (kind == FILE_ABSENT)
        return refuse(e->answer, OUTCOME_UNUSABLE, "no-such-file", e->path,
                      "there is no file or folder of that name", NULL);
    if (kind == FILE_FOLDER) {
        if (!file_list(e->path, endings, &e->paths, message))
            return refuse(e->answer, OUTCOME_UNUSABLE, "unreadable-file", e->path, message, NULL);
        for (e->count = 0; e->paths[e->count]; e->count++)
            ;
        if (e->count == 0 || e->count > FILES_MOST)
            return refuse(e->answer, OUTCOME_UNUSABLE, "no-plan", e->path,
                          "the folder holds no *.yaml file, or too many",
                          "name a plan file, or a folder of them");
    }
    e->files = calloc(e->count, sizeof(*e->files));
    return e->files != NULL;
}

static bool is_plan_text(struct baton_text bytes)
{
    const char *what;
    const enum baton_syntax syntax = baton_syntax_of(bytes, &what);

    return (syntax == BATON_SYNTAX_YAML || syntax == BATON_SYNTAX_JSON) &&
           !baton_is_instance(bytes);
}

static bool read_files(struct editing *e)
{
    const struct baton_read_options how = {
        .today = e->request->today, .read_on = e->request->read_on,
        .dialect = text_of(request_value(e->request, &flag_dialect))};
    const struct baton_node **roots = calloc(e->count, sizeof(*roots));
    bool good = roots != NULL;

    for (size_t i = 0; i < e->count && roots; i++) {
        roots[i] = load_text(e->answer, path_of(e, i), &e->files[i].bytes);
        e->files[i].root = roots[i];
        if (roots[i] && !is_plan_text(e->files[i].bytes))
            refuse(e->answer, OUTCOME_UNUSABLE, "not-editable", path_of(e, i),
                   "this is a file of another tool, and only plan files are edited in place",
                   "baton init makes a store of it, in which edits are kept");
        good = good && roots[i];
    }
    good = good && baton_problem_count(e->answer->b, BATON_ERROR) == 0 &&
           baton_plan_read(e->answer->b, roots, e->count, &how, &e->plan);
    free(roots);
    if (!good)
        e->answer->outcome = OUTCOME_UNUSABLE;
    return good;
}

/* --- writing --------------------------------------------------------------------------------- */

/* What the new texts say, read as if they stood in the files. */
static bool says_the_same(struct editing *e)
{
    struct answer again = {.b = baton_new(&host_pages, 0)};
    const struct baton_read_options how = {
        .today = e->request->today, .read_on = e->request->read_on,
        .dialect = text_of(request_value(e->request, &flag_dialect))};
    const struct baton_node **roots = calloc(e->count, sizeof(*roots));
    const struct baton_plan *plan = NULL;
    bool good = roots != NULL;

    for (size_t i = 0; i < e->count && good; i++) {
        roots[i] = load_bytes(&again, path_of(e, i), e->files[i].made);
        good = roots[i] != NULL;
    }
    good = good && baton_plan_read(again.b, roots, e->count, &how, &plan) &&
           baton_plan_digest(plan) == baton_plan_digest(e->made);
    free(roots);
    baton_free(again.b);
    return good || refuse(e->answer, OUTCOME_UNUSABLE, "cannot-splice", e->path,
                          "the edits cannot be written into this layout without changing what it "
                          "says, so nothing was written", "make them by hand, or one by one");
}

static bool write_files(struct editing *e)
{
    struct file_change *changes = calloc(e->count, sizeof(*changes));
    size_t *places = calloc(e->count, sizeof(*places)), count = 0, which;
    char message[FILE_MESSAGE];
    bool moved, good = changes && places;

    for (size_t i = 0; good && i < e->count; i++)
        if (e->files[i].made.ptr != e->files[i].bytes.ptr) {
            places[count] = i;
            changes[count++] = (struct file_change){path_of(e, i), e->files[i].bytes,
                                                    e->files[i].made};
        }
    if (good && !file_replace(changes, count, &which, &moved, message))
        good = refuse(e->answer, moved ? OUTCOME_CONFLICT : OUTCOME_UNUSABLE,
                      moved ? "changed-underneath" : "not-written", path_of(e, places[which]),
                      message, moved ? "nothing was written; look at it, and ask again" : NULL);
    free(changes);
    free(places);
    return good;
}

/* --- the answer ------------------------------------------------------------------------------ */

static void say(struct editing *e)
{
    const bool dry = request_has(e->request, &flag_dry_run);
    struct baton_study *before = baton_study_new(e->answer->b, e->plan);
    struct baton_study *after = baton_study_new(e->answer->b, e->made);

    if (dry && !study_compare(e->request, e->answer, BATON_WANTS_FORECAST, before, after))
        return;
    if (!dry)
        baton_study_compare(after, before);
    e->answer->outcome = OUTCOME_DONE;  /* no forecast is no reason to refuse an edit */
    study_print(e->request, e->answer, dry ? "whatif" : "edited", after, NULL);
}

/* Files keep no log. */
static void note_flags(struct editing *e)
{
    const struct flag *const of_stores[] = {&flag_why, &flag_by, &flag_against, &flag_id,
                                            &flag_dated};

    for (size_t i = 0; i < sizeof(of_stores) / sizeof(of_stores[0]); i++)
        if (request_has(e->request, of_stores[i])) {
            baton_problem(e->answer->b, BATON_WARNING, "no-log", (struct baton_place){0},
                          text_of("a plan file keeps no log: who changed it and why is not kept"),
                          text_of("keep it with the file in version control, or make a store: "
                                  "baton init"));
            return;
        }
}

static void edit(struct editing *e, edit_gather *gather)
{
    if (!list_files(e) || !read_files(e) ||
        !edit_and_apply(e->request, e->answer, gather, e->plan, &e->made))
        return;
    if (!baton_splice(e->answer->b, e->plan, e->made, e->files, e->count)) {
        e->answer->outcome = OUTCOME_UNUSABLE;
        return;
    }
    note_flags(e);
    if (says_the_same(e) && (request_has(e->request, &flag_dry_run) || write_files(e)))
        say(e);
}

void edit_files(const struct request *request, struct answer *answer, edit_gather *gather)
{
    struct editing e = {.request = request, .answer = answer, .path = request->arguments[0]};

    if (study_check_request(request, answer))
        edit(&e, gather);
    if (e.paths)
        file_list_release(e.paths);
    free(e.files);
}

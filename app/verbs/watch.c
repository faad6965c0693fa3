/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/os/watch.h"
#include "app/verbs/verb.h"

enum { WORDS_MOST = MORE_MOST + 2 * FLAG_MOST + 8, NAME_MOST = 64 };

/* What is asked again, as words of a command line. */
struct asked {
    char *words[WORDS_MOST];
    char names[FLAG_MOST][NAME_MOST];   /* "--color" of the flags that stand before "--" */
    int count;
};

/* Bytes that outlive the answer they stood in. */
struct copy {
    char *ptr;
    size_t len;
};

struct watching {
    const struct request *request;
    struct asked asked;
    struct copy good;           /* the last good answer */
    struct copy said;           /* what was wrong, when last shown */
    bool shown;
};

static char *as_word(const char *text)
{
    return (char *)(uintptr_t)text;     /* argv is never written into */
}

static bool take_command(const struct request *request, struct asked *a)
{
    const char *verb = request->arguments[1] ? request->arguments[1] : "brief";

    a->words[a->count++] = as_word("baton");
    a->words[a->count++] = as_word(verb);
    a->words[a->count++] = as_word(request->arguments[0]);
    for (unsigned i = 0; i < request->given_count; i++) {
        snprintf(a->names[i], NAME_MOST, "--%s", request->given[i]->name);
        a->words[a->count++] = a->names[i];
        if (request->given[i]->value)
            a->words[a->count++] = as_word(request->values[i]);
    }
    if (request->arguments[2])
        a->words[a->count++] = as_word(request->arguments[2]);
    for (unsigned i = 0; i < request->more_count; i++)
        a->words[a->count++] = as_word(request->more[i]);
    return strcmp(verb, "watch") != 0;
}

static bool is_same(const struct copy *c, struct baton_text bytes)
{
    return c->len == bytes.len && (c->len == 0 || memcmp(c->ptr, bytes.ptr, c->len) == 0);
}

static void keep(struct copy *c, struct baton_text bytes)
{
    char *room = realloc(c->ptr, bytes.len + 1);

    if (!room)
        return;
    if (bytes.len > 0)
        memcpy(room, bytes.ptr, bytes.len);
    c->ptr = room;
    c->len = bytes.len;
}

/* Findings are an answer, and "no honest forecast" is one where it says why. */
static bool is_good(const struct answer *answer)
{
    return answer->bytes.len > 0 &&
           (answer->outcome == OUTCOME_DONE || answer->outcome == OUTCOME_FINDINGS ||
            answer->outcome == OUTCOME_NO_FORECAST);
}

static void show(struct watching *w, const struct request *request, struct answer *answer)
{
    const struct baton_text problems = baton_problems(answer->b, BATON_WARNING);
    const bool good = is_good(answer);
    const bool news = !w->shown || (good && !is_same(&w->good, answer->bytes)) ||
                      !is_same(&w->said, problems);

    if (!news)
        return;
    /* On a screen the last good answer stands above what is wrong now; elsewhere it has been given
     * already, and only another one is. */
    w->request->mouth->show(request, answer,
                            good || w->good.len == 0
                                ? answer->bytes
                                : (struct baton_text){w->good.ptr, w->good.len},
                            good && !is_same(&w->good, answer->bytes));
    w->shown = true;
    keep(&w->said, problems);
    if (good)
        keep(&w->good, answer->bytes);
}

/* Ask once. False: the command itself is wrong, and `outer` says how. */
static bool ask(struct watching *w, struct watch *place, struct answer *outer)
{
    struct request request = {.width = w->request->width};
    struct answer answer = {.outcome = OUTCOME_DONE};
    bool understood;

    answer.b = baton_new(&host_pages, 0);
    baton_set_vectors(answer.b, host_vectors());
    understood = w->request->mouth->understand(w->asked.count, w->asked.words, &request, &answer);
    if (!understood) {
        outer->outcome = answer.outcome;
        answer.outcome = OUTCOME_UNUSABLE;
        w->request->mouth->show(w->request, &answer, (struct baton_text){NULL, 0}, false);
    } else {
        watch_reads(place);
        request.verb->run(&request, &answer);
        host_watch_interrupt();         /* a search that could be stopped gave it back */
        watch_has_read(place);
        show(w, &request, &answer);
    }
    answer_release(&answer);
    return understood;
}

static void run(const struct request *request, struct answer *answer)
{
    const char *path = request->arguments[0];
    struct watching w = {.request = request};
    struct watch place;

    if (!request->mouth) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "nobody is there to watch for", NULL);
        return;
    }
    if (strcmp(path, "-") == 0 || file_kind_of(path) == FILE_ABSENT) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "unreadable-file",
                      "watch needs a file or a folder that is there", path);
        return;
    }
    if (!take_command(request, &w.asked)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "watch does not watch itself",
                      "baton watch PLAN -- check");
        return;
    }
    host_watch_interrupt();
    watch_begin(&place, path);
    while (ask(&w, &place, answer) && watch_wait(&place))
        ;
    watch_end(&place);
    host_unwatch_interrupt();
    free(w.good.ptr);
    free(w.said.ptr);
}

static const struct flag *const flags[] = {NULL};

const struct verb verb_watch = {
    .name = "watch",
    .summary = "asks again whenever the plan is written: brief, or any verb",
    .detail = "Runs VERB (brief, where none is named) on PLAN, and again when a file of it was "
              "written, until Ctrl-C, which ends it with exit 0. What stands behind -- is the "
              "verb's own: its arguments and flags. On a terminal the screen is drawn anew; in a "
              "pipe an answer follows the one before where it is another; with -o the file is "
              "written anew. While the plan cannot be read, the errors are told and the last "
              "good answer stays.",
    .arguments = {{"PLAN", true, "a file, or a folder of *.yaml or with a store"},
                  {"VERB", false, "what to ask; default: brief"},
                  {"ARGUMENT", false, "of that verb, behind --"}},
    .many = true,
    .flags = flags,
    .example = "examples/sherlock -- report --for eng",
    .permission = PERMIT_READER,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: argv to a request; the answer to standard output, problems to standard
 * error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli/parse.h"
#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/manual.h"

enum { STANDARD_OUTPUT = 1, STANDARD_ERROR = 2, WIDTH_USUAL = 80, WIDTH_MOST = 100 };

static bool wants_color(const struct request *request)
{
    const char *when = request_value(request, &flag_color);
    const char *terminal = host_variable("TERM");

    if (when && strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    return host_is_terminal(STANDARD_OUTPUT) && !host_variable("NO_COLOR") &&
           !request_has(request, &flag_output) && !(terminal && strcmp(terminal, "dumb") == 0);
}

/* In a pipe and in a file text is always 80 columns wide, unless asked otherwise. */
static unsigned width_of(const struct request *request)
{
    unsigned columns = 0;

    if (request_has(request, &flag_width))
        return (unsigned)request_number(request, &flag_width, WIDTH_USUAL);
    if (host_is_terminal(STANDARD_OUTPUT) && !request_has(request, &flag_output))
        columns = host_columns();
    if (columns == 0)
        return WIDTH_USUAL;
    return columns < WIDTH_MOST ? columns : WIDTH_MOST;
}

/* Errors and warnings in full; notes of an importer in a line, unless asked for. */
static void print_problems(const struct request *request, struct answer *answer)
{
    const size_t notes = baton_problem_count(answer->b, BATON_NOTE);
    /* Warnings quote the plan: they are not for an audience. */
    const bool quiet = request_has(request, &flag_quiet) || request_has(request, &flag_audience);
    const bool all = request_has(request, &flag_notes) && !quiet;
    char line[128];

    file_print(STANDARD_ERROR, baton_problems(answer->b, quiet ? BATON_ERROR
                                                         : all ? BATON_NOTE : BATON_WARNING));
    if (notes == 0 || quiet || all || answer->outcome == OUTCOME_UNUSABLE)
        return;
    snprintf(line, sizeof(line), "%zu note%s on what the file holds and Baton does not carry over"
             " (--notes)\n", notes, notes == 1 ? "" : "s");
    file_print(STANDARD_ERROR, text_of(line));
}

static void deliver(const struct request *request, struct answer *answer)
{
    const char *path = request_value(request, &flag_output);
    char message[FILE_MESSAGE], text[FILE_MESSAGE * 2];

    if (answer->bytes.len == 0)
        return;
    if (!path) {
        file_print(STANDARD_OUTPUT, answer->bytes);
        return;
    }
    if (!file_write(path, answer->bytes, message)) {
        snprintf(text, sizeof(text), "%.200s: %s", path, message);
        answer_refuse(answer, OUTCOME_UNUSABLE, "unwritable-file", text, NULL);
    }
}

static bool is_one_of(const char *word, const char *a, const char *b, const char *c)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, c) == 0;
}

/* What is asked without a verb: help, and the version as other programs give it. */
static char **without_verb(int *argc, char **argv)
{
    static char version[] = "version", help[] = "--help";
    static char *instead[3];

    if (*argc == 2 && is_one_of(argv[1], "--version", "-V", "-v")) {
        instead[1] = version;
        *argc = 2;
        return instead;
    }
    if (*argc == 3 && strcmp(argv[1], "help") == 0) {       /* baton help VERB */
        instead[1] = argv[2];
        instead[2] = help;
        return instead;
    }
    return argv;
}

/* What depends on where the answer goes. */
static void settle(struct request *request)
{
    request->color = wants_color(request);
    request->width = width_of(request);
}

static bool understand(int count, char **words, struct request *ret_request,
                       struct answer *answer)
{
    ret_request->today = host_today();
    if (!parse_arguments(count, words, ret_request, answer))
        return false;
    settle(ret_request);
    return true;
}

static void show(const struct request *request, struct answer *answer, struct baton_text screen,
                 bool news)
{
    if (host_is_terminal(STANDARD_OUTPUT) && !request_has(request, &flag_output)) {
        file_print(STANDARD_OUTPUT, text_of("\033[H\033[2J"));
        file_print(STANDARD_OUTPUT, screen);
    } else if (news) {
        deliver(request, answer);
    }
    print_problems(request, answer);
}

static const struct mouth mouth = {understand, show};

int main(int argc, char **argv)
{
    struct request request = {.width = WIDTH_USUAL};
    struct answer answer = {.outcome = OUTCOME_DONE};
    int code;

    host_catch_signals();
    answer.b = baton_new(&host_pages, 0);
    baton_set_vectors(answer.b, host_vectors());
    request.today = host_today();
    argv = without_verb(&argc, argv);
    if (argc < 2 || is_one_of(argv[1], "--help", "-h", "help")) {
        manual_overview(&answer);
    } else if (parse_arguments(argc, argv, &request, &answer)) {
        settle(&request);
        request.mouth = &mouth;
        request.stoppable = true;
        request.watched = host_is_terminal(STANDARD_ERROR) && !request_has(&request, &flag_quiet);
        if (request_has(&request, &flag_help))
            manual_verb(&answer, request.verb);
        else
            request.verb->run(&request, &answer);
    }
    deliver(&request, &answer);
    print_problems(&request, &answer);
    code = (int)answer.outcome;
    answer_release(&answer);
    return code;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/verb.h"

#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/verbs/ground.h"
#include "app/verbs/list.h"

#define ENTRY(verb) &verb,
const struct verb *const verbs_all[] = { VERB_LIST(ENTRY) };
const unsigned verbs_count = sizeof(verbs_all) / sizeof(verbs_all[0]);

const struct flag flag_json = {
    .name = "json", .doc = "one JSON document instead of text"};
const struct flag flag_ascii = {.name = "ascii", .doc = "plain ASCII only"};
const struct flag flag_color = {
    .name = "color", .value = "WHEN", .choices = "auto always never",
    .doc = "auto (default: on a terminal, unless NO_COLOR is set), always or never"};
const struct flag flag_width = {
    .name = "width", .value = "N", .number = true, .least = 20,
    .doc = "columns of text; default: the terminal's up to 100, else 80"};
const struct flag flag_quiet = {.name = "quiet", .doc = "only errors on standard error"};
const struct flag flag_mapping = {
    .name = "mapping", .value = "FILE",
    .doc = "which column of a table or spreadsheet is what (import --show-mapping writes one), or "
           "what a tracker's words mean: teams, people, states, relations, estimates, points"};
const struct flag flag_sheet = {
    .name = "sheet", .value = "NAME",
    .doc = "which sheet of a spreadsheet; default: its first"};
const struct flag flag_notes = {
    .name = "notes", .doc = "show every note on what an imported file could not carry over"};
const struct flag flag_output = {
    .name = "output", .value = "FILE", .doc = "write there instead of standard output (-o FILE)"};
const struct flag flag_today = {
    .name = "today", .value = "DATE",
    .doc = "the data date of a plan that states none (default: the system's date); of one that "
           "does, the day from which the age of its data counts: a date, or now (default: its data "
           "date)"};
const struct flag flag_at = {
    .name = "at", .value = "WHEN",
    .doc = "of a store: the plan as it was by that date (2026-11-23, UTC) or after change N"};
const struct flag flag_store = {
    .name = "store", .value = "WHERE",
    .doc = "a store in the place of PLAN: a path or postgres://... (default: baton.db in PLAN)"};
const struct flag flag_explain = {
    .name = "why", .value = "CLAIM",
    .doc = "of what would be said: only what this figure (ids, by commas) was derived from"};
const struct flag flag_help = {.name = "help", .doc = "this page (-h)"};

const struct flag *const flags_of_all[] = {
    &flag_json, &flag_output, &flag_store, &flag_at, &flag_today,
    &flag_color, &flag_ascii, &flag_width, &flag_quiet,
    &flag_notes, &flag_explain, &flag_help, NULL};

const struct flag flag_iterations = {
    .name = "iterations", .value = "N", .number = true, .least = 1,
    .doc = "exactly N iterations; default: as many as the stop rule asks for"};
const struct flag flag_seed = {
    .name = "seed", .value = "S", .number = true, .least = 1,
    .doc = "of the random numbers; default 1. Same seed, same bytes"};
const struct flag flag_threads = {
    .name = "threads", .value = "T", .number = true, .least = 1,
    .doc = "default: one a processor. Changes no byte of the answer"};
const struct flag flag_dialect = {
    .name = "dialect", .value = "NAME", .choices = "native msproject p6",
    .doc = "whose scheduling rules; default: the file's own"};
const struct flag flag_capacity = {
    .name = "capacity",
    .doc = "teams that state their people bind in every iteration; the default where any does"};
const struct flag flag_no_capacity = {
    .name = "no-capacity", .doc = "as if every team had the people it needs"};
const struct flag flag_capacity_mode = {
    .name = "capacity-mode", .value = "MODE", .choices = "policy arcs",
    .doc = "policy (default): teams take what is ready in their order, in every iteration; arcs: "
           "cheaper, for a first look, the order of the medians frozen as links (the policy all "
           "the same where a hire's day is drawn)"};
const struct flag flag_search = {
    .name = "capacity", .doc = "dates that the stated people of the teams allow, searched"};
const struct flag flag_schedules = {
    .name = "schedules", .value = "N", .number = true, .least = 1,
    .doc = "with --capacity: try at most N schedules; default 5000"};
const struct flag flag_seconds = {
    .name = "seconds", .value = "S", .number = true, .least = 1,
    .doc = "with --capacity: as many schedules as take about S seconds; the answer says how many, "
           "and --schedules repeats it"};
const struct flag flag_core_seconds = {
    .name = "core-seconds", .value = "S", .number = true, .least = 1,
    .doc = "the same by seconds of processor that the program takes, whatever else the machine "
           "does; it stops there, so that --schedules repeats it only where all were used"};
const struct flag flag_names = {
    .name = "names",
    .doc = "also who made each change: for whoever keeps the program, and nobody else"};
const struct flag flag_old = {
    .name = "from", .value = "OLD",
    .doc = "with --capacity: begin with the order of an earlier schedule (a file that schedule "
           "--json wrote), never finish later than it lets, and tell what moved"};
const struct flag flag_audience = {
    .name = "audience", .value = "NAME",
    .doc = "name only what NAME may see (`audience:` in the plan), count the rest; default: all"};
const struct flag flag_html = {
    .name = "html", .doc = "as one page that stands alone, with pictures"};
const struct flag flag_weeks = {
    .name = "weeks", .value = "N", .number = true, .least = 1, .doc = "how many weeks ahead"};
const struct flag flag_csv = {.name = "csv", .doc = "the figures as a table, for a spreadsheet"};
const struct flag flag_svg = {.name = "svg", .doc = "the picture alone, as an SVG file"};
const struct flag flag_md = {
    .name = "md", .doc = "Markdown; which claim says what stands in comments that no reader sees"};
const struct flag flag_facts = {
    .name = "facts", .doc = "end the text with the ids of the claims it cites"};
const struct flag flag_all = {.name = "all", .doc = "fold nothing away"};

const struct flag *const flags_of_forecast[] = {
    &flag_iterations, &flag_seed, &flag_threads, &flag_dialect, &flag_capacity,
    &flag_no_capacity, NULL};

const struct verb *verb_find(const char *name)
{
    for (unsigned i = 0; i < verbs_count; i++)
        if (strcmp(verbs_all[i]->name, name) == 0)
            return verbs_all[i];
    return NULL;
}

const struct flag *verb_flag(const struct verb *verb, const char *name)
{
    for (const struct flag *const *f = flags_of_all; *f; f++)
        if (strcmp((*f)->name, name) == 0)
            return *f;
    for (const struct flag *const *f = verb ? verb->flags : NULL; f && *f; f++)
        if (strcmp((*f)->name, name) == 0)
            return *f;
    return NULL;
}

const char *request_value(const struct request *request, const struct flag *flag)
{
    for (unsigned i = 0; i < request->given_count; i++)
        if (request->given[i] == flag)
            return request->values[i];
    return NULL;
}

bool request_has(const struct request *request, const struct flag *flag)
{
    return request_value(request, flag);
}

int64_t request_number(const struct request *request, const struct flag *flag, int64_t otherwise)
{
    const char *value = request_value(request, flag);

    return value ? strtoll(value, NULL, 10) : otherwise;
}

struct baton_text text_of(const char *terminated)
{
    return (struct baton_text){terminated, terminated ? strlen(terminated) : 0};
}

bool answer_keep(struct answer *answer, struct baton_text bytes)
{
    struct baton_text *files =
        realloc(answer->files, (answer->file_count + 1) * sizeof(files[0]));

    if (!files)
        return false;
    files[answer->file_count++] = bytes;
    answer->files = files;
    return true;
}

void answer_release(struct answer *answer)
{
    ground_release(answer->grounds);
    free(answer->made);
    baton_free(answer->b);
    for (size_t i = 0; i < answer->file_count; i++)
        file_release(answer->files[i]);
    free(answer->files);
}

void answer_refuse(struct answer *answer, enum outcome outcome, const char *code,
                   const char *text, const char *hint)
{
    baton_problem(answer->b, BATON_ERROR, code, (struct baton_place){0, 0, 0, 0}, text_of(text),
                  text_of(hint));
    answer->outcome = outcome;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { MESSAGE = 600, NAME = 12 };

static const struct flag flag_save = {
    .name = "save", .doc = "keep the list in the store under a name, to be applied later by it"};

static const struct flag *const flags[] = {
    &flag_why, &flag_by, &flag_against, &flag_id, &flag_dated, &flag_dry_run, &flag_save,
    &flag_all, &flag_iterations, &flag_seed, &flag_threads, &flag_capacity, &flag_no_capacity,
    NULL};

static bool is_saved_name(const char *from)
{
    return strncmp(from, "p-", 2) == 0 && file_kind_of(from) == FILE_ABSENT;
}

static bool refuse(struct answer *answer, enum outcome outcome, const char *code,
                   const char *text, const char *hint)
{
    answer_refuse(answer, outcome, code, text, hint);
    return false;
}

/* --- from a saved list --------------------------------------------------------------------- */

struct saved {
    struct baton_text line;
    int64_t seq;
};

static bool take_saved(void *context, const struct store_item *item)
{
    struct saved *saved = context;

    saved->line = store_copy(item->body);
    saved->seq = item->seq;
    return false;
}

/* The reason it was saved for, where whoever applies it states no other. */
static void take_reason(struct request *request, struct answer *answer, struct baton_text why)
{
    const struct baton_text kept = store_copy(why);

    if (why.len == 0 || request_has(request, &flag_why) || request->given_count == FLAG_MOST ||
        !answer_keep(answer, kept))
        return;
    request->given[request->given_count] = &flag_why;
    request->values[request->given_count++] = kept.ptr;
}

static bool read_saved(struct request *request, struct answer *answer, struct ground *g,
                       const char *name, const struct baton_plan *plan,
                       const struct baton_plan **ret_made)
{
    struct saved saved = {{NULL, 0}, 0};
    struct baton_change change;
    struct baton_edits *edits;
    char text[MESSAGE];
    const enum store_result result = store_kept(g->store, "saved", name, take_saved, &saved);

    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    if (!saved.line.ptr) {
        snprintf(text, sizeof(text), "there is neither a file nor a saved list '%.80s'", name);
        return refuse(answer, OUTCOME_NOT_FOUND, "no-such-file", text,
                      "baton apply ... --save keeps one");
    }
    if (!answer_keep(answer, saved.line))
        return false;
    if (saved.seq != g->head.seq) {
        snprintf(text, sizeof(text), "%.80s was made on change %lld; the store is at %lld", name,
                 (long long)saved.seq, (long long)g->head.seq);
        return refuse(answer, OUTCOME_CONFLICT, "ground-moved", text,
                      "look at what changed (baton log), and make the list anew");
    }
    if (!baton_change_read(answer->b, text_of(name), saved.line, &change))
        return refuse(answer, OUTCOME_UNUSABLE, "damaged-store", "the saved list is damaged",
                      NULL);
    take_reason(request, answer, change.why);
    edits = baton_edits_new(answer->b, plan);
    if (baton_edits_add_map(edits, change.edits) && baton_edits_apply(edits, ret_made))
        return true;
    answer->outcome = OUTCOME_UNUSABLE;
    return false;
}

static bool save(const struct request *request, struct answer *answer, struct ground *g,
                 const struct baton_plan *plan, const struct baton_plan *made, char *ret_name)
{
    struct baton_change change = {.seq = g->head.seq + 1, .against = g->head.seq,
                                  .why = text_of(request_value(request, &flag_why))};
    char at[21], random[33], hash[BATON_HASH + 1];
    struct store_item item = {.seq = g->head.seq};
    enum store_result result;

    if (!ground_now(request, answer, at))
        return false;
    host_random(random);
    change.at = text_of(at);
    change.id = text_of(random);
    item.body = baton_change_write(answer->b, &change, plan, made);
    baton_hash(item.body, hash);
    snprintf(ret_name, NAME, "p-%.6s", hash);
    item.kind = text_of("saved");
    item.name = text_of(ret_name);
    item.at = text_of(at);
    result = store_keep(g->store, &item);
    return result == STORE_DONE || ground_refuse(answer, g, result);
}

/* --- the answer ------------------------------------------------------------------------------ */

static bool show(const struct request *request, struct answer *answer,
                 const struct baton_plan *plan, const struct baton_plan *made)
{
    struct baton_study *before = baton_study_new(answer->b, plan);
    struct baton_study *after = baton_study_new(answer->b, made);

    if (!study_compare(request, answer, BATON_WANTS_FORECAST, before, after))
        return false;
    /* No forecast is no reason to refuse a change. */
    answer->outcome = OUTCOME_DONE;
    study_print(request, answer, "diff", after, NULL);
    return answer->outcome == OUTCOME_DONE;
}

static void finish(const struct request *request, struct answer *answer, struct ground *g,
                   int64_t against, const struct baton_plan *plan,
                   const struct baton_plan *made)
{
    const char *from = request->arguments[1];
    char line[MESSAGE] = "\nnothing written (--dry-run)\n", name[NAME];
    int64_t seq;

    if (request_has(request, &flag_save)) {
        if (!save(request, answer, g, plan, made, name))
            return;
        snprintf(line, sizeof(line),
                 "\nnothing changed yet; valid while the store is at change %lld\nnext: baton "
                 "apply %.200s %s\n", (long long)g->head.seq, g->name, name);
    } else if (!request_has(request, &flag_dry_run)) {
        if (!ground_record(request, answer, g, against, plan, made, "apply", &seq)) {
            answer->bytes = (struct baton_text){NULL, 0};
            return;
        }
        if (seq > 0)
            snprintf(line, sizeof(line), "\nchange %lld\n", (long long)seq);
        else
            snprintf(line, sizeof(line), "\nnothing to change\n");
        if (is_saved_name(from))
            store_forget(g->store, "saved", from);
    }
    answer_add(request, answer, line);
}

static const struct baton_plan *read_from(struct request *request, struct answer *answer,
                                          struct ground *g, const struct baton_plan *plan)
{
    const char *from = request->arguments[1];
    const struct baton_plan *made = NULL;
    char text[MESSAGE];

    if (is_saved_name(from))
        return read_saved(request, answer, g, from, plan, &made) ? made : NULL;
    made = load_files(request, answer, from);
    if (made && (baton_plan_id(made).len != baton_plan_id(plan).len ||
                 memcmp(baton_plan_id(made).ptr, baton_plan_id(plan).ptr,
                        baton_plan_id(made).len) != 0)) {
        snprintf(text, sizeof(text), "%.200s is of the program %.*s, the store of %.*s", from,
                 (int)baton_plan_id(made).len, baton_plan_id(made).ptr,
                 (int)baton_plan_id(plan).len, baton_plan_id(plan).ptr);
        refuse(answer, OUTCOME_UNUSABLE, "other-program", text, NULL);
        return NULL;
    }
    return made;
}

static void run(const struct request *request, struct answer *answer)
{
    const struct baton_plan *plan, *made;
    struct request saved = *request;
    struct ground *g;
    int64_t against;

    if (!study_check_request(request, answer))
        return;
    g = ground_open(request, answer, request->arguments[0]);
    if (!g)
        return;
    if (!ground_seq(answer, g, request_value(request, &flag_against), &against))
        return;
    plan = ground_plan(request, answer, g, against);
    made = plan ? read_from(&saved, answer, g, plan) : NULL;
    if (made && baton_problem_count(answer->b, BATON_ERROR) == 0 &&
        show(request, answer, plan, made))
        finish(&saved, answer, g, against, plan, made);
}

const struct verb verb_apply = {
    .name = "apply",
    .summary = "bring a plan file into a store, as a reviewed list of edits",
    .detail = "Compares FROM with the store and makes the difference one change: + stated now, "
              "~ stated otherwise, - no longer stated, and what that does to every promise. What "
              "the file does not state is taken out. With --against SEQ the file is compared with "
              "the plan as it was then, and what others changed since stays; the same field "
              "changed twice is a conflict (exit 4). --save keeps the list to be applied later by "
              "its name; it is refused (exit 4) once the store has moved on.",
    .arguments = {{"PLAN", true, "a store: a folder with baton.db, its path, or postgres://..."},
                  {"FROM", true, "a file, a folder of *.yaml, or the name of a saved list"}},
    .flags = flags,
    .example = "plan edited.yaml --dry-run",
    .json_kind = "diff",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

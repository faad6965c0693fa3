/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/host.h"
#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"
#include "app/verbs/scenario.h"
#include "app/verbs/study.h"

enum { MESSAGE = 600 };

static const struct flag flag_file = {
    .name = "file", .value = "FILE",
    .doc = "more edits, a YAML map from addresses to values, before those on the command line"};
static const struct flag flag_apply = {
    .name = "apply", .doc = "make it so: a change of the store, or written into the plan files"};

static const struct flag *const flags[] = {
    &flag_file, &flag_why, &flag_by, &flag_replace, &flag_apply, &flag_remove, &flag_list,
    &flag_against, &flag_id, &flag_dated, &flag_dry_run, &flag_audience, &flag_all, &flag_html,
    &flag_iterations, &flag_seed, &flag_threads, &flag_capacity, &flag_no_capacity,
    &flag_capacity_mode, NULL};

/* Every argument behind PLAN: names, then edits (which hold a =). */
static const char *behind(const struct request *request, unsigned i)
{
    for (unsigned a = 1; a < ARGUMENT_MOST && request->arguments[a]; a++)
        if (i-- == 0)
            return request->arguments[a];
    return i < request->more_count ? request->more[i] : NULL;
}

static unsigned count_names(const struct request *request)
{
    unsigned count = 0;

    while (behind(request, count) && !strchr(behind(request, count), '='))
        count++;
    return count;
}

/* --- one scenario on the plan ----------------------------------------------------------------- */

/* The first line of what is wrong, kept. */
static struct baton_text fault_of(struct answer *answer, struct baton *b)
{
    const struct baton_text all = baton_problems(b, BATON_ERROR);
    const char *from = all.ptr, *end = all.len ? memchr(all.ptr, '\n', all.len) : NULL;
    const char *colon = end ? strstr(from, "]: ") : NULL;
    struct baton_text kept;

    if (!end)
        return text_of("it does not fit the plan any more");
    from = colon && colon < end ? colon + 3 : from;
    kept = store_copy((struct baton_text){from, (size_t)(end - from)});
    if (!kept.ptr || !answer_keep(answer, kept))
        return text_of("it does not fit the plan any more");
    return kept;
}

/* The plan as the scenario has it. Tried in a context of its own first: that one does not fit is no
 * fault of the others. NULL: *ret_fault says why. */
static const struct baton_plan *made_by(const struct request *request, struct answer *answer,
                                        const struct baton_plan *plan,
                                        const struct shelf_item *item,
                                        struct baton_text *ret_fault)
{
    struct baton *b = baton_new(&host_pages, 0);
    struct baton_edits *edits = baton_edits_new(b, plan);
    const struct baton_plan *made = NULL;
    const bool fits = baton_edits_add_map(edits, item->edits) && baton_edits_apply(edits, &made);
    const bool possible = fits && study_is_possible(request, made);

    if (!fits)
        *ret_fault = fault_of(answer, b);
    else if (!possible)
        *ret_fault = text_of("no honest forecast is possible with it");
    baton_free(b);
    if (!fits || !possible)
        return NULL;
    edits = baton_edits_new(answer->b, plan);
    made = NULL;
    return baton_edits_add_map(edits, item->edits) && baton_edits_apply(edits, &made) ? made : NULL;
}

/* --- side by side ----------------------------------------------------------------------------- */

static bool is_asked(const struct request *request, struct baton_text name)
{
    const unsigned count = count_names(request);

    for (unsigned i = 0; i < count; i++)
        if (strlen(behind(request, i)) == name.len &&
            memcmp(behind(request, i), name.ptr, name.len) == 0)
            return true;
    /* Earlier ones (NAME~1) are compared when they are asked for. */
    return count == 0 && !memchr(name.ptr, '~', name.len);
}

static void compare(const struct request *request, struct answer *answer,
                    const struct shelf *shelf, const struct baton_plan *plan)
{
    const bool simulate = !request_has(request, &flag_list);
    struct baton_study *base = baton_study_new(answer->b, plan);
    struct baton_variant *variants;
    struct shelf_item *items;
    size_t count, shown = 0;

    for (unsigned i = 0; i < count_names(request); i++)
        if (!shelf_read(answer, shelf, behind(request, i), &items, &count))
            return;
    if (!shelf_read(answer, shelf, NULL, &items, &count))
        return;
    variants = calloc(count + 1, sizeof(*variants));
    if (!variants || !answer_keep(answer, (struct baton_text){(const char *)variants,
                                                              (count + 1) * sizeof(*variants)})) {
        free(variants);
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
        return;
    }
    if (simulate && !study_dates(request, answer, 0, base))
        return;
    for (size_t i = 0; i < count; i++) {
        struct baton_variant *v = &variants[shown];
        const struct baton_plan *made;
        struct baton_study *study;

        if (!is_asked(request, items[i].name))
            continue;
        shown++;
        v->name = items[i].name;
        v->title = items[i].why;
        made = made_by(request, answer, plan, &items[i], &v->fault);
        if (!made)
            continue;
        study = baton_study_new(answer->b, made);
        if (simulate && !study_dates(request, answer, baton_study_iterations(base), study))
            return;
        v->study = study;
    }
    answer->variants = variants;
    answer->variant_count = shown;
    study_print(request, answer, "scenarios", base, NULL);
}

/* --- keeping, showing, applying --------------------------------------------------------------- */

static bool gather_new(const struct request *request, struct answer *answer,
                       struct baton_edits *edits)
{
    const char *path = request_value(request, &flag_file);
    const struct baton_node *root = path ? load_tree(answer, path) : NULL;
    bool good = !path || (root && baton_edits_add_map(edits, root));

    for (unsigned i = 1; behind(request, i); i++)
        good = edit_of_text(answer, behind(request, i), edits) && good;
    return good;
}

/* The edits of the one that is kept under the name. */
static bool gather_kept(const struct request *request, struct answer *answer,
                        struct baton_edits *edits)
{
    struct shelf_item *items;
    struct shelf shelf;
    size_t count;

    return shelf_open(request, answer, "scenario", &shelf) &&
           shelf_read(answer, &shelf, behind(request, 0), &items, &count) &&
           baton_edits_add_map(edits, items[0].edits);
}

void scenario_keep(const struct request *request, struct answer *answer,
                   const struct shelf *shelf, const char *name, const struct baton_plan *plan,
                   const struct baton_plan *made)
{
    char line[MESSAGE];

    if (baton_plan_digest(plan) == baton_plan_digest(made)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "no-edit",
                      "the edits state nothing otherwise, so there is no scenario to keep", NULL);
        return;
    }
    if (!shelf_put(request, answer, shelf, name, plan, made))
        return;
    snprintf(line, sizeof(line), "\nkept as scenario %.80s\nnext: baton scenario %.300s\n", name,
             shelf->g ? shelf->g->name : shelf->plan);
    answer_add(request, answer, line);
}

static void keep_or_show(const struct request *request, struct answer *answer,
                         const struct shelf *shelf, const struct baton_plan *plan)
{
    const bool fresh = behind(request, 1) || request_has(request, &flag_file);
    const struct baton_plan *made = NULL;
    struct baton_study *before, *after;

    if (!edit_and_apply(request, answer, fresh ? gather_new : gather_kept, plan, &made))
        return;
    before = baton_study_new(answer->b, plan);
    after = baton_study_new(answer->b, made);
    if (!study_compare(request, answer, BATON_NEEDS_FORECAST, before, after))
        return;
    study_print(request, answer, "whatif", after, NULL);
    if (fresh && !request_has(request, &flag_dry_run))
        scenario_keep(request, answer, shelf, behind(request, 0), plan, made);
}

static void apply(const struct request *request, struct answer *answer, const struct shelf *shelf)
{
    const struct baton_plan *plan, *made = NULL;
    char source[MESSAGE];

    if (!shelf->g) {
        edit_files(request, answer, gather_kept);
        return;
    }
    plan = ground_plan(request, answer, shelf->g, shelf->g->head.seq);
    if (!plan || !edit_and_apply(request, answer, gather_kept, plan, &made))
        return;
    snprintf(source, sizeof(source), "scenario %.80s", behind(request, 0));
    record_and_print(request, answer, shelf->g, shelf->g->head.seq, plan, made, source);
}

static void remove_all(const struct request *request, struct answer *answer,
                       const struct shelf *shelf)
{
    for (unsigned i = 0; i < count_names(request); i++)
        if (!shelf_remove(answer, shelf, behind(request, i)))
            return;
}

static bool is_usable(const struct request *request, struct answer *answer)
{
    const unsigned names = count_names(request);
    const bool edits = behind(request, names) || request_has(request, &flag_file);
    const bool acts = request_has(request, &flag_apply) || request_has(request, &flag_remove);

    if ((edits || request_has(request, &flag_apply)) && names != 1) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "one name is wanted here",
                      "as in: baton scenario plan hire-two red.capacity=6");
        return false;
    }
    if (acts && (edits || names == 0)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "--apply and --remove take the name of a kept scenario, and no edits", NULL);
        return false;
    }
    return true;
}

/* Scenarios are compared at any point of the log, and kept for the plan as it is now. */
static bool reading_point(const struct request *request, struct answer *answer,
                          const struct shelf *shelf, int64_t *ret_seq)
{
    if (shelf->g->when && (behind(request, count_names(request)) ||
                           request_has(request, &flag_file))) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage",
                      "a scenario is kept for the plan as it is now, not for a point of the past",
                      "leave --at out; without edits what is kept is compared with the plan of "
                      "then");
        return false;
    }
    return ground_point(answer, shelf->g, ret_seq);
}

static void run(const struct request *request, struct answer *answer)
{
    const unsigned names = count_names(request);
    const struct baton_plan *plan;
    struct shelf shelf;
    int64_t seq;

    if (!study_check_request(request, answer) || !is_usable(request, answer) ||
        !shelf_open(request, answer, "scenario", &shelf))
        return;
    if (request_has(request, &flag_remove)) {
        remove_all(request, answer, &shelf);
        return;
    }
    if (request_has(request, &flag_apply)) {
        apply(request, answer, &shelf);
        return;
    }
    if (shelf.g && !reading_point(request, answer, &shelf, &seq))
        return;
    plan = shelf.g ? ground_plan(request, answer, shelf.g, seq)
                   : load_files(request, answer, shelf.plan);
    if (!plan)
        return;
    if (names == 1 && !request_has(request, &flag_list))
        keep_or_show(request, answer, &shelf, plan);
    else
        compare(request, answer, &shelf, plan);
}

const struct verb verb_scenario = {
    .name = "scenario",
    .summary = "what might be, kept by name: compared side by side, applied or dropped",
    .detail = "Without a name, every kept scenario beside the plan as it is: how likely each "
              "promise is, P50, P80 and what it costs, all on the same random numbers. With a name "
              "and edits (as `baton whatif` takes them) it is kept; with a name alone it is shown; "
              "with several names these are compared. --apply makes one so. A scenario is a list "
              "of edits, so it goes along with a plan that moves on. A store keeps them itself; "
              "beside plan files they are files of the folder scenarios/.",
    .arguments = {{"PLAN", true, "a file, a folder of *.yaml, or a store"},
                  {"NAME", false, "its name; several: compare these"},
                  {"EDIT", false, "id.field=value, any number of them"}},
    .many = true,
    .flags = flags,
    .example = "plan hire-two red.capacity=6 --because 'two from blue'",
    .json_kind = "scenarios",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

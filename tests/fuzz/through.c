/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/through.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY_CEILING = 512 << 20, FORECAST_ITERATIONS = 256, FORECAST_SIZE = 4096 };

static jmp_buf memory_is_full;

static void *take_page(void *context, size_t bytes)
{
    (void)context;
    return malloc(bytes);
}

static void give_page(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(page);
}

static void arena_is_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    longjmp(memory_is_full, 1);
}

static const struct baton_pages pages = {
    .take = take_page, .give = give_page, .on_full = arena_is_full};

static void broken(const char *law, struct baton_text said)
{
    fprintf(stderr, "broken law: %s\n%.*s\n", law, (int)said.len, said.ptr ? said.ptr : "");
    abort();
}

/* Every message of a refusal starts with the name of the text and a place in it. */
static void refused(struct baton *b)
{
    struct baton_text said = baton_problems(b, BATON_ERROR);

    if (baton_problem_count(b, BATON_ERROR) == 0)
        broken("a refusal says why", said);
    if (said.len < 6 || memcmp(said.ptr, "plan:", 5) != 0 || said.ptr[5] < '1' || said.ptr[5] > '9')
        broken("an error starts with its place", said);
}

/* A plan written as JSON and read again is the same plan. */
static void comes_back(struct baton *b, const struct baton_plan *plan,
                       const struct baton_read_options *how)
{
    struct baton_text written = baton_plan_write(b, plan, true);
    uint32_t source = baton_source(b, (struct baton_text){"plan", 4}, written);
    const struct baton_node *root = baton_json_read(b, source);
    const struct baton_plan *again;

    if (!root || !baton_plan_read(b, &root, 1, how, &again)) {
        fprintf(stderr, "%.*s\n", (int)written.len, written.ptr);
        broken("a written plan can be read", baton_problems(b, BATON_ERROR));
    }
    if (baton_plan_digest(plan) != baton_plan_digest(again))
        broken("a plan comes back from its JSON", written);
}

static void compute(struct baton *b, const struct baton_plan *plan, size_t size)
{
    const struct baton_forecast_options options = {.seed = 1, .iterations = FORECAST_ITERATIONS};
    const struct baton_report_options form = {.width = 80, .ascii = true};
    struct baton_study *study = baton_study_new(b, plan);
    struct baton_text text;

    if (!baton_study_schedule(study)) {
        refused(b);
        return;
    }
    baton_report(b, study, "schedule", &form, &text);
    if (size > FORECAST_SIZE || !baton_study_forecast(study, &options))
        return;
    baton_study_check(study, 0);
    baton_report(b, study, "check", &form, &text);
    baton_report(b, study, "brief", &form, &text);
}

static void whole_way(struct baton *b, struct baton_text bytes, fuzz_reader *read)
{
    const struct baton_read_options how = {.today = 20000};
    uint32_t source = baton_source(b, (struct baton_text){"plan", 4}, bytes);
    const struct baton_node *root = read ? read(b, source, bytes) : NULL;
    const struct baton_plan *plan;

    if (read ? !root || !baton_plan_read(b, &root, 1, &how, &plan)
             : !baton_instance_read(b, source, &how, &plan)) {
        refused(b);
        return;
    }
    comes_back(b, plan, &how);
    compute(b, plan, bytes.len);
}

void fuzz_through(const uint8_t *data, size_t size, fuzz_reader *read)
{
    struct baton *b = baton_new(&pages, MEMORY_CEILING);

    if (setjmp(memory_is_full) == 0)
        whole_way(b, (struct baton_text){(const char *)data, size}, read);
    baton_free(b);
}

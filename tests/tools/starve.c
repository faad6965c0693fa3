/* SPDX-License-Identifier: Apache-2.0 */
/* starve.c - SQLite's test, for arenas: raise the memory's limit step by step until a brief comes
 * out, and see that every attempt before gave all back and nothing crashed. Prints one line.
 * Usage: starve FILE (YAML). */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/syntax/syntax.h"
#include "include/baton.h"

enum {
    FILE_CEILING = 1 << 20,
    STEP = 8191,                    /* bytes; odd, so that the limit falls anywhere in an item */
    LIMIT_CEILING = 256 << 20
};

static jmp_buf no_more;
static unsigned pages_out;

static void *take_page(void *context, size_t bytes)
{
    (void)context;
    pages_out++;
    return malloc(bytes);
}

static void give_page(void *context, void *page, size_t bytes)
{
    (void)context;
    (void)bytes;
    pages_out--;
    free(page);
}

static void arena_is_full(void *context, size_t wanted)
{
    (void)context;
    (void)wanted;
    longjmp(no_more, 1);
}

static const struct baton_pages pages = {
    .take = take_page, .give = give_page, .on_full = arena_is_full};

static void brief(struct baton *b, struct baton_text bytes)
{
    const struct baton_read_options how = {.today = 20000};
    const struct baton_forecast_options options = {.seed = 1, .iterations = 256};
    const struct baton_report_options form = {.width = 80};
    uint32_t source = baton_source(b, (struct baton_text){"plan", 4}, bytes);
    const struct baton_node *root = yaml_read(b, source, bytes);
    const struct baton_plan *plan;
    struct baton_study *study;
    struct baton_text text;

    if (!root || !baton_plan_read(b, &root, 1, &how, &plan))
        exit(2);
    study = baton_study_new(b, plan);
    if (!baton_study_schedule(study) || !baton_study_forecast(study, &options))
        exit(2);
    baton_study_check(study, 3);
    if (baton_report(b, study, "brief", &form, &text) != BATON_DONE || text.len == 0)
        exit(2);
}

/* The context is outside, so that giving it back is seen after a jump too. */
static struct baton *context;

/* Whether `limit` bytes were enough. */
static bool attempt(struct baton_text bytes, size_t limit)
{
    context = NULL;
    if (setjmp(no_more) == 0) {
        context = baton_new(&pages, limit);
        brief(context, bytes);
        baton_free(context);
        return true;
    }
    if (context)
        baton_free(context);
    return false;
}

int main(int argc, char **argv)
{
    static char bytes[FILE_CEILING];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    bool enough = false;
    size_t limit = 0;

    if (!file || size == 0)
        return 2;
    fclose(file);
    while (!enough && limit < LIMIT_CEILING) {
        limit += STEP;
        enough = attempt((struct baton_text){bytes, size}, limit);
        if (pages_out > 0) {
            printf("fail a limit of %zu bytes: %u pages were kept\n", limit, pages_out);
            return 1;
        }
    }
    if (enough)
        printf("pass %zu limits up to %zu bytes\n", limit / STEP, limit);
    else
        printf("fail a limit of %zu bytes: is not enough\n", limit);
    return !enough;
}

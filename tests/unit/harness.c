/* SPDX-License-Identifier: Apache-2.0 */
/* harness.c - runs a test file's functions, each with fresh arenas. */
#include "tests/unit/harness.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/runner.h"

static const char *running = "";
static uint64_t random_state;

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
    fprintf(stderr, "an arena is full: %zu bytes wanted\n", wanted);
    abort();
}

static const struct page_source pages = {
    .take = take_page, .give = give_page, .on_full = arena_is_full};

/* Say which test an assert or a crash stopped; only write() is safe here. */
static void crashed(int signal_number)
{
    const char *after = ": crashed\n";

    if (write(STDOUT_FILENO, "fail ", 5) < 0 ||
        write(STDOUT_FILENO, running, strlen(running)) < 0 ||
        write(STDOUT_FILENO, after, strlen(after)) < 0)
        _exit(1);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

void test_fail(struct test *t, const char *file, int line, const char *format, ...)
{
    va_list arguments;

    t->failures++;
    printf("    %s:%d: ", file, line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

void test_skip(struct test *t, const char *why)
{
    t->skipped = true;
    printf("skip %s: %s\n", t->name, why);
}

/* splitmix64 (Steele, Lea, Flood, 2014): not the core's generator, so that a law about that
 * one is not tested with itself. */
uint64_t test_random(struct test *t)
{
    uint64_t x = random_state += 0x9e3779b97f4a7c15u;

    (void)t;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

uint64_t test_random_place(struct test *t)
{
    (void)t;
    return random_state;
}

void test_random_go(struct test *t, uint64_t place)
{
    (void)t;
    random_state = place;
}

uint64_t test_random_below(struct test *t, uint64_t limit)
{
    return test_random(t) % limit;
}

bool test_read_file(struct test *t, const char *path, struct str *ret_bytes)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long size;

    if (!file)
        return false;
    if (fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0 ||
        fseek(file, 0, SEEK_SET) != 0) {
        fclose(file);
        return false;
    }
    bytes = arena_take(t->arena, (size_t)size + 1, 1);
    if (fread(bytes, 1, (size_t)size, file) != (size_t)size) {
        fclose(file);
        return false;
    }
    fclose(file);
    *ret_bytes = (struct str){bytes, (size_t)size};
    return true;
}

const char *test_shared_data(void)
{
    struct stat found;

    return stat("../shared/data", &found) == 0 && S_ISDIR(found.st_mode) ? "../shared/data" : NULL;
}

static uint64_t seed_of_run(void)
{
    const char *given = getenv("BATON_TEST_SEED");

    return given ? strtoull(given, NULL, 10) : 1;
}

unsigned test_rounds(unsigned whole)
{
    const char *given = getenv("BATON_TEST_SHARE");
    const unsigned long share = given ? strtoul(given, NULL, 10) : 1;

    return share > 1 && share < whole ? whole / (unsigned)share : whole;
}

/* The tests whose names hold the first argument, or all. They run at the repository root. */
int main(int argc, char **argv)
{
    unsigned passed = 0, failed = 0, skipped = 0;
    const char *only = argc > 1 ? argv[1] : "";

    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    signal(SIGABRT, crashed);
    signal(SIGSEGV, crashed);
    signal(SIGFPE, crashed);
    printf("seed %llu\n", (unsigned long long)seed_of_run());
    for (const struct test_entry *entry = test_table; entry->name; entry++) {
        struct arena arena, scratch;
        struct diags diags;
        struct test t = {.name = entry->name, .arena = &arena, .scratch = &scratch,
                         .diags = &diags};

        if (!strstr(entry->name, only))
            continue;
        arena_init(&arena, &pages, 0);
        arena_init(&scratch, &pages, 0);
        diags_init(&diags, &arena);
        random_state = seed_of_run();
        running = entry->name;
        entry->run(&t);
        if (t.failures) {
            failed++;
            printf("fail %s: %u checks, above\n", t.name, t.failures);
        } else if (t.skipped) {
            skipped++;
        } else {
            passed++;
            printf("pass %s\n", t.name);
        }
        arena_reset(&scratch);
        arena_reset(&arena);
    }
    printf("%u passed, %u failed, %u skipped\n", passed, failed, skipped);
    return failed > 0;
}

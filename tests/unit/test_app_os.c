/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders, the date, threads. Works in a folder of its own below TMPDIR. */
#define _DEFAULT_SOURCE     /* mkdtemp, setenv */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/os/pool.h"
#include "core/base/arena.h"
#include "core/base/str.h"
#include "core/base/text.h"
#include "tests/unit/harness.h"

/* A fresh folder; NULL (and the test skipped) where none can be made. */
static const char *fresh_folder(struct test *t)
{
    const char *base = host_variable("TMPDIR");
    struct str path = str_format(t->arena, "%s/baton-test-XXXXXX", base ? base : "/tmp");
    char *name = arena_take(t->arena, path.len + 1, 1);

    memcpy(name, path.ptr, path.len);
    if (!mkdtemp(name)) {
        test_skip(t, "no folder can be made below TMPDIR");
        return NULL;
    }
    return name;
}

static const char *below(struct test *t, const char *folder, const char *name)
{
    return str_format(t->arena, "%s/%s", folder, name).ptr;
}

static void put(struct test *t, const char *path, const char *bytes)
{
    char message[FILE_MESSAGE];

    CHECK(file_write(path, (struct baton_text){bytes, strlen(bytes)}, message));
}

void test_app_os__a_file_written_reads_back(struct test *t)
{
    const char *folder = fresh_folder(t), *path;
    struct baton_text bytes = {NULL, 0}, large;
    char message[FILE_MESSAGE];
    char *room;

    if (!folder)
        return;
    path = below(t, folder, "a.yaml");
    put(t, path, "old");
    CHECK(chmod(path, 0640) == 0);
    room = arena_take(t->arena, 3000000, 1);
    memset(room, 'x', 3000000);
    large = (struct baton_text){room, 3000000};
    CHECK(file_write(path, large, message));
    CHECK(file_read(path, &bytes, message));
    CHECK(bytes.len == large.len && memcmp(bytes.ptr, large.ptr, large.len) == 0);
    file_release(bytes);
    {
        struct stat status;

        CHECK(stat(path, &status) == 0 && (status.st_mode & 0777) == 0640);
    }
    put(t, path, "");
    CHECK(file_read(path, &bytes, message));
    CHECK_EQ(bytes.len, 0);
    file_release(bytes);
    unlink(path);
    CHECK(rmdir(folder) == 0);      /* no neighbour is left behind */
}

void test_app_os__what_is_no_plain_file_is_written_into(struct test *t)
{
    const char *folder = fresh_folder(t), *path, *link;
    struct baton_text bytes = {NULL, 0};
    char message[FILE_MESSAGE];
    struct stat status;

    if (!folder)
        return;
    path = below(t, folder, "a.yaml");
    link = below(t, folder, "link");
    put(t, path, "old and long");
    CHECK(symlink("a.yaml", link) == 0);
    put(t, link, "new");
    CHECK(lstat(link, &status) == 0 && S_ISLNK(status.st_mode));
    CHECK(file_read(path, &bytes, message));
    CHECK(bytes.len == 3 && memcmp(bytes.ptr, "new", 3) == 0);
    file_release(bytes);
    unlink(link);
    unlink(path);
    rmdir(folder);
}

void test_app_os__what_cannot_be_read_or_written_says_why(struct test *t)
{
    const char *folder = fresh_folder(t);
    struct baton_text bytes;
    char message[FILE_MESSAGE];

    if (!folder)
        return;
    CHECK(!file_read(below(t, folder, "none"), &bytes, message));
    CHECK_STR(str_of(message), "no such file or folder");
    CHECK(!file_read(folder, &bytes, message));
    CHECK_STR(str_of(message), "is a folder");
    CHECK(!file_write(below(t, folder, "none/x"), (struct baton_text){"x", 1}, message));
    CHECK_STR(str_of(message), "no such file or folder");
    CHECK_EQ(file_kind_of(folder), FILE_FOLDER);
    CHECK_EQ(file_kind_of(below(t, folder, "none")), FILE_ABSENT);
    CHECK_EQ(file_kind_of("/dev/null"), FILE_OTHER);
    rmdir(folder);
}

static bool holds(const char *path, const char *wanted)
{
    struct baton_text bytes;
    char message[FILE_MESSAGE];
    const bool same = file_read(path, &bytes, message) && bytes.len == strlen(wanted) &&
                      memcmp(bytes.ptr, wanted, bytes.len) == 0;

    file_release(bytes);
    return same;
}

void test_app_os__several_files_are_replaced_together_or_not_at_all(struct test *t)
{
    static const char *const endings[] = {"", NULL};
    const char *folder = fresh_folder(t), *a, *b, *link;
    struct file_change changes[2];
    char message[FILE_MESSAGE], **paths;
    size_t which, count = 0;
    bool moved;

    if (!folder)
        return;
    a = below(t, folder, "a.yaml");
    b = below(t, folder, "b.yaml");
    link = below(t, folder, "link.yaml");
    put(t, a, "one");
    put(t, b, "two");
    CHECK(symlink("a.yaml", link) == 0);
    changes[0] = (struct file_change){link, {"one", 3}, {"uno", 3}};
    changes[1] = (struct file_change){b, {"two!", 4}, {"due", 3}};
    CHECK(!file_replace(changes, 2, &which, &moved, message));
    CHECK(moved && which == 1 && holds(a, "one") && holds(b, "two"));
    changes[1].was = (struct baton_text){"two", 3};
    CHECK(file_replace(changes, 2, &which, &moved, message));
    CHECK(holds(a, "uno") && holds(b, "due") && holds(link, "uno"));
    changes[1].path = folder;
    CHECK(!file_replace(changes, 2, &which, &moved, message) && !moved && which == 1);
    /* Nothing is left beside them. */
    CHECK(file_list(folder, endings, &paths, message));
    while (paths[count])
        count++;
    CHECK_EQ(count, 3);
    file_list_release(paths);
}

void test_app_os__a_folder_lists_its_files_in_byte_order(struct test *t)
{
    static const char *const names[] = {"b.yaml", "a.yaml", "B.yaml", "c.txt", ".h.yaml", ".yaml",
                                        "sub/z.yaml", "sub/a.yml", "sub/deep/x.yaml"};
    static const char *const endings[] = {".yaml", ".yml", NULL};
    const char *folder = fresh_folder(t);
    char message[FILE_MESSAGE];
    char **paths;
    struct text list;

    if (!folder)
        return;
    CHECK(mkdir(below(t, folder, "sub"), 0777) == 0);
    CHECK(mkdir(below(t, folder, "sub/deep"), 0777) == 0);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        put(t, below(t, folder, names[i]), "x");
    text_init(&list, t->arena);
    CHECK(file_list(folder, endings, &paths, message));
    for (size_t i = 0; paths[i]; i++)
        text_addf(&list, "%s ", paths[i] + strlen(folder) + 1);
    CHECK_STR(text_str(&list), "B.yaml a.yaml b.yaml sub/a.yml sub/z.yaml ");
    file_list_release(paths);
    CHECK(!file_list(below(t, folder, "none"), endings, &paths, message));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        unlink(below(t, folder, names[i]));
    CHECK(file_list(folder, endings, &paths, message));
    CHECK(paths[0] == NULL);
    file_list_release(paths);
    rmdir(below(t, folder, "sub/deep"));
    rmdir(below(t, folder, "sub"));
    CHECK(rmdir(folder) == 0);
}

void test_app_os__today_is_the_local_date(struct test *t)
{
    time_t before = time(NULL);
    struct tm local, back;
    int64_t today;

    setenv("TZ", "UTC0", 1);
    tzset();
    today = host_today();
    CHECK(today == before / 86400 || today == time(NULL) / 86400);
    setenv("TZ", "XXX-14", 1);      /* fourteen hours ahead */
    tzset();
    before = time(NULL);
    localtime_r(&before, &local);
    before = host_today() * 86400;
    gmtime_r(&before, &back);
    CHECK_EQ(back.tm_year, local.tm_year);
    CHECK_EQ(back.tm_yday, local.tm_yday);
    unsetenv("TZ");
    tzset();
}

struct tally {
    atomic_uint runs[1000];
    atomic_uint busy[8];
    atomic_bool twice;
};

static void count_piece(void *context, unsigned piece, unsigned thread)
{
    struct tally *tally = context;

    if (atomic_fetch_add(&tally->busy[thread], 1) != 0)
        atomic_store(&tally->twice, true);
    atomic_fetch_add(&tally->runs[piece], 1);
    atomic_fetch_sub(&tally->busy[thread], 1);
}

void test_app_os__each_piece_runs_once(struct test *t)
{
    for (unsigned threads = 0; threads <= 8; threads++) {
        struct tally *tally = ARENA_NEW(t->arena, struct tally);

        pool_run(threads, 1000, count_piece, tally);
        for (unsigned i = 0; i < 1000; i++)
            CHECK_EQ(atomic_load(&tally->runs[i]), 1);
        CHECK(!atomic_load(&tally->twice));
        pool_run(threads, 0, count_piece, tally);
    }
    CHECK(pool_processors() >= 1);
}

void test_app_os__columns_come_from_the_environment_first(struct test *t)
{
    setenv("COLUMNS", "123", 1);
    CHECK_EQ(host_columns(), 123);
    setenv("COLUMNS", "12x", 1);
    CHECK(host_columns() != 12);
    setenv("COLUMNS", "", 1);
    CHECK(host_variable("COLUMNS") == NULL);
    unsetenv("COLUMNS");
}

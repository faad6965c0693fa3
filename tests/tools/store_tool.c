/* SPDX-License-Identifier: Apache-2.0 */
/* store_tool.c - what tests/store and bench/store.sh do to a store below the verbs, by store.h.
 *
 *   store_tool write WHERE NAME FIRST LAST   changes NAME-FIRST .. NAME-LAST; "ok ID SEQ" for each
 *                                            once it is acknowledged; begun again, it goes on
 *   store_tool race WHERE ROUNDS             two writers at the same sequence, each round
 *   store_tool conform WHERE                 store.h sentence by sentence
 *   store_tool sql FILE STATEMENT            SQL on a SQLite file, for damage
 *   store_tool list WHERE                    "ID SEQ" of every change
 *
 * WHERE has been made by baton init and has an object `dig` with a field `note`. BATON_NO_NOTIFY as
 * in baton. Prints pass and fail lines. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/store/store.h"

enum { LINE = 1024, TRIES = 100000 };

static struct store *open_store(const char *where)
{
    const char *no = getenv("BATON_NO_NOTIFY");
    const struct store_options options = {.no_notify = no && *no};
    struct store *s;

    if (store_open(where, &options, &s) == STORE_DONE)
        return s;
    fprintf(stderr, "store_tool: %s\n", store_message(s));
    exit(2);
}

static struct baton_text text(const char *terminated)
{
    return (struct baton_text){terminated, strlen(terminated)};
}

/* A minute after the one before, and later than any clock of today: times never go back. */
static void line_of(char line[LINE], const char *id, int64_t seq)
{
    const time_t at = 4102444800 + (time_t)seq * 60;
    char stamp[32];
    struct tm utc;

    gmtime_r(&at, &utc);
    strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &utc);
    snprintf(line, LINE,
             "{\"seq\":%lld,\"id\":\"%s\",\"at\":\"%s\",\"by\":\"%.20s\",\"against\":%lld,"
             "\"edits\":{\"dig.note\":\"%s\"},\"undo\":{\"dig.note\":null}}",
             (long long)seq, id, stamp, id, (long long)seq - 1, id);
}

static enum store_result append(struct store *s, const char *id, const struct store_head *at,
                                struct store_head *ret)
{
    char line[LINE];

    line_of(line, id, at->seq + 1);
    return store_append(s, at, text(id), text(line), ret);
}

/* --- writing ------------------------------------------------------------------------------- */

/* The sequence it was given; what is not acknowledged after all is told and ends the program. */
static int64_t write_one(struct store *s, const char *id)
{
    struct store_head head, now = {.seq = 0};

    for (int i = 0; i < TRIES; i++) {
        enum store_result result = store_head(s, &head);

        if (result == STORE_DONE)
            result = append(s, id, &head, &now);
        if (result == STORE_DONE || result == STORE_REPEATED)
            return now.seq;
        if (result != STORE_STALE) {
            fprintf(stderr, "store_tool: %s: %s\n", id, store_message(s));
            exit(3);
        }
    }
    exit(4);
}

static int write_many(const char *where, const char *name, long first, long last)
{
    struct store *s = open_store(where);
    char id[64], line[LINE];

    for (long i = first; i <= last; i++) {
        int64_t seq;
        int length;

        snprintf(id, sizeof(id), "%s-%ld", name, i);
        seq = write_one(s, id);
        length = snprintf(line, sizeof(line), "ok %s %lld\n", id, (long long)seq);
        if (write(STDOUT_FILENO, line, (size_t)length) != length)
            return 1;
    }
    store_close(s);
    return 0;
}

/* --- races --------------------------------------------------------------------------------- */

struct order {
    struct store_head head;
    long round;
};

static void racer(const char *where, int orders, int results, char name)
{
    struct store *s = open_store(where);
    struct order order;
    char id[64];

    while (read(orders, &order, sizeof(order)) == (ssize_t)sizeof(order)) {
        enum store_result result;

        snprintf(id, sizeof(id), "race-%c-%ld", name, order.round);
        result = append(s, id, &order.head, NULL);
        if (write(results, &result, sizeof(result)) != (ssize_t)sizeof(result))
            _exit(1);
    }
    store_close(s);
    _exit(0);
}

static int race(const char *where, long rounds)
{
    int orders[2][2], results[2][2];
    long won[2] = {0, 0}, wrong = 0;
    struct store_head head, after;
    struct store *s;

    for (int i = 0; i < 2; i++) {
        if (pipe(orders[i]) != 0 || pipe(results[i]) != 0)
            return 1;
        if (fork() == 0) {
            close(orders[i][1]);
            if (i == 1)
                close(orders[0][1]);
            racer(where, orders[i][0], results[i][1], (char)('a' + i));
        }
    }
    s = open_store(where);
    for (long r = 0; r < rounds; r++) {
        struct order order = {.round = r};
        enum store_result got[2] = {STORE_ABSENT, STORE_ABSENT};

        if (store_head(s, &head) != STORE_DONE)
            return 1;
        order.head = head;
        for (int i = 0; i < 2; i++)
            if (write(orders[(i + r) % 2][1], &order, sizeof(order)) != (ssize_t)sizeof(order))
                return 1;
        for (int i = 0; i < 2; i++)
            if (read(results[i][0], &got[i], sizeof(got[i])) != (ssize_t)sizeof(got[i]))
                return 1;
        wrong += !((got[0] == STORE_DONE && got[1] == STORE_STALE) ||
                   (got[0] == STORE_STALE && got[1] == STORE_DONE));
        won[0] += got[0] == STORE_DONE;
        won[1] += got[1] == STORE_DONE;
        wrong += store_head(s, &after) != STORE_DONE || after.seq != head.seq + 1;
    }
    store_close(s);
    for (int i = 0; i < 2; i++)
        close(orders[i][1]);
    while (wait(NULL) > 0)
        ;
    printf("%s race: of two writers at one sequence one won, %ld times (%ld and %ld)%s\n",
           wrong ? "fail" : "pass", rounds, won[0], won[1], wrong ? ": not always" : "");
    return wrong != 0;
}

/* --- conformance --------------------------------------------------------------------------- */

static int failures;

static void check(bool good, const char *what)
{
    printf("%s %s\n", good ? "pass" : "fail", what);
    failures += !good;
}

struct seen {
    char all[LINE];
    int64_t last;
    int count, stop_after;
};

static bool take_row(void *context, const struct store_row *row)
{
    struct seen *seen = context;

    snprintf(seen->all + strlen(seen->all), sizeof(seen->all) - strlen(seen->all), "%.*s ",
             (int)row->id.len, row->id.ptr);
    seen->last = row->seq;
    return ++seen->count != seen->stop_after;
}

static bool take_item(void *context, const struct store_item *item)
{
    struct seen *seen = context;

    snprintf(seen->all + strlen(seen->all), sizeof(seen->all) - strlen(seen->all), "%.*s=%.*s ",
             (int)item->name.len, item->name.ptr, (int)item->body.len, item->body.ptr);
    seen->last = item->seq;
    return ++seen->count != seen->stop_after;
}

static void check_log(struct store *s)
{
    struct store_head head, next, stale, odd;
    struct seen seen = {.count = 0};
    int64_t seq = 0;
    char line[LINE], hash[BATON_HASH + 1];

    check(store_head(s, &head) == STORE_DONE, "head");
    check(append(s, "c-1", &head, &next) == STORE_DONE && next.seq == head.seq + 1,
          "append gives the next sequence");
    line_of(line, "c-1", next.seq);
    baton_log_chain(head.hash, text(line), hash);
    check(strcmp(hash, next.hash) == 0, "append chains the line to the hash before it");
    check(append(s, "c-2", &head, &stale) == STORE_STALE, "append at an old head is stale");
    odd = next;
    odd.hash[0] = odd.hash[0] == 'a' ? 'b' : 'a';
    check(append(s, "c-2", &odd, &stale) == STORE_STALE, "append on another hash is stale");
    check(append(s, "c-1", &next, &stale) == STORE_REPEATED && stale.seq == next.seq,
          "the same id again is a repetition, and its sequence is given");
    check(append(s, "c-1", &head, &stale) == STORE_REPEATED && stale.seq == next.seq,
          "... at an old head too");
    check(store_head(s, &stale) == STORE_DONE && stale.seq == next.seq &&
              strcmp(stale.hash, next.hash) == 0, "what was refused left nothing");
    check(append(s, "c-2", &next, &stale) == STORE_DONE, "then it goes on");
    check(store_find(s, text("c-2"), &seq) == STORE_DONE && seq == stale.seq, "find by id");
    check(store_find(s, text("c-3"), &seq) == STORE_ABSENT, "find nothing by another");
    check(store_read_since(s, head.seq, stale.seq, take_row, &seen) == STORE_DONE &&
              strcmp(seen.all, "c-1 c-2 ") == 0, "read since gives rows in order");
    seen = (struct seen){.stop_after = 1};
    check(store_read_since(s, head.seq, INT64_MAX, take_row, &seen) == STORE_DONE &&
              strcmp(seen.all, "c-1 ") == 0, "reading stops when asked");
    seen = (struct seen){.count = 0};
    check(store_read_since(s, stale.seq, INT64_MAX, take_row, &seen) == STORE_DONE &&
              seen.count == 0, "nothing stands after the head");
}

static void check_snapshots(struct store *s)
{
    struct store_snapshot got, put = {.seq = 1000, .log_hash = text("h"), .plan = text("plan"),
                                      .plan_hash = text("p")};
    bool good;

    store_drop_snapshots(s, 1, INT64_MAX);
    good = store_put_snapshot(s, &put) == STORE_DONE;
    put.seq = 2000;
    put.plan = text("later");
    good = good && store_put_snapshot(s, &put) == STORE_DONE;
    check(good, "put snapshots");
    good = store_get_snapshot(s, 1999, &got) == STORE_DONE && got.seq == 1000 &&
           strcmp(got.plan.ptr, "plan") == 0;
    check(good, "the latest snapshot up to a sequence");
    if (good)
        store_release_snapshot(&got);
    good = store_get_snapshot(s, 2000, &got) == STORE_DONE && got.seq == 2000;
    check(good, "... that one included");
    if (good)
        store_release_snapshot(&got);
    check(store_drop_snapshots(s, 1000, 2001) == STORE_DONE &&
              store_get_snapshot(s, 3000, &got) == STORE_DONE && got.seq == 1000,
          "drop between");
    store_release_snapshot(&got);
    store_drop_snapshots(s, 999, 2001);
}

static void check_kept(struct store *s)
{
    struct store_item item = {.kind = text("scenario"), .name = text("b"), .at = text("2026"),
                              .body = text("1"), .seq = 1};
    struct seen seen = {.count = 0};

    store_keep(s, &item);
    item.name = text("a");
    item.body = text("2");
    store_keep(s, &item);
    item.body = text("3");
    check(store_keep(s, &item) == STORE_DONE, "keep");
    check(store_kept(s, "scenario", NULL, take_item, &seen) == STORE_DONE &&
              strcmp(seen.all, "a=3 b=1 ") == 0, "kept: in order, the second of a name replaces");
    seen = (struct seen){.count = 0};
    check(store_kept(s, "scenario", "b", take_item, &seen) == STORE_DONE &&
              strcmp(seen.all, "b=1 ") == 0, "kept by name");
    check(store_forget(s, "scenario", "a") == STORE_DONE &&
              store_forget(s, "scenario", "b") == STORE_DONE &&
              store_forget(s, "scenario", "a") == STORE_ABSENT, "forget, once");
}

static void check_duties(struct store *s)
{
    const struct timespec pause = {0, 400 * 1000000L};
    int64_t epoch = 0, again = 0, other = 0;

    check(store_duty(s, "clock", "x", 300, &epoch) == STORE_DONE, "a duty is taken");
    check(store_duty(s, "clock", "y", 300, &other) == STORE_STALE, "by one at a time");
    check(store_duty(s, "clock", "x", 300, &again) == STORE_DONE && again == epoch,
          "its holder may go on, in the same epoch");
    nanosleep(&pause, NULL);
    check(store_duty(s, "clock", "y", 1, &other) == STORE_DONE && other > epoch,
          "when its time is over another takes it, in a later epoch");
    check(store_outbox(s, "mail", "d-05", "2026-11-30", other) == STORE_DONE &&
              store_outbox(s, "mail", "d-05", "2026-11-30", other + 1) == STORE_REPEATED,
          "what is due is done once");
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check_wait(struct store *s, const char *where)
{
    const struct timespec pause = {0, 300 * 1000000L};
    struct store_head head, after = {.seq = 0};
    double began = now();
    pid_t child;

    store_head(s, &head);
    check(store_wait(s, head.seq, 200) == STORE_DONE && now() - began > 0.15 &&
              now() - began < 2, "wait ends when its time is over");
    began = now();
    fflush(stdout);
    child = fork();
    if (child == 0) {
        struct store *mine = open_store(where);

        nanosleep(&pause, NULL);
        write_one(mine, "c-wait");
        _exit(0);
    }
    check(store_wait(s, head.seq, 10000) == STORE_DONE &&
              store_head(s, &after) == STORE_DONE && after.seq > head.seq && now() - began < 5,
          "wait ends when a change comes");
    waitpid(child, NULL, 0);
}

static int conform(const char *where)
{
    struct store *s = open_store(where);

    check_log(s);
    check_snapshots(s);
    check_kept(s);
    check_duties(s);
    check_wait(s, where);
    store_close(s);
    return failures > 0;
}

/* --- the rest ------------------------------------------------------------------------------ */

static bool print_row(void *context, const struct store_row *row)
{
    (void)context;
    printf("%.*s %lld\n", (int)row->id.len, row->id.ptr, (long long)row->seq);
    return true;
}

static int list(const char *where)
{
    struct store *s = open_store(where);
    const enum store_result result = store_read_since(s, 0, INT64_MAX, print_row, NULL);

    store_close(s);
    return result != STORE_DONE;
}

static int sql(const char *file, const char *statement)
{
    sqlite3 *db;
    char *message = NULL;

    if (sqlite3_open(file, &db) != SQLITE_OK ||
        sqlite3_exec(db, statement, NULL, NULL, &message) != SQLITE_OK)
        fprintf(stderr, "store_tool: %s\n", message ? message : sqlite3_errmsg(db));
    sqlite3_close(db);
    return message != NULL;
}

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "write") == 0)
        return write_many(argv[2], argv[3], atol(argv[4]), atol(argv[5]));
    if (argc == 4 && strcmp(argv[1], "race") == 0)
        return race(argv[2], atol(argv[3]));
    if (argc == 3 && strcmp(argv[1], "conform") == 0)
        return conform(argv[2]);
    if (argc == 4 && strcmp(argv[1], "sql") == 0)
        return sql(argv[2], argv[3]);
    if (argc == 3 && strcmp(argv[1], "list") == 0)
        return list(argv[2]);
    fprintf(stderr, "usage: see the head of tests/tools/store_tool.c\n");
    return 2;
}

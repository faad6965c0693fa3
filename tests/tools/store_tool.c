/* SPDX-License-Identifier: Apache-2.0 */
/* store_tool.c - what tests/store and bench/store.sh do to a store below the verbs, by store.h.
 *
 *   store_tool write WHERE NAME FIRST LAST   changes NAME-FIRST .. NAME-LAST; "ok ID SEQ" for each
 *                                            once it is acknowledged; begun again, it goes on
 *   store_tool race WHERE ROUNDS             two writers at the same sequence, each round
 *   store_tool conform WHERE                 store.h sentence by sentence
 *   store_tool sql FILE STATEMENT            SQL on a SQLite file: damage, and rows as a|b|c
 *   store_tool list WHERE                    "ID SEQ" of every change
 *   store_tool follow WHERE CURSOR UNTIL     waits for changes from the cursor in that file on, and
 *                                            moves it, until that one; "seen SEQ ID"
 *   store_tool add-work WHERE QUEUE COUNT    pieces s-001...; the body of s-N is N times N
 *   store_tool list-work WHERE QUEUE         "NAME|HOLDER|TOKEN|RESULT" of every piece
 *   store_tool work WHERE QUEUE NAME MS      takes pieces of work until none is left, each for so
 *                                            many milliseconds and done in a tenth of that
 *   store_tool proxy PORT TARGET HOW COUNT   to a server on loopback; the first COUNT appends lose
 *                                            their connection: HOW is request or answer
 *
 * WHERE has been made by baton init and has an object `dig` with a field `note`. BATON_NO_NOTIFY as
 * in baton. Prints pass and fail lines. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

static void pause_ms(long ms)
{
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000L};

    nanosleep(&pause, NULL);
}

/* A time that passes while one waits, and not between two calls on a machine that is busy. */
enum { SHORT_MS = 1500 };

static void check_duties(struct store *s)
{
    const struct store_due due = {"mail", "d-05", "2026-11-30"};
    const struct store_due next = {"mail", "d-05", "2026-12-01"};
    int64_t epoch = 0, again = 0, other = 0;

    check(store_duty(s, "clock", "x", SHORT_MS, &epoch) == STORE_DONE, "a duty is taken");
    check(store_duty(s, "clock", "y", SHORT_MS, &other) == STORE_STALE, "by one at a time");
    check(store_duty(s, "clock", "x", SHORT_MS, &again) == STORE_DONE && again == epoch,
          "its holder may go on, in the same epoch");
    pause_ms(SHORT_MS + 100);
    check(store_duty(s, "clock", "y", 60000, &other) == STORE_DONE && other > epoch,
          "when its time is over another takes it, in a later epoch");
    check(store_outbox(s, "clock", other, &due) == STORE_DONE &&
              store_outbox(s, "clock", other, &due) == STORE_REPEATED,
          "what is due is done once");
    check(store_outbox(s, "clock", epoch, &next) == STORE_STALE &&
              store_outbox(s, "clock", other, &next) == STORE_DONE,
          "what an earlier holder still wants to do is refused");
    check(store_duty_release(s, "clock", "x", epoch) == STORE_STALE,
          "who has lost a duty cannot give it back");
    check(store_duty_release(s, "clock", "y", other) == STORE_DONE &&
              store_duty(s, "clock", "x", 1, &again) == STORE_DONE && again > other,
          "what is given back is free at once, in a later epoch");
}

static bool take_piece(void *context, const struct store_piece *piece)
{
    struct seen *seen = context;

    snprintf(seen->all + strlen(seen->all), sizeof(seen->all) - strlen(seen->all),
             "%.*s by %.*s, %lld: %s%.*s; ", (int)piece->name.len, piece->name.ptr,
             (int)piece->holder.len, piece->holder.ptr, (long long)piece->token,
             piece->finished ? "=" : "open", (int)piece->result.len, piece->result.ptr);
    return true;
}

static bool takes(struct store *s, const char *holder, int for_ms, const char *wanted,
                  struct store_lease *ret)
{
    if (store_lease_take(s, "sweep", holder, for_ms, ret) != STORE_DONE)
        return wanted == NULL;
    free((void *)(uintptr_t)ret->body.ptr);
    return wanted && strcmp(ret->name, wanted) == 0;
}

static void check_leases(struct store *s)
{
    struct store_lease a, b, c;
    struct seen seen = {.count = 0};

    check(store_lease_add(s, "sweep", "s-2", text("{\"to\":2}")) == STORE_DONE &&
              store_lease_add(s, "sweep", "s-1", text("{\"to\":1}")) == STORE_DONE &&
              store_lease_add(s, "sweep", "s-1", text("{\"to\":9}")) == STORE_REPEATED &&
              store_lease_add(s, "other", "s-1", text("{}")) == STORE_DONE,
          "pieces of work are added, each name once in its queue");
    check(store_lease_take(s, "sweep", "x", 60000, &a) == STORE_DONE &&
              strcmp(a.name, "s-1") == 0 && strcmp(a.body.ptr, "{\"to\":1}") == 0 &&
              a.token == 1, "a lease is taken, the first by name, with its body");
    free((void *)(uintptr_t)a.body.ptr);
    check(takes(s, "y", SHORT_MS, "s-2", &b) && takes(s, "z", SHORT_MS, NULL, &c),
          "the next is another's; then there is none");
    check(store_lease_renew(s, &b, SHORT_MS) == STORE_DONE, "a lease is renewed");
    pause_ms(SHORT_MS + 100);
    check(takes(s, "z", 60000, "s-2", &c) && c.token == 2,
          "when its time is over another takes it, with a later token");
    check(store_lease_renew(s, &b, SHORT_MS) == STORE_STALE &&
              store_lease_release(s, &b) == STORE_STALE &&
              store_lease_finish(s, &b, text("late")) == STORE_STALE,
          "who was late can neither renew, release nor finish it");
    check(store_lease_finish(s, &c, text("4")) == STORE_DONE &&
              store_lease_finish(s, &c, text("4")) == STORE_DONE &&
              store_lease_finish(s, &c, text("5")) == STORE_STALE,
          "finished once; the same answer again is the same");
    check(store_lease_release(s, &a) == STORE_DONE && takes(s, "y", 60000, "s-1", &b) &&
              b.token == 2, "what is given back is free at once, with a later token");
    check(store_lease_list(s, "sweep", take_piece, &seen) == STORE_DONE &&
              strcmp(seen.all, "s-1 by y, 2: open; s-2 by z, 2: =4; ") == 0,
          "the list of pieces says who has which, and what came of it");
    check(store_lease_finish(s, &b, text("")) == STORE_DONE && takes(s, "x", 1, NULL, &a),
          "a result may be empty; what is finished is not taken again");
}

/* A cursor kept elsewhere: this log, and others that it might be. */
static void check_cursor(const char *where, const struct store_head *now)
{
    struct store_head known = *now, head, next;
    struct store_options options = {.known = &known};
    struct store *s = NULL;
    bool good;

    good = store_open(where, &options, &s) == STORE_DONE && store_head(s, &head) == STORE_DONE &&
           append(s, "c-known", &head, &next) == STORE_DONE;
    check(good, "a cursor of this log opens it");
    store_close(s);
    good = store_open(where, &options, &s) == STORE_DONE && store_head(s, &head) == STORE_DONE &&
           head.seq == known.seq + 1;
    check(good, "... also when it has grown");
    store_close(s);
    known = head;
    known.seq++;
    good = store_open(where, &options, &s) == STORE_DONE &&
           store_head(s, &next) == STORE_BACKWARDS && strstr(store_message(s), "went backwards");
    check(good, "a store that holds less than the cursor went backwards");
    check(append(s, "c-not", &head, &next) == STORE_BACKWARDS &&
              store_find(s, text("c-not"), &next.seq) == STORE_ABSENT, "... and is not written");
    store_close(s);
    known = *now;
    known.hash[3] = known.hash[3] == 'a' ? 'b' : 'a';
    good = store_open(where, &options, &s) == STORE_DONE && store_head(s, &next) == STORE_BACKWARDS;
    check(good, "nor is one that holds another change there");
    store_close(s);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check_wait(struct store *s, const char *where)
{
    const char *no = getenv("BATON_NO_NOTIFY");
    /* Without being woken PostgreSQL is asked every two seconds. */
    const double soon = no && *no ? 4 : 1.5;
    struct store_head head, after = {.seq = 0};
    double began = now(), written = 0;
    int line[2];
    pid_t child;

    store_head(s, &head);
    check(store_wait(s, head.seq, 200) == STORE_DONE && now() - began > 0.15 &&
              now() - began < 20, "wait ends when its time is over");
    fflush(stdout);
    check(pipe(line) == 0, "a pipe");
    child = fork();
    if (child == 0) {
        struct store *mine = open_store(where);

        pause_ms(300);
        write_one(mine, "c-wait");
        written = now();
        _exit(write(line[1], &written, sizeof(written)) != (ssize_t)sizeof(written));
    }
    check(store_wait(s, head.seq, 60000) == STORE_DONE, "wait ends");
    began = now();
    check(read(line[0], &written, sizeof(written)) == (ssize_t)sizeof(written) &&
              store_head(s, &after) == STORE_DONE && after.seq > head.seq &&
              began - written < soon,
          "wait is woken when a change comes");
    close(line[0]);
    close(line[1]);
    waitpid(child, NULL, 0);
}

static int conform(const char *where)
{
    struct store *s = open_store(where);
    struct store_head head;

    check_log(s);
    check_snapshots(s);
    check_kept(s);
    check_duties(s);
    check_leases(s);
    check_wait(s, where);
    if (store_head(s, &head) == STORE_DONE)
        check_cursor(where, &head);
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

/* As psql -At prints a row. */
static int print_columns(void *context, int count, char **values, char **names)
{
    (void)context;
    (void)names;
    for (int i = 0; i < count; i++)
        printf("%s%s", i > 0 ? "|" : "", values[i] ? values[i] : "");
    printf("\n");
    return 0;
}

static int sql(const char *file, const char *statement)
{
    sqlite3 *db;
    char *message = NULL;

    if (sqlite3_open(file, &db) != SQLITE_OK ||
        sqlite3_exec(db, statement, print_columns, NULL, &message) != SQLITE_OK)
        fprintf(stderr, "store_tool: %s\n", message ? message : sqlite3_errmsg(db));
    sqlite3_close(db);
    return message != NULL;
}

/* --- a reader with a cursor ------------------------------------------------------------------ */

static void read_cursor(const char *file, struct store_head *ret)
{
    FILE *f = fopen(file, "r");
    long long seq;

    ret->seq = 0;
    if (f && fscanf(f, "%lld %64s", &seq, ret->hash) == 2)
        ret->seq = seq;
    if (f)
        fclose(f);
}

struct following {
    struct store_head at;
    const char *file;
};

static bool take_followed(void *context, const struct store_row *row)
{
    struct following *f = context;
    FILE *file;

    if (row->seq != f->at.seq + 1)
        printf("gap before %lld\n", (long long)row->seq);
    f->at.seq = row->seq;
    snprintf(f->at.hash, sizeof(f->at.hash), "%.*s", (int)row->hash.len, row->hash.ptr);
    printf("seen %lld %.*s\n", (long long)row->seq, (int)row->id.len, row->id.ptr);
    fflush(stdout);
    file = fopen(f->file, "w");
    if (file) {
        fprintf(file, "%lld %s\n", (long long)f->at.seq, f->at.hash);
        fclose(file);
    }
    return true;
}

static int follow(const char *where, const char *file, int64_t until)
{
    const char *no = getenv("BATON_NO_NOTIFY");
    struct following f = {.file = file};
    struct store_options options = {.no_notify = no && *no, .known = &f.at};
    struct store_head head;
    struct store *s;
    enum store_result result;

    read_cursor(file, &f.at);
    result = store_open(where, &options, &s);
    if (result == STORE_DONE)
        result = store_head(s, &head);
    for (int lost = 0; lost < 100;) {
        if (result == STORE_DONE)
            result = store_read_since(s, f.at.seq, INT64_MAX, take_followed, &f);
        if (result == STORE_DONE && f.at.seq >= until)
            break;
        if (result == STORE_DONE)
            result = store_wait(s, f.at.seq, 1000);
        if (result == STORE_DONE)
            result = store_head(s, &head);
        if (result == STORE_BACKWARDS)
            break;
        if (result != STORE_DONE) {
            lost++;
            pause_ms(100);
            result = STORE_DONE;
        }
    }
    if (result != STORE_DONE)
        fprintf(stderr, "store_tool: %s\n", store_message(s));
    store_close(s);
    return result == STORE_DONE ? 0 : result == STORE_BACKWARDS ? 5 : 3;
}

/* --- a worker --------------------------------------------------------------------------------- */

static bool count_open(void *context, const struct store_piece *piece)
{
    *(int *)context += !piece->finished;
    return true;
}

static int work(const char *where, const char *queue, const char *name, int for_ms)
{
    struct store *s = open_store(where);

    for (;;) {
        struct store_lease lease;
        enum store_result result = store_lease_take(s, queue, name, for_ms, &lease);
        int open = 0;

        if (result == STORE_ABSENT) {
            if (store_lease_list(s, queue, count_open, &open) != STORE_DONE || open == 0)
                break;
            pause_ms(20);
            continue;
        }
        if (result != STORE_DONE) {
            fprintf(stderr, "store_tool: %s\n", store_message(s));
            return 3;
        }
        printf("took %s %lld\n", lease.name, (long long)lease.token);
        fflush(stdout);
        pause_ms(for_ms / 10);
        result = store_lease_finish(s, &lease, lease.body);
        printf("%s %s %lld\n", result == STORE_DONE ? "finished" : "late", lease.name,
               (long long)lease.token);
        fflush(stdout);
        free((void *)(uintptr_t)lease.body.ptr);
    }
    store_close(s);
    return 0;
}

static int add_work(const char *where, const char *queue, int count)
{
    struct store *s = open_store(where);
    char name[32], body[32];
    int failed = 0;

    for (int i = 1; i <= count; i++) {
        snprintf(name, sizeof(name), "s-%03d", i);
        snprintf(body, sizeof(body), "%d", i * i);
        failed += store_lease_add(s, queue, name, text(body)) != STORE_DONE;
    }
    store_close(s);
    return failed;
}

static bool print_piece(void *context, const struct store_piece *piece)
{
    (void)context;
    printf("%.*s|%.*s|%lld|%.*s\n", (int)piece->name.len, piece->name.ptr,
           (int)piece->holder.len, piece->holder.ptr, (long long)piece->token,
           (int)piece->result.len, piece->result.ptr);
    return true;
}

static int list_work(const char *where, const char *queue)
{
    struct store *s = open_store(where);
    const enum store_result result = store_lease_list(s, queue, print_piece, NULL);

    store_close(s);
    return result != STORE_DONE;
}

/* --- a line that breaks ----------------------------------------------------------------------- */

static int on_loopback(int port, bool listens)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const int line = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(line, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (listens ? bind(line, (struct sockaddr *)&address, sizeof(address)) != 0 ||
                      listen(line, 8) != 0
                : connect(line, (struct sockaddr *)&address, sizeof(address)) != 0) {
        close(line);
        return -1;
    }
    return line;
}

/* One connection, to its end. The statement that appends begins so in postgres.c. */
static void carry(int client, int server, bool answer, int *left)
{
    static const char word[] = "WITH moved AS";
    static char bytes[1 << 16];
    bool swallow = false;

    for (;;) {
        struct pollfd ends[2] = {{.fd = client, .events = POLLIN},
                                 {.fd = server, .events = POLLIN}};
        ssize_t length;

        if (poll(ends, 2, -1) < 0)
            return;
        if (ends[0].revents) {
            length = read(client, bytes, sizeof(bytes));
            if (length <= 0)
                return;
            if (*left > 0 && memmem(bytes, (size_t)length, word, sizeof(word) - 1)) {
                --*left;
                if (!answer)
                    return;
                swallow = true;
            }
            if (write(server, bytes, (size_t)length) != length)
                return;
        }
        if (ends[1].revents) {
            length = read(server, bytes, sizeof(bytes));
            if (length <= 0 || swallow || write(client, bytes, (size_t)length) != length)
                return;
        }
    }
}

static int proxy(int port, int target, bool answer, int count)
{
    const int door = on_loopback(port, true);
    int client;

    if (door < 0)
        return 1;
    while ((client = accept(door, NULL, NULL)) >= 0) {
        const int server = on_loopback(target, false);

        if (server >= 0)
            carry(client, server, answer, &count);
        close(server);
        close(client);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "follow") == 0)
        return follow(argv[2], argv[3], atoll(argv[4]));
    if (argc == 6 && strcmp(argv[1], "work") == 0)
        return work(argv[2], argv[3], argv[4], atoi(argv[5]));
    if (argc == 5 && strcmp(argv[1], "add-work") == 0)
        return add_work(argv[2], argv[3], atoi(argv[4]));
    if (argc == 4 && strcmp(argv[1], "list-work") == 0)
        return list_work(argv[2], argv[3]);
    if (argc == 6 && strcmp(argv[1], "proxy") == 0)
        return proxy(atoi(argv[2]), atoi(argv[3]), strcmp(argv[4], "answer") == 0, atoi(argv[5]));
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

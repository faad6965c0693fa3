/* SPDX-License-Identifier: Apache-2.0 */
/* store_flip.c - whether `baton verify` finds a byte that was altered, for every byte in turn.
 *
 *   store_flip rows WHERE STEP    each STEP-th byte of every column of every row of the log and of
 *                                 the head, by SQL; the link that verify names must be the one
 *   store_flip file FILE STEP     one bit of each STEP-th byte of a SQLite file that is not zero,
 *                                 and of each 64th that is: found, or the same log comes out of it
 *
 * The verb itself is asked, within this process. Prints a pass or a fail line. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef WITH_POSTGRES
#include <libpq-fe.h>
#endif

#include "app/os/host.h"
#include "app/store/store.h"
#include "app/verbs/verb.h"

enum { TEXT = 4096, SPARSE = 64, SHOWN = 5 };

extern const struct verb verb_verify, verb_export;

/* Ask a verb about a store. Problems as text into `said`; what it prints by malloc into *ret_bytes,
 * if wanted. */
static enum outcome ask(const struct verb *verb, const char *where, char said[TEXT],
                        struct baton_text *ret_bytes)
{
    const struct request request = {.verb = verb, .arguments = {where}, .width = 80,
                                    .today = 20780};
    struct answer answer = {.outcome = OUTCOME_DONE, .b = baton_new(&host_pages, 0)};
    struct baton_text problems;
    enum outcome outcome;

    verb->run(&request, &answer);
    outcome = answer.outcome;
    problems = baton_problems(answer.b, BATON_ERROR);
    snprintf(said, TEXT, "%.*s", (int)problems.len, problems.ptr ? problems.ptr : "");
    if (ret_bytes)
        *ret_bytes = store_copy(answer.bytes);
    answer_release(&answer);
    return outcome;
}

/* --- rows, by SQL --------------------------------------------------------------------------- */

struct database {
    sqlite3 *lite;
#ifdef WITH_POSTGRES
    PGconn *pg;
#endif
    const char *schema;
    char answer[1 << 16];       /* the first column of the last row */
};

static int keep_answer(void *context, int count, char **values, char **names)
{
    struct database *d = context;

    (void)count;
    (void)names;
    snprintf(d->answer, sizeof(d->answer), "%s", values[0] ? values[0] : "");
    return 0;
}

static void sql(struct database *d, const char *statement)
{
    char *message = NULL;

    d->answer[0] = '\0';
#ifdef WITH_POSTGRES
    if (d->pg) {
        PGresult *result = PQexec(d->pg, statement);

        if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
            snprintf(d->answer, sizeof(d->answer), "%s", PQgetvalue(result, 0, 0));
        else if (PQresultStatus(result) != PGRES_COMMAND_OK)
            fprintf(stderr, "store_flip: %s", PQerrorMessage(d->pg));
        PQclear(result);
        return;
    }
#endif
    if (sqlite3_exec(d->lite, statement, keep_answer, d, &message) != SQLITE_OK)
        fprintf(stderr, "store_flip: %s\n", message);
}

static bool open_database(struct database *d, const char *where)
{
    d->schema = "";
    if (!store_is_address(where)) {
        /* Nothing of this need outlive a crash. */
        if (sqlite3_open(where, &d->lite) != SQLITE_OK)
            return false;
        sqlite3_busy_timeout(d->lite, 5000);
        sql(d, "PRAGMA synchronous = OFF");
        return true;
    }
#ifdef WITH_POSTGRES
    d->schema = "baton.";
    d->pg = PQconnectdb(where);
    sql(d, "SET synchronous_commit = off");
    return PQstatus(d->pg) == CONNECTION_OK;
#else
    return false;
#endif
}

struct flips {
    struct database *d;
    const char *where;
    long tried, missed;
};

/* One altered row at a time. `named`: the links of which verify must name one. */
static void try_row(struct flips *f, const char *table, const char *column, long seq, long at,
                    const char *const named[2])
{
    char statement[512], said[TEXT];
    enum outcome outcome;

    snprintf(statement, sizeof(statement),
             "UPDATE %s%s SET %s = substr(%s, 1, %ld) || CASE substr(%s, %ld, 1) WHEN 'x' THEN 'y' "
             "ELSE 'x' END || substr(%s, %ld) WHERE seq = %ld", f->d->schema, table, column,
             column, at - 1, column, at, column, at + 1, seq);
    sql(f->d, statement);
    outcome = ask(&verb_verify, f->where, said, NULL);
    f->tried++;
    if (outcome == OUTCOME_DONE || (!strstr(said, named[0]) && !strstr(said, named[1]))) {
        if (f->missed++ < SHOWN)
            printf("fail %s.%s of change %ld, byte %ld: %.300s\n", table, column, seq, at,
                   outcome == OUTCOME_DONE ? "not found" : said);
    }
    snprintf(statement, sizeof(statement),
             "UPDATE %s%s SET %s = (SELECT s.%s FROM spare_%s AS s WHERE s.seq = %ld) "
             "WHERE seq = %ld",
             f->d->schema, table, column, column, table, seq, seq);
    sql(f->d, statement);
}

static long number(struct database *d, const char *format, const char *a, const char *b, long seq)
{
    char statement[256];

    snprintf(statement, sizeof(statement), format, a, b, seq);
    sql(d, statement);
    return atol(d->answer);
}

static void try_table(struct flips *f, const char *table, const char *const *columns, long first,
                      long last, long step)
{
    char statement[256], full[64];

    snprintf(full, sizeof(full), "%s%s", f->d->schema, table);
    snprintf(statement, sizeof(statement), "CREATE TABLE spare_%s AS SELECT * FROM %s", table,
             full);
    sql(f->d, statement);
    for (long seq = first; seq <= last; seq++) {
        char own[32], next[32];
        const char *const named[2] = {own, next};

        snprintf(own, sizeof(own), "change %ld:", seq);
        snprintf(next, sizeof(next), "change %ld:", seq + 1);
        for (size_t i = 0; columns[i]; i++) {
            const long length = number(f->d, "SELECT length(%s) FROM %s WHERE seq = %ld",
                                       columns[i], full, seq);

            for (long at = 1 + seq % step; at <= length; at += step)
                try_row(f, table, columns[i], seq, at, named);
        }
    }
}

static int rows(const char *where, long step)
{
    static const char *const of_change[] = {"id", "line", "before", "hash", NULL};
    static const char *const of_head[] = {"hash", NULL};
    struct database d = {.lite = NULL};
    struct flips f = {.d = &d, .where = where};
    char said[TEXT];
    long last;

    if (!open_database(&d, where)) {
        printf("fail altered rows: the store does not open\n");
        return 1;
    }
    last = number(&d, "SELECT max(seq) FROM %s%s WHERE seq > %ld", d.schema, "change", 0);
    try_table(&f, "change", of_change, 1, last, step);
    try_table(&f, "head", of_head, last, last, step);
    if (ask(&verb_verify, where, said, NULL) != OUTCOME_DONE)
        f.missed++;
    sqlite3_close(d.lite);
#ifdef WITH_POSTGRES
    PQfinish(d.pg);
#endif
    if (f.missed == 0 && f.tried > 100)
        printf("pass each of %ld altered bytes of %ld changes is found, and its link named\n",
               f.tried, last);
    else
        printf("fail of %ld altered bytes of the log %ld were missed\n", f.tried, f.missed);
    return f.missed > 0;
}

/* --- a file --------------------------------------------------------------------------------- */

static char *read_file(const char *path, size_t *ret_size)
{
    const int file = open(path, O_RDONLY);
    struct stat about;
    char *bytes;

    if (file < 0 || fstat(file, &about) != 0)
        exit(2);
    *ret_size = (size_t)about.st_size;
    bytes = malloc(*ret_size);
    if (!bytes || read(file, bytes, *ret_size) != (ssize_t)*ret_size)
        exit(2);
    close(file);
    return bytes;
}

/* The file as it is, and nothing of what the last attempt left beside it. */
static void write_file(const char *path, const char *bytes, size_t size)
{
    static const char *const beside[] = {"-wal", "-shm", "-journal"};
    const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    char other[TEXT];

    if (file < 0 || write(file, bytes, size) != (ssize_t)size)
        exit(2);
    close(file);
    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        snprintf(other, sizeof(other), "%s%s", path, beside[i]);
        unlink(other);
    }
}

static int file(const char *path, long step)
{
    struct baton_text whole, now;
    char copy[TEXT], said[TEXT];
    size_t size;
    char *bytes = read_file(path, &size);
    long found = 0, harmless = 0, missed = 0, nonzero = 0, zero = 0;

    ask(&verb_export, path, said, &whole);
    snprintf(copy, sizeof(copy), "%s.flip.db", path);
    for (size_t i = 0; i < size; i++) {
        const char was = bytes[i];
        enum outcome outcome;

        if (was ? nonzero++ % step != 0 : zero++ % (SPARSE * step) != 0)
            continue;
        bytes[i] = (char)(was ^ (1 << i % 8));
        write_file(copy, bytes, size);
        bytes[i] = was;
        outcome = ask(&verb_verify, copy, said, NULL);
        if (outcome != OUTCOME_DONE) {
            found++;
            continue;
        }
        outcome = ask(&verb_export, copy, said, &now);
        if (outcome == OUTCOME_DONE && now.len == whole.len &&
            memcmp(now.ptr, whole.ptr, now.len) == 0)
            harmless++;
        else if (missed++ < SHOWN)
            printf("fail flipped: a bit of byte %zu changes the log and is not found\n", i);
        free((void *)(uintptr_t)now.ptr);
    }
    write_file(copy, "", 0);
    unlink(copy);
    printf("%s flipped: of one bit in each of %ld bytes of the file %ld are found, %ld are outside "
           "the log, %ld missed\n", missed > 0 || found < 10 ? "fail" : "pass",
           found + harmless + missed, found, harmless, missed);
    return missed > 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "rows") == 0)
        return rows(argv[2], atol(argv[3]));
    if (argc == 4 && strcmp(argv[1], "file") == 0)
        return file(argv[2], atol(argv[3]));
    fprintf(stderr, "usage: see the head of tests/tools/store_flip.c\n");
    return 2;
}

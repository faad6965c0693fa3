/* SPDX-License-Identifier: Apache-2.0 */
/* A store in PostgreSQL, by libpq. The row of `head` puts the writers of a program in line, so its
 * sequence has no gap and no reader sees change n + 1 before n. NOTIFY only wakes; rows are the
 * truth. */
#include <libpq-fe.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/store/backend.h"

enum {
    PAGE = 1000, ROWS_AT_ONCE = 100, POLL_MS = 2000, ARGUMENTS_MOST = 8, NUMBER = 24,
    LOCK = 0x42617431       /* of migrations: "Bat1" */
};

extern const char *const postgres_1[], *const postgres_2[];
static const char *const *const migrations[STORE_VERSION] = {postgres_1, postgres_2};

struct postgres {
    PGconn *connection;
    bool listens;
    bool lost;              /* the server has stepped back: look for the one that took over */
};

static struct postgres *pg_of(const struct store *s)
{
    return s->connection;
}

/* --- asking -------------------------------------------------------------------------------- */

static bool is_state(const char *state, const char *list)
{
    return state && strstr(list, state);
}

/* What a failure means: whether to try again, and in whose words. */
static enum store_result fail(struct store *s, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;

    if (!words)
        words = PQerrorMessage(pg_of(s)->connection);
    pg_of(s)->lost = is_state(state, "57P01 57P02 57P03 25006");
    s->again = PQstatus(pg_of(s)->connection) != CONNECTION_OK || pg_of(s)->lost ||
               is_state(state, "40001 40P01");
    if (is_state(state, "23505"))
        return store_fail(s, STORE_REPEATED, "this change is in the log already");
    if (is_state(state, "53100"))
        return store_fail(s, STORE_FULL, "the server's disk is full; nothing was written");
    if (is_state(state, "XX001 XX002"))
        return store_fail(s, STORE_DAMAGED, "the database is damaged (%s)", words);
    if (is_state(state, "42501 25006"))
        return store_fail(s, STORE_READ_ONLY, "the store may not be written (%s)", words);
    return store_fail(s, STORE_UNREACHABLE, "%s", words);
}

/* `format` has a letter an argument: i int64_t, t struct baton_text, s terminated text. NULL:
 * refused, and *ret_result says how. */
static PGresult *ask(struct store *s, enum store_result *ret_result, const char *sql,
                     const char *format, ...)
{
    struct postgres *pg = pg_of(s);
    const char *values[ARGUMENTS_MOST];
    char numbers[ARGUMENTS_MOST][NUMBER];
    char *copies[ARGUMENTS_MOST] = {NULL};
    va_list arguments;
    PGresult *result;
    int count = 0;

    if (PQstatus(pg->connection) != CONNECTION_OK || pg->lost) {
        PQreset(pg->connection);
        pg->listens = pg->lost = false;
    }
    va_start(arguments, format);
    for (; *format; format++, count++) {
        if (*format == 'i') {
            snprintf(numbers[count], NUMBER, "%lld", (long long)va_arg(arguments, int64_t));
            values[count] = numbers[count];
        } else if (*format == 't') {
            copies[count] = (char *)(uintptr_t)store_copy(va_arg(arguments,
                                                                 struct baton_text)).ptr;
            values[count] = copies[count] ? copies[count] : "";
        } else {
            values[count] = va_arg(arguments, const char *);
        }
    }
    va_end(arguments);
    result = PQexecParams(pg->connection, sql, count, NULL, values, NULL, NULL, 0);
    for (int i = 0; i < count; i++)
        free(copies[i]);
    if (PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK) {
        *ret_result = STORE_DONE;
        return result;
    }
    *ret_result = fail(s, result);
    PQclear(result);
    return NULL;
}

static enum store_result run(struct store *s, const char *sql)
{
    enum store_result result;

    PQclear(ask(s, &result, sql, ""));
    return result;
}

static struct baton_text value(const PGresult *result, int row, int column)
{
    return (struct baton_text){PQgetvalue(result, row, column),
                               (size_t)PQgetlength(result, row, column)};
}

static int64_t number(const PGresult *result, int row, int column)
{
    return strtoll(PQgetvalue(result, row, column), NULL, 10);
}

/* --- opening ------------------------------------------------------------------------------- */

static void silent(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

/* What stands in the address overrules these. A lost host is found in seconds, not minutes. */
static PGconn *connect_to(const char *address)
{
    const char *const keys[] = {"connect_timeout", "tcp_user_timeout", "keepalives_idle",
                                "keepalives_interval", "keepalives_count",
                                "target_session_attrs", "client_encoding", "application_name",
                                "dbname", NULL};
    const char *const values[] = {"3", "5000", "2", "2", "3", "read-write", "UTF8", "baton",
                                  address, NULL};

    return PQconnectdbParams(keys, values, 1);
}

static enum store_result run_migration(struct store *s, int version)
{
    const char *const *line;
    size_t length = 1;
    char *script, *end;
    PGresult *result;
    enum store_result done = STORE_DONE;

    for (line = migrations[version]; *line; line++)
        length += strlen(*line);
    script = end = malloc(length);
    if (!script)
        return store_fail(s, STORE_UNREACHABLE, "there is no memory left");
    for (line = migrations[version]; *line; line++) {
        memcpy(end, *line, strlen(*line));
        end += strlen(*line);
    }
    *end = '\0';
    result = PQexec(pg_of(s)->connection, script);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        done = fail(s, result);
    PQclear(result);
    free(script);
    return done;
}

static enum store_result version_of(struct store *s, int64_t *ret_version)
{
    enum store_result done;
    PGresult *result = ask(s, &done, "SELECT to_regclass('baton.meta') IS NOT NULL", "");
    const bool is = result && *PQgetvalue(result, 0, 0) == 't';

    PQclear(result);
    *ret_version = 0;
    if (done != STORE_DONE || !is)
        return done;
    result = ask(s, &done, "SELECT max(version) FROM baton.meta", "");
    if (result)
        *ret_version = number(result, 0, 0);
    PQclear(result);
    return done;
}

/* Within a transaction and behind a lock: of two that come at once one migrates. */
static enum store_result migrate(struct store *s)
{
    enum store_result done = run(s, "BEGIN");
    int64_t version = 0, found;

    if (done == STORE_DONE)
        PQclear(ask(s, &done, "SELECT pg_advisory_xact_lock($1)", "i", (int64_t)LOCK));
    if (done == STORE_DONE)
        done = version_of(s, &version);
    found = version;
    for (; done == STORE_DONE && version < STORE_VERSION; version++)
        done = run_migration(s, (int)version);
    if (done == STORE_DONE && found < STORE_VERSION) {
        done = run(s, "DELETE FROM baton.meta");
        if (done == STORE_DONE)
            PQclear(ask(s, &done, "INSERT INTO baton.meta VALUES ($1)", "i",
                        (int64_t)STORE_VERSION));
    }
    if (done == STORE_DONE)
        return run(s, "COMMIT");
    PQclear(PQexec(pg_of(s)->connection, "ROLLBACK"));
    return done;
}

static enum store_result create(struct store *s, const char *program)
{
    char hash[BATON_HASH + 1];
    enum store_result done;
    PGresult *result;

    baton_log_start((struct baton_text){program, strlen(program)}, hash);
    result = ask(s, &done,
                 "INSERT INTO baton.head VALUES ($1, 0, $2) ON CONFLICT DO NOTHING "
                 "RETURNING seq", "ss", program, hash);
    if (result && PQntuples(result) == 0)
        done = store_fail(s, STORE_PRESENT, "it holds the program %s already", program);
    PQclear(result);
    snprintf(s->program, sizeof(s->program), "%s", program);
    return done;
}

static enum store_result choose(struct store *s, const char *wanted)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "SELECT program FROM baton.head WHERE $1 = '' OR program = $1 "
                           "ORDER BY program", "s", wanted);

    if (!result)
        return done;
    if (PQntuples(result) == 1)
        snprintf(s->program, sizeof(s->program), "%s", PQgetvalue(result, 0, 0));
    else if (PQntuples(result) == 0)
        done = store_fail(s, STORE_ABSENT, "it holds no program%s%s", *wanted ? " " : "", wanted);
    else
        done = store_fail(s, STORE_ABSENT,
                          "it holds %d programs; say which behind #, as in ...#%s",
                          PQntuples(result), PQgetvalue(result, 0, 0));
    PQclear(result);
    return done;
}

static enum store_result open_with(struct store *s, const char *program,
                                   const struct store_options *options)
{
    int64_t version;
    enum store_result done = version_of(s, &version);

    if (done != STORE_DONE)
        return done;
    if (version > STORE_VERSION)
        return store_fail(s, STORE_NEWER,
                          "the store was made by a newer Baton (its version is %lld, this one "
                          "knows %d)", (long long)version, STORE_VERSION);
    if (version == 0 && !options->program)
        return store_fail(s, STORE_ABSENT, "the database holds no store of Baton's");
    if (version < STORE_VERSION)
        done = migrate(s);
    /* The log is the same in every version: where there is no writing, there is still reading. */
    if (done != STORE_DONE && (version == 0 || (done != STORE_READ_ONLY && done != STORE_FULL)))
        return done;
    return options->program ? create(s, options->program) : choose(s, program);
}

static enum store_result open_postgres(struct store *s, const char *where,
                                       const struct store_options *options)
{
    const char *hash = strrchr(where, '#');
    const size_t length = hash ? (size_t)(hash - where) : strlen(where);
    const struct baton_text address = store_copy((struct baton_text){where, length});
    struct postgres *pg = calloc(1, sizeof(*pg));

    s->connection = pg;
    if (!pg || !address.ptr) {
        free((void *)(uintptr_t)address.ptr);
        return store_fail(s, STORE_UNREACHABLE, "there is no memory left");
    }
    pg->connection = connect_to(address.ptr);
    free((void *)(uintptr_t)address.ptr);
    if (PQstatus(pg->connection) != CONNECTION_OK)
        return fail(s, NULL);
    PQsetNoticeReceiver(pg->connection, silent, NULL);
    return open_with(s, hash ? hash + 1 : "", options);
}

static void close_postgres(struct store *s)
{
    if (!pg_of(s))
        return;
    PQfinish(pg_of(s)->connection);
    free(pg_of(s));
}

static void abandon_postgres(struct store *s)
{
    enum store_result done;

    PQclear(ask(s, &done, "DELETE FROM baton.head WHERE program = $1 AND seq = 0", "s",
                s->program));
}

/* --- the log ------------------------------------------------------------------------------- */

static enum store_result head_postgres(struct store *s, struct store_head *ret_head)
{
    enum store_result done;
    PGresult *result =
        ask(s, &done, "SELECT seq, hash FROM baton.head WHERE program = $1", "s", s->program);

    if (!result)
        return done;
    if (PQntuples(result) == 1) {
        ret_head->seq = number(result, 0, 0);
        snprintf(ret_head->hash, sizeof(ret_head->hash), "%s", PQgetvalue(result, 0, 1));
    } else {
        done = store_fail(s, STORE_DAMAGED, "its head is gone");
    }
    PQclear(result);
    return done;
}

static enum store_result find_postgres(struct store *s, struct baton_text id, int64_t *ret_seq)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "SELECT seq FROM baton.change WHERE program = $1 AND id = $2", "st",
                           s->program, id);

    if (!result)
        return done;
    if (PQntuples(result) == 1)
        *ret_seq = number(result, 0, 0);
    else
        done = STORE_ABSENT;
    PQclear(result);
    return done;
}

/* One statement is one transaction and one journey: move the head if it is where the row says, add
 * the row if it moved. */
#define APPEND \
    "WITH moved AS (UPDATE baton.head SET seq = $2, hash = $6 " \
    "WHERE program = $1 AND seq = $2 - 1 AND hash = $5 RETURNING program), " \
    "noted AS (INSERT INTO baton.change SELECT program, $2, $3, $4, $5, $6 FROM moved) "

static enum store_result append_row(struct store *s, const struct store_row *row, bool notify)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           notify ? APPEND "SELECT pg_notify('baton', program) FROM moved"
                                  : APPEND "SELECT program FROM moved",
                           "sitttt", s->program, row->seq, row->id, row->line, row->before,
                           row->hash);

    if (!result)
        return done;
    if (PQntuples(result) == 0)
        done = store_fail(s, STORE_STALE, "the store has moved on");
    PQclear(result);
    return done;
}

static enum store_result append_postgres(struct store *s, const struct store_head *head,
                                         const struct store_row *row)
{
    const enum store_result done = append_row(s, row, !s->no_notify);
    int64_t seq;

    (void)head;
    if (done == STORE_STALE && find_postgres(s, row->id, &seq) == STORE_DONE)
        return store_fail(s, STORE_REPEATED, "this change is in the log already");
    return done;
}

/* A hundred rows a journey. What one row takes stands at 5 n + 2 .. 5 n + 6; $1 is the program. */
static enum store_result insert_rows(struct store *s, const struct store_row *rows, size_t count)
{
    char sql[ROWS_AT_ONCE * 64 + 128];
    const char *values[1 + 5 * ROWS_AT_ONCE] = {s->program};
    char numbers[ROWS_AT_ONCE][NUMBER];
    char *copies[4 * ROWS_AT_ONCE];
    size_t at = (size_t)snprintf(sql, sizeof(sql), "INSERT INTO baton.change VALUES ");
    enum store_result done = STORE_DONE;
    PGresult *result;

    for (size_t i = 0; i < count; i++) {
        const struct baton_text texts[4] = {rows[i].id, rows[i].line, rows[i].before,
                                            rows[i].hash};
        const int n = (int)(5 * i);

        snprintf(numbers[i], NUMBER, "%lld", (long long)rows[i].seq);
        values[1 + n] = numbers[i];
        for (int k = 0; k < 4; k++) {
            copies[4 * i + (size_t)k] = (char *)(uintptr_t)store_copy(texts[k]).ptr;
            values[2 + n + k] = copies[4 * i + (size_t)k];
        }
        at += (size_t)snprintf(sql + at, sizeof(sql) - at, "%s($1, $%d, $%d, $%d, $%d, $%d)",
                               i > 0 ? ", " : "", n + 2, n + 3, n + 4, n + 5, n + 6);
    }
    result = PQexecParams(pg_of(s)->connection, sql, (int)(1 + 5 * count), NULL, values, NULL,
                          NULL, 0);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        done = fail(s, result);
    PQclear(result);
    for (size_t i = 0; i < 4 * count; i++)
        free(copies[i]);
    return done;
}

static enum store_result import_postgres(struct store *s, const struct store_row *rows,
                                         size_t count)
{
    enum store_result done = run(s, "BEGIN");
    PGresult *result = NULL;

    if (done == STORE_DONE && count > 0)
        result = ask(s, &done,
                     "UPDATE baton.head SET seq = $2, hash = $3 WHERE program = $1 AND seq = $4 "
                     "AND hash = $5 RETURNING seq", "sitit", s->program, rows[count - 1].seq,
                     rows[count - 1].hash, rows[0].seq - 1, rows[0].before);
    if (result && PQntuples(result) == 0)
        done = store_fail(s, STORE_STALE, "the store has moved on");
    PQclear(result);
    for (size_t i = 0; i < count && done == STORE_DONE; i += ROWS_AT_ONCE)
        done = insert_rows(s, rows + i, count - i < ROWS_AT_ONCE ? count - i : ROWS_AT_ONCE);
    if (done == STORE_DONE && !s->no_notify)
        PQclear(ask(s, &done, "SELECT pg_notify('baton', $1)", "s", s->program));
    if (done == STORE_DONE)
        return run(s, "COMMIT");
    PQclear(PQexec(pg_of(s)->connection, "ROLLBACK"));
    return done;
}

static enum store_result read_since_postgres(struct store *s, int64_t after, int64_t until,
                                             bool (*take)(void *, const struct store_row *),
                                             void *context)
{
    enum store_result done = STORE_DONE;
    bool more = true;

    while (more && after < until) {
        PGresult *result = ask(s, &done,
                               "SELECT seq, id, line, before, hash FROM baton.change WHERE "
                               "program = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4",
                               "siii", s->program, after, until, (int64_t)PAGE);

        if (!result)
            return done;
        for (int i = 0; i < PQntuples(result) && more; i++) {
            const struct store_row row = {number(result, i, 0), value(result, i, 1),
                                          value(result, i, 2), value(result, i, 3),
                                          value(result, i, 4)};

            after = row.seq;
            more = take(context, &row);
        }
        more = more && PQntuples(result) == PAGE;
        PQclear(result);
    }
    return done;
}

static void listen_or_sleep(struct store *s, int timeout_ms)
{
    struct postgres *pg = pg_of(s);
    PGnotify *notice;

    if (s->no_notify || !pg->listens || PQstatus(pg->connection) != CONNECTION_OK) {
        const struct timespec pause = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};

        nanosleep(&pause, NULL);
        return;
    }
    poll(&(struct pollfd){.fd = PQsocket(pg->connection), .events = POLLIN}, 1, timeout_ms);
    PQconsumeInput(pg->connection);
    while ((notice = PQnotifies(pg->connection)))
        PQfreemem(notice);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A notice may be lost, so the head is looked at every two seconds all the same. Listening comes
 * before looking, so that nothing falls between; after a lost connection it begins anew. */
static enum store_result wait_postgres(struct store *s, int64_t seq, int timeout_ms)
{
    const int64_t until = now_ms() + timeout_ms;

    for (;;) {
        struct store_head head;
        enum store_result done = STORE_DONE;
        int64_t left;

        if (!s->no_notify && !pg_of(s)->listens) {
            if ((done = run(s, "LISTEN baton")) != STORE_DONE)
                return done;
            pg_of(s)->listens = true;
        }
        done = head_postgres(s, &head);
        left = until - now_ms();
        if (done != STORE_DONE || head.seq > seq || left <= 0)
            return done;
        listen_or_sleep(s, (int)(left < POLL_MS ? left : POLL_MS));
    }
}

/* --- beside the log ------------------------------------------------------------------------ */

static enum store_result put_snapshot_postgres(struct store *s,
                                               const struct store_snapshot *snapshot)
{
    enum store_result done;

    PQclear(ask(s, &done,
                "INSERT INTO baton.snapshot VALUES ($1, $2, $3, $4, $5) ON CONFLICT "
                "(program, seq) DO UPDATE SET log_hash = $3, plan = $4, plan_hash = $5", "sittt",
                s->program, snapshot->seq, snapshot->log_hash, snapshot->plan,
                snapshot->plan_hash));
    return done;
}

static enum store_result drop_snapshots_postgres(struct store *s, int64_t after, int64_t before)
{
    enum store_result done;

    PQclear(ask(s, &done,
                "DELETE FROM baton.snapshot WHERE program = $1 AND seq > $2 AND seq < $3", "sii",
                s->program, after, before));
    return done;
}

static enum store_result get_snapshot_postgres(struct store *s, int64_t seq,
                                               struct store_snapshot *ret)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "SELECT seq, log_hash, plan, plan_hash FROM baton.snapshot WHERE "
                           "program = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1", "si",
                           s->program, seq);

    if (!result)
        return done;
    if (PQntuples(result) == 1)
        *ret = (struct store_snapshot){number(result, 0, 0), store_copy(value(result, 0, 1)),
                                       store_copy(value(result, 0, 2)),
                                       store_copy(value(result, 0, 3))};
    else
        done = STORE_ABSENT;
    PQclear(result);
    return done;
}

static enum store_result keep_postgres(struct store *s, const struct store_item *item)
{
    enum store_result done;

    PQclear(ask(s, &done,
                "INSERT INTO baton.kept VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT "
                "(program, kind, name) DO UPDATE SET seq = $4, at = $5, body = $6", "sttitt",
                s->program, item->kind, item->name, item->seq, item->at, item->body));
    return done;
}

static enum store_result kept_postgres(struct store *s, const char *kind, const char *name,
                                       bool (*take)(void *, const struct store_item *),
                                       void *context)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "SELECT kind, name, seq, at, body FROM baton.kept WHERE program = $1 "
                           "AND kind = $2 AND ($3 = '' OR name = $3) "
                           "ORDER BY seq, at COLLATE \"C\", name COLLATE \"C\"", "sss",
                           s->program, kind, name ? name : "");
    bool more = true;

    for (int i = 0; result && i < PQntuples(result) && more; i++) {
        const struct store_item item = {.kind = value(result, i, 0), .name = value(result, i, 1),
                                        .seq = number(result, i, 2), .at = value(result, i, 3),
                                        .body = value(result, i, 4)};

        more = take(context, &item);
    }
    PQclear(result);
    return done;
}

static enum store_result forget_postgres(struct store *s, const char *kind, const char *name)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "DELETE FROM baton.kept WHERE program = $1 AND kind = $2 AND name = $3 "
                           "RETURNING seq", "sss", s->program, kind, name);

    if (result && PQntuples(result) == 0)
        done = STORE_ABSENT;
    PQclear(result);
    return done;
}

/* The server looks after its own pages (data checksums); the chain says the rest. */
static enum store_result check_postgres(struct store *s)
{
    (void)s;
    return STORE_DONE;
}

static enum store_result duty_postgres(struct store *s, const char *duty, const char *holder,
                                       int for_ms, int64_t *ret_epoch)
{
    enum store_result done;
    PGresult *result = ask(
        s, &done,
        "INSERT INTO baton.duty AS d VALUES ($1, $2, $3, 1, clock_timestamp() + $4::bigint * "
        "interval '1 ms') ON CONFLICT (program, name) DO UPDATE SET until = excluded.until, "
        "holder = $3, epoch = d.epoch + (d.holder <> $3 OR d.until < clock_timestamp())::int "
        "WHERE d.holder = $3 OR d.until < clock_timestamp() RETURNING epoch", "sssi", s->program,
        duty, holder, (int64_t)for_ms);

    if (!result)
        return done;
    if (PQntuples(result) == 1)
        *ret_epoch = number(result, 0, 0);
    else
        done = store_fail(s, STORE_STALE, "another holds this duty");
    PQclear(result);
    return done;
}

/* STORE_STALE where a statement that returns its row has none. */
static enum store_result touched(struct store *s, enum store_result done, PGresult *result,
                                 const char *otherwise)
{
    const int rows = result ? PQntuples(result) : 0;

    PQclear(result);
    return done == STORE_DONE && rows == 0 ? store_fail(s, STORE_STALE, "%s", otherwise) : done;
}

static enum store_result duty_release_postgres(struct store *s, const char *duty,
                                               const char *holder, int64_t epoch)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "UPDATE baton.duty SET until = '-infinity' WHERE program = $1 AND "
                           "name = $2 AND holder = $3 AND epoch = $4 RETURNING epoch", "sssi",
                           s->program, duty, holder, epoch);

    return touched(s, done, result, "another holds this duty");
}

static enum store_result outbox_postgres(struct store *s, const char *duty, int64_t epoch,
                                         const struct store_due *due)
{
    enum store_result done;
    PGresult *result =
        ask(s, &done,
            "INSERT INTO baton.outbox SELECT $1, $2, $3, $4, epoch FROM baton.duty WHERE "
            "program = $1 AND name = $5 AND epoch = $6 FOR SHARE RETURNING epoch", "sssssi",
            s->program, due->kind, due->subject, due->due, duty, epoch);

    return touched(s, done, result, "another holds this duty");
}

static enum store_result lease_add_postgres(struct store *s, const char *queue,
                                            const char *name, struct baton_text body)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "INSERT INTO baton.lease VALUES ($1, $2, $3, $4, 0, '', '-infinity', "
                           "NULL) ON CONFLICT DO NOTHING RETURNING name", "ssst", s->program,
                           queue, name, body);

    if (result && PQntuples(result) == 0)
        done = STORE_REPEATED;
    PQclear(result);
    return done;
}

/* Others who take at the same time are passed by, not waited for. */
static enum store_result lease_take_postgres(struct store *s, const char *queue,
                                             const char *holder, int for_ms,
                                             struct store_lease *ret)
{
    enum store_result done;
    PGresult *result = ask(
        s, &done,
        "WITH free AS MATERIALIZED (SELECT name FROM baton.lease WHERE program = $1 AND "
        "queue = $2 AND result IS NULL AND until <= clock_timestamp() ORDER BY name COLLATE \"C\" "
        "LIMIT 1 FOR UPDATE SKIP LOCKED) "
        "UPDATE baton.lease AS l SET token = token + 1, holder = $3, until = clock_timestamp() + "
        "$4::bigint * interval '1 ms' FROM free WHERE l.program = $1 AND l.queue = $2 AND "
        "l.name = free.name RETURNING l.name, l.token, l.body", "sssi", s->program, queue, holder,
        (int64_t)for_ms);

    if (!result)
        return done;
    if (PQntuples(result) == 1) {
        snprintf(ret->name, sizeof(ret->name), "%s", PQgetvalue(result, 0, 0));
        ret->token = number(result, 0, 1);
        ret->body = store_copy(value(result, 0, 2));
    } else {
        done = STORE_ABSENT;
    }
    PQclear(result);
    return done;
}

static enum store_result lease_renew_postgres(struct store *s, const struct store_lease *lease,
                                              int for_ms)
{
    enum store_result done;
    PGresult *result =
        ask(s, &done,
            "UPDATE baton.lease SET until = clock_timestamp() + $1::bigint * interval '1 ms' "
            "WHERE program = $2 AND queue = $3 AND name = $4 AND token = $5 AND result IS NULL "
            "RETURNING name", "isssi", (int64_t)for_ms, s->program, lease->queue, lease->name,
            lease->token);

    return touched(s, done, result, "another has this piece of work");
}

static enum store_result lease_finish_postgres(struct store *s, const struct store_lease *lease,
                                               struct baton_text outcome)
{
    enum store_result done;
    PGresult *result =
        ask(s, &done,
            "UPDATE baton.lease SET result = $1 WHERE program = $2 AND queue = $3 AND name = $4 "
            "AND token = $5 AND (result IS NULL OR result = $1) RETURNING name", "tsssi", outcome,
            s->program, lease->queue, lease->name, lease->token);

    return touched(s, done, result, "another has this piece of work");
}

static enum store_result lease_list_postgres(struct store *s, const char *queue,
                                             bool (*take)(void *, const struct store_piece *),
                                             void *context)
{
    enum store_result done;
    PGresult *result = ask(s, &done,
                           "SELECT name, holder, result, token, result IS NOT NULL FROM "
                           "baton.lease WHERE program = $1 AND queue = $2 "
                           "ORDER BY name COLLATE \"C\"", "ss", s->program, queue);
    bool more = true;

    for (int i = 0; result && i < PQntuples(result) && more; i++) {
        const struct store_piece piece = {value(result, i, 0), value(result, i, 1),
                                          value(result, i, 2), number(result, i, 3),
                                          *PQgetvalue(result, i, 4) == 't'};

        more = take(context, &piece);
    }
    PQclear(result);
    return done;
}

const struct backend backend_postgres = {
    .open = open_postgres, .close = close_postgres, .abandon = abandon_postgres,
    .head = head_postgres,
    .append = append_postgres, .import = import_postgres, .read_since = read_since_postgres,
    .find = find_postgres, .wait = wait_postgres, .put_snapshot = put_snapshot_postgres,
    .drop_snapshots = drop_snapshots_postgres, .get_snapshot = get_snapshot_postgres,
    .keep = keep_postgres, .kept = kept_postgres, .forget = forget_postgres,
    .check = check_postgres, .duty = duty_postgres, .duty_release = duty_release_postgres,
    .outbox = outbox_postgres, .lease_add = lease_add_postgres, .lease_take = lease_take_postgres,
    .lease_renew = lease_renew_postgres, .lease_finish = lease_finish_postgres,
    .lease_list = lease_list_postgres};

/* SPDX-License-Identifier: Apache-2.0 */
/* A store in one file, by SQLite: readers beside a writer (WAL), every acknowledged change on the
 * disk (synchronous = FULL). */
#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/os/file.h"
#include "app/store/backend.h"

enum { BUSY_MS = 20000, POLL_MS = 50, FILE_MOST = 4096, APPLICATION = 0x42617431 /* "Bat1" */ };

extern const char *const sqlite_1[], *const sqlite_2[];
static const char *const *const migrations[STORE_VERSION] = {sqlite_1, sqlite_2};

static sqlite3 *db_of(const struct store *s)
{
    return s->connection;
}

/* What SQLite's code means to us, with its own words kept for the message. */
static enum store_result fail(struct store *s, int code)
{
    const char *words = db_of(s) ? sqlite3_errmsg(db_of(s)) : sqlite3_errstr(code);

    switch (code & 0xff) {
    case SQLITE_FULL:
        return store_fail(s, STORE_FULL, "the disk is full; nothing was written");
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return store_fail(s, STORE_READ_ONLY, "the store may not be written (%s)", words);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return store_fail(s, STORE_DAMAGED, "the file is damaged (%s)", words);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return store_fail(s, STORE_UNREACHABLE, "another program holds the store (%s)", words);
    case SQLITE_IOERR:
        if (sqlite3_system_errno(db_of(s)) == ENOSPC)
            return store_fail(s, STORE_FULL, "the disk is full; nothing was written");
        /* fall through */
    default:
        return store_fail(s, STORE_UNREACHABLE, "the store cannot be used (%s)", words);
    }
}

static enum store_result run(struct store *s, const char *sql)
{
    const int code = sqlite3_exec(db_of(s), sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? STORE_DONE : fail(s, code);
}

/* --- statements --------------------------------------------------------------------------------
 * prepare, bind by order, step; `format` has a letter an argument: i int64_t, t struct baton_text,
 * s terminated text. */

static enum store_result prepare(struct store *s, sqlite3_stmt **ret, const char *sql,
                                 const char *format, ...)
{
    va_list arguments;
    int code = sqlite3_prepare_v2(db_of(s), sql, -1, ret, NULL);

    va_start(arguments, format);
    for (int i = 1; code == SQLITE_OK && *format; format++, i++) {
        if (*format == 'i') {
            code = sqlite3_bind_int64(*ret, i, va_arg(arguments, int64_t));
        } else if (*format == 't') {
            const struct baton_text text = va_arg(arguments, struct baton_text);

            code = sqlite3_bind_text64(*ret, i, text.ptr ? text.ptr : "", text.len,
                                       SQLITE_TRANSIENT, SQLITE_UTF8);
        } else {
            code = sqlite3_bind_text(*ret, i, va_arg(arguments, const char *), -1,
                                     SQLITE_TRANSIENT);
        }
    }
    va_end(arguments);
    if (code == SQLITE_OK)
        return STORE_DONE;
    sqlite3_finalize(*ret);
    *ret = NULL;
    return fail(s, code);
}

/* STORE_DONE: a row stands there; STORE_ABSENT: there is none (any more). */
static enum store_result step(struct store *s, sqlite3_stmt *statement)
{
    const int code = sqlite3_step(statement);

    if (code == SQLITE_ROW)
        return STORE_DONE;
    return code == SQLITE_DONE ? STORE_ABSENT : fail(s, code);
}

/* Run to the end and let go. */
static enum store_result finish(struct store *s, sqlite3_stmt *statement)
{
    enum store_result result;

    while ((result = step(s, statement)) == STORE_DONE)
        ;
    sqlite3_finalize(statement);
    return result == STORE_ABSENT ? STORE_DONE : result;
}

static struct baton_text column(sqlite3_stmt *statement, int i)
{
    const char *text = (const char *)sqlite3_column_text(statement, i);

    return (struct baton_text){text ? text : "", (size_t)sqlite3_column_bytes(statement, i)};
}

/* --- opening -------------------------------------------------------------------------------- */

static enum store_result number(struct store *s, const char *sql, int64_t *ret)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result = prepare(s, &statement, sql, "");

    if (result != STORE_DONE)
        return result;
    result = step(s, statement);
    if (result == STORE_DONE)
        *ret = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return result;
}

static enum store_result migrate_one(struct store *s, int version)
{
    const char *const *line = migrations[version];
    sqlite3_str *script = sqlite3_str_new(NULL);
    enum store_result result;
    char *text;

    for (; *line; line++)
        sqlite3_str_appendall(script, *line);
    sqlite3_str_appendf(script, "PRAGMA user_version = %d; PRAGMA application_id = %d;",
                        version + 1, APPLICATION);
    text = sqlite3_str_finish(script);
    if (!text)
        return store_fail(s, STORE_UNREACHABLE, "there is no memory left");
    result = run(s, text);
    sqlite3_free(text);
    return result;
}

/* Within a transaction, so that two processes migrate once and a dead one not half. */
static enum store_result migrate(struct store *s, const struct store_options *options)
{
    enum store_result result = run(s, "BEGIN IMMEDIATE");
    sqlite3_stmt *statement = NULL;
    int64_t version = 0;
    char hash[BATON_HASH + 1];

    if (result != STORE_DONE)
        return result;
    result = number(s, "PRAGMA user_version", &version);
    if (result == STORE_DONE && version > 0 && options->program)
        result = store_fail(s, STORE_PRESENT, "there is a store already");
    for (; result == STORE_DONE && version < STORE_VERSION; version++)
        result = migrate_one(s, (int)version);
    if (result == STORE_DONE && options->program) {
        baton_log_start((struct baton_text){options->program, strlen(options->program)}, hash);
        result = prepare(s, &statement, "INSERT INTO head VALUES (1, ?, 0, ?)", "ss",
                         options->program, hash);
        if (result == STORE_DONE)
            result = finish(s, statement);
    }
    if (result == STORE_DONE)
        result = run(s, "COMMIT");
    if (result != STORE_DONE && !sqlite3_get_autocommit(db_of(s)))
        sqlite3_exec(db_of(s), "ROLLBACK", NULL, NULL, NULL);
    return result;
}

static enum store_result read_program(struct store *s)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result = prepare(s, &statement, "SELECT program FROM head", "");

    if (result == STORE_DONE)
        result = step(s, statement);
    if (result == STORE_DONE)
        snprintf(s->program, sizeof(s->program), "%s", column(statement, 0).ptr);
    else if (result == STORE_ABSENT)
        result = store_fail(s, STORE_DAMAGED, "its head is gone");
    sqlite3_finalize(statement);
    return result;
}

static enum store_result check_version(struct store *s, const struct store_options *options)
{
    int64_t version = 0, application = 0;
    enum store_result result = number(s, "PRAGMA user_version", &version);

    if (result == STORE_DONE)
        result = number(s, "PRAGMA application_id", &application);
    if (result != STORE_DONE)
        return result;
    if (!options->program && application != APPLICATION)
        return store_fail(s, STORE_ABSENT, "this database is no store of Baton's");
    if (version > STORE_VERSION)
        return store_fail(s, STORE_NEWER,
                          "the store was made by a newer Baton (its version is %lld, this one "
                          "knows %d)", (long long)version, STORE_VERSION);
    if (version == STORE_VERSION && !options->program)
        return STORE_DONE;
    result = migrate(s, options);
    /* The log is the same in every version: where there is no writing, there is still reading. */
    return version > 0 && (result == STORE_READ_ONLY || result == STORE_FULL) ? STORE_DONE : result;
}

static bool is_empty_or_absent(const char *where, const char *ending)
{
    char path[FILE_MOST];
    struct stat about;

    snprintf(path, sizeof(path), "%s%s", where, ending);
    return stat(path, &about) != 0 || about.st_size == 0;
}

/* A file system that cannot be written has no place for SQLite's own log: then the file is read as
 * one that nobody changes; unless that log is there, since it may hold what was acknowledged. */
static int open_unwritable(const char *where, sqlite3 **ret)
{
    char *uri = sqlite3_mprintf("file:"), *next;
    int code;

    if (!is_empty_or_absent(where, "-wal")) {
        sqlite3_free(uri);
        return sqlite3_open_v2(where, ret, SQLITE_OPEN_READONLY, NULL);
    }
    for (; uri && *where; where++, uri = next) {
        next = sqlite3_mprintf(strchr("%?#", *where) ? "%s%%%02x" : "%s%c", uri,
                               (unsigned char)*where);
        sqlite3_free(uri);
    }
    next = uri ? sqlite3_mprintf("%s?immutable=1", uri) : NULL;
    sqlite3_free(uri);
    if (!next)
        return SQLITE_NOMEM;
    code = sqlite3_open_v2(next, ret, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    sqlite3_free(next);
    return code;
}

static int open_file(const char *where, const struct store_options *options, sqlite3 **ret)
{
    const int flags = options->program ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                       : SQLITE_OPEN_READWRITE;
    const int code = sqlite3_open_v2(where, ret, flags, NULL);

    if (code != SQLITE_OK || options->program || access(where, W_OK) == 0)
        return code;
    sqlite3_close(*ret);
    return open_unwritable(where, ret);
}

static void abandon_sqlite(struct store *s)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    const char *file = sqlite3_db_filename(db_of(s), "main");
    char path[FILE_MOST];

    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%s%s", file, endings[i]);
        unlink(path);
    }
}

static enum store_result open_sqlite(struct store *s, const char *where,
                                     const struct store_options *options)
{
    sqlite3 *db = NULL;
    enum store_result result;
    int code;

    if (!options->program && file_kind_of(where) != FILE_PLAIN)
        return store_fail(s, STORE_ABSENT, "there is no store");
    if (options->program && file_kind_of(where) != FILE_ABSENT)
        return store_fail(s, STORE_PRESENT, "there is a file of that name already");
    code = open_file(where, options, &db);
    s->connection = db;
    if (code != SQLITE_OK)
        return fail(s, code);
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    if ((options->program && (result = run(s, "PRAGMA journal_mode = WAL")) != STORE_DONE) ||
        (result = run(s, "PRAGMA synchronous = FULL")) != STORE_DONE ||
        (result = check_version(s, options)) != STORE_DONE ||
        (result = read_program(s)) != STORE_DONE) {
        if (options->program && result != STORE_PRESENT)
            abandon_sqlite(s);
        return result;
    }
    return STORE_DONE;
}

static void close_sqlite(struct store *s)
{
    sqlite3_close(db_of(s));
}

/* --- the log -------------------------------------------------------------------------------- */

static enum store_result head_sqlite(struct store *s, struct store_head *ret_head)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result = prepare(s, &statement, "SELECT seq, hash FROM head", "");

    if (result != STORE_DONE)
        return result;
    result = step(s, statement);
    if (result == STORE_DONE) {
        ret_head->seq = sqlite3_column_int64(statement, 0);
        snprintf(ret_head->hash, sizeof(ret_head->hash), "%s", column(statement, 1).ptr);
    } else if (result == STORE_ABSENT) {
        result = store_fail(s, STORE_DAMAGED, "its head is gone");
    }
    sqlite3_finalize(statement);
    return result;
}

static enum store_result find_sqlite(struct store *s, struct baton_text id, int64_t *ret_seq)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, "SELECT seq FROM change WHERE id = ?", "t", id);

    if (result != STORE_DONE)
        return result;
    result = step(s, statement);
    if (result == STORE_DONE)
        *ret_seq = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return result;
}

static enum store_result insert(struct store *s, const struct store_row *row)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, "INSERT INTO change VALUES (?, ?, ?, ?, ?)", "itttt", row->seq,
                row->id, row->line, row->before, row->hash);

    return result == STORE_DONE ? finish(s, statement) : result;
}

static enum store_result move_head(struct store *s, const struct store_row *row)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, "UPDATE head SET seq = ?, hash = ? WHERE seq = ? AND hash = ?",
                "itit", row->seq, row->hash, row->seq - 1, row->before);

    if (result == STORE_DONE)
        result = finish(s, statement);
    if (result == STORE_DONE && sqlite3_changes(db_of(s)) != 1)
        return store_fail(s, STORE_STALE, "the store has moved on");
    return result;
}

/* Close the transaction; `result` says which way. */
static enum store_result close_transaction(struct store *s, enum store_result result)
{
    if (result == STORE_DONE)
        result = run(s, "COMMIT");
    if (result != STORE_DONE && !sqlite3_get_autocommit(db_of(s)))
        sqlite3_exec(db_of(s), "ROLLBACK", NULL, NULL, NULL);
    return result;
}

static enum store_result begin(struct store *s)
{
    if (sqlite3_db_readonly(db_of(s), "main"))
        return store_fail(s, STORE_READ_ONLY, "the store may not be written");
    return run(s, "BEGIN IMMEDIATE");
}

static enum store_result append_sqlite(struct store *s, const struct store_head *head,
                                       const struct store_row *row)
{
    enum store_result result = begin(s);
    int64_t seq;

    (void)head;
    if (result != STORE_DONE)
        return result;
    result = find_sqlite(s, row->id, &seq);
    if (result == STORE_DONE)
        result = store_fail(s, STORE_REPEATED, "this change is in the log already");
    else if (result == STORE_ABSENT)
        result = move_head(s, row);
    if (result == STORE_DONE)
        result = insert(s, row);
    return close_transaction(s, result);
}

static enum store_result import_sqlite(struct store *s, const struct store_row *rows,
                                       size_t count)
{
    enum store_result result = begin(s);

    if (result != STORE_DONE)
        return result;
    for (size_t i = 0; i < count && result == STORE_DONE; i++) {
        result = move_head(s, &rows[i]);
        if (result == STORE_DONE)
            result = insert(s, &rows[i]);
    }
    return close_transaction(s, result);
}

static enum store_result read_since_sqlite(struct store *s, int64_t after, int64_t until,
                                           bool (*take)(void *, const struct store_row *),
                                           void *context)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "SELECT seq, id, line, before, hash FROM change WHERE seq > ? AND seq <= ? "
                "ORDER BY seq", "ii", after, until);

    if (result != STORE_DONE)
        return result;
    while ((result = step(s, statement)) == STORE_DONE) {
        const struct store_row row = {
            sqlite3_column_int64(statement, 0), column(statement, 1), column(statement, 2),
            column(statement, 3), column(statement, 4)};

        if (!take(context, &row))
            break;
    }
    sqlite3_finalize(statement);
    return result == STORE_ABSENT ? STORE_DONE : result;
}

/* Nobody wakes us: look, sleep, look. */
static enum store_result wait_sqlite(struct store *s, int64_t seq, int timeout_ms)
{
    const struct timespec pause = {0, POLL_MS * 1000000L};
    struct store_head head;
    enum store_result result;

    for (;;) {
        result = head_sqlite(s, &head);
        if (result != STORE_DONE || head.seq > seq || timeout_ms <= 0)
            return result;
        nanosleep(&pause, NULL);
        timeout_ms -= POLL_MS;
    }
}

/* --- beside the log ------------------------------------------------------------------------- */

static enum store_result put_snapshot_sqlite(struct store *s,
                                             const struct store_snapshot *snapshot)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)", "ittt",
                snapshot->seq, snapshot->log_hash, snapshot->plan, snapshot->plan_hash);

    return result == STORE_DONE ? finish(s, statement) : result;
}

static enum store_result drop_snapshots_sqlite(struct store *s, int64_t after, int64_t before)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result = prepare(
        s, &statement, "DELETE FROM snapshot WHERE seq > ? AND seq < ?", "ii", after, before);

    return result == STORE_DONE ? finish(s, statement) : result;
}

static enum store_result get_snapshot_sqlite(struct store *s, int64_t seq,
                                             struct store_snapshot *ret)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "SELECT seq, log_hash, plan, plan_hash FROM snapshot WHERE seq <= ? "
                "ORDER BY seq DESC LIMIT 1", "i", seq);

    if (result != STORE_DONE)
        return result;
    result = step(s, statement);
    if (result == STORE_DONE)
        *ret = (struct store_snapshot){
            sqlite3_column_int64(statement, 0), store_copy(column(statement, 1)),
            store_copy(column(statement, 2)), store_copy(column(statement, 3))};
    sqlite3_finalize(statement);
    return result;
}

static enum store_result keep_sqlite(struct store *s, const struct store_item *item)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", "ttitt",
                item->kind, item->name, item->seq, item->at, item->body);

    return result == STORE_DONE ? finish(s, statement) : result;
}

static enum store_result kept_sqlite(struct store *s, const char *kind, const char *name,
                                     bool (*take)(void *, const struct store_item *),
                                     void *context)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "SELECT kind, name, seq, at, body FROM kept WHERE kind = ?1 AND "
                "(?2 = '' OR name = ?2) ORDER BY seq, at, name", "ss", kind, name ? name : "");

    if (result != STORE_DONE)
        return result;
    while ((result = step(s, statement)) == STORE_DONE) {
        const struct store_item item = {
            .kind = column(statement, 0), .name = column(statement, 1),
            .seq = sqlite3_column_int64(statement, 2), .at = column(statement, 3),
            .body = column(statement, 4)};

        if (!take(context, &item))
            break;
    }
    sqlite3_finalize(statement);
    return result == STORE_ABSENT ? STORE_DONE : result;
}

static enum store_result forget_sqlite(struct store *s, const char *kind, const char *name)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result = prepare(
        s, &statement, "DELETE FROM kept WHERE kind = ? AND name = ?", "ss", kind, name);

    if (result == STORE_DONE)
        result = finish(s, statement);
    if (result == STORE_DONE && sqlite3_changes(db_of(s)) == 0)
        return STORE_ABSENT;
    return result;
}

static enum store_result check_sqlite(struct store *s)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result = prepare(s, &statement, "PRAGMA integrity_check(1)", "");

    if (result == STORE_DONE)
        result = step(s, statement);
    if (result == STORE_DONE && strcmp(column(statement, 0).ptr, "ok") != 0)
        result = store_fail(s, STORE_DAMAGED, "the file is damaged (%.200s)",
                            column(statement, 0).ptr);
    sqlite3_finalize(statement);
    return result;
}

static enum store_result duty_sqlite(struct store *s, const char *duty, const char *holder,
                                     int for_ms, int64_t *ret_epoch)
{
    static const char sql[] =
        "INSERT INTO duty VALUES (?1, ?2, 1, julianday('now') + ?3 / 86400000.0) "
        "ON CONFLICT (name) DO UPDATE SET until = excluded.until, holder = ?2, "
        "epoch = epoch + (holder <> ?2 OR until < julianday('now')) "
        "WHERE holder = ?2 OR until < julianday('now') RETURNING epoch";
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, sql, "ssi", duty, holder, (int64_t)for_ms);

    if (result == STORE_DONE)
        result = step(s, statement);
    if (result == STORE_DONE)
        *ret_epoch = sqlite3_column_int64(statement, 0);
    else if (result == STORE_ABSENT)
        result = store_fail(s, STORE_STALE, "another holds this duty");
    sqlite3_finalize(statement);
    return result;
}

/* STORE_STALE where no row was touched. */
static enum store_result touched(struct store *s, enum store_result result, const char *otherwise)
{
    if (result == STORE_DONE && sqlite3_changes(db_of(s)) == 0)
        return store_fail(s, STORE_STALE, "%s", otherwise);
    return result;
}

static enum store_result duty_release_sqlite(struct store *s, const char *duty,
                                             const char *holder, int64_t epoch)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "UPDATE duty SET until = 0 WHERE name = ? AND holder = ? AND epoch = ?", "ssi",
                duty, holder, epoch);

    if (result == STORE_DONE)
        result = finish(s, statement);
    return touched(s, result, "another holds this duty");
}

static enum store_result outbox_sqlite(struct store *s, const char *duty, int64_t epoch,
                                       const struct store_due *due)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "INSERT INTO outbox SELECT ?1, ?2, ?3, epoch FROM duty WHERE name = ?4 AND "
                "epoch = ?5", "ssssi", due->kind, due->subject, due->due, duty, epoch);

    if (result == STORE_DONE)
        result = finish(s, statement);
    if (result != STORE_DONE &&
        sqlite3_extended_errcode(db_of(s)) == SQLITE_CONSTRAINT_PRIMARYKEY)
        return STORE_REPEATED;
    return touched(s, result, "another holds this duty");
}

static enum store_result lease_add_sqlite(struct store *s, const char *queue, const char *name,
                                          struct baton_text body)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, "INSERT OR IGNORE INTO lease VALUES (?, ?, ?, 0, '', 0, NULL)",
                "sst", queue, name, body);

    if (result == STORE_DONE)
        result = finish(s, statement);
    return result == STORE_DONE && sqlite3_changes(db_of(s)) == 0 ? STORE_REPEATED : result;
}

static enum store_result lease_take_sqlite(struct store *s, const char *queue,
                                           const char *holder, int for_ms,
                                           struct store_lease *ret)
{
    static const char sql[] =
        "UPDATE lease SET token = token + 1, holder = ?2, "
        "until = julianday('now') + ?3 / 86400000.0 "
        "WHERE queue = ?1 AND name = (SELECT name FROM lease WHERE queue = ?1 AND result IS NULL "
        "AND until <= julianday('now') ORDER BY name LIMIT 1) RETURNING name, token, body";
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement, sql, "ssi", queue, holder, (int64_t)for_ms);

    if (result == STORE_DONE)
        result = step(s, statement);
    if (result == STORE_DONE) {
        snprintf(ret->name, sizeof(ret->name), "%s", column(statement, 0).ptr);
        ret->token = sqlite3_column_int64(statement, 1);
        ret->body = store_copy(column(statement, 2));
    }
    sqlite3_finalize(statement);
    return result;
}

static enum store_result lease_renew_sqlite(struct store *s, const struct store_lease *lease,
                                            int for_ms)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "UPDATE lease SET until = julianday('now') + ? / 86400000.0 WHERE queue = ? AND "
                "name = ? AND token = ? AND result IS NULL", "issi", (int64_t)for_ms,
                lease->queue, lease->name, lease->token);

    if (result == STORE_DONE)
        result = finish(s, statement);
    return touched(s, result, "another has this piece of work");
}

static enum store_result lease_finish_sqlite(struct store *s, const struct store_lease *lease,
                                             struct baton_text outcome)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "UPDATE lease SET result = ?1 WHERE queue = ?2 AND name = ?3 AND token = ?4 AND "
                "(result IS NULL OR result = ?1)", "tssi", outcome, lease->queue, lease->name,
                lease->token);

    if (result == STORE_DONE)
        result = finish(s, statement);
    return touched(s, result, "another has this piece of work");
}

static enum store_result lease_list_sqlite(struct store *s, const char *queue,
                                           bool (*take)(void *, const struct store_piece *),
                                           void *context)
{
    sqlite3_stmt *statement = NULL;
    enum store_result result =
        prepare(s, &statement,
                "SELECT name, holder, result, token, result IS NOT NULL FROM lease "
                "WHERE queue = ? ORDER BY name", "s", queue);

    if (result != STORE_DONE)
        return result;
    while ((result = step(s, statement)) == STORE_DONE) {
        const struct store_piece piece = {column(statement, 0), column(statement, 1),
                                          column(statement, 2),
                                          sqlite3_column_int64(statement, 3),
                                          sqlite3_column_int(statement, 4) != 0};

        if (!take(context, &piece))
            break;
    }
    sqlite3_finalize(statement);
    return result == STORE_ABSENT ? STORE_DONE : result;
}

const struct backend backend_sqlite = {
    .open = open_sqlite, .close = close_sqlite, .abandon = abandon_sqlite,
    .head = head_sqlite, .append = append_sqlite,
    .import = import_sqlite, .read_since = read_since_sqlite, .find = find_sqlite,
    .wait = wait_sqlite, .put_snapshot = put_snapshot_sqlite,
    .drop_snapshots = drop_snapshots_sqlite, .get_snapshot = get_snapshot_sqlite,
    .keep = keep_sqlite, .kept = kept_sqlite, .forget = forget_sqlite, .check = check_sqlite,
    .duty = duty_sqlite, .duty_release = duty_release_sqlite, .outbox = outbox_sqlite,
    .lease_add = lease_add_sqlite, .lease_take = lease_take_sqlite,
    .lease_renew = lease_renew_sqlite, .lease_finish = lease_finish_sqlite,
    .lease_list = lease_list_sqlite};

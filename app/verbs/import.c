/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { MESSAGE = 600, CONTEXT_LINES = 2000, REPORT = 4096 };

static const char before_key[] = "{\"before\":\"", hash_key[] = "\",\"hash\":\"",
                  change_key[] = "\",\"change\":";

static const struct flag flag_show_mapping = {
    .name = "show-mapping", .doc = "print which column of a table is what, as a file to edit"};

static const struct flag *const flags[] = {
    &flag_mapping, &flag_show_mapping, &flag_sheet, &flag_why, &flag_by, &flag_against, &flag_id,
    &flag_dated, &flag_dry_run, &flag_all, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

/* An export, cut into rows whose texts are slices of its bytes but for the ids. */
struct log {
    char at[32];                /* time of the last */
    struct store_row *rows;
    size_t count;
    struct baton_text program;
};

static bool fault(struct answer *answer, size_t line, const char *what)
{
    char text[MESSAGE];

    snprintf(text, sizeof(text), "line %zu of the log: %s", line, what);
    answer_refuse(answer, OUTCOME_UNUSABLE, "broken-chain", text, "nothing was written");
    return false;
}

static bool take(struct baton_text *rest, const char *word)
{
    const size_t length = strlen(word);

    if (rest->len < length || memcmp(rest->ptr, word, length) != 0)
        return false;
    rest->ptr += length;
    rest->len -= length;
    return true;
}

static bool take_hash(struct baton_text *rest, struct baton_text *ret)
{
    if (rest->len < BATON_HASH)
        return false;
    *ret = (struct baton_text){rest->ptr, BATON_HASH};
    rest->ptr += BATON_HASH;
    rest->len -= BATON_HASH;
    return true;
}

static bool next_line(struct baton_text *rest, struct baton_text *ret)
{
    const char *end = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t length = end ? (size_t)(end - rest->ptr) : rest->len;

    if (rest->len == 0)
        return false;
    *ret = (struct baton_text){rest->ptr, length};
    rest->ptr += length + (end ? 1 : 0);
    rest->len -= length + (end ? 1 : 0);
    return true;
}

static bool read_head(struct answer *answer, struct baton_text *rest, struct log *log)
{
    struct baton_text line;
    const char *end;

    if (!next_line(rest, &line) || !take(&line, "{\"baton_log\":1,\"program\":\""))
        return fault(answer, 1, "this is no log that baton export wrote");
    end = memchr(line.ptr, '"', line.len);
    if (!end || end == line.ptr || end - line.ptr > STORE_PROGRAM)
        return fault(answer, 1, "it names no program");
    log->program = (struct baton_text){line.ptr, (size_t)(end - line.ptr)};
    return true;
}

static bool read_row(struct answer *answer, struct baton *b, struct baton_text line,
                     struct log *log, const char *last, char ret_hash[BATON_HASH + 1])
{
    struct store_row *row = &log->rows[log->count];
    const size_t number = log->count + 2;
    struct baton_change change;
    char at[sizeof(log->at)];

    if (!take(&line, before_key) || !take_hash(&line, &row->before) || !take(&line, hash_key) ||
        !take_hash(&line, &row->hash) || !take(&line, change_key) || line.len < 2 ||
        line.ptr[line.len - 1] != '}')
        return fault(answer, number, "it is not as baton export writes it");
    row->line = (struct baton_text){line.ptr, line.len - 1};
    row->seq = (int64_t)number - 1;
    if (memcmp(row->before.ptr, last, BATON_HASH) != 0)
        return fault(answer, number, "it does not follow the change before it");
    baton_log_chain(last, row->line, ret_hash);
    if (memcmp(row->hash.ptr, ret_hash, BATON_HASH) != 0)
        return fault(answer, number, "its hash is not that of what it says");
    if (!baton_change_read(b, text_of("a change"), row->line, &change) ||
        change.seq != row->seq)
        return fault(answer, number, "it is no change, or has another number");
    snprintf(at, sizeof(at), "%.*s", (int)change.at.len, change.at.ptr);
    if (strcmp(at, log->at) < 0)
        return fault(answer, number, "its time is before that of the change before it");
    memcpy(log->at, at, sizeof(at));
    row->id = store_copy(change.id);
    return row->id.ptr && answer_keep(answer, row->id);
}

static bool read_rows(struct answer *answer, struct baton_text rest, struct log *log)
{
    struct baton *b = NULL;
    struct baton_text line;
    char last[BATON_HASH + 1], hash[BATON_HASH + 1];
    size_t room = 0;
    bool good = true;

    baton_log_start(log->program, last);
    while (good && next_line(&rest, &line)) {
        if (log->count == room) {
            struct store_row *rows;

            room = room ? room * 2 : 1024;
            rows = realloc(log->rows, room * sizeof(*rows));
            good = rows;
            log->rows = rows ? rows : log->rows;
        }
        if (log->count % CONTEXT_LINES == 0) {
            if (b)
                baton_free(b);
            b = baton_new(&host_pages, 0);
        }
        good = good && read_row(answer, b, line, log, last, hash);
        memcpy(last, hash, sizeof(last));
        log->count += good;
    }
    if (b)
        baton_free(b);
    return good;
}

static void bring_in(const struct request *request, struct answer *answer, const struct log *log)
{
    const char *where = request_value(request, &flag_store);
    struct ground *g = ground_create(request, answer, where ? where : ".", log->program);
    char text[MESSAGE];
    enum store_result result;

    if (!g)
        return;
    result = store_import(g->store, log->rows, log->count);
    if (result == STORE_DONE)
        result = store_head(g->store, &g->head);
    if (result != STORE_DONE) {
        ground_refuse(answer, g, result);
        store_abandon(g->store);
        return;
    }
    if (!ground_make_snapshots(request, answer, g))
        return;
    snprintf(text, sizeof(text), "%s: %zu changes, every link checked\nlast hash %s\n",
             store_program(g->store), log->count, g->head.hash);
    answer->bytes = store_copy(text_of(text));
    answer->made = (char *)(uintptr_t)answer->bytes.ptr;
}

static void import_log(const struct request *request, struct answer *answer,
                       struct baton_text bytes)
{
    struct log log = {.rows = NULL};
    struct baton_text rest = bytes;

    if (read_head(answer, &rest, &log) && read_rows(answer, rest, &log))
        bring_in(request, answer, &log);
    free(log.rows);
}

/* --- files of other tools ----------------------------------------------------------------- */

static void add(char *text, size_t room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(char *text, size_t room, const char *format, ...)
{
    const size_t length = strlen(text);
    va_list rest;

    va_start(rest, format);
    vsnprintf(text + length, room - length, format, rest);
    va_end(rest);
}

static void put_text(FILE *out, const char *text, size_t length)
{
    fputc('"', out);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"' || text[i] == '\\')
            fputc('\\', out);
        if ((unsigned char)text[i] < ' ')
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)text[i]);
        else
            fputc(text[i], out);
    }
    fputc('"', out);
}

/* Each with every place of it, as "line:column". */
static void put_notes(FILE *out, const struct baton *b)
{
    bool first = true;

    for (size_t i = 0; i < baton_found_count(b); i++) {
        const struct baton_found note = baton_found(b, i);

        if (note.level != BATON_NOTE)
            continue;
        fprintf(out, "%s\n    {\"code\": \"%s\", \"text\": ", first ? "" : ",", note.code);
        put_text(out, note.text.ptr, note.text.len);
        fputs(", \"file\": ", out);
        put_text(out, note.source.ptr, note.source.len);
        fputs(", \"places\": [", out);
        for (size_t p = 0; p < note.place_count; p++) {
            const struct baton_place at = baton_found_place(b, i, p);

            fprintf(out, "%s\"%u:%u\"", p > 0 ? ", " : "", (unsigned)at.line,
                    (unsigned)at.column);
        }
        fputs("]}", out);
        first = false;
    }
    fputs(first ? "" : "\n  ", out);
}

/* The same for programs, with all places. */
static void report_json(struct answer *answer, const struct baton_plan *plan, const char *where)
{
    size_t size = 0;
    FILE *out = open_memstream(&answer->made, &size);
    bool first = true;

    if (!out)
        return;
    fputs("{\n  \"format_version\": \"1.0\",\n  \"kind\": \"import\",\n  \"came_over\": {", out);
    for (unsigned kind = 0; kind < baton_kind_count(); kind++) {
        const struct baton_kind_info info = baton_kind(kind);
        unsigned count = 0;

        for (uint32_t o = 0; o < baton_object_count(plan); o++)
            count += baton_object_kind(plan, o) == kind;
        if (info.single || info.nested || count == 0)
            continue;
        fprintf(out, "%s\"%s\": %u", first ? "" : ", ", info.section, count);
        first = false;
    }
    fputs("},\n  \"notes\": [", out);
    put_notes(out, answer->b);
    fputs("],\n  \"written\": ", out);
    if (where)
        put_text(out, where, strlen(where));
    else
        fputs("null", out);
    fputs("\n}\n", out);
    fclose(out);
    answer->bytes = (struct baton_text){answer->made, size};
}

/* What came over, then each thing that did not, or not exactly, with its places. */
static void report(const struct request *request, struct answer *answer,
                   const struct baton_plan *plan, const char *where)
{
    const struct baton_text notes = baton_problems(answer->b, BATON_NOTE);
    const size_t room = REPORT + notes.len;
    char *text;

    if (request_has(request, &flag_json)) {
        report_json(answer, plan, where);
        return;
    }
    text = calloc(room, 1);
    if (!text)
        return;
    add(text, room, "%s\ncame over:", request->arguments[0]);
    for (unsigned kind = 0; kind < baton_kind_count(); kind++) {
        const struct baton_kind_info info = baton_kind(kind);
        unsigned count = 0;

        for (uint32_t o = 0; o < baton_object_count(plan); o++)
            count += baton_object_kind(plan, o) == kind;
        if (!info.single && !info.nested && count > 0)
            add(text, room, " %u %s", count, info.section);
    }
    add(text, room, "\n%s%.*s", notes.len > 0 ? "\nnot, or not exactly, each kind once with its "
                                                "places:\n\n" : "\nnothing was left out\n",
        (int)notes.len, notes.len > 0 ? notes.ptr : "");
    if (where)
        add(text, room, "\n%.600s is written\n", where);
    answer->made = text;
    answer->bytes = text_of(text);
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    struct request of_file = *request;
    const struct baton_plan *imported;

    of_file.arguments[0] = request->arguments[1];
    imported = load_files(&of_file, answer, of_file.arguments[0]);
    return imported && baton_edits_add_import(edits, imported);
}

static void show_mapping(const struct request *request, struct answer *answer)
{
    const struct baton_node *mapping = NULL;
    struct baton_text bytes;

    if (!load_sheet(request, answer, request->arguments[0], &bytes) ||
        !load_mapping(request, answer, &mapping))
        return;
    answer->outcome = OUTCOME_DONE;
    if (!baton_table_mapping(answer->b, baton_source(answer->b, text_of(request->arguments[0]),
                                                     bytes), mapping, &answer->bytes))
        answer_refuse(answer, OUTCOME_UNUSABLE, "no-table", "the file is no table of tasks",
                      "a mapping is for CSV and spreadsheets");
}

/* A plan file that does not exist yet is made. */
static void make_file(const struct request *request, struct answer *answer, const char *path)
{
    const struct baton_plan *plan = load_files(request, answer, request->arguments[0]);
    char message[FILE_MESSAGE];

    if (!plan)
        return;
    if (path && !request_has(request, &flag_dry_run) &&
        !file_write(path, baton_plan_write(answer->b, plan, false), message)) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "not-written", message, NULL);
        return;
    }
    report(request, answer, plan, request_has(request, &flag_dry_run) ? NULL : path);
}

static void run(const struct request *request, struct answer *answer)
{
    static const char head[] = "{\"baton_log\":";
    const char *into = request->arguments[1];
    struct request turned = *request;
    struct baton_text bytes;

    if (request_has(request, &flag_show_mapping)) {
        show_mapping(request, answer);
        return;
    }
    if (!load_contents(answer, request->arguments[0], &bytes))
        return;
    if (bytes.len >= sizeof(head) - 1 && memcmp(bytes.ptr, head, sizeof(head) - 1) == 0) {
        import_log(request, answer, bytes);
    } else if (into && (ground_is_store(into) || file_kind_of(into) != FILE_ABSENT)) {
        turned.arguments[0] = into;
        turned.arguments[1] = request->arguments[0];
        record_request(&turned, answer, gather);
    } else {
        make_file(request, answer, into);
    }
}

const struct verb verb_import = {
    .name = "import",
    .summary = "bring a file of another tool into a plan, or an exported log into a store",
    .detail = "Without PLAN it says what comes over, what is approximated and what is left out, "
              "each with its place. With a PLAN that exists (a store, a plan file, a folder) it is "
              "the difference as edits: what the file adds, changes and no longer has; what people "
              "added beside it stays, and importing the same file twice changes nothing. --dry-run "
              "shows it only. A PLAN that does not exist is made. Tables and spreadsheets say by "
              "--show-mapping which column is what, and take it back by --mapping. A log that "
              "baton export wrote makes a store, every link checked: baton.db in this folder, or "
              "where --store says.",
    .arguments = {{"FILE", true, "a file of another tool, or a log; - for standard input"},
                  {"PLAN", false, "a store, a plan file or a folder of *.yaml; or a new file"}},
    .flags = flags,
    .example = "project.xml plan.yaml --dry-run",
    .json_kind = "import",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

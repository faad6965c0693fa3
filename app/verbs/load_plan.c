/* SPDX-License-Identifier: Apache-2.0 */
/* From a path to a plan. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/syntax/syntax.h"
#include "app/verbs/ground.h"
#include "app/verbs/study.h"

enum { MESSAGE = 1200, FILES_MOST = 10000 };

static void refuse_file(struct answer *answer, enum outcome outcome, const char *code,
                        const char *path, const char *what, const char *hint)
{
    char text[MESSAGE];

    snprintf(text, sizeof(text), "%s: %s", path, what);
    answer_refuse(answer, outcome, code, text, hint);
}

/* The tree of one text, by whatever syntax its first bytes show. */
static const struct baton_node *read_tree(struct answer *answer, const char *name,
                                          struct baton_text bytes)
{
    const char *what;
    const enum baton_syntax syntax = baton_syntax_of(bytes, &what);
    const bool quoted = syntax != BATON_SYNTAX_REFUSED;
    const uint32_t source = baton_source(answer->b, text_of(name), quoted ? bytes : text_of(""));
    const struct baton_place start = {source, 1, 1, 0};
    char text[MESSAGE], hint[MESSAGE];

    switch (syntax) {
    case BATON_SYNTAX_YAML:
        return yaml_read(answer->b, source, bytes);
    case BATON_SYNTAX_JSON:
        return baton_json_read(answer->b, source);
    case BATON_SYNTAX_XML:
        return xml_read(answer->b, source, bytes);
    case BATON_SYNTAX_EMPTY:
        baton_problem(answer->b, BATON_ERROR, "empty-file", start, text_of("the file is empty"),
                      text_of("a plan file begins with `baton: 1`"));
        return NULL;
    case BATON_SYNTAX_REFUSED:
        break;
    }
    snprintf(text, sizeof(text), "this is %s, which Baton does not read", what);
    snprintf(hint, sizeof(hint), "it reads %s", baton_formats());
    baton_problem(answer->b, BATON_ERROR, "unknown-format", start, text_of(text), text_of(hint));
    return NULL;
}

static bool read_bytes(struct answer *answer, const char *path, struct baton_text *ret_bytes)
{
    char message[FILE_MESSAGE];

    if (!file_read(path, ret_bytes, message)) {
        refuse_file(answer, OUTCOME_UNUSABLE, "unreadable-file", path, message, NULL);
        return false;
    }
    if (!answer_keep(answer, *ret_bytes)) {
        file_release(*ret_bytes);
        refuse_file(answer, OUTCOME_UNUSABLE, "unreadable-file", path,
                    "too large for the memory there is", NULL);
        return false;
    }
    return true;
}

static const struct baton_node *read_one(struct answer *answer, const char *path)
{
    struct baton_text bytes;

    return read_bytes(answer, path, &bytes) ? read_tree(answer, path, bytes) : NULL;
}

bool load_contents(struct answer *answer, const char *path, struct baton_text *ret_bytes)
{
    return load_sheet(NULL, answer, path, ret_bytes);
}

/* Which sheet was read where there are several. */
static void tell_sheets(struct answer *answer, const char *path, const char *message)
{
    const struct baton_place at = {baton_source(answer->b, text_of(path), text_of("")), 1, 1, 0};

    baton_problem(answer->b, BATON_NOTE, "left-out-sheets", at, text_of(message),
                  text_of("import --sheet NAME reads another"));
}

bool load_sheet(const struct request *request, struct answer *answer, const char *path,
                struct baton_text *ret_bytes)
{
    const char *sheet = request ? request_value(request, &flag_sheet) : NULL;
    struct baton_text table;
    char message[XLSX_MESSAGE];

    if (!read_bytes(answer, path, ret_bytes))
        return false;
    switch (xlsx_to_csv(*ret_bytes, sheet, &table, message)) {
    case XLSX_NONE:
        if (sheet)
            refuse_file(answer, OUTCOME_UNUSABLE, "no-sheet", path,
                        "it is no spreadsheet, so it has no sheets", "leave --sheet out");
        return !sheet;
    case XLSX_TABLE:
        if (answer_keep(answer, table)) {
            *ret_bytes = table;
            if (request && message[0] != '\0')
                tell_sheets(answer, path, message);
            return true;
        }
        file_release(table);
        refuse_file(answer, OUTCOME_UNUSABLE, "bad-spreadsheet", path,
                    "too large for the memory there is", NULL);
        return false;
    case XLSX_NO_SHEET:
        refuse_file(answer, OUTCOME_UNUSABLE, "unknown-sheet", path, message,
                    "give --sheet one of these names");
        return false;
    case XLSX_BAD:
    default:
        refuse_file(answer, OUTCOME_UNUSABLE, "bad-spreadsheet", path, message,
                    "save it anew, or as CSV");
        return false;
    }
}

/* A file that stands alone: a text of another tool, or a tree. */
static bool read_alone(const struct request *request, struct answer *answer, const char *path,
                       const struct baton_read_options *how, const struct baton_plan **ret_plan)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    const struct baton_node *root;
    struct baton_text bytes;

    if (!load_sheet(request, answer, path, &bytes))
        return false;
    if (baton_is_instance(bytes))
        return baton_instance_read(answer->b, baton_source(answer->b, text_of(name), bytes), how,
                                   ret_plan);
    root = read_tree(answer, name, bytes);
    return root && baton_plan_read(answer->b, &root, 1, how, ret_plan);
}

static size_t read_folder(struct answer *answer, const char *path,
                          const struct baton_node **roots)
{
    static const char *const endings[] = {".yaml", ".yml", NULL};
    char message[FILE_MESSAGE], **paths;
    size_t count = 0;

    if (!file_list(path, endings, &paths, message)) {
        refuse_file(answer, OUTCOME_UNUSABLE, "unreadable-file", path, message, NULL);
        return 0;
    }
    if (!paths[0])
        refuse_file(answer, OUTCOME_UNUSABLE, "no-plan", path, "the folder holds no *.yaml file",
                    "name a plan file, or a folder of them");
    for (size_t i = 0; paths[i]; i++) {
        if (i >= FILES_MOST) {
            refuse_file(answer, OUTCOME_UNUSABLE, "too-many", path,
                        "the folder holds too many *.yaml files", NULL);
            break;
        }
        roots[count] = read_one(answer, paths[i]);
        count += roots[count] ? 1 : 0;
    }
    file_list_release(paths);
    return count;
}

const struct baton_node *load_tree(struct answer *answer, const char *path)
{
    const struct baton_node *root = read_one(answer, path);

    if (!root)
        answer->outcome = OUTCOME_UNUSABLE;
    return root;
}

const struct baton_node *load_text(struct answer *answer, const char *path,
                                   struct baton_text *ret_bytes)
{
    const struct baton_node *root =
        read_bytes(answer, path, ret_bytes) ? read_tree(answer, path, *ret_bytes) : NULL;

    if (!root)
        answer->outcome = OUTCOME_UNUSABLE;
    return root;
}

const struct baton_node *load_bytes(struct answer *answer, const char *name,
                                    struct baton_text bytes)
{
    return read_tree(answer, name, bytes);
}

const struct baton_plan *load_plan(const struct request *request, struct answer *answer)
{
    return load_plan_of(request, answer, request->arguments[0] ? request->arguments[0] : ".");
}

static const struct baton_plan *load_store(const struct request *request, struct answer *answer,
                                           const char *path)
{
    struct ground *g = ground_open(request, answer, path);
    int64_t seq;

    if (!g || !ground_point(answer, g, &seq))
        return NULL;
    return ground_plan(request, answer, g, seq);
}

const struct baton_plan *load_plan_of(const struct request *request, struct answer *answer,
                                      const char *path)
{
    if (ground_is_store(path))
        return load_store(request, answer, path);
    if (request_has(request, &flag_at)) {
        refuse_file(answer, OUTCOME_UNUSABLE, "no-history", path,
                    "it is no store, so it has no past", "baton init makes a store of it");
        return NULL;
    }
    return load_files(request, answer, path);
}

bool load_mapping(const struct request *request, struct answer *answer,
                  const struct baton_node **ret_mapping)
{
    if (!request_has(request, &flag_mapping))
        return true;
    *ret_mapping = load_tree(answer, request_value(request, &flag_mapping));
    return *ret_mapping != NULL;
}

const struct baton_plan *load_files(const struct request *request, struct answer *answer,
                                    const char *path)
{
    const struct baton_node **roots = calloc(FILES_MOST, sizeof(roots[0]));
    struct baton_read_options how = {
        .today = request->today, .read_on = request->read_on,
        .dialect = text_of(request_value(request, &flag_dialect))};
    const struct baton_plan *plan = NULL;
    size_t count = 0;
    bool good = false;

    answer->outcome = OUTCOME_UNUSABLE;
    if (!roots || !load_mapping(request, answer, &how.mapping))
        return NULL;
    if (strcmp(path, "-") == 0 || file_kind_of(path) == FILE_PLAIN ||
        file_kind_of(path) == FILE_OTHER) {
        good = read_alone(request, answer, path, &how, &plan);
    } else if (file_kind_of(path) == FILE_FOLDER) {
        count = read_folder(answer, path, roots);
        /* After a fault of a tree too: it is refused then, but its other faults are shown. */
        good = count > 0 && baton_plan_read(answer->b, roots, count, &how, &plan);
    } else {
        refuse_file(answer, OUTCOME_UNUSABLE, "no-such-file", path,
                    "there is no file or folder of that name", NULL);
    }
    if (good)
        answer->outcome = OUTCOME_DONE;
    free(roots);
    return answer->outcome == OUTCOME_DONE ? plan : NULL;
}

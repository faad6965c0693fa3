/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/book.h"

#include <stdio.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/os/private.h"
#include "app/syntax/syntax.h"

enum reading { READ_FORM, READ_BOOK, READ_CHECKIN, READ_TABLE };

const struct flag flag_beliefs = {
    .name = "beliefs", .value = "FOLDER",
    .doc = "where answers wait in private: a folder that only you can read, not of the plan's"};

void book_begin(struct book *book, struct answer *answer, const struct baton_plan *plan)
{
    *book = (struct book){.answer = answer, .lock = -1,
                          .beliefs = baton_beliefs_new(answer->b, plan)};
}

static bool refuse_file(struct book *book, const char *path, const char *message)
{
    char text[BOOK_PATH + FILE_MESSAGE + 4];

    snprintf(text, sizeof(text), "%.4000s: %s", path, message);
    answer_refuse(book->answer, OUTCOME_UNUSABLE, "unreadable-file", text, NULL);
    return false;
}

/* --- reading in private ---------------------------------------------------------------------- */

static const struct baton_node *tree_of(struct baton *hidden, struct baton_text bytes,
                                        enum reading as)
{
    const char *what;
    const uint32_t source = baton_source(hidden, text_of("a form"), bytes);

    if (as == READ_TABLE)
        return baton_csv_read(hidden, source);
    switch (baton_syntax_of(bytes, &what)) {
    case BATON_SYNTAX_YAML:
        return yaml_read(hidden, source, bytes);
    case BATON_SYNTAX_JSON:
        return baton_json_read(hidden, source);
    case BATON_SYNTAX_XML:
    case BATON_SYNTAX_EMPTY:
    case BATON_SYNTAX_REFUSED:
    default:
        return NULL;
    }
}

static bool read_hidden(struct book *book, const char *path, struct baton_text bytes,
                        enum reading as)
{
    struct baton *hidden = baton_new(&host_pages, 0);
    const struct baton_node *root = tree_of(hidden, bytes, as);
    size_t answers = 0;
    bool good;

    if (as == READ_BOOK)
        good = baton_beliefs_book(book->beliefs, text_of(path), hidden, root);
    else if (as == READ_FORM)
        good = baton_beliefs_form(book->beliefs, text_of(path), hidden, root, &answers);
    else
        good = baton_beliefs_checkin(book->beliefs, text_of(path), hidden, root, &answers);
    book->readable = root && baton_problem_count(hidden, BATON_ERROR) == 0;
    book->answers += answers;
    book->forms += as != READ_BOOK;
    baton_free(hidden);
    if (!good)
        book->answer->outcome = OUTCOME_UNUSABLE;
    return good;
}

/* One file, read and forgotten. */
static bool read_file(struct book *book, const char *path, enum reading as)
{
    struct baton_text bytes;
    char message[FILE_MESSAGE];
    bool good;

    if (!file_read(path, &bytes, message))
        return refuse_file(book, path, message);
    good = read_hidden(book, path, bytes, as);
    file_release(bytes);
    return good;
}

bool book_read_forms(struct book *book, const char *path)
{
    static const char *const endings[] = {".yaml", ".yml", ".json", NULL};
    char message[FILE_MESSAGE], **paths;
    bool good = true;

    if (file_kind_of(path) != FILE_FOLDER)
        return read_file(book, path, READ_FORM);
    if (!file_list(path, endings, &paths, message))
        return refuse_file(book, path, message);
    for (size_t i = 0; paths[i]; i++)
        good = read_file(book, paths[i], READ_FORM) && good;
    file_list_release(paths);
    return good;
}

bool book_read_checkin(struct book *book, const char *path, struct baton_text bytes, bool table)
{
    return read_hidden(book, path, bytes, table ? READ_TABLE : READ_CHECKIN);
}

/* --- the book -------------------------------------------------------------------------------- */

bool book_is_named(const struct request *request, struct answer *answer)
{
    if (request_has(request, &flag_beliefs))
        return true;
    answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "where do answers wait in private?",
                  "--beliefs FOLDER: one that only you can read; it is made where it is not there");
    return false;
}

bool book_open(struct book *book, const struct request *request)
{
    const char *folder = request_value(request, &flag_beliefs);
    char message[FILE_MESSAGE];

    if (!book_is_named(request, book->answer))
        return false;
    if (strlen(folder) > BOOK_PATH - 40) {
        answer_refuse(book->answer, OUTCOME_UNUSABLE, "bad-usage",
                      "the name of the folder is too long", NULL);
        return false;
    }
    if (!private_open(folder, &book->lock, message)) {
        book->lock = -1;
        return refuse_file(book, folder, message);
    }
    snprintf(book->path, sizeof(book->path), "%s/answers.json", folder);
    return file_kind_of(book->path) == FILE_ABSENT || read_file(book, book->path, READ_BOOK);
}

bool book_write(struct book *book)
{
    char message[FILE_MESSAGE];

    return private_write(book->path, baton_beliefs_write(book->beliefs), message) ||
           refuse_file(book, book->path, message);
}

void book_close(struct book *book)
{
    if (book->lock >= 0)
        private_close(book->lock);
    book->lock = -1;
}

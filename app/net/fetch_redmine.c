/* SPDX-License-Identifier: Apache-2.0 */
/* Redmine's REST interface: pages of at most a hundred issues, then each with its journals, asked
 * anew only when the issue has changed. */
#include <stdio.h>
#include <string.h>

#include "app/net/fetch.h"

enum { PAGE = 100 };

static void headers(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET])
{
    (void)user;
    snprintf(ret[0], FETCH_SECRET, "X-Redmine-API-Key: %s", secret);
}

/* The issue of the list with its history. All else is as the list says it: a page kept from before
 * knows nothing of relations, or of a status or person renamed, which change no issue's time. */
static bool complete(struct fetch *f, size_t index, int64_t said_s)
{
    json_t *issue = json_array_get(f->items, index);
    const json_int_t id = json_integer_value(json_object_get(issue, "id"));
    char path[FETCH_PATH];
    json_t *page, *whole, *journals;
    bool good;

    snprintf(path, sizeof(path), "/issues/%" JSON_INTEGER_FORMAT
             ".json?include=journals,relations", id);
    page = fetch_get_version(f, path, fetch_text(issue, "updated_on"), said_s);
    if (!page)
        return false;
    whole = json_object_get(page, "issue");
    journals = json_object_get(whole, "journals");
    if (!json_is_object(whole))
        good = fetch_fail(f, "the answer about an issue holds none");
    else if (journals)
        good = json_object_set(issue, "journals", journals) == 0;
    else
        good = true;
    json_decref(page);
    return good;
}

static bool run_project(struct fetch *f, const char *project, const char *query)
{
    const size_t first = json_array_size(f->items);
    json_int_t total = 0, offset = 0;
    int64_t said_s;
    char path[FETCH_PATH];

    do {
        json_t *page, *list;
        bool good;

        snprintf(path, sizeof(path), "/issues.json?%s%s&status_id=*&sort=id&include=relations"
                 "&limit=%d&offset=%" JSON_INTEGER_FORMAT "%s%s", project[0] ? "project_id=" : "",
                 project, PAGE, offset, query[0] ? "&" : "", query);
        page = fetch_get(f, path, NULL);
        if (!page)
            return false;
        list = json_object_get(page, "issues");
        total = json_integer_value(json_object_get(page, "total_count"));
        good = json_is_array(list) ? fetch_take(f, list)
                                   : fetch_fail(f, "a page holds no list of issues");
        offset += (json_int_t)json_array_size(list);
        if (good && json_array_size(list) == 0 && offset < total)
            good = fetch_fail(f, "of %" JSON_INTEGER_FORMAT " issues %" JSON_INTEGER_FORMAT
                              " came: a page is missing", total, offset);
        json_decref(page);
        if (!good)
            return false;
        fetch_progress(f);
    } while (offset < total);
    said_s = http_clock();
    for (size_t i = first; i < json_array_size(f->items); i++)
        if (!complete(f, i, said_s))
            return false;
    return true;
}

static bool run(struct fetch *f)
{
    char project[FETCH_PATH / 4], query[FETCH_PATH / 4];

    fetch_copy(f->tracker->query, query, sizeof(query));
    if (f->tracker->project_count == 0)
        return run_project(f, "", query);
    for (size_t i = 0; i < f->tracker->project_count; i++) {
        fetch_project(f, i, true, project, sizeof(project));
        if (!run_project(f, project, query))
            return false;
    }
    return true;
}

static json_t *document(struct fetch *f)
{
    return json_pack("{s:O}", "issues", f->items);
}

/* The custom field of that name or number. */
static const json_t *custom_of(const json_t *issue, const char *field)
{
    const json_t *fields = json_object_get(issue, "custom_fields"), *c;
    size_t i;

    json_array_foreach(fields, i, c) {
        char id[24];

        snprintf(id, sizeof(id), "%" JSON_INTEGER_FORMAT,
                 json_integer_value(json_object_get(c, "id")));
        if (strcmp(fetch_text(c, "name"), field) == 0 || strcmp(id, field) == 0)
            return c;
    }
    return NULL;
}

static bool write(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same)
{
    char path[FETCH_PATH];
    json_t *page, *made = json_object();
    const json_t *issue;
    bool good = true;

    snprintf(path, sizeof(path), "/issues/%s.json", key);
    page = fetch_get(f, path, NULL);
    if (!page) {
        json_decref(made);
        return false;
    }
    issue = json_object_get(page, "issue");
    if (due && strcmp(fetch_text(issue, "due_date"), due) != 0)
        json_object_set_new(made, "due_date", json_string(due));
    if (field) {
        const json_t *custom = custom_of(issue, field);

        if (!custom)
            good = fetch_fail(f, "the issue %s has no custom field '%s'", key, field);
        else if (strcmp(fetch_text(custom, "value"), value) != 0)
            json_object_set_new(made, "custom_fields",
                                json_pack("[{s:O,s:s}]", "id", json_object_get(custom, "id"),
                                          "value", value));
    }
    /* A comment is said with a change, never again for the same. */
    *ret_same = json_object_size(made) == 0 && (due || field || !comment);
    if (!*ret_same && comment)
        json_object_set_new(made, "notes", json_string(comment));
    json_decref(page);
    if (!good || *ret_same || !send) {
        json_decref(made);
        return good;
    }
    return fetch_put(f, "PUT", path, NULL, json_pack("{s:o}", "issue", made));
}

const struct fetch_system fetch_redmine = {
    .name = "redmine", .headers = headers, .run = run, .document = document, .write = write};

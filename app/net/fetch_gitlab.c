/* SPDX-License-Identifier: Apache-2.0 */
/* GitLab's REST interface, version 4: issues of projects by X-Next-Page, then each one's links
 * and history. */
#include <stdio.h>
#include <string.h>

#include "app/net/fetch.h"

enum { PAGE = 100 };

static void headers(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET])
{
    (void)user;
    snprintf(ret[0], FETCH_SECRET, "PRIVATE-TOKEN: %s", secret);
}

/* A list that belongs to an issue, all pages of it, into the issue under that name. */
static bool complete(struct fetch *f, json_t *issue, const char *project, const char *what)
{
    char path[FETCH_PATH], next[32] = "1";
    json_t *all = json_array();
    bool good = true;

    for (size_t pages = 0; good && next[0]; pages++) {
        struct http_answer head;
        json_t *page;

        snprintf(path, sizeof(path), "/api/v4/projects/%s/issues/%" JSON_INTEGER_FORMAT
                 "/%s?per_page=%d&page=%s", project,
                 json_integer_value(json_object_get(issue, "iid")), what, PAGE, next);
        page = fetch_get(f, path, &head);
        good = page != NULL;
        if (good && !json_is_array(page))
            good = fetch_fail(f, "the %s of an issue are no list", what);
        if (good && (pages >= FETCH_PAGES_CEILING || strcmp(next, head.next_page) == 0 ||
                     strspn(head.next_page, "0123456789") != strlen(head.next_page)))
            good = fetch_fail(f, "the %s of an issue have no end", what);
        if (good)
            good = json_array_extend(all, page) == 0;
        json_decref(page);
        if (good)
            strcpy(next, head.next_page);
    }
    if (good)
        return json_object_set_new(issue, what, all) == 0;
    json_decref(all);
    return false;
}

static bool run_project(struct fetch *f, const char *project, const char *query)
{
    const size_t first = json_array_size(f->items);
    char path[FETCH_PATH], next[32] = "1";

    for (size_t pages = 0; next[0]; pages++) {
        struct http_answer head;
        json_t *page;
        bool good;

        snprintf(path, sizeof(path), "/api/v4/projects/%s/issues?scope=all&order_by=created_at&"
                 "sort=asc&per_page=%d&page=%s%s%s", project, PAGE, next, query[0] ? "&" : "",
                 query);
        if (pages >= FETCH_PAGES_CEILING)
            return fetch_fail(f, "it has more than %d pages: narrow the query",
                              FETCH_PAGES_CEILING);
        page = fetch_get(f, path, &head);
        if (!page)
            return false;
        good = json_is_array(page) ? fetch_take(f, page)
                                   : fetch_fail(f, "a page is no list of issues");
        json_decref(page);
        if (good && strcmp(next, head.next_page) == 0)
            good = fetch_fail(f, "the list gives the same page again");
        if (!good)
            return false;
        strcpy(next, head.next_page);
        if (next[0] && strspn(next, "0123456789") != strlen(next))
            return fetch_fail(f, "the number of the next page is none");
        fetch_progress(f);
    }
    for (size_t i = first; i < json_array_size(f->items); i++) {
        static const char *const lists[] = {"links", "resource_label_events",
                                            "resource_state_events"};

        for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++)
            if (!complete(f, json_array_get(f->items, i), project, lists[k]))
                return false;
    }
    return true;
}

static bool run(struct fetch *f)
{
    char project[FETCH_PATH / 4], query[FETCH_PATH / 4];

    fetch_copy(f->tracker->query, query, sizeof(query));
    for (size_t i = 0; i < f->tracker->project_count; i++) {
        fetch_project(f, i, true, project, sizeof(project));
        if (!run_project(f, project, query))
            return false;
    }
    return true;
}

static json_t *document(struct fetch *f)
{
    return json_incref(f->items);
}

static bool write(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same)
{
    const char *number = strrchr(key, '#');
    char path[FETCH_PATH], project[FETCH_PATH / 4];
    json_t *issue;
    bool other;

    (void)value;
    if (field || !number)
        return fetch_fail(f, "an issue of GitLab has no such field: write due or comment");
    if (number > key)
        http_escape((struct baton_text){key, (size_t)(number - key)}, project, sizeof(project));
    else
        fetch_project(f, 0, true, project, sizeof(project));
    snprintf(path, sizeof(path), "/api/v4/projects/%s/issues/%s", project, number + 1);
    issue = fetch_get(f, path, NULL);
    if (!issue)
        return false;
    other = due && strcmp(fetch_text(issue, "due_date"), due) != 0;
    json_decref(issue);
    *ret_same = !other && (due || !comment);
    if (*ret_same || !send)
        return true;
    if (other && !fetch_put(f, "PUT", path, NULL, json_pack("{s:s}", "due_date", due)))
        return false;
    if (!comment)
        return true;
    snprintf(path, sizeof(path), "/api/v4/projects/%s/issues/%s/notes", project, number + 1);
    return fetch_put(f, "POST", path, NULL, json_pack("{s:s}", "body", comment));
}

const struct fetch_system fetch_gitlab = {
    .name = "gitlab", .url = "https://gitlab.com", .headers = headers, .run = run,
    .document = document, .write = write};

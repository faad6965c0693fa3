/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub's REST interface: issues of repositories by Link headers, then what blocks them and what
 * is part of them where an issue's own summary says that there is something. Dates, iterations and
 * numbers of a project (version 2) by GraphQL, for a project "orgs/NAME/NUMBER". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/net/fetch.h"

enum { PAGE = 100 };

static void headers(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET])
{
    (void)user;
    snprintf(ret[0], FETCH_SECRET, "Authorization: Bearer %s", secret);
    snprintf(ret[1], FETCH_SECRET, "X-GitHub-Api-Version: 2022-11-28");
}

/* Every page of a list, by the address of the next. A new reference, or NULL. */
static json_t *all_pages(struct fetch *f, const char *path)
{
    json_t *all = json_array();
    struct http_answer head = {.status = 0};
    char where[HTTP_URL];

    snprintf(where, sizeof(where), "%s", path);
    for (size_t pages = 0; where[0]; pages++) {
        json_t *page = pages < FETCH_PAGES_CEILING ? fetch_get(f, where, &head) : NULL;

        if (!json_is_array(page)) {
            if (page)
                fetch_fail(f, "a page is no list");
            json_decref(page);
            json_decref(all);
            return NULL;
        }
        json_array_extend(all, page);
        json_decref(page);
        if (strcmp(head.next, where) == 0) {
            fetch_fail(f, "the list gives the same page again");
            json_decref(all);
            return NULL;
        }
        strcpy(where, head.next);
    }
    return all;
}

static json_int_t count_of(const json_t *issue, const char *summary, const char *key)
{
    return json_integer_value(json_object_get(json_object_get(issue, summary), key));
}

static bool add_list(struct fetch *f, json_t *issue, const char *repository, const char *what,
                     const char *as)
{
    char path[FETCH_PATH];
    json_t *list;

    snprintf(path, sizeof(path), "/repos/%s/issues/%" JSON_INTEGER_FORMAT "/%s?per_page=%d",
             repository, json_integer_value(json_object_get(issue, "number")), what, PAGE);
    list = all_pages(f, path);
    return list && json_object_set_new(issue, as, list) == 0;
}

/* Sub-issues name their parent only where they are asked from it. */
static void set_parents(json_t *items, const json_t *parent, const json_t *children)
{
    const char *url = fetch_text(parent, "url");
    const json_t *child;
    json_t *item;
    size_t i, j;

    json_array_foreach(children, i, child)
        json_array_foreach(items, j, item)
            if (json_equal(json_object_get(item, "id"), json_object_get(child, "id")))
                json_object_set_new(item, "parent_issue_url", json_string(url));
}

static bool complete(struct fetch *f, json_t *issue, const char *repository)
{
    if (json_object_get(issue, "pull_request"))
        return true;
    if (count_of(issue, "issue_dependencies_summary", "total_blocked_by") +
            count_of(issue, "issue_dependencies_summary", "blocked_by") > 0 &&
        !add_list(f, issue, repository, "dependencies/blocked_by", "blocked_by"))
        return false;
    if (count_of(issue, "sub_issues_summary", "total") > 0) {
        if (!add_list(f, issue, repository, "sub_issues", "baton_sub_issues"))
            return false;
        set_parents(f->items, issue, json_object_get(issue, "baton_sub_issues"));
        json_object_del(issue, "baton_sub_issues");
    }
    return true;
}

static bool run_repository(struct fetch *f, const char *repository, const char *query)
{
    const size_t first = json_array_size(f->items);
    char path[FETCH_PATH];
    json_t *list;
    bool good;

    snprintf(path, sizeof(path), "/repos/%s/issues?state=all&sort=created&direction=asc&per_page=%d"
             "%s%s", repository, PAGE, query[0] ? "&" : "", query);
    list = all_pages(f, path);
    good = list && fetch_take(f, list);
    json_decref(list);
    for (size_t i = first; good && i < json_array_size(f->items); i++)
        good = complete(f, json_array_get(f->items, i), repository);
    fetch_progress(f);
    return good;
}

/* --- projects, version 2 ---------------------------------------------------------------------- */

static const char project_query[] =
    "query($owner:String!,$number:Int!,$after:String){%s(login:$owner){projectV2(number:$number){"
    "items(first:100,after:$after){pageInfo{hasNextPage endCursor}nodes{content{... on Issue{"
    "number repository{nameWithOwner}}}fieldValues(first:50){nodes{"
    "... on ProjectV2ItemFieldNumberValue{number field{... on ProjectV2FieldCommon{name}}}"
    "... on ProjectV2ItemFieldDateValue{date field{... on ProjectV2FieldCommon{name}}}"
    "... on ProjectV2ItemFieldSingleSelectValue{name field{... on ProjectV2FieldCommon{name}}}"
    "... on ProjectV2ItemFieldIterationValue{title startDate duration "
    "field{... on ProjectV2FieldCommon{name}}}}}}}}}}";

static json_t *issue_of(struct fetch *f, const json_t *content)
{
    const char *repository = fetch_text(json_object_get(content, "repository"), "nameWithOwner");
    const size_t length = strlen(repository);
    json_t *issue;
    size_t i;

    json_array_foreach(f->items, i, issue) {
        const char *url = fetch_text(issue, "repository_url");

        if (length > 0 && strlen(url) > length && url[strlen(url) - length - 1] == '/' &&
            strcmp(url + strlen(url) - length, repository) == 0 &&
            json_equal(json_object_get(issue, "number"), json_object_get(content, "number")))
            return issue;
    }
    return NULL;
}

static void take_values(struct fetch *f, const json_t *item)
{
    json_t *issue = issue_of(f, json_object_get(item, "content"));
    const json_t *values = json_object_get(json_object_get(item, "fieldValues"), "nodes");
    json_t *kept = json_object();
    json_t *value;
    size_t i;

    json_array_foreach(values, i, value) {
        const char *name = fetch_text(json_object_get(value, "field"), "name");

        if (!name[0])
            continue;
        if (json_object_get(value, "number"))
            json_object_set(kept, name, json_object_get(value, "number"));
        else if (json_object_get(value, "date"))
            json_object_set(kept, name, json_object_get(value, "date"));
        else if (json_object_get(value, "startDate"))
            json_object_set(kept, name, value);
        else if (json_object_get(value, "name"))
            json_object_set(kept, name, json_object_get(value, "name"));
    }
    if (issue)
        json_object_set(issue, "project_fields", kept);
    json_decref(kept);
}

/* "orgs/NAME/NUMBER" or "users/NAME/NUMBER". */
static bool run_board(struct fetch *f, const char *project)
{
    const bool of_org = strncmp(project, "orgs/", 5) == 0;
    char owner[256], query[sizeof(project_query) + 32], after[256] = "";
    int number = 0;

    if (sscanf(strchr(project, '/') + 1, "%255[^/]/%d", owner, &number) != 2)
        return fetch_fail(f, "'%s' is no project: orgs/NAME/NUMBER", project);
    snprintf(query, sizeof(query), project_query, of_org ? "organization" : "user");
    for (size_t pages = 0; pages < FETCH_PAGES_CEILING; pages++) {
        json_t *answer = fetch_ask(f, "/graphql", json_pack(
            "{s:s,s:{s:s,s:i,s:s?}}", "query", query, "variables", "owner", owner, "number", number,
            "after", after[0] ? after : NULL));
        const json_t *items = json_object_get(json_object_get(json_object_get(
            json_object_get(answer, "data"), of_org ? "organization" : "user"), "projectV2"),
            "items");
        const json_t *info = json_object_get(items, "pageInfo"), *item;
        bool more;
        size_t i;

        if (!answer || !items) {
            if (answer)
                fetch_fail(f, "the project %s is not to be seen: %s", project,
                           fetch_text(json_array_get(json_object_get(answer, "errors"), 0),
                                      "message"));
            json_decref(answer);
            return false;
        }
        json_array_foreach(json_object_get(items, "nodes"), i, item)
            take_values(f, item);
        more = json_is_true(json_object_get(info, "hasNextPage"));
        snprintf(after, sizeof(after), "%s", fetch_text(info, "endCursor"));
        json_decref(answer);
        if (!more)
            return true;
    }
    return fetch_fail(f, "it has more than %d pages", FETCH_PAGES_CEILING);
}

static bool is_board(const char *project)
{
    return strncmp(project, "orgs/", 5) == 0 || strncmp(project, "users/", 6) == 0;
}

static bool run(struct fetch *f)
{
    char project[FETCH_PATH / 4], query[FETCH_PATH / 4];

    fetch_copy(f->tracker->query, query, sizeof(query));
    for (int boards = 0; boards < 2; boards++)      /* they say more about what is there */
        for (size_t i = 0; i < f->tracker->project_count; i++) {
            fetch_project(f, i, false, project, sizeof(project));
            if (is_board(project) != (boards == 1))
                continue;
            if (strspn(project, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                       "-._/") != strlen(project) || !strchr(project, '/'))
                return fetch_fail(f, "'%s' is no repository: owner/name", project);
            if (boards ? !run_board(f, project) : !run_repository(f, project, query))
                return false;
        }
    return true;
}

static json_t *document(struct fetch *f)
{
    return json_incref(f->items);
}

/* GitHub's issues have no date of their own: a comment is all there is, and is said once. */
static bool write(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same)
{
    const char *number = strrchr(key, '#');
    char path[FETCH_PATH], repository[FETCH_PATH / 4];
    const json_t *said;
    json_t *comments;
    size_t i;

    (void)value;
    if (due || field || !number)
        return fetch_fail(f, "an issue of GitHub has no due date and no field: write a comment");
    if (number > key)
        snprintf(repository, sizeof(repository), "%.*s", (int)(number - key), key);
    else
        fetch_project(f, 0, false, repository, sizeof(repository));
    snprintf(path, sizeof(path), "/repos/%s/issues/%s/comments", repository, number + 1);
    comments = all_pages(f, path);
    if (!comments)
        return false;
    *ret_same = false;
    json_array_foreach(comments, i, said)
        if (i + 1 == json_array_size(comments))
            *ret_same = strcmp(fetch_text(said, "body"), comment) == 0;
    json_decref(comments);
    return *ret_same || !send || fetch_put(f, "POST", path, NULL,
                                           json_pack("{s:s}", "body", comment));
}

const struct fetch_system fetch_github = {
    .name = "github", .url = "https://api.github.com", .headers = headers, .run = run,
    .document = document, .write = write};

/* SPDX-License-Identifier: Apache-2.0 */
/* Jira: the Cloud by tokens of the next page, the Data Center by offsets; the history of an issue
 * is completed where the search cuts it short. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/net/fetch.h"

enum { PAGE = 100, JQL = 1200 };

static const char fields_wanted[] =
    "summary,issuetype,project,components,labels,status,assignee,parent,created,updated,duedate,"
    "resolutiondate,resolution,timeoriginalestimate,timeestimate,fixVersions,issuelinks";

/* Base64 of RFC 4648, for the header of Basic. */
static void base64(const char *bytes, char *ret, size_t room)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const size_t length = strlen(bytes);
    size_t at = 0;

    for (size_t i = 0; i < length && at + 5 < room; i += 3) {
        const unsigned char *b = (const unsigned char *)bytes + i;
        const unsigned long v = ((unsigned long)b[0] << 16) |
                                (i + 1 < length ? (unsigned long)b[1] << 8 : 0) |
                                (i + 2 < length ? (unsigned long)b[2] : 0);

        ret[at++] = digits[v >> 18 & 63];
        ret[at++] = digits[v >> 12 & 63];
        ret[at++] = i + 1 < length ? digits[v >> 6 & 63] : '=';
        ret[at++] = i + 2 < length ? digits[v & 63] : '=';
    }
    ret[at] = '\0';
}

static void basic(const char *user, const char *secret, char ret[FETCH_SECRET])
{
    char pair[FETCH_SECRET], coded[FETCH_SECRET - 32];

    snprintf(pair, sizeof(pair) / 2, "%s:%s", user, secret);
    base64(pair, coded, sizeof(coded));
    snprintf(ret, FETCH_SECRET, "Authorization: Basic %s", coded);
}

static void headers(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET])
{
    if (user[0])
        basic(user, secret, ret[0]);
    else
        snprintf(ret[0], FETCH_SECRET, "Authorization: Bearer %s", secret);
}

static void jql_of(const struct fetch *f, char ret[JQL])
{
    char query[JQL / 2];
    size_t at = 0;

    ret[0] = '\0';
    for (size_t i = 0; i < f->tracker->project_count && at + 200 < JQL / 2; i++) {
        char project[128];

        fetch_project(f, i, false, project, sizeof(project));
        for (char *c = project; *c; c++)
            if (*c == '"' || *c == '\\')
                *c = ' ';
        at += (size_t)snprintf(ret + at, JQL - at, "%s\"%s\"", i ? "," : "project in (", project);
    }
    if (at > 0)
        at += (size_t)snprintf(ret + at, JQL - at, ")");
    fetch_copy(f->tracker->query, query, sizeof(query));
    if (query[0])
        at += (size_t)snprintf(ret + at, JQL - at, "%s(%s)", at ? " AND " : "", query);
    snprintf(ret + at, JQL - at, " ORDER BY key");
}

static const char epic_link[] = "Epic Link";

/* Custom fields are found by what they are, never by number: the points, or what the plan calls
 * so. */
static json_t *names_of(struct fetch *f, const char *version)
{
    char path[FETCH_PATH], points[128];
    json_t *all, *field, *names = json_object();
    size_t i;

    snprintf(path, sizeof(path), "/rest/api/%s/field", version);
    fetch_copy(f->tracker->points, points, sizeof(points));
    all = fetch_get(f, path, NULL);
    json_array_foreach(all, i, field) {
        const char *id = fetch_text(field, "id"), *name = fetch_text(field, "name");
        const char *custom = fetch_text(json_object_get(field, "schema"), "custom");
        const bool wanted = points[0] ? strcmp(name, points) == 0 || strcmp(id, points) == 0
            : strcmp(name, "Story Points") == 0 || strcmp(name, "Story point estimate") == 0 ||
              strstr(custom, "jsw-story-points");

        /* Data Center hangs stories on epics by a field of this kind, not by parent. */
        if (strstr(custom, "gh-epic-link") && strncmp(id, "customfield_", 12) == 0)
            json_object_set_new(names, id, json_string(epic_link));
        if (strstr(custom, "gh-sprint") && strncmp(id, "customfield_", 12) == 0)
            json_object_set_new(names, id, json_string("Sprint"));
        if (wanted && strncmp(id, "customfield_", 12) == 0)
            json_object_set_new(names, id,
                                json_string(points[0] || !strstr(custom, "jsw-story-points")
                                                ? name : "Story point estimate"));
    }
    if (!all) {
        json_decref(names);
        return NULL;
    }
    json_decref(all);
    return names;
}

/* The rest of a history that the search cut. */
static bool complete(struct fetch *f, json_t *issue, const char *version)
{
    json_t *log = json_object_get(issue, "changelog");
    json_t *histories = json_object_get(log, "histories");
    const json_int_t total = json_integer_value(json_object_get(log, "total"));
    json_int_t from = 0;
    json_t *all;

    if (!json_is_array(histories) || (json_int_t)json_array_size(histories) >= total)
        return true;
    all = json_array();
    while (from < total) {
        char path[FETCH_PATH], key[256];
        json_t *page, *values;

        http_escape((struct baton_text){fetch_text(issue, "key"),
                                        strlen(fetch_text(issue, "key"))}, key, sizeof(key));
        snprintf(path, sizeof(path), "/rest/api/%s/issue/%s/changelog?startAt=%"
                 JSON_INTEGER_FORMAT "&maxResults=%d", version, key, from, PAGE);
        page = fetch_get(f, path, NULL);
        values = json_object_get(page, "values");
        if (!json_is_array(values) || json_array_size(values) == 0) {
            json_decref(all);
            json_decref(page);
            return page ? fetch_fail(f, "of the history of %s a page is missing",
                                     fetch_text(issue, "key")) : false;
        }
        from += (json_int_t)json_array_size(values);
        json_array_extend(all, values);
        json_decref(page);
    }
    json_object_set_new(log, "histories", all);
    return true;
}

static void set_parent(json_t *issue, json_t *names)
{
    json_t *fields = json_object_get(issue, "fields"), *name;
    const char *id;

    json_object_foreach(names, id, name)
        if (strcmp(json_string_value(name), epic_link) == 0 && fetch_text(fields, id)[0] &&
            !json_is_object(json_object_get(fields, "parent")))
            json_object_set_new(fields, "parent", json_pack("{s:s}", "key",
                                                            fetch_text(fields, id)));
}

static bool take_page(struct fetch *f, json_t *page, const char *version)
{
    json_t *list = json_object_get(page, "issues"), *issue;
    size_t i;

    if (!json_is_array(list))
        return fetch_fail(f, "a page holds no list of issues");
    json_array_foreach(list, i, issue) {
        if (!complete(f, issue, version))
            return false;
        set_parent(issue, f->names);
    }
    return fetch_take(f, list);
}

static void query_of(const struct fetch *f, char *ret, size_t room)
{
    char jql[JQL], coded[JQL * 3];
    const char *id;
    json_t *name;
    size_t at;

    jql_of(f, jql);
    http_escape((struct baton_text){jql, strlen(jql)}, coded, sizeof(coded));
    at = (size_t)snprintf(ret, room, "jql=%s&maxResults=%d&expand=changelog&fields=%s", coded, PAGE,
                          fields_wanted);
    json_object_foreach(f->names, id, name)
        if (at < room)
            at += (size_t)snprintf(ret + at, room - at, ",%s", id);
}

static bool run_cloud(struct fetch *f)
{
    char token[1024] = "";

    f->names = names_of(f, "3");
    if (!f->names)
        return false;
    for (size_t pages = 0; pages < FETCH_PAGES_CEILING; pages++) {
        char query[HTTP_URL - 1100], path[HTTP_URL], coded[1024];
        json_t *page;
        bool good, last;

        query_of(f, query, sizeof(query));
        http_escape((struct baton_text){token, strlen(token)}, coded, sizeof(coded));
        snprintf(path, sizeof(path), "/rest/api/3/search/jql?%s%s%s", query,
                 token[0] ? "&nextPageToken=" : "", coded);
        page = fetch_get(f, path, NULL);
        good = page && take_page(f, page, "3");
        snprintf(coded, sizeof(coded), "%s", fetch_text(page, "nextPageToken"));
        last = json_is_true(json_object_get(page, "isLast")) || !coded[0];
        json_decref(page);
        if (good && !last && strcmp(coded, token) == 0)
            good = fetch_fail(f, "the search gives the same page again");
        if (!good || last)
            return good;
        strcpy(token, coded);
        fetch_progress(f);
    }
    return fetch_fail(f, "it has more than %d pages: narrow the query", FETCH_PAGES_CEILING);
}

static bool run_server(struct fetch *f)
{
    json_int_t from = 0, total = 0;

    f->names = names_of(f, "2");
    if (!f->names)
        return false;
    do {
        char query[HTTP_URL - 1100], path[HTTP_URL];
        json_t *page;
        size_t before = json_array_size(f->items);
        bool good;

        query_of(f, query, sizeof(query));
        snprintf(path, sizeof(path), "/rest/api/2/search?%s&startAt=%" JSON_INTEGER_FORMAT, query,
                 from);
        page = fetch_get(f, path, NULL);
        good = page && take_page(f, page, "2");
        total = json_integer_value(json_object_get(page, "total"));
        json_decref(page);
        from += (json_int_t)(json_array_size(f->items) - before);
        if (good && json_array_size(f->items) == before && from < total)
            good = fetch_fail(f, "of %" JSON_INTEGER_FORMAT " issues %" JSON_INTEGER_FORMAT
                              " came: a page is missing", total, from);
        if (!good)
            return false;
        fetch_progress(f);
    } while (from < total);
    return true;
}

/* As a search with expand=names gives it. */
static json_t *document(struct fetch *f)
{
    return json_pack("{s:O,s:O}", "issues", f->items, "names", f->names);
}

/* A comment as text: version 2 takes text everywhere. */
static bool write(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same)
{
    char path[FETCH_PATH], coded[256];
    json_t *issue, *fields, *made = json_object();

    http_escape((struct baton_text){key, strlen(key)}, coded, sizeof(coded));
    snprintf(path, sizeof(path), "/rest/api/2/issue/%s", coded);
    issue = fetch_get(f, path, NULL);
    if (!issue) {
        json_decref(made);
        return false;
    }
    fields = json_object_get(issue, "fields");
    if (due && strcmp(fetch_text(fields, "duedate"), due) != 0)
        json_object_set_new(made, "duedate", json_string(due));
    if (field && strcmp(fetch_text(fields, field), value) != 0)
        json_object_set_new(made, field, json_string(value));
    json_decref(issue);
    *ret_same = json_object_size(made) == 0 && (due || field || !comment);
    if (*ret_same || !send) {
        json_decref(made);
        return true;
    }
    if (json_object_size(made) == 0)
        json_decref(made);
    else if (!fetch_put(f, "PUT", path, NULL, json_pack("{s:o}", "fields", made)))
        return false;
    if (!comment)
        return true;
    snprintf(path, sizeof(path), "/rest/api/2/issue/%s/comment", coded);
    return fetch_put(f, "POST", path, NULL, json_pack("{s:s}", "body", comment));
}

const struct fetch_system fetch_jira_cloud = {
    .name = "jira-cloud", .needs_user = true, .headers = headers, .run = run_cloud,
    .document = document, .write = write};
const struct fetch_system fetch_jira_server = {
    .name = "jira-server", .headers = headers, .run = run_server, .document = document,
    .write = write};

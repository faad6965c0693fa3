/* SPDX-License-Identifier: Apache-2.0 */
/* Linear: one GraphQL address, pages by cursor. */
#include <stdio.h>
#include <string.h>

#include "app/net/fetch.h"

static const char issues_query[] =
    "query($after:String,$filter:IssueFilter){issues(first:50,after:$after,filter:$filter,"
    "includeArchived:true){pageInfo{hasNextPage endCursor}nodes{id identifier title createdAt "
    "updatedAt startedAt completedAt canceledAt dueDate estimate state{name type}team{key name}"
    "assignee{name}parent{identifier}labels{nodes{name}}project{name targetDate}"
    "projectMilestone{name targetDate}relations{nodes{type relatedIssue{identifier}}}}}}";

static void headers(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET])
{
    (void)user;
    snprintf(ret[0], FETCH_SECRET, "Authorization: %s", secret);
}

static json_t *filter_of(const struct fetch *f)
{
    json_t *keys = json_array();
    char project[128];

    for (size_t i = 0; i < f->tracker->project_count; i++) {
        fetch_project(f, i, false, project, sizeof(project));
        json_array_append_new(keys, json_string(project));
    }
    return json_pack("{s:{s:{s:o}}}", "team", "key", "in", keys);
}

static bool run(struct fetch *f)
{
    char after[256] = "";

    for (size_t pages = 0; pages < FETCH_PAGES_CEILING; pages++) {
        json_t *answer = fetch_ask(f, "/graphql", json_pack(
            "{s:s,s:{s:s?,s:o}}", "query", issues_query, "variables", "after",
            after[0] ? after : NULL, "filter", filter_of(f)));
        json_t *issues = json_object_get(json_object_get(answer, "data"), "issues");
        json_t *list = json_object_get(issues, "nodes");
        const json_t *info = json_object_get(issues, "pageInfo");
        bool good = answer != NULL, more;
        char next[256];

        if (answer && !json_is_array(list))
            good = fetch_fail(f, "it says: %.300s",
                              fetch_text(json_array_get(json_object_get(answer, "errors"), 0),
                                         "message"));
        good = good && fetch_take(f, list);
        more = json_is_true(json_object_get(info, "hasNextPage"));
        snprintf(next, sizeof(next), "%s", fetch_text(info, "endCursor"));
        json_decref(answer);
        if (good && more && strcmp(next, after) == 0)
            good = fetch_fail(f, "the list gives the same page again");
        if (!good || !more)
            return good;
        strcpy(after, next);
        fetch_progress(f);
    }
    return fetch_fail(f, "it has more than %d pages: name fewer teams", FETCH_PAGES_CEILING);
}

static json_t *document(struct fetch *f)
{
    return json_pack("{s:{s:{s:O}}}", "data", "issues", "nodes", f->items);
}

static bool write(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same)
{
    json_t *answer = fetch_ask(f, "/graphql", json_pack(
        "{s:s,s:{s:s}}", "query", "query($id:String!){issue(id:$id){id dueDate}}", "variables",
        "id", key));
    const json_t *issue = json_object_get(json_object_get(answer, "data"), "issue");
    bool good = true;

    (void)value;
    if (!json_is_object(issue) || field) {
        good = !answer ? false
            : fetch_fail(f, field ? "an issue of Linear has no such field: write due or comment"
                                  : "there is no issue %s", key);
        json_decref(answer);
        return good;
    }
    *ret_same = due ? strcmp(fetch_text(issue, "dueDate"), due) == 0 : !comment;
    if (!*ret_same && send && due)
        good = fetch_put(f, "POST", "/graphql", NULL, json_pack(
            "{s:s,s:{s:s,s:s}}", "query", "mutation($id:String!,$due:TimelessDate){issueUpdate("
            "id:$id,input:{dueDate:$due}){success}}", "variables", "id", fetch_text(issue, "id"),
            "due", due));
    if (good && !*ret_same && send && comment)
        good = fetch_put(f, "POST", "/graphql", NULL, json_pack(
            "{s:s,s:{s:s,s:s}}", "query", "mutation($id:String!,$body:String!){commentCreate("
            "input:{issueId:$id,body:$body}){success}}", "variables", "id", fetch_text(issue, "id"),
            "body", comment));
    json_decref(answer);
    return good;
}

const struct fetch_system fetch_linear = {
    .name = "linear", .url = "https://api.linear.app", .headers = headers, .run = run,
    .document = document, .write = write};

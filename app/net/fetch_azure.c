/* SPDX-License-Identifier: Apache-2.0 */
/* Azure DevOps: a WIQL query gives numbers (at most 20,000), then batches of two hundred. */
#include <stdio.h>
#include <string.h>

#include "app/net/fetch.h"

enum { BATCH = 200, MOST = 20000, WIQL = 4096 };

static void headers(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET])
{
    fetch_jira_server.headers(user[0] ? user : "baton", secret, ret);   /* Basic, any name */
}

static void wiql_of(const struct fetch *f, const char *project, char ret[WIQL])
{
    char query[WIQL / 2];

    fetch_copy(f->tracker->query, query, sizeof(query));
    snprintf(ret, WIQL, "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = '%s'%s%s%s "
             "ORDER BY [System.Id]", project, query[0] ? " AND (" : "", query, query[0] ? ")" : "");
}

static bool take_batch(struct fetch *f, json_t *ids)
{
    const size_t wanted = json_array_size(ids);
    json_t *answer = fetch_ask(f, "/_apis/wit/workitemsbatch?api-version=7.0",
                               json_pack("{s:o,s:s}", "ids", ids, "$expand", "relations"));
    json_t *list = json_object_get(answer, "value");
    bool good = answer != NULL;

    if (answer && !json_is_array(list))
        good = fetch_fail(f, "a batch holds no list of items");
    else if (answer && json_array_size(list) != wanted)
        good = fetch_fail(f, "of %zu items of a batch %zu came", wanted, json_array_size(list));
    good = good && fetch_take(f, list);
    json_decref(answer);
    fetch_progress(f);
    return good;
}

static bool run_project(struct fetch *f, const char *project, const char *coded)
{
    char wiql[WIQL], path[FETCH_PATH];
    json_t *answer, *ids, *found, *batch = NULL;
    bool good = true;
    size_t i;

    wiql_of(f, project, wiql);
    snprintf(path, sizeof(path), "/%s/_apis/wit/wiql?api-version=7.0", coded);
    answer = fetch_ask(f, path, json_pack("{s:s}", "query", wiql));
    ids = json_object_get(answer, "workItems");
    if (!json_is_array(ids)) {
        good = answer ? fetch_fail(f, "the query gives no list of items") : false;
        json_decref(answer);
        return good;
    }
    if (json_array_size(ids) >= MOST)
        good = fetch_fail(f, "the query finds %d items, which is all it can say: narrow it", MOST);
    json_array_foreach(ids, i, found) {
        if (!batch)
            batch = json_array();
        json_array_append(batch, json_object_get(found, "id"));
        if (json_array_size(batch) == BATCH || i + 1 == json_array_size(ids)) {
            good = good && take_batch(f, json_incref(batch));
            json_decref(batch);
            batch = NULL;
        }
    }
    json_decref(answer);
    return good;
}

static bool run(struct fetch *f)
{
    char project[256], coded[800];

    for (size_t i = 0; i < f->tracker->project_count; i++) {
        fetch_project(f, i, false, project, sizeof(project));
        fetch_project(f, i, true, coded, sizeof(coded));
        if (strchr(project, '\''))
            return fetch_fail(f, "the project %s has a quote in its name", project);
        if (!run_project(f, project, coded))
            return false;
    }
    return true;
}

static json_t *document(struct fetch *f)
{
    return json_pack("{s:O}", "value", f->items);
}

static bool write(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same)
{
    static const char due_field[] = "Microsoft.VSTS.Scheduling.TargetDate";
    char path[FETCH_PATH], name[300];
    json_t *item, *patch = json_array();
    const json_t *fields;

    snprintf(path, sizeof(path), "/_apis/wit/workitems/%s?api-version=7.0", key);
    item = fetch_get(f, path, NULL);
    if (!item) {
        json_decref(patch);
        return false;
    }
    fields = json_object_get(item, "fields");
    if (due && strncmp(fetch_text(fields, due_field), due, strlen(due)) != 0) {
        snprintf(name, sizeof(name), "/fields/%s", due_field);
        json_array_append_new(patch, json_pack("{s:s,s:s,s:s}", "op", "add", "path", name, "value",
                                               due));
    }
    if (field && strcmp(fetch_text(fields, field), value) != 0) {
        snprintf(name, sizeof(name), "/fields/%.250s", field);
        json_array_append_new(patch, json_pack("{s:s,s:s,s:s}", "op", "add", "path", name, "value",
                                               value));
    }
    *ret_same = json_array_size(patch) == 0 && (due || field || !comment);
    if (!*ret_same && comment)
        json_array_append_new(patch, json_pack("{s:s,s:s,s:s}", "op", "add", "path",
                                               "/fields/System.History", "value", comment));
    json_decref(item);
    if (*ret_same || !send) {
        json_decref(patch);
        return true;
    }
    return fetch_put(f, "PATCH", path, "application/json-patch+json", patch);
}

const struct fetch_system fetch_azure = {
    .name = "azure", .headers = headers, .run = run, .document = document, .write = write};

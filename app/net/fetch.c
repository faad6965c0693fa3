/* SPDX-License-Identifier: Apache-2.0 */
#include "app/net/fetch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/os/file.h"
#include "app/os/host.h"

static const struct fetch_system *const systems[] = {
    &fetch_jira_cloud, &fetch_jira_server, &fetch_github, &fetch_gitlab, &fetch_redmine,
    &fetch_azure, &fetch_linear, NULL};

const struct fetch_system *fetch_system_find(const char *name)
{
    for (size_t i = 0; name && systems[i]; i++)
        if (strcmp(systems[i]->name, name) == 0)
            return systems[i];
    return NULL;
}

bool fetch_fail(struct fetch *f, const char *format, ...)
{
    va_list rest;

    va_start(rest, format);
    vsnprintf(f->message, sizeof(f->message), format, rest);
    va_end(rest);
    return false;
}

bool fetch_fail_http(struct fetch *f)
{
    return fetch_fail(f, "%s", http_message(f->http));
}

void fetch_copy(struct baton_text text, char *ret, size_t room)
{
    const size_t length = text.len < room - 1 ? text.len : room - 1;

    if (length > 0)
        memcpy(ret, text.ptr, length);
    ret[length] = '\0';
}

void fetch_project(const struct fetch *f, size_t nth, bool escaped, char *ret, size_t room)
{
    if (escaped)
        http_escape(f->tracker->projects[nth], ret, room);
    else
        fetch_copy(f->tracker->projects[nth], ret, room);
}

void fetch_progress(const struct fetch *f)
{
    if (f->watched)
        fprintf(stderr, "%zu items so far\n", json_array_size(f->items));
}

/* --- the secret ------------------------------------------------------------------------------- */

static bool read_secret_file(struct fetch *f, const char *path, char ret[FETCH_SECRET])
{
    char message[FILE_MESSAGE];
    struct baton_text bytes;
    struct stat s;

    if (stat(path, &s) != 0 || !S_ISREG(s.st_mode))
        return fetch_fail(f, "%s: there is no such file for the secret", path);
    if ((s.st_mode & 077) != 0 || s.st_uid != geteuid())
        return fetch_fail(f, "%s: others than you may read the secret: chmod 600 it", path);
    if (!file_read(path, &bytes, message))
        return fetch_fail(f, "%s: %s", path, message);
    while (bytes.len > 0 && (unsigned char)bytes.ptr[bytes.len - 1] <= ' ')
        bytes.len--;
    fetch_copy(bytes, ret, FETCH_SECRET);
    file_release(bytes);
    return ret[0] != '\0' || fetch_fail(f, "%s: the file is empty", path);
}

static bool find_secret(struct fetch *f, char ret[FETCH_SECRET])
{
    char where[FETCH_PATH] = "env:BATON_TOKEN";
    const char *value;

    if (f->tracker->secret.len > 0)
        fetch_copy(f->tracker->secret, where, sizeof(where));
    if (strncmp(where, "file:", 5) == 0)
        return read_secret_file(f, where + 5, ret);
    if (strncmp(where, "env:", 4) != 0)
        return fetch_fail(f, "the field secret must say where the secret is (env:NAME or "
                          "file:PATH), and never be the secret itself");
    value = host_variable(where + 4);
    if (!value)
        return fetch_fail(f, "the environment has no %s, where the secret should be", where + 4);
    if (strlen(value) >= FETCH_SECRET)
        return fetch_fail(f, "the secret in %s is longer than %d bytes", where + 4, FETCH_SECRET);
    strcpy(ret, value);
    return true;
}

static bool is_printable(const char *secret)
{
    for (; *secret; secret++)
        if ((unsigned char)*secret < ' ' || (unsigned char)*secret == 127)
            return false;
    return true;
}

/* --- the way ---------------------------------------------------------------------------------- */

bool fetch_open(struct fetch *f, const struct baton_tracker *t, const char *pages, bool watched)
{
    const struct fetch_system *system = fetch_system_find(t->system);
    char secret[FETCH_SECRET] = "", user[FETCH_SECRET / 2], url[HTTP_URL], why[HTTP_MESSAGE] = "";
    char lines[HTTP_HEADERS][FETCH_SECRET] = {{0}};
    struct http_rules rules = {.base = url, .pages = pages, .watched = watched};

    *f = (struct fetch){.tracker = t, .watched = watched};
    if (!system)
        return fetch_fail(f, "its field system is not stated");
    fetch_copy(t->user, user, sizeof(user));
    if (system->needs_user && !user[0])
        return fetch_fail(f, "its field user is not stated: whose the secret is");
    fetch_copy(t->url, url, sizeof(url));
    if (!url[0] && !system->url)
        return fetch_fail(f, "its field url is not stated");
    if (!url[0])
        strcpy(url, system->url);
    if (t->project_count == 0 && t->query.len == 0)
        return fetch_fail(f, "neither projects nor a query is stated: all of %s would be asked",
                          url);
    if (!find_secret(f, secret))
        return false;
    if (!is_printable(secret) || !is_printable(user))
        return fetch_fail(f, "the secret holds bytes that no header may");
    system->headers(user, secret, lines);
    for (size_t i = 0, n = 0; i < HTTP_HEADERS; i++)
        if (lines[i][0])
            rules.headers[n++] = lines[i];
    f->http = http_open(&rules, why);
    memset(secret, 0, sizeof(secret));
    memset(lines, 0, sizeof(lines));
    f->items = json_array();
    return f->http ? true : fetch_fail(f, "%s", why);
}

void fetch_close(struct fetch *f, bool done)
{
    if (f->http)
        http_close(f->http, done);
    json_decref(f->items);
    json_decref(f->names);
    f->http = NULL;
    f->items = NULL;
    f->names = NULL;
}

bool fetch_all(struct fetch *f, struct baton_text *ret_json)
{
    const struct fetch_system *system = fetch_system_find(f->tracker->system);
    json_t *document;
    char *text;

    if (!system->run(f))
        return false;
    document = system->document(f);
    text = document ? json_dumps(document, JSON_INDENT(1)) : NULL;
    json_decref(document);
    if (!text)
        return fetch_fail(f, "there is no memory for the answer");
    *ret_json = (struct baton_text){text, strlen(text)};
    return true;
}

/* --- for the systems -------------------------------------------------------------------------- */

static json_t *json_of(struct fetch *f, struct http_answer *answer)
{
    json_error_t error;
    json_t *json = json_loadb(answer->body.ptr, answer->body.len, JSON_REJECT_DUPLICATES, &error);

    http_answer_release(answer);
    if (!json)
        fetch_fail(f, "an answer is no JSON (line %d: %.120s): the page is broken, or the address "
                   "is not that of its interface", error.line, error.text);
    return json;
}

json_t *fetch_get(struct fetch *f, const char *path, struct http_answer *ret_head)
{
    struct http_answer answer;

    if (!http_get(f->http, path, &answer)) {
        fetch_fail_http(f);
        return NULL;
    }
    if (ret_head)
        *ret_head = answer;
    return json_of(f, &answer);
}

json_t *fetch_get_version(struct fetch *f, const char *path, const char *version, int64_t said_s)
{
    struct http_answer answer;

    if (!http_get_version(f->http, path, version, said_s, &answer)) {
        fetch_fail_http(f);
        return NULL;
    }
    return json_of(f, &answer);
}

static bool send_json(struct fetch *f, const char *method, const char *path, const char *type,
                      json_t *body, bool asks, struct http_answer *ret)
{
    char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
    const bool good = text && http_send(f->http, method, path, type, text, asks, ret);

    json_decref(body);
    free(text);
    return good || fetch_fail_http(f);
}

json_t *fetch_ask(struct fetch *f, const char *path, json_t *body)
{
    struct http_answer answer;

    return send_json(f, "POST", path, NULL, body, true, &answer) ? json_of(f, &answer) : NULL;
}

bool fetch_put(struct fetch *f, const char *method, const char *path, const char *type,
               json_t *body)
{
    struct http_answer answer;

    if (!send_json(f, method, path, type, body, false, &answer))
        return false;
    http_answer_release(&answer);
    return true;
}

bool fetch_take(struct fetch *f, json_t *list)
{
    size_t i;
    json_t *item;

    json_array_foreach(list, i, item)
        if (!json_is_object(item))
            return fetch_fail(f, "a page holds what is no item");
    if (json_array_size(f->items) + json_array_size(list) > FETCH_ITEMS_CEILING)
        return fetch_fail(f, "it holds more than %d items: narrow the query", FETCH_ITEMS_CEILING);
    return json_array_extend(f->items, list) == 0;
}

const char *fetch_text(const json_t *map, const char *key)
{
    const char *text = json_string_value(json_object_get(map, key));

    return text ? text : "";
}

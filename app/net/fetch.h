/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h - what a tracker holds, asked over HTTPS, in the shape of its JSON when saved by hand.
 *
 * One file a system: fetch_jira.c, fetch_github.c, ... All pages or none: one that is missing is a
 * failure, never an answer with less in it.
 */
#ifndef BATON_APP_NET_FETCH_H
#define BATON_APP_NET_FETCH_H

#include <jansson.h>

#include "app/net/http.h"

enum { FETCH_MESSAGE = 700, FETCH_ITEMS_CEILING = 1000000, FETCH_PAGES_CEILING = 100000,
       FETCH_PATH = 2048, FETCH_SECRET = 1024 };

struct fetch {
    struct http *http;
    const struct baton_tracker *tracker;
    json_t *items;              /* a list of what was found so far */
    json_t *names;              /* of custom fields by their ids; NULL: there are none */
    char message[FETCH_MESSAGE];
    bool watched;
};

/* A system: its headers from the secret, its questions, its one document of all items, and what
 * writes one item back. */
struct fetch_system {
    const char *name;           /* of the schema: "jira-cloud" */
    const char *url;            /* where it is by default; NULL: must be stated */
    bool needs_user;
    /* Header lines; each at most FETCH_SECRET bytes, NULL where there are fewer. */
    void (*headers)(const char *user, const char *secret, char ret[HTTP_HEADERS][FETCH_SECRET]);
    bool (*run)(struct fetch *f);               /* fills f->items */
    json_t *(*document)(struct fetch *f);       /* a new reference */
    /* Write what is forecast of the item `key`; each text may be NULL. What it already says is not
     * written: *ret_same. NULL: nothing can be written there. */
    bool (*write)(struct fetch *f, const char *key, const char *due, const char *field,
                  const char *value, const char *comment, bool send, bool *ret_same);
};

extern const struct fetch_system fetch_jira_cloud, fetch_jira_server, fetch_github, fetch_gitlab,
    fetch_redmine, fetch_azure, fetch_linear;
/* By the schema's word, or NULL. */
const struct fetch_system *fetch_system_find(const char *name);

/* Open the way to a tracker: its secret found, its host judged. False: f->message. */
bool fetch_open(struct fetch *f, const struct baton_tracker *t, const char *pages, bool watched);
void fetch_close(struct fetch *f, bool done);
/* All of it as one document, from malloc. False: f->message says what is missing. */
bool fetch_all(struct fetch *f, struct baton_text *ret_json);

/* For the systems. */
bool fetch_fail(struct fetch *f, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool fetch_fail_http(struct fetch *f);          /* with what http says */
/* One answer as JSON of the wanted type (a new reference), or NULL and a message. */
json_t *fetch_get(struct fetch *f, const char *path, struct http_answer *ret_head);
/* ... of what changed at `version`, as an answer said by `said_s`: see http_get_version. */
json_t *fetch_get_version(struct fetch *f, const char *path, const char *version, int64_t said_s);
json_t *fetch_ask(struct fetch *f, const char *path, json_t *body);     /* POST; takes `body` */
bool fetch_put(struct fetch *f, const char *method, const char *path, const char *type,
               json_t *body);                                           /* takes `body` */
/* Move the members of a list to the items; each must be an object. */
bool fetch_take(struct fetch *f, json_t *list);
const char *fetch_text(const json_t *map, const char *key);             /* "" where it is none */
/* The n-th project of the tracker, terminated; with every byte escaped for a path. */
void fetch_project(const struct fetch *f, size_t nth, bool escaped, char *ret, size_t room);
void fetch_copy(struct baton_text text, char *ret, size_t room);
void fetch_progress(const struct fetch *f);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - questions to one host, and to no other.
 *
 *     struct http *h = http_open(&rules, message);
 *     if (http_get(h, "/issues.json?offset=0", &answer)) ... answer.body ...
 *     http_answer_release(&answer);
 *     http_close(h, done);
 *
 * HTTPS only, but for addresses of this machine. A redirect is followed on the same scheme, host
 * and port only. No proxy and no .netrc unless BATON_PROXY names a proxy. A server that says
 * "too many" (429), is away (502, 503, 504) or cannot be reached is asked again, as late as it says
 * (Retry-After), at most HTTP_TRIES times and HTTP_PATIENCE_S seconds in all. The secret stands in
 * a header and in no message, file or address.
 *
 * With a folder of pages every answer to a GET is kept there as it came: the next run asks with its
 * ETag, and a run that broke off goes on where it stopped, if that was within a day.
 */
#ifndef BATON_APP_NET_HTTP_H
#define BATON_APP_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "include/baton.h"

enum {
    HTTP_MESSAGE = 400, HTTP_URL = 4096, HTTP_TRIES = 6, HTTP_PATIENCE_S = 900,
    HTTP_WAIT_MOST_S = 300,     /* at once; a server that wants longer is given up */
    HTTP_SETTLED_S = 3,         /* a second of resolution, two for a change to be written */
    HTTP_BODY_CEILING = 64 << 20, HTTP_HEADERS = 4
};

struct http_rules {
    const char *base;                   /* https://host[:port][/path] */
    const char *headers[HTTP_HEADERS];  /* whole lines; NULL ends them */
    const char *pages;                  /* a folder, made where it is absent; NULL: none */
    bool watched;                       /* say on standard error what one waits for */
};

struct http_answer {
    long status;
    struct baton_text body;             /* terminated */
    char next[HTTP_URL];                /* of a Link header: rel="next"; "" */
    char next_page[32];                 /* X-Next-Page; "" */
};

struct http_count {
    size_t asked, unchanged, resumed;   /* answers: new, the same by ETag, of a broken run */
    size_t again;                       /* waits */
};

struct http;
/* NULL: the message says why ("the address is not https"). */
struct http *http_open(const struct http_rules *rules, char ret_message[HTTP_MESSAGE]);
/* `done`: all that was wanted has come, so that the next run asks anew. */
void http_close(struct http *h, bool done);

/* `where` is below the base ("/issues.json"), or whole and of the same host. Any answer of 2xx is
 * true; else http_message says what came. */
bool http_get(struct http *h, const char *where, struct http_answer *ret);
/* ... with `version`: the time of change of what this answer is of, as an answer said that came
 * no later than `said_s` of http_clock. One kept of the same version is used, if it was asked for
 * HTTP_SETTLED_S or more after the version was said: sooner, it may have changed once more within
 * the same second and look no newer (what git calls racily clean). Only differences of this
 * machine's own clock count, so that a server's clock may be wrong. */
bool http_get_version(struct http *h, const char *where, const char *version, int64_t said_s,
                      struct http_answer *ret);
int64_t http_clock(void);
/* JSON in a body, by POST, PUT or PATCH; `type` NULL: application/json. A question (`asks`) may be
 * asked again, and is kept like a GET; what changes something is sent once. */
bool http_send(struct http *h, const char *method, const char *where, const char *type,
               const char *body, bool asks, struct http_answer *ret);
void http_answer_release(struct http_answer *answer);

const char *http_message(const struct http *h);
long http_status(const struct http *h);         /* of the last answer; 0: there was none */
struct http_count http_counts(const struct http *h);
/* For a path or a query: every byte but letters, digits, - . _ ~ as %XX. Cut at `room`. */
void http_escape(struct baton_text text, char *ret, size_t room);

#endif

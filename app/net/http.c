/* SPDX-License-Identifier: Apache-2.0 */
#include "app/net/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/os/file.h"
#include "app/os/host.h"

enum {
    CONNECT_S = 10, STALLED_S = 30, ANSWER_S = 300, REDIRECTS = 5, PATH_ROOM = 1200, RUN = 33,
    RESUME_S = 24 * 3600, KEY = BATON_HASH + 1, LINE_MOST = 8192
};

struct http {
    CURL *curl;
    struct curl_slist *headers;
    char base[HTTP_URL], pages[PATH_ROOM], run[RUN];
    char scheme[16], host[256], port[16];
    bool watched, has_pages;
    long status;
    double waited_s;
    struct http_count count;
    char message[HTTP_MESSAGE];
};

/* What one exchange left. */
struct reply {
    char *bytes;
    size_t length, room;
    bool too_large;
    long status;
    char etag[256], location[HTTP_URL], link[LINE_MOST], next_page[32], retry_after[64],
        remaining[32], reset[32];
};

static bool fail(struct http *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct http *h, const char *format, ...)
{
    va_list rest;

    va_start(rest, format);
    vsnprintf(h->message, sizeof(h->message), format, rest);
    va_end(rest);
    return false;
}

/* --- addresses -------------------------------------------------------------------------------- */

static bool part(CURLU *url, CURLUPart which, unsigned flags, char *ret, size_t room)
{
    char *text = NULL;
    const bool good = curl_url_get(url, which, &text, flags) == CURLUE_OK && strlen(text) < room;

    if (good)
        strcpy(ret, text);
    curl_free(text);
    return good;
}

static bool origin_of(const char *address, char scheme[16], char host[256], char port[16])
{
    CURLU *url = curl_url();
    const bool good = url && curl_url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK &&
                      part(url, CURLUPART_SCHEME, 0, scheme, 16) &&
                      part(url, CURLUPART_HOST, 0, host, 256) &&
                      part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, port, 16);

    curl_url_cleanup(url);
    return good;
}

static bool is_here(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 ||
           strcmp(host, "[::1]") == 0;
}

static bool has_credentials(const char *address)
{
    CURLU *url = curl_url();
    char *user = NULL;
    const bool has = url && curl_url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK &&
                     curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_OK;

    curl_free(user);
    curl_url_cleanup(url);
    return has;
}

static bool same_origin(const struct http *h, const char *address)
{
    char scheme[16], host[256], port[16];

    return origin_of(address, scheme, host, port) && strcmp(scheme, h->scheme) == 0 &&
           strcasecmp(host, h->host) == 0 && strcmp(port, h->port) == 0 &&
           !has_credentials(address);
}

static bool whole_address(struct http *h, const char *where, char ret[HTTP_URL])
{
    const char *base = strstr(where, "://") ? "" : h->base;

    if (strlen(base) + strlen(where) >= HTTP_URL)
        return fail(h, "the address is longer than %d bytes", HTTP_URL);
    snprintf(ret, HTTP_URL, "%s%s", base, where);
    if (!same_origin(h, ret))
        return fail(h, "the answer leads to another host, which is not asked: %.200s", ret);
    return true;
}

void http_escape(struct baton_text text, char *ret, size_t room)
{
    size_t at = 0;

    for (size_t i = 0; i < text.len && at + 4 < room; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];

        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            c == '-' || c == '.' || c == '_' || c == '~')
            ret[at++] = (char)c;
        else
            at += (size_t)snprintf(ret + at, room - at, "%%%02X", c);
    }
    ret[at] = '\0';
}

/* --- kept pages ------------------------------------------------------------------------------- */

#define PAGE_FORM "page 2"      /* a page kept in another form is asked for again */

struct kept {
    struct baton_text file, body;
    int64_t said_s, asked_s;    /* when its version was said, when it was asked for; -1: has none */
    char run[RUN], etag[256], next[HTTP_URL], next_page[32];
};

/* What is asked for, as it will be kept. */
struct page {
    char key[KEY];
    int64_t said_s, asked_s;
};

static void key_of(const char *method, const char *address, const char *body, char ret[KEY])
{
    const size_t room = strlen(method) + strlen(address) + strlen(body) + 3;
    char *all = malloc(room);

    ret[0] = '\0';
    if (!all)
        return;
    snprintf(all, room, "%s\n%s\n%s", method, address, body);
    baton_hash((struct baton_text){all, strlen(all)}, ret);
    free(all);
}

static void page_path(const struct http *h, const char *key, char ret[PATH_ROOM + KEY + 8])
{
    snprintf(ret, PATH_ROOM + KEY + 8, "%s/%s.page", h->pages, key);
}

/* A line each: form, when its version was said and when it was asked for, run, ETag, next, next
 * page; then the body. */
static bool cut_line(struct baton_text *rest, char *ret, size_t room)
{
    const char *end = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t length = end ? (size_t)(end - rest->ptr) : 0;

    if (!end || length >= room)
        return false;
    memcpy(ret, rest->ptr, length);
    ret[length] = '\0';
    rest->ptr += length + 1;
    rest->len -= length + 1;
    return true;
}

static bool cut_form(struct kept *k)
{
    char form[16], said[24], asked[24], *end;

    if (!cut_line(&k->body, form, sizeof(form)) || strcmp(form, PAGE_FORM) != 0 ||
        !cut_line(&k->body, said, sizeof(said)) || !cut_line(&k->body, asked, sizeof(asked)))
        return false;
    k->said_s = strtoll(said, &end, 10);
    if (!said[0] || *end)
        return false;
    k->asked_s = strtoll(asked, &end, 10);
    return asked[0] && !*end;
}

static bool page_find(const struct http *h, const char *key, struct kept *ret)
{
    char path[PATH_ROOM + KEY + 8], message[FILE_MESSAGE];

    *ret = (struct kept){.file = {NULL, 0}};
    if (!h->has_pages || !key[0])
        return false;
    page_path(h, key, path);
    if (file_kind_of(path) != FILE_PLAIN || !file_read(path, &ret->file, message))
        return false;
    ret->body = ret->file;
    if (cut_form(ret) && cut_line(&ret->body, ret->run, sizeof(ret->run)) &&
        cut_line(&ret->body, ret->etag, sizeof(ret->etag)) &&
        cut_line(&ret->body, ret->next, sizeof(ret->next)) &&
        cut_line(&ret->body, ret->next_page, sizeof(ret->next_page)))
        return true;
    file_release(ret->file);
    *ret = (struct kept){.file = {NULL, 0}};
    return false;
}

/* Best effort: a page that cannot be kept is asked for again. */
static void page_keep(const struct http *h, const struct page *p, const char *etag,
                      const struct http_answer *a)
{
    const size_t room = a->body.len + RUN + 256 + HTTP_URL + 128;
    char path[PATH_ROOM + KEY + 8], message[FILE_MESSAGE];
    char *bytes;
    int head;

    if (!h->has_pages || !p->key[0] || !(bytes = malloc(room)))
        return;
    head = snprintf(bytes, room, "%s\n%lld\n%lld\n%s\n%s\n%s\n%s\n", PAGE_FORM,
                    (long long)p->said_s, (long long)p->asked_s, h->run, etag, a->next,
                    a->next_page);
    memcpy(bytes + head, a->body.ptr, a->body.len);
    page_path(h, p->key, path);
    file_write(path, (struct baton_text){bytes, (size_t)head + a->body.len}, message);
    free(bytes);
}

static bool answer_of_page(struct kept *kept, struct http_answer *ret)
{
    char *body = malloc(kept->body.len + 1);

    if (body) {
        memcpy(body, kept->body.ptr, kept->body.len);
        body[kept->body.len] = '\0';
        *ret = (struct http_answer){.status = 200, .body = {body, kept->body.len}};
        memcpy(ret->next, kept->next, sizeof(ret->next));
        memcpy(ret->next_page, kept->next_page, sizeof(ret->next_page));
    }
    file_release(kept->file);
    return body != NULL;
}

/* The run that broke off within a day goes on; else a new one begins. */
static bool open_pages(struct http *h, const char *pages)
{
    char marker[PATH_ROOM + 16], message[FILE_MESSAGE];
    struct baton_text was;
    struct stat s;

    if (!pages)
        return true;
    if (strlen(pages) >= sizeof(h->pages))
        return fail(h, "the folder's name is longer than %d bytes", PATH_ROOM);
    strcpy(h->pages, pages);
    for (char *slash = h->pages + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(h->pages, 0700) != 0 && errno != EEXIST && errno != EISDIR)
            return fail(h, "%.200s: the folder cannot be made: %s", h->pages, strerror(errno));
        *slash = '/';
    }
    if (mkdir(h->pages, 0700) != 0 && errno != EEXIST)
        return fail(h, "%.200s: the folder cannot be made: %s", h->pages, strerror(errno));
    h->has_pages = true;
    snprintf(marker, sizeof(marker), "%s/unfinished", h->pages);
    if (stat(marker, &s) == 0 && time(NULL) - s.st_mtime < RESUME_S &&
        file_read(marker, &was, message)) {
        if (was.len == RUN - 1)
            memcpy(h->run, was.ptr, RUN - 1);
        file_release(was);
    }
    if (!h->run[0])
        host_random(h->run);
    file_write(marker, (struct baton_text){h->run, strlen(h->run)}, message);
    return true;
}

/* --- one exchange ----------------------------------------------------------------------------- */

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct reply *r = context;
    const size_t length = size * count;

    if (r->length + length > HTTP_BODY_CEILING) {
        r->too_large = true;
        return 0;
    }
    if (r->length + length + 1 > r->room) {
        const size_t room = (r->length + length + 1) * 2;
        char *more = realloc(r->bytes, room);

        if (!more)
            return 0;
        r->bytes = more;
        r->room = room;
    }
    memcpy(r->bytes + r->length, bytes, length);
    r->length += length;
    r->bytes[r->length] = '\0';
    return length;
}

static void take_value(const char *line, size_t length, const char *name, char *ret, size_t room)
{
    const size_t n = strlen(name);
    size_t from = n;

    if (length <= n || strncasecmp(line, name, n) != 0)
        return;
    while (from < length && (line[from] == ' ' || line[from] == '\t'))
        from++;
    while (length > from && (line[length - 1] == '\r' || line[length - 1] == '\n' ||
                             line[length - 1] == ' '))
        length--;
    if (length - from >= room)
        return;
    memcpy(ret, line + from, length - from);
    ret[length - from] = '\0';
}

static size_t take_header(char *line, size_t size, size_t count, void *context)
{
    struct reply *r = context;
    const size_t length = size * count;

    take_value(line, length, "etag:", r->etag, sizeof(r->etag));
    take_value(line, length, "location:", r->location, sizeof(r->location));
    take_value(line, length, "link:", r->link, sizeof(r->link));
    take_value(line, length, "x-next-page:", r->next_page, sizeof(r->next_page));
    take_value(line, length, "retry-after:", r->retry_after, sizeof(r->retry_after));
    take_value(line, length, "x-ratelimit-remaining:", r->remaining, sizeof(r->remaining));
    take_value(line, length, "x-ratelimit-reset:", r->reset, sizeof(r->reset));
    return length;
}

/* rel="next" of RFC 8288: <address>; rel="next", <...>; rel="last" */
static void next_of(const char *link, char ret[HTTP_URL])
{
    ret[0] = '\0';
    while ((link = strchr(link, '<'))) {
        const char *end = strchr(link, '>'), *stop;
        const char *rel;

        if (!end)
            return;
        stop = strchr(end, '<');
        rel = strstr(end, "rel=\"next\"");
        if (rel && (!stop || rel < stop) && (size_t)(end - link) <= HTTP_URL) {
            memcpy(ret, link + 1, (size_t)(end - link) - 1);
            ret[end - link - 1] = '\0';
            return;
        }
        link = end;
    }
}

static CURLcode exchange(struct http *h, const char *method, const char *address,
                         const char *type, const char *body, const char *etag, struct reply *r)
{
    struct curl_slist *headers = NULL;
    char line[400];
    CURLcode code;

    for (const struct curl_slist *own = h->headers; own; own = own->next)
        headers = curl_slist_append(headers, own->data);
    headers = curl_slist_append(headers, "Accept: application/json");
    headers = curl_slist_append(headers, "Expect:");
    if (body) {
        snprintf(line, sizeof(line), "Content-Type: %s", type ? type : "application/json");
        headers = curl_slist_append(headers, line);
    }
    if (etag && etag[0]) {
        snprintf(line, sizeof(line), "If-None-Match: %s", etag);
        headers = curl_slist_append(headers, line);
    }
    curl_easy_setopt(h->curl, CURLOPT_URL, address);
    curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, r);
    curl_easy_setopt(h->curl, CURLOPT_HEADERDATA, r);
    if (body) {
        curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(h->curl, CURLOPT_CUSTOMREQUEST, method);
    } else {
        curl_easy_setopt(h->curl, CURLOPT_HTTPGET, 1L);
        curl_easy_setopt(h->curl, CURLOPT_CUSTOMREQUEST, NULL);
    }
    code = curl_easy_perform(h->curl);
    if (code == CURLE_OK)
        curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &r->status);
    curl_slist_free_all(headers);
    return code;
}

/* --- patience --------------------------------------------------------------------------------- */

/* Seconds that the server asks to be left alone; -1: it does not say. */
static double asked_to_wait(const struct reply *r)
{
    char *end;
    long value;
    time_t when;

    if (r->retry_after[0]) {
        value = strtol(r->retry_after, &end, 10);
        if (*end == '\0' && value >= 0)
            return (double)value;
        when = curl_getdate(r->retry_after, NULL);
        if (when != -1)
            return when > time(NULL) ? (double)(when - time(NULL)) : 0.0;
    }
    if (strcmp(r->remaining, "0") == 0 && r->reset[0]) {
        value = strtol(r->reset, &end, 10);
        if (*end == '\0')
            return value > time(NULL) ? (double)(value - time(NULL)) : 0.0;
    }
    return -1.0;
}

/* GitHub says 403 where others say 429. */
static bool is_busy(const struct reply *r)
{
    return r->status == 429 || r->status == 502 || r->status == 503 || r->status == 504 ||
           (r->status == 403 && (r->retry_after[0] || strcmp(r->remaining, "0") == 0));
}

static void pause_s(double seconds)
{
    struct timespec left = {.tv_sec = (time_t)seconds,
                            .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};

    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

/* Wait before another try. False: it is not worth it, or the patience is used up. */
static bool wait_for(struct http *h, const struct reply *r, unsigned tries)
{
    char digits[33], *end;
    double seconds = r ? asked_to_wait(r) : -1.0;

    if (seconds < 0.0)
        seconds = (double)(1u << (tries - 1));
    host_random(digits);            /* others were told the same second */
    digits[4] = '\0';
    seconds += (double)strtoul(digits, &end, 16) / 65536.0 * 0.25 * (seconds < 4.0 ? 1.0 : 4.0);
    if (tries >= HTTP_TRIES || seconds > HTTP_WAIT_MOST_S ||
        h->waited_s + seconds > HTTP_PATIENCE_S)
        return false;
    h->waited_s += seconds;
    h->count.again++;
    if (h->watched)
        fprintf(stderr, "%s asks to wait %.0f s\n", h->host, seconds);
    pause_s(seconds);
    return true;
}

/* Why there is no answer, in words; nothing of what was sent stands in it. */
static bool say_curl(struct http *h, CURLcode code, const struct reply *r)
{
    h->status = 0;
    if (r->too_large)
        return fail(h, "an answer of %s is larger than %d MiB", h->host, HTTP_BODY_CEILING >> 20);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return fail(h, "there is no host %s", h->host);
    case CURLE_COULDNT_CONNECT:
        return fail(h, "%s does not answer on port %s", h->host, h->port);
    case CURLE_OPERATION_TIMEDOUT:
        return fail(h, "%s has stopped answering", h->host);
    case CURLE_PEER_FAILED_VERIFICATION:
        return fail(h, "the certificate of %s is not trusted", h->host);
    default:
        return fail(h, "%s: %s", h->host, curl_easy_strerror(code));
    }
}

/* Whether the answer says again what was sent to prove who asks. */
static bool echoes_secret(const struct http *h, const struct reply *r)
{
    for (const struct curl_slist *own = h->headers; own; own = own->next) {
        const char *last = strrchr(own->data, ' ');

        if (last && strlen(last + 1) > 3 && strstr(r->bytes, last + 1))
            return true;
    }
    return false;
}

static bool say_status(struct http *h, const struct reply *r)
{
    h->status = r->status;
    switch (r->status) {
    case 401:
        return fail(h, "%s does not take the secret (401): it is wrong, or has expired", h->host);
    case 403:
        return fail(h, "%s does not let this secret see it (403)", h->host);
    case 404:
        return fail(h, "%s knows nothing of that name (404)", h->host);
    case 429:
        return fail(h, "%s still says that it was asked too often (429)", h->host);
    case 502: case 503: case 504:
        return fail(h, "%s is away (%ld)", h->host, r->status);
    default:
        return fail(h, "%s answers %ld: %.160s", h->host, r->status,
                    r->length && !echoes_secret(h, r) ? r->bytes : "");
    }
}

/* --- asking ----------------------------------------------------------------------------------- */

int64_t http_clock(void)
{
    return (int64_t)time(NULL);
}

/* Whether a kept answer stands for that of the server: it is of the run that goes on, or of a
 * version that nothing newer can share. */
static bool stands(const struct http *h, const struct kept *k, bool has_version)
{
    return strcmp(k->run, h->run) == 0 ||
           (has_version && k->said_s >= 0 && k->asked_s - k->said_s >= HTTP_SETTLED_S);
}

static bool settle(struct http *h, const struct reply *r, const struct page *page,
                   struct kept *kept, struct http_answer *ret)
{
    h->status = r->status;
    if (r->status == 304 && kept->file.ptr) {
        h->count.unchanged++;
        if (!answer_of_page(kept, ret))
            return fail(h, "there is no memory for the answer");
        page_keep(h, page, r->etag[0] ? r->etag : kept->etag, ret);
        free(r->bytes);
        return true;
    }
    if (kept->file.ptr)
        file_release(kept->file);
    *ret = (struct http_answer){.status = r->status, .body = {r->bytes, r->length}};
    if (!ret->body.ptr)
        ret->body.ptr = calloc(1, 1);
    next_of(r->link, ret->next);
    strcpy(ret->next_page, r->next_page);
    h->count.asked++;
    page_keep(h, page, r->etag, ret);
    return true;
}

struct version {
    const char *name;
    int64_t said_s;
};

static bool perform(struct http *h, const char *method, const char *where, const char *type,
                    const char *body, const struct version *version, bool asks,
                    struct http_answer *ret)
{
    char address[HTTP_URL];
    struct page page = {.said_s = version ? version->said_s : -1, .asked_s = http_clock()};
    struct kept kept = {.file = {NULL, 0}};
    unsigned tries = 0, turns = 0;

    *ret = (struct http_answer){.status = 0};
    if (!whole_address(h, where, address))
        return false;
    if (asks)
        key_of(method, address, version ? version->name : body ? body : "", page.key);
    if (page_find(h, page.key, &kept) && stands(h, &kept, version != NULL)) {
        h->count.resumed++;
        return answer_of_page(&kept, ret) || fail(h, "there is no memory for the answer");
    }
    if (kept.file.ptr && kept.said_s >= 0 && kept.said_s < page.said_s)
        page.said_s = kept.said_s;          /* an earlier run was told of this version already */
    for (;;) {
        struct reply r = {.bytes = NULL};
        const CURLcode code = exchange(h, method, address, type, body, kept.etag, &r);
        bool good = false;

        tries++;
        if (code != CURLE_OK) {
            const bool again = asks && !r.too_large &&
                               (code == CURLE_COULDNT_CONNECT || code == CURLE_GOT_NOTHING ||
                                code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE ||
                                code == CURLE_SEND_ERROR) && tries < 3 && wait_for(h, NULL, tries);

            if (!again)
                say_curl(h, code, &r);
            free(r.bytes);
            if (again)
                continue;
        } else if (r.status >= 300 && r.status < 400 && r.status != 304) {
            char *next = NULL;

            /* The whole address of where it leads, for judging it. */
            curl_easy_getinfo(h->curl, CURLINFO_REDIRECT_URL, &next);
            free(r.bytes);
            if (asks && ++turns <= REDIRECTS && next && whole_address(h, next, address))
                continue;
            if (!next || turns > REDIRECTS || !asks)
                fail(h, "%s leads from one address to the next (%ld)", h->host, r.status);
        } else if (is_busy(&r) && asks && wait_for(h, &r, tries)) {
            free(r.bytes);
            continue;
        } else if ((r.status >= 200 && r.status < 300) || (r.status == 304 && kept.file.ptr)) {
            return settle(h, &r, &page, &kept, ret);
        } else {
            good = say_status(h, &r);
            free(r.bytes);
        }
        if (kept.file.ptr)
            file_release(kept.file);
        return good;
    }
}

bool http_get(struct http *h, const char *where, struct http_answer *ret)
{
    return perform(h, "GET", where, NULL, NULL, NULL, true, ret);
}

bool http_get_version(struct http *h, const char *where, const char *version, int64_t said_s,
                      struct http_answer *ret)
{
    const struct version v = {version, said_s};

    return perform(h, "GET", where, NULL, NULL, version[0] ? &v : NULL, true, ret);
}

bool http_send(struct http *h, const char *method, const char *where, const char *type,
               const char *body, bool asks, struct http_answer *ret)
{
    return perform(h, method, where, type, body, NULL, asks, ret);
}

void http_answer_release(struct http_answer *answer)
{
    free((char *)(uintptr_t)answer->body.ptr);
    answer->body = (struct baton_text){NULL, 0};
}

const char *http_message(const struct http *h)
{
    return h->message;
}

long http_status(const struct http *h)
{
    return h->status;
}

struct http_count http_counts(const struct http *h)
{
    return h->count;
}

static bool open_host(struct http *h, const char *base)
{
    size_t length = strlen(base);

    while (length > 0 && base[length - 1] == '/')
        length--;
    if (length == 0 || length >= sizeof(h->base))
        return fail(h, "no address is stated");
    memcpy(h->base, base, length);
    h->base[length] = '\0';
    if (!origin_of(h->base, h->scheme, h->host, h->port))
        return fail(h, "'%.200s' is no address", h->base);
    if (has_credentials(h->base))
        return fail(h, "a secret stands in the address: put it into the environment or a file");
    if (strcmp(h->scheme, "https") != 0 && !(strcmp(h->scheme, "http") == 0 && is_here(h->host)))
        return fail(h, "the address must begin with https:// (http:// is for this machine alone)");
    return true;
}

struct http *http_open(const struct http_rules *rules, char ret_message[HTTP_MESSAGE])
{
    struct http *h = calloc(1, sizeof(*h));
    const char *proxy = host_variable("BATON_PROXY"), *timeout = host_variable("BATON_TIMEOUT");

    if (!h)
        return NULL;
    h->watched = rules->watched;
    if (!open_host(h, rules->base) || !open_pages(h, rules->pages)) {
        memcpy(ret_message, h->message, HTTP_MESSAGE);
        free(h);
        return NULL;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    h->curl = curl_easy_init();
    for (size_t i = 0; i < HTTP_HEADERS && rules->headers[i]; i++)
        h->headers = curl_slist_append(h->headers, rules->headers[i]);
    curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, h->scheme);
    curl_easy_setopt(h->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h->curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(h->curl, CURLOPT_PROXY, proxy ? proxy : "");
    curl_easy_setopt(h->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h->curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(h->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(h->curl, CURLOPT_LOW_SPEED_TIME, (long)STALLED_S);
    curl_easy_setopt(h->curl, CURLOPT_TIMEOUT, (long)ANSWER_S);
    if (timeout)        /* a server that hangs is given up sooner */
        curl_easy_setopt(h->curl, CURLOPT_TIMEOUT, strtol(timeout, NULL, 10));
    curl_easy_setopt(h->curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(h->curl, CURLOPT_USERAGENT, "baton");
    curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(h->curl, CURLOPT_HEADERFUNCTION, take_header);
    return h;
}

void http_close(struct http *h, bool done)
{
    char marker[PATH_ROOM + 16];

    if (done && h->has_pages) {
        snprintf(marker, sizeof(marker), "%s/unfinished", h->pages);
        unlink(marker);
    }
    curl_slist_free_all(h->headers);
    curl_easy_cleanup(h->curl);
    free(h);
}

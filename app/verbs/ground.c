/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/ground.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/ground_inside.h"
#include "app/verbs/study.h"

enum { MESSAGE = 1024, REPLAY_MOST = 256 };

/* --- which store ---------------------------------------------------------------------------- */

static char *join(const char *folder, const char *name)
{
    const size_t room = strlen(folder) + strlen(name) + 2;
    char *path = malloc(room);

    if (path)
        snprintf(path, room, "%s/%s", folder, name);
    return path;
}

static bool is_sqlite_name(const char *path)
{
    const size_t length = strlen(path);

    return length > 3 && strcmp(path + length - 3, ".db") == 0;
}

static bool is_store_itself(const char *path)
{
    char *inside;
    bool is;

    if (store_is_address(path))
        return true;
    if (file_kind_of(path) == FILE_PLAIN)
        return is_sqlite_name(path);
    inside = file_kind_of(path) == FILE_FOLDER ? join(path, "baton.db") : NULL;
    is = inside && file_kind_of(inside) == FILE_PLAIN;
    free(inside);
    return is;
}

/* Where @WHEN begins: behind the last slash, and not where the path is one as it stands. */
static size_t at_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *at = strrchr(path, '@');

    if (!at || at == path || at[1] == '\0' || (slash && at < slash) ||
        (!store_is_address(path) && file_kind_of(path) != FILE_ABSENT))
        return strlen(path);
    return (size_t)(at - path);
}

static char *copy_of(const char *text, size_t length)
{
    char *copy = malloc(length + 1);

    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

bool ground_is_store(const char *path)
{
    char *where = copy_of(path, at_of(path));
    const bool is = where && is_store_itself(where);

    free(where);
    return is;
}

/* --- refusals ------------------------------------------------------------------------------- */

bool ground_say(struct answer *answer, enum outcome outcome, const char *code, const char *hint,
                const char *format, ...)
{
    char text[MESSAGE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    answer_refuse(answer, outcome, code, text, hint);
    return false;
}

bool ground_refuse(struct answer *answer, const struct ground *g, enum store_result result)
{
    static const struct {
        enum outcome outcome;
        const char *code, *hint;
    } as[] = {
        [STORE_DONE] = {OUTCOME_INTERNAL, "unfit", NULL},
        [STORE_ABSENT] = {OUTCOME_NOT_FOUND, "no-store", "baton init makes one"},
        [STORE_PRESENT] = {OUTCOME_CONFLICT, "store-exists",
                           "baton apply brings a plan file into a store"},
        [STORE_STALE] = {OUTCOME_CONFLICT, "store-moved", "ask again"},
        [STORE_REPEATED] = {OUTCOME_CONFLICT, "repeated-change", NULL},
        [STORE_NEWER] = {OUTCOME_UNUSABLE, "newer-store", "use that Baton, or a newer one"},
        [STORE_DAMAGED] = {OUTCOME_UNUSABLE, "damaged-store",
                           "baton verify names the first bad link; restore a backup, or import "
                           "an export"},
        [STORE_READ_ONLY] = {OUTCOME_UNREACHABLE, "read-only-store",
                             "nothing was written; reading works"},
        [STORE_FULL] = {OUTCOME_UNREACHABLE, "disk-full",
                        "what was acknowledged before is safe; make room and ask again"},
        [STORE_BACKWARDS] = {OUTCOME_UNREACHABLE, "store-went-backwards",
                             "find out who restored what; nothing was written"},
        [STORE_UNREACHABLE] = {OUTCOME_UNREACHABLE, "store-unreachable", NULL},
    };

    return ground_say(answer, as[result].outcome, as[result].code, as[result].hint, "%.300s: %s",
                  g->name, store_message(g->store));
}

/* --- opening -------------------------------------------------------------------------------- */

/* An address without its user and password. */
static char *name_of(const char *path, size_t length)
{
    char *name = copy_of(path, length);
    char *host = name && store_is_address(name) ? strstr(name, "//") + 2 : NULL;
    char *at = NULL;

    for (char *c = host; c && *c && *c != '/'; c++)
        at = *c == '@' ? c + 1 : at;
    if (at)
        memmove(host, at, strlen(at) + 1);
    return name;
}

static struct ground *ground_new(const struct request *request, struct answer *answer,
                                 const char *path)
{
    const char *at = request_value(request, &flag_at);
    const size_t length = at_of(path);
    struct ground *g = calloc(1, sizeof(*g));

    if (!g)
        return NULL;
    g->next = answer->grounds;
    answer->grounds = g;
    g->where = copy_of(path, length);
    g->name = name_of(path, length);
    if (path[length])
        g->when = copy_of(path + length + 1, strlen(path + length + 1));
    else if (at)
        g->when = copy_of(at, strlen(at));
    return g;
}

static struct ground *open_with(struct answer *answer, struct ground *g,
                                const struct store_options *options)
{
    char *inside = NULL;
    enum store_result result;

    if (!g || !g->where || !g->name) {
        ground_say(answer, OUTCOME_INTERNAL, "out-of-memory", NULL, "there is no memory left");
        return NULL;
    }
    if (!store_is_address(g->where) && !is_sqlite_name(g->where))
        inside = join(g->where, "baton.db");
    result = store_open(inside ? inside : g->where, options, &g->store);
    free(inside);
    if (result == STORE_DONE)
        result = store_head(g->store, &g->head);
    if (result == STORE_DONE)
        return g;
    ground_refuse(answer, g, result);
    return NULL;
}

struct ground *ground_open(const struct request *request, struct answer *answer,
                           const char *path)
{
    const struct store_options options = {.no_notify = host_variable("BATON_NO_NOTIFY")};

    return open_with(answer, ground_new(request, answer, path), &options);
}

struct ground *ground_create(const struct request *request, struct answer *answer,
                             const char *path, struct baton_text program)
{
    char name[STORE_PROGRAM + 2];
    const struct store_options options = {.program = name};

    snprintf(name, sizeof(name), "%.*s", (int)program.len, program.ptr);
    return open_with(answer, ground_new(request, answer, path), &options);
}

void ground_release(struct ground *g)
{
    while (g) {
        struct ground *next = g->next;

        store_close(g->store);
        free(g->where);
        free(g->name);
        free(g->when);
        free(g);
        g = next;
    }
}

/* --- changes -------------------------------------------------------------------------------- */

struct reading {
    struct answer *answer;
    struct ground *g;
    struct baton_change *changes;
    size_t count, room;
    bool good;
};

static bool take_change(void *context, const struct store_row *row)
{
    struct reading *r = context;
    const struct baton_text line = store_copy(row->line);
    char name[64], *kept;
    struct baton_text label;

    r->good = line.ptr && r->count < r->room;
    if (!r->good || !answer_keep(r->answer, line)) {
        r->good = false;
        return false;
    }
    snprintf(name, sizeof(name), "change %lld", (long long)row->seq);
    label = store_copy(text_of(name));
    kept = (char *)(uintptr_t)label.ptr;
    r->good = kept && answer_keep(r->answer, label) &&
              baton_change_read(r->answer->b, label, line, &r->changes[r->count]);
    r->count += r->good;
    return r->good;
}

bool ground_changes(struct answer *answer, struct ground *g, int64_t after, int64_t until,
                    struct baton_change **ret_changes, size_t *ret_count)
{
    struct reading r = {.answer = answer, .g = g, .good = true,
                        .room = until > after ? (size_t)(until - after) : 0};
    struct baton_text bytes;
    enum store_result result;

    r.changes = calloc(r.room + 1, sizeof(*r.changes));
    bytes = (struct baton_text){(const char *)r.changes, r.room * sizeof(*r.changes)};
    if (!r.changes || !answer_keep(answer, bytes))
        return ground_say(answer, OUTCOME_INTERNAL, "out-of-memory", NULL,
                      "there is no memory left");
    result = store_read_since(g->store, after, until, take_change, &r);
    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    if (!r.good || r.count != r.room)
        return ground_say(answer, OUTCOME_UNUSABLE, "damaged-store",
                      "baton verify names the first bad link",
                      "%.300s: change %lld cannot be read", g->name,
                      (long long)after + (long long)r.count + 1);
    *ret_changes = r.changes;
    *ret_count = r.count;
    return true;
}

/* --- points in time ------------------------------------------------------------------------- */

/* `at` stands in the line as the store wrote it: no tree is needed for a search. */
static bool take_time(void *context, const struct store_row *row)
{
    static const char key[] = "\"at\":\"";
    struct timing *t = context;

    for (size_t i = 0; i + sizeof(key) < row->line.len; i++)
        if (memcmp(row->line.ptr + i, key, sizeof(key) - 1) == 0) {
            const char *from = row->line.ptr + i + sizeof(key) - 1;
            const char *to = memchr(from, '"', row->line.len - i - sizeof(key) + 1);

            snprintf(t->at, sizeof(t->at), "%.*s", to ? (int)(to - from) : 0, from);
            return false;
        }
    return false;
}

enum store_result ground_time_of(struct ground *g, int64_t seq, struct timing *ret)
{
    ret->at[0] = '\0';
    return store_read_since(g->store, seq - 1, seq, take_time, ret);
}

/* Times never go back along the log, so halving finds the last one. A day holds all its hours. */
static bool seq_by_time(struct answer *answer, struct ground *g, const char *when,
                        int64_t *ret_seq)
{
    int64_t low = 0, high = g->head.seq;
    struct timing timing;

    while (low < high) {
        const int64_t middle = low + (high - low + 1) / 2;
        const enum store_result result = ground_time_of(g, middle, &timing);

        if (result != STORE_DONE)
            return ground_refuse(answer, g, result);
        if (strncmp(timing.at, when, strlen(when)) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    if (low == 0)
        return ground_say(answer, OUTCOME_NOT_FOUND, "before-the-first",
                      "baton log shows what there is", "%.300s: its first change is later than %s",
                      g->name, when);
    *ret_seq = low;
    return true;
}

bool ground_first_day(struct answer *answer, struct ground *g, int64_t *ret_day)
{
    struct timing timing;
    const enum store_result result = ground_time_of(g, 1, &timing);

    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    return (strlen(timing.at) >= 10 &&
            baton_day((struct baton_text){timing.at, 10}, ret_day)) ||
           ground_refuse(answer, g, STORE_DAMAGED);
}

/* "09", "09:30", "09:30:15", "09:30:15Z"; also cut off within. */
static bool is_clock(const char *s)
{
    static const char most[] = "29:59:59Z";
    size_t i;

    for (i = 0; s[i]; i++)
        if (i + 1 >= sizeof(most) || (most[i] >= '0' && most[i] <= '9'
                                          ? s[i] < '0' || s[i] > most[i]
                                          : s[i] != most[i]))
            return false;
    return i > 0 && (s[0] != '2' || i < 2 || s[1] <= '3');
}

/* "2026-11-23", or with a time behind T. */
bool ground_is_time(const char *when)
{
    int64_t day;

    if (strlen(when) < 10 || strlen(when) > 20 ||
        !baton_day((struct baton_text){when, 10}, &day))
        return false;
    return when[10] == '\0' || (when[10] == 'T' && is_clock(when + 11));
}

bool ground_seq(struct answer *answer, struct ground *g, const char *when, int64_t *ret_seq)
{
    char *rest;
    long long seq;

    if (!when) {
        *ret_seq = g->head.seq;
        return true;
    }
    if (ground_is_time(when))
        return seq_by_time(answer, g, when, ret_seq);
    seq = strtoll(when, &rest, 10);
    if (*when == '\0' || *rest != '\0' || seq < 0)
        return ground_say(answer, OUTCOME_UNUSABLE, "bad-value",
                      "a date is written 2026-11-23 or 2026-11-23T09:30; times of the log are UTC",
                      "'%.80s' is neither a date nor the number of a change", when);
    if (seq > g->head.seq)
        return ground_say(answer, OUTCOME_NOT_FOUND, "no-such-change",
                      "baton log shows what there is",
                      "%.300s: there is no change %lld yet; the last is %lld", g->name, seq,
                      (long long)g->head.seq);
    *ret_seq = seq;
    return true;
}

bool ground_point(struct answer *answer, struct ground *g, int64_t *ret_seq)
{
    return ground_seq(answer, g, g->when, ret_seq);
}

/* --- plans ---------------------------------------------------------------------------------- */

/* Changes are applied in a context of their own, given back as a whole: what a change of last year
 * had to warn of is no news, and its memory is not wanted any more. */
struct replay {
    struct baton *b;
    const struct baton_plan *plan;
    struct baton_text lines[REPLAY_MOST];
    size_t count;
    int64_t seq, bad;           /* the last applied; the one that could not be */
};

static bool replay_one(struct replay *r, const struct store_row *row)
{
    const struct baton_text line = store_copy(row->line);
    const struct baton_plan *made = NULL;
    struct baton_change change;
    struct baton_edits *edits;
    bool good;

    if (!line.ptr)
        return false;
    r->lines[r->count++] = line;
    good = row->seq == r->seq + 1 &&
           baton_change_read(r->b, text_of("a change"), line, &change);
    if (good) {
        edits = baton_edits_new(r->b, r->plan);
        good = baton_edits_add_map(edits, change.edits) && baton_edits_apply(edits, &made);
    }
    if (!good) {
        r->bad = row->seq;
        return false;
    }
    r->plan = made;
    r->seq = row->seq;
    return true;
}

static bool take_replay(void *context, const struct store_row *row)
{
    return replay_one(context, row);
}

const struct baton_plan *ground_read_text(struct baton *b, const char *name,
                                          struct baton_text text,
                                          const struct baton_read_options *how)
{
    const struct baton_node *root = baton_json_read(b, baton_source(b, text_of(name), text));
    const struct baton_plan *plan = NULL;

    return root && baton_plan_read(b, &root, 1, how, &plan) ? plan : NULL;
}

/* The text of the plan at `seq`, from the text at *at, by at most REPLAY_MOST changes. Its memory
 * is the caller's. */
static bool advance(struct ground *g, const struct baton_read_options *how, int64_t seq,
                    struct baton_text *text, int64_t *at, int64_t *ret_bad)
{
    const int64_t until = seq - *at > REPLAY_MOST ? *at + REPLAY_MOST : seq;
    struct replay r = {.b = baton_new(&host_pages, 0), .seq = *at};
    bool good;

    if (text->ptr)
        r.plan = ground_read_text(r.b, "a snapshot", *text, how);
    else if (!baton_plan_empty(r.b, text_of(store_program(g->store)), how, &r.plan))
        r.plan = NULL;
    good = r.plan &&
           store_read_since(g->store, *at, until, take_replay, &r) == STORE_DONE &&
           r.seq == until;
    if (good) {
        free((void *)(uintptr_t)text->ptr);
        *text = store_copy(baton_plan_write(r.b, r.plan, true));
        *at = until;
    }
    *ret_bad = r.bad ? r.bad : r.seq + 1;
    baton_free(r.b);
    for (size_t i = 0; i < r.count; i++)
        free((void *)(uintptr_t)r.lines[i].ptr);
    return good && text->ptr;
}

static bool take_hash(void *context, const struct store_row *row)
{
    struct hashing *h = context;

    snprintf(h->hash, sizeof(h->hash), "%.*s", (int)row->hash.len, row->hash.ptr);
    return false;
}

enum store_result ground_hash_of(struct ground *g, int64_t seq, struct hashing *ret)
{
    ret->hash[0] = '\0';
    return store_read_since(g->store, seq - 1, seq, take_hash, ret);
}

/* Whether it is what it says, and of this log. */
static bool is_sound(struct ground *g, const struct store_snapshot *s)
{
    char hash[BATON_HASH + 1];
    struct hashing there = {{0}};

    baton_hash(s->plan, hash);
    if (s->plan_hash.len != BATON_HASH || memcmp(hash, s->plan_hash.ptr, BATON_HASH) != 0)
        return false;
    if (ground_hash_of(g, s->seq, &there) != STORE_DONE)
        return false;
    return s->log_hash.len == BATON_HASH && memcmp(there.hash, s->log_hash.ptr, BATON_HASH) == 0;
}

/* The latest sound snapshot up to `seq`; none: the empty plan. */
static void find_snapshot(struct ground *g, int64_t seq, struct baton_text *ret_text,
                          int64_t *ret_at)
{
    struct store_snapshot s;

    *ret_text = (struct baton_text){NULL, 0};
    *ret_at = 0;
    while (seq > 0 && store_get_snapshot(g->store, seq, &s) == STORE_DONE) {
        const bool sound = is_sound(g, &s);

        if (sound) {
            *ret_text = s.plan;
            *ret_at = s.seq;
            s.plan.ptr = NULL;
        }
        store_release_snapshot(&s);
        if (sound)
            return;
        seq = s.seq - 1;
    }
}

static struct baton_text text_at(struct answer *answer, struct ground *g,
                                 const struct baton_read_options *how, int64_t seq,
                                 int64_t *ret_snapshot)
{
    struct baton_text text;
    int64_t at, bad = 0;

    find_snapshot(g, seq, &text, &at);
    *ret_snapshot = at;
    while (at < seq || !text.ptr)
        if (!advance(g, how, seq, &text, &at, &bad)) {
            free((void *)(uintptr_t)text.ptr);
            ground_say(answer, OUTCOME_UNUSABLE, "damaged-store",
                   "baton verify names the first bad link",
                   "%.300s: change %lld cannot be applied", g->name, (long long)bad);
            return (struct baton_text){NULL, 0};
        }
    return text;
}

const struct baton_plan *ground_plan(const struct request *request, struct answer *answer,
                                     struct ground *g, int64_t seq)
{
    const struct baton_read_options how = {
        .today = request->today, .read_on = request->read_on,
        .dialect = text_of(request_value(request, &flag_dialect))};
    const struct baton_read_options plain = {.today = request->today, .read_on = request->read_on};
    const struct baton_plan *plan;
    struct baton_text text, name;
    char label[MESSAGE];
    int64_t snapshot;

    text = text_at(answer, g, &plain, seq, &snapshot);
    if (!text.ptr)
        return NULL;
    snprintf(label, sizeof(label), "%.300s@%lld", g->name, (long long)seq);
    name = store_copy(text_of(label));
    if (!answer_keep(answer, text) || !name.ptr || !answer_keep(answer, name)) {
        ground_say(answer, OUTCOME_INTERNAL, "out-of-memory", NULL, "there is no memory left");
        return NULL;
    }
    plan = ground_read_text(answer->b, name.ptr, text, &how);
    answer->outcome = plan ? OUTCOME_DONE : OUTCOME_UNUSABLE;
    return plan;
}

/* --- snapshots ------------------------------------------------------------------------------ */

static uint64_t digest_of(struct baton_text text, const struct baton_read_options *how)
{
    struct baton *b = baton_new(&host_pages, 0);
    const struct baton_plan *plan = ground_read_text(b, "a snapshot", text, how);
    const uint64_t digest = plan ? baton_plan_digest(plan) : 0;

    baton_free(b);
    return digest;
}

/* Snapshots come from the last to the first; a replay from one to the next would have to start anew
 * each time, so each is compared with the one before it and the changes between. */
static bool follows(struct ground *g, const struct baton_read_options *how,
                    const struct store_snapshot *s)
{
    struct baton_text text;
    int64_t at, bad;
    uint64_t digest;

    find_snapshot(g, s->seq - 1, &text, &at);
    while (at < s->seq)
        if (!advance(g, how, s->seq, &text, &at, &bad)) {
            free((void *)(uintptr_t)text.ptr);
            return false;
        }
    digest = digest_of(text, how);
    free((void *)(uintptr_t)text.ptr);
    return digest == digest_of(s->plan, how);
}

bool ground_check_snapshots(const struct request *request, struct answer *answer,
                            struct ground *g, bool replay, int64_t *ret_sound,
                            int64_t *ret_unsound)
{
    const struct baton_read_options how = {.today = request->today, .read_on = request->read_on};
    struct store_snapshot s;
    int64_t seq = g->head.seq;

    *ret_sound = *ret_unsound = 0;
    while (seq > 0 && store_get_snapshot(g->store, seq, &s) == STORE_DONE) {
        const bool sound = is_sound(g, &s) && (!replay || follows(g, &how, &s));

        if (!sound)
            ground_say(answer, OUTCOME_FINDINGS, "bad-snapshot",
                   "the log is whole; a snapshot whose hash is wrong is passed over",
                   "%.300s: the snapshot at change %lld is not what the log gives", g->name,
                   (long long)s.seq);
        *(sound ? ret_sound : ret_unsound) += 1;
        seq = s.seq - 1;
        store_release_snapshot(&s);
    }
    return *ret_unsound == 0;
}

static enum store_result put_text(struct ground *g, int64_t seq, struct baton_text text)
{
    struct store_snapshot s = {.seq = seq, .plan = text};
    char hash[BATON_HASH + 1];
    struct hashing there = {{0}};
    enum store_result result =
        ground_hash_of(g, seq, &there);

    if (result != STORE_DONE)
        return result;
    baton_hash(text, hash);
    s.plan_hash = (struct baton_text){hash, BATON_HASH};
    s.log_hash = (struct baton_text){there.hash, BATON_HASH};
    return store_put_snapshot(g->store, &s);
}

bool ground_make_snapshots(const struct request *request, struct answer *answer,
                           struct ground *g)
{
    const struct baton_read_options how = {.today = request->today, .read_on = request->read_on};
    struct baton_text text = {NULL, 0};
    enum store_result result = STORE_DONE;
    int64_t at = 0, bad = 0;
    bool good = true;

    while (good && result == STORE_DONE && at < g->head.seq) {
        const int64_t whole = (at / SNAPSHOT_KEPT + 1) * SNAPSHOT_KEPT;
        const int64_t to = at == 0 ? 1 : whole < g->head.seq ? whole : g->head.seq;

        good = advance(g, &how, to, &text, &at, &bad);
        if (good && at == to)
            result = put_text(g, at, text);
    }
    free((void *)(uintptr_t)text.ptr);
    if (!good)
        return ground_say(answer, OUTCOME_UNUSABLE, "damaged-store", NULL,
                      "%.300s: change %lld cannot be applied", g->name, (long long)bad);
    return result == STORE_DONE || ground_refuse(answer, g, result);
}

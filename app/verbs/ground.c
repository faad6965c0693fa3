/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/ground.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/study.h"

enum { MESSAGE = 1024, TRIES_MOST = 1000, REPLAY_MOST = 256 };

const struct flag flag_why = {
    .name = "because", .value = "TEXT", .doc = "why the change is made; kept in the log"};
const struct flag flag_by = {
    .name = "by", .value = "NAME", .doc = "who makes it; default: your name on this machine"};
const struct flag flag_id = {
    .name = "id", .value = "ID",
    .doc = "the change's id: a second attempt with the same one is applied once; default: random"};
const struct flag flag_dated = {
    .name = "dated", .value = "TIME",
    .doc = "when it was made (UTC, not before the change before it); default: now"};
const struct flag flag_against = {
    .name = "against", .value = "SEQ", .number = true, .least = 0,
    .doc = "the change you had seen last; later ones of the same fields are a conflict (exit 4)"};
const struct flag flag_dry_run = {
    .name = "dry-run", .doc = "show what would change, write nothing"};

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

static bool refuse(struct answer *answer, enum outcome outcome, const char *code,
                   const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
static bool refuse(struct answer *answer, enum outcome outcome, const char *code,
                   const char *hint, const char *format, ...)
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
        [STORE_UNREACHABLE] = {OUTCOME_UNREACHABLE, "store-unreachable", NULL},
    };

    return refuse(answer, as[result].outcome, as[result].code, as[result].hint, "%.300s: %s",
                  g->where, store_message(g->store));
}

/* --- opening -------------------------------------------------------------------------------- */

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

    if (!g || !g->where) {
        refuse(answer, OUTCOME_INTERNAL, "out-of-memory", NULL, "there is no memory left");
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
        return refuse(answer, OUTCOME_INTERNAL, "out-of-memory", NULL,
                      "there is no memory left");
    result = store_read_since(g->store, after, until, take_change, &r);
    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    if (!r.good || r.count != r.room)
        return refuse(answer, OUTCOME_UNUSABLE, "damaged-store",
                      "baton verify names the first bad link",
                      "%.300s: change %lld cannot be read", g->where,
                      (long long)after + (long long)r.count + 1);
    *ret_changes = r.changes;
    *ret_count = r.count;
    return true;
}

/* --- points in time ------------------------------------------------------------------------- */

struct timing {
    char at[32];
};

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

static enum store_result time_of(struct ground *g, int64_t seq, struct timing *ret)
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
        const enum store_result result = time_of(g, middle, &timing);

        if (result != STORE_DONE)
            return ground_refuse(answer, g, result);
        if (strncmp(timing.at, when, strlen(when)) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    if (low == 0)
        return refuse(answer, OUTCOME_NOT_FOUND, "before-the-first",
                      "baton log shows what there is", "%.300s: its first change is later than %s",
                      g->where, when);
    *ret_seq = low;
    return true;
}

/* "2026-11-23", or with a time behind T. */
static bool is_time(const char *when)
{
    int64_t day;

    if (strlen(when) < 10 || strlen(when) > 20 ||
        !baton_day((struct baton_text){when, 10}, &day))
        return false;
    return when[10] == '\0' ||
           (when[10] == 'T' && strspn(when + 11, "0123456789:Z") == strlen(when + 11));
}

bool ground_seq(struct answer *answer, struct ground *g, const char *when, int64_t *ret_seq)
{
    char *rest;
    long long seq;

    if (!when) {
        *ret_seq = g->head.seq;
        return true;
    }
    if (is_time(when))
        return seq_by_time(answer, g, when, ret_seq);
    seq = strtoll(when, &rest, 10);
    if (*when == '\0' || *rest != '\0' || seq < 0)
        return refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                      "a date is written 2026-11-23 or 2026-11-23T09:30; times of the log are UTC",
                      "'%.80s' is neither a date nor the number of a change", when);
    if (seq > g->head.seq)
        return refuse(answer, OUTCOME_NOT_FOUND, "no-such-change",
                      "baton log shows what there is",
                      "%.300s: there is no change %lld yet; the last is %lld", g->where, seq,
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

static const struct baton_plan *read_text(struct baton *b, const char *name,
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
        r.plan = read_text(r.b, "a snapshot", *text, how);
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

struct hashing {
    char hash[BATON_HASH + 1];
};

static bool take_hash(void *context, const struct store_row *row)
{
    struct hashing *h = context;

    snprintf(h->hash, sizeof(h->hash), "%.*s", (int)row->hash.len, row->hash.ptr);
    return false;
}

/* Whether it is what it says, and of this log. */
static bool is_sound(struct ground *g, const struct store_snapshot *s)
{
    char hash[BATON_HASH + 1];
    struct hashing there = {{0}};

    baton_hash(s->plan, hash);
    if (s->plan_hash.len != BATON_HASH || memcmp(hash, s->plan_hash.ptr, BATON_HASH) != 0)
        return false;
    if (store_read_since(g->store, s->seq - 1, s->seq, take_hash, &there) != STORE_DONE)
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
            refuse(answer, OUTCOME_UNUSABLE, "damaged-store",
                   "baton verify names the first bad link",
                   "%.300s: change %lld cannot be applied", g->where, (long long)bad);
            return (struct baton_text){NULL, 0};
        }
    return text;
}

const struct baton_plan *ground_plan(const struct request *request, struct answer *answer,
                                     struct ground *g, int64_t seq)
{
    const struct baton_read_options how = {
        .today = request->today, .dialect = text_of(request_value(request, &flag_dialect))};
    const struct baton_read_options plain = {.today = request->today};
    const struct baton_plan *plan;
    struct baton_text text, name;
    char label[MESSAGE];
    int64_t snapshot;

    text = text_at(answer, g, &plain, seq, &snapshot);
    if (!text.ptr)
        return NULL;
    snprintf(label, sizeof(label), "%.300s@%lld", g->where, (long long)seq);
    name = store_copy(text_of(label));
    if (!answer_keep(answer, text) || !name.ptr || !answer_keep(answer, name)) {
        refuse(answer, OUTCOME_INTERNAL, "out-of-memory", NULL, "there is no memory left");
        return NULL;
    }
    plan = read_text(answer->b, name.ptr, text, &how);
    answer->outcome = plan ? OUTCOME_DONE : OUTCOME_UNUSABLE;
    return plan;
}

/* --- recording ------------------------------------------------------------------------------ */

bool ground_now(const struct request *request, struct answer *answer, char ret_at[21])
{
    const char *dated = request_value(request, &flag_dated);
    static const char rest[] = "0000-00-00T00:00:00Z";

    if (!dated) {
        host_now(ret_at);
        return true;
    }
    if (!is_time(dated))
        return refuse(answer, OUTCOME_UNUSABLE, "bad-value", NULL,
                      "--dated takes 2026-11-23 or 2026-11-23T09:30:00, not '%.40s'", dated);
    snprintf(ret_at, 21, "%s", dated);
    for (size_t i = strlen(ret_at); i < 20; i++)
        ret_at[i] = rest[i];
    ret_at[19] = 'Z';
    ret_at[20] = '\0';
    return true;
}

static const char *name_of_user(const struct request *request)
{
    const char *by = request_value(request, &flag_by);

    by = by ? by : host_variable("BATON_USER");
    by = by ? by : host_variable("LOGNAME");
    return by ? by : host_variable("USER");
}

struct recording {
    const struct request *request;
    struct answer *answer;
    struct ground *g;
    struct baton_change head;       /* what the line begins with */
    const struct baton_plan *plan, *made;
    struct store_head at;           /* where `plan` is */
    char id[33], time[32];
};

/* Not before the change before it. */
static bool set_time(struct recording *r)
{
    struct timing last;
    enum store_result result;

    if (!ground_now(r->request, r->answer, r->time))
        return false;
    result = time_of(r->g, r->at.seq, &last);
    if (result != STORE_DONE)
        return ground_refuse(r->answer, r->g, result);
    if (strcmp(r->time, last.at) < 0) {
        if (request_has(r->request, &flag_dated))
            return refuse(r->answer, OUTCOME_UNUSABLE, "bad-order",
                          "changes stand in the order of their times",
                          "--dated %s is before the last change, of %s", r->time, last.at);
        snprintf(r->time, sizeof(r->time), "%s", last.at);
    }
    r->head.at = text_of(r->time);
    return true;
}

static bool say_conflict(struct recording *r, const struct baton_change *mine, size_t i,
                         const struct baton_change *theirs, size_t j)
{
    const struct baton_change_line a = baton_change_line(r->answer->b, mine, i);
    const struct baton_change_line b = baton_change_line(r->answer->b, theirs, j);

    return refuse(r->answer, OUTCOME_CONFLICT, "conflict",
                  "look at it, and ask again if yours still holds",
                  "%.*s: yours is %.*s; change %lld by %.*s on %.*s made %.*s %.*s",
                  (int)a.address.len, a.address.ptr, a.sign == '-' ? 7 : (int)a.after.len,
                  a.sign == '-' ? "nothing" : a.after.ptr ? a.after.ptr : "",
                  (long long)theirs->seq, theirs->by.len ? (int)theirs->by.len : 8,
                  theirs->by.len ? theirs->by.ptr : "somebody", (int)theirs->at.len,
                  theirs->at.ptr, (int)b.address.len, b.address.ptr,
                  b.sign == '-' ? 7 : (int)b.after.len,
                  b.sign == '-' ? "nothing" : b.after.ptr ? b.after.ptr : "");
}

/* Move my change from r->at to the head, unless somebody else touched what it touches. */
static bool merge(struct recording *r, struct baton_text line)
{
    struct baton_change mine, *theirs;
    struct store_head head;
    struct baton_edits *edits;
    const struct baton_plan *plan, *made;
    size_t count, i, j;
    bool clash = false;
    const enum store_result result = store_head(r->g->store, &head);

    if (result != STORE_DONE)
        return ground_refuse(r->answer, r->g, result);
    if (!baton_change_read(r->answer->b, text_of("this change"), line, &mine) ||
        !ground_changes(r->answer, r->g, r->at.seq, head.seq, &theirs, &count))
        return false;
    for (size_t n = 0; n < count; n++)
        if (baton_change_clash(&mine, &theirs[n], &i, &j)) {
            say_conflict(r, &mine, i, &theirs[n], j);
            clash = true;
        }
    if (clash)
        return false;
    r->g->head = head;
    plan = ground_plan(r->request, r->answer, r->g, head.seq);
    if (!plan)
        return false;
    edits = baton_edits_new(r->answer->b, plan);
    if (!baton_edits_add_map(edits, mine.edits) || !baton_edits_apply(edits, &made))
        return refuse(r->answer, OUTCOME_CONFLICT, "conflict",
                      "look at what changed (baton log), and ask again",
                      "what changed meanwhile leaves no place for this change");
    r->plan = plan;
    r->made = made;
    r->at = head;
    return true;
}

/* A whole plan now and then, so that nobody reads the log from its beginning. Losing one loses
 * nothing, so what goes wrong here is no error. */
static void put_snapshot(struct recording *r)
{
    const int64_t seq = r->g->head.seq, kept = seq / SNAPSHOT_KEPT * SNAPSHOT_KEPT;
    struct store_snapshot s = {.seq = seq, .log_hash = {r->g->head.hash, BATON_HASH}};
    char hash[BATON_HASH + 1];

    if (seq != 1 && seq % SNAPSHOT_EVERY != 0)
        return;
    s.plan = baton_plan_write(r->answer->b, r->made, true);
    baton_hash(s.plan, hash);
    s.plan_hash = (struct baton_text){hash, BATON_HASH};
    if (store_put_snapshot(r->g->store, &s) == STORE_DONE)
        store_drop_snapshots(r->g->store, kept > 1 ? kept : 1, seq);
}

static bool append(struct recording *r, struct baton_text line, bool *ret_again, int64_t *ret_seq)
{
    struct store_head head = {.seq = 0};
    const enum store_result result =
        store_append(r->g->store, &r->at, r->head.id, line, &head);

    *ret_again = result == STORE_STALE;
    if (result == STORE_STALE)
        return true;
    if (result == STORE_REPEATED) {
        *ret_seq = head.seq;            /* done before: so it is now */
        return true;
    }
    if (result != STORE_DONE)
        return ground_refuse(r->answer, r->g, result);
    r->g->head = head;
    *ret_seq = head.seq;
    put_snapshot(r);
    return true;
}

static struct baton_text write_line(struct recording *r)
{
    r->head.seq = r->at.seq + 1;
    return baton_change_write(r->answer->b, &r->head, r->plan, r->made);
}

/* Hash of the log after `seq`. */
static bool hash_at(struct recording *r, int64_t seq)
{
    struct hashing there = {{0}};
    enum store_result result = STORE_DONE;

    r->at.seq = seq;
    if (seq == 0)
        baton_log_start(text_of(store_program(r->g->store)), there.hash);
    else
        result = store_read_since(r->g->store, seq - 1, seq, take_hash, &there);
    memcpy(r->at.hash, there.hash, sizeof(r->at.hash));
    return result == STORE_DONE || ground_refuse(r->answer, r->g, result);
}

static bool was_recorded(struct recording *r, int64_t *ret_seq)
{
    return request_has(r->request, &flag_id) &&
           store_find(r->g->store, r->head.id, ret_seq) == STORE_DONE;
}

bool ground_record(const struct request *request, struct answer *answer, struct ground *g,
                   int64_t against, const struct baton_plan *plan,
                   const struct baton_plan *made, const char *source, int64_t *ret_seq)
{
    struct recording r = {.request = request, .answer = answer, .g = g, .plan = plan,
                          .made = made};
    const char *id = request_value(request, &flag_id);
    bool again = true;

    host_random(r.id);
    r.head = (struct baton_change){
        .against = against, .id = text_of(id ? id : r.id), .by = text_of(name_of_user(request)),
        .why = text_of(request_value(request, &flag_why)), .source = text_of(source)};
    if (was_recorded(&r, ret_seq))
        return true;
    if (!hash_at(&r, against))
        return false;
    for (int tries = 0; again && tries < TRIES_MOST; tries++) {
        struct baton_text line;

        if (baton_plan_digest(r.plan) == baton_plan_digest(r.made)) {
            *ret_seq = 0;
            return true;
        }
        if (!set_time(&r))
            return false;
        line = write_line(&r);
        if (r.at.seq == g->head.seq && !append(&r, line, &again, ret_seq))
            return false;
        if (again && !merge(&r, line))
            return false;
    }
    return !again || ground_refuse(answer, g, STORE_STALE);
}

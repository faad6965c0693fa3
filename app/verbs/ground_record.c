/* SPDX-License-Identifier: Apache-2.0 */
/* What is written to a store: changes, merged or refused; snapshots by the way; kept forecasts. */
#include <stdio.h>
#include <string.h>

#include "app/os/host.h"
#include "app/verbs/ground_inside.h"

enum { TRIES_MOST = 1000 };

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

/* --- kept forecasts -------------------------------------------------------------------------- */

struct ground *ground_of_plan(const struct answer *answer)
{
    return answer->grounds && !answer->grounds->when ? answer->grounds : NULL;
}

static enum store_result keep_forecast(struct answer *answer, struct ground *g,
                                       const struct baton_study *study)
{
    const struct baton_report_options how = {.json = true};
    char name[BATON_HASH + 1], at[21];
    struct store_item item = {.kind = text_of("forecast"), .seq = g->head.seq};

    if (baton_report(answer->b, study, "kept", &how, &item.body) != BATON_DONE)
        return STORE_DONE;      /* there is none to keep */
    baton_hash(item.body, name);
    host_now(at);
    item.name = (struct baton_text){name, 16};
    item.at = text_of(at);
    return store_keep(g->store, &item);
}

bool ground_keep_forecast(struct answer *answer, struct ground *g,
                          const struct baton_study *study)
{
    const enum store_result result = keep_forecast(answer, g, study);

    return result == STORE_DONE || ground_refuse(answer, g, result);
}

void ground_keep_quietly(struct answer *answer, struct ground *g,
                         const struct baton_study *study)
{
    keep_forecast(answer, g, study);
}

/* --- findings that are open ------------------------------------------------------------------ */

void ground_keep_findings(struct answer *answer, struct ground *g,
                          const struct baton_study *study)
{
    const struct baton_report_options how = {.json = true};
    struct store_item item = {.kind = text_of("findings"), .name = text_of("open"),
                              .seq = g->head.seq};
    char at[21];

    host_now(at);
    item.at = text_of(at);
    if (baton_report(answer->b, study, "open", &how, &item.body) == BATON_DONE)
        store_keep(g->store, &item);
}

struct kept_body {
    struct baton_text body;
};

static bool take_body(void *context, const struct store_item *item)
{
    struct kept_body *k = context;

    k->body = store_copy(item->body);
    return false;
}

void ground_remember(struct answer *answer, struct ground *g, struct baton_study *study)
{
    struct kept_body k = {{NULL, 0}};
    const struct baton_node *root;
    const struct baton_text *findings;
    size_t count;

    if (store_kept(g->store, "findings", "open", take_body, &k) != STORE_DONE || !k.body.ptr ||
        !answer_keep(answer, k.body))
        return;
    root = baton_json_read(answer->b, baton_source(answer->b, text_of("findings"), k.body));
    count = baton_findings_of(answer->b, root, &findings);
    baton_study_before(study, findings, count);
    count = baton_once_of(answer->b, root, &findings);
    baton_study_once(study, findings, count);
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
    if (!ground_is_time(dated))
        return ground_say(answer, OUTCOME_UNUSABLE, "bad-value", NULL,
                      "--dated takes 2026-11-23 or 2026-11-23T09:30:00, not '%.40s'", dated);
    snprintf(ret_at, 21, "%s", dated);
    for (size_t i = strlen(ret_at); i < 20; i++)
        ret_at[i] = rest[i];
    ret_at[19] = 'Z';
    ret_at[20] = '\0';
    return true;
}

const char *ground_user(const struct request *request)
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
    result = ground_time_of(r->g, r->at.seq, &last);
    if (result != STORE_DONE)
        return ground_refuse(r->answer, r->g, result);
    if (strcmp(r->time, last.at) < 0) {
        if (request_has(r->request, &flag_dated))
            return ground_say(r->answer, OUTCOME_UNUSABLE, "bad-order",
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

    return ground_say(r->answer, OUTCOME_CONFLICT, "conflict",
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
        return ground_say(r->answer, OUTCOME_CONFLICT, "conflict",
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
        result = ground_hash_of(r->g, seq, &there);
    memcpy(r->at.hash, there.hash, sizeof(r->at.hash));
    return result == STORE_DONE || ground_refuse(r->answer, r->g, result);
}

static bool was_recorded(struct recording *r, int64_t *ret_seq)
{
    return request_has(r->request, &flag_id) &&
           store_find(r->g->store, r->head.id, ret_seq) == STORE_DONE;
}

/* What the store would hold must be a plan that reads back as this one: the edits of an option that
 * name what the change takes out, say, would leave one that nobody could open again. */
static bool reads_back(struct recording *r)
{
    const struct baton_read_options how = {.today = r->request->today,
                                           .read_on = r->request->read_on};
    const struct baton_text text = baton_plan_write(r->answer->b, r->made, true);
    struct baton *b = baton_new(&host_pages, 0);
    const struct baton_plan *again = ground_read_text(b, "the plan as changed", text, &how);
    const bool good = again && baton_plan_digest(again) == baton_plan_digest(r->made);

    baton_free(b);
    if (good)
        return true;
    ground_read_text(r->answer->b, "the plan as changed", text, &how);
    return ground_say(r->answer, OUTCOME_UNUSABLE, "refused-change",
                      "change what still names it in the same call",
                      "the plan as changed would not be a valid plan file");
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
        .against = against, .id = text_of(id ? id : r.id), .by = text_of(ground_user(request)),
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
        if (!reads_back(&r) || !set_time(&r))
            return false;
        line = write_line(&r);
        if (r.at.seq == g->head.seq && !append(&r, line, &again, ret_seq))
            return false;
        if (again && !merge(&r, line))
            return false;
    }
    return !again || ground_refuse(answer, g, STORE_STALE);
}

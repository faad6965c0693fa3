/* SPDX-License-Identifier: Apache-2.0 */
/* Trackers that the plan names: what they hold as edits of the plan, and, where a person says so,
 * dates written back to them. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/net/fetch.h"
#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/record.h"
#include "app/verbs/study.h"

enum { MESSAGE = 1000, PATH_ROOM = 1024 };

static const struct flag flag_pages = {
    .name = "pages", .value = "FOLDER",
    .doc = "where answers are kept as they came, to go on after a break and to ask only for what "
           "changed; default: .baton beside the plan; - for nowhere"};
static const struct flag flag_remove = {
    .name = "remove", .doc = "take out the items that the answer no longer holds"};
static const struct flag flag_write_back = {
    .name = "write-back",
    .doc = "what would be written to the tracker, as its field `writes` allows; nothing is, yet"};
static const struct flag flag_send = {
    .name = "send", .doc = "with --write-back: write it"};

static const struct flag *const flags[] = {
    &flag_pages, &flag_remove, &flag_write_back, &flag_send, &flag_why, &flag_by, &flag_against,
    &flag_id, &flag_dated, &flag_dry_run, &flag_all, &flag_iterations, &flag_seed, &flag_threads,
    &flag_dialect, &flag_capacity, &flag_no_capacity, NULL};

/* --- which, and where ------------------------------------------------------------------------- */

static bool is_wanted(const struct request *request, const struct baton_tracker *t)
{
    const struct baton_text name = text_of(request->arguments[1]);

    return !name.ptr || (name.len == t->id.len && memcmp(name.ptr, t->id.ptr, name.len) == 0);
}

static bool any_wanted(const struct request *request, struct answer *answer,
                       const struct baton_plan *plan)
{
    const size_t count = baton_tracker_count(plan);
    char text[MESSAGE];

    for (size_t i = 0; i < count; i++) {
        const struct baton_tracker t = baton_tracker(plan, i);

        if (is_wanted(request, &t))
            return true;
    }
    if (count == 0) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "no-tracker", "the plan names no tracker",
                      "for example: baton add PLAN trackers.web "
                      "'{system: github, projects: [acme/web]}'");
        return false;
    }
    snprintf(text, sizeof(text), "the plan has no tracker '%.200s'", request->arguments[1]);
    answer_refuse(answer, OUTCOME_NOT_FOUND, "unknown-tracker", text, NULL);
    return false;
}

/* Tracker's data is nobody's to commit by accident. */
static void keep_out_of_git(const char *folder)
{
    static const char all[] = "*\n";
    char path[PATH_ROOM + 16], message[FILE_MESSAGE];

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return;
    snprintf(path, sizeof(path), "%s/.gitignore", folder);
    if (file_kind_of(path) == FILE_ABSENT)
        file_write(path, text_of(all), message);
}

/* Where its answers are kept; NULL: nowhere. */
static const char *pages_of(const struct request *request, const struct baton_tracker *t,
                            char ret[PATH_ROOM])
{
    const char *stated = request_value(request, &flag_pages), *plan = request->arguments[0];
    const char *slash = strrchr(plan, '/');
    char folder[PATH_ROOM / 2];

    if (stated)
        return strcmp(stated, "-") == 0 ? NULL : stated;
    if (strstr(plan, "://") || strlen(plan) > sizeof(folder) - 16 || t->id.len > 200)
        return NULL;
    if (file_kind_of(plan) == FILE_FOLDER)
        snprintf(folder, sizeof(folder), "%s/.baton", plan);
    else if (slash)
        snprintf(folder, sizeof(folder), "%.*s/.baton", (int)(slash - plan), plan);
    else
        snprintf(folder, sizeof(folder), ".baton");
    keep_out_of_git(folder);
    snprintf(ret, PATH_ROOM, "%s/%.*s", folder, (int)t->id.len, t->id.ptr);
    return ret;
}

static bool refuse(struct answer *answer, const struct baton_tracker *t, const char *what,
                   bool went_off)
{
    char text[MESSAGE];

    snprintf(text, sizeof(text), "%.*s: %s", (int)t->id.len, t->id.ptr, what);
    baton_problem(answer->b, BATON_ERROR, went_off ? "tracker-unreachable" : "bad-tracker",
                  t->place, text_of(text),
                  text_of(went_off ? "nothing was changed; ask again, and what has come already is "
                                     "not asked for twice" : NULL));
    answer->outcome = went_off ? OUTCOME_UNREACHABLE : OUTCOME_UNUSABLE;
    return false;
}

static void say(struct answer *answer, const struct baton_tracker *t, enum baton_level level,
                const char *code, const char *hint, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

static void say(struct answer *answer, const struct baton_tracker *t, enum baton_level level,
                const char *code, const char *hint, const char *format, ...)
{
    char text[MESSAGE];
    const int head = snprintf(text, sizeof(text), "%.*s: ", (int)t->id.len, t->id.ptr);
    va_list rest;

    va_start(rest, format);
    vsnprintf(text + head, sizeof(text) - (size_t)head, format, rest);
    va_end(rest);
    baton_problem(answer->b, level, code, t->place, text_of(text), text_of(hint));
}

/* --- in --------------------------------------------------------------------------------------- */

static bool take_document(const struct request *request, struct answer *answer,
                          struct baton_edits *edits, size_t nth, const struct baton_tracker *t,
                          struct baton_text json)
{
    const struct baton_node *mapping, *root;
    const struct baton_plan *imported;
    struct baton_read_options how = {.today = request->today, .read_on = request->read_on};
    char name[MESSAGE];
    size_t missing;

    snprintf(name, sizeof(name), "the answer of %.*s", (int)t->id.len, t->id.ptr);
    mapping = baton_tracker_mapping(answer->b, baton_edits_plan(edits), nth);
    root = baton_json_read(answer->b, baton_source(answer->b, text_of(name), json));
    if (!mapping || !root)
        return false;
    how.mapping = mapping;
    if (!baton_plan_read(answer->b, &root, 1, &how, &imported) ||
        !baton_edits_add_sync(edits, imported, t->id, request_has(request, &flag_remove),
                              &missing))
        return false;
    if (missing > 0)
        say(answer, t, BATON_WARNING, "left-the-tracker",
            "--remove takes them out; first see that the query still asks for them",
            "%zu items that came from it are not in its answer any more; they stay", missing);
    return true;
}

static bool sync_one(const struct request *request, struct answer *answer,
                     struct baton_edits *edits, size_t nth)
{
    const struct baton_tracker t = baton_tracker(baton_edits_plan(edits), nth);
    char room[PATH_ROOM];
    struct baton_text json = {NULL, 0};
    struct http_count count;
    struct fetch fetch;
    bool good;

    if (!is_wanted(request, &t))
        return true;
    if (!fetch_open(&fetch, &t, pages_of(request, &t, room), request->watched)) {
        fetch_close(&fetch, false);
        return refuse(answer, &t, fetch.message, false);
    }
    good = fetch_all(&fetch, &json);
    count = http_counts(fetch.http);
    if (!good) {
        refuse(answer, &t, fetch.message, true);
    } else if (json_array_size(fetch.items) == 0) {
        say(answer, &t, BATON_WARNING, "no-items", "see that projects and query are right",
            "its answer holds no item");
        free((char *)(uintptr_t)json.ptr);
    } else if (!answer_keep(answer, json)) {
        free((char *)(uintptr_t)json.ptr);
        good = refuse(answer, &t, "there is no memory for the answer", true);
    } else {
        good = take_document(request, answer, edits, nth, &t, json);
    }
    if (good)
        say(answer, &t, BATON_NOTE, "synced", NULL, "%zu items: %zu answers new, %zu unchanged, "
            "%zu kept, %zu waits", json_array_size(fetch.items), count.asked, count.unchanged,
            count.resumed, count.again);
    fetch_close(&fetch, good);
    return good;
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    const struct baton_plan *plan = baton_edits_plan(edits);
    bool good = any_wanted(request, answer, plan);

    for (size_t i = 0; good && i < baton_tracker_count(plan); i++)
        good = sync_one(request, answer, edits, i);
    return good;
}

/* --- out -------------------------------------------------------------------------------------- */

struct writing {
    const struct request *request;
    struct answer *answer;
    const struct baton_plan *plan;
    json_t *dates;              /* id -> of the forecast */
    json_t *lines;              /* what is said of each */
    size_t same;
};

static json_t *forecast_of(const struct request *request, struct answer *answer,
                           const struct baton_plan *plan)
{
    const struct baton_report_options options = {.json = true, .everything = true};
    struct baton_study *study = baton_study_new(answer->b, plan);
    json_t *all, *made = json_object(), *task;
    struct baton_text text;
    size_t i;

    if (!study_compute(request, answer, BATON_NEEDS_FORECAST, NULL, study) ||
        baton_report(answer->b, study, "forecast", &options, &text) != BATON_DONE) {
        json_decref(made);
        return NULL;
    }
    all = json_loadb(text.ptr, text.len, 0, NULL);
    json_array_foreach(json_object_get(all, "tasks"), i, task)
        json_object_set(made, fetch_text(task, "id"), task);
    json_decref(all);
    return made;
}

struct wishes {
    bool due, comment;
    char field[200];
};

static bool wishes_of(const struct baton_tracker *t, struct wishes *ret, struct answer *answer)
{
    *ret = (struct wishes){.due = false};
    for (size_t i = 0; i < t->write_count; i++) {
        char word[256];

        fetch_copy(t->writes[i], word, sizeof(word));
        if (strcmp(word, "due") == 0)
            ret->due = true;
        else if (strcmp(word, "comment") == 0)
            ret->comment = true;
        else if (strncmp(word, "field ", 6) == 0 && strlen(word) < sizeof(ret->field) + 6)
            strcpy(ret->field, word + 6);
        else
            return refuse(answer, t, "its field writes takes \"due\", \"comment\" and \"field "
                          "NAME\"", false);
    }
    if (t->write_count == 0)
        return refuse(answer, t, "nothing may be written to it: its field writes is empty", false);
    return true;
}

/* The key of a task that came from this tracker and is still to be done; NULL: another. */
static const char *key_of(struct writing *w, const struct baton_tracker *t, uint32_t object,
                          char ret[256])
{
    const struct baton_text source = baton_get(w->answer->b, w->plan, object, text_of("source_id"));

    if (strcmp(baton_kind(baton_object_kind(w->plan, object)).name, "task") != 0 ||
        source.len <= t->id.len + 1 || source.len - t->id.len > 250 ||
        memcmp(source.ptr, t->id.ptr, t->id.len) != 0 || source.ptr[t->id.len] != ':' ||
        baton_get(w->answer->b, w->plan, object, text_of("finished")).len > 0)
        return NULL;
    fetch_copy((struct baton_text){source.ptr + t->id.len + 1, source.len - t->id.len - 1}, ret,
               256);
    return ret;
}

static bool write_one(struct writing *w, struct fetch *f, const struct wishes *wishes,
                      uint32_t object, const char *key)
{
    const struct fetch_system *system = fetch_system_find(f->tracker->system);
    char id[256], late[11], even[11], comment[400], as_of[32];
    const json_t *task;
    bool same = false;

    fetch_copy(baton_object_id(w->plan, object), id, sizeof(id));
    task = json_object_get(w->dates, id);
    if (!fetch_text(task, "p90")[0])
        return true;
    snprintf(late, sizeof(late), "%.10s", fetch_text(task, "p90"));
    snprintf(even, sizeof(even), "%.10s", fetch_text(task, "p50"));
    fetch_copy(baton_get(w->answer->b, w->plan, baton_object_find(w->plan,
                                                                  baton_plan_id(w->plan)),
                         text_of("as_of")), as_of, sizeof(as_of));
    snprintf(comment, sizeof(comment), "Baton's forecast%s%s: half of its runs finish this by %s, "
             "nine in ten by %s.", as_of[0] ? " of " : "", as_of, even, late);
    if (!system->write(f, key, wishes->due ? late : NULL, wishes->field[0] ? wishes->field : NULL,
                       late, wishes->comment ? comment : NULL,
                       request_has(w->request, &flag_send), &same))
        return refuse(w->answer, f->tracker, f->message, true);
    if (same) {
        w->same++;
        return true;
    }
    json_array_append_new(w->lines, json_pack(
        "{s:s,s:s,s:s?,s:s?,s:s?}", "key", key, "id", id, "due", wishes->due ? late : NULL,
        "field", wishes->field[0] ? late : NULL, "comment", wishes->comment ? comment : NULL));
    return true;
}

static bool write_tracker(struct writing *w, size_t nth)
{
    const struct baton_tracker t = baton_tracker(w->plan, nth);
    struct wishes wishes;
    struct fetch fetch;
    char key[256];
    bool good = true;

    if (!is_wanted(w->request, &t))
        return true;
    if (!wishes_of(&t, &wishes, w->answer))
        return false;
    if (!fetch_open(&fetch, &t, NULL, w->request->watched)) {
        fetch_close(&fetch, false);
        return refuse(w->answer, &t, fetch.message, false);
    }
    for (uint32_t o = 0; good && o < baton_object_count(w->plan); o++)
        if (key_of(w, &t, o, key))
            good = write_one(w, &fetch, &wishes, o, key);
    fetch_close(&fetch, good);
    return good;
}

static void print_lines(struct writing *w)
{
    const bool sent = request_has(w->request, &flag_send);
    json_t *line;
    char *text;
    size_t i, room = 400, at;

    if (request_has(w->request, &flag_json)) {
        json_t *all = json_pack("{s:s,s:s,s:b,s:I,s:O}", "format_version", "1.0", "kind",
                                "write-back", "sent", sent, "unchanged", (json_int_t)w->same,
                                "writes", w->lines);

        text = json_dumps(all, JSON_INDENT(2));
        json_decref(all);
        w->answer->made = text;
        w->answer->bytes = text_of(text);
        return;
    }
    json_array_foreach(w->lines, i, line)
        room += 600 + strlen(fetch_text(line, "key"));
    text = calloc(room, 1);
    if (!text)
        return;
    at = (size_t)snprintf(text, room, "%zu items %s, %zu say so already\n",
                          json_array_size(w->lines), sent ? "written" : "to be written", w->same);
    json_array_foreach(w->lines, i, line) {
        const char *date = fetch_text(line, "due")[0] ? fetch_text(line, "due")
                                                      : fetch_text(line, "field");

        at += (size_t)snprintf(text + at, room - at, "%c %s%s%s%s%s\n", sent ? '~' : ' ',
                               fetch_text(line, "key"), date[0] ? "  " : "", date,
                               fetch_text(line, "comment")[0] ? "  " : "",
                               fetch_text(line, "comment"));
    }
    if (!sent && json_array_size(w->lines) > 0)
        snprintf(text + at, room - at, "\nnothing is written yet: --send does\n");
    w->answer->made = text;
    w->answer->bytes = text_of(text);
}

static void write_back(const struct request *request, struct answer *answer)
{
    struct writing w = {.request = request, .answer = answer};
    bool good;

    if (!study_check_request(request, answer))
        return;
    w.plan = load_plan(request, answer);
    if (!w.plan || !any_wanted(request, answer, w.plan))
        return;
    w.dates = forecast_of(request, answer, w.plan);
    if (!w.dates)
        return;
    w.lines = json_array();
    good = true;
    for (size_t i = 0; good && i < baton_tracker_count(w.plan); i++)
        good = write_tracker(&w, i);
    /* What was written before a failure is said too. */
    if (good || json_array_size(w.lines) > 0)
        print_lines(&w);
    json_decref(w.lines);
    json_decref(w.dates);
    if (good)
        answer->outcome = OUTCOME_DONE;
}

static void run(const struct request *request, struct answer *answer)
{
    struct request whole = *request;

    if (!whole.arguments[0])
        whole.arguments[0] = ".";
    if (request_has(request, &flag_write_back))
        write_back(&whole, answer);
    else if (request_has(request, &flag_send))
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "--send goes with --write-back", NULL);
    else
        record_request(&whole, answer, gather);
}

const struct verb verb_sync = {
    .name = "sync",
    .summary = "take over what the trackers of the plan hold now",
    .detail = "A tracker stands in the plan: `trackers: {web: {system: github, projects: "
              "[acme/web]}}`, with what its labels, states and links mean. The secret stands in "
              "the environment or in a file that only you may read, never in the plan. All pages "
              "come, or nothing changes; what comes is edits of the items that came from it "
              "before, and new ones; a second time there are none. What left the tracker stays "
              "unless --remove says so, and what people stated beside it stays as it is. Only the "
              "stated host is asked. --write-back shows what would be written there of the "
              "forecast, --send writes it.",
    .arguments = {{"PLAN", false, "a store, a plan file or a folder of *.yaml; default: this one"},
                  {"TRACKER", false, "one of them; default: all"}},
    .flags = flags,
    .example = "plan.yaml web --dry-run",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

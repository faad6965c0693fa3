/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/file.h"
#include "app/os/host.h"
#include "app/verbs/compose.h"
#include "app/verbs/study.h"

enum { PATH = 2048, MESSAGE = 2600, NAME_MOST = 64, EARLIER_MOST = 100 };

const struct flag flag_replace = {
    .name = "replace", .doc = "keep it in the place of the one of that name; the earlier one stays "
                              "as NAME~1, NAME~2..."};
const struct flag flag_remove = {.name = "remove", .doc = "take it off"};
const struct flag flag_list = {.name = "list", .doc = "what there is, without simulating it"};

static bool refuse(struct answer *answer, enum outcome outcome, const char *code,
                   const char *hint, const char *format, const char *a, const char *b)
{
    char text[MESSAGE];

    snprintf(text, sizeof(text), format, a, b);
    answer_refuse(answer, outcome, code, text, hint);
    return false;
}

static bool refuse_name(struct answer *answer, const char *name)
{
    return refuse(answer, OUTCOME_UNUSABLE, "bad-value",
                  "letters, digits, - and _, at most 64 of them", "'%s' is no name%s", name, "");
}

static bool out_of_memory(struct answer *answer)
{
    answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
    return false;
}

static bool keep_text(struct answer *answer, const char *text, struct baton_text *ret)
{
    *ret = store_copy(text_of(text));
    return (ret->ptr && answer_keep(answer, *ret)) || out_of_memory(answer);
}

/* Letters, digits, - and _, as ids are; ~ is for the earlier ones. */
static bool is_name(const char *name)
{
    const size_t length = strlen(name);

    return length > 0 && length <= NAME_MOST && name[0] != '-' &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~") ==
               length;
}

bool shelf_open(const struct request *request, struct answer *answer, const char *kind,
                struct shelf *ret_shelf)
{
    const char *path = request->arguments[0] ? request->arguments[0] : ".";

    *ret_shelf = (struct shelf){.plan = path, .kind = kind};
    if (ground_is_store(path)) {
        ret_shelf->g = ground_open(request, answer, path);
        return ret_shelf->g != NULL;
    }
    if (strcmp(path, "-") == 0 ||
        (file_kind_of(path) != FILE_FOLDER && file_kind_of(path) != FILE_PLAIN))
        return refuse(answer, OUTCOME_UNUSABLE, "no-such-file",
                      "name a plan file, a folder of *.yaml or a store",
                      "%s: nothing can be kept beside it%s", path, "");
    return true;
}

/* --- files ------------------------------------------------------------------------------------ */

/* The folder beside the plan. */
static bool folder_of(const struct shelf *shelf, char ret_folder[PATH])
{
    const char *slash = strrchr(shelf->plan, '/');
    const bool is_folder = file_kind_of(shelf->plan) == FILE_FOLDER;
    const int length = is_folder ? (int)strlen(shelf->plan)
                       : slash   ? (int)(slash - shelf->plan)
                                 : 0;
    const char *between = length == 0 ? "" : shelf->plan[length - 1] == '/' ? "" : "/";
    const int got = snprintf(ret_folder, PATH, "%.*s%s%ss", length, shelf->plan, between,
                             shelf->kind);

    return got > 0 && got < PATH - NAME_MOST - 16;
}

static bool path_of(const struct shelf *shelf, const char *name, char ret_path[PATH])
{
    char folder[PATH];

    return folder_of(shelf, folder) &&
           snprintf(ret_path, PATH, "%.1900s/%.80s.yaml", folder, name) > 0;
}

/* "# because: TEXT" and so on among the first lines. */
static bool read_comment(struct answer *answer, struct baton_text bytes, const char *key,
                         struct baton_text *ret)
{
    const size_t length = strlen(key);
    size_t at = 0;

    *ret = (struct baton_text){NULL, 0};
    while (at < bytes.len && bytes.ptr[at] == '#') {
        const char *line = bytes.ptr + at;
        const char *end = memchr(line, '\n', bytes.len - at);
        const size_t size = end ? (size_t)(end - line) : bytes.len - at;

        if (size > length + 4 && memcmp(line + 2, key, length) == 0 && line[length + 2] == ':') {
            *ret = store_copy((struct baton_text){line + length + 4, size - length - 4});
            return (ret->ptr && answer_keep(answer, *ret)) || out_of_memory(answer);
        }
        at += size + 1;
    }
    return true;
}

static bool read_file(struct answer *answer, const struct shelf *shelf, const char *path,
                      struct shelf_item *ret)
{
    struct shelf_item item = {.seq = 0};
    const char *slash = strrchr(path, '/');
    char name[NAME_MOST + 24];
    struct baton_text bytes, kept;

    snprintf(name, sizeof(name), "%.*s", (int)(strlen(slash + 1) - strlen(".yaml")), slash + 1);
    if (!keep_text(answer, name, &item.name) || !keep_text(answer, path, &kept))
        return false;
    item.path = kept.ptr;
    if (strcmp(shelf->kind, "scenario") == 0) {
        item.edits = load_text(answer, item.path, &bytes);
        if (!item.edits)
            return false;
    } else if (!load_contents(answer, item.path, &bytes)) {
        return false;
    }
    *ret = item;
    return read_comment(answer, bytes, "because", &ret->why) &&
           read_comment(answer, bytes, "by", &ret->by) &&
           read_comment(answer, bytes, "kept", &ret->date);
}

static bool read_folder(struct answer *answer, const struct shelf *shelf,
                        struct shelf_item **ret_items, size_t *ret_count)
{
    static const char *const endings[] = {".yaml", NULL};
    char folder[PATH], message[FILE_MESSAGE], **paths;
    struct shelf_item *items;
    size_t count = 0;
    bool good = true;

    *ret_items = NULL;
    *ret_count = 0;
    if (!folder_of(shelf, folder) || file_kind_of(folder) != FILE_FOLDER)
        return true;
    if (!file_list(folder, endings, &paths, message))
        return refuse(answer, OUTCOME_UNUSABLE, "unreadable-file", NULL, "%s: %s", folder, message);
    while (paths[count])
        count++;
    items = calloc(count + 1, sizeof(*items));
    good = items && answer_keep(answer, (struct baton_text){(const char *)items,
                                                            count * sizeof(*items)});
    for (size_t i = 0; good && i < count; i++)
        good = read_file(answer, shelf, paths[i], &items[i]);
    file_list_release(paths);
    *ret_items = items;
    *ret_count = count;
    return good;
}

/* --- the store -------------------------------------------------------------------------------- */

struct taking {
    struct answer *answer;
    struct shelf_item *items;
    size_t count, room;
    bool good;
};

static bool copy_text(struct answer *answer, struct baton_text text, struct baton_text *ret)
{
    *ret = store_copy(text);
    return ret->ptr && answer_keep(answer, *ret);
}

static bool take(void *context, const struct store_item *row)
{
    struct taking *t = context;
    struct baton_change change;
    struct baton_text line;
    struct shelf_item *item;

    if (t->count == t->room) {
        struct shelf_item *more = realloc(t->items, (2 * t->room + 16) * sizeof(*more));

        if (!more)
            return t->good = false;
        t->items = more;
        t->room = 2 * t->room + 16;
    }
    item = &t->items[t->count];
    *item = (struct shelf_item){.seq = row->seq};
    t->good = copy_text(t->answer, row->name, &item->name) &&
              copy_text(t->answer, row->body, &line) &&
              baton_change_read(t->answer->b, item->name, line, &change);
    if (!t->good)
        return false;
    item->why = change.why;
    item->by = change.by;
    item->date = (struct baton_text){change.at.ptr, change.at.len < 10 ? change.at.len : 10};
    item->edits = change.edits;
    t->count++;
    return true;
}

static int by_name(const void *left, const void *right)
{
    const struct shelf_item *a = left, *b = right;
    const size_t least = a->name.len < b->name.len ? a->name.len : b->name.len;
    const int order = memcmp(a->name.ptr, b->name.ptr, least);

    return order != 0 ? order : (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

static bool read_store(struct answer *answer, const struct shelf *shelf, const char *name,
                       struct shelf_item **ret_items, size_t *ret_count)
{
    struct taking t = {.answer = answer, .good = true};
    const enum store_result result = store_kept(shelf->g->store, shelf->kind, name, take, &t);

    if (t.items && !answer_keep(answer, (struct baton_text){(const char *)t.items,
                                                            t.room * sizeof(*t.items)})) {
        free(t.items);
        return out_of_memory(answer);
    }
    if (result != STORE_DONE)
        return ground_refuse(answer, shelf->g, result);
    if (!t.good)
        return refuse(answer, OUTCOME_UNUSABLE, "damaged-store", NULL,
                      "%s: what is kept as %s cannot be read", shelf->g->name, shelf->kind);
    if (t.count > 1)
        qsort(t.items, t.count, sizeof(*t.items), by_name);     /* names are unique */
    *ret_items = t.items;
    *ret_count = t.count;
    return true;
}

/* --- both ------------------------------------------------------------------------------------- */

bool shelf_read(struct answer *answer, const struct shelf *shelf, const char *name,
                struct shelf_item **ret_items, size_t *ret_count)
{
    char path[PATH];

    if (name && !is_name(name))
        return refuse_name(answer, name);
    if (name && !shelf_has(shelf, name))
        return refuse(answer, OUTCOME_NOT_FOUND, "unknown-name",
                      "the same command without a name shows what there is",
                      "there is no %s '%s'", shelf->kind, name);
    if (shelf->g)
        return read_store(answer, shelf, name, ret_items, ret_count);
    if (!name)
        return read_folder(answer, shelf, ret_items, ret_count);
    *ret_items = calloc(1, sizeof(**ret_items));
    *ret_count = 1;
    if (!*ret_items || !answer_keep(answer, (struct baton_text){(const char *)*ret_items,
                                                                sizeof(**ret_items)}))
        return out_of_memory(answer);
    return path_of(shelf, name, path) && read_file(answer, shelf, path, *ret_items);
}

static bool take_any(void *context, const struct store_item *item)
{
    (void)item;
    *(bool *)context = true;
    return false;
}

bool shelf_has(const struct shelf *shelf, const char *name)
{
    char path[PATH];
    bool has = false;

    if (shelf->g)
        return store_kept(shelf->g->store, shelf->kind, name, take_any, &has) == STORE_DONE && has;
    return path_of(shelf, name, path) && file_kind_of(path) == FILE_PLAIN;
}

struct putting {
    const struct request *request;
    struct answer *answer;
    const struct shelf *shelf;
    const struct baton_plan *plan, *made;
    char at[21];
};

static bool move_body(void *context, const struct store_item *item)
{
    struct store_item *moved = context;
    const struct baton_text name = moved->name;

    *moved = *item;
    moved->name = name;
    moved->body = store_copy(item->body);
    moved->at = store_copy(item->at);
    return false;
}

/* The one that stands there becomes NAME~1, or the next that is free. */
static bool set_aside(const struct putting *p, const char *name)
{
    char earlier[NAME_MOST + 16], from[PATH], to[PATH], message[FILE_MESSAGE];
    struct store_item item;
    struct baton_text bytes;
    enum store_result result;
    int n = 1;

    do
        snprintf(earlier, sizeof(earlier), "%.64s~%d", name, n);
    while (shelf_has(p->shelf, earlier) && n++ < EARLIER_MOST);
    if (p->shelf->g) {
        item = (struct store_item){.name = text_of(earlier)};
        result = store_kept(p->shelf->g->store, p->shelf->kind, name, move_body, &item);
        item.kind = text_of(p->shelf->kind);
        if (result == STORE_DONE && item.body.ptr && item.at.ptr)
            result = store_keep(p->shelf->g->store, &item);
        free((void *)(uintptr_t)item.body.ptr);
        free((void *)(uintptr_t)item.at.ptr);
        return result == STORE_DONE || ground_refuse(p->answer, p->shelf->g, result);
    }
    if (!path_of(p->shelf, name, from) || !path_of(p->shelf, earlier, to))
        return false;
    if (!file_read(from, &bytes, message))
        return refuse(p->answer, OUTCOME_UNUSABLE, "unreadable-file", NULL, "%s: %s", from,
                      message);
    if (!file_write(to, bytes, message))
        refuse(p->answer, OUTCOME_UNUSABLE, "unwritable-file", NULL, "%s: %s", to, message);
    file_release(bytes);
    return p->answer->outcome == OUTCOME_DONE;
}

static bool put_in_store(const struct putting *p, const char *name)
{
    struct ground *g = p->shelf->g;
    const struct baton_change change = {
        .seq = g->head.seq + 1, .against = g->head.seq, .id = text_of(name), .at = text_of(p->at),
        .by = text_of(ground_user(p->request)),
        .why = text_of(request_value(p->request, &flag_why))};
    const struct store_item item = {
        .kind = text_of(p->shelf->kind), .name = text_of(name), .at = text_of(p->at),
        .body = baton_change_write(p->answer->b, &change, p->plan, p->made), .seq = g->head.seq};
    const enum store_result result = store_keep(g->store, &item);

    return result == STORE_DONE || ground_refuse(p->answer, g, result);
}

/* A comment is one line. */
static void add_comment(char *text, size_t room, const char *key, const char *value)
{
    size_t at = strlen(text);

    if (!value)
        return;
    snprintf(text + at, room - at, "# %s: %.1000s\n", key, value);
    for (at += 2; text[at + 1] && text[at]; at++)
        if ((unsigned char)text[at] < ' ')
            text[at] = ' ';
}

static bool put_in_file(const struct putting *p, const char *name)
{
    struct baton *b = p->answer->b;
    char head[PATH + 600] = "", path[PATH], folder[PATH];
    char day[11], message[FILE_MESSAGE], *bytes;
    const struct baton_report_options how = {.width = 80};
    struct baton_text body = {NULL, 0};
    bool good;

    snprintf(day, sizeof(day), "%.10s", p->at);
    add_comment(head, sizeof(head), "because", request_value(p->request, &flag_why));
    add_comment(head, sizeof(head), "by", ground_user(p->request));
    add_comment(head, sizeof(head), "kept", day);
    if (p->plan == p->made) {
        body = baton_plan_write(b, p->plan, false);
    } else {
        struct baton_study *before = baton_study_new(b, p->plan);
        struct baton_study *after = baton_study_new(b, p->made);

        baton_study_compare(after, before);
        if (baton_report(b, after, "edits", &how, &body) != BATON_DONE)
            return false;
    }
    bytes = malloc(strlen(head) + body.len + 1);
    if (!bytes)
        return out_of_memory(p->answer);
    memcpy(bytes, head, strlen(head));
    memcpy(bytes + strlen(head), body.ptr, body.len);
    good = folder_of(p->shelf, folder) && file_make_folder(folder) &&
           path_of(p->shelf, name, path) &&
           file_write(path, (struct baton_text){bytes, strlen(head) + body.len}, message);
    free(bytes);
    return good || refuse(p->answer, OUTCOME_UNUSABLE, "unwritable-file", NULL,
                          "%s/%s.yaml cannot be written", folder, name);
}

bool shelf_put(const struct request *request, struct answer *answer, const struct shelf *shelf,
               const char *name, const struct baton_plan *plan, const struct baton_plan *made)
{
    struct putting p = {.request = request, .answer = answer, .shelf = shelf, .plan = plan,
                        .made = made};

    if (!is_name(name) || strchr(name, '~'))
        return refuse_name(answer, name);
    if (!ground_now(request, answer, p.at))
        return false;
    if (shelf_has(shelf, name)) {
        if (!request_has(request, &flag_replace))
            return refuse(answer, OUTCOME_CONFLICT, "name-taken",
                          "--replace keeps this one in its place, and the earlier one as NAME~1",
                          "there is a %s '%s' already", shelf->kind, name);
        if (!set_aside(&p, name))
            return false;
    }
    return shelf->g ? put_in_store(&p, name) : put_in_file(&p, name);
}

bool shelf_remove(struct answer *answer, const struct shelf *shelf, const char *name)
{
    char path[PATH];
    enum store_result result;

    if (!is_name(name) || !shelf_has(shelf, name))
        return refuse(answer, OUTCOME_NOT_FOUND, "unknown-name",
                      "the same command without a name shows what there is",
                      "there is no %s '%s'", shelf->kind, name);
    if (shelf->g) {
        result = store_forget(shelf->g->store, shelf->kind, name);
        return result == STORE_DONE || ground_refuse(answer, shelf->g, result);
    }
    if (path_of(shelf, name, path) && file_take_away(path))
        return true;
    return refuse(answer, OUTCOME_UNUSABLE, "unwritable-file", NULL,
                  "%s cannot be taken away%s", path, "");
}

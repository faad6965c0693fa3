/* SPDX-License-Identifier: Apache-2.0 */
/* What a store keeps beside its log: forecasts, scenarios, baselines, cursors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/os/host.h"
#include "app/verbs/ground_inside.h"

struct keeping {
    struct answer *answer;
    int64_t only;               /* kept after that change; -1: all */
    struct baton_kept *items;
    size_t count, room;
    bool good;
};

static bool copy_text(struct answer *answer, struct baton_text text, struct baton_text *ret)
{
    *ret = store_copy(text);
    return ret->ptr && answer_keep(answer, *ret);
}

static bool take_item(void *context, const struct store_item *item)
{
    struct keeping *k = context;
    struct baton_kept *kept;
    struct baton_text body;

    if (k->only >= 0 && item->seq != k->only)
        return true;
    if (k->count == k->room) {
        const size_t room = 2 * k->room + 16;
        struct baton_kept *items = realloc(k->items, room * sizeof(*items));

        if (!items)
            return k->good = false;
        k->items = items;
        k->room = room;
    }
    kept = &k->items[k->count];
    *kept = (struct baton_kept){.seq = item->seq};
    k->good = copy_text(k->answer, item->kind, &kept->kind) &&
              copy_text(k->answer, item->name, &kept->name) &&
              copy_text(k->answer, item->at, &kept->at) &&
              copy_text(k->answer, item->body, &body);
    if (!k->good)
        return false;
    kept->body = baton_json_read(k->answer->b,
                                 baton_source(k->answer->b, text_of("what was kept"), body));
    k->good = kept->body != NULL;
    k->count += k->good;
    return k->good;
}

bool ground_keep(struct answer *answer, struct ground *g, const char *kind, const char *name,
                 struct baton_text body)
{
    char at[21];
    const struct store_item item = {.kind = text_of(kind), .name = text_of(name),
                                    .at = {at, 20}, .body = body, .seq = g->head.seq};
    enum store_result result;

    host_now(at);
    result = store_keep(g->store, &item);
    return result == STORE_DONE || ground_refuse(answer, g, result);
}

static bool read_kept(struct answer *answer, struct ground *g, const char *kind,
                      const char *name, int64_t only, struct baton_kept **ret_items,
                      size_t *ret_count)
{
    struct keeping k = {.answer = answer, .only = only, .good = true};
    const enum store_result result = store_kept(g->store, kind, name, take_item, &k);

    if (k.items && !answer_keep(answer, (struct baton_text){(const char *)k.items,
                                                            k.room * sizeof(*k.items)})) {
        free(k.items);
        k.good = false;
    }
    if (result != STORE_DONE)
        return ground_refuse(answer, g, result);
    if (!k.good)
        return ground_say(answer, OUTCOME_UNUSABLE, "damaged-store", NULL,
                          "%.300s: what is kept as %s cannot be read", g->name, kind);
    *ret_items = k.items;
    *ret_count = k.count;
    return true;
}

bool ground_kept(struct answer *answer, struct ground *g, const char *kind, const char *name,
                 struct baton_kept **ret_items, size_t *ret_count)
{
    return read_kept(answer, g, kind, name, -1, ret_items, ret_count);
}

bool ground_forecasts_then(struct answer *answer, struct ground *g, int64_t seq,
                           struct baton_kept **ret_items, size_t *ret_count)
{
    return read_kept(answer, g, "forecast", NULL, seq, ret_items, ret_count);
}

struct ground *ground_past(const struct request *request, struct answer *answer,
                           const struct baton_plan **ret_plan, struct baton_kept **ret_items,
                           size_t *ret_count)
{
    const char *path = request->arguments[0] ? request->arguments[0] : ".";
    struct ground *g;
    int64_t seq;

    if (!ground_is_store(path)) {
        answer_refuse(answer, OUTCOME_NOT_FOUND, "no-store",
                      "PLAN is no store, so no forecast of it is kept", "baton init makes one");
        return NULL;
    }
    g = ground_open(request, answer, path);
    if (!g || !ground_point(answer, g, &seq))
        return NULL;
    *ret_plan = ground_plan(request, answer, g, seq);
    return *ret_plan && ground_kept(answer, g, "forecast", NULL, ret_items, ret_count) ? g : NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/kept_read.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/calendar/civil.h"
#include "core/decide/why.h"
#include "core/plan/defaults.h"
#include "core/plan/plan.h"
#include "core/report/words.h"
#include "core/syntax/tree.h"

struct reading {
    const struct report_input *in;
    const struct kept **items;
    uint32_t count;
};

static int64_t instant_in(const struct node *map, const char *name)
{
    const struct str s = node_text(map, str_of(name));
    int64_t instant;
    bool has_time;

    return s.len > 0 && civil_parse(s, &instant, &has_time) ? instant : CIVIL_NONE;
}

static int32_t ppm_in(const struct node *map, const char *name)
{
    const struct str s = node_text(map, str_of(name));
    int64_t value;

    return s.len > 0 && str_to_fixed(s, 6, &value) && value >= 0 && value <= 1000000
               ? (int32_t)value
               : -1;
}

static int by_date(const void *left, const void *right, const void *context)
{
    const int64_t a = instant_in((*(const struct kept *const *)left)->body, "as_of");
    const int64_t b = instant_in((*(const struct kept *const *)right)->body, "as_of");

    (void)context;
    return (a > b) - (a < b);
}

/* Forecasts by data date; of one date the last that was kept. */
static void choose(struct reading *r)
{
    const struct report_input *in = r->in;
    uint32_t count = 0;

    r->items = ARENA_ARRAY(in->owner, const struct kept *, in->kept_count + 1);
    for (size_t i = 0; i < in->kept_count; i++)
        if (str_equal(in->kept[i].kind, STR("forecast")) && in->kept[i].body &&
            instant_in(in->kept[i].body, "as_of") != CIVIL_NONE)
            r->items[count++] = &in->kept[i];
    sort_stable(r->items, count, sizeof(r->items[0]), by_date, NULL, in->owner);
    for (uint32_t i = 0; i < count; i++) {
        if (r->count > 0 && by_date(&r->items[r->count - 1], &r->items[i], NULL) == 0)
            r->count--;
        r->items[r->count++] = r->items[i];
    }
}

static bool is_shown(const struct report_input *in, struct str id)
{
    return shows_id(in, id);
}

static int reported_in(const struct node *map)
{
    static const char *const words[] = {[STATUS_GREEN] = "green", [STATUS_AMBER] = "amber",
                                        [STATUS_RED] = "red", [STATUS_GREY] = "grey"};
    const struct str said = node_text(map, STR("reported"));

    for (int i = STATUS_GREEN; i <= STATUS_GREY; i++)
        if (str_equal(said, str_of(words[i])))
            return i;
    return -1;
}

static struct kept_moment moment_of(const struct kept *k, const struct node *item)
{
    return (struct kept_moment){
        .as_of = instant_in(k->body, "as_of"), .date = instant_in(item, "date"),
        .p10 = instant_in(item, "p10"), .p50 = instant_in(item, "p50"),
        .p80 = instant_in(item, "p80"), .p90 = instant_in(item, "p90"),
        .ppm = ppm_in(item, "probability"), .joint_ppm = ppm_in(k->body, "joint_probability"),
        .engine = node_text(k->body, STR("engine")), .reported = reported_in(item), .seq = k->seq};
}

/* Series of one list of the bodies: commitments or milestones. */
static uint32_t collect(const struct reading *r, const char *list, bool promised,
                        struct kept_series *series, uint32_t most)
{
    const struct report_input *in = r->in;
    uint32_t *counts, count = 0, nth;
    struct kept_moment **moments;
    struct map ids;

    map_init(&ids, in->owner);
    for (uint32_t i = r->count; i-- > 0;) {
        const struct node *items = node_find(r->items[i]->body, str_of(list));

        for (const struct node *n = items ? items->first : NULL; n; n = n->next) {
            const struct str id = node_text(n, STR("id"));

            if (id.len > 0 && count < most && is_shown(in, id) &&
                map_insert(&ids, id, count, NULL))
                series[count++] = (struct kept_series){.id = id, .promised = promised};
        }
    }
    counts = ARENA_ARRAY(in->owner, uint32_t, count + 1);
    moments = ARENA_ARRAY(in->owner, struct kept_moment *, count + 1);
    for (uint32_t s = 0; s < count; s++)
        moments[s] = ARENA_ARRAY(in->owner, struct kept_moment, r->count + 1);
    for (uint32_t i = 0; i < r->count; i++) {
        const struct node *items = node_find(r->items[i]->body, str_of(list));

        for (const struct node *n = items ? items->first : NULL; n; n = n->next)
            if (map_find(&ids, node_text(n, STR("id")), &nth) &&
                instant_in(n, "p80") != CIVIL_NONE && counts[nth] <= i)
                moments[nth][counts[nth]++] = moment_of(r->items[i], n);
    }
    for (uint32_t s = 0; s < count; s++) {
        series[s].moments = moments[s];
        series[s].count = counts[s];
    }
    return count;
}

enum { SERIES_MOST = 4096 };

uint32_t kept_read(const struct report_input *in, const struct kept_series **ret_series)
{
    struct kept_series *series = ARENA_ARRAY(in->owner, struct kept_series, SERIES_MOST);
    struct reading r = {.in = in};
    uint32_t count;

    choose(&r);
    count = collect(&r, "commitments", true, series, SERIES_MOST);
    count += collect(&r, "milestones", false, series + count, SERIES_MOST - count);
    *ret_series = series;
    return count;
}

/* --- for why ---------------------------------------------------------------------------------- */

static void read_numbers(const struct node *body, const char *key, int64_t *numbers)
{
    const struct node *map = node_find(body, str_of(key));

    for (const struct node *n = map && map->kind == NODE_MAP ? map->first : NULL; n; n = n->next) {
        const enum default_number which = default_find(n->name);
        int64_t micro;

        if (which < DEFAULT_COUNT && str_to_fixed(n->text, 6, &micro))
            numbers[which] = micro;
    }
}

static uint32_t read_said(const struct node *body, const char *list, bool promised,
                          struct why_said *said)
{
    const struct node *items = node_find(body, str_of(list));
    uint32_t count = 0;

    for (const struct node *n = items ? items->first : NULL; n; n = n->next)
        if (n->kind == NODE_MAP && node_text(n, STR("id")).len > 0)
            said[count++] = (struct why_said){
                .id = node_text(n, STR("id")), .promised = promised, .p80 = instant_in(n, "p80"),
                .ppm = promised ? ppm_in(n, "probability") : -1};
    return count;
}

static uint32_t count_in(const struct node *body, const char *list)
{
    const struct node *items = node_find(body, str_of(list));

    return items && items->kind == NODE_LIST ? items->count : 0;
}

const struct why_kept *kept_for_why(const struct kept *kept, const struct plan *plan,
                                    struct arena *owner)
{
    const struct node *body = kept->body;
    struct why_kept *k = ARENA_NEW(owner, struct why_kept);
    int64_t *numbers = ARENA_ARRAY(owner, int64_t, DEFAULT_COUNT), seed, iterations;
    struct why_said *said;

    if (!body || body->kind != NODE_MAP || instant_in(body, "as_of") != plan->as_of ||
        !str_to_fixed(node_text(body, STR("seed")), 0, &seed) ||
        !str_to_fixed(node_text(body, STR("iterations")), 0, &iterations) || iterations <= 0 ||
        iterations > FORECAST_ITERATION_CEILING)
        return NULL;
    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        numbers[i] = DEFAULT_UNKNOWN;
    read_numbers(body, "defaults", numbers);
    read_numbers(body, "outside_view_factors", numbers);
    said = ARENA_ARRAY(owner, struct why_said,
                       count_in(body, "commitments") + count_in(body, "milestones") + 1);
    *k = (struct why_kept){
        .engine = node_text(body, STR("engine")), .at = node_text(body, STR("as_of")),
        .seed = (uint64_t)seed, .iterations = (uint32_t)iterations,
        .capacity = str_equal(node_text(body, STR("capacity")), STR("true")),
        .defaults = numbers, .said = said};
    k->said_count = read_said(body, "commitments", true, said);
    k->said_count += read_said(body, "milestones", false, said + k->said_count);
    return k;
}

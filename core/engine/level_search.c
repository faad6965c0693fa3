/* SPDX-License-Identifier: Apache-2.0 */
/* A population of lists. Each schedule is read as a list for time running the other way, where it
 * is never longer (justification); children are made of two lists by two points, the stretch
 * in between the densest of three in scarce work, and one to five tasks are shifted between those
 * they depend on. The better half of parents and
 * children stays; when all are equally long it begins anew. In the general case time
 * runs forward only. What was tried stands in docs/decisions. */
#include "core/engine/level_search.h"

#include <string.h>

#include "core/base/draw.h"

enum {
    ROUND_SCHEDULES = 10000,
    ROUND_WORK = 250000,
    ROUND_LEAST = 50,
    ALONE = 60000,
    STRETCHES = 3
};

/* --- chance ---------------------------------------------------------------------------------- */

static uint32_t below(struct level_island *i, uint32_t limit)
{
    if (i->words_left == 0) {
        const uint32_t counter[4] = {i->drawn++, i->number, 0, 0};
        const uint32_t key[2] = {(uint32_t)i->seed, (uint32_t)(i->seed >> 32)};

        memcpy(i->words, draw_philox(counter, key).word, sizeof(i->words));
        i->words_left = 4;
    }
    return (uint32_t)(((uint64_t)i->words[--i->words_left] * limit) >> 32);
}

/* --- lists ----------------------------------------------------------------------------------- */

static uint32_t count_of(const struct level_island *i)
{
    return i->problem->lists.count;
}

static void copy_list(const struct level_island *i, uint32_t *to, const uint32_t *from)
{
    memcpy(to, from, count_of(i) * sizeof(to[0]));
}

static bool may_go_on(const struct level_island *i, const struct level_search *s)
{
    return i->used < i->budget && i->best.length > s->lower_bound;
}

static bool improve(struct level_island *i, int64_t length)
{
    if (length >= i->best.length)
        return false;
    i->best.length = length;
    return true;
}

/* The list at work becomes dates; *ret gets what they read as for the other direction. */
static void try_list(struct level_island *i, bool backward, struct level_list_item *ret)
{
    const struct level_problem *p = i->problem;

    if (p->pure) {
        ret->length = (int64_t)pure_serial(&i->pure, backward, i->order) * p->slot_s;
        i->used++;
        pure_turned(&i->pure, backward, ret->order);
        for (uint32_t k = 0; k < count_of(i); k++)
            ret->at[k] = i->pure.filled - i->pure.finish[ret->order[k]];
        if (improve(i, ret->length) && !backward)
            pure_ordered(&i->pure, false, i->best.order);
        else if (i->best.length == ret->length && backward)
            copy_list(i, i->best.order, ret->order);
        return;
    }
    if (p->any_fixed) {         /* children may have lost that it comes first */
        for (uint32_t k = 0; k < count_of(i); k++)
            i->keys[i->order[k]] = k;
        level_list(p, false, i->keys, i->pairs, i->order);
    }
    i->desk.generated = 0;
    ret->length = level_serial(&i->desk, i->order);
    i->used += i->desk.generated;
    if (improve(i, ret->length))
        copy_list(i, i->best.order, i->order);
    for (uint32_t k = 0; k < count_of(i); k++)
        i->keys[k] = i->desk.pass.work_start[k];
    level_list(p, false, i->keys, i->pairs, ret->order);
}

/* --- the first populations ------------------------------------------------------------------- */

/* An old schedule, the teams' own order, each rule; then late dates with more and more noise. */
static void first_list(struct level_island *i, const struct level_search *s, uint32_t number)
{
    const struct level_problem *p = i->problem;
    const bool first = i->number == 0 && i->restarts == 0;
    const uint32_t count = count_of(i), old = s->options.from && first ? 1 : 0;
    const uint32_t noise = number * (count / 2 + 1) / i->population + 2;
    enum level_rule rule = number >= old && number - old < LEVEL_RULES && first
                               ? (enum level_rule)(number - old)
                               : number % 2 ? RULE_LFT
                                            : RULE_LST;

    for (uint32_t k = 0; k < count; k++)
        i->keys[k] = number < old ? s->options.from[k] : s->rules[rule][k];
    level_list(p, false, i->keys, i->pairs, i->order);
    if (first && number < LEVEL_RULES + old)
        return;
    for (uint32_t k = 0; k < count; k++)
        i->keys[i->order[k]] = (int64_t)k + below(i, noise);
    level_list(p, false, i->keys, i->pairs, i->order);
}

static void fill(struct level_island *i, const struct level_search *s)
{
    const uint32_t old = s->options.from ? 1 : 0;

    while (i->filled < i->population && may_go_on(i, s)) {
        struct level_list_item *item = &i->items[i->problem->pure][i->filled];

        first_list(i, s, i->filled);
        try_list(i, false, item);
        if (i->number == 0 && i->filled == old)
            i->own_length = item->length;
        i->filled++;
    }
    while (i->problem->pure && i->filled >= i->population && i->filled < 2 * i->population &&
           may_go_on(i, s)) {
        const uint32_t number = i->filled++ - i->population;

        copy_list(i, i->order, i->items[1][number].order);
        try_list(i, true, &i->items[0][number]);
    }
}

/* --- children -------------------------------------------------------------------------------- */

static const struct level_list_item *choose(struct level_island *i,
                                            const struct level_list_item *items)
{
    const struct level_list_item *a = &items[below(i, i->population)];
    const struct level_list_item *b = &items[below(i, i->population)];

    return b->length < a->length ? b : a;
}

struct stretch {
    uint32_t from, length;
    uint64_t work;              /* scarce, and the slots it takes: its density */
    int64_t slots;
};

/* A third to two thirds of a list; in the pure case the densest of three, for what is packed well
 * is worth passing on. */
static struct stretch choose_stretch(struct level_island *i, const struct level_list_item *father)
{
    const uint32_t count = count_of(i);
    struct stretch best = {0};

    for (int tries = i->problem->pure ? STRETCHES : 1; tries > 0; tries--) {
        struct stretch s = {.length = count / 3 + below(i, count / 3 + 1)};

        s.from = below(i, count - s.length + 1);
        for (uint32_t k = s.from; i->problem->pure && k < s.from + s.length; k++)
            s.work += i->problem->lists.weight[father->order[k]];
        if (i->problem->pure && s.length > 0)
            s.slots = (int64_t)father->at[s.from + s.length - 1] - father->at[s.from] + 1;
        if (best.length == 0 || (double)s.work * (double)best.slots >
                                    (double)best.work * (double)s.slots)
            best = s;
    }
    return best;
}

/* The mother's list, but for a stretch of it in the father's order (Hartmann 1998). */
static void cross(struct level_island *i, const struct level_list_item *from_father,
                  const uint32_t *mother)
{
    const struct stretch s = choose_stretch(i, from_father);
    const uint32_t count = count_of(i), length = s.length, from = s.from;
    const uint32_t *father = from_father->order;
    uint32_t filled = 0;

    memset(i->taken, 0, count);
    for (; filled < from; filled++) {
        i->order[filled] = mother[filled];
        i->taken[mother[filled]] = true;
    }
    for (uint32_t k = 0; k < count && filled < from + length; k++)
        if (!i->taken[father[k]]) {
            i->order[filled++] = father[k];
            i->taken[father[k]] = true;
        }
    for (uint32_t k = 0; k < count; k++)
        if (!i->taken[mother[k]])
            i->order[filled++] = mother[k];
}

static bool stands_before(const struct pure_links *before, uint32_t activity, uint32_t other)
{
    for (uint32_t k = before->first[activity]; k < before->first[activity + 1]; k++)
        if (before->other[k] == other)
            return true;
    return false;
}

/* One activity moves to any place between those it depends on and those that depend on it. */
static void shift(struct level_island *i, bool backward)
{
    const struct pure_links *before = &i->problem->lists.before[backward];
    const struct pure_links *after = &i->problem->lists.before[!backward];
    const uint32_t count = count_of(i), at = below(i, count), activity = i->order[at];
    uint32_t low = at, high = at, to;

    while (low > 0 && !stands_before(before, activity, i->order[low - 1]))
        low--;
    while (high + 1 < count && !stands_before(after, activity, i->order[high + 1]))
        high++;
    to = low + below(i, high - low + 1);
    if (to < at)
        memmove(&i->order[to + 1], &i->order[to], (at - to) * sizeof(i->order[0]));
    else
        memmove(&i->order[at], &i->order[at + 1], (to - at) * sizeof(i->order[0]));
    i->order[to] = activity;
}

static bool same_list(const struct level_island *i, const struct level_list_item *a,
                      const struct level_list_item *b)
{
    return a->length == b->length &&
           memcmp(a->order, b->order, count_of(i) * sizeof(a->order[0])) == 0;
}

static void make_child(struct level_island *i, uint32_t number, bool backward)
{
    const struct level_list_item *items = i->items[backward];
    const struct level_list_item *father = &items[number], *mother = choose(i, items);

    for (int tries = 0; mother == father && tries < 5; tries++)
        mother = choose(i, items);
    if (same_list(i, father, mother)) {
        copy_list(i, i->order, father->order);
        for (int k = 0; k < 5; k++)
            shift(i, backward);
    } else {
        cross(i, father, mother->order);
    }
    for (uint32_t k = 1 + below(i, 5); k > 0; k--)
        shift(i, backward);
}

/* The best of two populations, no list twice, ties to the older: into `items`; lists swap places
 * and none is copied. */
static void select_best(struct level_island *i, struct level_list_item *items, uint32_t kids)
{
    for (uint32_t k = 0; k < kids; k++) {
        uint32_t worst = 0;
        bool known = false;
        struct level_list_item spare;

        for (uint32_t a = 0; a < i->population && !known; a++) {
            known = same_list(i, &items[a], &i->kids[k]);
            if (items[a].length > items[worst].length)
                worst = a;
        }
        if (known || i->kids[k].length >= items[worst].length)
            continue;
        spare = items[worst];
        items[worst] = i->kids[k];
        i->kids[k] = spare;
    }
}

static bool has_converged(const struct level_island *i)
{
    const struct level_list_item *items = i->items[i->backward];

    for (uint32_t k = 1; k < i->population; k++)
        if (items[k].length != items[0].length)
            return false;
    return true;
}

static void begin_anew(struct level_island *i)
{
    for (uint32_t k = 0; k < i->population; k++)
        i->items[0][k].length = i->items[1][k].length = INT64_MAX;
    i->filled = 0;
    i->backward = false;
    i->restarts++;
}

void level_island_run(struct level_island *i, const struct level_search *s)
{
    const bool pure = i->problem->pure;

    fill(i, s);
    while (i->filled >= i->population * (pure ? 2 : 1) && may_go_on(i, s)) {
        uint32_t kids = 0;

        for (; kids < i->population && may_go_on(i, s); kids++) {
            make_child(i, kids, i->backward);
            try_list(i, i->backward, &i->kids[kids]);
        }
        if (pure)
            i->backward = !i->backward;
        select_best(i, i->items[i->backward], kids);
        if (has_converged(i)) {
            begin_anew(i);
            fill(i, s);
        }
    }
}

static struct level_list_item new_item(const struct level_island *i, struct arena *owner)
{
    return (struct level_list_item){
        .order = ARENA_ARRAY(owner, uint32_t, count_of(i) + 1),
        .at = i->problem->pure ? ARENA_ARRAY(owner, int32_t, count_of(i) + 1) : NULL,
        .length = INT64_MAX};
}

/* Two thirds of the root of the schedules, as tried: 21 lists for 1000, 149 for 50,000. */
static uint32_t population_for(uint64_t schedules)
{
    uint64_t root = 1, size;

    while (root < 1000 && (root + 1) * (root + 1) <= schedules)
        root++;
    size = root * 2 / 3;
    return size < LEVEL_POPULATION_LEAST  ? LEVEL_POPULATION_LEAST
           : size > LEVEL_POPULATION_MOST ? LEVEL_POPULATION_MOST
                                          : (uint32_t)size;
}

void level_island_init(struct level_island *i, struct level_search *s, uint32_t number,
                       struct arena *owner)
{
    const struct level_problem *p = s->problem;
    const size_t count = p->lists.count + 1;

    *i = (struct level_island){.problem = p, .options = &s->options, .number = number,
                               .seed = s->options.seed ? s->options.seed : 1,
                               .own_length = INT64_MAX};
    i->population = population_for(s->options.schedules / s->pieces);
    if (p->pure)
        pure_desk_init(&i->pure, &p->lists, owner);
    level_desk_init(&i->desk, p, owner);
    for (int way = 0; way < 2; way++) {
        i->items[way] = ARENA_ARRAY(owner, struct level_list_item, i->population);
        for (uint32_t k = 0; k < i->population && (way == 0 || p->pure); k++)
            i->items[way][k] = new_item(i, owner);
    }
    i->kids = ARENA_ARRAY(owner, struct level_list_item, i->population);
    for (uint32_t k = 0; k < i->population; k++)
        i->kids[k] = new_item(i, owner);
    i->best = new_item(i, owner);
    i->order = ARENA_ARRAY(owner, uint32_t, count);
    i->taken = ARENA_ARRAY(owner, bool, count);
    i->keys = ARENA_ARRAY(owner, int64_t, count);
    i->pairs = ARENA_ARRAY(owner, int64_t, count);
}

/* --- rounds ---------------------------------------------------------------------------------- */

static int64_t round_size(const struct level_search *s)
{
    const int64_t count = (int64_t)s->problem->lists.count + 1;
    const int64_t size = s->problem->pure ? ROUND_SCHEDULES : ROUND_WORK / count;

    return size > ROUND_SCHEDULES ? ROUND_SCHEDULES : size < ROUND_LEAST ? ROUND_LEAST : size;
}

static bool is_done(const struct level_search *s)
{
    for (uint32_t i = 0; i < s->pieces; i++)
        if (s->islands[i].best.length <= s->lower_bound)
            return true;
    return s->used >= (int64_t)s->options.schedules;
}

uint32_t level_round(struct level_search *s)
{
    int64_t left;

    s->used = 0;
    for (uint32_t i = 0; i < s->pieces; i++)
        s->used += s->islands[i].used;
    if (is_done(s))
        return 0;
    left = (int64_t)s->options.schedules - s->used;
    for (uint32_t i = 0; i < s->pieces; i++) {
        const int64_t share = (left + s->pieces - i - 1) / (s->pieces - i);
        const int64_t its = share < round_size(s) ? share : round_size(s);

        s->islands[i].budget = s->islands[i].used + its;
        left -= its;
    }
    return s->pieces;
}

uint64_t level_used(const struct level_search *s)
{
    return (uint64_t)s->used;
}

void level_run(struct level_search *s, uint32_t piece)
{
    level_island_run(&s->islands[piece], s);
}

struct level_search *level_search_new(const struct level_problem *problem,
                                      const struct level_options *options, struct arena *owner,
                                      struct arena *scratch)
{
    struct level_search *s = ARENA_NEW(owner, struct level_search);
    const struct network *n = problem->net;

    s->problem = problem;
    s->options = *options;
    /* Few schedules are not spread thin over islands. */
    s->pieces = options->schedules <= ALONE ? 1 : LEVEL_ISLANDS;
    s->lower_bound = s->bound = level_lower_bound(problem, scratch);
    if (problem->pure)          /* lengths of the pure case are working seconds */
        for (uint32_t i = 0; i < n->node_count; i++)
            if (problem->lists.duration[i] > 0) {
                s->lower_bound = calendar_work(n->calendars[n->calendar[i]],
                                               later(n->start, n->data_date), s->lower_bound);
                break;
            }
    for (int rule = 0; rule < LEVEL_RULES; rule++) {
        s->rules[rule] = ARENA_ARRAY(owner, int64_t, n->node_count + 1);
        level_rule_keys(problem, (enum level_rule)rule, scratch, s->rules[rule]);
    }
    for (uint32_t i = 0; i < s->pieces; i++)
        level_island_init(&s->islands[i], s, i, owner);
    return s;
}

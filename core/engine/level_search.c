/* SPDX-License-Identifier: Apache-2.0 */
/* A population of lists. Each schedule is read as a list for time running the other way, where it
 * is never longer (justification); children are made of two lists by two points, the stretch
 * in between the densest of three in scarce work, and one to five tasks are shifted between those
 * they depend on. A child takes the place of the longest list where it is shorter, and is given up
 * as soon as it cannot be. The population shrinks as schedules are used; when all are equally long
 * it begins anew with what is left. In the general case time runs forward only. What was tried
 * stands in docs/decisions.
 *
 * A round is a part of one generation. Its lists are dealt to a fixed number of pieces, each with
 * draws of its own; between generations the pieces' children are put together in order. */
#include "core/engine/level_search.h"

#include <string.h>

#include "core/base/draw.h"

enum {
    ROUND_WORK = 4000000,       /* activities to place, at most */
    STRETCHES = 3,
    A_LIST = 190,               /* schedules, of many */
    REPEATS = 10,               /* of a list until every "at most" link holds, but for the first */
    LISTS_WORK = 1 << 24        /* activities in all lists of a population */
};

/* --- chance ---------------------------------------------------------------------------------- */

static uint32_t below(struct level_piece *i, uint32_t limit)
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

static uint32_t count_of(const struct level_piece *i)
{
    return i->problem->lists.count;
}

static void copy_list(const struct level_piece *i, uint32_t *to, const uint32_t *from)
{
    memcpy(to, from, count_of(i) * sizeof(to[0]));
}

static bool improve(struct level_piece *i, int64_t length)
{
    if (length >= i->best.length)
        return false;
    i->best.length = length;
    i->held = false;
    return true;
}

static uint64_t digest_of(const uint32_t *order, uint32_t count)
{
    uint64_t digest = UINT64_C(0x9e3779b97f4a7c15);

    for (uint32_t k = 0; k < count; k++) {
        digest = (digest ^ order[k]) * UINT64_C(0xd6e8feb86659fd93);
        digest ^= digest >> 32;
    }
    return digest;
}

/* What the desk has made becomes a list for the other direction of time. */
static void read_pure(struct level_piece *i, bool backward, int32_t slots,
                      struct level_list_item *ret)
{
    ret->length = (int64_t)slots * i->problem->slot_s;
    pure_turned(&i->pure, backward, ret->order);
    for (uint32_t k = 0; k < count_of(i); k++)
        ret->at[k] = i->pure.filled - i->pure.finish[ret->order[k]];
    ret->digest = digest_of(ret->order, count_of(i));
    if (improve(i, ret->length) && !backward)
        pure_ordered(&i->pure, false, i->best.order);
    else if (i->best.length == ret->length && backward)
        copy_list(i, i->best.order, ret->order);
}

/* The general case: a list may take several schedules until every "at most" link holds. The very
 * first may take as many as it needs, for there is to be an answer; any other what is left of the
 * piece's share. False: nothing is. */
static bool generate(struct level_piece *i, int64_t *ret_length)
{
    const bool first = i->number == 0 && i->placed == 0;

    *ret_length = INT64_MAX;
    if (i->share <= 0)
        return false;
    i->desk.generated = 0;
    i->desk.most = first ? 0 : i->share < REPEATS ? i->share : REPEATS;
    *ret_length = level_serial(&i->desk, i->order);
    i->desk.most = 0;
    i->share -= i->desk.generated;
    i->placed += (uint64_t)i->desk.generated * count_of(i);
    return true;
}

/* The list at work becomes dates; *ret gets what they read as for the other direction. Longer than
 * INT64_MAX - 1: it was given up. */
static void try_list(struct level_piece *i, bool backward, int32_t limit,
                     struct level_list_item *ret)
{
    const struct level_problem *p = i->problem;

    if (p->pure) {
        const int32_t slots = pure_serial(&i->pure, backward, i->order, limit);

        i->placed += i->pure.placed;
        if (slots == PURE_CUT)
            ret->length = INT64_MAX;
        else
            read_pure(i, backward, slots, ret);
        return;
    }
    if (p->any_fixed) {         /* children may have lost that it comes first */
        for (uint32_t k = 0; k < count_of(i); k++)
            i->keys[i->order[k]] = k;
        level_list(p, false, i->keys, i->pairs, i->order);
    }
    if (!generate(i, &ret->length)) {
        copy_list(i, ret->order, i->order);
        return;
    }
    if (improve(i, ret->length))
        copy_list(i, i->best.order, i->order);
    for (uint32_t k = 0; k < count_of(i); k++)
        i->keys[k] = i->desk.pass.work_start[k];
    level_list(p, false, i->keys, i->pairs, ret->order);
    ret->digest = digest_of(ret->order, count_of(i));
}

/* --- the first populations ------------------------------------------------------------------- */

/* An old schedule, the teams' own order, each rule; then late dates with more and more noise.
 * False: from the rules on, where parallel generation packs better. */
static bool first_list(struct level_piece *i, const struct level_search *s, uint32_t number)
{
    const struct level_problem *p = i->problem;
    const bool first = s->restarts == 0;
    const uint32_t count = count_of(i), old = s->options.from && first ? 1 : 0;
    const uint32_t noise = number * (count / 2 + 1) / s->population + 2;
    enum level_rule rule = number >= old && number - old < LEVEL_RULES && first
                               ? (enum level_rule)(number - old)
                               : number % 2 ? RULE_LFT
                                            : RULE_LST;

    for (uint32_t k = 0; k < count; k++)
        i->keys[k] = number < old ? s->options.from[k] : s->rules[rule][k];
    level_list(p, false, i->keys, i->pairs, i->order);
    if (first && number < LEVEL_RULES + old)
        return number <= old;
    for (uint32_t k = 0; k < count; k++)
        i->keys[i->order[k]] = (int64_t)k + below(i, noise);
    level_list(p, false, i->keys, i->pairs, i->order);
    return false;
}

/* Where who follows may begin first (finish to finish), a list by old starts may be longer than the
 * old schedule: so that is tried as well. */
static void try_held(struct level_piece *i, const struct level_search *s)
{
    int64_t length;

    i->desk.hold = s->options.from;
    if (i->share <= 0)          /* whatever was asked for: no longer than it was is a promise */
        i->share = 1;
    if (generate(i, &length) && improve(i, length)) {
        copy_list(i, i->best.order, i->order);
        i->held = true;
    }
    i->desk.hold = NULL;
}

static void try_first(struct level_piece *i, const struct level_search *s, uint32_t number)
{
    const bool pure = i->problem->pure;
    struct level_list_item *item = &s->items[pure][number];

    if (first_list(i, s, number) || !pure) {
        try_list(i, false, PURE_CUT, item);
        if (number == 0 && s->options.from && s->restarts == 0 && !pure)
            try_held(i, s);
        return;
    }
    pure_parallel(&i->pure, i->order);
    i->placed += i->pure.placed;
    read_pure(i, false, i->pure.filled, item);
}

/* --- children -------------------------------------------------------------------------------- */

static const struct level_list_item *choose(struct level_piece *i, const struct level_search *s)
{
    const struct level_list_item *items = s->items[s->backward];
    const struct level_list_item *a = &items[below(i, s->population)];
    const struct level_list_item *b = &items[below(i, s->population)];

    return b->length < a->length ? b : a;
}

struct stretch {
    uint32_t from, length;
    uint64_t work;              /* scarce, and the slots it takes: its density */
    int64_t slots;
};

/* A third to two thirds of a list; in the pure case the densest of three, for what is packed well
 * is worth passing on. */
static struct stretch choose_stretch(struct level_piece *i, const struct level_list_item *father)
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
static void cross(struct level_piece *i, const struct level_list_item *from_father,
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
static void shift(struct level_piece *i, bool backward)
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

static bool same_list(const struct level_list_item *a, const struct level_list_item *b)
{
    return a->length == b->length && a->digest == b->digest;
}

static void make_child(struct level_piece *i, const struct level_search *s, uint32_t number)
{
    const struct level_list_item *father = &s->items[s->backward][number], *mother = choose(i, s);

    for (int tries = 0; mother == father && tries < 5; tries++)
        mother = choose(i, s);
    if (same_list(father, mother)) {
        copy_list(i, i->order, father->order);
        for (int k = 0; k < 5; k++)
            shift(i, s->backward);
    } else {
        cross(i, father, mother->order);
    }
    for (uint32_t k = 1 + below(i, 5); k > 0; k--)
        shift(i, s->backward);
}

uint32_t level_below(struct level_piece *i, uint32_t limit)
{
    return below(i, limit);
}

void level_take_best(struct level_piece *i, const struct level_piece *from)
{
    i->best.length = from->best.length;
    i->held = from->held;
    copy_list(i, i->best.order, from->best.order);
}

void level_try_best(struct level_piece *i)
{
    const struct level_problem *p = i->problem;
    const int32_t slots = pure_serial(&i->pure, false, i->order, PURE_CUT);

    i->placed += i->pure.placed;
    if (improve(i, (int64_t)slots * p->slot_s))
        pure_ordered(&i->pure, false, i->best.order);
}

void level_run(struct level_search *s, uint32_t piece)
{
    struct level_piece *i = &s->piece[piece];

    if (s->stage == LEVEL_PROVE) {
        level_prove(s);
        return;
    }
    for (uint32_t k = s->from + piece; k < s->to && i->best.length > s->lower_bound;
         k += LEVEL_PIECES) {
        switch (s->stage) {
        case LEVEL_FILL:
            try_first(i, s, k);
            break;
        case LEVEL_TURN:
            copy_list(i, i->order, s->items[1][k].order);
            try_list(i, true, PURE_CUT, &s->items[0][k]);
            break;
        case LEVEL_BREED:
            make_child(i, s, k);
            try_list(i, s->backward, s->limit, &s->kids[k]);
            break;
        case LEVEL_PROVE:
            break;
        }
    }
}

/* --- generations ----------------------------------------------------------------------------- */

static struct level_list_item *longest_of(const struct level_search *s,
                                          struct level_list_item *items)
{
    struct level_list_item *longest = items;

    for (uint32_t k = 1; k < s->population; k++)
        if (items[k].length > longest->length)
            longest = &items[k];
    return longest;
}

static void swap(struct level_list_item *a, struct level_list_item *b)
{
    const struct level_list_item spare = *a;

    *a = *b;
    *b = spare;
}

/* Children that are shorter than the longest take its place, no list twice; lists swap places and
 * none is copied. */
static void select_best(struct level_search *s, struct level_list_item *items)
{
    struct level_list_item *longest = longest_of(s, items);

    for (uint32_t k = 0; k < s->population; k++) {
        bool known = false;

        if (s->kids[k].length >= longest->length)
            continue;
        for (uint32_t a = 0; a < s->population && !known; a++)
            known = same_list(&items[a], &s->kids[k]);
        if (known)
            continue;
        swap(longest, &s->kids[k]);
        longest = longest_of(s, items);
    }
}

/* From its first size to a few lists, in step with the schedules used since it began. */
static void shrink(struct level_search *s)
{
    const uint64_t spent = (uint64_t)(s->used - s->began);
    const uint64_t whole = (uint64_t)(s->breeding - s->began);
    uint32_t size = s->first_population, last = size / 32;

    last = last < LEVEL_POPULATION_LAST ? LEVEL_POPULATION_LAST : last;
    size -= (uint32_t)((size - last) * spent / (whole + 1));
    while (s->population > size) {
        for (int way = 0; way < (s->problem->pure ? 2 : 1); way++)
            swap(longest_of(s, s->items[way]), &s->items[way][s->population - 1]);
        s->population--;
    }
}

static bool has_converged(const struct level_search *s)
{
    const struct level_list_item *items = s->items[s->backward];

    for (uint32_t k = 1; k < s->population; k++)
        if (items[k].length != items[0].length)
            return false;
    return true;
}

/* Four thirds of the root of the schedules, as tried: 42 lists for 1000, 298 for 50,000. Beyond, as
 * many as do not become equally long much before the schedules are used: 2631 for 500,000. */
static uint32_t population_for(const struct level_problem *p, uint64_t schedules)
{
    const uint64_t most = LISTS_WORK / (p->lists.count + 1);
    uint64_t root = 1, size;

    while (root < LEVEL_POPULATION_MOST && (root + 1) * (root + 1) <= schedules)
        root++;
    size = root * 4 / 3 > schedules / A_LIST ? root * 4 / 3 : schedules / A_LIST;
    size = size > LEVEL_POPULATION_MOST ? LEVEL_POPULATION_MOST : size;
    size = size > most ? most : size;
    return size < LEVEL_POPULATION_LEAST ? LEVEL_POPULATION_LEAST : (uint32_t)size;
}

static void begin(struct level_search *s)
{
    s->began = s->used;
    s->population = population_for(s->problem, (uint64_t)(s->breeding - s->used));
    if (s->first_population > 0 && s->population > s->first_population)
        s->population = s->first_population;
    s->first_population = s->population;
    s->stage = LEVEL_FILL;
    s->backward = false;
}

/* What follows when all lists of a stage have been tried. */
static void next_stage(struct level_search *s)
{
    const bool pure = s->problem->pure;

    s->to = 0;
    if (s->stage == LEVEL_FILL && pure) {
        s->stage = LEVEL_TURN;
        return;
    }
    if (s->stage == LEVEL_BREED) {
        s->backward = pure && !s->backward;
        select_best(s, s->items[s->backward]);
        shrink(s);
        if (has_converged(s)) {
            s->restarts++;
            begin(s);
            return;
        }
    }
    s->stage = LEVEL_BREED;
    s->limit = pure ? (int32_t)(longest_of(s, s->items[!s->backward])->length /
                                s->problem->slot_s)
                    : PURE_CUT;
}

static struct level_list_item new_item(const struct level_search *s, struct arena *owner)
{
    const size_t count = s->problem->lists.count + 1;

    return (struct level_list_item){
        .order = ARENA_ARRAY(owner, uint32_t, count),
        .at = s->problem->pure ? ARENA_ARRAY(owner, int32_t, count) : NULL,
        .length = INT64_MAX};
}

static void new_population(struct level_search *s, struct arena *owner)
{
    const uint32_t most = s->population;

    for (int way = 0; way < 2; way++) {
        s->items[way] = ARENA_ARRAY(owner, struct level_list_item, most);
        for (uint32_t k = 0; k < most && (way == 0 || s->problem->pure); k++)
            s->items[way][k] = new_item(s, owner);
    }
    s->kids = ARENA_ARRAY(owner, struct level_list_item, most);
    for (uint32_t k = 0; k < most; k++)
        s->kids[k] = new_item(s, owner);
}

static void new_piece(struct level_search *s, uint32_t number, struct arena *owner)
{
    const struct level_problem *p = s->problem;
    const size_t count = p->lists.count + 1;
    struct level_piece *i = &s->piece[number];

    *i = (struct level_piece){.problem = p, .number = number,
                              .seed = s->options.seed ? s->options.seed : 1};
    if (p->pure)
        pure_desk_init(&i->pure, &p->lists, s->options.vectors, owner);
    if (!p->pure || number == 0)        /* the first dates the best list */
        level_desk_init(&i->desk, p, owner);
    i->best = new_item(s, owner);
    i->order = ARENA_ARRAY(owner, uint32_t, count);
    i->taken = ARENA_ARRAY(owner, bool, count);
    i->keys = ARENA_ARRAY(owner, int64_t, count);
    i->pairs = ARENA_ARRAY(owner, int64_t, count);
}

/* --- rounds ---------------------------------------------------------------------------------- */

static bool is_done(const struct level_search *s)
{
    for (uint32_t i = 0; i < LEVEL_PIECES; i++)
        if (s->piece[i].best.length <= s->lower_bound)
            return true;
    return s->ended || s->used >= (int64_t)s->options.schedules;
}

/* Schedules that are begun count by the part of them that was made. */
static int64_t used_now(const struct level_search *s)
{
    const uint64_t count = s->problem->lists.count ? s->problem->lists.count : 1;
    uint64_t placed = 0;

    for (uint32_t i = 0; i < LEVEL_PIECES; i++)
        placed += s->piece[i].placed;
    return (int64_t)((placed + count - 1) / count);
}

uint32_t level_round(struct level_search *s)
{
    const uint32_t most = ROUND_WORK / (s->problem->lists.count + 1) + LEVEL_PIECES;
    int64_t left;

    s->used = used_now(s);
    if (is_done(s))
        return 0;
    if (level_prove_is_next(s)) {
        s->stage = LEVEL_PROVE;
        return 1;
    }
    if (s->to >= s->population)
        next_stage(s);
    left = s->breeding - s->used;
    s->from = s->to;
    s->to = s->population;
    if (s->to - s->from > most)
        s->to = s->from + most;
    if (s->to - s->from > left)
        s->to = s->from + (uint32_t)left;
    for (int64_t k = 0; k < LEVEL_PIECES; k++)
        s->piece[k].share = left / LEVEL_PIECES + (k < left % LEVEL_PIECES);
    return s->to - s->from < LEVEL_PIECES ? s->to - s->from : LEVEL_PIECES;
}

uint64_t level_used(const struct level_search *s)
{
    return (uint64_t)s->used;
}

struct level_search *level_search_new(const struct level_problem *problem,
                                      const struct level_options *options, struct arena *owner,
                                      struct arena *scratch)
{
    struct level_search *s = ARENA_NEW(owner, struct level_search);
    const struct network *n = problem->net;

    s->problem = problem;
    s->options = *options;
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
    for (uint32_t i = 0; i < LEVEL_PIECES; i++)
        new_piece(s, i, owner);
    level_prove_init(s, owner, scratch);
    begin(s);
    new_population(s, owner);
    return s;
}

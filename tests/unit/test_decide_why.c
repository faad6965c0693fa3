/* SPDX-License-Identifier: Apache-2.0 */
/* Why a date moved: sums are exact, and what affects nothing moves nothing. */
#include "core/decide/why.h"
#include "core/base/text.h"
#include "core/plan/defaults.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_fixture.h"

enum { HISTORIES = 200, TASKS = 6, ITERATIONS = 256 };

static const struct why *why_of(struct test *t, const struct plan *a, const struct plan *b,
                                uint32_t iterations)
{
    const struct why_options options = {.forecast = {.seed = 7, .iterations = iterations}};
    const struct why *why = NULL;
    struct text text;

    if (a && b && !why_compute(a, b, &options, t->arena, t->scratch, &why, t->diags)) {
        text_init(&text, t->scratch);
        diags_print(t->diags, &text);
        test_fail(t, __FILE__, __LINE__, "no account:\n%.*s", STR_ARG(text_str(&text)));
    }
    return why;
}

/* With every order, or by a log. */
static const struct why *why_with(struct test *t, const struct plan *a, const struct plan *b,
                                  struct why_options options)
{
    const struct why *why = NULL;

    options.forecast = (struct forecast_options){.seed = 7, .iterations = ITERATIONS};
    if (a && b && !why_compute(a, b, &options, t->arena, t->scratch, &why, t->diags))
        test_fail(t, __FILE__, __LINE__, "no account");
    return why;
}

static void check_fair(struct test *t, const struct why *why)
{
    for (uint32_t i = 0; i < why->target_count; i++) {
        const struct why_target *w = &why->targets[i];
        int64_t fair = 0, ppm = 0;

        for (uint32_t n = 0; n < why->line_count; n++) {
            const struct why_effect *e = &w->effects[n];

            fair += e->fair_s;
            ppm += e->fair_ppm;
            CHECK(e->low_s <= e->fair_s + 1 && e->fair_s <= e->high_s + 1);
        }
        CHECK_EQ(fair, w->after - w->before);
        CHECK_EQ(ppm, w->after_ppm - w->before_ppm);
        CHECK_EQ(w->interaction.fair_s, 0);
    }
}

static void check_sums(struct test *t, const struct why *why)
{
    for (uint32_t i = 0; i < why->target_count; i++) {
        const struct why_target *w = &why->targets[i];
        int64_t alone = w->interaction.alone_s, in_order = w->interaction.in_order_s;
        int64_t alone_ppm = w->interaction.alone_ppm, in_order_ppm = w->interaction.in_order_ppm;

        for (uint32_t n = 0; n < why->line_count; n++) {
            alone += w->effects[n].alone_s;
            in_order += w->effects[n].in_order_s;
            alone_ppm += w->effects[n].alone_ppm;
            in_order_ppm += w->effects[n].in_order_ppm;
        }
        CHECK_EQ(alone, w->after - w->before);
        CHECK_EQ(in_order, w->after - w->before);
        CHECK_EQ(alone_ppm, w->after_ppm - w->before_ppm);
        CHECK_EQ(in_order_ppm, w->after_ppm - w->before_ppm);
    }
}

/* The line that an address stands on, or NULL. */
static const struct why_effect *effect_of(struct test *t, const struct why *why,
                                          const char *address)
{
    for (uint32_t n = 0; n < why->line_count; n++)
        for (uint32_t i = 0; i < why->lines[n].edit_count; i++)
            if (str_equal(why->changes.items[why->lines[n].edits[i]].address, str_of(address)))
                return &why->targets[0].effects[n];
    test_fail(t, __FILE__, __LINE__, "no line for %s", address);
    return NULL;
}

#define FRAME(program, tasks, rest)                                                            \
    "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '" program "'},"                  \
    " 'tasks': {" tasks "}, 'milestones': {'ga': {'after': ['c']}},"                           \
    " 'commitments': {'promise': {'milestone': 'ga', 'date': '2027-01-15'}}" rest "}"

/* A chain of constants: days are known beforehand. */
void test_decide_why__names_each_change_and_its_days(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'estimate': '5d..5d..5d'},"
                 "'b': {'estimate': '3d..3d..3d', 'note': 'x'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b']}", ""));
    const struct plan *b = plan_from_json(
        t, FRAME("2026-11-30", "'a': {'estimate': '10d..10d..10d'},"
                 "'b': {'estimate': '3d..3d..3d', 'note': 'y'},"
                 "'c': {'estimate': '10d..10d..10d', 'after': ['a', 'b', 'd']},"
                 "'d': {'estimate': '1d..1d..1d'}", ""));
    const struct why *why = why_of(t, a, b, 512);
    const struct why_target *promise;

    if (!why)
        return;
    check_sums(t, why);
    CHECK_EQ(why->target_count, 1);
    promise = &why->targets[0];
    CHECK_STR(promise->id, "promise");
    CHECK_EQ(why->lines[0].kind, WHY_TIME);
    /* Nothing has begun: a week is a week. */
    CHECK_EQ(promise->effects[0].alone_s, 7 * 86400);
    CHECK_EQ(effect_of(t, why, "a.estimate")->alone_s, 7 * 86400);
    CHECK_EQ(effect_of(t, why, "c.estimate")->alone_s, 7 * 86400);
    CHECK_EQ(effect_of(t, why, "b.note")->alone_s, 0);
    /* What is new stands with what refers to it, and one day beside five moves nothing. */
    CHECK(effect_of(t, why, "tasks.d") == effect_of(t, why, "c.after[d]"));
    CHECK_EQ(effect_of(t, why, "tasks.d")->alone_s, 0);
    CHECK_EQ(promise->after - promise->before, 21 * 86400);
    CHECK_EQ(promise->interaction.alone_s, 0);
}

/* Two branches that both grow: each alone would do it, together they do it once. */
void test_decide_why__interaction_is_what_changes_share(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'estimate': '5d..5d..5d'}, 'b': {'estimate': '5d..5d..5d'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b']}", ""));
    const struct plan *b = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'estimate': '10d..10d..10d'},"
                 "'b': {'estimate': '10d..10d..10d'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b']}", ""));
    const struct why *why = why_of(t, a, b, 512);

    if (!why)
        return;
    check_sums(t, why);
    CHECK_EQ(why->line_count, 2);
    CHECK_EQ(effect_of(t, why, "a.estimate")->alone_s, 7 * 86400);
    CHECK_EQ(effect_of(t, why, "b.estimate")->alone_s, 7 * 86400);
    CHECK_EQ(why->targets[0].interaction.alone_s, -7 * 86400);
    CHECK_EQ(effect_of(t, why, "a.estimate")->in_order_s, 7 * 86400);
    CHECK_EQ(effect_of(t, why, "b.estimate")->in_order_s, 0);
    CHECK_EQ(why->targets[0].interaction.in_order_s, 0);
}

/* A week without an edit still sums. */
void test_decide_why__time_alone_moves(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, FRAME("2026-11-23", "'c': {'estimate': '1w..2w..4w'}", ""));
    const struct plan *b = plan_from_json(
        t, FRAME("2026-11-30", "'c': {'estimate': '1w..2w..4w'}", ""));
    const struct why *why = why_of(t, a, b, 512);

    if (!why)
        return;
    check_sums(t, why);
    CHECK_EQ(why->line_count, 1);
    CHECK_EQ(why->lines[0].kind, WHY_TIME);
    CHECK_EQ(why->targets[0].effects[0].alone_s, 7 * 86400);
    CHECK_EQ(why->targets[0].interaction.alone_s, 0);
}

/* Changes that only hold together are one line. */
void test_decide_why__joins_what_cannot_stand_alone(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'started': '2026-11-16', 'estimate': '2w..2w..2w'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a']}", ""));
    const struct plan *b = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'started': '2026-11-03', 'finished': '2026-11-10',"
                 "'estimate': '2w..2w..2w'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a']}", ""));
    const struct why *why = why_of(t, a, b, 512);

    if (!why)
        return;
    check_sums(t, why);
    /* Finished before it was started is refused: both dates are one line. */
    CHECK_EQ(why->line_count, 1);
    CHECK(effect_of(t, why, "a.started") == effect_of(t, why, "a.finished"));
    CHECK(effect_of(t, why, "a.finished")->alone_s < 0);
}

/* --- the program as a cause --------------------------------------------------------------- */

/* What a program with those defaults would have kept of `p`: simulated by it, with the promises
 * said `late_s` later than it comes to (another engine). */
static struct why_kept *kept_of(struct test *t, const struct plan *p, const int64_t *numbers,
                                int64_t late_s)
{
    const struct forecast_options how = {.seed = 7, .iterations = ITERATIONS, .no_tasks = true,
                                         .no_sensitivity = true};
    struct why_kept *kept = ARENA_NEW(t->arena, struct why_kept);
    const struct plan *then = p;
    const struct forecast *f = NULL;
    struct why_said *said;

    CHECK(defaults_restore(p, numbers, true, t->arena, &then, t->diags));
    if (!forecast_compute(then, &how, t->arena, t->scratch, &f, t->diags)) {
        test_fail(t, __FILE__, __LINE__, "no forecast");
        return NULL;
    }
    said = ARENA_ARRAY(t->arena, struct why_said, f->commitment_count + 1);
    for (uint32_t i = 0; i < f->commitment_count; i++)
        said[i] = (struct why_said){
            .id = p->objects[f->commitments[i].object]->id, .promised = true,
            .p80 = f->targets[f->commitments[i].target].at[2] + late_s,
            .ppm = f->commitments[i].probability_ppm};
    *kept = (struct why_kept){.engine = STR("0.0.9"), .at = STR("2026-11-23"), .seed = 7,
                              .iterations = ITERATIONS, .capacity = f->capacity,
                              .defaults = numbers, .said = said,
                              .said_count = f->commitment_count};
    return kept;
}

static int64_t *numbers_of_today(struct test *t)
{
    int64_t *numbers = ARENA_ARRAY(t->arena, int64_t, DEFAULT_COUNT);

    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        numbers[i] = defaults[i].micro;
    return numbers;
}

#define PROGRAM_PLAN                                                                            \
    FRAME("2026-11-23", "'a': {'team': 'red'}, 'b': {'estimate': '2d..3d..9d', 'team': 'red'},"  \
          "'s': {'estimate': '5d', 'team': 'red'},"                                              \
          "'c': {'estimate': '5d..6d..9d', 'after': ['a', 'b', 's'], 'team': 'red'}",            \
          ", 'teams': {'red': {}}")

/* No edit, no day: what moves is the program, each part by its own line. */
void test_decide_why__the_program_is_a_cause(struct test *t)
{
    const struct plan *p = plan_from_json(t, PROGRAM_PLAN);
    const struct {
        int which;              /* default_number that was another then; -1: none */
        int64_t micro, late_s;
        int line;               /* the only one that moves anything; -1: none does */
    } cases[] = {{-1, 0, 0, -1},
                 {-1, 0, 7200, 0},
                 {DEFAULT_TEAM_CORRELATION, 900000, 0, 1},
                 {DEFAULT_TASK_DAYS, 12000000, 0, 1},
                 {OUTSIDE_SINGLE_P90, 4000000, 0, 2},
                 {DEFAULT_LATENCY_DAYS, 9000000, 0, -1}};

    for (size_t i = 0; p && i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t *numbers = numbers_of_today(t);
        const struct why *why;

        if (cases[i].which >= 0)
            numbers[cases[i].which] = cases[i].micro;
        why = why_with(t, p, p, (struct why_options){
                                    .kept = kept_of(t, p, numbers, cases[i].late_s)});
        if (!why || !why->kept)
            return;
        check_sums(t, why);
        CHECK_EQ(why->line_count, 3);
        for (int n = 0; n < 3; n++) {
            const struct why_effect *e = &why->targets[0].effects[n];

            CHECK_EQ(why->lines[n].kind, WHY_ENGINE + n);
            CHECK((e->in_order_s != 0) == (n == cases[i].line));
            CHECK_EQ(e->alone_s, e->in_order_s);
        }
        if (cases[i].late_s > 0)
            CHECK_EQ(why->targets[0].effects[0].in_order_s, -cases[i].late_s);
        CHECK_EQ(why->targets[0].interaction.alone_s, 0);
    }
}

/* What the policy states is no default, whatever stood in then. */
void test_decide_why__a_stated_policy_is_no_default(struct test *t)
{
    const struct plan *p = plan_from_json(
        t, FRAME("2026-11-23", "'a': {}, 'c': {'estimate': '5d..6d..9d', 'after': ['a']}",
                 ", 'policy': {'thresholds': {'default-duration.days': 8}}"));
    int64_t *numbers = numbers_of_today(t);
    const struct plan *then = NULL;

    numbers[DEFAULT_TASK_DAYS] = 12000000;
    CHECK(p && defaults_restore(p, numbers, true, t->arena, &then, t->diags));
    CHECK(p == then);
    if (p)
        CHECK_EQ(default_micro(p, DEFAULT_TASK_DAYS), 8000000);
    numbers[OUTSIDE_P50] = 1200000;
    CHECK(p && defaults_restore(p, numbers, false, t->arena, &then, t->diags) && p == then);
    CHECK(p && defaults_restore(p, numbers, true, t->arena, &then, t->diags) && p != then);
    if (then)
        CHECK_EQ(default_micro(then, OUTSIDE_P50), 1200000);
}

/* Kept under another number of runs: a line of its own; of another capacity: passed over. */
void test_decide_why__other_runs_are_told(struct test *t)
{
    const struct plan *p = plan_from_json(t, PROGRAM_PLAN);
    struct why_kept *kept = p ? kept_of(t, p, numbers_of_today(t), 0) : NULL;
    const struct why_options how = {.forecast = {.seed = 9, .iterations = 512}, .kept = kept};
    const struct why *why = NULL;

    if (!kept || !why_compute(p, p, &how, t->arena, t->scratch, &why, t->diags))
        return;
    check_sums(t, why);
    CHECK_EQ(why->line_count, 4);
    CHECK_EQ(why->lines[3].kind, WHY_RUNS);
    CHECK_EQ(why->targets[0].effects[0].in_order_s, 0);
    CHECK(why->targets[0].effects[3].in_order_s != 0);
    kept->capacity = !kept->capacity;
    CHECK(why_compute(p, p, &how, t->arena, t->scratch, &why, t->diags));
    CHECK(!why->kept && why->kept_unfit);
    CHECK_EQ(why->line_count, 0);
}

/* Some defaults, the record and the engine were others then, or none. */
static const struct why_kept *random_kept(struct test *t, const struct plan *p)
{
    int64_t *numbers = numbers_of_today(t);

    for (unsigned i = 0; i < DEFAULT_COUNT; i++)
        if (test_random_below(t, 4) == 0)
            numbers[i] += (int64_t)test_random_below(t, 100000);
    return kept_of(t, p, numbers, test_random_below(t, 3) == 0
                                      ? (int64_t)test_random_below(t, 864000) : 0);
}

/* --- random histories ---------------------------------------------------------------------- */

static void random_task(struct test *t, struct text *out, int n, bool changed)
{
    const int days = 1 + (int)test_random_below(t, 6);

    text_addf(out, "%s't%d': {'estimate': '%dd..%dd..%dd'", n > 0 ? ", " : "", n, days, days + 2,
              days + 2 + (int)test_random_below(t, 9));
    if (n > 0)
        text_addf(out, ", 'after': ['t%d%s']", (int)test_random_below(t, (uint64_t)n),
                  test_random_below(t, 3) ? "" : " SS +1d");
    if (changed && test_random_below(t, 4) == 0)
        text_addf(out, ", 'started': '2026-11-2%d'", 3 + (int)test_random_below(t, 4));
    text_addf(out, "%s}", test_random_below(t, 3) ? "" : ", 'team': 'red'");
}

static const struct plan *random_state(struct test *t, bool later)
{
    const int tasks = TASKS - 1 + (int)test_random_below(t, 3);
    struct text out;

    text_init(&out, t->arena);
    text_addf(&out, "{'program': {'id': 'p', 'start': '2026-11-02', 'as_of': '2026-11-%d'},"
                    " 'teams': {'red': {}}, 'tasks': {",
              later && test_random_below(t, 4) ? 30 : 23);
    for (int n = 0; n < tasks; n++)
        random_task(t, &out, n, later);
    /* Nothing waits for this one, whatever is said of it. */
    text_addf(&out, ", 'aside': {'estimate': '%dd', 'note': '%s'}},",
              1 + (int)test_random_below(t, 3), later ? "now" : "then");
    text_addf(&out, " 'milestones': {'m': {'after': ['t%d']}, 'n': {'after': ['t1', 't2']}},",
              tasks - 1);
    text_addf(&out, " 'risks': {'r': {'likely': '%d%%', 'hits': {'t1': '1w..2w..3w'}}},",
              10 * (int)(1 + test_random_below(t, 5)));
    text_addf(&out, " 'commitments': {'first': {'milestone': 'm', 'date': '2026-12-%d'},"
                    " 'second': {'milestone': 'n', 'date': '2026-12-18'}}}",
              10 + (int)test_random_below(t, 20));
    return plan_from_json(t, str_copy(t->arena, text_str(&out)).ptr);
}

void test_decide_why__sums_on_random_histories(struct test *t)
{
    const unsigned rounds = test_rounds(HISTORIES);
    unsigned moved = 0, interacting = 0;

    for (unsigned i = 0; i < rounds && t->failures == 0; i++) {
        const struct plan *a = random_state(t, false), *b = random_state(t, true);
        const struct why *why = why_of(t, a, b, ITERATIONS);

        if (!why)
            return;
        check_sums(t, why);
        CHECK_EQ(why->target_count, 2);
        for (uint32_t k = 0; k < why->target_count && t->failures == 0; k++) {
            const struct why_target *w = &why->targets[k];

            moved += w->after != w->before;
            interacting += w->interaction.alone_s != 0;
            CHECK_EQ(w->interaction.in_order_s, 0);
        }
        CHECK_EQ(effect_of(t, why, "aside.note")->alone_s, 0);
        CHECK_EQ(effect_of(t, why, "aside.note")->in_order_s, 0);
        CHECK_EQ(effect_of(t, why, "aside.note")->alone_ppm, 0);
        diags_init(t->diags, t->arena);
    }
    CHECK(moved > rounds);
    CHECK(interacting > 0);
}

/* Two branches that both grow by a week: each takes half of it, whatever the order. */
void test_decide_why__the_average_over_orders_shares_fairly(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'estimate': '5d..5d..5d'}, 'b': {'estimate': '5d..5d..5d'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b']}", ""));
    const struct plan *b = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'estimate': '10d..10d..10d', 'note': 'x'},"
                 "'b': {'estimate': '10d..10d..10d'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b']}", ""));
    const struct why *why = why_with(t, a, b, (struct why_options){.orders = true});

    if (!why)
        return;
    check_fair(t, why);
    CHECK_EQ(why->orders, 0);
    CHECK_EQ(effect_of(t, why, "a.estimate")->fair_s, 7 * 86400 / 2);
    CHECK_EQ(effect_of(t, why, "b.estimate")->fair_s, 7 * 86400 / 2);
    CHECK_EQ(effect_of(t, why, "a.estimate")->low_s, 0);
    CHECK_EQ(effect_of(t, why, "a.estimate")->high_s, 7 * 86400);
    CHECK_EQ(effect_of(t, why, "a.note")->fair_s, 0);
    CHECK_EQ(effect_of(t, why, "a.note")->high_s, 0);
}

/* Time is told by team: the one whose open work drives the date takes the week. */
void test_decide_why__time_is_told_by_team(struct test *t)
{
    const struct plan *a = plan_from_json(
        t, FRAME("2026-11-23", "'a': {'estimate': '5d..5d..5d', 'team': 'red'},"
                 "'b': {'estimate': '3d..3d..3d', 'team': 'blue'},"
                 "'z': {'started': '2026-11-02', 'finished': '2026-11-06', 'team': 'done'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b'], 'team': 'blue'}",
                 ", 'teams': {'red': {}, 'blue': {}, 'done': {}}"));
    const struct plan *b = plan_from_json(
        t, FRAME("2026-11-30", "'a': {'estimate': '5d..5d..5d', 'team': 'red'},"
                 "'b': {'estimate': '3d..3d..3d', 'team': 'blue'},"
                 "'z': {'started': '2026-11-02', 'finished': '2026-11-06', 'team': 'done'},"
                 "'c': {'estimate': '5d..5d..5d', 'after': ['a', 'b'], 'team': 'blue'}",
                 ", 'teams': {'red': {}, 'blue': {}, 'done': {}}"));
    const struct why *why = why_of(t, a, b, 512);

    if (!why)
        return;
    check_sums(t, why);
    CHECK_EQ(why->line_count, 3);
    CHECK_EQ(why->lines[0].kind, WHY_TIME);
    CHECK_STR(why->lines[1].team, "red");
    CHECK_STR(why->lines[2].team, "blue");
    CHECK_EQ(why->targets[0].effects[0].in_order_s, 0);
    CHECK_EQ(why->targets[0].effects[1].in_order_s, 7 * 86400);
    CHECK_EQ(why->targets[0].effects[2].in_order_s, 0);
    /* Blue's three days of five would have cost five of the seven. */
    CHECK_EQ(why->targets[0].effects[2].alone_s, 5 * 86400);
}

/* A log of random changes, each to what another random state has there. */
struct history {
    struct change changes[12];
    const struct plan *before, *after;
    size_t count;
};

static bool add_change(struct test *t, struct history *h, const struct edits *all, size_t from,
                       size_t to)
{
    const struct edits part = {all->items + from, to - from};
    const struct plan *made;
    struct diags ignored;
    struct text text;

    diags_init(&ignored, t->arena);
    if (!plan_apply(h->after, part.items, part.count, t->arena, &made, &ignored))
        return false;
    text_init(&text, t->arena);
    edit_write(&part, writer_new(t->arena, WRITER_JSON_COMPACT, &text));
    h->changes[h->count] = (struct change){
        .seq = (int64_t)h->count + 2,
        .edits = json_read(t->arena, 0, text_str(&text), t->diags)};
    h->after = made;
    return h->changes[h->count++].edits != NULL;
}

/* Towards `goal` from where it is, by as many changes as it takes. */
static void add_changes(struct test *t, struct history *h, const struct plan *goal, size_t most)
{
    for (int tries = 0; tries < 20 && h->count < most; tries++) {
        const struct edits all = edit_diff(h->after, goal, t->arena);
        const size_t from = all.count ? (size_t)test_random_below(t, all.count) : 0;
        const size_t to = from + 1 + (size_t)test_random_below(t, 2);

        if (all.count == 0)
            return;
        add_change(t, h, &all, from, to > all.count ? all.count : to);
    }
}

void test_decide_why__sums_on_random_logs(struct test *t)
{
    const unsigned rounds = test_rounds(HISTORIES);
    unsigned moved = 0, sampled = 0, exact = 0, quiet = 0, of_program = 0, timed = 0;

    for (unsigned i = 0; i < rounds && t->failures == 0; i++) {
        struct history h = {.before = random_state(t, false)};
        const struct why *why;

        h.after = h.before;
        if (!h.before)
            return;
        /* All orders cost much: of every fortieth, by turns of few changes and of many. */
        add_changes(t, &h, random_state(t, true), i % 80 == 0 ? 4 : 12);
        if (i % 2 || i % 80 == 40)
            add_changes(t, &h, random_state(t, true), 12);
        why = why_with(t, h.before, h.after,
                       (struct why_options){.log = h.changes, .log_count = h.count,
                                            .orders = i % 40 == 0,
                                            .kept = i % 4 == 1 ? random_kept(t, h.before) : NULL});
        if (!why)
            return;
        check_sums(t, why);
        if (why->fair)
            check_fair(t, why);
        sampled += why->orders > 0;
        for (uint32_t n = 0; n < why->line_count && why->lines[n].kind < WHY_TIME; n++)
            of_program += why->targets[0].effects[n].in_order_s != 0;
        if (why->line_count > 0)
            timed += why->lines[why->kept ? 3 : 0].kind == WHY_TIME;
        exact += why->fair && why->orders == 0;
        for (uint32_t k = 0; k < why->target_count; k++) {
            moved += why->targets[k].after != why->targets[k].before;
            CHECK_EQ(why->targets[k].interaction.in_order_s, 0);
        }
        for (uint32_t n = 0; n < why->line_count; n++) {
            const struct node *edits =
                why->lines[n].kind == WHY_CHANGE ? why->lines[n].change->edits : NULL;
            const struct why_effect *e = &why->targets[0].effects[n];

            if (!edits || edits->count != 1 || !str_starts(edits->first->name, STR("aside.")))
                continue;
            quiet++;
            CHECK(e->alone_s == 0 && e->in_order_s == 0 && e->fair_s == 0 && e->low_s == 0 &&
                  e->high_s == 0 && e->fair_ppm == 0 && e->error_s == 0);
        }
        diags_init(t->diags, t->arena);
    }
    CHECK(moved > rounds);
    CHECK(sampled > 0);
    CHECK(of_program > rounds / 20);
    CHECK(timed > rounds / 4);
    CHECK(exact > 0);
    CHECK(quiet > rounds / 20);
}

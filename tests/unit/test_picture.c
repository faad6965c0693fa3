/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: every place in them is where the number says, to half a pixel; and text stays text. */
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/picture/picture.h"
#include "tests/unit/harness.h"

enum { DAY = 86400 };

static struct picture_frame frame_of(struct test *t, int64_t from, int64_t to)
{
    return (struct picture_frame){.owner = t->arena, .title = STR("A title"),
                                  .sentence = STR("A sentence."), .from = from, .to = to};
}

static struct str svg_of(struct test *t, const struct picture *p)
{
    struct text text;

    text_init(&text, t->arena);
    picture_write_svg(p, false, &text);
    return str_copy(t->arena, text_str(&text));
}

/* The number of an attribute in the n-th element that begins with `element`. */
static double number_of(struct test *t, struct str svg, const char *element, unsigned n,
                        const char *attribute)
{
    const char *at = svg.ptr, *end;
    const struct str wanted = str_format(t->arena, " %s=\"", attribute);

    do {
        at = strstr(at, element);
        CHECK(at != NULL);
        if (!at)
            return -1;
        at++;
    } while (n-- > 0);
    end = strchr(at, '>');
    at = strstr(at, str_copy(t->arena, wanted).ptr);
    CHECK(at && end && at < end);
    return at ? strtod(at + wanted.len, NULL) : -1;
}

/* Where a value must stand, computed in another way. */
static double place(int64_t value, int64_t from, int64_t to, double low, double high)
{
    return low + (high - low) * ((double)(value - from) / (double)(to - from));
}

static void check_near(struct test *t, double got, double wanted)
{
    CHECK(got - wanted < 0.5 && wanted - got < 0.5);
}

void test_picture__ranges_stand_where_their_dates_are(struct test *t)
{
    const int64_t from = 20000 * (int64_t)DAY;

    for (int round = 0; round < 50; round++) {
        const int64_t to = from + (30 + (int64_t)test_random_below(t, 900)) * DAY, span = to - from;
        const int64_t p10 = from + (int64_t)test_random_below(t, (uint64_t)span / 2);
        const int64_t p50 = p10 + (int64_t)test_random_below(t, (uint64_t)(to - p10) / 2 + 1);
        const int64_t p90 = p50 + (int64_t)test_random_below(t, (uint64_t)(to - p50) + 1);
        const int64_t mark = from + (int64_t)test_random_below(t, (uint64_t)span);
        const struct picture_range item = {.label = STR("a"), .p10 = p10, .p25 = p10, .p50 = p50,
                                           .p75 = p50, .p90 = p90, .mark = mark,
                                           .ghost = PICTURE_NONE};
        const struct picture_frame frame = frame_of(t, from, to);
        const struct str svg = svg_of(t, picture_ranges(&frame, &item, 1));

        check_near(t, number_of(t, svg, "class=\"k-soft", 0, "x1"), place(p10, from, to, 190, 700));
        check_near(t, number_of(t, svg, "class=\"k-soft", 0, "x2"), place(p90, from, to, 190, 700));
        check_near(t, number_of(t, svg, "<circle", 0, "cx"), place(p50, from, to, 190, 700));
        check_near(t, number_of(t, svg, "class=\"k-promise", 0, "x1"),
                   place(mark, from, to, 190, 700));
    }
}

void test_picture__bars_are_as_long_as_their_values(struct test *t)
{
    for (int round = 0; round < 50; round++) {
        struct picture_bar bars[5];
        const struct picture_frame frame = frame_of(t, 0, 1);
        int64_t most = 1;
        struct str svg;

        for (int i = 0; i < 5; i++) {
            bars[i] = (struct picture_bar){.label = STR("b"), .said = STR("1 d"),
                                           .value = (int64_t)test_random_below(t, 1u << 30),
                                           .second = PICTURE_NONE, .ink = INK_FORECAST};
            most = bars[i].value > most ? bars[i].value : most;
        }
        svg = svg_of(t, picture_bars(&frame, "causes", bars, 5, "days", NULL));
        for (unsigned i = 0; i < 5; i++)
            check_near(t, number_of(t, svg, "<rect", i, "width"),
                       place(bars[i].value, 0, most, 0, 420));
    }
}

/* Each bar of a waterfall begins where the one before ended; the last ends at the last value. */
void test_picture__a_waterfall_adds_up(struct test *t)
{
    const struct picture_step steps[] = {
        {.label = STR("a"), .value = 9 * DAY, .said = STR("+9 d"), .title = STR("Dig & pour")},
        {.label = STR("b"), .value = -3 * DAY, .said = STR("-3 d")},
        {.label = STR("c"), .value = 4 * DAY, .said = STR("+4 d")}};
    const struct picture_frame frame = frame_of(t, 0, 1);
    const struct str svg = svg_of(
        t, picture_waterfall(&frame, 0, 10 * DAY, STR("x"), STR("y"), steps, 3));
    const double a = number_of(t, svg, "<rect", 0, "x");
    const double a_wide = number_of(t, svg, "<rect", 0, "width");
    const double b = number_of(t, svg, "<rect", 1, "x");
    const double b_wide = number_of(t, svg, "<rect", 1, "width");
    const double c = number_of(t, svg, "<rect", 2, "x");
    const double c_wide = number_of(t, svg, "<rect", 2, "width");

    check_near(t, b + b_wide, a + a_wide);
    check_near(t, c, b);
    check_near(t, a, number_of(t, svg, "<line class=\"k-promise", 0, "x1"));
    check_near(t, c + c_wide, number_of(t, svg, "<line class=\"k-promise", 1, "x1"));
    check_near(t, a_wide / 9, b_wide / 3);
    check_near(t, a_wide / 9, c_wide / 4);
    CHECK(str_find(svg, STR(">Dig &amp; pour (a)<")) < svg.len);
    CHECK(str_find(svg, STR(">b<")) < svg.len);
}

static struct str say_number(struct arena *owner, int64_t value)
{
    return str_format(owner, "%lld", (long long)value);
}

void test_picture__a_curve_goes_through_its_points(struct test *t)
{
    const struct picture_sample curve[] = {{100, 0}, {200, 500000}, {300, 800000}, {500, 1000000}};
    const struct picture_rule rule = {250, STR("promised"), INK_PROMISE};
    const struct picture_frame frame = frame_of(t, 0, 600);
    const struct picture *p = picture_curve(&frame, curve, 4, NULL, 0, &rule, 1, say_number);
    const struct mark *path = NULL;

    for (size_t i = 0; i < p->mark_count; i++)
        if (p->marks[i].kind == MARK_PATH)
            path = &p->marks[i];
    CHECK(path && path->point_count == 4);
    for (int i = 0; path && i < 4; i++) {
        check_near(t, path->points[i].x / 100.0, place(curve[i].at, 0, 600, 56, 700));
        check_near(t, path->points[i].y / 100.0, place(curve[i].ppm, 0, 1000000, 264, 48));
    }
    CHECK_EQ(p->row_count, 4);
    CHECK(str_equal(p->rows[2].cells[1], STR("80\xc2\xa0%")));
}

void test_picture__heat_hatches_what_is_over_full(struct test *t)
{
    const struct str labels[] = {STR("a")};
    const int32_t values[] = {500000, 1200000, 0};
    const struct picture_frame frame = frame_of(t, 0, 3);
    const struct picture *p = picture_heat(&frame, labels, 1, 3, values, 1000000);
    unsigned lines = 0, cells = 0;

    for (size_t i = 0; i < p->mark_count; i++) {
        lines += p->marks[i].kind == MARK_LINE && p->marks[i].ink == INK_ACTION;
        cells += p->marks[i].kind == MARK_RECT;
    }
    CHECK(lines > 3);
    CHECK_EQ(cells, 2);
    CHECK(str_equal(p->rows[0].cells[2], STR("1")));
}

void test_picture__squares_hold_their_points(struct test *t)
{
    const struct point track[] = {{0, 0}, {500000, 250000}, {1000000, 1000000}};
    const struct picture_score score = {800000, 700000, 600000, 900000, 20};
    const struct str shares[4] = {STR("1"), STR("2"), STR("3"), STR("4")};
    const struct picture_zone yellow = {100000, 700000}, red = {300000, 900000};
    const struct picture_frame frame = frame_of(t, 0, 1);
    struct str svg = svg_of(t, picture_fever(&frame, track, 3, yellow, red));

    check_near(t, number_of(t, svg, "<circle", 1, "cx"), 64 + 140);
    check_near(t, number_of(t, svg, "<circle", 1, "cy"), 16 + 280 * 0.75);
    svg = svg_of(t, picture_reliability(&frame, &score, 1));
    check_near(t, number_of(t, svg, "<circle", 0, "cx"), 64 + 280 * 0.8);
    check_near(t, number_of(t, svg, "<circle", 0, "cy"), 16 + 280 * 0.3);
    svg = svg_of(t, picture_joint(&frame, track, 3, 400000, 600000, shares, STR("x"), STR("y"),
                                NULL, 0));
    check_near(t, number_of(t, svg, "<line class=\"k-promise", 0, "x1"), 64 + 280 * 0.4);
    check_near(t, number_of(t, svg, "<line class=\"k-promise", 1, "y1"), 16 + 280 * 0.4);
}

void test_picture__matrix_and_chain_and_band_are_drawn(struct test *t)
{
    const struct str labels[] = {STR("a"), STR("b")};
    const struct picture_cell cells[] = {{0}, {9, STR("9 d"), true}, {0}, {0}};
    const struct picture_node nodes[] = {
        {STR("n1"), STR("t"), STR("3 d"), INK_ACTION, STR("")},
        {STR("n2"), STR("t"), STR("4 d"), INK_FORECAST, STR("Two")}};
    const struct picture_moment moments[] = {
        {0, 1, 2, 3, 2, {STR("0"), STR("2"), STR("1 to 3"), STR("2")}},
        {10, 2, 4, 8, PICTURE_NONE, {STR("10"), STR("4"), STR("2 to 8"), STR("")}}};
    const struct picture_frame frame = frame_of(t, 0, 10);
    const struct picture *p = picture_matrix(&frame, labels, 2, cells, "on whom");
    struct str svg;

    CHECK_EQ(p->row_count, 1);
    CHECK(str_equal(p->rows[0].cells[0], STR("a")) && str_equal(p->rows[0].cells[1], STR("b")));
    p = picture_chain(&frame, nodes, 2);
    CHECK_EQ(p->row_count, 2);
    p = picture_band(&frame, "cone", moments, 2, 6, STR("limit"), false, NULL, 0, 0, 10);
    svg = svg_of(t, p);
    check_near(t, number_of(t, svg, "<circle", 1, "cx"), 700);
    check_near(t, number_of(t, svg, "<circle", 1, "cy"), place(4, 0, 10, 260, 16));
    check_near(t, number_of(t, svg, "<line class=\"k-promise", 0, "y1"), place(6, 0, 10, 260, 16));
}

/* Promises of many near days: names overlap nowhere, and what finds no room is only pointed at. */
void test_picture__names_under_a_timeline_do_not_overlap(struct test *t)
{
    enum { RULES = 12 };

    for (int round = 0; round < 20; round++) {
        const struct picture_task task = {.label = STR("a"), .start = 0, .p10 = DAY, .p50 = DAY,
                                          .p90 = DAY, .baseline_start = PICTURE_NONE,
                                          .baseline_finish = PICTURE_NONE};
        const struct picture_frame frame = frame_of(t, 0, 200 * DAY);
        struct picture_rule rules[RULES];
        const struct picture *p;
        size_t named = 0;

        for (int i = 0; i < RULES; i++)
            rules[i] = (struct picture_rule){(int64_t)test_random_below(t, 200) * DAY,
                                             STR("promise-of-spring"), INK_PROMISE};
        p = picture_timeline(&frame, &task, 1, rules, RULES);
        for (size_t i = 0; i < p->mark_count; i++) {
            const struct mark *m = &p->marks[i];
            const int32_t wide = picture_wide(rules[0].label, false);

            if (m->kind != MARK_TEXT || !str_equal(m->text, rules[0].label))
                continue;
            named++;
            CHECK(m->y < p->height);
            for (size_t k = 0; k < i; k++)
                if (p->marks[k].kind == MARK_TEXT && p->marks[k].y == m->y &&
                    p->marks[k].anchor == m->anchor && str_equal(p->marks[k].text, m->text))
                    CHECK(p->marks[k].x >= m->x + wide || m->x >= p->marks[k].x + wide);
        }
        CHECK(named >= 3);
    }
}

/* A title stands before the id, cut where both are too long; the table has the id alone. */
void test_picture__rows_are_called_by_their_titles(struct test *t)
{
    const struct picture_frame frame = frame_of(t, 0, 100);
    const struct picture_bar bars[] = {
        {.label = STR("ga"), .title = STR("General availability"), .value = 1,
         .second = PICTURE_NONE, .said = STR("1 d")},
        {.label = STR("sig-node-in-1-27"), .title = STR("All of SIG Node merged by the freeze"),
         .value = 1, .second = PICTURE_NONE, .said = STR("1 d")},
        {.label = STR("x"), .title = STR("X"), .value = 1, .second = PICTURE_NONE,
         .said = STR("1 d")}};
    const struct picture *p = picture_bars(&frame, "causes", bars, 3, "days", NULL);
    const struct str svg = svg_of(t, p);

    CHECK(str_find(svg, STR(">General availability (ga)<")) < svg.len);
    CHECK(str_find(svg, STR(">All of SIG Node merged by th\u2026 (sig-node-in-1-27)<")) < svg.len);
    CHECK(str_find(svg, STR(">x<")) < svg.len);
    CHECK(str_equal(p->rows[0].cells[0], STR("ga")));
}

/* Bars, whiskers, ghosts and diamonds of a timeline; a row each, in the order given. */
void test_picture__a_timeline_stands_where_its_dates_are(struct test *t)
{
    const int64_t from = 20000 * (int64_t)DAY;

    for (int round = 0; round < 50; round++) {
        const int64_t to = from + (60 + (int64_t)test_random_below(t, 900)) * DAY, span = to - from;
        const int64_t start = from + (int64_t)test_random_below(t, (uint64_t)span / 4);
        const int64_t p10 = start + (int64_t)test_random_below(t, (uint64_t)span / 4);
        const int64_t p50 = p10 + DAY * 7 + (int64_t)test_random_below(t, (uint64_t)span / 8);
        const int64_t p90 = p50 + (int64_t)test_random_below(t, (uint64_t)span / 8);
        const int64_t held = start + DAY, due = from + span / 2;
        const struct picture_task tasks[] = {
            {.label = STR("a"), .start = start, .p10 = p10, .p50 = p50, .p90 = p90,
             .baseline_start = held, .baseline_finish = held + 9 * DAY, .weight_ppm = 900000},
            {.label = STR("b"), .start = p50, .p10 = p10, .p50 = p50, .p90 = p90,
             .baseline_start = PICTURE_NONE, .baseline_finish = PICTURE_NONE, .is_point = true}};
        const struct picture_rule rule = {due, STR("promised"), INK_PROMISE};
        const struct picture_frame frame = frame_of(t, from, to);
        const struct picture *p = picture_timeline(&frame, tasks, 2, &rule, 1);
        const struct str svg = svg_of(t, p);
        const double left = place(start, from, to, 190, 700);
        const struct mark *diamond = NULL;

        check_near(t, number_of(t, svg, "<rect", 0, "x"), left);
        check_near(t, number_of(t, svg, "<rect", 0, "x") + number_of(t, svg, "<rect", 0, "width"),
                   place(p50, from, to, 190, 700));
        check_near(t, number_of(t, svg, "class=\"k-dim l", 0, "x1"),
                   place(p10, from, to, 190, 700));
        check_near(t, number_of(t, svg, "class=\"k-dim l", 0, "x2"),
                   place(p90, from, to, 190, 700));
        check_near(t, number_of(t, svg, "class=\"k-ghost", 0, "x1"),
                   place(held, from, to, 190, 700));
        check_near(t, number_of(t, svg, "class=\"k-ghost", 0, "x2"),
                   place(held + 9 * DAY, from, to, 190, 700));
        check_near(t, number_of(t, svg, "<line class=\"k-promise", 0, "x1"),
                   place(due, from, to, 190, 700));
        for (size_t i = 0; i < p->mark_count; i++)
            if (p->marks[i].kind == MARK_PATH)
                diamond = &p->marks[i];
        CHECK(diamond && diamond->point_count == 4);
        if (diamond)
            check_near(t, diamond->points[0].x / 100.0, place(p50, from, to, 190, 700));
        /* Rows of 22 pixels from 24 on, the middle of each at its line. */
        check_near(t, number_of(t, svg, "class=\"k-dim l", 0, "y1"), 24 + 11);
        if (diamond)
            check_near(t, diamond->points[1].y / 100.0, 24 + 22 + 11);
        CHECK_EQ(p->row_count, 2);
    }
}

/* A cell of a strip is as wide as its share of the axis, and dark by how full it is. */
void test_picture__heat_stands_in_its_weeks(struct test *t)
{
    for (int round = 0; round < 50; round++) {
        const size_t weeks = 2 + test_random_below(t, 50);
        const struct str labels[] = {STR("a"), STR("b")};
        int32_t values[104];
        const struct picture_frame frame = frame_of(t, 0, (int64_t)weeks);
        const struct picture *p;
        size_t at = 0;

        for (size_t i = 0; i < 2 * weeks; i++)
            values[i] = (int32_t)test_random_below(t, 3) * 400000;
        p = picture_heat(&frame, labels, 2, weeks, values, 1000000);
        for (size_t i = 0; i < p->mark_count; i++) {
            const struct mark *m = &p->marks[i];

            if (m->kind != MARK_RECT)
                continue;
            while (at < 2 * weeks && values[at] <= 0)
                at++;
            check_near(t, m->x / 100.0,
                       place((int64_t)(at % weeks), 0, (int64_t)weeks, 190, 700));
            check_near(t, m->to_x / 100.0, 510.0 / (double)weeks);
            check_near(t, m->y / 100.0, 25 + 24 * (double)(at / weeks));
            CHECK_EQ(m->ink, INK_HEAT_0 + values[at] * 4 / 1000000);
            at++;
        }
        while (at < 2 * weeks && values[at] <= 0)
            at++;
        CHECK_EQ(at, 2 * weeks);    /* every week with work has its cell */
    }
}

/* Who waits is the row, on whom the column; a number stands in the middle of its cell. */
void test_picture__a_matrix_has_each_wait_in_its_cell(struct test *t)
{
    for (int round = 0; round < 50; round++) {
        const size_t count = 2 + test_random_below(t, 8);
        const size_t row = test_random_below(t, count), column = test_random_below(t, count);
        struct str labels[10];
        struct picture_cell cells[100] = {{0}};
        const struct picture_frame frame = frame_of(t, 0, 1);
        const struct picture *p;
        const struct mark *words = NULL, *ring = NULL, *cell = NULL;

        for (size_t i = 0; i < count; i++)
            labels[i] = str_format(t->arena, "team-%u", (unsigned)i);
        cells[row * count + column] = (struct picture_cell){7, STR("7 d"), true};
        p = picture_matrix(&frame, labels, count, cells, "on whom");
        for (size_t i = 0; i < p->mark_count; i++) {
            const struct mark *m = &p->marks[i];

            words = m->kind == MARK_TEXT && str_equal(m->text, STR("7 d")) ? m : words;
            ring = m->kind == MARK_DOT ? m : ring;
            cell = m->kind == MARK_RECT && m->ink == INK_HEAT_4 ? m : cell;
        }
        CHECK(words && ring && cell && !ring->filled);
        if (!words || !ring || !cell)
            return;
        check_near(t, cell->x / 100.0, 120 + 60 * (double)column);
        check_near(t, cell->y / 100.0, 26 + 60 * (double)row);
        check_near(t, words->x / 100.0, 120 + 60 * (double)column + 30);
        check_near(t, words->y / 100.0, 26 + 60 * (double)row + 34);    /* its base line */
        check_near(t, ring->x / 100.0, 120 + 60 * (double)column + 52);
        CHECK_EQ(p->row_count, 1);
        CHECK(str_equal(p->rows[0].cells[0], labels[row]) &&
              str_equal(p->rows[0].cells[1], labels[column]));
    }
}

/* Boxes in rows of four; each arrow leaves one box and ends at the next. */
void test_picture__arrows_of_a_chain_join_its_boxes(struct test *t)
{
    for (size_t count = 1; count <= PICTURE_CHAIN_MOST; count++) {
        struct picture_node nodes[PICTURE_CHAIN_MOST];
        const struct picture_frame frame = frame_of(t, 0, 1);
        const struct mark *box = NULL, *heads[PICTURE_CHAIN_MOST] = {NULL};
        const struct picture *p;
        size_t boxes = 0, arrows = 0;

        for (size_t i = 0; i < count; i++)
            nodes[i] = (struct picture_node){str_format(t->arena, "n%u", (unsigned)i), STR("team"),
                                             STR("3 d"), INK_FORECAST, STR("")};
        p = picture_chain(&frame, nodes, count);
        for (size_t i = 0; i < p->mark_count; i++)
            if (p->marks[i].kind == MARK_PATH && p->marks[i].filled)
                heads[arrows++] = &p->marks[i];
        CHECK_EQ(arrows, count - 1);
        for (size_t i = 0; i < p->mark_count; i++) {
            if (p->marks[i].kind != MARK_RECT)
                continue;
            box = &p->marks[i];
            check_near(t, box->x / 100.0, 4 + 178 * (double)(boxes % 4));
            check_near(t, box->y / 100.0, 8 + 80 * (double)(boxes / 4));
            /* The tip of the arrow before: at the left side, or from above at the turn. */
            if (boxes > 0 && boxes % 4 > 0) {
                check_near(t, heads[boxes - 1]->points[1].x / 100.0, box->x / 100.0);
                check_near(t, heads[boxes - 1]->points[1].y / 100.0, box->y / 100.0 + 27);
            } else if (boxes > 0) {
                check_near(t, heads[boxes - 1]->points[1].x / 100.0, box->x / 100.0 + 75);
                check_near(t, heads[boxes - 1]->points[1].y / 100.0, box->y / 100.0);
            }
            boxes++;
        }
        CHECK_EQ(boxes, count);
        CHECK_EQ(p->row_count, count);
    }
}

/* One of each of the fourteen kinds. */
static size_t every_kind(struct test *t, const struct picture *ret[16])
{
    static const struct str labels[] = {{"a", 1}, {"b", 1}};
    static const struct picture_sample curve[] = {{0, 0}, {5, 800000}, {10, 1000000}};
    static const struct picture_rule rule = {5, {"rule", 4}, INK_PROMISE};
    static const struct picture_range range = {.label = {"a", 1}, .p10 = 1, .p25 = 2, .p50 = 3,
                                               .p75 = 4, .p90 = 5, .mark = 6, .ghost = 4};
    static const struct picture_bar bar = {.label = {"a", 1}, .value = 3, .second = 2,
                                           .said = {"3 d", 3}, .said_second = {"2 d", 3},
                                           .ink = INK_FORECAST};
    static const struct picture_step step = {
        .label = {"a", 1}, .value = 3, .said = {"+3", 2}};
    static const struct picture_task task = {.label = {"a", 1}, .start = 1, .p10 = 2, .p50 = 3,
                                             .p90 = 4, .baseline_start = 1, .baseline_finish = 2};
    static const struct picture_cell cells[] = {{0}, {9, {"9 d", 3}, true}, {0}, {0}};
    static const int32_t loads[] = {500000, 1200000};
    static const struct picture_moment moments[] = {
        {0, 1, 2, 3, 2, {{"0", 1}, {"2", 1}, {"1 to 3", 6}, {"2", 1}}},
        {10, 2, 4, 8, PICTURE_NONE, {{"10", 2}, {"4", 1}, {"2 to 8", 6}, {"", 0}}}};
    static const struct point track[] = {{0, 0}, {500000, 250000}};
    static const struct picture_score score = {800000, 700000, 600000, 900000, 20};
    static const struct picture_zone yellow = {100000, 700000}, red = {300000, 900000};
    static const struct picture_node node = {{"a", 1}, {"b", 1}, {"3 d", 3}, INK_FORECAST,
                                             {"A", 1}};
    const struct str shares[4] = {STR("1"), STR("2"), STR("3"), STR("4")};
    const struct picture_frame f = frame_of(t, 0, 10);
    size_t count = 0;

    ret[count++] = picture_ranges(&f, &range, 1);
    ret[count++] = picture_curve(&f, curve, 3, NULL, 0, &rule, 1, say_number);
    ret[count++] = picture_joint(&f, track, 2, 400000, 600000, shares, STR("x"), STR("y"), NULL, 0);
    ret[count++] = picture_timeline(&f, &task, 1, &rule, 1);
    ret[count++] = picture_matrix(&f, labels, 2, cells, "on whom");
    ret[count++] = picture_bars(&f, "causes", &bar, 1, "days", "cost");
    ret[count++] = picture_waterfall(&f, 0, 3, STR("x"), STR("y"), &step, 1);
    ret[count++] = picture_band(&f, "trend", moments, 2, PICTURE_NONE, STR(""), true, NULL, 0, 0,
                                10);
    ret[count++] = picture_bars(&f, "decisions", &bar, 1, "last moment", NULL);
    ret[count++] = picture_band(&f, "cone", moments, 2, 6, STR("limit"), false, NULL, 0, 0, 10);
    ret[count++] = picture_heat(&f, labels, 1, 2, loads, 1000000);
    ret[count++] = picture_fever(&f, track, 2, yellow, red);
    ret[count++] = picture_reliability(&f, &score, 1);
    ret[count++] = picture_chain(&f, &node, 1);
    return count;
}

/* Each is an image with its sentence as its name, has the same data as a table, and is drawn in
 * inks alone, which are defined for light, dark, forced colours and print. */
void test_picture__every_kind_is_named_tabled_and_inked(struct test *t)
{
    const struct picture *all[16];
    const size_t count = every_kind(t, all);
    const struct str style = str_of(picture_style);

    CHECK_EQ(count, 14);
    CHECK(str_find(style, STR("prefers-color-scheme:dark")) < style.len);
    CHECK(str_find(style, STR("data-theme=light")) < style.len);
    CHECK(str_find(style, STR("forced-colors:active")) < style.len);
    CHECK(str_find(style, STR("@media print")) < style.len);
    for (size_t i = 0; i < count; i++) {
        const struct picture *p = all[i];
        const struct str svg = svg_of(t, p);
        const char *at = svg.ptr;

        CHECK(str_find(svg, STR("role=\"img\"")) < svg.len);
        CHECK(str_find(svg, STR("aria-label=\"A sentence.\"")) < svg.len);
        CHECK(p->column_count >= 2 && p->row_count >= 1);
        for (size_t r = 0; r < p->row_count; r++)
            CHECK(p->rows[r].cells[0].len > 0);
        /* No colour but by an ink; every ink has its style. */
        CHECK(str_find(svg, STR("#")) == svg.len && str_find(svg, STR("rgb")) == svg.len &&
              str_find(svg, STR("fill=")) == svg.len && str_find(svg, STR("stroke=")) == svg.len);
        while ((at = strstr(at, "class=\"k-"))) {
            size_t end = 9;

            while (at[end] != ' ' && at[end] != '"')
                end++;
            CHECK(str_find(style, str_format(t->arena, ".%.*s{", (int)(end - 7), at + 7)) <
                  style.len);
            at += end;
        }
    }
}

/* In text: the same rows, in braille or not, and nothing but ASCII where that is asked. */
void test_picture__every_kind_has_a_form_in_text(struct test *t)
{
    const struct picture *all[16];
    const size_t count = every_kind(t, all);
    size_t drawn = 0;

    for (size_t i = 0; i < count; i++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            struct text text;

            text_init(&text, t->arena);
            if (all[i]->in_rows)
                picture_write_rows(all[i], 72, ascii, t->arena, &text);
            else if (all[i]->area.right > 0)
                picture_write_plot(all[i], 72, 8, ascii, t->arena, &text);
            for (size_t c = 0; ascii && c < text.len; c++)
                CHECK((unsigned char)text.ptr[c] < 0x80 || (unsigned char)text.ptr[c] == 0xc2 ||
                      (unsigned char)text.ptr[c] == 0xa0);
            drawn += text.len > 0 && ascii;
        }
    }
    CHECK(drawn >= 8);
}

/* What users wrote is text, whatever it says. */
void test_picture__hostile_texts_come_out_harmless(struct test *t)
{
    static const char *const hostile[] = {
        "<script>alert(1)</script>", "\" onload=\"alert(1)", "' onclick='x", "a & b &amp; c",
        "\xe2\x80\xae reversed", "\x01\x02", "]]>", "<!-- ", "\xff\xfe"};

    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
        const struct picture_bar bar = {.label = str_of(hostile[i]), .said = str_of(hostile[i]),
                                        .value = 1, .second = PICTURE_NONE, .ink = INK_BAD};
        struct picture_frame frame = frame_of(t, 0, 1);
        struct str svg;
        size_t bad;

        frame.sentence = str_of(hostile[i]);
        svg = svg_of(t, picture_bars(&frame, "causes", &bar, 1, "days", NULL));
        CHECK(str_find(svg, STR("<script")) == svg.len);
        CHECK(str_find(svg, STR("\" onload")) == svg.len);
        CHECK(str_find(svg, STR("' onclick")) == svg.len);
        CHECK(str_find(svg, STR("<!--")) == svg.len);
        CHECK(str_find(svg, STR("\xe2\x80\xae")) == svg.len);
        CHECK(str_is_utf8(svg, &bad));
        for (size_t at = 0; at < svg.len; at++)
            CHECK((unsigned char)svg.ptr[at] >= 0x20 || svg.ptr[at] == '\n');
    }
}

void test_picture__scales_are_exact_at_their_ends(struct test *t)
{
    const struct scale up = {-5, 5, 1000, 0};

    CHECK_EQ(scale_at(&up, -5), 1000);
    CHECK_EQ(scale_at(&up, 5), 0);
    CHECK_EQ(scale_at(&up, 0), 500);
    CHECK_EQ(scale_at(&up, 99), 0);
    CHECK_EQ(scale_step(100, 5), 20);
    CHECK_EQ(scale_step(7, 10), 1);
    CHECK_EQ(scale_step(1000000, 4), 500000);
}

/* In text a curve rises from left to right, through the same places. */
void test_picture__a_plot_in_text_is_the_same_curve(struct test *t)
{
    const struct picture_sample curve[] = {{0, 0}, {600, 1000000}};
    const struct picture_rule rule = {300, STR("promised"), INK_PROMISE};
    const struct picture_frame frame = frame_of(t, 0, 600);
    const struct picture *p = picture_curve(&frame, curve, 2, NULL, 0, &rule, 1, say_number);
    struct str lines[12];
    struct text text;

    text_init(&text, t->arena);
    picture_write_plot(p, 69, 10, true, t->arena, &text);
    for (size_t i = 0, at = 0; i < 10; i++) {
        const size_t end = at + str_find_char(str_slice(text_str(&text), at, text.len), '\n');

        lines[i] = str_slice(text_str(&text), at, end);
        at = end + 1;
    }
    /* Sixty cells wide behind the labels: the last dot at the top right, the first below left. The
     * blank of "100 %" is of two bytes. */
    CHECK_EQ(lines[0].len, 70);
    CHECK(lines[0].ptr[69] == '.' && lines[0].ptr[10] == ' ');
    CHECK(lines[9].ptr[9] == '.' || lines[9].ptr[10] == '.');
    CHECK(memchr(lines[2].ptr, '|', 40) && memchr(lines[2].ptr + 36, '|', 6));
    CHECK(str_starts(lines[0], STR("   100")));
    for (size_t i = 0; i < text.len; i++)
        CHECK((unsigned char)text.ptr[i] < 0x80 || (unsigned char)text.ptr[i] == 0xc2 ||
              (unsigned char)text.ptr[i] == 0xa0);
}

void test_picture__rows_in_text_stand_where_their_dates_are(struct test *t)
{
    const struct picture_range item = {.label = STR("a"), .p10 = 100, .p25 = 200, .p50 = 300,
                                       .p75 = 400, .p90 = 500, .mark = 600, .ghost = 0};
    const struct picture_frame frame = frame_of(t, 0, 600);
    struct text text;

    text_init(&text, t->arena);
    picture_write_rows(picture_ranges(&frame, &item, 1), 66, true, t->arena, &text);
    /* Sixty-one columns for 600: one for ten. */
    CHECK_STR(text_str(&text),
              "  a  o         ----------##########*##########----------         |\n");
}

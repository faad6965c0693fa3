/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures: every mark is where its numbers say, to half a pixel, for random numbers; and no text
 * of any picture lies on another or outside, however long names are. */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/picture/picture.h"
#include "tests/unit/harness.h"

enum { ROUNDS = 50, MOST = 12, MILLION = 1000000 };

static struct picture_frame frame_of(struct test *t, int64_t from, int64_t to)
{
    return (struct picture_frame){.owner = t->arena, .title = STR("A title"),
                                  .sentence = STR("A sentence."), .from = from, .to = to};
}

/* Where a value must stand, computed in another way; outside of the axis at its end. */
static double place(int64_t value, int64_t from, int64_t to, double low, double high)
{
    const double part = (double)(value - from) / (double)(to - from);

    return low + (high - low) * (part < 0 ? 0 : part > 1 ? 1 : part);
}

static void check_near(struct test *t, int32_t hundredths, double wanted)
{
    const double got = hundredths / 100.0;

    CHECK(got - wanted < 0.5 && wanted - got < 0.5);
}

/* The n-th mark of a kind and an ink. */
static const struct mark *mark_of(struct test *t, const struct picture *p, enum mark_kind kind,
                                  enum ink ink, size_t n)
{
    static const struct mark none = {0};

    for (size_t i = 0; i < p->mark_count; i++)
        if (p->marks[i].kind == kind && p->marks[i].ink == ink && n-- == 0)
            return &p->marks[i];
    CHECK(!"there is such a mark");
    return &none;
}

static struct str say_number(struct arena *owner, int64_t value)
{
    return str_format(owner, "%lld", (long long)value);
}

static int64_t below(struct test *t, int64_t limit)
{
    return (int64_t)test_random_below(t, (uint64_t)limit);
}

void test_picture_place__curves_and_their_rules(struct test *t)
{
    for (int round = 0; round < ROUNDS; round++) {
        const int64_t from = below(t, 100000000), to = from + 1000 + below(t, 90000000);
        struct picture_sample curve[MOST], ghost[MOST];
        struct picture_rule rules[3];
        const struct picture_frame frame = frame_of(t, from, to);
        const struct picture *p;
        const struct mark *drawn, *before;

        for (int i = 0; i < MOST; i++) {
            curve[i].at = from + below(t, to - from);
            curve[i].ppm = (int32_t)below(t, MILLION);
            ghost[i].at = from + below(t, to - from);
            ghost[i].ppm = (int32_t)below(t, MILLION);
        }
        for (int i = 0; i < 3; i++) {
            rules[i].at = from + below(t, to - from);
            rules[i].label = STR("promised 2027-03-31: about 5 %");
            rules[i].ink = i == 0 ? INK_PROMISE : i == 1 ? INK_FORECAST : INK_ACTION;
        }
        p = picture_curve(&frame, curve, MOST, ghost, MOST, rules, 3, say_number);
        drawn = mark_of(t, p, MARK_PATH, INK_FORECAST, 0);
        before = mark_of(t, p, MARK_PATH, INK_GHOST, 0);
        CHECK(drawn->point_count == MOST && before->point_count == MOST && before->dashed);
        for (int i = 0; i < MOST; i++) {
            check_near(t, drawn->points[i].x, place(curve[i].at, from, to, 56, 700));
            check_near(t, drawn->points[i].y, place(curve[i].ppm, 0, MILLION, 264, 80));
            check_near(t, before->points[i].x, place(ghost[i].at, from, to, 56, 700));
            check_near(t, before->points[i].y, place(ghost[i].ppm, 0, MILLION, 264, 80));
        }
        for (int i = 0; i < 3; i++) {
            const struct mark *line = mark_of(t, p, MARK_LINE, rules[i].ink, 0);

            check_near(t, line->x, place(rules[i].at, from, to, 56, 700));
            CHECK_EQ(line->x, line->to_x);
            check_near(t, line->to_y, 264);
        }
    }
}

void test_picture_place__bands_limits_and_the_diagonal(struct test *t)
{
    for (int round = 0; round < ROUNDS; round++) {
        const int64_t from = below(t, 100000), to = from + 1000 + below(t, 90000);
        const int64_t low = below(t, 100000), high = low + 1000 + below(t, 90000);
        const int64_t limit = low + below(t, high - low);
        struct picture_moment moments[MOST] = {{0}};
        const struct picture_frame frame = frame_of(t, from, to);
        const struct picture *p;
        const struct mark *band, *real, *line;

        for (int i = 0; i < MOST; i++) {
            struct picture_moment *m = &moments[i];

            m->at = from + (to - from) * i / MOST + below(t, (to - from) / MOST);
            m->low = low + below(t, (high - low) / 2);
            m->middle = m->low + below(t, (high - low) / 4);
            m->high = m->middle + below(t, (high - low) / 4);
            m->real = low + below(t, high - low);
        }
        p = picture_band(&frame, "burn", moments, MOST, limit, STR("limit"), true, NULL, 0, low,
                         high);
        band = mark_of(t, p, MARK_PATH, INK_HEAT_2, 0);
        real = mark_of(t, p, MARK_PATH, INK_PROMISE, 0);
        CHECK(band->point_count == 2 * MOST && real->point_count == MOST);
        for (int i = 0; i < MOST; i++) {
            const double x = place(moments[i].at, from, to, 90, 700);
            const struct mark *dot = mark_of(t, p, MARK_DOT, INK_FORECAST, (size_t)i);

            check_near(t, band->points[i].x, x);
            check_near(t, band->points[i].y, place(moments[i].low, low, high, 260, 16));
            check_near(t, band->points[2 * MOST - 1 - i].x, x);
            check_near(t, band->points[2 * MOST - 1 - i].y,
                       place(moments[i].high, low, high, 260, 16));
            check_near(t, dot->x, x);
            check_near(t, dot->y, place(moments[i].middle, low, high, 260, 16));
            check_near(t, real->points[i].y, place(moments[i].real, low, high, 260, 16));
        }
        line = mark_of(t, p, MARK_LINE, INK_PROMISE, 0);
        check_near(t, line->y, place(limit, low, high, 260, 16));
        if ((from > low ? from : low) < (to < high ? to : high)) {
            const int64_t first = from > low ? from : low, last = to < high ? to : high;

            line = mark_of(t, p, MARK_LINE, INK_GHOST, 0);
            check_near(t, line->x, place(first, from, to, 90, 700));
            check_near(t, line->y, place(first, low, high, 260, 16));
            check_near(t, line->to_x, place(last, from, to, 90, 700));
            check_near(t, line->to_y, place(last, low, high, 260, 16));
        }
    }
}

void test_picture_place__steps_of_a_waterfall(struct test *t)
{
    for (int round = 0; round < ROUNDS; round++) {
        const size_t count = 1 + test_random_below(t, 8);
        const int64_t first = below(t, 1000000);
        struct picture_step steps[8];
        const struct picture_frame frame = frame_of(t, 0, 1);
        int64_t at = first, low = first, high = first, margin;
        const struct picture *p;
        double left, right;

        for (size_t i = 0; i < count; i++) {
            steps[i] = (struct picture_step){
                .label = STR("a step"), .value = below(t, 200000) - 90000, .said = STR("+1 d"),
                .title = i % 2 ? STR("A step of the whole work") : STR("")};
            at += steps[i].value;
            low = at < low ? at : low;
            high = at > high ? at : high;
        }
        if (high - low < 100)
            continue;
        p = picture_waterfall(&frame, first, at, STR("then"), STR("now"), steps, count);
        margin = (high - low) / 20;
        left = p->area.left / 100.0;
        right = p->area.right / 100.0;
        CHECK(left >= 190 && left < 400);       /* titles have room, and 430 pixels are left */
        check_near(t, p->area.right, left + 430);
        at = first;
        for (size_t i = 0, rect = 0; i < p->mark_count && rect < count; i++) {
            const struct mark *m = &p->marks[i];
            const int64_t to = at + (m->kind == MARK_RECT ? steps[rect].value : 0);

            if (m->kind != MARK_RECT)
                continue;
            check_near(t, m->x, place(at < to ? at : to, low - margin, high + margin, left, right));
            check_near(t, m->x + m->to_x,
                       place(at < to ? to : at, low - margin, high + margin, left, right));
            CHECK_EQ(m->ink, steps[rect].value > 0 ? INK_ACTION : INK_GOOD);
            check_near(t, m->y, 8 + 26 * ((double)rect + 1) + 5);
            at = to;
            rect++;
        }
        check_near(t, mark_of(t, p, MARK_LINE, INK_PROMISE, 0)->x,
                   place(first, low - margin, high + margin, left, right));
        check_near(t, mark_of(t, p, MARK_LINE, INK_PROMISE, 1)->x,
                   place(at, low - margin, high + margin, left, right));
    }
}

void test_picture_place__squares_of_random_points(struct test *t)
{
    const struct str shares[4] = {STR("1 %"), STR("2 %"), STR("3 %"), STR("4 %")};
    const struct picture_zone yellow = {100000, 700000}, red = {300000, 900000};

    for (int round = 0; round < ROUNDS; round++) {
        const struct picture_frame frame = frame_of(t, 0, 1);
        const int32_t x = (int32_t)below(t, MILLION), y = (int32_t)below(t, MILLION);
        struct point points[MOST];
        struct picture_score scores[MOST];
        int64_t most = 0, top = MILLION;
        const struct picture *p;

        for (int i = 0; i < MOST; i++) {
            points[i] = (struct point){(int32_t)below(t, MILLION), (int32_t)below(t, MILLION)};
            scores[i] = (struct picture_score){
                .said_ppm = points[i].x, .happened_ppm = points[i].y,
                .low_ppm = (int32_t)below(t, points[i].y + 1),
                .high_ppm = points[i].y + (int32_t)below(t, MILLION - points[i].y), .count = 3};
        }
        p = picture_joint(&frame, points, MOST, x, y, shares, STR("finish"), STR("cost"), NULL, 0);
        for (size_t i = 0; i < MOST; i++) {
            const struct mark *dot = mark_of(t, p, MARK_DOT, INK_SOFT, i);

            check_near(t, dot->x, place(points[i].x, 0, MILLION, 64, 344));
            check_near(t, dot->y, place(points[i].y, 0, MILLION, 296, 16));
        }
        check_near(t, mark_of(t, p, MARK_LINE, INK_PROMISE, 0)->x, place(x, 0, MILLION, 64, 344));
        check_near(t, mark_of(t, p, MARK_LINE, INK_PROMISE, 1)->y, place(y, 0, MILLION, 296, 16));

        p = picture_reliability(&frame, scores, MOST);
        for (size_t i = 0; i < MOST; i++) {
            const struct mark *dot = mark_of(t, p, MARK_DOT, INK_FORECAST, i);
            const struct mark *line = mark_of(t, p, MARK_LINE, INK_SOFT, i);

            check_near(t, dot->x, place(scores[i].said_ppm, 0, MILLION, 64, 344));
            check_near(t, dot->y, place(scores[i].happened_ppm, 0, MILLION, 296, 16));
            check_near(t, line->x, place(scores[i].said_ppm, 0, MILLION, 64, 344));
            check_near(t, line->y, place(scores[i].low_ppm, 0, MILLION, 296, 16));
            check_near(t, line->to_y, place(scores[i].high_ppm, 0, MILLION, 296, 16));
        }
        check_near(t, mark_of(t, p, MARK_LINE, INK_GHOST, 0)->to_x, 344);

        /* A buffer can be used up several times; past three times it is cut there. */
        for (int i = 0; i < MOST; i++) {
            points[i].y =
                (int32_t)below(t, round % 3 == 0 ? 4 * MILLION : 1 + MILLION * (round % 3));
            most = points[i].y > most ? points[i].y : most;
        }
        while (top < most && top < 3 * MILLION)
            top += MILLION / 2;
        p = picture_fever(&frame, points, MOST, yellow, red);
        for (size_t i = 0; i < MOST; i++) {
            const struct mark *dot = mark_of(t, p, MARK_DOT, INK_PROMISE, i);

            check_near(t, dot->x, place(points[i].x, 0, MILLION, 64, 344));
            check_near(t, dot->y, place(points[i].y, 0, top, 296, 16));
            CHECK_EQ(dot->to_x, i + 1 == MOST ? 500 : 300);
        }
        check_near(t, mark_of(t, p, MARK_LINE, INK_BAD, 0)->y, place(300000, 0, top, 296, 16));
        check_near(t, mark_of(t, p, MARK_LINE, INK_BAD, 0)->to_y, place(900000, 0, top, 296, 16));
        check_near(t, mark_of(t, p, MARK_LINE, INK_WARN, 0)->y, place(100000, 0, top, 296, 16));
        check_near(t, mark_of(t, p, MARK_LINE, INK_WARN, 0)->to_y, place(700000, 0, top, 296, 16));
        CHECK_EQ(mark_of(t, p, MARK_PATH, INK_ZONE_BAD, 0)->point_count, 4);
    }
}

/* The box of a range, its middle, what was said last time; a second bar; how full a week is. */
void test_picture_place__what_else_rows_have(struct test *t)
{
    for (int round = 0; round < ROUNDS; round++) {
        const int64_t to = 1000 + below(t, 1000000);
        const struct picture_range range = {.label = STR("a"), .p10 = 0, .p25 = below(t, to / 2),
                                            .p50 = to / 2, .p75 = to / 2 + below(t, to / 2),
                                            .p90 = to, .mark = PICTURE_NONE,
                                            .ghost = below(t, to)};
        struct picture_bar bars[4] = {{.label = STR("a")}};
        int32_t weeks[MOST];
        const struct str label = STR("a");
        const struct picture_frame frame = frame_of(t, 0, to);
        const struct picture *p = picture_ranges(&frame, &range, 1);
        int64_t most = 1;
        size_t line = 0;

        check_near(t, mark_of(t, p, MARK_RECT, INK_FORECAST, 0)->x,
                   place(range.p25, 0, to, 190, 700));
        check_near(t, mark_of(t, p, MARK_RECT, INK_FORECAST, 0)->to_x,
                   place(range.p75, 0, to, 190, 700) - place(range.p25, 0, to, 190, 700));
        check_near(t, mark_of(t, p, MARK_DOT, INK_GHOST, 0)->x,
                   place(range.ghost, 0, to, 190, 700));
        CHECK(!mark_of(t, p, MARK_DOT, INK_GHOST, 0)->filled);
        for (int i = 0; i < 4; i++) {
            bars[i] = (struct picture_bar){.label = STR("a"), .value = 1, .said = STR("1 d"),
                                           .second = below(t, 1 << 20), .ink = INK_FORECAST};
            most = bars[i].second > most ? bars[i].second : most;
        }
        p = picture_bars(&frame, "causes", bars, 4, "days", "costs");
        for (size_t i = 0; i < 4; i++)
            check_near(t, mark_of(t, p, MARK_RECT, INK_GHOST, i)->to_x,
                       place(bars[i].second, 0, most, 0, 420));
        for (int i = 0; i < MOST; i++)
            weeks[i] = (int32_t)below(t, 3) * 300000 + (round % 2) * 500000;
        p = picture_heat(&frame, &label, 1, MOST, weeks, MILLION);
        for (size_t i = 0; i < MOST;) {
            const struct mark *level;
            size_t end = i;

            while (end < MOST && weeks[end] == weeks[i])
                end++;
            if (weeks[i] > 0) {
                level = mark_of(t, p, MARK_LINE, INK_FORECAST, line++);
                check_near(t, level->y, place(weeks[i], 0, MILLION, 25 + 22, 25));
                check_near(t, level->x, place((int64_t)i, 0, MOST, 190, 700));
                check_near(t, level->to_x, place((int64_t)end, 0, MOST, 190, 700));
            }
            i = end;
        }
    }
}

/* --- texts -------------------------------------------------------------------------------- */

struct box {
    int32_t left, top, right, bottom;
};

static struct box box_of(const struct mark *m)
{
    const int32_t wide = picture_wide(m->text, m->strong);
    const int32_t left = m->anchor == ANCHOR_START    ? m->x
                         : m->anchor == ANCHOR_MIDDLE ? m->x - wide / 2
                                                      : m->x - wide;

    /* From the top of a capital to its base line. */
    return (struct box){left, m->y - 9 * PICTURE_PX, left + wide, m->y};
}

static void check_texts(struct test *t, const struct picture *p)
{
    const int32_t edge = PICTURE_PX;

    for (size_t i = 0; i < p->mark_count; i++) {
        struct box a;

        if (p->marks[i].kind != MARK_TEXT || p->marks[i].text.len == 0)
            continue;
        a = box_of(&p->marks[i]);
        CHECK(a.left >= -edge && a.top >= -edge && a.right <= p->width + edge &&
              a.bottom <= p->height + edge);
        for (size_t k = 0; k < i; k++) {
            const struct box b = box_of(&p->marks[k]);

            if (p->marks[k].kind == MARK_TEXT && p->marks[k].text.len > 0)
                CHECK(a.left >= b.right || b.left >= a.right || a.top >= b.bottom ||
                      b.top >= a.bottom);
        }
    }
}

static struct str name_of(struct test *t)
{
    static const char *const names[] = {
        "a", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "Move the last fourteen callers off token v1",
        "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", "queue-migration-of-the-second-half",
        "\xe3\x83\xa9\xe3\x83\x99\xe3\x83\xab\xe4\xbb\x98\xe3\x81\x91\xe3\x81\xae\xe5\x9f\xba",
        "\xc3\x84\xc3\x84\xc3\x84\xc3\x84\xc3\x84 \xc3\x96\xc3\x96\xc3\x96\xc3\x96\xc3\x96"};

    return str_of(names[test_random_below(t, sizeof(names) / sizeof(names[0]))]);
}

/* All of a time axis, crowded: a year has longer words than a month. */
static void add_ticks(struct picture_frame *f, struct axis_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ticks[i] = (struct axis_tick){f->from + (f->to - f->from) * (int64_t)i / (int64_t)count,
                                      i % 3 == 0 ? STR("Jan 2027") : STR("Feb")};
    f->ticks = ticks;
    f->tick_count = count;
}

void test_picture_place__no_text_lies_on_another(struct test *t)
{
    for (int round = 0; round < ROUNDS; round++) {
        enum { COUNT = 6 };
        struct picture_frame f = frame_of(t, 0, 1000), unit = frame_of(t, 0, MILLION);
        struct axis_tick ticks[30];
        struct picture_range ranges[COUNT];
        struct picture_bar bars[COUNT];
        struct picture_task tasks[COUNT];
        struct picture_node nodes[PICTURE_CHAIN_MOST];
        struct picture_step steps[COUNT];
        struct picture_cell cells[COUNT * COUNT] = {{0}};
        struct picture_rule rules[3];
        struct str labels[COUNT];
        int32_t loads[COUNT * 4] = {0};
        const struct picture_sample curve[] = {{0, 0}, {1000, MILLION}};
        const struct picture_moment moments[] = {{.at = 0, .low = 1, .middle = 2, .high = 3,
                                                  .real = PICTURE_NONE},
                                                 {.at = 900, .low = 4, .middle = 5, .high = 9,
                                                  .real = PICTURE_NONE}};
        const struct str shares[4] = {STR("100 %"), STR("<0.4 %"), STR("46 %"), STR("99 %")};
        const struct point track[] = {{100000, (int32_t)below(t, 4 * MILLION)}};
        const struct picture_zone yellow = {100000, 700000}, red = {300000, 900000};
        const struct picture_score score = {800000, 700000, 600000, 900000, 20};
        struct picture *drawn;

        add_ticks(&f, ticks, 4 + test_random_below(t, 26));
        for (int i = 0; i < COUNT; i++) {
            labels[i] = name_of(t);
            ranges[i] = (struct picture_range){.label = name_of(t), .p10 = 100, .p25 = 200,
                                               .p50 = 300, .p75 = 400, .p90 = 500, .mark = 600,
                                               .ghost = 700};
            ranges[i].title = name_of(t);
            bars[i] = (struct picture_bar){.label = ranges[i].label, .title = ranges[i].title,
                                           .value = below(t, 100), .second = PICTURE_NONE,
                                           .said = STR("too late: 2027-03-31"), .ink = INK_BAD};
            tasks[i] = (struct picture_task){.label = ranges[i].label, .title = ranges[i].title,
                                             .start = 10, .p10 = 20, .p50 = 30, .p90 = 40,
                                             .baseline_start = PICTURE_NONE,
                                             .baseline_finish = PICTURE_NONE};
            steps[i] = (struct picture_step){.label = ranges[i].title,
                                             .value = below(t, 100) - 40,
                                             .said = STR("+12.8 d")};
        }
        for (int i = 0; i < 3; i++) {
            rules[i].at = below(t, 1000);
            rules[i].label = STR("promised 2027-03-31: about 5 %");
            rules[i].ink = INK_PROMISE;
        }
        for (int i = 0; i < PICTURE_CHAIN_MOST; i++)
            nodes[i] = (struct picture_node){name_of(t), name_of(t), STR("drives it in 100 %"),
                                             INK_ACTION, name_of(t)};
        cells[1] = (struct picture_cell){9, STR("120 d"), true};
        check_texts(t, picture_ranges(&f, ranges, COUNT));
        check_texts(t, picture_curve(&f, curve, 2, NULL, 0, rules, 3, say_number));
        drawn = picture_timeline(&f, tasks, COUNT, rules, 3);
        picture_key(drawn, KEY_BAR, INK_FORECAST, "to P50, drives often");
        picture_key(drawn, KEY_WHISKER, INK_DIM, "P10 to P90");
        check_texts(t, drawn);
        check_texts(t, picture_bars(&f, "decisions", bars, COUNT, "last moment", NULL));
        check_texts(t, picture_waterfall(&f, 0, 10, STR("2027-03-31"), STR("2027-03-31"), steps,
                                         COUNT));
        check_texts(t, picture_chain(&f, nodes, PICTURE_CHAIN_MOST));
        drawn = picture_matrix(&f, labels, COUNT, cells, "for whom");
        picture_key(drawn, KEY_RING, INK_ACTION, "interface not agreed");
        check_texts(t, drawn);
        check_texts(t, picture_heat(&f, labels, COUNT, 4, loads, MILLION));
        check_texts(t, picture_band(&f, "burn", moments, 2, below(t, 10), STR("limit $2.1M"), false,
                                    NULL, 0, 0, 10));
        add_ticks(&unit, ticks, 4 + test_random_below(t, 12));
        drawn = picture_joint(&unit, track, 1, 400000, 600000, shares, STR("finish"), STR("cost"),
                              NULL, 0);
        picture_key(drawn, KEY_DOT, INK_SOFT, "a simulation");
        picture_key(drawn, KEY_RULE, INK_PROMISE, "promised");
        picture_key(drawn, KEY_ACROSS, INK_PROMISE, "the limit");
        check_texts(t, drawn);
        check_texts(t, picture_fever(&unit, track, 1, yellow, red));
        check_texts(t, picture_reliability(&unit, &score, 1));
    }
}

/* A text that is cut has the room it was given; one that fits is left. */
void test_picture_place__texts_are_cut_to_their_room(struct test *t)
{
    CHECK_EQ(picture_wide(STR("a"), false), 740);
    CHECK_EQ(picture_wide(STR("W1"), true), 1320 + 830);
    CHECK_STR(picture_fit(t->arena, STR("abc"), 10000, false), "abc");
    CHECK_STR(picture_fit(t->arena, STR("abcdef"), 3000, false), "ab\xe2\x80\xa6");
    for (int round = 0; round < ROUNDS; round++) {
        const int32_t room = 1300 + (int32_t)below(t, 30000);
        const bool strong = round % 2 == 0;

        CHECK(picture_wide(picture_fit(t->arena, name_of(t), room, strong), strong) <= room);
    }
}

/* Keys: as many rows as they take, after the drawing, which text draws without them. */
void test_picture_place__keys_are_apart_from_the_drawing(struct test *t)
{
    const struct picture_sample curve[] = {{0, 0}, {10, MILLION}};
    const struct picture_frame f = frame_of(t, 0, 10);
    struct picture *p = picture_curve(&f, curve, 2, NULL, 0, NULL, 0, say_number);
    const int32_t height = p->height;
    const size_t marks = p->mark_count;
    struct text bare, keyed, keys;

    text_init(&bare, t->arena);
    text_init(&keyed, t->arena);
    text_init(&keys, t->arena);
    picture_write_plot(p, 60, 8, false, t->arena, &bare);
    for (int shape = 0; shape < 6; shape++)
        picture_key(p, (enum key_shape)(KEY_DOT - shape), INK_FORECAST,
                    "words that need a third of a row");
    picture_key_in_text(p, KEY_RULE, "in text alone");
    CHECK_EQ(p->drawn, marks);
    CHECK(p->height > height + 30 * PICTURE_PX);
    check_texts(t, p);
    picture_write_plot(p, 60, 8, false, t->arena, &keyed);
    CHECK_STR(text_str(&keyed), str_copy(t->arena, text_str(&bare)).ptr);
    picture_write_keys(p, 44, true, &keys);
    for (size_t at = 0; at < keys.len;) {
        const size_t end = at + str_find_char(str_slice(text_str(&keys), at, keys.len), '\n');

        CHECK(end - at <= 44);
        at = end + 1;
    }
    CHECK(str_find(text_str(&keys), STR("| in text alone")) < keys.len);
}

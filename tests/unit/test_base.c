/* SPDX-License-Identifier: Apache-2.0 */
/* The ground: arenas, slices, text, maps, sorting, diagnostics. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/diag.h"
#include "core/base/map.h"
#include "core/base/sort.h"
#include "core/base/str.h"
#include "core/base/text.h"
#include "tests/unit/harness.h"

/* --- arena ----------------------------------------------------------------------------------- */

/* A source that counts what is out, and leaves through a jump when an arena is full. */
struct counted {
    jmp_buf full;
    size_t out;
    size_t pages;
};

static void *counted_take(void *context, size_t bytes)
{
    struct counted *c = context;

    c->out += bytes;
    c->pages++;
    return malloc(bytes);
}

static void counted_give(void *context, void *page, size_t bytes)
{
    struct counted *c = context;

    c->out -= bytes;
    c->pages--;
    free(page);
}

static void counted_full(void *context, size_t wanted)
{
    struct counted *c = context;

    (void)wanted;
    longjmp(c->full, 1);
}

void test_base__arena_gives_zeroed_aligned_pieces_that_do_not_overlap(struct test *t)
{
    enum { PIECES = 2000 };
    unsigned char *pieces[PIECES];
    size_t sizes[PIECES];

    for (int i = 0; i < PIECES; i++) {
        sizes[i] = (size_t)test_random_below(t, i % 50 == 0 ? 3000000 : 3000) + 1;
        pieces[i] = arena_take(t->scratch, sizes[i], 1);
        CHECK_EQ((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        CHECK(pieces[i][0] == 0 && pieces[i][sizes[i] - 1] == 0);
        memset(pieces[i], i % 255 + 1, sizes[i]);
    }
    for (int i = 0; i < PIECES; i++) {
        CHECK_EQ(pieces[i][0], i % 255 + 1);
        CHECK_EQ(pieces[i][sizes[i] / 2], i % 255 + 1);
        CHECK_EQ(pieces[i][sizes[i] - 1], i % 255 + 1);
    }
}

void test_base__arena_gives_every_page_back(struct test *t)
{
    struct counted counted = {.out = 0};
    const struct page_source source = {counted_take, counted_give, counted_full, &counted};
    struct arena a;

    arena_init(&a, &source, 0);
    for (int i = 0; i < 100; i++)
        arena_take(&a, 100000 + (size_t)i * 50000, 1);
    CHECK_EQ(counted.out, a.total);
    arena_clear(&a);
    CHECK_EQ(counted.pages, 1);
    CHECK_EQ(*(char *)arena_take(&a, 1000, 1), 0);
    arena_reset(&a);
    CHECK_EQ(counted.out, 0);
    CHECK_EQ(counted.pages, 0);
}

/* What any reader does: texts, arrays and maps that grow. */
static void work(struct arena *a)
{
    struct text text;
    struct map map;
    uint32_t *items = NULL;
    size_t capacity = 0;

    text_init(&text, a);
    map_init(&map, a);
    for (uint32_t i = 0; i < 3000; i++) {
        struct str key = str_format(a, "key-%u", i);

        text_addf(&text, "%.*s and some more text\n", STR_ARG(key));
        map_insert(&map, key, i, NULL);
        if (!arena_grow(a, (void **)&items, i, &capacity, sizeof(*items), 1 << 20))
            abort();
        items[i] = i;
    }
    for (uint32_t i = 0; i < 3000; i++)
        if (items[i] != i)
            abort();
}

void test_base__every_lack_of_memory_leaves_through_on_full(struct test *t)
{
    struct counted counted = {.out = 0};
    const struct page_source source = {counted_take, counted_give, counted_full, &counted};
    struct arena a;
    volatile size_t limit = 1 << 22;
    volatile unsigned full = 0, done = 0;

    for (; limit > 2000; limit -= limit / 40) {
        arena_init(&a, &source, limit);
        if (setjmp(counted.full) == 0) {
            work(&a);
            done = done + 1;
            CHECK(full == 0);       /* less memory never succeeds where more failed */
        } else {
            full = full + 1;
        }
        CHECK(a.total <= limit);
        arena_reset(&a);
        CHECK_EQ(counted.out, 0);
    }
    CHECK(done > 10);
    CHECK(full > 10);
}

void test_base__an_absurd_size_is_full_not_small(struct test *t)
{
    struct counted counted = {.out = 0};
    const struct page_source source = {counted_take, counted_give, counted_full, &counted};
    struct arena a;
    volatile bool left = false;

    arena_init(&a, &source, 0);
    if (setjmp(counted.full) == 0)
        arena_take(&a, SIZE_MAX / 8, 64);
    else
        left = true;
    CHECK(left);
    arena_reset(&a);
}

void test_base__a_growing_array_stops_at_its_ceiling(struct test *t)
{
    int *items = NULL;
    size_t capacity = 0, count = 0;

    while (arena_grow(t->arena, (void **)&items, count, &capacity, sizeof(*items), 1000)) {
        items[count] = (int)count;
        count++;
    }
    CHECK_EQ(count, 1000);
    for (size_t i = 0; i < count; i++)
        CHECK_EQ(items[i], i);
}

void test_base__a_piece_is_extended_only_where_nothing_stands_behind_it(struct test *t)
{
    char *first = arena_take(t->scratch, 10, 1), *second;

    CHECK(arena_extend(t->scratch, first, 10, 20));
    second = arena_take(t->scratch, 10, 1);
    CHECK(second >= first + 20);
    CHECK(!arena_extend(t->scratch, first, 20, 30));
    CHECK(!arena_extend(t->scratch, second, 10, (size_t)1 << 40));
}

/* --- slices ---------------------------------------------------------------------------------- */

void test_base__slices_are_cut_compared_and_found(struct test *t)
{
    struct str rest = STR("a,,b"), piece;

    CHECK_STR(str_slice(STR("hello"), 1, 3), "el");
    CHECK_STR(str_slice(STR("hello"), 4, 99), "o");
    CHECK_EQ(str_slice(STR("hello"), 9, 3).len, 0);
    CHECK_STR(str_trim(STR(" \t x y\r\n")), "x y");
    CHECK(str_equal(STR(""), (struct str){NULL, 0}));
    CHECK(str_compare(STR("ab"), STR("abc")) < 0);
    CHECK(str_compare(STR("\xc3"), STR("a")) > 0);
    CHECK(str_starts(STR("abc"), STR("ab")) && !str_starts(STR("a"), STR("ab")));
    CHECK(str_ends(STR("abc"), STR("bc")) && !str_ends(STR("c"), STR("bc")));
    CHECK(str_equal_nocase(STR("AbC"), STR("aBc")) && !str_equal_nocase(STR("@"), STR("`")));
    CHECK_EQ(str_find(STR("aaab"), STR("ab")), 2);
    CHECK_EQ(str_find(STR("aaab"), STR("ba")), 4);
    CHECK(str_split(&rest, ',', &piece) && piece.len == 1);
    CHECK(str_split(&rest, ',', &piece) && piece.len == 0);
    CHECK(str_split(&rest, ',', &piece) && piece.len == 1);
    CHECK(!str_split(&rest, ',', &piece));
}

void test_base__whole_numbers_are_read_to_both_ends_of_int64(struct test *t)
{
    int64_t value = 0;

    CHECK(str_to_i64(STR("9223372036854775807"), &value) && value == INT64_MAX);
    CHECK(str_to_i64(STR("-9223372036854775808"), &value) && value == INT64_MIN);
    CHECK(str_to_i64(STR("+7"), &value) && value == 7);
    CHECK(!str_to_i64(STR("9223372036854775808"), &value));
    CHECK(!str_to_i64(STR("-9223372036854775809"), &value));
    CHECK(!str_to_i64(STR(""), &value) && !str_to_i64(STR("-"), &value));
    CHECK(!str_to_i64(STR("1 "), &value) && !str_to_i64(STR("0x1"), &value));
}

void test_base__decimals_are_rounded_half_away_from_zero(struct test *t)
{
    int64_t value = 0;

    CHECK(str_to_fixed(STR("1.25"), 3, &value) && value == 1250);
    CHECK(str_to_fixed(STR("1.2345"), 3, &value) && value == 1235);
    CHECK(str_to_fixed(STR("-1.2345"), 3, &value) && value == -1235);
    CHECK(str_to_fixed(STR("-0.0004"), 3, &value) && value == 0);
    CHECK(str_to_fixed(STR(".5"), 0, &value) && value == 1);
    CHECK(str_to_fixed(STR("5."), 1, &value) && value == 50);
    CHECK(!str_to_fixed(STR("."), 1, &value) && !str_to_fixed(STR("1e3"), 1, &value));
    CHECK(!str_to_fixed(STR("1.2.3"), 1, &value) && !str_to_fixed(STR("1.x"), 0, &value));
    CHECK(!str_to_fixed(STR("9223372036854775807"), 1, &value));
}

void test_base__a_decimal_written_reads_back(struct test *t)
{
    for (int i = 0; i < 5000; i++) {
        const int decimals = (int)test_random_below(t, 19);
        const int64_t value = (int64_t)(test_random(t) >> test_random_below(t, 64));
        struct text text;
        int64_t again = 0;

        text_init(&text, t->scratch);
        text_add_fixed(&text, value, decimals, (int)test_random_below(t, 4));
        CHECK(str_to_fixed(text_str(&text), decimals, &again));
        CHECK_EQ(again, value);
    }
}

void test_base__utf8_is_checked_as_unicode_says(struct test *t)
{
    const struct {
        struct str bytes;
        size_t bad;
    } cases[] = {
        {STR("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), SIZE_MAX},
        {STR("\xef\xbf\xbf"), SIZE_MAX},
        {STR("ab\xff"), 2},
        {STR("\xc0\x80"), 0},               /* overlong */
        {STR("\xe0\x9f\xbf"), 0},
        {STR("\xf0\x8f\xbf\xbf"), 0},
        {STR("x\xed\xa0\x80"), 1},          /* a surrogate */
        {STR("\xf4\x90\x80\x80"), 0},       /* above U+10FFFF */
        {STR("a\xe2\x82"), 1},              /* cut short */
        {STR("\x80"), 0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t bad = SIZE_MAX;
        const bool fine = str_is_utf8(cases[i].bytes, &bad);

        CHECK_EQ(fine, cases[i].bad == SIZE_MAX);
        CHECK_EQ(bad, cases[i].bad);
    }
}

void test_base__width_counts_columns(struct test *t)
{
    CHECK_EQ(str_width(STR("abc")), 3);
    CHECK_EQ(str_width(STR("\xc3\xa9")), 1);
    CHECK_EQ(str_width(STR("e\xcc\x81")), 1);           /* a combining accent */
    CHECK_EQ(str_width(STR("\xe4\xb8\xad")), 2);        /* a Chinese character */
    CHECK_EQ(str_width(STR("\xf0\x9f\x98\x80")), 2);    /* an emoji */
    CHECK_EQ(str_width(STR("\xe2\x97\x8f\xe2\x94\x80")), 2);    /* a dot and a line, one each */
}

void test_base__distance_counts_edits_and_swaps(struct test *t)
{
    CHECK_EQ(str_distance(STR("estimate"), STR("estimate"), 3), 0);
    CHECK_EQ(str_distance(STR("estimat"), STR("estimate"), 3), 1);
    CHECK_EQ(str_distance(STR("etsimate"), STR("estimate"), 3), 1);
    CHECK_EQ(str_distance(STR("kitten"), STR("sitting"), 5), 3);
    CHECK_EQ(str_distance(STR("kitten"), STR("sitting"), 2), 3);
    CHECK_EQ(str_distance(STR(""), STR("abc"), 9), 3);
    for (int i = 0; i < 500; i++) {
        char a[8], b[8];
        struct str x = {a, test_random_below(t, 8)}, y = {b, test_random_below(t, 8)};

        for (int k = 0; k < 8; k++) {
            a[k] = (char)('a' + test_random_below(t, 3));
            b[k] = (char)('a' + test_random_below(t, 3));
        }
        CHECK_EQ(str_distance(x, y, 9), str_distance(y, x, 9));
        CHECK_EQ(str_distance(x, y, 9) == 0, str_equal(x, y));
    }
}

/* Forecasts that people keep are drawn from these numbers. */
void test_base__the_hash_of_an_id_never_changes(struct test *t)
{
    CHECK_EQ(str_hash(STR("")), 0xf52a15e9a9b5e89bu);
    CHECK_EQ(str_hash(STR("token-api")), 0x7169b4f1cd83c2e7u);
    CHECK(str_hash(STR("a")) != str_hash(STR("b")));
}

/* --- text ------------------------------------------------------------------------------------ */

void test_base__formats_are_those_of_printf(struct test *t)
{
    CHECK_STR(str_format(t->arena, "%d|%5d|%-5d|%05d|%d", 42, -42, 42, -42, INT32_MIN),
              "42|  -42|42   |-0042|-2147483648");
    CHECK_STR(str_format(t->arena, "%u %x %lld %llu %zu %llx", 7u, 255u, (long long)INT64_MIN,
                         (unsigned long long)UINT64_MAX, (size_t)9, 0xabcdefabcdefull),
              "7 ff -9223372036854775808 18446744073709551615 9 abcdefabcdef");
    CHECK_STR(str_format(t->arena, "%s|%.*s|%-4s|%4s|%c|%%", "ab", 2, "xyz", "q", "r", 'c'),
              "ab|xy|q   |   r|c|%");
    CHECK_STR(str_format(t->arena, "%*d|%-*d|%016llx", 4, 1, 4, 2, 0x12ull),
              "   1|2   |0000000000000012");
    CHECK_STR(str_format(t->arena, "%-4s|", "\xe4\xb8\xad"), "\xe4\xb8\xad  |");
}

void test_base__text_grows_across_pages(struct test *t)
{
    struct text text;

    text_init(&text, t->arena);
    for (int i = 0; i < 100000; i++)
        text_addf(&text, "%06d,", i);
    CHECK_EQ(text.len, 700000);
    CHECK_STR(str_slice(text_str(&text), 700000 - 14, 700000), "099998,099999,");
}

/* --- maps and sorting ------------------------------------------------------------------------ */

void test_base__a_map_keeps_the_first_of_equal_keys(struct test *t)
{
    enum { KEYS = 20000 };
    struct map texts, numbers;
    uint32_t value = 0;

    map_init(&texts, t->arena);
    map_init(&numbers, t->arena);
    CHECK(!map_find(&texts, STR("x"), &value));
    for (uint32_t i = 0; i < KEYS; i++) {
        CHECK(map_insert(&texts, str_format(t->arena, "k%u", i), i, NULL));
        CHECK(map_insert_u64(&numbers, (uint64_t)i << 32, i, NULL));
    }
    for (uint32_t i = 0; i < KEYS; i++) {
        CHECK(map_find(&texts, str_format(t->scratch, "k%u", i), &value) && value == i);
        CHECK(map_find_u64(&numbers, (uint64_t)i << 32, &value) && value == i);
    }
    CHECK(!map_insert(&texts, STR("k7"), 99, &value) && value == 7);
    map_set(&texts, STR("k7"), 99);
    CHECK(map_find(&texts, STR("k7"), &value) && value == 99);
    CHECK(!map_find_u64(&numbers, 1, &value));
}

struct pair {
    int key, order;
};

static int by_key(const void *left, const void *right, const void *context)
{
    const struct pair *a = left, *b = right;

    (void)context;
    return (a->key > b->key) - (a->key < b->key);
}

void test_base__equals_keep_their_order(struct test *t)
{
    for (size_t count = 0; count < 300; count += 1 + count / 8) {
        struct pair *pairs = ARENA_ARRAY(t->arena, struct pair, count);

        for (size_t i = 0; i < count; i++)
            pairs[i] = (struct pair){(int)test_random_below(t, 10), (int)i};
        sort_stable(pairs, count, sizeof(*pairs), by_key, NULL, t->scratch);
        for (size_t i = 1; i < count; i++)
            CHECK(pairs[i - 1].key < pairs[i].key || (pairs[i - 1].key == pairs[i].key &&
                                                      pairs[i - 1].order < pairs[i].order));
    }
}

void test_base__numbers_are_sorted_whatever_their_pattern(struct test *t)
{
    enum { COUNT = 5000 };
    int64_t *items = ARENA_ARRAY(t->arena, int64_t, COUNT);

    for (int pattern = 0; pattern < 6; pattern++) {
        uint64_t sum = 0, sorted_sum = 0;

        for (int i = 0; i < COUNT; i++) {
            const int64_t patterns[] = {i, -i, i % 7, 3, i < COUNT / 2 ? i : COUNT - i,
                                        (int64_t)test_random(t)};

            items[i] = patterns[pattern];
            sum += (uint64_t)items[i];
        }
        sort_i64(items, COUNT);
        sorted_sum = (uint64_t)items[0];
        for (int i = 1; i < COUNT; i++) {
            CHECK(items[i - 1] <= items[i]);
            sorted_sum += (uint64_t)items[i];
        }
        CHECK(sum == sorted_sum);
    }
}

/* --- diagnostics ------------------------------------------------------------------------------ */

/* One note of many places names twenty lines, or columns where all stand in one; all are kept. */
void test_base__a_note_of_many_places_names_them(struct test *t)
{
    const uint32_t source = diags_source(t->diags, STR("plan.xml"), STR(""));
    struct diag_places none = {.total = 0}, one = {.total = 0}, lines = {.total = 0};
    struct diag_places columns = {.total = 0};

    diag_places_add(&one, t->arena, (struct place){source, 7, 3, 1});
    for (uint32_t i = 0; i < 25; i++)
        diag_places_add(&lines, t->arena, (struct place){source, 10 + i, 1, 1});
    diag_places_add(&columns, t->arena, (struct place){source, 4, 9, 1});
    diag_places_add(&columns, t->arena, (struct place){source, 4, 30, 1});
    diag_note_places(t->diags, "none", &none, "nothing");
    diag_note_places(t->diags, "one", &one, "%s", "a thing");
    diag_note_places(t->diags, "lines", &lines, "things");
    diag_note_places(t->diags, "columns", &columns, "things");
    CHECK_EQ(t->diags->count, 3);
    CHECK(str_equal(t->diags->items[0].text, STR("a thing (1 in the file)")));
    CHECK(str_equal(t->diags->items[1].text,
                    STR("things (25 in the file, lines 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, "
                        "21, 22, 23, 24, 25, 26, 27, 28, 29 and others)")));
    CHECK_EQ(t->diags->items[1].places->count, 25);
    CHECK_EQ(t->diags->items[1].places->items[24].line, 34);
    CHECK(str_equal(t->diags->items[2].text, STR("things (2 in the file, columns 9, 30)")));
}

void test_base__diagnostics_print_in_order_with_line_caret_and_help(struct test *t)
{
    const uint32_t source =
        diags_source(t->diags, STR("plan.yaml"), STR("a: 1\n  f\xc3\xb6: {estimat: 3w}\r\n\tx\n"));
    struct text text;

    diag_note(t->diags, "later", (struct place){source, 3, 2, 1}, "a tab before");
    CHECK(!diag_error(t->diags, "unknown-key", (struct place){source, 2, 9, 7}, "no '%s'", "x"));
    diag_hint(t->diags, "did you mean '%s'?", "estimate");
    diag_warning(t->diags, "general", (struct place){0, 0, 0, 0}, "nowhere\x1b[31m");
    text_init(&text, t->arena);
    diags_print(t->diags, &text);
    CHECK_STR(text_str(&text), "plan.yaml:2:9: error[unknown-key]: no 'x'\n"
                               "    2 |   f\xc3\xb6: {estimat: 3w}\n"
                               "      |        ^~~~~~~\n"
                               "  = help: did you mean 'estimate'?\n"
                               "plan.yaml:3:2: note[later]: a tab before\n"
                               "    3 |  x\n"
                               "      |  ^\n"
                               "warning[general]: nowhere?[31m\n");
    CHECK_EQ(t->diags->error_count, 1);
    CHECK_EQ(t->diags->warning_count, 1);
}

void test_base__a_long_line_is_cut_around_the_place(struct test *t)
{
    char *line = arena_take(t->arena, 5000, 1);
    struct text text;
    uint32_t source;

    memset(line, 'x', 5000);
    line[3000] = '!';
    source = diags_source(t->diags, STR("f"), (struct str){line, 5000});
    diag_error(t->diags, "e", (struct place){source, 1, 3001, 1}, "here");
    text_init(&text, t->arena);
    diags_print(t->diags, &text);
    CHECK(text.len < 300);
    CHECK_EQ(str_find(text_str(&text), STR("!")), 25 + 8 + 63);
    CHECK_EQ(str_find(text_str(&text), STR("^")) -
                 str_find(text_str(&text), STR("      |")), 8 + 63);
}

void test_base__marks_without_width_do_not_swell_a_quote(struct test *t)
{
    struct text line, text;
    uint32_t source;

    text_init(&line, t->arena);
    text_add_repeat(&line, STR("\xcc\x81"), 500000);
    source = diags_source(t->diags, STR("f"), text_str(&line));
    for (uint32_t i = 0; i < 500; i++)
        diag_error(t->diags, "e", (struct place){source, 1, 2 * i + 1, 2}, "here");
    text_init(&text, t->arena);
    diags_print(t->diags, &text);
    CHECK(text.len < 500 * 800);
}

void test_base__diagnostics_past_the_ceiling_are_counted(struct test *t)
{
    struct text text;

    for (int i = 0; i < DIAG_CEILING + 5; i++)
        diag_error(t->diags, "e", (struct place){0, 0, 0, 0}, "%d", i);
    diag_hint(t->diags, "belongs to nothing kept");
    CHECK_EQ(t->diags->count, DIAG_CEILING);
    CHECK_EQ(t->diags->error_count, DIAG_CEILING + 5);
    CHECK_EQ(t->diags->items[DIAG_CEILING - 1].hint.len, 0);
    text_init(&text, t->arena);
    diags_print(t->diags, &text);
    CHECK(str_ends(text_str(&text), STR("and 5 more, not shown\n")));
}

void test_base__the_nearest_name_is_close_or_none(struct test *t)
{
    const struct str names[] = {STR("estimate"), STR("effort"), STR("started"), STR("team")};

    CHECK_STR(diag_nearest(STR("estimat"), names, 4), "estimate");
    CHECK_STR(diag_nearest(STR("Team"), names, 4), "team");
    CHECK_STR(diag_nearest(STR("strated"), names, 4), "started");
    CHECK(diag_nearest(STR("zebra"), names, 4).ptr == NULL);
    CHECK(diag_nearest(STR("x"), names, 4).ptr == NULL);
}

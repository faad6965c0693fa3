/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A page as the source gave it: this header, then room. */
struct arena_page {
    _Alignas(max_align_t) struct arena_page *older;
    size_t bytes;           /* of the whole page, header included */
};

enum {
    ALIGN = _Alignof(max_align_t),
    PAGE_FIRST = 1 << 20,
    PAGE_MOST = 1 << 24,    /* pages double from the first to this */
    GROW_FIRST = 16         /* items of a growing array's first room */
};

static char *page_room(struct arena_page *page)
{
    return (char *)(page + 1);
}

static size_t align_up(size_t n)
{
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

static _Noreturn void fail_full(struct arena *a, size_t wanted)
{
    a->source->on_full(a->source->context, wanted);
    abort();
}

void arena_init(struct arena *a, const struct page_source *source, size_t limit)
{
    *a = (struct arena){.source = source, .limit = limit ? limit : SIZE_MAX};
}

/* A page with at least `room` bytes behind its header, and up to `wish`. */
static struct arena_page *take_page(struct arena *a, size_t room, size_t wish)
{
    const size_t left = a->limit - a->total;
    struct arena_page *page;
    size_t bytes;

    if (left < sizeof(*page) || room > left - sizeof(*page))
        fail_full(a, room);
    bytes = (wish > room ? wish : room) + sizeof(*page);
    if (bytes > left)
        bytes = left;
    page = a->source->take(a->source->context, bytes);
    if (!page)
        fail_full(a, room);
    page->bytes = bytes;
    a->total += bytes;
    return page;
}

static size_t next_wish(const struct arena *a)
{
    size_t wish = a->newest ? a->newest->bytes * 2 : PAGE_FIRST;

    if (wish < PAGE_FIRST)
        wish = PAGE_FIRST;
    if (wish > PAGE_MOST)
        wish = PAGE_MOST;
    return wish - sizeof(struct arena_page);
}

/* A piece too large for the newest page. One that would fill much of a page gets a page
 * of its own behind the newest, so that the rest of the newest stays in use. */
static void *take_slow(struct arena *a, size_t bytes)
{
    const size_t wish = next_wish(a);
    struct arena_page *page;

    if (a->newest && bytes > wish / 4) {
        page = take_page(a, bytes, 0);
        page->older = a->newest->older;
        a->newest->older = page;
        return page_room(page);
    }
    page = take_page(a, bytes, wish);
    page->older = a->newest;
    a->newest = page;
    a->size = page->bytes - sizeof(*page);
    a->used = bytes;
    return page_room(page);
}

void *arena_room(struct arena *a, size_t count, size_t size)
{
    size_t start = align_up(a->used), bytes;

    assert(size > 0);
    if (count > (SIZE_MAX / 2 - ALIGN) / size)
        fail_full(a, SIZE_MAX);
    bytes = count * size;
    if (a->newest && start <= a->size && bytes <= a->size - start) {
        a->used = start + bytes;
        return page_room(a->newest) + start;
    }
    return take_slow(a, bytes);
}

void *arena_take(struct arena *a, size_t count, size_t size)
{
    return memset(arena_room(a, count, size), 0, count * size);
}

bool arena_extend(struct arena *a, const void *piece, size_t bytes, size_t wanted)
{
    char *room;

    assert(wanted >= bytes);
    if (!a->newest || !piece)
        return false;
    room = page_room(a->newest);
    if ((const char *)piece + bytes != room + a->used || wanted - bytes > a->size - a->used)
        return false;
    memset(room + a->used, 0, wanted - bytes);
    a->used += wanted - bytes;
    return true;
}

struct arena *arena_child(struct arena *parent)
{
    struct arena *child = ARENA_NEW(parent, struct arena);

    arena_init(child, parent->source, parent->limit);
    child->elder = parent->children;
    parent->children = child;
    return child;
}

/* Give the pages of the children back that are younger than `last`: before those of the
 * parent, in which the children live. */
static void reset_children(struct arena *a, const struct arena *last)
{
    while (a->children != last) {
        struct arena *child = a->children;

        a->children = child->elder;
        arena_reset(child);
    }
}

void arena_reset(struct arena *a)
{
    struct arena *const elder = a->elder;
    struct arena_page *page = a->newest;

    reset_children(a, NULL);
    while (page) {
        struct arena_page *older = page->older;

        a->source->give(a->source->context, page, page->bytes);
        page = older;
    }
    arena_init(a, a->source, a->limit);
    a->elder = elder;
}

/* Give back the pages from `page` on, up to but not including `last`. */
static void give_pages(struct arena *a, struct arena_page *page, const struct arena_page *last)
{
    while (page != last) {
        struct arena_page *older = page->older;

        a->total -= page->bytes;
        a->source->give(a->source->context, page, page->bytes);
        page = older;
    }
}

struct arena_mark arena_mark(const struct arena *a)
{
    const struct arena_page *newest = a->newest;

    return (struct arena_mark){a->newest, newest ? newest->older : NULL, a->children, a->used};
}

/* Pages taken since the mark stand before its page, and those of large pieces right behind. */
void arena_rewind(struct arena *a, struct arena_mark mark)
{
    reset_children(a, mark.children);
    give_pages(a, a->newest, mark.newest);
    a->newest = mark.newest;
    a->used = mark.used;
    a->size = 0;
    if (!mark.newest)
        return;
    give_pages(a, mark.newest->older, mark.older);
    mark.newest->older = mark.older;
    a->size = mark.newest->bytes - sizeof(*mark.newest);
}

void arena_clear(struct arena *a)
{
    struct arena_page *kept = a->newest, *page;

    reset_children(a, NULL);
    if (!kept)
        return;
    page = kept->older;
    while (page) {
        struct arena_page *older = page->older;

        a->source->give(a->source->context, page, page->bytes);
        page = older;
    }
    kept->older = NULL;
    a->total = kept->bytes;
    a->used = 0;
}

bool arena_grow(struct arena *a, void **items, size_t count, size_t *capacity, size_t size,
                size_t ceiling)
{
    size_t wanted;
    void *room;

    if (count < *capacity)
        return true;
    if (count >= ceiling)
        return false;
    wanted = *capacity > ceiling / 2 ? ceiling : *capacity * 2;
    if (wanted < GROW_FIRST)
        wanted = ceiling < GROW_FIRST ? ceiling : GROW_FIRST;
    if (wanted > (SIZE_MAX / 2 - ALIGN) / size)
        fail_full(a, SIZE_MAX);
    if (!arena_extend(a, *items, *capacity * size, wanted * size)) {
        room = arena_take(a, wanted, size);
        if (count)
            memcpy(room, *items, count * size);
        *items = room;
    }
    *capacity = wanted;
    return true;
}

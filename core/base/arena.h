/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory by lifetime.
 *
 * An arena takes pages from the application and hands out zeroed pieces; all
 * of them live until the arena is reset. Nothing in the core allocates in any
 * other way. Past its limit an arena calls on_full, which must not return: that
 * is the one recovery point of a request or a worker.
 */
#ifndef BATON_CORE_BASE_ARENA_H
#define BATON_CORE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_page;

/* Where pages come from. The core never calls malloc; the application does. */
struct page_source {
    void *(*take)(void *context, size_t bytes); /* NULL when there is none */
    void (*give)(void *context, void *page, size_t bytes);
    void (*on_full)(void *context, size_t wanted); /* must not return */
    void *context;
};

struct arena {
    const struct page_source *source;
    struct arena_page *newest;
    size_t used;    /* bytes handed out of the newest page */
    size_t size;    /* bytes in the newest page */
    size_t total;   /* bytes of all pages */
    size_t limit;   /* ceiling on total */
    struct arena *children;     /* newest first; see arena_child */
    struct arena *elder;        /* of a child: the one made before it */
};

/* `limit` is in bytes; 0 means no limit but the machine's. */
void arena_init(struct arena *a, const struct page_source *source, size_t limit);
/* Take `count` zeroed items of `size` bytes, aligned for any type. Never NULL. */
void *arena_take(struct arena *a, size_t count, size_t size);
/* The same with whatever was there: for what is written whole before it is read. */
void *arena_room(struct arena *a, size_t count, size_t size);
/* Make a piece of `bytes` longer in place, to `wanted` (the new bytes are zero). True only
 * for the piece taken last and while its page has room; false changes nothing. */
bool arena_extend(struct arena *a, const void *piece, size_t bytes, size_t wanted);
/* Give every page back, and those of its children; the arena can be used again. */
void arena_reset(struct arena *a);
/* Scratch for the time of a call, with the pages and the limit of `parent`, in which it lives. Give
 * it back with arena_reset. A call that is abandoned does not come to that: then the parent's
 * reset (or rewind, or clear) does, which an arena on the stack would escape. */
struct arena *arena_child(struct arena *parent);
/* Forget every piece but keep the newest page: for scratch used again and again. */
void arena_clear(struct arena *a);

/* Where an arena stands, to go back to: scratch taken after the mark is given up at once, for
 * work done thousands of times within one lifetime. Pieces taken after the mark are gone. */
struct arena_mark {
    struct arena_page *newest, *older;
    struct arena *children;
    size_t used;
};

struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);

#define ARENA_NEW(a, type) ((type *)arena_take((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_take((a), (count), sizeof(type)))
#define ARENA_ROOM(a, type, count) ((type *)arena_room((a), (count), sizeof(type)))

/* Make room for one more item in a growing array that lives in an arena: when
 * count == *capacity the array moves to twice the room (the old one stays in the
 * arena until its reset). `ceiling` is the named most; false when it is reached. */
bool arena_grow(struct arena *a, void **items, size_t count, size_t *capacity, size_t size,
                size_t ceiling);

#endif

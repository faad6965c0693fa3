/* SPDX-License-Identifier: Apache-2.0 */
#include "core/syntax/tree.h"

#include <assert.h>

#include "core/base/arena.h"

enum {
    SCAN_MOST = 8,          /* keys compared one by one; more are looked up */
    FIRST_SLOTS = 64
};

/* A key of the map now open at some depth. Slots of earlier maps carry an older stamp, so
 * that a table is used again without being cleared. */
struct key_slot {
    const struct node *node;
    uint32_t hash;              /* what str_hash gives, cut */
    uint32_t stamp;
};

struct level {
    struct node *node;
    struct node *last;          /* child */
    struct key_slot *slots;
    size_t capacity;            /* a power of two, or 0 */
    uint32_t stamp;             /* of the open map; 0: its keys are not in the slots */
};

struct tree_builder {
    struct arena *owner;
    struct diags *out;
    uint32_t stamps;            /* below TREE_NODE_CEILING */
    uint32_t source;
    uint32_t node_count;
    uint32_t depth;             /* open lists and maps */
    bool repeats;
    bool refused;
    struct node *root;
    struct level levels[TREE_DEPTH_CEILING];
};

struct tree_builder *tree_builder_new(struct arena *owner, uint32_t source, bool repeats,
                                      struct diags *out)
{
    struct tree_builder *b = ARENA_NEW(owner, struct tree_builder);

    b->owner = owner;
    b->source = source;
    b->repeats = repeats;
    b->out = out;
    return b;
}

static struct key_slot *find_slot(const struct level *level, uint32_t hash, struct str name)
{
    size_t at = (size_t)hash & (level->capacity - 1);

    while (level->slots[at].stamp == level->stamp &&
           (level->slots[at].hash != hash || !str_equal(level->slots[at].node->name, name)))
        at = (at + 1) & (level->capacity - 1);
    return &level->slots[at];
}

/* The node that has the name already, or NULL: then `node` has it from now on. */
static const struct node *keep_key(struct level *level, const struct node *node)
{
    const uint32_t hash = (uint32_t)str_hash(node->name);
    struct key_slot *slot = find_slot(level, hash, node->name);

    if (slot->stamp == level->stamp)
        return slot->node;
    *slot = (struct key_slot){node, hash, level->stamp};
    return NULL;
}

/* Twice the room, and every key where it belongs now. */
static void more_slots(struct tree_builder *b, struct level *level)
{
    const struct key_slot *old = level->slots;
    const size_t count = level->capacity;

    level->capacity = count ? count * 2 : FIRST_SLOTS;
    level->slots = ARENA_ARRAY(b->owner, struct key_slot, level->capacity);
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)old[i].hash & (level->capacity - 1);

        if (old[i].stamp != level->stamp || level->stamp == 0)
            continue;
        while (level->slots[at].stamp)
            at = (at + 1) & (level->capacity - 1);
        level->slots[at] = old[i];
    }
}

/* Room for one more key, at most half full; on the first call for a map its keys so far go in. */
static void open_slots(struct tree_builder *b, struct level *level)
{
    while (level->node->count >= level->capacity / 2)
        more_slots(b, level);
    if (level->stamp)
        return;
    level->stamp = ++b->stamps;
    for (const struct node *child = level->node->first; child; child = child->next)
        keep_key(level, child);
}

/* The earlier child of the open map with this node's name, or NULL. */
static const struct node *earlier(struct tree_builder *b, struct level *level,
                                  const struct node *node)
{
    if (level->node->count < SCAN_MOST)
        return node_find(level->node, node->name);
    open_slots(b, level);
    return keep_key(level, node);
}

static void check_repeat(struct tree_builder *b, struct level *level, const struct node *node)
{
    const struct node *first;

    if (b->repeats || level->node->kind != NODE_MAP)
        return;
    first = earlier(b, level, node);
    if (!first)
        return;
    diag_error(b->out, "duplicate-key", node_name_at(node),
               "'%.*s' stands twice in one map: first on line %u, column %u", STR_ARG(node->name),
               first->name_at.line, first->name_at.column);
    diag_hint(b->out, "keep one of them, or give one another name");
}

static bool refuse(struct tree_builder *b, const char *code, struct place at, const char *what,
                   unsigned long long most)
{
    b->refused = true;
    return diag_error(b->out, code, at, "%s: %llu is the most", what, most);
}

/* Hang the node into the open list or map. */
static bool attach(struct tree_builder *b, struct node *node)
{
    struct level *level;

    if (b->node_count >= TREE_NODE_CEILING)
        return refuse(b, "too-many", node->at, "too many values in one file", TREE_NODE_CEILING);
    if (node->name.len > TREE_SCALAR_CEILING)
        return refuse(b, "too-large", node_name_at(node), "a key has too many bytes",
                      TREE_SCALAR_CEILING);
    b->node_count++;
    if (b->depth == 0) {
        assert(!b->root);
        b->root = node;
        return true;
    }
    level = &b->levels[b->depth - 1];
    check_repeat(b, level, node);
    if (level->last)
        level->last->next = node;
    else
        level->node->first = node;
    level->last = node;
    level->node->count++;
    return true;
}

bool tree_begin_like(struct tree_builder *b, const struct node *like)
{
    struct node *node;
    struct level *level;

    assert(like->kind == NODE_LIST || like->kind == NODE_MAP);
    if (b->refused)
        return false;
    if (b->depth >= TREE_DEPTH_CEILING)
        return refuse(b, "too-deep", like->at, "nested too deeply", TREE_DEPTH_CEILING);
    node = ARENA_ROOM(b->owner, struct node, 1);
    *node = *like;
    if (!attach(b, node))
        return false;
    level = &b->levels[b->depth++];
    level->node = node;
    level->last = NULL;
    level->stamp = 0;
    return true;
}

bool tree_begin(struct tree_builder *b, enum node_kind kind, struct str name, struct place name_at,
                size_t name_offset, struct place at, size_t offset)
{
    return tree_begin_like(b, &(struct node){.name = name,
                                             .name_at = node_spot(name_at),
                                             .at = at,
                                             .offset = (uint32_t)offset,
                                             .end = (uint32_t)offset,
                                             .name_offset = (uint32_t)name_offset,
                                             .kind = (uint8_t)kind});
}

bool tree_end(struct tree_builder *b, size_t end_offset)
{
    if (b->refused)
        return false;
    assert(b->depth > 0);
    b->levels[--b->depth].node->end = (uint32_t)end_offset;
    return true;
}

bool tree_scalar_like(struct tree_builder *b, const struct node *like)
{
    struct node *node;

    assert(like->kind == NODE_NULL || like->kind == NODE_SCALAR);
    if (b->refused)
        return false;
    if (like->text.len > TREE_SCALAR_CEILING)
        return refuse(b, "too-large", like->at, "a value has too many bytes", TREE_SCALAR_CEILING);
    node = ARENA_ROOM(b->owner, struct node, 1);
    *node = *like;
    return attach(b, node);
}

bool tree_scalar(struct tree_builder *b, enum node_kind kind, enum node_style style,
                 struct str name, struct place name_at, size_t name_offset, struct str text,
                 struct place at, size_t offset, size_t end_offset)
{
    return tree_scalar_like(b, &(struct node){.name = name,
                                              .text = text,
                                              .name_at = node_spot(name_at),
                                              .at = at,
                                              .offset = (uint32_t)offset,
                                              .end = (uint32_t)end_offset,
                                              .name_offset = (uint32_t)name_offset,
                                              .kind = (uint8_t)kind,
                                              .style = (uint8_t)style});
}

const struct node *tree_finish(struct tree_builder *b)
{
    return b->refused ? NULL : b->root;
}

const struct node *node_find(const struct node *map, struct str name)
{
    if (!map || map->kind != NODE_MAP)
        return NULL;
    for (const struct node *child = map->first; child; child = child->next)
        if (str_equal(child->name, name))
            return child;
    return NULL;
}

struct str node_text(const struct node *map, struct str name)
{
    const struct node *child = node_find(map, name);

    return child && child->kind == NODE_SCALAR ? child->text : (struct str){NULL, 0};
}

uint32_t node_column(const struct node *heads, struct str name)
{
    uint32_t nth = 0;

    for (const struct node *n = heads->first; n; n = n->next, nth++)
        if (str_equal_nocase(str_trim(n->text), name))
            return nth;
    return UINT32_MAX;
}

const struct node *node_cell(const struct node *record, uint32_t column)
{
    const struct node *n = record->first;

    while (n && column-- > 0)
        n = n->next;
    return n;
}

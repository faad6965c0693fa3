/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/map.h"

#include "core/base/arena.h"

enum { FIRST_CAPACITY = 16 };

void map_init(struct map *m, struct arena *owner)
{
    *m = (struct map){.owner = owner};
}

/* The slot that holds the key, or the free one where it belongs. Linear probing; the map is
 * never more than half full. A number key is its own hash: mix_u64 loses nothing. */
static struct map_slot *probe(const struct map *m, uint64_t hash, struct str key, bool is_number,
                              bool *ret_same_hash)
{
    size_t at = (size_t)hash & (m->capacity - 1);

    while (m->slots[at].used) {
        const struct map_slot *slot = &m->slots[at];

        if (slot->hash == hash && (is_number || str_equal(slot->key, key)))
            break;
        if (slot->hash == hash && ret_same_hash)
            *ret_same_hash = true;
        at = (at + 1) & (m->capacity - 1);
    }
    return &m->slots[at];
}

static void resize(struct map *m, size_t capacity)
{
    struct map_slot *old = m->slots;
    const size_t old_capacity = m->capacity;

    m->capacity = capacity;
    m->slots = ARENA_ARRAY(m->owner, struct map_slot, m->capacity);
    for (size_t i = 0; i < old_capacity; i++) {
        size_t at = (size_t)old[i].hash & (m->capacity - 1);

        if (!old[i].used)
            continue;
        while (m->slots[at].used)
            at = (at + 1) & (m->capacity - 1);
        m->slots[at] = old[i];
    }
}

void map_reserve(struct map *m, size_t more)
{
    size_t capacity = m->capacity ? m->capacity : FIRST_CAPACITY;

    while (m->count + more > capacity / 2)
        capacity *= 2;
    if (capacity > m->capacity)
        resize(m, capacity);
}

static void make_room(struct map *m)
{
    if (m->count >= m->capacity / 2)
        resize(m, m->capacity ? m->capacity * 2 : FIRST_CAPACITY);
}

static bool insert(struct map *m, uint64_t hash, struct str key, bool is_number, uint32_t value,
                   uint32_t *ret_value)
{
    bool same_hash = false;
    struct map_slot *slot;

    make_room(m);
    slot = probe(m, hash, key, is_number, &same_hash);
    if (slot->used) {
        if (ret_value)
            *ret_value = slot->value;
        return false;
    }
    *slot = (struct map_slot){.hash = hash, .key = key, .value = value, .used = true};
    m->count++;
    m->same_hash |= same_hash;
    return true;
}

static bool find(const struct map *m, uint64_t hash, struct str key, bool is_number,
                 uint32_t *ret_value)
{
    const struct map_slot *slot;

    if (m->capacity == 0)
        return false;
    slot = probe(m, hash, key, is_number, NULL);
    if (slot->used && ret_value)
        *ret_value = slot->value;
    return slot->used;
}

/* SplitMix64's finaliser: a bijection, so equal hashes are equal keys. */
static uint64_t mix_u64(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

bool map_insert(struct map *m, struct str key, uint32_t value, uint32_t *ret_value)
{
    return insert(m, str_hash(key), key, false, value, ret_value);
}

bool map_find(const struct map *m, struct str key, uint32_t *ret_value)
{
    return find(m, str_hash(key), key, false, ret_value);
}

bool map_insert_hashed(struct map *m, uint64_t hash, struct str key, uint32_t value,
                       uint32_t *ret_value)
{
    return insert(m, hash, key, false, value, ret_value);
}

void map_set_hashed(struct map *m, uint64_t hash, struct str key, uint32_t value)
{
    struct map_slot *slot;

    if (m->capacity > 0) {
        slot = probe(m, hash, key, false, NULL);
        if (slot->used) {
            slot->value = value;
            return;
        }
    }
    insert(m, hash, key, false, value, NULL);
}

void map_set(struct map *m, struct str key, uint32_t value)
{
    map_set_hashed(m, str_hash(key), key, value);
}

bool map_insert_u64(struct map *m, uint64_t key, uint32_t value, uint32_t *ret_value)
{
    return insert(m, mix_u64(key), (struct str){NULL, 0}, true, value, ret_value);
}

bool map_find_u64(const struct map *m, uint64_t key, uint32_t *ret_value)
{
    return find(m, mix_u64(key), (struct str){NULL, 0}, true, ret_value);
}

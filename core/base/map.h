/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - from a text or a 64-bit key to a number. Never iterated: order of insertion is
 * kept by whoever fills it. */
#ifndef BATON_CORE_BASE_MAP_H
#define BATON_CORE_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

struct arena;

struct map_slot {
    uint64_t hash;
    struct str key;
    uint32_t value;
    bool used;
};

struct map {
    struct arena *owner;
    struct map_slot *slots;
    size_t capacity;        /* a power of two */
    size_t count;
    bool same_hash;         /* two of its texts have one hash */
};

void map_init(struct map *m, struct arena *owner);
/* Room for `more` keys at once, where their number is known. */
void map_reserve(struct map *m, size_t more);
/* Keys are not copied. False, and *ret_value set to the old one, if the key is there.
 * ret_value may be NULL. One map holds either texts or numbers, never both. */
bool map_insert(struct map *m, struct str key, uint32_t value, uint32_t *ret_value);
bool map_find(const struct map *m, struct str key, uint32_t *ret_value);
void map_set(struct map *m, struct str key, uint32_t value); /* insert or replace */

/* The same for a text whose str_hash is known. */
bool map_insert_hashed(struct map *m, uint64_t hash, struct str key, uint32_t value,
                       uint32_t *ret_value);
void map_set_hashed(struct map *m, uint64_t hash, struct str key, uint32_t value);

bool map_insert_u64(struct map *m, uint64_t key, uint32_t value, uint32_t *ret_value);
bool map_find_u64(const struct map *m, uint64_t key, uint32_t *ret_value);

#endif

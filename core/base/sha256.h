/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.h - the hash of the log's chain. Source: FIPS 180-4, section 6.2. */
#ifndef BATON_CORE_BASE_SHA256_H
#define BATON_CORE_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

enum { SHA256_BYTES = 32, SHA256_HEX = 64 };

struct sha256 {
    uint32_t state[8];
    uint64_t len;               /* bytes seen */
    uint8_t block[64];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, struct str bytes);
/* As 64 small hexadecimal digits and a NUL. The state is used up. */
void sha256_finish(struct sha256 *h, char ret_hex[SHA256_HEX + 1]);

#endif

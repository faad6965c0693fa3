/* SPDX-License-Identifier: Apache-2.0 */
/* zip_write.h - files in a ZIP, stored without compression, each of the same day: the same parts
 * give the same bytes. For formats that are a ZIP of XML. */
#ifndef BATON_CORE_SYNTAX_ZIP_WRITE_H
#define BATON_CORE_SYNTAX_ZIP_WRITE_H

#include <stdint.h>

#include "core/base/str.h"

struct text;

struct zip_part {
    const char *name;
    struct str bytes;
    uint32_t crc, offset;       /* filled by zip_write */
};

/* Less than 4 GiB in all, and at most 65535 parts. */
void zip_write(struct text *out, struct zip_part *parts, int count);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/syntax/zip_write.h"

#include "core/base/text.h"

/* CRC-32 of ISO 3309, bit by bit over a table made on the way. */
static uint32_t crc_of(struct str s)
{
    uint32_t table[256], crc = 0xffffffffu;

    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;

        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
    for (size_t i = 0; i < s.len; i++)
        crc = table[(crc ^ (unsigned char)s.ptr[i]) & 0xff] ^ (crc >> 8);
    return crc ^ 0xffffffffu;
}

static void add_number(struct text *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        text_add_char(out, (char)(value >> (8 * i) & 0xff));
}

/* What the local header and the directory say alike: version 2.0, stored, 1980-01-01. */
static void add_entry(struct text *out, const struct zip_part *p)
{
    add_number(out, 20, 2);
    add_number(out, 0, 2);
    add_number(out, 0, 2);
    add_number(out, 0, 2);
    add_number(out, 0x21, 2);
    add_number(out, p->crc, 4);
    add_number(out, (uint32_t)p->bytes.len, 4);
    add_number(out, (uint32_t)p->bytes.len, 4);
    add_number(out, (uint32_t)str_of(p->name).len, 2);
    add_number(out, 0, 2);
}

void zip_write(struct text *out, struct zip_part *parts, int count)
{
    size_t directory;

    for (int i = 0; i < count; i++) {
        parts[i].crc = crc_of(parts[i].bytes);
        parts[i].offset = (uint32_t)out->len;
        add_number(out, 0x04034b50, 4);
        add_entry(out, &parts[i]);
        text_add(out, str_of(parts[i].name));
        text_add(out, parts[i].bytes);
    }
    directory = out->len;
    for (int i = 0; i < count; i++) {
        add_number(out, 0x02014b50, 4);
        add_number(out, 20, 2);
        add_entry(out, &parts[i]);
        add_number(out, 0, 2);          /* comment */
        add_number(out, 0, 2);          /* disk */
        add_number(out, 0, 2);
        add_number(out, 0, 4);
        add_number(out, parts[i].offset, 4);
        text_add(out, str_of(parts[i].name));
    }
    add_number(out, 0x06054b50, 4);
    add_number(out, 0, 4);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)(out->len - directory) - 12, 4);
    add_number(out, (uint32_t)directory, 4);
    add_number(out, 0, 2);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/syntax/csv_write.h"

#include "core/base/text.h"

static bool is_number(struct str s)
{
    int64_t ignored;

    return str_to_fixed(s, 6, &ignored);
}

static void add_cell(struct text *out, struct str s)
{
    const bool formula = s.len > 0 && str_find_char(STR("=+-@\t\r"), s.ptr[0]) < 6 && !is_number(s);
    bool quote = false;

    for (size_t i = 0; i < s.len; i++)
        quote |= s.ptr[i] == ',' || s.ptr[i] == '"' || s.ptr[i] == '\n' || s.ptr[i] == '\r';
    if (quote)
        text_add_char(out, '"');
    if (formula)
        text_add_char(out, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            text_add_char(out, '"');
        text_add_char(out, s.ptr[i]);
    }
    if (quote)
        text_add_char(out, '"');
}

void csv_row(struct text *out, const struct str *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add_char(out, ',');
        add_cell(out, cells[i]);
    }
    text_add(out, STR("\r\n"));
}

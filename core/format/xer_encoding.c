/* SPDX-License-Identifier: Apache-2.0 */
/* The encodings of XER files, which do not say theirs (formats.md 3). */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/xer_table.h"

/* Windows-1252 from 0x80 to 0x9f; 0: no character. */
static const uint16_t high[32] = {
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
    0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

/* Windows-1251 from 0x80 to 0xbf; from 0xc0 on the Russian alphabet stands in its order. */
static const uint16_t cyrillic[64] = {
    0x0402, 0x0403, 0x201a, 0x0453, 0x201e, 0x2026, 0x2020, 0x2021, 0x20ac, 0x2030, 0x0409, 0x2039,
    0x040a, 0x040c, 0x040b, 0x040f, 0x0452, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0,      0x2122, 0x0459, 0x203a, 0x045a, 0x045c, 0x045b, 0x045f, 0x00a0, 0x040e, 0x045e, 0x0408,
    0x00a4, 0x0490, 0x00a6, 0x00a7, 0x0401, 0x00a9, 0x0404, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x0407,
    0x00b0, 0x00b1, 0x0406, 0x0456, 0x0491, 0x00b5, 0x00b6, 0x00b7, 0x0451, 0x2116, 0x0454, 0x00bb,
    0x0458, 0x0405, 0x0455, 0x0457
};

enum { UNKNOWN_CHARACTER = 0xfffd };

static void add_character(struct text *t, uint32_t c)
{
    if (c < 0x80) {
        text_add_char(t, (char)c);
        return;
    }
    if (c < 0x800) {
        text_add_char(t, (char)(0xc0 | c >> 6));
    } else if (c < 0x10000) {
        text_add_char(t, (char)(0xe0 | c >> 12));
        text_add_char(t, (char)(0x80 | (c >> 6 & 0x3f)));
    } else {
        text_add_char(t, (char)(0xf0 | c >> 18));
        text_add_char(t, (char)(0x80 | (c >> 12 & 0x3f)));
        text_add_char(t, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    text_add_char(t, (char)(0x80 | (c & 0x3f)));
}

/* In Russian nearly all letters of a word are above 0xbf; in languages of the West one such letter
 * stands among others, and two in a row are rare. */
static bool is_cyrillic(struct str bytes)
{
    size_t runs = 0, alone = 0;

    for (size_t i = 0; i < bytes.len;) {
        size_t n = 0;

        while (i + n < bytes.len && (unsigned char)bytes.ptr[i + n] >= 0xc0)
            n++;
        runs += n >= 3 ? n : 0;
        alone += n < 3 ? n : 0;
        i += n + 1;
    }
    return runs > 2 * alone;
}

static struct str from_cyrillic(struct str bytes, struct arena *owner)
{
    struct text t;

    text_init(&t, owner);
    for (size_t i = 0; i < bytes.len; i++) {
        const unsigned char c = (unsigned char)bytes.ptr[i];

        add_character(&t, c < 0x80 ? c : c >= 0xc0 ? 0x0410u + c - 0xc0
                          : cyrillic[c - 0x80] ? cyrillic[c - 0x80] : UNKNOWN_CHARACTER);
    }
    return text_str(&t);
}

static struct str from_windows(struct str bytes, struct arena *owner)
{
    struct text t;

    text_init(&t, owner);
    for (size_t i = 0; i < bytes.len; i++) {
        const unsigned char c = (unsigned char)bytes.ptr[i];

        add_character(&t, c < 0x80 || c >= 0xa0 ? c
                          : high[c - 0x80]      ? high[c - 0x80]
                                                : UNKNOWN_CHARACTER);
    }
    return text_str(&t);
}

static bool has_mark(struct str bytes)
{
    return str_starts(bytes, STR("\xff\xfe")) || str_starts(bytes, STR("\xfe\xff"));
}

/* Without a mark: the first two characters are plain ones. */
static bool is_wide(struct str bytes, bool *ret_big)
{
    *ret_big = bytes.len >= 4 && bytes.ptr[0] == 0 && bytes.ptr[2] == 0;
    return has_mark(bytes) || *ret_big ||
           (bytes.len >= 4 && bytes.ptr[0] != 0 && bytes.ptr[1] == 0 && bytes.ptr[2] != 0 &&
            bytes.ptr[3] == 0);
}

static uint32_t unit_at(struct str bytes, size_t at, bool big)
{
    const unsigned char a = (unsigned char)bytes.ptr[at], b = (unsigned char)bytes.ptr[at + 1];

    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static bool refuse_utf16(const struct text *t, uint32_t source, struct diags *out)
{
    struct place at = {source, 1, 1, 1};

    for (size_t i = 0; i < t->len; i++) {
        at.column++;
        if (t->ptr[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return diag_error(out, "invalid-utf16", at, "the text is not valid UTF-16 here");
}

static bool from_utf16(struct str bytes, bool big, uint32_t source, struct arena *owner,
                       struct diags *out, struct str *ret_text)
{
    struct text t;

    text_init(&t, owner);
    for (size_t i = has_mark(bytes) ? 2 : 0; i < bytes.len; i += 2) {
        uint32_t c, low;

        if (i + 1 >= bytes.len)
            return refuse_utf16(&t, source, out);
        c = unit_at(bytes, i, big);
        if (c >= 0xd800 && c < 0xe000) {
            i += 2;
            low = i + 1 < bytes.len ? unit_at(bytes, i, big) : 0;
            if (c >= 0xdc00 || low < 0xdc00 || low > 0xdfff)
                return refuse_utf16(&t, source, out);
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        }
        add_character(&t, c);
    }
    *ret_text = text_str(&t);
    return true;
}

static struct place place_of_byte(struct str bytes, uint32_t source, size_t offset)
{
    struct place at = {source, 1, 1, 1};

    for (size_t i = 0; i < offset; i++) {
        at.column++;
        if (bytes.ptr[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return at;
}

bool xer_decode(struct str bytes, uint32_t source, struct arena *owner, struct diags *out,
                struct str *ret_text)
{
    size_t bad;
    bool big;

    if (is_wide(bytes, &big))
        return from_utf16(bytes, big || bytes.ptr[0] == '\xfe', source, owner, out, ret_text);
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = str_slice(bytes, 3, bytes.len);
    *ret_text = bytes;
    if (str_is_utf8(bytes, &bad))
        return true;
    *ret_text = is_cyrillic(bytes) ? from_cyrillic(bytes, owner) : from_windows(bytes, owner);
    diag_note(out, "assumed-encoding", place_of_byte(bytes, source, bad),
              "this is not UTF-8; the file is read as Windows-%s",
              is_cyrillic(bytes) ? "1251 (Cyrillic)" : "1252");
    diag_hint(out, "if it is another: iconv -f ENCODING -t UTF-8 FILE, and read what that makes");
    return true;
}

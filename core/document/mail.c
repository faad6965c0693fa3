/* SPDX-License-Identifier: Apache-2.0 */
/* A letter as a file (RFC 5322): the same report as plain text and as HTML; nothing is sent.
 *
 * X-Unsent makes mail programs open it as a draft, to be addressed by a person; the sender stands
 * under .invalid, which no address can be (RFC 2606). Both parts are quoted-printable, so no line
 * is too long and none begins as a header or ends a message. Headers are made of plain text
 * alone: a line break in a title becomes a blank before it comes here. The boundary cannot stand in
 * a part, because "=_" is nothing in quoted-printable. */
#include "core/base/arena.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/document/form.h"

#define END "\r\n"

enum { TEXT_WIDTH = 100, LINE_MOST = 76, SUBJECT_MOST = 200, WORD_BYTES = 42, ID_DIGITS = 24 };

#define COLOR(rgb) "<span style=\"color:" rgb "\">"

/* Mail programs drop style sheets and pictures, so each element says its own. */
static const struct markup mail = {
    .heading = {"<h1 style=\"font-size:20px;margin:0 0 8px\">",
                "<h2 style=\"font-size:16px;margin:20px 0 6px\">"},
    .heading_end = {"</h1>\n", "</h2>\n"},
    .paragraph = "<p style=\"margin:6px 0\">", .item = "<li style=\"margin:4px 0\">",
    .table = "<table style=\"border-collapse:collapse\"><tbody>\n",
    .head = "<th style=\"text-align:left;padding:3px 10px 3px 0;color:#57606a\">",
    .head_right = "<th style=\"text-align:right;padding:3px 10px 3px 0;color:#57606a\">",
    .cell = "<td style=\"vertical-align:top;padding:3px 10px 3px 0;"
            "border-top:1px solid #d8dee4\">",
    .cell_right = "<td style=\"vertical-align:top;text-align:right;padding:3px 10px 3px 0;"
                  "border-top:1px solid #d8dee4\">",
    .fixed = "<pre style=\"font-size:12px\">",
    .tone = {"", "<strong>", COLOR("#57606a"), COLOR("#00734f"), COLOR("#8a5a00"),
             COLOR("#b3261e"), COLOR("#0072b2"), COLOR("#b34700")},
    .tone_end = {"", "</strong>", "</span>", "</span>", "</span>", "</span>", "</span>",
                 "</span>"},
};

/* RFC 2045, section 6.7. Lines of the text end with CRLF; blanks at their ends are encoded. */
static void add_quoted(struct text *out, struct str s)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t column = 0;

    for (size_t i = 0; i < s.len; i++) {
        const unsigned char c = (unsigned char)s.ptr[i];
        const bool last = i + 1 == s.len || s.ptr[i + 1] == '\n';
        const bool plain = (c > ' ' && c < 0x7f && c != '=') || (c == ' ' && !last);
        const size_t size = plain ? 1 : 3;

        if (c == '\n') {
            text_add(out, STR(END));
            column = 0;
            continue;
        }
        if (column + size > LINE_MOST - 1) {
            text_add(out, STR("=" END));
            column = 0;
        }
        /* "From " and "." at a line's start mean something to old mailers. */
        if (plain && !(column == 0 && (c == '.' || c == 'F'))) {
            text_add_char(out, (char)c);
            column++;
        } else {
            text_add_char(out, '=');
            text_add_char(out, hex[c >> 4]);
            text_add_char(out, hex[c & 15]);
            column += 3;
        }
    }
    if (column > 0)
        text_add(out, STR(END));
}

static void add_base64(struct text *out, struct str s)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < s.len; i += 3) {
        const uint32_t a = (unsigned char)s.ptr[i];
        const uint32_t b = i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : 0;
        const uint32_t c = i + 2 < s.len ? (unsigned char)s.ptr[i + 2] : 0;
        const uint32_t all = a << 16 | b << 8 | c;

        text_add_char(out, digits[all >> 18]);
        text_add_char(out, digits[all >> 12 & 63]);
        text_add_char(out, i + 1 < s.len ? digits[all >> 6 & 63] : '=');
        text_add_char(out, i + 2 < s.len ? digits[all & 63] : '=');
    }
}

/* RFC 2047: encoded words of at most 75 characters, whole characters in each, folded. */
static void add_subject(struct text *out, struct str s)
{
    size_t from = 0, at = 0;

    text_add(out, STR("Subject: "));
    while (from < s.len) {
        while (at < s.len) {
            uint32_t c;
            const size_t length = str_decode(s, at, &c), step = length ? length : 1;

            if (at + step - from > WORD_BYTES)
                break;
            at += step;
        }
        text_add(out, from > 0 ? STR(END " =?UTF-8?B?") : STR("=?UTF-8?B?"));
        add_base64(out, str_slice(s, from, at));
        text_add(out, STR("?="));
        from = at;
    }
    text_add(out, STR(END));
}

static void add_part(struct text *out, struct str id, const char *type, struct str body)
{
    text_addf(out, "--=_baton_%.*s" END "Content-Type: text/%s; charset=utf-8" END
              "Content-Transfer-Encoding: quoted-printable" END END, STR_ARG(id), type);
    add_quoted(out, body);
    text_add(out, STR(END));
}

static struct str page_of(const struct document *d, const struct form_context *in)
{
    struct text text;

    text_init(&text, in->scratch);
    text_add(&text, STR("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        "<title>Report</title></head>\n<body style=\"font-family:sans-serif;"
                        "font-size:14px;line-height:1.5;color:#1b1f24\">\n"));
    markup_write(d, &mail, in->scratch, &text);
    text_add(&text, STR("</body></html>\n"));
    return text_str(&text);
}

static struct str words_of(const struct document *d, const struct form_context *in)
{
    const struct text_form form = {.width = TEXT_WIDTH};
    struct text text;

    text_init(&text, in->scratch);
    document_write_text(d, &form, arena_child(in->scratch), &text);
    if (d->about.len > 0)
        text_addf(&text, "\n-- \nBaton: %.*s\n", STR_ARG(d->about));
    return text_str(&text);
}

static void write(const struct document *d, const struct form_context *in, struct text *out)
{
    const struct str title = document_title(d, in->scratch);
    const struct str words = words_of(d, in), page = page_of(d, in);
    char digits[SHA256_HEX + 1];
    struct sha256 hash;
    struct str id;

    sha256_init(&hash);
    sha256_add(&hash, words);
    sha256_add(&hash, page);
    sha256_finish(&hash, digits);
    id = (struct str){digits, ID_DIGITS};
    text_add(out, STR("From: Baton <baton@baton.invalid>" END));
    add_subject(out, cut_bytes(in->scratch, title, SUBJECT_MOST));
    text_addf(out, "Date: %.*s" END "Message-ID: <%.*s@baton.invalid>" END
              "MIME-Version: 1.0" END "X-Unsent: 1" END
              "Content-Type: multipart/alternative;" END " boundary=\"=_baton_%.*s\"" END END,
              STR_ARG(in->date), STR_ARG(id), STR_ARG(id));
    add_part(out, id, "plain", words);
    add_part(out, id, "html", page);
    text_addf(out, "--=_baton_%.*s--" END, STR_ARG(id));
}

const struct document_form form_mail = {"mail", "an e-mail as a file, opened as a draft", write};

/* SPDX-License-Identifier: Apache-2.0 */
/* The storage format of Confluence: XHTML without a page around it. It goes into `body.storage` of
 * a page. No macro is used, so that it shows the same on servers and in the cloud. */
#include "core/document/form.h"

#define COLOR(rgb) "<span style=\"color: rgb(" rgb ");\">"

static const struct markup storage = {
    .heading = {"<h1>", "<h2>"}, .heading_end = {"</h1>\n", "</h2>\n"},
    .paragraph = "<p>", .item = "<li>",
    .table = "<table><tbody>\n", .head = "<th>", .head_right = "<th style=\"text-align: right;\">",
    .cell = "<td>", .cell_right = "<td style=\"text-align: right;\">",
    .fixed = "<pre>",
    .tone = {"", "<strong>", COLOR("87,96,106"), COLOR("0,115,79"), COLOR("138,90,0"),
             COLOR("179,38,30"), COLOR("0,114,178"), COLOR("179,71,0")},
    .tone_end = {"", "</strong>", "</span>", "</span>", "</span>", "</span>", "</span>",
                 "</span>"},
};

static void write(const struct document *d, const struct form_context *in, struct text *out)
{
    markup_write(d, &storage, in->scratch, out);
}

const struct document_form form_confluence = {"confluence", "Confluence's storage format", write};

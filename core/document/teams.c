/* SPDX-License-Identifier: Apache-2.0 */
/* A message of Microsoft Teams as a webhook of Workflows takes it: one Adaptive Card.
 *
 * All text stands in RichTextBlocks, whose runs have no Markdown: a title is never a link. Teams
 * takes at most 28 KB a message; what no longer fits is counted. Colours are those of the card's
 * own palette, beside words. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/form.h"
#include "core/syntax/writer.h"

enum {
    BYTES_MOST = 28000,         /* the less of 28 * 1000 and 28 * 1024 */
    BYTES_KEPT = 1200,          /* for what stands around the lines, and the last two */
    LINE_MOST = 3000            /* bytes of text in one line; longer ones are cut */
};

static const char *const colors[TONE_COUNT] = {
    [TONE_GOOD] = "Good", [TONE_WARN] = "Warning", [TONE_BAD] = "Attention",
    [TONE_FORECAST] = "Accent", [TONE_ACTION] = "Accent"};

static void put_run(struct writer *w, struct str words, enum tone tone, bool heading)
{
    writer_map_begin(w, false);
    writer_key_text(w, "type", STR("TextRun"));
    writer_key_text(w, "text", words);
    if (heading || tone == TONE_STRONG)
        writer_key_text(w, "weight", STR("Bolder"));
    if (heading)
        writer_key_text(w, "size", STR("Medium"));
    if (colors[tone])
        writer_key_text(w, "color", str_of(colors[tone]));
    if (tone == TONE_DIM && !heading)
        writer_key_bool(w, "isSubtle", true);
    writer_map_end(w);
}

/* Neighbours of one tone in one run: a card has no room for claims. */
static void put_runs(struct arena *scratch, struct writer *w, const struct flat *f)
{
    const struct line *line = f->line;
    size_t left = LINE_MOST;

    for (size_t i = 0; i < line->count && left > 0;) {
        const enum tone tone = line->spans[i].tone;
        struct text text;
        struct str words;

        text_init(&text, scratch);
        for (; i < line->count && line->spans[i].tone == tone; i++)
            text_add(&text, plain_text(scratch, line->spans[i].text, false));
        words = cut_bytes(scratch, text_str(&text), left);
        if (words.len == 0)
            continue;
        put_run(w, words, tone, f->kind == FLAT_HEADING);
        left -= words.len < left ? words.len : left;
    }
}

/* A chart loses its line breaks in a run, so each of its lines is one. */
static void put_chart(struct arena *scratch, struct text *out, const struct line *line)
{
    struct writer *w = writer_new(scratch, WRITER_JSON_COMPACT, out);
    struct str rest = line->spans[0].text, row;
    size_t left = LINE_MOST;

    writer_map_begin(w, false);
    writer_key_text(w, "type", STR("Container"));
    writer_key(w, STR("items"));
    writer_list_begin(w, false);
    while (str_split(&rest, '\n', &row)) {
        if (str_trim(row).len == 0 || row.len > left)
            continue;
        left -= row.len;
        writer_map_begin(w, false);
        writer_key_text(w, "type", STR("RichTextBlock"));
        writer_key_text(w, "spacing", STR("None"));
        writer_key(w, STR("inlines"));
        writer_list_begin(w, false);
        writer_map_begin(w, false);
        writer_key_text(w, "type", STR("TextRun"));
        writer_key_text(w, "text", plain_text(scratch, row, false));
        writer_key_text(w, "fontType", STR("Monospace"));
        writer_map_end(w);
        writer_list_end(w);
        writer_map_end(w);
    }
    writer_list_end(w);
    writer_map_end(w);
}

static void put_line(struct arena *scratch, struct text *out, const struct flat *f)
{
    struct writer *w;

    if (f->kind == FLAT_CHART) {
        put_chart(scratch, out, f->line);
        return;
    }
    w = writer_new(scratch, WRITER_JSON_COMPACT, out);
    writer_map_begin(w, false);
    writer_key_text(w, "type", STR("RichTextBlock"));
    if (f->kind == FLAT_HEADING)
        writer_key_text(w, "spacing", STR("Medium"));
    else if (f->kind == FLAT_ITEM)
        writer_key_text(w, "spacing", STR("Small"));
    writer_key(w, STR("inlines"));
    writer_list_begin(w, false);
    if (f->kind == FLAT_ITEM)
        put_run(w, STR("\xe2\x80\xa2 "), TONE_PLAIN, false);
    put_runs(scratch, w, f);
    writer_list_end(w);
    writer_map_end(w);
}

static void put_note(struct arena *scratch, struct text *out, struct str words)
{
    const struct span_of_text span = {.tone = TONE_DIM, .text = words};
    const struct line line = {.spans = (struct span_of_text *)(uintptr_t)&span, .count = 1};
    const struct flat f = {FLAT_PARAGRAPH, &line};

    put_line(scratch, out, &f);
}

static void write(const struct document *d, const struct form_context *in, struct text *out)
{
    size_t count, at = 0;
    const struct flat *flats = document_flatten(d, in->scratch, &count);

    text_add(out, STR("{\"type\":\"message\",\"attachments\":[{\"contentType\":"
                      "\"application/vnd.microsoft.card.adaptive\",\"contentUrl\":null,"
                      "\"content\":{\"$schema\":"
                      "\"http://adaptivecards.io/schemas/adaptive-card.json\","
                      "\"type\":\"AdaptiveCard\",\"version\":\"1.4\","
                      "\"msteams\":{\"width\":\"Full\"},\"body\":[\n"));
    for (; at < count; at++) {
        struct text line;

        text_init(&line, in->scratch);
        put_line(in->scratch, &line, &flats[at]);
        if (out->len + line.len > BYTES_MOST - BYTES_KEPT)
            break;
        if (at > 0)
            text_add(out, STR(",\n"));
        text_add(out, text_str(&line));
    }
    if (at < count) {
        text_add(out, at > 0 ? STR(",\n") : STR(""));
        put_note(in->scratch, out, flat_rest(flats, at, count, "a card", in->scratch));
    }
    if (d->about.len > 0) {
        text_add(out, count > 0 ? STR(",\n") : STR(""));
        put_note(in->scratch, out,
                 cut_bytes(in->scratch, str_format(in->scratch, "Baton: %.*s", STR_ARG(d->about)),
                           BYTES_KEPT / 3));
    }
    text_add(out, STR("\n]}}]}\n"));
}

const struct document_form form_teams = {"teams", "a card of Microsoft Teams", write};

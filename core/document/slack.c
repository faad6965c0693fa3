/* SPDX-License-Identifier: Apache-2.0 */
/* A message of Slack as an incoming webhook or chat.postMessage takes it: {text, blocks}.
 *
 * Headings are header blocks, which are plain text; all else is rich text, whose elements have no
 * markup: "*", "<!channel>" or "javascript:" in a title stay what they are. Limits of Block Kit: 50
 * blocks a message, 150 characters a header, 3000 characters a text; counted in bytes here,
 * which are never fewer. Slack also refuses messages of some 13,000 characters in all (slackapi's
 * bolt-js, issue 2509), so there is a limit of ours below that. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/form.h"
#include "core/syntax/writer.h"

enum {
    BLOCKS_MOST = 50,
    HEADER_MOST = 150,
    TEXT_MOST = 3000,           /* of one rich text block too, all its elements together */
    WHOLE_MOST = 12000,         /* of all texts of a message together */
    NOTICE_MOST = 300           /* what a notification shows */
};

struct message {
    struct arena *scratch;
    struct writer *w;
    unsigned blocks;
    size_t whole;               /* bytes of text so far */
    size_t used;                /* bytes of text in the rich text that is open; 0: none is */
};

static void end_rich(struct message *m)
{
    if (m->used == 0)
        return;
    writer_list_end(m->w);
    writer_map_end(m->w);
    m->used = 0;
}

static void begin_block(struct message *m, const char *type)
{
    writer_map_begin(m->w, false);
    writer_key_text(m->w, "type", str_of(type));
    m->blocks++;
}

static void begin_rich(struct message *m)
{
    begin_block(m, "rich_text");
    writer_key(m->w, STR("elements"));
    writer_list_begin(m->w, false);
}

static void put_header(struct message *m, struct str words)
{
    end_rich(m);
    begin_block(m, "header");
    m->whole += words.len < HEADER_MOST ? words.len : HEADER_MOST;
    writer_key(m->w, STR("text"));
    writer_map_begin(m->w, false);
    writer_key_text(m->w, "type", STR("plain_text"));
    writer_key_text(m->w, "text", cut_bytes(m->scratch, words, HEADER_MOST));
    writer_key_bool(m->w, "emoji", false);
    writer_map_end(m->w);
    writer_map_end(m->w);
}

static void put_run(struct message *m, struct str words, bool bold)
{
    writer_map_begin(m->w, false);
    writer_key_text(m->w, "type", STR("text"));
    writer_key_text(m->w, "text", words);
    if (bold) {
        writer_key(m->w, STR("style"));
        writer_map_begin(m->w, false);
        writer_key_bool(m->w, "bold", true);
        writer_map_end(m->w);
    }
    writer_map_end(m->w);
    m->used += words.len;
    m->whole += words.len;
}

static void begin_element(struct message *m, const char *type)
{
    writer_map_begin(m->w, false);
    writer_key_text(m->w, "type", str_of(type));
    writer_key(m->w, STR("elements"));
    writer_list_begin(m->w, false);
}

static void end_element(struct message *m)
{
    writer_list_end(m->w);
    writer_map_end(m->w);
}

static bool is_bold(enum tone tone)
{
    return tone == TONE_STRONG || tone == TONE_BAD;
}

/* Spans up to `most` bytes, neighbours of one look in one run; a line break ends a paragraph, since
 * sections stand close. */
static void put_spans(struct message *m, const struct line *line, size_t most, bool paragraph)
{
    for (size_t i = 0; i < line->count && most > 0;) {
        const bool bold = is_bold(line->spans[i].tone);
        struct text text;
        struct str words;

        text_init(&text, m->scratch);
        for (; i < line->count && is_bold(line->spans[i].tone) == bold; i++)
            text_add(&text, plain_text(m->scratch, line->spans[i].text, false));
        words = cut_bytes(m->scratch, text_str(&text), most);
        if (words.len == 0)
            continue;
        put_run(m, words, bold);
        most -= words.len < most ? words.len : most;
    }
    if (paragraph)
        put_run(m, STR("\n"), false);
}

/* Every line of a chart harmless, its line breaks kept. */
static struct str chart_of(struct message *m, const struct line *line)
{
    struct text text;

    text_init(&text, m->scratch);
    for (size_t i = 0; i < line->count; i++) {
        struct str rest = line->spans[i].text, row;
        bool first = true;

        while (str_split(&rest, '\n', &row)) {
            if (!first)
                text_add_char(&text, '\n');
            first = false;
            text_add(&text, plain_text(m->scratch, row, false));
        }
    }
    return cut_bytes(m->scratch, str_trim(text_str(&text)), TEXT_MOST / 2);
}

static void put_flat(struct message *m, const struct flat *f, const struct flat *next)
{
    size_t size = line_words(f->line, m->scratch).len + 1;

    if (size > TEXT_MOST / 2)
        size = TEXT_MOST / 2;
    if (m->used + size > TEXT_MOST)
        end_rich(m);
    if (m->used == 0)
        begin_rich(m);
    if (f->kind == FLAT_ITEM) {
        writer_map_begin(m->w, false);
        writer_key_text(m->w, "type", STR("rich_text_list"));
        writer_key_text(m->w, "style", STR("bullet"));
        writer_key(m->w, STR("elements"));
        writer_list_begin(m->w, false);
        begin_element(m, "rich_text_section");
        put_spans(m, f->line, TEXT_MOST / 2, false);
        end_element(m);
        end_element(m);
    } else if (f->kind == FLAT_CHART) {
        begin_element(m, "rich_text_preformatted");
        put_run(m, chart_of(m, f->line), false);
        end_element(m);
    } else {
        begin_element(m, "rich_text_section");
        put_spans(m, f->line, TEXT_MOST / 2 - 1, next && next->kind == FLAT_PARAGRAPH);
        end_element(m);
    }
}

/* A context block: small, for what is about the message itself. */
static void put_context(struct message *m, struct str words)
{
    end_rich(m);
    begin_block(m, "context");
    writer_key(m->w, STR("elements"));
    writer_list_begin(m->w, false);
    writer_map_begin(m->w, false);
    writer_key_text(m->w, "type", STR("plain_text"));
    writer_key_text(m->w, "text", cut_bytes(m->scratch, words, TEXT_MOST));
    writer_key_bool(m->w, "emoji", false);
    writer_map_end(m->w);
    writer_list_end(m->w);
    writer_map_end(m->w);
}

/* In the notification "&", "<" and ">" would be markup. */
static struct str notice_of(struct arena *owner, struct str title)
{
    struct text text;

    text_init(&text, owner);
    title = cut_bytes(owner, title, NOTICE_MOST);
    for (size_t i = 0; i < title.len; i++) {
        if (title.ptr[i] == '&')
            text_add(&text, STR("&amp;"));
        else if (title.ptr[i] == '<')
            text_add(&text, STR("&lt;"));
        else if (title.ptr[i] == '>')
            text_add(&text, STR("&gt;"));
        else
            text_add_char(&text, title.ptr[i]);
    }
    return text_str(&text);
}

static void write(const struct document *d, const struct form_context *in, struct text *out)
{
    struct message m = {in->scratch, writer_new(in->scratch, WRITER_JSON, out), 0, 0, 0};
    size_t count, at = 0;
    const struct flat *flats = document_flatten(d, in->scratch, &count);

    writer_map_begin(m.w, false);
    writer_key_text(m.w, "text", notice_of(in->scratch, document_title(d, in->scratch)));
    writer_key_bool(m.w, "unfurl_links", false);
    writer_key(m.w, STR("blocks"));
    writer_list_begin(m.w, false);
    /* Two blocks are kept back for what is left out and what the message is of. */
    for (; at < count && m.blocks < BLOCKS_MOST - 3; at++) {
        const size_t size = line_words(flats[at].line, in->scratch).len;

        if (m.whole + (size < TEXT_MOST / 2 ? size : TEXT_MOST / 2) > WHOLE_MOST)
            break;
        if (flats[at].kind == FLAT_HEADING)
            put_header(&m, line_words(flats[at].line, in->scratch));
        else
            put_flat(&m, &flats[at], at + 1 < count ? &flats[at + 1] : NULL);
    }
    if (at < count)
        put_context(&m, flat_rest(flats, at, count, "a message", in->scratch));
    if (d->about.len > 0)
        put_context(&m, str_format(in->scratch, "Baton: %.*s", STR_ARG(d->about)));
    end_rich(&m);
    writer_list_end(m.w);
    writer_map_end(m.w);
    writer_finish(m.w);
}

const struct document_form form_slack = {"slack", "a message of Slack, in blocks", write};

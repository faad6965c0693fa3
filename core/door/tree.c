/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to a tree: what a text looks like, and the events of the application's readers. */
#include <string.h>

#include "core/base/arena.h"
#include "core/door/door.h"
#include "core/syntax/tree.h"

struct magic {
    const char *bytes;
    size_t length;
    const char *what;
};

#define MAGIC(bytes, what) {bytes, sizeof(bytes) - 1, what}

/* What people hand to a planning tool by mistake, or what Baton does not read yet. */
static const struct magic magics[] = {
    MAGIC("\x89PNG", "a PNG image"),
    MAGIC("\xff\xd8\xff", "a JPEG image"),
    MAGIC("GIF8", "a GIF image"),
    MAGIC("%PDF", "a PDF document"),
    MAGIC("PK\x03\x04", "a ZIP archive (or an Office document)"),
    MAGIC("\x1f\x8b", "a gzip archive"),
    MAGIC("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Microsoft Project MPP file or an old document"),
    MAGIC("SQLite format 3", "an SQLite database"),
    MAGIC("\x7f" "ELF", "a program"),
};

static bool starts(struct baton_text bytes, const char *with, size_t length)
{
    return bytes.len >= length && memcmp(bytes.ptr, with, length) == 0;
}

/* The first byte that is no blank, past a byte order mark; 0 when there is none. */
static char first_byte(struct baton_text bytes)
{
    size_t at = starts(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;

    while (at < bytes.len && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\t' ||
                              bytes.ptr[at] == '\n' || bytes.ptr[at] == '\r'))
        at++;
    return at < bytes.len ? bytes.ptr[at] : '\0';
}

enum baton_syntax baton_syntax_of(struct baton_text bytes, const char **ret_what)
{
    *ret_what = NULL;
    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
        if (starts(bytes, magics[i].bytes, magics[i].length)) {
            *ret_what = magics[i].what;
            return BATON_SYNTAX_REFUSED;
        }
    /* UTF-16, as Microsoft Project may write its XML. */
    if (starts(bytes, "\xff\xfe<", 3) || starts(bytes, "\xfe\xff\0<", 4))
        return BATON_SYNTAX_XML;
    if (bytes.len > 0 && memchr(bytes.ptr, '\0', bytes.len < 4096 ? bytes.len : 4096)) {
        *ret_what = "a binary file";
        return BATON_SYNTAX_REFUSED;
    }
    switch (first_byte(bytes)) {
    case '\0':
        return BATON_SYNTAX_EMPTY;
    case '<':
        return BATON_SYNTAX_XML;
    case '{':
    case '[':
        return BATON_SYNTAX_JSON;
    default:
        return BATON_SYNTAX_YAML;
    }
}

struct baton_tree {
    struct tree_builder *builder;
    struct arena *owner;
    struct str source;
};

/* Texts of the tree live as long as the context; slices of the source do already. */
static struct str kept(struct baton_tree *t, struct baton_text text)
{
    const uintptr_t at = (uintptr_t)text.ptr, from = (uintptr_t)t->source.ptr;

    if (!text.ptr || (at >= from && at - from <= t->source.len))
        return door_str(text);
    return str_copy(t->owner, door_str(text));
}

struct baton_tree *baton_tree_new(struct baton *b, uint32_t source, bool repeats)
{
    struct baton_tree *t = ARENA_NEW(&b->owner, struct baton_tree);

    t->builder = tree_builder_new(&b->owner, source, repeats, &b->diags);
    t->owner = &b->owner;
    t->source = b->diags.sources[source - 1].bytes;
    return t;
}

bool baton_tree_begin(struct baton_tree *t, const struct baton_event *e)
{
    return tree_begin_like(
        t->builder, &(struct node){.name = kept(t, e->name),
                                   .name_at = {e->name_at.line, e->name_at.column,
                                               e->name_at.length},
                                   .at = door_place(e->at),
                                   .offset = (uint32_t)e->offset,
                                   .end = (uint32_t)e->offset,
                                   .name_offset = (uint32_t)e->name_offset,
                                   .kind = e->kind == BATON_NODE_LIST ? NODE_LIST : NODE_MAP});
}

bool baton_tree_end(struct baton_tree *t, size_t end_offset)
{
    return tree_end(t->builder, end_offset);
}

bool baton_tree_scalar(struct baton_tree *t, const struct baton_event *e)
{
    return tree_scalar_like(
        t->builder, &(struct node){.name = kept(t, e->name),
                                   .text = kept(t, e->text),
                                   .name_at = {e->name_at.line, e->name_at.column,
                                               e->name_at.length},
                                   .at = door_place(e->at),
                                   .offset = (uint32_t)e->offset,
                                   .end = (uint32_t)e->end,
                                   .name_offset = (uint32_t)e->name_offset,
                                   .kind = e->kind == BATON_NODE_NULL ? NODE_NULL : NODE_SCALAR,
                                   .style = (uint8_t)e->style});
}

struct baton_text baton_tree_keep(struct baton_tree *t, struct baton_text text)
{
    return door_text(kept(t, text));
}

const struct baton_node *baton_tree_finish(struct baton_tree *t)
{
    return (const struct baton_node *)(const void *)tree_finish(t->builder);
}

const struct baton_node *baton_csv_read(struct baton *b, uint32_t source)
{
    const struct str bytes = b->diags.sources[source - 1].bytes;

    return (const struct baton_node *)(const void *)csv_read(&b->owner, source, bytes, 0,
                                                             &b->diags);
}

const struct baton_node *baton_json_read(struct baton *b, uint32_t source)
{
    struct str bytes = b->diags.sources[source - 1].bytes;

    return (const struct baton_node *)(const void *)json_read(&b->owner, source, bytes,
                                                              &b->diags);
}

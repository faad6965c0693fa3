/* SPDX-License-Identifier: Apache-2.0 */
#include "core/edit/said.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/ops.h"
#include "core/syntax/writer.h"

struct said_reader {
    struct arena *owner;
    struct str s;
    size_t at;
};

static char peek(const struct said_reader *r)
{
    return r->at < r->s.len ? r->s.ptr[r->at] : '\0';
}

static bool take_char(struct said_reader *r, char c)
{
    if (peek(r) != c)
        return false;
    r->at++;
    return true;
}

/* Behind the closing quote. */
static void pass_quoted(struct said_reader *r)
{
    r->at++;
    while (r->at < r->s.len && r->s.ptr[r->at] != '"')
        r->at += r->s.ptr[r->at] == '\\' ? 2 : 1;
    r->at++;
}

/* Escapes of keys are those of texts: a quote, a backslash, and what no line may hold. */
static struct str unquoted(struct arena *owner, struct str raw)
{
    struct text text;

    if (raw.len < 2 || raw.ptr[0] != '"')
        return raw;
    text_init(&text, owner);
    for (size_t i = 1; i + 1 < raw.len; i++) {
        if (raw.ptr[i] == '\\' && i + 2 < raw.len)
            i++;
        text_add_char(&text, raw.ptr[i]);
    }
    return text_str(&text);
}

static void read_key(struct said_reader *r, struct said *item)
{
    size_t from;

    if (peek(r) == '?')             /* "? key :", where the key is long */
        r->at += 2;
    from = r->at;
    if (peek(r) == '"')
        pass_quoted(r);
    else
        while (r->at < r->s.len && !(r->s.ptr[r->at] == ':' && r->at + 1 < r->s.len &&
                                     r->s.ptr[r->at + 1] == ' '))
            r->at++;
    item->raw_key = str_slice(r->s, from, r->at);
    item->key = unquoted(r->owner, item->raw_key);
    take_char(r, ' ');
    take_char(r, ':');
    take_char(r, ' ');
}

/* Depth is that of the schema. */
static struct said *read_value(struct said_reader *r)
{
    struct said *v = ARENA_NEW(r->owner, struct said), **tail = &v->first;
    const size_t from = r->at;
    const char c = peek(r), close = c == '{' ? '}' : ']';

    v->kind = c == '{' ? NODE_MAP : c == '[' ? NODE_LIST : NODE_SCALAR;
    if (v->kind == NODE_SCALAR) {
        if (c == '"')
            pass_quoted(r);
        else
            while (r->at < r->s.len && !(peek(r) == ',' || peek(r) == ']' || peek(r) == '}'))
                r->at++;
    } else {
        r->at++;
        while (r->at < r->s.len && !take_char(r, close)) {
            struct said key = {.kind = NODE_SCALAR}, *item;

            if (take_char(r, ',') || take_char(r, ' '))
                continue;
            if (v->kind == NODE_MAP)
                read_key(r, &key);
            item = read_value(r);
            item->key = key.key;
            item->raw_key = key.raw_key;
            *tail = item;
            tail = &item->next;
            v->count++;
        }
    }
    v->raw = str_slice(r->s, from, r->at);
    return v;
}

const struct said *said_of(const struct object *o, bool json, struct arena *owner)
{
    struct said_reader r = {.owner = owner};
    struct text text;
    struct writer *w;

    text_init(&text, owner);
    w = writer_new(owner, json ? WRITER_JSON_COMPACT : WRITER_YAML, &text);
    write_fields(o, true, w);
    r.s = text_str(&text);
    return read_value(&r);
}

struct str said_key(struct str key, bool json, struct arena *owner)
{
    struct said_reader r = {.owner = owner};
    struct said item = {.kind = NODE_SCALAR};
    struct text text;
    struct writer *w;

    text_init(&text, owner);
    w = writer_new(owner, json ? WRITER_JSON_COMPACT : WRITER_YAML, &text);
    writer_map_begin(w, true);
    writer_key(w, key);
    writer_null(w);
    writer_map_end(w);
    r.s = text_str(&text);
    r.at = 1;
    read_key(&r, &item);
    return item.raw_key;
}

const struct said *said_find(const struct said *map, struct str key)
{
    for (const struct said *item = map->first; item; item = item->next)
        if (str_equal(item->key, key))
            return item;
    return NULL;
}

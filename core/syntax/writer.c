/* SPDX-License-Identifier: Apache-2.0 */
#include "core/syntax/writer.h"

#include <assert.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/syntax/writer_form.h"

struct writer *writer_new(struct arena *owner, enum writer_form form, struct text *out)
{
    struct writer *w = ARENA_NEW(owner, struct writer);

    w->out = out;
    w->owner = owner;
    w->form = form;
    return w;
}

struct writer_level *writer_open(struct writer *w, bool is_map, bool flow)
{
    struct writer_level *level;

    arena_grow(w->owner, (void **)&w->levels, w->depth, &w->capacity, sizeof(w->levels[0]),
               SIZE_MAX / sizeof(w->levels[0]));
    level = &w->levels[w->depth++];
    *level = (struct writer_level){.is_map = is_map, .flow = flow};
    w->has_key = false;
    return level;
}

static bool is_yaml(const struct writer *w)
{
    return w->form == WRITER_YAML;
}

void json_add_string(struct text *out, struct str s)
{
    size_t from = 0, at = 0;

    text_add_char(out, '"');
    while (at < s.len) {
        const unsigned char c = (unsigned char)s.ptr[at];
        uint32_t character;
        size_t length = 1;

        if (c >= 0x80)
            length = str_decode(s, at, &character);
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && length > 0) {
            at += length;
            continue;
        }
        text_add(out, str_slice(s, from, at));
        if (length == 0)
            text_add(out, STR("\xef\xbf\xbd"));
        else if (c == '"' || c == '\\')
            text_addf(out, "\\%c", c);
        else if (c == '\n')
            text_add(out, STR("\\n"));
        else if (c == '\t')
            text_add(out, STR("\\t"));
        else if (c == '\r')
            text_add(out, STR("\\r"));
        else
            text_addf(out, "\\u%04x", (unsigned)c);
        from = ++at;
    }
    text_add(out, str_slice(s, from, s.len));
    text_add_char(out, '"');
}

static void json_break(struct writer *w)
{
    if (w->form == WRITER_JSON_COMPACT)
        return;
    text_add_char(w->out, '\n');
    text_add_repeat(w->out, STR("  "), w->depth);
}

/* The comma and the line before an entry of a list; of a map its key has done it. */
static void json_before_value(struct writer *w)
{
    struct writer_level *level = w->depth ? &w->levels[w->depth - 1] : NULL;

    assert(!level || level->is_map == w->has_key);
    if (level && !level->is_map) {
        if (level->count++ > 0)
            text_add_char(w->out, ',');
        json_break(w);
    }
    w->has_key = false;
}

static void json_begin(struct writer *w, bool is_map)
{
    json_before_value(w);
    writer_open(w, is_map, false);
    text_add_char(w->out, is_map ? '{' : '[');
}

static void json_end(struct writer *w)
{
    const struct writer_level *level = &w->levels[--w->depth];

    if (level->count > 0)
        json_break(w);
    text_add_char(w->out, level->is_map ? '}' : ']');
}

static void json_key(struct writer *w, struct str key)
{
    if (w->levels[w->depth - 1].count++ > 0)
        text_add_char(w->out, ',');
    json_break(w);
    json_add_string(w->out, key);
    text_add(w->out, w->form == WRITER_JSON ? STR(": ") : STR(":"));
    w->has_key = true;
}

static void begin(struct writer *w, bool is_map, bool flow)
{
    if (is_yaml(w))
        yaml_begin(w, is_map, flow);
    else
        json_begin(w, is_map);
}

static void end(struct writer *w, bool is_map)
{
    assert(w->depth > 0 && w->levels[w->depth - 1].is_map == is_map && !w->has_key);
    (void)is_map;
    if (is_yaml(w))
        yaml_end(w);
    else
        json_end(w);
}

void writer_map_begin(struct writer *w, bool flow)
{
    begin(w, true, flow);
}

void writer_map_end(struct writer *w)
{
    end(w, true);
}

void writer_list_begin(struct writer *w, bool flow)
{
    begin(w, false, flow);
}

void writer_list_end(struct writer *w)
{
    end(w, false);
}

void writer_key(struct writer *w, struct str key)
{
    assert(w->depth > 0 && w->levels[w->depth - 1].is_map && !w->has_key);
    if (is_yaml(w))
        yaml_key(w, key);
    else
        json_key(w, key);
}

/* A value whose bytes are the same in every form. */
static void add_bare(struct writer *w, struct str s)
{
    if (is_yaml(w))
        yaml_before_value(w);
    else
        json_before_value(w);
    text_add(w->out, s);
}

void writer_text(struct writer *w, struct str value)
{
    if (is_yaml(w)) {
        yaml_add_scalar(w, value, false);
    } else {
        json_before_value(w);
        json_add_string(w->out, value);
    }
}

void writer_plain(struct writer *w, struct str value)
{
    if (is_yaml(w))
        yaml_add_scalar(w, value, true);
    else
        writer_text(w, value);
}

void writer_i64(struct writer *w, int64_t value)
{
    add_bare(w, STR(""));
    text_add_i64(w->out, value);
}

void writer_fixed(struct writer *w, int64_t value, int decimals)
{
    add_bare(w, STR(""));
    text_add_fixed(w->out, value, decimals, 0);
}

void writer_bool(struct writer *w, bool value)
{
    add_bare(w, value ? STR("true") : STR("false"));
}

void writer_null(struct writer *w)
{
    add_bare(w, STR("null"));
}

void writer_finish(struct writer *w)
{
    assert(w->depth == 0);
    text_add_char(w->out, '\n');
}

void writer_key_text(struct writer *w, const char *key, struct str value)
{
    writer_key(w, str_of(key));
    writer_text(w, value);
}

void writer_key_i64(struct writer *w, const char *key, int64_t value)
{
    writer_key(w, str_of(key));
    writer_i64(w, value);
}

void writer_key_fixed(struct writer *w, const char *key, int64_t value, int decimals)
{
    writer_key(w, str_of(key));
    writer_fixed(w, value, decimals);
}

void writer_key_bool(struct writer *w, const char *key, bool value)
{
    writer_key(w, str_of(key));
    writer_bool(w, value);
}

void writer_key_null(struct writer *w, const char *key)
{
    writer_key(w, str_of(key));
    writer_null(w);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.c - YAML by libyaml's events.
 *
 * libyaml counts characters and takes more line breaks than editors do, so only its character
 * index is used: the cursor makes a byte, a line and a column of it. Leaving by a full
 * arena (baton_pages.on_full) loses the parser's memory: a process that goes on after that
 * runs its readers where it can throw them away whole.
 */
#include <string.h>
#include <yaml.h>

#include "app/syntax/cursor.h"
#include "app/syntax/syntax.h"
#include "app/syntax/yaml_problem.h"

enum { RESTARTS = 20 };     /* sections looked at behind a fault */

struct yaml_level {
    bool is_map;
    bool has_key;           /* a key stands and waits for its value */
    bool is_flow;
    struct baton_text key;
    struct baton_place key_at;
    size_t key_offset;
    size_t last;            /* byte behind its last entry */
};

struct yaml {
    struct baton *b;
    struct baton_tree *tree;
    struct cursor cursor;
    struct baton_text bytes;
    size_t from;            /* characters before the piece now read */
    bool is_plain;          /* ASCII, lines end by LF alone: libyaml's marks are places */
    struct yaml_level levels[BATON_DEPTH_CEILING];
    unsigned depth;
    unsigned documents;
};

/* Whether every byte is a character that YAML allows, and no line break is libyaml's alone. */
static bool is_plain(struct baton_text bytes)
{
    unsigned char odd = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        const unsigned char c = (unsigned char)bytes.ptr[i];

        odd |= (unsigned char)((c < 0x20 || c > 0x7e) && c != '\n' && c != '\t');
    }
    return !odd;
}

/* Go to a mark of libyaml: the byte offset there. */
static size_t go_to(struct yaml *y, yaml_mark_t mark)
{
    cursor_to_index(&y->cursor, y->from + mark.index);
    return y->cursor.byte;
}

/* The same without going there, while the tree is made of a text that is read whole. */
static size_t offset_of(struct yaml *y, yaml_mark_t mark)
{
    if (!y->is_plain)
        return go_to(y, mark);
    return mark.index < y->bytes.len ? mark.index : y->bytes.len;
}

static struct baton_place mark_place(struct yaml *y, yaml_mark_t mark)
{
    if (!y->is_plain) {
        go_to(y, mark);
        return cursor_place(&y->cursor, 1);
    }
    return (struct baton_place){y->cursor.source, (uint32_t)mark.line + 1,
                                (uint32_t)mark.column + 1,
                                mark.index < y->bytes.len && y->bytes.ptr[mark.index] != '\n'};
}

static struct baton_place place_of(struct yaml *y, yaml_mark_t mark, size_t length)
{
    go_to(y, mark);
    return cursor_place(&y->cursor, length);
}

static bool is_core_tag(const char *tag)
{
    static const char *const names[] = {"str", "int", "float", "bool", "null", "map", "seq"};
    static const char prefix[] = "tag:yaml.org,2002:";

    if (strcmp(tag, "!") == 0)
        return true;
    if (strncmp(tag, prefix, sizeof(prefix) - 1) != 0)
        return false;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(tag + sizeof(prefix) - 1, names[i]) == 0)
            return true;
    return false;
}

static void check_tag(struct yaml *y, const yaml_char_t *tag, yaml_mark_t mark)
{
    if (tag && !is_core_tag((const char *)tag))
        problem(y->b, "unknown-tag", place_of(y, mark, 1),
                "leave the tag out: Baton knows the type of each field", "the tag '%.60s' means "
                "nothing here", (const char *)tag);
}

/* Null as the core schema of YAML 1.2 has it. */
static bool is_null(const char *s, size_t length)
{
    return length == 0 || (length == 1 && s[0] == '~') ||
           (length == 4 && (memcmp(s, "null", 4) == 0 || memcmp(s, "Null", 4) == 0 ||
                            memcmp(s, "NULL", 4) == 0));
}

/* The same bytes where they stand in the source, if they do: those need no copy. */
static struct baton_text in_source(const struct yaml *y, size_t offset, const char *s,
                                   size_t length)
{
    if (length <= y->bytes.len - offset && memcmp(y->bytes.ptr + offset, s, length) == 0)
        return (struct baton_text){y->bytes.ptr + offset, length};
    return (struct baton_text){s, length};
}

/* An event for what stands between two marks, under the key that waits for it. */
static struct baton_event event_at(struct yaml *y, yaml_mark_t start, yaml_mark_t end)
{
    struct yaml_level *level = y->depth ? &y->levels[y->depth - 1] : NULL;
    struct baton_event e = {.kind = BATON_NODE_NULL};

    if (level && level->has_key) {
        e.name = level->key;
        e.name_at = level->key_at;
        e.name_offset = level->key_offset;
        level->has_key = false;
    }
    e.offset = offset_of(y, start);
    e.at = mark_place(y, start);
    e.end = offset_of(y, end);
    return e;
}

/* How much of the first line the value covers. */
static void measure(const struct yaml *y, struct baton_event *e)
{
    const char *from = y->bytes.ptr + e->offset;
    const size_t length = e->end - e->offset;
    const char *line_end = length ? memchr(from, '\n', length) : NULL;

    e->at.length = (uint32_t)(line_end ? (size_t)(line_end - from) : length);
}

static bool keep_key(struct yaml *y, const yaml_event_t *event, struct baton_text text)
{
    struct yaml_level *level = &y->levels[y->depth - 1];
    struct baton_event key = event_at(y, event->start_mark, event->end_mark);

    measure(y, &key);
    /* The key's event is gone when its value comes, and with it libyaml's buffer. */
    if (text.ptr < y->bytes.ptr || text.ptr >= y->bytes.ptr + y->bytes.len)
        text = baton_tree_keep(y->tree, text);
    level->key = text;
    level->key_at = key.at;
    level->key_offset = key.offset;
    level->has_key = true;
    level->last = key.end;
    if (text.len == 0)
        problem(y->b, "yaml-syntax", key.at, "write a key before the colon", "a key is missing");
    return true;
}

static bool read_scalar(struct yaml *y, const yaml_event_t *event)
{
    const char *s = (const char *)event->data.scalar.value;
    const size_t length = event->data.scalar.length;
    const yaml_scalar_style_t style = event->data.scalar.style;
    const yaml_char_t *tag = event->data.scalar.tag;
    const bool plain = style == YAML_PLAIN_SCALAR_STYLE;
    struct yaml_level *level = y->depth ? &y->levels[y->depth - 1] : NULL;
    struct baton_text text = in_source(y, offset_of(y, event->start_mark) + !plain, s, length);
    struct baton_event e;

    check_tag(y, tag, event->start_mark);
    if (level && level->is_map && !level->has_key)
        return keep_key(y, event, text);
    e = event_at(y, event->start_mark, event->end_mark);
    while (!plain && e.end > e.offset && strchr(" \t\r\n", y->bytes.ptr[e.end - 1]))
        e.end--;            /* the end of a block scalar: behind its last line */
    measure(y, &e);
    if (level)
        level->last = e.end;
    if (plain && !tag && is_null(s, length))
        return baton_tree_scalar(y->tree, &e);
    e.kind = BATON_NODE_SCALAR;
    e.style = plain && !tag ? BATON_STYLE_PLAIN
              : style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE
                  ? BATON_STYLE_BLOCK
                  : BATON_STYLE_QUOTED;
    e.text = text;
    return baton_tree_scalar(y->tree, &e);
}

/* An alias is refused, but what stands behind it can still be read. */
static bool read_alias(struct yaml *y, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct yaml_level *level = y->depth ? &y->levels[y->depth - 1] : NULL;
    struct baton_event e;

    problem(y->b, "alias", place_of(y, event->start_mark, strlen(name) + 1),
            "write the value itself; a text that begins with * stands in quotes",
            "'*%.60s' is a YAML alias, and a plan has none", name);
    if (level && level->is_map && !level->has_key)
        return keep_key(y, event, in_source(y, offset_of(y, event->start_mark) + 1, name,
                                            strlen(name)));
    e = event_at(y, event->start_mark, event->end_mark);
    if (level)
        level->last = e.end;
    return baton_tree_scalar(y->tree, &e);
}

static bool begin(struct yaml *y, const yaml_event_t *event, bool is_map)
{
    const struct yaml_level *outer = y->depth ? &y->levels[y->depth - 1] : NULL;
    const bool flow = is_map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                             : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    struct yaml_level *level;
    struct baton_event e;

    check_tag(y, is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag,
              event->start_mark);
    if (outer && outer->is_map && !outer->has_key)
        return problem(y->b, "yaml-syntax", place_of(y, event->start_mark, 1),
                       "write the key as one word or text", "a list or map stands where a key "
                       "should be");
    e = event_at(y, event->start_mark, event->end_mark);
    e.kind = is_map ? BATON_NODE_MAP : BATON_NODE_LIST;
    if (!baton_tree_begin(y->tree, &e))
        return false;
    level = &y->levels[y->depth++];
    level->is_map = is_map;
    level->has_key = false;
    level->is_flow = flow;
    level->last = e.end;
    return true;
}

/* A block ends behind its last entry; libyaml's mark stands at whatever comes next. */
static bool end(struct yaml *y, const yaml_event_t *event)
{
    const struct yaml_level *level = &y->levels[--y->depth];
    const size_t behind = level->is_flow ? offset_of(y, event->end_mark) : level->last;

    if (y->depth > 0)
        y->levels[y->depth - 1].last = behind;
    return baton_tree_end(y->tree, behind);
}

static bool take_event(struct yaml *y, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (y->documents++ == 0)
            return true;
        return problem(y->b, "many-documents", place_of(y, event->start_mark, 3),
                       "put each into its own file, and give the folder",
                       "a second YAML document begins here");
    case YAML_SCALAR_EVENT:
        return read_scalar(y, event);
    case YAML_ALIAS_EVENT:
        return read_alias(y, event);
    case YAML_MAPPING_START_EVENT:
        return begin(y, event, true);
    case YAML_SEQUENCE_START_EVENT:
        return begin(y, event, false);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return end(y, event);
    default:
        return true;
    }
}

static void set_input(struct yaml *y, yaml_parser_t *parser)
{
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)y->bytes.ptr + y->cursor.byte,
                                 y->bytes.len - y->cursor.byte);
    y->from = cursor_index(&y->cursor);
}

enum outcome { DONE, REFUSED, BROKEN };

/* Parse from the cursor on. `tree`: whether events become a tree, or only faults matter. */
static enum outcome parse(struct yaml *y, bool tree, struct yaml_fault *ret_fault)
{
    yaml_parser_t parser;
    enum outcome outcome = DONE;
    bool more = true;
    unsigned depth = 0;

    if (!yaml_parser_initialize(&parser)) {
        problem(y->b, "out-of-memory", cursor_place(&y->cursor, 0), NULL,
                "no memory to read YAML with");
        return REFUSED;
    }
    set_input(y, &parser);
    while (more && outcome == DONE) {
        yaml_event_t event;

        if (!yaml_parser_parse(&parser, &event)) {
            *ret_fault = (struct yaml_fault){
                .problem = parser.problem ? parser.problem : "",
                .context = parser.context ? parser.context : "",
                .byte = go_to(y, parser.problem_mark),
                .context_byte = go_to(y, parser.context_mark)};
            outcome = BROKEN;
            break;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        depth += event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT;
        depth -= event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT;
        if (tree ? !take_event(y, &event) : depth > BATON_DEPTH_CEILING)
            outcome = REFUSED;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return outcome;
}

/* Move the cursor to the next line behind `byte` that begins with a letter: where a file of
 * sections has its next one. */
static bool next_section(struct yaml *y, size_t byte)
{
    const char *line_end;

    cursor_to_byte(&y->cursor, byte);
    while ((line_end = memchr(y->bytes.ptr + y->cursor.byte, '\n',
                              y->bytes.len - y->cursor.byte))) {
        cursor_to_byte(&y->cursor, (size_t)(line_end - y->bytes.ptr) + 1);
        if (y->cursor.byte < y->bytes.len) {
            const char c = (char)(y->bytes.ptr[y->cursor.byte] | 32);

            if (c >= 'a' && c <= 'z')
                return true;
        }
    }
    return false;
}

/* libyaml stops at the first fault. What stands behind it in the same section could only be
 * guessed, but the next section begins afresh, and its faults are as real as the first. */
static void look_behind(struct yaml *y, struct yaml_fault fault)
{
    for (int i = 0; i < RESTARTS && !yaml_fault_is_open(&fault); i++) {
        if (!next_section(y, fault.byte) || parse(y, false, &fault) != BROKEN)
            return;
        yaml_fault_report(y->b, &y->cursor, &fault);
    }
}

const struct baton_node *yaml_read(struct baton *b, uint32_t source, struct baton_text bytes)
{
    const bool has_mark = bytes.len >= 3 && memcmp(bytes.ptr, "\xef\xbb\xbf", 3) == 0;
    struct yaml y = {.b = b, .bytes = bytes, .is_plain = !has_mark && is_plain(bytes)};
    struct yaml_fault fault;
    enum outcome outcome;

    cursor_init(&y.cursor, source, bytes, has_mark ? 3 : 0);
    if (!y.is_plain && !yaml_check_characters(b, y.cursor))
        return NULL;
    y.tree = baton_tree_new(b, source, false);
    outcome = parse(&y, true, &fault);
    if (outcome == BROKEN) {
        yaml_fault_report(b, &y.cursor, &fault);
        look_behind(&y, fault);
    }
    if (outcome != DONE)
        return NULL;
    if (y.documents == 0) {
        cursor_to_byte(&y.cursor, 0);
        problem(b, "empty-file", cursor_place(&y.cursor, 0), NULL, "the file is empty");
    }
    return baton_tree_finish(y.tree);
}

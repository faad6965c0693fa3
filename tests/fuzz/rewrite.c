/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/rewrite.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/syntax/syntax.h"
#include "core/base/text.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"
#include "tests/fuzz/pages.h"

enum { MEMORY_CEILING = 512 << 20 };

static void broken(const char *law, struct str text)
{
    fprintf(stderr, "broken law: %s\n%.*s\n", law, STR_ARG(text));
    abort();
}

const struct node *rewrite_read_yaml(struct rewrite *r, struct str bytes)
{
    const struct baton_text text = {bytes.ptr, bytes.len};
    const uint32_t number = baton_source(r->baton, (struct baton_text){"plan", 4}, text);

    return (const struct node *)(const void *)yaml_read(r->baton, number, text);
}

static const struct node *read_json(struct rewrite *r, struct str bytes)
{
    return json_read(&r->arena, diags_source(&r->diags, STR("plan"), bytes), bytes, &r->diags);
}

static size_t errors(const struct rewrite *r)
{
    return r->diags.error_count + baton_problem_count(r->baton, BATON_ERROR);
}

static void write_node(struct writer *w, const struct node *node, bool flow)
{
    const bool is_map = node->kind == NODE_MAP;

    if (node->kind == NODE_NULL) {
        writer_null(w);
        return;
    }
    if (node->kind == NODE_SCALAR) {
        writer_text(w, node->text);
        return;
    }
    if (is_map)
        writer_map_begin(w, flow);
    else
        writer_list_begin(w, flow);
    for (const struct node *child = node->first; child; child = child->next) {
        if (is_map)
            writer_key(w, child->name);
        write_node(w, child, flow || child->count % 3 == 2);
    }
    if (is_map)
        writer_map_end(w);
    else
        writer_list_end(w);
}

/* Deeper than 64 neither can be, so recursion is safe. */
static bool same(const struct node *a, const struct node *b)
{
    const struct node *x = a->first, *y = b->first;

    if (a->kind != b->kind || !str_equal(a->name, b->name) || !str_equal(a->text, b->text))
        return false;
    for (; x && y; x = x->next, y = y->next)
        if (!same(x, y))
            return false;
    return !x && !y;
}

/* Values lie within the text, one behind the other, children within their parents. */
static void check_ranges(const struct node *node, size_t from, size_t to, struct str bytes)
{
    if (node->offset < from || node->end < node->offset || node->end > to)
        broken("a value lies within its parent, behind its neighbour", bytes);
    from = node->offset;
    for (const struct node *child = node->first; child; child = child->next) {
        check_ranges(child, from, node->end, bytes);
        from = child->end;
    }
}

static void comes_back(struct rewrite *r, const struct node *root, enum writer_form form,
                       rewrite_reader *read)
{
    struct text text;
    struct writer *w;
    const struct node *again;

    text_init(&text, &r->arena);
    w = writer_new(&r->arena, form, &text);
    write_node(w, root, false);
    writer_finish(w);
    again = read(r, text_str(&text));
    if (!again || errors(r) > 0 || !same(root, again))
        broken("a tree written reads back as it was", text_str(&text));
}

void rewrite_law(const uint8_t *data, size_t size, rewrite_reader *read)
{
    struct rewrite r;
    const struct str bytes = {(const char *)data, size};
    const struct node *root;

    arena_init(&r.arena, &source, MEMORY_CEILING);
    diags_init(&r.diags, &r.arena);
    r.baton = baton_new(&pages, MEMORY_CEILING);
    if (setjmp(memory_is_full) == 0) {
        root = read(&r, bytes);
        if (!root && errors(&r) == 0)
            broken("a refusal says why", bytes);
        if (root && errors(&r) == 0) {
            check_ranges(root, 0, size, bytes);
            comes_back(&r, root, WRITER_YAML, rewrite_read_yaml);
            comes_back(&r, root, WRITER_JSON, read_json);
            comes_back(&r, root, WRITER_JSON_COMPACT, read_json);
        }
    }
    baton_free(r.baton);
    arena_reset(&r.arena);
}

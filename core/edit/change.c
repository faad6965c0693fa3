/* SPDX-License-Identifier: Apache-2.0 */
#include "core/edit/change.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/plan/schema.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

/* --- the line ---------------------------------------------------------------------------- */

static void write_text(struct writer *w, const char *key, struct str value)
{
    if (value.len > 0)
        writer_key_text(w, key, value);
}

struct str change_write(const struct change *c, const struct plan *before,
                        const struct plan *after, struct arena *owner)
{
    const struct edits edits = edit_diff(before, after, owner);
    const struct edits undo = edit_diff(after, before, owner);
    struct text text;
    struct writer *w;

    text_init(&text, owner);
    w = writer_new(owner, WRITER_JSON_COMPACT, &text);
    writer_map_begin(w, false);
    writer_key_i64(w, "seq", c->seq);
    write_text(w, "id", c->id);
    write_text(w, "at", c->at);
    write_text(w, "by", c->by);
    write_text(w, "why", c->why);
    write_text(w, "source", c->source);
    writer_key_i64(w, "against", c->against);
    writer_key(w, STR("edits"));
    edit_write(&edits, w);
    writer_key(w, STR("undo"));
    edit_write(&undo, w);
    writer_map_end(w);
    return str_trim(text_str(&text));
}

static bool refuse(const struct node *at, const char *what, struct diags *out)
{
    diag_error(out, "bad-change", at->at, "this is not a change of a log: %s", what);
    return false;
}

bool change_read(const struct node *root, struct change *ret_change, struct diags *out)
{
    struct change c = {.seq = 0};

    if (root->kind != NODE_MAP)
        return refuse(root, "it is no map", out);
    c.id = node_text(root, STR("id"));
    c.at = node_text(root, STR("at"));
    c.by = node_text(root, STR("by"));
    c.why = node_text(root, STR("why"));
    c.source = node_text(root, STR("source"));
    c.edits = node_find(root, STR("edits"));
    c.undo = node_find(root, STR("undo"));
    if (!str_to_i64(node_text(root, STR("seq")), &c.seq) || c.seq < 1)
        return refuse(root, "`seq` is no number from 1 on", out);
    if (!str_to_i64(node_text(root, STR("against")), &c.against))
        return refuse(root, "`against` is no number", out);
    if (c.id.len == 0 || c.at.len == 0)
        return refuse(root, "`id` or `at` is missing", out);
    if (!c.edits || c.edits->kind != NODE_MAP || !c.undo || c.undo->kind != NODE_MAP)
        return refuse(root, "`edits` and `undo` are maps", out);
    *ret_change = c;
    return true;
}

/* --- the chain --------------------------------------------------------------------------- */

void change_chain(struct str before, struct str line, char ret_hash[SHA256_HEX + 1])
{
    struct sha256 h;

    sha256_init(&h);
    sha256_add(&h, before);
    sha256_add(&h, STR("\n"));
    sha256_add(&h, line);
    sha256_finish(&h, ret_hash);
}

void change_chain_start(struct str program, char ret_hash[SHA256_HEX + 1])
{
    change_chain(STR("baton log 1"), program, ret_hash);
}

/* --- in words ---------------------------------------------------------------------------- */

static void print_flow(const struct node *n, bool inner, struct text *out)
{
    const char *open = n->kind == NODE_LIST ? "[" : inner ? "{" : "";
    const char *close = n->kind == NODE_LIST ? "]" : inner ? "}" : "";

    if (n->kind == NODE_SCALAR) {
        text_add(out, n->text);
        return;
    }
    if (n->kind == NODE_NULL)
        return;
    text_addf(out, "%s", open);
    for (const struct node *child = n->first; child; child = child->next) {
        if (n->kind == NODE_MAP)
            text_addf(out, "%.*s: ", STR_ARG(child->name));
        print_flow(child, true, out);
        if (child->next)
            text_addf(out, ", ");
    }
    text_addf(out, "%s", close);
}

static struct str flow(const struct node *n, struct arena *owner)
{
    struct text text;

    text_init(&text, owner);
    print_flow(n, false, &text);
    return text_str(&text);
}

struct edit_line change_line(const struct change *c, size_t nth, struct arena *owner)
{
    const struct node *edit = c->edits->first, *was;
    struct edit_line line;

    while (nth-- > 0)
        edit = edit->next;
    was = node_find(c->undo, edit->name);
    line = (struct edit_line){.address = edit->name, .sign = '~'};
    if (was && was->kind != NODE_NULL)
        line.before = flow(was, owner);
    if (edit->kind == NODE_NULL)
        line.sign = '-';
    else if (!was || was->kind == NODE_NULL)
        line.sign = '+';
    if (edit->kind != NODE_NULL && !str_equal(edit->text, STR("true")))
        line.after = flow(edit, owner);
    return line;
}

/* --- what two edits share ------------------------------------------------------------------ */

/* "tasks.dig" of a new object is about "dig". */
static struct str subject(struct str address)
{
    const size_t dot = str_find_char(address, '.');
    enum kind kind;

    if (dot < address.len && schema_section(str_slice(address, 0, dot), &kind) &&
        !(schema_kinds[kind].flags & KIND_SINGLE))
        return str_slice(address, dot + 1, address.len);
    return address;
}

bool change_touches(struct str a, struct str b)
{
    a = subject(a);
    b = subject(b);
    if (a.len > b.len) {
        const struct str longer = a;

        a = b;
        b = longer;
    }
    return str_starts(b, a) && (a.len == b.len || b.ptr[a.len] == '.' || b.ptr[a.len] == '[');
}

bool change_agrees(const struct node *a, const struct node *b)
{
    const struct node *x, *y;

    if (a->kind != b->kind || !str_equal(a->name, b->name) || !str_equal(a->text, b->text) ||
        a->count != b->count)
        return false;
    for (x = a->first, y = b->first; x; x = x->next, y = y->next)
        if (!change_agrees(x, y))
            return false;
    return true;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a log: their lines, their chain, and plans with them applied. */
#include "core/door/door.h"
#include "core/edit/change.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

_Static_assert((int)BATON_HASH == (int)SHA256_HEX, "a hash is SHA-256 in hexadecimal digits");

static const struct plan *plan_of(const struct baton_plan *p)
{
    return (const struct plan *)(const void *)p;
}

struct change door_change(const struct baton_change *c)
{
    return (struct change){
        .seq = c->seq, .against = c->against, .id = door_str(c->id), .at = door_str(c->at),
        .by = door_str(c->by), .why = door_str(c->why), .source = door_str(c->source),
        .edits = (const struct node *)(const void *)c->edits,
        .undo = (const struct node *)(const void *)c->undo};
}

void baton_hash(struct baton_text bytes, char ret_hash[BATON_HASH + 1])
{
    struct sha256 h;

    sha256_init(&h);
    sha256_add(&h, door_str(bytes));
    sha256_finish(&h, ret_hash);
}

void baton_log_start(struct baton_text program, char ret_hash[BATON_HASH + 1])
{
    change_chain_start(door_str(program), ret_hash);
}

void baton_log_chain(const char *before, struct baton_text line, char ret_hash[BATON_HASH + 1])
{
    change_chain(str_of(before), door_str(line), ret_hash);
}

struct baton_text baton_change_write(struct baton *b, const struct baton_change *c,
                                     const struct baton_plan *before,
                                     const struct baton_plan *after)
{
    const struct change change = door_change(c);

    return door_text(change_write(&change, plan_of(before), plan_of(after), &b->owner));
}

bool baton_change_read(struct baton *b, struct baton_text name, struct baton_text line,
                       struct baton_change *ret_change)
{
    const uint32_t source = diags_source(&b->diags, door_str(name), door_str(line));
    const struct node *root = json_read(&b->owner, source, door_str(line), &b->diags);
    struct change c;

    if (!root || !change_read(root, &c, &b->diags))
        return false;
    *ret_change = (struct baton_change){
        .seq = c.seq, .against = c.against, .id = door_text(c.id), .at = door_text(c.at),
        .by = door_text(c.by), .why = door_text(c.why), .source = door_text(c.source),
        .edits = (const struct baton_node *)(const void *)c.edits,
        .undo = (const struct baton_node *)(const void *)c.undo};
    return true;
}

size_t baton_change_count(const struct baton_change *c)
{
    return door_change(c).edits->count;
}

struct baton_change_line baton_change_line(struct baton *b, const struct baton_change *c,
                                           size_t nth)
{
    const struct change change = door_change(c);
    const struct edit_line line = change_line(&change, nth, &b->owner);

    return (struct baton_change_line){line.sign, door_text(line.address), door_text(line.before),
                                      door_text(line.after)};
}

bool baton_change_clash(const struct baton_change *mine, const struct baton_change *theirs,
                        size_t *ret_mine, size_t *ret_theirs)
{
    size_t i = 0, j;

    for (const struct node *a = door_change(mine).edits->first; a; a = a->next, i++) {
        j = 0;
        for (const struct node *t = door_change(theirs).edits->first; t; t = t->next, j++)
            if (change_touches(a->name, t->name) && !change_agrees(a, t)) {
                *ret_mine = i;
                *ret_theirs = j;
                return true;
            }
    }
    return false;
}

bool baton_change_concerns(const struct baton_change *c, struct baton_text address)
{
    for (const struct node *a = door_change(c).edits->first; a; a = a->next)
        if (change_touches(a->name, door_str(address)))
            return true;
    return false;
}

bool baton_plan_empty(struct baton *b, struct baton_text program,
                      const struct baton_read_options *options, const struct baton_plan **ret_plan)
{
    struct text text;
    struct writer *w;
    const struct baton_node *root;

    text_init(&text, &b->owner);
    w = writer_new(&b->owner, WRITER_JSON, &text);
    writer_map_begin(w, false);
    writer_key_i64(w, "baton", 1);
    writer_key(w, STR("program"));
    writer_map_begin(w, false);
    writer_key_text(w, "id", door_str(program));
    writer_map_end(w);
    writer_map_end(w);
    writer_finish(w);
    root = baton_json_read(b, diags_source(&b->diags, STR("an empty plan"), text_str(&text)));
    return root && baton_plan_read(b, &root, 1, options, ret_plan);
}

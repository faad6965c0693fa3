/* SPDX-License-Identifier: Apache-2.0 */
/* Private beliefs: forms and the book. Sources are registered without bytes, so that no problem
 * can quote them. */
#include "core/door/door.h"
#include "core/plan/beliefs.h"
#include "core/syntax/tree.h"

struct baton_beliefs {
    struct baton *b;
    struct beliefs *book;
};

struct baton_beliefs *baton_beliefs_new(struct baton *b, const struct baton_plan *plan)
{
    struct baton_beliefs *s = ARENA_NEW(&b->owner, struct baton_beliefs);

    s->b = b;
    s->book = beliefs_new((const struct plan *)(const void *)plan, &b->owner, &b->diags);
    return s;
}

/* The faults of a syntax: where, and never what stands there. */
static bool is_readable(struct baton_beliefs *s, uint32_t source, const struct baton *hidden,
                        const struct baton_node *root)
{
    const struct diags *faults = &hidden->diags;

    for (size_t i = 0; i < faults->count; i++)
        if (faults->items[i].level == DIAG_ERROR)
            diag_error(&s->b->diags, "bad-form",
                       (struct place){source, faults->items[i].where.line,
                                      faults->items[i].where.column, 0},
                       "it cannot be read here (%s)", faults->items[i].code);
    if (faults->error_count == 0 && !root)
        diag_error(&s->b->diags, "bad-form", (struct place){source, 1, 1, 0},
                   "it cannot be read");
    return root && faults->error_count == 0;
}

bool baton_beliefs_form(struct baton_beliefs *s, struct baton_text name,
                        const struct baton *hidden, const struct baton_node *root,
                        size_t *ret_answers)
{
    const uint32_t source = diags_source(&s->b->diags, door_str(name), STR(""));

    *ret_answers = 0;
    return is_readable(s, source, hidden, root) &&
           beliefs_read_form(s->book, (const struct node *)(const void *)root, source,
                             ret_answers);
}

bool baton_beliefs_checkin(struct baton_beliefs *s, struct baton_text name,
                           const struct baton *hidden, const struct baton_node *root,
                           size_t *ret_answers)
{
    const uint32_t source = diags_source(&s->b->diags, door_str(name), STR(""));

    *ret_answers = 0;
    return is_readable(s, source, hidden, root) &&
           beliefs_read_checkin(s->book, (const struct node *)(const void *)root, source,
                                ret_answers);
}

bool baton_beliefs_book(struct baton_beliefs *s, struct baton_text name,
                        const struct baton *hidden, const struct baton_node *root)
{
    const uint32_t source = diags_source(&s->b->diags, door_str(name), STR(""));

    return is_readable(s, source, hidden, root) &&
           beliefs_read_book(s->book, (const struct node *)(const void *)root, source);
}

void baton_beliefs_publish(struct baton_beliefs *s, int64_t day)
{
    beliefs_publish(s->book, day);
}

size_t baton_beliefs_edits(const struct baton_beliefs *s, const struct baton_text **ret_edits)
{
    const struct str *edits;
    const size_t count = beliefs_edits(s->book, &edits);
    struct baton_text *out = ARENA_ARRAY(&s->b->owner, struct baton_text, count + 1);

    for (size_t i = 0; i < count; i++)
        out[i] = door_text(str_format(&s->b->owner, "%.*s", STR_ARG(edits[i])));
    *ret_edits = out;
    return count;
}

void baton_beliefs_done(struct baton_beliefs *s, size_t count)
{
    beliefs_done(s->book, count);
}

struct baton_text baton_beliefs_write(const struct baton_beliefs *s)
{
    struct text t;

    text_init(&t, &s->b->owner);
    beliefs_write_book(s->book, &t);
    return door_text(text_str(&t));
}

struct baton_text baton_beliefs_sheet(struct baton *b, const struct baton_plan *plan,
                                      struct baton_text person)
{
    const struct plan *p = (const struct plan *)(const void *)plan;
    const struct object *o = plan_find(p, door_str(person));
    struct text t;

    if (!o || o->kind != KIND_person) {
        diag_error(&b->diags, "unknown-id", (struct place){0}, "nobody is named `%.*s`",
                   (int)person.len, person.ptr);
        diag_hint(&b->diags, "baton ls PLAN people lists them");
        return (struct baton_text){NULL, 0};
    }
    text_init(&t, &b->owner);
    beliefs_write_form(p, o, &b->owner, &t);
    return door_text(text_str(&t));
}

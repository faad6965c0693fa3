/* SPDX-License-Identifier: Apache-2.0 */
/* Edits spliced into any text that is a plan, YAML or JSON: the text then says the edited plan and
 * nothing else, an object that was not edited keeps every byte, and no comment on a line of its own
 * is lost. The edits follow from the text's own bytes, so an input is a plain plan file. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/syntax/syntax.h"
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/edit/edit.h"
#include "core/edit/splice.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"
#include "tests/fuzz/pages.h"
#include "tests/fuzz/through.h"

enum {
    MEMORY_CEILING = 512 << 20, TRIES = 24, EDITS_MOST = 6
};

struct splicing {
    struct arena arena;
    struct diags diags;
    struct baton *b;            /* for the reader of YAML, which is behind the door */
    bool json;
    uint64_t state;             /* of the choices */
    struct text edits;          /* those made, to be shown */
};

static void broken(const struct splicing *s, const char *law, struct str before, struct str after)
{
    fprintf(stderr,
            "broken law: %s\n--- edits ---\n%.*s--- before ---\n%.*s\n--- after ---\n%.*s\n", law,
            (int)s->edits.len, s->edits.ptr ? s->edits.ptr : "", STR_ARG(before),
            STR_ARG(after));
    abort();
}

static const struct node *tree_of(struct splicing *s, struct str bytes)
{
    const struct baton_text text = {bytes.ptr, bytes.len};

    if (s->json)
        return json_read(&s->arena, diags_source(&s->diags, STR("plan"), bytes), bytes, &s->diags);
    return (const struct node *)(const void *)yaml_read(
        s->b, baton_source(s->b, (struct baton_text){"plan", 4}, text), text);
}

static const struct plan *plan_of(struct splicing *s, const struct node *root)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *builder;
    const struct plan *plan = NULL;

    if (!root || baton_problem_count(s->b, BATON_ERROR) > 0)
        return NULL;
    diags_init(&s->diags, &s->arena);
    builder = plan_builder_new(&s->arena, &s->diags);
    plan_builder_read(builder, root);
    return plan_seal(builder, &options, &plan) ? plan : NULL;
}

/* --- edits ---------------------------------------------------------------------------------- */

static uint32_t below(struct splicing *s, uint32_t limit)
{
    s->state = s->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((s->state >> 33) % limit);
}

static struct str an_id(struct splicing *s, const struct plan *p)
{
    return p->objects[below(s, p->object_count)]->id;
}

/* A value as JSON: often of the wrong type, and then the edit is refused and another is tried. */
static void a_value(struct splicing *s, const struct plan *p, struct text *out)
{
    static const char *const values[] = {
        "null", "null", "null", "true", "false", "0", "3", "2.5", "\"40%\"", "\"12k\"", "\"2d\"",
        "\"1w..2w..4w\"", "\"pert(1d, 2d, 5d)\"", "\"0.9..1.0..1.4\"", "\"10k..20k..40k\"",
        "\"2026-12-24\"", "\"2027-01-02T09:30\"", "[\"2026-12-24..2027-01-01\"]",
        "{\"2027-01-04\": 2}", "\"1100 per person-day\"", "\"\"", "\"plain words\"",
        "\"a: b # c\"", "\"- x\"", "\"it's \\\"said\\\"\"", "\"two\\nlines\"",
        "\" led and trailed \"", "\"Gr\\u00fc\\u00dfe \\u2192\"", "\"null\"", "\"{y}\"",
        "\"[1, 2]\"", "\"@at %pc &x *y !z\"",
        "\"#none\"", "[\"one\", \"two, three\", \"#4\"]", "[]", "{}", "{\"a.b\": 0.25}",
        "{\"mon-fri\": \"09:00-12:00 13:00-18:00\"}", "\"green\"", "\"offered\"", "\"may\"",
        "{\"title\": \"New\"}", "{\"per_week\": \"41k\"}"};
    const struct str id = an_id(s, p);

    switch (below(s, 8)) {
    case 0:
        text_addf(out, "\"%.*s\"", STR_ARG(id));
        break;
    case 1:
        text_addf(out, "[\"%.*s\", \"%.*s\"]", STR_ARG(id), STR_ARG(an_id(s, p)));
        break;
    case 2:
        text_addf(out, "{\"%.*s\": \"1d..2d..3d\"}", STR_ARG(id));
        break;
    default:
        text_add(out, str_of(values[below(s, sizeof(values) / sizeof(values[0]))]));
    }
}

/* One edit as a map of JSON, by address. */
static struct str an_edit(struct splicing *s, const struct plan *p)
{
    const struct object *o = p->objects[below(s, p->object_count)];
    const struct kind_info *kind = &schema_kinds[o->kind];
    struct text text;

    text_init(&text, &s->arena);
    switch (below(s, 10)) {
    case 0:
        text_addf(&text, "{\"%.*s\": null}", STR_ARG(o->id));
        break;
    case 1:
        if (kind->section && !(kind->flags & KIND_SINGLE)) {
            text_addf(&text, "{\"%s.new-%u\": {\"%s\": ", kind->section, below(s, 3),
                      kind->fields[below(s, kind->field_count)].name);
            a_value(s, p, &text);
            text_add(&text, STR("}}"));
            break;
        }
        /* fall through */
    default:
        text_addf(&text, "{\"%.*s.%s", STR_ARG(o->id),
                  kind->fields[below(s, kind->field_count)].name);
        if (below(s, 4) == 0)
            text_addf(&text, "[%.*s]", STR_ARG(an_id(s, p)));
        text_add(&text, STR("\": "));
        a_value(s, p, &text);
        text_add_char(&text, '}');
    }
    return text_str(&text);
}

/* The plan with some edits; NULL where none of those tried was one of this plan. */
static const struct plan *edited(struct splicing *s, const struct plan *p)
{
    const unsigned wanted = 1 + below(s, EDITS_MOST);
    const struct plan *first = p;
    unsigned count = 0;

    for (int i = 0; i < TRIES && count < wanted && p->object_count > 0; i++) {
        const struct str text = an_edit(s, p);
        const struct node *root;
        const struct plan *made;
        struct edits edits;
        struct diags diags;

        diags_init(&diags, &s->arena);
        root = json_read(&s->arena, diags_source(&diags, STR("edit"), text), text, &diags);
        if (!root || !plan_read_edits(p, root, &s->arena, &edits, &diags) ||
            !plan_apply(p, edits.items, edits.count, &s->arena, &made, &diags))
            continue;
        text_addf(&s->edits, "%.*s\n", STR_ARG(text));
        p = made;
        count++;
    }
    return p == first ? NULL : p;
}

/* Some edited plans are none that a file can say: an option may add what is there by then. */
static bool can_be_said(struct splicing *s, const struct plan *p)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    const struct plan *again = NULL;
    struct plan_builder *builder;
    const struct node *root;
    struct diags diags;
    struct text text;
    struct str bytes;

    text_init(&text, &s->arena);
    plan_write(p, writer_new(&s->arena, WRITER_JSON, &text));
    bytes = text_str(&text);
    diags_init(&diags, &s->arena);
    root = json_read(&s->arena, diags_source(&diags, STR("plan"), bytes), bytes, &diags);
    if (!root)
        return false;
    builder = plan_builder_new(&s->arena, &diags);
    plan_builder_read(builder, root);
    return plan_seal(builder, &options, &again) &&
           plan_digest(again, &s->arena) == plan_digest(p, &s->arena);
}

/* --- what stays ----------------------------------------------------------------------------- */

static const struct node *object_node(const struct node *root, const struct object *o)
{
    const char *section = schema_kinds[o->kind].section;
    const struct node *in = section ? node_find(root, str_of(section)) : NULL;

    if (!in || in->kind != NODE_MAP || schema_kinds[o->kind].flags & KIND_SINGLE)
        return NULL;
    return node_find(in, o->id);
}

static struct str bytes_of(const struct node *node, struct str text)
{
    return str_slice(text, node->offset, node->end);
}

/* Where both state the same of an object, its bytes are the same. */
static void objects_stay(const struct splicing *s, const struct plan *a, const struct plan *b,
                         const struct node *before, struct str text, const struct node *after,
                         struct str made)
{
    for (uint32_t i = 0; i < a->object_count; i++) {
        const struct object *o = a->objects[i], *now = NULL;
        const struct node *was, *is;

        for (uint32_t j = 0; j < b->object_count && !now; j++)
            now = b->objects[j] == o ? o : NULL;
        was = now ? object_node(before, o) : NULL;
        is = was ? object_node(after, o) : NULL;
        if (was && (!is || !str_equal(bytes_of(was, text), bytes_of(is, made))))
            broken(s, "an object that was not edited keeps its bytes", text, made);
    }
}

static bool in_scalar(const struct node *node, size_t at)
{
    if (at < node->offset || at >= node->end)
        return false;
    if (node->kind == NODE_SCALAR || node->kind == NODE_NULL)
        return true;
    for (const struct node *child = node->first; child; child = child->next)
        if (in_scalar(child, at))
            return true;
    return false;
}

/* Whether the byte stands in an object that is gone, or in a field that is stated no more: what is
 * said within it goes with it. */
static bool goes(const struct plan *a, const struct plan *b, const struct node *root, size_t at)
{
    for (uint32_t i = 0; i < a->object_count; i++) {
        const struct object *o = a->objects[i], *now = NULL;
        const char *section = schema_kinds[o->kind].section;
        const struct node *n = section ? node_find(root, str_of(section)) : NULL;

        if (n && !(schema_kinds[o->kind].flags & KIND_SINGLE))
            n = n->kind == NODE_MAP ? node_find(n, o->id) : NULL;
        if (!n || n->kind != NODE_MAP || at < n->offset || at >= n->end)
            continue;
        for (uint32_t j = 0; j < b->object_count && !now; j++)
            now = b->objects[j]->kind == o->kind && str_equal(b->objects[j]->id, o->id)
                      ? b->objects[j] : NULL;
        for (uint16_t f = 0; now && f < schema_kinds[o->kind].field_count; f++) {
            const struct node *field = node_find(n, str_of(schema_kinds[o->kind].fields[f].name));

            if (field && at >= field->name_offset && at < field->end)
                return !object_value(now, f);
        }
        return !now;
    }
    return false;
}

/* Lines that begin with # and stand in no scalar are found again, in their order. A key may be such
 * a scalar over several lines too, but none of ours. */
static void comments_stay(const struct splicing *s, const struct plan *a, const struct plan *b,
                          const struct node *root, struct str text, struct str made)
{
    struct str rest = text, line, left = made, there;

    while (str_split(&rest, '\n', &line)) {
        const struct str bare = str_trim(line);
        bool found = false;

        if (!str_starts(bare, STR("#")) || in_scalar(root, (size_t)(bare.ptr - text.ptr)) ||
            goes(a, b, root, (size_t)(bare.ptr - text.ptr)))
            continue;
        while (!found && str_split(&left, '\n', &there))
            found = str_equal(str_trim(there), bare);
        if (!found)
            broken(s, "a comment on its own line stays, in its order", text, made);
    }
}

static void law(struct splicing *s, struct str bytes)
{
    struct splice_file file = {.bytes = bytes, .made = bytes};
    const struct plan *a, *b, *again;
    const struct node *root;

    file.root = tree_of(s, bytes);
    a = plan_of(s, file.root);
    if (!a)
        return;
    for (size_t i = 0; i < bytes.len; i++)
        s->state = (s->state ^ (uint8_t)bytes.ptr[i]) * 0x100000001b3u;
    b = edited(s, a);
    if (!b || !can_be_said(s, b))
        return;
    diags_init(&s->diags, &s->arena);
    if (!splice_plan(a, b, &file, 1, &s->arena, &s->diags)) {
        if (s->diags.error_count == 0)
            broken(s, "a refusal says why", bytes, file.made);
        return;
    }
    root = tree_of(s, file.made);
    again = plan_of(s, root);
    if (!again || plan_digest(again, &s->arena) != plan_digest(b, &s->arena))
        broken(s, again ? "the text reads as the edited plan" : "the text reads as a plan", bytes,
               file.made);
    objects_stay(s, a, b, file.root, bytes, root, file.made);
    if (!s->json)
        comments_stay(s, a, b, file.root, bytes, file.made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct splicing s;
    size_t start = 0;

    while (start < size && (data[start] == ' ' || data[start] == '\n'))
        start++;
    arena_init(&s.arena, &source, MEMORY_CEILING);
    diags_init(&s.diags, &s.arena);
    text_init(&s.edits, &s.arena);
    s.b = baton_new(&pages, MEMORY_CEILING);
    s.json = start < size && data[start] == '{';
    s.state = 0xcbf29ce484222325u;
    if (setjmp(memory_is_full) == 0)
        law(&s, (struct str){(const char *)data, size});
    baton_free(s.b);
    arena_reset(&s.arena);
    return 0;
}

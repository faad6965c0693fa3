/* SPDX-License-Identifier: Apache-2.0 */
/* Edits written back into text: laws on random plans (plan_random.h), in both layouts of YAML and
 * both of JSON, with a comment above every object. */
#include "app/syntax/syntax.h"
#include "core/edit/edit.h"
#include "core/edit/splice.h"
#include "core/syntax/writer.h"
#include "tests/unit/plan_random.h"

enum { PAIRS = 40 };
enum layout { BLOCK, COMPACT, PRETTY, LAYOUTS };

struct splice_test {
    struct test *t;
    struct baton *b;
    struct random_plan *r;
    unsigned comments;
};

static struct baton *context(struct test *t)
{
    const struct page_source *pages = t->arena->source;

    return baton_new(&(const struct baton_pages){pages->take, pages->give, pages->on_full,
                                                 pages->context}, 0);
}

static const struct node *tree_of(struct splice_test *s, struct str bytes)
{
    const struct baton_text text = {bytes.ptr, bytes.len};
    const uint32_t source = baton_source(s->b, (struct baton_text){"plan.yaml", 9}, text);

    return (const struct node *)(const void *)yaml_read(s->b, source, text);
}

static const struct plan *plan_of(struct splice_test *s, const struct node *root)
{
    const struct seal_options options = {.today = civil_day(2026, 11, 23) * CIVIL_DAY_S};
    struct plan_builder *builder = plan_builder_new(s->t->arena, s->t->diags);
    const struct plan *plan = NULL;

    if (!root)
        return NULL;
    plan_builder_read(builder, root);
    return plan_seal(builder, &options, &plan) ? plan : NULL;
}

/* The plan as a text of that layout; in a block, a comment above every object and section. */
static struct str text_of(struct splice_test *s, const struct plan *p, enum layout layout)
{
    struct text plain, text;
    struct str rest, line;

    text_init(&plain, s->t->arena);
    plan_write(p, writer_new(s->t->arena, layout == BLOCK     ? WRITER_YAML
                                          : layout == COMPACT ? WRITER_JSON_COMPACT
                                                              : WRITER_JSON, &plain));
    text_add_char(&plain, '\n');
    if (layout != BLOCK)
        return text_str(&plain);
    text_init(&text, s->t->arena);
    rest = text_str(&plain);
    while (str_split(&rest, '\n', &line)) {
        const bool section = line.len > 0 && line.ptr[0] != ' ' && line.ptr[0] != '#';
        const bool object = line.len > 3 && str_starts(line, STR("  ")) && line.ptr[2] != ' ' &&
                            line.ptr[line.len - 1] == ':';

        if (section || object)
            text_addf(&text, "%s# comment %u:\n", object ? "  " : "", s->comments++);
        text_addf(&text, "%.*s\n", STR_ARG(line));
    }
    return text_str(&text);
}

static size_t comments_in(struct str text)
{
    size_t count = 0;

    for (size_t at; (at = str_find(text, STR("# comment "))) < text.len; count++)
        text = str_slice(text, at + 1, text.len);
    return count;
}

static bool spliced(struct splice_test *s, struct str text, const struct plan *a,
                    const struct plan *b, struct str *ret_made)
{
    struct splice_file file = {.bytes = text, .root = tree_of(s, text), .made = text};
    const struct plan *again;
    struct str lines = {NULL, 0};

    if (!file.root || !splice_plan(a, b, &file, 1, s->t->arena, s->t->diags)) {
        const struct diags *d = s->t->diags;

        test_fail(s->t, __FILE__, __LINE__, "the splice is refused: %.*s",
                  d->count ? (int)d->items[d->count - 1].text.len : 0,
                  d->count ? d->items[d->count - 1].text.ptr : "");
        return false;
    }
    again = plan_of(s, tree_of(s, file.made));
    if (again && plan_digest(again, s->t->arena) == plan_digest(b, s->t->arena)) {
        *ret_made = file.made;
        return true;
    }
    if (again) {
        const struct edits left = edit_diff(again, b, s->t->arena);
        const struct edit_line line = edit_line_of(again, &left.items[0], s->t->arena);

        lines = str_format(s->t->arena, "%c %.*s  %.*s -> %.*s", line.sign, STR_ARG(line.address),
                           STR_ARG(line.before), STR_ARG(line.after));
    }
    test_fail(s->t, __FILE__, __LINE__, "the text reads as another plan: %.*s\n%.*s",
              STR_ARG(lines), again ? 0 : 3000, file.made.ptr);
    return false;
}

static struct splice_test begin(struct test *t)
{
    struct splice_test s = {.t = t, .b = context(t), .r = ARENA_NEW(t->arena, struct random_plan)};

    s.r->t = t;
    return s;
}

void test_app_syntax_splice__a_spliced_text_is_the_other_plan(struct test *t)
{
    struct splice_test s = begin(t);

    for (int i = 0; i < PAIRS && t->failures == 0; i++) {
        const struct plan *a = plan_from_json(t, random_plan_text(s.r));
        const struct plan *b = plan_from_json(t, random_plan_text(s.r));
        const enum layout layout = (enum layout)(i % LAYOUTS);
        const struct str text = a ? text_of(&s, a, layout) : (struct str){NULL, 0};
        struct str made, back;

        if (!a || !b || !spliced(&s, text, a, b, &made))
            break;
        CHECK_EQ(comments_in(made), comments_in(text));
        CHECK(spliced(&s, made, b, a, &back));
        CHECK_EQ(comments_in(back), comments_in(text));
        diags_init(t->diags, t->arena);
    }
    baton_free(s.b);
}

/* How much of both texts is the same from the front, and how much from the back. */
static void unchanged(struct str a, struct str b, size_t *ret_front, size_t *ret_back)
{
    const size_t least = a.len < b.len ? a.len : b.len;
    size_t front = 0, back = 0;

    while (front < least && a.ptr[front] == b.ptr[front])
        front++;
    while (back < least && a.ptr[a.len - 1 - back] == b.ptr[b.len - 1 - back])
        back++;
    *ret_front = front;
    *ret_back = back;
}

/* One field of one object becomes what another random plan has there. */
static bool borrow(struct splice_test *s, const struct plan *a, const struct plan *b,
                   const struct plan **ret_made, struct str *ret_id)
{
    const struct edits all = edit_diff(a, b, s->t->arena);
    struct diags ignored;

    for (int tries = 0; tries < 40 && all.count > 0; tries++) {
        const struct edit *e = &all.items[random_below(s->r, all.count)];

        if (e->kind == EDIT_ADD || e->field == UINT16_MAX)
            continue;
        diags_init(&ignored, s->t->scratch);
        *ret_id = edit_subject(a, e);
        if (plan_apply(a, e, 1, s->t->arena, ret_made, &ignored))
            return true;
    }
    return false;
}

void test_app_syntax_splice__every_other_byte_stays(struct test *t)
{
    struct splice_test s = begin(t);
    int edits = 0;

    for (int i = 0; i < 4 * PAIRS && t->failures == 0; i++) {
        const struct plan *a = plan_from_json(t, random_plan_text(s.r));
        const struct plan *b = plan_from_json(t, random_plan_text(s.r)), *made;
        const struct str text = a ? text_of(&s, a, BLOCK) : (struct str){NULL, 0};
        const struct node *root, *object = NULL;
        size_t front, back, last;
        struct str now, id;

        if (!a || !b || !borrow(&s, a, b, &made, &id) || !spliced(&s, text, a, made, &now))
            continue;
        root = tree_of(&s, text);
        for (const struct node *section = root->first; section; section = section->next)
            if (section->kind == NODE_MAP && node_find(section, id))
                object = node_find(section, id);
        if (!object)            /* the program and its policy: the section itself */
            continue;
        edits++;
        unchanged(text, now, &front, &back);
        /* Up to the end of its last line: a new field stands on the next one. */
        last = object->end + str_find_char(str_slice(text, object->end, text.len), '\n') + 1;
        if (front < object->offset || text.len - back > last)
            test_fail(t, __FILE__, __LINE__, "bytes %zu..%zu change, `%.*s` has %u..%u", front,
                      text.len - back, STR_ARG(id), object->offset, object->end);
        diags_init(t->diags, t->arena);
    }
    CHECK(edits > PAIRS);
    baton_free(s.b);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Contexts and problems. */
#include "core/door/door.h"
#include "core/door/version.h"

const char *baton_version(void)
{
    return BATON_VERSION;
}

static struct page_source source_of(const struct baton_pages *pages)
{
    return (struct page_source){pages->take, pages->give, pages->on_full, pages->context};
}

/* The context stands in its own arena, so it moves in once the arena has its first page. */
struct baton *baton_new(const struct baton_pages *pages, size_t limit)
{
    const struct page_source source = source_of(pages);
    struct arena arena;
    struct baton *b;

    arena_init(&arena, &source, limit);
    b = ARENA_NEW(&arena, struct baton);
    b->pages = source;
    b->owner = arena;
    b->owner.source = &b->pages;
    arena_init(&b->scratch, &b->pages, limit);
    arena_init(&b->kept, &b->pages, limit);
    diags_init(&b->diags, &b->owner);
    return b;
}

void baton_set_vectors(struct baton *b, enum baton_vectors vectors)
{
    _Static_assert((int)BATON_VECTORS_AVX512 == (int)VECTORS_AVX512, "one order of widths");
    b->vectors = (enum forecast_vectors)vectors;
}

void baton_free(struct baton *b)
{
    const struct page_source source = b->pages;
    struct arena arena;

    arena_reset(&b->scratch);
    arena_reset(&b->kept);
    arena = b->owner;
    arena.source = &source;
    arena_reset(&arena);
}

struct baton_worker *baton_worker_new(const struct baton_pages *pages, size_t limit)
{
    const struct page_source source = source_of(pages);
    struct arena arena;
    struct baton_worker *w;

    arena_init(&arena, &source, limit);
    w = ARENA_NEW(&arena, struct baton_worker);
    w->pages = source;
    w->owner = arena;
    w->owner.source = &w->pages;
    arena_init(&w->scratch, &w->pages, limit);
    return w;
}

void baton_worker_free(struct baton_worker *w)
{
    const struct page_source source = w->pages;
    struct arena arena;

    arena_reset(&w->scratch);
    arena = w->owner;
    arena.source = &source;
    arena_reset(&arena);
}

uint32_t baton_source(struct baton *b, struct baton_text name, struct baton_text bytes)
{
    return diags_source(&b->diags, door_str(name), door_str(bytes));
}

void baton_source_hide(struct baton *b, uint32_t source)
{
    diags_hide(&b->diags, source);
}

bool baton_problem(struct baton *b, enum baton_level level, const char *code,
                   struct baton_place where, struct baton_text text, struct baton_text hint)
{
    const struct place at = door_place(where);
    const char *kept = str_copy(&b->owner, str_of(code)).ptr;

    if (level == BATON_ERROR)
        diag_error(&b->diags, kept, at, "%.*s", (int)text.len, text.ptr);
    else if (level == BATON_WARNING)
        diag_warning(&b->diags, kept, at, "%.*s", (int)text.len, text.ptr);
    else
        diag_note(&b->diags, kept, at, "%.*s", (int)text.len, text.ptr);
    if (hint.len > 0)
        diag_hint(&b->diags, "%.*s", (int)hint.len, hint.ptr);
    return false;
}

size_t baton_problem_count(const struct baton *b, enum baton_level level)
{
    size_t notes = 0;

    if (level == BATON_ERROR)
        return b->diags.error_count;
    if (level == BATON_WARNING)
        return b->diags.warning_count;
    for (size_t i = 0; i < b->diags.count; i++)
        notes += b->diags.items[i].level == DIAG_NOTE;
    return notes;
}

void baton_problems_forget(struct baton *b)
{
    b->diags.count = b->diags.error_count = b->diags.warning_count = b->diags.dropped = 0;
    b->diags.last_kept = false;
}

struct baton_text baton_problems(struct baton *b, enum baton_level least)
{
    struct diags shown = b->diags;
    struct text text;

    shown.items = ARENA_ARRAY(&b->owner, struct diag, b->diags.count);
    shown.count = 0;
    for (size_t i = 0; i < b->diags.count; i++)
        if ((int)b->diags.items[i].level >= (int)least)
            shown.items[shown.count++] = b->diags.items[i];
    text_init(&text, &b->owner);
    diags_print(&shown, &text);
    return door_text(text_str(&text));
}

size_t baton_found_count(const struct baton *b)
{
    return b->diags.count;
}

struct baton_found baton_found(const struct baton *b, size_t nth)
{
    const struct diag *d = &b->diags.items[nth];
    const struct diags *all = &b->diags;

    assert(nth < all->count);
    return (struct baton_found){
        .level = (enum baton_level)d->level, .code = d->code,
        .source = d->where.source > 0 && d->where.source <= all->source_count
                      ? door_text(all->sources[d->where.source - 1].name) : door_text(STR("")),
        .text = door_text(d->text), .hint = door_text(d->hint),
        .where = {d->where.source, d->where.line, d->where.column, d->where.length},
        .place_count = d->places ? d->places->count : d->where.line > 0};
}

struct baton_place baton_found_place(const struct baton *b, size_t nth, size_t place)
{
    const struct diag *d = &b->diags.items[nth];
    const struct place at = d->places ? d->places->items[place] : d->where;

    assert(nth < b->diags.count && place < (d->places ? d->places->count : 1));
    return (struct baton_place){at.source, at.line, at.column, at.length};
}

struct baton_text baton_nearest(struct baton_text wanted, const struct baton_text *names,
                                size_t count)
{
    struct str nearest = {NULL, 0};

    /* One at a time: diag_nearest gives it back when it is near; the nearer of two stays. */
    for (size_t i = 0; i < count; i++) {
        const struct str pair[2] = {nearest, door_str(names[i])};

        nearest = diag_nearest(door_str(wanted), nearest.ptr ? pair : pair + 1,
                               nearest.ptr ? 2 : 1);
    }
    return door_text(nearest);
}

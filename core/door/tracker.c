/* SPDX-License-Identifier: Apache-2.0 */
/* Trackers that a plan names: where they are, what their words mean, and what is taken over. */
#include "core/door/door.h"
#include "core/format/tracker.h"
#include "core/plan/plan.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

static const struct plan *plan_of(const struct baton_plan *plan)
{
    return (const struct plan *)(const void *)plan;
}

size_t baton_tracker_count(const struct baton_plan *plan)
{
    return plan_count(plan_of(plan), KIND_tracker);
}

static struct baton_text text_of_field(const struct str *text)
{
    return text ? door_text(*text) : (struct baton_text){NULL, 0};
}

static const char *word_of(const struct object *o, uint16_t field)
{
    const uint32_t *value = object_value(o, field);

    return value ? schema_kinds[KIND_tracker].fields[field].choices->words[*value] : NULL;
}

static size_t copy_texts(const struct texts *texts, struct baton_text *ret, size_t most)
{
    const size_t count = texts ? texts->count : 0;

    for (size_t i = 0; i < count && i < most; i++)
        ret[i] = door_text(texts->items[i]);
    return count < most ? count : most;
}

struct baton_tracker baton_tracker(const struct baton_plan *plan, size_t nth)
{
    const struct object *o = plan_nth(plan_of(plan), KIND_tracker, (uint32_t)nth);
    struct baton_tracker t = {
        .id = door_text(o->id),
        .place = {o->at.source, o->at.line, o->at.column, o->at.length},
        .system = word_of(o, FIELD_tracker_system),
        .url = text_of_field(tracker_get_url(o)),
        .query = text_of_field(tracker_get_query(o)),
        .user = text_of_field(tracker_get_user(o)),
        .secret = text_of_field(tracker_get_secret(o)),
        .points = text_of_field(tracker_get_points(o))};

    t.project_count = copy_texts(tracker_get_projects(o), t.projects, BATON_TRACKER_PROJECTS);
    t.write_count = copy_texts(tracker_get_writes(o), t.writes, BATON_TRACKER_WRITES);
    return t;
}

/* Words of a mapping as they are written: each once, the stated ones first. */
struct words {
    struct writer *writer;
    struct str *known;
    size_t count, capacity;
    struct arena *owner;
};

static void add_word(struct words *w, struct str word, struct str means)
{
    for (size_t i = 0; i < w->count; i++)
        if (str_equal_nocase(w->known[i], word))
            return;
    if (word.len == 0 || w->count >= TRACKER_WORD_CEILING)
        return;
    arena_grow(w->owner, (void **)&w->known, w->count, &w->capacity, sizeof(*w->known),
               TRACKER_WORD_CEILING);
    w->known[w->count++] = word;
    writer_key(w->writer, word);
    writer_text(w->writer, means);
}

static struct words begin_words(struct baton *b, struct writer *w, const char *key)
{
    writer_key(w, str_of(key));
    writer_map_begin(w, false);
    return (struct words){.writer = w, .owner = &b->owner};
}

/* "In review: doing" apart at its last colon. */
static bool add_stated(struct words *w, const char *key, const struct texts *texts,
                       const struct object *o, struct diags *out)
{
    bool good = true;

    for (size_t i = 0; texts && i < texts->count; i++) {
        const struct str text = texts->items[i];
        size_t at = text.len;

        while (at > 0 && text.ptr[at - 1] != ':')
            at--;
        if (at < 2 || at == text.len) {
            diag_error(out, "bad-mapping", o->at, "%s of %.*s: '%.*s' maps nothing", key,
                       STR_ARG(o->id), STR_ARG(text));
            diag_hint(out, "the tracker's word, a colon, Baton's: \"In review: doing\"");
            good = false;
            continue;
        }
        add_word(w, str_trim(str_slice(text, 0, at - 1)), str_trim(str_slice(text, at, text.len)));
    }
    return good;
}

/* Teams and people that the plan knows by the names that the tracker has for them. */
static void add_known(struct words *w, const struct plan *p, enum kind kind)
{
    for (uint32_t i = 0; i < plan_count(p, kind); i++) {
        const struct object *o = plan_nth(p, kind, i);
        const struct str *name = kind == KIND_team ? team_get_title(o) : person_get_name(o);

        if (name)
            add_word(w, *name, o->id);
        add_word(w, o->id, o->id);
    }
}

const struct baton_node *baton_tracker_mapping(struct baton *b, const struct baton_plan *plan,
                                               size_t nth)
{
    const struct object *o = plan_nth(plan_of(plan), KIND_tracker, (uint32_t)nth);
    const char *estimates = word_of(o, FIELD_tracker_estimates);
    struct words words;
    struct writer *w;
    struct text text;
    bool good;

    text_init(&text, &b->owner);
    w = writer_new(&b->owner, WRITER_JSON, &text);
    writer_map_begin(w, false);
    writer_key(w, STR("prefix"));
    writer_text(w, o->id);
    words = begin_words(b, w, "teams");
    good = add_stated(&words, "teams", tracker_get_teams(o), o, &b->diags);
    add_known(&words, plan_of(plan), KIND_team);
    writer_map_end(w);
    words = begin_words(b, w, "people");
    add_known(&words, plan_of(plan), KIND_person);
    writer_map_end(w);
    words = begin_words(b, w, "states");
    good = add_stated(&words, "states", tracker_get_states(o), o, &b->diags) && good;
    writer_map_end(w);
    words = begin_words(b, w, "relations");
    good = add_stated(&words, "relations", tracker_get_relations(o), o, &b->diags) && good;
    writer_map_end(w);
    if (estimates) {
        writer_key(w, STR("estimates"));
        writer_text(w, str_of(estimates));
    }
    if (tracker_get_points(o)) {
        writer_key(w, STR("points"));
        writer_text(w, *tracker_get_points(o));
    }
    writer_map_end(w);
    writer_finish(w);
    if (!good)
        return NULL;
    return (const struct baton_node *)(const void *)json_read(
        &b->owner, diags_source(&b->diags, str_format(&b->owner, "the mapping of %.*s",
                                                      STR_ARG(o->id)), text_str(&text)),
        text_str(&text), &b->diags);
}

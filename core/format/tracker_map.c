/* SPDX-License-Identifier: Apache-2.0 */
/* How a tracker's words become Baton's. */
#include "core/base/arena.h"
#include "core/format/tracker.h"

#define KEYS "its keys are teams, people, states, relations, estimates, points, prefix"

static const char *const states[] = {"open", "doing", "done", "dropped", NULL};
static const char *const relations[] = {"before", "after", "none", NULL};
static const char *const estimates[] = {"", "work", "points", "history", "none", NULL};

/* The index of the word; -1: it is none of them, and an error says so. */
static int one_of(const struct node *n, const char *const *words, struct diags *out)
{
    int index = -1;

    for (int i = 0; words[i]; i++)
        if (n->kind == NODE_SCALAR && words[i][0] && str_equal_nocase(n->text, str_of(words[i])))
            index = i;
    if (index < 0) {
        diag_error(out, "bad-mapping", n->at, "'%.*s' is not among the words that %.*s may become",
                   STR_ARG(n->text), STR_ARG(n->name));
        if (words == states)
            diag_hint(out, "a state becomes open, doing, done or dropped");
        else if (words == relations)
            diag_hint(out, "a relation becomes before, after or none");
        else
            diag_hint(out, "estimates come from work, points, history or none");
    }
    return index;
}

static bool read_words(struct tracker_words *w, const struct node *n, const char *const *values,
                       struct arena *owner, struct diags *out)
{
    bool good = true;

    if (n->kind == NODE_NULL)
        return true;
    if (n->kind != NODE_MAP || n->count > TRACKER_WORD_CEILING) {
        diag_error(out, "bad-mapping", n->at, "%.*s is a map of at most %d words",
                   STR_ARG(n->name), TRACKER_WORD_CEILING);
        diag_hint(out, "the tracker's word, a colon, Baton's: `In review: doing`");
        return false;
    }
    w->items = ARENA_ARRAY(owner, struct tracker_word, n->count + 1);
    for (const struct node *c = n->first; c; c = c->next) {
        struct tracker_word word = {.word = c->name};

        if (values) {
            const int value = one_of(c, values, out);

            good = good && value >= 0;
            word.value = value >= 0 ? (uint32_t)value : 0;
        } else if (c->kind == NODE_SCALAR && c->text.len > 0) {
            word.id = str_trim(c->text);
        } else {
            good = diag_error(out, "bad-mapping", c->at, "%.*s becomes an id",
                              STR_ARG(c->name));
        }
        w->items[w->count++] = word;
    }
    return good;
}

bool tracker_mapping_read(struct tracker_mapping *m, const struct node *mapping,
                          struct arena *owner, struct diags *out)
{
    bool good = true;

    if (mapping->kind != NODE_MAP) {
        diag_error(out, "bad-mapping", mapping->at, "a mapping of a tracker is a map");
        diag_hint(out, KEYS);
        return false;
    }
    for (const struct node *n = mapping->first; n; n = n->next) {
        if (str_equal(n->name, STR("teams"))) {
            good = read_words(&m->teams, n, NULL, owner, out) && good;
        } else if (str_equal(n->name, STR("people"))) {
            good = read_words(&m->people, n, NULL, owner, out) && good;
        } else if (str_equal(n->name, STR("states"))) {
            good = read_words(&m->states, n, states, owner, out) && good;
        } else if (str_equal(n->name, STR("relations"))) {
            good = read_words(&m->relations, n, relations, owner, out) && good;
        } else if (str_equal(n->name, STR("estimates"))) {
            const int value = one_of(n, estimates, out);

            good = good && value >= 0;
            m->estimates = value >= 0 ? (enum tracker_estimates)value : TRACKER_BY_DEFAULT;
        } else if (str_equal(n->name, STR("points"))) {
            m->points = str_trim(n->text);
        } else if (str_equal(n->name, STR("prefix"))) {
            m->prefix = str_trim(n->text);
        } else {
            good = diag_error(out, "bad-mapping", node_name_at(n),
                              "a mapping of a tracker has no '%.*s'", STR_ARG(n->name));
            diag_hint(out, KEYS);
        }
    }
    return good;
}

const struct tracker_word *tracker_word_find(const struct tracker_words *words, struct str word)
{
    for (size_t i = 0; i < words->count; i++)
        if (str_equal_nocase(words->items[i].word, word))
            return &words->items[i];
    return NULL;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "app/verbs/edit_text.h"

#include <stdlib.h>
#include <string.h>

#include "app/syntax/syntax.h"

/* The value as YAML, with the address blanked out before it: so every place in it is a place in
 * what was typed. Blank: nothing is stated, and *ret_value is NULL. */
static bool read_value(struct answer *answer, uint32_t source, const char *typed, size_t from,
                       const struct baton_node **ret_value)
{
    const size_t length = strlen(typed);
    char *copy = malloc(length + 1);
    struct baton_text bytes = {copy, length};

    *ret_value = NULL;
    if (!copy || !answer_keep(answer, bytes)) {
        free(copy);
        return false;
    }
    memset(copy, ' ', from);
    memcpy(copy + from, typed + from, length - from + 1);
    if (typed[from + strspn(typed + from, " \t\n")] == '\0')
        return true;
    *ret_value = yaml_read(answer->b, source, bytes);
    return *ret_value != NULL;
}

/* Behind the address: = that stands in no bracket. The length where there is none. */
static size_t equals_of(const char *typed)
{
    size_t depth = 0, i;

    for (i = 0; typed[i]; i++) {
        depth += typed[i] == '[';
        depth -= typed[i] == ']' && depth > 0;
        if (typed[i] == '=' && depth == 0)
            break;
    }
    return i;
}

bool edit_of_text(struct answer *answer, const char *typed, struct baton_edits *edits)
{
    const uint32_t source =
        baton_source(answer->b, text_of("the command line"), text_of(typed));
    const size_t equals = equals_of(typed);
    const struct baton_place at = {source, 1, 1, (uint32_t)equals};
    const struct baton_node *value;

    if (typed[equals] == '\0' || equals == 0)
        return baton_problem(answer->b, BATON_ERROR, "bad-usage", at,
                             text_of("an edit is written id.field=value"),
                             text_of("nothing behind the = removes what is stated; values are "
                                     "written as in a plan file"));
    if (!read_value(answer, source, typed, equals + 1, &value))
        return false;
    baton_edits_add(edits, (struct baton_text){typed, equals}, at, value);
    return true;
}

bool edits_of_request(const struct request *request, struct answer *answer, unsigned first,
                      struct baton_edits *edits)
{
    bool good = true;

    for (unsigned i = first; i < ARGUMENT_MOST && request->arguments[i]; i++)
        good = edit_of_text(answer, request->arguments[i], edits) && good;
    for (unsigned i = 0; i < request->more_count; i++)
        good = edit_of_text(answer, request->more[i], edits) && good;
    if (!good)
        answer->outcome = OUTCOME_UNUSABLE;
    return good;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/verbs/edit_text.h"
#include "app/verbs/record.h"

enum { ID_MOST = 200 };

static const char *field_at(const struct request *request, unsigned i)
{
    if (request->arguments[2] && i == 0)
        return request->arguments[2];
    i -= request->arguments[2] ? 1 : 0;
    return i < request->more_count ? request->more[i] : NULL;
}

/* `tasks.load-test` and `team=identity` as one edit: a block of YAML, a field a line. */
static char *as_edit(const struct request *request)
{
    const char *address = request->arguments[1], *field;
    size_t room = strlen(address) + 8;
    char *text, *at;

    for (unsigned i = 0; (field = field_at(request, i)); i++)
        room += strlen(field) + 8;
    text = malloc(room);
    if (!text)
        return NULL;
    at = text + strlen(strcpy(text, address));
    at = strcpy(at, field_at(request, 0) ? "=" : "={}") + (field_at(request, 0) ? 1 : 3);
    for (unsigned i = 0; (field = field_at(request, i)); i++) {
        const char *equals = strchr(field, '=');
        const size_t name = equals ? (size_t)(equals - field) : strlen(field);

        *at++ = '\n';
        memcpy(at, field, name);
        at += name;
        at += strlen(strcpy(at, ": "));
        at += strlen(strcpy(at, equals ? equals + 1 : ""));
    }
    return text;
}

/* What is there already is changed with `set`. A second attempt of the same change (--id) is not
 * refused: it is known by its id. */
static bool is_new(const struct request *request, struct answer *answer,
                   const struct baton_edits *edits)
{
    const char *dot = strrchr(request->arguments[1], '.');
    const char *id = dot ? dot + 1 : request->arguments[1];
    char text[ID_MOST + 64], hint[ID_MOST + 64];

    if (request_has(request, &flag_id) ||
        baton_object_find(baton_edits_plan(edits), text_of(id)) == BATON_NO_OBJECT)
        return true;
    snprintf(text, sizeof(text), "`%.200s` is in the plan already", id);
    snprintf(hint, sizeof(hint), "baton set changes it: %.200s.field=value; or choose another id",
             id);
    answer_refuse(answer, OUTCOME_CONFLICT, "id-taken", text, hint);
    return false;
}

static bool gather(const struct request *request, struct answer *answer,
                   struct baton_edits *edits)
{
    const char *field;
    char *text;

    if (strchr(request->arguments[1], '=')) {
        answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "the second argument names what is "
                      "new: section.id", "as in: baton add plan tasks.load-test team=identity");
        return false;
    }
    for (unsigned i = 0; (field = field_at(request, i)); i++)
        if (!strchr(field, '=') || field[0] == '=') {
            answer_refuse(answer, OUTCOME_UNUSABLE, "bad-usage", "a field is written field=value",
                          "as in: baton add plan tasks.load-test team=identity");
            return false;
        }
    if (!is_new(request, answer, edits))
        return false;
    text = as_edit(request);
    if (!text || !answer_keep(answer, text_of(text))) {
        free(text);
        answer_refuse(answer, OUTCOME_INTERNAL, "out-of-memory", "there is no memory left", NULL);
        return false;
    }
    return edit_of_text(answer, text, edits);
}

static void run(const struct request *request, struct answer *answer)
{
    record_request(request, answer, gather);
}

const struct verb verb_add = {
    .name = "add",
    .summary = "state something new: in a store, or in plan files in their place",
    .detail = "section.id as `baton whatif` takes it (tasks.load-test), then its fields. In a "
              "folder it goes to the file that holds those of its kind, behind the last of them. "
              "The same as `baton set PLAN section.id={field: value}`.",
    .arguments = {{"PLAN", true, "a store, a plan file, or a folder of *.yaml"},
                  {"SECTION.ID", true, "what it is and its id, as in tasks.load-test"},
                  {"FIELD", false, "field=value, any number of them"}},
    .many = true,
    .flags = flags_of_record,
    .example = "plan tasks.load-test team=identity estimate=1w..2w..3w after=[token-api]",
    .json_kind = "log",
    .permission = PERMIT_ANYBODY,
    .run = run,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* What moved a date, in the words of a letter: the work by its title, spans spelt out, the reason
 * that was written down. */
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/behind.h"
#include "core/report/causes.h"
#include "core/syntax/tree.h"

enum { VALUE_MOST = 60, EDITS_SAID = 2 };

static void add_value(struct text *words, struct str value)
{
    size_t end = value.len < VALUE_MOST ? value.len : VALUE_MOST;

    while (end < value.len && end > 0 && ((unsigned char)value.ptr[end] & 0xc0) == 0x80)
        end--;
    text_add(words, str_slice(value, 0, end));
    if (end < value.len)
        text_add(words, STR("…"));
}

static void add_name(struct text *words, const struct object *o)
{
    text_addf(words, "\"%.*s\"", STR_ARG(object_title(o)));
    if (!str_equal_nocase(object_title(o), o->id))
        text_addf(words, " (%.*s)", STR_ARG(o->id));
}

/* "what is left", "the estimate", "the date offered". */
static void add_field(struct text *words, struct str field)
{
    if (str_equal(field, STR("remaining"))) {
        text_add(words, STR("what is left"));
        return;
    }
    if (str_equal(field, STR("after"))) {
        text_add(words, STR("what comes before it"));
        return;
    }
    if (str_equal(field, STR("offered")) || str_equal(field, STR("asked")))
        text_add(words, STR("the date "));
    else
        text_add(words, STR("the "));
    for (size_t i = 0; i < field.len; i++)
        text_add_char(words, field.ptr[i] == '_' || field.ptr[i] == '.' ? ' ' : field.ptr[i]);
}

static void add_edit(const struct report_input *in, const struct edit_line *line,
                     struct text *words)
{
    struct str field;
    const struct object *o = object_at(in, line->address, &field);

    if (!o) {
        add_value(words, line->address);
        text_add(words, line->sign == '+' ? STR(" is new") : line->sign == '-'
                                                ? STR(" is no longer in the plan")
                                                : STR(" is stated otherwise"));
        return;
    }
    if (field.len == 0) {
        add_name(words, o);
        text_add(words, line->sign == '-' ? STR(" is no longer in the plan") : STR(" is new"));
        return;
    }
    if ((str_equal(field, STR("started")) || str_equal(field, STR("finished"))) &&
        line->sign == '+') {
        add_name(words, o);
        text_add(words, str_equal(field, STR("started")) ? STR(" began on ")
                                                         : STR(" was finished on "));
        add_value(words, line->after);
        return;
    }
    if (o == in->plan->program && str_equal(field, STR("as_of"))) {
        text_add(words, STR("the data date"));
    } else {
        add_field(words, field);
        text_add(words, STR(" of "));
        add_name(words, o);
    }
    if (line->sign == '-') {
        text_add(words, STR(" is no longer stated"));
    } else if (line->before.len > 0 && line->after.len > 0) {
        text_add(words, STR(" went from "));
        add_value(words, line->before);
        text_add(words, STR(" to "));
        add_value(words, line->after);
    } else if (line->after.len > 0) {
        text_add(words, STR(" is now said to be "));
        add_value(words, line->after);
    } else {
        text_add(words, STR(" is stated now"));
    }
}

/* --- whose progress --------------------------------------------------------------------------- */

static bool is_progress(struct str field)
{
    static const char *const names[] = {"remaining", "started", "finished", "done", "spent",
                                        "updated", "suspended", "resumes", "delivered",
                                        "accepted", "state"};

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal(field, str_of(names[i])))
            return true;
    return false;
}

static size_t edit_count(const struct why_line *line)
{
    return line->kind == WHY_EDITS    ? line->edit_count
           : line->kind == WHY_CHANGE ? line->change->edits->count
                                      : 0;
}

static struct edit_line edit_at(const struct report_input *in, const struct why_line *line,
                                size_t i)
{
    if (line->kind == WHY_CHANGE)
        return change_line(line->change, i, in->owner);
    return edit_line_of(in->why->before, &in->why->changes.items[line->edits[i]], in->owner);
}

const struct object *team_of_cause(const struct report_input *in, const struct why_line *line)
{
    const struct object *team = NULL;
    struct str field;

    if (line->kind == WHY_TEAM)
        return line->team.len > 0 ? object_at(in, line->team, &field) : NULL;
    for (size_t i = 0; i < edit_count(line); i++) {
        const struct edit_line edit = edit_at(in, line, i);
        const struct object *o = object_at(in, edit.address, &field);
        const struct object *its = !o || plan_find(in->plan, o->id) != o ? NULL
                                   : o->kind == KIND_handoff ? handoff_giving_team(in->plan, o)
                                                             : plan_team_of(in->plan, o);

        if (!its || !is_progress(field) || (team && team != its))
            return NULL;
        team = its;
    }
    return team;
}

/* --- a cause ---------------------------------------------------------------------------------- */

static void add_edits(const struct report_input *in, const struct why_line *line,
                      struct text *words)
{
    const size_t count = edit_count(line);
    size_t said = 0, left = line->withheld;

    for (size_t i = 0; i < count; i++) {
        const struct edit_line edit = edit_at(in, line, i);

        if (!shows_edit(in, &edit) || said == EDITS_SAID) {
            left++;
            continue;
        }
        text_add(words, said++ > 0 ? STR(", and ") : STR(""));
        add_edit(in, &edit, words);
    }
    if (left > 0)
        text_addf(words, "%s%zu %s", said > 0 ? ", and with it " : "", left,
                  left == 1 ? "more edit" : "more edits");
}

/* Why, as it was written down; of edits that nobody explained, whom to ask. */
static void add_reason(const struct report_input *in, const struct why_line *line,
                       struct text *words)
{
    const struct edit_line first = edit_count(line) > 0 ? edit_at(in, line, 0)
                                                        : (struct edit_line){'~', {"", 0},
                                                                             {"", 0}, {"", 0}};
    struct str field;
    const struct object *o = object_at(in, first.address, &field);

    if (line->kind == WHY_CHANGE && line->change->why.len > 0 &&
        !names_withheld(in, line->change->why)) {
        text_addf(words, ", because \"%.*s\"", STR_ARG(line->change->why));
        return;
    }
    text_addf(words, "; no reason is written down, so ask %.*s",
              STR_ARG(say_whom_to_ask(in, o && plan_find(in->plan, o->id) == o ? o : NULL)));
}

struct str say_cause_plainly(const struct report_input *in, const struct why_line *line,
                             enum cause_net net)
{
    const struct plan *a = in->why->before, *b = in->why->after;
    const int64_t days = (b->as_of - a->as_of) / CIVIL_DAY_S;
    const struct object *team;
    struct text words;

    text_init(&words, in->owner);
    switch (line->kind) {
    case WHY_TIME:
        text_addf(&words, "%lld %s passed, with the plan as it was", (long long)days,
                  days == 1 ? "day" : "days");
        break;
    case WHY_TEAM:
        team = team_of_cause(in, line);
        text_addf(&words, "%s %lld\xc2\xa0%s by %.*s",
                  net == CAUSE_ALONE  ? "no progress reported in"
                  : net == CAUSE_LESS ? "less progress than there should be in"
                                      : "more progress than there should be in",
                  (long long)days, days == 1 ? "day" : "days",
                  STR_ARG(team                 ? object_title(team)
                          : line->team.len > 0 ? line->team
                                               : STR("no team")));
        break;
    case WHY_EDITS:
    case WHY_CHANGE:
        add_edits(in, line, &words);
        add_reason(in, line, &words);
        break;
    default: {
        struct line *said = line_new(in->owner);

        say_cause(in, line, said);
        for (size_t i = 0; i < said->count; i++)
            text_add(&words, said->spans[i].text);
    }
    }
    return text_str(&words);
}

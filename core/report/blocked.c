/* SPDX-License-Identifier: Apache-2.0 */
/* What stops work now, since when, and who clears it. */
#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static bool is_overdue(const struct report_input *in, const struct object *blocker)
{
    const struct when *by = blocker_get_by(blocker);

    return by && by->instant + CIVIL_DAY_S <= in->plan->as_of;
}

/* Open, and to be shown. */
static bool is_listed(const struct object *blocker)
{
    return !object_is_withheld(blocker) && !blocker_get_cleared(blocker);
}

static void say_blocker(const struct report_input *in, const struct object *o, struct document *d)
{
    const struct object *owner = plan_object(in->plan, blocker_get_owner(o));
    const struct refs *blocks = blocker_get_blocks(o);
    const struct when *since = blocker_get_since(o), *by = blocker_get_by(o);
    const struct str *next = blocker_get_next(o);
    struct line *line = document_paragraph(d, 0, 2);

    line_add(line, TONE_BAD, STR("■ "));
    line_add(line, TONE_STRONG, o->id);
    line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(object_title(o)));
    if (since) {
        const int64_t days = (in->plan->as_of - since->instant) / CIVIL_DAY_S;

        line_addf(document_right(d), TONE_DIM, "since %.*s (%.*s)",
                  STR_ARG(say_day(in, since->instant)),
                  STR_ARG(say_count(in, days > 0 ? (size_t)days : 0, "day", "days")));
    }
    if (blocks && blocks->count > 0) {
        line = document_paragraph(d, 4, 11);
        line_add(line, TONE_DIM, STR("stops  "));
        for (size_t i = 0; i < blocks->count; i++)
            line_addf(line, TONE_PLAIN, "%s%.*s", i > 0 ? ", " : "",
                      STR_ARG(blocks->items[i].id));
    }
    line = document_paragraph(d, 4, 11);
    line_add(line, TONE_DIM, STR("next   "));
    line_add(line, next ? TONE_ACTION : TONE_BAD, next ? *next : STR("no next step is stated"));
    line_addf(line, owner ? TONE_PLAIN : TONE_BAD, " (%.*s%s%.*s%s)",
              STR_ARG(say_who(in->plan, owner)), by ? ", by " : "",
              STR_ARG(by ? say_date(in, by->instant) : STR("")),
              is_overdue(in, o) ? ": past" : "");
}

static bool text(const struct report_input *in, struct document *out)
{
    bool any = false;

    say_masthead(in, out);
    document_blank(out);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++) {
        const struct object *o = plan_nth(in->plan, KIND_blocker, i);

        if (!is_listed(o))
            continue;
        say_blocker(in, o, out);
        any = true;
    }
    if (!any)
        line_add(document_paragraph(out, 0, 0), TONE_GOOD, STR("No blocker is open."));
    return true;
}

static void json_blocker(const struct report_input *in, const struct object *o, struct writer *w)
{
    const struct object *owner = plan_object(in->plan, blocker_get_owner(o));
    const struct refs *blocks = blocker_get_blocks(o);
    const struct when *since = blocker_get_since(o), *by = blocker_get_by(o);
    const struct str *next = blocker_get_next(o);

    writer_map_begin(w, false);
    writer_key_text(w, "id", o->id);
    writer_key_text(w, "title", object_title(o));
    writer_key(w, STR("blocks"));
    writer_list_begin(w, true);
    for (size_t i = 0; blocks && i < blocks->count; i++)
        writer_text(w, blocks->items[i].id);
    writer_list_end(w);
    json_id(w, "owner", in->plan, owner ? owner->number : OBJECT_NONE);
    json_date(in, w, "since", since ? since->instant : CIVIL_NONE);
    if (next)
        writer_key_text(w, "next", *next);
    else
        writer_key_null(w, "next");
    json_date(in, w, "by", by ? by->instant : CIVIL_NONE);
    writer_key_bool(w, "overdue", is_overdue(in, o));
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "blocked");
    writer_key(out, STR("blockers"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < plan_count(in->plan, KIND_blocker); i++)
        if (is_listed(plan_nth(in->plan, KIND_blocker, i)))
            json_blocker(in, plan_nth(in->plan, KIND_blocker, i), out);
    writer_list_end(out);
    json_end(out);
    return true;
}

const struct report report_blocked = {
    .name = "blocked",
    .title = "What stops work now",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};

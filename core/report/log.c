/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a log: when, who, why, and each edit with what it replaced. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/edit/change.h"
#include "core/report/changes.h"
#include "core/syntax/tree.h"
#include "core/syntax/writer.h"

enum { EDITS_AMONG_MANY = 6, EDITS_ALONE = 60, VALUE_MOST = 200, STAMP = 16 };

static struct str shortened(const struct report_input *in, struct str s)
{
    size_t end = VALUE_MOST;

    if (s.len <= VALUE_MOST)
        return s;
    while (end > 0 && ((unsigned char)s.ptr[end] & 0xc0) == 0x80)
        end--;
    return str_format(in->owner, "%.*s…", STR_ARG(str_slice(s, 0, end)));
}

/* "2026-11-23T09:30:00Z" as "2026-11-23 09:30". */
static struct str stamp(const struct report_input *in, struct str at)
{
    if (at.len < STAMP)
        return at;
    return str_format(in->owner, "%.*s %.*s", 10, at.ptr, STAMP - 11, at.ptr + 11);
}

/* Reasons are people's own words: that of a change with something withheld may well speak of it. */
static bool is_reason_shown(const struct report_input *in, const struct change *c)
{
    if (c->why.len == 0)
        return false;
    for (size_t i = 0; in->audience.len > 0 && i < c->edits->count; i++) {
        const struct edit_line edit = change_line(c, i, in->owner);

        if (!shows_edit(in, &edit))
            return false;
    }
    return in->audience.len == 0 || !names_withheld(in, c->why);
}

static void say_edit(const struct report_input *in, const struct edit_line *edit,
                     struct line *out)
{
    const struct tone_and_sign look = tone_of(edit->sign);

    line_addf(out, look.tone, "%s\xc2\xa0", look.sign);
    line_add(out, TONE_STRONG, edit->address);
    if (edit->before.len > 0) {
        line_add(out, TONE_PLAIN, STR("  "));
        line_add(out, TONE_DIM, shortened(in, edit->before));
    }
    if (edit->after.len > 0) {
        line_add(out, TONE_PLAIN, edit->before.len > 0 ? STR(" → ") : STR("  "));
        line_add(out, TONE_PLAIN, shortened(in, edit->after));
    }
}

static void say_head(const struct report_input *in, const struct change *c, struct line *out)
{
    line_addf(out, TONE_STRONG, "%lld", (long long)c->seq);
    line_addf(out, TONE_DIM, "  %.*s", STR_ARG(stamp(in, c->at)));
    if (c->by.len > 0 && in->audience.len == 0)
        line_addf(out, TONE_PLAIN, "  %.*s", STR_ARG(c->by));
    if (c->source.len > 0 && in->audience.len == 0)
        line_addf(out, TONE_DIM, "  (%.*s)", STR_ARG(c->source));
    if (is_reason_shown(in, c))
        line_addf(out, TONE_PLAIN, "  %.*s", STR_ARG(c->why));
}

static void say_one(const struct report_input *in, const struct change *c, struct document *d)
{
    const size_t most = in->everything            ? SIZE_MAX
                        : in->change_count == 1 ? EDITS_ALONE
                                                  : EDITS_AMONG_MANY;
    size_t shown = 0, folded = 0, withheld = 0;

    say_head(in, c, document_paragraph(d, 0, 4));
    for (size_t i = 0; i < c->edits->count; i++) {
        const struct edit_line edit = change_line(c, i, in->owner);

        if (!shows_edit(in, &edit))
            withheld++;
        else if (shown < most && ++shown)
            say_edit(in, &edit, document_paragraph(d, 4, 8));
        else
            folded++;
    }
    if (folded > 0)
        line_addf(document_paragraph(d, 4, 6), TONE_DIM, "and %zu more edits (--all)", folded);
    if (withheld > 0)
        line_addf(document_paragraph(d, 4, 6), TONE_DIM, "%zu edit%s not for this audience",
                  withheld, withheld == 1 ? "" : "s");
}

static bool text(const struct report_input *in, struct document *out)
{
    for (size_t i = 0; i < in->change_count; i++)
        say_one(in, &in->log[i], out);
    if (in->change_count == 0)
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN, STR("No change to show."));
    return true;
}

static void json_edits(const struct report_input *in, const struct change *c, struct writer *w)
{
    size_t withheld = 0;

    writer_key(w, STR("edits"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < c->edits->count; i++) {
        const struct edit_line edit = change_line(c, i, in->owner);

        if (!shows_edit(in, &edit)) {
            withheld++;
            continue;
        }
        writer_map_begin(w, true);
        writer_key_text(w, "sign", (struct str){&edit.sign, 1});
        writer_key_text(w, "address", edit.address);
        writer_key_text(w, "before", edit.before.ptr ? edit.before : STR(""));
        writer_key_text(w, "after", edit.after.ptr ? edit.after : STR(""));
        writer_map_end(w);
    }
    writer_list_end(w);
    if (in->audience.len > 0)
        writer_key_i64(w, "withheld", (int64_t)withheld);
}

static bool json(const struct report_input *in, struct writer *out)
{
    json_begin(in, out, "log");
    writer_key(out, STR("changes"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < in->change_count; i++) {
        const struct change *c = &in->log[i];

        writer_map_begin(out, false);
        writer_key_i64(out, "seq", c->seq);
        writer_key_text(out, "id", c->id);
        writer_key_text(out, "at", c->at);
        if (in->audience.len == 0) {
            writer_key_text(out, "by", c->by.ptr ? c->by : STR(""));
            writer_key_text(out, "source", c->source.ptr ? c->source : STR(""));
        }
        writer_key_text(out, "because", is_reason_shown(in, c) ? c->why : STR(""));
        writer_key_i64(out, "against", c->against);
        json_edits(in, c, out);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_log = {
    .name = "log",
    .title = "What was changed, when, by whom and why",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Edits as lines that name what they are about: title first, the handle behind. */
#include "core/base/text.h"
#include "core/plan/plan.h"
#include "core/report/causes.h"
#include "core/report/changes.h"

enum { VALUE_MOST = 60, WHOLE_MOST = 400 };

static const struct object *object_of(const struct report_input *in, struct str id)
{
    const struct object *o = plan_find(in->plan, id);

    o = o || !in->before ? o : plan_find(in->before, id);
    o = o || !in->why ? o : plan_find(in->why->before, id);
    return o && !object_is_withheld(o) ? o : NULL;
}

const struct object *object_at(const struct report_input *in, struct str address,
                               struct str *ret_field)
{
    const size_t dot = str_find_char(address, '.');
    const struct object *o = object_of(in, str_slice(address, 0, dot));

    *ret_field = dot < address.len ? str_slice(address, dot + 1, address.len) : STR("");
    if (o || dot >= address.len)
        return o;
    o = object_of(in, *ret_field);
    *ret_field = STR("");
    return o;
}

struct str title_at(const struct report_input *in, struct str address)
{
    struct str field;
    const struct object *o = object_at(in, address, &field);

    return o && !str_equal_nocase(object_title(o), o->id) ? object_title(o) : STR("");
}

static struct str cut(const struct report_input *in, struct str value, size_t most)
{
    size_t end = value.len < most ? value.len : most;

    if (value.len <= most)
        return value;
    while (end > 0 && ((unsigned char)value.ptr[end] & 0xc0) == 0x80)
        end--;
    return str_format(in->owner, "%.*s…", STR_ARG(str_slice(value, 0, end)));
}

static struct str value_words(const struct report_input *in, struct str value, size_t most)
{
    return say_plainly(in, cut(in, value, most));
}

/* "estimate", "reported on", "after[a]" of "d.options[x].cost" as it stands. */
static struct str field_words(const struct report_input *in, struct str field)
{
    const size_t bracket = str_find_char(field, '[');
    struct text text;

    text_init(&text, in->owner);
    for (size_t i = 0; i < field.len && i < bracket; i++)
        text_add_char(&text, field.ptr[i] == '_' ? ' ' : field.ptr[i]);
    text_add(&text, str_slice(field, bracket, field.len));
    return text_str(&text);
}

/* Its title as a link has it: "after[paint]" comes after "Paint the rails". */
static struct str title_of_key(const struct report_input *in, struct str field)
{
    const struct str inside = str_slice(field, sizeof("after[") - 1, field.len);
    const struct object *o = object_of(in, str_slice(inside, 0, str_find_char(inside, ']')));

    return o ? object_title(o) : STR("");
}

/* What is said of a field that is, and was. */
static void add_values(const struct report_input *in, const struct edit_line *e, struct str field,
                       struct line *cell)
{
    const bool left = str_equal(field, STR("remaining"));
    const struct str before = value_words(in, e->before, VALUE_MOST);
    const struct str after = value_words(in, e->after, VALUE_MOST);

    if (!left)
        line_add(cell, TONE_DIM, field_words(in, field));
    if (!left && e->after.len > 0)
        line_add(cell, TONE_DIM, STR(" "));
    line_add(cell, TONE_PLAIN, after);
    if (left)
        line_add(cell, TONE_DIM, e->after.len > 0 ? STR(" left") : STR("what is left"));
    if (e->sign == '-')
        line_add(cell, TONE_PLAIN, STR(" is no longer stated"));
    if (e->before.len > 0) {
        line_add(cell, TONE_PLAIN, STR(", was "));
        line_add(cell, TONE_DIM, before);
    }
}

static void add_said(const struct report_input *in, const struct edit_line *e, struct str field,
                     struct line *cell)
{
    const struct str other =
        str_starts(field, STR("after[")) && str_find(field, STR("].")) >= field.len
            ? title_of_key(in, field) : STR("");

    if (field.len == 0) {
        line_add(cell, TONE_PLAIN, e->sign == '-' ? STR("no longer in the plan") : STR("new"));
        if (e->after.len > 0)
            line_addf(cell, TONE_DIM, ": %.*s", STR_ARG(value_words(in, e->after, WHOLE_MOST)));
    } else if (other.len > 0 && e->sign != '~') {
        line_addf(cell, TONE_PLAIN, "%s after %.*s", e->sign == '+' ? "now" : "no longer",
                  STR_ARG(other));
        if (e->after.len > 0)
            line_addf(cell, TONE_DIM, ": %.*s", STR_ARG(e->after));
    } else {
        add_values(in, e, field, cell);
    }
}

/* Without a title the handle says it all. */
static void say_handle(const struct report_input *in, const struct edit_line *e, struct line *cell)
{
    line_add(cell, TONE_STRONG, e->address);
    if (e->before.len > 0) {
        line_add(cell, TONE_PLAIN, STR("  "));
        line_add(cell, TONE_DIM, cut(in, e->before, WHOLE_MOST));
    }
    if (e->after.len > 0) {
        line_add(cell, TONE_PLAIN, e->before.len > 0 ? STR(" → ") : STR("  "));
        line_add(cell, TONE_PLAIN, cut(in, e->after, WHOLE_MOST));
    }
}

void say_edit_titled(const struct report_input *in, const struct edit_line *e, struct str *last,
                     struct line *cell)
{
    const struct tone_and_sign look = tone_of(e->sign);
    const struct str title = title_at(in, e->address);
    struct str field;

    line_addf(cell, look.tone, "%s\xc2\xa0", look.sign);
    if (title.len == 0 || !object_at(in, e->address, &field)) {
        say_handle(in, e, cell);
        return;
    }
    if (str_equal(e->address, STR("program.as_of"))) {
        add_values(in, e, STR("data date"), cell);
    } else {
        if (!str_equal(title, *last)) {
            line_add(cell, TONE_STRONG, title);
            line_add(cell, TONE_PLAIN, STR(": "));
        }
        *last = title;
        add_said(in, e, field, cell);
    }
    line_addf(cell, TONE_DIM, " (%.*s)", STR_ARG(e->address));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* A Mermaid gantt chart: a section a summary, dates as scheduled, what is done marked so. Links do
 * not shape the picture: bars stand where the schedule puts them. The data date, for which a chart
 * has no place, is a comment by which it is known again. */
#include "core/format/export.h"

enum { NAME_MOST = 80 };

/* ':' ';' '#' and line ends would end a name. */
static void add_name(struct text *out, struct str s)
{
    if (s.len > NAME_MOST) {
        size_t most = NAME_MOST;

        while (most > 0 && ((unsigned char)s.ptr[most] & 0xc0) == 0x80)
            most--;
        s = str_slice(s, 0, most);
    }
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];

        text_add_char(out, c == ':' || c == ';' || c == '#' || (unsigned char)c < ' ' ? ' ' : c);
    }
}

/* Seconds only where the chart has any. */
static bool has_seconds(const struct export *x)
{
    for (uint32_t i = 0; i < x->plan->object_count; i++)
        if ((x->start[i] != CIVIL_NONE && x->start[i] % 60 != 0) ||
            (x->finish[i] != CIVIL_NONE && x->finish[i] % 60 != 0))
            return true;
    return false;
}

static void add_date(struct text *out, int64_t at, bool seconds)
{
    const struct civil_date d = civil_of_day(civil_day_of(at));
    const int s = (int)(at - civil_day_of(at) * CIVIL_DAY_S);

    text_addf(out, "%04d-%02d-%02dT%02d:%02d", d.year, d.month, d.day, s / 3600, s / 60 % 60);
    if (seconds)
        text_addf(out, ":%02d", s % 60);
}

static void add_bar(struct export *x, struct text *out, const struct object *o, bool seconds)
{
    const int64_t start = x->start[o->number], finish = x->finish[o->number];
    const bool task = o->kind == KIND_task;
    const bool *event = task ? task_get_event(o) : NULL;
    const bool done = task ? task_get_finished(o) != NULL : milestone_get_reached(o) != NULL;
    const bool active = task && task_get_started(o) && !done;

    if (start == CIVIL_NONE || finish == CIVIL_NONE)
        return;
    text_add(out, STR("    "));
    add_name(out, export_title(o));
    text_addf(out, " :%s%s%.*s, ", done ? "done, " : active ? "active, " : "",
              !task || (event && *event) || start == finish ? "milestone, " : "", STR_ARG(o->id));
    add_date(out, start, seconds);
    text_add(out, STR(", "));
    add_date(out, finish, seconds);
    text_add_char(out, '\n');
}

void mermaid_write(struct export *x, struct text *out)
{
    const struct plan *p = x->plan;
    const bool seconds = has_seconds(x);
    size_t count;
    const struct export_row *rows = export_rows(x, &count);

    text_add(out, STR("gantt\n    title "));
    add_name(out, program_get_title(p->program) ? *program_get_title(p->program)
                                                : p->program->id);
    text_addf(out, "\n    dateFormat YYYY-MM-DDTHH:mm%s\n    axisFormat %%d %%b\n",
              seconds ? ":ss" : "");
    text_add(out, STR("    %% as of "));
    civil_print_instant(out, p->as_of);
    text_add_char(out, '\n');
    for (size_t i = 0; i < count; i++) {
        if (rows[i].is_summary) {
            text_add(out, STR("    section "));
            add_name(out, export_title(rows[i].object));
            text_add_char(out, '\n');
        } else {
            add_bar(x, out, rows[i].object, seconds);
        }
        if ((rows[i].object->kind == KIND_task && task_get_after(rows[i].object)) ||
            (rows[i].object->kind == KIND_milestone && milestone_get_after(rows[i].object)))
            export_lose(x, EXPORT_LINKS, rows[i].object->at);
    }
}

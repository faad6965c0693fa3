/* SPDX-License-Identifier: Apache-2.0 */
/* iCalendar (RFC 5545): milestones and promises as whole days, forums as they recur. Times are
 * floating, as those of a plan are. Lines are folded at 75 octets, never within a character. */
#include "core/base/arena.h"
#include "core/format/export.h"

enum { FOLD = 75 };

static void add_line(struct text *out, struct str line)
{
    size_t at = 0, room = FOLD;

    while (line.len - at > room) {
        size_t cut = at + room;

        while (cut > at + 1 && ((unsigned char)line.ptr[cut] & 0xc0) == 0x80)
            cut--;
        text_add(out, str_slice(line, at, cut));
        text_add(out, STR("\r\n "));
        at = cut;
        room = FOLD - 1;
    }
    text_add(out, str_slice(line, at, line.len));
    text_add(out, STR("\r\n"));
}

static void add_text(struct export *x, struct text *out, const char *name, struct str s)
{
    struct text t;

    text_init(&t, x->owner);
    text_addf(&t, "%s:", name);
    for (size_t i = 0; i < s.len; i++)
        switch (s.ptr[i]) {
        case '\\': case ';': case ',':
            text_add_char(&t, '\\');
            text_add_char(&t, s.ptr[i]);
            break;
        case '\n': text_add(&t, STR("\\n")); break;
        default:
            if ((unsigned char)s.ptr[i] >= ' ')
                text_add_char(&t, s.ptr[i]);
            break;
        }
    add_line(out, text_str(&t));
}

/* "20261123" or "20261123T090000" */
static struct str stamp(struct export *x, int64_t at, bool whole_day)
{
    const struct civil_date d = civil_of_day(civil_day_of(at));
    const int s = (int)(at - civil_day_of(at) * CIVIL_DAY_S);

    if (whole_day)
        return str_format(x->owner, "%04d%02d%02d", d.year, d.month, d.day);
    return str_format(x->owner, "%04d%02d%02dT%02d%02d%02d", d.year, d.month, d.day, s / 3600,
                      s / 60 % 60, s % 60);
}

static void begin(struct export *x, struct text *out, const struct object *o, struct str title)
{
    const struct str program = x->plan->program->id;

    add_line(out, STR("BEGIN:VEVENT"));
    add_line(out, str_format(x->owner, "UID:%.*s@%.*s.baton", STR_ARG(o->id), STR_ARG(program)));
    add_line(out, str_format(x->owner, "DTSTAMP:%.*sZ", STR_ARG(stamp(x, x->plan->as_of, false))));
    add_text(x, out, "SUMMARY", title);
}

static void add_day(struct export *x, struct text *out, int64_t at)
{
    add_line(out, str_format(x->owner, "DTSTART;VALUE=DATE:%.*s", STR_ARG(stamp(x, at, true))));
    add_line(out, str_format(x->owner, "DTEND;VALUE=DATE:%.*s",
                             STR_ARG(stamp(x, at + CIVIL_DAY_S, true))));
    add_line(out, STR("TRANSP:TRANSPARENT"));
    add_line(out, STR("END:VEVENT"));
}

static void add_milestone(struct export *x, struct text *out, const struct object *o)
{
    int64_t at = x->finish[o->number];
    const struct when *reached = milestone_get_reached(o);

    if (reached)
        at = reached->instant;
    if (at == CIVIL_NONE)
        return;
    begin(x, out, o, export_title(o));
    add_text(x, out, "DESCRIPTION", reached ? STR("reached")
                                            : STR("on stated medians; not a promise"));
    add_day(x, out, at);
}

static void add_commitment(struct export *x, struct text *out, const struct object *o)
{
    const struct when *date = commitment_get_date(o);
    const struct object *what = plan_object(x->plan, commitment_get_milestone(o));
    const struct str *to = commitment_get_to(o);

    if (!date)
        return;
    begin(x, out, o, str_format(x->owner, "Promised: %.*s",
                                STR_ARG(what ? export_title(what) : o->id)));
    if (to)
        add_text(x, out, "DESCRIPTION", str_format(x->owner, "to %.*s", STR_ARG(*to)));
    add_day(x, out, date->instant);
}

static void add_skips(struct export *x, struct text *out, const struct object *o, int64_t starts)
{
    const struct day_ranges *skips = forum_get_skips(o);
    const int64_t time = starts - civil_day_of(starts) * CIVIL_DAY_S;

    for (size_t i = 0; skips && i < skips->count; i++)
        for (int64_t d = skips->items[i].from_day; d <= skips->items[i].to_day; d++)
            add_line(out, str_format(x->owner, "EXDATE:%.*s",
                                     STR_ARG(stamp(x, d * CIVIL_DAY_S + time, false))));
}

static void add_forum(struct export *x, struct text *out, const struct object *o)
{
    const struct when *starts = forum_get_starts(o);
    const int64_t *minutes = forum_get_minutes(o);
    const uint16_t repeats = FIELD_forum_repeats;
    const void *rule = object_value(o, repeats);
    struct text t;

    if (!starts)
        return;
    begin(x, out, o, forum_get_title(o) ? *forum_get_title(o) : o->id);
    if (forum_get_purpose(o))
        add_text(x, out, "DESCRIPTION", *forum_get_purpose(o));
    add_line(out, str_format(x->owner, "DTSTART:%.*s", STR_ARG(stamp(x, starts->instant, false))));
    add_line(out, str_format(x->owner, "DURATION:PT%dM",
                             (int)(minutes && *minutes > 0 && *minutes < 100000 ? *minutes : 60)));
    if (rule) {
        text_init(&t, x->owner);
        field_print_line(&schema_kinds[KIND_forum].fields[repeats], rule, &t);
        add_line(out, str_format(x->owner, "RRULE:%.*s", STR_ARG(text_str(&t))));
        add_skips(x, out, o, starts->instant);
    }
    add_line(out, STR("END:VEVENT"));
}

void ical_write(struct export *x, struct text *out)
{
    const struct plan *p = x->plan;

    add_line(out, STR("BEGIN:VCALENDAR"));
    add_line(out, STR("VERSION:2.0"));
    add_line(out, STR("PRODID:-//Baton//EN"));
    add_text(x, out, "X-WR-CALNAME", program_get_title(p->program)
                                         ? *program_get_title(p->program) : p->program->id);
    for (uint32_t i = 0; i < plan_count(p, KIND_milestone); i++)
        add_milestone(x, out, plan_nth(p, KIND_milestone, i));
    for (uint32_t i = 0; i < plan_count(p, KIND_commitment); i++)
        add_commitment(x, out, plan_nth(p, KIND_commitment, i));
    for (uint32_t i = 0; i < plan_count(p, KIND_forum); i++)
        add_forum(x, out, plan_nth(p, KIND_forum, i));
    add_line(out, STR("END:VCALENDAR"));
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars of a plan as Microsoft Project XML: weeks, exceptions, alternate weeks. */
#include "core/format/mspdi_out.h"

static void write_times(struct mspdi_out *m, const struct shift_day *day, struct place at)
{
    text_addf(m->out, "<DayWorking>%d</DayWorking>", day->count > 0);
    if (day->count == 0)
        return;
    text_add(m->out, STR("<WorkingTimes>"));
    for (uint32_t i = 0; i < day->count; i++) {
        const struct shift *s = &day->shifts[i];
        int32_t to = s->to_s;

        if (to > CIVIL_DAY_S) {
            to = CIVIL_DAY_S;
            export_lose(m->x, EXPORT_SHIFTS, at);
        }
        text_addf(m->out, "<WorkingTime><FromTime>%02d:%02d:00</FromTime>"
                          "<ToTime>%02d:%02d:00</ToTime></WorkingTime>",
                  s->from_s / 3600, s->from_s / 60 % 60, to / 3600 % 24, to / 60 % 60);
    }
    text_add(m->out, STR("</WorkingTimes>"));
}

static void write_period(struct text *out, int64_t from_day, int64_t to_day)
{
    text_add(out, STR("<TimePeriod>"));
    instant(out, "FromDate", from_day * CIVIL_DAY_S);
    instant(out, "ToDate", to_day * CIVIL_DAY_S + CIVIL_DAY_S - 60);
    text_add(out, STR("</TimePeriod>"));
}

static void write_recurrence(struct text *out, const struct calendar_exception *e)
{
    static const int types[] = {1, 1, 6, 4, 5, 2, 3};

    if (e->recurs == RECUR_NONE)
        return;
    number(out, "Type", types[e->recurs]);
    number(out, "Period", e->period > 0 ? e->period : 1);
    if (e->occurrences > 0)
        number(out, "Occurrences", e->occurrences);
    if (e->recurs == RECUR_WEEKLY)
        number(out, "DaysOfWeek", ((e->weekdays << 1) & 0x7e) | (e->weekdays >> 6));
    number(out, "MonthItem", 3 + (e->weekday + 1) % 7);
    if (e->nth > 0)
        number(out, "MonthPosition", e->nth - 1);
    if (e->month > 0)
        number(out, "Month", e->month - 1);
    if (e->month_day > 0)
        number(out, "MonthDay", e->month_day);
}

static void write_exceptions(struct mspdi_out *m, const struct object *o)
{
    const struct exceptions *special = calendar_get_special(o);
    const struct day_ranges *holidays = calendar_get_holidays(o);

    text_add(m->out, STR("<Exceptions>"));
    for (size_t i = 0; holidays && i < holidays->count; i++) {
        text_add(m->out, STR("<Exception>"));
        write_period(m->out, holidays->items[i].from_day, holidays->items[i].to_day);
        text_add(m->out, STR("<DayWorking>0</DayWorking></Exception>"));
    }
    for (size_t i = 0; special && i < special->count; i++) {
        text_add(m->out, STR("<Exception>"));
        write_period(m->out, special->items[i].from_day, special->items[i].to_day);
        write_recurrence(m->out, &special->items[i]);
        write_times(m, &special->items[i].work, o->at);
        text_add(m->out, STR("</Exception>"));
    }
    text_add(m->out, STR("</Exceptions>"));
}

/* Without a base to take it from, a day that is not given must be written as free: Project would
 * take its own hours. */
static void write_week(struct mspdi_out *m, const struct shift_day week[7], bool whole,
                       struct place at)
{
    text_add(m->out, STR("<WeekDays>"));
    for (int i = 0; i < 7; i++) {
        if (!week[i].given && !whole)
            continue;
        text_addf(m->out, "<WeekDay><DayType>%d</DayType>", (i + 1) % 7 + 1);
        write_times(m, &week[i], at);
        text_add(m->out, STR("</WeekDay>"));
    }
    text_add(m->out, STR("</WeekDays>"));
}

/* What a plan works by that names no calendar. */
void mspdi_write_default_calendar(struct mspdi_out *m)
{
    static const struct shift hours[] = {{9 * 3600, 12 * 3600}, {13 * 3600, 18 * 3600}};
    struct shift_day week[7];

    for (int i = 0; i < 7; i++)
        week[i] = (struct shift_day){.given = true, .count = i < 5 ? 2 : 0, .shifts = hours};
    export_lose(m->x, EXPORT_STANDARD, m->x->plan->program->at);
    text_add(m->out, STR("<Calendar><UID>1</UID><Name>Standard</Name>"
                         "<IsBaseCalendar>1</IsBaseCalendar>"));
    write_week(m, week, true, m->x->plan->program->at);
    text_add(m->out, STR("</Calendar>\n"));
}

void mspdi_write_calendar(struct mspdi_out *m, const struct object *o)
{
    const struct object *parent = plan_object(m->x->plan, calendar_get_parent(o));
    const struct week *week = calendar_get_week(o);
    const struct alternates *other = calendar_get_alternate_weeks(o);

    text_add(m->out, STR("<Calendar>"));
    number(m->out, "UID", m->uid[o->number]);
    words(m->out, "Name", calendar_get_title(o) ? *calendar_get_title(o) : o->id);
    number(m->out, "IsBaseCalendar", !parent);
    if (parent)
        number(m->out, "BaseCalendarUID", m->uid[parent->number]);
    if (calendar_get_day(o) && span_seconds(calendar_get_day(o), m->x->plan->calendar) !=
                                   calendar_usual_day_s(m->x->plan->calendar))
        export_lose_field(m->x, KIND_calendar, FIELD_calendar_day, o->at);
    if (week)
        write_week(m, week->day, !parent, o->at);
    write_exceptions(m, o);
    if (other) {
        text_add(m->out, STR("<WorkWeeks>"));
        for (size_t i = 0; i < other->count; i++) {
            text_add(m->out, STR("<WorkWeek>"));
            write_period(m->out, other->items[i].from_day, other->items[i].to_day);
            write_week(m, other->items[i].week, false, o->at);
            text_add(m->out, STR("</WorkWeek>"));
        }
        text_add(m->out, STR("</WorkWeeks>"));
    }
    text_add(m->out, STR("</Calendar>\n"));
}

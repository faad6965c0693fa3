#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# plan.sh TASKS [LINKS [TEAMS [PEOPLE [FORM]]]]: a plan of that many tasks with two links each, ten teams
# of five, a calendar with holidays, a milestone for each thousand tasks and one commitment. The
# same one every time. FORM: yaml, json, or mspdi (single durations, no teams).
awk -v tasks="${1:?usage: plan.sh TASKS [LINKS [TEAMS [PEOPLE [FORM]]]]}" -v links="${2:-2}" \
    -v teams="${3:-10}" -v people="${4:-5}" -v form="${5:-yaml}" '
function below(n) { state = (state * 16807) % 2147483647; return state % n }     # Park and Miller, 1988
function after(i,   k, other, list, seen) {
    if (i <= lanes) return ""
    list = "t" (i - lanes)
    seen[i - lanes] = 1
    for (k = 1; k < links; k++) {
        other = i - 1 - below(i < 5 * lanes ? i : 5 * lanes)
        if (other in seen) other--
        if (other < 0 || other in seen) continue
        seen[other] = 1
        list = list ", t" other
    }
    return list
}
function quoted(list) { gsub(/[a-z0-9]+/, "\"&\"", list); return list }
function yaml_task(i, team, likely, worst, list) {
    printf "  t%d: {team: team-%d, estimate: %dd..%dd..%dd", i, team, likely, likely + 1, worst
    if (list != "") printf ", after: [%s]", list
    print "}"
}
function json_task(i, team, likely, worst, list) {
    printf "%s\"t%d\": {\"team\": \"team-%d\", \"estimate\": \"%dd..%dd..%dd\"", i ? ",\n" : "", i, team, likely,
        likely + 1, worst
    if (list != "") printf ", \"after\": [%s]", quoted(list)
    printf "}"
}
function mspdi_task(i, team, likely, worst, list,   k, count, from) {
    printf "<Task><UID>%d</UID><ID>%d</ID><Name>Task %d of the benchmark</Name><Type>1</Type><IsNull>0</IsNull><CreateDate>2026-01-05T08:00:00</CreateDate><WBS>%d</WBS><OutlineNumber>%d</OutlineNumber><OutlineLevel>1</OutlineLevel><Priority>500</Priority>\n<Start>2026-01-05T08:00:00</Start><Finish>2026-01-05T17:00:00</Finish><Duration>PT%dH0M0S</Duration><DurationFormat>7</DurationFormat><Work>PT0H0M0S</Work><ResumeValid>0</ResumeValid><EffortDriven>0</EffortDriven><Recurring>0</Recurring><OverAllocated>0</OverAllocated><Estimated>0</Estimated><Milestone>0</Milestone><Summary>0</Summary><Critical>0</Critical><PercentComplete>0</PercentComplete><PercentWorkComplete>0</PercentWorkComplete><ConstraintType>0</ConstraintType><CalendarUID>-1</CalendarUID>\n", i + 1, i + 1, i, i + 1, i + 1, (likely + 1) * 8
    count = split(list, from, /, t?/)
    for (k = 1; k <= count; k++)
        printf "<PredecessorLink><PredecessorUID>%d</PredecessorUID><Type>1</Type><CrossProject>0</CrossProject><LinkLag>0</LinkLag><LagFormat>7</LagFormat></PredecessorLink>\n", substr(from[k], k == 1 ? 2 : 1) + 1
    print "</Task>"
}
BEGIN {
    state = 20261123
    # Lanes side by side, so that a large plan is wide and ends within the calendar: a task
    # follows its lane, and one of those shortly before it.
    lanes = tasks > 10000 ? int(tasks / 250) : 40
    if (form == "yaml") {
        print "baton: 1"
        print "program: {id: scale, start: 2026-01-05, as_of: 2026-01-05, calendar: us}"
        print "calendars:\n  us: {week: {mon-fri: \"09:00-12:00 13:00-18:00\"}, holidays: [2026-11-26, 2026-12-24..2027-01-01]}"
        print "teams:"
        for (i = 0; i < teams; i++) printf "  team-%d: {capacity: %d}\n", i, people
        print "tasks:"
    } else if (form == "json") {
        print "{\"baton\": 1, \"program\": {\"id\": \"scale\", \"start\": \"2026-01-05\", \"as_of\": \"2026-01-05\", \"calendar\": \"us\"},"
        print "\"calendars\": {\"us\": {\"week\": {\"mon-fri\": \"09:00-12:00 13:00-18:00\"}, \"holidays\": [\"2026-11-26\", \"2026-12-24..2027-01-01\"]}},"
        printf "\"teams\": {"
        for (i = 0; i < teams; i++) printf "%s\"team-%d\": {\"capacity\": %d}", i ? ", " : "", i, people
        print "},\n\"tasks\": {"
    } else {
        print "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Project xmlns=\"http://schemas.microsoft.com/project\"><SaveVersion>14</SaveVersion><Name>scale</Name><ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-01-05T08:00:00</StartDate><CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek>"
        print "<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>"
        for (i = 1; i < 8; i++)
            printf "<WeekDay><DayType>%d</DayType><DayWorking>%d</DayWorking>%s</WeekDay>", i, (i > 1 && i < 7), ((i > 1 && i < 7) ? "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>" : "")
        print "</WeekDays></Calendar></Calendars><Tasks>"
    }
    for (i = 0; i < tasks; i++) {
        likely = 1 + below(8)
        team = below(teams)
        worst = likely + 3 + below(6)
        if (form == "yaml") yaml_task(i, team, likely, worst, after(i))
        else if (form == "json") json_task(i, team, likely, worst, after(i))
        else mspdi_task(i, team, likely, worst, after(i))
    }
    if (form == "mspdi") { print "</Tasks></Project>"; exit }
    end = int((tasks - 1) / 1000)
    if (form == "json") {
        printf "},\n\"milestones\": {"
        for (i = 0; i < tasks; i += 1000)
            printf "%s\"m%d\": {\"after\": [\"t%d\"]}", i ? ", " : "", i / 1000, (i + 999 < tasks ? i + 999 : tasks - 1)
        printf "},\n\"commitments\": {\"promise\": {\"milestone\": \"m%d\", \"date\": \"2027-06-30\"}}}\n", end
        exit
    }
    print "milestones:"
    for (i = 0; i < tasks; i += 1000) printf "  m%d: {after: [t%d]}\n", i / 1000, (i + 999 < tasks ? i + 999 : tasks - 1)
    print "commitments:"
    printf "  promise: {milestone: m%d, date: 2027-06-30}\n", end
}'

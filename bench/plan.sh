#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# plan.sh TASKS: a plan of that many tasks with two links each, ten teams, a calendar with
# holidays, a milestone for each thousand tasks and one commitment. The same one every time.
awk -v tasks="${1:?usage: plan.sh TASKS}" '
function below(n) { state = (state * 16807) % 2147483647; return state % n }     # Park and Miller, 1988
BEGIN {
    state = 20261123
    # Lanes side by side, so that a large plan is wide and ends within the calendar: a task
    # follows its lane, and one of those shortly before it.
    lanes = tasks > 10000 ? int(tasks / 250) : 40
    print "baton: 1"
    print "program: {id: scale, start: 2026-01-05, as_of: 2026-01-05, calendar: us}"
    print "calendars:\n  us: {week: {mon-fri: \"09:00-12:00 13:00-18:00\"}, holidays: [2026-11-26, 2026-12-24..2027-01-01]}"
    print "teams:"
    for (i = 0; i < 10; i++) printf "  team-%d: {capacity: 5}\n", i
    print "tasks:"
    for (i = 0; i < tasks; i++) {
        likely = 1 + below(8)
        printf "  t%d: {team: team-%d, estimate: %dd..%dd..%dd", i, below(10), likely, likely + 1, likely + 3 + below(6)
        if (i > lanes) {
            other = i - 1 - below(i < 5 * lanes ? i : 5 * lanes)
            if (other == i - lanes) other--
            printf ", after: [t%d, t%d]", i - lanes, other
        }
        print "}"
    }
    print "milestones:"
    for (i = 0; i < tasks; i += 1000) printf "  m%d: {after: [t%d]}\n", i / 1000, (i + 999 < tasks ? i + 999 : tasks - 1)
    print "commitments:"
    printf "  promise: {milestone: m%d, date: 2027-06-30}\n", int((tasks - 1) / 1000)
}'

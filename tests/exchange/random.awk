# SPDX-License-Identifier: Apache-2.0
# A plan by a seed: calendars, links of every type and lag, constraints, deadlines, baselines, custom fields.
function below(n) { state = (state * 16807) % 2147483647; return int(state / 65536) % n }
function day(n) { return sprintf("2027-%02d-%02dT%s", 1 + int(n / 28) % 12, 1 + n % 28, hour) }
BEGIN {
    state = seed * 7919 + 17; for (i = 0; i < 5; i++) below(2)
    split("FS SS FF SF", types, " "); split("start-no-earlier finish-no-earlier start-no-later finish-no-later must-start must-finish", kinds, " ")
    print "baton: 1\nprogram: {id: random-" seed ", title: Random " seed ", start: 2027-01-04T08:00, as_of: 2027-01-04T08:00, calendar: day-shift}"
    print "calendars:\n  day-shift: {title: Days, day: 8h, week: {mon-fri: \"08:00-12:00 13:00-17:00\", sat-sun: \"\"}, holidays: [2027-02-01]}"
    print "  nights: {title: Nights, day: 4h, week: {mon-fri: \"18:00-22:00\", sat-sun: \"\"}}"
    print "teams:\n  masons: {title: Masons, kind: person, capacity: 1}\n  joiners: {title: Joiners, kind: person, capacity: 1, calendar: day-shift}"
    print "tasks:\n  part-a: {title: Part A}"
    for (i = 1; i <= 12; i++) {
        printf "  w-%d: {title: \"Work %d & <more>\", estimate: %dh", i, i, 1 + below(60)
        if (below(2)) printf ", parent: part-a"
        if (below(3) == 0) printf ", calendar: nights"
        list = ""
        for (p = i - 1; p > 0 && p > i - 4; p--) if (below(2)) {
            lag = below(4) == 0 ? "" : sprintf(" %s%dh", below(2) ? "+" : "-", 1 + below(9))
            if (elapsed && below(4) == 0) lag = " +" (1 + below(5)) "ed"
            if (elapsed && below(4) == 0) lag = " +" (10 * (1 + below(9))) "%"
            list = list (list == "" ? "" : ", ") "\"w-" p " " types[1 + below(4)] lag "\""
        }
        if (list != "") printf ", after: [%s]", list
        if (below(3) == 0) { k = kinds[1 + below(6)]; hour = k ~ /finish/ ? "17:00" : "08:00"; printf ", constraint: %s, constraint_date: \"%s\"", k, day(below(200)) }
        hour = "17:00"; if (deadline && below(3) == 0) printf ", deadline: \"%s\"", day(below(300))
        if (baseline && below(2)) { b = below(200); hour = "08:00"; s = day(b); hour = "17:00"; printf ", baseline: {start: \"%s\", finish: \"%s\", duration: %dh}", s, day(b + 20), 1 + below(40) }
        if (baseline > 1 && below(2)) { hour = "08:00"; printf ", baselines: {\"%d\": {start: \"%s\", work: %dh}}", 1 + below(10), day(below(200)), 1 + below(40) }
        if (below(2)) printf ", custom: [\"Phase [code]: P%d\", \"Site: A %d\"]", below(3), below(9)
        if (below(2)) printf ", team: %s, assignments: {a%d: {who: %s, units: 50%%, work: %dh, remaining: %dh}}", "masons", flat ? 1 : i, "masons", 4 + i, 4 + i
        printf ", source_id: \"S.%d\"", i
        print "}"
    }
}

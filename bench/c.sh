#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check.sh [TASKS [CHANGES [TEAMS]]]: how long `check` takes over a plan of so many tasks in a store with a log of so
# many changes: hand-offs, promises, risks, decisions, systems and owners that give the rules work, and counterfactuals.
# With TEAMS the work is of so many teams with too few people for all that could run at once; without, of 60 that state
# no capacity.
set -eu
cd "$(dirname "$0")/.."

tasks=${1:-20000} changes=${2:-5000} loaded=${3:-0}
work=$(mktemp -d)
trap '[ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT

awk -v n="$tasks" -v loaded="$loaded" '
    function r(k) { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) % k }
    BEGIN { seed = 7; teams = loaded ? loaded : 60
        print "baton: 1\nprogram: {id: scale, start: 2026-01-05, as_of: 2026-06-01}\npeople:"
        for (t = 0; t < 60; t++) print "  p" t ": {name: Lead " t ", team: g" t % teams "}"
        print "teams:"
        for (t = 0; t < teams; t++) print "  g" t ": {lead: p" t (loaded ? ", capacity: " int(30 / loaded) : "") "}"
        print "systems:"
        for (t = 0; t < teams; t++) print "  s" t ": {owner: g" t "}"
        print "tasks:"
        for (i = 0; i < n; i++) { a = 1 + r(9); line = ""
            for (k = 1 + r(2); k > 0 && i > 50; k--) { p = i - 1 - r(50); if (index(line, "t" p ",") == 0) line = line "t" p ", " }
            sub(/, $/, "", line)
            state = i < n / 5 ? ", started: 2026-01-05, finished: 2026-0" (2 + r(4)) "-1" r(9) : \
                    i < n / 5 + 200 ? ", started: 2026-05-1" r(9) ", remaining: " a "d.." a + 2 "d.." a + 6 "d" : ""
            print "  t" i ": {team: g" (i % teams) ", estimate: " a "d.." a + 1 "d.." a + 4 "d" (line != "" ? ", after: [" line "]" : "") \
                (r(40) == 0 ? ", touches: [s" r(teams) "]" : "") state "}" }
        print "milestones:"
        for (m = 0; m < 20; m++) print "  m" m ": {after: [t" int(n * (m + 1) / 20) - 1 "]}"
        print "commitments:"
        for (m = 0; m < 20; m++) print "  c" m ": {milestone: m" m ", date: 20" 27 + int(m / 2) "-06-30, made: 2026-01-05, made_by: p" m ", to: customers, rank: " m + 1 "}"
        print "handoffs:"
        for (h = 0; h < n / 40; h++) { i = int(n / 5) + 200 + r(n - int(n / 5) - 300)
            print "  h" h ": {gives: t" i ", to: t" i + 51 + r(40) ", asked: 2027-0" 1 + r(9) "-1" r(9) ", offered: 2027-0" 1 + r(9) "-2" r(9) "}" }
        print "risks:"
        for (k = 0; k < n / 100; k++) print "  r" k ": {title: risk " k ", likely: " 5 + r(60) "%, hits: {t" int(n / 4) + r(int(n / 2)) ": 1w..2w..4w}}"
        print "decisions:"
        for (k = 0; k < 40; k++) print "  d" k ": {question: Which " k "?, decider: p" k ", gates: [t" int(n / 4) + r(int(n / 2)) "], options: {a: {title: a}, b: {title: b}}}"
    }' >"$work/plan.yaml"
/tmp/five/baton init "$work/plan.yaml" --store "$work/first.db" --dated 2026-01-05 --quiet >/dev/null

# The same log, longer: as `baton export` writes it, each line chained to the one before.
/tmp/five/baton export "$work/first.db" >"$work/log"
hash=$(sed -n '$s/.*"hash":"\([0-9a-f]*\)".*/\1/p' "$work/log")
awk -v n="$tasks" -v changes="$changes" '
    function r(k) { seed = (seed * 1103515245 + 12345) % 2147483648; return int(seed / 65536) % k }
    BEGIN { seed = 11
        for (c = 2; c <= changes; c++) { day = 10 + int((c - 2) * 130 / changes); i = int(n / 5) + 200 + r(int(n / 2))
            date = sprintf("2026-%02d-%02dT09:00:00Z", 1 + int(day / 28), 1 + day % 28)
            a = 1 + r(9)
            printf "{\"seq\":%d,\"id\":\"c%d\",\"at\":\"%s\",\"by\":\"p%d\",\"why\":\"looked again\",\"against\":%d,\"edits\":{\"t%d.note\":\"word %d\"},\"undo\":{\"t%d.note\":%s}}\n", \
                c, c, date, r(60), c - 1, i, c, i, (i in was ? "\"" was[i] "\"" : "null")
            was[i] = "word " c } }' | while read -r line; do
    before=$hash
    hash=$(printf '%s\n%s' "$before" "$line" | sha256sum | cut -c1-64)
    printf '{"before":"%s","hash":"%s","change":%s}\n' "$before" "$hash" "$line"
done >>"$work/log"
/tmp/five/baton import "$work/log" --store "$work/plan.db" --quiet >/dev/null 2>"$work/stderr" || { head -3 "$work/stderr"; exit 1; }

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
for options in ""; do
    for threads in 2; do
        began=$(milliseconds)
        # shellcheck disable=SC2086
        /tmp/five/baton check "$work/plan.db" --json --fail-on none --threads $threads $options >"$work/json"
        printf '%8d tasks %6d changes %20s %d threads %6d ms %5d findings %3d priced\n' "$tasks" "$changes" "${options:-default}" \
            "$threads" $(($(milliseconds) - began)) "$(grep -c '"state": "true"' "$work/json")" \
            "$(grep -A1 '"expected_days": [0-9]' "$work/json" | grep -c '"bound": false')"
    done
done

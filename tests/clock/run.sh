#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A year of 500 escalations on a store, its clock run by two processes at once that are killed at random:
# what the log keeps is what `escalate --dry-run` foretold on the first day, each step once.
flat=$BUILD/tests/tools/flat
[ -x "$BATON" ] && [ -x "$flat" ] || { echo 'skip clock: the program or jansson is missing'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
many=500

# Opened over the year; one rung to three, some with a date, some that start again.
awk -v many="$many" 'BEGIN {
    srand(7)
    print "baton: 1\nprogram: {id: year, start: 2026-01-05, as_of: 2026-01-05}"
    print "people:"
    for (i = 0; i < 20; i++) print "  p" i ": {name: Person " i "}"
    print "tasks: {work: {estimate: 2w}}\nescalations:"
    for (i = 0; i < many; i++) {
        day = int(rand() * 330); m = int(day / 28) + 1; d = day % 28 + 1
        if (m > 12) m = 12
        printf "  e%d: {of: work, ask: \"Who does it?\", opened: \"2026-%02d-%02dT%02d:%02d\", severity: %d", \
            i, m, d, 8 + int(rand() * 10), int(rand() * 60), 1 + int(rand() * 4)
        if (rand() < 0.5) printf ", by: 2026-%02d-%02d", (m < 12 ? m + 1 : 12), 28
        if (rand() < 0.3) printf ", repeats: %d", 1 + int(rand() * 2)
        printf ", affected: [p%d], rungs: [", int(rand() * 20)
        n = 1 + int(rand() * 3)
        for (r = 0; r < n; r++) printf "%s{who: [p%d]}", r ? ", " : "", int(rand() * 20)
        print "]}"
    }
}' >"$work/plan.yaml"

# ESCALATION AT WHAT RUNG, one a line.
steps_of() {
    sed -n 's/^\.steps\[\([0-9]*\)\]\.\(at\|escalation\|what\|rung\)=\(.*\)/\1 \2 \3/p' |
        awk '{ v[$1, $2] = $3; if ($1 + 1 > n) n = $1 + 1 }
             END { for (i = 0; i < n; i++)
                       print v[i, "escalation"], substr(v[i, "at"], 1, 16), v[i, "what"], v[i, "rung"] }' |
        sort
}
"$BATON" escalate "$work/plan.yaml" --dry-run --until 2027-02-26 --json | "$flat" | steps_of >"$work/foretold"

"$BATON" init "$work/plan.yaml" --store "$work/year.db" --by ann --dated 2026-01-05 >"$work/out" 2>&1 ||
    { cat "$work/out"; echo 'fail clock: no store'; exit 0; }

random() { od -An -N2 -tu2 /dev/urandom | tr -d ' '; }
# Two clocks at once; now and then one of them, or both, are killed in the middle.
tick() { "$BATON" tick "$work/year.db" --dated "$1" --by clock >/dev/null 2>&1 & }
kills=0 runs=0
for week in $(awk 'BEGIN { for (m = 1; m <= 14; m++) for (d = 1; d <= 28; d += 9)
                   printf "%d-%02d-%02dT%02d:00:00 ", (m > 12 ? 2027 : 2026), (m > 12 ? m - 12 : m), d, 6 + (m * d) % 14 }'); do
    tick "$week"; one=$!
    tick "$week"; two=$!
    runs=$((runs + 2))
    case $(($(random) % 5)) in
    0) sleep "$(random | awk '{ print ($1 % 100) / 1000 }')"; kill -9 $one 2>/dev/null && kills=$((kills + 1)) ;;
    1) sleep "$(random | awk '{ print ($1 % 100) / 1000 }')"; kill -9 $one $two 2>/dev/null && kills=$((kills + 2)) ;;
    esac
    wait
done
# A clock that nobody kills, at the end: what a killed one left is caught up with.
"$BATON" tick "$work/year.db" --dated 2027-02-26T23:59:00 --by clock >"$work/out" 2>&1 ||
    { cat "$work/out"; echo 'fail clock: the last run refused'; }

# What the plan keeps now: one object an escalation, its events in a list or by key.
"$BATON" escalate "$work/year.db" --json 2>"$work/err" | "$flat" |
    sed -n 's/^\.escalations\[\([0-9]*\)\]\.\(id\|events\[[0-9]*\]\.[a-z]*\)=\(.*\)/\1 \2 \3/p' |
    awk '$2 == "id" { id[$1] = $3; next }
         { n = $2; sub(/events\[/, "", n); sub(/\].*/, "", n); part = $2; sub(/.*\./, "", part)
           v[$1, n, part] = $3; seen[$1, n] = 1 }
         END { for (key in seen) { split(key, k, SUBSEP)
                   print id[k[1]], substr(v[k[1], k[2], "at"], 1, 16), v[k[1], k[2], "what"], v[k[1], k[2], "rung"] } }' |
    sort >"$work/kept"
count=$(wc -l <"$work/kept")
if [ -s "$work/kept" ] && cmp -s "$work/foretold" "$work/kept"; then
    echo "pass clock: $many escalations, $count steps kept once each as foretold; $runs runs, $kills killed"
else
    diff "$work/foretold" "$work/kept" | head -20
    echo "fail clock: $(wc -l <"$work/foretold") steps were foretold, $count are kept"
fi
[ "$(uniq -d "$work/kept" | wc -l)" = 0 ] && echo 'pass clock: no step twice' || echo 'fail clock: a step twice'
said=$("$BATON" verify "$work/year.db" 2>&1) && echo 'pass clock: the log is whole' || { echo "$said"; echo 'fail clock: the log'; }

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Back-test of the rules: every Kubernetes release of a folder of CSV files (examples/kubernetes-1.27 says where
# they come from) as plans of two days after its enhancements freeze, checked, and what fired set beside what came.
# Prints the tables of docs/backtest.md.
#
#   BATON=build/baton tests/backtest/kubernetes.sh FOLDER
#
# Two plans a release: what special interest groups (SIGs) promised of enhancements, and what the release team
# promised of its own calendar. Nothing is read that was written later, save the outcome.
set -eu
LC_ALL=C
export LC_ALL
data=${1:?"usage: kubernetes.sh FOLDER with the CSV files"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/truth"
: >"$work/notes"
: >"$work/fired"

cat >"$work/days.awk" <<'AWK'
function days(d,    y, m, e) { y = substr(d, 1, 4) + 0; m = substr(d, 6, 2) + 0
    if (m <= 2) y--; e = int(y / 400)
    return e * 146097 + (y - e * 400) * 365 + int((y - e * 400) / 4) - int((y - e * 400) / 100) + \
        int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + substr(d, 9, 2) - 1 - 719468 }
# One record of CSV into c[1..n]; quotes doubled inside quotes.
function csv(line, c,    n, i, k, quoted, s) { n = 1; s = ""; quoted = 0
    for (i = 1; i <= length(line); i++) { k = substr(line, i, 1)
        if (quoted && k == "\"" && substr(line, i + 1, 1) == "\"") { s = s k; i++ }
        else if (k == "\"") quoted = !quoted
        else if (k == "," && !quoted) { c[n++] = s; s = "" }
        else s = s k }
    c[n] = s; return n }
AWK

# Check a plan, and say what fired: RELEASE KIND NAME RULE. RULE with the kind "nothing scored": it fired, and what it
# named has no outcome in the data.
fire() {
    "$BATON" check "${2:-$work/plan.yaml}" --json --fail-on none --iterations 4096 2>"$work/err" >"$work/json" ||
        { head -5 "$work/err" >&2; exit 1; }
    "${FLAT:-build/tests/tools/flat}" <"$work/json" |
        sed -n 's/^\.findings\[\([0-9]*\)\]\.\(rule\|state\|subjects\[[0-9]*\]\)=\(.*\)/\1 \2 \3/p' |
        awk -v release="$1" '
            $2 == "rule" { rule[$1] = $3 } $2 == "state" { state[$1] = $3 }
            $2 ~ /^subjects/ { n[$1]++; subject[$1, n[$1]] = $3 }
            END { for (i in rule) if (state[i] == "true") for (k = 1; k <= n[i]; k++) {
                s = subject[i, k]
                if (s ~ /^(kep|merged)-[0-9]+(-in)?$/) { sub(/^[a-z]+-/, "", s); sub(/-in$/, "", s)
                    print release, "enhancement", s, rule[i] }
                else if (s ~ /^item-[0-9]+(-on)?$/) { sub(/-on$/, "", s); print release, "date", s, rule[i] }
                else if (s ~ /^(area-)?sig-.*$/) { sub(/^area-/, "", s)
                    sub(/-(in|merged)(-1-[0-9]+)?$/, "", s); print release, "SIG", s, rule[i] }
                else print release, "unscored", s, rule[i] } }' |
        sort -u >>"${3:-$work/fired}"
}

# The enhancements of one release. No quoted field holds a comma in the columns that are read here, save in
# kep_changes.csv past column 20.
enhancements() {
    awk -F, -v release="$1" -v data="$data" -v truth="$work/truth" "$(cat "$work/days.awk")"'
    function before(v, w) { return substr(v, 3) + 0 < substr(w, 3) + 0 }
    BEGIN {
        while ((getline < (data "/release_key_dates.csv")) > 0) { freeze["v" $1] = $5
            if ($1 == release) { start = $2; code = $5; final = $8 } }
        while ((getline < (data "/kep_commitments.csv")) > 0) {
            sub(/\r$/, "")
            if ($1 == "release") continue
            if (before($1, release)) { asked[$9]++; if ($19 == "held") held[$9]++ }
            if ($1 != release) continue
            as_of = $2; stage[$4] = $9; sig[$4] = $6; sigs[$6] = 1; list[++n] = $4
            print release, "enhancement", $4, ($19 == "held" ? 0 : 1), days(code) - days($2) >> truth
            if ($19 != "held") slipped[$6] = 1; else slipped[$6] += 0 }
        for (s in sigs) print release, "SIG", s, (slipped[s] ? 1 : 0), days(code) - days(as_of) >> truth
        while ((getline < (data "/kep_changes.csv")) > 0) {
            if (!($1 in stage) || substr($4, 1, 10) > as_of) continue
            said[$1] = substr($4, 1, 10); with[$1] = $8
            v = stage[$1] == "alpha" ? $15 : stage[$1] == "beta" ? $16 : $17
            if (v == "" || v == last[$1]) continue
            o = last[$1]
            if (o != "" && freeze[o] != "" && v ~ /^v1\.[0-9]+$/) {
                was[$1] = was[$1] (was[$1] == "" ? "" : ", ") "{date: " freeze[o] ", until: " substr($4, 1, 10) "}"
                if (!($1 in first)) first[$1] = freeze[o] }
            if (!($1 in made)) made[$1] = substr($4, 1, 10)
            last[$1] = v }
        window = int((days(code) - days(as_of)) * 5 / 7)
        print "baton: 1\nprogram: {id: k8s, start: " start ", as_of: " as_of "}\npeople:"
        for (i = 1; i <= n; i++) { parts = split(with[list[i]], p, ";")
            for (k = 1; k <= parts; k++) if (p[k] ~ /^sig-[a-z-]+$/) { areas[p[k]] = 1
                touches[list[i]] = touches[list[i]] (touches[list[i]] == "" ? "" : ", ") "area-" p[k] } }
        for (a in areas) teams[a] = 1
        for (s in sigs) teams[s] = 1
        for (s in teams) print "  " s "-leads: {name: leads}"
        print "teams:"
        for (s in teams) print "  " s ": {lead: " s "-leads}"
        print "systems:"
        for (a in areas) print "  area-" a ": {owner: " a "}"
        print "tasks:\n  stabilise: {estimate: 4w, after: [code-freeze]}"
        for (i = 1; i <= n; i++) { k = list[i]; a = asked[stage[k]]
            p80 = a >= 10 ? held[stage[k]] / a : 0.8
            f = p80 <= 0.5 ? 1 : p80 <= 0.8 ? 1 + (p80 - 0.5) / 0.3 * 0.43 : p80 <= 0.9 ? 1.43 + (p80 - 0.8) / 0.1 * 0.57 : 2 + (p80 - 0.9) / 0.05 * 1.13
            e = int(window / f * 2 + 0.5) / 2
            print "  kep-" k ": {team: " sig[k] ", kind: " stage[k] ", estimate: " (e > 0 ? e : 1) "d, after: [opt-in]" \
                (k in said ? ", updated: " said[k] : "") (touches[k] != "" ? ", touches: [" touches[k] "]" : "") "}" }
        print "milestones:\n  opt-in: {reached: " as_of "}\n  code-freeze: {not_before: " code "}\n  release: {after: [stabilise]}"
        for (i = 1; i <= n; i++) { k = list[i]
            print "  merged-" k ": {team: " sig[k] ", after: [kep-" k "]" \
                (k in was ? ", first_date: " first[k] ", was: [" was[k] "]" : "") "}" }
        for (s in sigs) { line = ""
            for (i = 1; i <= n; i++) if (sig[list[i]] == s)
                line = line (line == "" ? "" : ", ") "merged-" list[i]
            print "  " s "-merged: {team: " s ", after: [" line "]}" }
        print "commitments:\n  release-final: {milestone: release, date: " final ", to: users, rank: 1, made: " as_of "}"
        for (s in sigs) print "  " s "-in: {milestone: " s "-merged, date: " code ", to: users, made: " as_of ", made_by: " s "-leads, rank: 2}"
        for (i = 1; i <= n; i++) { k = list[i]
            print "  kep-" k "-in: {milestone: merged-" k ", date: " code ", to: users, made_by: " sig[k] "-leads, rank: 3" \
                (k in made ? ", made: " made[k] : "") (k in was ? ", first_date: " first[k] ", was: [" was[k] "]" : "") "}" }
    }' </dev/null >"$work/plan.yaml"
    fire "$1"
}

# The calendar of one release: every dated item that was still to come, and whether it then moved later. Where no
# schedule written by then is kept, as of the first that is: what the freeze knew is lost, and the notes say so.
calendar() {
    awk -F, -v release="$1" -v data="$data" -v truth="$work/truth" -v notes="$work/notes" "$(cat "$work/days.awk")"'
    BEGIN {
        while ((getline < (data "/release_key_dates.csv")) > 0)
            if ($1 == release) { start = $2; freeze = $4; code = $5; final = $9 }
        if (freeze == "") exit
        while ((getline line < (data "/release_schedule_history.csv")) > 0) {
            sub(/\r$/, "", line); csv(line, c)
            if (c[1] != release) continue
            lines[++kept] = line; day = substr(c[2], 1, 10)
            if (oldest == "" || day < oldest) oldest = day }
        as_of = freeze
        if (days(oldest) > days(freeze) + 2) as_of = oldest
        for (l = 1; l <= kept; l++) {
            csv(lines[l], c)
            day = substr(c[2], 1, 10); item = c[5]; late = days(day) > days(as_of) + 2
            if (!(item in number)) { number[item] = ++n; name[n] = item }
            i = number[item]
            if (c[4] == "dropped") { if (late) gone[i] = 1; else delete date[i]; continue }
            if (c[7] !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/) continue
            if (late) { if (i in date) came[i] = c[7]; continue }
            if ((i in date) && date[i] != c[7])
                was[i] = was[i] (was[i] == "" ? "" : ", ") "{date: " date[i] ", until: " day "}"
            if (!(i in made)) { made[i] = day; first[i] = c[7] }
            date[i] = c[7] }
        listed = 0
        for (i = 1; i <= n; i++) if ((i in date) && days(date[i]) > days(as_of) + 2 && !(i in gone)) order[++listed] = i
        if (as_of != freeze && listed == 0) print "Of " release " the first schedule that is kept is of " oldest ", " \
            days(oldest) - days(final) " days after the release: nothing was to come, so there is nothing to promise." >> notes
        if (listed == 0) exit
        print "baton: 1\nprogram: {id: k8s, start: " start ", as_of: " as_of "}\npeople: {lead: {name: Release lead}}\nmilestones:"
        for (j = 1; j <= listed; j++) { i = order[j]
            print "  item-" i ": {owner: lead, date: " date[i] "}"
            moved = (i in came) && days(came[i]) > days(date[i]); moves += moved
            print release, "date", "item-" i, moved ? 1 : 0, days(date[i]) - days(as_of) >> truth }
        if (as_of != freeze) print "Of " release " the first schedule that is kept is of " oldest ", " days(oldest) - days(freeze) \
            " days after the freeze: it is taken as of that day, " listed " dates to come, of which " moves + 0 " moved." >> notes
        print "commitments:"
        for (j = 1; j <= listed; j++) { i = order[j]
            print "  item-" i "-on: {milestone: item-" i ", date: " date[i] ", to: contributors, made_by: lead, made: " made[i] \
                (was[i] != "" ? ", first_date: " first[i] ", was: [" was[i] "]" : "") "}" }
    }' </dev/null >"$work/plan.yaml"
    [ ! -s "$work/plan.yaml" ] || fire "$1"
}

for release in $(awk -F, 'NR > 1 { print $1 }' "$data/kep_commitments.csv" | sort -uV); do
    enhancements "$release"
done
for release in $(awk -F, 'NR > 1 { print $1 }' "$data/release_key_dates.csv" | sort -uV); do
    calendar "$release"
done

fire 1.27 examples/kubernetes-1.27 "$work/example"

# Precision with its 95 % interval (Wilson), and whether the base rate lies in it: then there is no skill to speak of.
score() {
    awk -v release="$2" '
    function root(x,    r, i) { if (x <= 0) return 0; r = x > 1 ? x : 1; for (i = 0; i < 60; i++) r = (r + x / r) / 2; return r }
    function wilson(k, n, sign,    z, p) { z = 1.96; p = k / n
        return (p + z * z / (2 * n) + sign * z * root(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n) }
    FNR == NR { if (release != "" && $1 != release) next
        came[$1, $2, $3] = $4; lead[$1, $2, $3] = $5; all[$2]++; bad[$2] += $4; seen[$2, $1] = 1; next }
    { named[$4] = 1 }
    ($1, $2, $3) in came { key = $4 SUBSEP $2; rules[key] = 1; fired[key]++; scored[$4] = 1
      if (came[$1, $2, $3]) { hit[key]++; days[key] += lead[$1, $2, $3] } }
    END {
        print "| about | in releases | promised | not held | base rate |\n|---|---|---|---|---|"
        for (kind in all) { r = 0
            for (s in seen) { split(s, k, SUBSEP); r += k[1] == kind }
            if (release == "" || kind != "date")
                printf "| %s | %d | %d | %d | %.0f %% |\n", kind, r, all[kind], bad[kind], 100 * bad[kind] / all[kind] | "sort" }
        close("sort")
        print "\n| rule | about | fired | right | precision | 95 % interval | base rate | recall | lead time | verdict |"
        print "|---|---|---|---|---|---|---|---|---|---|"
        for (key in rules) { split(key, k, SUBSEP)
            base = bad[k[2]] / all[k[2]]; p = hit[key] / fired[key]
            low = wilson(hit[key] + 0, fired[key], -1); high = wilson(hit[key] + 0, fired[key], 1)
            verdict = fired[key] < 10 ? "too few to say" : low > base ? "better than chance" : high < base ? "worse than chance" : "no skill"
            printf "| `%s` | %s | %d | %d | %.0f %% | %.0f to %.0f %% | %.0f %% | %.0f %% | %s | %s |\n", k[1], k[2], \
                fired[key], hit[key], 100 * p, 100 * low, 100 * high, 100 * base, \
                (bad[k[2]] ? 100 * hit[key] / bad[k[2]] : 0), (hit[key] ? sprintf("%.0f d", days[key] / hit[key]) : "-"), \
                verdict | "sort" }
        close("sort")
        print ""
        for (rule in named) if (!(rule in scored)) print "`" rule "`" | "sort | paste -sd, | sed \"s/,/, /g; s/^/Fired on nothing that has an outcome: /; s/$/./\""
    }' "$work/truth" "$1"
}
score "$work/fired" ""
[ ! -s "$work/notes" ] || { echo; sort -r "$work/notes"; }
printf '\nThe example, checked as it stands, against what came of its promises:\n\n'
score "$work/example" 1.27

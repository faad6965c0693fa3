#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Back-test of the rules: every Kubernetes release of a folder of CSV files (examples/kubernetes-1.27 says where
# they come from) as a plan of two days after its enhancements freeze, checked, and what fired set beside what came.
# Prints the table of docs/backtest.md.
#
#   BATON=build/baton tests/backtest/kubernetes.sh FOLDER
set -eu
LC_ALL=C
export LC_ALL
data=${1:?"usage: kubernetes.sh FOLDER with the CSV files"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# No quoted field holds a comma in the columns that are read here, save in kep_changes.csv past column 20.
for release in $(awk -F, 'NR > 1 { print $1 }' "$data/kep_commitments.csv" | sort -uV); do
    awk -F, -v release="$release" -v data="$data" -v truth="$work/truth" '
    function days(d,    y, m, e) { y = substr(d, 1, 4) + 0; m = substr(d, 6, 2) + 0
        if (m <= 2) y--; e = int(y / 400)
        return e * 146097 + (y - e * 400) * 365 + int((y - e * 400) / 4) - int((y - e * 400) / 100) + \
            int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + substr(d, 9, 2) - 1 - 719468 }
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
            print release, "kep", $4, ($19 == "held" ? 0 : 1), days(code) - days($2) >> truth
            if ($19 != "held") slipped[$6] = 1; else slipped[$6] += 0 }
        for (s in sigs) print release, "sig", s, (slipped[s] ? 1 : 0), days(code) - days(as_of) >> truth
        while ((getline < (data "/kep_changes.csv")) > 0) {
            if (!($1 in stage) || substr($4, 1, 10) > as_of) continue
            v = stage[$1] == "alpha" ? $15 : stage[$1] == "beta" ? $16 : $17
            if (v == "" || v == last[$1]) continue
            o = last[$1]
            if (o != "" && freeze[o] != "" && v ~ /^v1\.[0-9]+$/) {
                was[$1] = was[$1] (was[$1] == "" ? "" : ", ") "{date: " freeze[o] ", until: " substr($4, 1, 10) "}"
                if (!($1 in first)) first[$1] = freeze[o] }
            last[$1] = v }
        window = int((days(code) - days(as_of)) * 5 / 7)
        print "baton: 1\nprogram: {id: k8s, start: " start ", as_of: " as_of "}\npeople:"
        for (s in sigs) print "  " s "-leads: {name: leads}"
        print "teams:"
        for (s in sigs) print "  " s ": {lead: " s "-leads}"
        print "tasks:\n  stabilise: {estimate: 4w, after: [code-freeze]}"
        for (i = 1; i <= n; i++) { k = list[i]; a = asked[stage[k]]
            p = a >= 10 ? held[stage[k]] / a : 0.8
            f = p <= 0.5 ? 1 : p <= 0.8 ? 1 + (p - 0.5) / 0.3 * 0.43 : p <= 0.9 ? 1.43 + (p - 0.8) / 0.1 * 0.57 : 2 + (p - 0.9) / 0.05 * 1.13
            e = int(window / f * 2 + 0.5) / 2
            print "  kep-" k ": {team: " sig[k] ", kind: " stage[k] ", estimate: " (e > 0 ? e : 1) "d, after: [opt-in]}" }
        print "milestones:\n  opt-in: {reached: " as_of "}\n  code-freeze: {not_before: " code "}\n  release: {after: [stabilise]}"
        for (i = 1; i <= n; i++) { k = list[i]
            if (k in was) print "  merged-" k ": {team: " sig[k] ", after: [kep-" k "], first_date: " first[k] ", was: [" was[k] "]}" }
        for (s in sigs) { line = ""
            for (i = 1; i <= n; i++) if (sig[list[i]] == s)
                line = line (line == "" ? "" : ", ") ((list[i] in was) ? "merged-" : "kep-") list[i]
            print "  " s "-merged: {team: " s ", after: [" line "]}" }
        print "commitments:\n  release-final: {milestone: release, date: " final ", to: users, rank: 1, made: " as_of "}"
        for (s in sigs) print "  " s "-in: {milestone: " s "-merged, date: " code ", to: users, made: " as_of ", made_by: " s "-leads, rank: 2}"
    }' </dev/null >"$work/plan.yaml"
    "$BATON" check "$work/plan.yaml" --json --fail-on none --iterations 4096 2>"$work/err" >"$work/json" ||
        { head -5 "$work/err" >&2; exit 1; }
    "${FLAT:-build/tests/tools/flat}" <"$work/json" |
        sed -n 's/^\.findings\[\([0-9]*\)\]\.\(rule\|state\|subjects\[[0-9]*\]\)=\(.*\)/\1 \2 \3/p' |
        awk -v release="$release" '
            $2 == "rule" { rule[$1] = $3 } $2 == "state" { state[$1] = $3 }
            $2 ~ /^subjects/ { n[$1]++; subject[$1, n[$1]] = $3 }
            END { for (i in rule) if (state[i] == "true") for (k = 1; k <= n[i]; k++) {
                s = subject[i, k]
                if (s ~ /^(kep|merged)-[0-9]+$/) { sub(/^[a-z]+-/, "", s); print release, "kep", s, rule[i] }
                else if (s ~ /^sig-.*-(in|merged)$/) { sub(/-(in|merged)$/, "", s); print release, "sig", s, rule[i] } } }' |
        sort -u >>"$work/fired"
done

awk '
    FNR == NR { came[$1, $2, $3] = $4; lead[$1, $2, $3] = $5; all[$2]++; bad[$2] += $4; next }
    { key = $4 SUBSEP $2; rules[key] = 1; fired[key]++
      if (came[$1, $2, $3]) { hit[key]++; days[key] += lead[$1, $2, $3] } }
    END {
        printf "enhancements: %d of %d slipped (%.0f %%); SIGs: %d of %d had one that slipped (%.0f %%)\n", \
            bad["kep"], all["kep"], 100 * bad["kep"] / all["kep"], bad["sig"], all["sig"], 100 * bad["sig"] / all["sig"]
        for (key in rules) { split(key, k, SUBSEP)
            base = bad[k[2]] / all[k[2]]; p = hit[key] / fired[key]
            printf "| `%s` | %s | %d | %d | %.0f %% | %.0f %% | %.0f %% | %.2f | %s |\n", k[1], \
                (k[2] == "kep" ? "enhancement" : "SIG"), fired[key], hit[key], 100 * p, 100 * hit[key] / bad[k[2]], \
                100 * base, p / base, (hit[key] ? sprintf("%.0f d", days[key] / hit[key]) : "-") | "sort" }
    }' "$work/truth" "$work/fired"

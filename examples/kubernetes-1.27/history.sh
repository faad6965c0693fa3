#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Replay the history of Kubernetes 1.27 into a store, change by change, each on its day, and keep the
# forecast of every Friday. The facts are those of make.sh (README.md says where they come from).
#
#   examples/kubernetes-1.27/history.sh FOLDER STORE      FOLDER with the CSV files; STORE to be made
#
# BATON names the program (default: baton); WEEKS=no keeps no forecasts.
set -eu
LC_ALL=C
export LC_ALL
data=${1:?"usage: history.sh FOLDER STORE"} store=${2:?"usage: history.sh FOLDER STORE"}
baton=${BATON:-baton}
here=$(dirname -- "$0")
work=$(mktemp -d)
tab=$(printf '\t')
trap 'rm -rf "$work"' EXIT

# One line an event: day, who, why, then edits; all behind tabs. The first plan goes to plan.yaml.
awk -v data="$data" -v out="$work" '
function csv(line, row,    n, i, c, quoted, field) {
    n = 0; field = ""; quoted = 0
    sub(/\r$/, "", line)
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { row[++n] = field; field = "" }
        else field = field c
    }
    row[++n] = field
    return n
}
function kep_title(slug) {
    sub(/^[0-9]+-/, "", slug); gsub(/-/, " ", slug)
    return toupper(substr(slug, 1, 1)) substr(slug, 2)
}
function release_of(row, stage) {
    return stage == "alpha" ? row[15] : stage == "beta" ? row[16] : stage == "stable" ? row[17] : ""
}
function named(version) { return version == "" ? "no release" : version }
function minor(version) { sub(/^v1\./, "", version); return version + 0 }
function leads_of(sig) { return sig == "sig-release" ? "release-lead" : sig "-leads" }
function event(day, who, why, edits) { print day "\t" ++events "\t" who "\t" why edits }
function task(id, sig, stage, slug) {
    return "{title: \"" kep_title(slug) " (" stage ")\", team: " sig ", kind: " stage ", estimate: " \
        estimate[stage] ", after: [enhancements-freeze], source_id: \"" id "\"}"
}

# A row of the history of one enhancement.
function change(id, row,    day, stage, version, now, why, edits) {
    day = substr(row[4], 1, 10)
    stage = id in promised ? promised[id] : row[13]
    version = release_of(row, stage)
    why = "KEP " id ": " stage " for " named(version) (last[id] != "" && last[id] != version ? \
        ", before for " last[id] : "") " (kubernetes/enhancements " row[5] ")"
    now = version == release && row[14] == release && row[12] != "withdrawn"
    if (id in promised)
        now = version == release
    last[id] = version
    if (now && !(id in promised)) {
        promised[id] = stage; sig[id] = row[7]
        event(day, row[7], why, "\ttasks.kep-" id "=" task(id, row[7], stage, row[2]) \
            "\t" row[7] "-merged.after[kep-" id "]=kep-" id)
    } else if (!now && (id in promised) && (day < frozen || version == "")) {
        edits = "\t" sig[id] "-merged.after[kep-" id "]=\tkep-" id "="
        event(day, sig[id], why, edits)
        delete promised[id]
    } else if (!now && (id in promised) && minor(version) > minor(release)) {
        if (!(id in moved))
            event(day, sig[id], why, "\tkep-" id ".after[next-freeze]=next-freeze")
        moved[id] = 1
    } else if (!now && (id in promised)) {          # it had been there all along
        event(day, sig[id], why, "\tkep-" id ".finished=" last_day)
        delete promised[id]
    }
}

BEGIN {
    release = "v1.27"; start = "2023-01-09"; frozen = "2023-02-10"; released = "2023-04-11"
    last_day = "2023-03-14"; next_freeze = "2023-06-16"
    estimate["alpha"] = "16.5d"; estimate["beta"] = "15.5d"; estimate["stable"] = "11.5d"
    while ((getline line < (data "/kep_commitments.csv")) > 0)
        if (csv(line, row) > 18 && row[1] == "1.27") {
            sigs[row[6]] = 1
            if (row[19] == "held") held[row[4]] = 1
        }
    file = out "/plan.yaml"
    print "baton: 1" > file
    print "program: {id: kubernetes-1-27, title: Kubernetes 1.27, start: " start ", as_of: " start "}" > file
    print "people:\n  release-lead: {name: the release lead}" > file
    for (s in sigs) list = list " " s
    n = split(list, order, " ")
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && order[j - 1] > order[j]; j--) {
            t = order[j]; order[j] = order[j - 1]; order[j - 1] = t
        }
    for (i = 1; i <= n; i++)
        if (order[i] != "sig-release") print "  " leads_of(order[i]) ": {name: the leads of " order[i] "}" > file
    print "teams:" > file
    for (i = 1; i <= n; i++) print "  " order[i] ": {lead: " leads_of(order[i]) "}" > file
    print "milestones:" > file
    print "  enhancements-freeze: {title: Enhancements freeze, not_before: " frozen "}" > file
    print "  next-freeze: {title: Enhancements freeze of 1.28, not_before: " next_freeze "}" > file
    print "  code-freeze: {title: Code freeze, not_before: 2023-03-15}" > file
    for (i = 1; i <= n; i++)
        print "  " order[i] "-merged: {title: Everything of " order[i] " merged, team: " order[i] "}" > file
    close(file)
    # What stood on the first day, then day by day.
    while ((getline line < (data "/kep_changes.csv")) > 0) {
        csv(line, row)
        if (row[1] == "kep" || !(row[7] in sigs)) continue
        day = substr(row[4], 1, 10)
        if (!done && day >= frozen) {
            edits = ""
            for (i = 1; i <= n; i++)
                edits = edits "\tcommitments." order[i] "-in-1-27={title: \"All of " order[i] \
                    " merged by the code freeze\", milestone: " order[i] "-merged, date: " last_day \
                    ", to: users of the release, made: " frozen ", made_by: " leads_of(order[i]) "}"
            freeze_edits = edits
            done = 1
        }
        if (day < start) { row[4] = start }
        change(row[1], row)
    }
    event(frozen, "release-lead", "enhancements freeze: what is promised now is promised", freeze_edits)
    edits = "\tcode-freeze.reached=2023-03-15"
    for (id in held) if (id in sig) edits = edits "\tkep-" id ".finished=" last_day
    event(released, "release-lead", "1.27.0 is released with what its record calls held", edits)
}' </dev/null | sort -t "$tab" -k1,1 -k2,2n >"$work/events"

"$baton" init "$work/plan.yaml" --store "$store" --by release-lead --dated 2023-01-09 \
    --because 'the cycle begins' >/dev/null
day_after() { date -u -d "$1 + $2 days" +%F; }
friday=2023-02-10
week() {
    [ "${WEEKS:-yes}" != no ] || return 0
    while [ "$friday" \< "$1" ]; do
        "$baton" set "$store" program.as_of="$friday" enhancements-freeze.reached=2023-02-10 --by release-lead --dated "$friday" \
            --because 'the week has passed' >/dev/null
        "$baton" forecast "$store" --keep >/dev/null
        friday=$(day_after "$friday" 7)
    done
}
while IFS= read -r line; do
    day=${line%%"$tab"*}
    week "$day"
    rest=${line#*"$tab"*"$tab"}
    who=${rest%%"$tab"*}
    rest=${rest#*"$tab"}
    why=${rest%%"$tab"*}
    rest=${rest#*"$tab"}
    (
        IFS=$tab
        set -f
        # One argument an edit.
        set -- $rest
        "$baton" set "$store" "$@" --by "$who" --dated "$day" --because "$why" >/dev/null
    )
done <"$work/events"
week 2023-06-17

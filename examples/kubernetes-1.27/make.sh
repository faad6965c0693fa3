#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Write this folder's plan from a folder of CSV files: kep_commitments.csv, kep_changes.csv,
# release_schedule_history.csv and release_key_dates.csv (README.md says where they come from).
# Only facts dated before the data date are used: no outcome of 1.27 is read.
#
#   examples/kubernetes-1.27/make.sh FOLDER
set -eu
LC_ALL=C
export LC_ALL

data=${1:?"usage: make.sh FOLDER with the CSV files"}
here=$(dirname -- "$0")
out=${2:-$here}

awk -v data="$data" -v out="$out" '
# --- small tools ---------------------------------------------------------------------------

# Fields of a CSV line into row[1..]; quoted fields may hold commas.
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

# Days since 1970-01-01 of "YYYY-MM-DD", by the proleptic Gregorian calendar.
function day_of(text,    y, m, d, era, doy) {
    y = substr(text, 1, 4) + 0; m = substr(text, 6, 2) + 0; d = substr(text, 9, 2) + 0
    if (m <= 2) y--
    era = int(y / 400)
    doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
    y -= era * 400
    return era * 146097 + y * 365 + int(y / 4) - int(y / 100) + doy - 719468
}

function is_weekday(day) { return (day + 3) % 7 < 5 }      # 1970-01-01 was a Thursday

# Weekdays from one date to another, both included.
function weekdays(from, to,    day, n) {
    for (day = day_of(from); day <= day_of(to); day++)
        n += is_weekday(day)
    return n + 0
}

# A multiple of the median of Baton'"'"'s published default spread, by linear interpolation
# between its quantiles: the share `p` of tasks takes at most that multiple of its estimate.
function spread_at(p) {
    if (p <= 0.5) return 1
    if (p <= 0.8) return 1 + (p - 0.5) / 0.3 * 0.43
    if (p <= 0.9) return 1.43 + (p - 0.8) / 0.1 * 0.57
    return 2 + (p - 0.9) / 0.05 * 1.13
}

# "sig-api-machinery" -> "SIG API machinery"; "2831-kubelet-tracing" -> "Kubelet tracing".
function sig_title(sig) {
    sub(/^sig-/, "", sig); gsub(/-/, " ", sig)
    sub(/^api/, "API", sig); sub(/^cli/, "CLI", sig)
    return "SIG " (sig ~ /^[A-Z]/ ? sig : toupper(substr(sig, 1, 1)) substr(sig, 2))
}
function kep_title(slug) {
    sub(/^[0-9]+-/, "", slug); gsub(/-/, " ", slug)
    return toupper(substr(slug, 1, 1)) substr(slug, 2)
}

function sorted(set, list,    n, i, j, key, t) {
    n = 0
    for (key in set) list[++n] = key
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && list[j - 1] > list[j]; j--) {
            t = list[j]; list[j] = list[j - 1]; list[j - 1] = t
        }
    return n
}

function head(file, what) {
    print "# SPDX-License" "-Identifier: Apache-2.0" > file
    print "# Written by make.sh from facts of kubernetes/enhancements and" > file
    print "# kubernetes/sig-release (Apache-2.0); edit make.sh, not this file." > file
    print "# " what > file
    print "baton: 1" > file
}

# --- reading -------------------------------------------------------------------------------

function read_key_dates(    line, row, late, n, i, list, slip) {
    while ((getline line < (data "/release_key_dates.csv")) > 0) {
        if (csv(line, row) < 9 || row[1] == "release") continue
        freeze["v" row[1]] = row[5]
        if (row[1] == release || row[8] == "" || row[9] == "") continue
        releases++
        late = day_of(row[9]) - day_of(row[8])
        if (late > 0) slips[++slip_count] = late
    }
    for (i = 2; i <= slip_count; i++)
        for (n = i; n > 1 && slips[n - 1] > slips[n]; n--) {
            late = slips[n]; slips[n] = slips[n - 1]; slips[n - 1] = late
        }
}

# The date each planned item had on the data date.
function read_schedule(    line, row, when) {
    while ((getline line < (data "/release_schedule_history.csv")) > 0) {
        csv(line, row)
        if (row[1] != release || substr(row[2], 1, 10) > as_of) continue
        if (published == "") published = substr(row[2], 1, 10)
        if (row[4] == "dropped") delete planned[row[5]]
        else planned[row[5]] = row[7]
        if (row[4] == "moved" && !(row[5] in moved_from))
            moved_from[row[5]] = before[row[5]] "," substr(row[2], 1, 10)
        before[row[5]] = row[7]
    }
}

# What was promised for this release; and how such promises of earlier releases ended.
function read_promises(    line, row) {
    while ((getline line < (data "/kep_commitments.csv")) > 0) {
        csv(line, row)
        if (row[1] == "release") continue
        if (row[1] != release) {        # ended on the day of the next freeze, so known by now
            promised[row[9]]++
            if (row[19] == "held") held[row[9]]++
            continue
        }
        kep[row[4]] = 1
        slug[row[4]] = row[5]; sig[row[4]] = row[6]; stage[row[4]] = row[9]
        sigs[row[6]]++
    }
}

# Releases earlier promised for the stage now promised, and until when each stood.
function read_changes(    line, row, id, value, name) {
    while ((getline line < (data "/kep_changes.csv")) > 0) {
        csv(line, row)
        id = row[1]
        if (!(id in kep) || substr(row[4], 1, 10) > as_of) continue
        value = stage[id] == "alpha" ? row[15] : stage[id] == "beta" ? row[16] : row[17]
        if (row[8] != "") participating[id] = row[8]
        gates[id] = row[20]
        if (value == "" || value == last[id]) continue
        name = last[id]
        if (name != "" && (name in freeze) && freeze[name] != "" && value ~ /^v1\.[0-9]+$/) {
            was[id] = was[id] "\n      - {date: " freeze[name] ", until: " substr(row[4], 1, 10) \
                ", because: " name " became " value "}"
            slipped[id]++
            if (!(id in first)) first[id] = freeze[name]
        }
        last[id] = value
    }
}

# --- writing -------------------------------------------------------------------------------

function item(id, name, title,    file) {
    file = out "/program.yaml"
    print "  " id ":" > file
    print "    title: " title > file
    if (planned[name] <= as_of) print "    reached: " planned[name] > file
    else print "    not_before: " planned[name] > file
}

function write_program(    file, n, list, i, days) {
    file = out "/program.yaml"
    days = weekdays(planned["Begin Code Freeze"], planned["v1.27.0 released"]) - 1
    head(file, "Freezes and the release.")
    print "\nprogram:" > file
    print "  id: kubernetes-1-27" > file
    print "  title: Kubernetes 1.27" > file
    print "  why: What is merged by the code freeze ships; the rest waits about four months." > file
    print "  start: " planned["Start of Release Cycle"] > file
    print "  as_of: " as_of > file
    print "  archetype: release" > file
    print "\n# Freezes are dates of the calendar: nothing moves them, work misses them." > file
    print "milestones:" > file
    item("readiness-freeze", "Production Readiness Freeze", "Production readiness freeze")
    item("enhancements-freeze", "Begin Enhancements Freeze", "Enhancements freeze")
    item("code-freeze", "Begin Code Freeze", "Code freeze (01:00 UTC)")
    item("test-freeze", "Test Freeze", "Test freeze (01:00 UTC)")
    item("rc-0", "1.27.0-rc.0 released", "1.27.0-rc.0")
    item("docs-ready", docs_ready, "Documentation ready for review")
    item("docs-complete", docs_complete, "Documentation reviewed and ready to merge")
    print "  release: {title: Kubernetes 1.27.0, after: [stabilise, test-freeze, rc-0]}" > file
    n = sorted(sigs, list)
    for (i = 1; i <= n; i++)
        write_sig_milestone(file, list[i])
    print "\ntasks:" > file
    print "  # As long as planned; what happens to that plan stands in the risk below." > file
    print "  stabilise:" > file
    print "    title: From code freeze to release" > file
    print "    team: sig-release" > file
    print "    estimate: " days "d.." days "d.." days "d" > file
    print "    after: [code-freeze]" > file
    print "\nrisks:" > file
    print "  # " slip_count " of " releases " releases before came out later than planned." > file
    print "  release-slips:" > file
    print "    title: The release is put off" > file
    print "    likely: " sprintf("%.0f", 100 * slip_count / releases) "%" > file
    print "    hits: {stabilise: " working_days(slips[1]) "d.." \
        working_days((slips[int((slip_count + 1) / 2)] + slips[int(slip_count / 2) + 1]) / 2) \
        "d.." working_days(slips[slip_count]) "d}" > file
    print "\ncommitments:" > file
    print "  release-april:" > file
    print "    title: Kubernetes 1.27.0 is released" > file
    print "    milestone: release" > file
    print "    date: " planned["v1.27.0 released"] > file
    print "    to: everybody who runs Kubernetes" > file
    print "    made: " published > file
    print "    made_by: release-lead" > file
    if ("v1.27.0 released" in moved_from) {
        split(moved_from["v1.27.0 released"], earlier, ",")
        print "    first_date: " earlier[1] > file
        print "    was: [{date: " earlier[1] ", until: " earlier[2] "}]" > file
    }
    print "    rank: 1" > file
    for (i = 1; i <= n; i++) {
        print "  " list[i] "-in-1-27:" > file
        print "    title: All of " sig_title(list[i]) " merged by the code freeze" > file
        print "    milestone: " list[i] "-merged" > file
        print "    date: " last_day_before(planned["Begin Code Freeze"]) > file
        print "    to: users of the release" > file
        print "    made: " planned["Begin Enhancements Freeze"] > file
        print "    made_by: " leads_of(list[i]) > file
        print "    rank: 2" > file
    }
    close(file)
}

# The code freeze is at 01:00 UTC, so the day before is the last one.
function last_day_before(date) {
    if (substr(date, 9, 2) + 0 < 2) {
        print "make.sh: a freeze on the first of a month" > "/dev/stderr"
        exit 1
    }
    return substr(date, 1, 8) sprintf("%02d", substr(date, 9, 2) - 1)
}

function working_days(days,    d) { d = int(days * 5 / 7 + 0.5); return d < 1 ? 1 : d }

function leads_of(name) { return name == "sig-release" ? "release-lead" : name "-leads" }

function write_sig_milestone(file, name,    n, list, i, line) {
    n = sorted(kep, list)
    line = ""
    for (i = 1; i <= n; i++)
        if (sig[list[i]] == name)
            line = line (line == "" ? "[" : ", ") (list[i] in slipped ? "merged-" : "kep-") list[i]
    print "  " name "-merged:" > file
    print "    title: Everything of " sig_title(name) " merged" > file
    print "    team: " name > file
    if (length(line) > 88)      # a list over several lines
        gsub(/, /, ",\n            ", line)
    print "    after: " line "]" > file
}

function write_teams(    file, n, list, i) {
    file = out "/teams.yaml"
    head(file, "Special interest groups.")
    n = sorted(sigs, list)
    print "\n# Roles, not persons: who holds them is left out." > file
    print "people:" > file
    print "  release-lead: {name: the release lead}" > file
    for (i = 1; i <= n; i++)
        if (list[i] != "sig-release")
            print "  " list[i] "-leads: {name: the leads of " sig_title(list[i]) "}" > file
    print "\nteams:" > file
    for (i = 1; i <= n; i++)
        print "  " list[i] ": {title: " sig_title(list[i]) ", lead: " leads_of(list[i]) "}" > file
    close(file)
}

function write_enhancements(    file, n, list, i, id, s, window) {
    file = out "/enhancements.yaml"
    window = weekdays(as_of, last_day_before(planned["Begin Code Freeze"]))
    head(file, "Enhancements promised for this release.")
    print "#" > file
    print "# Nobody states how long an enhancement takes. The one number below is chosen so" > file
    print "# that, with the default spread, the chance to be merged in " window " working" > file
    print "# days before the code freeze is the share of such promises that held before:" > file
    for (i = 1; i <= 3; i++) {
        s = i == 1 ? "alpha" : i == 2 ? "beta" : "stable"
        estimate[s] = int(window / spread_at(held[s] / promised[s]) * 2 + 0.5) / 2
        printf "#   %-6s  %3d of %3d held (%.0f %%) -> %sd\n", s, held[s], promised[s], \
            100 * held[s] / promised[s], estimate[s] > file
    }
    print "\ntasks:" > file
    n = sorted(kep, list)
    for (i = 1; i <= n; i++) {
        id = list[i]
        print "  kep-" id ":" > file
        print "    title: " kep_title(slug[id]) " (" stage[id] ")" > file
        print "    team: " sig[id] > file
        print "    kind: " stage[id] > file
        print "    estimate: " estimate[stage[id]] "d" > file
        print "    after: [enhancements-freeze]" > file
        print "    cut: may" > file
        print "    source_id: \"" id "\"" > file
        if (participating[id] != "") {
            s = participating[id]
            gsub(/;/, ", ", s)
            print "    note: with " s > file
        }
    }
    print "\n# Promised for an earlier release before, dated by the code freeze of each." > file
    print "milestones:" > file
    for (i = 1; i <= n; i++) {
        id = list[i]
        if (!(id in slipped)) continue
        print "  merged-" id ":" > file
        print "    title: " kep_title(slug[id]) " merged" > file
        print "    team: " sig[id] > file
        print "    after: [kep-" id "]" > file
        print "    first_date: " first[id] > file
        print "    was:" was[id] > file
    }
    close(file)
}

BEGIN {
    release = "1.27"; as_of = "2023-02-12"
    docs_ready = "Docs deadline — PRs ready for review"
    docs_complete = "Docs complete — All PRs reviewed and ready to merge"
    read_key_dates(); read_schedule(); read_promises(); read_changes()
    write_program(); write_teams(); write_enhancements()
}' </dev/null

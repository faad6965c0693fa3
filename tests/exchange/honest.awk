# SPDX-License-Identifier: Apache-2.0
# First file: what an export said, and the import of what it wrote. Second: the difference of the plan before
# and after. Prints each line of the difference that no note covers. Ids, links, lags, calendars,
# constraints, baselines and custom fields may not appear or change unsaid either.
function said(codes,   list, i, n) {
    n = split(codes, list, " ")
    for (i = 1; i <= n; i++) if (list[i] in note) return 1
    return 0
}
function hours(text) {          # "+4ed" and "+96eh" are the same
    if (match(text, /[0-9]+ed/)) return substr(text, 1, RSTART - 1) (substr(text, RSTART, RLENGTH - 2) * 24) "eh" substr(text, RSTART + RLENGTH)
    return text
}
FNR == NR {
    if (match($0, /note\[[a-z-]+\]/)) note[substr($0, RSTART + 5, RLENGTH - 6)] = 1
    if (/note\[left-out-fields\]/) {
        while (match($0, /[a-z_0-9]+\.[a-z_0-9]+ \(/)) {
            part = substr($0, RSTART, RLENGTH - 2)
            lost[substr(part, index(part, ".") + 1)] = 1
            $0 = substr($0, RSTART + RLENGTH)
        }
    }
    next
}
/^[+~] [^ ]*\.special/ { name = $2; sub(/\.special.*/, "", name); special[name] = 1 }
/^[-~+] / { line[++lines] = $0 }
END {
    for (i = 1; i <= lines; i++) {
        $0 = line[i]
        address = $2
        dot = index(address, ".")
        if (dot == 0) {
            if ($1 == "-" && !said("left-out-objects left-out-calendars left-out-team-ids left-out-unused-resources left-out-ids approximated-handoffs")) print
            continue
        }
        field = substr(address, dot + 1)
        inside = field
        sub(/^.*\./, "", inside)
        sub(/\[.*/, "", field)
        top = field
        sub(/\..*/, "", top)
        if (field in lost || inside in lost || top in lost) continue
        if ($1 == "~" && split(substr($0, index($0, "  ") + 2), sides, / → /) == 2) {
            if (hours(sides[1]) == hours(sides[2])) continue
            # a free day is written out; long lines are cut
            if (field == "week" && (index(sides[2], substr(sides[1], 1, length(sides[1]) - 1)) == 1 || index(sides[1], sides[2]) == 1)) continue
            if (sides[1] ~ /^[0-9]+-[0-9]+-[0-9]+$/ && index(sides[2], sides[1]) == 1) continue     # a day got its hour
        }
        if (field == "holidays" && (substr(address, 1, dot - 1) in special)) continue
        if (field == "after" && said("approximated-lags left-out-bounds approximated-handoffs left-out-links")) continue
        if (field == "assignments" && said("renumbered-assignments left-out-assignments left-out-team-ids")) continue
        if (field ~ /^(constraint|deadline|manual|inactive|start$|finish$)/ && said("left-out-constraints")) continue
        if (field ~ /^(calendar|week|holidays|special|alternate_weeks)$/ && said("left-out-calendars approximated-shifts")) continue
        if (field == "team" && said("left-out-team-ids")) continue
        if (field ~ /^(estimate|remaining)$/ && said("approximated-estimates left-out-effort")) continue
        if (field == "baselines" && said("left-out-baselines")) continue
        if ($1 == "+" && field !~ /^(after|constraint|deadline|baseline|custom)/) continue
        if (field == "stored" && said("left-out-fields")) continue
        if (field == "scheduling") continue         # the options by which the other tool would do it
        print
    }
}

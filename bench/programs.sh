#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# programs.sh [SCHEDULES [mspdi|xer]]: schedules under capacity of whole programs, beside what is
# published of them. mspdi: the multi-project instances of ../shared/data/mpsplib-mspdi, their length
# in working days beside both listed bounds and the makespan of the authors' heuristic inside
# Microsoft Project (P-SGS-MINSLK). xer: the 62-task pair of ../shared/data/project-files, calendar
# days from start to finish, beside the known ones.
set -eu
cd "$(dirname "$0")/.."
schedules=${1:-1000}
data=../shared/data
tools/build.sh gcc >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# text KEY FILE: a value of the head of an answer.
text() { sed -n "s/^  \"$1\": \"\\{0,1\\}\\([^\",]*\\).*/\\1/p" "$2" | head -n 1; }

# days WORKING FROM TO: from the day of one moment to that of another, both counted; Monday to Friday
# alone where WORKING is 1.
days() {
    echo "$2 $3" | awk -F '[-T ]' -v working="$1" '
        function day(y, m, d) { if (m < 3) { m += 12; y-- }
            return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + d - 306 }
        { from = day($1, $2, $3); to = day($5, $6, $7)
          for (; from <= to; from++) count += !working || (from + 6) % 7 < 5
          print count }'
}

mspdi() {
    tar xzf $data/mpsplib-mspdi/mpsplib-mspdi.tar.gz -C "$work"
    printf '%-18s %6s %6s %7s %6s %9s %9s %6s\n' instance tasks path energy bound heuristic schedule core-s
    tail -n +2 $data/mpsplib-mspdi/instances.csv | tr -d '\r' | while IFS=, read -r name _ _ tasks _ _ path energy listed; do
        spent=$( (build/baton schedule "$work/mpsplib/$name.xml" --capacity --schedules "$schedules" --threads 1 --json \
            >"$work/one.json" 2>/dev/null || :; times) | sed -n '2s/^\([0-9]*\)m\([0-9.]*\)s .*/\1 \2/p' |
            awk '{ print 60 * $1 + $2 }')
        start=$(text start "$work/one.json")
        printf '%-18s %6d %6.0f %7.1f %6d %9s %9d %6.2f\n' "$name" "$tasks" "$path" "$energy" \
            "$(days 1 "$start" "$(text lower_bound "$work/one.json")")" "${listed:--}" \
            "$(days 1 "$start" "$(text finish "$work/one.json")")" "$spent"
    done | tee "$work/lines"
    awk '{ if ($7 < $3 || $7 < $4 - 1 || $7 < $5) below++ }
        $6 != "-" { n++; no_longer += $7 <= $6; shorter += $7 < $6; ours += $7; theirs += $6; off += 100 * ($7 - $6) / $6 }
        END { printf "%d with a listed makespan: %d no longer, %d shorter; on average %.2f %% from it (%d days, theirs %d); " \
            "below a bound: %d\n", n, no_longer, shorter, off / n, ours, theirs, below }' "$work/lines"
}

xer() {
    folder=$data/project-files/exupery
    build/baton schedule $folder/MDL4RA.xer --json >"$work/plain.json" 2>/dev/null
    build/baton schedule $folder/MDL4D.xer --json >"$work/solver.json" 2>/dev/null
    build/baton schedule $folder/MDL4RA.xer --capacity --schedules "$schedules" --threads 1 --json \
        >"$work/ours.json" 2>/dev/null
    start=$(text start "$work/plain.json")
    printf '%-52s %-10s %4s\n' '62 tasks (MDL4RA)' finish days
    for line in "plain:finish:without levelling (known 210 days)" "ours:own_order_finish:the teams' own order" \
        "ours:finish:searched" "solver:finish:constraint solver, as uploaded (known 265 days)"; do
        file=$work/${line%%:*}.json key=${line#*:}
        key=${key%%:*}
        finish=$(text "$key" "$file")
        printf '%-52s %-10.10s %4d\n' "${line##*:}" "$finish" "$(days 0 "$start" "$finish")"
    done
    printf '%-52s %-10s %4d\n' "the tool's own levelling, by a chart's name" - 376
}

case ${2:-all} in
mspdi) mspdi ;;
xer) xer ;;
*) xer; mspdi ;;
esac

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# psplib.sh [SCHEDULES [SETS...]]: quality of schedules under capacity on the benchmark sets of
# ../shared/data/psplib, every schedule checked by tests/tools/check_schedule. One line a set: the
# instances, the average deviation from the critical path, how many reach the best value known, how
# many are proved optimal by Baton's own bound, how many break a rule or a proven bound (0), and the
# seconds of processor that an instance took on average and at the most, on one thread. SCHEDULES
# like 5s: so many seconds of processor an instance (--core-seconds). EVERY=10: each tenth instance,
# the fifth first; JOBS=1: one at a time.
set -eu
cd "$(dirname "$0")/.."
schedules=${1:-5000}
[ $# -eq 0 ] || shift
data=../shared/data/psplib
[ -d $data ] || { echo "there is no $data" >&2; exit 1; }
tools/build.sh gcc >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $schedules in
*s) how="--core-seconds ${schedules%s}" ;;
*) how="--schedules $schedules" ;;
esac

# run FILE JOB: into $work/JOB.json; its processor seconds into $spent.
run() {
    # shellcheck disable=SC2086
    spent=$( (build/baton schedule "$1" --capacity $how --threads 1 --json >"$work/$2.json" 2>/dev/null
        times) | sed -n '2s/^\([0-9]*\)m\([0-9.]*\)s .*/\1 \2/p' | awk '{ print 60 * $1 + $2 }')
}

# set,instance,best_lb,best_ub -> set best_lb best_ub makespan bound critical-path seconds, or "bad:"
solve() {
    while IFS=, read -r set name lb ub; do
        run "$work/$set/$name" "$1"
        echo "$set ${lb:-0} ${ub:-0} $(build/tests/tools/check_schedule "$work/$set/$name" "$work/$1.json") $spent"
    done
}

printf '%-6s %9s %9s %9s %9s %9s %9s %5s %7s %7s\n' set schedules instances deviation known proved bound% bad \
    core-s most
for set in "${@:-j30}" ; do
    tar xzf "$data/$set.tar.gz" -C "$work"
    for file in "$work/$set"/*; do
        awk -F, -v set="$set" -v name="$(basename "$file")" '$1 == set && $2 == name { print $11 "," $12; found = 1 }
            END { if (!found) print "," }' $data/best_known.csv | sed "s/^/$set,$(basename "$file"),/"
    done | awk -v every="${EVERY:-1}" 'every == 1 || NR % every == int(every / 2)' >"$work/list"
    : >"$work/odd"
    if [ "${JOBS:-2}" = 1 ]; then
        (solve 2) <"$work/list" >"$work/even"
    else
        awk 'NR % 2' "$work/list" | solve 1 >"$work/odd" &
        awk 'NR % 2 == 0' "$work/list" | solve 2 >"$work/even"
        wait
    fi
    cat "$work/odd" "$work/even" | awk -v set="$set" -v n="$schedules" '
        $4 == "bad:" || $4 == "" || $4 + 0 < $2 + 0 { bad++; next }
        { count++; deviation += 100 * ($4 - $6) / $6; bound += 100 * ($5 - $6) / $6
          known += $3 > 0 && $4 <= $3; proved += $4 == $5
          spent += $7; most = $7 > most ? $7 : most }
        END { printf "%-6s %9s %9d %9.3f %9d %9d %9.3f %5d %7.2f %7.2f\n", set, n, count, deviation / count,
              known, proved, bound / count, bad, spent / count, most }'
done

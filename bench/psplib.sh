#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# psplib.sh [SCHEDULES [SETS...]]: quality of schedules under capacity on the benchmark sets of
# ../shared/data/psplib, every schedule checked by tests/tools/check_schedule. One line a set: the
# instances, the average deviation from the critical path, how many reach the best value known, how
# many are proved optimal by Baton's own bound, and how many break a rule or a proven bound (0).
set -eu
cd "$(dirname "$0")/.."
schedules=${1:-5000}
[ $# -eq 0 ] || shift
data=../shared/data/psplib
[ -d $data ] || { echo "there is no $data" >&2; exit 1; }
tools/build.sh gcc >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# set,instance,best_lb,best_ub -> set best_lb best_ub makespan bound critical-path, or "bad:"
solve() {
    while IFS=, read -r set name lb ub; do
        build/baton schedule "$work/$set/$name" --capacity --schedules "$schedules" --threads 1 --json \
            >"$work/$1.json" 2>/dev/null
        echo "$set ${lb:-0} ${ub:-0} $(build/tests/tools/check_schedule "$work/$set/$name" "$work/$1.json")"
    done
}

printf '%-6s %9s %9s %9s %9s %9s %9s %5s\n' set schedules instances deviation known proved bound% bad
for set in "${@:-j30}" ; do
    tar xzf "$data/$set.tar.gz" -C "$work"
    for file in "$work/$set"/*; do
        awk -F, -v set="$set" -v name="$(basename "$file")" '$1 == set && $2 == name { print $11 "," $12; found = 1 }
            END { if (!found) print "," }' $data/best_known.csv | sed "s/^/$set,$(basename "$file"),/"
    done >"$work/list"
    awk 'NR % 2' "$work/list" | solve 1 >"$work/odd" &
    awk 'NR % 2 == 0' "$work/list" | solve 2 >"$work/even"
    wait
    cat "$work/odd" "$work/even" | awk -v set="$set" -v n="$schedules" '
        $4 == "bad:" || $4 == "" || $4 + 0 < $2 + 0 { bad++; next }
        { count++; deviation += 100 * ($4 - $6) / $6; bound += 100 * ($5 - $6) / $6
          known += $3 > 0 && $4 <= $3; proved += $4 == $5 }
        END { printf "%-6s %9d %9d %9.3f %9d %9d %9.3f %5d\n", set, n, count, deviation / count, known,
              proved, bound / count, bad }'
done

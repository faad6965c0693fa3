#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# rcpspmax.sh [SCHEDULES [SETS...]]: schedules under capacity with least and most lags, on the sets of
# ../shared/data/rcpsp-max, each checked by tests/tools/check_schedule. One line a set: the instances,
# how many have a schedule by the list, how many of those get one, how much longer than the best known
# those are on average, how many are as short; a schedule where there is none, or one that breaks a
# rule or a proven bound (0); the seconds of processor of an instance. EVERY=9: each ninth instance.
set -eu
cd "$(dirname "$0")/.."
schedules=${1:-300}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- sm_j10 sm_j20 sm_j30 testset_ubo10 testset_ubo20 testset_ubo50 testset_ubo100
data=../shared/data/rcpsp-max
tools/build.sh gcc >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar xzf $data/rcpsp-max.tar.gz -C "$work"

printf '%-14s %9s %9s %9s %6s %9s %6s %5s %7s\n' set schedules instances solvable found over% known bad core-s
for set in "$@"; do
    awk -F, -v set="$set" -v every="${EVERY:-1}" '$1 == set && ++n % every == 0 {
        print $2, $5 == "infeasible" ? "none" : $3 + 0, $4 + 0 }' $data/best_known.csv >"$work/list"
    while read -r name lb ub; do
        : >"$work/one.json"
        build/baton schedule "$work/$set/$name" --capacity --schedules "$schedules" --threads 1 --json \
            >"$work/one.json" 2>"$work/one.log" || :
        # What takes more people than there will ever be does not wait, and is said.
        if [ ! -s "$work/one.json" ] || { [ "$lb" = none ] && grep -q more-than "$work/one.log"; }; then
            echo "$lb $ub 0"
        else
            echo "$lb $ub $(build/tests/tools/check_schedule "$work/$set/$name" "$work/one.json" || :)"
        fi
    done <"$work/list" >"$work/lines"
    times >"$work/times"
    sed -n '2s/^\([0-9]*\)m\([0-9.]*\)s .*/\1 \2/p' "$work/times" | awk '{ print 60 * $1 + $2 }' >"$work/now"
    awk -v set="$set" -v n="$schedules" -v spent="$(cat "$work/now")" -v before="$(cat "$work/before" 2>/dev/null)" '
        { count++; solvable += $1 != "none" }
        $3 == 0 { next }
        $3 == "bad:" || $1 == "none" || $3 + 0 < $1 + 0 { bad++; next }
        { found++; known += $3 <= $2; over += 100 * ($3 - $2) / $2 }
        END { printf "%-14s %9d %9d %9d %6d %9.2f %6d %5d %7.2f\n", set, n, count, solvable, found,
            over / (found ? found : 1), known, bad, (spent - before) / count }' "$work/lines"
    cp "$work/now" "$work/before"
done

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# scale.sh [TASKS...]: how long one thread takes to load and schedule, and to check, a plan of so
# many tasks, and what of it grows faster than n log n (the last column stays level where nothing does).
set -eu
cd "$(dirname "$0")/.."
tools/build.sh gcc baton
[ $# -gt 0 ] || set -- 1000 10000 100000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

milliseconds() { echo $(($(date +%s%N) / 1000000)); }
best_of_three() {
    best=
    for attempt in 1 2 3; do
        began=$(milliseconds)
        # 1 is `check` with findings, 8 a plan with too little for a forecast.
        "$@" >/dev/null 2>"$work/stderr" || [ $? = 1 ] || { head -3 "$work/stderr" >&2; exit 1; }
        took=$(($(milliseconds) - began))
        if [ -z "$best" ] || [ $took -lt "$best" ]; then best=$took; fi
    done
    echo "$best"
}

printf '%8s %-12s %9s %18s\n' tasks command ms 'ns per n log2 n'
for tasks in "$@"; do
    bench/plan.sh "$tasks" >"$work/plan.yaml"
    for command in schedule check; do
        options=
        [ $command = schedule ] || options='--iterations 256 --threads 1'
        took=$(best_of_three build/baton $command "$work/plan.yaml" --json $options)
        awk -v n="$tasks" -v c=$command -v ms="$took" \
            'BEGIN { printf "%8d %-12s %9d %18.1f\n", n, c, ms, ms * 1e6 / (n * log(n) / log(2)) }'
    done
done

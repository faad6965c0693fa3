#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# store.sh [CHANGES [TASKS]]: on SQLite and on a PostgreSQL of its own, how many changes a second are
# acknowledged (each on the disk), how long a store of so many takes to open at its head, at points in
# the past, to verify, to bring in, and to say why dates moved over 200 changes of estimates behind
# them. Default: 100000 changes of a plan of 100 tasks.
set -eu
cd "$(dirname "$0")/.."
tools/build.sh gcc baton tests/tools/store_tool
changes=${1:-100000} tasks=${2:-100}
baton=build/baton tool=build/tests/tools/store_tool
. tests/store/postgres.sh
work=$(mktemp -d)
chmod 755 "$work"
trap 'postgres_stop; rm -rf "$work"' EXIT

now() { echo $(($(date +%s%N) / 1000000)); }
row() { printf '%-9s %-34s %10s  %s\n' "$1" "$2" "$3" "$4"; }
# Milliseconds of the best of five.
best() {
    best=
    for attempt in 1 2 3 4 5; do
        began=$(now)
        "$@" >/dev/null
        took=$(($(now) - began))
        if [ -z "$best" ] || [ $took -lt "$best" ]; then best=$took; fi
    done
    echo "$best"
}

bench/plan.sh "$tasks" | sed 's/^tasks:/tasks:\n  dig: {team: team-0, estimate: 3d}/' >"$work/plan.yaml"
measure() {
    on=$1 where=$2 brought=$3
    $baton init "$work/plan.yaml" --store "$where" --dated 2026-11-16 >/dev/null
    began=$(now)
    "$tool" write "$where" w 1 "$changes" >/dev/null
    took=$(($(now) - began))
    row "$on" "append, one writer" $((changes * 1000 / (took + 1))) 'changes/s'
    [ -f "$work/log" ] || $baton export "$where" >"$work/log"
    began=$(now)
    $baton import "$work/log" --store "$brought" >/dev/null
    row "$on" "import, snapshots made" $(($(now) - began)) ms
    row "$on" "open at the head" "$(best $baton show "$brought" dig)" ms
    for at in $((changes / 2 + 500)) $((changes / 1000 * 1000 / 4 + 1023)) 3; do
        row "$on" "open at change $at" "$(best $baton show "$brought@$at" dig)" ms
    done
    row "$on" "open at a date" "$(best $baton show "$brought" dig --at 2100-02-04)" ms
    row "$on" "log --last 20" "$(best $baton log "$brought")" ms
    began=$(now)
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        $baton set "$brought" dig.note="by hand $i" >/dev/null
    done
    row "$on" "set, from the command line" $((($(now) - began) / 20)) ms
    began=$(now)
    $baton verify "$brought" >/dev/null
    row "$on" verify $(($(now) - began)) ms
    seq=$((changes + 21))
    began=$(now)
    i=0
    while [ $i -lt 200 ]; do
        i=$((i + 1))
        $baton set "$brought" "t$((i % tasks)).estimate=$((i % 9 + 2))d..$((i % 9 + 4))d..$((i % 9 + 9))d" \
            >/dev/null
    done
    row "$on" "set, a plan of $tasks tasks" $((($(now) - began) / 200)) ms
    began=$(now)
    $baton why "$brought" --since $seq --iterations 10000 >"$work/why"
    row "$on" "why, 200 changes, 10,000 iterations" $(($(now) - began)) ms
    began=$(now)
    $baton why "$brought" --since $seq >/dev/null
    row "$on" "why, 200 changes, the stop rule" $(($(now) - began)) ms
}

row store what '' "$changes changes, $tasks tasks"
measure sqlite "$work/written.db" "$work/brought.db"
row sqlite 'size of the file' $(($(wc -c <"$work/brought.db") / 1024)) KiB
postgres_start "$work/server" || { echo 'postgres: it is not installed, or does not start'; exit 0; }
for database in written brought; do
    psql -q -X "$postgres_url/postgres" -c "CREATE DATABASE $database"
done
measure postgres "$postgres_url/written" "$postgres_url/brought"

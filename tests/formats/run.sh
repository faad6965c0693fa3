#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files that must be refused: each in tests/formats/refuse (and those its make.sh writes) has a
# FILE.expect with the code of its error (an extended regular expression). Each must end with
# exit 2 and a first line `FILE:LINE:COLUMN: error[CODE]`, within a second and within memory_kib
# of address space. (Files cut off at every byte: tests/truncate.)
[ -x "$BATON" ] || { echo 'skip formats: the program has no main yet'; exit 0; }
memory_kib=1048576
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# run FILE: its messages in $work/stderr, the status as the function's.
run() {
    (ulimit -v $memory_kib && exec timeout 20 "$BATON" schedule "$1") \
        >"$work/stdout" 2>"$work/stderr" </dev/null
}

# Whether the first message names a place of the file.
placed() { head -1 "$work/stderr" | grep -qE "^$1:[0-9]+:[0-9]+: error\\[($2)\\]"; }

refuse() { # FILE CODE
    name=${1##*/} began=$(milliseconds)
    run "$1"
    status=$? took=$(($(milliseconds) - began))
    if [ $status -ne 2 ]; then
        echo "fail refuse/$name: exit $status, wanted 2"
    elif ! placed "$1" "$2"; then
        echo "fail refuse/$name: wanted [$2], got $(head -c 300 "$work/stderr" | head -1)"
    elif [ $took -gt 1000 ]; then
        echo "fail refuse/$name: took $took ms"
    else
        echo "pass refuse/$name"
    fi
}

mkdir "$work/refuse"
tests/formats/refuse/make.sh "$work/refuse"
for expect in tests/formats/refuse/*.expect "$work"/refuse/*.expect; do
    refuse "${expect%.expect}" "$(cat "$expect")"
done

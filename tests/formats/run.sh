#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files that must be refused: each in tests/formats/refuse (and those its make.sh writes) has a
# FILE.expect with the code of its error (an extended regular expression). Each must end with
# exit 2, with a first line that starts `FILE:LINE:COLUMN: ` and a line that says `error[CODE]` at
# a place, within three seconds of processor time and within memory_kib of address space. (Files cut
# off at every byte: tests/truncate.)
[ -x "$BATON" ] || { echo 'skip formats: the program has no main yet'; exit 0; }
memory_kib=1048576
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

refuse() { # FILE CODE
    name=${1##*/}
    (ulimit -t 3 && ulimit -v $memory_kib && exec timeout 120 "$BATON" schedule "$1") \
        >"$work/stdout" 2>"$work/stderr" </dev/null
    status=$?
    if [ $status -ne 2 ]; then
        echo "fail refuse/$name: ended with status $status, wanted 2"
    elif ! head -1 "$work/stderr" | grep -qE "^$1:[0-9]+:[0-9]+: "; then
        echo "fail refuse/$name: no place in: $(head -1 "$work/stderr" | cut -c1-200)"
    elif ! grep -qE "^$1:[0-9]+:[0-9]+: error\\[($2)\\]" "$work/stderr"; then
        echo "fail refuse/$name: wanted [$2], got $(head -1 "$work/stderr" | cut -c1-200)"
    else
        echo "pass refuse/$name"
    fi
}

mkdir "$work/refuse"
tests/formats/refuse/make.sh "$work/refuse"
for expect in tests/formats/refuse/*.expect "$work"/refuse/*.expect; do
    refuse "${expect%.expect}" "$(cat "$expect")"
done

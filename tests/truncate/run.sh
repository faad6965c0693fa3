#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A small file of every format, cut at every byte: `baton schedule` ends with a known exit code,
# within a second, and with an error that starts file:line:column: where it ends with 2.
[ -x "$BATON" ] || { echo 'skip truncate: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# cuts PROGRAM FILE FROM STEP: one line for each cut that ends badly.
cuts() {
    program=$1 file=$2 at=$3 step=$4
    size=$(wc -c <"$file")
    cut=$work/$(basename "$file").$(basename "$(dirname "$program")").$at
    while [ "$at" -le "$size" ]; do
        head -c "$at" "$file" >"$cut"
        timeout 5 "$program" schedule "$cut" >/dev/null 2>"$cut.err" </dev/null
        status=$?
        case $status in
        0 | 1 | 8) ;;
        2) grep -Eq "^$cut:[0-9]+:[0-9]+: " "$cut.err" || echo "cut at $at: no place in: $(head -1 "$cut.err")" ;;
        *) echo "cut at $at: ended with status $status: $(head -1 "$cut.err")" ;;
        esac
        at=$((at + step))
    done
}

# The sanitized program is slow to start: it takes every eighth byte, every one with --long.
step=8
[ "$LONG" = 0 ] || step=1
for file in tests/truncate/small.*; do
    cuts "$BATON" "$file" 0 2 >"$work/even" &
    cuts "$BATON" "$file" 1 2 >"$work/odd"
    wait
    cuts "$BATON_SANITIZE" "$file" 0 $((2 * step)) >"$work/even-sanitize" &
    cuts "$BATON_SANITIZE" "$file" "$step" $((2 * step)) >"$work/odd-sanitize"
    wait
    for kind in '' -sanitize; do
        cat "$work/even$kind" "$work/odd$kind" >"$work/bad"
        if [ -s "$work/bad" ]; then
            head -10 "$work/bad"
            echo "fail $file$kind: $(wc -l <"$work/bad") cuts end badly"
        else
            echo "pass $file$kind"
        fi
    done
done

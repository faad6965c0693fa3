#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# wide
# A small file of every format, cut at every byte: `baton schedule` ends with a known exit code,
# in seconds, and with an error that starts file:line:column: where it ends with 2.
[ -x "$BATON" ] || { echo 'skip truncate: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The sanitized program is slower: it takes every fourth byte, every one with --long.
step=4
[ "$LONG" = 0 ] || step=1
{
    for file in tests/truncate/small.*; do
        echo "$BUILD/tests/tools/cuts $work gcc 1 $file"
        echo "$BUILD_SANITIZE/tests/tools/cuts $work sanitize $step $file"
    done
} | xargs -P 2 -L 1 sh -c 'out=$("$@" 2>&1) || out="$out
fail $5 $3: the harness ended with $?"; printf "%s\n" "$out"' sh

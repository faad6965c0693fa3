#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Replay the corpus of every reader under the sanitizers. New inputs: tools/fuzz READER SECONDS.
[ -x "$BATON" ] || { echo 'skip fuzz: the program has no main yet'; exit 0; }
readers=$(sed -n "/^fuzz_readers = \[/,/^\]/s/^ *'\([a-z0-9_]*\)',.*/\1/p" tests/fuzz/meson.build)
for reader in $readers; do
    set -- tests/fuzz/corpus/"$reader"/*
    for file in tests/truncate/small."$reader" tests/formats/refuse/*."$reader"; do
        [ ! -f "$file" ] || set -- "$@" "$file"
    done
    if [ ! -f "$1" ]; then
        echo "fail $reader: tests/fuzz/corpus/$reader is empty"
        continue
    fi
    log=$(mktemp)
    timeout 300 "$BUILD_SANITIZE/tests/fuzz/fuzz_$reader" "$@" >"$log" 2>&1
    status=$?
    grep '^pass ' "$log"
    if [ $status -ne 0 ]; then
        grep -v '^pass ' "$log" | tail -30
        echo "fail $reader: ended with status $status in $(sed -n 's/^replaying //p' "$log" | tail -1)"
    fi
    rm -f "$log"
done

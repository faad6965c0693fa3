#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Replay the corpus of every reader under the sanitizers, then cuts and turned bits of every real file
# there is. New inputs: tools/fuzz READER SECONDS.
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

# Every real file cut and with bits turned: no crash, no hang, no more memory than there may be.
data=../shared/data
[ -d $data/project-files ] || { echo "skip damaged real files: there is no $data/project-files"; exit 0; }
damage() { # READER COUNT: the files named on standard input
    xargs sh -c 'program=$1 count=$2; shift 2; exec timeout 600 "$program" --damage "$count" "$@"' sh \
        "$BUILD_SANITIZE/tests/fuzz/fuzz_$1" "$2" >"$work/$1.log" 2>&1
    status=$?
    if [ $status -eq 0 ]; then
        echo "pass damaged real files by $1 ($(grep -c '^pass ' "$work/$1.log") files, $2 cuts and $2 bits each)"
    else
        tail -30 "$work/$1.log"
        echo "fail damaged real files by $1: $(sed -n 's/^replaying //p' "$work/$1.log" | tail -1)"
    fi
}
work=$(mktemp -d)
count=15
[ "${LONG:-0}" = 0 ] || count=200
real() { find $data/project-files $data/trackers $data/oracles -type f "$@" | LC_ALL=C sort; }
{ real -name '*.xml'; real -name '*.planner'; } | damage xml $count
real -name '*.json' | damage json $count
real -name '*.xer' | damage xer $count
real -name '*.mpx' | damage mpx $count
real -name '*.tjp' | damage taskjuggler $count
real -name '*.csv' ! -iname 'manifest.csv' | damage table $count
rm -rf "$work"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# wide
# Every unit test, in the three builds. The build stands before the test's name. With --long the laws
# on random plans are told of two dozen seeds: several hundred plans each.
laws=' decide_hit engine_forecast_law engine_laws engine_level engine_level_learn engine_level_pure
engine_limits engine_people engine_percent '
seeds='2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24'
one() {
    program=$1 kind=$2
    log=$(mktemp)
    # The first build tries every round of the costly laws, the others a quarter.
    [ "$kind" = gcc ] || [ "$LONG" = 1 ] || export BATON_TEST_SHARE=4
    timeout 300 "$program" >"$log" 2>&1
    status=$?
    sed "s/^\(pass\|fail\|skip\) /&$kind /; /^seed /d; /^[0-9]* passed, /d" "$log"
    if [ $status -ne 0 ] && ! grep -q '^fail ' "$log"; then
        echo "fail $kind ${program##*/}: ended with status $status (seed ${BATON_TEST_SEED:-1})"
    fi
    rm -f "$log"
    name=${program##*/test_}
    case $laws in *[!a-z_]"$name"[!a-z_]*) [ "$kind$LONG" != gcc1 ] || more "$program" "$name" ;; esac
}

more() {
    for seed in $seeds; do
        BATON_TEST_SEED=$seed timeout 300 "$1" 2>&1 | grep -B9 '^fail ' | sed "s/^fail /&gcc seed $seed /" |
            grep . && return
    done
    echo "pass gcc $2 with seeds 2 to 24"
}

if [ "${1:-}" = one ]; then
    one "$2" "$3"
    exit
fi
for build in "gcc $BUILD" "clang $BUILD_CLANG" "sanitize $BUILD_SANITIZE"; do
    kind=${build%% *} folder=${build#* }
    find "$folder/tests/unit" -maxdepth 1 -type f -perm -u+x -name 'test_*' | sort |
        while read -r program; do echo "$program $kind"; done
done | xargs -P 2 -L 1 sh -c 'out=$(sh tests/unit/run.sh one "$0" "$1"); printf "%s\n" "$out"'

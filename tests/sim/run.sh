#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Same input, same bytes: the whole JSON from two compilers, three levels of optimisation, every
# vector instruction of this processor, and 1, 2 and 7 threads. Without optimisation and for this
# processor only the rooms that calculate are compiled (meson.build here); with --long everything is.
[ -x "$BATON" ] || { echo 'skip sim: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools/build.sh gcc tests/sim/baton-O0 tests/sim/baton-native ||
    { echo 'fail sim: gcc -O0 or -march=native does not build'; exit 0; }
programs="$BATON $BATON_CLANG $BUILD/tests/sim/baton-O0 $BUILD/tests/sim/baton-native"
if [ "$LONG" = 1 ]; then
    for kind in O0 native; do
        tools/build.sh $kind baton || { echo "fail sim: $kind does not build"; exit 0; }
        programs="$programs build-$kind/baton"
    done
fi
# short PROGRAM: build, build-clang, baton-O0...
short() {
    case $1 in *tests/sim/*) echo "${1##*/}" ;; *) basename "$(dirname "$1")" ;; esac
}

# same NAME ARGS...: the first program on one thread says what the others must say.
same() {
    name=$1
    shift
    # 1 is `check` with findings.
    timeout 300 "$BATON" "$@" --threads 1 >"$work/wanted" 2>"$work/stderr" </dev/null
    if [ $? -gt 1 ] || [ ! -s "$work/wanted" ]; then
        head -5 "$work/stderr"
        echo "fail $name: no output to compare"
        return
    fi
    for program in $programs; do
        folder=$(short "$program")
        for threads in 1 2 7; do
            timeout 300 "$program" "$@" --threads $threads >"$work/got" 2>/dev/null </dev/null
            if cmp -s "$work/wanted" "$work/got"; then
                echo "pass $name $folder, $threads threads"
            else
                cmp "$work/wanted" "$work/got"
                echo "fail $name $folder, $threads threads: other bytes"
            fi
        done
    done
}

for plan in examples/*/; do
    plan=${plan%/}
    grep -qs '^program:' "$plan"/*.yaml || continue    # not every example is a plan
    same "forecast $plan" forecast "$plan" --json --iterations 2000 --seed 7
    same "check $plan" check "$plan" --json --iterations 2000 --seed 7
    same "brief $plan" brief "$plan" --iterations 2000 --seed 7
done
same "whatif" whatif examples/sherlock token-api.remaining=1w..2w..3w r-07= --json \
    --iterations 2000 --seed 7

# Where teams bind: the full policy, its cheap mode, the counterfactual of no limit, and the search
# for ways, which runs many of them on all threads.
same "capacity, the policy" forecast examples/sherlock --json --iterations 2000 --seed 7 --capacity
same "capacity, arcs" forecast examples/sherlock --json --iterations 2000 --seed 7 --capacity-mode arcs
same "no capacity" forecast examples/sherlock --json --iterations 2000 --seed 7 --no-capacity
same "hit" hit examples/sherlock audit-january --json --iterations 1024 --seed 7

# Every width of the kernels that this processor has, by its own choice and by ours.
for mode in '' '--no-capacity' '--capacity-mode arcs'; do
    # shellcheck disable=SC2086 # no flag, or two words
    "$BATON" forecast examples/sherlock --json --iterations 2000 --seed 7 $mode >"$work/wanted" 2>/dev/null
    for vectors in base avx2 avx512; do
        for folder in build build-clang; do
            # shellcheck disable=SC2086
            BATON_VECTORS=$vectors "$folder/baton" forecast examples/sherlock --json --iterations 2000 --seed 7 $mode \
                >"$work/got" 2>/dev/null
            if [ -s "$work/wanted" ] && cmp -s "$work/wanted" "$work/got"; then
                echo "pass kernels $vectors $folder $mode"
            else echo "fail kernels $vectors $folder $mode: other bytes"; fi
        done
    done
done

# `why` runs on one thread; its bytes are the same for every build.
plans='tests/cases/diff/old.yaml tests/cases/diff/new.yaml'
"$BATON" why $plans --json --iterations 2000 >"$work/wanted" 2>/dev/null
for program in $programs; do
    folder=$(short "$program")
    "$program" why $plans --json --iterations 2000 >"$work/got" 2>/dev/null
    if [ -s "$work/wanted" ] && cmp -s "$work/wanted" "$work/got"; then echo "pass why $folder"
    else echo "fail why $folder: other bytes"; fi
done

# Another seed must give another forecast, or the comparison above shows nothing.
"$BATON" forecast examples/sherlock --json --iterations 2000 --seed 7 >"$work/one" 2>/dev/null
"$BATON" forecast examples/sherlock --json --iterations 2000 --seed 8 >"$work/two" 2>/dev/null
if cmp -s "$work/one" "$work/two"; then echo 'fail the seed matters: seeds 7 and 8 say the same'
else echo 'pass the seed matters'; fi

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# wide
# Golden commands; see README.md here. Each runs with the ordinary and the sanitized program.
export COLUMNS=80 TERM=dumb
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE BATON_THREADS
[ -x "$BATON" ] || { echo 'skip cases: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Run a case; leave stdout, stderr and exit in $work. Sanitizers' own trouble shows as a difference.
perform() {
    input=/dev/null
    [ ! -f "$1/input" ] || input=input
    (cd "$1" && PATH=$2:$PATH timeout 120 sh ./command <"$input" >"$work/stdout" 2>"$work/stderr"
        echo $? >"$work/exit")
}

bless() {
    for part in stdout stderr; do
        if [ -s "$work/$part" ]; then cp "$work/$part" "$1/$part"; else rm -f "$1/$part"; fi
    done
    if [ "$(cat "$work/exit")" = 0 ]; then rm -f "$1/exit"; else cp "$work/exit" "$1/exit"; fi
}

compare() {
    differs=
    for part in stdout stderr exit; do
        wanted=$1/$part
        if [ ! -f "$wanted" ]; then
            wanted=$work/none
            if [ $part = exit ]; then echo 0 >"$wanted"; else : >"$wanted"; fi
        fi
        cmp -s "$wanted" "$work/$part" && continue
        differs="$differs $part"
        diff -u --label "$1/$part" --label "$2" "$wanted" "$work/$part" | head -40
    done
    if [ -z "$differs" ]; then echo "pass $2 $1"; else echo "fail $2 $1: other$differs"; fi
}

# Those of one worker: every second case, from the first or the second on. Two workers, since most
# machines that test have two cores at least.
worker() {
    work=$work/$1
    mkdir -p "$work"
    turn=$1
    for command in tests/cases/*/command; do
        turn=$((1 - turn))
        [ -f "$command" ] && [ $turn = 1 ] || continue
        case=${command%/command}
        perform "$case" "$BUILD"
        [ "$BLESS" = 0 ] || bless "$case"
        compare "$case" gcc
        perform "$case" "$BUILD_SANITIZE"
        compare "$case" sanitize
    done
}
(worker 0) >"$work/said.0" 2>&1 &
(worker 1) >"$work/said.1" 2>&1
wait
cat "$work/said.0" "$work/said.1"

# The manual's samples are cut from these cases.
[ "$BLESS" = 0 ] || tools/docs

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Files that mean harm. Each must end within four seconds of processor time (about one, on a machine
# that is not busy) and two gigabytes, with exit 2 and an error that starts file:line:column:, or,
# where files.sh says so, an answer.
[ -x "$BATON" ] || { echo 'skip hostile: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh tests/hostile/files.sh "$work"

# The shadow memory of the sanitizers has no bound one can set, and they are slower.
attempt() { # PROGRAM VERB FILE
    (
        if [ "$1" = "$BATON" ]; then ulimit -t 4 && ulimit -v 2097152; else ulimit -t 40; fi
        cd "$work" && exec timeout 300 "$1" "$2" "$3" >"$work/stdout" 2>"$work/stderr" </dev/null
    )
}

judge() { # NAME FILE STATUS
    case $3 in
    2)
        if head -1 "$work/stderr" | grep -Eq "^$2:[0-9]+:[0-9]+: "; then echo "pass $1"
        else echo "fail $1: no place in: $(head -1 "$work/stderr" | cut -c1-150)"; fi ;;
    0 | 1 | 8)
        case $2 in
        answer/*) echo "pass $1" ;;
        *) echo "fail $1: was accepted, exit $3" ;;
        esac ;;
    *) head -3 "$work/stderr" | cut -c1-200
        echo "fail $1: ended with status $3" ;;
    esac
}

# Those of tests/formats, which runs the ordinary program, under the sanitizers.
mkdir "$work/more"
sh tests/formats/refuse/make.sh "$work/more"
cp tests/formats/refuse/*.xml tests/formats/refuse/*.yaml tests/formats/refuse/*.xer "$work/more"
rm -f "$work"/more/*.expect
for file in "$work"/more/*; do
    name=${file#"$work"/}
    attempt "$BATON_SANITIZE" schedule "$name"
    judge "sanitize $name" "$name" $?
done
for file in "$work"/refuse/* "$work"/answer/*; do
    name=${file#"$work"/}
    attempt "$BATON" schedule "$name"
    judge "gcc $name" "$name" $?
    attempt "$BATON_SANITIZE" schedule "$name"
    judge "sanitize $name" "$name" $?
done
# What is strange but readable must also survive the simulation and the rules.
for file in "$work"/answer/*; do
    name=${file#"$work"/}
    case $name in *million* | *thousand* | *dense*) continue ;; esac
    attempt "$BATON" brief "$name"
    judge "brief $name" "$name" $?
done

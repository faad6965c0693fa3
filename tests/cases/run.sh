#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# wide
# Golden commands; see README.md here. Each runs with the ordinary and the sanitized program.
export COLUMNS=80 TERM=dumb
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE BATON_THREADS
[ -x "$BATON" ] || { echo 'skip cases: the program has no main yet'; exit 0; }

# Run a case; leave stdout, stderr and exit in $work. Sanitizers' own trouble shows as a difference.
perform() {
    input=/dev/null
    [ ! -f "$1/input" ] || input=input
    (cd "$1" && PATH=$2:$PATH timeout 300 sh ./command <"$input" >"$work/stdout" 2>"$work/stderr"
        echo $? >"$work/exit")
}

bless() {
    for part in stdout stderr; do
        if [ -s "$work/$part" ]; then cp "$work/$part" "$1/$part"; else rm -f "$1/$part"; fi
    done
    if [ "$(cat "$work/exit")" = 0 ]; then rm -f "$1/exit"; else cp "$work/exit" "$1/exit"; fi
}

compare() { # CASE BUILD [FOLDER of what is wanted]
    differs=
    for part in stdout stderr exit; do
        wanted=${3:-$1}/$part
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

# Those that repeat the simulation of others with another page around it: `brief-*`, `forecast-*`,
# report-sherlock-exec and report-kubernetes-exec have it. The sanitized program, four times as
# slow, takes 1,500 of its iterations for them (six blocks, the last one cut), and says what the
# ordinary one says of as many; all of them with --long.
repeats() {
    case $LONG/${1##*/} in
    0/*-exec) false ;;
    0/report-* | 0/doc-* | 0/week-* | 0/*claim | 0/check-order) true ;;
    *) false ;;
    esac
}
fewer() { # FOLDER: a folder with that program, asked for fewer
    mkdir -p "$work/fewer"
    cat >"$work/fewer/baton" <<end
#!/bin/sh
case " \$* " in
*' --iterations '*) ;;
' brief '* | ' forecast '* | ' check '* | ' report '* | ' show '* | ' set '* | ' pulse '* | ' why '* | ' decide '* | \
' checkin '* | ' handoff '* | ' add '* | ' rm '* | ' apply '* | ' import '* | ' handoffs '* | ' ask '*)
    set -- "\$@" --iterations 1500 ;;
esac
exec '$1/baton' "\$@"
end
    chmod +x "$work/fewer/baton"
}

# One case with both programs, and what is said of it.
one() {
    work=$work/$1
    mkdir -p "$work"
    perform "$1" "$BUILD"
    [ "$BLESS" = 0 ] || bless "$1"
    compare "$1" gcc
    if repeats "$1"; then
        fewer "$BUILD"
        perform "$1" "$work/fewer"
        mkdir "$work/wanted"
        mv "$work/stdout" "$work/stderr" "$work/exit" "$work/wanted/"
        fewer "$BUILD_SANITIZE"
        perform "$1" "$work/fewer"
        compare "$1" sanitize "$work/wanted"
    else
        perform "$1" "$BUILD_SANITIZE"
        compare "$1" sanitize
    fi
}
if [ "${1:-}" = one ]; then
    work=$2
    one "$3" >"$work/said.$(basename "$3")" 2>&1
    exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Two at a time, since most machines that test have two cores at least; the largest first, so that
# neither is left alone with it.
{ echo tests/cases/check-large/command; ls tests/cases/*/command; } | awk '!seen[$0]++' |
    sed 's/.command$//' | xargs -P 2 -I '{}' sh "$0" one "$work" '{}' ||
    echo 'fail cases: one of them ended early'
cat "$work"/said.*

# The manual's samples are cut from these cases.
[ "$BLESS" = 0 ] || tools/docs

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# watch: another answer when a file is written, none when only the clock goes on, the last good one
# kept through errors, exit 0 after Ctrl-C. By inotify, and by looking.
[ -x "$BATON" ] || { echo 'skip watch: the program has no main yet'; exit 0; }
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$work"' EXIT

plan() { # TITLE ESTIMATE: a small plan, written as editors do, by renaming a neighbour
    cat >"$work/next" <<EOF
baton: 1
program: {id: small, title: $1, as_of: 2026-11-23, start: 2026-11-02}
tasks: {a: {title: Dig, estimate: $2}, b: {title: Pour, estimate: 3d, after: [a]}}
milestones: {done: {title: Done, after: [b]}}
EOF
    mv "$work/next" "$work/plan/plan.yaml"
}

# Until there are as many lines that match, for two minutes at most.
until_lines() { # FILE PATTERN COUNT
    tries=0
    while seen=$(grep -c "$2" "$1" 2>/dev/null); [ "${seen:-0}" -lt "$3" ]; do
        tries=$((tries + 1))
        [ $tries -lt 1200 ] || { echo "fail $name: no '$2' for the ${3}th time in $(basename "$1"): $(tail -2 "$1")"; return 1; }
        sleep 0.1
    done
}

stop() {
    kill -INT "$pid"
    wait "$pid"
    code=$?
    pid=
    if [ $code -eq 0 ]; then echo "pass $name: Ctrl-C ends it with 0"; else echo "fail $name: ends with $code"; fi
}

mkdir "$work/plan"
for way in inotify poll; do
    name=$way
    plan First 1w
    rm -f "$work/out" "$work/errors"    # of the way before: the shell empties them late
    BATON_WATCH=$way "$BATON" watch "$work/plan" >"$work/out" 2>"$work/errors" &
    pid=$!
    until_lines "$work/out" '^small  First' 1 || { stop; continue; }
    plan Second 2w
    until_lines "$work/out" '^small  Second' 1 || { stop; continue; }
    plan '[Broken' 2w
    until_lines "$work/errors" 'error' 1 || { stop; continue; }
    touch "$work/plan/plan.yaml"
    plan Second 2w
    plan Third 3w
    until_lines "$work/out" '^small  Third' 1 || { stop; continue; }
    if [ "$(grep -c '^small  First' "$work/out")$(grep -c '^small  Second' "$work/out")$(grep -c '^small  Third' "$work/out")" = 111 ]; then
        echo "pass $name: one answer a change, none while the plan is broken"
    else
        echo "fail $name: $(grep -c '^small  First' "$work/out") $(grep -c '^small  Second' "$work/out") $(grep -c '^small  Third' "$work/out") answers"
    fi
    stop
done

# A file that is written stays as it was while the plan is broken; brief is what is asked by itself.
name=file
plan Brief 1w
"$BATON" watch "$work/plan/plan.yaml" -o "$work/page.txt" --quiet >"$work/out" 2>"$work/errors" &
pid=$!
if until_lines "$work/page.txt" '^small  Brief' 1; then
    plan '[Broken' 2w
    until_lines "$work/errors" 'error' 1 && grep -q '^small  Brief' "$work/page.txt" && [ ! -s "$work/out" ] &&
        echo 'pass file: the last good answer stays'
    plan Again 1w
    until_lines "$work/page.txt" '^small  Again' 1 && echo 'pass file: then the next one is written'
    stop
fi

# A store: a change of it is seen, and what watching itself keeps there is not.
name=store
"$BATON" init "$work/plan" --by p --because first >/dev/null 2>&1
if [ -f "$work/plan/baton.db" ]; then
    "$BATON" watch "$work/plan" -- brief --peek >"$work/out" 2>"$work/errors" &
    pid=$!
    if until_lines "$work/out" '^small  Again' 1; then
        "$BATON" set "$work/plan" program.title=Stored --by p --because so >"$work/set" 2>&1 ||
            "$BATON" set "$work/plan" small.title=Stored --by p --because so >"$work/set" 2>&1
        until_lines "$work/out" '^small  Stored' 1 && echo 'pass store: a change of it is seen'
        stop
    fi
else
    echo 'fail store: none was made'
fi

# What cannot be watched is refused at once.
refused() { # CODE ARGUMENTS...
    wanted=$1
    shift
    timeout 120 "$BATON" watch "$@" >"$work/out" 2>"$work/errors" </dev/null
    if [ $? -eq 2 ] && grep -q "error\[$wanted\]" "$work/errors"; then echo "pass refused $*"
    else echo "fail refused $*: $(head -1 "$work/errors")"; fi
}
refused unreadable-file -
refused unreadable-file nothing-here
refused unknown-verb examples/sherlock -- brif
refused unknown-flag examples/sherlock -- brief --tabel tasks
refused bad-usage examples/sherlock -- watch

# On a terminal the screen is drawn anew, and errors stand under the last good answer.
if command -v script >/dev/null; then
    name=terminal
    rm -rf "$work/plan/baton.db"*
    plan Screen 1w
    script -qefc "'$BATON' watch '$work/plan/plan.yaml' --color never" "$work/typed" >/dev/null 2>&1 </dev/null &
    pid=$!
    if until_lines "$work/typed" 'Screen' 1; then
        plan '[Broken' 2w
        until_lines "$work/typed" 'Screen' 2 && until_lines "$work/typed" 'error' 1 &&
            [ "$(tr '\033' '\n' <"$work/typed" | grep -c '^\[2J')" -ge 2 ] && echo 'pass terminal: drawn anew, the last good answer above the error'
    fi
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    pid=
else
    echo 'skip watch terminal: there is no script(1)'
fi

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# schedule --capacity as a person uses it: progress on a terminal, the best so far after Ctrl-C, a number
# of schedules that repeats what --seconds found, and the same bytes for any number of threads.
[ -x "$BATON" ] || { echo 'skip search: the program has no main yet'; exit 0; }
command -v script >/dev/null || { echo 'skip search: no terminal to be had (script)'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp tests/cases/capacity-model/plan.yaml "$work/plan.yaml"    # no bound is reached on it
number() { sed -n "s/^  \"$1\": \([0-9]*\),*\$/\1/p" "$2"; }
finish() { sed -n 's/^  "finish": "\(.*\)",*$/\1/p' "$1"; }

"$BATON" schedule "$work/plan.yaml" --capacity --schedules 500 --threads 1 --json >"$work/one.json"
"$BATON" schedule "$work/plan.yaml" --capacity --schedules 500 --threads 2 --json >"$work/two.json"
if cmp -s "$work/one.json" "$work/two.json"; then
    echo 'pass the same bytes on one thread and on two'
else
    echo 'fail one thread and two differ'
fi

"$BATON" schedule "$work/plan.yaml" --capacity --seconds 1 --json >"$work/one.json"
asked=$(number schedules_asked "$work/one.json")
"$BATON" schedule "$work/plan.yaml" --capacity --schedules "${asked:-1}" --json >"$work/two.json"
if [ -n "$asked" ] && cmp -s "$work/one.json" "$work/two.json"; then
    echo 'pass the number of schedules that --seconds says repeats its answer'
else
    echo "fail --seconds says ${asked:-no number}, which gives another answer"
fi

# On a terminal: progress, then Ctrl-C as soon as it is seen.
cat >"$work/command" <<EOF
echo \$\$ >"$work/pid"
exec "$BATON" schedule "$work/plan.yaml" --capacity --schedules 900000000 --threads 1 --json >"$work/stopped.json"
EOF
script -q -e -f -c "sh $work/command" "$work/typescript" >/dev/null 2>&1 </dev/null &
terminal=$!
tries=0
while ! grep -q 'schedules tried (Ctrl-C takes the best so far)' "$work/typescript" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] || break
    sleep 0.1
done
if [ $tries -lt 1200 ]; then
    echo 'pass progress is shown on a terminal'
else
    echo 'fail no progress on a terminal for two minutes'
fi
kill -INT "$(cat "$work/pid")"
wait $terminal
code=$?
used=$(number schedules_used "$work/stopped.json")
if [ $code -eq 0 ] && [ "${used:-0}" -gt 0 ] && [ "$used" -lt 900000000 ] && [ -n "$(finish "$work/stopped.json")" ]; then
    echo 'pass Ctrl-C takes the best so far'
else
    echo "fail after Ctrl-C: exit $code, ${used:-no} schedules used, finish $(finish "$work/stopped.json")"
fi

# A forecast on a terminal: a first look after 1,024 runs, and the answer that it gives without one.
"$BATON" forecast "$work/plan.yaml" --json >"$work/one.json"
cat >"$work/command" <<EOF
exec "$BATON" forecast "$work/plan.yaml" --json >"$work/two.json"
EOF
script -q -e -f -c "sh $work/command" "$work/typescript" >/dev/null 2>&1 </dev/null
if grep -q 'first look, 1024 of' "$work/typescript" && cmp -s "$work/one.json" "$work/two.json"; then
    echo 'pass a first look at 1,024 runs, then the same answer as without'
else
    echo "fail no first look, or another answer after it: $(tail -1 "$work/typescript")"
fi

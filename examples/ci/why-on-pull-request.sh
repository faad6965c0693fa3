#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a change of the plan does to every promise, and why, as a comment in Markdown on standard output.
# Run inside a git repository; BASE and HEAD are revisions of it, PLAN the folder or file of the plan.
#
#   why-on-pull-request.sh BASE [HEAD [PLAN]]      default: HEAD, plan; BATON names the program
set -eu
base=${1:?"usage: why-on-pull-request.sh BASE [HEAD [PLAN]]"} head=${2:-HEAD} plan=${3:-plan}
baton=${BATON:-baton}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The plan as it was at a revision; no working tree is touched.
mkdir "$work/old" "$work/new"
for side in old new; do
    if [ $side = old ]; then revision=$base; else revision=$head; fi
    if ! git archive "$revision" -- "$plan" >"$work/tar" 2>"$work/err"; then
        echo "No account: $plan is not there at $revision."
        exit 0
    fi
    tar -xf "$work/tar" -C "$work/$side"
done

"$baton" why "$work/old/$plan" "$work/new/$plan" --width 100 >"$work/why" 2>"$work/err" && status=0 || status=$?
echo '### What this does to the promises, and why'
echo
echo '```'
if [ $status = 0 ]; then
    cat "$work/why"
else
    echo "No account of it (exit $status):"
    sed "s|$work/||g" "$work/err"
fi
echo '```'
echo
echo '<details><summary>What is stated otherwise</summary>'
echo
echo '```'
"$baton" diff "$work/old/$plan" "$work/new/$plan" --width 100 2>&1 | sed "s|$work/||g" || true
echo '```'
echo
echo '</details>'

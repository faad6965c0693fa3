#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every number, date and status of what reading verbs say comes from a claim, and the derivation
# of every claim ends at a field with its place, or at a run.
[ -x "$BATON" ] || { echo 'skip claims: the program has no main yet'; exit 0; }
command -v python3 >/dev/null || { echo 'skip claims: there is no python3'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs='--iterations 1024'
walk=tests/claims/walk.py

page() { # FILE VERB PLAN ARGUMENTS...: as a page
    into=$1
    shift
    timeout 120 "$BATON" "$@" --html >"$into.html" 2>"$into.errors" </dev/null
    [ -s "$into.html" ] || { head -2 "$into.errors"; echo "fail claims $into: no page"; }
}
json() { # FILE VERB PLAN ARGUMENTS...
    into=$1
    shift
    timeout 120 "$BATON" "$@" --json >"$into.said" 2>"$into.errors" </dev/null
    [ -s "$into.said" ] || { head -2 "$into.errors"; echo "fail claims $into: no JSON"; }
}

# Pages: nothing stands outside a claim. JSON: each figure names what it rests on. Then every id is
# asked for, all of one report at once.
prove() { # NAME PLAN
    python3 $walk page "$work/$1"/*.html >"$work/bare"
    if [ -s "$work/bare" ]; then
        sed "s,$work/,," "$work/bare" | head -5
        echo "fail claims $1: $(wc -l <"$work/bare") figures of no claim"
    else echo "pass claims $1: pages"; fi
    : >"$work/open"
    total=0
    for file in "$work/$1"/*.ids; do
        case $file in */own-*) continue ;; esac
        ids=$(paste -sd, "$file")
        # shellcheck disable=SC2086
        timeout 120 "$BATON" show "$2" "$ids" $3 --json >"$work/shown" \
            2>"$work/errors" </dev/null ||
            sed "s,^,$(basename "$file"): ," "$work/errors" >>"$work/open"
        python3 $walk ends "$work/shown" >>"$work/open" 2>"$work/steps" || cat "$work/steps"
        total=$((total + $(wc -l <"$file") + 1))
    done
    if ls "$work/$1"/*.said >/dev/null 2>&1; then
        python3 $walk own "$work/$1"/*.said >>"$work/open"
    fi
    if [ -s "$work/open" ]; then
        head -5 "$work/open"
        echo "fail claims $1: $(wc -l <"$work/open") derivations end nowhere"
    else echo "pass claims $1: derivations of $total ids end at facts or runs"; fi
}

# Figures of a question with arguments of its own (which options, what edits) are not asked for by
# id again: their JSON says what each rests on. They are named own-VERB here.
pages() { # NAME PLAN CHAIN REACHED SHOWN EDIT TEAM
    mkdir "$work/$1"
    for verb in brief forecast check handoffs dsm options load ask report; do
        page "$work/$1/$verb" $verb "$2" $runs
    done
    page "$work/$1/schedule" schedule "$2"
    for verb in next ls escalate parity; do page "$work/$1/$verb" $verb "$2"; done
    [ -z "$3" ] || page "$work/$1/chain" chain "$2" "$3" $runs
    page "$work/$1/show" show "$2" "$5" $runs
    page "$work/$1/own-decide" decide "$2" $runs
    page "$work/$1/own-blocked" blocked "$2" $runs
    page "$work/$1/own-impact" impact "$2" "$4" $runs
    page "$work/$1/own-pulse" pulse "$2" $runs
    page "$work/$1/own-whatif" whatif "$2" "$6" $runs
    [ -z "$7" ] || page "$work/$1/own-checkin" checkin "$2" "$7" $runs
    json "$work/$1/decide" decide "$2" $runs
    json "$work/$1/blocked" blocked "$2" $runs
    json "$work/$1/impact" impact "$2" "$4" $runs
    json "$work/$1/whatif" whatif "$2" "$6" $runs
    json "$work/$1/pulse" pulse "$2" $runs
    prove "$1" "$2" "$runs"
}
pages sherlock examples/sherlock ga-march label-store ho-14 token-api.remaining=1w..2w..3w identity
first=$("$BATON" schedule examples/kubernetes-1.27 --json |
    sed -n 's/.*"id": "\([^"]*\)".*"kind": "task".*/\1/p; s/^ *"id": "\([^"]*\)",$/\1/p' | head -1)
pages kubernetes examples/kubernetes-1.27 '' sig-node "$first" "$first.estimate=1w..2w..3w" sig-node
for file in mspdi_homemoveplan mspdi_software_development_plan mspdi_residential_construction; do
    path=../shared/data/oracles/$file.xml
    [ -f "$path" ] || path=../$path
    [ -f "$path" ] || { echo "skip claims $file: there is no ../shared/data/oracles"; continue; }
    mkdir "$work/$file"
    for verb in brief forecast check options report; do
        page "$work/$file/$verb" $verb "$path" $runs
    done
    for verb in schedule ls parity; do page "$work/$file/$verb" $verb "$path"; done
    prove $file "$path" "$runs"
done

# Of a store: what was forecast, and what was changed.
"$BATON" init examples/sherlock --store "$work/s.db" --dated 2026-11-23 >/dev/null 2>&1
"$BATON" forecast "$work/s.db" --keep $runs >/dev/null 2>&1
"$BATON" set "$work/s.db" token-api.remaining=1w..2w..3w program.as_of=2026-11-30 \
    --because 'a test' --dated 2026-11-30 >/dev/null 2>&1
"$BATON" forecast "$work/s.db" --keep $runs >/dev/null 2>&1
mkdir "$work/store"
page "$work/store/trend" trend "$work/s.db"
page "$work/store/own-trend-of" trend "$work/s.db" ga-march
page "$work/store/own-score" score "$work/s.db"
page "$work/store/own-why" why "$work/s.db" --since 1 $runs
json "$work/store/log" log "$work/s.db"
json "$work/store/trend-of" trend "$work/s.db" ga-march
prove store "$work/s.db" "$runs"
# No id stands in what a terminal shows.
if "$BATON" forecast examples/sherlock $runs | grep -q 'ga-march\.p80\|forecast:'; then
    echo 'fail claims: ids in the text'
else echo 'pass claims: no ids in the text'; fi

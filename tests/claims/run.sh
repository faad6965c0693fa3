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
    echo "$*" >"$into.asked"
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
        ids=$(paste -sd, "$file")
        # A question with arguments of its own is asked again; else the ids alone are enough.
        case $file in
        */own-*) again="$(cat "${file%.html.ids}.asked") --why" runs_too='' ;;
        *) again="show $2" runs_too=$3 ;;
        esac
        # shellcheck disable=SC2086
        timeout 120 "$BATON" $again "$ids" $runs_too --json >"$work/shown" 2>"$work/errors" </dev/null
        case $? in 0 | 1) ;; *) sed "s,^,$(basename "$file"): ," "$work/errors" >>"$work/open" ;; esac
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

# Pages of a question with arguments of its own (which options, what edits) are named own-VERB: their
# ids are asked for with --why behind the same command.
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
    [ -z "$3" ] || page "$work/$1/own-hit" hit "$2" "$3" --at-least 60% $runs
    [ -z "$8" ] || page "$work/$1/own-decide-one" decide "$2" "$8" $runs
    [ -z "$7" ] || page "$work/$1/own-checkin" checkin "$2" "$7" $runs
    json "$work/$1/decide" decide "$2" $runs
    json "$work/$1/blocked" blocked "$2" $runs
    json "$work/$1/impact" impact "$2" "$4" $runs
    json "$work/$1/whatif" whatif "$2" "$6" $runs
    json "$work/$1/pulse" pulse "$2" $runs
    prove "$1" "$2" "$runs"
}
pages sherlock examples/sherlock ga-march label-store ho-14 token-api.remaining=1w..2w..3w identity d-05
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
# Each of a question: `why PLAN ID` asks it again, with what else it needs behind it.
why() { # PLAN ID MORE...
    if "$BATON" why "$@" $runs >"$work/out" 2>"$work/errors" && grep -q "^$2  " "$work/out" &&
        grep -q '^  [a-z][a-z0-9-]*\.[a-z0-9_.]*  ' "$work/out"; then echo "pass why ${2%%:*}"
    else
        head -2 "$work/errors"
        echo "fail why $2: no derivation"
    fi
}
first_of() { # FILE PREFIX: its first figure
    grep -o "data-claim=\"$2[^\"]*" "$1" | head -1 | cut -d'"' -f2
}
why examples/sherlock "$(first_of "$work/sherlock/own-decide.html" decide:)"
why examples/sherlock "$(first_of "$work/sherlock/own-decide-one.html" decide/)"
why examples/sherlock "$(first_of "$work/sherlock/own-impact.html" impact/)"
why examples/sherlock "$(first_of "$work/sherlock/own-blocked.html" blocked:)"
why examples/sherlock "$(first_of "$work/sherlock/own-hit.html" hit/)" --at 60%
why examples/sherlock "$(first_of "$work/sherlock/own-whatif.html" whatif:)" token-api.remaining=1w..2w..3w
why examples/sherlock "$(first_of "$work/sherlock/own-checkin.html" checkin/)"
why "$work/s.db" "$("$BATON" log "$work/s.db" --json | grep -o '"log:[^"]*"' | head -1 | tr -d '"')"
why "$work/s.db" "$(first_of "$work/store/own-trend-of.html" trend/)"
why "$work/s.db" "$(first_of "$work/store/own-score.html" score:)"
if "$BATON" why examples/sherlock whatif:ga-march.moves 2>&1 | grep -q 'its edits are not said'
then echo 'pass why whatif wants its edits'; else echo 'fail why whatif without edits'; fi
# What a cell counts: each task, down to what is stated of it.
"$BATON" why examples/sherlock load:identity.wk-12-07 $runs >"$work/out"
if grep -q '^  token-api.stated' "$work/out" && grep -q '^    token-api.remaining .*identity.yaml:' "$work/out" &&
    ! grep -q 'billing-cutover' "$work/out"; then echo 'pass why of a week names each task that was counted'
else echo 'fail why of a week: other tasks than were counted'; fi
# No id stands in what a terminal shows.
if "$BATON" forecast examples/sherlock $runs | grep -q 'ga-march\.p80\|forecast:'; then
    echo 'fail claims: ids in the text'
else echo 'pass claims: no ids in the text'; fi

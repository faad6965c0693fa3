#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What states an audience is named to nobody else: by no verb, in no form. Every withheld object of
# plan.yaml carries the word zebra wherever it can.
[ -x "$BATON" ] || { echo 'skip audience: the program has no main yet'; exit 0; }
plan=tests/audience/plan.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=$(grep -c 'audience: \[' $plan)

fail() { echo "fail $1: $2"; }

# look PROGRAM ARGS...: silent for sales, telling without.
look() {
    program=$1
    shift
    name="$(basename "$(dirname "$program")") $*"
    timeout 120 "$program" "$@" --audience sales >"$work/sales" 2>"$work/sales-errors" </dev/null
    code=$?
    timeout 120 "$program" "$@" >"$work/all" 2>/dev/null </dev/null
    if [ $? -ne $code ] || [ $code -gt 1 ]; then fail "$name" "exit $code"; return; fi
    if grep -i -n 'zebra\|777k\|777000' "$work/sales" "$work/sales-errors" | head -20 | grep .; then
        fail "$name" "a withheld item is named"
        return
    fi
    case $name in
    *--json*) told="\"withheld\": $count" ;;
    *--html*) told='items withheld from sales' ;;
    *) told="$count.items withheld from sales" ;;
    esac
    grep -q "$told" "$work/sales" || { fail "$name" "no '$told'"; return; }
    if ! grep -i -q zebra "$work/all"; then fail "$name" "names none to anyone"; return; fi
    if grep -q withheld "$work/all"; then fail "$name" "withholds from everyone"; return; fi
    echo "pass $name"
}

# A withheld object is not there: what is said of it is what is said of an id that nobody uses.
gone() {
    program=$1 id=$2
    name="$(basename "$(dirname "$program")") show $id"
    "$program" show $plan "$id" --audience sales >"$work/sales" 2>"$work/sales-errors"
    code=$?
    "$program" show $plan qqqqqqqq --audience sales >"$work/none" 2>"$work/none-errors"
    sed "s/qqqqqqqq/$id/" "$work/none-errors" >"$work/wanted"
    # The nearest known id differs, and is none of those withheld.
    if [ $code -ne 3 ] || [ -s "$work/sales" ]; then
        fail "$name" "exit $code"
    elif [ "$(head -1 "$work/wanted")" != "$(head -1 "$work/sales-errors")" ]; then
        fail "$name" "another message"
    elif sed 1d "$work/sales-errors" | grep -i zebra; then
        fail "$name" "the hint names one"
    else
        echo "pass $name"
    fi
}

for program in "$BATON" "$BATON_SANITIZE"; do
    [ -x "$program" ] || continue
    for form in '' --json; do
        look "$program" brief $plan $form --all --iterations 1000
        look "$program" check $plan $form --all --iterations 1000 --fail-on none
        look "$program" forecast $plan $form --all --iterations 1000
        look "$program" schedule $plan $form --all
        look "$program" schedule $plan $form --all --capacity --schedules 200
        look "$program" next $plan $form
        look "$program" blocked $plan $form
        look "$program" decide $plan $form --iterations 500
        for id in track fence ledger north; do
            look "$program" impact $plan $id $form --iterations 500 --all
        done
        for kind in tasks risks decisions handoffs people teams milestones; do
            look "$program" ls $plan $kind $form
        done
        # What everyone may see and refers to what is withheld: by references, links, hits, edits.
        for id in trial signals fence ho-1 ho-2 r-1 d-1 b-1 a-1 q-1 open-spring show-day; do
            look "$program" show $plan $id $form --all
        done
    done
    look "$program" ls $plan --json
    # The log of a store: what was stated, stated otherwise and taken out again.
    rm -f "$work/log.db"
    "$program" init $plan --store "$work/log.db" --by p-zebra --because 'for the zebra' >/dev/null 2>&1
    "$program" set "$work/log.db" zebra-buy.note='zebra' signals.note='see zebra-buy' --by p-zebra \
        >/dev/null 2>&1
    "$program" set "$work/log.db" 'tasks.zebra-late={audience: [board]}' >/dev/null 2>&1
    "$program" rm "$work/log.db" zebra-late >/dev/null 2>&1
    for form in '' --json; do
        look "$program" log "$work/log.db" $form --all
        look "$program" log "$work/log.db" $form --since 1
        look "$program" log "$work/log.db" $form --about signals
    done
    # What moved since, what was forecast then, why, and what could be done: withheld promises,
    # teams, causes and steps too.
    sed -e 's/zebra price/zebra bargain/' -e 's/estimate: 4w..6w..12w/estimate: 6w..9w..14w/' \
        -e 's/remaining: 2w..3w..5w/remaining: 3w..4w..6w/' -e '/zebra-mood/d' \
        -e 's/title: Signals/title: Signals, after zebra-buy/' -e 's/as_of: 2026-11-23/as_of: 2026-11-30/' \
        $plan >"$work/later.yaml"
    rm -f "$work/moved.db"
    "$program" init $plan --store "$work/moved.db" >/dev/null 2>&1
    "$program" baseline "$work/moved.db" agreed --take >/dev/null 2>&1
    "$program" forecast "$work/moved.db" --keep --iterations 500 >/dev/null 2>&1
    "$program" set "$work/moved.db" zebra-buy.estimate=6w..9w..14w track.remaining=3w..4w..6w \
        --because 'the zebra grew' >/dev/null 2>&1
    "$program" set "$work/moved.db" signals.note='see zebra-buy' track.note='see no zebra-buy' \
        >/dev/null 2>&1
    "$program" set "$work/moved.db" program.as_of=2026-11-30 >/dev/null 2>&1
    "$program" scenario "$work/moved.db" fast zebra-buy.estimate=1w --because 'no zebra-buy' \
        >/dev/null 2>&1
    for form in '' --json --html; do
        look "$program" brief "$work/moved.db" $form --since 1 --iterations 500
        look "$program" why "$work/moved.db" $form --since 1 --iterations 500 --all
        look "$program" why $plan "$work/later.yaml" $form --iterations 500 --all
        look "$program" why $plan "$work/later.yaml" $form --by task --iterations 500
        look "$program" diff $plan "$work/later.yaml" $form --iterations 500 --all
        look "$program" whatif $plan zebra-buy.estimate=1w track.note='no zebra-buy' r-zebra= \
            $form --iterations 500
        look "$program" hit $plan open-spring $form --iterations 500 --all
        look "$program" trend "$work/moved.db" $form
    done
    for form in '' --json; do
        look "$program" scenario "$work/moved.db" $form --iterations 500
        look "$program" baseline "$work/moved.db" agreed $form --iterations 500 --all
    done
    for id in $(sed -n 's/^  \([a-z-]*zebra[a-z-]*\):.*/\1/p' $plan); do gone "$program" "$id"; done
done

# Whoever is in the audience sees it; the figures are everyone's.
"$BATON" brief $plan --audience board --iterations 1000 >"$work/board" 2>/dev/null
if grep -q 'zebra-promise' "$work/board" && ! grep -q 'withheld' "$work/board"; then
    echo 'pass the board sees it'
else
    fail 'the board sees it' 'it does not'
fi
"$BATON" forecast $plan --json --iterations 1000 2>/dev/null | grep '"id": "open-spring"' >"$work/all"
"$BATON" forecast $plan --json --iterations 1000 --audience sales | grep '"id": "open-spring"' \
    >"$work/sales"
if [ -s "$work/all" ] && cmp -s "$work/all" "$work/sales"; then
    echo 'pass what is withheld still moves the figures'
else
    fail 'what is withheld still moves the figures' 'other figures'
fi
"$BATON" check $plan --dcma --audience sales >"$work/sales" 2>"$work/sales-errors"
if [ $? -eq 2 ] && [ ! -s "$work/sales" ]; then
    echo 'pass dcma is for everyone'
else
    fail 'dcma is for everyone' 'it was given'
fi

# SPDX-License-Identifier: Apache-2.0
# Every verb that reads a plan reads it at any point of the log: what it said when the log ended there,
# it says again with --at CHANGE, with --at DATE and with @CHANGE. Sourced by run.sh; work, said.

# VERB and what stands behind PLAN; hit has an --at of its own.
at_verbs='brief --peek --iterations 256
forecast --iterations 256
check --iterations 256
schedule
next
handoffs --iterations 256
dsm
chain spring --iterations 256
decide --iterations 256
decide d-1 --iterations 256
options --iterations 256
load
ask
impact crane
blocked
show dig
ls tasks
report --for exec --iterations 256
report --for team red --iterations 256
whatif dig.remaining=1w --iterations 256
checkin --iterations 256
checkin red --form --iterations 256
pulse --iterations 256
picture timeline
escalate
parity
scenario
baseline
log
export --to mermaid'
# They write; or read no plan; or read the whole log, what was kept, or two points; or ask a verb again.
not_at='add allow apply init import rm set undo tick handoff sync explain completion man schema version
why diff trend score hit verify watch'

at_plan=$work/at.yaml
cat >"$at_plan" <<'end'
baton: 1
program: {id: pier, title: New pier, start: 2026-09-07, as_of: 2026-11-16}
people: {ann: {name: Ann, team: red}, bob: {name: Bob, team: blue}}
teams: {red: {lead: ann, capacity: 2}, blue: {lead: bob, capacity: 1}}
systems: {crane: {owner: red}}
tasks:
  dig: {team: red, estimate: 2w..3w..5w, started: 2026-11-09, touches: [crane]}
  pour: {team: blue, estimate: 1w..2w..4w}
milestones: {open: {after: [pour]}}
commitments: {spring: {milestone: open, date: 2027-02-26, to: the town, rank: 1}}
handoffs: {ho-1: {gives: dig, to: pour, what: Pit, asked: 2026-12-04, offered: 2026-12-11, state: offered}}
decisions:
  d-1: {question: Steel or wood?, decider: ann, gates: [pour], assume: steel,
        options: {steel: {title: Steel}, wood: {title: Wood, edits: {pour.estimate: 1w..1w..2w}}}}
questions: {q-1: {question: How deep?, ask: ann, by: 2026-11-20}}
blockers: {b-1: {title: Rain, blocks: [dig], owner: ann, since: 2026-11-10}}
actions: {a-1: {title: Call the town, owner: ann, due: 2026-11-20}}
end

# Where a word of the plan stands is told by the change that was read.
at_say() { "$BATON" "$@" 2>&1 </dev/null | sed 's/at\.db@[0-9]*/at.db/g' | tr -s ' \n' ' '; }

at_points() {
    where=$work/at.db
    "$BATON" init "$at_plan" --store "$where" --by ann --dated 2026-11-16 >/dev/null
    n=0
    echo "$at_verbs" >"$work/at.verbs"
    while read -r verb rest; do
        n=$((n + 1))
        at_say "$verb" "$where" $rest >"$work/at.$n"
    done <"$work/at.verbs"
    "$BATON" set "$where" dig.remaining=3w..4w..6w dig.title=Pit pour.people=1 spring.date=2027-01-29 \
        d-1.question='Steel, wood or stone?' ho-1.offered=2027-01-08 b-1.title=Frost a-1.due=2026-12-01 \
        program.as_of=2026-11-23 --by bob --dated 2026-11-23 >/dev/null
    "$BATON" set "$where" teams.blue.capacity=3 --by bob --dated 2026-11-24 >/dev/null 2>&1
    n=0 same=0 moved=0 wrong=
    while read -r verb rest; do
        n=$((n + 1))
        for point in "$where --at 1" "$where --at 2026-11-17" "$where@1"; do
            at_say "$verb" $point $rest | cmp -s - "$work/at.$n" && same=$((same + 1)) || wrong="$wrong $verb($point)"
        done
        at_say "$verb" "$where" $rest | cmp -s - "$work/at.$n" || moved=$((moved + 1))
    done <"$work/at.verbs"
    if [ -z "$wrong" ] && [ $moved -gt $((n / 2)) ]; then
        echo "pass --at CHANGE, --at DATE and @CHANGE of $n reading commands: as it was said then ($moved say otherwise now)"
    else
        echo "fail --at: $moved of $n moved; not as it was:" $wrong
    fi
    # Two points of one log: what was stated between them, nothing else.
    "$BATON" diff "$where@1" "$where@2" --edits >"$work/at.diff" 2>&1
    if grep -q 'dig.title' "$work/at.diff" && grep -q 'a-1.due' "$work/at.diff" && ! grep -q 'blue' "$work/at.diff" &&
        "$BATON" diff "$where@2" "$where@2" --exit-code >/dev/null 2>&1; then
        echo 'pass diff of two points of a log: what was stated between them'
    else
        echo "fail diff of two points of a log: $(head -5 "$work/at.diff" | tr '\n' ';')"
    fi
    "$BATON" hit "$where@1" spring --at 90% --iterations 256 >"$work/at.now" 2>&1
    "$BATON" hit "$where" spring --at 90% --iterations 256 2>&1 | cmp -s - "$work/at.now" &&
        echo 'fail hit @1: it is told of the head' || echo 'pass hit @1 is of the plan of then'
    known=$(echo "$at_verbs" | cut -d' ' -f1; echo "$not_at" | tr ' ' '\n')
    for verb in $("$BATON" --help | sed -n 's/^  \([a-z]\{2,\}\)   *[a-z].*/\1/p'); do
        echo "$known" | grep -qx "$verb" || echo "fail --at: baton $verb stands in neither list of tests/store/at.sh"
    done
}

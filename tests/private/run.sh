#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Private beliefs leave no trace. Worlds that differ in what one or two people answered (or in whether
# they answered), and in nothing that was published, give the same bytes: every verb, every form, every
# register, log, export and error. So nothing smaller than three can be read in an output, nor derived
# from two of them.
[ -x "$BATON" ] || { echo 'skip private: the program has no main yet'; exit 0; }
program=$BATON
[ -x "$BATON_SANITIZE" ] && [ "$LONG" = 1 ] && program=$BATON_SANITIZE
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$PWD

cat >"$work/plan.yaml" <<'PLAN'
baton: 1
program: {id: p, title: Portal, start: 2026-11-02, as_of: 2026-11-23, currency: USD, sponsor: ann,
          delay_cost: {per_week: 1k, agreed_by: ann}}
people: {ann: {name: Ann, team: t1}, bob: {name: Bob, team: t1}, cat: {name: Cat, team: t2},
         dan: {name: Dan, team: t2}, eve: {name: Eve, team: t2}, fay: {name: Fay, team: t1}}
teams: {t1: {lead: ann, capacity: 3}, t2: {lead: cat, capacity: 3}}
tasks:
  work: {team: t1, owner: ann, estimate: 2w..3w..5w, baseline: {finish: 2026-12-11, cost: 10k}}
  test: {team: t2, owner: cat, estimate: 1w..2w..3w, after: [work]}
milestones: {ga: {after: [test]}}
commitments: {promise: {milestone: ga, date: 2027-01-15, to: customers, made_by: ann, made: 2026-11-02}}
handoffs: {ho-1: {gives: work, to: test, what: Build, asked: 2026-12-11, offered: 2026-12-18, state: offered,
           created: 2026-11-02, accepted_when: [it runs]}}
decisions: {d-1: {question: How?, decider: ann, gates: [test], options: {a: {edits: {test.estimate: 1w..1w..2w}},
            b: {nothing: true}}}}
guardrails: {budget: {limit: 100k, owner: ann}}
PLAN

# form WHO ABOUT FIELDS: one answer, dated a day before the data date.
form() { echo "baton: 1
beliefs: {$2: {by: $1, dated: 2026-11-22, $3}}"; }

# ask NAME ARGS...: what comes out, both streams and the code, under that name; in the world's folder.
ask() {
    name=$1
    shift
    {
        echo "== $*"
        timeout 300 "$program" "$@" 2>"$work/stderr.$name" </dev/null
        code=$?
        echo "-- stderr"
        [ ! -s "$work/stderr.$name" ] || cat "$work/stderr.$name"
        echo "exit $code"
    } >"$work/said/$name"
}

verbs='brief|forecast --iterations 512|check --all --fail-on none|schedule|next|handoffs --all|dsm|chain promise
decide|decide d-1|ask --all|pulse|pulse --sheet|pulse --sheet --of bob|pulse --form --of bob|impact work|blocked|ls
ls pulses|ls people|show promise|show ho-1|show bob|show pulse-promise-1|show promise.belief|report --for exec
report --for eng|report --for finance|report --for sales|report --for release|report --for team:t1
report --doc charter|report --doc decision:d-1|report --doc risk-register|report --doc dependency-map
checkin|checkin t1|checkin --form|checkin --csv|report --doc design-review|report --doc prfaq|report --doc postmortem|diff other.yaml|whatif work.estimate=1w..2w..3w
picture|export --to yaml|export --to json|export --to mspdi|export --to xer|export --to csv|export --to ics
export --to mermaid|escalate|tick|show nothing-here|brief --audience sales|brief --at 2020-01-01
set promise.belief=1|check --fix belief-gap/ho-1|parity|options|hit promise|load|log --about promise|trend|score
explain belief-gap|checkin t1|checkin --form t1|check --sarif --fail-on none|report --for program|scenario ls'

# What may tell of answers that a check-in brought: what is printed from one plan, and its log.
few='brief|pulse|checkin|checkin --form|show promise|show work|report --for eng|export --to yaml'

# Everything that one plan says; outputs are numbered from a first number on.
ask_of() {
    plan=$1 n=$2
    while read -r verb rest; do
        case $verb in
        brief | forecast | pulse | report | decide) forms='text --json --html --md' ;;
        *) forms='text --json' ;;
        esac
        for form in $forms; do
            [ $form != text ] || form=
            n=$((n + 1))
            # shellcheck disable=SC2086
            ask "$n" "$verb" $plan $rest $form --iterations 256
            [ $code = 2 ] && grep -q 'bad-usage\|unknown-flag' "$work/said/$n" && ask "$n" "$verb" $plan $rest $form
        done
    done <"$work/verbs"
}

# The changes of a store have random ids, hashes of them, and the minute at which they were made.
strip() { # FOLDER
    sed -E -i 's/20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}/TIME/g; s/[0-9a-f]{64}/HASH/g; s/[0-9a-f]{32}/ID/g; s/"(id|at)": *"[^"]*"/"\1": 0/g; s/20[0-9-]+T[0-9:]+Z/TIME/g' "$1"/*
}

# Everything that the world of the files, and that of the store beside it, says.
ask_all() {
    n=0
    rm -rf "$work/said"
    mkdir "$work/said"
    echo "$verbs" | tr '|' '\n' >"$work/verbs"
    cd "$work/world" || exit 1
    ask_of plan.yaml 0 &
    ask_of year.db 1000
    wait
    n=2000
    for rest in "log year.db" "log year.db --json" "verify year.db" "export year.db --log" "export year.db" \
        "why year.db --since 1" "schema"; do
        n=$((n + 1))
        # shellcheck disable=SC2086
        ask "$n" $rest
    done
    cd "$here" || exit 1
}

# world NAME: a folder with the plan, a store of it, and what the steps on standard input say: each
# `FORMS...` a call of pulse on both.
world() {
    rm -rf "$work/world"
    mkdir -p "$work/world/forms"
    cp "$work/plan.yaml" "$work/world/plan.yaml"
    sed 's/2w\.\.3w\.\.5w/2w..4w..5w/' "$work/plan.yaml" >"$work/world/other.yaml"
    (cd "$work/world" && "$program" init plan.yaml --store year.db --by ann --dated 2026-11-23 >/dev/null 2>&1)
    : >"$work/taken"
    while read -r line; do
        eval "$line"
    done
    ask_all
    cp "$work/taken" "$work/said/taken"
    strip "$work/said"
    rm -rf "$work/$1"
    mv "$work/said" "$work/$1"
}
# give WHO ABOUT FIELDS [also WHO ABOUT FIELDS]...: forms that come back in one call.
give() {
    rm -f "$work/world/forms/"*
    i=0
    while [ $# -ge 3 ]; do
        form "$1" "$2" "$3" >"$work/world/forms/$i.yaml"
        i=$((i + 1))
        shift 3
        [ $# -gt 0 ] && shift
    done
    for plan in plan.yaml year.db; do
        (cd "$work/world" && "$program" pulse $plan forms --beliefs "../private-$plan-$$" --iterations 256 2>&1
         echo "exit $?") >>"$work/taken"
    done
}
# reply WHO ABOUT FIELDS: the check-in of a team that comes back, its public answers the same in every
# world: previewed, then made so. The place of the book, named in problems, is the same as well.
reply() {
    echo "checkin: 2026-11-23
answers:
  work: {remaining: 2w..3w..4w}
beliefs:
  mine: {about: $2, by: $1, dated: 2026-11-22, $3}" >"$work/world/reply.yaml"
    for plan in plan.yaml year.db; do
        for how in --json '' "--apply --beliefs ../private-$plan-$$ --by ann --dated 2026-11-23"; do
            # shellcheck disable=SC2086
            (cd "$work/world" && "$program" checkin $plan --read reply.yaml $how --iterations 256 2>&1
             echo "exit $?") >>"$work/taken"
        done
    done
}
fresh() { rm -rf "$work"/private-*; }

same() {
    bad=0
    for file in "$work/$1"/*; do
        cmp -s "$file" "$work/$2/${file##*/}" && continue
        bad=$((bad + 1))
        head -1 "$file"
        diff "$file" "$work/$2/${file##*/}" | head -6
    done
    count=$(ls "$work/$1" | wc -l)
    if [ $bad = 0 ]; then echo "pass private: $3 ($count outputs)"; else echo "fail private: $3: $bad of $count outputs differ"; fi
}

fresh; world none </dev/null
fresh; world one <<'STEPS'
give bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
STEPS
fresh; world two <<'STEPS'
give bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
give cat promise 'probability: 83%, latest: 2026-12-30, vote: 5' also cat ho-1 'probability: 5%'
STEPS
fresh; world other <<'STEPS'
give bob promise 'probability: 96%, latest: 2026-12-01, vote: 4'
give cat promise 'probability: 4%, latest: 2028-12-30, vote: 2' also cat ho-1 'probability: 100%'
STEPS
rm -f "$work"/none/taken "$work"/one/taken
same none one 'nobody answered, or one did'
mv "$work/two/taken" "$work/taken-two"
same one two 'one answered, or two did'
mv "$work/taken-two" "$work/two/taken"
same two other 'two answered this, or that'

# Three: only the median is known. 17, 41, 83 and 2, 39, 44 give the same ten points; so do the dates and
# votes. The fourth and fifth answers, whatever they are, show nowhere.
fresh; world three <<'STEPS'
give bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
give cat promise 'probability: 83%, latest: 2026-12-30, vote: 5'
give dan promise 'probability: 41%, latest: 2027-01-20, vote: 3'
STEPS
fresh; world three-others <<'STEPS'
give bob promise 'probability: 44%, latest: 2027-01-18, vote: 4'
give cat promise 'probability: 39%, latest: 2026-11-25, vote: 3'
give dan promise 'probability: 2%, latest: 2029-01-20, vote: 1'
STEPS
fresh; world five <<'STEPS'
give bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
give cat promise 'probability: 83%, latest: 2026-12-30, vote: 5'
give dan promise 'probability: 41%, latest: 2027-01-20, vote: 3'
give eve promise 'probability: 99%, latest: 2026-12-02, vote: 5'
give fay promise 'probability: 0%, latest: 2030-01-20, vote: 1'
give bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
STEPS
rm -f "$work"/five/taken
same three three-others 'three whose medians agree'
rm -f "$work"/three/taken
same three five 'a fourth and a fifth answer'
carry=0
for file in "$work"/three/*; do
    cmp -s "$file" "$work/none/${file##*/}" || carry=$((carry + 1))
done
if grep -q 'believed by 3: about 40 %' "$work/three/1" && [ $carry -ge 40 ]; then
    echo "pass private: the median of three is published ($carry outputs say so)"
else
    echo "fail private: $carry outputs know of a publication"
fi

# The same through the check-in: what it reads back shows in no preview, change, log or form, whether it
# is there or not, with two who answered before or none; nothing is published by it, so the change
# beside it in the log says nothing either. Then `pulse` publishes three, as it does what its own forms brought.
every=$verbs verbs=$few
fresh; world reply-none <<'STEPS'
reply bob promise ''
STEPS
fresh; world reply-one <<'STEPS'
reply bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
STEPS
fresh; world reply-other <<'STEPS'
reply bob promise 'probability: 96%, latest: 2026-12-01, vote: 4'
STEPS
fresh; world reply-after-two <<'STEPS'
give cat promise 'probability: 83%, latest: 2026-12-30, vote: 5'
give dan promise 'probability: 41%, latest: 2027-01-20, vote: 3'
rm "$work/taken"
reply bob promise 'probability: 17%, latest: 2027-03-09, vote: 1'
STEPS
same reply-one reply-other 'a check-in believes this or that'
same reply-one reply-after-two 'a check-in is the first of three or the last'
if grep -q 'exit [^0]' "$work/reply-one/taken"; then cat "$work/reply-one/taken"; echo 'fail private: a check-in is refused'; fi
# Whether there is an answer is told to whoever holds the form, and nothing else is.
for world in none one; do
    sed '/^[0-9]* private answer/d; /^$/d; s/ --beliefs FOLDER$//' "$work/reply-$world/taken" >"$work/a"
    mv "$work/a" "$work/reply-$world/taken"
done
same reply-none reply-one 'a check-in believes nothing, or something'
(cd "$work/world" && "$program" pulse plan.yaml --beliefs "../private-plan.yaml-$$") >"$work/out" 2>&1
if grep -q 'answers: 3' "$work/out" && grep -q 'probability: 40%' "$work/out" && ! grep -q 17 "$work/out"; then
    echo 'pass private: pulse publishes what check-ins brought'
else
    cat "$work/out"; echo 'fail private: pulse does not publish what check-ins brought'
fi
verbs=$every
grep -rl '17%\|"17["%]\|170000' "$work/world" | grep -v 'reply.yaml\|forms/' | sed 's/^/fail private: an answer stands in /'

# With and without a person in the plan: what they answered before they left it shows in neither.
sed 's/, fay: {name: Fay, team: t1}//' "$work/plan.yaml" >"$work/without.yaml"
for fields in 'vote: 1' 'vote: 5'; do
    fresh
    rm -rf "$work/world"; mkdir -p "$work/world/forms"
    cp "$work/plan.yaml" "$work/world/plan.yaml"; cp "$work/plan.yaml" "$work/world/other.yaml"
    (cd "$work/world" && "$program" init plan.yaml --store year.db --by ann --dated 2026-11-23 >/dev/null 2>&1)
    give fay promise "$fields" also bob promise 'vote: 3'
    cp "$work/without.yaml" "$work/world/plan.yaml"
    ask_all
    strip "$work/said"
    rm -rf "$work/left-${fields#vote: }"; mv "$work/said" "$work/left-${fields#vote: }"
done
same left-1 left-5 'somebody who answered and left'

# Forms with faults: what is refused names places and fields, never an answer; and what the book holds
# makes no difference.
mkdir -p "$work/world/bad"
form bob promise 'probability: quagga, latest: zebra, vote: 77777, okapi: 1' >"$work/world/bad/1.yaml"
form quagga zebra 'vote: 3' >"$work/world/bad/2.yaml"
printf 'baton: 1\nbeliefs: {promise: {by: bob, probability: quagga 77777\n' >"$work/world/bad/3.yaml"
printf 'baton: 1\nbeliefs:\n  promise: {by: bob, by: quagga, vote: 77777}\n  zebra\n' >"$work/world/bad/4.yaml"
printf '{"beliefs": {"promise": {"by": "bob", "probability": "quagga", "vote": 77777, }}' >"$work/world/bad/5.json"
printf 'quagga: zebra\n%%77777\n' >"$work/world/bad/6.yaml"
: >"$work/world/bad/7.yaml"
printf 'checkin: 2026-11-23\nanswers:\n  work: {remaining: soon}\nbeliefs:\n  quagga: {about: okapi, by: zebra, vote: 77777}\n' >"$work/world/reply1.yaml"
printf 'checkin: 2026-11-23\nanswers: {work: {note: a}, beliefs: {quagga: {by: zebra, vote: 77777}\n' >"$work/world/reply2.yaml"
printf 'answers: {work: {remaining: soon, zebra: 1}}\nquagga: {by: zebra, vote: 77777}\nbeliefs: {quagga: 77777}\n' >"$work/world/reply3.yaml"
printf '{"answers": {"work": {"remaining": "soon"}}, "beliefs": {"quagga": {"by": "zebra", "vote": 77777}}}' >"$work/world/reply4.json"
printf 'id,field,answer,by,dated\nwork,remaining,soon,,\nzebra,belief,77777,quagga,okapi\npromise,belief,quagga\n' >"$work/world/reply5.csv"
printf 'id,field,answer,by,dated\npromise,belief,"77777,quagga\n' >"$work/world/reply6.csv"
for file in reply1.yaml reply2.yaml reply3.yaml reply4.json reply5.csv reply6.csv; do
    for how in '' --apply "--apply --beliefs ../private-bad-$$" --json; do
        # shellcheck disable=SC2086
        (cd "$work/world" && "$program" checkin plan.yaml --read $file $how) >"$work/out" 2>&1
        code=$?
        [ $code = 2 ] && grep -q 'error\[' "$work/out" || { cat "$work/out"; echo "fail private: $file $how ends with $code"; }
        grep -v "^$file:.*error.unknown-\(section\|field\|key\)" "$work/out" | grep -n 'quagga\|okapi\|77777' &&
            { cat "$work/out"; echo "fail private: a refused check-in is quoted ($file $how)"; }
    done
done
echo 'pass private: faults of check-ins that came back, none quoted'
for flag in '' --dry-run --json; do
    # shellcheck disable=SC2086
    (cd "$work/world" && "$program" pulse plan.yaml bad --beliefs "../private-bad-$$" $flag) >"$work/out" 2>&1
    code=$?
    faults=$(grep -c 'error\[' "$work/out")
    if grep -n 'quagga\|zebra\|okapi\|77777' "$work/out"; then echo "fail private: a refused form is quoted ($flag)"
    elif [ $code != 2 ] || [ "$faults" -lt 10 ]; then cat "$work/out"; echo "fail private: exit $code, $faults faults ($flag)"
    else echo "pass private: $faults faults of seven forms, none quoted${flag:+ ($flag)}"; fi
done
# A dry run tells nothing of what a form would complete.
fresh
rm -f "$work/world/forms/"*
give bob promise 'vote: 1' also dan promise 'vote: 1'
form eve promise 'vote: 1' >"$work/world/forms/x.yaml"; rm -f "$work/world/forms/0.yaml" "$work/world/forms/1.yaml"
before=$(cat "$work"/private-plan.yaml-*/answers.json | cksum)
(cd "$work/world" && "$program" pulse plan.yaml forms --beliefs "../private-plan.yaml-$$" --dry-run) >"$work/dry" 2>&1
(cd "$work/world" && "$program" pulse plan.yaml forms --beliefs "../private-empty-$$" --dry-run) >"$work/dry2" 2>&1
if cmp -s "$work/dry" "$work/dry2" && [ "$before" = "$(cat "$work"/private-plan.yaml-*/answers.json | cksum)" ] &&
    [ ! -e "$work/private-empty-$$" ]; then
    echo 'pass private: a dry run looks at no book'
else
    cat "$work/dry"; echo 'fail private: a dry run'
fi
# Only the owner reads the book, and version control does not.
rights=$(ls -l "$work"/private-plan.yaml-*/answers.json | cut -c1-10)
folder=$(ls -ld "$work"/private-plan.yaml-*/ | cut -c1-10)
if [ "$rights" = -rw------- ] && [ "$folder" = drwx------ ] && grep -qx '\*' "$work"/private-plan.yaml-*/.gitignore; then
    echo 'pass private: only the owner reads the book'
else
    echo "fail private: rights $rights, folder $folder"
fi
cd "$here" || exit 1

# SPDX-License-Identifier: Apache-2.0
# Part of run.sh: `report verify --together` accepts what belongs together, and names each
# contradiction that is planted in one report of two, with both places.
# shellcheck shell=sh disable=SC2154

together() { # NAME FILES...: accepted, with a fact in common
    name=$1
    shift
    if "$BATON" report verify "$@" --together >"$work/out" 2>"$work/errors" &&
        grep -q ': none contradicts' "$work/out" && ! grep -q ' claims, 0 of them' "$work/out"
    then echo "pass together $name"
    else
        head -3 "$work/errors"
        echo "fail together $name: refused, or nothing in common"
    fi
}
# The text of the brief is made without its ids: it cannot be compared.
for name in sherlock kubernetes; do mv "$work/$name/brief.txt" "$work/$name.brief"; done
together 'all of sherlock' "$work"/sherlock/*.md "$work"/sherlock/*.html "$work"/sherlock/*.txt
together 'all of kubernetes' "$work"/kubernetes/*.md "$work"/kubernetes/*.html "$work"/kubernetes/*.txt
for name in sherlock kubernetes; do mv "$work/$name.brief" "$work/$name/brief.txt"; done
# Plans that others made, without promises; and one whose titles are its ids.
for folder in "$work"/mspdi_*; do
    [ -d "$folder" ] || continue
    mv "$folder/brief.txt" "$work/of.brief"
    together "all of ${folder##*/}" "$folder"/*.md "$folder"/*.html "$folder"/*.txt
    mv "$work/of.brief" "$folder/brief.txt"
done
mkdir "$work/of"
for reader in exec eng finance sales release program; do
    "$BATON" report tests/audience/plan.yaml --for $reader --md $runs >"$work/of/$reader.md" 2>/dev/null
done
"$BATON" brief tests/audience/plan.yaml --format markdown $runs >"$work/of/brief.md" 2>/dev/null
together 'all of a small plan' "$work"/of/*.md
rm -r "$work/of"
# Each register beside the one for executives, in both orders.
for name in sherlock kubernetes; do
    refused=''
    pairs=0
    for file in "$work/$name"/*.md "$work/$name"/*.html; do
        pairs=$((pairs + 1))
        "$BATON" report verify "$file" "$work/$name/exec.md" --together >"$work/out" 2>&1 &&
            "$BATON" report verify "$work/$name/exec.html" "$file" --together >"$work/out" 2>&1 ||
            refused="$refused ${file##*/}"
    done
    if [ -z "$refused" ]; then echo "pass together: $pairs reports of $name beside exec, both ways"
    else echo "fail together: refused beside exec of $name:$refused"; fi
done
for reader in exec eng release; do
    for audience in $reader board; do
        "$BATON" report tests/audience/plan.yaml --for $reader --audience $audience --md $runs \
            >"$work/of-$reader-$audience.md" 2>/dev/null
    done
done
together 'readers who may see more or less' "$work"/of-*.md
rm "$work"/of-*.md

mkdir "$work/apart"
apart() { # CODE NAME FILE SED OTHER: planted in FILE, named beside OTHER of the same plan
    sed "$4" "$work/sherlock/$3" >"$work/apart/$2"
    if cmp -s "$work/apart/$2" "$work/sherlock/$3"; then echo "fail apart $2: nothing was planted"; fi
    "$BATON" report verify "$work/apart/$2" "$work/sherlock/$5" --together >"$work/out" \
        2>"$work/errors"
    code=$?
    case $1 in
    contradicts) wanted="^error\[contradicts\]: .*/$5, line [0-9]*: .* here, and .*/apart/$2, line [0-9]" ;;
    named) wanted="^error\[contradicts\]: .*/apart/$2, line [0-9]*: .* rests on no claim, and .*/sherlock/$5, line [0-9]" ;;
    judged) wanted="^error\[no-fact\]: .*/apart/$2, line [0-9]*: .* rests on no claim, and .* is '\(.*off course\|.*at risk\)' in " ;;
    contradicts-id) wanted="^error\[contradicts\]: .*/apart/$2, line [0-9]*: ga-march.id is" ;;
    other-run) wanted="^error\[other-run\]: .*/$5: .*/apart/$2" ;;
    *) wanted="^error\[$1\]: .*/apart/$2[:,]" ;;
    esac
    if [ $code -eq 1 ] && grep -q "$wanted" "$work/errors"; then echo "pass apart $2"
    else
        head -2 "$work/errors"
        echo "fail apart $2: exit $code, and not named as $1"
    fi
}
apart contradicts number exec.md 's/\(ga-march.likely-->\)[^<]*</\1about 60 %</' eng.md
apart contradicts number-page exec.html 's/\(ga-march.likely">\)about.[0-9]*.%/\1about 60 %/' eng.md
apart contradicts number-table eng.md 's/\(ga-march.likely-->\)[^<]*<!--\/c--> |/\129 %<!--\/c--> |/' exec.md
apart contradicts date exec.md 's/\(ga-march.p80-->\)[^<]*</\110 Apr</' sales.html
apart contradicts date-iso eng.md 's/\(ga-march.p80-->\)2027-04-26/\12027-04-27/' exec.md
apart contradicts year eng.md 's/\(ga-march.date-->\)2027-/\12028-/' exec.md
apart contradicts week sales.md 's/\(pilot-february.p80-->\)[^<]*</\1the week of 22 Feb</' eng.html
apart contradicts promised-date sales.md 's/\(ga-march.date-->\)[^<]*</\1Wed 30 Jun</' exec.html
apart contradicts status sales.md 's/\(ga-march.status-->\)off.course</\1on course</' exec.md
apart contradicts status-page sales.html 's/\(ga-march.status">\)off.course</\1at risk</' eng.md
apart contradicts status-overall exec.md 's/\(sherlock.status-->\)off.course</\1at risk</' program.md
apart contradicts title sales.md 's/\(ga-march.title-->[*]*\)All annotation/\1Most annotation/' exec.md
apart contradicts decider exec.md 's/\(d-05.decider-->[*]*\)Rosa Haas/\1Lin Chen/' finance.md
apart contradicts money exec.md 's/\(cost.p80-->\)[^<]*</\1$1.80M</' finance.md
apart contradicts rounded-up sales.md 's/nearly.80.%/about 80 %/' exec.md
apart contradicts certain exec.md 's/\(ga-march.likely-->\)[^<]*</\1certain</' sales.md
apart contradicts reported exec.md 's/\(ga-march.reported-->[*]*\)green/\1amber/' brief.md
apart contradicts sentence eng.md 's/is promised for Wed.31.Mar/is promised for Fri 30 Apr/' brief.md
apart contradicts emptied exec.md 's/\(ga-march.p80-->\)[^<]*</\1</' eng.md
apart no-fact added-number exec.md 's/^## \*\*Money/The team is 12 people strong.\n\n&/' eng.md
apart no-fact added-date exec.md 's/^## \*\*Money/It ships on 4 Dec.\n\n&/' eng.md
apart no-fact added-probability exec.html 's/<\/h1>/&<p>We are 80 % sure of all of it.<\/p>/' eng.md
apart no-fact unmarked-number exec.md "s/${c}ga-march.p80-->\([^<]*\)<!--\/c-->/\1/" eng.md
apart left-out red-dropped exec.md '/ga-march.status/d' sales.md
apart left-out red-dropped-page sales.html 's/ data-claim="ga-march.status"//' exec.md
# Outside claims: names that claims have otherwise, and words beside what is off or at risk.
apart named name-in-claims-place exec.md "s/${c}d-05.decider-->[^<]*<!--\/c-->/**Lin Chen**/" eng.md
apart named name-in-claims-place-page exec.html 's/<span[^>]*data-claim="d-05.decider"[^>]*>[^<]*<[^>]*>/Lin Chen/' finance.md
apart no-fact name-unmarked exec.md 's/^## \*\*Money/Ask Rosa Haas for it.\n\n&/' eng.md
apart no-fact name-unknown eng.md 's/^## \*\*Capacity/Our friend John Miller helps.\n\n&/' exec.md
apart no-fact promise-named sales.md 's/^## \*\*Next/All annotation customers on the new platform: as planned.\n\n&/' exec.md
apart contradicts-id id-of-another doc:charter.md 's/\(ga-march.id-->\)ga-march/\1pilot-february/' exec.md
apart judged promised exec.md 's/^## \*\*Money/We will ship it.\n\n&/' eng.md
apart judged on-track exec.md 's/^## \*\*Money/Everything else is on track.\n\n&/' sales.md
apart judged fine exec.html 's/<\/h1>/&<p>It is probably fine.<\/p>/' eng.md
apart judged no-worry sales.md 's/^## \*\*Next/There is no cause to worry.\n\n&/' eng.md
apart judged guaranteed exec.md 's/The date that is 80.*so kept four times in five, is/The guaranteed date is/' eng.md
apart judged green exec.md 's/That is not green yet/That is green/' eng.md
apart judged saves finance.md 's/A week of delay costs/A week of delay saves/' exec.md
apart judged agreed doc:charter.md '4s/$/ The board agreed to it./' exec.md
apart judged a-third exec.md 's/^## \*\*Money/A third of it is left.\n\n&/' eng.md
apart judged words-as-good sales.md "s/${c}ga-march.status-->[^<]*<!--\/c-->/on course/" exec.md
apart left-out red-words-as-good sales.md "s/${c}ga-march.status-->[^<]*<!--\/c-->/on course/" exec.md
apart left-out red-dropped-named doc:charter.md "s/${c}ga-march.\(status\|date\|p80\|likely\)-->[^<]*<!--\/c-->//g" exec.md
apart hidden struck exec.md 's/^.*ga-march.status.*$/~~&~~/' eng.md
apart hidden white sales.html 's/<p>\(.*ga-march.status\)/<p style="color:#fff">\1/' exec.md
apart hidden styled program.html 's/<\/style>/td.k{display:none}<\/style>/' exec.md
apart hidden scripted sales.html 's/<\/body>/<script>document.body.innerText="on course"<\/script>&/' exec.md
apart cut-off cut sales.html '/<\/html>/d' exec.md
apart other-run other-seed exec.md 's/seed=1 /seed=2 /' eng.md
apart other-run other-plan exec.html 's/inputs=[0-9a-f]*/inputs=12345/' eng.md
apart other-run other-seed-text exec.txt 's/seed=1 /seed=2 /' eng.md
apart no-run no-run exec.md '/^<!--baton /d' eng.md
apart no-ids no-ids exec.plain 's/^Money$/Our money/' eng.md
apart broken-mark torn-mark exec.md '0,/<!--\/c-->/s///' eng.md

sed '2s/^/Dear colleagues, here is where we stand.\n\n/; /^## ..Path to green/,/^## ..Money/{/^## ..Money/!d}' \
    "$work/sherlock/exec.md" >"$work/apart/edited.md"
together 'a greeting, and a section cut' "$work/apart/edited.md" "$work/sherlock/eng.md"
"$BATON" report verify "$work/apart/date" "$work/sherlock/sales.md" --together --json >"$work/out" 2>/dev/null
if [ $? -eq 1 ] && grep -q '"kind": *"verify-together"' "$work/out" &&
    grep -q '"code": *"contradicts"' "$work/out" && grep -q '"words_compared": *true' "$work/out"
then echo 'pass together as JSON'; else echo 'fail together as JSON'; fi
"$BATON" report verify "$work/sherlock/exec.md" --together >"$work/out" 2>&1
alone=$?
"$BATON" report verify "$work/sherlock/exec.md" "$work/sherlock/eng.md" --together --plan $sherlock >"$work/out" 2>&1
planned=$?
if [ $alone -eq 2 ] && [ $planned -eq 2 ]; then echo 'pass together is of two reports, and of no plan'
else echo 'fail together: one report, or a plan, is taken'; fi

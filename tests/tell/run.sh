#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Reports as they are sent: verify accepts each of ours, refuses each planted lie by name, accepts
# what people edit honestly; and our own style. LONG=1 plants each class of lie in every form.
[ -x "$BATON" ] || { echo 'skip tell: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runs='--iterations 1024'
sherlock=examples/sherlock

tell() { # PLAN READER FORM: a report, or a document doc:NAME, into $work/out
    # shellcheck disable=SC2086
    case $2 in
    doc:*) set -- "$1" "--doc ${2#doc:}" "$3" report ;;
    brief) case $3 in --md) set -- "$1" '' '--format markdown' brief ;;
                      --facts) set -- "$1" '' '' brief ;; *) set -- "$1" '' "$3" brief ;; esac ;;
    *) set -- "$1" "--for $2" "$3" report ;;
    esac
    # shellcheck disable=SC2086
    timeout 120 "$BATON" "$4" "$1" $2 $3 $runs >"$work/out" 2>"$work/errors" </dev/null
}

# --- our own reports ------------------------------------------------------------------------------

ours() { # NAME PLAN READERS...
    name=$1 plan=$2
    shift 2
    mkdir -p "$work/$name"
    for reader in "$@"; do
        for form in md html txt; do
            case $form in txt) flag=--facts ;; *) flag=--$form ;; esac
            if ! tell "$plan" "$reader" $flag; then
                echo "fail $name $reader $form: $(head -1 "$work/errors")"
            fi
            cp "$work/out" "$work/$name/$reader.$form"
        done
        # As it stands on a terminal: no ids, and no word of which run it is.
        sed '/^Facts: /,$d' "$work/$name/$reader.txt" >"$work/$name/$reader.plain"
    done
    # shellcheck disable=SC2086
    if timeout 120 "$BATON" report verify "$work/$name"/* --plan "$plan" $runs >"$work/out" \
        2>"$work/errors" && [ "$(grep -c '^ok' "$work/out")" -eq $(($# * 4)) ]; then
        echo "pass $name: $(($# * 4)) reports agree with the plan"
    else
        head -5 "$work/errors"
        echo "fail $name: our own reports are refused"
    fi
}
documents='doc:charter doc:risk-register doc:dependency-map doc:design-review doc:prfaq doc:postmortem'
# shellcheck disable=SC2086
ours sherlock $sherlock brief exec eng finance sales release program team:billing team:identity \
    $documents doc:decision:d-05 doc:decision:d-07
ours kubernetes examples/kubernetes-1.27 brief exec eng finance sales release program team:sig-node $documents
found=0
for file in ../shared/data/oracles/mspdi_homemoveplan.xml \
    ../shared/data/oracles/mspdi_software_development_plan.xml \
    ../shared/data/oracles/mspdi_residential_construction.xml; do
    [ -f "$file" ] || continue
    found=$((found + 1))
    ours "$(basename "$file" .xml)" "$file" brief exec eng finance sales release $documents
done
[ $found -gt 0 ] || echo 'skip tell imported: there is no ../shared/data/oracles'

# The same bytes for any number of threads.
"$BATON" report $sherlock --md --iterations 1024 --threads 1 >"$work/one"
"$BATON" report $sherlock --md --iterations 1024 --threads 3 >"$work/three"
if cmp -s "$work/one" "$work/three"; then echo 'pass threads'; else echo 'fail threads: other bytes'; fi

# --- lies -----------------------------------------------------------------------------------------

mkdir "$work/lies"
: >"$work/wanted"
lie() { # CODE NAME FILE SED: the file with the edit, which must change it
    sed "$4" "$work/sherlock/$3" >"$work/lies/$2"
    if cmp -s "$work/lies/$2" "$work/sherlock/$3"; then echo "fail lie $2: nothing was planted"; fi
    echo "$1 $2" >>"$work/wanted"
}
c='<!--c '
while read -r code name file edit; do
    case $code in '' | '#') ;; *) lie "$code" "$name" "$file" "$edit" ;; esac
done <tests/tell/lies.list
"$BATON" report verify "$work/lies"/* --plan $sherlock --iterations 1024 >"$work/out" 2>"$work/errors"
[ $? -eq 1 ] || echo 'fail lies: verify does not exit with 1'
while read -r code name; do
    if grep -q "^error\[$code\]: .*/lies/$name[:,]" "$work/errors"; then echo "pass lie $name"
    else
        grep "/lies/$name" "$work/errors" "$work/out" | head -3
        echo "fail lie $name: not refused as $code"
    fi
done <"$work/wanted"

# --- cut off in the middle -------------------------------------------------------------------------

mkdir "$work/cut"
[ "$LONG" = 1 ] && step=1 || step=7
for file in exec.md program.md sales.html program.html eng.txt finance.txt; do
    size=$(wc -c <"$work/sherlock/$file")
    part=1
    while [ $part -lt 100 ]; do
        head -c $((size * part / 100)) "$work/sherlock/$file" >"$work/cut/$part@$file"
        part=$((part + step))
    done
done
head -c 12000 "$work/sherlock/sales.html" >"$work/cut/12000@sales.html"
# Text that ends with a whole line, before its list, is text of which parts were cut.
for file in "$work"/cut/*.txt; do
    case $(tail -c 1 "$file") in '' | ' ' | '.' | ':') grep -q '^Facts: ' "$file" || rm "$file" ;; esac
done
"$BATON" report verify "$work/cut"/* --plan $sherlock --iterations 1024 >"$work/out" 2>"$work/errors"
cuts=$(ls "$work/cut" | wc -l)
if [ "$(grep -c '^refused ' "$work/out")" -eq "$cuts" ] &&
    grep -q '^error\[cut-off\]: .*12000@sales.html: .*send it whole' "$work/errors"
then echo "pass cut off: each of $cuts refused"
else
    grep '^ok' "$work/out" | head -5
    echo "fail cut off: $(grep -c '^refused' "$work/out") of $cuts refused"
fi
rm -r "$work/cut"

# Of more than four promises the brief draws one picture: a red one may not be missing there either.
cat >"$work/many.json" <<'PLAN'
{"program": {"id": "many", "start": "2026-11-02", "as_of": "2026-11-23"}, "tasks": {"t": {"estimate": "3w..5w..9w"}},
 "milestones": {"m": {"after": ["t"]}}, "commitments": {
 "c1": {"milestone": "m", "date": "2026-12-04"}, "c2": {"milestone": "m", "date": "2026-12-11"}, "c3": {"milestone": "m", "date": "2026-12-18"},
 "c4": {"milestone": "m", "date": "2026-12-24"}, "c5": {"milestone": "m", "date": "2026-12-29"}, "c6": {"milestone": "m", "date": "2027-03-31"}}}
PLAN
mkdir "$work/many"
"$BATON" brief "$work/many.json" $runs --format markdown >"$work/many/whole.md"
"$BATON" brief "$work/many.json" $runs --html >"$work/many/whole.html"
sed '/ off course.* c3 /d' "$work/many/whole.md" >"$work/many/red-dropped.md"
sed 's/■ off course\(.* c3 \)/● on course \1/' "$work/many/whole.md" >"$work/many/red-painted.md"
sed 's/\( c3 .*\)├/\1 ├/' "$work/many/whole.md" >"$work/many/bar-moved.md"
tr '\n' '\001' <"$work/many/whole.html" | sed 's/<svg class="p p-ranges[^!]*<\/svg>//' | tr '\001' '\n' >"$work/many/drawing-dropped.html"
for file in whole.md whole.html; do
    if "$BATON" report verify "$work/many/$file" --plan "$work/many.json" $runs >"$work/out" 2>&1
    then echo "pass many promises: $file"; else head -3 "$work/out"; echo "fail many promises: $file is refused"; fi
done
for file in red-dropped.md red-painted.md bar-moved.md drawing-dropped.html; do
    if cmp -s "$work/many/$file" "$work/many/whole.${file##*.}"; then echo "fail many promises: $file planted nothing"; fi
    if "$BATON" report verify "$work/many/$file" --plan "$work/many.json" $runs 2>&1 | grep -q '^error\[\(left-out\|contradicts\)\]'
    then echo "pass lie many promises: $file"; else echo "fail lie many promises: $file is accepted"; fi
done
rm -r "$work/many"

# --- plain text broken anew -------------------------------------------------------------------------

. tests/tell/wrapped.sh

# --- reports beside each other, without a plan -----------------------------------------------------

. tests/tell/together.sh

# --- lies, planted by class in every register -------------------------------------------------------

planted() { # NAME PLAN
    mkdir "$work/planted"
    [ "$LONG" = 1 ] && forms=all || forms=one
    python3 tests/tell/lies.py "$work/$1" "$work/planted" $forms
    (cd "$work/planted" && ls | grep @ | xargs -n 200 "$BATON" report verify --plan "$root/$2" \
        --iterations 1024) 2>"$work/errors" >"$work/out"
    awk -v name="$1" '
        FNR == NR {
            if (match($0, /^error\[[a-z-]*\]/)) {
                code = substr($0, 6, RLENGTH - 5)
                file = $2
                sub(/[,:]$/, "", file)
                named[file] = named[file] code
            }
            next
        }
        {
            lies++
            classes[$1] = 1
            split($2, codes, ",")
            for (i in codes)
                if (index(named[$3], "[" codes[i] "]") > 0) { found++; next }
            print "fail lie in " name ": " $3 " is refused as nothing of " $2
        }
        END {
            for (c in classes) count++
            if (lies == found && count >= 50)
                print "pass lies in " name ": " lies " of " count " classes, each refused by name"
            else
                print "fail lies in " name ": " found + 0 " of " lies ", " count " classes"
        }' "$work/errors" "$work/planted/planted" | head -20
    rm -r "$work/planted"
}
root=$(pwd)
if command -v python3 >/dev/null; then
    planted sherlock $sherlock
    planted kubernetes examples/kubernetes-1.27
else echo 'skip tell lies: there is no python3'; fi

# What an audience may not see: the count is exact, and nothing withheld may be cited.
plan=tests/audience/plan.yaml
"$BATON" report $plan --for sales --md $runs >"$work/sales.md" 2>"$work/errors"
"$BATON" report $plan --for sales --html $runs >"$work/sales.html" 2>>"$work/errors"
if grep -i -q 'zebra\|777k' "$work/sales.md" "$work/sales.html"; then echo 'fail withheld: one is named'
elif "$BATON" report verify "$work/sales.md" "$work/sales.html" --plan $plan $runs >"$work/out" \
    2>"$work/errors"; then echo 'pass withheld'
else
    head -3 "$work/errors"
    echo 'fail withheld: our own report is refused'
fi
for reader in exec eng finance release team:billing; do
    "$BATON" report $plan --for $reader --audience sales --md $runs 2>&1 </dev/null
    "$BATON" report $plan --for $reader --audience sales --json $runs 2>&1 </dev/null
done >"$work/out"
for name in charter risk-register dependency-map design-review prfaq postmortem; do
    "$BATON" report $plan --doc $name --audience sales --md $runs 2>&1 </dev/null
    "$BATON" report $plan --doc $name --audience sales --json $runs 2>&1 </dev/null
done >>"$work/out"
if grep -i -q 'zebra\|777k\|777000' "$work/out"; then
    grep -i -n 'zebra\|777' "$work/out" | head -3
    echo 'fail withheld in every register: one is named'
else echo 'pass withheld in every register'; fi
sed 's/\(withheld-->\)[0-9]*/\10/' "$work/sales.md" >"$work/none.md"
"$BATON" report verify "$work/none.md" --plan $plan $runs >/dev/null 2>"$work/errors"
if grep -q 'error\[contradicts\].*withheld' "$work/errors"; then echo 'pass withheld is counted'
else echo 'fail withheld is counted: a changed count passes'; fi
sed '/withheld-->/d' "$work/sales.md" >"$work/none.md"
"$BATON" report verify "$work/none.md" --plan $plan $runs >/dev/null 2>"$work/errors"
if grep -q 'error\[left-out\].*withheld' "$work/errors"; then echo 'pass withheld is said'
else echo 'fail withheld is said: a dropped count passes'; fi

# --- honest edits ---------------------------------------------------------------------------------

honest() { # NAME FILE SED
    sed "$3" "$work/sherlock/$2" >"$work/edited.md"
    if cmp -s "$work/edited.md" "$work/sherlock/$2"; then echo "fail honest $1: no edit"; return; fi
    # shellcheck disable=SC2086
    if "$BATON" report verify "$work/edited.md" --plan $sherlock $runs >"$work/out" \
        2>"$work/errors"; then echo "pass honest $1"
    else
        head -2 "$work/errors"
        echo "fail honest $1: refused"
    fi
}
honest 'a greeting' exec.md '2s/^/Dear colleagues, here is where we stand.\n\n/'
honest 'a section cut' exec.md '/^## ..Path to green/,/^## ..Money/{/^## ..Money/!d}'
honest 'other words' exec.md 's/ It hangs most on / What matters most is /'
honest 'a list instead of lines' sales.md 's/^- /* /'
honest 'a row cut' finance.md '/Months counted/d'
honest 'a column cut' finance.md '/^| Month |/,/^$/s/|[^|]*|$/|/'
honest 'styles of a mail program' exec.html 's/<p>/<p style="margin:0cm 0cm 8pt -4px;font-family:Calibri,sans-serif;color:black;font-size:11.0pt;background:white">/'
honest 'a greeting above a text' exec.txt '1s/^/Dear colleagues, here is where we stand.\n\n/'
honest 'a section cut from a text' exec.plain '/^Path to green/,/^Money/{/^Money/!d}'
honest 'other words in a text' exec.plain 's/^How sure we are$/How far to trust it/'
honest 'lines broken elsewhere' exec.plain '0,/ about /s// about\n/; 0,/ likely/s//\nlikely/'
honest 'another order' exec.plain '/^Money/,/^$/{H;d};$G'

# The brief is a list, not prose.
rm -f "$work"/*/brief.md

# --- style ----------------------------------------------------------------------------------------

# What a reader sees of the Markdown: no comments, no marks.
seen() { sed 's/<!--[^>]*-->//g; s/\*\*//g; s/\\\(.\)/\1/g' "$1"; }
style() { # NAME PATTERN: no line of any report has it
    for file in "$work"/*/*.md; do seen "$file"; done | grep -v '^|' | grep -E -n -i "$2" >"$work/out"
    if [ -s "$work/out" ]; then
        head -3 "$work/out"
        echo "fail style $1"
    else echo "pass style $1"; fi
}
style 'no filler' '(please note|in order to|going forward|leverage|synerg|as you can see|it should be noted|basically|actually|robust|seamless|holistic|utili[sz]e|at this point in time|moving forward|deep dive|stakeholder alignment|best-in-class|circle back|touch base|exciting|delve)'
style 'plurals' '(^|[^0-9.])1.(days|weeks|items|tasks|people|problems|criteria unmet)'
style 'no doubled blank' '[^ |-]  +[^ |]'
style 'no doubled word' '(^| )(the the|a a|is is|of of|by by|to to)( |$)'
style 'no blank before a mark' '[a-z] [,.;:]( |$)'
style 'no empty brackets' '\( *\)|[^a-z]nan[^a-z]|null|%!|-1 %'
# Days of a week are written Mon 4 Jan, never the other way or with slashes.
style 'dates' '[0-9]+/[0-9]+/[0-9]+|[A-Z][a-z]{2} [0-9]{1,2}, [0-9]{4}'
for file in "$work"/sherlock/*.md "$work"/kubernetes/*.md; do seen "$file"; done | grep -v '^[|#]' |
    sed 's/[.?!]\( \|$\)/\n/g; s/[:;] /\n/g' | awk 'NF > 34 { print NF ": " $0 }' >"$work/out"
if [ -s "$work/out" ]; then
    head -3 "$work/out"
    echo 'fail style sentences: longer than 34 words'
else echo 'pass style sentences'; fi
# Prose has one style of dates; only what people wrote themselves keeps theirs.
for file in "$work"/sherlock/*.md "$work"/kubernetes/*.md; do
    sed 's/<!--c [a-z0-9-]*\.\(trigger\|evidence\|because\|words\|text\)-->[^<]*<!--\/c-->//g' "$file" | sed 's/<!--[^>]*-->//g'
done | grep -v '^|' | grep -n -E '[0-9]{4}-[0-9]{2}-[0-9]{2}' >"$work/out"
if [ -s "$work/out" ]; then
    head -3 "$work/out"
    echo 'fail style dates: as in a file'
else echo 'pass style dates in prose'; fi
# No words of this program for what a reader can be told: what is a date that is 80 % likely, what a
# simulation; no spans as a plan file has them.
style 'no word of the trade' '80.%.date|(simulated|of the|of|in the|the) runs([^a-z]|$)|iterations|counterfactual|percentile|quantile|P80 (moved|was)|Mended, the|Move:|the least likely promise'
for file in "$work"/*/*.md; do
    sed 's/<!--c [a-z0-9-]*\.\(trigger\|evidence\|because\|words\|text\)-->[^<]*<!--\/c-->//g' "$file" |
        sed 's/<!--[^>]*-->//g; s/\\\(.\)/\1/g'
done | grep -n -E '(^|[^0-9a-z])[0-9.]+(w|d|h|ew|ed)([^a-z0-9]|$)' >"$work/out"
if [ -s "$work/out" ]; then
    head -3 "$work/out"
    echo 'fail style spans: as in a file'
else echo 'pass style spans'; fi
# An id stands for a title only after both stood together, or in brackets behind it.
for file in "$work"/sherlock/*.md "$work"/kubernetes/*.md; do
    awk -v file="${file##*/}" '
        {
            line = $0
            while (match(line, /<!--c [^>]*-->/)) {
                id = substr(line, RSTART + 6, RLENGTH - 9)
                line = substr(line, RSTART + RLENGTH)
                subject = id
                sub(/\..*/, "", subject)
                if (id ~ /\.(title|question|what)$/ || id ~ /^[^.]*\.[a-z-]+$/ && line ~ "^[^<]*\\(" subject "\\)")
                    named[subject] = 1
                if (id ~ /^[^.]*\.id$/ && !named[subject])
                    print file ": " subject
            }
        }' "$file"
done >"$work/out"
if [ -s "$work/out" ]; then
    head -3 "$work/out"
    echo 'fail style ids: one stands where its title was not said yet'
else echo 'pass style ids'; fi
. tests/tell/weekly.sh
# The page for executives: short (a printed sheet, which tests/page proves), asks in order, no words of
# the trade, nothing twice.
"$BATON" report $sherlock --for exec $runs >"$work/exec.txt" 2>"$work/errors"
lines=$(wc -l <"$work/exec.txt")
if [ "$lines" -le 92 ]; then echo "pass exec has $lines lines"; else echo "fail exec has $lines lines"; fi
if grep -n -E '(^| )runs|P[0-9]0|[0-9]{4}-[0-9]{2}|iterations|80.% date' "$work/exec.txt"; then
    echo 'fail exec plain: words of the trade'
else echo 'pass exec plain'; fi
sed -n '/^What we ask/,/^$/p' "$work/exec.txt" | sed -n 's/^  \([A-Z][a-z]* [0-9]* [A-Z][a-z]*\), .*/\1/p' >"$work/asked"
while read -r _ day month; do
    year=2027
    case $month in Nov | Dec) year=2026 ;; esac
    date -u -d "$day $month $year" +%F
done <"$work/asked" >"$work/days"
if [ "$(wc -l <"$work/days")" -ge 6 ] && sort -c "$work/days" 2>/dev/null; then echo 'pass exec asks by date'
else
    cat "$work/asked"
    echo 'fail exec asks by date'
fi

# No date of a forecast without its probability beside it; tables have it in their headings.
grep -h -E '\.(p10|p50|p80|p90)-->' "$work"/*/*.md | grep -v '^|' |
    grep -v -E '%|P50|P80|P90|four times in five|Half of the simulations' >"$work/out"
if [ -s "$work/out" ]; then
    head -2 "$work/out"
    echo 'fail style probability: a date stands alone'
else echo 'pass style probability'; fi

# SPDX-License-Identifier: Apache-2.0
# Part of run.sh: plain text whose lines a mail program broke anew, quoted or ran together is
# accepted, rows of tables torn or not; a word changed in it is refused.
# shellcheck shell=sh disable=SC2154

wrap() { # HOW: from standard input
    case $1 in
    quoted) fold -s -w 72 | sed 's/ *$//; s/^/> /' ;;
    twice) sed 's/^/>> /' ;;
    flowed) fmt -w 100 ;;
    *) fold -s -w "$1" ;;
    esac
}
wrapped() { # NAME PLAN HOW FORM...: every text of that plan
    mkdir "$work/wrapped"
    for form in $4; do
        for file in "$work/$1"/*."$form"; do wrap "$3" <"$file" >"$work/wrapped/${file##*/}"; done
    done
    count=$(ls "$work/wrapped" | wc -l)
    if "$BATON" report verify "$work/wrapped"/* --plan "$2" $runs >"$work/out" 2>"$work/errors" &&
        [ "$(grep -c '^ok' "$work/out")" -eq "$count" ]
    then echo "pass wrapped $3: $count texts of $1"
    else
        head -3 "$work/errors"
        echo "fail wrapped $3: texts of $1 are refused"
    fi
    rm -r "$work/wrapped"
}
for how in 60 72 100 quoted twice flowed; do wrapped sherlock $sherlock $how 'txt plain'; done
# fold counts bytes: at fewer it would cut the long bars of a brief, and no mail program does.
for how in 100 quoted flowed; do wrapped kubernetes examples/kubernetes-1.27 $how txt; done
# As wide as a terminal was, and broken anew: the lines no longer say how wide.
mkdir "$work/wide"
for reader in exec eng finance program; do
    "$BATON" report $sherlock --for $reader $runs --width 100 >"$work/wide/$reader.txt" 2>/dev/null
done
wrapped wide $sherlock 72 txt
rm -r "$work/wide"

mkdir "$work/wrapped"
count=0
while read -r name file edit; do
    sed "$edit" "$work/sherlock/$file" >"$work/edited"
    if cmp -s "$work/edited" "$work/sherlock/$file"; then echo "fail lie wrapped $name: nothing was planted"; fi
    for how in 60 72 quoted flowed; do
        wrap $how <"$work/edited" >"$work/wrapped/$how@$name"
        count=$((count + 1))
    done
done <<'LIES'
number exec.txt s/about 25 %/about 60 %/
number-in-table eng.txt s/ 25 %/ 69 %/
date exec.txt s/26 Apr/10 Apr/
date-in-table program.txt s/2027-04-26/2027-04-16/
name exec.txt s/Rosa Haas/Lin Chen/
name-in-list finance.plain s/Rosa Haas/Lin Chen/
status exec.plain 0,/off course/s//on course/
status-in-table sales.txt s/off course/on course/
money finance.txt s/\$[0-9.]*M/$9.99M/
reported exec.txt 0,/reported green/s//reported amber/
denial exec.plain s/That is not green yet/That is green/
promise sales.plain s/^Next update/We will ship it.\n\n&/
LIES
"$BATON" report verify "$work/wrapped"/* --plan $sherlock $runs >"$work/out" 2>"$work/errors"
if [ "$(grep -c '^refused' "$work/out")" -eq $count ] && [ $count -eq 48 ]
then echo "pass lies wrapped: each of $count refused"
else
    grep '^ok' "$work/out" | head -5
    echo "fail lies wrapped: $(grep -c '^refused' "$work/out") of $count refused"
fi
rm -r "$work/wrapped"

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Pages in a real browser: axe finds nothing to object to, light and dark, wide and narrow; nothing is
# asked of any other place; a brief prints on one sheet. Needs chromium and npm (for axe-core); the
# browser is not installed for it: it is as large as all else together.
[ -x "$BATON" ] || { echo 'skip page: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A program that has what all fourteen pictures need. In text they keep to the width, and to ASCII.
export BATON
sh tests/page/pier.sh "$work/pier.db" || echo 'fail pier: there is no store'
runs='--iterations 500 --quiet --since 2026-11-09'
for width in 80 40; do
    for form in '' --ascii; do
        # shellcheck disable=SC2086
        "$BATON" picture "$work/pier.db" $runs --width $width $form >"$work/drawn" 2>&1
        drawn=$(grep -c '^80.% by\|^Who waits\|^Load by\|^Spent, \|^How \|^Said and\|^The buffer\|^What \|^Why \|^Decisions' "$work/drawn")
        # A character is a column here: none is wide.
        over=$(LC_ALL=C sed 's/[\x80-\xbf]//g' "$work/drawn" | LC_ALL=C awk -v most=$width 'length($0) > most' | wc -l)
        other=0
        [ -z "$form" ] || other=$(LC_ALL=C grep -c '[^ -~]' "$work/drawn")
        if [ "$over" = 0 ] && [ "$other" = 0 ] && [ "$drawn" -ge 13 ]; then echo "pass pictures in $width columns $form"
        else echo "fail pictures in $width columns $form: $over lines are wider, $other have other characters, $drawn heads"; fi
    done
done
"$BATON" picture "$work/pier.db" promises --svg --iterations 64 --quiet >"$work/pier.svg" 2>"$work/errors"
if command -v python3 >/dev/null; then python3 tests/page/palette.py "$work/pier.svg" app/pdf/draw.c
else echo 'skip palette: there is no python3'; fi

command -v chromium >/dev/null || { echo 'skip page: chromium is not installed'; exit 0; }
axe=$BUILD/page/node_modules/axe-core/axe.min.js
[ -f "$axe" ] || npm install --silent --prefix "$BUILD/page" axe-core@4 >/dev/null 2>&1
[ -f "$axe" ] || { echo 'skip page: axe-core cannot be installed'; exit 0; }

# All pages with one start of the browser: what is to be asked of it, a line each, and its answers.
: >"$work/asked"
browse() { python3 tests/page/browser.py "$axe" "$work/profile" <"$work/asked" >"$work/answers" 2>"$work/errors"; }

# look NAME ARGS...: the page of a command.
look() {
    name=$1
    shift
    "$BATON" "$@" --html --iterations 2000 >"$work/$name.html" 2>/dev/null
    if [ ! -s "$work/$name.html" ]; then
        echo "fail $name: there is no page"
        return
    fi
    if grep -Eq '(src|href|url\()[ =]*.?(https?:)?//' "$work/$name.html"; then
        echo "fail $name: asks something of another place"
    else
        echo "pass $name asks nothing of another place"
    fi
    size=$(wc -c <"$work/$name.html")
    if [ "$size" -le 300000 ]; then echo "pass $name has $size bytes"; else echo "fail $name: $size bytes"; fi
    for theme in light dark; do
        for width in 1000 400; do echo "axe $theme $width $work/$name.html"; done
    done >>"$work/asked"
}

look brief brief examples/sherlock
look forecast forecast examples/sherlock
look check check examples/sherlock
look kubernetes forecast examples/kubernetes-1.27
look why why tests/cases/diff/old.yaml tests/cases/diff/new.yaml
look program report examples/sherlock
look program-kubernetes report examples/kubernetes-1.27
look pictures picture examples/sherlock
look pier picture "$work/pier.db" --since 2026-11-09

# Every picture in every kind of colours: texts apart and inside, texts and marks that stand out. Then
# with faults planted, each of which must be found: a soft ink as pale as paper, a text upon another, one
# outside, marks that forced colours hide.
colours='light dark forced-light forced-dark'
for name in pier pictures kubernetes program; do
    for colour in $colours; do echo "look $colour $work/$name.html"; done
done >>"$work/asked"
sed 's/--soft:#[0-9a-f]*/--soft:#f4f4f4/g' "$work/pier.html" >"$work/fault-pale.html"
sed 's/\(<text[^>]* y="\)[0-9.]*"/\150"/' "$work/pier.html" >"$work/fault-upon.html"
sed 's/\(<text[^>]* x="\)[0-9.]*"/\1800"/' "$work/pier.html" >"$work/fault-outside.html"
sed 's/stroke:CanvasText/stroke:Canvas/; s/svg.p .f{fill:CanvasText}/svg.p .f{fill:Canvas}/' "$work/pier.html" >"$work/fault-hidden.html"
for fault in light:pale light:upon light:outside forced-dark:hidden; do
    echo "look ${fault%:*} $work/fault-${fault#*:}.html"
done >>"$work/asked"
# ... and what executives get a week later, which has the most to say: for the printer alone.
cp -r examples/sherlock "$work/ago"
sed -i 's/as_of: 2026-11-23/as_of: 2026-11-16/' "$work/ago/program.yaml"
"$BATON" report examples/sherlock --for exec --since "$work/ago" --html --iterations 2000 >"$work/weekly.html" 2>/dev/null
for reader in exec eng finance sales; do look "$reader" report examples/sherlock --for "$reader"; done

# Every page is valid HTML.
validate=$BUILD/page/node_modules/.bin/html-validate
[ -x "$validate" ] || npm install --silent --prefix "$BUILD/page" html-validate@8 >/dev/null 2>&1
if [ -x "$validate" ]; then
    printf '{"root":true,"extends":["html-validate:standard"],"rules":{"long-title":"off"}}' >"$work/.htmlvalidate.json"
    printf '<!DOCTYPE html><html lang="en"><body><p><div></div></p></body></html>' >"$work/bad-page"
    mv "$work/bad-page" "$work/bad.html"
    if "$validate" "$work/bad.html" >/dev/null 2>&1; then echo 'fail the validator finds nothing wrong with what is'
    else echo 'pass the validator finds what is wrong'; fi
    rm "$work/bad.html"
    if found=$("$validate" "$work"/*.html 2>&1); then echo "pass valid HTML: $(ls "$work"/*.html | wc -l) pages"
    else echo "fail valid HTML: $(echo "$found" | head -5)"; fi
else
    echo 'skip page: html-validate cannot be installed'
fi

# Every register and document, of both examples and of three imported files: valid HTML, and axe; of
# those that have no shape of their own only with LONG, which looks at each in light and in dark.
mkdir "$work/every"
mv "$work/.htmlvalidate.json" "$work/every/" 2>/dev/null
every() { # NAME PLAN READERS...
    name=$1 plan=$2
    shift 2
    for reader in "$@" doc:charter doc:risk-register doc:dependency-map doc:design-review doc:prfaq doc:postmortem; do
        case $reader in doc:*) ask="--doc ${reader#doc:}" ;; *) ask="--for $reader" ;; esac
        # shellcheck disable=SC2086
        "$BATON" report "$plan" $ask --html --iterations 256 --quiet --no-capacity \
            -o "$work/every/$name-$(echo "${reader#doc:}" | tr : -).html" 2>"$work/errors" || echo "fail page of $name $reader: $(head -1 "$work/errors")"
    done
}
every sherlock examples/sherlock exec eng finance sales release team:billing doc:decision:d-05
every kubernetes examples/kubernetes-1.27 exec eng finance sales release team:sig-node
for file in homemoveplan software_development_plan residential_construction; do
    [ ! -f ../shared/data/oracles/mspdi_$file.xml ] ||
        every $file ../shared/data/oracles/mspdi_$file.xml exec eng finance sales release
done
if [ -x "$validate" ]; then
    count=$(ls "$work"/every/*.html | wc -l)
    if found=$("$validate" "$work"/every/*.html 2>&1); then echo "pass every page: $count are valid HTML"
    else echo "fail every page: $(echo "$found" | head -3)"; fi
fi
theme=light
for name in sherlock software_development_plan kubernetes homemoveplan residential_construction; do
    case $name in sherlock | software*) ;; *) [ "${LONG:-0}" = 1 ] || continue ;; esac
    set -- "$work/every/$name"-*.html
    [ -f "$1" ] || continue
    [ "${LONG:-0}" = 1 ] && themes='light dark' || themes=$theme
    for page in "$@"; do
        for theme in $themes; do echo "axe $theme 1000 $page"; done
    done >>"$work/asked"
    theme=dark
done

# A long page on both papers: no sheet is empty, and nothing is cut off at the right. A brief is one sheet.
for paper in A4 letter; do
    sed "s/<\/head>/<style>@page{size:$paper}<\/style><\/head>/" "$work/program.html" >"$work/paper-$paper.html"
    echo "print $work/paper-$paper.html $work/paper-$paper.pdf"
done >>"$work/asked"
for name in brief exec weekly; do
    for paper in A4 letter; do
        sed "s/<\/head>/<style>@page{size:$paper}<\/style><\/head>/" "$work/$name.html" >"$work/$name-$paper.html"
        echo "print $work/$name-$paper.html $work/$name-$paper.pdf" >>"$work/asked"
    done
done
echo "save $work/program.html $work/saved.html" >>"$work/asked"
browse
while read -r answer; do
    case $answer in
    *': '[1-9]*' passes 0 violations'*) echo "pass axe $answer" ;;
    'printed '* | 'saved '*) ;;
    *' fault-'*' pictures '*' 0 faults'*) echo "fail look: nothing is found in $answer" ;;
    *' fault-'*' pictures '*) echo "pass look finds what is planted: ${answer%%:*}" ;;
    *': '[1-9]*' pictures '[1-9]*' texts '[1-9]*' marks 0 faults'*) echo "pass look $answer" ;;
    *' pictures '*) echo "fail look: $answer" ;;
    *) echo "fail axe: $answer" ;;
    esac
done <"$work/answers"
if [ "$(wc -l <"$work/answers")" -ne "$(wc -l <"$work/asked")" ]; then
    tail -3 "$work/errors"
    echo "fail axe: the browser answered $(wc -l <"$work/answers") of $(wc -l <"$work/asked")"
fi

# What a browser saves is another file of the same page: its words and its drawings are proved all the same.
if "$BATON" report verify "$work/saved.html" --plan examples/sherlock --iterations 2000 >"$work/out" 2>"$work/errors"; then
    echo "pass verify as saved by a browser: $(tail -1 "$work/out" | sed 's/.*: //')"
else echo "fail verify as saved by a browser: $(head -1 "$work/errors")"; fi

sheets_of() { grep -ac '/Type /Page$\|/Type /Page[^s]' "$1"; }
if command -v pdftotext >/dev/null; then
    for paper in A4 letter; do
        sheets=$(sheets_of "$work/paper-$paper.pdf")
        empty=0
        for sheet in $(seq 1 "${sheets:-0}"); do
            [ -n "$(pdftotext -f "$sheet" -l "$sheet" "$work/paper-$paper.pdf" - | tr -d '[:space:]')" ] || empty=$((empty + 1))
        done
        if [ "${sheets:-0}" -gt 1 ] && [ "$empty" = 0 ]; then echo "pass the program prints on $sheets sheets of $paper"
        else echo "fail the program on $paper: $sheets sheets, $empty of them empty"; fi
    done
else
    echo 'skip page: pdftotext is not installed'
fi
for name in brief exec weekly; do
    for paper in A4 letter; do
        sheets=$(sheets_of "$work/$name-$paper.pdf")
        if [ "$sheets" = 1 ]; then echo "pass the $name prints on one sheet of $paper"
        else echo "fail the $name prints on ${sheets:-no} sheets of $paper"; fi
    done
done

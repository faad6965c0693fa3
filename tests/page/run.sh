#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Pages in a real browser: axe finds nothing to object to, light and dark, wide and narrow; nothing is
# asked of any other place; a brief prints on one sheet. Needs chromium and npm (for axe-core); the
# browser is not installed for it: it is as large as all else together.
[ -x "$BATON" ] || { echo 'skip page: the program has no main yet'; exit 0; }
command -v chromium >/dev/null || { echo 'skip page: chromium is not installed'; exit 0; }
axe=$BUILD/page/node_modules/axe-core/axe.min.js
[ -f "$axe" ] || npm install --silent --prefix "$BUILD/page" axe-core@4 >/dev/null 2>&1
[ -f "$axe" ] || { echo 'skip page: axe-core cannot be installed'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

browse() {
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$work/profile" --virtual-time-budget=20000 "$@" 2>/dev/null
}

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
        for width in 1000 400; do
            {
                sed "s/<html lang=\"en\">/<html lang=\"en\" data-theme=\"$theme\">/" "$work/$name.html"
                printf '<script>'
                cat "$axe"
                printf '</script><script>axe.run().then(r=>{document.body.innerHTML="<pre>AXE "+r.passes.length'
                printf '+" passes "+r.violations.length+" violations "+r.violations.map(v=>v.id+" "+v.nodes[0]'
                printf '.target).join("; ")+"</pre>"})</script>'
            } >"$work/axe.html"
            found=$(browse --window-size=$width,900 --dump-dom "file://$work/axe.html" | grep -o 'AXE [^<]*')
            case $found in
            'AXE '[1-9]*' 0 violations'*) echo "pass $name $theme $width: $found" ;;
            *) echo "fail $name $theme $width: ${found:-the browser said nothing}" ;;
            esac
        done
    done
}

look brief brief examples/sherlock
look forecast forecast examples/sherlock
look check check examples/sherlock
look kubernetes forecast examples/kubernetes-1.27
look why why tests/cases/diff/old.yaml tests/cases/diff/new.yaml
look program report examples/sherlock
look program-kubernetes report examples/kubernetes-1.27
look pictures picture examples/sherlock
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
    for page in brief forecast check kubernetes why program program-kubernetes pictures exec eng finance sales; do
        if found=$("$validate" "$work/$page.html" 2>&1); then echo "pass $page is valid HTML"
        else echo "fail $page: $(echo "$found" | head -3)"; fi
    done
else
    echo 'skip page: html-validate cannot be installed'
fi

# Every register and document, of both examples and of three imported files: valid HTML, and axe, eight
# pages to a start of the browser; of those that have no shape of their own only with LONG.
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
look_at() { # THEME PAGES...: what axe finds in all of them
    python3 tests/page/frames.py "$axe" "$@" >"$work/frames.html"
    shift
    browse --virtual-time-budget=60000 --dump-dom "file://$work/frames.html" | grep -o 'AXE [^<]*' >"$work/found"
    if [ "$(grep -c '^AXE .* [1-9][0-9]* passes 0 violations' "$work/found")" -eq $# ]; then echo "pass axe in $# pages: $(basename "$1") and on"
    else
        grep -v ' 0 violations' "$work/found"
        echo "fail axe in $# pages from $(basename "$1") on: $(wc -l <"$work/found") answered"
    fi
}
theme=light
for name in sherlock software_development_plan kubernetes homemoveplan residential_construction; do
    case $name in sherlock | software*) ;; *) [ "${LONG:-0}" = 1 ] || continue ;; esac
    set -- "$work/every/$name"-*.html
    [ -f "$1" ] || continue
    while [ $# -gt 0 ]; do
        if [ $# -gt 7 ]; then
            look_at $theme "$1" "$2" "$3" "$4" "$5" "$6" "$7"
            shift 7
        else
            look_at $theme "$@"
            shift $#
        fi
    done
    theme=dark
done

# A long page on both papers: no sheet is empty, and nothing is cut off at the right.
if command -v pdftotext >/dev/null; then
    for paper in A4 letter; do
        sed "s/<\/head>/<style>@page{size:$paper}<\/style><\/head>/" "$work/program.html" >"$work/paper.html"
        browse --no-pdf-header-footer --print-to-pdf="$work/paper.pdf" "file://$work/paper.html" >/dev/null
        sheets=$(grep -ac '/Type /Page$\|/Type /Page[^s]' "$work/paper.pdf")
        empty=0
        for sheet in $(seq 1 "${sheets:-0}"); do
            [ -n "$(pdftotext -f "$sheet" -l "$sheet" "$work/paper.pdf" - | tr -d '[:space:]')" ] || empty=$((empty + 1))
        done
        if [ "${sheets:-0}" -gt 1 ] && [ "$empty" = 0 ]; then echo "pass the program prints on $sheets sheets of $paper"
        else echo "fail the program on $paper: $sheets sheets, $empty of them empty"; fi
    done
else
    echo 'skip page: pdftotext is not installed'
fi

browse --no-pdf-header-footer --print-to-pdf="$work/brief.pdf" "file://$work/brief.html" >/dev/null
sheets=$(grep -ac '/Type /Page$\|/Type /Page[^s]' "$work/brief.pdf")
if [ "$sheets" = 1 ]; then echo 'pass the brief prints on one sheet'
else echo "fail the brief prints on ${sheets:-no} sheets"; fi

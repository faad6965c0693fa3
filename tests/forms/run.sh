#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every register in every form, read back by readers that are not ours; hostile titles; the same bytes
# again; watching a plan.
[ -x "$BATON" ] || { echo 'skip forms: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v qpdf >/dev/null || echo 'skip forms pdf figures: there is no qpdf'
runs='--iterations 96 --quiet --no-capacity'
forms='text markdown html json confluence slack teams mail xlsx csv'
if [ -f "$BUILD/baton-pdf.so" ] && command -v pdftotext >/dev/null; then forms="$forms pdf"
else echo 'skip forms pdf: built without cairo and pango, or no pdftotext'; fi

# Two at a time: a line a file, of what to run.
write() { # NAME PLAN READERS...
    name=$1 plan=$2
    shift 2
    mkdir -p "$work/$name"
    for reader in "$@"; do
        case $reader in brief) ask=brief for= ;; doc:*) ask=report for="--doc ${reader#doc:}" ;; *) ask=report for="--for $reader" ;; esac
        for form in $forms; do
            echo "$ask $plan $for --format $form $runs -o $work/$name/$reader.$form"
        done
    done
}
{
    documents='doc:charter doc:risk-register doc:dependency-map doc:design-review doc:prfaq doc:postmortem'
    # shellcheck disable=SC2086
    write sherlock examples/sherlock exec eng finance sales release team:billing brief
    write kubernetes examples/kubernetes-1.27 exec eng finance sales release team:sig-node brief $documents
    for file in homemoveplan software_development_plan residential_construction; do
        file=../shared/data/oracles/mspdi_$file.xml
        [ ! -f $file ] || write "$(basename $file .xml)" $file exec eng finance sales release brief $documents
    done
    sh tests/forms/hostile.sh >"$work/hostile.yaml"
    write hostile "$work/hostile.yaml" exec eng finance sales release team:evil brief
} >"$work/wanted"
xargs -P2 -L1 "$BATON" <"$work/wanted" 2>"$work/errors" || echo "fail forms: $(head -3 "$work/errors")"
for folder in sherlock kubernetes mspdi_homemoveplan mspdi_software_development_plan mspdi_residential_construction; do
    if [ -d "$work/$folder" ]; then python3 tests/forms/read.py "$work/$folder"
    else echo "skip forms $folder: there is no ../shared/data/oracles"; fi
done
python3 tests/forms/read.py "$work/hostile" hostile

# The same bytes again, by another number of threads.
same=0
for form in $forms; do
    # shellcheck disable=SC2086
    "$BATON" report examples/sherlock --for exec --format "$form" $runs --threads 3 -o "$work/again"
    if cmp -s "$work/again" "$work/sherlock/exec.$form"; then same=$((same + 1))
    else echo "fail again $form: other bytes"; fi
done
echo "pass again: $same forms have the same bytes on another run with other threads"

# PDF: two papers, text, and a build without it says so.
case $forms in *pdf)
    # shellcheck disable=SC2086
    "$BATON" brief examples/sherlock --format pdf --paper letter $runs -o "$work/letter.pdf"
    a4=$(pdfinfo "$work/sherlock/brief.pdf" | grep '^Page size') letter=$(pdfinfo "$work/letter.pdf" | grep '^Page size')
    case $a4/$letter in *A4*/*letter*) echo 'pass pdf papers' ;; *) echo "fail pdf papers: $a4 $letter" ;; esac
    ;;
esac
mkdir "$work/bare"
cp "$BATON" "$work/bare/baton"
"$work/bare/baton" brief examples/sherlock --format pdf --iterations 16 >"$work/out" 2>"$work/errors"
if [ $? -eq 2 ] && grep -q 'built without PDF' "$work/errors" && [ ! -s "$work/out" ]; then echo 'pass pdf missing is said'
else echo "fail pdf missing: $(head -1 "$work/errors")"; fi

# The page for executives is one page of PDF too; structure is tagged; contents of a long one are links.
case $forms in *pdf)
    for plan in sherlock kubernetes-1.27; do
        for paper in a4 letter; do
            # shellcheck disable=SC2086
            "$BATON" report examples/$plan --for exec --format pdf --paper $paper $runs -o "$work/exec.pdf"
            pages=$(pdfinfo "$work/exec.pdf" | sed -n 's/^Pages: *//p')
            if [ "$pages" = 1 ]; then echo "pass pdf exec $plan $paper"; else echo "fail pdf exec $plan $paper: $pages pages"; fi
        done
    done
    pdfinfo -struct "$work/sherlock/eng.pdf" 2>/dev/null | awk '{ print $1 }' | sort -u | tr '\n' ' ' >"$work/tags"
    missing=
    for tag in Document H1 H2 P LI Table TR TH TD Figure Caption; do
        case " $(cat "$work/tags")" in *" $tag "*) ;; *) missing="$missing $tag" ;; esac
    done
    if pdfinfo "$work/sherlock/eng.pdf" | grep -q '^Tagged: *yes' && [ -z "$missing" ]; then echo 'pass pdf tagged'
    else echo "fail pdf tagged: without$missing"; fi
    # shellcheck disable=SC2086
    "$BATON" report examples/sherlock --for program --format pdf $runs -o "$work/program.pdf"
    links=$(pdfinfo -struct "$work/program.pdf" 2>/dev/null | grep -c TOCI)
    places=$(pdfinfo -dests "$work/program.pdf" | grep -c '"part-')
    if [ "$links" -ge 8 ] && [ "$places" -gt "$links" ]; then echo "pass pdf contents: $links links"
    else echo "fail pdf contents: $links links to $places places"; fi
    ;;
esac

# The pages of a brief and for executives print on one sheet of either paper.
if command -v chromium >/dev/null; then
    for page in sherlock/brief sherlock/exec kubernetes/exec; do
        for paper in A4 letter; do
            sed "s/<\/style>/@media print{@page{size:$paper}}<\/style>/" "$work/$page.html" >"$work/page.html"
            timeout 180 chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
                --user-data-dir="$work/profile" --no-pdf-header-footer --print-to-pdf="$work/page.pdf" \
                "file://$work/page.html" >/dev/null 2>&1
            sheets=$(pdfinfo "$work/page.pdf" 2>/dev/null | grep -c -E "^Pages: +1$|^Page size:.*$paper")
            if [ "$sheets" -eq 2 ]; then echo "pass print $page $paper: one sheet"
            else echo "fail print $page $paper: $(pdfinfo "$work/page.pdf" 2>&1 | grep Page)"; fi
        done
    done
else
    echo 'skip forms print: chromium is not installed'
fi

# What an audience may not see is in no form, tables of the workbook and CSV included.
cat >"$work/secret.yaml" <<'EOF'
baton: 1
program: {id: quiet, title: Quiet, as_of: 2026-11-23, start: 2026-11-02}
teams: {a: {capacity: 2}}
tasks:
  open-work: {title: Open work, team: a, estimate: 2w}
  hidden-work: {title: Acquisition of Zanzibar, team: a, estimate: 3w, after: [open-work], audience: [finance]}
milestones: {done: {title: Done, after: [hidden-work]}}
commitments: {c-1: {title: The promise, milestone: done, date: 2027-01-29, to: all}}
risks: {r-1: {title: Zanzibar says no, likely: 30%, hits: {hidden-work: 2w}, audience: [finance]}}
EOF
leaks=
for form in $forms 'csv --table tasks' 'csv --table claims' 'csv --table risks' 'csv --table findings'; do
    # shellcheck disable=SC2086
    "$BATON" report "$work/secret.yaml" --for exec --format $form $runs >"$work/out" 2>"$work/errors"
    [ -s "$work/out" ] || leaks="$leaks $form-is-empty"
    case $form in pdf) pdftotext "$work/out" - ;; mail) python3 -c "import quopri,sys;sys.stdout.buffer.write(quopri.decodestring(open('$work/out','rb').read()))" ;;
    *) cat "$work/out" ;; esac | grep -qi 'zanzibar\|hidden-work' && leaks="$leaks $form"
done
if [ -z "$leaks" ]; then echo 'pass withheld from every form'; else echo "fail withheld:$leaks"; fi

# The workbook is live: with a promise moved by ten days, another program counts its margin anew.
office=
for python in python3 /usr/bin/python3; do
    [ -n "$office" ] || ! "$python" -c 'import openpyxl' 2>/dev/null || office=$python
done
if [ -n "$office" ] && command -v soffice >/dev/null; then
    "$office" tests/forms/workbook.py edit "$work/sherlock/finance.xlsx" "$work/moved.xlsx"
    timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to xlsx --outdir "$work/office" \
        "$work/moved.xlsx" >/dev/null 2>&1
    "$office" tests/forms/workbook.py read "$work/sherlock/finance.xlsx" "$work/office/moved.xlsx"
else echo 'skip forms workbook: there is no soffice or no openpyxl'; fi

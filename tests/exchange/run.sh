#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What is written for another tool reads back to the same dates: each fixture, exported and imported.
# `same FORMAT FILE FIELDS`: those lines of `schedule --json` are equal. A dialect that a format does
# not have is a named loss (docs/formats.md), so Primavera's own fixtures go through XER only.
[ -x "$BATON" ] || { echo 'skip exchange: the program has no main yet'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Without the claims: they name what a format has no place for.
dates() { "$BATON" schedule "$1" --json --quiet | sed '/^  "claims": \[/,$d' | grep -E "\"($2)\""; }

same() { # FORMAT FILE FIELDS
    name="$(basename "$2") through $1"
    if ! "$BATON" export "$2" --to "$1" -o "$work/out.$1" --quiet 2>"$work/log"; then
        echo "fail $name: $(head -1 "$work/log")"
        return
    fi
    dates "$2" "$3" >"$work/before"
    dates "$work/out.$1" "$3" >"$work/after"
    if [ -s "$work/before" ] && cmp -s "$work/before" "$work/after"; then
        echo "pass $name"
    else
        echo "fail $name: $(diff "$work/before" "$work/after" | head -3 | tr '\n' ' ')"
    fi
}

starts='early_start|early_finish|late_start|late_finish'
for file in tests/truncate/small.xml tests/truncate/small.mpx tests/truncate/small.gan \
    tests/truncate/small.planner tests/truncate/small.table tests/truncate/small.yaml \
    tests/truncate/small.json tests/cases/brief-import/plan.xml; do
    same mspdi "$file" "id|$starts"
done
for file in tests/truncate/small.xer tests/truncate/small.pmxml tests/cases/brief-xer/depot.xer; do
    same xer "$file" "id|source_id|$starts"
done
for format in csv xlsx; do
    same $format tests/truncate/small.table "id|$starts"
done

# A Mermaid chart has no links and no calendars, but every bar where it was, to the second.
sed 's/,Open,/,Café,/' tests/truncate/small.table >"$work/cafe.csv"
for file in examples/sherlock tests/cases/schedule-mermaid/chart.mmd tests/truncate/small.xml "$work/cafe.csv"; do
    same mermaid "$file" 'id|early_start|early_finish'
done
# What is written as JSON, or as YAML, is the same plan.
for file in examples/sherlock tests/exchange/fields.xml tests/cases/schedule-mermaid/chart.mmd; do
    "$BATON" export "$file" --to yaml --quiet >"$work/as.yaml"
    "$BATON" export "$file" --to json --quiet >"$work/as.json"
    "$BATON" export "$work/as.json" --to yaml --quiet >"$work/back.yaml"
    "$BATON" export "$work/as.yaml" --to json --quiet >"$work/back.json"
    if [ -s "$work/as.json" ] && cmp -s "$work/as.yaml" "$work/back.yaml" && cmp -s "$work/as.json" "$work/back.json" &&
        dates "$file" "id|$starts" >"$work/before" && dates "$work/as.json" "id|$starts" >"$work/after" &&
        cmp -s "$work/before" "$work/after"; then
        echo "pass $(basename "$file") through json and yaml is the same plan"
    else
        echo "fail $(basename "$file") through json and yaml: $(diff "$work/as.yaml" "$work/back.yaml" | head -3 | tr '\n' ' ')"
    fi
done

# The mapping that is shown, given back, changes nothing; edited, it does what it says.
"$BATON" import tests/truncate/small.table --show-mapping --quiet >"$work/map.yaml"
"$BATON" import tests/truncate/small.table --quiet "$work/guessed.yaml" >/dev/null
"$BATON" import tests/truncate/small.table --mapping "$work/map.yaml" --quiet "$work/stated.yaml" >/dev/null
if grep -q '^duration: ".' "$work/map.yaml" && cmp -s "$work/guessed.yaml" "$work/stated.yaml"; then
    echo 'pass a mapping that is shown is the one that was guessed'
else
    echo "fail a mapping that is shown is the one that was guessed: $(diff "$work/guessed.yaml" "$work/stated.yaml" | head -3 | tr '\n' ' ')"
fi

# Sheets as people have them: other languages, layouts of Primavera, titles above the header, codes for
# predecessors, a Jira export. `sheet FILE LINE...`: each line stands in the plan that it becomes.
sheet() {
    name="$1"
    shift
    "$BATON" export "tests/exchange/sheets/$name" --to yaml --notes >"$work/sheet.yaml" 2>"$work/log"
    for line; do
        if grep -qF -e "$line" "$work/sheet.yaml" || grep -qF -e "$line" "$work/log"; then
            echo "pass $name: $line"
        else
            echo "fail $name: no '$line': $(grep -m2 error "$work/log" | tr '\n' ' ')"
        fi
    done
}
sheet german.csv 't13:' 'after: [t12 +16h]' 'estimate: 80h' 'finished: "2027-01-08T17:00"' 'units: 50%'
sheet french.csv 'after: [t2 +16h]' 'estimate: 80h' 'title: Pelle' 'constraint_date: "2027-01-04T08:00"'
sheet primavera.csv 'finished: "2027-01-15T17:00"' 'after: [A1010 +40h, A1000]' 'after: [A1020 FF]' 'estimate: 160h'
sheet titled.csv 'titled.csv:3:1: note[mapping]' 'estimate: 64h' 'constraint_date: "2027-01-25T08:00"'
sheet codes.csv 'note[assumed-predecessors]' 'after: [t1]' 'after: [t3]' 'finished: "2027-01-08T17:00"' 'started: "2027-01-11T08:00"'
sheet jira.csv 'parent: AB-9' 'after: [AB-1]' 'note[left-out-external-links]' 'finished: "2024-02-10T00:00"'
if [ "$(grep -c 'after: \[AB-1\]' "$work/sheet.yaml")" = 2 ]; then
    echo 'pass jira.csv: a link that stands with both its issues counts once'
else
    echo "fail jira.csv: a link that stands with both its issues counts once: $(grep after "$work/sheet.yaml" | tr '\n' ' ')"
fi
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE tests/exchange/sheets/german.csv; } >"$work/wide.csv"
"$BATON" export "$work/wide.csv" --to yaml --quiet >"$work/wide.yaml"
"$BATON" export tests/exchange/sheets/german.csv --to yaml --quiet >"$work/sheet.yaml"
if [ -s "$work/wide.yaml" ] && cmp -s "$work/wide.yaml" "$work/sheet.yaml"; then
    echo 'pass a table in UTF-16'
else
    echo 'fail a table in UTF-16'
fi

# keeps FILE WRITTEN FORMAT: what people stated is in it: links, lags, calendars, constraints, baselines,
# custom fields. A calendar without hours of its own gets those that were taken for it.
keeps() {
    "$BATON" diff "$1" "$2" --all --quiet --iterations 256 2>/dev/null |
        grep -E '^[~+-] [^ ]*\.(after|constraint|constraint_date|constraint2|deadline|baseline|baselines|custom|assignments|pauses|calendar|week|holidays|special|alternate_weeks)' |
        grep -v '^+ [^ ]*\.week  {"mon-fri":"09:00-12:00 13:00-18:00","sat-sun":""}$' >"$work/moved"
    if [ -s "$work/moved" ]; then
        echo "fail $(basename "$1") keeps what was stated through $3: $(head -2 "$work/moved" | tr '\n' ' ')"
    else
        echo "pass $(basename "$1") keeps what was stated through $3"
    fi
}
same mspdi tests/exchange/fields.xml "id|$starts"
keeps tests/exchange/fields.xml "$work/out.mspdi" mspdi
"$BATON" export "$work/out.mspdi" --to yaml --quiet >"$work/fields.yaml"
for text in '188744016: T30' '205520904: Stone & Sons' '255852632: by contract' 'pauses: [2027-01-05]'; do
    if grep -qF "$text" "$work/fields.yaml"; then echo "pass fields: $text"; else echo "fail fields: '$text' is lost"; fi
done
same xer tests/cases/show-xer-custom/depot.xer "id|source_id|$starts"
"$BATON" export "$work/out.xer" --to yaml --quiet >"$work/fields.yaml"
for text in 'B 12' 'Firm: Steel & Sons'; do
    if grep -qF "$text" "$work/fields.yaml"; then echo "pass fields of xer: $text"; else echo "fail fields of xer: '$text' is lost"; fi
done
# Ids of teams are kept too, though Project numbers its resources.
if "$BATON" export examples/sherlock --to mspdi --quiet >"$work/own.xml" &&
    "$BATON" export "$work/own.xml" --to yaml --quiet >"$work/own.yaml" &&
    grep -q '^  identity:' "$work/own.yaml" && grep -q 'team: identity' "$work/own.yaml"; then
    echo 'pass ids of teams through mspdi'
else
    echo 'fail ids of teams through mspdi'
fi

# ... and of calendars, which have no custom fields; also where one is called what a reader would call
# the calendar of a plan that names none.
if grep -q '^  us:' "$work/own.yaml" && grep -q '^  calendar: us' "$work/own.yaml" &&
    grep -q '^  blr:' "$work/own.yaml" && grep -q '^    calendar: blr' "$work/own.yaml"; then
    echo 'pass ids of calendars through mspdi'
else
    echo "fail ids of calendars through mspdi: $(grep 'calendar: ' "$work/own.yaml" | head -2 | tr '\n' ' ')"
fi
cat >"$work/c1.yaml" <<'END'
baton: 1
program: {id: yard, start: 2027-01-04, as_of: 2027-01-04}
calendars: {c1: {week: {mon-sat: "08:00-16:00", sun: ""}}, night: {title: Night shift, week: {mon-fri: "20:00-24:00", sat-sun: ""}}}
tasks: {dig: {estimate: 2d, calendar: c1}, pour: {estimate: 8h, calendar: night, after: dig}}
END
same mspdi "$work/c1.yaml" "id|$starts"
"$BATON" export "$work/out.mspdi" --to yaml --quiet >"$work/c1.out"
if grep -q '^  c1:' "$work/c1.out" && grep -q '^    calendar: c1$' "$work/c1.out" &&
    grep -q '^  night:' "$work/c1.out"; then
    echo 'pass an id that a calendar would be given is kept'
else
    echo 'fail an id that a calendar would be given is kept'
fi
# A day that a week leaves out has no work, there as here.
cat >"$work/week.yaml" <<'END'
baton: 1
program: {id: yard, start: 2027-01-04, as_of: 2027-01-04, calendar: odd}
calendars: {odd: {week: {tue: "08:00-16:00"}}}
tasks: {dig: {estimate: 2d}}
END
same mspdi "$work/week.yaml" "id|$starts"

# honest FILE FORMAT...: through each format and back, and what is not as it was is named in the reports.
honest() {
    file=$1
    shift
    for format in "$@"; do
        "$BATON" export "$file" --to $format -o "$work/there.$format" --notes >/dev/null 2>"$work/notes" &&
            COLUMNS=4000 "$BATON" diff "$file" "$work/there.$format" --all --notes --iterations 64 >"$work/moved" 2>>"$work/notes"
        awk -f tests/exchange/honest.awk "$work/notes" "$work/moved" >"$work/unsaid"
        if [ -s "$work/moved" ] && [ ! -s "$work/unsaid" ]; then
            echo "pass $(basename "$file") through $format: nothing is lost unsaid"
        else
            echo "fail $(basename "$file") through $format: unsaid $(head -3 "$work/unsaid" | tr '\n' ' ')"
        fi
    done
}
for seed in 1 2 3 4; do
    awk -v seed=$seed -v elapsed=1 -v deadline=1 -v baseline=2 -f tests/exchange/random.awk >"$work/random-$seed.yaml"
    honest "$work/random-$seed.yaml" mspdi xer csv xlsx json yaml
    # What Primavera has: nothing at all changes but what other numbers say.
    awk -v seed=$seed -v flat=1 -f tests/exchange/random.awk >"$work/flat-$seed.yaml"
    honest "$work/flat-$seed.yaml" xer
done
honest examples/sherlock mspdi xer csv
honest tests/cases/show-xer-custom/depot.xer mspdi xer csv
honest tests/exchange/fields.xml mspdi xer csv xlsx
honest tests/truncate/small.table mspdi xer csv xlsx

# ... and what Primavera has no column for comes back all the same, with its exact lags.
exact() { # FILE: through xer
    "$BATON" export "$1" --to xer -o "$work/exact.xer" --quiet 2>"$work/log"
    COLUMNS=4000 "$BATON" diff "$1" "$work/exact.xer" --all --quiet --iterations 64 >"$work/moved" 2>>"$work/log"
    sed 's/3ed → 72eh/same/' "$work/moved" |
        grep -E '^[~+-] [^ ]*\.(after|constraint|constraint_date|constraint2|constraint2_date|deadline|baseline|baselines|custom|assignments)' |
        grep -vE '^[~+-] [^ ]*\.assignments(\[a[0-9]+\])? ' | grep -v ' same$' >"$work/lost"
    if [ -s "$work/moved" ] && [ ! -s "$work/lost" ]; then
        echo "pass $(basename "$1") through xer: links, lags, constraints, baselines and custom fields are exact"
    else
        echo "fail $(basename "$1") through xer: $(cat "$work/log" "$work/lost" | head -3 | tr '\n' ' ')"
    fi
}
for seed in 1 2 3 4; do exact "$work/random-$seed.yaml"; done
exact tests/exchange/stated.yaml
"$BATON" export tests/exchange/stated.yaml --to xer -o "$work/out.xer" --quiet
for file in tests/exchange/stated.yaml "$work/out.xer"; do
    dates "$file" 'id|early_start|early_finish' | paste -d' ' - - - | LC_ALL=C sort >"$work/$(basename "$file").dates"
done
if [ -s "$work/out.xer.dates" ] && cmp -s "$work/stated.yaml.dates" "$work/out.xer.dates"; then
    echo 'pass stated.yaml through xer: the same dates'
else
    echo "fail stated.yaml through xer: $(diff "$work/stated.yaml.dates" "$work/out.xer.dates" | head -3 | tr '\n' ' ')"
fi
# A planner who changes the hours there is believed, and Baton says so.
sed 's/\(PR_FS.\)4$/\16/' "$work/out.xer" >"$work/changed.xer"
"$BATON" import "$work/changed.xer" "$work/changed.yaml" >"$work/log" 2>&1
if grep -q 'note\[left-out-links\]' "$work/log" && grep -q 'after: "dig +6h"\|after: \[dig +6h\]\|dig +6h' "$work/changed.yaml"; then
    echo 'pass a lag that was changed in Primavera counts'
else
    echo "fail a lag that was changed in Primavera counts: $(head -3 "$work/log" | tr '\n' ' ') $(grep -A3 '^  pour' "$work/changed.yaml" | tr '\n' ' ')"
fi

# A baseline of a PMXML export is a project of its own: the planned dates of its activities.
sed 's|</Project></APIBusinessObjects>|</Project><BaselineProject><ObjectId>2</ObjectId><Id>SHED - B1</Id><OriginalProjectObjectId>1</OriginalProjectObjectId>\
<DataDate>2026-02-02T08:00:00</DataDate><Activity><ObjectId>31</ObjectId><Id>A10</Id><Name>Dig</Name><PlannedDuration>12,5</PlannedDuration><PlannedLaborUnits>25</PlannedLaborUnits>\
<PlannedStartDate>2026-02-16T08:00:00</PlannedStartDate><PlannedFinishDate>2026-02-17T12:30:00</PlannedFinishDate></Activity></BaselineProject></APIBusinessObjects>|' \
    tests/truncate/small.pmxml >"$work/baseline.pmxml"
"$BATON" export "$work/baseline.pmxml" --to yaml --quiet >"$work/baseline.yaml" 2>"$work/log"
if grep -qF 'baseline: {start: "2026-02-16T08:00", finish: "2026-02-17T12:30", duration: 750m, work: 25h}' "$work/baseline.yaml" &&
    [ "$(grep -c baseline: "$work/baseline.yaml")" = 1 ]; then
    echo 'pass a baseline of PMXML is read'
else
    echo "fail a baseline of PMXML is read: $(grep baseline "$work/baseline.yaml" "$work/log" | head -2 | tr '\n' ' ')"
fi

# What is left out is named with every line it stands on, the first with its column; for programs each
# place is there.
{
    sed '/<\/Tasks>/,$d' tests/truncate/small.xml
    for uid in 901 902; do
        printf '<Task><UID>%s</UID><Name>Late</Name><Duration>PT8H0M0S</Duration>\n' $uid
        printf '<Baseline><Number>0</Number><Start>2027-01-04T08:00:00</Start></Baseline>\n'
        printf '<HyperlinkAddress>https://example.org/</HyperlinkAddress></Task>\n'
    done
    sed -n '/<\/Tasks>/,$p' tests/truncate/small.xml
} >"$work/links.xml"
lines=$(grep -n '<HyperlinkAddress>' "$work/links.xml" | cut -d: -f1 | tr '\n' ',' | sed 's/,$//; s/,/, /')
"$BATON" import "$work/links.xml" >"$work/said" 2>&1
"$BATON" import "$work/links.xml" --json >"$work/said.json" 2>&1
if grep -q "xml:${lines%%,*}:[0-9]*: note\[left-out-hyperlinks\].*(2 in the file, lines $lines)\$" "$work/said" &&
    grep -q "\"places\": \[\"${lines%%,*}:[0-9]*\", \"${lines##*, }:[0-9]*\"\]" "$work/said.json"; then
    echo 'pass what is left out is named with its lines'
else
    echo "fail what is left out is named with its lines: $(grep hyperlinks "$work/said" | head -2 | tr '\n' ' ')"
fi

# All eleven baselines of tasks, and those of resources and assignments, come back as they were.
cat >"$work/baselines.awk" <<'END'
function set(from, start,   n) {
    for (n = from; n <= 10; n++)
        if (n != 7)
            printf "<Baseline><Number>%d</Number>%s<Work>PT%dH0M0S</Work><Cost>%d00</Cost></Baseline>", n,
                start ? "<Start>2027-01-" (n + 10) "T08:00:00</Start><Finish>2027-02-" (n + 10) "T17:00:00</Finish>" : "",
                n + 1, n
}
{ print }
/<Name>Walls</ { set(0, 1) }
/<Name>Masons</ { set(1, 0) }
/<ResourceUID>1</ { set(0, 1) }
END
awk -f "$work/baselines.awk" tests/exchange/fields.xml >"$work/eleven.xml"
same mspdi "$work/eleven.xml" "id|$starts"
"$BATON" diff "$work/eleven.xml" "$work/out.mspdi" --all --quiet --iterations 64 >"$work/moved"
wanted=$(grep -o '<Baseline>' "$work/eleven.xml" | wc -l)
if [ "$(grep -o '<Baseline>' "$work/out.mspdi" | wc -l)" = "$wanted" ] && [ "$wanted" -gt 20 ] && ! grep -q baseline "$work/moved"; then
    echo "pass $wanted baselines through mspdi"
else
    echo "fail $wanted baselines through mspdi: $(grep baseline "$work/moved" | head -3 | tr '\n' ' ')"
fi

# Shapes of work, worked by hand: 40 hours from Monday 4 January 2027, eight hours a day. Loaded to an end
# it takes 40 / 60 % = 66:40 hours, eight days and 2:40 (Thursday the 14th, 10:40); peaks and bell
# 40 / 50 % = 80 hours, ten days (Friday the 15th, 17:00); turtle 40 / 70 % = 57:08:34, seven days
# and 1:08:34 (Wednesday the 13th, 9:08:34); flat five days (Friday the 8th).
{
    echo '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2027-01-04T08:00:00</StartDate><StatusDate>2027-01-04T08:00:00</StatusDate>'
    echo '<MinutesPerDay>480</MinutesPerDay><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>'
    for day in 1 7; do echo "<WeekDay><DayType>$day</DayType><DayWorking>0</DayWorking></WeekDay>"; done
    for day in 2 3 4 5 6; do echo "<WeekDay><DayType>$day</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"; done
    echo '</WeekDays></Calendar></Calendars><Tasks>'
    for c in 0 1 2 3 4 5 6 7; do echo "<Task><UID>1$c</UID><Name>shape $c</Name><Type>0</Type><Duration>PT40H0M0S</Duration></Task>"; done
    echo '</Tasks><Resources>'
    for c in 0 1 2 3 4 5 6 7; do echo "<Resource><UID>2$c</UID><Name>r$c</Name><Type>1</Type><MaxUnits>1</MaxUnits><CalendarUID>1</CalendarUID></Resource>"; done
    echo '</Resources><Assignments>'
    for c in 0 1 2 3 4 5 6 7; do echo "<Assignment><UID>3$c</UID><TaskUID>1$c</TaskUID><ResourceUID>2$c</ResourceUID><Units>1</Units><Work>PT40H0M0S</Work><WorkContour>$c</WorkContour></Assignment>"; done
    echo '</Assignments></Project>'
} >"$work/shapes.xml"
cat >"$work/wanted" <<'END'
2027-01-08T17:00:00
2027-01-14T10:40:00
2027-01-14T10:40:00
2027-01-15T17:00:00
2027-01-15T17:00:00
2027-01-15T17:00:00
2027-01-15T17:00:00
2027-01-13T09:08:34
END
"$BATON" schedule "$work/shapes.xml" --json --quiet | sed -n 's/.*"early_finish": "\([^"]*\)".*/\1/p' | head -8 >"$work/got"
if cmp -s "$work/wanted" "$work/got"; then
    echo 'pass shapes of work without dates take what was worked by hand'
else
    echo "fail shapes of work without dates take what was worked by hand: $(tr '\n' ' ' <"$work/got")"
fi
same mspdi "$work/shapes.xml" "id|$starts"
keeps "$work/shapes.xml" "$work/out.mspdi" mspdi

# Real files, where they are: every task with all four dates, whatever order they stand in.
lines_of() {
    "$BATON" schedule "$1" --json --quiet | awk '
        /"(source_id|early_start|early_finish|late_start|late_finish)"/ { line = line " " $2 }
        /"late_finish"/ { print line; line = "" }' | LC_ALL=C sort
}
data=../shared/data
[ -d "$data" ] || echo 'skip real files through their own formats: ../shared/data is absent'
for file in "$data"/oracles/*.xer "$data"/oracles/*/*.xer "$data"/oracles/*.xml "$data"/oracles/*/*.xml; do
    [ -f "$file" ] || continue
    case $file in *.xer) to=xer ;; *) to=mspdi ;; esac
    grep -q 'APIBusinessObjects' "$file" && continue        # Primavera through Project is a named loss
    "$BATON" export "$file" --to $to -o "$work/real.$to" --quiet 2>/dev/null || continue
    lines_of "$file" >"$work/before"
    lines_of "$work/real.$to" >"$work/after"
    if [ -s "$work/before" ] && cmp -s "$work/before" "$work/after"; then
        echo "pass $(basename "$file") through $to and back ($(wc -l <"$work/before") tasks)"
    else
        echo "fail $(basename "$file") through $to and back: $(diff "$work/before" "$work/after" | head -3 | tr '\n' ' ')"
    fi
    keeps "$file" "$work/real.$to" $to
done

# A real file with every shape: what Project computed for each, to the minute, is what the shape alone gives
# where the dates of assignments are taken out. Task 17 was shaped by hand, so only its dates tell.
shapes=$data/project-files/mpxj/mspditimephasedsegments.xml
if [ -f "$shapes" ]; then
    sed 's/></>\n</g' "$shapes" | awk '/<Assignment>/ { inside = 1 } /<\/Assignment>/ { inside = 0 }
        !(inside && /<(Start|Finish)>/)' >"$work/shapes.xml"
    minutes() {
        "$BATON" schedule "$1" --json --quiet | awk -F'"' '$2 == "id" { id = $4 }
            $2 == "early_finish" && id != "t17" { print id, substr($4, 1, 16) }'
    }
    minutes "$shapes" >"$work/before"
    minutes "$work/shapes.xml" >"$work/after"
    if [ "$(wc -l <"$work/before")" = 19 ] && cmp -s "$work/before" "$work/after"; then
        echo 'pass a real file with every shape of work: the shape gives the dates of Project'
    else
        echo "fail a real file with every shape of work: $(diff "$work/before" "$work/after" | head -4 | tr '\n' ' ')"
    fi
fi

# A cell that a spreadsheet would take for a formula is no formula any more.
printf 'ID,Task Name,Duration\nA,=1+1,2d\nB,@x,1d\n' >"$work/formula.csv"
"$BATON" export "$work/formula.csv" --to csv --quiet >"$work/guarded"
if grep -q "^A,'=1+1," "$work/guarded" && grep -q "^B,'@x," "$work/guarded"; then
    echo 'pass formulas are guarded'
else
    echo "fail formulas are guarded: $(grep ^A "$work/guarded")"
fi

# Lines of iCalendar end in CR LF and are no longer than 75 octets.
"$BATON" export examples/sherlock --to ics --quiet >"$work/all.ics"
if [ "$(LC_ALL=C awk 'length > 76' "$work/all.ics" | wc -l)" = 0 ] &&
    [ "$(grep -c "$(printf '\r')\$" "$work/all.ics")" = "$(wc -l <"$work/all.ics")" ] &&
    grep -q '^RRULE:FREQ=' "$work/all.ics"; then
    echo 'pass iCalendar is folded'
else
    echo 'fail iCalendar is folded'
fi

# The same file imported twice: the second time nothing; the next version: the difference, and what
# was added beside it stays.
cp tests/truncate/small.table "$work/v1"
"$BATON" import "$work/v1" "$work/plan.yaml" --quiet >/dev/null
"$BATON" add "$work/plan.yaml" tasks.ours estimate=1d 'after=[OPEN]' --quiet >/dev/null 2>&1
cp "$work/plan.yaml" "$work/before.yaml"
"$BATON" import "$work/v1" "$work/plan.yaml" --quiet >/dev/null
if cmp -s "$work/before.yaml" "$work/plan.yaml"; then
    echo 'pass the same file again changes nothing'
else
    echo "fail the same file again changes nothing: $(diff "$work/before.yaml" "$work/plan.yaml" | head -3)"
fi
sed 's/,1w,/,2w,/' "$work/v1" >"$work/v2"
"$BATON" import "$work/v2" "$work/plan.yaml" --quiet >"$work/said"
if [ "$(diff "$work/before.yaml" "$work/plan.yaml" | grep -c '^>')" = 1 ] &&
    grep -q "^  ours:" "$work/plan.yaml"; then
    echo 'pass the next version is the difference only'
else
    echo "fail the next version is the difference only: $(diff "$work/before.yaml" "$work/plan.yaml" | head -5)"
fi

# A version of a Project file in which a new assignment stands before the old ones and a field has another
# value: two edits, and no other assignment is touched.
cp tests/exchange/fields.xml "$work/p1"
sed -e 's/by contract/by the hour/' -e 's|<Assignments>|&<Assignment><UID>9</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units><Work>PT24H0M0S</Work></Assignment>|' \
    "$work/p1" >"$work/p2"
"$BATON" import "$work/p1" "$work/project.yaml" --quiet >/dev/null
"$BATON" import "$work/p2" "$work/project.yaml" --quiet >"$work/said"
sed -n 's/^\([~+-] [^ ]*\) .*/\1/p' "$work/said" | LC_ALL=C sort >"$work/edits"
printf '%s\n' '+ t2.assignments' '+ t2.team' '~ t1.assignments[a1].custom' >"$work/wanted"
if cmp -s "$work/wanted" "$work/edits"; then
    echo 'pass the next version of a Project file is the difference only'
else
    echo "fail the next version of a Project file is the difference only: $(tr '\n' ' ' <"$work/edits")"
fi

# The same into a store: a change that says what it is, and nothing the second time.
mkdir "$work/store"
"$BATON" import "$work/v1" "$work/store/plan.yaml" --quiet >/dev/null
(cd "$work/store" && "$BATON" init plan.yaml --quiet >/dev/null)
"$BATON" import "$work/v1" "$work/store" --quiet >"$work/said"
if grep -q '^No change' "$work/said"; then echo 'pass into a store: the same file is no change'; else echo "fail into a store: the same file is no change: $(head -3 "$work/said")"; fi
"$BATON" import "$work/v2" "$work/store" --by ann --because 'the next version' --quiet >"$work/said"
"$BATON" log "$work/store" --quiet >"$work/log"
if grep -q 'ann  the next version' "$work/log" && [ "$(grep -c '^    [~+-]' "$work/said")" = 1 ]; then
    echo 'pass into a store: the next version is one change, in the log with who and why'
else
    echo "fail into a store: the next version is one change: $(head -5 "$work/said")"
fi

# A spreadsheet that LibreOffice made, and what it makes of ours; only where it is installed.
if ! command -v soffice >/dev/null 2>&1; then
    echo 'skip exchange spreadsheets: there is no soffice'
    exit
fi
office() { # TARGET FILE
    timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" \
        --outdir "$work/office" "$2" >/dev/null 2>&1
}
cp tests/truncate/small.table "$work/made.csv"
office xlsx "$work/made.csv"
dates "$work/made.csv" "id|$starts" >"$work/before"
dates "$work/office/made.xlsx" "id|$starts" >"$work/after"
if [ -s "$work/before" ] && cmp -s "$work/before" "$work/after"; then
    echo 'pass a spreadsheet of LibreOffice comes in right'
else
    echo "fail a spreadsheet of LibreOffice comes in right: $(diff "$work/before" "$work/after" | head -3)"
fi
"$BATON" export tests/truncate/small.table --to xlsx -o "$work/ours.xlsx" --quiet
"$BATON" export tests/truncate/small.table --to csv -o "$work/ours.csv" --quiet
office csv "$work/ours.xlsx"
tr -d '\r' <"$work/ours.csv" >"$work/wanted"
if cmp -s "$work/wanted" "$work/office/ours.csv"; then
    echo 'pass what is written opens in LibreOffice unchanged'
else
    echo "fail what is written opens in LibreOffice unchanged: $(diff "$work/wanted" "$work/office/ours.csv" | head -3)"
fi

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# files.sh FOLDER: write the hostile files. Those in FOLDER/refuse must be refused with a place;
# those in FOLDER/answer are strange but say something, so an answer is as good as a refusal.
mkdir -p "$1/refuse" "$1/answer"
cd "$1/refuse" || exit 1

repeat() { awk -v n="$1" -v text="$2" 'BEGIN { while (n--) printf "%s", text }'; }
yaml_head='baton: 1
program: {id: x, start: 2026-09-07, as_of: 2026-09-14}
'
xml_head='<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-09-07T08:00:00</StartDate>'
yaml() { { printf '%s' "$yaml_head"; cat; } >"$1.yaml"; }
xml() { { printf '%s' "$xml_head"; cat; echo '</Project>'; } >"$1.xml"; }
task() { printf '<Task><UID>%s</UID><ID>%s</ID><Name>t</Name><Duration>PT8H0M0S</Duration>%s</Task>\n' "$1" "$1" "$2"; }
after() { printf '<PredecessorLink><PredecessorUID>%s</PredecessorUID><Type>1</Type></PredecessorLink>' "$1"; }

# Entities, documents types, foreign files.
{
    echo '<?xml version="1.0"?>'
    echo '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa">'
    for pair in a:b b:c c:d d:e e:f f:g g:h h:i; do
        from=${pair%:*}
        echo "<!ENTITY ${pair#*:} \"$(repeat 10 "&$from;")\">"
    done
    echo ']><Project><Name>&i;</Name></Project>'
} >entity-bomb.xml
echo '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project><Name>&e;</Name></Project>' >external-entity.xml
echo '<?xml version="1.0"?><!DOCTYPE Project SYSTEM "http://localhost:1/x.dtd"><Project></Project>' >external-dtd.xml
echo '<?xml version="1.0"?><!DOCTYPE Project><Project></Project>' >doctype.xml
echo '<html><body>No plan</body></html>' >other-document.xml

# Depth.
{ repeat 200000 '<a>'; } >deep-open.xml
{ printf '<Project>'; repeat 100000 '<a>'; repeat 100000 '</a>'; echo '</Project>'; } >deep.xml
{ printf 'tasks: '; repeat 200000 '['; } | yaml deep-flow
awk 'BEGIN { for (i = 0; i < 2000; i++) printf "%*sa:\n", i, "" }' >deep-block.yaml
{ repeat 200000 '['; } >deep.json
{ repeat 100000 '{"a":'; printf 1; repeat 100000 '}'; } >deep-object.json

# Aliases, tags, several documents, keys that stand twice.
{
    echo 'a: &a [x, x, x, x, x, x, x, x, x]'
    for pair in a:b b:c c:d d:e e:f f:g g:h; do
        from=${pair%:*}
        echo "${pair#*:}: &${pair#*:} [*$from, *$from, *$from, *$from, *$from, *$from, *$from, *$from, *$from]"
    done
} | yaml alias-bomb
printf 'tasks: &t\n  a: *t\n' | yaml alias-to-itself
printf 'tasks: {a: *nowhere}\n' | yaml alias-to-nothing
printf 'tasks: {a: {estimate: 1w}, a: {estimate: 2w}}\n' | yaml key-twice
printf '{"baton": 1, "program": {"id": "x"}, "tasks": {"a": {"estimate": "1w"}, "a": {}}}' >key-twice.json
printf 'tasks: {a: {estimate: 1w}}\nmilestones: {a: {}}\n' | yaml id-twice
{ printf '<Tasks>'; task 1; task 1; printf '</Tasks>'; } | xml uid-twice

# Links to oneself, in a ring, to nothing.
printf 'tasks: {a: {estimate: 1w, after: [a]}}\n' | yaml link-to-itself
printf 'tasks: {a: {estimate: 1w, after: [c]}, b: {estimate: 1w, after: [a]}, c: {estimate: 1w, after: [b]}}\n' | yaml ring
printf 'tasks: {a: {estimate: 1w, after: [nowhere], team: nobody}}\n' | yaml dangling
awk 'BEGIN { print "tasks:"; for (i = 0; i < 20000; i++) printf "  t%d: {estimate: 1d, after: [t%d]}\n", i, (i + 1) % 20000 }' | yaml long-ring
{ printf '<Tasks>'; task 1 "$(after 1)"; printf '</Tasks>'; } | xml link-to-itself
{ printf '<Tasks>'; task 1 "$(after 2)"; task 2 "$(after 1)"; printf '</Tasks>'; } | xml ring
{ printf '<Tasks>'; task 1 "$(after 77)"; printf '</Tasks>'; } | xml dangling

# Bytes.
printf 'tasks: {a: {title: "\303\050", estimate: 1w}}\n' | yaml not-utf8
printf 'tasks: {a: {title: "\355\240\200", estimate: 1w}}\n' | yaml surrogate
printf '{"baton": 1, "program": {"id": "x", "title": "\300\200"}}' >overlong.json
printf '{"baton": 1, "program": {"id": "x", "title": "\\ud800"}}' >lone-surrogate.json
{ printf '<Name>\303\050</Name>'; } | xml not-utf8
{ printf 'program: {id: x}\ntasks: {a: {estimate: 1w\000}}\n'; } >nul.yaml
head -c 65536 /dev/zero >zeros.yaml
head -c 65536 /dev/zero | tr '\000' '\377' >ones.json
: >empty.yaml
: >empty.xml
: >empty.json
printf '   \n\t\n' >blanks.yaml
printf '\211PNG\r\n\032\n' >picture.yaml
printf '%%PDF-1.7\n' >paper.xml
{ printf 'tasks: {a: {estimate: 1w, title: "'; repeat 1100000 x; printf '"}}\n'; } | yaml long-scalar
{ printf '{"baton": 1, "program": {"id": "'; repeat 1100000 x; printf '"}}'; } >long-scalar.json

# Calendars without work, dates and numbers out of reach.
printf 'calendars: {c: {week: {}}}\ntasks: {a: {estimate: 1w, calendar: c}}\n' | yaml no-work
printf '<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>n</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>%s</WeekDays></Calendar></Calendars><Tasks>%s</Tasks>' \
    "$(for day in 1 2 3 4 5 6 7; do printf '<WeekDay><DayType>%s</DayType><DayWorking>0</DayWorking></WeekDay>' $day; done)" "$(task 1)" | xml no-work
printf 'baton: 1\nprogram: {id: x, start: 1899-12-31}\n' >year-1899.yaml
printf 'baton: 1\nprogram: {id: x, start: 2201-01-01}\n' >year-2201.yaml
printf 'tasks: {a: {estimate: 99999999999999999999w}}\n' | yaml huge-estimate
printf 'tasks: {a: {estimate: -3w}}\n' | yaml negative-estimate
printf 'tasks: {a: {estimate: 7w..4w..3w}}\n' | yaml falling-estimate
printf 'tasks: {a: {estimate: 1e400}}\n' | yaml not-a-span
printf '{"baton": 1e999, "program": {"id": "x"}}' >huge-number.json
printf 'calendars: {a: {parent: b}, b: {parent: a}}\n' | yaml calendar-ring

cd ../answer || exit 1
printf 'baton: 1\nprogram: {id: x, start: 1900-01-01, as_of: 1900-01-02}\ntasks: {a: {estimate: 3w}}\n' >year-1900.yaml
printf 'baton: 1\nprogram: {id: x, start: 2200-12-01, as_of: 2200-12-02}\ntasks: {a: {estimate: 30w}}\n' >year-2200.yaml
printf 'tasks: {a: {estimate: 400000w}}\n' | yaml four-hundred-thousand-weeks
printf 'tasks: {a: {estimate: 0d}}\n' | yaml no-time
awk 'BEGIN { printf "calendars: {c: {holidays: ["
    for (i = 0; i < 1000000; i++) printf "%s%04d-%02d-%02d", i ? ", " : "", 1900 + i % 300, 1 + int(i / 300) % 12, 1 + int(i / 3600) % 28
    print "]}}"; print "tasks: {a: {estimate: 1w, calendar: c}}" }' | yaml million-exceptions
awk 'BEGIN { printf "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>n</Name><IsBaseCalendar>1</IsBaseCalendar><Exceptions>"
    for (i = 0; i < 100000; i++) printf "<Exception><TimePeriod><FromDate>%04d-%02d-%02dT00:00:00</FromDate><ToDate>2199-01-01T23:59:00</ToDate></TimePeriod><DayWorking>0</DayWorking></Exception>", 1984 + i % 60, 1 + i % 12, 1 + i % 28
    print "</Exceptions></Calendar></Calendars>" }' | xml hundred-thousand-exceptions
awk 'BEGIN { print "tasks:"; for (i = 0; i < 3000; i++) { printf "  t%d: {estimate: 1d, after: [", i
    for (j = (i > 30 ? i - 30 : 0); j < i; j++) printf "%st%d", (j == (i > 30 ? i - 30 : 0) ? "" : ", "), j
    print "]}" } }' | yaml dense
awk 'BEGIN { print "nonsense:"; for (i = 0; i < 20000; i++) printf "  k%d: {q: 1}\n", i }' | yaml twenty-thousand-errors

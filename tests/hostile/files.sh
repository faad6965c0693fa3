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

# JSON, which the core reads itself; the other syntaxes stand in tests/formats/refuse.
{ repeat 200000 '['; } >deep.json
{ repeat 100000 '{"a":'; printf 1; repeat 100000 '}'; } >deep-object.json
printf '{"baton": 1, "program": {"id": "x"}, "tasks": {"a": {"estimate": "1w"}, "a": {}}}' >key-twice.json
printf '{"baton": 1, "program": {"id": "x", "title": "\300\200"}}' >overlong.json
printf '{"baton": 1, "program": {"id": "x", "title": "\\ud800"}}' >lone-surrogate.json
printf '{"baton": 1, "program": {"id": "x"}, "tasks": {"a": {"estimate": "1w"},}}' >comma.json
printf '{"baton": 1e999, "program": {"id": "x"}}' >huge-number.json
printf '{"baton": 1, "program": {"id": "x"}} {}' >two-values.json
head -c 65536 /dev/zero | tr '\000' '\377' >ones.json
: >empty.json
{ printf '{"baton": 1, "program": {"id": "'; repeat 1100000 x; printf '"}}'; } >long-scalar.json

# A document that is deep, whole and small; a document of another kind.
{ printf '<Project>'; repeat 100000 '<a>'; repeat 100000 '</a>'; echo '</Project>'; } >deep-whole.xml
printf '%%PDF-1.7\n' >paper.xml
printf '   \n\t\n' >blanks.yaml
printf 'baton: 1\nprogram: {id: x, start: 1899-12-31}\n' >year-1899.yaml
printf 'baton: 1\nprogram: {id: x, start: 2201-01-01}\n' >year-2201.yaml
printf 'tasks: {a: {estimate: 99999999999999999999w}}\n' | yaml huge-estimate

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

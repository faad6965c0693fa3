#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Write the hostile files that are too large or too strange to keep as text, each with its
# .expect beside it: make.sh FOLDER
set -eu
cd "${1:?usage: make.sh FOLDER}"
head='baton: 1
program: {id: t, start: 2027-01-04, as_of: 2027-01-04}'

expect() { printf '%s\n' "$2" >"$1.expect"; } # NAME CODES
repeat() { awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'; }

: >empty.yaml; expect empty.yaml 'empty-file'
: >empty.xml; expect empty.xml 'empty-file'
printf '%s\ntasks:\n  build: {title: "caf\303"}\n' "$head" >invalid-utf8.yaml
expect invalid-utf8.yaml 'invalid-utf8'
printf 'baton: 1\nprogram: {id: t, title: \300\257}\n' >overlong-utf8.yaml; expect overlong-utf8.yaml 'invalid-utf8'
printf 'baton: 1\nprogram: {id: t, title: "\355\240\200"}\n' >surrogate-utf8.yaml; expect surrogate-utf8.yaml 'invalid-utf8'
printf '<?xml version="1.0"?>\n<Project xmlns="http://schemas.microsoft.com/project"><Name>\377</Name></Project>\n' \
    >invalid-utf8.xml; expect invalid-utf8.xml 'xml-syntax'
printf 'baton: 1\nprogram: {id: t\000}\n' >nul-byte.yaml; expect nul-byte.yaml 'unknown-format'
printf '<?xml version="1.0"?>\n<Project xmlns="http://schemas.microsoft.com/project"><Na\000me/></Project>\n' \
    >nul-byte.xml; expect nul-byte.xml 'unknown-format'
head -c 65536 /dev/zero >zeros.yaml; expect zeros.yaml 'unknown-format'
printf '\211PNG\r\n\032\n\000\000\000\rIHDR\000\000\000\001\000\000\000\001\010\006\000\000\000' >picture.yaml
expect picture.yaml 'unknown-format'
cp picture.yaml picture.png; expect picture.png 'unknown-format'
cp picture.yaml picture.xml; expect picture.xml 'unknown-format'
printf '\377\376b\000a\000t\000o\000n\000:\000 \0001\000\n\000' >utf16.yaml; expect utf16.yaml 'unknown-format'

{ printf '%s\ntasks: ' "$head"; repeat 100000 '['; } >deep-lists.yaml; expect deep-lists.yaml 'too-deep'
{ printf '%s\ntasks: ' "$head"; repeat 100000 '{a: '; } >deep-maps.yaml; expect deep-maps.yaml 'too-deep'
{ printf '%s\n' "$head"; awk 'BEGIN { for (i = 0; i < 3000; i++) { printf "%*sa:\n", i, "" } }'; } \
    >deep-indent.yaml; expect deep-indent.yaml 'too-deep'
{ printf '<Project xmlns="http://schemas.microsoft.com/project">'; repeat 200000 '<a>'; } >deep.xml
expect deep.xml 'too-deep'
{ printf '<Project xmlns="http://schemas.microsoft.com/project" '; awk 'BEGIN { for (i = 0; i < 200000; i++) printf "a%d=\"\" ", i }'
  printf '/>'; } >attributes.xml; expect attributes.xml 'unknown-format'
{ printf '%s\ntasks:\n  build: {title: "' "$head"; repeat 300000 'longword '; printf '"}\n'; } >long-scalar.yaml
expect long-scalar.yaml 'too-large'
{ printf '<Project xmlns="http://schemas.microsoft.com/project"><Name>'; repeat 300000 'longword '
  printf '</Name></Project>'; } >long-scalar.xml; expect long-scalar.xml 'too-large'
{ printf '%s\ntasks:\n  ' "$head"; repeat 300000 'a'; printf ': {estimate: 1d}\n'; } >long-id.yaml
expect long-id.yaml 'yaml-syntax'
{ printf '%s\ntasks:\n' "$head"; awk 'BEGIN { for (i = 0; i < 100000; i++) printf "  t%d: {estimat: 1d}\n", i }'; } \
    >many-errors.yaml; expect many-errors.yaml 'unknown-key'
{ printf '%s\ncalendars:\n  us:\n    week: {mon-fri: "09:00-17:00"}\n    holidays:\n' "$head"
  awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "    - %d-%02d-%02d\n", 1900 + i % 300, 1 + i % 12, 1 + i % 28 }'
  printf 'tasks:\n  build: {estimate: 1d, calendar: us, after: [nowhere]}\n'; } >million-exceptions.yaml
expect million-exceptions.yaml 'unknown-id'
{ printf '<?xml version="1.0"?>\n<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2027-01-04T08:00:00</StartDate>'
  printf '<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>S</Name><IsBaseCalendar>1</IsBaseCalendar><Exceptions>\n'
  repeat 1000000 '<Exception/>
'
  printf '</Exceptions></Calendar></Calendars><Tasks><Task><UID>1</UID><Name>Build</Name>'
  printf '<PredecessorLink><PredecessorUID>7</PredecessorUID></PredecessorLink></Task></Tasks></Project>\n'; } >million-exceptions.xml
expect million-exceptions.xml 'unknown-id'
{ printf '%s\ntasks:\n' "$head"
  awk 'BEGIN { for (i = 0; i < 20000; i++) printf "  t%d: {estimate: 1d, after: [t%d]}\n", i, (i + 1) % 20000 }'; } \
    >long-cycle.yaml; expect long-cycle.yaml 'cycle'

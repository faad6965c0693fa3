# SPDX-License-Identifier: Apache-2.0
# Sourced by run.sh: the page for executives beside the plan of a week ago. What moved, by how much
# and why, what became of the asks: on one page, proved, and no lie about it passes.

cp -r "$sherlock" "$work/ago"
sed -i 's/as_of: 2026-11-23/as_of: 2026-11-16/' "$work/ago/program.yaml"
sed -i '/^  r-01:/,/trigger/s/likely: 20%/likely: 30%/' "$work/ago/drivers-risks.yaml"
# One more question that is withdrawn since; and one ask that was done: whoever decides d-07.
cp -r "$sherlock" "$work/now"
sed -i 's/^  d-07:/&\n    decider: k-lind/' "$work/now/decisions-forums.yaml"
sed -i 's/^  d-08:/  d-06: {question: Train on the old cluster?, decider: p-wolski, gates: [pilot-train], raised: 2026-11-02, options: {old: {title: The old one, edits: {pilot-train.estimate: 1w..2w..3w}}}}\n&/' \
    "$work/ago/decisions-forums.yaml"
weekly="--plan $work/now --since $work/ago --iterations 1024"
for form in md html; do
    "$BATON" report "$work/now" --for exec --since "$work/ago" --iterations 1024 --$form >"$work/weekly.$form"
done
"$BATON" report "$work/now" --for exec --since "$work/ago" --iterations 1024 >"$work/weekly.txt"
# shellcheck disable=SC2086
if "$BATON" report verify "$work/weekly.md" "$work/weekly.html" "$work/weekly.txt" $weekly >"$work/out" 2>"$work/errors" &&
    [ "$(grep -c '^ok' "$work/out")" -eq 3 ]; then echo 'pass weekly page agrees with both plans'
else
    head -3 "$work/errors"
    echo 'fail weekly page: our own is refused'
fi
tr '\n' ' ' <"$work/weekly.txt" | tr -s ' ' >"$work/weekly.line"
says() { # NAME WORDS: what a reader of the page alone can answer
    if grep -q -F "$2" "$work/weekly.line"; then echo "pass weekly says $1"; else echo "fail weekly says $1: no '$2'"; fi
}
says 'what moved' 'the date that is 80 % likely moved as follows, in days of the calendar. ga-march: '
says 'why, one level deeper' 'the plan does not say why, so ask '
says 'what the rest made of it' 'All else together: '
says 'what is done' 'Done: '
says 'who was named' 'Karin Lind was named to decide it'
says 'what is overdue, and of whom' ', asked of Tara Rao by '
says 'what was dropped' 'Dropped: "Train on the old cluster?": it is no longer in the plan.'
says 'what is open' 'Still open, not yet due: '
says 'what holds the worst promise' 'it waits for "Load test of sign-in" (id-load-test), work of the same team'
says 'who somebody is' 'Rosa Haas (VP Engineering, sponsor)'
says 'of which team' 'Tara Rao (Engineering manager, Data platform)'
says 'that costs of delay overlap' 'overlap in time, so their costs must not be added up.'
says 'who has to say how silent work stands' 'Sanjay Iyer (Staff engineer, Identity): Say how "Token API v2" (token-api) stands: no progress reported in 7 days by Identity. Counted as none, that moves ga-march up to '
says 'of a cause said before, whose work it is' 'That is label-store-v2 too.'
says 'what is less likely, but not done' 'Better, but not done: "The security review asks for another token layout" (r-01): it is 20 % likely, no longer 30 %.'
says 'which ask was missed' ' (asked before, for Tue 17 Nov), Tara Rao'
says 'what is open as it was' '; and, as asked above: '
says 'what is reported without a reason' 'is reported green (nobody says why or until when), but is off course'
says 'what waits for a decision' 'Work waits for it: "Billing on token v2", "Security review of token v2".'
says 'the answers to it' 'The answers are "Dual-issue" ($36k), "Cutover" or '
says 'what a delay costs' '; its delay would cost up to '
says 'the year once' 'promised for Wed 31 Mar 2027,'
says 'when a status changes' 'On course: from 80 % likely. Off course: below 50 %.'
says 'of which projects' 'record of commercial projects (Little'
says 'what it hangs on next' ' it decides when ga-march is done, and "'
says 'why points do not add up' 'Their points do not add up'
says 'what has no last day, and why' 'Also open, with no last day, because no promise waits for it'
# Of each person the role once, the first time.
for name in 'Rosa Haas' 'Tara Rao' 'Sanjay Iyer' 'Amara Okafor'; do
    if [ "$(grep -o "$name (" "$work/weekly.line" | wc -l)" -eq 1 ]; then echo "pass weekly introduces $name once"
    else echo "fail weekly introduces $name other than once"; fi
done
# Where nobody is to decide, a name is asked for before the last day; and a handle stands in the table.
if tr '\n' ' ' <"$work/sherlock/exec.plain" | tr -s ' ' | grep -q -F '(d-07); Tue 9 Feb is the last day to decide.'; then
    echo 'pass weekly asks for a name before the last day'
else echo 'fail weekly: a name is asked for on the last day'; fi
if [ "$(sed -n '/^Promises/,/^On course/p' "$work/weekly.txt" | grep -c '^(ga-march)\|^(pilot-february)\|^(audit-january)')" -eq 3 ]; then
    echo 'pass weekly has the handles in its table'
else echo 'fail weekly: a promise has no handle in the table'; fi
# Without an earlier plan there is no word of it.
if grep -q -E 'Of what was asked|What changed|not yet due' "$work/sherlock/exec.plain"; then
    echo 'fail weekly: asks of before without a plan of before'
else echo 'pass weekly is silent without an earlier plan'; fi

weekly_lie() { # CODE NAME SED
    sed "$3" "$work/weekly.md" >"$work/weekly-lie.md"
    # shellcheck disable=SC2086
    "$BATON" report verify "$work/weekly-lie.md" $weekly >"$work/out" 2>"$work/errors"
    if cmp -s "$work/weekly-lie.md" "$work/weekly.md"; then echo "fail weekly lie $2: nothing was planted"
    elif grep -q "^error\[$1\]" "$work/errors"; then echo "pass weekly lie $2"
    else echo "fail weekly lie $2: not refused as $1"; fi
}
weekly_lie contradicts 'an overdue ask is done' 's/\(asked-unowned-handoff.state-->[*]*\)Overdue/\1Done/'
weekly_lie contradicts 'another day' 's/\(ho-09.asked-unowned-handoff-->\)[^<]*</\1Fri 18 Dec</'
weekly_lie contradicts 'another person' 's/\(ho-09.asked-unowned-handoff.of-->\)[^<]*</\1Lin Chen</'
weekly_lie contradicts 'another fate' 's/\(d-06.asked-decision.fate-->\)[^<]*</\1it was decided</'
weekly_lie contradicts 'a larger cause' 's/\(moved-by-1.days-->\)[^<]*</\10.5 days later</'
weekly_lie contradicts 'another cause' 's/\(ga-march.moved-by-1-->\)[^<]*</\1the holidays</'
weekly_lie contradicts 'an excuse' 's/the plan does not say why, so ask [A-Z][a-z]* [A-Z][a-z]*/the vendor is late/'
weekly_lie contradicts 'another wait' 's/\(hangs-on.behind-->\)[^<]*</\1it waits for Billing</'
weekly_lie contradicts 'another role' 's/\(r-haas.role-->\)[^<]*</\1Chief executive</'
weekly_lie rearranged 'an ask in another list' 's/\(r-01.asked-mitigation.title-->.*\)$/\1 <!--c ho-09.id-->ho-09<!--\/c-->/'

# --- what no page may have again ------------------------------------------------------------------

# Tables of Markdown: none without rows, no column of dashes alone, no sign where a word should be.
for file in "$work"/*/*.md "$work/weekly.md"; do
    seen "$file" | awk -v file="${file##*"$work"/}" '
        function finish(   c) {
            if (rows == 0) print file ": a table without rows: " head
            for (c = 2; c < columns && rows > 1; c++)
                if (dashes[c] == rows) print file ": column " c - 1 " says nothing: " head
        }
        /^\|/ {
            n = split($0, cell, "|")
            if (!inside) { inside = 1; head = $0; columns = n; rows = -1; delete dashes; next }
            if (++rows == 0) next
            for (c = 2; c < n; c++) { gsub(/[ \302\240]/, "", cell[c]); dashes[c] += cell[c] == "-" }
            next
        }
        inside { finish(); inside = 0 }
        END { if (inside) finish() }'
done >"$work/out"
if [ -s "$work/out" ]; then
    head -5 "$work/out"
    echo 'fail style tables'
else echo 'pass style tables say something in every column'; fi
for file in "$work"/*/*.md "$work/weekly.md"; do seen "$file"; done | grep -n -E '(^|[ |(])[<>] ?[0-9.]+( | |\\xa0)?.?%' >"$work/out"
if [ -s "$work/out" ]; then
    head -3 "$work/out"
    echo 'fail style signs: a sign where a word should be'
else echo 'pass style signs are words'; fi
# No heading with nothing below it, no list of more than eight in a sentence.
for file in "$work"/*/*.md "$work/weekly.md"; do
    seen "$file" | awk -v file="${file##*"$work"/}" '
        /^#/ { if (open) print file ": nothing below " open; open = /^## / ? $0 : ""; next }
        NF && !/^<!--/ { open = "" }
        !/^\|/ && gsub(/; "/, "&") > 8 { print file ": a list of more than eight: " substr($0, 1, 60) }
        END { if (open) print file ": nothing below " open }'
done >"$work/out"
if [ -s "$work/out" ]; then
    head -3 "$work/out"
    echo 'fail style sections'
else echo 'pass style sections'; fi
style 'no ask without a day' '^- \**Now\**,'
style 'no edit as in a file' '(^|[ :])[~+-] ?[a-z0-9-]+\.[a-z_]+ | → |the as of'
style 'no count of nothing' '(^| )0.(hand-offs|tasks|promises|items|criteria)|In 0.%'
style 'no either-or' 'is agreed, or none|or nobody agreed'
style 'days are of a kind' '(costs [a-z-]+|comes) [0-9.]+.days'
style 'no past for what is open' '^Decided by .*State: (raised|framed|ready)'

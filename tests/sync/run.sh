#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Trackers over the wire: servers of our own that answer in the shapes of the real ones and misbehave as
# they do, on loopback; then a real Redmine, where it is installed.
[ -x "$BATON" ] || { echo 'skip sync: the program has no main yet'; exit 0; }
command -v python3 >/dev/null || { echo 'skip sync: there is no python3'; exit 0; }
work=$(mktemp -d)
mock=
clean_up() {
    [ -z "$mock" ] || kill "$mock" 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

python3 tests/sync/mock.py "$work" 2>"$work/mock.log" &
mock=$!
tries=0
while [ ! -f "$work/port" ] && [ $tries -lt 600 ]; do sleep 0.1; tries=$((tries + 1)); done
[ -f "$work/port" ] || { echo 'fail sync: the servers of the test did not start'; exit 0; }
port=$(cat "$work/port")
here=http://127.0.0.1:$port
BATON_TOKEN=s3cret-0815
export BATON_TOKEN
unset BATON_PROXY

# plan NAME LINES...: a folder with a plan that names the tracker `web`; each line a field of it.
plan() {
    folder=$1
    shift
    mkdir -p "$work/$folder"
    {
        echo 'baton: 1'
        echo '# kept as it is'
        echo 'program: {id: pier, title: New pier, start: 2026-11-02, as_of: 2026-11-16}'
        echo 'people: {ann: {name: Ann, team: red}}'
        echo 'teams: {red: {lead: ann}, payments: {title: Payments}}'
        echo 'tasks:'
        echo '  own: {team: red, estimate: 2w}'
        echo 'trackers:'
        echo '  web:'
        for line in "$@"; do echo "    $line"; done
    } >"$work/$folder/plan.yaml"
}
# is NAME EXIT WORDS COMMAND...: it ends so and says that, on either output.
is() {
    name=$1 wanted=$2 words=$3
    shift 3
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    if [ $got = "$wanted" ] && grep -qF -- "$words" "$work/out" "$work/err"; then
        echo "pass $name"
    else
        echo "fail $name: exit $got, wanted $wanted and '$words'"
        sed 's/^/    /' "$work/out" "$work/err" | head -20
    fi
    cat "$work/out" "$work/err" >>"$work/said"
}
# holds NAME TEXT FILE
holds() {
    if grep -qF -- "$2" "$3"; then echo "pass $1"; else echo "fail $1: '$2' is not in it"; fi
}
asked() { grep -c "$1" "$work/log"; }

# --- Jira ---------------------------------------------------------------------------------------
plan cloud "system: jira-cloud" "url: $here/jira-cloud" "user: ann@example.org" "projects: [AB]" \
    'teams: ["backend: payments"]' 'relations: ["is gated by: after"]' 'states: ["Building: doing"]' \
    'writes: [due, comment]'
p=$work/cloud/plan.yaml
is 'jira cloud: two pages by token, after a wait of 429' 0 '10 stated now' "$BATON" sync "$work/cloud"
holds 'jira cloud: source ids name the tracker' 'source_id: web:AB-7' "$p"
holds 'jira cloud: a sprint is a milestone with its end' 'date: 2026-12-11' "$p"
holds 'jira cloud: a link in the words of the mapping' 'after: [AB-7]' "$p"
holds 'jira cloud: a label becomes a team' 'team: payments' "$p"
holds 'jira cloud: estimates by the points that finished' 'of this team and type in this file, by points' "$p"
holds 'jira cloud: the file keeps its comments' '# kept as it is' "$p"
holds 'jira cloud: a history that was cut is completed' 'issue/AB-5/changelog' "$work/log"
holds 'jira cloud: custom fields are asked by what they are' 'customfield_10044' "$work/log"
is 'jira cloud: a second time there is no edit' 0 'Nothing was stated otherwise' "$BATON" sync "$work/cloud"
echo changed >"$work/state"
is 'jira cloud: what changed, and only that' 0 '0 stated now, 1 stated otherwise' "$BATON" sync "$work/cloud"
: >"$work/state"
sed -i 's/title: Issue 7/title: Issue 7\n    note: said by hand/' "$p"
is 'jira cloud: what people said beside it stays' 0 '1 stated otherwise, 0 no longer' "$BATON" sync "$work/cloud"
holds 'jira cloud: the note stands' 'said by hand' "$p"
: >"$work/log"
is 'jira cloud: writing back says what it would do' 0 'nothing is written yet' "$BATON" sync "$work/cloud" web --write-back
if grep -q ' PUT \| POST ' "$work/log"; then echo 'fail jira cloud: a dry run wrote'; else echo 'pass jira cloud: a dry run writes nothing'; fi
is 'jira cloud: writing back writes' 0 '2 items written' "$BATON" sync "$work/cloud" web --write-back --send
holds 'jira cloud: the due date goes back' 'PUT /jira-cloud/rest/api/2/issue/AB-7 {"fields":{"duedate":"20' "$work/log"
holds 'jira cloud: the comment says P50 and P90' 'half of its runs finish this by' "$work/log"

# The forecast in a field of one's own: that field and no other, and only where `writes` names it.
silent() { # NAME: nothing was written since the log was emptied
    if grep -q ' PUT \| POST \| PATCH ' "$work/log"; then echo "fail $1"; else echo "pass $1"; fi
}
plan field "system: jira-server" "url: $here/jira-field" "projects: [AB]" 'writes: ["field customfield_10100"]'
"$BATON" sync "$work/field" >"$work/out" 2>&1
: >"$work/log"
is 'jira field: what would be written' 0 '2 items to be written' "$BATON" sync "$work/field" --write-back
sed -n 's/^  \(AB-[0-9]*\)  \(2[0-9-]*\)$/PUT \/jira-field\/rest\/api\/2\/issue\/\1 {"fields":{"customfield_10100":"\2"}}/p' \
    "$work/out" >"$work/promised"
silent 'jira field: a dry run writes nothing'
is 'jira field: written' 0 '2 items written' "$BATON" sync "$work/field" --write-back --send
grep ' PUT \| POST \| PATCH ' "$work/log" | cut -d' ' -f2- >"$work/wrote"
if [ "$(grep -c . "$work/wrote")" = 2 ] && cmp -s "$work/promised" "$work/wrote"; then
    echo 'pass jira field: exactly the dates that the dry run printed, in that field alone'
else
    echo 'fail jira field: it wrote otherwise than the dry run said'
    sed 's/^/    /' "$work/promised" "$work/wrote"
fi
late=$("$BATON" forecast "$work/field" --json | python3 -c '
import json, sys
print([t["p90"][:10] for t in json.load(sys.stdin)["tasks"] if t["id"] == "AB-8"][0])')
holds 'jira field: the date is the one that is met nine times in ten' "AB-8 {\"fields\":{\"customfield_10100\":\"$late\"}}" "$work/wrote"
: >"$work/log"
is 'jira field: and not twice' 0 '0 items written, 2 say so already' "$BATON" sync "$work/field" --write-back --send
silent 'jira field: what it says already is not written again'
plan off "system: jira-server" "url: $here/jira-field" "projects: [AB]"
"$BATON" sync "$work/off" >"$work/out" 2>&1
is 'jira field: off, it is refused' 2 'its field writes is empty' "$BATON" sync "$work/off" --write-back --send
silent 'jira field: off, nothing is written'
plan due "system: jira-server" "url: $here/jira-field" "projects: [AB]" 'writes: [due]'
"$BATON" sync "$work/due" >"$work/out" 2>&1
is 'jira field: another is on' 0 '2 items written' "$BATON" sync "$work/due" --write-back --send
if grep -q 'PUT .*"duedate"' "$work/log" && ! grep -q customfield_10100 "$work/log"; then
    echo 'pass jira field: where due alone is on, the field is left alone'
else
    echo 'fail jira field: where due alone is on, the field was written'
fi

plan server "system: jira-server" "url: $here/jira-server" "projects: [AB]" 'relations: ["is gated by: after"]'
is 'jira server: pages by startAt, as large as the server makes them' 0 '11 stated now' "$BATON" sync "$work/server"
plan moved "system: jira-server" "url: $here/moved" "projects: [AB]"
is 'a host that moved on itself is followed' 0 '11 stated now' "$BATON" sync "$work/moved"

# --- what goes wrong: nothing is changed, and the place is said ------------------------------------
for case in 'short:6 came: a page is missing' 'expired:does not take the secret (401)' \
        'broken:an answer is no JSON' 'html:an answer is no JSON'; do
    kind=${case%%:*}
    plan "$kind" "system: jira-server" "url: $here/jira-$kind" "projects: [AB]"
    cp "$work/$kind/plan.yaml" "$work/before"
    is "jira $kind: refused" 7 "${case#*:}" "$BATON" sync "$work/$kind"
    if cmp -s "$work/before" "$work/$kind/plan.yaml"; then echo "pass jira $kind: the plan stands"; else echo "fail jira $kind: the plan was changed"; fi
done
plan echo "system: jira-server" "url: $here/jira-echo" "projects: [AB]"
is 'a server that says the secret again is not quoted' 7 'answers 400' "$BATON" sync "$work/echo"
plan hangs "system: jira-server" "url: $here/hangs" "projects: [AB]"
is 'a server that hangs is given up' 7 'has stopped answering' env BATON_TIMEOUT=2 "$BATON" sync "$work/hangs"
plan leads "system: jira-server" "url: $here/leads-away" "projects: [AB]"
is 'a redirect to another host is refused' 7 'another host, which is not asked' "$BATON" sync "$work/leads"
plan next "system: github" "url: $here/next-away" "projects: [acme/web]"
is 'a next page on another host is refused' 7 'another host, which is not asked' "$BATON" sync "$work/next"
if grep -q "^$(cat "$work/elsewhere") " "$work/log"; then echo 'fail another host was asked'; else echo 'pass no other host was asked'; fi
plan patience "system: jira-server" "url: $here/patience" "projects: [AB]"
is 'a server that wants a day is given up' 7 'asked too often (429)' "$BATON" sync "$work/patience"
plan nobody "system: jira-server" "url: http://127.0.0.1:1" "projects: [AB]"
is 'nobody listens' 7 'does not answer' "$BATON" sync "$work/nobody"
plan plain "system: jira-server" "url: http://issues.example.org" "projects: [AB]"
is 'no secret goes out unencrypted' 2 'must begin with https://' "$BATON" sync "$work/plain"
plan login "system: jira-server" "url: 'https://ann:pw@issues.example.org'" "projects: [AB]"
is 'no secret in the address' 2 'a secret stands in the address' "$BATON" sync "$work/login"
plan inplan "system: jira-server" "url: $here/jira-server" "projects: [AB]" "secret: abc123"
is 'no secret in the plan' 2 'never be the secret itself' "$BATON" sync "$work/inplan"
plan file "system: jira-server" "url: $here/jira-server" "projects: [AB]" "secret: 'file:$work/key'"
echo file-s3cret >"$work/key"
for mode in 644 640 604; do
    chmod $mode "$work/key"
    : >"$work/log"
    is "a secret that others may read is refused ($mode)" 2 'chmod 600' "$BATON" sync "$work/file"
    if [ -s "$work/log" ]; then echo "fail nothing is asked with it ($mode)"; else echo "pass nothing is asked with it ($mode)"; fi
done
chmod 600 "$work/key"
is 'a secret from a file' 0 '11 stated now' "$BATON" sync "$work/file"
plan nowhere "system: jira-server" "url: $here/jira-server" "projects: [AB]" "secret: env:NOT_SET_AT_ALL"
is 'a secret that is not there' 2 'has no NOT_SET_AT_ALL' "$BATON" sync "$work/nowhere"
plan all "system: jira-server" "url: $here/jira-server"
is 'not all of a tracker by accident' 2 'neither projects nor a query' "$BATON" sync "$work/all"
is 'a tracker that is not there' 3 "has no tracker 'wib'" "$BATON" sync "$work/all" wib
plan words "system: jira-server" "url: $here/jira-server" "projects: [AB]" 'states: ["Building: busy"]'
is 'a state that is none' 2 "'busy' is not among the words" "$BATON" sync "$work/words"

# --- the others -----------------------------------------------------------------------------------
plan github "system: github" "url: $here/github" "projects: [acme/web, orgs/acme/5]" 'writes: [comment]'
is 'github: Link pages after a limit of 403, no pull request' 0 '5 stated now' "$BATON" sync "$work/github"
p=$work/github/plan.yaml
holds 'github: a target date of the board' 'deadline: 2027-02-26' "$p"
holds 'github: who blocks whom' 'after: [web-3]' "$p"
holds 'github: sub-issues' 'parent: web-5' "$p"
is 'github: ETags, and no edit the second time' 0 ' unchanged' "$BATON" sync "$work/github" --notes
holds 'github: both pages were unchanged' '2 unchanged' "$work/err"
is 'github: comments are written back' 0 '2 items written' "$BATON" sync "$work/github" --write-back --send
is 'github: and the same is not said twice' 0 '0 items written, 2 say so already' "$BATON" sync "$work/github" --write-back --send
plan gitlab "system: gitlab" "url: $here/gitlab" "projects: [acme/web]" 'teams: ["backend: payments"]'
is 'gitlab: X-Next-Page after a wait of 503' 0 '3 stated now' "$BATON" sync "$work/gitlab"
holds 'gitlab: links' 'after: [web-1]' "$work/gitlab/plan.yaml"
holds 'gitlab: under way since the label that says so, on the second page of its history' 'started: 2026-11-04' "$work/gitlab/plan.yaml"
holds 'gitlab: closed when its states say' 'finished: 2026-11-06' "$work/gitlab/plan.yaml"
plan azure "system: azure" "url: $here/azure" "projects: [Pier]"
is 'azure: numbers, then batches of two hundred' 0 '252 stated now' "$BATON" sync "$work/azure"
holds 'azure: predecessors' 'after: [web-200]' "$work/azure/plan.yaml"
plan linear "system: linear" "url: $here/linear" "projects: [PIE]"
is 'linear: pages by cursor' 0 '5 stated now' "$BATON" sync "$work/linear"
holds 'linear: blocks' 'after: [PIE-2]' "$work/linear/plan.yaml"

# --- a run that broke off -----------------------------------------------------------------------
plan breaks "system: redmine" "url: $here/breaks" "projects: [pier]"
is 'a run that breaks off changes nothing' 7 'answers 500' "$BATON" sync "$work/breaks"
: >"$work/log"
echo mended >"$work/state"
is 'and goes on where it stopped' 0 '7 stated now' "$BATON" sync "$work/breaks"
if [ "$(asked issues.json)" = 0 ] && [ "$(asked issues/3.json)" = 0 ] && [ "$(asked issues/4.json)" = 1 ]; then
    echo 'pass what had come was not asked again'
else
    echo "fail what had come was asked again: $(cut -d' ' -f2,3 "$work/log" | tr '\n' ' ')"
fi
: >"$work/state"

# --- a time of change has seconds, and a second holds two changes --------------------------------
plan second "system: redmine" "url: $here/second" "projects: [pier]"
is 'redmine: a first time' 0 '3 stated now' "$BATON" sync "$work/second"
echo twice >"$work/state"
"$BATON" sync "$work/second" >"$work/out" 2>&1
if grep -q '^~ web-2.effort ' "$work/out" && grep -q 'web-2.started ' "$work/out"; then
    echo 'pass redmine: a change within the second of the one before is seen, its history too'
else
    echo 'fail redmine: a change within the second of the one before is lost'
    sed 's/^/    /' "$work/out"
fi
is 'redmine: and is no edit again' 0 'Nothing was stated otherwise' "$BATON" sync "$work/second"
# As if that second had been long ago when the answers came.
for page in "$work"/second/.baton/web/*.page; do [ "$(sed -n 2p "$page")" = -1 ] || sed -i 2s/.*/1/ "$page"; done
: >"$work/log"
is 'redmine: a settled answer is still that of its version' 0 'Nothing was stated otherwise' "$BATON" sync "$work/second"
if [ "$(asked issues.json)" = 1 ] && [ "$(asked issues/)" = 0 ]; then
    echo 'pass redmine: and is not asked for again'
else
    echo "fail redmine: it is asked for again: $(cut -d' ' -f2,3 "$work/log" | tr '\n' ' ')"
fi
: >"$work/state"

# --- the secret -----------------------------------------------------------------------------------
if grep -q 's3cret' "$work/heard"; then echo 'pass the secret is sent'; else echo 'fail the secret was never sent'; fi
if grep -rqF -e s3cret-0815 -e file-s3cret "$work/said" "$work"/*/.baton "$work"/*/plan.yaml; then
    echo 'fail the secret stands in what was said or kept'
else
    echo 'pass the secret stands in nothing that was said or kept'
fi

[ ! -f tests/sync/redmine.sh ] || . tests/sync/redmine.sh

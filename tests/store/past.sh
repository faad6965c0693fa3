# SPDX-License-Identifier: Apache-2.0
# To be read in by run.sh: what a store must do beside its log, on either database: work in pieces
# done by workers that die, readers with a cursor, a store of an older version, a store that went
# backwards, and plain SQL. `query SQL` asks the database and prints rows as a|b|c.

# same NAME FILE EXPECTED: the file has those lines.
same() {
    if [ "$(cat "$2")" = "$3" ]; then
        echo "pass $1"
    else
        echo "fail $1: $(head -c 500 "$2" | tr '\n' ';')"
    fi
}

# Forty pieces, three workers, kill -9 among them: each piece is finished once, with its own result. A
# piece takes a tenth of its lease: long enough that some are at work when they are killed, and that
# a machine that is busy lets none run out.
workers() {
    on=$1 where=$2 least=40
    "$tool" add-work "$where" squares 40
    rm -f "$work"/took.*
    for n in 1 2 3; do
        (
            # Begun again as a new worker whenever it dies.
            attempt=0
            until "$tool" work "$where" squares "w$n-$attempt" 2000 >>"$work/took.$n" 2>>"$work/errors"; do
                attempt=$((attempt + 1))
                [ $attempt -lt 50 ] || break
            done &
            wait
        ) &
    done
    killed=0
    while [ $killed -lt 6 ]; do
        sleep 0.1
        # None may be at work yet, or none any more.
        victim=$(pgrep -f "^$tool work $where squares" | sort -R | head -1)
        [ -n "$victim" ] || "$tool" list-work "$where" squares | grep -q '|$' || break
        [ -z "$victim" ] || kill -9 "$victim" 2>/dev/null && killed=$((killed + 1))
    done
    wait
    "$tool" list-work "$where" squares >"$work/pieces"
    right=$(awk -F'|' '{ n = substr($1, 3) + 0 } $4 == n * n { r++ } END { print r + 0 }' "$work/pieces")
    attempts=$(awk -F'|' '{ n += $3 } END { print n + 0 }' "$work/pieces")
    twice=$(cat "$work"/took.* | awk '$1 == "finished" { print $2 }' | sort | uniq -d | wc -l)
    # On a machine that is busy the killer gets to one or two of them only, maybe between two pieces.
    [ "$killed" -lt 3 ] || least=41
    if [ "$killed" -ge 1 ] && [ "$right" = 40 ] && [ "$twice" = 0 ] &&
        [ "$attempts" -ge $least ] && [ "$attempts" -le $((40 + killed)) ]; then
        echo "pass $on: 40 pieces of work, $killed workers killed: each finished once, in $attempts attempts"
    else
        echo "fail $on: of 40 pieces $right right, $twice twice, $killed killed, $attempts attempts"
    fi
}

# A reader with a cursor sees every change once, whatever it is woken by.
followed() {
    on=$1 where=$2
    base=$("$tool" list "$where" | wc -l)
    echo "$base $("$BATON" verify "$where" | sed -n 's/last hash //p')" >"$work/cursor"
    "$tool" follow "$where" "$work/cursor" $((base + 40)) >"$work/seen" 2>"$work/err" &
    follower=$!
    "$tool" write "$where" follow 1 20 >/dev/null
    between
    "$tool" write "$where" follow 21 40 >/dev/null
    wait $follower
    n=1
    wanted=
    while [ $n -le 40 ]; do
        wanted="${wanted}seen $((base + n)) follow-$n
"
        n=$((n + 1))
    done
    same "$on: a reader with a cursor sees each of 40 changes once, in order${2:+$3}" "$work/seen" \
        "$(printf %s "$wanted")"
}

# An old copy in the place of a store: `keep_copy` and `put_back` make it so.
backwards() {
    on=$1 where=$2
    "$BATON" init "$plan" --store "$where" --by ann --dated 2026-11-16 >/dev/null
    "$tool" write "$where" early 1 5 >/dev/null
    keep_copy
    "$tool" write "$where" late 1 3 >/dev/null
    hash=$("$BATON" verify "$where" | sed -n 's/last hash //p')
    rm -f "$work/cursor"
    "$tool" follow "$where" "$work/cursor" 9 >"$work/seen"
    said "$on: a kept hash is in the chain" 0 'that of change 9' "$BATON" verify "$where" --last "$hash"
    "$tool" write "$where" late 4 4 >/dev/null
    said "$on: ... also when it has grown" 0 'that of change 9' "$BATON" verify "$where" --last "$hash"
    put_back
    said "$on: an old copy is whole in itself" 0 '6 changes' "$BATON" verify "$where"
    said "$on: ... but a kept hash is not in it" 1 'went backwards' "$BATON" verify "$where" --last "$hash"
    said "$on: ... and a reader's cursor is ahead of it" 5 'went backwards: change 9 .* its last is 6' \
        "$tool" follow "$where" "$work/cursor" 12
    "$tool" write "$where" other 1 6 >/dev/null
    said "$on: ... also when others have written to it since" 5 'went backwards.* another as 9' \
        "$tool" follow "$where" "$work/cursor" 12
}

# A store of version 1, as it was written then: opened, it is of version 2, and nothing is lost.
older() {
    on=$1 where=$2
    said "$on: a store of version 1 is read" 0 'it.*so' "$BATON" show "$where" dig
    version >"$work/version"
    same "$on: ... and is of version 2 then" "$work/version" 2
    said "$on: ... its chain is whole, and the hash of then in it" 0 'that of change 5' \
        "$BATON" verify "$where" --replay --last 818d3df1fdf65c3d02b3865d9d63277a2ac3f0013c0fd0c7bd8ba387c73356ba
    said "$on: ... goes on" 0 dig.note "$BATON" set "$where" dig.note=on --by ann --dated 2026-11-22
    "$tool" add-work "$where" new 3
    said "$on: ... and has what version 2 has" 0 's-003||0|' "$tool" list-work "$where" new
}

# Eight at once on one of version 1: it is brought forward once, and all of them write.
older_together() {
    on=$1 where=$2
    for n in 1 2 3 4 5 6 7 8; do
        "$BATON" set "$where" "tasks.t$n={estimate: ${n}d}" --id "t-$n" --dated 2026-11-22 \
            >/dev/null 2>>"$work/together" &
    done
    wait
    version >"$work/version"
    same "$on: eight programs at once bring a store of version 1 forward once" "$work/version" 2
    said "$on: ... and each writes its change" 0 '13 changes' "$BATON" verify "$where"
}

# The views, by plain SQL: the same rows from both databases.
views() {
    on=$1 schema=$2
    query "SELECT seq, at, who, coalesce(why, ''), coalesce(source, ''), against, id
           FROM ${schema}changes WHERE seq <= 5 ORDER BY seq" >"$work/rows"
    same "$on: the view of changes" "$work/rows" \
'1|2026-11-16T00:00:00Z|ann|the first version|init|0|v1-1
2|2026-11-17T00:00:00Z|ann|wet ground||1|v1-2
3|2026-11-18T00:00:00Z|bob|||2|v1-3
4|2026-11-20T00:00:00Z|ann|the pumps came|undo of 2|3|v1-4
5|2026-11-21T00:00:00Z|bob|||4|v1-5'
    query "SELECT seq, who, address, coalesce(CAST(was AS TEXT), '-'), now FROM ${schema}edits
           WHERE seq BETWEEN 2 AND 5 ORDER BY seq, address" | sed 's/"//g; s/null/-/g' >"$work/rows"
    same "$on: the view of edits" "$work/rows" \
"2|ann|dig.estimate|2w..3w..5w|3w..4w..6w
3|bob|open.title|-|Opening
3|bob|pour.people|-|2
4|ann|dig.estimate|3w..4w..6w|2w..3w..5w
5|bob|dig.note|-|it's “so”"
    query "SELECT seq, as_of, id, promised, p80 FROM ${schema}promises WHERE seq <= 5" >"$work/rows"
    same "$on: the view of promises" "$work/rows" '5|2026-11-16|open-march|2027-03-31|2027-01-05T09:55:02'
    # As another program kept it, with other defaults: a cause like others.
    query "UPDATE ${schema}kept SET body = replace(replace(replace(body, '\"0.1.0\"', '\"0.0.9\"'),
           '2027-01-05T09:55:02', '2027-01-04T09:55:02'), '\"seed\"',
           '\"defaults\": {\"team-correlation.share\": 0.9}, \"seed\"') WHERE seq = 5" >/dev/null
    said "$on: another engine since is a cause" 0 'the engine: 0.0.9 then, 0.1.0 now' \
        "$BATON" why "$where" --since 5
    said "$on: and other defaults" 0 'defaults: team-correlation.share 0.9 → 0.25' \
        "$BATON" why "$where" --since 5
}

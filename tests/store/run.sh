#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One suite on SQLite, on PostgreSQL and on PostgreSQL without notifications; then what a store must
# survive: kill -9 among concurrent writes, a full disk, a file that may not be written, altered bytes.
# PostgreSQL is started here, on loopback, in a folder of its own, and stopped again.
tool=$BUILD/tests/tools/store_tool
[ -x "$BATON" ] && [ -x "$tool" ] || { echo 'skip store: the program has no main yet'; exit 0; }
. tests/store/postgres.sh
work=$(mktemp -d)
chmod 755 "$work"
mounts=
clean_up() {
    postgres_stop
    for mount in $mounts; do umount "$mount" 2>/dev/null; done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

plan=$work/plan.yaml
cat >"$plan" <<'end'
baton: 1
program: {id: pier, title: New pier, start: 2026-09-07, as_of: 2026-11-16}
people: {ann: {team: red}}
teams: {red: {lead: ann, capacity: 2}}
tasks:
  dig: {team: red, estimate: 2w..3w..5w}
  pour: {team: red, estimate: 1w..2w..4w, after: [dig]}
milestones: {open: {after: [pour]}}
end

random() { od -An -N2 -tu2 /dev/urandom | tr -d ' '; }
# said NAME EXIT WORD COMMAND...: the command ends so, and says that word on standard error.
said() {
    name=$1 wanted=$2 word=$3
    shift 3
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    if [ $got = "$wanted" ] && grep -q "$word" "$work/err" "$work/out"; then
        echo "pass $name"
    else
        echo "fail $name: exit $got, wanted $wanted and '$word': $(head -c 300 "$work/err" | tr '\n' ' ')"
    fi
}

# --- one suite --------------------------------------------------------------------------------

# Eight programs at once, each with its own field, and two for one field.
together() {
    on=$1 where=$2
    base=$("$tool" list "$where" | wc -l)
    for n in 1 2 3 4 5 6 7 8; do
        "$BATON" set "$where" "tasks.t$n={estimate: ${n}d}" --id "t-$n" >/dev/null 2>>"$work/together" &
    done
    wait
    count=$("$tool" list "$where" | grep -c '^t-')
    if [ "$count" = 8 ]; then
        echo "pass $on: eight programs at once, each with its own object, all stand"
    else
        echo "fail $on: of eight programs at once $count stand: $(head -c 300 "$work/together")"
    fi
    for n in 1 2; do
        "$BATON" set "$where" "t1.note=$n" --against $((base + 8)) >/dev/null 2>&1 &
        eval "one_$n=$!"
    done
    wait $one_1; first=$?
    wait $one_2; second=$?
    case $first$second in
    04 | 40) echo "pass $on: of two programs at one field one has it, the other is told" ;;
    *) echo "fail $on: two programs at one field ended with $first and $second" ;;
    esac
}

suite() {
    on=$1 where=$2
    said "$on: init" 0 'change 1' "$BATON" init "$plan" --store "$where" --by ann --dated 2026-11-16
    said "$on: a second init is refused" 4 store-exists "$BATON" init "$plan" --store "$where"
    "$tool" conform "$where" | sed "s/^pass /pass $on: /; s/^fail /fail $on: /"
    base=$("$tool" list "$where" | wc -l)
    said "$on: set" 0 'dig.estimate' "$BATON" set "$where" dig.estimate=4w --by bob --id s-1
    said "$on: the same id again is applied once" 0 'dig.estimate' \
        "$BATON" set "$where" dig.estimate=9w --by bob --id s-1
    said "$on: another field merges" 0 pour.estimate \
        "$BATON" set "$where" pour.estimate=3w --by cid --against "$base" --id s-2
    said "$on: the same field is a conflict with both values and who" 4 \
        'yours is 5w; change .* by bob .* dig.estimate 4w' \
        "$BATON" set "$where" dig.estimate=5w --against "$base"
    said "$on: the same value is none" 0 'No change' \
        "$BATON" set "$where" dig.estimate=4w --against "$base"
    said "$on: a bad edit is refused whole" 2 unknown-id \
        "$BATON" set "$where" dig.note=half dog.note=half
    said "$on: undo" 0 'dig.estimate' "$BATON" undo "$where" $((base + 1)) --id s-3
    said "$on: set again" 0 'dig.estimate' "$BATON" set "$where" dig.estimate=6w --by bob
    said "$on: what was changed since is not undone" 4 'by bob made dig.estimate 6w' \
        "$BATON" undo "$where" $((base + 1))
    said "$on: the plan of then" 0 4w "$BATON" show "$where@$((base + 2))" dig
    said "$on: the plan of a date" 0 '2w..3w..5w' "$BATON" show "$where" dig --at 2026-11-16
    said "$on: no point in the future" 3 no-such-change "$BATON" show "$where" dig --at 99999
    said "$on: nor before the first" 3 before-the-first "$BATON" show "$where" dig --at 2020-01-01
    said "$on: forecasts are kept" 0 open "$BATON" forecast "$where" --keep --iterations 256
    said "$on: verify" 0 'each chained' "$BATON" verify "$where" --replay
    "$BATON" export "$where" >"$work/export" 2>"$work/err"
    rm -f "$work/again.db"
    said "$on: import" 0 'every link' "$BATON" import "$work/export" --store "$work/again.db"
    if "$BATON" export "$work/again.db" | cmp -s - "$work/export"; then
        echo "pass $on: an export comes back the same"
    else
        echo "fail $on: an export comes back other"
    fi
    "$BATON" forecast "$where" --iterations 256 --json >"$work/a"
    "$BATON" forecast "$work/again.db" --iterations 256 --json >"$work/b"
    if [ -s "$work/a" ] && cmp -s "$work/a" "$work/b"; then
        echo "pass $on: the imported log is the same plan"
    else
        echo "fail $on: the imported log is another plan"
    fi
    together "$on" "$where"
    "$tool" race "$where" 1000 | sed "s/^\(pass\|fail\) race/\1 $on: race/"
    said "$on: the chain holds" 0 'each chained' "$BATON" verify "$where"
}

# --- kill -9 ----------------------------------------------------------------------------------

# One of four: writes its share, and is begun again where its acknowledgements end.
writer() {
    done_so_far=0
    while [ $done_so_far -lt "$share" ]; do
        "$tool" write "$where" "w$1" $((done_so_far + 1)) "$share" >>"$work/acks.$1" 2>>"$work/errors" &
        echo $! >"$work/pid.$1"
        wait $! 2>/dev/null
        done_so_far=$(awk -v n="w$1-" '$1 == "ok" && NF == 3 { sub(n, "", $2); if ($2 + 0 > m) m = $2 + 0 }
            END { print m + 0 }' "$work/acks.$1")
    done
    : >"$work/done.$1"
}

kills() {
    on=$1 where=$2 share=$3
    "$BATON" init "$plan" --store "$where" --by ann --dated 2026-11-16 >/dev/null || return
    rm -f "$work"/acks.* "$work"/done.* "$work"/pid.* "$work/errors"
    for i in 1 2 3 4; do writer $i & done
    killed=0
    while [ "$(ls "$work"/done.* 2>/dev/null | wc -l)" -lt 4 ]; do
        sleep "0.0$(($(random) % 3 + 1))"
        victim=$(($(random) % 4 + 1))
        [ -f "$work/done.$victim" ] || [ ! -f "$work/pid.$victim" ] ||
            { kill -9 "$(cat "$work/pid.$victim")" 2>/dev/null && killed=$((killed + 1)); }
    done
    wait
    "$tool" list "$where" | grep '^w' | sort >"$work/there"
    cat "$work"/acks.* | awk '$1 == "ok" && NF == 3 { print $2, $3 }' | sort -u >"$work/acked"
    twice=$(cut -d' ' -f1 "$work/there" | uniq -d | wc -l)
    lost=$(comm -23 "$work/acked" "$work/there" | wc -l)
    count=$(wc -l <"$work/there")
    if [ "$killed" -ge 5 ] && [ "$count" = $((4 * share)) ] && [ "$twice" = 0 ] && [ "$lost" = 0 ]; then
        echo "pass $on: $count writes of 4 processes, $killed times kill -9: none lost, none twice"
    else
        echo "fail $on: $count of $((4 * share)) writes, $killed kills, $lost lost, $twice twice"
    fi
    # verify sees every gap: change n + 1 follows n.
    said "$on: after the kills the chain has no gap" 0 "$((4 * share + 1)) changes" \
        "$BATON" verify "$where"
}

# --- altered bytes ----------------------------------------------------------------------------

# Each byte of a row in turn, by the SQL of either database; and what is dropped, added or moved.
bytes_of() {
    on=$1 where=$2 table=$3 step=$4
    shift 4             # what runs one statement
    before=$("$BATON" export "$where" | sed -n 3p)
    missed=0 tried=0
    for column in id line before hash; do
        length=$("$tool" list "$where" | awk '$2 == 2 { print length($1) }')
        [ $column != line ] || length=$(($(printf %s "$before" | wc -c) - 161))
        [ $column = id ] || [ $column = line ] || length=64
        at=1
        while [ $at -le "$length" ]; do
            "$@" "UPDATE $table SET $column = substr($column, 1, $((at - 1))) ||
                CASE substr($column, $at, 1) WHEN 'x' THEN 'y' ELSE 'x' END ||
                substr($column, $((at + 1))) WHERE seq = 2" >/dev/null
            tried=$((tried + 1))
            "$BATON" verify "$where" >/dev/null 2>"$work/err" && missed=$((missed + 1)) &&
                echo "fail $on: $column, byte $at: not found"
            grep -q 'change 2\|change 3' "$work/err" || { missed=$((missed + 1));
                echo "fail $on: $column, byte $at: another link named: $(head -1 "$work/err")"; }
            "$@" "UPDATE $table SET $column = (SELECT s.$column FROM spare AS s) WHERE seq = 2" >/dev/null
            at=$((at + step))
        done
    done
    if "$BATON" verify "$where" >/dev/null 2>&1 && [ $missed = 0 ] && [ $tried -gt 10 ]; then
        echo "pass $on: each of $tried altered bytes of a change is found, and its link named"
    else
        echo "fail $on: of $tried altered bytes $missed were missed"
    fi
}

altered() {
    on=$1 where=$2 schema=$3
    shift 3
    "$BATON" init "$plan" --store "$where" --by ann --dated 2026-11-16 >/dev/null
    for n in 1 2 3 4; do
        "$BATON" set "$where" dig.note="note $n" --by ann --because 'so it is' --id "a-$n" >/dev/null
    done
    "$@" "CREATE TABLE spare AS SELECT * FROM ${schema}change WHERE seq = 2" >/dev/null
    bytes_of "$on" "$where" "${schema}change" "${step:-1}" "$@"
    head=$("$BATON" verify "$where" | sed -n 's/last hash //p')
    "$@" "UPDATE ${schema}head SET hash = before FROM ${schema}change AS c WHERE c.seq = 5" >/dev/null
    said "$on: a head with another hash is found" 1 'head has another hash' "$BATON" verify "$where"
    "$@" "UPDATE ${schema}head SET hash = '$head', seq = 4" >/dev/null
    said "$on: a head that forgets is found" 1 'change 5: the head does not know' "$BATON" verify "$where"
    "$@" "UPDATE ${schema}head SET seq = 5" >/dev/null
    "$@" "DELETE FROM ${schema}change WHERE seq = 3" >/dev/null
    said "$on: a change dropped from the middle is found" 1 'change 3: it is missing' "$BATON" verify "$where"
    "$@" "DELETE FROM ${schema}change WHERE seq >= 3" >/dev/null
    said "$on: changes dropped from the end are found" 1 'change 3: it is missing' "$BATON" verify "$where"
}

# A byte of the file itself: found, or of no consequence (the same log comes out).
flipped() {
    file=$work/flip.db
    rm -f "$file"
    "$BATON" init "$plan" --store "$file" --by ann --dated 2026-11-16 >/dev/null
    for n in 1 2 3; do "$BATON" set "$file" dig.note="note $n" --by ann --id "f-$n" >/dev/null; done
    "$BATON" export "$file" >"$work/whole"
    tries=100
    [ "$LONG" = 0 ] || tries=5000
    found=0 harmless=0
    # Most of a young file is zeros that hold nothing.
    for at in $(od -An -v -tu1 -w1 "$file" | awk '$1 != 0 { print NR - 1 }' | shuf -n $tries); do
        cp "$file" "$work/flipped.db"
        byte=$(od -An -N1 -j$at -tu1 "$file" | tr -d ' ')
        printf "\\$(printf %03o $((byte ^ (1 << (at % 8)))))" |
            dd of="$work/flipped.db" bs=1 seek=$at conv=notrunc 2>/dev/null
        if ! "$BATON" verify "$work/flipped.db" >/dev/null 2>&1; then
            found=$((found + 1))
        elif "$BATON" export "$work/flipped.db" 2>/dev/null | cmp -s - "$work/whole"; then
            harmless=$((harmless + 1))
        else
            echo "fail flipped: a bit of byte $at changes the log and is not found"
        fi
    done
    echo "pass flipped: of $tries flipped bits of the file $found are found, $harmless are outside the log"
}

# --- a full disk, a file that may not be written ------------------------------------------------

small_disk() {
    mount=$work/$1
    mkdir -p "$mount"
    mount -t tmpfs -o "size=$2" tmpfs "$mount" 2>/dev/null || return 1
    mounts="$mount $mounts"
}

fill() {
    long=$(head -c 15000 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
    n=0
    while [ $n -lt 3000 ]; do
        n=$((n + 1))
        "$BATON" set "$1" dig.note="$n $long" --id "full-$n" >/dev/null 2>"$work/err" || return 0
    done
    return 1
}

full_disk() {
    on=$1 where=$2
    fill "$where"
    grep -q disk-full "$work/err" && echo "pass $on: a full disk is said" ||
        echo "fail $on: a full disk is not said: $(head -1 "$work/err")"
    said "$on: a full disk leaves every acknowledged change" 0 "$n changes" "$BATON" verify "$where"
}

full_sqlite() {
    small_disk small 1m || { echo 'skip full disk: mounting is not allowed here'; return; }
    where=$mount/full.db
    head -c 300000 /dev/zero >"$mount/filler"
    "$BATON" init "$plan" --store "$where" --dated 2026-11-16 >/dev/null
    full_disk sqlite "$where"
    rm "$mount/filler"
    said 'sqlite: with room again it goes on' 0 dig.note "$BATON" set "$where" dig.note=on
    cp "$where" "$work/full-copy.db"
    head -c 1000000 /dev/zero >"$mount/filler" 2>/dev/null
    said 'sqlite: no store is made on a full disk' 7 disk-full "$BATON" init "$plan" --store "$mount/new.db"
    [ ! -e "$mount/new.db" ] && echo 'pass sqlite: and nothing is left of it' ||
        echo 'fail sqlite: half a store is left on a full disk'
    rm "$mount/filler"
    mount -o remount,ro "$mount" || return
    said 'sqlite: a file that may not be written is read' 0 pier "$BATON" brief "$where" --iterations 256
    said 'sqlite: ... and refuses a change' 7 read-only-store "$BATON" set "$where" dig.note=off
    said 'sqlite: ... and verifies' 0 'each chained' "$BATON" verify "$where"
}

full_postgres() {
    small_disk space 24m || return
    chown postgres "$mount"
    sql "CREATE TABLESPACE small LOCATION '$mount'" && sql 'CREATE DATABASE small TABLESPACE small' ||
        { echo 'skip postgres: full disk: no table space'; return; }
    where=$postgres_url/small
    "$BATON" init "$plan" --store "$where" --dated 2026-11-16 >/dev/null
    full_disk postgres "$where"
}

# --- other people's stores ----------------------------------------------------------------------

strangers() {
    cp "$work/one.db" "$work/new.db"
    "$tool" sql "$work/new.db" 'PRAGMA user_version = 99'
    said 'sqlite: a newer store is refused' 2 newer-store "$BATON" brief "$work/new.db"
    "$tool" sql "$work/other.db" 'CREATE TABLE t (a)'
    said 'sqlite: a database of something else is no store' 3 no-store "$BATON" brief "$work/other.db"
    echo 'no database at all, but long enough to be looked at' >"$work/text.db"
    said 'sqlite: a text is no store' 2 damaged-store "$BATON" brief "$work/text.db"
    said 'sqlite: no store, no log' 3 no-store "$BATON" log "$work"
}

sql() { psql -q -X -v ON_ERROR_STOP=1 "$postgres_url/${database:-postgres}" -c "$1" >/dev/null; }

share=500
suite sqlite "$work/one.db"
kills sqlite "$work/kills.db" $share
step=5
[ "$LONG" = 0 ] || step=1
altered sqlite "$work/altered.db" '' "$tool" sql "$work/altered.db"
flipped
full_sqlite
strangers

if ! postgres_start "$work/server" '-c fsync=on'; then
    [ -n "$postgres_bin" ] || { echo 'skip postgres: it is not installed'; exit 0; }
    echo "fail postgres: it does not start: $(tail -3 "$work/server.log" "$work/server/server.log" 2>/dev/null)"
    exit 0
fi
for database in one two kills altered; do
    psql -q -X "$postgres_url/postgres" -c "CREATE DATABASE $database"
done
suite postgres "$postgres_url/one"
BATON_NO_NOTIFY=1
export BATON_NO_NOTIFY
suite 'postgres without notify' "$postgres_url/two"
unset BATON_NO_NOTIFY
kills postgres "$postgres_url/kills" $share
database=altered
step=17
[ "$LONG" = 0 ] || step=1
altered postgres "$postgres_url/altered" baton. sql
database=postgres
full_postgres
sql 'CREATE SCHEMA baton; CREATE TABLE baton.meta (version int); INSERT INTO baton.meta VALUES (99)'
said 'postgres: a newer store is refused' 2 newer-store "$BATON" brief "$postgres_url/postgres"
postgres_stop
said 'postgres: a server that is gone is said' 7 store-unreachable "$BATON" brief "$postgres_url/one"

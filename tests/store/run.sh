#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One suite on SQLite, on PostgreSQL and on PostgreSQL without notifications; then what a store must
# survive: kill -9 among concurrent writes, a full disk, a file that may not be written, altered bytes.
# PostgreSQL is started here, on loopback, in a folder of its own, and stopped again.
tool=$BUILD/tests/tools/store_tool
flip=$BUILD/tests/tools/store_flip
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

. tests/store/past.sh
. tests/store/hosts.sh
. tests/store/at.sh

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
    sed '3s/"at":"2/"at":"1/' "$work/export" >"$work/export.altered"
    cmp -s "$work/export" "$work/export.altered" && echo "fail $on: nothing was altered in the export"
    said "$on: an export that was altered is refused at its line" 2 'line 3 of the log' \
        "$BATON" import "$work/export.altered" --store "$work/altered-import.db"
    [ ! -e "$work/altered-import.db" ] || echo "fail $on: a store is left of an altered export"
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

# tally NAME COUNT: so many changes of writers are there, each acknowledged one where it was said.
tally() {
    "$tool" list "$where" | grep '^w[0-9]' | sort >"$work/there"
    cat "$work"/acks.* | awk '$1 == "ok" && NF == 3 { print $2, $3 }' | sort -u >"$work/acked"
    twice=$(cut -d' ' -f1 "$work/there" | uniq -d | wc -l)
    lost=$(comm -23 "$work/acked" "$work/there" | wc -l)
    count=$(wc -l <"$work/there")
    if [ "$count" = "$2" ] && [ "$twice" = 0 ] && [ "$lost" = 0 ]; then
        echo "pass $1: none lost, none twice"
    else
        echo "fail $1: $count of $2 writes, $lost lost, $twice twice"
    fi
}

# `kill_server`, where it is set, is a command that kills a process of the server now and then.
kills() {
    on=$1 where=$2 share=$3
    "$BATON" init "$plan" --store "$where" --by ann --dated 2026-11-16 >/dev/null || return
    rm -f "$work"/acks.* "$work"/done.* "$work"/pid.* "$work/errors"
    for i in 1 2 3 4; do writer $i & done
    killed=0 crashed=0
    while [ "$(ls "$work"/done.* 2>/dev/null | wc -l)" -lt 4 ]; do
        # Soon at first, for a quick machine is done soon; later and later, for a slow one must get on.
        pause=$((3 + 2 * killed + $(random) % 5))
        sleep "0.$(printf %03d $((pause < 300 ? pause : 300)))"
        victim=$(($(random) % 4 + 1))
        [ -f "$work/done.$victim" ] || [ ! -f "$work/pid.$victim" ] ||
            { kill -9 "$(cat "$work/pid.$victim")" 2>/dev/null && killed=$((killed + 1)); }
        [ -z "$kill_server" ] || [ $crashed -ge 3 ] || [ $killed -lt $((3 * crashed + 3)) ] ||
            { $kill_server && crashed=$((crashed + 1)); }
    done
    wait
    [ $killed -ge 5 ] || echo "fail $on: only $killed times kill -9"
    [ -z "$kill_server" ] || [ $crashed -ge 1 ] || echo "fail $on: the server was never killed"
    tally "$on: $((4 * share)) writes of 4 processes, $killed times kill -9${kill_server:+, of the server too $crashed times}" \
        $((4 * share))
    # verify sees every gap: change n + 1 follows n.
    said "$on: after the kills the chain has no gap" 0 "$((4 * share + 1)) changes" \
        "$BATON" verify "$where"
}

# --- altered bytes ----------------------------------------------------------------------------

altered() {
    on=$1 where=$2 schema=$3
    shift 3
    "$BATON" init "$plan" --store "$where" --by ann --dated 2026-11-16 >/dev/null
    for n in 1 2 3 4; do
        "$BATON" set "$where" dig.note="note $n" --by ann --because 'so it is' --id "a-$n" >/dev/null
    done
    "$flip" rows "$where" 1 | sed "s/^pass /pass $on: /; s/^fail /fail $on: /"
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
    "$BATON" init "$plan" --store "$file" --by ann --dated 2026-11-16 >/dev/null
    for n in 1 2 3; do "$BATON" set "$file" dig.note="note $n" --by ann --id "f-$n" >/dev/null; done
    step=5
    [ "$LONG" = 0 ] || step=1
    "$flip" file "$file" $step
}

# --- a full disk, a file that may not be written ------------------------------------------------

small_disk() {
    mount=$work/$1
    mkdir -p "$mount"
    mount -t tmpfs -o "size=$2" tmpfs "$mount" 2>/dev/null || return 1
    mounts="$mount $mounts"
}

fill() {
    long=$(head -c 45000 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
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

# --- SQLite -------------------------------------------------------------------------------------

# Version 1 as it was written then. APPLICATION of sqlite.c stands in decimals.
sqlite_of_version_1() {
    "$tool" sql "$1" "PRAGMA journal_mode = WAL; $(cat app/store/sqlite_1.sql)
        INSERT INTO head VALUES (1, 'pier', 0, '');
        $(sed 's/@program//; s/@pier//; s/@//' tests/store/version_1.sql)
        PRAGMA user_version = 1; PRAGMA application_id = 1113682993;" >/dev/null
}

sqlite_past() {
    query() { "$tool" sql "$where" "$1"; }
    version() { query 'PRAGMA user_version'; }
    between() { :; }
    keep_copy() { "$tool" sql "$where" "VACUUM INTO '$work/copy.db'"; }
    put_back() { rm -f "$where-wal" "$where-shm"; cp "$work/copy.db" "$where"; }
    cp "$work/one.db" "$work/followed.db"
    followed sqlite "$work/followed.db"
    workers sqlite "$work/followed.db"
    backwards sqlite "$work/backwards.db"
    sqlite_of_version_1 "$work/v1.db"
    older sqlite "$work/v1.db"
    views sqlite ''
    sqlite_of_version_1 "$work/v1-many.db"
    older_together sqlite "$work/v1-many.db"
    query 'SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL' |
        sed -n '/^CREATE TABLE [a-z]* (/,/^)/{/^CREATE\|^)\|PRIMARY KEY (/d;/--/d;p}' >"$work/rows"
    same 'sqlite: each column has a comment' "$work/rows" ''
    sha256sum app/store/*_1.sql >"$work/rows"
    same 'the tables of version 1 are as they were' "$work/rows" \
"5cdc08a816be2242c7c2707592d9e4c8d631fe19d46428d882b04ad2f40b7724  app/store/postgres_1.sql
2fc26ffeb47d203d979cacea75a0459d8ed63163df81ddae2d4ec89a3ecea5ce  app/store/sqlite_1.sql"
}

# As somebody who may read the file and not write it, in a folder that may not be written: with a
# name that means something to a URI.
unwritable() {
    folder="$work/shelf 100%"
    mkdir "$folder"
    cp "$work/one.db" "$folder/a?b#c.db"
    sqlite_of_version_1 "$folder/v1.db"
    "$tool" sql "$folder/v1.db" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    # One whose last change stands in SQLite's own log only, as after kill -9.
    cp "$work/one.db" "$folder/killed.db"
    "$tool" follow "$folder/killed.db" "$work/cursor.killed" 1000000 >/dev/null 2>&1 &
    holder=$!
    # It keeps its place once it has read: from then on it holds the file open.
    until [ -s "$work/cursor.killed" ] || ! kill -0 $holder 2>/dev/null; do sleep 0.1; done
    "$BATON" set "$folder/killed.db" dig.note='in the log only' >/dev/null
    kill -9 $holder
    wait $holder 2>/dev/null
    chmod 444 "$folder"/*
    chmod 555 "$folder"
    set --
    if [ "$(id -u)" = 0 ]; then
        command -v setpriv >/dev/null || { echo 'skip sqlite: nobody to be: no setpriv'; return; }
        set -- setpriv --reuid=65534 --regid=65534 --clear-groups
        "$@" test -x "$BATON" || { echo 'skip sqlite: others may not run the build'; return; }
    fi
    said 'sqlite: a file that one may only read is read' 0 estimate "$@" "$BATON" show "$folder/a?b#c.db" dig
    said 'sqlite: ... verified' 0 'each chained' "$@" "$BATON" verify "$folder/a?b#c.db"
    said 'sqlite: ... and refuses a change' 7 read-only-store "$@" "$BATON" set "$folder/a?b#c.db" dig.note=mine
    said 'sqlite: one of version 1 that may not be brought forward is read' 0 'so' \
        "$@" "$BATON" show "$folder/v1.db" dig
    if [ -s "$folder/killed.db-wal" ]; then
        "$@" "$BATON" show "$folder/killed.db" dig >"$work/out" 2>&1
        if grep -q 'in the log only\|store-unreachable\|read-only-store' "$work/out"; then
            echo "pass sqlite: what stands in SQLite's own log only is read, or refused: never passed over"
        else
            echo "fail sqlite: an acknowledged change is passed over: $(head -c 300 "$work/out")"
        fi
    else
        echo 'fail sqlite: a killed program leaves no log to be read'
    fi
    chmod 755 "$folder"
}

# What is kept of a forecast repeats it: its inputs, seed and runs give its digest again.
kept_repeats() {
    "$tool" sql "$1" "SELECT seq || char(10) || body FROM kept WHERE kind = 'forecast' ORDER BY seq LIMIT 1" >"$work/kept"
    value() { sed -n "s/^ *\"$1\": \"*\([^\",]*\)\"*,*$/\1/p" "$2" | head -1; }
    "$BATON" forecast "$1" --at "$(head -1 "$work/kept")" --iterations "$(value iterations "$work/kept")" \
        --seed "$(value seed "$work/kept")" --json >"$work/again.json" 2>"$work/err"
    if [ -n "$(value digest "$work/kept")" ] && [ "$(value digest "$work/kept")" = "$(value digest "$work/again.json")" ] &&
        [ "$(value inputs "$work/kept")" = "$(value inputs "$work/again.json")" ]; then
        echo 'pass what is kept of a forecast gives its inputs and its digest again'
    else
        echo "fail a kept forecast does not repeat: $(head -12 "$work/kept" | tr '\n' ' ') $(head -9 "$work/again.json" | tr '\n' ' ')"
    fi
}

kill_server=
share=500
suite sqlite "$work/one.db"
kept_repeats "$work/one.db"
kills sqlite "$work/kills.db" $share
altered sqlite "$work/altered.db" '' "$tool" sql "$work/altered.db"
flipped
at_points
full_sqlite
strangers
sqlite_past
unwritable

# --- PostgreSQL ---------------------------------------------------------------------------------

server=$work/server
if ! postgres_start "$server" '-c fsync=on'; then
    [ -n "$postgres_bin" ] || { echo 'skip postgres: it is not installed'; exit 0; }
    echo "fail postgres: it does not start: $(tail -3 "$work/server.log" "$work/server/server.log" 2>/dev/null)"
    exit 0
fi

postgres_of_version_1() {
    psql -q -X "$postgres_url/postgres" -c "CREATE DATABASE $1"
    { cat app/store/postgres_1.sql
      echo "INSERT INTO baton.meta VALUES (1); INSERT INTO baton.head VALUES ('pier', 0, '');"
      sed "s/@program/program, /; s/@pier/'pier', /; s/@/baton./" tests/store/version_1.sql
    } | psql -q -X -v ON_ERROR_STOP=1 "$postgres_url/$1" >/dev/null
}

postgres_past() {
    query() { psql -At -X "$where" -c "$1"; }
    version() { query 'SELECT version FROM baton.meta'; }
    # Whoever listens loses the connection on which it does.
    between() {
        query "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND application_name = 'baton'" >/dev/null
    }
    keep_copy() { psql -q -X "$postgres_url/postgres" -c "CREATE DATABASE copy TEMPLATE ${where##*/}"; }
    put_back() {
        psql -q -X "$postgres_url/postgres" -c "DROP DATABASE ${where##*/}" \
            -c "CREATE DATABASE ${where##*/} TEMPLATE copy" >/dev/null
    }
    followed postgres "$postgres_url/one" ', though it loses its connection'
    workers postgres "$postgres_url/one"
    backwards postgres "$postgres_url/backwards"
    postgres_of_version_1 v1
    database=v1
    sql 'CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA baton TO reader;
         GRANT SELECT ON ALL TABLES IN SCHEMA baton TO reader'
    older_reader "$postgres_url/v1"
    older postgres "$postgres_url/v1"
    views postgres baton.
    reader "$postgres_url/v1"
    comments "$postgres_url/v1"
    postgres_of_version_1 v1many
    older_together postgres "$postgres_url/v1many"
    broken_line "$postgres_url/one"
    two_programs "$postgres_url/programs"
}

for database in one two kills altered backwards programs; do
    psql -q -X "$postgres_url/postgres" -c "CREATE DATABASE $database"
done
suite postgres "$postgres_url/one"
BATON_NO_NOTIFY=1
export BATON_NO_NOTIFY
suite 'postgres without notify' "$postgres_url/two"
unset BATON_NO_NOTIFY
postgres_past
# A process that serves a writer: the server then throws all of them out and recovers.
kill_one_of_the_server() {
    victim_of_server=$(psql -At -X "$postgres_url/postgres" 2>/dev/null -c "SELECT pid FROM pg_stat_activity
        WHERE datname = 'kills' AND application_name = 'baton' ORDER BY random() LIMIT 1")
    [ -n "$victim_of_server" ] && postgres_run kill -9 "$victim_of_server" 2>/dev/null
}
kill_server=kill_one_of_the_server
kills postgres "$postgres_url/kills" $share
kill_server=
database=altered
altered postgres "$postgres_url/altered" baton. sql
flipped_page "$postgres_url/two"
database=postgres
full_postgres
sql 'CREATE SCHEMA baton; CREATE TABLE baton.meta (version int); INSERT INTO baton.meta VALUES (99)'
said 'postgres: a newer store is refused' 2 newer-store "$BATON" brief "$postgres_url/postgres"
postgres_stop
said 'postgres: a server that is gone is said' 7 store-unreachable "$BATON" brief "$postgres_url/one"
hosts

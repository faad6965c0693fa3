# SPDX-License-Identifier: Apache-2.0
# To be read in by run.sh: PostgreSQL behind a line that breaks, behind several hosts, and a server that
# is lost while it is written to.

# A connection that breaks before the server has the change, and one that breaks before its answer
# comes: applied once either way.
broken_line() {
    where=$1
    for how in request answer; do
        # On the next port, where somebody took the first since it was looked at.
        for attempt in 1 2 3 4; do
            port=$(postgres_port $((attempt * 41)))
            "$tool" proxy "$port" "$postgres_number" $how 1 2>>"$work/errors" &
            carrier=$!
            until listening "$port" || ! kill -0 $carrier 2>/dev/null; do sleep 0.1; done
            ! kill -0 $carrier 2>/dev/null || break
        done
        base=$("$tool" list "$where" | wc -l)
        said "postgres: the connection breaks before the $how: the change is made" 0 "$how was lost" \
            "$BATON" set "postgres://baton@127.0.0.1:$port/${where##*/}" "dig.note=$how was lost" --id "lost-$how"
        "$tool" list "$where" | grep -c "^lost-$how " >"$work/count"
        same "postgres: ... once" "$work/count" 1
        said "postgres: ... and no other" 0 "$((base + 1)) changes" "$BATON" verify "$where"
        said "postgres: ... the same id again is the same change" 0 "$how was lost" \
            "$BATON" set "$where" dig.note=again --id "lost-$how"
        kill $carrier
        wait $carrier 2>/dev/null
    done
}

# Two programs of one database, written at the same time: each its own sequence.
two_programs() {
    where=$1
    sed 's/id: pier/id: quay/' "$plan" >"$work/quay.yaml"
    "$BATON" init "$plan" --store "$where#pier" >/dev/null
    "$BATON" init "$work/quay.yaml" --store "$where#quay" >/dev/null
    for n in 1 2; do
        "$tool" write "$where#pier" "a$n" 1 100 >/dev/null &
        "$tool" write "$where#quay" "b$n" 1 100 >/dev/null &
    done
    wait
    for program in pier quay; do
        "$tool" list "$where#$program" | awk '$2 != NR { bad++ } END { print NR, bad + 0 }' >"$work/count"
        same "postgres: of two programs $program has 1 to 201 without a gap" "$work/count" '201 0'
        said "postgres: ... and its own chain" 0 "^$program: 201 changes" "$BATON" verify "$where#$program"
    done
    said 'postgres: of two programs one must be named' 3 'say which behind #' "$BATON" log "$where"
}

comments() {
    psql -At -X "$1" -c "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c
        ON c.oid = a.attrelid WHERE c.relnamespace = 'baton'::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped AND col_description(c.oid, a.attnum) IS NULL
        UNION ALL SELECT relname FROM pg_class c WHERE relnamespace = 'baton'::regnamespace
        AND relkind IN ('r', 'v') AND obj_description(oid) IS NULL" >"$work/rows"
    same 'postgres: each table, view and column has a comment' "$work/rows" ''
    psql -At -X "$1" -c "SELECT count(*) > 30 FROM information_schema.columns
        WHERE table_schema = 'baton'" >"$work/rows"
    same 'postgres: ... of more than thirty' "$work/rows" t
}

# Somebody with a right to read only.
reader() {
    where=$1
    sql 'GRANT SELECT ON ALL TABLES IN SCHEMA baton TO reader'
    as=postgres://reader@127.0.0.1:$postgres_number/${where##*/}
    said 'postgres: who may only read reads' 0 pour "$BATON" show "$as" pour
    said 'postgres: ... verifies' 0 'each chained' "$BATON" verify "$as"
    said 'postgres: ... and is refused a change' 7 read-only-store "$BATON" set "$as" dig.note=mine
}

# A store of version 1 that its reader may not bring forward: read as it is.
older_reader() {
    where=$1
    said 'postgres: a store of version 1 that may not be brought forward is read' 0 'so' \
        "$BATON" show "postgres://reader@127.0.0.1:$postgres_number/${where##*/}" dig
    version >"$work/version"
    same 'postgres: ... and stays of version 1' "$work/version" 1
}

# A page of the table on the server's disk.
flipped_page() {
    where=$1
    file=$(psql -At -X "$where" -c "SELECT pg_relation_filepath('baton.change')")
    psql -q -X "$where" -c CHECKPOINT
    postgres_halt "$server" fast
    # The rows stand at the end of a page.
    printf '\377' | dd of="$server/data/$file" bs=1 seek=8000 conv=notrunc 2>/dev/null
    postgres_launch "$server" "-c fsync=on" || return
    postgres_url=postgres://baton@127.0.0.1:$postgres_number
    where=$postgres_url/${where##*/}
    said "postgres: a byte altered on the server's disk is found" 1 'broken-chain.*change 1: ' \
        "$BATON" verify "$where"
}

# A primary that commits on its standby too is killed among the writes; the standby takes over.
hosts() {
    server=$work/primary
    postgres_start "$server" "-c synchronous_standby_names=*" || {
        echo "fail postgres: a second server does not start: $(tail -20 "$server.log")"; return; }
    primary=$postgres_number
    # No standby yet to wait for.
    PGOPTIONS='-c synchronous_commit=local' psql -q -X "$postgres_url/postgres" -c 'CREATE DATABASE plans'
    standby_folder=$work/standby
    postgres_standby "$primary" "$standby_folder" || {
        echo "fail postgres: a standby does not start: $(tail -20 "$standby_folder.log")"; return; }
    standby=$postgres_number
    both=postgres://baton@127.0.0.1:$standby,127.0.0.1:$primary/plans
    said 'postgres: of a list the host that can be written is used' 0 'change 1' \
        "$BATON" init "$plan" --store "$both" --by ann --dated 2026-11-16
    said 'postgres: a host that is dead is passed by' 0 dig.note \
        "$BATON" set "postgres://baton@127.0.0.1:1,127.0.0.1:$primary/plans" dig.note=on --id h-2
    said 'postgres: all hosts dead is said' 7 store-unreachable \
        "$BATON" show 'postgres://baton@127.0.0.1:1,127.0.0.1:2/plans' dig
    said 'postgres: a standby alone is not written' 7 'read-only\|hot standby' \
        "$BATON" set "postgres://baton@127.0.0.1:$standby/plans" dig.note=off
    said 'postgres: ... and is read where that is asked for' 0 'note.*on' \
        "$BATON" show "postgres://baton@127.0.0.1:$standby/plans?target_session_attrs=any" dig
    where=$both share=100
    rm -f "$work"/acks.* "$work"/done.* "$work"/pid.*
    for i in 1 2 3 4; do writer $i & done
    while [ "$(cat "$work"/acks.* 2>/dev/null | wc -l)" -lt 100 ]; do sleep 0.05; done
    postgres_halt "$server" immediate
    before=$(cat "$work"/acks.* | wc -l)
    postgres_run "$postgres_bin/pg_ctl" -D "$standby_folder/data" -w -s promote >/dev/null 2>&1
    wait
    tally "postgres: the primary is killed after $before of 400 writes and its standby takes over" 400
    said 'postgres: ... the chain has no gap' 0 '402 changes' "$BATON" verify "$where"
}

# SPDX-License-Identifier: Apache-2.0
# To be read in: PostgreSQL of our own, on loopback, in folders of its own, for as long as a test lasts.
#
#   postgres_start FOLDER [OPTIONS]     a new server: $postgres_url, $postgres_number (its port); false
#                                       where it is not installed or does not start
#   postgres_standby PORT FOLDER        a copy that follows the server at that port: $postgres_number
#   postgres_halt FOLDER MODE           fast, or immediate as after a crash
#   postgres_stop                       all of them
#
# A script that ends without postgres_stop, even by kill -9, leaves no server behind.
postgres_bin=
for folder in /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin; do
    [ -z "$postgres_bin" ] && [ -x "$folder/initdb" ] && postgres_bin=$folder
done
postgres_all=

# It refuses to run as root.
postgres_run() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# Whether somebody listens there: 0A is the state of listening.
listening() { grep -qi ": [0-9A-F]*:$(printf '%04X' "$1") [0-9A-F:]* 0A" /proc/net/tcp; }

# A port nobody listens on, below those the system gives to clients (32768 and up), since a client's
# port cannot be listened on either.
postgres_port() {
    port=$((20000 + $$ % 12000 + ${1:-0}))
    while listening $port; do port=$((port + 1)); done
    echo "$port"
}

postgres_folder() {
    mkdir -p "$1"
    [ "$(id -u)" != 0 ] || chown postgres "$1" || return 1
    chmod 700 "$1"
}

# Somebody may take the port between the look and the start: then the next one. What the server
# itself said of it stands at the end of FOLDER.log.
postgres_launch() {
    postgres_all="$1 $postgres_all"
    attempt=0
    until
        postgres_number=$(postgres_port $((attempt * 37)))
        (cd "$1" &&
            postgres_run "$postgres_bin/pg_ctl" -D "$1/data" -w -t 60 -s -l "$1/server.log" \
                -o "-p $postgres_number -c listen_addresses=127.0.0.1 -k $1 ${2:-}" \
                start >>"$1.log" 2>&1 </dev/null)
    do
        attempt=$((attempt + 1))
        tail -5 "$1/server.log" >>"$1.log" 2>&1
        [ $attempt -lt 4 ] || return 1
        # One that is late is not started twice.
        postgres_halt "$1" immediate
        sleep $attempt
    done
    # No child of ours, so that `wait` does not wait for it.
    ( (
        trap '' INT TERM HUP
        while kill -0 $$ && [ -f "$1/data/postmaster.pid" ]; do sleep 1; done
        kill -0 $$ || { postgres_halt "$1" immediate; rm -rf "$1"; }
    ) >/dev/null 2>&1 </dev/null &)
}

postgres_start() {
    [ -n "$postgres_bin" ] && postgres_folder "$1" || return 1
    (cd "$1" && postgres_run "$postgres_bin/initdb" -D "$1/data" -U baton -A trust -E UTF8 \
        --locale=C --no-sync --data-checksums >"$1.log" 2>&1) || return 1
    postgres_launch "$1" "${2:-}" || return 1
    postgres_url=postgres://baton@127.0.0.1:$postgres_number
}

# A copy that does not start is taken anew, once.
postgres_standby() {
    postgres_folder "$2" || return 1
    for copy in first second; do
        rm -rf "$2/data"
        (cd "$2" && postgres_run "$postgres_bin/pg_basebackup" -R -c fast --no-sync -D "$2/data" \
            -d "postgres://baton@127.0.0.1:$1/postgres" >>"$2.log" 2>&1) &&
            postgres_launch "$2" && return
        echo "the $copy copy does not start" >>"$2.log"
    done
    return 1
}

postgres_halt() {
    [ ! -f "$1/data/postmaster.pid" ] ||
        (cd / && postgres_run "$postgres_bin/pg_ctl" -D "$1/data" -m "$2" -s stop >/dev/null 2>&1)
}

postgres_stop() {
    for folder in $postgres_all; do postgres_halt "$folder" immediate; done
    postgres_all=
}

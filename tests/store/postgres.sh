# SPDX-License-Identifier: Apache-2.0
# To be read in: a PostgreSQL 15 of our own, on loopback, in a folder of its own, for as long as a test
# lasts. postgres_start FOLDER sets $postgres_url; false where it is not installed or does not start.
postgres_bin=
for folder in /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin; do
    [ -z "$postgres_bin" ] && [ -x "$folder/initdb" ] && postgres_bin=$folder
done

# It refuses to run as root.
postgres_run() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

# A port nobody listens on: 0A is the state of listening.
postgres_port() {
    port=$((20000 + $$ % 20000))
    while grep -qi ": [0-9A-F]*:$(printf '%04X' $port) [0-9A-F:]* 0A" /proc/net/tcp; do
        port=$((port + 1))
    done
    echo "$port"
}

postgres_start() {
    [ -n "$postgres_bin" ] || return 1
    postgres_folder=$1
    mkdir -p "$postgres_folder"
    [ "$(id -u)" != 0 ] || chown postgres "$postgres_folder" || return 1
    chmod 700 "$postgres_folder"
    postgres_number=$(postgres_port)
    (cd "$postgres_folder" &&
        postgres_run "$postgres_bin/initdb" -D "$postgres_folder/data" -U baton -A trust -E UTF8 \
            --locale=C --no-sync >"$postgres_folder.log" 2>&1 &&
        postgres_run "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -w -t 60 -s \
            -l "$postgres_folder/server.log" \
            -o "-p $postgres_number -c listen_addresses=127.0.0.1 -k $postgres_folder ${2:-}" \
            start >>"$postgres_folder.log" 2>&1) || return 1
    postgres_url=postgres://baton@127.0.0.1:$postgres_number
}

postgres_stop() {
    [ -z "${postgres_folder:-}" ] || [ ! -f "$postgres_folder/data/postmaster.pid" ] ||
        (cd / && postgres_run "$postgres_bin/pg_ctl" -D "$postgres_folder/data" -m immediate -s \
            stop >/dev/null 2>&1)
}

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Install what is missing: `setup.sh run` for the program, `setup.sh test` for the tests too.
# Says what it installs; touches nothing, and asks nothing of the network, when all is there.
set -eu

packages='gcc libc6-dev meson ninja-build pkg-config libyaml-dev libexpat1-dev libminizip-dev zlib1g-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev libjansson-dev libcairo2-dev libpango1.0-dev fonts-dejavu-core'
[ "${1:-run}" = run ] ||
    packages="$packages clang libclang-rt-14-dev binutils git postgresql-15 python3 redmine redmine-sqlite puma ruby-sqlite3 poppler-utils qpdf python3-openpyxl libreoffice-calc"

# A machine that is not Debian brings its own; the build says what it lacks.
command -v dpkg-query >/dev/null || exit 0

present=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package} ' $packages 2>/dev/null || true) "
missing=
for package in $packages; do
    case $present in
    *"ii $package "*) ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

echo "installing:$missing" >&2
as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "needs root or sudo for: apt-get install$missing" >&2; exit 1; }
    as_root=sudo
fi
export DEBIAN_FRONTEND=noninteractive
quietly() {
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -20 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}
# Redmine asks where its database should be; a test wants an empty one in a file.
case $missing in
*redmine*)
    for answer in 'dbconfig-install boolean true' 'database-type select sqlite3'; do
        echo "redmine redmine/instances/default/$answer" | $as_root debconf-set-selections 2>/dev/null || true
    done
    ;;
esac
quietly $as_root apt-get install -y --no-install-recommends $missing 2>/dev/null || {
    quietly $as_root apt-get update
    quietly $as_root apt-get install -y --no-install-recommends $missing
}
# A build configured without them would go on without them.
rm -rf "$(dirname "$0")"/../build "$(dirname "$0")"/../build-*

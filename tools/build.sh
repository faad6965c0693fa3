#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh KIND [TARGET...]: make one kind of build in its folder; quiet when nothing is to do.
#   gcc, clang   release, in build/ and build-clang/
#   sanitize     clang, address and undefined sanitizers, in build-sanitize/
#   fuzz         clang, libFuzzer and the sanitizers, in build-fuzz/
#   O0, native   gcc without optimisation, and with every instruction of this processor
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
kind=$1
shift
folder=$root/build-$kind
[ "$kind" != gcc ] || folder=$root/build

configure() {
    compiler=$1
    shift
    echo "configuring ${folder##*/}/" >&2
    mkdir -p "$folder"
    # clang's own linker takes a third of the time, where it is there.
    linker=
    [ "$compiler" != clang ] || ! command -v ld.lld >/dev/null || linker=lld
    CC=$compiler CC_LD=$linker meson setup "$folder" "$root" "$@" >"$folder/setup.log" 2>&1 ||
        { tail -20 "$folder/setup.log" >&2; exit 1; }
}

# Lines are what a report of theirs names; the rest of the debugging data is a third of the build.
sanitizers='-Db_sanitize=address,undefined -Db_lundef=false -Dbuildtype=plain'
lines='-O1 -gline-tables-only -fno-omit-frame-pointer -fno-sanitize-recover=all'
[ -f "$folder/build.ninja" ] || case $kind in
gcc | clang) configure "$kind" ;;
sanitize) configure clang $sanitizers "-Dc_args=$lines" ;;
fuzz) configure clang $sanitizers -Dfuzz=true \
    "-Dc_args=$lines -fsanitize=fuzzer-no-link" ;;
O0) configure gcc -Dbuildtype=plain -Dc_args=-O0 ;;
native) configure gcc -Dc_args=-march=native ;;
*) echo "unknown kind of build: $kind" >&2; exit 1 ;;
esac

# Most calls find nothing to do, and a line about that would be noise.
case $(ninja -C "$folder" -n "$@" 2>&1) in
*'no work to do'*) exit 0 ;;
esac
echo "building ${folder##*/}/" >&2
ninja -C "$folder" "$@" >"$folder/build.log" 2>&1 || { tail -60 "$folder/build.log" >&2; exit 1; }

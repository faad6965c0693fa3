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
    CC=$compiler meson setup "$folder" "$root" "$@" >"$folder/setup.log" 2>&1 ||
        { tail -20 "$folder/setup.log" >&2; exit 1; }
}

sanitizers='-Db_sanitize=address,undefined -Db_lundef=false -Dbuildtype=debugoptimized'
[ -f "$folder/build.ninja" ] || case $kind in
gcc | clang) configure "$kind" ;;
sanitize) configure clang $sanitizers '-Dc_args=-fno-sanitize-recover=all' ;;
fuzz) configure clang $sanitizers -Dfuzz=true \
    '-Dc_args=-fno-sanitize-recover=all -fsanitize=fuzzer-no-link' ;;
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

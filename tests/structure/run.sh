#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The house keeps its shape.
tools/check-includes
tools/check-headers "$BUILD"
tools/check-symbols "$BUILD"
tools/check-symbols "$BUILD_CLANG"
tools/check-files
tools/check-map
tools/check-thresholds
tools/docs --check

# The core's ban is seen to work: a file that calls what it must not does not compile.
for call in 'malloc(1)' 'time(0)' 'getenv("A")' 'rand()' 'qsort(0, 0, 0, 0)'; do
    if printf 'int main(void)\n{\n    return %s != 0;\n}\n' "$call" |
        gcc -std=c17 -I. -include core/base/banned.h -fsyntax-only -x c - 2>&1 | grep -q 'BANNED_'; then
        echo "pass the core refuses $call"
    else
        echo "fail the core compiles $call"
    fi
done

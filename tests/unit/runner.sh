#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Print what is compiled of a test file: itself, then the table of its functions, each
# `void test_...(struct test *t)` at a line's start.
names=$(sed -n 's/^void \(test_[a-z0-9_]*\)(struct test \*t)[^;]*$/\1/p' "$1")
[ -n "$names" ] || { echo "$1: no test function found" >&2; exit 1; }
echo "#include \"tests/unit/${1##*/}\""
echo '#include "tests/unit/runner.h"'
echo 'const struct test_entry test_table[] = {'
for name in $names; do echo "    {\"$name\", $name},"; done
echo '    {0, 0},'
echo '};'

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A small plan's brief with ever more memory, until it is enough; under the sanitizers.
program=$BUILD_SANITIZE/tests/tools/starve
[ -x "$program" ] || { echo 'skip starve: is not built'; exit 0; }
timeout 300 "$program" tests/truncate/small.yaml || echo "fail starve: ended with status $?"

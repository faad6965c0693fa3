#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# simulate.sh: millions of task-iterations a second on one thread, beside the least that must be done
# (see simulate.c), for plans of 100 to 100,000 tasks.
set -eu
cd "$(dirname "$0")/.."
tools/build.sh gcc bench/simulate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%8s %8s %10s %10s %10s %6s\n' nodes links iterations engine kernel ratio
for size in 100:65536 1000:16384 10000:2048 100000:1024; do
    bench/plan.sh "${size%:*}" >"$work/plan.yaml"
    build/bench/simulate "$work/plan.yaml" "${size#*:}"
done

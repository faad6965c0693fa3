#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# pier.sh STORE: the store of tests/page/pier.yaml, after three weeks of forecasts and of news; "$BATON" is
# the program. A promise is kept by then, so that there is something to score.
set -e
step() { "$BATON" set "$store" "$@" --dated "$day" --quiet >/dev/null; "$BATON" forecast "$store" --keep --iterations 256 --quiet >/dev/null; }
store=$1
"$BATON" init tests/page/pier.yaml --store "$store" --dated 2026-11-02 --quiet >/dev/null
day=2026-11-03; step survey.started=2026-10-26
day=2026-11-09; step program.as_of=2026-11-09 dig.started=2026-11-02
day=2026-11-16; step program.as_of=2026-11-16 survey.finished=2026-11-12 dig.remaining=2w..3w..5w
day=2026-11-23; step program.as_of=2026-11-23 dig.remaining=2w..3w..5w pour.estimate=3w..4w..7w

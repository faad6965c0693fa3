#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# calendar.sh: what a question to a calendar costs, and what building one does (see calendar.c).
set -eu
cd "$(dirname "$0")/.."
tools/build.sh gcc bench/calendar
exec build/bench/calendar

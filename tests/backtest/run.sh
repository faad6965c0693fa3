#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# docs/backtest.md says what the back-test prints, and no rule's page claims more than that.
page=docs/backtest.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Every rule's source says that it is not back-tested, or cites the page; and then the page has it.
awk '/^## / { rule = $2 } /^- source: / { print rule " " $0 }' docs/rules.md | while read -r rule source; do
    line=$(grep "^| \`$rule\` |" $page)
    case $source in
    *[Nn]'ot back-tested'*) case $line in
        *chance*|*'no skill'*) echo "fail page of $rule: says not back-tested, and $page has a verdict" ;;
        *) echo "pass page of $rule: not back-tested" ;;
        esac ;;
    *docs/backtest.md*) case $source/$line in
        */'') echo "fail page of $rule: cites $page, which does not have it" ;;
        *'No skill'*/*|*/*'better than chance'*) echo "pass page of $rule: as in $page" ;;
        *) echo "fail page of $rule: $page found no skill, and the page does not say so" ;;
        esac ;;
    *) echo "fail page of $rule: says neither whether it was back-tested nor where" ;;
    esac
done

data=../shared/data/k8s-program
[ -d $data ] || { echo 'skip backtest: the data is not here'; exit 0; }
[ -x "$BATON" ] || { echo 'skip backtest: the program has no main yet'; exit 0; }
flat=$BUILD/tests/tools/flat
[ -x "$flat" ] || { echo 'skip backtest: jansson is missing'; exit 0; }
FLAT=$flat sh tests/backtest/kubernetes.sh $data >"$work/printed" || { echo 'fail backtest: it ended early'; exit 0; }
if [ "$BLESS" = 1 ]; then
    { sed '/^<!-- backtest -->/q' $page; cat "$work/printed"; sed -n '/^<!-- \/backtest -->/,$p' $page; } >"$work/page"
    cmp -s "$work/page" $page || cp "$work/page" $page
fi
sed -n '/^<!-- backtest -->/,/^<!-- \/backtest -->/p' $page | sed '1d;$d' >"$work/said"
if cmp -s "$work/said" "$work/printed"; then
    echo "pass backtest: $page says what it prints"
else
    diff -u "$work/said" "$work/printed" | head -40
    echo "fail backtest: $page does not say what it prints (tests/backtest/run.sh with BLESS=1, then read the difference)"
fi

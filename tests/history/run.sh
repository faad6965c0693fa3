#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The history of a real release, replayed into a store by examples/kubernetes-1.27/history.sh: the page
# of the manual quotes what comes out, and its figures hold. The data is not in this repository.
data=../shared/data/k8s-program
page=docs/kubernetes-history.md
[ -x "$BATON" ] || { echo 'skip history: the program has no main yet'; exit 0; }
[ -f "$data/kep_changes.csv" ] || { echo 'skip history: there is no ../shared/data/k8s-program'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
store=$work/k.db
export BATON

ask() { "$BATON" "$@" --iterations 20000 --width 80; }
made() {
    case $1 in
    trend) ask trend "$store" sig-storage-in-1-27 | sed -n '/^sig-/,/^reported/p' | sed '$d' ;;
    storage) ask why "$store@2023-04-07" sig-storage-in-1-27 --since 2023-03-31 | sed -n '/^sig-/,/ in all$/p' ;;
    network) ask why "$store@2023-06-02" sig-network-in-1-27 --since 2023-05-19 | sed -n '/^sig-/,/^$/p' | sed '$d' ;;
    esac
}

if ! sh examples/kubernetes-1.27/history.sh "$data" "$store" 2>"$work/err"; then
    echo "fail history: the script ends: $(head -c 400 "$work/err" | tr '\n' ' ')"
    exit 0
fi
"$BATON" verify "$store" --replay >"$work/verify" 2>&1
if grep -q '^kubernetes-1-27: 107 changes, each chained' "$work/verify"; then
    echo 'pass history: 107 changes of Kubernetes 1.27 are replayed, and their chain holds'
else
    echo "fail history: $(head -1 "$work/verify")"
fi
for name in trend storage network; do
    made $name >"$work/$name"
    if [ "${BLESS:-0}" = 1 ]; then
        awk -v name="$name" -v file="$work/$name" '
            inside && /^```$/ { inside = 0; while ((getline line < file) > 0) print line }
            !inside { print }
            $0 == "<!-- history: " name " -->" { getline; print; inside = 1 }' "$page" >"$work/page"
        cat "$work/page" >"$page"
    fi
    awk -v name="$name" '$0 == "<!-- history: " name " -->" { getline; inside = 1; next }
        /^```$/ { inside = 0 } inside' "$page" >"$work/quoted"
    if [ -s "$work/$name" ] && cmp -s "$work/$name" "$work/quoted"; then
        echo "pass history: the page quotes the $name as it is"
    else
        echo "fail history: the page has another $name: $(diff "$work/quoted" "$work/$name" | head -5 | tr '\n' ';')"
    fi
done

# In order the parts are the whole, to the second.
"$BATON" why "$store@2023-06-02" sig-network-in-1-27 --since 2023-05-19 --iterations 20000 --json >"$work/json"
awk -F'[:,]' '/"moves_seconds"/ { whole = $2 + 0 } /"in_order_seconds"/ { sum += $2; n++ }
    END { print (n > 4 && whole != 0 && sum == whole) ? "sums" : "whole " whole ", parts " sum }' \
    "$work/json" >"$work/sum"
if [ "$(cat "$work/sum")" = sums ]; then
    echo 'pass history: the parts of a real movement are the whole, to the second'
else
    echo "fail history: the parts of a movement are not the whole: $(cat "$work/sum")"
fi

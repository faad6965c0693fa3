#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The schedule against dates that other tools computed: files of ../shared/data that carry their own
# answers. They are nobody's to give on, so they are not in the repository.
data=../shared/data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# number KEY FILE: a figure of a parity report.
number() { sed -n "s/^  \"$1\": \([0-9]*\),*\$/\1/p" "$2"; }

# One line a file: name tasks early all_four with_work late_usable unknown
measure() {
    name=$(basename "$1" | sed 's/\.[a-z]*$//')
    if ! timeout 60 "$BATON" parity "$1" --json >"$work/$name.json" 2>"$work/$name.log"; then
        echo "fail parity $name: $(head -n 1 "$work/$name.log")" >&3
        return
    fi
    j=$work/$name.json
    late=$(grep -c '"late_dates_usable": true' "$j")
    unknown=$(sed -n 's/^    "unknown": \([0-9]*\),*$/\1/p' "$j")
    echo "$name $(number tasks "$j") $(number early "$j") $(number all_four "$j")" \
        "$(number with_work "$j") $late ${unknown:-0}"
}

# at_least NAME TENTHS COUNT OF: COUNT is at least TENTHS tenths of a percent of OF.
at_least() {
    if [ "$4" -gt 0 ] && [ $(($3 * 1000)) -ge $(($2 * $4)) ]; then
        echo "pass $1 ($3 of $4)"
    else
        echo "fail $1: $3 of $4 tasks agree, wanted $(($2 / 10)).$(($2 % 10)) %"
    fi
}

# sum COLUMN CONDITION: over the measured files.
sum() { awk "$2 { n += \$$1 } END { print n + 0 }" "$work/files"; }

exec 3>&1
if [ ! -x "$BATON" ]; then
    echo 'skip oracle: there is no program'
    exit
fi
if [ ! -d $data/oracles ]; then
    echo "skip oracle parity: there is no $data/oracles"
else
    for file in $data/oracles/mspdi_*.xml; do measure "$file"; done >"$work/files"
    plain='$5 == 0'
    at_least 'early dates without work of resources' 1000 "$(sum 3 "$plain")" "$(sum 2 "$plain")"
    at_least 'all four dates without work of resources, where the file agrees with itself' 985 \
        "$(sum 4 "$plain && \$6")" "$(sum 2 "$plain && \$6")"
    at_least 'early dates' 1000 "$(sum 3 1)" "$(sum 2 1)"
    at_least 'all four dates' 985 "$(sum 4 1)" "$(sum 2 1)"
    missing=$(sum 7 1)
    if [ "$missing" -eq 0 ]; then
        echo 'pass every disagreement has a cause'
    else
        echo "fail every disagreement has a cause: $missing tasks have none"
    fi
    # Open activities: Primavera's dates of what is finished say nothing of what happened.
    for file in $data/oracles/p6_*.xer; do measure "$file"; done >"$work/files"
    at_least 'all four dates of Primavera files' 995 "$(sum 4 1)" "$(sum 2 1)"
fi

# Every Primavera file there is ends in a brief, or with the exit code of a refusal that says why.
if [ ! -d $data/project-files ]; then
    echo "skip oracle Primavera files: there is no $data/project-files"
else
    find $data/project-files -name '*.xer' | sort | while read -r file; do
        timeout 60 "$BATON" brief "$file" >"$work/brief" 2>"$work/log"
        status=$?
        case $status in
        0 | 1 | 8) [ -s "$work/brief" ] && echo "pass brief $(basename "$file")" && continue ;;
        2) grep -Eq "^$file:[0-9]+:[0-9]+: error" "$work/log" &&
            echo "pass refusal $(basename "$file")" && continue ;;
        esac
        echo "fail brief $(basename "$file"): status $status"
    done
fi

archive=$data/mpsplib-mspdi/mpsplib-mspdi.tar.gz
if [ ! -f $archive ]; then
    echo "skip oracle multi-project plans: there is no $archive"
else
    [ "${LONG:-0}" = 1 ] || set -- mpsplib/mp_j30_a2_nr1.xml mpsplib/mp_j30_a20_nr1.xml mpsplib/mp_j90_a5_nr2.xml
    tar xzf $archive -C "$work" "$@"
    find "$work/mpsplib" -name '*.xml' | sort | while read -r file; do measure "$file"; done \
        >"$work/files"
    at_least 'all four dates of multi-project plans' 1000 "$(sum 4 1)" "$(sum 2 1)"
fi

# Schedules under capacity, each checked by a program that knows nothing of Baton; none below a bound
# that is proved.
# solve SET FIELD: the instances of a set in $work/list as "name best_lb best_ub".
solve() {
    good=0 known=0 count=0 wrong=
    while read -r name lb ub; do
        count=$((count + 1))
        timeout 60 "$BATON" schedule "$work/$1/$name" --capacity --schedules 2000 --json \
            >"$work/one.json" 2>/dev/null
        set -- "$1" "$2" $("$BUILD/tests/tools/check_schedule" "$work/$1/$name" "$work/one.json")
        if [ "${3:-bad:}" = bad: ] || [ "$3" -lt "$lb" ]; then
            wrong="$wrong $name: ${3:-no schedule}"
        else
            good=$((good + 1))
            [ "$3" -gt "$ub" ] || known=$((known + 1))
        fi
        set -- "$1" "$2"
    done <"$work/list"
    if [ -z "$wrong" ]; then
        echo "pass schedules of $1 are feasible and above their bounds ($good)"
    else
        echo "fail schedules of $1:$wrong"
    fi
    at_least "schedules of $1 as short as the best known" "$2" $known $count
}

if [ ! -f $data/psplib/best_known.csv ]; then
    echo "skip oracle capacity: there is no $data/psplib"
    exit
fi
step=20
[ "${LONG:-0}" = 1 ] && step=1
for one in 'j30 850' 'j60 650' 'patterson 850'; do
    set -- $one
    tar xzf "$data/psplib/$1.tar.gz" -C "$work"
    if [ "$1" = patterson ]; then
        awk -F, 'NR > 1 { print $1, $2, $2 }' $data/psplib/patterson_optimum.csv
    else
        awk -F, -v set="$1" 'NR > 1 && $1 == set { print $2, $11, $12 }' $data/psplib/best_known.csv
    fi | awk -v step=$step 'NR % step == 0' >"$work/list"
    solve "$1" "$2"
done

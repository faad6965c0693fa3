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
    if ! timeout 300 "$BATON" parity "$1" --json >"$work/$name.json" 2>"$work/$name.log"; then
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

# Every file there is ends in a brief, or with the exit code of a refusal that says why and where.
for set in project-files trackers; do
    if [ ! -d $data/$set ]; then
        echo "skip oracle files: there is no $data/$set"
        continue
    fi
    find $data/$set -type f ! -name '*.md' ! -name manifest.csv ! -name instances.csv | LC_ALL=C sort |
        while read -r file; do
            timeout 300 "$BATON" brief "$file" --iterations 1024 >"$work/brief" 2>"$work/log"
            status=$?
            case $status in
            0 | 1 | 8) [ -s "$work/brief" ] && echo brief && continue ;;
            2) grep -Eq "^$file:[0-9]+:[0-9]+: error" "$work/log" && echo refusal && continue ;;
            esac
            echo "fail brief $file: status $status" >&3
        done >"$work/ends"
    if [ "$(grep -c . "$work/ends")" -gt 0 ]; then
        echo "pass files of $set: $(grep -c brief "$work/ends") briefs, $(grep -c refusal "$work/ends") clear refusals"
    else
        echo "fail files of $set: none was read"
    fi
done

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

# Schedules under capacity, each checked by a program that knows nothing of Baton: none breaks a link
# (at most links too) or a capacity, none is shorter than a bound that is proved, no stated bound
# is longer than a schedule that is known, and none is much longer than it was.
#
# solve SET SCHEDULES: the instances of $work/list, "name best_lb best_ub" (0 0: nothing is known;
# "none": no schedule exists), into $work/solved, "best_lb best_ub makespan bound critical-path".
solve() {
    wrong=
    while read -r name lb ub; do
        timeout 300 "$BATON" schedule "$work/$1/$name" --capacity --schedules "$2" --json \
            >"$work/one.json" 2>"$work/one.log" || grep -q no-schedule "$work/one.log" ||
            wrong="$wrong $name: $(head -n 1 "$work/one.log")"
        # What takes more people than there will ever be does not wait, and is said.
        if [ ! -s "$work/one.json" ] || { [ "$lb" = none ] && grep -q more-than "$work/one.log"; }; then
            echo "$lb $ub 0 0 0"
            continue
        fi
        said=$("$BUILD/tests/tools/check_schedule" "$work/$1/$name" "$work/one.json")
        case $said in bad:* | '') wrong="$wrong $name: ${said:-no answer}" ;; *) echo "$lb $ub $said" ;; esac
    done <"$work/list" >"$work/solved"
    wrong="$wrong$(awk '$3 > 0 && $1 == "none" { print " a schedule of what has none" }
        $3 > 0 && $3 < $1 + 0 { print " " $3 " is below the proven bound " $1 }
        $3 > 0 && $2 > 0 && $4 > $2 { print " bound " $4 " is above a known schedule of " $2 }' "$work/solved")"
    if [ -z "$wrong" ]; then
        echo "pass schedules of $1 break no rule and no bound ($(wc -l <"$work/solved"))"
    else
        echo "fail schedules of $1:$wrong"
    fi
}

# no_more NAME LIMIT FIGURE: a regression of quality, both in hundredths of a percent.
no_more() {
    if [ "${3:-0}" -gt 0 ] && [ "$3" -le "$2" ]; then
        echo "pass $1 ($3 <= $2 hundredths of a percent)"
    else
        echo "fail $1: ${3:-nothing}, wanted at most $2 hundredths of a percent"
    fi
}

if [ ! -f $data/psplib/best_known.csv ]; then
    echo "skip oracle capacity: there is no $data/psplib"
    exit
fi
step=20
[ "${LONG:-0}" = 1 ] && step=1
# The set, the schedules asked for, the most that the sample and the whole set may be longer than
# the critical path on average (hundredths of a percent: a little above what was measured), the
# tenths of a percent at least as short as the best that is known (0: none is listed).
for one in 'j30 2000 1110 1395 850' 'j60 2000 1215 1171 650' 'j90 2000 960 1102 700' \
    'j120 2000 2200 3440 300' 'rg300 1000 66500 98500 0' 'patterson 2000 1430 1790 850'; do
    set -- $one
    tar xzf "$data/psplib/$1.tar.gz" -C "$work"
    case $1 in
    patterson) awk -F, 'NR > 1 { print $1, $2, $2 }' $data/psplib/patterson_optimum.csv ;;
    rg300) ls "$work/rg300" | sed 's/$/ 0 0/' ;;
    *) awk -F, -v set="$1" 'NR > 1 && $1 == set { print $2, $11, $12 }' $data/psplib/best_known.csv ;;
    esac | awk -v step=$step 'NR % step == 0' >"$work/list"
    solve "$1" "$2"
    [ $step = 1 ] && most=$4 || most=$3
    no_more "schedules of $1 over the critical path" "$most" \
        "$(awk '$3 > 0 { n++; sum += 10000 * ($3 - $5) / $5 } END { if (n) printf "%d", sum / n }' "$work/solved")"
    [ "$5" -eq 0 ] || at_least "schedules of $1 as short as the best known" "$5" \
        "$(awk '$3 <= $2 { n++ } END { print n + 0 }' "$work/solved")" "$(wc -l <"$work/solved")"
done

# Neither the width of vectors nor the number of threads can be seen in a search.
tar xzf $data/psplib/j120.tar.gz -C "$work" j120/j12016_1.sm
for vectors in base avx2 avx512; do
    for threads in 1 2; do
        BATON_VECTORS=$vectors "$BATON" schedule "$work/j120/j12016_1.sm" --capacity --schedules 3000 --json \
            --threads $threads | cksum
    done
done | sort -u >"$work/sums"
if [ "$(wc -l <"$work/sums")" -eq 1 ]; then
    echo 'pass a search is the same bytes for any width of vectors and number of threads'
else
    echo 'fail a search depends on the width of vectors or the number of threads'
fi

# Stopped after three seconds, it answers with what it has, within ten more: in the population, and
# while it proves.
tar xzf $data/psplib/j120.tar.gz -C "$work"
tar xzf $data/psplib/j60.tar.gz -C "$work"
for one in 'j120/j12016_2.sm 900000000' 'j60/j6013_1.sm 100000'; do
    set -- $one
    timeout -k 10 -s INT 3 "$BATON" schedule "$work/$1" --capacity --schedules "$2" --json \
        >"$work/one.json" 2>/dev/null
    said=$("$BUILD/tests/tools/check_schedule" "$work/$1" "$work/one.json")
    case $said in
    bad:* | '') echo "fail a search that is stopped answers with what it has, $1: ${said:-no answer}" ;;
    *) echo "pass a search that is stopped answers with what it has, $1" ;;
    esac
done

# At most links (RCPSP/max): nothing is found where there is nothing; most of what there is, is found.
if [ ! -f $data/rcpsp-max/best_known.csv ]; then
    echo "skip oracle capacity with at most links: there is no $data/rcpsp-max"
    exit
fi
tar xzf $data/rcpsp-max/rcpsp-max.tar.gz -C "$work"
step=9
[ "${LONG:-0}" = 1 ] && step=1
for one in sm_j10 sm_j20 sm_j30 testset_ubo10 testset_ubo20 testset_ubo50 testset_ubo100; do
    awk -F, -v set=$one -v step=$step '$1 == set && NR % step == 0 {
        print $2, $5 == "infeasible" ? "none" : $3 + 0, $4 + 0 }' $data/rcpsp-max/best_known.csv >"$work/list"
    solve $one 300
    sed 's/^/x /' "$work/solved" >>"$work/all"
done
at_least 'of plans with at most links that have a schedule, as many get one' 620 \
    "$(awk '$2 != "none" && $3 > 0 && $4 > 0 { n++ } END { print n + 0 }' "$work/all")" \
    "$(awk '$2 != "none" && $3 > 0 { n++ } END { print n + 0 }' "$work/all")"
no_more 'schedules with at most links over the best known' 500 \
    "$(awk '$2 != "none" && $3 > 0 && $4 > 0 { n++; sum += 10000 * ($4 - $3) / $3 }
        END { if (n) printf "%d", sum / n + 1 }' "$work/all")"

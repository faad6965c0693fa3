#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Rule fixtures; see README.md here. Every rule of core/rules must have both plans.
[ -x "$BATON" ] || { echo 'skip rules: the program has no main yet'; exit 0; }
flat=$BUILD/tests/tools/flat
[ -x "$flat" ] || { echo 'skip rules: jansson is missing'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The ids on lines that carry `# MARK: ... RULE ...`; of `id: x` the value, of `x: {...}` the key.
marked() {
    sed -n "s/^ *\(- *\)\{0,1\}\(.*\)# $1: *\(.*\)\$/\3 | \2/p" "$3" |
        awk -F ' [|] ' -v rule="$2" '
            { n = split($1, names, /[ ,]+/); found = 0
              for (i = 1; i <= n; i++) if (names[i] == rule) found = 1
              if (!found) next
              key = $2; sub(/:.*/, "", key); value = $2; sub(/^[^:]*: */, "", value)
              sub(/[ ,}].*/, "", value)
              print (key == "id" ? value : key) }' | sort -u
}

# The first subjects of this rule's findings, true or unknown.
found() {
    sed -n 's/^\.findings\[\([0-9]*\)\]\.\(rule\|subjects\[0\]\|level\|state\)=\(.*\)/\1 \2 \3/p' "$work/flat" |
        awk -v rule="$1" -v unknown="$2" '
            $2 == "rule" { name[$1] = $3 } $2 == "subjects[0]" { subject[$1] = $3 }
            ($2 == "level" || $2 == "state") && $3 == "unknown" { open[$1] = 1 }
            END { for (i in name) if (name[i] == rule && (i in open) == unknown) print subject[i] }' |
        sort -u
}

# check RULE FILE MARK UNKNOWN
check() {
    rule=$1 file=$2
    "$BATON" check "$file" --json >"$work/json" 2>"$work/stderr" </dev/null
    status=$?
    # 0 and the codes for findings are fine; 2 is a plan that cannot be read.
    if [ $status -eq 2 ] || [ $status -gt 100 ] || ! "$flat" <"$work/json" >"$work/flat"; then
        head -5 "$work/stderr"
        echo "fail $file: baton check ended with $status"
        return
    fi
    marked "$3" "$rule" "$file" >"$work/wanted"
    found "$rule" "$4" >"$work/got"
    if cmp -s "$work/wanted" "$work/got"; then
        echo "pass $file"
    else
        diff --label wanted --label got -u "$work/wanted" "$work/got"
        echo "fail $file: $rule fires on [$(paste -sd' ' "$work/got")], wanted [$(paste -sd' ' "$work/wanted")]"
    fi
}

rules=$(sed -n "/^rules_list = \[/,/^\]/s/^ *'\([a-z0-9_]*\)',.*/\1/p" core/rules/meson.build | tr _ -)
for rule in $rules; do
    folder=tests/rules/$rule
    for plan in fires silent; do
        [ -f "$folder/$plan.yaml" ] || echo "fail $folder/$plan.yaml: is missing"
    done
done
for folder in tests/rules/*/; do
    folder=${folder%/} rule=$(basename "$folder")
    echo "$rules" | grep -qx -- "$rule" || echo "fail $folder: no such rule in core/rules"
    if [ -f "$folder/fires.yaml" ]; then
        if grep -q "# expect:.*$rule" "$folder/fires.yaml"; then
            check "$rule" "$folder/fires.yaml" expect 0
        else
            echo "fail $folder/fires.yaml: expects nothing"
        fi
    fi
    [ ! -f "$folder/silent.yaml" ] || check "$rule" "$folder/silent.yaml" expect 0
    [ ! -f "$folder/unknown.yaml" ] || check "$rule" "$folder/unknown.yaml" unknown 1
done

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
            END { for (i in name) if (name[i] == rule && (i in open) == unknown) print (i in subject ? subject[i] : "baton") }' |
        sort -u
}

# What its page says that its findings have, they have, and nothing else: `baton explain --json` beside the findings of
# fires.yaml. Every one has a day to be defused by, and an owner where the plan names anybody.
parts() {
    awk -F= -v rule="$1" -v unknown="$2" '
        { at = index($0, "="); key = substr($0, 1, at - 1); value = substr($0, at + 1) }
        FNR == NR && key ~ /^\.rules\[0\]\./ { sub(/.*\./, "", key); says[key] = value != "null"; next }
        FNR == NR { next }
        key ~ /^\.findings\[[0-9]*\]\./ { n = key; sub(/^[^[]*\[/, "", n); sub(/\].*/, "", n); sub(/^[^]]*\]\./, "", key)
            got[n, key] = value; if (n + 1 > count) count = n + 1 }
        function bad(what) { print "  " rule ": " what; wrong = 1 }
        END {
            for (n = 0; n < count; n++) {
                if (got[n, "rule"] != rule || got[n, "state"] == "unknown") continue
                all++; edits += got[n, "fix"] == "true"; prices += got[n, "expected_days"] != "null"
                if (got[n, "defuse_by"] == "null") bad(got[n, "id"] " has no day to be defused by")
                if (got[n, "owner"] == "null") bad(got[n, "id"] " has no owner")
                if (got[n, "move"] == "") bad(got[n, "id"] " has no move")
            }
            if (!says["fix"] && !says["no_fix"]) bad("says neither what --fix writes nor why it is an action")
            if (says["fix"] != (edits > 0)) bad("its page says " (says["fix"] ? "an" : "no") " edit, and the fixture has " edits)
            if (!says["no_fix"] && edits < all) bad("some findings have no edit, and its page does not say when")
            if (!says["days"] && !says["no_days"]) bad("says neither where days come from nor why there are none")
            if (says["days"] != (prices > 0)) bad("its page says " (says["days"] ? "" : "no ") "days, and the fixture has " prices)
            if (!says["no_days"] && prices < all) bad("some findings have no days, and its page does not say when")
            if (says["no_unknown"] == unknown) bad(unknown ? "can be unknown, and its page says never" \
                : "nothing shows that it can be unknown, and its page does not say why not")
            exit wrong }' "$work/rule" "$work/flat"
}

# --fix --apply on a copy: the plan is good afterwards; an edit ends the finding, an action is there and is named.
apply() {
    awk -v rule="$1" '
        { at = index($0, "="); key = substr($0, 1, at - 1); value = substr($0, at + 1)
          n = key; sub(/^[^[]*\[/, "", n); sub(/\].*/, "", n); sub(/^[^]]*\]\./, "", key) }
        /^\.findings\[/ && (key == "rule" || key == "id" || key == "fix" || key == "state") { got[n, key] = value
            if (n + 1 > count) count = n + 1 }
        END { for (n = 0; n < count; n++)
            if (got[n, "rule"] == rule && got[n, "state"] == "true" && !seen[got[n, "fix"]]++) print got[n, "fix"], got[n, "id"] }' \
        "$work/flat" >"$work/ids"
    while read -r is_edit id; do
        cp "$2" "$work/fixed.yaml"
        if ! "$BATON" check "$work/fixed.yaml" --fix "$id" --apply --quiet >"$work/stdout" 2>&1 </dev/null; then
            head -5 "$work/stdout"
            echo "  --fix $id cannot be applied"
            return 1
        fi
        "$BATON" check "$work/fixed.yaml" --json --fail-on none 2>"$work/stderr" </dev/null | "$flat" >"$work/after"
        if [ "$is_edit" = true ] && grep -q "^\.findings\[[0-9]*\]\.id=$id\$" "$work/after"; then
            grep -q "^\.findings\[[0-9]*\]\.id=$id\$" "$work/after" && cmp -s "$2" "$work/fixed.yaml" &&
                { echo "  --fix $id changes nothing"; return 1; }
            case " $lasting " in *" $1 "*) ;; *) echo "  --fix $id does not end it"; return 1 ;; esac
        fi
        if [ "$is_edit" != true ] && ! grep -q "^  act-$1-" "$work/fixed.yaml"; then
            echo "  --fix $id writes no action"
            return 1
        fi
    done <"$work/ids"
}

# Rules whose edit is one step of the move, and whose finding stays until the rest is done: a spread that the owner gives,
# a date that was moved too often already, a buffer that says what it is for.
lasting="false-precision moving-handoff unjustified-buffer"

# check RULE FILE MARK UNKNOWN
check() {
    rule=$1 file=$2 plan=$2
    # With a log beside it the plan is a store: a line is DAY|WHO|WHY|EDIT;EDIT...
    if [ -f "${file%.yaml}.log" ]; then
        plan=$work/store.db
        rm -f "$work"/store.db*
        "$BATON" init "$file" --store "$plan" --dated 2026-01-01 --quiet >/dev/null 2>"$work/stderr"
        while IFS='|' read -r day who why edits; do
            IFS=';'
            # shellcheck disable=SC2086
            "$BATON" set "$plan" $edits --dated "$day" --by "$who" --because "$why" --quiet \
                >/dev/null 2>"$work/stderr" || { cat "$work/stderr"; echo "fail $file: $day $edits"; }
            unset IFS
        done <"${file%.yaml}.log"
    fi
    "$BATON" check "$plan" --json >"$work/json" 2>"$work/stderr" </dev/null
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
            "$BATON" explain "$rule" --json | "$flat" >"$work/rule"
            unknown=0
            if [ -f "$folder/unknown.yaml" ] || grep -q '^    .needs = ' "core/rules/$(echo "$rule" | tr - _).c"; then
                unknown=1
            fi
            if parts "$rule" $unknown && { [ -f "$folder/fires.log" ] || apply "$rule" "$folder/fires.yaml"; }; then
                echo "pass $folder: has what its page says"
            else
                echo "fail $folder: has not what its page says"
            fi
        else
            echo "fail $folder/fires.yaml: expects nothing"
        fi
    fi
    [ ! -f "$folder/silent.yaml" ] || check "$rule" "$folder/silent.yaml" expect 0
    [ ! -f "$folder/unknown.yaml" ] || check "$rule" "$folder/unknown.yaml" unknown 1
done

# SARIF 2.1.0: what its schema requires, and nothing lost: a result for each finding of --json. The schema closes its
# objects (additionalProperties: false), so the names that may stand in each are listed here by hand from it.
sarif() {
    "$BATON" check "$1" --sarif --fail-on none >"$work/sarif" 2>/dev/null </dev/null &&
        "$flat" <"$work/sarif" >"$work/sarif.flat" || { echo "fail sarif $1: is no JSON"; return; }
    "$BATON" check "$1" --json --fail-on none 2>/dev/null </dev/null | "$flat" >"$work/flat"
    wanted=$(grep -c '^\.findings\[[0-9]*\]\.state=\(true\|accepted\)$' "$work/flat")
    awk -v wanted="$wanted" '
        function bad(what) { print "  " what; wrong = 1 }
        function allow(place, names,   i, n, list) {
            n = split(names, list, " "); for (i = 1; i <= n; i++) may[place, list[i]] = 1 }
        BEGIN {
            allow("", "$schema version runs inlineExternalProperties properties")
            allow(".runs[]", "tool invocations conversion language versionControlProvenance originalUriBaseIds artifacts " \
                "logicalLocations graphs results automationDetails runAggregates baselineGuid redactionTokens defaultEncoding " \
                "defaultSourceLanguage newlineSequences columnKind externalPropertyFileReferences threadFlowLocations taxonomies " \
                "addresses translations policies webRequests webResponses specialLocations properties")
            allow(".runs[].tool.driver", "guid name organization product productSuite shortDescription fullDescription fullName " \
                "version semanticVersion dottedQuadFileVersion releaseDateUtc downloadUri informationUri globalMessageStrings " \
                "notifications rules taxa locations language contents isComprehensive localizedDataSemanticVersion " \
                "minimumRequiredLocalizedDataSemanticVersion associatedComponent translationMetadata supportedTaxonomies properties")
            allow(".runs[].tool.driver.rules[]", "id deprecatedIds guid deprecatedGuids name deprecatedNames shortDescription " \
                "fullDescription messageStrings defaultConfiguration helpUri help relationships properties")
            allow(".runs[].tool.driver.rules[].defaultConfiguration", "enabled level rank parameters properties")
            for (i = split("shortDescription fullDescription help", d, " "); i > 0; i--)
                allow(".runs[].tool.driver.rules[]." d[i], "text markdown properties")
            allow(".runs[].results[]", "ruleId ruleIndex rule kind level message analysisTarget locations guid correlationGuid " \
                "occurrenceCount partialFingerprints fingerprints stacks codeFlows graphs graphTraversals relatedLocations " \
                "suppressions baselineState rank attachments hostedViewerUri workItemUris provenance fixes taxa webRequest " \
                "webResponse properties")
            allow(".runs[].results[].message", "text markdown id arguments properties")
            allow(".runs[].results[].suppressions[]", "guid kind status justification location properties")
            allow(".runs[].results[].locations[]", "id physicalLocation logicalLocations message annotations relationships properties")
            allow(".runs[].results[].locations[].physicalLocation", "address artifactLocation region contextRegion properties")
            allow(".runs[].results[].locations[].physicalLocation.artifactLocation", "uri uriBaseId index description properties")
            allow(".runs[].results[].locations[].physicalLocation.region", "startLine startColumn endLine endColumn charOffset " \
                "charLength byteOffset byteLength snippet message sourceLanguage properties")
            allow(".runs[].results[].locations[].logicalLocations[]", "name index fullyQualifiedName decoratedName parentIndex " \
                "kind properties")
        }
        { at = index($0, "="); key = substr($0, 1, at - 1); value = substr($0, at + 1) }
        {   place = key; gsub(/\[[0-9]+\]/, "[]", place); sub(/\[\]$/, "", place); name_of = place
            sub(/.*\./, "", name_of); sub(/\.[^.]*$/, "", place)
            if (place !~ /properties/ && place !~ /partialFingerprints$/ && !((place, name_of) in may) && !told[place, name_of]++)
                bad("the schema knows no " name_of " in " (place == "" ? "the log" : place)) }
        key == ".version" { version = value }
        key == ".runs[0].tool.driver.name" { name = value }
        key ~ /^\.runs\[0\]\.tool\.driver\.rules\[[0-9]+\]\.id$/ {
            n = key; sub(/.*rules\[/, "", n); sub(/\].*/, "", n); rule[n] = value }
        key ~ /^\.runs\[0\]\.results\[/ {
            n = key; sub(/.*results\[/, "", n); sub(/\].*/, "", n); rest = key
            sub(/^[^]]*\][^]]*\]\./, "", rest); got[n, rest] = value; if (n + 1 > count) count = n + 1 }
        END {
            if (version != "2.1.0") bad("version " version)
            if (name == "") bad("no tool.driver.name")
            if (count + 0 != wanted) bad(count + 0 " results for " wanted " findings")
            for (i = 0; i < count; i++) {
                if (got[i, "message.text"] == "") bad("a result without message.text")
                if (got[i, "level"] !~ /^(none|note|warning|error)$/) bad("level " got[i, "level"])
                if (rule[got[i, "ruleIndex"]] != got[i, "ruleId"]) bad("ruleIndex of " got[i, "ruleId"])
                if (got[i, "locations[0].physicalLocation.region.startLine"] + 0 < 1) bad("no startLine")
                print_id = got[i, "partialFingerprints.batonFinding/v1"]
                if (print_id == "" || seen[print_id]++) bad("fingerprint " print_id)
            }
            exit wrong }' "$work/sarif.flat" >"$work/why" && echo "pass sarif $1" ||
        { cat "$work/why"; echo "fail sarif $1"; }
}
sarif examples/sherlock
sarif tests/cases/check-sarif/plan.yaml

# SPDX-License-Identifier: Apache-2.0
# A real Redmine of Debian's packages, on a copy of its empty database and on loopback: filled over its
# interface, taken over twice, changed, taken over again. Sourced by run.sh.
seed=/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default
site=baton-test-$$
redmine=
redmine_stop() {
    [ -z "$redmine" ] || kill "$redmine" 2>/dev/null
    rm -rf "/etc/redmine/$site" "/var/lib/redmine/$site" "/var/log/redmine/$site" "/var/cache/redmine/$site"
    clean_up
}
# Becomes the command: call it in a subshell or in the background.
in_redmine() {
    cd /usr/share/redmine && exec setpriv --reuid=www-data --regid=www-data --init-groups env X_DEBIAN_SITEID="$site" RAILS_ENV=production "$@"
}
redmine_start() {
    chmod 755 "$work"
    mkdir -p "/etc/redmine/$site" "/var/lib/redmine/$site/files" "/var/lib/redmine/$site/public" \
        "/var/log/redmine/$site" "/var/cache/redmine/$site/tmp" "$work/redmine"
    cp "$seed" "$work/redmine/db"
    printf 'production:\n  adapter: sqlite3\n  database: %s\n  encoding: utf8\n' "$work/redmine/db" \
        >"/etc/redmine/$site/database.yml"
    cp /etc/redmine/default/secret_key.txt "/etc/redmine/$site/"
    ln -s "/etc/redmine/$site" "/var/lib/redmine/$site/config"
    ln -s "/var/log/redmine/$site" "/var/lib/redmine/$site/log"
    ln -s "/var/cache/redmine/$site/tmp" "/var/lib/redmine/$site/tmp"
    chown -R www-data "/etc/redmine/$site" "/var/lib/redmine/$site" "/var/log/redmine/$site" \
        "/var/cache/redmine/$site" "$work/redmine"
    REDMINE_KEY=$(in_redmine bin/rails runner "Setting.rest_api_enabled = '1'
        admin = User.find_by_login('admin')
        admin.update_columns(must_change_passwd: false)
        project = Project.new(name: 'Pier', identifier: 'pier')
        project.trackers = Tracker.all
        project.enabled_module_names = ['issue_tracking']
        project.save!
        IssueCategory.create!(project: project, name: 'payments')
        IssueCustomField.create!(name: 'Forecast', field_format: 'string', is_for_all: true, trackers: Tracker.all)
        puts admin.api_key" 2>"$work/redmine/err" | tail -n 1)
    export REDMINE_KEY
    # Below the ports that the system gives to clients, which cannot be listened on; where somebody has
    # the first, it ends, and the next is tried.
    for attempt in 0 1 2 3; do
        redmine_port=$((20000 + ($$ + attempt * 37) % 12000))
        in_redmine puma -b "tcp://127.0.0.1:$redmine_port" -e production config.ru >>"$work/redmine/log" 2>&1 &
        redmine=$!
        at=http://127.0.0.1:$redmine_port
        tries=0
        while [ $tries -lt 600 ] && kill -0 $redmine 2>/dev/null; do
            [ "$(tell GET projects.json)" = 200 ] && return 0
            sleep 0.2
            tries=$((tries + 1))
        done
        kill $redmine 2>/dev/null
    done
    return 1
}
# tell METHOD PATH [JSON]: the status of its answer.
tell() {
    python3 - "$1" "$at/$2" "$REDMINE_KEY" "${3:-}" <<'end'
import sys
import urllib.error
import urllib.request
method, url, key, body = sys.argv[1:5]
request = urllib.request.Request(url, method=method, data=body.encode() if body else None, headers={
    "X-Redmine-API-Key": key, "Content-Type": "application/json"})
try:
    with urllib.request.urlopen(request, timeout=60) as answer:
        print(answer.status)
except urllib.error.HTTPError as e:
    print(e.code)
except OSError:
    print(0)
end
}

if [ "$(id -u)" != 0 ] || [ ! -f "$seed" ] || ! command -v puma >/dev/null || ! command -v setpriv >/dev/null; then
    echo 'skip redmine: it is not installed, or this is not root'
else
    trap redmine_stop EXIT
    if ! redmine_start; then
        echo "fail redmine: it did not start: $(tail -n 3 "$work/redmine/log" "$work/redmine/err" | tr '\n' ' ')"
    else
        bad=0
        for n in 1 2 3; do
            category=
            [ $n != 3 ] || category='"category_id": 1, '
            [ "$(tell POST issues.json "{\"issue\": {\"project_id\": 1, \"tracker_id\": 2, \"priority_id\": 2, \
                \"status_id\": 1, $category\"subject\": \"Plank $n\", \
                \"estimated_hours\": $((n * 8))}}")" = 201 ] || bad=1
        done
        [ "$(tell POST issues/1/relations.json '{"relation": {"issue_to_id": 2, "relation_type": "precedes", "delay": 2}}')" = 201 ] || bad=1
        [ "$(tell POST issues/2/relations.json '{"relation": {"issue_to_id": 3, "relation_type": "blocks"}}')" = 201 ] || bad=1
        if [ $bad = 0 ]; then echo 'pass redmine: filled over its interface'; else echo 'fail redmine: it did not take the issues'; fi
        plan redmine "system: redmine" "url: $at" "projects: [pier]" "secret: env:REDMINE_KEY" \
            'writes: [field Forecast, comment]'
        p=$work/redmine/plan.yaml
        is 'redmine: every issue comes' 0 '4 stated now' "$BATON" sync "$work/redmine"
        holds 'redmine: precedes with its delay' 'after: [web-1 +2d]' "$p"
        holds 'redmine: blocks' 'after: [web-2]' "$p"
        holds 'redmine: a category is a team of the plan' 'team: payments' "$p"
        holds 'redmine: hours' 'effort: 24h' "$p"
        is 'redmine: a second time there is no edit' 0 'Nothing was stated otherwise' "$BATON" sync "$work/redmine"
        [ "$(tell PUT issues/3.json '{"issue": {"subject": "Plank three", "estimated_hours": 40, "status_id": 2}}')" = 204 ] &&
            [ "$(tell PUT issues/1.json '{"issue": {"status_id": 5}}')" = 204 ] ||
            echo 'fail redmine: it did not take the changes'
        "$BATON" sync "$work/redmine" >"$work/out" 2>"$work/err"
        sed -n 's/^[~+-] \([^ ]*\) .*/\1/p' "$work/out" | grep -v 'updated$' | LC_ALL=C sort >"$work/edits"
        cat >"$work/wanted" <<'end'
web-1.finished
web-1.started
web-3.effort
web-3.started
web-3.title
end
        if diff "$work/wanted" "$work/edits" >"$work/diff"; then
            echo 'pass redmine: exactly what changed is an edit'
        else
            echo 'fail redmine: exactly what changed is an edit'
            cat "$work/diff" "$work/out" "$work/err"
        fi
        is 'redmine: then again nothing' 0 'Nothing was stated otherwise' "$BATON" sync "$work/redmine"
        is 'redmine: what would be written back' 0 '2 items to be written' "$BATON" sync "$work/redmine" --write-back
        is 'redmine: written back' 0 '2 items written' "$BATON" sync "$work/redmine" --write-back --send
        is 'redmine: and not twice' 0 '0 items written, 2 say so already' "$BATON" sync "$work/redmine" --write-back --send
        [ "$(tell DELETE issues/3.json)" = 204 ] || echo 'fail redmine: it did not take the deletion'
        is 'redmine: what is gone there stays here' 0 'they stay' "$BATON" sync "$work/redmine"
        holds 'redmine: and is still in the plan' 'Plank three' "$p"
        is 'redmine: unless one says so' 0 '1 no longer stated' "$BATON" sync "$work/redmine" --remove
    fi
fi

# SPDX-License-Identifier: Apache-2.0
"""Trackers that answer in the shapes of the real ones, and misbehave as they do.

mock.py FOLDER: listens on two ports of the loopback address, written to FOLDER/port and
FOLDER/elsewhere; every request becomes a line of FOLDER/log (port, method, path) and FOLDER/heard
holds the secrets seen in headers. The first part of a path names the scenario; FOLDER/state, where a
test writes it, changes what some scenarios say."""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

folder = sys.argv[1]
counts = {}
comments = {}
written = {}
lock = threading.Lock()


def state():
    try:
        with open(os.path.join(folder, "state")) as f:
            return f.read().strip()
    except OSError:
        return ""


def jira_issue(n, cut=False):
    history = [
        {"created": "2026-11-%02dT10:00:00.000+0000" % (3 + i),
         "items": [{"field": "status", "fieldId": "status", "from": str(i), "fromString": a,
                    "to": str(i + 1), "toString": b}]}
        for i, (a, b) in enumerate([("To Do", "Building"), ("Building", "Done")])]
    done = n <= 6
    links = []
    if n > 1:
        links.append({"type": {"name": "Gate", "inward": "is gated by", "outward": "gates"},
                      "inwardIssue": {"key": "AB-%d" % (n - 1)}})
    return {
        "key": "AB-%d" % n,
        "fields": {
            "summary": "Renamed" if n == 8 and state() == "changed" else "Issue %d" % n,
            "issuetype": {"name": "Story"}, "project": {"key": "AB", "name": "Alphabet"},
            "components": [{"name": "api"}], "labels": ["backend"],
            "status": {"name": "Done" if done else "To Do",
                       "statusCategory": {"key": "done" if done else "new"}},
            "assignee": {"displayName": "Ann"}, "created": "2026-11-02T09:00:00.000+0000",
            "updated": "2026-11-10T09:00:00.000+0000", "duedate": None, "resolution": None,
            "resolutiondate": "2026-11-04T10:00:00.000+0000" if done else None,
            "timeoriginalestimate": None, "timeestimate": None, "fixVersions": [],
            "issuelinks": links, "customfield_10044": 2 + n % 3,
            "customfield_10020": [{"name": "Week 50", "state": "active",
                                   "endDate": "2026-12-11T16:00:00.000Z"}] if n > 6 else None},
        "changelog": {"total": 2 if done else 0, "startAt": 0, "maxResults": 1,
                      "histories": (history[:1] if cut else history) if done else []}}


def jira_history(key):
    return {"values": jira_issue(int(key.split("-")[1]))["changelog"]["histories"], "total": 2,
            "startAt": 0, "maxResults": 100, "isLast": True}


def github_issue(n, base):
    repository = base + "/repos/acme/web"
    issue = {
        "id": 1000 + n, "number": n, "title": "Issue %d" % n, "state": "closed" if n < 3 else "open",
        "url": repository + "/issues/%d" % n, "repository_url": repository,
        "labels": [{"name": "team:payments"}], "assignee": {"login": "ann"},
        "assignees": [{"login": "ann"}], "created_at": "2026-11-02T09:00:00Z",
        "updated_at": "2026-11-10T09:00:00Z",
        "closed_at": "2026-11-09T09:00:00Z" if n < 3 else None,
        "issue_dependencies_summary": {"blocked_by": 1 if n == 4 else 0, "total_blocked_by": 0},
        "sub_issues_summary": {"total": 1 if n == 5 else 0}, "milestone": None}
    if n == 6:
        issue["pull_request"] = {"url": "x"}
    return issue


def gitlab_issue(n):
    return {"id": 500 + n, "iid": n, "project_id": 7, "title": "Issue %d" % n,
            "state": "closed" if n == 1 else "opened", "closed_at": None,
            "web_url": "https://gitlab.example/acme/web/-/issues/%d" % n, "labels": ["backend", "Doing"] if n == 2 else ["backend"],
            "assignee": {"name": "Ann"}, "assignees": [{"name": "Ann"}],
            "created_at": "2026-11-02T09:00:00.000Z", "updated_at": "2026-11-10T09:00:00.000Z",
            "due_date": "2027-01-15" if n == 3 else None,
            "time_stats": {"time_estimate": 28800 * n}, "weight": None, "milestone": None}


def redmine_issue(n, journals=False):
    issue = {"id": n, "project": {"id": 1, "name": "Pier"}, "tracker": {"id": 2, "name": "Feature"},
             "status": {"id": 1, "name": "New", "is_closed": False}, "subject": "Issue %d" % n,
             "start_date": None, "due_date": None, "done_ratio": 0, "estimated_hours": 8.0,
             "created_on": "2026-11-02T09:00:00Z", "updated_on": "2026-11-10T09:00:00Z",
             "closed_on": None, "relations": []}
    if journals:
        issue["journals"] = []
    return issue


def azure_item(n):
    relations = []
    if n > 1:
        relations.append({"rel": "System.LinkTypes.Dependency-Reverse",
                          "url": "https://dev.azure.com/x/_apis/wit/workItems/%d" % (n - 1)})
    return {"id": n, "relations": relations, "fields": {
        "System.Title": "Item %d" % n, "System.WorkItemType": "Task",
        "System.TeamProject": "Pier", "System.AreaPath": "Pier\\Payments",
        "System.State": "New", "System.CreatedDate": "2026-11-02T09:00:00Z",
        "System.ChangedDate": "2026-11-10T09:00:00Z",
        "Microsoft.VSTS.Scheduling.OriginalEstimate": 16.0}}


def linear_issue(n):
    return {"id": "u-%d" % n, "identifier": "PIE-%d" % n, "title": "Issue %d" % n,
            "createdAt": "2026-11-02T09:00:00.000Z", "updatedAt": "2026-11-10T09:00:00.000Z",
            "startedAt": None, "completedAt": None, "dueDate": None, "estimate": 3,
            "state": {"name": "Todo", "type": "unstarted"}, "team": {"key": "PIE", "name": "Pier"},
            "assignee": {"name": "Ann"}, "labels": {"nodes": []},
            "relations": {"nodes": [{"type": "blocks", "relatedIssue": {
                "identifier": "PIE-%d" % (n + 1)}}] if n < 4 else []}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *unused):
        pass

    def say(self, value, status=200, **headers):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        body = b"" if status == 204 else body
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def nth(self, name):
        with lock:
            counts[name] = counts.get(name, 0) + 1
            return counts[name]

    def base(self, scenario):
        return "http://127.0.0.1:%d/%s" % (self.server.server_port, scenario)

    def answer(self, method):
        url = urlparse(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode() if length else ""
        with lock:
            with open(os.path.join(folder, "log"), "a") as f:
                f.write("%d %s %s %s\n" % (self.server.server_port, method, self.path, body))
            with open(os.path.join(folder, "heard"), "a") as f:
                for name in ("Authorization", "PRIVATE-TOKEN", "X-Redmine-API-Key"):
                    if self.headers.get(name):
                        f.write("%s %s\n" % (name, self.headers[name]))
        scenario, _, path = url.path.lstrip("/").partition("/")
        query = {k: v[0] for k, v in parse_qs(url.query).items()}
        function = getattr(self, "on_" + scenario.replace("-", "_"), None)
        if function:
            function(method, path, query, body)
        else:
            self.say({"error": "no such scenario"}, 404)

    def do_GET(self):
        self.answer("GET")

    def do_POST(self):
        self.answer("POST")

    def do_PUT(self):
        self.answer("PUT")

    def do_PATCH(self):
        self.answer("PATCH")

    # --- Jira -------------------------------------------------------------------------------

    def fields(self):
        self.say([{"id": "summary", "name": "Summary"},
                  {"id": "customfield_10020", "name": "Iteration",
                   "schema": {"custom": "com.pyxis.greenhopper.jira:gh-sprint"}},
                  {"id": "customfield_10044", "name": "Story Points",
                   "schema": {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:float"}}])

    def on_jira_cloud(self, method, path, query, body):
        if path == "rest/api/3/field":
            self.fields()
        elif path.endswith("/changelog"):
            self.say(jira_history(path.split("/")[4]))
        elif path == "rest/api/3/search/jql":
            token = query.get("nextPageToken", "")
            if token == "two" and self.nth("cloud-429") == 1:
                self.say({"errorMessages": ["slow down"]}, 429, Retry_After="1")
                return
            if not token:
                self.say({"issues": [jira_issue(n, True) for n in range(1, 6)],
                          "nextPageToken": "two", "isLast": False})
            elif token == "two":
                self.say({"issues": [jira_issue(n) for n in range(6, 9)], "isLast": True})
            else:
                self.say({"errorMessages": ["bad token"]}, 400)
        elif path.startswith("rest/api/2/issue/") and method == "GET":
            self.say({"fields": {"duedate": "2020-01-01"}})
        elif path.startswith("rest/api/2/issue/"):
            self.say({}, 201 if method == "POST" else 204)
        else:
            self.say({}, 404)

    def by_offset(self, path, query, total, last):
        if path == "rest/api/2/field":
            self.fields()
        elif path == "rest/api/2/search":
            start = int(query.get("startAt", 0))
            found = [jira_issue(n) for n in range(start + 1, min(start + 3, last) + 1)]
            self.say({"startAt": start, "maxResults": 3, "total": total, "issues": found})
        else:
            self.say({}, 404)

    def on_jira_server(self, method, path, query, body):
        self.by_offset(path, query, 8, 8)

    def on_jira_field(self, method, path, query, body):     # keeps what is written to it
        if not path.startswith("rest/api/2/issue/"):
            self.by_offset(path, query, 8, 8)
        elif method == "GET":
            self.say({"fields": dict({"duedate": "2020-01-01"}, **written.get(path, {}))})
        else:
            written.setdefault(path, {}).update(json.loads(body).get("fields", {}))
            self.say({}, 204)

    def on_jira_short(self, method, path, query, body):     # a page that never comes
        self.by_offset(path, query, 8, 6)

    def on_jira_expired(self, method, path, query, body):
        self.say({"message": "expired"}, 401)

    def on_jira_broken(self, method, path, query, body):
        if path == "rest/api/2/search" and query.get("startAt") == "3":
            self.say(b'{"startAt": 3, "total": 8, "issues": [{"key": "AB-4", "fie')
        else:
            self.by_offset(path, query, 8, 8)

    def on_jira_html(self, method, path, query, body):
        self.say(b"<html><body>Sign in</body></html>")

    def on_jira_echo(self, method, path, query, body):
        self.say({"you": self.headers.get("Authorization")}, 400)

    # --- hosts that misbehave ---------------------------------------------------------------

    def on_hangs(self, method, path, query, body):
        time.sleep(20)

    def on_leads_away(self, method, path, query, body):
        self.say({}, 302, Location="http://127.0.0.1:%d/stolen" % elsewhere.server_port)

    def on_next_away(self, method, path, query, body):
        self.say([github_issue(1, self.base("next-away"))],
                 Link='<http://127.0.0.1:%d/stolen>; rel="next"' % elsewhere.server_port)

    def on_moved(self, method, path, query, body):
        self.send_response(301)
        self.send_header("Location", "/jira-server/%s?%s" % (path, urlparse(self.path).query))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def on_away(self, method, path, query, body):
        self.say({}, 503)

    def on_patience(self, method, path, query, body):
        self.say({}, 429, Retry_After="86400")

    # --- GitHub -----------------------------------------------------------------------------

    def on_github(self, method, path, query, body):
        base = self.base("github")
        if path == "graphql":
            self.say({"data": {"organization": {"projectV2": {"items": {
                "pageInfo": {"hasNextPage": False, "endCursor": None},
                "nodes": [{"content": {"number": 3, "repository": {"nameWithOwner": "acme/web"}},
                           "fieldValues": {"nodes": [
                               {"date": "2027-02-26", "field": {"name": "Target date"}},
                               {"number": 5, "field": {"name": "Estimate"}}, {}]}}]}}}}})
        elif path.endswith("/dependencies/blocked_by"):
            self.say([github_issue(3, base)])
        elif path.endswith("/sub_issues"):
            self.say([github_issue(4, base)])
        elif path.endswith("/comments") and method == "GET":
            self.say(comments.get(path, []))
        elif path.endswith("/comments"):
            comments.setdefault(path, []).append(json.loads(body))
            self.say({"id": 1}, 201)
        elif path == "repos/acme/web/issues":
            if self.nth("github-limit") == 1:
                self.say({"message": "API rate limit exceeded"}, 403, X_RateLimit_Remaining="0",
                         X_RateLimit_Reset=str(int(time.time()) + 1))
                return
            page = int(query.get("page", 1))
            tag = '"page-%d"' % page
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
            link = {"Link": '<%s/repos/acme/web/issues?state=all&per_page=100&page=2>; rel="next", '
                            '<%s/repos/acme/web/issues?page=2>; rel="last"' % (base, base)}
            self.say([github_issue(n, base) for n in range(3 * page - 2, 3 * page + 1)],
                     ETag=tag, **(link if page == 1 else {}))
        else:
            self.say({}, 404)

    # --- GitLab, Azure DevOps, Linear ---------------------------------------------------------

    def on_gitlab(self, method, path, query, body):
        if path.endswith("/links"):
            n = int(path.split("/")[-2])
            self.say([dict(gitlab_issue(1), link_type="is_blocked_by")] if n == 2 else [])
        elif path.endswith("/resource_label_events"):       # under way since Wednesday, said twice
            n = int(path.split("/")[-2])
            event = {"id": 1, "action": "add", "label": {"id": 3, "name": "Doing"}}
            if n == 2 and query.get("page") == "1":
                self.say([dict(event, created_at="2026-11-12T09:00:00.000Z")], X_Next_Page="2")
            elif n == 2:
                self.say([dict(event, created_at="2026-11-04T09:00:00.000Z")])
            else:
                self.say([])
        elif path.endswith("/resource_state_events"):
            n = int(path.split("/")[-2])
            self.say([{"id": 9, "state": "closed", "created_at": "2026-11-06T15:00:00.000Z"}]
                     if n == 1 else [])
        elif path == "api/v4/projects/acme%2Fweb/issues":
            if self.nth("gitlab-503") == 1:
                self.say({}, 503, Retry_After="1")
            elif query.get("page") == "1":
                self.say([gitlab_issue(1), gitlab_issue(2)], X_Next_Page="2")
            else:
                self.say([gitlab_issue(3)], X_Next_Page="")
        else:
            self.say({}, 404)

    def on_azure(self, method, path, query, body):
        if path.endswith("_apis/wit/wiql"):
            self.say({"workItems": [{"id": n} for n in range(1, 252)]})
        elif path == "_apis/wit/workitemsbatch":
            self.say({"value": [azure_item(n) for n in json.loads(body)["ids"]]})
        else:
            self.say({}, 404)

    def on_linear(self, method, path, query, body):
        after = json.loads(body)["variables"]["after"]
        self.say({"data": {"issues": {
            "pageInfo": {"hasNextPage": not after, "endCursor": "two"},
            "nodes": [linear_issue(n) for n in ([3, 4] if after else [1, 2])]}}})

    # --- a Redmine whose connection breaks in the middle ---------------------------------------

    def on_breaks(self, method, path, query, body):
        if path == "issues.json":
            offset = int(query.get("offset", 0))
            self.say({"issues": [redmine_issue(n) for n in range(offset + 1, offset + 3)],
                      "total_count": 6, "offset": offset, "limit": 2})
        elif path == "issues/4.json" and state() != "mended":
            self.say({"error": "inside"}, 500)
        else:
            self.say({"issue": redmine_issue(int(path.split("/")[1].split(".")[0]), True)})

    # --- a Redmine in which an issue changes twice within a second ------------------------------

    def on_second(self, method, path, query, body):
        def issue(n, journals):
            made = redmine_issue(n, journals)
            if n == 2 and state() == "twice":
                made.update(estimated_hours=24.0, status={"id": 2, "name": "Building"})
                if journals:
                    made["journals"] = [{
                        "created_on": "2026-11-10T09:00:00Z", "details": [
                            {"property": "attr", "name": "status_id", "old_value": "1",
                             "new_value": "2"}]}]
            return made

        if path == "issues.json":
            self.say({"issues": [issue(n, False) for n in (1, 2)], "total_count": 2,
                      "offset": 0, "limit": 100})
        else:
            self.say({"issue": issue(int(path.split("/")[1].split(".")[0]), True)})

    def on_stolen(self, method, path, query, body):
        self.say([])


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
for one in (server, elsewhere):
    one.daemon_threads = True
threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
for name, one in (("elsewhere", elsewhere), ("port", server)):
    with open(os.path.join(folder, name + ".new"), "w") as f:
        f.write(str(one.server_port))
    os.rename(os.path.join(folder, name + ".new"), os.path.join(folder, name))
server.serve_forever()

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# jira.sh ISSUES: so many issues as Jira's search gives them, every third blocked by an earlier one.
awk -v issues="${1:?usage: jira.sh ISSUES}" '
function below(n) { state = (state * 16807) % 2147483647; return state % n }
BEGIN {
    state = 20261123
    printf "{\"startAt\": 0, \"maxResults\": %d, \"total\": %d, \"issues\": [", issues, issues
    for (i = 1; i <= issues; i++) {
        done = below(4) == 0
        printf "%s{\"id\": \"%d\", \"key\": \"BEN-%d\", \"self\": \"https://jira.example.com/rest/api/2/issue/%d\", \"fields\": {\"summary\": \"Issue %d of the benchmark\", \"issuetype\": {\"id\": \"3\", \"name\": \"%s\", \"subtask\": false}, \"project\": {\"id\": \"10000\", \"key\": \"BEN\", \"name\": \"Bench\"}, \"status\": {\"name\": \"%s\", \"statusCategory\": {\"key\": \"%s\"}}, \"priority\": {\"name\": \"Major\"}, \"created\": \"2026-01-%02dT09:30:00.000+0000\", \"updated\": \"2026-10-%02dT09:30:00.000+0000\", \"resolutiondate\": %s, \"timeoriginalestimate\": %d, \"assignee\": {\"name\": \"user%d\", \"displayName\": \"User %d\"}, \"labels\": [], \"components\": [{\"name\": \"part-%d\"}], \"issuelinks\": [", (i > 1 ? ",\n" : "\n"), 10000 + i, i, 10000 + i, i, below(5) ? "Task" : "Bug", done ? "Done" : "To Do", done ? "done" : "new", 1 + below(28), 1 + below(28), done ? "\"2026-10-20T09:30:00.000+0000\"" : "null", (1 + below(40)) * 3600, below(40), below(40), below(12)
        if (i % 3 == 0)
            printf "{\"id\": \"%d\", \"type\": {\"name\": \"Blocks\", \"inward\": \"is blocked by\", \"outward\": \"blocks\"}, \"inwardIssue\": {\"key\": \"BEN-%d\", \"fields\": {\"summary\": \"an earlier one\"}}}", 50000 + i, 1 + below(i - 1)
        printf "]}}"
    }
    print "\n]}"
}'

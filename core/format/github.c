/* SPDX-License-Identifier: Apache-2.0 */
/* GitHub: issues as its REST interface lists them, one issue, or a webhook's message about one. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

static bool is_issue(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "number").len > 0 &&
           node_find(n, STR("title")) &&
           (node_find(n, STR("repository_url")) || node_find(n, STR("labels_url")));
}

/* The issue itself, or the one that a webhook's message is about. */
static const struct node *issue_of(const struct node *n)
{
    const struct node *inside = is_issue(n) ? n : tracker_child(n, "issue");

    return is_issue(inside) ? inside : NULL;
}

static const struct node *first_of(const struct node *root)
{
    return issue_of(root->kind == NODE_LIST ? root->first : root);
}

static bool recognise(const struct node *root)
{
    return is_issue(first_of(root));
}

/* ".../repos/OWNER/NAME" */
static struct str repository_of(const struct node *issue)
{
    const struct str url = tracker_text(issue, "repository_url");
    const size_t at = str_find(url, STR("/repos/"));

    return at < url.len ? str_slice(url, at + 7, url.len) : (struct str){NULL, 0};
}

/* "team:web", "team/web": whose it is. */
static struct str team_of(const struct node *issue, struct str otherwise)
{
    const struct node *labels = tracker_child(issue, "labels");

    for (const struct node *l = labels ? labels->first : NULL; l; l = l->next) {
        const struct str name = tracker_text(l, "name");

        if (str_starts(name, STR("team:")) || str_starts(name, STR("team/")))
            return str_trim(str_slice(name, 5, name.len));
    }
    return otherwise;
}

static struct str key_of(struct tracker *t, struct str number)
{
    return number.len > 0 ? str_format(t->owner, "#%.*s", STR_ARG(number)) : number;
}

/* The number at the end of an address. */
static struct str last_part(struct str url)
{
    size_t at = url.len;

    while (at > 0 && url.ptr[at - 1] != '/')
        at--;
    return str_slice(url, at, url.len);
}

static void read_dependencies(struct tracker *t, const struct node *issue, struct str key)
{
    const struct node *by = tracker_child(issue, "blocked_by");
    const struct node *of = tracker_child(issue, "blocking");

    for (const struct node *n = by ? by->first : NULL; n; n = n->next)
        tracker_link_add(t, key_of(t, tracker_text(n, "number")), key, 0, n->at);
    for (const struct node *n = of ? of->first : NULL; n; n = n->next)
        tracker_link_add(t, key, key_of(t, tracker_text(n, "number")), 0, n->at);
}

static void read_issue(struct tracker *t, const struct node *issue)
{
    const struct node *milestone = tracker_child(issue, "milestone");
    const struct node *assignees = tracker_child(issue, "assignees");
    struct tracker_item *item;

    if (tracker_child(issue, "pull_request")) {
        tracker_lose(t, TRACKER_PULL_REQUESTS, issue->at);
        return;
    }
    item = tracker_add(t, key_of(t, tracker_text(issue, "number")), issue);
    if (!item)
        return;
    item->title = tracker_text(issue, "title");
    item->type = tracker_text(tracker_child(issue, "type"), "name");
    item->team = team_of(issue, repository_of(issue));
    item->owner = tracker_text(tracker_child(issue, "assignee"), "login");
    if (assignees && assignees->count > 1)
        tracker_lose(t, TRACKER_SECOND_OWNERS, assignees->at);
    item->created = tracker_instant(t, issue, "created_at");
    item->updated = tracker_instant(t, issue, "updated_at");
    item->parent = key_of(t, last_part(tracker_text(issue, "parent_issue_url")));
    if (str_equal(tracker_text(issue, "state"), STR("closed"))) {
        item->state = TRACKER_DONE;
        item->finished = tracker_instant(t, issue, "closed_at");
        item->started = item->created;  /* all that GitHub knows */
        if (str_equal(tracker_text(issue, "state_reason"), STR("not_planned")) ||
            str_equal(tracker_text(issue, "state_reason"), STR("duplicate")))
            item->state = TRACKER_DROPPED;
    }
    if (tracker_text(milestone, "number").len > 0) {
        struct tracker_milestone *m =
            tracker_add_milestone(t, tracker_text(milestone, "number"), milestone);

        m->title = tracker_text(milestone, "title");
        m->due = tracker_day(t, milestone, "due_on");
        m->reached = tracker_instant(t, milestone, "closed_at");
        item->milestone = m->key;
    }
    read_dependencies(t, issue, item->key);
}

static bool read(struct plan_builder *b, const struct node *root, struct arena *owner,
                 struct diags *out)
{
    struct tracker t;
    struct map seen;

    tracker_init(&t, "GitHub", root, owner, out);
    t.program = repository_of(first_of(root));
    map_init(&seen, owner);
    for (const struct node *n = root->kind == NODE_LIST ? root->first : root; n;
         n = root->kind == NODE_LIST ? n->next : NULL) {
        const struct node *issue = issue_of(n);
        uint32_t twice;

        /* Of messages about one issue the first counts; a list of issues has each once. */
        if (!issue || (issue != n && map_find(&seen, tracker_text(issue, "number"), &twice)))
            continue;
        map_set(&seen, tracker_text(issue, "number"), 1);
        read_issue(&t, issue);
    }
    return tracker_build(&t, b);
}

const struct format format_github = {
    .name = "github", .title = "GitHub issues (JSON)", .recognise = recognise, .read = read};

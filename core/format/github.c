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

/* "#13"; where the file holds several repositories "owner/name#13". */
static struct str key_of(struct tracker *t, struct str repository, struct str number)
{
    if (number.len == 0)
        return number;
    return str_format(t->owner, "%.*s#%.*s", STR_ARG(t->many_projects ? repository : STR("")),
                      STR_ARG(number));
}

static struct str key_of_issue(struct tracker *t, const struct node *issue)
{
    return key_of(t, repository_of(issue), tracker_text(issue, "number"));
}

/* ".../repos/OWNER/NAME/issues/13" */
static struct str key_of_url(struct tracker *t, struct str url)
{
    const size_t from = str_find(url, STR("/repos/"));
    const struct str path = from < url.len ? str_slice(url, from + 7, url.len) : url;
    const size_t at = str_find(path, STR("/issues/"));

    if (at >= path.len)
        return (struct str){NULL, 0};
    return key_of(t, str_slice(path, 0, at), str_slice(path, at + 8, path.len));
}

static void read_dependencies(struct tracker *t, const struct node *issue, struct str key)
{
    const struct node *by = tracker_child(issue, "blocked_by");
    const struct node *of = tracker_child(issue, "blocking");

    for (const struct node *n = by ? by->first : NULL; n; n = n->next)
        tracker_link_add(t, key_of_issue(t, n), key, 0, n->at);
    for (const struct node *n = of ? of->first : NULL; n; n = n->next)
        tracker_link_add(t, key, key_of_issue(t, n), 0, n->at);
}

/* The values of a project's board, put in by whoever asked for them: {"Status": "In progress",
 * "Target date": "2027-05-28", "Estimate": 3, "Sprint": {title, startDate, duration}}. */
static void read_board(struct tracker *t, const struct node *issue, struct tracker_item *item)
{
    const struct node *fields = tracker_child(issue, "project_fields");

    for (const struct node *n = fields ? fields->first : NULL; n; n = n->next) {
        const char *name = str_copy(t->owner, n->name).ptr;

        if (str_equal_nocase(n->name, STR("Status"))) {
            item->status = n->text;
            tracker_label(t, n->text);
            if (item->state == TRACKER_OPEN && str_equal_nocase(n->text, STR("In progress")))
                item->state = TRACKER_DOING;
        } else if (str_equal_nocase(n->name, STR("Start date")) ||
                   str_equal_nocase(n->name, STR("Start"))) {
            item->start_date = tracker_day(t, fields, name);
        } else if (str_equal_nocase(n->name, STR("Target date")) ||
                   str_equal_nocase(n->name, STR("Due date")) ||
                   str_equal_nocase(n->name, STR("End date"))) {
            item->due = tracker_day(t, fields, name);
        } else if (t->mapping.points.len > 0 ? str_equal_nocase(n->name, t->mapping.points)
                                             : str_equal_nocase(n->name, STR("Estimate")) ||
                                                   str_equal_nocase(n->name, STR("Points"))) {
            item->points_milli = tracker_milli(fields, name);
        } else if (n->kind == NODE_MAP && item->milestone.len == 0 &&
                   tracker_text(n, "title").len > 0) {
            const int64_t start = tracker_day(t, n, "startDate");
            const int64_t days = tracker_milli(n, "duration") / 1000;
            struct tracker_milestone *m = tracker_add_milestone(
                t, str_format(t->owner, "iteration %.*s", STR_ARG(tracker_text(n, "title"))), n);

            if (start != CIVIL_NONE && days > 0 && days < 3660)
                m->due = start + (days - 1) * CIVIL_DAY_S;
            item->milestone = m->key;
        }
    }
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
    item = tracker_add(t, key_of_issue(t, issue), issue);
    if (!item)
        return;
    item->title = tracker_text(issue, "title");
    item->type = tracker_text(tracker_child(issue, "type"), "name");
    item->team = team_of(issue, repository_of(issue));
    item->owner = tracker_text(tracker_child(issue, "assignee"), "login");
    item->status = tracker_text(issue, "state");
    tracker_labels(t, tracker_child(issue, "labels"), "name");
    tracker_label(t, repository_of(issue));
    if (assignees && assignees->count > 1)
        tracker_lose(t, TRACKER_SECOND_OWNERS, assignees->at);
    item->created = tracker_instant(t, issue, "created_at");
    item->updated = tracker_instant(t, issue, "updated_at");
    item->parent = key_of_url(t, tracker_text(issue, "parent_issue_url"));
    if (str_equal(tracker_text(issue, "state"), STR("closed"))) {
        item->state = TRACKER_DONE;
        item->finished = tracker_instant(t, issue, "closed_at");
        item->started = item->created;  /* all that GitHub knows */
        if (str_equal(tracker_text(issue, "state_reason"), STR("not_planned")) ||
            str_equal(tracker_text(issue, "state_reason"), STR("duplicate")))
            item->state = TRACKER_DROPPED;
    }
    if (tracker_text(milestone, "number").len > 0) {
        struct tracker_milestone *m = tracker_add_milestone(
            t, t->many_projects ? key_of(t, repository_of(issue),
                                         tracker_text(milestone, "number"))
                                : tracker_text(milestone, "number"), milestone);

        m->title = tracker_text(milestone, "title");
        m->due = tracker_day(t, milestone, "due_on");
        m->reached = tracker_instant(t, milestone, "closed_at");
        item->milestone = m->key;
    }
    read_board(t, issue, item);
    read_dependencies(t, issue, item->key);
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    struct tracker t;
    struct map seen;

    if (!tracker_init(&t, "GitHub", root, mapping, owner, out))
        return false;
    t.program = repository_of(first_of(root));
    for (const struct node *n = root->kind == NODE_LIST ? root->first : NULL; n; n = n->next)
        t.many_projects = t.many_projects ||
                          (issue_of(n) && !str_equal(repository_of(issue_of(n)), t.program));
    map_init(&seen, owner);
    for (const struct node *n = root->kind == NODE_LIST ? root->first : root; n;
         n = root->kind == NODE_LIST ? n->next : NULL) {
        const struct node *issue = issue_of(n);
        uint32_t twice;

        /* Of messages about one issue the first counts; a list of issues has each once. */
        if (!issue || (issue != n && map_find(&seen, key_of_issue(&t, issue), &twice)))
            continue;
        map_set(&seen, key_of_issue(&t, issue), 1);
        read_issue(&t, issue);
    }
    return tracker_build(&t, b);
}

const struct format format_github = {
    .name = "github", .title = "GitHub issues (JSON)", .recognise = recognise,
    .read_mapped = read};

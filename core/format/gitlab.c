/* SPDX-License-Identifier: Apache-2.0 */
/* GitLab: issues as its REST interface lists them, or one of them. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

static bool is_issue(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "iid").len > 0 &&
           tracker_text(n, "project_id").len > 0 && node_find(n, STR("title"));
}

static const struct node *first_of(const struct node *root)
{
    return root->kind == NODE_LIST ? root->first : root;
}

static bool recognise(const struct node *root)
{
    return is_issue(first_of(root));
}

/* The project's path, out of the issue's address. */
static struct str project_of(const struct node *issue)
{
    const struct str url = tracker_text(issue, "web_url");
    const size_t scheme = str_find(url, STR("://"));
    const struct str rest = str_slice(url, scheme < url.len ? scheme + 3 : url.len, url.len);
    const size_t host = str_find_char(rest, '/');
    struct str path = str_slice(rest, host < rest.len ? host + 1 : rest.len, rest.len);
    size_t end = str_find(path, STR("/-/"));

    if (end == path.len)
        end = str_find(path, STR("/issues/"));
    return str_slice(path, 0, end);
}

static struct str team_of(const struct node *issue, struct str otherwise)
{
    const struct node *labels = tracker_child(issue, "labels");

    for (const struct node *l = labels ? labels->first : NULL; l; l = l->next)
        if (l->kind == NODE_SCALAR &&
            (str_starts(l->text, STR("team::")) || str_starts(l->text, STR("group::"))))
            return str_slice(l->text, str_find(l->text, STR("::")) + 2, l->text.len);
    return otherwise;
}

static struct str key_of(struct tracker *t, const struct node *issue)
{
    return str_format(t->owner, "%.*s#%.*s",
                      STR_ARG(t->many_projects ? project_of(issue) : STR("")),
                      STR_ARG(tracker_text(issue, "iid")));
}

static bool says(struct str s, const char *word)
{
    const struct str w = str_of(word);

    for (size_t i = 0; i + w.len <= s.len; i++)
        if (str_equal_nocase(str_slice(s, i, i + w.len), w))
            return true;
    return false;
}

/* GitLab's own states are opened and closed; that work is under way people say by a label. */
static bool is_doing(const struct tracker *t, struct str label)
{
    const struct tracker_word *mapped = tracker_word_find(&t->mapping.states, label);

    if (mapped)
        return mapped->value == TRACKER_DOING;
    return says(label, "doing") || says(label, "progress") || says(label, "in dev");
}

/* When the issue first got a label that says so. */
static int64_t first_doing(struct tracker *t, const struct node *issue)
{
    const struct node *events = tracker_child(issue, "resource_label_events");
    int64_t first = CIVIL_NONE;

    for (const struct node *e = events ? events->first : NULL; e; e = e->next) {
        int64_t at;

        if (!str_equal(tracker_text(e, "action"), STR("add")) ||
            !is_doing(t, tracker_text(tracker_child(e, "label"), "name")))
            continue;
        at = tracker_instant(t, e, "created_at");
        if (at != CIVIL_NONE && (first == CIVIL_NONE || at < first))
            first = at;
    }
    return first;
}

/* When it was last closed, as its states say: old issues have no closed_at. */
static int64_t last_closed(struct tracker *t, const struct node *issue)
{
    const struct node *events = tracker_child(issue, "resource_state_events");
    int64_t last = CIVIL_NONE;

    for (const struct node *e = events ? events->first : NULL; e; e = e->next) {
        const int64_t at = str_equal(tracker_text(e, "state"), STR("closed"))
                               ? tracker_instant(t, e, "created_at") : CIVIL_NONE;

        if (at != CIVIL_NONE && at > last)
            last = at;
    }
    return last;
}

static bool has_doing_label(const struct tracker *t, const struct node *labels)
{
    for (const struct node *l = labels ? labels->first : NULL; l; l = l->next)
        if (l->kind == NODE_SCALAR && is_doing(t, l->text))
            return true;
    return false;
}

static void read_history(struct tracker *t, const struct node *issue, struct tracker_item *item)
{
    const int64_t doing = first_doing(t, issue);

    if (!str_equal(tracker_text(issue, "state"), STR("closed"))) {
        if (!has_doing_label(t, tracker_child(issue, "labels")))
            return;
        item->state = TRACKER_DOING;
        item->started = doing;
        return;
    }
    item->state = TRACKER_DONE;
    item->finished = tracker_instant(t, issue, "closed_at");
    if (item->finished == CIVIL_NONE)
        item->finished = last_closed(t, issue);
    item->started = doing != CIVIL_NONE && (item->finished == CIVIL_NONE || doing < item->finished)
                        ? doing : item->created;
}

static void read_issue(struct tracker *t, const struct node *issue)
{
    const struct node *milestone = tracker_child(issue, "milestone");
    const struct node *assignees = tracker_child(issue, "assignees");
    const struct node *links = tracker_child(issue, "links");
    struct tracker_item *item = tracker_add(t, key_of(t, issue), issue);
    int64_t milli;

    if (!item)
        return;
    item->title = tracker_text(issue, "title");
    item->type = tracker_text(issue, "issue_type");
    item->team = team_of(issue, project_of(issue));
    item->owner = tracker_text(tracker_child(issue, "assignee"), "name");
    item->status = tracker_text(issue, "state");
    tracker_labels(t, tracker_child(issue, "labels"), "name");
    tracker_label(t, project_of(issue));
    if (assignees && assignees->count > 1)
        tracker_lose(t, TRACKER_SECOND_OWNERS, assignees->at);
    item->created = tracker_instant(t, issue, "created_at");
    item->updated = tracker_instant(t, issue, "updated_at");
    item->due = tracker_day(t, issue, "due_date");
    milli = tracker_milli(tracker_child(issue, "time_stats"), "time_estimate");
    item->effort_s = milli > 0 ? milli / 1000 : TRACKER_UNKNOWN;
    item->points_milli = tracker_milli(issue, "weight");
    read_history(t, issue, item);
    if (tracker_text(milestone, "id").len > 0) {
        struct tracker_milestone *m =
            tracker_add_milestone(t, tracker_text(milestone, "id"), milestone);

        m->title = tracker_text(milestone, "title");
        m->due = tracker_day(t, milestone, "due_date");
        if (str_equal(tracker_text(milestone, "state"), STR("closed")))
            m->reached = m->due;
        item->milestone = m->key;
    }
    /* As asked for one by one and put in by whoever saved them; the history too. */
    for (const struct node *l = links ? links->first : NULL; l; l = l->next) {
        const struct str type = tracker_text(l, "link_type");

        if (str_equal(type, STR("blocks")))
            tracker_link_add(t, item->key, key_of(t, l), 0, l->at);
        else if (str_equal(type, STR("is_blocked_by")))
            tracker_link_add(t, key_of(t, l), item->key, 0, l->at);
        else
            tracker_lose(t, TRACKER_LOST_RELATIONS, l->at);
    }
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    struct tracker t;

    if (!tracker_init(&t, "GitLab", root, mapping, owner, out))
        return false;
    t.program = project_of(first_of(root));
    for (const struct node *n = root->kind == NODE_LIST ? root->first : NULL; n; n = n->next)
        t.many_projects = t.many_projects ||
                          (is_issue(n) && !str_equal(project_of(n), t.program));
    for (const struct node *n = first_of(root); n; n = root->kind == NODE_LIST ? n->next : NULL)
        if (is_issue(n))
            read_issue(&t, n);
    return tracker_build(&t, b);
}

const struct format format_gitlab = {
    .name = "gitlab", .title = "GitLab issues (JSON)", .recognise = recognise,
    .read_mapped = read};

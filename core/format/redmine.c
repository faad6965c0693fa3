/* SPDX-License-Identifier: Apache-2.0 */
/* Redmine: issues.json as its REST interface gives it, or one issue with its journals and
 * relations. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

static bool is_issue(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "id").len > 0 &&
           node_find(n, STR("subject")) && tracker_child(n, "tracker");
}

static const struct node *list_of(const struct node *root)
{
    const struct node *list = tracker_child(root, "issues");

    return list && list->kind == NODE_LIST ? list : NULL;
}

static bool recognise(const struct node *root)
{
    const struct node *list = list_of(root);

    return list ? is_issue(list->first) : is_issue(tracker_child(root, "issue"));
}

/* The first change of status is when somebody took it up. */
static void read_journals(struct tracker *t, const struct node *issue, struct tracker_item *item)
{
    const struct node *journals = tracker_child(issue, "journals");

    for (const struct node *j = journals ? journals->first : NULL; j; j = j->next) {
        const struct node *details = tracker_child(j, "details");
        const int64_t at = tracker_instant(t, j, "created_on");

        for (const struct node *d = details ? details->first : NULL; d; d = d->next)
            if (str_equal(tracker_text(d, "name"), STR("status_id")) && at != CIVIL_NONE &&
                (item->started == CIVIL_NONE || at < item->started))
                item->started = at;
    }
}

static void read_relations(struct tracker *t, const struct node *issue)
{
    const struct node *relations = tracker_child(issue, "relations");

    for (const struct node *r = relations ? relations->first : NULL; r; r = r->next) {
        const struct str type = tracker_text(r, "relation_type");
        const struct str from = tracker_text(r, "issue_id"), to = tracker_text(r, "issue_to_id");
        const int64_t delay = tracker_milli(r, "delay");

        if (tracker_relate(t, type, from, to, r->at))
            continue;
        if (str_equal(type, STR("precedes")) || str_equal(type, STR("blocks")))
            tracker_link_add(t, from, to, delay > 0 ? delay / 1000 : 0, r->at);
        else if (str_equal(type, STR("follows")) || str_equal(type, STR("blocked")))
            tracker_link_add(t, to, from, delay > 0 ? delay / 1000 : 0, r->at);
        else
            tracker_lose(t, TRACKER_LOST_RELATIONS, r->at);
    }
}

static void read_issue(struct tracker *t, const struct node *issue)
{
    const struct node *version = tracker_child(issue, "fixed_version");
    const struct node *status = tracker_child(issue, "status");
    struct tracker_item *item = tracker_add(t, tracker_text(issue, "id"), issue);
    const int64_t done = tracker_milli(issue, "done_ratio");
    int64_t milli;

    if (!item)
        return;
    item->title = tracker_text(issue, "subject");
    item->type = tracker_text(tracker_child(issue, "tracker"), "name");
    item->team = tracker_text(tracker_child(issue, "category"), "name");
    if (item->team.len == 0)
        item->team = tracker_text(tracker_child(issue, "project"), "name");
    item->owner = tracker_text(tracker_child(issue, "assigned_to"), "name");
    item->status = tracker_text(status, "name");
    tracker_label(t, tracker_text(tracker_child(issue, "category"), "name"));
    tracker_label(t, tracker_text(tracker_child(issue, "project"), "name"));
    item->parent = tracker_text(tracker_child(issue, "parent"), "id");
    item->created = tracker_instant(t, issue, "created_on");
    item->updated = tracker_instant(t, issue, "updated_on");
    item->start_date = tracker_day(t, issue, "start_date");
    item->due = tracker_day(t, issue, "due_date");
    milli = tracker_milli(issue, "estimated_hours");
    item->effort_s = milli > 0 ? milli * 36 / 10 : TRACKER_UNKNOWN;
    read_journals(t, issue, item);
    if (tracker_text(issue, "closed_on").len > 0 ||
        str_equal(tracker_text(status, "is_closed"), STR("true"))) {
        item->state = TRACKER_DONE;
        item->finished = tracker_instant(t, issue, "closed_on");
    } else if (done > 0 || item->started != CIVIL_NONE) {
        item->state = TRACKER_DOING;
        if (item->effort_s > 0 && done > 0)
            item->left_s = item->effort_s * (100000 - (done < 100000 ? done : 99000)) / 100000;
    }
    if (item->state != TRACKER_OPEN && item->started == CIVIL_NONE)
        item->started = item->start_date;
    if (tracker_text(version, "id").len > 0) {
        struct tracker_milestone *m = tracker_add_milestone(t, tracker_text(version, "id"),
                                                            version);

        m->title = tracker_text(version, "name");
        if (tracker_text(version, "due_date").len > 0)
            m->due = tracker_day(t, version, "due_date");
        item->milestone = m->key;
    }
    read_relations(t, issue);
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    const struct node *list = list_of(root);
    const struct node *first = list ? list->first : tracker_child(root, "issue");
    struct tracker t;

    if (!tracker_init(&t, "Redmine", root, mapping, owner, out))
        return false;
    t.program = tracker_text(tracker_child(first, "project"), "name");
    for (const struct node *n = first; n; n = list ? n->next : NULL)
        if (is_issue(n))
            read_issue(&t, n);
    return tracker_build(&t, b);
}

const struct format format_redmine = {
    .name = "redmine", .title = "Redmine issues (JSON)", .recognise = recognise,
    .read_mapped = read};

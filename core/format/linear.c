/* SPDX-License-Identifier: Apache-2.0 */
/* Linear: the issues of its GraphQL interface, as {data: {issues: {nodes: [...]}}} or a list of
 * them. */
#include "core/base/arena.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

enum { DAY_S = 8 * 3600 };

static const struct node *list_of(const struct node *root)
{
    const struct node *data = tracker_child(root, "data") ? tracker_child(root, "data") : root;
    const struct node *list = root->kind == NODE_LIST
        ? root : tracker_child(tracker_child(data, "issues"), "nodes");

    return list && list->kind == NODE_LIST ? list : NULL;
}

static bool is_issue(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "identifier").len > 0 &&
           node_find(n, STR("title"));
}

static bool recognise(const struct node *root)
{
    const struct node *list = list_of(root);

    return list && is_issue(list->first);
}

static void read_relations(struct tracker *t, const struct node *n, struct str key)
{
    const struct node *relations = tracker_child(tracker_child(n, "relations"), "nodes");

    for (const struct node *r = relations ? relations->first : NULL; r; r = r->next) {
        const struct str other = tracker_text(tracker_child(r, "relatedIssue"), "identifier");

        if (tracker_relate(t, tracker_text(r, "type"), key, other, r->at))
            continue;
        if (str_equal(tracker_text(r, "type"), STR("blocks")) && other.len > 0)
            tracker_link_add(t, key, other, 0, r->at);
        else
            tracker_lose(t, TRACKER_LOST_RELATIONS, r->at);
    }
}

static void read_issue(struct tracker *t, const struct node *n)
{
    const struct node *stage = tracker_child(n, "projectMilestone");
    const struct str type = tracker_text(tracker_child(n, "state"), "type");
    struct tracker_item *item = tracker_add(t, tracker_text(n, "identifier"), n);

    if (!item)
        return;
    item->title = tracker_text(n, "title");
    item->team = tracker_text(tracker_child(n, "team"), "name");
    item->owner = tracker_text(tracker_child(n, "assignee"), "name");
    item->parent = tracker_text(tracker_child(n, "parent"), "identifier");
    item->status = tracker_text(tracker_child(n, "state"), "name");
    tracker_labels(t, tracker_child(tracker_child(n, "labels"), "nodes"), "name");
    tracker_label(t, tracker_text(tracker_child(n, "team"), "key"));
    item->created = tracker_instant(t, n, "createdAt");
    item->updated = tracker_instant(t, n, "updatedAt");
    item->started = tracker_instant(t, n, "startedAt");
    item->due = tracker_day(t, n, "dueDate");
    item->points_milli = tracker_milli(n, "estimate");
    if (str_equal(type, STR("completed"))) {
        item->state = TRACKER_DONE;
        item->finished = tracker_instant(t, n, "completedAt");
    } else if (str_equal(type, STR("canceled"))) {
        item->state = TRACKER_DROPPED;
    } else if (str_equal(type, STR("started"))) {
        item->state = TRACKER_DOING;
    }
    if (!stage)
        stage = tracker_child(n, "project");
    if (tracker_text(stage, "name").len > 0) {
        struct tracker_milestone *m = tracker_add_milestone(t, tracker_text(stage, "name"), stage);

        m->due = tracker_day(t, stage, "targetDate");
        item->milestone = m->key;
    }
    read_relations(t, n, item->key);
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    struct tracker t;

    if (!tracker_init(&t, "Linear", root, mapping, owner, out))
        return false;
    t.program = tracker_text(tracker_child(list_of(root)->first, "team"), "name");
    for (const struct node *n = list_of(root)->first; n; n = n->next)
        if (is_issue(n))
            read_issue(&t, n);
    return tracker_build(&t, b);
}

const struct format format_linear = {
    .name = "linear", .title = "Linear issues (JSON)", .recognise = recognise,
    .read_mapped = read};

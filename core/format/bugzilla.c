/* SPDX-License-Identifier: Apache-2.0 */
/* Bugzilla: the bugs of its REST interface. */
#include "core/base/arena.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

static const struct node *list_of(const struct node *root)
{
    const struct node *list = tracker_child(root, "bugs");

    return list && list->kind == NODE_LIST ? list : NULL;
}

static bool is_bug(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "id").len > 0 && node_find(n,
                                                                                  STR("summary"));
}

static bool recognise(const struct node *root)
{
    const struct node *list = list_of(root);

    return list && is_bug(list->first);
}

static bool is_wanted(struct str resolution)
{
    return resolution.len == 0 || str_equal(resolution, STR("FIXED"));
}

static void read_bug(struct tracker *t, const struct node *bug)
{
    const struct node *before = tracker_child(bug, "depends_on");
    const struct node *after = tracker_child(bug, "blocks");
    const struct str milestone = tracker_text(bug, "target_milestone");
    struct tracker_item *item = tracker_add(t, tracker_text(bug, "id"), bug);
    int64_t milli;

    if (!item)
        return;
    item->title = tracker_text(bug, "summary");
    item->type = tracker_text(bug, "type");
    item->team = tracker_text(bug, "component");
    item->owner = tracker_text(tracker_child(bug, "assigned_to_detail"), "real_name");
    item->status = tracker_text(bug, "status");
    tracker_label(t, tracker_text(bug, "product"));
    item->created = tracker_instant(t, bug, "creation_time");
    item->updated = tracker_instant(t, bug, "last_change_time");
    item->due = tracker_day(t, bug, "deadline");
    milli = tracker_milli(bug, "estimated_time");
    item->effort_s = milli > 0 ? milli * 36 / 10 : TRACKER_UNKNOWN;
    milli = tracker_milli(bug, "remaining_time");
    item->left_s = milli > 0 ? milli * 36 / 10 : TRACKER_UNKNOWN;
    if (str_equal(tracker_text(bug, "is_open"), STR("false"))) {
        item->state = is_wanted(tracker_text(bug, "resolution")) ? TRACKER_DONE : TRACKER_DROPPED;
        item->finished = tracker_instant(t, bug, "cf_last_resolved");
        item->started = item->created;
    } else if (str_equal(tracker_text(bug, "status"), STR("ASSIGNED")) ||
               str_equal(tracker_text(bug, "status"), STR("IN_PROGRESS"))) {
        item->state = TRACKER_DOING;
    }
    if (milestone.len > 0 && !str_equal(milestone, STR("---"))) {
        tracker_add_milestone(t, milestone, bug);
        item->milestone = milestone;
    }
    for (const struct node *n = before ? before->first : NULL; n; n = n->next)
        tracker_link_add(t, n->text, item->key, 0, n->at);
    for (const struct node *n = after ? after->first : NULL; n; n = n->next)
        tracker_link_add(t, item->key, n->text, 0, n->at);
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    struct tracker t;

    if (!tracker_init(&t, "Bugzilla", root, mapping, owner, out))
        return false;
    t.program = tracker_text(list_of(root)->first, "product");
    for (const struct node *n = list_of(root)->first; n; n = n->next)
        if (is_bug(n))
            read_bug(&t, n);
    return tracker_build(&t, b);
}

const struct format format_bugzilla = {
    .name = "bugzilla", .title = "Bugzilla bugs (JSON)", .recognise = recognise,
    .read_mapped = read};

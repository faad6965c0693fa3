/* SPDX-License-Identifier: Apache-2.0 */
/* Azure DevOps: work items as workitemsbatch gives them, with relations where they were asked
 * for. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

static const struct node *list_of(const struct node *root)
{
    const struct node *list = root->kind == NODE_LIST ? root : tracker_child(root, "value");

    return list && list->kind == NODE_LIST ? list : NULL;
}

static bool is_item(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "id").len > 0 &&
           node_find(tracker_child(n, "fields") ? tracker_child(n, "fields") : n,
                     STR("System.Title"));
}

static bool recognise(const struct node *root)
{
    const struct node *list = list_of(root);

    return list && is_item(list->first);
}

/* The number at the end of a relation's address. */
static struct str last_part(struct str url)
{
    size_t at = url.len;

    while (at > 0 && url.ptr[at - 1] != '/')
        at--;
    return str_slice(url, at, url.len);
}

static void read_relations(struct tracker *t, const struct node *n, struct tracker_item *item)
{
    const struct node *relations = tracker_child(n, "relations");

    for (const struct node *r = relations ? relations->first : NULL; r; r = r->next) {
        const struct str rel = tracker_text(r, "rel"), other = last_part(tracker_text(r, "url"));

        if (tracker_relate(t, rel, item->key, other, r->at))
            continue;
        if (str_equal(rel, STR("System.LinkTypes.Dependency-Forward")))
            tracker_link_add(t, item->key, other, 0, r->at);
        else if (str_equal(rel, STR("System.LinkTypes.Dependency-Reverse")))
            tracker_link_add(t, other, item->key, 0, r->at);
        else if (str_equal(rel, STR("System.LinkTypes.Hierarchy-Reverse")))
            item->parent = other;
        else if (!str_equal(rel, STR("System.LinkTypes.Hierarchy-Forward")))
            tracker_lose(t, TRACKER_LOST_RELATIONS, r->at);
    }
}

static int64_t hours(const struct node *fields, const char *key)
{
    const int64_t milli = tracker_milli(fields, key);

    return milli > 0 ? milli * 36 / 10 : TRACKER_UNKNOWN;
}

static void read_item(struct tracker *t, const struct node *n)
{
    const struct node *fields = tracker_child(n, "fields");
    struct tracker_item *item = tracker_add(t, tracker_text(n, "id"), n);
    const struct str state = tracker_text(fields, "System.State");

    if (!item)
        return;
    item->title = tracker_text(fields, "System.Title");
    item->type = tracker_text(fields, "System.WorkItemType");
    item->team = tracker_text(fields, "System.AreaPath");
    item->owner = tracker_text(tracker_child(fields, "System.AssignedTo"), "displayName");
    if (item->owner.len == 0)
        item->owner = tracker_text(fields, "System.AssignedTo");
    item->parent = tracker_text(fields, "System.Parent");
    item->status = state;
    for (struct str tags = tracker_text(fields, "System.Tags"); tags.len > 0;) {
        const size_t end = str_find_char(tags, ';');

        tracker_label(t, str_slice(tags, 0, end));
        tags = str_slice(tags, end < tags.len ? end + 1 : tags.len, tags.len);
    }
    tracker_label(t, tracker_text(fields, "System.TeamProject"));
    item->created = tracker_instant(t, fields, "System.CreatedDate");
    item->updated = tracker_instant(t, fields, "System.ChangedDate");
    item->started = tracker_instant(t, fields, "Microsoft.VSTS.Common.ActivatedDate");
    item->start_date = tracker_day(t, fields, "Microsoft.VSTS.Scheduling.StartDate");
    item->due = tracker_day(t, fields, "Microsoft.VSTS.Scheduling.DueDate");
    if (item->due == CIVIL_NONE)
        item->due = tracker_day(t, fields, "Microsoft.VSTS.Scheduling.TargetDate");
    item->effort_s = hours(fields, "Microsoft.VSTS.Scheduling.OriginalEstimate");
    item->left_s = hours(fields, "Microsoft.VSTS.Scheduling.RemainingWork");
    item->points_milli = tracker_milli(fields, "Microsoft.VSTS.Scheduling.StoryPoints");
    if (str_equal(state, STR("Closed")) || str_equal(state, STR("Done")) ||
        str_equal(state, STR("Resolved"))) {
        item->state = TRACKER_DONE;
        item->finished = tracker_instant(t, fields, "Microsoft.VSTS.Common.ClosedDate");
    } else if (str_equal(state, STR("Removed"))) {
        item->state = TRACKER_DROPPED;
    } else if (!str_equal(state, STR("New")) && !str_equal(state, STR("To Do")) &&
               !str_equal(state, STR("Proposed")) && state.len > 0) {
        item->state = TRACKER_DOING;
    }
    if (tracker_text(fields, "System.IterationPath").len > 0) {
        item->milestone = tracker_text(fields, "System.IterationPath");
        tracker_add_milestone(t, item->milestone, n);
    }
    read_relations(t, n, item);
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    struct tracker t;

    if (!tracker_init(&t, "Azure DevOps", root, mapping, owner, out))
        return false;
    t.program = tracker_text(tracker_child(list_of(root)->first, "fields"), "System.TeamProject");
    for (const struct node *n = list_of(root)->first; n; n = n->next)
        if (is_item(n) && tracker_child(n, "fields"))
            read_item(&t, n);
    return tracker_build(&t, b);
}

const struct format format_azure = {
    .name = "azure", .title = "Azure DevOps work items (JSON)", .recognise = recognise,
    .read_mapped = read};

/* SPDX-License-Identifier: Apache-2.0 */
/* Jira: a search response (Cloud or Data Center), a list of issues or one issue, as downloaded.
 * Custom
 * fields are found by the names the response carries, never by number. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/format/format.h"
#include "core/format/tracker.h"

struct jira {
    struct tracker t;
    struct map category;        /* name of a status -> 1 + enum tracker_state */
    struct str points;          /* the custom field of story points; empty: not known */
    struct str sprint;          /* ... of sprints */
};

static bool is_issue(const struct node *n)
{
    return n && n->kind == NODE_MAP && tracker_text(n, "key").len > 0 && tracker_child(n, "fields");
}

static const struct node *list_of(const struct node *root)
{
    const struct node *list = root->kind == NODE_LIST ? root : tracker_child(root, "issues");

    return list && list->kind == NODE_LIST ? list : NULL;
}

static bool recognise(const struct node *root)
{
    const struct node *list = list_of(root);

    return list ? is_issue(list->first) : is_issue(root);
}

static enum tracker_state state_of_category(struct str key)
{
    if (str_equal(key, STR("done")))
        return TRACKER_DONE;
    return str_equal(key, STR("indeterminate")) ? TRACKER_DOING : TRACKER_OPEN;
}

static bool says(struct str s, const char *word)
{
    const struct str w = str_of(word);

    for (size_t i = 0; i + w.len <= s.len; i++)
        if (str_equal_nocase(str_slice(s, i, i + w.len), w))
            return true;
    return false;
}

/* Of a status in the history that no issue of the file has now. */
static enum tracker_state state_of_name(const struct jira *j, struct str name)
{
    const struct tracker_word *mapped = tracker_word_find(&j->t.mapping.states, name);
    uint32_t known;

    if (mapped)
        return (enum tracker_state)mapped->value;
    if (map_find(&j->category, name, &known))
        return (enum tracker_state)(known - 1);
    if (says(name, "done") || says(name, "closed") || says(name, "resolved") ||
        says(name, "deployed") || says(name, "released"))
        return TRACKER_DONE;
    if (says(name, "progress") || says(name, "develop") || says(name, "doing") ||
        says(name, "review") || says(name, "test"))
        return TRACKER_DOING;
    return TRACKER_OPEN;
}

static void learn_statuses(struct jira *j, const struct node *list)
{
    map_init(&j->category, j->t.owner);
    for (const struct node *n = list; n; n = n->next) {
        const struct node *status = tracker_child(tracker_child(n, "fields"), "status");
        const struct str name = tracker_text(status, "name");
        const struct node *category = tracker_child(status, "statusCategory");

        if (name.len > 0 && category)
            map_set(&j->category, name,
                    1 + (uint32_t)state_of_category(tracker_text(category, "key")));
    }
}

/* The response's own list of names, if it was asked for (expand=names). */
static void learn_fields(struct jira *j, const struct node *root)
{
    const struct node *names = tracker_child(root, "names");

    for (const struct node *n = names ? names->first : NULL; n; n = n->next) {
        if (n->kind == NODE_SCALAR && str_equal_nocase(n->text, STR("Sprint")))
            j->sprint = n->name;
        if (n->kind == NODE_SCALAR &&
            (j->t.mapping.points.len > 0
                 ? str_equal_nocase(n->text, j->t.mapping.points) ||
                       str_equal(n->name, j->t.mapping.points)
                 : str_equal_nocase(n->text, STR("Story Points")) ||
                       str_equal_nocase(n->text, STR("Story point estimate"))))
            j->points = n->name;
    }
}

/* First work begun, last work ended, by the changes of status; whatever order they stand in. */
static void read_history(struct jira *j, const struct node *issue, struct tracker_item *item)
{
    const struct node *histories = tracker_child(tracker_child(issue, "changelog"), "histories");

    for (const struct node *h = histories ? histories->first : NULL; h; h = h->next) {
        const struct node *changes = tracker_child(h, "items");
        const int64_t at = tracker_instant(&j->t, h, "created");

        for (const struct node *c = changes ? changes->first : NULL; c; c = c->next) {
            enum tracker_state to;

            if (!str_equal(tracker_text(c, "field"), STR("status")) || at == CIVIL_NONE)
                continue;
            to = state_of_name(j, tracker_text(c, "toString"));
            if (to != TRACKER_OPEN && (item->started == CIVIL_NONE || at < item->started))
                item->started = at;
            if (to == TRACKER_DONE && item->state == TRACKER_DONE &&
                (item->finished == CIVIL_NONE || at > item->finished))
                item->finished = at;
        }
    }
}

/* The field's sentence says which way round a link is: "blocks", "is blocked by", "depends on". */
static void read_links(struct jira *j, const struct node *fields, const struct tracker_item *item)
{
    const struct node *links = tracker_child(fields, "issuelinks");

    for (const struct node *l = links ? links->first : NULL; l; l = l->next) {
        const struct node *type = tracker_child(l, "type");
        const struct node *out = tracker_child(l, "outwardIssue");
        const struct node *in = tracker_child(l, "inwardIssue");
        const struct str words = tracker_text(type, out ? "outward" : "inward");
        const struct str other = tracker_text(out ? out : in, "key");

        if (other.len == 0 || tracker_relate(&j->t, words, item->key, other, l->at))
            continue;
        if (says(words, "blocked by") || says(words, "depends on") || says(words, "requires"))
            tracker_link_add(&j->t, other, item->key, 0, l->at);
        else if (says(words, "blocks") || says(words, "is depended on") ||
                 says(words, "is required"))
            tracker_link_add(&j->t, item->key, other, 0, l->at);
        else
            tracker_lose(&j->t, TRACKER_LOST_RELATIONS, l->at);
    }
}

static void read_version(struct jira *j, const struct node *fields, struct tracker_item *item)
{
    const struct node *versions = tracker_child(fields, "fixVersions");
    const struct node *version = versions ? versions->first : NULL;
    struct tracker_milestone *milestone;
    const struct str name = tracker_text(version, "name");

    if (name.len == 0)
        return;
    milestone = tracker_add_milestone(&j->t, name, version);
    milestone->due = tracker_day(&j->t, version, "releaseDate");
    if (str_equal(tracker_text(version, "released"), STR("true")))
        milestone->reached = milestone->due;
    item->milestone = name;
}

/* The sprint it is in now, the last of a list; where it has no version, that is its milestone. Only
 * sprints as objects: the old text form of servers names no date that can be relied on. */
static void read_sprint(struct jira *j, const struct node *fields, struct tracker_item *item)
{
    const struct node *list = j->sprint.len > 0
        ? tracker_child(fields, str_copy(j->t.owner, j->sprint).ptr) : NULL;
    const struct node *last = NULL;
    struct tracker_milestone *milestone;

    for (const struct node *s = list && list->kind == NODE_LIST ? list->first : NULL; s;
         s = s->next)
        if (s->kind == NODE_MAP && tracker_text(s, "name").len > 0)
            last = s;
    if (!last || item->milestone.len > 0)
        return;
    milestone = tracker_add_milestone(
        &j->t, str_format(j->t.owner, "sprint %.*s", STR_ARG(tracker_text(last, "name"))), last);
    milestone->title = tracker_text(last, "name");
    milestone->due = tracker_day(&j->t, last, "endDate");
    if (str_equal(tracker_text(last, "state"), STR("closed")))
        milestone->reached = milestone->due;
    item->milestone = milestone->key;
}

static bool is_unwanted(struct str resolution)
{
    return says(resolution, "won't") || says(resolution, "wont") || says(resolution, "duplicate") ||
           says(resolution, "cannot reproduce") || says(resolution, "declined") ||
           says(resolution, "abandoned");
}

static void read_issue(struct jira *j, const struct node *issue)
{
    const struct node *fields = tracker_child(issue, "fields");
    struct tracker_item *item = tracker_add(&j->t, tracker_text(issue, "key"), issue);
    const struct node *components = tracker_child(fields, "components");
    const struct node *status = tracker_child(fields, "status");
    int64_t milli;

    if (!item)
        return;
    item->title = tracker_text(fields, "summary");
    item->type = tracker_text(tracker_child(fields, "issuetype"), "name");
    item->team = tracker_text(tracker_child(fields, "project"), "name");
    if (components && tracker_text(components->first, "name").len > 0)
        item->team = tracker_text(components->first, "name");
    item->owner = tracker_text(tracker_child(fields, "assignee"), "displayName");
    if (item->owner.len == 0)
        item->owner = tracker_text(tracker_child(fields, "assignee"), "name");
    item->parent = tracker_text(tracker_child(fields, "parent"), "key");
    item->created = tracker_instant(&j->t, fields, "created");
    item->updated = tracker_instant(&j->t, fields, "updated");
    item->due = tracker_day(&j->t, fields, "duedate");
    item->status = tracker_text(status, "name");
    tracker_labels(&j->t, tracker_child(fields, "labels"), "name");
    tracker_labels(&j->t, components, "name");
    tracker_label(&j->t, tracker_text(tracker_child(fields, "project"), "name"));
    tracker_label(&j->t, tracker_text(tracker_child(fields, "project"), "key"));
    item->state = state_of_name(j, item->status);
    if (item->state == TRACKER_DONE)
        item->finished = tracker_instant(&j->t, fields, "resolutiondate");
    if (is_unwanted(tracker_text(tracker_child(fields, "resolution"), "name")))
        item->state = TRACKER_DROPPED;
    milli = tracker_milli(fields, "timeoriginalestimate");
    item->effort_s = milli > 0 ? milli / 1000 : TRACKER_UNKNOWN;
    milli = tracker_milli(fields, "timeestimate");
    item->left_s = milli > 0 ? milli / 1000 : TRACKER_UNKNOWN;
    if (j->points.len > 0)
        item->points_milli =
            tracker_milli(fields, str_copy(j->t.owner, j->points).ptr);
    read_version(j, fields, item);
    read_sprint(j, fields, item);
    read_history(j, issue, item);
    read_links(j, fields, item);
}

static bool read(struct plan_builder *b, const struct node *root, const struct node *mapping,
                 struct arena *owner, struct diags *out)
{
    const struct node *list = list_of(root);
    const struct node *first = list ? list->first : root;
    struct jira j = {.points = {NULL, 0}, .sprint = {NULL, 0}};

    if (!tracker_init(&j.t, "Jira", root, mapping, owner, out))
        return false;
    learn_fields(&j, root);
    learn_statuses(&j, list ? first : NULL);
    j.t.program = tracker_text(tracker_child(tracker_child(first, "fields"), "project"), "name");
    for (const struct node *n = first; n; n = list ? n->next : NULL)
        if (is_issue(n))
            read_issue(&j, n);
    return tracker_build(&j.t, b);
}

const struct format format_jira = {
    .name = "jira", .title = "Jira issues (JSON)", .recognise = recognise,
    .read_mapped = read};

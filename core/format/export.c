/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/export.h"

#include "core/base/arena.h"

const struct export_format exports_all[] = {
    {"mspdi", "Microsoft Project XML", mspdi_write},
    {"xer", "Primavera XER", xer_write},
    {"csv", "a table of tasks", table_write},
    {"xlsx", "a spreadsheet", xlsx_write},
    {"ics", "iCalendar: milestones, promises and forums", ical_write},
    {"mermaid", "a Mermaid gantt chart", mermaid_write},
};
const unsigned exports_count = sizeof(exports_all) / sizeof(exports_all[0]);

static const struct {
    const char *code, *text;
} losses[EXPORT_LOSSES] = {
    [EXPORT_RANGES] = {"approximated-estimates", "ranges of estimates; the median is written"},
    [EXPORT_EFFORT] = {"left-out-effort", "efforts, written without a duration"},
    [EXPORT_MILESTONES] = {"milestones", "milestones, written as tasks without duration"},
    [EXPORT_HANDOFFS] = {"approximated-handoffs", "hand-offs; of each the link is written"},
    [EXPORT_SHIFTS] = {"approximated-shifts", "shifts past midnight, cut there"},
    [EXPORT_CALENDARS] = {"left-out-calendars", "calendars"},
    [EXPORT_UPPER_BOUNDS] = {"left-out-bounds", "links that bound the distance from above"},
    [EXPORT_CONSTRAINTS] = {"left-out-constraints", "constraints that the format does not have"},
    [EXPORT_ASSIGNMENTS] = {"left-out-assignments", "work and units of assignments"},
    [EXPORT_OTHERS] = {"left-out-objects",
                       "promises, risks, decisions and all else that is no task"},
    [EXPORT_IDS] = {"left-out-ids", "ids and rules of Baton, for which no text field is free"},
    [EXPORT_LINKS] = {"left-out-links", "links"},
    [EXPORT_BASELINES] = {"left-out-baselines",
                          "baselines whose names are no numbers from 1 to 10"},
};

const struct export_format *export_find(struct str name)
{
    for (unsigned i = 0; i < exports_count; i++)
        if (str_equal(name, str_of(exports_all[i].name)))
            return &exports_all[i];
    return NULL;
}

void export_lose(struct export *x, enum export_loss loss, struct place at)
{
    if (x->lost[loss]++ == 0)
        x->lost_at[loss] = at;
}

void export_report(const struct export *x)
{
    for (int i = 0; i < EXPORT_LOSSES; i++)
        if (x->lost[i] > 0)
            diag_note(x->out, losses[i].code, x->lost_at[i], "%s%s (%u in the plan)",
                      str_starts(str_of(losses[i].code), STR("left-out")) ? "not written: " : "",
                      losses[i].text, (unsigned)x->lost[i]);
}

/* --- the outline ----------------------------------------------------------------------------- */

static const struct object *parent_of(const struct export *x, const struct object *o)
{
    return plan_object(x->plan, o->kind == KIND_task ? task_get_parent(o)
                                                     : milestone_get_parent(o));
}

struct outline {
    uint32_t *first, *next, *last;      /* by object number */
    struct export_row *rows;
    size_t count;
};

/* Parents form no loop: the plan is sealed. */
static void place(struct export *x, struct outline *o, uint32_t object, uint32_t level)
{
    o->rows[o->count++] = (struct export_row){x->plan->objects[object], level,
                                              o->first[object] != OBJECT_NONE};
    for (uint32_t c = o->first[object]; c != OBJECT_NONE; c = o->next[c])
        place(x, o, c, level + 1);
}

struct export_row *export_rows(struct export *x, size_t *ret_count)
{
    const uint32_t n = x->plan->object_count;
    struct outline o = {ARENA_ARRAY(x->owner, uint32_t, n + 1),
                        ARENA_ARRAY(x->owner, uint32_t, n + 1),
                        ARENA_ARRAY(x->owner, uint32_t, n + 1),
                        ARENA_ARRAY(x->owner, struct export_row, n + 1), 0};

    for (uint32_t i = 0; i < n; i++)
        o.first[i] = o.next[i] = o.last[i] = OBJECT_NONE;
    for (uint32_t i = 0; i < n; i++) {
        const struct object *child = x->plan->objects[i], *parent;

        if (child->kind != KIND_task && child->kind != KIND_milestone)
            continue;
        parent = parent_of(x, child);
        if (!parent)
            continue;
        if (o.last[parent->number] == OBJECT_NONE)
            o.first[parent->number] = i;
        else
            o.next[o.last[parent->number]] = i;
        o.last[parent->number] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct object *object = x->plan->objects[i];

        if ((object->kind == KIND_task || object->kind == KIND_milestone) &&
            !parent_of(x, object))
            place(x, &o, i, 1);
        else if (object->kind == KIND_commitment || object->kind == KIND_risk ||
                 object->kind == KIND_decision || object->kind == KIND_driver)
            export_lose(x, EXPORT_OTHERS, object->at);
    }
    *ret_count = o.count;
    return o.rows;
}

/* --- links ----------------------------------------------------------------------------------- */

static void take_link(struct export *x, const struct object *o, const struct link *l,
                      struct export_link *links, size_t *count)
{
    const struct object *pred = plan_object(x->plan, &l->other);

    if (!pred || (pred->kind != KIND_task && pred->kind != KIND_milestone))
        return;
    if (l->at_most) {
        export_lose(x, EXPORT_UPPER_BOUNDS, l->other.at);
        return;
    }
    links[(*count)++] = (struct export_link){
        pred, l->type, l->lag_kind, span_seconds(&l->lag, plan_calendar_of(x->plan, o)),
        l->lag_ppm};
}

struct export_link *export_links(struct export *x, const struct object *o, size_t *ret_count)
{
    const struct links *after = o->kind == KIND_task ? task_get_after(o) : milestone_get_after(o);
    const size_t handoffs = plan_count(x->plan, KIND_handoff);
    struct export_link *links = ARENA_ARRAY(x->owner, struct export_link,
                                            (after ? after->count : 0) + handoffs + 1);
    size_t count = 0;

    for (size_t i = 0; after && i < after->count; i++)
        take_link(x, o, &after->items[i], links, &count);
    for (uint32_t i = 0; i < handoffs; i++) {
        const struct object *h = plan_nth(x->plan, KIND_handoff, i);
        const struct object *gives = plan_object(x->plan, handoff_get_gives(h));

        if (plan_object(x->plan, handoff_get_to(h)) != o || !gives ||
            (gives->kind != KIND_task && gives->kind != KIND_milestone))
            continue;
        export_lose(x, EXPORT_HANDOFFS, h->at);
        links[count++] = (struct export_link){.pred = gives, .type = LINK_FS};
    }
    *ret_count = count;
    return links;
}

/* --- values ---------------------------------------------------------------------------------- */

bool export_duration(struct export *x, const struct object *o, const struct estimate *e,
                     int64_t *ret_s, bool *ret_elapsed)
{
    if (!e)
        return false;
    if (e->shape != SHAPE_SINGLE)
        export_lose(x, EXPORT_RANGES, o->at);
    if (e->shape == SHAPE_UNIFORM)
        *ret_s = (span_seconds(&e->a, plan_calendar_of(x->plan, o)) +
                  span_seconds(&e->c, plan_calendar_of(x->plan, o))) / 2;
    else
        *ret_s = span_seconds(&e->b, plan_calendar_of(x->plan, o));
    *ret_elapsed = e->b.elapsed;
    return true;
}

int64_t export_start_of(const struct export *x, const struct object *o, const struct when *w)
{
    const struct calendar *c = plan_calendar_of(x->plan, o);
    int64_t start;

    if (!w)
        return CIVIL_NONE;
    if (w->grain == GRAIN_MINUTE)
        return w->instant;
    start = calendar_next_start(c, w->instant);
    return start < w->instant + CIVIL_DAY_S ? start : w->instant;
}

int64_t export_finish_of(const struct export *x, const struct object *o, const struct when *w)
{
    const struct calendar *c = plan_calendar_of(x->plan, o);
    int64_t finish;

    if (!w)
        return CIVIL_NONE;
    if (w->grain == GRAIN_MINUTE)
        return w->instant;
    finish = calendar_previous_finish(c, w->instant + CIVIL_DAY_S);
    return finish > w->instant ? finish : w->instant + CIVIL_DAY_S;
}

struct str export_title(const struct object *o)
{
    const struct str *title = o->kind == KIND_task ? task_get_title(o) : milestone_get_title(o);

    return title ? *title : o->id;
}

void export_xml(struct text *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        switch (s.ptr[i]) {
        case '&': text_add(out, STR("&amp;")); break;
        case '<': text_add(out, STR("&lt;")); break;
        case '>': text_add(out, STR("&gt;")); break;
        case '"': text_add(out, STR("&quot;")); break;
        case '\n': text_add(out, STR("&#10;")); break;
        default:
            if ((unsigned char)s.ptr[i] >= ' ' || s.ptr[i] == '\t')
                text_add_char(out, s.ptr[i]);
            break;
        }
}

struct str export_cell(struct export *x, struct str s)
{
    if (s.len == 0 || !(s.ptr[0] == '=' || s.ptr[0] == '+' || s.ptr[0] == '-' ||
                        s.ptr[0] == '@' || s.ptr[0] == '\t' || s.ptr[0] == '\r'))
        return s;
    return str_format(x->owner, "'%.*s", STR_ARG(s));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "core/format/export.h"

#include "core/base/arena.h"

const struct export_format exports_all[] = {
    {"mspdi", "Microsoft Project XML", mspdi_write, &export_mspdi},
    {"xer", "Primavera XER", xer_write, &export_xer},
    {"csv", "a table of tasks", table_write, &export_table},
    {"xlsx", "a spreadsheet", xlsx_write, &export_table},
    {"ics", "iCalendar: milestones, promises and forums", ical_write, NULL},
    {"mermaid", "a Mermaid gantt chart", mermaid_write, &export_mermaid},
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
                       "promises, risks, decisions and all else that is no task, each kind "
                       "counted"},
    [EXPORT_FIELDS] = {"left-out-fields",
                       "fields that the format does not have, each named and counted"},
    [EXPORT_IDS] = {"left-out-ids", "ids and rules of Baton, for which no text field is free"},
    [EXPORT_LINKS] = {"left-out-links", "links"},
    [EXPORT_BASELINES] = {"left-out-baselines",
                          "baselines whose names are no numbers from 1 to 10"},
    [EXPORT_LAGS] = {"approximated-lags",
                     "elapsed and percent lags, written as the hours of work that they "
                     "are now; as stated they stand in a field, and come back here"},
    [EXPORT_SUMMARY_LINKS] = {"approximated-links",
                              "links of summaries, which Primavera does not have; as text in a "
                              "field they come back here"},
    [EXPORT_BOUNDS_KEPT] = {"approximated-bounds",
                            "links that bound the distance from above, which Primavera does not "
                            "have; as text in a field they come back here"},
    [EXPORT_NUMBERS] = {"renumbered-assignments", "assignments, which get other numbers"},
    [EXPORT_TEAM_IDS] = {"left-out-team-ids", "teams, of which names are written and no ids"},
    [EXPORT_STANDARD] = {"added-calendar",
                         "a calendar that the plan does not name: Monday to Friday, nine to six "
                         "with an hour's break"},
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

void export_lose_field(struct export *x, enum kind kind, uint16_t field, struct place at)
{
    if (x->field_at.line == 0)
        x->field_at = at;
    x->field_lost[kind][field]++;
}

static bool is_written(const struct export_format *f, enum kind kind, uint16_t field)
{
    for (size_t i = 0; i < f->fields->count; i++)
        if (f->fields->items[i].kind == kind &&
            (field == UINT16_MAX || f->fields->items[i].field == field))
            return true;
    return false;
}

static void lose_fields_of(struct export *x, const struct export_format *f, const struct object *o)
{
    const struct kind_info *kind = &schema_kinds[o->kind];

    for (uint16_t i = 0; i < kind->field_count; i++) {
        const struct cell *cell = object_cell(o, i);
        const struct objects *nested = cell ? cell->value : NULL;

        if (!cell)
            continue;
        if (!is_written(f, o->kind, i))
            export_lose_field(x, o->kind, i, object_place(o, i));
        else if (kind->fields[i].type == FIELD_TYPE_one || kind->fields[i].type == FIELD_TYPE_many)
            for (size_t k = 0; k < nested->count; k++)
                lose_fields_of(x, f, nested->items[k]);
    }
}

/* "not written: fields that the format does not have: task.priority (3), team.focus (2)". */
static void report_fields(struct export *x)
{
    struct text text;
    uint32_t total = 0;

    text_init(&text, x->owner);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        for (uint16_t i = 0; i < schema_kinds[kind].field_count; i++)
            if (x->field_lost[kind][i] > 0) {
                text_addf(&text, "%s%s.%s (%u)", total > 0 ? ", " : "", schema_kinds[kind].name,
                          schema_kinds[kind].fields[i].name, (unsigned)x->field_lost[kind][i]);
                total += x->field_lost[kind][i];
            }
    if (total > 0)
        diag_note(x->out, losses[EXPORT_FIELDS].code, x->field_at,
                  "not written: fields that the format does not have: %.*s",
                  STR_ARG(text_str(&text)));
}

/* Whole objects of kinds that the format does not have are counted by kind. */
static void report_others(struct export *x, const struct export_format *f)
{
    uint32_t count[KIND_COUNT] = {0}, total = 0;
    struct place at = {0, 0, 0, 0};
    struct text text;

    text_init(&text, x->owner);
    for (uint32_t i = 0; i < x->plan->object_count; i++) {
        const struct object *o = x->plan->objects[i];

        if (o->stated == 0)
            continue;
        if (is_written(f, o->kind, UINT16_MAX) ||
            (schema_kinds[o->kind].flags & KIND_SINGLE)) {
            lose_fields_of(x, f, o);
        } else {
            at = total++ == 0 ? o->at : at;
            count[o->kind]++;
        }
    }
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (count[kind] > 0)
            text_addf(&text, "%s%u %s", text.len > 0 ? ", " : "", (unsigned)count[kind],
                      schema_kinds[kind].section);
    if (total > 0)
        diag_note(x->out, losses[EXPORT_OTHERS].code, at, "not written: %.*s",
                  STR_ARG(text_str(&text)));
}

void export_report(struct export *x, const struct export_format *format)
{
    if (format->fields) {
        report_others(x, format);
        report_fields(x);
    }
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
    links[(*count)++] = (struct export_link){
        pred, l->type, l->lag_kind, span_seconds(&l->lag, plan_calendar_of(x->plan, o)),
        l->lag_ppm, l};
}

struct export_link *export_all_links(struct export *x, const struct object *o, size_t *ret_count)
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

struct export_link *export_links(struct export *x, const struct object *o, size_t *ret_count)
{
    size_t all, count = 0;
    struct export_link *links = export_all_links(x, o, &all);

    for (size_t i = 0; i < all; i++)
        if (links[i].stated && links[i].stated->at_most)
            export_lose(x, EXPORT_UPPER_BOUNDS, links[i].stated->other.at);
        else
            links[count++] = links[i];
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

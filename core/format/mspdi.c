/* SPDX-License-Identifier: Apache-2.0 */
/* Microsoft Project XML (MSPDI), read into a plan: formats.md 2 and 5.3.
 *
 * Tasks become tasks t<UID>, work resources teams r<UID>, calendars c<UID>; the file's own dates
 * are kept as stored, the oracle that `parity` compares with. What cannot be carried over is noted
 * once a kind of thing, with its first place and how often it stood there.
 */
#include "core/format/format.h"
#include "core/format/mspdi_read.h"

#include "core/base/arena.h"
#include "core/base/text.h"

static const struct {
    const char *code, *text;
} losses[LOSS_COUNT] = {
    [LOSS_CUSTOM_FIELDS] = { "kept-custom-fields",
                             "custom fields (ExtendedAttribute), kept as texts" },
    [LOSS_OTHER_CUSTOM_FIELDS] = { "left-out-custom-fields",
                                   "custom fields of materials, costs and blank rows, and of what "
                                   "works on them" },
    [LOSS_OUTLINE_CODES] = { "left-out-outline-codes", "outline codes" },
    [LOSS_SPLITS] = { "approximated-splits",
                      "splits of assignments (time-phased work): the dates of the assignment are "
                      "kept, not the single days" },
    [LOSS_TASK_SPLITS] = { "approximated-task-splits",
                           "splits of tasks without work of resources: whole days (pauses), which "
                           "move with the task" },
    [LOSS_CONTOURS] = { "approximated-contours",
                        "work contours: dates and total are the file's; weeks of load take the "
                        "average of the shape" },
    [LOSS_ASSIGNMENT_LEVELLING] = { "approximated-assignment-levelling",
                                    "levelling delays of single assignments, taken from their "
                                    "dates" },
    [LOSS_COST_RESOURCES] = { "left-out-resources", "material and cost resources" },
    [LOSS_RATES] = { "left-out-rates", "resource rates" },
    [LOSS_AVAILABILITY] = { "left-out-availability",
                            "availability periods; the largest number of units is taken" },
    [LOSS_OTHER_PROJECTS] = { "left-out-other-projects",
                              "links to or tasks of other projects; such tasks keep their dates" },
    [LOSS_BASELINES] = { "left-out-baselines",
                         "baselines that stand twice, or have a number beyond 10" },
    [LOSS_RECURRING] = { "recurring-tasks", "recurring tasks, taken as they were laid out" },
    [LOSS_BAD_EXCEPTION] = { "left-out-exceptions", "calendar periods without dates" },
    [LOSS_STATUS_DATE] = { "assumed-data-date", "no status date" },
    [LOSS_DEADLINES] = { "deadlines", "deadlines kept; none is a commitment until you promise it" },
    [LOSS_HYPERLINKS] = { "left-out-hyperlinks", "hyperlinks" },
};

static bool recognise(const struct node *root)
{
    return root->kind == NODE_MAP && str_equal(root->name, STR("Project")) &&
           (node_find(root, STR("Tasks")) || node_find(root, STR("Calendars")) ||
            node_find(root, STR("SaveVersion")) || node_find(root, STR("StartDate")));
}

/* A plan that Baton wrote is scheduled by the rules that it had there. */
static void read_own_rules(struct mspdi *m)
{
    const struct node *fields = node_find(m->root, STR("ExtendedAttributes"));
    struct str alias;

    for (const struct node *f = fields ? fields->first : NULL; f; f = f->next) {
        if (f->kind != NODE_MAP || !mspdi_text(m, f, "Alias", &alias))
            continue;
        if (str_equal(alias, STR("Baton rules native")))
            m->options.dialect = DIALECT_NATIVE;
        else if (str_equal(alias, STR("Baton rules p6")))
            m->options.dialect = DIALECT_P6;
    }
}

static void read_scheduling(struct mspdi *m, struct object_draft *program)
{
    struct object_draft *s = plan_builder_nest(m->builder, program, FIELD_program_scheduling,
                                               STR("scheduling"), m->root->at);
    bool flag;
    int64_t days;

    if (!s)
        return;
    read_own_rules(m);
    mspdi_set_choice(m, s, FIELD_scheduling_dialect, m->options.dialect, m->root->at);
    flag = true;
    mspdi_flag(m, m->root, "HonorConstraints", &flag);
    draft_set(m->builder, s, FIELD_scheduling_honor_constraints, &flag, m->root->at);
    if (mspdi_integer(m, m->root, "CriticalSlackLimit", &days) && days > 0 && days < 10000)
        mspdi_set_span(m, s, FIELD_scheduling_critical_slack, days * m->minutes_per_day * 60,
                       false, mspdi_at(m, m->root, "CriticalSlackLimit"));
    if (mspdi_flag(m, m->root, "MultipleCriticalPaths", &flag) && flag)
        mspdi_set_flag(m, s, FIELD_scheduling_open_ends_own_finish,
                       mspdi_at(m, m->root, "MultipleCriticalPaths"));
    if (mspdi_flag(m, m->root, "ScheduleFromStart", &flag) && !flag)
        mspdi_set_flag(m, s, FIELD_scheduling_from_finish,
                       mspdi_at(m, m->root, "ScheduleFromStart"));
    mspdi_copy_date(m, m->root, "FinishDate", s, FIELD_scheduling_finish);
    mspdi_copy_date(m, m->root, "StatusDate", s, FIELD_scheduling_status_date);
}

static int64_t start_of_day(int64_t instant)
{
    return civil_day_of(instant) * CIVIL_DAY_S;
}

/* The data date is the status date; without one, the day of the last actual date, else the start.
 * Never the day somebody saved or converted the file. */
static void set_data_date(struct mspdi *m, struct object_draft *program, int64_t start)
{
    int64_t as_of;

    if (mspdi_date(m, m->root, "StatusDate", &as_of)) {
        mspdi_set_when(m, program, FIELD_program_as_of, as_of, mspdi_at(m, m->root, "StatusDate"));
        return;
    }
    as_of = m->latest_actual != CIVIL_NONE ? m->latest_actual : start;
    if (as_of == CIVIL_NONE)
        return;
    as_of = start_of_day(as_of);
    mspdi_set_when(m, program, FIELD_program_as_of, as_of, m->root->at);
    diag_note(m->out, losses[LOSS_STATUS_DATE].code, m->root->at,
              "the file has no status date; the data date is taken as the day of %s",
              m->latest_actual != CIVIL_NONE ? "its last actual date" : "its start");
}

/* Of a plan that Baton wrote the name is the id, until Project saves it under that of a file. */
static bool is_id(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') ||
              (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (i > 0 && (s.ptr[i] == '-' ||
                                                                s.ptr[i] == '_'))))
            return false;
    return s.len > 0;
}

static void read_program(struct mspdi *m, struct object_draft *program)
{
    struct str text = STR("imported");
    int64_t start = m->earliest_start;

    if (m->id_field_count > 0 && mspdi_text(m, m->root, "Name", &text) && !is_id(text))
        text = STR("imported");
    mspdi_set_text(m, program, FIELD_program_id, text, m->root->at);
    if (mspdi_text(m, m->root, "Title", &text) || mspdi_text(m, m->root, "Name", &text))
        mspdi_set_text(m, program, FIELD_program_title, text, m->root->at);
    if (mspdi_text(m, m->root, "CurrencyCode", &text) && text.len == 3)
        mspdi_set_text(m, program, FIELD_program_currency, text,
                       mspdi_at(m, m->root, "CurrencyCode"));
    if (mspdi_date(m, m->root, "StartDate", &start))
        mspdi_set_when(m, program, FIELD_program_start, start, mspdi_at(m, m->root, "StartDate"));
    else if (start != CIVIL_NONE)
        mspdi_set_when(m, program, FIELD_program_start, start, m->root->at);
    set_data_date(m, program, start);
    if (mspdi_text(m, m->root, "CalendarUID", &text) && map_find(&m->calendars, text, NULL)) {
        struct ref ref = mspdi_ref(m, 'c', node_find(m->root, STR("CalendarUID")));

        draft_set(m->builder, program, FIELD_program_calendar, &ref, ref.at);
    }
    read_scheduling(m, program);
}

static void report_losses(const struct mspdi *m)
{
    for (int i = 0; i < LOSS_COUNT; i++)
        diag_note_places(m->out, losses[i].code, &m->lost[i], "%s%s",
                         str_starts(str_of(losses[i].code), STR("left-out")) ? "not carried over: "
                                                                              : "",
                         losses[i].text);
}

bool mspdi_read_tree(struct plan_builder *b, const struct node *root,
                     const struct mspdi_options *options, struct arena *owner, struct diags *out)
{
    struct mspdi *m = ARENA_NEW(owner, struct mspdi);
    const size_t errors_before = out->error_count;
    struct object_draft *program;

    *m = (struct mspdi){ .builder = b, .owner = owner, .out = out, .root = root,
                         .options = *options, .minutes_per_day = 480, .latest_actual = CIVIL_NONE,
                         .earliest_start = CIVIL_NONE };
    map_init(&m->calendars, owner);
    map_init(&m->resources, owner);
    map_init(&m->tasks, owner);
    map_init(&m->assignments, owner);
    mspdi_integer(m, root, "MinutesPerDay", &m->minutes_per_day);
    if (m->minutes_per_day < 1 || m->minutes_per_day > 1440) {
        diag_error(out, "bad-value", mspdi_at(m, root, "MinutesPerDay"),
                   "a day has 1 to 1440 minutes of work");
        m->minutes_per_day = 480;
    }
    program = plan_builder_add(b, KIND_program, STR("imported"), root->at);
    if (!program)
        return false;
    mspdi_find_id_fields(m);
    mspdi_find_calendar_ids(m);
    mspdi_read_calendars(m);
    mspdi_read_resources(m);
    mspdi_read_tasks(m);
    mspdi_read_assignments(m);
    read_program(m, program);
    report_losses(m);
    if (m->task_count == 0)
        diag_error(out, "empty-plan", root->at, "this project has no task");
    return out->error_count == errors_before;
}

static bool read(struct plan_builder *b, const struct node *root, struct arena *owner,
                 struct diags *out)
{
    static const struct mspdi_options usual = {.dialect = DIALECT_MSPROJECT};

    return mspdi_read_tree(b, root, &usual, owner, out);
}

const struct format format_mspdi = {
    .name = "mspdi",
    .title = "Microsoft Project XML (MSPDI)",
    .recognise = recognise,
    .read = read,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* How far an imported file's own dates agree with the computed ones, and why not. */
#include "core/engine/parity.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

static const char *const date_names[PARITY_DATES] = {"early start", "early finish", "late start",
                                                     "late finish"};
static const char *const date_keys[PARITY_DATES] = {"early_start", "early_finish", "late_start",
                                                    "late_finish"};

/* Tenths of a percent, rounded down: never 100 with a miss. */
static struct str say_rate(const struct report_input *in, uint32_t count, uint32_t of)
{
    const uint64_t tenths = of > 0 ? (uint64_t)count * 1000 / of : 0;

    return str_format(in->owner, "%u.%u%%", (unsigned)(tenths / 10), (unsigned)(tenths % 10));
}

static void say_agreement(const struct report_input *in, struct table *table, const char *name,
                          uint32_t count, uint32_t of)
{
    struct line *cells = table_row(table, in->owner);

    line_add(&cells[0], TONE_PLAIN, str_of(name));
    line_addf(&cells[1], TONE_PLAIN, "%u of %u", count, of);
    line_add(&cells[2], count == of ? TONE_GOOD : TONE_WARN, say_rate(in, count, of));
}

static struct str source_of(const struct object *o)
{
    const struct str *id =
        o->kind == KIND_task ? task_get_source_id(o) : milestone_get_source_id(o);

    return id ? *id : o->id;
}

static struct str say_minute(const struct report_input *in, int64_t instant)
{
    struct text text;

    if (instant == CIVIL_NONE)
        return STR("-");
    text_init(&text, in->owner);
    civil_print_instant(&text, instant);
    return str_slice(text_str(&text), 0, 16);
}

static void say_task(const struct report_input *in, const struct parity_task *t,
                     struct document *d)
{
    const struct object *o = in->plan->objects[t->object];
    struct line *line = document_paragraph(d, 2, 4);

    line_add(line, TONE_STRONG, o->id);
    if (!str_equal_nocase(object_title(o), o->id))
        line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(object_title(o)));
    for (unsigned i = 0; i < PARITY_DATES; i++) {
        if (t->agrees & 1u << i)
            continue;
        line = document_paragraph(d, 4, 6);
        line_addf(line, TONE_PLAIN, "%s: the file says %.*s, the rules give %.*s (%.*s)",
                  date_names[i], STR_ARG(say_minute(in, t->stored_at[i])),
                  STR_ARG(say_minute(in, t->computed_at[i])),
                  STR_ARG(say_days(in, t->apart_s[i])));
    }
    line = document_paragraph(d, 4, 6);
    line_addf(line, TONE_DIM, "likely cause: %s", parity_cause_text[t->cause]);
}

static void say_causes(const struct parity *p, struct document *d)
{
    const struct column columns[] = {right_column(NULL), left_column(NULL, false),
                                     left_column(NULL, true)};
    struct table *table = NULL;

    for (unsigned c = PARITY_AGREES + 1; c < PARITY_CAUSES; c++) {
        struct line *cells;

        if (p->causes[c] == 0)
            continue;
        if (!table) {
            document_blank(d);
            line_add(document_heading(d), TONE_PLAIN, STR("Likely causes"));
            table = document_table(d, 2, columns, 3);
        }
        cells = table_row(table, d->owner);
        line_addf(&cells[0], TONE_STRONG, "%u", p->causes[c]);
        line_add(&cells[1], TONE_PLAIN, str_of(parity_cause_name[c]));
        line_add(&cells[2], TONE_DIM, str_of(parity_cause_text[c]));
    }
}

static void say_misses(const struct report_input *in, const struct parity *p, struct document *d)
{
    uint32_t misses = 0;

    if (p->first != UINT32_MAX) {
        document_blank(d);
        line_add(document_heading(d), TONE_PLAIN,
                 STR("The first disagreement that follows from no other"));
        say_task(in, &p->tasks[p->first], d);
    }
    say_causes(p, d);
    for (uint32_t i = 0; i < p->task_count; i++)
        misses += p->tasks[i].cause != PARITY_AGREES;
    if (misses < 2)
        return;
    document_blank(d);
    if (in->everything) {
        line_add(document_heading(d), TONE_PLAIN, STR("Every disagreement"));
        for (uint32_t i = 0; i < p->task_count; i++)
            if (p->tasks[i].cause != PARITY_AGREES)
                say_task(in, &p->tasks[i], d);
    } else {
        line_addf(document_paragraph(d, 0, 0), TONE_DIM,
                  "--all shows all %u tasks that disagree.", misses);
    }
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column(NULL, false), right_column(NULL),
                                     right_column(NULL)};
    struct arena *owner = in->owner;
    const struct parity *p = parity_compute(in->schedule, owner, owner);
    struct table *table;
    struct line *line;

    say_masthead(in, out);
    document_blank(out);
    if (p->task_count == 0) {
        line_add(document_paragraph(out, 0, 0), TONE_PLAIN,
                 STR("Nothing to compare: no task states dates that another tool computed."));
        return true;
    }
    line_addf(document_paragraph(out, 0, 0), TONE_PLAIN,
              "Tasks whose own stored date is the computed one, to the minute of working time:");
    table = document_table(out, 2, columns, 3);
    for (unsigned i = 0; i < PARITY_DATES; i++)
        say_agreement(in, table, date_names[i], p->agree[i], p->task_count);
    say_agreement(in, table, "both early", p->early, p->task_count);
    say_agreement(in, table, "all four", p->all_four, p->task_count);
    if (p->without > 0 || p->finished > 0 || !p->late_usable || p->start_edited)
        document_blank(out);
    line = document_paragraph(out, 0, 2);
    if (p->finished > 0)
        line_addf(line, TONE_DIM, "%.*s left out. ",
                  STR_ARG(say_count(in, p->finished, "finished task", "finished tasks")));
    if (p->without > 0)
        line_addf(line, TONE_DIM, "%.*s with no stored dates left out. ",
                  STR_ARG(say_count(in, p->without, "task", "tasks")));
    if (!p->late_usable)
        line_add(line, TONE_WARN, STR("The file's own late dates contradict each other. "));
    if (p->start_edited)
        line_add(line, TONE_WARN,
                 STR("The file's start was moved after its dates were computed. "));
    say_misses(in, p, out);
    return true;
}

static void json_task(const struct report_input *in, const struct parity_task *t,
                      struct writer *w)
{
    const struct object *o = in->plan->objects[t->object];

    writer_map_begin(w, false);
    writer_key_text(w, "id", o->id);
    writer_key_text(w, "source_id", source_of(o));
    writer_key_text(w, "cause", str_of(parity_cause_name[t->cause]));
    for (unsigned i = 0; i < PARITY_DATES; i++) {
        writer_key(w, str_of(date_keys[i]));
        writer_map_begin(w, true);
        writer_key_bool(w, "agrees", t->agrees & 1u << i);
        json_instant(in, w, "stored", t->stored & 1u << i ? t->stored_at[i] : CIVIL_NONE);
        json_instant(in, w, "computed", t->computed_at[i]);
        writer_map_end(w);
    }
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct parity *p = parity_compute(in->schedule, in->owner, in->owner);

    json_begin(in, out, "parity");
    writer_key_text(out, "dialect", str_of(choice_list_dialect.words[in->network->dialect]));
    writer_key_i64(out, "tasks", p->task_count);
    writer_key_i64(out, "without_dates", p->without);
    writer_key_i64(out, "finished", p->finished);
    writer_key_i64(out, "with_work", p->worked);
    for (unsigned i = 0; i < PARITY_DATES; i++)
        writer_key_i64(out, date_keys[i], p->agree[i]);
    writer_key_i64(out, "early", p->early);
    writer_key_i64(out, "all_four", p->all_four);
    writer_key_bool(out, "late_dates_usable", p->late_usable);
    writer_key_bool(out, "start_edited", p->start_edited);
    json_id(out, "first", in->plan,
            p->first == UINT32_MAX ? OBJECT_NONE : p->tasks[p->first].object);
    writer_key(out, STR("causes"));
    writer_map_begin(out, false);
    for (unsigned c = PARITY_AGREES + 1; c < PARITY_CAUSES; c++)
        if (p->causes[c] > 0)
            writer_key_i64(out, parity_cause_name[c], p->causes[c]);
    writer_map_end(out);
    writer_key(out, STR("disagreements"));
    writer_list_begin(out, false);
    for (uint32_t i = 0; i < p->task_count; i++)
        if (p->tasks[i].cause != PARITY_AGREES)
            json_task(in, &p->tasks[i], out);
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_parity = {
    .name = "parity",
    .title = "Agreement with an imported file's own dates",
    .needs = REPORT_PLAN | REPORT_SCHEDULE,
    .text = text,
    .json = json,
};

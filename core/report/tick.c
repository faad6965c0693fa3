/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of escalations played on: who would be told what, and when, if nobody did anything. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/base/sort.h"
#include "core/decide/escalation.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

struct row {
    const struct object *escalation;
    struct escalation_event step;
};

static int by_time(const void *a, const void *b, const void *context)
{
    const struct row *x = a, *y = b;

    (void)context;
    return x->step.at < y->step.at ? -1 : x->step.at > y->step.at;
}

/* Until the subject, a date or an instant; absent: the data date. */
static int64_t until_of(const struct report_input *in)
{
    int64_t instant;
    bool has_time;

    if (in->subject.len == 0 || !civil_parse(in->subject, &instant, &has_time))
        return in->plan->as_of;
    return has_time ? instant : instant + CIVIL_DAY_S - 1;
}

static size_t collect(const struct report_input *in, const struct row **ret_rows)
{
    const int64_t until = until_of(in);
    struct escalation_event *steps =
        ARENA_ARRAY(in->owner, struct escalation_event, ESCALATION_STEPS);
    size_t count = 0, capacity = 0;
    struct row *rows = NULL;

    for (uint32_t i = 0; i < plan_count(in->plan, KIND_escalation); i++) {
        const struct object *o = plan_nth(in->plan, KIND_escalation, i);
        const struct escalation_event *kept;
        struct escalation_policy policy;
        struct escalation_state state;
        uint32_t kept_count, due;

        if (object_is_withheld(o))
            continue;
        kept_count = escalation_events_of(o, in->owner, &kept);
        escalation_policy_of(in->plan, o, &policy);
        due = escalation_run(&policy, kept, kept_count, until, false, false, steps, &state);
        for (uint32_t n = 0; n < due; n++) {
            arena_grow(in->owner, (void **)&rows, count, &capacity, sizeof(*rows), SIZE_MAX);
            rows[count++] = (struct row){o, steps[n]};
        }
    }
    sort_stable(rows, count, sizeof(*rows), by_time, NULL, in->owner);
    *ret_rows = rows;
    return count;
}

/* What the step is, said to somebody who does not know the words of the machine. */
static const char *what_of(const struct row *row)
{
    switch (row->step.what) {
    case HAPPENING_OPENED:
        return "opened: tell";
    case HAPPENING_WARNED:
        return "before the next rung: tell";
    case HAPPENING_ASKED:
        return "ask";
    case HAPPENING_REARMED:
        return "acknowledged, and nothing since: ask again";
    case HAPPENING_WOKEN:
        return "awake: ask again";
    case HAPPENING_DROPPED:
        return "past the last rung, nobody answered";
    default:
        return choice_list_happening.words[row->step.what];
    }
}

static struct str minute(const struct report_input *in, int64_t instant)
{
    struct text t;

    text_init(&t, in->owner);
    civil_print_instant(&t, instant);
    return str_slice(text_str(&t), 0, 16);
}

static bool text(const struct report_input *in, struct document *out)
{
    const struct column columns[] = {left_column(NULL, false), left_column(NULL, false),
                                     left_column(NULL, true)};
    const struct row *rows;
    const size_t count = collect(in, &rows);
    struct table *table;

    say_masthead(in, out);
    document_blank(out);
    if (count == 0) {
        line_addf(document_paragraph(out, 0, 0), TONE_GOOD, "Nothing is due by %.*s.",
                  STR_ARG(say_date(in, until_of(in))));
        return true;
    }
    table = document_table(out, 0, columns, 3);
    for (size_t i = 0; i < count; i++) {
        struct line *cells = table_row(table, out->owner);
        const struct object *const *who;
        const size_t reached =
            escalation_reaches(in->plan, rows[i].escalation, &rows[i].step, in->owner, &who);

        line_add(&cells[0], TONE_PLAIN, minute(in, rows[i].step.at));
        line_add(&cells[1], TONE_STRONG, rows[i].escalation->id);
        line_addf(&cells[2], TONE_PLAIN, "%s", what_of(&rows[i]));
        if (reached == 0 && rows[i].step.what <= HAPPENING_WARNED)
            line_add(&cells[2], TONE_DIM, STR(" nobody: `affected` is not stated"));
        for (size_t k = 0; k < reached; k++)
            line_addf(&cells[2], TONE_PLAIN, "%s %.*s", k > 0 ? "," : "",
                      STR_ARG(say_who(in->plan, who[k])));
        if (rows[i].step.what == HAPPENING_ASKED)
            line_addf(&cells[2], TONE_DIM, " (rung %u)", (unsigned)rows[i].step.rung + 1);
    }
    line_add(document_paragraph(out, 0, 2), TONE_DIM,
             STR("If nobody does anything. Baton drafts; a person sends."));
    return true;
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct row *rows;
    const size_t count = collect(in, &rows);

    json_begin(in, out, "tick");
    json_instant(in, out, "until", until_of(in));
    writer_key(out, STR("steps"));
    writer_list_begin(out, false);
    for (size_t i = 0; i < count; i++) {
        const struct object *const *who;
        const size_t reached =
            escalation_reaches(in->plan, rows[i].escalation, &rows[i].step, in->owner, &who);

        writer_map_begin(out, true);
        json_instant(in, out, "at", rows[i].step.at);
        writer_key_text(out, "escalation", rows[i].escalation->id);
        writer_key_text(out, "what", str_of(choice_list_happening.words[rows[i].step.what]));
        writer_key_i64(out, "rung", (int64_t)rows[i].step.rung + 1);
        writer_key(out, STR("to"));
        writer_list_begin(out, true);
        for (size_t k = 0; k < reached; k++)
            writer_text(out, who[k]->id);
        writer_list_end(out);
        writer_map_end(out);
    }
    writer_list_end(out);
    json_end(in, out);
    return true;
}

const struct report report_tick = {
    .name = "tick",
    .title = "What the clock of escalations has due",
    .needs = REPORT_PLAN,
    .narrows = true,
    .text = text,
    .json = json,
};

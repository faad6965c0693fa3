/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/tables.h"

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/form.h"
#include "core/report/findings.h"
#include "core/report/tell.h"

/* A column by the claim that fills it; without one it is filled by hand. */
struct said_column {
    struct book_column head;
    const char *predicate;
};

static const struct said_column promises[] = {
    {{"Id", 18}, "id"}, {{"Promise", 46}, "title"}, {{"Milestone", 24}, "milestone"},
    {{"To", 22}, "to"}, {{"Promised", 12}, "date"}, {{"Likely", 9}, "likely"},
    {{"P50", 12}, "p50"}, {{"P80", 12}, "p80"}, {{"P90", 12}, "p90"},
    {{"Margin to P80, days", 18}, NULL}, {{"Status", 12}, "status"},
    {{"Reported", 12}, "reported"}, {{"Asked for", 10}, "confidence"},
    {{"Outside view", 12}, "outside-view"}, {{"May be promised", 18}, "may-promise"},
    {{"Hangs on", 36}, "hangs-on"}};
enum { PROMISED = 4, P80 = 7, MARGIN = 9 };

static const struct said_column tasks[] = {
    {{"Id", 20}, "id"}, {{"Task", 46}, "title"}, {{"Team", 18}, "team"}, {{"Owner", 18}, "owner"},
    {{"Early start", 12}, NULL}, {{"Early finish", 12}, NULL}, {{"Float, days", 12}, NULL},
    {{"P50", 12}, "p50"}, {{"P90", 12}, "p90"}, {{"Drives", 9}, "drives"},
    {{"Estimate", 16}, "estimate"}, {{"Remaining", 16}, "remaining"},
    {{"Started", 12}, "started"}, {{"Finished", 12}, "finished"}, {{"Done", 8}, "done"},
    {{"Reported", 12}, "reported"}};
enum { EARLY_START = 4, EARLY_FINISH = 5, FLOAT = 6 };

static const struct said_column handoffs[] = {
    {{"Id", 12}, "id"}, {{"What", 46}, "what"}, {{"Gives", 30}, "gives"}, {{"To", 30}, "to"},
    {{"Giver", 18}, "giver"}, {{"Taker", 18}, "taker"}, {{"State", 12}, "state"},
    {{"Asked", 12}, "asked"}, {{"Offered", 12}, "offered"}, {{"Needed by", 12}, "need-by"},
    {{"Delivered P80", 14}, "delivery.p80"}, {{"Accepted P80", 14}, "accepted.p80"},
    {{"By asked date", 14}, "by-asked"}, {{"Drives", 9}, "drives"}};

static const struct said_column risks[] = {
    {{"Id", 12}, "id"}, {{"Risk", 46}, "title"}, {{"Likely", 9}, "likely"},
    {{"Hits", 40}, "hits"}, {{"Costs P80, days", 16}, "costs"}, {{"Cost", 20}, "cost"},
    {{"Owner", 18}, "owner"}, {{"Response", 12}, "response"}, {{"Trigger", 40}, "trigger"},
    {{"Review", 12}, "review"}, {{"State", 12}, "state"},
    {{"Worst promise if mitigated", 24}, "mitigated.likely"}};

static const struct said_column decisions[] = {
    {{"Id", 12}, "id"}, {{"Question", 50}, "question"}, {{"Decider", 18}, "decider"},
    {{"Forum", 18}, "forum"}, {{"Gates", 36}, "gates"}, {{"Decide by", 12}, "decide-by"},
    {{"Last session", 12}, "last-session"}, {{"State", 12}, "state"},
    {{"Decided", 12}, "decided"}, {{"Outcome", 24}, "outcome"}};

static const struct book_column findings[] = {
    {"Rule", 24}, {"Level", 10}, {"Subject", 18}, {"Finding", 60}, {"Days of P80", 12},
    {"Bound", 10}, {"Defuse by", 12}, {"Owner", 18}, {"Move", 60}};
static const struct book_column claims[] = {
    {"Claim", 36}, {"Value", 24}, {"Said", 30}, {"Low", 14}, {"High", 14}, {"By which rule", 60}};
static const struct book_column report[] = {{"Part", 26}, {"Says", 110}};

static const char *const lines_of_kind[] = {[FLAT_HEADING] = "", [FLAT_PARAGRAPH] = "",
                                            [FLAT_ITEM] = "- ", [FLAT_CHART] = ""};

/* --- values --------------------------------------------------------------------------------- */

static struct entry text_cell(struct str s)
{
    return (struct entry){.kind = s.len > 0 ? ENTRY_TEXT : ENTRY_EMPTY, .text = s};
}

static struct entry day_cell(int64_t instant)
{
    if (instant == CIVIL_NONE || instant == INT64_MIN)
        return (struct entry){.kind = ENTRY_EMPTY};
    return (struct entry){.kind = ENTRY_DAY, .value = civil_day_of(instant)};
}

static struct entry days_cell(const struct report_input *in, int64_t working_s)
{
    return (struct entry){.kind = ENTRY_NUMBER, .value = working_milli_days(in, working_s) * 1000};
}

/* One number of a claim: its value, or an end of its range. */
static struct entry number_cell(const struct report_input *in, const struct claim *c,
                               int64_t value)
{
    if (value == INT64_MIN)
        return (struct entry){.kind = ENTRY_EMPTY};
    switch (c->kind) {
    case CLAIM_CHANCE:
    case CLAIM_SHARE:
        return (struct entry){.kind = ENTRY_SHARE, .value = value};
    case CLAIM_FINISH:
        return day_cell(finish_day(value));
    case CLAIM_INSTANT:
        return day_cell(value);
    case CLAIM_DAYS:
        return days_cell(in, value);
    case CLAIM_MONEY:
        return (struct entry){.kind = ENTRY_MONEY, .value = value};
    case CLAIM_RATIO:
    case CLAIM_MONTHS:
        return (struct entry){.kind = ENTRY_NUMBER, .value = value};
    case CLAIM_COUNT:
        return (struct entry){.kind = ENTRY_COUNT, .value = value};
    default:
        return (struct entry){.kind = ENTRY_EMPTY};
    }
}

static struct entry claim_cell(const struct report_input *in, const struct claim *c)
{
    if (!c)
        return (struct entry){.kind = ENTRY_EMPTY};
    if (c->kind == CLAIM_NAME || c->kind == CLAIM_TEXT)
        return text_cell(c->text);
    if (c->kind == CLAIM_STATUS)
        return text_cell(say_claim(in, c, CITE_PROSE));
    return number_cell(in, c, c->value);
}

/* --- sheets --------------------------------------------------------------------------------- */

static struct sheet_of_book *begin(struct book *b, const char *name,
                                   const struct said_column *columns, unsigned count)
{
    struct book_column *heads = ARENA_ARRAY(b->owner, struct book_column, count);

    for (unsigned i = 0; i < count; i++)
        heads[i] = columns[i].head;
    return book_sheet(b, name, heads, count);
}

/* A row an object of the kind. The columns that no claim fills are left to `more`. */
static void add_objects(const struct report_input *in, struct claims *set, struct book *b,
                        const char *name, enum kind kind, const struct said_column *columns,
                        unsigned count,
                        void (*more)(const struct report_input *, const struct object *,
                                     struct entry *))
{
    struct sheet_of_book *s = begin(b, name, columns, count);

    for (uint32_t i = 0; i < plan_count(in->plan, kind); i++) {
        const struct object *o = plan_nth(in->plan, kind, i);
        struct entry *row;

        if (object_is_withheld(o))
            continue;
        row = book_row(b, s);
        for (unsigned c = 0; c < count; c++)
            if (columns[c].predicate)
                row[c] = claim_cell(in, claim_of(set, o->id, columns[c].predicate));
        if (more)
            more(in, o, row);
    }
}

static void add_margin(const struct report_input *in, const struct object *o, struct entry *row)
{
    (void)in;
    (void)o;
    if (row[PROMISED].kind == ENTRY_DAY && row[P80].kind == ENTRY_DAY)
        row[MARGIN] = (struct entry){.kind = ENTRY_COUNT, .formula = "E#-H#",
                                    .value = row[PROMISED].value - row[P80].value};
}

static void add_dates(const struct report_input *in, const struct object *o, struct entry *row)
{
    const struct schedule_dates *dates = in->schedule ? &in->schedule->object[o->number] : NULL;

    if (!dates || dates->early_start == CIVIL_NONE)
        return;
    row[EARLY_START] = day_cell(dates->early_start);
    row[EARLY_FINISH] = day_cell(finish_day(dates->early_finish));
    row[FLOAT] = days_cell(in, dates->total_float_s);
}

static void add_findings(const struct report_input *in, struct book *b)
{
    static const char *const levels[] = {[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning",
                                         [DIAG_ERROR] = "error"};
    struct sheet_of_book *s = book_sheet(b, "findings", findings,
                                         sizeof(findings) / sizeof(findings[0]));

    for (size_t i = 0; in->findings && i < in->findings->count; i++) {
        const struct finding *f = &in->findings->items[i];
        struct entry *row;

        if (f->state != FINDING_TRUE)
            continue;
        row = book_row(b, s);
        row[0] = text_cell(str_of(f->rule->name));
        row[1] = text_cell(str_of(levels[f->level]));
        if (f->subject != OBJECT_NONE)
            row[2] = text_cell(in->plan->objects[f->subject]->id);
        row[3] = text_cell(f->text);
        if ((f->priced || f->bounded) && f->expected_s > 0) {
            row[4] = days_cell(in, f->expected_s);
            row[5] = text_cell(f->priced ? STR("simulated") : STR("at most"));
        }
        row[6] = day_cell(f->defuse_by);
        if (f->owner != OBJECT_NONE)
            row[7] = text_cell(object_title(in->plan->objects[f->owner]));
        row[8] = text_cell(f->move);
    }
}

static void add_claims(const struct report_input *in, struct claims *set, struct book *b)
{
    struct sheet_of_book *s = book_sheet(b, "claims", claims, sizeof(claims) / sizeof(claims[0]));

    for (size_t i = 0; i < set->count; i++) {
        const struct claim *c = set->items[i];
        struct entry *row = book_row(b, s);

        row[0] = text_cell(c->id);
        row[1] = claim_cell(in, c);
        row[2] = text_cell(say_claim(in, c, CITE_PROSE));
        row[3] = number_cell(in, c, c->low);
        row[4] = number_cell(in, c, c->high);
        row[5] = text_cell(str_of(c->how));
    }
}

/* The words of the report itself, a line a row. */
static void add_report(const struct document *told, struct book *b)
{
    struct sheet_of_book *s = book_sheet(b, "report", report, sizeof(report) / sizeof(report[0]));
    size_t count;
    const struct flat *flats = document_flatten(told, b->owner, &count);
    struct str part = STR("");

    for (size_t i = 0; i < count; i++) {
        const struct str words = line_words(flats[i].line, b->owner);
        struct entry *row;

        if (flats[i].kind == FLAT_CHART)
            continue;
        row = book_row(b, s);
        if (flats[i].kind == FLAT_HEADING && i > 0)
            part = words;
        row[0] = text_cell(part);
        row[1] = text_cell(str_format(b->owner, "%s%.*s", lines_of_kind[flats[i].kind],
                                      STR_ARG(words)));
    }
}

#define COLUMNS(list) list, sizeof(list) / sizeof(list[0])

void report_book(const struct report_input *in, const struct document *told, struct book *b)
{
    struct claims *set = claims_of(in);

    *b = (struct book){.owner = in->owner, .title = in->plan->program->id};
    if (told)
        add_report(told, b);
    add_objects(in, set, b, "commitments", KIND_commitment, COLUMNS(promises), add_margin);
    add_objects(in, set, b, "tasks", KIND_task, COLUMNS(tasks), add_dates);
    add_objects(in, set, b, "handoffs", KIND_handoff, COLUMNS(handoffs), NULL);
    add_objects(in, set, b, "risks", KIND_risk, COLUMNS(risks), NULL);
    add_objects(in, set, b, "decisions", KIND_decision, COLUMNS(decisions), NULL);
    add_findings(in, b);
    add_claims(in, set, b);
}

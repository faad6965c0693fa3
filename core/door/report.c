/* SPDX-License-Identifier: Apache-2.0 */
/* From results to bytes; and what rules there are. */
#include "core/report/report.h"

#include "core/calendar/civil.h"
#include "core/document/document.h"
#include "core/door/forms.h"
#include "core/picture/picture.h"
#include "core/report/words.h"
#include "core/syntax/writer.h"

_Static_assert((int)BATON_NEEDS_PLAN == (int)REPORT_PLAN, "same bits");
_Static_assert((int)BATON_NEEDS_SCHEDULE == (int)REPORT_SCHEDULE, "same bits");
_Static_assert((int)BATON_NEEDS_FORECAST == (int)REPORT_FORECAST, "same bits");
_Static_assert((int)BATON_NEEDS_FINDINGS == (int)REPORT_FINDINGS, "same bits");
_Static_assert((int)BATON_WANTS_FORECAST == (int)REPORT_FORECAST_IF_POSSIBLE, "same bits");

_Static_assert((int)BATON_NEEDS_OTHER == (int)REPORT_OTHER, "same bits");
_Static_assert((int)BATON_WANTS_GAINS == (int)REPORT_GAINS, "same bits");
_Static_assert((int)BATON_NEEDS_WHY == (int)REPORT_WHY, "same bits");
_Static_assert((int)BATON_NEEDS_OPTIONS == (int)REPORT_OPTIONS, "same bits");
_Static_assert((int)BATON_NEEDS_OWN == (int)REPORT_OWN, "same bits");
_Static_assert((int)BATON_FINDINGS_ALONE == (int)REPORT_FINDINGS_ALONE, "same bits");
_Static_assert((int)BATON_NEEDS_WEEKS == (int)REPORT_WEEKS, "same bits");
_Static_assert((int)BATON_NEEDS_STATUS == (int)REPORT_STATUS, "same bits");
_Static_assert((int)BATON_NEEDS_HIT == (int)REPORT_HIT, "same bits");

unsigned baton_report_count(void)
{
    return reports_count;
}

struct baton_report_info baton_report_info(unsigned report)
{
    const struct report *r = reports_all[report];

    return (struct baton_report_info){r->name, r->title, r->needs};
}

bool baton_report_find(const char *name, struct baton_report_info *ret_info)
{
    const struct report *r = report_find(str_of(name));

    if (r)
        *ret_info = (struct baton_report_info){r->name, r->title, r->needs};
    return r;
}

static bool is_computed(const struct report *r, const struct baton_study *s)
{
    if (r->needs != 0 && !s)
        return false;
    if (r->needs & REPORT_SCHEDULE && !s->schedule)
        return false;
    if (r->needs & REPORT_FORECAST && !s->forecast)
        return false;
    if ((r->needs & REPORT_OTHER && !s->other) || (r->needs & REPORT_WHY && !s->why))
        return false;
    if ((r->needs & REPORT_OPTIONS && !s->option_tables) || (r->needs & REPORT_HIT && !s->hit))
        return false;
    if (r->needs & REPORT_OWN && !s->level)
        return false;
    return !(r->needs & REPORT_FINDINGS) || s->checked;
}

struct kept door_kept(const struct baton_kept *k)
{
    return (struct kept){door_str(k->kind), door_str(k->name), door_str(k->at), k->seq,
                         (const struct node *)(const void *)k->body};
}

static void take_kept(struct baton *b, const struct baton_report_options *options,
                      struct report_input *in)
{
    struct kept *kept = ARENA_ARRAY(&b->owner, struct kept, options->kept_count + 1);
    struct variant *variants =
        ARENA_ARRAY(&b->owner, struct variant, options->variant_count + 1);

    for (size_t i = 0; i < options->kept_count; i++)
        kept[i] = door_kept(&options->kept[i]);
    for (size_t i = 0; i < options->variant_count; i++) {
        const struct baton_variant *v = &options->variants[i];

        variants[i] = (struct variant){.name = door_str(v->name), .title = door_str(v->title),
                                       .fault = door_str(v->fault),
                                       .plan = v->study ? v->study->plan : NULL,
                                       .forecast = v->study ? v->study->forecast : NULL};
    }
    in->kept = kept;
    in->kept_count = options->kept_count;
    in->since = door_str(options->since);
    in->variants = variants;
    in->variant_count = options->variant_count;
}

static void take_sent(struct baton *b, const struct baton_report_options *options,
                      struct report_input *in)
{
    struct sent_file *sent = ARENA_ARRAY(&b->owner, struct sent_file, options->sent_count + 1);

    for (size_t i = 0; i < options->sent_count; i++)
        sent[i] = (struct sent_file){door_str(options->sent[i].name),
                                     door_str(options->sent[i].bytes)};
    in->sent = sent;
    in->sent_count = options->sent_count;
}

/* What was computed of one study. */
static void take_results(const struct baton_study *s, struct report_input *in)
{
    in->plan = s->plan;
    in->network = s->network;
    in->schedule = s->schedule;
    in->level = s->level;
    in->forecast = s->forecast;
    in->findings = s->checked ? &s->findings : NULL;
    in->urgent = s->urgent;
    in->parts = s->checked ? s->parts : NULL;
    in->urgent_count = s->urgent_count;
    in->decide_by = s->decide_by;
    in->decide_by_count = s->decide_by_count;
    in->gains = s->gains;
}

struct report_input door_input(struct baton *b, const struct baton_study *s,
                               const struct baton_report_options *options)
{
    struct report_input in = {.version = baton_version(),
                              .note_count = baton_problem_count(b, BATON_NOTE),
                              .subject = door_str(options->subject),
                              .command = door_str(options->command),
                              .who = options->who,
                              .everything = options->everything,
                              .weeks = options->weeks,
                              .owner = &b->owner,
                              .out = &b->diags};
    struct change *log = ARENA_ARRAY(&b->owner, struct change, options->change_count + 1);

    for (size_t i = 0; i < options->change_count; i++)
        log[i] = door_change(&options->changes[i]);
    in.log = log;
    in.change_count = options->change_count;
    take_kept(b, options, &in);
    take_sent(b, options, &in);
    if (!s)
        return in;
    take_results(s, &in);
    in.hit = s->hit;
    in.option_tables = (const struct options *const *)s->option_tables;
    in.option_table_count = s->option_table_count;
    if (s->other) {
        in.before = s->other->plan;
        in.forecast_before = s->other->forecast;
        in.schedule_before = s->other->schedule;
        in.changes = s->changes;
        in.why = s->why;
        if (s->other->checked) {
            struct report_input *earlier = ARENA_NEW(&b->owner, struct report_input);

            *earlier = (struct report_input){.version = in.version, .owner = in.owner,
                                             .out = in.out};
            take_results(s->other, earlier);
            in.earlier = earlier;
        }
    }
    return in;
}

/* A page; or its first picture alone. False: it has none, and a problem says so. */
static bool write_page(const struct report *r, const struct report_input *in,
                       const struct document *document, bool svg, struct text *out)
{
    const struct str program = in->plan ? in->plan->program->id : STR("Baton");
    const struct html_form form = {str_format(in->owner, "%.*s: %s", STR_ARG(program), r->title)};

    if (!svg) {
        document_write_html(document, &form, out);
        return true;
    }
    for (size_t i = 0; i < document->count; i++)
        if (document->blocks[i].kind == BLOCK_PICTURE) {
            picture_write_svg(document->blocks[i].picture, true, out);
            return true;
        }
    return diag_error(in->out, "no-picture", (struct place){0}, "there is nothing to draw in it");
}

/* The report's input, narrowed where asked; where its claims are to be explained, the report on
 * those. False: something it reads was not computed. */
static bool begin(struct baton *b, const struct baton_study *s, const char *name,
                  const struct baton_report_options *options, const struct report **ret_report,
                  struct report_input *ret_in)
{
    const struct report *r = report_find(str_of(name));

    if (!r || !is_computed(r, s) || (options->csv && (!r->csv || options->explain.len > 0)))
        return false;
    *ret_report = r;
    *ret_in = door_input(b, s, options);
    if (options->audience.len > 0) {
        if (!r->narrows || !s)
            return false;
        report_narrow(ret_in, door_str(options->audience));
    }
    if (options->explain.len > 0 && s && !r->claimless) {
        ret_in->asked = r;
        ret_in->explain = door_str(options->explain);
        *ret_report = report_find(STR("claim"));
    }
    return true;
}

bool baton_object_seen(struct baton *b, const struct baton_plan *plan, struct baton_text id,
                       struct baton_text audience, uint32_t *ret_object)
{
    struct report_input in = {.plan = (const struct plan *)(const void *)plan,
                              .subject = door_str(id), .owner = &b->owner, .out = &b->diags};
    const struct object *found;
    uint32_t withheld;

    if (audience.len > 0)
        in.plan = plan_for_audience(in.plan, door_str(audience), NULL, &b->owner, &withheld);
    if (!find_subject(&in, &found))
        return false;
    *ret_object = found->number;
    return true;
}

enum baton_outcome baton_report_document(struct baton *b, const struct baton_study *s,
                                         const char *name,
                                         const struct baton_report_options *options,
                                         struct baton_document *ret_document)
{
    const struct report *r;
    struct document document;
    struct report_input in;
    struct text date;

    if (!begin(b, s, name, options, &r, &in))
        return BATON_UNFIT;
    document_init(&document, &b->owner);
    in.pictures = true;
    if (!report_say(r, &in, &document))
        return BATON_NOT_FOUND;
    text_init(&date, &b->owner);
    if (in.plan)
        civil_print_date(&date, in.plan->as_of);
    *ret_document = forms_view(b, &document, text_str(&date));
    return BATON_DONE;
}

enum baton_outcome baton_report(struct baton *b, const struct baton_study *s, const char *name,
                                const struct baton_report_options *options,
                                struct baton_text *ret_bytes)
{
    const struct report *r;
    struct report_input in;
    struct text bytes;

    if (!begin(b, s, name, options, &r, &in))
        return BATON_UNFIT;
    text_init(&bytes, &b->owner);
    if (options->format) {
        const enum baton_outcome outcome = forms_write(b, r, &in, options, &bytes);

        if (outcome != BATON_DONE)
            return outcome;
    } else if (options->json) {
        struct writer *writer = writer_new(&b->owner, WRITER_JSON, &bytes);
        struct document said;

        document_init(&said, &b->owner);
        in.text = &said;
        if (in.plan && !r->claimless && !report_claim_all(r, &in, &said, &in.said))
            return BATON_NOT_FOUND;
        if (!r->json(&in, writer))
            return BATON_NOT_FOUND;
        writer_finish(writer);
    } else if (options->csv) {
        if (!r->csv(&in, &bytes))
            return BATON_NOT_FOUND;
    } else if (options->html || options->svg) {
        struct document document;

        document_init(&document, &b->owner);
        in.pictures = true;
        if (!report_say(r, &in, &document))
            return BATON_NOT_FOUND;
        if (!write_page(r, &in, &document, options->svg, &bytes))
            return BATON_NOT_FOUND;
    } else {
        const struct text_form form = {
            .width = options->width, .color = options->color, .ascii = options->ascii};
        struct document document;

        document_init(&document, &b->owner);
        if (!report_say(r, &in, &document))
            return BATON_NOT_FOUND;
        if (options->facts && !options->markdown)
            report_say_claims(&document);
        if (options->markdown)
            document_write_markdown(&document, &b->scratch, &bytes);
        else
            document_write_text(&document, &form, &b->scratch, &bytes);
        arena_clear(&b->scratch);
    }
    *ret_bytes = door_text(text_str(&bytes));
    return BATON_DONE;
}

unsigned baton_rule_count(void)
{
    return rules_count;
}

struct baton_rule_info baton_rule(unsigned rule)
{
    const struct rule *r = rules_all[rule];

    return (struct baton_rule_info){
        .name = r->name, .level = (enum baton_level)r->level, .title = r->title, .why = r->why,
        .test = r->test, .example = r->example, .move = r->move, .source = r->source};
}

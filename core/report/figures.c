/* SPDX-License-Identifier: Apache-2.0 */
#include "core/report/figures.h"

#include "core/base/arena.h"
#include "core/base/map.h"
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/edit/change.h"
#include "core/edit/edit.h"
#include "core/picture/picture.h"
#include "core/plan/plan.h"
#include "core/report/agree.h"
#include "core/syntax/writer.h"

enum { SLUG_MOST = 32, TITLE_WORDS = 8, FIELDS_MOST = 4, WORK_CEILING = 1 << 22 };

/* The tasks of a team, or that touch a system. */
struct work {
    uint32_t *tasks;
    size_t count, capacity;
};

struct figuring {
    const struct report *report;
    const struct report_input *in;
    struct claims *set;
    struct document *d;
    struct str prefix;          /* "load:", "decide/d-05:" */
    struct map titles;          /* to the object, or UINT32_MAX where two have it */
    bool told;                  /* a register: only what has a digit is not cited there */
    struct str heading;
    unsigned under;             /* figures so far under the heading */
    unsigned kept;              /* forecasts of the past */
    struct str last;            /* the last of them, or the last change of the log; empty: none */
    struct work *work;          /* [object_count]; NULL: nobody asked yet */
    struct str edits;           /* what two plans differ in; empty: there is one */
    unsigned ranges;            /* ... and in labels of ranges, which a page has not */
};

bool is_figure(struct str id)
{
    return str_find_char(id, ':') < id.len;
}

struct str figure_report(struct str id, struct str *ret_subject, bool *ret_all)
{
    const struct str head = str_slice(id, 0, str_find_char(id, ':'));
    const size_t slash = str_find_char(head, '/');

    *ret_subject = slash < head.len ? str_slice(head, slash + 1, head.len) : STR("");
    *ret_all = str_find(str_slice(head, 0, slash), STR("+all")) < slash;
    return str_slice(head, 0, *ret_all ? str_find(head, STR("+all")) : slash);
}

/* --- names ---------------------------------------------------------------------------------- */

/* "What it costs at P80" to "what-it-costs-at-p80". */
static struct str slug(struct arena *owner, struct str s)
{
    struct text text;
    bool gap = false;

    text_init(&text, owner);
    for (size_t i = 0; i < s.len && text.len < SLUG_MOST; i++) {
        char c = s.ptr[i];

        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_') {
            if (gap && text.len > 0)
                text_add_char(&text, '-');
            text_add_char(&text, c);
            gap = false;
        } else {
            gap = true;
        }
    }
    return str_format(owner, "%.*s", STR_ARG(text_str(&text)));
}

static void learn_titles(struct figuring *f)
{
    const struct plan *p = f->in->plan;

    map_init(&f->titles, f->in->owner);
    for (uint32_t i = 0; i < p->object_count; i++) {
        const struct object *o = p->objects[i];

        if (object_is_withheld(o) || o->id.len == 0)
            continue;
        if (!map_insert(&f->titles, object_title(o), i, NULL))
            map_set(&f->titles, object_title(o), UINT32_MAX);
    }
}

static const struct object *by_id(const struct figuring *f, struct str id)
{
    const struct plan *p = f->in->plan;
    const struct object *o = id.len > 0 ? plan_find(p, id) : NULL;

    if (!o && str_equal(p->program->id, id))
        o = p->program;
    return o && !object_is_withheld(o) ? o : NULL;
}

static const struct object *by_title(const struct figuring *f, struct str title)
{
    uint32_t at;

    return map_find(&f->titles, title, &at) && at != UINT32_MAX ? f->in->plan->objects[at] : NULL;
}

/* The object that a text begins with: by the claim that says it, by id, or by its whole title. */
static const struct object *subject_of(const struct figuring *f, const struct span_of_text *span)
{
    const struct str text = str_trim(span->text);
    const struct object *o = NULL;

    if (span->claim.len > 0 && !is_figure(span->claim))
        o = by_id(f, str_slice(span->claim, 0, str_find_char(span->claim, '.')));
    if (!o)
        o = by_id(f, word_bare(str_slice(text, 0, str_find_char(text, ' '))));
    return o ? o : by_title(f, text);
}

/* Whether an object is named in it, by id or title. */
static bool names_any(const struct figuring *f, struct str text)
{
    struct str words[TITLE_WORDS], rest = text, piece;
    unsigned count = 0;

    while (str_split(&rest, ' ', &piece)) {
        const struct str bare = word_bare(piece);
        uint32_t ignored;

        if (bare.len == 0)
            continue;
        if (by_id(f, bare))
            return true;
        if (count == TITLE_WORDS)
            memmove(words, words + 1, sizeof(words[0]) * --count);
        words[count++] = bare;
        for (unsigned from = 0; from < count; from++)
            if (map_find(&f->titles,
                         (struct str){words[from].ptr,
                                      (size_t)(bare.ptr + bare.len - words[from].ptr)}, &ignored))
                return true;
    }
    return false;
}

/* ●, ▲, ■, ○, or the word of a status alone. */
static bool is_status(struct str text)
{
    static const char *const words[] = {"on course", "at risk", "off", "unknown", "green", "amber",
                                        "red", "grey"};
    static const char *const symbols[] = {"\xe2\x97\x8f", "\xe2\x96\xb2", "\xe2\x96\xa0",
                                          "\xe2\x97\x8b"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal(text, str_of(words[i])))
            return true;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
        if (str_starts(text, str_of(symbols[i])))
            return true;
    return false;
}

/* "P80", "80 %": how registers speak of probability, whatever the plan. */
static bool is_of_trade(struct str word)
{
    static const char *const words[] = {"P10", "P50", "P80", "P90", "P95", "80", "50", "20",
                                        "80\xc2\xa0%", "50\xc2\xa0%", "20\xc2\xa0%",
                                        "100\xc2\xa0%"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal(word, str_of(words[i])))
            return true;
    return false;
}

static bool has_figure(struct str text)
{
    struct str piece;

    while (str_split(&text, ' ', &piece))
        if (word_has_digit(piece) && !is_of_trade(word_bare(piece)))
            return true;
    return false;
}

static bool says_something(const struct figuring *f, struct str text)
{
    if (f->told)
        return has_figure(text);
    return word_has_digit(text) || is_status(str_trim(text)) || names_any(f, text);
}

/* --- claims that there are -------------------------------------------------------------------- */

static bool is_said(const struct figuring *f, const struct claim *c, struct str text)
{
    const enum cite_form forms[] = {CITE_TABLE, CITE_PROSE, CITE_BRIEF};
    const size_t blank = str_find(text, STR("\xc2\xa0"));
    const bool marked = c->kind == CLAIM_CHANCE && is_status(text) && blank < text.len;

    if (marked)                 /* "■ 12 %" */
        text = str_slice(text, blank + 2, text.len);
    for (unsigned i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        if (str_equal(text, say_claim(f->in, c, forms[i])))
            return true;
    return false;
}

/* What a column's heading calls a claim: by its name, else as below. */
static const struct claim *of_column(const struct figuring *f, const struct object *o,
                                     const char *column, struct str text)
{
    static const char *const called[][2] = {
        {"80 % would be", "p80"}, {"accepted P80", "accepted.p80"}, {"in time", "by-asked"},
        {"outside view", "outside-view"}, {"decide by", "decide-by"}, {"promised", "date"},
        {"promise", "title"}, {"what", "title"}, {"who", "owner"}, {"", "status"}};
    const struct str name = slug(f->in->owner, str_of(column ? column : ""));
    const struct claim *c = NULL;

    if (name.len > 0)
        c = claim_of(f->set, o->id, name.ptr);
    if (c && is_said(f, c, text))
        return c;
    for (size_t i = 0; i < sizeof(called) / sizeof(called[0]); i++)
        if (str_equal_nocase(str_of(column ? column : ""), str_of(called[i][0]))) {
            c = claim_of(f->set, o->id, called[i][1]);
            if (c && is_said(f, c, text))
                return c;
        }
    return NULL;
}

/* The id or the title of an object, and nothing else. */
static const struct claim *of_name(const struct figuring *f, const struct object *row,
                                   struct str text)
{
    const struct object *o = by_id(f, text);

    if (o)
        return claim_of(f->set, o->id, "id");
    o = row && str_equal(object_title(row), text) ? row : by_title(f, text);
    return o ? claim_of(f->set, o->id, "title") : NULL;
}

/* --- claims of the report ------------------------------------------------------------------- */

/* What people state in numbers of the object: what is computed of it rests on that. */
static void rest_on_object(struct claim *c, const struct object *o)
{
    for (uint16_t f = 0;
         f < schema_kinds[o->kind].field_count && c->from_count < FIELDS_MOST; f++) {
        const enum field_type_id type = schema_kinds[o->kind].fields[f].type;

        if (type == FIELD_TYPE_when || type == FIELD_TYPE_span || type == FIELD_TYPE_estimate ||
            type == FIELD_TYPE_money || type == FIELD_TYPE_percent || type == FIELD_TYPE_count)
            rest_on_field(c, o, f);
    }
}

static void note_work(struct figuring *f, uint32_t who, uint32_t task)
{
    struct work *w = who == OBJECT_NONE ? NULL : &f->work[who];

    if (w && arena_grow(f->in->owner, (void **)&w->tasks, w->count, &w->capacity,
                        sizeof(w->tasks[0]), WORK_CEILING))
        w->tasks[w->count++] = task;
}

static void learn_work(struct figuring *f)
{
    const struct plan *p = f->in->plan;

    f->work = ARENA_ARRAY(f->in->owner, struct work, p->object_count + 1);
    for (uint32_t i = 0; i < plan_count(p, KIND_task); i++) {
        const struct object *task = plan_nth(p, KIND_task, i);
        const struct ref *team = task_get_team(task);
        const struct refs *touches = task_get_touches(task);

        if (object_is_withheld(task))
            continue;
        note_work(f, team ? team->object : OBJECT_NONE, task->number);
        for (size_t n = 0; touches && n < touches->count; n++)
            note_work(f, touches->items[n].object, task->number);
    }
}

/* What is said of a team or a system, where a report does not name what it counted, is counted
 * over its work. */
static void count_work(struct figuring *f, const struct object *o, struct claim *c)
{
    if (c->counted > 0 || (o->kind != KIND_team && o->kind != KIND_system))
        return;
    if (!f->work)
        learn_work(f);
    c->counts = f->work[o->number].tasks;
    c->counted = (uint32_t)f->work[o->number].count;
}

/* What an asker wants to know the effect of: the edits, "run.edits"; of ways to a promise the run
 * they were tried in. */
static void put_asked(struct figuring *f)
{
    const struct report_input *in = f->in;
    struct text text;

    text_init(&text, in->owner);
    for (size_t i = 0; in->before && i < in->changes.count; i++) {
        const struct edit_line line =
            edit_line_of(in->before, &in->changes.items[i], in->owner);

        text_addf(&text, "%s%.*s", i > 0 ? "; " : "", STR_ARG(line.address));
        if (line.before.len > 0)
            text_addf(&text, " %.*s", STR_ARG(line.before));
        if (line.after.len > 0)
            text_addf(&text, "%s%.*s", line.before.len > 0 ? " \xe2\x86\x92 " : " ",
                      STR_ARG(line.after));
    }
    if (text.len > 0 && in->withheld == 0) {
        f->edits = STR("run.edits");
        claims_add(f->set, (struct claim){.id = f->edits, .kind = CLAIM_TEXT,
                                          .subject = OBJECT_NONE, .text = text_str(&text),
                                          .how = "what the other plan states otherwise"});
    }
    if (in->hit) {
        claims_add(f->set, (struct claim){.id = STR("run.seed"), .kind = CLAIM_COUNT,
                                          .subject = OBJECT_NONE, .value = (int64_t)in->hit->seed,
                                          .how = "of the random numbers"});
        claims_add(f->set, (struct claim){.id = STR("run.iterations"), .kind = CLAIM_COUNT,
                                          .subject = OBJECT_NONE, .value = in->hit->iterations,
                                          .how = "runs of the plan, and of each way"});
    }
}

/* The plan as it might be that is about that object or row, simulated: "run.b-1.digest". */
static void rest_on_variant(const struct figuring *f, struct str row, struct claim *c)
{
    for (size_t i = 0; i < f->in->variant_count; i++) {
        const struct variant *v = &f->in->variants[i];
        struct str id;
        struct claim *run;

        if (!v->forecast || !str_equal(v->name, row))
            continue;
        id = str_format(f->in->owner, "run.%.*s.digest", STR_ARG(row));
        run = claims_add(f->set, (struct claim){
            .id = id, .kind = CLAIM_TEXT, .subject = OBJECT_NONE, .simulated = true,
            .text = str_format(f->in->owner, "%llx", (unsigned long long)v->forecast->digest),
            .how = "of the run of the plan as it might be"});
        rest_on(run, STR("run.seed"));
        rest_on(run, STR("run.iterations"));
        rest_on(run, STR("run.inputs"));
        rest_on(c, id);
    }
}

static void rest_on_variants(const struct figuring *f, const struct object *o, struct str name,
                             struct claim *c)
{
    rest_on_variant(f, o ? o->id : str_slice(name, 0, str_find_char(name, '.')), c);
    for (uint32_t i = 0; i < c->counted; i++)
        if (!o || c->counts[i] != o->number)
            rest_on_variant(f, f->in->plan->objects[c->counts[i]]->id, c);
}

/* Reports on the past rest on the forecasts that were kept, or on the log: "kept.3", "log.17". */
static void put_past(struct figuring *f)
{
    const struct report_input *in = f->in;

    if (in->forecast)
        return;
    for (size_t i = 0; i < in->kept_count; i++) {
        const struct kept *k = &in->kept[i];

        if (!str_equal(k->kind, STR("forecast")))
            continue;
        f->last = str_format(in->owner, "kept.%u", ++f->kept);
        claims_add(f->set, (struct claim){
            .id = f->last, .kind = CLAIM_TEXT, .subject = OBJECT_NONE,
            .text = str_format(in->owner, "%.*s, kept %.*s, change %lld", STR_ARG(k->name),
                               STR_ARG(k->at), (long long)k->seq),
            .how = "a forecast that the store keeps, with its seed and its runs"});
    }
    for (size_t i = 0; i < in->change_count && f->kept == 0; i++) {
        const struct change *c = &in->log[i];

        f->last = str_format(in->owner, "log.%lld", (long long)c->seq);
        claims_add(f->set, (struct claim){
            .id = f->last, .kind = CLAIM_TEXT, .subject = OBJECT_NONE,
            .text = str_format(in->owner, "%.*s, %.*s", STR_ARG(c->at), STR_ARG(c->by)),
            .how = "a change of the log, chained to all before it"});
    }
}

static void rest_on_past(const struct figuring *f, struct claim *c)
{
    if (f->kept > 1)
        rest_on(c, STR("kept.1"));
    rest_on(c, f->last);
}

static struct str unique(const struct figuring *f, struct str id)
{
    struct str tried = id;

    for (unsigned n = 2; claim_find(f->set, tried); n++)
        tried = str_format(f->in->owner, "%.*s-%u", STR_ARG(id), n);
    return tried;
}

/* `span`: where it is said; NULL: in a picture. */
static struct str new_figure(struct figuring *f, const struct object *o, struct str name,
                             struct str said, const char *where, const struct span_of_text *span)
{
    const struct str id =
        unique(f, str_format(f->in->owner, "%.*s%.*s", STR_ARG(f->prefix), STR_ARG(name)));
    struct claim *c = claims_add(f->set, (struct claim){
        .id = id, .kind = CLAIM_TEXT, .subject = o ? o->number : OBJECT_NONE, .text = said,
        .how = str_format(f->in->owner, "%s%s%s", f->report->title, *where ? ": " : "", where).ptr,
        .simulated = f->in->forecast || f->in->hit, .counts = span ? span->counts : NULL,
        .counted = span ? span->counted : 0});

    if (o) {
        rest_on_object(c, o);
        count_work(f, o, c);
    }
    if (f->in->variant_count > 0)
        rest_on_variants(f, o, name, c);
    if (f->last.len > 0)
        rest_on_past(f, c);
    else
        rest_on(c, f->in->forecast ? STR("run.digest") : STR("run.inputs"));
    if (f->in->hit) {
        rest_on(c, STR("run.seed"));
        rest_on(c, STR("run.iterations"));
    }
    if (f->in->forecast_before)
        rest_on(c, STR("run.before.digest"));
    if (f->edits.len > 0)
        rest_on(c, f->edits);
    return id;
}

/* The claim of a cell; empty: it says nothing that could be false. */
static struct str claim_of_cell(struct figuring *f, const struct object *row, struct str key,
                                const char *column, unsigned number,
                                const struct span_of_text *span)
{
    struct str text = span->text, name;
    const struct claim *c;

    if (!word_has_digit(text) && !says_something(f, text))
        return STR("");
    text = str_trim(text);
    c = row ? of_column(f, row, column, text) : NULL;
    if (!c)
        c = of_name(f, row, text);
    if (c)
        return c->id;
    name = slug(f->in->owner, str_of(column ? column : ""));
    if (name.len == 0)
        name = str_format(f->in->owner, "c%u", number + 1);
    else if (name.ptr[0] >= '0' && name.ptr[0] <= '9')
        name = str_format(f->in->owner, "wk-%.*s", STR_ARG(name));
    return new_figure(f, row, str_format(f->in->owner, "%.*s.%.*s", STR_ARG(key), STR_ARG(name)),
                      text, column ? column : f->heading.ptr, span);
}

/* --- the document ----------------------------------------------------------------------------- */

static struct str row_key(struct figuring *f, const struct object *o, struct str first, size_t row)
{
    const struct str name = o ? o->id : slug(f->in->owner, first);

    return name.len > 0 ? name : str_format(f->in->owner, "row-%zu", row + 1);
}

static void cite_table(struct figuring *f, struct table *t)
{
    for (size_t r = 0; r < t->row_count; r++) {
        const struct object *o = NULL;
        struct str first = STR(""), key;

        for (unsigned c = 0; c < t->column_count && !o; c++)
            for (size_t i = 0; i < t->rows[r][c].count && !o; i++) {
                o = subject_of(f, &t->rows[r][c].spans[i]);
                if (first.len == 0)
                    first = t->rows[r][c].spans[i].text;
            }
        key = row_key(f, o, first, r);
        for (unsigned c = 0; c < t->column_count; c++)
            for (size_t i = 0; i < t->rows[r][c].count; i++) {
                struct span_of_text *span = &t->rows[r][c].spans[i];

                if (span->claim.len == 0 && span->tone != TONE_ACTION)
                    span->claim = claim_of_cell(f, o, key, t->columns[c].title, c, span);
            }
    }
}

/* `name`: what stands for its heading. */
static void cite_line(struct figuring *f, struct line *l, const char *name, bool is_heading)
{
    const struct object *o = NULL;

    for (size_t i = 0; l && i < l->count && !o; i++)
        o = subject_of(f, &l->spans[i]);
    for (size_t i = 0; l && i < l->count; i++) {
        struct span_of_text *span = &l->spans[i];
        const struct claim *c;
        struct str key;

        if (span->claim.len > 0 || span->tone == TONE_ACTION || !says_something(f, span->text) ||
            (is_heading && !has_figure(span->text)))
            continue;
        c = of_name(f, o, str_trim(span->text));
        key = name ? str_of(name) : slug(f->in->owner, f->heading);
        span->claim =
            c ? c->id
              : new_figure(f, o, str_format(f->in->owner, "%.*s.%u",
                                            STR_ARG(key.len > 0 ? key : STR("top")),
                                            name ? ++f->ranges : ++f->under),
                           str_trim(span->text), f->heading.len > 0 ? f->heading.ptr : "", span);
    }
}

static void cite_picture(struct figuring *f, const struct picture *p)
{
    if (says_something(f, p->sentence))
        *p->said = new_figure(f, NULL, str_format(f->in->owner, "%s.sentence", p->kind),
                              p->sentence,
                              str_format(f->in->owner, "%.*s", STR_ARG(p->title)).ptr, NULL);
    for (size_t r = 0; r < p->row_count; r++) {
        const struct object *o = NULL;
        struct str key;

        for (unsigned c = 0; c < p->column_count && !o; c++)
            o = subject_of(f, &(struct span_of_text){.text = p->rows[r].cells[c]});
        key = row_key(f, o, p->rows[r].cells[0], r);
        for (unsigned c = 0; c < p->column_count; c++)
            p->rows[r].claims[c] =
                claim_of_cell(f, o, key, p->columns[c].ptr, c,
                              &(struct span_of_text){.text = p->rows[r].cells[c]});
    }
}

static void cite_block(struct figuring *f, struct block *b)
{
    struct text words;

    switch (b->kind) {
    case BLOCK_BLANK:
        return;
    case BLOCK_TABLE:
        cite_table(f, b->table);
        return;
    case BLOCK_PICTURE:
        cite_picture(f, b->picture);
        return;
    case BLOCK_RANGES:
        for (size_t i = 0; i < b->ranges->count; i++)
            cite_line(f, b->ranges->items[i].label, "range", false);
        return;
    case BLOCK_HEADING:
        text_init(&words, f->in->owner);
        for (size_t i = 0; b->line && i < b->line->count; i++)
            text_add(&words, b->line->spans[i].text);
        text_add_char(&words, '\0');
        f->heading = str_slice(text_str(&words), 0, words.len - 1);
        f->under = 0;
        break;
    case BLOCK_PARAGRAPH:
    case BLOCK_VERBATIM:
        break;
    }
    cite_line(f, b->line, NULL, b->kind == BLOCK_HEADING);
    cite_line(f, b->right, NULL, false);
}

struct claims *figures_cite(const struct report *r, const struct report_input *in,
                            struct document *out)
{
    struct figuring f = {.report = r, .in = in, .d = out, .heading = STR(""),
                         .told = out->about.len > 0};

    if (!in->plan || r->claimless)
        return NULL;
    f.set = claims_of(in);
    f.prefix = in->subject.len > 0
                   ? str_format(in->owner, "%s%s/%.*s:", r->name, in->everything ? "+all" : "",
                                STR_ARG(in->subject))
                   : str_format(in->owner, "%s%s:", r->name, in->everything ? "+all" : "");
    put_past(&f);
    put_asked(&f);
    learn_titles(&f);
    for (size_t i = 0; i < out->count; i++)
        cite_block(&f, &out->blocks[i]);
    return f.set;
}

/* --- JSON ------------------------------------------------------------------------------------- */

/* What a figure of the report rests on, itself ids of claims. */
static void json_ground(const struct report_input *in, const struct claim *c, struct writer *w)
{
    writer_key_text(w, "how", str_of(c->how));
    writer_key(w, STR("from"));
    writer_list_begin(w, true);
    for (size_t i = 0; i < c->from_count; i++) {
        const struct claim_from *from = &c->from[i];
        const struct object *o = from->claim.len > 0 ? NULL : in->plan->objects[from->object];

        writer_text(w, o ? str_format(in->owner, "%.*s.%s", STR_ARG(o->id),
                                      schema_kinds[o->kind].fields[from->field].name)
                         : from->claim);
    }
    for (uint32_t i = 0; i < c->counted; i++)
        if (!object_is_withheld(in->plan->objects[c->counts[i]]))
            writer_text(w, str_format(in->owner, "%.*s.stated",
                                      STR_ARG(in->plan->objects[c->counts[i]]->id)));
    writer_list_end(w);
}

void json_claims(const struct report_input *in, struct claims *set, const struct document *d,
                 json_claim *say, struct writer *w)
{
    const struct str *ids;
    const size_t count = document_claims(d, in->owner, &ids);

    writer_key(w, STR("claims"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < count; i++) {
        const struct claim *c = claim_find(set, ids[i]);

        if (!c)
            continue;
        writer_map_begin(w, true);
        writer_key_text(w, "id", c->id);
        say(in, c, w);
        writer_map_end(w);
    }
    writer_list_end(w);
}

static void json_figure(const struct report_input *in, const struct claim *c, struct writer *w)
{
    writer_key_text(w, "said", say_claim(in, c, CITE_TABLE));
    if (is_figure(c->id))
        json_ground(in, c, w);
}

void figures_json(const struct report_input *in, struct claims *set, const struct document *d,
                  struct writer *w)
{
    json_claims(in, set, d, json_figure, w);
}

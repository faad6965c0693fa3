/* SPDX-License-Identifier: Apache-2.0 */
#include "core/base/arena.h"
#include "core/base/sort.h"
#include "core/plan/beliefs.h"
#include "core/plan/ops.h"

enum { PPM = 1000000, PERCENT = 10000, VOTE_MOST = 5, EDIT_CEILING = 100000, WEEK = 7 };

static const char *const measures[BELIEF_MEASURES] = {"probability", "date", "vote"};

struct said {
    struct str about, by;
    enum belief_measure measure;
    int64_t day;                /* dated; once used: up to which day it was published */
    int64_t value;              /* ppm, a civil day, or 1 to 5 */
    bool used;                  /* published and forgotten: value is 0 */
};

struct beliefs {
    const struct plan *plan;
    struct arena *owner;
    struct diags *out;
    struct said *items;
    size_t count, capacity;
    struct map by_key;
    struct str *edits;
    size_t edit_count, edit_capacity;
};

struct beliefs *beliefs_new(const struct plan *plan, struct arena *owner, struct diags *out)
{
    struct beliefs *b = ARENA_NEW(owner, struct beliefs);

    *b = (struct beliefs){.plan = plan, .owner = owner, .out = out};
    map_init(&b->by_key, owner);
    return b;
}

/* --- the answers -------------------------------------------------------------------------- */

static struct str key_of(const struct beliefs *b, const struct said *s)
{
    return str_format(b->owner, "%d %.*s %.*s", (int)s->measure, STR_ARG(s->about),
                      STR_ARG(s->by));
}

/* One answer a person, thing and measure: a later one takes the place of one that waits, and
 * what was published already is not taken again. */
static bool take(struct beliefs *b, const struct said *s)
{
    const struct str key = key_of(b, s);
    uint32_t at;

    if (map_find(&b->by_key, key, &at)) {
        struct said *old = &b->items[at];

        if (old->used ? s->day > old->day : s->day >= old->day)
            *old = *s;
        return true;
    }
    if (!arena_grow(b->owner, (void **)&b->items, b->count, &b->capacity, sizeof(b->items[0]),
                    BELIEF_CEILING))
        return false;
    map_set(&b->by_key, key, (uint32_t)b->count);
    b->items[b->count++] = *s;
    return true;
}

/* --- reading ------------------------------------------------------------------------------- */

struct reading {
    struct beliefs *b;
    uint32_t source;
    bool good;
};

static struct place place_in(const struct reading *r, struct place at)
{
    return (struct place){r->source, at.line, at.column, 0};
}

/* Never with a word of the text. */
static bool fault(struct reading *r, struct place at, const char *code, const char *what)
{
    r->good = false;
    return diag_error(r->b->out, code, place_in(r, at), "%s", what);
}

static bool is_blank(const struct node *n)
{
    return !n || n->kind == NODE_NULL || (n->kind == NODE_SCALAR && str_trim(n->text).len == 0);
}

static bool scalar(struct reading *r, const struct node *n, struct str *ret_text)
{
    if (n->kind != NODE_SCALAR)
        return fault(r, n->at, "bad-answer", "one value is wanted here, or nothing");
    *ret_text = str_trim(n->text);
    return true;
}

/* "40%", "40 %" or "40": hundredths of a percent are passed over. */
static bool percent_of(struct str s, int64_t *ret_ppm)
{
    int64_t value = 0;
    size_t i = 0;

    if (s.len > 0 && s.ptr[s.len - 1] == '%')
        s = str_trim(str_slice(s, 0, s.len - 1));
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && value <= 100; i++)
        value = value * 10 + (s.ptr[i] - '0');
    if (i == 0 || i != s.len || value > 100)
        return false;
    *ret_ppm = value * PERCENT;
    return true;
}

static void put(struct said *s, enum belief_measure measure, int64_t value, struct said *all,
                size_t *count)
{
    s->measure = measure;
    s->value = value;
    all[(*count)++] = *s;
}

static void read_probability(struct reading *r, const struct node *entry, struct said *s,
                             struct said *all, size_t *count)
{
    const struct node *n = node_find(entry, STR("probability"));
    struct str text;
    int64_t ppm;

    if (is_blank(n) || !scalar(r, n, &text))
        return;
    if (!percent_of(text, &ppm))
        fault(r, n->at, "bad-answer", "`probability` is a whole number of percent, 0% to 100%");
    else
        put(s, BELIEF_PROBABILITY, ppm, all, count);
}

/* The middle of the range that is believed. */
static void read_date(struct reading *r, const struct node *entry, struct said *s,
                      struct said *all, size_t *count)
{
    const struct node *from = node_find(entry, STR("earliest"));
    const struct node *to = node_find(entry, STR("latest"));
    int64_t first = 0, last = 0, other;
    struct str text;

    if (is_blank(to)) {
        if (!is_blank(from))
            fault(r, from->at, "bad-answer", "`earliest` needs `latest` beside it");
        return;
    }
    if (!scalar(r, to, &text))
        return;
    if (!period_read(text, &other, &last)) {
        fault(r, to->at, "bad-answer", "`latest` is a day, a month or a quarter: 2027-04-15, "
                                       "2027-04, 2027-Q2");
        return;
    }
    first = last;
    if (!is_blank(from)) {
        if (!scalar(r, from, &text))
            return;
        if (!period_read(text, &first, &other)) {
            fault(r, from->at, "bad-answer", "`earliest` is a day, a month or a quarter: "
                                             "2027-04-15, 2027-04, 2027-Q2");
            return;
        }
        if (first > last) {
            fault(r, from->at, "bad-answer", "`earliest` is after `latest`");
            return;
        }
    }
    put(s, BELIEF_DATE, first + (last - first) / 2, all, count);
}

static void read_vote(struct reading *r, const struct node *entry, struct said *s,
                      struct said *all, size_t *count)
{
    const struct node *n = node_find(entry, STR("vote"));
    struct str text;

    if (is_blank(n) || !scalar(r, n, &text))
        return;
    if (text.len != 1 || text.ptr[0] < '1' || text.ptr[0] > '0' + VOTE_MOST)
        fault(r, n->at, "bad-answer", "`vote` is 1, 2, 3, 4 or 5");
    else
        put(s, BELIEF_VOTE, text.ptr[0] - '0', all, count);
}

/* Who, about what and when. */
static void read_head(struct reading *r, const struct node *entry, struct said *s)
{
    const struct node *about = node_find(entry, STR("about"));
    const struct node *by = node_find(entry, STR("by"));
    const struct node *dated = node_find(entry, STR("dated"));
    const struct object *o;
    struct str text;

    s->about = is_blank(about) || about->kind != NODE_SCALAR ? entry->name : str_trim(about->text);
    o = plan_find(r->b->plan, s->about);
    if (!o || o->kind == KIND_person || o->kind == KIND_pulse)
        fault(r, about ? about->at : node_name_at(entry), "unknown-id",
                     "what it is `about` is not in the plan");
    s->about = o ? o->id : s->about;
    if (is_blank(by) || !scalar(r, by, &text)) {
        fault(r, node_name_at(entry), "bad-answer", "`by` is missing: whose answer is it?");
    } else {
        o = plan_find(r->b->plan, text);
        if (!o || o->kind != KIND_person)
            fault(r, by->at, "unknown-id", "`by` is no person of the plan");
        else
            s->by = o->id;
    }
    if (is_blank(dated) || !scalar(r, dated, &text) ||
        !period_read(text, &s->day, &s->day))
        fault(r, dated ? dated->at : node_name_at(entry), "bad-answer",
                     "`dated` is the day of the answer: 2026-11-23");
}

static bool is_known_key(struct str name)
{
    static const char *const keys[] = {"about", "by", "dated", "probability", "earliest",
                                       "latest", "vote"};

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if (name_is(keys[i], name))
            return true;
    return false;
}

static bool is_left_blank(const struct node *entry)
{
    return is_blank(node_find(entry, STR("probability"))) &&
           is_blank(node_find(entry, STR("earliest"))) &&
           is_blank(node_find(entry, STR("latest"))) && is_blank(node_find(entry, STR("vote"))) &&
           is_blank(node_find(entry, STR("by")));
}

static void read_entry(struct reading *r, const struct node *entry, struct said *all,
                       size_t *count)
{
    struct said s = {.used = false};

    if (entry->kind == NODE_NULL)
        return;
    if (entry->kind != NODE_MAP) {
        fault(r, entry->at, "bad-form", "an answer is a map: about, by, dated, and what is "
                                        "believed");
        return;
    }
    for (const struct node *n = entry->first; n; n = n->next)
        if (!is_known_key(n->name))
            fault(r, node_name_at(n), "unknown-key",
                  "an answer has about, by, dated, probability, earliest, latest and vote only");
    if (is_left_blank(entry))
        return;
    read_head(r, entry, &s);            /* after a fault too: the others are said with it */
    read_probability(r, entry, &s, all, count);
    read_date(r, entry, &s, all, count);
    read_vote(r, entry, &s, all, count);
}

/* Each entry of a map of answers; all of them or none. */
static bool read_entries(struct reading *r, const struct node *list, size_t *ret_count)
{
    struct beliefs *b = r->b;
    struct said *all = ARENA_ARRAY(b->owner, struct said,
                                   (size_t)list->count * BELIEF_MEASURES + 1);
    size_t count = 0, answers = 0;

    for (const struct node *n = list->first; n; n = n->next) {
        const size_t before = count;

        read_entry(r, n, all, &count);
        answers += count > before;      /* once, whatever it measures */
    }
    for (size_t i = 0; r->good && i < count; i++)
        if (!take(b, &all[i]))
            fault(r, list->at, "too-many", "the book is full");
    *ret_count = r->good ? answers : 0;
    return r->good;
}

bool beliefs_read_form(struct beliefs *b, const struct node *root, uint32_t source,
                       size_t *ret_count)
{
    struct reading r = {b, source, true};
    const struct node *list = root->kind == NODE_MAP ? node_find(root, STR("beliefs")) : NULL;

    *ret_count = 0;
    if (!list || list->kind != NODE_MAP) {
        fault(&r, root->at, "bad-form", "a form holds `beliefs:`, a map of answers");
        return false;
    }
    for (const struct node *n = root->first; n; n = n->next)
        if (n != list && !name_is("baton", n->name))
            fault(&r, node_name_at(n), "unknown-section",
                  "a form holds `baton` and `beliefs` only");
    return read_entries(&r, list, ret_count);
}

/* --- in a check-in ------------------------------------------------------------------------- */

/* Add a cell under a key of an entry; where the record is short there is none. */
static void put_cell(struct arena *owner, struct node *entry, const char *key,
                     const struct node *cell)
{
    struct node *n;

    if (!cell)
        return;
    n = ARENA_NEW(owner, struct node);
    *n = *cell;
    n->name = str_of(key);
    node_set_name_at(n, cell->at);
    n->next = entry->first;
    entry->first = n;
    entry->count++;
}

/* The rows of a table that ask for a belief, as the map of answers that a form would hold. */
static struct node map_of_table(struct arena *owner, const struct node *table)
{
    static const char *const heads[] = {"id", "answer", "by", "dated"};
    static const char *const keys[] = {"about", "probability", "by", "dated"};
    struct node map = {.kind = NODE_MAP, .at = table->at};
    const uint32_t field = table->first ? node_column(table->first, STR("field")) : UINT32_MAX;
    struct node *last = NULL;

    for (const struct node *row = table->first; row; row = row->next) {
        const struct node *what = row == table->first ? NULL : node_cell(row, field);
        struct node *entry;

        if (!what || !str_equal_nocase(str_trim(what->text), STR("belief")))
            continue;
        entry = ARENA_NEW(owner, struct node);
        *entry = (struct node){.kind = NODE_MAP, .at = row->at, .name_at = node_spot(row->at)};
        for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
            const uint32_t column = node_column(table->first, str_of(heads[i]));

            if (column != UINT32_MAX)
                put_cell(owner, entry, keys[i], node_cell(row, column));
        }
        if (last)
            last->next = entry;
        else
            map.first = entry;
        last = entry;
        map.count++;
    }
    return map;
}

bool beliefs_read_checkin(struct beliefs *b, const struct node *root, uint32_t source,
                          size_t *ret_count)
{
    struct reading r = {b, source, true};
    const struct node *list = root->kind == NODE_MAP ? node_find(root, STR("beliefs")) : NULL;
    struct node table;

    *ret_count = 0;
    if (root->kind == NODE_LIST) {
        table = map_of_table(b->owner, root);
        return read_entries(&r, &table, ret_count);
    }
    if (!list || list->kind == NODE_NULL)
        return true;
    if (list->kind != NODE_MAP) {
        fault(&r, list->at, "bad-form", "`beliefs` is a map of answers");
        return false;
    }
    return read_entries(&r, list, ret_count);
}

/* --- the book -------------------------------------------------------------------------------- */

static bool number_of(struct str s, int64_t *ret_value)
{
    int64_t value = 0;
    size_t i = s.len > 0 && s.ptr[0] == '-' ? 1 : 0;
    const bool negative = i == 1;

    if (i == s.len || s.len > 12)
        return false;
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    *ret_value = negative ? -value : value;
    return true;
}

/* [about, by, measure, day] of what is used, and the value behind it of what waits. */
static bool read_said(struct beliefs *b, const struct node *row)
{
    const struct node *n[5] = {NULL};
    struct said s = {.used = true};
    size_t count = 0;

    if (row->kind != NODE_LIST || row->count < 4 || row->count > 5)
        return false;
    for (const struct node *item = row->first; item; item = item->next) {
        if (item->kind != NODE_SCALAR)
            return false;
        n[count++] = item;
    }
    s.about = str_copy(b->owner, n[0]->text);
    s.by = str_copy(b->owner, n[1]->text);
    for (s.measure = 0; s.measure < BELIEF_MEASURES; s.measure++)
        if (name_is(measures[s.measure], n[2]->text))
            break;
    if (s.measure == BELIEF_MEASURES || !number_of(n[3]->text, &s.day))
        return false;
    if (count == 5) {
        s.used = false;
        if (!number_of(n[4]->text, &s.value))
            return false;
    }
    return take(b, &s);
}

static bool add_edit(struct beliefs *b, struct str edit)
{
    if (!arena_grow(b->owner, (void **)&b->edits, b->edit_count, &b->edit_capacity,
                    sizeof(b->edits[0]), EDIT_CEILING))
        return false;
    b->edits[b->edit_count++] = edit;
    return true;
}

bool beliefs_read_book(struct beliefs *b, const struct node *root, uint32_t source)
{
    struct reading r = {b, source, true};
    const struct node *answers = root->kind == NODE_MAP ? node_find(root, STR("answers")) : NULL;
    const struct node *edits = root->kind == NODE_MAP ? node_find(root, STR("publish")) : NULL;
    bool good = answers && answers->kind == NODE_LIST && edits && edits->kind == NODE_LIST;

    for (const struct node *n = good ? answers->first : NULL; n && good; n = n->next)
        good = read_said(b, n);
    for (const struct node *n = good ? edits->first : NULL; n && good; n = n->next)
        good = n->kind == NODE_SCALAR && add_edit(b, str_copy(b->owner, n->text));
    return good || fault(&r, root->at, "bad-book", "this is no book of answers that Baton wrote");
}

void beliefs_write_book(const struct beliefs *b, struct text *out)
{
    struct writer *w = writer_new(b->owner, WRITER_JSON, out);

    writer_map_begin(w, false);
    writer_key_i64(w, "baton", 1);
    writer_key_text(w, "private", STR("answers that wait to be published; show them to nobody"));
    writer_key(w, STR("answers"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < b->count; i++) {
        const struct said *s = &b->items[i];

        writer_list_begin(w, true);
        writer_text(w, s->about);
        writer_text(w, s->by);
        writer_text(w, str_of(measures[s->measure]));
        writer_i64(w, s->day);
        if (!s->used)
            writer_i64(w, s->value);
        writer_list_end(w);
    }
    writer_list_end(w);
    writer_key(w, STR("publish"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < b->edit_count; i++)
        writer_text(w, b->edits[i]);
    writer_list_end(w);
    writer_map_end(w);
    writer_finish(w);
}

/* --- publishing ----------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b, const void *context)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    (void)context;
    return x < y ? -1 : x > y;
}

struct batch {
    int64_t *values;
    size_t count;
};

/* What waits about a thing; taken out of the book where there are enough. */
static struct batch batch_of(struct beliefs *b, struct str about, enum belief_measure measure)
{
    struct batch batch = {ARENA_ARRAY(b->owner, int64_t, b->count + 1), 0};

    for (size_t i = 0; i < b->count; i++)
        if (!b->items[i].used && b->items[i].measure == measure &&
            str_equal(b->items[i].about, about))
            batch.values[batch.count++] = b->items[i].value;
    if (batch.count < BELIEF_LEAST) {
        batch.count = 0;
        return batch;
    }
    for (size_t i = 0; i < b->count; i++)
        if (!b->items[i].used && b->items[i].measure == measure &&
            str_equal(b->items[i].about, about)) {
            b->items[i].used = true;
            b->items[i].value = 0;
        }
    sort_stable(batch.values, batch.count, sizeof(batch.values[0]), by_value, NULL, b->owner);
    return batch;
}

/* Of an even number the lower of the two in the middle, for probabilities and votes; the later for
 * dates: the doubtful half is heard. */
static int64_t median_of(const struct batch *batch, bool upper)
{
    return batch->values[upper ? batch->count / 2 : (batch->count - 1) / 2];
}

static struct str id_for(const struct beliefs *b, struct str about)
{
    const struct str stem = about.len < ID_CEILING - 20 ? about : STR("of");

    for (unsigned n = 1;; n++) {
        const struct str id =
            str_format(b->owner, "pulse-%.*s-%u", STR_ARG(stem), n);
        const struct str head = str_format(b->owner, "pulses.%.*s=", STR_ARG(id));
        bool taken = plan_find(b->plan, id) != NULL;

        for (size_t i = 0; i < b->edit_count; i++)
            taken = taken || (b->edits[i].len > head.len &&
                              str_equal(str_slice(b->edits[i], 0, head.len), head));
        if (!taken)
            return id;
    }
}

static void publish(struct beliefs *b, const struct object *o, int64_t day)
{
    struct batch batches[BELIEF_MEASURES];
    const int64_t by = belief_deadline(o);
    size_t least = SIZE_MAX;
    struct text t;

    for (int m = 0; m < BELIEF_MEASURES; m++) {
        batches[m] = batch_of(b, o->id, (enum belief_measure)m);
        if (batches[m].count > 0 && batches[m].count < least)
            least = batches[m].count;
    }
    if (least == SIZE_MAX)
        return;
    text_init(&t, b->owner);
    text_addf(&t, "pulses.%.*s={about: %.*s, dated: ", STR_ARG(id_for(b, o->id)), STR_ARG(o->id));
    day_text(day, &t);
    text_addf(&t, ", answers: %zu", least);
    if (batches[BELIEF_PROBABILITY].count > 0) {
        const int64_t ppm = median_of(&batches[BELIEF_PROBABILITY], false);

        text_addf(&t, ", probability: %lld%%",
                  (long long)((ppm + BELIEF_PPM_STEP / 2) / BELIEF_PPM_STEP * BELIEF_PPM_STEP /
                              PERCENT));
    }
    if (batches[BELIEF_DATE].count > 0) {
        const int64_t at = median_of(&batches[BELIEF_DATE], true);

        text_add(&t, STR(", date: "));
        day_text(at - civil_weekday(at), &t);
    }
    if (batches[BELIEF_VOTE].count > 0)
        text_addf(&t, ", vote: %lld", (long long)median_of(&batches[BELIEF_VOTE], false));
    if (by != CIVIL_NONE) {
        text_add(&t, STR(", by: "));
        day_text(civil_day_of(by), &t);
    }
    text_add(&t, STR("}"));
    add_edit(b, str_copy(b->owner, text_str(&t)));
}

void beliefs_publish(struct beliefs *b, int64_t day)
{
    uint64_t *waiting = ARENA_ARRAY(b->owner, uint64_t, b->plan->object_count / 64 + 1);

    for (size_t i = 0; i < b->count; i++) {
        const struct object *o = b->items[i].used ? NULL : plan_find(b->plan, b->items[i].about);

        if (o)
            waiting[o->number / 64] |= UINT64_C(1) << (o->number % 64);
    }
    for (uint32_t n = 0; n < b->plan->object_count; n++)
        if (waiting[n / 64] & UINT64_C(1) << (n % 64))
            publish(b, b->plan->objects[n], day);
}

static bool is_in_plan(const struct beliefs *b, struct str edit)
{
    const struct str head = STR("pulses.");
    const size_t equals = str_find(edit, STR("="));

    return equals > head.len && equals < edit.len &&
           plan_find(b->plan, str_slice(edit, head.len, equals)) != NULL;
}

size_t beliefs_edits(const struct beliefs *b, const struct str **ret_edits)
{
    struct str *edits = ARENA_ARRAY(b->owner, struct str, b->edit_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < b->edit_count; i++)
        if (!is_in_plan(b, b->edits[i]))
            edits[count++] = b->edits[i];
    *ret_edits = edits;
    return count;
}

void beliefs_done(struct beliefs *b, size_t count)
{
    size_t kept = 0, done = 0;

    for (size_t i = 0; i < b->edit_count; i++) {
        if (is_in_plan(b, b->edits[i]) || done++ < count)
            continue;
        b->edits[kept++] = b->edits[i];
    }
    b->edit_count = kept;
}

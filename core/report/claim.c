/* SPDX-License-Identifier: Apache-2.0 */
/* One claim: what it says, by which rule, and what it was derived from, down to stated facts. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/report/figures.h"
#include "core/syntax/writer.h"

enum { DEPTH_MOST = 6, LINE_MOST = 60, COUNTED_SHOWN = 12 };

static bool is_computed(const struct report_input *in, unsigned needs)
{
    return !(needs & (REPORT_OTHER | REPORT_WHY | REPORT_HIT | REPORT_OPTIONS)) &&
           (in->schedule || !(needs & REPORT_SCHEDULE)) &&
           (in->forecast || !(needs & REPORT_FORECAST)) &&
           (in->level || !(needs & REPORT_OWN));
}

/* The sets in which claims are looked for: of the plan, and of the report whose figures are asked
 * for, told again as a page and as text. */
struct looking {
    const struct report_input *in;
    struct str ids;
    struct map shown;           /* claims whose derivation stands above */
    struct claims *sets[3];
    unsigned count;
};

static void look_into(struct looking *l, const struct report *r, const struct report_input *of)
{
    struct report_input again = *of;

    for (unsigned n = 0; n < 2; n++) {
        struct claims *all = NULL;
        struct document d;

        document_init(&d, again.owner);
        again.pictures = n == 0;
        if (!report_claim_all(r, &again, &d, &all))
            return;
        if (all)
            l->sets[l->count++] = all;
    }
}

static struct looking look(const struct report_input *in)
{
    struct looking l = {.in = in, .ids = in->asked ? in->explain : in->subject};
    struct report_input again = *in;
    struct str rest = l.ids, first;
    const struct report *r;

    map_init(&l.shown, in->owner);
    if (in->asked) {
        look_into(&l, in->asked, in);
        return l;
    }
    l.sets[l.count++] = claims_of(in);
    while (str_split(&rest, ',', &first) && !is_figure(first))
        ;
    if (!is_figure(first))
        return l;
    r = report_find(figure_report(first, &again.subject, &again.everything));
    if (r && is_computed(in, r->needs))
        look_into(&l, r, &again);
    return l;
}

static const struct claim *find(const struct looking *l, struct str id, struct claims **ret_set)
{
    const struct report_input *in = l->in;
    struct claims *set = l->count > 0 ? l->sets[l->count - 1] : NULL;
    struct str *ids, nearest;

    for (unsigned n = 0; n < l->count; n++) {
        const struct claim *c = claim_find(l->sets[n], id);

        *ret_set = l->sets[n];
        if (c)
            return c;
    }
    ids = ARENA_ARRAY(in->owner, struct str, set ? set->count + 1 : 1);
    for (size_t i = 0; set && i < set->count; i++)
        ids[i] = set->items[i]->id;
    nearest = diag_nearest(id, ids, set ? set->count : 0);
    diag_error(in->out, "unknown-claim", (struct place){0}, "no claim has the id '%.*s'",
               STR_ARG(id));
    if (nearest.len > 0)
        diag_hint(in->out, "the nearest is '%.*s'", STR_ARG(nearest));
    return NULL;
}

static struct str cut(const struct report_input *in, struct str s)
{
    size_t to = LINE_MOST;

    if (s.len <= LINE_MOST)
        return s;
    while (to > 0 && ((unsigned char)s.ptr[to] & 0xc0) == 0x80)
        to--;
    return str_format(in->owner, "%.*s...", STR_ARG(str_slice(s, 0, to)));
}

static void say_field(const struct report_input *in, const struct claim_from *from, unsigned depth,
                      struct document *d)
{
    const struct object *o = in->plan->objects[from->object];
    const struct field *field = &schema_kinds[o->kind].fields[from->field];
    struct line *line = document_paragraph(d, depth * 2, depth * 2 + 4);
    struct text text;

    if (object_is_withheld(o) || !object_value(o, from->field)) {
        line_add(line, TONE_DIM, STR(WITHHELD_NAME));
        return;
    }
    text_init(&text, in->owner);
    if (field->type == FIELD_TYPE_one || field->type == FIELD_TYPE_many ||
        field->type == FIELD_TYPE_edits)
        text_add(&text, STR("stated"));
    else
        field_print_line(field, object_value(o, from->field), &text);
    line_addf(line, TONE_STRONG, "%.*s.%s", STR_ARG(o->id), field->name);
    line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(cut(in, text_str(&text))));
    line_addf(line, TONE_DIM, "  %.*s", STR_ARG(say_place(in, object_place(o, from->field))));
}

static void say_head(const struct report_input *in, const struct claim *c, unsigned depth,
                     struct document *d)
{
    struct line *line = document_paragraph(d, depth * 2, depth * 2 + 4);

    line_add(line, TONE_STRONG, c->id);
    line_addf(line, TONE_PLAIN, "  %.*s", STR_ARG(say_claim(in, c, CITE_TABLE)));
    if (c->kind == CLAIM_FINISH && c->low != INT64_MIN)
        line_addf(line, TONE_DIM, "  (P10 %.*s, P90 %.*s)",
                  STR_ARG(say_iso(in, finish_day(c->low))),
                  STR_ARG(say_iso(in, finish_day(c->high))));
    if (c->kind == CLAIM_CHANCE && c->low != INT64_MIN)
        line_addf(line, TONE_DIM, "  (simulation error: %.*s to %.*s)",
                  STR_ARG(say_share(in, (int32_t)(c->low < 0 ? 0 : c->low))),
                  STR_ARG(say_share(in, (int32_t)c->high)));
    if (c->how)
        line_addf(line, TONE_DIM, "  %s", c->how);
}

static void say_tree(struct looking *l, struct claims *set, const struct claim *c, unsigned depth,
                     struct document *d)
{
    const struct report_input *in = l->in;
    uint32_t shown = 0;

    say_head(in, c, depth, d);
    if (depth >= DEPTH_MOST || c->from_count + c->counted == 0)
        return;
    if (!map_insert(&l->shown, c->id, 0, NULL)) {
        line_add(document_paragraph(d, depth * 2 + 2, depth * 2 + 6), TONE_DIM, STR("as above"));
        return;
    }
    for (size_t i = 0; i < c->from_count; i++) {
        const struct claim *from =
            c->from[i].claim.len > 0 ? claim_find(set, c->from[i].claim) : NULL;

        if (from)
            say_tree(l, set, from, depth + 1, d);
        else if (c->from[i].claim.len == 0)
            say_field(in, &c->from[i], depth + 1, d);
    }
    for (uint32_t i = 0; i < c->counted; i++) {
        const struct claim *counted = claim_counted(set, c, i);

        if (counted && shown < COUNTED_SHOWN)
            say_tree(l, set, counted, depth + 1, d);
        shown += counted != NULL;
    }
    if (shown > COUNTED_SHOWN)
        line_addf(document_paragraph(d, depth * 2 + 2, depth * 2 + 6), TONE_DIM,
                  "and %u more that were counted (--json has them all)", shown - COUNTED_SHOWN);
}

/* CLAIM, or CLAIM,CLAIM... of one report. */
static bool text(const struct report_input *in, struct document *out)
{
    struct looking l = look(in);
    struct claims *set;
    struct str rest = l.ids, id;
    bool all = true;

    for (bool first = true; str_split(&rest, ',', &id); first = false) {
        const struct claim *c = find(&l, id, &set);

        all = all && c;
        if (c && !first)
            document_blank(out);
        if (c)
            say_tree(&l, set, c, 0, out);
    }
    return all;
}

static void json_tree(const struct report_input *in, struct claims *set, const struct claim *c,
                      unsigned depth, struct writer *w)
{
    writer_map_begin(w, false);
    writer_key_text(w, "claim", c->id);
    writer_key_text(w, "said", say_claim(in, c, CITE_TABLE));
    writer_key_text(w, "how", str_of(c->how));
    writer_key(w, STR("from"));
    writer_list_begin(w, false);
    for (size_t i = 0; i < c->from_count && depth < DEPTH_MOST; i++) {
        const struct claim *from =
            c->from[i].claim.len > 0 ? claim_find(set, c->from[i].claim) : NULL;
        const struct object *o =
            c->from[i].claim.len > 0 ? NULL : in->plan->objects[c->from[i].object];

        if (from) {
            json_tree(in, set, from, depth + 1, w);
        } else if (o && !object_is_withheld(o)) {
            writer_map_begin(w, true);
            writer_key_text(w, "id", o->id);
            writer_key_text(w, "field",
                            str_of(schema_kinds[o->kind].fields[c->from[i].field].name));
            writer_key_text(w, "stated_in", say_place(in, object_place(o, c->from[i].field)));
            writer_map_end(w);
        }
    }
    for (uint32_t i = 0; i < c->counted && depth < DEPTH_MOST; i++) {
        const struct claim *counted = claim_counted(set, c, i);

        if (counted)
            json_tree(in, set, counted, depth + 1, w);
    }
    writer_list_end(w);
    writer_map_end(w);
}

static bool json(const struct report_input *in, struct writer *out)
{
    const struct looking l = look(in);
    struct claims *set;
    const bool many = str_find_char(l.ids, ',') < l.ids.len;
    struct str rest = l.ids, id;
    bool all = true;

    json_begin(in, out, "claim");
    writer_key(out, many ? STR("claims") : STR("claim"));
    if (many)
        writer_list_begin(out, false);
    while (str_split(&rest, ',', &id)) {
        const struct claim *c = find(&l, id, &set);

        all = all && c;
        if (c)
            json_tree(in, set, c, 0, out);
    }
    if (many)
        writer_list_end(out);
    json_end(in, out);
    return all;
}

const struct report report_claim = {
    .name = "claim",
    .claimless = true,
    .title = "One claim, and what it was derived from",
    .needs = REPORT_PLAN | REPORT_SCHEDULE | REPORT_FINDINGS | REPORT_FORECAST_IF_POSSIBLE |
             REPORT_GAINS,
    .narrows = true,
    .text = text,
    .json = json,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Reports in the forms of other programs; and as a document that the application may draw. */
#include "core/door/forms.h"

#include "core/calendar/civil.h"
#include "core/document/form.h"
#include "core/picture/picture.h"
#include "core/report/tables.h"

_Static_assert((int)BATON_TONE_ACTION == (int)TONE_ACTION, "same tones");
_Static_assert((int)BATON_INK_COUNT == (int)INK_COUNT, "same inks");
_Static_assert((int)BATON_MARK_TEXT == (int)MARK_TEXT, "same marks");
_Static_assert((int)BATON_BLOCK_PICTURE == (int)BLOCK_PICTURE, "same blocks");

/* "Mon, 23 Nov 2026 00:00:00 +0000". */
static struct str mail_date(struct arena *owner, int64_t instant)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int64_t day = civil_day_of(instant);
    const struct civil_date date = civil_of_day(day);

    return str_format(owner, "%s, %d %s %d 00:00:00 +0000", days[civil_weekday(day)], date.day,
                      months[date.month - 1], date.year);
}

static enum baton_outcome write_table(const struct report_input *in, const struct book *book,
                                      struct str name, struct text *out)
{
    const struct sheet_of_book *sheet = book_find(book, name);

    if (!sheet) {
        struct text names;

        text_init(&names, in->owner);
        for (unsigned i = 0; i < book->sheet_count; i++)
            text_addf(&names, "%s%s", i > 0 ? ", " : "", book->sheets[i].name);
        diag_error(in->out, "unknown-table", (struct place){0}, "there is no table '%.*s'",
                   STR_ARG(name));
        diag_hint(in->out, "%.*s", STR_ARG(text_str(&names)));
        return BATON_NOT_FOUND;
    }
    book_write_csv(sheet, in->owner, out);
    return BATON_DONE;
}

enum baton_outcome forms_write(struct baton *b, const struct report *r,
                               const struct report_input *in,
                               const struct baton_report_options *options, struct text *out)
{
    const struct str name = str_of(options->format);
    const struct document_form *form = form_find(name);
    const bool table = options->table.len > 0;
    struct document document;
    struct book book;

    if ((!form && !str_equal(name, STR("xlsx"))) || !in->plan)
        return BATON_UNFIT;
    document_init(&document, &b->owner);
    if (!report_say(r, in, &document))
        return BATON_NOT_FOUND;
    if (form && !table) {
        const struct form_context context = {mail_date(&b->owner, in->plan->as_of), &b->scratch};

        form->write(&document, &context, out);
        arena_clear(&b->scratch);
        return BATON_DONE;
    }
    report_book(in, &document, &book);
    if (table)
        return write_table(in, &book, door_str(options->table), out);
    book_write_xlsx(&book, &b->scratch, out);
    arena_clear(&b->scratch);
    return BATON_DONE;
}

unsigned baton_form_count(void)
{
    return forms_count + 1;
}

struct baton_form_info baton_form(unsigned form)
{
    if (form == forms_count)
        return (struct baton_form_info){"xlsx", "a workbook of tables"};
    return (struct baton_form_info){forms_all[form]->name, forms_all[form]->title};
}

/* --- a document as it may be drawn ------------------------------------------------------------ */

static struct baton_line view_line(struct baton *b, const struct line *line)
{
    struct baton_span *spans;

    if (!line || line->count == 0)
        return (struct baton_line){NULL, 0};
    spans = ARENA_ARRAY(&b->owner, struct baton_span, line->count);
    for (size_t i = 0; i < line->count; i++)
        spans[i] = (struct baton_span){
            (enum baton_tone)line->spans[i].tone,
            door_text(plain_text(&b->owner, line->spans[i].text, false))};
    return (struct baton_line){spans, line->count};
}

static void view_table(struct baton *b, const struct table *t, struct baton_block *to)
{
    struct baton_column *columns = ARENA_ARRAY(&b->owner, struct baton_column, t->column_count);
    struct baton_line *cells =
        ARENA_ARRAY(&b->owner, struct baton_line, t->column_count * t->row_count + 1);

    for (unsigned c = 0; c < t->column_count; c++)
        columns[c] = (struct baton_column){door_text(str_of(t->columns[c].title)),
                                           t->columns[c].align == ALIGN_RIGHT,
                                           t->columns[c].flexible};
    for (size_t r = 0; r < t->row_count; r++)
        for (unsigned c = 0; c < t->column_count; c++)
            cells[r * t->column_count + c] = view_line(b, &t->rows[r][c]);
    to->columns = columns;
    to->column_count = t->column_count;
    to->cells = cells;
    to->row_count = t->row_count;
}

static void view_picture(struct baton *b, const struct picture *p, struct baton_block *to)
{
    struct baton_mark *marks = ARENA_ARRAY(&b->owner, struct baton_mark, p->mark_count + 1);

    for (size_t i = 0; i < p->mark_count; i++) {
        const struct mark *m = &p->marks[i];
        struct baton_point *points = ARENA_ARRAY(&b->owner, struct baton_point,
                                                 m->point_count + 1);

        for (size_t n = 0; n < m->point_count; n++)
            points[n] = (struct baton_point){m->points[n].x, m->points[n].y};
        marks[i] = (struct baton_mark){
            .kind = (enum baton_mark_kind)m->kind, .ink = (enum baton_ink)m->ink,
            .dashed = m->dashed, .filled = m->filled, .strong = m->strong, .x = m->x, .y = m->y,
            .to_x = m->to_x, .to_y = m->to_y, .points = points, .point_count = m->point_count,
            .anchor = (int)m->anchor, .text = door_text(plain_text(&b->owner, m->text, false))};
    }
    to->title = door_text(plain_text(&b->owner, p->title, false));
    to->sentence = door_text(plain_text(&b->owner, p->sentence, false));
    to->width = p->width;
    to->height = p->height;
    to->marks = marks;
    to->mark_count = p->mark_count;
}

struct baton_document forms_view(struct baton *b, const struct document *d, struct str date)
{
    struct baton_block *blocks = ARENA_ARRAY(&b->owner, struct baton_block, d->count + 1);

    for (size_t i = 0; i < d->count; i++) {
        const struct block *from = &d->blocks[i];

        blocks[i] = (struct baton_block){.kind = (enum baton_block_kind)from->kind,
                                         .indent = from->indent,
                                         .line = view_line(b, from->line),
                                         .right = view_line(b, from->right)};
        if (from->table)
            view_table(b, from->table, &blocks[i]);
        if (from->picture)
            view_picture(b, from->picture, &blocks[i]);
    }
    return (struct baton_document){.title = door_text(document_title(d, &b->owner)),
                                   .about = door_text(d->about), .date = door_text(date),
                                   .blocks = blocks, .block_count = d->count};
}

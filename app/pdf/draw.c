/* SPDX-License-Identifier: Apache-2.0 */
/* The module baton-pdf.so: a document on pages, by cairo and pango.
 *
 * Everything is laid out twice: once to count the pages, once to draw them. What is a little too
 * long for one page is set smaller, so that it is one. All lengths are points.
 *
 * The structure is tagged for screen readers: headings, paragraphs, lists, tables, figures with
 * their sentence before them and as their description (describe.c). Content of a tag stays on one
 * page (cairo 1.16 cannot close it on another), so what goes over pages is tagged once a page. A
 * document of several parts and pages begins with its contents, linked.
 * The clock is never read: the date of creation is the plan's data date, so the same document
 * gives the same bytes with the same fonts and libraries. Text stays text: it can be selected and
 * searched; headings are the outline.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/pdf/describe.h"
#include "app/pdf/pdf.h"

enum { CELLS_MOST = 16, OUTLINE_MOST = 2000, CONTENTS_PAGES = 4, CONTENTS_PARTS = 4 };

#define MARGIN 45.0
#define FOOT 24.0
#define BODY 9.0
#define SMALL 7.5
#define GAP 4.0
#define COLUMN_GAP 8.0
#define SMALLER 0.8             /* text of 9 points has 7.2 then */
#define SQUEEZE 0.8             /* how small a picture may get where a page ends */
#define CAPTION 70.0
#define PX 0.6                  /* of a picture's pixel: its text of 12 px has 7 points */

struct page {
    cairo_t *cr;
    cairo_surface_t *surface;
    double width, height;       /* of the paper, in what is drawn: larger where it is set smaller */
    double scale;
    double y;                   /* where the next thing stands */
    int number, of;             /* `of` 0: they are counted only */
    const struct baton_document *d;
    bool titled;
    unsigned outlined, headings;
    bool contents;              /* links to its parts stand under the title */
};

struct color {
    double r, g, b, a;
};

#define RGB(hex) {((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0, 1}
#define HEAT(a) {0, 0x72 / 255.0, 0xb2 / 255.0, a}

/* Those of the printed page (core/picture/svg.c, light). */
static const struct color tones[] = {RGB(0x1b1f24), RGB(0x1b1f24), RGB(0x57606a), RGB(0x00734f),
                                     RGB(0x8a5a00), RGB(0xb3261e), RGB(0x0072b2), RGB(0xb34700)};
static const struct color inks[BATON_INK_COUNT] = {
    [BATON_INK_AXIS] = RGB(0x57606a), [BATON_INK_GRID] = RGB(0xd8dee4),
    [BATON_INK_TEXT] = RGB(0x1b1f24), [BATON_INK_DIM] = RGB(0x57606a),
    [BATON_INK_FORECAST] = RGB(0x0072b2), [BATON_INK_SOFT] = RGB(0x3f98cc),
    [BATON_INK_PROMISE] = RGB(0x1b1f24), [BATON_INK_ACTION] = RGB(0xb34700),
    [BATON_INK_GOOD] = RGB(0x00734f), [BATON_INK_WARN] = RGB(0x8a5a00),
    [BATON_INK_BAD] = RGB(0xb3261e), [BATON_INK_GHOST] = RGB(0x6e7781),
    [BATON_INK_HEAT_0] = HEAT(.06), [BATON_INK_HEAT_0 + 1] = HEAT(.14),
    [BATON_INK_HEAT_0 + 2] = HEAT(.22), [BATON_INK_HEAT_0 + 3] = HEAT(.3),
    [BATON_INK_HEAT_0 + 4] = HEAT(.38),
    [BATON_INK_HEAT_5] = {0xb3 / 255.0, 0x47 / 255.0, 0, .4},
    [BATON_INK_ZONE_WARN] = {0x8a / 255.0, 0x5a / 255.0, 0, .18},
    [BATON_INK_PAPER] = RGB(0xffffff),
    [BATON_INK_ZONE_BAD] = {0xb3 / 255.0, 0x26 / 255.0, 0x1e / 255.0, .22}};

static double at(int32_t hundredths)
{
    return hundredths / 100.0;
}

static void set_color(cairo_t *cr, const struct color *c)
{
    cairo_set_source_rgba(cr, c->r, c->g, c->b, c->a);
}

/* --- text ----------------------------------------------------------------------------------- */

static PangoLayout *new_layout(struct page *p, double size, bool bold)
{
    PangoLayout *layout = pango_cairo_create_layout(p->cr);
    PangoFontDescription *font = pango_font_description_from_string("Sans");

    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE);   /* a title does not turn the page round */
    return layout;
}

static void add_attribute(PangoAttrList *list, PangoAttribute *a, size_t from, size_t to)
{
    a->start_index = (guint)from;
    a->end_index = (guint)to;
    pango_attr_list_insert(list, a);
}

static void color_range(PangoAttrList *list, const struct color *c, size_t from, size_t to)
{
    add_attribute(list, pango_attr_foreground_new((guint16)(c->r * 65535),
                                                  (guint16)(c->g * 65535),
                                                  (guint16)(c->b * 65535)), from, to);
}

static size_t length_of(struct baton_line line)
{
    size_t length = 0;

    for (size_t i = 0; i < line.count; i++)
        length += line.spans[i].text.len;
    return length;
}

/* Bytes of spans into a layout, with the look of their tones. False: there is no memory. */
static bool set_line(PangoLayout *layout, const char *before, struct baton_line line,
                     struct baton_line right)
{
    const size_t start = strlen(before), gap = right.count > 0 ? 3 : 0;
    char *text = malloc(start + length_of(line) + gap + length_of(right) + 1);
    PangoAttrList *list;
    size_t at = start;

    if (!text)
        return false;
    list = pango_attr_list_new();
    memcpy(text, before, start);
    for (int part = 0; part < 2; part++) {
        const struct baton_line l = part == 0 ? line : right;

        if (part == 1 && gap > 0) {
            memcpy(text + at, "   ", gap);
            at += gap;
        }
        for (size_t i = 0; i < l.count; i++) {
            const struct baton_span *s = &l.spans[i];

            memcpy(text + at, s->text.ptr, s->text.len);
            color_range(list, &tones[s->tone], at, at + s->text.len);
            if (s->tone == BATON_TONE_STRONG)
                add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), at,
                              at + s->text.len);
            at += s->text.len;
        }
    }
    add_attribute(list, pango_attr_font_features_new("liga=0"), 0, at);    /* words can be found */
    pango_layout_set_text(layout, text, (int)at);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    free(text);
    return true;
}

static void set_words(PangoLayout *layout, struct baton_text words)
{
    pango_layout_set_text(layout, words.ptr ? words.ptr : "", (int)words.len);
}

/* --- pages ---------------------------------------------------------------------------------- */

static double bottom(const struct page *p)
{
    return p->height - MARGIN - FOOT;
}

static double inside(const struct page *p)
{
    return p->width - 2 * MARGIN;
}

static void show_at(struct page *p, PangoLayout *layout, double x, double y)
{
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, layout);
}

static void draw_foot(struct page *p)
{
    PangoLayout *layout = new_layout(p, SMALL, false);
    char words[64];
    int width;

    set_color(p->cr, &tones[BATON_TONE_DIM]);
    pango_layout_set_width(layout, (int)((inside(p) - 90) * PANGO_SCALE));
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    set_words(layout, p->d->title);
    show_at(p, layout, MARGIN, p->height - MARGIN);
    g_object_unref(layout);
    layout = new_layout(p, SMALL, false);
    snprintf(words, sizeof(words), "page %d of %d", p->number, p->of);
    pango_layout_set_text(layout, words, -1);
    pango_layout_get_size(layout, &width, NULL);
    show_at(p, layout, p->width - MARGIN - width / (double)PANGO_SCALE, p->height - MARGIN);
    g_object_unref(layout);
}

static void end_page(struct page *p)
{
    draw_foot(p);
    cairo_show_page(p->cr);
}

static void next_page(struct page *p)
{
    end_page(p);
    p->number++;
    p->y = MARGIN;
}

/* Begin a page unless that much room is left. */
static void need(struct page *p, double room)
{
    if (p->y > MARGIN && p->y + room > bottom(p))
        next_page(p);
}

/* --- tags ----------------------------------------------------------------------------------- */

static void begin(struct page *p, const char *tag)
{
    if (tag)
        cairo_tag_begin(p->cr, tag, NULL);
}

static void end(struct page *p, const char *tag)
{
    if (tag)
        cairo_tag_end(p->cr, tag);
}

/* --- flows: one text, or the cells of a row, over as many pages as they take ------------------ */

struct flow {
    PangoLayout *layout;
    PangoLayoutIter *iter;      /* at the line to be drawn next */
    double x;
    const char *tag;            /* of what it says; NULL: none */
    bool done;
};

static void flow_begin(struct flow *f, PangoLayout *layout, double x, const char *tag)
{
    *f = (struct flow){layout, pango_layout_get_iter(layout), x, tag, false};
}

static void flow_end(struct flow *f)
{
    pango_layout_iter_free(f->iter);
    g_object_unref(f->layout);
}

/* Lines as far as the page goes. Returns where the last one ends. */
static double flow_draw(struct page *p, struct flow *f, double y)
{
    const bool tagged = !f->done;

    if (tagged)
        begin(p, f->tag);
    while (!f->done) {
        PangoRectangle line;
        const double height = (pango_layout_iter_get_line_extents(f->iter, NULL, &line),
                               line.height / (double)PANGO_SCALE);

        if (y + height > bottom(p) && y > MARGIN)
            break;
        set_color(p->cr, &tones[BATON_TONE_PLAIN]);
        cairo_move_to(p->cr, f->x + line.x / (double)PANGO_SCALE,
                      y + (pango_layout_iter_get_baseline(f->iter) - line.y) /
                              (double)PANGO_SCALE);
        pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(f->iter));
        y += height;
        f->done = !pango_layout_iter_next_line(f->iter);
    }
    if (tagged)
        end(p, f->tag);
    return y;
}

static void flow_all(struct page *p, struct flow *flows, unsigned count)
{
    bool more = true;

    while (more) {
        double last = p->y;

        more = false;
        for (unsigned i = 0; i < count; i++) {
            const double y = flow_draw(p, &flows[i], p->y);

            last = y > last ? y : last;
            more = more || !flows[i].done;
        }
        p->y = last;
        if (more)
            next_page(p);
    }
    for (unsigned i = 0; i < count; i++)
        flow_end(&flows[i]);
}

/* --- blocks --------------------------------------------------------------------------------- */

static bool draw_flow(struct page *p, const struct baton_block *b, double size, bool bold,
                      const char *before, double indent, const char *tag)
{
    PangoLayout *layout = new_layout(p, size, bold);
    struct flow flow;

    if (*before)
        pango_layout_set_indent(layout, (int)(-indent * PANGO_SCALE));
    pango_layout_set_width(layout, (int)(inside(p) * PANGO_SCALE));
    if (!set_line(layout, before, b->line, b->right)) {
        g_object_unref(layout);
        return false;
    }
    flow_begin(&flow, layout, MARGIN, tag);
    flow_all(p, &flow, 1);
    return true;
}

static void outline(struct page *p, struct baton_line line)
{
    char *title = malloc(length_of(line) + 1), place[96];
    size_t at = 0;

    if (!title || p->of == 0 || p->outlined++ >= OUTLINE_MOST) {
        free(title);
        return;
    }
    for (size_t i = 0; i < line.count; i++) {
        memcpy(title + at, line.spans[i].text.ptr, line.spans[i].text.len);
        at += line.spans[i].text.len;
    }
    title[at] = '\0';
    snprintf(place, sizeof(place), "page=%d pos=[%d %d]", p->number, (int)(MARGIN * p->scale),
             (int)(p->y * p->scale));
    cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, title, place,
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
    free(title);
}

/* What stands flush right of a heading: above it, so that neither is in the other's way. */
static bool draw_beside(struct page *p, struct baton_line right)
{
    PangoLayout *layout;
    struct flow flow;

    if (right.count == 0)
        return true;
    layout = new_layout(p, SMALL, false);
    pango_layout_set_width(layout, (int)(inside(p) * PANGO_SCALE));
    pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
    if (!set_line(layout, "", right, (struct baton_line){NULL, 0})) {
        g_object_unref(layout);
        return false;
    }
    flow_begin(&flow, layout, MARGIN, "P");
    flow_all(p, &flow, 1);
    return true;
}

/* What should stand on the page of a heading: two lines, or the picture that comes next. */
static double room_behind(const struct page *p, const struct baton_block *b)
{
    const struct baton_block *end = p->d->blocks + p->d->block_count;
    double picture;

    while (++b < end && b->kind == BATON_BLOCK_BLANK)
        ;
    if (b == end || b->kind != BATON_BLOCK_PICTURE)
        return 60;
    picture = at(b->height) * PX * SQUEEZE + 80;
    return picture < (bottom(p) - MARGIN) * SQUEEZE ? picture : (bottom(p) - MARGIN) * SQUEEZE;
}

/* A name for the place of a heading, by its number. */
static void name_place(unsigned number, char name[32])
{
    snprintf(name, 32, "part-%u", number);
}

static bool draw_title(struct page *p, struct baton_line line, bool first)
{
    char name[32], attributes[64];
    bool whole;

    name_place(p->headings++, name);
    snprintf(attributes, sizeof(attributes), "name='%s'", name);
    cairo_tag_begin(p->cr, CAIRO_TAG_DEST, attributes);
    whole = draw_flow(p, &(struct baton_block){.line = line}, first ? 15 : 11, !first, "", 0,
                      first ? "H1" : "H2");
    cairo_tag_end(p->cr, CAIRO_TAG_DEST);
    return whole;
}

/* The parts of the document, each a link to where it stands. */
static bool draw_contents(struct page *p)
{
    unsigned number = 0;
    bool whole = true;

    begin(p, "TOC");
    for (size_t i = 0; whole && i < p->d->block_count; i++) {
        const struct baton_block *b = &p->d->blocks[i];
        PangoLayout *layout;
        PangoRectangle box;
        char name[32], attributes[128];

        if (b->kind != BATON_BLOCK_HEADING || number++ == 0)
            continue;
        layout = new_layout(p, BODY, false);
        whole = set_line(layout, "", b->line, (struct baton_line){NULL, 0});
        pango_layout_set_width(layout, (int)(inside(p) * PANGO_SCALE));
        pango_layout_get_pixel_extents(layout, NULL, &box);
        need(p, box.height);
        name_place(number - 1, name);
        snprintf(attributes, sizeof(attributes), "dest='%s'", name);
        begin(p, "TOCI");
        cairo_tag_begin(p->cr, CAIRO_TAG_LINK, attributes);
        set_color(p->cr, &inks[BATON_INK_FORECAST]);
        show_at(p, layout, MARGIN, p->y);
        cairo_tag_end(p->cr, CAIRO_TAG_LINK);
        end(p, "TOCI");
        p->y += box.height;
        g_object_unref(layout);
    }
    end(p, "TOC");
    p->y += GAP;
    return whole;
}

static bool draw_heading(struct page *p, const struct baton_block *b)
{
    const bool first = !p->titled;

    p->titled = true;
    if (!first) {
        p->y += 2 * GAP;
        need(p, room_behind(p, b));
        set_color(p->cr, &inks[BATON_INK_GRID]);
        cairo_set_line_width(p->cr, .75);
        cairo_move_to(p->cr, MARGIN, p->y);
        cairo_line_to(p->cr, p->width - MARGIN, p->y);
        cairo_stroke(p->cr);
        p->y += GAP;
    }
    outline(p, b->line);
    if (!draw_beside(p, b->right) || !draw_title(p, b->line, first))
        return false;
    p->y += GAP;
    return !first || !p->contents || draw_contents(p);
}

/* --- tables --------------------------------------------------------------------------------- */

static double natural_width(struct page *p, struct baton_line line, bool bold)
{
    PangoLayout *layout = new_layout(p, BODY, bold);
    int width = 0;

    if (set_line(layout, "", line, (struct baton_line){NULL, 0}))
        pango_layout_get_size(layout, &width, NULL);
    g_object_unref(layout);
    return width / (double)PANGO_SCALE + 1;
}

/* Columns that do not wrap keep their width, at most a third of the page; the others share what
 * is left by their longest cell; where all fit they take what they need. */
static void share_widths(struct page *p, const struct baton_block *b, double widths[CELLS_MOST])
{
    const double room = inside(p) - COLUMN_GAP * (b->column_count - 1);
    double all = 0, fixed = 0, flexible = 0;

    for (unsigned c = 0; c < b->column_count; c++) {
        const struct baton_span title = {BATON_TONE_PLAIN, b->columns[c].title};

        widths[c] = natural_width(p, (struct baton_line){&title, 1}, true);
        for (size_t r = 0; r < b->row_count; r++) {
            const double wide = natural_width(p, b->cells[r * b->column_count + c], false);

            widths[c] = wide > widths[c] ? wide : widths[c];
        }
        all += widths[c];
    }
    if (all <= room)
        return;
    for (unsigned c = 0; c < b->column_count; c++) {
        if (!b->columns[c].flexible) {
            widths[c] = widths[c] < room / 4 ? widths[c] : room / 4;
            fixed += widths[c];
        } else {
            widths[c] = widths[c] < 400 ? widths[c] : 400;
            flexible += widths[c];
        }
    }
    /* Flexible ones shrink first, to a fifth of the page in all; then everybody. */
    for (unsigned c = 0; c < b->column_count; c++) {
        const double left = room - fixed > room / 5 ? room - fixed : room / 5;

        if (flexible > 0 && b->columns[c].flexible)
            widths[c] *= left / flexible;
        else if (fixed > room - (flexible > 0 ? left : 0))
            widths[c] *= (room - (flexible > 0 ? left : 0)) / fixed;
    }
}

static bool draw_row(struct page *p, const struct baton_block *b, const double *widths,
                     const struct baton_line *cells, bool heading)
{
    struct flow flows[CELLS_MOST];
    double x = MARGIN, height = 0;

    for (unsigned c = 0; c < b->column_count; c++) {
        PangoLayout *layout = new_layout(p, BODY, heading);
        int tall;

        pango_layout_set_width(layout, (int)(widths[c] * PANGO_SCALE));
        if (b->columns[c].right)
            pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
        if (!set_line(layout, "", cells[c], (struct baton_line){NULL, 0})) {
            g_object_unref(layout);
            for (unsigned i = 0; i < c; i++)
                flow_end(&flows[i]);
            return false;
        }
        pango_layout_get_size(layout, NULL, &tall);
        height = tall / (double)PANGO_SCALE > height ? tall / (double)PANGO_SCALE : height;
        flow_begin(&flows[c], layout, x, heading ? "TH" : "TD");
        x += widths[c] + COLUMN_GAP;
    }
    if (height < (bottom(p) - MARGIN) / 2)      /* a row stays whole, unless it is very long */
        need(p, height + GAP);
    begin(p, "TR");
    flow_all(p, flows, b->column_count);
    end(p, "TR");
    p->y += GAP / 2;
    set_color(p->cr, &inks[BATON_INK_GRID]);
    cairo_set_line_width(p->cr, .5);
    cairo_move_to(p->cr, MARGIN, p->y);
    cairo_line_to(p->cr, p->width - MARGIN, p->y);
    cairo_stroke(p->cr);
    p->y += GAP / 2;
    return true;
}

static bool draw_titles(struct page *p, const struct baton_block *b, const double *widths)
{
    struct baton_span spans[CELLS_MOST];
    struct baton_line cells[CELLS_MOST];
    bool titled = false;

    for (unsigned c = 0; c < b->column_count; c++) {
        spans[c] = (struct baton_span){BATON_TONE_DIM, b->columns[c].title};
        cells[c] = (struct baton_line){&spans[c], 1};
        titled = titled || b->columns[c].title.len > 0;
    }
    return !titled || draw_row(p, b, widths, cells, true);
}

static bool draw_rows(struct page *p, const struct baton_block *b, const double *widths)
{
    if (!draw_titles(p, b, widths))
        return false;
    for (size_t r = 0; r < b->row_count; r++) {
        if (p->y + 2 * BODY > bottom(p)) {
            next_page(p);
            if (!draw_titles(p, b, widths))
                return false;
        }
        if (!draw_row(p, b, widths, &b->cells[r * b->column_count], false))
            return false;
    }
    return true;
}

static bool draw_table(struct page *p, const struct baton_block *b)
{
    double widths[CELLS_MOST];
    bool whole;

    if (b->column_count > CELLS_MOST || b->column_count == 0)
        return false;
    share_widths(p, b, widths);
    need(p, 40);
    begin(p, "Table");
    whole = draw_rows(p, b, widths);
    end(p, "Table");
    p->y += GAP;
    return whole;
}

/* --- pictures ------------------------------------------------------------------------------- */

/* As core/picture/svg.c has it: filled, or a line over paper. */
static void paint(cairo_t *cr, const struct baton_mark *m)
{
    static const double dashes[] = {4, 3};
    static const struct color paper = {1, 1, 1, 1};

    if (m->filled) {
        set_color(cr, &inks[m->ink]);
        cairo_fill(cr);
        return;
    }
    if (m->kind == BATON_MARK_DOT || m->kind == BATON_MARK_RECT) {
        set_color(cr, &paper);
        cairo_fill_preserve(cr);
    }
    set_color(cr, &inks[m->ink]);
    cairo_set_line_width(cr, m->strong ? 3 : 1.5);
    cairo_set_dash(cr, dashes, m->dashed ? 2 : 0, 0);
    cairo_stroke(cr);
    cairo_set_dash(cr, dashes, 0, 0);
}

static void draw_label(struct page *p, const struct baton_mark *m)
{
    PangoLayout *layout = new_layout(p, 12, m->strong);
    int width;

    set_words(layout, m->text);
    pango_layout_get_size(layout, &width, NULL);
    set_color(p->cr, &inks[m->ink]);
    cairo_move_to(p->cr, at(m->x) - (m->anchor * width / 2.0) / PANGO_SCALE,
                  at(m->y) - pango_layout_get_baseline(layout) / (double)PANGO_SCALE);
    if (m->ink == BATON_INK_PROMISE || m->ink == BATON_INK_FORECAST ||
        m->ink == BATON_INK_ACTION) {           /* it may stand on lines */
        cairo_save(p->cr);
        cairo_set_source_rgb(p->cr, 1, 1, 1);
        cairo_set_line_width(p->cr, 3);
        cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
        pango_cairo_layout_path(p->cr, layout);
        cairo_stroke(p->cr);
        cairo_restore(p->cr);
        cairo_move_to(p->cr, at(m->x) - (m->anchor * width / 2.0) / PANGO_SCALE,
                      at(m->y) - pango_layout_get_baseline(layout) / (double)PANGO_SCALE);
    }
    pango_cairo_show_layout(p->cr, layout);
    g_object_unref(layout);
}

static void draw_mark(struct page *p, const struct baton_mark *m)
{
    cairo_t *cr = p->cr;

    cairo_new_path(cr);
    switch (m->kind) {
    case BATON_MARK_LINE:
        cairo_move_to(cr, at(m->x), at(m->y));
        cairo_line_to(cr, at(m->to_x), at(m->to_y));
        break;
    case BATON_MARK_RECT:
        cairo_rectangle(cr, at(m->x), at(m->y), at(m->to_x), at(m->to_y));
        break;
    case BATON_MARK_DOT:
        cairo_arc(cr, at(m->x), at(m->y), at(m->to_x), 0, 6.283185307179586);
        break;
    case BATON_MARK_PATH:
        for (size_t i = 0; i < m->point_count; i++)
            cairo_line_to(cr, at(m->points[i].x), at(m->points[i].y));
        if (m->filled)
            cairo_close_path(cr);
        break;
    case BATON_MARK_TEXT:
        draw_label(p, m);
        return;
    }
    paint(cr, m);
}

static bool draw_picture(struct page *p, const struct baton_block *b)
{
    const struct baton_span caption[] = {{BATON_TONE_STRONG, b->title},
                                         {BATON_TONE_PLAIN, {" ", 1}},
                                         {BATON_TONE_PLAIN, b->sentence}};
    const struct baton_block words = {.line = {caption, 3}};
    const double page = bottom(p) - MARGIN - 110, left = bottom(p) - p->y - CAPTION;
    double scale = PX;

    if (at(b->width) * scale > inside(p))
        scale = inside(p) / at(b->width);
    if (at(b->height) * scale > page)
        scale = page / at(b->height);
    p->y += GAP;
    if (at(b->height) * scale > left && at(b->height) * scale * SQUEEZE <= left)
        scale = left / at(b->height);   /* a little smaller rather than on another page */
    need(p, at(b->height) * scale + 4 * BODY);
    if (!draw_flow(p, &words, BODY, false, "", 0, "Caption"))
        return false;
    p->y += GAP;
    need(p, at(b->height) * scale);
    begin(p, "Figure");
    cairo_save(p->cr);
    cairo_translate(p->cr, MARGIN, p->y);
    cairo_scale(p->cr, scale, scale);
    for (size_t i = 0; i < b->mark_count; i++)
        draw_mark(p, &b->marks[i]);
    cairo_restore(p->cr);
    end(p, "Figure");
    p->y += at(b->height) * scale + GAP;
    return true;
}

/* --- the whole ------------------------------------------------------------------------------ */

static bool draw_block(struct page *p, const struct baton_block *b)
{
    bool whole = true;

    switch (b->kind) {
    case BATON_BLOCK_BLANK:
    case BATON_BLOCK_RANGES:        /* where there are pictures there are none */
        return true;
    case BATON_BLOCK_HEADING:
        return draw_heading(p, b);
    case BATON_BLOCK_PARAGRAPH:
        if (!p->titled)
            return draw_heading(p, b);
        whole = draw_flow(p, b, BODY, false, b->indent > 0 ? "\xe2\x80\xa2 " : "", 9,
                          b->indent > 0 ? "LI" : "P");
        p->y += b->indent > 0 ? GAP / 2 : GAP;
        return whole;
    case BATON_BLOCK_VERBATIM:
        whole = draw_flow(p, b, BODY, false, "", 0, "P");
        p->y += GAP;
        return whole;
    case BATON_BLOCK_TABLE:
        return draw_table(p, b);
    case BATON_BLOCK_PICTURE:
        return draw_picture(p, b);
    }
    return true;
}

struct bytes {
    char *ptr;
    size_t len, room;
};

static cairo_status_t take(void *context, const unsigned char *bytes, unsigned length)
{
    struct bytes *out = context;

    if (out->len + length > out->room) {
        const size_t room = 2 * (out->len + length);
        char *ptr = realloc(out->ptr, room);

        if (!ptr)
            return CAIRO_STATUS_NO_MEMORY;
        out->ptr = ptr;
        out->room = room;
    }
    memcpy(out->ptr + out->len, bytes, length);
    out->len += length;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t drop(void *context, const unsigned char *bytes, unsigned length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const struct baton_document *d)
{
    char *title = malloc(d->title.len + 1), date[32];

    if (title) {
        memcpy(title, d->title.ptr, d->title.len);
        title[d->title.len] = '\0';
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
        free(title);
    }
    if (d->about.len > 0 && (title = malloc(d->about.len + 1))) {
        memcpy(title, d->about.ptr, d->about.len);
        title[d->about.len] = '\0';
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, title);
        free(title);
    }
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Baton");
    snprintf(date, sizeof(date), "%.*sT00:00:00Z", d->date.len == 10 ? 10 : 0, d->date.ptr);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   d->date.len == 10 ? date : "1970-01-01T00:00:00Z");
}

static unsigned parts_of(const struct baton_document *d)
{
    unsigned parts = 0;

    for (size_t i = 0; i < d->block_count; i++)
        parts += d->blocks[i].kind == BATON_BLOCK_HEADING;
    return parts;
}

/* How it is set: on which paper, how small, with its contents or without. */
struct setting {
    bool letter, contents;
    double scale;
};

/* `of` 0: count. Returns the pages; 0: there is no memory. */
static int draw_pages(const struct baton_document *d, const struct setting *how, int of,
                      struct bytes *out)
{
    const double width = how->letter ? 612 : 595.276, height = how->letter ? 792 : 841.89;
    struct page p = {.width = width / how->scale, .height = height / how->scale,
                     .scale = how->scale, .contents = how->contents, .y = MARGIN, .number = 1,
                     .of = of, .d = d};
    bool whole = true;

    p.surface = cairo_pdf_surface_create_for_stream(of == 0 ? drop : take, out, width, height);
    set_metadata(p.surface, d);
    p.cr = cairo_create(p.surface);
    cairo_scale(p.cr, how->scale, how->scale);
    begin(&p, "Document");
    for (size_t i = 0; whole && i < d->block_count; i++)
        whole = draw_block(&p, &d->blocks[i]);
    end(&p, "Document");
    end_page(&p);
    cairo_destroy(p.cr);
    cairo_surface_finish(p.surface);
    whole = whole && cairo_surface_status(p.surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(p.surface);
    return whole ? p.number : 0;
}

/* Found by its name alone: see pdf.h. */
bool baton_pdf_draw(const struct baton_document *d, bool letter, struct baton_text *ret_bytes);

bool baton_pdf_draw(const struct baton_document *d, bool letter, struct baton_text *ret_bytes)
{
    struct bytes out = {NULL, 0, 0};
    struct setting how = {.letter = letter, .scale = 1};
    int pages = draw_pages(d, &how, 0, &out);

    if (pages == 2) {
        how.scale = SMALLER;
        if (draw_pages(d, &how, 0, &out) == 1)
            pages = 1;
        else
            how.scale = 1;
    } else if (pages >= CONTENTS_PAGES && parts_of(d) >= CONTENTS_PARTS) {
        how.contents = true;
        pages = draw_pages(d, &how, 0, &out);
    }
    if (pages == 0 || draw_pages(d, &how, pages, &out) == 0) {
        free(out.ptr);
        return false;
    }
    *ret_bytes = (struct baton_text){out.ptr, out.len};
    if (pdf_describe(d, ret_bytes))
        return true;
    free(out.ptr);
    return false;
}

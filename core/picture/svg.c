/* SPDX-License-Identifier: Apache-2.0 */
/* A picture as SVG: numbers to a hundredth of a pixel, one class an ink. */
#include "core/base/text.h"
#include "core/picture/picture.h"

static const char *const inks[INK_COUNT] = {
    "axis", "grid", "text", "dim", "forecast", "soft", "promise", "action", "good", "warn", "bad",
    "ghost", "h0", "h1", "h2", "h3", "h4", "h5", "zw", "zb", "paper"};

/* Okabe and Ito's colours, darkened or lightened: text has a contrast of 4.5, marks of 3. */
#define LIGHT                                                                                      \
    "--ink:#1b1f24;--paper:#fff;--dim:#57606a;--grid:#d8dee4;--forecast:#0072b2;--soft:#3f98cc;"   \
    "--action:#b34700;--good:#00734f;--warn:#8a5a00;--bad:#b3261e;--ghost:#6e7781;"
#define DARK                                                                                       \
    "--ink:#e6edf3;--paper:#0d1117;--dim:#9da7b1;--grid:#30363d;--forecast:#56b4e9;"               \
    "--soft:#256c9c;--action:#e69f00;--good:#3fb98d;--warn:#d9a520;--bad:#ff7b72;--ghost:#8b949e;"

const char picture_style[] =
    ":root{color-scheme:light dark;" LIGHT "}"
    "@media (prefers-color-scheme:dark){:root{" DARK "}}"
    ":root[data-theme=light]{" LIGHT "}:root[data-theme=dark]{" DARK "}"
    "svg.p{font:12px system-ui,sans-serif;font-variant-numeric:tabular-nums;max-width:100%;"
    "height:auto;overflow:visible}"
    "svg.p .l{fill:none;stroke-width:1.5}svg.p .s{stroke-width:3}svg.p .d{stroke-dasharray:4 3}"
    "svg.p text{stroke:none}svg.p .f{stroke:none}svg.p text.s{font-weight:600}"
    ".k-axis{stroke:var(--dim);fill:var(--dim)}.k-grid{stroke:var(--grid);fill:var(--grid)}"
    ".k-text{fill:var(--ink);stroke:var(--ink)}.k-dim{fill:var(--dim);stroke:var(--dim)}"
    ".k-forecast{fill:var(--forecast);stroke:var(--forecast)}"
    ".k-soft{fill:var(--soft);stroke:var(--soft)}"
    ".k-promise{fill:var(--ink);stroke:var(--ink)}"
    ".k-action{fill:var(--action);stroke:var(--action)}"
    ".k-good{fill:var(--good);stroke:var(--good)}.k-warn{fill:var(--warn);stroke:var(--warn)}"
    ".k-bad{fill:var(--bad);stroke:var(--bad)}.k-ghost{fill:var(--ghost);stroke:var(--ghost)}"
    ".k-h0{fill:var(--forecast);fill-opacity:.06}.k-h1{fill:var(--forecast);fill-opacity:.14}"
    ".k-h2{fill:var(--forecast);fill-opacity:.22}.k-h3{fill:var(--forecast);fill-opacity:.3}"
    ".k-h4{fill:var(--forecast);fill-opacity:.38}.k-h5{fill:var(--action);fill-opacity:.4}"
    ".k-zw{fill:var(--warn);fill-opacity:.18}.k-zb{fill:var(--bad);fill-opacity:.22}"
    ".k-paper{fill:var(--paper);stroke:var(--paper)}"
    "svg.p text.k-promise,svg.p text.k-forecast,svg.p text.k-action{paint-order:stroke;"
    "stroke:var(--paper);stroke-width:3;stroke-linejoin:round}"
    "svg.p .o{fill:var(--paper)}"
    "@media (forced-colors:active){svg.p *{stroke:CanvasText;fill:none}"
    "svg.p .f{fill:CanvasText}svg.p .o{fill:Canvas}"
    "svg.p .k-forecast{stroke:Highlight}svg.p .f.k-forecast{fill:Highlight}"
    "svg.p .k-grid{stroke:GrayText;stroke-opacity:.5}"
    "svg.p .f.k-grid{fill:GrayText;fill-opacity:.25}"
    "svg.p .k-paper{stroke:Canvas}svg.p .f.k-paper{fill:Canvas}"
    "svg.p text[class]{fill:CanvasText;stroke:Canvas;stroke-width:2;paint-order:stroke}}"
    "@media print{:root,:root[data-theme=dark]{color-scheme:light;" LIGHT "}}";

void picture_escape(struct text *out, struct str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        const size_t length = str_decode(s, at, &c), step = length ? length : 1;
        /* Controls and what turns the direction of writing could make a page say something else. */
        const bool strange = length == 0 || (c < 0x20 && c != '\n' && c != '\t') ||
                             (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
                             (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
                             c == 0xfffe || c == 0xffff;

        if (strange)
            text_add(out, STR("\xef\xbf\xbd"));
        else if (c == '&')
            text_add(out, STR("&amp;"));
        else if (c == '<')
            text_add(out, STR("&lt;"));
        else if (c == '>')
            text_add(out, STR("&gt;"));
        else if (c == '"')
            text_add(out, STR("&quot;"));
        else if (c == '\'')
            text_add(out, STR("&#39;"));
        else
            text_add(out, str_slice(s, at, at + step));
        at += step;
    }
}

static void number(struct text *out, const char *name, int32_t value)
{
    text_addf(out, " %s=\"", name);
    text_add_fixed(out, value, 2, 0);
    text_add_char(out, '"');
}

static void classes(struct text *out, const struct mark *m)
{
    text_addf(out, " class=\"k-%s", inks[m->ink]);
    if (m->kind != MARK_TEXT)
        text_add(out, m->filled ? STR(" f") : STR(" l"));
    if (!m->filled && (m->kind == MARK_DOT || m->kind == MARK_RECT))
        text_add(out, STR(" o"));
    if (m->strong)
        text_add(out, STR(" s"));
    if (m->dashed)
        text_add(out, STR(" d"));
    text_add_char(out, '"');
}

/* The end of an element, with what a pointer is told. */
static void finish(struct text *out, const struct mark *m, const char *element)
{
    if (m->text.len == 0) {
        text_add(out, STR("/>"));
        return;
    }
    text_add(out, STR("><title>"));
    picture_escape(out, m->text);
    text_addf(out, "</title></%s>", element);
}

static void write_mark(struct text *out, const struct mark *m)
{
    static const char *const anchors[] = {NULL, "middle", "end"};

    switch (m->kind) {
    case MARK_LINE:
        text_add(out, STR("<line"));
        classes(out, m);
        number(out, "x1", m->x);
        number(out, "y1", m->y);
        number(out, "x2", m->to_x);
        number(out, "y2", m->to_y);
        finish(out, m, "line");
        break;
    case MARK_RECT:
        text_add(out, STR("<rect"));
        classes(out, m);
        number(out, "x", m->x);
        number(out, "y", m->y);
        number(out, "width", m->to_x);
        number(out, "height", m->to_y);
        finish(out, m, "rect");
        break;
    case MARK_DOT:
        text_add(out, STR("<circle"));
        classes(out, m);
        number(out, "cx", m->x);
        number(out, "cy", m->y);
        number(out, "r", m->to_x);
        finish(out, m, "circle");
        break;
    case MARK_PATH:
        text_add(out, STR("<path"));
        classes(out, m);
        text_add(out, STR(" d=\""));
        for (size_t i = 0; i < m->point_count; i++) {
            text_add_char(out, i == 0 ? 'M' : 'L');
            text_add_fixed(out, m->points[i].x, 2, 0);
            text_add_char(out, ' ');
            text_add_fixed(out, m->points[i].y, 2, 0);
        }
        text_add(out, m->filled ? STR("Z\"") : STR("\""));
        finish(out, m, "path");
        break;
    case MARK_TEXT:
        text_add(out, STR("<text"));
        classes(out, m);
        number(out, "x", m->x);
        number(out, "y", m->y);
        if (anchors[m->anchor])
            text_addf(out, " text-anchor=\"%s\"", anchors[m->anchor]);
        text_add_char(out, '>');
        picture_escape(out, m->text);
        text_add(out, STR("</text>"));
        break;
    }
    text_add_char(out, '\n');
}

void picture_write_svg(const struct picture *p, bool alone, struct text *out)
{
    text_addf(out, "<svg%s class=\"p p-%s\" role=\"img\" viewBox=\"0 0 ",
              alone ? " xmlns=\"http://www.w3.org/2000/svg\"" : "", p->kind);
    text_add_fixed(out, p->width, 2, 0);
    text_add_char(out, ' ');
    text_add_fixed(out, p->height, 2, 0);
    text_add(out, STR("\""));
    number(out, "width", p->width);
    number(out, "height", p->height);
    text_add(out, STR(" aria-label=\""));
    picture_escape(out, p->sentence);
    text_add(out, STR("\">\n"));
    if (alone)
        text_addf(out, "<style>%s svg{background:var(--paper)}</style>\n", picture_style);
    for (size_t i = 0; i < p->mark_count; i++)
        write_mark(out, &p->marks[i]);
    text_add(out, STR("</svg>\n"));
}

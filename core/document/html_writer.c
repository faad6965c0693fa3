/* SPDX-License-Identifier: Apache-2.0 */
/* A document as one page of HTML that stands alone. */
#include "core/base/text.h"
#include "core/document/document.h"
#include "core/picture/picture.h"

static const char page_style[] =
    "*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);"
    "font:14px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}"
    "main,header{max-width:60rem;margin:0 auto;padding:0 1rem;overflow-wrap:anywhere}"
    "header{padding-top:1.5rem}main{padding-bottom:3rem}"
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.5rem 0}"
    "nav a{color:var(--forecast);display:inline-block;min-height:24px}"
    "caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "section>details>summary h2{display:inline-block;margin:0;padding:0;border:0}"
    "section>details>summary{border-top:1px solid var(--grid);margin-top:1.2rem;"
    "padding-top:.6rem;color:inherit}"
    ":focus-visible{outline:2px solid var(--forecast);outline-offset:2px}"
    "h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}"
    "h2{font-size:1rem;margin:1.6rem 0 .4rem;padding-top:.4rem;border-top:1px solid var(--grid)}"
    "p{margin:.4rem 0}.r{float:right;font-weight:400;font-size:.85rem;margin-left:1rem}"
    "table{border-collapse:collapse;margin:.3rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;"
    "border-bottom:1px solid var(--grid);overflow-wrap:break-word}"
    "th{font-weight:600;color:var(--dim)}td:not(.k):not(.n){min-width:9rem}"
    ".n{text-align:right;white-space:nowrap}td.k{white-space:nowrap}"
    "th button{all:unset;cursor:pointer;min-height:24px}"
    "th button:focus-visible{outline:2px solid var(--forecast)}"
    "th[aria-sort=ascending] button::after{content:\" \\2191\"}"
    "th[aria-sort=descending] button::after{content:\" \\2193\"}"
    ".w{overflow-x:auto}figure{margin:1rem 0;break-inside:avoid}"
    "figcaption{margin:.2rem 0}summary{cursor:pointer;color:var(--dim);min-height:24px}"
    "bdi{white-space:nowrap}"
    "@media (max-width:40rem){svg.p{min-width:40rem}"
    "svg.p-fever,svg.p-joint,svg.p-reliability,svg.p-matrix{min-width:0}}"
    "@media (max-width:40rem){.r{float:none;display:block;margin:0}}"
    "[data-claim$=\".id\"]{white-space:nowrap}"
    "pre{overflow-x:auto;white-space:pre-wrap;font-size:.85rem}"
    ".t1{font-weight:600}.t2{color:var(--dim)}.t3{color:var(--good)}.t4{color:var(--warn)}"
    ".t5{color:var(--bad)}.t6{color:var(--forecast)}.t7{color:var(--action)}"
    "@media print{@page{margin:10mm}main{max-width:none;padding:0}"
    "td:not(.k):not(.n){overflow-wrap:anywhere}"
    "details:not([open]){display:none}"
    "nav{display:none}header{max-width:none;padding:0}section>details>summary{display:block;"
    "list-style:none;break-after:avoid;margin-top:.6rem}"
    "h2{break-after:avoid;margin-top:.7rem}tr{break-inside:avoid}p{margin:.2rem 0}"
    ":root{font-size:11px}body{font-size:11px;line-height:1.3}figure{margin:.3rem 0}"
    "svg.p{max-height:9.5rem}"
    "body:not(.long){font-size:10px;line-height:1.19}body:not(.long) section>h2{margin-top:.3rem}"
    ".long svg.p{max-height:20rem}"
    ".long svg.p-timeline,svg.p-timeline{max-height:21cm}svg.p-matrix,svg.p-heat{max-height:none}"
    ".long svg.p-matrix{max-height:32rem}"
    ".long svg.p-joint,.long svg.p-fever,.long svg.p-reliability{max-height:26rem}"
    "figure summary{display:none}}";

/* Sorts a table by the column whose heading is pressed: numbers by size, others by letter. Without
 * it the headings are plain text. */
static const char page_script[] =
    "for(const t of document.querySelectorAll('table.s'))t.querySelectorAll('thead th').forEach("
    "(h,i)=>{const b=document.createElement('button');b.type='button';b.append(...h.childNodes);"
    "h.append(b);b.onclick=()=>{const up=h.getAttribute('aria-sort')!=='ascending',"
    "n=r=>{const x=r.cells[i].textContent.trim().replace(/[\\s\\u00a0,$<]/g,'');"
    "return x!==''&&!/^\\d{4}-/.test(x)&&!isNaN(parseFloat(x))?parseFloat(x):x};"
    "t.querySelectorAll('th').forEach(o=>o.removeAttribute('aria-sort'));"
    "h.setAttribute('aria-sort',up?'ascending':'descending');"
    "[...t.tBodies[0].rows].sort((p,q)=>{const x=n(p),y=n(q);return(up?1:-1)*"
    "(typeof x==='number'&&typeof y==='number'?x-y:"
    "String(x)<String(y)?-1:String(x)>String(y)?1:0)})"
    ".forEach(r=>t.tBodies[0].append(r))}});";

/* What stands around tables and parts: the last heading names them. */
struct page {
    struct text *out;
    struct arena *owner;
    struct str heading;         /* in words */
    unsigned part, tables;      /* parts begun; tables of this one */
    bool folds;
};

static struct str words_of(const struct line *line, struct arena *owner)
{
    struct text text;

    text_init(&text, owner);
    for (size_t i = 0; line && i < line->count; i++)
        text_add(&text, line->spans[i].text);
    return text_str(&text);
}

/* A table may be wider than the page, and keys must reach it then: a frame with the table's name,
 * which the table has too. `n` tells apart tables of one name. */
static void begin_table(struct text *out, struct str name, unsigned n, bool sorts)
{
    text_add(out, STR("<div class=\"w\" tabindex=\"0\" role=\"group\" aria-label=\"Table: "));
    picture_escape(out, name);
    if (n > 1)
        text_addf(out, ", %u", n);
    text_addf(out, "\"><table%s><caption>", sorts ? " class=\"s\"" : "");
    picture_escape(out, name);
    if (n > 1)
        text_addf(out, ", %u", n);
    text_add(out, STR("</caption>"));
}

static bool is_of_id(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
}

/* Text whose ids and dates stay whole: a browser would break lines at their hyphens. */
static void put_words(struct text *out, struct str s)
{
    enum { WHOLE_MOST = 40 };   /* bytes: what a narrow page has room for */
    size_t done = 0;

    for (size_t at = 0; at < s.len;) {
        size_t end = at;
        bool hyphen = false;

        for (; end < s.len && is_of_id(s.ptr[end]); end++)
            hyphen = hyphen || s.ptr[end] == '-';
        if (hyphen && end - at > 1 && end - at <= WHOLE_MOST) {
            picture_escape(out, str_slice(s, done, at));
            text_add(out, STR("<bdi>"));
            picture_escape(out, str_slice(s, at, end));
            text_add(out, STR("</bdi>"));
            done = end;
        }
        at = end + 1;
    }
    picture_escape(out, str_slice(s, done, s.len));
}

/* `whole`: nothing in it breaks anyway. */
static void put_spans(struct text *out, const struct line *line, bool whole)
{
    for (size_t i = 0; line && i < line->count; i++) {
        const struct span_of_text *span = &line->spans[i];

        if (span->text.len == 0)
            continue;
        if (span->tone != TONE_PLAIN || span->claim.len > 0) {
            text_add(out, STR("<span"));
            if (span->tone != TONE_PLAIN)
                text_addf(out, " class=\"t%d\"", (int)span->tone);
            if (span->claim.len > 0) {
                text_add(out, STR(" data-claim=\""));
                picture_escape(out, span->claim);
                text_add_char(out, '"');
            }
            text_add_char(out, '>');
        }
        if (whole)
            picture_escape(out, span->text);
        else
            put_words(out, span->text);
        if (span->tone != TONE_PLAIN || span->claim.len > 0)
            text_add(out, STR("</span>"));
    }
}

static void put_flow(struct text *out, const char *element, const struct block *block)
{
    text_addf(out, "<%s>", element);
    if (block->right && block->right->count > 0) {
        text_add(out, STR("<span class=\"r\">"));
        put_spans(out, block->right, true);
        text_add(out, STR("</span>"));
    }
    put_spans(out, block->line, false);
    text_addf(out, "</%s>\n", element);
}

static void put_heading_cell(struct text *out, struct str title, bool right)
{
    if (title.len == 0) {
        text_add(out, STR("<td></td>"));
        return;
    }
    text_add(out, right ? STR("<th scope=\"col\" class=\"n\">") : STR("<th scope=\"col\">"));
    picture_escape(out, title);
    text_add(out, STR("</th>"));
}

static void put_table(struct page *page, const struct table *t)
{
    struct text *out = page->out;
    bool titled = false, all = true;

    for (unsigned c = 0; c < t->column_count; c++) {
        titled = titled || t->columns[c].title;
        all = all && t->columns[c].title;
    }
    begin_table(out, page->heading, ++page->tables, titled && all);
    if (titled) {
        text_add(out, STR("<thead><tr>"));
        for (unsigned c = 0; c < t->column_count; c++)
            put_heading_cell(out, str_of(t->columns[c].title), t->columns[c].align == ALIGN_RIGHT);
        text_add(out, STR("</tr></thead>"));
    }
    text_add(out, STR("<tbody>\n"));
    for (size_t r = 0; r < t->row_count; r++) {
        text_add(out, STR("<tr>"));
        for (unsigned c = 0; c < t->column_count; c++) {
            text_add(out, t->columns[c].align == ALIGN_RIGHT ? STR("<td class=\"n\">")
                          : t->columns[c].flexible ? STR("<td>") : STR("<td class=\"k\">"));
            put_spans(out, &t->rows[r][c],
                      t->columns[c].align == ALIGN_RIGHT || !t->columns[c].flexible);
            text_add(out, STR("</td>"));
        }
        text_add(out, STR("</tr>\n"));
    }
    text_add(out, STR("</tbody></table></div>\n"));
}

static void put_said(struct text *out, struct str claim, struct str text)
{
    if (claim.len > 0) {
        text_add(out, STR("<span data-claim=\""));
        picture_escape(out, claim);
        text_add(out, STR("\">"));
    }
    put_words(out, text);
    if (claim.len > 0)
        text_add(out, STR("</span>"));
}

static void put_picture(struct text *out, const struct picture *p)
{
    text_addf(out, "<figure class=\"f-%s\"><figcaption><strong>", p->kind);
    picture_escape(out, p->title);
    text_add(out, STR("</strong> "));
    put_said(out, *p->said, p->sentence);
    text_add(out, STR("</figcaption>\n"));
    text_add(out, STR("<div class=\"w\" tabindex=\"0\" role=\"group\" aria-label=\"Picture: "));
    picture_escape(out, p->title);
    text_add(out, STR("\">"));
    picture_write_svg(p, false, out);
    text_add(out, STR("</div>\n"));
    text_add(out, STR("<details><summary>Show as table</summary>"));
    begin_table(out, p->title, 1, true);
    text_add(out, STR("<thead><tr>"));
    for (unsigned c = 0; c < p->column_count; c++)
        put_heading_cell(out, p->columns[c], p->numeric[c]);
    text_add(out, STR("</tr></thead><tbody>\n"));
    for (size_t r = 0; r < p->row_count; r++) {
        text_add(out, STR("<tr>"));
        for (unsigned c = 0; c < p->column_count; c++) {
            text_add(out, p->numeric[c] ? STR("<td class=\"n\">") : STR("<td>"));
            put_said(out, p->rows[r].claims[c], p->rows[r].cells[c]);
            text_add(out, STR("</td>"));
        }
        text_add(out, STR("</tr>\n"));
    }
    text_add(out, STR("</tbody></table></div></details></figure>\n"));
}

/* --- the page --------------------------------------------------------------------------------- */

static void begin_part(struct page *page, const struct block *block)
{
    struct text *out = page->out;

    page->heading = words_of(block->line, page->owner);
    page->part++;
    page->tables = 0;
    text_addf(out, "<section aria-labelledby=\"s%u\">", page->part);
    if (page->folds)
        text_add(out, STR("<details open><summary>"));
    text_addf(out, "<h2 id=\"s%u\">", page->part);
    if (block->right && block->right->count > 0) {
        text_add(out, STR("<span class=\"r\">"));
        put_spans(out, block->right, true);
        text_add(out, STR("</span>"));
    }
    put_spans(out, block->line, false);
    text_add(out, page->folds ? STR("</h2></summary>\n") : STR("</h2>\n"));
}

static void end_part(struct page *page)
{
    if (page->part > 0)
        text_add(page->out, page->folds ? STR("</details></section>\n") : STR("</section>\n"));
}

/* The parts by name, each a step away. */
static void put_contents(struct text *out, const struct document *d)
{
    unsigned part = 0;

    text_add(out, STR("<nav aria-label=\"Contents\"><ul>"));
    for (size_t i = 1; i < d->count; i++)
        if (d->blocks[i].kind == BLOCK_HEADING) {
            text_addf(out, "<li><a href=\"#s%u\">", ++part);
            put_spans(out, d->blocks[i].line, true);
            text_add(out, STR("</a></li>"));
        }
    text_add(out, STR("</ul></nav>\n"));
}

static void put_block(struct page *page, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_BLANK:
    case BLOCK_RANGES:
        break;
    case BLOCK_HEADING:
        end_part(page);
        begin_part(page, block);
        break;
    case BLOCK_PARAGRAPH:
        put_flow(page->out, "p", block);
        break;
    case BLOCK_VERBATIM:
        put_flow(page->out, "pre", block);
        break;
    case BLOCK_TABLE:
        put_table(page, block->table);
        break;
    case BLOCK_PICTURE:
        put_picture(page->out, block->picture);
        break;
    }
}

static void put_head(struct text *out, const struct document *d, const struct html_form *form)
{
    text_add(out, STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<title>"));
    picture_escape(out, form->title);
    text_add(out, STR("</title>\n"));
    if (d->about.len > 0) {
        text_add(out, STR("<meta name=\"baton\" content=\""));
        picture_escape(out, d->about);
        text_add(out, STR("\">\n"));
    }
    text_addf(out, "<style>%s%s</style>\n</head>\n<body%s>\n", picture_style, page_style,
              d->folds ? " class=\"long\"" : "");
}

void document_write_html(const struct document *d, const struct html_form *form, struct text *out)
{
    struct page page = {.out = out, .owner = d->owner, .heading = form->title, .folds = d->folds};
    size_t at = 0;

    put_head(out, d, form);
    while (at < d->count && d->blocks[at].kind == BLOCK_BLANK)
        at++;
    if (at < d->count && (d->blocks[at].kind == BLOCK_HEADING ||
                          d->blocks[at].kind == BLOCK_PARAGRAPH)) {
        text_add(out, STR("<header>\n"));
        put_flow(out, "h1", &d->blocks[at++]);
        if (d->folds)
            put_contents(out, d);
        text_add(out, STR("</header>\n"));
    }
    text_add(out, STR("<main>\n"));
    for (; at < d->count; at++)
        put_block(&page, &d->blocks[at]);
    end_part(&page);
    text_addf(out, "</main>\n<script>%s</script>\n</body>\n</html>\n", page_script);
}

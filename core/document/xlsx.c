/* SPDX-License-Identifier: Apache-2.0 */
/* A book as a workbook of Office Open XML (ECMA-376): a ZIP of XML, stored without compression.
 * Texts are inline strings, which no program takes for a formula; dates are numbers of days in the
 * system of 1900, with a format. */
#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/document/book.h"
#include "core/document/document.h"
#include "core/document/form.h"
#include "core/picture/picture.h"
#include "core/syntax/zip_write.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum { FIXED_PARTS = 5, PARTS_MOST = FIXED_PARTS + 3 * BOOK_SHEETS, EPOCH_1900 = 25569 };

/* Indices of cellXfs in styles.xml, by kind of cell. */
static const int style_of[] = {[ENTRY_EMPTY] = 0, [ENTRY_TEXT] = 5, [ENTRY_DAY] = 1,
                               [ENTRY_SHARE] = 2, [ENTRY_NUMBER] = 3, [ENTRY_COUNT] = 0,
                               [ENTRY_MONEY] = 4};

static const char styles[] =
    XML "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"2\">"
    "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"#,##0.0\"/></numFmts>"
    "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "</cellStyleXfs><cellXfs count=\"6\">"
#define XF(format) "<xf numFmtId=\"" format "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" " \
                   "xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\">" \
                   "<alignment vertical=\"top\"/></xf>"
    XF("0") XF("164") XF("9") XF("165") XF("4")
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\">"
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    "</styleSheet>";

static void add_text_cell(struct text *t, struct arena *scratch, char column, size_t row,
                          struct str s, int style)
{
    text_addf(t, "<c r=\"%c%zu\" s=\"%d\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", column,
              row, style);
    picture_escape(t, cut_bytes(scratch, plain_text(scratch, s, false), BOOK_TEXT_MOST));
    text_add(t, STR("</t></is></c>"));
}

static void add_value(struct text *t, const struct entry *c)
{
    switch (c->kind) {
    case ENTRY_DAY:
        text_add_i64(t, c->value + EPOCH_1900);
        break;
    case ENTRY_SHARE:
    case ENTRY_NUMBER:
        text_add_fixed(t, c->value, 6, 0);
        break;
    case ENTRY_MONEY:
        text_add_fixed(t, c->value, 2, 0);
        break;
    default:
        text_add_i64(t, c->value);
    }
}

static void add_cell(struct text *t, struct arena *scratch, char column, size_t row,
                     const struct entry *c)
{
    if (c->kind == ENTRY_EMPTY || (c->kind == ENTRY_TEXT && c->text.len == 0))
        return;
    if (c->kind == ENTRY_TEXT) {
        add_text_cell(t, scratch, column, row, c->text, style_of[ENTRY_TEXT]);
        return;
    }
    text_addf(t, "<c r=\"%c%zu\" s=\"%d\">", column, row, style_of[c->kind]);
    if (c->formula) {
        text_add(t, STR("<f>"));
        for (const char *f = c->formula; *f; f++)
            if (*f == '#')
                text_addf(t, "%zu", row);
            else
                text_add_char(t, *f);
        text_add(t, STR("</f>"));
    }
    text_add(t, STR("<v>"));
    add_value(t, c);
    text_add(t, STR("</v></c>"));
}

/* A table has one row of data at least, be it an empty one. */
static size_t last_row(const struct sheet_of_book *s)
{
    return s->row_count > 0 ? s->row_count + 1 : 2;
}

static struct str sheet_part(const struct book *b, const struct sheet_of_book *s,
                             struct arena *scratch)
{
    struct text t;

    text_init(&t, b->owner);
    text_addf(&t, XML "<worksheet xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\">"
              "<dimension ref=\"A1:%c%zu\"/><sheetViews><sheetView workbookViewId=\"0\"%s>"
              "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
              "state=\"frozen\"/></sheetView></sheetViews><cols>",
              'A' + (char)s->column_count - 1, last_row(s),
              s == &b->sheets[0] ? " tabSelected=\"1\"" : "");
    for (unsigned c = 0; c < s->column_count; c++)
        text_addf(&t, "<col min=\"%u\" max=\"%u\" width=\"%u\" customWidth=\"1\"/>", c + 1, c + 1,
                  s->columns[c].width);
    text_add(&t, STR("</cols><sheetData><row r=\"1\">"));
    for (unsigned c = 0; c < s->column_count; c++)
        add_text_cell(&t, scratch, (char)('A' + c), 1, str_of(s->columns[c].title), 0);
    text_add(&t, STR("</row>\n"));
    for (size_t r = 0; r < s->row_count; r++) {
        text_addf(&t, "<row r=\"%zu\">", r + 2);
        for (unsigned c = 0; c < s->column_count; c++)
            add_cell(&t, scratch, (char)('A' + c), r + 2,
                     &s->cells[r * s->column_count + c]);
        text_add(&t, STR("</row>\n"));
    }
    text_add(&t, STR("</sheetData><pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" "
                     "bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup "
                     "orientation=\"landscape\" fitToHeight=\"0\"/><tableParts count=\"1\">"
                     "<tablePart r:id=\"rId1\"/></tableParts></worksheet>"));
    return text_str(&t);
}

static struct str table_part(const struct book *b, const struct sheet_of_book *s, unsigned id)
{
    struct text t;
    const struct str range =
        str_format(b->owner, "A1:%c%zu", 'A' + (char)s->column_count - 1, last_row(s));

    text_init(&t, b->owner);
    text_addf(&t, XML "<table xmlns=\"" MAIN "\" id=\"%u\" name=\"%s\" displayName=\"%s\" "
              "ref=\"%.*s\" totalsRowShown=\"0\"><autoFilter ref=\"%.*s\"/>"
              "<tableColumns count=\"%u\">", id, s->name, s->name, STR_ARG(range), STR_ARG(range),
              s->column_count);
    for (unsigned c = 0; c < s->column_count; c++)
        text_addf(&t, "<tableColumn id=\"%u\" name=\"%s\"/>", c + 1, s->columns[c].title);
    text_add(&t, STR("</tableColumns><tableStyleInfo name=\"TableStyleLight9\" "
                     "showFirstColumn=\"0\" showLastColumn=\"0\" showRowStripes=\"1\" "
                     "showColumnStripes=\"0\"/></table>"));
    return text_str(&t);
}

static struct str types_part(const struct book *b)
{
    struct text t;

    text_init(&t, b->owner);
    text_add(&t, STR(XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                     "content-types\"><Default Extension=\"rels\" ContentType=\"application/"
                     "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
                     "ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
                     "ContentType=\"" SHEET_TYPE "sheet.main+xml\"/><Override "
                     "PartName=\"/xl/styles.xml\" ContentType=\"" SHEET_TYPE "styles+xml\"/>"));
    for (unsigned i = 1; i <= b->sheet_count; i++)
        text_addf(&t, "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\""
                  SHEET_TYPE "worksheet+xml\"/><Override PartName=\"/xl/tables/table%u.xml\" "
                  "ContentType=\"" SHEET_TYPE "table+xml\"/>", i, i);
    text_add(&t, STR("</Types>"));
    return text_str(&t);
}

static struct str workbook_part(const struct book *b)
{
    struct text t;

    text_init(&t, b->owner);
    text_add(&t, STR(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATIONS "\"><sheets>"));
    for (unsigned i = 0; i < b->sheet_count; i++)
        text_addf(&t, "<sheet name=\"%s\" sheetId=\"%u\" r:id=\"rId%u\"/>", b->sheets[i].name,
                  i + 1, i + 1);
    text_add(&t, STR("</sheets><calcPr fullCalcOnLoad=\"1\"/></workbook>"));
    return text_str(&t);
}

static struct str relations_part(const struct book *b)
{
    struct text t;

    text_init(&t, b->owner);
    text_add(&t, STR(XML "<Relationships xmlns=\"" PACKAGE "\">"));
    for (unsigned i = 1; i <= b->sheet_count; i++)
        text_addf(&t, "<Relationship Id=\"rId%u\" Type=\"" RELATIONS "/worksheet\" "
                  "Target=\"worksheets/sheet%u.xml\"/>", i, i);
    text_addf(&t, "<Relationship Id=\"rId%u\" Type=\"" RELATIONS "/styles\" "
              "Target=\"styles.xml\"/></Relationships>", b->sheet_count + 1);
    return text_str(&t);
}

void book_write_xlsx(const struct book *b, struct arena *scratch, struct text *out)
{
    static const char root[] = XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship "
                               "Id=\"rId1\" Type=\"" RELATIONS "/officeDocument\" "
                               "Target=\"xl/workbook.xml\"/></Relationships>";
    struct zip_part parts[PARTS_MOST] = {{"[Content_Types].xml", types_part(b), 0, 0},
                                         {"_rels/.rels", str_of(root), 0, 0},
                                         {"xl/workbook.xml", workbook_part(b), 0, 0},
                                         {"xl/_rels/workbook.xml.rels", relations_part(b), 0, 0},
                                         {"xl/styles.xml", str_of(styles), 0, 0}};
    int count = FIXED_PARTS;

    for (unsigned i = 0; i < b->sheet_count; i++) {
        const struct sheet_of_book *s = &b->sheets[i];

        parts[count++] = (struct zip_part){
            str_format(b->owner, "xl/worksheets/sheet%u.xml", i + 1).ptr,
            sheet_part(b, s, scratch), 0, 0};
        parts[count++] = (struct zip_part){
            str_format(b->owner, "xl/tables/table%u.xml", i + 1).ptr, table_part(b, s, i + 1),
            0, 0};
        parts[count++] = (struct zip_part){
            str_format(b->owner, "xl/worksheets/_rels/sheet%u.xml.rels", i + 1).ptr,
            str_format(b->owner, XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship "
                       "Id=\"rId1\" Type=\"" RELATIONS "/table\" "
                       "Target=\"../tables/table%u.xml\"/></Relationships>", i + 1), 0, 0};
    }
    zip_write(out, parts, count);
}

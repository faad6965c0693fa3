/* SPDX-License-Identifier: Apache-2.0 */
/* A spreadsheet: the table of table_write.c as the few parts that Office Open XML asks for, stored
 * in a ZIP without compression. All cells are texts, so none is a formula and none is rewritten. */
#include "core/base/arena.h"
#include "core/format/export.h"
#include "core/syntax/zip_write.h"

enum { PARTS = 5 };

/* A, B, ... Z, AA, AB, ... */
static void add_column(struct text *t, int i)
{
    if (i >= 26)
        text_add_char(t, (char)('A' + i / 26 - 1));
    text_add_char(t, (char)('A' + i % 26));
}

static void add_row(struct text *t, size_t row, const struct str *cells, int count)
{
    text_addf(t, "<row r=\"%zu\">", row);
    for (int i = 0; i < count; i++) {
        if (cells[i].len == 0)
            continue;
        text_add(t, STR("<c r=\""));
        add_column(t, i);
        text_addf(t, "%zu\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", row);
        export_xml(t, cells[i]);
        text_add(t, STR("</t></is></c>"));
    }
    text_add(t, STR("</row>"));
}

void xlsx_write(struct export *x, struct text *out)
{
    static const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    struct str cells[TABLE_COLUMNS];
    size_t count;
    const struct export_row *rows = export_rows(x, &count);
    struct zip_part parts[PARTS] = {
        {"[Content_Types].xml", {NULL, 0}, 0, 0}, {"_rels/.rels", {NULL, 0}, 0, 0},
        {"xl/workbook.xml", {NULL, 0}, 0, 0}, {"xl/_rels/workbook.xml.rels", {NULL, 0}, 0, 0},
        {"xl/worksheets/sheet1.xml", {NULL, 0}, 0, 0}};
    struct table_out table;
    struct text t;

    parts[0].bytes = str_format(x->owner, "%s<Types xmlns=\"http://schemas.openxmlformats.org/"
        "package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/"
        "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType="
        "\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName="
        "\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-"
        "officedocument.spreadsheetml.worksheet+xml\"/></Types>", xml);
    parts[1].bytes = str_format(x->owner, "%s<Relationships xmlns=\"http://schemas."
        "openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type="
        "\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
        "Target=\"xl/workbook.xml\"/></Relationships>", xml);
    parts[2].bytes = str_format(x->owner, "%s<workbook xmlns=\"http://schemas.openxmlformats.org/"
        "spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/"
        "2006/relationships\"><sheets><sheet name=\"Tasks\" sheetId=\"1\" r:id=\"rId1\"/>"
        "</sheets></workbook>", xml);
    parts[3].bytes = str_format(x->owner, "%s<Relationships xmlns=\"http://schemas."
        "openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type="
        "\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
        "Target=\"worksheets/sheet1.xml\"/></Relationships>", xml);
    text_init(&t, x->owner);
    text_addf(&t, "%s<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
                  "main\"><sheetData>", xml);
    table_heads(x, rows, count, &table);
    add_row(&t, 1, table.heads, table.count);
    for (size_t r = 0; r < count; r++) {
        table_cells(x, &table, &rows[r], cells);
        add_row(&t, r + 2, cells, table.count);
    }
    text_add(&t, STR("</sheetData></worksheet>"));
    parts[4].bytes = text_str(&t);
    zip_write(out, parts, PARTS);
    table_lose(x);
}

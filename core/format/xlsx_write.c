/* SPDX-License-Identifier: Apache-2.0 */
/* A spreadsheet: the table of table_write.c as the few parts that Office Open XML asks for, stored
 * in a ZIP without compression. All cells are texts, so none is a formula and none is rewritten. */
#include "core/base/arena.h"
#include "core/format/export.h"

enum { PARTS = 5 };

struct part {
    const char *name;
    struct str bytes;
    uint32_t crc, offset;
};

/* CRC-32 of ISO 3309, bit by bit over a table made on the way. */
static uint32_t crc_of(struct str s)
{
    uint32_t table[256], crc = 0xffffffffu;

    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;

        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
    for (size_t i = 0; i < s.len; i++)
        crc = table[(crc ^ (unsigned char)s.ptr[i]) & 0xff] ^ (crc >> 8);
    return crc ^ 0xffffffffu;
}

static void add_number(struct text *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        text_add_char(out, (char)(value >> (8 * i) & 0xff));
}

/* What the local header and the directory say alike: version 2.0, stored, 1980-01-01. */
static void add_entry(struct text *out, const struct part *p)
{
    add_number(out, 20, 2);
    add_number(out, 0, 2);
    add_number(out, 0, 2);
    add_number(out, 0, 2);
    add_number(out, 0x21, 2);
    add_number(out, p->crc, 4);
    add_number(out, (uint32_t)p->bytes.len, 4);
    add_number(out, (uint32_t)p->bytes.len, 4);
    add_number(out, (uint32_t)str_of(p->name).len, 2);
    add_number(out, 0, 2);
}

static void add_zip(struct text *out, struct part *parts, int count)
{
    size_t directory;

    for (int i = 0; i < count; i++) {
        parts[i].crc = crc_of(parts[i].bytes);
        parts[i].offset = (uint32_t)out->len;
        add_number(out, 0x04034b50, 4);
        add_entry(out, &parts[i]);
        text_add(out, str_of(parts[i].name));
        text_add(out, parts[i].bytes);
    }
    directory = out->len;
    for (int i = 0; i < count; i++) {
        add_number(out, 0x02014b50, 4);
        add_number(out, 20, 2);
        add_entry(out, &parts[i]);
        add_number(out, 0, 2);          /* comment */
        add_number(out, 0, 2);          /* disk */
        add_number(out, 0, 2);
        add_number(out, 0, 4);
        add_number(out, parts[i].offset, 4);
        text_add(out, str_of(parts[i].name));
    }
    add_number(out, 0x06054b50, 4);
    add_number(out, 0, 4);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)count, 2);
    add_number(out, (uint32_t)(out->len - directory) - 12, 4);
    add_number(out, (uint32_t)directory, 4);
    add_number(out, 0, 2);
}

static void add_row(struct text *t, size_t row, const struct str cells[TABLE_COLUMNS])
{
    text_addf(t, "<row r=\"%zu\">", row);
    for (int i = 0; i < TABLE_COLUMNS; i++) {
        if (cells[i].len == 0)
            continue;
        text_addf(t, "<c r=\"%c%zu\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", 'A' + i,
                  row);
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
    struct part parts[PARTS] = {
        {"[Content_Types].xml", {NULL, 0}, 0, 0}, {"_rels/.rels", {NULL, 0}, 0, 0},
        {"xl/workbook.xml", {NULL, 0}, 0, 0}, {"xl/_rels/workbook.xml.rels", {NULL, 0}, 0, 0},
        {"xl/worksheets/sheet1.xml", {NULL, 0}, 0, 0}};
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
    for (int i = 0; i < TABLE_COLUMNS; i++)
        cells[i] = str_of(table_heads[i]);
    add_row(&t, 1, cells);
    for (size_t r = 0; r < count; r++) {
        table_cells(x, &rows[r], cells);
        add_row(&t, r + 2, cells);
    }
    text_add(&t, STR("</sheetData></worksheet>"));
    parts[4].bytes = text_str(&t);
    add_zip(out, parts, PARTS);
    if (plan_count(x->plan, KIND_calendar) > 0)
        export_lose(x, EXPORT_CALENDARS, plan_nth(x->plan, KIND_calendar, 0)->at);
}

# SPDX-License-Identifier: Apache-2.0
"""workbook.py edit OURS EDITED: the workbook with the first promise ten days later, by openpyxl, which keeps no
computed value. workbook.py read OURS EDITED: what LibreOffice made of the latter has the same tables with the
same cells, and the margin of every promise is counted anew."""
import datetime
import sys

import openpyxl

PROMISED, P80, MARGIN = "E", "H", "J"
MOVED = datetime.timedelta(days=10)


def edit(ours, edited):
    book = openpyxl.load_workbook(ours)
    sheet = book["commitments"]
    sheet[PROMISED + "2"] = sheet[PROMISED + "2"].value + MOVED
    book.save(edited)


def read(ours, edited):
    before, after = openpyxl.load_workbook(ours, data_only=True), openpyxl.load_workbook(edited, data_only=True)
    wrong, cells, counted = [], 0, 0
    for sheet in before:
        other = after[sheet.title]
        if list(sheet.tables) != list(other.tables) or sheet.dimensions != other.dimensions:
            wrong.append(f"{sheet.title} has other tables or cells")
        for row in sheet.iter_rows():
            for cell in row:
                got, place = other[cell.coordinate].value, (sheet.title, cell.column_letter, cell.row)
                cells += 1
                if place == ("commitments", PROMISED, 2):
                    same = got - cell.value == MOVED
                elif place == ("commitments", MARGIN, 2):
                    same = got == cell.value + MOVED.days
                else:
                    same = got == cell.value or (not got and not cell.value)
                if not same:
                    wrong.append(f"{sheet.title}!{cell.coordinate} is {got!r}, not {cell.value!r}")
    margins = after["commitments"]
    for row in range(2, margins.max_row + 1):
        counted += (margins[f"{PROMISED}{row}"].value - margins[f"{P80}{row}"].value).days == margins[f"{MARGIN}{row}"].value
    if wrong or counted != margins.max_row - 1:
        print(f"fail workbook: {len(wrong)} differences, {wrong[:3]}; {counted} margins are right")
    else:
        print(f"pass workbook: LibreOffice has its {len(before.worksheets)} tables, {cells} cells, {counted} margins counted anew")


{"edit": edit, "read": read}[sys.argv[1]](*sys.argv[2:])

#!/usr/bin/env python3
"""The workbooks of this folder: the ten returns of ../import/per_option.csv, as different programs and people write them.

Run by hand when they are to change (needs python3-openpyxl and libreoffice-calc): tests/golden/xlsx/make.py
"""
import csv
import datetime
import os
import shutil
import subprocess
import tempfile
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils import get_column_letter

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "..", "import", "per_option.csv")
ROWS = [row for row in csv.reader(open(SOURCE, encoding="utf-8", newline="")) if any(cell.strip() for cell in row)]
HEADINGS, RETURNS = ROWS[0], [row + [""] * (len(ROWS[0]) - len(row)) for row in ROWS[1:]]
DAY = HEADINGS.index("受付日")


def number_or_text(text):
    return int(text) if text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") else text or None


def day_of(text):
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return None


def libreoffice(name):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SOURCE, os.path.join(folder, "x.csv"))
        subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + folder + "/profile", "--convert-to", "xlsx",
                        "--infilter=CSV:44,34,76,1,,0,false,true", "--outdir", folder, os.path.join(folder, "x.csv")], check=True)
        shutil.copy(os.path.join(folder, "x.xlsx"), os.path.join(HERE, name))


def groups(headings):
    """[first, last, name]: neighbours whose headings begin with the same 問N."""
    found = []
    for i, heading in enumerate(headings):
        head = heading.split(" ")[0] if " " in heading else None
        if found and head and found[-1][2] == head:
            found[-1][1] = i
        else:
            found.append([i, i, head])
    return [g for g in found if g[1] > g[0]]


def merged(name):
    """A title over everything, groups of options under merged headings, real days and numbers, ticks as TRUE, one
    association for two rows, a hidden row, a sheet of explanations and a hidden one before the data."""
    book = openpyxl.Workbook()
    secret = book.active
    secret.title = "作業用"
    secret.append(["集計に使わないこと"])
    secret.sheet_state = "hidden"
    sheet = book.create_sheet("転記表")
    book.active = 1
    width = len(HEADINGS)
    sheet.append(["10月1日以降トラブル調査　転記表"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    grouped = {}
    for first, last, head in groups(HEADINGS):
        sheet.cell(2, first + 1, head)
        sheet.merge_cells(start_row=2, start_column=first + 1, end_row=2, end_column=last + 1)
        for i in range(first, last + 1):
            grouped[i] = HEADINGS[i][len(head) + 1:]
    for i, heading in enumerate(HEADINGS):
        if i in grouped:
            sheet.cell(3, i + 1, grouped[i])
        elif i == width - 1:  # not merged with the empty cell above, and yet under no group
            sheet.cell(3, i + 1, heading)
        else:
            sheet.cell(2, i + 1, heading)
            sheet.merge_cells(start_row=2, start_column=i + 1, end_row=3, end_column=i + 1)
    for r, row in enumerate(RETURNS):
        for i, text in enumerate(row):
            value = day_of(text) if i == DAY else True if text == "○" else number_or_text(text)
            if value is not None:
                cell = sheet.cell(4 + r, i + 1, value)
                if i == DAY and not isinstance(value, str):
                    cell.number_format = ["yyyy/m/d", '[$-411]ggge"年"m"月"d"日"', "yyyy/m/d h:mm"][r % 3]
                    if r % 3 == 2:
                        cell.value = value + datetime.timedelta(hours=13, minutes=5)
    for r in range(len(RETURNS) - 1):
        if RETURNS[r][1] == RETURNS[r + 1][1]:
            sheet.merge_cells(start_row=4 + r, start_column=2, end_row=5 + r, end_column=2)
            break
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("空")
    book.create_sheet("説明").append(["○は「あり」"])
    book.save(os.path.join(HERE, name))


def forms(name, english):
    """As Microsoft Forms hands it out: the service's columns, several answers in a cell with ; behind each."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    own = ["Id", "Start time", "Completion time", "Email", "Name"] if english else ["ID", "開始時刻", "完了時刻", "メール", "名前"]
    skip, columns, at = {0, DAY}, [], {}
    for first, last, head in groups(HEADINGS):
        labels = [HEADINGS[i][len(head) + 1:] for i in range(first, last + 1)]
        if head not in ("問4", "問6", "問9"):
            continue
        nested = [i for i in range(first, last + 1) if labels[i - first].startswith("負担割合の齟齬 ")]
        at[first] = (head, [(i, labels[i - first]) for i in range(first, last + 1) if i not in nested])
        if nested:
            at[nested[0]] = ("問4 負担割合の齟齬", [(i, labels[i - first].split(" ")[1]) for i in nested])
        skip |= set(range(first, last + 1))
    for i, heading in enumerate(HEADINGS):
        if i in at:
            columns.append(at[i])
        elif i not in skip:
            columns.append((heading, i))
    columns = [("q4_copay" if head == "問4 負担割合の齟齬" else head, what) for head, what in columns]
    sheet.append(own + [head for head, _ in columns])
    for r, row in enumerate(RETURNS):
        day = day_of(row[DAY])
        day = (day or datetime.datetime(2024, 1, 10)) + datetime.timedelta(hours=9, minutes=r, seconds=7)
        line = [int(row[0]) if row[0].isdigit() else row[0], day - datetime.timedelta(minutes=4), day, "anonymous", "医師 %d" % r]
        for _, what in columns:
            if isinstance(what, int):
                line.append(number_or_text(row[what]))
            else:
                line.append("".join(label + ";" for i, label in what if row[i] not in ("", "0", "×")) or None)
        sheet.append(line)
        for column in (2, 3):
            sheet.cell(2 + r, column).number_format = "m/d/yy h:mm:ss"
    book.save(os.path.join(HERE, name))


TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(name, parts):
    with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (2024, 1, 31, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def relations(items):
    return HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
        '<Relationship Id="%s" Type="%s%s" Target="%s"/>' % (i, TYPES, t, target) for i, t, target in items) + "</Relationships>"


def odd(name):
    """What the standard allows and few programs write: a prefix before every name, days from 1904, targets from the root,
    cells without places, rich text with phonetic guides, texts in the cells, formulas, escapes."""
    shared = []

    def cell(r, i, text):
        place = ' r="%s%d"' % (get_column_letter(i + 1), r + 1)
        day = day_of(text) if i == DAY and r else None
        if day:
            serial = (day - datetime.datetime(1904, 1, 1)).days
            return '<x:c%s t="d"><x:v>%sT00:00:00</x:v></x:c>' % (place, text) if r % 2 else '<x:c%s s="1"><x:v>%d.5</x:v></x:c>' % (place, serial)
        safe = escape(text).replace("\n", "_x000D_\n")
        if text.isascii() and text.isdigit() and text[0] != "0":
            return "<x:c%s><x:v>%s.0</x:v></x:c>" % (place, text)
        way = (r + i) % 4
        if way == 0:
            return '<x:c%s t="inlineStr"><x:is><x:t xml:space="preserve">%s</x:t></x:is></x:c>' % (place, safe)
        if way == 1:
            return '<x:c%s t="str"><x:f>IF(TRUE,"別の文","")</x:f><x:v>%s</x:v></x:c>' % (place, safe)
        half = len(text) // 2
        runs = "".join("<x:r><x:rPr><x:b/></x:rPr><x:t>%s</x:t></x:r>" % escape(t).replace("\n", "_x000D_\n") for t in (text[:half], text[half:]))
        guide = '<x:rPh sb="0" eb="1"><x:t>フリガナ</x:t></x:rPh><x:phoneticPr fontId="1"/>'
        shared.append("<x:si>%s%s</x:si>" % (runs if way == 2 else "<x:t>%s</x:t>" % safe, guide))
        return '<x:c%s t="s"><x:v>%d</x:v></x:c>' % (place, len(shared) - 1)

    lines = []
    for r, row in enumerate(ROWS):
        cells = [cell(r, i, text) for i, text in enumerate(row) if text]
        if r == 0:  # a full row needs no places
            cells = [c.replace(c[c.index(" r="):c.index('"', c.index(" r=") + 4) + 1], "", 1) for c in cells]
        lines.append("<x:row>" + "".join(cells) + "</x:row>")
    sheet = ('%s<x:worksheet xmlns:x="%s"><x:sheetData>%s</x:sheetData></x:worksheet>' % (HEAD, MAIN, "".join(lines)))
    package(name, {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations([("a", "officeDocument", "/book/main.xml")]),
        "book/main.xml": HEAD + '<x:workbook xmlns:x="%s" xmlns:r="%s"><x:workbookPr date1904="1"/><x:sheets>'
                                '<x:sheet name="回答 &amp; 控え" sheetId="7" r:id="b"/></x:sheets></x:workbook>' % (MAIN, TYPES[:-1]),
        "book/_rels/main.xml.rels": relations([("b", "worksheet", "../cells.xml"), ("c", "sharedStrings", "/texts.xml"),
                                               ("d", "styles", "looks.xml")]),
        "book/looks.xml": HEAD + '<x:styleSheet xmlns:x="%s"><x:cellStyleXfs><x:xf numFmtId="9"/></x:cellStyleXfs><x:cellXfs>'
                                 '<x:xf numFmtId="0"/><x:xf numFmtId="14"/></x:cellXfs></x:styleSheet>' % MAIN,
        "texts.xml": HEAD + '<x:sst xmlns:x="%s">%s</x:sst>' % (MAIN, "".join(shared)),
        "cells.xml": sheet,
    })


libreoffice("libreoffice.xlsx")
merged("merged.xlsx")
forms("msforms.xlsx", False)
forms("msforms_english.xlsx", True)
odd("odd.xlsx")

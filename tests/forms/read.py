# SPDX-License-Identifier: Apache-2.0
"""Reads reports back by readers that are not ours: json, email, csv, XML, ZIP and pdftotext.

read.py FOLDER [hostile]: every NAME.markdown in it beside NAME.FORM of the other forms. Prints pass
and fail lines: well formed, within the limits of its program, every number of a claim that the
Markdown cites; and, of a hostile plan, nothing that acts.
"""
import csv
import email
import email.policy
import glob
import html.parser
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

NUMBER = re.compile(r"\d+(?:[.,:-]\d+)*")
TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COMPUTED = re.compile(r"E\d+-H\d+$")


class Wrong(Exception):
    pass


def demand(true, what):
    if not true:
        raise Wrong(what)


def read(path):
    with open(path, "rb") as f:
        return f.read()


class Page(html.parser.HTMLParser):
    """Words of a page, its elements, and whatever names another place."""

    def __init__(self, page):
        super().__init__()
        self.words, self.elements, self.scripts = [], [], []
        self.within = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.within = tag
        for name, value in attributes:
            demand(name not in ("href", "src", "onclick", "onload", "onerror", "style") or
                   (name == "style" and "url" not in (value or "")), f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag):
        self.within = None
        if tag in ("td", "th", "p", "li", "h1", "h2", "text", "figcaption", "pre", "tr"):
            self.words.append(" ")

    def handle_data(self, data):
        if self.within == "script":
            self.scripts.append(data)
        elif self.within != "style":
            self.words.append(data)


def of_html(data):
    page = Page(data.decode())
    demand(len(page.scripts) <= 1 and "alert" not in "".join(page.scripts), "a foreign script")
    demand(not {"a", "img", "iframe", "form", "link", "object"} & set(page.elements), "a link")
    demand(len(data) < 300 * 1024, f"{len(data)} bytes are more than 300 KB")
    return "".join(page.words)


def of_confluence(data):
    names = ("h1", "h2", "p", "ul", "li", "table", "tbody", "tr", "th", "td", "pre", "strong", "span", "all")
    all_ = tree.fromstring("<all>" + data.decode() + "</all>")
    for element in all_.iter():
        demand(element.tag in names, f"<{element.tag}>")
        demand(set(element.attrib) <= {"style"}, f"attributes of <{element.tag}>")
    return "".join(all_.itertext())


def walk(node):
    yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from walk(part)


def of_slack(data):
    message = json.loads(data)
    words = []
    demand(set(message) == {"text", "unfurl_links", "blocks"}, "keys of the message")
    demand(sum(len(n["text"]) for n in walk(message["blocks"]) if isinstance(n, dict) and
               isinstance(n.get("text"), str)) <= 12700, "length of the message")
    demand(len(message["blocks"]) <= 50, f"{len(message['blocks'])} blocks")
    demand(not re.search("[<>]", message["text"]), "markup in the notification")
    for node in walk(message["blocks"]):
        if not isinstance(node, dict):
            continue
        demand(node["type"] in ("header", "rich_text", "context", "plain_text", "text", "rich_text_list",
                                "rich_text_section", "rich_text_preformatted")
               if "type" in node else set(node) == {"bold"}, f"an element of type {node.get('type')}")
        if isinstance(node.get("text"), str):
            demand(0 < len(node["text"]) <= 3000, "length of a text")
            words.append(node["text"])
        elif node.get("type", "").startswith(("rich_text_section", "rich_text_pre", "header")):
            words.append("\n")
        if node.get("type") == "header":
            demand(len(node["text"]["text"]) <= 150, "length of a header")
        if node.get("type") == "rich_text":
            demand(sum(len(n["text"]) for n in walk(node) if isinstance(n, dict) and
                       isinstance(n.get("text"), str)) <= 3000, "length of a rich text")
    return "".join(words)


def of_teams(data):
    message = json.loads(data)
    words = []
    demand(len(data) <= 28000, f"{len(data)} bytes")
    demand(message["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive", "type")
    card = message["attachments"][0]["content"]
    for node in walk(card["body"]):
        if not isinstance(node, dict):
            continue
        demand(node["type"] in ("RichTextBlock", "TextRun", "Container"), f"an element {node['type']}")
        demand(not {"url", "selectAction", "actions"} & set(node), "an action")
        words.append(node["text"] if node["type"] == "TextRun" else "\n")
    return "".join(words)


def of_mail(data):
    demand(b"\n" not in data.replace(b"\r\n", b""), "a line that does not end with CRLF")
    demand(max(map(len, data.split(b"\r\n"))) <= 998, "a line of more than 998 bytes")
    letter = email.message_from_bytes(data, policy=email.policy.default)
    demand(letter.keys() == ["From", "Subject", "Date", "Message-ID", "MIME-Version", "X-Unsent", "Content-Type"],
           f"headers: {letter.keys()}")
    parts = list(letter.iter_parts())
    demand([p.get_content_type() for p in parts] == ["text/plain", "text/html"], "parts")
    demand(not any(p.defects for p in [letter] + parts), "defects")
    demand("\n" not in letter["Subject"] and len(letter["Subject"]) > 3, "the subject")
    of_html(parts[1].get_content().encode())
    words = "".join(Page(parts[1].get_content()).words)
    plain = parts[0].get_content()
    for number in NUMBER.findall(words):
        demand(len(number) > 100 or number in plain, f"{number} is in the HTML alone")
    return words


def of_csv(data):
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    demand(len({len(row) for row in rows}) == 1, "rows of other lengths")
    for cell in (cell for row in rows for cell in row):
        demand(not re.match(r"[=+@\t\r-]", cell) or re.fullmatch(r"[+-]?[0-9.]+", cell), f"a formula: {cell[:40]}")
    return "\n".join("\n".join(row[3:]) for row in rows)


def of_xlsx(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    demand(archive.testzip() is None, "a broken part")
    words, sheets, days = [], 0, 0
    for name in archive.namelist():
        part = tree.fromstring(archive.read(name))
        if not name.startswith("xl/worksheets/sheet"):
            continue
        sheets += 1
        for c in part.iter(MAIN + "c"):
            formula = c.find(MAIN + "f")
            demand(formula is None or COMPUTED.match(formula.text), "a formula")
            demand(c.get("t") in (None, "inlineStr"), "a cell of another type")
            if c.get("s") == "1":
                days += 1
                demand(30000 < int(c.find(MAIN + "v").text) < 90000, "no day")
            words += c.itertext()
            words.append("\n")
        demand(part.find(MAIN + "hyperlinks") is None, "a link")
        table = tree.fromstring(archive.read(name.replace("worksheets/sheet", "tables/table")))
        heads = ["".join(c.itertext()) for c in part.find(MAIN + "sheetData")[0]]
        demand([c.get("name") for c in table.iter(MAIN + "tableColumn")] == heads, "heads of a table")
    demand(sheets == 8, f"{sheets} sheets")
    try:
        import openpyxl
        book = openpyxl.load_workbook(io.BytesIO(data))
        demand(all(len(sheet.tables) == 1 for sheet in book), "sheets without a table")
    except ImportError:
        pass
    return "".join(words)


def judge_figures(data, words):
    """By qpdf: the file is sound, has a language, and each figure the words of its caption."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["qpdf", "--check", "--no-warn", file.name], capture_output=True, check=False)
        demand(done.returncode == 0, f"qpdf: {(done.stderr + done.stdout)[-200:]}")
        done = subprocess.run(["qpdf", "--json=2", "--json-key=qpdf", file.name], capture_output=True, check=True)
    objects = [o["value"] for o in json.loads(done.stdout)["qpdf"][1].values() if isinstance(o.get("value"), dict)]
    figures = [o for o in objects if o.get("/S") == "/Figure"]
    demand([o.get("/Lang") for o in objects if o.get("/Type") == "/Catalog"] == ["u:en"], "no language")
    demand(len(figures) == len(re.findall(rb"obj\n<< /Type /StructElem\n +/S /Figure\n(?:(?!/Alt|endobj)[^\0])*endobj",
                                          data)), "figures")
    whole = re.sub(r"\s+", "", words)
    for figure in figures:
        said = figure.get("/Alt", "")
        demand(said.startswith("u:") and len(said) > 20, "a figure without a description")
        # What runs from right to left comes out of pdftotext in another order.
        demand(len(sys.argv) > 2 or re.sub(r"\s+", "", said[2:]) in whole, f"a figure is described as no caption is: {said[2:60]}")


def of_pdf(data):
    demand(data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), "its ends")
    demand(not re.search(rb"/(URI|JavaScript|JS|Launch|AA|OpenAction)\b", data), "an action")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=False)
    demand(done.returncode == 0 and not done.stderr, f"pdftotext: {done.stderr[:200]}")
    words = done.stdout.decode()
    pages = re.findall(r"page (\d+) of (\d+)", words)
    if shutil.which("qpdf"):
        judge_figures(data, words)
    demand(pages and [int(n) for n, _ in pages] == list(range(1, len(pages) + 1)) and
           all(int(of) == len(pages) for _, of in pages), f"numbers of pages: {pages}")
    return words


def of_json(data):
    return "\n".join(str(c["said"]) for c in json.loads(data).get("claims", []))


def of_markdown(data):
    words = data.decode()
    bare = re.sub(r"<!--.*?-->", "", words)
    demand(not re.search(r"<[a-z/!]", bare), "a tag")
    demand(not re.search(r"(?<!\\)\]\(", bare), "a link")
    return bare


def of_text(data):
    return data.decode()


def claims_of(markdown):
    """Identifier and words of every claim."""
    for name, words in re.findall(r"<!--c ([^>]*?)-->(.*?)<!--/c-->", markdown.decode(), re.S):
        yield name, re.sub(r"&(lt|gt|amp);", " ", words.replace("\\", ""))


def judge(name, form, data, markdown, hostile):
    words = globals()["of_" + form](data)
    # JSON is for programs, which get what was written.
    demand(form == "json" or not TURNS.search(words), "a mark that turns the direction of writing")
    if hostile:
        return
    whole = re.sub(r"\s+", " ", words.replace("\u00a0", " "))
    if "not fit in a" in whole or form in ("text", "markdown"):
        return
    if b"<!--c " not in markdown:       # the brief cites none: then every number outside charts
        if form != "json":
            for number in NUMBER.findall(re.sub(r"```.*?```", "", markdown.decode(), flags=re.S)):
                demand(number in whole, f"{number} is not in it")
        return
    if form == "json":
        claims = json.loads(data).get("claims")
        if claims is not None:      # the brief's JSON is a shape of its own
            ids = {c["id"] for c in claims}
            demand({claim for claim, _ in claims_of(markdown)} <= ids, "a claim less than in Markdown")
        return
    for claim, said in claims_of(markdown):
        for number in NUMBER.findall(said):
            demand(number in whole, f"{number} of {claim} is not in it")


def main():
    folder, hostile = sys.argv[1], len(sys.argv) > 2
    files, numbers = 0, 0
    for path in sorted(glob.glob(os.path.join(folder, "*.markdown"))):
        name = os.path.basename(path)[:-len(".markdown")]
        markdown = read(path)
        numbers += sum(len(NUMBER.findall(said)) for _, said in claims_of(markdown))
        for other in sorted(glob.glob(path[:-len("markdown")] + "*")):
            form = other.rsplit(".", 1)[1]
            files += 1
            try:
                judge(name, form, read(other), markdown, hostile)
            except Exception as fault:      # whatever an independent reader stumbles over
                print(f"fail {name}.{form}: {type(fault).__name__}: {str(fault)[:200]}")
    if files == 0 or (numbers == 0 and not hostile):
        print(f"fail {os.path.basename(folder)}: nothing to read")
        return
    print(f"pass {os.path.basename(folder)}: {files} files are read back; {numbers} numbers of claims in each form")


main()

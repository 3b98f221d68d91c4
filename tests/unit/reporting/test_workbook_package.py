"""The workbook as a package: what Excel would repair is not there. Every part is read, not what a library shows."""

import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine
import synthetic_analysis

from sinolens.exposure.scenarios import run_scenarios
from sinolens.reference.loader import load_reference
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LEGAL_NAME = re.compile(r"^[A-Za-z_\\][A-Za-z0-9_.\\]*$")
CELL_LIKE = re.compile(r"^([A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*)$")
LETTER_WIDTH = 10.0
"""Inches between the margins of letter paper on its side."""
NEWER = re.compile(
    r"(?<!_xlfn\.)\b(XLOOKUP|FILTER|UNIQUE|SORT|LET|LAMBDA|TEXTJOIN|CONCAT|IFS|MAXIFS|MINIFS|SEQUENCE)\("
)


@pytest.fixture(scope="module", params=["committee", "public", "regulator"])
def book(request, tmp_path_factory):
    pair = synthetic_analysis.compared(synthetic_analysis.build(70, 3, names=synthetic_analysis.HOSTILE))
    now = replace(pair.after, scenarios=run_scenarios(pair.after, load_reference()))
    path = tmp_path_factory.mktemp("package") / f"{request.param}.xlsx"
    report = compose(now, request.param, previous=pair.before)
    write_workbook(report, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len({name.casefold() for name in names})
        parts = {name: archive.read(name) for name in names}
    return path, report, parts, {name: ElementTree.fromstring(data) for name, data in parts.items() if is_xml(name)}


def is_xml(name):
    return name.endswith((".xml", ".rels", ".vml"))


def test_every_part_has_a_type_and_every_link_a_target(book):
    _, _, parts, trees = book
    types = trees["[Content_Types].xml"]
    usual = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    own = {one.get("PartName").lstrip("/") for one in types.iter(f"{TYPES}Override")}
    assert own <= set(parts)
    assert len(own) == len(list(types.iter(f"{TYPES}Override")))
    for name in parts:
        if name != "[Content_Types].xml":
            assert name in own or name.rsplit(".", 1)[-1] in usual, name
    reached = set()
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        ids = [one.get("Id") for one in tree.iter(RELATED)]
        assert len(ids) == len(set(ids)), name
        for one in tree.iter(RELATED):
            # Nothing leads out of the file.
            assert one.get("TargetMode") != "External", one.get("Target")
            target = one.get("Target")
            base = posixpath.dirname(source)
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            assert path in parts, (name, target)
            reached.add(path)
        if source in trees:
            used = {node.get(LINKED) for node in trees[source].iter() if node.get(LINKED)}
            assert used <= set(ids), source
    assert {name for name in parts if not name.endswith(".rels")} - reached == {"[Content_Types].xml"}


def test_strings_styles_and_sheets_are_counted_right(book):
    _, report, _, trees = book
    shared = trees["xl/sharedStrings.xml"]
    texts = list(shared.iter(f"{MAIN}si"))
    used = [
        int(cell.find(f"{MAIN}v").text)
        for name, tree in trees.items()
        if name.startswith("xl/worksheets/sheet")
        for cell in tree.iter(f"{MAIN}c")
        if cell.get("t") == "s"
    ]
    assert int(shared.get("uniqueCount")) == len(texts)
    assert int(shared.get("count")) == len(used)
    assert set(used) == set(range(len(texts)))
    assert all(len("".join(node.itertext())) <= 32_767 for node in texts)
    looks = len(trees["xl/styles.xml"].find(f"{MAIN}cellXfs"))
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            cells = [cell.get("r") for cell in tree.iter(f"{MAIN}c")]
            assert len(cells) == len(set(cells)), name
            assert all(int(cell.get("s", 0)) < looks for cell in tree.iter(f"{MAIN}c")), name
            merged = [one.get("ref") for one in tree.iter(f"{MAIN}mergeCell")]
            assert not overlapping([*merged, *tables_of(name, trees)]), name
    sheets = [one.get("name") for one in trees["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    assert len({name.casefold() for name in sheets}) == len(sheets)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in sheets)
    assert set(sheets) == {section.sheet for section in report.sections if section.sheet} | {"Positions"}


def tables_of(sheet, trees):
    rels = trees.get(f"xl/worksheets/_rels/{posixpath.basename(sheet)}.rels")
    for one in rels.iter(RELATED) if rels is not None else ():
        if one.get("Type").endswith("/table"):
            yield trees[posixpath.normpath(posixpath.join("xl/worksheets", one.get("Target")))].get("ref")


def overlapping(ranges):
    boxes = [openpyxl.utils.range_boundaries(one) for one in ranges]
    return [
        (a, b)
        for place, a in enumerate(boxes)
        for b in boxes[place + 1 :]
        if a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
    ]


def test_names_and_tables_are_legal_and_told_apart(book):
    _, _, _, trees = book
    defined = [one.get("name") for one in trees["xl/workbook.xml"].iter(f"{MAIN}definedName")]
    own = [name for name in defined if not name.startswith("_xlnm.")]
    tables = [tree for name, tree in trees.items() if name.startswith("xl/tables/")]
    assert own
    names = [tree.get("displayName") for tree in tables]
    for name in (*own, *names):
        assert LEGAL_NAME.match(name) and not CELL_LIKE.match(name) and len(name) <= 255, name
    assert max(Counter(name.casefold() for name in (*own, *names)).values()) == 1
    assert len({tree.get("id") for tree in tables}) == len(tables)
    for tree in tables:
        columns = [one.get("name") for one in tree.iter(f"{MAIN}tableColumn")]
        assert len({name.casefold() for name in columns}) == len(columns), (tree.get("name"), columns)
        left, top, right, bottom = openpyxl.utils.range_boundaries(tree.get("ref"))
        assert len(columns) == right - left + 1 == int(tree.find(f"{MAIN}tableColumns").get("count"))
        # A table of a heading alone is what Excel repairs.
        assert bottom > top
        if tree.find(f"{MAIN}autoFilter") is not None:
            assert tree.find(f"{MAIN}autoFilter").get("ref") == tree.get("ref")


def test_headings_in_cells_are_those_of_their_tables(book):
    path, _, _, _ = book
    for sheet in openpyxl.load_workbook(path):
        for table in sheet.tables.values():
            first = sheet[table.ref][0]
            assert [str(cell.value) for cell in first] == [column.name for column in table.tableColumns], table.name


def test_formulas_are_plain_and_lead_nowhere(book):
    _, _, _, trees = book
    formulas = [
        node.text or "" for name, tree in trees.items() if name.startswith("xl/worksheets/sheet")
        for node in tree.iter(f"{MAIN}f")
    ]
    assert formulas
    for text in formulas:
        assert not text.startswith(("=", "+", "-", "@", "|")), text
        assert len(text) <= 8_192
        assert "[" not in text and "!" not in text.replace("Positions!", ""), text
        assert not NEWER.search(text) and not re.search(r"\b(DDE|WEBSERVICE|HYPERLINK|CALL|EXEC)\b", text), text
        assert text.count("(") == text.count(")")


def test_sheets_are_fitted_to_whole_pages_and_never_too_small_to_read(book):
    path, _, _, trees = book
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            assert [one.get("fitToPage") for one in tree.iter(f"{MAIN}pageSetUpPr")] == ["1"], name
            assert tree.find(f"{MAIN}pageSetup").get("fitToHeight") == "0", name
    for sheet in openpyxl.load_workbook(path):
        pages = int(sheet.page_setup.fitToWidth or 1)
        width = sum(7 * column.width for column in sheet.column_dimensions.values()) / 96
        # Ten-point letters come out at six points or more.
        assert width * 0.6 <= pages * LETTER_WIDTH, sheet.title
        assert (sheet.print_title_cols is None) or pages > 1, sheet.title
        assert sheet.print_title_rows or pages > 1, sheet.title


def test_a_page_is_broken_only_above_a_table(book):
    path, report, _, _ = book
    heads = {
        section.sheet: {table.title or table.columns[0].title for table in section.tables}
        for section in report.sections if section.sheet
    }
    broken = 0
    for sheet in openpyxl.load_workbook(path):
        for one in sheet.row_breaks.brk:
            # A break names the row above it.
            assert sheet.cell(one.id + 1, 1).value in heads[sheet.title], (sheet.title, one.id)
            broken += 1
    assert broken


def test_headings_stand_again_only_over_the_last_table(book):
    path, report, _, _ = book
    last = {section.sheet: section.tables[-1] for section in report.sections if section.sheet and section.tables}
    again = 0
    for sheet in openpyxl.load_workbook(path):
        first, _, end = (sheet.print_title_rows or "$1:$2").replace("$", "").partition(":")
        if (first, end) != ("1", "2") and sheet.title in last:
            assert first == end
            assert sheet.cell(int(first), 1).value == last[sheet.title].columns[0].title, sheet.title
            again += 1
    assert again


def test_other_readers_find_charts_tables_and_names(book):
    path, report, _, _ = book
    read = openpyxl.load_workbook(path)
    natives = sum(1 for section in report.sections if section.sheet for one in section.figures if one.native)
    assert sum(len(sheet._charts) for sheet in read) == natives
    filled = sum(1 for section in report.sections if section.sheet for table in section.tables if table.rows)
    assert sum(len(sheet.tables) for sheet in read) == filled
    assert {column.name for column in report.lines.columns if column.name} <= set(read.defined_names)
    seen = python_calamine.CalamineWorkbook.from_path(str(path))
    assert seen.sheet_names == read.sheetnames
    rows = seen.get_sheet_by_name("Positions").to_python()
    assert len(rows) == 5 + len(report.lines.frame)

"""The workbook: live formulas with values, text that stays text, one file for one content, marks on every sheet."""

import io
import re
import zipfile
from pathlib import Path

import msoffcrypto
import openpyxl
import pytest
import synthetic_analysis

from sinolens.domain.progress import Cancelled, SilentProgress
from sinolens.domain.tier import Tier
from sinolens.figures.theme import LIGHT
from sinolens.reporting.document import Query
from sinolens.reporting.errors import ExportFailed
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook
from sinolens.reporting.workbook_formula import query_formula


def written(tmp_path: Path, report, **options) -> Path:
    target = tmp_path / "report.xlsx"
    write_workbook(report, target, **options)
    return target


@pytest.fixture(scope="module")
def book_path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("book"), compose(synthetic_analysis.build(60)))


@pytest.fixture(scope="module")
def parts(book_path):
    with zipfile.ZipFile(book_path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_formula_carries_a_value_and_none_is_an_error(book_path):
    formulas, values = openpyxl.load_workbook(book_path), openpyxl.load_workbook(book_path, data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    assert isinstance(values[sheet.title][cell.coordinate].value, int | float), (
                        sheet.title,
                        cell.coordinate,
                    )
    assert count > 300


def test_totals_live_on_the_positions_sheet(book_path):
    book = openpyxl.load_workbook(book_path)
    sums = [cell.value for row in book["Exposure by Category"].iter_rows() for cell in row if cell.data_type == "f"]
    assert any(value.startswith("=SUMIFS(pos_value,pos_scope") for value in sums)
    assert {"pos_value", "pos_tier", "pos_category", "total_market_value"} <= set(book.defined_names)
    positions = book["Positions"]
    start = book.defined_names["pos_value"].attr_text
    assert start.startswith("Positions!$")
    assert positions.freeze_panes is not None
    assert positions.auto_filter.ref is not None


def test_amounts_are_exact_to_the_cent(book_path):
    analysis = synthetic_analysis.build(60)
    sheet = openpyxl.load_workbook(book_path)["Positions"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Position")
    place = next(cell.column for cell in head if cell.value == "Market value (USD)")
    values = [sheet.cell(row, place).value for row in range(head[0].row + 1, sheet.max_row + 1)]
    assert [round(value * 100) for value in values] == analysis.slices["market_value"].tolist()
    assert all(
        repr(float(value)) == repr(cents / 100)
        for value, cents in zip(values, analysis.slices["market_value"], strict=True)
    )


def test_hostile_names_stay_text(tmp_path):
    target = written(tmp_path, compose(synthetic_analysis.build(60, names=synthetic_analysis.HOSTILE)))
    sheet = openpyxl.load_workbook(target)["Positions"]
    names = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert '=HYPERLINK("http://x","y")' in names
    assert {"+1+1", "-2+3", "@SUM(A1)", "<b>bold</b> & <script>alert(1)</script>"} <= names
    with zipfile.ZipFile(target) as archive:
        formulas = re.findall(
            r"<f[^>]*>([^<]*)</f>",
            "".join(
                archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")
            ),
        )
        assert not any("HYPERLINK" in formula or "1+1" in formula for formula in formulas)
        assert not any(
            "hyperlink" in archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")
        )


def test_leading_zeros_survive(book_path):
    sheet = openpyxl.load_workbook(book_path)["Positions"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Position")
    place = next(cell.column for cell in head if cell.value == "CUSIP")
    cell = sheet.cell(head[0].row + 2, place)
    assert cell.data_type == "s"
    assert cell.value.startswith("0")


def test_marks_definition_and_id_stand_on_every_sheet(parts):
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 21
    for text in sheets:
        header, footer = (
            re.search(r"<oddHeader>(.*?)</oddHeader>", text)[1],
            re.search(r"<oddFooter>(.*?)</oddFooter>", text)[1],
        )
        assert "Sample" in header
        assert "Confidential" in header
        assert "Baseline" in footer
        assert "as of 2026-09-30" in footer
        assert re.search(r"report [0-9a-f]{12}", footer)
        assert "Page &amp;P of &amp;N" in footer
        assert len(header.replace("&amp;", "&")) <= 255
        assert len(footer.replace("&amp;", "&")) <= 255


def test_charts_are_native_in_tier_colours_with_alt_text(parts):
    charts = [text for name, text in parts.items() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 3
    colours = {LIGHT.tier(tier.value).lstrip("#").upper() for tier in Tier}
    assert any(colours <= set(re.findall(r'srgbClr val="([0-9A-F]{6})"', text)) for text in charts)
    drawings = [text for name, text in parts.items() if name.startswith("xl/drawings/drawing")]
    for text in drawings:
        assert all(len(alt) > 30 for alt in re.findall(r'descr="([^"]*)"', text))
        assert text.count("<xdr:graphicFrame") == text.count("descr=")


def test_same_content_same_bytes(tmp_path):
    first, second = (
        written(tmp_path / name, compose(synthetic_analysis.build(30))) for name in _folders(tmp_path, "a", "b")
    )
    assert first.read_bytes() == second.read_bytes()


def _folders(tmp_path, *names):
    for name in names:
        (tmp_path / name).mkdir()
    return names


def test_properties_say_what_it_is(book_path):
    properties = openpyxl.load_workbook(book_path).properties
    assert properties.title == "Fernwood College Endowment: Quarterly review"
    assert properties.created.isoformat() == "2026-11-23T00:00:00"


def test_password_seals_the_file(tmp_path):
    target = written(tmp_path, compose(synthetic_analysis.build(10)), password="long enough")
    assert not zipfile.is_zipfile(target)
    sealed = msoffcrypto.OfficeFile(io.BytesIO(target.read_bytes()))
    sealed.load_key(password="long enough")
    opened = io.BytesIO()
    sealed.decrypt(opened)
    assert "Cover" in openpyxl.load_workbook(opened).sheetnames


def test_one_position_and_paper_sizes(tmp_path):
    for paper, code in (("letter", 1), ("a4", 9)):
        target = written(tmp_path, compose(synthetic_analysis.build(1), paper=paper))
        book = openpyxl.load_workbook(target)
        assert {sheet.page_setup.paperSize for sheet in book} == {code}


def test_missing_folder_is_said_and_nothing_is_made(tmp_path):
    with pytest.raises(ExportFailed, match="does not exist"):
        write_workbook(compose(synthetic_analysis.build(2)), tmp_path / "none" / "report.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "report.xlsx"
    target.write_bytes(b"old")

    def refuse(self, other):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportFailed, match="open in another program"):
        write_workbook(compose(synthetic_analysis.build(2)), target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


def test_folder_in_the_way_is_said(tmp_path):
    with pytest.raises(ExportFailed, match="in the way"):
        write_workbook(compose(synthetic_analysis.build(2)), tmp_path)


class Impatient(SilentProgress):
    """Cancels at the second question."""

    def __init__(self):
        self.asked = 0

    def check(self):
        self.asked += 1
        if self.asked > 1:
            raise Cancelled


def test_cancel_keeps_nothing(tmp_path):
    with pytest.raises(Cancelled):
        write_workbook(compose(synthetic_analysis.build(5)), tmp_path / "report.xlsx", Impatient())
    assert list(tmp_path.iterdir()) == []


def test_queries_become_formulas_of_codes_and_numbers():
    names = {"value": "pos_value", "tier": "pos_tier", "manager_no": "pos_manager_no"}
    assert query_formula(Query("value"), names) == "=SUM(pos_value)"
    assert query_formula(Query("value", (("tier", "T1"), ("manager_no", 3))), names) == (
        '=SUMIFS(pos_value,pos_tier,"T1",pos_manager_no,3)'
    )
    assert query_formula(Query("", (("tier", "T1"),)), names) == '=COUNTIFS(pos_tier,"T1")'

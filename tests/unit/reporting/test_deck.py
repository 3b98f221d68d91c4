"""The deck: its slides, the report's own numbers, native charts, all text as text, the same bytes each time."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
import synthetic_analysis
from pptx import Presentation

from sinolens.domain.progress import Cancelled
from sinolens.exposure.scenarios import price_marks, run_scenarios
from sinolens.figures.theme import LIGHT
from sinolens.reference.loader import load_reference
from sinolens.reporting.deck import write_deck
from sinolens.reporting.document import CoverFields, Money
from sinolens.reporting.errors import ExportFailed
from sinolens.reporting.pages import amount
from sinolens.reporting.report import compose

HOSTILE = '=HYPERLINK("http://example.org") <b>&amp; {{7*7}}'


def deck_of(report, folder):
    target = folder / "deck.pptx"
    write_deck(report, target)
    return target, Presentation(str(target))


def texts(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            for row in shape.table.rows:
                yield from (cell.text for cell in row.cells)


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.fixture(scope="module")
def report():
    return compose(synthetic_analysis.build(60))


@pytest.fixture(scope="module")
def written(report, tmp_path_factory):
    return deck_of(report, tmp_path_factory.mktemp("deck"))


def test_it_has_the_slides_of_a_committee(written):
    _, deck = written
    assert [slide.shapes.title.text_frame.text for slide in deck.slides][1:] == [
        "Headline",
        "China-AI by category and tier",
        "China-AI by regulatory tier",
        "China-AI by manager",
        "Names on official lists",
        "What is known, and what is not",
        "Method",
    ]


def test_every_slide_says_mark_date_definition_and_id(written, report):
    _, deck = written
    for slide in deck.slides:
        said = "\n".join(texts(slide))
        assert "Sample" in said
        assert "Confidential – Investment Committee" in said
        assert "30 Sep 2026" in said
        assert report.definition in said
        assert f"report {report.id}" in said
        assert b'type="slidenum"' in slide.part.blob


def test_charts_hold_the_numbers_and_colours_of_the_report(written, report):
    _, deck = written
    stacked, ring, bars = charts(deck)
    section = report.section("category")
    table = next(table for table in section.tables if table.key == "category_tier")
    wanted = {row[0]: [cell.cents / 100 for cell in row[1:-1]] for row in table.rows}
    names = list(stacked.plots[0].categories)
    for place, series in enumerate(stacked.plots[0].series):
        assert list(series.values) == [wanted[name][place] for name in names]
    tiers = next(table for table in report.section("tier").tables if table.key == "tiers")
    assert list(ring.plots[0].series[0].values) == [row[1].cents / 100 for row in tiers.rows]
    assert str(ring.plots[0].series[0].points[3].format.fill.fore_color.rgb) == LIGHT.tier("T4").lstrip("#").upper()
    managers = next(table for table in report.section("manager").tables if table.key == "manager")
    held = {row[0]: row[2].cents / 100 for row in managers.rows if row[2].cents}
    assert dict(zip(bars.plots[0].categories, bars.plots[0].series[0].values, strict=True)) == held


def test_tables_and_cards_print_the_reports_numbers(written, report):
    _, deck = written
    said = "\n".join(text for slide in deck.slides for text in texts(slide))
    coverage = next(table for table in report.section("quality").tables if table.key == "coverage")
    for row in (*coverage.rows, coverage.total):
        assert amount(row[1].cents) in said
    listed = next(table for table in report.section("listed").tables if table.key == "listed")
    assert isinstance(listed.total[6], Money)
    assert amount(listed.total[6].cents) in said


def test_every_chart_table_and_picture_is_described(written):
    _, deck = written
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_hostile_names_stay_text(tmp_path):
    analysis = synthetic_analysis.build(30, names=(HOSTILE, "李" * 400, "a\x07b"))
    target, deck = deck_of(compose(analysis, cover=CoverFields(to=HOSTILE)), tmp_path)
    assert HOSTILE in "\n".join(texts(deck.slides[0]))
    with zipfile.ZipFile(target) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(data))
                cells = [cell for row in book.active.iter_rows() for cell in row]
                assert all(cell.data_type != "f" for cell in cells)
            else:
                assert b"hlinkClick" not in data


def test_the_same_report_is_the_same_file(report, tmp_path):
    first, second = tmp_path / "1.pptx", tmp_path / "2.pptx"
    write_deck(report, first)
    write_deck(report, second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as package:
        sheets = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    assert sheets
    assert all(openpyxl.load_workbook(io.BytesIO(sheet)).properties.created.year == 2000 for sheet in sheets)


def test_the_public_deck_holds_no_withheld_name(tmp_path):
    public = compose(synthetic_analysis.build(60), "public")
    target, deck = deck_of(public, tmp_path)
    names = [item.text for item in public.withheld if item.kind == "company name" and len(item.text) > 6]
    assert names
    with zipfile.ZipFile(target) as package:
        parts = [package.read(name) for name in package.namelist()]
    for part in parts:
        inner = [part]
        if part[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(part)) as book:
                inner = [book.read(name) for name in book.namelist()]
        for data in inner:
            assert not [name for name in names if name.encode() in data]
    assert "Names on official lists" not in [slide.shapes.title.text_frame.text for slide in deck.slides]


@pytest.mark.parametrize("audience", ["committee", "public", "regulator"])
def test_each_audience_gets_six_to_eight_slides(audience, tmp_path):
    _, deck = deck_of(compose(synthetic_analysis.build(20), audience), tmp_path)
    assert 6 <= len(deck.slides) <= 8


def test_a_section_left_out_has_no_slide(tmp_path):
    _, deck = deck_of(compose(synthetic_analysis.build(20), sections=("tier",)), tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "China-AI by regulatory tier" in titles
    assert "China-AI by manager" not in titles
    assert "Left out by choice" in "\n".join(texts(deck.slides[-1]))


def test_a_portfolio_without_china_ai_says_so(tmp_path):
    _, deck = deck_of(compose(synthetic_analysis.build(1, seed=3)), tmp_path)
    assert len(deck.slides) >= 6


class Stopped:
    def report(self, done, total, text):
        pass

    def check(self):
        raise Cancelled


def test_cancelled_or_unwritable_leaves_what_was_there(report, tmp_path):
    target = tmp_path / "deck.pptx"
    target.write_bytes(b"before")
    with pytest.raises(Cancelled):
        write_deck(report, target, Stopped())
    assert target.read_bytes() == b"before"
    with pytest.raises(ExportFailed):
        write_deck(report, tmp_path / "missing" / "deck.pptx")


def test_bridge_scenarios_and_limits_stand_in_the_deck_when_there_are_any(tmp_path):
    pair = synthetic_analysis.compared(synthetic_analysis.build(60))
    now = replace(pair.after, scenarios=run_scenarios(pair.after, load_reference()))
    asked = {mark: -30.0 for mark in price_marks(now) if mark.startswith("MKT-12.")}
    report = compose(now, previous=pair.before, shocks=asked)
    _, deck = deck_of(report, tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert 6 <= len(titles) <= 8
    assert "What changed in China-AI" in titles
    assert "Scenarios" in titles
    slide = next(one for one in deck.slides if one.shapes.title.text_frame.text == "What changed in China-AI")
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    below, whole, up, down = ([value or 0 for value in series.values] for series in chart.plots[0].series)
    table = report.section("bridge").tables[0]
    amounts = [row[1].cents / 100 for row in (*table.rows, table.total)]
    assert whole[0] == pytest.approx(amounts[0]) and whole[-1] == pytest.approx(amounts[-1])
    level = amounts[0]
    for place, step in enumerate(amounts[1:-1], start=1):
        # Each step begins where the one before ended, and is as high as its amount.
        ends = sorted((level, level + step))
        assert below[place] == pytest.approx(ends[0]), place
        assert up[place] + down[place] == pytest.approx(ends[1] - ends[0]), place
        level += step
    assert level == pytest.approx(amounts[-1])
    losses = next(shape.chart for one in deck.slides for shape in one.shapes
                  if shape.has_chart and one.shapes.title.text_frame.text == "Scenarios")
    told = {row[6].cents / 100 for row in report.section("scenarios").tables[0].rows if isinstance(row[6], Money)}
    assert set(losses.plots[0].series[0].values) <= told
    assert min(losses.plots[0].series[0].values) == min(told)


def test_the_regulator_sees_what_is_due(tmp_path):
    pair = synthetic_analysis.compared(synthetic_analysis.build(60))
    _, deck = deck_of(compose(pair.after, "regulator", previous=pair.before), tmp_path)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert "Divestment status and deadlines" in titles and len(titles) <= 8

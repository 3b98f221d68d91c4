"""Tie-out: a workbook recalculated from scratch, the JSON, the PDF's text and the input files say the same figures."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pypdf
import pytest
import synthetic_analysis
from recalculation import OFFICE, formula_values, recalculate

from sinolens.domain.money import format_compact
from sinolens.exposure.scenarios import run_scenarios
from sinolens.reference.loader import load_reference
from sinolens.reporting.document import Money
from sinolens.reporting.json_output import to_json
from sinolens.reporting.pages import amount
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook
from sinolens.services import export

CENT = 0.0051
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def sample():
    """The bundled sample, analysed as the program does it."""
    from sinolens.reference.loader import load_reference
    from sinolens.services import analysis, holdings
    from sinolens.services.sample import open_sample

    reference = load_reference()
    with open_sample() as found:
        kept = holdings.read_holdings(found.sources, reference, found.attachments)
    return analysis.analyse(kept, found.question, reference)


@pytest.fixture(scope="module")
def written(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample-report")
    report = compose(sample)
    write_workbook(report, folder / "report.xlsx")
    write_pdf(report, folder / "report.pdf")
    return report, folder


def check_formulas(books, folder):
    """Every formula of every book: stored value equals recalculated value."""
    checked = 0
    for stored, again in recalculate(books, folder).items():
        for place, formula, value, recalculated in formula_values(stored, again):
            checked += 1
            if isinstance(value, str):
                # Where a figure is wanted from the user, the formula says so until one is typed.
                assert value == recalculated == "n/a", (stored.name, place, formula, recalculated)
                continue
            assert isinstance(recalculated, int | float), (stored.name, place, formula, recalculated)
            assert abs(value - recalculated) < (1e-9 if abs(value) <= 1 else CENT), (stored.name, place, formula)
    return checked


def earlier_of(analysis):
    """The same portfolio a quarter before: a tenth of its positions not yet bought, the rest worth less."""
    kept = [row for row in range(len(analysis.positions)) if row % 10]
    number = {row: place for place, row in enumerate(kept)}
    slices = analysis.slices[analysis.slices["position"].isin(kept)].reset_index(drop=True)
    slices["market_value"] = (slices["market_value"] * 93 // 100).astype("int64")
    slices["position"] = slices["position"].map(number)
    sums = slices.groupby("position")["market_value"].sum()
    positions = analysis.positions.iloc[kept].reset_index(drop=True)
    positions["market_value"] = [int(sums.get(row, 0)) for row in range(len(positions))]
    return replace(analysis, positions=positions, slices=slices, as_of="2026-06-30", report_id="", scenarios=None)


@needs_office
@pytest.mark.parametrize("audience", ["committee", "public", "regulator"])
def test_sample_recalculated(sample, audience, tmp_path):
    book = tmp_path / f"{audience}.xlsx"
    write_workbook(compose(sample, audience, previous=earlier_of(sample)), book)
    assert check_formulas([book], tmp_path) > 300
    ours, again = (openpyxl.load_workbook(path) for path in (book, tmp_path / "recalculated" / book.name))
    assert ours.sheetnames == again.sheetnames
    for sheet in ours:
        assert len(again[sheet.title]._charts) == len(sheet._charts), sheet.title
        # LibreOffice writes a heading filter as a table of its own.
        assert {table.ref for table in sheet.tables.values()} <= {
            table.ref for table in again[sheet.title].tables.values()
        }, sheet.title
    assert set(ours.defined_names) <= set(again.defined_names)


@needs_office
def test_generated_portfolios_recalculated(tmp_path):
    check_generated(tmp_path, range(3))


@needs_office
@pytest.mark.full
@pytest.mark.parametrize("first", range(0, 50, 10))
def test_fifty_generated_portfolios_recalculated(tmp_path, first):
    check_generated(tmp_path, range(first, first + 10))


def check_generated(tmp_path, seeds):
    books = []
    for seed in seeds:
        names = synthetic_analysis.HOSTILE if seed % 3 == 2 else ()
        analysis = synthetic_analysis.build(1 + seed * 23 % 160, seed, names=names)
        analysis = replace(analysis, scenarios=run_scenarios(analysis, load_reference()))
        audience = ("committee", "regulator", "public")[seed % 3]
        book = tmp_path / f"book{seed}.xlsx"
        before = earlier_of(analysis) if seed % 4 == 0 else None
        report = compose(
            analysis, audience, "a4" if seed % 2 else "letter", previous=before, shocks={"MKT-12.1": -30.0 - seed}
        )
        write_workbook(report, book)
        write_pdf(report, tmp_path / f"book{seed}.pdf")
        check_paper(report, tmp_path / f"book{seed}.pdf")
        books.append(book)
    assert check_formulas(books, tmp_path) > 100 * len(seeds)


def check_paper(report, path):
    """Every amount the report prints on paper is in the PDF's text, as a whole number and not as part of another."""
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    printed = set(re.findall(r"\(?\d[\d,]*\.\d{2}\)?", text))
    for section in report.sections:
        for table in section.tables:
            if section.paper and not section.empty and table.paper:
                rows = table.rows[: table.limit] if table.limit else table.rows
                for row in (*rows, *((table.total,) if table.total else ())):
                    for column, cell in zip(table.columns, row, strict=True):
                        if column.paper and isinstance(cell, Money) and cell.cents:
                            assert amount(cell.cents) in printed, (section.key, table.key, column.key, cell.cents)
    for fact in report.cards:
        if isinstance(fact.value, Money):
            assert format_compact(fact.value.cents) in text


def test_sample_paper_prints_the_report(written):
    report, folder = written
    check_paper(report, folder / "report.pdf")


def test_json_workbook_and_report_agree(sample, written):
    report, folder = written
    data = json.loads(json.dumps(to_json(sample)))
    assert data["report_id"] == report.id
    sheet = openpyxl.load_workbook(folder / "report.xlsx", data_only=True)["Summary"]
    figures = {
        str(row[0].value).strip(): row[1].value for row in sheet.iter_rows() if isinstance(row[1].value, int | float)
    }
    totals = data["totals"]
    for label, value in (
        ("Pool", totals["market_value"]),
        ("China-AI, full value", totals["china_ai"]["full"]),
        ("held directly", totals["china_ai"]["direct"]),
        ("through funds", totals["china_ai"]["look_through"]),
        ("China-AI, AI-weighted: low", totals["china_ai"]["low"]),
        ("China-AI, AI-weighted: base", totals["china_ai"]["base"]),
        ("China-AI, AI-weighted: high", totals["china_ai"]["high"]),
        ("Held directly", totals["direct"]),
        ("Looked through", totals["look_through"]),
        ("Not disclosed", totals["not_disclosed"]),
        ("Not identified", totals["unresolved"]),
        ("Foreign enablers (group F)", totals["enablers"]),
        ("AI outside the definition", totals["outside_definition"]),
    ):
        assert figures[label] == pytest.approx(value, abs=0.001), label
    for row in data["exposure"]["by_tier"]:
        assert figures[f"{row['tier']} {row['name']}"] == pytest.approx(row["china_ai"], abs=0.001)


def test_bridge_scenarios_and_limits_agree_in_report_and_json(sample):
    earlier = earlier_of(sample)
    shocks = {"MKT-12.1": -30.0, "MKT-12.2": -50.0}
    report = compose(sample, previous=earlier, shocks=shocks)
    data = json.loads(json.dumps(export.to_json(sample, previous=earlier, shocks=shocks)))
    bridge, told = report.section("bridge").tables[0], data["comparison"]["china_ai"]
    assert bridge.rows[0][1].cents == round(told["opening"] * 100)
    assert bridge.total[1].cents == round(told["closing"] * 100) == round(data["totals"]["china_ai"]["full"] * 100)
    assert sum(row[1].cents for row in bridge.rows) == bridge.total[1].cents
    rows = {row[0]: row for row in report.section("scenarios").tables[0].rows}
    for one in data["scenarios"]:
        if one["state"] != "other_holder":
            assert rows[one["id"]][3].cents == round(one["market_value"] * 100), one["id"]
    taiwan = next(one for one in data["scenarios"] if one["id"] == "MKT-12")
    assert taiwan["state"] == "run"
    assert rows["MKT-12"][6].cents == round(sum(effect["change"] for effect in taiwan["effects"]) * 100)
    assert compose(sample).section("scenarios").tables[0].rows != report.section("scenarios").tables[0].rows
    limits = report.section("limits").tables[0].rows
    assert [row[3].cents for row in limits] == [round(one["value"] * 100) for one in data["limits"]] != []


def test_total_is_the_sum_of_the_input_files(sample, written):
    report, _ = written
    data = to_json(sample)
    read = sum(Decimal(str(source["sum"])) for source in data["inputs"] if source["role"] == "positions")
    held = sum(Decimal(str(position["market_value"])) for position in data["positions"])
    assert read == held == Decimal(str(data["totals"]["market_value"]))
    assert int(report.lines.frame["value"].sum()) == int(held * 100)


def test_the_same_analysis_makes_the_same_files(sample, written, tmp_path):
    _, folder = written
    report = compose(sample)
    write_workbook(report, tmp_path / "report.xlsx")
    write_pdf(report, tmp_path / "report.pdf")
    for name in ("report.xlsx", "report.pdf"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()

"""Tie-out: a workbook recalculated from scratch, the JSON, the PDF's text and the input files say the same figures."""

import json
import re
from decimal import Decimal

import openpyxl
import pypdf
import pytest
import synthetic_analysis
from recalculation import OFFICE, formula_values, recalculate

from sinolens.domain.money import format_compact
from sinolens.reporting.document import Money
from sinolens.reporting.json_output import to_json
from sinolens.reporting.pages import amount
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook

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
            assert isinstance(recalculated, int | float), (stored.name, place, formula, recalculated)
            assert abs(value - recalculated) < (1e-9 if abs(value) <= 1 else CENT), (stored.name, place, formula)
            checked += 1
    return checked


@needs_office
@pytest.mark.parametrize("audience", ["committee", "public", "regulator"])
def test_sample_recalculated(sample, audience, tmp_path):
    book = tmp_path / f"{audience}.xlsx"
    write_workbook(compose(sample, audience), book)
    assert check_formulas([book], tmp_path) > 300


@needs_office
def test_generated_portfolios_recalculated(tmp_path):
    check_generated(tmp_path, 3)


@needs_office
@pytest.mark.full
def test_fifty_generated_portfolios_recalculated(tmp_path):
    check_generated(tmp_path, 50)


def check_generated(tmp_path, number):
    books = []
    for seed in range(number):
        names = synthetic_analysis.HOSTILE if seed % 3 == 2 else ()
        analysis = synthetic_analysis.build(1 + seed * 23 % 160, seed, names=names)
        audience = ("committee", "regulator", "public")[seed % 3]
        book = tmp_path / f"book{seed}.xlsx"
        report = compose(analysis, audience, "a4" if seed % 2 else "letter")
        write_workbook(report, book)
        write_pdf(report, tmp_path / f"book{seed}.pdf")
        check_paper(report, tmp_path / f"book{seed}.pdf")
        books.append(book)
    assert check_formulas(books, tmp_path) > 100 * number


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

"""The sample's figures, worked out a second time by a workbook of its own formulas, agree to the cent."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import openpyxl
import pytest
from recalculation import OFFICE, recalculate

from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.exposure.measures import measure
from sinolens.exposure.selection import Selection
from sinolens.reference.loader import load_reference
from sinolens.services.analysis import analyse
from sinolens.services.holdings import read_holdings
from sinolens.services.sample import open_sample

DATA = Path(__file__).parents[1] / "data"
KEPT = DATA / "sample" / "independent_check.xlsx"
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def builder():
    spec = importlib.util.spec_from_file_location("build_check", DATA / "build_check.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def analysis():
    facts = load_reference()
    with open_sample() as sample:
        holdings = read_holdings(sample.sources, facts, sample.attachments)
        return analyse(holdings, sample.question, facts)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The workbook laid out from today's tables and facts, worked out by LibreOffice."""
    folder = tmp_path_factory.mktemp("check")
    built = folder / "check.xlsx"
    builder().build(built)
    return openpyxl.load_workbook(recalculate([built], folder)[built], data_only=True)


@pytest.fixture(scope="module")
def totals(sheets):
    rows = sheets["Totals"].iter_rows(min_row=2, max_col=2, values_only=True)
    return {name: value for name, value in rows if name}


def test_the_workbook_kept_is_of_the_same_lines(sheets):
    kept = openpyxl.load_workbook(KEPT)["Lines"]
    columns = {"max_col": 9, "values_only": True}
    assert list(kept.iter_rows(**columns)) == list(sheets["Lines"].iter_rows(**columns))


def test_the_builder_knows_nothing_of_the_program():
    text = (DATA / "build_check.py").read_text(encoding="utf-8")
    assert "sinolens" not in text


def test_coverage_and_headline_agree_to_the_cent(analysis, totals):
    found = headline(Cube(analysis))
    assert totals["market value"] == totals["lines"] == found.market_value
    assert {name: totals[name] for name in ("not disclosed", "unresolved", "known", "estimated")} == {
        "not disclosed": found.coverage.not_disclosed, "unresolved": found.coverage.unresolved,
        "known": found.coverage.known, "estimated": found.coverage.estimated,
    }
    assert (totals["china ai"], totals["china ai direct"], totals["china ai look-through"]) == (
        found.china_ai, found.china_ai_direct, found.china_ai_look_through)
    assert (totals["china ai low"], totals["china ai base"], totals["china ai high"]) == (
        found.weighted.low, found.weighted.base, found.weighted.high)


def test_the_measures_agree_to_the_cent(analysis, totals):
    rows = {row.key: row.value for row in measure(analysis, Selection())}
    assert {key: totals[name] for key, name in (
        ("market_value", "market value"), ("long", "long"), ("short", "short"), ("gross", "gross"),
        ("with_accrued", "with accrued"), ("nav", "nav of private funds"), ("unfunded", "unfunded"),
        ("nav_and_unfunded", "nav and unfunded"),
    )} == {key: rows[key] for key in (
        "market_value", "long", "short", "gross", "with_accrued", "nav", "unfunded", "nav_and_unfunded")}


@pytest.mark.parametrize("number", range(4), ids=("value", "low", "base", "high"))
def test_every_category_agrees_to_the_cent(analysis, sheets, number):
    rows = sheets["Totals"].iter_rows(min_row=2, min_col=4, max_col=8, values_only=True)
    theirs = {row[0]: row[1 + number] for row in rows if row[0]}
    cube = Cube(analysis)
    ours: dict[str, int] = {}
    for code, value in cube.by("category", ("full", "low", "base", "high")[number]).items():
        # The workbook does not part funds by their kind.
        key = "G" if code.startswith("G") else code
        ours[key] = ours.get(key, 0) + value
    assert {code: value for code, value in theirs.items() if value or code in ours} == ours

"""Funds that lack data, the files that may speak for them, and the user's choice."""


import pandas as pd
import pytest

from sinolens.domain.column import FUND_HOLDING_COLUMNS
from sinolens.domain.coverage import FundCoverage
from sinolens.exposure.analysis import InputSummary
from sinolens.lookthrough.fund_table import FundTable
from sinolens.services.attachments import (
    attach_read,
    attach_table,
    choice_of,
    suggest_tables,
)
from sinolens.services.errors import WrongUse
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project

EMPTY = pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in FUND_HOLDING_COLUMNS})


def table(name, file="file.csv", sheet="", as_of="2026-09-30"):
    return FundTable(name, EMPTY, as_of, file, sheet)


def fund(position, name, value, undisclosed, method="not_disclosed", manager="M"):
    return FundCoverage(
        position, name, manager, "private_fund", value, value - undisclosed, undisclosed, method, None, "2026-06-30",
        "unknown", missing="holdings",
    )


def stored(name, file="new.xlsx", sheet="Fund", sha="ab" * 32, role="fund_holdings"):
    summary = InputSummary(
        file=file, sheet=sheet, sha256=sha, header_row=1, mapping={}, mapping_confidence={}, rows_read=0, positions=0,
        skipped=(), as_of="2026-09-30", control_total=None, sum=0, difference=None, role=role, fund=name,
    )
    return StoredTable(role, name, EMPTY, summary)


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.sinolens", None) as made:
        yield made


def test_suggestions_are_by_name_and_fund_numbers_must_agree():
    tables = [
        table("Orchard Lane Ventures IX LP"), table("Orchard Lane Ventures VIII, L.P."), table("Elm Street Value Fund"),
        table("", "orchard_lane_ventures_viii_2026-09-30.xlsx"), table("Orchard Growth"),
    ]
    found = suggest_tables("ORCHARD LANE VENTURES VIII LP", tables)
    assert [one.table for one in found] == [1, 3] and found[0].score == 1.0
    assert suggest_tables("Nothing Like It", tables) == ()
    assert suggest_tables("Target 2030 Trust", [table("Target 2040 Trust")]) == ()


def test_of_equal_names_the_newer_file_comes_first():
    tables = [table("Elm", "a.csv", as_of="2026-03-31"), table("Elm", "b.csv", as_of="2026-09-30")]
    assert [one.choice for one in suggest_tables("Elm", tables)] == ["b.csv", "a.csv"]


def test_a_choice_names_one_table_only():
    tables = [table("Elm", "a.xlsx", "S1"), table("Elm", "a.xlsx", "S2"), table("Oak", "a.xlsx", "S3")]
    assert [choice_of(one, tables) for one in tables] == ["a.xlsx#S1", "a.xlsx#S2", "Oak"]


def test_attaching_needs_a_table_of_the_project_and_can_be_undone(project):
    with pytest.raises(WrongUse, match="keeps no holdings"):
        attach_table(project, "Elm Fund", "new.xlsx")
    project.apply(attach_read(project, "Elm Fund", [stored("Elm")], "ana", "2026-10-01"))
    assert project.row("attachment", "Elm Fund")["fund_table"] == "Elm"
    assert len(project.rows("import_table")) == 1
    for choice in ("elm", "NEW.xlsx", "new.xlsx#Fund"):
        project.apply(attach_table(project, "Oak Fund", choice))
        assert project.row("attachment", "Oak Fund")["fund_table"] == choice
    for _ in range(4):
        project.undo()
    assert project.rows("attachment") == {} and project.rows("import_table") == {}


def test_a_file_without_fund_holdings_is_not_attached(project):
    for tables in ([], [stored("", role="positions")]):
        with pytest.raises(WrongUse, match="no table of fund holdings"):
            attach_read(project, "Elm Fund", tables, "ana", "2026-10-01")

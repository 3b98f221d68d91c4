"""Answers from fact sheets, laid over the positions they are about. The source's own cells stay as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from sinolens.services.holdings import Holdings

ANSWERABLE = (
    "commitment_date", "assurance_date", "special_rights", "secondary", "reinvest", "fund_registration",
    "fund_domicile", "instrument", "country",
)
"""Columns of a position that a person may answer for, because sources rarely say them."""


def target_of(account: str, name: str, isin: str, cusip: str, sedol: str, ticker: str, mic: str) -> str:
    """What a position is called in answers and overrides: its account and its best identifier.

    Stable between files and dates, so that an answer given once holds for the next quarter's file too.
    """
    best = next((f"{kind}:{value}" for kind, value in (
        ("isin", isin), ("cusip", cusip), ("sedol", sedol), ("ticker", f"{mic}:{ticker}" if ticker and mic else ""),
    ) if value), f"name:{' '.join(name.casefold().split())}")
    return f"{account}|{best}"


def targets_of(positions: pd.DataFrame) -> list[str]:
    """`target_of` for every position, in order."""
    columns = ("account", "name", "isin", "cusip", "sedol", "ticker", "mic")
    return [target_of(*row) for row in positions[list(columns)].itertuples(index=False, name=None)]


def apply_answers(holdings: Holdings, answers: Mapping[str, Mapping[str, Any]]) -> Holdings:
    """The holdings with answers laid over them.

    Args:
        holdings: as imported.
        answers: records of the project's `answer` table (target, field, value). Unknown fields are left alone: they
            belong to questions that no column of a position holds.

    Returns:
        New holdings; the given ones are untouched.
    """
    wanted: dict[str, dict[str, str]] = {}
    for row in answers.values():
        # An answer taken back says nothing about the source's own cell.
        if row["field"] in ANSWERABLE and row["value"]:
            wanted.setdefault(row["target"], {})[row["field"]] = row["value"]
    if not wanted:
        return holdings
    positions = holdings.positions.copy()
    for at, target in enumerate(targets_of(positions)):
        for field, value in wanted.get(target, {}).items():
            positions.loc[at, field] = value
    return replace(holdings, positions=positions)


def answers_by_row(positions: pd.DataFrame, answers: Mapping[str, Mapping[str, Any]]) -> dict[int, dict[str, str]]:
    """Every answer by the row of the position it is about, as the rules read them.

    Args:
        positions: POSITION_COLUMNS.
        answers: records of the project's `answer` table.
    """
    given: dict[str, dict[str, str]] = {}
    for row in answers.values():
        if row["value"]:
            given.setdefault(row["target"], {})[row["field"]] = row["value"]
    if not given:
        return {}
    return {at: given[target] for at, target in enumerate(targets_of(positions)) if target in given}

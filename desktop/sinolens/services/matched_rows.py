"""The steps of an analysis on rows that have been matched: funds opened, categories and tiers given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.match import Match
from sinolens.domain.tier import Status
from sinolens.exposure.classification import classify
from sinolens.lookthrough.expansion import LookThrough, look_through
from sinolens.matching.decisions import Decision
from sinolens.matching.entities import EntityIndex
from sinolens.matching.pooled import type_vehicles
from sinolens.matching.region import find_regions
from sinolens.reference.loader import Reference
from sinolens.regulation.engine import Answers, Engine
from sinolens.services.holdings import Holdings


@dataclass(frozen=True, slots=True)
class MatchedRows:
    """Rows with the match of each: `index` leads from a row to its place in `matches`."""

    frame: pd.DataFrame
    matches: list[Match]
    index: pd.Series[int]

    def after(self, others: MatchedRows) -> MatchedRows:
        """The same rows, their matches put behind those of others, so that one list serves both."""
        return MatchedRows(self.frame, [*others.matches, *self.matches], self.index + len(others.matches))

    def conflicts(self) -> list[Finding]:
        """Where a row's identifier and name speak of different entities."""
        disputed = {number for number, match in enumerate(self.matches) if match.conflict}
        places = [(place, number) for place, number in enumerate(self.index) if number in disputed] if disputed else []
        return [
            Finding(
                "identifier-conflict", Severity.WARNING, self.matches[number].conflict, file=row["file"],
                sheet=row["sheet"], row=int(row["row"]),
            )
            for place, number in places for row in (self.frame.iloc[place],)
        ]


def open_funds(
    holdings: Holdings,
    held: MatchedRows,
    decisions: Sequence[Decision],
    reference: Reference,
    index: EntityIndex,
    as_of: str,
    answers: Answers,
) -> LookThrough:
    """Every position as its lines, those of the funds whose holdings are on file among them."""
    return look_through(
        held.frame,
        [
            replace(table, frame=type_vehicles(table.frame, index, decisions, as_of))
            for table in holdings.fund_tables
        ],
        dict(holdings.attachments),
        reference,
        held.matches,
        held.index,
        as_of,
        dict(holdings.methods),
        {row: given["double_count"] for row, given in answers.items() if given.get("double_count")},
    )


def categorise(rows: MatchedRows, reference: Reference, positions: pd.DataFrame | None = None) -> MatchedRows:
    """The rows with issuer, region and category; `positions` are given for the lines inside them."""
    regions = find_regions(rows.frame, rows.matches, rows.index, reference)
    frame = classify(
        rows.frame, rows.matches, rows.index, regions, reference, slices=positions is not None, positions=positions)
    return replace(rows, frame=frame)


def assign_tiers(
    engine: Engine, held: MatchedRows, lines: MatchedRows, answers: Answers | None
) -> tuple[pd.DataFrame, pd.DataFrame, list[Status]]:
    """Positions and lines with status, tier and code, and the statuses their column `status` leads to."""
    positions, slices = held.frame, lines.frame
    slice_statuses, slice_status = engine.assess_slices(slices, lines.matches, lines.index, positions, answers)
    position_statuses, position_status = engine.assess_positions(
        positions, held.index, lines.matches, slices, slice_status, slice_statuses, answers)
    statuses = [*slice_statuses, *position_statuses]
    slices["status"] = slice_status.to_numpy()
    positions["status"] = position_status.to_numpy() + len(slice_statuses)
    for frame in (positions, slices):
        frame["tier"] = pd.Series([str(statuses[i].tier) for i in frame["status"]], dtype="str")
        frame["code"] = pd.Series([statuses[i].code for i in frame["status"]], dtype="str")
    return positions, slices, statuses

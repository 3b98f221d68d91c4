"""Decisions about names that came from outside the program, each with the cell it was typed in."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.finding import Finding
from sinolens.matching.decisions import Decision


@dataclass(frozen=True, slots=True)
class Proposal:
    """One decision that came from outside, with the cell it was typed in."""

    decision: Decision
    file: str
    sheet: str = ""
    cell: str = ""
    row: int = 0

    @property
    def address(self) -> str:
        """Such as "queue.xlsx › Review!K7"."""
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.file} › {place}" if place else self.file


@dataclass(frozen=True, slots=True)
class ProposedDecisions:
    """What was read from one file.

    Attributes:
        proposals: in the order of the file.
        findings: what could not be read, or was read with a remark; errors stand for rows that propose nothing.
        undecided: rows that were left on purpose or blank.
        written_at: when the queue was written out, "" when the file does not say.
    """

    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]
    undecided: int = 0
    written_at: str = ""

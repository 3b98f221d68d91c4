"""What a manager answered, as values."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.finding import Finding
from sinolens.lookthrough.fund_table import FundTable


@dataclass(frozen=True, slots=True)
class Statement:
    """What the manager says about one name.

    Attributes:
        kind: "listed" or "china_ai".
        name: as asked or typed.
        held: yes or no; None = the answer leaves it open, which is never a no.
        fund: which fund, "" when not said.
        value: cents, None when not given.
        weight: share of the fund, None when not given.
        cell: where it stands, "Listed names!E12".
    """

    kind: str
    name: str
    held: bool | None
    fund: str = ""
    value: int | None = None
    weight: float | None = None
    cell: str = ""


@dataclass(frozen=True)
class FundAnswer:
    """The answer for one fund.

    Attributes:
        fund: name as the positions type it.
        as_of: ISO date of the answer, "" when not given.
        basis: "holdings", "split" or "none".
        table: what look-through can use, None without one.
        reason: why there is no answer, as typed.
    """

    fund: str
    as_of: str
    basis: str
    table: FundTable | None = None
    reason: str = ""


@dataclass(frozen=True)
class QuestionnaireAnswers:
    """A questionnaire that came back.

    Attributes:
        request_id, manager: as printed in it.
        file, sha256: the workbook.
        funds: one answer for each fund asked about, in the order of the workbook.
        statements: yes, no or open for every name asked about, and names that were added.
        coverage: kind of statement to how far it goes: "none", "marked", "partial", or "" when not said.
        signature: label to what was typed, those left blank included.
        findings: what was noticed, each with its cell.
    """

    request_id: str
    manager: str
    file: str
    sha256: str
    funds: tuple[FundAnswer, ...]
    statements: tuple[Statement, ...]
    coverage: dict[str, str]
    signature: dict[str, str]
    findings: tuple[Finding, ...]

    @property
    def tables(self) -> tuple[FundTable, ...]:
        """Tables for look-through."""
        return tuple(answer.table for answer in self.funds if answer.table is not None)

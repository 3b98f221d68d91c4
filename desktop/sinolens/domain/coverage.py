"""How far a fund position could be looked through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FundCoverage:
    """How a fund position was looked through.

    `known_value` + `undisclosed_value` = `market_value` (cents). `scale_factor` None where no file is used.
    `vehicle`: kind of instrument. `position`: row number in the position table.
    """

    position: int
    name: str
    manager: str
    vehicle: str
    market_value: int
    known_value: int
    undisclosed_value: int
    method: str
    scale_factor: float | None
    data_date: str
    confidence: str
    file: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class DoubleCount:
    """Securities that a fund's file and the same manager's or account's direct lines both hold: one holding, or two?

    Attributes:
        position: row number of the fund position.
        fund: its name.
        rows: row numbers of the direct positions.
        codes: identifiers both hold, in order.
        value: market value of the direct positions, cents.
        answer: "one", "both", or "" while nobody said.
    """

    position: int
    fund: str
    rows: tuple[int, ...]
    codes: tuple[str, ...]
    value: int
    answer: str = ""

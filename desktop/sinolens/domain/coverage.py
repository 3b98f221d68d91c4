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

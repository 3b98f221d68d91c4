"""How far a fund position could be looked through."""

from __future__ import annotations

from dataclasses import dataclass

ESTIMATES = ("split", "proxy")
"""Methods by which a fund's inside is estimated."""

@dataclass(frozen=True, slots=True)
class FundCoverage:
    """How a fund position was looked through.

    `known_value` + `undisclosed_value` = `market_value` (cents); the first is `own_value` + `estimated_value`.
    `scale_factor` None where no file is used.
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

    @property
    def estimated_value(self) -> int:
        """What only typed percentages or a benchmark tell, in cents: no holding of the fund itself was seen."""
        return self.known_value if self.method in ESTIMATES else 0

    @property
    def own_value(self) -> int:
        """What the fund's own holdings tell, in cents."""
        return self.known_value - self.estimated_value


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

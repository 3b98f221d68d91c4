"""Positions, fund files and facts in small, for the look-through tests."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from sinolens.domain.column import FUND_HOLDING_COLUMNS, POSITION_COLUMNS, Column
from sinolens.domain.issuer import Vehicle
from sinolens.domain.match import Match, ScreeningState
from sinolens.lookthrough.expansion import LookThrough, look_through
from sinolens.lookthrough.fund_table import FundTable
from sinolens.reference.loader import Market, Reference

AS_OF = "2026-09-30"
VEHICLES = (
    Vehicle("kweb", "KraneShares CSI China Internet ETF", "KWEB", "ARCX", isin="US5007673065", focus="china"),
    Vehicle("spy", "SPDR S&P 500 ETF Trust", "SPY", "ARCX", isin="US78462F1030", proxy_region="OTHER", focus="us"),
)


def layout(columns: tuple[Column, ...], rows: list[dict[str, object]]) -> pd.DataFrame:
    """A frame with every column; what a row leaves out is empty."""
    empty = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    return pd.DataFrame(
        {
            column.name: pd.Series([row.get(column.name, empty[column.dtype]) for row in rows], dtype=column.dtype)
            for column in columns
        }
    )


@pytest.fixture(scope="session")
def fund_facts() -> Reference:
    return Reference(
        id="test",
        categories={},
        issuers={},
        lines=(),
        vehicles={vehicle.id: vehicle for vehicle in VEHICLES},
        editions=(),
        entries={},
        missing_lists=(),
        links=(),
        rules=(),
        definitions={},
        institutions={},
        markets={mic: Market(mic, mic, "US", (), (), ()) for mic in ("ARCX", "XNYS")},
        countries={"china": "CN", "cn": "CN", "united states": "US", "us": "US", "taiwan": "TW", "india": "IN"},
    )


@pytest.fixture(scope="session")
def make_positions() -> Callable[..., pd.DataFrame]:
    def make(*rows: dict[str, object]) -> pd.DataFrame:
        filled = [
            {"file": "pool.xlsx", "sheet": "Positions", "row": 2 + place, "as_of": AS_OF, **row}
            for place, row in enumerate(rows)
        ]
        return layout(POSITION_COLUMNS, filled)

    return make


@pytest.fixture(scope="session")
def make_table() -> Callable[..., FundTable]:
    def make(name: str, *rows: dict[str, object], as_of: str = AS_OF, file: str = "") -> FundTable:
        file = file or f"{name}.csv"
        filled = [{"file": file, "row": 2 + place, **row} for place, row in enumerate(rows)]
        return FundTable(name, layout(FUND_HOLDING_COLUMNS, filled), as_of, file)

    return make


@pytest.fixture(scope="session")
def run(fund_facts: Reference) -> Callable[..., LookThrough]:
    def expand(
        positions: pd.DataFrame, *tables: FundTable, attach: dict[str, str] | None = None, as_of: str = AS_OF,
        methods: dict[str, str] | None = None, same: dict[int, str] | None = None,
    ) -> LookThrough:
        matches = [Match(ScreeningState.NONE, "none")]
        index = pd.Series([0] * len(positions), index=positions.index, dtype="int64")
        return look_through(
            positions, tables, attach or {}, fund_facts, matches, index, as_of, methods or {}, same or {}
        )

    return expand

"""A file of holdings and what must come out of it.

All names, accounts and amounts are made up for the tests, in the shapes real files have; identifiers are those of real
securities where a check digit is needed. The same content comes out on every run.
"""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FIXED = (2026, 1, 1, 0, 0, 0)
PLAIN = [["Security Name", "ISIN", "Quantity", "Market Value"], ["TENCENT HOLDINGS LTD", "KYG875721634", 100, 5000.5], ["APPLE INC", "US0378331005", 10, 2000.25], ["Total", None, None, 7000.75]]
PLAIN_POSITIONS = [("TENCENT HOLDINGS LTD", 5000.5), ("APPLE INC", 2000.25)]
PLAIN_COLUMNS = {"name": "A", "isin": "B", "quantity": "C", "market_value": "D"}


@dataclass(frozen=True)
class Fixture:
    """A file and what must come out of it.

    `positions`: (name, value in units) in order. `fields`: row number in the result → column → value.
    `columns`: field → column letters. `skipped`: reasons that must occur. `findings`: codes that must occur.
    `beside`: name → writer of the files imported together with it, which hold nothing themselves.
    """

    name: str
    suffix: str
    write: Callable[[Path], None]
    positions: list[tuple[str, float]]
    as_of: str = "2026-06-30"
    ties: bool = True
    control: bool = True
    columns: dict[str, str] = field(default_factory=dict)
    fields: dict[int, dict[str, Any]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    role: str = "positions"
    fund: str = ""
    tables: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    shape: int = 0
    beside: dict[str, Callable[[Path], None]] = field(default_factory=dict)


FIXTURES: list[Fixture] = []


def fixture(**words: Any) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Register a writer as a fixture under its own name."""
    def keep(write: Callable[[Path], None]) -> Callable[[Path], None]:
        FIXTURES.append(Fixture(name=write.__name__, write=write, **words))
        return write
    return keep


def text(path: Path, content: str, encoding: str = "utf-8") -> None:
    """Write a text file with the line ends given."""
    path.write_bytes(content.encode(encoding))


def book(path: Path, *sheets: tuple[str, list[list[Any]]], after: Callable[[Any], None] | None = None) -> None:
    """Write a workbook with openpyxl."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if after:
        after(workbook)
    workbook.save(path)

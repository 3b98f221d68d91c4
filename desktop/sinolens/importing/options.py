"""What the user may say about a file before it is read; everything is found in the file when nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sinolens.importing.template import Template

BASE = "USD"
"""The currency the holdings are added in."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Guards of the reader.

    Attributes:
        seconds: time the reading process may take.
        memory: bytes of address space the reading process may take (enforced on POSIX systems).
        unpacked: bytes a zipped workbook may unpack to.
        ratio: how many times larger a packed part may grow when it is larger than 16 MB unpacked.
        cells: cells of the rectangle a sheet may span.
        file_size: bytes of the file itself.
    """

    seconds: float = 120.0
    memory: int = 3 << 30
    unpacked: int = 1500 << 20
    ratio: int = 250
    cells: int = 40_000_000
    file_size: int = 600 << 20


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Wishes of the user; an empty value means "find it in the file".

    Attributes:
        password: of an encrypted workbook.
        sheet: read only this sheet.
        header_row: row of the header as the user counts it (last row of a header of several rows); 0 = find it.
        mapping: field to column letters ("market_value": "H"); "" as a column takes the field away.
        as_of: ISO date of the holdings.
        control_total: cents of the base currency the positions must add to.
        control_source: where `control_total` is from: "" = the user, "percent column".
        accept_difference: why a difference to the control total, or values in other currencies, are accepted; "" = not.
        role: "positions" or "fund_holdings".
        fund: name of the fund a holdings file is for.
        base_currency: ISO 4217 code the money columns are in; `BASE` = as found in the file.
        account, manager, asset_class: for files that name none.
        scale: what amounts are multiplied by (1, 1000, 1000000); 0 = as header or banner say.
        weight_unit: "points" (5 = 5 %) or "ratio" (0.05 = 5 %); "" = found.
        decimal_mark: "." or ","; "" = found in each column.
        day_first: whether 3/4/2026 is a day in April; None = found.
        rate_direction: "times" (base = local × rate) or "over" (base = local ÷ rate); "" = found.
        price_in: "whole" or "hundredths" (pence) of the currency; "" = found.
        ignored: letters of columns that are not to be used.
        header_rows: sheet to the row of its header, where only that sheet's is said.
        left_out: sheet and header row of tables that are not to be read.
        tables: sheet and header row to what is said about that one table, in place of the rest.
        join: names and identifiers the table lacks may be looked up in a security master beside it.
        corrections: (sheet, row, field) to the text to read instead of the cell's; how an offered repair is taken.
        today: ISO date the holdings' date is compared with, never taken for it; "" = the computer's clock.
        template: a saved understanding of this layout.
        limits: guards of the reader.
    """

    password: str = ""
    sheet: str = ""
    header_row: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    control_total: int | None = None
    control_source: str = ""
    accept_difference: str = ""
    role: str = ""
    fund: str = ""
    base_currency: str = BASE
    account: str = ""
    manager: str = ""
    asset_class: str = ""
    scale: int = 0
    weight_unit: str = ""
    decimal_mark: str = ""
    day_first: bool | None = None
    price_in: str = ""
    rate_direction: str = ""
    ignored: frozenset[str] = frozenset()
    header_rows: Mapping[str, int] = field(default_factory=dict)
    left_out: frozenset[tuple[str, int]] = frozenset()
    tables: Mapping[tuple[str, int], ImportOptions] = field(default_factory=dict)
    join: bool = True
    corrections: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    today: str = ""
    template: Template | None = None
    limits: Limits = Limits()

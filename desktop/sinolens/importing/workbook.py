"""Imports one file: from bytes to positions, fund holdings and findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.exposure.analysis import InputSummary, SkippedRow
from sinolens.importing.asof import AsOf, find_as_of
from sinolens.importing.cells import Sheet, column_index, column_letters
from sinolens.importing.dates import read_dates
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.layout import HOW_MUCH, WHAT, TableArea, find_tables
from sinolens.importing.mapping import ColumnMap, map_columns
from sinolens.importing.money import MoneyColumns
from sinolens.importing.numbers import cents_of, read_numbers
from sinolens.importing.options import ImportOptions
from sinolens.importing.positions import Surroundings, build_frame
from sinolens.importing.probe import probe_file
from sinolens.importing.profile import profile_column
from sinolens.importing.reader import read_sheets
from sinolens.importing.rows import plan_rows
from sinolens.importing.table import Findings, Table
from sinolens.importing.texts import ticker_reader
from sinolens.importing.tieout import tie_out
from sinolens.importing.vocabulary import Vocabulary, load_vocabulary
from sinolens.reference.loader import Reference

_DEFAULT = ImportOptions()
_NUMERIC = HOW_MUCH | {f"{stem}{end}" for stem in ("price", "cost", "accrued", "commitment", "called", "unfunded", "nav",
                                                   "market_value_accrued") for end in ("", "_base", "_local")} | {
    "fx_rate", "fx_divisor", "coupon", "strike"}


@dataclass(frozen=True)
class ImportedTable:
    """One table of a file.

    Attributes:
        role: "positions" or "fund_holdings".
        frame: exactly POSITION_COLUMNS or FUND_HOLDING_COLUMNS.
        summary: what was read and how it ties out.
        fund: name of the fund a holdings file is for, "" otherwise.
        columns: field to column letters, for the addresses.
        table: the cells and the column map behind the frame.
    """

    role: str
    frame: pd.DataFrame
    summary: InputSummary
    fund: str
    columns: dict[str, str]
    table: Table

    def address(self, row: int, field: str) -> str:
        """A1 address of a field in a row as the frame counts it, "" when the field has no column."""
        letters = self.columns.get(field, "")
        return f"{letters}{row}" if letters else ""


@dataclass(frozen=True)
class ImportedFile:
    """All tables of a file; `findings` are those about the file as a whole, the tables have their own in `summary`."""

    path: Path
    sha256: str
    kind: str
    tables: tuple[ImportedTable, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[Sheet, ...] = ()


def import_file(path: Path, reference: Reference, options: ImportOptions = _DEFAULT,
                progress: Progress | None = None) -> ImportedFile:
    """Read the holdings of one file of any supported kind.

    Args:
        path: the file.
        reference: markets and countries.
        options: what the user says about it.
        progress: told of the rows read, and asked whether to stop.

    Raises:
        UnreadableFile: no positions can be read from it; the reason is one sentence for the user.
        Cancelled: the user asked to stop.
    """
    path = Path(path)
    progress = progress or SilentProgress()
    progress.report(0, 0, f"Opening {path.name}")
    probe = probe_file(path, options.limits)
    sheets = read_sheets(probe, path.name, options.password, options.sheet, options.limits, progress)
    around = surroundings(reference, options, path.name)
    tables = []
    for sheet in sheets:
        for area in find_tables(sheet, around.vocabulary, options.header_row):
            progress.check()
            table = _import_table(sheet, area, path, probe.sha256, around)
            if table is not None:
                tables.append(table)
    if not tables:
        raise UnreadableFile(path.name, "no table of holdings was found: none of its rows looks like headers such as a name with a "
                             "value, a quantity or a weight; name the sheet and the header row", sheet=options.sheet, code="no-table")
    return ImportedFile(path, probe.sha256, probe.kind, tuple(tables), tuple(_file_findings(sheets, path.name)), tuple(sheets))


def surroundings(reference: Reference, options: ImportOptions, file: str) -> Surroundings:
    """Words and places an import works with."""
    vocabulary = load_vocabulary()
    markets = {m.mic: (tuple(m.bloomberg), (*m.reuters, *m.yahoo)) for m in reference.markets.values()}
    countries = {}
    for key, value in reference.countries.items():
        name, code = (key, value) if len(value) == 2 else (value, key)
        countries[name.lower()] = code.upper()
        countries[code.lower()] = code.upper()
    return Surroundings(vocabulary, countries, ticker_reader(markets, vocabulary.ticker_widths), options, file)


def _file_findings(sheets: list[Sheet], file: str) -> list[Finding]:
    return [Finding("hidden-sheet", Severity.WARNING, f"The sheet {s.name!r} is hidden and was not read; unhide it or name it to read it.",
                    file, s.name) for s in sheets if s.hidden in ("hidden", "very_hidden") and not s.values.size]


def _fixed(options: ImportOptions, area: TableArea) -> dict[str, int]:
    return {f: column_index(letters) if letters else -1 for f, letters in options.mapping.items() if not letters or column_index(letters) in area.columns}


def map_table(sheet: Sheet, area: TableArea, around: Surroundings) -> ColumnMap:
    """Column map of a table, by headers and values."""
    start = area.header_last + 1
    block = slice(start, area.end)
    profiles = {c: profile_column(sheet.values[block, c], sheet.kinds[block, c], around.vocabulary, around.countries) for c in area.columns}
    return map_columns(area.columns, area.headers, profiles, around.vocabulary, _fixed(around.options, area))


def _import_table(sheet: Sheet, area: TableArea, path: Path, sha256: str, around: Surroundings) -> ImportedTable | None:
    vocabulary, options = around.vocabulary, around.options
    columns = map_table(sheet, area, around)
    if not (columns.by_field.keys() & WHAT and columns.by_field.keys() & HOW_MUCH):
        return None
    start = area.header_last + 1
    nulls = vocabulary.words["null"]
    numbers = {f: read_numbers(sheet.values[start:area.end, c.column], sheet.kinds[start:area.end, c.column], nulls)
               for f, c in columns.by_field.items() if f in _NUMERIC}
    plan = plan_rows(sheet, area, columns, numbers, vocabulary)
    findings = Findings(path.name, sheet.name)
    table = Table(sheet, area, columns, numbers, plan, findings)
    if not len(plan.positions):
        return None
    money = MoneyColumns(table, vocabulary, options.base_currency)
    value = money.market_value()
    weights = _weights(table)
    rows = plan.positions
    units = value.recipe(rows) if value else np.full(len(rows), np.nan)
    cents, _ = cents_of(units)
    total_rows = np.array([r for r, _ in plan.totals], np.int64)
    total_cents = {}
    if value and len(total_rows):
        for row, amount in zip(total_rows, value.recipe(total_rows), strict=True):
            if np.isfinite(amount):
                total_cents[int(row)] = int(cents_of(np.array([amount]))[0][0])
    decimals = numbers[value.fields[0]].decimals if value else 2
    tie = tie_out(rows, cents, plan.totals, total_cents, decimals, 1, options.control_total, vocabulary)
    if not tie.within:
        accepted = options.accept_difference
        severity = Severity.WARNING if accepted else Severity.BLOCKING
        findings.add("tie-out", severity, tie.explain() + (f" Accepted: {accepted}" if accepted else ""), tie.row)
    as_of = _as_of(table, path, around)
    role = options.role or ("fund_holdings" if weights is not None and value is None else "positions")
    frame = build_frame(table, money, cents, weights if weights is not None else np.full(len(rows), np.nan), as_of.iso, role, 1, around)
    summary = InputSummary(
        file=path.name, sheet=sheet.name, sha256=sha256, header_row=area.header_last + 1,
        mapping={c.field: c.header for c in columns.columns if c.field},
        mapping_confidence={c.field: c.confidence for c in columns.columns if c.field},
        rows_read=len(rows) + len(plan.skipped), positions=len(rows),
        skipped=tuple(SkippedRow(row + 1, reason) for row, reason in sorted(plan.skipped.items())), as_of=as_of.iso,
        control_total=tie.control, sum=tie.sum, difference=tie.difference, findings=tuple(findings.items), role=role,
        fund=options.fund, accepted_reason=options.accept_difference if not tie.within else "")
    return ImportedTable(role, frame, summary, options.fund, {f: column_letters(c.column) for f, c in columns.by_field.items()}, table)


def _weights(table: Table) -> np.ndarray | None:
    weights = table.amounts("weight")
    if weights is None:
        return None
    numbers = table.numbers["weight"]
    points = numbers.percent > 0.5 or np.nansum(np.abs(weights)) > 2.0
    return weights / 100 if points else weights


def _as_of(table: Table, path: Path, around: Surroundings) -> AsOf:
    if around.options.as_of:
        return AsOf(around.options.as_of, "given")
    own = table.cells("as_of")
    if own is not None:
        dates = sorted({d for d in read_dates(own)[0] if d})
        if dates:
            return AsOf(dates[-1], "column")
    found = find_as_of(table.sheet, table.area, path.stem, around.vocabulary)
    if not found.iso:
        table.findings.add("as-of-missing", Severity.WARNING, "No date of the holdings was found in the file; give one.")
    elif found.ambiguous:
        table.findings.add("as-of-ambiguous", Severity.WARNING,
                           f"The date was read as {found.iso}; it could also be {found.ambiguous}. Give the date if it is wrong.")
    return found



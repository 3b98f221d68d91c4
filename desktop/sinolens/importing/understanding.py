"""From a table on a sheet to positions: columns mapped, rows sorted, money settled, total tied out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.exposure.analysis import InputSummary, SkippedRow
from sinolens.importing.area import HOW_MUCH, TableArea, says_what
from sinolens.importing.asof import AsOf, find_as_of
from sinolens.importing.banner import Banner, read_banner
from sinolens.importing.base_currency import amounts_currency, check_base_currency
from sinolens.importing.cells import TEXT, Sheet, column_index, column_letters
from sinolens.importing.checks import check_cells, check_columns, check_weights
from sinolens.importing.completion import complete_map
from sinolens.importing.dates import read_dates
from sinolens.importing.headers import MONEY_STEMS
from sinolens.importing.mapping import ColumnMap, MappedColumn, map_columns
from sinolens.importing.money import NO_RATE, Money, MoneyColumns, Rate
from sinolens.importing.numbers import read_numbers
from sinolens.importing.omissions import leave_out_excluded
from sinolens.importing.options import ImportOptions
from sinolens.importing.plausibility import check_date, check_rows
from sinolens.importing.positions import Surroundings, build_frame
from sinolens.importing.profiling import profile_table
from sinolens.importing.roles import find_role
from sinolens.importing.rows import plan_rows
from sinolens.importing.sides import sign_shorts
from sinolens.importing.table import Findings, Table
from sinolens.importing.template import Template
from sinolens.importing.tieout import TieOut
from sinolens.importing.valuation import check_value_currency
from sinolens.importing.valued import ValuedRows

_LEAST_WITHOUT_HEADER = 3
_NUMERIC = (
    HOW_MUCH
    | {f"{stem}{end}" for stem in MONEY_STEMS for end in ("", "_base", "_local")}
    | {"fx_rate", "fx_divisor", "coupon", "strike", "delta", "multiplier", "underlying_price"}
)


@dataclass(frozen=True)
class ImportedTable:
    """One table of a file.

    Attributes:
        role: "positions" or "fund_holdings".
        frame: exactly POSITION_COLUMNS or FUND_HOLDING_COLUMNS.
        summary: what was read and how it ties out.
        fund: name of the fund a holdings file is for, "" otherwise.
        columns: field to column letters; column `row` of the frame gives the row.
        table: cells, column map and rows behind the frame.
        tie: the tie-out with its tolerance and source.
        as_of: the date with where it was found.
        value_how: how the market value was had from the columns.
        rate: how its exchange rate is used and was found.
        downwards: of a statement laid out downwards, row and column (from 0) of each cell read, with its field.
    """

    role: str
    frame: pd.DataFrame
    summary: InputSummary
    fund: str
    columns: dict[str, str]
    table: Table
    tie: TieOut
    as_of: AsOf
    value_how: str
    rate: Rate = NO_RATE
    downwards: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def address(self, row: int, field: str) -> str:
        """A1 address of a field in a row as the frame counts it, "" when the field has no column of its own."""
        letters = self.columns.get(field, "")
        return f"{letters}{row}" if letters else ""


def fits_template(template: Template, area: TableArea) -> tuple[str, ...]:
    """What keeps a template from holding for a table, empty when it holds."""
    return template.differences({column_letters(c): h for c, h in zip(area.columns, area.headers, strict=True) if h})


def map_table(sheet: Sheet, area: TableArea, around: Surroundings) -> ColumnMap:
    """Column map of a table, by headers, values and the user's wishes."""
    fixed = {f: column_index(letters) if letters else -1 for f, letters in around.options.mapping.items()}
    fixed = {f: c for f, c in fixed.items() if c < 0 or c in area.columns}
    profiles = profile_table(sheet, area, around)
    ignored = {column_index(letters) for letters in around.options.ignored} - set(fixed.values())
    used = [(c, h) for c, h in zip(area.columns, area.headers, strict=True) if c not in ignored]
    columns = map_columns(tuple(c for c, _ in used), tuple(h for _, h in used), profiles, around.vocabulary, fixed)
    columns = complete_map(columns, sheet, area, profiles, around.vocabulary, frozenset(fixed))
    if not ignored:
        return columns
    mapped = {c.column: c for c in columns.columns}
    return ColumnMap(tuple(
        mapped.get(c, MappedColumn(c, h, "", 0.0, "left out by you"))
        for c, h in zip(area.columns, area.headers, strict=True)
    ))


def understand(
    sheet: Sheet,
    area: TableArea,
    path: Path,
    sha256: str,
    around: Surroundings,
    noted: tuple[Finding, ...] = (),
) -> ImportedTable | None:
    """Positions of a table, or None when it holds none.

    Args:
        sheet: the cells.
        area: where the table is.
        path: the file.
        sha256: of the file.
        around: words, places and the user's wishes.
        noted: findings made on the way to the table.
    """
    table = _read_rows(sheet, area, around, Findings(path.name, sheet.name, list(noted)))
    if table is None:
        return None
    options = around.options
    banner = read_banner(sheet, area, around.vocabulary)
    rows = ValuedRows.of(table, banner, around)
    role, fund = find_role(table, banner, rows.value is not None, rows.weights, options, path.stem)
    rows.leave_out_valueless()
    if not len(table.plan.positions):
        return None
    as_of = _as_of(table, path, around)
    tie = rows.tie_out()
    currency, excused = _settle_currency(rows, banner, role)
    tie = replace(tie, currency=currency)
    _check(rows, tie, as_of)
    frame = build_frame(
        table, rows.money, rows.cents[0], rows.shares, as_of.iso, role, rows.scale, banner, around
    )
    check_rows(table, frame, around.vocabulary.words["null"])
    check_date(table, as_of, options.today)
    mapping = _public(table.columns, rows.value, rows.money)
    accepted = options.accept_difference if excused or not tie.within else ""
    letters = {
        f: column_letters(table.columns.by_field[own].column)
        for f, own in mapping.items()
        if table.columns.by_field[own].column not in area.joined
    }
    return ImportedTable(
        role,
        frame,
        _summarise(table, path, sha256, mapping, as_of, tie, role, fund, accepted, currency),
        fund,
        letters,
        table,
        tie,
        as_of,
        rows.value.how if rows.value else "",
        rows.money.rate(rows.value),
    )


def _read_rows(sheet: Sheet, area: TableArea, around: Surroundings, findings: Findings) -> Table | None:
    """The table with its columns mapped and its rows sorted, or None when it says not what is held or not how much."""
    vocabulary, options = around.vocabulary, around.options
    columns = map_table(sheet, area, around)
    if not (says_what(columns.by_field.keys()) and columns.by_field.keys() & HOW_MUCH):
        return None
    if area.headerless and len(columns.by_field) < _LEAST_WITHOUT_HEADER:
        return None
    _correct(sheet, columns, options)
    start, nulls = area.header_last + 1, vocabulary.words["null"]
    numbers = {
        f: read_numbers(
            sheet.values[start : area.end, c.column], sheet.kinds[start : area.end, c.column], nulls,
            options.decimal_mark,
        )
        for f, c in columns.by_field.items()
        if f in _NUMERIC
    }
    numbers = sign_shorts(sheet, area, columns, numbers, vocabulary, findings)
    plan = plan_rows(sheet, area, columns, numbers, vocabulary)
    leave_out_excluded(plan, sheet, columns, vocabulary)
    return Table(sheet, area, columns, numbers, plan, findings) if len(plan.positions) else None


def _settle_currency(rows: ValuedRows, banner: Banner, role: str) -> tuple[str, bool]:
    """Another currency all values are in, "" without one; whether the user accepted values in other currencies."""
    table, options, vocabulary = rows.table, rows.around.options, rows.around.vocabulary
    before = len(table.findings.items)
    excused = check_value_currency(table, rows.money, rows.value, rows.units, banner.currency, vocabulary, options)
    if excused or any(finding.severity is Severity.BLOCKING for finding in table.findings.items[before:]):
        return "", excused
    currency = amounts_currency(table, rows.value, banner, vocabulary, options)
    excused = check_base_currency(table, rows.value, currency, role, options)
    return "" if excused else currency, excused


def _check(rows: ValuedRows, tie: TieOut, as_of: AsOf) -> None:
    """Tell what is odd about the table."""
    table, options = rows.table, rows.around.options
    cents, too_large = rows.cents
    check_columns(table, rows.money, options)
    check_cells(table, rows.value, rows.units, too_large)
    check_weights(table, cents, rows.weights, tie)
    _tell(table, tie, as_of, options, bool(rows.value) or rows.weights is not None)


def _summarise(
    table: Table,
    path: Path,
    sha256: str,
    mapping: dict[str, str],
    as_of: AsOf,
    tie: TieOut,
    role: str,
    fund: str,
    accepted: str,
    currency: str,
) -> InputSummary:
    """What was read and how it ties out. `mapping`: the product's columns to the fields that gave them."""
    by_field, plan = table.columns.by_field, table.plan
    return InputSummary(
        file=path.name,
        sheet=table.sheet.name,
        sha256=sha256,
        header_row=table.area.header_last + 1,
        mapping={f: by_field[own].header for f, own in mapping.items()},
        mapping_confidence={f: by_field[own].confidence for f, own in mapping.items()},
        rows_read=len(plan.positions) + len(plan.skipped),
        positions=len(plan.positions),
        skipped=tuple(SkippedRow(row + 1, reason) for row, reason in sorted(plan.skipped.items())),
        as_of=as_of.iso,
        control_total=tie.control,
        sum=tie.sum,
        difference=tie.difference,
        findings=tuple(table.findings.items),
        role=role,
        fund=fund,
        accepted_reason=accepted,
        currency=currency,
    )


def _correct(sheet: Sheet, columns: ColumnMap, options: ImportOptions) -> None:
    """Write the user's corrections over the cells."""
    for (name, row, wished), text in options.corrections.items():
        column = columns.by_field.get(wished)
        if name == sheet.name and column is not None and 0 < row <= len(sheet.values):
            sheet.values[row - 1, column.column] = text
            sheet.kinds[row - 1, column.column] = TEXT if text else 0


def _as_of(table: Table, path: Path, around: Surroundings) -> AsOf:
    if around.options.as_of:
        return AsOf(around.options.as_of, "given")
    own = table.cells("as_of")
    elsewhere = find_as_of(table.sheet, table.area, path.stem, around.vocabulary)
    if own is not None:
        texts, undecided = read_dates(own, around.options.day_first)
        dates = sorted({d for d in texts if d})
        if dates:
            if len(dates) > 1:
                table.findings.add(
                    "as-of-several",
                    Severity.WARNING,
                    f"The rows carry {len(dates)} dates from {dates[0]} to {dates[-1]}; "
                    "each position keeps its own and the file counts as of the latest.",
                )
            return AsOf(dates[-1], "column", "", "day and month" if undecided else "")
    return elsewhere if elsewhere.iso else around.cover


def _tell(table: Table, tie: TieOut, as_of: AsOf, options: ImportOptions, valued: bool) -> None:
    findings = table.findings
    if not tie.within:
        if options.accept_difference:
            findings.add(
                "tie-out-accepted", Severity.WARNING, f"{tie.explain()} Accepted: {options.accept_difference}", tie.row
            )
        else:
            findings.add(
                "tie-out",
                Severity.BLOCKING,
                f"{tie.explain()} Correct the mapping or say why the difference is right.",
                tie.row,
                tie.column if tie.row >= 0 else -1,
            )
    if disagree := tie.explain_parts():
        findings.add("totals-disagree", Severity.WARNING, disagree, tie.row, tie.column)
    if not valued:
        findings.add(
            "no-values",
            Severity.ERROR,
            "The table has no values and no weights; its positions count as 0. Choose the column with the values.",
            table.area.header_last,
        )
    if not as_of.iso:
        findings.add("as-of-missing", Severity.WARNING, "No date of the holdings was found in the file; give one.")
    elif as_of.ambiguous:
        other = (
            f"it could also be {as_of.ambiguous}"
            if as_of.ambiguous[0].isdigit()
            else "day and month could be the other way round"
        )
        findings.add(
            "as-of-ambiguous",
            Severity.WARNING,
            f"The date was read as {as_of.iso}; {other}. Give the date if it is wrong.",
        )


def _public(columns: ColumnMap, value: Money | None, money: MoneyColumns) -> dict[str, str]:
    """Names of the product's columns to the fields that gave them; fields without such a column keep their own name."""
    leading = {"market_value": value.fields[0]} if value is not None else {}
    for stem in ("price", "cost", "accrued", "commitment", "called", "unfunded"):
        local, base = money.pair(stem)
        chosen = (local or base) if stem == "price" else (base or local)
        if chosen:
            leading[stem] = chosen
    taken = set(leading.values())
    rest = {_shown(f, leading): f for f in columns.by_field if f not in taken}
    return {**leading, **rest}


def _shown(field: str, leading: dict[str, str]) -> str:
    """An unqualified field whose name was given to another column is shown as what it turned out to be."""
    return field if field not in leading else f"{field}_base" if leading[field].endswith("_local") else f"{field}_local"

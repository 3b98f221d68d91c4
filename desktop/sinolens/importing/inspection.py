"""What the importer sees in a file, as plain data: for `sinolens inspect`, for its JSON and for the import wizard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sinolens.domain.money import to_units
from sinolens.exposure.analysis import InputSummary
from sinolens.importing.cells import column_letters
from sinolens.importing.template import Template, fingerprint
from sinolens.importing.texts import text_of
from sinolens.importing.understanding import ImportedTable
from sinolens.importing.workbook import ImportedFile

_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class InspectedColumn:
    """One column: letters, header as typed, field ("" = not used), 0..1, why, first values, rivals."""

    letters: str
    header: str
    field: str
    confidence: float
    reason: str
    samples: tuple[str, ...]
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InspectedTable:
    """One table.

    Attributes:
        summary: rows, date, total, findings.
        columns: in the order of the sheet.
        first_row, last_row: of the table below its header, as the user counts.
        as_of_source: where the date was found, with its cell.
        value_from: how the market value was had.
        tie_out: one sentence.
        tolerance: cents that rounding explains.
        skipped_reasons: reason → rows.
        sample_rows: first positions, column name → text.
        fingerprint: of the headers, for templates.
    """

    summary: InputSummary
    columns: tuple[InspectedColumn, ...]
    first_row: int
    last_row: int
    as_of_source: str
    value_from: str
    tie_out: str
    tolerance: int
    skipped_reasons: dict[str, int]
    sample_rows: tuple[dict[str, str], ...]
    fingerprint: str


def inspect_table(table: ImportedTable) -> InspectedTable:
    """Everything about one table that a user may want to check."""
    area, sheet = table.table.area, table.table.sheet
    rows = table.table.plan.positions[:_SAMPLES]
    public = {letters: name for name, letters in table.columns.items()}
    columns = tuple(
        InspectedColumn(
            column_letters(c.column),
            c.header,
            public.get(column_letters(c.column), c.field if c.column in area.joined else ""),
            c.confidence,
            c.reason,
            tuple(text_of(sheet.values[row, c.column]) for row in rows),
            tuple(column_letters(r) for r in c.rivals),
        )
        for c in table.table.columns.columns
    )
    used = [
        name for name in table.frame.columns if name in table.columns or name in ("row", "market_value", "instrument")
    ]
    samples = tuple(
        {name: _shown(name, value) for name, value in row.items() if name in used and _shown(name, value)}
        for row in table.frame.head(_SAMPLES).to_dict("records")
    )
    found = table.as_of
    return InspectedTable(
        summary=table.summary,
        columns=columns,
        first_row=area.header_last + 2,
        last_row=area.end,
        as_of_source=f"{found.source} {found.cell}".strip(),
        value_from=table.value_how,
        tie_out=table.tie.explain(),
        tolerance=table.tie.tolerance,
        skipped_reasons=dict(Counter(s.reason for s in table.summary.skipped)),
        sample_rows=samples,
        fingerprint=fingerprint(area.headers),
    )


def inspect_file(imported: ImportedFile) -> tuple[InspectedTable, ...]:
    """All tables of a file."""
    return tuple(inspect_table(table) for table in imported.tables)


def template_of(table: ImportedTable, name: str) -> Template:
    """The understanding of a table, to be saved under a name and used for the next file of this layout."""
    area = table.table.area
    own = [(c, h) for c, h in zip(area.columns, area.headers, strict=True) if c not in area.joined]
    by_field = {
        c.field: column_letters(c.column)
        for c in table.table.columns.columns
        if c.field and c.column not in area.joined
    }
    headers = {column_letters(c): h for c, h in own if h}
    return Template(
        name,
        fingerprint(tuple(h for _, h in own)),
        headers,
        by_field,
        area.header_last + 1,
        table.summary.sheet,
        table.role,
        table.fund,
    )


def _shown(name: str, value: object) -> str:
    """A value of the frame as text; money in units."""
    if value is None or value != value or str(value) == "<NA>":
        return ""
    if name in ("market_value", "accrued", "cost", "commitment", "called", "unfunded") and isinstance(value, int):
        return f"{to_units(value):,.2f}"
    return f"{value:.10g}" if isinstance(value, float) else str(value)

"""Use case: show what the importer sees in a file, before anything is taken from it."""

from __future__ import annotations

from sinolens.importing.inspection import InspectedTable

SKIPPED_SHOWN = 12


def describe(table: InspectedTable) -> list[str]:
    """One table of a file, for people."""
    summary = table.summary
    place = f"{summary.file}{f' › {summary.sheet}' if summary.sheet else ''}"
    role = f"holdings of {summary.fund}" if summary.role == "fund_holdings" else "positions"
    lines = [
        f"{place}: {role}, {_header(table)}, rows {table.first_row} to {table.last_row}",
        f"  as of     {summary.as_of or 'not found'}{f' ({table.as_of_source})' if summary.as_of else ''}",
        f"  rows      {summary.rows_read} read = {summary.positions} positions + {len(summary.skipped)} left out",
        f"  tie-out   {table.tie_out}",
        f"  value     {table.value_from}",
        "  columns",
    ]
    for column in table.columns:
        if not column.header and not column.field:
            continue
        certainty = f"{column.confidence:4.0%}" if column.field else "    "
        rivals = f"; competes with {', '.join(column.rivals)}" if column.rivals else ""
        name = column.field or "–"
        lines.append(f"    {column.letters:>3} {column.header[:34]:<34} {name:<20} {certainty} {column.reason}{rivals}")
    if summary.skipped:
        lines.append("  left out")
        lines.extend(f"    row {row.row:>6}  {row.reason}" for row in summary.skipped[:SKIPPED_SHOWN])
        if len(summary.skipped) > SKIPPED_SHOWN:
            lines.append(f"    … and {len(summary.skipped) - SKIPPED_SHOWN} more")
    for finding in summary.findings:
        lines.append(f"  {finding.severity}: {f'{finding.cell} ' if finding.cell else ''}{finding.message}")
    return lines


def _header(table: InspectedTable) -> str:
    return f"header in row {table.summary.header_row}" if any(c.header for c in table.columns) else "no header"

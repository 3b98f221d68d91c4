"""Use case: show what the importer sees in a file, before anything is taken from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import to_units
from sinolens.importing.inspection import InspectedTable, inspect_file
from sinolens.importing.rows import reason_kind
from sinolens.importing.workbook import ImportedFile
from sinolens.reporting.json_output import input_to_json

_RANGES_SHOWN = 40
_TOLD = (Severity.ERROR, Severity.WARNING)


def describe_file(imported: ImportedFile) -> list[str]:
    """A file with all its tables, for people."""
    lines = [line for table in inspect_file(imported) for line in describe(table)]
    if not imported.tables:
        lines.append(f"{imported.path.name}: no holdings of its own")
    lines.extend(f"  {_finding(finding)}" for finding in imported.findings)
    return lines


def describe(table: InspectedTable) -> list[str]:
    """One table of a file, for people."""
    summary = table.summary
    place = f"{summary.file}{f' › {summary.sheet}' if summary.sheet else ''}"
    role = f"holdings of {summary.fund}" if summary.role == "fund_holdings" else "positions"
    lines = [
        f"{place}: {role}, {_header(table)}, rows {table.first_row} to {table.last_row}",
        f"  as of     {summary.as_of or 'not found'}{f' ({table.as_of_source})' if summary.as_of else ''}",
        f"  rows      {summary.rows_read} read = {counted(summary.positions, 'position')} + "
        f"{len(summary.skipped)} left out",
        f"  tie-out   {table.tie_out}",
        f"  value     {table.value_from or 'none'}",
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
        by_reason: dict[str, list[int]] = {}
        for row in summary.skipped:
            by_reason.setdefault(reason_kind(row.reason), []).append(row.row)
        lines.extend(f"    {len(rows):>6} × {reason}: {_ranges(rows)}" for reason, rows in by_reason.items())
    if summary.findings:
        lines.append("  cleaning and findings")
        lines.extend(f"    {_finding(finding)}" for finding in summary.findings)
    return lines


def to_json(files: Iterable[ImportedFile]) -> list[dict[str, Any]]:
    """The `inputs` of the JSON output, each with how every column was understood."""
    return [_table_to_json(table, file.findings) for file in files for table in inspect_file(file)]


def _table_to_json(table: InspectedTable, of_file: Sequence[Finding]) -> dict[str, Any]:
    return {
        **input_to_json(table.summary),
        "first_row": table.first_row,
        "last_row": table.last_row,
        "as_of_source": table.as_of_source,
        "value_from": table.value_from,
        "tie_out": table.tie_out,
        "tolerance": float(to_units(table.tolerance)),
        "fingerprint": table.fingerprint,
        "columns": [
            {
                "column": c.letters,
                "header": c.header,
                "field": c.field,
                "confidence": c.confidence,
                "reason": c.reason,
                "samples": list(c.samples),
                "rivals": list(c.rivals),
            }
            for c in table.columns
        ],
        "sample_rows": [dict(row) for row in table.sample_rows],
        # Written as the findings of a table are, so that there is one form of them.
        "file_findings": input_to_json(replace(table.summary, findings=tuple(of_file)))["findings"],
    }


def summarise(findings: Iterable[Finding]) -> list[str]:
    """Warnings and errors by code: how often, and the first with its address."""
    by_code: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        if finding.severity in _TOLD:
            by_code.setdefault((finding.severity, finding.code), []).append(finding)
    ranked = sorted(by_code.items(), key=lambda item: (_TOLD.index(item[0][0]), -len(item[1]), item[0][1]))
    lines = []
    for (severity, code), same in ranked:
        count = f" × {len(same):,}, the first" if len(same) > 1 else ""
        lines.append(f"{severity}: {code}{count}: {_place(same[0])}{same[0].message}")
    return lines


def _finding(finding: Finding) -> str:
    where = finding.cell or (f"row {finding.row}" if finding.row else "")
    return f"{finding.severity} {finding.code}: {f'{where} ' if where else ''}{finding.message}"


def _place(finding: Finding) -> str:
    where = finding.cell or (f"row {finding.row}" if finding.row else "")
    parts = [finding.file, f"sheet {finding.sheet}" if finding.sheet else "", where]
    text = ", ".join(part for part in parts if part)
    return f"{text}: " if text and not finding.message.startswith(finding.file or "\0") else ""


def _ranges(rows: list[int]) -> str:
    """Row numbers with runs drawn together: "row 3, 5–9"."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs[:_RANGES_SHOWN])
    more = f" … and {counted(len(runs) - _RANGES_SHOWN, 'more place')}" if len(runs) > _RANGES_SHOWN else ""
    return f"{choose_word(len(rows), 'row', 'rows')} {shown}{more}"


def _header(table: InspectedTable) -> str:
    return f"header in row {table.summary.header_row}" if any(c.header for c in table.columns) else "no header"

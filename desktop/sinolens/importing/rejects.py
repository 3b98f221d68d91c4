"""A marked copy of the user's own workbook: what was not read is coloured, with the reason in a note."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.cells import BLANK, Sheet
from sinolens.importing.rows import REPEATED
from sinolens.importing.workbook import ImportedFile

_QUIET = frozenset({"blank row", REPEATED})
_SKIPPED = PatternFill("solid", start_color="FFD9D9D9")
_WARNING = PatternFill("solid", start_color="FFFFE699")
_ERROR = PatternFill("solid", start_color="FFF4B183")
_AUTHOR = "Sinolens"
_MAX_NOTE = 2000
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def write_marked_copy(imported: ImportedFile, target: Path) -> int:
    """Write a copy of the imported file in which every finding and every skipped row is marked.

    A workbook keeps its formats, merged areas and hidden rows; a text file or an older workbook becomes a plain .xlsx.
    The source itself is never touched.

    Args:
        imported: the file as it was read.
        target: .xlsx or .xlsm to write.

    Returns:
        Number of marked cells.

    Raises:
        OSError: the target cannot be written.
    """
    book = _open_source(imported)
    marks = _marks(imported)
    count = 0
    for sheet_name, cells in marks.items():
        sheet = _sheet(book, sheet_name)
        if sheet is None:
            continue
        for (row, column), notes in cells.items():
            _mark(sheet, row, column, notes)
            count += 1
    buffer = io.BytesIO()
    book.save(buffer)
    target.write_bytes(buffer.getvalue())
    return count


def _open_source(imported: ImportedFile) -> Workbook:
    if imported.kind == "xlsx":
        try:
            return load_workbook(imported.path, keep_vba=imported.path.suffix.lower() == ".xlsm")
        except (InvalidFileException, ValueError, KeyError, TypeError, OSError):
            # Encrypted, or of a make openpyxl does not keep: the cells as they were read are copied instead.
            return _plain_copy(imported)
    return _plain_copy(imported)


def _plain_copy(imported: ImportedFile) -> Workbook:
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for source in imported.sheets:
        _copy_cells(source, book.create_sheet(_title(source.name)))
    return book


def _title(name: str) -> str:
    return "".join("_" if c in r"[]:*?/\\" else c for c in name)[:31] or "Sheet1"


def _copy_cells(source: Sheet, target: Worksheet) -> None:
    for row, line in enumerate(source.values, 1):
        for column, value in enumerate(line, 1):
            if source.kinds[row - 1, column - 1] == BLANK:
                continue
            cell = target.cell(row, column, value.translate(_ILLEGAL) if isinstance(value, str) else value)
            if isinstance(value, str):
                # A text that looks like a formula stays a text.
                cell.data_type = "s"


def _sheet(book: Workbook, name: str) -> Worksheet | None:
    title = name if name in book.sheetnames else _title(name)
    sheet = book[title] if title in book.sheetnames else None
    return sheet if isinstance(sheet, Worksheet) else None


def _marks(imported: ImportedFile) -> dict[str, dict[tuple[int, int], list[tuple[Severity, str]]]]:
    """Sheet → cell (row and column from 1) → notes."""
    marks: dict[str, dict[tuple[int, int], list[tuple[Severity, str]]]] = defaultdict(lambda: defaultdict(list))
    for table in imported.tables:
        first = table.table.area.columns[0] + 1
        for skipped in table.summary.skipped:
            if skipped.reason not in _QUIET:
                marks[table.summary.sheet][skipped.row, first].append(
                    (Severity.INFO, f"Not read as a position: {skipped.reason}.")
                )
        for finding in table.summary.findings:
            if place := _place(finding, first):
                marks[table.summary.sheet][place].append((finding.severity, finding.message))
    return marks


def _place(finding: Finding, first: int) -> tuple[int, int] | None:
    from sinolens.importing.cells import column_index

    if finding.cell:
        letters = finding.cell.rstrip("0123456789")
        return int(finding.cell[len(letters) :]), column_index(letters) + 1
    return (finding.row, first) if finding.row else None


def _mark(sheet: Worksheet, row: int, column: int, notes: list[tuple[Severity, str]]) -> None:
    cell = sheet.cell(row, column)
    worst = [severity for severity, _ in notes]
    fill = (
        _ERROR
        if {Severity.ERROR, Severity.BLOCKING} & set(worst)
        else _WARNING
        if Severity.WARNING in worst
        else _SKIPPED
    )
    # A note can only hang on the first cell of a merged area.
    area = next((m for m in sheet.merged_cells.ranges if cell.coordinate in m), None)
    if area is not None:
        cell = sheet.cell(area.min_row, area.min_col)
    cell.fill = fill
    text = "\n".join(message for _, message in notes)[:_MAX_NOTE]
    cell.comment = Comment(text, _AUTHOR, height=40 + 16 * (len(text) // 40 + 1), width=320)

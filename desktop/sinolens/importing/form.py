"""A form that comes back filled in: headings found by name wherever they were moved to, every cell with its address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.importing.cells import BLANK, Sheet, column_letters
from sinolens.importing.options import Limits
from sinolens.importing.probe import probe_file
from sinolens.importing.reader import read_sheets
from sinolens.importing.texts import text_of
from sinolens.importing.vocabulary import header_key

_DEEPEST_HEADER = 200
_LIMITS = Limits(cells=4_000_000)
_SILENT = SilentProgress()


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell: its value as read, its clean text ("" when blank) and its A1 address."""

    value: object
    text: str
    address: str
    row: int


@dataclass(frozen=True)
class FormTable:
    """A table of a form.

    Attributes:
        file: name of the file.
        sheet: its cells.
        header: row of the headings, counted from 0.
        columns: heading as the form was made with to its column, counted from 0; missing headings are left out.
        others: columns with another heading, as typed, in order.
        findings: headings that stand twice or are missing.
    """

    file: str
    sheet: Sheet
    header: int
    columns: dict[str, int]
    others: tuple[tuple[int, str], ...]
    findings: tuple[Finding, ...]

    def rows(self) -> Iterator[int]:
        """Rows below the headings that are not blank, counted from 0."""
        for row in range(self.header + 1, self.sheet.values.shape[0]):
            if (self.sheet.kinds[row] != BLANK).any():
                yield row

    def cell(self, row: int, heading: str) -> FormCell:
        """Cell below a heading; blank when the heading is missing."""
        column = self.columns.get(heading)
        if column is None:
            return FormCell("", "", "", row + 1)
        return self.cell_at(row, column)

    def cell_at(self, row: int, column: int) -> FormCell:
        """Cell of a row and column counted from 0."""
        value = self.sheet.values[row, column]
        return FormCell(value, text_of(value), self.sheet.address(row, column), row + 1)

    def note(self, code: str, severity: Severity, message: str, cell: FormCell) -> Finding:
        """A finding at a cell, or at its row when the column is missing."""
        return Finding(code, severity, message, self.file, self.sheet.name, cell.address, cell.row)


@dataclass(frozen=True)
class Form:
    """A workbook or text file that was read.

    Attributes:
        file: its name.
        sha256: of the bytes.
        sheets: visible ones with their cells.
        findings: cells that hold an error or a formula without a value, and sheets that are hidden.
    """

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = field(default=())

    def find_label(self, label: str, on: str = "") -> FormCell | None:
        """The cell to the right of a label, on the first sheet that has it; None when no sheet does.

        Args:
            label: text of the cell before it.
            on: name of the only sheet to look at, "" = all.
        """
        wanted = header_key(label)
        for sheet in self.sheets:
            if on and sheet.name != on:
                continue
            for row in range(min(_DEEPEST_HEADER, sheet.values.shape[0])):
                for column in range(sheet.values.shape[1] - 1):
                    if header_key(text_of(sheet.values[row, column])) == wanted:
                        value = sheet.values[row, column + 1]
                        return FormCell(value, text_of(value), sheet.address(row, column + 1), row + 1)
        return None

    def find_table(self, headings: Sequence[str], required: Sequence[str]) -> FormTable | None:
        """The table whose heading row has all required headings and most of the others; None when there is none."""
        wanted = {header_key(heading): heading for heading in headings}
        best: tuple[int, Sheet, int] | None = None
        for sheet in self.sheets:
            for row in range(min(_DEEPEST_HEADER, sheet.values.shape[0])):
                shown = {header_key(text_of(value)) for value in sheet.values[row] if isinstance(value, str)}
                count = len(shown & wanted.keys())
                complete = all(header_key(heading) in shown for heading in required)
                if complete and (best is None or count > best[0]):
                    best = (count, sheet, row)
        if best is None:
            return None
        return self._lay_out(best[1], best[2], headings)

    def _lay_out(self, sheet: Sheet, row: int, headings: Sequence[str]) -> FormTable:
        wanted = {header_key(heading): heading for heading in headings}
        columns: dict[str, int] = {}
        others: list[tuple[int, str]] = []
        findings: list[Finding] = []
        for column, value in enumerate(sheet.values[row].tolist()):
            heading = wanted.get(header_key(text_of(value)))
            if heading is None:
                if text_of(value):
                    others.append((column, text_of(value)))
            elif heading in columns:
                findings.append(
                    Finding(
                        "form-heading-twice",
                        Severity.ERROR,
                        f"The heading “{heading}” stands twice; column {column_letters(columns[heading])} was read, "
                        f"column {column_letters(column)} was not.",
                        self.file,
                        sheet.name,
                        sheet.address(row, column),
                        row + 1,
                    )
                )
            else:
                columns[heading] = column
        findings.extend(
            Finding(
                "form-heading-missing",
                Severity.WARNING,
                f"The column “{heading}” is missing; its cells count as blank.",
                self.file,
                sheet.name,
                row=row + 1,
            )
            for heading in headings
            if heading not in columns
        )
        return FormTable(self.file, sheet, row, columns, tuple(others), tuple(findings))


def read_form(path: Path, limits: Limits = _LIMITS, progress: Progress = _SILENT) -> Form:
    """Read every visible sheet of a form.

    Raises:
        UnreadableFile: the file is missing, empty, protected, damaged or no table at all.
        Cancelled: the user asked to stop.
    """
    path = Path(path)
    probe = probe_file(path, limits)
    sheets = read_sheets(probe, path.name, "", "", limits, progress)
    findings: list[Finding] = []
    for sheet in sheets:
        if sheet.hidden in ("hidden", "very_hidden"):
            text = f"The sheet “{sheet.name}” is hidden and was not read; show it and send the file again."
            findings.append(Finding("hidden-sheet", Severity.WARNING, text, path.name, sheet.name))
        for address, word in sheet.traits.error_cells:
            text = f"The cell shows {word}; it counts as blank. Type the value instead."
            findings.append(Finding("form-error-cell", Severity.ERROR, text, path.name, sheet.name, address))
        for address in sheet.traits.uncached:
            text = "The cell holds a formula that was never worked out; it counts as blank. Type the value instead."
            findings.append(Finding("form-formula", Severity.ERROR, text, path.name, sheet.name, address))
    return Form(path.name, probe.sha256, tuple(sheets), tuple(findings))

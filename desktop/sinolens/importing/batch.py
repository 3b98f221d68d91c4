"""Imports several files together: what one holds may be named in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import ImportOptions
from sinolens.importing.workbook import ImportedFile, ReadCells, read_cells, understand_cells
from sinolens.reference.loader import Reference

_SILENT = SilentProgress()
_NOT_HOLDINGS = frozenset({"no-table", "no-values"})


def import_files(
    files: Sequence[tuple[Path, ImportOptions]], reference: Reference, progress: Progress = _SILENT
) -> list[ImportedFile]:
    """Read files that belong together, all or none.

    Args:
        files: each with what the user says about it.
        reference: markets and countries.
        progress: told of files and rows, and asked whether to stop.

    Raises:
        UnreadableFile: one of them cannot be read, or holds nothing and names nothing the others hold.
        Cancelled: the user asked to stop.
    """
    read = []
    for done, (path, options) in enumerate(files):
        progress.check()
        progress.report(done, len(files), f"Reading {path.name}")
        read.append(read_cells(path, options, progress))
    return understand_files(read, reference, [options for _, options in files], progress)


def understand_files(
    read: Sequence[ReadCells], reference: Reference, options: Sequence[ImportOptions], progress: Progress = _SILENT
) -> list[ImportedFile]:
    """Understand files whose cells were read, as `import_files` does.

    A file that only names what others hold comes back without tables and with the finding "join-source".
    """
    found: list[ImportedFile | UnreadableFile] = []
    for number, (cells, wishes) in enumerate(zip(read, options, strict=True)):
        others = [other for i, other in enumerate(read) if i != number and other.sha256 != cells.sha256]
        try:
            found.append(understand_cells(cells, reference, wishes, progress, others))
        except UnreadableFile as error:
            if error.code not in _NOT_HOLDINGS or not others:
                raise
            found.append(error)
    used = {place for file in found if isinstance(file, ImportedFile) for place in file.looked_up}
    return [_settle(cells, file, used) for cells, file in zip(read, found, strict=True)]


def _settle(
    cells: ReadCells, found: ImportedFile | UnreadableFile, used: set[tuple[str, str, int]]
) -> ImportedFile:
    """A file without the tables others looked their holdings up in; those are no holdings of their own."""
    name = cells.path.name
    places = {(sheet, row) for file, sheet, row in used if file == name}
    if isinstance(found, UnreadableFile):
        if not places:
            raise found
        found = ImportedFile(cells.path, cells.sha256, cells.kind, (), (), cells.sheets)
    elif not places or any(place[0] == name for place in found.looked_up):
        return found
    kept = tuple(t for t in found.tables if (t.summary.sheet, t.summary.header_row) not in places)
    notes = tuple(
        Finding(
            "join-source",
            Severity.INFO,
            f"The table under row {row} names what other files hold; it was looked up there and holds nothing itself.",
            name,
            sheet,
            "",
            row,
        )
        for sheet, row in sorted(places)
    )
    return replace(found, tables=kept, findings=(*found.findings, *notes))

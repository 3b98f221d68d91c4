"""Imports one file: from bytes to positions, fund holdings and findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.importing.cells import Sheet
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.layout import find_tables
from sinolens.importing.options import ImportOptions
from sinolens.importing.positions import Surroundings
from sinolens.importing.probe import probe_file
from sinolens.importing.reader import read_sheets
from sinolens.importing.selection import choose_tables
from sinolens.importing.template import TemplateMismatch
from sinolens.importing.texts import ticker_reader
from sinolens.importing.understanding import ImportedTable, fits_template, understand
from sinolens.importing.vocabulary import load_vocabulary
from sinolens.reference.loader import Reference

__all__ = ["ImportOptions", "ImportedFile", "ImportedTable", "UnreadableFile", "import_file"]
_DEFAULT = ImportOptions()
_SILENT = SilentProgress()


@dataclass(frozen=True)
class ImportedFile:
    """All tables of a file.

    Attributes:
        path: the file.
        sha256: of the file as it is on disk.
        kind: "xlsx", "xlsb", "xls", "ods", "spreadsheetml", "html" or "text".
        tables: in the order they stand.
        findings: about the file as a whole; the tables have their own in `summary`.
        sheets: the cells, for showing them to the user.
    """

    path: Path
    sha256: str
    kind: str
    tables: tuple[ImportedTable, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[Sheet, ...] = ()


def import_file(
    path: Path, reference: Reference, options: ImportOptions = _DEFAULT, progress: Progress = _SILENT
) -> ImportedFile:
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
    progress.report(0, 0, f"Opening {path.name}")
    probe = probe_file(path, options.limits)
    sheets = read_sheets(probe, path.name, options.password, options.sheet, options.limits, progress)
    options = _with_template(options)
    around = surroundings(reference, options, path.name)
    found: list[ImportedTable] = []
    mismatch: TemplateMismatch | None = None
    for sheet in sheets:
        for area in find_tables(sheet, around.vocabulary, options.header_row):
            progress.check()
            progress.report(0, 0, f"Understanding {sheet.name or path.name}")
            if options.template is not None and (differences := fits_template(options.template, area)):
                mismatch = mismatch or TemplateMismatch(path.name, sheet.name, options.template.name, differences)
                continue
            table = understand(sheet, area, path, probe.sha256, around)
            if table is not None:
                found.append(table)
    if not found and mismatch is not None:
        raise mismatch
    tables, findings = choose_tables(found, path.name)
    if not tables:
        raise UnreadableFile(
            path.name,
            "no table of holdings was found: none of its rows looks like headers such as a name with a "
            "value, a quantity or a weight; name the sheet and the header row",
            sheet=options.sheet,
            code="no-table",
        )
    return ImportedFile(
        path, probe.sha256, probe.kind, tables, (*_hidden_sheets(sheets, path.name), *findings), tuple(sheets)
    )


def _with_template(options: ImportOptions) -> ImportOptions:
    """Options completed from the template; what the user said for this file comes first."""
    template = options.template
    if template is None:
        return options
    return replace(
        options,
        mapping={**template.mapping, **options.mapping},
        role=options.role or template.role,
        fund=options.fund or template.fund,
        account=options.account or template.account,
        manager=options.manager or template.manager,
        base_currency=template.base_currency or options.base_currency,
    )


def surroundings(reference: Reference, options: ImportOptions, file: str) -> Surroundings:
    """Words and places an import works with."""
    vocabulary = load_vocabulary()
    markets = {m.mic: (tuple(m.bloomberg), (*m.reuters, *m.yahoo)) for m in reference.markets.values()}
    names = {m.mic: (m.name, *m.aliases) for m in reference.markets.values()}
    return Surroundings(vocabulary, reference.countries, ticker_reader(markets, vocabulary, names), options, file)


def _hidden_sheets(sheets: list[Sheet], file: str) -> list[Finding]:
    return [
        Finding(
            "hidden-sheet",
            Severity.WARNING,
            f"The sheet {s.name!r} is hidden and was not read; unhide it or name it to read it.",
            file,
            s.name,
        )
        for s in sheets
        if s.hidden in ("hidden", "very_hidden") and not s.values.size
    ]

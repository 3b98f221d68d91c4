"""Imports one file: from bytes to positions, fund holdings and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.importing.area import TableArea
from sinolens.importing.asof import find_cover_date
from sinolens.importing.cells import Sheet
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.joining import Joined, join_master, lacks_identity, without_guessed_name
from sinolens.importing.layout import find_tables
from sinolens.importing.masters import Master, find_masters
from sinolens.importing.options import ImportOptions
from sinolens.importing.positions import Surroundings
from sinolens.importing.probe import probe_file
from sinolens.importing.reader import read_sheets
from sinolens.importing.selection import choose_tables
from sinolens.importing.statements import Statement, find_statements, mark_statement
from sinolens.importing.template import TemplateMismatch
from sinolens.importing.texts import ticker_reader
from sinolens.importing.understanding import ImportedTable, fits_template, map_table, understand
from sinolens.importing.vocabulary import load_vocabulary
from sinolens.reference.loader import Reference

__all__ = [
    "ImportOptions", "ImportedFile", "ImportedTable", "ReadCells", "UnreadableFile", "import_file", "read_cells",
    "understand_cells",
]
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
        looked_up: file, sheet and header row of the tables in which names and identifiers were looked up.
    """

    path: Path
    sha256: str
    kind: str
    tables: tuple[ImportedTable, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[Sheet, ...] = ()
    looked_up: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class ReadCells:
    """The cells of a file as they were read; fields as in `ImportedFile`. `only`: the one sheet read, "" = all."""

    path: Path
    sha256: str
    kind: str
    sheets: tuple[Sheet, ...]
    only: str = ""


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
    return understand_cells(read_cells(path, options, progress), reference, options, progress)


def read_cells(path: Path, options: ImportOptions = _DEFAULT, progress: Progress = _SILENT) -> ReadCells:
    """Read the cells of a file, to be understood once or, with other wishes, again and again.

    Raises:
        UnreadableFile, Cancelled: as `import_file`.
    """
    path = Path(path)
    progress.report(0, 0, f"Opening {path.name}")
    probe = probe_file(path, options.limits)
    sheets = read_sheets(probe, path.name, options.password, options.sheet, options.limits, progress)
    return ReadCells(path, probe.sha256, probe.kind, tuple(sheets), options.sheet)


def understand_cells(
    cells: ReadCells,
    reference: Reference,
    options: ImportOptions = _DEFAULT,
    progress: Progress = _SILENT,
    beside: Sequence[ReadCells] = (),
) -> ImportedFile:
    """Find and understand the tables in cells that were read. The cells stay as they are.

    Args:
        cells: of one file.
        reference: markets and countries.
        options: what the user says about the file, and in `tables` about one of its tables.
        progress: told of the sheets, and asked whether to stop.
        beside: files imported together with this one; what it holds may be named in them.

    Raises:
        UnreadableFile, Cancelled: as `import_file`.
    """
    path = cells.path
    sheets = [_copied(sheet) if _corrected(sheet, options) else sheet for sheet in cells.sheets]
    options = _with_template(options)
    around = surroundings(reference, options, path.name)
    found: list[ImportedTable] = []
    findings: list[Finding] = []
    mismatch: TemplateMismatch | None = None
    shelf = _Shelf((cells, *beside), around)
    laid_out = [
        (sheet, [] if options.sheet and sheet.name != options.sheet else list(_areas(sheet, around, path.stem)))
        for sheet in sheets
    ]
    covers = (find_cover_date(sheet, around.vocabulary) for sheet, areas in laid_out if not areas)
    around = replace(around, cover=next((found for found in covers if found.iso), around.cover))
    for sheet, areas in laid_out:
        for place_of, area, statement in areas:
            progress.check()
            progress.report(0, 0, f"Understanding {sheet.name or path.name}")
            place = (sheet.name, area.header_last + 1)
            if place in options.left_out:
                findings.append(_left_out(path.name, *place))
                continue
            own = _with_template(options.tables[place]) if place in options.tables else options
            if own.template is not None and (differences := fits_template(own.template, area)):
                mismatch = mismatch or TemplateMismatch(path.name, sheet.name, own.template.name, differences)
                continue
            table = _understand(place_of, area, cells, replace(around, options=own), shelf)
            if table is not None and statement is not None:
                table = mark_statement(table, statement)
            if table is not None:
                found.append(table)
    if not found and mismatch is not None:
        raise mismatch
    used = {(sheet, row) for file, sheet, row in shelf.used if file == path.name}
    found = [table for table in found if (table.summary.sheet, table.summary.header_row) not in used]
    tables, repeated = choose_tables(found, path.name)
    if not tables and shelf.has_own_master():
        raise UnreadableFile(
            path.name,
            "it names securities but says nothing of how much is held; import it together with the file of the "
            "holdings",
            code="no-values",
        )
    if not tables:
        raise UnreadableFile(
            path.name,
            "no table of holdings was found: none of its rows looks like headers such as a name with a "
            "value, a quantity or a weight; name the sheet and the header row",
            sheet=options.sheet,
            code="no-table",
        )
    return ImportedFile(
        path, cells.sha256, cells.kind, tables, (*_hidden_sheets(sheets, path.name), *findings, *repeated),
        _shown(sheets, tables), tuple(sorted(shelf.used)),
    )


def _shown(sheets: Sequence[Sheet], tables: Sequence[ImportedTable]) -> tuple[Sheet, ...]:
    """The sheets as the user shall see them: what was looked up for a table stands to the right of it."""
    wide: dict[str, Sheet] = {}
    for table in tables:
        area = table.table.area
        if area.joined and len(area.joined) < len(area.columns):
            wide.setdefault(table.summary.sheet, table.table.sheet)
    return tuple(wide.get(sheet.name, sheet) for sheet in sheets)


def _areas(
    sheet: Sheet, around: Surroundings, stem: str
) -> Iterator[tuple[Sheet, TableArea, Statement | None]]:
    """Tables of a sheet with the cells they stand in; a statement laid out downwards where no header is known."""
    options = around.options
    row = options.header_rows.get(sheet.name, options.header_row)
    areas = find_tables(sheet, around.vocabulary, row)
    if not row and all(area.guessed for area in areas):
        statements = find_statements(sheet, around.vocabulary, stem)
        if statements:
            yield from ((statement.sheet, statement.area, statement) for statement in statements)
            return
    yield from ((sheet, area, None) for area in areas)


class _Shelf:
    """The security masters at hand, looked for when first needed."""

    def __init__(self, files: Sequence[ReadCells], around: Surroundings) -> None:
        self._files, self._around = files, around
        self._masters: dict[int, tuple[Master, ...]] = {}
        self.used: set[tuple[str, str, int]] = set()

    def _of(self, number: int) -> tuple[Master, ...]:
        if number not in self._masters:
            cells = self._files[number]
            self._masters[number] = find_masters(cells.sheets, self._around, cells.path.name)
        return self._masters[number]

    def masters(self) -> list[Master]:
        """All masters, those of the same file first."""
        return [master for number in range(len(self._files)) for master in self._of(number)]

    def has_own_master(self) -> bool:
        """The file itself holds a master."""
        return any(not master.has_values for master in self._of(0))


def _understand(
    sheet: Sheet, area: TableArea, cells: ReadCells, around: Surroundings, shelf: _Shelf
) -> ImportedTable | None:
    """A table, with what it holds looked up in a master where it does not say so itself."""
    joined: Joined | None = None
    if around.options.join:
        columns = without_guessed_name(map_table(sheet, area, around))
        if lacks_identity(columns):
            nulls = around.vocabulary.words["null"]
            joined = join_master(sheet, area, columns, shelf.masters(), cells.path.name, nulls)
    if joined is None:
        return understand(sheet, area, cells.path, cells.sha256, around)
    if joined.master is not None:
        master = joined.master
        shelf.used.add((master.file, master.sheet.name, master.area.header_last + 1))
    return understand(joined.sheet, joined.area, cells.path, cells.sha256, around, joined.findings)


def _corrected(sheet: Sheet, options: ImportOptions) -> bool:
    given = [options, *options.tables.values()]
    return any(name == sheet.name for said in given for name, _, _ in said.corrections)


def _copied(sheet: Sheet) -> Sheet:
    """Corrections are written over the cells: never over those that were read."""
    return Sheet(sheet.name, sheet.values.copy(), sheet.hidden, sheet.traits)


def _left_out(file: str, sheet: str, row: int) -> Finding:
    return Finding(
        "table-left-out", Severity.INFO, f"The table under row {row} was left out by you.", file, sheet, "", row
    )


def _with_template(options: ImportOptions) -> ImportOptions:
    """Options completed from the template; what the user said for this file comes first."""
    template = options.template
    if template is None:
        return options
    return replace(
        options,
        mapping={**template.mapping, **options.mapping},
        ignored=options.ignored | frozenset(template.ignored),
        role=options.role or template.role,
        fund=options.fund or template.fund,
        account=options.account or template.account,
        manager=options.manager or template.manager,
        base_currency=template.base_currency or options.base_currency,
    )


def surroundings(reference: Reference, options: ImportOptions, file: str) -> Surroundings:
    """Words and places an import works with."""
    vocabulary = load_vocabulary()
    markets = {m.mic: (m.after_space, m.after_dot) for m in reference.markets.values()}
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

"""Use case: files on their way in. What is said of each is kept beside what was read; nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress
from sinolens.importing.batch import understand_files
from sinolens.importing.cells import column_letters
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.joining import lacks_identity
from sinolens.importing.options import ImportOptions
from sinolens.importing.valuation import CODE as LOCAL_VALUES
from sinolens.importing.workbook import ImportedFile, ImportedTable, ReadCells, read_cells, understand_cells
from sinolens.reference.loader import Reference
from sinolens.services.import_digest import FileDigest, Place, TableDigest, digest
from sinolens.services.import_templates import TemplateShelf, TemplateUse, choose_template

_NAMES_ONLY = frozenset({"no-table", "no-values"})
ANYTHING = "?"
"""A column's field is to be found by the program."""


@dataclass(frozen=True)
class Draft:
    """One file of the user's on its way in.

    Attributes:
        path: the file.
        options: what the user, or a template, says about it.
        cells: as read, kept so that another wish needs no reading; None while unread or unreadable.
        read: what was understood last; stays while a later wish cannot be followed.
        refused: why the file, or the last wish, could not be followed; None when it was.
        templates: which saved layouts were used, or nearly fit.
        digest: what the steps show of what was understood.
    """

    path: Path
    options: ImportOptions = field(default_factory=ImportOptions)
    cells: ReadCells | None = None
    read: ImportedFile | None = None
    refused: UnreadableFile | None = None
    templates: tuple[TemplateUse, ...] = ()
    digest: FileDigest = field(default_factory=FileDigest)

    @property
    def name(self) -> str:
        """The file without its folder."""
        return self.path.name

    @property
    def is_usable(self) -> bool:
        """Something was understood, and by the wishes that stand."""
        return self.read is not None and self.refused is None

    def table(self, place: Place) -> ImportedTable | None:
        """The table at a place, None when there is none now."""
        tables = self.read.tables if self.read is not None else ()
        return next((table for table in tables if place_of(table) == place), None)


def place_of(table: ImportedTable) -> Place:
    """Sheet and row of the header, as the user counts: what a table is known by while its file is open."""
    return table.summary.sheet, table.summary.header_row


def read_draft(
    path: Path, options: ImportOptions, reference: Reference, shelf: TemplateShelf | None, progress: Progress
) -> Draft:
    """Read a file, understand it, and apply saved layouts to the tables they fit.

    Args:
        path: the file.
        options: what is said about it already.
        reference: markets and countries.
        shelf: saved layouts; None = none are kept.
        progress: told how far it is; may cancel.

    Returns:
        The draft; a file that cannot be read comes back with the reason in `refused`.

    Raises:
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    draft = Draft(path, options)
    try:
        cells = read_cells(path, options, progress)
    except UnreadableFile as refused:
        return replace(draft, refused=refused)
    draft = replace(draft, cells=cells)
    try:
        read = understand_cells(cells, reference, options, progress)
    except UnreadableFile as refused:
        return replace(draft, refused=refused)
    draft = replace(draft, read=read, digest=digest(read))
    return _with_templates(draft, read, reference, shelf, progress) if shelf is not None else draft


def follow(
    draft: Draft, options: ImportOptions, reference: Reference, progress: Progress, beside: Sequence[ReadCells] = ()
) -> Draft:
    """Understand a file by other wishes. What was understood before stays where they cannot be followed.

    Args:
        draft: the file.
        options: what is said about it now.
        reference: markets and countries.
        progress: told how far it is; may cancel.
        beside: cells of the files imported together with it; what it holds may be named in them.

    Raises:
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    wanted = replace(draft, options=options, refused=None)
    try:
        cells = draft.cells
        if cells is None or options.password != draft.options.password or _needs_reading(cells, options):
            cells = read_cells(draft.path, options, progress)
        others = [other for other in beside if other.sha256 != cells.sha256]
        read = understand_cells(cells, reference, options, progress, others)
        return replace(wanted, cells=cells, read=read, digest=digest(read))
    except UnreadableFile as refused:
        if draft.read is not None and not draft.read.tables:
            # It only names what the others hold: nothing said of it changes that.
            return wanted
        return replace(wanted, refused=refused)


def may_join(drafts: Sequence[Draft]) -> bool:
    """One of several files does not say what it holds, so that another may."""
    known = [draft for draft in drafts if draft.cells is not None]
    return len(known) > 1 and any(
        draft.refused is not None and draft.refused.code in _NAMES_ONLY if draft.read is None
        else any(lacks_identity(table.table.columns) for table in draft.read.tables)
        for draft in known
    )


def join(drafts: Sequence[Draft], reference: Reference, progress: Progress) -> tuple[Draft, ...]:
    """Understand files together: what one holds is looked up in another that only names it.

    Raises:
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    members = [d for d in drafts if d.cells is not None
               and (d.read is not None or (d.refused is not None and d.refused.code in _NAMES_ONLY))]
    while len(members) > 1:
        try:
            files = understand_files(
                [d.cells for d in members if d.cells is not None], reference, [d.options for d in members], progress)
        except UnreadableFile as error:
            # A file nothing was looked up in has no part in it; its own refusal stands.
            fewer = [d for d in members if d.name != error.file or d.read is not None]
            if len(fewer) == len(members):
                return tuple(drafts)
            members = fewer
            continue
        made = {d.path: replace(d, read=file, refused=None, digest=digest(file))
                for d, file in zip(members, files, strict=True)}
        return tuple(made.get(d.path, d) for d in drafts)
    return tuple(drafts)


def _needs_reading(cells: ReadCells, options: ImportOptions) -> bool:
    """Another sheet is wanted than the ones whose cells are there."""
    if cells.only:
        return cells.only != options.sheet
    return bool(options.sheet) and not any(s.name == options.sheet and s.values.size for s in cells.sheets)


def _with_templates(
    draft: Draft, read: ImportedFile, reference: Reference, shelf: TemplateShelf, progress: Progress
) -> Draft:
    uses: list[TemplateUse] = []
    said = dict(draft.options.tables)
    saved = shelf.templates()
    for table in read.tables:
        area = table.table.area
        columns = {column_letters(c): h for c, h in zip(area.columns, area.headers, strict=True) if h}
        use = choose_template(saved, columns, place_of(table))
        if use is None:
            continue
        uses.append(use)
        if use.applied:
            own = said.get(use.place, replace(draft.options, tables={}))
            said[use.place] = replace(own, template=use.template)
    if not uses:
        return draft
    draft = replace(draft, templates=tuple(uses))
    if not any(use.applied for use in uses):
        return draft
    return replace(follow(draft, replace(draft.options, tables=said), reference, progress), templates=tuple(uses))


# -- wishes -----------------------------------------------------------------------------------------------------------


def said_of(draft: Draft, place: Place) -> ImportOptions:
    """What is said about one table."""
    return draft.options.tables.get(place) or replace(draft.options, tables={})


def say(draft: Draft, place: Place, **changes: Any) -> ImportOptions:
    """The file's options with something said about one table. What is said of the others stays."""
    return replace(draft.options, tables={**draft.options.tables, place: replace(said_of(draft, place), **changes)})


def place_column(draft: Draft, table: ImportedTable, letters: str, name: str) -> ImportOptions:
    """Options in which a column means a field; "" = it is not used, `ANYTHING` = it is found again."""
    place = place_of(table)
    said = said_of(draft, place)
    by_template = said.template.mapping if said.template is not None else {}
    mapping = {f: where for f, where in {**by_template, **said.mapping}.items() if where != letters}
    known = said.template.ignored if said.template is not None else ()
    ignored = (said.ignored | frozenset(known)) - {letters}
    if name == "":
        ignored |= {letters}
    elif name != ANYTHING:
        mapping[name] = letters
    # From here on the user's own word holds; the template's mapping is part of it.
    template = replace(said.template, mapping={}, ignored=()) if said.template is not None else None
    return say(draft, place, mapping=mapping, ignored=ignored, template=template)


def set_header(draft: Draft, sheet: str, row: int) -> ImportOptions:
    """Options in which the header of a sheet is a row as the user counts; 0 = it is found again."""
    rows = {name: known for name, known in draft.options.header_rows.items() if name != sheet}
    if row:
        rows[sheet] = row
    return replace(draft.options, header_rows=rows)


def leave_out(draft: Draft, place: Place, out: bool) -> ImportOptions:
    """Options in which a table is left out, or read again."""
    left = draft.options.left_out - {place} | ({place} if out else frozenset())
    return replace(draft.options, left_out=left)


def is_changed(draft: Draft, place: Place) -> bool:
    """The user placed columns or a header by hand."""
    said = said_of(draft, place)
    return bool(said.mapping or said.ignored or draft.options.header_rows.get(place[0]))


# -- what stands in the way -------------------------------------------------------------------------------------------


def digest_of(draft: Draft, table: ImportedTable) -> TableDigest:
    """What the steps show of a table."""
    return draft.digest.tables.get(place_of(table)) or TableDigest()


def undated(draft: Draft, table: ImportedTable) -> bool:
    """A table of positions of which nothing says the date; the day of the import is never taken for it."""
    return table.role == "positions" and digest_of(draft, table).undated > 0


def blocking(table: ImportedTable) -> tuple[Finding, ...]:
    """Findings that keep a table from being imported until a reason is given.

    Values in other currencies are none: they are converted by the user's rates, or count nothing and say so.
    """
    if table.summary.accepted_reason:
        return ()
    return tuple(
        finding for finding in table.summary.findings
        if finding.severity == Severity.BLOCKING and finding.code != LOCAL_VALUES
    )


def obstacles(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Why the files cannot be imported as they stand, one sentence each, naming file and sheet."""
    found: list[str] = []
    for draft in drafts:
        if draft.read is None:
            continue
        if draft.refused is not None:
            found.append(str(draft.refused))
        for table in draft.read.tables:
            where = f"{draft.name}, sheet {table.summary.sheet!r}" if table.summary.sheet else draft.name
            if undated(draft, table):
                found.append(f"{where}: no date of the holdings was found; give it under Accounts and funds.")
            found.extend(f"{where}: {finding.message}" for finding in blocking(table))
    return tuple(found)


def usable(drafts: Iterable[Draft]) -> list[ImportedFile]:
    """The files that can be imported, as they were understood."""
    return [draft.read for draft in drafts if draft.is_usable and draft.read is not None]

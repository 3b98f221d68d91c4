"""A look at the raw XML of .xlsx sheets: what value readers hide, and cells so far out that they die of them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.traits import SheetTraits

_CHUNK = 4 << 20
_MAX_LISTED = 1000
_FAR_COLUMN = 1000
_FAR_ROW_GAP = 20_000
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_ERROR = re.compile(rb'<c [^>]*?\br="([A-Z]+\d+)"[^>]*?\bt="e"[^>]*>(?:<f[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]*)</v>')
_UNCACHED = re.compile(rb'<c [^>]*?\br="([A-Z]+\d+)"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col [^>]*?\bhidden="(?:1|true)"[^>]*>')
_MERGED = re.compile(rb'<mergeCell [^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_VALUED = re.compile(rb"<(?:v|is|f)[ >]")


def look_at_sheets(data: bytes, name: str, only: str, cells: int) -> tuple[bytes, dict[str, SheetTraits]]:
    """Traits of the visible sheets (or of `only`), and the workbook without far stray cells.

    Args:
        data: bytes of the workbook.
        name: of the file, for messages.
        only: sheet to look at, "" = all visible ones.
        cells: largest rectangle a reader may be given.

    Returns:
        The same bytes, or those of a copy in which stray cells were left out; traits by sheet name.

    Raises:
        UnreadableFile: the archive is damaged, or a sheet is too large even without strays.
    """
    found: dict[str, SheetTraits] = {}
    replaced: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for sheet_name, state, part in _sheet_parts(archive):
                if sheet_name != only if only else state != "visible":
                    continue
                look = _Look(archive, part)
                if look.last_row * (look.last_column + 1) > cells:
                    replaced[part] = look.without_strays(archive, part)
                    if look.kept_row * (look.kept_column + 1) > cells:
                        raise UnreadableFile(
                            name,
                            f"the sheet spans {look.last_row:,} rows, more than is safe to read; "
                            "delete the empty rows around the table",
                            sheet=sheet_name,
                            code="too-large",
                        )
                found[sheet_name] = look.traits()
            if replaced:
                data = _copy_with(archive, replaced)
    except UnreadableFile:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, "the workbook is cut off or damaged; save it again and retry") from error
    return data, found


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        m[1].decode(): html.unescape((m[2] if m[2] is not None else m[3]).decode("utf-8", "replace"))
        for m in _ATTRIBUTE.finditer(tag)
    }


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str, str]]:
    """Name, state and part of each sheet; nothing when the workbook part is of an unusual make."""
    names = {n.lower(): n for n in archive.namelist()}
    book, relations = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if not book or not relations:
        return
    targets = {}
    for tag in _RELATION.findall(archive.read(relations)):
        relation = _attributes(tag)
        targets[relation.get("Id", "")] = relation.get("Target", "")
    for tag in _SHEET.findall(archive.read(book)):
        sheet = _attributes(tag)
        identity = next((v for k, v in sheet.items() if k == "id" or k.endswith(":id")), "")
        target = targets.get(identity, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        real = names.get(part.lower())
        if real and "name" in sheet:
            yield sheet["name"], sheet.get("state", "visible"), real


def _index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that never cut a row in two."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            chunk = rest + chunk
            cut = chunk.rfind(b"</row>")
            if cut < 0:
                rest = chunk
                continue
            yield chunk[: cut + 6]
            rest = chunk[cut + 6 :]
    yield rest


class _Look:
    """One pass over one sheet part."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self.errors: list[tuple[str, str]] = []
        self.uncached: list[str] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.strays: list[str] = []
        self.last_row = self.last_column = 0
        self.kept_row = self.kept_column = 0
        for piece in _pieces(archive, part):
            self._take(piece)

    def _take(self, piece: bytes) -> None:
        if b't="e"' in piece:
            self.errors += [(m[1].decode(), m[2].decode("utf-8", "replace")) for m in _ERROR.finditer(piece)]
        if b"<f" in piece:
            self.uncached += [m[1].decode() for m in _UNCACHED.finditer(piece)]
        if b"hidden=" in piece:
            self.hidden_rows += [int(m[1]) for m in _HIDDEN_ROW.finditer(piece)]
            for tag in _HIDDEN_COLUMN.findall(piece):
                span = _attributes(tag)
                first, last = int(span.get("min", "1")), int(span.get("max", "1"))
                self.hidden_columns += range(first - 1, min(last, first + _FAR_COLUMN))
        if b"<mergeCell " in piece:
            self.merged += [(int(m[2]) - 1, _index(m[1]), int(m[4]) - 1, _index(m[3])) for m in _MERGED.finditer(piece)]
        for row in piece.split(b"</row>"):
            at = row.rfind(b' r="')
            reference = _REFERENCE.match(row, at + 1) if at >= 0 else None
            if reference:
                self.last_row = max(self.last_row, int(reference[2]))
                self.last_column = max(self.last_column, _index(reference[1]))
        del self.errors[_MAX_LISTED:], self.uncached[_MAX_LISTED:]

    def without_strays(self, archive: zipfile.ZipFile, part: str) -> bytes:
        """The part without cells right of the far column, below a wide gap, or without a value."""
        kept = bytearray()
        for piece in _pieces(archive, part):
            position = 0
            for cell in _CELL.finditer(piece):
                kept += piece[position : cell.start()]
                position = cell.end()
                if not _VALUED.search(cell[0]):
                    continue
                column, row = _index(cell[1]), int(cell[2])
                if column > _FAR_COLUMN or row > self.kept_row + _FAR_ROW_GAP:
                    self.strays.append((cell[1] + cell[2]).decode())
                    continue
                self.kept_row, self.kept_column = max(self.kept_row, row), max(self.kept_column, column)
                kept += cell[0]
            kept += piece[position:]
        del self.strays[_MAX_LISTED:]
        return bytes(kept)

    def traits(self) -> SheetTraits:
        """What was seen."""
        return SheetTraits(
            tuple(self.errors),
            tuple(self.uncached),
            tuple(self.hidden_rows),
            tuple(self.hidden_columns),
            tuple(self.strays),
            tuple(self.merged),
        )


def _copy_with(archive: zipfile.ZipFile, replaced: dict[str, bytes]) -> bytes:
    """A copy of the archive with some parts exchanged."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for info in archive.infolist():
            target.writestr(info.filename, replaced.get(info.filename) or archive.read(info.filename))
    return copy.getvalue()

"""The folder of imported list editions as files: an index with a line for each, and a table of entries for each.

Editions go in and out whole and byte for byte, so that one that comes back answers as it did.
"""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sinolens.reference.assembly import assemble
from sinolens.reference.lists import EDITION_FIELDS
from sinolens.reference.loader import Reference, forget_reference, load_reference, resources
from sinolens.reference.pack import PackError
from sinolens.services.errors import Refused
from sinolens.services.universe import folder_in_memory

INDEX = "editions.csv"

Key = tuple[str, str]
"""List id and date (ISO) of an edition."""


@dataclass(frozen=True, slots=True)
class EditionFile:
    """An edition as it is kept.

    Attributes:
        line: of the index, by the columns of `resources/lists/editions.csv`.
        entries: its table of entries.
    """

    line: Mapping[str, str]
    entries: bytes

    @property
    def key(self) -> Key:
        """Its list and date."""
        return key_of(self.line)

    @property
    def sha256(self) -> str:
        """Of the table of entries."""
        return hashlib.sha256(self.entries).hexdigest()


def key_of(line: Mapping[str, str]) -> Key:
    """List and date of a line of the index."""
    return line["list_id"], line["edition"]


def read_index(folder: Path) -> list[dict[str, str]]:
    """The lines of the index; none where nothing was imported.

    Raises:
        Refused: it cannot be read.
    """
    path = folder / INDEX
    if not path.is_file():
        return []
    text = _read(path).decode()
    return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def read_edition(folder: Path, line: Mapping[str, str]) -> EditionFile:
    """An edition of the folder, by its line of the index.

    Raises:
        Refused: its table cannot be read.
    """
    return EditionFile(line, _read(folder / line["file"]) if line["file"] else b"")


def facts_with(folder: Path | None, files: Iterable[EditionFile] = (), without: Collection[Key] = ()) -> Reference:
    """The bundled facts with the editions of a folder as they would be after some come and some go; nothing is written.

    Args:
        folder: of imported editions; None = none.
        files: come in, each in place of one of its list and date.
        without: are left out.

    Raises:
        Refused: the folder is damaged, or an edition cannot be used by this version of the program; says which line.
    """
    coming = {one.key: one for one in files}
    texts: dict[str, bytes] = {}
    lines = []
    for line in read_index(folder) if folder is not None else ():
        if folder is not None and key_of(line) not in coming and key_of(line) not in without:
            lines.append(line)
            if line["file"]:
                texts[line["file"]] = _read(folder / line["file"])
    for one in coming.values():
        lines.append(dict(one.line))
        if texts.setdefault(one.line["file"], one.entries) != one.entries:
            raise Refused(f"{one.line['file']} stands for two editions. Nothing was changed.")
    if not lines:
        return load_reference()
    unknown = {column for line in lines for column in line} - set(EDITION_FIELDS)
    if unknown:
        raise Refused(f"The list editions cannot be used: this version of Sinolens does not know "
                      f"{', '.join(sorted(map(str, unknown)))}.")
    texts[INDEX] = _table(lines).encode()
    try:
        return assemble(resources(), folder_in_memory(texts))
    except PackError as error:
        raise Refused(f"The list editions cannot be used: {error}.") from error


def lay_in(folder: Path, files: Sequence[EditionFile]) -> None:
    """Put editions among the imported ones; another one of the same list and date is moved aside first.

    Args:
        folder: of imported editions; made when it is not there.
        files: what comes in.

    Raises:
        Refused: this version of the program cannot use them, or the folder cannot be written; then what was on file
            still is.
    """
    # What cannot be read back is not let in: a damaged folder would stop every analysis.
    facts_with(folder, files)
    coming = {one.key for one in files}
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for line in read_index(folder):
            if key_of(line) in coming:
                take_out(folder, key_of(line))
        # The tables come first: the index never names a file that is not there.
        for one in files:
            _replace(folder / one.line["file"], one.entries)
        lines = [*read_index(folder), *(dict(one.line) for one in files)]
        _replace(folder / INDEX, _table(sorted(lines, key=key_of)).encode())
    except OSError as error:
        raise Refused(f"The editions could not be kept in {folder}: {error.strerror}.") from error
    finally:
        forget_reference()


def take_out(folder: Path, key: Key) -> Path:
    """Move an edition aside: its entries and its line of the index.

    Returns:
        The folder it was moved to, beside `folder`.

    Raises:
        Refused: it is not among the imported ones, or the folder cannot be written; then nothing was changed.
    """
    lines = read_index(folder)
    gone = [line for line in lines if key_of(line) == key]
    if not gone:
        raise Refused(f"{key[0]} of {key[1]} is not among the imported editions any more.")
    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = _free(withdrawn_beside(folder) / f"{key[0]}-{key[1]}-{stamp}")
    name = gone[0]["file"]
    try:
        aside.mkdir(parents=True, mode=0o700)
        # Copied before anything is taken away: a computer that stops half-way loses nothing.
        (aside / name).write_bytes((folder / name).read_bytes())
        (aside / INDEX).write_bytes(_table(gone).encode())
        # The index goes first: it never names a file that is not there.
        _replace(folder / INDEX, _table([line for line in lines if key_of(line) != key]).encode())
        (folder / name).unlink()
    except OSError as error:
        raise Refused(f"The edition could not be moved to {aside}: {error.strerror}.") from error
    finally:
        forget_reference()
    return aside


def put_back(folder: Path, aside: Path) -> EditionFile:
    """Put an edition that was moved aside among the imported ones again.

    Raises:
        Refused: it is not there any more or cannot be used, or the folder cannot be written.
    """
    lines = read_index(aside)
    if not lines:
        raise Refused(f"{aside} holds no list edition any more.")
    one = read_edition(aside, lines[0])
    lay_in(folder, [one])
    # It stands among the others now; a copy that cannot be removed does no harm.
    shutil.rmtree(aside, ignore_errors=True)
    return one


def withdrawn_beside(lists: Path) -> Path:
    """Folder of editions moved aside that belongs to a folder of imported ones."""
    return lists.with_name("withdrawn lists")


def _free(path: Path) -> Path:
    number = 2
    found = path
    while found.exists():
        found = path.with_name(f"{path.name}-{number}")
        number += 1
    return found


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}.") from error
    return data


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _table(lines: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(EDITION_FIELDS), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()

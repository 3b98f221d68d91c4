"""Use case: a project keeps the imported list editions it was answered with, and brings them to another computer.

Imported editions stand in the program's folder and answer in every project of this computer. What an analysis rested
on is therefore kept in the project too, entries and all, as a note of the program: on a computer that lacks an edition
the project says so, and it can be taken into use there, so that the answers are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sinolens.domain.day import spell_day
from sinolens.reference.loader import Reference
from sinolens.services.edition_folder import EditionFile, Key, key_of, lay_in, read_edition, read_index
from sinolens.services.errors import Refused
from sinolens.storage.changes import Change, Command, Content
from sinolens.storage.project import Project
from sinolens.storage.record import keep

TABLE = "used_edition"
USED, LEFT = "used", "left"
"""State of a kept edition: the answers rest on it, or a person decided that they do so no more."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """An edition the project was answered with that is not, or not so, among the facts here.

    Attributes:
        list_id, edition: which it is.
        title: short title of its list.
        why: what is other here, in words: "is not on this computer".
    """

    list_id: str
    edition: str
    title: str
    why: str

    @property
    def key(self) -> Key:
        """Its list and date."""
        return self.list_id, self.edition

    @property
    def words(self) -> str:
        """The list by its short title, and its edition: "Some List of 8 Jun 2026"."""
        return f"{self.title} of {spell_day(self.edition)}"


def row_key(key: Key) -> str:
    """Id of an edition's record in a project."""
    return ":".join(key)


def list_titles(reference: Reference) -> dict[str, str]:
    """Short title of each list, by its id."""
    titles = {one.list_id: one.short_title for one in reference.missing_lists}
    return titles | {one.list_id: one.short_title for one in reference.editions}


def keep_edition(project: Project, one: EditionFile) -> tuple[tuple[Change, ...], tuple[Content, ...]]:
    """What keeps an edition in a project, in place of another one of its list and date; nothing where it does."""
    content = keep("edition", one.entries)
    after = {
        "list_id": one.key[0], "edition": one.key[1], "line": json.dumps(dict(one.line), sort_keys=True),
        "content": content.sha256, "state": USED,
    }
    before = project.row(TABLE, row_key(one.key))
    return ((), ()) if before == after else ((Change(TABLE, row_key(one.key), before, after),), (content,))


def keep_new_editions(
    project: Project, folder: Path | None, reference: Reference
) -> tuple[tuple[Change, ...], tuple[Content, ...]]:
    """What keeps in a project each imported edition in use that it lacks.

    An edition of which the project keeps other entries stays as it is: which of both counts is for a person to say.

    Args:
        project: it.
        folder: of imported editions; None = none.
        reference: the facts in use, read from that folder.

    Raises:
        Refused: a table of entries cannot be read.
    """
    in_use = {(one.list_id, one.edition): one.sha256 for one in reference.editions}
    changes: list[Change] = []
    contents: list[Content] = []
    for line in read_index(folder) if folder is not None else ():
        row = project.row(TABLE, row_key(key_of(line)))
        if in_use.get(key_of(line)) != line["sha256"]:
            # Another program changed the folder since it was read: the next analysis keeps what is there then.
            continue
        if row is not None and row["state"] == USED:
            same = row["content"] == line["sha256"]
            if not same or json.loads(row["line"])["checked_on"] >= line["checked_on"]:
                continue
        more, added = keep_edition(project, read_edition(folder, line)) if folder is not None else ((), ())
        changes.extend(more)
        contents.extend(added)
    return tuple(changes), tuple(contents)


def find_lacking(project: Project, reference: Reference) -> tuple[Lacking, ...]:
    """Editions the project was answered with and nobody left out, that are not so among the facts here."""
    titles = list_titles(reference)
    here = {(one.list_id, one.edition): one for one in reference.editions}
    found = []
    for row in project.rows(TABLE).values():
        if row["state"] != USED:
            continue
        key, line = key_of(row), json.loads(row["line"])
        one = here.get(key)
        if one is None:
            why = "is not on this computer"
        elif one.sha256 != row["content"]:
            why = "has other entries on this computer"
        elif one.checked_on < line["checked_on"]:
            why = (f"was last compared with its source on {spell_day(line['checked_on'])}, on this computer on "
                   f"{spell_day(one.checked_on)}")
        else:
            continue
        found.append(Lacking(*key, titles.get(key[0], key[0]), why))
    return tuple(found)


def describe_lacking(lacking: Sequence[Lacking]) -> str:
    """What is lacking, in a sentence or two; "" when nothing is."""
    if not lacking:
        return ""
    parts = "; ".join(f"{one.words} {one.why}" for one in lacking)
    if len(lacking) == 1:
        return (f"This project's answers rest on a list edition that it keeps: {parts}. Until it is taken into use "
                "here, tiers may be others than they were.")
    return (f"This project's answers rest on {len(lacking)} list editions that it keeps: {parts}. Until they are taken "
            "into use here, tiers may be others than they were.")


def kept_files(project: Project, lacking: Iterable[Lacking]) -> tuple[EditionFile, ...]:
    """Editions a project keeps, as files.

    Raises:
        Refused: one is not in the file, or not as it was kept.
    """
    files = []
    for one in lacking:
        row = project.row(TABLE, row_key(one.key))
        try:
            if row is None:
                raise KeyError(one.key)
            made = EditionFile(json.loads(row["line"]), project.content(row["content"]))
        except KeyError:
            raise Refused(f"The project does not keep {one.words}.") from None
        if made.sha256 != row["content"]:
            raise Refused(f"What the project keeps of {one.words} was altered. It is not used.")
        files.append(made)
    return tuple(files)


def take_editions(project: Project, folder: Path, lacking: Sequence[Lacking]) -> None:
    """Put editions a project keeps among this computer's.

    Another edition of the same list and date is moved aside. They answer in every project of this computer from now
    on, until they are withdrawn.

    Args:
        project: that keeps them; it may be read-only.
        folder: of imported editions.
        lacking: which.

    Raises:
        Refused: this version of the program cannot use one, or the folder cannot be written; nothing was changed.
    """
    lay_in(folder, kept_files(project, lacking))


def record_taking(project: Project, lacking: Sequence[Lacking]) -> Command:
    """The command that logs in a project that editions it keeps were taken into use on this computer.

    Raises:
        KeyError: the project does not keep one of them.
    """
    changes = []
    for one in lacking:
        kept, key = project.rows(TABLE)[row_key(one.key)], row_key(one.key)
        after = {"list_id": one.list_id, "edition": one.edition, "content": kept["content"], "state": "accepted"}
        changes.append(Change("edition", key, project.row("edition", key), after))
    return Command("take-editions", f"Take {_named(lacking)} into use", tuple(changes), _subject(lacking),
                   undoable=False)


def leave_editions(project: Project, folder: Path | None, lacking: Sequence[Lacking]) -> Command:
    """The command that says: the project is answered with what is on this computer from now on.

    What the project keeps of editions that are not here stays in it; of one that has other entries here, these count.

    Raises:
        Refused: a table of entries cannot be read.
    """
    wanted = {one.key for one in lacking}
    here = {key_of(line): line for line in read_index(folder)} if folder is not None else {}
    changes: list[Change] = []
    contents: list[Content] = []
    for key in sorted(wanted & set(here)):
        if folder is not None:
            more, added = keep_edition(project, read_edition(folder, here[key]))
            changes.extend(more)
            contents.extend(added)
    changes.extend(left_out(project, sorted(wanted - set(here))))
    return Command("leave-editions", f"Go on with the lists of this computer, not {_named(lacking)}", tuple(changes),
                   _subject(lacking), undoable=False, contents=tuple(contents))


def left_out(project: Project, keys: Iterable[Key]) -> tuple[Change, ...]:
    """What says that a project is no more answered with editions it keeps."""
    rows = [(row_key(key), project.row(TABLE, row_key(key))) for key in keys]
    return tuple(Change(TABLE, key, row, {**row, "state": LEFT}) for key, row in rows if row and row["state"] == USED)


def _named(lacking: Sequence[Lacking]) -> str:
    return ", ".join(one.words for one in lacking)


def _subject(lacking: Sequence[Lacking]) -> str:
    return ", ".join(" ".join(one.key) for one in lacking)

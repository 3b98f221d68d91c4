"""Use case: take an imported list edition out again; it is moved aside, never deleted, and an open project logs it.

Imported editions stand in the program's folder and answer in every project of this computer, so that no step of one
project can take one back. Editions that come with the program cannot be withdrawn.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sinolens.exposure.analysis import Analysis
from sinolens.reference.assembly import assemble
from sinolens.reference.lists import EDITION_FIELDS
from sinolens.reference.loader import Reference, forget_reference, load_reference, resources
from sinolens.reference.pack import PackError
from sinolens.services.errors import Refused
from sinolens.services.fact_source import Facts, FactSource, folder_of
from sinolens.services.list_effect import Effect, compare_analyses
from sinolens.services.lists import load_facts
from sinolens.services.rule_packs import lay_own_rules_over, lay_texts_over
from sinolens.services.universe import folder_in_memory, lay_entries_over, load_overlay
from sinolens.storage.changes import Command
from sinolens.storage.paths import universe_beside
from sinolens.storage.project import Project
from sinolens.storage.record import replace_row

INDEX = "editions.csv"


@dataclass(frozen=True, slots=True)
class ImportedEdition:
    """An edition the user imported.

    Attributes:
        list_id, edition: which it is.
        title: short title of its list.
        count: its entries.
        checked_on: the day its file was fetched (ISO).
    """

    list_id: str
    edition: str
    title: str
    count: int
    checked_on: str


def imported_editions(source: Facts, reference: Reference) -> dict[tuple[str, str], ImportedEdition]:
    """The imported editions by list and date, the one taken in last first; no other can be withdrawn.

    Raises:
        Refused: the index cannot be read.
    """
    folder = folder_of(source)
    if folder is None or not (folder / INDEX).is_file():
        return {}
    rows = sorted(_rows(_read(folder / INDEX)), key=lambda row: -_kept_at(folder / row["file"]))
    titles = {one.list_id: one.short_title for one in reference.missing_lists}
    titles |= {one.list_id: one.short_title for one in reference.editions}
    return {
        (row["list_id"], row["edition"]): ImportedEdition(
            row["list_id"], row["edition"], titles.get(row["list_id"], row["list_id"]), int(row["count"]),
            row["checked_on"])
        for row in rows
    }


def load_facts_without(source: Facts, one: ImportedEdition) -> Reference:
    """The facts as they would be without an imported edition.

    Raises:
        Refused: the folder is damaged.
    """
    folder = folder_of(source)
    if folder is None:
        return load_reference()
    rows = _rows(_read(folder / INDEX))
    kept = [row for row in rows if not _is(row, one)]
    try:
        if kept:
            texts = {row["file"]: _read(folder / row["file"]) for row in kept if row["file"]}
            facts = assemble(resources(), folder_in_memory({**texts, INDEX: _table(kept)}))
        else:
            facts = load_reference()
    except PackError as error:
        raise Refused(f"The imported list editions in {folder} are damaged: {error}.") from error
    packs = source.packs if isinstance(source, FactSource) else None
    facts = lay_own_rules_over(facts, folder) if packs is None else lay_texts_over(facts, dict(packs))
    own = source.own if isinstance(source, FactSource) else None
    overlay = load_overlay(facts, universe_beside(folder)) if own is None else lay_entries_over(facts, own)
    return overlay.reference


def measure_withdrawal(make: Callable[[Reference, str], Analysis], source: Facts, one: ImportedEdition,
                       shown: Analysis) -> Effect:
    """What would move in the open holdings, on their own day.

    Args:
        make: makes the analysis of the open holdings by some facts on a day (ISO).
        source: the facts in use.
        one: what would be withdrawn.
        shown: the analysis on screen; made anew where it is by other facts.

    Raises:
        Refused: the folder is damaged.
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    facts = load_facts(source)
    if shown.reference_id != facts.id:
        shown = make(facts, shown.as_of)
    return Effect(shown.as_of, compare_analyses(shown, make(load_facts_without(source, one), shown.as_of)))


def withdraw(folder: Path, one: ImportedEdition) -> Path:
    """Take an imported edition out of use; its entries and its line of the index are moved aside.

    Returns:
        The folder it was moved to, beside `folder`.

    Raises:
        Refused: it is not among the imported ones, or the folder cannot be written; then nothing was changed.
    """
    rows = _rows(_read(folder / INDEX))
    gone = [row for row in rows if _is(row, one)]
    if not gone:
        raise Refused(f"{one.title} of {one.edition} is not among the imported editions any more.")
    stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = withdrawn_beside(folder) / f"{one.list_id}-{one.edition}-{stamp}"
    name = gone[0]["file"]
    try:
        aside.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Copied before anything is taken away: a computer that stops half-way loses nothing.
        (aside / name).write_bytes((folder / name).read_bytes())
        (aside / INDEX).write_text(_table(gone), encoding="utf-8", newline="")
        part = folder / f".{INDEX}.part"
        part.write_text(_table([row for row in rows if not _is(row, one)]), encoding="utf-8", newline="")
        # The index goes first: it never names a file that is not there.
        part.replace(folder / INDEX)
        (folder / name).unlink()
    except OSError as error:
        raise Refused(f"The edition could not be moved to {aside}: {error.strerror}.") from error
    finally:
        forget_reference()
    return aside


def record_withdrawal(project: Project, one: ImportedEdition) -> Command:
    """The command that logs it in a project; as the edition itself it is no step of the project to undo."""
    key = f"{one.list_id}:{one.edition}"
    before = project.row("edition", key) or {"list_id": one.list_id, "edition": one.edition, "content": ""}
    return replace_row(
        project, "edition", key, {**before, "state": "withdrawn"}, "withdraw-edition",
        f"Withdraw {one.title} of {one.edition}", subject=f"{one.list_id} {one.edition}", undoable=False)


def withdrawn_beside(lists: Path) -> Path:
    """Folder of withdrawn editions that belongs to a folder of imported ones."""
    return lists.with_name("withdrawn lists")


def _kept_at(path: Path) -> float:
    return path.stat().st_mtime if path.is_file() else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}.") from error


def _rows(text: str) -> list[dict[str, str]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]


def _table(rows: list[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(EDITION_FIELDS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _is(row: Mapping[str, str], one: ImportedEdition) -> bool:
    return (row["list_id"], row["edition"]) == (one.list_id, one.edition)

"""Use case: take an imported list edition out and put it back; it is moved aside, never deleted, and a project logs it.

Imported editions stand in the program's folder and answer in every project of this computer, so that no step of one
project can take one back. Editions that come with the program cannot be withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sinolens.domain.day import spell_day
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference, load_reference
from sinolens.services.edition_folder import Key, facts_with, key_of, read_index, take_out, withdrawn_beside
from sinolens.services.fact_source import Facts, FactSource, folder_of
from sinolens.services.kept_editions import left_out, list_titles, row_key
from sinolens.services.list_effect import Effect, compare_analyses
from sinolens.services.lists import load_facts
from sinolens.services.rule_packs import lay_own_rules_over, lay_texts_over
from sinolens.services.universe import lay_entries_over, load_overlay
from sinolens.storage.changes import Change, Command
from sinolens.storage.paths import universe_beside
from sinolens.storage.project import Project


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

    @property
    def key(self) -> Key:
        """Its list and date."""
        return self.list_id, self.edition


def imported_editions(source: Facts, reference: Reference) -> dict[Key, ImportedEdition]:
    """The imported editions by list and date, the one taken in last first; no other can be withdrawn.

    Raises:
        Refused: the index cannot be read.
    """
    folder = folder_of(source)
    if folder is None:
        return {}
    lines = sorted(read_index(folder), key=lambda line: -_kept_at(folder / line["file"]))
    titles = list_titles(reference)
    return {key_of(line): _describe(line, titles) for line in lines}


def withdrawn_editions(source: Facts, reference: Reference) -> list[tuple[ImportedEdition, Path]]:
    """Editions that were moved aside and are not on file again, the last one first, each with where it is kept.

    Raises:
        Refused: an index cannot be read.
    """
    folder = folder_of(source)
    if folder is None or not withdrawn_beside(folder).is_dir():
        return []
    here = {key_of(line) for line in read_index(folder)}
    titles = list_titles(reference)
    found = [(line, aside) for aside in withdrawn_beside(folder).iterdir() for line in read_index(aside)]
    found.sort(key=lambda one: one[1].stat().st_mtime_ns, reverse=True)
    return [(_describe(line, titles), aside) for line, aside in found if key_of(line) not in here]


def load_facts_without(source: Facts, one: ImportedEdition) -> Reference:
    """The facts as they would be without an imported edition.

    Raises:
        Refused: the folder is damaged.
    """
    folder = folder_of(source)
    if folder is None:
        return load_reference()
    facts = facts_with(folder, without={one.key})
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
    return take_out(folder, one.key)


def record_withdrawal(project: Project, one: ImportedEdition) -> Command:
    """The command that logs it in a project; as the edition itself it is no step of the project to undo.

    What the project keeps of the edition stays in it, but is not missed any more.
    """
    before = project.row("edition", row_key(one.key))
    row = before or {"list_id": one.list_id, "edition": one.edition, "content": ""}
    change = Change("edition", row_key(one.key), before, {**row, "state": "withdrawn"})
    return Command("withdraw-edition", f"Withdraw {one.title} of {spell_day(one.edition)}",
                   (change, *left_out(project, [one.key])), f"{one.list_id} {one.edition}", undoable=False)


def record_return(project: Project, one: ImportedEdition) -> Command:
    """The command that logs in a project that a withdrawn edition is in use again."""
    before = project.row("edition", row_key(one.key))
    row = before or {"list_id": one.list_id, "edition": one.edition, "content": ""}
    change = Change("edition", row_key(one.key), before, {**row, "state": "accepted"})
    return Command("put-back-edition", f"Put back {one.title} of {spell_day(one.edition)}", (change,),
                   f"{one.list_id} {one.edition}", undoable=False)


def _describe(line: Mapping[str, str], titles: Mapping[str, str]) -> ImportedEdition:
    return ImportedEdition(line["list_id"], line["edition"], titles.get(line["list_id"], line["list_id"]),
                           int(line["count"]), line["checked_on"])


def _kept_at(path: Path) -> float:
    return path.stat().st_mtime if path.is_file() else 0.0

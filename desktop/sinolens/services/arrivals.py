"""Use case: more files for a project that has some: what is known already, what overlaps, and one step that adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sinolens.services.analysis import Question
from sinolens.services.holdings import Holdings
from sinolens.services.projects import QUESTION_SETTINGS, split_tables, timestamp, user_name
from sinolens.storage import commands
from sinolens.storage.changes import Change, Command
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project


@dataclass(frozen=True, slots=True)
class Overlap:
    """A file in the project that holds an account on a date that a new file holds too."""

    import_id: str
    file: str
    account: str
    as_of: str


@dataclass(frozen=True)
class Arrival:
    """New tables for a project.

    Attributes:
        tables: to be added.
        attachments: fund position to fund table, as read.
        known: names of files that are in the project already, byte for byte; they are left out.
        overlaps: what in the project speaks of the same account and date.
    """

    tables: tuple[StoredTable, ...]
    attachments: tuple[tuple[str, str], ...]
    known: tuple[str, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def files(self) -> str:
        """Names of the files to be added."""
        return ", ".join(dict.fromkeys(table.summary.file for table in self.tables))


def receive(project: Project, holdings: Holdings) -> Arrival:
    """Compare what was read with what the project has. Nothing is changed."""
    fresh: list[StoredTable] = []
    known: dict[str, None] = {}
    for table in split_tables(holdings):
        if commands.same_imports(project, table.summary.sha256):
            known[table.summary.file] = None
        else:
            fresh.append(table)
    names = {key: row["file"] for key, row in project.rows("import").items()}
    found: dict[Overlap, None] = {}
    for table in fresh:
        if table.role == "positions":
            for import_id, account, day in commands.overlapping_imports(project, table.frame):
                found[Overlap(import_id, names[import_id], account, day)] = None
    return Arrival(tuple(fresh), holdings.attachments if fresh else (), tuple(known), tuple(found))


def add_holdings(project: Project, arrival: Arrival, question: Question, *, replacing: bool = False) -> Command:
    """Add new tables as one undoable step.

    Args:
        project: as it stands.
        arrival: what `receive` found.
        question: asked of a project that has no holdings yet; of one that has some only a later date is taken.
        replacing: take the files out that overlap, in the same step. A file goes out whole.

    Raises:
        sinolens.storage.errors.Conflict: a reporting period is locked.
    """
    removed = dict.fromkeys(overlap.import_id for overlap in arrival.overlaps) if replacing else {}
    changes: list[Change] = []
    for import_id in removed:
        changes.extend(commands.remove_import(project, import_id).changes)
    added = commands.import_tables(project, arrival.tables, user_name(), timestamp())
    changes.extend(added.changes)
    for fund, table in arrival.attachments:
        changes.extend(commands.attach_fund(project, fund, table).changes)
    changes.extend(_settings(project, question, empty=not project.rows("import")))
    if not removed:
        return replace(added, changes=tuple(changes))
    files = ", ".join(dict.fromkeys(overlap.file for overlap in arrival.overlaps))
    return replace(
        added, name="replace-import", title=f"Replace {files} by {arrival.files}", changes=tuple(changes),
        reason=f"replaces {files}",
    )


def _settings(project: Project, question: Question, *, empty: bool) -> Iterable[Change]:
    if empty:
        for field in QUESTION_SETTINGS:
            value = getattr(question, field)
            if value != project.setting(field, getattr(Question(), field)):
                yield from commands.set_setting(project, field, value).changes
    elif question.as_of > (project.setting("as_of") or ""):
        yield from commands.set_setting(project, "as_of", question.as_of).changes

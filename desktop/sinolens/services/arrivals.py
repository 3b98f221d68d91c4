"""Use case: more files for a project that has some: what is known already, what overlaps, and one step that adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from sinolens.services.analysis import Question
from sinolens.services.holdings import Holdings
from sinolens.services.projects import QUESTION_SETTINGS, split_tables, timestamp, user_name
from sinolens.storage import commands
from sinolens.storage.changes import Change, Command
from sinolens.storage.commands import StoredTable
from sinolens.storage.frames import decode_frame
from sinolens.storage.project import Project

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """A file in the project that holds an account on a date that a new file holds too.

    `changes`: how the new holdings of it differ from those it has, in words.
    """

    import_id: str
    file: str
    account: str
    as_of: str
    changes: str = ""


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
                old = _held(project, import_id, account, day)
                new = table.frame[(table.frame["account"] == account) & (table.frame["as_of"] == day)]
                found[Overlap(import_id, names[import_id], account, day, _difference(old, new))] = None
    return Arrival(tuple(fresh), holdings.attachments if fresh else (), tuple(known), tuple(found))


def _held(project: Project, import_id: str, account: str, day: str) -> pd.DataFrame:
    """What a file of the project holds of an account on a date."""
    frames = [decode_frame(project.content(row["content"])) for row in project.rows("import_table").values()
              if row["import_id"] == import_id and row["role"] == "positions"]
    kept = pd.concat(frames, ignore_index=True)
    return kept[(kept["account"] == account) & (kept["as_of"] == day)]


def describe_arrival(arrival: Arrival) -> str:
    """What importing will do to the project, in words."""
    parts: list[str] = []
    if arrival.known:
        is_there = "is in the project already, byte for byte" if len(arrival.known) == 1 else (
            "are in the project already, byte for byte")
        parts.append(f"{' and '.join(arrival.known)} {is_there}: zero changes.")
    for overlap in arrival.overlaps[:_SHOWN]:
        parts.append(
            f"Account {overlap.account or '(none)'} of {overlap.as_of or 'no date'} is there from {overlap.file}"
            f"{f' ({overlap.changes})' if overlap.changes else ''}.")
    if arrival.overlaps:
        parts.append("You will be asked: replace, add beside, or cancel.")
    elif arrival.tables:
        parts.append("The files go into the open project as one step that can be undone.")
    return " ".join(parts)


def _difference(old: pd.DataFrame, new: pd.DataFrame) -> str:
    """How the holdings of one account and date differ, position by position: changed, new, gone."""
    before, after = (Counter(_lines(frame)) for frame in (old, new))
    gone, come = before - after, after - before
    names = Counter(name for name, *_ in gone.elements()) & Counter(name for name, *_ in come.elements())
    changed = names.total()
    if not gone and not come:
        return "the same positions and values: zero changes"
    return (f"{changed:,} changed, {come.total() - changed:,} new, {gone.total() - changed:,} gone, "
            f"{(before & after).total():,} the same")


def _lines(frame: pd.DataFrame) -> Iterable[tuple[object, ...]]:
    columns = ("name", "isin", "cusip", "sedol", "ticker", "quantity", "market_value")
    return zip(*(frame[column].fillna(0).tolist() for column in columns), strict=True)


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

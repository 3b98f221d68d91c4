"""Use case: freeze a reporting period for good, and open it again as it was: same holdings, judgements and facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from sinolens.domain.progress import Progress
from sinolens.reference.assembly import assemble
from sinolens.reference.loader import Reference, resources
from sinolens.services import own_rules
from sinolens.services.errors import Refused
from sinolens.services.fact_source import Facts, folder_of
from sinolens.services.own_issuers import read_own
from sinolens.services.projects import timestamp, user_name
from sinolens.services.rule_packs import lay_texts_over
from sinolens.services.session import Session
from sinolens.services.universe import lay_entries_over
from sinolens.storage import snapshots
from sinolens.storage.changes import Command
from sinolens.storage.errors import Conflict, Damaged
from sinolens.storage.project import Project


@dataclass(frozen=True, slots=True)
class Period:
    """One frozen state in a list."""

    id: str
    label: str
    as_of: str
    created_at: str
    created_by: str
    previous: str
    locked: bool


class FrozenProject:
    """The records of a snapshot, read like those of a project. Nothing can be changed.

    Attributes:
        id, label: of the snapshot.
    """

    def __init__(self, project: Project, key: str) -> None:
        snapshot = snapshots.read_snapshot(project, key)
        self.id, self.label = snapshot.id, snapshot.label
        self.path, self.encrypted = project.path, project.encrypted
        self.read_only_reason = f"{snapshot.label} is frozen as {snapshot.id} and cannot be changed."
        self._records = snapshot.records
        self._content = project.content

    @property
    def read_only(self) -> bool:
        """Always."""
        return True

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """Records of a table as they were; none of tables that are not frozen."""
        return dict(self._records.get(table, {}))

    def row(self, table: str, key: str) -> dict[str, Any] | None:
        """One record as it was."""
        return self._records.get(table, {}).get(key)

    def content(self, sha256: str) -> bytes:
        """Bulk data by its hash: never changed, so the project's own."""
        return self._content(sha256)

    def setting(self, key: str, default: Any = None) -> Any:
        """A setting as it was."""
        found = self.row("setting", key)
        return json.loads(found["value"]) if found else default


class FrozenSession(Session):
    """A session over a snapshot, judged by the facts frozen with it."""

    def __init__(self, project: FrozenProject, facts: Reference) -> None:
        self._facts = facts
        super().__init__(cast("Project", project))

    def facts(self) -> Reference:
        """The facts of the day of freezing."""
        return self._facts

    def close(self) -> None:
        """Nothing: the file belongs to the project."""


def list_periods(project: Project) -> list[Period]:
    """Frozen states, newest first."""
    found = [
        Period(key, row["label"], row["as_of"], row["created_at"], row["created_by"], row["previous"],
               bool(row["locked"]))
        for key, row in project.rows("snapshot").items()
    ]
    return found[::-1]


def freeze_period(label: str, as_of: str, lists: Facts) -> Callable[[Project], Command]:
    """What freezes a project as it stands, with the facts in use.

    The command raises Conflict when exactly this state is frozen already or the project has no holdings.
    """

    def build(project: Project) -> Command:
        if not project.rows("import_table"):
            raise Conflict("There is nothing to freeze: the project has no holdings.")
        facts = snapshots.pack_facts(resources(), folder_of(lists))
        _, command = snapshots.freeze(project, label, as_of, facts, user_name(), timestamp())
        return command

    return build


def open_period(project: Project, key: str, progress: Progress | None = None) -> FrozenSession:
    """A frozen state with its analysis, worked out from its own holdings, judgements and facts.

    Raises:
        KeyError: no such snapshot.
        Conflict, Damaged: its content is not what its id says, or cannot be read.
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    snapshot = snapshots.read_snapshot(project, key)
    try:
        root = snapshots.open_facts(project, snapshot)
        imported = root / "imported"
        # Folders in a zip answer like folders on disk, as far as the readers ask.
        facts = assemble(root, cast("Path", imported) if imported.is_dir() else None)
    except (KeyError, ValueError, OSError) as error:
        raise Damaged(f"The facts frozen with {snapshot.label} ({key}) cannot be read: {error}.") from error
    frozen = FrozenProject(project, key)
    try:
        facts = lay_texts_over(facts, frozen.setting(own_rules.KEY, {}))
    except Refused as error:
        raise Damaged(f"The rules frozen with {snapshot.label} ({key}) cannot be read: {error}") from error
    own = read_own(cast("Project", frozen))
    session = FrozenSession(frozen, lay_entries_over(facts, own).reference)
    made = session.analyse(progress)
    if made is not None:
        session.analysis = replace(made, period=f"{snapshot.label} ({key})" if snapshot.label else key)
    return session


def archive_period(project: Project, key: str, files: Sequence[Path], target: Path) -> None:
    """Write the package for the shelf: the project file as it is, with reports and source files beside it.

    Args:
        project: the open project.
        key: the snapshot it is about.
        files: reports and sources the user chose; workbooks and PDF files of the program's own names go to `reports/`.
        target: the zip file to write.

    Raises:
        KeyError: no such snapshot.
        sinolens.storage.errors.Full: it could not be written; nothing is left behind.
    """
    reports = [file for file in files if " China-AI " in file.name]
    sources = [file for file in files if file not in reports]
    snapshots.write_archive(project, key, reports, sources, target)
    project.note("archive", key, target.name)

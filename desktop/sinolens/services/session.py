"""Use case: an open project and what is made of it. Every change goes through here, and says what it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from sinolens.domain.progress import Progress, SilentProgress
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.answers import answers_by_row, apply_answers
from sinolens.services.errors import Refused
from sinolens.services.holdings import Holdings
from sinolens.services.lists import load_facts
from sinolens.services.overrides import lay_beside
from sinolens.services.projects import load_holdings, load_question
from sinolens.storage.changes import Command
from sinolens.storage.project import Changed, Project

ANALYSED = frozenset({"import", "import_table", "attachment", "decision", "answer", "override", "edition", "setting"})
"""Record tables that the analysis rests on: a change to one of them makes a new analysis."""
HOLDINGS = frozenset({"import", "import_table", "attachment"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step changed, and the new analysis when it has one."""

    changed: Changed
    analysis: Analysis | None


class StepKept(Refused):
    """The step is in the project, but the analysis could not be made of it; the one before is still shown.

    Attributes:
        changed: what the step changed.
    """

    def __init__(self, changed: Changed, why: str) -> None:
        super().__init__(f"The step was kept, but the analysis could not be renewed: {why}")
        self.changed = changed


class Session:
    """An open project, its holdings in memory, and the facts in use. For one thread at a time.

    Attributes:
        project: the file.
        holdings, question: as the project keeps them now.
        answers: records of the fact sheets, as the project keeps them now.
        documents: id of each document on file to its name.
        analysis: of them; None while the project has no positions.
    """

    def __init__(self, project: Project, lists: Path | None = None) -> None:
        self.project = project
        self._lists = lists
        self.holdings: Holdings = load_holdings(project)
        self.question: Question = load_question(project)
        self.analysis: Analysis | None = None
        self._read_answers()

    @classmethod
    def open(cls, project: Project, lists: Path | None = None, progress: Progress | None = None) -> Self:
        """A session with its analysis made."""
        session = cls(project, lists)
        session.analyse(progress)
        return session

    def facts(self) -> Reference:
        """The facts the holdings are judged by: bundled and imported.

        Raises:
            sinolens.services.errors.Refused: the folder of imported editions is damaged.
        """
        return load_facts(self._lists)

    def analyse(self, progress: Progress | None = None) -> Analysis | None:
        """Make the analysis anew.

        Raises:
            sinolens.services.errors.WrongUse: unknown definition or institution, or no as-of date anywhere.
            sinolens.domain.progress.Cancelled: the user stopped it; the earlier analysis stands.
        """
        self.analysis = self.analyse_by(self.facts(), progress=progress) if len(self.holdings.positions) else None
        return self.analysis

    def analyse_by(self, facts: Reference, as_of: str = "", progress: Progress | None = None) -> Analysis:
        """What the holdings would be by other facts or on another day; the analysis shown stays as it is.

        Args:
            facts: the facts to judge by.
            as_of: ISO date; "" = the project's own.
            progress: told how far it is; may cancel.

        Raises:
            as `analyse`.
        """
        question = replace(self.question, as_of=as_of) if as_of else self.question
        made = analyse(
            apply_answers(self.holdings, self.answers), question, facts, progress or SilentProgress(),
            answers_by_row(self.holdings.positions, self.answers),
        )
        return lay_beside(made, self.project.rows("override"), self.documents)

    def apply(self, build: Callable[[Project], Command], progress: Progress | None = None) -> Outcome:
        """Build a command on the project as it stands, apply it, and renew what rests on it.

        Raises:
            sinolens.storage.errors.ProjectError: the change is refused or could not be written; nothing was changed.
            StepKept: the change was made, but no analysis can be made of what stands now.
        """
        return self._renew(self.project.apply(build(self.project)), progress)

    def undo(self, progress: Progress | None = None) -> Outcome | None:
        """Take back the newest step that can be; None when there is none."""
        changed = self.project.undo()
        return self._renew(changed, progress) if changed else None

    def redo(self, progress: Progress | None = None) -> Outcome | None:
        """Do again what was undone last; None when there is nothing."""
        changed = self.project.redo()
        return self._renew(changed, progress) if changed else None

    def _renew(self, changed: Changed, progress: Progress | None) -> Outcome:
        if not changed.tables & ANALYSED:
            return Outcome(changed, None)
        if changed.tables & HOLDINGS:
            self.holdings = load_holdings(self.project)
        self.question = load_question(self.project)
        self._read_answers()
        try:
            return Outcome(changed, self.analyse(progress))
        except Refused as error:
            raise StepKept(changed, str(error)) from error

    def _read_answers(self) -> None:
        # Replaced whole, never changed in place: the window reads them while a step is under way.
        self.answers: dict[str, dict[str, Any]] = self.project.rows("answer")
        self.documents: dict[str, str] = {key: row["name"] for key, row in self.project.rows("evidence").items()}

    def close(self) -> None:
        """Close the file."""
        self.project.close()

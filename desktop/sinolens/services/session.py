"""Use case: an open project and what is made of it. Every change goes through here, and says what it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from sinolens.domain.progress import Progress, SilentProgress
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference
from sinolens.reporting.identity import fingerprint
from sinolens.services.analysis import Question, analyse
from sinolens.services.answers import answers_by_row, apply_answers
from sinolens.services.edition_folder import facts_with
from sinolens.services.errors import Refused
from sinolens.services.exemptions import find_exemptions
from sinolens.services.fact_source import Facts, folder_of
from sinolens.services.holdings import Holdings
from sinolens.services.kept_editions import (
    Lacking,
    describe_lacking,
    find_lacking,
    kept_files,
    leave_editions,
    record_taking,
    take_editions,
)
from sinolens.services.lists import load_lists
from sinolens.services.overrides import lay_beside
from sinolens.services.own_issuers import read_own
from sinolens.services.own_rules import kept_packs
from sinolens.services.projects import load_holdings, load_question
from sinolens.services.rule_packs import lay_own_rules_over, lay_texts_over
from sinolens.services.scenario_inputs import Entered, enter, kept_entered
from sinolens.services.universe import lay_entries_over
from sinolens.services.used_facts import note_facts, tell_changes
from sinolens.storage.changes import Command
from sinolens.storage.errors import ProjectError
from sinolens.storage.project import Changed, Project

ANALYSED = frozenset({"import", "import_table", "attachment", "decision", "answer", "override", "edition", "setting",
                      "own_issuer"})
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
        notice: a sentence for whoever opens the project: its facts are others by now, or could not be noted.
        lacking: imported list editions the project was answered with that are not so on this computer.
    """

    def __init__(self, project: Project, source: Facts = None) -> None:
        self.project = project
        self.closed = False
        self._lists = folder_of(source)
        self.holdings: Holdings = load_holdings(project)
        self.question: Question = load_question(project)
        self._packs = kept_packs(project)
        self.analysis: Analysis | None = None
        self.notice = ""
        self.lacking: tuple[Lacking, ...] = ()
        self._read_answers()

    @classmethod
    def open(cls, project: Project, source: Facts = None, progress: Progress | None = None) -> Self:
        """A session with its analysis made."""
        session = cls(project, source)
        session.analyse(progress)
        return session

    def facts(self) -> Reference:
        """The facts the holdings are judged by: bundled, imported, and the project's own rules and issuers.

        Raises:
            sinolens.services.errors.Refused: the folder of imported editions is damaged, or the project's own rules
                name what is not on file.
        """
        return self._complete(load_lists(self._lists))

    def facts_as_kept(self) -> Reference:
        """The same, with the list editions the project was answered with where they are lacking; nothing is written.

        Raises:
            sinolens.services.errors.Refused: as `facts`, or an edition that is kept cannot be used.
        """
        lacking = find_lacking(self.project, load_lists(self._lists))
        return self._complete(facts_with(self._lists, kept_files(self.project, lacking)))

    def _complete(self, lists: Reference) -> Reference:
        """Facts with the imported editions, and what is the project's own laid over them."""
        packs = kept_packs(self.project)
        if packs is not None:
            facts = lay_texts_over(lists, dict(packs))
        else:
            facts = lists if self._lists is None else lay_own_rules_over(lists, self._lists)
        return lay_entries_over(facts, read_own(self.project)).reference

    def analyse(self, progress: Progress | None = None) -> Analysis | None:
        """Make the analysis anew.

        Raises:
            sinolens.services.errors.WrongUse: unknown definition or institution, or no as-of date anywhere.
            sinolens.domain.progress.Cancelled: the user stopped it; the earlier analysis stands.
        """
        if not len(self.holdings.positions):
            self.analysis = None
            return None
        facts = self.facts()
        self.analysis = self.analyse_by(facts, progress=progress)
        self._note(facts)
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
        if self.answers:
            # With who answered, when and by which paper.
            kept = find_exemptions(made, facts, self.answers, self.project.rows("evidence"))
            made = replace(made, exemptions=kept)
        entered = kept_entered(self.project)
        if entered:
            made = enter(made, entered)
            made = replace(made, report_id=fingerprint(made))
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
        question, packs = load_question(self.project), kept_packs(self.project)
        if changed.tables == {"setting"} and (question, packs) == (self.question, self._packs):
            return Outcome(changed, self._enter())
        self.question, self._packs = question, packs
        self._read_answers()
        try:
            return Outcome(changed, self.analyse(progress))
        except Refused as error:
            raise StepKept(changed, str(error)) from error

    def _enter(self) -> Analysis | None:
        """The analysis with other figures for its scenarios; None where they are the same. Nothing else is redone."""
        made, entered = self.analysis, kept_entered(self.project)
        if made is None or entered == (made.entered or Entered()):
            return None
        made = enter(made, entered)
        self.analysis = replace(made, report_id=fingerprint(made))
        return self.analysis

    def note_facts(self) -> None:
        """Write down the facts in use, where that was not done yet."""
        self._note(self.facts())

    def _note(self, facts: Reference) -> None:
        self.lacking = find_lacking(self.project, facts)
        changed = tell_changes(self.project, facts, {one.title for one in self.lacking})
        parts = [describe_lacking(self.lacking)] if self.lacking else []
        if changed:
            parts.append(
                f"The facts are others than when this project was worked on last: {changed}. Tiers may have moved; "
                "frozen periods keep theirs. What was imported on this computer can be withdrawn under Rules & lists.")
        if parts:
            self.notice = " ".join(parts)
        if self.project.read_only:
            return
        try:
            command = note_facts(self.project, facts, self._lists)
            if command is not None:
                self.project.apply(command)
        except (ProjectError, Refused) as error:
            # A full disk is no reason not to show what is there; the next analysis notes it.
            self.notice = str(error)

    def take_editions(self, progress: Progress | None = None) -> Outcome:
        """Put the list editions that are lacking among this computer's, and analyse with them.

        Raises:
            Refused: they cannot be used or written; nothing was changed.
            StepKept: they are in use, but no analysis can be made with them.
            sinolens.storage.errors.ProjectError: they are in use, but the project could not log it.
        """
        if self._lists is None:
            raise Refused("This program keeps no list editions, so that none can be taken into use.")
        lacking = self.lacking
        take_editions(self.project, self._lists, lacking)
        command = record_taking(self.project, lacking)
        if self.project.read_only:
            changed = Changed(command.name, command.title, frozenset({"edition"}))
        else:
            changed = self.project.apply(command)
        return self._renew(changed, progress)

    def leave_editions(self) -> Outcome:
        """Say that the project is answered with the lists of this computer from now on; nothing else changes.

        Raises:
            sinolens.storage.errors.ProjectError: it could not be written; nothing was changed.
        """
        changed = self.project.apply(leave_editions(self.project, self._lists, self.lacking))
        self.lacking = ()
        return Outcome(changed, None)

    def _read_answers(self) -> None:
        # Replaced whole, never changed in place: the window reads them while a step is under way.
        self.answers: dict[str, dict[str, Any]] = self.project.rows("answer")
        self.documents: dict[str, str] = {key: row["name"] for key, row in self.project.rows("evidence").items()}

    def close(self) -> None:
        """Close the file."""
        self.closed = True
        self.project.close()

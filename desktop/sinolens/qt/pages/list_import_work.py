"""The work behind importing a list: reading, measuring, keeping. Knows no widget; runs off the main thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sinolens.domain.official_list import EntityLink
    from sinolens.domain.progress import Progress
    from sinolens.exposure.analysis import Analysis
    from sinolens.qt.base.tasks import Task
    from sinolens.qt.base.workspace import Workspace
    from sinolens.reference.loader import Reference
    from sinolens.reference.update import ListUpdate
    from sinolens.services.fact_source import FactSource
    from sinolens.services.list_effect import Effect, Namesake
    from sinolens.services.session import Session


@dataclass(frozen=True)
class OpenHoldings:
    """The holdings an effect is measured on.

    Attributes:
        holdings, question: as they were analysed.
        session: the open project, None without one; then its own holdings and answers count.
        shown: the analysis on screen.
    """

    holdings: Any
    question: Any
    session: Session | None
    shown: Analysis

    def analyse(self, facts: Reference, as_of: str, progress: Progress) -> Analysis:
        """The holdings by some facts on a day. With a session, for the project's own thread only."""
        from sinolens.services.analysis import analyse

        if self.session is not None:
            return self.session.analyse_by(facts, as_of, progress)
        return analyse(self.holdings, replace(self.question, as_of=as_of), facts, progress)


def open_holdings(workspace: Workspace) -> OpenHoldings | None:
    """What is open; None without holdings that can be analysed again."""
    if workspace.analysis is None or workspace.holdings is None:
        return None
    return OpenHoldings(workspace.holdings, workspace.question, workspace.session, workspace.analysis)


def links_of(joined: Iterable[Namesake], updates: Sequence[ListUpdate], day: str) -> tuple[EntityLink, ...]:
    """The judgements on names that belong to entries these updates add."""
    from sinolens.services.list_effect import link_namesakes

    entries = {entry.id for update in updates for entry in update.added}
    return link_namesakes(
        sorted((one for one in joined if one.entry_id in entries), key=lambda one: one.entry_id), day)


class ReadingList:
    """Reads files as the list they say they are, else as the list the user was on."""

    def __init__(self, folder: FactSource, paths: Sequence[Path], list_id: str, fallback: str, edition: str) -> None:
        self._folder, self._paths, self._list_id, self._fallback = folder, paths, list_id, fallback
        self._edition = edition

    def __call__(self, task: Task) -> tuple[ListUpdate, ...]:
        """Read them."""
        from sinolens.services.errors import Refused
        from sinolens.services.lists import read

        del task
        try:
            return read(self._folder, self._paths, self._list_id, self._edition)
        except Refused:
            if self._list_id or not self._fallback:
                raise
            return read(self._folder, self._paths, self._fallback, self._edition)


class MeasuringEffect:
    """Analyses the open holdings with and without the updates."""

    def __init__(self, folder: FactSource, held: OpenHoldings, updates: Sequence[ListUpdate], checked_on: str,
                 as_of: str, links: Sequence[EntityLink]) -> None:
        self._folder, self._held, self._updates = folder, held, updates
        self._checked_on, self._as_of, self._links = checked_on, as_of, links

    def __call__(self, task: Task) -> Effect:
        """Measure it."""
        from sinolens.services.list_effect import measure_effect
        from sinolens.services.lists import load_facts

        return measure_effect(
            lambda facts, as_of: self._held.analyse(facts, as_of, task), load_facts(self._folder), self._updates,
            self._checked_on, self._as_of, self._held.shown, self._links)


class KeepingLists:
    """Keeps editions in the folder of imported ones, and judgements on their names among the user's own facts.

    With a project open, the judgements are its own: the step that records the editions keeps them.
    """

    def __init__(self, source: FactSource, updates: Sequence[ListUpdate], checked_on: str, confirmed: frozenset[str],
                 links: Sequence[EntityLink]) -> None:
        self._source, self._updates, self._checked_on, self._confirmed = source, updates, checked_on, confirmed
        self._links = links

    def __call__(self, task: Task) -> tuple[ListUpdate, ...]:
        """Keep them."""
        from sinolens.services.lists import accept, load_editions
        from sinolens.services.universe import add_links
        from sinolens.storage.paths import universe_beside

        del task
        for update in self._updates:
            accept(self._source.folder, update, self._checked_on, confirmed=update.official.list_id in self._confirmed)
        if self._source.own is None:
            add_links(universe_beside(self._source.folder), load_editions(self._source), self._links)
        return tuple(self._updates)


class Renewing:
    """Analyses the open holdings with the facts as they are by now, and makes the answer ready for the screen."""

    def __init__(self, folder: FactSource, held: OpenHoldings) -> None:
        self._folder, self._held = folder, held

    def __call__(self, task: Task) -> Any:
        """Analyse."""
        from sinolens.qt.base.workspace import prepare
        from sinolens.services.lists import load_facts

        return prepare(self._held.analyse(load_facts(self._folder), self._held.shown.as_of, task))

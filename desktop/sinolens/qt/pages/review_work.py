"""What the review page works out off the main thread: the queue, and what a decision would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sinolens.qt.base.tasks import Task

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.matching.decisions import Decision
    from sinolens.matching.review import ReviewItem
    from sinolens.services.effect import Effect
    from sinolens.services.entity_directory import EntityDirectory
    from sinolens.services.fact_source import FactSource

PLACES = 3
"""Places a name was read that are told; the rest is counted."""


@dataclass(frozen=True)
class Queue:
    """The queue of an analysis, ready to be shown.

    Attributes:
        items: what could be barred first, then by dollars.
        counts: positions of each.
        values: market value of each in cents, shorts negative.
        places: where each was read, in words.
        directory: the entities on file.
        decisions: made so far, newest first.
    """

    items: list[ReviewItem]
    counts: list[int]
    values: list[int]
    places: list[list[str]]
    directory: EntityDirectory
    decisions: list[Decision]


class Ranking:
    """Makes the queue; knows no widget."""

    def __init__(self, analysis: Analysis, lists: FactSource | None, decisions: tuple[Decision, ...]) -> None:
        self._analysis, self._lists, self._decisions = analysis, lists, decisions

    def __call__(self, task: Task) -> Queue:
        """Rank the names."""
        from sinolens.services.entity_directory import EntityDirectory
        from sinolens.services.lists import load_facts
        from sinolens.services.review import open_queue

        analysis = self._analysis
        reference = load_facts(self._lists)
        items = open_queue(analysis, reference, self._decisions)
        task.check()
        owners = analysis.slices["position"].to_numpy()
        market = analysis.slices["market_value"].to_numpy()
        values = [int(market[list(item.rows)].sum()) for item in items]
        counts = [len({int(owners[row]) for row in item.rows}) for item in items]
        newest = sorted(self._decisions, key=lambda one: one.when, reverse=True)
        return Queue(items, counts, values, [_places(analysis, item) for item in items],
                     EntityDirectory(reference, analysis.as_of), newest)


class Weighing:
    """Works out what a decision would change; knows no widget."""

    def __init__(self, holdings: Any, question: Any, analysis: Analysis, lists: FactSource | None, decision: Decision,
                 answers: dict[str, Any]) -> None:
        self._holdings, self._question, self._analysis = holdings, question, analysis
        self._lists, self._decision, self._answers = lists, decision, answers

    def __call__(self, task: Task) -> Effect:
        """Analyse what the decision touches."""
        from sinolens.services.effect import weigh_decision
        from sinolens.services.lists import load_facts

        return weigh_decision(self._holdings, self._question, load_facts(self._lists), self._analysis, self._decision,
                              self._answers, task)


def _places(analysis: Analysis, item: ReviewItem) -> list[str]:
    rows = analysis.slices.iloc[list(item.rows[:PLACES])]
    told = [
        " ".join(part for part in (file, sheet, f"row {row:,}" if row else "") if part)
        for file, sheet, row in zip(rows["file"], rows["sheet"], rows["row"].tolist(), strict=True)
    ]
    more = len(item.rows) - PLACES
    return [*told, f"and {more:,} more"] if more > 0 else told

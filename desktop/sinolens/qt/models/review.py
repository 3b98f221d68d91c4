"""The review queue and the decisions made, as columns and values for tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sinolens.domain.match import Match, ScreeningState
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn

if TYPE_CHECKING:
    from sinolens.matching.decisions import Decision
    from sinolens.matching.review import ReviewItem

STATES = {
    ScreeningState.HIT: "hit", ScreeningState.POSSIBLE: "possible", ScreeningState.NONE: "none found",
    ScreeningState.NOT_SCREENED: "not screened",
}
VERDICTS = {"same": "means", "different": "does not mean", "none": "means none on file"}

QUEUE_COLUMNS = (
    TableColumn("name", "Name as typed", 150, stretch=True, meaning="A decision applies to every line with this name"),
    TableColumn("value", "Value", 92, right=True, text=dollars,
                meaning="Market value that rests on the name, shorts negative"),
    TableColumn("count", "Pos.", 44, right=True, text=str, meaning="Positions the name stands in"),
    TableColumn("state", "State", 88, meaning="Screening state: hit, possible, none found or not screened"),
    TableColumn("why", "Why it waits", 116, meaning="What a person is asked"),
)
DECIDED_COLUMNS = (
    TableColumn("name", "Name as typed", 170, stretch=True),
    TableColumn("verdict", "Verdict", 110),
    TableColumn("entity", "Entity", 170),
    TableColumn("when", "When", 84, right=True, meaning="Day it was decided"),
    TableColumn("who", "Who", 84, spare=True),
    TableColumn("why", "Why", 110, spare=True),
)


def why_it_waits(match: Match) -> str:
    """In a few words."""
    if match.conflict:
        return "identifier ≠ name"
    if match.provisional:
        return "likeness only"
    if match.state is ScreeningState.POSSIBLE:
        return "several fit" if match.runner_up and match.runner_up_score >= match.score else "not sure enough"
    if match.state is ScreeningState.HIT:
        return "row disagrees"
    return "too little to go by" if match.state is ScreeningState.NOT_SCREENED else "nothing found"


def what_it_means(match: Match) -> str:
    """What holds until a person has decided."""
    if match.conflict:
        return f"{match.conflict}. Until it is settled the row counts as unresolved."
    because = f" {match.evidence[:1].upper()}{match.evidence[1:]}." if match.evidence else ""
    if match.provisional:
        return f"It counts under its issuer and category already, but sets no tier until a person confirms it.{because}"
    if match.state is ScreeningState.POSSIBLE:
        return f"It counts as unresolved until a person decides.{because}"
    if match.state is ScreeningState.HIT:
        return ("It bears the name of an entity on file, but the row speaks against it: a person has to confirm which "
                "is meant.")
    if match.state is ScreeningState.NOT_SCREENED:
        return f"It was not screened: {match.evidence or 'the row does not say enough'}. It counts as unresolved."
    return "Nothing on file bears this name. It counts as unresolved, never as none identified."


def queue_values(
    items: Sequence[ReviewItem], counts: Sequence[int], values: Sequence[int],
) -> dict[str, Sequence[Any]]:
    """The queue by column; `values` in cents, shorts negative."""
    return {
        "name": [item.string for item in items], "value": list(values),
        "count": list(counts), "state": [STATES[item.match.state] for item in items],
        "why": [why_it_waits(item.match) for item in items],
    }


def decided_values(decisions: Sequence[Decision], name_of: Callable[[str], str]) -> dict[str, Sequence[Any]]:
    """Decisions by column."""
    return {
        "name": [one.string for one in decisions], "verdict": [VERDICTS[one.verdict] for one in decisions],
        "entity": [name_of(one.entity) for one in decisions], "when": [one.when[:10] for one in decisions],
        "who": [one.who for one in decisions], "why": [one.why for one in decisions],
    }

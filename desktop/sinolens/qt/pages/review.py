"""The review queue: names no issuer stands for yet, most dollars first."""

from __future__ import annotations

from dataclasses import dataclass, field

from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.money import format_dollars, format_percent
from sinolens.exposure.analysis import Analysis
from sinolens.qt.models.positions import dollars
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Fact, Section, given
from sinolens.qt.pages.position_home import match_facts
from sinolens.qt.pages.table_page import TablePage

PLACES = 20


@dataclass
class Waiting:
    """One name that waits: its match, the value behind it, the places it was read."""

    name: str
    match: Match
    value: int = 0
    positions: set[int] = field(default_factory=set)
    places: list[tuple[str, str, int]] = field(default_factory=list)


def waiting(analysis: Analysis) -> list[Waiting]:
    """Names that are not resolved, or only by likeness, with the value of every line that bears them."""
    reasons = {
        number: match for number, match in enumerate(analysis.matches)
        if match.provisional or match.conflict or match.state == ScreeningState.POSSIBLE
    }
    slices = analysis.slices
    unresolved = slices[slices["match"].isin(reasons) | (slices["group"] == "U")]
    found: dict[tuple[str, int], Waiting] = {}
    for line in unresolved.itertuples():
        key = (line.name, line.match)
        item = found.setdefault(key, Waiting(line.name, analysis.matches[line.match]))
        item.value += int(line.market_value)
        item.positions.add(int(line.position))
        item.places.append((line.file, line.sheet, int(line.row)))
    return sorted(found.values(), key=lambda item: -abs(item.value))


def _why(match: Match) -> str:
    if match.conflict:
        return "identifier and name disagree"
    if match.provisional:
        return "likeness, wants confirming"
    if match.state == ScreeningState.POSSIBLE:
        return "candidate"
    return "not matched"


class ReviewPage(TablePage):
    """What a person should look at, with the candidates."""

    title = "Review queue"
    card_title = "Names to review"
    sort_key, descending = "value", True
    search_hint = "Find a name…"
    hint = ("review", "Choose a name", "Its candidates, the evidence and the rows it stands in are shown here.")
    nothing = ("check", "Nothing to review", "Every name is matched by an identifier, an exact name or a person.")
    columns = (
        TableColumn("name", "Name as typed", 200, stretch=True),
        TableColumn("why", "Why it waits", 190),
        TableColumn("candidate", "Candidate", 170),
        TableColumn("score", "Score", 56, right=True, meaning="Likeness, 0 to 100"),
        TableColumn("value", "Value", 112, right=True, text=dollars),
    )

    def refresh(self) -> None:
        """Another analysis."""
        self._items = self.workspace.keep("review", waiting)
        analysis = self.workspace.analysis
        pool = int(analysis.positions["market_value"].sum())
        total = sum(item.value for item in self._items)
        self.fill({
            "name": [item.name for item in self._items],
            "why": [_why(item.match) for item in self._items],
            "candidate": [item.match.name for item in self._items],
            "score": [f"{item.match.score:.0f}" if item.match.score else "" for item in self._items],
            "value": [item.value for item in self._items],
        }, f"{len(self._items):,} names · {format_dollars(total)} · {format_percent(total, pool)} of pool",
            [f"{item.name} {item.match.name}" for item in self._items])

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """Candidates and places of a name."""
        item = self._items[row]
        places = [Fact("", " · ".join(part for part in (file, sheet, f"row {at:,}" if at else "") if part))
                  for file, sheet, at in item.places[:PLACES]]
        if len(item.places) > PLACES:
            places.append(Fact("", f"and {len(item.places) - PLACES:,} more"))
        count = len(item.positions)
        return item.name, f"{format_dollars(item.value)} in {count:,} position{'' if count == 1 else 's'}", [
            Section("Best candidate", match_facts(item.match)),
            Section("What it means", given(Fact("", _meaning(item.match)))),
            Section("Where it was read", tuple(places)),
        ]


def _meaning(match: Match) -> str:
    if match.conflict:
        return "Until it is settled, the identifier decides the issuer; look at the source."
    if match.provisional:
        return "It counts in its category already, but sets no tier until a person confirms it."
    if match.state == ScreeningState.POSSIBLE:
        return "It counts as unresolved until a person confirms or rejects the candidate."
    return "Nothing in the universe or on the lists is like it. It counts as unresolved, never as none identified."

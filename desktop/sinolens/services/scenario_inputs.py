"""Use case: figures and choices for scenarios, kept in the project as one undoable step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.scenario_choice import LEAST, MOST, Entered, asks_for, candidates, enter
from sinolens.exposure.scenarios import price_marks
from sinolens.services.errors import WrongUse
from sinolens.storage.changes import Command
from sinolens.storage.commands import set_setting
from sinolens.storage.project import Project

__all__ = ["Entered", "check_entered", "enter", "keep_entered", "kept_entered", "resolve_picks"]

SETTING = "scenario_inputs"


class _Settings(Protocol):
    def setting(self, key: str, default: Any = None) -> Any: ...


def kept_entered(project: _Settings) -> Entered:
    """What the project keeps, of now or of a frozen state."""
    kept = project.setting(SETTING) or {}
    return Entered(
        {str(mark): float(percent) for mark, percent in kept.get("shocks", {}).items()},
        {str(key): tuple(map(str, chosen)) for key, chosen in kept.get("picks", {}).items()},
    )


def keep_entered(entered: Entered) -> Callable[[Project], Command]:
    """What keeps them in a project."""

    def build(project: Project) -> Command:
        return set_setting(
            project,
            SETTING,
            {
                "shocks": dict(sorted(entered.shocks.items())),
                "picks": {key: list(chosen) for key, chosen in sorted(entered.picks.items())},
            },
        )

    return build


def check_entered(analysis: Analysis, entered: Entered) -> None:
    """Refuse a figure for an effect the library does not have, one beyond its bounds, and what cannot be chosen.

    Raises:
        WrongUse: the message says what there is.
    """
    known = price_marks(analysis)
    unknown = sorted(set(entered.shocks) - set(known))
    if unknown:
        raise WrongUse(f"No price effect is called {', '.join(unknown)}. There are: {', '.join(known)}.")
    beyond = sorted(mark for mark, percent in entered.shocks.items() if not LEAST <= percent <= MOST)
    if beyond:
        raise WrongUse(f"A shock is between {LEAST:g} and {MOST:g} percent: {', '.join(beyond)}.")
    asking = _asking(analysis)
    for key in entered.picks:
        if key not in asking:
            raise WrongUse(f"Scenario {key} leaves nothing to choose. Those that do: {', '.join(asking)}.")


def resolve_picks(analysis: Analysis, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Choices as typed, by id or by name, as ids.

    Raises:
        WrongUse: no such scenario, or nothing of that name in what it could reach.
    """
    check_entered(analysis, Entered({}, wanted))
    asking = _asking(analysis)
    made = {}
    for scenario, names in wanted.items():
        there = candidates(analysis, asking[scenario])
        by_name = {text.casefold(): key for key, name, _ in there for text in (key, name)}
        unknown = [name for name in names if name.casefold() not in by_name]
        if unknown:
            some = ", ".join(f"{key} ({name})" for key, name, _ in there[:10]) or "none"
            raise WrongUse(f"{scenario} cannot choose {', '.join(unknown)}. The largest it could reach: {some}.")
        made[scenario] = tuple(dict.fromkeys(by_name[name.casefold()] for name in names))
    return made


def _asking(analysis: Analysis) -> dict[str, Any]:
    results = analysis.scenarios.results if analysis.scenarios else ()
    return {result.scenario.id: result.scenario for result in results if asks_for(result.scenario)}

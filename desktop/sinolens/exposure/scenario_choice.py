"""What a user enters for scenarios: own figures, and the issuers or groups that a scenario leaves to be chosen.

A choice narrows what an effect reaches to the lines of the chosen; the rest of the run stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from sinolens.domain.scenario import EffectKind, Scenario
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.scenarios import EffectReach, RunState, ScenarioResult, ScenarioRun, mark_lines

Mask = npt.NDArray[np.bool_]
LEAST, MOST = -100.0, 0.0
"""Percent a shock may be: nothing loses more than itself, and a gain is no loss."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Figures and choices of the user.

    Attributes:
        shocks: mark of a price effect ("MKT-12.1") to percent.
        picks: id of a scenario to ids of issuers, or letters of groups.
    """

    shocks: Mapping[str, float] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.shocks or self.picks)


def asks_for(scenario: Scenario) -> str:
    """What must be chosen first: "issuer", "group" or ""."""
    return next((effect.selects.pick for effect in scenario.effects if effect.selects.pick), "")


def candidates(analysis: Analysis, scenario: Scenario) -> tuple[tuple[str, str, int], ...]:
    """Key, name and full value in cents of what can be chosen for a scenario in this portfolio, largest first."""
    run, kind = analysis.scenarios, asks_for(scenario)
    if run is None or not kind:
        return ()
    base = run.base or run
    wanted = _picking(scenario)
    reached = np.zeros(len(analysis.slices), bool)
    for mark in wanted:
        reached |= _carries(base.marks, mark)
    keys, values = _keys(analysis, kind), analysis.slices["market_value"].tolist()
    found: dict[str, int] = defaultdict(int)
    for place in np.flatnonzero(reached):
        if keys[place]:
            found[keys[place]] += values[place]
    names = _names(analysis, kind)
    return tuple(
        (key, names.get(key, key), cents)
        for key, cents in sorted(found.items(), key=lambda one: (-abs(one[1]), names.get(one[0], one[0])))
    )


def enter(analysis: Analysis, entered: Entered) -> Analysis:
    """The analysis with what the user entered for its scenarios; without it, as the library says."""
    run = analysis.scenarios
    if run is None:
        return replace(analysis, entered=entered)
    base = run.base or run
    picks = {key: chosen for key, chosen in entered.picks.items() if chosen}
    made = base if not picks else _choose(analysis, base, picks)
    return replace(analysis, entered=entered, scenarios=made)


def _choose(analysis: Analysis, base: ScenarioRun, picks: Mapping[str, tuple[str, ...]]) -> ScenarioRun:
    of, values = analysis.slices["position"].to_numpy(), analysis.slices["market_value"].to_numpy()
    classes = analysis.positions["asset_class"].tolist()
    inside = (analysis.slices["method"] != "direct").to_numpy()
    masks: list[tuple[str, Mask]] = []
    results: list[ScenarioResult] = []
    for result in base.results:
        scenario = result.scenario
        lines = {reach.mark: _carries(base.marks, reach.mark) for reach in result.effects}
        kind, chosen = asks_for(scenario), picks.get(scenario.id, ())
        if kind and chosen and result.effects:
            keys = _keys(analysis, kind)
            wanted = np.fromiter((key in chosen for key in keys), bool, len(keys))
            lines = _narrow(result, lines, wanted)
            effects = tuple(
                _reach(reach, lines[reach.mark], of, values, inside, classes) for reach in result.effects
            )
            anything = np.logical_or.reduce(list(lines.values()))
            names = _names(analysis, kind)
            result = replace(
                result,
                effects=effects,
                state=RunState.NEEDS_FIGURE if scenario.needs_shock else RunState.RUN,
                value=int(values[anything].sum()),
                positions=len(np.unique(of[anything])),
                chosen=tuple(names.get(key, key) for key in chosen),
            )
        masks.extend(lines.items())
        if result.effects:
            masks.append((scenario.id, np.logical_or.reduce(list(lines.values()))))
        results.append(result)
    return ScenarioRun(tuple(results), mark_lines(masks, len(analysis.slices)), base)


def _narrow(result: ScenarioResult, lines: dict[str, Mask], wanted: Mask) -> dict[str, Mask]:
    """Of several price effects the first that selects a line is the one it bears, once it is known which lines."""
    made: dict[str, Mask] = {}
    priced = np.zeros(len(wanted), bool)
    for reach in result.effects:
        mask = lines[reach.mark] & wanted if reach.effect.selects.pick else lines[reach.mark]
        if reach.effect.kind is EffectKind.PRICE:
            mask = mask & ~priced
            priced |= mask
        made[reach.mark] = mask
    return made


def _reach(
    reach: EffectReach, lines: Mask, of: npt.NDArray[np.int64], values: npt.NDArray[np.int64], inside: Mask,
    classes: list[str],
) -> EffectReach:
    by_class: dict[str, int] = defaultdict(int)
    for position, value in zip(of[lines].tolist(), values[lines].tolist(), strict=True):
        by_class[classes[position]] += value
    return replace(
        reach,
        value=int(values[lines].sum()),
        through=int(values[lines & inside].sum()),
        lines=int(lines.sum()),
        positions=len(np.unique(of[lines])),
        by_asset_class=tuple(sorted(by_class.items())),
    )


def _picking(scenario: Scenario) -> list[str]:
    return [
        f"{scenario.id}.{number}" for number, effect in enumerate(scenario.effects, start=1) if effect.selects.pick
    ]


def _carries(marks: Iterable[str], mark: str) -> Mask:
    found = {text: f";{mark};" in text for text in set(marks)}
    return np.array([found[text] for text in marks], bool)


def _keys(analysis: Analysis, kind: str) -> list[str]:
    keys: list[str] = analysis.slices["group" if kind == "group" else "issuer_id"].tolist()
    return keys


def _names(analysis: Analysis, kind: str) -> dict[str, str]:
    if kind == "group":
        return analysis.category_names
    named = analysis.slices[["issuer_id", "issuer"]].drop_duplicates("issuer_id")
    return dict(zip(named["issuer_id"].tolist(), named["issuer"].tolist(), strict=True))

"""What the scenarios of the library would reach in a portfolio. They stand beside the status and never change it.

A direct effect is exposure times shock, line by line; second-round effects are left out, and scenarios are never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.definition import Institution
from sinolens.domain.scenario import EffectKind, Scenario, ScenarioEffect
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.scenario_lines import LineTraits
from sinolens.reference.loader import Reference

Mask = npt.NDArray[np.bool_]
_AT_ONCE = 30
"""Marks told apart by the bits of one number, beside the number of a kind before them."""


class RunState(StrEnum):
    """Whether a scenario gave figures, and if not, what it waits for."""

    RUN = "run"
    NEEDS_FIGURE = "needs_figure"
    NEEDS_CHOICE = "needs_choice"
    OTHER_HOLDER = "other_holder"


@dataclass(frozen=True, slots=True)
class EffectReach:
    """What one effect selects. Cents.

    Attributes:
        mark: "MKT-1.2", the second effect of MKT-1; the lines it selects carry it.
        value: full value of the selected lines, shorts netted; at most so much where issuers must be chosen first.
        through: the part of it inside funds.
        lines, positions: how many.
        not_told: value that would be selected if the kind of its line were the one asked for, which is not on file.
        by_asset_class: `value` by asset class.
    """

    mark: str
    effect: ScenarioEffect
    value: int
    through: int
    lines: int
    positions: int
    not_told: int
    by_asset_class: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario.

    `chosen`: names of the issuers or groups the user chose.
    `missing_lists`: short titles of lists it asks for without an edition for the as-of date, so more may be reached.
    """

    scenario: Scenario
    state: RunState
    effects: tuple[EffectReach, ...]
    value: int
    positions: int
    missing_lists: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """Every scenario of the library. `marks`: for each line of the analysis the marks of what selects it, ";A;B;".

    `base`: the run without the user's choices; None when this is it.
    """

    results: tuple[ScenarioResult, ...]
    marks: tuple[str, ...]
    base: ScenarioRun | None = None


def run_scenarios(analysis: Analysis, reference: Reference) -> ScenarioRun:
    """Find what every scenario of the library reaches.

    Args:
        analysis: the portfolio with its statuses, which stay as they are.
        reference: the library, the lines of the issuers and the editions of the lists.
    """
    traits = LineTraits(analysis, reference)
    results: list[ScenarioResult] = []
    chosen: list[tuple[str, Mask]] = []
    for scenario in reference.scenarios.values():
        results.append(_run(scenario, analysis, traits, chosen))
    return ScenarioRun(tuple(results), mark_lines(chosen, len(analysis.slices)))


def _run(scenario: Scenario, analysis: Analysis, traits: LineTraits, chosen: list[tuple[str, Mask]]) -> ScenarioResult:
    if _reaches(scenario, analysis.institution) is False:
        return ScenarioResult(scenario, RunState.OTHER_HOLDER, (), 0, 0)
    effects: list[EffectReach] = []
    priced = np.zeros(traits.count, bool)
    anything = np.zeros(traits.count, bool)
    for number, effect in enumerate(scenario.effects, start=1):
        lines, maybe = traits.select(effect.selects)
        if effect.kind is EffectKind.PRICE:
            # Of several price effects the first that selects a line is the one it bears.
            lines, maybe = lines & ~priced, maybe & ~priced
            # What waits for a choice takes nothing from the others: it is not known which lines it will be.
            priced |= lines if not effect.selects.pick else False
        mark = f"{scenario.id}.{number}"
        chosen.append((mark, lines))
        anything |= lines
        effects.append(
            EffectReach(
                mark,
                effect,
                traits.sum(lines),
                traits.sum(lines & traits.inside),
                int(lines.sum()),
                traits.positions(lines),
                traits.sum(maybe & ~lines),
                traits.by_asset_class(lines),
            )
        )
    chosen.append((scenario.id, anything))
    if any(effect.selects.pick for effect in scenario.effects):
        state = RunState.NEEDS_CHOICE
    else:
        state = RunState.NEEDS_FIGURE if scenario.needs_shock else RunState.RUN
    asked = dict.fromkeys(one for e in scenario.effects for one in (*e.selects.lists, *e.selects.affiliate_lists))
    missing = tuple(traits.list_titles.get(one, one) for one in asked if one not in traits.lists_on_file)
    return ScenarioResult(
        scenario, state, tuple(effects), traits.sum(anything), traits.positions(anything), missing
    )


def _reaches(scenario: Scenario, institution: Institution) -> bool | None:
    """Whether a scenario is about holders like this one; None when what is known of it does not tell."""
    told: list[bool | None] = []
    for key, wanted in scenario.holder:
        if key == "public":
            told.append(None if institution.public is None else institution.public == (wanted == "yes"))
        elif key == "assets_usd_above":
            told.append(None if institution.assets_usd is None else institution.assets_usd > int(wanted))
    return False if False in told else None if None in told else True


def holder_is_known(result: ScenarioResult, institution: Institution) -> bool:
    """Whether what is on file of the holder tells that the scenario is about it."""
    return _reaches(result.scenario, institution) is not None


def price_marks(analysis: Analysis) -> tuple[str, ...]:
    """Marks of the price effects, for which the user may enter a figure of his own."""
    run = analysis.scenarios
    reaches = (reach for result in run.results for reach in result.effects) if run else ()
    return tuple(reach.mark for reach in reaches if reach.effect.kind is EffectKind.PRICE)


def shock_of(reach: EffectReach, shocks: Mapping[str, float]) -> float | None:
    """Shock in percent: what the user entered, else the library's; None where there is none."""
    return shocks.get(reach.mark, reach.effect.shock)


def loss(cents: int, shock: float) -> int:
    """Change of value in cents, rounded half away from zero."""
    size = abs(cents) * abs(shock) / 100
    whole = int(size + 0.5)
    return whole if (cents < 0) == (shock < 0) else -whole


def mark_lines(chosen: list[tuple[str, Mask]], count: int) -> tuple[str, ...]:
    """For each line the marks of what selects it, each between semicolons so that a search finds it whole."""
    if not chosen or not count:
        return ("",) * count
    kind = np.zeros(count, np.int64)
    for start in range(0, len(chosen), _AT_ONCE):
        for _, mask in chosen[start:start + _AT_ONCE]:
            kind = 2 * kind + mask
        # Numbered from 0 again: lines that are alike so far are far fewer than bits could tell apart.
        kind = pd.factorize(kind)[0].astype(np.int64)
    first = np.zeros(int(kind.max()) + 1, np.int64)
    # Written from the last to the first: the first line of each kind stays.
    first[kind[::-1]] = np.arange(count)[::-1]
    texts = []
    for line in first.tolist():
        held = [name for name, mask in chosen if mask[line]]
        texts.append(f";{';'.join(held)};" if held else "")
    return tuple(texts[number] for number in kind.tolist())

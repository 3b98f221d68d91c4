"""Limits, scenarios and the comparison as JSON; parts of the analysis of `sinolens.reporting.json_output`."""

from __future__ import annotations

from collections.abc import Mapping

from sinolens.domain.scenario import EffectKind
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.bridge import Bridge
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.limits import LimitResult
from sinolens.exposure.scenarios import EffectReach, RunState, ScenarioResult, loss, shock_of
from sinolens.reporting.identity import report_id
from sinolens.reporting.json_tracking import removed_to_json, sales_to_json
from sinolens.reporting.json_values import Json


def limit_to_json(result: LimitResult) -> Json:
    """One limit of the institution: an element of `limits`."""
    limit, used = result.limit, result.used
    return {
        "id": limit.id,
        "name": limit.name,
        "measure": limit.measure,
        "of": limit.of,
        "where": result.where or None,
        "value": result.part / 100,
        "whole": result.whole / 100,
        "percent": limit.percent,
        "used": None if used is None else round(used, 6),
        "unknown": result.unknown / 100,
        "state": result.state.value,
        "document": limit.document,
        "comment": limit.comment,
    }


def scenarios_to_json(analysis: Analysis, shocks: Mapping[str, float]) -> list[Json]:
    """Every scenario with what it reaches: `scenarios`."""
    run = analysis.scenarios
    return [_scenario(result, shocks) for result in run.results] if run else []


def _scenario(result: ScenarioResult, shocks: Mapping[str, float]) -> Json:
    one = result.scenario
    effects = [_effect(reach, result.state, shocks) for reach in result.effects]
    waits = [effect for effect in effects if effect["kind"] == EffectKind.PRICE and effect["change"] is None]
    state = result.state
    if state is RunState.NEEDS_FIGURE and not waits:
        state = RunState.RUN
    return {
        "id": one.id,
        "name": one.name,
        "family": one.family.value,
        "rests_on": one.status,
        "state": state.value,
        "market_value": result.value / 100,
        "positions": result.positions,
        "days_to_comply": one.days_to_comply,
        "effects": effects,
        "chosen": list(result.chosen),
        "missing_lists": list(result.missing_lists),
        "citation": one.citation,
        "as_of": one.as_of,
        "verified": one.verified,
    }


def _effect(reach: EffectReach, state: RunState, shocks: Mapping[str, float]) -> Json:
    effect = reach.effect
    shock = shock_of(reach, shocks) if effect.kind is EffectKind.PRICE else None
    chosen = state is not RunState.NEEDS_CHOICE
    return {
        "id": reach.mark,
        "kind": effect.kind.value,
        "label": effect.label,
        "market_value": reach.value / 100,
        "through_funds": reach.through / 100,
        "not_told": reach.not_told / 100,
        "positions": reach.positions,
        "codes": list(effect.codes),
        "shock": shock,
        "change": None if shock is None or not chosen else loss(reach.value, shock) / 100,
        "severe": effect.severe,
        "entered": reach.mark in shocks,
        "steps": [{"days": step.days, "percent": step.percent} for step in effect.steps],
    }


def comparison_to_json(comparison: Comparison, *, named: bool) -> Json:
    """What changed since an earlier analysis: `comparison`. `named` False leaves out what names names."""
    return {
        "as_of": comparison.before.as_of,
        "report_id": report_id(comparison.before),
        "periods": [one.period or None for one in (comparison.before, comparison.after)],
        "china_ai": _bridge(comparison.china_ai),
        "touched": _bridge(comparison.touched),
        "counts": [
            {"what": one.what, "before": one.before, "added": one.added, "removed": one.removed, "after": one.after}
            for one in comparison.counts
        ],
        "names": [
            {
                "change": one.kind,
                "name": one.name,
                "issuer": one.key,
                "reason": one.reason,
                "before": one.before / 100,
                "after": one.after / 100,
                "tier_before": one.tier_before or None,
                "tier_after": one.tier_after or None,
            }
            for one in comparison.names
        ]
        if named
        else [],
        "sales": sales_to_json(comparison) if named else [],
        "removed": removed_to_json(comparison) if named else [],
    }


def _bridge(bridge: Bridge) -> Json:
    return {
        "opening": bridge.opening / 100,
        "steps": {step.value: cents / 100 for step, cents in bridge.steps.items()},
        "closing": bridge.closing / 100,
    }

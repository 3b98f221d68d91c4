"""Scenarios: what each would reach, what it would cost, and where its figures come from. None changes a status."""

from __future__ import annotations

from collections.abc import Mapping

from sinolens.domain.scenario import EffectKind, ScenarioFamily
from sinolens.domain.tier import tier_of
from sinolens.exposure.scenarios import EffectReach, RunState, ScenarioResult, holder_is_known, loss, shock_of
from sinolens.reporting.document import Cell, Column, Count, Kind, Money, Number, Query, Row, Section, Table
from sinolens.reporting.material import Material, by_size
from sinolens.reporting.text import plain

_STATUS_WORDS = {
    "law": "law",
    "bill": "bill",
    "policy": "policy paper",
    "precedent": "precedent",
    "assumption": "assumption",
}
Shocks = Mapping[str, float]


def scenarios(m: Material, shocks: Shocks) -> Section:
    """What law and markets could do, each scenario by itself.

    Args:
        m: what the report is made from.
        shocks: figures the user entered, by mark of the effect ("MKT-12.1"), percent.
    """
    run = m.analysis.scenarios
    if run is None or not run.results:
        return Section("scenarios", "Scenarios", m.wording.sections["scenarios"], empty=m.wording.empty["scenarios"])
    return Section(
        "scenarios",
        "Scenarios",
        m.wording.sections["scenarios"],
        (m.wording.lead["scenarios"],),
        tables=(
            _overview(m, run.results, shocks),
            _effects(m, run.results, shocks),
            _matrix(m, run.results, shocks),
            _assumptions(run.results),
        ),
    )


def _overview(m: Material, results: tuple[ScenarioResult, ...], shocks: Shocks) -> Table:
    rows: list[Row] = []
    # What gives figures stands first, and alone on paper.
    told = sorted(results, key=lambda result: result.state is not RunState.RUN or not result.value)
    for result in told:
        one = result.scenario
        runs = result.state is not RunState.OTHER_HOLDER
        lost = _loss(result, shocks) if runs else None
        rows.append(
            (
                one.id,
                one.name,
                _STATUS_WORDS[one.status],
                _reached(m, result.value, one.id) if runs else None,
                m.of_pool(result.value) if runs else None,
                Count(result.positions) if runs else None,
                *_lost(m, result, lost),
                "" if one.days_to_comply is None else f"{one.days_to_comply:,} days",
                _said(m, result, shocks),
            )
        )
    return Table(
        "scenarios",
        "What each scenario would reach",
        (
            Column("id", "No.", Kind.CODE, 9),
            Column("name", "Scenario", width=34),
            Column("status", "Rests on", width=14, paper=False),
            Column("value", "Value reached (USD)", Kind.MONEY, 18),
            Column("pool", "% of pool", Kind.SHARE, 10, part="value", whole="pool"),
            Column("positions", "Positions", Kind.COUNT, 10, paper=False),
            Column("loss", "Change of value (USD)", Kind.MONEY, 18),
            Column("loss_pool", "Change, % of pool", Kind.SHARE, 10, part="loss", whole="pool", paper=False),
            Column("days", "To comply", width=11, paper=False),
            Column("said", "What follows", width=44),
        ),
        tuple(rows),
        note=m.wording.lead["scenarios_apart"],
        limit=sum(1 for result in results if result.state is RunState.RUN and result.value) or 1,
    )


def _lost(m: Material, result: ScenarioResult, lost: Money | None) -> tuple[Cell, Cell]:
    """Change of value and its share of the pool; nothing where no effect is a price, n/a where a figure is wanting."""
    if lost is not None:
        return lost, m.of_pool(lost.cents)
    waits = any(reach.effect.kind is EffectKind.PRICE for reach in result.effects)
    return (None, None) if waits or result.state is RunState.OTHER_HOLDER else ("", "")


def _effects(m: Material, results: tuple[ScenarioResult, ...], shocks: Shocks) -> Table:
    rows: tuple[Row, ...] = tuple(
        _effect(m, result, reach, shocks) for result in results for reach in result.effects
    )
    return Table(
        "effects",
        "Effects and their figures",
        (
            Column("mark", "No.", Kind.CODE, 9),
            Column("label", "Effect", width=34),
            Column("becomes", "Code would be", Kind.CODE, 14),
            Column("value", "Value reached (USD)", Kind.MONEY, 18),
            Column("through", "Of it through funds (USD)", Kind.MONEY, 18),
            Column("not_told", "More, if its line is of that kind (USD)", Kind.MONEY, 18),
            Column("shock", "Shock, %", Kind.NUMBER, 10),
            Column("loss", "Change of value (USD)", Kind.MONEY, 18, part="value", whole="shock"),
            Column("severe", "Severe, %", Kind.NUMBER, 10),
            Column("severe_loss", "Severe change (USD)", Kind.MONEY, 18, part="value", whole="severe"),
            Column("horizon", "Over", width=16),
            Column("evidence", "What supports it", width=46),
        ),
        rows,
        note=m.wording.lead["scenario_effects"],
        paper=False,
    )


def _effect(m: Material, result: ScenarioResult, reach: EffectReach, shocks: Shocks) -> Row:
    effect = reach.effect
    priced = effect.kind is EffectKind.PRICE
    shock = shock_of(reach, shocks) if priced else None
    severe = effect.severe if priced else None
    waits = result.state is RunState.NEEDS_CHOICE
    entered = reach.mark in shocks
    return (
        reach.mark,
        effect.label,
        ", ".join(effect.codes),
        _reached(m, reach.value, reach.mark),
        Money(reach.through),
        Money(reach.not_told),
        "" if not priced else None if shock is None else Number(shock, 1),
        "" if not priced else None if shock is None else Money(loss(reach.value, shock)),
        "" if severe is None else Number(severe, 1),
        "" if severe is None else Money(loss(reach.value, severe)),
        effect.horizon,
        "entered by staff" if entered else " ".join(filter(None, (effect.evidence, "At most." if waits else ""))),
    )


def _matrix(m: Material, results: tuple[ScenarioResult, ...], shocks: Shocks) -> Table:
    """Scenario by asset class: change of value where there is a shock."""
    totals = m.cube.by("asset_class")
    classes = by_size(totals)
    rows: list[Row] = []
    for result in results:
        priced = _priced(result, shocks)
        if not priced or _loss(result, shocks) is None:
            continue
        cells = [_cell(m, name, priced) for name in classes]
        rows.append((result.scenario.id, result.scenario.name, *cells, _loss(result, shocks)))
    return Table(
        "scenario_matrix",
        "Change of value by asset class (USD)",
        (
            Column("id", "No.", Kind.CODE, 9),
            Column("name", "Scenario", width=34),
            *(
                Column(f"class{number}", m.cube.label("asset_class", name), Kind.MONEY, 18)
                for number, name in enumerate(classes, start=1)
            ),
            Column("total", "All", Kind.MONEY, 18),
        ),
        tuple(rows),
        note="Each scenario by itself, each amount rounded by itself; rows are not to be added." if rows else "",
        empty="No scenario with a figure reaches a line.",
        paper=False,
    )


def _cell(m: Material, name: str, priced: list[tuple[EffectReach, float]]) -> Money:
    cents, queries = 0, []
    for reach, shock in priced:
        # The names as printed: those of the run are as typed.
        part = sum(value for typed, value in reach.by_asset_class if plain(typed) == name)
        cents += loss(part, shock)
        where = (m.key("asset_class", name), ("scenarios", f"*;{reach.mark};*"))
        queries.append(Query("value", where, factor=shock / 100))
    return Money(cents, tuple(queries))


def _assumptions(results: tuple[ScenarioResult, ...]) -> Table:
    return Table(
        "assumptions",
        "Where the scenarios come from",
        (
            Column("id", "No.", Kind.CODE, 9),
            Column("summary", "What would happen", width=40),
            Column("status", "Rests on", width=14),
            Column("citation", "Citation", width=40),
            Column("source", "Source", width=30),
            Column("as_of", "As of", Kind.DATE, 12),
            Column("verified", "Checked", Kind.CODE, 12),
            Column("limits", "What the figures do not say", width=46),
        ),
        tuple(
            (
                one.id,
                one.summary,
                _STATUS_WORDS[one.status],
                one.citation,
                one.source,
                one.as_of,
                "yes" if one.verified else "unverified",
                one.limits,
            )
            for one in (result.scenario for result in results)
        ),
        paper=False,
    )


def _reached(m: Material, cents: int, mark: str) -> Money:
    return m.sum(cents, ("scenarios", f"*;{mark};*"))


def _priced(result: ScenarioResult, shocks: Shocks) -> list[tuple[EffectReach, float]]:
    return [
        (reach, shock)
        for reach in result.effects
        if reach.effect.kind is EffectKind.PRICE and (shock := shock_of(reach, shocks)) is not None
    ]


def _loss(result: ScenarioResult, shocks: Shocks) -> Money | None:
    """Change of value of a scenario; None where it has no price effect, or one that waits for a figure or choice."""
    prices = [reach for reach in result.effects if reach.effect.kind is EffectKind.PRICE]
    priced = _priced(result, shocks)
    if not prices or len(priced) < len(prices) or result.state is RunState.NEEDS_CHOICE:
        return None
    queries = tuple(
        Query("value", (("scenarios", f"*;{reach.mark};*"),), factor=shock / 100) for reach, shock in priced
    )
    return Money(sum(loss(reach.value, shock) for reach, shock in priced), queries)


def _said(m: Material, result: ScenarioResult, shocks: Shocks) -> str:
    """What follows, in words: what is still asked of the user first."""
    state = result.state
    if state is RunState.NEEDS_FIGURE and _loss(result, shocks) is not None:
        state = RunState.RUN
    said = [m.wording.scenario[state.value]] if state is not RunState.RUN else []
    if result.chosen:
        said.append(f"Chosen: {'; '.join(plain(name) for name in result.chosen)}.")
    if state is not RunState.OTHER_HOLDER:
        said += dict.fromkeys(_kind_said(reach) for reach in result.effects if reach.lines)
        if not any(reach.lines for reach in result.effects):
            said.append("Reaches no line of the portfolio.")
        if not holder_is_known(result, m.analysis.institution):
            said.append(m.wording.scenario["holder_unknown"])
        if result.missing_lists:
            said.append(m.wording.scenario["missing_lists"].format(lists=", ".join(result.missing_lists)))
    return " ".join(text for text in said if text)


def _kind_said(reach: EffectReach) -> str:
    effect = reach.effect
    if effect.kind is EffectKind.STATUS:
        stages = [
            f"{tier_of(code)} ({code})" + (f" after {days} days" if days else "")
            for code, days in zip(effect.codes, effect.code_days or (0,) * len(effect.codes), strict=True)
        ]
        return f"Would be {', then '.join(stages)}."
    if effect.kind is EffectKind.SALE:
        return f"Sell {', '.join(f'{step.percent:g} % by day {step.days:,}' for step in effect.steps)}."
    if effect.kind is EffectKind.LOCK:
        return "Could not be sold."
    if effect.kind is EffectKind.TAX:
        return (
            f"{effect.purchase_rate:g} % of new purchases and {effect.income_rate:g} % of net income taxed; "
            "holdings themselves are not."
        )
    return f"{', '.join(effect.codes)} would fall away." if effect.kind is EffectKind.RELIEF else ""


def headline_scenarios(m: Material, shocks: Shocks, most: int = 3) -> list[tuple[str, str, Money]]:
    """The market scenarios with the largest losses: number, name and change of value."""
    run = m.analysis.scenarios
    found: list[tuple[str, str, Money]] = []
    for result in run.results if run else ():
        lost = _loss(result, shocks)
        if result.scenario.family is ScenarioFamily.MARKET and lost is not None and lost.cents < 0:
            found.append((result.scenario.id, result.scenario.name, lost))
    return sorted(found, key=lambda one: (one[2].cents, one[0]))[:most]


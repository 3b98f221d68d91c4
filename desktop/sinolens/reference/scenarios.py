"""Reads the scenario library: `scenarios/regulation.toml` and `scenarios/market.toml`.

One `[[scenario]]` per scenario with one or more `[[scenario.effect]]`; an effect may have a `[scenario.effect.selects]`
and `[[scenario.effect.step]]`. Fields are those of `sinolens.domain.scenario`.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable

from sinolens.domain.instrument import Instrument
from sinolens.domain.region import Region
from sinolens.domain.scenario import EffectKind, SaleStep, Scenario, ScenarioEffect, ScenarioFamily, ScenarioSelector
from sinolens.domain.tier import CODE_LABELS
from sinolens.reference.lines import LINE_KINDS
from sinolens.reference.lists import load_lists
from sinolens.reference.outline import Record, read_records
from sinolens.reference.pack import iso_date, matching, member, one_of

FILES = {ScenarioFamily.REGULATION: "scenarios/regulation.toml", ScenarioFamily.MARKET: "scenarios/market.toml"}
PREFIXES = {ScenarioFamily.REGULATION: "REG", ScenarioFamily.MARKET: "MKT"}
STATUSES = ("law", "bill", "policy", "precedent", "assumption")
REGIONS = (*(str(region) for region in Region), "definition")
HOLDER_KEYS = ("public", "assets_usd_above", "kind")
# Every holding that is lost is minus one hundred percent; a gain is no shock.
_WORST = -100.0


def load_scenarios(root: Traversable) -> dict[str, Scenario]:
    """All scenarios by id, regulation first, each in the order of its file.

    Raises:
        PackError: a missing, unknown or contradictory field, with its line.
    """
    lists = frozenset(load_lists(root))
    found: dict[str, Scenario] = {}
    for family, path in FILES.items():
        for record in read_records(root, path, "scenario"):
            scenario = _read_scenario(record, family, lists)
            if scenario.id in found:
                record.fail("id", f"{scenario.id!r} stands twice")
            found[scenario.id] = scenario
    return found


def _read_scenario(record: Record, family: ScenarioFamily, lists: frozenset[str]) -> Scenario:
    holder = record.table("holder")
    pairs = tuple((key, text) for key in HOLDER_KEYS if (text := holder.text(key, "")))
    holder.finish()
    days = record.take("days_to_comply", int, -1)
    scenario = Scenario(
        id=record.convert("id", matching(rf"{PREFIXES[family]}-[1-9]\d*", f"an id of the form {PREFIXES[family]}-1")),
        name=record.text("name"),
        family=family,
        summary=record.text("summary"),
        status=record.convert("status", one_of(*STATUSES)),
        effects=tuple(_read_effect(effect, lists) for effect in record.tables("effect")),
        citation=record.text("citation"),
        source=record.text("source"),
        as_of=record.convert("as_of", iso_date),
        verified=record.take("verified", bool),
        days_to_comply=days if days >= 0 else None,
        holder=pairs,
        limits=record.text("limits", ""),
    )
    if not scenario.as_of:
        record.fail("as_of", "must not be empty")
    if not scenario.effects:
        record.fail("effect", "a scenario without an effect")
    record.finish()
    return scenario


def _read_effect(record: Record, lists: frozenset[str]) -> ScenarioEffect:
    kind = record.convert("kind", member(EffectKind))
    codes = record.texts("codes", *CODE_LABELS)
    code_days = record.take("code_days", list, [])
    if not all(isinstance(day, int) and not isinstance(day, bool) for day in code_days):
        record.fail("code_days", "is not a list of whole numbers")
    steps = tuple(_read_step(step) for step in record.tables("step"))
    effect = ScenarioEffect(
        kind=kind,
        selects=_read_selector(record.table("selects"), lists),
        label=record.text("label"),
        codes=codes,
        code_days=tuple(code_days),
        shock=_read_shock(record, "shock"),
        severe=_read_shock(record, "severe"),
        horizon=record.text("horizon", ""),
        steps=steps,
        purchase_rate=record.number("purchase_rate", 0.0),
        income_rate=record.number("income_rate", 0.0),
        evidence=record.text("evidence", ""),
    )
    _check_effect(record, effect)
    record.finish()
    return effect


def _check_effect(record: Record, effect: ScenarioEffect) -> None:
    """What belongs to another kind of effect is a mistake, not something to pass over."""
    kind = effect.kind
    if (kind in (EffectKind.STATUS, EffectKind.RELIEF)) != bool(effect.codes):
        record.fail("codes", f"an effect of the kind {str(kind)!r} has {'no' if effect.codes else 'needs'} codes")
    rising = list(effect.code_days) == sorted(effect.code_days)
    if effect.code_days and (len(effect.code_days) != len(effect.codes) or not rising):
        record.fail("code_days", "one rising number of days for each code")
    if kind is not EffectKind.PRICE and (effect.shock is not None or effect.severe is not None):
        record.fail("shock", f"an effect of the kind {str(kind)!r} has no shock")
    if effect.shock is not None and not effect.evidence:
        record.fail("evidence", "a figure without what supports it")
    if effect.severe is not None and (effect.shock is None or effect.severe > effect.shock):
        record.fail("severe", "is worse than the shock, and stands only beside one")
    if (kind is EffectKind.SALE) != bool(effect.steps):
        record.fail("step", "a sale, and only a sale, has steps")
    percents = [step.percent for step in effect.steps]
    if percents and (percents != sorted(percents) or percents[-1] != -_WORST):
        record.fail("step", "the steps rise to 100 percent")
    if (kind is EffectKind.TAX) != bool(effect.purchase_rate or effect.income_rate):
        record.fail("purchase_rate", "a tax, and only a tax, has rates")


def _read_shock(record: Record, field: str) -> float | None:
    # Above any percentage there is: the field is missing.
    value = record.number(field, 1.0)
    if value == 1.0:
        return None
    if not _WORST <= value <= 0:
        record.fail(field, f"{value:g} is not between -100 and 0 percent")
    return value


def _read_step(record: Record) -> SaleStep:
    step = SaleStep(record.take("days", int), record.number("percent"))
    record.finish()
    return step


def _read_selector(record: Record, lists: frozenset[str]) -> ScenarioSelector:
    selector = ScenarioSelector(
        lists=record.texts("lists", *lists),
        affiliate_lists=record.texts("affiliate_lists", *lists),
        codes=record.texts("codes", *CODE_LABELS),
        regions=record.texts("regions", *REGIONS),
        groups=record.texts("groups"),
        instruments=record.texts("instruments", *(str(one) for one in Instrument)),
        listing=record.convert("listing", one_of("", "listed", "nonpublic"), ""),
        line_kinds=record.texts("line_kinds", *LINE_KINDS),
        markets=record.texts("markets"),
        other_line=record.convert("other_line", one_of("", "yes", "no"), ""),
        pick=record.convert("pick", one_of("", "group", "issuer"), ""),
    )
    if selector == ScenarioSelector():
        record.fail("selects", "an effect must say whom it reaches")
    record.finish()
    return selector

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sinolens.domain.scenario import EffectKind, Scenario, ScenarioFamily
from sinolens.reference.loader import resources
from sinolens.reference.pack import PackError
from sinolens.reference.scenarios import load_scenarios


@pytest.fixture(scope="module")
def library() -> dict[str, Scenario]:
    return load_scenarios(resources())


def test_the_library_is_whole_and_in_order(library: dict[str, Scenario]) -> None:
    assert list(library) == [f"REG-{n}" for n in range(1, 14)] + [f"MKT-{n}" for n in range(1, 14)]
    assert all(one.citation and one.source and one.as_of and one.limits for one in library.values())
    assert {one.family for one in library.values()} == set(ScenarioFamily)


def test_the_conflict_scenario_has_no_default(library: dict[str, Scenario]) -> None:
    conflict = library["MKT-12"]
    assert conflict.needs_shock and all(e.shock is None and e.severe is None for e in conflict.effects)
    assert {r for e in conflict.effects for r in e.selects.regions} == {"PRC", "HK", "MO", "TW"}


def test_figures_are_those_of_the_sources(library: dict[str, Scenario]) -> None:
    shocks = {
        key: [(e.shock, e.severe) for e in one.effects if e.kind is EffectKind.PRICE and e.shock is not None]
        for key, one in library.items()
    }
    assert shocks["MKT-1"] == [(-9, None), (-4, None)]
    assert shocks["MKT-2"] == [(-9, None), (-22, None)]
    assert shocks["MKT-3"] == [(-5, -10)] and shocks["MKT-4"] == [(-5, -39)] and shocks["MKT-5"] == [(0, None)]
    assert shocks["MKT-6"] == [(-17, -20.6), (-13, None), (-7, None)]
    assert shocks["MKT-7"] == [(-54, -74), (-30, None)] and shocks["MKT-8"] == [(-100, None)]
    steps = [[(s.days, s.percent) for s in e.steps] for e in library["REG-11"].effects if e.steps]
    assert steps == [[(180, 50), (360, 100)]]
    tax = library["REG-3"].effects[0]
    assert (tax.purchase_rate, tax.income_rate) == (50, 100) and len(tax.selects.lists) == 4
    assert dict(library["REG-3"].holder)["assets_usd_above"] == "1000000000"


def test_a_merged_list_runs_through_its_stages(library: dict[str, Scenario]) -> None:
    effect = library["REG-1"].effects[0]
    assert effect.codes == ("1D", "1C", "1B") and effect.code_days == (0, 60, 365)
    assert effect.selects.lists == ("dod-1260h",) and effect.selects.listing == "listed"


def library_with(folder: Path, text: str) -> Path:
    """A folder of facts whose market library is `text`."""
    (folder / "scenarios").mkdir(parents=True)
    (folder / "lists").mkdir()
    for path in ("lists/lists.csv", "scenarios/regulation.toml"):
        with resources().joinpath(*path.split("/")).open("rb") as source, (folder / path).open("wb") as target:
            shutil.copyfileobj(source, target)
    (folder / "scenarios" / "market.toml").write_text(text, encoding="utf-8")
    return folder


HEAD = """[[scenario]]
id = "MKT-1"
name = "n"
summary = "s"
status = "precedent"
citation = "c"
source = "s"
as_of = "2026-01-01"
verified = false

[[scenario.effect]]
"""
PRICE = 'kind = "price"\nlabel = "l"\nshock = -5\nevidence = "e"\n'
WHOM = '[scenario.effect.selects]\nregions = ["PRC"]\n'


@pytest.mark.parametrize(
    ("effect", "field", "line"),
    [
        (PRICE.replace("-5", "5") + WHOM, "shock", 14),
        (PRICE.replace("-5", "-101") + WHOM, "shock", 14),
        (PRICE.replace('evidence = "e"\n', "") + WHOM, "evidence", 11),
        (PRICE + "severe = -4\n" + WHOM, "severe", 16),
        (PRICE + 'codes = ["1B"]\n' + WHOM, "codes", 16),
        (PRICE + "colour = 1\n" + WHOM, "colour", 16),
        (PRICE, "selects", 11),
        (PRICE + WHOM.replace("PRC", "Atlantis"), "regions", 17),
        (PRICE + '[scenario.effect.selects]\nlists = ["no-such-list"]\n', "lists", 17),
        ('kind = "status"\nlabel = "l"\n' + WHOM, "codes", 11),
        ('kind = "status"\nlabel = "l"\ncodes = ["1D", "1C"]\ncode_days = [60, 0]\n' + WHOM, "code_days", 15),
        ('kind = "sale"\nlabel = "l"\n' + WHOM, "step", 11),
        ('kind = "sale"\nlabel = "l"\n' + WHOM + "[[scenario.effect.step]]\ndays = 9\npercent = 50\n", "step", 11),
        ('kind = "tax"\nlabel = "l"\n' + WHOM, "purchase_rate", 11),
        ('kind = "lock"\nlabel = "l"\nshock = -5\nevidence = "e"\n' + WHOM, "shock", 14),
        ('kind = "wish"\nlabel = "l"\n' + WHOM, "kind", 12),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, effect: str, field: str, line: int) -> None:
    with pytest.raises(PackError) as caught:
        load_scenarios(library_with(tmp_path, HEAD + effect))
    assert (caught.value.file, caught.value.field, caught.value.line) == ("scenarios/market.toml", field, line)


def test_a_scenario_without_effect_or_twice_is_a_fault(tmp_path: Path) -> None:
    bare = HEAD.replace("[[scenario.effect]]\n", "")
    with pytest.raises(PackError, match="without an effect"):
        load_scenarios(library_with(tmp_path / "a", bare))
    whole = HEAD + PRICE + WHOM
    with pytest.raises(PackError, match="stands twice"):
        load_scenarios(library_with(tmp_path / "b", whole + whole))
    with pytest.raises(PackError, match="MKT-1"):
        load_scenarios(library_with(tmp_path / "c", whole.replace("MKT-1", "REG-99")))

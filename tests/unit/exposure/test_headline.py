from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.region import Region
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import Share, headline
from sinolens.exposure.selection import Selection


def check_identities(made):
    assert made.market_value == made.direct + made.look_through + made.not_disclosed + made.unresolved
    assert made.market_value == made.long + made.short
    assert made.china_ai == made.china_ai_direct + made.china_ai_look_through
    assert made.weighted.low <= made.weighted.base <= made.weighted.high <= made.possible_high
    assert sum(part.value for part in made.by_tier) == made.market_value
    assert sum(part.value for part in made.china_ai_by_tier) == made.china_ai
    coverage = made.coverage
    assert coverage.known + coverage.not_disclosed + coverage.unresolved == coverage.market_value == made.market_value
    assert coverage.known == made.direct + made.look_through


def test_the_pool_adds_up(analysis, cube):
    made = headline(cube)
    check_identities(made)
    assert made.market_value == made.pool == int(analysis.positions["market_value"].sum())
    assert sum(part.value for part in made.position_tiers) == made.market_value
    assert made.positions == len(analysis.positions)
    assert made.unfunded == int(analysis.positions["unfunded"].sum())


@given(st.sampled_from(["tier", "category", "manager", "fund", "reach", "scope", "account", "method"]), st.data())
@settings(max_examples=40, deadline=None)
def test_every_selection_adds_up(cube, dimension, data):
    value = data.draw(st.sampled_from(cube.values(dimension)))
    for selection in (Selection().only(dimension, value), Selection().excluding(dimension, value)):
        made = headline(cube.select(selection))
        check_identities(made)
        assert made.pool == cube.pool


def test_what_of_a_tier_is_estimated_is_told_beside_it(analysis, cube):
    made = headline(cube)
    known = made.coverage
    assert sum(part.estimated for part in made.by_tier) == known.estimated > 0
    assert sum(part.estimated for part in made.china_ai_by_tier) == made.china_ai_estimated
    proxied = cube.select(Selection().only("method", "proxy"))
    for part in headline(proxied).by_tier:
        assert part.estimated + sum(
            value for (tier, knowledge), value in proxied.cross("tier", "knowledge").items()
            if tier == part.tier and knowledge != "estimated") == part.value


def test_the_definition_decides_what_counts_as_china(analysis, cube):
    narrow = replace(analysis, definition=replace(analysis.definition, regions=frozenset({Region.PRC})))
    wide = replace(analysis, definition=replace(analysis.definition, regions=frozenset(
        {Region.PRC, Region.HONG_KONG, Region.MACAU, Region.TAIWAN, Region.OTHER})))
    base, small, large = headline(cube), headline(Cube(narrow)), headline(Cube(wide))
    assert base.outside_definition > 0
    assert base.china_ai + base.outside_definition == small.china_ai + small.outside_definition == large.china_ai
    assert large.outside_definition == 0


def test_group_f_and_the_unknown_stay_outside_the_headline(cube):
    made = headline(cube)
    scope = cube.by("scope")
    assert made.enablers == scope["enabler"] > 0
    assert made.china_ai == sum(
        value for (group, region), value in cube.select(
            Selection().excluding("reach", "not_disclosed", "unresolved")).cross("group", "region").items()
        if group in "ABCDE" and region in ("PRC", "HK", "MO"))
    unknown_high = cube.select(Selection().only("reach", "not_disclosed", "unresolved")).total("high")
    assert made.possible_high == made.weighted.high + unknown_high


def test_lines_of_unknown_intensity_have_a_bucket_of_their_own(cube):
    view = cube.select(Selection().only("scope", "china_ai").only("intensity", "unknown"))
    made = headline(cube)
    assert made.unknown_intensity == view.total() > 0
    assert view.total("base") == 0
    assert view.total("low") <= 0 < view.total("high")


def test_shares_name_their_denominator():
    assert str(Share(5, 5, "pool")) == "100.00% of pool"
    assert Share(1, 0, "pool").fraction is None
    assert str(Share(1, 0, "pool")) == "– of pool"
    assert Share(1, 4, "pool").fraction == 0.25


@pytest.mark.parametrize("dimension", ["category", "group", "tier", "manager", "asset_class", "region", "issuer"])
def test_figures_of_the_parts_add_to_the_whole(cube, dimension):
    made = headline(cube)
    parts = [headline(cube.select(Selection().only(dimension, value))) for value in cube.values(dimension)]
    for name in ("market_value", "direct", "look_through", "not_disclosed", "unresolved", "china_ai",
                 "china_ai_direct", "china_ai_look_through", "china_ai_estimated"):
        assert sum(getattr(part, name) for part in parts) == getattr(made, name), name
    for name in ("low", "base", "high"):
        assert sum(getattr(part.weighted, name) for part in parts) == getattr(made.weighted, name)
    for part in parts:
        check_identities(part)
        assert part.pool == made.pool

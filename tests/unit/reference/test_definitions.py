from __future__ import annotations

import pytest

from sinolens.domain.region import Region
from sinolens.reference.definitions import (
    DEFAULT_DEFINITION,
    describe_limits,
    find_definition,
    load_definitions,
    switch_regions,
)
from sinolens.reference.loader import resources


def test_ten_or_more_definitions_with_the_default_first() -> None:
    found = load_definitions(resources())
    assert len(found) >= 10 and next(iter(found)) == DEFAULT_DEFINITION
    default = found[DEFAULT_DEFINITION]
    assert default.regions == {Region.PRC, Region.HONG_KONG, Region.MACAU} and default.reach == "all"
    assert all(one.citation and one.source and one.version for one in found.values())
    assert any(Region.TAIWAN in one.regions for one in found.values())
    assert any(one.regions == {Region.PRC} for one in found.values())


def test_switches_are_separate_and_say_what_was_changed() -> None:
    plain = load_definitions(resources())["prc-only"]
    assert switch_regions(plain) is plain and switch_regions(plain, taiwan=False) is plain
    with_hong_kong = switch_regions(plain, hong_kong=True)
    assert with_hong_kong.regions == {Region.PRC, Region.HONG_KONG}
    assert with_hong_kong.id == "prc-only+HK" and with_hong_kong.name.endswith("with Hong Kong")
    assert not with_hong_kong.verified and "Changed" in with_hong_kong.note
    default = load_definitions(resources())[DEFAULT_DEFINITION]
    changed = switch_regions(default, hong_kong=False, macau=False, taiwan=True)
    assert changed.regions == {Region.PRC, Region.TAIWAN} and changed.id == f"{DEFAULT_DEFINITION}+TW-HK-MO"


def test_a_definition_is_found_with_switches_after_its_id() -> None:
    found = load_definitions(resources())
    assert find_definition(found, "prc-only") is found["prc-only"]
    both = find_definition(found, "prc-only+HK+MO")
    assert both.regions == {Region.PRC, Region.HONG_KONG, Region.MACAU} and both.id == "prc-only+HK+MO"
    assert find_definition(found, both.id.replace("prc-only+HK+MO", "prc-hk-macau-HK")).regions == {
        Region.PRC, Region.MACAU,
    }
    for text in ("", "no-such", "prc-only+XX", "prc-only+", "+HK"):
        with pytest.raises(KeyError):
            find_definition(found, text)


def test_what_a_body_looks_at_beyond_the_figures_is_said() -> None:
    found = load_definitions(resources())
    assert "ownership by the state is not computed" in found["florida-215-4735"].note
    assert "Holdings through funds are counted here too" in found["florida-215-4735"].note
    assert describe_limits(("place_of_business",), "all") == "" and "not computed" not in found["three-lines"].note
    assert describe_limits(("listing", "control", "revenue"), "all").count("place of listing, control and revenue") == 1

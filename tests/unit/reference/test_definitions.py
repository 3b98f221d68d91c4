from __future__ import annotations

from sinolens.domain.region import Region
from sinolens.reference.definitions import DEFAULT_DEFINITION, load_definitions, switch_regions
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

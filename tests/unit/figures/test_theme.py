from itertools import combinations

import colour_sight
import pytest

from sinolens.figures.primitives import HATCHES
from sinolens.figures.theme import DARK, LIGHT, MARK_CONTRAST, TEXT_CONTRAST, TOKENS, contrast, ink_on, mix

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
TIERS = ("t1", "t2", "t3", "t4", "t5", "u")
TINTS = tuple(f"tint_{share}" for share in range(101))
LEAST_DISTANCE = 15.0
"""CIEDE2000 between any two tiers under any sight; the traffic light reaches 3.6, the row begun with 12.8."""


def test_the_colour_difference_agrees_with_published_pairs():
    # Sharma, Wu, Dalal (2005), pairs 1, 7 and 17 of their table.
    assert colour_sight.difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert colour_sight.difference((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert colour_sight.difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)


@THEMES
@pytest.mark.parametrize("sight", colour_sight.SIGHT)
def test_any_two_tiers_look_apart_to_every_sight(theme, sight):
    seen = {tier: colour_sight.lab(theme.colour(tier), sight) for tier in TIERS}
    near = {(a, b): colour_sight.difference(seen[a], seen[b]) for a, b in combinations(TIERS, 2)}
    assert min(near.values()) >= LEAST_DISTANCE, near


@THEMES
@pytest.mark.parametrize("ground", ["background", "surface", "raised", "accent_soft"])
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_text_is_readable_on_every_ground(theme, ground, ink):
    assert contrast(theme.colour(ink), theme.colour(ground)) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("ink", ["accent", "positive", "warning", "danger"])
def test_coloured_words_are_readable_on_the_surface(theme, ink):
    assert contrast(theme.colour(ink), theme.surface) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("fill", [*TIERS, *TINTS, "accent"])
def test_text_on_a_mark_is_readable(theme, fill):
    assert contrast(theme.colour(f"on_{fill}"), theme.colour(fill)) >= TEXT_CONTRAST


@THEMES
@pytest.mark.parametrize("fill", TIERS)
@pytest.mark.parametrize("prefix", ["hatch", "light_hatch"])
def test_text_stays_readable_on_the_lines_of_a_pattern_and_the_lines_show(theme, fill, prefix):
    line = theme.colour(f"{prefix}_{fill}")
    assert contrast(theme.colour(f"on_{fill}"), line) >= TEXT_CONTRAST
    assert contrast(line, theme.colour(fill)) >= 1.15


@THEMES
@pytest.mark.parametrize("fill", [*TIERS, "accent", "muted"])
def test_a_mark_or_its_outline_stands_out_from_the_surface(theme, fill):
    own = contrast(theme.colour(fill), theme.surface)
    assert max(own, contrast(theme.colour(f"edge_{fill}"), theme.surface)) >= MARK_CONTRAST
    if own >= MARK_CONTRAST:
        assert theme.colour(f"edge_{fill}") == theme.colour(fill)


@THEMES
def test_focus_shows_on_every_mark_by_one_of_its_two_tones(theme):
    for fill in (*TIERS, "surface", "raised"):
        tones = (contrast(theme.focus, theme.colour(fill)), contrast(theme.focus_inner, theme.colour(fill)))
        assert max(tones) >= MARK_CONTRAST, fill


@THEMES
def test_severity_grows_with_distance_from_the_surface(theme):
    """The palest tier is the one nothing was found for; the first two are the strongest marks of all."""
    strength = {tier: contrast(theme.colour(tier), theme.surface) for tier in TIERS}
    assert min(strength, key=strength.get) == "t5"
    assert strength["t5"] < strength["t4"] < strength["t3"] < strength["t2"]
    assert strength["t1"] > strength["t4"]


def test_tier_colours_are_used_by_nothing_else():
    for theme in (LIGHT, DARK):
        others = {theme.colour(token) for token in TOKENS if token not in TIERS}
        assert not others & {theme.colour(tier) for tier in TIERS}


def test_every_pattern_names_lines_that_have_a_colour():
    for lines in HATCHES.values():
        for prefix, hatch in lines:
            assert LIGHT.colour(f"{prefix}_t4").startswith("#")
            assert 0 < hatch.width < hatch.step


def test_colours_pass_through_and_unknown_tokens_are_refused():
    assert LIGHT.colour("#123456") == "#123456"
    assert LIGHT.tier("T1") == LIGHT.t1
    assert ink_on("#ffffff") == "#101828"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    for token in ("pink", "tint_101", "tint_x", "on_pink"):
        with pytest.raises(AttributeError):
            LIGHT.colour(token)

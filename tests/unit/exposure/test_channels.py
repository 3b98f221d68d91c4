"""Exposure by drivers and risk channels: every topic shares the same total out, and unknown is a share of its own."""

from dataclasses import replace

import large_analysis
import pytest

from sinolens.domain.attribute import AttributeTopic, IssuerAttribute, Level
from sinolens.exposure.channels import by_level, level_filters
from sinolens.exposure.cube import Cube
from sinolens.exposure.selection import Selection
from sinolens.reference.loader import Reference


@pytest.fixture(scope="module")
def cube():
    return Cube(large_analysis.build(200, 1_500))


@pytest.fixture(scope="module")
def reference(cube):
    values = cube.by("issuer", scopes=("china_ai",))
    first, second = sorted(values, key=lambda one: -values[one])[:2]
    made = Reference(
        id="made", categories={}, issuers={}, lines=(), vehicles={}, editions=(), entries={}, missing_lists=(),
        links=(), rules=(), definitions={}, institutions={}, markets={}, countries={},
    )
    topics = {
        "open": AttributeTopic("open", "driver", "Open models", ""),
        "dual": AttributeTopic("dual", "risk", "Dual use", ""),
    }
    return replace(made, attribute_topics=topics, attributes=(
        IssuerAttribute(first, "dual", Level.HIGH, "b", "s", "2026-01-01"),
        IssuerAttribute(second, "dual", Level.NONE_SEEN, "b", "s", "2026-01-01"),
        IssuerAttribute(first, "open", Level.SOME, "b", "s", "2026-01-01"),
    ))


@pytest.mark.parametrize("measure", ["full", "base"], ids=["value", "weighted"])
def test_every_topic_shares_the_same_total_out(cube, reference, measure):
    whole = cube.totals((), measure, ("china_ai",))[()]
    for topic in reference.attribute_topics:
        assert sum(by_level(cube, reference, topic, measure).values()) == whole


def test_what_is_not_on_file_is_unknown_and_never_none(cube, reference):
    values = cube.by("issuer", scopes=("china_ai",))
    first, second = sorted(values, key=lambda one: -values[one])[:2]
    found = by_level(cube, reference, "dual")
    assert list(found) == [Level.HIGH, Level.NONE_SEEN, Level.UNKNOWN]
    assert found[Level.HIGH] == values[first] and found[Level.NONE_SEEN] == values[second]
    assert by_level(cube, reference, "open")[Level.SOME] == values[first], "an issuer is in several topics"


def test_a_level_leads_to_its_lines(cube, reference):
    for topic in reference.attribute_topics:
        filters = level_filters(cube, reference, topic)
        for level, value in by_level(cube, reference, topic).items():
            chosen = Selection().only("issuer", *(name for _, name in filters[level])).only("scope", "china_ai")
            assert cube.select(chosen).total() == value


def test_an_unknown_topic_is_refused(cube, reference):
    with pytest.raises(KeyError):
        by_level(cube, reference, "no such topic")

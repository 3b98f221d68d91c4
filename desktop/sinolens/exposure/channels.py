"""Exposure cut by why issuers are held and by what pushes back.

An issuer can have several drivers and risk channels, so the topics overlap and never add up; the levels of one topic
share the same total out. What is not on file about an issuer is unknown, never none.
"""

from __future__ import annotations

from sinolens.domain.attribute import Level
from sinolens.exposure.cube import Cube
from sinolens.reference.loader import Reference

LEVELS: tuple[Level, ...] = (Level.HIGH, Level.SOME, Level.NONE_SEEN, Level.UNKNOWN)


def by_level(
    cube: Cube, reference: Reference, topic: str, measure: str = "full", scopes: tuple[str, ...] = ("china_ai",),
) -> dict[Level, int]:
    """Totals by level of one topic, the strongest level first; levels without a line are left out.

    Args:
        cube: a view; its totals are shared out, so the values add to its total.
        reference: where the attributes of issuers stand.
        topic: id of one of its attribute topics.
        measure: see `Cube`.
        scopes: which lines.

    Raises:
        KeyError: no such topic.
    """
    levels = _levels(reference, topic)
    found: dict[Level, int] = {}
    for issuer_id, value in cube.by("issuer", measure, scopes).items():
        level = levels.get(issuer_id, Level.UNKNOWN)
        found[level] = found.get(level, 0) + value
    return {level: found[level] for level in LEVELS if level in found}


def level_filters(cube: Cube, reference: Reference, topic: str) -> dict[Level, tuple[tuple[str, str], ...]]:
    """What leads from a level to its lines: dimension and values, of the issuers that occur in the analysis.

    Raises:
        KeyError: no such topic.
    """
    return cube.remembered(("level filters", topic), reference, lambda: _filters(cube, reference, topic))


def _filters(cube: Cube, reference: Reference, topic: str) -> dict[Level, tuple[tuple[str, str], ...]]:
    levels = _levels(reference, topic)
    found: dict[Level, list[tuple[str, str]]] = {}
    for issuer_id in cube.values("issuer"):
        found.setdefault(levels.get(issuer_id, Level.UNKNOWN), []).append(("issuer", issuer_id))
    return {level: tuple(filters) for level, filters in found.items()}


def _levels(reference: Reference, topic: str) -> dict[str, Level]:
    if topic not in reference.attribute_topics:
        raise KeyError(topic)
    return {one.issuer_id: one.level for one in reference.attributes if one.topic == topic}

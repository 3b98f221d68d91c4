"""What a name can mean: one entity, and each of its names."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.matching.normaliser import NormalisedName

CHINA_FAMILY = frozenset({"CN", "HK", "MO"})


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that can be meant.

    Attributes:
        id: issuer id, entry id ("list:key"), "vehicle:" + vehicle id, or the id in the user's own list.
        kind: "issuer", "entry", "vehicle" or "own".
        name: for people.
        issuer_id, entry_ids, vehicle_id: what a match reports.
        countries: ISO alpha-2 codes a row may give for it; empty = not known.
        seats: codes of its places of incorporation and domicile.
    """

    id: str
    kind: str
    name: str
    issuer_id: str = ""
    entry_ids: tuple[str, ...] = ()
    vehicle_id: str = ""
    countries: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()

    @property
    def is_chinese(self) -> bool:
        """At home in mainland China, Hong Kong or Macau."""
        return bool(self.countries & CHINA_FAMILY)


@dataclass(frozen=True, slots=True)
class EntityName:
    """One name of an entity. `role`: "legal", "alias" or "former"."""

    entity: int
    text: str
    role: str
    normalised: NormalisedName

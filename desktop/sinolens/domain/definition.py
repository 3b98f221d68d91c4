"""Definitions (what counts as China) and institutions (who holds). Never to be mixed with audiences (who reads)."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.region import Region


@dataclass(frozen=True, slots=True)
class DefinitionProfile:
    """A named, versioned rule set for "China". `regions` count as China; `basis` names the fields it looks at."""

    id: str
    name: str
    version: str
    regions: frozenset[Region]
    basis: tuple[str, ...]
    reach: str
    citation: str
    source: str
    note: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Institution:
    """Who holds. `assets_usd` None = not given. `policies` are ids of the institution's own rules on file."""

    id: str
    name: str
    public: bool | None = None
    state: str = ""
    assets_usd: int | None = None
    policies: tuple[str, ...] = ()

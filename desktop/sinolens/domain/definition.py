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
class Mandate:
    """A rule that binds this holder, with the papers that make it answerable: without them it decides nothing.

    Attributes:
        rule_id: rule of the pack it applies.
        notice_date: ISO date its clocks run from.
        document: the paper on file (list, notice, policy).
        issuer_ids: issuers named in it.
        entry_names: other names in it, kept for the record.
        list_ids: official lists it adopts.
        groups: category groups it excludes.
        from_date: first day it binds.
    """

    rule_id: str
    notice_date: str
    document: str
    issuer_ids: tuple[str, ...] = ()
    entry_names: tuple[str, ...] = ()
    list_ids: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    from_date: str = ""


@dataclass(frozen=True, slots=True)
class Institution:
    """Who holds. `assets_usd` None = not given. `policies` are ids of the institution's own rules on file.

    `mandates` are the state laws and own policies on file with their papers.
    """

    id: str
    name: str
    public: bool | None = None
    state: str = ""
    assets_usd: int | None = None
    policies: tuple[str, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    note: str = ""

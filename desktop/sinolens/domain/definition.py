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
        waived_ids: issuers its own body has waived, by a paper of its own.
        direct_only: it names direct holdings; what lies in a fund is not reached.
    """

    rule_id: str
    notice_date: str
    document: str
    issuer_ids: tuple[str, ...] = ()
    entry_names: tuple[str, ...] = ()
    list_ids: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    from_date: str = ""
    waived_ids: tuple[str, ...] = ()
    direct_only: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit the institution set for itself. None is ever assumed.

    Attributes:
        id: unique in its institution.
        measure: "china_ai", "ai_weighted", "issuer" (the largest China-AI issuer), "unknown" (not disclosed or not
            identified), or a tier ("T1" to "T4", "U").
        of: the denominator: "pool", or "manager" and "asset_class" for the one with the largest share.
        percent: the most that is allowed.
        watch: part of the limit in percent from which it is watched.
        document: the paper that sets it.
        from_date: first day it binds.
        comment: what was said about a breach, "" where nothing was.
    """

    id: str
    name: str
    measure: str
    of: str
    percent: float
    document: str
    watch: float = 80.0
    from_date: str = ""
    comment: str = ""


LIMIT_MEASURES = ("china_ai", "ai_weighted", "issuer", "unknown", "T1", "T2", "T3", "T4", "U")
LIMIT_DENOMINATORS = ("pool", "manager", "asset_class")


@dataclass(frozen=True, slots=True)
class Institution:
    """Who holds. `assets_usd` None = not given. `policies` are ids of the institution's own rules on file.

    `mandates` are the state laws and own policies on file with their papers, `limits` its own limits.
    """

    id: str
    name: str
    public: bool | None = None
    state: str = ""
    assets_usd: int | None = None
    policies: tuple[str, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    note: str = ""
    limits: tuple[Limit, ...] = ()

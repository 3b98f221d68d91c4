"""Issuers (legal entities), their securities lines, and pooled vehicles."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.category import CategoryAssignment
from sinolens.domain.region import Region


@dataclass(frozen=True, slots=True)
class Issuer:
    """A legal entity of the universe. Empty text means "not known"; nothing is guessed.

    Attributes:
        id: stable, lower case with hyphens.
        name: exact legal name in English as its filings give it.
        aliases: other names of the same legal entity (Chinese, pinyin, short, acronym); never of a relative.
        former_names: earlier names of the same legal entity.
        region: principal place of business.
        incorporation, domicile, headquarters: ISO alpha-2 country codes, each its own field.
        parent_id: issuer id of the parent, with `parent_share` in percent (0 = not known) and `parent_as_of`.
        state_link: "central", "local", "private" or "".
        vie: held through a variable-interest entity; None = not known.
        categories: taxonomy assignments.
        source, as_of, verified: of the record as a whole.
        own: the record is the user's, not the program's.
        own_names: those of `aliases` and `former_names` that the user added.
        romanised: those of `aliases` computed from a Chinese name; they find the issuer and are never shown for it.
    """

    id: str
    name: str
    name_zh: str = ""
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    region: Region = Region.UNKNOWN
    incorporation: str = ""
    domicile: str = ""
    headquarters: str = ""
    listed: bool = False
    parent_id: str = ""
    parent_share: float = 0.0
    parent_as_of: str = ""
    state_link: str = ""
    vie: bool | None = None
    uscc: str = ""
    lei: str = ""
    categories: tuple[CategoryAssignment, ...] = ()
    source: str = ""
    as_of: str = ""
    verified: bool = False
    own: bool = False
    own_names: tuple[str, ...] = ()
    romanised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One listed line of an issuer. `kind`: A, B, H, red_chip, p_chip, adr, dual_counter, ordinary, bond.

    `own`: the user added it.
    """

    issuer_id: str
    mic: str
    ticker: str
    kind: str
    currency: str = ""
    isin: str = ""
    figi: str = ""
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""
    verified: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class OtherLine:
    """A line of a company of China that is no issuer of the universe and whose trade is plainly not AI.

    It says "China, not AI" of a line with its identifier, and nothing else: no list is answered by it.
    `trade`: the sector a source gives, its only ground. `name`, `as_of`: as the source names it on that day.
    """

    mic: str
    ticker: str
    isin: str
    name: str
    trade: str
    source: str
    as_of: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A pooled vehicle that holders may own. Its holdings are never bundled.

    `registration`: "1940_act", "ucits", "unregistered" or "" (not known). `focus`: "china", "emerging", "asia",
    "technology", "developed", "us", "global", "other". `proxy_region`: set when the benchmark is a single country or
    sector outside China, so that the benchmark answers for an undisclosed fund.
    """

    id: str
    name: str
    ticker: str = ""
    mic: str = ""
    isin: str = ""
    cusip: str = ""
    aliases: tuple[str, ...] = ()
    instrument: str = "etf"
    registration: str = ""
    domicile: str = ""
    benchmark: str = ""
    focus: str = ""
    proxy_region: str = ""
    source: str = ""
    as_of: str = ""
    verified: bool = False

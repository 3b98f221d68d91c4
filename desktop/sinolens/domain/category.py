"""China-AI exposure categories and how strongly an issuer belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Intensity(StrEnum):
    """How much of an issuer is the exposure."""

    PURE = "pure"
    MATERIAL = "material"
    PERIPHERAL = "peripheral"
    UNKNOWN = "unknown"
    SOURCED = "sourced"


@dataclass(frozen=True, slots=True)
class Category:
    """One node of the taxonomy: `code` ("A1"), its group ("A"), name, definition. Groups have `code == group`."""

    code: str
    group: str
    name: str
    definition: str
    in_headline: bool


@dataclass(frozen=True, slots=True)
class CategoryAssignment:
    """One category of an issuer.

    Attributes:
        code: category code.
        share: part of the issuer this assignment speaks for; the shares of one issuer add to 1.
        intensity: see `Intensity`.
        low, base, high: AI weight, 0 to 1. `base` is None when the intensity is unknown.
        basis: why, in a few words.
        source: where that was seen.
        as_of: ISO date of the source.
        verified: checked against a primary source.
        own: the user's own assignment, in place of the program's.
    """

    code: str
    share: float
    intensity: Intensity
    low: float
    base: float | None
    high: float
    basis: str = ""
    source: str = ""
    as_of: str = ""
    verified: bool = False
    own: bool = False

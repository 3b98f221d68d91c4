"""Why investors hold an issuer and what pushes back: attributes by which exposure can be cut."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How strongly an attribute holds. `UNKNOWN` is the default of everything that is not on file."""

    HIGH = "high"
    SOME = "some"
    NONE_SEEN = "none_seen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AttributeTopic:
    """One attribute of the pack. `kind`: "driver" (why held) or "risk" (what pushes back)."""

    id: str
    kind: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class IssuerAttribute:
    """The level of one attribute for one issuer, with its basis. What is not on file is unknown, never none."""

    issuer_id: str
    topic: str
    level: Level
    basis: str
    source: str
    as_of: str
    verified: bool = False

"""What lies under an index contract: the index or rate it names, and where that is at home."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.region import Region


@dataclass(frozen=True, slots=True)
class Benchmark:
    """An index, or a rate or price of no company.

    Attributes:
        words: how contracts print it, lower case with single spaces.
        name: as it is printed for people.
        region: where all of it is at home, OTHER or TW; UNKNOWN = it holds, or may hold, China or Hong Kong.
        source, as_of, verified: of the record.
    """

    words: str
    name: str
    region: Region = Region.UNKNOWN
    source: str = ""
    as_of: str = ""
    verified: bool = False

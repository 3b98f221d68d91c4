"""The facts a decision rests on, and nothing else: equal facts get the same status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import ScreeningState
from sinolens.domain.region import Region

AT_LEAST = "_at_least"
"""Added to the name of a field of which only a lower bound is on file: one part of a sum, say."""


@dataclass(frozen=True, slots=True)
class Deal:
    """How and when a position was acquired: the evidence fields on file, as sorted pairs of field and text."""

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Deal:
        """A deal from a mapping; empty texts are left out."""
        return cls(tuple(sorted((name, value) for name, value in values.items() if value)))

    def get(self, name: str) -> str:
        """Text of a field, "" when it is not on file."""
        for key, value in self.values:
            if key == name:
                return value
        return ""

    def with_value(self, name: str, value: str) -> Deal:
        """The same deal with one field set."""
        return Deal.of({**dict(self.values), name: value})


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rules look at for one leaf.

    Attributes:
        issuer_id, entry_ids, vehicle_id, state, provisional, method_of_match: the answer of matching.
        identified: the row carries an identifier of its own, by check digit or by code and market.
        home: country code the row itself gives, kept where an answer rests on a name; "" when it gives none.
        instrument: of the leaf. `held_as`: of the position it belongs to.
        group: category group of the row.
        public: a publicly traded security. `unproven`: so by its kind alone, with nothing on file that shows it.
        us_line: a line listed in the United States of an issuer at home elsewhere.
        benchmark: of an index contract or of a fund that its benchmark answers for; "" when none is on file.
        outside: all of that benchmark is known to lie outside China.
        inside: the leaf lies in a fund.
        method, confidence: of the look-through.
        reinvest: dividends are reinvested: yes, no or "".
        held_on: ISO date the position is true for.
        small_share: the names of a mandate in this fund stay below the mandate's threshold.
        deal: None where no question of acquisition arises.
    """

    issuer_id: str = ""
    entry_ids: tuple[str, ...] = ()
    vehicle_id: str = ""
    state: ScreeningState = ScreeningState.NONE
    provisional: bool = False
    method_of_match: str = ""
    identified: bool = True
    home: str = ""
    instrument: Instrument = Instrument.EQUITY
    held_as: Instrument = Instrument.EQUITY
    region: Region = Region.UNKNOWN
    group: str = ""
    public: bool = True
    unproven: bool = False
    us_line: bool = False
    benchmark: str = ""
    outside: bool = False
    inside: bool = False
    method: str = "direct"
    confidence: str = ""
    reinvest: str = ""
    held_on: str = ""
    small_share: bool = False
    deal: Deal | None = None

    @property
    def exact(self) -> bool:
        """The legal entity is certain: only then can an entry of a list decide."""
        return self.state is ScreeningState.HIT and not self.provisional

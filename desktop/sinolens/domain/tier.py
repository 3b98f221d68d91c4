"""Regulatory tiers of a position: the status, why, until when, and what may be done."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files


class Tier(StrEnum):
    """Most severe first; U stands between T4 and T5 in precedence."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    U = "U"

    @property
    def label(self) -> str:
        """Name of the tier as shown everywhere."""
        return TIER_LABELS[self]

    @property
    def precedence(self) -> int:
        """0 = most severe: T1 > T2 > T3 > T4 > U > T5."""
        return _PRECEDENCE.index(self)


TIER_LABELS = {
    Tier.T1: "Transactions barred",
    Tier.T2: "Reportable or conditional",
    Tier.T3: "Holder mandate",
    Tier.T4: "Listed or structural risk",
    Tier.T5: "None identified",
    Tier.U: "Unresolved",
}
_PRECEDENCE = (Tier.T1, Tier.T2, Tier.T3, Tier.T4, Tier.U, Tier.T5)

CODES = (
    "1A", "1B", "1C", "1D", "1E", "2A", "2B", "2C", "3A", "3B", "4A", "4B", "4C", "5", "U1", "U2", "U3", "U4",
)
"""Every sub-code, most severe first within its tier."""


def _read_labels() -> dict[str, str]:
    # What a code is called speaks of law, and so is data like all that does.
    table = files("sinolens.resources").joinpath("taxonomy", "codes.csv").read_text(encoding="utf-8")
    labels = {row["code"]: row["label"] for row in csv.DictReader(table.splitlines())}
    return {code: labels[code] for code in CODES}


CODE_LABELS = _read_labels()
"""What each sub-code is called, in the order of `CODES`."""


def tier_of(code: str) -> Tier:
    """Tier of a sub-code.

    Raises:
        KeyError: the code is not one of `CODES`.
    """
    if code not in CODES:
        raise KeyError(code)
    return Tier.U if code.startswith("U") else Tier(f"T{code[0]}")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason for a code: rule, list entry, edition, dates and citation. `relation` as in `Relation`."""

    code: str
    rule_id: str
    rule_name: str
    citation: str
    list_id: str = ""
    entry_id: str = ""
    entry_name: str = ""
    edition: str = ""
    relation: str = ""
    listed_on: str = ""
    effective_on: str = ""
    explanation: str = ""
    verified: bool = False
    designated_later: bool | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A date that matters and the days left to it at the as-of date (negative = past)."""

    label: str
    date: str
    days_left: int
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """What may be done: "yes", "no", "divest_only", "counsel" or "unknown" each."""

    buy: str = "yes"
    sell: str = "yes"
    hold: str = "yes"
    dividend: str = "yes"
    reinvest: str = "yes"


@dataclass(frozen=True, slots=True)
class Status:
    """The regulatory status of one position or slice.

    Attributes:
        tier, code: the most severe that is certain on what is known.
        other_codes: every other code that applies, most severe first.
        triggers: all of them, not only the worst.
        clocks: dates with days left.
        actions: what may be done.
        explanation: plain words: why, by which entry on which edition, what follows, what does not.
        evidence_needed: what would change the answer.
        confidence: "confirmed", "stated", "estimated", "proxy" or "unknown".
        notes: further remarks ("contains T4 names", "a state rule may apply").
    """

    tier: Tier
    code: str
    other_codes: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    clocks: tuple[Clock, ...] = ()
    actions: Actions = Actions()
    explanation: str = ""
    evidence_needed: tuple[str, ...] = ()
    confidence: str = "confirmed"
    notes: tuple[str, ...] = ()

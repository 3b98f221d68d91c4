"""The answer of matching: which legal entity a string or identifier means, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScreeningState(StrEnum):
    """The four screening states. `NONE` is said only with a date; `NOT_SCREENED` always with why."""

    HIT = "hit"
    POSSIBLE = "possible"
    NONE = "none"
    NOT_SCREENED = "not_screened"


@dataclass(frozen=True, slots=True)
class Match:
    """One answer.

    Attributes:
        state: screening state.
        method: "isin", "cusip", "sedol", "figi", "ticker", "lei", "uscc", "confirmed", "name", "candidate",
            "vehicle", "index" (a contract on an index, a rate or a commodity), "none", "not_screened".
        issuer_id: issuer of the universe, or "".
        entry_ids: entries of official lists named by the string itself when no issuer of the universe stands for it.
        vehicle_id: pooled vehicle, or "".
        name: name of what was matched, for people.
        score: 0 to 100.
        evidence: which words or identifier decided, for people.
        runner_up, runner_up_score: the next best entity, "" and 0 when none.
        provisional: fuzzy but auto-accepted: sets issuer and category, never a tier, until a person confirms.
        conflict: identifier and name disagree; what was found, else "".
    """

    state: ScreeningState
    method: str
    issuer_id: str = ""
    entry_ids: tuple[str, ...] = ()
    vehicle_id: str = ""
    name: str = ""
    score: float = 0.0
    evidence: str = ""
    runner_up: str = ""
    runner_up_score: float = 0.0
    provisional: bool = False
    conflict: str = ""

"""What the rules remark beside tier and code: reinvestments to stop, listed names in a fund, counsel to ask."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sinolens.domain.tier import Status

_VERBS = ("buy", "sell", "hold", "reinvest")


def said_of(status: Status) -> tuple[str, ...]:
    """The remarks of a status, and whom to ask where an action is counsel's to judge."""
    asked = [verb for verb in _VERBS if getattr(status.actions, verb) == "counsel"]
    if not asked or any("counsel" in note for note in status.notes):
        return status.notes
    return (*status.notes, f"Ask counsel before you {' or '.join(asked)}.")


def line_remarks(slices: pd.DataFrame, positions: pd.DataFrame, statuses: Sequence[Status]) -> list[str]:
    """Remarks of each line and of the position it stands in, in one text a line."""
    said = [said_of(status) for status in statuses]
    of = positions["status"].tolist()
    texts: dict[tuple[int, int], str] = {}
    made = []
    for own, position in zip(slices["status"].tolist(), slices["position"].tolist(), strict=True):
        key = (own, of[position])
        if key not in texts:
            both = (note for status in key if 0 <= status < len(said) for note in said[status])
            texts[key] = " ".join(dict.fromkeys(both))
        made.append(texts[key])
    return made


def line_actions(slices: pd.DataFrame, statuses: Sequence[Status]) -> list[str]:
    """What may be done with each line: each verb that is not simply allowed, with its answer."""
    texts = [_bounds(status) for status in statuses]
    return [texts[status] if 0 <= status < len(texts) else "" for status in slices["status"].tolist()]


def _bounds(status: Status) -> str:
    given = ((verb, getattr(status.actions, verb)) for verb in _VERBS)
    return "; ".join(f"{verb}: {answer.replace('_', ' ')}" for verb, answer in given if answer != "yes")

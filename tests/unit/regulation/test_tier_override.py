"""Overrides need a name, a date and a reason, and a document to leave T1."""

from __future__ import annotations

import pytest

from sinolens.domain.tier import Actions, Status, Tier
from sinolens.regulation.override import Override, OverrideRefused, apply_override, describe_direction

LOCKED = Status(Tier.T1, "1B", ("4A",), actions=Actions("no", "no", "yes", "yes", "no"))
CLEAR = Status(Tier.T5, "5")


@pytest.mark.parametrize("missing", ["who", "on", "reason"])
def test_name_date_and_reason_are_needed(missing: str) -> None:
    given = {"code": "4A", "who": "A", "on": "2026-09-30", "reason": "R", "document": "D"} | {missing: " "}
    with pytest.raises(OverrideRefused, match="needs a"):
        apply_override(LOCKED, Override(**given))


def test_t1_is_left_only_with_a_document() -> None:
    with pytest.raises(OverrideRefused, match="evidence document"):
        apply_override(LOCKED, Override("4A", "A", "2026-09-30", "another entity"))
    lowered = apply_override(LOCKED, Override("4A", "A", "2026-09-30", "another entity", "registry extract"))
    assert (lowered.tier, lowered.code, lowered.other_codes) == (Tier.T4, "4A", ("1B",))
    assert lowered.actions == LOCKED.actions
    assert "by A on 2026-09-30: another entity (registry extract)" in lowered.notes[0]


def test_within_t1_no_document_is_needed() -> None:
    assert apply_override(LOCKED, Override("1C", "A", "2026-09-30", "dates corrected")).code == "1C"


def test_raising_asks_for_counsel() -> None:
    raised = apply_override(CLEAR, Override("1E", "A", "2026-09-30", "seen in the filing"))
    assert raised.tier is Tier.T1
    assert raised.actions.buy == "counsel"
    assert raised.other_codes == ("5",)


@pytest.mark.parametrize(("code", "on"), [("9Z", "2026-09-30"), ("4A", "soon")])
def test_unknown_codes_and_dates_are_refused(code: str, on: str) -> None:
    with pytest.raises(OverrideRefused):
        apply_override(LOCKED, Override(code, "A", on, "R", "D"))


@pytest.mark.parametrize(("before", "after", "words"), [
    ("U1", "4A", "It settles what is unresolved: T4 Listed or structural risk."),
    ("U1", "5", "It settles what is unresolved: T5 None identified."),
    ("4A", "U1", "It leaves the position unresolved in place of T4."),
    ("5", "4A", "It raises the tier from T5 to T4."), ("1B", "4A", "It lowers the tier from T1 to T4."),
    ("1C", "1B", "It stays in T1, by another reason."), ("U1", "U2", "It stays unresolved."),
    ("4A", "4A", "It is what the program calculated."),
])
def test_what_an_override_does_is_said_without_ranking_the_unresolved(before: str, after: str, words: str) -> None:
    assert describe_direction(before, after) == words

"""Changing the day, the holder or an edition shows what moved and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinolens.reference.loader import Reference
from sinolens.regulation.movement import find_moves


def test_a_later_day_moves_what_its_dates_say(reference: Reference, holding: Callable, assess: Callable) -> None:
    held = [holding("winddown"), holding("smic", line="H"), holding("moutai")]
    early, late = assess(reference, held, "2026-09-30"), assess(reference, held, "2027-03-01")
    moves = find_moves((early.position(row) for row in range(3)), (late.position(row) for row in range(3)))
    assert [(move.row, move.before.code, move.after.code) for move in moves] == [(0, "1C", "1B"), (2, "5", "U3")]
    assert [trigger.code for trigger in moves[0].gained] == ["1B"]
    assert [trigger.code for trigger in moves[0].lost] == ["1C"]
    assert not moves[0].rises
    # Unresolved is no degree of severity.
    assert moves[1].unsettles
    assert not moves[1].rises
    back = find_moves((late.position(row) for row in range(3)), (early.position(row) for row in range(3)))
    assert back[1].resolves
    assert not back[1].rises


def test_another_holder_moves_only_what_its_papers_name(
    reference: Reference, institutions: dict, holding: Callable, assess: Callable
) -> None:
    held = [holding("alibaba", line="HK"), holding("tencent", line="HK")]
    plain = assess(reference, held, "2026-09-30")
    bound = assess(reference, held, "2026-09-30", institutions["tx-papers"])
    moves = find_moves((plain.position(row) for row in range(2)), (bound.position(row) for row in range(2)))
    assert [(move.row, move.after.code, move.rises) for move in moves] == [(0, "3A", True)]
    assert moves[0].gained[0].rule_id == "tx-809a"


def test_different_positions_cannot_be_compared(reference: Reference, holding: Callable, assess: Callable) -> None:
    one = assess(reference, [holding("smic")], "2026-09-30").position()
    with pytest.raises(ValueError, match="zip"):
        find_moves([one], [])

"""Listed at the day of the holding, or designated later: only two editions can tell."""

from __future__ import annotations

from collections.abc import Callable

from sinolens.domain.tier import Status
from sinolens.reference.loader import Reference


def named_by(status: Status, list_id: str) -> bool | None:
    return next(trigger.designated_later for trigger in status.triggers if trigger.list_id == list_id)


def test_two_editions_tell_later_from_listed(reference: Reference, holding: Callable, assess: Callable) -> None:
    held = [holding("pending", as_of="2026-08-31"), holding("pending", as_of="2026-09-01"),
            holding("smic", as_of="2026-08-31")]
    found = assess(reference, held, "2026-09-30")
    later, same, old = (found.position(row) for row in range(3))
    assert named_by(later, "ofac-ns-cmic") is True
    assert "Designated after the day of the holding." in later.explanation
    assert named_by(same, "ofac-ns-cmic") is False
    assert named_by(old, "ofac-ns-cmic") is False


def test_one_edition_cannot_tell(reference: Reference, holding: Callable, assess: Callable) -> None:
    held = [holding("alibaba", as_of="2026-03-31")]
    status = assess(reference, held, "2026-09-30").position()
    assert status.code == "4A"
    assert named_by(status, "dod-1260h") is None
    assert "Designated after" not in status.explanation


def test_a_second_edition_moves_names_to_designated_later(
    build_reference: Callable, holding: Callable, assess: Callable
) -> None:
    editions = [("dod-1260h", day, day, "2026-07-09") for day in ("2026-01-01", "2026-06-08")]
    pack = build_reference(editions=editions)
    first = ("dod-1260h", "2026-01-01")
    pack.entries[first] = tuple(entry for entry in pack.entries[first] if not entry.id.endswith(":alibaba"))
    held = [holding("alibaba", as_of="2026-03-31"), holding("tencent", as_of="2026-03-31")]
    found = assess(pack, held, "2026-09-30")
    assert named_by(found.position(0), "dod-1260h") is True
    assert named_by(found.position(1), "dod-1260h") is False


def test_clear_positions_name_the_lists_checked_and_those_not_on_file(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    status = assess(reference, [holding("us-share", line="ordinary")], "2026-09-30").position()
    assert status.code == "5"
    assert "Lists checked: " in status.explanation
    assert "ofac-ns-cmic (edition of 1 Sep 2026, checked 9 Jul 2026, 83 days before)" in status.explanation
    assert "Not on file, so not checked: bis-mieu, bis-unverified-list." in status.explanation


def test_a_state_rule_without_papers_is_a_note(
    reference: Reference, institutions: dict, holding: Callable, assess: Callable
) -> None:
    status = assess(reference, [holding("alibaba", line="HK")], "2026-09-30", institutions["tx"]).position()
    assert status.code == "4A"
    assert any(note.startswith("A state rule may apply") and "not on file" in note for note in status.notes)
    abroad = assess(reference, [holding("us-share")], "2026-09-30", institutions["tx"]).position()
    assert abroad.notes == ()


def test_a_fund_says_what_it_contains(reference: Reference, holding: Callable, assess: Callable) -> None:
    etf = holding("", "etf", holds=(("tencent", "equity", 60.5), ("us-share", "equity", 39.5)))
    status = assess(reference, [etf], "2026-09-30").position()
    assert "Contains T4 names, 60.50 % of value." in status.notes
    trust = holding("", "commingled_fund", holds=(("smic", "equity", 5), ("us-share", "equity", 95)),
                    fields={"fund_domicile": "US"})
    status = assess(reference, [trust], "2026-09-30").position()
    assert status.code == "4A"
    assert "Contains T1 names, 5.00 % of value." in status.notes


def test_shares_of_what_is_unresolved_are_said(reference: Reference, holding: Callable, assess: Callable) -> None:
    etf = holding("", "etf", holds=(("smic", "equity", 1), ("us-share", "equity", 49), ("undisclosed", "other", 50)))
    status = assess(reference, [etf], "2026-09-30").position()
    assert (status.code, status.other_codes) == ("1B", ("U2",))
    assert "50.00 % of the value is not disclosed" in status.explanation
    assert "Inside the fund (1.00 % of its value)" in status.explanation

"""What a status says: no leave to deal beneath a bar, dates nobody could know, marks and ages that are true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sinolens.domain.tier import Actions, Status, Tier
from sinolens.reference.loader import Reference
from sinolens.regulation.ground import is_named_on, name_list, place_on

DAY = "2026-09-30"


@pytest.fixture
def status_of(reference: Reference, holding: Callable, assess: Callable) -> Callable[..., Status]:
    def run(issuer: str = "", instrument: str = "equity", as_of: str = DAY, pack: Reference | None = None,
            **options: object) -> Status:
        return assess(pack or reference, [holding(issuer, instrument, **options)], as_of).position()
    return run


@pytest.mark.parametrize("issuer", ["smic", "hikvision", "cloudwalk", "winddown", "china-mobile"])
def test_no_leave_to_deal_stands_beneath_a_bar(status_of: Callable, issuer: str) -> None:
    status = status_of(issuer)
    assert status.tier is Tier.T1
    others = [line for line in status.explanation.splitlines() if line[:2] in ("4A", "4B", "4C")]
    if issuer not in ("winddown",):
        assert others
    for line in others:
        assert "allowed" not in line
        assert "Under this rule alone nothing is barred." in line


def test_every_rule_that_bars_nothing_speaks_for_itself_only(reference: Reference) -> None:
    for rule in reference.rules:
        for stage in rule.stages:
            if rule.in_force and stage.actions == Actions() and rule.basis != "mandate":
                assert stage.limits.startswith("Under this rule"), (rule.id, stage.code)


def test_a_date_of_law_is_no_clock_before_the_law(status_of: Callable) -> None:
    day = "2027-12-18"
    before = status_of("meu-name", as_of="2025-12-17")
    assert day not in {clock.date for clock in before.clocks}
    pending = [c for c in status_of("meu-name", as_of="2026-09-30").clocks if c.date == day]
    assert pending
    # A name on the list that bars securities already has nothing to be moved to.
    barred = status_of("hikvision", line="A", as_of="2026-09-30")
    assert not [clock for clock in barred.clocks if clock.date == day and clock.rule_id == "ns-cmic"]
    affiliate = status_of("affiliate-60", as_of="2025-11-09")
    assert "2026-11-10" not in {clock.date for clock in affiliate.clocks}


def test_every_key_date_says_since_when_it_is_known(reference: Reference) -> None:
    for rule in reference.rules:
        for key in rule.key_dates:
            assert key.known_from, (rule.id, key.date)
            assert key.known_from <= key.date


def test_one_day_of_law_stands_once(status_of: Callable) -> None:
    clocks = status_of("hikvision", line="A").clocks
    assert len({(clock.date, clock.label) for clock in clocks}) == len(clocks)
    assert [clock.date for clock in clocks].count("2027-12-18") == 1


@pytest.mark.parametrize(("day", "left"), [("2022-06-01", 1), ("2022-06-02", 0), ("2022-06-03", None)])
def test_the_last_day_to_divest_is_a_day_on_which_one_can_sell(
    status_of: Callable, day: str, left: int | None
) -> None:
    status = status_of("smic", line="H", as_of=day)
    last = [clock.days_left for clock in status.clocks if clock.label == "Last day to divest"]
    assert last == ([] if left is None else [left])
    assert (status.actions.sell == "divest_only") is (left is not None)


def test_a_list_checked_after_the_day_says_so(status_of: Callable) -> None:
    after = status_of("us-share", line="ordinary", as_of="2026-07-09").explanation
    assert "checked 9 Jul 2026, the same day" in after
    earlier = status_of("us-share", line="ordinary", as_of="2022-12-23").explanation
    assert "checked 9 Jul 2026, after this day" in earlier
    assert "0 days before" not in after + earlier


def test_evidence_still_to_be_shown_is_marked_unverified(status_of: Callable) -> None:
    status = status_of("moonshot", "direct_private", fields={"commitment_date": "2026-02-15"})
    trigger = next(trigger for trigger in status.triggers if trigger.code == "2B")
    assert "850.501" in trigger.citation
    assert not trigger.verified
    assert f"{trigger.citation} [unverified]" in status.explanation


def test_a_trust_with_barred_names_inside_says_why_it_is_not_barred_itself(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    trust = holding("", "commingled_fund", holds=(("smic", "equity", 5), ("us-share", "equity", 95)),
                    fields={"fund_domicile": "US"})
    status = assess(reference, [trust], DAY).position()
    assert status.code == "4A"
    (told,) = [one.explanation for one in status.triggers]
    assert "5.00 % of its value" in told
    assert "publicly traded securities only" in told
    assert status.actions.sell == "yes"
    assert status.actions.buy == "counsel"
    etf = holding("", "etf", holds=(("smic", "equity", 5), ("us-share", "equity", 95)))
    barred = assess(reference, [etf], DAY).position()
    assert barred.tier is Tier.T1
    assert "publicly traded securities only" not in barred.triggers[0].explanation


@pytest.mark.parametrize(("kind", "asked"), [("equity", True), ("depositary_receipt", True), ("bond", False)])
def test_reinvested_dividends_are_asked_about_where_there_are_dividends(
    status_of: Callable, kind: str, asked: bool
) -> None:
    status = status_of("smic", kind)
    assert status.tier is Tier.T1
    assert any("dividends are reinvested" in text for text in status.evidence_needed) is asked
    on = status_of("smic", kind, fields={"reinvest": "yes"})
    assert any("each reinvestment is a purchase" in note for note in on.notes)


def test_a_statute_takes_no_article(reference: Reference, status_of: Callable) -> None:
    assert name_list("Entity List") == "the Entity List"
    assert (place_on("Section 889"), is_named_on("Section 889")) == ("in Section 889", "is named in Section 889")
    assert is_named_on("Section 1260H list") == "appears on the Section 1260H list"
    pack = replace(reference, editions=tuple(
        replace(one, short_title="Section 889") if one.list_id == "section-889" else one for one in reference.editions
    ))
    text = status_of("zte", pack=pack).explanation
    assert "is named in Section 889" in text
    assert "the Section 889" not in text


def test_a_list_without_an_edition_for_the_day_is_called_not_looked_up(status_of: Callable[..., Status]) -> None:
    status = status_of(region="TW", as_of="2021-08-01")
    assert status.code == "5"
    assert "Not looked up, for want of an edition of this date: " in status.explanation
    assert "Their rules speak of entities of other regions" in status.explanation

"""Every clock and every fixed day of the rule pack, on the day before, the day itself and the day after."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinolens.domain.definition import Institution, Mandate
from sinolens.domain.rule import KeyDate, Rule, RuleClock
from sinolens.domain.tier import Status
from sinolens.reference.loader import Reference, resources
from sinolens.reference.rules import load_rules
from sinolens.regulation.calendar import shift_date

RULES = load_rules(resources())
CLOCKS = [(rule, clock) for rule in RULES for clock in rule.clocks]
KEY_DATES = [(rule, key) for rule in RULES for key in rule.key_dates]
OPERATIVE = [(rule, key) for rule, key in KEY_DATES if rule.in_force]
DATES = {"listed_on": "2026-03-01", "effective_on": "2026-04-30", "divest_by": "2027-03-01"}
"""Of the entry of the small pack that is wound down."""
START = "2026-02-15"
AROUND = (-1, 0, 1)


def name(case: tuple[Rule, RuleClock | KeyDate]) -> str:
    return f"{case[0].id}: {case[1].label}"


@pytest.fixture(scope="module")
def status_of(reference: Reference, holding: Callable, assess: Callable) -> Callable[..., Status]:
    """Status of a position that the rule reaches, on a day."""
    def run(rule: Rule, as_of: str, start: str = "completion") -> Status:
        institution: Institution | None = None
        if rule.basis == "mandate":
            holder = dict(rule.holder_filter)
            institution = Institution(
                "held", "Held", public=holder.get("public") == "yes", state=holder.get("state", ""),
                mandates=(Mandate(rule.id, START, "the paper", ("alibaba",)),))
            held = holding("alibaba", line="HK")
        elif rule.basis == "transaction":
            answers = {"activity": "ai-compute-notifiable"}
            if start == "knowledge":
                answers["knowledge_date"] = "2026-03-20"
            held = holding("moonshot", "direct_private", fields={"commitment_date": START}, answers=answers)
        elif rule.basis in ("affiliate", "ge50_aggregate"):
            held = holding("affiliate-60")
        elif any(clock.start in DATES for clock in rule.clocks):
            held = holding("winddown")
        else:
            issuer = next(
                link.issuer_id for link in reference.links
                if link.entry_id.partition(":")[0] in rule.list_ids and link.relation.value == "exact")
            held = holding(issuer)
        return assess(reference, [held], as_of, institution).position()
    return run


@pytest.mark.parametrize("case", CLOCKS, ids=name)
def test_a_clock_counts_down_to_its_day_and_past_it(case: tuple[Rule, RuleClock], status_of: Callable) -> None:
    rule, clock = case
    first = {**DATES, "completion": START, "knowledge": "2026-03-20", "notice": START}[clock.start]
    day = shift_date(first, clock.months, clock.days)
    seen = {}
    for offset in AROUND:
        status = status_of(rule, shift_date(day, days=offset), clock.start)
        found = [one.days_left for one in status.clocks if (one.label, one.date, one.rule_id) == (
            clock.label, day, rule.id)]
        codes = {trigger.code for trigger in status.triggers if trigger.rule_id == rule.id}
        if not clock.codes or codes & set(clock.codes):
            assert found == [-offset], f"{status.code} on {shift_date(day, days=offset)}"
            seen[offset] = found
        else:
            assert not found
    assert 0 in seen or -1 in seen, "the day, or the last day of the stage before it"


@pytest.mark.parametrize("case", OPERATIVE, ids=name)
def test_a_fixed_day_is_counted_down_to_and_was_not_known_before_its_law(
    case: tuple[Rule, KeyDate], status_of: Callable
) -> None:
    rule, key = case
    for offset in AROUND:
        status = status_of(rule, shift_date(key.date, days=offset))
        assert [one.days_left for one in status.clocks if (one.label, one.date) == (key.label, key.date)] == [-offset]
    if key.known_from:
        before = status_of(rule, shift_date(key.known_from, days=-1))
        assert not [one for one in before.clocks if one.label == key.label]


def test_the_fixed_days_of_a_rule_that_is_not_operative_stand_beside_no_position(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    pending = {key.label for rule, key in KEY_DATES if not rule.in_force} - {key.label for _, key in OPERATIVE}
    assert pending
    held = [holding(issuer) for issuer in reference.issuers]
    found = assess(reference, held, "2027-03-13")
    shown = {clock.label for row in range(len(held)) for clock in found.position(row).clocks}
    assert not pending & shown


@pytest.mark.parametrize(("offset", "code"), [(-1, "1D"), (0, "1C"), (1, "1C")])
def test_the_bar_begins_on_its_day(offset: int, code: str, status_of: Callable) -> None:
    rule = next(rule for rule in RULES if rule.id == "ns-cmic")
    assert status_of(rule, shift_date(DATES["effective_on"], days=offset)).code == code


@pytest.mark.parametrize(("offset", "code"), [(-1, "1C"), (0, "1B"), (1, "1B")])
def test_the_lock_begins_on_its_day(offset: int, code: str, status_of: Callable) -> None:
    rule = next(rule for rule in RULES if rule.id == "ns-cmic")
    assert status_of(rule, shift_date(DATES["divest_by"], days=offset)).code == code


@pytest.mark.parametrize("offset", AROUND)
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.stayed], ids=lambda rule: rule.id)
def test_a_stay_ends_on_its_day_and_what_holds_after_it_is_unknown(rule: Rule, offset: int) -> None:
    (last,) = [period for period in rule.stayed if period.end][-1:]
    state = rule.state_on(shift_date(last.end, days=offset))
    assert state == ("stayed" if offset < 0 else rule.after_stay)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.in_force and rule.in_force[0].start],
                         ids=lambda rule: rule.id)
def test_a_rule_begins_on_its_first_day(rule: Rule) -> None:
    first = rule.in_force[0].start
    assert rule.state_on(shift_date(first, days=-1)) == "not_in_force"
    assert rule.state_on(first) != "not_in_force"
    assert rule.state_on(shift_date(first, days=1)) != "not_in_force"


def test_a_list_is_old_after_its_limit(reference: Reference, holding: Callable, assess: Callable) -> None:
    checked = max(edition.checked_on for edition in reference.editions)
    codes = [assess(reference, [holding("us-share")], shift_date(checked, days=90 + offset)).position().code
             for offset in AROUND]
    assert codes == ["5", "5", "U3"]


def test_a_clock_of_the_pack_without_a_case_would_be_seen() -> None:
    assert {clock.start for _, clock in CLOCKS} <= {*DATES, "completion", "knowledge", "notice"}
    assert len(CLOCKS) >= 12

"""The fact sheet: questions, answers with their origin, exceptions and what is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinolens.reference.loader import Reference
from sinolens.regulation.factsheet import Answer, check_answer, make_fact_sheet

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def rule(reference: Reference) -> object:
    return next(rule for rule in reference.rules if rule.id == "outbound")


def test_a_sheet_shows_answers_with_their_origin_and_what_is_missing(
    rule: object, reference: Reference, holding: Callable, assess: Callable
) -> None:
    fields = {"commitment_date": "2026-02-15", "fund_domicile": "KY", "commitment": 5_000_000_00}
    status = assess(reference, [holding("", "private_fund", fields=fields)], DAY).position()
    address = {"name": "Fund II, L.P.", "file": "a.xlsx", "sheet": "S", "row": 7}
    position = {**address, "instrument": "private_fund", **fields}
    answers = {"special_rights": Answer("no", "A. Analyst", "2026-09-01", "side letter")}
    sheet = make_fact_sheet(rule, position, status, DAY, answers)
    by_field = {line.question.field: line for line in sheet.lines}
    assert sheet.source == "a.xlsx, S, row 7"
    assert sheet.code == "2B"
    assert by_field["fund_domicile"].origin == "holdings file"
    assert by_field["special_rights"].origin == "A. Analyst, 2026-09-01, side letter"
    # Without a manager one commitment is no total; it already passes the limit by itself.
    assert by_field["commitment_total"].missing
    assert by_field["assurance_date"].missing
    assert by_field["assurance_date"].question.text in sheet.missing
    states = {one.label: one.state for one in sheet.exceptions}
    assert states["Binding contractual assurance to the limited partner"] == "open"
    assert states["Limited partner with at most $2,000,000 committed, co-investments included"] == "failed"
    small = make_fact_sheet(rule, {**position, "commitment": 1_000_000_00}, status, DAY, answers)
    assert {one.label: one.state for one in small.exceptions}[
        "Limited partner with at most $2,000,000 committed, co-investments included"] == "open"
    managed = make_fact_sheet(rule, {**position, "manager": "M"}, status, DAY, answers)
    assert next(one.value for one in managed.lines if one.question.field == "commitment_total") == "5000000.00"
    assert sheet.triggers
    assert {trigger.rule_id for trigger in sheet.triggers} == {"outbound"}


def test_answers_on_the_sheet_decide(reference: Reference, holding: Callable, assess: Callable) -> None:
    fields = {"commitment_date": "2026-02-15", "fund_domicile": "KY"}
    held = [holding("", "private_fund", fields=fields,
                    answers={"assurance_date": "2026-02-01", "special_rights": "no"})]
    status = assess(reference, held, DAY).position()
    assert status.code == "U2"
    assert any("Binding contractual assurance" in note for note in status.notes)


def test_a_filed_notice_is_a_note_and_no_code(reference: Reference, holding: Callable, assess: Callable) -> None:
    fields = {"commitment_date": "2026-02-15"}
    plain = assess(reference, [holding("deepseek", "direct_private", fields=fields)], DAY).position()
    filed = assess(reference, [holding("deepseek", "direct_private", fields=fields,
                                       answers={"notice_filed": "2026-03-02"})], DAY).position()
    assert (plain.code, filed.code) == ("2A", "2A")
    assert any("2 Mar 2026" in note for note in filed.notes)


@pytest.mark.parametrize(("field", "text", "value"), [
    ("commitment_date", " 2026-01-31 ", "2026-01-31"), ("secondary", "Yes", "yes"),
    ("commitment_total", "1,500,000", "1,500,000"), ("training_operations", "3.4e24", "3.4e24"),
    ("activity", "quantum", "quantum"), ("fund_registration", "ucits", "ucits"), ("fund_domicile", "", ""),
])
def test_good_answers_are_kept(rule: object, field: str, text: str, value: str) -> None:
    assert check_answer(rule, field, text) == value


@pytest.mark.parametrize(("field", "text", "wanted"), [
    ("commitment_date", "31/01/2026", "not a date"), ("commitment_date", "2026-02-30", "not a date"),
    ("secondary", "perhaps", "neither yes nor no"), ("commitment_total", "lots", "not an amount"),
    ("commitment_total", "-1", "not an amount"), ("commitment_total", "nan", "not an amount"),
    ("activity", "rockets", "is not one of"), ("weather", "fine", "asks nothing about"),
])
def test_bad_answers_are_refused_with_what_is_wanted(rule: object, field: str, text: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        check_answer(rule, field, text)


@pytest.mark.parametrize(("answers", "due", "told"), [
    ({"stage": "committed"}, "", "Committed on 15 Feb 2026, not completed yet."),
    ({"stage": "subscribed"}, "", "Subscribed on 15 Feb 2026, not completed yet."),
    ({"stage": "called", "completion_date": "2026-06-01"}, "2026-07-01", "on 15 Feb 2026, completed on 1 Jun 2026"),
    ({"stage": "held"}, "2026-03-17", "Completed or committed on 15 Feb 2026."), ({}, "2026-03-17", "15 Feb 2026"),
])
def test_the_time_for_a_notice_runs_from_completion(
    reference: Reference, holding: Callable, assess: Callable, answers: dict[str, str], due: str, told: str
) -> None:
    deal = holding("moonshot", "direct_private", fields={"commitment_date": "2026-02-15"},
                   answers={"activity": "ai-compute-notifiable", **answers})
    status = assess(reference, [deal], "2026-09-30").position()
    assert status.code == "2A"
    assert told.casefold() in status.explanation.casefold()
    assert [clock.date for clock in status.clocks if clock.label.startswith("Notice")] == ([due] if due else [])
    assert any("date of completion" in text for text in status.evidence_needed) is not bool(due)

"""What a person decided about a string holds for it, and for nothing else."""

from __future__ import annotations

from sinolens.domain.match import ScreeningState
from sinolens.matching.decisions import Decision

HIT = ScreeningState.HIT
POSSIBLE = ScreeningState.POSSIBLE
NONE = ScreeningState.NONE
NOT_SCREENED = ScreeningState.NOT_SCREENED


def test_confirmed_decisions_apply_to_the_same_string(match):
    decision = Decision("Strange String 9", "tencent", "same", "Ann", "2026-09-01", "custodian's note")
    found = match("STRANGE  STRING 9", decisions=[decision])
    assert (found.state, found.method, found.issuer_id) == (HIT, "confirmed", "tencent")
    assert "Ann" in found.evidence and "custodian's note" in found.evidence


def test_a_rejected_entity_is_not_offered_again(match):
    string = "HANGZHOU HIKVISION DIGITAL TE-A"
    assert match(string, decisions=[Decision(string, "hikvision", "different", "Ann")]).state is NOT_SCREENED


def test_ruling_out_one_of_two_namesakes_is_no_decision_for_the_other(match):
    string = "CHINA TELECOM"
    found = match(string, country="CN", decisions=[Decision(string, "alpha:3", "different", "Ann")])
    assert found.state is POSSIBLE and not found.entry_ids and not found.provisional
    assert found.name == "China Telecommunications Corporation" and "only one left" in found.evidence
    both = [Decision(string, entity, "different", "Ann") for entity in ("alpha:3", "beta:1")]
    assert match(string, country="CN", decisions=both).state is NOT_SCREENED


def test_ruling_out_a_namesake_of_another_legal_form_changes_nothing(match):
    string = "CHINA TELECOM CORP LTD-H"
    ruled_out = [Decision(string, "beta:1", "different", "Ann")]
    assert match(string, country="CN", decisions=ruled_out).entry_ids == ("alpha:3",)


def test_none_is_a_decision_too_and_the_last_word_counts(match):
    string = "TENCENT HOLDINGS LTD"
    none = Decision(string, "", "none", "Ann")
    assert match(string, decisions=[none]).state is NONE
    assert match(string, decisions=[none, Decision(string, "tencent", "same", "Bob")]).issuer_id == "tencent"


def test_an_identifier_goes_before_a_decision_unless_they_quarrel(match):
    decided = [Decision("MICROSOFT CORP", "", "none", "Ann")]
    assert match("MICROSOFT CORP", isin="US01609W1027", decisions=decided).state is NONE
    wrong = [Decision("ALIBABA GROUP", "tencent", "same", "Ann")]
    assert match("ALIBABA GROUP", isin="US01609W1027", decisions=wrong).issuer_id == "alibaba"


def test_a_decision_about_an_entity_that_is_gone_is_not_screened(match):
    found = match("SOMETHING", decisions=[Decision("SOMETHING", "vanished", "same", "Ann")])
    assert found.state is NOT_SCREENED and "vanished" in found.evidence

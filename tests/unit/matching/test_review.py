"""The review queue."""

from __future__ import annotations

import pandas as pd
import pytest

from sinolens.matching.decisions import Decision, DecisionTable, string_key
from sinolens.matching.query import Query
from sinolens.matching.resolution import match_names
from sinolens.matching.review import rank_entities, review_queue


def queue(index, rows, decisions=()):
    frame = pd.DataFrame(rows).fillna("")
    matches, which = match_names(frame, index, decisions)
    return review_queue(frame, matches, which, index, decisions)


ROWS = [
    {"name": "SENSETIME GROUP", "country": "HK", "market_value": 500},
    {"name": "HANGZHOU HIKVISION DIGITAL TE-A", "country": "CN", "market_value": -900},
    {"name": "TENCENT HLDGS LTD", "country": "CN", "market_value": 10_000},
    {"name": "Sensetime  Group", "country": "", "market_value": 300},
    {"name": "MICROSOFT CORP", "isin": "US01609W1027", "market_value": 100},
]


def test_the_largest_amount_comes_first_and_same_strings_are_one(index):
    items = queue(index, ROWS)
    assert [item.string for item in items] == ["HANGZHOU HIKVISION DIGITAL TE-A", "SENSETIME GROUP", "MICROSOFT CORP"]
    assert [item.market_value for item in items] == [900, 800, 100]
    assert items[1].rows == (0, 3)


def test_candidates_show_the_words_that_matched(index):
    item = queue(index, ROWS)[0]
    best = item.candidates[0]
    assert best.entity_id == "hikvision" and best.entry_ids == ("alpha:4",) and "CN" in best.countries
    assert ("TE", "TECHNOLOGY") in [(pair.query, pair.name) for pair in best.pairs]
    assert best.missing_string == () and 90 <= best.score <= 100


def test_namesakes_are_both_offered(index):
    item = queue(index, ROWS)[1]
    assert {candidate.entity_id for candidate in item.candidates[:2]} == {"sensetime", "alpha:1"}


def test_a_conflict_is_in_the_queue_with_its_identifiers(index):
    item = queue(index, ROWS)[2]
    assert "US01609W1027" in item.match.conflict and ("isin", "US01609W1027") in item.identifiers


def test_decisions_empty_the_queue(index):
    decisions = [
        Decision("SENSETIME GROUP", "sensetime", "same", "Ann"),
        Decision("HANGZHOU HIKVISION DIGITAL TE-A", "", "none", "Ann"),
        Decision("MICROSOFT CORP", "", "none", "Ann"),
    ]
    assert queue(index, ROWS, decisions) == []


def test_a_rejected_entity_is_not_offered(index):
    decisions = [Decision("SENSETIME GROUP", "alpha:1", "different", "Ann")]
    ranked = rank_entities([Query(name="SENSETIME GROUP")], index, decisions)[0]
    assert "alpha:1" not in {index.entities[candidate.entity].id for candidate in ranked}


def test_nothing_waiting_is_an_empty_queue(index):
    assert queue(index, [{"name": "TENCENT HLDGS LTD", "market_value": 1}]) == []


def test_strings_are_the_same_without_case_width_and_blanks():
    assert string_key("  Alpha\u3000 BETA ") == string_key("ＡＬＰＨＡ beta") == "ALPHA BETA"


def test_a_verdict_must_be_one_of_ours():
    with pytest.raises(ValueError, match="perhaps"):
        Decision("x", "y", "perhaps")


def test_taking_back_a_decision_by_its_opposite():
    table = DecisionTable.of([Decision("A", "x", "same"), Decision("a", "x", "different")])
    assert table.settled_for("A") is None and table.rejected_for("A") == {"x"}
    table = DecisionTable.of([Decision("A", "x", "different"), Decision("a", "x", "same")])
    assert table.rejected_for("A") == frozenset()
    settled = table.settled_for("A")
    assert settled is not None and settled.entity == "x"


def test_the_company_a_private_vehicle_is_named_for_is_offered(index):
    rows = [{"name": "BRIDGE ROAD SPV III LP (HIKVISION)", "instrument": "private_fund", "market_value": 700}]
    (item,) = queue(index, rows)
    assert [candidate.entity_id for candidate in item.candidates] == ["hikvision"]
    assert not item.match.provisional and "private deal" in item.match.evidence
    rejected = [Decision(item.string, "hikvision", "different")]
    assert not queue(index, rows, rejected)


@pytest.mark.parametrize("name", ["BABA", "002415", "BABA US"])
def test_a_code_typed_as_the_name_offers_its_holder(index, name):
    item = queue(index, [{"name": name, "country": "US" if "BABA" in name else "", "market_value": 100}])[0]
    best = item.candidates[0]
    assert best.entity_id == ("alibaba" if "BABA" in name else "hikvision")
    assert best.score == item.match.score
    rejected = [Decision(name, best.entity_id, "different", "Ann")]
    query = Query(name=name, country="US" if "BABA" in name else "")
    ranked = rank_entities([query], index, rejected)[0]
    assert best.entity_id not in [index.entities[found.entity].id for found in ranked]

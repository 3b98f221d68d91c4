"""What must not be barred, or not with that code, when it is not certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sinolens.domain.activity import ActivityEvidence
from sinolens.domain.official_list import EntityLink, Relation
from sinolens.domain.tier import Status
from sinolens.reference.loader import Reference, load_reference

DAY = "2026-09-30"
DEAL = {"commitment_date": "2025-06-01"}


@pytest.fixture
def status_of(reference: Reference, holding: Callable, assess: Callable) -> Callable[..., Status]:
    def run(issuer: str = "", instrument: str = "equity", pack: Reference | None = None, **options: object) -> Status:
        return assess(pack or reference, [holding(issuer, instrument, **options)], DAY).position()
    return run


@pytest.mark.parametrize("issuer", ["sensetime-limited", "megvii", "yitu", "dji", "huawei"])
def test_a_deal_without_a_date_is_not_certain_to_be_prohibited(status_of: Callable, issuer: str) -> None:
    status = status_of(issuer, identified=False, method="name")
    assert status.code == "2B"
    assert "4A" in status.other_codes
    assert "ask counsel" in status.explanation
    assert status.actions.buy == "counsel"
    assert any("date on which the deal was completed" in text for text in status.evidence_needed)
    dated = status_of(issuer, identified=False, method="name", fields=DEAL)
    assert dated.code == "1E"
    earlier = status_of(issuer, identified=False, method="name", fields={"commitment_date": "2025-01-01"})
    assert earlier.code == "4A"


def test_a_secondary_purchase_is_dated_by_itself(status_of: Callable) -> None:
    undated = status_of("zhipu", "direct_private", fields={"commitment_date": "2025-06-01", "secondary": "yes"})
    assert undated.code == "2B"
    dated = status_of("zhipu", "direct_private", fields={"commitment_date": "2019-06-01", "secondary": "yes"},
                      answers={"purchase_date": "2025-06-01"})
    assert dated.code == "1E"


def test_a_warrant_on_a_listed_name_is_a_listed_derivative_of_it(status_of: Callable) -> None:
    status = status_of("china-mobile", "warrant", identified=False, method="name", line="red_chip")
    assert status.code == "1B"
    assert "1E" not in status.other_codes


def test_a_listed_quantum_counterparty_is_prohibited(reference: Reference, status_of: Callable) -> None:
    evidence = ActivityEvidence("quantumctek", "quantum", "", 0.0, "its business", False, "stated", "a source",
                                "2021-11-26")
    pack = replace(reference, activities=(*reference.activities, evidence))
    status = status_of("quantumctek", "direct_private", pack, fields=DEAL)
    assert status.code == "1E"
    assert "4A" in status.other_codes


def test_the_bundled_facts_know_the_quantum_names() -> None:
    stated = {one.issuer_id for one in load_reference().activities if one.activity == "quantum"}
    assert "quantumctek" in stated


def test_a_subsidiary_stated_by_record_or_filing_counts_without_a_share(
    reference: Reference, status_of: Callable
) -> None:
    def link(stated: bool) -> Reference:
        made = EntityLink("ofac-ns-cmic:yitu", "kuaishou", Relation.SUBSIDIARY, 0.0, "as filed", "the filing",
                          "2026-06-30", False, stated)
        return replace(reference, links=(*reference.links, made))
    stated = status_of("kuaishou", pack=link(True), line="HK")
    assert "4B" in (stated.code, *stated.other_codes)
    trigger = next(trigger for trigger in stated.triggers if trigger.code == "4B")
    assert not trigger.verified
    assert "more than half by the source’s own word" in trigger.explanation
    assert any("Ask counsel" in note for note in stated.notes)
    doubtful = status_of("kuaishou", pack=link(False), line="HK")
    assert "4B" not in (doubtful.code, *doubtful.other_codes)


def test_trap_03_on_the_bundled_facts_is_listed_affiliate_and_counsel(holding: Callable, assess: Callable) -> None:
    bundled = load_reference()
    share = holding("sensetime", line="HK", fields={"mic": "XHKG", "ticker": "0020"})
    status = assess(bundled, [share], DAY).position()
    assert status.code == "4A"
    assert "4B" in status.other_codes
    affiliate = next(trigger for trigger in status.triggers if trigger.code == "4B")
    assert (affiliate.list_id, affiliate.relation, affiliate.verified) == ("ofac-ns-cmic", "subsidiary", False)
    assert any("Ask counsel" in note for note in status.notes)

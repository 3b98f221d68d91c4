"""The 24 traps of the regulatory notes, each by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sinolens.domain.definition import Institution
from sinolens.domain.official_list import ListEdition
from sinolens.domain.tier import Status, Tier
from sinolens.reference.loader import Reference

DAY = "2026-09-30"


@pytest.fixture
def status_of(reference: Reference, holding: Callable, assess: Callable) -> Callable[..., Status]:
    def run(issuer: str = "", instrument: str = "equity", as_of: str = DAY, institution: Institution | None = None,
            pack: Reference | None = None, **options: object) -> Status:
        return assess(pack or reference, [holding(issuer, instrument, **options)], as_of, institution).position()
    return run


def codes(status: Status) -> set[str]:
    return {status.code, *status.other_codes}


def test_trap_01_a_public_security_is_excepted_in_one_regime_and_barred_in_the_other(status_of: Callable) -> None:
    excepted, barred = status_of("xiaomi", line="HK"), status_of("smic", line="H")
    assert excepted.code == "4C"
    assert excepted.actions.buy == "yes"
    assert barred.code == "1B"
    assert "4C" in barred.other_codes


def test_trap_02_an_etf_is_excepted_by_one_rule_and_covered_by_the_other(status_of: Callable) -> None:
    status = status_of("", "etf", holds=(("smic", "equity", 1), ("us-share", "equity", 99)))
    assert status.code == "1B"
    assert not codes(status) & {"1E", "2A", "2B"}


def test_trap_03_the_parent_of_a_named_subsidiary_is_listed_affiliate_and_flagged(status_of: Callable) -> None:
    status = status_of("sensetime", line="HK")
    assert status.code == "4A"
    assert {"4A", "4B"} <= {trigger.code for trigger in status.triggers}
    assert "1B" not in codes(status)
    assert any("check which legal entity" in text for text in status.evidence_needed)
    assert "ask counsel" in status.explanation


def test_trap_04_a_subsidiary_of_a_named_group_is_not_barred(status_of: Callable) -> None:
    status = status_of("ieit", line="A")
    assert status.code == "4A"
    assert status.tier is not Tier.T1
    assert any("ownership not on file" in note and "counsel" in note for note in status.notes)


def test_trap_05_after_the_last_day_a_position_is_locked_in_and_never_to_be_sold(status_of: Callable) -> None:
    status = status_of("smic", line="H")
    assert status.actions.sell == "no"
    assert status.actions.hold == "yes"
    assert "Locked in" in status.explanation
    assert "no duty to divest" in status.explanation
    for text in (status.explanation, *status.notes, *status.evidence_needed):
        assert "divest now" not in text.lower()


def test_trap_06_dividend_reinvestment_is_a_purchase_and_flagged(status_of: Callable) -> None:
    on = status_of("smic", line="H", fields={"reinvest": "yes"})
    assert on.actions.reinvest == "no"
    assert on.actions.dividend == "yes"
    assert any("each reinvestment is a purchase" in note for note in on.notes)
    unknown = status_of("smic", line="H")
    assert any("reinvested" in text for text in unknown.evidence_needed)
    off = status_of("smic", line="H", fields={"reinvest": "no"})
    assert not any("reinvest" in text for text in (*off.notes, *off.evidence_needed))


@pytest.mark.parametrize("issuer", ["alibaba", "iflytek", "dahua", "zte", "xinjiang", "meu-name", "byd"])
def test_trap_07_export_defence_and_import_lists_never_bar(status_of: Callable, issuer: str) -> None:
    status = status_of(issuer, fields={"isin": "CNE100000HF9"})
    assert status.tier is Tier.T4
    assert (status.actions.buy, status.actions.sell, status.actions.hold) == ("yes", "yes", "yes")
    for trigger in status.triggers:
        assert "prohibited" not in trigger.explanation.lower()


def test_trap_08_the_ownership_test_belongs_to_one_list_and_the_export_rule_to_the_clock(status_of: Callable) -> None:
    assert status_of("half-blocked").code == "1A"
    assert status_of("half-cmic").code == "4B"
    assert "U4" not in codes(status_of("affiliate-60", as_of="2026-11-09"))
    assert "U4" in codes(status_of("affiliate-60", as_of="2026-11-10"))


def test_trap_09_a_name_without_identifiers_reaches_every_line_of_the_entity(status_of: Callable) -> None:
    assert status_of("cloudwalk", line="A").code == "1B"
    assert status_of("china-mobile", line="A").code == "1B"


def test_trap_10_adr_h_and_a_share_one_order_but_not_the_delisting_risk(status_of: Callable) -> None:
    assert {status_of("smic", line=kind).code for kind in ("H", "A")} == {"1B"}
    receipt = status_of("alibaba", "depositary_receipt", line="adr")
    share = status_of("alibaba", line="HK")
    assert "hfcaa" in {trigger.rule_id for trigger in receipt.triggers}
    assert "hfcaa" not in {trigger.rule_id for trigger in share.triggers}
    assert receipt.code == share.code == "4A"
    delisted = status_of("china-mobile", "depositary_receipt", line="adr")
    assert "hfcaa" not in {trigger.rule_id for trigger in delisted.triggers}


def test_trap_11_a_withdrawn_edition_never_answers(
    build_reference: Callable, entry_type: Callable, status_of: Callable
) -> None:
    withdrawn = ListEdition(
        "dod-1260h", "2026-02-13", "t", "t", "p", "2026-02-13", "", True, "2026-07-09", "s", "c", 0, ""
    )
    pack = build_reference(withdrawn=(withdrawn,))
    before = status_of("alibaba", as_of="2026-03-01", pack=pack)
    assert "4A" not in codes(before)
    assert "U4" in codes(before)


def test_trap_12_current_means_member_of_the_latest_edition(build_reference: Callable, status_of: Callable) -> None:
    pack = build_reference()
    # A name of an earlier edition that the latest no longer has: dropped without any end date of its own.
    first, last = ("dod-1260h", "2026-06-08"), ("dod-1260h", "2026-08-01")
    editions = []
    for edition in pack.editions:
        if edition.list_id == first[0]:
            editions += [replace(edition, in_force_to=last[1]),
                         replace(edition, edition=last[1], in_force_from=last[1])]
        else:
            editions.append(edition)
    kept = tuple(entry for entry in pack.entries[first] if not entry.id.endswith(":alibaba"))
    changed = replace(pack, editions=tuple(editions), entries={**pack.entries, last: kept})
    assert status_of("alibaba", as_of="2026-07-31", pack=changed).code == "4A"
    assert status_of("alibaba", pack=changed).code == "4C"


def test_trap_13_a_rename_keeps_the_entity(reference: Reference, holding: Callable, assess: Callable) -> None:
    renamed = replace(reference, issuers={
        **reference.issuers, "smic": replace(reference.issuers["smic"], name="New name", former_names=("Smic",)),
    })
    assert assess(renamed, [holding("smic", line="H")], DAY).position().code == "1B"


def test_trap_14_listing_is_tested_at_settlement(status_of: Callable) -> None:
    early = {"commitment_date": "2026-01-06"}
    assert status_of("minimax", line="HK", fields=early).code == "2B"
    # On the first day of trading an allotment settles before trading begins: it is to be shown.
    first = status_of("minimax", line="HK", fields={"commitment_date": "2026-01-09"})
    assert first.code == "2B"
    assert any("trading had begun at settlement" in text for text in first.evidence_needed)
    assert status_of("minimax", line="HK", fields={"commitment_date": "2026-01-10"}).code == "4C"
    assert status_of("zhipu", line="HK", fields={"commitment_date": "2026-01-08"}).code == "2B"
    shown = status_of("minimax", line="HK", fields=early, answers={"listed_at_settlement": "yes"})
    assert shown.code == "4C"
    convertible = status_of("minimax", "convertible", identified=False, fields={"commitment_date": "2026-02-15"})
    assert convertible.code == "2B"
    assert status_of(
        "minimax", "convertible", identified=False, fields={"commitment_date": "2026-02-15"},
        answers={"converts_to_public": "yes"},
    ).code == "5"


def test_trap_15_small_commitments_are_added_up_and_secondaries_are_new(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    def fund(commitment: int, **fields: str) -> object:
        return holding("", "private_fund", fields={
            "fund_domicile": "KY", "commitment_date": "2026-02-15", "special_rights": "no", "manager": "m",
            "commitment": commitment * 100, **fields})
    alone = assess(reference, [fund(1_200_000)], DAY).position()
    assert alone.code == "U2"
    together = assess(reference, [fund(1_200_000), fund(900_000)], DAY)
    assert together.position(0).code == together.position(1).code == "2B"
    secondary = holding("", "private_fund", fields={
        "fund_domicile": "KY", "commitment_date": "2019-06-01", "secondary": "yes"})
    assert assess(reference, [secondary], DAY).position().code == "2B"
    grandfathered = holding("", "private_fund", fields={"fund_domicile": "KY", "commitment_date": "2019-06-01"})
    assert assess(reference, [grandfathered], DAY).position().code == "U2"


@pytest.mark.parametrize("kind", ["commingled_fund", "hedge_fund"])
def test_trap_16_an_unregistered_fund_is_no_registered_one(status_of: Callable, kind: str) -> None:
    fields = {"fund_domicile": "KY", "commitment_date": "2026-02-15", "fund_registration": "unregistered"}
    assert status_of("", kind, fields=fields).code == "2B"
    registered = status_of("", kind, fields={**fields, "fund_registration": "1940_act"})
    assert registered.code == "U2"


def test_trap_17_training_compute_is_unknown_unless_a_source_says_so(status_of: Callable) -> None:
    fields = {"commitment_date": "2026-02-15"}
    assert status_of("moonshot", "direct_private", fields=fields).code == "2B"
    estimate = status_of("deepseek", "direct_private", fields=fields)
    assert estimate.code == "2A"
    assert estimate.confidence == "estimated"
    assert "estimate (confident)" in estimate.explanation
    # A speculative figure is no evidence, however high.
    assert status_of("xiaomi", "direct_private", fields=fields).code == "2B"


def test_trap_18_quantum_has_no_notifiable_tier(status_of: Callable, reference: Reference) -> None:
    status = status_of("quantum-private", "direct_private", fields={"commitment_date": "2026-02-15"},
                       answers={"activity": "quantum"})
    assert status.code == "1E"
    rule = next(rule for rule in reference.rules if rule.id == "outbound")
    assert {a.outcome for a in rule.activities if "uantum" in a.label} == {"prohibited"}


def test_trap_19_a_listing_turns_notifiable_into_prohibited_and_is_marked_unverified(status_of: Callable) -> None:
    status = status_of("zhipu", "direct_private", fields={"commitment_date": "2026-02-15"},
                       answers={"activity": "ai-compute-notifiable"})
    assert status.code == "1E"
    trigger = status.triggers[0]
    assert trigger.citation == "31 CFR 850.224(m)"
    assert not trigger.verified
    assert "850.224(m) [unverified]" in status.explanation


def test_trap_20_the_successor_law_decides_nothing_yet(reference: Reference, status_of: Callable) -> None:
    rule = next(rule for rule in reference.rules if rule.id == "coins-act")
    assert rule.in_force == ()
    for issuer, kind in (("moonshot", "direct_private"), ("alibaba", "equity"), ("us-startup", "direct_private")):
        status = status_of(issuer, kind, fields={"commitment_date": "2026-02-15"})
        assert "coins-act" not in {trigger.rule_id for trigger in status.triggers}
    scope = next(rule for rule in reference.rules if rule.id == "outbound").regions
    assert set(scope) == {"PRC", "HK", "MO"}


def test_trap_21_the_tax_bill_stands_on_other_lists(reference: Reference) -> None:
    bill = next(rule for rule in reference.rules if rule.id == "endowment-tax-bill")
    assert set(bill.list_ids) == {"bis-entity-list", "bis-meu-list", "bis-unverified-list", "fcc-covered-list"}
    assert dict(bill.holder_filter) == {"assets_usd_above": "1000000000", "public": "no"}
    assert bill.in_force == ()


def test_trap_22_a_foreign_holding_company_can_be_a_covered_foreign_person(status_of: Callable) -> None:
    fields = {"commitment_date": "2026-02-15"}
    assert status_of("sg-holdco", "direct_private", fields=fields).code == "5"
    covered = status_of("sg-holdco", "direct_private", fields=fields, answers={"covered_foreign_person": "yes"})
    assert covered.code == "2B"


def test_trap_23_the_statute_says_may(reference: Reference) -> None:
    rule = next(rule for rule in reference.rules if rule.id == "coins-act")
    assert "may keep a public, non-exhaustive database" in rule.consequence
    assert "must" not in rule.consequence


def test_trap_24_a_pending_rule_never_changes_a_status(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    holdings = [holding(issuer) for issuer in reference.issuers]
    pending = replace(reference, rules=tuple(rule for rule in reference.rules if rule.in_force))
    assert len(pending.rules) < len(reference.rules)
    rich = Institution("rich", "Rich", public=False, assets_usd=5_000_000_000)
    with_bills, without = assess(reference, holdings, DAY, rich), assess(pending, holdings, DAY, rich)
    for row in range(len(holdings)):
        assert with_bills.position(row) == without.position(row)



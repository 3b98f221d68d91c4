"""What must never read as "none identified": nobody knows who it is, or nothing shows what is claimed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sinolens.domain.match import ScreeningState
from sinolens.domain.region import Region
from sinolens.domain.tier import Status, Tier
from sinolens.reference.loader import Reference

DAY = "2026-09-30"
OLD = "2026-10-08"


@pytest.fixture
def status_of(reference: Reference, holding: Callable, assess: Callable) -> Callable[..., Status]:
    def run(issuer: str = "", instrument: str = "equity", as_of: str = DAY, **options: object) -> Status:
        return assess(reference, [holding(issuer, instrument, **options)], as_of).position()
    return run


@pytest.mark.parametrize("region", ["PRC", "HK", "MO", "UNKNOWN"])
@pytest.mark.parametrize("cells", [
    {}, {"ticker": "002415"}, {"ticker": "688327", "mic": "XXXX"},
    {"isin": "CNE100000PM9"}, {"cusip": "500767307"},
], ids=["nothing", "bare-code", "no-such-market", "wrong-check-digit", "wrong-cusip"])
def test_an_unmatched_row_without_a_resolved_identifier_is_unresolved(
    status_of: Callable, region: str, cells: dict[str, str]
) -> None:
    status = status_of(region=region, identified=False, fields=cells)
    assert status.code == "U1"
    assert status.evidence_needed


@pytest.mark.parametrize("region", ["PRC", "HK", "MO", "UNKNOWN"])
@pytest.mark.parametrize("cells", [
    {"isin": "CNE0000018R8"}, {"cusip": "500767306"}, {"ticker": "600519", "mic": "XSHG"},
])
def test_an_identifier_that_leads_to_nobody_clears_no_chinese_company(
    status_of: Callable, region: str, cells: dict[str, str]
) -> None:
    """Few entries of the lists carry identifiers: an unknown code is no proof that the company is on none of them."""
    status = status_of(region=region, identified=False, fields=cells)
    assert status.code == "U1"
    assert "identifier leads to no issuer on file" in status.explanation
    assert any("person's word" in text for text in status.evidence_needed)


@pytest.mark.parametrize("region", ["OTHER", "TW"])
@pytest.mark.parametrize("cells", [{"isin": "US0378331005"}, {"ticker": "AAPL", "mic": "XNAS"}])
def test_a_company_at_home_outside_china_needs_no_issuer_on_file(
    status_of: Callable, region: str, cells: dict[str, str]
) -> None:
    assert status_of(region=region, identified=False, fields=cells).code == "5"


def test_a_government_needs_no_issuer_on_file(status_of: Callable) -> None:
    bond = status_of(instrument="government_bond", region="PRC", identified=False, fields={"isin": "CNE0000018R8"})
    assert bond.code == "5"
    company = status_of(instrument="bond", region="PRC", identified=False, fields={"isin": "CNE0000018R8"})
    assert company.code == "U1"


@pytest.mark.parametrize("cells", [{"isin": ""}, {"isin": "CNE0000018R8"}, {"ticker": "600519", "mic": "XSHG"}])
def test_a_person_who_found_nobody_has_settled_it_whatever_the_row_carries(
    reference: Reference, holding: Callable, assess: Callable, cells: dict[str, str]
) -> None:
    row = holding("", region="PRC", state="none", method="confirmed", identified=True, fields={"isin": "", **cells})
    assert assess(reference, [row], DAY).position().code == "5"


@pytest.mark.parametrize("kind", ["bond", "government_bond", "direct_private", "preferred", "other"])
def test_no_kind_of_unidentified_chinese_security_is_clear(status_of: Callable, kind: str) -> None:
    status = status_of(instrument=kind, region="PRC", identified=False, fields={"commitment_date": "2020-01-01"})
    assert status.tier is Tier.U


def test_a_name_outside_china_needs_no_identifier(status_of: Callable) -> None:
    assert status_of(region="OTHER", identified=False).code == "5"


@pytest.mark.parametrize("kind", ["future", "option", "swap", "index_derivative"])
@pytest.mark.parametrize("name", [
    "MSCI CHINA INDEX FUTURE", "FTSE CHINA A50 FUTURE OCT26", "HSCEI FUTURE DEC26", "HANG SENG CHINA ENT",
    "MSCI EM SWAP",
])
@pytest.mark.parametrize("country", ["US", "SG", "HK", ""])
def test_a_contract_on_a_china_or_emerging_index_is_unresolved(
    status_of: Callable, kind: str, name: str, country: str
) -> None:
    status = status_of(instrument=kind, name=name, region="OTHER", country=country)
    assert status.code == "U2"
    assert "Nothing to screen" not in status.explanation


def test_a_contract_follows_its_underlying_wherever_it_trades(status_of: Callable) -> None:
    assert status_of("hikvision", "swap", country="US").code == "1B"
    assert status_of("smic", "option", country="HK").code == "1B"
    assert status_of("alibaba", "option", country="US").code == "4A"


def test_a_contract_whose_underlying_nobody_knows_is_unresolved(status_of: Callable) -> None:
    status = status_of(instrument="option", name="XYZ 12/26 C35", region="OTHER", country="US")
    assert status.code == "U1"
    assert "where it trades says nothing" in status.explanation


def test_a_contract_on_a_foreign_index_names_it_and_the_lists(status_of: Callable) -> None:
    status = status_of(instrument="future", name="S&P 500 EMINI DEC26", region="OTHER")
    assert status.code == "5"
    for text in ("S&P 500 Index", "Lists checked: ", "Not on file, so not checked: "):
        assert text in status.explanation
    assert status_of(instrument="future", name="S&P 500 EMINI DEC26", region="OTHER", as_of=OLD).code == "U3"


def test_a_proxy_names_its_benchmark_and_waits_for_the_lists(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    vehicle = replace(reference.vehicles["us-index"], benchmark="A broad U.S. index")
    pack = replace(reference, vehicles={"us-index": vehicle})
    fund = holding("", "etf", vehicle="us-index", region="OTHER", holds=(("proxy-us", "etf", 100),))
    found = assess(pack, [fund], DAY)
    for status in (found.position(), found.slices()[0]):
        assert status.code == "5"
        for text in ("by proxy", "Lists checked: ", "Not on file, so not checked: "):
            assert text in status.explanation
        assert "Nothing to screen" not in status.explanation
    assert "A broad U.S. index" in found.position().explanation
    assert assess(pack, [fund], OLD).position().code == "U3"


def test_an_exception_nobody_evidenced_is_not_claimed(status_of: Callable) -> None:
    undated = status_of(region="PRC", identified=False)
    assert undated.code == "U1"
    assert not any("Excepted" in note for note in undated.notes)
    assert any("publicly traded" in text for text in undated.evidence_needed)
    acquired = status_of(region="PRC", identified=False, fields={"commitment_date": "2025-01-02"})
    assert (acquired.code, acquired.other_codes) == ("2B", ("U1",))
    shown = status_of(region="PRC", identified=False, fields={"commitment_date": "2025-01-02"},
                      answers={"listed_at_settlement": "yes"})
    assert shown.code == "U1"


@pytest.mark.parametrize("market", ["XNYS", "XNAS"])
def test_a_us_listed_receipt_of_a_chinese_issuer_not_on_file_can_lose_its_line(
    status_of: Callable, market: str
) -> None:
    receipt = {"isin": "US92763W1036", "mic": market, "ticker": "VIPS"}
    status = status_of(instrument="depositary_receipt", region="PRC", identified=False, fields=receipt)
    assert status.code == "4C"
    assert {trigger.rule_id for trigger in status.triggers} == {"hfcaa"}
    abroad = status_of(instrument="depositary_receipt", region="OTHER", identified=False, fields=receipt)
    assert abroad.code == "5"
    before = status_of(instrument="depositary_receipt", region="PRC", identified=False, as_of="2020-12-17",
                       fields=receipt)
    assert "4C" not in (before.code, *before.other_codes)


def test_a_foreign_issuer_with_a_doubtful_listed_relative_is_unresolved(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    abroad = replace(reference.issuers["affiliate-undated"], region=Region.OTHER)
    pack = replace(reference, issuers={**reference.issuers, abroad.id: abroad})
    for reading in (reference, pack):
        assert assess(reading, [holding("affiliate-undated", line="A")], DAY).position().code == "U1"


def test_a_likeness_of_names_across_regions_names_somebody_else(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    abroad = replace(reference.issuers["likeness"], region=Region.TAIWAN)
    pack = replace(reference, issuers={**reference.issuers, abroad.id: abroad})
    status = assess(pack, [holding("likeness", line="A")], DAY).position()
    assert status.code == "5"
    assert any("Similar name" in note for note in status.notes)
    assert assess(reference, [holding("likeness", line="A")], DAY).position().code == "U1"


def test_a_small_commitment_without_a_manager_is_not_known_to_be_the_whole(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    fields = {"fund_domicile": "KY", "commitment_date": "2026-02-15", "special_rights": "no",
              "commitment": 1_000_000_00}
    status = assess(reference, [holding("", "private_fund", fields=fields)], DAY).position()
    assert status.code == "2B"
    assert any("co-investment" in text for text in status.evidence_needed)
    managed = holding("", "private_fund", fields={**fields, "manager": "one manager"})
    assert assess(reference, [managed], DAY).position().code == "U2"


def test_a_name_alone_is_no_list_hit(status_of: Callable) -> None:
    alone = status_of("hikvision", identified=False, method="name", country="")
    assert alone.code == "U1"
    assert "neither country nor identifier" in alone.explanation
    # The region of the entity that was found must not vouch for itself.
    assert not any(trigger.list_id for trigger in alone.triggers)
    elsewhere = status_of("hikvision", identified=False, method="name", country="US")
    assert elsewhere.code == "U1"
    agreed = status_of("hikvision", identified=False, method="name", country="CN")
    assert agreed.code == "1B"
    assert status_of("moutai", identified=False, method="name", country="").code == "5"


def test_a_likeness_decides_nothing_about_a_deal(status_of: Callable) -> None:
    status = status_of("megvii", state=str(ScreeningState.POSSIBLE.value), provisional=True, identified=False)
    assert (status.code, status.other_codes) == ("U1", ())


def test_an_entry_of_a_later_edition_identifies_nobody(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    row = holding("", region="PRC", identified=False, method="name", entry_ids=("dod-1260h:not-yet",))
    assert assess(reference, [row], DAY).position().code == "U1"


def test_an_entry_without_a_country_stands_on_a_list_of_chinese_entities(
    build_reference: Callable, entry_type: type, holding: Callable, assess: Callable
) -> None:
    made = build_reference(entries=(entry_type("dod-1260h", "plain"),))
    key = ("dod-1260h", "2026-06-08")
    bare = tuple(replace(entry, country="") for entry in made.entries[key])
    pack = replace(made, entries={**made.entries, key: bare})

    def code(country: str) -> str:
        row = holding("", region="PRC" if country == "CN" else "OTHER", identified=False, method="name",
                      entry_ids=("dod-1260h:plain",), country=country)
        return assess(pack, [row], DAY).position().code
    assert (code("CN"), code("US")) == ("4A", "U1")


@pytest.mark.parametrize("name", ["TRS RCV CHINA MOBILE LTD / PAY SOFR", "BASKET SWAP CN DEFENCE VS S&P 500"])
def test_a_contract_that_names_more_than_an_index_is_not_cleared_by_it(status_of: Callable, name: str) -> None:
    assert status_of(instrument="swap", name=name, region="OTHER").code == "U1"


def test_a_company_named_in_a_line_of_cash_is_not_cleared(status_of: Callable) -> None:
    assert status_of("smic", "cash", name="SMIC CP 11/30/26", state="possible").code == "U1"
    assert status_of(instrument="cash", name="USD CASH", region="OTHER").code == "5"


def test_a_paper_dated_after_the_day_shows_nothing_yet(status_of: Callable) -> None:
    papers = {
        "commitment_date": "2025-06-30", "fund_domicile": "KY", "special_rights": "no", "assurance_date": "2026-12-01",
    }
    assert status_of(instrument="private_fund", region="PRC", fields=papers).code == "2B"
    on_file = {**papers, "assurance_date": "2026-06-01"}
    assert status_of(instrument="private_fund", region="PRC", fields=on_file).code != "2B"


@pytest.mark.parametrize(("region", "country"), [("UNKNOWN", "KY"), ("UNKNOWN", ""), ("OTHER", "SG")])
def test_a_private_deal_from_a_place_of_holding_companies_waits_for_evidence(
    status_of: Callable, region: str, country: str
) -> None:
    deal = {"instrument": "direct_private", "region": region, "country": country, "state": "none"}
    assert status_of(**deal, fields={"commitment_date": "2025-06-30"}).code == "2B"
    assert status_of(**deal, fields={"commitment_date": "2025-01-01"}).code in ("5", "U1")


def test_a_private_deal_in_a_company_of_another_country_needs_no_evidence(status_of: Callable) -> None:
    deal = {"instrument": "direct_private", "region": "OTHER", "country": "US", "state": "none"}
    assert status_of(**deal, fields={"commitment_date": "2025-06-30"}).code == "5"


def test_a_fund_with_a_share_named_as_a_barred_entity_is_not_clear(
    reference: Reference, holding: Callable, assess: Callable
) -> None:
    """The share may be the listed parent's: who issued it is what has to be asked."""
    fund = holding("", "mutual_fund", holds=(("megvii", "equity", 40), ("us-share", "equity", 60)))
    status = assess(reference, [fund], DAY).position()
    assert status.tier is not Tier.T5
    assert "U1" in (status.code, *status.other_codes) or status.tier is Tier.T1

"""The bundled facts, from a custodian's row to the tier: the names that fool others."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from sinolens.domain.column import POSITION_COLUMNS, SLICE_COLUMNS
from sinolens.domain.tier import Status
from sinolens.exposure.classification import classify
from sinolens.matching.entities import EntityIndex
from sinolens.matching.pooled import match_vehicles
from sinolens.matching.region import find_regions
from sinolens.reference.loader import Reference, load_reference
from sinolens.regulation.engine import Engine

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def bundled() -> Reference:
    return load_reference()


@pytest.fixture(scope="module")
def judge_row(bundled: Reference) -> Callable[..., Status]:
    """Match, classify and tier one direct line by what a custodian would write."""
    index = EntityIndex(bundled)

    def run(as_of: str = DAY, **cells: str) -> Status:
        frames = []
        for columns in (POSITION_COLUMNS, SLICE_COLUMNS):
            blank = {"str": "", "int64": 0, "Int64": pd.NA, "float64": float("nan")}
            given = {"instrument": "equity", "method": "direct", "as_of": as_of, "market_value": 100, **cells}
            frames.append(pd.DataFrame({
                column.name: pd.Series([given.get(column.name, blank[column.dtype])], dtype=column.dtype)
                for column in columns
            }))
        positions, slices = frames
        slices, matches, found = match_vehicles(slices, index, (), as_of)
        positions = positions.assign(instrument=slices["instrument"])
        regions = find_regions(slices, matches, found, bundled)
        slices = classify(slices, matches, found, regions, bundled, slices=True, positions=positions)
        engine = Engine(bundled, as_of)
        statuses, numbers = engine.assess_slices(slices, matches, found, positions)
        own, own_numbers = engine.assess_positions(positions, found, matches, slices, numbers, statuses)
        return own[int(own_numbers.iloc[0])]

    return run


def rules_of(status: Status, code: str) -> set[str]:
    return {trigger.rule_id for trigger in status.triggers if trigger.code == code}


def test_the_listed_sensetime_is_named_on_one_list_and_flagged_for_the_other(judge_row: Callable) -> None:
    status = judge_row(name="SENSETIME GROUP INC", ticker="0020", mic="XHKG")
    assert status.code == "4A"
    assert "dod-1260h" in rules_of(status, "4A")
    assert "ns-cmic" not in {trigger.rule_id for trigger in status.triggers}
    shown = status.explanation + " ".join(status.notes)
    assert "SENSETIME GROUP LIMITED" in shown
    assert "counsel" in shown


def test_ieit_is_listed_and_not_barred(judge_row: Callable) -> None:
    status = judge_row(name="IEIT SYSTEMS CO LTD", ticker="000977", mic="XSHE")
    assert status.code == "4A"
    assert "entity-list" in rules_of(status, "4A")


@pytest.mark.parametrize("cells", [
    {"name": "CLOUDWALK TECHNOLOGY CO LTD", "ticker": "688327", "mic": "XSHG"},
    {"name": "CHINA MOBILE LTD", "ticker": "0941", "mic": "XHKG"},
    {"name": "CHINA MOBILE LTD", "ticker": "600941", "mic": "XSHG"},
    {"name": "CHINA MOBILE LTD SPON ADR", "isin": "US16941M1099", "instrument": "depositary_receipt"},
    {"name": "SEMICONDUCTOR MFG INTL CORP", "ticker": "0981", "mic": "XHKG"},
    {"name": "SEMICONDUCTOR MFG INTL CORP", "ticker": "688981", "mic": "XSHG"},
    {"name": "HANGZHOU HIKVISION DIGITAL", "ticker": "002415", "mic": "XSHE"},
    {"name": "PROVEN HONOUR CAPITAL LTD", "isin": "XS1401816761", "instrument": "bond"},
], ids=lambda cells: f"{cells['name'][:14]} {cells.get('ticker') or cells.get('isin')}")
def test_named_entities_are_locked_in_on_every_line(judge_row: Callable, cells: dict[str, str]) -> None:
    status = judge_row(**cells)
    assert status.code == "1B"
    assert (status.actions.buy, status.actions.sell, status.actions.hold) == ("no", "no", "yes")
    assert "hfcaa" not in rules_of(status, "4C")


def test_alibaba_is_listed_and_only_its_adr_line_can_be_closed(judge_row: Callable) -> None:
    receipt = judge_row(name="ALIBABA GROUP HLDG LTD ADR", ticker="BABA", mic="XNYS", instrument="depositary_receipt")
    share = judge_row(name="ALIBABA GROUP HLDG LTD", ticker="9988", mic="XHKG")
    assert receipt.code == share.code == "4A"
    assert "hfcaa" in rules_of(receipt, "4C")
    assert "hfcaa" not in rules_of(share, "4C")


def test_the_same_row_before_the_editions_is_unresolved(judge_row: Callable) -> None:
    status = judge_row("2020-12-31", name="CHINA MOBILE LTD", ticker="0941", mic="XHKG")
    assert status.code == "U4"
    earlier = judge_row("2026-06-07", name="ALIBABA GROUP HLDG LTD", ticker="9988", mic="XHKG")
    assert "4A" not in {earlier.code, *earlier.other_codes}
    assert "U4" in earlier.other_codes


def test_an_internet_fund_with_one_named_line_inside_is_locked_in(
    bundled: Reference, holding: Callable, assess: Callable
) -> None:
    lines = (("alibaba", "equity", 40), ("tencent", "equity", 58), ("china-mobile", "equity", 2))
    fund = holding("", "etf", holds=lines, fields={"fund_registration": "1940_act"})
    status = assess(bundled, [fund], DAY).position()
    assert status.code == "1B"
    assert "Contains T4 names, 98.00 % of value." in status.notes


def test_a_clear_line_names_what_was_not_checked(judge_row: Callable) -> None:
    status = judge_row(name="STARBUCKS CORP", isin="US8552441094", country="US")
    assert status.code == "5"
    for title in ("SDN List", "Unverified List", "MIEU names"):
        assert title in status.explanation.split("Not on file")[1]


@pytest.mark.parametrize("cells", [
    {"isin": "CNE0000018R8"}, {"ticker": "600519", "mic": "XSHG"}, {"ticker": "600519", "mic": "XSHG", "country": "CN"},
])
def test_a_code_of_a_chinese_company_that_is_not_on_file_clears_nobody(
    judge_row: Callable, cells: dict[str, str]
) -> None:
    """The lists print names and few identifiers: a renamed company would pass by its code and by its name."""
    status = judge_row(name="KWEICHOW MOUTAI CO LTD", **cells)
    assert (status.code, status.other_codes) == ("U1", ())
    assert "identifier leads to no issuer on file" in status.explanation
    assert any("issuer behind the identifier" in text for text in status.evidence_needed)


def test_a_line_under_a_bar_is_not_called_listed_in_the_united_states(judge_row: Callable) -> None:
    status = judge_row(
        name="CNOOC LTD SPONSORED ADR", ticker="CEO", mic="XNYS", isin="US1261321095", instrument="depositary_receipt",
    )
    assert status.code == "1B"
    assert "4C" not in status.other_codes
    assert "Plan the move" not in status.explanation


@pytest.mark.parametrize(("ticker", "parent"), [("0241", "Alibaba"), ("0772", "Tencent")])
def test_a_company_under_a_listed_parent_is_never_clear(judge_row: Callable, ticker: str, parent: str) -> None:
    status = judge_row(ticker=ticker, mic="XHKG", country="HK", name="")
    assert status.code in ("U1", "4B")
    assert parent in status.explanation


def test_a_convertible_of_a_listed_issuer_is_barred_by_name_as_by_isin(judge_row: Callable) -> None:
    status = judge_row(
        name="SEMICONDUCTOR MANUFACTURING INTERNATIONAL CORPORATION 0% CB 07/07/22", instrument="convertible",
        country="CN",
    )
    assert status.code in ("1B", "U1")
    assert "not shown to be one" not in status.explanation


def test_bonds_of_a_parent_make_no_market_of_its_shares(judge_row: Callable) -> None:
    cells = {"name": "AVIATION INDUSTRY CORPORATION OF CHINA, LTD.", "country": "CN"}
    assert judge_row(**cells, instrument="bond").code == "1B"
    share = judge_row(**cells, instrument="equity")
    assert share.code != "1B"
    assert "4A" in (share.code, *share.other_codes)


@pytest.mark.parametrize(("name", "isin"), [("JD.COM INC", "US47215P1066"), ("PDD HOLDINGS INC", "US7223041028")])
@pytest.mark.parametrize("instrument", ["equity", "depositary_receipt"])
def test_a_us_isin_is_the_receipts_whatever_the_file_calls_it(
    judge_row: Callable, name: str, isin: str, instrument: str
) -> None:
    assert judge_row(name=name, isin=isin, country="CN", instrument=instrument).code == "4C"


@pytest.mark.parametrize(
    ("as_of", "told"), [(DAY, "is stayed"), ("2026-11-10", "whether “BIS Affiliates Rule” applies again")]
)
def test_a_listed_parent_without_a_share_on_file_leaves_the_rule_on_affiliates_open(
    judge_row: Callable, as_of: str, told: str
) -> None:
    status = judge_row(as_of, name="INSPUR DIGITAL ENTERPRISE TECHNOLOGY LTD", ticker="0596", mic="XHKG")
    assert status.code == "U1"
    assert told in repr(status)
    assert ("U4" in status.other_codes) is (as_of > DAY)


@pytest.mark.parametrize("cells", [
    {"name": "VIPSHOP HOLDINGS LTD", "isin": "US92763W1036"},
    {"name": "VIPSHOP HOLDINGS LTD", "isin": "US92763W1036", "country": "US"},
    {"name": "VIPSHOP HLDGS LTD SPON ADR", "isin": "US92763W1036", "instrument": "depositary_receipt"},
    {"name": "ZTO EXPRESS CAYMAN INC", "isin": "US98980A1051"},
    {"name": "KANZHUN LTD", "isin": "US48553T1060"},
])
def test_a_us_line_of_a_company_of_china_is_at_structural_risk_by_its_name(judge_row: Callable, cells: dict) -> None:
    status = judge_row(**cells)
    assert status.code == "4C"
    assert "hfcaa" in rules_of(status, "4C") or "U.S." in status.explanation


def test_a_structural_risk_by_name_leaves_the_issuer_unsettled(judge_row: Callable) -> None:
    """The table is no screening: nobody on file bears the name, and that is said beside the risk."""
    status = judge_row(name="VIPSHOP HOLDINGS LTD", isin="US92763W1036")
    assert "U1" in status.other_codes


@pytest.mark.parametrize("cells", [
    {"name": "DIDI GLOBAL INC", "isin": "US23292E1082"},  # over the counter: on no market the rule names
    {"name": "PETROCHINA CO LTD", "isin": "US71646E1001"},
    {"name": "VIPSHOP", "isin": "US92763W1036"},
    {"name": "VIPSHOP HOLDINGS 2.5% 2030", "isin": "US92763W1036", "instrument": "bond"},
    {"name": "BABA", "country": "US"},
    {"name": "BABA", "isin": "US01609W1027"},
])
def test_what_may_be_a_company_of_china_is_never_cleared(judge_row: Callable, cells: dict) -> None:
    assert judge_row(**cells).code == "U1"


@pytest.mark.parametrize("kind", ["cash", "money_market", "currency", "bond", "other"])
@pytest.mark.parametrize("name", [
    "BANK OF CHINA CD 4.2% 2027", "ICBC TIME DEPOSIT", "REPO WITH BANK OF CHINA NY 4.1%",
    "SHANGHAI PUDONG DEV BANK NCD", "CASH ACCOUNT AT ICBC",
])
def test_a_claim_on_a_bank_of_china_is_no_cash(judge_row: Callable, name: str, kind: str) -> None:
    assert judge_row(name=name, instrument=kind).code == "U1"


@pytest.mark.parametrize("name", [
    "USD CASH", "CASH AT CUSTODIAN", "CHINESE YUAN RENMINBI", "CNY CASH", "JPMORGAN CHASE CD 4% 2027",
    "BANK OF NEW YORK MELLON CASH RESERVE", "EXPORT IMPORT BANK OF KOREA CD", "REPO WITH GOLDMAN SACHS",
])
def test_cash_elsewhere_stays_cash(judge_row: Callable, name: str) -> None:
    assert judge_row(name=name, instrument="cash").code == "5"


@pytest.mark.parametrize(("name", "code"), [
    ("CHINA RAILWAY CONSTR", "U1"),
    ("CHINA RAILWAY CONSTRUCTION CORP", "U1"),  # the parent's name and the listed company's alike
    ("CHINA ELECTRONICS CO", "U1"),
    ("CHINA NATIONAL NUCLEAR CO", "U1"),
    ("CHINA RAILWAY CONSTRUCTION CORP LTD", "1B"),
    ("CHINA TELECOM CORP LTD", "1B"),
])
def test_a_cut_name_of_common_words_bars_nothing_by_its_country(judge_row: Callable, name: str, code: str) -> None:
    assert judge_row(name=name, country="CN").code == code


def test_an_identifier_supports_a_cut_name(judge_row: Callable) -> None:
    assert judge_row(name="CHINA RAILWAY CONSTR", isin="CNE1000009T1").code == "1B"
    assert judge_row(name="CHINA RAILWAY CONSTR", ticker="601186").code == "1B"

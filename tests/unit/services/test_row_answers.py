"""What one line of a custodian's file is answered with: funds typed as stock, names cut short, wrappers, affiliates."""

import csv

import pytest

from sinolens.domain.finding import Finding
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.holdings import Source, read_holdings

FACTS = load_reference()
HEAD = ("Account Number", "Security Type", "Security Description", "Ticker", "Exchange", "ISIN", "Country",
        "Base Market Value")


@pytest.fixture
def answer(tmp_path):
    def ask(rows, as_of="2026-09-30"):
        """Each row: type, name, ticker, MIC, ISIN, country. Back come the rows of the position table."""
        path = tmp_path / "holdings.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            written = csv.writer(file)
            written.writerow(HEAD)
            written.writerows([("A-1", *row, f"{1000 + place}.00") for place, row in enumerate(rows)])
        holdings = read_holdings([Source(path)], FACTS)
        assert all(isinstance(found, Finding) for found in holdings.findings)
        made = analyse(holdings, Question(as_of=as_of), FACTS)
        assert len(made.positions) == len(rows)
        return made, made.positions.sort_values("row").to_dict("records")

    return ask


def line(name, kind="Common Stock", country="US", ticker="", mic="", isin=""):
    return (kind, name, ticker, mic, isin, country)


@pytest.mark.parametrize("kind", ["Common Stock", "Equity", ""])
def test_a_fund_on_file_is_a_fund_whatever_the_file_types_it(answer, kind):
    rows = [
        line("CHINA FUND INC", kind, ticker="CHN", mic="XNYS"),
        line("AMERICAN FUNDS NEW WORLD FUND", kind, ticker="NEWFX", mic="XNAS"),
        line("TRACKER FUND OF HONG KONG", kind, "HK", "2800", "XHKG"),
        line("ISHARES FUTURE AI & TECH ETF", kind, ticker="ARTY", mic="ARCX"),
        line("MATTHEWS CHINA FUND", kind),
    ]
    _, found = answer(rows)
    assert [(row["tier"], row["code"], row["group"]) for row in found] == [("U", "U2", "G")] * len(rows)
    assert [row["instrument"] for row in found] == ["mutual_fund", "mutual_fund", "etf", "etf", "mutual_fund"]


def test_a_fund_of_a_benchmark_outside_china_stays_clear_by_proxy_when_typed_as_stock(answer):
    _, (row,) = answer([line("SPDR S&P 500 ETF TRUST", ticker="SPY", mic="ARCX")])
    assert (row["tier"], row["instrument"]) == ("T5", "etf")


@pytest.mark.parametrize("name", [
    "GLOBAL X MSCI CHINA CONSUMER D", "XTRACKERS HARVEST CSI 300 CHIN", "KRANESHARES BOSERA MSCI CHINA ",
    "INVESCO GOLDEN DRAGON CHINA ET", "ISHARES CORE MSCI EMERGING MAR", "SCHWAB EMERGING MARKETS EQUITY",
    "ISHARES MSCI ALL COUNTRY ASIA ", "MORGAN STANLEY CHINA A SHARE F", "SOME HOUSE MSCI CHINA A INDEX POR",
])
def test_a_fund_s_name_cut_short_is_no_company_of_its_country(answer, name):
    _, (row,) = answer([line(name)])
    assert row["tier"] == "U" and row["region"] != "OTHER"


@pytest.mark.parametrize("name", [
    "WISDOMTREE INC", "FRANKLIN COVEY CO", "MATTHEWS INTERNATIONAL CORP", "INVESCO LTD", "NASDAQ INC", "MSCI INC",
    "VIRTUS INVESTMENT PARTNERS", "FIRST TRUST BANK", "MORGAN STANLEY", "T ROWE PRICE GROUP INC",
])
def test_a_house_of_funds_is_a_company(answer, name):
    _, (row,) = answer([line(name)])
    assert (row["tier"], row["instrument"]) == ("T5", "equity")


def test_a_fund_typed_as_stock_inside_a_fund_is_not_taken_for_a_company(tmp_path):
    held = tmp_path / "holdings.csv"
    held.write_text(
        "Security Description,Security Type,Country,Base Market Value\nHouse Balanced Fund,Mutual Fund,US,1000.00\n")
    inside = tmp_path / "inside.csv"
    inside.write_text(
        "Holdings of House Balanced Fund as of 30 Sep 2026\nName,Ticker,Exchange,Country,Type,Weight (%)\n"
        "CHINA FUND INC,CHN,XNYS,US,Common Stock,40.00\nMICROSOFT CORP,MSFT,XNAS,US,Common Stock,60.00\n")
    fund = "House Balanced Fund"
    sources = [Source(held), Source(inside, ImportOptions(role="fund_holdings", fund=fund))]
    made = analyse(read_holdings(sources, FACTS, [(fund, fund)]), Question(as_of="2026-09-30"), FACTS)
    tiers = {row["name"]: (row["code"], row["instrument"]) for row in made.slices.to_dict("records")}
    assert tiers["CHINA FUND INC"] == ("U2", "mutual_fund")
    assert tiers["MICROSOFT CORP"][0] == "5"


@pytest.mark.parametrize("name", [
    "HANGZHOU HIKVISION DIGITAL", "CHINA COMMUNICATIONS CONS-H", "DAQO NEW ENERGY", "INSPUR ELECTRONIC",
    "HUAWEI TECHNOLOGIES USA INC", "HIKVISION USA INC", "ZTE USA INC", "DAHUA TECHNOLOGY USA INC", "INSPUR SYSTEMS INC",
    "TP-LINK SYSTEMS INC", "DJI TECHNOLOGY INC", "BYD MOTORS LLC", "TENCENT AMERICA LLC", "BAIDU USA LLC",
    "ALIBABA CLOUD US LLC", "CONTINENTAL MOTORS AVIC", "CRRC MA CORP", "SMIC AMERICAS", "ALIBABA GROUP HOLDING",
    "CHINA MOBILE LTD", "IFLYTEK",
])
def test_a_listed_company_s_name_waits_for_a_person_whatever_country_the_file_prints(answer, name):
    made, (row,) = answer([line(name)])
    # A table of companies of China with U.S. lines knows one of them, so that its home is no question.
    region = "PRC" if name == "DAQO NEW ENERGY" else "UNKNOWN"
    assert (row["code"], row["category"], row["region"]) == ("U1", "U", region)
    assert made.matches[row["match"]].name


@pytest.mark.parametrize("name", [
    "CNOOC FINANCE (2015) USA LLC 3.5% 05/05/2025", "CNOOC FINANCE 2014 ULC 4.25%", "CNOOC CURTIS FUNDING NO 1 PTY",
    "CNOOC INTL",
])
def test_a_financing_vehicle_named_for_a_listed_company_is_no_clear(answer, name):
    made, (row,) = answer([line(name, "Corporate Bond", "CA")])
    assert row["code"] == "U1" and made.matches[row["match"]].name.startswith("CNOOC")


@pytest.mark.parametrize("name", [
    "DJI ENTERTAINMENT", "PNC FUNDING CORP", "CSC HOLDINGS LLC", "COSTAR GROUP INC", "PANDA RESTAURANT GROUP",
    "TORCH ENERGY CORP", "CHINA GROVE INC", "EMPYREAN CAPITAL PARTNERS", "BOE PARTNERS", "UNICOM INC",
    "MGI PHARMA INC", "INSPIRE MEDICAL SYSTEMS", "CASC HOLDINGS LLC", "DAHUA AMERICA FOODS INC",
    "BAIDU RESTAURANT CORP", "UNITREE PROPERTIES LLC",
])
def test_a_look_alike_stays_apart(answer, name):
    _, (row,) = answer([line(name)])
    assert (row["tier"], row["region"]) == ("T5", "OTHER")


@pytest.mark.parametrize(("name", "kind"), [
    ("CHINA CONSTRUCTION BANK NY 1%", "Corporate Bond"), ("CHINA GOVT INTL BOND 1.2%", "Sovereign"),
    ("CHINA (PEOPLES REPUBLIC OF) 0.55% 10/21/25", "Sovereign"),
])
def test_a_bank_s_branch_and_a_state_s_bond_are_at_home_in_china(answer, name, kind):
    _, (row,) = answer([line(name, kind)])
    assert row["region"] == "PRC" and row["tier"] == "U"


def test_a_town_of_a_chinese_name_is_no_part_of_china(answer):
    _, (row,) = answer([line("CHINA GROVE NC GO 4% 2030", "Municipal Bond")])
    assert row["tier"] == "T5"


@pytest.mark.parametrize("name", [
    "CHINA STATE SHIPBUILDING CORPO", "CHINA STATE SHIPBUILDING ", "CHINA SOUTH INDUSTRIES GROUP C",
    "CHINA NORTH INDUSTRIES GROUP C", "JIANGXI HONGDU AVIATION INDUST",
])
def test_whose_a_cut_name_is_does_not_depend_on_the_day_that_is_asked(answer, name):
    found = [answer([line(name, country="CN")], day) for day in ("2024-12-31", "2026-09-30")]
    assert [rows[0]["code"] for _, rows in found] == ["U1", "U1"]
    assert len({made.matches[rows[0]["match"]].name for made, rows in found}) == 1


@pytest.mark.parametrize(("kind", "name", "country", "code"), [
    ("Structured Note", "JPM AUTOCALL NOTE LINKED TO HSCEI 12/27", "US", "U2"),
    ("ETN", "IPATH MSCI CHINA ETN", "US", "U2"),
    ("ETN", "VELOCITYSHARES 3X LONG FTSE CHINA 50", "US", "U2"),
    ("ETN", "UBS ETRACS MSCI EM", "US", "U2"),
    ("Index Linked Note", "SG NOTE CSI 500 2028", "FR", "U2"),
    ("Structured Note", "GS EQUITY LINKED NOTE CHINA MOBILE LTD", "US", "U1"),
    ("Corporate Bond", "BARCLAYS ELN ON TENCENT HOLDINGS 9% 2027", "GB", "U1"),
    ("Participation Note", "UBS AG P-NOTE KWEICHOW MOUTAI", "GB", "U1"),
    ("Equity", "CICC LEPO MIDEA 2027", "GB", "U1"),
    ("Warrant", "MACQUARIE BANK LEPW SUGON", "AU", "U1"),
    ("Equity Linked Note", "MS ELN BABA", "US", "U1"),
    ("Equity Linked Note", "MORGAN STANLEY BV CHINA A ACCESS HIKVISION 12/27", "NL", "U1"),
    ("Convertible Bond", "CITIGROUP EXCH INTO TENCENT 0% 2027", "US", "U1"),
])
def test_a_bank_s_paper_on_a_chinese_name_or_index_is_no_clear(answer, kind, name, country, code):
    _, (row,) = answer([line(name, kind, country)])
    assert row["code"] == code and row["category"] != "N2" and row["region"] != "OTHER"


@pytest.mark.parametrize(("kind", "name"), [
    ("ETN", "ETRACS ALERIAN MLP"), ("Structured Note", "JPM AUTOCALL NOTE LINKED TO S&P 500"),
    ("Convertible Bond", "FORD MOTOR 0% 2026"), ("Corporate Bond", "US TREASURY INFLATION LINKED"),
])
def test_paper_on_something_else_stays_as_it_was(answer, kind, name):
    _, (row,) = answer([line(name, kind)])
    assert row["tier"] == "T5"


@pytest.mark.parametrize(("name", "country", "company"), [
    ("SZ DJI Technology Co., Ltd.", "CN", "SZ DJI Technology Co., Ltd."),
    ("SZ DJI Technology (SPV)", "CN", "SZ DJI Technology Co., Ltd."),
    ("ByteDance Ltd Series F SPV", "KY", "ByteDance Ltd."),
    ("Zhipu AI (Beijing Zhipu Huazhang)", "CN", ""),
    ("DJI INNOVATIONS HOLDINGS", "US", "SZ DJI Technology Co., Ltd."),
])
def test_a_private_company_typed_as_a_fund_waits_for_a_person_with_its_name(answer, name, country, company):
    made, (row,) = answer([line(name, "Private equity", country)])
    found = made.matches[row["match"]]
    assert row["instrument"] == "direct_private" and found.state == "possible"
    assert found.name and (not company or found.name == company)
    status = made.statuses[row["status"]]
    assert {"U1", "4A"} & {status.code, *status.other_codes} and status.code in ("U1", "2B")


@pytest.mark.parametrize("name", ["Jade Hill Growth Fund II L.P.", "Tencent Growth Partners LP", "Agg Buyout IV"])
def test_a_pool_of_a_manager_stays_a_fund(answer, name):
    _, (row,) = answer([line(name, "Private equity", "KY")])
    assert row["instrument"] == "private_fund" and row["code"] != "U1"


def test_a_code_beside_another_chinese_name_proposes_the_company_whose_code_it_is(answer):
    rows = [line("国投智能", country="CN", ticker="300188"), line("中航成飞", country="CN", ticker="300114")]
    made, found = answer(rows)
    assert [row["code"] for row in found] == ["U1", "U1"]
    names = [made.matches[row["match"]].name for row in found]
    assert names[0].startswith("SDIC Intelligence") and names[1].startswith("AVIC Chengdu")


def test_a_company_whose_name_is_its_ticker_is_looked_for_by_that_name(answer):
    _, (row,) = answer([line("XPO INC", ticker="XPO", mic="XNYS", isin="US9837931008")])
    assert row["tier"] == "T5"

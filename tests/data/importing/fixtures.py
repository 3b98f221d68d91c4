"""Files of holdings in every shape custodians, managers, funds and administrators send them, each with what must come out.

All names, accounts and amounts are made up for the tests, in the shapes real files have; identifiers are those of real
securities where a check digit is needed. `python tests/data/importing/fixtures.py FOLDER` writes all files; the
same content comes out on every run.
"""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FIXED = (2026, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Fixture:
    """A file and what must come out of it.

    `positions`: (name, value in units) in order. `fields`: row number in the result → column → value.
    `columns`: field → column letters. `skipped`: reasons that must occur. `findings`: codes that must occur.
    """

    name: str
    suffix: str
    write: Callable[[Path], None]
    positions: list[tuple[str, float]]
    as_of: str = "2026-06-30"
    ties: bool = True
    control: bool = True
    columns: dict[str, str] = field(default_factory=dict)
    fields: dict[int, dict[str, Any]] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    role: str = "positions"
    fund: str = ""
    tables: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    shape: int = 0


FIXTURES: list[Fixture] = []


def fixture(**words: Any) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Register a writer as a fixture under its own name."""
    def keep(write: Callable[[Path], None]) -> Callable[[Path], None]:
        FIXTURES.append(Fixture(name=write.__name__, write=write, **words))
        return write
    return keep


def text(path: Path, content: str, encoding: str = "utf-8") -> None:
    """Write a text file with the line ends given."""
    path.write_bytes(content.encode(encoding))


def book(path: Path, *sheets: tuple[str, list[list[Any]]], after: Callable[[Any], None] | None = None) -> None:
    """Write a workbook with openpyxl."""
    import openpyxl

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if after:
        after(workbook)
    workbook.save(path)


# --- shape 1: UTF-8 mark in the first header, "-" for nothing, local and base pairs, accrual apart -----------------------------

@fixture(suffix=".csv", shape=1, positions=[("ALIBABA GROUP HLDG LTD", 1250000.50), ("TENCENT HLDGS LTD", 980000.25), ("US TREASURY NOTE 4.25% 11/15/34", 501234.00)],
         columns={"account": "A", "as_of": "D", "name": "G", "currency": "K", "fx_rate": "J", "quantity": "L", "market_value": "P",
                  "market_value_local": "Q", "accrued": "R", "isin": "X", "cusip": "Z", "sedol": "Y", "cost": "M", "price": "O", "country": "F"},
         fields={0: {"isin": "KYG017191142", "currency": "HKD", "accrued": None, "sedol": "BK6YZP5"}, 2: {"accrued": 250075, "instrument": "government_bond"}},
         control=False)
def custodian_with_mark(path: Path) -> None:
    header = ("Account Number,Account Name,Account Type,As-Of Date,Mellon Security ID,Country Code,Security Description 1,,Acct Base Currency Code,Exchange Rate,"
              "Issue Currency Code,Shares/Par,Base Cost,Base Price,Local Price,Base Market Value,Local Market Value,Base Net Income Receivable,"
              "Local Net Income Receivable,Base Market Value with Accrual,Coupon Rate,Maturity Date,Percent of Total,ISIN,SEDOL,CUSIP,Ticker,Income Currency,"
              "Report Run Date and Time (EDT)")
    rows = [
        'XYZF1001,"ENDOWMENT LONG POOL",CUSTODY,6/30/2026,123,CN,ALIBABA GROUP HLDG LTD,-,USD,0.128,HKD,"83,333.00","1,000,000.00",15.00,117.19,"1,250,000.50",'
        '"9,765,628.91",-,-,"1,250,000.50",-,-,45.77%,KYG017191142,BK6YZP5,-,9988 HK,HKD,7/3/2026 11:02:11 AM',
        'XYZF1001,"ENDOWMENT LONG POOL",CUSTODY,6/30/2026,124,CN,TENCENT HLDGS LTD,-,USD,0.128,HKD,"15,000.00","500,000.00",65.33,510.42,"980,000.25",'
        '"7,656,251.95", ,-,"980,000.25",-,-,35.88%,KYG875721634,BMMV2K8,-,700 HK,HKD,7/3/2026 11:02:11 AM',
        'XYZF1001,"ENDOWMENT LONG POOL",CUSTODY,6/30/2026,125,US,US TREASURY NOTE 4.25% 11/15/34,-,USD,1,USD,"500,000.00","499,000.00",100.25,100.25,"501,234.00",'
        '"501,234.00","2,500.75","2,500.75","503,734.75",4.25,11/15/2034,18.35%,US91282CLW90,-,91282CLW9,-,USD,7/3/2026 11:02:11 AM',
    ]
    text(path, "\ufeff" + "\r\n".join([header, *rows]) + "\r\n")


# --- shape 2: unqualified price and value are local, "(Base)" is base ------------------------------------------------------------

@fixture(suffix=".xlsx", shape=2, positions=[("MEITUAN CLASS B", 640000.0), ("SK HYNIX INC", 365000.0), ("NVIDIA CORP", 1000000.0)],
         columns={"market_value": "L", "market_value_local": "J", "price": "I", "currency": "D", "sedol": "E", "isin": "F", "name": "H", "fx_rate": "O", "account": "A",
                  "quantity": "K", "cost": "N", "as_of": "P"},
         fields={0: {"currency": "HKD", "cost": 51200000}, 1: {"price": 100000.0}}, control=False)
def eagle_style_pairs(path: Path) -> None:
    import datetime as dt
    day = dt.date(2026, 6, 30)
    book(path, ("Positions", [
        ["Account Number", "Account Name", "Country", "Trading Currency", "Security SEDOL", "Security ISIN", "Stock Ticker", "Security Description (Long1)",
         "Price", "Traded Market Value", "Shares/Par (Full)", "Traded Market Value (Base)", "Cost Value", "Cost Base", "Exchange Rate", "Position Date"],
        ["EM01", "EM EQUITY", "CN", "HKD", "BGJW376", "KYG596691041", "3690", "MEITUAN CLASS B", 100.0, 5000000.0, 50000, 640000.0, 4000000.0, 512000.0, 0.128, day],
        ["EM01", "EM EQUITY", "KR", "KRW", "6450267", "KR7000660001", "000660", "SK HYNIX INC", 100000.0, 500000000.0, 5000, 365000.0, 400000000.0, 292000.0, 0.00073, day],
        ["EM01", "EM EQUITY", "US", "USD", "2379504", "US67066G1040", "NVDA", "NVIDIA CORP", 200.0, 1000000.0, 5000, 1000000.0, 800000.0, 800000.0, 1.0, day],
    ]))


# --- shape 3: four junk rows, the identifier column is a SEDOL, the ISIN in another sheet --------------------------------------------

@fixture(suffix=".csv", shape=3, positions=[("HSBC HOLDINGS PLC", 125000.10), ("BP PLC", 75000.40)],
         columns={"sedol": "D", "name": "E", "market_value": "H", "quantity": "G", "price": "F", "currency": "C", "account": "A"},
         fields={0: {"sedol": "0540528", "currency": "GBP"}}, control=False)
def valuation_with_junk_rows(path: Path) -> None:
    text(path, "Detailed Valuation Report - Equities\nReport currency: USD\nValuation date: 30 Jun 2026\n\n"
         "Portfolio Name,Category Description,Local Currency,Security ID,Security Name,Market Price,Unit Holding,Realizable Value Base\n"
         "GLOBAL EQ,Equities,GBP,0540528,HSBC HOLDINGS PLC,6.50,14793,125000.10\nGLOBAL EQ,Equities,GBP,0798059,BP PLC,4.80,12019,75000.40\n")


# --- shape 4: a junk row under the header --------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=4, positions=[("BAIDU INC-SPON ADR", 86000.0), ("JD.COM INC-ADR", 54000.0)], skipped=("no amount in the row", "total row"),
         columns={"name": "A", "sedol": "B", "quantity": "C", "price": "D", "market_value": "E"}, fields={0: {"instrument": "depositary_receipt"}})
def junk_row_under_header(path: Path) -> None:
    book(path, ("EM SICAV holdings", [
        ["Manager holdings 30/06/2026"], [],
        ["Investment Description", "SEDOL Code", "Unit Holdings", "Market Price (Local Currency)", "Market Value (Report Currency)"],
        ["text", "code", "units", "lcy", "rcy"],
        ["BAIDU INC-SPON ADR", "B0J2D41", 1000, 86.0, 86000.0], ["JD.COM INC-ADR", "BMM27D9", 1500, 36.0, 54000.0], ["Total", None, None, None, 140000.0]]))


# --- shape 5: header on row 2, Include / Exclude, a rate table beside the data ------------------------------------------------------------

@fixture(suffix=".xlsx", shape=5, positions=[("Alpine Partners IV LP", 12500000.0), ("Bamboo China Growth Fund II LP", 8000000.0)], skipped=("marked as excluded in the file",),
         findings=("side-table",), columns={"name": "A", "manager": "B", "commitment": "E", "called": "F", "market_value": "H", "unfunded": "I", "nav_date": "J", "include": "L", "currency": "K"},
         fields={0: {"instrument": "private_fund", "commitment": 2000000000, "unfunded": 500000000, "called": 1500000000, "nav_date": "2026-03-31"}}, control=False)
def private_markets_workbook(path: Path) -> None:
    import datetime as dt
    day = dt.date(2026, 3, 31)
    book(path, ("Private Markets", [
        ["Private markets as of June 30, 2026"],
        ["Investment Name", "Manager Name", "Vehicle Type", "Vintage", "Commitment ($)", "Paid in ($)", "Distributions ($)", "NAV ($)", "Unfunded Commitment ($)",
         "Latest Valuation Date", "Local Currency", "Include / Exclude", None, "Currency", "USD per 1 unit"],
        ["Alpine Partners IV LP", "Alpine", "Fund", 2019, 20000000, 15000000, 2000000, 12500000, 5000000, day, "USD", "Include", None, "EUR", 1.08],
        ["Realised Fund I LP", "Old GP", "Fund", 2005, 10000000, 10000000, 18000000, 100, 0, day, "USD", "Exclude", None, "GBP", 1.27],
        ["Bamboo China Growth Fund II LP", "Bamboo", "Fund", 2021, 10000000, 9000000, 0, 8000000, 1000000, day, "USD", "Include"],
        ["Sold Fund II LP", "Old GP", "Fund", 2006, 10000000, 10000000, 18000000, 200, 0, day, "USD", "Exclude"],
        ["Sold Fund III LP", "Old GP", "Fund", 2006, 10000000, 10000000, 18000000, 300, 0, day, "USD", "Exclude"]]))


# --- shape 6: date and currency inside a header, the same header twice ----------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=6, positions=[("Tencent Holdings", 310000.0), ("Cedar Capital Partners III LP", 2400000.0)], as_of="2023-05-24",
         columns={"name": "A", "account": "B", "asset_class": "C", "quantity": "E", "price": "F", "unfunded": "G", "market_value": "H"},
         fields={1: {"unfunded": 60000000, "instrument": "private_fund"}})
def addepar_style(path: Path) -> None:
    book(path, ("Export", [
        ["View: Endowment positions"], ["Generated 06/01/2023"],
        ["Security", "Portfolio", "BB Asset Class", "BB Sub-Asset Class", "Quantity", "Price Per Share (USD)", "Unfunded Commitment", "Adjusted Value (5/24/2023, USD)",
         "Unfunded Commitment"],
        ["Tencent Holdings", "Main", "Public Equity", "Emerging", 1000, 310.0, None, 310000.0, None],
        ["Cedar Capital Partners III LP", "Main", "Private Equity", "Buyout", None, None, 600000, 2400000.0, 600000],
        ["Total", None, None, None, None, None, 600000, 2710000.0, 600000]]))


# --- shape 7: account and date on the first row only, overdrawn cash -----------------------------------------------------------------------------

@fixture(suffix=".csv", shape=7, positions=[("KWEICHOW MOUTAI CO LTD-A", 1800000.0), ("CONTEMPORARY AMPEREX TECHN-A", 1200000.0), ("CASH", -1579420.0)],
         columns={"as_of": "A", "account": "B", "ticker": "C", "name": "D", "market_value": "F", "weight": "G"},
         fields={1: {"account": "CHN1", "as_of": "2026-06-30", "ticker": "300750", "mic": "XSHE"}, 2: {"instrument": "cash", "account": "CHN1"}}, control=False)
def fill_down_account(path: Path) -> None:
    text(path, "Date,Account Symbol,Stock Ticker,Security Description,Shares/Par,Traded Market Value (Base),Portfolio Weight %\n"
         '06/30/2026,CHN1,600519 CH,KWEICHOW MOUTAI CO LTD-A,"9,000","1,800,000.00",126.74%\n,,300750 CH,CONTEMPORARY AMPEREX TECHN-A,"30,000","1,200,000.00",84.49%\n'
         ',,,CASH,"(1,579,420)","(1,579,420.00)",-111.23%\n')


# --- shape 8: day first in A1, a blank row under the header, weights as shares ------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=8, positions=[("BYD CO LTD-H", 0), ("XIAOMI CORP-CLASS B", 0), ("NIO INC - ADR", 0)], as_of="2026-06-10", role="fund_holdings", control=False,
         columns={"name": "A", "isin": "B", "ticker": "C", "weight": "D"}, fields={0: {"weight": 0.4}, 2: {"weight": 0.25}}, skipped=("blank row",), findings=("as-of-ambiguous",))
def dated_first_cell(path: Path) -> None:
    book(path, ("Sheet1", [["As Of:10-06-2026"], ["Electric Mobility UCITS ETF"], [], ["Security Name", "ISIN", "Ticker", "Weighting"], [],
                           ["BYD CO LTD-H", "CNE100000296", "1211 HK", 0.4], ["XIAOMI CORP-CLASS B", "KYG9830T1067", "1810 HK", 0.35], ["NIO INC - ADR", "US62914V1061", "NIO US", 0.25]]))


# --- shape 9: a fund's file with the header repeated for a looked-through block ------------------------------------------------------------------------

@fixture(suffix=".csv", shape=9, positions=[("CHINA LARGE CAP FUND", 600000.0), ("CHINA SMALL CAP FUND", 400000.0)], role="fund_holdings", fund="Asia Allocation ETF", control=False,
         columns={"ticker": "A", "name": "B", "market_value": "D", "weight": "E", "quantity": "F"}, skipped=("header repeated", "repeats the holdings above, looked through their funds"),
         fields={0: {"weight": 0.6}})
def looked_through_block(path: Path) -> None:
    header = "Ticker,Name,Asset Class,Market Value,Weight (%),Shares\n"
    text(path, 'Asia Allocation ETF\nFund Holdings as of,"Jun 30, 2026"\nInception Date,"Oct 05, 2011"\n\n' + header +
         'CLC,CHINA LARGE CAP FUND,Equity,"600,000.00",60.00,"6,000"\nCSC,CHINA SMALL CAP FUND,Equity,"400,000.00",40.00,"4,000"\n\n' + header +
         'BABA,ALIBABA GROUP HOLDING LTD,Equity,"350,000.00",35.00,"3,500"\n700,TENCENT HOLDINGS LTD,Equity,"250,000.00",25.00,"500"\n3690,MEITUAN,Equity,"400,000.00",40.00,"20,000"\n')


# --- shape 10: "Unassigned" identifiers --------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=10, positions=[("PDD HOLDINGS INC", 0), ("US DOLLAR", 0)], role="fund_holdings", fund="Emerging Asia Index Fund", control=False,
         columns={"name": "A", "ticker": "B", "identifier": "C", "sedol": "D", "weight": "E"}, fields={0: {"cusip": "722304102", "weight": 0.97}, 1: {"sedol": "", "instrument": "cash", "ticker": ""}})
def unassigned_identifiers(path: Path) -> None:
    book(path, ("holdings", [["Fund Name:", "Emerging Asia Index Fund"], ["Ticker Symbol:", "EAIF"], ["Holdings As Of:", "30-Jun-2026"], [],
                             ["Name", "Ticker", "Identifier", "SEDOL", "Weight"], ["PDD HOLDINGS INC", "PDD", "722304102", "BYVW0F7", 97.0], ["US DOLLAR", "-", "Unassigned", "Unassigned", 3.0],
                             [], ["Past performance is not a reliable indicator of future performance."]]))


# --- shape 11: retail export with stars, pending activity, plus signs, a legal footer -----------------------------------------------------------------------------

@fixture(suffix=".csv", shape=11, positions=[("FIDELITY GOVERNMENT MONEY MARKET", 1500.25), ("ALIBABA GROUP HOLDING LTD SPON ADS", 8200.0), ("Pending Activity", -310.0)], as_of="", findings=("as-of-missing",),
         columns={"account": "A", "account_name": "B", "ticker": "C", "name": "D", "quantity": "E", "price": "F", "market_value": "H", "weight": "K", "cost": "L"},
         fields={0: {"instrument": "money_market"}, 1: {"ticker": "BABA", "price": 82.0, "instrument": "depositary_receipt"}, 2: {"instrument": "cash"}}, skipped=("footer",), control=False)
def retail_export(path: Path) -> None:
    text(path, "\ufeffAccount Number,Account Name,Symbol,Description,Quantity,Last Price,Last Price Change,Current Value,Today's Gain/Loss Dollar,Today's Gain/Loss Percent,Percent Of Account,"
         "Cost Basis Total,Average Cost Basis,Type\nZ12345678,ENDOWMENT,SPAXX**,FIDELITY GOVERNMENT MONEY MARKET,1500.25,$1.00,$0.00,$1500.25,,,15.98%,,,Cash,\n"
         "Z12345678,ENDOWMENT,BABA,ALIBABA GROUP HOLDING LTD SPON ADS,100,$82.00,+$3.10,$8200.00,+$310.00,+3.92%,87.33%,$7000.00,$70.00,Margin,\n"
         "Z12345678,ENDOWMENT,Pending Activity,,,,,-$310.00,,,--,--,--,,\n\n"
         '"The data and information in this spreadsheet is provided to you solely for your use and is not for distribution. The spreadsheet is provided for informational purposes only."\n\n'
         '"Brokerage services are provided by a broker dealer, Member NYSE, SIPC."\n\n"Date downloaded Jun-30-2026 9:15 p.m ET"\n')


# --- shape 12: one block per account --------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".csv", shape=12, positions=[("APPLE INC", 20000.0), ("Cash & Cash Investments", 500.5), ("JD COM INC ADR", 3400.0), ("Cash & Cash Investments", 100.0)],
         columns={"ticker": "A", "name": "B", "quantity": "C", "price": "D", "market_value": "E"}, skipped=("header repeated", "total row"),
         fields={0: {"account": "Endowment Brokerage ...123"}, 2: {"account": "Foundation Account ...456"}, 3: {"instrument": "cash"}})
def account_blocks(path: Path) -> None:
    header = '"Symbol","Description","Quantity","Price","Market Value","% of Account"\n'
    text(path, '"Positions for All-Accounts as of 08:21 PM ET, 06/30/2026"\n\n"Endowment Brokerage ...123"\n' + header + '"AAPL","APPLE INC","100","$200.00","$20,000.00","97.56%"\n'
         '"Cash & Cash Investments","--","--","--","$500.50","2.44%"\n"Account Total","--","--","--","$20,500.50","--"\n\n\n"Foundation Account ...456"\n' + header +
         '"JD","JD COM INC ADR","100","$34.00","$3,400.00","97.14%"\n"Cash & Cash Investments","--","--","--","$100.00","2.86%"\n"Account Total","--","--","--","$3,500.00","--"\n')


# --- shape 13: 13F, in thousands and in dollars -----------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".csv", shape=13, positions=[("ALIBABA GROUP HLDG LTD SPONSORED ADS", 123000.0), ("BAIDU INC SPON ADR REP A", 45000.0)], as_of="2022-09-30", findings=("values-scaled",), control=False,
         columns={"issuer_name": "A", "cusip": "C", "market_value": "D", "quantity": "E"}, fields={0: {"cusip": "01609W102"}})
def form_13f_thousands(path: Path) -> None:
    text(path, "Period of report,2022-09-30\n\nNAME OF ISSUER,TITLE OF CLASS,CUSIP,VALUE (x$1000),SHRS OR PRN AMT,SH/PRN,PUT/CALL,INVESTMENT DISCRETION\n"
         "ALIBABA GROUP HLDG LTD,SPONSORED ADS,01609W102,123,1538,SH,,SOLE\nBAIDU INC,SPON ADR REP A,056752108,45,383,SH,,SOLE\n")


@fixture(suffix=".csv", shape=13, positions=[("ALIBABA GROUP HLDG LTD SPONSORED ADS", 123456.0), ("BAIDU INC SPON ADR REP A", 45678.0)], control=False,
         columns={"issuer_name": "A", "cusip": "C", "market_value": "D", "quantity": "E"})
def form_13f_dollars(path: Path) -> None:
    text(path, "nameOfIssuer,titleOfClass,cusip,value,sshPrnamt,sshPrnamtType,putCall,investmentDiscretion,period of report\n"
         "ALIBABA GROUP HLDG LTD,SPONSORED ADS,01609W102,123456,1538,SH,,SOLE,2026-06-30\nBAIDU INC,SPON ADR REP A,056752108,45678,383,SH,,SOLE,2026-06-30\n")


# --- shape 14: identifiers a spreadsheet has damaged ----------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=14, positions=[("APPLE INC", 1000.0), ("CISCO SYSTEMS INC", 500.0), ("HSBC HOLDINGS PLC", 300.0), ("AT&T INC", 200.0)],
         columns={"cusip": "B", "sedol": "C", "market_value": "D"}, findings=("identifier-repaired", "identifier-scientific"),
         fields={0: {"cusip": "037833100"}, 1: {"cusip": ""}, 2: {"sedol": "0540528"}, 3: {"cusip": "00206R102"}})
def damaged_identifiers(path: Path) -> None:
    book(path, ("2026-06-30", [["Security Name", "CUSIP", "SEDOL", "Market Value"], ["APPLE INC", 37833100, None, 1000.0], ["CISCO SYSTEMS INC", 1.7275e+105, None, 500.0],
                              ["HSBC HOLDINGS PLC", None, 540528, 300.0], ["AT&T INC", "00206R10", None, 200.0], ["Total", None, None, 2000.0]]))


# --- shape 15: negative numbers of every kind, shorts -------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".csv", shape=15, positions=[("ALPHA INC", -1234.56), ("BETA INC", -500.0), ("GAMMA INC", -250.25), ("DELTA INC", 10000.0)],
         columns={"name": "A", "quantity": "B", "market_value": "C"}, fields={0: {"quantity": -100.0}, 1: {"quantity": -50.0}})
def negative_numbers(path: Path) -> None:
    text(path, 'As of 30 June 2026\n\nSecurity,Qty,Market Value ($)\nALPHA INC,(100),"(1,234.56)"\nBETA INC,50-,500.00-\nGAMMA INC,−25,"−250.25"\nDELTA INC,"1,000","$10,000.00"\n'
         'Grand Total,,"$8,015.19"\n')


# --- shape 16: pence ---------------------------------------------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=16, positions=[("PRUDENTIAL PLC", 12700.0), ("SCHRODER ASIAN TOTAL RETURN", 6350.0)],
         columns={"name": "A", "currency": "B", "quantity": "C", "price": "D", "market_value_local": "E", "market_value": "F"}, fields={0: {"currency": "GBP", "price": 10.0}}, findings=("price-in-pence",))
def pence_prices(path: Path) -> None:
    book(path, ("Holdings", [["Valuation date", "30-Jun-2026"], [], ["Security Name", "Currency", "Quantity", "Price", "Market Value Local", "Market Value Base"],
                             ["PRUDENTIAL PLC", "GBX", 1000, 1000.0, 10000.0, 12700.0], ["SCHRODER ASIAN TOTAL RETURN", "GBX", 1000, 500.0, 5000.0, 6350.0], ["Total", None, None, None, None, 19050.0]]))


# --- shape 17: the rate divides -------------------------------------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=17, positions=[("SMIC", 100000.0), ("SONY GROUP CORP", 66666.67), ("INTEL CORP", 5000.0)], findings=("rate-divides",), control=False,
         columns={"currency": "B", "fx_rate": "D", "market_value": "C"}, fields={0: {"currency": "HKD"}})
def rate_divides(path: Path) -> None:
    book(path, ("Positions 2026-06-30", [["Security", "Currency", "Market Value (Local)", "FX Rate"], ["SMIC", "HKD", 780000.0, 7.8], ["SONY GROUP CORP", "JPY", 10000000.0, 150.0],
                                         ["INTEL CORP", "USD", 5000.0, 1.0]]))


# --- shape 18: capital accounts with total rows ------------------------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=18, positions=[("Pine Ventures VI, L.P.", 5200000.0), ("Oak Buyout Fund III, L.P.", 9100000.0), ("Elm Asia Partners II, L.P.", 3300000.0)],
         columns={"fund": "A", "commitment": "B", "called": "C", "unfunded": "D", "market_value": "F"}, skipped=("total row", "group caption"),
         fields={0: {"instrument": "private_fund", "commitment": 600000000, "asset_class": "Venture Capital"}, 1: {"asset_class": "Buyout"}})
def capital_accounts(path: Path) -> None:
    book(path, ("Capital Accounts", [["Statement of partners' capital"], ["For the period ended", "June 30, 2026"], [],
                                     ["Partnership", "Commitment", "Called Capital", "Unfunded Commitment", "Opening Capital", "Closing Capital Account"],
                                     ["Venture Capital"], ["Pine Ventures VI, L.P.", 6000000, 4500000, 1500000, 4800000, 5200000], ["Subtotal Venture Capital", 6000000, 4500000, 1500000, 4800000, 5200000],
                                     ["Buyout"], ["Oak Buyout Fund III, L.P.", 10000000, 8000000, 2000000, 8700000, 9100000], ["Elm Asia Partners II, L.P.", 4000000, 3000000, 1000000, 2900000, 3300000],
                                     ["Subtotal Buyout", 14000000, 11000000, 3000000, 11600000, 12400000], ["Grand Total", 20000000, 15500000, 4500000, 16400000, 17600000]]))


# --- shape 19: the same security in two mandates and a fund; nothing is dropped ---------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=19, positions=[("TENCENT HOLDINGS LTD", 500000.0), ("TENCENT HOLDINGS LTD", 500000.0), ("EMERGING MARKETS COMMINGLED FUND", 2000000.0)],
         columns={"account": "A", "name": "B", "isin": "C", "market_value": "E"}, fields={0: {"account": "SMA-1"}, 1: {"account": "SMA-2"}, 2: {"instrument": "commingled_fund"}})
def same_security_twice(path: Path) -> None:
    book(path, ("All", [["Portfolio as of 2026-06-30"], ["Account", "Security Name", "ISIN", "Shares", "Market Value"], ["SMA-1", "TENCENT HOLDINGS LTD", "KYG875721634", 1000, 500000.0],
                        ["SMA-2", "TENCENT HOLDINGS LTD", "KYG875721634", 1000, 500000.0], ["FUNDS", "EMERGING MARKETS COMMINGLED FUND", None, 100, 2000000.0], ["Total", None, None, None, 3000000.0]]))


# --- shape 20: merged cells, hidden rows, two tables on a sheet, captions ------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", shape=20, positions=[("TENCENT", 1000.0), ("ALIBABA", 2000.0), ("US TREASURY BILL", 3000.0)], skipped=("group caption", "total row"), findings=("hidden-rows", "other-table"),
         columns={"name": "A", "market_value_local": "C", "market_value": "D", "currency": "B"}, fields={0: {"asset_class": "Equities"}, 2: {"asset_class": "Fixed Income", "instrument": "government_bond"}})
def merged_and_hidden(path: Path) -> None:
    def after(workbook: Any) -> None:
        sheet = workbook["Report"]
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("C3:D3")
        sheet.row_dimensions[7].hidden = True
    book(path, ("Report", [["Holdings report as of 30 June 2026"], [], ["Security", "Currency", "Market Value"], ["Description", "Code", "Local", "Base"], ["Equities"], ["TENCENT", "HKD", 7800.0, 1000.0],
                           ["ALIBABA", "HKD", 15600.0, 2000.0], ["Total Equities", None, None, 3000.0], ["Fixed Income"], ["US TREASURY BILL", "USD", 3000.0, 3000.0], ["Total Fixed Income", None, None, 3000.0],
                           ["Grand Total", None, None, 6000.0], [], ["Currency", "FX Rate"], ["HKD", 0.128], ["EUR", 1.08]]), after=after)


# --- traps: containers, encodings, delimiters ------------------------------------------------------------------------------------------------------------

PLAIN = [["Security Name", "ISIN", "Quantity", "Market Value"], ["TENCENT HOLDINGS LTD", "KYG875721634", 100, 5000.5], ["APPLE INC", "US0378331005", 10, 2000.25], ["Total", None, None, 7000.75]]
PLAIN_POSITIONS = [("TENCENT HOLDINGS LTD", 5000.5), ("APPLE INC", 2000.25)]
PLAIN_COLUMNS = {"name": "A", "isin": "B", "quantity": "C", "market_value": "D"}


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS, options={"password": "correct horse"})
def password_protected(path: Path) -> None:
    import io

    from msoffcrypto.format.ooxml import OOXMLFile

    plain = path.with_name("plain.xlsx")
    book(plain, ("30 June 2026", PLAIN))
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("correct horse", sealed)
    path.write_bytes(sealed.getvalue())


def spreadsheetml(rows: list[list[Any]], sheet: str) -> str:
    """A sheet of an XML spreadsheet, texts as they are, ampersands raw."""
    cells = ""
    for row in rows:
        cells += "<ss:Row>" + "".join(
            f'<ss:Cell ss:Index="{i + 1}"><ss:Data ss:Type="{"Number" if isinstance(v, (int, float)) else "String"}">{v}</ss:Data></ss:Cell>'
            for i, v in enumerate(row) if v is not None) + "</ss:Row>"
    return f'<ss:Worksheet ss:Name="{sheet}"><ss:Table>{cells}</ss:Table></ss:Worksheet>'


@fixture(suffix=".xls", positions=[("PING AN & CO", 600.0), ("BANK OF CHINA-H", 400.0)], role="fund_holdings", fund="China Value ETF", control=False,
         columns={"ticker": "A", "name": "B", "weight": "D", "market_value": "E"}, fields={0: {"weight": 0.6, "ticker": "2318"}})
def raw_ampersand_markup(path: Path) -> None:
    text(path, '\ufeff<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">' + spreadsheetml([["About", "the fund & its terms"]], "Overview") +
         spreadsheetml([["China Value ETF"], ["Fund Holdings as of", "Jun 30, 2026"], ["Inception Date", "Jan 5, 2012"], [], ["Ticker", "Name", "Asset Class", "Weight (%)", "Market Value"],
                        ["2318", "PING AN & CO", "Equity", 60.0, 600.0], ["3988", "BANK OF CHINA-H", "Equity", 40.0, 400.0]], "Holdings") + "</ss:Workbook>")


@fixture(suffix=".xls", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def web_page_as_workbook(path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{'' if v is None else v}</td>" for v in row) + "</tr>" for row in PLAIN)
    text(path, f"<html><body><p>Positions</p><table><tr><td colspan=4>As of 06/30/2026</td></tr>{rows}</table></body></html>")


@fixture(suffix=".xls", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def text_named_workbook(path: Path) -> None:
    text(path, "As of 06/30/2026\n\n" + "\n".join("\t".join("" if v is None else str(v) for v in row) for row in PLAIN))


@fixture(suffix=".ods", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def open_document(path: Path) -> None:
    import zipfile

    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in PLAIN)
    content = ('<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
               'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
               f'<office:body><office:spreadsheet><table:table table:name="Holdings 2026-06-30">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')
    manifest = ('<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
                'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in (("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, FIXED), body)


@fixture(suffix=".xlsb", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def binary_workbook(path: Path) -> None:
    import struct
    import zipfile

    def record(number: int, body: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        return head + bytes([len(body) & 0x7F | (0x80 if len(body) > 127 else 0), *([len(body) >> 7] if len(body) > 127 else [])]) + body

    def wide(word: str) -> bytes:
        return struct.pack("<I", len(word)) + word.encode("utf-16-le")

    rows = b""
    for number, row in enumerate(PLAIN):
        rows += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, str):
                rows += record(6, place + wide(value))
            elif value is not None:
                rows += record(5, place + struct.pack("<d", float(value)))
    sheet = record(129) + record(148, struct.pack("<IIII", 0, len(PLAIN) - 1, 0, 3)) + record(145) + rows + record(146) + record(130)
    workbook = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Holdings 2026-06-30")) + record(144) + record(132)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
                               'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" '
                               'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                       f'Type="{relation}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                                      f'Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": workbook, "xl/worksheets/sheet1.bin": sheet}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), body)


@fixture(suffix=".csv", positions=[("MUENCHENER RUECK", 1234567.89), ("SAP SE", 2345.6)], as_of="2026-06-30", columns={"name": "A", "isin": "B", "quantity": "C", "market_value": "E"},
         fields={0: {"quantity": 1234.5, "price": 1000.05}})
def comma_decimals(path: Path) -> None:
    text(path, "Bestand per 30.06.2026\n\nSecurity Name;ISIN;Quantity;Price;Market Value\nMUENCHENER RUECK;DE0008430026;1.234,5;1.000,05;1.234.567,89\nSAP SE;DE0007164600;10;234,56;2.345,60\n"
         "Total;;;;1.236.913,49\n", "cp1252")


@fixture(suffix=".tsv", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def wide_characters(path: Path) -> None:
    path.write_bytes(("Positions as of 2026-06-30\r\n" + "\r\n".join("\t".join("" if v is None else str(v) for v in row) for row in PLAIN)).encode("utf-16"))


@fixture(suffix=".csv", positions=[("腾讯控股", 5000.0), ("阿里巴巴集团", 3000.0)], columns={"name": "A", "market_value": "C"})
def chinese_encoding(path: Path) -> None:
    text(path, "日期,2026年6月30日\nSecurity Name,Quantity,Market Value\n腾讯控股,100,5000.00\n阿里巴巴集团,200,3000.00\n合计,,8000.00\n", "gb18030")


@fixture(suffix=".txt", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def pipes_and_mark(path: Path) -> None:
    text(path, "sep=|\nAs of|06/30/2026||\n" + "\n".join("|".join("" if v is None else str(v) for v in row) for row in PLAIN))


@fixture(suffix=".csv", positions=[("SWISS LINE", 1234567.5), ("FRENCH LINE", 2000000.25)], columns={"name": "A", "market_value": "C"})
def spaces_as_separators(path: Path) -> None:
    text(path, "Holdings as of 30.06.2026;;\nSecurity;Shares;Market Value\nSWISS\u00a0LINE;1'000;1'234'567.50\nFRENCH LINE\u200b;2\u202f000;2\u00a0000\u00a0000.25\nTotal;;3 234 567.75\n")


# --- traps: what a workbook hides -----------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", positions=[*PLAIN_POSITIONS, ("GHOST INC", 0.0)], columns=PLAIN_COLUMNS, findings=("error-cell", "uncached-formula", "hidden-sheet", "value-missing"), control=False)
def errors_and_formulas(path: Path) -> None:
    def after(workbook: Any) -> None:
        sheet = workbook["2026-06-30"]
        sheet["D4"] = "=1/0"
        sheet["C2"] = "#N/A"
        sheet["C2"].data_type = "e"
        workbook["Old"].sheet_state = "hidden"
    book(path, ("2026-06-30", [*PLAIN[:3], ["GHOST INC", "", 1, 0]]), ("Old", [["Security Name", "Market Value"], ["OLD INC", 5.0], ["OLDER INC", 6.0]]), after=after)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns={"name": "C", "isin": "D", "quantity": "E", "market_value": "F"}, findings=("stray-cells",))
def stray_far_cell(path: Path) -> None:
    def after(workbook: Any) -> None:
        workbook["Holdings"]["XFD1048576"] = "x"
    book(path, ("Holdings", [[None, None, "As of 2026-06-30"], [], *[[None, None, *row] for row in PLAIN]]), after=after)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns={"name": "B", "isin": "D", "quantity": "F", "market_value": "H"})
def blank_columns_between(path: Path) -> None:
    rows = [[None] * 8 for _ in PLAIN]
    for target, row in zip(rows, PLAIN, strict=True):
        target[1::2] = row
    book(path, ("June 30 2026", [[], [], *rows]))


@fixture(suffix=".xlsx", positions=[("CHIP MAKER LTD", 100.0), ("CLOUD LTD", 200.0)], columns={"name": "A", "market_value": "B", "as_of": "C"}, fields={0: {"as_of": "2026-06-30"}}, control=False)
def dates_since_1904(path: Path) -> None:
    import datetime as dt

    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet("Holdings")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Security", "Market Value", "As Of Date"])
        for number, (name, value) in enumerate((("CHIP MAKER LTD", 100.0), ("CLOUD LTD", 200.0)), 1):
            sheet.write_row(number, 0, [name, value])
            sheet.write_datetime(number, 2, dt.date(2026, 6, 30), day)


@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS, findings=("table-left-out",))
def summary_and_detail(path: Path) -> None:
    book(path, ("Summary", [["Asset Class", "Market Value"], ["Equity", 7000.75], ["Total", 7000.75]]), ("By name", [["Security", "Market Value"], ["APPLE INC", 2000.25], ["TENCENT HOLDINGS LTD", 5000.5]]),
         ("Holdings", [["As of 2026-06-30"], *PLAIN]), ("Notes", [["Prices are those of the last trading day."]]))


@fixture(suffix=".xlsx", positions=[("APPLE INC", 10.0), ("TENCENT", 20.0), ("Cedar Partners LP", 30.0)], tables=2, columns={"name": "A", "market_value": "C"},
         fields={2: {"instrument": "private_fund", "commitment": 10000}}, control=True)
def two_sheets_of_holdings(path: Path) -> None:
    book(path, ("Equities", [["As of 6/30/2026"], ["Security", "Shares", "Market Value"], ["APPLE INC", 1, 10.0], ["TENCENT", 2, 20.0], ["Total", None, 30.0]]),
         ("Private", [["As of 6/30/2026"], ["Fund Name", "Commitment", "NAV"], ["Cedar Partners LP", 100, 30.0], ["Total", 100, 30.0]]))


# --- traps: what the numbers mean ---------------------------------------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", positions=[("CORP BOND 5% 2030", 1000.0), ("STOCK INC", 500.0)], columns={"name": "A", "accrued": "C", "market_value": "B"}, fields={0: {"accrued": 2500}})
def value_with_accrual(path: Path) -> None:
    book(path, ("2026-06-30", [["Security", "Market Value Incl Accrued", "Accrued Interest", "Coupon"], ["CORP BOND 5% 2030", 1025.0, 25.0, 5.0], ["STOCK INC", 500.0, None, None], ["Total", 1525.0, 25.0, None]]))


@fixture(suffix=".xlsx", positions=[("SMALL CO", 1250000.0), ("OTHER CO", 750000.0)], columns={"name": "A", "market_value": "B"}, findings=("values-scaled",))
def amounts_in_thousands(path: Path) -> None:
    book(path, ("Holdings", [["Schedule of investments, June 30, 2026"], ["(in thousands)"], ["Security", "Fair Value"], ["SMALL CO", 1250], ["OTHER CO", 750], ["Total", 2000]]))


@fixture(suffix=".csv", positions=[("A CO", 0), ("B CO", 0)], role="fund_holdings", columns={"name": "A", "weight": "B"}, fields={0: {"weight": 0.8}, 1: {"weight": 0.2}}, control=False, as_of="")
def weights_only(path: Path) -> None:
    text(path, "Name,Weight\nA CO,80.00%\nB CO,20.00%\n")


@fixture(suffix=".xlsx", positions=[("TENCENT", 128.0), ("NVIDIA", 100.0)], columns={"market_value_local": "C", "fx_rate": "D", "market_value": "E"}, control=False,
         fields={0: {"currency": "HKD"}})
def rate_multiplies_with_base(path: Path) -> None:
    book(path, ("Jun-30-2026", [["Security", "Ccy", "Local Market Value", "FX", "Value USD"], ["TENCENT", "HKD", 1000.0, 0.128, 128.0], ["NVIDIA", "USD", 100.0, 1.0, 100.0]]))


@fixture(suffix=".xlsx", positions=[("TENCENT", 1000.0), ("NVIDIA", 100.0)], findings=("local-values-only",), control=False, columns={"currency": "B", "market_value": "C"})
def local_values_without_rate(path: Path) -> None:
    book(path, ("Jun-30-2026", [["Security", "Ccy", "Local Market Value"], ["TENCENT", "HKD", 1000.0], ["NVIDIA", "USD", 100.0]]))


@fixture(suffix=".xlsx", positions=[("ALPHA", 100.0), ("BETA", 200.0)], ties=False, findings=("tie-out",), columns={"name": "A", "market_value": "B"})
def total_that_does_not_add(path: Path) -> None:
    book(path, ("Holdings", [["As of 2026-06-30"], ["Security", "Market Value"], ["ALPHA", 100.0], ["BETA", 200.0], ["Total", 400.0]]))


@fixture(suffix=".xlsx", positions=[("ALPHA", 100.33), ("BETA", 200.33), ("GAMMA", 300.33)], columns={"name": "A", "market_value": "B"})
def total_off_by_rounding(path: Path) -> None:
    book(path, ("Holdings", [["As of 2026-06-30"], ["Security", "Market Value"], ["ALPHA", 100.33], ["BETA", 200.33], ["GAMMA", 300.33], ["Total", 601.0]]))


@fixture(suffix=".xlsx", positions=[("A50 INDEX FUT SEP26", -1200.0), ("HSI INDEX FUT", 500.0), ("BABA 01/15/27 C120", 300.0), ("TRS ON HSTECH INDEX", 700.0), ("USD/CNH FWD 12/20/26", -50.0), ("XIAOMI CB 0% 2027", 900.0)],
         columns={"name": "A", "security_type": "B", "market_value": "D"}, control=True,
         fields={0: {"instrument": "index_derivative", "quantity": -3.0}, 2: {"instrument": "option"}, 3: {"instrument": "swap"}, 4: {"instrument": "currency"}, 5: {"instrument": "convertible"}})
def derivatives(path: Path) -> None:
    book(path, ("Positions", [["As of 2026-06-30"], ["Description", "Security Type", "Contracts", "Market Value", "Notional Value"], ["A50 INDEX FUT SEP26", "Index Future", -3, -1200.0, 41000],
                              ["HSI INDEX FUT", "Future", 1, 500.0, 25000], ["BABA 01/15/27 C120", "Option", 10, 300.0, 12000], ["TRS ON HSTECH INDEX", "Swap", 1, 700.0, 90000], ["USD/CNH FWD 12/20/26", "FX Forward", 1, -50.0, 10000],
                              ["XIAOMI CB 0% 2027", "Convertible Bond", 900, 900.0, None], ["Total", None, None, 1150.0, None]]))


@fixture(suffix=".csv", positions=[("NANO INC", 10.0), ("TENCENT", 20.0), ("KWEICHOW MOUTAI", 30.0), ("BERKSHIRE B", 40.0)], columns={"ticker": "A", "name": "B"},
         fields={0: {"ticker": "NA"}, 1: {"ticker": "0700", "mic": "XHKG"}, 2: {"ticker": "600519", "mic": "XSHG"}, 3: {"ticker": "BRK.B", "mic": ""}})
def tickers_of_vendors(path: Path) -> None:
    text(path, "As of 2026-06-30,,\nTicker,Security Name,Market Value\nNA,NANO INC,10\n0700.HK,TENCENT,20\n600519.SS,KWEICHOW MOUTAI,30\nBRK.B,BERKSHIRE B,40\nTotal,,100\n")


@fixture(suffix=".xlsx", positions=[("TENCENT", 5000.0), ("MEITUAN", 3000.0)], columns={"name": "B", "isin": "C", "market_value": "E"}, findings=("mapping-unsure",), control=False)
def unknown_headers(path: Path) -> None:
    book(path, ("30-06-2026", [["Lfd", "Wertpapierbezeichnung lang", "Kennung", "Stk", "Kurswert in Berichtswaehrung"], [1, "TENCENT", "KYG875721634", 100, 5000.0], [2, "MEITUAN", "KYG596691041", 200, 3000.0]]))


@fixture(suffix=".xlsx", positions=[("TENCENT", 5000.0), ("MEITUAN", 3000.0)], columns={"name": "A", "market_value": "B"}, as_of="2026-06-30", findings=("as-of-several",), control=False)
def several_dates(path: Path) -> None:
    book(path, ("Holdings", [["Security", "Market Value", "Position Date"], ["TENCENT", 5000.0, "2026-06-30"], ["MEITUAN", 3000.0, "2026-05-31"]]))


@fixture(suffix=".csv", positions=[("TENCENT", 5000.0), ("MEITUAN", 3000.0)], columns={"name": "A", "market_value": "B"}, as_of="2026-03-31", control=False)
def run_date_is_not_as_of(path: Path) -> None:
    text(path, "Custody statement,Run date: 04/15/2026 08:30\nStatement Period,01/01/2026 - 03/31/2026\n\nSecurity,Market Value\nTENCENT,5000.00\nMEITUAN,3000.00\n")


@fixture(suffix=".csv", positions=[("TOTAL S.E.", 5000.0), ("AGGREGATE INDUSTRIES", 3000.0), ("SUMITOMO CORP", 1000.0)], columns={"name": "A", "isin": "B", "market_value": "C"})
def names_like_totals(path: Path) -> None:
    text(path, "Holdings as of 2026-06-30,,\nSecurity,ISIN,Market Value\nTOTAL S.E.,FR0000120271,5000.00\nAGGREGATE INDUSTRIES,,3000.00\nSUMITOMO CORP,JP3404600003,1000.00\nTOTAL,,9000.00\n")


@fixture(suffix=".xls", positions=[("Pine Ventures VI, L.P.", 5200000.0), ("Oak Buyout Fund III, L.P.", 9100000.0), ("Elm Asia Partners II, L.P.", 3300000.0)],
         columns={"fund": "A", "commitment": "B", "called": "C", "unfunded": "D", "market_value": "F"}, skipped=("total row", "group caption"))
def old_binary_workbook(path: Path) -> None:
    # Saved once by LibreOffice from capital_accounts.xlsx in the format of 1997; nothing here can write that format.
    path.write_bytes(Path(__file__).with_name("capital_accounts_1997.xls").read_bytes())


# --- traps: totals, dates and headers in odd places -------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", positions=[("ALPHA LTD", 5000.0), ("BETA LTD", 2000.0)], columns={"name": "A", "isin": "B", "quantity": "C", "market_value": "D"},
         fields={0: {"account": "123 - Endowment"}})
def total_above_header(path: Path) -> None:
    book(path, ("S", [["Account: 123 - Endowment"], ["As of 30-Jun-2026"], ["Total Portfolio", None, None, 7000.0], ["Security Name", "ISIN", "Shares", "Market Value (USD)"],
                      ["ALPHA LTD", "KYG875721634", 1, 5000.0], ["BETA LTD", "US0378331005", 1, 2000.0]]))


@fixture(suffix=".xlsx", positions=[("ALPHA LTD", 5000.0), ("BETA LTD", -2000.0)], columns={"name": "A", "quantity": "B", "market_value": "C", "weight": "D"}, skipped=("total row",))
def total_without_label(path: Path) -> None:
    book(path, ("At 2026-06-30", [["Security", "Quantity", "Market Value", "% of Portfolio"], ["ALPHA LTD", "1,000", "$5,000.00", "166.67%"], ["BETA LTD", "(500)", "($2,000.00)", "-66.67%"],
                                  ["Net", "", "$3,000.00", ""]]))


@fixture(suffix=".csv", positions=[("ALIBABA GROUP HOLDING LTD", 84000.0), ("BAIDU INC", 43000.0), ("BYTEDANCE SERIES E", 16000.0)], columns={"name": "A", "quantity": "B", "market_value": "C"},
         skipped=("date line", "header repeated"), fields={0: {"asset_class": "SCHEDULE A - EQUITY SECURITIES"}, 2: {"asset_class": "SCHEDULE B - PREFERRED STOCK", "instrument": "preferred"}})
def schedules_with_cut_dates(path: Path) -> None:
    text(path, 'SCHEDULE A - EQUITY SECURITIES\nJune 30, 2026\nSecurity,Shares,Fair Value\nALIBABA GROUP HOLDING LTD,"1,000","$ 84,000"\nBAIDU INC,500,"43,000"\nTotal Equity Securities,,"$ 127,000"\n\n'
         'SCHEDULE B - PREFERRED STOCK\nJune 30, 2026\n\nSecurity,Shares,Fair Value\nBYTEDANCE SERIES E,100,"16,000"\nTotal Preferred,,"$ 16,000"\n')


@fixture(suffix=".xlsx", positions=[("ALPHA LTD", 10.0), ("BETA LTD", 20.0)], columns={"name": "A", "market_value": "C"}, findings=("columns-compete",))
def two_dated_columns(path: Path) -> None:
    book(path, ("Trend", [["Security Name", "Market Value 3/31/2026", "Market Value 6/30/2026"], ["ALPHA LTD", 8.0, 10.0], ["BETA LTD", 18.0, 20.0], ["Total", 26.0, 30.0]]))


@fixture(suffix=".xlsx", positions=[("腾讯控股", 5000.0), ("阿里巴巴", 1000.0)], columns={"name": "A", "ticker": "B", "quantity": "C", "market_value": "D"}, fields={0: {"ticker": "0700", "mic": "XHKG"}})
def chinese_headers(path: Path) -> None:
    book(path, ("持仓", [["截至2026年6月30日"], ["证券名称", "证券代码", "数量", "市值"], ["腾讯控股", "700 HK", 100, 5000.0], ["阿里巴巴", "9988 HK", 100, 1000.0], ["合计", None, None, 6000.0]]))


@fixture(suffix=".csv", positions=[("TENCENT HOLDINGS", 5126.4), ("APPLE INC", 1850.0)], columns={"account": "A", "isin": "B", "name": "C", "currency": "D", "quantity": "E", "market_value": "G"},
         findings=("base-currency",), control=False)
def other_base_currency(path: Path) -> None:
    text(path, "Positions au 30/06/2026\nPortefeuille;Isin;Libellé;Devise;Quantité;Cours;Valorisation EUR\nP1;KYG875721634;TENCENT HOLDINGS;HKD;100;400,50;5.126,40\nP1;US0378331005;APPLE INC;USD;10;200,00;1.850,00\n")


@fixture(suffix=".xlsx", positions=[("ALPHA LTD", 60.0), ("BETA LTD", 40.0)], columns={"name": "A", "market_value": "B", "weight": "C"}, role="positions")
def endowment_called_fund(path: Path) -> None:
    book(path, ("Holdings", [["Hill University Endowment Fund"], ["Portfolio holdings as of 6/30/2026"], ["Security Name", "Market Value", "% of Total"], ["ALPHA LTD", 60.0, 0.6], ["BETA LTD", 40.0, 0.4],
                             ["Total", 100.0, 1.0]]))


def main() -> None:
    """Write all files into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for item in FIXTURES:
        item.write(folder / f"{item.name}{item.suffix}")


if __name__ == "__main__":
    main()

"""Fund files in the layouts sponsors, managers and regulators use, all made up, come in as holdings and open a fund.

Shapes are those of public files; every fund, weight and value is invented. Identifiers are those of real securities
where a check digit is needed.
"""

# ruff: noqa: E501 - lines of test data are as long as those of the files
from __future__ import annotations

import openpyxl
import pytest

from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.holdings import Source, read_holdings

FACTS = load_reference()
FUND = "Made-up Pacific Fund"
POOL = f"""As of 2026-09-30
Account,Security,Asset Type,Quantity,Price,Market Value
A1,{FUND},Mutual Fund,10,1000.00,10000.00
A1,NVIDIA CORP,Common Stock,10,100.00,1000.00
Total,,,,,11000.00
"""

SPONSOR_A = """Made-up Pacific Fund
Fund Holdings as of,"Sep 30, 2026"
Inception Date,"May 10, 2011"
Shares Outstanding,"1,000.00"
Stock,"-"
Bond,"-"
Cash,"-"

Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Shares,Price,Location,Exchange,Currency,FX Rate
"700","TENCENT HOLDINGS LTD","Communication","Equity","6,000.00","60.00","6,000.00","100","60.00","China","Hong Kong Exchanges And Clearing Ltd","HKD","1.00"
"BABA","ALIBABA GROUP HOLDING ADR","Consumer","Equity","3,900.00","39.00","3,900.00","50","78.00","China","New York Stock Exchange Inc.","USD","1.00"
"USD","USD CASH","Cash and/or Derivatives","Cash","100.00","1.00","100.00","100","100.00","United States","-","USD","1.00"

The content contained herein is proprietary.
"""
SPONSOR_C = """Made-up Pacific Fund Holdings as of 2026-09-30
Rank,Company Name,% of Net Assets,Ticker,Identifier,Shares Held,Market Value($),Notional Value
1,TENCENT HOLDINGS LTD,60.00,700,BMMV2K8,100,6000.00,6000.00
2,ALIBABA GROUP HOLDING LTD,39.00,9988,BK6YZP5,50,3900.00,3900.00
3,Cash,1.00,,,100,100.00,100.00
"""
SPONSOR_D = """Made-up Pacific Fund
Fund Holdings Data as of 09/30/2026
% of Net Assets,Ticker,Name,SEDOL,Market Price ($),Shares Held,Market Value ($)
60.00,700 HK,TENCENT HOLDINGS LTD,BMMV2K8,60.00,100,"6,000.00"
39.00,9988 HK,ALIBABA GROUP HOLDING LTD,BK6YZP5,78.00,50,"3,900.00"
1.00,,CASH,,1.00,100,"100.00"
"""
SPONSOR_E = """Fund Ticker,Security Identifier,Holding Ticker,Shares/Par Value,MarketValue,Weight,Name,Class of Shares,Sector,Date
MUPF,01609W102,BABA,50,3900.00,39.00,Alibaba Group Holding Ltd ADR,American Depository Receipt,Consumer,09/30/2026
MUPF,722304102,PDD,60,6000.00,60.00,PDD Holdings Inc ADR,American Depository Receipt,Consumer,09/30/2026
MUPF,,,100,100.00,1.00,Cash/Receivables/Payables,Currency,,09/30/2026
"""
SPONSOR_F = """date,fund,company,ticker,cusip,shares,"market value ($)","weight (%)"
09/30/2026,MUPF,"ALIBABA GROUP HOLDING-SP ADR",BABA,01609W102,50,"$3,900.00",39.00%
09/30/2026,MUPF,"PDD HOLDINGS INC",PDD,722304102,60,"$6,000.00",60.00%
09/30/2026,MUPF,"US DOLLAR",,,100,"$100.00",1.00%

"Investors should carefully consider the investment objectives and risks. The fund holdings are subject to change."
"""
NPORT = """Report period date,2026-09-30

name,title,lei,cusip,isin,balance,units,curCd,valUSD,pctVal,payoffProfile,assetCat,issuerCat,invCountry
Tencent Holdings Ltd,Tencent Holdings Ltd,,,KYG875721634,100,NS,HKD,6000.00,60.00,Long,EC,CORP,CN
Alibaba Group Holding Ltd,Alibaba Group Holding Ltd ADR,,01609W102,US01609W1027,50,NS,USD,4500.00,45.00,Long,EC,CORP,CN
Baidu Inc,Baidu Inc ADR,,056752108,US0567521085,-5,NS,USD,-500.00,-5.00,Short,EC,CORP,CN
"""
FORM_13F = """Form 13F information table for the quarter ended 09/30/2026

NAME OF ISSUER,TITLE OF CLASS,CUSIP,VALUE (to the nearest dollar),SHRS OR PRN AMT,SH/PRN,PUT/CALL,INVESTMENT DISCRETION
ALIBABA GROUP HLDG LTD,SPONSORED ADS,01609W102,4000,50,SH,,SOLE
PDD HOLDINGS INC,SPONSORED ADS,722304102,6000,60,SH,,SOLE
"""


def spdr_like(path):
    book = openpyxl.Workbook()
    for row in (
        ["Fund Name:", FUND], ["Ticker Symbol:", "MUPF"], ["Holdings:", "As of 30-Sep-2026"], [],
        ["Name", "Ticker", "Identifier", "SEDOL", "Weight", "Sector", "Shares Held", "Local Currency"],
        ["PDD HOLDINGS INC", "PDD", "722304102", "BYVW0F7", 61.0, "-", 60, "USD"],
        ["ALIBABA GROUP HOLDING ADR", "BABA", "01609W102", "BP41ZD1", 38.0, "-", 50, "USD"],
        ["US DOLLAR", "-", "Unassigned", "Unassigned", 1.0, "Unassigned", 100, "USD"],
        [], ["Past performance is not a reliable indicator of future performance."],
    ):
        book.active.append(row)
    book.save(path)


def manager_schedule(path):
    book = openpyxl.Workbook()
    for row in (
        [FUND], ["Schedule of Investments (unaudited), September 30, 2026"], [],
        ["Security Name", "ISIN", "Country", "Shares", "Market Value ($)", "% of net assets"],
        ["Hong Kong listed"],
        ["Tencent Holdings Limited", "KYG875721634", "CN", 100, 6000.0, 0.60],
        ["Alibaba Group Holding Limited", "KYG017191142", "CN", 50, 3900.0, 0.39],
        ["Total Hong Kong listed", None, None, None, 9900.0, 0.99],
        ["Cash"], ["Cash and cash equivalents", None, "US", None, 100.0, 0.01], ["Total net assets", None, None, None,
                                                                                  10000.0, 1.0],
    ):
        book.active.append(row)
    book.save(path)


def portfolio_companies(path):
    book = openpyxl.Workbook()
    for row in (
        ["Portfolio Company Metrics"], ["Fund:", FUND], ["As of:", "September 30, 2026"], [],
        ["Portfolio Company", "Country", "Industry", "Initial Investment Date", "Ownership %", "Invested Capital ($)",
         "Fair Value ($)"],
        ["Tencent Holdings Limited", "China", "Internet", "2020-01-15", 0.1, 3000.0, 6000.0],
        ["Ashgrove Foods GmbH", "Germany", "Food", "2021-06-30", 0.2, 2000.0, 4000.0],
        ["Total", None, None, None, None, 5000.0, 10000.0],
    ):
        book.active.append(row)
    book.save(path)


def written(text):
    return lambda path: path.write_text(text, encoding="utf-8")


LAYOUTS = {
    "ishares": (".csv", written(SPONSOR_A), {"TENCENT HOLDINGS LTD": 6000, "USD CASH": 100}, "tencent"),
    "spdr": (".xlsx", spdr_like, {"PDD HOLDINGS INC": 6100, "US DOLLAR": 100}, "alibaba"),
    "kraneshares": (".csv", written(SPONSOR_C), {"TENCENT HOLDINGS LTD": 6000, "Cash": 100}, "tencent"),
    "global-x": (".csv", written(SPONSOR_D), {"TENCENT HOLDINGS LTD": 6000, "CASH": 100}, "tencent"),
    "invesco": (".csv", written(SPONSOR_E), {"PDD Holdings Inc ADR American Depository Receipt": 6000}, "alibaba"),
    "ark": (".csv", written(SPONSOR_F), {"PDD HOLDINGS INC": 6000, "US DOLLAR": 100}, "alibaba"),
    "n-port": (".csv", written(NPORT), {"Tencent Holdings Ltd": 6000}, "baidu"),
    "13f": (".csv", written(FORM_13F), {}, "alibaba"),
    "manager": (".xlsx", manager_schedule, {"Tencent Holdings Limited": 6000}, "alibaba"),
    "ilpa": (".xlsx", portfolio_companies, {"Ashgrove Foods GmbH": 4000}, "tencent"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_in_this_layout_opens_the_fund(tmp_path, layout):
    suffix, write, expected, issuer = LAYOUTS[layout]
    pool, file = tmp_path / "pool.csv", tmp_path / f"fund{suffix}"
    pool.write_text(POOL, encoding="utf-8")
    write(file)
    sources = [Source(pool), Source(file, ImportOptions(role="fund_holdings", fund=FUND))]
    holdings = read_holdings(sources, FACTS, [(FUND, FUND)])
    (table,) = holdings.fund_tables
    assert table.name == FUND and table.as_of == "2026-09-30"
    made = analyse(holdings, Question(as_of="2026-09-30"), FACTS)
    inside = made.slices[made.slices["position"] == 0]
    assert int(inside["market_value"].sum()) == 10_000_00
    values = dict(zip(inside["name"], inside["market_value"], strict=True))
    for name, dollars in expected.items():
        assert values[name] == dollars * 100
    assert issuer in set(inside["issuer_id"])
    (fund,) = made.funds
    assert fund.method in ("known", "scaled") and fund.undisclosed_value == 0 and fund.data_date == "2026-09-30"
    if layout == "n-port":
        assert values["Baidu Inc"] == -500_00

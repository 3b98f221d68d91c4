"""Files of funds, private markets and regulatory forms."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path

from import_files.case import book, fixture, text

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

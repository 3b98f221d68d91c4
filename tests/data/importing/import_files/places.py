"""Totals, dates and headers in odd places."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path

from import_files.case import book, fixture, text

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


# --- traps: rows that repeat, rows without an amount, dates out of place ---------------------------------------------------------------------

@fixture(suffix=".xlsx", positions=[("ALPHA LTD", 100.0), ("BETA LTD", 50.0), ("ALPHA LTD", 100.0), ("ALPHA LTD", 100.0)], columns={"name": "B", "market_value": "D"}, findings=("duplicate-row",))
def rows_that_repeat(path: Path) -> None:
    book(path, ("Holdings", [["As of 2026-06-30"], ["Account", "Security", "Shares", "Market Value"], ["P1", "ALPHA LTD", 10, 100.0], ["P1", "BETA LTD", 5, 50.0], ["P1", "ALPHA LTD", 10, 100.0],
                             ["P2", "ALPHA LTD", 10, 100.0], ["Total", None, None, 350.0]]))


@fixture(suffix=".csv", positions=[("ALPHA LTD", 100.0), ("GAMMA LTD", 0.0), ("DELTA LTD", 30.0)], columns={"name": "A", "market_value": "C"}, skipped=("no amount in the row",),
         findings=("row-without-amount", "value-missing"), control=False)
def values_not_available(path: Path) -> None:
    text(path, "Holdings as of 2026-06-30,,,\nSecurity,Shares,Market Value,% of Portfolio\nALPHA LTD,10,100.00,\nBETA LTD,n/a,n/a,n/a\nGAMMA LTD,5,n/a,\nDELTA LTD,3,30.00,\n")


@fixture(suffix=".csv", positions=[("ALPHA LTD", 100.0)], as_of="2031-03-31", columns={"name": "A", "market_value": "C"}, findings=("as-of-future",), control=False, options={"today": "2026-07-20"})
def date_to_come(path: Path) -> None:
    text(path, "Holdings as of 2031-03-31,,\nSecurity,Shares,Market Value\nALPHA LTD,10,100.00\n")


@fixture(suffix=".csv", positions=[("ALPHA LTD", 100.0)], as_of="2024-03-31", columns={"name": "A", "market_value": "C"}, findings=("as-of-old",), control=False, options={"today": "2026-07-20"})
def date_long_past(path: Path) -> None:
    text(path, "Holdings as of 31 March 2024,,\nSecurity,Shares,Market Value\nALPHA LTD,10,100.00\n")


# --- layouts met later: nested groups, a cover, identifiers inside names, headings over equal headers --------------------------------------------

@fixture(suffix=".xlsx", positions=[("Bamboo China A Fund", 60100000.0), ("Maple Global Value", 350000000.0), ("Granite Buyout IV", 180000000.0), ("Elm Asia Ventures II", 120000000.0), ("Cash", 140100000.0)],
         as_of="2026-09-30", columns={"name": "A", "market_value": "B", "weight": "C"}, findings=("values-scaled",), skipped=("total row", "subtotal of the rows below"), fields={4: {"instrument": "cash"}})
def nested_groups_of_managers(path: Path) -> None:
    book(path, ("Summary", [["Hill College Endowment"], ["Performance and Allocation Report"], ["Quarter ending September 30, 2026 ($ in millions)"], [],
                            [None, "Market Value", "% of Total", "Policy Target", "QTD Return", "1 Yr"], ["Total Endowment", 850.2, "100.0%", "100.0%", "2.1%", "11.0%"],
                            ["  Global Equity", 410.1, "48.2%", "45.0%", "3.0%", "14%"], ["    Bamboo China A Fund", 60.1, "7.1%", None, "5%", "20%"], ["    Maple Global Value", 350.0, "41.2%", None, "2.5%", "13%"],
                            ["  Private Equity", 300.0, "35.3%", "35%", "1%", "8%"], ["    Granite Buyout IV", 180.0, "21.2%", None, "1%", "8%"], ["    Elm Asia Ventures II", 120.0, "14.1%", None, "1%", "8%"],
                            ["  Cash", 140.1, "16.5%", "20%", "1%", "5%"]]))


@fixture(suffix=".xlsx", positions=[("Alibaba", 8550.0), ("CASH", 1450.0), ("PDD Holdings", 1200.0), ("JD.com", 800.0)], as_of="2026-09-30", tables=2, columns={"ticker": "A", "quantity": "D", "market_value": "F"})
def date_on_the_cover(path: Path) -> None:
    head = ["Ticker", "Company", "Sector", "Shares", "Price ($)", "Value ($)", "Weight"]
    book(path, ("Cover", [["Pine Capital"], ["Quarterly holdings"], ["As of 9/30/2026"]]),
         ("Growth", [head, ["BABA", "Alibaba", "Tech", 100, 85.5, 8550.0, 0.855], ["CASH", None, None, None, None, 1450.0, 0.145], ["Total", None, None, None, None, 10000.0, 1.0]]),
         ("Value", [head, ["PDD", "PDD Holdings", "Tech", 10, 120.0, 1200.0, 0.6], ["JD", "JD.com", "Tech", 20, 40.0, 800.0, 0.4], ["Total", None, None, None, None, 2000.0, 1.0]]))


@fixture(suffix=".xlsx", positions=[("ALIBABA GROUP HOLDING-SP ADR CUSIP: 01609W102", 1026000.0), ("TENCENT HOLDINGS LTD SEDOL: BMMV2K8", 1024000.0)], as_of="2026-09-30",
         columns={"name": "A", "quantity": "B", "accrued": "C", "market_value": "D", "cost": "E"}, fields={0: {"cusip": "01609W102"}, 1: {"sedol": "BMMV2K8", "accrued": 120050}}, skipped=("group caption", "total row"))
def identifiers_inside_names(path: Path) -> None:
    book(path, ("Asset Detail", [["Hill College Long Term Pool"], ["30 Sep 2026"], ["Account number HCL01"], [], ["Description / Asset ID", "Shares/PAR", "Accrued income/expense", "Market value", "Cost"],
                                 ["Equities"], ["China - USD"], ["ALIBABA GROUP HOLDING-SP ADR CUSIP: 01609W102", 12000, 0, 1026000, 900000], ["Total USD", None, 0, 1026000, 900000], ["Hong Kong - HKD"],
                                 ["TENCENT HOLDINGS LTD SEDOL: BMMV2K8", 20000, 1200.5, 1024000, 800000], ["Total HKD", None, 1200.5, 1024000, 800000], ["Total", None, 1200.5, 2050000, 1700000]]))


@fixture(suffix=".xlsx", positions=[("HSBC HOLDINGS PLC", 82550.0), ("SAMSUNG ELECTRONICS", 100000.0)], as_of="2026-09-30", columns={"name": "B", "currency": "C", "price": "D", "market_value_local": "E", "cost": "F", "market_value": "G"})
def headings_over_equal_headers(path: Path) -> None:
    book(path, ("Q", [["PORTFOLIO VALUATION"], ["Prepared 12 October 2026 for valuation at 30 September 2026"], [None, None, None, "Local", None, "Base", None, None],
                      ["Asset Number", "Asset Name", "CCY", "Price", "Market Value", "Cost", "Market Value", "Weight %"], [540528, "HSBC HOLDINGS PLC", "GBP", 6.5, 65000, 70000, 82550, 45.2],
                      [6771720, "SAMSUNG ELECTRONICS", "KRW", 70000, 137000000, 90000, 100000, 54.8], ["", "", "", "", None, 160000, 182550, 100], [], ["Prepared by: J. Smith"]]))


@fixture(suffix=".csv", positions=[("Tencent Holdings Ltd.", 471176.47), ("Alibaba Group", 235294.12), ("Bankguthaben EUR", 293529.41)], as_of="2026-09-30", findings=("base-currency",), role="fund_holdings", fund="Asien Chancen UCITS",
         columns={"name": "A", "isin": "B", "quantity": "D", "currency": "E", "price": "F", "market_value": "G", "weight": "H"}, fields={0: {"weight": 0.4712}, 2: {"instrument": "cash"}})
def umlauts_without_unicode(path: Path) -> None:
    text(path, "Fondsname;Asien Chancen UCITS\nStichtag;30.09.2026\nFondswährung;EUR\n\nGattungsbezeichnung;ISIN;Markt;Stück bzw. Anteile;Whg.;Kurs;Kurswert in EUR;% des Fondsvermögens\n"
         "Tencent Holdings Ltd.;KYG875721634;Hongkong;10.000;HKD;400,50;471.176,47;47,12\nAlibaba Group;KYG017191142;Hongkong;20.000;HKD;100,00;235.294,12;23,53\n"
         "Bankguthaben EUR;;;293.529,41;EUR;;293.529,41;29,35\nSumme;;;;;;1.000.000,00;100,00\n", "cp1252")

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

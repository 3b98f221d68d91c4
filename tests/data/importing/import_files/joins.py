"""Holdings in one table and what they are in another, tied by a number of the custodian's own."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path

from import_files.case import book, fixture, text

MASTER = [["Security ID", "Security Name", "ISIN", "Country of Risk", "Issue Currency", "Maturity Date"],
          ["70011", "MEITUAN-CLASS B", "KYG596691041", "CN", "HKD", None], ["70012", "NVIDIA CORP", "US67066G1040", "US", "USD", None],
          ["70013", "SAMSUNG ELECTRONICS", "KR7005930003", "KR", "KRW", None], ["70014", "US TREASURY NOTE", "US91282CLW90", "US", "USD", "2034-11-15"]]


@fixture(suffix=".xlsx", shape=3, positions=[("NVIDIA CORP", 1000000.0), ("MEITUAN-CLASS B", 640000.5), ("US TREASURY NOTE", 250000.0)],
         columns={"account": "A", "quantity": "C", "market_value": "D"}, findings=("joined",),
         fields={0: {"isin": "US67066G1040", "internal_id": "70012", "country": "US"}, 1: {"isin": "KYG596691041", "currency": "HKD"}, 2: {"instrument": "government_bond"}})
def two_sheets_joined(path: Path) -> None:
    book(path, ("Holdings", [["Holdings as of 30-Jun-2026"], [], ["Account Number", "Security ID", "Shares/Par", "Base Market Value"], ["P1", 70012, 5000, 1000000.0],
                             ["P1", 70011, 50000, 640000.5], ["P1", 70014, 250000, 250000.0], ["Total", None, None, 1890000.5]]), ("Security Master", MASTER))


def _priced_positions(path: Path) -> None:
    text(path, "Priced Positions - All\nRun date: 02 Jul 2026\n\n\nPortfolio Name,Security ID,ISIN,Security Name,Market Price\n"
         "GLOBAL EQ,0540528,GB0005405286,HSBC HOLDINGS PLC,6.50\nGLOBAL EQ,0798059,GB0007980591,BP PLC,4.80\nGLOBAL EQ,6771720,KR7005930003,SAMSUNG ELECTRONICS,54.10\n")


@fixture(suffix=".csv", shape=3, positions=[("HSBC HOLDINGS PLC", 125000.10), ("BP PLC", 75000.40)], beside={"priced_positions.csv": _priced_positions},
         columns={"sedol": "D", "market_value": "G", "quantity": "F", "price": "E", "currency": "C", "account": "A"}, findings=("joined",),
         fields={0: {"sedol": "0540528", "isin": "GB0005405286", "currency": "GBP"}, 1: {"isin": "GB0007980591"}}, control=False)
def two_files_joined(path: Path) -> None:
    text(path, "Detailed Valuation Report - Equities\nReport currency: USD\nValuation date: 30 Jun 2026\n\n"
         "Portfolio Name,Category Description,Local Currency,Security ID,Market Price,Unit Holding,Realizable Value Base\n"
         "GLOBAL EQ,Equities,GBP,0540528,6.50,14793,125000.10\nGLOBAL EQ,Equities,GBP,0798059,4.80,12019,75000.40\n")


@fixture(suffix=".xlsx", shape=3, positions=[("A-100", 10.0), ("A-200", 20.0), ("A-300", 30.0)], findings=("join-ambiguous",), columns={"market_value": "B"}, fields={0: {"isin": ""}})
def two_masters_that_disagree(path: Path) -> None:
    head = ["Asset ID", "Security Name", "ISIN"]
    book(path, ("Positions", [["As of 2026-06-30"], ["Asset ID", "Market Value"], ["A-100", 10.0], ["A-200", 20.0], ["A-300", 30.0], ["Total", 60.0]]),
         ("Master old", [head, ["A-100", "NVIDIA CORP", "US67066G1040"], ["A-200", "MEITUAN", "KYG596691041"], ["A-300", "APPLE INC", "US0378331005"]]),
         ("Master new", [head, ["A-100", "APPLE INC", "US0378331005"], ["A-200", "NVIDIA CORP", "US67066G1040"], ["A-300", "MEITUAN", "KYG596691041"]]))


@fixture(suffix=".xlsx", shape=3, positions=[("NVIDIA CORP", 10.0), ("A-200", 20.0), ("A-400", 30.0)], findings=("joined", "join-ambiguous", "join-missing"), columns={"market_value": "B"},
         fields={0: {"isin": "US67066G1040"}, 1: {"isin": ""}, 2: {"isin": ""}})
def master_with_gaps(path: Path) -> None:
    book(path, ("Positions", [["As of 2026-06-30"], ["Asset ID", "Market Value"], ["A-100", 10.0], ["A-200", 20.0], ["A-400", 30.0], ["Total", 60.0]]),
         ("Master", [["Asset ID", "Security Name", "ISIN"], ["A-100", "NVIDIA CORP", "US67066G1040"], ["A-200", "MEITUAN", "KYG596691041"], ["A-200", "APPLE INC", "US0378331005"]]))


@fixture(suffix=".xlsx", shape=3, positions=[("SenseTime Group Inc. Class B", 100000.25), ("CNOOC Limited", 200000.25), ("Baidu Inc ADR", 300000.25)], as_of="2026-09-30", findings=("joined",), skipped=("total row",),
         columns={"account": "A", "quantity": "C", "market_value": "D", "as_of": "E"}, fields={0: {"isin": "KYG8062L1041"}, 2: {"isin": "US0567521085", "row": 4}})
def keys_of_letters_and_digits(path: Path) -> None:
    book(path, ("Positions", [["Portfolio", "Sec Key", "Position", "MV USD", "Valuation Dt"], ["Asia Tech", "A001", 1000, 100000.25, "2026-09-30"], ["Asia Tech", "A002", 2000, 200000.25, "2026-09-30"],
                              ["Asia Tech", "A003", 3000, 300000.25, "2026-09-30"], [None, "Grand Total", None, 600000.75, None]]),
         ("SecMaster", [["Sec Key", "Security Long Name", "ISIN", "Ticker", "Ctry of Risk"], ["A001", "SenseTime Group Inc. Class B", "KYG8062L1041", "20 HK", "CN"],
                        ["A002", "CNOOC Limited", "HK0883013259", "883 HK", "CN"], ["A003", "Baidu Inc ADR", "US0567521085", "BIDU US", "CN"]]))

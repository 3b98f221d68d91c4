"""Statements laid out downwards, and tables without a row that names their columns."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path

from import_files.case import book, fixture, text


@fixture(suffix=".csv", shape=18, positions=[("Bamboo Growth Partners III, L.P.", 7400000.0)], columns={"market_value": "C"}, findings=("statement",), control=False,
         fields={0: {"commitment": 1000000000, "called": 750000000, "unfunded": 250000000, "instrument": "private_fund", "row": 15}})
def capital_statement_downwards(path: Path) -> None:
    text(path, '"Bamboo Growth Partners III, L.P."\nCapital Account Statement\nAs of June 30 2026\nLimited Partner:,Hill College Endowment\n\nCapital Commitment,"10,000,000"\n'
         'Capital called to date,"7,500,000"\nUnfunded commitment,"2,500,000"\n\n,Quarter,Year to date,Since inception\nBeginning capital balance,"6,900,000","6,500,000",0\n'
         'Contributions,"250,000","500,000","7,500,000"\nDistributions,"(100,000)","(200,000)","(1,200,000)"\nNet income,"350,000","600,000","1,100,000"\n'
         'Ending capital balance,"7,400,000","7,400,000","7,400,000"\n\n"Unaudited. Confidential."\n')


@fixture(suffix=".xlsx", shape=18, positions=[("Granite Peak Asia Fund IV, L.P.", 9070000.0)], columns={"market_value": "G"}, findings=("statement", "columns-compete"), control=False,
         fields={0: {"commitment": 1000000000, "unfunded": 300000000, "instrument": "private_fund", "row": 12}})
def roll_forward_of_fund_and_partner(path: Path) -> None:
    book(path, ("PCAP", [["Partners' Capital Account Statement (Unaudited)"], ["Granite Peak Asia Fund IV, L.P."], ["For the period ended 30 June 2026"], [],
                         [None, "Total Fund", None, None, "LP #17 - Hill College", None, None], [None, "QTD", "YTD", "ITD", "QTD", "YTD", "ITD"], ["NAV roll-forward"],
                         ["Beginning NAV", 900e6, 880e6, 0, 9.0e6, 8.8e6, 0], ["Contributions - cash", 10e6, 20e6, 700e6, 1e5, 2e5, 7.0e6], ["Distributions", -5e6, -9e6, -90e6, -5e4, -9e4, -9e5],
                         ["Net operating income", 2e6, 3e6, 30e6, 2e4, 3e4, 3e5], ["Ending NAV - net of incentive allocation", 907e6, 894e6, 640e6, 9070000, 9070000, 9070000], [],
                         ["Commitment roll-forward"], ["Total commitment", 1e9, 1e9, 1e9, 1e7, 1e7, 1e7], ["Unfunded commitment", 3e8, 3e8, 3e8, 3e6, 3e6, 3e6]]))


@fixture(suffix=".xlsx", shape=18, positions=[("Alder Hedge Fund Offshore Ltd", 1247048.47), ("Birch Credit Fund LP", 2000000.0)], tables=2, as_of="2026-09-30", findings=("statement",), control=False,
         columns={"market_value": "B"}, fields={0: {"quantity": 1234.567, "price": 1010.11}, 1: {"commitment": 500000000, "unfunded": 310000000}})
def two_statements_on_a_sheet(path: Path) -> None:
    book(path, ("Statement", [["Fund:", "Alder Hedge Fund Offshore Ltd"], ["Statement date:", "30-Sep-2026"], ["Currency:", "USD"], ["Class", "A"], ["Number of shares", 1234.567], ["NAV per share", 1010.11],
                              ["Net asset value", 1247048.47], [], ["Fund:", "Birch Credit Fund LP"], ["Statement date:", "30-Sep-2026"], ["Ending capital", 2000000], ["Committed capital", 5000000],
                              ["Undrawn commitment", 3100000]]))


@fixture(suffix=".csv", positions=[("TENCENT HOLDINGS LTD", 51000.0), ("ALIBABA GROUP HOLDING LTD", 25600.5), ("NVIDIA CORP", 75000.0), ("APPLE INC", 20000.0)], findings=("no-header", "mapping-unsure", "as-of-missing"),
         columns={"isin": "A", "name": "B", "currency": "C", "quantity": "D", "market_value": "E"}, as_of="", control=False, fields={0: {"currency": "HKD", "row": 1}}, options={"mapping": {"quantity": "D"}})
def no_header_at_all(path: Path) -> None:
    text(path, 'KYG875721634,TENCENT HOLDINGS LTD,HKD,"1,000","51,000.00"\nKYG017191142,ALIBABA GROUP HOLDING LTD,HKD,"2,000","25,600.50"\nUS67066G1040,NVIDIA CORP,USD,500,"75,000.00"\n'
         'US0378331005,APPLE INC,USD,100,"20,000.00"\n')


@fixture(suffix=".xlsx", positions=[("NVIDIA CORP", 75000.0), ("APPLE INC", 20000.0), ("MEITUAN-CLASS B", 12500.25), ("BYD CO LTD-H", 7000.5)], findings=("no-header",), control=True,
         columns={"name": "B", "cusip": "A", "quantity": "C", "price": "D", "market_value": "E"}, fields={0: {"row": 3, "cusip": "67066G104"}}, skipped=("total row",))
def no_header_under_a_banner(path: Path) -> None:
    book(path, ("Sheet1", [["Positions at 30 June 2026"], [], ["67066G104", "NVIDIA CORP", 500, 150.0, 75000.0], ["037833100", "APPLE INC", 100, 200.0, 20000.0], [None, "MEITUAN-CLASS B", 1000, 12.50025, 12500.25],
                           [None, "BYD CO LTD-H", 200, 35.0025, 7000.5], ["Total", None, None, None, 114500.75]]))


# --- statements of a fund to one investor that list classes or series, not names ---------------------------------------------------------------

@fixture(suffix=".xlsx", shape=18, positions=[("Bamboo Asia Offshore Fund, Ltd. Class A Series 2020-01", 1234560.0), ("Bamboo Asia Offshore Fund, Ltd. Class A Series 2021-03", 550000.0)], skipped=("total row",),
         columns={"name_more": "A", "quantity": "B", "price": "C", "market_value": "D"}, fields={0: {"instrument": "hedge_fund", "quantity": 1000.0, "price": 1234.56}, 1: {"row": 8}})
def series_of_a_fund(path: Path) -> None:
    book(path, ("Statement", [["Bamboo Asia Offshore Fund, Ltd."], ["Investor Statement"], ["Investor: Hill College Endowment"], ["Valuation date: 30 June 2026"], [],
                              ["Series", "Shares", "NAV per Share", "Closing Value"], ["Class A Series 2020-01", 1000, 1234.56, 1234560.0], ["Class A Series 2021-03", 500, 1100, 550000.0],
                              ["Total", 1500, None, 1784560.0]]))


@fixture(suffix=".xlsx", shape=18, positions=[("Orchid Long/Short Fund (Cayman) Ltd B-USD Initial", 120200.0), ("Orchid Long/Short Fund (Cayman) Ltd B-USD 06/24", 28100.0)], skipped=("total row", "footer"),
         columns={"name_more": "A", "quantity": "E", "price": "F", "market_value": "G"}, fields={0: {"instrument": "commingled_fund", "quantity": 800.0}})
def share_classes_with_flows(path: Path) -> None:
    book(path, ("Statement", [["Shareholder Account Statement"], ["Fund:", "Orchid Long/Short Fund (Cayman) Ltd"], ["Statement period", "1-Jun-2026 to 30-Jun-2026"], ["Currency: USD"], [],
                              ["Share Class", "Opening Shares", "Subscriptions", "Redemptions", "Closing Shares", "NAV/Share", "Closing Value"], ["B-USD Initial", 800, 0, 0, 800, 150.25, 120200.0],
                              ["B-USD 06/24", 200, 0, 0, 200, 140.5, 28100.0], ["Total", 1000, 0, 0, 1000, None, 148300.0], [], ["Unaudited."]]))


@fixture(suffix=".csv", shape=18, positions=[("Lotus Feeder SPC C / 1", 10500.0)], as_of="2026-09-30", control=False, columns={"name_more": "A", "quantity": "B", "price": "C", "market_value": "D"},
         fields={0: {"instrument": "commingled_fund"}})
def one_class_of_a_feeder(path: Path) -> None:
    text(path, 'Lotus Feeder SPC\nAs at 2026-09-30\n\nClass/Series,No. of shares,NAV per share (USD),Ending value (USD)\nC / 1,10.5,"1,000.00","10,500.00"\n')

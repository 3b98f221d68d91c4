"""Files of custodians, brokers and managers."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path
from typing import Any

from import_files.case import book, fixture, text

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


# --- shape 7: account and date on the first row only, overdrawn cash -----------------------------------------------------------------------------

@fixture(suffix=".csv", shape=7, positions=[("KWEICHOW MOUTAI CO LTD-A", 1800000.0), ("CONTEMPORARY AMPEREX TECHN-A", 1200000.0), ("CASH", -1579420.0)],
         columns={"as_of": "A", "account": "B", "ticker": "C", "name": "D", "market_value": "F", "weight": "G"},
         fields={1: {"account": "CHN1", "as_of": "2026-06-30", "ticker": "300750", "mic": "XSHE"}, 2: {"instrument": "cash", "account": "CHN1"}}, control=False)
def fill_down_account(path: Path) -> None:
    text(path, "Date,Account Symbol,Stock Ticker,Security Description,Shares/Par,Traded Market Value (Base),Portfolio Weight %\n"
         '06/30/2026,CHN1,600519 CH,KWEICHOW MOUTAI CO LTD-A,"9,000","1,800,000.00",126.74%\n,,300750 CH,CONTEMPORARY AMPEREX TECHN-A,"30,000","1,200,000.00",84.49%\n'
         ',,,CASH,"(1,579,420)","(1,579,420.00)",-111.23%\n')


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


# --- headers that look like a field and are none ---------------------------------------------------------------------------------------------------

@fixture(suffix=".xlsx", positions=[("HSBC HOLDINGS PLC", 125000.10), ("SAMSUNG ELECTRONICS", 75000.40)], columns={"quantity": "A", "price": "B", "market_value_local": "C", "market_value": "D", "sedol": "E", "name": "G"},
         fields={0: {"cost": None}})
def appraisal_with_book_values(path: Path) -> None:
    book(path, ("Appraisal", [["Valuation as at 30/06/2026"], ["Quantity", "Local Market Price", "Local Market Value", "Book Market Value", "Sedol", "Security ID", "Investment"],
                              [14793, 6.5, 96154.5, 125000.10, "0540528", "H001", "HSBC HOLDINGS PLC"], [1800, 55000.0, 99000000.0, 75000.40, "6771720", "H002", "SAMSUNG ELECTRONICS"],
                              [None, None, None, 200000.50, None, None, "Total"]]))


@fixture(suffix=".csv", positions=[("TENCENT HOLDINGS LTD", 100000.0), ("ALIBABA GRP CB 0% 2031", 50000.0)], columns={"name": "B", "isin": "C", "currency": "E", "market_value": "J", "account": "A"}, control=False,
         fields={0: {"currency": "HKD", "isin": "KYG875721634", "country": ""}, 1: {"isin": "US01609WAX02", "currency": "USD"}})
def headers_that_mislead(path: Path) -> None:
    text(path, "Portfolio,Security Name,ISIN,Issuer ISIN,Local Currency,Income Currency,Report Currency,Trade Country Name,Notional Value,Base Market Value,Accrual Date,Beginning Market Value,Report Run Date\n"
         "Valued as of 30 June 2026,,,,,,,,,,,,\n"
         'P1,TENCENT HOLDINGS LTD,KYG875721634,KYG875721634,HKD,CNY,USD,Hong Kong,"900,000.00","100,000.00",05/31/2026,"90,000.00",07/02/2026\n'
         'P1,ALIBABA GRP CB 0% 2031,US01609WAX02,US01609W1027,USD,USD,USD,United States,"55,000.00","50,000.00",05/31/2026,"49,000.00",07/02/2026\n')

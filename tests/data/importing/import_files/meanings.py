"""What the numbers mean."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path

from import_files.case import book, fixture, text

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
    path.write_bytes(Path(__file__).parents[1].joinpath("capital_accounts_1997.xls").read_bytes())


# --- long and short in a column of their own, the underlying of contracts ----------------------------------------------------------------------

@fixture(suffix=".csv", positions=[("Tencent Holdings Ltd", 800000.0), ("SMIC H", -162000.0), ("BYD Co Ltd H", -131000.0), ("Microsoft Corp", 50000.0)], as_of="2026-09-30", control=False, findings=("short-by-column",),
         columns={"long_short": "A", "name": "B", "isin": "C", "quantity": "D", "market_value": "E"}, fields={1: {"quantity": -20000.0}, 3: {"quantity": 100.0}})
def shorts_without_a_sign(path: Path) -> None:
    text(path, "Position date,30-Sep-2026,,,\nLong/Short,Description,ISIN,Quantity,Market Value USD\nL,Tencent Holdings Ltd,KYG875721634,1000,800000\nS,SMIC H,KYG8020E1199,20000,162000\n"
         "S,BYD Co Ltd H,CNE100000296,10000,131000\nL,Microsoft Corp,US5949181045,100,50000\n")


@fixture(suffix=".csv", positions=[("Tencent Holdings Ltd", 802500.0), ("SMIC H", -162000.0), ("TENCENT PUT 75 DEC26", 31000.0), ("TRS SHORT BYD CO H", -1200.0)], as_of="2026-09-30",
         columns={"long_short": "A", "name": "C", "underlying": "E", "quantity": "F", "market_value": "I"}, fields={0: {"issuer_name": ""}, 1: {"quantity": -20000.0}, 2: {"issuer_name": "Tencent Holdings Ltd"}, 3: {"issuer_name": "BYD Co Ltd"}})
def shorts_with_a_sign_and_underlyings(path: Path) -> None:
    text(path, "Positions,,,,,,,,\nCOB,30-Sep-2026\nLong/Short,Type,Description,ISIN,Underlying,Qty,Multiplier,Price,MV (USD)\nL,Equity,Tencent Holdings Ltd,KYG875721634,,10000,1,80.25,802500\n"
         "S,Equity,SMIC H,KYG8020E1199,,-20000,1,8.1,-162000\nL,Put option,TENCENT PUT 75 DEC26,,Tencent Holdings Ltd,100,100,3.1,31000\nS,TRS,TRS SHORT BYD CO H,,BYD Co Ltd,-10000,1,13.1,-1200\n,,Net,,,,,,670300\n")

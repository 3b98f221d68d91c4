"""Lays out the sample endowment: master tables in `sample/` become workbooks of different real-life shape.

Run by hand: `python tests/data/build_sample.py`. The same tables give the same bytes. Every number in a workbook is a
number of the tables or a sum of them. The institution, its managers, funds, prices, quantities and values are made up;
public securities carry real names and identifiers only so that matching has something true to work on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from sample_sheet import Sheet, new_workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

TABLES = Path(__file__).parent / "sample"
OUT = Path(__file__).parents[2] / "resources" / "sample"
INSTITUTION = "Alder Ridge University Endowment"
MARK = "SAMPLE DATA - fictional institution, managers, prices and values"
AS_OF = date(2026, 9, 30)
Record = dict[str, str]

ACCOUNTS = {
    "AR-101": ("US Core Equity", "Birchgate Capital Management"),
    "AR-102": ("US Growth Equity", "Tamsin Rock Partners"),
    "AR-103": ("Global ex-US Equity", "Northmere Asset Management"),
    "AR-104": ("Emerging Markets Equity", "Lantern Quay Capital"),
    "AR-105": ("China A-Share Equity", "Stonewharf Investments"),
    "AR-106": ("Index and Tactical Funds", "Endowment Office"),
    "AR-107": ("Fixed Income", "Corrigan Vale Advisors"),
    "AR-108": ("Cash and Overlay", "Endowment Office"),
    "AR-201": ("Asia Long/Short", "Quayside Harrow Capital"),
    "AR-301": ("Private Equity and Venture", ""),
    "AR-302": ("Direct and Co-Investments", ""),
    "AR-401": ("Absolute Return and Real Assets", "Endowment Office"),
}
EXCHANGES = {
    "XHKG": "Hong Kong", "XSHG": "Shanghai", "XSHE": "Shenzhen", "XNYS": "New York", "XNAS": "Nasdaq",
    "ARCX": "NYSE Arca", "BATS": "Cboe BZX", "PINX": "OTC Markets",
}
MONEY_OF_FUNDS = ("commitment", "called", "unfunded", "nav")
BLOOMBERG = {"XHKG": "HK", "XSHG": "CH", "XSHE": "CH", "XTAI": "TT", "XKRX": "KS", "XTKS": "JP"}


def read(name: str) -> list[Record]:
    """A master table."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(rows: Iterable[Record], field: str) -> Decimal:
    """Exact sum of a money column; empty cells count nothing."""
    return sum((Decimal(row[field]) for row in rows if row[field]), Decimal(0))


def day(text: str) -> date | str:
    """A date, or the text itself when it is none."""
    return date.fromisoformat(text) if len(text) == 10 else text


def write_custodian(rows: list[Record]) -> None:
    """Two sheets of a custodian: equities by account with subtotals, fixed income and cash under captions."""
    book, styles = new_workbook(OUT / "custodian_holdings_2026-09-30.xlsx", MARK, INSTITUTION)
    equities = Sheet(book.add_worksheet("Equity and Funds"), styles)
    _write_custodian_equities(equities, [r for r in rows if r["account"] <= "AR-106"])
    fixed = Sheet(book.add_worksheet("Fixed Income and Cash"), styles)
    _write_custodian_fixed(fixed, [r for r in rows if r["account"] in ("AR-107", "AR-108")])
    book.close()


def _write_custodian_equities(out: Sheet, rows: list[Record]) -> None:
    s = out.styles
    banner = (MARK, INSTITUTION, "Statement of Holdings by Account", "As of 30 September 2026", "Base currency: USD",
              "Report run date and time: 10/07/2026 06:14 EDT")
    for text in banner:
        out.line([text], [s.title])
    out.skip()
    header = ["Account Number", "Account Name", "Manager", "Security Type", "Security Description", "Ticker",
              "Exchange", "ISIN", "Country", "Trading Currency", "Shares/Par", "Local Price", "Exchange Rate",
              "Base Market Value", "Accrued Income Base", "Cost Base", "Reinvest Dividends"]
    out.line(header, [s.header] * len(header))
    out.sheet.freeze_panes(out.row, 0)
    formats: list[Format | None] = [None] * 10 + [s.quantity, s.price, s.rate, s.money, s.money, s.money, None]
    for account, group in groupby(rows, key=lambda row: row["account"]):
        members = list(group)
        name, manager = ACCOUNTS[account]
        first = [account, name, manager]
        for row in members:
            out.line([
                *first, row["type"], row["name"], row["ticker"], row["mic"], row["isin"],
                row["country"], row["currency"], Decimal(row["quantity"]), Decimal(row["price"]), Decimal(row["fx"]),
                Decimal(row["market_value"]), Decimal(row["accrued"]), Decimal(row["cost"]), row["reinvest"],
            ], formats)
            # The custodian prints the account on its first line only.
            first = ["", "", ""]
        _total_line(out, f"Total {account} {name}", members)
        out.skip()
    _total_line(out, "GRAND TOTAL", rows)
    out.skip()
    out.line([f"{MARK}."])
    out.line(["Prices are supplied by third parties and are not guaranteed. Values are in U.S. dollars."])
    _set_widths(out.sheet, [10, 22, 26, 14, 34, 9, 16, 15, 8, 9, 13, 12, 11, 18, 14, 18, 10])


def _total_line(out: Sheet, label: str, rows: list[Record]) -> None:
    s = out.styles
    money = s.total_money
    out.line(
        [label, *[""] * 12, total(rows, "market_value"), total(rows, "accrued"), total(rows, "cost")],
        [s.total, *[None] * 12, money, money, money],
    )


def _write_custodian_fixed(out: Sheet, rows: list[Record]) -> None:
    s = out.styles
    out.line([f"{MARK}. {INSTITUTION}"], [s.title])
    out.line(["Fixed Income, Cash and Overlay", "", "", "", "As of:", AS_OF], [s.title])
    out.skip()
    header = ["Account", "Account Name", "Manager", "Asset Type", "Description", "CUSIP", "ISIN", "Currency",
              "Par Value", "Price", "Market Value (USD)", "Accrued Interest (USD)", "Cost (USD)", "Country of Risk"]
    out.line(header, [s.header] * len(header))
    numbers = [s.quantity, s.price, s.signed, s.signed, s.signed]
    formats: list[Format | None] = [None] * 5 + [s.text, None, None, *numbers]
    captions = {"US Treasury": "GOVERNMENT", "Corporate Bond": "CORPORATE", "Convertible Bond": "CORPORATE"}
    for caption, group in groupby(rows, key=lambda row: captions.get(row["type"], "CASH AND OVERLAY")):
        out.line([caption], [s.total])
        members = list(group)
        for row in members:
            name, manager = ACCOUNTS[row["account"]]
            scale = 100 if caption != "CASH AND OVERLAY" else 1
            out.line([
                row["account"], name, manager, row["type"], row["name"], _damage(row["cusip"]), row["isin"],
                row["currency"], Decimal(row["quantity"]), Decimal(row["price"]) * scale, Decimal(row["market_value"]),
                Decimal(row["accrued"]), Decimal(row["cost"]), row["country"],
            ], formats)
        _fixed_total(out, f"Subtotal {caption}", members)
    _fixed_total(out, "Grand Total", rows)
    out.line([f"Source: custodian. {MARK}."])
    _set_widths(out.sheet, [10, 20, 24, 18, 44, 12, 15, 9, 15, 12, 18, 18, 18, 9])


def _fixed_total(out: Sheet, label: str, rows: list[Record]) -> None:
    money = out.styles.total_money
    out.line(
        [label, *[""] * 9, total(rows, "market_value"), total(rows, "accrued"), total(rows, "cost")],
        [out.styles.total, *[None] * 9, money, money, money],
    )


def _damage(cusip: str) -> int | str:
    """What a spreadsheet makes of a CUSIP of digits: a number without its leading zeros."""
    return int(cusip) if cusip.isdigit() else cusip


def write_private(rows: list[Record]) -> None:
    """Partnerships and direct holdings, header on row 2, a table of rates beside the first sheet."""
    book, styles = new_workbook(OUT / "private_markets_2026Q3.xlsx", MARK, INSTITUTION)
    titles = {"AR-301": "Partnerships", "AR-302": "Direct and Co-Invest"}
    for account, group in groupby(rows, key=lambda row: row["account"]):
        out = Sheet(book.add_worksheet(titles[account]), styles)
        members = list(group)
        s = styles
        out.line([f"{MARK}. {INSTITUTION}: {ACCOUNTS[account][0]} as of 9/30/2026"], [s.title])
        # Only direct holdings have a company behind the security.
        company = ["Company", "Country of Risk"] if any(row["company"] for row in members) else []
        header = ["Investment Name", *company, "Account", "General Partner", "Vehicle Type", "Strategy", "Vintage",
                  "Fund Domicile", "Commitment Date", "Commitment (USD)", "Called Capital ($)",
                  "Unfunded Commitment ($)", "NAV (USD)", "NAV Date", "Assurance Letter Date", "Special Rights",
                  "Secondary Purchase", "Notes"]
        out.line(header, [s.header] * len(header))
        out.sheet.freeze_panes(2, 1)
        formats: list[Format | None] = [None] * (7 + len(company)) + [None, s.money, s.money, s.money, s.money]
        for row in members:
            out.line([
                row["name"], *([row["company"], row["country"]] if company else []), account, row["manager"],
                row["vehicle"], row["strategy"], row["vintage"],
                row["domicile"], day(row["commitment_date"]), Decimal(row["commitment"]), Decimal(row["called"]),
                Decimal(row["unfunded"]), Decimal(row["nav"]), day(row["nav_date"]), day(row["assurance"]),
                row["rights"], row["secondary"], row["notes"],
            ], formats)
        money = s.total_money
        out.line(
            ["Total", *[""] * (7 + len(company)), *(total(members, f) for f in MONEY_OF_FUNDS)],
            [s.total, *[None] * (7 + len(company)), money, money, money, money],
        )
        out.skip()
        out.line(["Net asset values are the latest received; later capital calls are not rolled forward."])
        _set_widths(out.sheet, [52, *[30] * len(company), 9, 22, 19, 20, 8, 9, 12, 17, 17, 17, 18, 12, 12, 9, 10, 44])
    book.close()


def write_manager(rows: list[Record]) -> None:
    """A manager's own layout: Bloomberg tickers, local and base values, shorts in parentheses, accrued apart."""
    book, styles = new_workbook(OUT / "quayside_harrow_asia_long_short_2026-09-30.xlsx", MARK, INSTITUTION)
    out = Sheet(book.add_worksheet("Position Detail"), styles)
    s = styles
    out.line([MARK], [s.title])
    out.line(["Quayside Harrow Capital - Asia Long/Short separate account"], [s.title])
    out.line([f"Client: {INSTITUTION} (AR-201)"])
    out.line(["Positions as of 2026-09-30"])
    out.skip()
    header = ["Portfolio", "Investment Manager", "Bloomberg Ticker", "Security Name", "Long/Short", "Security Type",
              "Country of Risk", "Ccy", "Quantity", "Local Price", "Market Value Local", "FX Rate",
              "Market Value Base", "Accrued Income Base", "% of NAV"]
    out.line(header, [s.header] * len(header))
    whole = total(rows, "market_value")
    formats: list[Format | None] = [None] * 8 + [s.signed, s.price, s.signed, s.rate, s.signed, s.money, s.share]
    for row in sorted(rows, key=lambda r: -Decimal(r["market_value"])):
        value = Decimal(row["market_value"])
        out.line([
            "AR-201", ACCOUNTS["AR-201"][1], _bloomberg(row), row["name"], "Short" if value < 0 else "Long",
            row["type"], row["country"],
            row["currency"], Decimal(row["quantity"]), Decimal(row["price"]), Decimal(row["local_value"]),
            Decimal(row["fx"]), value, Decimal(row["accrued"]), value / whole,
        ], formats)
    money = s.total_money
    out.line(["Total", *[""] * 11, whole, total(rows, "accrued")], [s.total, *[None] * 11, money, money])
    out.skip()
    out.line(["FX Rate is U.S. dollars per unit of local currency."])
    _set_widths(out.sheet, [9, 24, 18, 50, 10, 16, 10, 6, 15, 13, 20, 11, 20, 16, 9])
    book.close()


def _bloomberg(row: Record) -> str:
    if not row["ticker"]:
        return ""
    # Hong Kong codes are written without their leading zeros.
    code = row["ticker"].lstrip("0") if row["mic"] == "XHKG" else row["ticker"]
    return f"{code} {BLOOMBERG[row['mic']]} Equity"


def write_other(rows: list[Record]) -> None:
    """A plain text export: byte order mark, "-" for nothing, quoted numbers with commas, U.S. dates."""
    name, manager = ACCOUNTS["AR-401"]
    with (OUT / "absolute_return_real_assets_20260930.csv").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([f"{MARK}. {INSTITUTION}"])
        out.writerow(["Account Number", "Account Name", "Manager Name", "As-Of Date", "Security Description 1",
                      "Category", "Country", "Issue Currency Code", "Shares/Par", "Base Price", "Base Market Value",
                      "Base Net Income Receivable", "Base Cost", "Fund Registration", "Fund Domicile",
                      "Subscription Date"])
        for row in rows:
            out.writerow([
                "AR-401", name, manager, "9/30/2026", row["name"], row["category"], row["country"] or "-",
                row["currency"], _commas(row["quantity"], 0), _commas(row["price"], 4),
                _commas(row["market_value"], 2), _commas(row["accrued"], 2), _commas(row["cost"], 2),
                row["registration"] or "-", row["domicile"] or "-", _us_date(row["subscription"]),
            ])
        values, costs = (_commas(str(total(rows, field)), 2) for field in ("market_value", "cost"))
        out.writerow(["Total", *[""] * 9, values, "", costs, "", "", ""])


def _us_date(text: str) -> str:
    if not text:
        return "-"
    moment = date.fromisoformat(text)
    return f"{moment.month}/{moment.day}/{moment.year}"


def _commas(text: str, digits: int) -> str:
    return f"{Decimal(text):,.{digits}f}" if text else "-"


def write_etf(rows: list[Record]) -> None:
    """Holdings of a listed fund as such funds publish them: banner, header, cash lines, footer."""
    whole = total(rows, "market_value")
    with (OUT / "harbor_lantern_china_leaders_etf_holdings.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["Harbor Lantern China Leaders ETF"])
        out.writerow([MARK])
        out.writerow(["Fund Holdings as of", "Sep 30, 2026"])
        out.writerow(["Inception Date", "Mar 14, 2018"])
        out.writerow([])
        out.writerow(["Ticker", "Name", "Asset Class", "Market Value", "Weight (%)", "Shares", "ISIN", "Price",
                      "Location", "Exchange", "Currency", "FX Rate"])
        for row in sorted(rows, key=lambda r: -Decimal(r["market_value"])):
            value = Decimal(row["market_value"])
            out.writerow([
                row["ticker"], row["name"], row["type"], f"{value:,.2f}", f"{100 * value / whole:.4f}",
                f"{Decimal(row['quantity']):,.0f}", row["isin"] or "-", row["price"], row["country"],
                EXCHANGES.get(row["mic"], "-"), row["currency"], row["fx"],
            ])
        out.writerow([])
        out.writerow([f"Holdings are subject to change. {MARK}."])


def write_trust(rows: list[Record]) -> None:
    """Schedule of investments of a commingled trust, by country, with net assets at the foot."""
    book, styles = new_workbook(OUT / "stonewharf_greater_china_trust_schedule_2026-09-30.xlsx", MARK, INSTITUTION)
    out = Sheet(book.add_worksheet("Schedule of Investments"), styles)
    s = styles
    out.line(["Stonewharf Greater China Group Trust"], [s.title])
    out.line([MARK], [s.title])
    out.line(["Schedule of Investments (unaudited), holdings as of September 30, 2026"])
    out.line(["Amounts in U.S. dollars"])
    out.skip()
    header = ["Security Name", "Ticker", "ISIN", "Country", "Currency", "Shares", "Market Value ($)",
              "% of net assets"]
    out.line(header, [s.header] * len(header))
    whole = total(rows, "market_value")
    formats: list[Format | None] = [None] * 5 + [s.quantity, s.money, s.share]
    titles = {"XHKG": "Hong Kong listed", "XTAI": "Taiwan listed"} | dict.fromkeys(("XSHG", "XSHE"), "Mainland listed")
    for title, group in groupby(rows, key=lambda row: titles.get(row["mic"], "Short-term")):
        members = list(group)
        out.line([title], [s.total])
        for row in members:
            value = Decimal(row["market_value"])
            out.line([row["name"], _bloomberg(row).removesuffix(" Equity"), row["isin"], row["country"],
                      row["currency"], Decimal(row["quantity"]), value, value / whole], formats)
        ends: list[Format | None] = [s.total, *[None] * 5, s.total_money]
        out.line([f"Total {title.lower()}", *[""] * 5, total(members, "market_value")], ends)
    out.line(["Total net assets", *[""] * 5, whole, Decimal(1)], [s.total, *[None] * 5, s.total_money, s.share])
    out.line([f"{MARK}."])
    _set_widths(out.sheet, [52, 11, 15, 9, 9, 15, 20, 12])
    book.close()


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def build() -> None:
    """Write all files of the sample."""
    OUT.mkdir(parents=True, exist_ok=True)
    securities = read("securities.csv")
    write_custodian([row for row in securities if row["account"] <= "AR-108"])
    write_manager([row for row in securities if row["account"] == "AR-201"])
    write_private(read("private.csv"))
    write_other(read("other.csv"))
    write_etf([row for row in securities if row["account"] == "ETF"])
    write_trust([row for row in securities if row["account"] == "GCT"])


if __name__ == "__main__":
    build()

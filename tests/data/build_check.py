"""Lays out the sample endowment's figures a second time, as a workbook whose own formulas add them up.

Run by hand: `python tests/data/build_check.py`. Written from the master tables in `sample/`, the two fund files and the
facts in `resources/`, without the program: nothing here imports it, and no number here is one of its results. What a
line is (its issuer, its kind) is looked up below in the plainest way and typed into the sheet; every amount, category,
weight and total is a formula of the sheet, for another program to work out.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

ROOT = Path(__file__).parents[2]
TABLES, FACTS, SAMPLE = ROOT / "tests/data/sample", ROOT / "resources", ROOT / "resources/sample"
OUT = TABLES / "independent_check.xlsx"
ETF, TRUST = "HARBOR LANTERN CHINA LEADERS ETF", "Stonewharf Greater China Group Trust"
POOLED = ("ETF", "Mutual Fund", "Commingled Fund", "Hedge Fund", "Limited Partnership", "Fund")
BY_HAND = {
    "TENCENT HOLDINGS LTD SR NOTES": "tencent", "ALIBABA GRP HLDG LTD SR NOTES": "alibaba",
    "LENOVO GRP LTD SR NOTES": "lenovo",
    "Shanghai StepFun Intelligent Technology Co., Ltd. Series B Preferred": "stepfun",
    "Beijing Moonshot AI Technology Co., Ltd. Series C Preferred": "moonshot",
    "Beijing Baichuan Intelligent Technology Co., Ltd. Series A Preferred": "baichuan",
    "Sophgo Technologies Ltd. Convertible Note": "sophgo",
    "Shanghai Biren Intelligent Technology Co., Ltd. Pre-IPO Shares": "biren",
    "XVERSE Series B Preferred": "xverse", "DeepRoute.ai Series C Preferred": "deeproute",
    "Galbot Series B Preferred": "galbot", "Megvii Technology Limited Ordinary Shares": "megvii",
    "Taiwan Semiconductor Manufacturing Co": "tsmc", "Taiwan Semiconductor Manufacturing": "tsmc",
    "Samsung Electronics Co Ltd": "samsung-electronics", "SK hynix Inc": "sk-hynix", "MediaTek Inc": "mediatek",
}
"""Lines without an identifier on file whose name a person reads as one issuer, and no other."""
COUNTRY_CODES = {"China": "CN", "Hong Kong": "HK", "Taiwan": "TW", "United States": "US", "Cash": ""}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cents(text: str) -> int:
    return int(Decimal(text or "0") * 100)


class Issuers:
    """Issuer of a line by ISIN, else by market and ticker, else as read by a person."""

    def __init__(self) -> None:
        self._isin: dict[str, str] = {}
        self._ticker: dict[tuple[str, str], str] = {}
        for row in read(FACTS / "issuers/lines.csv"):
            if row["isin"]:
                self._isin[row["isin"]] = row["issuer_id"]
            if row["ticker"]:
                self._ticker[row["mic"], row["ticker"].lstrip("0")] = row["issuer_id"]

    def find(self, name: str, isin: str, mic: str, ticker: str) -> str:
        found = self._isin.get(isin, "") if isin else ""
        found = found or self._ticker.get((mic, ticker.lstrip("0")), "")
        return found or BY_HAND.get(name, "")


class Others:
    """Lines on file that are plainly not AI, by ISIN, else by market and ticker."""

    def __init__(self) -> None:
        self._isin: set[str] = set()
        self._ticker: dict[tuple[str, str], str] = {}
        for row in read(FACTS / "issuers/other-lines.csv"):
            self._isin.add(row["isin"])
            self._ticker[row["mic"], row["ticker"].lstrip("0")] = row["isin"]

    def has(self, isin: str, mic: str, ticker: str) -> int:
        if isin and isin in self._isin:
            return 1
        other = self._ticker.get((mic, ticker.lstrip("0")))
        return int(other is not None and not (isin and other))


def kind_of(words: str, name: str) -> str:
    if words in ("Cash", "Money Market Fund", "FX Forward"):
        return "cash"
    if words == "Index Future":
        return "index"
    if words == "US Treasury":
        return "government"
    if words == "Real Asset":
        return "real"
    return "pooled" if words in POOLED or name in (ETF, TRUST) else "line"


def source_lines(issuers: Issuers, others: Others) -> list[dict[str, object]]:
    """Every line of the master tables that is held by the endowment itself."""
    benchmarks = {row["ticker"]: row for row in read(FACTS / "vehicles/vehicles.csv") if row["ticker"]}
    by_name = {
        name.casefold(): row for row in benchmarks.values()
        for name in (row["name"], *row["aliases"].split("|")) if name
    }
    made: list[dict[str, object]] = []

    def add(source: str, account: str, name: str, words: str, row: dict[str, str], value: str, **more: str) -> None:
        kind = kind_of(words, name)
        ticker, isin = row.get("ticker", ""), row.get("isin", "")
        vehicle = benchmarks.get(ticker) if kind == "pooled" else None
        vehicle = vehicle or (by_name.get(name.casefold()) if kind == "pooled" else None)
        how = "held"
        if kind == "pooled":
            opened = name in (ETF, TRUST)
            how = "opened" if opened else "benchmark" if vehicle and vehicle["proxy_region"] else "closed"
        made.append({
            "source": source, "account": account, "name": name, "kind": kind, "country": row.get("country", ""),
            "plain": others.has(isin, row.get("mic", ""), ticker), "how": how, "value": cents(value),
            "issuer": issuers.find(name, isin, row.get("mic", ""), ticker) if kind == "line" else "",
            "accrued": cents(more.get("accrued", "")), "unfunded": cents(more.get("unfunded", "")),
            "private": int(more.get("private", "") == "yes"),
        })

    for row in read(TABLES / "securities.csv"):
        if row["account"] not in ("ETF", "GCT"):
            add("securities.csv", row["account"], row["name"], row["type"], row, row["market_value"],
                accrued=row["accrued"])
    for row in read(TABLES / "private.csv"):
        pooled = row["account"] == "AR-301"
        add("private.csv", row["account"], row["name"], "Limited Partnership" if pooled else row["vehicle"], row,
            row["nav"], unfunded=row["unfunded"], private="yes" if pooled else "")
    for row in read(TABLES / "other.csv"):
        add("other.csv", row["account"], row["name"], row["category"], row, row["market_value"],
            accrued=row["accrued"])
    return made


def fund_lines(issuers: Issuers, others: Others) -> list[dict[str, object]]:
    """Lines of the two fund files with their printed weights."""
    made: list[dict[str, object]] = []
    master = defaultdict(dict)
    for row in read(TABLES / "securities.csv"):
        if row["account"] in ("ETF", "GCT"):
            master[row["account"]][row["name"]] = row

    def add(fund: str, account: str, name: str, country: str, weight: float, cash: bool) -> None:
        row = master[account][name]
        made.append({
            "fund": fund, "name": name, "kind": "cash" if cash else "line",
            "country": COUNTRY_CODES.get(country, country), "weight": weight,
            "plain": others.has(row["isin"], row["mic"], row["ticker"]),
            "issuer": "" if cash else issuers.find(name, row["isin"], row["mic"], row["ticker"]),
        })

    with (SAMPLE / "harbor_lantern_china_leaders_etf_holdings.csv").open(encoding="utf-8-sig", newline="") as file:
        text = list(csv.reader(file))
    head = next(place for place, row in enumerate(text) if row and row[0] == "Ticker")
    for row in text[head + 1:]:
        if len(row) < 12 or not row[4]:
            break
        found = dict(zip(text[head], row, strict=True))
        add(ETF, "ETF", found["Name"], found["Location"], float(found["Weight (%)"]) / 100,
            found["Asset Class"] == "Cash")
    book = openpyxl.load_workbook(SAMPLE / "stonewharf_greater_china_trust_schedule_2026-09-30.xlsx", data_only=True)
    for row in book.worksheets[0].iter_rows(min_row=7, values_only=True):
        if row[7] is not None and row[0] in master["GCT"]:
            add(TRUST, "GCT", row[0], row[3], row[7], master["GCT"][row[0]]["type"] == "Cash")
    return made


def build(out: Path = OUT) -> None:
    """Write the workbook: Facts, Issuers, Lines, Fund files, Totals."""
    issuers, others = Issuers(), Others()
    held, inside = source_lines(issuers, others), fund_lines(issuers, others)
    book = xlsxwriter.Workbook(out)
    # The same tables give the same bytes.
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001 - the file has no zone
    sheets = {name: book.add_worksheet(name) for name in ("Totals", "Lines", "Fund files", "Issuers", "Facts")}
    used = sorted({str(row["issuer"]) for row in (*held, *inside) if row["issuer"]})
    _facts(sheets["Facts"], sheets["Issuers"], used)
    _funds(sheets["Fund files"], inside)
    _lines(sheets["Lines"], held, inside)
    _totals(sheets["Totals"], len(held) + len(inside) + 1, sorted(_codes()))
    book.close()


def _codes() -> set[str]:
    return {row["code"] for row in read(FACTS / "issuers/categories.csv")} | {"N1", "N2", "Z1", "Z2", "U", "G"}


def _facts(facts: xlsxwriter.worksheet.Worksheet, sheet: xlsxwriter.worksheet.Worksheet, used: list[str]) -> None:
    scale = {row["intensity"]: row for row in read(FACTS / "taxonomy/intensities.csv")}
    facts.write_row(0, 0, ["issuer", "code", "share", "low", "base", "high", "counted"])
    rows = [row for row in read(FACTS / "issuers/categories.csv") if row["issuer_id"] in used]
    rows.sort(key=lambda row: (row["issuer_id"], -float(row["share"]), row["code"]))
    for place, row in enumerate(rows, 1):
        low, base, high = (row[name] or scale[row["intensity"]][name] for name in ("low", "base", "high"))
        facts.write_row(place, 0, [row["issuer_id"], row["code"], float(row["share"]), float(low),
                                   float(base or low), float(high)])
        # Groups N and Z hold no AI.
        facts.write_formula(place, 6, f'=IF(OR(LEFT(B{place + 1})="N",LEFT(B{place + 1})="Z"),0,1)')
    last = len(rows) + 1
    regions = {row["id"]: row["region"] for row in read(FACTS / "issuers/issuers.csv")}
    sheet.write_row(0, 0, ["issuer", "region", "main category", "low", "base", "high"])
    for place, issuer in enumerate(used, 2):
        sheet.write_string(place - 1, 0, issuer)
        sheet.write_string(place - 1, 1, regions[issuer])
        # Rows stand largest share first.
        found = f"INDEX(Facts!$B$2:$B${last},MATCH(A{place},Facts!$A$2:$A${last},0))"
        sheet.write_formula(place - 1, 2, f'=IFERROR({found},"U")')
        whole = f"SUMIFS(Facts!$C$2:$C${last},Facts!$A$2:$A${last},A{place})"
        for column, letter in ((3, "D"), (4, "E"), (5, "F")):
            unplaced = 1 if letter == "F" else 0
            sheet.write_formula(place - 1, column, (
                f'=IF(C{place}="U",{unplaced},SUMPRODUCT((Facts!$A$2:$A${last}=A{place})*Facts!$C$2:$C${last}'
                f"*Facts!${letter}$2:${letter}${last}*Facts!$G$2:$G${last})/{whole})"))


def _funds(sheet: xlsxwriter.worksheet.Worksheet, inside: list[dict[str, object]]) -> None:
    sheet.write_row(0, 0, ["fund", "line", "printed weight", "position, cents", "share", "exact", "whole cents", "rest",
                           "cents to give", "rank of rest", "cents"])
    last = len(inside) + 1
    for place, row in enumerate(inside, 2):
        at = place - 1
        sheet.write_row(at, 0, [row["fund"], row["name"], row["weight"]])
        same = f"$A$2:$A${last},A{place}"
        sheet.write_formula(at, 3, f"=SUMIFS(Lines!$I:$I,Lines!$C:$C,A{place})")
        sheet.write_formula(at, 4, f"=C{place}/SUMIFS($C$2:$C${last},{same})")
        sheet.write_formula(at, 5, f"=D{place}*E{place}")
        sheet.write_formula(at, 6, f"=INT(F{place})")
        sheet.write_formula(at, 7, f"=F{place}-G{place}")
        sheet.write_formula(at, 8, f"=D{place}-SUMIFS($G$2:$G${last},{same})")
        # Ties go to the earlier line.
        earlier = f"+COUNTIFS($A$2:A{place},A{place},$H$2:H{place},H{place})"
        sheet.write_formula(at, 9, f'=COUNTIFS({same},$H$2:$H${last},">"&H{place}){earlier}')
        sheet.write_formula(at, 10, f"=G{place}+IF(J{place}<=I{place},1,0)")


def _lines(
    sheet: xlsxwriter.worksheet.Worksheet, held: list[dict[str, object]], inside: list[dict[str, object]]
) -> None:
    sheet.write_row(0, 0, ["source", "account", "line", "kind", "country", "plainly not AI", "issuer", "how known",
                           "position, cents", "line, cents", "category", "China AI", "low", "base", "high", "accrued",
                           "unfunded", "private fund"])
    rows = [*held, *({**row, "source": row["fund"], "account": "", "how": "file", "value": 0, "accrued": 0,
                      "unfunded": 0, "private": 0} for row in inside)]
    for place, row in enumerate(rows, 2):
        at = place - 1
        sheet.write_row(at, 0, [row[name] for name in (
            "source", "account", "name", "kind", "country", "plain", "issuer", "how", "value")])
        within = place - len(held)
        sheet.write_formula(at, 9, f"='Fund files'!K{within}" if row["how"] == "file" else
                            f'=IF(H{place}="opened",0,I{place})')
        sheet.write_formula(at, 10, (
            f'=IF(H{place}="opened","opened",IF(H{place}="closed","G",IF(D{place}="cash","Z1",IF(D{place}="index","Z2",'
            f'IF(H{place}="benchmark","N2",IF(G{place}<>"",VLOOKUP(G{place},Issuers!$A:$F,3,FALSE),'
            f'IF(OR(E{place}="CN",E{place}="HK",E{place}="MO"),IF(F{place}=1,"N1","U"),'
            # An offshore company says nothing of where it works; a real asset lies where it lies.
            f'IF(OR(E{place}="KY",E{place}="VG",E{place}="BM",AND(E{place}="",D{place}<>"real")),"U","N2"))))))))'))
        sheet.write_formula(at, 11, (
            f'=IF(AND(G{place}<>"",ISNUMBER(SEARCH(LEFT(K{place}),"ABCDE"))),'
            f'IF(ISNUMBER(MATCH(VLOOKUP(G{place},Issuers!$A:$F,2,FALSE),{{"PRC","HK","MO"}},0)),1,0),0)'))
        for column, index in ((12, 4), (13, 5), (14, 6)):
            exact = f"(J{place}*VLOOKUP(G{place},Issuers!$A:$F,{index},FALSE))"
            rest = f"({exact}-INT({exact}))"
            # Half a cent goes to the even cent.
            rounded = f"INT({exact})+IF({rest}>0.5,1,IF({rest}<0.5,0,MOD(INT({exact}),2)))"
            # For a short line the lowest number is that of the highest weight.
            other = {4: 6, 5: 5, 6: 4}[index]
            turned = rounded.replace(f",{index},FALSE", f",{other},FALSE")
            anything = {4: f"MIN(J{place},0)", 5: "0", 6: f"MAX(J{place},0)"}[index]
            nothing = f'IF(OR(K{place}="U",K{place}="G"),{anything},0)'
            sheet.write_formula(at, column, f'=IF(G{place}<>"",IF(J{place}<0,{turned},{rounded}),{nothing})')
        sheet.write_row(at, 15, [row["accrued"], row["unfunded"], row["private"]])


def _totals(sheet: xlsxwriter.worksheet.Worksheet, last: int, codes: list[str]) -> None:
    def lines(letter: str) -> str:
        return f"Lines!${letter}$2:${letter}${last}"

    sheet.write_row(0, 0, ["measure", "cents"])
    china = f'{lines("L")},1'
    totals = {
        "market value": f"=SUM({lines('I')})",
        "lines": f"=SUM({lines('J')})",
        "long": f'=SUMIFS({lines("J")},{lines("J")},">0")',
        "short": f'=SUMIFS({lines("J")},{lines("J")},"<0")',
        "gross": "=B4-B5",
        "accrued": f"=SUM({lines('P')})",
        "with accrued": "=B2+B7",
        "unfunded": f"=SUM({lines('Q')})",
        "nav of private funds": f'=SUMIFS({lines("I")},{lines("R")},1)',
        "nav and unfunded": "=B10+B9",
        "not disclosed": f'=SUMIFS({lines("J")},{lines("K")},"G")',
        "unresolved": f'=SUMIFS({lines("J")},{lines("K")},"U")',
        "known": "=B3-B12-B13",
        "estimated": f'=SUMIFS({lines("J")},{lines("H")},"benchmark")',
        "china ai": f"=SUMIFS({lines('J')},{china})",
        "china ai direct": f'=SUMIFS({lines("J")},{china},{lines("H")},"held")',
        "china ai look-through": f'=SUMIFS({lines("J")},{china},{lines("H")},"file")',
        "china ai low": f"=SUMIFS({lines('M')},{china})",
        "china ai base": f"=SUMIFS({lines('N')},{china})",
        "china ai high": f"=SUMIFS({lines('O')},{china})",
    }
    for place, (name, formula) in enumerate(totals.items(), 1):
        sheet.write_string(place, 0, name)
        sheet.write_formula(place, 1, formula)
    sheet.write_row(0, 3, ["category", "full", "low", "base", "high"])
    for place, code in enumerate(codes, 2):
        sheet.write_string(place - 1, 3, code)
        for column, letter in ((4, "J"), (5, "M"), (6, "N"), (7, "O")):
            sheet.write_formula(place - 1, column, f"=SUMIFS({lines(letter)},{lines('K')},D{place})")


if __name__ == "__main__":
    build()

"""Kinds of file, encodings and delimiters."""

# ruff: noqa: E501 - tables of test data read better in one line a row
from __future__ import annotations

from pathlib import Path
from typing import Any

from import_files.case import FIXED, PLAIN, PLAIN_COLUMNS, PLAIN_POSITIONS, book, fixture, text

# --- traps: containers, encodings, delimiters ------------------------------------------------------------------------------------------------------------



@fixture(suffix=".xlsx", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS, options={"password": "correct horse"})
def password_protected(path: Path) -> None:
    import io

    from msoffcrypto.format.ooxml import OOXMLFile

    plain = path.with_name("plain.xlsx")
    book(plain, ("30 June 2026", PLAIN))
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("correct horse", sealed)
    path.write_bytes(sealed.getvalue())


def spreadsheetml(rows: list[list[Any]], sheet: str) -> str:
    """A sheet of an XML spreadsheet, texts as they are, ampersands raw."""
    cells = ""
    for row in rows:
        cells += "<ss:Row>" + "".join(
            f'<ss:Cell ss:Index="{i + 1}"><ss:Data ss:Type="{"Number" if isinstance(v, (int, float)) else "String"}">{v}</ss:Data></ss:Cell>'
            for i, v in enumerate(row) if v is not None) + "</ss:Row>"
    return f'<ss:Worksheet ss:Name="{sheet}"><ss:Table>{cells}</ss:Table></ss:Worksheet>'


@fixture(suffix=".xls", positions=[("PING AN & CO", 600.0), ("BANK OF CHINA-H", 400.0)], role="fund_holdings", fund="China Value ETF", control=False,
         columns={"ticker": "A", "name": "B", "weight": "D", "market_value": "E"}, fields={0: {"weight": 0.6, "ticker": "2318"}})
def raw_ampersand_markup(path: Path) -> None:
    text(path, '\ufeff<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">' + spreadsheetml([["About", "the fund & its terms"]], "Overview") +
         spreadsheetml([["China Value ETF"], ["Fund Holdings as of", "Jun 30, 2026"], ["Inception Date", "Jan 5, 2012"], [], ["Ticker", "Name", "Asset Class", "Weight (%)", "Market Value"],
                        ["2318", "PING AN & CO", "Equity", 60.0, 600.0], ["3988", "BANK OF CHINA-H", "Equity", 40.0, 400.0]], "Holdings") + "</ss:Workbook>")


@fixture(suffix=".xls", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def web_page_as_workbook(path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{'' if v is None else v}</td>" for v in row) + "</tr>" for row in PLAIN)
    text(path, f"<html><body><p>Positions</p><table><tr><td colspan=4>As of 06/30/2026</td></tr>{rows}</table></body></html>")


@fixture(suffix=".xls", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def text_named_workbook(path: Path) -> None:
    text(path, "As of 06/30/2026\n\n" + "\n".join("\t".join("" if v is None else str(v) for v in row) for row in PLAIN))


@fixture(suffix=".ods", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def open_document(path: Path) -> None:
    import zipfile

    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in PLAIN)
    content = ('<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
               'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
               f'<office:body><office:spreadsheet><table:table table:name="Holdings 2026-06-30">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')
    manifest = ('<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
                'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>')
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in (("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, FIXED), body)


@fixture(suffix=".xlsb", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def binary_workbook(path: Path) -> None:
    import struct
    import zipfile

    def record(number: int, body: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        return head + bytes([len(body) & 0x7F | (0x80 if len(body) > 127 else 0), *([len(body) >> 7] if len(body) > 127 else [])]) + body

    def wide(word: str) -> bytes:
        return struct.pack("<I", len(word)) + word.encode("utf-16-le")

    rows = b""
    for number, row in enumerate(PLAIN):
        rows += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, str):
                rows += record(6, place + wide(value))
            elif value is not None:
                rows += record(5, place + struct.pack("<d", float(value)))
    sheet = record(129) + record(148, struct.pack("<IIII", 0, len(PLAIN) - 1, 0, 3)) + record(145) + rows + record(146) + record(130)
    workbook = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Holdings 2026-06-30")) + record(144) + record(132)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" '
                               'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" '
                               'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                       f'Type="{relation}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                                      f'Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": workbook, "xl/worksheets/sheet1.bin": sheet}
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED), body)


@fixture(suffix=".csv", positions=[("MUENCHENER RUECK", 1234567.89), ("SAP SE", 2345.6)], as_of="2026-06-30", columns={"name": "A", "isin": "B", "quantity": "C", "market_value": "E"},
         fields={0: {"quantity": 1234.5, "price": 1000.05}})
def comma_decimals(path: Path) -> None:
    text(path, "Bestand per 30.06.2026\n\nSecurity Name;ISIN;Quantity;Price;Market Value\nMUENCHENER RUECK;DE0008430026;1.234,5;1.000,05;1.234.567,89\nSAP SE;DE0007164600;10;234,56;2.345,60\n"
         "Total;;;;1.236.913,49\n", "cp1252")


@fixture(suffix=".tsv", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def wide_characters(path: Path) -> None:
    path.write_bytes(("Positions as of 2026-06-30\r\n" + "\r\n".join("\t".join("" if v is None else str(v) for v in row) for row in PLAIN)).encode("utf-16"))


@fixture(suffix=".csv", positions=[("腾讯控股", 5000.0), ("阿里巴巴集团", 3000.0)], columns={"name": "A", "market_value": "C"})
def chinese_encoding(path: Path) -> None:
    text(path, "日期,2026年6月30日\nSecurity Name,Quantity,Market Value\n腾讯控股,100,5000.00\n阿里巴巴集团,200,3000.00\n合计,,8000.00\n", "gb18030")


@fixture(suffix=".txt", positions=PLAIN_POSITIONS, columns=PLAIN_COLUMNS)
def pipes_and_mark(path: Path) -> None:
    text(path, "sep=|\nAs of|06/30/2026||\n" + "\n".join("|".join("" if v is None else str(v) for v in row) for row in PLAIN))


@fixture(suffix=".csv", positions=[("SWISS LINE", 1234567.5), ("FRENCH LINE", 2000000.25)], columns={"name": "A", "market_value": "C"})
def spaces_as_separators(path: Path) -> None:
    text(path, "Holdings as of 30.06.2026;;\nSecurity;Shares;Market Value\nSWISS\u00a0LINE;1'000;1'234'567.50\nFRENCH LINE\u200b;2\u202f000;2\u00a0000\u00a0000.25\nTotal;;3 234 567.75\n")

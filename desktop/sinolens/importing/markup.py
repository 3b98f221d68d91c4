"""Tables saved as markup under a workbook's name: SpreadsheetML (raw ampersands included) and HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.textfile import decode
from sinolens.importing.traits import NO_TRAITS, SheetTraits

if TYPE_CHECKING:
    from sinolens.importing.child import Sheets

_RAW_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_COLUMNS = 16_384
_MAX_CELLS = 40_000_000


def read_spreadsheetml(data: bytes, name: str, only: str) -> Sheets:
    """Sheets of an XML spreadsheet of 2003.

    Raises:
        UnreadableFile: the markup is broken beyond raw ampersands, or declares entities.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    text = _NOT_XML.sub("", decode(data, name).lstrip("\ufeff \r\n\t"))
    text = re.sub(r"^<\?xml[^>]*\?>", "", text)
    mended = _RAW_AMPERSAND.sub("&amp;", text).encode("utf-8")
    sheets: list[tuple[str, str, list[list[Any]]]] = []
    try:
        rows: list[list[Any]] = []
        sheet_name, hidden = "", "visible"
        for event, element in iterparse(io.BytesIO(mended), events=("start", "end"), forbid_dtd=True):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "Worksheet":
                    rows, hidden = [], "visible"
                    sheet_name = _attribute(element, "Name")
                continue
            if tag == "Visible" and (element.text or "").startswith("SheetHidden"):
                hidden = "hidden"
            elif tag == "Row":
                index = int(_attribute(element, "Index") or 0)
                if index > len(rows) + 1_048_576:
                    raise ValueError("row index")
                rows.extend([] for _ in range(len(rows) + 1, index))
                rows.append(_cells(element))
                element.clear()
            elif tag == "Worksheet":
                sheets.append((sheet_name, hidden, rows))
                element.clear()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableFile(
            name,
            "the XML spreadsheet is damaged; open it in a spreadsheet program and save it as .xlsx",
        ) from error
    for sheet_name, hidden, rows in sheets:
        if (only and sheet_name != only) or (not only and hidden != "visible"):
            yield sheet_name, hidden if hidden != "visible" else "left_out", 0, 0, NO_TRAITS, ()
            continue
        yield _sheet(sheet_name, hidden, rows, name)


def _sheet(sheet: str, hidden: str, rows: list[list[Any]], file: str) -> tuple[str, str, int, int, SheetTraits, Any]:
    width = max(map(len, rows), default=0)
    if width * len(rows) > _MAX_CELLS:
        raise UnreadableFile(file, "the sheet spans more cells than is safe to read", sheet=sheet, code="too-large")
    blank = [""] * width
    return sheet, hidden, len(rows), width, NO_TRAITS, (row + blank[len(row) :] for row in rows)


def _attribute(element: Any, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _cells(row: Any) -> list[Any]:
    cells: list[Any] = []
    for cell in row:
        if cell.tag.rpartition("}")[2] != "Cell":
            continue
        index = int(_attribute(cell, "Index") or 0)
        if index > _MAX_COLUMNS:
            raise ValueError("column index")
        cells.extend([""] * (index - 1 - len(cells)))
        value: Any = ""
        for data in cell:
            if data.tag.rpartition("}")[2] == "Data":
                value = _value("".join(data.itertext()), _attribute(data, "Type"))
        cells.append(value)
        cells.extend([""] * min(int(_attribute(cell, "MergeAcross") or 0), _MAX_COLUMNS - len(cells)))
    return cells


def _value(text: str, kind: str) -> Any:
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(text.rstrip("Z"))
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() == "1"
    return "" if kind == "Error" else text


class _TableParser(HTMLParser):
    """Collects the rows of all tables, one after the other, an empty row between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row or a cell."""
        if tag == "table" and self.rows:
            self.rows.append([])
        elif tag == "tr":
            self._close_row()
            self._row = []
        elif tag in ("td", "th"):
            self._close_cell()
            self._cell = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 200) if span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a row or a cell."""
        if tag in ("td", "th"):
            self._close_cell()
        elif tag in ("tr", "table"):
            self._close_row()

    def handle_data(self, data: str) -> None:
        """Text of the open cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None:
            if self._row is None:
                self._row = []
            self._row += [" ".join("".join(self._cell).split())] + [""] * (self._span - 1)
            self._cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self._row is not None:
            self.rows.append(self._row)
            self._row = None


def read_html(data: bytes, name: str) -> Sheets:
    """The tables of an HTML page as one sheet.

    Raises:
        UnreadableFile: there is no table in the page.
    """
    parser = _TableParser()
    parser.feed(decode(data, name))
    parser.close()
    if not any(parser.rows):
        raise UnreadableFile(name, "this is a web page without a table; download the holdings file itself", code="kind")
    rows: Iterator[list[Any]] | list[list[Any]] = parser.rows
    yield _sheet("", "visible", list(rows), name)
